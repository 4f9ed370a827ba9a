//! The end of a document and of each part that is numbered by itself: the list of attachments, who signs, the date, copies,
//! publication. It is a clause of its own, 落款, so that no quote of it is one of the last clause.

use rustc_hash::FxHashMap;

use super::super::gap::is_space;
use super::super::marker::{Doubt, Marker, marker};
use super::super::path::{Kind, Step};
use super::super::signature::{is_beside, is_imprint, is_reference};
use super::super::signers::Signers;
use super::Unit;
use super::lists::{is_file, name, note};
use super::parts::named;
use super::survey::{Begun, Survey, is_line, is_title};
use crate::syntax::portal::is_of_portal;

/// Names of who signs above a date.
pub(super) const SIGNERS: usize = 8;
/// Lines beside a signature, above a line that belongs to it.
const BESIDE: usize = 4;
/// Characters of a heading above a list.
const HEADING: usize = 16;
/// Lines at the end of a part among which one says something of all of it, and bytes of it.
const WHOLE: usize = 3;
const LONGEST: usize = 240;
/// Characters of a heading that begins with a word of [`FINAL`]: 其他事项, and not 其他专项资金管理.
const OPENING: usize = 6;
/// Words of headings below which a document says when it takes effect, and who explains it.
const FINAL: [&str; 9] = ["其他", "其它", "附则", "施行", "生效", "有效期", "实施时间", "执行时间", "解释"];
/// Units behind a signature among which the next number stands.
const BEHIND: usize = 60;
/// Lines above the title of a document behind a signature, and that one itself.
const HEAD: usize = 3;
/// Lines of such a title.
const LINES: usize = 3;

/// True for such a heading.
fn is_final(heading: &str) -> bool {
    let heading = heading.trim_matches(|c: char| c.is_whitespace() || "。：:".contains(c));
    let is_short = heading.chars().count() <= OPENING;
    FINAL.iter().any(|word| heading.ends_with(word) || is_short && heading.starts_with(word))
}

/// A part of a document that is numbered by itself, while its end is looked for.
#[derive(Clone, Copy, Default)]
struct Part {
    /// Behind its last number, or where it begins.
    start: usize,
    /// It has a number.
    is_numbered: bool,
    /// It is an attachment, or a document behind a signature.
    is_carried: bool,
    /// The last line of its signature.
    signed: Option<usize>,
    /// The last number of a list behind the signature.
    list: Option<Step>,
}

/// Finds the ends of a document.
pub(super) struct Ends<'a> {
    pub survey: &'a mut Survey,
    pub units: &'a [Unit<'a>],
    pub signers: &'a Signers,
}

impl Ends<'_> {
    /// Finds where the ends of the document and of its parts begin, and drops the numbers in them.
    pub fn find(&mut self) {
        let mut part = Part::default();
        let mut titles = None;
        for at in 0..self.units.len() {
            self.unnumbered(at);
            self.titled(at, &part, &mut titles);
            // A line that begins with a number is hardly a clause: `12315热线受理投诉`.
            let marker = self.survey.markers[at].as_ref().filter(|marker| marker.doubt < Doubt::Reference);
            let own = marker.map(Marker::own);
            let is_next = own.is_some_and(|own| own.kind.is_annex());
            let title = part.signed.and_then(|_| self.title(at)).filter(|_| !part.is_numbered || self.is_apart(at));
            if is_next || title.is_some() {
                let is_closed = self.end(part, at);
                if title.is_some() && is_closed {
                    self.survey.begun.insert(at, Begun { title, is_plain: !part.is_numbered });
                }
                part = Part { start: at, is_carried: true, ..Part::default() };
            } else if part.signed.is_none()
                && self.survey.carried.get(&at).is_some_and(|title| named(self.text(title.last)))
            {
                self.whole(part, at);
            }
            match own {
                Some(_) if is_next => {}
                Some(own) => self.number(&mut part, at, own),
                None if part.signed.is_none() && self.is_signature(at) => part.signed = Some(at),
                None => {}
            }
        }
        let imprint = self.imprint(part).unwrap_or(self.units.len());
        self.end(part, imprint);
        (imprint..self.units.len()).for_each(|at| self.survey.drop(at));
        self.survey.imprint = Some(imprint);
    }

    /// Where the lines begin that say at the end of the last attachment to whom copies of the whole document are sent, and
    /// who has printed it.
    fn imprint(&self, part: Part) -> Option<usize> {
        let is_line = |&at: &usize| {
            let text = self.text(at);
            is_imprint(text) || self.is_continued(at) || !text.contains(char::is_alphabetic)
        };
        let lines = (part.start..self.units.len()).rev().take_while(is_line);
        lines.filter(|&at| is_imprint(self.text(at))).last().filter(|_| part.is_carried)
    }

    /// Takes a number: of a list behind the signature of the part, or one of the part.
    fn number(&mut self, part: &mut Part, at: usize, own: Step) {
        let expected = part.list.map_or(Step::new(own.kind, 1), |last| Step { number: last.number + 1, ..last });
        if part.signed.is_some() && own == expected && is_plain(own.kind) {
            part.list = Some(own);
            return;
        }
        if part.signed.is_some() && !part.is_numbered && self.begins(at) && self.end(*part, at) {
            self.survey.begun.insert(at, Begun { title: None, is_plain: true });
        }
        // A signature between numbers, unless it is an example.
        let date = part.signed.filter(|_| part.is_numbered);
        let first = date.and_then(|date| self.first(part.start, date + 1));
        self.survey.amid.extend(first.filter(|&first| !leads(self.text(first - 1))));
        *part = Part { start: at + 1, is_numbered: true, is_carried: part.is_carried, ..Part::default() };
    }

    /// Takes a line for an attachment without a number, when its text follows: `附：补贴标准`.
    fn unnumbered(&mut self, at: usize) {
        let text = &*self.units[at].text;
        let Some((title, true)) = note(text).filter(|_| self.survey.listed[at]) else { return };
        let is_title = !title.is_empty() && is_line(title) && marker(title).is_none() && !is_file(title);
        if is_title && at + 1 < self.units.len() && !self.is_expected(at + 1) {
            let length = text.trim_end_matches(is_space).len() - title.len();
            self.survey.markers[at] = Some(Marker::new(Kind::Annex, Some(1), length).doubted(Doubt::Bare));
            (self.survey.listed[at], self.survey.apart[at]) = (false, false);
        }
    }

    /// Takes a line behind a signature for the attachment of which the list has this title, where no attachment has a number.
    fn titled(&mut self, at: usize, part: &Part, titles: &mut Option<FxHashMap<String, u16>>) {
        let unit = &self.units[at];
        if !(part.signed.is_some() || part.is_carried) || !unit.form.is_text() || self.survey.listed[at] {
            return;
        }
        let titles = titles.get_or_insert_with(|| self.survey.titles_of_list(self.units));
        let number =
            Some(titles).filter(|titles| !titles.is_empty()).and_then(|titles| titles.remove(&*name(&unit.text)));
        if let Some(number) = number {
            self.survey.markers[at] = Some(Marker::new(Kind::Annex, Some(number), 0));
        }
    }

    /// The lines of the title of a document that begins at a unit behind a signature, below its number and its head.
    pub(super) fn title(&self, at: usize) -> Option<(usize, usize)> {
        let is_line = |at: usize| self.survey.markers[at].is_none() && !self.is_expected(at);
        if !is_line(at) {
            return None;
        }
        if let Some(title) = self.survey.carried.get(&at) {
            return Some((at, title.last));
        }
        let is_head = |at: &usize| is_reference(self.text(*at)) || self.text(*at).ends_with("文件");
        let first = (at..self.units.len()).take(HEAD).find(|at| !is_head(at))?;
        let lines = (first..self.units.len()).take(LINES).take_while(|&at| is_line(at) && is_title(&self.units[at]));
        let is_named = |at: &usize| named(self.text(*at));
        // It may go on in the next lines: 关于开展某某 / 工作的通知.
        let last = match lines.clone().find(is_named) {
            Some(last) if last == first || is_about(self.text(first)) => last,
            _ => lines.clone().next().filter(|&at| is_about(self.text(at)))?,
        };
        (last + 1 < self.units.len()).then_some((first, last))
    }

    /// True when the numbers behind a unit are none that go on from those above it.
    fn is_apart(&self, at: usize) -> bool {
        let behind = self.survey.markers[at..].iter().take(BEHIND).flatten();
        let next = behind.into_iter().find(|marker| marker.doubt < Doubt::Reference);
        next.is_none_or(|next| next.own().kind.is_annex() || next.own().number == 1)
    }

    /// True for the first number of a document.
    fn begins(&self, at: usize) -> bool {
        self.survey.is(at, |marker| {
            let own = marker.own();
            let may_begin = matches!(own.kind, Kind::Article | Kind::Chinese | Kind::Bracketed | Kind::Dotted);
            let is_first = marker.steps.iter().all(|step| step.number == 1 && step.sub == 0);
            (may_begin || own.kind.is_division()) && is_first && marker.doubt < Doubt::Reference
        })
    }

    /// Finds the end of a part that goes on up to `end`, and returns whether there is one. What stands behind its signature
    /// belongs to it, whatever it is.
    fn end(&mut self, part: Part, end: usize) -> bool {
        let below = part.signed.filter(|&at| at < end).map_or(end, |at| at + 1);
        let first = self.first(part.start, below).and_then(|first| self.names(part.start, first));
        self.whole(part, first.unwrap_or(end));
        let Some(first) = first else { return false };
        self.survey.closed.insert(first);
        let behind = (below..end).filter(|&at| !self.is_expected(at)).collect::<Vec<_>>();
        self.survey.behind.extend(behind);
        (first..end).for_each(|at| self.survey.drop(at));
        true
    }

    /// Finds the sentence that says something of a whole part, above its end, or above the title of a document that it carries.
    fn whole(&mut self, part: Part, end: usize) {
        if part.is_numbered {
            let is_whole = |&at: &usize| self.units[at].form.is_text() && says_of_all(self.text(at));
            let whole = (part.start.max(end.saturating_sub(WHOLE))..end).find(is_whole);
            self.survey.whole.extend(whole.filter(|&at| !self.is_headed(part.start - 1, at)));
        }
    }

    /// True for a sentence that is the text of the number at `above`: the first one below a heading, or one below `三、其他`. The
    /// last of several items that have no text below them is no heading.
    fn is_headed(&self, above: usize, at: usize) -> bool {
        let kind = |at: usize| self.survey.markers[at].as_ref().map(|marker| marker.own().kind);
        let length = self.survey.markers[above].as_ref().map_or(0, |marker| marker.length);
        let heading = &self.text(above)[length..];
        let is_item = above.checked_sub(1).is_some_and(|before| kind(before).is_some() && kind(before) == kind(above));
        is_line(heading) && (is_final(heading) || at == above + 1 && !is_item)
    }

    /// The first line of the end of which the last one stands above `below`.
    fn first(&self, start: usize, below: usize) -> Option<usize> {
        let mut first = None;
        let mut beside = 0;
        for at in (start..below).rev() {
            let (form, text) = (self.units[at].form, self.text(at));
            if self.is_part(at) || first.is_some_and(|below| self.signs(at, below)) {
                (first, beside) = (Some(at), 0);
            } else if beside < BESIDE && (!form.is_text() || is_beside(text) || is_of_portal(text)) {
                beside += 1;
            } else {
                break;
            }
        }
        first
    }

    /// Where the end begins whose first line is at `first`: names below a heading, or a line that leads to them, are a list of
    /// the clause, and only the one above the date signs, or those that have issued the document; nothing when that is the
    /// only one below such a line.
    fn names(&self, start: usize, first: usize) -> Option<usize> {
        let names = (first..self.units.len()).take_while(|&at| !self.survey.listed[at] && self.is_name(at)).count();
        let is_dated = first + names < self.units.len() && self.is_day(first + names);
        let known = (first..first + names).find(|&at| self.signers.has(self.text(at)));
        let above = first.checked_sub(1).map_or("", |above| self.text(above));
        let is_below_heading = first == start && start > 0 && names_bodies(above);
        let leads = leads(above);
        match names {
            1.. if known.is_some() && (leads || is_below_heading) && is_dated => known,
            // A place or a time below its heading, where others have issued the document.
            1 if leads || is_below_heading && self.signers.is_known() => None,
            2.. if (leads || is_below_heading) && is_dated => Some(first + names - 1),
            _ if leads && self.survey.listed[first] => self.below(first),
            _ => Some(first),
        }
    }

    /// The first line of the end below a list that is one of a clause.
    fn below(&self, first: usize) -> Option<usize> {
        (first..self.units.len()).find(|&at| !self.survey.listed[at]).filter(|&at| self.is_part(at))
    }
}

/// True for a sentence that says of a whole document when it takes effect, or who explains it: `本决定自公布之日起施行。`
fn says_of_all(text: &str) -> bool {
    const WORDS: [&str; 5] = ["施行", "实施", "执行", "生效", "解释"];
    let Some(text) = text.trim_matches(is_space).strip_prefix('本').filter(|text| text.ends_with('。')) else {
        return false;
    };
    let Some(end) = text.find(['自', '由', '从']).filter(|_| text.len() <= LONGEST) else { return false };
    named(&text[..end]) && WORDS.iter().any(|word| text[end..].contains(word))
}

/// True for a title that says what its document is about.
pub(super) fn is_about(text: &str) -> bool {
    text.contains("关于")
}

/// True for numbers of lists that may stand behind a signature: of files, of remarks.
fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Digit | Kind::BracketedDigit | Kind::HalfBracketed | Kind::Circled)
}

/// True for a line that leads to what stands below it.
pub(super) fn leads(text: &str) -> bool {
    text.trim_end_matches(is_space).ends_with(['：', ':'])
}

/// True for a short heading of a list of bodies, or of where something takes place: `三、成员单位`.
pub(super) fn names_bodies(text: &str) -> bool {
    const ENDS: [&str; 12] =
        ["单位", "机构", "部门", "名单", "成员", "地点", "时间", "方式", "地址", "范围", "对象", "企业"];
    let text = text.trim_matches(is_space);
    is_line(text) && text.chars().count() <= HEADING && ENDS.iter().any(|end| text.ends_with(end))
}
