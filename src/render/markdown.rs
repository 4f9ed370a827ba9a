//! A finished page → Markdown that says the same, beside it (`page.html.md`), as <https://llmstxt.org> has it.

use bytes::Bytes;

use super::context::{RenderContext, encode};
use crate::model::join;
use crate::syntax::unmarked::markdown;

/// What the page at a path says, and as of which day: no script corrects what has changed since. Addresses are complete where
/// the site has one, else from the folder of the page.
pub(super) fn of_page(cx: &RenderContext<'_>, path: &str, page: &[u8]) -> Bytes {
    let site = cx.site;
    let html = String::from_utf8_lossy(page);
    let main = html.find("<main").and_then(|start| Some(&html[start..start + html[start..].find("</main>")?]));
    let own = encode(path);
    let name = own.rsplit('/').next().unwrap_or_default();
    let address = |href: &str| match (&site.base_url, href.split_once('#')) {
        _ if is_complete(href) => href.to_owned(),
        (Some(base), Some(("", place))) => [base, &own, "#", place].concat(),
        (None, Some(("", place))) => [name, "#", place].concat(),
        (None, _) => href.to_owned(),
        (Some(base), _) => {
            let end = href.find(['#', '?']).unwrap_or(href.len());
            join(&own, &href[..end]).map_or_else(|| href.to_owned(), |path| [base, &*path, &href[end..]].concat())
        }
    };
    let mut text = markdown(main.unwrap_or(&html), address);
    text.extend(["\n", &cx.as_of(), "\n"]);
    text.into()
}

/// True for an address with a scheme, or with a host.
fn is_complete(href: &str) -> bool {
    href.starts_with('/') || href.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}
