//! One run over a content folder: read, compile, render every route in parallel, and publish when nothing is wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::disk;
use super::publish::{PublishError, Published, Stage, check_places};
use crate::diagnostic::catalogue::{Lang, word};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::Options;
use crate::print;
use crate::render::Documents;
use crate::source::FileId;
use crate::target::{self, Discard, Rendered, Target};
use crate::{Compiled, compile};

/// What the run is for.
pub enum Purpose {
    /// To list diagnostics.
    Check,
    /// To write the site into this folder.
    Publish(PathBuf),
}

/// How a run is carried out.
#[derive(Clone, Copy)]
pub struct How {
    /// A site with warnings is not published.
    pub strict: bool,
    /// The language of the progress bar.
    pub lang: Lang,
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
pub fn run(content: &Path, purpose: &Purpose, options: &Options, how: How) -> Outcome {
    let How { strict, lang } = how;
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
    let rendered = match (purpose, is_fine(&diagnostics, strict)) {
        (Purpose::Publish(target), true) => match publish(&compiled, content, target, how) {
            Ok((rendered, done)) => {
                published = done.map(|done| (target.clone(), done));
                rendered
            }
            // The folder is what its owner knows, not what is made beside it on the way.
            Err(PublishError::Io { cause, .. }) => refused(PublishError::Io { path: target.clone(), cause }),
            Err(error) => refused(error),
        },
        _ => {
            compiled.documents = Documents::blank(&compiled.theme);
            let Ok(rendered) = render(&compiled, &Discard, lang);
            rendered
        }
    };
    diagnostics.append(rendered.diagnostics);
    Outcome {
        compiled,
        diagnostics: diagnostics.sorted(),
        pages: rendered.pages,
        downloads: rendered.downloads,
        published,
        elapsed: start.elapsed(),
        drafts: options.drafts,
        strict,
    }
}

fn refused(error: PublishError) -> Rendered {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(error.into());
    Rendered { diagnostics, ..Rendered::default() }
}

/// Renders the site into the output folder, and publishes it unless rendering found that it must not be.
fn publish(
    compiled: &Compiled,
    content: &Path,
    target: &Path,
    how: How,
) -> Result<(Rendered, Option<Published>), PublishError> {
    check_places(content, target)?;
    let stage = Stage::open(target)?;
    let rendered = render(compiled, &stage, how.lang)?;
    let is_fine = is_fine(&rendered.diagnostics, how.strict);
    Ok((rendered, if is_fine { Some(stage.commit()?) } else { None }))
}

/// Renders the site into a target, under a bar.
fn render<T: Target>(compiled: &Compiled, target: &T, lang: Lang) -> Result<Rendered, T::Error> {
    let progress = Progress::new(compiled.plan.routes().count(), lang);
    let rendered = target::render(compiled, target, || progress.step());
    progress.end();
    rendered
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

    use crate::model::Kind;
    use crate::plan::Route;

    /// The base site with its form twice, and what a run makes of it.
    fn forms(theme: Option<(&str, &[u8])>) -> tempfile::TempDir {
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
        let dir = tempfile::tempdir().unwrap();
        let (content, mut files) = (dir.path().join("content"), vec![base.clone()]);
        while let Some(file) = files.pop() {
            if file.is_dir() {
                files.extend(std::fs::read_dir(file).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let to = content.join(file.strip_prefix(&base).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(file, to).unwrap();
        }
        let path = content.join("forms.yaml");
        let form = std::fs::read_to_string(&path).unwrap();
        let other = form.replace("id: progress", "id: again").replace("  attachment: 1\n  policy: plan-2023\n", "");
        std::fs::write(&path, form + &other).unwrap();
        if let Some((name, bytes)) = theme {
            let path = content.join("theme").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        dir
    }

    fn run_in(dir: &Path, purpose: &Purpose) -> Outcome {
        run(&dir.join("content"), purpose, &Options::default(), How { strict: false, lang: Lang::En })
    }

    fn printed(outcome: &Outcome) -> usize {
        let made = outcome.compiled.documents.made();
        made.iter().filter(|route| matches!(route, Route::Print(Kind::Form, _))).count()
    }

    #[test]
    fn a_check_renders_every_page_and_writes_no_form() {
        let dir = forms(None);
        let checked = run_in(dir.path(), &Purpose::Check);
        let built = run_in(dir.path(), &Purpose::Publish(dir.path().join("public")));
        assert!(built.is_fine() && built.published.is_some(), "{:?}", built.diagnostics.iter().collect::<Vec<_>>());
        let written = |outcome: &Outcome| outcome.compiled.documents.made().len() - printed(outcome);
        assert_eq!((written(&checked), written(&built)), (0, 3 * 2));
        assert_eq!((checked.pages, checked.downloads), (built.pages, built.downloads));
        assert!(checked.diagnostics == built.diagnostics);
    }

    #[test]
    #[cfg(feature = "print")]
    fn a_check_prints_one_form_by_the_own_templates_and_all_by_others() {
        let own = forms(None);
        let built = run_in(own.path(), &Purpose::Publish(own.path().join("public")));
        assert_eq!((printed(&run_in(own.path(), &Purpose::Check)), printed(&built)), (1, 2));
        let form = crate::theme::Theme::built_in("print/form.typ").unwrap();
        let other = forms(Some(("print/form.typ", form)));
        assert_eq!(printed(&run_in(other.path(), &Purpose::Check)), 2);
    }
}
