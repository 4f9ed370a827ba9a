//! YAML text → nodes, each with its place in the file, as far as the text can be read.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::ErrorKind;

/// Values that one text may hold; a list of some 50,000 records stays below it.
pub const MAX_VALUES: usize = 4_000_000;
/// Levels of lists and mappings in each other.
pub const MAX_DEPTH: usize = 24;
/// Values that `*` may repeat.
pub const MAX_REPEATED: usize = 1_000_000;
/// Bytes of the first line of a collection that its place holds, far more than are shown.
const LINE: usize = 4096;

/// The number of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// A value, or a key.
#[derive(Debug)]
pub struct Node<'t> {
    /// Bytes of the file: a scalar with its quotes; a collection as far as its first line shows it; of nothing, the place
    /// where it would be.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value<'t>,
    /// The collection that it is a part of.
    pub parent: Option<NodeId>,
    /// What stands in it.
    pub(super) size: Size,
}

/// What a node is.
#[derive(Debug)]
pub enum Value<'t> {
    /// A text, without quotes in the file when it is `plain`.
    Scalar {
        /// The text after escapes.
        text: Cow<'t, str>,
        /// Whether it may be a number, a boolean or nothing.
        plain: bool,
    },
    /// Its items.
    List(Vec<NodeId>),
    /// Its keys and their values, in the order of the file.
    Map(Vec<(NodeId, NodeId)>),
    /// `*name`: the node that has the name.
    Repeated(NodeId),
}

/// What a node holds, with what it repeats.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub nodes: u32,
    pub bytes: u32,
    pub levels: u32,
}

impl Size {
    pub fn and(self, part: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(part.nodes),
            bytes: self.bytes.saturating_add(part.bytes),
            levels: self.levels.max(part.levels),
        }
    }
}

/// What is wrong with a node, whatever it should be.
#[derive(Debug, PartialEq)]
pub enum Mistake {
    /// A key that its mapping has already; with the value that goes with it.
    Twice {
        /// The second one.
        key: NodeId,
        /// Its value.
        value: NodeId,
    },
    /// A control character, which came in by an escape.
    Control {
        /// The text.
        at: NodeId,
        /// The character.
        found: char,
    },
}

impl Mistake {
    /// The node that is wrong.
    pub fn node(&self) -> NodeId {
        match self {
            Self::Twice { value, .. } => *value,
            Self::Control { at, .. } => *at,
        }
    }
}

/// Why a text could not be read to its end.
#[derive(Debug)]
pub enum Stop {
    /// The parser does not understand it at this byte.
    Syntax(usize, ErrorKind),
    /// A mark of a type (`!甲`) that a value here cannot have.
    Type(Range<usize>),
    /// Another document begins.
    Documents(Range<usize>),
    /// `*name` stands within what has this name.
    Circle(Range<usize>),
    /// It goes beyond a limit.
    Beyond(Range<usize>, Limit),
}

/// A limit of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`MAX_DEPTH`].
    Deep,
    /// [`MAX_VALUES`].
    Many,
    /// [`MAX_REPEATED`].
    Repeated,
    /// [`crate::source::MAX_TEXT`] bytes, with what is repeated.
    Long,
}

/// A text as nodes.
#[derive(Debug)]
pub struct Tree<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    /// The value that is the text; nothing when none could be read or nothing is written.
    pub root: Option<NodeId>,
    /// What is wrong with nodes, in the order of the file.
    pub mistakes: Vec<Mistake>,
    /// Why there is no more, when the text was not read to its end.
    pub stop: Option<Stop>,
}

impl<'t> Tree<'t> {
    /// A node.
    pub fn node(&self, id: NodeId) -> &Node<'t> {
        &self.nodes[id.0 as usize]
    }

    /// What a node is, or what it repeats.
    pub fn value(&self, id: NodeId) -> &Value<'t> {
        match &self.node(id).value {
            // What it repeats is no repetition itself.
            Value::Repeated(of) => &self.node(*of).value,
            value => value,
        }
    }

    /// The text of a scalar.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.value(id) {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let Value::Map(entries) = self.value(id) else { return None };
        entries.iter().find(|(name, _)| self.text(*name) == Some(key)).map(|(_, value)| *value)
    }

    /// A node and what it stands in, from the inside out.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |id| self.node(*id).parent)
    }

    /// Where a node ends, with all that stands in it.
    pub fn end(&self, id: NodeId) -> usize {
        let last = match &self.node(id).value {
            Value::List(items) => items.last().copied(),
            Value::Map(entries) => entries.last().map(|(_, value)| *value),
            Value::Scalar { .. } | Value::Repeated(_) => None,
        };
        self.node(id).range.end.max(last.map_or(0, |last| self.end(last)))
    }

    /// The key and the value of a mapping one of which a node is.
    pub fn entry(&self, id: NodeId) -> Option<(NodeId, NodeId)> {
        let Value::Map(entries) = &self.node(self.node(id).parent?).value else { return None };
        // Nodes are numbered in the order of the file.
        let entry = *entries.get(entries.partition_point(|(key, _)| *key <= id).checked_sub(1)?)?;
        (entry.0 == id || entry.1 == id).then_some(entry)
    }
}

/// The line around an offset without its indentation, from the offset on; of a long one the beginning.
pub fn first_line(text: &str, start: usize) -> Range<usize> {
    let most = text.floor_char_boundary(start + LINE);
    let end = text[start..most].find('\n').map_or(most, |at| start + at);
    start..start + text[start..end].trim_end().len()
}
