//! `sitemap.xml`: the addresses of all pages, for search engines, as <https://www.sitemaps.org/protocol.html> has it.

use super::super::context::{RenderContext, encode};
use super::Output;
use crate::model::{Collection, Kind};
use crate::plan::{NOT_FOUND, Route, Single};
use crate::syntax::markdown::escape;
use crate::syntax::value::{At, Date, Known};

/// There is one when the site has an address.
pub(super) const OUTPUT: Output =
    Output { single: Single { path: "sitemap.xml", is_there: |site| site.base_url.is_some() }, make };

/// The addresses of all pages, for search engines.
fn make(cx: &RenderContext<'_>) -> String {
    let base = cx.site.base_url.as_deref().unwrap_or_default();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (path, route) in cx.plan.routes() {
        if path.ends_with(".html") && *route != NOT_FOUND {
            let path = encode(path.strip_suffix("index.html").unwrap_or(path));
            let address = escape(&format!("{base}{path}"));
            let day = last_change(cx, route).map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
            xml.push_str(&format!("<url><loc>{address}</loc>{day}</url>\n"));
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The day on which a page was published, when it says so.
fn last_change(cx: &RenderContext<'_>, route: &Route) -> Option<String> {
    let content = &cx.site.content;
    let date = match route {
        Route::Record(Kind::Policy, at) => of(&content.policies, *at, |policy| &policy.published_on)?,
        Route::Record(Kind::Interpretation, at) => of(&content.interpretations, *at, |article| &article.published_on)?,
        Route::Record(Kind::Question, at) => of(&content.questions, *at, |question| &question.published_on)?,
        Route::Record(Kind::Page, at) => of(&content.pages, *at, |page| &page.published_on)?,
        Route::Record(Kind::Notice, at) => of(&content.notices, *at, |notice| &notice.published_on)?,
        _ => return None,
    };
    Some(date.to_string())
}

type Dated = At<Known<Date>>;

fn of<T>(records: &Collection<T>, at: usize, date: impl Fn(&T) -> &Dated) -> Option<Date> {
    records.get(at).and_then(|record| date(&record.data).value.get().copied())
}
