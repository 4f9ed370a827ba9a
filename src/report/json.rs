//! Diagnostics → a JSON array.

use serde::{Serialize, Serializer};

use super::places::{Place, Places};
use crate::diagnostic::catalogue::{self, Lang};
use crate::diagnostic::{Diagnostic, Diagnostics, Relation, Severity};
use crate::source::Span;

#[derive(Serialize)]
struct Entry {
    code: String,
    severity: &'static str,
    #[serde(flatten)]
    place: Location,
    message: String,
    help: Option<String>,
    suggestion: Option<String>,
    related: Vec<Related>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Mending>,
}

/// What should stand in place of a part of a file.
#[derive(Serialize)]
struct Mending {
    #[serde(flatten)]
    place: Location,
    text: String,
}

#[derive(Serialize)]
struct Related {
    relation: &'static str,
    message: &'static str,
    #[serde(flatten)]
    place: Location,
}

/// Lines and columns from 1, columns in characters; the end is one past the last character.
#[derive(Default, Serialize)]
struct Location {
    path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl Location {
    fn new(place: Option<Place>) -> Self {
        let Some(Place { path, range }) = place else { return Self::default() };
        let (start, end) = range.unzip();
        Self {
            path: Some(path),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
        }
    }
}

/// The array, whose entries are made when they are written: a large folder may have many thousands.
struct Entries<'a>(&'a Diagnostics, &'a Places<'a>, Lang);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(diagnostics, places, lang) = self;
        serializer.collect_seq(diagnostics.iter().map(|diagnostic| entry(diagnostic, places, *lang)))
    }
}

pub(super) fn render(diagnostics: &Diagnostics, places: &Places<'_>, lang: Lang) -> String {
    super::pretty(&Entries(diagnostics, places, lang))
}

fn entry(diagnostic: &Diagnostic, places: &Places<'_>, lang: Lang) -> Entry {
    let related = |&(span, relation): &(Span, Relation)| Related {
        relation: name(relation),
        message: catalogue::relation(relation, lang),
        place: Location::new(Some(places.span(span))),
    };
    Entry {
        code: diagnostic.code.to_string(),
        severity: match diagnostic.code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        place: Location::new(places.of(diagnostic)),
        message: catalogue::message(diagnostic, lang),
        help: catalogue::help(diagnostic, lang),
        suggestion: diagnostic.suggestion.clone(),
        related: diagnostic.related.iter().map(related).collect(),
        fix: diagnostic
            .fix
            .as_deref()
            .map(|fix| Mending { place: Location::new(Some(places.span(fix.span))), text: fix.text.clone() }),
    }
}

fn name(relation: Relation) -> &'static str {
    match relation {
        Relation::First => "first",
        Relation::Previous => "previous",
        Relation::Nearest => "nearest",
        Relation::Defined => "defined",
        Relation::Meant => "meant",
        Relation::Alike => "alike",
        Relation::SameMistake => "same-mistake",
        Relation::Compared => "compared",
    }
}
