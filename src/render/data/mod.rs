//! Collections → data for other programs: JSON with its schema, and tables for spreadsheets. All three follow from one table
//! of columns for each collection.

mod akn;
mod clauses;
mod columns;
mod csv;
mod outline;
mod shape;
mod value;
mod xml;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::context::RenderContext;
use crate::model::{Collection, Entry, Kind, Record};
use crate::plan::data::{Table, Text};
use columns::{Column, Place};
use shape::{Shape, Words, closed, definitions};

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

pub(super) use clauses::schema as policy_schema;

/// A file with the text of a policy.
pub(super) fn text(cx: &RenderContext<'_>, index: usize, text: Text) -> Bytes {
    match text {
        Text::Json => clauses::json(cx, index).into(),
        Text::AkomaNtoso => akn::document(cx, index).into(),
    }
}

/// A file of a collection.
pub(super) fn table(cx: &RenderContext<'_>, kind: Kind, table: Table) -> Bytes {
    let content = &cx.site.content;
    match kind {
        Kind::Field => made(cx, (kind, table), &content.fields, columns::FIELDS),
        Kind::Institution => made(cx, (kind, table), &content.institutions, columns::INSTITUTIONS),
        Kind::Notice => made(cx, (kind, table), &content.notices, columns::NOTICES),
        Kind::Benefit => made(cx, (kind, table), &content.benefits, columns::BENEFITS),
        Kind::Office => made(cx, (kind, table), &content.offices, columns::OFFICES),
        Kind::Step => made(cx, (kind, table), &content.steps, columns::STEPS),
        Kind::Term => made(cx, (kind, table), &content.terms, columns::TERMS),
        Kind::Check => made(cx, (kind, table), &content.checks, columns::CHECKS),
        Kind::Form => made(cx, (kind, table), &content.forms, columns::FORMS),
        Kind::Policy => made(cx, (kind, table), &content.policies, columns::POLICIES),
        Kind::Interpretation => made(cx, (kind, table), &content.interpretations, columns::INTERPRETATIONS),
        Kind::Question => made(cx, (kind, table), &content.questions, columns::QUESTIONS),
        Kind::Page => made(cx, (kind, table), &content.pages, columns::PAGES),
        Kind::Fact => unreachable!("a plan names collections that readers see"),
    }
}

fn made<T: Entry>(
    cx: &RenderContext<'_>,
    (kind, table): (Kind, Table),
    records: &Collection<T>,
    own: &[Column<T>],
) -> Bytes {
    let (first, last) = columns::common();
    let columns: Vec<&Column<T>> = first.iter().chain(own).chain(&last).collect();
    let all = records.iter().enumerate();
    match table {
        Table::Schema => schema(cx, kind, &columns).into(),
        Table::Json => {
            let mut json = head(cx, kind);
            for (at, record) in all {
                json.push_str(if at == 0 { "\n" } else { ",\n" });
                let members = members(cx, (kind, at), record, own);
                json.push_str(&serde_json::to_string(&members).expect("keys are texts"));
            }
            json.push_str("\n]}\n");
            json.into()
        }
        Table::Csv => {
            let words = Words {
                yes: cx.theme.text("yes"),
                no: cx.theme.text("no"),
                unverified: cx.theme.text("verified_third_party"),
            };
            let mut csv = csv::Writer::new();
            csv.row(columns.iter().map(|column| cx.theme.text(column.label).to_owned()));
            for (at, record) in all {
                let cell = |column: &&Column<T>| column.shape.cell(&(column.value)(cx, (kind, at), record), &words);
                csv.row(columns.iter().map(cell));
            }
            csv.done().into()
        }
    }
}

/// What the data says of a record.
fn members<T: Entry>(cx: &RenderContext<'_>, at: Place, record: &Record<T>, own: &[Column<T>]) -> Map<String, Value> {
    let (first, last) = columns::common();
    let columns = first.iter().chain(own).chain(&last);
    columns.map(|column| (column.key.to_owned(), (column.value)(cx, at, record))).collect()
}

/// What stands before the records: what they are of, and as of which day.
fn head(cx: &RenderContext<'_>, kind: Kind) -> String {
    let head = json!({
        "$schema": cx.data_address(&Table::Schema.path(kind), None),
        "collection": kind.collection(),
        "title": cx.site.settings.title,
        "owner": cx.site.settings.owner,
        "language": cx.site.settings.language,
        "as_of": cx.site.as_of.to_string(),
        "csv": cx.data_address(&Table::Csv.path(kind), None),
    });
    let mut json = head.to_string();
    json.pop();
    json + ",\"records\":["
}

/// The schema of the JSON of a collection.
fn schema<T>(cx: &RenderContext<'_>, kind: Kind, columns: &[&Column<T>]) -> String {
    let record = closed(columns.iter().map(|column| column.schema(cx)).collect());
    let text = || Shape::Text.schema();
    let members = [
        ("$schema", Shape::Address.schema()),
        ("collection", json!({ "const": kind.collection() })),
        ("title", text()),
        ("owner", text()),
        ("language", text()),
        ("as_of", Shape::Day.schema()),
        ("csv", Shape::Address.schema()),
        ("records", json!({ "type": "array", "items": record })),
    ];
    let mut schema = json!({ "$schema": DIALECT, "title": cx.kind_name(kind) });
    let body = closed(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
    extend(&mut schema, body);
    schema["$defs"] = definitions();
    format!("{schema:#}\n")
}

/// Adds the members of an object to another one.
fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}

impl<T> Column<T> {
    /// Its name in JSON, and what JSON Schema says of its values.
    fn schema(&self, cx: &RenderContext<'_>) -> (String, Value) {
        let mut schema = self.shape.schema();
        schema["title"] = json!(cx.theme.text(self.label));
        (self.key.to_owned(), schema)
    }
}

impl RenderContext<'_> {
    /// What a site calls the records of a kind: the name of their column, where they have one.
    pub(super) fn kind_name(&self, kind: Kind) -> String {
        let own = || self.theme.text(&format!("kind_{}", kind.word())).to_owned();
        kind.column().map_or_else(own, |column| self.column_name(column))
    }
}
