//! YAML text → typed values and diagnostics.
//!
//! A record is decoded from the nodes of its text ([`crate::yaml`]). What is wrong with it is found by decoding it again
//! without what was found (`mistakes`), so that a wrong record costs no other one and all its mistakes are reported.

mod explain;
mod mistakes;
mod shapes;
mod slips;

use std::cell::LazyCell;
use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use explain::{Text, is_syntax};
use mistakes::{Known, mistakes, spread};

pub use crate::yaml::first_line;
pub use slips::date as written_date;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::value::{At, Id};
use crate::yaml::{Mistake, NodeId, Skipped, Tree, Value, decode};

/// One mapping: a record or the settings.
///
/// # Errors
/// Everything that is wrong with it, at least one thing.
pub fn record<T: DeserializeOwned + JsonSchema>(file: FileId, text: &str) -> Result<T, Vec<Diagnostic>> {
    let tree = Tree::read(text, 0..text.len());
    let from = Text { file, text, tree: &tree, base: 0, end: text.len() };
    let Some(root) = tree.root.filter(|root| tree.stop.is_some() || !is_nothing(&tree, *root)) else {
        let nothing = || {
            let reported = Diagnostic::at(Code::WrongType, Span::new(file, first_line(text, 0)));
            reported.arg("expected", "@mapping").arg("found", "@nothing").arg("how", "@how-shape")
        };
        return Err(vec![tree.stop.as_ref().map_or_else(nothing, |stop| from.stopped(stop))]);
    };
    match decode::<T>(&tree, root, &Skipped::default()) {
        Ok(record) if tree.stop.is_none() && tree.mistakes.is_empty() => Ok(record),
        failed => {
            let schema = LazyCell::new(|| schemars::schema_for!(T));
            let read = |skipped: &Skipped| decode::<T>(&tree, root, skipped).err();
            let own: Vec<&Mistake> = tree.mistakes.iter().collect();
            Err(mistakes(
                from,
                root,
                Known { own: &own, stop: tree.stop.as_ref(), failure: failed.err() },
                &read,
                &|| &schema,
            ))
        }
    }
}

/// True for a text in which nothing is written.
fn is_nothing(tree: &Tree<'_>, root: NodeId) -> bool {
    matches!(tree.value(root), Value::Scalar { text, plain: true } if text.is_empty())
}

/// What is wrong with a record of a list, and its id when that much can be read.
pub type Wrong = (Diagnostic, Option<Id>);

/// The id of a record that is otherwise wrong.
pub fn id(text: &str) -> Option<Id> {
    // A folder may hold very many files without one.
    memchr::memmem::find(text.as_bytes(), b"id")?;
    let tree = Tree::read(text, 0..text.len());
    tree.root.and_then(|root| known(&tree, root)).or_else(|| written_id(text))
}

/// The id that a record gives.
fn known(tree: &Tree<'_>, record: NodeId) -> Option<Id> {
    Id::parse(tree.text(tree.get(record, "id")?)?)
}

/// The first id that a text seems to give, where it is not even YAML.
fn written_id(text: &str) -> Option<Id> {
    let key = |line: &str| Some(line.trim_start_matches([' ', '-']).strip_prefix("id:")?.trim().to_owned());
    Id::parse(text.lines().find_map(key)?.trim_matches(['"', '\'']))
}

/// A list of records. What can be read is returned beside the mistakes of the rest.
pub fn list<T: DeserializeOwned + JsonSchema>(file: FileId, text: &str) -> (Vec<At<T>>, Vec<Wrong>) {
    let tree = Tree::read(text, 0..text.len());
    let mut records = Records { good: Vec::new(), bad: Vec::new(), schema: LazyCell::new(|| schemars::schema_for!(T)) };
    let whole = Text { file, text, tree: &tree, base: 0, end: text.len() };
    let stopped = tree.stop.as_ref().map(|stop| whole.stopped(stop));
    let reported = match stopped {
        None => {
            records.read(whole);
            return (records.good, records.bad);
        }
        Some(reported) if reported.code == Code::YamlTooComplex => return (Vec::new(), vec![(reported, None)]),
        Some(reported) => reported,
    };
    // The others are read by themselves, each from its dash to the next one.
    for part in items(text) {
        let tree = Tree::read(text, part.clone());
        let from = Text { file, text, tree: &tree, base: part.start, end: part.end };
        if tree.stop.as_ref().is_some_and(explain::is_unknown_name) {
            // It may repeat a part of another one by `*name`.
            let id = written_id(&text[part]);
            records.bad.extend((records.bad.is_empty()).then(|| (reported.clone(), id)));
            continue;
        }
        let before = records.bad.len();
        records.read(from);
        if tree.stop.is_some() && records.bad.len() == before {
            let id = written_id(&text[part]);
            records.bad.extend(tree.stop.as_ref().map(|stop| (from.stopped(stop), id)));
        }
    }
    let Records { good, mut bad, .. } = records;
    if !bad.iter().any(|(reported, _)| is_syntax(reported)) {
        bad.push((reported, None));
    }
    let known = bad.len();
    let mut reported: Vec<Diagnostic> = bad.iter().map(|(reported, _)| reported.clone()).collect();
    spread((file, text), 0..text.len(), &mut reported);
    bad.extend(reported.drain(known..).map(|reported| (reported, None)));
    (good, bad)
}

/// The records of a list, as far as they are read.
struct Records<T, S: FnOnce() -> schemars::Schema> {
    good: Vec<At<T>>,
    bad: Vec<Wrong>,
    /// Asked for by each wrong record, and the same for all.
    schema: LazyCell<schemars::Schema, S>,
}

impl<T: DeserializeOwned, S: FnOnce() -> schemars::Schema> Records<T, S> {
    /// Reads a list, or a part of one.
    fn read(&mut self, from: Text<'_>) {
        let tree = from.tree;
        let Some(root) = tree.root else { return };
        let Value::List(items) = tree.value(root) else {
            if tree.stop.is_none() {
                let error = decode::<Vec<At<T>>>(tree, root, &Skipped::default()).err();
                self.bad.extend(error.map(|failure| (from.failed(&failure), None)));
            }
            return;
        };
        let mut mistaken = tree.mistakes.iter().peekable();
        for (at, &item) in items.iter().enumerate() {
            // Nodes are numbered in the order of the file, and so are mistakes.
            let next = items.get(at + 1).copied();
            let mut own: Vec<&Mistake> = Vec::new();
            while let Some(mistake) = mistaken.next_if(|mistake| next.is_none_or(|next| mistake.node() < next)) {
                own.push(mistake);
            }
            let is_last = next.is_none();
            let is_whole = own.is_empty() && (tree.stop.is_none() || !is_last);
            match decode(tree, item, &Skipped::default()) {
                Ok(record) if is_whole => self.good.push(record),
                failed => {
                    let id = known(tree, item);
                    let read = |skipped: &Skipped| decode::<At<T>>(tree, item, skipped).err();
                    let stop = tree.stop.as_ref().filter(|_| is_last);
                    let known = Known { own: &own, stop, failure: failed.err() };
                    let wrong = mistakes(from, item, known, &read, &|| &self.schema);
                    self.bad.extend(wrong.into_iter().map(|reported| (reported, id.clone())));
                }
            }
        }
    }
}

/// The ranges of the items of a block sequence that fills the text, each from its dash to the next one.
fn items(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut indent = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches(' ').len();
        let dash = line[blank..].starts_with("- ") || line[blank..].trim_end() == "-";
        if dash && *indent.get_or_insert(blank) == blank {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

#[cfg(test)]
mod tests;
