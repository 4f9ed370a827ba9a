//! What the parser or serde says is wrong → a diagnostic at the place that its author has to look at.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::ErrorKind;

use super::shapes::{word, wrong};
use super::slips;
use crate::diagnostic::{Code, Diagnostic, catalogue};
use crate::source::{FileId, MAX_TEXT, Span, divider};
use crate::syntax::known::meant;
use crate::yaml::{
    Failure, Limit, MAX_DEPTH, MAX_REPEATED, MAX_VALUES, Mistake, NodeId, Stop, Tree, Value, Wrong, first_line,
};

/// A text of a file, and the nodes of a part of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub tree: &'a Tree<'a>,
    /// Where the part begins.
    pub base: usize,
    /// Where it ends.
    pub end: usize,
}

impl<'a> Text<'a> {
    /// What a type of the model does not take.
    pub(super) fn failed(self, failure: &Failure) -> Diagnostic {
        let Self { file, text, .. } = self;
        let range = failure.at.map_or_else(|| first_line(text, self.base), |at| self.place(at));
        let at = |code| Diagnostic::at(code, Span::new(file, range.clone()));
        let at_value = |code, value: &str| Diagnostic::at(code, Span::new(file, value_place(text, &range, value)));
        match &failure.wrong {
            // `{ at_least: 1,000 }`
            Wrong::UnknownKey { key, .. } if key.starts_with(|c: char| c.is_ascii_digit()) => {
                not_yaml(Span::new(file, range), "@yaml-thousands")
            }
            Wrong::UnknownKey { key, known } => match slips::colon(&text[range.clone()], range.start) {
                // `{ id: a, name：甲 }`
                Some(slip) => slipped(file, text, slip),
                None => at(Code::UnknownKey)
                    .arg("key", key)
                    .arg("known", known.join("、"))
                    .suggest(key, known.iter().copied()),
            },
            Wrong::MissingKey(key) => at(Code::MissingKey).arg("key", key),
            Wrong::UnknownWord { word, known } => {
                let reported = at_value(Code::UnknownWord, word).arg("value", if word == "~" { "" } else { word });
                let reported = reported.arg("known", catalogue::choice(known.iter().copied()));
                match choice(word.trim(), known) {
                    Some(word) => reported.meant(word),
                    None => reported.suggest(word, known.iter().copied()),
                }
            }
            Wrong::Expected(words) => match failure.at.and_then(|at| self.marked(at)) {
                Some(place) => not_yaml(Span::new(file, place), "@yaml-sign"),
                None => {
                    let has_key = failure.at.is_some_and(|at| self.tree.entry(at).is_some());
                    wrong((file, text), range, word(words), has_key)
                }
            },
            Wrong::Refused(message) => refused(message, at_value),
        }
    }

    /// What is wrong with a node, whatever it should be.
    pub(super) fn mistaken(self, mistake: &Mistake) -> Diagnostic {
        match mistake {
            Mistake::Twice { key, .. } => {
                let name = self.tree.text(*key).unwrap_or_default();
                Diagnostic::at(Code::DuplicateKey, Span::new(self.file, self.place(*key))).arg("key", name)
            }
            Mistake::Control { at, found } => Diagnostic::control(Span::new(self.file, self.place(*at)), *found),
        }
    }

    /// Why the nodes are not the whole text.
    pub(super) fn stopped(self, stop: &Stop) -> Diagnostic {
        let Self { file, text, base, .. } = self;
        match stop {
            Stop::Syntax(at, kind) => syntax(kind, Span::new(file, point(text, base, *at)), text, base),
            Stop::Type(range) => {
                let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
                match slips::sign(&text[line..], line) {
                    Some(slip) => slipped(file, text, slip),
                    None => not_yaml(Span::new(file, self.seen(range)), "@yaml-type"),
                }
            }
            Stop::Documents(range) => not_yaml(Span::new(file, point(text, base, range.start)), "@yaml-documents"),
            Stop::Circle(range) => not_yaml(Span::new(file, range.clone()), "@yaml-circle"),
            Stop::Beyond(range, limit) => {
                let (cause, most, how) = beyond(*limit);
                let reported = Diagnostic::at(Code::YamlTooComplex, Span::new(file, self.seen(range)));
                reported.arg("cause", cause).arg("limit", most).arg("how", how)
            }
        }
    }

    /// What is seen of a value on its line, of which only the beginning may be known.
    fn seen(self, range: &Range<usize>) -> Range<usize> {
        if range.len() > 1 { on_line(self.text, range) } else { point(self.text, self.base, range.start) }
    }

    /// Where a node is looked at: what is seen of it on its first line; of an empty value its key, or the comment in its
    /// place.
    fn place(self, id: NodeId) -> Range<usize> {
        let node = self.tree.node(id);
        let is_empty = |range: &Range<usize>| self.text[range.clone()].trim().is_empty();
        match self.tree.entry(id) {
            Some((key, value)) if value == id && is_empty(&node.range) => self
                .behind(key)
                .filter(|(_, written)| written.starts_with('#'))
                .map_or_else(|| self.place(key), |(at, _)| at),
            _ if is_empty(&node.range) => first_line(self.text, node.range.start),
            _ => on_line(self.text, &node.range),
        }
    }

    /// The mark of a value (`&甲`) behind which there is none.
    fn marked(self, id: NodeId) -> Option<Range<usize>> {
        let is_null = matches!(self.tree.value(id), Value::Scalar { text, plain: true } if text.is_empty());
        let (key, _) = self.tree.entry(id).filter(|_| is_null)?;
        self.behind(key).filter(|(_, written)| written.starts_with('&')).map(|(at, _)| at)
    }

    /// What stands behind a key on its line.
    fn behind(self, key: NodeId) -> Option<(Range<usize>, &'a str)> {
        let line = first_line(self.text, self.tree.node(key).range.end);
        let written = self.text[line.clone()].trim_start().strip_prefix(':')?.trim_start();
        Some((line.end - written.len()..line.end, written))
    }
}

/// A range up to the end of the line on which it begins.
fn on_line(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.end.min(first_line(text, range.start).end)
}

/// The limit that a text is beyond: a word for it, how much may be, and a word for how to mend it.
pub(super) fn beyond(limit: Limit) -> (&'static str, usize, &'static str) {
    match limit {
        Limit::Deep => ("@deep", MAX_DEPTH, "@fewer-levels"),
        Limit::Long => ("@long-repeats", MAX_TEXT as usize, "@no-repeats"),
        Limit::Many => ("@many-values", MAX_VALUES, "@split-file"),
        Limit::Repeated => ("@many-repeats", MAX_REPEATED, "@no-repeats"),
    }
}

/// True when a text stops at a name that nothing in it has.
pub(super) fn is_unknown_name(stop: &Stop) -> bool {
    matches!(stop, Stop::Syntax(_, ErrorKind::UnknownAnchor))
}

/// True for a diagnostic of YAML itself.
pub(super) fn is_syntax(reported: &Diagnostic) -> bool {
    matches!(reported.code, Code::YamlSyntax | Code::YamlTab | Code::YamlTooComplex | Code::ConflictMark)
}

/// A value that a type of the model refused: `mingce:RULE:VALUE`.
fn refused(message: &str, at: impl Fn(Code, &str) -> Diagnostic) -> Diagnostic {
    let Some((rule, value)) = message.strip_prefix("mingce:").and_then(|rest| rest.split_once(':')) else {
        return at(Code::WrongType, "").arg("expected", word(message)).arg("found", "?").arg("how", "@how-shape");
    };
    match rule {
        "date" => meaning(at(Code::BadDate, value).arg("value", value), slips::date(value)),
        "id" => meaning(at(Code::BadId, value).arg("value", value), slips::id(value)),
        "days" => {
            let reported = at(Code::BadValue, value).arg("value", value).arg("pattern", "@days");
            meaning(reported, slips::days(value))
        }
        "unpublished" => absent(at(Code::BadValue, value), value),
        _ => at(Code::BadValue, value).arg("value", value).arg("pattern", format!("@{rule}")),
    }
}

/// Words that people use for the validity of a document, and the word of YAML for each; longer ones stand first.
const VALIDITY: [(&str, &str); 12] = [
    ("废止", "expired"),
    ("作废", "expired"),
    ("失效", "expired"),
    ("到期", "expired"),
    ("取代", "superseded"),
    ("替代", "superseded"),
    ("代替", "superseded"),
    ("修订", "amended"),
    ("修正", "amended"),
    ("生效", "in-force"),
    ("施行", "in-force"),
    ("有效", "in-force"),
];

/// The one of the known words that a Chinese word means.
pub(super) fn choice<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    word.chars().nth(1)?;
    let means = |known: &&str| catalogue::meaning(known).is_some_and(|meaning| meaning.contains(word));
    let said = || {
        let (_, said) = VALIDITY.iter().find(|(part, _)| word.contains(part))?;
        // 尚未施行, 暂不有效, 部分失效 mean none of them.
        let is_plain = !word.contains(['未', '不', '无', '非', '部', '待']);
        known.iter().copied().find(|known| known == said).filter(|_| is_plain)
    };
    known.iter().copied().find(means).or_else(said)
}

/// A diagnostic with what was meant, where that is known.
fn meaning(reported: Diagnostic, meant: Option<String>) -> Diagnostic {
    meant.into_iter().fold(reported, |reported, meant| reported.meant(&meant))
}

/// A value that says in another way that there is none, with the word for that.
fn absent(reported: Diagnostic, value: &str) -> Diagnostic {
    let reported = reported.arg("value", value).arg("pattern", "@unpublished");
    match (meant(value), reported.span) {
        (Some((word, true)), Some(span)) => reported.meant(word).fix(span, word),
        // What says nothing may not be meant to be there.
        (Some((word, false)), _) if !value.trim().is_empty() => reported.meant(word),
        _ => reported,
    }
}

/// A tab that indents the line where the parser stopped or one beside it, else what the parser says.
fn syntax(kind: &ErrorKind, span: Span, text: &str, base: usize) -> Diagnostic {
    let line = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let here = line(span.range().start);
    let next = text[here..].find('\n').map_or(here, |end| here + end + 1);
    let tab = |start: usize| {
        let blank = text[start..].find(|c: char| c != ' ' && c != '\t').unwrap_or(0);
        text[start..start + blank].find('\t').map(|at| start + at)
    };
    let above = line(here.saturating_sub(1)).max(base);
    if let Some(at) = [above, here, next].into_iter().find_map(tab) {
        return Diagnostic::at(Code::YamlTab, Span::new(span.file, at..at + 1));
    }
    // What stands behind the next line is not read yet.
    let end = text[next..].find('\n').map_or(text.len(), |end| next + end + 1);
    if let Some(at) = divider(&text.as_bytes()[base.min(end)..end]).map(|at| base + at) {
        return Diagnostic::at(Code::ConflictMark, Span::new(span.file, first_line(text, at)));
    }
    let cause = cause(kind);
    let slip = match &*cause {
        // What the line above lacks makes this one wrong.
        "@yaml-nested" => slips::colon(&text[above..], above)
            .or_else(|| slips::dash(&text[above..], above))
            .or_else(|| slips::inner(&text[here..], here)),
        "@yaml-colon" => slips::colon(&text[here..], here),
        "@yaml-quote" => slips::wide(&text[here..], here),
        "@yaml-flow" => slips::wide(&text[here..], here).or_else(|| slips::open(&text[base..], base, here)),
        _ => None,
    };
    let dash = || [here, above].into_iter().find_map(|line| slips::dash(&text[line..], line));
    let slip = slip.or_else(dash).or_else(|| slips::sign(&text[here..], here));
    let slip = slip.or_else(|| slips::star(&text[here..], here));
    match slip {
        Some(slip) => slipped(span.file, text, slip),
        None => not_yaml(span, &cause),
    }
}

/// What is no YAML, with how to mend it.
fn not_yaml(span: Span, cause: &str) -> Diagnostic {
    let how = match cause {
        "@yaml-wide-colon" | "@yaml-tight-colon" => "@how-colon",
        "@yaml-inner-colon" | "@yaml-sign" | "@yaml-type" => "@how-quotes",
        "@yaml-circle" => "@no-repeats",
        "@yaml-wide-comma" => "@how-comma",
        "@yaml-wide-quote" | "@yaml-quote" => "@how-pairs",
        "@yaml-open" => "@how-bracket",
        "@yaml-dash" | "@yaml-no-dash" => "@how-dash",
        _ => "@how-yaml",
    };
    Diagnostic::at(Code::YamlSyntax, span).arg("cause", cause).arg("how", how)
}

/// A slip of an author, with a fix for colons and dashes.
pub(super) fn slipped(file: FileId, text: &str, (range, cause): slips::Slip) -> Diagnostic {
    let span = Span::new(file, range.clone());
    let reported = not_yaml(span, cause);
    let is_apart = text[range.end..].starts_with([' ', '\n', '\r']) || range.end == text.len();
    match cause {
        "@yaml-wide-colon" => reported.fix(span, if is_apart { ":" } else { ": " }),
        "@yaml-tight-colon" => reported.fix(span, ": "),
        "@yaml-dash" => reported.fix(span, "- "),
        _ => reported,
    }
}

/// Why the parser cannot go on: a word of the catalogue, or its own words.
fn cause(kind: &ErrorKind) -> Cow<'static, str> {
    use ErrorKind as Kind;
    let word = match kind {
        Kind::MappingValueNotAllowed => "@yaml-nested",
        Kind::ExpectedBlockSequenceEntry
        | Kind::ExpectedBlockMappingKey
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::InvalidFlowScalarIndent
        | Kind::InvalidIndentation
        | Kind::InvalidBlockScalarIndent
        | Kind::InvalidSimpleKey
        | Kind::MappingKeyNotAllowed
        | Kind::ExpectedDocumentStart => "@yaml-align",
        Kind::SimpleKeyExpected => "@yaml-colon",
        Kind::UnclosedQuotedScalar
        | Kind::DocumentIndicatorInQuotedScalar
        | Kind::InvalidQuotedScalarIndent
        | Kind::InvalidTrailingSingleQuotedScalar
        | Kind::InvalidTrailingDoubleQuotedScalar => "@yaml-quote",
        Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::MisplacedFlowCollectionEnd
        | Kind::MismatchedFlowCollectionEnd { .. }
        | Kind::UnclosedFlowCollection { .. }
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::UnexpectedEofBlockSequence
        | Kind::UnexpectedEofBlockMapping
        | Kind::ExpectedNodeContent
        | Kind::BlockEntryInFlowCollection
        | Kind::FlowMappingValueAdjacentCollection
        | Kind::InvalidColonPlacement => "@yaml-flow",
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => "@yaml-escape",
        Kind::UnknownAnchor => "@yaml-name",
        Kind::MultipleDocumentsUnsupported => "@yaml-documents",
        other => return other.to_string().into(),
    };
    word.into()
}

/// What is seen where the parser stopped; at the end, the last line with anything in it.
fn point(text: &str, base: usize, at: usize) -> Range<usize> {
    let at = match text[at..].trim_start() {
        "" => base + text[base..at].trim_end().rfind('\n').map_or(0, |at| at + 1),
        _ => at,
    };
    let line = first_line(text, at);
    if &text[line.clone()] == ":" {
        // The key above it.
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let key = text[start..at].trim_start_matches([' ', '-']);
        return at - key.len()..at;
    }
    whole(text, line)
}

/// What begins a line, as far as it can be seen there: a list or mapping in brackets up to its end, a block up to the end
/// of its first line, anything else the first character.
fn whole(text: &str, line: Range<usize>) -> Range<usize> {
    let written = &text[line.clone()];
    match written.chars().next() {
        Some('[' | '{') => {
            let mut open = 0usize;
            let end = written.char_indices().find(|(_, c)| {
                match c {
                    '[' | '{' => open += 1,
                    ']' | '}' => open -= 1,
                    _ => {}
                }
                open == 0
            });
            end.map_or(line.clone(), |(at, _)| line.start..line.start + at + 1)
        }
        Some(_) if written.contains(": ") || written.ends_with(':') || written.starts_with("- ") => line,
        Some(first) => line.start..line.start + first.len_utf8(),
        None => line,
    }
}

/// Where a value is within what holds it, as without its quotes; that place when it is not written so.
fn value_place(text: &str, range: &Range<usize>, value: &str) -> Range<usize> {
    match text[range.clone()].find(value) {
        Some(at) if !value.is_empty() => range.start + at..range.start + at + value.len(),
        _ => range.clone(),
    }
}
