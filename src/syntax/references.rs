//! References of HTML → the characters that they stand for: `&amp;`, `&#49;`, `&#x30;`.

use pulldown_cmark::{Event, Parser};

/// The reference at the beginning of a text: its length, and the characters that it stands for.
pub(super) fn reference(text: &str) -> Option<(usize, String)> {
    let name = text.strip_prefix('&')?;
    let end = name.bytes().position(|byte| byte != b'#' && !byte.is_ascii_alphanumeric())?;
    let length = (name.as_bytes()[end] == b';').then_some(end + 2)?;
    // Markdown has the references of HTML, so its parser knows all their names.
    let mut characters = String::new();
    for event in Parser::new(&text[..length]) {
        if let Event::Text(text) = event {
            characters.push_str(&text);
        }
    }
    (characters != text[..length]).then_some((length, characters))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn a_reference_has_a_name_or_a_number_and_ends_in_a_semicolon() {
        for (text, found) in [
            ("&amp;b", Some((5, "&"))),
            ("&#49;38", Some((5, "1"))),
            ("&#x30;", Some((6, "0"))),
            ("&#0000000000000000000000000000000000000000049;", None),
            ("&nbsp;", Some((6, "\u{A0}"))),
            ("&CounterClockwiseContourIntegral;", Some((33, "∳"))),
            ("&NotEqualTilde;", Some((15, "≂\u{338}"))),
            ("&x;", None),
            ("&;", None),
            ("&amp", None),
            ("& amp;", None),
            ("&", None),
            ("amp;", None),
        ] {
            let expected = found.map(|(length, characters): (usize, &str)| (length, characters.to_owned()));
            assert_eq!(reference(text), expected, "{text}");
        }
    }
}
