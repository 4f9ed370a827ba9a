//! What the parser or serde says is wrong → a diagnostic at the place that its author has to look at.

use std::ops::Range;

use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Location};

use super::shapes::{word, wrong};
use super::{DEEP, LONG, Limit, MANY, REPEATED, slips};
use crate::diagnostic::{Code, Diagnostic, catalogue};
use crate::source::{FileId, Span, divider};
use crate::syntax::known::meant;

/// What is wrong with a part of a text that begins at byte `base`.
pub(super) fn explain(error: &Error, file: FileId, text: &str, base: usize) -> Diagnostic {
    let error = error.without_snippet();
    let range = place(error.location(), text, base);
    let at = |code| Diagnostic::at(code, Span::new(file, range.clone()));
    let wrong = |expected: &str| wrong((file, text), behind_key(text, &range), word(expected));
    let at_value = |code, value: &str| Diagnostic::at(code, Span::new(file, value_place(text, &range, value)));
    match error {
        Error::AliasError { error, .. } => explain(error, file, text, base),
        Error::Message { msg, .. } => refused(msg, at_value),
        // `{ at_least: 1,000 }`
        Error::SerdeUnknownField { field, .. } if field.starts_with(|c: char| c.is_ascii_digit()) => {
            not_yaml(Span::new(file, range), "@yaml-thousands")
        }
        // `{ id: a, name：甲 }`
        Error::SerdeUnknownField { .. } if let Some(slip) = slips::colon(&text[range.clone()], range.start) => {
            slipped(file, text, slip)
        }
        Error::SerdeUnknownField { field, expected, .. } => at(Code::UnknownKey)
            .arg("key", field)
            .arg("known", expected.join("、"))
            .suggest(field, expected.iter().copied()),
        Error::SerdeMissingField { field, .. } => {
            let head = first_line(text, record_start(text, base, range.start));
            Diagnostic::at(Code::MissingKey, Span::new(file, head)).arg("key", field)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let told = at_value(Code::UnknownWord, variant).arg("value", if variant == "~" { "" } else { variant });
            let told = told.arg("known", catalogue::choice(expected.iter().copied()));
            // Who writes what the word means in Chinese means the word.
            let means = |word: &&&str| catalogue::meaning(word).is_some_and(|meaning| meaning.contains(variant.trim()));
            match expected.iter().find(means).filter(|_| variant.chars().nth(1).is_some()) {
                Some(word) => told.meant(word),
                None => told.suggest(variant, expected.iter().copied()),
            }
        }
        Error::DuplicateMappingKey { key, .. } => at(Code::DuplicateKey).arg("key", key.as_deref().unwrap_or("?")),
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => wrong(expected),
        Error::Unexpected { expected, .. } => wrong(expected),
        Error::NullIntoString { .. } => match marked(text, range.start) {
            Some(place) => not_yaml(Span::new(file, place), "@yaml-sign"),
            None => wrong("string"),
        },
        Error::InvalidBooleanStrict { .. } => wrong("bool"),
        Error::InvalidScalar { ty, .. } => wrong(ty),
        // `.inf`, `.nan`
        Error::NonFiniteFloat { .. } => wrong("unpublished"),
        _ => match beyond(error) {
            Some((cause, limit, how)) => {
                at(Code::YamlTooComplex).arg("cause", cause).arg("limit", limit).arg("how", how)
            }
            None => syntax(error, Span::new(file, range), text, base),
        },
    }
}

/// The limit that a text is beyond, if that is why it is not read.
fn beyond(error: &Error) -> Option<Limit> {
    match error {
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => Some(DEEP),
        Error::ExternalMessage { msg, .. } if msg.contains("recursion limit") => Some(DEEP),
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. } => Some(MANY),
            // More text than a file may have is there only when some of it is repeated.
            BudgetBreach::ScalarBytes { .. } => Some(LONG),
            _ => Some(REPEATED),
        },
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => Some(REPEATED),
        _ => None,
    }
}

/// A value that a type of the model refused: `mingce:RULE:VALUE`.
fn refused(message: &str, at: impl Fn(Code, &str) -> Diagnostic) -> Diagnostic {
    let Some((rule, value)) = message.strip_prefix("mingce:").and_then(|rest| rest.split_once(':')) else {
        return at(Code::WrongType, "").arg("expected", word(message)).arg("found", "?").arg("how", "@how-shape");
    };
    match rule {
        "date" => {
            let told = at(Code::BadDate, value).arg("value", value);
            match slips::date(value) {
                Some(meant) => told.meant(&meant),
                None => told,
            }
        }
        "id" => at(Code::BadId, value).arg("value", value),
        "unpublished" => absent(at(Code::BadValue, value), value),
        _ => at(Code::BadValue, value).arg("value", value).arg("pattern", format!("@{rule}")),
    }
}

/// A value that says in another way that there is none, with the word for that.
fn absent(told: Diagnostic, value: &str) -> Diagnostic {
    let told = told.arg("value", value).arg("pattern", "@unpublished");
    match (meant(value), told.span) {
        (Some((word, true)), Some(span)) => told.meant(word).fix(span, word),
        // What says nothing may not be meant to be there.
        (Some((word, false)), _) if !value.trim().is_empty() => told.meant(word),
        _ => told,
    }
}

/// A tab that indents the line where the parser stopped or one beside it, else what the parser says.
fn syntax(error: &Error, span: Span, text: &str, base: usize) -> Diagnostic {
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
    let cause = cause(error);
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
    match slip {
        Some(slip) => slipped(span.file, text, slip),
        None => not_yaml(span, &cause),
    }
}

/// What is no YAML, with how to mend it.
fn not_yaml(span: Span, cause: &str) -> Diagnostic {
    let how = match cause {
        "@yaml-wide-colon" | "@yaml-tight-colon" => "@how-colon",
        "@yaml-inner-colon" | "@yaml-sign" => "@how-quotes",
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
    let told = not_yaml(span, cause);
    let is_apart = text[range.end..].starts_with([' ', '\n', '\r']) || range.end == text.len();
    match cause {
        "@yaml-wide-colon" => told.fix(span, if is_apart { ":" } else { ": " }),
        "@yaml-tight-colon" => told.fix(span, ": "),
        "@yaml-dash" => told.fix(span, "- "),
        _ => told,
    }
}

/// The mark of a value (`&甲`) on the line of an error that says that there is none.
fn marked(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..first_line(text, start).end];
    let mark = line.find(": &").map(|colon| start + colon + 2)?;
    Some(mark..first_line(text, mark).end)
}

/// What the parser says of mistakes that authors make, in part, and the word of the catalogue that explains it.
const EXPLAINED: &[(&str, &str)] = &[
    ("mapping values are not allowed", "@yaml-nested"),
    ("did not find expected '-' indicator", "@yaml-align"),
    ("did not find expected key", "@yaml-align"),
    ("block sequence entries are not allowed", "@yaml-align"),
    ("wrongly indented line", "@yaml-align"),
    ("simple key expected ':'", "@yaml-colon"),
    ("unclosed quote", "@yaml-quote"),
    ("while scanning a quoted scalar", "@yaml-quote"),
    ("-quoted scalar", "@yaml-quote"),
    ("while parsing a flow", "@yaml-flow"),
    ("bracket '", "@yaml-flow"),
    ("EOF while parsing", "@yaml-flow"),
    ("illegal placement of ':'", "@yaml-flow"),
    ("unknown escape character", "@yaml-escape"),
    ("expected <document start>", "@yaml-align"),
    ("multiple YAML documents", "@yaml-documents"),
];

/// Why the parser cannot go on: a word of the catalogue, or its own words without the place, which the diagnostic has itself.
fn cause(error: &Error) -> String {
    let words = match error {
        Error::ExternalMessage { msg, .. } => msg.clone(),
        other => other.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    };
    let known = EXPLAINED.iter().find(|(part, _)| words.contains(part));
    known.map_or(words, |(_, word)| (*word).to_owned())
}

/// Where an error is: its own range, a collection up to its end on the line, or the key whose value is empty.
fn place(location: Option<Location>, text: &str, base: usize) -> Range<usize> {
    let Some(location) = location else { return first_line(text, base.min(text.len())) };
    let span = location.span();
    let start = span.byte_offset().map_or_else(|| offset(&text[base..], location), |start| start as usize);
    let length = span.byte_len().unwrap_or(0) as usize;
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let mut start = floor((base + start).min(text.len()));
    if text[start..].trim_start().is_empty() {
        // The parser is at the end; the author is at the last line with anything in it.
        start = base + text[base..start].trim_end().rfind('\n').map_or(0, |at| at + 1);
    }
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[start..line_end];
    if length <= 1 && line.trim_end() == ":" {
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let key = text[line_start..start].trim_start_matches([' ', '-']);
        return start - key.len()..start;
    }
    match floor((start + length).min(line_end)) {
        end if end > start + 1 => start..end,
        _ => whole(text, start..start),
    }
}

/// The byte in a text at the line and column of a location.
fn offset(text: &str, location: Location) -> usize {
    let (line, column) = (location.line().saturating_sub(1) as usize, location.column().saturating_sub(1) as usize);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    start + text[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
}

/// A range of which only the beginning is known, as far as it can be seen on its line: a list or mapping in brackets
/// up to its end, a block up to the end of its first line, anything else the first character.
pub fn whole(text: &str, range: Range<usize>) -> Range<usize> {
    if range.len() > 1 {
        return range;
    }
    let line = first_line(text, range.start);
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

/// The value on the line of a key, where an error is known by the key only; the key itself when that has none.
fn behind_key(text: &str, range: &Range<usize>) -> Range<usize> {
    let rest = first_line(text, range.end);
    let Some(value) = text[rest.clone()].strip_prefix(':').map(str::trim_start) else { return range.clone() };
    if value.is_empty() { range.clone() } else { whole_value(text, rest.end - value.len()..rest.end) }
}

/// A value up to the end of its line, or of its brackets.
fn whole_value(text: &str, line: Range<usize>) -> Range<usize> {
    if text[line.clone()].starts_with(['[', '{']) { whole(text, line.start..line.start) } else { line }
}

/// Where a value is that stands behind the place of an error, on the same line; that place when it is not there.
fn value_place(text: &str, range: &Range<usize>, value: &str) -> Range<usize> {
    let is_key = text[range.end..].trim_start_matches(' ').starts_with(':');
    let rest = if is_key { first_line(text, range.end) } else { first_line(text, range.start) };
    match text[rest.clone()].find(value) {
        Some(at) if !value.is_empty() => rest.start + at..rest.start + at + value.len(),
        _ => range.clone(),
    }
}

/// Where the record begins of which a key stands at `at`: the first of the lines above that are not less indented.
fn record_start(text: &str, base: usize, at: usize) -> usize {
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |before| before + 1);
    let mut line = line_start(at);
    let column = at - line;
    if !text[line..at].bytes().all(|b| b == b' ') {
        return at;
    }
    let mut first = at;
    while line > base {
        let above = line_start(line - 1);
        let written = &text[above..line];
        let indent = written.len() - written.trim_start_matches(' ').len();
        let dashed = written.len() - written.trim_start_matches([' ', '-']).len();
        if dashed == column && indent < column && written[indent..].starts_with("- ") {
            return above + dashed;
        }
        let between = written.trim().is_empty() || written.trim_start().starts_with('#');
        if !between && (indent < column || written.starts_with("---")) {
            break;
        }
        if !between && indent == column {
            first = above + indent;
        }
        line = above;
    }
    first
}

/// Bytes of a line that are looked at for one diagnostic, far more than are shown.
const LINE: usize = 4096;

/// The line around an offset without its indentation, from the offset on; of a long one the beginning.
pub fn first_line(text: &str, start: usize) -> Range<usize> {
    let most = text.floor_char_boundary(start + LINE);
    let end = text[start..most].find('\n').map_or(most, |at| start + at);
    start..start + text[start..end].trim_end().len()
}
