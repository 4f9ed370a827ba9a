//! The loop: something has changed → the folder is looked at again → a new edition, when it differs.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::Saying;
use super::change::change;
use super::edition::{Edition, guarded};
use super::preview::Preview;
use super::watch::{Burst, Watch};
use crate::diagnostic::catalogue::Lang;
use crate::diagnostic::{Diagnostics, Severity};
use crate::edge::disk::Folder;
use crate::edge::report::{Look, report};
use crate::model::{Options, as_of};
use crate::plan::Route;
use crate::source::Snapshot;
use crate::{Compiled, compile};

/// How often it is looked whether the folder is still the same one, and the day.
const PATIENCE: Duration = Duration::from_secs(1);
/// A folder that has come or gone may have been filled before it was watched; it is looked at once more.
const AGAIN: Duration = Duration::from_millis(150);

/// What is turned into editions.
pub(super) struct Loop {
    pub root: PathBuf,
    pub options: Options,
    pub lang: Lang,
    pub polling: bool,
}

/// What the last round left.
struct Round {
    folder: Folder,
    number: u64,
    told: Diagnostics,
}

type Say<'a> = &'a dyn Fn(&Saying<'_>);

impl Loop {
    /// Makes editions for ever.
    pub fn run(mut self, preview: &Preview, say: Say<'_>) {
        let start = Instant::now();
        let mut watch = self.watch(say);
        let folder = Folder::read(&self.root);
        let mut round = Round { folder, number: 0, told: Diagnostics::default() };
        let before = Snapshot::default();
        self.make(&mut round, &before, (preview, say, start));
        let mut patience = PATIENCE;
        loop {
            let burst = match &mut watch {
                Some(watch) => watch.next(patience),
                None => {
                    std::thread::sleep(patience);
                    Burst::default()
                }
            };
            let start = Instant::now();
            let moved = std::fs::canonicalize(&self.root).ok().as_ref() != Some(&round.folder.place);
            if moved {
                watch = self.watch(say);
            }
            let quiet = burst == Burst::default();
            let settled = patience == PATIENCE;
            let folder = if moved || burst.anything || (quiet && !settled) {
                Folder::read(&self.root)
            } else {
                round.folder.updated(&burst.paths)
            };
            patience = if !quiet && has_folders(&burst) { AGAIN } else { PATIENCE };
            let same = folder.snapshot == round.folder.snapshot && folder.diagnostics == round.folder.diagnostics;
            if !same || self.day_is_over(preview) {
                let before = std::mem::replace(&mut round.folder, folder).snapshot;
                self.make(&mut round, &before, (preview, say, start));
            }
        }
    }

    fn watch(&self, say: Say<'_>) -> Option<Watch> {
        let place = std::fs::canonicalize(&self.root).ok()?;
        let watch = if self.polling { Watch::polling(&place) } else { Watch::new(&place) };
        if watch.is_polling() {
            say(&Saying::Polling);
        }
        Some(watch)
    }

    /// One edition of the folder as it is.
    fn make(&mut self, round: &mut Round, before: &Snapshot, (preview, say, start): (&Preview, Say<'_>, Instant)) {
        round.number += 1;
        self.options.now = jiff::Timestamp::now();
        let Folder { snapshot, diagnostics, place, .. } = &round.folder;
        let unread = snapshot.texts.is_empty() && snapshot.files.is_empty() && diagnostics.count(Severity::Error) > 0;
        let made = guarded(|| {
            let (compiled, complaints) = compile(snapshot.clone(), &self.options);
            let mut all = diagnostics.clone();
            if !unread {
                all.extend(complaints);
            }
            let edition = Edition::new(round.number, compiled, all.sorted());
            if theme_differs(before, snapshot) {
                probe(&edition);
            }
            // What is not shown cannot be led to.
            let shows = round.number > 1 && edition.is_good();
            let change = shows.then(|| change(before, &edition.compiled)).flatten();
            (edition, change)
        });
        let (edition, change) = match made {
            Ok(made) => made,
            Err(words) => {
                if preview.state().now.is_none() {
                    // There is always something to show, if only an empty site with the words over it.
                    let (empty, _) = compile(Snapshot::default(), &self.options);
                    preview.publish(Edition::new(round.number, empty, Diagnostics::default()), None, place.clone());
                }
                return preview.fail(words);
            }
        };
        let told = edition.diagnostics();
        let look = Look { lang: self.lang, folder: &preview.wishes.folder, ..Look::default() };
        let fresh = told != round.told || round.number == 1;
        let report = fresh.then(|| report(&told, snapshot, &look));
        let files = differing(before, snapshot);
        round.told = told;
        preview.publish(edition, change, place.clone());
        say(&Saying::Made { first: round.number == 1, report, time: start.elapsed(), files });
    }

    /// True when the site counts as today a day that is over.
    fn day_is_over(&self, preview: &Preview) -> bool {
        let options = Options { now: jiff::Timestamp::now(), ..self.options.clone() };
        let site = |compiled: &Compiled| as_of(&compiled.site.settings, &options) != compiled.site.as_of;
        preview.state().now.is_some_and(|now| site(&now.compiled))
    }
}

/// True when folders are among what has changed, or may have been.
fn has_folders(burst: &Burst) -> bool {
    burst.anything || burst.paths.iter().any(|path| !path.is_file())
}

/// Renders a page of every sort, so that a theme that is wrong is known before anybody asks for a page.
fn probe(edition: &Edition) {
    let mut seen = Vec::new();
    for (_, route) in edition.compiled.plan.routes() {
        let sort = match route {
            Route::Record(kind, _) => Some(*kind),
            _ => None,
        };
        let sort = (std::mem::discriminant(route), sort);
        let is_page = !route.is_download() && !matches!(route, Route::File(_) | Route::Plain(_) | Route::SitemapXml);
        if is_page && !seen.contains(&sort) {
            seen.push(sort);
            edition.render(route);
        }
    }
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
    let old = |path: &str| before.find(path).map(|id| before.source(id));
    let texts = now.texts.iter().filter(|&source| old(&source.path) != Some(source)).count();
    let gone = before.texts.iter().filter(|source| now.find(&source.path).is_none()).count();
    let files = now.files.iter().filter(|&(path, bytes)| before.files.get(path) != Some(bytes)).count();
    let lost = before.files.keys().filter(|path| !now.files.contains_key(*path)).count();
    texts + gone + files + lost
}
