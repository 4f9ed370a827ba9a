//! The language of what is printed: that of `--lang`, else of the locale, else of the site.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::ArgMatches;

use super::args::here;
use crate::diagnostic::catalogue::Lang;
use crate::model::settings::Settings;
use crate::source::MAX_FILE;
use crate::yaml::Tree;

/// The language that is asked for, before arguments are understood; nothing when neither `--lang` nor the locale says one.
pub(super) fn said(args: &[OsString]) -> Option<Lang> {
    let text = |at: usize| args.get(at).and_then(|arg| arg.to_str());
    let asked = (0..args.len()).find_map(|at| match text(at) {
        Some("--lang") => text(at + 1).map(str::to_owned),
        Some(arg) => arg.strip_prefix("--lang=").map(str::to_owned),
        None => None,
    });
    let is_one = |name: &String| !["C", "POSIX"].contains(&name.as_str());
    asked.or_else(|| sys_locale::get_locales().find(is_one)).map(|name| of(&name))
}

/// The language of the site that the arguments name, else of the one here; English where there is none.
pub(super) fn of_site(matches: Option<&ArgMatches>) -> Lang {
    let argument = |name| matches?.try_get_one::<std::path::PathBuf>(name).ok().flatten().cloned();
    let folder = argument("content").or_else(|| argument("into")).unwrap_or_else(here);
    ["site.yaml", "site.yml"].iter().find_map(|name| site(&folder.join(name))).unwrap_or(Lang::En)
}

/// The language of a `site.yaml`, that of a site without one where it cannot be read; nothing when there is no such file.
fn site(path: &Path) -> Option<Lang> {
    if !path.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(MAX_FILE).read_to_string(&mut text).ok();
    let tree = Tree::read(&text, 0..text.len());
    let written = tree.root.and_then(|root| tree.get(root, "language")).and_then(|value| tree.text(value));
    Some(of(written.unwrap_or(&Settings::unread().language)))
}

fn of(name: &str) -> Lang {
    if name.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
