//! Numbers that belong to a person: of identity cards (GB 11643—1999, and those of 15 digits before it) and of mobile phones.
//!
//! A number is known by its digits, by the groups in which it is written, and by the words around it. One that is certain by
//! itself is reported unless the words say that it is something else; one that could be something else only where they make it
//! likely.

mod digits;
mod words;

use std::ops::Range;

use digits::{MIXED, Run, runs};
use words::Hint;

/// What a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Number {
    /// An identity card: 18 characters, of which the last one proves the others, or 15 digits.
    Identity,
    /// A mobile phone: 11 digits, the first one 1 and the second one 3 or more.
    Mobile,
}

impl Number {
    /// Its word in the catalogue of diagnostics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "@identity-number",
            Self::Mobile => "@mobile-number",
        }
    }
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// For readers.
    Prose,
    /// For machines: numbers in it are values unless they are quoted or stand in words.
    Script,
}

/// Digits of the shortest number.
const SHORTEST: usize = 11;
/// Digits of the longest number.
const LONGEST: usize = 18;

/// Numbers of persons in a text for readers, from the left.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, Number)> {
    find_in(text, Writing::Prose)
}

/// Numbers of persons in a text, from the left.
pub(super) fn find_in(text: &str, writing: Writing) -> Vec<(Range<usize>, Number)> {
    let mut found = Vec::new();
    runs(text, SHORTEST, |run| {
        let mut at = 0;
        while at < run.groups() {
            match from(text, writing, run, at) {
                Some((count, range, number)) => {
                    found.push((range, number));
                    at += count;
                }
                None => at += 1,
            }
        }
    });
    found
}

/// A number that is written over neighbouring cells of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The cell in which it begins, by its place among those given.
    pub cell: usize,
    /// What it is.
    pub number: Number,
    /// Its cells, with nothing between them.
    pub digits: String,
}

/// Numbers of persons that are written over neighbouring cells of a row, below the headings that `heading` gives for each.
/// Cells with headings of their own are values of their own, unless the digits prove themselves.
pub(super) fn split<'a>(cells: &[&str], heading: impl Fn(usize) -> &'a str) -> Vec<Split> {
    let is_digits = |cell: &&str| {
        let bytes = cell.trim().as_bytes();
        (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(|byte| byte.is_ascii_digit() || b"Xx".contains(byte))
    };
    let is_heading = |at: usize| heading(at).contains(|c: char| !c.is_whitespace() && !c.is_ascii_digit());
    let mut found = Vec::new();
    let mut at = 0;
    while at < cells.len() {
        let count = cells[at..].iter().take_while(|cell| is_digits(cell)).count();
        if count > 1 {
            // What stands before the digits, and above them, says what they are.
            let label = at.checked_sub(1).map_or("", |before| cells[before]);
            let mut text = format!("{} {}：", heading(at), label);
            let mut starts = Vec::with_capacity(count);
            for cell in &cells[at..at + count] {
                starts.push(text.len());
                text.push_str(cell.trim());
                text.push('\t');
            }
            let place = |offset: usize| starts.partition_point(|start| *start <= offset).saturating_sub(1);
            let across = find(&text).into_iter().filter(|(range, _)| text[range.clone()].contains('\t'));
            found.extend(across.filter_map(|(range, number)| {
                let (first, last) = (at + place(range.start), at + place(range.end - 1));
                let digits = text[range].replace('\t', "");
                let is_one = (first + 1..=last).all(|next| !is_heading(next) || heading(next) == heading(first));
                (digits.len() == LONGEST || is_one).then_some(Split { cell: first, number, digits })
            }));
        }
        at += count.max(1);
    }
    found
}

/// The number that begins with a group of a run: how many groups it has, and where it stands. One of an identity card goes
/// before others.
fn from(text: &str, writing: Writing, run: &Run, first: usize) -> Option<(usize, Range<usize>, Number)> {
    let start = run.group(first).start;
    let ends = (first..run.groups()).map(|group| (group + 1 - first, run.group(group).end));
    let mut best: Option<(usize, Range<usize>, Number)> = None;
    for (count, end) in ends.take_while(|(_, end)| end - start <= LONGEST).filter(|(_, end)| end - start >= SHORTEST) {
        let written = Written { text, writing, run, first, count };
        let Some(number) = written.number() else { continue };
        if best.as_ref().is_none_or(|(.., known)| (*known, number) == (Number::Mobile, Number::Identity))
            || end - start == LONGEST
        {
            best = Some((count, run.range(start..end), number));
        }
    }
    best
}

/// Groups of a run that may be a number.
struct Written<'a> {
    text: &'a str,
    writing: Writing,
    run: &'a Run,
    first: usize,
    count: usize,
}

impl Written<'_> {
    fn digits(&self) -> &[u8] {
        &self.run.digits[self.run.group(self.first).start..self.run.group(self.first + self.count - 1).end]
    }

    fn range(&self) -> Range<usize> {
        self.run.range(self.run.group(self.first).start..self.run.group(self.first + self.count - 1).end)
    }

    /// What the number is, when it is one of a person.
    fn number(&self) -> Option<Number> {
        let digits = self.digits();
        if digits.len() == LONGEST {
            return self.is_identity(digits).then_some(Number::Identity);
        }
        if self.is_fraction() {
            return None;
        }
        let prefix = [&b"0086"[..], b"86", b"0", b""]
            .into_iter()
            .find(|prefix| digits.strip_prefix(*prefix).is_some_and(is_mobile));
        if let Some(prefix) = prefix {
            return self.is_phone(prefix.len()).then_some(Number::Mobile);
        }
        (digits.len() == 15 && self.is_old_identity(digits)).then_some(Number::Identity)
    }

    fn is_identity(&self, digits: &[u8]) -> bool {
        if !is_born(digits, 6..10) || !is_region(digits) || self.is_part_of_word(true) {
            return false;
        }
        let hint = self.hint();
        let proved = check_digit(digits) == digits[17];
        // With another last digit, one that was misspelt is as private as any.
        hint != Hint::Credit && (proved || (hint == Hint::Person && self.lengths().len() == 1))
    }

    /// Fifteen digits prove nothing: only those of a region and a day.
    fn is_old_identity(&self, digits: &[u8]) -> bool {
        if !is_born(digits, 6..8) || !is_region(digits) || self.is_part_of_word(false) || self.is_in_address() {
            return false;
        }
        let in_cells = self.count > 1 && self.run.gap(self.first + 1).sign == Some('\t');
        let written = matches!(self.lengths()[..], [15] | [6, 6, 3]) && self.is_plain() && !in_cells;
        match self.hint() {
            Hint::Person => true,
            // Nobody who was born before 1920 is likely to have one.
            Hint::None => written && digits[6] >= b'2' && self.is_for_readers(),
            Hint::Credit | Hint::Other => false,
        }
    }

    fn is_phone(&self, prefix: usize) -> bool {
        if self.is_part_of_word(false) || self.is_in_address() || self.is_amount() {
            return false;
        }
        match self.hint() {
            Hint::Person => self.is_grouped(prefix) || self.is_likely(prefix),
            Hint::None => prefix != 1 && self.is_grouped(prefix) && self.is_for_readers(),
            Hint::Credit | Hint::Other => false,
        }
    }

    /// True for the digits after the point of a decimal that begins with 0.
    fn is_fraction(&self) -> bool {
        let before = self.first.checked_sub(1);
        before.is_some_and(|before| self.of(before) == b"0" && self.run.gap(self.first).sign == Some('.'))
    }

    /// True for digits without a sign between them before the point of an amount (`13800138000.00`).
    fn is_amount(&self) -> bool {
        let next = self.first + self.count;
        let is_point = self.count == 1 && next < self.run.groups() && self.run.gap(next).sign == Some('.');
        is_point && self.of(next).len() == 2
    }

    /// Digits in each group.
    fn lengths(&self) -> Vec<usize> {
        (self.first..self.first + self.count).map(|group| self.run.group(group).len()).collect()
    }

    /// True when nothing between the groups is a sign that separates numbers from each other.
    fn is_plain(&self) -> bool {
        let mut gaps = (self.first + 1..self.first + self.count).map(|group| self.run.gap(group));
        // Two groups with a point between them are a decimal.
        let is_decimal = self.count == 2 && self.run.gap(self.first + 1).sign == Some('.');
        gaps.all(|gap| !gap.separates) && !is_decimal && !self.is_column()
    }

    /// True for groups that stand below each other by themselves, as in a column of numbers.
    fn is_column(&self) -> bool {
        let mut gaps = (self.first + 1..self.first + self.count).map(|group| self.run.gap(group));
        if !gaps.any(|gap| gap.breaks) {
            return false;
        }
        let range = self.range();
        let is_blank = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
        // The nearest character that is no blank stands in another line, or there is none.
        let mut head = self.text[..range.start].chars().rev().take_while(|c| is_blank(*c));
        let mut tail = self.text[range.end..].chars().take_while(|c| is_blank(*c));
        let begins = range.start == 0 || head.any(|c| c == '\n');
        let ends = range.end == self.text.len() || tail.any(|c| c == '\n');
        begins && ends
    }

    /// True when the groups, after `prefix` digits of a country, are those in which telephone numbers are written.
    fn is_grouped(&self, prefix: usize) -> bool {
        let mut lengths = self.lengths();
        let mut first = self.first;
        let mut left = prefix;
        while left > 0 {
            let taken = left.min(lengths[0]);
            lengths[0] -= taken;
            left -= taken;
            if lengths[0] == 0 {
                lengths.remove(0);
                first += 1;
            }
        }
        let groups = first + 1..first + lengths.len();
        let years = (first..groups.end).any(|group| self.is_year(group));
        // Counts do not begin with 0.
        let has_zero = groups.clone().any(|group| self.of(group)[0] == b'0');
        let sign = groups.clone().next().and_then(|group| self.run.gap(group).sign);
        match lengths[..] {
            [11] => true,
            _ if !self.is_plain() => false,
            [3, 4, 4] => match sign {
                Some('-' | '/' | '_') => !self.is_year(first + 1),
                Some('\t') => has_zero && !years,
                _ => true,
            },
            [3, 8] => !is_day(self.of(first + 1)) && (has_zero || sign != Some('\t')),
            [7, 4] if !matches!(sign, Some(' ' | '\t')) => !years,
            [] | [_] => false,
            ref lengths if lengths.len() <= 3 => {
                let is_short = lengths[0] < 3 || lengths.iter().any(|length| *length < 2);
                // Codes have years in them.
                has_zero && !years && !is_short && !self.continues(first)
            }
            // Each digit by itself.
            ref lengths => lengths.len() == SHORTEST && !self.continues(first),
        }
    }

    /// True for groups that words make likely: any, but for many with a year among them, which are a date.
    fn is_likely(&self, prefix: usize) -> bool {
        let groups = self.first..self.first + self.count;
        let most = if self.run.group(self.first).len() == prefix { 4 } else { 3 };
        self.count <= most || !groups.into_iter().any(|group| self.is_year(group))
    }

    /// True when a group of the same length stands before with the same sign: four by four, as on bank cards.
    fn continues(&self, first: usize) -> bool {
        let length = self.run.group(first).len();
        let before = first.checked_sub(1).filter(|before| self.run.group(*before).len() == length);
        let after = self.first + self.count;
        let goes_on = after < self.run.groups() && length == 1 && self.run.group(after).len() == 1;
        let same = |group: usize| self.run.gap(group).sign == self.run.gap(first + 1).sign;
        before.is_some_and(|_| self.run.gap(first).sign != Some(MIXED) && same(first)) || goes_on
    }

    fn of(&self, group: usize) -> &[u8] {
        &self.run.digits[self.run.group(group)]
    }

    fn is_year(&self, group: usize) -> bool {
        let digits = self.of(group);
        digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
    }

    fn hint(&self) -> Hint {
        let range = self.range();
        let ends: &[char] = if self.writing == Writing::Script { &['\n', ';'] } else { &['\n'] };
        let before = words::before(self.text, range.start, ends);
        match words::after(self.text, range.end) {
            Hint::None => before,
            Hint::Other if before == Hint::Person => before,
            after => after,
        }
    }

    /// True for a number that goes on as a word or begins in one, such as a digest. A word of a person may stand before it.
    fn is_part_of_word(&self, proved: bool) -> bool {
        let range = self.range();
        let (before, after) = (&self.text[..range.start], &self.text[range.end..]);
        let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric()) || after.starts_with(['%', '=']);
        if goes_on {
            return true;
        }
        let letters = before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let word = &before[before.len() - letters..];
        let head = &before[..before.len() - letters];
        let in_digest = head.ends_with(|c: char| c.is_ascii_digit());
        letters > 0 && (in_digest || !(proved || words::is_person(word)))
    }

    /// True in a text for readers; in a script when it is quoted, or in words.
    fn is_for_readers(&self) -> bool {
        let range = self.range();
        let before = self.text[..range.start].chars().next_back();
        let after = self.text[range.end..].chars().next();
        let quoted = before == after && before.is_some_and(|c| matches!(c, '"' | '\'' | '`'));
        self.writing == Writing::Prose || quoted || before.is_some_and(|c| !c.is_ascii())
    }

    /// True for a place inside of an address of the web.
    fn is_in_address(&self) -> bool {
        let at = self.range().start;
        let before = &self.text.as_bytes()[at.saturating_sub(ADDRESS)..at];
        let is_end = |byte: &u8| !byte.is_ascii() || byte.is_ascii_whitespace() || b"\"'<>,".contains(byte);
        let word = &before[before.iter().rposition(is_end).map_or(0, |end| end + 1)..];
        memchr::memmem::find(word, b"://").is_some()
    }
}

/// Bytes of an address of the web before a number in it; no address is much longer.
const ADDRESS: usize = 2048;

fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits.iter().all(u8::is_ascii_digit) && digits[0] == b'1' && digits[1] >= b'3'
}

/// Provinces, by the first two digits of a region.
fn is_region(digits: &[u8]) -> bool {
    matches!(
        &digits[..2],
        [b'1', b'1'..=b'5']
            | [b'2', b'1'..=b'3']
            | [b'3', b'1'..=b'7']
            | [b'4', b'1'..=b'6']
            | [b'5', b'0'..=b'4']
            | [b'6', b'1'..=b'5']
            | [b'7', b'1']
            | [b'8', b'1'..=b'3']
            | [b'9', b'1']
    )
}

/// True when the digits are those of a birthday, the year of which stands at `year`.
fn is_born(digits: &[u8], year: Range<usize>) -> bool {
    let end = year.end;
    let last = if digits.len() == LONGEST { digits.len() - 1 } else { digits.len() };
    let all = digits[..last].iter().all(u8::is_ascii_digit);
    let (short, year) = (year.len() == 2, number(&digits[year]));
    let year = if short { 1900 + year } else { year };
    let day =
        i8::try_from(number(&digits[end..end + 2])).ok().zip(i8::try_from(number(&digits[end + 2..end + 4])).ok());
    all && (1850..=2100).contains(&year)
        && day.is_some_and(|(month, day)| jiff::civil::Date::new(year, month, day).is_ok())
}

/// True for eight digits that are a day (20230726).
fn is_day(digits: &[u8]) -> bool {
    let day = |at: usize| i8::try_from(number(&digits[at..at + 2])).unwrap_or_default();
    digits.len() == 8
        && (digits.starts_with(b"19") || digits.starts_with(b"20"))
        && jiff::civil::Date::new(number(&digits[..4]), day(4), day(6)).is_ok()
}

fn number(digits: &[u8]) -> i16 {
    digits.iter().fold(0, |sum: i16, digit| sum.wrapping_mul(10).wrapping_add(i16::from(digit.wrapping_sub(b'0'))))
}

/// The character that proves the seventeen before it (ISO 7064, MOD 11-2).
fn check_digit(digits: &[u8]) -> u8 {
    let sum = digits[..17].iter().fold(0, |sum: u32, digit| (sum + u32::from(digit.wrapping_sub(b'0'))) * 2 % 11);
    b"10X98765432"[sum as usize % 11]
}

/// A number of which only the ends can be read: who sees the diagnostic need not see the number.
pub(super) fn masked(number: &str) -> String {
    let count = number.chars().count();
    number.chars().enumerate().map(|(at, c)| if at < 3 || at + 2 >= count { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests;
