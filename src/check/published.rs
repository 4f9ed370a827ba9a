//! Only blanks are published: files and tables with what looks like data of persons, a form that somebody has filled in,
//! and kinds of files that never belong on a server, stop the build. A site names exceptions in `data_exceptions`, each
//! with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::filled::{Known, Place};
use super::numbers::{self, Number};
use super::private_files::private_kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Looked, Names};
use crate::model::{Site, is_readme};
use crate::source::{FileId, Position, Snapshot, Source, Span};
use crate::syntax::tables::{self, Contents, Plain};

/// Numbers of one file that are told, each at its place; of further ones only how many there are.
const MOST: usize = 20;

/// Texts that a thread looks through before another one may help it.
const AT_ONCE: usize = 64;

/// Looks through every file of the content, but for those that are the same as before.
pub(super) fn look(snapshot: &Snapshot, site: &Site, before: Option<&Looked>) -> Looked {
    let forms: Vec<Known<'_>> = site.content.forms.iter().map(|form| Known::new(&form.data)).collect();
    let texts = snapshot.sources().collect::<Vec<_>>();
    let texts = texts
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .filter(|(_, source)| !is_theme(&source.path) && !is_readme(&source.path));
    let texts = texts.filter_map(|(file, source)| {
        let known = before.and_then(|before| before.text(file, source));
        let told = known.unwrap_or_else(|| text(file, source, &forms));
        (!told.is_empty()).then(|| (source.path.to_string(), told))
    });
    // Of kinds that need an exception anyway nothing more is told.
    let files: Vec<_> = site.published_files().filter(|(path, _)| private_kind(path).is_none()).collect();
    let files = files.into_par_iter().filter_map(|(path, bytes)| {
        let known = before.and_then(|before| before.file(path, bytes));
        let told = known.unwrap_or_else(|| file(path, bytes, &forms));
        (!told.is_empty()).then(|| (path.clone(), told))
    });
    Looked::new(snapshot, texts.chain(files).collect()).without(&site.left_out)
}

/// Everything in the content that is not to be published, but for what the site makes an exception of.
pub(super) fn check(snapshot: &Snapshot, site: &Site, looked: &Looked) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let found = looked.told();
    let excepted = exceptions(snapshot, site, found, &mut diagnostics);
    let told = found.iter().filter(|(path, _)| !excepted.contains(*path));
    diagnostics.extend(told.flat_map(|(_, told)| told.iter().cloned()));
    let private = site.published_files().filter(|(path, _)| !excepted.contains(*path));
    diagnostics.extend(private.filter_map(|(path, _)| {
        let kind = private_kind(path)?;
        Some(Diagnostic::path(Code::PrivateFile, path.as_str()).arg("name", path).arg("kind", kind))
    }));
    diagnostics
}

/// Files of a theme are made for the site; nobody fills them in.
fn is_theme(path: &str) -> bool {
    path.starts_with("theme/")
}

/// The files that may hold what they hold; exceptions that are none are told.
fn exceptions(
    snapshot: &Snapshot,
    site: &Site,
    found: &BTreeMap<String, Vec<Diagnostic>>,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<String> {
    let mut excepted = BTreeSet::new();
    let Some((file, settings)) = &site.content.settings else { return excepted };
    let known = || site.files.keys().map(String::as_str).chain(snapshot.texts.iter().map(|text| &*text.path));
    let mut names = None;
    for exception in &settings.data_exceptions {
        let path = &exception.file.value;
        let span = Span::new(*file, exception.file.range.clone());
        let is_private = || private_kind(path).is_some() && site.publishes(path);
        if found.contains_key(path) || is_private() {
            excepted.insert(path.clone());
        } else if snapshot.find(path).is_some() || site.files.contains_key(path) {
            diagnostics.push(Diagnostic::at(Code::IdleException, span).arg("path", path));
        } else {
            let told = Diagnostic::at(Code::MissingFile, span).arg("path", path);
            diagnostics.push(Diagnostic {
                suggestion: names.get_or_insert_with(|| Names::new(known())).nearest(path),
                ..told
            });
        }
    }
    excepted
}

/// What a text of the content holds: the first numbers at their places, each filled table at its line.
fn text(file: FileId, source: &Source, forms: &[Known<'_>]) -> Vec<Diagnostic> {
    let is_yaml = !source.path.ends_with(".md");
    let text = &source.text;
    let mut found = numbers::find(text);
    if is_yaml {
        without_comments(text, &mut found);
    }
    let more = found.len().saturating_sub(MOST);
    let told = |(at, (range, number)): (usize, (Range<usize>, Number))| {
        let place = format!("{}@line {}", beside(at, more), source.position(range.start).line);
        let told = Diagnostic::at(Code::PersonalData, Span::new(file, range.clone()));
        personal(told, number, &text[range], &place)
    };
    let mut told: Vec<Diagnostic> = found.into_iter().take(MOST).enumerate().map(told).collect();
    if !is_yaml && !forms.is_empty() {
        let starts: Vec<usize> = [0].into_iter().chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        for (first, table) in tables::markdown(text) {
            told.extend(forms.iter().find_map(|known| {
                let (row, _) = known.filled(&table)?;
                let start = *starts.get(first + row)?;
                let line = text[start..].lines().next()?;
                let span = Span::new(file, start..start + line.trim_end().len());
                Some(
                    Diagnostic::at(Code::FilledForm, span)
                        .arg("form", &known.form.title.value)
                        .arg("place", format!("@line {}", first + row + 1)),
                )
            }));
        }
    }
    told
}

/// Removes the numbers on lines that are comments of YAML, which are not published. `found` is in the order of the text.
fn without_comments(text: &str, found: &mut Vec<(Range<usize>, Number)>) {
    let (mut line, mut seen) = (0, 0);
    found.retain(|(range, _)| {
        line = text[seen..range.start].rfind('\n').map_or(line, |end| seen + end + 1);
        seen = range.start;
        !text[line..].trim_start().starts_with('#')
    });
}

/// How many further numbers the first diagnostic of a file stands for.
fn beside(at: usize, more: usize) -> String {
    if at == 0 && more > 0 { format!("@more {more} ") } else { String::new() }
}

/// What a file that is published as it is holds: numbers, the first filled table.
fn file(path: &str, bytes: &[u8], forms: &[Known<'_>]) -> Vec<Diagnostic> {
    let contents = match tables::read(path, bytes) {
        Ok(contents) => contents,
        Err(closed) => return vec![Diagnostic::path(Code::NotLookedInto, path).arg("why", closed.word())],
    };
    let (found, more) = match &contents.plain {
        Some(plain) => in_text(plain),
        None => in_document(&contents),
    };
    let told = |(at, found): (usize, Found)| {
        let told = placed(Diagnostic::path(Code::PersonalData, path), found.position);
        personal(told, found.number, &found.digits, &(beside(at, more) + &found.place))
    };
    let mut told: Vec<Diagnostic> = found.into_iter().enumerate().map(told).collect();
    told.extend(forms.iter().find_map(|known| {
        let (place, position) = match known.place(&contents)? {
            Place::Cell(table, row, column) => {
                let table = contents.tables.get(table)?;
                (cell(&table.name, table.start.0 + row, table.start.1 + column), None)
            }
            Place::Line(line) if contents.plain.is_some() => {
                (format!("@line {line}"), Some(Position { line, column: 1 }))
            }
            Place::Line(line) => (format!("@paragraph {line}"), None),
        };
        let told = placed(Diagnostic::path(Code::FilledForm, path), position);
        Some(told.arg("form", &known.form.title.value).arg("place", place))
    }));
    told
}

fn placed(told: Diagnostic, position: Option<Position>) -> Diagnostic {
    match position {
        Some(position) => told.line(position),
        None => told,
    }
}

/// A number of a person in a file.
struct Found {
    number: Number,
    digits: String,
    place: String,
    position: Option<Position>,
}

/// The first numbers of a plain text, in it as it stands and in what readers see of it, and how many more there are.
fn in_text(plain: &Plain) -> (Vec<Found>, usize) {
    let mut all: BTreeMap<usize, (Number, &str)> = BTreeMap::new();
    if let Some((words, places)) = &plain.seen {
        let seen = numbers::find(words).into_iter();
        all.extend(seen.map(|(range, number)| (places[range.start], (number, &words[range]))));
    }
    if !plain.drawn {
        let text = &plain.text;
        all.extend(numbers::find(text).into_iter().map(|(range, number)| (range.start, (number, &text[range]))));
    }
    let more = all.len().saturating_sub(MOST);
    let found = all.into_iter().take(MOST).map(|(offset, (number, digits))| {
        let position = plain.position(offset);
        let place = format!("@line {}", position.line);
        Found { number, digits: digits.to_owned(), place, position: Some(position) }
    });
    (found.collect(), more)
}

/// The first numbers in the cells and lines of a document, and how many more there are.
fn in_document(contents: &Contents) -> (Vec<Found>, usize) {
    let mut found = Vec::new();
    let mut more = 0;
    let mut look = |text: &str, place: &dyn Fn() -> String| {
        for (range, number) in numbers::find(text) {
            if found.len() < MOST {
                found.push(Found { number, digits: text[range].to_owned(), place: place(), position: None });
            } else {
                more += 1;
            }
        }
    };
    for table in &contents.tables {
        for (row, cells) in table.rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                look(text, &|| cell(&table.name, table.start.0 + row, table.start.1 + column));
            }
        }
    }
    for (line, text) in &contents.lines {
        look(text, &|| format!("@paragraph {line}"));
    }
    (found, more)
}

fn personal(told: Diagnostic, number: Number, digits: &str, place: &str) -> Diagnostic {
    told.arg("what", number.word()).arg("number", numbers::masked(digits)).arg("place", place)
}

/// `Sheet1!B5`: the name of a cell as spreadsheets give it.
fn cell(sheet: &str, row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    let letters: String = letters.iter().rev().map(|&byte| byte as char).collect();
    let sheet = if sheet.is_empty() { String::new() } else { format!("{sheet}!") };
    format!("{sheet}{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_of_spreadsheets() {
        assert_eq!(cell("", 0, 0), "A1");
        assert_eq!(cell("表", 9, 27), "表!AB10");
        assert_eq!(cell("", 0, 701), "ZZ1");
    }
}
