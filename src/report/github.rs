//! Diagnostics → workflow commands of GitHub Actions, one line each.

use super::places::{Place, Places};
use crate::diagnostic::catalogue::Lang;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

pub(super) fn render(diagnostics: &Diagnostics, places: &Places<'_>, lang: Lang) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, places, lang)).collect()
}

fn command(diagnostic: &Diagnostic, places: &Places<'_>, lang: Lang) -> String {
    let name = match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = places.of(diagnostic).map(properties).unwrap_or_default();
    properties.push(("title", diagnostic.code.to_string()));
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", escape_property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), escape_data(&super::paragraph(diagnostic, lang, "\n")))
}

/// GitHub takes columns only for a place on one line.
fn properties(place: Place) -> Vec<(&'static str, String)> {
    let mut properties = vec![("file", place.path)];
    if let Some((start, end)) = place.range {
        properties.push(("line", start.line.to_string()));
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
        }
        properties.push(("endLine", end.line.to_string()));
        if start.line == end.line {
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    properties
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
