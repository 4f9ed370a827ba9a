//! Texts that are printed → characters that no font has.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Kind, Site};
use crate::source::{FileId, Snapshot, Span};

use super::fonts::Fonts;

/// Characters that no font has, in the files of records that are printed: one complaint for each line that has any.
pub(super) fn check(fonts: &Fonts, snapshot: &Snapshot, site: &Site) -> Diagnostics {
    let printed = |kind| kind == Kind::Form || super::prints(site, kind);
    let records = site.content.records().into_iter().filter(|record| printed(record.kind));
    let mut files: BTreeSet<FileId> = records.map(|record| record.file).collect();
    files.extend(site.content.settings.as_ref().map(|(file, _)| *file));
    let mut diagnostics = Diagnostics::default();
    for file in files {
        let source = snapshot.source(file);
        let comments = !source.path.ends_with(".md");
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            if !(comments && line.trim_start().starts_with('#')) {
                diagnostics.extend(missing(fonts, line).map(|(at, c, all)| {
                    let first = start + at;
                    let span = Span::new(file, first..first + c.len_utf8());
                    Diagnostic::at(Code::MissingGlyph, span).arg("characters", all)
                }));
            }
            start += line.len();
        }
    }
    diagnostics
}

/// The first character of a text that no font has, where it is, and all such characters of the text.
pub(super) fn missing(fonts: &Fonts, line: &str) -> Option<(usize, char, String)> {
    let mut lacking = line.char_indices().filter(|(_, c)| !c.is_ascii() && fonts.lack(*c)).peekable();
    let &(at, first) = lacking.peek()?;
    let all: BTreeSet<String> = lacking.map(|(_, c)| format!("{c} (U+{:04X})", u32::from(c))).collect();
    Some((at, first, all.into_iter().collect::<Vec<_>>().join("、")))
}
