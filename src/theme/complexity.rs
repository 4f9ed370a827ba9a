//! How complex a site's own style sheets are: a linear scan that knows strings, comments and brackets, and nothing else.
//! What minifies them goes down into what is nested by recursion, so that it must not get what is too deep.

use memchr::memmem;

/// Brackets within each other in a style sheet.
const CSS_DEPTH: usize = 32;
/// Signs of sums and products in one pair of brackets of a style sheet: each is a level below the one before.
const CSS_TERMS: usize = 256;
/// Rules in one rule of a style sheet.
const CSS_RULES: usize = 4096;
/// Rules that are minified together. Each is compared with those before it that it may be merged with.
const CSS_PART: usize = 512;
/// What is too complex: where it stands, what is reported about it, the limit, and how to mend it.
pub(super) type Excess = (usize, &'static str, usize, &'static str);

/// The parts of a style sheet that can be minified one after the other.
///
/// # Errors
/// What is too complex.
pub(super) fn style_parts(css: &str) -> Result<Vec<&str>, Excess> {
    let bytes = css.as_bytes();
    let mut parts = Vec::new();
    // The ends of what is open, with the signs in it.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let (mut at, mut start, mut rules, mut inside) = (0, 0, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = string(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = comment(bytes, at),
            b'\\' => at += 1,
            b'(' if is_address(bytes, at) => at = address(bytes, at),
            b'(' | b'[' | b'{' => {
                open.push((if byte == b'(' { b')' } else { byte + 2 }, 0));
                let is_rule = usize::from(byte == b'{');
                (rules, inside) = (rules + is_rule, inside + is_rule);
                if open.len() > CSS_DEPTH {
                    return Err((at, "@deep", CSS_DEPTH, "@fewer-brackets"));
                } else if inside > CSS_RULES {
                    return Err((at, "@many-rules", CSS_RULES, "@fewer-rules"));
                }
            }
            _ if open.last().is_some_and(|(end, _)| *end == byte) => {
                open.pop();
                if open.is_empty() && byte == b'}' {
                    inside = 0;
                    if rules >= CSS_PART {
                        parts.push(&css[start..=at]);
                        (start, rules) = (at + 1, 0);
                    }
                }
            }
            b'+' | b'-' | b'*' | b'/' => {
                let is_sign = matches!(byte, b'*' | b'/') || bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
                if let Some((_, signs)) = open.last_mut().filter(|(end, _)| is_sign && *end == b')') {
                    *signs += 1;
                    if *signs > CSS_TERMS {
                        return Err((at, "@long-sum", CSS_TERMS, "@shorter-sum"));
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(&css[start..]);
    Ok(parts)
}

/// The last byte of a string that begins at `at`. A line end is one, too.
fn string(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'\n' => break,
            _ if byte == bytes[at] => break,
            _ => {}
        }
        end += 1;
    }
    end
}

/// The last byte of a comment that begins at `at` and may go over several lines.
pub(super) fn comment(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 2..).unwrap_or_default();
    memmem::find(rest, b"*/").map_or(bytes.len(), |end| at + 2 + end + 1)
}

/// True for a bracket that begins an address without quotes, in which every other sign is part of it.
fn is_address(bytes: &[u8], at: usize) -> bool {
    let is_named = at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"url");
    let is_whole = !at.checked_sub(4).is_some_and(|before| is_word(bytes[before]));
    let first = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
    is_named && is_whole && !matches!(first, Some(b'"' | b'\''))
}

fn address(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end).filter(|byte| **byte != b')') {
        end += if byte == b'\\' { 2 } else { 1 };
    }
    end
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-' | b'\\') || !byte.is_ascii()
}
