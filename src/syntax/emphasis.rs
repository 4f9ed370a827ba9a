//! CommonMark decides by spaces and punctuation whether `**` opens or closes, which is wrong between Chinese
//! punctuation and Han characters, where no space stands. A sentinel beside such delimiters makes both readings
//! possible; it is taken out of the events again.

use std::borrow::Cow;
use std::ops::Range;

/// A non-character that no source may hold, neither space nor punctuation to the parser.
pub const SENTINEL: char = '\u{FDD0}';
const WIDTH: usize = SENTINEL.len_utf8();

/// A Markdown text with sentinels, and where they are.
pub struct Guarded<'a> {
    /// The text for the parser.
    pub text: Cow<'a, str>,
    offsets: Vec<usize>,
}

impl Guarded<'_> {
    /// The range in the original text of one of the guarded text, and whether a sentinel stands in it.
    pub fn original(&self, range: Range<usize>) -> (Range<usize>, bool) {
        let before = |offset: usize| self.offsets.partition_point(|&at| at < offset);
        let (first, last) = (before(range.start), before(range.end));
        (range.start - WIDTH * first..range.end - WIDTH * last, first < last)
    }
}

/// Sets sentinels beside every `*` or `~` run that stands between Chinese punctuation and a character.
pub fn guard(text: &str) -> Guarded<'_> {
    let mut guarded = String::new();
    let mut offsets = Vec::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'*', b'~', &text.as_bytes()[from..]) {
        let start = from + found;
        let mark = text.as_bytes()[start];
        let length = text[start..].bytes().take_while(|&b| b == mark).count();
        let end = start + length;
        from = end;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let Some(place) = side(before, after).map(|side| if side == Side::Before { start } else { end }) else {
            continue;
        };
        guarded.push_str(&text[copied..place]);
        offsets.push(guarded.len());
        guarded.push(SENTINEL);
        copied = place;
    }
    if offsets.is_empty() {
        return Guarded { text: Cow::Borrowed(text), offsets };
    }
    guarded.push_str(&text[copied..]);
    Guarded { text: Cow::Owned(guarded), offsets }
}

/// `text` without sentinels.
pub fn unguard(text: &str) -> Cow<'_, str> {
    if text.contains(SENTINEL) { Cow::Owned(text.replace(SENTINEL, "")) } else { Cow::Borrowed(text) }
}

#[derive(PartialEq)]
enum Side {
    Before,
    After,
}

fn side(before: Option<char>, after: Option<char>) -> Option<Side> {
    let (before, after) = (before?, after?);
    if before.is_whitespace() || after.is_whitespace() || before == '\\' {
        return None;
    }
    match (is_punctuation(before), is_punctuation(after)) {
        (true, false) if is_wide(before) || is_wide(after) => Some(Side::Before),
        (false, true) if is_wide(before) || is_wide(after) => Some(Side::After),
        _ => None,
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || (!c.is_alphanumeric() && !c.is_whitespace())
}

/// True for Han characters, Chinese punctuation and full-width forms: text in which no spaces stand between words.
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
