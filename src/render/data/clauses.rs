//! The text of a policy as JSON: what is known of the document, and its clauses, each with its words, its address and those
//! below it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::outline::{Node, outline};
use super::shape::{Shape, closed, definitions};
use super::{DIALECT, columns, members};
use crate::model::article::Policy;
use crate::model::{Kind, Record};
use crate::plan::data::POLICY_SCHEMA;
use crate::render::context::RenderContext;
use crate::syntax::clause::Kind as Numbering;
use crate::syntax::parts::{footnotes, text, text_of};

/// The text of a policy. Clauses are written one after the other: as values, those of a long text take several times its room.
pub(in crate::render) fn json(cx: &RenderContext<'_>, index: usize) -> String {
    let policy = &cx.site.content.policies[index];
    let (nodes, rest) = outline(&policy.body);
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!(cx.data_address(POLICY_SCHEMA, None)));
    whole.extend(head(cx).into_iter().map(|(key, value)| (key.to_owned(), value)));
    whole.extend(members(cx, (Kind::Policy, index), policy, columns::POLICIES));
    let rest = cx.blocks(&policy.body, policy.file, &policy.body.blocks[rest]);
    let notes = footnotes(rest.as_str()).into_iter();
    let notes = notes.map(|(number, parts)| json!({ "number": number, "text": text_of(&parts) }));
    let text = Text {
        whole,
        clauses: Clauses { texts: &Texts { cx, index, policy }, nodes: &nodes },
        footnotes: notes.collect(),
    };
    serde_json::to_string(&text).expect("keys are texts") + "\n"
}

/// Of which site it is, and as of which day.
fn head(cx: &RenderContext<'_>) -> [(&'static str, Value); 2] {
    [("site", json!(cx.site.settings.title)), ("as_of", json!(cx.site.as_of.to_string()))]
}

/// The file: what is known of the document, its clauses, and its footnotes.
#[derive(Serialize)]
struct Text<'a> {
    #[serde(flatten)]
    whole: Map<String, Value>,
    clauses: Clauses<'a>,
    footnotes: Value,
}

/// What the words of clauses are made from.
struct Texts<'a> {
    cx: &'a RenderContext<'a>,
    index: usize,
    policy: &'a Record<Policy>,
}

/// Clauses beside each other.
struct Clauses<'a> {
    texts: &'a Texts<'a>,
    nodes: &'a [Node<'a>],
}

impl Serialize for Clauses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.nodes.iter().map(|node| Clause { texts: self.texts, node }))
    }
}

struct Clause<'a> {
    texts: &'a Texts<'a>,
    node: &'a Node<'a>,
}

impl Serialize for Clause<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Texts { cx, index, policy } = self.texts;
        let clause = self.node.clause;
        let html = cx.blocks(&policy.body, policy.file, &policy.body.blocks[self.node.blocks.clone()]);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("label", &clause.path.label())?;
        map.serialize_entry("kind", kind(self.node.kind()))?;
        map.serialize_entry("anchor", &clause.anchor)?;
        map.serialize_entry("url", &cx.address_of(Kind::Policy, *index, Some(&clause.anchor)))?;
        map.serialize_entry("title", &clause.title)?;
        map.serialize_entry("text", &text(html.as_str()))?;
        map.serialize_entry("clauses", &Clauses { texts: self.texts, nodes: &self.node.children })?;
        map.end()
    }
}

/// Kinds of clauses, as far as programs need to tell them apart.
const KINDS: [&str; 9] =
    ["opening", "division", "article", "paragraph", "item", "attachment", "document", "closing", "supplement"];

fn kind(kind: Option<Numbering>) -> &'static str {
    match kind {
        None => "opening",
        Some(Numbering::Article) => "article",
        Some(Numbering::Paragraph) => "paragraph",
        Some(Numbering::Carried) => "document",
        Some(Numbering::Closing) => "closing",
        Some(Numbering::Supplement) => "supplement",
        Some(kind) if kind.is_annex() => "attachment",
        Some(kind) if kind.is_division() => "division",
        Some(_) => "item",
    }
}

/// The schema of these files.
pub(in crate::render) fn schema(cx: &RenderContext<'_>) -> String {
    let text = || Shape::Text.schema();
    let all = || json!({ "type": "array", "items": { "$ref": "#/$defs/clause" } });
    let clause = [
        ("label", text()),
        ("kind", json!({ "enum": KINDS })),
        ("anchor", text()),
        ("url", Shape::Address.schema()),
        ("title", text()),
        ("text", text()),
        ("clauses", all()),
    ];
    let mut definitions = definitions();
    definitions["clause"] = closed(clause.map(|(key, schema)| (key.to_owned(), schema)).into_iter().collect());
    let (first, last) = columns::common::<Policy>();
    let own = first.iter().chain(columns::POLICIES).chain(&last).map(|column| column.schema(cx));
    let before = [("$schema", Shape::Address.schema()), ("site", text()), ("as_of", Shape::Day.schema())];
    let note = [("number", text()), ("text", text())].map(|(key, schema)| (key.to_owned(), schema));
    let notes = json!({ "type": "array", "items": closed(note.into_iter().collect()) });
    let behind = [("clauses", all()), ("footnotes", notes)];
    let named = |(key, schema): (&str, Value)| (key.to_owned(), schema);
    let members = before.map(named).into_iter().chain(own).chain(behind.map(named));
    let mut schema = json!({ "$schema": DIALECT, "title": cx.theme.text("data_clauses") });
    super::extend(&mut schema, closed(members.collect()));
    schema["$defs"] = definitions;
    format!("{schema:#}\n")
}
