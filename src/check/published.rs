//! Only blanks are published: files and tables with what looks like data of persons, or a form that somebody has filled
//! in, stop the build. A site names exceptions in `data_exceptions`, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::filled::{Known, Place};
use super::numbers::{self, Number};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Looked};
use crate::model::Site;
use crate::source::{FileId, Snapshot, Source, Span};
use crate::syntax::tables::{self, Contents};

/// Looks through every file of the content, but for those that are the same as before.
pub(super) fn look(snapshot: &Snapshot, site: &Site, before: Option<&Looked>) -> Looked {
    let forms: Vec<Known<'_>> = site.content.forms.iter().map(|form| Known::new(&form.data)).collect();
    let texts = snapshot.sources().collect::<Vec<_>>();
    let texts = texts.into_par_iter().filter(|(_, source)| !is_theme(&source.path));
    let texts = texts.map(|(file, source)| {
        let known = before.and_then(|before| before.text(file, source));
        (source.path.to_string(), known.unwrap_or_else(|| text(file, source, &forms)))
    });
    let files: Vec<_> = site.files.iter().filter(|(path, _)| !is_theme(path)).collect();
    let files = files.into_par_iter().map(|(path, bytes)| {
        let known = before.and_then(|before| before.file(path, bytes));
        (path.clone(), known.unwrap_or_else(|| file(path, bytes, &forms)))
    });
    Looked::new(snapshot, texts.chain(files).filter(|(_, told)| !told.is_empty()).collect())
}

/// Everything in the content that is not to be published, but for what the site makes an exception of.
pub(super) fn check(snapshot: &Snapshot, site: &Site, looked: &Looked) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let found = looked.told();
    let excepted = exceptions(snapshot, site, found, &mut diagnostics);
    let told = found.iter().filter(|(path, _)| !excepted.contains(*path));
    diagnostics.extend(told.flat_map(|(_, told)| told.iter().cloned()));
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
    for exception in &settings.data_exceptions {
        let path = &exception.file.value;
        let span = Span::new(*file, exception.file.range.clone());
        if found.contains_key(path) {
            excepted.insert(path.clone());
        } else if snapshot.find(path).is_some() || site.files.contains_key(path) {
            diagnostics.push(Diagnostic::at(Code::IdleException, span).arg("path", path));
        } else {
            let known = site.files.keys().map(String::as_str).chain(snapshot.texts.iter().map(|text| &*text.path));
            diagnostics.push(Diagnostic::at(Code::MissingFile, span).arg("path", path).suggest(path, known));
        }
    }
    excepted
}

/// What a text of the content holds: each number at its place, each filled table at its line.
fn text(file: FileId, source: &Source, forms: &[Known<'_>]) -> Vec<Diagnostic> {
    let is_yaml = !source.path.ends_with(".md");
    let text = &source.text;
    let found = numbers::find(text).into_iter().filter(|(range, _)| {
        let line = &text[text[..range.start].rfind('\n').map_or(0, |end| end + 1)..];
        // A comment is not published.
        !(is_yaml && line.trim_start().starts_with('#'))
    });
    let mut told: Vec<Diagnostic> = found
        .map(|(range, number)| {
            let place = format!(":{}", source.position(range.start).line);
            let told = Diagnostic::at(Code::PersonalData, Span::new(file, range.clone()));
            personal(told, number, &text[range], &place)
        })
        .collect();
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
                        .arg("place", format!(":{}", first + row + 1)),
                )
            }));
        }
    }
    told
}

/// What a file that is published as it is holds: the first number of each sort, the first filled table.
fn file(path: &str, bytes: &[u8], forms: &[Known<'_>]) -> Vec<Diagnostic> {
    let contents = match tables::read(path, bytes) {
        Ok(contents) => contents,
        Err(closed) => return vec![Diagnostic::path(Code::NotLookedInto, path).arg("why", closed.word())],
    };
    let mut first: BTreeMap<Number, (String, String)> = BTreeMap::new();
    for (place, text) in texts(&contents) {
        for (range, number) in numbers::find(text) {
            first.entry(number).or_insert_with(|| (text[range].to_owned(), place()));
        }
    }
    let told = |(number, (digits, place)): (Number, (String, String))| {
        personal(Diagnostic::path(Code::PersonalData, path), number, &digits, &place)
    };
    let mut told: Vec<Diagnostic> = first.into_iter().map(told).collect();
    told.extend(forms.iter().find_map(|known| {
        let place = match known.place(&contents)? {
            Place::Cell(table, row, column) => {
                let table = contents.tables.get(table)?;
                cell(&table.name, table.start.0 + row, table.start.1 + column)
            }
            Place::Line(line) => format!(":{}", line + 1),
        };
        Some(Diagnostic::path(Code::FilledForm, path).arg("form", &known.form.title.value).arg("place", place))
    }));
    told
}

/// Every text of a file, with what tells its place.
fn texts(contents: &Contents) -> impl Iterator<Item = (Box<dyn Fn() -> String + '_>, &str)> {
    let cells = contents.tables.iter().flat_map(|table| {
        table.rows.iter().enumerate().flat_map(move |(row, cells)| {
            cells.iter().enumerate().map(move |(column, text)| {
                let place = move || cell(&table.name, table.start.0 + row, table.start.1 + column);
                (Box::new(place) as Box<dyn Fn() -> String + '_>, text.as_str())
            })
        })
    });
    let lines =
        contents.lines.iter().enumerate().map(|(at, text)| {
            (Box::new(move || format!(":{}", at + 1)) as Box<dyn Fn() -> String + '_>, text.as_str())
        });
    cells.chain(lines)
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
