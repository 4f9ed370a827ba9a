//! `sitemap.xml`: the addresses of all pages, for search engines, as <https://www.sitemaps.org/protocol.html> has it.

use super::super::context::{RenderContext, encode};
use super::Output;
use crate::plan::{NOT_FOUND, Route, Single};
use crate::syntax::markdown::escape;
use crate::syntax::value::Date;

/// There is one when the site has an address.
pub(super) const OUTPUT: Output =
    Output { single: Single { path: "sitemap.xml", is_there: |site| site.base_url.is_some() }, make, link: None };

/// The addresses of all pages, for search engines.
fn make(cx: &RenderContext<'_>) -> String {
    let base = cx.site.base_url.as_deref().unwrap_or_default();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (path, route) in cx.plan.routes() {
        // The review of a check is for those who write its rules.
        let is_listed = *route != NOT_FOUND && !matches!(route, Route::Review(_));
        if path.ends_with(".html") && is_listed {
            let path = encode(path.strip_suffix("index.html").unwrap_or(path));
            let address = escape(&format!("{base}{path}"));
            let day = last_change(cx, route).map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
            xml.push_str(&format!("<url><loc>{address}</loc>{day}</url>\n"));
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The day on which a page was published or changed, when its records say so.
fn last_change(cx: &RenderContext<'_>, route: &Route) -> Option<Date> {
    let content = &cx.site.content;
    match *route {
        Route::Record(kind, index) => content.record(kind, index)?.entry.updated_on(),
        Route::Column(id) if !id.kind().has_page() => {
            let records = (0..content.count(id.kind())).filter_map(|at| content.record(id.kind(), at));
            records.filter_map(|record| record.entry.updated_on()).max()
        }
        _ => None,
    }
}
