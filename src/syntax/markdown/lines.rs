//! Lines of an official document → edits, so that the parser takes each for a paragraph and no sign for markup but those
//! of a small set: headings (`#`), items (`-`), tables (`|`), footnotes (`[^1]:`), a break (`\` at the end of a line),
//! comments and blocks of HTML.
//!
//! White space before a line is indentation, however it is written (U+3000, NBSP, tabs, four spaces, zero-width
//! characters, `&emsp;`), and goes out. A `\` before a line says that no number begins there, and goes out as well.

use std::ops::Range;

use crate::source::Signs;
use crate::syntax::clause::{is_unread, marker};
use crate::syntax::emphasis::is_escaped;
use crate::syntax::rewrite::Edits;
use crate::syntax::slips::is_hidden;

use super::clauses::CLAUSE;
use super::grid;
use super::html_lines::Html;

/// What a line is, as far as the line behind it has to know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Text,
    /// Text that goes on in the next line.
    Broken,
    Item,
    /// A row of a table with this many columns.
    Row(usize),
    /// The line below the heading of a table.
    Divider(usize),
}

/// Edits an official document that has these signs.
pub(super) fn policy(text: &str, signs: &Signs, edits: &mut Edits) {
    let mut before = Kind::Blank;
    let mut html: Option<Html> = None;
    let mut start = 0;
    // Up to where no comment ends, and none begins.
    let mut without_end = if signs.has('<') { 0 } else { text.len() };
    for line in with_breaks(text) {
        let range = start..start + line.len() - usize::from(line.ends_with('\n'));
        start += line.len();
        if let Some(open) = html.take().filter(|open| open.is_in(&text[range.clone()])) {
            html = (!open.ends(&text[range])).then_some(open);
            before = Kind::Text;
            continue;
        }
        let content = range.start + indentation(&text[range.clone()])..range.end;
        let kind = kind(text, content.clone(), before);
        if before != Kind::Blank && kind != Kind::Blank && !goes_on(before, kind) {
            edits.insert(range.start, '\n');
        }
        edits.remove(range.start..content.start);
        let line = &text[content.clone()];
        html = Html::begun(line).filter(|open| !open.ends(line));
        if html.is_none() && start > without_end && Html::opens_comment(line) {
            let (ends, length) = Html::ends_comment(&text[start..]);
            html = ends.then_some(Html::Until("-->"));
            without_end = start + length;
        }
        edit(text, content, kind, before, edits);
        before = kind;
    }
    if signs.has('`') {
        backticks(text, edits);
    }
}

/// The lines of a text, each with its line break.
pub fn with_breaks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (end > 0).then_some(line)
    })
}

/// True when two lines belong to one block.
fn goes_on(before: Kind, line: Kind) -> bool {
    let is_table = |kind: Kind| matches!(kind, Kind::Row(_) | Kind::Divider(_));
    before == Kind::Broken || before == Kind::Item && line == Kind::Item || is_table(before) && is_table(line)
}

/// What the line is whose text, without indentation, has this range.
fn kind(text: &str, content: Range<usize>, before: Kind) -> Kind {
    let line = &text[content.clone()];
    if line.is_empty() {
        return Kind::Blank;
    }
    let is_broken = line.ends_with('\\') && !is_escaped(text.as_bytes(), content.end - 1);
    let text_kind = if is_broken { Kind::Broken } else { Kind::Text };
    if before == Kind::Broken {
        return text_kind;
    }
    let own = grid::columns(line);
    match before {
        Kind::Row(columns) if own == Some(columns) && grid::is_divider(line) => return Kind::Divider(columns),
        Kind::Divider(columns) | Kind::Row(columns) if own > Some(0) => return Kind::Row(columns),
        _ => {}
    }
    if let Some(columns) = own {
        let next = text[content.end..].strip_prefix('\n').map(|rest| rest.split('\n').next().unwrap_or_default());
        let next = next.map(|next| &next[indentation(next)..]);
        if next.is_some_and(|next| grid::is_divider(next) && grid::columns(next) == Some(columns)) {
            return Kind::Row(columns);
        }
    }
    if is_item(line) {
        Kind::Item
    } else if heading(line).is_some() {
        Kind::Text
    } else {
        text_kind
    }
}

/// Edits the signs of a line that would be markup.
fn edit(text: &str, content: Range<usize>, kind: Kind, before: Kind, edits: &mut Edits) {
    let line = &text[content.clone()];
    match kind {
        Kind::Blank | Kind::Divider(_) => {}
        Kind::Row(columns) => {
            // A block that begins in a row would end the table.
            start(text, content.clone(), edits);
            grid::keep_excess(text, content, columns, edits);
        }
        Kind::Item => {
            let mark = 1 + indentation(&line[1..]);
            // Behind more space than one it would be code.
            edits.insert(content.start + 1, ' ');
            edits.remove(content.start + 1..content.start + mark);
            inner(text, content.start + mark..content.end, edits);
        }
        _ if before == Kind::Broken => inner(text, content, edits),
        _ if heading(line).is_some() => {
            let mark = line.len() - line.trim_start_matches('#').trim_start().len();
            unmark(text, content.start + mark, edits);
            closing(text, content, edits);
        }
        _ => match note(line) {
            Some(mark) => {
                let behind = mark + indentation(&line[mark..]);
                inner(text, content.start + behind..content.end, edits);
            }
            None => {
                start(text, content.clone(), edits);
                unmark(text, content.start, edits);
            }
        },
    }
}

/// The length of the name of a footnote at the beginning of the line that defines it.
fn note(line: &str) -> Option<usize> {
    let (name, _) = line.strip_prefix("[^")?.split_once("]:")?;
    let is_name = !name.is_empty()
        && !name.contains(|c: char| c.is_whitespace() || matches!(c, '[' | ']'))
        && !is_escaped(line.as_bytes(), "[^".len() + name.len());
    is_name.then_some(name.len() + "[^]:".len())
}

/// Edits a text with which no clause begins: of an item or a footnote, or behind a break.
fn inner(text: &str, content: Range<usize>, edits: &mut Edits) {
    start(text, content.clone(), edits);
    let clause = text[content.start..].strip_prefix('\\').and_then(|behind| behind.strip_prefix(CLAUSE));
    match clause.map(line_of) {
        Some(line) if is_number(line) => {
            let at = content.end - line.len();
            edits.remove(content.start..at);
            ordinal(text, at..content.end, edits);
        }
        _ => unmark(text, content.start, edits),
    }
}

/// True for a line that begins with a number right away.
fn is_number(line: &str) -> bool {
    !line.starts_with(is_blank) && marker(line).is_some()
}

fn line_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// Gives a sign at the beginning of a text a stand-in when it would begin a block.
fn start(text: &str, content: Range<usize>, edits: &mut Edits) {
    let line = &text[content.clone()];
    let bytes = line.as_bytes();
    let Some(&first) = bytes.first() else { return };
    let is_apart = |at: usize| bytes.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    match first {
        b'>' | b'=' | b'#' | b'~' => edits.literal(text, content.start),
        b'-' | b'+' | b'*' if is_apart(1) || is_rule(line) => edits.literal(text, content.start),
        b'-' if line.bytes().all(|byte| byte == b'-') => edits.literal(text, content.start),
        // The parser would take it for the definition of a link, which nobody sees.
        b'[' if is_definition(line) => edits.literal(text, content.start),
        b'0'..=b'9' => ordinal(text, content, edits),
        _ => {}
    }
}

/// Gives the sign behind a number at the beginning of a text a stand-in when the parser would begin a list there.
fn ordinal(text: &str, content: Range<usize>, edits: &mut Edits) {
    let bytes = &text.as_bytes()[content.clone()];
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 && matches!(bytes.get(digits), Some(b'.' | b')')) {
        edits.literal(text, content.start + digits);
    }
}

/// Leaves out the mark that says whether a number begins here. Before a sign of Markdown's the parser takes it; before
/// anything else it is text.
fn unmark(text: &str, at: usize, edits: &mut Edits) {
    let Some(behind) = text[at..].strip_prefix('\\') else { return };
    let line = line_of(behind);
    if !line.starts_with(|c: char| c.is_ascii_punctuation())
        && (is_number(line) || is_unread(line) || line.strip_prefix(CLAUSE).is_some_and(is_number))
    {
        edits.remove(at..at + 1);
        ordinal(text, at + 1..at + 1 + line.len(), edits);
    }
}

/// True for a line that may begin the definition of a link, which may go on in the next one.
fn is_definition(line: &str) -> bool {
    let bytes = line.as_bytes();
    let bracket = memchr::memchr2_iter(b'[', b']', bytes).skip(1).find(|&at| !is_escaped(bytes, at));
    match bracket {
        Some(end) => line[end..].starts_with("]:"),
        None => line.ends_with('\\'),
    }
}

/// True for a line of three or more `-`, `*` or `_` and nothing else but spaces.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let mark = line.as_bytes().first().copied().unwrap_or_default();
    line.bytes().all(|byte| byte == mark || byte == b' ' || byte == b'\t')
        && line.bytes().filter(|&byte| byte == mark).count() >= 3
}

/// The number of `#` of a heading that says anything.
fn heading(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let text = line[level..].strip_prefix([' ', '\t'])?.trim();
    let is_empty = text.bytes().all(|byte| byte == b'#');
    ((1..=6).contains(&level) && !is_empty).then_some(level)
}

/// Keeps the signs at the end of a heading that are not as many as at its beginning.
fn closing(text: &str, content: Range<usize>, edits: &mut Edits) {
    let line = &text[content.clone()];
    let end = line.trim_end_matches([' ', '\t']).len();
    let signs = line[..end].bytes().rev().take_while(|&byte| byte == b'#').count();
    if signs > 0 && heading(line) != Some(signs) {
        let first = content.start + end - signs;
        let escaped = usize::from(is_escaped(text.as_bytes(), first));
        (first + escaped..content.start + end).for_each(|at| edits.literal(text, at));
    }
}

fn is_item(line: &str) -> bool {
    let rest = line.strip_prefix('-').filter(|rest| rest.starts_with([' ', '\t']));
    rest.is_some_and(|rest| indentation(rest) < rest.len()) && !is_rule(line) && !is_page_number(line)
}

/// True for the number of a page as it stands on paper: `- 1 -`.
pub(super) fn is_page_number(line: &str) -> bool {
    let inner = line.trim_end().strip_prefix("- ").and_then(|rest| rest.strip_suffix(" -")).map(str::trim);
    inner.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// No sign of code in official documents.
fn backticks(text: &str, edits: &mut Edits) {
    for at in memchr::memchr_iter(b'`', text.as_bytes()) {
        if !is_escaped(text.as_bytes(), at) {
            edits.literal(text, at);
        }
    }
}

/// True for white space of every kind, and for characters that are not seen at all.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_hidden(c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{180E}' | '\u{2800}' | '\u{3164}')
}

/// Names of references to white space and to what is not seen.
const BLANKS: &[&str] = &[
    "nbsp",
    "emsp",
    "ensp",
    "thinsp",
    "hairsp",
    "numsp",
    "puncsp",
    "emsp13",
    "emsp14",
    "MediumSpace",
    "ThinSpace",
    "VeryThinSpace",
    "NonBreakingSpace",
    "NoBreak",
    "ZeroWidthSpace",
    "lrm",
    "rlm",
    "zwj",
    "zwnj",
    "shy",
    "Tab",
];

/// Bytes of white space of every kind at the beginning of a line, written as it is or as a reference.
pub(super) fn indentation(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        at += match rest.chars().next() {
            Some(c) if is_blank(c) => c.len_utf8(),
            Some('&') => match reference(rest) {
                Some(length) => length,
                None => return at,
            },
            _ => return at,
        };
    }
}

/// The length of a reference to white space.
fn reference(text: &str) -> Option<usize> {
    let end = text.bytes().take(24).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let is_space = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).is_some_and(|c| is_blank(c) && !c.is_control())
        }
        None => BLANKS.contains(&name),
    };
    is_space.then_some(end + 1)
}
