//! Addresses written out in the site's own templates and style sheets → those that lead to nothing in the site.
//!
//! A template may make pages in any folder. An address in it is only dead when it leads to nothing from all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::Plan;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::join;
use crate::source::{FileId, Span};
use crate::syntax::tags::tags;
use crate::theme::{Bundle, Theme, expression};

/// Attributes whose value is an address.
const ATTRIBUTES: &[&str] = &["href", "src", "poster", "data"];

/// An address, and where it stands.
type Written = (String, Range<usize>);

/// Diagnostics of the addresses of the site's own templates and style sheets.
pub fn dead_addresses(plan: &Plan, theme: &Theme) -> Diagnostics {
    let own = |folder| theme.files(folder).filter_map(|(_, text, file)| Some((text, file?)));
    let mut reported = Diagnostics::default();
    let mut report = |file: FileId, written: Vec<Written>, from: &[&str]| {
        for (address, range) in written.into_iter().filter(|(address, _)| is_dead(plan, from, address)) {
            reported.push(Diagnostic::at(Code::DeadAddress, Span::new(file, range)).arg("address", address));
        }
    };
    for (text, file) in own("css/") {
        report(file, sheet(text), &[&theme.asset(Bundle::SiteCss).path]);
    }
    let mut pages = Vec::new();
    for (text, file) in own("templates/") {
        if pages.is_empty() {
            pages = one_of_each_folder(plan);
        }
        report(file, template(text), &pages);
    }
    reported
}

fn one_of_each_folder(plan: &Plan) -> Vec<&str> {
    let pages = plan.routes().map(|(path, _)| path).filter(|path| path.ends_with(".html"));
    let folders: BTreeMap<_, _> = pages.map(|path| (path.rsplit_once('/').map(|(folder, _)| folder), path)).collect();
    folders.into_values().collect()
}

/// True for an address that leads to a place in the site, from each of these files, and never to anything there.
fn is_dead(plan: &Plan, from: &[&str], address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim();
    let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    // What begins at the root of the server depends on where the site is put.
    if path.is_empty() || path.starts_with('/') || has_scheme || path.contains(['{', '\\']) {
        return false;
    }
    let path = percent_decode_str(path).decode_utf8_lossy();
    let mut places = from.iter().filter_map(|from| join(from, &path)).peekable();
    let is_there = |place: String| {
        let index = if place.is_empty() { "index.html".to_owned() } else { format!("{place}/index.html") };
        plan.route(&place).or_else(|| plan.route(&index)).is_some()
    };
    places.peek().is_some() && !places.any(is_there)
}

/// The addresses of a template.
fn template(text: &str) -> Vec<Written> {
    let text = unread(text);
    let address = |tag: crate::syntax::tags::Tag<'_>| {
        let found = ATTRIBUTES.iter().filter_map(|name| tag.attribute(name));
        found.map(|found| (found.value.to_string(), found.range.clone())).collect::<Vec<_>>()
    };
    tags(&text).flat_map(address).collect()
}

/// A template with blanks in place of what only the engine reads, so that everything else stands where it stood. Calls
/// of components stay, which may be given an address; of other expressions the beginning does, and no address has one
/// in it.
pub(super) fn unread(template: &str) -> String {
    let mut html = String::with_capacity(template.len());
    while let Some((start, end)) = expression(&template[html.len()..]) {
        let (from, start, end) = (html.len(), html.len() + start, html.len() + end);
        let call = template[start + 2..end].trim_start_matches('-').trim_start().starts_with('<');
        let kept = match &template[start..start + 2] {
            "{#" => start,
            _ if call => end,
            _ => start + 2,
        };
        html.push_str(&template[from..kept]);
        html.extend(std::iter::repeat_n(' ', end - kept));
    }
    html.push_str(&template[html.len()..]);
    html
}

/// The addresses of a style sheet.
pub(super) fn sheet(text: &str) -> Vec<Written> {
    let text = without_comments(text);
    let quoted = |at: usize| {
        let start = at + text[at..].len() - text[at..].trim_start().len();
        let quote = text[start..].chars().next().filter(|first| matches!(first, '"' | '\''))?;
        let length = text[start + 1..].find(quote)?;
        Some((text[start + 1..start + 1 + length].to_owned(), start..start + length + 2))
    };
    let plain = |at: usize| {
        let written = text[at..at + text[at..].find(')')?].trim();
        let start = at + text[at..].find(written)?;
        Some((written.to_owned(), start..start + written.len()))
    };
    let urls = text.match_indices("url(").filter_map(|(at, word)| {
        let at = at + word.len();
        quoted(at).or_else(|| plain(at))
    });
    let imports = text.match_indices('@').filter(|(at, _)| text[at + 1..].starts_with("import"));
    let imports = imports.filter_map(|(at, _)| quoted(at + 1 + "import".len()));
    urls.chain(imports).collect()
}

/// A style sheet with blanks in place of its comments, so that everything else stands where it stood.
fn without_comments(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(start) = text[from..].find("/*").map(|at| from + at) {
        let inside = start + "/*".len();
        let end = text[inside..].find("*/").map_or(text.len(), |at| inside + at + "*/".len());
        text.to_mut().replace_range(start..end, &" ".repeat(end - start));
        from = end;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(written: Vec<Written>, text: &str) -> Vec<(String, &str)> {
        written.into_iter().map(|(address, range)| (address, &text[range])).collect()
    }

    #[test]
    fn addresses_are_found_with_their_places() {
        let text = "{# 注 <a href=\"a\"> #}<a {% if x %}class=\"b\"{% endif %} href=\"c.html\">\
                    <img src=d.png>{{ e }}<p data-href=f>";
        let expected = [("c.html".to_owned(), "\"c.html\""), ("d.png".to_owned(), "d.png")];
        assert_eq!(found(template(text), text), expected);
        let text = "{#} <a href=\"a\"> #}<a {% if a > 1 and b == \"甲\" %}x{% endif %} href=\"c.html\">\
                    <b {{ a > 1 }} src=d>\
                    {{- <card href=\"e.html\"/> }}<a href=\"{{ a }}.html\"><a href='{% if a %}f{% endif %}.html'>{{";
        let expected = ["c.html", "d", "e.html"];
        let addresses: Vec<String> = template(text).into_iter().map(|(address, _)| address).collect();
        assert_eq!(addresses.iter().filter(|address| !address.contains('{')).collect::<Vec<_>>(), expected);
        assert_eq!(
            found(sheet("/*/ url(a) */ b { c: url(d) }"), "/*/ url(a) */ b { c: url(d) }"),
            [("d".to_owned(), "d")]
        );
        let text =
            "/* 注 url(a) */ b { background: url( c.png ), url(\"d).png\") } @import 'e.css'; @import url(f.css);";
        let expected = [("c.png", "c.png"), ("d).png", "\"d).png\""), ("f.css", "f.css"), ("e.css", "'e.css'")];
        assert_eq!(found(sheet(text), text), expected.map(|(address, place)| (address.to_owned(), place)));
    }
}
