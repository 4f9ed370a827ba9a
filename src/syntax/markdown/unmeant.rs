//! What the parser makes of a text and its author hardly meant: lines that become one paragraph, headings from a line of
//! `=`, lists that count anew, indented text as code, lines that define a link and are not shown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Tag, TagEnd};
use rustc_hash::FxHashSet;

use super::builder::Spanned;
use super::text::is_han_break;
use super::{Origin, is_han};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::clause::{digit, is_numeral};

/// Looks at the events of one block of an article.
pub(super) fn block(text: &str, events: &[Spanned<'_>], origin: Origin, told: &mut Vec<Diagnostic>) {
    let mut lists: Vec<List> = Vec::new();
    let mut lines = Lines::default();
    let at = |code, range: Range<usize>| Diagnostic::at(code, origin.span(range));
    for (event, range) in events {
        match event {
            Event::Start(Tag::Heading { .. }) if !text[range.clone()].trim_start().starts_with('#') => {
                told.push(at(Code::UnderlinedHeading, first_line(text, range)));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if text[range.clone()].contains(is_han) => {
                told.push(at(Code::IndentedText, first_line(text, range)));
            }
            Event::Start(Tag::List(first)) => lists.push(List { next: *first, is_told: false }),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                let item = text[range.clone()].trim_start_matches([' ', '\t', '>']);
                if let Some((written, shown)) = lists.last_mut().and_then(|list| list.item(item)) {
                    let start = range.end - item.len();
                    let place = at(Code::ListNumber, start..start + written.len());
                    told.push(place.arg("written", written).arg("shown", shown));
                }
            }
            Event::SoftBreak => lines.part(range.clone()),
            _ => {}
        }
        if is_block(event) {
            told.extend(lines.joined(text).map(|(range, count)| at(Code::JoinedLines, range).arg("count", count)));
            lines = Lines::from(range.start);
        }
    }
    told.extend(lines.joined(text).map(|(range, count)| at(Code::JoinedLines, range).arg("count", count)));
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

/// A list that is open.
struct List {
    /// The number that its next item is shown with.
    next: Option<u64>,
    is_told: bool,
}

impl List {
    /// What is written before the next item and what is shown, when these differ; told once for a list.
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
        (!is_counted && !std::mem::replace(&mut self.is_told, true)).then_some((written, shown))
    }
}

/// Line breaks of one run of text.
#[derive(Default)]
struct Lines {
    start: usize,
    breaks: Vec<Range<usize>>,
}

impl Lines {
    fn from(start: usize) -> Self {
        Self { start, breaks: Vec::new() }
    }

    fn part(&mut self, range: Range<usize>) {
        self.breaks.push(range);
    }

    /// The first line that looks like a paragraph of its own, and how many lines become one.
    fn joined(&self, text: &str) -> Option<(Range<usize>, usize)> {
        let first = self.breaks.first()?;
        let next = |line: &Range<usize>| text[line.end..].trim_start_matches([' ', '\t', '>', '\u{3000}']);
        let before = |line: &Range<usize>| text[..line.start].trim_end().chars().next_back();
        let is_end = |line: &Range<usize>| before(line).is_some_and(|c| "。！？；：”）…".contains(c));
        let is_chinese = |line: &Range<usize>| {
            let pair = before(line).zip(next(line).chars().next());
            pair.is_some_and(|(before, after)| is_han_break(before, after))
        };
        let number = |line: &&Range<usize>| is_numbered(next(line)) && is_end(line);
        let place = match self.breaks.iter().find(number) {
            Some(line) => line,
            None if is_numbered(text[self.start..].trim_start())
                && self.breaks.iter().any(|line| is_numbered(next(line))) =>
            {
                first
            }
            None if self.breaks.iter().all(|line| is_end(line) && is_chinese(line)) => first,
            None if self.are_entries(text) => first,
            None => return None,
        };
        let line = next(place);
        let start = text.len() - line.len();
        Some((start..start + line.find('\n').unwrap_or(line.len()), self.breaks.len() + 1))
    }

    /// True for lines of which each says one thing: with a label, or three and more that are short.
    fn are_entries(&self, text: &str) -> bool {
        let starts = std::iter::once(self.start).chain(self.breaks.iter().map(|line| line.end));
        let line = |start: usize| text[start..].split('\n').next().unwrap_or_default().trim();
        let lines: Vec<&str> = starts.map(line).collect();
        let is_short = |line: &&str| line.chars().count() <= SHORT && !line.ends_with(['，', '、', '；', '：', ',']);
        let is_han = |line: &&str| line.ends_with(super::is_han);
        lines.iter().all(|line| is_labelled(line))
            || lines.len() > 2 && lines.iter().all(is_short) && lines[..lines.len() - 1].iter().all(is_han)
    }
}

/// Characters of a line that is too short to have been broken for its length.
const SHORT: usize = 20;

/// True for a line that says what its words are: `电话：0632-3314140`.
fn is_labelled(line: &str) -> bool {
    line.find('：').is_some_and(|end| end > 0 && line[..end].chars().count() <= 8)
}

/// True for a line that begins with a number of a clause or an item.
fn is_numbered(line: &str) -> bool {
    let is_number = |c: char| digit(c).is_some() || is_numeral(c);
    let first = line.chars().next().unwrap_or_default();
    let inner = line.strip_prefix(['（', '(', '第']).unwrap_or(line);
    let length = inner.find(|c| !is_number(c)).unwrap_or(inner.len());
    let (number, behind) = inner.split_at(length);
    let is_short = !number.is_empty() && number.chars().count() <= 4;
    let ends = match first {
        '（' | '(' => behind.starts_with(['）', ')']),
        '第' => behind.starts_with(['条', '章', '节']),
        '①'..='⑳' | '·' | '•' | '●' | '○' | '◆' | '◇' | '■' | '□' | '▪' | '★' | '☆' | '※' => {
            return true;
        }
        c if digit(c).is_some() => {
            behind.starts_with(['、', '．', '）', ')'])
                || behind.starts_with('.') && !behind[1..].starts_with(|c: char| c.is_ascii_digit())
        }
        _ => behind.starts_with('、'),
    };
    is_short && ends
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
