//! Bytes of a text as offices save it → its characters.

use std::borrow::Cow;

use crate::source::is_control;

/// A text in UTF-8, UTF-16 with its mark, else in GB 18030; and whether it is a text at all.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let (text, is_broken) = match (encoding_rs::Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => {
            let (text, _, is_broken) = encoding.decode(bytes);
            (text, is_broken)
        }
        (None, Ok(text)) => (Cow::Borrowed(text), false),
        (None, Err(_)) => {
            let (text, _, is_broken) = encoding_rs::GB18030.decode(bytes);
            (text, is_broken)
        }
    };
    let is_text = !is_broken && !text.chars().any(|c| is_control(c) && !"\r\u{c}".contains(c));
    (text, is_text)
}
