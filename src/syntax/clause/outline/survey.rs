//! Units → the numbers with which they begin, but for those that are no clauses whatever stands before them: in a table of
//! contents, in the list of attachments at the end of a notice, in a text that is quoted.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::gap::is_space;
use super::super::marker::{Doubt, Marker, marker};
use super::super::numeral::to_chinese;
use super::super::path::{Kind, Step};
use super::super::signature::{is_date, is_reference};
use super::super::signers::Signers;
use super::closing::{Ends, is_about};
use super::parts::named;
use super::{Form, Said, Unit};
use crate::source::Signs;

/// Units that are looked at from one that is doubtful.
pub(super) const AHEAD: usize = 400;
/// Lines of a title above its last one, and characters that each of them may have.
const UPPER_LINES: usize = 2;
const UPPER: usize = 36;
/// Lines between 目录 and its first number.
const UNNUMBERED: usize = 4;
/// Units between the title of a carried document and its first number.
const ABOVE: usize = 4;

/// The title of a carried document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title {
    /// The unit with its last line.
    pub last: usize,
    /// The unit with the first number behind it.
    pub first: usize,
}

/// A document that begins behind a signature.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    /// The first and the last line of its title.
    pub title: Option<(usize, usize)>,
    /// Nothing above it has a number: its clauses are those of the whole.
    pub is_plain: bool,
}

/// What is known of all units before any clause is chosen.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The number with which each unit begins.
    pub markers: Vec<Option<Marker>>,
    /// Units that are no paragraph of an article: quoted texts, the end of the document, lists of attachments.
    pub apart: Vec<bool>,
    /// Units of the list of attachments.
    pub listed: Vec<bool>,
    /// Units with which the end of the document, or of a part of it, begins.
    pub closed: FxHashSet<usize>,
    /// Units behind a signature that are not expected there.
    pub behind: FxHashSet<usize>,
    /// Units with which signatures between the numbers of a part begin.
    pub amid: FxHashSet<usize>,
    /// The titles of carried documents, by their first lines.
    pub carried: FxHashMap<usize, Title>,
    /// Sentences at the end of numbered parts that say something of the whole part.
    pub whole: FxHashSet<usize>,
    /// The unit with which the copies of the whole document begin, behind its attachments.
    pub imprint: Option<usize>,
    /// Documents behind signatures, by their first units.
    pub begun: FxHashMap<usize, Begun>,
    /// There is a list `一、` above all attachments.
    pub is_listed: bool,
    /// For each unit the first one behind it that begins an article.
    pub articles: Vec<u32>,
}

impl Survey {
    pub fn new(units: &[Unit<'_>], signs: &Signs, signers: &Signers) -> Self {
        let markers: Vec<_> = units.iter().map(read).collect();
        let (apart, listed) = (vec![false; units.len()], vec![false; units.len()]);
        let mut survey = Self { markers, apart, listed, ..Self::default() };
        survey.contents(units);
        survey.quotes(units, signs);
        survey.ends(units);
        survey.footnotes(units);
        survey.notes(units);
        survey.remarks(units);
        survey.rows(units);
        survey.attachments(units);
        survey.lettered();
        survey.decimals(units);
        survey.romans();
        survey.titles(units);
        Ends { survey: &mut survey, units, signers }.find();
        let is_first = |marker: &Marker| marker.own() == Step::new(Kind::Chinese, 1) && marker.doubt < Doubt::Reference;
        let mut own = survey.markers.iter().flatten().take_while(|marker| !marker.own().kind.is_annex());
        survey.is_listed = own.any(is_first);
        survey.articles = vec![u32::MAX; units.len()];
        let mut next = u32::MAX;
        for at in (0..units.len()).rev() {
            survey.articles[at] = next;
            if survey.is(at, |marker| marker.own().kind == Kind::Article && marker.doubt < Doubt::Reference) {
                next = at as u32;
            }
        }
        survey
    }

    pub(super) fn is(&self, at: usize, what: impl Fn(&Marker) -> bool) -> bool {
        self.markers.get(at).and_then(Option::as_ref).is_some_and(what)
    }

    pub(super) fn drop(&mut self, at: usize) {
        self.markers[at] = None;
        self.apart[at] = true;
    }

    /// A table of contents: numbers behind 目录 or divisions one after the other, of which the first comes once more.
    fn contents(&mut self, units: &[Unit<'_>]) {
        let is_title = |unit: &Unit<'_>| {
            unit.text.len() < 24 && unit.text.trim_start_matches(is_space).starts_with('目') && {
                let text: String = unit.text.chars().filter(|c| !is_space(*c)).collect();
                matches!(text.as_str(), "目录" | "目次")
            }
        };
        let (mut at, mut run) = (0, 0);
        while at < units.len() {
            let named = is_title(&units[at]);
            let is_title = units[at].form == Form::Heading;
            let is_division = self
                .is(at, |marker| marker.own().kind.is_division() || (is_title && marker.own().kind == Kind::Chinese));
            run = if is_division { run + 1 } else { 0 };
            // 前言 may stand above the first number.
            let first = match named {
                true => {
                    (at + 1..units.len()).take(UNNUMBERED).find(|&line| self.markers[line].is_some()).unwrap_or(at + 1)
                }
                false => at + 1 - run.min(at + 1),
            };
            if !named && run < 3 {
                at += 1;
                continue;
            }
            let key = self.markers.get(first).and_then(Option::as_ref).map(|marker| marker.steps.clone());
            let again = key.and_then(|key| {
                let same = |&at: &usize| self.is(at, |marker| marker.steps == key);
                (first + 1..units.len().min(first + AHEAD)).find(same)
            });
            // Up to the last number above which all are lines; what stands between it and the first one again is the text.
            let lines = |again: usize| (first..again).take_while(|&at| is_line(&units[at].text));
            let listed = again.filter(|&again| named || lines(again).count() == again - first);
            let listed = listed.and_then(|again| lines(again).filter(|&at| self.markers[at].is_some()).last());
            let end =
                listed.map(|last| last + 1).or_else(|| (!named).then(|| self.listed(units, first))).unwrap_or(first);
            for at in first..end {
                self.drop(at);
            }
            // One table is enough.
            if end > first || !named {
                return;
            }
            at += 1;
        }
    }

    /// Where a table of contents ends that begins at `first` and does not have all numbers of the text: half of its lines
    /// come once more. Without any table it ends where it begins.
    fn listed(&self, units: &[Unit<'_>], first: usize) -> usize {
        let kind = self.markers[first].as_ref().map(|marker| marker.own().kind);
        let is_line = |at: &usize| {
            self.is(*at, |marker| Some(marker.own().kind) == kind || marker.own().kind.is_division())
                && units[*at].form == units[first].form
        };
        let end = (first..units.len()).take(AHEAD).find(|at| !is_line(at)).unwrap_or(first);
        let words = |at: usize| -> String { units[at].text.chars().filter(|c| !is_space(*c)).collect() };
        let there: FxHashSet<String> = (end..units.len()).filter(is_line).map(words).collect();
        let again = (first..end).filter(|&at| there.contains(&words(at))).count();
        if again * 2 >= end - first { end } else { first }
    }

    /// The name of the issuer and the date at the end of a text.
    fn ends(&mut self, units: &[Unit<'_>]) {
        for at in 0..units.len() {
            if self.markers[at].is_some() || !is_date(&units[at].text) {
                continue;
            }
            self.apart[at] = true;
            for above in (at.saturating_sub(3)..at).rev() {
                if self.markers[above].is_some() || !is_name(&units[above]) {
                    break;
                }
                self.apart[above] = true;
            }
        }
    }

    /// Numbers with a letter are those of the appendix that has it.
    fn lettered(&mut self) {
        let mut open = None;
        for marker in &mut self.markers {
            let Some(found) = marker else { continue };
            if found.own().kind.is_annex() {
                open = Some(found.own()).filter(|own| own.kind == Kind::Appendix).map(|own| own.number);
            } else if found.letter.is_some() && found.letter != open {
                *marker = None;
            }
        }
    }

    /// The first line of the title of which the last one is at `last`, where it names a document only with those above it.
    fn upper(&self, units: &[Unit<'_>], last: usize) -> usize {
        let is_part = |&above: &usize| {
            let unit = &units[above];
            let is_line = unit.form == units[last].form && unit.text.chars().count() <= UPPER && is_title(unit);
            is_line && self.markers[above].is_none() && !self.apart[above] && !named(&unit.text)
        };
        let lines = (last.saturating_sub(UPPER_LINES)..last).rev().take_while(is_part).count();
        if named(&units[last].text) { last - lines } else { last }
    }

    /// True for a number below a line that is neither the title of a document nor of what it is about.
    pub fn is_labelled(&self, units: &[Unit<'_>], at: usize) -> bool {
        let Some(above) = at.checked_sub(1).map(|above| &units[above]) else { return false };
        self.carried.values().any(|title| title.last + 1 == at && title.first == at)
            && !named(&above.text)
            && !is_about(&above.text)
    }

    /// Titles of carried documents: the line above a first number.
    fn titles(&mut self, units: &[Unit<'_>]) {
        for at in 1..units.len() {
            let begins = |marker: &Marker| {
                let own = marker.own();
                let kind = own.kind;
                let outermost = kind == Kind::Article
                    || kind.is_division()
                    || matches!(kind, Kind::Chinese | Kind::Bracketed | Kind::Digit | Kind::Dotted);
                outermost
                    && marker.doubt < Doubt::Reference
                    && marker.steps.iter().all(|step| step.number == 1 && step.sub == 0)
            };
            // A numeral by itself stands in a table as well.
            let is_alone = |marker: &Marker| marker.doubt == Doubt::Rare && marker.is_all_of(&units[at].text);
            if !self.is(at, begins) || self.is(at, is_alone) {
                continue;
            }
            for above in (at.saturating_sub(ABOVE)..at).rev() {
                if self.markers[above].is_some() {
                    break;
                }
                if !self.apart[above] && is_title(&units[above]) {
                    self.carried.insert(self.upper(units, above), Title { last: above, first: at });
                    break;
                }
            }
        }
    }
}

fn read(unit: &Unit<'_>) -> Option<Marker> {
    if unit.said == Some(Said::Text) || !unit.form.is_text() {
        return None;
    }
    // The day of a signature begins with a number too.
    let mut found = marker(&unit.text).filter(|_| !is_date(&unit.text))?;
    if unit.said == Some(Said::Clause) {
        found.doubt = Doubt::None;
    }
    // A table of contents in one line.
    let own = found.own();
    if own.kind.is_division() {
        let next = format!("第{}{}", to_chinese(own.number.saturating_add(1)), own.kind.word());
        if unit.text[found.length..].contains(&next) {
            return None;
        }
    }
    // Divisions are titles: a sentence that goes on behind the number is none.
    if found.own().kind.is_division() && found.doubt == Doubt::Tight && !is_line(&unit.text) {
        found.doubt = Doubt::Reference;
    }
    Some(found)
}

/// True for a line that is no sentence.
pub(super) fn is_line(text: &str) -> bool {
    text.len() <= 240 && !text.trim_end().ends_with(['。', '；', '：', ';', ':', '，', ',', '、', '？', '！'])
}

pub(super) fn is_title(unit: &Unit<'_>) -> bool {
    let text = unit.text.trim_matches(is_space);
    unit.form.is_text()
        && !is_reference(text)
        && text.chars().count() >= 2
        && is_line(text)
        && !text.starts_with(['（', '(', '—', '-', '*'])
        && !is_date(text)
}

/// A short line above a date: who has issued the text.
fn is_name(unit: &Unit<'_>) -> bool {
    unit.form == Form::Paragraph && unit.text.chars().count() <= 30 && is_line(&unit.text)
}
