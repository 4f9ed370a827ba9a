//! What the pages of one folder and column have in common: the beginning of their heads, header, footer, addresses of
//! assets. It is made once and shared by them; most of a small page would else be made anew for each.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::model::settings::{self, Audience, Column};
use crate::model::{ColumnId, Kind, LinkTarget};
use crate::plan::{ACCESSIBILITY, MANIFEST, Route, SEARCH, SITE_MAP};
use crate::syntax::compact::{compact, hole};
use crate::syntax::markdown::Document;
use crate::syntax::value::{At, Known};
use crate::theme::Bundle;

use super::answered::CheckIndex;
use super::context::RenderContext;
use super::csp::Loads;
use super::qr::Codes;
use super::view::{self, Copies, Html, Link, Mark, Nav, NavGroup, Row, Shown, plain};

/// The file of the settings.
const SETTINGS: &str = "site.yaml";

/// Pages of the site's own that every page leads to; the site map has all.
const FOOT: usize = 12;

/// Pages that share a layout.
#[derive(PartialEq, Eq, Hash)]
struct Place {
    folder: String,
    column: Option<ColumnId>,
    loads: Loads,
}

/// Templates of what pages have in common, by the variable that their HTML becomes.
pub(super) const PARTS: [(&str, &str); 3] =
    [("head", "head.html"), ("header", "header.html"), ("footer", "footer.html")];

/// The finished parts of a page, by the numbers of their holes.
pub(super) type Parts = [Arc<Html>; PARTS.len()];

/// What pages have in common, as far as it is made.
#[derive(Default)]
pub struct Layout {
    places: RwLock<HashMap<Place, Shared>>,
    pub(super) codes: Codes,
    /// Policies by their document numbers; made when a source names a document first.
    numbers: OnceLock<FxHashMap<String, usize>>,
    /// Which checks are of use to which pages; made when a page links one first.
    pub(super) checks: OnceLock<CheckIndex>,
    /// The first notices that are not over; looked for when a check lists them first.
    pub(super) open_notices: OnceLock<Vec<usize>>,
}

/// What the pages of one place have in common.
#[derive(Clone)]
struct Shared {
    site: Value,
    parts: Parts,
    /// The holes for them.
    holes: [Value; PARTS.len()],
}

impl RenderContext<'_> {
    /// What the template of a page is rendered from, besides its content: `page`, which it says of itself, `site`, which it
    /// has in common with others, and holes for the finished parts of that.
    ///
    /// # Errors
    /// What is wrong with the template of a header or a footer.
    pub fn laid_out(
        &self,
        column: Option<ColumnId>,
        loads: Loads,
        page: &impl Serialize,
    ) -> Result<(Context, Parts), Diagnostic> {
        let folder = self.path.rfind('/').map_or("", |end| &self.path[..end]).to_owned();
        let place = Place { folder, column, loads };
        let made = self.layout.places.read().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        let Shared { site, parts, holes } = match made {
            Some(made) => made,
            None => {
                let shared = self.make(Value::from_serializable(&self.common(column, loads)))?;
                self.layout.places.write().unwrap_or_else(PoisonError::into_inner).insert(place, shared.clone());
                shared
            }
        };
        let mut context = Context::new();
        context.insert_value("site", site);
        context.insert("page", page);
        for ((name, _), hole) in PARTS.into_iter().zip(holes) {
            context.insert_value(name, hole);
        }
        Ok((context, parts))
    }

    /// The page of a document that a source names by its number, when the site has one.
    pub fn page_of_document(&self, number: &str) -> Option<String> {
        let policies = &self.site.content.policies;
        let numbers = self.layout.numbers.get_or_init(|| {
            let known = policies.iter().enumerate();
            known.filter_map(|(at, policy)| Some((policy.data.document_number.get()?.clone(), at))).collect()
        });
        numbers.get(number).and_then(|&at| self.record(Kind::Policy, at, None))
    }

    fn make(&self, site: Value) -> Result<Shared, Diagnostic> {
        let mut context = Context::new();
        context.insert_value("site", site.clone());
        let mut parts = Parts::default();
        for (part, (_, template)) in parts.iter_mut().zip(PARTS) {
            let made = compact(&self.theme.render(template, &mut context)?, &[]);
            *part = Html::trusted(String::from_utf8_lossy(&made).into_owned()).into();
        }
        let holes = std::array::from_fn(|part| Value::from_serializable(&hole(part)));
        Ok(Shared { site, parts, holes })
    }

    fn common(&self, column: Option<ColumnId>, loads: Loads) -> view::Layout {
        let settings = &self.site.settings;
        let (csp, scripts) = self.scripts(loads);
        view::Layout {
            lang: self.language().to_owned(),
            languages: self.other_versions(),
            common_metas: self.common_metas(column),
            css: self.asset(Bundle::SiteCss),
            policy_css: self.asset(Bundle::PolicyCss),
            pages_css: self.asset(Bundle::PagesCss),
            read_js: self.asset(Bundle::ReadJs),
            csp,
            scripts,
            icon: self.asset(Bundle::Icon),
            logo: settings.logo.as_ref().and_then(|logo| self.shown_by_settings(logo)),
            title: self.spoken(Html::text(self.title())),
            owner: self
                .spoken(Html::text(self.translation.map_or(&settings.owner, |translation| &translation.owner.value))),
            home: self.home_address(),
            search: self.route(&SEARCH),
            leads_to: self.translation.map(|_| settings.language.clone()),
            nav: self.nav(column),
            contact: self.contact(&self.whom()).into_iter().map(|row| self.spoken_row(row)).collect(),
            identity: self.identity(),
            foot_links: self.foot_links(),
            foot: self.foot(),
            copies: self.copies(),
            picture: self.card_picture(settings.picture.as_ref(), SETTINGS),
            marks: settings.marks.iter().filter_map(|mark| self.mark(mark)).collect(),
            as_of: self.as_of(),
        }
    }

    fn nav(&self, current: Option<ColumnId>) -> Vec<NavGroup> {
        let entry = |column: &Column| {
            let id = column.id.value;
            let href = self.route(&Route::Column(id))?;
            let text = match self.translation {
                Some(_) => self.text_of_column(id),
                None => column.name.clone(),
            };
            Some(Nav { text, href, current: current == Some(id) })
        };
        let group = |audience: Audience| {
            let columns = self.site.settings.columns.iter().filter(|column| column.audience() == audience);
            let key = match audience {
                Audience::Individuals => "nav_individuals",
                Audience::Everyone => "nav_everyone",
                Audience::Employers => "nav_employers",
            };
            NavGroup { title: self.text(key), entries: columns.filter_map(entry).collect() }
        };
        Audience::ALL.into_iter().map(group).filter(|group| !group.entries.is_empty()).collect()
    }

    fn identity(&self) -> Vec<Row> {
        let identity = &self.site.settings.identity;
        let row = |key, value: &At<Known<String>>| {
            let value = value.value.get().map_or_else(|| self.unpublished("missing"), |text| plain(text));
            self.row(key, value)
        };
        let rows =
            [row("l_site_code", &identity.site_code), row("l_icp", &identity.icp), row("l_police", &identity.police)];
        rows.map(|row| self.spoken_row(row)).into()
    }

    fn spoken_row(&self, row: Row) -> Row {
        Row { html: self.spoken(row.html), ..row }
    }

    /// A picture that the settings name; nothing when it is not there.
    fn shown_by_settings(&self, picture: &At<String>) -> Option<Shown> {
        let LinkTarget::File(path) = self.site.link_target(&picture.value, SETTINGS, &Document::default()).ok()? else {
            return None;
        };
        let (route, size) = self.picture_file(path);
        Some(Shown { src: self.route(&route)?, size })
    }

    /// A mark of the office; nothing when its picture is not there.
    fn mark(&self, mark: &settings::Mark) -> Option<Mark> {
        let picture = self.shown_by_settings(&mark.picture)?;
        Some(Mark { text: mark.text.value.clone(), picture, href: mark.address.value.clone() })
    }

    fn copies(&self) -> Option<Copies> {
        let manifest = self.route(&Route::Single(MANIFEST))?;
        Some(Copies { manifest, as_of: self.site.as_of.to_string() })
    }

    /// Links of the settings, in the language of the site.
    fn foot_links(&self) -> Vec<Link> {
        let Some((file, settings)) = &self.site.content.settings else { return Vec::new() };
        let link = |link: &settings::FootLink| {
            Some(Link { text: link.text.value.clone(), href: Some(self.file(&link.address.value, *file)?) })
        };
        settings.footer.links.iter().filter_map(link).collect()
    }

    fn foot(&self) -> Vec<Link> {
        let pages =
            (0..self.site.content.pages.len()).filter_map(|at| self.named_in_language(Kind::Page, at)).take(FOOT);
        let own = [("title_sitemap", SITE_MAP), ("title_accessibility", ACCESSIBILITY)];
        let own = own.into_iter().map(|(key, route)| Link { text: self.text(key), href: self.route(&route) });
        pages.chain(own).collect()
    }
}
