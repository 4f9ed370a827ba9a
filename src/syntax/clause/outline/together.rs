//! Numbers that stand within the text of another clause: `第一条 甲。第二条 乙。` in one paragraph. No clause begins there:
//! each text gets one diagnostic.

use memchr::memmem::Finder;
use smallvec::smallvec;

use super::super::gap::is_space;
use super::super::marker::{Doubt, marker};
use super::super::numeral::{digit, is_numeral, sign, to_chinese};
use super::super::path::{Kind, Step};
use super::Fault;
use super::ahead::Later;
use super::choose::Chooser;

/// Units above a number in which those before it may stand.
const ABOVE: usize = 3;
/// Bytes at the end of a paragraph in which they are looked for.
const INLINE: usize = 2_000;
/// Numerals of a number that is looked for.
const NUMERALS: usize = 8;

impl Chooser<'_> {
    /// Looks for the numbers behind that of the clause that was opened last, in the text of a unit from `from` on.
    pub(super) fn together(&mut self, at: usize, own: Step, from: usize) {
        let unit = &self.units[at];
        if !unit.form.is_text() || own.kind.is_rare() || !(own.kind == Kind::Article || own.kind.is_list()) {
            return;
        }
        let (before, text) = unit.text.split_at(from.min(unit.text.len()));
        let (mut last, mut first, mut is_sure, mut behind) = (own, None, false, 0);
        let next = |last: Step| Step::new(own.kind, last.number.saturating_add(1));
        while let Some(sign) = self.signs.find(next(last), before, text, behind) {
            behind = sign + 1;
            let place = if own.kind == Kind::Chinese { numeral_before(text, sign) } else { sign };
            let parted = parted(next(last), &text[..place]);
            if parted != Parted::Not && self.is_number(&text[place..], next(last)) {
                // Two of them are no chance.
                is_sure |= parted == Parted::Surely || first.is_some();
                first = first.or(Some(before.len() + place));
                last = next(last);
            }
        }
        if let Some(first) = first.filter(|_| is_sure && !self.comes(at, own)) {
            let parent = self.last[own.kind as usize].and_then(|last| self.node(last.node).parent);
            let step = Step::new(own.kind, own.number + 1);
            self.note(at, Fault::Together(first as u32), parent, smallvec![step]);
            self.joined = Some(last);
        }
    }

    /// Looks for the first numbers in the text of a unit above all clauses: `现通知如下。一、甲。二、乙。`
    pub(super) fn first_together(&mut self, at: usize) {
        if self.joined.is_none() && !self.survey.apart[at] {
            [Kind::Chinese, Kind::Article].into_iter().for_each(|kind| self.together(at, Step::new(kind, 0), 0));
        }
    }

    /// Where the number before this one stands within a paragraph above it, as in `1.甲 2.乙` above `3.丙`: reported.
    pub(super) fn is_inline(&mut self, at: usize, own: Step, parent: Option<u32>) -> bool {
        if !matches!(own.kind, Kind::Digit | Kind::BracketedDigit | Kind::Bracketed) || own.number < 2 {
            return false;
        }
        let last = self.last[own.kind as usize];
        // Not above the article, nor in the number of a unit itself.
        let first = self.article().map_or(0, |article| self.node(self.stack[article]).unit as usize);
        let own_length = |at: usize| match &self.survey.markers[at] {
            Some(marker) => marker.length,
            // A number that is text is said to be.
            None if self.units[at].said.is_some() => marker(&self.units[at].text).map_or(0, |marker| marker.length),
            None => 0,
        };
        let mut above = last.map(|last| last.unit as usize).into_iter().chain(at.saturating_sub(ABOVE)..at);
        let place = above.find_map(|above| {
            let text = &self.units[above].text;
            let before = inline(text, Step::new(own.kind, own.number - 1))?;
            if above < first || before < own_length(above) {
                return None;
            }
            // The first of them is named.
            let begin =
                inline(text, Step::new(own.kind, 1)).filter(|&begin| begin < before && begin >= own_length(above));
            Some((above, begin.unwrap_or(before), if begin.is_some() { 1 } else { own.number - 1 }))
        });
        if let Some((above, place, number)) = place {
            let before = last.filter(|last| last.unit as usize == above);
            let parent = before.map_or(parent, |last| self.node(last.node).parent);
            let step = Step::new(own.kind, number);
            self.note(above, Fault::Together(place as u32), parent, smallvec![step]);
        }
        place.is_some()
    }

    /// True for the number behind those that stand within the text of another clause.
    pub(super) fn is_behind_joined(&self, own: Step) -> bool {
        self.joined.is_some_and(|last| own == Step::new(last.kind, last.number.saturating_add(1)))
    }

    /// True when a text begins with a number beyond doubt.
    fn is_number(&self, text: &str, step: Step) -> bool {
        marker(text).is_some_and(|found| {
            let is_sure = found.doubt == Doubt::None || found.doubt == Doubt::Tight && self.tight > 0;
            is_sure && !found.slip && found.steps[..] == [step]
        })
    }

    /// True when the number behind `own` begins a unit further down.
    fn comes(&self, at: usize, own: Step) -> bool {
        match (own.kind, &self.survey.markers[at]) {
            (Kind::Chinese, _) if own.number == 0 => self.survey.is_listed,
            (Kind::Article, _) => self.survey.next_article(at) == Some(Step::new(own.kind, own.number + 1)),
            (_, Some(marker)) => self.survey.later(at, marker) == Later::Next,
            _ => false,
        }
    }
}

/// Where a number with the sign of its list stands in a text, behind other words.
fn inline(text: &str, step: Step) -> Option<usize> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(INLINE));
    let is_digit = |c: char| digit(c).is_some();
    let number = match step.kind {
        Kind::Bracketed => to_chinese(step.number),
        _ => step.number.to_string().into(),
    };
    let mut found = text[from..].match_indices(&*number).map(|(at, _)| from + at);
    let is_bracketed = step.kind != Kind::Digit;
    let found = found.find(|&at| {
        let (before, behind) = (&text[..at], &text[at + number.len()..]);
        match is_bracketed {
            true => before.ends_with(['（', '(']) && behind.starts_with(['）', ')']),
            false => {
                let behind = behind.strip_prefix(['.', '．', '、']);
                behind.is_some_and(|behind| !behind.starts_with(is_digit)) && !before.ends_with(is_digit)
            }
        }
    })?;
    let open = if is_bracketed { text[..found].chars().next_back().map_or(0, char::len_utf8) } else { 0 };
    Some(found - open)
}

/// How a number is parted from the text before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parted {
    /// A sentence or an item ends there, or it is a number of a list with a space before it.
    Surely,
    /// It stands right behind words: `1、甲2、乙3、丙`.
    Perhaps,
    /// It belongs to the words before it.
    Not,
}

fn parted(own: Step, before: &str) -> Parted {
    let words = before.trim_end_matches(is_space);
    let is_list = own.kind != Kind::Article;
    let is_first = !is_list && own.number == 1;
    match words.chars().next_back() {
        None => Parted::Not,
        Some('。' | '；' | ';') => Parted::Surely,
        Some(_) if is_list && words.len() < before.len() => Parted::Surely,
        Some(_) if is_first && words.len() < before.len() => Parted::Perhaps,
        Some('：') if is_first => Parted::Perhaps,
        // `第2、第3项`, `附件2、3`, `1、2、3`
        Some('第' | '、' | '件' | '表' | '图' | '和' | '至' | '及') => Parted::Not,
        Some(c) if is_list && !c.is_ascii() && digit(c).is_none() && !is_numeral(c) => Parted::Perhaps,
        _ => Parted::Not,
    }
}

/// What numbers begin or end with, to be searched for.
#[derive(Debug)]
pub(super) struct Signs {
    article: Finder<'static>,
    bracket: Finder<'static>,
    comma: Finder<'static>,
}

impl Signs {
    pub fn new() -> Self {
        Self { article: Finder::new("第"), bracket: Finder::new("（"), comma: Finder::new("、") }
    }

    /// Where a text has, from a place on, a sign with which this number may begin, or end for numerals. `before` stands
    /// before the text.
    fn find(&self, step: Step, before: &str, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes().get(from..)?;
        let found = match step.kind {
            Kind::Article => self.article.find(bytes),
            Kind::Bracketed | Kind::BracketedDigit if before.contains('(') => memchr::memchr(b'(', bytes),
            Kind::Bracketed | Kind::BracketedDigit => self.bracket.find(bytes),
            Kind::Chinese => self.comma.find(bytes),
            Kind::Digit | Kind::HalfBracketed => {
                let first = step.number.to_string().bytes().next()?;
                memchr::memchr_iter(first, bytes).find(|&at| at == 0 || !bytes[at - 1].is_ascii_digit())
            }
            // The first byte of all signs that hold a number.
            _ => memchr::memchr2_iter(0xE2, 0xE3, bytes)
                .find(|&at| text[from + at..].chars().next().is_some_and(|c| sign(c).is_some())),
        };
        found.map(|at| from + at)
    }
}

/// Where the numeral begins that ends at a place.
fn numeral_before(text: &str, end: usize) -> usize {
    let numerals = text[..end].chars().rev().take(NUMERALS).take_while(|c| is_numeral(*c));
    end - numerals.map(char::len_utf8).sum::<usize>()
}
