//! Values of YAML that say something else than what was written: cut by ` #`, joined by a full-width comma, empty where
//! readers need a title, and telephone numbers that nobody can call.

mod flow;

use std::ops::Range;

use super::{Slip, each_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Keys whose values are the names of things.
const TITLES: &[&str] = &["title", "short_title", "name", "label"];

/// What is wrong with the values of a YAML text, which begins its file.
pub(super) fn values(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut slips = Vec::new();
    // The column above a block of text, and where a flow collection ends.
    let (mut block, mut behind): (Option<usize>, usize) = (None, 0);
    // Whether the value of the line before stands on the next one.
    let mut is_open = false;
    for (start, line) in each_line(text) {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        if start < behind || content.is_empty() || block.is_some_and(|above| indent > above) {
            continue;
        }
        block = None;
        if content.starts_with('#') {
            continue;
        }
        let is_value = std::mem::replace(&mut is_open, content.trim_end().ends_with([':', '-']));
        if is_value && content.starts_with(['[', '{']) {
            let at = start + indent;
            behind = at + flow::read(&text[at..], at, &mut slips);
            continue;
        }
        let Some((key, column, range)) = value(line) else { continue };
        let written = &line[range.clone()];
        let at = start + range.start;
        match untagged(written).as_bytes().first() {
            Some(b'|' | b'>') => block = Some(column),
            Some(b'[' | b'{') if untagged(written) == written => behind = at + flow::read(&text[at..], at, &mut slips),
            _ => one(key, written, at, &mut slips),
        }
    }
    slips.into_iter().map(|slip| slip.told(|range| Span::new(file, range), true)).collect()
}

/// A value without the tag and the name before it.
fn untagged(mut written: &str) -> &str {
    while let Some((_, rest)) = written.strip_prefix(['!', '&']).and_then(|rest| rest.split_once(' ')) {
        written = rest.trim_start();
    }
    written
}

/// The key of a line, or nothing for an item of a list, the column of the key or the last dash, and the range of the value.
fn value(line: &str) -> Option<(&str, usize, Range<usize>)> {
    let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
    let rest = &line[dashes..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let key = rest.split_once(':').map(|(key, _)| key);
    let name = key.map(|key| key.trim_matches(['"', '\'']));
    let (begin, column, name) = match (key, name) {
        (Some(key), Some(name)) if !name.is_empty() && name.chars().all(is_name) => {
            (dashes + key.len() + 1, dashes, name)
        }
        _ if line.trim_start().starts_with("- ") => (dashes, line[..dashes].rfind('-').unwrap_or_default(), ""),
        _ => return None,
    };
    let written = line[begin..].trim_start();
    let start = line.len() - written.len();
    let end = start + written.trim_end().len();
    (start < end).then_some((name, column, start..end))
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
