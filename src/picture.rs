//! Pictures of a content folder → what a site publishes of them: how large they are shown, without what cameras and programs
//! wrote into them, and no wider than a screen shows them.

mod headers;
mod kept;
mod metadata;
mod reduce;
mod shape;

pub use kept::{is_kept_whole, says_more};
pub use metadata::stripped;
pub use reduce::reduced;
pub use shape::{Flaw, Picture, card_size, holds_metadata};

/// The widest that a picture is published for the texts of pages, in pixels: twice their widest line, for screens with two pixels
/// in the place of one.
pub const WIDEST: u32 = 1440;
/// Bytes of the pixels of a picture that is made smaller, at most: the decoder of a JPEG that comes scan by scan needs twice as
/// many beside them.
const MAX_PIXELS: u64 = 128 << 20;
