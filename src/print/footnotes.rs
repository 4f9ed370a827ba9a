//! Footnotes at the end of a page → footnotes where they are referred to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::tree;

/// Puts the text of each footnote to the first reference to it. In the headings of a table, which are repeated, there are
/// none: these follow the table. A footnote without a reference stays where it is.
pub fn place(nodes: &mut [&mut Value]) {
    let is_section = |node: &&mut Value| node["t"] == "section" && node["class"] == "footnotes";
    let Some(at) = nodes.iter().position(is_section) else { return };
    let section = std::mem::take(nodes[at]);
    let mut notes = BTreeMap::new();
    collect(section, &mut notes);
    for node in nodes.iter_mut() {
        refer(node, &mut notes);
    }
    let left: Vec<Value> = notes
        .into_iter()
        .flat_map(|(number, text)| [json!({ "t": "p", "c": [format!("[{number}]")] })].into_iter().chain(text))
        .collect();
    *nodes[at] = json!({ "t": "section", "c": left });
}

/// The children of a node, which is taken apart.
fn into_children(mut node: Value) -> Vec<Value> {
    match node.get_mut("c").map(Value::take) {
        Some(Value::Array(children)) => children,
        _ => Vec::new(),
    }
}

fn collect(node: Value, notes: &mut BTreeMap<String, Vec<Value>>) {
    match node["note"].as_str().map(str::to_owned) {
        Some(number) => {
            notes.insert(number, into_children(node));
        }
        None => into_children(node).into_iter().for_each(|child| collect(child, notes)),
    }
}

fn refer(node: &mut Value, notes: &mut BTreeMap<String, Vec<Value>>) {
    if let Some(text) = node["note"].as_str().and_then(|number| notes.remove(number)) {
        let mark = node["c"].take();
        *node = json!({ "t": "footnote", "mark": mark, "c": text });
        return;
    }
    tree::children_mut(node).for_each(|child| refer(child, notes));
    if node["t"] == "table" {
        let mut after = Vec::new();
        let heads = tree::children_mut(node).filter(|part| part["t"] == "thead");
        heads.for_each(|head| lift(head, &mut after));
        node["notes"] = json!(after);
    }
}

/// Takes footnotes out of the headings of a table; their marks stay.
fn lift(node: &mut Value, after: &mut Vec<Value>) {
    if node["t"] == "footnote" {
        let note = std::mem::take(node);
        *node = json!({ "t": "sup", "c": note["mark"] });
        after.push(note);
        return;
    }
    tree::children_mut(node).for_each(|child| lift(child, after));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::tree::{Addresses, nodes, text};

    #[test]
    fn footnotes_go_to_their_first_reference() {
        let html = "<p>甲<sup id=fnref-1><a href=#fn-1>[1]</a></sup>乙<sup id=fnref-1-2><a href=#fn-1>[1]</a></sup></p>\
            <table><thead><tr><th>题<sup><a href=#fn-2>[2]</a></sup></th></tr></thead></table>\
            <section class=footnotes><ol><li id=fn-1><p>注一 <a href=#fnref-1>↩</a></p></li><li id=fn-2>注二</li><li id=fn-3>注三</li></ol></section>";
        let addresses = Addresses { link: &|_| None, picture: &|_| None, unnamed: "" };
        let mut nodes = nodes(html, &addresses);
        place(&mut nodes.iter_mut().collect::<Vec<_>>());
        assert_eq!(nodes[0]["c"][1]["t"], "footnote");
        assert_eq!(text(&nodes[0]["c"][1]), "注一 ");
        assert_eq!((&nodes[0]["c"][3]["t"], text(&nodes[0]["c"][3])), (&json!("sup"), "[1]".to_owned()));
        assert_eq!(text(&nodes[1]), "题[2]");
        assert_eq!(text(&nodes[1]["notes"][0]), "注二");
        assert_eq!(text(&nodes[2]), "[3]注三");
    }
}
