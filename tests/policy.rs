//! Policies as readers find them: what is no longer in force says so, wherever it is named.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use mingce::diagnostic::Code;
use mingce::model::settings::ColumnId;
use mingce::model::{Kind, Options};
use mingce::plan::Route;
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};

const SITE: &str = "title: 站\nsummary: 站\nowner: 局\ncontact: {}\nas_of: 2024-06-01\ncolumns:\n\
    - { id: policies, name: 政策文件, description: 政策, keywords: [政策], type: 政策 }\n\
    - { id: interpretations, name: 政策解读, description: 解读, keywords: [解读], type: 解读 }\n\
    - { id: questions, name: 问答, description: 问答, keywords: [问答], type: 问答 }\n";

fn policy(title: &str, keys: &str) -> String {
    format!("---\ntitle: {title}\nissuer: 局\n{keys}---\n\n一、申报\n\n可以申报。\n")
}

/// A site of three policies, each of which replaces the one before it, one that has expired, and articles on them.
fn succession() -> Vec<(&'static str, String)> {
    let article = |keys: &str| format!("---\ntitle: 解读{keys}\n---\n\n可以申报（[一](policy:c-2024#一)）。\n");
    let question = |title: &str, keys: &str| {
        format!("---\ntitle: {title}\nsummary: 可以。\ngroup: 申报\nsource: c-2024#一\n{keys}---\n\n可以。\n")
    };
    vec![
        ("site.yaml", SITE.to_owned()),
        ("policies/a-2019.md", policy("甲办法", "made_on: 2019-01-01\nsuperseded_by: b-2021\n")),
        (
            "policies/b-2021.md",
            policy("乙办法", "made_on: 2021-01-01\nvalidity: superseded\nsuperseded_by: [c-2024]\n"),
        ),
        ("policies/c-2024.md", policy("丙办法", "made_on: 2024-01-01\nvalidity: in-force\nbasis: [b-2021, d-2018]\n")),
        ("policies/d-2018.md", policy("丁通知", "validity: expired\n")),
        ("policies/e-2024.md", policy("戊通知", "validity: in-force\nbasis: [d-2018]\n")),
        ("interpretations/new.md", article("新\nsummary: 新\npolicies: [a-2019, c-2024]")),
        ("interpretations/a-old.md", article("旧\nsummary: 旧\npolicies: [c-2024]\nvalidity: superseded")),
        ("questions/a-old.md", question("旧问", "validity: expired\n")),
        ("questions/new.md", question("新问", "")),
    ]
}

fn site(files: &[(&str, String)]) -> (Compiled, Vec<Code>) {
    let mut texts: Vec<_> =
        files.iter().map(|(path, text)| Source::decode((*path).to_owned(), text.as_bytes())).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let (compiled, told) = compile(Snapshot { texts, ..Snapshot::default() }, &Options::default());
    let quiet = [Code::NoBaseUrl, Code::NoIdentity, Code::EmptyColumn];
    let told = told.iter().map(|told| told.code).filter(|code| !quiet.contains(code)).collect();
    (compiled, told)
}

/// The main part of a page.
fn main_of(compiled: &Compiled, route: &Route) -> String {
    let html = String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap();
    html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_owned()
}

fn policy_page(compiled: &Compiled, id: &str) -> String {
    let policies = &compiled.site.content.policies;
    let at = policies.iter().position(|policy| policy.id.as_str() == id).unwrap();
    main_of(compiled, &Route::Record(Kind::Policy, at))
}

/// The words of a part of a page that begins with `start`, up to `end`.
fn part<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("{start} is not in {html}"));
    rest.split_once(end).unwrap().0
}

/// The words of `order` stand in `html` one after the other.
fn in_order(html: &str, order: &[&str]) {
    let mut rest = html;
    for word in order {
        rest = rest.split_once(word).unwrap_or_else(|| panic!("{word} does not come next in {html}")).1;
    }
}

#[test]
fn a_policy_that_is_no_longer_in_force_says_so_and_by_what() {
    let (compiled, told) = site(&succession());
    assert_eq!(told, []);
    let banner = |id: &str| part(&policy_page(&compiled, id), "lapsed\">", "</div>").to_owned();
    let first = banner("a-2019");
    in_order(
        &first,
        &[
            "本文件已被取代",
            "取代本文件的文件：",
            "<a href=b-2021.html>乙办法（已被取代）</a>",
            "现行文件：",
            "<a href=c-2024.html>丙办法</a>",
        ],
    );
    let second = banner("b-2021");
    in_order(&second, &["本文件已被取代", "<a href=c-2024.html>丙办法</a>"]);
    assert!(!second.contains("现行文件："), "{second}");
    let expired = banner("d-2018");
    assert!(expired.contains("本文件已失效") && !expired.contains("取代"), "{expired}");
    let current = policy_page(&compiled, "c-2024");
    assert!(!current.contains("lapsed"), "{current}");
    in_order(
        &current,
        &["本文件取代的文件", "乙办法（已被取代）", "本文件的依据", "乙办法（已被取代）", "丁通知（已失效）"],
    );
    // What it replaces does not count as resting on it.
    let replaced = part(&current, "本文件的依据", "</section>");
    assert!(!current.contains("依据本文件的文件") && !replaced.contains("甲办法"), "{current}");
    assert!(policy_page(&compiled, "d-2018").contains("依据本文件的文件"));
}

#[test]
fn what_is_no_longer_in_force_stands_behind_and_is_marked() {
    let (compiled, _) = site(&succession());
    let mark = "<span class=\"badge warn\">已被取代</span>";
    let policies = main_of(&compiled, &Route::Column(ColumnId::Policies));
    in_order(&policies, &["丙办法", "戊通知", "甲办法", mark, "乙办法", mark, "丁通知", "已失效"]);
    let home = main_of(&compiled, &Route::Home);
    in_order(&home, &["解读新", "解读旧", mark, "丙办法", "戊通知", "甲办法", mark, "新问", "旧问（已失效）"]);
    let map = main_of(&compiled, &Route::SiteMap);
    in_order(
        &map,
        &["丙办法", "戊通知", "甲办法（已被取代）", "解读新", "解读旧（已被取代）", "新问", "旧问（已失效）"],
    );
    let list = main_of(&compiled, &Route::Column(ColumnId::Questions));
    in_order(&list, &["新问", "旧问", "已失效"]);
    let interpretation = main_of(&compiled, &Route::Record(Kind::Interpretation, 1));
    in_order(&interpretation, &["政策文件", "丙办法", "甲办法（已被取代）"]);
    let old = main_of(&compiled, &Route::Record(Kind::Interpretation, 0));
    assert!(old.contains("这里讲的规定已被取代"), "{old}");
    let related = policy_page(&compiled, "c-2024");
    in_order(&related, &["相关解读", "解读新", "解读旧（已被取代）"]);
}
