//! The text of a policy as data: JSON and Akoma Ntoso have every word of its page, to the letter and in its order, each clause
//! where the page has it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use mingce::diagnostic::{Diagnostics, Severity};
use mingce::edge::disk::load;
use mingce::model::{Kind, Options};
use mingce::plan::Route;
use mingce::plan::data::Text;
use mingce::source::{Snapshot, Source};
use mingce::{Cache, Compiled, compile, compile_again};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What one compilation leaves for the next: the theme is the same in all of them.
static CACHE: Mutex<Option<Cache>> = Mutex::new(None);

/// A site of one policy.
fn site(front: &str, text: &str) -> (Compiled, Diagnostics) {
    let texts = vec![
        Source::decode("policies/p.md", format!("---\n{front}---\n\n{text}").as_bytes()),
        Source::decode(
            "site.yaml",
            b"title: \xE7\x94\xB2\nsummary: a\nowner: b\ncontact: {}\ncolumns: []\nas_of: 2026-01-01\n",
        ),
    ];
    let mut cache = CACHE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    compile_again(Snapshot { texts, ..Snapshot::default() }, &Options::default(), cache.get_or_insert_default())
}

const FRONT: &str = "title: 某办法\nissuer: 某局、某委\n";

fn made(compiled: &Compiled, route: &Route) -> String {
    String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap()
}

fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The words of the text of a policy on its page, without what the page adds, and its footnotes.
fn page_text(page: &Html) -> (String, String) {
    fn read(element: ElementRef<'_>, text: &mut String, notes: &mut String) {
        for child in element.children() {
            let Some(inner) = ElementRef::wrap(child) else {
                text.push_str(child.value().as_text().map_or("", |text| text));
                continue;
            };
            let tag = inner.value();
            let has = |class| tag.classes().any(|own| own == class);
            let is_back = tag.attr("href").is_some_and(|href| href.starts_with("#fnref-"));
            let is_number = tag.attr("id").is_some_and(|id| id.starts_with("fnref-"));
            if has("anchor") || has("cites") || has("note") || is_back || is_number {
                continue;
            }
            match has("footnotes") {
                true => read(inner, notes, &mut String::new()),
                false => read(inner, text, notes),
            }
        }
    }
    let (mut text, mut notes) = (String::new(), String::new());
    for article in page.select(&Selector::parse("article.official").unwrap()) {
        read(article, &mut text, &mut notes);
    }
    (close(&text), close(&notes))
}

/// The text of clauses in their order, and every anchor.
fn clauses(clauses: &Value, text: &mut String, anchors: &mut Vec<String>) {
    for clause in clauses.as_array().unwrap() {
        text.push_str(clause["text"].as_str().unwrap());
        anchors.push(clause["anchor"].as_str().unwrap().to_owned());
        self::clauses(&clause["clauses"], text, anchors);
    }
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((NAMESPACE, name))
}

/// The words of a document without its metadata.
fn xml_text(node: Node<'_, '_>, text: &mut String) {
    if is(node, "meta") {
        return;
    }
    if node.is_text() {
        text.push_str(node.text().unwrap());
    }
    node.children().for_each(|child| xml_text(child, text));
}

/// Compares the data of every policy of a site with its page. Gives how many there are.
fn compare((compiled, reported): &(Compiled, Diagnostics)) -> usize {
    let mut seen = 0;
    for (index, policy) in compiled.site.content.policies.iter().enumerate() {
        if !policy.data.full_text {
            assert!(Text::ALL.iter().all(|&text| compiled.plan.path(&Route::Text(index, text)).is_none()));
            continue;
        }
        seen += 1;
        let page = Html::parse_document(&made(compiled, &Route::Record(Kind::Policy, index)));
        let (expected, notes) = page_text(&page);

        let json: Value = serde_json::from_str(&made(compiled, &Route::Text(index, Text::Json))).unwrap();
        let (mut text, mut anchors) = (String::new(), Vec::new());
        clauses(&json["clauses"], &mut text, &mut anchors);
        assert_eq!(close(&text), expected, "{}: JSON", policy.id);
        let written = json["footnotes"].as_array().unwrap().iter();
        let written: String = written.map(|note| close(note["text"].as_str().unwrap())).collect();
        assert_eq!(written, notes, "{}: footnotes", policy.id);
        // A text of footnotes only has no clause.
        let is_empty = policy.body.blocks.iter().all(|block| block.clause.is_none());
        let all = policy.body.clauses.iter().filter(|_| !is_empty).map(|clause| clause.anchor.clone());
        assert_eq!(anchors, all.collect::<Vec<_>>());
        let ids: BTreeSet<&str> =
            page.select(&Selector::parse("[id]").unwrap()).filter_map(|element| element.attr("id")).collect();
        let missing: Vec<_> = anchors.iter().filter(|anchor| !ids.contains(anchor.as_str())).collect();
        // A site with errors, such as a number that stands twice, is not published.
        let is_published = reported.count(Severity::Error) == 0;
        assert!(missing.is_empty() || !is_published, "{}: the page has no {missing:?}", policy.id);

        let xml = made(compiled, &Route::Text(index, Text::AkomaNtoso));
        let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{}: {error}\n{xml}", policy.id));
        let mut text = String::new();
        xml_text(document.root(), &mut text);
        let text = close(&text);
        // Where the text does not begin with the title, the title of the record stands before it.
        let title = close(&policy.data.title);
        let text = if expected == text { text } else { text.strip_prefix(&title).unwrap_or(&text).to_owned() };
        assert_eq!(text, expected, "{}: Akoma Ntoso\n{xml}", policy.id);
        let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("eId")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}: an id stands twice", policy.id);
        assert!(!ids.iter().any(|id| id.contains(char::is_whitespace)));
        let noted =
            document.descendants().filter(|node| is(*node, "noteRef")).filter_map(|node| node.attribute("href"));
        assert!(noted.clone().all(|href| ids.contains(&href.trim_start_matches('#'))));
    }
    seen
}

#[test]
fn every_word_of_a_policy_is_in_its_data() {
    for folder in ["content", "tests/sites/small/content", "tests/sites/notices/content"] {
        assert!(compare(&compile(load(&root().join(folder)).0, &Options::default())) > 0, "{folder}");
    }
    let mut seen = 0;
    let documents = std::fs::read_dir(root().join("tests/documents")).unwrap().map(|entry| entry.unwrap().path());
    for path in documents.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        seen += compare(&site(FRONT, &std::fs::read_to_string(&path).unwrap()));
    }
    assert!(seen > 5);
    let original = std::fs::read_to_string(root().join("tests/originals/zz-2023.txt")).unwrap();
    compare(&site("title: 枣庄市人力资源和社会保障局关于印发方案的通知\nissuer: 某局\n", &original));
}

/// The elements of a document below its metadata: `name`, or `name#id`.
fn shape(node: Node<'_, '_>) -> String {
    let elements = node.children().filter(|child| child.is_element() && !is(*child, "meta"));
    let below: Vec<String> = elements.map(shape).collect();
    let id = node.attribute("eId").map_or_else(String::new, |id| format!("#{id}"));
    let below = if below.is_empty() { String::new() } else { format!("({})", below.join(" ")) };
    format!("{}{id}{below}", node.tag_name().name())
}

fn akn(front: &str, text: &str) -> String {
    let compiled = site(front, text);
    compare(&compiled);
    made(&compiled.0, &Route::Text(0, Text::AkomaNtoso))
}

fn shaped(text: &str) -> String {
    let xml = akn(FRONT, text);
    let document = Document::parse(&xml).unwrap();
    shape(document.root_element().first_element_child().unwrap())
}

#[test]
fn clauses_are_elements_by_their_kinds_with_ids_of_their_numbers() {
    let law = "第一章　总则\n\n第一条　甲。\n\n第二条　乙：\n（一）丙；\n（二）丁。\n\n戊。\n\n第二章　附则\n\n第三条　己。\n";
    assert_eq!(
        shaped(law),
        "act(preface(p(docTitle)) body(\
         chapter#chp_1(num heading article#art_1(num content(p)) \
         article#art_2(num paragraph#art_2__para_1(intro(p) point#art_2__para_1__point_1(num content(p)) \
         point#art_2__para_1__point_2(num content(p))) paragraph#art_2__para_2(content(p)))) \
         chapter#chp_2(num heading article#art_3(num content(p)))))"
    );
    let notice = "某办法\n\n各区：\n\n为了甲，通知如下：\n\n一、目标\n\n（一）乙。\n\n1. 丙。\n\n二、丁。\n\n附件：戊\n\n某局\n\n2024年1月2日\n\n附件1\n\n戊\n\n一、己。\n";
    assert_eq!(
        shaped(notice),
        "act(preface(p(docTitle)) preamble(p p) body(clause#clause_1(num heading \
         point#clause_1__point_1(num intro(p) level#clause_1__point_1__lvl_1(num content(p)))) \
         clause#clause_2(num content(p))) conclusions(p p(signature) p) \
         attachments(attachment#att_1(num heading doc(mainBody(clause#att_1__clause_1(num content(p)))))))"
    );
}

#[test]
fn a_text_without_clauses_is_one() {
    assert_eq!(shaped("甲。\n\n乙。\n"), "act(preface(p(docTitle)) body(hcontainer#hcontainer_text(content(p p))))");
    assert_eq!(shaped(""), "act(preface(p(docTitle)) body(hcontainer#hcontainer_text(content(p))))");
    let (compiled, _) = site(&format!("{FRONT}full_text: false\n"), "");
    assert!(compiled.plan.routes().all(|(path, _)| !path.ends_with(".akn.xml") && path != "data/policy.schema.json"));
}

#[test]
fn what_is_said_of_a_document_is_what_its_record_says() {
    let of = |front: &str| {
        let xml = akn(front, "一、甲。\n");
        let document = Document::parse(&xml).unwrap();
        let work = document.descendants().find(|node| is(*node, "FRBRWork")).unwrap();
        let value = |name: &str| {
            let found = work.children().find(|node| is(*node, name))?;
            found.attribute("value").or(found.attribute("date")).map(str::to_owned)
        };
        let dates = work.children().filter(|node| is(*node, "FRBRdate")).map(|node| node.attribute("name").unwrap());
        let issuers = document.descendants().filter(|node| is(*node, "TLCOrganization")).skip(1);
        let issuers: Vec<_> = issuers.map(|node| node.attribute("showAs").unwrap().to_owned()).collect();
        (
            value("FRBRuri").unwrap(),
            value("FRBRdate").unwrap(),
            dates.collect::<Vec<_>>().join(" "),
            value("FRBRnumber"),
            issuers,
        )
    };
    let known = "title: 某&<办法>\nissuer: 某局、某委\nmade_on: 2024-01-02\ndocument_number: 某发〔2024〕1号/A\n";
    let (uri, day, called, number, issuers) = of(known);
    assert_eq!(uri, "/akn/cn/act/2024-01-02/%E6%9F%90%E5%8F%91%E3%80%942024%E3%80%951%E5%8F%B7%2FA");
    assert_eq!(
        (day.as_str(), called.as_str(), number.as_deref()),
        ("2024-01-02", "generation", Some("某发〔2024〕1号/A"))
    );
    assert_eq!(issuers, ["某局", "某委"]);
    // The day is that of the site where the record says none, and is called so.
    let (uri, day, called, number, _) = of(FRONT);
    assert_eq!((uri.as_str(), day.as_str(), called.as_str()), ("/akn/cn/act/nodate/p", "2026-01-01", "asOf"));
    assert_eq!(number, None);
}

/// Lines of official documents, and signs that markup could take for its own.
fn lines() -> impl Strategy<Value = String> {
    const BEGINNINGS: &[&str] = &[
        "",
        "",
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "1. ",
        "2. ",
        "（1）",
        "① ",
        "第一条　",
        "第二条　",
        "第三条　",
        "第一章　",
        "第二章　",
        "第一节　",
        "附件1",
        "附件2",
        "1.1 ",
        "1.2 ",
        "A. ",
        "壹、",
        "附则",
        "# ",
        "## 三、",
        "- ",
        "| 甲 | 乙 |\n| --- | --- |\n| 丙 | ",
    ];
    const PIECES: &[&str] = &[
        "甲",
        "乙方。",
        "丙；",
        "：",
        "**丁**",
        "<b>",
        "&amp;",
        "]]>",
        "\"",
        "'",
        "&",
        "[戊](#c1)",
        "[^1]",
        "\u{FFFF}",
        "\u{200B}",
        " ",
        "　",
        "“己”",
        "某局",
        "2024年1月2日",
        "办法",
        "\\",
        "\u{1F600}",
        "=",
        "<!--",
    ];
    let line =
        (proptest::sample::select(BEGINNINGS), proptest::collection::vec(proptest::sample::select(PIECES), 0..6));
    let line = line.prop_map(|(beginning, pieces)| format!("{beginning}{}", pieces.concat()));
    proptest::collection::vec((line, proptest::bool::ANY), 1..16).prop_map(|lines| {
        let lines = lines.into_iter().map(|(line, apart)| format!("{line}\n{}", if apart { "\n" } else { "" }));
        lines.collect::<String>() + "\n[^1]: 注[庚](https://www.example.com/)。\n"
    })
}

proptest! {
    #[test]
    fn random_texts_are_in_their_data_to_the_letter(text in lines()) {
        compare(&site(FRONT, &text));
    }
}
