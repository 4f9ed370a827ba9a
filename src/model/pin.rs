//! Words that a citation pins → where a wording has them. Words that begin or end within a number are other ones: 1500元 does
//! not have `500元`, and 十二条 does not have `二条`. No number goes over the end of a cell or a paragraph.

mod denial;

use std::ops::Range;

use memchr::memmem;

use crate::syntax::clause::{Script, digit, is_numeral, number};
use crate::syntax::markdown::Seam;

/// True for words that say anything: punctuation alone pins nothing.
pub(super) fn says_anything(words: &str) -> bool {
    words.contains(char::is_alphanumeric)
}

/// The first place of the words in a text. `seams` are the places where blocks and white space part the text, in order; they
/// are asked for when the words may begin or end within a number, or need them.
pub(super) fn find<S: AsRef<[Seam]>>(
    text: &str,
    words: &str,
    has_rows: bool,
    seams: impl FnOnce() -> S,
) -> Option<usize> {
    let finder = memmem::Finder::new(words);
    let first = finder.find(text.as_bytes())?;
    if !needs_seams(words, has_rows) && is_whole(text, first..first + words.len(), &[]) {
        return Some(first);
    }
    let seams = seams();
    let seams = seams.as_ref();
    let mut from = first;
    loop {
        let at = from + finder.find(text.as_bytes().get(from..)?)?;
        if is_whole(text, at..at + words.len(), seams) {
            return Some(at);
        }
        let next = |c: char| at + c.len_utf8();
        // Words that begin with a digit begin nowhere else within the same number.
        from = match text[at..].chars().next()? {
            c if digit(c).is_some() => {
                let end = text[at..].find(|c| digit(c).is_none()).map_or(text.len(), |end| at + end);
                let seam = seams.get(seams.partition_point(|seam| seam.at <= at)).map(|seam| seam.at);
                end.min(seam.unwrap_or(end))
            }
            c => next(c),
        };
    }
}

/// True for words of which only the seams of a text say whether it has them: in a text with rows of a table, and with a
/// number of several signs, which cells or paragraphs may part.
pub(super) fn needs_seams(words: &str, has_rows: bool) -> bool {
    let is_number = |(left, right): (char, char)| is_within(left, right);
    has_rows || words.chars().zip(words.chars().skip(1)).any(is_number)
}

/// True when neither end of a range is within a number, nothing before it denies it, and the rows of a table and the numbers
/// in it are whole.
pub(super) fn is_whole(text: &str, range: Range<usize>, seams: &[Seam]) -> bool {
    let around = Around { text, seams };
    let is_cut = |at| {
        around.is_in_digits(at) || around.is_in_numerals(at) || around.is_in_groups(at) || around.is_in_fraction(at)
    };
    let is_own = !around.is_denied(range.start) && !around.is_minus(range.start);
    is_own && ![range.start, range.end].into_iter().any(is_cut) && !around.parts_rows(&range) && !around.joins(&range)
}

/// What stands around a place of a text.
struct Around<'t> {
    text: &'t str,
    seams: &'t [Seam],
}

impl Around<'_> {
    fn is_seam(&self, at: usize) -> bool {
        at == 0 || at == self.text.len() || self.seams.binary_search_by_key(&at, |seam| seam.at).is_ok()
    }

    /// True for a range with the end of one row of a table and the beginning of the next one.
    fn parts_rows(&self, range: &Range<usize>) -> bool {
        let inner = self.seams.partition_point(|seam| seam.at <= range.start);
        let mut inner = self.seams[inner..].iter().take_while(|seam| seam.at < range.end);
        let is_end = |at: usize| self.is_begin(at) || at == self.text.len();
        inner.any(|seam| seam.is_row) && !(is_end(range.start) && is_end(range.end))
    }

    /// True for a range in which the end of a cell or a paragraph and the beginning of the next one make one number.
    fn joins(&self, range: &Range<usize>) -> bool {
        let free = Around { text: self.text, seams: &[] };
        let inner = self.seams.partition_point(|seam| seam.at <= range.start);
        let mut inner = self.seams[inner..].iter().take_while(|seam| seam.at < range.end);
        inner.any(|seam| {
            let sides = (self.text[..seam.at].chars().next_back()).zip(self.text[seam.at..].chars().next());
            let is_number = sides.is_some_and(|(left, right)| is_within(left, right));
            is_number && (seam.is_block || seam.is_cell) && (free.is_in_digits(seam.at) || free.is_in_numerals(seam.at))
        })
    }

    /// True where a block begins.
    fn is_begin(&self, at: usize) -> bool {
        let first = self.seams.partition_point(|seam| seam.at < at);
        at == 0 || self.seams[first..].iter().take_while(|seam| seam.at == at).any(|seam| seam.is_block)
    }

    /// The character before a place, and where it begins; nothing behind a seam.
    fn before(&self, at: usize) -> Option<(char, usize)> {
        let c = self.text[..at].chars().next_back().filter(|_| !self.is_seam(at))?;
        Some((c, at - c.len_utf8()))
    }

    /// The character behind a place, and where it ends; nothing before a seam.
    fn behind(&self, at: usize) -> Option<(char, usize)> {
        let c = self.text[at..].chars().next().filter(|_| !self.is_seam(at))?;
        Some((c, at + c.len_utf8()))
    }

    /// True within a number that is written in digits, with a point or with commas before each three of them, or that ends
    /// with 万 or 亿.
    fn is_in_digits(&self, at: usize) -> bool {
        let (Some((left, start)), Some((right, end))) = (self.before(at), self.behind(at)) else { return false };
        let is_digit = |c| digit(c).is_some();
        match (left, right) {
            _ if is_digit(left) && is_digit(right) => true,
            _ if is_digit(left) && matches!(right, '万' | '亿') => true,
            _ if is_digit(left) => self.parts(right, at, end),
            _ if is_digit(right) => self.parts(left, start, at),
            _ => false,
        }
    }

    /// True behind the sign of a negative number.
    fn is_minus(&self, at: usize) -> bool {
        let is_number = self.behind(at).is_some_and(|(c, _)| digit(c).is_some());
        is_number
            && self.before(at).is_some_and(|(c, start)| {
                let before = self.before(start).map(|(c, _)| c);
                matches!(c, '-' | '−' | '－')
                    && !before.is_some_and(|c| c.is_ascii_alphanumeric() || digit(c).is_some())
            })
    }

    /// True between groups of three digits with white space or another sign than a comma between them: `1 500`, `1，500`.
    fn is_in_groups(&self, at: usize) -> bool {
        let before = |at: usize| self.text[..at].chars().next_back();
        let is_space = self.is_seam(at) && !self.is_begin(at);
        let start = match before(at) {
            _ if is_space => at,
            Some(c @ ('，' | '\'' | '’')) => at - c.len_utf8(),
            _ => return false,
        };
        let free = Around { text: self.text, seams: &[] };
        let (left, first) = free.digits(start, Self::before);
        let (right, _) = free.digits(at, Self::behind);
        // `表1 500元`, and a cell of a table before another one.
        let is_label = self.before(first).is_none_or(|(c, _)| "表图件第条号、".contains(c));
        (1..=3).contains(&left) && right == 3 && !is_label
    }

    /// True within `三分之二`, `零点五`, `1/3`, `1:2.5`, `1亿5千万`, `第五条之二` and `五百多`, and at the sign of a range: who
    /// pins `1500元` of `500～1500元` says another thing.
    fn is_in_fraction(&self, at: usize) -> bool {
        let (Some((left, start)), Some((right, end))) = (self.before(at), self.behind(at)) else { return false };
        let is_any = |c: char| digit(c).is_some() || is_part(c);
        let further = |c: Option<(char, usize)>| c.is_some_and(|(c, _)| is_any(c));
        let (before, behind) = (self.before(start), self.behind(end));
        let is_ratio = |c: char| matches!(c, '/' | '／' | ':' | '：' | '∶');
        match (left, right) {
            ('点', _) => is_any(right) && further(before),
            (_, '点') => is_any(left) && further(behind),
            (_, '分') => is_any(left) && behind.is_some_and(|(c, _)| c == '之'),
            ('分', '之') => further(before) && further(behind),
            ('之', _) => is_any(right) && before.is_some_and(|(c, _)| matches!(c, '分' | '条')),
            ('条', '之') => further(behind),
            (_, '多' | '余') => is_part(left) && behind.is_some_and(|(c, _)| !matches!(c, '次' | '种' | '人')),
            ('万' | '亿' | '千' | '百', _) => digit(right).is_some() && further(before),
            _ if is_ratio(left) => digit(right).is_some() && before.is_some_and(|(c, _)| digit(c).is_some()),
            _ if is_ratio(right) => digit(left).is_some() && behind.is_some_and(|(c, _)| digit(c).is_some()),
            (_, '半') => self.has_unit(at),
            _ if is_range(left) => is_any(right) && (further(before) || self.has_unit(start)),
            _ if is_range(right) => further(behind) && (is_any(left) || self.has_unit(at)),
            _ => false,
        }
    }

    /// True behind a number with its unit, which is no year: `500元`, `三年`.
    fn has_unit(&self, at: usize) -> bool {
        let number = UNITS.iter().find_map(|unit| self.text[..at].strip_suffix(unit)).unwrap_or_default();
        let is_year = number.len() < at && self.text[number.len()..at].starts_with('年') && {
            let digits = number.chars().rev().take(4).filter(|&c| digit(c).is_some() || is_numeral(c)).count();
            digits == 4
        };
        number.chars().next_back().is_some_and(|c| digit(c).is_some() || is_part(c)) && !is_year
    }

    /// True for a point or a comma of a number, with digits before `start` and behind `end`.
    fn parts(&self, sign: char, start: usize, end: usize) -> bool {
        let before = self.digits(start, Self::before);
        let behind = self.digits(end, Self::behind);
        match sign {
            // What begins a paragraph is its number.
            '.' | '．' => before.0 > 0 && behind.0 > 0 && !self.is_begin(before.1),
            ',' => (1..=3).contains(&before.0) && behind.0 == 3,
            _ => false,
        }
    }

    /// How many digits stand on one side of a place, and where they end. More than [`FAR`] are not counted.
    fn digits(&self, mut at: usize, next: impl Fn(&Self, usize) -> Option<(char, usize)>) -> (usize, usize) {
        let mut count = 0;
        while let Some((_, further)) = next(self, at).filter(|&(c, _)| count < FAR && digit(c).is_some()) {
            (count, at) = (count + 1, further);
        }
        (count, at)
    }

    /// True within a number that is written in Chinese: numerals that stand together by chance (统一一次性) make none.
    fn is_in_numerals(&self, at: usize) -> bool {
        let (Some((left, _)), Some((right, _))) = (self.before(at), self.behind(at)) else { return false };
        if !(is_part(left) && is_part(right)) {
            return false;
        }
        let (mut start, mut end) = (at, at);
        for _ in 0..FAR {
            start = self.before(start).filter(|&(c, _)| is_part(c)).map_or(start, |(_, start)| start);
            end = self.behind(end).filter(|&(c, _)| is_part(c)).map_or(end, |(_, end)| end);
        }
        let numerals = &self.text[start..end];
        let is_word =
            numerals.starts_with('一') && self.before(start).is_some_and(|(c, _)| "统唯单同逐专归".contains(c));
        if is_word {
            return at > start + '一'.len_utf8() && is_number(&numerals['一'.len_utf8()..]);
        }
        let is_year = numerals.chars().count() == 4 && self.behind(end).is_some_and(|(c, _)| c == '年');
        is_number(numerals) || is_year
    }
}

/// Numerals and digits that are looked at on each side.
const FAR: usize = 16;
/// Units of what is paid, lasts or is counted, as the first end of a range has them: `500元至1500元`, `三年至五年`.
const UNITS: [&str; 18] = [
    "元",
    "年",
    "个月",
    "周",
    "天",
    "个工作日",
    "次",
    "户",
    "人",
    "名",
    "岁",
    "学时",
    "课时",
    "小时",
    "分钟",
    "%",
    "％",
    "倍",
];

/// True for a sign between the ends of a range: `500～1500元`, `五至十人`.
fn is_range(c: char) -> bool {
    matches!(c, '-' | '－' | '–' | '—' | '~' | '～' | '至' | '到')
}

/// True for two signs that may stand within one number.
fn is_within(left: char, right: char) -> bool {
    digit(left).is_some() && digit(right).is_some() || is_part(left) && is_part(right)
}

fn is_part(c: char) -> bool {
    is_numeral(c) || is_other(c)
}

/// Numerals that no number of a clause has.
fn is_other(c: char) -> bool {
    "两亿壹贰叁肆伍陆柒捌玖拾佰仟萬".contains(c)
}

/// True for numerals that make one number.
fn is_number(numerals: &str) -> bool {
    let found = number(numerals).map(|found| (found.script, found.length));
    numerals.contains(is_other) || found == Some((Script::Chinese, numerals.len()))
}

#[cfg(test)]
mod tests;
