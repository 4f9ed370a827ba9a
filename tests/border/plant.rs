//! A content folder → the same with hostile text in its strings. Records are written anew as JSON, which is YAML, so that
//! every string has a known place, and one that a rule refuses can be left as it was.

use std::collections::BTreeSet;
use std::ops::Range;

use mingce::diagnostic::{Code, Diagnostic};
use mingce::source::{Snapshot, Source};
use serde_json::Value;

/// Texts that are markup, code or a line of their own somewhere.
pub const HOSTILE: [&str; 14] = [
    "<script src=\"../static/evil.js\"></script>",
    "\"><img src=x onerror=\"evil()\">",
    "' onmouseover='evil()' x='",
    "]]><svg/onload=evil()>",
    "</script></title></textarea></style><script>evil()</script>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.invalid/\">",
    "{{7*7}}{% raw %}{# x #}${7*7}",
    "a\nX-INJECT:1\nATTENDEE:mailto:evil@invalid",
    "#let x = read(\"/etc/passwd\"); #panic(x)",
    "[a](javascript:evil())",
    "=HYPERLINK(\"https://evil.invalid/\",\"a\")",
    "&lt;script&gt;evil()&amp;&#60;b&#62;",
    "<base href=https://evil.invalid/><iframe srcdoc=\"<script>evil()</script>\"></iframe>",
    "<form action=https://evil.invalid/><button formaction=javascript:evil()>a</button></form>",
];

/// Keys of values that may be unpublished, and that are no texts when they are not.
const TYPED: &[&str] = &[
    "base_url",
    "checked_on",
    "classes",
    "contact",
    "directions",
    "enrolment",
    "from",
    "levels",
    "made_on",
    "original",
    "published_on",
    "to",
    "url",
    "validity",
];

/// Keys that readers see somewhere, and that must have been tried.
pub const SHOWN: &[&str] = &[
    "actors",
    "addressee",
    "after",
    "aliases",
    "amount",
    "author",
    "body",
    "by",
    "certificate_text",
    "confirm",
    "decided_by",
    "definition",
    "description",
    "directions",
    "document",
    "document_number",
    "due_text",
    "email",
    "exceptions",
    "fee",
    "filled_by",
    "fixed",
    "group",
    "help",
    "hint",
    "how_to_claim",
    "icp",
    "index_number",
    "issuer",
    "keywords",
    "label",
    "materials",
    "met",
    "mode",
    "name",
    "next",
    "note",
    "occupation",
    "owner",
    "papers",
    "phone",
    "place",
    "police",
    "question",
    "region",
    "sent_to",
    "short_title",
    "site_code",
    "stage",
    "subject",
    "summary",
    "system",
    "text",
    "title",
    "trainee",
    "unit",
    "unmet",
    "unsure",
    "value",
    "who",
];

/// What is planted into strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    None,
    /// All hostile texts, behind the string.
    All,
    /// One hostile text before the string; which one depends on the number of the string and on this.
    First(usize),
}

/// A string with hostile text in it.
pub struct Spot {
    /// Its number.
    pub index: usize,
    /// Path of its file.
    pub file: String,
    /// Its key, or that of the list that holds it.
    pub key: String,
    /// Where it stands.
    pub range: Range<usize>,
    /// Where the keys stand that lead to it.
    keys: Vec<Range<usize>>,
    /// A word that is nowhere else.
    pub marker: String,
    /// The hostile text with the marker.
    pub text: String,
    /// It is read as Markdown.
    pub is_markdown: bool,
}

/// A content folder with hostile texts.
pub struct Planted {
    /// The folder.
    pub snapshot: Snapshot,
    /// What stands where.
    pub spots: Vec<Spot>,
}

impl Planted {
    /// The strings at the place of an error, which are to be left as they were. Markdown may be refused: a preview shows
    /// the page all the same.
    pub fn refused(&self, reported: &Diagnostic) -> Vec<usize> {
        let tolerated = [Code::RawHtml, Code::UnknownLink, Code::MissingFile, Code::OutsideImage];
        let Some(span) = reported.span else { panic!("an error without a place: {reported:?}") };
        let path = &*self.snapshot.source(span.file).path;
        let at = span.range();
        let touches = |range: &Range<usize>| range.start < at.end.max(at.start + 1) && at.start < range.end;
        let own = || self.spots.iter().filter(|spot| spot.file == path);
        let mut here: Vec<&Spot> = own().filter(|spot| touches(&spot.range)).collect();
        if here.is_empty() {
            here = own().filter(|spot| spot.keys.iter().any(touches)).collect();
        }
        // Words of the settings may be too long for the sheet of a form, which is made all the same.
        if here.is_empty() && [Code::CellTooLong, Code::FormNoRoom].contains(&reported.code) {
            return Vec::new();
        }
        if tolerated.contains(&reported.code) && (here.is_empty() || here.iter().all(|spot| spot.is_markdown)) {
            return Vec::new();
        }
        assert!(!here.is_empty(), "an error that no planted text explains: {reported:?} in {path}");
        here.iter().map(|spot| spot.index).collect()
    }
}

struct Writer<'a> {
    shape: Shape,
    left_out: &'a BTreeSet<usize>,
    index: usize,
    spots: Vec<Spot>,
    keys: Vec<Range<usize>>,
    file: String,
    out: String,
}

impl Writer<'_> {
    fn value(&mut self, key: &str, value: &Value) {
        match value {
            Value::String(text) => {
                let start = self.out.len();
                let written = self.text(key, text);
                self.out.push_str(&serde_json::to_string(&written).unwrap());
                self.placed(start);
            }
            Value::Array(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.out.push_str(if at > 0 { ", " } else { "" });
                    self.value(key, item);
                }
                self.out.push(']');
            }
            Value::Object(entries) => {
                self.out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.out.push_str(if at > 0 { ", " } else { "" });
                    let start = self.out.len();
                    self.out.push_str(&format!("\"{key}\": "));
                    self.keys.push(start..self.out.len());
                    self.value(key, value);
                    self.keys.pop();
                }
                self.out.push('}');
            }
            other => self.out.push_str(&other.to_string()),
        }
    }

    /// A string with its hostile text, which is noted; where it stands is not known yet.
    fn text(&mut self, key: &str, text: &str) -> String {
        let index = self.index;
        self.index += 1;
        if self.shape == Shape::None || is_word(key, text) || self.left_out.contains(&index) {
            return text.to_owned();
        }
        let marker = format!("Q{index}Z");
        let (hostile, written) = match self.shape {
            Shape::First(first) => {
                let hostile = format!("{}{marker}", HOSTILE[(index + first) % HOSTILE.len()]);
                let written = format!("{hostile}{text}");
                (hostile, written)
            }
            _ => {
                let hostile = format!("{marker}{}", HOSTILE.concat());
                let written = format!("{text}{hostile}");
                (hostile, written)
            }
        };
        self.spots.push(Spot {
            index,
            file: self.file.clone(),
            key: key.to_owned(),
            range: 0..0,
            keys: self.keys.clone(),
            marker,
            text: hostile,
            is_markdown: self.is_markdown(key),
        });
        written
    }

    /// True for a value that is read as Markdown; the same names stand for plain texts in other records.
    fn is_markdown(&self, key: &str) -> bool {
        let is_in = |kinds: &[&str]| kinds.iter().any(|kind| self.file.starts_with(kind));
        match key {
            "body" | "who" | "how_to_claim" | "exceptions" | "definition" | "next" => true,
            "summary" => is_in(&["fields", "institutions", "notices", "benefits", "checks", "forms"]),
            "text" => is_in(&["steps"]),
            "hint" => !self.keys.iter().any(|range| self.out[range.clone()].starts_with("\"options\"")),
            _ => false,
        }
    }

    /// The string that was written last stands from `start` on.
    fn placed(&mut self, start: usize) {
        let end = self.out.len();
        if let Some(spot) = self.spots.last_mut().filter(|spot| spot.index + 1 == self.index) {
            spot.range = start..end;
        }
    }
}

/// True for ids, references, days and words of the schema, which no other text can stand for.
fn is_word(key: &str, text: &str) -> bool {
    let word = text.split('#').next().unwrap();
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    let unpublished = text == "unpublished" && !TYPED.contains(&key);
    let bound = ["days", "language", "quote"].contains(&key);
    bound || !word.is_empty() && word.bytes().all(is_word) && !unpublished
}

/// The site with hostile text in all its strings but those with these numbers.
pub fn site(snapshot: &Snapshot, shape: Shape, raw_html: bool, left_out: &BTreeSet<usize>) -> Planted {
    let mut writer = Writer {
        shape,
        left_out,
        index: 0,
        spots: Vec::new(),
        keys: Vec::new(),
        file: String::new(),
        out: String::new(),
    };
    let mut planted = snapshot.clone();
    for source in &mut planted.texts {
        writer.file = source.path.to_string();
        writer.out.clear();
        let (front, body) = parts(&source.path, &source.text);
        let mut value: Value = serde_saphyr::from_str(front).unwrap_or_else(|wrong| panic!("{}: {wrong}", source.path));
        if &*source.path == "site.yaml" {
            value["markdown"]["raw_html"] = raw_html.into();
        }
        if let Some(body) = body {
            writer.out.push_str("---\n");
            writer.value("", &value);
            writer.out.push_str("\n---\n");
            let start = writer.out.len();
            let hostile = writer.text("body", "");
            let body =
                if shape == Shape::All { format!("{body}\n{hostile}\n") } else { format!("{hostile}\n\n{body}") };
            writer.out.push_str(&body);
            writer.placed(start);
        } else {
            writer.value("", &value);
            writer.out.push('\n');
        }
        *source = Source::decode(source.path.clone(), writer.out.as_bytes());
    }
    Planted { snapshot: planted, spots: writer.spots }
}

/// The site with `text` as the value of `key` in the first record of a file.
pub fn one(snapshot: &Snapshot, path: &str, key: &str, text: &str) -> Snapshot {
    let mut changed = snapshot.clone();
    let source = changed.texts.iter_mut().find(|source| &*source.path == path).unwrap();
    let mut value: Value = serde_saphyr::from_str(&source.text).unwrap();
    value[0][key] = text.into();
    *source = Source::decode(source.path.clone(), value.to_string().as_bytes());
    changed
}

/// What is YAML in a file, and the text after it.
fn parts<'a>(path: &str, text: &'a str) -> (&'a str, Option<&'a str>) {
    if !path.ends_with(".md") {
        return (text, None);
    }
    let rest = text.strip_prefix("---\n").unwrap();
    let (front, body) =
        rest.split_once("\n---\n").or_else(|| rest.strip_suffix("\n---").map(|front| (front, ""))).unwrap();
    (front, Some(body))
}
