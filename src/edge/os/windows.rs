//! Windows: a folder that is open is held by its handle, so that nobody can move, delete or exchange it, and what is in it is
//! named by its path.
//!
//! What has a name is opened itself (`FILE_FLAG_OPEN_REPARSE_POINT`); a symbolic link, a junction and a mounted disk are
//! refused. There is no exchange of two folders in one step.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::os::windows::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use winapi_util::file::{Information, information};

use super::Sort;

/// `FILE_FLAG_OPEN_REPARSE_POINT`: a link is opened, not what it leads to.
const ITSELF: u32 = 0x0020_0000;
/// `FILE_FLAG_BACKUP_SEMANTICS`: folders are opened as well.
const FOLDERS_TOO: u32 = 0x0200_0000;
/// `FILE_LIST_DIRECTORY`
const LIST: u32 = 0x0001;
/// `FILE_READ_ATTRIBUTES`, which needs no right to list a folder, and holds nothing.
const LOOK: u32 = 0x0080;
/// `FILE_SHARE_READ | FILE_SHARE_WRITE`: nobody else may delete it, or give it another name.
const HELD: u32 = 0x0001 | 0x0002;
/// `FILE_ATTRIBUTE_REPARSE_POINT`
const POINTS: u32 = 0x0400;
/// `FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM`
const RIGHTS: u32 = 0x0001 | 0x0002 | 0x0004;

/// `ERROR_ACCESS_DENIED`: no right to it, or a folder in which something is open, or a file that is being deleted.
const DENIED: i32 = 5;
/// `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`, `ERROR_USER_MAPPED_FILE`
const IN_USE: [i32; 3] = [32, 33, 1224];
/// `ERROR_CANT_RESOLVE_FILENAME`
const CIRCLE: i32 = 1921;

/// How often something is tried that a scanner of viruses or an index may hold for a moment. The times in between double,
/// and are two seconds together.
const TRIES: u32 = 10;

/// A folder that is open.
#[derive(Debug)]
pub struct OpenFolder {
    place: PathBuf,
    handle: File,
}

/// What is at a name, or open.
pub struct About(Information);

impl About {
    /// True for what is on the same disk.
    pub fn shares_disk(&self, other: &Self) -> bool {
        self.0.volume_serial_number() == other.0.volume_serial_number()
    }

    /// True when it is this file.
    pub fn is(&self, file: &File) -> io::Result<bool> {
        Ok(is_same(&self.0, &information(file)?))
    }
}

impl OpenFolder {
    /// Opens the folder at an absolute path without links, `.` and `..`.
    pub fn real(path: &Path) -> io::Result<Self> {
        plain(path)?;
        let folder = Self::at(path.to_owned(), true)?;
        // While it is open nothing that it lies in can be moved: if the way there leads over no link now, it does not later.
        if fs::canonicalize(path)? == path { Ok(folder) } else { Err(OtherSort.into()) }
    }

    /// Opens the folder at such a path, made as far as it is not there. The folders that were made are added to `made`.
    pub fn made(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<Self> {
        plain(path)?;
        let mut place = PathBuf::new();
        for part in path.components() {
            place.push(part);
            let is_name = matches!(part, Component::Normal(_));
            let seen = if is_name { fs::symlink_metadata(&place).map(drop) } else { Ok(()) };
            if seen.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
                made.extend(make(&place)?.then(|| place.clone()));
            }
        }
        Self::real(path)
    }

    fn at(place: PathBuf, through: bool) -> io::Result<Self> {
        let open = |access: u32| open(OpenOptions::new().access_mode(access).share_mode(HELD), &place);
        let handle = match open(LIST) {
            Err(error) if through && error.kind() == ErrorKind::PermissionDenied => open(LOOK)?,
            opened => opened?,
        };
        if handle.metadata()?.is_dir() { Ok(Self { place, handle }) } else { Err(OtherSort.into()) }
    }

    /// The folder `name`.
    pub fn folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        Self::at(self.path(name), false)
    }

    /// The folder `name`, which is only passed through.
    pub fn through(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        Self::at(self.path(name), true)
    }

    /// The file at a path, to be read; nothing but a regular file.
    pub fn file(&self, path: impl AsRef<OsStr>) -> io::Result<File> {
        regular(open(OpenOptions::new().read(true), &self.path(path))?)
    }

    /// Makes a file that is not there, at a path.
    pub fn create(&self, path: impl AsRef<OsStr>) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).custom_flags(ITSELF).open(self.path(path))
    }

    /// The file `name`, made if it is not there, to be read and written; nothing but a regular file.
    pub fn create_or_open(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        let place = self.path(name);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        regular(patiently(|| open(&mut options, &place))?)
    }

    /// Makes the folder `name`; false when something is there already.
    pub fn make(&self, name: impl AsRef<OsStr>) -> io::Result<bool> {
        make(&self.path(name))
    }

    /// What is at `name` itself, a link not followed; none when there is nothing.
    pub fn look(&self, name: impl AsRef<OsStr>) -> io::Result<Option<About>> {
        let mut options = OpenOptions::new();
        match options.access_mode(LOOK).custom_flags(ITSELF | FOLDERS_TOO).open(self.path(name)) {
            Ok(file) => Ok(Some(About(information(&file)?))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is in the folder, and what sort each entry is of.
    pub fn entries(&self) -> io::Result<Vec<(OsString, Sort)>> {
        let sort = |entry: &fs::DirEntry| Ok(if entry.file_type()?.is_dir() { Sort::Folder } else { Sort::Other });
        fs::read_dir(&self.place)?
            .map(|entry| entry.and_then(|entry| sort(&entry).map(|sort| (entry.file_name(), sort))))
            .collect()
    }

    /// Deletes what is at `name` unless it is a folder; a link itself, not what it leads to.
    pub fn remove_file(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        let place = self.path(name);
        let leads_to_folder = fs::symlink_metadata(&place)?.file_type().is_symlink_dir();
        if leads_to_folder { fs::remove_dir(&place) } else { fs::remove_file(&place) }
    }

    /// Deletes a folder in which nothing is.
    pub fn remove_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        let place = self.path(name);
        if !is_folder(&place) {
            return Err(OtherSort.into());
        }
        patiently(|| fs::remove_dir(&place))
    }

    /// Moves what is at `name` to the name `new` of another folder. An empty folder there gives way to a folder.
    pub fn rename(&self, name: impl AsRef<OsStr>, to: &Self, new: impl AsRef<OsStr>) -> io::Result<()> {
        let (from, into) = (self.path(name), to.path(new));
        let is_tree = is_folder(&from);
        let moved = patiently(|| match fs::rename(&from, &into) {
            Err(_) if is_tree && is_folder(&into) && fs::remove_dir(&into).is_ok() => fs::rename(&from, &into),
            done => done,
        });
        // Of a folder in which something is open the system says no more than this.
        let reported = |error: io::Error| match error.raw_os_error() {
            Some(DENIED) if is_tree => ErrorKind::ResourceBusy.into(),
            _ => error,
        };
        moved.map_err(reported)
    }

    /// Exchanges two folders in one step, which this system cannot.
    pub fn exchange(&self, _: impl AsRef<OsStr>, _: &Self, _: impl AsRef<OsStr>) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// Gives the file at a path the same path in another folder as well.
    pub fn link(&self, path: impl AsRef<OsStr>, to: &Self) -> io::Result<()> {
        fs::hard_link(self.path(&path), to.path(&path))
    }

    /// What the folder itself is.
    pub fn about(&self) -> io::Result<About> {
        Ok(About(information(&self.handle)?))
    }

    /// Rights are those of the folder that it lies in; nothing is done.
    pub fn admit_readers_of(&self, _: &About) -> io::Result<()> {
        Ok(())
    }

    fn path(&self, path: impl AsRef<OsStr>) -> PathBuf {
        self.place.join(path.as_ref())
    }
}

/// Something else has the name than what was to be opened.
#[derive(Debug)]
struct OtherSort;

impl fmt::Display for OtherSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is a link, or something else than was to be opened")
    }
}

impl std::error::Error for OtherSort {}

impl From<OtherSort> for io::Error {
    fn from(error: OtherSort) -> Self {
        Self::other(error)
    }
}

/// Opens what is at a place, unless it is a link.
fn open(options: &mut OpenOptions, place: &Path) -> io::Result<File> {
    let file = options.custom_flags(ITSELF | FOLDERS_TOO).open(place)?;
    let about = file.metadata()?;
    if about.file_type().is_symlink() {
        return Err(OtherSort.into());
    }
    if about.file_attributes() & POINTS == 0 || about.is_dir() {
        return Ok(file);
    }
    // Its bytes are kept elsewhere (OneDrive, deduplication), and come when it is opened as any other file.
    let whole = options.custom_flags(FOLDERS_TOO).open(place)?;
    if is_same(&information(&file)?, &information(&whole)?) { Ok(whole) } else { Err(OtherSort.into()) }
}

fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(OtherSort.into()) }
}

fn make(place: &Path) -> io::Result<bool> {
    match patiently(|| fs::create_dir(place)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// True for a folder, and no link to one.
fn is_folder(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok_and(|about| about.is_dir())
}

fn is_same(one: &Information, other: &Information) -> bool {
    (one.volume_serial_number(), one.file_index()) == (other.volume_serial_number(), other.file_index())
}

/// Refuses a path that is not absolute, and one that leads back.
fn plain(path: &Path) -> io::Result<()> {
    let is_plain = |part| matches!(part, Component::Prefix(_) | Component::RootDir | Component::Normal(_));
    let is_fine = path.is_absolute() && path.components().all(is_plain);
    if is_fine { Ok(()) } else { Err(ErrorKind::InvalidFilename.into()) }
}

/// Does something again that fails because another program has it open, for two seconds.
fn patiently<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for again in 0..TRIES {
        match act() {
            Err(error) if error.raw_os_error() == Some(DENIED) || is_in_use(&error) => {
                sleep(Duration::from_millis(2 << again));
            }
            done => return done,
        }
    }
    act()
}

/// True when an open was refused because something else is at the name: a link, a file where a folder has to be.
pub fn is_other_sort(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<OtherSort>()) || error.kind() == ErrorKind::NotADirectory
}

/// True when a program has something open that is to be written, moved or deleted.
pub fn is_in_use(error: &io::Error) -> bool {
    error.kind() == ErrorKind::ResourceBusy || error.raw_os_error().is_some_and(|error| IN_USE.contains(&error))
}

/// True when the system, or the disk, cannot exchange two folders.
pub fn is_without_exchange(error: &io::Error) -> bool {
    error.kind() == ErrorKind::Unsupported
}

/// True when a link leads back to itself.
pub fn is_circle(error: &io::Error) -> bool {
    error.raw_os_error() == Some(CIRCLE)
}

/// True when the file has other names as well, so that a change of it is one of them too.
pub fn has_other_names(file: &File) -> io::Result<bool> {
    Ok(information(file)?.number_of_links() != 1)
}

/// The rights of a file, as far as they are its own.
pub fn rights(about: &Metadata) -> u32 {
    about.file_attributes() & RIGHTS
}

/// The file itself, and its last change. An old time that was set again is not noticed.
pub fn stamp(file: &File) -> io::Result<String> {
    let (about, itself) = (file.metadata()?, information(file)?);
    let times = (about.creation_time(), about.last_write_time());
    Ok(format!("{} {} {} {times:?}", itself.volume_serial_number(), itself.file_index(), about.len()))
}

/// A path with `/` between its names.
pub fn slashed(path: &Path) -> Cow<'_, OsStr> {
    let slash = |unit| if unit == u16::from(b'\\') { u16::from(b'/') } else { unit };
    Cow::Owned(OsString::from_wide(&path.as_os_str().encode_wide().map(slash).collect::<Vec<_>>()))
}

/// A path as its owner writes it, with `/`.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let short = match (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\")) {
        (Some(share), _) => format!(r"\\{share}"),
        (None, Some(place)) => place.to_owned(),
        (None, None) => text,
    };
    short.replace('\\', "/")
}

/// A path as it can be given to a shell.
pub fn quoted(path: &Path) -> String {
    let text = shown(path);
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "_-+./:".contains(c));
    if is_plain { text } else { format!("\"{text}\"") }
}

/// True when terminals show the escapes of colours, which older ones of this system do once they are asked to.
pub fn shows_colours() -> bool {
    anstyle_query::windows::enable_ansi_colors().unwrap_or_default()
}

/// The system reports when a file that was written is closed.
pub const TELLS_OF_CLOSING: bool = false;

/// True for a folder on another machine, whose changes the system here may not report.
pub fn is_elsewhere(place: &Path) -> bool {
    let text = place.to_string_lossy();
    text.starts_with(r"\\?\UNC\") || text.starts_with(r"\\") && !text.starts_with(r"\\?\")
}
