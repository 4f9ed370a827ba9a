//! Numbers of clauses, 1 to 9,999: `12`, `１２`, `十二`, `一百零五`, `一〇五`, `⑿`, `㈫` … ⇄ `u16`.

use std::borrow::Cow;

use smallvec::SmallVec;

/// The largest number of a clause.
pub const LARGEST: u16 = 9_999;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// In Chinese numerals.
    Chinese,
    /// In half-width or full-width digits.
    Digits,
}

/// A number at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value; nothing for one beyond [`LARGEST`].
    pub value: Option<u16>,
    /// Its length in bytes.
    pub length: usize,
    /// How it is written.
    pub script: Script,
}

/// The number with which `text` begins. Numerals that make no number (`一十一百`), and zero, are none.
pub fn number(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    if digit(first).is_some() {
        let length = run(text, |c| digit(c).is_some());
        let add = |sum: u32, c| sum.saturating_mul(10).saturating_add(digit(c).unwrap_or(0));
        let value = text[..length].chars().fold(0, add);
        return some(value, length, Script::Digits);
    }
    let only = numeral(first)?;
    let length = run(text, |c| numeral(c).is_some());
    let value = if length == first.len_utf8() { single(only)? } else { chinese(&text[..length])? };
    some(value, length, Script::Chinese)
}

/// The number behind 第, which is read in more ways: `百零一` without 一 before it, `廿一`, `二二` digit by digit, and
/// `一O五` with a letter for the zero.
pub fn ordinal(text: &str) -> Option<Number> {
    let length = run(text, |c| usual(c).is_some());
    let is_usual = text[..length].chars().all(is_numeral);
    if let Some(found) =
        number(text).filter(|found| is_usual || found.length == length || found.script == Script::Digits)
    {
        return Some(found);
    }
    let mut written: String = text[..length].chars().filter_map(usual).collect();
    if written.starts_with(['百', '千']) {
        written.insert(0, '一');
    }
    let value = chinese(&written).or_else(|| by_digits(&written))?;
    some(value, length, Script::Chinese)
}

/// The usual numerals for one behind 第.
fn usual(c: char) -> Option<&'static str> {
    Some(match c {
        '廿' => "二十",
        '卅' => "三十",
        'O' | 'o' | 'Ｏ' | '0' | '０' => "〇",
        '一' | '\u{2F00}' => "一",
        '二' | '\u{2F06}' => "二",
        '三' => "三",
        '四' => "四",
        '五' => "五",
        '六' => "六",
        '七' => "七",
        '八' | '\u{2F0B}' => "八",
        '九' => "九",
        '十' | '\u{2F17}' => "十",
        '百' => "百",
        '千' => "千",
        '万' => "万",
        '零' | '〇' | '○' => "〇",
        _ => return None,
    })
}

/// The value of numerals that each are a digit: `二二`.
fn by_digits(numerals: &str) -> Option<u32> {
    let digit = |c: char| if let Numeral::Ones(one) = numeral(c)? { Some(one) } else { None };
    let count = numerals.chars().count();
    let digits = || numerals.chars().map(digit);
    let value = digits().try_fold(0u32, |sum, one| Some(sum.saturating_mul(10).saturating_add(one?)));
    value.filter(|_| count > 1 && digits().next().flatten() != Some(0))
}

fn some(value: u32, length: usize, script: Script) -> Option<Number> {
    let value = (value > 0).then(|| u16::try_from(value).ok().filter(|&value| value <= LARGEST))?;
    Some(Number { value, length, script })
}

fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// What a half-width or full-width digit stands for.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// What a numeral stands for: itself, or what the one before it is multiplied by.
#[derive(Clone, Copy)]
enum Numeral {
    Ones(u32),
    Times(u32),
}

/// True for a numeral of which numbers are made in Chinese.
pub fn is_numeral(c: char) -> bool {
    numeral(c).is_some()
}

/// What a numeral stands for, or a radical that looks like one.
fn numeral(c: char) -> Option<Numeral> {
    Some(match c {
        '零' | '〇' | '○' => Numeral::Ones(0),
        '一' | '\u{2F00}' => Numeral::Ones(1),
        '二' | '\u{2F06}' => Numeral::Ones(2),
        '三' => Numeral::Ones(3),
        '四' => Numeral::Ones(4),
        '五' => Numeral::Ones(5),
        '六' => Numeral::Ones(6),
        '七' => Numeral::Ones(7),
        '八' | '\u{2F0B}' => Numeral::Ones(8),
        '九' => Numeral::Ones(9),
        '十' | '\u{2F17}' => Numeral::Times(10),
        '百' => Numeral::Times(100),
        '千' => Numeral::Times(1_000),
        '万' => Numeral::Times(10_000),
        _ => return None,
    })
}

/// The value of a numeral that stands alone, as [`places`] would find it.
fn single(numeral: Numeral) -> Option<u32> {
    match numeral {
        Numeral::Ones(one) => (one > 0).then_some(one),
        Numeral::Times(times) => (times == 10).then_some(times),
    }
}

/// The value of numerals: digit by digit (`一〇五`) or with their places (`一百零五`).
fn chinese(numerals: &str) -> Option<u32> {
    let values: SmallVec<[Numeral; 8]> = numerals.chars().filter_map(numeral).collect();
    if values.len() > 1 && values.iter().all(|value| matches!(value, Numeral::Ones(_))) {
        let has_zero = values.iter().any(|value| matches!(value, Numeral::Ones(0)));
        let digits = values.iter().filter_map(|value| if let Numeral::Ones(one) = value { Some(one) } else { None });
        return has_zero.then(|| digits.fold(0u32, |sum, one| sum.saturating_mul(10).saturating_add(*one)));
    }
    places(&values)
}

/// The value of numerals with their places, the greater before the smaller.
fn places(values: &[Numeral]) -> Option<u32> {
    let (mut sum, mut ones, mut above, mut is_large) = (0u32, None, u32::MAX, false);
    for (at, value) in values.iter().enumerate() {
        match *value {
            Numeral::Ones(0) if ones.is_none() && at > 0 => {}
            Numeral::Ones(one) if ones.is_none() && one > 0 => ones = Some(one),
            Numeral::Times(10_000) if !is_large && (ones.is_some() || sum > 0) => {
                sum = sum.checked_add(ones.take().unwrap_or(0))?.checked_mul(10_000)?;
                (above, is_large) = (10_000, true);
            }
            Numeral::Times(times) if times < above && times < 10_000 => {
                let one = match ones.take() {
                    Some(one) => one,
                    // Only ten stands without a number before it.
                    None if times == 10 => 1,
                    None => return None,
                };
                sum = sum.checked_add(one * times)?;
                above = times;
            }
            _ => return None,
        }
    }
    let last = ones.unwrap_or(0);
    let ends = |value: &Numeral| matches!(value, Numeral::Ones(0));
    (!values.last().is_some_and(ends)).then_some(sum.checked_add(last)?)
}

/// What a sign that holds a whole number stands for, and how it is meant: `①`, `⑴` or `⒈`, `㈠`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `①`, `❶`
    Circled(u16),
    /// `⑴`
    Bracketed(u16),
    /// `⒈`
    Dotted(u16),
    /// `㈠`, `㊀`
    ChineseBracketed(u16),
}

/// The number in a sign.
pub fn sign(c: char) -> Option<Sign> {
    let from = |first: char, offset: u16| (c as u32 - first as u32) as u16 + offset;
    Some(match c {
        '①'..='⑳' => Sign::Circled(from('①', 1)),
        '㉑'..='㉟' => Sign::Circled(from('㉑', 21)),
        '㊱'..='㊿' => Sign::Circled(from('㊱', 36)),
        '❶'..='❿' => Sign::Circled(from('❶', 1)),
        '⑴'..='⒇' => Sign::Bracketed(from('⑴', 1)),
        '⒈'..='⒛' => Sign::Dotted(from('⒈', 1)),
        '㈠'..='㈩' => Sign::ChineseBracketed(from('㈠', 1)),
        '㊀'..='㊉' => Sign::ChineseBracketed(from('㊀', 1)),
        _ => return None,
    })
}

/// A number in a circle; larger ones than there are signs for in brackets.
pub fn circled(number: u16) -> Cow<'static, str> {
    let sign = match number {
        1..=20 => char::from_u32('①' as u32 + u32::from(number) - 1),
        21..=35 => char::from_u32('㉑' as u32 + u32::from(number) - 21),
        36..=50 => char::from_u32('㊱' as u32 + u32::from(number) - 36),
        _ => None,
    };
    sign.map_or_else(|| format!("（{number}）").into(), |sign| sign.to_string().into())
}

/// A number, 1 to 9,999, in Chinese; others in digits.
pub fn to_chinese(number: u16) -> Cow<'static, str> {
    const ONES: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if (1..=9).contains(&number) {
        return ONES[usize::from(number)].into();
    }
    if !(1..=LARGEST).contains(&number) {
        return number.to_string().into();
    }
    let mut text = String::with_capacity(24);
    let mut skipped = false;
    for (place, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let one = usize::from(number / place % 10);
        if one == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if skipped {
            text.push_str(ONES[0]);
            skipped = false;
        }
        if !(one == 1 && place == 10 && text.is_empty()) {
            text.push_str(ONES[one]);
        }
        text.push_str(name);
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_read_as_it_is_written() {
        for value in 1..=LARGEST {
            let chinese = to_chinese(value);
            let read = number(&chinese).unwrap();
            assert_eq!((read.value, read.length), (Some(value), chinese.len()), "{chinese}");
            assert_eq!(number(&value.to_string()).unwrap().value, Some(value));
        }
    }

    #[test]
    fn numbers_are_read_in_every_usual_way() {
        for (text, value) in [
            ("十", 10),
            ("一十", 10),
            ("二十一、", 21),
            ("一百零一条", 101),
            ("一百〇一条", 101),
            ("一〇一条", 101),
            ("一百一十", 110),
            ("一百十五", 115),
            ("一千零五", 1_005),
            ("一千零一十", 1_010),
            ("二千二百零九", 2_209),
            ("二〇二三年", 2_023),
            ("１２３", 123),
            ("0012", 12),
        ] {
            assert_eq!(number(text).and_then(|number| number.value), Some(value), "{text}");
        }
        for none in ["", "百", "一二", "十百", "二十十", "一百零", "零", "0", "三百二千", "一一十", "甲"]
        {
            assert_eq!(number(none), None, "{none}");
        }
        for large in ["一万零一条", "10000", "99999999999999999999", "十万"] {
            assert_eq!(number(large).map(|number| number.value), Some(None), "{large}");
        }
    }

    #[test]
    fn ordinals_are_read_in_more_ways() {
        for (text, value) in [
            ("百零一条", 101),
            ("廿一条", 21),
            ("卅条", 30),
            ("二二条", 22),
            ("一O五条", 105),
            ("一百0三条", 103),
            ("三条", 3),
            ("12条", 12),
            ("二〇条", 20),
        ] {
            let read = ordinal(text).unwrap();
            assert_eq!((read.value, read.length), (Some(value), text.find('条').unwrap()), "{text}");
        }
        for none in ["O条", "十0条", "条", "百百条"] {
            assert_eq!(ordinal(none), None, "{none}");
        }
    }

    #[test]
    fn a_numeral_alone_has_the_value_of_its_place() {
        for c in "零〇○一二三四五六七八九十百千万".chars() {
            assert_eq!(numeral(c).and_then(single), chinese(&c.to_string()), "{c}");
        }
    }

    #[test]
    fn signs_hold_numbers() {
        assert_eq!(sign('①'), Some(Sign::Circled(1)));
        assert_eq!(sign('㊿'), Some(Sign::Circled(50)));
        assert_eq!(sign('⑿'), Some(Sign::Bracketed(12)));
        assert_eq!(sign('⒊'), Some(Sign::Dotted(3)));
        assert_eq!(sign('㈩'), Some(Sign::ChineseBracketed(10)));
        assert_eq!(sign('㊂'), Some(Sign::ChineseBracketed(3)));
        assert_eq!(sign('一'), None);
        assert_eq!(
            (1..=50).filter(|&n| sign(circled(n).chars().next().unwrap()) == Some(Sign::Circled(n))).count(),
            50
        );
        assert_eq!(circled(51), "（51）");
    }
}
