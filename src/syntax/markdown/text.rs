//! Rules about characters: where a line break is no space, what an anchor is made of.

use std::ops::Range;

use super::HOLE;
use crate::source::is_control;
use crate::syntax::emphasis::is_wide;

/// True when a line break between these two characters stands for nothing, because Chinese has no spaces.
pub fn is_han_break(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after)
}

/// First bytes of white space.
const MAY_BE_SPACE: [bool; 256] = {
    let mut may = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        may[byte] = matches!(byte, 0..=0x20 | 0xC2 | 0xE1..=0xE3);
        byte += 1;
    }
    may
};

/// `text` without any white space.
pub fn without_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        // All white space begins with one of these bytes; so do the full stop and the comma of lists in Chinese, which
        // differ from the wide space in their last byte.
        if !MAY_BE_SPACE[usize::from(byte)] || byte == 0xE3 && bytes.get(at + 2) != Some(&0x80) {
            continue;
        }
        if let Some(space) = text[at..].chars().next().filter(|c| c.is_whitespace()) {
            out.push_str(&text[copied..at]);
            copied = at + space.len_utf8();
        }
    }
    out + &text[copied..]
}

/// The words of HTML with holes, without white space.
pub fn words(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let (mut tag, mut hole) = (false, false);
    for character in html.chars() {
        match character {
            HOLE => hole = !hole,
            _ if hole => {}
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if tag || character.is_whitespace() => {}
            other => words.push(other),
        }
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        if words.contains(entity) {
            words = words.replace(entity, character);
        }
    }
    words
}

/// Numeric references to control characters (`&#1;`), wherever they stand.
pub(super) fn references(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    memchr::memmem::find_iter(text.as_bytes(), "&#").filter_map(|start| {
        let (number, _) = text[start + 2..].split_once(';')?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        // What the number 0 stands for is no control character.
        let character = char::from_u32(code.ok()?).filter(|&c| c != '\0' && is_control(c))?;
        Some((start..start + 3 + number.len(), character))
    })
}

/// An anchor from the text of a heading: letters and digits of any script, lower case, hyphens between.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".into() } else { slug.into() }
}

/// `text` up to its first full stop, at most 40 characters.
pub(super) fn beginning(text: &str) -> String {
    let end = text.find(['。', '；', '：', '\n']).unwrap_or(text.len());
    let sentence = &text[..end];
    match sentence.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &sentence[..at]),
        None => sentence.to_owned(),
    }
}

/// `text` for a double-quoted attribute or for content.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let name = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        out.push_str(name);
        copied = at + 1;
    }
    out + &text[copied..]
}
