//! The line that parts the two sides of a merge conflict, left over in a text without the other marks.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{self, FileId, Span};
use crate::syntax::markdown::Flavor;
use crate::syntax::yaml::first_line;

/// The line of `=` that is left of a merge conflict in the body of a file, which begins at `start`. In an article one below
/// a line of text makes that a heading, and one in code is code.
pub(super) fn divider((file, text): (FileId, &str), start: usize, flavor: Flavor) -> Option<Diagnostic> {
    let at = start + source::divider(&text.as_bytes()[start..])?;
    let body = &text[start..at];
    let above = body.lines().next_back().unwrap_or_default();
    let is_code = || body.lines().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1;
    let is_left = flavor == Flavor::Policy || above.trim().is_empty() && !is_code();
    is_left.then(|| Diagnostic::at(Code::ConflictMark, Span::new(file, first_line(text, at))))
}
