//! The system's word that files have changed → the paths that belong to one save or one burst of changes.
//!
//! A single file is passed on at once; the more files a burst has, the longer it may pause before it counts as over.
//! Nothing is lost: what comes while nobody listens waits in the channel.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::Poll;
use crate::edge::disk::is_passed_over;

/// How often folders are looked through where the system does not tell.
const INTERVAL: Duration = Duration::from_millis(700);
/// A burst that never pauses is shown every so often.
const LONGEST: Duration = Duration::from_secs(1);

/// How changes are noticed.
enum Means {
    /// The system tells.
    System { told: Receiver<notify::Result<Event>>, _watcher: RecommendedWatcher },
    /// The folder is looked through again and again.
    Polling(Poll),
}

/// What may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Burst {
    /// These paths.
    pub paths: BTreeSet<PathBuf>,
    /// Anything at all.
    pub anything: bool,
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
            Ok((told, watcher)) if !is_elsewhere(place) => {
                Self { place: place.to_owned(), means: Means::System { told, _watcher: watcher } }
            }
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
                Burst { paths: poll.look(), anything: false }
            }
            Means::System { told, .. } => gathered(told, &self.place, patience),
        }
    }
}

/// What the system tells until it pauses.
fn gathered(told: &Receiver<notify::Result<Event>>, place: &Path, patience: Duration) -> Burst {
    let mut burst = Burst::default();
    let (mut start, mut quiet) = (Instant::now(), patience);
    loop {
        match told.recv_timeout(quiet) {
            Ok(told) => {
                let fresh = burst == Burst::default();
                note(&mut burst, told, place);
                if burst == Burst::default() {
                    continue;
                }
                start = if fresh { Instant::now() } else { start };
            }
            Err(RecvTimeoutError::Timeout) => return burst,
            // The watcher has died with its thread; the folder is then looked at whole, now and then.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(quiet);
                return Burst { anything: true, ..burst };
            }
        }
        quiet = pause(&burst);
        if start.elapsed() > LONGEST {
            return burst;
        }
    }
}

fn note(burst: &mut Burst, told: notify::Result<Event>, place: &Path) {
    let event = match told {
        Ok(event) if event.need_rescan() => return burst.anything = true,
        Err(_) => return burst.anything = true,
        Ok(event) => event,
    };
    let reading = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    if !reading {
        let matters = |path: &PathBuf| !path.strip_prefix(place).is_ok_and(is_passed_over);
        burst.paths.extend(event.paths.into_iter().filter(matters));
    }
}

fn system(place: &Path) -> notify::Result<(Receiver<notify::Result<Event>>, RecommendedWatcher)> {
    let (tell, told) = channel();
    // Links inside the folder lead to something inside the folder, which is watched where it lies.
    let mut watcher = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false))?;
    watcher.watch(place, RecursiveMode::Recursive)?;
    Ok((told, watcher))
}

/// How long nothing may come before a burst is over: a single save shows at once, an editor's dance of writing, renaming
/// and deleting takes a few milliseconds, a checkout of many files pauses now and then.
fn pause(burst: &Burst) -> Duration {
    Duration::from_millis(match burst.paths.len() {
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
