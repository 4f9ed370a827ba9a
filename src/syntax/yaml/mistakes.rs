//! A record that cannot be read → everything that is wrong with it.
//!
//! Decoding ends at the first mistake. So what holds it is skipped, a key with its value or an item of a list, and the
//! rest is decoded again.

use std::collections::BTreeSet;
use std::ops::Range;

use schemars::Schema;

use super::explain::{Text, slipped};
use super::slips;
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::FileId;
use crate::yaml::{Failure, Mistake, NodeId, Skipped, Stop, Tree, Value, Wrong};

/// The most diagnostics of one record.
const MOST: usize = 20;
/// How often a record is decoded at most; not each time finds a mistake of its own.
const ROUNDS: usize = 4 * MOST;

/// What is known of a record that cannot be read, before it is decoded.
pub(super) struct Known<'a> {
    /// What is wrong with its nodes, whatever they should be.
    pub own: &'a [&'a Mistake],
    /// Why it was not read to its end.
    pub stop: Option<&'a Stop>,
    /// The failure of decoding it.
    pub failure: Option<Failure>,
}

/// What is wrong with a record: at least one thing, when it cannot be read. `read` gives the failure of decoding it
/// without what is skipped, `schema` what it should be.
pub(super) fn mistakes<'s>(
    from: Text<'_>,
    record: NodeId,
    Known { own, stop, mut failure }: Known<'_>,
    read: &dyn Fn(&Skipped) -> Option<Failure>,
    schema: &dyn Fn() -> &'s Schema,
) -> Vec<Diagnostic> {
    let stop = stop.map(|stop| from.stopped(stop));
    let whole = match stop {
        Some(_) => from.base..from.end,
        None => from.tree.node(record).range.start..from.tree.end(record),
    };
    if let Some(reported) = stop.as_ref().filter(|reported| reported.code == Code::YamlTooComplex) {
        return vec![reported.clone()];
    }
    let mut search =
        Search { tree: from.tree, record, skipped: Skipped::default(), spoiled: Skipped::default(), meant: Vec::new() };
    let mut reported: Vec<Diagnostic> = Vec::new();
    if !own.is_empty() {
        failure = None;
    }
    for mistake in own {
        reported.extend(Some(from.mistaken(mistake)).filter(|_| reported.len() < MOST));
        search.skip(mistake.node());
    }
    match stop {
        // How the rest is meant is not known.
        Some(stop) => {
            reported.retain(|reported| reported.code == Code::DuplicateKey);
            reported.push(stop);
        }
        None => {
            let mut first = failure;
            for _ in 0..ROUNDS {
                let failure = first.take().or_else(|| read(&search.skipped));
                let Some(failure) = failure.filter(|_| reported.len() < MOST) else { break };
                let at = failure.at.unwrap_or(record);
                let found = named(from.failed(&failure), schema);
                if found.code == Code::YamlSyntax {
                    // How the rest is meant is not known.
                    reported.extend(reported.is_empty().then_some(found));
                    break;
                }
                match failure.wrong {
                    Wrong::MissingKey(key) if at == record => {
                        reported.extend(search.missing(&found, key, required(schema())));
                        break;
                    }
                    Wrong::MissingKey(key) => reported.extend((!search.explains(at, key)).then_some(found)),
                    _ if search.is_spoiled(at) => {}
                    _ => {
                        search.meant.extend(found.suggestion.clone().map(|meant| (at, meant)));
                        reported.push(found);
                    }
                }
                if !search.skip(at) {
                    break;
                }
            }
        }
    }
    if reported.is_empty() {
        reported.extend(read(&Skipped::default()).map(|failure| from.failed(&failure)));
    }
    spread((from.file, from.text), whole, &mut reported);
    indented(from.text, &mut reported);
    reported
}

/// The search for all that is wrong with a record.
struct Search<'a> {
    tree: &'a Tree<'a>,
    record: NodeId,
    skipped: Skipped,
    /// Collections of which a part is skipped: what they lack now, they may lack because of that.
    spoiled: Skipped,
    /// Keys that wrong ones were meant to be.
    meant: Vec<(NodeId, String)>,
}

impl Search<'_> {
    /// Skips what a node is a part of: a key with its value, or an item. `false` when that is the record.
    fn skip(&mut self, at: NodeId) -> bool {
        if at == self.record {
            return false;
        }
        let value = self.tree.entry(at).map_or(at, |(_, value)| value);
        let above = self.tree.ancestors(at).skip(1).take_while(|id| *id != self.record);
        self.spoiled.extend(above);
        self.skipped.insert(value)
    }

    /// The names of the keys of a mapping that are skipped, and of those that these were meant to be.
    fn gone(&self, mapping: NodeId) -> BTreeSet<&str> {
        let is_part = |id: &NodeId| self.tree.node(*id).parent == Some(mapping);
        let keys = self.skipped.iter().filter(|id| is_part(id)).filter_map(|id| self.tree.entry(*id));
        let meant = self.meant.iter().filter(|(id, _)| is_part(id)).map(|(_, meant)| &**meant);
        keys.filter_map(|(key, _)| self.tree.text(key)).chain(meant).collect()
    }

    /// True when a node is wrong because of what was reported: a part of it is skipped, or what it repeats.
    fn is_spoiled(&self, id: NodeId) -> bool {
        let repeats = |of: &NodeId| self.skipped.contains(of);
        self.spoiled.contains(&id) || matches!(&self.tree.node(id).value, Value::Repeated(of) if repeats(of))
    }

    /// True when a mapping lacks a key because of what was reported.
    fn explains(&self, mapping: NodeId, key: &str) -> bool {
        self.gone(mapping).contains(key)
    }

    /// The keys that the record lacks, one of which was found to be missing; not those that are skipped, or are written
    /// wrongly.
    fn missing(&self, found: &Diagnostic, key: &str, required: Vec<String>) -> Vec<Diagnostic> {
        let gone = self.gone(self.record);
        let is_lacking = |key: &String| self.tree.get(self.record, key).is_none();
        let mut lacking: BTreeSet<String> = required.into_iter().filter(is_lacking).collect();
        lacking.insert(key.to_owned());
        let missing = |key: &String| Diagnostic { args: Vec::new(), ..found.clone() }.arg("key", key);
        lacking.iter().filter(|key| !gone.contains(&***key)).map(missing).collect()
    }
}

/// The keys that a mapping cannot go without.
fn required(schema: &Schema) -> Vec<String> {
    let keys = schema.get("required").and_then(|keys| keys.as_array());
    keys.into_iter().flatten().filter_map(|key| Some(key.as_str()?.to_owned())).collect()
}

/// An unknown key that is the Chinese name of one, or that one in full-width letters, with the key that was meant.
fn named<'s>(reported: Diagnostic, schema: &dyn Fn() -> &'s Schema) -> Diagnostic {
    let written = reported.args.iter().find(|(name, _)| *name == "key").map(|(_, key)| key.trim());
    let Some(written) = written.filter(|key| reported.code == Code::UnknownKey && !key.is_ascii()) else {
        return reported;
    };
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let narrow: String = written.chars().map(narrow).collect::<String>().to_ascii_lowercase();
    let known = reported.args.iter().find(|(name, _)| *name == "known").map_or("", |(_, known)| known);
    let known: Vec<&str> = known.split('、').collect();
    let meant = match known.iter().find(|key| **key == narrow) {
        Some(key) => Some((*key).to_owned()),
        None => described(schema(), &known, written),
    };
    Diagnostic { suggestion: reported.suggestion.clone().or(meant), ..reported }
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
pub(super) fn spread((file, text): (FileId, &str), part: Range<usize>, reported: &mut Vec<Diagnostic>) {
    let is = |reported: &Diagnostic, causes: &[&str]| {
        let cause = reported.args.iter().find(|(name, _)| *name == "cause").map(|(_, cause)| cause.as_str());
        reported.code == Code::YamlSyntax && cause.is_some_and(|cause| causes.contains(&cause))
    };
    let colons = reported.iter().any(|reported| is(reported, &["@yaml-wide-colon", "@yaml-tight-colon"]));
    let dashes = reported.iter().any(|reported| is(reported, &["@yaml-dash"]));
    let mut all = if colons { slips::colons(text, part.clone(), MOST) } else { Vec::new() };
    all.extend(if dashes { slips::dashes(text, part, MOST) } else { Vec::new() });
    let all = all.into_iter().map(|slip| slipped(file, text, slip));
    let others: Vec<Diagnostic> =
        all.filter(|other| reported.iter().all(|reported| reported.span != other.span)).collect();
    reported.extend(others);
}

/// Keys that stand below one without a value, and have its indentation, are its value: they are reported with it.
fn indented(text: &str, reported: &mut Vec<Diagnostic>) {
    let is_empty = |reported: &Diagnostic| {
        reported.code == Code::WrongType
            && reported.args.iter().any(|(name, value)| *name == "found" && value == "@nothing")
    };
    if !reported.iter().any(is_empty) {
        return;
    }
    reported.sort_by_key(|reported| reported.span.map_or(0, |span| span.range().start));
    let mut at = 0;
    while at < reported.len() {
        let is_empty = is_empty(&reported[at]);
        let mut end = reported[at].span.map_or(0, |span| span.range().end);
        while is_empty && at + 1 < reported.len() && reported[at + 1].code == Code::UnknownKey {
            let Some(next) = reported[at + 1].span else { break };
            // Nothing but the rest of the line before stands between them.
            if text[end..next.range().start.max(end)].matches('\n').count() > 1 {
                break;
            }
            end = next.range().end;
            reported.remove(at + 1);
            if let Some((_, how)) = reported[at].args.iter_mut().find(|(name, _)| *name == "how") {
                "@how-indent".clone_into(how);
            }
            reported[at].related = reported[at].related.iter().copied().chain([(next, Relation::Compared)]).collect();
        }
        at += 1;
    }
}
