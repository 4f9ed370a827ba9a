//! Diagnostics → text for people, JSON, SARIF 2.1.0 and GitHub workflow commands.
//!
//! Everything is returned as a `String` that ends in a line feed; printing it is the caller's matter.

mod excerpt;
mod github;
mod json;
mod places;
mod sarif;
mod text;

use crate::diagnostic::catalogue::{self, Lang};
use crate::diagnostic::{Diagnostic, Diagnostics};
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
}

/// All diagnostics, which should be sorted, in one format.
pub fn report(diagnostics: &Diagnostics, snapshot: &Snapshot, look: &Look<'_>) -> String {
    let places = Places::new(snapshot, look.folder);
    match look.format {
        Format::Text => text::render(diagnostics, &places, look),
        Format::Json => json::render(diagnostics, &places, look.lang),
        Format::Github => github::render(diagnostics, &places, look.lang),
        Format::Sarif => sarif::render(diagnostics, &places, look.lang),
    }
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
