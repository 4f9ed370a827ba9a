//! Diagnostics → text for people, JSON, SARIF 2.1.0 and GitHub workflow commands.
//!
//! Everything is returned as a `String` that ends in a line feed; printing it is the caller's matter.

mod excerpt;
mod github;
mod json;
mod places;
mod sarif;
mod text;

use std::borrow::Cow;

use crate::diagnostic::catalogue::{self, Lang};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Snapshot;
use places::Places;

/// What a report looks like from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: message, excerpt, and how to mend it.
    #[default]
    Text,
    /// An array with one object for each diagnostic.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Whether text is coloured with ANSI escapes; no other format is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain.
    #[default]
    Never,
    /// Coloured.
    Always,
}

/// How a report is to be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// The format.
    pub format: Format,
    /// The language of messages.
    pub lang: Lang,
    /// Colours.
    pub colour: Colour,
    /// The content folder as the reader knows it (`content`); it goes before every path in it. May be empty.
    pub folder: &'a str,
    /// Warnings are counted and not listed.
    pub errors_only: bool,
}

/// All diagnostics, which should be sorted, in one format.
pub fn report(diagnostics: &Diagnostics, snapshot: &Snapshot, look: &Look<'_>) -> String {
    let places = Places::new(snapshot, look.folder);
    let mut listed = Cow::Borrowed(diagnostics);
    if look.errors_only {
        listed.to_mut().retain(|diagnostic| diagnostic.code.severity() == Severity::Error);
    }
    match look.format {
        Format::Text => text::render(&listed, &places, look) + &text::total(diagnostics, look),
        Format::Json => json::render(&listed, &places, look.lang),
        Format::Github => github::render(&listed, &places, look.lang),
        Format::Sarif => sarif::render(&listed, &places, look.lang),
    }
}

/// One diagnostic by itself.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct ReportItem {
    /// Its code; empty for what has none.
    pub code: String,
    /// An error rather than a warning.
    pub is_error: bool,
    /// Message, excerpt and how to mend it, as in a report for people.
    pub text: String,
    /// The file, as the reader knows it.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
}

/// The diagnostics one by one, in their order, at most `most` of them.
pub fn each(diagnostics: &Diagnostics, snapshot: &Snapshot, look: &Look<'_>, most: usize) -> Vec<ReportItem> {
    let places = Places::new(snapshot, look.folder);
    let reported = |diagnostic: &Diagnostic| {
        let (path, range) = places.of(diagnostic).map(|place| (place.path, place.range)).unzip();
        let start = range.flatten().map(|(start, _)| start);
        ReportItem {
            code: diagnostic.code.to_string(),
            is_error: diagnostic.code.severity() == Severity::Error,
            text: text::one(diagnostic, &places, look),
            path,
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
        }
    };
    diagnostics.iter().take(most).map(reported).collect()
}

/// Message, "did you mean" and help as one text.
fn paragraph(diagnostic: &Diagnostic, lang: Lang, between: &str) -> String {
    let parts = [
        Some(catalogue::message(diagnostic, lang)),
        catalogue::suggestion(diagnostic, lang),
        catalogue::help(diagnostic, lang),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(between)
}

fn pretty(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("structs of texts and numbers are JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
