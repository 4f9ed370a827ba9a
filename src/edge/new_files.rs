//! Files that are written into a folder of an author's: all of them, or none, and none in the place of another.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::os::{OpenFolder, is_other_sort, remove};

/// Why nothing was made.
#[derive(Debug)]
pub enum Refusal {
    /// There is a file at this place already.
    Taken(PathBuf),
    /// The file here holds a record with the id.
    Known(PathBuf),
    /// The folder is not empty.
    Full(PathBuf),
    /// The content folder, or its `site.yaml`, is not there.
    NoSite(PathBuf),
    /// The folder is a link that leads out of the content folder, or something else in its place.
    Outside(PathBuf),
    /// The machine's reason, at a place.
    Machine(PathBuf, io::Error),
}

/// What was made, in order, and is deleted again unless everything could be made.
#[derive(Default)]
pub(super) struct Undo(Vec<PathBuf>);

impl Undo {
    /// Writes a file that is not there yet, at a place without links, with its folders; `shown` is its path in messages.
    pub(super) fn write(&mut self, place: &Path, shown: &Path, text: &str) -> Result<(), Refusal> {
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => Refusal::Taken(shown.to_owned()),
            _ if is_other_sort(&error) => Refusal::Outside(shown.parent().unwrap_or(shown).to_owned()),
            _ => Refusal::Machine(shown.to_owned(), error),
        };
        let folder = place.parent().unwrap_or(place);
        let folder = OpenFolder::made(folder, &mut self.0).map_err(refused)?;
        let mut file = folder.create(place.file_name().unwrap_or_default()).map_err(refused)?;
        self.0.push(place.to_owned());
        file.write_all(text.as_bytes()).map_err(refused)
    }

    /// Everything was made.
    pub(super) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        self.0.iter().rev().for_each(|place| remove(place));
    }
}
