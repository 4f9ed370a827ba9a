//! Lines of articles → edits: full-width indentation begins a paragraph, braces behind a heading are text unless they name
//! its anchor, cells beyond those of a heading stay.

use crate::source::Signs;
use crate::syntax::emphasis::is_escaped;
use crate::syntax::rewrite::Edits;
use crate::syntax::slips::{is_hidden, may_hold_blanks};

use super::lines::is_page_number;
use super::{grid, is_han, with_breaks};

/// Edits an article that has these signs.
pub(super) fn edit(text: &str, signs: &Signs, edits: &mut Edits) {
    if signs.has('|') {
        grid::keep_all(text, edits);
    }
    if signs.has('{') {
        braces(text, edits);
    }
    if signs.has_any(['`', '~']) {
        fences(text, edits);
    }
    if signs.has(':') {
        colons(text, edits);
    }
    if signs.has_any(['>', '-']) {
        numbers(text, edits);
    }
    if may_hold_blanks(signs) {
        indentation(text, edits);
    }
}

/// True for white space that is none to the parser, and characters that are not seen.
fn is_wide(c: char) -> bool {
    !c.is_ascii() && (c.is_whitespace() || is_hidden(c))
}

/// Signs before a number at the beginning of a line, which are no markup: `>5%`, and `- 1 -`, the number of a page.
fn numbers(text: &str, edits: &mut Edits) {
    for at in memchr::memchr2_iter(b'>', b'-', text.as_bytes()) {
        if at > 0 && text.as_bytes()[at - 1] != b'\n' {
            continue;
        }
        let line = text[at..].split('\n').next().unwrap_or_default();
        let is_more = line.strip_prefix('>').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if is_more || is_page_number(line) {
            edits.literal(text, at);
        }
    }
}

/// Colons at the beginning of a line with no space behind them, which begin no explanation of the line above.
fn colons(text: &str, edits: &mut Edits) {
    let mut start = 0;
    for line in with_breaks(text) {
        let content = line.trim_start_matches(|c: char| c == '>' || c != '\n' && (c.is_whitespace() || is_hidden(c)));
        if content.strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t', '\n'])) {
            edits.literal(text, start + line.len() - content.len());
        }
        start += line.len();
    }
}

/// Signs of a fence before words that name no language: the parser would leave the words out.
fn fences(text: &str, edits: &mut Edits) {
    let mut start = 0;
    for line in with_breaks(text) {
        let content = line.trim_start_matches([' ', '>', '\t']);
        let info = content.trim_start_matches(['`', '~']);
        let signs = content.len() - info.len();
        let named = info.trim().chars().next().is_none_or(|c| c.is_ascii_alphabetic() || c == '{');
        if signs > 2 && (content.starts_with("```") || content.starts_with("~~~")) && (!named || info.contains(is_han))
        {
            let at = start + line.len() - content.len();
            (at..at + signs).for_each(|at| edits.literal(text, at));
        }
        start += line.len();
    }
}

/// True for the beginning of a line that may be that of a heading, in whatever it stands: a quotation, an item, a note.
pub fn may_be_heading(beginning: &str) -> bool {
    ["# ", "#\t"].iter().any(|sign| beginning.contains(sign))
}

/// Braces at the end of a heading, unless they are `{#anchor}`.
fn braces(text: &str, edits: &mut Edits) {
    let mut start = 0;
    for line in with_breaks(text) {
        let content = line.trim_end();
        if let (true, Some(open)) = (content.ends_with('}'), content.rfind('{'))
            && may_be_heading(&content[..open])
        {
            let inner = content[open + 1..].strip_suffix('}').and_then(|inner| inner.strip_prefix('#'));
            if inner.is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace)) {
                // The parser sees no anchor before white space of other kinds.
                edits.remove(start + content.len()..start + line.trim_end_matches('\n').len());
            } else {
                let escape = usize::from(is_escaped(content.as_bytes(), open));
                edits.remove(start + open - escape..start + open);
                edits.literal(text, start + open);
            }
        }
        start += line.len();
    }
}

/// Leaves out white space before lines that is none to the parser. Such a line is a paragraph of its own.
fn indentation(text: &str, edits: &mut Edits) {
    let mut start = 0;
    let (mut is_after_text, mut is_after_row) = (false, false);
    let mut fence = false;
    for line in with_breaks(text) {
        let content = line.trim_start_matches(|c: char| c != '\n' && (c.is_whitespace() || is_hidden(c)));
        let blank = &line[..line.len() - content.len()];
        fence ^= content.starts_with("```") || content.starts_with("~~~");
        if !fence && blank.contains(is_wide) {
            let is_row = is_after_row && content.starts_with('|');
            if is_after_text && !is_row && !content.trim().is_empty() {
                edits.insert(start, '\n');
            }
            edits.remove(start..start + blank.len());
        }
        is_after_text = !content.trim().is_empty() && !fence;
        is_after_row = content.starts_with('|');
        start += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_signs_of_white_space_of_every_kind() {
        for c in ('\0'..=char::MAX).filter(|c| is_wide(*c)) {
            assert!(may_hold_blanks(&Signs::of(&format!("甲{c}乙"))), "{}", c.escape_unicode());
        }
        assert!(!may_hold_blanks(&Signs::of("“甲”——乙…… *丙*：1 2")));
    }
}
