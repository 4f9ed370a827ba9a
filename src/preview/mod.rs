//! What a preview shows of a folder that changes: editions of its site, the newest and the last good one, and the
//! messages to the script in each page. Nothing here reads the disk or the clock, or knows of a server: `edge/serve` does.

pub(crate) mod change;
mod decorate;
pub(crate) mod edition;
pub(crate) mod news;
mod origin;
mod parts;
pub(crate) mod state;

pub use decorate::{Mark, decorate};
pub(crate) use decorate::{RESERVED, rooted};

/// The script that each page gets.
pub(crate) const SCRIPT: &str = include_str!("preview.js");
/// The worker that listens for news, for all pages of a browser.
pub(crate) const STREAM: &str = include_str!("stream.js");
/// The style sheet of the overlay.
pub(crate) const STYLE: &str = include_str!("preview.css");
