//! A record → what its document to print is made from. Each kind that is printed is a row of the table here and a file of its
//! own; texts share the template `document.typ` (`text`), pages to be put up share `poster.typ` (`poster`), pictures of interpretations
//! are panels (`picture`).

mod check;
mod clause;
mod closing;
mod form;
mod glance;
mod interpretation;
mod notice;
mod official;
mod part;
mod policy;
mod poster;
mod text;
mod title;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::model::Kind;
use crate::plan::Route;
use crate::print::Job;
use crate::source::Span;
use crate::syntax::value::Date;

use super::context::RenderContext;

/// A kind of record that is printed.
struct Printing {
    kind: Kind,
    /// What the document of the record at a place is made from.
    job: fn(&RenderContext<'_>, usize) -> Job,
}

/// All of them.
const PRINTINGS: &[Printing] =
    &[form::PRINTING, policy::PRINTING, interpretation::PRINTING, notice::PRINTING, check::PRINTING];

/// What the document at a route is made from.
///
/// # Panics
/// With a route that is no document to print.
pub(super) fn job(cx: &RenderContext<'_>, route: &Route) -> Job {
    match *route {
        Route::Print(kind, index) => {
            let printing = PRINTINGS.iter().find(|printing| printing.kind == kind);
            (printing.expect("a plan names documents of kinds that are printed").job)(cx, index)
        }
        Route::Glance(index, _) => glance::job(cx, index),
        _ => unreachable!("{route:?} is printed"),
    }
}

impl RenderContext<'_> {
    /// A job without pictures.
    fn of(&self, template: &'static str, place: Span, data: Value) -> Job {
        let substituted = self.text("print_substituted");
        Job { template, place, data, files: BTreeMap::new(), pictures: BTreeMap::new(), substituted }
    }

    /// What every document says of itself.
    fn printed(&self, title: &str, keywords: &[String]) -> Value {
        let settings = &self.site.settings;
        let (language, region) = settings.language.split_once('-').unwrap_or((&settings.language, ""));
        json!({
            "title": title,
            "author": settings.owner,
            "keywords": keywords,
            "date": day(self.site.as_of),
            "lang": language,
            "accent": self.theme.colour("--accent"),
            "band": self.theme.colour("--band"),
            "region": if region.is_empty() { Value::Null } else { json!(region) },
        })
    }

    /// Puts the code of a record's page among the files, and says under which name.
    fn code(&self, kind: Kind, index: usize, files: &mut BTreeMap<String, Arc<[u8]>>) -> Option<&'static str> {
        const NAME: &str = "qr.png";
        let png = super::qr::png_of(&self.page_address(kind, index)?)?;
        files.insert(NAME.to_owned(), png.into());
        Some(NAME)
    }

    /// Where a document comes from, line by line.
    fn colophon(&self, note: &str, kind: Kind, index: usize) -> Vec<String> {
        let mut lines = vec![note.to_owned()];
        lines.extend(self.page_address(kind, index).map(|url| self.fill("print_source", &[("url", &url)])));
        lines.push(self.as_of());
        lines
    }
}

/// A day as templates read it.
fn day(Date(date): Date) -> Value {
    json!({ "year": date.year(), "month": date.month(), "day": date.day() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_can_be_printed_has_one_row() {
        for kind in Kind::ALL {
            let rows = PRINTINGS.iter().filter(|printing| printing.kind == kind).count();
            let is_printed = kind == Kind::Form || kind.printed().is_some();
            assert_eq!(rows, usize::from(is_printed), "{}", kind.word());
        }
    }
}
