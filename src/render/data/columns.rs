//! What the data of each collection says, column by column: what readers see on its pages, and no more.

use serde_json::{Value, json};

use super::shape::Shape;
use crate::model::history;
use crate::model::{Entry, Kind, Record};
use crate::render::context::RenderContext;

mod programme;
mod texts;

pub(super) use programme::{BENEFITS, FIELDS, INSTITUTIONS, NOTICES, OFFICES, STEPS, TERMS};
pub(super) use texts::{CHECKS, FORMS, INTERPRETATIONS, PAGES, POLICIES, QUESTIONS};

/// Where a record is: its kind, and its place in its collection.
pub(super) type Place = (Kind, usize);

/// A column of the data of a collection.
pub(super) struct Column<T> {
    /// Its name in JSON.
    pub key: &'static str,
    /// The word of the theme for it.
    pub label: &'static str,
    /// What its values are.
    pub shape: Shape,
    /// Its value of a record.
    pub value: fn(&RenderContext<'_>, Place, &Record<T>) -> Value,
}

/// A row of a table of columns.
const fn column<T>(
    key: &'static str,
    label: &'static str,
    shape: Shape,
    value: fn(&RenderContext<'_>, Place, &Record<T>) -> Value,
) -> Column<T> {
    Column { key, label, shape, value }
}

/// What every collection has: the columns before its own, and behind them.
pub(super) fn common<T: Entry>() -> ([Column<T>; 3], [Column<T>; 3]) {
    let first = [
        column("id", "data_id", Shape::Id, |_, _, it| json!(it.id.as_str())),
        column("name", "data_name", Shape::Text, |_, _, it: &Record<T>| json!(it.data.name())),
        column("url", "data_url", Shape::Address, |cx, (kind, at), _| cx.address_of(kind, at, None)),
    ];
    let last = [
        column("verified", "data_verified", Shape::Flag, |_, _, it: &Record<T>| json!(it.data.verified())),
        column("checked_on", "l_checked_on", Shape::Optional(&Shape::Day), |_, _, it: &Record<T>| {
            json!(it.data.checked_on().map(|day| day.value.to_string()))
        }),
        column("updated_on", "l_updated_on", Shape::Optional(&Shape::Day), |_, _, it: &Record<T>| {
            json!(history::last(it.data.updates()).map(|day| day.to_string()))
        }),
    ];
    (first, last)
}
