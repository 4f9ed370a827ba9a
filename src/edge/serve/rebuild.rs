//! The loop: something has changed → the folder is looked at again → a new edition, when it differs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::proof::Proof;
use super::watch::{Burst, Watch};
use super::{Report, Saying};
use crate::diagnostic::catalogue::Lang;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::edge::disk::Folder;
use crate::edge::machine;
use crate::edge::os::shown;
use crate::model::{Options, as_of};
use crate::plan::{Route, SITE_MAP};
use crate::preview::change::change;
use crate::preview::edition::{Edition, guarded};
use crate::preview::state::Preview;
use crate::report::{Look, report};
use crate::source::Snapshot;
use crate::{Cache, Compiled, compile, compile_again};

/// How often it is looked whether the folder is still the same one, and the day.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long pages that have not been requested are rendered at a time.
const SPARE: Duration = Duration::from_millis(500);
/// A folder that has come may have been filled before it was watched; it is looked at once more.
const AGAIN: Duration = Duration::from_millis(150);

/// What is turned into editions.
pub(super) struct Loop {
    pub root: PathBuf,
    pub options: Options,
    pub lang: Lang,
    pub polling: bool,
    /// The threads on which a folder is compiled, and no page is rendered.
    pub pool: rayon::ThreadPool,
}

/// What the last round left, and who is shown what this one makes.
struct Round<'a> {
    preview: &'a Preview,
    say: Say<'a>,
    folder: Folder,
    /// The folder itself, whatever lies at its path later.
    own: Option<same_file::Handle>,
    watch: Option<Watch>,
    patience: Duration,
    number: u64,
    reported: Counts,
    cache: Cache,
    proof: Proof,
}

type Say<'a> = &'a dyn Fn(Saying);

/// How often each diagnostic is made, wherever in its file.
type Counts = BTreeMap<String, usize>;

impl Loop {
    /// Makes editions for ever.
    pub fn run(mut self, preview: &Preview, say: Say<'_>) {
        let start = Instant::now();
        let mut round = Round {
            preview,
            say,
            own: same_file::Handle::from_path(&self.root).ok(),
            watch: self.watch(say),
            folder: Folder::read(&self.root),
            patience: PATIENCE,
            number: 0,
            reported: Counts::default(),
            cache: Cache::default(),
            proof: Proof::default(),
        };
        self.make(&mut round, &Snapshot::default(), start);
        loop {
            if let Err(words) = guarded(|| self.turn(&mut round)) {
                preview.fail(words);
                std::thread::sleep(PATIENCE);
            }
        }
    }

    /// Waits for a burst of changes and makes an edition of it, if it makes a difference.
    fn turn(&mut self, round: &mut Round<'_>) {
        let patience = round.patience;
        let burst = match &mut round.watch {
            Some(watch) => watch.next(patience),
            None => {
                std::thread::sleep(patience);
                Burst::default()
            }
        };
        let start = Instant::now();
        if burst.exhausted {
            (round.say)(Saying::Polling);
        }
        let own = same_file::Handle::from_path(&self.root).ok();
        let moved = own != round.own || std::fs::canonicalize(&self.root).ok().as_ref() != Some(&round.folder.place);
        if moved {
            round.own = own;
            round.watch = self.watch(round.say);
        }
        let quiet = burst == Burst::default();
        let settled = patience == PATIENCE;
        let folder = if moved || burst.anything || (quiet && !settled) {
            round.folder.again(&self.root)
        } else {
            round.folder.updated(&burst.paths)
        };
        round.patience = if !quiet && (has_folders(&burst) || !settled) { AGAIN } else { PATIENCE };
        let same = folder.snapshot == round.folder.snapshot && folder.diagnostics == round.folder.diagnostics;
        if !same || self.day_is_over(round.preview) {
            let before = std::mem::replace(&mut round.folder, folder).snapshot;
            self.make(round, &before, start);
        } else {
            self.prove(round);
        }
    }

    /// Renders pages that have not been requested yet, for a while or until something happens.
    fn prove(&self, round: &mut Round<'_>) {
        let preview = round.preview;
        let Some(edition) = preview.state().now.filter(|now| now.number == round.number) else { return };
        if edition.compiled.snapshot.texts.iter().any(|source| source.path.starts_with("theme/")) {
            let start = Instant::now();
            let goes_on = || start.elapsed() < SPARE && !round.watch.as_ref().is_some_and(Watch::has_news);
            round.proof.go_on(&edition, |route| drop(preview.rendered(&edition, route)), goes_on);
        }
        let reported = edition.diagnostics();
        if counted(&reported, &edition.compiled.snapshot) != round.reported {
            (round.say)(Saying::Found(self.report(round, &reported, &edition)));
        }
    }

    /// What is reported in the terminal: what was not among the diagnostics before, and how many are the same.
    fn report(&self, round: &mut Round<'_>, reported: &Diagnostics, edition: &Edition) -> Report {
        let snapshot = &edition.compiled.snapshot;
        let mut before = std::mem::replace(&mut round.reported, counted(reported, snapshot));
        let first = round.number == 1 || !before.is_empty();
        let mut new = reported.clone();
        new.retain(|one| match before.get_mut(&key(one, snapshot)).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => true,
        });
        let (all, fresh) = (reported.iter().count(), new.iter().count());
        let look = Look { lang: self.lang, folder: &round.preview.wishes.folder, ..Look::default() };
        let shows = fresh > 0 || (all == 0 && first);
        Report { text: shows.then(|| report(&new, snapshot, &look)), known: all - fresh }
    }

    fn watch(&self, say: Say<'_>) -> Option<Watch> {
        let place = std::fs::canonicalize(&self.root).ok()?;
        let watch = if self.polling { Watch::polling(&place) } else { Watch::new(&place) };
        if watch.is_polling() && !self.polling {
            say(Saying::Polling);
        }
        Some(watch)
    }

    /// One edition of the folder as it is.
    fn make(&mut self, round: &mut Round<'_>, before: &Snapshot, start: Instant) {
        let preview = round.preview;
        round.number += 1;
        // A clock that has gone wrong leaves the day as it was.
        self.options.now = machine::now().unwrap_or(self.options.now);
        let Folder { snapshot, diagnostics, place, .. } = &round.folder;
        let last = preview.state().now;
        let unread = snapshot.texts.is_empty() && snapshot.files.is_empty() && diagnostics.count(Severity::Error) > 0;
        let made = guarded(|| {
            let compile = || compile_again(snapshot.clone(), &self.options, &mut round.cache);
            let (compiled, more) = self.pool.install(compile);
            let mut all = diagnostics.clone();
            if !unread {
                all.extend(more);
            }
            let edition = Arc::new(Edition::new(round.number, compiled, all.sorted()));
            round.proof.begin(&edition, last.as_deref());
            let samples = if theme_differs(before, snapshot) { samples(&edition) } else { Vec::new() };
            // Lists of a large site and documents take long; they are tried once everybody can see the rest.
            let (slow, pages): (Vec<_>, Vec<_>) =
                samples.into_iter().partition(|route| is_list(route) || route.is_download());
            pages.iter().for_each(|page| drop(edition.render(page)));
            // What is not shown cannot be led to.
            let shows = round.number > 1 && edition.is_good();
            let change = shows.then(|| change(before, &edition.compiled)).flatten();
            (edition, slow, change)
        });
        let (edition, slow, change) = match made {
            Ok(made) => made,
            Err(words) => {
                if preview.state().now.is_none() {
                    // There is always something to show, if only an empty site with the words over it.
                    let (empty, _) = compile(Snapshot::default(), &self.options);
                    let empty = Edition::new(round.number, empty, Diagnostics::default());
                    preview.publish(Arc::new(empty), None, shown(place));
                }
                round.cache = Cache::default();
                return preview.fail(words);
            }
        };
        preview.publish(Arc::clone(&edition), change, shown(place));
        let time = start.elapsed();
        slow.iter().for_each(|route| drop(preview.rendered(&edition, route)));
        let reported = edition.diagnostics();
        let files = differing(before, snapshot);
        let report = self.report(round, &reported, &edition);
        let errors = reported.count(Severity::Error);
        let partial = preview.state().shown().is_some_and(|shown| !shown.is_good());
        (round.say)(Saying::Made { first: round.number == 1, report, time, files, errors, partial });
    }

    /// True when the site counts as today a day that is over.
    fn day_is_over(&self, preview: &Preview) -> bool {
        let options = Options { now: machine::now().unwrap_or(self.options.now), ..self.options.clone() };
        let site = |compiled: &Compiled| as_of(&compiled.site.settings, &options) != compiled.site.as_of;
        preview.state().now.is_some_and(|now| site(&now.compiled))
    }
}

fn counted(reported: &Diagnostics, snapshot: &Snapshot) -> Counts {
    let mut all = Counts::new();
    reported.iter().for_each(|one| *all.entry(key(one, snapshot)).or_default() += 1);
    all
}

fn key(one: &Diagnostic, snapshot: &Snapshot) -> String {
    let path = one.span.map(|span| &*snapshot.source(span.file).path).or(one.path.as_deref());
    format!("{} {path:?} {:?}", one.code, one.args)
}

/// True when folders are among what has changed, or may be. A path where nothing is any more is none: what was there is
/// gone, and most often it was the temporary file of an editor.
fn has_folders(burst: &Burst) -> bool {
    burst.anything || burst.paths.iter().any(|path| path.is_dir())
}

/// A page or document of every sort, and every list: a theme that is wrong has to be known before anybody asks for it.
fn samples(edition: &Edition) -> Vec<Route> {
    let mut seen = Vec::new();
    let samples = edition.compiled.plan.routes().map(|(_, route)| route).filter(move |route| {
        let kind = if let Route::Record(kind, _) | Route::Print(kind, _) = route { Some(*kind) } else { None };
        let sort = (std::mem::discriminant(*route), kind);
        let is_new = !seen.contains(&sort);
        seen.extend(is_new.then_some(sort));
        is_new || is_list(route)
    });
    samples.cloned().collect()
}

fn is_list(route: &Route) -> bool {
    matches!(route, Route::Column(_)) || *route == SITE_MAP
}

fn theme_differs(before: &Snapshot, now: &Snapshot) -> bool {
    let theme = |snapshot: &Snapshot| {
        let theme = snapshot.texts.iter().filter(|source| source.path.starts_with("theme/"));
        theme.map(|source| (source.path.clone(), source.text.clone())).collect::<Vec<_>>()
    };
    theme(before) != theme(now)
}

/// How many files are not what they were.
fn differing(before: &Snapshot, now: &Snapshot) -> usize {
    let (mut texts, mut new) = (0, 0);
    for (_, old) in now.changed(before) {
        texts += 1;
        new += usize::from(old.is_none());
    }
    let gone = before.texts.len() + new - now.texts.len();
    let files =
        now.files.iter().filter(|&(path, bytes)| !before.files.get(path).is_some_and(|old| old == bytes)).count();
    let lost = before.files.keys().filter(|path| !now.files.contains_key(*path)).count();
    texts + gone + files + lost
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex, mpsc};

    use super::*;
    use crate::preview::state::Wishes;

    #[test]
    fn a_folder_is_compiled_on_threads_of_its_own() {
        // All threads that render pages are taken, as by pages that take long.
        static HELD: (Mutex<bool>, Condvar) = (Mutex::new(true), Condvar::new());
        let (taken, reported) = mpsc::channel();
        rayon::spawn_broadcast(move |_| {
            taken.send(()).unwrap();
            drop(HELD.1.wait_while(HELD.0.lock().unwrap(), |held| *held).unwrap());
        });
        for _ in 0..rayon::current_num_threads() {
            reported.recv().unwrap();
        }
        let (done, made) = mpsc::channel();
        std::thread::spawn(move || {
            let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
            let content = "scaffold/site".into();
            let mut turning = Loop { root: content, options: Options::default(), lang: Lang::Zh, polling: true, pool };
            let snapshot = Snapshot {
                texts: (0..200)
                    .map(|n| crate::source::Source::decode(format!("pages/{n:03}.md"), b"---\n---\n"))
                    .collect(),
                ..Snapshot::default()
            };
            let preview = Preview::new(Wishes { lang: None, editor: None, folder: String::new() });
            let mut round = Round {
                preview: &preview,
                say: &|_| {},
                folder: Folder::default(),
                own: None,
                watch: None,
                patience: PATIENCE,
                number: 0,
                reported: Counts::default(),
                cache: Cache::default(),
                proof: Proof::default(),
            };
            round.folder.snapshot = snapshot;
            turning.make(&mut round, &Snapshot::default(), Instant::now());
            done.send(preview.state().now.is_some()).unwrap();
        });
        let made = made.recv_timeout(Duration::from_secs(60));
        *HELD.0.lock().unwrap() = false;
        HELD.1.notify_all();
        assert_eq!(made, Ok(true));
    }
}
