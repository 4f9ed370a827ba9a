//! Characters that nobody sees: in texts, where searches and quotes stumble over them, and in keys of YAML.

use std::ops::Range;

use super::{Slip, each_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Signs, Span};
use crate::syntax::markdown::Flavor;

/// True for characters that nobody sees and that no Chinese text needs.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// True for line breaks that no editor and no page shows as one.
fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// What a character is called.
pub(super) fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Hidden characters inside of lines, once for each run. In a text that is written from right to left they are needed.
pub(super) fn in_text(text: &str, flavor: Flavor, slips: &mut Vec<Slip>) {
    if text.chars().any(is_rightward) {
        return;
    }
    for (start, line) in each_line(text) {
        // Before a line of an official document they are indentation.
        let shown = if flavor == Flavor::Policy { line.trim_start_matches(is_blank) } else { line };
        let joint = if flavor == Flavor::Policy { "\n" } else { "\n\n" };
        in_line(start + line.len() - shown.len(), shown, Some(joint), slips);
    }
}

/// Hidden characters in the lines of a YAML text that are no comments.
pub(super) fn in_values(text: &str, signs: &Signs, slips: &mut Vec<Slip>) {
    if !holds(signs) || text.chars().any(is_rightward) {
        return;
    }
    for (start, line) in each_line(text).filter(|(_, line)| !line.trim_start().starts_with('#')) {
        in_line(start, line, None, slips);
    }
}

/// Letters of scripts that are written from right to left, and of Mongolian.
fn is_rightward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{1800}'..='\u{18AF}' | '\u{FB1D}'..='\u{FEFC}')
}

/// Hidden characters in a line that begins at `start`; `joint` is what an author meant by a [break](is_break), of which those
/// before any words are indentation.
fn in_line(start: usize, line: &str, joint: Option<&str>, slips: &mut Vec<Slip>) {
    let is_one = |c: char| is_hidden(c) || is_break(c);
    let mut at = 0;
    while let Some(found) = line[at..].find(is_one) {
        let from = at + found;
        let length = line[from..].find(|c| !is_one(c)).unwrap_or(line.len() - from);
        at = from + length;
        let run = &line[from..at];
        let is_leading = run.contains(is_break) && line[..from].trim().is_empty();
        let Some(first) = run.chars().next().map(name).filter(|_| !is_leading) else { continue };
        let range = start + from..start + at;
        let slip = Slip::new(Code::HiddenCharacter, range.clone()).arg("character", first);
        slips.push(match (run.contains(is_break), joint) {
            (false, _) => slip.fix(range, ""),
            (true, Some(joint)) if !line[at..].trim().is_empty() => slip.fix(range, joint),
            (true, Some(_)) => slip.fix(range, ""),
            (true, None) => slip,
        });
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_hidden(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// True for a text with a [hidden](is_hidden) character or [break](is_break), by its signs.
pub(super) fn holds(signs: &Signs) -> bool {
    signs.has_any(['\u{AD}', '\u{200B}', '\u{200E}', '\u{200F}', '\u{FEFF}'])
        || signs.has_any('\u{2028}'..='\u{202E}')
        || signs.has_any(('\u{2060}'..='\u{2069}').filter(|c| *c != '\u{2065}'))
}

/// False for a text without white space but that of ASCII, and without characters that are not seen, by its signs.
pub fn may_hold_blanks(signs: &Signs) -> bool {
    signs.has_any(['\u{3000}', '\u{A0}', '\u{85}', '\u{AD}', '\u{1680}', '\u{FEFF}'])
        || signs.has_any('\u{2000}'..='\u{200F}')
        || signs.has_any('\u{2028}'..='\u{202F}')
        || signs.has_any('\u{205F}'..='\u{2069}')
}

/// Invisible characters in the keys of a YAML text: hidden ones, and spaces that are no white space to YAML. They are
/// errors, since the parser takes them for a part of the key.
pub(super) fn in_keys(file: FileId, text: &str, signs: &Signs) -> Vec<Diagnostic> {
    let mut reported = Vec::new();
    if !may_hold_blanks(signs) {
        return reported;
    }
    // What can be seen in ASCII is no strange character.
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t');
    for (start, line) in each_line(text) {
        let end = memchr::memchr(b':', line.as_bytes());
        if end.is_none_or(|end| line.as_bytes()[..end].iter().all(is_plain)) {
            continue;
        }
        let Some(end) = key(line) else { continue };
        let is_strange = |c: char| {
            is_hidden(c) || c.is_whitespace() && !matches!(c, ' ' | '\t') || matches!(c, '\u{200C}' | '\u{200D}')
        };
        let Some(at) = line[..end].find(is_strange) else { continue };
        // Behind the dash of a list the parser refuses it, and says so.
        if line[..at].trim_start_matches(' ') == "-" {
            continue;
        }
        let c = line[at..].chars().next().unwrap_or_default();
        let range: Range<usize> = start + at..start + at + c.len_utf8();
        let key: String = line[..end].trim_start_matches([' ', '-']).chars().filter(|c| !is_strange(*c)).collect();
        let cleaned = if is_hidden(c) { "" } else { " " };
        let span = Span::new(file, range);
        let found = Diagnostic::at(Code::HiddenInKey, span).arg("character", name(c)).arg("key", key);
        reported.push(if at < line.len() - line.trim_start().len() || is_hidden(c) {
            found.fix(span, cleaned)
        } else {
            found
        });
    }
    reported
}

/// Where the key of a line ends that is made of ASCII letters and characters that are not seen.
fn key(line: &str) -> Option<usize> {
    let end = line.find(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '"' | '\'') || is_blank(c);
    let is_key = line[..end].chars().all(is_name) && line[..end].chars().any(|c| c.is_ascii_alphabetic());
    let is_mapping = line[end + 1..].is_empty() || line[end + 1..].starts_with([' ', '\t', '\u{3000}', '\u{A0}']);
    (is_key && is_mapping).then_some(end)
}
