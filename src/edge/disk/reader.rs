//! Reading one file after another below an open folder, none through a link.
//!
//! The walk has seen regular files; until they are read, others may have put something else in their places. An editor may
//! put another file there, which is read. A link is not followed, and a pipe or a device is not opened.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::left::LeftFile;
use super::walk::Found;
use crate::diagnostic::{Code, Diagnostic};
use crate::edge::cause::cause;
use crate::edge::os::{OpenFolder, is_other_sort};
use crate::source::{Blob, MAX_FILE, MAX_TEXT, Source};

/// Bytes of a file that are held in memory at most; those of a larger one are read when they are needed.
const HELD_FILE: u64 = 1 << 20;
/// Bytes of all files that are held at most.
const HELD: u64 = 64 << 20;

/// How many bytes of files that are no texts are in memory.
#[derive(Default)]
pub(super) struct Held(AtomicU64);

impl Held {
    /// Takes note of a file; false for one that has no room any more.
    fn takes(&self, size: u64) -> bool {
        size <= HELD_FILE && self.0.fetch_add(size, Ordering::Relaxed) + size <= HELD
    }
}

/// Reads files below a folder. The folder of the last one stays open, as the next file most often lies in it too.
pub(super) struct Reader<'a> {
    root: &'a OpenFolder,
    /// Where that folder is, without links.
    place: &'a Path,
    held: &'a Held,
    last: Option<(PathBuf, OpenFolder)>,
}

impl<'a> Reader<'a> {
    pub fn new(root: &'a OpenFolder, place: &'a Path, held: &'a Held) -> Self {
        Self { root, place, held, last: None }
    }

    /// Reads a file, with the diagnostic for one that cannot be read.
    pub fn read(&mut self, found: Found) -> (Body, Option<Diagnostic>) {
        let Found { path, place } = found;
        let limit = if is_text(&path) { MAX_TEXT } else { MAX_FILE };
        let (bytes, diagnostic) = match place.map(|place| self.bytes_of(&path, &place, limit)) {
            Some(Ok(Content::Whole(bytes))) => (Some(bytes), None),
            Some(Ok(Content::Left(file))) => return (Body::Bytes(path, Blob::Left(Arc::new(file))), None),
            Some(Ok(Content::TooLarge(size))) => (None, Some(too_large(&path, size, limit))),
            Some(Err(error)) => (None, Some(Diagnostic::path(Code::Unreadable, &*path).arg("cause", words(&error)))),
            None => (None, None),
        };
        (Body::new(path, bytes), diagnostic)
    }

    /// All bytes that a file has when it is opened, unless they are more than `limit`, or more than is held.
    fn bytes_of(&mut self, path: &str, place: &Path, limit: u64) -> io::Result<Content> {
        let name = place.file_name().unwrap_or_default();
        let file = self.folder(place.parent().unwrap_or(Path::new("")))?.file(name)?;
        let size = file.metadata()?.len();
        if size > limit {
            return Ok(Content::TooLarge(size));
        }
        if !is_text(path) && !self.held.takes(size) {
            return Ok(Content::Left(LeftFile::new(self.place, place, &file)?));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // One that is said to be empty may be a window to something else, of which nobody knows the size.
        file.take(if size == 0 { limit + 1 } else { size }).read_to_end(&mut bytes)?;
        let size = bytes.len() as u64;
        Ok(if size > limit { Content::TooLarge(size) } else { Content::Whole(bytes) })
    }

    fn folder(&mut self, place: &Path) -> io::Result<&OpenFolder> {
        let mut parts = place.iter();
        let Some(first) = parts.next() else { return Ok(self.root) };
        if self.last.as_ref().is_none_or(|(last, _)| last != place) {
            let folder = parts.try_fold(self.root.through(first)?, |folder, name| folder.through(name))?;
            self.last = Some((place.to_owned(), folder));
        }
        Ok(self.last.as_ref().map_or(self.root, |(_, folder)| folder))
    }
}

/// What was read of a file.
pub(super) enum Body {
    Text(Source),
    Bytes(String, Blob),
}

impl Body {
    /// The file at `path`, without bytes when they could not be read.
    pub fn new(path: String, bytes: Option<Vec<u8>>) -> Self {
        match (is_text(&path), bytes) {
            (true, Some(bytes)) => Self::Text(Source::decode(path, &bytes)),
            (true, None) => Self::Text(Source::unread(path)),
            (false, bytes) => Self::Bytes(path, bytes.unwrap_or_default().into()),
        }
    }

    pub fn path(&self) -> &str {
        match self {
            Self::Text(source) => &source.path,
            Self::Bytes(path, _) => path,
        }
    }
}

enum Content {
    Whole(Vec<u8>),
    /// It stays where it is.
    Left(LeftFile),
    /// Its size in bytes.
    TooLarge(u64),
}

/// True for the files that are read as text; everything below `static/` is published as it is.
fn is_text(path: &str) -> bool {
    let (top, _) = path.split_once('/').unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_one = |of: &[&str]| of.iter().any(|one| ending.eq_ignore_ascii_case(one));
    top != "static" && is_one(&["yaml", "yml", "md"]) || top == "theme" && is_one(&["html", "css", "js", "svg", "typ"])
}

fn words(error: &io::Error) -> String {
    if is_other_sort(error) { "@exchanged".to_owned() } else { cause(error) }
}

fn too_large(path: &str, size: u64, limit: u64) -> Diagnostic {
    const MIB: u64 = 1024 * 1024;
    let tenths = (size * 10).div_ceil(MIB);
    let size = format!("{}.{}", tenths / 10, tenths % 10);
    Diagnostic::path(Code::FileTooLarge, path).arg("size", size).arg("limit", limit / MIB)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// What is said of `static/deep/a.txt`, which the walk saw, once `script` has put something else in its way.
    fn reported(script: &str) -> (Vec<u8>, Option<String>) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("content/static/deep")).unwrap();
        fs::write(root.join("content/static/deep/a.txt"), "own").unwrap();
        fs::create_dir(root.join("outside")).unwrap();
        fs::write(root.join("outside/a.txt"), "secret").unwrap();
        assert!(Command::new("sh").arg("-ec").arg(script).current_dir(&root).status().unwrap().success());
        let (sender, receiver) = mpsc::channel();
        let root = root.join("content");
        // A pipe that is opened as a file would never answer.
        std::thread::spawn(move || {
            let folder = OpenFolder::real(&root).unwrap();
            let path = "static/deep/a.txt".to_owned();
            let (body, reported) =
                Reader::new(&folder, &root, &Held::default()).read(Found { place: Some(path.clone().into()), path });
            let Body::Bytes(_, bytes) = body else { panic!("a text") };
            sender
                .send((bytes.bytes().unwrap().to_vec(), reported.map(|reported| reported.args[0].1.clone())))
                .unwrap();
        });
        receiver.recv_timeout(Duration::from_secs(60)).expect("it hangs")
    }

    #[test]
    fn what_takes_the_place_of_a_file_is_not_followed() {
        let deep = "content/static/deep";
        assert_eq!(reported(""), (b"own".to_vec(), None));
        assert_eq!(reported(&format!("echo -n new > b; mv b {deep}/a.txt")), (b"new".to_vec(), None));
        for script in [
            "rm deep/a.txt; ln -s ../../../outside/a.txt deep/a.txt",
            "rm deep/a.txt; ln -s b.txt deep/a.txt; echo own > deep/b.txt",
            "rm deep/a.txt; mkfifo deep/a.txt",
            "rm deep/a.txt; mkdir deep/a.txt",
            "rm deep/a.txt; ln -s /dev/zero deep/a.txt",
            "mv deep d; ln -s ../../outside deep",
            "mv deep d; ln -s d deep",
            "rm -r deep; echo > deep",
            "cd ..; mv static ../s; ln -s ../s static",
        ] {
            let exchanged = (Vec::new(), Some("@exchanged".to_owned()));
            assert_eq!(reported(&format!("cd content/static; {script}")), exchanged, "{script}");
        }
        let gone = (Vec::new(), Some("@not-found".to_owned()));
        assert_eq!(reported(&format!("rm {deep}/a.txt")), gone);
    }

    #[test]
    fn files_of_many_folders_are_read_one_after_another() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let paths = ["a.png", "x/a.png", "x/y/a.png", "x/b.png", "z/a.png", "b.png"];
        for path in paths {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), path).unwrap();
        }
        symlink("x", root.join("link")).unwrap();
        let folder = OpenFolder::real(&root).unwrap();
        let held = Held::default();
        let mut reader = Reader::new(&folder, &root, &held);
        for path in paths {
            let (body, reported) = reader.read(Found { path: path.to_owned(), place: Some(path.into()) });
            let Body::Bytes(_, bytes) = body else { panic!("a text") };
            assert_eq!((&*bytes.bytes().unwrap(), reported), (path.as_bytes(), None));
        }
    }
}
