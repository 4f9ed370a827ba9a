//! Runs of letters, digits and signs, which have no place to break → marked where they may be broken anywhere.

use serde_json::{Value, json};

use super::tree;

/// Characters of a run that may be broken in a paragraph: a shorter one goes to the next line as a whole, and the line before
/// it is not stretched too far.
const LONG: usize = 13;

/// True for a character of a run.
pub(super) fn is_unbroken(c: char) -> bool {
    ('!'..'\u{2e80}').contains(&c) && !"—…“”‘’·".contains(c)
}

/// Marks the long runs in text outside of tables.
pub(super) fn mark(node: &mut Value) {
    if !["table", "pre", "code", "form", "run"].iter().any(|name| node["t"] == *name) {
        split(node, &|run| run.chars().count() >= LONG);
        tree::children_mut(node).for_each(mark);
    }
}

/// Marks the runs of all text in a node for which `wanted` holds.
pub(super) fn mark_all(node: &mut Value, wanted: &dyn Fn(&str) -> bool) {
    if node["t"] != "run" {
        split(node, wanted);
        tree::children_mut(node).for_each(|child| mark_all(child, wanted));
    }
}

/// Parts of a text: its runs, and what is between them.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_run = is_unbroken(first);
        let end = rest.find(|c| is_unbroken(c) != is_run).unwrap_or(rest.len());
        let part;
        (part, rest) = rest.split_at(end);
        Some((is_run, part))
    })
}

/// Puts elements `run` for the runs among the texts of a node.
fn split(node: &mut Value, wanted: &dyn Fn(&str) -> bool) {
    let Some(children) = node.get_mut("c").and_then(Value::as_array_mut) else { return };
    let is_long =
        |child: &Value| child.as_str().is_some_and(|text| parts(text).any(|(is_run, part)| is_run && wanted(part)));
    if !children.iter().any(is_long) {
        return;
    }
    let marked = children.drain(..).flat_map(|child| match child {
        Value::String(text) => {
            let part = |(is_run, part): (bool, &str)| match is_run && wanted(part) {
                true => json!({ "t": "run", "c": [part] }),
                false => json!(part),
            };
            parts(&text).map(part).collect()
        }
        other => vec![other],
    });
    let marked: Vec<Value> = marked.collect();
    *children = marked;
}
