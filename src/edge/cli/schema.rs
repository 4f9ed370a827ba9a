//! `mingce schema`: a collection → the JSON Schema of its records; with `--dir`, a file for each collection.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::new::{kind, refused};
use super::streams::out;
use super::{Command, Said, filled, unknown};
use crate::diagnostic::catalogue::{Lang, word};
use crate::edge::editor;
use crate::edge::os::shown;
use crate::schema;

#[derive(Args)]
pub(super) struct Schema {
    collection: Option<String>,
    #[arg(long, value_name = "DIR", conflicts_with = "collection")]
    dir: Option<PathBuf>,
}

impl Command for Schema {
    const NAME: &'static str = "schema";

    fn run(self, said: &Said) -> ExitCode {
        let (name, lang) = (self.collection.as_deref(), said.lang);
        if let Some(folder) = &self.dir {
            return match editor::schemas(folder, lang) {
                Ok(files) => {
                    let files: String = files.iter().map(|file| format!("{}\n", shown(file))).collect();
                    out(&(files + &filled("schema-made", &[], lang)), ExitCode::SUCCESS, lang)
                }
                Err(refusal) => refused(refusal, lang),
            };
        }
        let json = match name {
            Some(name) => {
                schema::schema(named(name), lang).and_then(|schema| serde_json::to_string_pretty(&schema).ok())
            }
            None => {
                let all: serde_json::Map<_, _> = schema::names()
                    .filter_map(|name| Some((name.to_owned(), serde_json::to_value(schema::schema(name, lang)?).ok()?)))
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

/// The name of the schema that somebody names, in English or Chinese; as it is where there is none.
fn named(name: &str) -> &str {
    let is_site = [Lang::Zh, Lang::En].iter().any(|&lang| word("settings", lang).is_some_and(|word| word == name));
    if is_site { schema::SITE } else { kind(name).map_or(name, |kind| kind.collection()) }
}
