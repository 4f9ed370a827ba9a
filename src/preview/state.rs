//! What the preview shows: the newest edition while it is good, otherwise the last good one, and what is said of both.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use bytes::Bytes;
use tokio::sync::watch;

use super::change::Change;
use super::decorate::Mark;
use super::edition::Edition;
use crate::diagnostic::catalogue::Lang;
use crate::plan::{NOT_FOUND, Route};
use crate::source::Left;

/// Bytes that were shown last, of so many paths: what a page falls back on, and assets of pages that are still open.
const KEPT: usize = 64;

/// A page when there is none to show; the script of the preview says why.
static BLANK: &[u8] = include_bytes!("blank.html");

/// What was asked for when the preview was started.
#[derive(Clone, Debug)]
pub(crate) struct Wishes {
    /// The language of its words; that of the browser when there is none.
    pub lang: Option<Lang>,
    /// The address that opens a place in the editor, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
    /// The content folder as the author knows it.
    pub folder: String,
}

/// Everything that the server answers from.
pub(crate) struct Preview {
    pub wishes: Wishes,
    state: RwLock<State>,
    kept: Mutex<VecDeque<Kept>>,
    /// Counted up with every event for the pages; 0 until there is a first edition.
    pub news: watch::Sender<u64>,
}

/// What was shown at a path.
struct Kept {
    path: String,
    /// The edition that it was rendered from.
    edition: u64,
    shown: Shown,
}

/// What is known at one moment.
#[derive(Clone, Default)]
pub(crate) struct State {
    /// The newest edition.
    pub now: Option<Arc<Edition>>,
    /// The newest one without errors, as far as was known when it came.
    pub good: Option<Arc<Edition>>,
    /// The one without errors before that, for when rendering finds some.
    pub older: Option<Arc<Edition>>,
    /// What the newest edition changed.
    pub change: Option<Change>,
    /// The content folder on the disk.
    pub place: String,
    /// The words of a panic that left the newest state of the folder without an edition.
    pub failed: Option<String>,
}

impl State {
    /// The edition that is shown: the newest one without errors, or the newest of all.
    pub fn shown(&self) -> Option<&Arc<Edition>> {
        let good = [&self.good, &self.older].into_iter().flatten().find(|edition| edition.is_good());
        good.or(self.good.as_ref()).or(self.now.as_ref())
    }
}

/// Bytes, undecorated, with a digest that no other bytes of their path have.
#[derive(Clone)]
pub(crate) struct Shown {
    pub bytes: Bytes,
    pub mark: Mark,
}

/// What is at a path.
pub(crate) struct Answer {
    pub shown: Shown,
    /// The path in the site that they come from.
    pub path: String,
    /// False for the page that says that there is none.
    pub found: bool,
    /// The file itself, when it is a large one: it is sent in parts, and there are no bytes to show.
    pub left: Option<Arc<dyn Left>>,
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
    pub fn publish(&self, edition: Arc<Edition>, change: Option<Change>, place: String) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let (good, older) = match (edition.is_good(), state.shown().filter(|shown| shown.is_good()).cloned()) {
            (true, older) => (Some(Arc::clone(&edition)), older),
            (false, good) => (good, None),
        };
        let before =
            std::mem::replace(&mut *state, State { now: Some(edition), good, older, change, place, failed: None });
        drop(state);
        self.notify();
        drop(before);
    }

    /// Notes that there is no edition of the newest state of the folder, and why.
    pub fn fail(&self, words: String) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).failed = Some(words);
        self.notify();
    }

    fn notify(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    /// What is at a path of the site. There is always something to show.
    pub fn answer(&self, path: &str) -> Option<Answer> {
        loop {
            let state = self.state();
            let shown = state.shown()?;
            let answer = self.answer_from(shown, path);
            // What was shown may have been found wrong just now; then it is not what is shown.
            if self.state().shown().is_some_and(|now| Arc::ptr_eq(now, shown)) {
                return Some(answer);
            }
        }
    }

    fn answer_from(&self, edition: &Arc<Edition>, path: &str) -> Answer {
        let new = |bytes: Bytes, path: &str| Shown { mark: Mark::of(&edition.compiled, path, &bytes), bytes };
        let answer = |shown: Shown, path: &str| Answer { shown, path: path.to_owned(), found: true, left: None };
        if let Some(route) = edition.route(path) {
            let own = edition.compiled.plan.path(route).unwrap_or(path);
            // A page is decorated, and has to be in memory for that.
            if let Some((_, left)) = edition.compiled.left(route).filter(|_| !own.ends_with(".html")) {
                return Answer { left: Some(Arc::clone(left)), ..answer(new(Bytes::new(), own), own) };
            }
            if let Some(shown) = self.kept(own, Some(edition.number)) {
                return answer(shown, own);
            }
            if let Some(shown) = self.rendered(edition, route).map(|bytes| new(bytes, own)) {
                self.keep(own, edition.number, &shown);
                return answer(shown, own);
            }
            return answer(self.kept(own, None).unwrap_or_else(|| new(Bytes::from_static(BLANK), own)), own);
        }
        if let Some(shown) = self.kept(path, None).filter(|_| path.starts_with("assets/")) {
            return answer(shown, path);
        }
        let none = self.rendered(edition, &NOT_FOUND).unwrap_or_else(|| Bytes::from_static(BLANK));
        Answer { found: false, ..answer(new(none, "404.html"), "404.html") }
    }

    /// True when the site has something at a path.
    pub fn has(&self, path: &str) -> bool {
        self.state().shown().is_some_and(|shown| shown.route(path).is_some())
    }

    /// A rendered route; when it is found wrong, everybody is notified.
    pub fn rendered(&self, edition: &Edition, route: &Route) -> Option<Bytes> {
        let good = edition.is_good();
        let bytes = edition.render(route);
        if good && !edition.is_good() {
            self.notify();
        }
        bytes
    }

    /// What was shown at a path: of this edition, or of any.
    fn kept(&self, path: &str, edition: Option<u64>) -> Option<Shown> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = |kept: &&Kept| kept.path == path && edition.is_none_or(|edition| kept.edition == edition);
        kept.iter().find(is_wanted).map(|kept| kept.shown.clone())
    }

    fn keep(&self, path: &str, edition: u64, shown: &Shown) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.path != path);
        kept.truncate(KEPT - 1);
        kept.push_front(Kept { path: path.to_owned(), edition, shown: shown.clone() });
    }
}
