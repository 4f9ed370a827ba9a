//! Feeds as a reader of XML finds them: what RFC 4287 wants, the newest first, and no more than the site says.

use std::path::Path;

use mingce::edge::disk::load;
use mingce::model::Options;
use mingce::plan::Route;
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};
use roxmltree::{Document, Node};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const BASE: &str = "https://www.example.com/ztzl/szjs/";

fn text<'a>(node: Node<'a, '_>, name: &str) -> Vec<&'a str> {
    let own = node.children().filter(|child| child.has_tag_name((ATOM, name)));
    own.map(|child| child.text().unwrap_or_default()).collect()
}

fn one<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    let all = text(node, name);
    assert_eq!(all.len(), 1, "{name}: {all:?}");
    assert!(!all[0].is_empty(), "{name} is empty");
    all[0]
}

/// The titles of a feed, once everything is as it has to be.
fn read(compiled: &Compiled, path: &str) -> Option<Vec<String>> {
    let bytes = compiled.render(compiled.plan.route(path)?).unwrap();
    let xml = String::from_utf8(bytes.to_vec()).unwrap();
    let document = Document::parse(&xml).unwrap();
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    assert_eq!(one(feed, "id"), format!("{BASE}{path}"));
    let author = |node: Node<'_, '_>| {
        let names = node.children().filter(|child| child.has_tag_name((ATOM, "author")));
        names.map(|author| one(author, "name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(author(feed).len(), 1);
    let mut days: Vec<jiff::Timestamp> = vec![one(feed, "updated").parse().unwrap()];
    let mut ids = Vec::new();
    let mut titles = vec![one(feed, "title").to_owned()];
    for entry in feed.children().filter(|child| child.has_tag_name((ATOM, "entry"))) {
        let id = one(entry, "id");
        assert_eq!(one(entry, "published"), one(entry, "updated"));
        days.push(one(entry, "updated").parse().unwrap());
        let links: Vec<_> = entry.children().filter(|child| child.has_tag_name((ATOM, "link"))).collect();
        assert_eq!(links.iter().map(|link| link.attribute("href")).collect::<Vec<_>>(), [Some(id)]);
        assert!(matches!(compiled.plan.route(id.strip_prefix(BASE).unwrap()), Some(Route::Record(..))), "{id}");
        ids.push(id.to_owned());
        titles.push(one(entry, "title").to_owned());
        assert!(text(entry, "summary").len() <= 1 && author(entry).len() <= 1);
    }
    assert!(!ids.is_empty() && ids.len() <= 100, "{}", ids.len());
    assert_eq!(days[0], days[1], "a feed is as new as its newest entry");
    assert!(days.is_sorted_by(|a, b| a >= b));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), titles.len() - 1, "an entry stands twice");
    Some(titles)
}

fn compiled(policies: usize, settings: &str) -> Compiled {
    let mut texts = vec![(
        "site.yaml".to_owned(),
        format!("title: 甲&乙\nsummary: 乙\nowner: <丙>\ncontact: {{}}\ncolumns: []\nas_of: 2026-01-01\n{settings}"),
    )];
    for at in 0..policies {
        let day = format!("20{:02}-01-{:02}", at / 28 % 26, 1 + at % 28);
        texts.push((
            format!("policies/p{at:04}.md"),
            format!("---\ntitle: \"=<b>{at}</b>]]> &amp;\"\nissuer: 丁\npublished_on: {day}\n---\n\n一、甲。\n"),
        ));
    }
    texts.push(("policies/undated.md".to_owned(), "---\ntitle: 无日期\nissuer: 丁\n---\n\n一、甲。\n".to_owned()));
    let mut texts: Vec<_> = texts.iter().map(|(path, text)| Source::decode(path.clone(), text.as_bytes())).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    compile(Snapshot { texts, ..Snapshot::default() }, &Options::default()).0
}

#[test]
fn a_site_has_a_feed_of_everything_of_policies_and_of_notices() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/notices/content");
    let compiled = compile(load(&content).0, &Options::default()).0;
    let [all, policies, notices] =
        ["feed.xml", "policies/feed.xml", "notices/feed.xml"].map(|path| read(&compiled, path).unwrap());
    assert!(all.len() > policies.len().max(notices.len()));
    assert!(policies[1..].iter().chain(&notices[1..]).all(|title| all.contains(title)));
    let named = |path: &str| {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = scraper::Html::parse_document(std::str::from_utf8(&page).unwrap());
        let link = scraper::Selector::parse("link[rel=alternate][type='application/atom+xml']").unwrap();
        page.select(&link).map(|link| link.attr("href").unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named("index.html"), ["feed.xml"]);
    assert_eq!(named("policies/index.html"), ["feed.xml"]);
    assert_eq!(named("notices/index.html"), ["feed.xml"]);
    assert_eq!(named("questions/index.html"), [""; 0]);
}

#[test]
fn texts_are_texts_and_what_has_no_day_is_left_out() {
    let titles = read(&compiled(300, &format!("base_url: {BASE}\n")), "policies/feed.xml").unwrap();
    assert_eq!(titles.len(), 101);
    assert_eq!(titles[..2], ["政策文件 - 甲&乙", "=<b>299</b>]]> &amp;"]);
    assert!(!titles.contains(&"无日期".to_owned()));
}

#[test]
fn without_an_address_or_a_day_there_is_no_feed() {
    for compiled in [compiled(3, ""), compiled(0, &format!("base_url: {BASE}\n"))] {
        assert!(compiled.plan.routes().all(|(path, _)| !path.ends_with("feed.xml")));
    }
    let one = compiled(3, &format!("base_url: {BASE}\n"));
    assert!(one.plan.route("notices/feed.xml").is_none());
}
