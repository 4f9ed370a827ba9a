//! No author's text is markup by accident: every string of every kind of record carries hostile text, and what a page or
//! a file could do stays what it is without it. Readers of others' making look at the result.

// The feature brings the parser that pages are read with.
mod plant;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mingce::diagnostic::Severity;
use mingce::diagnostic::catalogue::Lang;
use mingce::model::Options;
use mingce::plan::Route;
use mingce::source::Snapshot;
use mingce::theme::Bundle;
use mingce::{Compiled, compile, edge};
use plant::{Planted, Shape};
use rayon::prelude::*;
use read::{Acts, Texts};

/// The real site, the one that `mingce init` writes, and a small one with every kind of record.
fn sites() -> Vec<(&'static str, Snapshot)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = tempfile::tempdir().unwrap();
    edge::scaffold::site(&made.path().join("content"), &options(), Lang::Zh).ok().unwrap();
    let load = |path: PathBuf| {
        let mut snapshot = edge::disk::load(&path).0;
        // The default theme: that of the small site shows pages in plain words.
        snapshot.texts.retain(|source| !source.path.starts_with("theme/"));
        snapshot
    };
    vec![
        ("real", load(root.join("content"))),
        ("new", load(made.path().join("content"))),
        ("small", load(root.join("tests/sites/small/content"))),
    ]
}

fn options() -> Options {
    let as_of = Some(mingce::syntax::value::Date("2026-11-22".parse().unwrap()));
    Options { as_of, base_url: Some("https://www.example.gov.cn/ztzl/".to_owned()), ..Options::default() }
}

/// What is read in every page and file of a site, by route. Documents to print are looked at by themselves: they take
/// longer than all else.
fn look(site: &Compiled) -> (BTreeMap<String, Acts>, Texts) {
    let routes: Vec<_> = site.plan.routes().filter(|(_, route)| is_looked_at(route)).collect();
    let seen: Vec<_> = routes
        .par_iter()
        .map(|(path, route)| {
            let bytes = site.render(route).unwrap_or_else(|reported| panic!("{path}: {reported:?}"));
            let (acts, texts) = read::file(path, &bytes);
            (format!("{route:?}"), acts, texts)
        })
        .collect();
    let texts = seen.iter().fold(Texts::default(), |all, (.., texts)| all.with(texts));
    (seen.into_iter().map(|(route, acts, _)| (route, acts)).collect(), texts)
}

fn is_looked_at(route: &Route) -> bool {
    !matches!(route, Route::Print(..) | Route::Plain(_) | Route::File(_) | Route::Asset(Bundle::QrJs))
        && !matches!(route, Route::Asset(bundle) if bundle.is_sheet())
}

/// The site with hostile text in every string that takes it, and what stands where.
fn planted(snapshot: &Snapshot, shape: Shape, raw_html: bool) -> (Compiled, Planted) {
    let mut left_out = BTreeSet::new();
    for _ in 0..24 {
        let planted = plant::site(snapshot, shape, raw_html, &left_out);
        let (site, diagnostics) = compile(planted.snapshot.clone(), &options());
        let errors = diagnostics.iter().filter(|reported| reported.code.severity() == Severity::Error);
        let refused: BTreeSet<usize> = errors.flat_map(|reported| planted.refused(reported)).collect();
        if refused.is_empty() {
            return (site, planted);
        }
        left_out.extend(refused);
    }
    panic!("no end of refused values");
}

fn check(raw_html: bool) {
    let shapes = [Shape::All, Shape::First(if raw_html { 0 } else { 5 })];
    let mut seen = BTreeSet::new();
    for (name, snapshot) in sites() {
        let plain = plant::site(&snapshot, Shape::None, raw_html, &BTreeSet::new());
        let (site, _) = compile(plain.snapshot, &options());
        let (before, _) = look(&site);
        for shape in shapes {
            let (site, planted) = planted(&snapshot, shape, raw_html);
            let name = format!("{name}, {shape:?}, raw_html: {raw_html}");
            let (after, texts) = look(&site);
            assert!(before.keys().all(|route| after.contains_key(route)), "{name}: pages are gone");
            for (route, acts) in &after {
                // Longer texts stand in more parts of the search, which are all of one kind.
                let part = route.strip_prefix("Search(").map(|_| "Search(Part(0))");
                let same = before.get(route).or_else(|| before.get(part?));
                acts.compare(same.unwrap_or_else(|| panic!("{name}: {route} is new")), &format!("{name}: {route}"));
            }
            let missing = planted.spots.iter().filter(|spot| !texts.mentions(&spot.marker)).count();
            assert!(missing <= 1, "{name}: {missing} of {} strings are not shown", planted.spots.len());
            for spot in planted.spots.iter().filter(|spot| texts.mentions(&spot.marker)) {
                let whole = spot.is_markdown || texts.has(spot);
                assert!(whole, "{name}: {} of {}: {} is not shown as it is written", spot.key, spot.file, spot.marker);
                seen.insert(spot.key.clone());
            }
        }
    }
    for key in plant::SHOWN {
        assert!(seen.contains(*key), "{key} was never tried; shown are {seen:?}");
    }
}

#[test]
fn no_string_acts_where_html_is_refused() {
    check(false);
}

#[test]
fn no_string_acts_where_html_is_let_in() {
    check(true);
}

/// Data of a document to print is never code: what Typst would run, and what it would read as markup, is printed.
#[test]
fn texts_in_documents_to_print_are_no_code() {
    let code = "#panic(\"x\")#read(\"/etc/passwd\")$x^2$*b*_i_@r<l>`c`//d";
    let (_, snapshot) = sites().pop().unwrap();
    let planted = plant::one(&snapshot, "forms.yaml", "title", code);
    let (site, _) = compile(planted, &options());
    let form = site.plan.routes().find(|(_, route)| matches!(route, Route::Print(mingce::model::Kind::Form, _)));
    let pdf = site.render(form.unwrap().1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.pdf"), &pdf).unwrap();
    let run = std::process::Command::new("pdftotext").args(["-raw", "a.pdf", "-"]).current_dir(&folder).output();
    let text = String::from_utf8(run.unwrap().stdout).unwrap();
    let close = |text: &str| text.split_whitespace().collect::<String>();
    assert!(close(&text).contains(&close(code)), "{text}");
}
