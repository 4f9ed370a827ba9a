//! Top-level blocks of an official document → its clauses, and the diagnostics of their numbers.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::{Builder, Spanned, readable};
use super::text::beginning;
use super::within::{Series, within};
use super::wrapped::wrapped;
use super::{Clause, Origin};
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::{Signs, Span};
use crate::syntax::clause::{
    ClauseIndex, ClausePath, Fault, Finding, Form, Kind, LARGEST, Outline, Said, Signers, Unit, is_end, is_space,
    marker, outline, unread, written as number_as_written,
};

/// Says that the number behind it is one of a clause, whatever stands around it. Behind a `\` only.
pub(super) const CLAUSE: &str = "条";

/// The events of top-level blocks, one after the other; those of one that is read come last.
pub(super) struct Tops<'a> {
    /// The text.
    text: &'a str,
    events: Vec<Spanned<'a>>,
    blocks: Vec<(Range<usize>, Option<Said>)>,
}

/// Events from which on room is made for as many as the rest of the text will give: of very many, a copy in twice the room
/// would be most of the memory.
const MANY: usize = 4096;

/// How many events the rest of a text gives, when there were so many up to a byte of it.
fn more(events: usize, at: usize, bytes: usize) -> usize {
    let rest = bytes.saturating_sub(at);
    // Somewhat more than in proportion: the text before them may have been a heading.
    (events.saturating_mul(rest) / at.max(1)).min(rest.saturating_mul(2)).max(events / 8) + MANY
}

impl<'a> Tops<'a> {
    /// No blocks of a text, with room for so many events.
    pub fn new(text: &'a str, events: usize) -> Self {
        Self { text, events: Vec::with_capacity(events.max(32)), blocks: Vec::new() }
    }

    /// Takes an event of the block that is read.
    pub fn push(&mut self, event: Spanned<'a>) {
        if self.events.len() == self.events.capacity() && self.events.len() >= MANY {
            self.events.reserve_exact(more(self.events.len(), event.1.start, self.text.len()));
        }
        self.events.push(event);
    }

    /// The events of the block that is read.
    pub fn open(&self) -> &[Spanned<'a>] {
        &self.events[self.end()..]
    }

    /// Keeps so many events of the block that is read.
    pub fn truncate(&mut self, length: usize) {
        self.events.truncate(self.end() + length);
    }

    /// Ends the block that is read, and keeps it. `is_marked` where a `\` stands before it.
    pub fn close(&mut self, is_marked: bool) {
        let start = self.end();
        let said = is_marked.then(|| said(&mut self.events[start..]));
        self.blocks.push((start..self.events.len(), said));
    }

    /// Where the last block ends.
    fn end(&self) -> usize {
        self.blocks.last().map_or(0, |(range, _)| range.end)
    }

    /// The blocks.
    pub fn blocks(&self) -> impl Iterator<Item = &[Spanned<'a>]> {
        self.blocks.iter().map(|(range, _)| &self.events[range.clone()])
    }

    /// True where a `\\` stands before what begins at a place of the text: it says whether a number begins there.
    pub fn is_marked(&self, start: usize) -> bool {
        self.text[..start].ends_with('\\')
    }

    fn units(&self, signers: &Signers) -> Vec<Unit<'_>> {
        let unit = |(range, said): &(Range<usize>, Option<Said>)| {
            let events = &self.events[range.clone()];
            let form = form(events);
            let text = if form.is_text() { text(events) } else { Cow::Borrowed("") };
            let lines = (form == Form::Table).then(|| lines(events)).flatten();
            match lines.filter(|lines| is_end(lines.lines(), signers)) {
                Some(lines) => Unit { text: lines.into(), form: Form::End, said: *said },
                None => Unit { text, form, said: *said },
            }
        };
        self.blocks.iter().map(unit).collect()
    }
}

/// What a `\` before a block says of its number: `\条` that it is one, which is left out.
fn said(events: &mut [Spanned<'_>]) -> Said {
    let first = events.iter_mut().find_map(|(event, _)| if let Event::Text(text) = event { Some(text) } else { None });
    let Some(first) = first else { return Said::Text };
    let behind = first.strip_prefix(CLAUSE).filter(|behind| marker(behind).is_some());
    match behind.map(str::to_owned) {
        Some(behind) => {
            *first = CowStr::from(behind);
            Said::Clause
        }
        None => Said::Text,
    }
}

fn form(events: &[Spanned<'_>]) -> Form {
    match events.first() {
        Some((Event::Start(Tag::Heading { .. }), _)) => Form::Heading,
        Some((Event::Start(Tag::Paragraph), _)) => match events.get(1) {
            Some((Event::Start(Tag::Image { .. }), _)) => Form::Other,
            _ => Form::Paragraph,
        },
        Some((Event::Start(Tag::Table(_)), _)) => Form::Table,
        _ => Form::Other,
    }
}

/// What a block says.
fn text<'e>(events: &'e [Spanned<'_>]) -> Cow<'e, str> {
    match events {
        [_, (Event::Text(text), _), _] => Cow::Borrowed(text),
        _ => Cow::Owned(readable(events)),
    }
}

/// Events of a table that may be the end of a document.
const FEW: usize = 80;

/// The lines in the cells of a small table.
fn lines(events: &[Spanned<'_>]) -> Option<String> {
    let mut lines = String::new();
    for (event, _) in Some(events).filter(|events| events.len() <= FEW)? {
        match event {
            Event::Text(text) => lines.push_str(text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell)
                if !lines.is_empty() && !lines.ends_with('\n') =>
            {
                lines.push('\n');
            }
            _ => {}
        }
    }
    Some(lines)
}

/// The clauses of a document, and where each of its blocks belongs.
pub(super) struct Clauses {
    /// The innermost clause of each block.
    pub owners: Vec<u32>,
    /// How many of the clauses begin before each block, and with it.
    pub opened: Vec<Range<usize>>,
}

impl Builder {
    /// Finds the clauses of the document that has these blocks, and no other signs than these.
    pub(super) fn outline(&mut self, tops: &Tops<'_>, signs: &Signs) -> Clauses {
        let units = tops.units(&self.signers);
        let Outline { clauses, owners, findings, is_labelled } = outline(&units, signs, &self.signers);
        let spans: Vec<_> =
            tops.blocks().map(|events| events.first().map_or(0..0, |(_, range)| range.clone())).collect();
        let mut opened = vec![0..0; units.len()];
        for (at, found) in clauses.iter().enumerate() {
            let place = &mut opened[found.unit as usize];
            *place = if place.start == place.end { at..at + 1 } else { place.start..at + 1 };
        }
        self.document.clauses = clauses
            .into_iter()
            .enumerate()
            .map(|(at, found)| {
                let unit = found.unit as usize;
                let text = &units[unit].text;
                let rest = text[found.length as usize..].trim_matches(is_space);
                let title = beginning(if rest.is_empty() { text.trim_matches(is_space) } else { rest });
                let span = self.origin.span(spans[unit].clone());
                let has_parts = found.end as usize > at + 1;
                let (parent, end) = (found.parent, found.end);
                Clause { path: found.path, anchor: found.anchor, title, start: 0, span, has_parts, parent, end }
            })
            .collect();
        self.document.index = ClauseIndex::new(&self.document.clauses, is_labelled);
        let texts = Texts { origin: self.origin, units: &units, spans: &spans };
        self.report(findings, texts, &owners);
        let is_numbered = |found: &Clause| found.path.own().is_some_and(|own| own.kind != Kind::Paragraph);
        let goes_on = |at: usize| !self.document.clauses[opened[at].clone()].iter().any(is_numbered);
        let is_paragraph = |at: usize| {
            let begun = self.document.clauses.get(opened.get(at).cloned().unwrap_or_default()).unwrap_or_default();
            begun.iter().any(|found| found.path.own().is_some_and(|own| own.kind == Kind::Paragraph))
        };
        if let Some((first, count)) = wrapped(&units, goes_on, is_paragraph) {
            let reported = Diagnostic::at(Code::BrokenLines, self.origin.span(spans[first].clone()));
            self.diagnostics.push(reported.arg("count", count));
        }
        for series in unread(&units, |at| !goes_on(at)) {
            let places = series.iter().map(|&at| spans[at].clone()).collect();
            let reported = self.series(Code::UnreadNumbers, &units[series[0]].text, places);
            self.diagnostics.extend(reported);
        }
        for Series { first, places } in within(tops, &units, goes_on) {
            let reported = self.series(Code::NumbersWithin, first, places);
            self.diagnostics.extend(reported);
        }
        self.articles_in_tables(tops, &owners);
        Clauses { owners, opened }
    }

    /// Reports faults of numbers.
    fn report(&mut self, findings: Vec<Finding>, texts: Texts<'_>, owners: &[u32]) {
        // Numbers within the text of other clauses are one diagnostic, and slips of one kind of number are, with the further
        // ones as related places.
        let mut firsts: FxHashMap<Option<Kind>, (usize, Vec<Span>)> = FxHashMap::default();
        for finding in findings {
            let group = match finding.fault {
                Fault::Together(_) => Some(None),
                Fault::Slip => finding.path.own().map(|own| Some(own.kind)),
                Fault::Behind => Some(Some(Kind::Closing)),
                _ => None,
            };
            if let Some(group) = group {
                match firsts.entry(group) {
                    Entry::Occupied(mut first) => {
                        let place = texts.span(finding.unit);
                        first.get_mut().1.push(place);
                        continue;
                    }
                    Entry::Vacant(first) => drop(first.insert((self.diagnostics.len(), Vec::new()))),
                }
            }
            let below = owners[finding.unit as usize] as usize;
            let reported = reported(&finding, texts);
            let reported = match finding.fault {
                Fault::Ambiguous | Fault::Together(_) | Fault::Behind | Fault::Amid => {
                    reported.arg("below", &self.document.clauses[below].path)
                }
                _ => reported,
            };
            self.diagnostics.push(with_others(reported, &finding, texts));
        }
        for (first, others) in firsts.into_values() {
            self.diagnostics[first].related = others.into_iter().map(|place| (place, Relation::Alike)).collect();
        }
    }

    /// The diagnostic for numbers that begin no clauses, one after the other, of which the first one begins this text.
    fn series(&self, code: Code, first: &str, places: Vec<Range<usize>>) -> Option<Diagnostic> {
        let mut places = places.into_iter().map(|place| self.origin.span(place));
        let reported = Diagnostic::at(code, places.next()?).arg("written", start(first));
        Some(Diagnostic { related: places.map(|place| (place, Relation::Alike)).collect(), ..reported })
    }

    /// Reports articles within tables, where the numbers around the table want them.
    fn articles_in_tables(&mut self, tops: &Tops<'_>, owners: &[u32]) {
        let own = |clause: &Clause| clause.path.own().filter(|own| own.kind == Kind::Article);
        let is_table = |events: &[Spanned<'_>]| matches!(events.first(), Some((Event::Start(Tag::Table(_)), _)));
        let tables: Vec<_> = tops.blocks().enumerate().filter(|(_, events)| is_table(events)).collect();
        if tables.is_empty() {
            return;
        }
        let there: FxHashSet<u16> = self.document.clauses.iter().filter_map(own).map(|own| own.number).collect();
        let (mut read, mut before) = (0, 0);
        for (at, events) in tables {
            let end = owners[at] as usize + 1;
            before = self.document.clauses[read..end].iter().rev().find_map(own).map_or(before, |own| own.number);
            read = end;
            let mut expected = before.saturating_add(1);
            for pair in events.windows(2) {
                let [(Event::Start(Tag::TableCell), _), (Event::Text(text), range)] = pair else { continue };
                // 第 and 笫, without which nothing is an article, begin with this byte.
                if memchr::memchr(0xE7, text.as_bytes()).is_none() {
                    continue;
                }
                let found =
                    marker(text).map(|found| found.own()).filter(|own| own.kind == Kind::Article && own.sub == 0);
                if found.is_some_and(|own| own.number == expected && !there.contains(&expected)) {
                    let reported = Diagnostic::at(Code::ClauseInTable, self.origin.span(range.clone()));
                    self.diagnostics.push(reported.arg("written", text.chars().take(WRITTEN).collect::<String>()));
                    expected = expected.saturating_add(1);
                }
            }
        }
    }
}

/// The texts whose numbers were looked for, and where they stand.
#[derive(Clone, Copy)]
struct Texts<'a> {
    origin: Origin,
    units: &'a [Unit<'a>],
    spans: &'a [Range<usize>],
}

impl Texts<'_> {
    fn span(self, unit: u32) -> Span {
        self.origin.span(self.spans[unit as usize].clone())
    }
}

/// The diagnostic with the further places at which its mistake shows, and the number that was probably meant.
fn with_others(reported: Diagnostic, finding: &Finding, texts: Texts<'_>) -> Diagnostic {
    let others = finding.others.iter().map(|&unit| (texts.span(unit), Relation::SameMistake));
    let related = reported.related.iter().copied().chain(others).collect();
    let suggestion = finding.meant.as_ref().map(ClausePath::label).or(reported.suggestion);
    Diagnostic { related, suggestion, ..reported }
}

/// Characters of a text that a diagnostic shows.
const WRITTEN: usize = 12;

/// The first characters of a text.
fn start(text: &str) -> String {
    text.trim_start_matches(is_space).chars().take(WRITTEN).collect()
}

/// The diagnostic for a fault of a number.
fn reported(finding: &Finding, texts: Texts<'_>) -> Diagnostic {
    let place = texts.span(finding.unit);
    let text = &texts.units[finding.unit as usize].text;
    let at = |code| Diagnostic::at(code, place).arg("clause", &finding.path);
    // The number as it is written, and the characters behind it.
    let written = || start(text);
    match finding.fault {
        Fault::Repeated(first) => {
            at(Code::DuplicateClause).arg("written", written()).related(texts.span(first), Relation::First)
        }
        Fault::Restarted(first) => {
            at(Code::NumberingAgain).arg("written", written()).related(texts.span(first), Relation::First)
        }
        Fault::Order(previous) => {
            let number = previous.map_or("@no-number".into(), |(_, number)| number_as_written(number));
            let reported = at(Code::ClauseOrder).arg("previous", number);
            previous
                .into_iter()
                .fold(reported, |reported, (unit, _)| reported.related(texts.span(unit), Relation::Previous))
        }
        Fault::Ambiguous => at(Code::AmbiguousNumber).arg("written", written()),
        Fault::Together(behind) => {
            at(Code::ClausesTogether).arg("written", text[behind as usize..].chars().take(WRITTEN).collect::<String>())
        }
        Fault::Slip => at(Code::NumberSlip).arg("written", written()),
        Fault::TooLarge => Diagnostic::at(Code::NumberTooLarge, place).arg("written", written()).arg("limit", LARGEST),
        Fault::TooDeep => Diagnostic::at(Code::ClauseTooDeep, place).arg("written", written()),
        Fault::Brackets => at(Code::MixedBrackets),
        Fault::Behind => {
            let written = if text.is_empty() { "@a-table".to_owned() } else { written() };
            Diagnostic::at(Code::TextBehindSignature, place).arg("written", written)
        }
        Fault::TooMany(limit) => Diagnostic::at(Code::ManyClauses, place).arg("written", written()).arg("limit", limit),
        Fault::Amid => Diagnostic::at(Code::SignatureAmidClauses, place).arg("written", written()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_events_there_is_hardly_more_than_one_copy() {
        for (bytes, step) in [(1 << 20, 1), (1 << 20, 3), (1 << 22, 40)] {
            let text = " ".repeat(bytes);
            let mut tops = Tops::new(&text, bytes / 32);
            let mut copied = 0;
            let mut most = 0;
            for at in (0..bytes).step_by(step) {
                let before = tops.events.capacity();
                tops.push((Event::SoftBreak, at..at + 1));
                if tops.events.capacity() > before {
                    copied += before;
                    most = most.max(before + tops.events.len());
                }
            }
            let events = tops.events.len();
            assert!(tops.events.capacity() < events + events / 4 + 2 * MANY, "{} for {events}", tops.events.capacity());
            assert!(copied < 2 * events, "{copied} of {events}");
            assert!(most < events + events / 4 + 2 * MANY, "{most} of {events}");
        }
        // Where the beginning of a text has no events, room grows as it does elsewhere.
        let text = " ".repeat(1 << 20);
        let mut tops = Tops::new(&text, 0);
        let copies = (0..1 << 19).filter(|at| {
            let before = tops.events.capacity();
            tops.push((Event::SoftBreak, (1 << 19) + at..(1 << 19) + at + 1));
            tops.events.capacity() > before
        });
        assert!(copies.count() < 60);
        // More events than bytes, and hardly any text behind them.
        let mut tops = Tops::new("          ", 0);
        (0..4 * MANY).for_each(|_| tops.push((Event::SoftBreak, 9..10)));
        assert_eq!(tops.events.len(), 4 * MANY);
    }
}
