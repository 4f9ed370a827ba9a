//! Where the output folder is, and whether it may be written.
//!
//! It only looks; it changes nothing on the disk.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use super::{MARKER, PublishError, SIGN};

/// Refuses an output folder inside the content folder, the content folder inside the output folder, and one folder for
/// both. Neither has to exist.
pub fn check_places(content: &Path, target: &Path) -> Result<(), PublishError> {
    let content = real(content).map_err(PublishError::io(content))?;
    let output = real(target).map_err(PublishError::io(target))?;
    if content.starts_with(&output) || output.starts_with(&content) {
        return Err(PublishError::InContent { path: target.to_owned() });
    }
    Ok(())
}

/// `path` without links, `.` and `..`, as far as it exists, with the rest of it behind.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut place = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(place.pop()),
            Component::CurDir => {}
            part => place.push(part),
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

/// The real place of an output folder. A link to a folder stays, and what it leads to is the output folder; a link to
/// anything else, or to nothing, is not Mingce's.
pub(super) fn resolve(target: &Path) -> Result<PathBuf, PublishError> {
    if target.is_symlink() && !target.is_dir() {
        return Err(PublishError::Foreign { path: target.to_owned() });
    }
    real(target).map_err(PublishError::io(target))
}

/// What is at the place of the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tenant {
    /// Nothing.
    Nobody,
    /// A folder with nothing in it.
    Empty,
    /// A site made by Mingce.
    Ours,
}

/// What is at `target`; anything that Mingce did not make is an error.
pub(super) fn tenant(target: &Path) -> Result<Tenant, PublishError> {
    let foreign = |path: PathBuf| Err(PublishError::Foreign { path });
    let metadata = match fs::symlink_metadata(target) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Tenant::Nobody),
        other => other.map_err(PublishError::io(target))?,
    };
    if !metadata.is_dir() {
        return foreign(target.to_owned());
    }
    if fs::read_dir(target).map_err(PublishError::io(target))?.next().is_none() {
        return Ok(Tenant::Empty);
    }
    // Somebody keeps the history of the site in its folder; replacing the folder would lose it.
    let history = target.join(".git");
    if fs::symlink_metadata(&history).is_ok() {
        return foreign(history);
    }
    if has_marker(target).map_err(PublishError::io(&target.join(MARKER)))? {
        Ok(Tenant::Ours)
    } else {
        foreign(target.to_owned())
    }
}

fn has_marker(target: &Path) -> io::Result<bool> {
    let path = target.join(MARKER);
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    }
    let mut start = Vec::new();
    fs::File::open(path)?.take(SIGN.len() as u64).read_to_end(&mut start)?;
    Ok(start == SIGN.as_bytes())
}

/// A folder on which a disk is mounted cannot be exchanged for another one.
pub(super) fn is_mounted(target: &Path, parent: &Path) -> bool {
    match (fs::metadata(target), fs::metadata(parent)) {
        (Ok(target), Ok(parent)) => target.dev() != parent.dev(),
        _ => false,
    }
}
