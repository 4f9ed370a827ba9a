//! The working folder and its lock: made, locked, and given up.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::{MARKER_TEXT, PublishError, SIGN};
use crate::edge::os::{OpenFolder, has_other_names, is_other_sort, remove};

/// The file that is locked while a build runs. It holds the text of the marker.
const LOCK: &str = "lock";

/// How often it is tried to make and lock a folder that other builds delete when they end.
const TRIES: usize = 100;

/// A working folder that is locked. At the end one part after another goes: a system may keep a folder that is open.
pub(super) struct Locked {
    /// The working folder.
    pub folder: OpenFolder,
    lock: File,
    around: Around,
    _made: Made,
}

/// The folder that holds the output folder and the working folder, which goes at the end if nothing is in it.
struct Around {
    folder: OpenFolder,
    name: OsString,
}

/// Folders that were made for the output folder to lie in, the deepest last. Those that hold nothing go at the end.
struct Made(Vec<PathBuf>);

impl Locked {
    /// The folder that holds the output folder and the working folder.
    pub(super) fn parent(&self) -> &OpenFolder {
        &self.around.folder
    }

    /// Deletes the lock, which is all that is left in the working folder.
    pub(super) fn delete(&self) -> io::Result<()> {
        self.folder.remove_file(LOCK)
    }

    /// Gives up the lock.
    pub(super) fn release(&self) {
        // Closing the file would do, but for a moment a process that is just being started has it open as well.
        let _ = self.lock.unlock();
    }
}

impl Drop for Around {
    fn drop(&mut self) {
        let _ = self.folder.remove_folder(&self.name);
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        self.0.iter().rev().for_each(|folder| remove(folder));
    }
}

/// Makes and locks the working folder `name` in the folder at `parent`; none when another build holds it.
pub(super) fn lock(parent: &Path, name: &OsStr) -> Result<Option<Locked>, PublishError> {
    let (place, mut made) = (parent.join(name), Vec::new());
    for _ in 0..TRIES {
        // A build that ends deletes the folder and the lock: then they are made again.
        let parent = OpenFolder::made(parent, &mut made).map_err(PublishError::io(&place))?;
        let opened = parent.make(name).and_then(|_| parent.folder(name));
        let Some(folder) = there(opened, &place)? else { continue };
        if let Some(path) = foreign(&folder, &place).map_err(PublishError::io(&place))? {
            return Err(PublishError::ForeignWork { path });
        }
        let at = place.join(LOCK);
        let Some(mut lock) = there(folder.create_or_open(LOCK), &at)? else { continue };
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(PublishError::Io { path: at, cause: error }),
            Ok(()) => {}
        }
        let there = folder.look(LOCK).ok().flatten();
        if !there.is_some_and(|there| there.is(&lock).unwrap_or_default()) {
            continue;
        }
        if has_other_names(&lock).map_err(PublishError::io(&at))?
            || !signed(&mut lock).map_err(PublishError::io(&at))?
        {
            return Err(PublishError::ForeignWork { path: at });
        }
        let around = Around { folder: parent, name: name.to_owned() };
        return Ok(Some(Locked { folder, lock, around, _made: Made(made) }));
    }
    Ok(None)
}

/// What was opened; none when it has just been deleted, an error when it is not Mingce's.
fn there<T>(opened: io::Result<T>, place: &Path) -> Result<Option<T>, PublishError> {
    match opened {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if is_other_sort(&error) => Err(PublishError::ForeignWork { path: place.to_owned() }),
        opened => opened.map(Some).map_err(PublishError::io(place)),
    }
}

/// What is in a folder without a lock: not a working folder, whatever its name.
fn foreign(folder: &OpenFolder, place: &Path) -> io::Result<Option<PathBuf>> {
    let names = folder.entries()?.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let is_working_folder = names.iter().any(|name| name == LOCK);
    Ok(names.iter().min().filter(|_| !is_working_folder).map(|name| place.join(name)))
}

/// True when the lock is Mingce's: it holds the sign, or as much of it as was written before a build was killed.
fn signed(lock: &mut File) -> io::Result<bool> {
    let mut start = Vec::new();
    (&*lock).take(SIGN.len() as u64).read_to_end(&mut start)?;
    if start == SIGN.as_bytes() {
        return Ok(true);
    }
    let mine = SIGN.as_bytes().starts_with(&start);
    if mine {
        lock.rewind()?;
        lock.write_all(MARKER_TEXT.as_bytes())?;
    }
    Ok(mine)
}
