//! Spaces around a number.

/// White space of every kind, and characters without width.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// A text without the white space at its beginning.
pub(super) fn trimmed(text: &str) -> &str {
    // The first bytes of white space: few texts begin with one.
    match text.as_bytes() {
        [0..=0x20 | 0xC2 | 0xE1 | 0xE2, ..] | [0xE3, 0x80, 0x80, ..] | [0xEF, 0xBB, ..] => {
            text.trim_start_matches(is_space)
        }
        _ => text,
    }
}

/// Length of the white space at the beginning of `text`.
pub(super) fn space(text: &str) -> usize {
    text.len() - trimmed(text).len()
}
