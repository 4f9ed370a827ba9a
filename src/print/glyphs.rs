//! Texts that are printed → characters that no font has.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Looked};
use crate::model::{Kind, Site};
use crate::source::{FileId, Snapshot, Source, Span};

use super::fonts::Fonts;

/// Looks for characters that no font has, in the files of records that are printed: one complaint for each line that has
/// any. Files that are those of `before` are not looked through again.
pub(super) fn look(fonts: &Fonts, (snapshot, site): (&Snapshot, &Site), before: Option<&Looked>) -> Looked {
    let printed = |kind| kind == Kind::Form || super::prints(site, kind);
    let records = site.content.records().into_iter().filter(|record| printed(record.kind));
    let mut files: BTreeSet<FileId> = records.map(|record| record.file).collect();
    files.extend(site.content.settings.as_ref().map(|(file, _)| *file));
    let told = files.into_par_iter().map(|file| {
        let source = snapshot.source(file);
        let known = before.and_then(|before| before.text(file, source));
        (source.path.to_string(), known.unwrap_or_else(|| text(fonts, file, source)))
    });
    Looked::new(snapshot, told.filter(|(_, told)| !told.is_empty()).collect())
}

fn text(fonts: &Fonts, file: FileId, source: &Source) -> Vec<Diagnostic> {
    let comments = !source.path.ends_with(".md");
    let mut told = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if !(comments && line.trim_start().starts_with('#')) {
            told.extend(missing(fonts, line).map(|(at, c, all)| {
                let first = start + at;
                let span = Span::new(file, first..first + c.len_utf8());
                Diagnostic::at(Code::MissingGlyph, span).arg("characters", all)
            }));
        }
        start += line.len();
    }
    told
}

/// The first character of a text that no font has, where it is, and all such characters of the text.
pub(super) fn missing(fonts: &Fonts, line: &str) -> Option<(usize, char, String)> {
    let mut lacking = line.char_indices().filter(|(_, c)| !c.is_ascii() && fonts.lack(*c)).peekable();
    let &(at, first) = lacking.peek()?;
    let all: BTreeSet<String> = lacking.map(|(_, c)| format!("{c} (U+{:04X})", u32::from(c))).collect();
    Some((at, first, all.into_iter().collect::<Vec<_>>().join("、")))
}
