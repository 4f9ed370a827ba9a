//! A page → the lines that readers see, with marks for what is strong, a footnote or a picture.

use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

/// Elements that stand within a line.
const INLINE: &[&str] = &["a", "strong", "em", "del", "code", "span", "wbr", "sup", "img", "input"];

/// The lines of the part of a page that a selector names.
pub fn lines(html: &str, part: &str) -> Vec<String> {
    let html = Html::parse_document(html);
    let mut text = String::new();
    for part in html.select(&Selector::parse(part).unwrap()) {
        read(part, false, &mut text);
    }
    let is_seen =
        |c: char| !(c.is_whitespace() || "\u{200B}\u{FEFF}\u{2060}\u{AD}\u{200E}\u{200C}\u{200D}".contains(c));
    let trimmed = text.split('\n').map(|line| line.trim_start_matches(|c| !is_seen(c)).trim_end().to_owned());
    trimmed.filter(|line| !line.is_empty()).collect()
}

/// The text of a piece of HTML with its marks.
pub fn marked(html: &str) -> String {
    let html = Html::parse_fragment(html);
    let mut text = String::new();
    read(html.root_element(), true, &mut text);
    text
}

/// True for what a page adds to the text of a document.
fn is_added(element: &Element) -> bool {
    let has = |class: &str| element.classes().any(|own| own == class);
    match element.name() {
        "a" => has("anchor") || element.attr("href").is_some_and(|href| href.starts_with("#fnref-")),
        "details" => has("cites"),
        "aside" => has("note"),
        "p" => has("alert-title"),
        _ => false,
    }
}

/// The mark on both sides of what an element holds.
fn mark(element: ElementRef<'_>) -> &'static str {
    let is_block = element.parent().and_then(ElementRef::wrap).is_some_and(|parent| parent.value().name() == "pre");
    match element.value().name() {
        _ if is_block => "",
        "strong" => "**",
        "em" => "*",
        "del" => "~~",
        "code" => "`",
        _ => "",
    }
}

/// What stands in Markdown before the text of a block.
fn lead(element: ElementRef<'_>) -> String {
    let list = element.parent().and_then(ElementRef::wrap).map(|parent| parent.value());
    match element.value().name() {
        "li" if list.is_some_and(|list| list.name() == "ol") => {
            let first: usize = list.and_then(|list| list.attr("start")).map_or(1, |first| first.parse().unwrap());
            let before = element.prev_siblings().filter(|node| node.value().is_element()).count();
            format!("{}.", first + before)
        }
        "li" => "-".into(),
        "h2" | "h3" | "h4" | "h5" | "h6" => "#".into(),
        "blockquote" => ">".into(),
        "dd" => ":".into(),
        _ => String::new(),
    }
}

/// Reads an element; `leads` with what stands in Markdown before a block.
fn read(element: ElementRef<'_>, leads: bool, text: &mut String) {
    let value = element.value();
    if is_added(value) {
        return;
    }
    if value.name() == "br" {
        return text.push('\n');
    }
    if value.name() == "sup" && value.attr("id").is_some_and(|id| id.starts_with("fnref-")) {
        return text.push_str("[^1]");
    }
    if value.name() == "img" {
        return text.push_str(&format!("![{}]", value.attr("alt").unwrap_or_default()));
    }
    let is_block = !INLINE.contains(&value.name());
    text.push_str(if is_block { "\n" } else { mark(element) });
    if leads {
        text.push_str(&lead(element));
    }
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            _ => ElementRef::wrap(child).into_iter().for_each(|child| read(child, leads, text)),
        }
    }
    text.push_str(if is_block { "\n" } else { mark(element) });
}
