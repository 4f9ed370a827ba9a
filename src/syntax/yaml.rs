//! YAML text → typed values and diagnostics.
//!
//! A list that cannot be read as a whole is read again record by record, so that one wrong record costs one diagnostic
//! and no other record.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location, Options};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::value::{At, at_offset};

/// Nodes that one document may hold; a list of some 50,000 records stays below it.
const MAX_NODES: usize = 4_000_000;

fn options() -> Options {
    let budget = serde_saphyr::budget! {
        max_nodes: MAX_NODES,
        max_events: MAX_NODES * 2,
        max_total_scalar_bytes: crate::source::MAX_TEXT as usize,
        max_depth: 64,
    };
    serde_saphyr::options! {
        budget: budget,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// One mapping: a record or the settings.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn record<T: DeserializeOwned>(file: FileId, text: &str) -> Result<T, Diagnostic> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| explain(&error, file, text, 0))
}

/// A list of records. What can be read is returned beside what is wrong with the rest.
pub fn list<T: DeserializeOwned>(file: FileId, text: &str) -> (Vec<At<T>>, Vec<Diagnostic>) {
    let whole = match serde_saphyr::from_str_with_options::<Vec<At<T>>>(text, options()) {
        Ok(records) => return (records, Vec::new()),
        Err(error) => explain(&error, file, text, 0),
    };
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for range in items(text) {
        let slice = &text[range.clone()];
        let read = at_offset(range.start, || serde_saphyr::from_str_with_options::<Vec<At<T>>>(slice, options()));
        match read {
            Ok(records) => good.extend(records),
            Err(error) => bad.push(explain(&error, file, text, range.start)),
        }
    }
    if bad.is_empty() {
        bad.push(whole);
    }
    (good, bad)
}

/// The ranges of the items of a block sequence that fills the text, each from its dash to the next one.
fn items(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut indent = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches(' ').len();
        let dash = line[blank..].starts_with("- ") || line[blank..].trim_end() == "-";
        if dash && *indent.get_or_insert(blank) == blank {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn explain(error: &Error, file: FileId, text: &str, base: usize) -> Diagnostic {
    let error = error.without_snippet();
    let range = place(error.location(), text, base);
    let at = |code| Diagnostic::at(code, Span::new(file, range.clone()));
    match error {
        Error::AliasError { error, .. } => explain(error, file, text, base),
        Error::Message { msg, .. } => refused(msg, at),
        Error::SerdeUnknownField { field, expected, .. } => at(Code::UnknownKey)
            .arg("key", field)
            .arg("known", expected.join("、"))
            .suggest(field, expected.iter().copied()),
        Error::SerdeMissingField { field, .. } => {
            let head = first_line(text, range.start);
            Diagnostic::at(Code::MissingKey, Span::new(file, head)).arg("key", field)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => at(Code::UnknownWord)
            .arg("value", variant)
            .arg("known", expected.join("、"))
            .suggest(variant, expected.iter().copied()),
        Error::DuplicateMappingKey { key, .. } => at(Code::DuplicateKey).arg("key", key.as_deref().unwrap_or("?")),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            at(Code::WrongType).arg("expected", word(expected)).arg("found", word(unexpected))
        }
        Error::Unexpected { expected, .. } => {
            at(Code::WrongType).arg("expected", word(expected)).arg("found", shape(&text[range.clone()]))
        }
        Error::NullIntoString { .. } => at(Code::WrongType).arg("expected", "@text").arg("found", "@nothing"),
        Error::InvalidBooleanStrict { .. } => {
            at(Code::WrongType).arg("expected", "@boolean").arg("found", shape(&text[range.clone()]))
        }
        Error::InvalidScalar { ty, .. } => {
            at(Code::WrongType).arg("expected", word(ty)).arg("found", shape(&text[range.clone()]))
        }
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => at(Code::YamlTooComplex).arg("cause", error),
        _ => syntax(error, Span::new(file, range), text, base),
    }
}

/// A value that a type of the model refused: `mingce:RULE:VALUE`.
fn refused(message: &str, at: impl Fn(Code) -> Diagnostic) -> Diagnostic {
    let Some((rule, value)) = message.strip_prefix("mingce:").and_then(|rest| rest.split_once(':')) else {
        return at(Code::WrongType).arg("expected", word(message)).arg("found", "?");
    };
    match rule {
        "date" => at(Code::BadDate).arg("value", value),
        "id" => at(Code::BadId).arg("value", value),
        _ => at(Code::BadValue).arg("value", value).arg("pattern", format!("@{rule}")),
    }
}

fn syntax(error: &Error, span: Span, text: &str, base: usize) -> Diagnostic {
    let tab = text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        let blank = line.find(|c: char| c != ' ' && c != '\t').unwrap_or(0);
        Some(line[..blank].find('\t').map(|at| start + at))
    });
    let tab = tab.flatten().find(|&at| at >= base);
    match tab {
        Some(at) => Diagnostic::at(Code::YamlTab, Span::new(span.file, at..at + 1)),
        None => Diagnostic::at(Code::YamlSyntax, span).arg("cause", cause(error)),
    }
}

/// The parser's words without the place, which the diagnostic has itself.
fn cause(error: &Error) -> String {
    match error {
        Error::ExternalMessage { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

fn place(location: Option<Location>, text: &str, base: usize) -> Range<usize> {
    let span = location.map(|location| location.span());
    let start = base + span.and_then(|span| span.byte_offset()).unwrap_or(0) as usize;
    let length = span.and_then(|span| span.byte_len()).unwrap_or(0) as usize;
    let mut start = start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let mut end = (start + length).min(line_end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if end <= start {
        end = text[start..line_end].chars().next().map_or(start, |first| start + first.len_utf8());
    }
    start..end
}

/// The line around an offset without its indentation, from the offset on.
fn first_line(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    start..start + text[start..end].trim_end().len()
}

/// The shape of a YAML value as written, as a word of the catalogue.
fn shape(text: &str) -> &'static str {
    let text = text.trim();
    match text.chars().next() {
        None => "@nothing",
        Some('[' | '-') => "@list",
        Some('{') => "@mapping",
        Some(c) if c.is_ascii_digit() => "@number",
        Some(_) if matches!(text, "true" | "false") => "@boolean",
        Some(_) if text == "null" || text == "~" => "@nothing",
        Some(_) if text.contains(": ") => "@mapping",
        Some(_) => "@text",
    }
}

/// What serde or the parser calls a shape, as a word of the catalogue.
fn word(words: &str) -> &'static str {
    let has = |part: &str| words.contains(part);
    if has("unpublished") {
        "@known"
    } else if has("source") {
        "@sources"
    } else if has("bool") {
        "@boolean"
    } else if has("sequence") || has("list") || has("array") {
        "@list"
    } else if has("map") || has("struct") {
        "@mapping"
    } else if has("integer") || has("u32") || has("number") || has("float") {
        "@number"
    } else if has("unit") || has("null") || has("Option") {
        "@nothing"
    } else {
        "@text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Office {
        name: String,
        phone: String,
        open: Option<bool>,
    }

    fn read(text: &str) -> (Vec<At<Office>>, Vec<Diagnostic>) {
        list(FileId(0), text)
    }

    #[test]
    fn every_wrong_record_is_reported_and_the_others_are_read() {
        let text = "- name: 甲\n  phone: 0632\n- nmae: 乙\n  phone: '1'\n- name: 丙\n  phone: 07\n- name: 丁\n";
        let (good, bad) = read(text);
        assert_eq!(good.iter().map(|office| office.value.name.as_str()).collect::<Vec<_>>(), ["甲", "丙"]);
        assert_eq!(good[0].value.phone, "0632");
        assert_eq!(good[1].range.start, text.find("name: 丙").unwrap());
        assert_eq!(bad.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnknownKey, Code::MissingKey]);
        assert_eq!(&text[bad[0].span.unwrap().range()], "nmae");
        assert_eq!(bad[0].suggestion.as_deref(), Some("name"));
    }

    #[test]
    fn words_for_yes_are_no_booleans() {
        let (_, bad) = read("- name: 甲\n  phone: '1'\n  open: yes\n");
        assert_eq!(bad[0].code, Code::WrongType);
        let (_, bad) = read("- name: 甲\n  phone: '1'\n  open: on\n");
        assert_eq!(bad[0].code, Code::WrongType);
    }

    #[test]
    fn a_tab_is_named() {
        let text = "- name: 甲\n\tphone: '1'\n";
        let (_, bad) = read(text);
        assert_eq!(bad[0].code, Code::YamlTab);
        assert_eq!(&text[bad[0].span.unwrap().range()], "\t");
    }

    #[test]
    fn hostile_nesting_ends_soon() {
        let text = "[".repeat(100_000);
        assert_eq!(read(&text).1.len(), 1);
    }
}
