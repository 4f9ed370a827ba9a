//! The text of a policy → the tree of its clauses, each with the blocks that are its own.

use std::ops::Range;

use crate::syntax::clause::{Kind, Placed};
use crate::syntax::markdown::{Clause, Document};

/// A clause with what lies below it.
pub(super) struct Node<'a> {
    /// Its place among the clauses.
    pub at: usize,
    pub clause: &'a Clause,
    /// Its own blocks, by their places. One that opens several clauses is the innermost one's.
    pub blocks: Range<usize>,
    pub children: Vec<Node<'a>>,
}

impl Node<'_> {
    /// How it is numbered; nothing for the opening.
    pub fn kind(&self) -> Option<Kind> {
        self.clause.path.own().map(|own| own.kind)
    }

    /// True for an attachment, or a document that this one carries.
    pub fn is_component(&self) -> bool {
        self.kind().is_some_and(|kind| kind.is_annex() || kind == Kind::Carried)
    }

    /// True for the end of a document, or of a part of it.
    pub fn is_closing(&self) -> bool {
        self.kind() == Some(Kind::Closing)
    }

    /// The blocks of it and of all below it.
    pub fn all_blocks(&self) -> Range<usize> {
        self.children.last().map_or(self.blocks.clone(), |last| self.blocks.start..last.all_blocks().end)
    }
}

/// The outermost clauses of a document, and the blocks behind them, which are footnotes.
pub(super) fn outline(body: &Document) -> (Vec<Node<'_>>, Range<usize>) {
    let mut own = vec![0..0; body.clauses.len()];
    let mut end = 0;
    for (at, block) in body.blocks.iter().enumerate() {
        let Some(clause) = block.clause else { continue };
        end = at + 1;
        let blocks: &mut Range<usize> = &mut own[clause];
        *blocks = if blocks.start == blocks.end { at..end } else { blocks.start..end };
    }
    // A clause without blocks of its own begins with the first one below it.
    for at in (1..own.len()).rev() {
        if own[at - 1].is_empty() {
            own[at - 1] = own[at].start..own[at].start;
        }
    }
    let mut nodes = nodes(body, &own, 0..body.clauses.len());
    // A text of footnotes only has an opening that holds nothing.
    nodes.retain(|node| node.kind().is_some() || node.blocks.start < node.blocks.end);
    (nodes, end..body.blocks.len())
}

/// The outermost of some clauses that follow each other.
fn nodes<'a>(body: &'a Document, own: &[Range<usize>], clauses: Range<usize>) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    let mut at = clauses.start;
    while at < clauses.end {
        let clause = &body.clauses[at];
        let end = clause.end().clamp(at + 1, clauses.end);
        nodes.push(Node { at, clause, blocks: own[at].clone(), children: self::nodes(body, own, at + 1..end) });
        at = end;
    }
    nodes
}
