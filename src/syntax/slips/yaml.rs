//! Values of YAML that say something else than what was written: cut by ` #`, joined by a full-width comma, empty where
//! readers need a title, and telephone numbers that nobody can call.

mod flow;

use std::ops::Range;

use super::{Slip, blanks, each_line, hidden, is_hidden, telephone};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::markdown::Flavor;
use crate::syntax::value::{NOT_HELD, UNPUBLISHED};

/// Keys whose values are the names of things.
const TITLES: &[&str] = &["title", "short_title", "name", "label"];

/// Further keys whose values readers see as they are. Nobody fills in what is left open in them.
const SHOWN: &[&str] = &[
    "address",
    "addressee",
    "amount",
    "decided_by",
    "definition",
    "description",
    "document_number",
    "fee",
    "hours",
    "index_number",
    "issuer",
    "mode",
    "phone",
    "place",
    "region",
    "subject",
    "summary",
    "value",
    "who",
];

/// Keys of texts, in which `unpublished` would be a word like others.
const TEXTS: &[&str] = &[
    "addressee",
    "cited_as",
    "definition",
    "description",
    "group",
    "issuer",
    "label",
    "name",
    "owner",
    "short_title",
    "stage",
    "summary",
    "title",
    "who",
];

/// Signs that an input method writes between the items of a list.
const BETWEEN: &[char] = &['，', '、', '；', ';', '｜', '|'];

/// What is wrong with the values of a YAML text, which begins its file.
pub(super) fn values(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut slips = Vec::new();
    hidden::in_values(text, &mut slips);
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
            behind = at + flow::read(&text[at..], (at, ""), &mut slips);
            continue;
        }
        let Some((key, column, range)) = value(line) else { continue };
        let written = &line[range.clone()];
        let at = start + range.start;
        match untagged(written).as_bytes().first() {
            Some(b'|' | b'>') => block = Some(column),
            Some(b'[' | b'{') if untagged(written) == written => {
                behind = at + flow::read(&text[at..], (at, key), &mut slips)
            }
            _ => one(key, written, at, &mut slips),
        }
    }
    slips.sort_by_key(|slip| slip.range.start);
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
    let dashes = line.bytes().take_while(|byte| matches!(byte, b' ' | b'-')).count();
    let rest = &line[dashes..];
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let key = memchr::memchr(b':', rest.as_bytes()).map(|end| &rest[..end]);
    let name = key.map(|key| key.trim_matches(['"', '\'']));
    let (begin, column, name) = match (key, name) {
        (Some(key), Some(name)) if !name.is_empty() && name.bytes().all(is_name) => {
            (dashes + key.len() + 1, dashes, name)
        }
        _ if line.trim_start().starts_with("- ") => (dashes, line[..dashes].rfind('-').unwrap_or_default(), ""),
        _ => return None,
    };
    // Other white space is a part of the value.
    let written = line[begin..].trim_start_matches([' ', '\t']);
    let start = line.len() - written.len();
    let end = start + written.trim_end_matches([' ', '\t']).len();
    (start < end).then_some((name, column, start..end))
}

/// Looks at one value.
fn one(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    match written.as_bytes().first() {
        Some(b'"' | b'\'') => {
            empty(key, (written, &written[1..]), at, slips);
            if key == "phone" {
                telephone::check(&written[1..], at + 1, slips);
            }
            filled(key, written, at, slips);
            unpublished(key, written[1..].trim_end_matches(['"', '\'']), at + 1, slips);
        }
        Some(b'&' | b'*' | b'!') | None => {}
        Some(_) => {
            if let Some(end) = cut(written) {
                let range = at + end..at + written.len();
                slips.push(Slip::new(Code::CutValue, range).arg("kept", written[..end].trim_end()));
            }
            if key == "phone" {
                telephone::check(written, at, slips);
            }
            // The words that a quote pins show by themselves whether its signs are those of the document.
            if key != "quote" {
                quoted(written, at, slips);
            }
            if is_coded(written) {
                let slip = Slip::new(Code::WrongType, at..at + written.len()).arg("expected", "@plain-number");
                slips.push(slip.arg("found", "@coded-number").arg("how", "@how-digits"));
            }
            empty(key, (written, written), at, slips);
            padding(written, at, slips);
            filled(key, written, at, slips);
            unpublished(key, written, at, slips);
        }
    }
}

/// True for a plain value that YAML takes for another number than its digits say, or for one without its signs: `0x10`,
/// `0o17`, `1_000`, `+86`.
fn is_coded(written: &str) -> bool {
    let bytes = written.strip_prefix(['+', '-']).unwrap_or(written).as_bytes();
    let are = |digits: &[u8], is_digit: fn(&u8) -> bool| {
        !digits.is_empty() && digits.iter().all(|byte| is_digit(byte) || *byte == b'_')
    };
    match bytes {
        [b'0', b'x' | b'X', digits @ ..] => are(digits, u8::is_ascii_hexdigit),
        [b'0', b'o' | b'O' | b'b' | b'B', digits @ ..] => are(digits, u8::is_ascii_digit),
        [b'1'..=b'9', ..] => are(bytes, u8::is_ascii_digit) && (bytes.contains(&b'_') || written.starts_with('+')),
        _ => false,
    }
}

/// A title in which there is nothing to see.
fn empty(key: &str, (written, inner): (&str, &str), at: usize, slips: &mut Vec<Slip>) {
    let is_seen = |c: char| !c.is_whitespace() && !is_hidden(c) && !matches!(c, '"' | '\'');
    if TITLES.contains(&key) && !inner.contains(is_seen) {
        slips.push(Slip::new(Code::EmptyTitle, at..at + written.len()).arg("key", key));
    }
}

/// `unpublished` as the value of a key that has to hold a text.
fn unpublished(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    if TEXTS.contains(&key) && matches!(written, UNPUBLISHED | NOT_HELD) {
        let slip = Slip::new(Code::WrongType, at..at + written.len()).arg("expected", "@text");
        slips.push(slip.arg("found", "@word-unpublished").arg("how", "@how-needed"));
    }
}

/// What was never filled in, in a value that readers see.
fn filled(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    if !TITLES.contains(&key) && !SHOWN.contains(&key) {
        return;
    }
    let first = slips.len();
    if blanks::may_hold_crosses(written.as_bytes()) || blanks::may_hold_others(written.as_bytes()) {
        blanks::find(written, Flavor::Article, slips);
        if SHOWN.contains(&key) {
            blanks::underscores(written, slips);
        }
    }
    blanks::empty(written, slips);
    for slip in &mut slips[first..] {
        slip.range = slip.range.start + at..slip.range.end + at;
    }
}

/// Quotes of an input method around a whole value, which belong to it.
fn quoted(written: &str, at: usize, slips: &mut Vec<Slip>) {
    if !written.starts_with(['“', '‘', '＂', '”']) {
        return;
    }
    let pairs = [('“', '”'), ('‘', '’'), ('＂', '＂'), ('”', '“'), ('”', '”'), ('“', '“')];
    let inner = |(open, close): (char, char)| written.strip_prefix(open)?.strip_suffix(close);
    let Some(inner) = pairs.into_iter().find_map(inner) else { return };
    if inner.contains(['“', '”', '‘', '’', '"', '\'']) || inner.is_empty() {
        return;
    }
    let range = at..at + written.len();
    slips.push(Slip::new(Code::WideQuotes, range.clone()).fix(range, format!("\"{inner}\"")));
}

/// White space around a plain value that is none to YAML, and becomes a part of it.
fn padding(written: &str, at: usize, slips: &mut Vec<Slip>) {
    let is_space = |c: char| matches!(c, '\u{3000}' | '\u{A0}');
    let start = written.len() - written.trim_start_matches(is_space).len();
    let end = written.trim_end_matches(is_space).len();
    for range in [0..start, end.max(start)..written.len()] {
        if let Some(first) = written[range.clone()].chars().next() {
            let range = at + range.start..at + range.end;
            let name = hidden::name(first);
            slips.push(Slip::new(Code::HiddenCharacter, range.clone()).arg("character", name).fix(range, ""));
        }
    }
}

/// Where a plain value is cut by a `#` that no comment would begin with: a word stands right behind it.
fn cut(written: &str) -> Option<usize> {
    memchr::memchr(b'#', written.as_bytes())?;
    let at = written.find(" #").or_else(|| written.find("\t#"))? + 1;
    written[at + 1..].starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '!').then_some(at)
}
