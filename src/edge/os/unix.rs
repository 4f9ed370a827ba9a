//! Linux and its kin: everything is named relative to a folder that is open (`openat` with `O_NOFOLLOW`).

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, RenameFlags, Stat};
use rustix::fs::{fchmod, fstat, linkat, mkdirat, openat, renameat, renameat_with, statat, unlinkat};
use rustix::io::Errno;

use super::Sort;

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

/// What is at a name, or open.
pub struct About(Stat);

impl About {
    /// True for what is on the same disk.
    pub fn shares_disk(&self, other: &Self) -> bool {
        self.0.st_dev == other.0.st_dev
    }

    /// True when it is this file.
    pub fn is(&self, file: &File) -> io::Result<bool> {
        let file = file.metadata()?;
        Ok((self.0.st_dev, self.0.st_ino) == (file.dev(), file.ino()))
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

    /// The folder in which a path of several names ends, and its last name. Each folder is opened by its name in the one
    /// before, so that no link on the way is followed. No folder for a path of one name, which is in this one.
    fn within<'p>(&self, path: &'p OsStr) -> io::Result<(Option<Self>, &'p OsStr)> {
        let (mut folder, mut rest) = (None::<Self>, path.as_bytes());
        while let Some(end) = memchr::memchr(b'/', rest) {
            folder = Some(folder.as_ref().unwrap_or(self).through(OsStr::from_bytes(&rest[..end]))?);
            rest = &rest[end + 1..];
        }
        Ok((folder, OsStr::from_bytes(rest)))
    }

    /// The file at a path, to be read. Nothing but a regular file is opened: what else there is would answer, or never.
    pub fn file(&self, path: impl AsRef<OsStr>) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let (folder, name) = self.within(path.as_ref())?;
        let file = File::from(openat(&folder.as_ref().unwrap_or(self).0, name, flags, Mode::empty())?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(Errno::NXIO.into()) }
    }

    /// Makes a file that is not there, at a path.
    pub fn create(&self, path: impl AsRef<OsStr>) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let (folder, name) = self.within(path.as_ref())?;
        Ok(openat(&folder.as_ref().unwrap_or(self).0, name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// The file `name`, made if it is not there, to be read and written; nothing but a regular file.
    pub fn create_or_open(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(openat(&self.0, name.as_ref(), flags, Mode::from_raw_mode(0o666))?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(Errno::NXIO.into()) }
    }

    /// Makes the folder at a path, of which all but the last is there; false when something is there already.
    pub fn make(&self, path: impl AsRef<OsStr>) -> io::Result<bool> {
        let (folder, name) = self.within(path.as_ref())?;
        match mkdirat(&folder.as_ref().unwrap_or(self).0, name, Mode::from_raw_mode(0o777)) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// What is at `name` itself, a link not followed; none when there is nothing.
    pub fn look(&self, name: impl AsRef<OsStr>) -> io::Result<Option<About>> {
        match statat(&self.0, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(About(stat))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What is in the folder, and what sort each entry is of.
    pub fn entries(&self) -> io::Result<Vec<(OsString, Sort)>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            let sort = match entry.file_type() {
                FileType::Unknown => match self.look(name)? {
                    Some(About(stat)) => FileType::from_raw_mode(stat.st_mode),
                    None => continue,
                },
                sort => sort,
            };
            entries.push((name.to_owned(), if sort == FileType::Directory { Sort::Folder } else { Sort::Other }));
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
        let (from, name) = self.within(path.as_ref())?;
        let (into, _) = to.within(path.as_ref())?;
        let (from, into) = (from.as_ref().unwrap_or(self), into.as_ref().unwrap_or(to));
        Ok(linkat(&from.0, name, &into.0, name, AtFlags::empty())?)
    }

    /// What the folder itself is.
    pub fn about(&self) -> io::Result<About> {
        Ok(About(fstat(&self.0)?))
    }

    /// Copies the access rights of another folder, unless these forbid writing.
    pub fn admit_readers_of(&self, other: &About) -> io::Result<()> {
        let rights = Mode::from_raw_mode(other.0.st_mode);
        if rights.intersects(Mode::WUSR | Mode::WGRP | Mode::WOTH) { Ok(fchmod(&self.0, rights)?) } else { Ok(()) }
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

/// True when an open was refused because something else is at the name: a link, a pipe, a file where a folder has to be.
pub fn is_other_sort(error: &io::Error) -> bool {
    let sorts = [Errno::LOOP, Errno::NOTDIR, Errno::NXIO, Errno::MLINK, Errno::ISDIR];
    Errno::from_io_error(error).is_some_and(|errno| sorts.contains(&errno))
}

/// True when a program has something open that is to be written, moved or deleted.
pub fn is_in_use(error: &io::Error) -> bool {
    error.kind() == ErrorKind::ResourceBusy
}

/// True when the system, or the disk, cannot exchange two folders.
pub fn is_without_exchange(error: &io::Error) -> bool {
    Errno::from_io_error(error).is_some_and(|errno| [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP].contains(&errno))
}

/// True when a link leads back to itself.
pub fn is_circle(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::LOOP)
}

/// True when the file has other names as well, so that a change of it is one of them too.
pub fn has_other_names(file: &File) -> io::Result<bool> {
    Ok(file.metadata()?.nlink() != 1)
}

/// The rights of a file.
pub fn rights(about: &Metadata) -> u32 {
    about.mode() & 0o7777
}

/// The file itself, and its last change; an old time that was set again changes the second of the two times.
pub fn stamp(file: &File) -> io::Result<String> {
    let about = file.metadata()?;
    let times = (about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec());
    Ok(format!("{} {} {} {times:?}", about.dev(), about.ino(), about.len()))
}

/// A path with `/` between its names.
pub fn slashed(path: &Path) -> Cow<'_, OsStr> {
    Cow::Borrowed(path.as_os_str())
}

/// A path as its owner writes it.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A path as it can be given to a shell.
pub fn quoted(path: &Path) -> String {
    let text = shown(path);
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "_-+./\\:".contains(c));
    if is_plain { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// True when terminals show the escapes of colours.
pub fn shows_colours() -> bool {
    true
}

/// The system reports when a file that was written is closed.
pub const TELLS_OF_CLOSING: bool = cfg!(target_os = "linux");

/// True for a folder on another machine, whose changes the system here does not report.
#[cfg(target_os = "linux")]
pub fn is_elsewhere(place: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB 2, FUSE, 9P: the magic numbers of `statfs(2)`.
    const ELSEWHERE: [u64; 6] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997];
    rustix::fs::statfs(place).is_ok_and(|system| ELSEWHERE.contains(&(system.f_type as u64 & 0xFFFF_FFFF)))
}

/// True for a folder on another machine; not known here.
#[cfg(not(target_os = "linux"))]
pub fn is_elsewhere(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_link_on_the_way_of_a_path_is_followed() {
        let (place, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(outside.path().join("there"), "").unwrap();
        std::fs::create_dir_all(place.path().join("real/deep")).unwrap();
        std::fs::write(place.path().join("real/deep/file"), "").unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join("link")).unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join("real/link")).unwrap();
        let folder = OpenFolder::real(place.path()).unwrap();
        for way in ["link", "real/link", "real/../link"] {
            assert!(folder.file(format!("{way}/there")).is_err(), "{way}");
            assert!(folder.create(format!("{way}/file")).is_err(), "{way}");
            assert!(folder.make(format!("{way}/folder")).is_err(), "{way}");
        }
        assert!(folder.link("real/deep/file", &folder.folder("real").unwrap()).is_err());
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
        assert!(folder.make("real/deep/new").unwrap() && !folder.make("real/deep/new").unwrap());
        folder.create("real/deep/new/file").unwrap();
        folder.file("real/deep/new/file").unwrap();
    }

    #[test]
    fn names_that_a_shell_would_part_are_quoted() {
        for (path, expected) in [
            ("content", "content"),
            ("../政策/一.md", "../政策/一.md"),
            ("政策 一", "'政策 一'"),
            ("a'b\"c", r#"'a'\''b"c'"#),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
