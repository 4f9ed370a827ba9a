//! The system's word that files have changed → the paths that belong to one save or one burst of changes.
//!
//! A single file is passed on as soon as it is written; the more files a burst has, the longer it may pause before it
//! counts as over.
//! Nothing is lost: what comes while nobody listens waits in the channel.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::Poll;
use crate::edge::disk::is_passed_over;

/// How often folders are looked through where the system does not tell.
const INTERVAL: Duration = Duration::from_millis(700);
/// A burst that never pauses is shown every so often.
const LONGEST: Duration = Duration::from_secs(1);

/// A file that is still being written is waited for so long, where the system tells when it is closed.
const WRITING: Duration = Duration::from_millis(250);

/// How changes are noticed.
enum Means {
    /// The system tells.
    System(System),
    /// The folder is looked through again and again.
    Polling(Poll),
}

/// What the system tells.
struct System {
    told: Receiver<notify::Result<Event>>,
    /// Set by every word of the system.
    fresh: Arc<AtomicBool>,
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
        match system(place) {
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
            Means::System(System { told, fresh, .. }) => {
                fresh.store(false, Ordering::Relaxed);
                let burst = gathered(told, &self.place, patience);
                if burst.exhausted {
                    self.means = Means::Polling(Poll::new(&self.place));
                }
                burst
            }
        }
    }

    /// True when the system has told of something since the last burst was waited for.
    pub fn has_news(&self) -> bool {
        matches!(&self.means, Means::System(System { fresh, .. }) if fresh.load(Ordering::Relaxed))
    }
}

/// What the system tells until it pauses.
fn gathered(told: &Receiver<notify::Result<Event>>, place: &Path, patience: Duration) -> Burst {
    let mut burst = Burst::default();
    let mut written = BTreeSet::new();
    let (mut start, mut quiet) = (Instant::now(), patience);
    loop {
        match told.recv_timeout(quiet) {
            Ok(told) => {
                let fresh = burst == Burst::default();
                writing(&mut written, &told);
                note(&mut burst, told, place);
                if burst == Burst::default() {
                    continue;
                }
                start = if fresh { Instant::now() } else { start };
            }
            Err(RecvTimeoutError::Timeout) if !written.is_empty() && start.elapsed() < WRITING => continue,
            Err(RecvTimeoutError::Timeout) => return burst,
            // The watcher has died with its thread; the folder is then looked at whole, now and then.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(quiet);
                return Burst { anything: true, ..burst };
            }
        }
        quiet = pause(&burst, place);
        if start.elapsed() > LONGEST {
            return burst;
        }
    }
}

fn note(burst: &mut Burst, told: notify::Result<Event>, place: &Path) {
    let event = match told {
        Ok(event) if event.need_rescan() => return burst.anything = true,
        Err(error) => {
            burst.exhausted |= matches!(error.kind, ErrorKind::MaxFilesWatch);
            return burst.anything = true;
        }
        Ok(event) => event,
    };
    let reading = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    if !reading {
        // What has gone may have been a folder.
        let matters = |path: &PathBuf| !path.strip_prefix(place).is_ok_and(|inside| is_passed_over(inside, true));
        burst.paths.extend(event.paths.into_iter().filter(matters));
    }
}

/// Keeps the files that have been opened for writing and are not closed yet. Only Linux tells of both.
fn writing(files: &mut BTreeSet<PathBuf>, told: &notify::Result<Event>) {
    let Ok(event) = told else { return };
    match event.kind {
        EventKind::Modify(ModifyKind::Data(_)) | EventKind::Create(CreateKind::File) if cfg!(target_os = "linux") => {
            files.extend(event.paths.iter().cloned());
        }
        EventKind::Modify(ModifyKind::Metadata(_)) => {}
        _ => files.retain(|file| !event.paths.contains(file)),
    }
}

fn system(place: &Path) -> notify::Result<System> {
    let (tell, told) = channel();
    let fresh = Arc::new(AtomicBool::default());
    let noted = Arc::clone(&fresh);
    let tell = move |event| {
        noted.store(true, Ordering::Relaxed);
        // Nobody listens any more when the folder is watched anew.
        tell.send(event).ok();
    };
    // Links inside the folder lead to something inside the folder, which is watched where it lies.
    let mut watcher = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false))?;
    watcher.watch(place, RecursiveMode::Recursive)?;
    Ok(System { told, fresh, _watcher: watcher })
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

/// True for a folder on another machine, whose changes the system here is not told of.
#[cfg(target_os = "linux")]
fn is_elsewhere(place: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB 2, FUSE, 9P: the magic numbers of `statfs(2)`.
    const ELSEWHERE: [u64; 6] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997];
    rustix::fs::statfs(place).is_ok_and(|system| ELSEWHERE.contains(&(system.f_type as u64 & 0xFFFF_FFFF)))
}

#[cfg(not(target_os = "linux"))]
fn is_elsewhere(place: &Path) -> bool {
    place
        .to_str()
        .is_some_and(|place| place.starts_with(r"\\") && !place.starts_with(r"\\?\") || place.starts_with(r"\\?\UNC"))
}
