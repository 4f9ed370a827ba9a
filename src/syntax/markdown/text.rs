//! Rules about characters: where a line break is no space, what an anchor is made of.

use crate::syntax::emphasis::is_wide;

/// True when a line break between these two characters stands for nothing, because Chinese has no spaces.
pub fn is_han_break(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after)
}

/// `text` without any white space.
pub fn without_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        // All white space begins with one of these bytes.
        if !matches!(byte, 0..=b' ' | 0xC2 | 0xE1..=0xE3) {
            continue;
        }
        if let Some(space) = text[at..].chars().next().filter(|c| c.is_whitespace()) {
            out.push_str(&text[copied..at]);
            copied = at + space.len_utf8();
        }
    }
    out + &text[copied..]
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
