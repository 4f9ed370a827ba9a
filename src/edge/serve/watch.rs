//! The system's word that files have changed → the paths that belong to one save or one burst of changes.
//!
//! A single file is passed on as soon as it is written; the more files a burst has, the longer it may pause before it
//! counts as over.
//! Nothing is lost: what comes while nobody listens waits in the channel.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::Poll;
use crate::edge::disk::is_passed_over;
use crate::edge::os::{TELLS_OF_CLOSING, is_elsewhere};

/// How often folders are looked through where the system reports no changes.
const INTERVAL: Duration = Duration::from_millis(700);
/// A burst that never pauses is shown every so often.
const LONGEST: Duration = Duration::from_secs(1);

/// A file that is open for writing is waited for until nothing has been written for so long, where the system reports when
/// it is closed.
const WRITING: Duration = Duration::from_secs(5);
/// As above, for a file that has come and into which nothing has been written.
const BEGUN: Duration = Duration::from_millis(250);

/// How changes are noticed.
enum Means {
    /// The system reports changes.
    System(System),
    /// The folder is looked through again and again.
    Polling(Poll),
}

/// Events of the system.
struct System {
    events: Receiver<notify::Result<Event>>,
    /// Set by every word of the system that matters.
    fresh: Arc<AtomicBool>,
    /// Files that are being written, and until when each is waited for.
    open: BTreeMap<PathBuf, Instant>,
    _watcher: RecommendedWatcher,
}

/// What may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Burst {
    /// These paths.
    pub paths: BTreeSet<PathBuf>,
    /// Anything at all.
    pub anything: bool,
    /// The system watches no further folders; from now on all are looked through.
    pub exhausted: bool,
}

/// A folder that is watched.
pub(super) struct Watch {
    place: PathBuf,
    means: Means,
}

impl Watch {
    /// Watches `place` by the system's own means where there are any.
    pub fn new(place: &Path) -> Self {
        match System::new(place) {
            Ok(system) if !is_elsewhere(place) => Self { place: place.to_owned(), means: Means::System(system) },
            _ => Self::polling(place),
        }
    }

    /// Watches `place` by looking through it.
    pub fn polling(place: &Path) -> Self {
        Self { place: place.to_owned(), means: Means::Polling(Poll::new(place)) }
    }

    /// True when the folder is looked through.
    pub fn is_polling(&self) -> bool {
        matches!(self.means, Means::Polling(_))
    }

    /// The next burst of changes; an empty one when nothing has changed for `patience`.
    pub fn next(&mut self, patience: Duration) -> Burst {
        match &mut self.means {
            Means::Polling(poll) => {
                std::thread::sleep(patience.min(INTERVAL));
                Burst { paths: poll.look(), ..Burst::default() }
            }
            Means::System(system) => {
                system.fresh.store(false, Ordering::Relaxed);
                let burst = system.gathered(&self.place, patience);
                if burst.exhausted {
                    self.means = Means::Polling(Poll::new(&self.place));
                }
                burst
            }
        }
    }

    /// True when the system has reported something that matters since the last burst was waited for.
    pub fn has_news(&self) -> bool {
        matches!(&self.means, Means::System(System { fresh, .. }) if fresh.load(Ordering::Relaxed))
    }
}

impl System {
    /// Has the system watch a folder.
    fn new(place: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let fresh = Arc::new(AtomicBool::default());
        let (noted, folder) = (Arc::clone(&fresh), place.to_owned());
        let forward = move |event| {
            if matters(&event, &folder) {
                noted.store(true, Ordering::Relaxed);
                // Nobody listens any more when the folder is watched anew.
                sender.send(event).ok();
            }
        };
        // Links inside the folder lead to something inside the folder, which is watched where it lies.
        let mut watcher = RecommendedWatcher::new(forward, Config::default().with_follow_symlinks(false))?;
        watcher.watch(place, RecursiveMode::Recursive)?;
        Ok(Self { events, fresh, open: BTreeMap::new(), _watcher: watcher })
    }

    /// Events of the system until it pauses. A file that is still being written comes when it is.
    fn gathered(&mut self, place: &Path, patience: Duration) -> Burst {
        let mut burst = Burst::default();
        let begun = Instant::now();
        let (mut start, mut last) = (begun, begun);
        loop {
            let now = Instant::now();
            burst.paths.extend(self.open.extract_if(.., |_, until| *until <= now).map(|(path, _)| path));
            let due = match burst == Burst::default() {
                true => begun + patience,
                false => (last + pause(&burst, place)).min(start + LONGEST),
            };
            if now >= due {
                return burst;
            }
            let next = self.open.values().copied().min().map_or(due, |until| until.min(due));
            match self.events.recv_timeout(next - now) {
                Ok(event) => {
                    let first = burst == Burst::default();
                    if self.note(&mut burst, event, place) {
                        last = Instant::now();
                        start = if first { last } else { start };
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                // The watcher has died with its thread; the folder is then looked at whole, now and then.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(due - now);
                    return Burst { anything: true, ..burst };
                }
            }
        }
    }

    /// Takes note of a word of the system; true when it adds to the burst.
    fn note(&mut self, burst: &mut Burst, event: notify::Result<Event>, place: &Path) -> bool {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            failed => {
                let full = |error: notify::Error| matches!(error.kind, ErrorKind::MaxFilesWatch);
                burst.exhausted |= failed.is_err_and(full);
                burst.anything = true;
                return true;
            }
        };
        let now = Instant::now();
        let mut adds = false;
        for path in event.paths.into_iter().filter(|path| is_seen(path, place)) {
            if let Some(time) = writing(event.kind) {
                burst.paths.remove(&path);
                let until = self.open.entry(path).or_insert(now);
                *until = (*until).max(now + time);
            } else if !matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_))) {
                self.open.remove(&path);
                adds = true;
                burst.paths.insert(path);
            } else if !self.open.contains_key(&path) {
                adds = true;
                burst.paths.insert(path);
            }
        }
        adds
    }
}

/// Whether an event can mean a change. Opening and reading, which the preview does too, cannot.
fn matters(event: &notify::Result<Event>, place: &Path) -> bool {
    let Ok(event) = event else { return true };
    let reading = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    event.need_rescan() || (!reading && event.paths.iter().any(|path| is_seen(path, place)))
}

/// True unless the path is passed over. What has gone may have been a folder.
fn is_seen(path: &Path, place: &Path) -> bool {
    !path.strip_prefix(place).is_ok_and(|inside| is_passed_over(inside, true))
}

/// How long a file is waited for that has been opened for writing and is not closed yet. Only Linux reports both.
fn writing(kind: EventKind) -> Option<Duration> {
    match kind {
        EventKind::Modify(ModifyKind::Data(_)) if TELLS_OF_CLOSING => Some(WRITING),
        EventKind::Create(CreateKind::File) if TELLS_OF_CLOSING => Some(BEGUN),
        _ => None,
    }
}

/// How long nothing may come before a burst is over: a single save shows at once, an editor's dance of writing, renaming
/// and deleting takes a few milliseconds, a checkout of many files pauses now and then.
fn pause(burst: &Burst, place: &Path) -> Duration {
    let matters = |path: &&PathBuf| !path.strip_prefix(place).is_ok_and(|inside| is_passed_over(inside, false));
    Duration::from_millis(match burst.paths.iter().filter(matters).take(9).count() {
        0 | 1 => 4,
        2..=8 => 12,
        _ => 50,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_only_read_is_no_news() {
        let folder = tempfile::tempdir().unwrap();
        let place = fs::canonicalize(folder.path()).unwrap();
        let file = place.join("a.md");
        fs::write(&file, "one").unwrap();
        let mut watch = Watch::new(&place);
        assert!(!watch.is_polling());
        // Events of earlier changes come first.
        while watch.next(Duration::from_millis(50)) != Burst::default() {}
        let read = || {
            fs::read_dir(&place).unwrap().for_each(|entry| drop(fs::read(entry.unwrap().path()).unwrap()));
            fs::File::open(&place).unwrap();
        };
        read();
        fs::write(place.join(".a.md.swp"), "one").unwrap();
        assert_eq!(watch.next(Duration::from_millis(200)), Burst::default());
        read();
        std::thread::sleep(Duration::from_millis(100));
        assert!(!watch.has_news());
        fs::write(&file, "two").unwrap();
        while !watch.has_news() {}
        assert_eq!(watch.next(Duration::from_secs(60)).paths, BTreeSet::from([file]));
    }
}
