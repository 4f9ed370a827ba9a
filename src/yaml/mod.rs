//! YAML text → a tree of nodes with their places, and values decoded from it.
//!
//! The parser is `granit-parser`; what it says of a text that is no YAML is passed on with its place. Nothing here speaks
//! to an author: `syntax::yaml` turns mistakes into diagnostics.

mod decode;
mod reader;
mod scalar;
mod tree;

use serde::de::DeserializeOwned;

pub use decode::{At, Failure, Skipped, Wrong, decode};
pub use tree::{Limit, MAX_DEPTH, MAX_REPEATED, MAX_VALUES, Mistake, Node, NodeId, Stop, Tree, Value, first_line};

/// A text of the program itself, decoded.
///
/// # Errors
/// What is wrong with it, for whoever wrote it.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let tree = Tree::read(text, 0..text.len());
    if let Some(stop) = &tree.stop {
        return Err(format!("{stop:?}"));
    }
    if let Some(mistake) = tree.mistakes.first() {
        return Err(format!("{mistake:?}"));
    }
    let root = tree.root.ok_or_else(|| "nothing is written".to_owned())?;
    decode(&tree, root, &Skipped::default()).map_err(|failure| format!("{failure:?}"))
}

#[cfg(test)]
mod tests;
