//! A finished page → Markdown that says the same, beside it (`page.html.md`), as <https://llmstxt.org> has it.

use std::borrow::Cow;

use bytes::Bytes;
use memchr::{memchr2, memmem};

use super::context::{RenderContext, encode};
use crate::model::join;
use crate::syntax::unmarked::markdown;

/// What the page at a path says, and as of which day: no script corrects what has changed since. Addresses are complete where
/// the site has one, else from the folder of the page.
pub(super) fn of_page(cx: &RenderContext<'_>, path: &str, page: &[u8]) -> Bytes {
    let site = cx.site;
    let main = memmem::find(page, b"<main").map_or(page, |start| {
        let main = &page[start..];
        memmem::find(main, b"</main>").map_or(page, |end| &main[..end])
    });
    let html = simdutf8::basic::from_utf8(main).map_or_else(|_| String::from_utf8_lossy(main), Cow::Borrowed);
    let own = encode(path);
    let name = own.rsplit('/').next().unwrap_or_default();
    let address = |href: &str| match (&site.base_url, href.split_once('#')) {
        _ if is_complete(href) => href.to_owned(),
        (Some(base), Some(("", place))) => [base, &own, "#", place].concat(),
        (None, Some(("", place))) => [name, "#", place].concat(),
        (None, _) => href.to_owned(),
        (Some(base), _) => {
            let end = memchr2(b'#', b'?', href.as_bytes()).unwrap_or(href.len());
            join(&own, &href[..end]).map_or_else(|| href.to_owned(), |path| [base, &*path, &href[end..]].concat())
        }
    };
    let mut text = markdown(&html, address);
    text.extend(["\n", &cx.as_of(), "\n"]);
    text.into()
}

/// True for an address with a scheme, or with a host.
fn is_complete(href: &str) -> bool {
    let first = href.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(href.len());
    href.starts_with('/') || href[..first].contains(':')
}
