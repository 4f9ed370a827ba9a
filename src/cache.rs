//! What a compilation leaves for the next one of the same folder: what is the same need not be made again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check;
use crate::diagnostic::{Diagnostics, ScanCache};
use crate::eligibility::{self, Proved};
use crate::model::settings::Settings;
use crate::model::{self, Content, Links, Options, ParsedFiles, Same, Site};
use crate::picture::Picture;
use crate::plan::{self, Plan};
use crate::print;
use crate::render::SINGLES;
use crate::source::Snapshot;
use crate::theme::{self, Theme};

/// What a compilation leaves for the next one, of another state of the same folder.
#[derive(Default)]
pub struct Cache {
    parsed: ParsedFiles,
    links: Links,
    last: Option<Artifacts>,
}

/// What was made of a whole site, with its diagnostics.
pub(crate) struct Artifacts {
    pub site: Site,
    pub snapshot: Snapshot,
    pub theme: WithDiagnostics<Arc<Theme>>,
    pub checks: WithDiagnostics<Checks>,
    pub print: print::SetUp,
    pub plan: WithDiagnostics<Arc<Plan>>,
    pub scan: ScanCache,
}

/// What was made last, if anything was: where each thing may be taken from when nothing that it is made of has changed.
#[derive(Default)]
pub(crate) struct Previous(Option<Artifacts>);

/// Checks, compiled, in the order of the records; nothing for one that is wrong.
type Checks = Arc<[Option<Proved>]>;

/// Something with its diagnostics.
type WithDiagnostics<T> = (T, Diagnostics);

impl Cache {
    /// What was made last. The cache has it no longer: who takes it keeps what comes after it.
    pub(crate) fn take(&mut self) -> Previous {
        Previous(self.last.take())
    }

    pub(crate) fn keep(&mut self, artifacts: Artifacts) {
        self.last = Some(artifacts);
    }
}

impl Previous {
    pub fn theme(&self, snapshot: &Snapshot, settings: &Settings) -> WithDiagnostics<Arc<Theme>> {
        let others = |settings: &Settings| -> Vec<String> {
            let used = settings.translated().into_iter();
            used.map(|at| settings.translations[at].language.value.clone()).collect()
        };
        let is_same = |artifacts: &&Artifacts| {
            let known = &artifacts.site.settings;
            known.language == settings.language
                && others(known) == others(settings)
                && theme::sources(&artifacts.snapshot).eq(theme::sources(snapshot))
        };
        let known = self.0.as_ref();
        let before = known.map(|artifacts| &*artifacts.theme.0);
        let new = || shared(Theme::load(snapshot, &settings.language, &others(settings), before));
        known.filter(is_same).map_or_else(new, |artifacts| artifacts.theme.clone())
    }

    /// The pictures of a site.
    pub fn pictures(&self, site: &Site) -> Arc<BTreeMap<String, Picture>> {
        site.read_pictures(self.0.as_ref().map(|artifacts| &artifacts.site))
    }

    pub fn scan(&self, same: &Same, site: &Site) -> Option<&ScanCache> {
        self.0
            .as_ref()
            .filter(|artifacts| check::is_same(same, (&artifacts.site, site)))
            .map(|artifacts| &artifacts.scan)
    }

    pub fn plan(&self, same: &Same, site: &Site, theme: &Theme) -> WithDiagnostics<Arc<Plan>> {
        let is_same = |artifacts: &&Artifacts| {
            plan::is_same(same, (&artifacts.site, &artifacts.theme.0), (site, theme), &SINGLES)
        };
        let known = self.0.as_ref().filter(is_same);
        known.map_or_else(|| shared(Plan::new(site, theme, &SINGLES)), |artifacts| artifacts.plan.clone())
    }

    pub fn checks(&self, same: &Same, snapshot: &Snapshot, site: &Site) -> WithDiagnostics<Checks> {
        let known = self.0.as_ref().filter(|artifacts| eligibility::is_same(same, (&artifacts.site, site)));
        let new = || {
            let (checks, diagnostics) = eligibility::compile(snapshot, site);
            (checks.into(), diagnostics)
        };
        known.map_or_else(new, |artifacts| artifacts.checks.clone())
    }

    pub fn print(&self, same: &Same, snapshot: &Snapshot, site: &Site, theme: &Theme) -> WithDiagnostics<print::SetUp> {
        let is_same =
            |artifacts: &&Artifacts| print::is_same(same, (&artifacts.site, &artifacts.theme.0), (site, theme));
        print::set_up(snapshot, site, theme, self.0.as_ref().filter(is_same).map(|artifacts| &artifacts.print))
    }
}

fn shared<T>((artifacts, diagnostics): WithDiagnostics<T>) -> WithDiagnostics<Arc<T>> {
    (Arc::new(artifacts), diagnostics)
}

/// Reads the records of a folder, but for those of the cache.
pub(crate) fn collect(snapshot: &Snapshot, cache: Option<&mut Cache>) -> WithDiagnostics<Content> {
    model::collect(snapshot, cache.map(|cache| &mut cache.parsed))
}

/// Links records, with what the cache has of the last links, and says which of them are the same.
pub(crate) fn link(
    snapshot: &Snapshot,
    content: Content,
    options: &Options,
    cache: Option<&mut Cache>,
) -> (WithDiagnostics<Site>, Same) {
    match cache {
        Some(cache) => (model::link(snapshot, content, options, Some(&mut cache.links)), cache.links.last()),
        None => (model::link(snapshot, content, options, None), Same::default()),
    }
}
