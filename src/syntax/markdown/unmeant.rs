//! What the parser makes of a text and its author hardly meant: headings from a line of `=`, lists that count anew, values
//! that become explanations, indented text as code, lines that define a link and are not shown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Tag, TagEnd};
use rustc_hash::FxHashSet;

use super::builder::Spanned;
use super::joined::{Containers, Lines};
use super::{Origin, is_han};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::clause::digit;

/// Looks at the events of one block of an article.
pub(super) fn block(text: &str, events: &[Spanned<'_>], origin: Origin, reported: &mut Vec<Diagnostic>) {
    let mut lists: Vec<List> = Vec::new();
    let (mut lines, mut containers) = (Lines::default(), Containers::default());
    let at = |code, range: Range<usize>| Diagnostic::at(code, origin.span(range));
    for (place, (event, range)) in events.iter().enumerate() {
        containers.note(text, event, range);
        match event {
            Event::Start(Tag::Heading { .. }) if !text[range.clone()].trim_start().starts_with('#') => {
                reported.push(at(Code::UnderlinedHeading, first_line(text, range)));
            }
            Event::Start(Tag::Heading { .. })
                if matches!(events.get(place + 1), Some((Event::End(TagEnd::Heading(_)), _))) =>
            {
                reported.push(at(Code::EmptyHeading, first_line(text, range)));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if text[range.clone()].contains(is_han) => {
                reported.push(at(Code::IndentedText, first_line(text, range)));
            }
            Event::Start(Tag::List(first)) => lists.push(List { next: *first, is_reported: false }),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                let item = text[range.clone()].trim_start_matches([' ', '\t', '>']);
                if let Some((written, shown)) = lists.last_mut().and_then(|list| list.item(item)) {
                    let start = range.end - item.len();
                    let place = at(Code::ListNumber, start..start + written.len());
                    reported.push(place.arg("written", written).arg("shown", shown));
                }
            }
            Event::Start(Tag::DefinitionListDefinition) if is_value(text, range) => {
                reported.push(at(Code::LostColon, first_line(text, range)));
            }
            Event::SoftBreak => lines.part(text, range.clone(), &containers),
            _ => {}
        }
        if is_block(event) {
            reported.extend(lines.joined(text).map(|(range, count)| at(Code::JoinedLines, range).arg("count", count)));
            lines = Lines::from(range.start);
        }
    }
    reported.extend(lines.joined(text).map(|(range, count)| at(Code::JoinedLines, range).arg("count", count)));
}

/// True for what begins or ends a block; what stands between two of them is one run of text.
fn is_block(event: &Event<'_>) -> bool {
    let inline = |end: TagEnd| {
        matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
    };
    match event {
        Event::Start(tag) => !inline(tag.to_end()),
        Event::End(end) => !inline(*end),
        _ => false,
    }
}

fn first_line(text: &str, range: &Range<usize>) -> Range<usize> {
    let block = &text[range.clone()];
    range.start..range.start + block.find('\n').unwrap_or(block.len())
}

/// True for an explanation right below its term that gives a number rather than a sentence: `: 500元`.
fn is_value(text: &str, range: &Range<usize>) -> bool {
    let above = text[..range.start].trim_end_matches([' ', '\t', '>']);
    let above = above.strip_suffix('\n').unwrap_or(above).trim_end_matches([' ', '\t', '>']);
    let value = text[range.clone()].trim_end();
    let is_below = !above.is_empty() && !above.ends_with('\n');
    is_below && value.contains(|c| digit(c).is_some()) && !value.ends_with(['。', '！', '？', '.'])
}

/// A list that is open.
struct List {
    /// The number that its next item is shown with.
    next: Option<u64>,
    is_reported: bool,
}

impl List {
    /// What is written before the next item and what is shown, when these differ; reported once for a list.
    fn item<'t>(&mut self, text: &'t str) -> Option<(&'t str, String)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let written = text.get(..digits + 1)?;
        let shown = match self.next.as_mut() {
            Some(number) => {
                let shown = format!("{number}.");
                *number += 1;
                shown
            }
            None => "•".to_owned(),
        };
        let is_shown = match digits {
            0 => written != "+",
            _ => written.trim_start_matches('0') == shown || written == shown,
        };
        // Who writes `1.` before each item leaves the counting to the list.
        let is_counted = digits > 0 && written == "1." || is_shown;
        (!is_counted && !std::mem::replace(&mut self.is_reported, true)).then_some((written, shown))
    }
}

/// Labels of links that a text refers to.
#[derive(Default)]
pub(super) struct Labels(FxHashSet<String>);

impl Labels {
    /// Notes the label of a link.
    pub fn note(&mut self, event: &Event<'_>) {
        let (Event::Start(Tag::Link { link_type, id, .. }) | Event::Start(Tag::Image { link_type, id, .. })) = event
        else {
            return;
        };
        if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.0.insert(label(id));
        }
    }

    /// Definitions that no link refers to, which vanish from the page; those that are comments are meant to.
    pub fn unused<'l>(&self, parser: &'l OffsetIter<'_>) -> impl Iterator<Item = (&'l str, Range<usize>)> {
        let all = parser.reference_definitions().iter();
        let is_unused = |(name, _): &(&str, Range<usize>)| !name.starts_with("//") && !self.0.contains(&label(name));
        let mut unused: Vec<_> =
            all.map(|(name, definition)| (name, definition.span.clone())).filter(is_unused).collect();
        unused.sort_by_key(|(_, range)| range.start);
        unused.into_iter()
    }
}

fn label(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
