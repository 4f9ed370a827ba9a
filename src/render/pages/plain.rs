//! Pages that say what the theme says, and lead on: the site map, the statement on accessibility, and what a reader sees
//! whose address led nowhere.

use super::{Page, SitePage, made};
use crate::model::{ColumnId, Kind};
use crate::plan::DATA;
use crate::render::context::RenderContext;
use crate::render::metadata::Head;
use crate::render::view::Related;

/// The rows of the table.
pub(super) const SITE_MAP: SitePage =
    SitePage { path: "sitemap.html", template: "sitemap.html", make: |cx| plain(cx, "sitemap", cx.site_map()) };
pub(super) const ACCESSIBILITY: SitePage = SitePage {
    path: "accessibility.html",
    template: "accessibility.html",
    make: |cx| plain(cx, "accessibility", view::Plain { groups: Vec::new() }),
};
pub(super) const NOT_FOUND: SitePage =
    SitePage { path: "404.html", template: "404.html", make: |cx| plain(cx, "not-found", cx.ways_on()) };

/// A page with the title and the description that the theme has for it.
fn plain(cx: &RenderContext<'_>, kind: &'static str, view: view::Plain) -> Page {
    let key = kind.replace('-', "_");
    let text = |prefix: &str| cx.theme.text(&format!("{prefix}_{key}")).to_owned();
    made((Head::new(kind, text("title"), text("description")), view))
}

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `sitemap.html`, `404.html`, `accessibility.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Plain {
        /// Columns with their pages.
        pub groups: Vec<Related>,
    }
}

impl<'a> RenderContext<'a> {
    pub fn site_map(&self) -> view::Plain {
        let mut groups = Vec::new();
        for id in self.site.settings.columns.iter().map(|column| column.id.value) {
            groups.push(self.site_map_group(id));
        }
        let pages: Vec<_> = (0..self.site.content.pages.len()).map(|at| self.record_link(Kind::Page, at)).collect();
        let data = view::Link { text: self.text("description_data"), href: self.route(&DATA) };
        groups.extend(self.related([("related_pages", pages), ("title_data", vec![data])]));
        view::Plain { groups }
    }

    /// Links to the columns, for a reader whose address led nowhere.
    pub fn ways_on(&self) -> view::Plain {
        let columns = self.site.settings.columns.iter().map(|column| self.column_link(column.id.value)).collect();
        view::Plain { groups: self.related([("title_sitemap", columns)]) }
    }

    fn site_map_group(&self, id: ColumnId) -> Related {
        let kind = id.kind();
        let mut links = vec![self.column_link(id)];
        if kind.has_page() {
            links.extend(self.listed(kind, (0..self.site.content.count(kind)).collect()));
        }
        Related { title: self.column_name(id), links }
    }
}
