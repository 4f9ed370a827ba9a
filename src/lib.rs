//! Mingce 明策: a compiler from a content folder to a public site in which every statement cites its clause.
//!
//! ```text
//! folder ─load─▶ Snapshot ─collect─▶ Content ─link─▶ Site ─check─▶ diagnostics
//!                                                     │
//!                                              plan: Route → path
//!                                                     │
//!                                   render(route) ─▶ bytes ─publish─▶ folder
//! ```
//!
//! [`compile`] is everything up to the plan, [`Compiled::render`] makes one route from it. Both are pure: the disk, the
//! clock and the terminal are met in [`edge`] only. [`compile_again`] is the same with what a compilation of the last
//! state of the folder left; the result does not depend on that, only the time that it takes.

mod cache;
pub mod check;
pub mod diagnostic;
pub mod edge;
pub mod eligibility;
pub mod form;
pub mod model;
pub mod office;
pub mod picture;
pub mod plan;
pub mod preview;
pub mod print;
pub mod render;
pub mod report;
pub mod schema;
pub mod search;
pub mod source;
pub mod syntax;
pub mod target;
pub mod theme;
pub mod yaml;

use std::sync::Arc;

use cache::Artifacts;
pub use cache::Cache;
use diagnostic::{Diagnostics, Remarks, Severity};
use model::Options;
use model::settings::Settings;
pub use render::Compiled;
use source::Snapshot;

/// Compiles a snapshot. Nothing fails: the diagnostics are returned beside what could be made, in stable order; with
/// errors among them the site is not whole and not to be published.
pub fn compile(snapshot: Snapshot, options: &Options) -> (Compiled, Diagnostics) {
    compiled(snapshot, options, None)
}

/// Compiles a snapshot as [`compile`] does, with what the last compilation left, which is afterwards what this one leaves.
pub fn compile_again(snapshot: Snapshot, options: &Options, cache: &mut Cache) -> (Compiled, Diagnostics) {
    compiled(snapshot, options, Some(cache))
}

fn compiled(snapshot: Snapshot, options: &Options, mut cache: Option<&mut Cache>) -> (Compiled, Diagnostics) {
    let previous = cache.as_deref_mut().map(Cache::take).unwrap_or_default();
    let (content, mut diagnostics) = cache::collect(&snapshot, cache.as_deref_mut());
    let settings = content.settings.as_ref().map_or_else(Settings::unread, |(_, settings)| Settings::clone(settings));
    let linked = || cache::link(&snapshot, content, options, cache.as_deref_mut());
    let (((mut site, unlinked), same), theme) = rayon::join(linked, || previous.theme(&snapshot, &settings));
    site.pictures = previous.pictures(&site);
    site.left_out = plan::public::left_out(&site, &theme.0);
    let checked = || check::check(&snapshot, &site, previous.scan(&same, &site));
    let ((wrong, scan), plan) = rayon::join(checked, || previous.plan(&same, &site, &theme.0));
    let checks = previous.checks(&same, &snapshot, &site);
    let (print, unprintable) = previous.print(&same, &snapshot, &site, &theme.0);
    // What nothing names is only known when everything could be read and leads somewhere.
    let is_whole = site.content.settings.is_some() && site.content.unread.is_empty();
    if is_whole && unlinked.count(Severity::Error) == 0 {
        diagnostics.extend(plan::public::unnamed(&site));
    }
    diagnostics.extend([unlinked, theme.1.clone(), wrong, checks.1.clone()].into_iter().flatten());
    diagnostics.extend([eligibility::in_force(&site), unprintable, plan.1.clone()].into_iter().flatten());
    // Of a site that lacks what could not be read nobody knows what else it would have.
    if site.content.unread.is_empty() {
        diagnostics.extend(plan::dead_addresses(&plan.0, &theme.0));
    }
    let compiled = Compiled {
        snapshot,
        site,
        checks: Arc::clone(&checks.0),
        theme: Arc::clone(&theme.0),
        engine: print.engine.clone(),
        plan: Arc::clone(&plan.0),
        layout: Default::default(),
        documents: Default::default(),
        search: Default::default(),
        remarks: Remarks::default(),
    };
    if let Some(cache) = cache {
        let (site, snapshot) = (compiled.site.clone(), compiled.snapshot.clone());
        cache.keep(Artifacts { site, snapshot, theme, checks, print, plan, scan });
    }
    (compiled, diagnostics.sorted())
}
