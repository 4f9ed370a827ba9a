//! Which files of the content folder are published: what something public names, and `static/`.
//!
//! A file is named by a record that is published, by the settings, by the site's own templates and style sheets, or by a
//! page, style sheet or drawing that is published itself. Of `static/` only what nothing but a draft, or a record of a
//! later day, names is left out.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::addresses::{sheet, unread};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Kind, Site, join};
use crate::source::Blob;
use crate::syntax::tags::{Attribute, tags};
use crate::theme::{Bundle, Theme, expression};

/// The files of a site that are not published, by their paths in the content folder.
pub fn left_out(site: &Site, theme: &Theme) -> BTreeSet<String> {
    let held: BTreeSet<&str> = site.held_files().collect();
    let paths = site.files.keys().map(String::as_str).filter(|path| !path.starts_with("theme/"));
    let is_shown = |path: &&str| path.starts_with("static/") && !held.contains(path);
    let (shown, left): (Vec<&str>, Vec<&str>) = paths.partition(is_shown);
    let mut left: BTreeSet<&str> = left.into_iter().collect();
    if left.is_empty() {
        return BTreeSet::new();
    }
    // Of a picture that is wider than pages show it, these have its reduced form.
    let shown_whole = site.shown_pictures().map(|(path, _)| path).filter(|path| !is_reduced(site, path));
    let named = site.named_files().chain(shown_whole).filter(|path| left.remove(path)).collect::<Vec<_>>();
    let mut found = Found { left, open: [shown, named].concat() };
    found.theme(theme);
    while let Some(path) = found.open.pop() {
        if found.left.is_empty() {
            break;
        }
        found.published(path, site.files.get(path), site.base_url.as_deref());
    }
    found.left.into_iter().map(str::to_owned).collect()
}

/// The files that are left out and that no draft names; fonts of documents to print are used without being published.
pub fn unnamed(site: &Site) -> Vec<Diagnostic> {
    let fonts = site.settings.print.fonts.parts();
    let fonts = fonts.iter().filter_map(|(_, font)| font.map(|font| font.value.as_str()));
    let pictures = site.pictures.keys().map(String::as_str);
    let known: BTreeSet<&str> = site.held_files().chain(fonts).chain(pictures).collect();
    // One without bytes may be one that could not be read, which has a diagnostic of its own.
    let is_unnamed =
        |path: &&String| !known.contains(path.as_str()) && site.files.get(*path).is_some_and(|b| !b.is_empty());
    let unnamed = site.left_out.iter().filter(is_unnamed);
    unnamed.map(|path| Diagnostic::path(Code::UnusedFile, path.as_str()).arg("name", path)).collect()
}

/// True for a picture of a text that pages show in a reduced form.
fn is_reduced(site: &Site, path: &str) -> bool {
    site.picture(path).is_some_and(|picture| picture.reduced.is_some())
}

/// The search for named files.
struct Found<'a> {
    /// Files that nothing public has named yet.
    left: BTreeSet<&'a str>,
    /// Published files that have not been looked through for addresses yet.
    open: Vec<&'a str>,
}

impl Found<'_> {
    /// The addresses in the site's own templates and style sheets. A template may make pages in any folder.
    fn theme(&mut self, theme: &Theme) {
        let own = |folder| theme.files(folder).filter(|(_, _, file)| file.is_some());
        let folders = Kind::ALL.iter().map(|kind| format!("{}/", kind.collection()));
        let folders: BTreeSet<String> = folders.chain([String::new()]).collect();
        for (_, text, _) in own("css/") {
            for (address, _) in sheet(text) {
                self.address(&address, &theme.asset(Bundle::SiteCss).path);
            }
        }
        for (_, text, _) in own("templates/") {
            for address in in_template(text) {
                let mut below = address.trim_start();
                while let Some(rest) = ["../", "./", "/"].iter().find_map(|up| below.strip_prefix(up)) {
                    below = rest;
                }
                folders.iter().for_each(|folder| self.address(below, folder));
            }
        }
    }

    /// The addresses in a published file.
    fn published(&mut self, path: &str, blob: Option<&Blob>, base_url: Option<&str>) {
        let ending = path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
        // One that cannot be read any more gets a diagnostic when it is looked into.
        let text = || {
            let bytes = blob.and_then(|blob| blob.bytes().ok()).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let addresses: Vec<String> = match ending.as_str() {
            "css" => in_sheet(&text()),
            "html" | "htm" | "xhtml" | "svg" => in_page(&text()),
            _ => return,
        };
        let from = path.strip_prefix("static/").unwrap_or(path);
        for address in addresses {
            let inside = base_url.and_then(|base| address.strip_prefix(base)).map(|rest| format!("/{rest}"));
            self.address(inside.as_deref().unwrap_or(&address), from);
        }
    }

    /// Notes the file to which an address in the file at `from`, a path in the site, leads.
    fn address(&mut self, address: &str, from: &str) {
        let path = address.trim().split(['?', '#']).next().unwrap_or_default();
        if path.is_empty() || path.contains([':', '\\']) {
            return;
        }
        let path: Cow<'_, str> = percent_decode_str(path).decode_utf8_lossy();
        let Some(place) = join(from, &path) else { return };
        for file in [format!("static/{place}"), place] {
            if let Some(file) = self.left.take(file.as_str()) {
                self.open.push(file);
            }
        }
    }
}

/// The addresses of a style sheet.
fn in_sheet(text: &str) -> Vec<String> {
    sheet(text).into_iter().map(|(address, _)| address).collect()
}

/// Whatever may be an address in a page or drawing: values of all attributes, each part of one that is a list, and what
/// styles name.
fn in_page(text: &str) -> Vec<String> {
    let addresses = |attribute: &Attribute<'_>| {
        let parts = attribute.value.split(',').filter(|_| attribute.value.contains(','));
        let parts = parts.filter_map(|part| part.split_whitespace().next());
        [&*attribute.value].into_iter().chain(parts).map(str::to_owned).collect::<Vec<_>>()
    };
    let values = tags(text).flat_map(|tag| tag.attributes().flat_map(addresses).collect::<Vec<_>>());
    values.chain(in_sheet(text)).collect()
}

/// Whatever may be an address in a template: as in a page, of what goes on after an expression the end (`{{ root }}a.png`),
/// and texts in expressions.
fn in_template(text: &str) -> Vec<String> {
    let end = |address: String| {
        let open = ["{{", "{%"].iter().filter_map(|open| address.rfind(open)).max();
        address[open.map_or(0, |open| open + 2)..].trim().to_owned()
    };
    let mut found: Vec<String> = in_page(&unread(text)).into_iter().map(end).collect();
    let mut rest = text;
    while let Some((start, end)) = expression(rest) {
        if !rest[start..].starts_with("{#") {
            found.extend(rest[start..end].split(['"', '\'', '`']).skip(1).step_by(2).map(str::to_owned));
        }
        rest = &rest[end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_pages_and_templates() {
        let page = "<img srcset='a.png 1x, b.png 2x' data-x=c.png><p style=\"background:url(d.png)\"><style>@import 'e.css';\
                    </style><!-- <a href=f> -->";
        let found = in_page(page);
        for address in ["a.png", "b.png", "c.png", "d.png", "e.css"] {
            assert!(found.iter().any(|known| known == address), "{address}: {found:?}");
        }
        assert!(!found.iter().any(|known| known == "f"));
        let template = "<img src=\"{{ page.root }}files/a.png\">{% set x = \"files/b.png\" %}{# \"files/c.png\" #}\
                        <link href=\"{% if x > 1 %}../{% endif %}files/d.png\">";
        let found = in_template(template);
        for address in ["files/a.png", "files/b.png", "files/d.png"] {
            assert!(found.iter().any(|known| known == address), "{address}: {found:?}");
        }
        assert!(!found.iter().any(|known| known == "files/c.png"));
    }
}
