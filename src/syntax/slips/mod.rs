//! What looks like markup and is none, and what was never filled in → diagnostics at its place, with a fix where one
//! cannot change what the text means.
//!
//! Only texts, and only lines of them, are looked at that have the sign of a slip.

mod blanks;
mod columns;
mod hidden;
mod lines;
mod links;
pub mod mail;
mod marks;
mod paper;
mod portal;
mod radicals;
mod tables;
pub mod telephone;
mod yaml;

pub use hidden::{is_hidden, may_hold_blanks};

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::{FileId, Signs, Span};
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

    /// A mark that lacks its other half, the text of its note, or its end.
    fn half(text: &str, range: Range<usize>) -> Self {
        let mark = &text[range.clone()];
        let how = match mark.as_bytes() {
            [b'[', b'^', ..] => "@text-of-note",
            [b'&', ..] => "@end-of-reference",
            _ => "@other-half",
        };
        Self::new(Code::LiteralMark, range).arg("mark", mark).arg("how", how)
    }

    fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    fn fix(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.fix = Some((range, text.into()));
        self
    }

    fn reported(self, span: impl Fn(Range<usize>) -> Span, is_in_place: bool) -> Diagnostic {
        let reported = Diagnostic::at(self.code, span(self.range));
        let reported = self.args.into_iter().fold(reported, |reported, (name, value)| reported.arg(name, value));
        let reported =
            self.first.into_iter().fold(reported, |reported, first| reported.related(span(first), Relation::First));
        match self.fix.filter(|_| is_in_place) {
            Some((range, text)) => reported.fix(span(range), text),
            None => reported,
        }
    }
}

/// What is wrong with a YAML text, or with the front matter of a file, besides what its parser says.
///
/// # Errors
/// Characters in keys that nobody sees. The text cannot be read as long as they are there.
pub fn yaml(file: FileId, text: &str) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let signs = Signs::of(text);
    let hidden = hidden::in_keys(file, text, &signs);
    if hidden.is_empty() { Ok(yaml::values(file, text, &signs)) } else { Err(hidden) }
}

/// The beginning of the address of a policy.
static POLICY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("policy:"));

/// What is wrong with a Markdown text that has these signs.
pub fn markdown(text: &str, signs: &Signs, flavor: Flavor, origin: Origin) -> Vec<Diagnostic> {
    let (is_policy, is_prose) = (flavor == Flavor::Policy, flavor == Flavor::Prose);
    let has_wide_brackets = signs.has_any(['】', '］']);
    let has_brackets = signs.has(']') || has_wide_brackets;
    let mut slips = Vec::new();
    if !is_prose {
        paper::lines(text, is_policy, paper::may_hold_gaps(text, signs), &mut slips);
        if columns::may_hold(signs) {
            columns::find(text, &mut slips);
        }
        portal::find(text, &mut slips);
    }
    if is_policy && signs.has_any(['*', '_']) {
        marks::pairs(text, &mut slips);
    }
    if is_policy && signs.has('>') {
        marks::quotations(text, &mut slips);
    }
    let is_fenced = !is_policy && lines::may_hold_code(text, signs);
    let (code, open) = if is_fenced { lines::code(text, flavor) } else { Default::default() };
    // Hidden characters and radicals of prose are found in the YAML that holds it.
    if !is_prose && hidden::holds(signs) {
        hidden::in_text(text, flavor, &mut slips);
    }
    if !is_prose && radicals::may_hold(signs) {
        radicals::find(text, &mut slips);
    }
    if paper::may_hold_private(signs) {
        paper::private(text, &mut slips);
    }
    if signs.has_any(['<', '&']) {
        marks::tags(text, &mut slips);
        marks::references(text, &mut slips);
    }
    if signs.has('\\') {
        marks::backslashes(text, is_policy, &mut slips);
        marks::leading(text, is_policy, &mut slips);
    }
    if has_brackets {
        links::find(text, has_wide_brackets || signs.has_any(['【', '［']), is_policy, &mut slips);
    }
    if has_wide_brackets {
        blanks::empty(text, &mut slips);
    }
    if signs.has('^') {
        lines::footnotes(text, &mut slips);
    }
    if has_brackets && !is_policy {
        lines::boxes(text, &mut slips);
    }
    if signs.has(':') {
        links::bare(text, &mut slips);
    }
    let has_wide_bars = tables::may_hold_wide(text, signs);
    if signs.has('|') || has_wide_bars {
        tables::bars(text, has_wide_bars, &mut slips);
    }
    if tables::may_hold_grids(text, signs) {
        tables::grids(text, &mut slips);
    }
    if signs.has('\t') {
        tables::tabs(text, &mut slips);
    }
    if signs.has_any(['#', '＃']) {
        lines::hashes(text, signs.has('＃'), is_policy, &mut slips);
    }
    if signs.has('#') && !is_policy {
        lines::attributes(text, &mut slips);
    }
    if blanks::may_hold(text, signs) || blanks::may_hold_days(text, signs) && blanks::has_open_day(text, signs) {
        blanks::find(text, flavor, &mut slips);
    }
    slips.retain(|slip| !lines::is_in(&code, slip.range.start));
    slips.extend(open.map(|fence| Slip::new(Code::OpenCode, fence)));
    let is_in_place = matches!(origin, Origin::Body(..));
    slips.into_iter().map(|slip| slip.reported(|range| origin.span(range), is_in_place)).collect()
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
