//! Spans → paths, lines and columns as a reader sees them.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{NotText, Position, Snapshot, Source, Span};

/// Where something is: a path, and the first and the one-past-last position where there is a text to point into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub path: String,
    pub range: Option<(Position, Position)>,
}

impl Place {
    /// The path, with line and column where there are any.
    pub fn origin(&self) -> String {
        let at = self.range.map(|(start, _)| format!(":{}:{}", start.line, start.column));
        format!("{}{}", self.path, at.unwrap_or_default())
    }
}

/// Looks up places.
pub(super) struct Places<'a> {
    snapshot: &'a Snapshot,
    folder: &'a str,
}

impl<'a> Places<'a> {
    pub fn new(snapshot: &'a Snapshot, folder: &'a str) -> Self {
        Self { snapshot, folder: folder.trim_end_matches(['/', '\\']) }
    }

    /// The place of a diagnostic; `None` when it has none at all.
    pub fn of(&self, diagnostic: &Diagnostic) -> Option<Place> {
        if let Some(span) = diagnostic.span {
            return Some(self.span(span));
        }
        let path = diagnostic.path.as_deref()?;
        let outside = diagnostic.code.is_machine() && ![Code::Unreadable, Code::FileChanged].contains(&diagnostic.code);
        let path = if outside { path.to_owned() } else { self.below(path) };
        let range = diagnostic.position.as_deref().map(|at| (*at, *at));
        (!path.is_empty()).then_some(Place { path, range })
    }

    /// The place of a span.
    pub fn span(&self, span: Span) -> Place {
        let source = self.snapshot.source(span.file);
        let path = self.below(&source.path);
        let range = shown(source).then(|| {
            let range = without_end_of_line(&source.text, source.clamp(span.range()));
            (source.position(range.start), source.position(range.end))
        });
        Place { path, range }
    }

    /// The source of a span, when its text can be shown.
    pub fn source(&self, span: Span) -> Option<&'a Source> {
        let source = self.snapshot.source(span.file);
        shown(source).then_some(source)
    }

    fn below(&self, path: &str) -> String {
        match (self.folder, path) {
            ("", path) => path.to_owned(),
            (folder, "") => folder.to_owned(),
            (folder, path) => format!("{folder}/{path}"),
        }
    }
}

/// The range without line feeds at its end, which would make it reach into the next line.
pub(super) fn without_end_of_line(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range].trim_end_matches('\n').len()
}

/// The text of a UTF-16 file, read as UTF-8, shows nothing that its author would know again.
fn shown(source: &Source) -> bool {
    source.flaw != Some(NotText::Utf16)
}
