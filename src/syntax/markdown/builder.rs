//! Parser events → [`Document`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::lines;
use super::raw::Measured;
use super::text::{beginning, slug};
use super::writer::{Writer, depth};
use super::{Block, Clause, Document, Flavor, HOLE, Heading, Origin};
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::Span;
use crate::syntax::clause::{self, ClausePath, Marker};
use crate::syntax::emphasis::{Marks, guard};
use crate::syntax::rewrite::{Edits, restore};

pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

pub(super) fn build(text: &str, flavor: Flavor, origin: Origin) -> (Document, Vec<Diagnostic>) {
    let edited = edits(text, flavor).apply(text);
    let parser = Parser::new_ext(&edited.text, options(flavor)).into_offset_iter();
    let mut builder = Builder::new(flavor, origin);
    builder.document.html.reserve(text.len() + text.len() / 4);
    let mut block: Vec<Spanned<'_>> = Vec::with_capacity(32);
    let (mut depth, mut items, mut deepest) = (0usize, 0usize, 0usize);
    for (mut event, range) in parser {
        let (range, is_edited) = edited.original(range);
        if is_edited {
            clean(&mut event);
        }
        match event {
            Event::Start(ref tag) => {
                depth += 1;
                items += usize::from(*tag == Tag::Item);
            }
            Event::End(end) => {
                depth -= 1;
                items -= usize::from(end == TagEnd::Item);
            }
            _ => {}
        }
        // A list and its item are one level.
        deepest = deepest.max(depth - items);
        if deepest <= MAX_DEPTH {
            block.push((event, range));
        } else if block.len() > 1 {
            builder.too_deep(&block[0].1);
            block.truncate(1);
        }
        if depth == 0 {
            if let (Some((_, range)), true) = (block.first(), deepest <= MAX_DEPTH) {
                builder.block(&block, is_marked_as_text(text, range.start));
            }
            block.clear();
            deepest = 0;
        }
    }
    builder.finish()
}

/// Levels of lists, quotations and emphasis within each other. No page needs as many, and what reads the page after us
/// goes down into them by recursion.
const MAX_DEPTH: usize = 16;

/// What makes the parser read a text as it is meant.
fn edits(text: &str, flavor: Flavor) -> Edits {
    let mut edits = Edits::default();
    match flavor {
        Flavor::Policy => {
            lines::policy(text, &mut edits);
            guard(text, Marks::Strong, &mut edits);
        }
        Flavor::Article | Flavor::Prose => guard(text, Marks::All, &mut edits),
    }
    edits
}

/// True when a `\\` stands before a block, or is its first sign: no number begins there.
fn is_marked_as_text(text: &str, start: usize) -> bool {
    text[start..].trim_start_matches(['#', ' ']).starts_with('\\') || text[..start].ends_with('\\')
}

fn options(flavor: Flavor) -> Options {
    let policy = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    if flavor == Flavor::Policy {
        return policy;
    }
    policy
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Takes the sentinels and stand-ins of the edits out of an event.
fn clean(event: &mut Event<'_>) {
    if let Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) = event
        && let Cow::Owned(clean) = restore(text)
    {
        *text = CowStr::from(clean);
    }
}

/// Anchors that every page has already.
const RESERVED: &[&str] = &["main", "live", "sources"];

pub(super) struct Builder {
    pub(super) flavor: Flavor,
    pub(super) origin: Origin,
    pub(super) document: Document,
    pub(super) diagnostics: Vec<Diagnostic>,
    path: ClausePath,
    /// Anchors but for those of clauses, each with how many of the same name there were.
    anchors: FxHashMap<String, usize>,
    /// Where each clause number stands first, by its anchor.
    first: FxHashMap<String, Span>,
    /// The number and the place of the last clause among each [`siblings`](ClausePath::siblings).
    last: FxHashMap<ClausePath, (u32, Span)>,
    /// Numbers of footnotes, by their names.
    notes: FxHashMap<String, usize>,
    /// How often each of them is referred to.
    referred: Vec<usize>,
    footnotes: BTreeMap<usize, String>,
    widths: (Option<bool>, bool),
    /// How far the HTML is measured: that of the text, and that of its footnotes.
    pub(super) measured: Measured,
    noted: Measured,
}

impl Builder {
    fn new(flavor: Flavor, origin: Origin) -> Self {
        Self {
            flavor,
            origin,
            document: Document::default(),
            diagnostics: Vec::new(),
            path: ClausePath::default(),
            anchors: FxHashMap::default(),
            first: FxHashMap::default(),
            last: FxHashMap::default(),
            notes: FxHashMap::default(),
            referred: Vec::new(),
            footnotes: BTreeMap::new(),
            widths: (None, false),
            measured: Measured::default(),
            noted: Measured::default(),
        }
    }

    fn too_deep(&mut self, range: &Range<usize>) {
        let told = Diagnostic::at(Code::YamlTooComplex, self.origin.span(range.clone())).arg("cause", "@deep");
        self.diagnostics.push(told.arg("limit", MAX_DEPTH).arg("how", "@fewer-levels"));
    }

    /// Takes the events of one top-level block. One that `is_text` begins with no number of a clause.
    fn block(&mut self, events: &[Spanned<'_>], is_text: bool) {
        let Some((first, range)) = events.first() else { return };
        if let Event::Start(Tag::FootnoteDefinition(name)) = first {
            return self.footnote(name, &events[1..]);
        }
        let clause = (self.flavor == Flavor::Policy).then(|| self.clause(events, is_text));
        let mut heading = None;
        if let Event::Start(Tag::Heading { level, id, .. }) = first {
            let id = id.as_ref().map(|id| id.to_string());
            heading = Some(self.heading(depth(*level), &readable(events), id, is_text));
        }
        let mut html = std::mem::take(&mut self.document.html);
        let start = html.len();
        self.html(events, heading, &mut html);
        self.document.html = html;
        self.push(start, clause, self.origin.span(range.clone()));
    }

    /// Takes the text of a footnote, which stands at the end of the page wherever it is written.
    pub(super) fn footnote(&mut self, name: &str, events: &[Spanned<'_>]) {
        let number = self.note(name);
        let text = std::mem::replace(&mut self.measured, std::mem::take(&mut self.noted).again());
        let mut html = String::new();
        self.html(events, None, &mut html);
        self.noted = std::mem::replace(&mut self.measured, text);
        self.footnotes.insert(number, html);
    }

    /// The clause to which a block belongs, which it may open.
    fn clause(&mut self, events: &[Spanned<'_>], is_text: bool) -> usize {
        let (first, range) = &events[0];
        if let (Event::Start(Tag::Paragraph | Tag::Heading { .. }), false) = (first, is_text) {
            self.paragraph_clause(&readable(events), range);
        }
        self.opening(events);
        self.current()
    }

    /// Ends a block whose HTML begins at `start`.
    fn push(&mut self, start: usize, clause: Option<usize>, span: Span) {
        let html = start..self.document.html.len();
        self.document.blocks.push(Block { html, clause, span });
    }

    /// The clause that was opened last.
    fn current(&self) -> usize {
        self.document.clauses.len().saturating_sub(1)
    }

    /// Opens the clause that a paragraph or heading begins.
    fn paragraph_clause(&mut self, text: &str, range: &Range<usize>) {
        if let Some(number) = clause::attachment(text) {
            self.path = ClausePath { attachment: Some(number), ..ClausePath::default() };
            self.open(text, range);
        } else if let Some(marker) = clause::marker(text) {
            self.check_brackets(marker, range);
            self.path = self.path.next(marker.level, marker.number);
            self.open(&text[marker.length..], range);
        }
    }

    /// Text before the first number is a clause too.
    fn opening(&mut self, events: &[Spanned<'_>]) {
        if self.document.clauses.is_empty() {
            self.open(&readable(events), &events[0].1);
        }
    }

    /// Opens the clause of the path. `text` is what it says after its number.
    fn open(&mut self, text: &str, range: &Range<usize>) {
        let span = self.origin.span(range.clone());
        let path = self.path.clone();
        let mut anchor = path.anchor();
        let previous = path.siblings().and_then(|(siblings, number)| self.last.insert(siblings, (number, span)));
        if let Some(first) = self.first.get(&anchor) {
            self.diagnostics.push(
                Diagnostic::at(Code::DuplicateClause, span).arg("clause", &path).related(*first, Relation::First),
            );
            anchor = self.unique(&format!("{anchor}x"));
        } else {
            self.check_order(&path, previous, span);
            self.first.insert(anchor.clone(), span);
        }
        let title = beginning(text.trim());
        let start = self.document.html.len();
        self.document.clauses.push(Clause { path, anchor, title, start, span, has_parts: false });
    }

    fn check_order(&mut self, path: &ClausePath, previous: Option<(u32, Span)>, span: Span) {
        let Some(&(_, number)) = path.steps.last() else { return };
        if number != previous.map_or(0, |(number, _)| number) + 1 {
            let mut diagnostic = Diagnostic::at(Code::ClauseOrder, span)
                .arg("clause", path)
                .arg("previous", previous.map_or("—".into(), |(number, _)| number.to_string()));
            if let Some((_, span)) = previous {
                diagnostic = diagnostic.related(span, Relation::Previous);
            }
            self.diagnostics.push(diagnostic);
        }
    }

    fn check_brackets(&mut self, marker: Marker, range: &Range<usize>) {
        let Some(half) = marker.half_width else { return };
        match self.widths {
            (None, _) => self.widths.0 = Some(half),
            (Some(first), false) if first != half => {
                self.widths.1 = true;
                let clause = self.path.next(marker.level, marker.number);
                let span = self.origin.span(range.clone());
                self.diagnostics.push(Diagnostic::at(Code::MixedBrackets, span).arg("clause", clause));
            }
            _ => {}
        }
    }

    fn heading(&mut self, level: u8, text: &str, id: Option<String>, is_text: bool) -> String {
        let is_numbered = || clause::marker(text).is_some() || clause::attachment(text).is_some();
        if self.flavor == Flavor::Policy && !is_text && is_numbered() {
            return String::new();
        }
        let id = self.unique(&id.unwrap_or_else(|| slug(text)));
        self.document.headings.push(Heading { level, text: text.to_owned(), id: id.clone() });
        id
    }

    /// An anchor like this one that the page does not have yet.
    pub(super) fn unique(&mut self, anchor: &str) -> String {
        let mut free = anchor.to_owned();
        let mut count = self.anchors.get(anchor).copied().unwrap_or(0);
        if count > 0 {
            count += 1;
            free = format!("{anchor}-{count}");
        }
        let is_taken =
            |free: &str| RESERVED.contains(&free) || self.first.contains_key(free) || self.anchors.contains_key(free);
        while is_taken(&free) {
            count = count.max(1) + 1;
            free = format!("{anchor}-{count}");
        }
        self.anchors.insert(anchor.to_owned(), count.max(1));
        self.anchors.entry(free.clone()).or_insert(1);
        free
    }

    pub(super) fn note(&mut self, name: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(name.to_owned()).or_insert(next)
    }

    /// Counts a reference to a footnote, and says which one it is.
    pub(super) fn refer(&mut self, number: usize) -> usize {
        if self.referred.len() < number {
            self.referred.resize(number, 0);
        }
        self.referred[number - 1] += 1;
        self.referred[number - 1]
    }

    /// Appends the HTML of one block. `heading` is the id of the heading that the block is.
    fn html(&mut self, events: &[Spanned<'_>], heading: Option<String>, html: &mut String) {
        let start = html.len();
        let mut writer = Writer::new(self, html, heading);
        let mut at = 0;
        while at < events.len() {
            at = writer.event(events, at);
        }
        html.truncate(start + html[start..].trim_end().len());
        self.measured.cut(html.len());
    }

    fn finish(mut self) -> (Document, Vec<Diagnostic>) {
        if let (Flavor::Prose, [block]) = (self.flavor, self.document.blocks.as_mut_slice()) {
            let inner = self.document.html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
            if let Some(inner) = inner.map(str::to_owned) {
                block.html = 0..inner.len();
                self.document.html = inner;
            }
        }
        if !self.footnotes.is_empty() {
            let items: String = self.footnotes.iter().map(|(number, html)| footnote(*number, html)).collect();
            let start = self.document.html.len();
            self.document.html.push_str(&format!(
                "<section class=footnotes aria-label=\"{HOLE}@footnotes{HOLE}\"><ol>{items}</ol></section>"
            ));
            self.push(start, None, self.origin.span(0..0));
        }
        for at in 1..self.document.clauses.len() {
            let (above, below) = self.document.clauses.split_at_mut(at);
            above[at - 1].has_parts = below[0].path.is_within(&above[at - 1].path);
        }
        self.document.index();
        self.document.shrink();
        (self.document, self.diagnostics)
    }
}

fn footnote(number: usize, html: &str) -> String {
    let back = format!(" <a href=#fnref-{number} aria-label=\"{HOLE}@footnote_back{HOLE}\">↩</a>");
    let body = match html.strip_suffix("</p>") {
        Some(start) => format!("{start}{back}</p>"),
        None => format!("{html}{back}"),
    };
    format!("<li id=fn-{number}>{body}</li>")
}

/// How many events after the first belong to the item that it starts.
pub(super) fn item_length(events: &[Spanned<'_>]) -> usize {
    let mut depth = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    events.len() - 1
}

/// The text of events as a reader sees it, blocks on lines of their own.
pub(super) fn readable(events: &[Spanned<'_>]) -> String {
    let mut text = String::with_capacity(events.first().map_or(0, |(_, range)| range.len()));
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => text.push('\n'),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}
