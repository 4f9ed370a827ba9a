//! Values over several lines: YAML joins these by spaces, which Chinese text does not have.

use super::super::Slip;
use crate::diagnostic::Code;
use crate::syntax::markdown::is_han;

/// A plain value that readers see, or a block of which the lines are joined, while its lines are read; nothing between such
/// values.
#[derive(Default)]
pub(super) struct Folded<'t> {
    /// Lines behind this column go on with it.
    column: Option<usize>,
    /// Its last line, and where that ends.
    line: &'t str,
    end: usize,
}

impl<'t> Folded<'t> {
    /// Begins a value of a key in this column, of which the first line stands at a place.
    pub fn open(&mut self, column: usize, at: usize, line: &'t str) {
        *self = Self { column: Some(column), line, end: at + line.len() };
    }

    /// Reports a line that continues the value where no space belongs; `at` is its place and its indentation.
    pub fn line(&mut self, at: (usize, usize), content: &'t str, slips: &mut Vec<Slip>) {
        let Some(column) = self.column else { return };
        let line = content.trim_end();
        if !line.is_empty() && at.1 <= column {
            *self = Self::default();
            return;
        }
        let end = at.0 + line.len();
        if self.line.ends_with(is_wide) && line.starts_with(is_wide) {
            slips.push(Slip::new(Code::FoldedValue, at.0..end).fix(self.end..at.0, ""));
        }
        (self.line, self.end) = (line, end);
    }
}

/// True for a character of Chinese text, beside which no space stands.
fn is_wide(c: char) -> bool {
    is_han(c) || "，。；：、？！（）《》“”‘’".contains(c)
}
