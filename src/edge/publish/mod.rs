//! Owning the output folder: pages in, one after another and from many threads; a published site, in one step, out.
//!
//! A [`Stage`] is built in a working folder beside the output folder and swapped in whole by [`Stage::commit`]. Killed at
//! any moment, a build leaves the old site or the new one, and what it leaves in the working folder is cleared, or put
//! back, by the next. Nothing here knows what a page is.
//!
//! The site is not forced onto the disk (no `fsync`), as `cp` does not: after a power cut the next build finds what is
//! missing, because files are compared by their bytes.

mod error;
mod lock;
mod place;
mod stage;
mod tree;
mod work;

pub use error::PublishError;
pub use place::check_places;
pub use stage::{Published, Stage, Written};
#[doc(hidden)]
pub use work::{Observer, Step};

/// The file at the top of an output folder by which Mingce knows its own.
pub const MARKER: &str = ".mingce";

/// The first line of the marker, by which it is known; it stays the same in every version.
const SIGN: &str = "mingce-output\n";

/// The marker's bytes, the same for every site and time.
const MARKER_TEXT: &str = "mingce-output

本文件夹由明策（Mingce）生成，每次构建都会整体替换。请勿手工修改或存放其他文件。
删除本文件后，明策不再写入本文件夹。

This folder is made by Mingce, and every build replaces it as a whole. Do not edit it or keep other files in it.
Without this file, Mingce does not write to this folder any more.
";
