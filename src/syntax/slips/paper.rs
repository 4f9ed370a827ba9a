//! What paper and word processors leave in a text: numbers of pages between its lines, characters of one font, columns that
//! spaces part.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::{Slip, each_line, hidden};
use crate::diagnostic::Code;
use crate::source::Signs;
use crate::syntax::clause::{digit, is_numeral, marker};

/// Bytes of a line that may be the number of a page.
const PAGE: usize = 60;
/// Bytes of a line that may be a row of short cells.
const ROW: usize = 240;

/// True for characters that have a shape in one font only: bullets of Symbol and Wingdings, mostly.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// True for a text with these signs that may hold such characters.
pub(super) fn may_hold_private(signs: &Signs) -> bool {
    signs.has_any(['\u{E000}', '\u{F000}', '\u{F0000}', '\u{100000}'])
}

/// Characters for private use, each once for a text, where it stands first.
pub(super) fn private(text: &str, slips: &mut Vec<Slip>) {
    let mut found: Vec<(char, usize, usize)> = Vec::new();
    let mut places: FxHashMap<char, usize> = FxHashMap::default();
    for (at, c) in text.char_indices().filter(|&(_, c)| is_private(c)) {
        let place = *places.entry(c).or_insert(found.len());
        match found.get_mut(place) {
            Some((.., count)) => *count += 1,
            None => found.push((c, at, 1)),
        }
    }
    slips.extend(found.into_iter().map(|(c, at, count)| {
        let slip = Slip::new(Code::PrivateCharacter, at..at + c.len_utf8());
        slip.arg("character", hidden::name(c)).arg("count", count.to_string())
    }));
}

/// Spaces one behind the other, of each kind.
static GAPS: LazyLock<[(char, Finder<'static>); 3]> = LazyLock::new(|| {
    [(' ', "  "), ('\u{3000}', "\u{3000}\u{3000}"), ('\u{A0}', "\u{A0}\u{A0}")].map(|(c, two)| (c, Finder::new(two)))
});

/// True for a text with these signs that may hold spaces one behind the other.
pub(super) fn may_hold_gaps(text: &str, signs: &Signs) -> bool {
    GAPS.iter().any(|(space, gap)| signs.has(*space) && gap.find(text.as_bytes()).is_some())
}

/// True for a text in which wide spaces stand within a line.
fn has_gaps(text: &str) -> bool {
    let is_inner = |at: usize| {
        let before = text.as_bytes()[..at].last().is_some_and(|&byte| byte != b'\n' && byte != b' ');
        before && !text[..at].ends_with(char::is_whitespace)
    };
    GAPS.iter().any(|(_, gap)| gap.find_iter(text.as_bytes()).any(is_inner))
}

/// Lines that hold the number of a page and nothing else, rules of an official document, and lines in a row in which spaces
/// part as many cells. `may_gap` where the text may have such spaces.
pub(super) fn lines(text: &str, is_policy: bool, may_gap: bool, slips: &mut Vec<Slip>) {
    let mut rows = (may_gap && has_gaps(text)).then(Rows::default);
    for (start, line) in each_line(text) {
        let begin = line.trim_start();
        if begin.is_empty() || rows.is_none() && !may_be_paper(begin.as_bytes()) {
            continue;
        }
        let content = begin.trim_end();
        let at = start + line.len() - begin.len();
        let range = at..at + content.len();
        if is_page_number(content) {
            slips.push(Slip::new(Code::PageNumber, range.clone()).arg("text", content));
        } else if is_policy && is_rule(content) {
            slips.push(Slip::new(Code::LiteralMark, range.clone()).arg("mark", content).arg("how", "@rule-of-page"));
        }
        if let Some(rows) = &mut rows {
            match cells(content) {
                Some(count) => rows.push(range, count, slips),
                None => rows.end(slips),
            }
        }
    }
    if let Some(mut rows) = rows {
        rows.end(slips);
    }
}

/// True for a line that may be a rule or the number of a page, by its first bytes.
fn may_be_paper(line: &[u8]) -> bool {
    match line {
        [b'-' | b'*' | b'~' | b'P' | b'p' | 0xC2 | 0xE2 | 0xEF, ..] => true,
        // 第, 共
        [0xE7, 0xAC, 0xAC, ..] | [0xE5, 0x85, 0xB1, ..] => true,
        _ => false,
    }
}

/// True for a line that is a rule to Markdown or on a page, and text in an official document: `---`, `* * *`, `━━━`.
fn is_rule(line: &str) -> bool {
    let Some(sign) = line.chars().next().filter(|c| matches!(c, '-' | '*' | '━' | '─' | '═' | '—' | '－' | '＝'))
    else {
        return false;
    };
    line.chars().all(|c| c == sign || c == ' ') && line.chars().filter(|&c| c == sign).count() > 2
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '—' | '–' | '―' | '─' | '﹣' | '~' | '～' | '·')
}

/// True for the number of a page as it stands on paper: `— 2 —`, `- 3 -`, `第 3 页 共 10 页`, `Page 3 of 10`.
fn is_page_number(line: &str) -> bool {
    let Some(dash) = line.chars().next().filter(|_| line.len() <= PAGE) else { return false };
    let is_space = |c: char| c.is_whitespace();
    if is_dash(dash) {
        let inner = line.trim_start_matches(is_dash).trim_end_matches(is_dash);
        let is_closed = line.ends_with(dash) && inner.len() < line.len();
        let number = inner.trim();
        // -3- may be a number, and ~3~ a range; paper has spaces, or dashes that are no signs of a number.
        let is_apart = matches!(dash, '—' | '–' | '―' | '─' | '－' | '-') || inner.starts_with(is_space);
        return is_closed && is_apart && is_number(number);
    }
    if matches!(dash, '第' | '共') {
        if !line.ends_with('页') {
            return false;
        }
        let plain: String = line.chars().filter(|c| !is_space(*c) && !"，,/／|".contains(*c)).collect();
        let part = |text: &str, begin: char| {
            let end = text.find('页')?;
            let number = text[..end].strip_prefix(begin)?;
            is_number(number).then(|| text[end + '页'.len_utf8()..].to_owned())
        };
        let rest = |text: &str| part(text, '第').or_else(|| part(text, '共'));
        return rest(&plain).is_some_and(|behind| behind.is_empty() || rest(&behind).is_some_and(|end| end.is_empty()));
    }
    let words =
        line.strip_prefix("Page ").or_else(|| line.strip_prefix("page ")).or_else(|| line.strip_prefix("PAGE "));
    words.is_some_and(|words| {
        let (number, all) = words.split_once(" of ").unwrap_or((words, "1"));
        is_number(number) && is_number(all)
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 5 && text.chars().all(|c| digit(c).is_some() || is_numeral(c))
}

/// How many cells wide spaces part in a line; nothing for a line of a list, with labels, and for sentences.
fn cells(line: &str) -> Option<usize> {
    if line.len() > ROW || line.contains(['|', '：', ':']) || line.starts_with(['>', '#', '-', '*']) {
        return None;
    }
    let (mut count, mut spaces, mut letters, mut is_sentence) = (1, 0, 0, false);
    let mut last = ' ';
    for c in line.chars() {
        if matches!(c, ' ' | '\u{3000}' | '\u{A0}') {
            spaces += 1;
            continue;
        }
        count += usize::from(spaces > 1);
        is_sentence |= spaces > 1 && "。；，".contains(last);
        (spaces, letters, last) = (0, letters + 1, c);
    }
    // Spaces part the characters of a short title or name too: 目　　录.
    // The first column of three may be a number: `1　甲区　100`.
    let first = line.split([' ', '\u{3000}', '\u{A0}']).next().unwrap_or_default();
    let is_counted = || count > 2 && is_number(first);
    let is_text = is_sentence || last == '。' || letters == count || marker(line).is_some() && !is_counted();
    (count > 1 && !is_text).then_some(count)
}

/// Lines in a row with as many cells.
#[derive(Default)]
struct Rows {
    first: usize,
    end: usize,
    cells: usize,
    lines: usize,
}

impl Rows {
    fn push(&mut self, line: std::ops::Range<usize>, cells: usize, slips: &mut Vec<Slip>) {
        if self.cells != cells {
            self.end(slips);
            (self.first, self.cells) = (line.start, cells);
        }
        self.end = line.end;
        self.lines += 1;
    }

    fn end(&mut self, slips: &mut Vec<Slip>) {
        if self.lines > 2 {
            slips.push(Slip::new(Code::NoTable, self.first..self.end).arg("cause", "@spaces"));
        }
        *self = Self::default();
    }
}
