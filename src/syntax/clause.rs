//! The numbering of official documents: `一、` → `（一）` → `1.` → `（1）`, and attachments.
//!
//! Turns the beginning of a paragraph into a [`Marker`], markers into [`ClausePath`]s, and what an author writes after
//! `#` in a source into the same paths. Anchors come from the numbers, never from the wording.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use smallvec::SmallVec;

use super::markdown::without_space;

/// Largest number that is taken for that of a clause.
const LARGEST: u32 = 9_999;

/// Levels of numbering, from `一、` (1) to `（1）` (4).
pub const LEVELS: u8 = 4;

/// A clause number at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// 1 for `一、`, 2 for `（一）`, 3 for `1.`, 4 for `（1）`.
    pub level: u8,
    /// The number.
    pub number: u32,
    /// Length in bytes.
    pub length: usize,
    /// For bracketed numbers: whether the brackets are half-width.
    pub half_width: Option<bool>,
}

/// The clause number with which `text` begins, if it begins with one.
pub fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let open = matches!(first, '（' | '(');
    let inner = if open { &text[first.len_utf8()..] } else { text };
    let (number, length, chinese) = number(inner)?;
    let after = inner[length..].chars().next()?;
    let level = match (open, chinese, after) {
        (false, true, '、') => 1,
        (true, true, '）' | ')') => 2,
        (false, false, '.' | '．' | '、') => 3,
        (true, false, '）' | ')') => 4,
        _ => return None,
    };
    let rest = &inner[length + after.len_utf8()..];
    if level == 3 && rest.starts_with(|c: char| digit(c).is_some()) {
        return None;
    }
    let length = text.len() - rest.len();
    Some(Marker { level, number, length, half_width: open.then_some(first == '(' || after == ')') })
}

/// The number of an attachment, when `text` is nothing but its heading: `附件`, `附件 1`, `附件2：`.
pub fn attachment(text: &str) -> Option<u32> {
    let rest = text.trim().strip_prefix("附件")?.trim().trim_end_matches(['：', ':']).trim_end();
    if rest.is_empty() {
        return Some(1);
    }
    number(rest).filter(|&(_, length, _)| length == rest.len()).map(|(number, ..)| number)
}

/// A number at the beginning of `text`: its value, its length in bytes, and whether it is written in Chinese.
fn number(text: &str) -> Option<(u32, usize, bool)> {
    let run = |is: fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    let first = text.chars().next()?;
    if digit(first).is_some() {
        let length = run(|c| digit(c).is_some());
        let mut digits = text[..length].chars().filter_map(digit);
        let value = digits.try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit))?;
        return (value <= LARGEST).then_some((value, length, false));
    }
    numeral(first)?;
    let length = run(|c| numeral(c).is_some());
    Some((chinese_number(&text[..length])?, length, true))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// What a numeral of one to ten stands for.
fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => TEN,
        _ => return None,
    })
}

const TEN: u32 = 10;

/// 一 … 九十九.
fn chinese_number(numerals: &str) -> Option<u32> {
    let mut values = numerals.chars().filter_map(numeral);
    match (values.next()?, values.next(), values.next(), values.next()) {
        (one, None, ..) => Some(one),
        (TEN, Some(ones @ 1..TEN), None, _) => Some(TEN + ones),
        (tens @ 1..TEN, Some(TEN), None, _) => Some(tens * TEN),
        (tens @ 1..TEN, Some(TEN), Some(ones @ 1..TEN), None) => Some(tens * TEN + ones),
        _ => None,
    }
}

/// A number written in Chinese, 1 to 99; larger ones in digits.
pub fn to_chinese(number: u32) -> Cow<'static, str> {
    const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        1..=9 => ONES[number as usize].into(),
        10..=99 => {
            let tens = if number >= 20 { ONES[number as usize / 10] } else { "" };
            [tens, "十", ONES[number as usize % 10]].concat().into()
        }
        _ => number.to_string().into(),
    }
}

/// Where a clause stands: its attachment, if any, and its numbers from the outermost to its own.
///
/// Without attachment and numbers it is the opening of the document, before its first clause (引言).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClausePath {
    /// Number of the attachment.
    pub attachment: Option<u32>,
    /// Level (1 to 4) and number of each clause on the way.
    pub steps: SmallVec<[(u8, u32); LEVELS as usize]>,
}

/// What readers and authors call the text before the first clause.
pub const OPENING: &str = "引言";

impl ClausePath {
    /// The anchor in the page: `c4-2`, `a1`, `a1-c2`; `c0` for the opening.
    pub fn anchor(&self) -> String {
        let mut anchor = String::with_capacity(16);
        if let Some(attachment) = self.attachment {
            anchor.push('a');
            anchor.push_str(&attachment.to_string());
        } else if self.steps.is_empty() {
            anchor.push_str("c0");
        }
        for (at, (_, number)) in self.steps.iter().enumerate() {
            anchor.push_str(match (at, self.attachment) {
                (0, None) => "c",
                (0, Some(_)) => "-c",
                _ => "-",
            });
            match char::from_digit(*number, 10) {
                Some(digit) => anchor.push(digit),
                None => anchor.push_str(&number.to_string()),
            }
        }
        anchor
    }

    /// What readers and authors call it: `四（二）`, `附件1`; `引言` for the opening.
    pub fn label(&self) -> String {
        let mut label = String::with_capacity(32);
        if let Some(attachment) = self.attachment {
            label.push_str("附件");
            label.push_str(&attachment.to_string());
        } else if self.steps.is_empty() {
            label.push_str(OPENING);
        }
        let mut last = 0;
        for &(level, number) in &self.steps {
            let chinese = || to_chinese(number);
            match level {
                1 => label.push_str(&chinese()),
                2 => ["（", &chinese(), "）"].into_iter().for_each(|part| label.push_str(part)),
                3 if last == 3 => [".", &number.to_string()].into_iter().for_each(|part| label.push_str(part)),
                3 => label.push_str(&number.to_string()),
                _ => ["（", &number.to_string(), "）"].into_iter().for_each(|part| label.push_str(part)),
            }
            last = level;
        }
        label
    }

    /// True when both have the same anchor.
    pub fn has_anchor_of(&self, other: &Self) -> bool {
        self.cmp_anchor(other).is_eq()
    }

    /// The order of the numbers of which anchors are made: equal for paths that have the same one.
    pub fn cmp_anchor(&self, other: &Self) -> Ordering {
        self.attachment.cmp(&other.attachment).then_with(|| self.numbers().cmp(other.numbers()))
    }

    /// The numbers of the anchor; none for the opening, which may be written with the number 0.
    fn numbers(&self) -> impl Iterator<Item = u32> {
        let is_opening = self.attachment.is_none() && matches!(self.steps[..], [(_, 0)]);
        self.steps.iter().skip(usize::from(is_opening)).map(|&(_, number)| number)
    }

    /// The path with one more clause of this level below its nearest ancestor.
    #[must_use]
    pub fn next(&self, level: u8, number: u32) -> Self {
        let mut steps = self.steps.clone();
        steps.retain(|&mut (above, _)| above < level);
        steps.push((level, number));
        Self { attachment: self.attachment, steps }
    }

    /// What the clauses of one level below the same clause have in common, and which number this one has among them.
    pub fn siblings(&self) -> Option<(Self, u32)> {
        let mut siblings = self.clone();
        let number = std::mem::take(&mut siblings.steps.last_mut()?.1);
        Some((siblings, number))
    }

    /// True when `self` is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.attachment == other.attachment
            && self.steps.len() >= other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(a, b)| a.1 == b.1)
            && !(other.steps.is_empty() && other.attachment.is_none() && !self.steps.is_empty())
    }

    /// Reads what an author writes after `#`: `四（二）`, `四(二)1.`, `附件1`, `附件1二`, `引言`, or an anchor.
    pub fn parse(text: &str) -> Option<Self> {
        let text = &*without_space(text);
        if text == OPENING {
            return Some(Self::default());
        }
        Self::parse_anchor(text).or_else(|| Self::parse_label(text))
    }

    fn parse_anchor(text: &str) -> Option<Self> {
        if !text.starts_with(['a', 'c']) {
            return None;
        }
        let mut path = Self::default();
        for (at, part) in text.split('-').enumerate() {
            let numeric =
                |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
            match (part.strip_prefix('a'), part.strip_prefix('c')) {
                (Some(digits), _) if at == 0 => path.attachment = Some(numeric(digits)?),
                (_, Some(digits)) if path.steps.is_empty() => path.steps.push((1, numeric(digits)?)),
                _ if at > 0 && !path.steps.is_empty() => {
                    let level = u8::try_from(path.steps.len()).ok()?.saturating_add(1);
                    path.steps.push((level, numeric(part)?));
                }
                _ => return None,
            }
        }
        if path.steps[..] == [(1, 0)] && path.attachment.is_none() {
            path.steps.clear();
        }
        Some(path)
    }

    fn parse_label(text: &str) -> Option<Self> {
        let mut path = Self::default();
        let mut rest = text;
        if let Some(after) = rest.strip_prefix("附件") {
            let (number, length, _) = number(after)?;
            path.attachment = Some(number);
            rest = after[length..].trim_start_matches(['：', ':']);
        }
        while !rest.is_empty() {
            let (level, number, length) = step(rest)?;
            if path.steps.last().is_some_and(|&(last, _)| last >= level) {
                return None;
            }
            path.steps.push((level, number));
            rest = &rest[length..];
        }
        (path.attachment.is_some() || !path.steps.is_empty()).then_some(path)
    }
}

/// One number of a label, whose `、` or `.` may be left out.
fn step(text: &str) -> Option<(u8, u32, usize)> {
    if let Some(marker) = marker(text) {
        return Some((marker.level, marker.number, marker.length));
    }
    let (number, length, chinese) = number(text)?;
    Some((if chinese { 1 } else { 3 }, number, length))
}

impl fmt::Display for ClausePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_official_documents_are_markers() {
        let found = |text| marker(text).map(|m| (m.level, m.number, &text[..m.length]));
        assert_eq!(found("一、目标任务"), Some((1, 1, "一、")));
        assert_eq!(found("二十一、附则"), Some((1, 21, "二十一、")));
        assert_eq!(found("（二）开展职业培训。"), Some((2, 2, "（二）")));
        assert_eq!(found("(十)支持"), Some((2, 10, "(十)")));
        assert_eq!(found("1.申请"), Some((3, 1, "1.")));
        assert_eq!(found("１２．申请"), Some((3, 12, "１２．")));
        assert_eq!(found("（3）材料"), Some((4, 3, "（3）")));
        assert_eq!(found("3.14是圆周率"), None);
        assert_eq!(found("一是加强领导"), None);
        assert_eq!(found("（以下简称“方案”）"), None);
        assert_eq!(found("2023年"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn labels_and_anchors_are_the_same_paths() {
        for (written, anchor) in [
            ("四（二）", "c4-2"),
            ("四(二)", "c4-2"),
            ("四、（二）1.（3）", "c4-2-1-3"),
            ("c4-2", "c4-2"),
            ("附件1", "a1"),
            ("附件 1", "a1"),
            ("附件2三", "a2-c3"),
            ("a2-c3", "a2-c3"),
            ("引言", "c0"),
            ("c0", "c0"),
            ("十二", "c12"),
        ] {
            assert_eq!(ClausePath::parse(written).map(|path| path.anchor()).as_deref(), Some(anchor), "{written}");
        }
        for wrong in ["", "#", "四（", "（二）四", "百", "c", "c4-x", "a", "-", "c4--2"] {
            assert_eq!(ClausePath::parse(wrong), None, "{wrong}");
        }
        assert_eq!(ClausePath::parse("四(二)1、").map(|path| path.to_string()).as_deref(), Some("四（二）1"));
    }

    #[test]
    fn attachments_are_headings_of_their_own() {
        assert_eq!(attachment("附件 1"), Some(1));
        assert_eq!(attachment("附件"), Some(1));
        assert_eq!(attachment("附件2："), Some(2));
        assert_eq!(attachment("附件：1、数字技术工程师培育项目开展情况表"), None);
        assert_eq!(attachment("附件1所列材料"), None);
    }
}
