//! The manifest of a site that keeps copies: what a browser calls it when a reader puts it beside other programs
//! (<https://www.w3.org/TR/appmanifest/>).

use serde_json::json;

use super::super::context::RenderContext;
use super::Output;
use crate::plan::{HOME, MANIFEST, Single};
use crate::theme::Bundle;

/// There is one where the site keeps copies.
pub(super) const OUTPUT: Output =
    Output { single: Single { path: MANIFEST, is_there: crate::model::Site::keeps_copies }, make, link: None };

fn make(cx: &RenderContext<'_>) -> String {
    let settings = &cx.site.settings;
    let manifest = json!({
        "name": settings.title,
        "description": settings.summary,
        "lang": settings.language,
        "start_url": cx.route(&HOME),
        "scope": "./",
        "display": "minimal-ui",
        "icons": [{ "src": cx.asset(Bundle::Icon), "sizes": "any", "type": "image/svg+xml" }],
    });
    manifest.to_string() + "\n"
}
