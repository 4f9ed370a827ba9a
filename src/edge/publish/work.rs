//! The working folder beside the output folder: the lock, the two trees, and the swap.
//!
//! | in `.NAME.mingce/` | is |
//! |---|---|
//! | `lock` | locked while a build runs; the lock ends with its process |
//! | `stage` | the new tree before the swap, what is left of the old one after it |
//! | `old` | the whole old tree, while the output folder is moved in two steps |
//!
//! Only whole trees are ever called `old` or moved to the output folder, so that whatever is found can be put right.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::PublishError;
use super::place::{self, Tenant};

/// What is about to be done to the disk; an observer sees every one and can fail it, or end the process.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The working folder is made and locked.
    Lock,
    /// The old site is put back after a swap that was cut short.
    PutBack,
    /// A tree in the working folder is deleted.
    Remove,
    /// A folder is made in the stage.
    Folder,
    /// A file is written in the stage.
    File,
    /// An unchanged file is linked into the stage.
    Link,
    /// Output folder and stage are exchanged, in one step.
    Exchange,
    /// The output folder is moved to the working folder.
    MoveAway,
    /// The stage becomes the output folder.
    MoveIn,
    /// The old tree is given up.
    SetAside,
    /// The working folder is deleted.
    Unlock,
}

/// Is told of every step before it is made; an error stands for its failure.
#[doc(hidden)]
pub type Observer = Box<dyn Fn(Step) -> io::Result<()> + Send + Sync>;

/// A locked working folder. When it goes, it leaves a whole site (or none, as before) and nothing else.
pub(super) struct Work {
    target: PathBuf,
    folder: PathBuf,
    /// Folders that were made for the output folder to lie in, the deepest first.
    parents: Vec<PathBuf>,
    observer: Observer,
    lock: File,
}

impl Work {
    /// Locks the working folder of `target` (a real path) and puts right what a killed build left.
    pub(super) fn open(target: PathBuf, observer: Observer) -> Result<Self, PublishError> {
        place::tenant(&target)?;
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(PublishError::Foreign { path: target });
        };
        if place::is_mounted(&target, parent) {
            return Err(PublishError::Mounted { path: target });
        }
        let missing = |place: &&Path| !place.exists();
        let parents = parent.ancestors().take_while(missing).map(Path::to_owned).collect();
        let hidden: OsString = [".".as_ref(), name, ".mingce".as_ref()].into_iter().collect();
        let folder = parent.join(hidden);
        observer(Step::Lock).map_err(PublishError::io(&folder))?;
        let Some(lock) = lock(&folder).map_err(PublishError::io(&folder))? else {
            return Err(PublishError::Busy { path: target });
        };
        let work = Self { target, folder, parents, observer, lock };
        work.mend()?;
        place::tenant(&work.target)?;
        Ok(work)
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Where the new site is built.
    pub(super) fn stage(&self) -> PathBuf {
        self.folder.join("stage")
    }

    fn old(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Does one thing to the disk at `path`, unless the observer fails it.
    pub(super) fn step(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), PublishError> {
        (self.observer)(step).and_then(|()| act()).map_err(PublishError::io(path))
    }

    /// After a build, ended or killed: puts the old site back if it was moved away, and deletes everything else.
    fn mend(&self) -> Result<(), PublishError> {
        let old = self.old();
        if old.exists() {
            match place::tenant(&self.target)? {
                Tenant::Ours => self.remove(&old)?,
                _ => self.step(Step::PutBack, &self.target, || fs::rename(&old, &self.target))?,
            }
        }
        self.remove(&self.stage())
    }

    fn remove(&self, tree: &Path) -> Result<(), PublishError> {
        if !tree.exists() {
            return Ok(());
        }
        self.step(Step::Remove, tree, || remove_tree(tree))
    }

    /// Makes the stage the output folder. Afterwards the stage is the old tree, if there was one.
    pub(super) fn swap(&self) -> Result<(), PublishError> {
        let (stage, target) = (self.stage(), &self.target);
        if place::tenant(target)? == Tenant::Nobody {
            return self.step(Step::MoveIn, target, || fs::rename(&stage, target));
        }
        // The new folder is for the same readers as the old one.
        let readers = fs::metadata(target).map_err(PublishError::io(target))?.permissions();
        if !readers.readonly() {
            fs::set_permissions(&stage, readers).map_err(PublishError::io(&stage))?;
        }
        let exchange = || Ok(renameat_with(CWD, &stage, CWD, target, RenameFlags::EXCHANGE)?);
        match self.step(Step::Exchange, target, exchange) {
            Err(PublishError::Io { cause, .. }) if is_unsupported(&cause) => self.swap_in_two(),
            done => done,
        }
    }

    /// The swap for file systems that cannot exchange: for a moment there is no output folder, and `old` is the site.
    fn swap_in_two(&self) -> Result<(), PublishError> {
        let (stage, old, target) = (self.stage(), self.old(), &self.target);
        self.step(Step::MoveAway, target, || fs::rename(target, &old))?;
        // When this fails, `mend` puts the old tree back.
        self.step(Step::MoveIn, target, || fs::rename(&stage, target))?;
        // The site is published; an old tree that stays `old` is deleted by `mend` as well.
        let _ = self.step(Step::SetAside, &old, || fs::rename(&old, &stage));
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // Nobody is left to be told; what stays behind, the next build clears.
        if self.mend().is_ok() {
            let _ = self.step(Step::Unlock, &self.folder, || {
                fs::remove_file(self.folder.join("lock"))?;
                fs::remove_dir(&self.folder)
            });
        }
        // Closing the file would do, but for a moment a process that is just being started has it open as well.
        let _ = self.lock.unlock();
        for parent in &self.parents {
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Deletes a folder, from many threads: a disk takes longer to forget a site than to link it.
fn remove_tree(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.into_par_iter().try_for_each(|entry| match entry.file_type()?.is_dir() {
        true => remove_tree(&entry.path()),
        false => fs::remove_file(entry.path()),
    })?;
    fs::remove_dir(folder)
}

/// Makes and locks the working folder; none when another build holds it.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join("lock");
    // A build that ends deletes the folder and the lock: then it is made again.
    for _ in 0..100 {
        fs::create_dir_all(folder)?;
        // Not through a link: whatever is in the folder is going to be deleted.
        if folder.is_symlink() {
            return Err(ErrorKind::NotADirectory.into());
        }
        let file = match File::options().write(true).create(true).truncate(false).open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            other => other?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        let here = file.metadata()?;
        if fs::metadata(&path).is_ok_and(|there| (there.dev(), there.ino()) == (here.dev(), here.ino())) {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// True when the file system, or the system, cannot exchange two folders.
fn is_unsupported(error: &io::Error) -> bool {
    Errno::from_io_error(error).is_some_and(|errno| [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP].contains(&errno))
}
