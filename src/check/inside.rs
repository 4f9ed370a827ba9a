//! What a file holds that is published as it is: numbers of persons, forms that somebody has filled in, parts that
//! cannot be scanned.

use rustc_hash::{FxHashMap, FxHashSet};

use super::drawings;
use super::filled::{Forms, Place};
use super::numbers::{self, Number, Writing};
use super::personal::{MOST, beside, in_name, personal, writing};
use crate::diagnostic::{Code, Diagnostic};
use crate::office::{self, Contents, Line, Plain};
use crate::source::{self, Position};
use crate::syntax::budget::Closed;
use crate::syntax::table::{Row, Table};

/// Characters of the name of a part or a sheet that a place shows; a spreadsheet has names of 31 at most.
const LONGEST_NAME: usize = 80;

/// What is to be reported about a file.
pub(super) fn file(path: &str, bytes: &[u8], forms: &Forms<'_>) -> Vec<Diagnostic> {
    let contents = office::read(path, bytes);
    let (found, more) = match &contents.plain {
        Some(plain) => in_text(plain, &contents.tables, writing(path)),
        None => in_document(&contents),
    };
    let number = |(at, found): (usize, Found)| {
        let reported = placed(Diagnostic::path(Code::PersonalData, path), found.position);
        personal(reported, found.number, &found.digits, &(beside(at, more) + &found.place))
    };
    let mut reported: Vec<Diagnostic> = found.into_iter().enumerate().map(number).collect();
    reported.extend(contents.plain.as_ref().and_then(|plain| conflict(path, plain)));
    reported.extend(in_name(path));
    reported.extend(forms.place(&contents).map(|(form, place)| {
        let (place, position) = match place {
            Place::Cell(table, row, column) => (cell(&contents.tables[table].name, row, column), None),
            Place::Line(line) if contents.plain.is_some() => {
                (format!("@line {}", line.number), Some(Position { line: line.number, column: 1 }))
            }
            Place::Line(line) => (paragraph(line), None),
        };
        let reported = placed(Diagnostic::path(Code::FilledForm, path), position);
        reported.arg("form", &form.title.value).arg("place", place)
    }));
    let drawing = contents.plain.as_ref().filter(|plain| plain.drawn);
    reported.extend(drawing.and_then(|plain| {
        let (at, script) = drawings::script(&plain.text)?;
        let reported = Diagnostic::path(Code::ScriptInDrawing, path).arg("path", path).arg("script", script);
        Some(reported.line(plain.positions().of(at)))
    }));
    reported.extend(contents.closed.iter().map(|(part, closed)| unscanned(path, part, *closed)));
    reported
}

/// The marks of a merge conflict in a plain text.
fn conflict(path: &str, plain: &Plain<'_>) -> Option<Diagnostic> {
    let at = source::conflict(plain.text.as_bytes())?;
    let position = Position { line: plain.text[..at].matches('\n').count() + 1, column: 1 };
    Some(Diagnostic::path(Code::ConflictMark, path).line(position))
}

/// That a file, or a part of it, could not be scanned.
fn unscanned(path: &str, part: &str, closed: Closed) -> Diagnostic {
    match closed {
        Closed::Limit(limit) => {
            Diagnostic::path(Code::NotLookedThrough, path).arg("what", limit.word()).arg("limit", limit.of())
        }
        _ if part.is_empty() => Diagnostic::path(Code::NotLookedInto, path).arg("why", closed.word()),
        _ => Diagnostic::path(Code::PartNotLookedInto, path).arg("part", part).arg("why", closed.word()),
    }
}

fn placed(reported: Diagnostic, position: Option<Position>) -> Diagnostic {
    match position {
        Some(position) => reported.line(position),
        None => reported,
    }
}

/// A number of a person in a file.
struct Found {
    number: Number,
    digits: String,
    place: String,
    position: Option<Position>,
}

/// The first numbers of a plain text, in it as it stands, in what readers see of it and over neighbouring cells of its
/// tables, and how many more there are.
fn in_text(plain: &Plain<'_>, tables: &[Table], writing: Writing) -> (Vec<Found>, usize) {
    let mut all: Vec<(usize, Number, &str)> = Vec::new();
    if !plain.drawn {
        let text = &plain.text;
        let found = numbers::find_in(text, writing).into_iter();
        all.extend(found.map(|(range, number)| (range.start, number, &text[range])));
    }
    if let Some((words, places)) = &plain.seen {
        let seen = numbers::find(words).into_iter();
        all.extend(seen.map(|(range, number)| (places.of(range.start), number, &words[range])));
    }
    // Two readings can start at one offset: the shorter, without markup, sorts first and `dedup` keeps it.
    all.sort_by_key(|(offset, _, digits)| (*offset, digits.len()));
    all.dedup_by_key(|(offset, ..)| *offset);
    let mut splits: Vec<_> = tables.iter().flat_map(|table| splits(table).map(move |split| (table, split))).collect();
    if !splits.is_empty() {
        // The text with the signs between its cells may be known as a number already.
        let is_whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let digits = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let known = all.iter().filter(|(.., found)| !is_whole(found));
        let known: FxHashSet<_> = known.map(|(.., found)| digits(found)).collect();
        splits.retain(|(_, split)| !known.contains(&split.digits));
    }
    let more = (all.len() + splits.len()).saturating_sub(MOST);
    let mut positions = plain.positions();
    let splits = splits.into_iter().map(|(table, Split { row, column, number, digits })| {
        let place = cell(&table.name, row, column);
        Found { number, digits, place, position: None }
    });
    let found = all.into_iter().take(MOST).map(|(offset, number, digits)| {
        let position = positions.of(offset);
        let place = format!("@line {}", position.line);
        Found { number, digits: digits.to_owned(), place, position: Some(position) }
    });
    (found.chain(splits).take(MOST).collect(), more)
}

/// The first numbers in the cells and lines of a document, and how many more there are.
fn in_document(contents: &Contents<'_>) -> (Vec<Found>, usize) {
    let mut found = Vec::new();
    let mut more = 0;
    let mut add = |number, digits: &str, place: &dyn Fn() -> String| {
        if found.len() < MOST {
            found.push(Found { number, digits: digits.to_owned(), place: place(), position: None });
        } else {
            more += 1;
        }
    };
    for table in &contents.tables {
        in_table(table, &mut add);
    }
    for line in contents.lines() {
        for (range, number) in numbers::find(line.text) {
            add(number, &line.text[range], &|| paragraph(line));
        }
    }
    (found, more)
}

/// The numbers in the cells of a table; one may be split over the cells of a row.
fn in_table(table: &Table, add: &mut impl FnMut(Number, &str, &dyn Fn() -> String)) {
    for row in table.rows() {
        for (column, text) in row.cells() {
            for (range, number) in numbers::find(text) {
                add(number, &text[range], &|| cell(&table.name, row.number, column));
            }
        }
    }
    for Split { row, column, number, digits } in splits(table) {
        add(number, &digits, &|| cell(&table.name, row, column));
    }
}

/// A number that is split over the cells of a row.
pub(super) struct Split {
    /// Its row, from 0.
    pub row: u32,
    /// The column of its first cell, from 0.
    pub column: u32,
    pub number: Number,
    /// Its cells, with nothing between them.
    pub digits: String,
}

/// The numbers that are split over the cells of a row, below the headings in the first row.
pub(super) fn splits(table: &Table) -> impl Iterator<Item = Split> {
    let headings: FxHashMap<u32, &str> = table.rows().next().into_iter().flat_map(Row::cells).collect();
    table.rows().flat_map(move |row| {
        let (columns, cells): (Vec<u32>, Vec<&str>) = row.cells().unzip();
        let found = numbers::split(&cells, |at| headings.get(&columns[at]).copied().unwrap_or_default());
        let split = move |split: numbers::Split| {
            let numbers::Split { cell, number, digits } = split;
            Split { row: row.number, column: columns[cell], number, digits }
        };
        found.into_iter().map(split)
    })
}

/// The place of a line in words: a paragraph, and the part in which it stands when that is not the main one.
fn paragraph(line: Line<'_>) -> String {
    match line.part {
        "" => format!("@paragraph {}", line.number),
        part => format!("@part {} {}", line.number, short(part)),
    }
}

/// As much of the name of a part or a sheet as a place shows.
fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// `Sheet1!B5`: the name of a cell as spreadsheets give it.
fn cell(sheet: &str, row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    let letters: String = letters.iter().rev().map(|&byte| byte as char).collect();
    let sheet = if sheet.is_empty() { String::new() } else { format!("{}!", short(sheet)) };
    format!("{sheet}{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_of_spreadsheets() {
        assert_eq!(cell("", 0, 0), "A1");
        assert_eq!(cell("表", 9, 27), "表!AB10");
        assert_eq!(cell("", 0, 701), "ZZ1");
        assert_eq!(cell(&"长".repeat(81), 0, 0), format!("{}…!A1", "长".repeat(80)));
    }
}
