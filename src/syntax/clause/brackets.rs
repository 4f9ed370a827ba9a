//! `（一）`, `(1)`, `（a）`: numbers in brackets at the beginning of a text, and what programs make of them that read pictures.

use super::amount::{counts, measures};
use super::gap::{is_space, space, trimmed};
use super::marker::{Doubt, Marker};
use super::numeral::{Script, number};
use super::path::Kind;
use super::series::in_brackets;

/// Brackets that close a number.
const CLOSING: [char; 9] = ['）', ')', '〕', '］', ']', '】', '〉', '﹚', '﹞'];

/// `（一）`, `(1)`.
pub(super) fn bracketed(text: &str, open: char) -> Option<Marker> {
    let inner = &text[open.len_utf8()..];
    let before = space(inner);
    let misread = misread(&inner[before..]);
    let (kind, value, length) = match (number(&inner[before..]), misread) {
        (Some(number), _) if number.script == Script::Chinese => (Kind::Bracketed, number.value, number.length),
        (Some(number), _) => (Kind::BracketedDigit, number.value, number.length),
        (None, Some((value, length))) => (Kind::Bracketed, Some(value), length),
        (None, None) => {
            let (kind, value, length) = in_brackets(&inner[before..])?;
            (kind, Some(value), length)
        }
    };
    let after = &inner[before + length..];
    let behind = space(after);
    let close = trimmed(after).chars().next().filter(|c| CLOSING.contains(c));
    let Some(close) = close else {
        let is_usual = matches!(open, '（' | '(');
        return unclosed(text, kind, value, open.len_utf8() + before + length).filter(|_| is_usual);
    };
    // `[1]` is a note, and `（一）类人员` no item of a list.
    let behind_close = &trimmed(after)[close.len_utf8()..];
    let is_sort = behind_close.strip_prefix('类').is_some_and(|rest| !rest.starts_with(['别', '型', '似', '目']));
    if is_sort || (open, close) == ('[', ']') && kind != Kind::Bracketed {
        return None;
    }
    let length = open.len_utf8() + before + length + behind + close.len_utf8();
    let mut found = Marker::new(kind, value, length);
    found.half_width = (!kind.is_rare()).then_some(open == '(' || close == ')');
    let pair = matches!((open, close), ('（', '）') | ('(', ')'));
    found.slip = !pair || behind + before > 0 || misread.is_some();
    let rest = &text[length..];
    let doubt = match kind {
        _ if refers(rest) => Doubt::Reference,
        Kind::Bracketed | Kind::BracketedDigit => Doubt::None,
        _ => Doubt::Rare,
    };
    // `（一）、总体要求`
    if let (Some(sign @ ('、' | '.' | '．')), Doubt::None) = (rest.chars().next(), doubt) {
        found.length += sign.len_utf8();
        found.slip = true;
    }
    Some(found.doubted(doubt))
}

/// The value of `（-）`, `（≡）`, numerals as programs read them from pictures, and its length.
fn misread(text: &str) -> Option<(u16, usize)> {
    let first = text.chars().next()?;
    let value = match first {
        '-' | '－' | '—' | '─' | '﹣' => 1,
        '=' | '＝' => 2,
        '≡' => 3,
        _ => return None,
    };
    let is_alone = trimmed(&text[first.len_utf8()..]).starts_with(['）', ')']);
    is_alone.then_some((value, first.len_utf8()))
}

/// `（三 组织`: a number in brackets of which the second is missing.
fn unclosed(text: &str, kind: Kind, value: Option<u16>, length: usize) -> Option<Marker> {
    let rest = &text[length..];
    let is_open = !rest.chars().take(UNCLOSED).any(|c| CLOSING.contains(&c));
    let is_list =
        matches!(kind, Kind::Bracketed | Kind::BracketedDigit) && (space(rest) > 0 || !counts(rest) && !measures(rest));
    let mut found = Marker::new(kind, value, length);
    found.slip = true;
    let is_word = rest.starts_with(|c: char| is_space(c) || c.is_alphabetic());
    (is_open && is_list && is_word).then(|| found.doubted(Doubt::Rare))
}

/// Characters in which a bracket may be closed.
const UNCLOSED: usize = 60;

/// What follows the number of an item that is referred to.
const REFERRING: [&str; 8] = ["款规定", "目规定", "所列", "所称", "所述", "所指", "中所", "中的"];

/// True when what follows a number in brackets belongs to a reference: `（一）（二）项`, `（一）至（三）项`, `（三）项所称`, `（三）所列`.
fn refers(rest: &str) -> bool {
    let rest = trimmed(rest);
    let Some(first) = rest.chars().next() else { return false };
    let after = trimmed(&rest[first.len_utf8()..]);
    let is_number = |text: &str| {
        let inner = text.strip_prefix(['（', '(']).map(trimmed);
        inner.is_some_and(|inner| number(inner).is_some() || in_brackets(inner).is_some())
    };
    match first {
        '（' | '(' => is_number(rest),
        '、' | '和' | '及' | '或' | '与' | '至' | '到' | '—' | '-' | '～' | '~' | '－' | '，' => {
            is_number(after.trim_start_matches(['第', '—']))
        }
        '项' => !after.starts_with('目'),
        _ => {
            let names = |words: &&str| rest.starts_with(*words);
            REFERRING.iter().any(names) && !["所指派", "所指定"].iter().any(names)
        }
    }
}
