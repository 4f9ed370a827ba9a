//! Collections as data, read by other programs: every record, with what its page says, its address and its sources.

use std::collections::BTreeSet;
use std::path::Path;

use mingce::edge::disk::load;
use mingce::model::{Kind, Options, join};
use mingce::plan::Route;
use mingce::plan::data::{Table, collections};
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};
use scraper::{Html, Selector};
use serde_json::Value;

const BASE: &str = "https://www.example.com/ztzl/";

fn built(folder: &str, base: Option<&str>) -> Compiled {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let options = Options { base_url: base.map(str::to_owned), ..Options::default() };
    compile(load(&content).0, &options).0
}

fn made(settings: &str, files: &[(&str, String)]) -> Compiled {
    let site = format!("title: =甲\nsummary: 乙\nowner: 丙\ncontact: {{}}\nas_of: 2026-01-01\n{settings}");
    let mut texts = vec![Source::decode("site.yaml", site.as_bytes())];
    texts.extend(files.iter().map(|(path, text)| Source::decode(*path, text.as_bytes())));
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    compile(Snapshot { texts, ..Snapshot::default() }, &Options::default()).0
}

fn bytes(compiled: &Compiled, path: &str) -> Vec<u8> {
    let route = compiled.plan.route(path).unwrap_or_else(|| panic!("nothing is at {path}"));
    compiled.render(route).unwrap().to_vec()
}

fn json(compiled: &Compiled, kind: Kind) -> Value {
    serde_json::from_slice(&bytes(compiled, &Table::Json.path(kind))).unwrap()
}

/// The rows of the table of a collection, its heading first.
fn rows(compiled: &Compiled, kind: Kind) -> Vec<Vec<String>> {
    let bytes = bytes(compiled, &Table::Csv.path(kind));
    let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{FEFF}').unwrap();
    assert!(text.ends_with("\r\n"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Every address in a value, by its key.
fn addresses<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(members) => {
            found.extend(members.get("url").and_then(Value::as_str));
            members.values().for_each(|member| addresses(member, found));
        }
        _ => {}
    }
}

#[test]
fn tables_say_what_nobody_has_checked() {
    let compiled = built("content", None);
    let (rows, json) = (rows(&compiled, Kind::Field), json(&compiled, Kind::Field));
    let codes = json["records"][0].as_object().unwrap().keys().position(|key| key == "codes").unwrap();
    let mut unverified = 0;
    for (row, record) in rows[1..].iter().zip(json["records"].as_array().unwrap()) {
        for (line, code) in row[codes].lines().zip(record["codes"].as_array().unwrap()) {
            assert_eq!(line.ends_with("尚未与原件核对"), code["verified"] == false, "{line}");
            unverified += usize::from(code["verified"] == false);
        }
    }
    assert!(unverified > 0);
}

/// The path and the anchor of an address in data/.
fn place(address: &str, base: Option<&str>) -> Option<(String, Option<String>)> {
    let path = match base {
        Some(base) => address.strip_prefix(base)?,
        None => address.strip_prefix("../")?,
    };
    let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor.to_owned())));
    Some((path.to_owned(), anchor))
}

#[test]
fn every_record_is_there_with_its_address_and_its_sources() {
    for (folder, base) in [
        ("content", Some(BASE)),
        ("tests/sites/small/content", None),
        ("tests/sites/english/content", Some(BASE)),
        ("tests/sites/notices/content", None),
    ] {
        let compiled = built(folder, base);
        let base = compiled.site.base_url.as_deref();
        let mut seen = 0;
        for kind in collections(&compiled.site) {
            let json = json(&compiled, kind);
            let records = json["records"].as_array().unwrap();
            assert_eq!(records.len(), compiled.site.content.count(kind));
            let mut found = Vec::new();
            records.iter().for_each(|record| addresses(record, &mut found));
            for address in found {
                let Some((path, anchor)) = place(address, base) else {
                    assert!(address.contains("://"), "{address}");
                    continue;
                };
                let page = String::from_utf8(bytes(&compiled, &path)).unwrap();
                if let Some(anchor) = anchor.filter(|_| path.ends_with(".html")) {
                    let id = |quote: &str| page.contains(&format!("id={quote}{anchor}"));
                    assert!(id("\"") || id(""), "{path} has no {anchor}");
                }
                seen += 1;
            }
            let rows = rows(&compiled, kind);
            assert_eq!(rows.len(), records.len() + 1);
            assert_eq!(rows[0].iter().collect::<BTreeSet<_>>().len(), rows[0].len(), "{:?}", rows[0]);
            for (row, record) in rows[1..].iter().zip(records) {
                assert_eq!(row[0], record["id"].as_str().unwrap());
                assert_eq!(row.len(), record.as_object().unwrap().len());
            }
            let schema: Value = serde_json::from_slice(&bytes(&compiled, &Table::Schema.path(kind))).unwrap();
            let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&schema["properties"]["records"]["items"]["properties"]), keys(&records[0]));
            assert_eq!(keys(&schema["properties"]), keys(&json));
        }
        assert!(seen > 10, "{folder}: {seen}");
    }
}

const HOSTILE: [&str; 6] = ["=1+1", "@sum", "-1", "甲,\"乙\"", "+甲\\\"]}", "<script>&amp;]]>"];

#[test]
fn texts_are_texts_in_json_and_in_tables() {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let terms: String = HOSTILE
        .iter()
        .enumerate()
        .map(|(at, text)| {
            format!("- id: t{at}\n  name: {name}\n  definition: {name}\n  source: p#一\n", name = quoted(text))
        })
        .collect();
    let policy = "---\ntitle: =乙\nissuer: 丁\n---\n\n一、甲。\n".to_owned();
    let compiled = made("columns: []\n", &[("terms.yaml", terms), ("policies/p.md", policy)]);
    let json = json(&compiled, Kind::Term);
    let names: Vec<&str> = json["records"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, HOSTILE);
    let cells: Vec<String> = rows(&compiled, Kind::Term).into_iter().skip(1).map(|row| row[1].clone()).collect();
    assert_eq!(cells, ["'=1+1", "'@sum", "'-1", "甲,\"乙\"", "'+甲\\\"]}", "<script>&amp;]]>"]);
}

#[test]
fn what_is_not_published_says_so_and_what_is_not_there_is_empty() {
    let notice = "title: 甲\nsummary: 乙\ninstitution: i\nfields: []\nfee: not_held\nsource: p#一\n";
    let institution = "id: i\nname: 甲\nrole: training\nsummary: 乙\nfields: []\nas_of: 2026-01-01\nsource: p#一\n";
    let policy = "---\ntitle: 乙\nissuer: 丁\n---\n\n一、甲。\n";
    let named = "---\ntitle: 丙\nissuer: 丁\nfull_text: false\n---\n";
    let files = [
        ("notices/n.yaml", notice.to_owned()),
        ("institutions/i.yaml", institution.to_owned()),
        ("policies/p.md", policy.to_owned()),
        ("policies/q.md", named.to_owned()),
    ];
    let compiled = made("columns: []\n", &files);
    let notice = &json(&compiled, Kind::Notice)["records"][0];
    assert_eq!(notice["fee"], serde_json::json!({ "absent": "not_held", "text": "本站未收录" }));
    assert_eq!(notice["place"], serde_json::json!({ "absent": "unpublished", "text": "未公布" }));
    let cells = rows(&compiled, Kind::Notice);
    let cell = |name: &str| &cells[1][cells[0].iter().position(|head| head == name).unwrap()];
    assert_eq!([cell("费用"), cell("地点"), cell("报名时间")], ["本站未收录", "未公布", "未公布"]);
    let policies = json(&compiled, Kind::Policy);
    assert_eq!(policies["records"][0]["document_number"]["absent"], "unpublished");
    // Of a document that is only named, nobody has looked what is not announced.
    assert_eq!(policies["records"][1]["document_number"], Value::Null);
    assert_eq!(rows(&compiled, Kind::Policy)[2].iter().filter(|cell| *cell == "未公布").count(), 0);
}

#[test]
fn pages_name_their_data_and_their_markdown() {
    let compiled = built("content", Some(BASE));
    let named = |path: &str| {
        let page = String::from_utf8(bytes(&compiled, path)).unwrap();
        let alternate = Selector::parse("head > link[rel=alternate]").unwrap();
        let page = Html::parse_document(&page);
        let found = page.select(&alternate).filter_map(|link| {
            let (media, href) = (link.attr("type")?.to_owned(), link.attr("href")?);
            let place = join(path, href).unwrap();
            assert!(compiled.plan.route(&place).is_some(), "{path}: {href}");
            Some((media, place))
        });
        found.collect::<Vec<_>>()
    };
    let pair = |media: &str, path: &str| (media.to_owned(), path.to_owned());
    assert_eq!(
        named("policies/zz-2023.html"),
        [
            pair("application/json", "policies/zz-2023.json"),
            pair("application/akn+xml", "policies/zz-2023.akn.xml"),
            pair("text/markdown", "policies/zz-2023.html.md"),
        ]
    );
    assert_eq!(
        named("benefits/index.html"),
        [
            pair("application/json", "data/benefits.json"),
            pair("text/csv", "data/benefits.csv"),
            pair("text/markdown", "benefits/index.html.md"),
        ]
    );
    // A document that is only named has no text to give; a check is as heavy as a page may be.
    let only_named = compiled.site.content.policies.iter().find(|policy| !policy.data.full_text).unwrap();
    let path = format!("policies/{}.html", only_named.id);
    assert_eq!(named(&path), [pair("text/markdown", &format!("{path}.md"))]);
    for (path, _) in compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")) {
        let is_check = path.starts_with("checks/") && path != "checks/index.html";
        let is_bare = is_check || compiled.plan.route(&format!("{path}.md")).is_none();
        assert_eq!(named(path).is_empty(), is_bare, "{path}");
    }
}

#[test]
fn data_of_policies_has_the_particulars_that_pages_show() {
    let policy = |more: &str| format!("---\ntitle: 乙\nissuer: 丁\nkeywords: [戊]\n{more}---\n\n一、甲。\n");
    let files = [
        ("policies/p.md", policy("validity: in-force\nindex_number: 己\naddressee: 庚\nsubject: 辛\n")),
        ("policies/q.md", policy("validity: expired\n")),
    ];
    let records = |settings: &str| json(&made(settings, &files), Kind::Policy)["records"].clone();
    let all = records("columns: []\nparticulars: [index-number, subject, validity, keywords, addressee]\n");
    assert_eq!([&all[0]["validity"]["id"], &all[0]["index_number"], &all[0]["keywords"][0]], ["in-force", "己", "戊"]);
    assert_eq!([&all[0]["addressee"], &all[0]["subject"]], ["庚", "辛"]);
    let few = records("columns: []\nparticulars: [title]\n");
    for key in ["validity", "index_number", "addressee", "subject"] {
        assert_eq!(few[0][key], Value::Null, "{key}");
    }
    assert_eq!(few[0]["keywords"], Value::Array(Vec::new()));
    // What is no longer in force says so on its page, whatever the settings are.
    assert_eq!(few[1]["validity"]["id"], "expired");
}

#[test]
fn a_site_has_data_of_what_readers_see() {
    let draft = "---\ntitle: 甲\nissuer: 丁\ndraft: true\n---\n\n一、甲。\n".to_owned();
    let fact = "- id: f\n  name: 甲\n  question: 乙？\n  type: boolean\n".to_owned();
    let compiled = made("columns: []\n", &[("policies/p.md", draft), ("facts.yaml", fact)]);
    assert!(compiled.plan.routes().all(|(_, route)| !matches!(route, Route::Data(..))));
    let page = String::from_utf8(bytes(&compiled, "data.html")).unwrap();
    assert!(page.contains("未公布"), "the page says what there may be");
    let compiled = built("content", None);
    let page = String::from_utf8(bytes(&compiled, "data.html")).unwrap();
    for kind in collections(&compiled.site) {
        for table in Table::ALL {
            assert!(page.contains(&table.path(kind)), "{}", table.path(kind));
        }
    }
    assert!(String::from_utf8(bytes(&compiled, "sitemap.html")).unwrap().contains("data.html"));
}
