//! Lists of a page that have an end: what does not depend on the page alone, and would make a site of many records larger than
//! in proportion.

use std::path::Path;

use mingce::model::Options;
use mingce::source::Source;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};

/// The base site with files added or replaced.
fn site(files: &[(String, String)]) -> Compiled {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = mingce::edge::disk::load(&base);
    snapshot.texts.retain(|source| files.iter().all(|(path, _)| **path != *source.path));
    snapshot.texts.extend(files.iter().map(|(path, text)| Source::decode(&**path, text.as_bytes())));
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    compile(snapshot, &Options { as_of: Date::read("2024-03-01"), ..Options::default() }).0
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
