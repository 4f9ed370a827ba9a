//! Texts that are printed → characters that no font has, and what is printed in their place.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, ScanCache};
use crate::model::Site;
use crate::source::{FileId, Snapshot, Source, Span};

use super::fonts::Fonts;

/// What is printed instead of a character that no font has: the geta mark, which printers of Chinese put for a type that
/// they lack.
const SUBSTITUTE: char = '〓';

/// Scans for characters that no font has, in the files of records that are printed: one diagnostic for each line that has
/// any. Files that are those of `before` are not scanned again.
pub(super) fn scan(fonts: &Fonts, snapshot: &Snapshot, site: &Site, before: Option<&ScanCache>) -> ScanCache {
    let mut files = super::files(site);
    files.extend(site.content.settings.as_ref().map(|(file, _)| *file));
    let reported = files.into_par_iter().map(|file| {
        let source = snapshot.source(file);
        let known = before.and_then(|before| before.text(file, source));
        (source.path.to_string(), known.unwrap_or_else(|| text(fonts, file, source)))
    });
    ScanCache::new(snapshot, reported.filter(|(_, reported)| !reported.is_empty()).collect())
}

fn text(fonts: &Fonts, file: FileId, source: &Source) -> Vec<Diagnostic> {
    let comments = !source.path.ends_with(".md");
    let mut reported = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if !(comments && line.trim_start().starts_with('#')) {
            reported.extend(missing(fonts, line).map(|(at, c, all)| {
                let first = start + at;
                let span = Span::new(file, first..first + c.len_utf8());
                Diagnostic::at(Code::MissingGlyph, span).arg("characters", list(&all))
            }));
        }
        start += line.len();
    }
    reported
}

/// The first character of a text that no font has, where it is, and all such characters of the text.
fn missing(fonts: &Fonts, line: &str) -> Option<(usize, char, BTreeSet<char>)> {
    let mut lacking = line.char_indices().filter(|(_, c)| !c.is_ascii() && fonts.lack(*c)).peekable();
    let &(at, first) = lacking.peek()?;
    Some((at, first, lacking.map(|(_, c)| c).collect()))
}

/// The text with a substitute for each character that no font has, and these characters; nothing when all of them can
/// be printed.
pub(super) fn substituted(fonts: &Fonts, text: &str) -> Option<(String, BTreeSet<char>)> {
    let (.., all) = missing(fonts, text)?;
    Some((text.chars().map(|c| if all.contains(&c) { SUBSTITUTE } else { c }).collect(), all))
}

/// Characters as diagnostics name them.
pub(super) fn list(characters: &BTreeSet<char>) -> String {
    characters.iter().copied().map(name).collect::<Vec<_>>().join("、")
}

/// A character as diagnostics name it, with its code point.
pub(super) fn name(c: char) -> String {
    format!("{c} ({})", code_point(c))
}

/// `U+2A6A5`.
pub(super) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
