//! Slips of authors on a line of YAML that the parser refuses, for which it finds other words.

use std::ops::Range;

use crate::syntax::clause::digit;
use crate::syntax::value::{Date, Scalar};

/// A place, and the word of the catalogue that says what is wrong there.
type Slip = (Range<usize>, &'static str);

/// The first line of a text.
fn line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// The length of the indentation, of the dashes of a list, and of the key behind them.
fn key(line: &str) -> Option<(usize, usize)> {
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let length = line[start..].find(|c| !is_name(c))?;
    (length > 0).then_some((start, start + length))
}

/// A colon that is full-width, or has no space behind it, in the line at the beginning of `text`, which stands at `at`.
pub(super) fn colon(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let (_, end) = key(line)?;
    let rest = &line[end..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let sign = rest[gap..].chars().next().filter(|c| matches!(c, '：' | ':'))?;
    let place = at + end + gap..at + end + gap + sign.len_utf8();
    let behind = &rest[gap + sign.len_utf8()..];
    let is_tight = !behind.is_empty() && !behind.starts_with([' ', '\t']) && !behind.starts_with("//");
    match sign {
        '：' => Some((place, "@yaml-wide-colon")),
        _ if is_tight => Some((place, "@yaml-tight-colon")),
        _ => None,
    }
}

/// A full-width quote or comma where a half-width one belongs, in the line at the beginning of `text`.
pub(super) fn wide(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let commas = ["\"，", "'，", "\"、", "'、", "\"；", "'；"];
    if let Some(found) = commas.into_iter().filter_map(|comma| line.find(comma)).min() {
        let start = at + found + 1;
        return Some((start..start + '，'.len_utf8(), "@yaml-wide-comma"));
    }
    let open = line.find('"').filter(|_| line.matches('"').count() == 1)?;
    let close = line[open..].rfind(['”', '“', '＂']).map(|found| open + found)?;
    Some((at + close..at + close + '”'.len_utf8(), "@yaml-wide-quote"))
}

/// A value in the line at the beginning of `text` that begins with a sign of YAML's and is none of what the sign stands for.
pub(super) fn sign(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let (_, end) = key(line)?;
    let value = line[end..].strip_prefix(':')?.trim_start_matches(' ');
    let start = line.len() - value.len();
    let value = value.trim_end();
    let first = value.chars().next()?;
    let behind = &value[first.len_utf8()..];
    let is_apart = behind.starts_with(' ');
    let is_sign = match first {
        '@' | '`' | '%' | '*' | '&' => true,
        // `!!map` is a type.
        '!' => !behind.starts_with('!'),
        '-' | '?' => is_apart,
        '|' | '>' => {
            !behind.trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ']).is_empty()
        }
        '[' | '{' => closed(value).is_some_and(|end| !value[end..].trim_start().is_empty()),
        _ => false,
    };
    let is_comment = |behind: &str| behind.trim_start().starts_with('#');
    (is_sign && !is_comment(behind)).then_some((at + start..at + start + value.len(), "@yaml-sign"))
}

/// The place behind the bracket that closes the first one.
fn closed(value: &str) -> Option<usize> {
    let mut depth = 0usize;
    value.char_indices().find_map(|(at, c)| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at + c.len_utf8())
    })
}

/// A text in which signs of an input method part the items, as the list that was probably meant.
pub(super) fn listed(written: &str) -> String {
    let inner = written.trim_matches(['［', '］', '【', '】', '[', ']']);
    let items = inner.split(['，', '、', '；', ';', ',']).map(str::trim).filter(|item| !item.is_empty());
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A day that is written in another way: `2024.1.1`, `2024年1月1日`, `２０２４－０１－０１`.
pub(super) fn date(written: &str) -> Option<String> {
    let is_digit = |c: char| digit(c).is_some();
    let mut numbers = written.split(|c| !is_digit(c)).filter(|part| !part.is_empty());
    let [year, month, day] = [numbers.next()?, numbers.next()?, numbers.next()?].map(|part| {
        part.chars().filter_map(digit).fold(0u32, |sum, digit| sum.saturating_mul(10).saturating_add(digit))
    });
    let meant = format!("{year:04}-{month:02}-{day:02}");
    (numbers.next().is_none() && Date::read(&meant).is_some()).then_some(meant)
}
