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
    // The line above has its line break when there is any other line.
    let above = first.len().saturating_sub(1);
    for at in memchr::memmem::find_iter(&text.as_bytes()[above..], "\n---") {
        let offset = above + at + 1;
        let line = text[offset..].split_inclusive('\n').next().unwrap_or_default();
        if line.trim_end() == "---" {
            return Ok((&text[..offset], offset + line.len()));
        }
    }
    Err(missing())
}
