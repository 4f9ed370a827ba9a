//! Events of one block → events of HTML: tables with scopes, holes for links, alerts, footnotes.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, Tag, TagEnd};

use super::builder::{Builder, Spanned, item_length, readable};
use super::text::{escape, is_han_break};
use super::{HOLE, Link};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::emphasis::unguard;

pub(super) struct Writer<'b, 'a> {
    builder: &'b mut Builder,
    pub(super) out: Vec<Event<'a>>,
    table: Option<Table>,
    lists: usize,
    heading: Option<String>,
}

struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head_row: bool,
    head_cell: bool,
}

impl<'b, 'a> Writer<'b, 'a> {
    /// A writer for one block of `count` events. `heading` is the id of the heading that the block is.
    pub fn new(builder: &'b mut Builder, (heading, count): (Option<String>, usize)) -> Self {
        Self { builder, out: Vec::with_capacity(count + 1), table: None, lists: 0, heading }
    }

    fn raw(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    /// Writes the event at `at` and says where to go on.
    pub fn event(&mut self, events: &[Spanned<'a>], at: usize) -> usize {
        let (event, range) = &events[at];
        match event {
            Event::Start(tag) => return self.start(tag, events, at),
            Event::End(end) => self.end(*end),
            Event::SoftBreak => {
                if !around(events, at).is_some_and(|(before, after)| is_han_break(before, after)) {
                    self.out.push(Event::SoftBreak);
                }
            }
            Event::FootnoteReference(name) => {
                let number = self.builder.note(name);
                self.raw(format!("<sup id=\"fnref-{number}\"><a href=\"#fn-{number}\">[{number}]</a></sup>"));
            }
            Event::InlineHtml(text) if text.starts_with("<!--") => {}
            Event::InlineHtml(text) => {
                self.author_html(text, range);
                self.out.push(event.clone());
            }
            other => self.out.push(other.clone()),
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'a>, events: &[Spanned<'a>], at: usize) -> usize {
        match tag {
            Tag::Heading { level, .. } => {
                let id = self.heading.take().unwrap_or_default();
                let id = if id.is_empty() { String::new() } else { format!(" id=\"{}\"", escape(&id)) };
                self.raw(format!("<{level}{id}>"));
            }
            Tag::Link { dest_url, title, .. } => self.link(dest_url, title, &events[at].1),
            Tag::Image { dest_url, .. } => return self.image(dest_url, events, at),
            Tag::Table(alignments) => {
                self.table =
                    Some(Table { alignments: alignments.clone(), column: 0, head_row: false, head_cell: false });
                self.raw(format!(
                    "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{HOLE}@table{HOLE}\"><table>"
                ));
            }
            Tag::TableHead => {
                self.row(true);
                self.raw("<thead><tr>");
            }
            Tag::TableRow => {
                self.row(false);
                self.raw("<tr>");
            }
            Tag::TableCell => self.cell(matches!(events.get(at + 1), Some((Event::End(_), _)))),
            Tag::BlockQuote(Some(kind)) => {
                let kind = alert(*kind);
                self.raw(format!(
                    "<aside class=\"alert alert-{kind}\"><p class=\"alert-title\">{HOLE}@alert_{kind}{HOLE}</p>"
                ));
            }
            Tag::FootnoteDefinition(_) => {}
            Tag::List(_) => {
                self.lists += 1;
                self.out.push(Event::Start(tag.clone()));
            }
            Tag::Item if self.lists == 1 => match self.builder.item_ids.pop_front() {
                Some(id) => self.raw(format!("<li id=\"{id}\">")),
                None => self.out.push(Event::Start(Tag::Item)),
            },
            Tag::HtmlBlock => return self.html_block(events, at),
            other => self.out.push(Event::Start(other.clone())),
        }
        at + 1
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(level) => self.raw(format!("</{level}>")),
            TagEnd::Link => self.raw("</a>"),
            TagEnd::Table => self.raw("</tbody></table></div>"),
            TagEnd::TableHead => self.raw("</tr></thead><tbody>"),
            TagEnd::TableRow => self.raw("</tr>"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::BlockQuote(Some(_)) => self.raw("</aside>"),
            TagEnd::FootnoteDefinition => {}
            TagEnd::List(ordered) => {
                self.lists -= 1;
                self.out.push(Event::End(TagEnd::List(ordered)));
            }
            other => self.out.push(Event::End(other)),
        }
    }

    /// Passes a block of HTML on as a whole; comments are for authors and stay out.
    fn html_block(&mut self, events: &[Spanned<'a>], at: usize) -> usize {
        let length = item_length(&events[at..]);
        let mut html = String::new();
        for (event, _) in &events[at..at + length] {
            if let Event::Html(text) = event {
                html.push_str(text);
            }
        }
        let comment =
            html.trim().strip_prefix("<!--").is_some_and(|rest| rest.find("-->") == Some(rest.len().saturating_sub(3)));
        if !comment {
            self.author_html(&html, &events[at].1);
            self.raw(html);
        }
        at + length + 1
    }

    fn author_html(&mut self, html: &str, range: &Range<usize>) {
        self.builder.document.raw_html = true;
        if !html.starts_with("</") {
            let line = html.trim().lines().next().unwrap_or_default();
            let span = self.builder.origin.span(range.start..range.start + line.len());
            let html = line.chars().take(40).collect::<String>();
            self.builder.diagnostics.push(Diagnostic::at(Code::RawHtml, span).arg("html", html));
        }
    }

    fn hole(&mut self, target: &str, range: &Range<usize>, image: bool) -> String {
        let target = unguard(target).into_owned();
        let span = self.builder.origin.span(range.clone());
        self.builder.document.links.push(Link { target, span, image });
        format!("{HOLE}{}{HOLE}", self.builder.document.links.len() - 1)
    }

    fn link(&mut self, target: &str, title: &str, range: &Range<usize>) {
        let hole = self.hole(target, range, false);
        let title = unguard(title);
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&title)) };
        let outside = if target.contains("://") { " rel=\"noopener external\"" } else { "" };
        self.raw(format!("<a href=\"{hole}\"{title}{outside}>"));
    }

    fn image(&mut self, target: &str, events: &[Spanned<'a>], at: usize) -> usize {
        let length = item_length(&events[at..]);
        let words = readable(&events[at..=at + length]);
        let range = &events[at].1;
        if words.is_empty() {
            let span = self.builder.origin.span(range.clone());
            self.builder.diagnostics.push(Diagnostic::at(Code::NoAlternative, span).arg("path", unguard(target)));
        }
        let hole = self.hole(target, range, true);
        self.raw(format!("<img src=\"{hole}\" alt=\"{}\" loading=\"lazy\" decoding=\"async\">", escape(&words)));
        at + length + 1
    }

    fn row(&mut self, head: bool) {
        if let Some(table) = &mut self.table {
            table.head_row = head;
            table.column = 0;
        }
    }

    fn cell(&mut self, empty: bool) {
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        table.head_cell = table.head_row && !empty;
        let html = if table.head_cell { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.raw(html);
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        let html = if table.head_cell { "</th>" } else { "</td>" };
        self.raw(html);
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// The readable characters on both sides of the event at `at`.
fn around(events: &[Spanned<'_>], at: usize) -> Option<(char, char)> {
    let text = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    };
    let before = events[..at].iter().rev().find_map(|(event, _)| text(event))?;
    let after = events[at + 1..].iter().find_map(|(event, _)| text(event))?;
    Some((before.chars().next_back()?, after.chars().next()?))
}
