//! A file that is left on the disk: a part of it at a time, as long as it is the file that was seen.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::edge::os::{OpenFolder, stamp};
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
    /// The open file, which is at `place` below the folder at `root`, as it is now.
    pub fn new(root: &Path, place: &Path, file: &File) -> io::Result<Self> {
        let folder = root.join(place.parent().unwrap_or(Path::new("")));
        let name = place.file_name().map(PathBuf::from).unwrap_or_default();
        Ok(Self { folder, name, size: file.metadata()?.len(), stamp: stamp(file)? })
    }
}

impl Left for LeftFile {
    fn size(&self) -> u64 {
        self.size
    }

    fn stamp(&self) -> &str {
        &self.stamp
    }

    fn part(&self, start: u64) -> io::Result<Vec<u8>> {
        let mut file = OpenFolder::real(&self.folder)?.file(&self.name)?;
        let rest = self.size.saturating_sub(start);
        let mut part = vec![0; PART.min(usize::try_from(rest).unwrap_or(PART))];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut part)?;
        // What was read is of the file that was seen when nothing has changed up to now.
        if stamp(&file)? == self.stamp { Ok(part) } else { Err(ErrorKind::InvalidData.into()) }
    }
}
