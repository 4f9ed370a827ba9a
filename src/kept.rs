//! What a compilation leaves for the next one of the same folder: what is the same need not be made again.

use std::sync::Arc;

use crate::check;
use crate::diagnostic::{Diagnostics, Looked};
use crate::eligibility::{self, Proved};
use crate::model::{self, Content, Links, Options, ParsedFiles, Same, Site};
use crate::plan::{self, Plan};
use crate::print;
use crate::render::SINGLES;
use crate::source::Snapshot;
use crate::theme::{self, Theme};

/// What a compilation leaves for the next one, of another state of the same folder.
#[derive(Default)]
pub struct Kept {
    pieces: ParsedFiles,
    links: Links,
    made: Option<Made>,
}

/// What was made of a whole site, and what was said of it.
pub(crate) struct Made {
    pub site: Site,
    pub snapshot: Snapshot,
    pub theme: Told<Arc<Theme>>,
    pub checks: Told<Checks>,
    pub print: print::SetUp,
    pub plan: Told<Arc<Plan>>,
    pub looked: Looked,
}

/// What was made last, if anything was: where each thing may be taken from when nothing that it is made of has changed.
#[derive(Default)]
pub(crate) struct Before(Option<Made>);

/// Checks, compiled, in the order of the records; nothing for one that is wrong.
type Checks = Arc<[Option<Proved>]>;

/// Something with the complaints about it.
type Told<T> = (T, Diagnostics);

impl Kept {
    /// What was made last. It is no longer kept: who takes it keeps what comes after it.
    pub(crate) fn take(&mut self) -> Before {
        Before(self.made.take())
    }

    pub(crate) fn keep(&mut self, made: Made) {
        self.made = Some(made);
    }
}

impl Before {
    pub fn theme(&self, snapshot: &Snapshot, language: &str) -> Told<Arc<Theme>> {
        let is_same = |made: &&Made| {
            made.site.settings.language == language && theme::sources(&made.snapshot).eq(theme::sources(snapshot))
        };
        let known = self.0.as_ref();
        let new = || shared(Theme::load(snapshot, language, known.map(|made| &*made.theme.0)));
        known.filter(is_same).map_or_else(new, |made| made.theme.clone())
    }

    pub fn looked(&self, same: &Same, site: &Site) -> Option<&Looked> {
        self.0.as_ref().filter(|made| check::is_same(same, (&made.site, site))).map(|made| &made.looked)
    }

    pub fn plan(&self, same: &Same, site: &Site, theme: &Theme) -> Told<Arc<Plan>> {
        let is_same = |made: &&Made| plan::is_same(same, (&made.site, &made.theme.0), (site, theme), &SINGLES);
        let known = self.0.as_ref().filter(is_same);
        known.map_or_else(|| shared(Plan::new(site, theme, &SINGLES)), |made| made.plan.clone())
    }

    pub fn checks(&self, same: &Same, snapshot: &Snapshot, site: &Site) -> Told<Checks> {
        let known = self.0.as_ref().filter(|made| eligibility::is_same(same, (&made.site, site)));
        let new = || {
            let (checks, complaints) = eligibility::compile(snapshot, site);
            (checks.into(), complaints)
        };
        known.map_or_else(new, |made| made.checks.clone())
    }

    pub fn print(&self, same: &Same, snapshot: &Snapshot, site: &Site, theme: &Theme) -> Told<print::SetUp> {
        let is_same = |made: &&Made| print::is_same(same, (&made.site, &made.theme.0), (site, theme));
        print::set_up(snapshot, site, theme, self.0.as_ref().filter(is_same).map(|made| &made.print))
    }
}

fn shared<T>((made, complaints): Told<T>) -> Told<Arc<T>> {
    (Arc::new(made), complaints)
}

/// Reads the records of a folder, but for those that are kept.
pub(crate) fn collect(snapshot: &Snapshot, kept: Option<&mut Kept>) -> Told<Content> {
    model::collect(snapshot, kept.map(|kept| &mut kept.pieces))
}

/// Links records, with what is kept of the last links, and says which of them are the same.
pub(crate) fn link(
    snapshot: &Snapshot,
    content: Content,
    options: &Options,
    kept: Option<&mut Kept>,
) -> (Told<Site>, Same) {
    match kept {
        Some(kept) => (model::link(snapshot, content, options, Some(&mut kept.links)), kept.links.last()),
        None => (model::link(snapshot, content, options, None), Same::default()),
    }
}
