//! Reading the content folder: a folder in, a [`Snapshot`] and every diagnostic about its files out.
//!
//! Each file is read once and the result depends on nothing but the folder. A file that cannot be read (too large, no
//! permission, a link that leads nowhere) keeps its place in the snapshot, with no content, so that what refers to it
//! does not report it a second time. It does not look into the files: that is `syntax`.

mod left;
mod reader;
mod walk;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};

use rayon::prelude::*;

use reader::{Body, Held, Reader};
pub(super) use walk::is_passed_over;
use walk::{Found, Walk};

use super::cause::cause;
use super::os::{OpenFolder, slashed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{NotText, Snapshot, Source, Span};

/// Reads the content folder `root`. Hidden entries and the temporary files of editors are passed over; symbolic links
/// are followed as long as they stay inside. A diagnostic about the folder itself has an empty path. An empty folder is an empty snapshot without diagnostic.
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
                let mut reported = Self::default();
                reported.diagnostics.push(Diagnostic::path(Code::Unreadable, "").arg("cause", cause(&error)));
                return reported;
            }
        };
        // Files are read while the folder is still walked.
        let (found, files) = mpsc::channel();
        let held = Held::default();
        let files = files.into_iter().par_bridge();
        let wrong = Mutex::new(Diagnostics::default());
        let read = |reader: &mut Reader<'_>, found| {
            let (body, reported) = reader.read(found);
            if let Some(reported) = reported {
                wrong.lock().unwrap_or_else(PoisonError::into_inner).push(reported);
            }
            body
        };
        let (walked, read) = rayon::join(
            || Walk::new(&place, found).run(),
            || files.map_init(|| Reader::new(&folder, &place, &held), read).collect::<Vec<_>>(),
        );
        let mut diagnostics = walked.diagnostics;
        diagnostics.append(wrong.into_inner().unwrap_or_else(PoisonError::into_inner));
        let (mut snapshot, diagnostics) = gather(read, diagnostics);
        snapshot.closed = walked.closed;
        snapshot.passed_over = walked.passed_over;
        Self { snapshot, diagnostics, place, has_links: walked.has_links }
    }

    /// Reads again what may have changed: these paths alone where they are files that were there before and still are,
    /// otherwise everything.
    #[must_use]
    pub fn updated(&self, changed: &BTreeSet<PathBuf>) -> Self {
        let mut new = self.clone();
        for place in changed {
            match self.meaning(place) {
                Meaning::Nothing => {}
                Meaning::File(path) if !self.has_links => new.reread(path),
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
        let inside_site = slashed(inside);
        let Some(path) = inside_site.to_str().filter(|path| !path.contains('\\')) else { return Meaning::Other };
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

    fn reread(&mut self, path: String) {
        let id = self.snapshot.find(&path);
        let is_other = |reported: &Diagnostic| match reported.span {
            Some(span) => Some(span.file) != id,
            None => reported.path.as_deref() != Some(path.as_str()),
        };
        self.diagnostics.retain(is_other);
        let (body, diagnostic) = match OpenFolder::real(&self.place) {
            Ok(folder) => {
                let place = path.clone().into();
                Reader::new(&folder, &self.place, &Held::default()).read(Found { path, place: Some(place) })
            }
            Err(error) => {
                let reported = Diagnostic::path(Code::Unreadable, &*path).arg("cause", cause(&error));
                (Body::new(path, None), Some(reported))
            }
        };
        self.diagnostics.extend(diagnostic);
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

fn gather(mut read: Vec<Body>, mut diagnostics: Diagnostics) -> (Snapshot, Diagnostics) {
    // Each path is met once, and a folder may hold very many files.
    read.par_sort_unstable_by(|a, b| a.path().cmp(b.path()));
    let mut snapshot = Snapshot::default();
    for body in read {
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
fn real_folder(root: &Path) -> io::Result<(PathBuf, OpenFolder)> {
    let real = fs::canonicalize(root)?;
    let folder = OpenFolder::real(&real)?;
    Ok((real, folder))
}

/// The diagnostic about a file that was read but is not text.
fn flaw(source: &Source, span: impl Fn(std::ops::Range<usize>) -> Span) -> Option<Diagnostic> {
    let after = |at: usize| at..at + source.text[at..].chars().next().map_or(0, char::len_utf8);
    Some(match source.flaw.as_ref()? {
        NotText::Unread => return None,
        NotText::Utf16 => Diagnostic::at(Code::NotUtf8, span(0..0)).arg("guess", "UTF-16"),
        NotText::NotUtf8 { at, gbk } => {
            Diagnostic::at(Code::NotUtf8, span(after(*at))).arg("guess", if *gbk { "GBK" } else { "?" })
        }
        NotText::Conflict { at } => {
            let end = source.text[*at..].find('\n').map_or(source.text.len(), |length| at + length);
            Diagnostic::at(Code::ConflictMark, span(*at..end))
        }
        NotText::Control { at, character } => Diagnostic::control(span(after(*at)), *character),
    })
}
