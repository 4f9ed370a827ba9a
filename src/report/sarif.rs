//! Diagnostics → a SARIF 2.1.0 log with one run.

use serde::Serialize;

use super::places::{Place, Places};
use crate::diagnostic::catalogue::{self, Lang};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    language: &'static str,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    name: String,
    short_description: Message<&'static str>,
    full_description: Message<&'static str>,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Message<T> {
    text: T,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Message<String>,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mending>,
}

/// What should stand in place of a part of a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mending {
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<&'static str>>,
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

pub(super) fn render(diagnostics: &Diagnostics, places: &Places<'_>, lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let rules = Code::ALL.iter().map(|&code| rule(code, lang)).collect();
    let driver = Driver { name: "mingce", version, semantic_version: version, rules };
    let language = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let results = diagnostics.iter().map(|diagnostic| finding(diagnostic, places, lang)).collect();
    let run = Run { tool: Tool { driver }, language, column_kind: "unicodeCodePoints", results };
    super::pretty(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn level(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code, lang: Lang) -> Rule {
    let explanation = catalogue::explain(code, lang);
    let first = explanation.split("\n\n").next().unwrap_or(explanation);
    Rule {
        id: code.to_string(),
        name: format!("{code:?}"),
        short_description: Message { text: catalogue::title(code, lang) },
        full_description: Message { text: first },
        help: Help { text: explanation, markdown: explanation },
        default_configuration: Configuration { level: level(code) },
    }
}

fn finding(diagnostic: &Diagnostic, places: &Places<'_>, lang: Lang) -> Finding {
    let code = diagnostic.code;
    let related = diagnostic.related.iter().enumerate().map(|(at, &(span, relation))| Location {
        id: Some(at + 1),
        message: Some(Message { text: catalogue::relation(relation, lang) }),
        physical_location: physical(places.span(span)),
    });
    let location = |place| Location { id: None, message: None, physical_location: physical(place) };
    Finding {
        rule_id: code.to_string(),
        rule_index: Code::ALL.iter().position(|&known| known == code).unwrap_or_default(),
        level: level(code),
        message: Message { text: super::paragraph(diagnostic, lang, "\n") },
        locations: places.of(diagnostic).map(location).into_iter().collect(),
        related_locations: related.collect(),
        fixes: diagnostic.fix.as_deref().and_then(|fix| mending(fix, places)).into_iter().collect(),
    }
}

fn mending(fix: &Fix, places: &Places<'_>) -> Option<Mending> {
    let PhysicalLocation { artifact_location, region } = physical(places.span(fix.span));
    let replacement = Replacement { deleted_region: region?, inserted_content: Message { text: fix.text.clone() } };
    Some(Mending { artifact_changes: [ArtifactChange { artifact_location, replacements: [replacement] }] })
}

fn physical(place: Place) -> PhysicalLocation {
    let region = place.range.map(|(start, end)| Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    });
    PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(&place.path) }, region }
}

/// A path as a relative reference, in which every byte that has a meaning in an address is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
