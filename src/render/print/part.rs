//! A top-level part of an official document, as it is printed.

use std::ops::Range;

use serde_json::Value;

use crate::print::tree;
use crate::render::roles::Role;

/// A top-level node of the text.
pub(super) struct Part {
    pub node: Value,
    /// What it is in its document.
    pub role: Option<Role>,
    /// The clauses that it opens, by their places, from the outermost to the innermost.
    pub opens: Range<usize>,
}

impl Part {
    /// A part that opens no clause.
    pub fn new(node: Value) -> Self {
        Self { node, role: None, opens: 0..0 }
    }

    /// Its words without white space.
    pub fn words(&self) -> String {
        close(&tree::text(&self.node))
    }
}

/// A text without its white space.
pub(super) fn close(text: &str) -> String {
    text.split_whitespace().collect()
}
