//! The text of a policy as JSON: what is known of the document, and its clauses, each with its words, its address and those
//! below it.

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

/// The text of a policy.
pub(in crate::render) fn json(cx: &RenderContext<'_>, index: usize) -> String {
    let policy = &cx.site.content.policies[index];
    let (nodes, rest) = outline(&policy.body);
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!(cx.data_address(POLICY_SCHEMA, None)));
    whole.extend(head(cx).into_iter().map(|(key, value)| (key.to_owned(), value)));
    whole.extend(members(cx, (Kind::Policy, index), policy, columns::POLICIES));
    let clauses = Clauses { cx, index, policy };
    whole.insert("clauses".to_owned(), nodes.iter().map(|node| clauses.node(node)).collect());
    let rest = cx.blocks(&policy.body, policy.file, &policy.body.blocks[rest]);
    let notes = footnotes(rest.as_str()).into_iter();
    let notes = notes.map(|(number, parts)| json!({ "number": number, "text": text_of(&parts) }));
    whole.insert("footnotes".to_owned(), notes.collect());
    Value::Object(whole).to_string() + "\n"
}

/// Of which site it is, and as of which day.
fn head(cx: &RenderContext<'_>) -> [(&'static str, Value); 2] {
    [("site", json!(cx.site.settings.title)), ("as_of", json!(cx.site.as_of.to_string()))]
}

struct Clauses<'a> {
    cx: &'a RenderContext<'a>,
    index: usize,
    policy: &'a Record<Policy>,
}

impl Clauses<'_> {
    fn node(&self, node: &Node<'_>) -> Value {
        let blocks = &self.policy.body.blocks[node.blocks.clone()];
        let html = self.cx.blocks(&self.policy.body, self.policy.file, blocks);
        json!({
            "label": node.clause.path.label(),
            "kind": kind(node.kind()),
            "anchor": node.clause.anchor,
            "url": self.cx.address_of(Kind::Policy, self.index, Some(&node.clause.anchor)),
            "title": node.clause.title,
            "text": text(html.as_str()),
            "clauses": node.children.iter().map(|below| self.node(below)).collect::<Value>(),
        })
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
