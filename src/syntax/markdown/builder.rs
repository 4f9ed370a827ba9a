//! Parser events → [`Document`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::clauses::Tops;
use super::raw::{Measured, Open};
use super::text::slug;
use super::unmeant::{self, Labels};
use super::writer::{Writer, depth};
use super::{Block, Document, Flavor, HOLE, Heading, Origin};
use super::{article, lines};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Signs, Span};
use crate::syntax::clause::Signers;
use crate::syntax::emphasis::{Marks, guard};
use crate::syntax::rewrite::{Edits, restore};

pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// The document of a text that has these signs.
pub(super) fn build(
    text: &str,
    signs: &Signs,
    (flavor, origin): (Flavor, Origin),
    signers: Signers,
) -> (Document, Vec<Diagnostic>) {
    let mut builder = Builder::new(flavor, origin, signers);
    let edited = builder.edits(text, signs).apply(text);
    let mut parser = Parser::new_ext(&edited.text, options(flavor)).into_offset_iter();
    let mut labels = Labels::default();
    builder.document.html.reserve(text.len() + text.len() / 4);
    // The events of an official document are kept, those of others block by block.
    let mut tops = Tops::new(text, if flavor == Flavor::Policy { text.len() / BYTES_OF_EVENT } else { 0 });
    let (mut depth, mut items, mut deepest) = (0usize, 0usize, 0usize);
    for (mut event, range) in parser.by_ref() {
        labels.note(&event);
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
            tops.push((event, range));
        } else if let [(_, range), _, ..] = tops.open() {
            builder.too_deep(range);
            tops.truncate(1);
        }
        if depth == 0 {
            match tops.open() {
                [(_, range), ..] if deepest <= MAX_DEPTH && flavor == Flavor::Policy => {
                    let start = range.start;
                    let is_marked = text[start..].trim_start_matches(['#', ' ']).starts_with('\\');
                    tops.close(is_marked || tops.is_marked(start));
                }
                block if deepest <= MAX_DEPTH => {
                    unmeant::block(text, block, origin, &mut builder.diagnostics);
                    builder.block(block, None);
                }
                _ => {}
            }
            tops.truncate(0);
            deepest = 0;
        }
    }
    for (name, range) in labels.unused(&parser) {
        let span = origin.span(edited.original(range).0);
        builder.diagnostics.push(Diagnostic::at(Code::HiddenDefinition, span).arg("name", restore(name)));
    }
    if flavor == Flavor::Policy {
        // A reference may stand for any sign.
        builder.policy(&tops, if signs.has('&') { &Signs::ANY } else { signs });
    }
    builder.finish()
}

/// Bytes of a text for which the parser has an event.
const BYTES_OF_EVENT: usize = 32;

/// Levels of lists, quotations and emphasis within each other. No page needs as many, and what reads the page after us
/// goes down into them by recursion.
const MAX_DEPTH: usize = 16;

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

/// The text of a footnote, and where its name is defined first.
struct Footnote {
    name: String,
    span: Span,
    html: String,
}

pub(super) struct Builder {
    pub(super) flavor: Flavor,
    pub(super) origin: Origin,
    /// Who has issued the document.
    pub(super) signers: Signers,
    pub(super) document: Document,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Anchors but for those of clauses, each with how many of the same name there were.
    anchors: FxHashMap<String, usize>,
    /// Numbers of footnotes, by their names.
    notes: FxHashMap<String, usize>,
    /// How often each of them is referred to.
    referred: Vec<usize>,
    footnotes: BTreeMap<usize, Footnote>,
    /// How far the HTML is measured: that of the text, and that of its footnotes.
    pub(super) measured: Measured,
    /// Which elements of the author's HTML are open.
    pub(super) open: Open,
    noted: Measured,
}

impl Builder {
    fn new(flavor: Flavor, origin: Origin, signers: Signers) -> Self {
        Self {
            flavor,
            origin,
            signers,
            document: Document::default(),
            diagnostics: Vec::new(),
            anchors: FxHashMap::default(),
            notes: FxHashMap::default(),
            referred: Vec::new(),
            footnotes: BTreeMap::new(),
            measured: Measured::default(),
            open: Open::default(),
            noted: Measured::default(),
        }
    }

    /// What makes the parser read a text as it is meant.
    fn edits(&mut self, text: &str, signs: &Signs) -> Edits {
        let mut edits = Edits::default();
        let marks = match self.flavor {
            Flavor::Policy => {
                lines::policy(text, signs, &mut edits);
                Marks::Strong
            }
            Flavor::Article | Flavor::Prose => {
                article::edit(text, signs, &mut edits);
                Marks::All
            }
        };
        let lonely = if signs.has_any(['*', '_', '~']) { guard(text, marks, &mut edits) } else { Vec::new() };
        for mark in lonely {
            let written = &text[mark.clone()];
            self.diagnostics.push(
                Diagnostic::at(Code::LiteralMark, self.origin.span(mark))
                    .arg("mark", written)
                    .arg("how", "@other-half"),
            );
        }
        edits
    }

    fn too_deep(&mut self, range: &Range<usize>) {
        let reported = Diagnostic::at(Code::YamlTooComplex, self.origin.span(range.clone())).arg("cause", "@deep");
        self.diagnostics.push(reported.arg("limit", MAX_DEPTH).arg("how", "@fewer-levels"));
    }

    /// Takes the blocks of an official document.
    fn policy(&mut self, tops: &Tops<'_>, signs: &Signs) {
        let clauses = self.outline(tops, signs);
        for (at, events) in tops.blocks().enumerate() {
            let opened = clauses.opened[at].clone();
            let start = self.document.html.len();
            for clause in &mut self.document.clauses[opened.clone()] {
                clause.start = start;
            }
            self.block(events, Some((clauses.owners[at] as usize, opened)));
        }
    }

    /// Takes the events of one top-level block; in an official document with its innermost clause, and those that begin
    /// with it.
    fn block(&mut self, events: &[Spanned<'_>], clause: Option<(usize, Range<usize>)>) {
        let Some((first, range)) = events.first() else { return };
        if let Event::Start(Tag::FootnoteDefinition(name)) = first {
            return self.footnote(name, range, &events[1..]);
        }
        let opened = clause.as_ref().map_or(0..0, |(_, opened)| opened.clone());
        // The page has the anchor of the outermost clause around the block.
        let inner = opened.clone().skip(1).last().map(|inner| self.document.clauses[inner].anchor.clone());
        let is_numbered = opened.start < opened.end && !self.document.clauses[opened.start].path.steps.is_empty();
        let id = match first {
            Event::Start(Tag::Heading { level, id, .. }) if !is_numbered => {
                let id = id.as_ref().map(|id| id.to_string());
                Some(self.heading(depth(*level), &readable(events), id))
            }
            _ => inner,
        };
        let mut html = std::mem::take(&mut self.document.html);
        let start = html.len();
        self.html(events, id, &mut html);
        self.document.html = html;
        self.push(start, clause.map(|(clause, _)| clause), self.origin.span(range.clone()));
    }

    /// Takes the text of a footnote, which stands at the end of the page wherever it is written.
    pub(super) fn footnote(&mut self, name: &str, range: &Range<usize>, events: &[Spanned<'_>]) {
        let number = self.note(name);
        let text = std::mem::replace(&mut self.measured, std::mem::take(&mut self.noted).again());
        let mut html = String::new();
        self.html(events, None, &mut html);
        self.noted = std::mem::replace(&mut self.measured, text);
        // A name that is defined twice has both texts.
        let name = restore(name).into_owned();
        let mark = range.start..range.end.min(range.start + "[^]".len() + name.len());
        let span = self.origin.span(mark);
        let new = || Footnote { name, span, html: String::new() };
        self.footnotes.entry(number).or_insert_with(new).html.push_str(&html);
    }

    /// Ends a block whose HTML begins at `start`.
    fn push(&mut self, start: usize, clause: Option<usize>, span: Span) {
        let html = start..self.document.html.len();
        self.document.blocks.push(Block { html, clause, span });
    }

    fn heading(&mut self, level: u8, text: &str, id: Option<String>) -> String {
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
        let is_clause = |free: &str| self.document.index.anchored(&self.document.clauses, free).is_some();
        let is_taken = |free: &str| RESERVED.contains(&free) || self.anchors.contains_key(free) || is_clause(free);
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

    /// Appends the HTML of one block, which is a heading or a paragraph when it has an id.
    fn html(&mut self, events: &[Spanned<'_>], id: Option<String>, html: &mut String) {
        let start = html.len();
        let mut writer = Writer::new(self, html, id);
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
            let is_referred = |number: usize| self.referred.get(number - 1).is_some_and(|&count| count > 0);
            let unused = self.footnotes.iter().filter(|&(&number, _)| !is_referred(number));
            let reported =
                |(_, note): (_, &Footnote)| Diagnostic::at(Code::UnusedFootnote, note.span).arg("name", &note.name);
            self.diagnostics.extend(unused.map(reported));
            let item = |(&number, note): (&usize, &Footnote)| footnote(number, &note.html, is_referred(number));
            let items: String = self.footnotes.iter().map(item).collect();
            let start = self.document.html.len();
            self.document.html.push_str(&format!(
                "<section class=footnotes aria-label=\"{HOLE}@footnotes{HOLE}\"><ol>{items}</ol></section>"
            ));
            self.push(start, None, self.origin.span(0..0));
        }
        self.document.index_anchors();
        self.document.shrink();
        (self.document, self.diagnostics)
    }
}

fn footnote(number: usize, html: &str, is_referred: bool) -> String {
    if !is_referred {
        return format!("<li id=fn-{number}>{html}</li>");
    }
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
