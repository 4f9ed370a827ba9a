//! JSON Schema of every collection, from the types that read it.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};

use crate::model::article::{Interpretation, Page, Policy, Question};
use crate::model::eligibility::{Check, Fact};
use crate::model::form::Form;
use crate::model::records::{Benefit, Field, Institution, Notice, Office, Step, Term};
use crate::model::settings::Settings;
use crate::model::{Holder, Kind};

/// The name of the schema of `site.yaml`.
pub const SITE: &str = "site";

/// The names of all schemas: `site`, and one for each collection.
pub fn names() -> impl Iterator<Item = &'static str> {
    [SITE].into_iter().chain(Kind::ALL.into_iter().map(Kind::collection))
}

/// The schema of `site.yaml` or of a collection: of its list file or of a single record, of the front matter for
/// Markdown. Nothing for a name that is neither.
pub fn schema(name: &str) -> Option<Schema> {
    if name == SITE {
        return Some(of::<Settings>(Holder::Markdown));
    }
    let kind = Kind::from_collection(name)?;
    let holder = kind.holder();
    Some(match kind {
        Kind::Field => of::<Field>(holder),
        Kind::Institution => of::<Institution>(holder),
        Kind::Notice => of::<Notice>(holder),
        Kind::Benefit => of::<Benefit>(holder),
        Kind::Office => of::<Office>(holder),
        Kind::Step => of::<Step>(holder),
        Kind::Term => of::<Term>(holder),
        Kind::Fact => of::<Fact>(holder),
        Kind::Check => of::<Check>(holder),
        Kind::Form => of::<Form>(holder),
        Kind::Policy => of::<Policy>(holder),
        Kind::Interpretation => of::<Interpretation>(holder),
        Kind::Question => of::<Question>(holder),
        Kind::Page => of::<Page>(holder),
    })
}

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
    schema.insert("$defs".into(), serde_json::Value::Object(definitions));
    schema
}
