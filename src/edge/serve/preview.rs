//! What the preview shows: the newest edition while it is good, otherwise the last good one, and what is said of both.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::watch;

use super::change::Change;
use super::decorate::Mark;
use super::edition::Edition;
use crate::diagnostic::catalogue::Lang;
use crate::plan::Route;

/// Bytes that were shown last, of so many paths: what a page falls back on, and assets of pages that are still open.
const KEPT: usize = 64;

/// A page when there is none to show; the script of the preview says why.
const BLANK: &[u8] = include_bytes!("blank.html");

/// What was asked for when the preview was started.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    /// The language of its words; that of the browser when there is none.
    pub lang: Option<Lang>,
    /// The address that opens a place in the editor, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
    /// The content folder as the author knows it.
    pub folder: String,
}

/// Everything that the server answers from.
pub(super) struct Preview {
    pub wishes: Wishes,
    state: RwLock<State>,
    kept: Mutex<VecDeque<(String, Arc<[u8]>)>>,
    /// Counted up whenever there is something to tell; 0 until there is a first edition.
    pub news: watch::Sender<u64>,
}

/// What is known at one moment.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The newest edition.
    pub now: Option<Arc<Edition>>,
    /// The newest one without errors.
    pub good: Option<Arc<Edition>>,
    /// What the newest edition changed.
    pub change: Option<Change>,
    /// The content folder on the disk.
    pub place: PathBuf,
    /// The words of a panic that left the newest state of the folder without an edition.
    pub failed: Option<String>,
}

/// What is at a path.
pub(super) struct Answer {
    /// The bytes, undecorated.
    pub bytes: Arc<[u8]>,
    /// The path in the site that they come from.
    pub path: String,
    /// False for the page that says that there is none.
    pub found: bool,
    /// What tells them apart from other bytes of this path.
    pub mark: Mark,
}

impl Preview {
    pub fn new(wishes: Wishes) -> Self {
        Self { wishes, state: RwLock::default(), kept: Mutex::default(), news: watch::Sender::new(0) }
    }

    /// What is known now.
    pub fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows a new edition.
    pub fn publish(&self, edition: Edition, change: Option<Change>, place: PathBuf) {
        let edition = Arc::new(edition);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let good = if edition.is_good() { Some(Arc::clone(&edition)) } else { state.good.take() };
        let before = std::mem::replace(&mut *state, State { now: Some(edition), good, change, place, failed: None });
        drop(state);
        self.tell();
        drop(before);
    }

    /// Notes that there is no edition of the newest state of the folder, and why.
    pub fn fail(&self, words: String) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).failed = Some(words);
        self.tell();
    }

    fn tell(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    /// What is at a path of the site. There is always something to show.
    pub fn answer(&self, path: &str) -> Option<Answer> {
        let state = self.state();
        let now = state.now?;
        let shown = state.good.as_ref().unwrap_or(&now);
        let answer = |bytes: Arc<[u8]>, path: &str| Answer {
            mark: Mark::of(&bytes, &shown.compiled.theme),
            bytes,
            path: path.to_owned(),
            found: true,
        };
        if let Some(route) = shown.route(path) {
            let own = shown.compiled.plan.path(route).unwrap_or(path);
            if let Some(bytes) = self.rendered(shown, route).or_else(|| self.kept(own)) {
                self.keep(own, &bytes);
                return Some(answer(bytes, own));
            }
            return Some(answer(BLANK.into(), own));
        }
        if let Some(bytes) = self.kept(path).filter(|_| path.starts_with("assets/")) {
            return Some(answer(bytes, path));
        }
        let none = self.rendered(shown, &Route::NotFound).unwrap_or_else(|| BLANK.into());
        Some(Answer { found: false, ..answer(none, "404.html") })
    }

    /// True when the site has something at a path.
    pub fn has(&self, path: &str) -> bool {
        let state = self.state();
        state.good.or(state.now).is_some_and(|shown| shown.route(path).is_some())
    }

    /// A rendered route; when it is found wrong, everybody is told.
    fn rendered(&self, edition: &Arc<Edition>, route: &Route) -> Option<Arc<[u8]>> {
        let good = edition.is_good();
        let bytes = edition.render(route);
        if good && !edition.is_good() {
            self.tell();
        }
        bytes
    }

    fn kept(&self, path: &str) -> Option<Arc<[u8]>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == path).map(|(_, bytes)| Arc::clone(bytes))
    }

    fn keep(&self, path: &str, bytes: &Arc<[u8]>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| known != path);
        kept.truncate(KEPT - 1);
        kept.push_front((path.to_owned(), Arc::clone(bytes)));
    }
}
