//! A Markdown file → its front matter, and where its body begins.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The front matter of a Markdown file, and where its body begins.
pub(super) fn front_matter(file: FileId, text: &str) -> Result<(&str, usize), Diagnostic> {
    let missing = || {
        let end = text.find('\n').unwrap_or(text.len());
        Diagnostic::at(Code::NoFrontMatter, Span::new(file, 0..end))
    };
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Err(missing());
    }
    let mut offset = first.len();
    for line in text[offset..].split_inclusive('\n') {
        if line.starts_with("---") && line.trim_end() == "---" {
            return Ok((&text[..offset], offset + line.len()));
        }
        offset += line.len();
    }
    Err(missing())
}
