//! Paths of a site that cannot be everywhere: Windows, FAT and web servers that do not tell cases apart cannot hold them,
//! or hold two as one. A site is copied to such places, on a stick or by a browser that saves a file.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Plan, Route};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Kind, Site};

/// Normalisation form C of Unicode.
const COMPOSER: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Bytes of a name, and units of UTF-16, that file systems hold.
const LONGEST: usize = 255;

/// Every path that is one of these, reported once for each record or file that it comes from.
pub(super) fn check(plan: &Plan, site: &Site) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let mut folded: FxHashMap<String, &str> = FxHashMap::default();
    let mut reported = FxHashSet::default();
    let mut report = |path, route, diagnostic: Diagnostic| {
        let origin = origin(route);
        if reported.insert((diagnostic.code, origin, if origin.is_some() { "" } else { path })) {
            diagnostics.push(diagnostic);
        }
    };
    for (path, route) in plan.routes() {
        for name in path.split('/') {
            if let Some(mark) = name.chars().find(|&c| is_hidden(c)) {
                let written: String = name.chars().map(|c| if is_hidden(c) { '\u{FFFD}' } else { c }).collect();
                let character = format!("U+{:04X}", u32::from(mark));
                report(path, route, at(site, route, Code::HiddenMark).arg("name", written).arg("character", character));
            } else if let Some(why) = unusable(name) {
                report(path, route, at(site, route, Code::UnusableName).arg("name", name).arg("why", why));
            }
        }
        if matches!(route, Route::File(_) | Route::Picture(_)) {
            for (code, other, why) in twins(plan, path) {
                let reported = at(site, route, code).arg("address", path).arg("other", other).arg("why", why);
                report(path, route, reported);
            }
        }
        let Some(fold) = fold(path) else { continue };
        // A path that stands for itself is in the plan; others are compared with it and with each other.
        if let Some(twin) = plan.twin(&fold).or_else(|| folded.get(fold.as_str()).copied()) {
            let why = if composed(path) == composed(twin) { "@same-marks" } else { "@same-capitals" };
            let reported = at(site, route, Code::SameName).arg("address", path).arg("other", twin).arg("why", why);
            report(path, route, reported);
        }
        folded.entry(fold).or_insert(path);
    }
    diagnostics
}

/// What of a site cannot lie beside a file: what has the name of one of its folders, a folder that has its name, and a folder
/// whose name some systems do not tell from that of one of its folders.
fn twins<'p>(plan: &'p Plan, file: &'p str) -> impl Iterator<Item = (Code, &'p str, &'static str)> {
    let folders = file.match_indices('/').map(|(end, _)| &file[..end]);
    let taken = folders.clone().find_map(|folder| plan.twin(folder)).or_else(|| plan.within(file));
    let alike = folders.filter_map(|folder| plan.within(&fold(folder)?)).next();
    let taken = taken.map(|other| (Code::AddressTaken, other, ""));
    taken.into_iter().chain(alike.map(|other| (Code::SameName, other, "@same-capitals")))
}

/// What a route is made of: several of one record are reported once.
fn origin(route: &Route) -> Option<(Kind, usize)> {
    match route {
        Route::Record(kind, index) | Route::Print(kind, index) => Some((*kind, *index)),
        Route::Text(index, _) | Route::Map(index) => Some((Kind::Policy, *index)),
        Route::Glance(index, _) => Some((Kind::Interpretation, *index)),
        Route::Review(index) => Some((Kind::Check, *index)),
        Route::Form(_, index) | Route::Due(index) => Some((Kind::Form, *index)),
        Route::Plain(route) | Route::Markdown(route) => origin(route),
        _ => None,
    }
}

fn at(site: &Site, route: &Route, code: Code) -> Diagnostic {
    let record = origin(route).and_then(|(kind, index)| site.content.record(kind, index));
    match (record, route) {
        (Some(record), _) => Diagnostic::at(code, record.span),
        (None, Route::File(path) | Route::Picture(path)) => Diagnostic::path(code, path.as_str()),
        (None, _) => Diagnostic::path(code, ""),
    }
}

/// The one way to write a path among those that some systems do not tell apart: without capitals, accents composed with
/// their letters. Nothing when the path is written that way.
fn fold(path: &str) -> Option<String> {
    if path.is_ascii() {
        return path.bytes().any(|byte| byte.is_ascii_uppercase()).then(|| path.to_ascii_lowercase());
    }
    let is_folded = !path.chars().any(char::is_uppercase) && COMPOSER.is_normalized(path);
    (!is_folded).then(|| composed(&path.to_lowercase()).into_owned())
}

/// A path in which each letter is one character with its accents, where there is such a character.
fn composed(path: &str) -> Cow<'_, str> {
    COMPOSER.normalize(path)
}

/// Why Windows or FAT cannot hold a name.
fn unusable(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST {
        return Some("@name-long");
    }
    if name.bytes().any(|byte| b"<>:\"|?*".contains(&byte)) {
        return Some("@name-sign");
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some("@name-end");
    }
    is_device(name).then_some("@name-device")
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let numbered = |kind: &str| {
        let port = stem.get(..3).filter(|start| start.eq_ignore_ascii_case(kind)).map(|_| &stem[3..]);
        port.is_some_and(|port| {
            matches!(port, "0" | "¹" | "²" | "³") || (port.len() == 1 && port.as_bytes()[0].is_ascii_digit())
        })
    };
    DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) || numbered("com") || numbered("lpt")
}

/// True for marks that are not seen, or turn the direction of what is: a name is then not what it looks like.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_cannot_hold_are_known() {
        let long = format!("{}.pdf", "字".repeat(84));
        for (name, why) in [
            ("con", "@name-device"),
            ("CON.txt", "@name-device"),
            ("aux.tar.gz", "@name-device"),
            ("nul .txt", "@name-device"),
            ("Com1", "@name-device"),
            ("lpt¹.md", "@name-device"),
            ("a:b", "@name-sign"),
            ("what?.html", "@name-sign"),
            ("a*", "@name-sign"),
            ("a|b", "@name-sign"),
            ("<a>", "@name-sign"),
            ("say \"x\"", "@name-sign"),
            ("dot.", "@name-end"),
            ("space ", "@name-end"),
            (" space", "@name-end"),
            (long.as_str(), "@name-long"),
        ] {
            assert_eq!(unusable(name), Some(why), "{name}");
        }
        for name in ["console.txt", "com", "com10", "a.con", "附件1：报名表.docx", "a b.pdf", "（试行）.pdf", "x.y.z"]
        {
            assert_eq!(unusable(name), None, "{name}");
        }
    }

    #[test]
    fn paths_that_some_systems_do_not_tell_apart_are_written_in_one_way() {
        for (path, expected) in [
            ("a/B.html", Some("a/b.html")),
            ("cafe\u{301}.pdf", Some("caf\u{e9}.pdf")),
            ("CAFE\u{301}.pdf", Some("caf\u{e9}.pdf")),
            ("\u{1112}\u{1161}\u{11AB}.pdf", Some("\u{D55C}.pdf")),
            ("caf\u{e9}.pdf", None),
            ("政策（2023）.pdf", None),
        ] {
            assert_eq!(fold(path).as_deref(), expected, "{}", path.escape_unicode());
        }
    }

    #[test]
    fn marks_that_are_not_seen_are_known() {
        for c in ['\u{202E}', '\u{200B}', '\u{FEFF}', '\u{2066}', '\u{AD}', '\u{3164}'] {
            assert!(is_hidden(c), "{}", c.escape_unicode());
        }
        for c in "政策（2023）-_.～·é\u{FE0F}😀\u{3000}".chars() {
            assert!(!is_hidden(c), "{}", c.escape_unicode());
        }
    }
}
