//! What differs between systems: a file for each gives the same functions, and nothing else names a system.
//!
//! Files and folders are opened, made and removed by their names in a folder that is open, never through a link, so that
//! nobody can lead a read, a write or a removal elsewhere by exchanging a name for a link. What a caller allows to be a link, it
//! resolves before. It knows neither content nor sites.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::*;
#[cfg(windows)]
pub use windows::*;

/// What sort of thing has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A folder, and no link to one.
    Folder,
    /// Anything else.
    Other,
}

/// Where a path really is: without links, `.` and `..`, as far as it exists, with the rest of it behind.
pub fn real(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut place = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(place.pop()),
            Component::CurDir => {}
            part => place.push(part),
        }
        // Of a drive alone (`C:`) a system knows another folder than its root.
        if matches!(part, Component::Prefix(_)) {
            continue;
        }
        match fs::canonicalize(&place) {
            Ok(real) => place = real,
            // A link that leads nowhere is there all the same: what it leads to would be made by following it.
            Err(error) if error.kind() == ErrorKind::NotFound && !place.is_symlink() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(place)
}

/// Deletes the file or the empty folder at a path without links, if it can be.
pub fn remove(path: &Path) {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return };
    if let Ok(folder) = OpenFolder::real(parent) {
        let _ = folder.remove_file(name).or_else(|_| folder.remove_folder(name));
    }
}
