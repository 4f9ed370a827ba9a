//! The new site while it is written: which paths there are, and which files are those of the old site.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashSet;
use walkdir::WalkDir;

use super::work::{Observer, Step, Work};
use super::{MARKER, MARKER_TEXT, PublishError, place};
use crate::edge::os::{OpenFolder, rights, slashed};
use crate::target::{SiteFile, Target};

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The old site has no file at this path.
    New,
    /// The old site has other bytes at this path.
    Changed,
    /// The old site has the same bytes, and its file is kept with its times.
    Same,
}

/// What a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that were not in the old site.
    pub new: usize,
    /// Files with other bytes than in the old site.
    pub changed: usize,
    /// Files that were kept.
    pub same: usize,
    /// Files of the old site that the new one does not have.
    pub removed: usize,
    /// Size of the whole new site in bytes, without the marker.
    pub bytes: u64,
}

/// A site that is being written, beside the output folder. Dropped without [`commit`](Self::commit), it leaves the
/// output folder as it was.
pub struct Stage {
    /// Everything in the old site that is not a folder.
    old: FxHashSet<String>,
    /// The old site, when there is any.
    site: Option<OpenFolder>,
    /// The new one.
    folder: OpenFolder,
    /// The rights of a file that is made now: an unchanged one with others is copied, not linked.
    rights: u32,
    progress: Mutex<Progress>,
    work: Work,
}

fn size(file: SiteFile<'_>) -> u64 {
    match file {
        SiteFile::Bytes(bytes) => bytes.len() as u64,
        SiteFile::Left(_, left) => left.size(),
    }
}

/// Gives one part of a file after another to `take`, as long as it wants more. A part that cannot be read is noted in
/// `unread`.
fn parts(file: SiteFile<'_>, unread: &Cell<bool>, take: &mut dyn FnMut(&[u8]) -> io::Result<bool>) -> io::Result<()> {
    let left = match file {
        SiteFile::Bytes(bytes) => return take(bytes).map(drop),
        SiteFile::Left(_, left) => left,
    };
    let mut at = 0;
    while at < left.size() {
        let part = left.part(at).inspect_err(|_| unread.set(true))?;
        at += part.len() as u64;
        if !take(&part)? {
            break;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Progress {
    paths: FxHashSet<String>,
    folders: FxHashSet<String>,
    published: Published,
    failed: bool,
}

impl Target for Stage {
    type Error = PublishError;

    fn take(&self, path: &str, file: SiteFile<'_>) -> Result<(), PublishError> {
        self.write(path, file).map(drop)
    }
}

impl Stage {
    /// Begins a new site for the output folder `target`, which may be missing or empty, and otherwise must have been
    /// made by Mingce. Only one build at a time can have it.
    pub fn open(target: &Path) -> Result<Self, PublishError> {
        Self::open_observed(target, Box::new(|_| Ok(())))
    }

    /// [`open`](Self::open), with an observer of every step on the disk.
    #[doc(hidden)]
    pub fn open_observed(target: &Path, observer: Observer) -> Result<Self, PublishError> {
        let work = Work::open(place::resolve(target)?, observer)?;
        let site = work.site()?;
        let old = if site.is_some() { old_files(work.target())? } else { FxHashSet::default() };
        let folder = work.make_stage()?;
        let marker = || write_marker(&folder, site.as_ref());
        let rights = work.step(Step::File, &work.stage().join(MARKER), marker)?;
        Ok(Self { old, site, folder, rights, progress: Mutex::default(), work })
    }

    /// Writes one file of the site; `path` has `/` between its parts. May be called from many threads.
    pub fn write(&self, path: &str, file: SiteFile<'_>) -> Result<Written, PublishError> {
        let written = self.claim(path).and_then(|()| self.put(path, file));
        let mut progress = self.progress();
        let published = &mut progress.published;
        match written {
            Ok(Written::New) => published.new += 1,
            Ok(Written::Changed) => published.changed += 1,
            Ok(Written::Same) => published.same += 1,
            Err(_) => progress.failed = true,
        }
        if written.is_ok() {
            progress.published.bytes += size(file);
        }
        written
    }

    /// Publishes: the site takes the place of the old one in one step, or nothing changes and there is an error.
    pub fn commit(self) -> Result<Published, PublishError> {
        if self.progress().failed {
            return Err(PublishError::Incomplete { path: self.work.target().to_owned() });
        }
        let Self { old, site, folder, progress, work, .. } = self;
        drop(site);
        work.swap(folder)?;
        let progress = progress.into_inner().unwrap_or_else(PoisonError::into_inner);
        let gone = old.iter().filter(|path| *path != MARKER && !progress.paths.contains(*path));
        Ok(Published { removed: gone.count(), ..progress.published })
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves a path for one file, and makes the folder in which it lies.
    fn claim(&self, path: &str) -> Result<(), PublishError> {
        let bad = |part: &str| matches!(part, "" | "." | "..");
        if path.contains(['\\', '\0']) || path.split('/').any(bad) || path.split('/').next() == Some(MARKER) {
            return Err(PublishError::BadPath { path: path.to_owned() });
        }
        let mut progress = self.progress();
        if !progress.paths.insert(path.to_owned()) {
            return Err(PublishError::Twice { path: path.to_owned() });
        }
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
        if progress.folders.contains(folder) {
            return Ok(());
        }
        self.work.step(Step::Folder, &self.place(folder), || {
            let ends = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
            ends.map(|end| &folder[..end]).try_for_each(|folder| self.folder.make(folder).map(drop))
        })?;
        progress.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Where a path of the site is on the disk, for messages.
    fn place(&self, path: &str) -> PathBuf {
        self.work.stage().join(path)
    }

    /// Writes a file whose folder is there, or keeps the old one.
    fn put(&self, path: &str, new: SiteFile<'_>) -> Result<Written, PublishError> {
        let unread = Cell::new(false);
        let create = |old: Option<&File>| {
            let mut file = self.folder.create(path)?;
            parts(new, &unread, &mut |part| file.write_all(part).map(|()| true))?;
            old.map_or(Ok(()), |old| file.set_modified(old.metadata()?.modified()?))
        };
        let create = |old| {
            let made = self.work.step(Step::File, &self.place(path), || create(old));
            match new {
                // A file of the content that cannot be read is not the output folder's fault.
                SiteFile::Left(path, _) if unread.get() => Err(PublishError::Unread { path: path.to_owned() }),
                _ => made,
            }
        };
        if !self.old.contains(path) {
            return create(None).map(|()| Written::New);
        }
        let Some((site, old)) = self.site.as_ref().and_then(|site| Some((site, holding(site, path, new)?))) else {
            return create(None).map(|()| Written::Changed);
        };
        let is_linked = old.metadata().is_ok_and(|old| rights(&old) == self.rights)
            && self.work.step(Step::Link, &self.place(path), || site.link(path, &self.folder)).is_ok();
        if !is_linked {
            create(Some(&old))?;
        }
        Ok(Written::Same)
    }
}

/// Writes the marker, with the times of the old one; the rights that a new file has.
fn write_marker(folder: &OpenFolder, site: Option<&OpenFolder>) -> io::Result<u32> {
    let mut marker = folder.create(MARKER)?;
    marker.write_all(MARKER_TEXT.as_bytes())?;
    if let Some(old) = site.and_then(|site| holding(site, MARKER, SiteFile::Bytes(MARKER_TEXT.as_bytes()))) {
        marker.set_modified(old.metadata()?.modified()?)?;
    }
    Ok(rights(&marker.metadata()?))
}

/// The file at `path` in the old site, when it can be read and has exactly these bytes.
fn holding(site: &OpenFolder, path: &str, new: SiteFile<'_>) -> Option<File> {
    let compare = || -> io::Result<Option<File>> {
        let mut file = site.file(path)?;
        if file.metadata()?.len() != size(new) {
            return Ok(None);
        }
        let (mut buffer, mut same) = ([0; 16 * 1024], true);
        parts(new, &Cell::new(false), &mut |part| {
            for part in part.chunks(buffer.len()) {
                let read = &mut buffer[..part.len()];
                file.read_exact(read)?;
                same &= read == part;
            }
            Ok(same)
        })?;
        Ok(same.then_some(file))
    };
    compare().ok().flatten()
}

/// Everything below `target` that is not a folder. Links are not followed: nothing outside is ever kept or compared.
fn old_files(target: &Path) -> Result<FxHashSet<String>, PublishError> {
    let mut files = FxHashSet::default();
    for entry in WalkDir::new(target).min_depth(1).follow_root_links(false) {
        match entry {
            Ok(entry) if !entry.file_type().is_dir() => {
                let inside = entry.path().strip_prefix(target).unwrap_or(entry.path());
                files.insert(slashed(inside).to_string_lossy().into_owned());
            }
            Err(error) if error.depth() > 0 => {
                let path = error.path().unwrap_or(target).to_owned();
                return Err(PublishError::Io { path, cause: error.into() });
            }
            _ => {}
        }
    }
    Ok(files)
}
