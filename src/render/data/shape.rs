//! Shapes of values: what JSON Schema says of them, and what stands in the cell of a table.

use serde_json::{Map, Value, json};

use crate::syntax::value::{Date, Id, NOT_HELD, Scalar, UNPUBLISHED};

/// The shape of a value.
pub(super) enum Shape {
    /// A text.
    Text,
    /// The id of a record.
    Id,
    /// A day.
    Day,
    /// An address: complete where the site has one, else from the file that says it.
    Address,
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// An id with its name.
    Word,
    /// A record of the site.
    Record,
    /// What a statement rests on.
    Source,
    /// A value, or null.
    Optional(&'static Shape),
    /// A value, or why there is none.
    Known(&'static Shape),
    /// Any number of values.
    List(&'static Shape),
    /// Several values by their names: how many of them stand in a cell, and what stands between them there.
    Object(usize, &'static str, &'static [(&'static str, Shape)]),
}

use Shape::{Address, Day, Flag, Known, List, Number, Object, Optional, Record, Text, Word};

const WORD: &[(&str, Shape)] = &[("id", Text), ("name", Text)];
const RECORD: &[(&str, Shape)] = &[("id", Text), ("name", Text), ("url", Optional(&Address))];
const CLAUSE: &[(&str, Shape)] = &[
    ("name", Text),
    ("policy", Text),
    ("clause", Text),
    ("anchor", Text),
    ("url", Optional(&Address)),
    ("quote", Optional(&Text)),
];
const OUTSIDE: &[(&str, Shape)] = &[
    ("name", Text),
    ("document", Text),
    ("place", Optional(&Text)),
    ("url", Optional(&Text)),
    ("checked_on", Optional(&Day)),
    ("verified", Flag),
    ("quote", Optional(&Text)),
];

impl Shape {
    /// What JSON Schema says of it.
    pub fn schema(&self) -> Value {
        match self {
            Text => json!({ "type": "string" }),
            Self::Id => json!({ "type": "string", "pattern": Id::PATTERN }),
            Day => json!({ "type": "string", "format": "date", "pattern": Date::PATTERN }),
            Address => json!({ "type": "string", "format": "iri-reference" }),
            Flag => json!({ "type": "boolean" }),
            Number => json!({ "type": "integer" }),
            Word => json!({ "$ref": "#/$defs/word" }),
            Record => json!({ "$ref": "#/$defs/record" }),
            Self::Source => json!({ "$ref": "#/$defs/source" }),
            Optional(shape) => json!({ "anyOf": [shape.schema(), { "type": "null" }] }),
            Known(shape) => json!({ "anyOf": [shape.schema(), { "$ref": "#/$defs/absent" }] }),
            List(shape) => json!({ "type": "array", "items": shape.schema() }),
            Object(.., members) => members_schema(members),
        }
    }

    /// What stands in the cell of a table. What has no value is empty; what is not published says so.
    pub fn cell(&self, value: &Value, words: &Words<'_>) -> String {
        match (self, value) {
            (_, Value::Null) => String::new(),
            (Known(_), Value::Object(absent)) if absent.contains_key("absent") => string(&absent["text"]),
            (Optional(shape) | Known(shape), value) => shape.cell(value, words),
            (Flag, value) => if value == &Value::Bool(true) { words.yes } else { words.no }.to_owned(),
            (Word | Record | Self::Source, value) => string(&value["name"]),
            (List(shape), Value::Array(items)) => {
                let mut cells: Vec<String> = items.iter().map(|item| shape.cell(item, words)).collect();
                // Words of one clause are one source to readers.
                cells.dedup();
                cells.join("\n")
            }
            (Object(shown, between, members), value) => {
                let shown = members.iter().take(*shown).map(|(key, shape)| shape.cell(&value[*key], words));
                let cell = shown.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(between);
                // An unverified value is marked, as on its page.
                match value["verified"] == Value::Bool(false) {
                    true => [&*cell, " ", words.unverified].concat(),
                    false => cell,
                }
            }
            (_, value) => string(value),
        }
    }
}

/// Words of the theme that cells have.
pub(super) struct Words<'a> {
    pub yes: &'a str,
    pub no: &'a str,
    /// The mark of an unverified value.
    pub unverified: &'a str,
}

fn string(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The schema of an object that has these members and no others.
fn members_schema(members: &[(&str, Shape)]) -> Value {
    closed(members.iter().map(|(key, shape)| ((*key).to_owned(), shape.schema())).collect())
}

/// The schema of an object whose members are these, each of which is there.
pub(super) fn closed(properties: Map<String, Value>) -> Value {
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The definitions that schemas share.
pub(super) fn definitions() -> Value {
    json!({
        "absent": {
            "type": "object",
            "properties": { "absent": { "enum": [UNPUBLISHED, NOT_HELD] }, "text": { "type": "string" } },
            "required": ["absent", "text"],
            "additionalProperties": false,
        },
        "word": members_schema(WORD),
        "record": members_schema(RECORD),
        "source": { "anyOf": [members_schema(CLAUSE), members_schema(OUTSIDE)] },
    })
}
