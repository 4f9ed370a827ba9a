//! Mingce 明策: a compiler from a content folder to a public site in which every statement cites its clause.
//!
//! ```text
//! folder ─load─▶ Snapshot ─collect─▶ Content ─link─▶ Site ─check─▶ complaints
//!                                                     │
//!                                              plan: Route → path
//!                                                     │
//!                                   render(route) ─▶ bytes ─publish─▶ folder
//! ```
//!
//! [`compile`] is everything up to the plan, [`Compiled::render`] makes one route from it. Both are pure: the disk, the
//! clock and the terminal are met in [`edge`] only. [`compile_again`] is the same with what a compilation of the last
//! state of the folder left; the result does not depend on that, only the time that it takes.

pub mod check;
pub mod diagnostic;
pub mod edge;
pub mod eligibility;
pub mod form;
pub mod model;
pub mod plan;
pub mod print;
pub mod render;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod theme;

use std::sync::Arc;

use diagnostic::{Diagnostic, Diagnostics, Looked};
use eligibility::Proved;
use model::settings::Settings;
use model::{Links, Options, Pieces, Site};
use plan::{Plan, Route};
use print::Press;
use source::Snapshot;
use theme::Theme;

/// A content folder, compiled: all that is needed to make any page of its site.
pub struct Compiled {
    /// The files that were read.
    pub snapshot: Snapshot,
    /// The linked site.
    pub site: Site,
    /// Its checks, compiled, in the order of the records; nothing for one that is wrong.
    pub checks: Arc<[Option<Proved>]>,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What its documents are printed with, when there are any.
    pub press: Option<Press>,
    /// Its routes.
    pub plan: Arc<Plan>,
    /// What its pages have in common.
    pub surroundings: render::Surroundings,
    /// Documents of its forms, as far as they are made.
    pub documents: render::Documents,
}

/// What a compilation leaves for the next one, of another state of the same folder: what is the same need not be made again.
#[derive(Default)]
pub struct Kept {
    pieces: Pieces,
    links: Links,
    made: Option<Made>,
}

/// What was made of a whole site, and what was said of it.
struct Made {
    site: Site,
    snapshot: Snapshot,
    theme: (Arc<Theme>, Diagnostics),
    checks: (Arc<[Option<Proved>]>, Diagnostics),
    print: print::SetUp,
    plan: (Arc<Plan>, Diagnostics),
    looked: Looked,
}

/// Compiles a snapshot. Nothing fails: the complaints are returned beside what could be made, in stable order; with
/// errors among them the site is not whole and not to be published.
pub fn compile(snapshot: Snapshot, options: &Options) -> (Compiled, Diagnostics) {
    compiled(snapshot, options, None)
}

/// Compiles a snapshot as [`compile`] does, with what the last compilation left, which is afterwards what this one leaves.
pub fn compile_again(snapshot: Snapshot, options: &Options, kept: &mut Kept) -> (Compiled, Diagnostics) {
    compiled(snapshot, options, Some(kept))
}

fn compiled(snapshot: Snapshot, options: &Options, mut kept: Option<&mut Kept>) -> (Compiled, Diagnostics) {
    let mut pieces = kept.as_mut().map(|kept| std::mem::take(&mut kept.pieces)).unwrap_or_default();
    let (content, mut diagnostics) = model::collect(&snapshot, &mut pieces);
    if let Some(kept) = &mut kept {
        kept.pieces = pieces;
    }
    let (links, before) = match &mut kept {
        Some(kept) => (Some(&mut kept.links), kept.made.take()),
        None => (None, None),
    };
    let language = content.settings.as_ref().map_or_else(Settings::unread, |(_, settings)| settings.clone()).language;
    let linked = || {
        let mut links = links;
        let (site, complaints) = model::link(&snapshot, content, options, links.as_deref_mut());
        (site, complaints, links.map(|links| links.last()).unwrap_or_default())
    };
    let theme = || {
        let known = before.as_ref().filter(|made| {
            made.site.settings.language == language && theme::sources(&made.snapshot).eq(theme::sources(&snapshot))
        });
        known.map_or_else(|| shared(Theme::load(&snapshot, &language)), |made| made.theme.clone())
    };
    let ((site, complaints, same), theme) = rayon::join(linked, theme);
    diagnostics.extend(complaints);
    diagnostics.extend(theme.1.clone());
    let checked = || {
        let known = before.as_ref().filter(|_| check::is_same(&same, &site)).map(|made| &made.looked);
        check::check(&snapshot, &site, known)
    };
    let planned = || {
        let known = before.as_ref().filter(|made| plan::is_same(&same, (&made.site, &made.theme.0), (&site, &theme.0)));
        known.map_or_else(|| shared(Plan::new(&site, &theme.0)), |made| made.plan.clone())
    };
    let ((complaints, looked), plan) = rayon::join(checked, planned);
    diagnostics.extend(complaints);
    let known = before.as_ref().filter(|made| eligibility::is_same(&same, (&made.site, &site)));
    let checks = known.map_or_else(|| kept_checks(eligibility::compile(&snapshot, &site)), |made| made.checks.clone());
    diagnostics.extend(checks.1.clone());
    diagnostics.extend(eligibility::in_force(&site));
    let known = before.as_ref().filter(|made| print::is_same(&same, (&made.site, &made.theme.0), (&site, &theme.0)));
    let (print, complaints) = print::set_up(&snapshot, &site, &theme.0, known.map(|made| &made.print));
    diagnostics.extend(complaints);
    diagnostics.extend(plan.1.clone());
    // Of a site that lacks what could not be read nobody knows what else it would have.
    if site.content.lost.is_empty() {
        diagnostics.extend(plan::dead_addresses(&plan.0, &theme.0));
    }
    let (surroundings, documents) = Default::default();
    let compiled = Compiled {
        snapshot,
        site,
        checks: Arc::clone(&checks.0),
        theme: Arc::clone(&theme.0),
        press: print.press.clone(),
        plan: Arc::clone(&plan.0),
        surroundings,
        documents,
    };
    if let Some(kept) = kept {
        let (site, snapshot) = (compiled.site.clone(), compiled.snapshot.clone());
        kept.made = Some(Made { site, snapshot, theme, checks, print, plan, looked });
    }
    (compiled, diagnostics.sorted())
}

fn shared<T>((made, complaints): (T, Diagnostics)) -> (Arc<T>, Diagnostics) {
    (Arc::new(made), complaints)
}

fn kept_checks((checks, complaints): (Vec<Option<Proved>>, Diagnostics)) -> (Arc<[Option<Proved>]>, Diagnostics) {
    (checks.into(), complaints)
}

impl Compiled {
    /// The bytes of a route: the same ones for the published folder and for a preview.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub fn render(&self, route: &Route) -> Result<Arc<[u8]>, Diagnostic> {
        let input = render::Input {
            snapshot: &self.snapshot,
            site: &self.site,
            press: self.press.as_ref(),
            plan: &self.plan,
            theme: &self.theme,
            checks: &self.checks,
            surroundings: &self.surroundings,
            documents: &self.documents,
        };
        render::render(&input, route)
    }
}
