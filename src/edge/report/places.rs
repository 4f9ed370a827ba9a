//! Spans → paths, lines and columns as a reader sees them.

use std::cell::OnceCell;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, NotText, Position, Snapshot, Source, Span};

/// Bytes between two known positions of a file.
const STEP: usize = 4096;

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

/// Looks up places; a file is walked through once, however many diagnostics it has.
pub(super) struct Places<'a> {
    snapshot: &'a Snapshot,
    folder: &'a str,
    marks: Vec<OnceCell<Vec<Mark>>>,
}

struct Mark {
    offset: usize,
    at: Position,
}

impl<'a> Places<'a> {
    pub fn new(snapshot: &'a Snapshot, folder: &'a str) -> Self {
        let marks = snapshot.texts.iter().map(|_| OnceCell::new()).collect();
        Self { snapshot, folder: folder.trim_end_matches(['/', '\\']), marks }
    }

    /// The place of a diagnostic; `None` when it has none at all.
    pub fn of(&self, diagnostic: &Diagnostic) -> Option<Place> {
        if let Some(span) = diagnostic.span {
            return Some(self.span(span));
        }
        let path = diagnostic.path.as_deref()?;
        let outside = matches!(diagnostic.code, Code::ForeignOutput | Code::NotWritten | Code::OutputInContent);
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
            (self.position(span.file, range.start), self.position(span.file, range.end))
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

    fn position(&self, file: FileId, offset: usize) -> Position {
        let text = &self.snapshot.source(file).text;
        let marks = self.marks[file.0 as usize].get_or_init(|| marks(text));
        let known = marks.partition_point(|mark| mark.offset <= offset).checked_sub(1).map(|at| &marks[at]);
        let (start, at) = known.map_or((0, Position { line: 1, column: 1 }), |mark| (mark.offset, mark.at));
        text[start..offset].chars().fold(at, after)
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

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = Position { line: 1, column: 1 };
    for (offset, character) in text.char_indices() {
        if offset >= marks.len() * STEP {
            marks.push(Mark { offset, at });
        }
        at = after(at, character);
    }
    marks
}

fn after(at: Position, character: char) -> Position {
    match character {
        '\n' => Position { line: at.line + 1, column: 1 },
        _ => Position { line: at.line, column: at.column + 1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_source() {
        let text = "一二三四\n五，\n".repeat(2000) + &"长".repeat(5000);
        let source = Source::decode("a.md", text.as_bytes());
        let snapshot = Snapshot { texts: vec![source], ..Snapshot::default() };
        let places = Places::new(&snapshot, "content/");
        for offset in (0..=text.len()).step_by(997).chain([0, 4096, 8192, text.len()]) {
            let span = Span::new(FileId(0), offset..offset + 1);
            let place = places.span(span);
            assert_eq!(place.path, "content/a.md");
            assert_eq!(place.range.unwrap().0, snapshot.texts[0].position(offset), "{offset}");
        }
    }
}
