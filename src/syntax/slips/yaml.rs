//! Values of YAML that say something else than what was written: cut by ` #`, joined by a full-width comma, empty where
//! readers need a title, and telephone numbers that nobody can call.

use std::ops::Range;

use super::{Slip, each_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Keys whose values are the names of things.
const TITLES: &[&str] = &["title", "short_title", "name", "label"];

/// What is wrong with the values of a YAML text, which begins its file.
pub(super) fn values(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut slips = Vec::new();
    let mut block: Option<usize> = None;
    for (start, line) in each_line(text) {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        if content.is_empty() || block.is_some_and(|above| indent > above) {
            continue;
        }
        block = None;
        if content.starts_with('#') {
            continue;
        }
        let Some((key, range)) = value(line) else { continue };
        let written = &line[range.clone()];
        if written.starts_with(['|', '>']) {
            block = Some(indent);
            continue;
        }
        one(key, written, start + range.start, &mut slips);
    }
    slips.into_iter().map(|slip| slip.told(|range| Span::new(file, range), true)).collect()
}

/// The key of a line, or nothing for an item of a list, and the range of its value.
fn value(line: &str) -> Option<(&str, Range<usize>)> {
    let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
    let rest = &line[dashes..];
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let key = rest.find(':').filter(|&end| end > 0 && rest.bytes().take(end).all(is_name));
    let begin = match key {
        Some(end) => dashes + end + 1,
        None if line.trim_start().starts_with("- ") => dashes,
        None => return None,
    };
    let written = line[begin..].trim_start();
    let start = line.len() - written.len();
    let end = start + written.trim_end().len();
    (start < end).then_some((key.map_or("", |end| &rest[..end]), start..end))
}

/// Looks at one value.
fn one(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    match written.as_bytes().first() {
        Some(b'"' | b'\'') => {
            let inner = written[1..].trim_end_matches(['"', '\'']).trim();
            if inner.is_empty() && TITLES.contains(&key) {
                slips.push(Slip::new(Code::EmptyTitle, at..at + written.len()).arg("key", key));
            }
            if key == "phone" {
                telephone(&written[1..], at + 1, slips);
            }
        }
        Some(b'{') => {}
        Some(b'[') => list(written, at, slips),
        Some(b'&' | b'*' | b'!') | None => {}
        Some(_) => {
            if let Some(end) = cut(written) {
                let range = at + end..at + written.len();
                slips.push(Slip::new(Code::CutValue, range).arg("kept", written[..end].trim_end()));
            }
            if key == "phone" {
                telephone(written, at, slips);
            }
        }
    }
}

/// Where a plain value is cut by a `#` that no comment would begin with: a word stands right behind it.
fn cut(written: &str) -> Option<usize> {
    let at = written.find(" #").or_else(|| written.find("\t#"))? + 1;
    written[at + 1..].starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '!').then_some(at)
}

/// Full-width commas in a list of plain values.
fn list(written: &str, at: usize, slips: &mut Vec<Slip>) {
    let end = written.find(']').unwrap_or(written.len());
    let inner = &written[..end];
    if inner.contains(['"', '\'', '{']) {
        return;
    }
    for (place, comma) in inner.match_indices('，') {
        let range = at + place..at + place + comma.len();
        slips.push(Slip::new(Code::WideComma, range));
    }
}

/// A telephone number that cannot be called from its link.
fn telephone(written: &str, at: usize, slips: &mut Vec<Slip>) {
    let number = written.split(" #").next().unwrap_or_default().trim_end_matches(['"', '\'', ' ']);
    if number.bytes().filter(u8::is_ascii_digit).count() < 5 {
        return;
    }
    let parts = number.split(['、', '，', ',', ';', '；', '/', '或']);
    let is_number = |part: &&str| part.bytes().filter(u8::is_ascii_digit).count() >= 3;
    if parts.filter(is_number).count() > 1 {
        return slips.push(Slip::new(Code::TelephoneNumber, at..at + number.len()).arg("cause", "@several-numbers"));
    }
    let is_dash = |c: char| matches!(c, '－' | '—' | '–' | '‐' | '‑' | '―' | '−' | '─' | '﹣');
    let mut rest = number;
    while let Some(found) = rest.find(is_dash) {
        let place = at + number.len() - rest.len() + found;
        let length = rest[found..].len() - rest[found..].trim_start_matches(is_dash).len();
        let range = place..place + length;
        slips.push(Slip::new(Code::TelephoneNumber, range.clone()).arg("cause", "@wide-dash").fix(range, "-"));
        rest = &rest[found + length..];
    }
}
