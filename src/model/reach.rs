//! Telephone numbers and mail addresses in links.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::clause::digit;
use crate::syntax::slips::mail::is_mail;
use crate::syntax::slips::telephone;

/// What is wrong with a `tel:` or `mailto:` address.
pub(super) fn refuse(url: &str, span: Span) -> Option<Diagnostic> {
    let (scheme, address) = url.split_once(':')?;
    let address = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
    match scheme {
        "tel" => number(&address, span),
        "mailto" if !is_mail(&address) => Some(Diagnostic::at(Code::MailAddress, span).arg("address", address)),
        _ => None,
    }
}

/// Digits of the shortest number that can be called.
const SHORTEST: usize = 3;
/// Digits of a number that is no extension.
const WHOLE: usize = 7;

/// A number that no telephone calls, with the one that was meant.
fn number(written: &str, span: Span) -> Option<Diagnostic> {
    // `;ext=8001`
    let number = written.split(';').next().unwrap_or(written);
    let is_callable = |c: char| c.is_ascii_digit() || "+-. ()*#,".contains(c);
    let count = number.chars().filter(char::is_ascii_digit).count();
    if count >= SHORTEST && number.chars().all(is_callable) && !number[1..].contains('+') {
        // A comma is a pause before an extension.
        let digits = |part: &&str| part.chars().filter(char::is_ascii_digit).count();
        let is_several = number.split([',', ' ']).filter(|part| digits(part) >= WHOLE).count() > 1;
        return is_several.then(|| Diagnostic::at(Code::TelephoneNumber, span).arg("cause", "@several-numbers"));
    }
    let meant: String = number.chars().map(narrow).collect();
    let is_meant = meant.chars().all(is_callable) && meant.chars().filter(char::is_ascii_digit).count() >= SHORTEST;
    let cause = match () {
        () if telephone::is_several(number) => "@several-numbers",
        () if is_meant && number.contains(telephone::DASHES) => "@wide-dash",
        () => "@other-signs",
    };
    let reported = Diagnostic::at(Code::TelephoneNumber, span).arg("cause", cause);
    Some(if is_meant && cause != "@several-numbers" { reported.meant(&format!("tel:{meant}")) } else { reported })
}

/// A character of a number as it is dialled.
fn narrow(c: char) -> char {
    match (digit(c).and_then(|value| char::from_digit(value, 10)), c) {
        (Some(digit), _) => digit,
        (None, '（') => '(',
        (None, '）') => ')',
        (None, '＋') => '+',
        (None, c) if telephone::DASHES.contains(&c) => '-',
        (None, c) => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn reported(url: &str) -> Option<(Code, Option<String>)> {
        refuse(url, Span::new(FileId(0), 0..1)).map(|reported| (reported.code, reported.suggestion))
    }

    #[test]
    fn numbers_that_nobody_can_call_are_reported() {
        for (url, meant) in [
            ("tel:0632—3314140", Some("tel:0632-3314140")),
            ("tel:0632－3314140", Some("tel:0632-3314140")),
            ("tel:０６３２-3314140", Some("tel:0632-3314140")),
            ("tel:（0632）3314140", Some("tel:(0632)3314140")),
            ("tel:0632%E2%80%943314140", Some("tel:0632-3314140")),
            ("tel:0632-331abc", None),
            ("tel:0632-331414O", None),
            ("tel:电话", None),
            ("tel:", None),
            ("tel:12", None),
            ("tel:0632-3314140、3314141", None),
            ("tel:0632-3314140,0632-3314141", None),
            ("tel:0632-3314140/3314141", None),
        ] {
            assert_eq!(reported(url), Some((Code::TelephoneNumber, meant.map(str::to_owned))), "{url}");
        }
        for url in [
            "tel:0632-3314140",
            "tel:+86-632-3314140",
            "tel:(0632)%203314140",
            "tel:12333",
            "tel:0632-3314140;ext=8001",
            "tel:400.123.4567",
            "tel:0632-3314140,8001",
        ] {
            assert_eq!(reported(url), None, "{url}");
        }
    }

    #[test]
    fn mail_addresses_that_are_none_are_reported() {
        for url in [
            "mailto:",
            "mailto:bm.example.com",
            "mailto:bm＠example.com",
            "mailto:bm@",
            "mailto:@example.com",
            "mailto:bm@example",
            "mailto:b m@example.com",
            "mailto:a@example.com；b@example.com",
            "mailto:a@b@example.com",
            "mailto:张三@example.com",
            "mailto:a@example.com.",
        ] {
            assert_eq!(reported(url).map(|(code, _)| code), Some(Code::MailAddress), "{url}");
        }
        for url in [
            "mailto:bm@example.com",
            "mailto:a.b+c@mail.example.gov.cn?subject=%E6%8A%A5%E5%90%8D",
            "mailto:a@example.com,b@example.com",
            "mailto:a@某局.中国",
            "https://example.com",
        ] {
            assert_eq!(reported(url), None, "{url}");
        }
    }
}
