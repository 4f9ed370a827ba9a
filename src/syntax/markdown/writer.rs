//! Events of one block → HTML: tables with scopes, holes for links, alerts, footnotes. Nothing stands between elements.

use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;

use super::builder::{Builder, Spanned, item_length, readable};
use super::table::Table;
use super::text::{attribute, is_han_break};
use super::{HOLE, Link, spaced};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::contact::contacts;
use crate::syntax::rewrite::restore;
use crate::syntax::tags::Tags;

/// Bytes of the text of a link that stays in one line: eight Chinese characters.
const SHORT: usize = 24;

pub(super) struct Writer<'b> {
    pub(super) builder: &'b mut Builder,
    pub(super) html: &'b mut String,
    table: Option<Table>,
    /// The id of the heading or paragraph that comes first.
    id: Option<String>,
    around: Around,
    /// What is written is the text of a link.
    in_link: bool,
}

impl<'b> Writer<'b> {
    /// A writer for one block, whose HTML goes to the end of `html`. A heading or paragraph may have an id.
    pub fn new(builder: &'b mut Builder, html: &'b mut String, id: Option<String>) -> Self {
        Self { builder, html, table: None, id, around: Around::default(), in_link: false }
    }

    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn format(&mut self, html: std::fmt::Arguments<'_>) {
        // A string takes everything.
        let _ = self.html.write_fmt(html);
    }

    fn text(&mut self, text: &str) {
        let _ = escape_html_body_text(&mut *self.html, text);
    }

    /// Writes running text, in which numbers that are called and mail addresses become links. One that goes on beside the
    /// text, in another event, is none.
    fn running(&mut self, text: &str, next: Option<&Spanned<'_>>) {
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "-+._@*".contains(c));
        let behind = match next {
            Some((Event::Text(next), _)) => next.chars().next(),
            _ => None,
        };
        let mut from = 0;
        if !self.in_link {
            for (range, scheme) in contacts(text) {
                let whole = (range.start > 0 || !joined(self.html.chars().next_back()))
                    && (range.end < text.len() || !joined(behind));
                if whole {
                    self.text(&text[from..range.start]);
                    let address = &text[range.clone()];
                    ["<a href=\"", scheme.prefix(), address, "\">", address, "</a>"]
                        .into_iter()
                        .for_each(|part| self.raw(part));
                    from = range.end;
                }
            }
        }
        self.text(&text[from..]);
    }

    /// Writes the event at `at` and says where to go on.
    pub fn event(&mut self, events: &[Spanned<'_>], at: usize) -> usize {
        let (event, range) = &events[at];
        match event {
            Event::Start(tag) => return self.start(tag, events, at),
            Event::End(end) => self.end(*end),
            Event::SoftBreak => {
                if !self.around.of(events, at).is_some_and(|(before, after)| is_han_break(before, after)) {
                    self.raw("\n");
                }
            }
            Event::HardBreak => self.raw("<br>"),
            Event::Rule => self.raw("<hr>"),
            Event::FootnoteReference(name) => {
                let number = self.builder.note(name);
                let place = match self.builder.refer(number) {
                    1 => number.to_string(),
                    again => format!("{number}-{again}"),
                };
                self.format(format_args!("<sup id=fnref-{place}><a href=#fn-{number}>[{number}]</a></sup>"));
            }
            Event::TaskListMarker(done) => {
                let (state, word) = if *done { (" checked", "task_done") } else { ("", "task_open") };
                let label = format_args!("aria-label=\"{HOLE}@{word}{HOLE}\"");
                self.format(format_args!("<input type=checkbox disabled{state} {label}> "));
            }
            Event::Text(text) => {
                if let (Some((Event::Text(next), after)), "]") = (events.get(at + 1), &**text) {
                    self.literal(next, range.start..after.end);
                }
                self.running(text, events.get(at + 1));
            }
            Event::Code(text) => {
                self.raw("<code>");
                self.text(text);
                self.raw("</code>");
            }
            Event::InlineHtml(text) if text.starts_with("<!--") => {}
            Event::InlineHtml(text) => {
                let html = self.author_html(text, &[(0, range.clone())]);
                self.raw(&html);
            }
            // Blocks of HTML are taken as a whole, and formulas are not read.
            Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'_>, events: &[Spanned<'_>], at: usize) -> usize {
        match tag {
            Tag::Heading { level, .. } => {
                let id = self.id.take().map_or_else(String::new, |id| attribute("id", &id));
                self.format(format_args!("<h{}{id}>", depth(*level)));
            }
            Tag::Paragraph if self.id.is_some() => {
                let id = self.id.take().map_or_else(String::new, |id| attribute("id", &id));
                self.format(format_args!("<p{id}>"));
            }
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.link(&format!("mailto:{dest_url}"), "", &events[at..]);
            }
            Tag::Link { dest_url, title, .. } => {
                if is_wordless(&events[at + 1..]) {
                    let reported = Diagnostic::at(Code::EmptyLink, self.builder.origin.span(events[at].1.clone()));
                    self.builder.diagnostics.push(reported);
                }
                self.link(dest_url, title, &events[at..]);
            }
            Tag::Image { dest_url, .. } => return self.image(dest_url, events, at),
            Tag::Table(alignments) => self.table(alignments, &events[at..]),
            Tag::TableHead => self.raw("<thead><tr>"),
            Tag::TableRow => self.raw("<tr>"),
            Tag::TableCell => self.cell(matches!(events.get(at + 1), Some((Event::End(_), _)))),
            Tag::BlockQuote(Some(kind)) => {
                let kind = alert(*kind);
                let title = format_args!("<p class=alert-title>{HOLE}@alert_{kind}{HOLE}</p>");
                self.format(format_args!("<aside role=note class=\"alert alert-{kind}\">{title}"));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                let class = match language {
                    "" => String::new(),
                    language => attribute("class", &format!("language-{language}")),
                };
                self.format(format_args!("<pre><code{class}>"));
            }
            Tag::List(None) => self.raw("<ul>"),
            Tag::List(Some(1)) => self.raw("<ol>"),
            Tag::List(Some(first)) => self.format(format_args!("<ol start={first}>")),
            Tag::HtmlBlock => return self.html_block(events, at),
            Tag::FootnoteDefinition(name) => {
                let end = at + item_length(&events[at..]);
                self.builder.footnote(name, &events[at].1, &events[at + 1..end]);
                return end + 1;
            }
            other => {
                if let Some(name) = element(&other.to_end()) {
                    ["<", name, ">"].into_iter().for_each(|part| self.raw(part));
                }
            }
        }
        at + 1
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(level) => self.format(format_args!("</h{}>", depth(level))),
            TagEnd::Link => {
                self.in_link = false;
                self.raw("</a>");
            }
            TagEnd::Table => self.raw("</tbody></table></div>"),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::BlockQuote(Some(_)) => self.raw("</aside>"),
            // Nothing but a footnote stood in it.
            TagEnd::BlockQuote(None) if self.html.ends_with("<blockquote>") => {
                self.html.truncate(self.html.len() - "<blockquote>".len());
            }
            TagEnd::CodeBlock => self.raw("</code></pre>"),
            TagEnd::List(ordered) => self.raw(if ordered { "</ol>" } else { "</ul>" }),
            other => {
                if let Some(name) = element(&other) {
                    ["</", name, ">"].into_iter().for_each(|part| self.raw(part));
                }
            }
        }
    }

    fn table(&mut self, alignments: &[Alignment], events: &[Spanned<'_>]) {
        let table = Table::new(alignments, events);
        let label = format_args!("aria-label=\"{HOLE}@table{HOLE}\"");
        self.format(format_args!("<div class=table role=group tabindex=0 {label}><table>"));
        for columns in table.groups() {
            match columns {
                1 => self.raw("<colgroup>"),
                more => self.format(format_args!("<colgroup span={more}>")),
            }
        }
        self.table = Some(table);
    }

    /// Passes a block of HTML on as a whole; comments are for authors and stay out.
    fn html_block(&mut self, events: &[Spanned<'_>], at: usize) -> usize {
        let length = item_length(&events[at..]);
        let mut html = String::new();
        let mut lines = Vec::new();
        for (event, range) in &events[at..at + length] {
            if let Event::Html(text) = event {
                lines.push((html.len(), range.clone()));
                html.push_str(text);
            }
        }
        if !is_comment(&html) {
            let html = self.author_html(&html, &lines);
            self.raw(&html);
        }
        at + length + 1
    }

    /// Tells of what was meant as a link: an address in brackets in which there is a space.
    fn literal(&mut self, text: &str, range: Range<usize>) {
        let reported = spaced::link(&restore(text), self.builder.origin.span(range));
        self.builder.diagnostics.extend(reported);
    }

    pub(super) fn hole(&mut self, link: Link) -> String {
        let number = self.builder.document.links.len().to_string();
        self.builder.document.links.push(link);
        let mut hole = String::with_capacity(number.len() + 2);
        hole.push(HOLE);
        hole.push_str(&number);
        hole.push(HOLE);
        hole
    }

    /// A link as Markdown has it.
    fn plain(&self, (target, title): (&str, &str), range: &Range<usize>, image: bool) -> Link {
        let (target, title) = (restore(target).into_owned(), restore(title).into_owned());
        Link { target, title, span: self.builder.origin.span(range.clone()), image, is_sized: false, raw: false }
    }

    fn link(&mut self, target: &str, title: &str, events: &[Spanned<'_>]) {
        self.in_link = true;
        let hole = self.hole(self.plain((target, title), &events[0].1, false));
        let title = restore(title);
        let title = if title.is_empty() { String::new() } else { attribute("title", &title) };
        let outside = if target.contains("://") { " rel=\"noopener external\"" } else { "" };
        // The number of a clause never breaks.
        let short = match events {
            [_, (Event::Text(text), _), (Event::End(TagEnd::Link), _), ..] if target.contains('#') => {
                text.len() <= SHORT
            }
            _ => false,
        };
        let class = if short { " class=c" } else { "" };
        ["<a href=\"", &hole, "\"", &title, outside, class, ">"].into_iter().for_each(|part| self.raw(part));
    }

    fn image(&mut self, target: &str, events: &[Spanned<'_>], at: usize) -> usize {
        let length = item_length(&events[at..]);
        let words = readable(&events[at..=at + length]);
        for (event, range) in &events[at..at + length] {
            // No HTML stands in the words of a picture.
            if let Event::InlineHtml(html) = event
                && !is_comment(html)
            {
                self.report_html(html, &Tags::new(html).collect::<Vec<_>>(), &[(0, range.clone())]);
            }
        }
        let range = &events[at].1;
        if words.is_empty() {
            let span = self.builder.origin.span(range.clone());
            self.builder.diagnostics.push(Diagnostic::at(Code::NoAlternative, span).arg("path", restore(target)));
        }
        let hole = self.hole(self.plain((target, ""), range, true));
        self.format(format_args!("<img src=\"{hole}\"{} loading=lazy decoding=async>", attribute("alt", &words)));
        at + length + 1
    }

    fn end_row(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.row += 1;
        table.column = 0;
        let html = if table.row == table.heading.len() { "</tr></thead><tbody>" } else { "</tr>" };
        self.raw(html);
    }

    fn cell(&mut self, empty: bool) {
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Right) => " class=right",
            Some(Alignment::Center) => " class=center",
            _ => "",
        };
        let heading = table.heading.get(table.row).and_then(|row| row.get(table.column)).copied();
        table.close = match heading {
            Some((0, _)) => "",
            Some(_) if !empty => "</th>",
            _ => "</td>",
        };
        match heading {
            Some((0, _)) => {}
            Some((columns, rows)) if !empty => {
                let (scope, columns) = match columns {
                    1 => ("col", String::new()),
                    more => ("colgroup", format!(" colspan={more}")),
                };
                let rows = if rows > 1 { format!(" rowspan={rows}") } else { String::new() };
                self.format(format_args!("<th scope={scope}{columns}{rows}{class}>"));
            }
            _ => ["<td", class, ">"].into_iter().for_each(|part| self.raw(part)),
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        let html = table.close;
        self.raw(html);
    }
}

/// The level of a heading below the title of its page, which is the only one of the first.
pub(super) fn depth(level: HeadingLevel) -> u8 {
    (level as u8).max(2)
}

/// The name of an element that has no attributes and stands for a part of a text by itself.
fn element(end: &TagEnd) -> Option<&'static str> {
    Some(match end {
        TagEnd::Paragraph => "p",
        TagEnd::Item => "li",
        TagEnd::BlockQuote(None) => "blockquote",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::DefinitionList => "dl",
        TagEnd::DefinitionListTitle => "dt",
        TagEnd::DefinitionListDefinition => "dd",
        _ => return None,
    })
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

/// The readable characters on both sides of an event, found by going through the events of a block once.
#[derive(Default)]
struct Around {
    /// Events that were gone through, and the last character in them.
    seen: (usize, Option<char>),
    /// The first text behind the last event that was asked for: its place among the events, and its first character.
    next: (usize, Option<char>),
}

impl Around {
    /// The characters before and after the event at `at`, which is behind the one that was asked for last.
    fn of(&mut self, events: &[Spanned<'_>], at: usize) -> Option<(char, char)> {
        let text = |event: &Event<'_>, end: fn(&str) -> Option<char>| match event {
            Event::Text(text) | Event::Code(text) => Some(end(text)),
            _ => None,
        };
        let mut passed = events[self.seen.0..at].iter().rev();
        let before = passed.find_map(|(event, _)| text(event, |text| text.chars().next_back()));
        self.seen = (at, before.unwrap_or(self.seen.1));
        if self.next.0 <= at {
            let mut behind = events.iter().enumerate().skip(at + 1);
            let found = behind.find_map(|(at, (event, _))| Some((at, text(event, |text| text.chars().next())?)));
            self.next = found.unwrap_or((events.len(), None));
        }
        Some((self.seen.1?, self.next.1?))
    }
}

/// True for comments and nothing else.
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = behind.trim_start();
    }
    rest.is_empty()
}

/// True when a link ends before there is anything to see in it.
fn is_wordless(events: &[Spanned<'_>]) -> bool {
    let is_seen = |(event, _): &&Spanned<'_>| match event {
        Event::Text(text) => !text.trim().is_empty(),
        Event::Start(tag) => matches!(tag, Tag::Image { .. }),
        event => !matches!(event, Event::SoftBreak | Event::HardBreak),
    };
    matches!(events.iter().find(is_seen), Some((Event::End(TagEnd::Link), _)))
}
