//! Files that a site has once, besides its pages: each a row of `OUTPUTS` and a file of its own, which says where it stands,
//! which sites have it, and what is in it.

mod calendar;
mod robots;
mod sitemap;

use super::frame::Frame;
use crate::plan::Single;

pub(super) use calendar::PATH as CALENDAR;

/// A file that a site has once.
struct Output {
    single: Single,
    /// Its text.
    make: fn(&Frame<'_>) -> String,
}

/// All of them.
const OUTPUTS: [Output; 3] = [calendar::OUTPUT, robots::OUTPUT, sitemap::OUTPUT];

/// Where they stand, and which sites have them.
pub const SINGLES: [Single; OUTPUTS.len()] = {
    let mut singles = [OUTPUTS[0].single; OUTPUTS.len()];
    let mut at = 0;
    while at < OUTPUTS.len() {
        singles[at] = OUTPUTS[at].single;
        at += 1;
    }
    singles
};

/// The text of the one at a path.
pub(super) fn text(frame: &Frame<'_>, path: &str) -> String {
    let output = OUTPUTS.iter().find(|output| output.single.path == path);
    (output.expect("a route is one of the table").make)(frame)
}
