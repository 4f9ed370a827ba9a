//! Rules about characters: where a line break is no space, what an anchor is made of.

use std::borrow::Cow;
use std::ops::Range;

use super::HOLE;
use crate::source::is_control;
use crate::syntax::emphasis::is_wide;

/// True when a line break between these two characters stands for nothing, because Chinese has no spaces.
pub fn is_han_break(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after)
}

const END: u8 = HOLE as u8;

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

/// First bytes of white space, of tags and of holes.
const MAY_END_WORDS: [bool; 256] = {
    let mut may = MAY_BE_SPACE;
    may[b'<' as usize] = true;
    may[END as usize] = true;
    may
};

/// `text` without any white space.
pub fn without_space(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if MAY_BE_SPACE[usize::from(byte)]
            && let Some(length) = space(text, at)
        {
            out.push_str(&text[copied..at]);
            copied = at + length;
        }
    }
    if copied == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[copied..]) }
}

/// Length of the white space at a place where some may begin.
fn space(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    // The full stop and the comma of lists in Chinese begin as the wide space does, and differ in the last byte.
    if bytes[at] == 0xE3 && bytes.get(at + 2) != Some(&0x80) {
        return None;
    }
    text[at..].chars().next().filter(|c| c.is_whitespace()).map(char::len_utf8)
}

/// The words of HTML with holes, without white space.
pub fn words(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let bytes = html.as_bytes();
    let (mut copied, mut at, mut open) = (0, 0, false);
    while let Some(plain) = bytes[at..].iter().position(|&byte| MAY_END_WORDS[usize::from(byte)]) {
        at += plain;
        let length = match bytes[at] {
            // Where one tag does not end, none behind it does.
            b'<' if open => None,
            b'<' => {
                let end = memchr::memchr(b'>', &bytes[at..]);
                open = end.is_none();
                end.map(|end| end + 1)
            }
            END => memchr::memchr(END, &bytes[at + 1..]).map(|end| end + 2),
            byte if MAY_BE_SPACE[usize::from(byte)] => space(html, at),
            _ => None,
        };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        words.push_str(&html[copied..at]);
        at += length;
        copied = at;
    }
    words.push_str(&html[copied..]);
    if words.contains('&') {
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            words = words.replace(entity, character);
        }
    }
    words
}

/// Where something parts the [`words`] of HTML that is not one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    /// The offset in the words.
    pub at: usize,
    /// A block or a line begins there, rather than white space or a cell.
    pub is_block: bool,
    /// A row of a table begins or ends there.
    pub is_row: bool,
    /// A cell of a table begins or ends there.
    pub is_cell: bool,
}

/// Elements that do not part the words around them, in alphabetical order.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "del", "em", "i", "ins", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
];

/// Adds the seams in the words of HTML, which begin at the offset `length`, and says where they end.
pub(super) fn seams(html: &str, mut length: usize, seams: &mut Vec<Seam>) -> usize {
    let (mut start, mut at) = (0, 0);
    while let Some(found) = html[at..].find(|c: char| c == '<' || c.is_whitespace()) {
        at += found;
        let end = match html[at..].strip_prefix('<') {
            Some(tag) => tag.find('>').map_or(html.len(), |end| at + 1 + end + 1),
            None => at + html[at..].chars().next().map_or(1, char::len_utf8),
        };
        let name = html[at..end].trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if INLINE.binary_search(&name).is_err() {
            length += words(&html[start..at]).len();
            let is_cell = matches!(name, "td" | "th");
            let is_block = html[at..].starts_with('<') && !is_cell;
            seams.push(Seam { at: length, is_block, is_row: name == "tr", is_cell });
            start = end;
        }
        at = end;
    }
    length + words(&html[start..]).len()
}

/// Numeric references to control characters (`&#1;`), wherever they stand.
pub(super) fn references(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    memchr::memmem::find_iter(text.as_bytes(), "&#").filter_map(|start| {
        let rest = &text[start + 2..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
        let number = rest[end..].starts_with(';').then_some(&rest[..end])?;
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
    for (count, (at, c)) in text.char_indices().enumerate() {
        if matches!(c, '。' | '；' | '：' | '\n') {
            return text[..at].to_owned();
        }
        if count == 40 {
            return format!("{}…", &text[..at]);
        }
    }
    text.to_owned()
}

/// Whether a value of an attribute can do without quotes when `next` follows them.
pub fn can_be_bare(value: &[u8], next: Option<u8>) -> bool {
    let is_free = match next {
        Some(b' ') => true,
        Some(b'>') => value.last() != Some(&b'/'),
        _ => false,
    };
    let any = || match value.len() {
        0..SHORT => value.iter().any(|&byte| NEEDS_QUOTES[usize::from(byte)]),
        // All bytes of a long value are compared at once.
        _ => value.iter().fold(false, |any, &byte| any | needs_quotes(byte)),
    };
    is_free && !any()
}

/// Bytes of a text that is looked at one by one: a search that takes many at once begins more slowly.
const SHORT: usize = 48;

/// White space, or one of "'<=>`.
const fn needs_quotes(byte: u8) -> bool {
    (byte <= b' ') | (byte == b'"') | (byte == b'\'') | (byte >= b'<') & (byte <= b'>') | (byte == b'`')
}

/// The same of each byte.
static NEEDS_QUOTES: [bool; 256] = {
    let mut needs = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        needs[byte] = needs_quotes(byte as u8);
        byte += 1;
    }
    needs
};

/// An attribute with a space before it; its value is without quotes where it can do without.
pub(super) fn attribute(name: &str, value: &str) -> String {
    let value = escape(value);
    match value.is_empty() {
        true => format!(" {name}"),
        false if can_be_bare(value.as_bytes(), Some(b'>')) => format!(" {name}={value}"),
        false => format!(" {name}=\"{value}\""),
    }
}

/// `text` for a double-quoted attribute or for content.
pub fn escape(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_plain = match bytes.len() {
        0..SHORT => !bytes.iter().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')),
        _ => memchr::memchr3(b'&', b'<', b'>', bytes).is_none() && memchr::memchr(b'"', bytes).is_none(),
    };
    if is_plain {
        return text.to_owned();
    }
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
