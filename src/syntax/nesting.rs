//! Measures how deeply HTML is nested, as a browser nests it, while it is still being written.
//!
//! The parser of `ammonia` decides: end tags that are optional, wrong or missing need no rules here. It never sees more than
//! a caller's limit allows, because its own work grows with the depth.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::driver::{ParseOpts, Parser, parse_fragment};
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, LocalName, QualName, ns};

/// HTML that is read piece by piece.
pub struct Nesting {
    parser: Parser<Sink>,
}

impl Default for Nesting {
    fn default() -> Self {
        let context = QualName::new(None, ns!(html), LocalName::from("div"));
        Self { parser: parse_fragment(Sink::default(), ParseOpts::default(), context, Vec::new(), false) }
    }
}

impl Nesting {
    /// Reads the next piece and returns the depth of its deepest element.
    pub fn read(&mut self, html: &str) -> usize {
        self.parser.tokenizer.sink.sink.deepest.set(0);
        self.parser.process(StrTendril::from(html));
        // The root that the parser sets around a fragment is no element of it.
        self.parser.tokenizer.sink.sink.deepest.get().saturating_sub(1)
    }
}

/// An element: its name and the one that it lies in.
struct Node {
    name: QualName,
    parent: RefCell<Option<Rc<Self>>>,
    /// Elements that the parser has put between this one and its children.
    between: Cell<usize>,
}

impl Node {
    fn new(name: QualName) -> Rc<Self> {
        Rc::new(Self { name, parent: RefCell::default(), between: Cell::new(0) })
    }

    fn depth(&self) -> usize {
        let mut depth = 0;
        let mut parent = self.parent.borrow().clone();
        while let Some(node) = parent {
            depth += 1 + node.between.get();
            parent = node.parent.borrow().clone();
        }
        depth
    }
}

/// Elements know their parents and nothing else, so that those that are closed are forgotten.
struct Sink {
    document: Rc<Node>,
    deepest: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Self {
        Self { document: Node::new(QualName::new(None, ns!(), LocalName::from(""))), deepest: Cell::new(0) }
    }
}

impl Sink {
    fn put(&self, parent: Rc<Node>, child: NodeOrText<Rc<Node>>) {
        if let NodeOrText::AppendNode(child) = child {
            *child.parent.borrow_mut() = Some(parent);
            self.deepest.set(self.deepest.get().max(child.depth()));
        }
    }
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> Rc<Node> {
        Node::new(name)
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        Node::new(self.document.name.clone())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        Node::new(self.document.name.clone())
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.put(Rc::clone(parent), child);
    }

    fn append_based_on_parent_node(&self, element: &Rc<Node>, previous: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let parent = element.parent.borrow().clone();
        self.put(parent.unwrap_or_else(|| Rc::clone(previous)), child);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        Rc::clone(target)
    }

    fn same_node(&self, one: &Rc<Node>, other: &Rc<Node>) -> bool {
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let parent = sibling.parent.borrow().clone();
        if let Some(parent) = parent {
            self.put(parent, child);
        }
    }

    fn add_attrs_if_missing(&self, _: &Rc<Node>, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Rc<Node>) {
        *target.parent.borrow_mut() = None;
    }

    /// The parser puts `parent`, which it appends to `node` next, around the children of `node`.
    fn reparent_children(&self, node: &Rc<Node>, _: &Rc<Node>) {
        node.between.set(node.between.get() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nest_as_in_a_browser() {
        for (html, expected) in [
            ("", 0),
            ("甲<br>", 1),
            ("<div><p>甲</p><p>乙</p></div>", 2),
            ("<p>甲<p>乙<p>丙", 1),
            ("<ul><li>甲<li>乙<ul><li>丙", 4),
            ("<span><div></span><div></span><div></span>", 4),
            ("<table><td><b>甲", 5),
            ("<table><div><div><div>", 3),
            ("<b id=1><p></b>甲<i>", 3),
            ("<p><b id=1></p><p><b id=2></p><p><b id=3></p><p>甲", 4),
            ("<script><div><div></script>", 1),
        ] {
            let mut nesting = Nesting::default();
            assert_eq!(nesting.read(html), expected, "{html}");
        }
    }

    #[test]
    fn pieces_are_parts_of_one_text() {
        let mut nesting = Nesting::default();
        assert_eq!(nesting.read("<div><di"), 1);
        assert_eq!(nesting.read("v><b>"), 3);
        assert_eq!(nesting.read("</b></div>甲"), 0);
        assert_eq!(nesting.read("<b>"), 2);
    }
}
