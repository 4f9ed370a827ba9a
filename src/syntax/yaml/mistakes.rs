//! A mapping that cannot be read → everything that is wrong with it.
//!
//! Reading ends at the first mistake. So what holds it is made a comment, a key with its value or one entry of that, and
//! the rest is read again.

use std::collections::BTreeSet;
use std::ops::Range;

use schemars::Schema;
use serde_saphyr::Error;

use super::explain::{explain, slipped};
use super::{escaped, is_syntax, slips};
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::FileId;

/// Mistakes that are told of one mapping; for each it is read once more.
const MOST: usize = 20;

/// What is known of a mapping that cannot be read.
pub(super) struct Found {
    /// What is wrong with it as YAML.
    pub syntax: Option<Diagnostic>,
    /// The error of reading it.
    pub error: Option<Error>,
}

/// What is wrong with the mapping that is a part of a text, or the only item of a list there: at least one thing, when it
/// cannot be read. `read` gives the error of reading what is left of it, `schema` what it should be.
pub(super) fn mistakes<'s>(
    (file, text): (FileId, &str),
    part: Range<usize>,
    Found { syntax, error }: Found,
    read: &dyn Fn(&str) -> Option<Error>,
    schema: &dyn Fn() -> &'s Schema,
) -> Vec<Diagnostic> {
    if let Some(told) = syntax.as_ref().filter(|told| told.code == Code::YamlTooComplex) {
        return vec![told.clone()];
    }
    let base = part.start;
    let rest = text[part.clone()].to_owned();
    let mut mapping = Mapping { text, entries: entries(text, &part), rest, base, cut: Vec::new() };
    let whole = part.clone();
    let mut told = Vec::new();
    let mut first = Some(error);
    while let Some(error) = first.take().unwrap_or_else(|| read(&mapping.rest)).filter(|_| told.len() < MOST) {
        let found = explain(&error, file, text, base);
        if is_syntax(&found) {
            // After a cut, what repeats a part of it by `*name` is no YAML any more.
            told.extend(Some(found).filter(|_| told.is_empty()));
            break;
        }
        let found = named(found, schema);
        if mapping.lacks(&found) {
            let missing = mapping.missing(&found, &told, required(schema()));
            told.extend(missing);
            break;
        }
        let Some(unit) = mapping.unit(&found) else {
            told.push(found);
            break;
        };
        if !mapping.is_cut(&unit) {
            told.push(found);
        }
        if !mapping.cut(unit) || mapping.is_empty() {
            break;
        }
    }
    if told.is_empty() && syntax.is_none() {
        told.extend(read(&text[part]).map(|error| explain(&error, file, text, base)));
    }
    match syntax {
        // What is said twice is said twice, however the rest is meant.
        Some(_) => told.retain(|told| told.code == Code::DuplicateKey),
        None => told.extend(escaped(file, &mapping.rest, base)),
    }
    told.extend(syntax);
    spread((file, text), whole, &mut told);
    indented(text, &mut told);
    told
}

/// The keys that a mapping cannot go without.
fn required(schema: &Schema) -> Vec<String> {
    let keys = schema.get("required").and_then(|keys| keys.as_array());
    keys.into_iter().flatten().filter_map(|key| Some(key.as_str()?.to_owned())).collect()
}

/// An unknown key that is the Chinese name of one, or that one in full-width letters, with the key that was meant.
fn named<'s>(told: Diagnostic, schema: &dyn Fn() -> &'s Schema) -> Diagnostic {
    let written = told.args.iter().find(|(name, _)| *name == "key").map(|(_, key)| key.trim());
    let Some(written) = written.filter(|key| told.code == Code::UnknownKey && !key.is_ascii()) else { return told };
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let narrow: String = written.chars().map(narrow).collect::<String>().to_ascii_lowercase();
    let known = told.args.iter().find(|(name, _)| *name == "known").map_or("", |(_, known)| known);
    let known: Vec<&str> = known.split('、').collect();
    let meant = match known.iter().find(|key| **key == narrow) {
        Some(key) => Some((*key).to_owned()),
        None => described(schema(), &known, written),
    };
    Diagnostic { suggestion: told.suggestion.clone().or(meant), ..told }
}

/// The key of a schema, among those that are known at a place, of which the description gives this name.
fn described(schema: &Schema, known: &[&str], name: &str) -> Option<String> {
    let is_named = |about: &str| about.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
    let definitions = schema.get("$defs").and_then(|all| all.as_object());
    let objects = definitions.into_iter().flat_map(|all| all.values()).chain([schema.as_value()]);
    let properties = objects.filter_map(|object| object.get("properties")?.as_object()).flatten();
    let is_meant = |(key, value): &(&String, &serde_json::Value)| {
        known.contains(&key.as_str()) && value.get("description").and_then(|about| about.as_str()).is_some_and(is_named)
    };
    properties.filter(is_meant).map(|(key, _)| key.clone()).next()
}

/// Beside a colon or a dash that is wrong, those of the other lines of a part of a text.
pub(super) fn spread((file, text): (FileId, &str), part: Range<usize>, told: &mut Vec<Diagnostic>) {
    let is = |told: &Diagnostic, causes: &[&str]| {
        let cause = told.args.iter().find(|(name, _)| *name == "cause").map(|(_, cause)| cause.as_str());
        told.code == Code::YamlSyntax && cause.is_some_and(|cause| causes.contains(&cause))
    };
    let colons = told.iter().any(|told| is(told, &["@yaml-wide-colon", "@yaml-tight-colon"]));
    let dashes = told.iter().any(|told| is(told, &["@yaml-dash"]));
    let mut all = if colons { slips::colons(text, part.clone(), MOST) } else { Vec::new() };
    all.extend(if dashes { slips::dashes(text, part, MOST) } else { Vec::new() });
    let all = all.into_iter().map(|slip| slipped(file, text, slip));
    let others: Vec<Diagnostic> = all.filter(|other| told.iter().all(|told| told.span != other.span)).collect();
    told.extend(others);
}

/// Keys that stand below one without a value, and have its indentation, are its value: they are told with it.
fn indented(text: &str, told: &mut Vec<Diagnostic>) {
    let is_empty = |told: &Diagnostic| {
        told.code == Code::WrongType && told.args.iter().any(|(name, value)| *name == "found" && value == "@nothing")
    };
    if !told.iter().any(is_empty) {
        return;
    }
    told.sort_by_key(|told| told.span.map_or(0, |span| span.range().start));
    let mut at = 0;
    while at < told.len() {
        let is_empty = is_empty(&told[at]);
        let mut end = told[at].span.map_or(0, |span| span.range().end);
        while is_empty && at + 1 < told.len() && told[at + 1].code == Code::UnknownKey {
            let Some(next) = told[at + 1].span else { break };
            // Nothing but the rest of the line before stands between them.
            if text[end..next.range().start.max(end)].matches('\n').count() > 1 {
                break;
            }
            end = next.range().end;
            told.remove(at + 1);
            if let Some((_, how)) = told[at].args.iter_mut().find(|(name, _)| *name == "how") {
                "@how-indent".clone_into(how);
            }
            told[at].related = told[at].related.iter().copied().chain([(next, Relation::Compared)]).collect();
        }
        at += 1;
    }
}

/// A key with its value.
struct Entry {
    range: Range<usize>,
    /// The items or keys of its value, where they stand on lines of their own.
    parts: Vec<Range<usize>>,
}

/// A mapping that is read without some of its entries.
struct Mapping<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    rest: String,
    base: usize,
    cut: Vec<Range<usize>>,
}

impl Mapping<'_> {
    /// True when a key of the mapping itself is missing.
    fn lacks(&self, found: &Diagnostic) -> bool {
        let first = self.entries.first().map(|entry| entry.range.start);
        found.code == Code::MissingKey && found.span.map(|span| span.range().start) == first
    }

    /// The keys that are missing, one of which was found to be; not those that were cut out, or are written wrongly.
    fn missing(&self, found: &Diagnostic, told: &[Diagnostic], required: Vec<String>) -> Vec<Diagnostic> {
        let key = |entry: &Entry| {
            let key = self.text[entry.range.clone()].split(':').next().unwrap_or_default();
            key.trim().trim_matches(['"', '\'']).to_owned()
        };
        let cut = self.entries.iter().filter(|entry| self.is_cut(&entry.range)).map(key);
        let gone: BTreeSet<String> = cut.chain(told.iter().filter_map(|told| told.suggestion.clone())).collect();
        // What looks like a key may be a line of a text; only the one that was found is surely not written.
        let written: BTreeSet<String> = self.entries.iter().map(key).collect();
        let mut lacking: BTreeSet<String> = required.into_iter().filter(|key| !written.contains(key)).collect();
        lacking.extend(found.args.first().map(|(_, key)| key.clone()));
        let missing = |key: &String| Diagnostic { args: Vec::new(), ..found.clone() }.arg("key", key);
        lacking.difference(&gone).map(missing).collect()
    }

    /// What has to go so that the rest can be read: the part of an entry that is wrong, or all of it.
    fn unit(&self, found: &Diagnostic) -> Option<Range<usize>> {
        let place = found.span?.range().start;
        let entry = self.entries.iter().find(|entry| entry.range.contains(&place))?;
        let part = entry.parts.iter().find(|part| part.contains(&place));
        // What lacks a key is not the key beside it.
        let part = part.filter(|part| found.code != Code::MissingKey || self.text[part.start..].starts_with('-'));
        Some(part.unwrap_or(&entry.range).clone())
    }

    /// True when a part of an entry was cut out: whatever it lacks now, it may lack because of that.
    fn is_cut(&self, unit: &Range<usize>) -> bool {
        self.cut.iter().any(|cut| unit.start <= cut.start && cut.end <= unit.end)
    }

    /// True when no entry is left as a whole or in part.
    fn is_empty(&self) -> bool {
        let is_gone =
            |range: &Range<usize>| self.cut.iter().any(|cut| cut.start <= range.start && range.end <= cut.end);
        self.entries.iter().all(|entry| is_gone(&entry.range))
    }

    /// Makes a unit a comment; `false` when it is one.
    fn cut(&mut self, unit: Range<usize>) -> bool {
        let range = unit.start - self.base..unit.end - self.base;
        let comment: String = self.rest[range.clone()].bytes().map(|b| if b == b'\n' { '\n' } else { '#' }).collect();
        let is_new = self.rest[range.clone()] != comment;
        self.rest.replace_range(range, &comment);
        self.cut.push(unit);
        is_new
    }
}

/// The entries of the mapping that is a part of a text, or the only item of a list there.
fn entries(text: &str, part: &Range<usize>) -> Vec<Entry> {
    let Some(first) = blocks(text, part.clone()).first().map(|block| block.start) else { return Vec::new() };
    let written = &text[first..part.end];
    let start = first + written.strip_prefix("- ").map_or(0, |item| written.len() - item.trim_start_matches(' ').len());
    let entry = |range: Range<usize>| {
        let head = text[range.clone()].lines().next().unwrap_or_default();
        let holds_parts = head.split(" #").next().unwrap_or_default().trim_end().ends_with(':');
        let parts = holds_parts.then(|| blocks(text, range.start + head.len()..range.end));
        Entry { range, parts: parts.unwrap_or_default() }
    };
    let is_key = |range: &Range<usize>| !text[range.start..].starts_with(['{', '[', '-']);
    blocks(text, start..part.end).into_iter().filter(is_key).map(entry).collect()
}

/// What begins at the column of the first line that holds anything, as a key or an item as that line does; each goes up
/// to the line of the next.
fn blocks(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut first = None;
    let mut offset = part.start;
    let mut before = offset - text[..offset].rfind('\n').map_or(0, |end| end + 1);
    for line in text[part.clone()].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let written = line[indent..].trim_end();
        let holds = !written.is_empty() && written != "---" && !written.starts_with(['#', ']', '}']);
        let shape = (before + indent, written.starts_with('-'));
        if holds && *first.get_or_insert(shape) == shape {
            starts.push((offset, offset + indent));
        }
        offset += line.len();
        before = 0;
    }
    let ends = starts.iter().skip(1).map(|(line, _)| *line).chain([part.end]);
    starts.iter().zip(ends).map(|((_, start), end)| *start..end).collect()
}
