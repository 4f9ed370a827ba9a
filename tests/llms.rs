//! `llms.txt` and pages as Markdown, as a reader of Markdown finds them: every link leads somewhere, and Markdown says what its
//! page says.

use std::path::Path;

use mingce::edge::disk::load;
use mingce::model::Options;
use mingce::plan::Route;
use mingce::source::{Snapshot, Source};
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};
use pulldown_cmark::{Event, Options as Reading, Parser, Tag};
use scraper::{ElementRef, Html, Selector};

const BASE: &str = "https://www.example.com/ztzl/";

fn real(base_url: Option<&str>) -> Compiled {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let options =
        Options { base_url: base_url.map(str::to_owned), as_of: Date::read("2026-11-28"), ..Options::default() };
    compile(load(&content).0, &options).0
}

fn text(compiled: &Compiled, path: &str) -> String {
    let route = compiled.plan.route(path).unwrap_or_else(|| panic!("nothing is at {path}"));
    String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap()
}

/// The words and the links of Markdown.
fn read(markdown: &str) -> (String, Vec<String>) {
    let (mut words, mut links) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, Reading::ENABLE_TABLES | Reading::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html} is HTML"),
            _ => {}
        }
    }
    (bare(&words), links)
}

/// A text without white space and without the signs that Markdown sets for those of HTML.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !['“', '”', ':'].contains(c)).collect()
}

/// True for what the Markdown of a page leaves out.
fn is_unsaid(element: ElementRef<'_>) -> bool {
    let of_browsers = |name: &str| ["button", "form", "script", "select", "svg"].contains(&name);
    let mut around = element.ancestors().filter_map(ElementRef::wrap).chain([element]);
    around.any(|around| {
        let value = around.value();
        of_browsers(value.name())
            || value.attr("hidden").is_some()
            || value.classes().any(|class| ["js-only", "toc", "qr", "flow"].contains(&class))
    })
}

#[test]
fn markdown_says_what_its_page_says() {
    let compiled = real(Some(BASE));
    let main =
        Selector::parse("main p, main h1, main h2, main h3, main li, main dt, main dd, main td, main th").unwrap();
    let mut pages = 0;
    for (path, route) in compiled.plan.routes() {
        let Route::Markdown(_) = route else { continue };
        pages += 1;
        let markdown = text(&compiled, path);
        // No script corrects what was true on that day.
        let as_of = if path.starts_with("en/") { "As of 2026-11-28." } else { "内容截至2026年11月28日。" };
        assert!(markdown.lines().next_back() == Some(as_of), "{path}");
        let (words, links) = read(&markdown);
        let page = text(&compiled, path.strip_suffix(".md").unwrap());
        for element in Html::parse_document(&page).select(&main).filter(|element| !is_unsaid(*element)) {
            // What is left out may stand in it.
            let own = element.descendants().filter_map(|node| {
                let is_said = node.parent().and_then(ElementRef::wrap).is_some_and(|parent| !is_unsaid(parent));
                node.value().as_text().filter(|_| is_said)
            });
            for text in own {
                assert!(words.contains(&bare(text)), "{path}: {text:?}");
            }
        }
        for link in links {
            let own = link.strip_prefix(BASE).map(|link| link.split(['#', '?']).next().unwrap());
            let is_there = own.is_none_or(|own| {
                let own = percent_encoding::percent_decode_str(own).decode_utf8().unwrap().into_owned();
                compiled.plan.route(&own).is_some()
            });
            assert!(is_there && !link.starts_with('#'), "{path}: {link}");
        }
    }
    assert!(pages > 80, "{pages}");
    // The words of a picture are those of its interpretation.
    let is_there = |path: &str| compiled.plan.route(path).is_some();
    assert!(is_there("policies/map/zz-2023.html.md"));
    assert!(is_there("interpretations/picture/overview.html") && !is_there("interpretations/picture/overview.html.md"));
}

#[test]
fn llms_txt_leads_to_the_markdown_of_every_column() {
    for base in [Some(BASE), None] {
        let compiled = real(base);
        let llms = text(&compiled, "llms.txt");
        let (_, links) = read(&llms);
        let lead = |link: &String| {
            let path = link.strip_prefix(base.unwrap_or_default()).unwrap();
            assert!(matches!(compiled.plan.route(path), Some(Route::Markdown(_))), "{link}");
        };
        links.iter().for_each(lead);
        let settings = &compiled.site.settings;
        assert!(llms.starts_with(&format!("# {}\n\n> ", settings.title)), "{llms}");
        for column in &settings.columns {
            assert!(llms.contains(&format!("\n## {}\n", column.name)), "{}", column.name);
        }
        assert!(links.iter().any(|link| link.ends_with("policies/zz-2023.html.md")));
        let policy = text(&compiled, "policies/zz-2023.html.md");
        let own = if base.is_some() {
            "(https://www.example.com/ztzl/offices/index.html)"
        } else {
            "(../offices/index.html)"
        };
        assert!(policy.contains(own), "{policy}");
    }
}

#[test]
fn texts_are_texts_and_long_columns_are_cut() {
    let odd = "# [甲](javascript:1) <b>*乙*</b> |";
    let mut texts = vec![(
        "site.yaml".to_owned(),
        format!(
            "title: {odd:?}\nsummary: {odd:?}\nowner: {odd:?}\ncontact: {{}}\nas_of: 2026-01-01\n\
             columns: [{{ id: policies, name: {odd:?}, description: {odd:?}, keywords: [], type: 政策文件 }}]\n"
        ),
    )];
    for at in 0..150 {
        let policy = format!("---\ntitle: {odd:?}\nissuer: 丁\n---\n\n一、甲。<!-- 不公开 -->\n");
        texts.push((format!("policies/p{at:03}.md"), policy));
    }
    let mut texts: Vec<_> = texts.iter().map(|(path, text)| Source::decode(path.clone(), text.as_bytes())).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let compiled = compile(Snapshot { texts, ..Snapshot::default() }, &Options::default()).0;
    let llms = text(&compiled, "llms.txt");
    let (words, links) = read(&llms);
    assert!(words.contains(&bare(odd)) && links.iter().all(|link| link.ends_with(".html.md")), "{llms}");
    assert_eq!(links.iter().filter(|link| link.starts_with("policies/p")).count(), 100);
    let policy = text(&compiled, "policies/p000.html.md");
    assert!(
        read(&policy).0.starts_with(&bare(odd)) && policy.contains("一、甲。") && !policy.contains("不公开"),
        "{policy}"
    );
}

#[test]
fn what_says_nothing_by_itself_has_no_markdown() {
    let compiled = real(None);
    for path in ["404.html", "search.html", "checks/review/assess.html"] {
        assert!(compiled.plan.route(path).is_some() && compiled.plan.route(&format!("{path}.md")).is_none(), "{path}");
    }
}
