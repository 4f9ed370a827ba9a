//! JSON-LD of pages, as a search engine reads it: what each type must have, and nothing that the page does not show.

use std::collections::BTreeMap;
use std::path::Path;

use mingce::edge::disk::load;
use mingce::model::Options;
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};
use scraper::{Html, Selector};
use serde_json::Value;

const BASE: &str = "https://www.example.com/ztzl/";

fn site(folder: &str, base_url: Option<&str>) -> Compiled {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    compile(load(&content).0, &Options { base_url: base_url.map(str::to_owned), ..Options::default() }).0
}

fn page(compiled: &Compiled, path: &str) -> Html {
    let bytes = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
    Html::parse_document(std::str::from_utf8(&bytes).unwrap())
}

/// What a page says of itself: the things in its JSON-LD.
fn things(page: &Html) -> Vec<Value> {
    let found: Vec<_> = page.select(&Selector::parse("script[type='application/ld+json']").unwrap()).collect();
    assert!(found.len() <= 1);
    let Some(found) = found.first() else { return Vec::new() };
    let mut data: Value = serde_json::from_str(&found.text().collect::<String>()).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    match data.get_mut("@graph") {
        Some(graph) => graph.as_array().unwrap().clone(),
        None => vec![data],
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every string of a value with its key.
fn strings<'a>(key: &'a str, value: &'a Value, found: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::String(text) => found.push((key, text)),
        Value::Array(all) => all.iter().for_each(|value| strings(key, value, found)),
        Value::Object(all) => all.iter().for_each(|(key, value)| strings(key, value, found)),
        _ => {}
    }
}

/// Whether each thing has what its type must have, and the page shows what it says.
fn told(compiled: &Compiled, path: &str) -> Vec<String> {
    let html = page(compiled, path);
    let shown = |selector: &str| {
        let all = Selector::parse(selector).unwrap();
        html.select(&all).flat_map(|element| element.text()).collect::<String>()
    };
    let description = Selector::parse("meta[name=description], meta[name=Description]").unwrap();
    let description = html.select(&description).next().and_then(|meta| meta.attr("content")).unwrap_or_default();
    let days = Selector::parse("time").unwrap();
    let days: Vec<_> = html.select(&days).filter_map(|time| time.attr("datetime")).collect();
    let said = bare(&(shown("header, aside, main, footer") + description));
    let canonical = Selector::parse("link[rel=canonical]").unwrap();
    let canonical = html.select(&canonical).next().and_then(|link| link.attr("href")).map(str::to_owned);
    let things = things(&html);
    for thing in &things {
        let required: &[&str] = match thing["@type"].as_str().unwrap() {
            "BreadcrumbList" => {
                let items = thing["itemListElement"].as_array().unwrap();
                assert!(items.len() >= 2, "{path}");
                for (at, item) in items.iter().enumerate() {
                    assert_eq!(item["position"], at + 1, "{path}");
                    let is_last = at + 1 == items.len();
                    assert!(item["name"].is_string() && (is_last || item["item"].is_string()), "{path}: {item}");
                }
                &["itemListElement"]
            }
            "FAQPage" => {
                for question in thing["mainEntity"].as_array().unwrap() {
                    assert!(question["name"].is_string() && question["acceptedAnswer"]["text"].is_string(), "{path}");
                }
                &["mainEntity"]
            }
            "Course" => &["name", "description", "provider"],
            "Legislation" | "GovernmentOrganization" | "WebSite" => &["name"],
            "GovernmentService" => &["name", "serviceOperator"],
            "WebPage" => &["name", "inLanguage"],
            other => panic!("{path}: {other}"),
        };
        assert!(required.iter().all(|property| thing.get(property).is_some()), "{path}: {thing}");
        let mut all = Vec::new();
        strings("", thing, &mut all);
        for (key, text) in all {
            let is_right = match key {
                "@context" | "@type" | "@id" | "inLanguage" => true,
                "url" | "item" => {
                    text.starts_with(BASE) && {
                        let own = text.strip_prefix(BASE).unwrap();
                        let own = if own.is_empty() || own.ends_with('/') {
                            format!("{own}index.html")
                        } else {
                            own.to_owned()
                        };
                        compiled.plan.route(&own).is_some()
                    }
                }
                "legislationDate" | "datePublished" | "startDate" | "endDate" => {
                    days.contains(&text) || said.contains(&bare(&chinese(text)))
                }
                "legislationLegalForce" => text.starts_with("https://schema.org/"),
                _ => said.contains(&bare(text)),
            };
            assert!(is_right, "{path}: {key}: {text}");
        }
        if let Some(url) = thing.get("url") {
            assert_eq!(Some(url.as_str().unwrap()), canonical.as_deref(), "{path}");
        }
    }
    things.iter().map(|thing| thing["@type"].as_str().unwrap().to_owned()).collect()
}

/// A day as pages write it.
fn chinese(day: &str) -> String {
    let [year, month, day]: [u32; 3] =
        day.split('-').map(|part| part.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap();
    format!("{year}年{month}月{day}日")
}

#[test]
fn pages_tell_search_engines_what_they_show() {
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for folder in ["content", "tests/sites/notices/content", "tests/sites/checks/content"] {
        let compiled = site(folder, Some(BASE));
        for (path, _) in compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")) {
            let told = told(&compiled, path);
            let has_way = told.contains(&"BreadcrumbList".to_owned());
            assert_eq!(has_way, !["index.html", "en/index.html", "404.html"].contains(&path), "{path}: {told:?}");
            told.into_iter().for_each(|name| *types.entry(name).or_default() += 1);
        }
    }
    for (name, least) in [
        ("WebSite", 3),
        ("GovernmentService", 3),
        ("GovernmentOrganization", 5),
        ("Course", 2),
        ("FAQPage", 2),
        ("Legislation", 3),
    ] {
        assert!(types.get(name).is_some_and(|count| *count >= least), "{name}: {types:?}");
    }
}

#[test]
fn without_an_address_nothing_has_one() {
    let compiled = site("content", None);
    for (path, _) in compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")) {
        let things = things(&page(&compiled, path));
        let mut all = Vec::new();
        things.iter().for_each(|thing| strings("", thing, &mut all));
        assert!(all.iter().all(|(key, _)| !["url", "item"].contains(key)), "{path}: {all:?}");
        assert!(things.iter().all(|thing| thing["@type"] != "BreadcrumbList"), "{path}");
    }
    assert!(!things(&page(&compiled, "questions/index.html")).is_empty());
}

#[test]
fn what_is_not_answered_not_verified_or_not_shown_is_not_told() {
    let odd = "</script><!--<script>\"甲'&amp;";
    let text = |path: &str, text: String| Source::decode(path.to_owned(), text.as_bytes());
    let question = |answered: bool, verified: bool| {
        format!(
            "---\ntitle: {odd:?}\ngroup: 甲\nsummary: {odd:?}\nanswered: {answered}\nverified: {verified}\nsource: p#一\n---\n\n答。\n"
        )
    };
    let settings = format!(
        "title: {odd:?}\nsummary: {odd:?}\nowner: {odd:?}\ncontact: {{ phone: unpublished }}\nas_of: 2026-01-01\n\
         base_url: {BASE}\nparticulars: [title]\ncolumns: []\n"
    );
    let policy = |verified: bool| {
        format!(
            "---\ntitle: {odd:?}\nissuer: 丁、戊\ndocument_number: 丁字〔2026〕1号\nmade_on: 2026-01-01\nvalidity: in-force\n\
             verified: {verified}\n---\n\n一、甲。\n"
        )
    };
    let mut texts = vec![
        text("site.yaml", settings),
        text("policies/p.md", policy(true)),
        text("policies/unsure.md", policy(false)),
        text("questions/a.md", question(true, true)),
        text("questions/b.md", question(false, true)),
        text("questions/c.md", question(true, false)),
    ];
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let compiled = compile(Snapshot { texts, ..Snapshot::default() }, &Options::default()).0;
    let faq = things(&page(&compiled, "questions/index.html"));
    assert_eq!(faq[0]["mainEntity"].as_array().unwrap().len(), 1, "{faq:?}");
    assert_eq!(faq[0]["mainEntity"][0]["name"], odd);
    // A page without the row of a value does not tell it either.
    let policy = &things(&page(&compiled, "policies/p.html"))[0];
    assert_eq!((&policy["@type"], &policy["name"]), (&"Legislation".into(), &odd.into()));
    for property in ["legislationIdentifier", "legislationPassedBy", "legislationLegalForce"] {
        assert!(policy.get(property).is_none(), "{policy}");
    }
    assert_eq!(things(&page(&compiled, "policies/unsure.html")).len(), 1);
    let home = things(&page(&compiled, "index.html"));
    assert!(home[1].get("contactPoint").is_none(), "{home:?}");
    for (path, _) in compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")) {
        things(&page(&compiled, path));
    }
}
