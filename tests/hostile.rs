//! Content that would take the program down, or a reader's browser in: each is told, none gets through.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use mingce::compile;
use mingce::diagnostic::{Code, Severity};
use mingce::model::Options;
use mingce::source::{Snapshot, Source};

const SITE: &str = "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n";
const POLICY: &str = "---\ntitle: 政策\nissuer: 丁\n---\n一、总则\n\n应当办理。\n";

/// The codes of the errors of a site with these files, after every page of it was rendered.
fn errors(files: &[(&str, String)]) -> Vec<Code> {
    let mut texts: Vec<Source> = [("policies/p.md", POLICY.to_owned()), ("site.yaml", SITE.to_owned())]
        .iter()
        .chain(files)
        .map(|(path, text)| Source::decode((*path).to_owned(), text.as_bytes()))
        .collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let options = Options { now: jiff::Timestamp::UNIX_EPOCH, as_of: None, base_url: None };
    let (compiled, diagnostics) = compile(Snapshot { texts, ..Snapshot::default() }, &options);
    for (path, route) in compiled.plan.routes() {
        compiled.render(route).unwrap_or_else(|told| panic!("{path}: {told:?}"));
    }
    let errors = diagnostics.iter().map(|told| told.code).filter(|code| code.severity() == Severity::Error);
    errors.collect()
}

fn page(body: &str) -> [(&'static str, String); 1] {
    [("pages/a.md", format!("---\ntitle: 页\nsummary: 页\n---\n{body}\n"))]
}

fn term(source: &str) -> [(&'static str, String); 1] {
    [("terms.yaml", format!("- id: t\n  name: 词\n  definition: 义\n  source: {source}\n"))]
}

#[test]
fn deep_nesting_is_told_wherever_it_stands() {
    assert_eq!(errors(&page(&format!("{} 底", ">".repeat(5_000)))), [Code::YamlTooComplex]);
    assert_eq!(errors(&page(&format!("{}底", "- ".repeat(2_000)))), [Code::YamlTooComplex]);
    assert_eq!(errors(&page(&format!("{} 底", ">".repeat(20)))), []);
    assert_eq!(errors(&term(&format!("{}p#一{}", "[".repeat(60), "]".repeat(60)))).len(), 1);
    assert_eq!(errors(&term(&format!("{}p#一{}", "[".repeat(3), "]".repeat(3)))), [Code::WrongType]);
    assert_eq!(errors(&term("[p#一, {clause: p#一, quote: 应当办理}]")), []);
}

#[test]
fn clause_numbers_beyond_all_reason_are_text() {
    let policy = POLICY.replace("应当办理。", "4294967295.甲\n\n3.乙");
    assert_eq!(errors(&[("policies/q.md", policy)]), []);
}

#[test]
fn a_quote_of_nothing_proves_nothing() {
    assert_eq!(errors(&term("{clause: p#一, quote: ' '}")), [Code::BadSource]);
}

#[test]
fn addresses_lead_to_the_web_or_nowhere() {
    let institution = |url: &str| {
        let text = format!(
            "- id: i\n  name: 校\n  role: training\n  summary: 校\n  fields: []\n  as_of: 1970-01-01\n  url: {url}\n  source: p#一\n"
        );
        [("institutions.yaml", text)]
    };
    assert_eq!(errors(&institution("'javascript:alert(1)'")), [Code::BadValue]);
    assert_eq!(errors(&institution("https://example.org/")), []);
    assert_eq!(errors(&term("{document: 某文, checked_on: 1970-01-01, url: 'data:text/html,x'}")), [Code::BadValue]);
}

#[test]
fn unpublished_in_chinese_is_not_shown_as_a_value() {
    let notice = "---\ntitle: 章\nsummary: 章\ninstitution: i\nfields: []\nfee: 待定\nsource: p#一\n---\n";
    assert!(errors(&[("notices/n.md", notice.to_owned())]).contains(&Code::BadValue));
}

#[test]
fn anchors_of_a_page_are_unique() {
    let body = "## 材料\n\n甲\n\n## 材料\n\n乙\n\n## 材料 2\n\n丙\n\n## main\n";
    let text = format!("---\ntitle: 页\nsummary: 页\n---\n{body}");
    let (document, _) = mingce::syntax::markdown::parse(
        &text[text.find("##").unwrap()..],
        mingce::syntax::markdown::Flavor::Article,
        mingce::syntax::markdown::Origin::Body(mingce::source::FileId(0), 0),
    );
    let ids: Vec<_> = document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["材料", "材料-2", "材料-2-2", "main-2"]);
}
