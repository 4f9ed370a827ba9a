//! A folder that is looked through again and again → the files that may have changed in between.
//!
//! A file is known by its size and time. Times may be coarse, and two saves may fall into one of them: a file that was
//! changed a moment ago counts as changed until that moment has passed. Reading it again in vain costs little; a save
//! that is missed would be shown by nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use crate::edge::disk::is_passed_over;

/// The coarsest time that a file system keeps, and half as much again.
const MOMENT: Duration = Duration::from_secs(3);

/// Size, and time of the last change where the system has it.
type Stamp = (u64, Option<SystemTime>);

/// A folder that is looked through.
pub(super) struct Poll {
    place: PathBuf,
    seen: BTreeMap<PathBuf, Stamp>,
}

impl Poll {
    /// Looks through `place` for the first time.
    pub fn new(place: &Path) -> Self {
        Self { place: place.to_owned(), seen: stamps(place) }
    }

    /// Files that have come, gone or changed since the last look, or may have.
    pub fn look(&mut self) -> BTreeSet<PathBuf> {
        let now = stamps(&self.place);
        let fresh = |stamp: &Stamp| {
            stamp.1.is_none_or(|time| SystemTime::now().duration_since(time).unwrap_or_default() < MOMENT)
        };
        let changed = now.iter().filter(|&(path, stamp)| self.seen.get(path) != Some(stamp) || fresh(stamp));
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let all = changed.map(|(path, _)| path).chain(gone).cloned().collect();
        self.seen = now;
        all
    }
}

fn stamps(place: &Path) -> BTreeMap<PathBuf, Stamp> {
    let matters = |entry: &walkdir::DirEntry| {
        let inside = entry.path().strip_prefix(place);
        !inside.is_ok_and(|inside| is_passed_over(inside, entry.file_type().is_dir()))
    };
    let files = WalkDir::new(place).into_iter().filter_entry(matters).filter_map(Result::ok);
    let stamp = |entry: walkdir::DirEntry| {
        let known = entry.metadata().ok().filter(|known| !known.is_dir())?;
        Some((entry.into_path(), (known.len(), known.modified().ok())))
    };
    files.filter_map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};

    #[test]
    fn a_save_of_the_same_size_and_moment_is_not_missed() {
        let folder = tempfile::tempdir().unwrap();
        let (file, hidden) = (folder.path().join("a.md"), folder.path().join(".a.md.swp"));
        fs::write(&file, "one").unwrap();
        fs::write(&hidden, "one").unwrap();
        let before = fs::metadata(&file).unwrap().modified().unwrap();
        let mut poll = Poll::new(folder.path());
        fs::write(&file, "two").unwrap();
        File::options().write(true).open(&file).unwrap().set_modified(before).unwrap();
        assert_eq!(poll.look(), BTreeSet::from([file]));
    }

    #[test]
    fn an_old_file_changes_when_it_is_put_back_and_when_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        let aged = |seconds| {
            fs::write(&file, "one").unwrap();
            let time = SystemTime::now() - Duration::from_secs(seconds);
            File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        };
        aged(100);
        let mut poll = Poll::new(folder.path());
        assert_eq!(poll.look(), BTreeSet::new());
        aged(200);
        assert_eq!(poll.look(), BTreeSet::from([file.clone()]));
        assert_eq!(poll.look(), BTreeSet::new());
        fs::remove_file(&file).unwrap();
        assert_eq!(poll.look(), BTreeSet::from([file.clone()]));
    }
}
