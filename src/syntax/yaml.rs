//! YAML text → typed values and diagnostics.
//!
//! A list that cannot be read as a whole is read again record by record, so that one wrong record costs one diagnostic
//! and no other record.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location, Options};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::escapes::Escaped;
use crate::syntax::value::{At, Id, at_offset};

/// Nodes that one document may hold; a list of some 50,000 records stays below it.
const MAX_NODES: usize = 4_000_000;

fn options() -> Options {
    let budget = serde_saphyr::budget! {
        max_nodes: MAX_NODES,
        max_events: MAX_NODES * 2,
        max_total_scalar_bytes: crate::source::MAX_TEXT as usize,
        max_depth: 24,
    };
    serde_saphyr::options! {
        budget: budget,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
        ignore_binary_tag_for_string: true,
    }
}

/// One mapping: a record or the settings.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn record<T: DeserializeOwned>(file: FileId, text: &str) -> Result<T, Diagnostic> {
    let is_empty = |line: &str| line.is_empty() || line.starts_with('#') || line == "---";
    if text.lines().all(|line| is_empty(line.trim())) {
        let told = Diagnostic::at(Code::WrongType, Span::new(file, first_line(text, 0)));
        return Err(told.arg("expected", "@mapping").arg("found", "@nothing"));
    }
    let read = serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| broken(file, text, 0..text.len()).unwrap_or_else(|| explain(&error, file, text, 0)))?;
    escaped(file, text, 0).map_or(Ok(read), Err)
}

/// The first control character that a text smuggles in as an escape (`"\u0001"`), at its scalar.
fn escaped(file: FileId, text: &str, base: usize) -> Option<Diagnostic> {
    // Only escapes can bring in what no file may hold.
    memchr::memchr(b'\\', text.as_bytes())?;
    let read = at_offset(base, || serde_saphyr::from_str_with_options::<Escaped>(text, options()));
    let found = read.ok()?.0?;
    Some(Diagnostic::control(Span::new(file, found.range), found.value))
}

/// What is wrong with a part of a text as YAML, whatever it should say. It goes before what is wrong with the values:
/// those are read before the parser comes to its mistake, and may only be wrong because of it.
fn broken(file: FileId, text: &str, part: Range<usize>) -> Option<Diagnostic> {
    let base = part.start;
    let read = serde_saphyr::from_str_with_options::<serde::de::IgnoredAny>(&text[part], options());
    let told = explain(&read.err()?, file, text, base);
    matches!(told.code, Code::YamlSyntax | Code::YamlTab | Code::YamlTooComplex).then_some(told)
}

/// What is wrong with a record of a list, and its id when that much can be read.
pub type Wrong = (Diagnostic, Option<Id>);

/// The id of a record that is otherwise wrong.
pub fn id(text: &str) -> Option<Id> {
    let read = serde_saphyr::from_str_with_options::<Known>(text, options());
    read.ok().and_then(|known| known.id).or_else(|| written_id(text))
}

/// The first id that a text seems to give, where it is not even YAML.
fn written_id(text: &str) -> Option<Id> {
    let key = |line: &str| Some(line.trim_start_matches([' ', '-']).strip_prefix("id:")?.trim().to_owned());
    Id::parse(text.lines().find_map(key)?.trim_matches(['"', '\'']))
}

/// As much of a record as tells which one it is.
#[derive(serde::Deserialize)]
struct Known {
    id: Option<Id>,
}

/// A list of records. What can be read is returned beside what is wrong with the rest.
pub fn list<T: DeserializeOwned>(file: FileId, text: &str) -> (Vec<At<T>>, Vec<Wrong>) {
    let whole = match serde_saphyr::from_str_with_options::<Vec<At<T>>>(text, options()) {
        Ok(records) => match escaped(file, text, 0) {
            None => return (records, Vec::new()),
            Some(told) => told,
        },
        Err(error) => explain(&error, file, text, 0),
    };
    let broken_whole = broken(file, text, 0..text.len());
    if let Some(told) = broken_whole.as_ref().filter(|told| told.code == Code::YamlTooComplex) {
        return (Vec::new(), vec![(told.clone(), None)]);
    }
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for range in items(text) {
        let slice = &text[range.clone()];
        let id = || {
            let known = serde_saphyr::from_str_with_options::<Vec<Known>>(slice, options());
            known.ok().and_then(|records| records.into_iter().next()?.id).or_else(|| written_id(slice))
        };
        let read = at_offset(range.start, || serde_saphyr::from_str_with_options::<Vec<At<T>>>(slice, options()));
        match read {
            Ok(records) => match escaped(file, slice, range.start) {
                None => good.extend(records),
                Some(told) => bad.push((told, id())),
            },
            Err(error) => {
                let told = broken(file, text, range.clone());
                if told.is_some() && broken_whole.is_none() {
                    // The item is only wrong without the others: it repeats a part of one by `*name`.
                    return (Vec::new(), vec![(whole, None)]);
                }
                bad.push((told.unwrap_or_else(|| explain(&error, file, text, range.start)), id()));
            }
        }
    }
    if bad.is_empty() {
        bad.push((broken_whole.unwrap_or(whole), None));
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
    let wrong = |expected: &str| {
        let range = behind_key(text, &range);
        let told = Diagnostic::at(Code::WrongType, Span::new(file, range.clone()));
        match (word(expected), shape(text, &range)) {
            ("@count", "@number") => told.arg("expected", "@count").arg("found", "@other-number"),
            (expected, found) => told.arg("expected", expected).arg("found", found),
        }
    };
    let at_value = |code, value: &str| Diagnostic::at(code, Span::new(file, value_place(text, &range, value)));
    match error {
        Error::AliasError { error, .. } => explain(error, file, text, base),
        Error::Message { msg, .. } => refused(msg, at_value),
        Error::SerdeUnknownField { field, expected, .. } => at(Code::UnknownKey)
            .arg("key", field)
            .arg("known", expected.join("、"))
            .suggest(field, expected.iter().copied()),
        Error::SerdeMissingField { field, .. } => {
            let head = first_line(text, record_start(text, base, range.start));
            Diagnostic::at(Code::MissingKey, Span::new(file, head)).arg("key", field)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => at_value(Code::UnknownWord, variant)
            .arg("value", if variant == "~" { "" } else { variant })
            .arg("known", expected.join("、"))
            .suggest(variant, expected.iter().copied()),
        Error::DuplicateMappingKey { key, .. } => at(Code::DuplicateKey).arg("key", key.as_deref().unwrap_or("?")),
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => wrong(expected),
        Error::Unexpected { expected, .. } => wrong(expected),
        Error::NullIntoString { .. } => at(Code::WrongType).arg("expected", "@text").arg("found", "@nothing"),
        Error::InvalidBooleanStrict { .. } => wrong("bool"),
        Error::InvalidScalar { ty, .. } => wrong(ty),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => at(Code::YamlTooComplex).arg("cause", cause(error)),
        _ => syntax(error, Span::new(file, range), text, base),
    }
}

/// A value that a type of the model refused: `mingce:RULE:VALUE`.
fn refused(message: &str, at: impl Fn(Code, &str) -> Diagnostic) -> Diagnostic {
    let Some((rule, value)) = message.strip_prefix("mingce:").and_then(|rest| rest.split_once(':')) else {
        return at(Code::WrongType, "").arg("expected", word(message)).arg("found", "?");
    };
    match rule {
        "date" => at(Code::BadDate, value).arg("value", value),
        "id" => at(Code::BadId, value).arg("value", value),
        _ => at(Code::BadValue, value).arg("value", value).arg("pattern", format!("@{rule}")),
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

/// The line around an offset without its indentation, from the offset on.
fn first_line(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    start..start + text[start..end].trim_end().len()
}

/// The shape of a YAML value as written, as a word of the catalogue.
fn shape(text: &str, range: &Range<usize>) -> &'static str {
    let written = text[range.clone()].trim();
    // The place of an empty value is its key.
    if text[range.end..first_line(text, range.end).end].trim() == ":" {
        return "@nothing";
    }
    let is_number = written.parse::<f64>().is_ok();
    match written.chars().next() {
        None => "@nothing",
        Some('[') => "@list",
        Some('{') => "@mapping",
        Some(_) if is_number => "@number",
        Some(_) if written.starts_with("---") => "@nothing",
        Some('-') => "@list",
        Some(_) if matches!(written, "true" | "false") => "@boolean",
        Some(_) if written == "null" || written == "~" => "@nothing",
        Some(_) if written.contains(": ") || written.ends_with(':') => "@mapping",
        Some(_) => "@text",
    }
}

/// What serde or the parser expects, as a word of the catalogue.
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
        "@count"
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
        let (good, bad) = list(FileId(0), text);
        (good, bad.into_iter().map(|(told, _)| told).collect())
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
    fn escapes_bring_in_no_control_characters() {
        let told =
            |text: &str| read(text).1.into_iter().map(|told| (told.code, told.args[0].1.clone())).collect::<Vec<_>>();
        for (written, name) in
            [("\\u0001", "U+0001"), ("\\a", "U+0007"), ("\\x01", "U+0001"), ("\\uFDD0", "U+FDD0"), ("\\r", "U+000D")]
        {
            let text = format!(
                "- name: 甲\n  phone: \"0\\t\\n\"\n- name: \"乙{written}\"\n  phone: '1'\n- {{ name: 丙, phone: '\\u0001' }}\n"
            );
            let (good, bad) = read(&text);
            assert_eq!(good.iter().map(|office| &*office.value.phone).collect::<Vec<_>>(), ["0\t\n", "\\u0001"]);
            assert_eq!(told(&text), [(Code::ControlCharacter, name.to_owned())]);
            assert_eq!(&text[bad[0].span.unwrap().range()], format!("\"乙{written}\""));
        }
        assert_eq!(read("- name: !!binary AQ==\n  phone: '1'\n").0[0].value.name, "AQ==");
        let wrong = record::<Office>(FileId(0), "name: \"\\0\"\nphone: '1'\n").unwrap_err();
        assert_eq!(wrong.code, Code::ControlCharacter);
    }

    #[test]
    fn hostile_nesting_ends_soon() {
        let text = "[".repeat(100_000);
        assert_eq!(read(&text).1.len(), 1);
    }
}
