//! What holds for any content: nothing panics, every place lies in its file, and neither order nor threads change
//! anything. Content is the valid site in `tests/invalid/base` with one file of it spoilt.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{folder, put};
use mingce::diagnostic::catalogue::Lang;
use mingce::diagnostic::{Diagnostics, Severity};
use mingce::edge::disk::load;
use mingce::model::Options;
use mingce::report::{Format, Look, report};
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};
use proptest::prelude::*;
use proptest::sample::{Index, select};

type Files = BTreeMap<String, Vec<u8>>;

/// The files of the valid site.
fn base() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let files =
        walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Those that are read as text.
fn texts() -> Vec<String> {
    base().into_keys().filter(|path| path.ends_with(".md") || path.ends_with(".yaml")).collect()
}

fn snapshot(files: &Files) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (path, bytes) in files {
        if path.ends_with(".md") || path.ends_with(".yaml") {
            snapshot.texts.push(Source::decode(path.clone(), bytes));
        } else {
            snapshot.files.insert(path.clone(), bytes.as_slice().into());
        }
    }
    snapshot
}

fn compiled(snapshot: Snapshot) -> (Compiled, Diagnostics) {
    compile(snapshot, &Options::default())
}

/// Every page and file of a site, or the diagnostics of a template.
fn pages(compiled: &Compiled) -> BTreeMap<String, Vec<u8>> {
    let render = |(path, route)| {
        let bytes = compiled.render(route).unwrap_or_else(|reported| panic!("{path}: {reported:?}"));
        (str::to_owned(path), bytes.to_vec())
    };
    compiled.plan.routes().map(render).collect()
}

/// Compiles files, and holds what is reported to the rules for any content.
fn hold(files: &Files) -> Result<(), TestCaseError> {
    let (site, diagnostics) = compiled(snapshot(files));
    for reported in diagnostics.iter() {
        let related = reported.related.iter().map(|(span, _)| span);
        for span in reported.span.iter().chain(related) {
            let source = site.snapshot.source(span.file);
            prop_assert!(source.text.get(span.range()).is_some(), "{reported:?} in {:?}", source.text);
        }
        prop_assert!(reported.span.is_some() != reported.path.is_some(), "{reported:?}");
    }
    prop_assert_eq!(&diagnostics.clone().sorted(), &diagnostics);
    for (format, lang) in [(Format::Text, Lang::Zh), (Format::Json, Lang::En), (Format::Github, Lang::Zh)] {
        let look = Look { format, lang, folder: "content", ..Look::default() };
        let text = report(&diagnostics, &site.snapshot, &look);
        prop_assert!(diagnostics.iter().all(|reported| text.contains(&reported.code.to_string())));
    }
    if diagnostics.count(Severity::Error) == 0 {
        // What is not read is reported; of what is no text, who reads the folder tells.
        let content = &site.site.content;
        let all_text = site.snapshot.texts.iter().all(|source| source.flaw.is_none());
        prop_assert!(!all_text || (content.settings.is_some() && content.unread.is_empty()), "{:?}", content.unread);
        for (path, route) in site.plan.routes() {
            prop_assert!(site.render(route).is_ok(), "{path}");
        }
    }
    Ok(())
}

/// Pieces that mean something to YAML, to Markdown or to the numbering of documents.
const PIECES: &[&str] = &[
    "- ",
    "  ",
    "\n",
    "\n\n",
    ": ",
    ":",
    "：",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "|",
    ">",
    "&a",
    "*a",
    "*a ",
    "#",
    "# ",
    "!",
    "~",
    "---\n",
    "\n---\n",
    "id",
    "id: ",
    "title: ",
    "name: ",
    "source: ",
    "source: []\n",
    "unpublished",
    "yes",
    "0632",
    "2023-02-30",
    "\t",
    "\r\n",
    "\u{FEFF}",
    "\u{0}",
    "<b>",
    "<!--",
    "-->",
    "](",
    "![",
    "(policy:",
    "plan-2023#",
    "#二（一）",
    "`",
    "```\n",
    "**",
    "~~",
    "[^1]",
    "[^1]: ",
    "| a | b |\n|---|---|\n",
    "1. ",
    "一、",
    "（一）",
    "(一)",
    "附件1\n",
    "，",
    "。",
    "“",
    "”",
    "字",
    "e\u{301}",
    "\u{202E}",
    "\u{FDD0}",
    "😀",
    "> [!NOTE]\n> ",
    "9999999999999",
    "-",
    "= ",
    "\\",
    "&lt;",
    "http://a",
    "%20",
    "%ff",
];

fn soup(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..most).prop_map(|pieces| pieces.concat())
}

/// A way to spoil the bytes of a file.
#[derive(Clone, Debug)]
enum Blow {
    Bytes(Vec<u8>),
    Text(String),
    Insert(Index, Vec<u8>),
    Soup(Index, String),
    Cut(Index),
    Remove(Index, Index),
    Lines(Index, Index),
    Body(String),
    Value(Index, String),
}

fn blow() -> impl Strategy<Value = Blow> {
    let index = any::<Index>;
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..60).prop_map(Blow::Bytes),
        2 => soup(40).prop_map(Blow::Text),
        1 => (index(), prop::collection::vec(any::<u8>(), 0..4)).prop_map(|(at, bytes)| Blow::Insert(at, bytes)),
        3 => (index(), soup(8)).prop_map(|(at, text)| Blow::Soup(at, text)),
        1 => index().prop_map(Blow::Cut),
        1 => (index(), index()).prop_map(|(from, to)| Blow::Remove(from, to)),
        2 => (index(), index()).prop_map(|(one, other)| Blow::Lines(one, other)),
        3 => soup(60).prop_map(Blow::Body),
        3 => (index(), soup(6)).prop_map(|(line, text)| Blow::Value(line, text)),
    ]
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap()
}

fn spoil(bytes: &[u8], blow: &Blow) -> Vec<u8> {
    if bytes.is_empty() && matches!(blow, Blow::Lines(..) | Blow::Value(..)) {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    let at = |index: &Index| floor(&text, index.index(text.len() + 1));
    let spoilt = match blow {
        Blow::Bytes(bytes) => return bytes.clone(),
        Blow::Insert(index, more) => {
            let at = index.index(bytes.len() + 1);
            return [&bytes[..at], more, &bytes[at..]].concat();
        }
        Blow::Cut(index) => return bytes[..index.index(bytes.len() + 1)].to_vec(),
        Blow::Text(text) => text.clone(),
        Blow::Soup(index, more) => format!("{}{more}{}", &text[..at(index)], &text[at(index)..]),
        Blow::Remove(one, other) => {
            let (from, to) = (at(one).min(at(other)), at(one).max(at(other)));
            format!("{}{}", &text[..from], &text[to..])
        }
        Blow::Lines(one, other) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            let line = lines.remove(one);
            lines.insert(other.min(lines.len()), line);
            lines.concat()
        }
        Blow::Body(body) => {
            let end = text.rfind("\n---\n").map_or(text.len(), |at| at + 5);
            format!("{}\n{body}", &text[..end])
        }
        Blow::Value(index, value) => {
            let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
            let at = index.index(lines.len());
            if let Some((key, _)) = lines[at].split_once(": ") {
                lines[at] = format!("{key}: {value}\n");
            }
            lines.concat()
        }
    };
    spoilt.into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_file_are_reported_of(file in select(texts()), blows in prop::collection::vec(blow(), 1..3)) {
        let mut files = base();
        let bytes = blows.iter().fold(files[&file].clone(), |bytes, blow| spoil(&bytes, blow));
        files.insert(file, bytes);
        hold(&files)?;
    }

    #[test]
    fn files_may_be_anywhere(name in "[a-z]{1,5}|fields|questions|site|theme", file in "[a-z一二 ]{0,6}\\.(md|yaml)", text in soup(12)) {
        let mut files = base();
        files.insert(format!("{name}/{file}"), text.clone().into_bytes());
        files.insert(file, text.into_bytes());
        hold(&files)?;
    }
}

/// A site whose only fault is that it is warned of.
fn warned() -> Files {
    let mut files = base();
    let site = String::from_utf8(files["site.yaml"].clone()).unwrap();
    files.insert("site.yaml".into(), site.replace("base_url: https://www.example.gov.cn/szjn/\n", "").into_bytes());
    files
}

#[test]
fn neither_order_nor_threads_change_anything() {
    let mut seen = BTreeSet::new();
    for (backwards, threads) in [(false, 1), (true, 4), (true, 1), (false, 4)] {
        let dir = folder();
        let mut files: Vec<_> = warned().into_iter().collect();
        files.push(("questions/wrong.md".into(), b"no front matter".to_vec()));
        files.push(("terms/wrong.yaml".into(), b"name: [".to_vec()));
        if backwards {
            files.reverse();
        }
        files.iter().for_each(|(path, bytes)| put(dir.path(), path, bytes));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (snapshot, read) = pool.install(|| load(dir.path()));
        let (site, diagnostics) = pool.install(|| compiled(snapshot));
        assert!(diagnostics.count(Severity::Error) == 2 && diagnostics.count(Severity::Warning) == 1);
        seen.insert((format!("{read:?}{diagnostics:?}"), pool.install(|| pages(&site))));
    }
    assert_eq!(seen.len(), 1);
}

#[test]
fn a_site_with_warnings_is_the_same_each_time() {
    let made = || {
        let (site, diagnostics) = compiled(snapshot(&warned()));
        assert_eq!((diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning)), (0, 1));
        pages(&site)
    };
    assert!(made() == made());
}

/// The values of an attribute in a page, with entities read.
fn values(html: &str, attribute: &str) -> Vec<String> {
    let read = |part: &str| {
        let quoted = part.strip_prefix('"').and_then(|rest| rest.split('"').next());
        let value = quoted.unwrap_or_else(|| part.split([' ', '>']).next().unwrap());
        value.replace("&amp;", "&").replace("&quot;", "\"")
    };
    html.split(&format!(" {attribute}=")).skip(1).map(read).collect()
}

/// The path of a route that a link means, from the folder of a page.
fn target(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    let name = parts.pop().unwrap();
    if href.is_empty() {
        parts.push(name);
    }
    for part in href.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{from}: {href} leaves the site"),
            part => parts.push(part),
        }
    }
    if href.ends_with('/') || href.ends_with("..") || href == "." {
        parts.push("index.html");
    }
    percent_encoding::percent_decode_str(&parts.join("/")).decode_utf8().unwrap().into_owned()
}

#[test]
fn every_link_leads_to_a_route() {
    let (site, diagnostics) = compiled(snapshot(&base()));
    assert_eq!(diagnostics, Diagnostics::default());
    let pages = pages(&site);
    let text = |path: &str| String::from_utf8(pages[path].clone()).unwrap();
    let mut followed = 0;
    for path in pages.keys().filter(|path| path.ends_with(".html")) {
        let html = text(path);
        let from = if html.contains("<base ") { "index.html" } else { path };
        for link in ["href", "src"].iter().flat_map(|name| values(&html, name)) {
            if link.contains(':') {
                continue;
            }
            let (href, anchor) = link.split_once('#').map_or((&*link, None), |(href, anchor)| (href, Some(anchor)));
            // The page for addresses that do not exist is shown at any address, so its links are whole.
            let goal = match href.strip_prefix("/szjn/") {
                Some(href) => target("index.html", if href.is_empty() { "./" } else { href }),
                None => target(from, href),
            };
            assert!(site.plan.route(&goal).is_some(), "{path}: {link} leads to {goal}, which is not there");
            // What follows `#v=` are answers to a check.
            let answers = anchor.is_some_and(|anchor| anchor.starts_with("v="));
            assert!(!answers || text(&goal).contains("check-data"), "{path}: {link} leads to no check");
            if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty() && !answers) {
                let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8().unwrap();
                let ids = values(&text(&goal), "id");
                assert!(ids.iter().any(|id| *id == anchor), "{path}: {link} leads to no place in {goal}");
            }
            followed += 1;
        }
    }
    assert!(followed > 500, "only {followed} links were found: the test no longer reads what it should");
}
