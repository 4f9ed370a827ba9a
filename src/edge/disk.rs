//! Reading the content folder: a folder in, a [`Snapshot`] and every complaint about its files out.
//!
//! Each file is read once and the result depends on nothing but the folder. A file that cannot be read (too large, no
//! permission, a link that leads nowhere) keeps its place in the snapshot, with no content, so that what refers to it
//! does not complain a second time. It does not look into the files: that is `syntax`.

mod walk;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;

use rayon::prelude::*;
use rustix::fs::{CWD, Mode, OFlags, openat};

pub(super) use walk::is_passed_over;
use walk::{Found, Walk};

use super::cause::cause;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{MAX_FILE, MAX_TEXT, NotText, Snapshot, Source, Span};

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

fn gather(mut read: Vec<(Body, Option<Diagnostic>)>, mut diagnostics: Diagnostics) -> (Snapshot, Diagnostics) {
    read.par_sort_by(|(a, _), (b, _)| a.path().cmp(b.path()));
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
