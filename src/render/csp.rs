//! What a page lets a browser load and run: its Content-Security-Policy, and the one element that loads its scripts.
//!
//! The element is a script of which the policy names the digest. It adds those of the theme, which `'strict-dynamic'`
//! allows for that; a script that stands in a page by itself is refused, be it one of the same site. Digests of files
//! would say the same, but browsers compare them over HTTP only, never for pages that are opened as files.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::syntax::markup::Html;
use crate::theme::Bundle;

use super::context::RenderContext;

/// Says before the page is painted that scripts run and which reading aids the reader has chosen, as classes of the root
/// element; then loads scripts one after the other, once the page is read. Where one of them does not come, what
/// only scripts can use goes, and the reading aid stays.
const LOAD: &str = "function(a){var d=document,h=d.documentElement,m=\"\";\
    try{m=localStorage.reading||m}catch(e){}\
    h.className=\"js \"+m;\
    d.addEventListener(\"DOMContentLoaded\",function(){a.forEach(function(u){var s=d.createElement(\"script\");\
    s.src=u;s.async=!1;s.onerror=function(){h.className=m};d.head.appendChild(s)})})}";

/// Pages that differ in what they load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Loads {
    /// The script of every page.
    Common,
    /// Those of checks as well.
    Check,
    /// The script of the search as well.
    Search,
    /// The script of every page, on the page for addresses that do not exist: its form leads to the search, and its addresses
    /// are counted from a `base` element where the site has an address.
    NotFound,
}

impl RenderContext<'_> {
    /// The policy of a page and the element that loads its scripts, for its head.
    pub fn scripts(&self, loads: Loads) -> (Html, Html) {
        let script = |bundle| self.script(bundle);
        let mut addresses: Vec<_> = script(Bundle::SiteJs).into_iter().collect();
        if loads == Loads::Check {
            addresses.extend(script(Bundle::CheckJs));
        }
        if loads == Loads::Search {
            addresses.extend(script(Bundle::SearchJs));
        }
        let offline = script(Bundle::OfflineJs);
        let copies = if offline.is_some() { "worker-src 'self'; manifest-src 'self'; " } else { "" };
        addresses.extend(offline);
        let code = Html::call(LOAD, &json!(addresses));
        let own = |is_own| if is_own { "'self'" } else { "'none'" };
        let (base, forms) =
            (own(loads == Loads::NotFound && self.site.base_url.is_some()), own(loads == Loads::NotFound));
        // Nothing here asks for anything; tools that look at a published site read its robots.txt from within a page.
        let connect = if self.site.base_url.is_some() { "connect-src 'self'; " } else { "" };
        let policy = format!(
            "default-src 'none'; script-src {} 'strict-dynamic' 'self'; style-src 'self'; img-src 'self' data:; \
             {connect}{copies}base-uri {base}; form-action {forms}",
            source(code.as_str())
        );
        (Html::text(&policy), Html::element("script", &[], &code))
    }
}

/// What a policy calls an inline script with this content.
pub fn source(code: &str) -> String {
    let digest = data_encoding::BASE64.encode(&Sha256::digest(code.as_bytes()));
    ["'sha256-", &digest, "'"].concat()
}

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn a_script_is_named_by_its_digest() {
        // RFC 6234 and NIST: the digest of "abc".
        assert_eq!(source("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
    }
}
