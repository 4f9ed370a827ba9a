//! Numbers of persons → diagnostics.

use std::ops::Range;

use super::numbers::{self, Number, Writing};
use crate::diagnostic::{Code, Diagnostic};

/// Numbers of one file that are reported, each at its place; of further ones only how many there are.
pub(super) const MOST: usize = 20;

/// How the text of a file is written, by its path.
pub(super) fn writing(path: &str) -> Writing {
    let ending = path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "css" | "js" | "mjs" | "map" | "svg" | "typ" => Writing::Script,
        _ => Writing::Prose,
    }
}

/// Numbers in the name of a file, which is a part of its address.
pub(super) fn in_name(path: &str) -> Vec<Diagnostic> {
    let reported = |(range, number): (Range<usize>, Number)| {
        personal(Diagnostic::path(Code::PersonalData, path), number, &path[range], "@file-name")
    };
    numbers::find(path).into_iter().map(reported).collect()
}

/// How many further numbers the first diagnostic of a file stands for.
pub(super) fn beside(at: usize, more: usize) -> String {
    if at == 0 && more > 0 { format!("@more {more} ") } else { String::new() }
}

/// A diagnostic with the number of a person that it is about.
pub(super) fn personal(reported: Diagnostic, number: Number, digits: &str, place: &str) -> Diagnostic {
    reported.arg("what", number.word()).arg("number", numbers::masked(digits)).arg("place", place)
}

/// Digits of which a text for others shows none: those of mobile phones, of cards, and of what looks like one.
const LONG: usize = 9;

/// A text in which no number of a person can be read, no other long number, and no mail address.
pub fn masked(text: &str) -> String {
    let mut ranges: Vec<Range<usize>> = numbers::find(text).into_iter().map(|(range, _)| range).collect();
    ranges.extend(long_numbers(text));
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        if word.contains(['@', '＠']) {
            ranges.push(start..start + word.trim_end().len());
        }
        start += word.len();
    }
    ranges.sort_by_key(|range| range.start);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        if range.start >= at {
            masked.push_str(&text[at..range.start]);
            masked.push_str("***");
        }
        at = at.max(range.end);
    }
    masked + &text[at..]
}

/// Runs of digits, with single signs or spaces between them.
fn long_numbers(text: &str) -> Vec<Range<usize>> {
    let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    let is_between = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '_' | '·' | '/' | '－' | '—');
    let mut found = Vec::new();
    let (mut range, mut digits, mut between) = (0..0, 0, 0);
    for (at, c) in text.char_indices() {
        if is_digit(c) {
            range = if digits == 0 { at..at + c.len_utf8() } else { range.start..at + c.len_utf8() };
            (digits, between) = (digits + 1, 0);
        } else if digits > 0 && between == 0 && is_between(c) {
            between = 1;
        } else if digits > 0 {
            let is_last = between == 0 && matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
            let end = if is_last { at + c.len_utf8() } else { range.end };
            found.extend((digits >= LONG).then_some(range.start..end));
            (digits, between) = (0, 0);
        }
    }
    found.extend((digits >= LONG).then_some(range));
    found
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_text_for_others_shows_no_number_of_a_person() {
        for (text, expected) in [
            ("补贴 多少", "补贴 多少"),
            ("鲁人社字〔2022〕156号 20230726", "鲁人社字〔2022〕156号 20230726"),
            ("查 13912345678 的证书", "查 *** 的证书"),
            ("１３９ １２３４ ５６７８", "***"),
            ("张三 370402199001011234", "张三 ***"),
            // One digit is wrong: whose it is can still be told.
            ("37040219900101123X的补贴", "***的补贴"),
            ("3704021990010112", "***"),
            ("zhang.san@example.com 证书", "*** 证书"),
            ("a@b", "***"),
            ("＠", "***"),
            ("", ""),
        ] {
            assert_eq!(masked(text), expected);
        }
    }
}
