//! What was never filled in: `XX`, `待定`, `【】`, blanks before a unit.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Slip, each_line, links};
use crate::diagnostic::Code;
use crate::source::Signs;
use crate::syntax::clause::{digit, is_numeral};
use crate::syntax::markdown::{Flavor, is_han, without_space};

/// Words that say that something is still to be written, where nothing follows them in their sentence.
const OPEN: &[&str] = &["待定", "待补充", "待完善", "待填写", "待填", "待补", "待确认"];

/// Units before which a blank in a sentence waits for a number.
const UNITS: &[char] = &['元', '人', '名', '天', '%', '％'];

/// What follows small letters that stand for a name: `xx市`.
const PLACES: &str = "省市县区局镇乡村街校厂";

/// True for a text with these signs that may hold placeholders: `XX`, `××`, `TODO`, `TBD`, `__`, 待定, `{{…}}`, `〔2023〕　号`.
pub(super) fn may_hold(text: &str, signs: &Signs) -> bool {
    static WAITING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("待"));
    let bytes = text.as_bytes();
    signs.has_any(['x', 'X']) && may_hold_crosses(bytes)
        || signs.has_any(['_', 'T', '×']) && may_hold_others(bytes)
        || signs.has('{') && text.contains("{{")
        || signs.has('＿') && text.contains("＿＿")
        || signs.has('〕') && without_number(bytes).next().is_some()
        || WAITING.find(bytes).is_some()
}

fn may_hold_crosses(bytes: &[u8]) -> bool {
    let is_cross = |at: usize| bytes.get(at + 1).is_some_and(|&next| next.eq_ignore_ascii_case(&b'x') || next >= 0x80);
    memchr::memchr2_iter(b'x', b'X', bytes).any(is_cross)
}

fn may_hold_others(bytes: &[u8]) -> bool {
    let is_one = |at: usize| matches!(bytes[at..], [b'_', b'_', ..] | [b'T', b'O' | b'B', ..] | [0xC3, 0x97, ..]);
    memchr::memchr3_iter(b'_', b'T', 0xC3, bytes).any(is_one)
}

/// Where a year in brackets ends behind which the number of a document is missing: `〔2023〕　号`.
fn without_number(bytes: &[u8]) -> impl Iterator<Item = usize> {
    static YEAR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("〕"));
    YEAR.find_iter(bytes).map(|at| at + '〕'.len_utf8()).filter(move |&end| {
        let mut rest = &bytes[end..];
        while let Some(behind) = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix("　".as_bytes())) {
            rest = behind;
        }
        rest.starts_with("号".as_bytes())
    })
}

/// A space before 日, of each kind.
static DAYS: LazyLock<[(char, Finder<'static>); 3]> = LazyLock::new(|| {
    [(' ', " 日"), ('　', "　日"), ('\u{A0}', "\u{A0}日")].map(|(space, day)| (space, Finder::new(day)))
});

/// True for a text with these signs that may hold a day that was not filled in: a space before 日.
pub(super) fn may_hold_days(text: &str, signs: &Signs) -> bool {
    DAYS[..2].iter().any(|(space, day)| signs.has(*space) && day.find(text.as_bytes()).is_some())
}

/// True for a text with these signs in which 日 stands behind a month and spaces.
pub(super) fn has_open_day(text: &str, signs: &Signs) -> bool {
    let is_space = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{A0}');
    let days = DAYS.iter().filter(|(space, _)| signs.has(*space));
    let mut days = days.flat_map(|(_, day)| day.find_iter(text.as_bytes()));
    days.any(|at| text[..at].trim_end_matches(is_space).ends_with('月'))
}

/// Placeholders. Blanks are left to be filled in by those who print a text, unless a number is missing in a sentence. What
/// an official document prints for others to fill in, as an attachment or below the title of a form, stays as it is.
pub(super) fn find(text: &str, flavor: Flavor, slips: &mut Vec<Slip>) {
    crosses(text, slips);
    let is_policy = flavor == Flavor::Policy;
    let own = if is_policy { &text[..forms(text)] } else { text };
    others(own, is_policy, slips);
    names(own, slips);
    waiting(own, slips);
    BLANKS.iter().for_each(|blank| lines(own, blank, slips));
    days(own, slips);
}

/// The titles of what others fill in, by their ends.
const FORMS: &[&str] = &["表", "书", "单", "合同", "协议", "样本", "范本", "样式", "格式", "模板", "示例", "函"];

/// Characters that a title has at most.
const TITLE: usize = 24;

/// Where the attachments of an official document begin, or the first form in it.
fn forms(text: &str) -> usize {
    let is_attachment = |line: &str| {
        let rest = ["附件", "附表", "附录", "附"].iter().find_map(|word| line.strip_prefix(word));
        let first = rest.map(|rest| rest.trim_start().chars().next());
        first.is_some_and(|first| {
            first
                .is_none_or(|c| c.is_ascii_digit() || matches!(c, '０'..='９') || "一二三四五六七八九十（(".contains(c))
        })
    };
    // An item of a list of attachments is none.
    let is_item = |line: &str| line.starts_with("附件") || line.starts_with(|c: char| digit(c).is_some());
    let is_title = |line: &str| {
        !is_item(line)
            && line.chars().nth(TITLE).is_none()
            && FORMS.iter().any(|end| line.trim_end_matches(['）', ')']).ends_with(end))
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '【' | '】' | '\u{200B}'));
        if bare.starts_with('附') && is_attachment(&without_space(bare)) || is_title(bare) {
            return start;
        }
        start += line.len();
    }
    text.len()
}

/// Brackets with nothing in them, or with what should be written there.
pub(super) fn empty(text: &str, slips: &mut Vec<Slip>) {
    for (at, _) in text.match_indices('【') {
        let inner = &text[at + '【'.len_utf8()..];
        // Another bracket that opens is no part of what one holds.
        let Some(end) = inner.find(['】', '【', '\n']).filter(|&end| inner[end..].starts_with('】')) else {
            continue;
        };
        let words = inner[..end].trim();
        let is_request = ["待", "请填", "请补", "填写", "此处"].iter().any(|begin| words.starts_with(begin));
        if words.is_empty() || is_request {
            placeholder(text, at, '【'.len_utf8() * 2 + end, slips);
        }
    }
}

fn placeholder(text: &str, at: usize, length: usize, slips: &mut Vec<Slip>) {
    let words = &text[at..at + length];
    slips.push(Slip::new(Code::Placeholder, at..at + length).arg("text", words));
}

/// Words that say that what follows in their line is a pattern, or what a sign of it stands for.
const PATTERNS: &[&str] = &["格式", "样式", "式样", "编排", "编码", "用语", "X代表", "X表示", "X为"];

/// True for crosses that a text means: those of a pattern, of which its line says that it is one.
fn is_pattern(text: &str, start: usize) -> bool {
    let from = text.floor_char_boundary(start.saturating_sub(FAR));
    let to = text.ceil_char_boundary((start + FAR).min(text.len()));
    let begin = text[from..start].rfind('\n').map_or(from, |end| from + end + 1);
    let end = text[start..to].find('\n').map_or(to, |end| start + end);
    PATTERNS.iter().any(|word| text[begin..end].contains(word))
}

/// Bytes of a line around crosses in which it may say that they are a pattern.
const FAR: usize = 600;

/// `XX` beside Chinese, and four of them anywhere.
fn crosses(text: &str, slips: &mut Vec<Slip>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'X', b'x', &bytes[from..]) {
        let start = from + found;
        let length = bytes[start..].iter().take_while(|&&byte| byte == bytes[start]).count();
        from = start + length;
        let before = text[..start].chars().next_back();
        let after = text[from..].chars().next();
        let is_year = length == 2 && after == Some('年') && text[..start].ends_with("20");
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "./-_".contains(c));
        let is_han = |c: Option<char>| c.is_some_and(is_han);
        let is_enough = match length {
            1 => bytes[start] == b'X' && after.is_some_and(|c| "年月日".contains(c)),
            2 | 3 => is_han(after) && (bytes[start] == b'X' || after.is_some_and(|c| PLACES.contains(c))),
            _ => true,
        };
        let stands_alone = is_enough && !is_part(before) && !is_part(after);
        if (is_year || stands_alone) && !is_pattern(text, start) {
            placeholder(text, start, length, slips);
        }
    }
}

/// What stands behind `××` that an official document should have: a date, an amount, the name of a place.
const OF_POLICY: &str = "年月日元人号省市县区局镇乡村街";

/// `××` beside Chinese, and words of those who write programs. Official documents show with `××` how others write
/// theirs, in quotes above all.
fn others(text: &str, is_policy: bool, slips: &mut Vec<Slip>) {
    let mut from = 0;
    while let Some(found) = text[from..].find("××") {
        let start = from + found;
        let length = text[start..].len() - text[start..].trim_start_matches('×').len();
        from = start + length;
        let is_beside = text[from..].starts_with(is_han) || text[..start].ends_with(is_han);
        // Three of them are a name in a model letter.
        let is_even = length.is_multiple_of('×'.len_utf8() * 2);
        let is_own = || is_even && text[from..].starts_with(|c| OF_POLICY.contains(c)) && !is_quoted(text, start);
        if is_beside && (!is_policy || is_own()) && !is_pattern(text, start) {
            placeholder(text, start, length, slips);
        }
    }
    for word in ["TODO", "TBD"] {
        for (at, _) in text.match_indices(word) {
            let is_part = |c: char| c.is_ascii_alphanumeric() || "./-_".contains(c);
            if !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part) {
                placeholder(text, at, word.len(), slips);
            }
        }
    }
}

/// Bytes that a name in braces may have.
const NAME: usize = 90;

/// Names in braces, in the place of which a program would have written something, and numbers of documents that are missing.
fn names(text: &str, slips: &mut Vec<Slip>) {
    for (at, _) in text.match_indices("{{") {
        let near = &text[at..text.floor_char_boundary(at + NAME)];
        let end = near.find("}}").filter(|&end| !near[..end].contains('\n') && !near[2..end].trim().is_empty());
        let Some(end) = end.filter(|_| !links::is_code(text, at)) else { continue };
        placeholder(text, at, end + 2, slips);
    }
    for end in without_number(text.as_bytes()) {
        let near = text.ceil_char_boundary(end.saturating_sub(NAME));
        let open = text[near..end].rfind('〔').map(|open| near + open);
        let number = text[end..].find('号').map_or(0, |at| at + '号'.len_utf8());
        if let Some(open) = open {
            placeholder(text, open, end - open + number, slips);
        }
    }
}

/// True for a place within quotes in its line.
fn is_quoted(text: &str, at: usize) -> bool {
    let near = text.floor_char_boundary(at.saturating_sub(FAR));
    let from = text[near..at].rfind('\n').map_or(near, |end| near + end + 1);
    let count = |quotes: [char; 2]| text[from..at].matches(quotes).count();
    count(['“', '《']) > count(['”', '》'])
}

/// Words that say that something is still to be written.
fn waiting(text: &str, slips: &mut Vec<Slip>) {
    let mut from = 0;
    while let Some(found) = text[from..].find('待') {
        let at = from + found;
        from = at + '待'.len_utf8();
        let Some(word) = OPEN.iter().find(|word| text[at..].starts_with(**word)) else { continue };
        let ends = |c: char| "。；，、：）)】|\n".contains(c);
        let before = text[..at].chars().next_back();
        let stands_alone = before.is_none_or(|c| !c.is_alphanumeric() && !"“‘《\"'".contains(c));
        if stands_alone && text[at + word.len()..].chars().next().is_none_or(ends) {
            placeholder(text, at, word.len(), slips);
        }
    }
}

/// Dates whose year is there and whose day is not: `2026年3月　日`. Without a year, and in tables, they are left to be filled in.
fn days(text: &str, slips: &mut Vec<Slip>) {
    let is_blank = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{A0}');
    let is_number = |c: char| digit(c).is_some() || is_numeral(c);
    for (begin, line) in each_line(text).filter(|(_, line)| may_hold_days(line, &Signs::ANY) && !line.contains('|')) {
        for (at, day) in line.match_indices('日') {
            let before = &line[..at];
            let month = before.trim_end_matches(is_blank).strip_suffix('月').filter(|_| before.ends_with(is_blank));
            let year =
                month.and_then(|month| month.trim_end_matches(|c| is_number(c) || is_blank(c)).strip_suffix('年'));
            let Some(year) = year else { continue };
            let start = year.trim_end_matches(is_number).len();
            if year[start..].chars().count() == 4 {
                placeholder(text, begin + start, at + day.len() - start, slips);
            }
        }
    }
}

/// Blanks, of one width and of another.
const BLANKS: [&str; 2] = ["_", "＿"];

/// Where the runs of two blanks or more stand in a text.
fn runs<'t>(text: &'t str, blank: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(blank)?;
            from = text.len() - text[start..].trim_start_matches(blank).len();
            if from - start > blank.len() {
                return Some(start..from);
            }
        }
    })
}

/// Blanks in the place of a number.
fn lines(text: &str, blank: &str, slips: &mut Vec<Slip>) {
    for Range { start, end: from } in runs(text, blank) {
        let before = text[..start].chars().next_back();
        let is_in_sentence = before.is_some_and(|c| c.is_alphanumeric());
        let is_date = text[from..].starts_with('年') && before.is_some_and(|c| "自于在至到从".contains(c));
        let is_number =
            text[from..].starts_with('〕') || text[..start].ends_with('〕') && text[from..].starts_with('号');
        if is_in_sentence && text[from..].starts_with(UNITS) || is_date || is_number {
            placeholder(text, start, from - start, slips);
        }
    }
}

/// Runs of blanks in a value of which nothing is to be filled in by others.
pub(super) fn underscores(text: &str, slips: &mut Vec<Slip>) {
    for Range { start, end: from } in BLANKS.iter().flat_map(|blank| runs(text, blank)) {
        let is_name = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "./-".contains(c));
        let is_part = is_name(text[..start].chars().next_back()) || is_name(text[from..].chars().next());
        if !is_part {
            placeholder(text, start, from - start, slips);
        }
    }
}
