//! Files that a site has once, besides its pages: each a row of `OUTPUTS` and a file of its own, which says where it stands,
//! which sites have it, and what is in it.

mod calendar;
pub(super) mod feed;
mod llms;
mod manifest;
mod policy_schema;
mod robots;
mod sitemap;
mod worker;

use super::context::RenderContext;
use super::metadata::Download;
use crate::model::ColumnId;
use crate::plan::{Route, Single};

/// A file that a site has once.
pub(super) struct Output {
    /// Where it stands, and which sites have it.
    pub single: Single,
    /// Its text.
    pub make: fn(&RenderContext<'_>) -> String,
    /// The column whose page leads to it.
    pub link: Option<ColumnLink>,
}

/// A link from the page of a column.
pub(super) struct ColumnLink {
    /// The column.
    pub column: ColumnId,
    /// The word for what it leads to.
    pub text: &'static str,
}

/// All of them.
pub(super) const OUTPUTS: &[Output] = &[
    calendar::OUTPUT,
    feed::ALL,
    feed::POLICIES,
    feed::NOTICES,
    llms::OUTPUT,
    manifest::OUTPUT,
    policy_schema::OUTPUT,
    robots::OUTPUT,
    sitemap::OUTPUT,
    worker::OUTPUT,
];

/// What goes with the page of a column.
pub(super) fn of_column(column: ColumnId) -> Option<Download> {
    OUTPUTS.iter().find_map(|output| {
        let link = output.link.as_ref().filter(|link| link.column == column)?;
        Some(Download { route: Route::Single(output.single.path), text: link.text })
    })
}
