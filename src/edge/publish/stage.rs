//! The new site while it is written: which paths there are, and which files are those of the old site.

use std::fs::{self, File, FileType};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use rustix::fs::{Mode, OFlags, openat};
use walkdir::WalkDir;

use super::work::{Observer, Step, Work};
use super::{MARKER, MARKER_TEXT, PublishError, place};

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
    old: FxHashMap<String, FileType>,
    root: PathBuf,
    /// The folder itself, from which the way to a file is shorter than from the root of the system.
    folder: File,
    progress: Mutex<Progress>,
    work: Work,
}

#[derive(Default)]
struct Progress {
    paths: FxHashSet<String>,
    folders: FxHashSet<String>,
    published: Published,
    failed: bool,
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
        let old = old_files(work.target())?;
        let root = work.stage();
        work.step(Step::Folder, &root, || fs::create_dir(&root))?;
        let folder = File::open(&root).map_err(PublishError::io(&root))?;
        Ok(Self { old, root, folder, progress: Mutex::default(), work })
    }

    /// Writes one file of the site; `path` has `/` between its parts. May be called from many threads.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Written, PublishError> {
        let written = self.claim(path).and_then(|()| self.put(path, bytes));
        let mut progress = self.progress();
        let published = &mut progress.published;
        match written {
            Ok(Written::New) => published.new += 1,
            Ok(Written::Changed) => published.changed += 1,
            Ok(Written::Same) => published.same += 1,
            Err(_) => progress.failed = true,
        }
        if written.is_ok() {
            progress.published.bytes += bytes.len() as u64;
        }
        written
    }

    /// Publishes: the site takes the place of the old one in one step, or nothing changes and there is an error.
    pub fn commit(self) -> Result<Published, PublishError> {
        if self.progress().failed {
            return Err(PublishError::Incomplete { path: self.work.target().to_owned() });
        }
        self.put(MARKER, MARKER_TEXT.as_bytes())?;
        self.work.swap()?;
        let progress = self.progress();
        let gone = self.old.keys().filter(|path| *path != MARKER && !progress.paths.contains(*path));
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
        let place = self.root.join(folder);
        self.work.step(Step::Folder, &place, || fs::create_dir_all(&place))?;
        progress.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Writes a file whose folder is there, or keeps the old one.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Written, PublishError> {
        let place = self.root.join(path);
        let Some(kind) = self.old.get(path) else {
            self.work.step(Step::File, &place, || self.create(path, bytes).map(drop))?;
            return Ok(Written::New);
        };
        let old = self.work.target().join(path);
        if !kind.is_file() || !holds(&old, bytes) {
            self.work.step(Step::File, &place, || self.create(path, bytes).map(drop))?;
            return Ok(Written::Changed);
        }
        if self.work.step(Step::Link, &place, || fs::hard_link(&old, &place)).is_err() {
            let copy = || self.create(path, bytes)?.set_modified(fs::metadata(&old)?.modified()?);
            self.work.step(Step::File, &place, copy)?;
        }
        Ok(Written::Same)
    }

    /// Makes a file that is not there.
    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let mut file = File::from(openat(&self.folder, path, flags, Mode::from_raw_mode(0o666))?);
        file.write_all(bytes)?;
        Ok(file)
    }
}

/// True when the file at `place` can be read and has exactly these bytes.
fn holds(place: &Path, bytes: &[u8]) -> bool {
    let compare = || -> io::Result<bool> {
        let mut file = File::open(place)?;
        if file.metadata()?.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let mut buffer = [0; 16 * 1024];
        for part in bytes.chunks(buffer.len()) {
            let read = &mut buffer[..part.len()];
            file.read_exact(read)?;
            if read != part {
                return Ok(false);
            }
        }
        Ok(true)
    };
    compare().unwrap_or(false)
}

/// Everything below `target` that is not a folder. Links are not followed: nothing outside is ever kept or compared.
fn old_files(target: &Path) -> Result<FxHashMap<String, FileType>, PublishError> {
    let mut files = FxHashMap::default();
    for entry in WalkDir::new(target).min_depth(1) {
        match entry {
            Ok(entry) if !entry.file_type().is_dir() => {
                let inside = entry.path().strip_prefix(target).unwrap_or(entry.path());
                files.insert(inside.to_string_lossy().into_owned(), entry.file_type());
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
