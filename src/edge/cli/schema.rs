//! `mingce schema`: a collection → the JSON Schema of its records.

use std::process::ExitCode;

use clap::Args;

use super::streams::out;
use super::{Command, Said, unknown};
use crate::schema;

#[derive(Args)]
pub(super) struct Schema {
    collection: Option<String>,
}

impl Command for Schema {
    const NAME: &'static str = "schema";

    fn run(self, said: &Said) -> ExitCode {
        let (name, lang) = (self.collection.as_deref(), said.lang);
        let json = match name {
            Some(name) => schema::schema(name).and_then(|schema| serde_json::to_string_pretty(&schema).ok()),
            None => {
                let all: serde_json::Map<_, _> = schema::names()
                    .filter_map(|name| Some((name.to_owned(), serde_json::to_value(schema::schema(name)?).ok()?)))
                    .collect();
                serde_json::to_string_pretty(&all).ok()
            }
        };
        match json {
            Some(json) => out(&format!("{json}\n"), ExitCode::SUCCESS, lang),
            None => unknown(name.unwrap_or_default(), schema::names(), lang),
        }
    }
}
