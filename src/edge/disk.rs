//! Reading the content folder: a folder in, a [`Snapshot`] and every complaint about its files out.
//!
//! Each file is read once and the result depends on nothing but the folder. A file that cannot be read (too large, no
//! permission, a link that leads nowhere) keeps its place in the snapshot, with no content, so that what refers to it
//! does not complain a second time. It does not look into the files: that is `syntax`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use rayon::prelude::*;
use rustix::fs::{CWD, Mode, OFlags, openat};
use walkdir::{DirEntry, WalkDir};

use super::cause::cause;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{MAX_FILE, MAX_TEXT, NotText, Snapshot, Source, Span};

/// Most links to folders that are followed; folders that link to each other could otherwise be walked for ever.
const MAX_LINKS: usize = 1000;

/// Reads the content folder `root`. Hidden entries and the temporary files of editors are passed over; symbolic links
/// are followed as long as they stay inside. A complaint about the folder itself has an empty path. An empty folder is an empty snapshot without complaint.
pub fn load(root: &Path) -> (Snapshot, Diagnostics) {
    let Folder { snapshot, diagnostics, .. } = Folder::read(root);
    (snapshot, diagnostics)
}

/// A content folder as it was when it was last looked at.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// What was read.
    pub snapshot: Snapshot,
    /// What is wrong with its files.
    pub diagnostics: Diagnostics,
    /// The folder itself, without symbolic links on the way; empty when there is none.
    pub place: PathBuf,
    /// Some files may stand at more than one path.
    has_links: bool,
}

impl Folder {
    /// Reads all of it.
    pub fn read(root: &Path) -> Self {
        let (place, folder) = match real_folder(root) {
            Ok(real) => real,
            Err(error) => {
                let mut told = Self::default();
                told.diagnostics.push(Diagnostic::path(Code::Unreadable, "").arg("cause", cause(&error)));
                return told;
            }
        };
        // Files are read while the folder is still walked.
        let (found, files) = mpsc::channel();
        let files = files.into_iter().par_bridge();
        let ((diagnostics, has_links), read) = rayon::join(
            || Walk::new(&place, found).run(),
            || files.map(|found| read(found, folder.as_fd())).collect::<Vec<_>>(),
        );
        let (snapshot, diagnostics) = gather(read, diagnostics);
        Self { snapshot, diagnostics, place, has_links }
    }

    /// Reads again what may have changed: these paths alone where they are files that were there before and still are,
    /// otherwise everything.
    #[must_use]
    pub fn updated(&self, changed: &BTreeSet<PathBuf>) -> Self {
        let mut new = self.clone();
        for place in changed {
            match self.meaning(place) {
                Meaning::Nothing => {}
                Meaning::File(path) if !self.has_links => new.reread(path, place),
                _ => return self.again(&self.place),
            }
        }
        new.diagnostics = new.diagnostics.sorted();
        new
    }

    /// Reads all of it, from wherever it lies now. A file that is the same stays the same one, by which others know that
    /// nothing has changed.
    #[must_use]
    pub fn again(&self, root: &Path) -> Self {
        let mut new = Self::read(root);
        for source in &mut new.snapshot.texts {
            let known = self.snapshot.find(&source.path).map(|id| self.snapshot.source(id));
            if let Some(known) = known.filter(|known| *known == source) {
                source.clone_from(known);
            }
        }
        for (path, bytes) in &mut new.snapshot.files {
            if let Some(known) = self.snapshot.files.get(path).filter(|known| *known == bytes) {
                bytes.clone_from(known);
            }
        }
        new
    }

    fn meaning(&self, place: &Path) -> Meaning {
        let Ok(inside) = place.strip_prefix(&self.place) else { return Meaning::Nothing };
        let Ok(kind) = fs::symlink_metadata(place) else {
            return if self.knows(inside) { Meaning::Other } else { Meaning::Nothing };
        };
        let Some(path) = inside.to_str().filter(|path| !path.contains('\\')) else { return Meaning::Other };
        let known = self.snapshot.find(path).is_some() || self.snapshot.files.contains_key(path);
        match (known && kind.is_file(), is_passed_over(inside, kind.is_dir())) {
            (true, _) => Meaning::File(path.to_owned()),
            (false, true) => Meaning::Nothing,
            (false, false) => Meaning::Other,
        }
    }

    /// True for a file that was there, and for a folder that held one.
    fn knows(&self, inside: &Path) -> bool {
        let mut paths = self.snapshot.texts.iter().map(|source| &*source.path);
        paths.any(|path| Path::new(path).starts_with(inside))
            || self.snapshot.files.keys().any(|path| Path::new(path).starts_with(inside))
    }

    fn reread(&mut self, path: String, place: &Path) {
        let id = self.snapshot.find(&path);
        let is_other = |told: &Diagnostic| match told.span {
            Some(span) => Some(span.file) != id,
            None => told.path.as_deref() != Some(path.as_str()),
        };
        self.diagnostics.retain(is_other);
        let (body, complaint) = read(Found { path, place: Some(place.to_owned()) }, CWD);
        self.diagnostics.extend(complaint);
        match (body, id) {
            (Body::Text(source), Some(id)) => {
                self.diagnostics.extend(flaw(&source, |range| Span::new(id, range)));
                let old = &mut self.snapshot.texts[id.0 as usize];
                // A text that is the same stays the same one, by which others know that nothing has changed.
                if (&old.text, &old.flaw) != (&source.text, &source.flaw) {
                    *old = source;
                }
            }
            (Body::Text(_), None) => {}
            (Body::Bytes(path, bytes), _) => {
                let old = self.snapshot.files.entry(path).or_default();
                if *old != bytes {
                    *old = bytes;
                }
            }
        }
    }
}

/// What a change at a place means for a folder that was read.
enum Meaning {
    /// Nothing that matters.
    Nothing,
    /// Other bytes in the file of this path.
    File(String),
    /// Something was added, taken away or moved.
    Other,
}

/// True for a folder, or for something else, that the walk passes over, or passes over on the way there.
pub(super) fn is_passed_over(inside: &Path, folder: bool) -> bool {
    let folders = inside.parent().into_iter().flat_map(Path::iter);
    folders.into_iter().any(|name| is_ignored(name, true))
        || inside.file_name().is_some_and(|name| is_ignored(name, folder))
}

fn gather(mut read: Vec<(Body, Option<Diagnostic>)>, mut diagnostics: Diagnostics) -> (Snapshot, Diagnostics) {
    read.par_sort_unstable_by(|(a, _), (b, _)| a.path().cmp(b.path()));
    let mut snapshot = Snapshot::default();
    for (body, complaint) in read {
        diagnostics.extend(complaint);
        match body {
            Body::Text(source) => snapshot.texts.push(source),
            Body::Bytes(path, bytes) => drop(snapshot.files.insert(path, bytes)),
        }
    }
    diagnostics.extend(snapshot.sources().filter_map(|(id, source)| flaw(source, |range| Span::new(id, range))));
    (snapshot, diagnostics.sorted())
}

/// Where a folder really is, and the folder itself, from which the way to its files is shorter than from the root of the
/// system.
fn real_folder(root: &Path) -> io::Result<(PathBuf, File)> {
    let real = fs::canonicalize(root)?;
    if !fs::metadata(&real)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let folder = File::open(&real)?;
    Ok((real, folder))
}

/// A file that the walk met.
struct Found {
    /// Inside the content folder, with `/`.
    path: String,
    /// On the disk, from the content folder or the root of the system; none when the complaint about it is already made.
    place: Option<PathBuf>,
}

struct Walk<'a> {
    root: &'a Path,
    /// Takes what is met.
    found: Sender<Found>,
    diagnostics: Diagnostics,
    links: usize,
    has_links: bool,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Path, found: Sender<Found>) -> Self {
        Self { root, found, diagnostics: Diagnostics::default(), links: 0, has_links: false }
    }

    /// Walks the folder. What is wrong with it, and whether there are links in it.
    fn run(mut self) -> (Diagnostics, bool) {
        let mut entries = WalkDir::new(self.root).min_depth(1).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    if !self.enter(&entry) && entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                }
                Err(error) => self.refuse(&error),
            }
        }
        (self.diagnostics, self.has_links)
    }

    fn find(&mut self, path: String, place: Option<PathBuf>) {
        // Who reads them listens until there are no more.
        let _ = self.found.send(Found { path, place });
    }

    /// Takes note of an entry; false when a folder is not to be entered.
    fn enter(&mut self, entry: &DirEntry) -> bool {
        let folder = entry.file_type().is_dir();
        if is_ignored(entry.file_name(), folder) {
            return false;
        }
        let Some(path) = self.name(entry.path()) else { return false };
        self.has_links |= entry.path_is_symlink();
        if entry.path_is_symlink() && !self.link_stays(entry.path(), &path, folder) {
            if !folder {
                self.find(path, None);
            }
            return false;
        }
        if entry.file_type().is_file() {
            let place = path.clone().into();
            self.find(path, Some(place));
        } else if !folder {
            self.complain(Code::Unreadable, path.clone(), "cause", "@no-file");
            self.find(path, None);
        }
        folder
    }

    /// True when the link at `place` leads to something inside the content folder.
    fn link_stays(&mut self, place: &Path, path: &str, folder: bool) -> bool {
        match fs::canonicalize(place) {
            Err(error) => self.complain(Code::Unreadable, path, "cause", cause(&error)),
            Ok(real) if !real.starts_with(self.root) => {
                let target = fs::read_link(place).unwrap_or(real);
                self.complain(Code::LinkLeaves, path, "target", target.display());
            }
            Ok(_) if !folder => return true,
            Ok(_) => {
                self.links += 1;
                if self.links == MAX_LINKS {
                    self.complain(Code::Unreadable, path, "cause", "@many-links");
                }
                return self.links < MAX_LINKS;
            }
        }
        false
    }

    /// The complaint about an entry that the walk could not read.
    fn refuse(&mut self, error: &walkdir::Error) {
        let place = error.path().unwrap_or(self.root).to_owned();
        if place == self.root {
            return self.complain(Code::Unreadable, "", "cause", words_of(error));
        }
        let folder = error.loop_ancestor().is_some() || !place.is_symlink();
        if place.file_name().is_some_and(|name| is_ignored(name, folder)) {
            return;
        }
        let Some(path) = self.name(&place) else { return };
        self.complain(Code::Unreadable, path.clone(), "cause", words_of(error));
        if !folder {
            self.find(path, None);
        }
    }

    /// The path inside the content folder, or a complaint when the last name in it cannot be part of an address.
    fn name(&mut self, place: &Path) -> Option<String> {
        let inside = place.strip_prefix(self.root).unwrap_or(place);
        let last = inside.file_name().unwrap_or_default().to_string_lossy();
        match inside.to_str() {
            Some(path) if !last.contains(|c: char| c == '\\' || c.is_control()) => Some(path.to_owned()),
            _ => {
                let path = inside.to_string_lossy().escape_debug().to_string();
                self.complain(Code::BadFileName, path, "name", last.escape_debug());
                None
            }
        }
    }

    fn complain(&mut self, code: Code, path: impl Into<String>, name: &'static str, value: impl ToString) {
        self.diagnostics.push(Diagnostic::path(code, path).arg(name, value));
    }
}

fn words_of(error: &walkdir::Error) -> String {
    let around = rustix::io::Errno::LOOP.raw_os_error();
    match error.io_error() {
        Some(error) if error.raw_os_error() != Some(around) => cause(error),
        _ => "@link-circle".to_owned(),
    }
}

/// Hidden entries, and files that editors, browsers and systems leave behind.
fn is_ignored(name: &OsStr, folder: bool) -> bool {
    const ENDINGS: [&str; 9] =
        ["~", ".swp", ".swo", ".tmp", ".bak", ".crdownload", ".part", "___jb_tmp___", "___jb_old___"];
    const NAMES: [&str; 3] = ["4913", "thumbs.db", "desktop.ini"];
    let written = name.to_string_lossy();
    let name = written.to_ascii_lowercase();
    let temporary = || {
        // `sed -i` writes beside the file, under a name of its own.
        let sed = written.strip_prefix("sed").is_some_and(|rest| rest.len() == 6 && is_alphanumeric(rest));
        // Programs of macOS write `page.md.sb-1a2b3c4d-5e6f7g` beside `page.md`.
        let mac = name.rsplit_once(".sb-").is_some_and(|(_, rest)| {
            rest.split_once('-')
                .is_some_and(|(a, b)| [a, b].into_iter().all(|part| !part.is_empty() && is_alphanumeric(part)))
        });
        sed || mac
            || NAMES.contains(&name.as_str())
            || ENDINGS.iter().any(|ending| name.ends_with(ending))
            || name.starts_with("~$")
            || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
    };
    name.starts_with('.') || (!folder && temporary())
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// True for the files that are read as text; everything below `static/` is published as it is.
fn is_text(path: &str) -> bool {
    let (top, _) = path.split_once('/').unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "yaml" | "yml" | "md" => top != "static",
        "html" | "css" | "js" | "svg" | "typ" => top == "theme",
        _ => false,
    }
}

enum Body {
    Text(Source),
    Bytes(String, Arc<[u8]>),
}

impl Body {
    fn path(&self) -> &str {
        match self {
            Self::Text(source) => &source.path,
            Self::Bytes(path, _) => path,
        }
    }
}

/// Reads a file, on the way to which `from` is the first folder.
fn read(found: Found, from: BorrowedFd<'_>) -> (Body, Option<Diagnostic>) {
    let Found { path, place } = found;
    let text = is_text(&path);
    let limit = if text { MAX_TEXT } else { MAX_FILE };
    let (bytes, complaint) = match place.map(|place| bytes_of(from, &place, limit)) {
        Some(Ok(Content::Whole(bytes))) => (Some(bytes), None),
        Some(Ok(Content::TooLarge(size))) => (None, Some(too_large(&path, size, limit))),
        Some(Err(error)) => (None, Some(Diagnostic::path(Code::Unreadable, &*path).arg("cause", cause(&error)))),
        None => (None, None),
    };
    let body = match (text, bytes) {
        (true, Some(bytes)) => Body::Text(Source::decode(path, &bytes)),
        (true, None) => Body::Text(Source::unread(path)),
        (false, bytes) => Body::Bytes(path, bytes.unwrap_or_default().into()),
    };
    (body, complaint)
}

enum Content {
    Whole(Vec<u8>),
    /// Its size in bytes.
    TooLarge(u64),
}

/// All bytes that a file has when it is opened, unless they are more than `limit`.
fn bytes_of(from: BorrowedFd<'_>, place: &Path, limit: u64) -> io::Result<Content> {
    let file = File::from(openat(from, place, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?);
    let size = file.metadata()?.len();
    if size > limit {
        return Ok(Content::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // One that is said to be empty may be a window to something else, of which nobody knows the size.
    file.take(if size == 0 { limit + 1 } else { size }).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    Ok(if size > limit { Content::TooLarge(size) } else { Content::Whole(bytes) })
}

fn too_large(path: &str, size: u64, limit: u64) -> Diagnostic {
    const MIB: u64 = 1024 * 1024;
    let tenths = (size * 10).div_ceil(MIB);
    let size = format!("{}.{}", tenths / 10, tenths % 10);
    Diagnostic::path(Code::FileTooLarge, path).arg("size", size).arg("limit", limit / MIB)
}

/// The complaint about a file that was read but is not text.
fn flaw(source: &Source, span: impl Fn(std::ops::Range<usize>) -> Span) -> Option<Diagnostic> {
    let after = |at: usize| at..at + source.text[at..].chars().next().map_or(0, char::len_utf8);
    Some(match source.flaw.as_ref()? {
        NotText::Unread => return None,
        NotText::Utf16 => Diagnostic::at(Code::NotUtf8, span(0..0)).arg("guess", "UTF-16"),
        NotText::NotUtf8 { at, gbk } => {
            Diagnostic::at(Code::NotUtf8, span(after(*at))).arg("guess", if *gbk { "GBK" } else { "?" })
        }
        NotText::Control { at, character } => Diagnostic::control(span(after(*at)), *character),
    })
}
