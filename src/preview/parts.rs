//! A page → the files of the site that a browser shows with it, and a digest of their states.
//!
//! Pictures and other files have addresses that stay when their bytes change; style sheets and scripts of the theme have not.

use memchr::memmem;

use crate::model::join;
use crate::plan::Route;
use crate::render::Compiled;
use crate::source::Blob;

/// Attributes that name what is shown in a page; in `<link>` and in pictures of vectors `href` does.
const ATTRIBUTES: [&str; 5] = ["src", "srcset", "poster", "data", "href"];
/// Elements of which `href` names something to show.
const SHOWN: [&str; 3] = ["link", "image", "use"];

/// A digest of the files of the site that the page at `path` is shown with.
pub(super) fn digest(site: &Compiled, path: &str, page: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for address in addresses(page) {
        let Some(target) = joined(path, &address) else { continue };
        match site.plan.route(&target) {
            Some(Route::File(file) | Route::Picture(file)) => {
                let blob = site.site.files.get(file).cloned().unwrap_or_default();
                hasher.update(target.as_bytes()).update(hash(&blob).as_bytes());
                if target.ends_with(".css")
                    && let Ok(bytes) = blob.bytes()
                {
                    sheet(site, &target, &bytes, &mut hasher);
                }
            }
            Some(Route::Asset(bundle)) if bundle.is_sheet() => {
                sheet(site, &target, &site.theme.asset(*bundle).bytes, &mut hasher);
            }
            _ => {}
        }
    }
    hasher.finalize()
}

/// Identifies one state of a file.
fn hash(blob: &Blob) -> blake3::Hash {
    match blob {
        Blob::Held(bytes) => blake3::hash(bytes),
        Blob::Left(left) => blake3::hash(left.stamp().as_bytes()),
    }
}

/// The files that a style sheet names.
fn sheet(site: &Compiled, path: &str, css: &[u8], hasher: &mut blake3::Hasher) {
    for at in memmem::find_iter(css, b"url(") {
        let inside = &css[at + 4..];
        let end = memchr::memchr(b')', inside).unwrap_or(inside.len());
        let Ok(address) = std::str::from_utf8(&inside[..end]) else { continue };
        let target = joined(path, address.trim().trim_matches(['"', '\'']));
        if let Some(Route::File(file)) = target.as_deref().and_then(|target| site.plan.route(target)) {
            let blob = site.site.files.get(file).cloned().unwrap_or_default();
            hasher.update(file.as_bytes()).update(hash(&blob).as_bytes());
        }
    }
}

/// Addresses of what is shown in a page, as they are written.
fn addresses(page: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (name, start) in ATTRIBUTES.into_iter().flat_map(|name| {
        let found = memmem::find_iter(page.as_bytes(), name.as_bytes()).map(|at| (at, at + name.len()));
        found
            .filter(|&(at, _)| page[..at].ends_with([' ', '\n', '\t']))
            .map(move |(_, end)| (name, end))
            .collect::<Vec<_>>()
    }) {
        let Some(value) = page[start..].strip_prefix('=') else { continue };
        if name == "href" && !shows(&page[..start]) {
            continue;
        }
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split([' ', '\n', '\t', '>']).next(),
        };
        let value = value.unwrap_or_default().replace("&amp;", "&");
        match name {
            "srcset" => all.extend(value.split(',').filter_map(|one| Some(one.split_whitespace().next()?.to_owned()))),
            _ => all.push(value),
        }
    }
    all
}

/// True when the tag that ends a text is one of which `href` is shown.
fn shows(before: &str) -> bool {
    let tag = before.rsplit('<').next().unwrap_or_default();
    SHOWN.contains(&tag.split([' ', '\n', '\t']).next().unwrap_or_default())
}

/// The path in the site of an address in the file at `from`; none for what is elsewhere.
fn joined(from: &str, address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (scheme, _) = address.split_once(':').unwrap_or_default();
    if address.is_empty() || address.starts_with("//") || (!scheme.is_empty() && !scheme.contains('/')) {
        return None;
    }
    let decoded = percent_encoding::percent_decode_str(address).decode_utf8().ok()?;
    join(from, &decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_found_and_what_is_only_led_to_is_not() {
        let page = "<link rel=icon href=../a.svg><a href=b.pdf>b</a><img alt=\"src=n\" src='c%20d.png?x'>\
            <img\nsrcset=\"e.png 1x, f.png 2x\" data-src=g.png><object data=h.svg></object><p>src=i</p>\
            <use href=\"j.svg#k\"/><video poster=l.png><source src=\"m.mp4\">";
        let mut found = addresses(page);
        found.sort();
        let expected =
            ["../a.svg", "c%20d.png?x", "e.png", "f.png", "h.svg", "j.svg#k", "l.png", "m.mp4"].map(str::to_owned);
        assert_eq!(found, expected);
    }

    #[test]
    fn addresses_count_from_the_page() {
        for (from, address, expected) in [
            ("pages/a.html", "../b/c.png", Some("b/c.png")),
            ("pages/a.html", "c%20d.png?x#y", Some("pages/c d.png")),
            ("index.html", "./c.png", Some("c.png")),
            ("pages/a.html", "/c.png", Some("c.png")),
            ("pages/a.html", "data:image/png;base64,AA/", None),
            ("pages/a.html", "https://example.com/a.png", None),
            ("pages/a.html", "//example.com/a.png", None),
            ("pages/a.html", "#a", None),
        ] {
            assert_eq!(joined(from, address).as_deref(), expected, "{address}");
        }
    }
}
