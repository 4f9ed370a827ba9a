//! Finished HTML of a page → the tree that templates for print read.
//!
//! A document to print is made from the same HTML as the page, so that the two cannot differ. An element is
//! `{"t": name, "c": [children], …}` with the attributes that matter on paper, a text is a string.

use scraper::{ElementRef, Html, Node};
use serde_json::{Map, Value, json};

use crate::syntax::html::is_inline;

/// Attributes that are kept as they are.
const KEPT: [&str; 6] = ["alt", "checked", "class", "colspan", "rowspan", "start"];

/// Levels of elements that templates go down into; of what is nested deeper they get the words. HTML of authors is refused
/// before it comes so far.
const MAX_DEPTH: usize = 48;

/// Characters of a word without a place to break it, more than a line of paper holds. The engine's work for a line grows with
/// the square of what it cannot break.
const LONGEST_WORD: usize = 120;
/// Characters from this one on can be parted wherever they stand.
const FIRST_IDEOGRAPHIC: char = '\u{2E80}';

/// What the addresses in a text become.
pub struct Addresses<'a> {
    /// A link's address on paper; nothing where it leads nowhere from there.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// The path of a picture among the files of the job; nothing for one that cannot be printed.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
    /// The alternative text of a picture that has none; PDF/UA wants one.
    pub unnamed: &'a str,
}

/// The nodes of a piece of HTML. Links of the page to itself are left out, their text is not.
pub fn nodes(html: &str, addresses: &Addresses<'_>) -> Vec<Value> {
    children(Html::parse_fragment(html).root_element(), addresses, MAX_DEPTH)
}

/// All text of a node.
pub fn text(node: &Value) -> String {
    match node {
        Value::String(text) => text.clone(),
        other => other["c"].as_array().into_iter().flatten().map(text).collect(),
    }
}

/// The children of a node.
pub fn children_mut(node: &mut Value) -> impl Iterator<Item = &mut Value> {
    node.get_mut("c").and_then(Value::as_array_mut).into_iter().flatten()
}

/// The text of each innermost block of a node: of a paragraph, an item, a cell.
pub fn texts(node: &Value) -> Vec<String> {
    let inner: Vec<&Value> = node["c"].as_array().into_iter().flatten().collect();
    let is_block = |node: &&&Value| node["t"].as_str().is_some_and(|name| !is_inline(name));
    if inner.iter().any(|node| is_block(&node)) {
        return inner.into_iter().flat_map(texts).collect();
    }
    vec![text(node)]
}

/// True for an element of this name, and for what holds one.
pub fn holds(node: &Value, name: &str) -> bool {
    node["t"] == name || node["c"].as_array().into_iter().flatten().any(|inner| holds(inner, name))
}

fn children(parent: ElementRef<'_>, addresses: &Addresses<'_>, levels: usize) -> Vec<Value> {
    let Some(below) = levels.checked_sub(1) else {
        return vec![Value::String(spaced(&parent.text().collect::<String>()))];
    };
    let nodes = parent.children().filter_map(|child| match (child.value(), ElementRef::wrap(child)) {
        (Node::Text(text), _) => Some(Value::String(spaced(text))),
        (_, Some(inner)) => element(inner, addresses, below),
        _ => None,
    });
    nodes.collect()
}

fn element(element: ElementRef<'_>, addresses: &Addresses<'_>, levels: usize) -> Option<Value> {
    let value = element.value();
    // Only a reader of the page follows or copies a link to a clause, or goes back from a footnote.
    let goes_back = value.attr("href").is_some_and(|href| href.starts_with("#fnref-"));
    if goes_back || value.has_class("anchor", scraper::CaseSensitivity::CaseSensitive) {
        return None;
    }
    if let Some(number) = value.attr("id").and_then(|id| id.strip_prefix("fn-")).filter(|_| value.name() == "li") {
        return Some(json!({ "t": "li", "c": children(element, addresses, levels), "note": number }));
    }
    if let Some(number) = reference(element) {
        return Some(json!({ "t": "sup", "c": [element.text().collect::<String>()], "note": number }));
    }
    let mut node = Map::new();
    node.insert("t".to_owned(), json!(value.name()));
    node.insert("c".to_owned(), Value::Array(children(element, addresses, levels)));
    let kept = KEPT.into_iter().filter_map(|name| Some((name, value.attr(name)?.to_owned())));
    let link = value.attr("href").and_then(addresses.link).map(|href| ("href", href));
    let picture = value.attr("src").and_then(addresses.picture).map(|src| ("src", src));
    if value.name() == "img" {
        node.insert("alt".to_owned(), json!(addresses.unnamed));
    }
    let kept = kept.filter(|(name, text)| *name != "alt" || !text.trim().is_empty());
    node.extend(kept.chain(link).chain(picture).map(|(name, text)| (name.to_owned(), Value::String(text))));
    Some(Value::Object(node))
}

/// The number of the footnote that an element refers to.
fn reference(element: ElementRef<'_>) -> Option<&str> {
    let link = element.child_elements().next().filter(|_| element.value().name() == "sup")?;
    link.value().attr("href")?.strip_prefix("#fn-")
}

/// White space as a browser shows it: one space. Full-width spaces are characters like others. A word longer than any line
/// can be broken (by a zero width space).
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut word = 0;
    for c in text.chars() {
        word = if c.is_whitespace() || c >= FIRST_IDEOGRAPHIC { 0 } else { word + 1 };
        if word > LONGEST_WORD && begins_a_piece(c) {
            spaced.push('\u{200B}');
            word = 1;
        }
        match c {
            ' ' | '\n' | '\t' | '\r' if spaced.ends_with(' ') => {}
            ' ' | '\n' | '\t' | '\r' => spaced.push(' '),
            other => spaced.push(other),
        }
    }
    spaced
}

/// Whether a word that is too long may be parted before this character: not before what combines with the one in front of it.
pub(super) fn begins_a_piece(c: char) -> bool {
    !matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
        && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_on_paper_is_kept() {
        let addresses = Addresses {
            link: &|href| (!href.starts_with('#')).then(|| format!("https://www.example.com/{href}")),
            picture: &|src| src.ends_with(".png").then(|| src.to_owned()),
            unnamed: "",
        };
        let html = "<p id=x>见<a href=\"a.html\">甲</a>、<a href=\"#b\">乙</a>\n  丙<br>&nbsp;丁<img src=\"a.png\" alt=\"图\"><a href=\"#fnref-1\">↩</a></p><td>";
        let expected = json!([{ "t": "p", "c": [
            "见",
            { "t": "a", "c": ["甲"], "href": "https://www.example.com/a.html" },
            "、",
            { "t": "a", "c": ["乙"] },
            " 丙",
            { "t": "br", "c": [] },
            "\u{a0}丁",
            { "t": "img", "c": [], "alt": "图", "src": "a.png" },
        ] }]);
        let nodes = nodes(html, &addresses);
        assert_eq!(Value::Array(nodes.clone()), expected);
        assert_eq!(text(&nodes[0]), "见甲、乙 丙\u{a0}丁");
    }

    #[test]
    fn words_longer_than_a_line_can_be_broken() {
        let word = "a".repeat(LONGEST_WORD);
        assert_eq!(spaced(&format!("{word} {word}政{word}")), format!("{word} {word}政{word}"));
        assert_eq!(spaced(&word.repeat(3)), [&*word, &word, &word].join("\u{200B}"));
        let line = "_".repeat(LONGEST_WORD);
        assert_eq!(spaced(&line.repeat(2)), [&*line, &line].join("\u{200B}"));
        let marked = format!("{word}\u{301}\u{200D}");
        assert_eq!(spaced(&format!("{marked}a")), format!("{marked}\u{200B}a"));
    }

    #[test]
    fn what_is_nested_too_deeply_keeps_its_words() {
        let addresses = Addresses { link: &|_| None, picture: &|_| None, unnamed: "" };
        let nodes = nodes(&format!("{}甲<i>乙</i>{}", "<div>".repeat(20_000), "</div>".repeat(20_000)), &addresses);
        let mut node = &nodes[0];
        let mut depth = 1;
        while node["c"][0].is_object() {
            (node, depth) = (&node["c"][0], depth + 1);
        }
        assert_eq!((depth, node["c"][0].as_str()), (MAX_DEPTH, Some("甲乙")));
        assert_eq!(text(&nodes[0]), "甲乙");
    }
}
