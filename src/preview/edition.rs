//! One state of the content folder, compiled, of which any page can be rendered.
//!
//! An edition never changes; what rendering finds wrong with a page is noted in it the first time that it is found.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::plan::Route;
use crate::render::Compiled;

/// A compiled state of the content folder.
pub(crate) struct Edition {
    /// Counted from 1.
    pub number: u64,
    /// The site.
    pub compiled: Compiled,
    /// What is wrong with it, but for what only rendering finds.
    found: Diagnostics,
    broken: Mutex<BTreeMap<String, Broken>>,
}

/// Why a page could not be rendered.
#[derive(Clone, Debug)]
pub(crate) enum Broken {
    /// Its template is wrong.
    Template(Diagnostic),
    /// A mistake of Mingce's own, in its words.
    Panic(String),
}

impl Edition {
    /// A compiled site with what was said of it, in stable order.
    pub fn new(number: u64, compiled: Compiled, found: Diagnostics) -> Self {
        Self { number, compiled, found, broken: Mutex::default() }
    }

    /// True when nothing is known that would keep the site from being published.
    pub fn is_good(&self) -> bool {
        self.is_whole() && self.broken().is_empty()
    }

    /// True when every record is in it.
    pub fn is_whole(&self) -> bool {
        self.found.count(Severity::Error) == 0
    }

    /// The paths of the pages that could not be rendered.
    pub fn broken_paths(&self) -> Vec<String> {
        self.broken().keys().cloned().collect()
    }

    /// The route at a path of the site; a folder is its `index.html`.
    pub fn route(&self, path: &str) -> Option<&Route> {
        if path.is_empty() || path.ends_with('/') {
            return self.compiled.plan.route(&format!("{path}index.html"));
        }
        self.compiled.plan.route(path)
    }

    /// The bytes of a route, or nothing when it cannot be rendered; why is then among the [diagnostics](Self::diagnostics).
    pub fn render(&self, route: &Route) -> Option<Bytes> {
        let path = self.compiled.plan.path(route).unwrap_or_default();
        self.noted(path, || self.compiled.render(route))
    }

    /// What `make` makes for a path; why it cannot is noted.
    fn noted<T>(&self, path: &str, make: impl FnOnce() -> Result<T, Diagnostic>) -> Option<T> {
        let wrong = match guarded(make) {
            Ok(Ok(made)) => return Some(made),
            Ok(Err(reported)) => Broken::Template(reported),
            Err(words) => Broken::Panic(words),
        };
        self.broken().insert(path.to_owned(), wrong);
        None
    }

    /// Everything that is wrong as far as it is known, in stable order; one mistake in a template once.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut all = self.found.clone();
        all.extend(self.compiled.remarks.all());
        let mut seen = Vec::new();
        for wrong in self.broken().values() {
            if let Broken::Template(reported) = wrong
                && !seen.contains(&(&reported.path, reported.span))
            {
                seen.push((&reported.path, reported.span));
                all.push(reported.clone());
            }
        }
        all.sorted()
    }

    /// Pages in which Mingce itself failed, with its words.
    pub fn panics(&self) -> Vec<(String, String)> {
        let panic = |(path, wrong): (&String, &Broken)| match wrong {
            Broken::Panic(words) => Some((path.clone(), words.clone())),
            Broken::Template(_) => None,
        };
        self.broken().iter().filter_map(panic).collect()
    }

    fn broken(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Broken>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `work`; a panic in it becomes its words.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|&text| text.to_owned());
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Options;
    use crate::source::Snapshot;

    #[test]
    fn a_panic_becomes_words() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| -> u8 { panic!("no {}", "way") }), Err("no way".to_owned()));
    }

    #[test]
    fn a_panic_in_one_page_is_noted_and_the_others_are_shown() {
        let options = Options::default();
        let (compiled, _) = crate::compile(Snapshot::default(), &options);
        let edition = Edition::new(1, compiled, Diagnostics::default());
        assert!(edition.is_good());
        assert_eq!(edition.noted("a.html", || -> Result<(), Diagnostic> { panic!("no way") }), None);
        assert!(!edition.is_good());
        assert_eq!(edition.panics(), [("a.html".to_owned(), "no way".to_owned())]);
        assert_eq!(edition.diagnostics().count(Severity::Error), 0);
        assert!(edition.render(&crate::plan::NOT_FOUND).is_some());
    }
}
