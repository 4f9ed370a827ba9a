//! Bytes of a text as offices save it → its characters.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::source::is_control;

/// A text in UTF-8, GB 18030, UTF-16 or UTF-32, with a mark or without, and whether it is a text at all. What is none is
/// read as far as it goes.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if let Some(text) = marked(bytes) {
        return text;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), is_text(text)),
        Err(_) => decoded(GB18030, bytes),
    };
    if text.1 {
        return text;
    }
    let wide = || [UTF_16LE, UTF_16BE].into_iter().map(|encoding| decoded(encoding, bytes));
    let unmarked = [four(bytes, u32::from_le_bytes), four(bytes, u32::from_be_bytes)].into_iter().flatten();
    // Any bytes of an even number are nearly UTF-16; a text is of characters that people write.
    let unmarked = unmarked.chain(wide().filter(|(_, is_text)| *is_text).map(|(text, _)| text));
    unmarked.filter(|text| is_usual(text)).map(|text| (text, true)).next().unwrap_or(text)
}

/// A text that says itself how it is written.
fn marked(bytes: &[u8]) -> Option<(Cow<'_, str>, bool)> {
    let wide = match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] => four(rest, u32::from_le_bytes),
        [0, 0, 0xFE, 0xFF, rest @ ..] => four(rest, u32::from_be_bytes),
        _ => None,
    };
    let (encoding, length) = Encoding::for_bom(bytes).unzip();
    wide.map(|text| (text, true)).or_else(|| Some(decoded(encoding?, &bytes[length?..])))
}

fn decoded<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
    let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
    let is_text = !is_broken && is_text(&text);
    (text, is_text)
}

/// A text of four bytes for each character; nothing when it is none.
fn four(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Option<Cow<'_, str>> {
    let (characters, rest) = bytes.as_chunks::<4>();
    let text = characters.iter().map(|character| char::from_u32(number(*character)));
    let text: String = text.map(|c| c.filter(|c| is_written(*c))).collect::<Option<_>>()?;
    rest.is_empty().then_some(text.into())
}

fn is_text(text: &str) -> bool {
    text.chars().all(is_written)
}

/// True for a character that may stand in a text.
fn is_written(c: char) -> bool {
    !is_control(c) || "\r\u{c}".contains(c)
}

/// True for a text of which nine in ten characters are ASCII, Chinese, or signs that stand beside these.
fn is_usual(text: &str) -> bool {
    let is_usual = |c: &char| {
        c.is_ascii()
            || matches!(c, '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
            || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    text.chars().filter(is_usual).count() * 10 >= text.chars().count() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "姓名，电话\r\n某人，13000000000\n";

    fn bytes<const COUNT: usize>(units: impl Iterator<Item = [u8; COUNT]>) -> Vec<u8> {
        units.flatten().collect()
    }

    #[test]
    fn texts_are_read_as_they_were_saved() {
        let marked = format!("\u{feff}{TEXT}");
        for text in [TEXT, &marked, "13000000000\n", "no Chinese: 13000000000"] {
            let expected = text.trim_start_matches('\u{feff}');
            for bytes in [
                text.as_bytes().to_vec(),
                bytes(text.encode_utf16().map(u16::to_le_bytes)),
                bytes(text.encode_utf16().map(u16::to_be_bytes)),
                bytes(text.chars().map(|c| u32::from(c).to_le_bytes())),
                bytes(text.chars().map(|c| u32::from(c).to_be_bytes())),
                GB18030.encode(expected).0.into_owned(),
            ] {
                assert_eq!(decode(&bytes), (expected.into(), true), "{bytes:?}");
            }
        }
    }

    #[test]
    fn what_is_no_text_is_none() {
        let noise: Vec<u8> = (0..4096_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [
            &noise[..],
            b"\x00\x01\x02",
            b"\x00\x01\x02\x03",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"PK\x03\x04\x14\0\0\0",
        ] {
            assert!(!decode(bytes).1, "{bytes:?}");
        }
    }
}
