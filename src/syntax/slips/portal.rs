//! Lines of a portal at both ends of a text that was copied from it.

use super::{Slip, each_line};
use crate::diagnostic::Code;
use crate::syntax::clause::is_space;
use crate::syntax::portal::is_of_portal;

/// Lines at the beginning and at the end of a text that are looked at.
const EDGE: usize = 12;
/// Bytes at the end of a text in which its last lines stand.
const TAIL: usize = EDGE * 300;

/// True for a line that holds nothing.
fn is_empty(line: &str) -> bool {
    line.chars().all(is_space)
}

/// The lines of a text from `start` on that hold anything, from the last one back, each with where it begins.
fn back(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut end = Some(text.len());
    let lines = std::iter::from_fn(move || {
        let stop = end?;
        let begin = memchr::memrchr(b'\n', &text.as_bytes()[start..stop]).map_or(start, |at| start + at + 1);
        end = (begin > start).then(|| begin - 1);
        Some((begin, &text[begin..stop]))
    });
    lines.filter(|(_, line)| !is_empty(line))
}

/// Lines of a portal around a text, each with its place.
pub(super) fn find(text: &str, slips: &mut Vec<Slip>) {
    let mut found: Vec<_> = Vec::with_capacity(2 * EDGE);
    found.extend(each_line(text).filter(|(_, line)| !is_empty(line)).take(EDGE));
    let behind = found.last().map_or(0, |(start, line)| start + line.len());
    let tail = text.floor_char_boundary(text.len().saturating_sub(TAIL));
    let tail = memchr::memchr(b'\n', &text.as_bytes()[tail..]).map_or(text.len(), |end| tail + end + 1);
    let first = found.len();
    found.extend(back(text, tail).take_while(|(start, _)| *start > behind).take(EDGE));
    found[first..].reverse();
    for (start, line) in found {
        let content = line.trim_matches(is_space);
        if is_of_portal(content) {
            let at = start + line.len() - line.trim_start_matches(is_space).len();
            slips.push(Slip::new(Code::PortalLeftover, at..at + content.len()).arg("text", content));
        }
    }
}
