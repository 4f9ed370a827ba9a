//! What looks like markup and is none, and what was never filled in → diagnostics at its place, with a fix where one
//! cannot change what the text means.
//!
//! Which signs a text has is found first; only lines with such a sign are looked at.

mod blanks;
mod hidden;
mod lines;
mod links;
pub mod mail;
mod marks;
mod paper;
mod portal;
mod tables;
pub mod telephone;
mod yaml;

pub use hidden::is_hidden;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::{FileId, Span};
use crate::syntax::markdown::{Flavor, Origin, with_breaks};

/// What is wrong at a place of a text, and what should stand there.
struct Slip {
    code: Code,
    range: Range<usize>,
    args: Vec<(&'static str, String)>,
    fix: Option<(Range<usize>, String)>,
    /// The first of several places with the same thing.
    first: Option<Range<usize>>,
}

impl Slip {
    fn new(code: Code, range: Range<usize>) -> Self {
        Self { code, range, args: Vec::new(), fix: None, first: None }
    }

    /// A mark that lacks its other half.
    fn half(text: &str, range: Range<usize>) -> Self {
        let mark = &text[range.clone()];
        Self::new(Code::LiteralMark, range).arg("mark", mark).arg("how", "@other-half")
    }

    fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    fn fix(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.fix = Some((range, text.into()));
        self
    }

    fn told(self, span: impl Fn(Range<usize>) -> Span, is_in_place: bool) -> Diagnostic {
        let told = Diagnostic::at(self.code, span(self.range));
        let told = self.args.into_iter().fold(told, |told, (name, value)| told.arg(name, value));
        let told = self.first.into_iter().fold(told, |told, first| told.related(span(first), Relation::First));
        match self.fix.filter(|_| is_in_place) {
            Some((range, text)) => told.fix(span(range), text),
            None => told,
        }
    }
}

/// Signs that a text may have, as bits.
mod sign {
    pub const HIDDEN: u16 = 1;
    pub const BRACKET: u16 = 2;
    pub const BAR: u16 = 4;
    pub const TAB: u16 = 8;
    pub const HASH: u16 = 16;
    pub const BLANK: u16 = 32;
    /// A bracket of an input method.
    pub const WIDE_BRACKET: u16 = 64;
    /// `｜`, `＃`, or a line of a table that is drawn.
    pub const WIDE: u16 = 128;
    /// `<` or `&`.
    pub const HTML: u16 = 256;
    pub const BACKSLASH: u16 = 512;
    /// `+-`, `+=`.
    pub const GRID: u16 = 1024;
    /// A character that only one font has.
    pub const PRIVATE: u16 = 2048;
    /// A sign of which a column of a table may be made.
    pub const WIDE_BAR: u16 = 4096;
    /// Wide spaces, one behind the other.
    pub const GAP: u16 = 8192;
}

fn bit(is_there: bool, sign: u16) -> u16 {
    u16::from(is_there) * sign
}

/// Which signs the text has; a bit may be set for something else that begins in the same way.
fn signs(text: &str) -> u16 {
    let bytes = text.as_bytes();
    let ascii = |byte, sign| bit(memchr::memchr(byte, bytes).is_some(), sign);
    let found = ascii(b'|', sign::BAR) | ascii(b'\t', sign::TAB) | ascii(b'#', sign::HASH) | ascii(b']', sign::BRACKET);
    let is_open = blanks::may_hold_days(bytes) && has_open_day(text);
    let is_blank = is_open || blanks::may_hold_crosses(bytes) || blanks::may_hold_others(bytes);
    let found = found | ascii(b'\\', sign::BACKSLASH) | bit(marks::may_hold_html(bytes), sign::HTML);
    let found = found | bit(tables::may_hold_strokes(bytes), sign::WIDE | sign::WIDE_BAR);
    let found = found | bit(paper::may_hold_gaps(bytes), sign::GAP) | bit(is_blank, sign::BLANK);
    found | bit(tables::may_hold_grids(bytes), sign::GRID) | wide_signs(text)
}

/// True for a text with 日 behind a month and spaces.
fn has_open_day(text: &str) -> bool {
    let is_space = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{A0}');
    let days = text.match_indices('日').map(|(at, _)| &text[..at]).filter(|before| before.ends_with(is_space));
    days.map(|before| before.trim_end_matches(is_space)).any(|before| before.ends_with('月'))
}

/// Which full-width signs, characters that are not seen and characters of one font a text has.
fn wide_signs(text: &str) -> u16 {
    let bytes = text.as_bytes();
    let all = |first: u8| memchr::memchr_iter(first, bytes).fold(0, |found, at| found | wide_sign(&bytes[at..]));
    let found = [0xC2, 0xE2, 0xEE, 0xF3, 0xF4].into_iter().fold(0, |found, first| found | all(first));
    let seen = Seen::new(bytes);
    let found = if seen.wide { found | all(0xE3) | all(0xEF) } else { found };
    found | bit(seen.spaces && paper::may_hold_wide_gaps(bytes), sign::GAP)
}

/// What a text has of characters with frequent first bytes. Three bytes are looked at without a branch, so that many of them
/// are looked at at once.
#[derive(Default)]
struct Seen {
    /// 】, ＃, ］, or one beyond the full-width forms of ASCII.
    wide: bool,
    /// Full-width spaces.
    spaces: bool,
}

impl Seen {
    fn new(bytes: &[u8]) -> Self {
        let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
        let mut seen = Self::default();
        bytes.iter().zip(second).zip(third).for_each(|((&a, &b), &c)| {
            let is_sign = (a == 0xE3) & (b == 0x80);
            seen.spaces |= is_sign & (c == 0x80);
            seen.wide |= is_sign & (c == 0x91) | (a == 0xEF) & ((b != 0xBC) | (c == 0x83) | (c == 0xBD));
        });
        seen
    }
}

/// What a character is with which bytes begin.
#[inline]
fn wide_sign(bytes: &[u8]) -> u16 {
    match bytes {
        // U+AD, U+2060 and those behind it, U+200B to U+200F, U+2028 to U+202E, U+FEFF
        [0xC2, 0xAD, ..] | [0xE2, 0x81, ..] | [0xE2, 0x80, 0x8B..=0x8F | 0xA8..=0xAE, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            sign::HIDDEN
        }
        // A broken bar, lines of which tables are drawn, ｜, ︱
        [0xC2, 0xA6, ..] | [0xE2, 0x94 | 0x95, ..] | [0xEF, 0xBD, 0x9C, ..] | [0xEF, 0xB8, 0xB1, ..] => {
            sign::WIDE | sign::WIDE_BAR
        }
        // ＃
        [0xEF, 0xBC, 0x83, ..] => sign::WIDE,
        // 】, ］
        [0xE3, 0x80, 0x91, ..] | [0xEF, 0xBC, 0xBD, ..] => sign::WIDE_BRACKET,
        // For private use: U+E000 to U+F8FF, and beyond U+F0000
        [0xEE | 0xF3 | 0xF4, ..] | [0xEF, 0x80..=0xA3, ..] => sign::PRIVATE,
        [0xC2, 0xA0, 0xC2, 0xA0, ..] => sign::GAP,
        _ => 0,
    }
}

/// What is wrong with a YAML text, or with the front matter of a file, besides what its parser says.
///
/// # Errors
/// Characters in keys that nobody sees. The text cannot be read as long as they are there.
pub fn yaml(file: FileId, text: &str) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let hidden = hidden::in_keys(file, text);
    if hidden.is_empty() { Ok(yaml::values(file, text)) } else { Err(hidden) }
}

/// The beginning of the address of a policy.
static POLICY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("policy:"));

/// What is wrong with a Markdown text.
pub fn markdown(text: &str, flavor: Flavor, origin: Origin) -> Vec<Diagnostic> {
    let signs = signs(text);
    let is_bare = POLICY.find(text.as_bytes()).is_some();
    let is_fenced = flavor != Flavor::Policy && lines::may_hold_code(text.as_bytes());
    let has = |sign: u16| signs & sign != 0;
    let mut slips = Vec::new();
    if flavor != Flavor::Prose {
        paper::lines(text, (flavor == Flavor::Policy, has(sign::GAP)), &mut slips);
        portal::find(text, &mut slips);
    }
    if flavor == Flavor::Policy {
        marks::pairs(text, &mut slips);
        marks::quotations(text, &mut slips);
    }
    if slips.is_empty() && signs == 0 && !is_bare && !is_fenced {
        return Vec::new();
    }
    let (code, open) = if is_fenced { lines::code(text, flavor) } else { Default::default() };
    // Hidden characters of prose are found in the YAML that holds it.
    if has(sign::HIDDEN) && flavor != Flavor::Prose {
        hidden::in_text(text, flavor, &mut slips);
    }
    if has(sign::PRIVATE) {
        paper::private(text, &mut slips);
    }
    if has(sign::HTML) {
        marks::tags(text, &mut slips);
        marks::references(text, &mut slips);
    }
    if has(sign::BACKSLASH) {
        marks::backslashes(text, flavor == Flavor::Policy, &mut slips);
        marks::leading(text, flavor == Flavor::Policy, &mut slips);
    }
    if has(sign::BRACKET | sign::WIDE_BRACKET) {
        links::find(text, (has(sign::WIDE_BRACKET), flavor == Flavor::Policy), &mut slips);
    }
    if has(sign::WIDE_BRACKET) {
        blanks::empty(text, &mut slips);
    }
    if has(sign::BRACKET) {
        lines::footnotes(text, &mut slips);
    }
    if has(sign::BRACKET | sign::WIDE_BRACKET) && flavor != Flavor::Policy {
        lines::boxes(text, &mut slips);
    }
    if is_bare {
        links::bare(text, &mut slips);
    }
    if has(sign::BAR | sign::WIDE) {
        tables::bars(text, has(sign::WIDE_BAR), &mut slips);
    }
    if has(sign::GRID) {
        tables::grids(text, &mut slips);
    }
    if has(sign::TAB) {
        tables::tabs(text, &mut slips);
    }
    if has(sign::HASH | sign::WIDE) {
        lines::hashes(text, has(sign::WIDE), &mut slips);
    }
    if has(sign::HASH) && flavor != Flavor::Policy {
        lines::attributes(text, &mut slips);
    }
    if has(sign::BLANK) {
        blanks::find(text, flavor, &mut slips);
    }
    slips.retain(|slip| !lines::is_in(&code, slip.range.start));
    slips.extend(open.map(|fence| Slip::new(Code::OpenCode, fence)));
    let is_in_place = matches!(origin, Origin::Body(..));
    slips.into_iter().map(|slip| slip.told(|range| origin.span(range), is_in_place)).collect()
}

/// The lines of a text, each with where it begins.
fn each_line(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    with_breaks(text).map(move |line| {
        let start = next;
        next += line.len();
        (start, line.strip_suffix('\n').unwrap_or(line))
    })
}

/// The lines of a text in which `find` finds something, each with where it begins.
fn lines_with(text: &str, find: impl Fn(&[u8]) -> Option<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let at = from + find(bytes.get(from..)?)?;
        let start = memchr::memrchr(b'\n', &bytes[from..at]).map_or(from, |end| from + end + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
        from = end + 1;
        Some((start, &text[start..end]))
    })
}

#[cfg(test)]
mod tests;
