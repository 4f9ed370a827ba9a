//! Only blanks are published: files and tables with what looks like data of persons, a form that somebody has filled in,
//! and kinds of files that never belong on a server, stop the build. A site names exceptions in `data_exceptions`, each
//! with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::comments::comments;
use super::filled::Forms;
use super::inside::{self, Split};
use super::numbers::{self, Number};
use super::personal::{MOST, beside, in_name, personal, writing};
use super::private_files::private_kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, ScanCache};
use crate::model::{Site, is_readme};
use crate::office;
use crate::picture;
use crate::source::{Blob, FileId, Snapshot, Source, Span};
use crate::syntax::table::{self, Table};

/// Stands for the bytes of a file of a kind that is not read.
const UNREAD: &[u8] = &[0];

/// Texts that a thread scans before another one may help it.
const AT_ONCE: usize = 64;

/// Scans every file of the content, but for those that are the same as before.
pub(super) fn scan(snapshot: &Snapshot, site: &Site, before: Option<&ScanCache>) -> ScanCache {
    let forms = Forms::new(site.content.forms.iter().map(|form| &form.data));
    let texts = snapshot.sources().collect::<Vec<_>>();
    let texts = texts.into_par_iter().with_max_len(AT_ONCE).filter(|(_, source)| !is_readme(&source.path));
    let texts = texts.filter_map(|(file, source)| {
        let known = before.and_then(|before| before.text(file, source));
        let reported = known.unwrap_or_else(|| text(file, source, &forms));
        (!reported.is_empty()).then(|| (source.path.to_string(), reported))
    });
    // Of kinds that need an exception anyway nothing more is reported.
    let files: Vec<_> = site.published_files().filter(|(path, _)| private_kind(path).is_none()).collect();
    let files = files.into_par_iter().filter_map(|(path, bytes)| {
        let known = before.and_then(|before| before.file(path, bytes));
        let reported = known.unwrap_or_else(|| in_file(path, bytes, &forms));
        (!reported.is_empty()).then(|| (path.clone(), reported))
    });
    ScanCache::new(snapshot, texts.chain(files).collect()).without(&site.left_out)
}

/// What is said of a file that is published as it is; its bytes are needed when its kind of file is read at all.
fn in_file(path: &str, blob: &Blob, forms: &Forms<'_>) -> Vec<Diagnostic> {
    if !office::is_read(path) && !blob.is_empty() {
        let mut reported = inside::file(path, UNREAD, forms);
        // A photograph that is named like another format is published as it is, too.
        if picture::is_kept_whole(path) || picture::holds_metadata(path) {
            match blob.head().map(|head| picture::says_more(&head, blob.size())) {
                Ok(true) => reported.push(Diagnostic::path(Code::PictureMetadata, path).arg("path", path)),
                Ok(false) => {}
                Err(_) => reported.push(Diagnostic::path(Code::FileChanged, path)),
            }
        }
        return reported;
    }
    let reported = blob.with(|bytes| inside::file(path, bytes, forms));
    reported.unwrap_or_else(|_| vec![Diagnostic::path(Code::FileChanged, path)])
}

/// Everything in the content that is not to be published, but for what the site makes an exception of.
pub(super) fn check(snapshot: &Snapshot, site: &Site, scan: &ScanCache) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let found = scan.reported();
    let excepted = exceptions(snapshot, site, found, &mut diagnostics);
    let reported = found.iter().flat_map(|(path, reported)| {
        // An exception is for what a file holds, and not for two versions of it.
        let is_excepted = excepted.contains(path);
        reported.iter().filter(move |reported| !is_excepted || reported.code == Code::ConflictMark).cloned()
    });
    diagnostics.extend(reported);
    let private = site.published_files().filter(|(path, _)| !excepted.contains(*path));
    diagnostics.extend(private.filter_map(|(path, _)| {
        let kind = private_kind(path)?;
        Some(Diagnostic::path(Code::PrivateFile, path.as_str()).arg("name", path).arg("kind", kind))
    }));
    diagnostics
}

/// The files that may hold what they hold; exceptions that are none are reported.
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
            let reported = Diagnostic::at(Code::MissingFile, span).arg("path", path);
            diagnostics.push(Diagnostic {
                suggestion: names.get_or_insert_with(|| Names::new(known())).nearest(path),
                ..reported
            });
        }
    }
    excepted
}

/// What a text of the content holds: the first numbers at their places, each filled table at its line.
fn text(file: FileId, source: &Source, forms: &Forms<'_>) -> Vec<Diagnostic> {
    let text = &source.text;
    let mut found = numbers::find_in(text, writing(&source.path));
    if [".yaml", ".yml"].iter().any(|ending| source.path.ends_with(ending)) {
        without_comments(text, &mut found);
    }
    let is_article = source.path.ends_with(".md");
    let tables = if is_article && text.contains('|') { Tables::of(file, text) } else { Tables::default() };
    let splits: Vec<_> = tables.splits().collect();
    let more = (found.len() + splits.len()).saturating_sub(MOST);
    let numbers = found.into_iter().map(|(range, number)| {
        let place = format!("@line {}", source.position(range.start).line);
        (Span::new(file, range.clone()), place, number, text[range].to_owned())
    });
    let numbers = numbers.chain(splits).take(MOST).enumerate().map(|(at, (span, place, number, digits))| {
        personal(Diagnostic::at(Code::PersonalData, span), number, &digits, &(beside(at, more) + &place))
    });
    let mut reported: Vec<Diagnostic> = numbers.collect();
    reported.extend(in_name(&source.path));
    reported.extend(tables.filled(forms));
    reported
}

/// The tables of a Markdown text.
#[derive(Default)]
struct Tables {
    /// Each with the number of its first line.
    tables: Vec<(usize, Table)>,
    /// The lines of the text, as far as there is something in them.
    lines: Vec<Span>,
}

impl Tables {
    fn of(file: FileId, text: &str) -> Self {
        let lines = text.split_inclusive('\n').scan(0, |start, line| {
            let (begin, end) = (*start, *start + line.trim_end().len());
            *start += line.len();
            Some(Span::new(file, begin..end))
        });
        Self { tables: table::markdown(text), lines: lines.collect() }
    }

    /// The place of a row.
    fn place(&self, first: usize, row: u32) -> Option<(Span, String)> {
        let at = first + row as usize;
        Some((*self.lines.get(at)?, format!("@line {}", at + 1)))
    }

    /// The numbers that are split over the cells of a row.
    fn splits(&self) -> impl Iterator<Item = (Span, String, Number, String)> {
        self.tables.iter().flat_map(move |(first, table)| {
            inside::splits(table).filter_map(move |Split { row, number, digits, .. }| {
                let (span, place) = self.place(*first, row)?;
                Some((span, place, number, digits))
            })
        })
    }

    /// Forms of the site that somebody has filled in.
    fn filled(&self, forms: &Forms<'_>) -> impl Iterator<Item = Diagnostic> {
        self.tables.iter().filter_map(move |(first, table)| {
            let (form, row) = forms.filled(table)?;
            let (span, place) = self.place(*first, row)?;
            Some(Diagnostic::at(Code::FilledForm, span).arg("form", &form.title.value).arg("place", place))
        })
    }
}

/// Removes the numbers in comments of YAML, which are not published.
fn without_comments(text: &str, found: &mut Vec<(Range<usize>, Number)>) {
    if found.is_empty() {
        return;
    }
    let comments = comments(text);
    found.retain(|(range, _)| {
        let before = comments.partition_point(|comment| comment.start <= range.start);
        !before.checked_sub(1).is_some_and(|at| comments[at].contains(&range.start))
    });
}
