//! What is wrong, where, and how to mend it.
//!
//! A [`Diagnostic`] is data: a stable code, a place and named arguments. Words in Chinese and English come from the
//! [`catalogue`], which is the documentation of the codes itself; how they are printed is the edge's matter.

pub mod catalogue;
mod code;
mod nearest;
mod remarks;
mod scan_cache;

use std::fmt::{self, Display, Write};

pub use code::Code;
pub use nearest::{Names, nearest};
pub use remarks::Remarks;
pub use scan_cache::ScanCache;

use crate::source::{Position, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not published.
    Error,
    /// The site is published; with `--strict` it is not.
    Warning,
}

/// What a second place has to do with a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The first use of something that must be unique.
    First,
    /// The one before it, where the order is wrong.
    Previous,
    /// The wording of the policy that comes nearest.
    Nearest,
    /// Where the thing that is meant is defined.
    Defined,
    /// One of several things that may be meant.
    Meant,
    /// Another place with the same fault.
    Alike,
    /// Another place at which the same mistake shows.
    SameMistake,
    /// What does not fit it.
    Compared,
}

/// What should stand in place of a part of a text. It does not change what the text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What goes out.
    pub span: Span,
    /// What comes in.
    pub text: String,
}

/// One diagnostic about the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule is broken.
    pub code: Code,
    /// The place, when it lies in a text file that was read.
    pub span: Option<Span>,
    /// The path, when there is no span (a missing folder, a file that could not be read).
    pub path: Option<Box<str>>,
    /// The line and column in the file at `path`, when that is a text but no source.
    pub position: Option<Box<Position>>,
    /// Values for the `{name}` places of the catalogue's sentences.
    pub args: Vec<(&'static str, String)>,
    /// What the author probably meant.
    pub suggestion: Option<String>,
    /// Other places that explain it.
    pub related: Box<[(Span, Relation)]>,
    /// What `--fix` does about it.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    /// A diagnostic at a place in a text file.
    pub fn at(code: Code, span: Span) -> Self {
        Self { span: Some(span), ..Self::new(code) }
    }

    /// A diagnostic about a path as a whole.
    pub fn path(code: Code, path: impl Into<String>) -> Self {
        Self { path: Some(path.into().into_boxed_str()), ..Self::new(code) }
    }

    fn new(code: Code) -> Self {
        let (args, related) = (Vec::new(), Box::default());
        Self { code, span: None, path: None, position: None, args, suggestion: None, related, fix: None }
    }

    /// Says at which line and column of the file at its path it is.
    #[must_use]
    pub fn line(mut self, position: Position) -> Self {
        self.position = Some(Box::new(position));
        self
    }

    /// A control character at a place in a text file.
    pub fn control(span: Span, character: char) -> Self {
        Self::at(Code::ControlCharacter, span).arg("character", format!("U+{:04X}", u32::from(character)))
    }

    /// Adds a value for the `{name}` place of the code's sentences; of a long one the beginning, because many diagnostics
    /// may name the same thing.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Display) -> Self {
        let limit = if catalogue::is_whole(name) { usize::MAX } else { LONGEST };
        let mut beginning = Beginning { text: String::new(), limit };
        // It ends with an error where the value is cut.
        let _ = write!(beginning, "{value}");
        // Most have one value or two, and there may be very many diagnostics.
        self.args.reserve_exact(1);
        self.args.push((name, beginning.text));
        self
    }

    /// Adds "did you mean" when one of `known` is near to `wrong`.
    #[must_use]
    pub fn suggest<'a>(mut self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.suggestion = nearest(wrong, known);
        self
    }

    /// Adds what should stand in place of `span`.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix { span, text: text.into() }));
        self
    }

    /// Suggests a word that is known to be meant.
    #[must_use]
    pub fn meant(mut self, word: &str) -> Self {
        self.suggestion = Some(word.to_owned());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, span: Span, relation: Relation) -> Self {
        let mut related = std::mem::take(&mut self.related).into_vec();
        related.push((span, relation));
        self.related = related.into_boxed_slice();
        self
    }
}

/// Bytes at the beginning of a block in which its number stands, and between a key and the one on the next line.
const NUMBER: u32 = 24;

/// Bytes of a value of a diagnostic that are kept, far more than are shown.
const LONGEST: usize = 2000;

/// The beginning of what is written.
struct Beginning {
    text: String,
    limit: usize,
}

impl Write for Beginning {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let room = self.limit - self.text.len();
        if part.len() <= room {
            self.text.push_str(part);
            return Ok(());
        }
        self.text.push_str(&part[..part.floor_char_boundary(room)]);
        Err(fmt::Error)
    }
}

/// All diagnostics of one run, ordered by file, place and code whatever the order of finding them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds those of another run, which may be very many.
    pub fn append(&mut self, mut more: Self) {
        if self.0.is_empty() {
            self.0 = more.0;
        } else {
            self.0.append(&mut more.0);
        }
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    /// Keeps those for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// Errors first, then warnings, each in stable order and once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| key(a).cmp(&key(b)));
        self.0.dedup();
        // Where a rule says what has to stand in a value, it is not reported once more that nothing does.
        let is_same = |next: &Diagnostic, first: &Diagnostic| next.span.is_some() && next.span == first.span;
        let is_lost = |code: Code| matches!(code, Code::EmptyTitle | Code::EmptyValue | Code::MarkedValue);
        self.0.dedup_by(|next, first| is_lost(next.code) && is_same(next, first));
        // `source: #二`
        let begins = |reported: &Diagnostic| reported.span.map(|span| (span.file, span.start));
        self.0.dedup_by(|next, first| {
            (first.code, next.code) == (Code::WrongType, Code::CutValue) && begins(next) == begins(first)
        });
        self.0.dedup_by(|next, first| {
            let is_of_value = matches!(next.code, Code::Placeholder | Code::HiddenCharacter);
            first.code == Code::BadValue && is_of_value && is_same(next, first)
        });
        let mut reported = self.without_consequences();
        reported.0.sort_by_key(|diagnostic| diagnostic.code.severity());
        reported
    }

    /// Without what is said of the number of a clause because of a character in it that is not seen, and of a key without a
    /// value because what stands below it is wrong.
    fn without_consequences(mut self) -> Self {
        let is_wrong_key = |code: Code| matches!(code, Code::YamlSyntax | Code::DuplicateKey | Code::UnknownKey);
        let hidden = self.places(|code| code == Code::HiddenCharacter);
        let keys = self.places(is_wrong_key);
        if hidden.is_empty() && keys.is_empty() {
            return self;
        }
        let near = |causes: &[Span], file, from: u32| {
            let next = causes.partition_point(|cause| (cause.file, cause.start) < (file, from));
            causes.get(next).is_some_and(|next| next.file == file && next.start < from + NUMBER)
        };
        self.0.retain(|reported| match (reported.code, reported.span) {
            (Code::NumberSlip, Some(span)) => !near(&hidden, span.file, span.start),
            (Code::EmptyValue, Some(span)) => !near(&keys, span.file, span.end),
            _ => true,
        });
        self
    }

    /// Where the diagnostics with these codes are, in their order.
    fn places(&self, is_one: impl Fn(Code) -> bool) -> Vec<Span> {
        self.0.iter().filter(|reported| is_one(reported.code)).filter_map(|reported| reported.span).collect()
    }

    /// The diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.code.severity() == severity).count()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

type Key<'a> = (Option<&'a str>, Option<&'a Position>, Option<Span>, Code, &'a [(&'static str, String)]);

fn key(diagnostic: &Diagnostic) -> Key<'_> {
    (diagnostic.path.as_deref(), diagnostic.position.as_deref(), diagnostic.span, diagnostic.code, &diagnostic.args)
}
