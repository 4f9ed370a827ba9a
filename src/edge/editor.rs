//! What an editor of texts needs beside a content folder: JSON Schemas, and the settings by which VS Code uses them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::new_files::{Refusal, Undo};
use super::os::{real, remove};
use crate::diagnostic::catalogue::Lang;
use crate::model::{Holder, Kind};
use crate::schema;

/// Where the schemas of a content folder are, inside of it. Hidden folders are no content.
pub(super) const SCHEMAS: &str = ".vscode/schemas";

/// Stands in every schema file, so that a newer program knows the files that it may replace.
const MARK: &str = "mingce schema";

/// A schema file.
fn file(name: &str, lang: Lang) -> Option<String> {
    let mut schema = schema::schema(name, lang)?;
    schema.insert("$comment".into(), MARK.into());
    Some(serde_json::to_string_pretty(&schema).ok()? + "\n")
}

/// Schema files of all collections by their names, and VS Code's own files, for a content folder.
pub(super) fn files(lang: Lang) -> Vec<(String, String)> {
    let schemas = schema::names().filter_map(|name| Some((format!("{SCHEMAS}/{name}.json"), file(name, lang)?)));
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    let own = [
        (".vscode/settings.json".to_owned(), pretty(&settings())),
        (".vscode/extensions.json".to_owned(), pretty(&json!({ "recommendations": ["redhat.vscode-yaml"] }))),
    ];
    schemas.chain(own).collect()
}

/// Settings of VS Code: which schema belongs to which files, and how texts are stored.
fn settings() -> Value {
    let yaml = Kind::ALL.into_iter().filter(|kind| kind.holder() != Holder::Markdown).map(Kind::collection);
    let of = |name: &str| {
        let files = if name == schema::SITE {
            json!(["site.yaml"])
        } else {
            json!([format!("{name}.yaml"), format!("{name}/*.yaml")])
        };
        (format!("{SCHEMAS}/{name}.json"), files)
    };
    let schemas: Map<String, Value> = [schema::SITE].into_iter().chain(yaml).map(of).collect();
    json!({
        "files.encoding": "utf8",
        "files.eol": "\n",
        "editor.insertSpaces": true,
        "editor.tabSize": 2,
        "editor.detectIndentation": false,
        "editor.unicodeHighlight.ambiguousCharacters": false,
        "yaml.format.enable": false,
        "yaml.schemas": schemas,
    })
}

/// A YAML file of a content folder with a first line that names its schema, where the folder has it.
pub(super) fn with_schema(content: &Path, path: &str, text: String) -> String {
    let name = path.split(['/', '.']).next().unwrap_or_default();
    let schema = format!("{SCHEMAS}/{name}.json");
    if !path.ends_with(".yaml") || !content.join(&schema).is_file() {
        return text;
    }
    format!("# yaml-language-server: $schema={}{schema}\n{text}", "../".repeat(path.matches('/').count()))
}

/// Writes a schema file for each collection into a folder, in place of those that an earlier program wrote.
///
/// # Errors
/// There is another file in the place of one, or it cannot be written.
pub fn schemas(folder: &Path, lang: Lang) -> Result<Vec<PathBuf>, Refusal> {
    let root = real(folder).map_err(|error| Refusal::Machine(folder.to_owned(), error))?;
    let (mut made, mut paths) = (Undo::default(), Vec::new());
    let files: Vec<_> = schema::names().filter_map(|name| Some((format!("{name}.json"), file(name, lang)?))).collect();
    if let Some((name, _)) = files.iter().find(|(name, _)| root.join(name).exists() && !is_own(&root.join(name))) {
        return Err(Refusal::Taken(folder.join(name)));
    }
    for (name, text) in files {
        if is_own(&root.join(&name)) {
            remove(&root.join(&name));
        }
        made.write(&root.join(&name), &folder.join(&name), &text)?;
        paths.push(folder.join(name));
    }
    made.keep();
    Ok(paths)
}

/// True for a schema file that Mingce wrote.
fn is_own(path: &Path) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
    let mut text = String::new();
    let read = is_file && fs::File::open(path).and_then(|file| file.take(1 << 22).read_to_string(&mut text)).is_ok();
    let schema = read.then(|| serde_json::from_str::<Value>(&text).ok()).flatten();
    schema.is_some_and(|schema| schema["$comment"] == MARK)
}
