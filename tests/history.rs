//! What was updated, and when something was compared with its sources: on pages, in feeds, for search engines and as data.

use std::path::Path;

use mingce::model::Options;
use mingce::source::Source;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};

/// The base site with two records that have a history.
fn site() -> Compiled {
    with(&[
        (
            "policies/plan-2023.md",
            "published_on: 2023-07-28\n",
            "published_on: 2023-07-28\nchecked_on: 2024-01-05\nupdates:\n  - { on: 2023-09-01, what: 补充附件 }\n\
             \x20 - { on: 2023-12-01, what: \"更正 <三> 的电话 0632-1234567\" }\n",
        ),
        (
            "offices.yaml",
            "  name: 市人才科\n",
            "  name: 市人才科\n  checked_on: 2024-01-06\n  updates: [{ on: 2023-10-01, what: 更正地址 }]\n",
        ),
    ])
}

/// The base site with texts of its files replaced: path, text before, text after.
fn with(edits: &[(&str, &str, &str)]) -> Compiled {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = mingce::edge::disk::load(&base);
    for (path, before, after) in edits {
        let at = snapshot.texts.iter().position(|source| &*source.path == *path).unwrap();
        let text = snapshot.texts[at].text.replacen(before, after, 1);
        assert_ne!(text, *snapshot.texts[at].text);
        snapshot.texts[at] = Source::decode(*path, text.as_bytes());
    }
    let (compiled, reported) = compile(snapshot, &Options { as_of: Date::read("2024-03-01"), ..Options::default() });
    assert!(
        reported.iter().all(|reported| !["MC504", "MC215"].contains(&reported.code.to_string().as_str())),
        "{reported:?}"
    );
    compiled
}

fn text(compiled: &Compiled, path: &str) -> String {
    String::from_utf8(compiled.render(compiled.plan.route(path).unwrap()).unwrap().to_vec()).unwrap()
}

#[test]
fn a_page_says_when_it_was_updated_and_what() {
    let compiled = site();
    let page = text(&compiled, "policies/plan-2023.html");
    let head = page.split("class=meta").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(head.contains("更新日期：<time datetime=2023-12-01>2023年12月1日</time>"), "{head}");
    assert!(head.contains("核对日期：<time datetime=2024-01-05>2024年1月5日</time>"), "{head}");
    let history = page.split("<details class=wide>").nth(1).unwrap().split("</details>").next().unwrap();
    let newest = "2023年12月1日：更正 &lt;三&gt; 的电话 <a href=tel:0632-1234567>0632-1234567</a>";
    assert!(history.contains("<summary>更新记录</summary>"), "{history}");
    let places = [newest, "2023年9月1日：补充附件"].map(|told| history.find(told));
    assert!(places[0].is_some() && places[0] < places[1], "{history}");
    // A page without any says nothing of it.
    let other = text(&compiled, "interpretations/overview.html");
    assert!(!other.contains("更新日期") && !other.contains("核对日期") && !other.contains("更新记录"));
}

#[test]
fn a_page_of_many_records_names_those_that_were_updated() {
    let page = text(&site(), "offices/index.html");
    assert!(page.contains("更新日期：<time datetime=2023-10-01>"), "{page}");
    assert!(page.contains("2023年10月1日：市人才科：更正地址"), "{page}");
}

#[test]
fn machines_know_the_day_of_the_last_update() {
    let compiled = site();
    let map = text(&compiled, "sitemap.xml");
    assert!(map.contains("policies/plan-2023.html</loc><lastmod>2023-12-01</lastmod>"), "{map}");
    assert!(map.contains("offices/</loc><lastmod>2023-10-01</lastmod>"), "{map}");
    let feed = text(&compiled, "policies/feed.xml");
    let entry = feed.split("<entry>").find(|entry| entry.contains("plan-2023")).unwrap();
    assert!(entry.contains("<published>2023-07-28T"), "{entry}");
    assert!(entry.contains("<updated>2023-12-01T"), "{entry}");
    assert!(feed.split("<entry>").next().unwrap().contains("<updated>2023-12-01T"), "{feed}");
    let all = text(&compiled, "feed.xml");
    let office = all.split("<entry>").find(|entry| entry.contains("<title>市人才科</title>")).unwrap();
    assert!(office.contains("offices/index.html#city-office") && office.contains("<updated>2023-10-01T"), "{office}");
    assert!(office.contains("<summary>更正地址</summary>") && !office.contains("<published>"), "{office}");
    let page = text(&compiled, "policies/plan-2023.html");
    assert!(page.contains("\"dateModified\":\"2023-12-01\""));
    let data: serde_json::Value = serde_json::from_str(&text(&compiled, "data/offices.json")).unwrap();
    let office = data.to_string();
    assert!(office.contains("\"checked_on\":\"2024-01-06\",\"updated_on\":\"2023-10-01\""), "{office}");
}
