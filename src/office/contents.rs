//! What a file holds that is scanned before it is published: tables of cells, lines, plain text.

use std::borrow::Cow;

use crate::source::Position;
use crate::syntax::budget::{Closed, Work};
use crate::syntax::html::Places;
use crate::syntax::table::{Table, clip};

/// What a file holds.
#[derive(Debug, Default)]
pub struct Contents<'a> {
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its lines outside of tables; none of a plain text, which has them in itself.
    pub lines: Lines,
    /// The file itself, when it is a plain text.
    pub plain: Option<Plain<'a>>,
    /// Why parts of it, or all of it, could not be looked into: the name of the part, empty for the file itself.
    pub closed: Vec<(String, Closed)>,
    /// What reading it has cost.
    pub work: Work,
}

/// A line outside of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The part of a packed document that it stands in; empty for the main one.
    pub part: &'a str,
    /// Its number in this part, from 1.
    pub number: usize,
    /// Its text.
    pub text: &'a str,
}

impl Contents<'_> {
    /// All lines outside of tables, in order.
    pub fn lines(&self) -> Box<dyn Iterator<Item = Line<'_>> + '_> {
        match &self.plain {
            Some(plain) => plain.lines(),
            None => Box::new(self.lines.iter()),
        }
    }
}

/// Lines, in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    text: String,
    /// Where each line ends, and its number.
    ends: Vec<(u32, u32)>,
    /// The parts, each with the index of its first line.
    parts: Vec<(u32, String)>,
}

impl Lines {
    /// Begins a part of the document.
    pub fn part(&mut self, name: impl Into<String>) {
        self.parts.push((clip(self.ends.len()), name.into()));
    }

    /// Adds a line with its number in the part.
    pub fn push(&mut self, number: usize, text: &str) {
        self.text.push_str(text);
        self.ends.push((clip(self.text.len()), clip(number)));
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Line<'_>> {
        let (mut start, mut part) = (0, 0);
        self.ends.iter().enumerate().map(move |(at, (end, number))| {
            let text = &self.text[start..*end as usize];
            start = *end as usize;
            while self.parts.get(part).is_some_and(|(first, _)| *first as usize <= at) {
                part += 1;
            }
            let part = part.checked_sub(1).map_or("", |last| self.parts[last].1.as_str());
            Line { part, number: *number as usize, text }
        })
    }
}

/// A plain text.
#[derive(Debug, Default)]
pub struct Plain<'a> {
    /// As it stands in the file.
    pub text: Cow<'a, str>,
    /// What readers see of it, when there are tags in it, and where each byte of this comes from.
    pub seen: Option<(String, Places)>,
    /// Whether its tags hold nothing but drawings.
    pub drawn: bool,
}

impl Plain<'_> {
    /// The positions of offsets that only grow: each costs the bytes since the one before.
    pub fn positions(&self) -> Positions<'_> {
        Positions { text: &self.text, at: 0, line: 1, start: 0 }
    }

    /// Its lines: as they stand in it, or those of what readers see that hold something.
    pub fn lines(&self) -> Box<dyn Iterator<Item = Line<'_>> + '_> {
        let Some((words, places)) = &self.seen else {
            let lines = self.text.lines().enumerate();
            return Box::new(lines.map(|(at, text)| Line { part: "", number: at + 1, text }));
        };
        let (mut start, mut places, mut positions) = (0, places.walk(), self.positions());
        Box::new(words.split_inclusive('\n').filter_map(move |line| {
            let (text, at) = (line.trim(), start);
            start += line.len();
            (!text.is_empty()).then(|| Line { part: "", number: positions.line(places.of(at)), text })
        }))
    }
}

/// Lines and columns of offsets that only grow.
pub struct Positions<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Where the line begins.
    start: usize,
}

impl Positions<'_> {
    /// The line of a byte, which is not before those that were asked for.
    pub fn line(&mut self, offset: usize) -> usize {
        for end in memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset.max(self.at)]) {
            self.line += 1;
            self.start = self.at + end + 1;
        }
        self.at = offset.max(self.at);
        self.line
    }

    /// Line and column of a byte, which is not before those that were asked for.
    pub fn of(&mut self, offset: usize) -> Position {
        let line = self.line(offset);
        Position { line, column: self.text[self.start..offset].chars().count() + 1 }
    }
}

/// The table of a text with separated values: commas, or what its first lines have more of; and whether `most` cells
/// were enough for it.
pub(super) fn separated(text: &str, most: usize) -> (Table, bool) {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |separator: &u8| head.iter().map(|line| line.matches(char::from(*separator)).count()).sum::<usize>();
    let separator = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut table, mut row, mut record) = (Table::default(), 0, csv::StringRecord::new());
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        for (column, cell) in record.iter().enumerate() {
            table.push(row, clip(column), cell);
        }
        if table.count() > most {
            return (table, false);
        }
        row += 1;
    }
    (table, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_from_one_to_the_next() {
        let plain = Plain { text: "甲\n乙丙\n丁".into(), ..Plain::default() };
        let mut positions = plain.positions();
        let at = |offset| plain.text.find(offset).unwrap();
        assert_eq!(positions.of(at("甲")), Position { line: 1, column: 1 });
        assert_eq!(positions.of(at("丙")), Position { line: 2, column: 2 });
        assert_eq!(positions.of(at("丁")), Position { line: 3, column: 1 });
    }
}
