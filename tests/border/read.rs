//! What a page or a file could do, and the texts that it shows, as others' readers see them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read};

use scraper::{Html, Node};

use super::plant::Spot;

/// Elements that do something by being there.
const ACTING: &[&str] = &[
    "applet", "audio", "base", "embed", "form", "frame", "frameset", "iframe", "link", "math", "meta", "object",
    "portal", "script", "source", "style", "svg", "template", "track", "video",
];
/// Attributes that say what they do; those of script come on top.
const SAYING: &[&str] = &[
    "action",
    "as",
    "background",
    "content",
    "data",
    "formaction",
    "href",
    "http-equiv",
    "manifest",
    "method",
    "ping",
    "poster",
    "rel",
    "src",
    "srcdoc",
    "srcset",
    "style",
    "target",
    "type",
    "xlink:href",
];
/// Properties that calendars of this program have.
const PROPERTIES: &[&str] = &[
    "BEGIN",
    "CALSCALE",
    "DESCRIPTION",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "END",
    "METHOD",
    "NAME",
    "PRODID",
    "SUMMARY",
    "TRANSP",
    "UID",
    "URL",
    "VERSION",
    "X-WR-CALNAME",
    "X-WR-TIMEZONE",
];

/// What could act: each element with what it does, and where addresses lead, by scheme and host.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Acts {
    elements: BTreeMap<String, usize>,
    places: BTreeSet<String>,
}

impl Acts {
    /// Fails unless the same could act before.
    pub fn compare(&self, before: &Self, name: &str) {
        for (element, count) in &self.elements {
            assert_eq!(before.elements.get(element), Some(count), "{name}: {element} was not there so often");
        }
        assert_eq!(self.elements.len(), before.elements.len(), "{name}: something is gone");
        let new: Vec<_> = self.places.difference(&before.places).collect();
        assert!(new.is_empty(), "{name}: addresses lead to {new:?}");
    }

    fn add(&mut self, element: String) {
        *self.elements.entry(element).or_default() += 1;
    }
}

/// Texts without white space, joined by a character that is in none of them.
#[derive(Debug, Default)]
pub struct Texts {
    all: String,
    markers: HashMap<String, Vec<usize>>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.all.push('\u{1}');
        self.all.extend(text.chars().filter(|c| !c.is_whitespace()));
    }

    /// These and others, with the places of all markers.
    pub fn with(mut self, other: &Self) -> Self {
        let start = self.all.len();
        self.all.push_str(&other.all);
        let bytes = self.all.as_bytes();
        for at in memchr::memchr_iter(b'Q', &bytes[start..]).map(|at| start + at) {
            let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits > 0 && bytes.get(at + 1 + digits) == Some(&b'Z') {
                let marker = self.all[at..at + digits + 2].to_owned();
                self.markers.entry(marker).or_default().push(at);
            }
        }
        self
    }

    /// True when something of a planted text is shown.
    pub fn mentions(&self, marker: &str) -> bool {
        self.markers.contains_key(marker)
    }

    /// True when a planted text is shown to the letter.
    pub fn has(&self, spot: &Spot) -> bool {
        let text: String = spot.text.chars().filter(|c| !c.is_whitespace()).collect();
        let before = text.find(&spot.marker).unwrap();
        let at = |place: &usize| place.checked_sub(before).is_some_and(|start| self.all[start..].starts_with(&text));
        self.markers[&spot.marker].iter().any(at)
    }
}

/// What a file could do, and what it shows.
pub fn file(path: &str, bytes: &[u8]) -> (Acts, Texts) {
    match path.rsplit('.').next().unwrap() {
        "html" => page(path, std::str::from_utf8(bytes).unwrap()),
        "ics" => calendar(path, std::str::from_utf8(bytes).unwrap()),
        "xml" | "svg" => xml(path, std::str::from_utf8(bytes).unwrap()),
        "docx" | "xlsx" | "ods" => office(path, bytes),
        _ => Default::default(),
    }
}

fn page(path: &str, html: &str) -> (Acts, Texts) {
    let (mut acts, mut texts) = (Acts::default(), Texts::default());
    let document = Html::parse_document(html);
    for node in document.tree.nodes() {
        match node.value() {
            Node::Comment(_) => acts.add("comment".to_owned()),
            Node::Text(text) => texts.push(text),
            Node::Element(element) => {
                let name = element.name();
                let mut said = vec![name.to_owned()];
                let tells = name == "meta" && ["name", "property"].iter().any(|key| element.attr(key).is_some());
                let mut acting = ACTING.contains(&name) && !tells;
                for (key, value) in element.attrs() {
                    texts.push(value);
                    let script = key.starts_with("on") || ["style", "srcdoc", "formaction", "ping"].contains(&key);
                    acting |= script;
                    if script || SAYING.contains(&key) && (acting || key != "content") {
                        said.push(format!("{key}={value}"));
                    }
                    if ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset"].contains(&key)
                    {
                        acts.places.insert(leads(value));
                    }
                }
                let mut content: String = match name {
                    "script" | "style" => {
                        node.children().filter_map(|child| child.value().as_text()).map(|t| &**t).collect()
                    }
                    _ => String::new(),
                };
                let is_data = matches!(element.attr("type"), Some("application/json" | "application/ld+json"));
                if name == "script" && is_data {
                    serde_json::from_str::<serde_json::Value>(&content)
                        .unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
                    // Data do nothing; how many files a search has depends on the texts.
                    content.clear();
                }
                if acting {
                    said.push(content);
                    acts.add(said.join(" "));
                }
            }
            _ => {}
        }
    }
    (acts, texts)
}

/// The scheme of an address and its host, as a browser reads it; nothing for one within the site.
fn leads(address: &str) -> String {
    let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let address = address.replace('\\', "/").to_ascii_lowercase();
    if let Some(rest) = address.strip_prefix("//") {
        return format!("//{}", rest.split('/').next().unwrap());
    }
    let Some((scheme, rest)) = address.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '?', '#'])) else {
        return String::new();
    };
    match scheme {
        "http" | "https" => {
            format!("{scheme}://{}", rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap())
        }
        // These open nothing by themselves.
        "mailto" | "tel" => String::new(),
        other => other.to_owned(),
    }
}

/// A calendar by the lines of RFC 5545: names that are known, one for each text, and texts in which nothing ends a line
/// or parts a list.
fn calendar(path: &str, text: &str) -> (Acts, Texts) {
    let (mut acts, mut texts) = (Acts::default(), Texts::default());
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{path}: line ends");
    let mut open = Vec::new();
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (property, value) = line.split_once(':').unwrap_or_else(|| panic!("{path}: {line:?}"));
        let (name, parameters) = property.split_once(';').unwrap_or((property, ""));
        assert!(PROPERTIES.contains(&name), "{path}: {line}");
        acts.add(format!("{name};{parameters}"));
        match name {
            "BEGIN" => open.push(value.to_owned()),
            "END" => assert_eq!(open.pop().as_deref(), Some(value), "{path}"),
            "DESCRIPTION" | "NAME" | "SUMMARY" | "X-WR-CALNAME" => texts.push(&unescaped(path, value)),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{path}: {open:?} has no end");
    (acts, texts)
}

fn unescaped(path: &str, value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        assert!(![',', ';'].contains(&letter), "{path}: {letter} is not escaped in {value}");
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(letter @ ('\\' | ',' | ';')) => text.push(letter),
                other => panic!("{path}: \\{other:?} in {value}"),
            },
            other => text.push(other),
        }
    }
    text
}

fn xml(path: &str, text: &str) -> (Acts, Texts) {
    let (mut acts, mut texts) = (Acts::default(), Texts::default());
    let document = roxmltree::Document::parse(text).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
    for node in document.descendants() {
        assert!(!node.is_pi() && !node.is_comment(), "{path}: {node:?}");
        let name = node.tag_name().name();
        // A link of Akoma Ntoso is what one of a page is: its address counts.
        let is_link = name == "a" && node.tag_name().namespace().is_some_and(|space| space.contains("/legaldocml/"));
        if !is_link && matches!(name, "script" | "f" | "Relationship" | "fldSimple" | "a") {
            let attributes = node.attributes().map(|attribute| format!("{}={}", attribute.name(), attribute.value()));
            acts.add(format!("{name} {}", attributes.collect::<Vec<_>>().join(" ")));
        }
        for attribute in node.attributes() {
            texts.push(attribute.value());
            if attribute.name() == "formula" {
                acts.add(format!("formula {}", attribute.value()));
            }
            if attribute.name() == "href" {
                acts.places.insert(leads(attribute.value()));
            }
        }
    }
    // A paragraph is parted into runs where it is set in another font.
    let blocks = document.descendants().filter(|node| ["p", "si", "is", "t"].contains(&node.tag_name().name()));
    for block in blocks {
        let all = block.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
        texts.push(&all.collect::<String>());
    }
    (acts, texts)
}

fn office(path: &str, bytes: &[u8]) -> (Acts, Texts) {
    let (mut acts, mut texts) = (Acts::default(), Texts::default());
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let (own, said) = xml(&format!("{path}/{name}"), &text);
            own.elements.into_iter().for_each(|(element, count)| *acts.elements.entry(element).or_default() += count);
            acts.places.extend(own.places);
            texts.all.push_str(&said.all);
        }
    }
    (acts, texts)
}
