//! The typed content and the linked site. It knows no HTML beyond what Markdown gave, no templates and no disk.

mod answer;
pub mod article;
mod citation;
mod collection;
mod content;
mod cycles;
mod divider;
pub mod eligibility;
mod entry;
mod follow;
pub mod form;
mod front;
mod kind;
mod link;
mod links;
mod lost;
mod pin;
pub mod records;
pub mod settings;
mod site;
mod suggest;
mod target;
mod unused;
mod validity;
mod waiting;
mod wording;

pub use citation::{Citation, Owner};
pub use collection::Collection;
pub use content::{Content, Pieces, collect, is_readme};
pub use entry::{AnyRecord, Entry, Part, Record, Vocabulary};
pub use kind::{Holder, Kind};
pub use link::{Options, as_of, link};
pub use links::{Links, Same};
pub use site::{Coverage, Site};
pub use target::{Goal, Refusal, join};
pub use waiting::{Unpublished, Wait, Waiting};
