//! `robots.txt`: all of the site may be read, and where its map is, as RFC 9309 has it.
//!
//! Programs ask for it at the root of a host only. A site in a folder of another one has it for whoever keeps the root.

use super::super::context::RenderContext;
use super::{Output, sitemap};
use crate::model::Site;
use crate::plan::Single;

/// There is one when there is a map to name, unless the site has its own in `static/`.
pub(super) const OUTPUT: Output = Output { single: Single { path: "robots.txt", is_there }, make, link: None };

fn is_there(site: &Site) -> bool {
    (sitemap::OUTPUT.single.is_there)(site) && !site.files.contains_key("static/robots.txt")
}

fn make(cx: &RenderContext<'_>) -> String {
    let base = cx.site.base_url.as_deref().unwrap_or_default();
    format!("User-agent: *\nAllow: /\n\nSitemap: {base}{}\n", sitemap::OUTPUT.single.path)
}
