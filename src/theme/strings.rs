//! The texts of a theme for readers: those of the default theme, with the site's own before them.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::{DEFAULT, ThemeFile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names};
use crate::source::{FileId, Span};
use crate::syntax::yaml;
use crate::yaml::{Tree, Value};

/// The strings of a theme with these files, in a language. Those that the `site`'s own language has and this one lacks are
/// reported.
pub(super) fn strings(
    files: &BTreeMap<String, ThemeFile>,
    language: &str,
    site: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let name = format!("strings/{language}.yaml");
    let built_in = DEFAULT.get_file(&name);
    let default = built_in.or_else(|| DEFAULT.get_file("strings/zh-CN.yaml"));
    let default = default.and_then(|file| file.contents_utf8()).unwrap_or_default();
    let mut strings: BTreeMap<String, String> = yaml::record(FileId(0), default).unwrap_or_default();
    let mut missing: Vec<String> = Vec::new();
    match files.get(&name).map(|own| own.file.map(|file| (file, &*own.text))) {
        Some(Some((file, text))) => match yaml::record::<BTreeMap<String, String>>(file, text) {
            Ok(own) => {
                if built_in.is_none() {
                    missing.extend(strings.keys().filter(|key| !own.contains_key(*key)).cloned());
                }
                diagnostics.extend(unused(file, text, &strings, files));
                strings.extend(own);
            }
            Err(wrong) => {
                diagnostics.extend(wrong);
                return strings;
            }
        },
        Some(None) => {}
        None => missing.push(name.clone()),
    }
    missing.extend(site.keys().filter(|key| !strings.contains_key(*key)).cloned());
    if !missing.is_empty() {
        let reported = Diagnostic::path(Code::MissingString, format!("theme/{name}"));
        diagnostics.push(reported.arg("key", missing.join("、")));
    }
    strings
}

/// Keys of the site's own that neither the default theme nor a template of the site has a use for.
fn unused(
    file: FileId,
    text: &str,
    known: &BTreeMap<String, String>,
    files: &BTreeMap<String, ThemeFile>,
) -> Vec<Diagnostic> {
    let tree = Tree::read(text, 0..text.len());
    let Some(Value::Map(entries)) = tree.root.map(|root| tree.value(root)) else { return Vec::new() };
    let keys = entries.iter().filter_map(|(key, _)| Some((tree.text(*key)?, tree.node(*key).range.clone())));
    let mut keys: Vec<_> = keys.filter(|(key, _)| !known.contains_key(*key)).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let own = files.iter().filter(|(name, own)| own.file.is_some() && !name.starts_with("strings/"));
    let words = own.flat_map(|(_, own)| own.text.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let words: FxHashSet<&str> = words.collect();
    keys.retain(|(key, _)| !words.contains(key));
    let mut names = Names::new(known.keys().map(String::as_str));
    let reported = |(key, range)| {
        let reported = Diagnostic::at(Code::UnusedString, Span::new(file, range)).arg("key", key);
        Diagnostic { suggestion: names.nearest(key), ..reported }
    };
    keys.into_iter().map(reported).collect()
}
