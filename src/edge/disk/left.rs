//! A file that is left on the disk: a part of it at a time, as long as it is the file that was seen.

use std::fs::Metadata;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use crate::edge::open::OpenFolder;
use crate::source::{Left, PART};

/// A file of the content folder. No descriptor is kept: there may be more such files than a process can open.
#[derive(Debug)]
pub(super) struct LeftFile {
    /// The folder in which it lies, without links.
    folder: PathBuf,
    name: PathBuf,
    size: u64,
    stamp: String,
}

impl LeftFile {
    /// The file at `place` below the folder at `root`, as it was when it was open.
    pub fn new(root: &Path, place: &Path, about: &Metadata) -> Self {
        let folder = root.join(place.parent().unwrap_or(Path::new("")));
        let name = place.file_name().map(PathBuf::from).unwrap_or_default();
        Self { folder, name, size: about.len(), stamp: stamp(about) }
    }
}

/// The file itself, and its last change; an old time that was set again changes the second of the two times.
fn stamp(about: &Metadata) -> String {
    let times = (about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec());
    format!("{} {} {} {times:?}", about.dev(), about.ino(), about.len())
}

impl Left for LeftFile {
    fn size(&self) -> u64 {
        self.size
    }

    fn stamp(&self) -> &str {
        &self.stamp
    }

    fn part(&self, start: u64) -> io::Result<Vec<u8>> {
        let file = OpenFolder::real(&self.folder)?.file(&self.name)?;
        let rest = self.size.saturating_sub(start);
        let mut part = vec![0; PART.min(usize::try_from(rest).unwrap_or(PART))];
        file.read_exact_at(&mut part, start)?;
        // What was read is of the file that was seen when nothing has changed up to now.
        if stamp(&file.metadata()?) == self.stamp { Ok(part) } else { Err(ErrorKind::InvalidData.into()) }
    }
}
