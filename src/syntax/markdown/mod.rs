//! Markdown → blocks of HTML, headings, clauses and links, in one pass.
//!
//! The HTML is finished, attribute values without quotes where they can do without, but for what only the whole site knows:
//! addresses and words of the theme stand in it as [`HOLE`]-delimited numbers and keys, which rendering fills in. Control characters are refused when a file is read,
//! those of escapes when YAML and Markdown are, so no author can write one.

mod article;
mod builder;
mod clauses;
mod grid;
mod html_lines;
mod joined;
mod lines;
mod raw;
mod spaced;
mod table;
mod text;
mod unmeant;
mod within;
mod wrapped;
mod writer;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Signs, Span};

use super::clause::{ClauseIndex, ClausePath, ClauseRef, Meaning, Placed, Signers};
use super::slips;
pub use article::may_be_heading;
pub use grid::{columns, is_divider};
pub use lines::with_breaks;
pub use text::{Seam, can_be_bare, escape, is_han_break, without_space, words};

/// True for a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The character around a hole in the HTML: `\u{1}3\u{1}` for the address of link 3, `\u{1}@key\u{1}` for a word.
pub const HOLE: char = '\u{1}';

/// What the text is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// The text of an official document, with clauses.
    Policy,
    /// An article with headings.
    Article,
    /// A value of a record; a single paragraph stands without its own element.
    Prose,
}

/// Where a text comes from, for the places of diagnostics.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// It stands in the file from this byte on.
    Body(FileId, usize),
    /// It is the value of a scalar; the whole scalar is the place.
    Scalar(Span),
}

impl Origin {
    /// The place of a range of the text.
    pub fn span(self, range: Range<usize>) -> Span {
        match self {
            Self::Body(file, offset) => Span::new(file, range.start + offset..range.end + offset),
            Self::Scalar(span) => span,
        }
    }
}

/// A Markdown text as the rest of the program sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// HTML with holes, block after block.
    pub html: String,
    /// Top-level blocks in order.
    pub blocks: Vec<Block>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Clauses in order; only in policies. The first is the opening, when there is any text before the first number.
    pub clauses: Vec<Clause>,
    /// Links and images, by the number of their hole.
    pub links: Vec<Link>,
    /// HTML of the author's stands in it, so it has to be sanitised.
    pub raw_html: bool,
    /// Anchors that this HTML sets, in alphabetical order.
    pub raw_anchors: Vec<String>,
    /// Places among the headings, in the order of their ids.
    by_id: Box<[u32]>,
    /// Places among the clauses, by what references name.
    index: ClauseIndex,
}

/// A top-level block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its part of [`Document::html`].
    pub html: Range<usize>,
    /// The innermost clause that it belongs to, by its place in [`Document::clauses`].
    pub clause: Option<usize>,
    /// Where it stands.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Its anchor.
    pub id: String,
}

/// A clause of an official document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands in the document.
    pub path: ClausePath,
    /// Its anchor; like that of its path, but unique in the document.
    pub anchor: String,
    /// Its heading, or the beginning of its text up to the first full stop.
    pub title: String,
    /// Where it begins in [`Document::html`].
    pub start: usize,
    /// Its first block in the file.
    pub span: Span,
    /// Whether other clauses lie below it.
    pub has_parts: bool,
    /// The clause above it, by its place.
    pub parent: Option<u32>,
    /// The place behind the last clause below it.
    pub end: u32,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written.
    pub target: String,
    /// What stands in quotes after the address: of a citation, the words of the clause that it pins.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// An image rather than a link.
    pub image: bool,
    /// An image whose author says how large it is shown.
    pub is_sized: bool,
    /// It is written as HTML.
    pub raw: bool,
}

impl Clause {
    /// True for an attachment as a whole.
    pub fn is_attachment(&self) -> bool {
        self.path.is_attachment()
    }
}

impl Placed for Clause {
    fn path(&self) -> &ClausePath {
        &self.path
    }

    fn anchor(&self) -> &str {
        &self.anchor
    }

    fn parent(&self) -> Option<usize> {
        self.parent.map(|parent| parent as usize)
    }

    fn end(&self) -> usize {
        self.end as usize
    }
}

impl Document {
    /// The place of the heading with this text, the first of several; its anchor may stand for it.
    pub fn heading(&self, text: &str) -> Option<usize> {
        self.anchored(&text::slug(text))
    }

    /// The place of the heading with an anchor.
    pub fn anchored(&self, anchor: &str) -> Option<usize> {
        let heading = |&at: &u32| self.headings[at as usize].id.as_str().cmp(anchor);
        self.by_id.binary_search_by(heading).ok().map(|at| self.by_id[at] as usize)
    }

    /// True for an anchor of a heading, or of the author's HTML.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.anchored(anchor).is_some() || self.raw_anchors.binary_search_by(|raw| raw.as_str().cmp(anchor)).is_ok()
    }

    /// What a reference to a clause means.
    pub fn find(&self, wanted: &ClauseRef) -> Meaning {
        self.index.find(&self.clauses, wanted)
    }

    /// The place of the clause that a reference names, when it names one and no other.
    pub fn clause(&self, reference: &str) -> Option<usize> {
        match self.find(&ClauseRef::parse(reference)?) {
            Meaning::One(at) => Some(at),
            Meaning::Several(_) | Meaning::Nothing => None,
        }
    }

    /// Makes the index of anchors of headings that do not change any more.
    fn index_anchors(&mut self) {
        self.raw_anchors.sort_unstable();
        self.by_id = (0..).take(self.headings.len()).collect();
        self.by_id.sort_unstable_by_key(|&at| self.headings[at as usize].id.as_str());
    }

    /// Gives back room that nothing needs any more: a site keeps all its documents until it is published.
    fn shrink(&mut self) {
        self.html = self.html.as_str().to_owned();
        exact(&mut self.blocks);
        exact(&mut self.clauses);
        exact(&mut self.links);
    }

    /// The HTML of blocks that follow each other, with holes.
    pub fn html_of(&self, blocks: &[Block]) -> &str {
        let (start, end) =
            (blocks.first().map_or(0, |block| block.html.start), blocks.last().map_or(0, |block| block.html.end));
        &self.html[start..end]
    }

    /// The wording of the clause at this place among the clauses, and of those below it: the words that readers see,
    /// without the numbers of footnotes and without white space.
    pub fn wording(&self, at: usize) -> String {
        let end = self.clauses.get(at).map_or(at, |clause| clause.end as usize);
        (at..end).map(|below| self.own_wording(below)).collect()
    }

    /// The wording of a clause up to the next one.
    pub fn own_wording(&self, at: usize) -> String {
        self.own_html(at).map(words).collect()
    }

    /// Where blocks and white space part the [wording](Self::wording) of a clause, in order.
    pub fn seams(&self, at: usize) -> Vec<Seam> {
        let end = self.clauses.get(at).map_or(at, |clause| clause.end as usize);
        let (mut seams, mut length) = (Vec::new(), 0);
        (at..end).for_each(|below| length = self.add_seams(below, length, &mut seams));
        seams
    }

    /// The same of its [own wording](Self::own_wording).
    pub fn own_seams(&self, at: usize) -> Vec<Seam> {
        let mut seams = Vec::new();
        self.add_seams(at, 0, &mut seams);
        seams
    }

    /// True when the wording of a clause has rows of a table.
    pub fn has_rows(&self, at: usize) -> bool {
        static ROW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<tr"));
        let end = self.clauses.get(at).map_or(at, |clause| clause.end as usize);
        (at..end).flat_map(|below| self.own_html(below)).any(|html| ROW.find(html.as_bytes()).is_some())
    }

    fn add_seams(&self, at: usize, length: usize, seams: &mut Vec<Seam>) -> usize {
        seams.push(Seam { at: length, is_block: true, is_row: false, is_cell: false });
        self.own_html(at).fold(length, |length, html| text::seams(html, length, seams))
    }

    /// The HTML of a clause up to the next one, without the numbers of footnotes.
    fn own_html(&self, at: usize) -> impl Iterator<Item = &str> {
        let html = self.clauses.get(at).map_or("", |clause| {
            let end = match self.clauses.get(at + 1) {
                Some(next) => next.start,
                None => self.blocks.iter().rfind(|block| block.clause.is_some()).map_or(0, |block| block.html.end),
            };
            &self.html[clause.start..end]
        });
        let mut rest = Some(html);
        std::iter::from_fn(move || {
            let html = rest?;
            let note = html.split_once("<sup id=fnref-");
            rest = note.map(|(_, note)| note.split_once("</sup>").map_or("", |(_, behind)| behind));
            Some(note.map_or(html, |(before, _)| before))
        })
    }
}

/// Moves `list` to a place of its size; an allocator may leave one that is only told to shrink where it is.
fn exact<T>(list: &mut Vec<T>) {
    let mut moved = Vec::with_capacity(list.len());
    moved.append(list);
    *list = moved;
}

/// Reads a Markdown text. Nothing fails: what cannot be taken is left out and reported.
pub fn parse(text: &str, flavor: Flavor, origin: Origin) -> (Document, Vec<Diagnostic>) {
    parse_issued(text, flavor, origin, Signers::default())
}

/// Reads a Markdown text, of which is known who has issued it.
pub fn parse_issued(text: &str, flavor: Flavor, origin: Origin, signers: Signers) -> (Document, Vec<Diagnostic>) {
    let signs = Signs::of(text);
    let (document, mut diagnostics) = builder::build(text, &signs, (flavor, origin), signers);
    let reported = |(range, character)| Diagnostic::control(origin.span(range), character);
    if signs.has('&') {
        diagnostics.extend(text::references(text).map(reported));
    }
    diagnostics.extend(slips::markdown(text, &signs, flavor, origin));
    (document, diagnostics)
}

#[cfg(test)]
mod tests;
