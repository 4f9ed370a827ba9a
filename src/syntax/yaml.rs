//! YAML text → typed values and diagnostics.
//!
//! A list that cannot be read as a whole is read again record by record, so that a wrong record costs no other one, and
//! a record that cannot be read again without what is wrong with it (`mistakes`).

mod explain;
mod mistakes;
mod shapes;
mod slips;

use std::cell::LazyCell;
use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_saphyr::{DuplicateKeyPolicy, Options};

use explain::explain;
pub use explain::{first_line, whole};
use mistakes::{Found, mistakes, spread};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::escapes::Escaped;
use crate::syntax::value::{At, Id, at_offset};

/// Values that one document may hold; a list of some 50,000 records stays below it.
const MAX_VALUES: usize = 4_000_000;
/// Levels of lists and mappings in each other.
const MAX_DEPTH: usize = 24;
/// Values that `&` may keep, and that `*` may repeat.
const MAX_REPEATED: usize = 1_000_000;

/// What is beyond reason: a word for it, its limit, and a word for how to mend it.
type Limit = (&'static str, usize, &'static str);
const DEEP: Limit = ("@deep", MAX_DEPTH, "@fewer-levels");
const LONG: Limit = ("@long-repeats", crate::source::MAX_TEXT as usize, "@no-repeats");
const MANY: Limit = ("@many-values", MAX_VALUES, "@split-file");
const REPEATED: Limit = ("@many-repeats", MAX_REPEATED, "@no-repeats");

fn options() -> Options {
    let budget = serde_saphyr::budget! {
        max_nodes: MAX_VALUES,
        max_events: MAX_VALUES * 2,
        max_total_scalar_bytes: crate::source::MAX_TEXT as usize,
        max_anchors: MAX_REPEATED,
        max_aliases: MAX_REPEATED,
        max_merge_keys: MAX_REPEATED,
        max_recorded_anchor_events: MAX_REPEATED,
        enforce_alias_anchor_ratio: false,
        max_depth: MAX_DEPTH,
        flow_nesting_limit: MAX_DEPTH,
    };
    let aliases = serde_saphyr::alias_limits! { max_total_replayed_events: MAX_REPEATED };
    serde_saphyr::options! {
        budget: budget,
        alias_limits: aliases,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
        ignore_binary_tag_for_string: true,
    }
}

/// One mapping: a record or the settings.
///
/// # Errors
/// Everything that is wrong with it, at least one thing.
pub fn record<T: DeserializeOwned + JsonSchema>(file: FileId, text: &str) -> Result<T, Vec<Diagnostic>> {
    let is_empty = |line: &str| line.is_empty() || line.starts_with('#') || line == "---";
    if text.lines().all(|line| is_empty(line.trim())) {
        let told = Diagnostic::at(Code::WrongType, Span::new(file, first_line(text, 0)));
        return Err(vec![told.arg("expected", "@mapping").arg("found", "@nothing").arg("how", "@how-shape")]);
    }
    let read = |text: &str| serde_saphyr::from_str_with_options::<T>(text, options());
    let error = match read(text) {
        Ok(record) if escaped(file, text, 0).is_none() => return Ok(record),
        read => read.err(),
    };
    let schema = LazyCell::new(|| schemars::schema_for!(T));
    let found = Found { syntax: broken(file, text, 0..text.len()), error };
    Err(mistakes((file, text), 0..text.len(), found, &|text| read(text).err(), &|| &schema))
}

/// The first control character that a text smuggles in as an escape (`"\u0001"`), at its scalar.
fn escaped(file: FileId, text: &str, base: usize) -> Option<Diagnostic> {
    // Only escapes can bring in what no file may hold.
    memchr::memchr(b'\\', text.as_bytes())?;
    let read = at_offset(base, || serde_saphyr::from_str_with_options::<Escaped>(text, options()));
    let found = read.ok()?.0?;
    Some(Diagnostic::control(Span::new(file, found.range), found.value))
}

/// What is wrong with a part of a text as YAML, whatever it should say, and whatever it says twice. It goes before what
/// is wrong with the values: those are read before the parser comes to its mistake, and may only be wrong because of it.
fn broken(file: FileId, text: &str, part: Range<usize>) -> Option<Diagnostic> {
    let base = part.start;
    let mut options = options();
    options.duplicate_keys = DuplicateKeyPolicy::LastWins;
    let read = serde_saphyr::from_str_with_options::<serde::de::IgnoredAny>(&text[part], options);
    Some(explain(&read.err()?, file, text, base)).filter(is_syntax)
}

/// True when a text cannot be read as YAML at all.
fn is_syntax(told: &Diagnostic) -> bool {
    matches!(told.code, Code::YamlSyntax | Code::YamlTab | Code::YamlTooComplex | Code::ConflictMark)
}

/// What is wrong with a record of a list, and its id when that much can be read.
pub type Wrong = (Diagnostic, Option<Id>);

/// The id of a record that is otherwise wrong.
pub fn id(text: &str) -> Option<Id> {
    // A folder may hold very many files without one.
    memchr::memmem::find(text.as_bytes(), b"id")?;
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
pub fn list<T: DeserializeOwned + JsonSchema>(file: FileId, text: &str) -> (Vec<At<T>>, Vec<Wrong>) {
    let read = |text: &str| serde_saphyr::from_str_with_options::<Vec<At<T>>>(text, options());
    let whole = match read(text) {
        Ok(records) => match escaped(file, text, 0) {
            None => return (records, Vec::new()),
            Some(told) => told,
        },
        Err(error) => explain(&error, file, text, 0),
    };
    let syntax = broken(file, text, 0..text.len());
    if let Some(told) = syntax.as_ref().filter(|told| told.code == Code::YamlTooComplex) {
        return (Vec::new(), vec![(told.clone(), None)]);
    }
    let mut good = Vec::new();
    let mut bad = Vec::new();
    // Asked for by each wrong record, and the same for all.
    let schema = LazyCell::new(|| schemars::schema_for!(T));
    for range in items(text) {
        let slice = &text[range.clone()];
        let error = match at_offset(range.start, || read(slice)) {
            Ok(records) if escaped(file, slice, range.start).is_none() => {
                good.extend(records);
                continue;
            }
            read => read.err(),
        };
        let found = Found { syntax: broken(file, text, range.clone()), error };
        if found.error.is_some() && syntax.is_none() && found.syntax.is_some() {
            // The item is only wrong without the others: it repeats a part of one by `*name`.
            return (Vec::new(), vec![(whole, None)]);
        }
        let known = serde_saphyr::from_str_with_options::<Vec<Known>>(slice, options());
        let id = known.ok().and_then(|records| records.into_iter().next()?.id).or_else(|| written_id(slice));
        let wrong = mistakes((file, text), range, found, &|text| read(text).err(), &|| &schema);
        bad.extend(wrong.into_iter().map(|told| (told, id.clone())));
    }
    let told_syntax = bad.iter().any(|(told, _)| is_syntax(told));
    match syntax {
        Some(told) if !told_syntax => bad.push((told, None)),
        None if bad.is_empty() => bad.push((whole, None)),
        _ => {}
    }
    let known = bad.len();
    let mut told: Vec<Diagnostic> = bad.iter().map(|(told, _)| told.clone()).collect();
    spread((file, text), 0..text.len(), &mut told);
    bad.extend(told.drain(known..).map(|told| (told, None)));
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

#[cfg(test)]
mod tests;
