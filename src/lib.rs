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
//! clock and the terminal are met in [`edge`] only.

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

use diagnostic::{Diagnostic, Diagnostics};
use eligibility::Proved;
use model::settings::Settings;
use model::{Options, Site};
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
    pub checks: Vec<Option<Proved>>,
    /// Its theme.
    pub theme: Theme,
    /// What its documents are printed with, when there are any.
    pub press: Option<Press>,
    /// Its routes.
    pub plan: Plan,
    /// What its pages have in common.
    pub surroundings: render::Surroundings,
    /// Documents of its forms, as far as they are made.
    pub documents: render::Documents,
}

/// Compiles a snapshot. Nothing fails: the complaints are returned beside what could be made, in stable order; with
/// errors among them the site is not whole and not to be published.
pub fn compile(snapshot: Snapshot, options: &Options) -> (Compiled, Diagnostics) {
    let (content, mut diagnostics) = model::collect(&snapshot);
    let language = content.settings.as_ref().map_or_else(Settings::unread, |(_, settings)| settings.clone()).language;
    let linked = || model::link(&snapshot, content, options);
    let ((site, complaints), (theme, others)) = rayon::join(linked, || Theme::load(&snapshot, &language));
    diagnostics.extend(complaints);
    diagnostics.extend(others);
    diagnostics.extend(check::check(&snapshot, &site));
    let (checks, complaints) = eligibility::compile(&snapshot, &site);
    diagnostics.extend(complaints);
    let (press, complaints) = print::set_up(&snapshot, &site, &theme);
    diagnostics.extend(complaints);
    let (plan, complaints) = Plan::new(&site, &theme);
    diagnostics.extend(complaints);
    let (surroundings, documents) = Default::default();
    (Compiled { snapshot, site, checks, theme, press, plan, surroundings, documents }, diagnostics.sorted())
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
