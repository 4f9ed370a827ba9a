//! JSON Schema of every collection, from the types that read it. What a key means is its comment there: in English, then in
//! Chinese.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use crate::diagnostic::catalogue::Lang;
use crate::model::article::{Interpretation, Page, Policy, Question};
use crate::model::eligibility::{Check, Fact};
use crate::model::form::Form;
use crate::model::records::*;
use crate::model::settings::Settings;
use crate::model::{Holder, Kind, kinds};

/// The name of the schema of `site.yaml`.
pub const SITE: &str = "site";

/// The names of all schemas: `site`, and one for each collection.
pub fn names() -> impl Iterator<Item = &'static str> {
    [SITE].into_iter().chain(Kind::ALL.into_iter().map(Kind::collection))
}

/// The schema of `site.yaml` or of a collection: of its list file or of a single record, of the front matter for
/// Markdown. What it says is in one language. Nothing for a name that is neither.
pub fn schema(name: &str, lang: Lang) -> Option<Schema> {
    let mut schema = bilingual(name)?.to_value();
    speak(&mut schema, lang);
    schema.try_into().ok()
}

/// Leaves the descriptions in one language.
fn speak(value: &mut Value, lang: Lang) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get_mut("description") {
                *text = part(text, lang);
            }
            map.values_mut().for_each(|value| speak(value, lang));
        }
        Value::Array(all) => all.iter_mut().for_each(|value| speak(value, lang)),
        _ => {}
    }
}

/// The English or the Chinese of a comment: the Chinese begins with the first Chinese character that begins a sentence.
fn part(text: &str, lang: Lang) -> String {
    let text = text.replace('\n', " ");
    let is_chinese = |text: &str| text.starts_with(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let mut ends = text.match_indices(". ").map(|(at, end)| at + end.len());
    let start = if is_chinese(&text) { Some(0) } else { ends.find(|&at| is_chinese(&text[at..])) };
    let (english, chinese) = text.split_at(start.unwrap_or(text.len()));
    let chosen = match lang {
        Lang::Zh => chinese,
        Lang::En => english,
    };
    chosen.trim().to_owned()
}

fn bilingual(name: &str) -> Option<Schema> {
    if name == SITE {
        return Some(of::<Settings>(Holder::Markdown));
    }
    Kind::from_collection(name).map(of_kind)
}

macro_rules! schemas {
    ($($(#[$doc:meta])* $kind:ident, $field:ident, $word:literal, $holder:ident, $has_page:literal, $more:tt;)*) => {
        fn of_kind(kind: Kind) -> Schema {
            match kind {
                $(Kind::$kind => of::<$kind>(kind.holder()),)*
            }
        }
    };
}

kinds!(schemas);

fn of<T: JsonSchema>(holder: Holder) -> Schema {
    let mut generator: SchemaGenerator = SchemaSettings::draft2020_12().into_generator();
    if holder == Holder::Markdown {
        return generator.into_root_schema_for::<T>();
    }
    let record = generator.subschema_for::<T>();
    let mut schema = schemars::json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "anyOf": [{ "type": "array", "items": record }, record],
    });
    let definitions = generator.take_definitions(true);
    schema.insert("$defs".into(), Value::Object(definitions));
    schema
}
