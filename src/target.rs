//! A site → a target: every file of it, rendered on all cores. What a build does with them, and a check, is the target's.

use std::convert::Infallible;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;
use crate::plan::Route;
use crate::render::Compiled;
use crate::source::Left;

/// What takes the files of a site: a folder, an archive, memory.
pub trait Target: Sync {
    /// Why a file could not be taken.
    type Error: Send + Sync;

    /// Takes the file at `path`, which has `/` between its parts. Called from many threads, in any order, once for each path;
    /// after an error no more files come.
    ///
    /// # Errors
    /// Why the file could not be taken.
    fn take(&self, path: &str, file: SiteFile<'_>) -> Result<(), Self::Error>;
}

/// A file of a site.
#[derive(Clone, Copy)]
pub enum SiteFile<'a> {
    /// What was rendered.
    Bytes(&'a [u8]),
    /// A large file of the content that is published as it is: its path in the content folder, and itself, to be read in
    /// parts.
    Left(&'a str, &'a dyn Left),
}

/// Takes nothing: all that matters is whether everything can be rendered.
pub struct Discard;

impl Target for Discard {
    type Error = Infallible;

    fn take(&self, _: &str, _: SiteFile<'_>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// What was rendered.
#[derive(Default)]
pub struct Rendered {
    /// Pages.
    pub pages: usize,
    /// Files to download.
    pub downloads: usize,
    /// What rendering found.
    pub diagnostics: Diagnostics,
}

/// Pages that a thread renders before another one may help it.
const AT_ONCE: usize = 16;

/// Renders every file of a site into a target. `step` is called after each.
///
/// # Errors
/// The first error of the target. A full disk refuses every file after the first: one cause, one error.
pub fn render<T: Target>(compiled: &Compiled, target: &T, step: impl Fn() + Sync) -> Result<Rendered, T::Error> {
    // On all cores, before these have pages to make.
    compiled.search();
    // Markdown is made of pages, when these are made.
    let is_markdown = |route: &Route| matches!(route, Route::Markdown(_));
    let mut routes: Vec<_> = compiled.plan.routes().filter(|(_, route)| !is_markdown(route)).collect();
    // Lists of everything and documents take longest, and are not left for the end.
    routes.sort_by_key(|(_, route)| matches!(route, Route::Record(..)));
    let pages = routes.iter().filter(|(path, _)| path.ends_with(".html")).count();
    let downloads = routes.iter().filter(|(_, route)| route.is_download()).count();
    let found = Mutex::new(Vec::new());
    let refused = OnceLock::new();
    let take = |path: &str, file: SiteFile<'_>| {
        if refused.get().is_none() {
            target.take(path, file).unwrap_or_else(|error| drop(refused.set(error)));
        }
    };
    routes.into_par_iter().with_max_len(AT_ONCE).for_each(|(path, route)| {
        match compiled.left(route) {
            Some((file, left)) => take(path, SiteFile::Left(file, &**left)),
            None => match compiled.render(route) {
                Ok(bytes) => {
                    take(path, SiteFile::Bytes(&bytes));
                    if let Some((path, markdown)) = compiled.markdown(path, &bytes) {
                        take(&path, SiteFile::Bytes(&markdown));
                        step();
                    }
                }
                Err(reported) => found.lock().unwrap_or_else(PoisonError::into_inner).push(reported),
            },
        }
        step();
    });
    if let Some(error) = refused.into_inner() {
        return Err(error);
    }
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    // One mistake in a template is in every page that it makes, with other words about what the page knows.
    found.sort_by(|a, b| (&a.path, a.span, &a.args).cmp(&(&b.path, b.span, &b.args)));
    found.dedup_by(|a, b| (&a.path, a.span) == (&b.path, b.span));
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(found.into_iter().chain(compiled.remarks.all()));
    Ok(Rendered { pages, downloads, diagnostics })
}
