//! Whole trees, as Mingce makes them: a folder with its marker, which is written first and removed last, so that at any
//! moment the tree is known for Mingce's own, or is empty.

use std::io::{self, ErrorKind, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::{MARKER, SIGN};
use crate::edge::os::{About, OpenFolder, Sort, is_other_sort};

/// Folders that are open at once on the way down; deeper ones are moved to the top of the tree first.
const DEPTH: usize = 16;

/// The first bytes of the marker in `folder`, as many as the sign has; none when there is no such file.
pub(super) fn sign(folder: &OpenFolder) -> io::Result<Option<Vec<u8>>> {
    let file = match folder.file(MARKER) {
        Err(error) if error.kind() == ErrorKind::NotFound || is_other_sort(&error) => return Ok(None),
        opened => opened?,
    };
    let mut start = Vec::new();
    file.take(SIGN.len() as u64).read_to_end(&mut start)?;
    Ok(Some(start))
}

/// True for a tree that Mingce made, and for one that holds nothing, or nothing but a marker that was being written.
pub(super) fn is_own(folder: &OpenFolder) -> io::Result<bool> {
    let entries = folder.entries()?;
    Ok(match sign(folder)? {
        Some(start) => start == SIGN.as_bytes() || (entries.len() == 1 && SIGN.as_bytes().starts_with(&start)),
        None => entries.is_empty(),
    })
}

/// Deletes the tree `name` of `parent`, which is open as `tree`. No link in it is followed, and no other disk is entered.
pub(super) fn remove(parent: &OpenFolder, name: &str, tree: OpenFolder) -> io::Result<()> {
    let removal = Removal { top: &tree, about: tree.about()?, moved: AtomicUsize::new(0) };
    while tree.entries()?.iter().any(|(name, _)| name != MARKER) {
        removal.clear(&tree, 0)?;
    }
    match tree.remove_file(MARKER) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    drop(tree);
    parent.remove_folder(name)
}

struct Removal<'a> {
    top: &'a OpenFolder,
    about: About,
    /// Folders that were moved to the top.
    moved: AtomicUsize,
}

impl Removal<'_> {
    /// Deletes what is in `folder`, from many threads: a disk takes longer to forget a site than to link it.
    fn clear(&self, folder: &OpenFolder, depth: usize) -> io::Result<()> {
        let entries = folder.entries()?;
        let (folders, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(_, sort)| *sort == Sort::Folder);
        files
            .par_iter()
            .filter(|(name, _)| depth > 0 || name != MARKER)
            .try_for_each(|(name, _)| folder.remove_file(name))?;
        if depth == DEPTH {
            return folders.iter().try_for_each(|(name, _)| folder.rename(name, self.top, self.free()?));
        }
        folders.par_iter().try_for_each(|(name, _)| {
            let inner = folder.folder(name)?;
            if !inner.about()?.shares_disk(&self.about) {
                return Err(ErrorKind::CrossesDevices.into());
            }
            self.clear(&inner, depth + 1)?;
            drop(inner);
            folder.remove_folder(name)
        })
    }

    /// A name at the top of the tree that nothing has.
    fn free(&self) -> io::Result<String> {
        loop {
            let name = format!("{MARKER}-{}", self.moved.fetch_add(1, Ordering::Relaxed));
            if self.top.look(&name)?.is_none() {
                return Ok(name);
            }
        }
    }
}
