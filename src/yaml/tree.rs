//! YAML text → nodes, each with its place in the file, as far as the text can be read.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag};
use rustc_hash::FxHashSet;

use crate::source::{MAX_TEXT, is_control};

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
pub struct NodeId(u32);

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
    size: Size,
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
struct Size {
    nodes: u32,
    bytes: u32,
    levels: u32,
}

impl Size {
    fn and(self, part: Self) -> Self {
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
    /// [`MAX_TEXT`] bytes, with what is repeated.
    Long,
}

/// A text as nodes.
#[derive(Debug)]
pub struct Tree<'t> {
    nodes: Vec<Node<'t>>,
    /// The value that is the text; nothing when none could be read or nothing is written.
    pub root: Option<NodeId>,
    /// What is wrong with nodes, in the order of the file.
    pub mistakes: Vec<Mistake>,
    /// Why there is no more, when the text was not read to its end.
    pub stop: Option<Stop>,
}

impl<'t> Tree<'t> {
    /// Reads a part of a text. Places are those in the whole text.
    pub fn read(text: &'t str, part: Range<usize>) -> Self {
        let nodes = Vec::with_capacity(part.len() / 16);
        let tree = Self { nodes, root: None, mistakes: Vec::new(), stop: None };
        let mut reader =
            Reader { tree, text, base: part.start, open: Vec::new(), names: Vec::new(), repeated: Size::default() };
        if let Err(stop) = reader.read(&text[part]) {
            reader.tree.stop = Some(stop);
            reader.close_all();
        }
        reader.tree
    }

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

/// A collection that is being read.
struct Open {
    id: NodeId,
    /// The key whose value comes next.
    key: Option<NodeId>,
    /// The keys of a mapping with many of them.
    keys: FxHashSet<String>,
}

/// Keys of a mapping that are compared one by one.
const FEW: usize = 24;

struct Reader<'t> {
    tree: Tree<'t>,
    text: &'t str,
    base: usize,
    open: Vec<Open>,
    /// Nodes with a name, by the parser's number for it.
    names: Vec<Option<NodeId>>,
    /// All that `*` repeats.
    repeated: Size,
}

impl<'t> Reader<'t> {
    fn read(&mut self, part: &'t str) -> Result<(), Stop> {
        let mut options = granit_parser::options! {
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        options.set_emit_comments(false);
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(part, options) {
            let (event, span) = event.map_err(|error| self.syntax(&error))?;
            let range = self.range(&span);
            match event {
                Event::Scalar(text, style, name, tag) => {
                    let plain = Self::plain(style, tag.as_deref(), &range)?;
                    let id = self.scalar(text, plain, range)?;
                    self.name(name, id);
                }
                Event::SequenceStart(style, name, tag) => {
                    self.typed(tag.as_deref(), "seq", &range)?;
                    self.begin(Value::List(Vec::new()), style, name, range)?;
                }
                Event::MappingStart(style, name, tag) => {
                    self.typed(tag.as_deref(), "map", &range)?;
                    self.begin(Value::Map(Vec::new()), style, name, range)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(range.end),
                Event::Alias(name) => self.repeat(name, range)?,
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Stop::Documents(range));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn range(&self, span: &granit_parser::Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or_default();
        self.base + range.start..self.base + range.end
    }

    fn syntax(&self, error: &granit_parser::ScanError) -> Stop {
        let at = self.base + error.marker().byte_offset().unwrap_or(0);
        let at = self.text.floor_char_boundary(at);
        match error.kind() {
            ErrorKind::RecursionLimitExceeded => Stop::Beyond(at..at, Limit::Deep),
            kind => Stop::Syntax(at, kind.clone()),
        }
    }

    /// Refuses a mark of a type that says something else than what stands there.
    fn typed(&self, tag: Option<&Tag>, natural: &str, range: &Range<usize>) -> Result<(), Stop> {
        match tag.and_then(Tag::core_suffix) {
            Some(suffix) if suffix == natural => Ok(()),
            None if tag.is_none() => Ok(()),
            _ => Err(Stop::Type(range.clone())),
        }
    }

    /// Whether a scalar may be something else than a text, by its quotes and the mark of its type.
    fn plain(style: ScalarStyle, tag: Option<&Tag>, range: &Range<usize>) -> Result<bool, Stop> {
        let plain = style == ScalarStyle::Plain;
        let Some(tag) = tag else { return Ok(plain) };
        match tag.core_suffix() {
            // `!` and `!!str` say that it is a text; `!!binary` is not decoded.
            Some("str") => Ok(false),
            None if matches!(tag.suffix(), "" | "!" | "binary") => Ok(false),
            Some("int" | "float" | "bool" | "null") => Ok(plain),
            _ => Err(Stop::Type(range.clone())),
        }
    }

    fn scalar(&mut self, text: Cow<'t, str>, plain: bool, range: Range<usize>) -> Result<NodeId, Stop> {
        // Only escapes bring in what no file may hold, and they stand between double quotes.
        let has_escapes = !plain && matches!(text, Cow::Owned(_)) && self.text[range.clone()].starts_with('"');
        let found = if has_escapes { text.chars().find(|c| is_control(*c)) } else { None };
        // The parser writes `~` for an empty value.
        let text = if plain && range.is_empty() { Cow::Borrowed("") } else { text };
        let size = Size { nodes: 1, bytes: u32::try_from(text.len()).unwrap_or(u32::MAX), levels: 0 };
        let id = self.add(Value::Scalar { text, plain }, range, size)?;
        if let Some(found) = found {
            self.tree.mistakes.push(Mistake::Control { at: id, found });
        }
        self.put(id);
        Ok(id)
    }

    fn repeat(&mut self, name: usize, range: Range<usize>) -> Result<(), Stop> {
        let Some(of) = self.names.get(name).copied().flatten() else { return Err(Stop::Circle(range)) };
        let of = match self.tree.node(of).value {
            Value::Repeated(of) => of,
            _ => of,
        };
        if self.open.iter().any(|open| open.id == of) {
            return Err(Stop::Circle(range));
        }
        let size = self.tree.node(of).size;
        self.repeated = self.repeated.and(size);
        let limit = if self.repeated.nodes as usize > MAX_REPEATED {
            Some(Limit::Repeated)
        } else if u64::from(self.repeated.bytes) > MAX_TEXT {
            Some(Limit::Long)
        } else if self.open.len() + size.levels as usize > MAX_DEPTH {
            Some(Limit::Deep)
        } else {
            None
        };
        if let Some(limit) = limit {
            return Err(Stop::Beyond(range, limit));
        }
        let id = self.add(Value::Repeated(of), range, size)?;
        self.put(id);
        Ok(())
    }

    fn begin(&mut self, value: Value<'t>, style: StructureStyle, name: usize, range: Range<usize>) -> Result<(), Stop> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Stop::Beyond(range, Limit::Deep));
        }
        // Of one in brackets the end is known later.
        let range = match style {
            StructureStyle::Flow => range.start..range.start,
            StructureStyle::Block => first_line(self.text, self.dash(&value, range.start)),
        };
        let id = self.add(value, range, Size { nodes: 1, ..Size::default() })?;
        self.name(name, id);
        self.open.push(Open { id, key: None, keys: FxHashSet::default() });
        Ok(())
    }

    /// Where a block begins: the parser has a list without indentation begin behind its first dash.
    fn dash(&self, value: &Value<'_>, start: usize) -> usize {
        let before = self.text[..start].trim_end_matches(' ');
        match value {
            Value::List(_) if !self.text[start..].starts_with('-') && before.ends_with('-') => before.len() - 1,
            _ => start,
        }
    }

    fn end(&mut self, end: usize) {
        let Some(Open { id, .. }) = self.open.pop() else { return };
        let node = &mut self.tree.nodes[id.0 as usize];
        node.size.levels += 1;
        if node.range.is_empty() {
            let line = first_line(self.text, node.range.start);
            node.range.end = end.clamp(node.range.start, line.end.max(node.range.start));
        }
        self.put(id);
    }

    /// Ends what is still open where the text can no more be read.
    fn close_all(&mut self) {
        while let Some(open) = self.open.last() {
            let id = open.id;
            let end = self.tree.node(id).range.end.max(self.tree.nodes.last().map_or(0, |node| node.range.end));
            self.end(end);
        }
    }

    fn add(&mut self, value: Value<'t>, range: Range<usize>, size: Size) -> Result<NodeId, Stop> {
        if self.tree.nodes.len() >= MAX_VALUES {
            return Err(Stop::Beyond(range, Limit::Many));
        }
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        let parent = self.open.last().map(|open| open.id);
        self.tree.nodes.push(Node { range, value, parent, size });
        Ok(id)
    }

    fn name(&mut self, name: usize, id: NodeId) {
        if name > 0 {
            self.names.resize(self.names.len().max(name + 1), None);
            self.names[name] = Some(id);
        }
    }

    /// Puts a whole node into what is open.
    fn put(&mut self, id: NodeId) {
        let size = self.tree.node(id).size;
        let Some(open) = self.open.last_mut() else {
            self.tree.root.get_or_insert(id);
            return;
        };
        let into = open.id;
        self.tree.nodes[into.0 as usize].size = self.tree.node(into).size.and(size);
        match &mut self.tree.nodes[into.0 as usize].value {
            Value::List(items) => items.push(id),
            Value::Map(entries) => match open.key.take() {
                None => open.key = Some(id),
                Some(key) => {
                    entries.push((key, id));
                    self.look_for_twins(key, id);
                }
            },
            Value::Scalar { .. } | Value::Repeated(_) => {}
        }
    }

    /// Looks whether a mapping has the key that was put into it last already.
    fn look_for_twins(&mut self, key: NodeId, value: NodeId) {
        let Some(open) = self.open.last_mut() else { return };
        let (tree, Value::Map(entries)) = (&self.tree, &self.tree.node(open.id).value) else { return };
        let Some(name) = tree.text(key) else { return };
        let before = &entries[..entries.len() - 1];
        let is_twin = if before.len() < FEW {
            before.iter().any(|(other, _)| tree.text(*other) == Some(name))
        } else {
            if open.keys.is_empty() {
                open.keys = before.iter().filter_map(|(other, _)| Some(tree.text(*other)?.to_owned())).collect();
            }
            !open.keys.insert(name.to_owned())
        };
        if is_twin {
            self.tree.mistakes.push(Mistake::Twice { key, value });
        }
    }
}

/// The line around an offset without its indentation, from the offset on; of a long one the beginning.
pub fn first_line(text: &str, start: usize) -> Range<usize> {
    let most = text.floor_char_boundary(start + LINE);
    let end = text[start..most].find('\n').map_or(most, |at| start + at);
    start..start + text[start..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Tree<'_> {
        Tree::read(text, 0..text.len())
    }

    /// What a node is, as one line: `{a=[1 2] b=*2}`.
    fn shown(tree: &Tree<'_>, id: NodeId) -> String {
        match &tree.node(id).value {
            Value::Scalar { text, plain } => {
                if *plain {
                    text.to_string()
                } else {
                    format!("'{text}'")
                }
            }
            Value::List(items) => {
                format!("[{}]", items.iter().map(|id| shown(tree, *id)).collect::<Vec<_>>().join(" "))
            }
            Value::Map(entries) => {
                let entry = |(key, value): &(NodeId, NodeId)| format!("{}={}", shown(tree, *key), shown(tree, *value));
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(" "))
            }
            Value::Repeated(of) => format!("*{}", shown(tree, *of)),
        }
    }

    #[test]
    fn a_text_is_its_nodes() {
        for (text, nodes) in [
            ("a: 1\nb:\n  - x\n  - { c: 'y' }\nd:\n", "{a=1 b=[x {c='y'}] d=}"),
            ("- &n 甲\n- *n\n- &m [*n]\n- *m\n", "[甲 *甲 [*甲] *[*甲]]"),
            ("a: !!str 1\nb: ! 2\nc: !!binary AQ==\nd: !!int 3\n", "{a='1' b='2' c='AQ==' d=3}"),
            ("---\na: |\n  一\n  二\n", "{a='一\n二\n'}"),
            ("a: ~\nb: ''\n", "{a=~ b=''}"),
        ] {
            let tree = read(text);
            assert!(tree.stop.is_none() && tree.mistakes.is_empty(), "{text} {tree:?}");
            assert_eq!(shown(&tree, tree.root.unwrap()), nodes, "{text}");
        }
        assert!(read("").root.is_none() && read("# a\n").root.is_none());
    }

    #[test]
    fn a_place_is_what_is_seen_on_the_first_line() {
        let text = "x: 0\nlist:\n- a: 一 二 # c\n  b: [1,\n    2]\n- { c: 3 }   \nlast: \"甲\"\n";
        let tree = read(text);
        let part = |id: NodeId| &text[tree.node(id).range.clone()];
        let root = tree.root.unwrap();
        let list = tree.get(root, "list").unwrap();
        let Value::List(items) = tree.value(list) else { panic!() };
        assert_eq!((part(root), part(list)), ("x: 0", "- a: 一 二 # c"));
        assert_eq!((part(items[0]), part(items[1])), ("a: 一 二 # c", "{ c: 3 }"));
        assert_eq!(part(tree.get(items[0], "a").unwrap()), "一 二");
        assert_eq!(part(tree.get(items[0], "b").unwrap()), "[1,");
        assert_eq!(&text[..tree.end(items[0])], &text[..text.find("2]").unwrap() + 1]);
        assert_eq!(part(tree.get(root, "last").unwrap()), "\"甲\"");
        let (key, value) = tree.entry(tree.get(root, "last").unwrap()).unwrap();
        assert_eq!((part(key), tree.entry(key)), ("last", Some((key, value))));
        assert_eq!(tree.entry(items[0]), None);
    }

    #[test]
    fn a_key_that_stands_twice_is_a_mistake_in_small_and_large_mappings() {
        for keys in [2, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let mut text: String = (0..keys).map(|key| format!("k{key}: 1\n")).collect();
            text.push_str("k0: 2\nk1: 3\n");
            let tree = read(&text);
            let twice = tree.mistakes.iter().map(|mistake| match mistake {
                Mistake::Twice { key, value } => (tree.text(*key).unwrap(), tree.text(*value).unwrap()),
                Mistake::Control { .. } => panic!(),
            });
            assert_eq!(twice.collect::<Vec<_>>(), [("k0", "2"), ("k1", "3")], "{keys}");
        }
        assert!(read("- a: 1\n- a: 2\n").mistakes.is_empty());
    }

    #[test]
    fn a_text_is_read_as_far_as_it_is_yaml() {
        for (text, nodes) in [
            ("a: 1\nb: [2, 3\n", "{a=1 b=[2]}"),
            ("- a: 1\n- b: \"2\n", "[{a=1} {}]"),
            ("a: 1\n...\nb: 2\n", "{a=1}"),
            ("a: &n { b: *n }\n", "{a={}}"),
            ("a: !甲 b\n", "{}"),
            ("a: !!map b\n", "{}"),
            ("a: !!seq { b: 1 }\n", "{}"),
        ] {
            let tree = read(text);
            assert!(tree.stop.is_some(), "{text}");
            assert_eq!(shown(&tree, tree.root.unwrap()), nodes, "{text}");
        }
        let is_circle = |text| matches!(read(text).stop, Some(Stop::Circle(_)));
        assert!(is_circle("a: &n [*n]\n") && is_circle("&n a: { b: [*n] }\n") == is_circle("&n a: 1\nb: *n\n"));
    }

    #[test]
    fn what_is_repeated_counts_for_the_limits() {
        let deep = format!("a: &n {}1{}\nb: {}*n{}\n", "[".repeat(20), "]".repeat(20), "[".repeat(5), "]".repeat(5));
        let beyond = |text: &str| match read(text).stop {
            Some(Stop::Beyond(_, limit)) => Some(limit),
            _ => None,
        };
        assert_eq!(beyond(&deep), Some(Limit::Deep));
        let fits = format!("a: &n {}1{}\nb: [*n]\n", "[".repeat(20), "]".repeat(20));
        assert_eq!(beyond(&fits), None);
        let levels = |count: usize| format!("a: {}1{}\n", "[".repeat(count), "]".repeat(count));
        assert_eq!((beyond(&levels(MAX_DEPTH - 1)), beyond(&levels(MAX_DEPTH))), (None, Some(Limit::Deep)));
    }
}
