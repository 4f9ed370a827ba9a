//! One file in, records and diagnostics out. Nothing here fails: what can be read is returned beside every diagnostic.

pub mod budget;
pub mod clause;
pub mod compact;
pub mod contact;
mod emphasis;
pub mod html;
mod known;
pub mod markdown;
pub mod markup;
pub mod minify;
mod nesting;
pub mod parts;
pub mod phrase;
mod portal;
pub(crate) mod quiet;
mod references;
mod rewrite;
pub mod sanitise;
pub mod slips;
pub mod table;
pub mod tags;
pub mod unmarked;
pub mod value;
pub mod yaml;
