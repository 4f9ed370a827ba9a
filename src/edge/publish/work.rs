//! The working folder beside the output folder: the lock, the two trees, and the swap.
//!
//! | in `.NAME.mingce/` | is |
//! |---|---|
//! | `lock` | locked while a build runs; the lock ends with its process |
//! | `stage` | the new tree before the swap, what is left of the old one after it |
//! | `old` | the whole old tree, while the output folder is moved in two steps |
//!
//! Only whole trees are ever called `old` or moved to the output folder, so that whatever is found can be put right.
//! `lock` holds the sign of Mingce, and so does the marker of each tree; anything else in their places, links among it, is
//! somebody else's: nothing is done then, and the error names it.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::lock::{self, Locked};
use super::place::{self, Tenant};
use super::{PublishError, tree};
use crate::edge::os::{OpenFolder, is_other_sort, is_without_exchange};

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

/// Learns of every step before it is made; an error stands for its failure.
#[doc(hidden)]
pub type Observer = Box<dyn Fn(Step) -> io::Result<()> + Send + Sync>;

/// The new tree, in the working folder.
const STAGE: &str = "stage";
/// The old tree, while the output folder is moved in two steps.
const OLD: &str = "old";

/// A locked working folder. When it goes, it leaves a whole site (or none, as before) and nothing else.
pub(super) struct Work {
    target: PathBuf,
    /// The last name of the output folder.
    name: OsString,
    /// The working folder.
    place: PathBuf,
    locked: Locked,
    observer: Observer,
}

impl Work {
    /// Locks the working folder of `target` (a real path) and puts right what a killed build left.
    pub(super) fn open(target: PathBuf, observer: Observer) -> Result<Self, PublishError> {
        let (Some(parent), Some(name)) = (target.parent(), target.file_name().map(OsStr::to_owned)) else {
            return Err(PublishError::Foreign { path: target });
        };
        let hidden: OsString = [".".as_ref(), &*name, ".mingce".as_ref()].into_iter().collect();
        let place = parent.join(&hidden);
        match OpenFolder::real(parent) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            opened => {
                let parent = opened.map_err(PublishError::io(&place))?;
                place::settled_tenant(&parent, &name, &target)?;
                if place::is_mounted(&parent, &name) {
                    return Err(PublishError::Mounted { path: target });
                }
            }
        }
        observer(Step::Lock).map_err(PublishError::io(&place))?;
        let Some(locked) = lock::lock(parent, &hidden)? else {
            return Err(PublishError::Busy { path: target });
        };
        let work = Self { target, name, place, locked, observer };
        work.mend()?;
        work.tenant()?;
        Ok(work)
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The old site, when there is any.
    pub(super) fn site(&self) -> Result<Option<OpenFolder>, PublishError> {
        match self.locked.parent().folder(&self.name) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some).map_err(PublishError::io(&self.target)),
        }
    }

    /// Where the new site is built, for messages.
    pub(super) fn stage(&self) -> PathBuf {
        self.place.join(STAGE)
    }

    /// Makes the folder of the new site.
    pub(super) fn make_stage(&self) -> Result<OpenFolder, PublishError> {
        let work = &self.locked.folder;
        self.step(Step::Folder, &self.stage(), || {
            if work.make(STAGE)? { Ok(()) } else { Err(ErrorKind::AlreadyExists.into()) }
        })?;
        work.folder(STAGE).map_err(PublishError::io(&self.stage()))
    }

    /// Does one thing to the disk at `path`, unless the observer fails it.
    pub(super) fn step<T>(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, PublishError> {
        (self.observer)(step).and_then(|()| act()).map_err(PublishError::io(path))
    }

    fn tenant(&self) -> Result<Tenant, PublishError> {
        place::tenant(self.locked.parent(), &self.name, &self.target)
    }

    /// A tree in the working folder; one that Mingce did not make is an error.
    fn tree(&self, name: &str) -> Result<Option<OpenFolder>, PublishError> {
        let place = self.place.join(name);
        let tree = match self.locked.folder.folder(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if is_other_sort(&error) => return Err(PublishError::ForeignWork { path: place }),
            opened => opened.map_err(PublishError::io(&place))?,
        };
        match tree::is_own(&tree).map_err(PublishError::io(&place))? {
            true => Ok(Some(tree)),
            false => Err(PublishError::ForeignWork { path: place }),
        }
    }

    /// After a build, ended or killed: puts the old site back if it was moved away, and deletes everything else.
    fn mend(&self) -> Result<(), PublishError> {
        let (parent, folder) = (self.locked.parent(), &self.locked.folder);
        let stage = self.tree(STAGE)?;
        if let Some(old) = self.tree(OLD)? {
            match self.tenant()? {
                Tenant::Ours => self.remove(OLD, old)?,
                _ => {
                    drop(old);
                    self.step(Step::PutBack, &self.target, || folder.rename(OLD, parent, &self.name))?;
                }
            }
        }
        stage.map_or(Ok(()), |stage| self.remove(STAGE, stage))
    }

    fn remove(&self, name: &str, tree: OpenFolder) -> Result<(), PublishError> {
        self.step(Step::Remove, &self.place.join(name), || tree::remove(&self.locked.folder, name, tree))
    }

    /// Makes the stage the output folder. Afterwards the stage is the old tree, if there was one.
    pub(super) fn swap(&self, stage: OpenFolder) -> Result<(), PublishError> {
        let (parent, folder) = (self.locked.parent(), &self.locked.folder);
        let target = &self.target;
        let tenant = self.tenant()?;
        if tenant != Tenant::Nobody {
            self.admit_readers(&stage)?;
        }
        drop(stage);
        if tenant == Tenant::Nobody {
            return self.step(Step::MoveIn, target, || folder.rename(STAGE, parent, &self.name));
        }
        match self.step(Step::Exchange, target, || folder.exchange(STAGE, parent, &self.name)) {
            Err(PublishError::Io { cause, .. }) if is_without_exchange(&cause) => self.swap_in_two(),
            Err(error) => Err(error),
            // Somebody may have put another folder there since it was looked at.
            Ok(()) => self.tree(STAGE).map(drop).map_err(|_| {
                let back = folder.exchange(STAGE, parent, &self.name);
                back.map_or_else(PublishError::io(target), |()| PublishError::Foreign { path: target.clone() })
            }),
        }
    }

    /// The new folder is for the same readers as the old one.
    fn admit_readers(&self, stage: &OpenFolder) -> Result<(), PublishError> {
        match self.locked.parent().look(&self.name).map_err(PublishError::io(&self.target))? {
            Some(old) => stage.admit_readers_of(&old).map_err(PublishError::io(&self.stage())),
            None => Ok(()),
        }
    }

    /// The swap for file systems that cannot exchange: for a moment there is no output folder, and `old` is the site.
    fn swap_in_two(&self) -> Result<(), PublishError> {
        let (parent, folder) = (self.locked.parent(), &self.locked.folder);
        let target = &self.target;
        self.step(Step::MoveAway, target, || parent.rename(&self.name, folder, OLD))?;
        if self.tree(OLD).is_err() {
            folder.rename(OLD, parent, &self.name).map_err(PublishError::io(target))?;
            return Err(PublishError::Foreign { path: target.clone() });
        }
        // When this fails, `mend` puts the old tree back.
        self.step(Step::MoveIn, target, || folder.rename(STAGE, parent, &self.name))?;
        // The site is published; an old tree that stays `old` is deleted by `mend` as well.
        let _ = self.step(Step::SetAside, &self.place.join(OLD), || folder.rename(OLD, folder, STAGE));
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // No caller is left to get the error; what stays behind, the next build clears.
        if self.mend().is_ok() {
            let _ = self.step(Step::Unlock, &self.place, || self.locked.delete());
        }
        self.locked.release();
    }
}
