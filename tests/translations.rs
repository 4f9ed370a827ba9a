//! Pages in other languages: what they say, what falls back, and how pages name each other.

use std::path::Path;

use mingce::model::Options;
use mingce::source::Source;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};
use scraper::{ElementRef, Html, Node, Selector};

const ENGLISH: &str = "\ntranslations:\n  - language: en\n    title: Digital Skills & Training\n    summary: How to take part.\n    \
                       owner: City Bureau\n    contact: Talent Section\n";

/// The base site with settings added, and the name of a benefit translated.
fn site(settings: &str, theme: Option<(&str, &str)>) -> (Compiled, Vec<String>) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = mingce::edge::disk::load(&base);
    let mut edit = |path: &str, edit: &dyn Fn(&str) -> String| {
        let at = snapshot.texts.iter().position(|source| &*source.path == path).unwrap();
        let text = edit(&snapshot.texts[at].text);
        assert_ne!(text, *snapshot.texts[at].text);
        snapshot.texts[at] = Source::decode(path, text.as_bytes());
    };
    edit("site.yaml", &|text| text.to_owned() + settings);
    let translated = "\n  translations: [{ language: en, name: \"Hours <1>\", text: They *count*. }]\n  summary:";
    edit("benefits.yaml", &|text| text.replacen("\n  summary:", translated, 1));
    if let Some((path, text)) = theme {
        let at = snapshot.texts.partition_point(|source| &*source.path < path);
        snapshot.texts.insert(at, Source::decode(path, text.as_bytes()));
    }
    let (compiled, reported) = compile(snapshot, &Options { as_of: Date::read("2024-03-01"), ..Options::default() });
    let errors = reported.iter().filter(|it| it.code.severity() == mingce::diagnostic::Severity::Error);
    let errors = errors.map(|it| it.code.to_string()).collect();
    (compiled, errors)
}

fn english() -> Compiled {
    let (compiled, errors) = site(ENGLISH, None);
    assert_eq!(errors, Vec::<String>::new());
    compiled
}

fn text(compiled: &Compiled, path: &str) -> String {
    let route = compiled.plan.route(path).unwrap_or_else(|| panic!("{path} is not there"));
    String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap()
}

#[test]
fn a_page_in_another_language_has_its_language_strings_and_names() {
    let page = text(&english(), "en/index.html");
    assert!(page.contains("<html lang=en>"), "{page}");
    assert!(page.contains("<title>Digital Skills &amp; Training</title>"), "{page}");
    let foot = page.split("<footer").nth(1).unwrap();
    assert!(foot.contains("<dd>City Bureau</dd>") && foot.contains("<dd>Talent Section</dd>"), "{foot}");
    assert!(!foot.contains("人才科"), "{foot}");
    assert!(page.contains("Skip to content") && !page.contains("跳到"), "{page}");
    // Its names and texts are texts.
    assert!(page.contains("Hours &lt;1&gt;</a>"), "{page}");
    assert!(page.contains("<p>They *count*."), "{page}");
}

#[test]
fn what_is_not_translated_is_shown_in_the_language_of_the_site_and_says_so() {
    let page = text(&english(), "en/index.html");
    let benefits = page.split("<h2>Benefits</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    let first = benefits.split("</dd>").next().unwrap();
    assert!(
        !first.contains("<div lang=") && !first.contains("<span lang=") && !first.contains("not translated"),
        "{first}"
    );
    let fields = page.split("<h2>Fields</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(fields.contains("hreflang=zh-CN><span lang=zh-CN>"), "{fields}");
    assert!(fields.contains("not translated"), "{fields}");
    // What has no translation and is not essential is not listed.
    assert!(!page.contains("<h2>Policies</h2>"), "{page}");
}

#[test]
fn what_nobody_has_checked_says_so_in_every_language() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let (compiled, _) = compile(mingce::edge::disk::load(&base).0, &Options::default());
    let page = text(&compiled, "en/index.html");
    let offices = page.split("<h2>Where to go</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    let unchecked = compiled.site.content.offices.iter().filter(|office| !office.data.verified).count();
    assert!(unchecked > 0);
    assert_eq!(offices.matches("<span class=\"badge warn\">Not yet verified</span>").count(), unchecked, "{offices}");
}

#[test]
fn links_of_the_frame_say_in_which_language_their_pages_are() {
    let page = text(&english(), "en/index.html");
    let frame = [page.split("<main").next().unwrap(), page.split("</main>").nth(1).unwrap()].concat();
    let links: Vec<_> = frame.split("<a ").skip(1).map(|link| link.split('>').next().unwrap()).collect();
    let silent = links.iter().filter(|link| link.contains("href=../") && !link.contains("hreflang=zh-CN"));
    assert!(links.len() > 5 && silent.count() == 0, "{links:?}");
    assert!(page.contains("<meta name=SiteName content=\"Digital"), "{page}");
    assert!(!text(&english(), "offices/index.html").split("<main").next().unwrap().contains("hreflang=zh-CN"));
}

/// Texts of a page with Chinese words in them that are not said to be Chinese.
fn unspoken(page: &str) -> Vec<String> {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let page = Html::parse_document(page);
    let body = page.select(&Selector::parse("body").unwrap()).next().unwrap();
    let texts = body.descendants().filter_map(|node| {
        let around = node.ancestors().filter_map(ElementRef::wrap);
        let lang = || around.clone().find_map(|element| element.attr("lang")).unwrap().to_owned();
        match node.value() {
            Node::Text(_) if around.clone().next().is_some_and(|around| around.value().name() == "script") => None,
            Node::Text(text) => Some((text.to_string(), lang())),
            Node::Element(element) => Some((element.attr("alt")?.to_owned(), lang())),
            _ => None,
        }
    });
    texts.filter(|(text, lang)| text.contains(is_han) && !lang.starts_with("zh")).map(|(text, _)| text).collect()
}

#[test]
fn chinese_words_of_a_page_in_another_language_say_so() {
    let more = "\nmarks: [{ text: 党政机关, picture: files/mark.svg, address: \"https://example.com/\" }]\n\
                footer: { links: [{ text: 某市政府网站, address: \"https://www.example.gov.cn/\" }, \
                { text: 方案, address: policy:plan-2023 }] }\n";
    let settings = ENGLISH
        .replace("Training\n", "Training (培训)\n")
        .replace("part.\n", "part (参加).\n")
        .replace("Bureau\n", "Bureau (某市局)\n")
        .replace("Talent Section", "Talent Section (人才科)");
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = mingce::edge::disk::load(&base);
    snapshot.files.insert("files/mark.svg".into(), b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec().into());
    for source in snapshot.texts.iter_mut().filter(|source| &*source.path == "site.yaml") {
        let contact = source.text.replace("contact:\n", "contact:\n  address: 某市某路1号（东区）\n");
        *source = Source::decode("site.yaml", (contact + &settings + more).as_bytes());
    }
    let (compiled, reported) = compile(snapshot, &Options { as_of: Date::read("2024-03-01"), ..Options::default() });
    assert!(!reported.iter().any(|it| it.code.severity() == mingce::diagnostic::Severity::Error), "{reported:?}");
    let page = text(&compiled, "en/index.html");
    let is_there = ["某市某路1号（东区）", "党政机关", "某市政府网站", "鲁ICP备00000000号", "某市局", "人才科"];
    assert!(is_there.iter().all(|words| page.contains(words)), "{page}");
    assert_eq!(unspoken(&page), Vec::<String>::new());
    assert!(page.contains("City Bureau (<span lang=zh-CN>某市局</span>)"), "{page}");
    // Links of the settings are in the foot of every page, those of the site's own language as they are.
    let foot = |path: &str| text(&compiled, path).split("<footer").nth(1).unwrap().replace('"', "");
    assert!(foot("en/index.html").contains("<a href=../policies/plan-2023.html lang=zh-CN>方案</a>"));
    assert!(foot("offices/index.html").contains("<li><a href=https://www.example.gov.cn/>某市政府网站</a>"));
    assert!(foot("offices/index.html").contains("<li><a href=../policies/plan-2023.html>方案</a>"));
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let (compiled, _) = compile(mingce::edge::disk::load(&real).0, &Options::default());
    assert_eq!(unspoken(&text(&compiled, "en/index.html")), Vec::<String>::new());
}

#[test]
fn home_pages_name_each_other_and_every_page_leads_to_the_other_language() {
    let compiled = english();
    let base = "https://www.example.gov.cn/szjn/";
    // Whoever reads neither is sent to the site's own language.
    let both = format!(
        "<link rel=alternate hreflang=zh-CN href={base}><link rel=alternate hreflang=en href={base}en/>\
         <link rel=alternate hreflang=x-default href={base}>"
    );
    let links = |page: &str| page.replace(['"', '\n'], "");
    for path in ["index.html", "en/index.html"] {
        assert!(links(&text(&compiled, path)).contains(&both), "{path}");
    }
    let office = text(&compiled, "offices/index.html");
    assert!(office.contains("<a href=../en/index.html lang=en hreflang=en>English</a>"), "{office}");
    assert!(!office.contains("rel=alternate hreflang"), "{office}");
    assert!(text(&compiled, "en/index.html").contains("<a href=../index.html lang=zh-CN hreflang=zh-CN>中文</a>"));
    assert!(text(&compiled, "sitemap.xml").contains("szjn/en/</loc>"));
    assert!(text(&compiled, "llms.txt").contains("szjn/en/index.html.md): How to take part."));
    assert!(text(&compiled, "en/index.html.md").contains("As of 2024-3-1"));
}

#[test]
fn scripts_speak_the_language_of_their_page() {
    let compiled = english();
    let page = text(&compiled, "en/index.html");
    let at = page.find("../assets/site.").unwrap();
    let path = page[at + 3..].split(".js").next().unwrap().to_owned() + ".js";
    let script = text(&compiled, &path);
    assert!(script.contains("Link copied") && !script.contains("已复制"), "{path}");
    assert!(!text(&compiled, "index.html").contains(&path));
}

#[test]
fn a_site_of_one_language_says_nothing_of_others() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (compiled, _) = compile(mingce::edge::disk::load(&base).0, &Options::default());
    assert!(!text(&compiled, "index.html").contains("hreflang"));
    assert!(compiled.plan.route("en/index.html").is_none());
}

#[test]
fn a_language_without_strings_of_its_own_is_reported_and_one_with_some_falls_back() {
    let korean = ENGLISH.replace("language: en", "language: ko");
    let translated = |settings: &str, theme| {
        let (compiled, mut errors) = site(settings, theme);
        // The benefit of the base site is translated into English.
        errors.retain(|code| code != "MC732");
        (compiled, errors)
    };
    assert_eq!(translated(&korean, None).1, ["MC602"]);
    let strings = ("theme/strings/ko.yaml", "language_name: 한국어\nhome_call: 전화\n");
    let (compiled, errors) = translated(&korean, Some(strings));
    assert_eq!(errors, ["MC602"]);
    let page = text(&compiled, "ko/index.html");
    assert!(page.contains("<html lang=ko>") && page.contains("전화 <a href=tel:"), "{page}");
    // What it lacks is in the language of the site.
    assert!(page.contains("未翻译"), "{page}");
}

#[test]
fn texts_that_a_site_adds_to_its_own_language_only_are_reported() {
    for (path, expected) in [("theme/strings/zh-CN.yaml", &["MC602"][..]), ("theme/strings/en.yaml", &[])] {
        assert_eq!(site(ENGLISH, Some((path, "own_note: 甲\nhome_call: 乙\n"))).1, expected, "{path}");
    }
    // A language without any texts is reported once.
    let korean = ENGLISH.replace("language: en", "language: ko");
    let mut codes = site(&korean, Some(("theme/strings/zh-CN.yaml", "own_note: 甲\n"))).1;
    codes.retain(|code| code != "MC732");
    assert_eq!(codes, ["MC602"]);
}
