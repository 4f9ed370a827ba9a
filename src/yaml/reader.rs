//! Events of the parser → a tree, with its limits.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag};
use rustc_hash::FxHashSet;

use super::tree::{
    Limit, MAX_DEPTH, MAX_REPEATED, MAX_VALUES, Mistake, Node, NodeId, Size, Stop, Tree, Value, first_line,
};
use crate::source::{MAX_TEXT, is_control};

impl<'t> Tree<'t> {
    /// Reads a part of a text. Places are those in the whole text.
    pub fn read(text: &'t str, part: Range<usize>) -> Self {
        let nodes = Vec::with_capacity(part.len() / 16);
        let tree = Tree { nodes, root: None, mistakes: Vec::new(), stop: None };
        let mut reader =
            Reader { tree, text, base: part.start, open: Vec::new(), names: Vec::new(), repeated: Size::default() };
        if let Err(stop) = reader.read(&text[part]) {
            reader.tree.stop = Some(stop);
            reader.close_all();
        }
        reader.tree
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
pub(super) const FEW: usize = 24;

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
