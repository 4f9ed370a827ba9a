//! Open folders: files and folders are opened, made and removed by their names in a folder that is open, never through a
//! symbolic link, so that nobody can lead a read, a write or a removal elsewhere by exchanging a name for a link.
//!
//! It knows neither content nor sites. What a caller allows to be a link, it resolves before.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, RenameFlags, Stat};
use rustix::fs::{fstat, linkat, mkdirat, openat, renameat, renameat_with, statat, unlinkat};
use rustix::io::Errno;

/// Opening a folder that is only passed through needs no right to list it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const THROUGH: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const THROUGH: OFlags = OFlags::empty();

/// Flags of every folder that is opened.
const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// A folder that is open.
#[derive(Debug)]
pub struct OpenFolder(OwnedFd);

impl AsFd for OpenFolder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl OpenFolder {
    /// Opens the folder at an absolute path without symbolic links, `.` and `..`, part by part.
    pub fn real(path: &Path) -> io::Result<Self> {
        names(path)?.try_fold(Self::root()?, |folder, name| folder.through(name))
    }

    /// Opens the folder at such a path, made as far as it is not there. The folders that were made are added to `made`.
    pub fn made(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<Self> {
        let (mut folder, mut place) = (Self::root()?, PathBuf::from("/"));
        for name in names(path)? {
            place.push(name);
            folder = match folder.through(name) {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    made.extend(folder.make(name)?.then(|| place.clone()));
                    folder.through(name)?
                }
                opened => opened?,
            };
        }
        Ok(folder)
    }

    fn root() -> io::Result<Self> {
        Ok(Self(openat(rustix::fs::CWD, "/", FOLDER | THROUGH, Mode::empty())?))
    }

    /// The folder `name`.
    pub fn folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        Ok(Self(openat(&self.0, name.as_ref(), FOLDER, Mode::empty())?))
    }

    /// The folder `name`, which is only passed through.
    pub fn through(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        Ok(Self(openat(&self.0, name.as_ref(), FOLDER | THROUGH, Mode::empty())?))
    }

    /// The file at a path, to be read. Nothing but a regular file is opened: what else there is would answer, or never.
    pub fn file(&self, path: impl AsRef<OsStr>) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(openat(&self.0, path.as_ref(), flags, Mode::empty())?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(Errno::NXIO.into()) }
    }

    /// Makes a file that is not there, at a path.
    pub fn create(&self, path: impl AsRef<OsStr>) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(&self.0, path.as_ref(), flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// The file `name`, made if it is not there, to be read and written; nothing but a regular file.
    pub fn create_or_open(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(openat(&self.0, name.as_ref(), flags, Mode::from_raw_mode(0o666))?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(Errno::NXIO.into()) }
    }

    /// Makes the folder `name`; false when something is there already.
    pub fn make(&self, name: impl AsRef<OsStr>) -> io::Result<bool> {
        match mkdirat(&self.0, name.as_ref(), Mode::from_raw_mode(0o777)) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// What is at `name` itself, a link not followed; none when there is nothing.
    pub fn look(&self, name: impl AsRef<OsStr>) -> io::Result<Option<Stat>> {
        match statat(&self.0, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What is in the folder, and what sort each entry is of.
    pub fn entries(&self) -> io::Result<Vec<(OsString, FileType)>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            let sort = match entry.file_type() {
                FileType::Unknown => match self.look(name)? {
                    Some(stat) => FileType::from_raw_mode(stat.st_mode),
                    None => continue,
                },
                sort => sort,
            };
            entries.push((name.to_owned(), sort));
        }
        Ok(entries)
    }

    /// Deletes what is at `name` unless it is a folder; a link itself, not what it leads to.
    pub fn remove_file(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(unlinkat(&self.0, name.as_ref(), AtFlags::empty())?)
    }

    /// Deletes a folder in which nothing is.
    pub fn remove_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(unlinkat(&self.0, name.as_ref(), AtFlags::REMOVEDIR)?)
    }

    /// Moves what is at `name` to the name `new` of another folder.
    pub fn rename(&self, name: impl AsRef<OsStr>, to: &Self, new: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(renameat(&self.0, name.as_ref(), &to.0, new.as_ref())?)
    }

    /// Exchanges what is at `name` for what is at the name `other` of another folder, in one step.
    pub fn exchange(&self, name: impl AsRef<OsStr>, to: &Self, other: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(renameat_with(&self.0, name.as_ref(), &to.0, other.as_ref(), RenameFlags::EXCHANGE)?)
    }

    /// Gives the file at a path the same path in another folder as well.
    pub fn link(&self, path: impl AsRef<OsStr>, to: &Self) -> io::Result<()> {
        Ok(linkat(&self.0, path.as_ref(), &to.0, path.as_ref(), AtFlags::empty())?)
    }

    /// What the folder itself is.
    pub fn stat(&self) -> io::Result<Stat> {
        Ok(fstat(&self.0)?)
    }
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

/// The names in an absolute path, of which none leads back.
fn names(path: &Path) -> io::Result<impl Iterator<Item = &OsStr>> {
    let is_plain = |part: Component<'_>| matches!(part, Component::RootDir | Component::Normal(_));
    if !path.is_absolute() || !path.components().all(is_plain) {
        return Err(ErrorKind::InvalidFilename.into());
    }
    Ok(path.components().filter_map(|part| if let Component::Normal(name) = part { Some(name) } else { None }))
}

/// True when two descriptions are of one file or folder.
pub fn is_same(file: &Metadata, stat: &Stat) -> bool {
    (file.dev(), file.ino()) == (stat.st_dev, stat.st_ino)
}

/// True when an open was refused because something else is at the name: a link, a pipe, a file where a folder has to be.
pub fn is_other_sort(error: &io::Error) -> bool {
    let sorts = [Errno::LOOP, Errno::NOTDIR, Errno::NXIO, Errno::MLINK, Errno::ISDIR];
    Errno::from_io_error(error).is_some_and(|errno| sorts.contains(&errno))
}
