//! Lines of a portal at both ends of a text that was copied from it.

use super::{Slip, each_line};
use crate::diagnostic::Code;
use crate::syntax::clause::is_space;
use crate::syntax::portal::is_of_portal;

/// Lines at the beginning and at the end of a text that are looked at.
const EDGE: usize = 12;
/// Bytes at the end of a text in which its last lines stand.
const TAIL: usize = EDGE * 300;

/// The lines of a text from `start` on that are not empty, each with where it begins.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let lines = each_line(&text[start..]).map(move |(at, line)| (start + at, line));
    lines.filter(|(_, line)| !line.trim_start_matches(is_space).is_empty())
}

/// Lines of a portal around a text, each with its place.
pub(super) fn find(text: &str, slips: &mut Vec<Slip>) {
    let mut found: Vec<_> = lines(text, 0).take(EDGE).collect();
    let tail = text.floor_char_boundary(text.len().saturating_sub(TAIL));
    let tail = memchr::memchr(b'\n', &text.as_bytes()[tail..]).map_or(text.len(), |end| tail + end + 1);
    let behind = found.last().map_or(0, |(start, line)| start + line.len());
    let last: Vec<_> = lines(text, tail).filter(|(start, _)| *start > behind).collect();
    found.extend_from_slice(&last[last.len().saturating_sub(EDGE)..]);
    for (start, line) in found {
        let content = line.trim_matches(is_space);
        if is_of_portal(content) {
            let at = start + line.len() - line.trim_start_matches(is_space).len();
            slips.push(Slip::new(Code::PortalLeftover, at..at + content.len()).arg("text", content));
        }
    }
}
