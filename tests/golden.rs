//! Golden sites: `tests/sites/NAME/content` is built, and every file must be the one in `tests/sites/NAME/expected`, with
//! none missing and none left over. The small site brings its own `base.html`, which shows what a page knows in plain
//! words, so that the expected pages can be read.
//!
//! `UPDATE=1` writes the expected files anew and fails, so that somebody reads them before the next run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mingce::diagnostic::Severity;
use mingce::model::Options;
use mingce::{compile, edge};

use crate::support::site::rendered;

fn built(content: &Path) -> BTreeMap<String, Vec<u8>> {
    let (snapshot, read) = edge::disk::load(content);
    assert_eq!(read.iter().count(), 0);
    let options = Options::default();
    let (compiled, diagnostics) = compile(snapshot, &options);
    assert_eq!(diagnostics.count(Severity::Error), 0, "{diagnostics:?}");
    let pages = rendered(&compiled).into_iter().filter(|(path, _)| !path.starts_with("assets/"));
    pages.map(|(path, bytes)| (path.clone(), lines(&path, bytes))).collect()
}

/// A page with a line for each element, so that a difference is a line; documents by what they
/// weigh at most; `tests/form/` and `tests/print/` read them closely.
fn lines(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    if [".docx", ".ods", ".pdf", ".xlsx"].iter().any(|end| path.ends_with(end)) {
        return format!("{} bytes or fewer\n", bytes.len().next_power_of_two()).into_bytes();
    }
    if !path.ends_with(".html") {
        return bytes;
    }
    String::from_utf8(bytes).unwrap().replace("><", ">\n<").into_bytes()
}

fn kept(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

fn compare(name: &str) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
    let expected = site.join("expected");
    let made = built(&site.join("content"));
    if std::env::var_os("UPDATE").is_some() {
        fs::remove_dir_all(&expected).ok();
        for (path, bytes) in &made {
            let target = expected.join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
        }
        panic!("{name}: the expected files were written anew; read them, then run again without UPDATE");
    }
    let kept = kept(&expected);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&kept), "{name}: the files are not those that are expected");
    for (path, bytes) in &made {
        let (made, kept) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&kept[path]));
        let wrong = made.lines().zip(kept.lines()).position(|(made, kept)| made != kept);
        let line = wrong.unwrap_or(kept.lines().count().min(made.lines().count()));
        let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
        assert!(made == kept, "{name}/{path}:{}:\n made {}\n kept {}", line + 1, at(&made), at(&kept));
    }
}

#[test]
fn small() {
    compare("small");
}

#[test]
fn english() {
    compare("english");
}

#[test]
fn an_english_site_says_nothing_in_chinese() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/english/content");
    let (mut snapshot, _) = edge::disk::load(&site);
    // The built-in theme says more than the one of the golden site.
    snapshot.texts.retain(|source| !source.path.starts_with("theme/"));
    let (compiled, _) = compile(snapshot, &Options::default());
    let mut read = 0;
    for (path, route) in compiled.plan.routes() {
        if ![".html", ".ics", ".js", ".xml"].iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let text = String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap();
        let chinese = text.split(|c: char| !('\u{4E00}'..='\u{9FFF}').contains(&c)).find(|part| !part.is_empty());
        assert_eq!(chinese, None, "{path}");
        read += 1;
    }
    assert!(read > 30, "only {read} files were read");
}
