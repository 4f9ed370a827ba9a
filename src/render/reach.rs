//! Telephone numbers and mail addresses → links.

use crate::syntax::clause::digit;
use crate::syntax::contact::Scheme;
use crate::syntax::markup::Html;

/// Digits of a number behind which a space parts it from another one.
const WHOLE: usize = 7;

/// A mail address as a link.
pub(super) fn mail(text: &str) -> Html {
    Html::contact(Scheme::Mailto, text, text)
}

/// A telephone number as a link, which a telephone calls. One that cannot be called is text.
pub(super) fn telephone(text: &str) -> Html {
    match dialled(text) {
        Some(number) => Html::contact(Scheme::Tel, &number, text),
        None => Html::text(text),
    }
}

/// What is dialled for a number as it is written: its digits, of any width, up to what is said behind it.
fn dialled(text: &str) -> Option<String> {
    let mut number = String::with_capacity(text.len());
    let count = |number: &str| number.bytes().filter(u8::is_ascii_digit).count();
    for c in text.trim().chars() {
        match c {
            '+' if number.is_empty() => number.push('+'),
            '-' | '_' | '＿' | '－' | '—' | '–' | '‐' | '‑' | '―' | '−' | '─' | '﹣' | '～' | '~' | '〜' | 'ー'
            | '一' => {
                if !number.is_empty() && !number.ends_with('-') {
                    number.push('-');
                }
            }
            '(' | '（' if number.is_empty() => {}
            ')' | '）' => {}
            c if c.is_whitespace() => {
                if count(&number) >= WHOLE {
                    break;
                }
            }
            c => match digit(c) {
                Some(digit) => number.extend(char::from_digit(digit, 10)),
                // `电话0632-3314140`, `0632-331XXXX`
                None if c.is_alphabetic() && c != '转' && c != '或' && c != '至' => return None,
                None => break,
            },
        }
    }
    let number = number.trim_end_matches('-');
    (count(number) >= 3).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_however_they_are_written() {
        for (written, number) in [
            ("0632-3314140", "0632-3314140"),
            ("（0632）3314140", "06323314140"),
            ("０６３２－３３１４１４０", "0632-3314140"),
            ("0632——3314140", "0632-3314140"),
            ("0632 3314140", "06323314140"),
            ("400 123 4567", "4001234567"),
            ("+86 632 3314140", "+866323314140"),
            ("0632-3314140（转 8001）", "0632-3314140"),
            ("0632-3314140转8001", "0632-3314140"),
            ("0632-3314140、3314141", "0632-3314140"),
            ("0632-3314140 3314141", "0632-3314140"),
            ("12333", "12333"),
        ] {
            assert_eq!(dialled(written).as_deref(), Some(number), "{written}");
        }
        for none in ["无", "0632-XXXXXXX", "0632-331414O", "电话", "--", "12"] {
            assert_eq!(dialled(none), None, "{none}");
        }
    }
}
