//! Slips of authors on a line of YAML that the parser refuses, for which it finds other words.

use std::ops::Range;

use super::shapes::numeral;
use crate::syntax::clause::digit;
use crate::syntax::value::{Date, Days, Id, Scalar};

/// A place, and the word of the catalogue for the slip there.
pub(super) type Slip = (Range<usize>, &'static str);

/// The first line of a text.
fn line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// The length of the indentation, of the dashes of a list, and of the key behind them.
fn key(line: &str) -> Option<(usize, usize)> {
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
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

/// The colons of all lines of a part of a text that are full-width, or have no space behind them, but for those of
/// blocks; of many lines the first ones.
pub(super) fn colons(text: &str, part: Range<usize>, most: usize) -> Vec<Slip> {
    let is_key = |line: &str| key(line).is_some_and(|(from, to)| line[from..to].is_ascii());
    let found = lines(text, part).filter(|(_, line)| is_key(line)).filter_map(|(start, line)| colon(line, start));
    found.take(most).collect()
}

/// Signs that stand for the dash of a list.
const DASHES: [char; 16] = ['-', '－', '—', '–', '‐', '‑', '―', '−', '─', '·', '•', '*', '+', '・', '●', '○'];

/// The dash of a list that is none, or has no space behind it, before a key in the line at the beginning of `text`, which
/// stands at `at`; or the first key of a list without a dash.
pub(super) fn dash(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let start = line.len() - line.trim_start_matches(' ').len();
    // `1. id:`
    let number = line[start..].trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', '、', ')']);
    let behind = match number.filter(|behind| behind.starts_with(' ')) {
        Some(behind) => behind,
        None => line[start..].trim_start_matches(DASHES),
    };
    let key = behind.trim_start();
    let end = key.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let is_key = end > 0 && key[end..].starts_with([':', '：']);
    let sign = &line[start..line.len() - key.len()];
    match sign {
        _ if !is_key => None,
        "" => (at == 0 && start == 0 && key.starts_with("id:")).then(|| (at..at + end, "@yaml-no-dash")),
        "- " => None,
        _ if sign.trim_end() == "-" && sign[1..].chars().all(|c| c == ' ' || c == '\t') && sign.len() > 1 => None,
        _ => Some((at + start..at + start + sign.len(), "@yaml-dash")),
    }
}

/// A star that stands for the dash of a list, which the parser takes for a name, in the line at the beginning of `text`.
pub(super) fn star(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let start = line.len() - line.trim_start_matches(' ').len();
    line[start..].starts_with("* ").then_some((at + start..at + start + "* ".len(), "@yaml-dash"))
}

/// The dashes of all lines of a part of a text that are none, but for those of blocks; of many lines the first ones.
pub(super) fn dashes(text: &str, part: Range<usize>, most: usize) -> Vec<Slip> {
    let found =
        lines(text, part).filter_map(|(start, line)| dash(line, start).filter(|(_, cause)| *cause == "@yaml-dash"));
    found.take(most).collect()
}

/// The lines of a part of a text that are not those of blocks, each with where it stands.
fn lines(text: &str, part: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let (mut next, mut block) = (part.start, None);
    text[part].split_inclusive('\n').filter_map(move |line| {
        let start = next;
        next += line.len();
        let written = line.trim_end();
        let indent = written.len() - written.trim_start_matches(' ').len();
        if block.is_some_and(|above| written.is_empty() || indent > above) {
            return None;
        }
        block = written.ends_with(['|', '>']).then_some(indent);
        Some((start, line))
    })
}

/// A value with `: ` in it, in the line at the beginning of `text`, which stands at `at`.
pub(super) fn inner(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let (_, end) = key(line)?;
    let value = line[end..].strip_prefix(": ")?.trim_start_matches(' ');
    let start = line.len() - value.len();
    (value.contains(": ") && !value.starts_with(['"', '\'', '[', '{']))
        .then(|| (at + start..at + start + value.trim_end().len(), "@yaml-inner-colon"))
}

/// Lines above one that the parser refuses in which a bracket is looked for that does not close.
const ABOVE: usize = 20;

/// The bracket that nothing closes above the line that begins at `here`, in a text that stands at `base`.
pub(super) fn open(text: &str, base: usize, here: usize) -> Option<Slip> {
    let mut end = here.checked_sub(base)?;
    for _ in 0..ABOVE {
        let above = text[..end].strip_suffix('\n')?;
        let start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..end];
        let value = line.find(": ").map(|colon| colon + 2).or_else(|| key(line).is_none().then_some(0))?;
        let mut brackets: Vec<usize> = Vec::new();
        for (at, c) in line[value..].char_indices() {
            match c {
                '[' | '{' => brackets.push(start + value + at),
                ']' | '}' => drop(brackets.pop()),
                _ => {}
            }
        }
        if let Some(&at) = brackets.first() {
            return Some((base + at..base + at + 1, "@yaml-open"));
        }
        end = start;
    }
    None
}

/// A full-width quote or comma where a half-width one belongs, in the line at the beginning of `text`.
pub(super) fn wide(text: &str, at: usize) -> Option<Slip> {
    let line = line(text);
    let commas = ["\"，", "'，", "\"、", "'、", "\"；", "'；"];
    if let Some(found) = commas.into_iter().filter_map(|comma| line.find(comma)).min() {
        let start = at + found + 1;
        return Some((start..start + '，'.len_utf8(), "@yaml-wide-comma"));
    }
    if let Some(found) = before_key(line) {
        return Some((at + found..at + found + '，'.len_utf8(), "@yaml-wide-comma"));
    }
    let open = line.find('"').filter(|_| line.matches('"').count() == 1)?;
    let close = line[open..].rfind(['”', '“', '＂']).map(|found| open + found)?;
    Some((at + close..at + close + '”'.len_utf8(), "@yaml-wide-quote"))
}

/// A full-width comma before another key in braces: `{ id: a，name: 甲 }`.
fn before_key(line: &str) -> Option<usize> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let open = line.find('{')?;
    let is_one = |(at, comma): &(usize, &str)| {
        let rest = line[at + comma.len()..].trim_start();
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        end > 0 && rest[end..].starts_with([':', '：'])
    };
    line.match_indices(['，', '、', '；']).find(is_one).map(|(at, _)| at).filter(|&at| at > open)
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
    let item = |item: &'_ str| item.trim().trim_start_matches(DASHES).trim_start().to_owned();
    let items = inner.split(['，', '、', '；', ';', ',', '\n']).map(item).filter(|item| !item.is_empty());
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A length of time that is written in another way: `十个工作日`, `10工作日`, `30天`, `３０ 日`.
pub fn days(written: &str) -> Option<String> {
    let bare: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let (count, unit) = [("工作日", "个工作日"), ("自然日", "日"), ("日", "日"), ("天", "日")]
        .iter()
        .find_map(|(said, unit)| Some((bare.strip_suffix(said)?, unit)))?;
    let meant = format!("{}{unit}", numeral(count.strip_suffix('个').unwrap_or(count))?);
    (meant != written && Days::read(&meant).is_some()).then_some(meant)
}

/// An id with capitals, spaces, underscores or dots: `Data_Analyst`.
pub fn id(written: &str) -> Option<String> {
    let plain = written.trim().to_ascii_lowercase().replace([' ', '_', '.', '/'], "-");
    let meant = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    Id::parse(&meant).filter(|_| meant != written)?;
    Some(meant)
}

/// A day that is written in another way: `2024.1.1`, `2024年1月1日`, `二〇二四年一月一日`, `20240101`, `２０２４－０１－０１`.
pub fn date(written: &str) -> Option<String> {
    let bare = written.trim_matches(['"', '\'', '“', '”']);
    let [year, month, day] = numerals(bare).or_else(|| together(bare)).or_else(|| apart(bare))?;
    let meant = format!("{year:04}-{month:02}-{day:02}");
    (meant != written && Date::read(&meant).is_some()).then_some(meant)
}

/// `二〇二四年一月一日`
fn numerals(written: &str) -> Option<[u32; 3]> {
    let (year, rest) = written.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.trim_end_matches(['日', '号']);
    let ones = "〇一二三四五六七八九";
    let digit = |c: char| ones.chars().position(|one| one == if matches!(c, '零' | '○' | 'O') { '〇' } else { c });
    let year = year.chars().map(digit).try_fold(0, |sum, digit| Some(sum * 10 + digit? as u32))?;
    Some([year, numeral(month)?, numeral(day)?])
}

/// `20240101`
fn together(written: &str) -> Option<[u32; 3]> {
    let digits: Vec<u32> = written.chars().map(digit).collect::<Option<_>>()?;
    let number = |digits: &[u32]| digits.iter().fold(0, |sum, digit| sum * 10 + digit);
    (digits.len() == 8).then(|| [number(&digits[..4]), number(&digits[4..6]), number(&digits[6..])])
}

/// `2024.1.1`, with anything between the numbers; a time of day may follow.
fn apart(written: &str) -> Option<[u32; 3]> {
    let day = written.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')).map_or(written, |(day, _)| day);
    let mut numbers = day.split(|c| digit(c).is_none()).filter(|part| !part.is_empty());
    let found = [numbers.next()?, numbers.next()?, numbers.next()?].map(|part| {
        part.chars().filter_map(digit).fold(0u32, |sum, digit| sum.saturating_mul(10).saturating_add(digit))
    });
    numbers.next().is_none().then_some(found)
}
