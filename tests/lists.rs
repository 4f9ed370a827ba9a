//! Lists of a page that have an end: what does not depend on the page alone, and would make a site of many records larger than
//! in proportion.

use std::path::Path;

use mingce::model::Options;
use mingce::source::Source;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};

/// The base site with files added or replaced, and the codes of what is reported.
fn checked(files: &[(String, String)]) -> (Compiled, Vec<String>) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = mingce::edge::disk::load(&base);
    snapshot.texts.retain(|source| files.iter().all(|(path, _)| **path != *source.path));
    snapshot.texts.extend(files.iter().map(|(path, text)| Source::decode(&**path, text.as_bytes())));
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    let (compiled, reported) = compile(snapshot, &Options { as_of: Date::read("2024-03-01"), ..Options::default() });
    (compiled, reported.iter().map(|reported| reported.code.to_string()).collect())
}

fn site(files: &[(String, String)]) -> Compiled {
    checked(files).0
}

fn text(compiled: &Compiled, path: &str) -> String {
    let route = compiled.plan.route(path).unwrap_or_else(|| panic!("{path} is not there"));
    String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap()
}

/// The base checks and as many more that open the subsidy; each lists notices. The last ones come first.
fn checks(count: usize) -> (String, String) {
    let one = |at: usize| {
        format!(
            "- {{ id: c{at}, order: {}, title: 自测{at}, summary: 查。, decided_by: 科, source: plan-2023#一, notices: true, \
             flow: [{{ fact: employed }}], groups: [{{ outcomes: [{{ id: a, name: 甲, level: senior, grants: [subsidy, subsidy], \
             rule: {{ fact: employed, is: true }} }}] }}], none: {{ next: 问。 }} }}\n",
            count - at
        )
    };
    let more: String = (0..count).map(one).collect();
    ("checks.yaml".to_owned(), [include_str!("invalid/base/checks.yaml"), &more].concat())
}

/// The titles of the checks that a page links, one after the other.
fn linked(page: &str) -> Vec<&str> {
    let links = page.split("<a href=").skip(1).filter_map(|link| link.split_once('>')?.1.split("</a>").next());
    links.filter(|text| text.starts_with("自测")).collect()
}

#[test]
fn a_benefit_links_the_first_twenty_checks_that_open_it() {
    // One of them is that of the base site.
    let page = text(&site(&[checks(19)]), "benefits/subsidy.html");
    assert_eq!(linked(&page), (0..19).rev().map(|at| format!("自测{at}")).collect::<Vec<_>>());
    let page = text(&site(&[checks(25)]), "benefits/subsidy.html");
    assert_eq!(linked(&page), (6..25).rev().map(|at| format!("自测{at}")).collect::<Vec<_>>());
}

#[test]
fn a_result_lists_twelve_notices_that_are_not_over_and_leads_to_the_others() {
    let notices = |count: usize| {
        let notice = |at: usize| {
            // Every third one is over.
            let year = if at.is_multiple_of(3) { "2023" } else { "2024" };
            let to = format!("{year}-09-30");
            let text = include_str!("invalid/base/notices/autumn.md").replace("2023-09-30", &to);
            (format!("notices/n{at:02}.md"), text.replace("秋季培训招生", &format!("招生{at:02}")))
        };
        let files: Vec<_> = (0..count).map(notice).chain([checks(1)]).collect();
        let page = text(&site(&files), "checks/c0.html");
        page.split_once("<section class=notices>").unwrap().1.split("</section>").next().unwrap().to_owned()
    };
    let eighteen = notices(18);
    assert_eq!(eighteen.matches("<li").count(), 12, "{eighteen}");
    assert!(
        !eighteen.contains("查看全部") && eighteen.contains("招生17") && !eighteen.contains("招生15"),
        "{eighteen}"
    );
    let nineteen = notices(20);
    assert_eq!(nineteen.matches("<li").count(), 12, "{nineteen}");
    assert!(nineteen.contains("<a href=../notices/index.html>查看全部</a>"), "{nineteen}");
    assert!(nineteen.contains("招生17") && !nineteen.contains("招生19"), "{nineteen}");
}

#[test]
fn lists_of_words_have_limits() {
    let base = include_str!("invalid/base/site.yaml");
    for (list, limit) in [("levels", 50), ("certificates", 200), ("employers", 50), ("districts", 500)] {
        let with = |count: usize| {
            let there = base.split(&format!("\n{list}:\n")).nth(1).unwrap();
            let there = there.lines().take_while(|line| line.starts_with("  - ")).count();
            let code = if list == "districts" { ", code: \"370400\"" } else { "" };
            let more: String = (there..count).map(|at| format!("  - {{ id: w{at}, name: 词{at}{code} }}\n")).collect();
            let text = base.replace(&format!("\n{list}:\n"), &format!("\n{list}:\n{more}"));
            checked(&[("site.yaml".to_owned(), text)]).1.iter().filter(|code| *code == "MC733").count()
        };
        assert_eq!((with(limit), with(limit + 1)), (0, 1), "{list}");
    }
}

#[test]
fn a_question_has_two_thousand_options_at_most() {
    let with = |count: usize| {
        let options: String = (0..count).map(|at| format!("    - {{ id: o{at}, name: 项{at} }}\n")).collect();
        let fact = format!("- id: g\n  name: 系\n  question: 哪个？\n  type: enum\n  options:\n{options}");
        let facts = [include_str!("invalid/base/facts.yaml"), &fact].concat();
        let check = "- { id: one, title: 查, summary: 查。, decided_by: 科, source: plan-2023#一, flow: [{ fact: g }], groups: [{ \
                     outcomes: [{ id: a, name: 甲, rule: { fact: g, is: o0 } }] }], none: { next: 问。 } }\n";
        let checks = [include_str!("invalid/base/checks.yaml"), check].concat();
        let files = [("facts.yaml".to_owned(), facts), ("checks.yaml".to_owned(), checks)];
        checked(&files).1.iter().filter(|code| *code == "MC909").count()
    };
    assert_eq!((with(2000), with(2001)), (0, 1));
}
