//! Lists with numbers that are no clauses: the names of attachments at the end of a notice, remarks.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::annex::spaced;
use super::super::gap::is_space;
use super::super::marker::{Marker, marker};
use super::super::numeral::digit;
use super::super::path::{Kind, Step};
use super::super::signature::{is_body, is_date};
use super::survey::{AHEAD, Survey, is_line};
use super::{Form, Unit};
use crate::syntax::markdown::without_space;

/// What stands above the first column of a table whose rows are counted.
const HEADINGS: [&str; 3] = ["序号", "编号", "序"];
/// Units from `附件：` by itself to the date of a text, with names of attachments and of who signs between them.
const SIGNED: usize = 8;
impl Survey {
    /// A list that begins in a line of remarks: `注：1.…`.
    pub(super) fn remarks(&mut self, units: &[Unit<'_>]) {
        for (at, unit) in units.iter().enumerate() {
            let Some(first) = remark(&unit.text) else { continue };
            let mut expected = first.number;
            let mut next = at;
            loop {
                (expected, next) = (expected + 1, next + 1);
                if !self.is(next, |marker| marker.steps[..] == [Step { number: expected, ..first }]) {
                    break;
                }
                self.drop(next);
            }
        }
    }

    /// Rows of a table that was pasted as lines, below its heading: `序号　县区　金额`.
    pub(super) fn rows(&mut self, units: &[Unit<'_>]) {
        for at in 0..units.len() {
            let mut cells = units[at].text.split(is_space).filter(|cell| !cell.is_empty());
            let is_heading = cells.next().is_some_and(|first| HEADINGS.contains(&first)) && cells.next().is_some();
            if !is_heading || self.markers[at].is_some() {
                continue;
            }
            // Without a sign behind the number.
            let is_row = |row: &usize| {
                self.is(*row, |marker| {
                    matches!(marker.own().kind, Kind::Digit | Kind::Dotted) && marker.steps.len() == 1
                }) && units[*row].text.split(is_space).find(|cell| !cell.is_empty()).is_some_and(is_plain)
            };
            let rows = (at + 1..units.len()).take_while(is_row).count();
            (at + 1..=at + rows).for_each(|row| self.drop(row));
        }
    }

    /// Notes at the end of a text, to whose signs its sentences lead: `…①。` … `①注释。`
    pub(super) fn footnotes(&mut self, units: &[Unit<'_>]) {
        let is_note = |at: &usize| self.is(*at, |marker| marker.own().kind == Kind::Circled);
        let Some(last) = (0..units.len()).rev().find(|&at| self.markers[at].is_some()).filter(is_note) else { return };
        let first = (0..=last).rev().take_while(is_note).last().unwrap_or(last);
        let is_first = self.is(first, |marker| marker.own().number == 1);
        // A sign behind the words that it explains, above the text in front of the notes.
        let sign = |unit: &Unit<'_>| {
            let found = unit.text.find('①').map(|at| (&unit.text[..at], &unit.text[at + '①'.len_utf8()..]));
            found.is_some_and(|(before, after)| {
                let is_behind = before.ends_with(|c: char| c.is_alphabetic() || matches!(c, '”' | '》' | '）'));
                let is_named = before.ends_with(['第', '按', '见', '照', '据', '和', '或', '符', '合']);
                is_behind && !is_named && (after.is_empty() || after.starts_with(['。', '，', '；', '、', '：', '”']))
            })
        };
        if is_first && units[..first.saturating_sub(1)].iter().any(sign) {
            (first..=last).for_each(|at| self.drop(at));
        }
    }

    /// The list `附件：1．…` or `附件：一、…` at the end of a notice.
    pub(super) fn notes(&mut self, units: &[Unit<'_>]) {
        let mut signed = false;
        for at in 0..units.len() {
            signed |= self.apart[at] && is_date(&units[at].text);
            let Some((rest, has_colon)) = note(&units[at].text) else { continue };
            let mut expected = if rest.is_empty() { 1 } else { 2 };
            let kind = marker(rest).map(|first| first.own()).filter(|first| first.number == 1);
            let kind = kind.map_or(Kind::Digit, |first| first.kind);
            let listed = |survey: &Self, at: usize, expected: u16| {
                let is_next = |marker: &Marker| marker.own().kind == kind && marker.own().number == expected;
                survey.is(at, is_next)
            };
            let mut end = at + 1;
            loop {
                // A name that goes on in the next line.
                let goes_on = has_colon && expected > 1 && self.markers.get(end).is_some_and(Option::is_none);
                match (listed(self, end, expected), goes_on && listed(self, end + 1, expected)) {
                    (true, _) => end += 1,
                    (_, true) => end += 2,
                    _ => break,
                }
                expected += 1;
            }
            let ends = end >= units.len()
                || self.apart[end]
                || self.is(end, |marker| marker.own().kind.is_annex())
                || self.apart.get(end + 1).is_some_and(|&apart| apart);
            // Names without numbers, and the rest of the last name, above the first signature.
            let leads = if rest.is_empty() { expected == 1 || expected > 2 } else { true };
            let named = has_colon && leads && !signed && self.is_signed(units, end - 1);
            if named {
                let is_name = |&line: &usize| !is_date(&units[line].text) && !is_body(&units[line].text);
                end += (end..units.len()).take(SIGNED).take_while(is_name).count();
            }
            if !rest.is_empty() || named || (expected > 1 && (has_colon || ends)) {
                (at..end).for_each(|at| self.list(at));
            }
        }
    }

    /// Takes a unit for one of the list of attachments.
    fn list(&mut self, at: usize) {
        self.drop(at);
        self.listed[at] = true;
    }

    /// True when lines without numbers, of which the first names an attachment, or a list of them, lead to who signs.
    fn is_signed(&self, units: &[Unit<'_>], at: usize) -> bool {
        let lines = (at + 1..units.len()).take(SIGNED).take_while(|&line| {
            let is_alike = units[line].form == units[at].form || units[line].form == Form::Other;
            self.markers[line].is_none() && is_line(&units[line].text) && is_alike
        });
        lines.skip(2).any(|line| is_date(&units[line].text))
    }

    /// True for a further line of a list that begins with `附件1.甲` at `first`.
    fn is_item(&self, units: &[Unit<'_>], first: usize, at: usize) -> bool {
        let number = |marker: &Marker| usize::from(marker.own().number);
        let Some(begin) = self.markers[first].as_ref() else { return false };
        let is_pointed = units[first].text[..begin.length].ends_with(['.', '．', '、']);
        let expected = number(begin) + at - first;
        is_pointed && self.is(at, |marker| marker.own().kind == Kind::Digit && number(marker) == expected)
    }

    /// The titles in the list of attachments, with their numbers, when the list is all that numbers them.
    pub(super) fn titles_of_list(&self, units: &[Unit<'_>]) -> FxHashMap<String, u16> {
        if self.markers.iter().flatten().any(|marker| marker.own().kind == Kind::Annex) {
            return FxHashMap::default();
        }
        let mut titles: Vec<String> = Vec::new();
        // A title may go on in the next line, unless each line below `附件：` is one.
        let mut goes_on = false;
        for (unit, _) in units.iter().zip(&self.listed).filter(|(unit, listed)| **listed && unit.form.is_text()) {
            let begins = note(&unit.text).map(|(first, _)| first);
            let text = begins.unwrap_or(&unit.text);
            let length = marker(text).map(|marker| marker.length);
            let title = name(&text[length.unwrap_or_default()..]);
            match titles.last_mut().filter(|_| goes_on && begins.is_none() && length.is_none()) {
                Some(last) => last.push_str(&title),
                None => {
                    titles.push(title.into_owned());
                    goes_on = length.is_some() || begins.is_some_and(|first| !first.is_empty());
                }
            }
        }
        titles.retain(|title| !title.is_empty());
        titles.into_iter().zip(1..).collect()
    }

    /// Attachments that are only listed: with their titles, and again further down, or above the date.
    pub(super) fn attachments(&mut self, units: &[Unit<'_>]) {
        let mut last: FxHashMap<SmallVec<[Step; 4]>, usize> = FxHashMap::default();
        for (at, marker) in self.markers.iter().enumerate() {
            if let Some(marker) = marker.as_ref().filter(|marker| marker.own().kind.is_annex()) {
                last.insert(marker.steps.clone(), at);
            }
        }
        if last.is_empty() {
            return;
        }
        for at in 0..units.len() {
            let titled = |marker: &Marker| marker.own().kind.is_annex() && marker.length < units[at].text.len();
            if units[at].said.is_some() || !self.is(at, titled) {
                continue;
            }
            if is_file(&units[at].text) {
                self.list(at);
                continue;
            }
            let again =
                self.markers[at].as_ref().and_then(|marker| last.get(&marker.steps)).is_some_and(|&last| last > at);
            let others = (at + 1..units.len()).take(AHEAD).find(|&next| {
                let is_titled =
                    |marker: &Marker| marker.own().kind.is_annex() && marker.length < units[next].text.len();
                !self.is(next, is_titled) && !self.is_item(units, at, next)
            });
            let signed = others.is_some_and(|next| self.markers[next].is_none() && self.apart[next]);
            if again || signed {
                let items = (at + 1..units.len()).take_while(|&next| self.is_item(units, at, next)).count();
                (at..=at + if signed { items } else { 0 }).for_each(|at| self.list(at));
            }
        }
    }
}

/// True for digits alone.
fn is_plain(cell: &str) -> bool {
    cell.chars().all(|c| digit(c).is_some())
}

/// The title of an attachment without white space and signs around it.
pub(super) fn name(text: &str) -> Cow<'_, str> {
    without_space(text.trim_matches(|c| is_space(c) || matches!(c, '《' | '》' | '；' | '。')))
}

/// What follows `附件：` where it begins a list, and whether there is a colon.
pub(super) fn note(text: &str) -> Option<(&str, bool)> {
    let text = text.trim_start_matches(|c| is_space(c) || matches!(c, '-' | '—' | '–' | '•' | '·' | '*' | '\\'));
    if !text.starts_with('附') {
        return None;
    }
    let rest = spaced(text, Kind::Annex.word()).map_or_else(|| text.strip_prefix('附'), |length| text.get(length..))?;
    let rest = rest.trim_start_matches(is_space);
    // 附件（请点击下载）：
    let said = rest.strip_prefix(['（', '(']).and_then(|inner| Some(inner.split_once(['）', ')'])?.1));
    let rest = said.filter(|behind| behind.starts_with(['：', ':'])).unwrap_or(rest);
    match rest.strip_prefix(['：', ':']) {
        Some(rest) => Some((rest.trim_matches(is_space), true)),
        // 附件目录, 附件下载：
        None if matches!(rest.trim_end_matches(|c| is_space(c) || c == '：'), "目录" | "清单" | "下载") => {
            Some(("", true))
        }
        None => rest.is_empty().then_some((rest, false)),
    }
}

/// True for a line that ends with the name of a file.
pub(super) fn is_file(text: &str) -> bool {
    const KINDS: [&str; 14] =
        ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "ofd", "wps", "et", "zip", "rar", "jpg", "png"];
    let end = text.trim_end_matches(is_space).rsplit_once('.').map_or("", |(_, end)| end);
    end.len() <= 4 && KINDS.iter().any(|kind| end.eq_ignore_ascii_case(kind))
}

/// The first number of the list with which remarks begin: `注：1.…`.
fn remark(text: &str) -> Option<Step> {
    let text = text.trim_start_matches(is_space);
    // The first characters of all words.
    if !text.starts_with(['注', '备', '附', '说', '填', '答']) {
        return None;
    }
    let words = ["注", "备注", "附注", "说明", "填表说明", "填报说明", "答"];
    let rest = words.iter().find_map(|word| text.strip_prefix(word)?.strip_prefix(['：', ':']))?;
    let first = marker(rest)?.own();
    (first.number == 1 && first.kind.is_list()).then_some(first)
}
