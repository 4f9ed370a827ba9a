//! One run over a content folder: read, compile, render every route in parallel, and publish when nothing is wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, Once, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::disk;
use super::publish::{PublishError, Published, Stage, check_places};
use crate::diagnostic::catalogue::{Lang, word};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Options;
use crate::plan::Route;
use crate::print;
use crate::render::Documents;
use crate::source::{FileId, Left};
use crate::{Compiled, compile};

/// What the run is for.
pub enum Purpose {
    /// To list diagnostics.
    Check,
    /// To write the site into this folder.
    Publish(PathBuf),
}

/// How a run ended.
pub struct Outcome {
    /// What was read and what was made of it.
    pub compiled: Compiled,
    /// What is wrong, in stable order.
    pub diagnostics: Diagnostics,
    /// Pages that were rendered.
    pub pages: usize,
    /// Files to download that were made.
    pub downloads: usize,
    /// The folder that was published, and what changed in it.
    pub published: Option<(PathBuf, Published)>,
    /// How long it took.
    pub elapsed: Duration,
    /// Drafts, and what is published later, are among what was made.
    pub drafts: bool,
    strict: bool,
}

impl Outcome {
    /// True when nothing stands in the way of publishing.
    pub fn is_fine(&self) -> bool {
        is_fine(&self.diagnostics, self.strict)
    }

    /// 0: fine. 1: the author's errors. 2: the machine's.
    pub fn code(&self) -> ExitCode {
        let machine = self.diagnostics.iter().any(|diagnostic| diagnostic.code.is_machine());
        ExitCode::from(if machine { 2 } else { u8::from(!self.is_fine()) })
    }
}

fn is_fine(diagnostics: &Diagnostics, strict: bool) -> bool {
    diagnostics.count(Severity::Error) == 0 && !(strict && diagnostics.count(Severity::Warning) > 0)
}

/// Runs over the content folder. Whatever is wrong is in the outcome, and the output folder is then as it was.
pub fn run(content: &Path, purpose: &Purpose, options: &Options, (strict, lang): (bool, Lang)) -> Outcome {
    let start = Instant::now();
    let (snapshot, mut diagnostics) = disk::load(content);
    let unread = snapshot.texts.is_empty() && snapshot.files.is_empty() && diagnostics.count(Severity::Error) > 0;
    let (mut compiled, more) = compile(snapshot, options);
    // Of a folder that could not be read there is nothing more to say.
    if !unread {
        diagnostics.append(more);
    }
    // Pages have room where the texts were.
    let spans = diagnostics
        .iter()
        .flat_map(|reported| reported.span.into_iter().chain(reported.related.iter().map(|(span, _)| *span)));
    let mut quoted: BTreeSet<FileId> = spans.map(|span| span.file).collect();
    // A diagnostic of printing stands at the place of the record.
    quoted.append(&mut print::files(&compiled.site));
    compiled.snapshot.forget_texts(&quoted);
    let mut published = None;
    let made = match (purpose, is_fine(&diagnostics, strict)) {
        (Purpose::Publish(target), true) => match publish(&compiled, content, target, (strict, lang)) {
            Ok((made, done)) => {
                published = done.map(|done| (target.clone(), done));
                made
            }
            // The folder is what its owner knows, not what is made beside it on the way.
            Err(PublishError::Io { cause, .. }) => Made::refused(PublishError::Io { path: target.clone(), cause }),
            Err(error) => Made::refused(error),
        },
        _ => {
            compiled.documents = Documents::blank();
            render_all(&compiled, lang, &|_, _| {})
        }
    };
    diagnostics.append(made.diagnostics);
    Outcome {
        compiled,
        diagnostics: diagnostics.sorted(),
        pages: made.pages,
        downloads: made.downloads,
        published,
        elapsed: start.elapsed(),
        drafts: options.drafts,
        strict,
    }
}

/// What rendering gave.
#[derive(Default)]
struct Made {
    pages: usize,
    downloads: usize,
    diagnostics: Diagnostics,
}

impl Made {
    fn refused(error: PublishError) -> Self {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(error.into());
        Self { diagnostics, ..Self::default() }
    }
}

fn publish(
    compiled: &Compiled,
    content: &Path,
    target: &Path,
    (strict, lang): (bool, Lang),
) -> Result<(Made, Option<Published>), PublishError> {
    check_places(content, target)?;
    let stage = Stage::open(target)?;
    // A disk that is full is so for every file after the first: one cause, one diagnostic, about the folder.
    let refused = OnceLock::new();
    let made = render_all(compiled, lang, &|path, made| {
        if refused.get().is_none() {
            let written = match made {
                Output::Bytes(bytes) => stage.write(path, bytes),
                Output::Left(file, left) => stage.copy(path, left).map_err(|error| match error {
                    // It is a file of the content that has to be looked at.
                    PublishError::Unread { .. } => PublishError::Unread { path: file.to_owned() },
                    error => error,
                }),
            };
            written.map_or_else(|error| drop(refused.set(error)), drop);
        }
    });
    if let Some(error) = refused.into_inner() {
        return Err(error);
    }
    if !is_fine(&made.diagnostics, strict) {
        return Ok((made, None));
    }
    Ok((made, Some(stage.commit()?)))
}

/// Pages that a thread renders before another one may help it.
const AT_ONCE: usize = 16;

/// What is at a path of the site.
enum Output<'a> {
    Bytes(&'a [u8]),
    /// A large file that is published as it is, and its path in the content folder.
    Left(&'a str, &'a dyn Left),
}

type Sink<'a> = &'a (dyn Fn(&str, Output<'_>) + Sync);

/// Renders every route, in parallel, and gives the bytes to `sink`.
fn render_all(compiled: &Compiled, lang: Lang, sink: Sink<'_>) -> Made {
    // On all cores, before these have pages to make.
    compiled.search();
    let mut routes: Vec<_> = compiled.plan.routes().collect();
    // Lists of everything and documents take longest, and are not left for the end.
    routes.sort_by_key(|(_, route)| matches!(route, Route::Record(..)));
    let progress = Progress::new(routes.len(), lang);
    let diagnostics = Mutex::new(Vec::new());
    let report = |reported: Diagnostic| {
        diagnostics.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(reported);
    };
    let pages = routes.iter().filter(|(path, _)| path.ends_with(".html")).count();
    let downloads = routes.iter().filter(|(_, route)| route.is_download()).count();
    routes.into_par_iter().with_max_len(AT_ONCE).for_each(|(path, route)| {
        match compiled.left(route) {
            Some((file, left)) => sink(path, Output::Left(file, &**left)),
            None => match compiled.render(route) {
                Ok(bytes) => sink(path, Output::Bytes(&bytes)),
                Err(reported) => report(reported),
            },
        }
        progress.step();
    });
    progress.end();
    let mut diagnostics = diagnostics.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // One mistake in a template is in every page that it makes, with other words about what the page knows.
    diagnostics.sort_by(|a, b| (&a.path, a.span, &a.args).cmp(&(&b.path, b.span, &b.args)));
    diagnostics.dedup_by(|a, b| (&a.path, a.span) == (&b.path, b.span));
    let mut all = Diagnostics::default();
    all.extend(diagnostics.into_iter().chain(compiled.remarks.all()));
    Made { pages, downloads, diagnostics: all }
}

/// A bar on a terminal, shown once the work has taken longer than a second.
struct Progress {
    bar: ProgressBar,
    start: Instant,
    shown: Once,
}

impl Progress {
    const PATIENCE: Duration = Duration::from_secs(1);

    fn new(steps: usize, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        let template = word("progress", lang).unwrap_or("{bar} {pos}/{len}");
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, start: Instant::now(), shown: Once::new() }
    }

    fn step(&self) {
        if !self.shown.is_completed() && self.start.elapsed() > Self::PATIENCE {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_renders_every_page_and_writes_no_form() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
        let dir = tempfile::tempdir().unwrap();
        let run = |purpose| run(&content, &purpose, &Options::default(), (false, Lang::En));
        let checked = run(Purpose::Check);
        let built = run(Purpose::Publish(dir.path().join("public")));
        assert!(built.is_fine() && built.published.is_some());
        assert_eq!(checked.compiled.documents.written(), 0);
        assert_eq!(built.compiled.documents.written(), 3 * built.compiled.site.content.forms.len());
        assert_eq!((checked.pages, checked.downloads), (built.pages, built.downloads));
        assert!(checked.diagnostics == built.diagnostics);
    }
}
