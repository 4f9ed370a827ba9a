//! Lines of Markdown: which are code, and which begin with `#` and are no headings.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Slip, each_line, lines_with};
use crate::diagnostic::Code;
use crate::source::Signs;
use crate::syntax::markdown::{Flavor, is_han, may_be_heading};

/// True for a text with these signs that may hold those of a fence.
pub(super) fn may_hold_code(text: &str, signs: &Signs) -> bool {
    let bytes = text.as_bytes();
    signs.has_any(['`', '~']) && memchr::memchr2_iter(b'`', b'~', bytes).any(|at| bytes.get(at + 1) == Some(&bytes[at]))
}

/// The ranges of fenced code, and the fence that nothing closes. Official documents have none.
pub(super) fn code(text: &str, flavor: Flavor) -> (Vec<Range<usize>>, Option<Range<usize>>) {
    let mut ranges = Vec::new();
    if flavor == Flavor::Policy {
        return (ranges, None);
    }
    let mut open: Option<(usize, &str)> = None;
    for (start, written) in each_line(text) {
        let line = written.trim_start_matches([' ', '>', '\t']);
        // Words behind the signs that name no language are text.
        let fence = ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence) && !line.contains(is_han));
        match (open, fence) {
            (None, Some(fence)) => open = Some((start + written.len() - line.len(), fence)),
            (Some((first, own)), Some(fence)) if own == fence => {
                ranges.push(first..start);
                open = None;
            }
            _ => {}
        }
    }
    ranges.extend(open.map(|(first, _)| first..text.len()));
    (ranges, open.map(|(first, fence)| first..first + fence.len()))
}

/// True for a place in one of these ranges, which are in order.
pub(super) fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let behind = ranges.partition_point(|range| range.start <= at);
    behind > 0 && ranges[behind - 1].contains(&at)
}

/// Braces behind a heading that were meant to name its anchor and say more than that.
pub(super) fn attributes(text: &str, slips: &mut Vec<Slip>) {
    for (start, line) in lines_with(text, hash(false)) {
        let end = line.trim_end().len();
        let open = line[..end].rfind('{').filter(|&open| line[..end].ends_with('}') && may_be_heading(&line[..open]));
        let Some(open) = open else { continue };
        let inner = &line[open + 1..end - 1];
        let is_attribute = |part: &str| part.len() > 1 && part.starts_with(['#', '.']);
        let is_anchor = inner.starts_with('#') && !inner.contains(char::is_whitespace);
        if inner.split_whitespace().any(is_attribute) && !is_anchor {
            slips.push(Slip::half(text, start + open..start + end));
        }
    }
}

/// References to footnotes that the text does not have.
pub(super) fn footnotes(text: &str, slips: &mut Vec<Slip>) {
    let notes = || {
        memchr::memmem::find_iter(text.as_bytes(), "[^").filter_map(|at| {
            let name = &text[at + 2..];
            let end = name.find([']', '\n', '[']).filter(|&end| end > 0 && name[end..].starts_with(']'))?;
            Some((at, &name[..end], name[end + 1..].starts_with(':')))
        })
    };
    let begins =
        |at: usize| text[..at].bytes().rev().take_while(|&byte| byte != b'\n').all(|byte| b" \t>".contains(&byte));
    let is_note = |(at, _, is_defined): &(usize, &str, bool)| *is_defined && begins(*at);
    if notes().next().is_none() {
        return;
    }
    let defined: FxHashSet<&str> = notes().filter(is_note).map(|(_, name, _)| name).collect();
    for (at, name, is_defined) in notes() {
        let range = at..at + name.len() + "[^]".len();
        let is_code = text[..at].ends_with(['`', '\\']);
        if !is_defined && !is_code && !defined.contains(name) {
            slips.push(Slip::half(text, range));
        }
    }
}

/// Boxes of task items that are none: `- [　] 甲`, `- [] 甲`, `- [√] 甲`, `- [ ]甲`.
pub(super) fn boxes(text: &str, slips: &mut Vec<Slip>) {
    for (start, line) in each_line(text) {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let Some(item) = content.strip_prefix(['-', '*', '+']).filter(|item| item.starts_with([' ', '\t'])) else {
            continue;
        };
        let item = item.trim_start();
        let Some(inner) = item.strip_prefix(['[', '［']) else { continue };
        let Some(end) = inner.find([']', '］']).filter(|&end| end <= BOX) else { continue };
        let (state, close) = (inner[..end].trim(), inner[end..].chars().next().map_or(0, char::len_utf8));
        let behind = &inner[end + close..];
        let mark = match state {
            "" => "[ ]",
            "x" | "X" | "ｘ" | "Ｘ" | "√" | "✓" | "✔" => "[x]",
            _ => continue,
        };
        let at = start + line.len() - item.len();
        let range = at..at + item.len() - behind.len();
        let is_mark = text[range.clone()].eq_ignore_ascii_case(mark) && behind.starts_with([' ', '\t']);
        // A link without words, and a box with nothing behind it.
        if !is_mark && !behind.starts_with(['(', '（', ':', '：', '[']) && !behind.trim().is_empty() {
            let words = behind.trim_start();
            let end = start + line.len() - words.len();
            let slip = Slip::half(text, range);
            slips.push(slip.fix(at..end, format!("{mark} ")));
        }
    }
}

/// Bytes in the box of a task item.
const BOX: usize = 6;

/// Where `#` stands that may be the first sign of its line, or `＃` where the text may hold one. One behind a visible ASCII
/// character other than `>` is passed over: most are anchors of addresses.
fn hash(is_wide: bool) -> impl Fn(&[u8]) -> Option<usize> {
    let begins = |bytes: &[u8], at: usize| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        before.is_none_or(|before| !before.is_ascii_graphic() || before == b'>')
    };
    move |bytes| match is_wide {
        true => memchr::memchr2_iter(b'#', 0xEF, bytes)
            .find(|&at| (bytes[at] == b'#' || bytes[at..].starts_with("＃".as_bytes())) && begins(bytes, at)),
        false => memchr::memchr_iter(b'#', bytes).find(|&at| begins(bytes, at)),
    }
}

/// Lines that begin with `#` or `＃` and are no headings. A policy shows those that have nothing else; in other texts the parser
/// takes them for headings without words.
pub(super) fn hashes(text: &str, is_wide: bool, is_policy: bool, slips: &mut Vec<Slip>) {
    for (start, line) in lines_with(text, hash(is_wide)) {
        let content = line.trim_start();
        let at = start + line.len() - content.len();
        let level = content.chars().take_while(|c| matches!(c, '#' | '＃')).count();
        if level == 0 || level > 6 {
            continue;
        }
        let rest = content.trim_start_matches(['#', '＃']);
        let signs = content.len() - rest.len();
        let text = rest.trim_start_matches([' ', '\u{3000}', '\u{A0}', '\t']);
        if is_policy && text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '＃')).is_empty() {
            slips.push(Slip::new(Code::EmptyHeading, at..start + line.trim_end().len()));
            continue;
        }
        let is_heading = signs == level && rest.starts_with([' ', '\t']);
        let is_text = text.is_empty() || text.contains(['#', '＃']);
        let is_meant = level > 1 || text.starts_with(|c: char| c.is_alphabetic() || c == '（');
        if !is_heading && !is_text && is_meant {
            let range = at..at + signs;
            let mended = format!("{} ", "#".repeat(level));
            slips.push(Slip::new(Code::NoHeading, range).fix(at..start + line.len() - text.len(), mended));
        }
    }
}
