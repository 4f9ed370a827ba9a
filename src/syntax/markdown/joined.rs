//! Lines of an article that become one paragraph though each looks like a paragraph, a record or an item of its own.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::is_han;
use super::text::is_han_break;
use crate::syntax::clause::{digit, is_numeral};

/// Quotations and items that are open, which decide what a line has to begin with to go on in them.
#[derive(Default)]
pub(super) struct Containers {
    quotations: usize,
    /// The column of the bullet or number of each open item.
    items: Vec<usize>,
}

impl Containers {
    pub fn note(&mut self, text: &str, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.quotations += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotations = self.quotations.saturating_sub(1),
            Event::Start(Tag::Item) => {
                let line = &text[..range.start];
                self.items.push(line.len() - memchr::memrchr(b'\n', line.as_bytes()).map_or(0, |end| end + 1));
            }
            Event::End(TagEnd::Item) => drop(self.items.pop()),
            _ => {}
        }
    }

    /// True when the line that begins here has no `>` or indentation of what it becomes a part of.
    fn is_outside(&self, text: &str, start: usize) -> bool {
        let line = &text[start..];
        let prefix = &line[..line.find(|c| !matches!(c, ' ' | '\t' | '>')).unwrap_or(line.len())];
        prefix.bytes().filter(|&byte| byte == b'>').count() < self.quotations
            || self.items.last().is_some_and(|&column| prefix.len() <= column)
    }
}

/// Line breaks of one run of text.
#[derive(Default)]
pub(super) struct Lines {
    start: usize,
    breaks: Vec<Range<usize>>,
    /// The first of them behind which a line of a quotation or an item does not begin as one.
    outside: Option<usize>,
}

impl Lines {
    pub fn from(start: usize) -> Self {
        Self { start, ..Self::default() }
    }

    pub fn part(&mut self, text: &str, range: Range<usize>, containers: &Containers) {
        if self.outside.is_none() && containers.is_outside(text, range.end) {
            self.outside = Some(self.breaks.len());
        }
        self.breaks.push(range);
    }

    /// The first line that looks like a paragraph of its own, and how many lines become one.
    pub fn joined(&self, text: &str) -> Option<(Range<usize>, usize)> {
        let place = self.breaks.get(self.place(text)?)?;
        let line = behind(text, place);
        let start = text.len() - text[place.end..].trim_start_matches(is_before).len();
        Some((start..start + line.len(), self.breaks.len() + 1))
    }

    /// The line break before that line, by its place.
    fn place(&self, text: &str) -> Option<usize> {
        let first = self.breaks.first()?;
        let is_end = |line: &Range<usize>| last(text, line).is_some_and(|c| "。！？；：”）…".contains(c));
        let is_chinese = |line: &Range<usize>| {
            let pair = last(text, line).zip(behind(text, line).chars().next());
            pair.is_some_and(|(before, after)| is_han_break(before, after) || after.is_ascii_alphanumeric())
        };
        let number = |line: &Range<usize>| is_numbered(behind(text, line));
        let numbered = self.breaks.iter().position(|line| number(line) && is_end(line));
        if self.outside.or(numbered).is_some() {
            return self.outside.or(numbered);
        }
        let is_list = is_numbered(text[self.start..].trim_start()) && self.breaks.iter().any(number);
        let are_sentences = || self.breaks.iter().all(|line| is_end(line) && is_chinese(line));
        if is_list || are_sentences() || self.are_entries(text) {
            return Some(0);
        }
        let end = self.breaks.last().map_or(first.end, |line| line.end);
        let run = &text[self.start..end + line_at(text, end).len()];
        // Lines of a table are for other rules.
        if run.contains(BARS) || self.breaks.len() > 1 && GAPS.iter().any(|gap| run.contains(gap)) {
            return None;
        }
        let shortest = if run.contains(PAUSES) { NARROW } else { SHORT };
        self.breaks.iter().position(|line| are_apart(before(text, line, self.start), behind(text, line), shortest))
    }

    /// True for lines of which each says one thing: with a label, or three and more that are short.
    fn are_entries(&self, text: &str) -> bool {
        let starts = std::iter::once(self.start).chain(self.breaks.iter().map(|line| line.end));
        let lines: Vec<&str> = starts.map(|start| line_at(text, start).trim()).collect();
        let is_short = |line: &&str| length(line) <= SHORT && !line.ends_with(['，', '、', '；', '：', ',']);
        let is_han = |line: &&str| line.ends_with(super::is_han);
        let are_short = || lines.iter().all(is_short) && lines[..lines.len() - 1].iter().all(is_han);
        lines.iter().all(|line| is_labelled(line)) || lines.len() > 2 && are_short() && !is_column(&lines)
    }
}

/// Characters of a line that is too short to have been broken for its length.
const SHORT: usize = 20;
/// The same of a line of running text, which may have been copied from a narrow column.
const NARROW: usize = 13;
/// Characters of a line that may be the title of the longer one below it.
const TITLE: usize = 30;
/// Characters with which two lines begin alike that are no running text.
const ALIKE: usize = 4;
/// Characters of a line that are counted.
const COUNTED: usize = 200;

/// Characters by which the lines of a narrow column differ.
const DIFFERENCE: usize = 3;
/// Signs of pause of running text.
const PAUSES: [char; 3] = ['，', '。', '；'];
/// What parts cells.
const BARS: [char; 8] = ['|', '｜', '丨', '¦', '│', '┃', '║', '\t'];
/// Spaces that part cells.
const GAPS: [&str; 3] = ["  ", "\u{3000}\u{3000}", "\u{A0}\u{A0}"];

/// What stands before the text of a line.
fn is_before(c: char) -> bool {
    matches!(c, ' ' | '\t' | '>' | '\u{3000}')
}

/// The line behind a line break.
fn behind<'t>(text: &'t str, line: &Range<usize>) -> &'t str {
    line_at(text, line.end).trim_start_matches(is_before).trim_end()
}

/// The rest of the line at a place.
fn line_at(text: &str, at: usize) -> &str {
    text[at..].split('\n').next().unwrap_or_default()
}

/// The line before a line break, without what makes it a part of a quotation or an item.
fn before<'t>(text: &'t str, line: &Range<usize>, start: usize) -> &'t str {
    let own = &text[start..line.start];
    let own = &own[memchr::memrchr(b'\n', own.as_bytes()).map_or(0, |end| end + 1)..];
    let own = own.trim_start_matches(is_before);
    let bullet = own.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = bullet.strip_prefix(['-', '+', '*', '.', ')']).and_then(|rest| rest.strip_prefix(' '));
    item.unwrap_or(own).trim()
}

/// The last character before a line break.
fn last(text: &str, line: &Range<usize>) -> Option<char> {
    text[..line.start].trim_end().chars().next_back()
}

/// True for running text in lines that a narrow column has broken.
fn is_column(lines: &[&str]) -> bool {
    let lengths = || lines[..lines.len() - 1].iter().map(|line| length(line));
    let (shortest, longest) = (lengths().min().unwrap_or_default(), lengths().max().unwrap_or_default());
    shortest >= NARROW && longest - shortest <= DIFFERENCE && lines.iter().any(|line| line.contains(PAUSES))
}

fn length(line: &str) -> usize {
    line.chars().take(COUNTED).count()
}

/// True when the line break between two lines was meant: the first is strong as a whole or a title, both begin alike, or
/// the first had room for what the second begins with.
fn are_apart(line: &str, next: &str, shortest: usize) -> bool {
    if !is_open(line) || !begins(next) || !line.contains(is_han) && !next.contains(is_han) {
        return false;
    }
    let with_next = length(line) + token(next);
    let is_title = || {
        let is_plain = !line.contains(['，', '。', '；', '：', '、']);
        with_next <= TITLE && is_plain && length(next) > 2 * length(line).max(SHORT)
    };
    let alike = || line.chars().zip(next.chars()).take(ALIKE).filter(|(one, other)| one == other).count() == ALIKE;
    let is_short = with_next <= shortest && !line.contains(PAUSES);
    is_short || is_strong(line) || is_title() || alike()
}

/// True for a line that ends with no sign of pause.
fn is_open(line: &str) -> bool {
    let end = line.trim_end_matches(['*', '_', '~']).chars().next_back();
    end.is_some_and(|c| !"，、；：。！？,;:.!?…—-－/／·～&+=\\|（(“‘《【〔[「".contains(c))
}

/// True for a line that begins with no sign of pause.
fn begins(line: &str) -> bool {
    line.chars().next().is_some_and(|c| !"，、；：。！？,;:.!?…—）)”’》】〕]」%％|".contains(c))
}

/// Characters at the beginning of a line that no editor parts: one of Chinese, a word, a number, a link.
fn token(line: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || !c.is_ascii();
    match line.strip_prefix('[').and_then(|words| words.split_once("](")) {
        Some((words, address)) => length(words) + length(address.split(')').next().unwrap_or_default()),
        None => line.find(ends).unwrap_or(line.len()).max(1),
    }
}

/// True for a line that is strong from its beginning to its end.
fn is_strong(line: &str) -> bool {
    let inner = line.strip_prefix("**").and_then(|line| line.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains("**"))
}

/// True for a line that says what its words are: `电话：0632-3314140`.
fn is_labelled(line: &str) -> bool {
    line.find('：').is_some_and(|end| end > 0 && line[..end].chars().count() <= 8)
}

/// True for a line that begins with a number of a clause or an item.
fn is_numbered(line: &str) -> bool {
    let is_number = |c: char| digit(c).is_some() || is_numeral(c);
    let first = line.chars().next().unwrap_or_default();
    let inner = line.strip_prefix(['（', '(', '第']).unwrap_or(line);
    let length = inner.find(|c| !is_number(c)).unwrap_or(inner.len());
    let (number, behind) = inner.split_at(length);
    let is_short = !number.is_empty() && number.chars().count() <= 4;
    let ends = match first {
        '（' | '(' => behind.starts_with(['）', ')']),
        '第' => behind.starts_with(['条', '章', '节']),
        '①'..='⑳' | '·' | '•' | '●' | '○' | '◆' | '◇' | '■' | '□' | '▪' | '★' | '☆' | '※' => {
            return true;
        }
        c if digit(c).is_some() => {
            behind.starts_with(['、', '．', '）', ')'])
                || behind.starts_with('.') && !behind[1..].starts_with(|c: char| c.is_ascii_digit())
        }
        _ => behind.starts_with('、'),
    };
    is_short && ends
}
