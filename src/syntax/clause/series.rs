//! Numbers of clauses that are no digits and no usual numerals: `壹、`, `甲、`, `Ⅰ.`, `A.`, `a)`.
//!
//! Words begin with such signs as well, so a list of them begins only where its second number follows.

use super::gap::{is_space, space, trimmed};
use super::marker::{Doubt, Marker};
use super::numeral::{is_numeral, number, to_chinese};
use super::path::Kind;

/// Numerals of accounts, each beside the usual one.
const FORMAL: [(char, char); 12] = [
    ('壹', '一'),
    ('贰', '二'),
    ('叁', '三'),
    ('肆', '四'),
    ('伍', '五'),
    ('陆', '六'),
    ('柒', '七'),
    ('捌', '八'),
    ('玖', '九'),
    ('拾', '十'),
    ('佰', '百'),
    ('仟', '千'),
];
/// Numerals that a number of accounts may have.
const LONGEST: usize = 7;

/// The ten heavenly stems.
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

/// Numbers in Roman letters.
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// A number at the beginning of a text: its kind, its value, its length in bytes.
type Read = (Kind, u16, usize);

/// The number with which `text` begins, without the sign behind it.
pub(super) fn bare(text: &str) -> Option<Read> {
    let first = text.chars().next()?;
    match first {
        'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => roman(text).or_else(|| lettered(first)),
        'Ⅰ'..='Ⅻ' => Some((Kind::Roman, first as u16 - 'Ⅰ' as u16 + 1, first.len_utf8())),
        'ⅰ'..='ⅻ' => Some((Kind::Roman, first as u16 - 'ⅰ' as u16 + 1, first.len_utf8())),
        _ => formal(text, first).or_else(|| {
            let stem = STEMS.iter().position(|&stem| stem == first)?;
            Some((Kind::Stem, stem as u16 + 1, first.len_utf8()))
        }),
    }
}

/// `a`, `A`, full-width as well.
fn lettered(c: char) -> Option<Read> {
    let (kind, first) = match c {
        'A'..='Z' => (Kind::Capital, 'A'),
        'Ａ'..='Ｚ' => (Kind::Capital, 'Ａ'),
        'a'..='z' => (Kind::Letter, 'a'),
        'ａ'..='ｚ' => (Kind::Letter, 'ａ'),
        _ => return None,
    };
    Some((kind, (c as u32 - first as u32) as u16 + 1, c.len_utf8()))
}

/// `II`: a number in Roman letters of more than one, since one by itself is a letter. See [`roman_value`].
fn roman(text: &str) -> Option<Read> {
    let length = text.bytes().take_while(|byte| matches!(byte, b'I' | b'V' | b'X')).count();
    let value = ROMAN.iter().position(|&roman| roman == &text[..length]).filter(|_| length > 1)?;
    Some((Kind::Roman, value as u16 + 1, length))
}

/// The Roman number that is written like the letter with this number: 1 for `I`, the ninth letter.
pub(super) fn roman_value(capital: u16) -> Option<u16> {
    match capital {
        9 => Some(1),
        22 => Some(5),
        24 => Some(10),
        _ => None,
    }
}

/// `壹`, `拾贰`
fn formal(text: &str, first: char) -> Option<Read> {
    let usual = |c: char| FORMAL.iter().find(|(formal, _)| *formal == c).map(|(_, usual)| *usual);
    usual(first)?;
    let usual: String = text.chars().map_while(usual).take(LONGEST).collect();
    let value = number(&usual).filter(|number| number.length == usual.len())?.value?;
    Some((Kind::Formal, value, usual.len()))
}

/// The number of a clause of these kinds as it is written.
pub(super) fn written(kind: Kind, number: u16) -> String {
    let letter = |first: u8| char::from(first + number.saturating_sub(1).min(25) as u8).to_string();
    let formal = |c: char| FORMAL.iter().find(|(_, usual)| *usual == c).map_or(c, |(formal, _)| *formal);
    let nth = usize::from(number).wrapping_sub(1);
    match kind {
        Kind::Capital => letter(b'A'),
        Kind::Letter => letter(b'a'),
        Kind::Formal => to_chinese(number).chars().map(formal).collect(),
        Kind::Stem => STEMS.get(nth).map_or_else(|| number.to_string(), char::to_string),
        Kind::Roman if nth < ROMAN.len() => {
            char::from_u32('Ⅰ' as u32 + nth as u32).map_or_else(String::new, String::from)
        }
        _ => number.to_string(),
    }
}

/// The number of these kinds with which `text` begins, with the sign behind it.
pub(super) fn series(text: &str) -> Option<Marker> {
    let (kind, value, length) = bare(text)?;
    let rest = &text[length..];
    let sign = rest.chars().next()?;
    let rest = match (sign, kind) {
        ('.' | '．', _) if !rest[sign.len_utf8()..].starts_with(is_part) => &rest[sign.len_utf8()..],
        ('）' | ')', Kind::Capital | Kind::Letter | Kind::Roman) | ('、', _) => &rest[sign.len_utf8()..],
        (c, Kind::Roman | Kind::Formal) if is_space(c) => rest,
        _ => return None,
    };
    let found = Marker::new(kind, Some(value), text.len() - rest.len());
    Some(found.doubted(if enumerates(kind, value, rest) { Doubt::Reference } else { Doubt::Rare }))
}

/// `（a）`, `(A)`
pub(super) fn in_brackets(inner: &str) -> Option<Read> {
    let first = inner.chars().next()?;
    lettered(first).filter(|_| !inner[first.len_utf8()..].starts_with(is_part))
}

/// True for a character that continues a word or a number: `e.g`, `A.1`.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// True when a text begins with a further number of the same kind: `甲、乙双方`, `A、B两类`.
fn enumerates(kind: Kind, value: u16, rest: &str) -> bool {
    bare(trimmed(rest)).is_some_and(|(next, further, _)| next == kind && further > value)
}

/// `一　目标`, `一：目标`, `一）目标`: the number of a list, with another sign behind it than usual. `after` is the text
/// behind the numeral.
pub(super) fn unusual(value: Option<u16>, length: usize, after: &str) -> Option<Marker> {
    let gap = space(after);
    let sign = after[gap..].chars().next()?;
    let end = gap + sign.len_utf8();
    let (kind, end, is_slip) = match sign {
        '）' | ')' => (Kind::Bracketed, end, true),
        '：' | ':' if !after[end..].trim().is_empty() => (Kind::Chinese, end, true),
        // Words of a title follow, not more of a number or of a date.
        c if after.starts_with([' ', '\u{3000}', '\t', '\u{A0}']) => (
            Kind::Chinese,
            (!is_numeral(c) && c.is_alphabetic() && !matches!(c, '年' | '月' | '日')).then_some(gap)?,
            false,
        ),
        _ => return None,
    };
    let mut found = Marker::new(kind, value, length + end);
    found.slip = is_slip;
    found.half_width = (kind == Kind::Bracketed).then_some(sign == ')');
    Some(found.doubted(Doubt::Rare))
}
