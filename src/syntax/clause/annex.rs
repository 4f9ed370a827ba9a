//! The beginning of a text → the number of an attachment: `附件1`, `附　件　1-1`, `附录A`, `附表一`, `【附件2】`.

use super::gap::{is_space, space, trimmed};
use super::marker::{Doubt, Marker};
use super::numeral::{Script, Sign, number, sign};
use super::path::{Kind, SUPPLEMENT, letter};

/// `附件1`, `附件 1-1`, `附录A`, `附件一：标题`, `附：`; of the list `附件：1．…` nothing.
pub(super) fn attachment(text: &str) -> Option<Marker> {
    let kind = [Kind::Annex, Kind::Appendix, Kind::AnnexTable, Kind::AnnexFigure];
    let kind = kind.into_iter().find_map(|kind| Some((kind, spaced(text, kind.word())?)));
    let Some((kind, word)) = kind else { return short(text).or_else(|| alone(text)) };
    let gap = word + space(&text[word..]);
    let rest = &text[gap..];
    if let Some(found) = enclosed(rest).or_else(|| roman(rest)).or_else(|| circled(rest)) {
        let found = Marker::new(kind, found.0, gap + found.1);
        let behind = text[found.length..].chars().next();
        return behind.is_none_or(|c| is_space(c) || matches!(c, '：' | ':' | '《')).then_some(found);
    }
    let (value, length) = match (number(rest), rest.chars().next().and_then(letter)) {
        (Some(number), _) => (number.value, number.length),
        (None, Some(letter)) if !rest.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic()) => {
            (Some(letter), rest.chars().next().map_or(0, char::len_utf8))
        }
        // `附件` by itself is the only one.
        _ if is_colon(rest) => (Some(1), 0),
        _ if gap > word && is_name(rest) => {
            return Some(Marker::new(kind, Some(1), gap).doubted(Doubt::Bare));
        }
        // `附表：裁量基准`; of 附件 it is most often the list.
        _ if kind != Kind::Annex && rest.strip_prefix(['：', ':']).is_some_and(|name| is_name(trimmed(name))) => {
            let length = gap + rest.chars().next().map_or(0, char::len_utf8);
            return Some(Marker::new(kind, Some(1), length).doubted(Doubt::Bare));
        }
        _ => return None,
    };
    let mut found = Marker::new(kind, value, gap + length);
    minor(&mut found, text);
    let rest = &text[found.length..];
    // An attachment that goes on.
    if ["（续", "(续"].iter().any(|word| rest.trim_start_matches(is_space).starts_with(word)) {
        return None;
    }
    // A sentence: `附件1、附件2所列材料一式两份。`
    if rest.len() > TITLE || rest.trim_end().ends_with(['。', '；', '，', '、', ';', ',']) {
        return None;
    }
    match rest.chars().next() {
        None => {}
        Some('、') if rest['、'.len_utf8()..].starts_with('附') => return None,
        Some('：' | ':' | '、' | '.' | '．') => {
            let sign = rest.chars().next().map_or(0, char::len_utf8);
            found.length += sign;
        }
        Some(c) if is_space(c) || matches!(c, '《' | '（' | '(' | '【') => {}
        // A dash before its title: `附件1—申报表`.
        Some(c) if DASHES.contains(&c) && rest.trim_start_matches(DASHES).starts_with(char::is_alphabetic) => {
            found.length = text.len() - rest.trim_start_matches(DASHES).len();
        }
        // The words of a sentence: `附件1所列材料`.
        _ => return None,
    }
    Some(found)
}

/// `附　则` on a line of its own.
pub(super) fn supplement(text: &str) -> Option<Marker> {
    let length = spaced(text, SUPPLEMENT)?;
    trimmed(&text[length..]).is_empty().then(|| Marker::new(Kind::Supplement, Some(1), length))
}

/// `附1：标题`, `附2`, `附一`: an attachment whose number follows 附.
fn short(text: &str) -> Option<Marker> {
    let rest = text.strip_prefix('附')?;
    let found = number(rest).filter(|found| matches!(found.script, Script::Digits | Script::Chinese))?;
    let after = &rest[found.length..];
    let sign = after.chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
    let is_title = after.len() <= TITLE && !after.trim_end().ends_with(['。', '；', '，', '、', ';', ',']);
    let is_parted = after.is_empty() || sign > 0 || after.starts_with(is_space);
    let length = text.len() - after.len() + sign;
    (is_title && is_parted).then(|| Marker::new(Kind::Annex, found.value, length))
}

/// True for a text with a colon or nothing in it.
fn is_colon(text: &str) -> bool {
    text.trim_matches(|c| is_space(c) || matches!(c, '：' | ':')).is_empty()
}

/// True for what may be the name of an attachment that has no number.
fn is_name(text: &str) -> bool {
    text.len() <= NAME && text.starts_with(char::is_alphabetic) && !text.contains(['，', '。', '；', '、', '：', ':'])
}

/// `附：` on a line of its own, above what is attached.
fn alone(text: &str) -> Option<Marker> {
    let is_alone = text.strip_prefix('附').is_some_and(|rest| is_colon(rest) && rest.contains(['：', ':']));
    let length = text.trim_end_matches(is_space).len();
    is_alone.then(|| Marker::new(Kind::Annex, Some(1), length).doubted(Doubt::Bare))
}

/// Bytes that the name of an attachment without a number may have.
const NAME: usize = 90;

/// The length of a word at the beginning of a text, with spaces between its characters: `附　件`.
pub(super) fn spaced(text: &str, word: &str) -> Option<usize> {
    let mut length = 0;
    for (at, c) in word.chars().enumerate() {
        length += if at > 0 { space(&text[length..]) } else { 0 };
        length += text[length..].strip_prefix(c).map(|_| c.len_utf8())?;
    }
    Some(length)
}

/// The number of `附件（1）` and its length.
fn enclosed(text: &str) -> Option<(Option<u16>, usize)> {
    let inner = text.strip_prefix(['（', '('])?;
    let found = number(inner)?;
    let rest = inner[found.length..].strip_prefix(['）', ')'])?;
    Some((found.value, text.len() - rest.len()))
}

/// The number of `附件Ⅱ` and its length.
fn roman(text: &str) -> Option<(Option<u16>, usize)> {
    let first = text.chars().next().filter(|c| ('Ⅰ'..='Ⅻ').contains(c))?;
    Some((Some((first as u32 - 'Ⅰ' as u32) as u16 + 1), first.len_utf8()))
}

/// The number of `附件①` and its length.
fn circled(text: &str) -> Option<(Option<u16>, usize)> {
    let first = text.chars().next()?;
    let Sign::Circled(number) = sign(first)? else { return None };
    Some((Some(number), first.len_utf8()))
}

/// `【附件1】`, and `（附件1）` on a line of its own.
pub(super) fn titled(text: &str, open: char) -> Option<Marker> {
    let close = match open {
        '【' => '】',
        '［' => '］',
        '（' => '）',
        _ => ')',
    };
    let inner = &text[open.len_utf8()..];
    let before = space(inner);
    let end = inner.find(close)?;
    let mut found = attachment(inner.get(before..end)?)?;
    let is_whole = before + found.length + space(&inner[before + found.length..]) == end;
    found.length += open.len_utf8() + before;
    if is_whole {
        found.length = open.len_utf8() + end + close.len_utf8();
    }
    let is_line = is_whole && trimmed(&text[found.length..]).is_empty();
    Some(found).filter(|_| is_line || matches!(open, '【' | '［'))
}

/// Dashes between two numbers of an attachment, or before its title.
const DASHES: [char; 6] = ['-', '－', '—', '–', '‐', '─'];

/// Bytes that a title behind the number of an attachment may have.
const TITLE: usize = 240;

/// Reads the second number of `附件1-1`.
fn minor(found: &mut Marker, text: &str) {
    let rest = &text[found.length..];
    let Some(after) = rest.strip_prefix(DASHES).or_else(|| rest.strip_prefix(['.', '．'])) else { return };
    let Some(number) = number(after).filter(|number| number.script == Script::Digits) else { return };
    found.steps[0].sub = number.value.unwrap_or(0);
    found.too_large |= number.value.is_none();
    found.length = text.len() - after.len() + number.length;
}
