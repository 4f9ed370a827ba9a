//! Numbers that belong to a person: of identity cards (GB 11643—1999) and of mobile phones.

use std::ops::Range;

/// What a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Number {
    /// An identity card: 18 characters, of which the last one proves the others.
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

/// Digits of the shortest number.
const SHORTEST: usize = 11;
/// Groups of the number that is written in most of them: region, year, month, day, the rest.
const GROUPS: usize = 5;
/// What may stand between two groups of digits, alone.
const BETWEEN: &str = " \u{a0}\u{ad}\u{200b}\u{2002}\u{2003}\u{2009}\u{3000}-－.．·•・/／‐‑‒–—−";

/// Numbers of persons in a text, from the left. Numbers in the middle of words and of addresses are none.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, Number)> {
    // Digits of full width are written like others first.
    if !has_wide_digit(text.as_bytes()) {
        return narrow(text);
    }
    let half = |c: char| char::from_u32(u32::from(c) - 0xFEE0).filter(|_| ('\u{FF01}'..='\u{FF5E}').contains(&c));
    let (mut narrowed, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, c) in text.char_indices() {
        narrowed.push(if c < '\u{FF01}' { c } else { half(c).unwrap_or(c) });
        places.resize(narrowed.len(), at);
    }
    places.push(text.len());
    narrow(&narrowed).into_iter().map(|(range, number)| (places[range.start]..places[range.end], number)).collect()
}

/// True when a digit of full width stands in a text: three bytes of which the last one tells it from a comma. They are
/// compared wherever they could stand, without branches, because almost no text has one.
fn has_wide_digit(bytes: &[u8]) -> bool {
    let is_wide = |[first, second, last]: [u8; 3]| (first == 0xEF) & (second == 0xBC) & (0x90..=0x99).contains(&last);
    let last = bytes.len().saturating_sub(2);
    let (second, third) = (&bytes[bytes.len().min(1)..], &bytes[bytes.len().min(2)..]);
    let all = bytes[..last].iter().zip(second).zip(third);
    all.fold(false, |has, ((&first, &second), &last)| has | is_wide([first, second, last]))
}

fn narrow(text: &str) -> Vec<(Range<usize>, Number)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut groups = Vec::new();
    let mut at = 0;
    while let Some(digit) = digit(bytes, at) {
        run(text, digit, &mut groups);
        at = groups.last().map_or(bytes.len(), |group| group.end);
        let count: usize = groups.iter().map(ExactSizeIterator::len).sum();
        if count >= SHORTEST {
            found.extend(within(text, &groups));
        }
    }
    found
}

/// The first digit from `start` on. Most texts have few: parts without any are passed over as a whole.
fn digit(bytes: &[u8], start: usize) -> Option<usize> {
    let part = start + without_digits::<64>(&bytes[start..]);
    let part = part + without_digits::<8>(&bytes[part..]);
    bytes[part..].iter().position(u8::is_ascii_digit).map(|at| part + at)
}

/// Length of the parts of `LENGTH` bytes with which a text begins and in which no digit is.
fn without_digits<const LENGTH: usize>(bytes: &[u8]) -> usize {
    let (parts, _) = bytes.as_chunks::<LENGTH>();
    let has_digit = |part: &[u8; LENGTH]| part.iter().fold(false, |has, byte| has | byte.is_ascii_digit());
    LENGTH * parts.iter().position(has_digit).unwrap_or(parts.len())
}

/// Puts into `groups` the groups of digits from `start` on with one sign between them; an `X` that ends one belongs to it.
fn run(text: &str, mut start: usize, groups: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    groups.clear();
    loop {
        let mut end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if end - start >= 3 && matches!(bytes.get(end), Some(b'X' | b'x')) {
            end += 1;
        }
        groups.push(start..end);
        let sign = text[end..].chars().next();
        let next = sign.map(|sign| (sign, end + sign.len_utf8()));
        let is_next =
            |(sign, next): &(char, usize)| bytes.get(*next).is_some_and(u8::is_ascii_digit) && BETWEEN.contains(*sign);
        match next.filter(is_next) {
            Some((_, next)) => start = next,
            None => return,
        }
    }
}

/// True for a number that goes on as a word, or is a part of an address.
fn touches_word(text: &str, range: &Range<usize>) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_%=".contains(byte));
    let bytes = text.as_bytes();
    is_word(range.start.checked_sub(1).and_then(|before| bytes.get(before))) || is_word(bytes.get(range.end))
}

fn within(text: &str, run: &[Range<usize>]) -> Vec<(Range<usize>, Number)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < run.len() {
        let hit = (1..=GROUPS.min(run.len() - at)).find_map(|count| {
            let range = run[at].start..run[at + count - 1].end;
            if touches_word(text, &range) {
                return None;
            }
            let lengths: Vec<usize> = run[at..at + count].iter().map(ExactSizeIterator::len).collect();
            let digits: String = text[range.clone()].chars().filter(char::is_ascii_alphanumeric).collect();
            let number = number(&lengths, &digits)
                .filter(|number| *number == Number::Identity || !in_address(text, range.start));
            Some((count, (range, number?)))
        });
        match hit {
            Some((count, hit)) => {
                found.push(hit);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// What groups of these lengths are, one after the other.
fn number(lengths: &[usize], digits: &str) -> Option<Number> {
    match lengths {
        [18] | [6, 8, 4] | [6, 12] | [14, 4] | [6, 4, 4, 4] | [6, 4, 2, 2, 4] if is_identity(digits) => {
            Some(Number::Identity)
        }
        [11] | [3, 4, 4] | [4, 4, 3] | [3, 8] if is_mobile(digits) => Some(Number::Mobile),
        // With the number of the country.
        [13] | [2, 11] | [2, 3, 4, 4] | [5, 4, 4] if digits.strip_prefix("86").is_some_and(is_mobile) => {
            Some(Number::Mobile)
        }
        [15] | [4, 11] | [4, 3, 4, 4] | [7, 4, 4] if digits.strip_prefix("0086").is_some_and(is_mobile) => {
            Some(Number::Mobile)
        }
        _ => None,
    }
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'1' && bytes[1] >= b'3'
}

/// Digits of region and birthday, and the last character, which proves them (ISO 7064, MOD 11-2).
fn is_identity(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 18 || bytes[0] == b'0' || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let part = |range: Range<usize>| text[range].parse::<i16>().unwrap_or(0);
    let day = |month: i16| Some((i8::try_from(month).ok()?, i8::try_from(part(12..14)).ok()?));
    let born = day(part(10..12)).is_some_and(|(month, day)| jiff::civil::Date::new(part(6..10), month, day).is_ok());
    let sum: u32 = bytes[..17].iter().fold(0, |sum, byte| (sum + u32::from(byte - b'0')) * 2 % 11);
    let last = b"10X98765432"[sum as usize % 11];
    born && part(6..10) >= 1850 && bytes[17].to_ascii_uppercase() == last
}

/// Bytes of an address of the web before a number in it; no address is much longer.
const ADDRESS: usize = 2048;

/// True for a place inside of an address of the web.
fn in_address(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[at.saturating_sub(ADDRESS)..at];
    let is_end = |byte: &u8| !byte.is_ascii() || byte.is_ascii_whitespace();
    let word = &before[before.iter().rposition(is_end).map_or(0, |end| end + 1)..];
    memchr::memmem::find(word, b"://").is_some()
}

/// A number of which only the ends can be read: who sees the complaint need not see the number.
pub(super) fn masked(number: &str) -> String {
    let count = number.chars().count();
    number.chars().enumerate().map(|(at, c)| if at < 3 || at + 2 >= count { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard itself.
    const CARD: &str = "11010519491231002X";

    fn numbers(text: &str) -> Vec<(&str, Number)> {
        find(text).into_iter().map(|(range, number)| (&text[range], number)).collect()
    }

    #[test]
    fn numbers_of_persons_are_found() {
        assert_eq!(numbers(&format!("身份证{CARD}，")), [(CARD, Number::Identity)]);
        assert_eq!(numbers("110105 19491231 002x").len(), 1);
        assert_eq!(numbers("电话：13000000000"), [("13000000000", Number::Mobile)]);
        assert_eq!(numbers("+86-130 0000 0000"), [("86-130 0000 0000", Number::Mobile)]);
        for written in [
            "１３０００００００００",
            "130.0000.0000",
            "130·0000·0000",
            "130—0000—0000",
            "130－0000－0000",
            "1300-0000-000",
            "008613000000000",
            "0086-130-0000-0000",
            "0086 13000000000",
            "86130-0000-0000",
        ] {
            assert_eq!(numbers(&format!("电话：{written}，")), [(written, Number::Mobile)]);
        }
        assert_eq!(numbers("110105.1949.12.31.002Ｘ１")[..], []);
        assert_eq!(numbers("110105.1949.12.31.002X").len(), 1);
        assert_eq!(numbers("a1/13000000000"), [("13000000000", Number::Mobile)]);
        assert_eq!(numbers("8613000000000"), [("8613000000000", Number::Mobile)]);
        assert_eq!(numbers("2023-07-26 13000000000 和 19900000000").len(), 2);
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "0632-3314140",
            "12000000000",
            "130000000000",
            "a13000000000",
            "https://www.example.com/13000000000.html",
            // A wrong last character; a month that there is not.
            "110105194912310020",
            "110105194913310024",
            "2023-07-26",
            "1 3 0 0 0",
            "",
        ] {
            assert_eq!(numbers(text), [], "{text}");
        }
    }

    /// Ten times as many take ten times as long; were it a hundred times, this would not end.
    #[test]
    fn many_numbers_on_one_line_are_found() {
        assert_eq!(numbers(&"13000000000,".repeat(500_000)).len(), 500_000);
    }

    #[test]
    fn masked_numbers_keep_their_ends() {
        assert_eq!(masked("13000000012"), "130******12");
    }
}
