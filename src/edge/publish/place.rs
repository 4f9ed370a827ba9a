//! Where the output folder is, and whether it may be written.
//!
//! It only looks; it changes nothing on the disk.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{MARKER, PublishError, SIGN, tree};
use crate::edge::os::{OpenFolder, is_other_sort, real};

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

/// The real place of an output folder. A link is not followed, wherever it leads: it is not Mingce's. The folders above it
/// may be links.
pub(super) fn resolve(target: &Path) -> Result<PathBuf, PublishError> {
    // With a separator at the end, `public/`, the system follows the link before it is looked at.
    let named: PathBuf = target.components().collect();
    if named.is_symlink() {
        return Err(PublishError::Foreign { path: named });
    }
    real(target).map_err(PublishError::io(target))
}

/// How often a folder that seems to be foreign is looked at again, and how long after the last time.
const LOOKS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(2);

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

/// As [`tenant`], without the lock. Another build may exchange the site at this moment: then the folder that is looked at
/// loses its files one by one, and its marker with them. What stays foreign is foreign.
pub(super) fn settled_tenant(parent: &OpenFolder, name: &OsStr, target: &Path) -> Result<Tenant, PublishError> {
    for _ in 0..LOOKS {
        match tenant(parent, name, target) {
            Err(PublishError::Foreign { .. }) => std::thread::sleep(PAUSE),
            found => return found,
        }
    }
    tenant(parent, name, target)
}

/// What is at `name` in `parent`, which is the output folder `target`; anything that Mingce did not make is an error.
pub(super) fn tenant(parent: &OpenFolder, name: &OsStr, target: &Path) -> Result<Tenant, PublishError> {
    let foreign = |path: PathBuf| Err(PublishError::Foreign { path });
    let folder = match parent.folder(name) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Tenant::Nobody),
        Err(error) if is_other_sort(&error) => return foreign(target.to_owned()),
        opened => opened.map_err(PublishError::io(target))?,
    };
    if folder.entries().map_err(PublishError::io(target))?.is_empty() {
        return Ok(Tenant::Empty);
    }
    // Somebody keeps the history of the site in its folder; replacing the folder would lose it.
    if folder.look(".git").map_err(PublishError::io(target))?.is_some() {
        return foreign(target.join(".git"));
    }
    match tree::sign(&folder).map_err(PublishError::io(&target.join(MARKER)))? {
        Some(start) if start == SIGN.as_bytes() => Ok(Tenant::Ours),
        _ => foreign(target.to_owned()),
    }
}

/// A folder on which a disk is mounted cannot be exchanged for another one.
pub(super) fn is_mounted(parent: &OpenFolder, name: &OsStr) -> bool {
    match (parent.look(name), parent.about()) {
        (Ok(Some(target)), Ok(parent)) => !target.shares_disk(&parent),
        _ => false,
    }
}
