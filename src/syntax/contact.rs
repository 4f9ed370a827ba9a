//! Telephone numbers and mail addresses in running text, which become links.

use std::ops::Range;

/// The scheme of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Of telephone numbers.
    Tel,
    /// Of mail addresses.
    Mailto,
}

impl Scheme {
    /// How an address of it begins.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Tel => "tel:",
            Self::Mailto => "mailto:",
        }
    }
}

/// The numbers and addresses in a text, in their order. Numbers are those with an area code (`0632-3314140`) and service
/// numbers (`400-123-4567`); what else looks like a number may be one of a document.
pub fn contacts(text: &str) -> Vec<(Range<usize>, Scheme)> {
    let bytes = text.as_bytes();
    let mut found: Vec<(Range<usize>, Scheme)> = Vec::new();
    for at in memchr::memchr2_iter(b'-', b'@', bytes) {
        let after = found.last().map_or(0, |(last, _)| last.end);
        if at < after {
            continue;
        }
        let (range, scheme) = match bytes[at] {
            b'-' => (telephone(bytes, at), Scheme::Tel),
            _ => (mail(bytes, at), Scheme::Mailto),
        };
        found.extend(range.filter(|range| range.start >= after).map(|range| (range, scheme)));
    }
    found
}

/// The number around the hyphen at `at`.
fn telephone(text: &[u8], at: usize) -> Option<Range<usize>> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let area = text[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = at - area;
    let mut end = at + 1 + digits(at + 1);
    match (&text[start..at], end - at - 1) {
        ([b'0', ..], 7 | 8) if (3..=4).contains(&area) => {}
        ([b'4' | b'8', b'0', b'0'], 3) if text.get(end) == Some(&b'-') && digits(end + 1) == 4 => end += 5,
        ([b'4' | b'8', b'0', b'0'], 7) => {}
        _ => return None,
    }
    let joined = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-+._@*".contains(byte));
    let before = start.checked_sub(1).map(|before| &text[before]);
    // A full stop ends a sentence.
    let behind = text.get(end).filter(|byte| **byte != b'.');
    (!joined(before) && !joined(behind)).then_some(start..end)
}

/// The address around the `@` at `at`.
fn mail(text: &[u8], at: usize) -> Option<Range<usize>> {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
    let start = at - text[..at].iter().rev().take_while(is_name).count();
    let mut end = at + 1 + text[at + 1..].iter().take_while(is_name).count();
    while end > at + 1 && !text[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    let host = &text[at + 1..end];
    let is_whole = |label: &[u8]| !label.is_empty() && !label.contains(&b'_') && !label.contains(&b'+');
    let labels = host.split(|byte| *byte == b'.');
    let is_host = labels.clone().count() > 1 && labels.clone().all(is_whole);
    let top = labels.clone().next_back().is_some_and(|top| top.len() > 1 && top.iter().all(u8::is_ascii_alphabetic));
    // Of a masked address, and of a name in one of the web, nothing is reached.
    let masked = start > 0 && matches!(text[start - 1], b'*' | b'/');
    (start < at && text[start].is_ascii_alphanumeric() && is_host && top && !masked).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        contacts(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn numbers_and_addresses_are_found_in_sentences() {
        assert_eq!(found("联系方式：0632-3314140，zzzjk@zz.shandong.cn。"), ["0632-3314140", "zzzjk@zz.shandong.cn"]);
        assert_eq!(
            found("010-12345678、400-123-4567或者800-1234567."),
            ["010-12345678", "400-123-4567", "800-1234567"]
        );
        assert_eq!(found("0632-3314140 0632-3314141"), ["0632-3314140", "0632-3314141"]);
        assert_eq!(found("mail a.b-c@x-y.example.com."), ["a.b-c@x-y.example.com"]);
    }

    #[test]
    fn what_is_no_number_and_no_address_is_text() {
        for text in [
            "2023-07-26",
            "GB/T 37668-2019",
            "0632-33141401234",
            "0632-331414O",
            "10632-3314140",
            "0632-3314140-8001",
            "A0632-3314140",
            "138-0000-0000",
            "-",
            " @ ",
            "甲@乙",
            "a@b",
            "a@b.1",
            "a@.cn",
            "a***b@x.cn",
            "https://a@b.cn/",
            "0632-3314140*1",
            " @b.cn",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
