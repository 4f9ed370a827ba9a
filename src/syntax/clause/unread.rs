//! The blocks of a document → series of numbers as official documents do not have them: `1-1`, `PART 01`, `i.`, `【第一条】`. They
//! begin no clauses, so that they cannot be cited. One of them may be text; a series is reported.

use rustc_hash::FxHashMap;

use super::amount::{counts, measures, spans};
use super::gap::is_space;
use super::numeral;
use super::outline::{Form, Unit};
use super::series;

/// How a number of a series is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Style {
    /// `1-1`, below this number.
    Dashed(u16),
    /// `PART 01`, with this word in small letters.
    Word(&'static str),
    /// `i.`, `ii)`.
    Roman(char),
    /// `【第一条】`, `第壹条`, `一章 `, with the sign of the unit.
    Unit(char),
    /// `附件之一`.
    Attachment,
}

/// Words before a number.
const WORDS: [&str; 7] = ["part", "section", "chapter", "article", "step", "item", "no."];
/// Parts of documents that nothing else counts.
const PARTS: [char; 3] = ['编', '章', '篇'];
/// Parts of documents.
const UNITS: [char; 8] = ['编', '章', '节', '条', '款', '项', '目', '篇'];
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// The units that begin with the numbers of such a series, from 1 on, series by series; `is_clause` says of a unit that it
/// begins one.
pub fn unread(units: &[Unit<'_>], is_clause: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut series: Vec<Vec<usize>> = Vec::new();
    let mut last: FxHashMap<Style, (u16, usize)> = FxHashMap::default();
    for (at, unit) in units.iter().enumerate() {
        let may_begin = matches!(unit.form, Form::Paragraph | Form::Heading) && unit.said.is_none();
        let Some((style, number)) = begins(&unit.text).filter(|_| may_begin && !is_clause(at)) else { continue };
        match last.get_mut(&style) {
            Some((before, known)) if number == *before + 1 => {
                series[*known].push(at);
                *before = number;
            }
            _ if number == 1 => {
                last.insert(style, (number, series.len()));
                series.push(vec![at]);
            }
            _ => {}
        }
    }
    series.retain(|units| units.len() > 1);
    series
}

/// True for a text that begins with such a number.
pub fn is_unread(text: &str) -> bool {
    begins(text).is_some()
}

/// The style and the number with which a text begins.
fn begins(text: &str) -> Option<(Style, u16)> {
    let text = text.trim_start_matches(is_space);
    if text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return dashed(text).or_else(|| word(text)).or_else(|| roman(text));
    }
    division(text).or_else(|| Some((Style::Attachment, value(text.strip_prefix("附件之")?)?.0)))
}

/// The number in any script with which a text begins, and what follows.
fn value(text: &str) -> Option<(u16, &str)> {
    let usual = numeral::number(text).and_then(|found| Some((found.value?, &text[found.length..])));
    usual.or_else(|| formal(text))
}

/// The number of accounts or in Roman letters with which a text begins, and what follows.
fn formal(text: &str) -> Option<(u16, &str)> {
    series::bare(text).map(|(_, value, length)| (value, &text[length..]))
}

/// `【第一条】`, `第壹条　`, `一章　`: what is written in the usual way is a clause, or is none for a reason.
fn division(text: &str) -> Option<(Style, u16)> {
    let words = text.strip_prefix(['【', '〔', '［', '[']);
    let is_bracketed = words.is_some();
    let words = words.unwrap_or(text);
    let behind = words.strip_prefix('第').map(|behind| behind.trim_start_matches(is_space));
    let (own, rest) = match behind {
        Some(behind) if !is_bracketed => formal(behind)?,
        behind => value(behind.unwrap_or(words))?,
    };
    let rest = rest.trim_start_matches(is_space);
    let unit = rest.chars().next().filter(|unit| UNITS.contains(unit))?;
    let rest = &rest[unit.len_utf8()..];
    let ends = match is_bracketed {
        true => rest.starts_with(['】', '〕', '］', ']']),
        false => rest.starts_with(|c| is_space(c) || matches!(c, ':' | '：')),
    };
    let is_part = is_bracketed || behind.is_some() || PARTS.contains(&unit);
    (ends && is_part).then_some((Style::Unit(unit), own))
}

/// Digits at the beginning of a text, and what follows them.
fn number(text: &str) -> Option<(u16, &str)> {
    let length = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    Some((digits.parse().ok().filter(|_| !rest.starts_with(|c: char| c.is_ascii_digit()))?, rest))
}

/// True for what stands between a number and its text.
fn is_gap(rest: &str) -> bool {
    let behind = rest.trim_start_matches(['、', '．', '.', ':', '：']);
    // 1-1.5 is a range, and 1-1、2-1 are several numbers.
    rest.starts_with(is_space) || behind.len() < rest.len() && !behind.starts_with(|c: char| c.is_ascii_digit())
}

fn dashed(text: &str) -> Option<(Style, u16)> {
    let (above, rest) = number(text)?;
    let (own, rest) = number(rest.strip_prefix(['-', '－', '–', '—'])?)?;
    (is_gap(rest) && !counts(rest) && !spans(rest) && !measures(rest)).then_some((Style::Dashed(above), own))
}

fn word(text: &str) -> Option<(Style, u16)> {
    let word =
        WORDS.into_iter().find(|word| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))?;
    let (own, _) = number(text[word.len()..].trim_start_matches(is_space))?;
    Some((Style::Word(word), own))
}

fn roman(text: &str) -> Option<(Style, u16)> {
    let length = text.bytes().take_while(|byte| b"ivx".contains(byte)).count();
    let (letters, rest) = text.split_at(length);
    let own = ROMAN.iter().position(|known| *known == letters)?;
    let sign = rest.chars().next().filter(|sign| matches!(sign, '.' | '．' | '、' | ')' | '）'))?;
    Some((Style::Roman(sign), u16::try_from(own).unwrap_or_default() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_documents_do_not_have() {
        for (text, expected) in [
            ("1-1 甲", Some((Style::Dashed(1), 1))),
            ("　2－12、甲", Some((Style::Dashed(2), 12))),
            ("1-2个工作日内", None),
            ("1-2 个工作日内", None),
            ("3-5人", None),
            ("2023-07-26 甲", None),
            ("1#楼", None),
            ("PART 01 甲", Some((Style::Word("part"), 1))),
            ("Step2：甲", Some((Style::Word("step"), 2))),
            ("No.3 甲", Some((Style::Word("no."), 3))),
            ("Partly 1", None),
            ("iv. 甲", Some((Style::Roman('.'), 4))),
            ("x）甲", Some((Style::Roman('）'), 10))),
            ("iiii. 甲", None),
            ("is. 甲", None),
            ("12345-1 甲", None),
            ("【第一条】甲", Some((Style::Unit('条'), 1))),
            ("第贰条　甲", Some((Style::Unit('条'), 2))),
            ("第Ⅲ章 甲", Some((Style::Unit('章'), 3))),
            ("[第 3 款]甲", Some((Style::Unit('款'), 3))),
            ("第一节　甲", None),
            ("第 3 款：甲", None),
            ("一款 甲", None),
            ("第壹款、第贰款规定的措施", None),
            ("1-1.5万元", None),
            ("1-1、2-1室", None),
            ("一章 总则", Some((Style::Unit('章'), 1))),
            ("第一款规定的措施", None),
            ("“第三条”甲", None),
            ("第一步 甲", None),
            ("附件之二", Some((Style::Attachment, 2))),
            ("一、甲", None),
            ("", None),
        ] {
            assert_eq!(begins(text), expected, "{text}");
        }
    }

    #[test]
    fn a_series_begins_with_one_and_goes_on() {
        let unit = |text: &'static str| Unit { text: text.into(), form: Form::Paragraph, said: None };
        let text = ["1-1 甲", "子。", "1-2 乙", "2-1 丙", "2-2 丁", "PART 1", "3-2 戊", "part 3", "1-1 己", "Part 2"];
        let units: Vec<Unit<'_>> = text.into_iter().map(unit).collect();
        assert_eq!(unread(&units, |_| false), [vec![0, 2], vec![3, 4], vec![5, 9]]);
        assert_eq!(unread(&units, |at| at == 2), [vec![3, 4], vec![5, 9]]);
        let mut marked = units;
        marked[4].said = Some(super::super::Said::Text);
        assert_eq!(unread(&marked, |_| false), [vec![0, 2], vec![5, 9]]);
    }
}
