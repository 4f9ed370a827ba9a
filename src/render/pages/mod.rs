//! The pages of a site: each a row of a table here and a file of its own, with what its template knows (its view), what
//! makes it, and the card that lists show of it.

mod article;
mod benefit;
mod benefits;
pub mod check;
mod data;
mod field;
mod form;
mod glance;
mod glossary;
mod home;
mod institution;
mod interpretation;
pub mod list;
mod map;
mod notice;
mod offices;
mod page;
mod plain;
mod policy;
mod process;
mod question;
mod record;
mod review;
mod search;
mod translation;

use bytes::Bytes;
use serde::Serialize;
use tera::Value;

use super::context::RenderContext;
use super::metadata::{Download, Head};
use super::outputs;
use super::view::{Card, Filter};
use crate::diagnostic::Diagnostic;
use crate::model::{ColumnId, Kind};
use crate::plan::data::{Table, Text};
use crate::plan::{Route, Single};
use crate::syntax::compact::compact;
use crate::syntax::markup::Html;

/// A page before its template is rendered.
pub(super) struct Page {
    /// Its metadata.
    head: Head,
    /// What its template knows.
    view: Value,
}

/// A group of a list.
pub(super) struct RecordGroup {
    /// Its heading.
    title: Option<String>,
    /// Its anchor.
    id: String,
    /// The places of its records in their collection.
    records: Vec<usize>,
}

/// The page of the records of a kind.
pub(super) struct RecordPage {
    /// The kind.
    pub kind: Kind,
    /// Its template.
    pub template: &'static str,
    /// Makes the page of the record at a place.
    pub make: fn(&RenderContext<'_>, usize) -> Page,
    /// What the list of all shows.
    pub list: Listing,
    /// What goes with it, to take away. The documents of a form stand among its other formats.
    pub download: Option<fn(usize) -> Download>,
}

/// How records of a kind are listed.
pub(super) struct Listing {
    /// Writes what the card of the record at a place says besides its name.
    pub card: Option<fn(&RenderContext<'_>, usize, &mut Card)>,
    /// The groups of the list of all.
    pub groups: fn(&RenderContext<'_>, Kind) -> Vec<RecordGroup>,
    /// What the list of all is filtered by.
    pub filters: fn(&RenderContext<'_>) -> Vec<Filter>,
}

impl Listing {
    /// Names, in one group.
    const PLAIN: Self = Self { card: None, groups: list::one_group, filters: |_| Vec::new() };
}

/// The page of a column that is no list of cards.
struct ColumnPage {
    column: ColumnId,
    template: &'static str,
    make: fn(&RenderContext<'_>) -> Page,
}

/// A page that a site has once.
pub(super) struct SitePage {
    /// Where it stands.
    path: &'static str,
    template: &'static str,
    make: fn(&RenderContext<'_>) -> Page,
}

impl SitePage {
    /// Where it stands, on every site.
    pub const fn single(&self) -> Single {
        Single { path: self.path, is_there: |_| true }
    }
}

/// The pages of records.
const RECORDS: &[RecordPage] = &[
    policy::PAGE,
    interpretation::PAGE,
    question::PAGE,
    page::PAGE,
    field::PAGE,
    institution::PAGE,
    notice::PAGE,
    benefit::PAGE,
    check::PAGE,
    form::PAGE,
];

/// The pages of columns that are more than a list of cards.
const COLUMNS: &[ColumnPage] = &[benefits::PAGE, process::PAGE, offices::PAGE, glossary::PAGE];

/// The pages that every site has.
pub(super) const SITE: &[SitePage] =
    &[home::PAGE, search::PAGE, data::PAGE, plain::SITE_MAP, plain::ACCESSIBILITY, plain::NOT_FOUND];

/// The page of the records of a kind, if they have pages of their own.
pub(super) fn of_kind(kind: Kind) -> Option<&'static RecordPage> {
    RECORDS.iter().find(|page| page.kind == kind)
}

/// A page of its metadata and what its template knows.
fn made((head, view): (Head, impl Serialize)) -> Page {
    Page { head, view: Value::from_serializable(&view) }
}

/// The page of a record.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn record(cx: &RenderContext<'_>, kind: Kind, index: usize) -> Result<Bytes, Diagnostic> {
    let page = of_kind(kind).expect("a plan names pages of kinds that have pages");
    let mut made = (page.make)(cx, index);
    made.head.column = kind.column();
    made.head.download = page.download.map(|download| download(index));
    if let Some(record) = cx.site.content.record(kind, index) {
        cx.add_history(&mut made.head, &record);
        made.head.picture = cx.card_picture(record.entry.picture(), cx.path_of(record.file));
    }
    if kind == Kind::Policy {
        made.head.alternates = Text::ALL.map(|text| Route::Text(index, text)).into();
    }
    finished(cx, page.template, made)
}

/// The page of a column.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn column(cx: &RenderContext<'_>, id: ColumnId) -> Result<Bytes, Diagnostic> {
    let (template, mut made) = match COLUMNS.iter().find(|page| page.column == id) {
        Some(page) => (page.template, (page.make)(cx)),
        None => (list::TEMPLATE, list::make(cx, id)?),
    };
    made.head.download = outputs::of_column(id);
    if !id.kind().has_page() {
        cx.add_histories(&mut made.head, id.kind());
    }
    let data = [Table::Json, Table::Csv].map(|table| Route::Data(id.kind(), table));
    made.head.alternates = outputs::feed::of(&Route::Column(id)).into_iter().chain(data).collect();
    finished(cx, template, made)
}

/// The page that a site has at a path.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn site(cx: &RenderContext<'_>, path: &str) -> Result<Bytes, Diagnostic> {
    let page = SITE.iter().find(|page| page.path == path).expect("a plan names pages of the table");
    let mut made = (page.make)(cx);
    made.head.alternates = outputs::feed::of(&Route::Single(page.path)).into_iter().collect();
    finished(cx, page.template, made)
}

/// The page for those who review the rules of a check.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn review(cx: &RenderContext<'_>, index: usize) -> Result<Bytes, Diagnostic> {
    finished(cx, review::TEMPLATE, review::make(cx, index))
}

/// The map of a policy.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn map(cx: &RenderContext<'_>, index: usize) -> Result<Bytes, Diagnostic> {
    finished(cx, map::TEMPLATE, map::make(cx, index))
}

/// The page of the picture of an interpretation.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn glance(cx: &RenderContext<'_>, index: usize) -> Result<Bytes, Diagnostic> {
    finished(cx, glance::TEMPLATE, glance::make(cx, index))
}

/// The page of a translation of the settings.
///
/// # Errors
/// What is wrong with a template.
pub(super) fn translation(cx: &RenderContext<'_>, index: usize) -> Result<Bytes, Diagnostic> {
    finished(cx, translation::TEMPLATE, translation::make(cx, index))
}

fn finished(cx: &RenderContext<'_>, template: &str, mut page: Page) -> Result<Bytes, Diagnostic> {
    let own = std::mem::take(&mut page.head.parts);
    let (mut context, parts) = cx.metadata(page.head)?;
    context.insert_value("view", page.view);
    let html = cx.theme.render(template, &mut context)?;
    drop(context);
    let parts: Vec<&Html> = parts.iter().map(|part| &**part).chain(&own).collect();
    Ok(compact(&html, &parts).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_with_pages_has_one_row() {
        for kind in Kind::ALL {
            let rows = RECORDS.iter().filter(|page| page.kind == kind).count();
            assert_eq!(rows, usize::from(kind.has_page()), "{}", kind.word());
        }
    }
}
