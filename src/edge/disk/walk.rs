//! The walk through the content folder: which of its files are read.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use walkdir::{DirEntry, WalkDir};

use super::super::cause::cause;
use super::super::os::{is_circle, shown, slashed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Most links to folders that are followed; folders that link to each other could otherwise be walked for ever.
const MAX_LINKS: usize = 1000;

/// A file that the walk met.
pub(super) struct Found {
    /// Inside the content folder, with `/`.
    pub path: String,
    /// On the disk, from the content folder and without links; none when the diagnostic about it is already made.
    pub place: Option<PathBuf>,
}

/// What a walk finds in a folder besides its files.
pub(super) struct Walked {
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
    /// There are links in it.
    pub has_links: bool,
    /// Folders in it that could not be read.
    pub closed: BTreeSet<String>,
    /// Copies that editors and systems have left behind.
    pub passed_over: BTreeSet<String>,
}

pub(super) struct Walk<'a> {
    root: &'a Path,
    /// Takes what is met.
    found: Sender<Found>,
    diagnostics: Diagnostics,
    links: usize,
    has_links: bool,
    /// Links to folders on the way to the last entry, and where each leads inside the content folder.
    linked: Vec<(PathBuf, PathBuf)>,
    closed: BTreeSet<String>,
    passed_over: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    pub fn new(root: &'a Path, found: Sender<Found>) -> Self {
        Self {
            root,
            found,
            diagnostics: Diagnostics::default(),
            links: 0,
            has_links: false,
            linked: Vec::new(),
            closed: BTreeSet::new(),
            passed_over: BTreeSet::new(),
        }
    }

    /// Walks the folder.
    pub fn run(mut self) -> Walked {
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
        let Self { diagnostics, has_links, closed, passed_over, .. } = self;
        Walked { diagnostics, has_links, closed, passed_over }
    }

    fn find(&mut self, path: String, place: Option<PathBuf>) {
        // Who reads them listens until there are no more.
        let _ = self.found.send(Found { path, place });
    }

    /// Takes note of an entry; false when a folder is not to be entered.
    fn enter(&mut self, entry: &DirEntry) -> bool {
        let folder = entry.file_type().is_dir();
        if is_ignored(entry.file_name(), folder) {
            if !folder && is_copy(entry.file_name()) {
                let inside = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
                let path = slashed(inside).to_string_lossy().into_owned();
                self.passed_over.insert(path.chars().filter(|c| !c.is_control()).collect());
            }
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
            let place = self.place(entry.path());
            self.find(path, Some(place));
        } else if !folder {
            self.report(Code::Unreadable, path.clone(), "cause", "@no-file");
            self.find(path, None);
        }
        folder
    }

    /// Where an entry is, from the content folder and without the links by which the walk came to it.
    fn place(&mut self, path: &Path) -> PathBuf {
        while self.linked.last().is_some_and(|(link, _)| !path.starts_with(link)) {
            self.linked.pop();
        }
        match self.linked.last() {
            Some((link, real)) => match path.strip_prefix(link) {
                Ok(rest) if rest.as_os_str().is_empty() => real.clone(),
                Ok(rest) => real.join(rest),
                Err(_) => path.to_owned(),
            },
            None => path.strip_prefix(self.root).unwrap_or(path).to_owned(),
        }
    }

    /// True when the link at `place` leads to something inside the content folder.
    fn link_stays(&mut self, place: &Path, path: &str, folder: bool) -> bool {
        match fs::canonicalize(place) {
            Err(error) => self.report(Code::Unreadable, path, "cause", cause(&error)),
            Ok(real) if !real.starts_with(self.root) => {
                let target = fs::read_link(place).unwrap_or(real);
                self.report(Code::LinkLeaves, path, "target", shown(&target));
            }
            Ok(real) => {
                self.linked.push((place.to_owned(), real.strip_prefix(self.root).unwrap_or(&real).to_owned()));
                if !folder {
                    return true;
                }
                self.links += 1;
                if self.links == MAX_LINKS {
                    self.report(Code::Unreadable, path, "cause", "@many-links");
                }
                return self.links < MAX_LINKS;
            }
        }
        false
    }

    /// The diagnostic about an entry that the walk could not read.
    fn refuse(&mut self, error: &walkdir::Error) {
        let place = error.path().unwrap_or(self.root).to_owned();
        if place == self.root {
            return self.report(Code::Unreadable, "", "cause", words_of(error));
        }
        let folder = error.loop_ancestor().is_some() || !place.is_symlink();
        if place.file_name().is_some_and(|name| is_ignored(name, folder)) {
            return;
        }
        let Some(path) = self.name(&place) else { return };
        self.report(Code::Unreadable, path.clone(), "cause", words_of(error));
        if !folder {
            self.find(path, None);
        } else if error.loop_ancestor().is_none() {
            self.closed.insert(path);
        }
    }

    /// The path inside the content folder, or a diagnostic when the last name in it cannot be part of an address.
    fn name(&mut self, place: &Path) -> Option<String> {
        let inside = place.strip_prefix(self.root).unwrap_or(place);
        let last = inside.file_name().unwrap_or_default().to_string_lossy();
        let inside = slashed(inside);
        match inside.to_str() {
            Some(path) if !last.contains(|c: char| c == '\\' || c.is_control()) => Some(path.to_owned()),
            _ => {
                let path = inside.to_string_lossy().escape_debug().to_string();
                self.report(Code::BadFileName, path, "name", last.escape_debug());
                None
            }
        }
    }

    fn report(&mut self, code: Code, path: impl Into<String>, name: &'static str, value: impl std::fmt::Display) {
        self.diagnostics.push(Diagnostic::path(code, path).arg(name, value));
    }
}

fn words_of(error: &walkdir::Error) -> String {
    match error.io_error() {
        Some(error) if !is_circle(error) => cause(error),
        _ => "@link-circle".to_owned(),
    }
}

/// Hidden entries, and files that editors, browsers and systems leave behind.
fn is_ignored(name: &OsStr, folder: bool) -> bool {
    let is_listed = |name: &str| ["thumbs.db", "desktop.ini"].iter().any(|listed| name.eq_ignore_ascii_case(listed));
    let written = name.to_string_lossy();
    written.starts_with('.') || (!folder && (is_listed(&written) || is_copy(name)))
}

/// True for the name of a file that an editor or a browser leaves behind, beside the one that it is about.
fn is_copy(name: &OsStr) -> bool {
    const ENDINGS: [&str; 9] =
        ["~", ".swp", ".swo", ".tmp", ".bak", ".crdownload", ".part", "___jb_tmp___", "___jb_old___"];
    let written = name.to_string_lossy();
    let name = written.to_ascii_lowercase();
    // `sed -i` writes beside the file, under a name of its own.
    let sed = written.strip_prefix("sed").is_some_and(|rest| rest.len() == 6 && is_alphanumeric(rest));
    // Programs of macOS write `page.md.sb-1a2b3c4d-5e6f7g` beside `page.md`.
    let mac = name.rsplit_once(".sb-").is_some_and(|(_, rest)| {
        rest.split_once('-')
            .is_some_and(|(a, b)| [a, b].into_iter().all(|part| !part.is_empty() && is_alphanumeric(part)))
    });
    sed || mac
        || name == "4913"
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || name.starts_with("~$")
        || name.starts_with(".~lock.")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// True for a folder, or for something else, that the walk passes over, or passes over on the way there.
pub(in crate::edge) fn is_passed_over(inside: &Path, folder: bool) -> bool {
    let folders = inside.parent().into_iter().flat_map(Path::iter);
    folders.into_iter().any(|name| is_ignored(name, true))
        || inside.file_name().is_some_and(|name| is_ignored(name, folder))
}
