//! Numbers that stand within the text of another clause, behind a sentence: `第一条 甲。第二条 乙。` in one paragraph. No
//! clause begins there, which is told.

use smallvec::smallvec;

use super::super::marker::{Doubt, marker, trimmed};
use super::super::numeral::{digit, is_numeral, sign};
use super::super::path::{Kind, Step};
use super::ahead::Later;
use super::choose::Chooser;
use super::{Fault, Form};

/// Signs at the end of a sentence or of an item. They have the same length.
const ENDS: [char; 2] = ['。', '；'];

/// Units above a number in which those before it may stand.
const ABOVE: usize = 3;
/// Bytes at the end of a paragraph in which they are looked for.
const INLINE: usize = 2_000;

impl Chooser<'_> {
    /// Looks for the numbers behind that of the clause that was opened last, in the text of a unit from `from` on.
    pub(super) fn together(&mut self, at: usize, own: Step, from: usize) {
        let unit = &self.units[at];
        if unit.form == Form::Other || own.kind.is_rare() || !(own.kind == Kind::Article || own.kind.is_list()) {
            return;
        }
        let text = &unit.text[from.min(unit.text.len())..];
        let mut next = own.number;
        let mut first = None;
        for (end, sign) in text.match_indices(ENDS) {
            let behind = end + sign.len();
            let rest = trimmed(&text[behind..]);
            if rest.starts_with(|c| begins(own.kind, c))
                && self.is_number(rest, Step::new(own.kind, next.saturating_add(1)))
            {
                next += 1;
                first = first.or(Some(from + text.len() - rest.len()));
            }
        }
        if let Some(first) = first.filter(|_| !self.comes(at, own)) {
            let parent = self.last[own.kind as usize].and_then(|last| self.node(last.node).parent);
            let step = Step::new(own.kind, own.number + 1);
            self.note(at, Fault::Together(first as u32), parent, smallvec![step]);
            self.joined = Some(Step::new(own.kind, next));
        }
    }

    /// Where the number before this one stands within a paragraph above it, as in `1.甲 2.乙` above `3.丙`: told.
    pub(super) fn is_inline(&mut self, at: usize, own: Step, parent: Option<u32>) -> bool {
        if own.kind != Kind::Digit || own.number < 2 {
            return false;
        }
        let number = (own.number - 1).to_string();
        let last = self.last[own.kind as usize];
        let mut above = last.map(|last| last.unit as usize).into_iter().chain(at.saturating_sub(ABOVE)..at);
        let place = above.find_map(|above| Some((above, inline(&self.units[above].text, &number)?)));
        if let Some((above, place)) = place {
            let before = last.filter(|last| last.unit as usize == above);
            let parent = before.map_or(parent, |last| self.node(last.node).parent);
            let step = Step::new(own.kind, own.number - 1);
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
            (Kind::Article, _) => self.survey.next_article(at) == Some(Step::new(own.kind, own.number + 1)),
            (_, Some(marker)) => self.survey.later(at, marker) == Later::Next,
            _ => false,
        }
    }
}

/// Where a number with the sign of a list stands in a text.
fn inline(text: &str, number: &str) -> Option<usize> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(INLINE));
    let is_digit = |c: char| digit(c).is_some();
    let mut found = text[from..].match_indices(number).map(|(at, _)| from + at);
    found.find(|&at| {
        let behind = text[at + number.len()..].strip_prefix(['.', '．', '、']);
        behind.is_some_and(|behind| !behind.starts_with(is_digit)) && !text[..at].ends_with(is_digit)
    })
}

/// True for a character with which the number of this kind may begin.
fn begins(kind: Kind, c: char) -> bool {
    match kind {
        Kind::Article => c == '第',
        Kind::Chinese => is_numeral(c),
        Kind::Digit | Kind::HalfBracketed => digit(c).is_some(),
        Kind::Circled => sign(c).is_some(),
        _ => matches!(c, '（' | '('),
    }
}
