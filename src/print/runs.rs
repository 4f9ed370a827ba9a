//! Runs of letters, digits and signs, which have no place to break → marked where they may be broken anywhere.

use serde_json::{Value, json};

use super::tree;

/// Characters of a run that may be broken in a paragraph: a shorter one goes to the next line as a whole, and the line before
/// it is not stretched too far.
const LONG: usize = 13;
/// Bytes of the runs of a paragraph that may be broken anywhere. The typesetter compares all places to break in a paragraph, so
/// that further runs have only some.
const ANYWHERE: usize = 4_000;
/// Characters between these.
const PIECE: usize = 24;
/// Elements that are paragraphs of their own.
const PARAGRAPHS: [&str; 13] = ["p", "li", "td", "th", "dd", "dt", "div", "h1", "h2", "h3", "h4", "h5", "h6"];

/// True for a character of a run.
pub(super) fn is_unbroken(c: char) -> bool {
    ('!'..'\u{2e80}').contains(&c) && !"—…“”‘’·".contains(c)
}

/// Marks the long runs in text outside of tables.
pub(super) fn mark(node: &mut Value) {
    let skipped = ["table", "pre", "code", "form", "run"];
    within(node, &skipped, &|run| run.chars().count() >= LONG, &mut { ANYWHERE });
}

/// Marks the runs of all text in a node for which `wanted` holds.
pub(super) fn mark_all(node: &mut Value, wanted: &dyn Fn(&str) -> bool) {
    within(node, &["run"], wanted, &mut { ANYWHERE });
}

/// Marks runs in a node and those in it, but for the `skipped` ones, while there are bytes `left` for its paragraph.
fn within(node: &mut Value, skipped: &[&str], wanted: &dyn Fn(&str) -> bool, left: &mut usize) {
    let name = node["t"].as_str().unwrap_or_default();
    if skipped.contains(&name) {
        return;
    }
    let mut own = ANYWHERE;
    let left = if PARAGRAPHS.contains(&name) { &mut own } else { left };
    split(node, wanted, left);
    tree::children_mut(node).for_each(|child| within(child, skipped, wanted, left));
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

/// Puts elements `run` for the runs among the texts of a node, and further ones in pieces.
fn split(node: &mut Value, wanted: &dyn Fn(&str) -> bool, left: &mut usize) {
    let Some(children) = node.get_mut("c").and_then(Value::as_array_mut) else { return };
    let is_long =
        |child: &Value| child.as_str().is_some_and(|text| parts(text).any(|(is_run, part)| is_run && wanted(part)));
    if !children.iter().any(is_long) {
        return;
    }
    let marked = children.drain(..).flat_map(|child| match child {
        Value::String(text) => {
            let part = |(is_run, part): (bool, &str)| match (is_run && wanted(part), left.checked_sub(part.len())) {
                (true, Some(rest)) => {
                    *left = rest;
                    json!({ "t": "run", "c": [part] })
                }
                (true, None) => json!(in_pieces(part)),
                (false, _) => json!(part),
            };
            parts(&text).map(part).collect()
        }
        other => vec![other],
    });
    let marked: Vec<Value> = marked.collect();
    *children = marked;
}

/// A run that may be broken between its pieces (by a zero width space).
fn in_pieces(run: &str) -> String {
    let mut parted = String::with_capacity(run.len() + run.len() / PIECE * 3);
    let mut length = 0;
    for c in run.chars() {
        if length >= PIECE && tree::begins_a_piece(c) {
            parted.push('\u{200B}');
            length = 0;
        }
        parted.push(c);
        length += 1;
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_broken_anywhere_and_endless_ones_between_pieces() {
        let marked = |text: &str| {
            let mut node = json!({ "t": "p", "c": [text] });
            mark(&mut node);
            node["c"].clone()
        };
        let run = |length: usize| "a".repeat(length);
        assert_eq!(marked(&run(12)), json!([run(12)]));
        assert_eq!(marked(&format!("甲{}乙", run(4_000))), json!(["甲", { "t": "run", "c": [run(4_000)] }, "乙"]));
        let pieces = [&*run(24), "\u{200B}"].concat().repeat(166) + &run(17) + "\u{301}";
        assert_eq!(marked(&(run(4_001) + "\u{301}")), json!([pieces]));
        let piece = [&*run(24), "\u{301}"].concat();
        assert!(marked(&piece.repeat(200))[0].as_str().unwrap().starts_with(&(piece + "\u{200B}a")));
        // What is left is that of the paragraph, and not of the text around it.
        let mut node = json!({ "t": "ul", "c": [
            { "t": "li", "c": [run(3_000), { "t": "i", "c": [run(3_000)] }, run(30)] },
            { "t": "li", "c": [run(3_000)] },
        ] });
        mark(&mut node);
        let is_run = |pointer: &str| node.pointer(pointer).unwrap()["t"] == "run";
        assert_eq!(["/c/0/c/0", "/c/0/c/1/c/0", "/c/0/c/2", "/c/1/c/0"].map(is_run), [true, false, true, true]);
    }
}
