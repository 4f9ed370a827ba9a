//! Lines of tables, as far as they can be reported before the parser reads them.

use std::ops::Range;

use crate::syntax::emphasis::is_escaped;
use crate::syntax::rewrite::Edits;

/// Places of the bars that part cells.
fn bars(line: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'|', line.as_bytes()).filter(|&at| !is_escaped(line.as_bytes(), at))
}

/// The number of cells of a line that has bars.
pub fn columns(line: &str) -> Option<usize> {
    let line = line.trim_end_matches(' ');
    let bytes = line.as_bytes();
    let first = memchr::memchr(b'|', bytes)?;
    if memchr::memchr(b'\\', bytes).is_none() {
        let all = memchr::memchr_iter(b'|', &bytes[first..]).count();
        return Some(all - usize::from(first == 0) + usize::from(!line.ends_with('|')));
    }
    let (mut count, mut last) = (0, None);
    for at in bars(line) {
        count += usize::from(at > 0);
        last = Some(at);
    }
    let last = last?;
    Some(count + usize::from(last + 1 < line.len()))
}

/// True for the line below the heading of a table (`| --- | :-: |`).
pub fn is_divider(line: &str) -> bool {
    if !line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ')) {
        return false;
    }
    let whole = line.trim_matches(' ');
    let inner = whole.strip_prefix('|').unwrap_or(whole);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').all(is_divider_cell) && whole.contains('|')
}

fn is_divider_cell(cell: &str) -> bool {
    let cell = cell.trim_matches(' ');
    let cell = cell.strip_prefix(':').unwrap_or(cell);
    let cell = cell.strip_suffix(':').unwrap_or(cell);
    !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
}

/// Gives bars beyond those of the heading stand-ins, so that what lies behind them stays in the last cell.
pub(super) fn keep_excess(text: &str, content: Range<usize>, columns: usize, edits: &mut Edits) {
    let line = text[content.clone()].trim_end_matches(' ');
    if self::columns(line) > Some(columns) {
        let first = usize::from(line.starts_with('|'));
        let parting = bars(line).skip(first).skip(columns.saturating_sub(1));
        for at in parting.filter(|&at| at + 1 < line.len()) {
            edits.literal(text, content.start + at);
        }
    }
    if memchr::memchr(b'\\', line.as_bytes()).is_some() {
        backslashes(text, content, edits);
    }
}

/// Two backslashes before a bar are one, and the bar parts cells; the parser would take the second one for its escape.
fn backslashes(text: &str, content: Range<usize>, edits: &mut Edits) {
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'|', &bytes[content.clone()]) {
        let bar = content.start + at;
        let signs = bytes[content.start..bar].iter().rev().take_while(|&&byte| byte == b'\\').count();
        for pair in 0..signs / 2 {
            let first = bar - signs + pair * 2;
            edits.remove(first..first + 1);
            edits.literal(text, first + 1);
        }
    }
}

/// Keeps cells beyond those of the heading in all tables of a text, and what stands right below a table out of it.
pub(super) fn keep_all(text: &str, edits: &mut Edits) {
    let mut start = 0;
    let mut before: Option<(usize, bool)> = None;
    for line in super::with_breaks(text) {
        let content = line.trim_end_matches('\n').trim_start_matches([' ', '>', '\t', '\u{3000}', '\u{A0}']);
        let at = start + line.trim_end_matches('\n').len() - content.len();
        before = match (before, columns(content)) {
            (Some((count, true)), Some(_)) => {
                keep_excess(text, at..at + content.len(), count, edits);
                before
            }
            // The parser would take the line for a row with one cell.
            (Some((_, true)), None) if !content.trim().is_empty() && text[start..at].trim().is_empty() => {
                edits.insert(start, '\n');
                None
            }
            (Some((count, false)), Some(own)) if own == count && is_divider(content) => Some((count, true)),
            (_, own) => own.map(|count| (count, false)),
        };
        start += line.len();
    }
}
