//! Files that a site has once, besides its pages: each a row of `OUTPUTS` and a file of its own, which says where it stands,
//! which sites have it, and what is in it.

mod calendar;
mod robots;
mod sitemap;

use super::context::RenderContext;
use crate::plan::Single;

pub(super) use calendar::PATH as CALENDAR;

/// A file that a site has once.
pub(super) struct Output {
    /// Where it stands, and which sites have it.
    pub single: Single,
    /// Its text.
    pub make: fn(&RenderContext<'_>) -> String,
}

/// All of them.
pub(super) const OUTPUTS: [Output; 3] = [calendar::OUTPUT, robots::OUTPUT, sitemap::OUTPUT];
