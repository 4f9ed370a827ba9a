//! Telephone numbers whose `tel:` link cannot be called.

use super::Slip;
use crate::diagnostic::Code;

/// What stands between two numbers in one value.
const BETWEEN: [char; 10] = ['、', '，', ',', ';', '；', '/', '／', '或', '至', '和'];

/// Signs that stand for the half-width dash.
pub const DASHES: [char; 17] =
    ['－', '—', '–', '‐', '‑', '―', '−', '─', '﹣', '～', '~', '〜', 'ー', '一', '_', '＿', '·'];

/// A telephone number in YAML that cannot be called from its link.
pub(super) fn check(written: &str, at: usize, slips: &mut Vec<Slip>) {
    let number = written.split(" #").next().unwrap_or_default().trim_end_matches(['"', '\'', ' ']);
    // What is said in brackets behind a number is no part of it.
    let number = number.find(['（', '(']).filter(|&note| note > 0).map_or(number, |note| number[..note].trim_end());
    let reported = |cause: &str| Slip::new(Code::TelephoneNumber, at..at + number.len()).arg("cause", cause);
    if number.chars().filter(|c| is_digit(*c)).count() < 3 {
        return;
    }
    if is_several(number) {
        return slips.push(reported("@several-numbers"));
    }
    if number.chars().any(|c| c.is_alphabetic() && !matches!(c, '转' | 'ー' | '一')) {
        return slips.push(reported("@other-signs"));
    }
    if let Some(found) = number.find("--") {
        let end = number.len() - number[found..].trim_start_matches('-').len();
        let range = at + found..at + end;
        slips.push(Slip::new(Code::TelephoneNumber, range.clone()).arg("cause", "@double-dash").fix(range, "-"));
    } else if number.starts_with('-') || number.ends_with('-') {
        slips.push(reported("@loose-dash"));
    }
    let mut rest = number;
    while let Some(found) = rest.find(DASHES) {
        let place = at + number.len() - rest.len() + found;
        let length = rest[found..].len() - rest[found..].trim_start_matches(DASHES).len();
        let range = place..place + length;
        slips.push(Slip::new(Code::TelephoneNumber, range.clone()).arg("cause", "@wide-dash").fix(range, "-"));
        rest = &rest[found + length..];
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// True for a value in which signs, words or spaces part several numbers.
pub fn is_several(number: &str) -> bool {
    let digits = |part: &&str| part.chars().filter(|c| is_digit(*c)).count();
    if number.contains("\\n") || number.split(BETWEEN).filter(|part| digits(part) > 1).count() > 1 {
        return true;
    }
    // `0632 3314140` is one number, and `0632-3314140 3314141` are two.
    number.split_whitespace().filter(|part| digits(part) > 6).count() > 1
}
