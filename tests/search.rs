//! The search finds what a scan of all texts finds, and nothing else: its script runs in an engine of its own here, on the
//! files that are published. `tests/browser` runs it in Chromium.

use std::collections::BTreeMap;
use std::path::Path;

use mingce::edge::disk::load;
use mingce::model::{Options, Site};
use mingce::plan::Route;
use mingce::search::asked::Asked;
use mingce::search::unfound::unfound;
use mingce::search::{File, Index, Place, Size, normalised, places, texts, words};
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};
use proptest::prelude::*;
use rquickjs::{Context, Ctx, Runtime};

#[path = "../benches/corpus/mod.rs"]
#[allow(dead_code, reason = "the corpus is Hugo's too")]
mod corpus;

const SCRIPT: [&str; 2] =
    [include_str!("../themes/default/js/search/10-text.js"), include_str!("../themes/default/js/search/20-find.js")];

/// Traditional characters, each with its simplified one.
const PAIRS: &str = include_str!("../src/search/traditional/pairs.txt");

fn pairs() -> String {
    PAIRS.lines().filter(|line| !line.starts_with('#')).collect()
}

/// Loads files at once, and takes down what is loaded and what is found.
const HARNESS: &str = "
    var files = {}, asked = [];
    function mingceSearch(name, data) { files[name] = data; }
    function hits(about, query, enough) {
        var found;
        asked = [];
        search.finder(about, function (name, done) {
            asked.push(name);
            done(files[name]);
        })(search.words(query), enough, function (state) { found = state; });
        return JSON.stringify({
            hits: found.hits.map(function (hit) { return [hit.unit.page, hit.unit.anchor, hit.unit.label, hit.unit.text]; }),
            left: found.left, failed: found.failed, asked: asked
        });
    }";

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Found {
    hits: Vec<[String; 4]>,
    left: usize,
    failed: bool,
    asked: Vec<String>,
}

fn compiled(texts: &[(String, String)]) -> Compiled {
    let mut texts: Vec<_> = texts.iter().map(|(path, text)| Source::decode(path.clone(), text.as_bytes())).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    compile(Snapshot { texts, ..Snapshot::default() }, &Options::default()).0
}

fn real() -> Compiled {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    compile(load(&content).0, &Options::default()).0
}

fn address(compiled: &Compiled) -> impl Fn(Place) -> Option<(String, Option<String>)> + Sync {
    |place| {
        let (path, anchor) = match place {
            Place::Record(kind, index) => compiled.plan.record(&compiled.site, kind, index)?,
            Place::Column(id) => (compiled.plan.path(&Route::Column(id))?, None),
            Place::Home => ("index.html", None),
        };
        Some((path.to_owned(), anchor))
    }
}

/// What of a unit is compared: the title of its page, what it is called in that, and its words.
struct Compared {
    title: String,
    name: String,
    words: String,
}

impl Compared {
    /// The unit says a word, or is called so with its title.
    fn has(&self, word: &str) -> bool {
        let called = [&*self.title, &self.name].concat();
        let is_part = |(at, _): (usize, &str)| at + word.len() > self.title.len();
        self.words.contains(word) || called.match_indices(word).any(is_part) || self.name.contains(word)
    }
}

/// Every unit as the script shows it, with what of it is compared.
fn units(compiled: &Compiled) -> Vec<([String; 4], Compared)> {
    let site: &Site = &compiled.site;
    let of = |at| {
        let (page, place) = address(compiled)(at).unwrap();
        let all = texts(site, at);
        let title = normalised(&all.title);
        all.units.into_iter().map(move |unit| {
            let anchor = unit.anchor.or_else(|| place.clone()).unwrap_or_default();
            let words = normalised(&unit.text);
            let compared = match unit.label.as_str() {
                "" => Compared { title: String::new(), name: title.clone(), words },
                label => Compared { title: title.clone(), name: normalised(label), words },
            };
            ([page.clone(), anchor, unit.label, unit.text], compared)
        })
    };
    places(site).into_iter().flat_map(of).collect()
}

/// The units that say one of the words, and with their titles all of them.
fn scan(units: &[([String; 4], Compared)], query: &str) -> Vec<[String; 4]> {
    let words = words(query);
    let has_all = |(_, unit): &&([String; 4], Compared)| {
        words.iter().any(|word| unit.has(word)) && words.iter().all(|word| unit.has(word) || unit.title.contains(word))
    };
    let mut found: Vec<_> = units.iter().filter(has_all).map(|(unit, _)| unit.clone()).collect();
    found.sort();
    found
}

/// Runs the script with the files of a search.
fn with_script(index: &Index, run: impl FnOnce(&Ctx<'_>, &str)) {
    let runtime = Runtime::new().unwrap();
    let context = Context::full(&runtime).unwrap();
    context.with(|js| {
        let () = js.eval(format!("{};{HARNESS}", SCRIPT.join("\n"))).unwrap();
        for file in index.size.all() {
            let () = js.eval(String::from_utf8(index.file(file).to_vec()).unwrap()).unwrap();
        }
        run(
            &js,
            &format!(
                "{{parts:{},files:{},traditional:{:?}}}",
                index.size.parts, index.size.files, index.own_traditional
            ),
        );
    });
}

fn find(js: &Ctx<'_>, about: &str, query: &str, enough: usize) -> Found {
    let query = serde_json::to_string(query).unwrap();
    let said: String = js.eval(format!("hits({about}, {query}, {enough})")).unwrap();
    let mut found: Found = serde_json::from_str(&said).unwrap();
    found.hits.sort();
    found
}

fn same(compiled: &Compiled, size: Size, queries: &[String]) {
    let index = Index::new(&compiled.site, size, &address(compiled));
    let units = units(compiled);
    with_script(&index, |js, about| {
        for query in queries {
            let found = find(js, about, query, usize::MAX >> 12);
            assert_eq!(found.hits, scan(&units, query), "{query:?} in {size:?}");
            assert!(found.left == 0 && !found.failed, "{query:?}");
        }
    });
}

/// Texts of few letters, so that many pairs are there in many places, with all that is passed over or compared as another.
fn letters() -> impl Strategy<Value = String> {
    let letter = prop::sample::select(vec![
        "甲", "乙", "丙", "丁", "的", "号", "2", "0", "２", "〔", "〕", "[", "（", "）", " ", "\u{3000}", "《", "A",
        "a", "Ａ", "ä", "Ä", "𠮷", "，", "—", "-", "\u{200B}", "。", "<b>", "&amp;", "“", "资", "資", "發", "髮", "发",
        "於",
    ]);
    prop::collection::vec(letter, 1..40).prop_map(|letters| letters.concat())
}

fn site(bodies: &[Vec<String>]) -> Vec<(String, String)> {
    let settings = "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n";
    let mut texts = vec![("site.yaml".to_owned(), settings.to_owned())];
    for (at, clauses) in bodies.iter().enumerate() {
        let numbers = ["一", "二", "三", "四", "五", "六"];
        let body: String = clauses.iter().zip(numbers).map(|(text, number)| format!("{number}、{text}\n\n")).collect();
        let quoted = serde_json::to_string(clauses.first().map_or("", String::as_str)).unwrap();
        texts.push((
            format!("policies/p{at}.md"),
            format!("---\ntitle: {quoted}\nissuer: 丙\ndocument_number: 甲字〔202{at}〕1号\n---\n\n{body}"),
        ));
        texts.push((
            format!("pages/a{at}.md"),
            format!("---\ntitle: 页\nsummary: {quoted}\n---\n\n{body}## 丁\n\n{body}"),
        ));
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn random_texts_are_found_as_a_scan_finds_them(
        bodies in prop::collection::vec(prop::collection::vec(letters(), 0..6), 1..5),
        others in prop::collection::vec(letters(), 4),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1_usize..7), 30),
        (parts, files) in (1_usize..9, 0_u32..5),
    ) {
        let texts: Vec<Vec<char>> = bodies.iter().flatten().map(|text| text.chars().collect()).collect();
        let cut = |(which, from, length): &(prop::sample::Index, prop::sample::Index, usize)| {
            let text = if texts.is_empty() { return "甲".to_owned() } else { which.get(&texts) };
            let from = from.index(text.len());
            text[from..text.len().min(from + length)].iter().collect::<String>()
        };
        let mut queries: Vec<String> = cuts.iter().map(cut).collect();
        let pairs: Vec<String> = queries.windows(2).map(|two| two.join(" ")).collect();
        queries.extend(pairs.into_iter().chain(others));
        same(&compiled(&site(&bodies)), Size { parts, files: 1 << files }, &queries);
    }

    #[test]
    fn what_nothing_is_found_for_is_what_a_scan_does_not_find(
        bodies in prop::collection::vec(prop::collection::vec(letters(), 0..4), 1..4),
        searches in prop::collection::vec("[甲乙丙丁的号20A 〔）资資发髮]{1,6}", 1..60),
    ) {
        let compiled = compiled(&site(&bodies));
        let mut asked = Asked::default();
        searches.iter().for_each(|search| asked.take(search.as_bytes()));
        let units = units(&compiled);
        let mut expected = BTreeMap::new();
        for search in &searches {
            let words = words(search);
            if !words.is_empty() && scan(&units, search).is_empty() {
                let is_found = |word: &String| units.iter().any(|(_, unit)| unit.has(word));
                let several = words.len() > 1;
                let of: Vec<_> = words.iter().filter(|_| several).map(|word| (word.clone(), is_found(word))).collect();
                expected.entry(words.join(" ")).or_insert((0, of)).0 += 1;
            }
        }
        let found = unfound(&compiled.site, &asked);
        prop_assert_eq!(found.count, expected.values().map(|(count, _)| count).sum::<u64>());
        let listed: BTreeMap<_, _> = found
            .listed
            .into_iter()
            .map(|unfound| (words(&unfound.search).join(" "), (unfound.count, unfound.words)))
            .collect();
        prop_assert_eq!(listed, expected);
    }

    #[test]
    fn both_compare_texts_alike(text in "\\PC{0,40}", query in ".{0,20}") {
        let runtime = Runtime::new().unwrap();
        let context = Context::full(&runtime).unwrap();
        context.with(|js| {
            let call = format!(
                "{};search.learn({:?});JSON.stringify([[search.normal({text})], search.words({query})])",
                SCRIPT[0],
                pairs(),
                text = serde_json::to_string(&text).unwrap(),
                query = serde_json::to_string(&query).unwrap(),
            );
            let said: String = js.eval(call).unwrap();
            prop_assert_eq!(said, serde_json::to_string(&[vec![normalised(&text)], words(&query)]).unwrap());
            Ok(())
        })?;
    }
}

#[test]
fn every_character_is_compared_alike() {
    let runtime = Runtime::new().unwrap();
    let context = Context::full(&runtime).unwrap();
    let all: String = ('\0'..='\u{FFFF}').chain(['𠮷', '😀', '\u{10FFFF}']).collect();
    context.with(|js| {
        let all_json = serde_json::to_string(&all).unwrap();
        let call = format!("{};search.learn({:?});search.normal({all_json})", SCRIPT[0], pairs());
        assert_eq!(js.eval::<String, _>(call).unwrap(), normalised(&all));
    });
}

/// So many phrases of a text, evenly among them, of two to twelve characters.
fn phrases(units: &[([String; 4], Compared)], count: usize) -> Vec<String> {
    let lines: Vec<Vec<char>> = units
        .iter()
        .flat_map(|(unit, _)| unit[2].lines().chain(unit[3].lines()))
        .map(|line| line.chars().collect())
        .collect();
    let total: usize = lines.iter().map(Vec::len).sum();
    let mut phrases = Vec::new();
    let (mut at, mut next) = (0, 0);
    for line in lines {
        while next < at + line.len() {
            let from = next - at;
            phrases.push(line[from..line.len().min(from + 2 + phrases.len() % 11)].iter().collect());
            next += total.div_ceil(count);
        }
        at += line.len();
    }
    phrases
}

#[test]
fn phrases_of_the_real_site_are_found_as_a_scan_finds_them() {
    let compiled = real();
    let phrases = phrases(&units(&compiled), 500);
    assert!(phrases.len() >= 450, "{}", phrases.len());
    same(&compiled, Size::of(&compiled.site), &phrases);
    same(&compiled, Size { parts: 23, files: 4 }, &phrases);
}

#[test]
fn traditional_characters_find_what_simplified_ones_find() {
    let all: Vec<char> = pairs().chars().collect();
    let traditional: BTreeMap<char, char> = all.chunks(2).map(|pair| (pair[1], pair[0])).collect();
    let compiled = real();
    let phrases = phrases(&units(&compiled), 300);
    let written = |phrase: &String| phrase.chars().map(|c| *traditional.get(&c).unwrap_or(&c)).collect::<String>();
    let written: Vec<String> = phrases.iter().map(written).collect();
    assert!(written.iter().zip(&phrases).filter(|(one, other)| one != other).count() > 200);
    same(&compiled, Size::of(&compiled.site), &written);
    let index = Index::new(&compiled.site, Size::of(&compiled.site), &address(&compiled));
    assert_eq!(index.own_traditional, "");
    with_script(&index, |js, about| {
        let (one, other) = (find(js, about, "資格 職稱", 999), find(js, about, "资格 职称", 999));
        assert!(!one.hits.is_empty() && one.hits == other.hits);
        assert!(one.asked.contains(&"traditional".to_owned()) && !other.asked.contains(&"traditional".to_owned()));
    });
}

/// 500 phrases of a site are found as a scan finds them; gives what its texts and rows weigh.
fn all_found(compiled: &Compiled) -> String {
    let phrases = phrases(&units(compiled), 500);
    assert!(phrases.len() >= 450, "{}", phrases.len());
    let size = Size::of(&compiled.site);
    same(compiled, size, &phrases);
    let index = Index::new(&compiled.site, size, &address(compiled));
    let weight = |is: fn(&File) -> bool| {
        let files = size.all().filter(is).map(|file| packed(&index.file(file)));
        files.sum::<usize>()
    };
    let [rows, texts] = [weight(|file| matches!(file, File::Rows(_))), weight(|file| matches!(file, File::Part(_)))];
    format!("{size:?}: rows {rows} bytes, texts {texts}, compressed: {:.1} %", 100.0 * rows as f64 / texts as f64)
}

/// Bytes of a file as a server sends it.
fn packed(bytes: &[u8]) -> usize {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, bytes).unwrap();
    let mut zip = zip.finish_into_readable().unwrap();
    zip.by_index(0).unwrap().compressed_size() as usize
}

fn made_up(policies: usize) {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(corpus::Layout::Mingce, policies, folder.path()).unwrap();
    println!("{}", all_found(&compile(load(folder.path()).0, &Options::default()).0));
}

#[test]
fn phrases_of_20_policies_are_found_as_a_scan_finds_them() {
    made_up(20);
}

#[test]
#[ignore = "takes minutes"]
fn phrases_of_1000_policies_are_found_as_a_scan_finds_them() {
    made_up(1_000);
}

/// Of texts that are not part of the project: those of the folder `MINGCE_TEXTS`, each a policy.
#[test]
#[ignore = "needs a folder of texts"]
fn phrases_of_other_texts_are_found_as_a_scan_finds_them() {
    let folder = std::env::var("MINGCE_TEXTS").expect("MINGCE_TEXTS names a folder of texts");
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files =
        entries.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == "md"));
    let mut texts = site(&[]);
    for (at, path) in files.enumerate() {
        let text = std::fs::read_to_string(&path).unwrap();
        let title = serde_json::to_string(&path.file_stem().unwrap().to_string_lossy()).unwrap();
        texts.push((format!("policies/p{at}.md"), format!("---\ntitle: {title}\nissuer: 甲\n---\n\n{text}")));
    }
    println!("{} texts, {}", texts.len() - 1, all_found(&compiled(&texts)));
}

#[test]
fn document_numbers_are_found_in_any_brackets() {
    let compiled = real();
    let units = units(&compiled);
    let index = Index::new(&compiled.site, Size::of(&compiled.site), &address(&compiled));
    with_script(&index, |js, about| {
        let written =
            ["鲁人社字〔2022〕156号", "鲁人社字[2022]156号", "鲁人社字（２０２２）１５６", "鲁人社字2022156号"];
        let found: BTreeMap<_, _> = written.iter().map(|query| (query, find(js, about, query, 999).hits)).collect();
        assert!(found.values().all(|hits| !hits.is_empty() && *hits == found[&written[0]]), "{found:?}");
        for query in ["鲁人社字2022 156", "[2022]156", "２０２２ １５６"] {
            let hits = find(js, about, query, 999).hits;
            assert!(found[&written[0]].iter().all(|hit| hits.contains(hit)), "{query}");
            assert_eq!(hits, scan(&units, query));
        }
    });
}

#[test]
fn clauses_are_found_by_their_numbers() {
    let compiled = real();
    let units = units(&compiled);
    let index = Index::new(&compiled.site, Size::of(&compiled.site), &address(&compiled));
    let is_item = |([_, _, label, text], _): &&([String; 4], Compared)| {
        label.ends_with('）') && !text.starts_with(label) && text.starts_with('（')
    };
    let items: Vec<_> = units.iter().filter(is_item).map(|(unit, _)| unit).collect();
    assert!(items.len() > 2, "{}", items.len());
    with_script(&index, |js, about| {
        for item in items {
            let hits = find(js, about, &item[2], 999).hits;
            assert!(hits.contains(item), "{}", item[2]);
            assert_eq!(hits, scan(&units, &item[2]));
        }
    });
}

#[test]
fn titles_count_for_their_clauses_and_columns_are_found() {
    let compiled = real();
    let units = units(&compiled);
    let index = Index::new(&compiled.site, Size::of(&compiled.site), &address(&compiled));
    with_script(&index, |js, about| {
        for (query, page, anchor) in [
            ("实施方案 四（二）", "policies/zz-2023.html", "c4-2"),
            (
                "枣庄市人力资源和社会保障局关于印发《枣庄市数字技术工程师培育项目实施方案》的通知四（二）",
                "policies/zz-2023.html",
                "c4-2",
            ),
            ("的通知 高级职称评审", "policies/zz-2023.html", "c4-2"),
            ("常见问题", "questions/index.html", ""),
            ("谁能报", "index.html", ""),
        ] {
            let hits = find(js, about, query, 999).hits;
            assert!(hits.iter().any(|hit| hit[0] == page && hit[1] == anchor), "{query}: {hits:?}");
            assert_eq!(hits, scan(&units, query), "{query}");
        }
        // All clauses have the title; the page is found once.
        let hits = find(js, about, "枣庄市数字技术工程师培育项目实施方案》的通知", 999).hits;
        let of_page: Vec<_> = hits.iter().filter(|hit| hit[0] == "policies/zz-2023.html").map(|hit| &*hit[1]).collect();
        assert_eq!(of_page, ["", "c0"], "the page, and its beginning, which repeats the title");
    });
}

#[test]
fn a_footnote_is_found_where_it_is_referred_to() {
    let body = "第一条 甲[^a]。\n\n第二条 乙。\n\n[^a]: 注文在此。\n".to_owned();
    let settings = "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n".to_owned();
    let policy = format!("---\ntitle: 子\nissuer: 丙\n---\n\n{body}");
    let page =
        "---\ntitle: 丑\nsummary: 寅\n---\n\n## 一\n\n甲[^a]。\n\n## 二\n\n乙。\n\n[^a]: 注文在此。\n".to_owned();
    let files = [("site.yaml", settings), ("policies/p.md", policy), ("pages/a.md", page)]
        .map(|(path, text)| (path.into(), text));
    let compiled = compiled(&files);
    let found = scan(&units(&compiled), "注文在此");
    let found: Vec<_> =
        found.iter().map(|[page, anchor, _, text]| (page.as_str(), anchor.as_str(), text.as_str())).collect();
    assert_eq!(
        found,
        [("pages/a.html", "一", "一\n甲。\n注文在此。"), ("policies/p.html", "t1", "第一条 甲。\n注文在此。")]
    );
}

#[test]
fn what_is_near_is_named_for_what_nothing_is_found_for() {
    let compiled = real();
    let mut asked = Asked::default();
    let searches = [
        "学费多少钱",
        "学费多少钱",
        "13912345678 火星",
        "13987654321 火星",
        "张三 139 1234 5678",
        "鑫鑫",
        "报名",
        "（）",
    ];
    searches.iter().for_each(|search| asked.take(search.as_bytes()));
    let found = unfound(&compiled.site, &asked);
    assert_eq!((asked.count, asked.distinct(), found.distinct, found.count), (7, 6, 4, 6));
    let said: Vec<_> = found.listed.iter().map(|unfound| (unfound.search.as_str(), unfound.count)).collect();
    assert_eq!(said, [("*** 火星", 2), ("学费多少钱", 2), ("张三 ***", 1), ("鑫鑫", 1)]);
    // Words would show the numbers, or parts of them.
    assert!(found.listed.iter().all(|unfound| unfound.words.is_empty()), "{found:?}");
    let names = found.listed.iter().map(|unfound| {
        let near = unfound.near.iter().map(|&(kind, at)| compiled.site.content.record(kind, at).unwrap());
        near.map(|record| record.entry.name().to_owned()).collect::<Vec<_>>()
    });
    let names: Vec<_> = names.collect();
    assert!(names[1].contains(&"要交多少钱？".to_owned()) && names[3].is_empty(), "{names:?}");
}

#[test]
fn odd_words_are_looked_for_as_they_are() {
    let long = format!("{}𠮷", "甲".repeat(199));
    let bodies = [vec!["<script>alert(1)</script>，甲".to_owned(), "，乙".to_owned(), long]];
    let compiled = compiled(&site(&bodies));
    let mut queries = ["<script>", "甲", "，", "", "（）", " \u{3000}", "\\", "\"", "toString", "__proto__", "𠮷"]
        .map(str::to_owned)
        .to_vec();
    queries.extend([
        "甲".repeat(10_000),
        "甲 ".repeat(10_000),
        (0..10_000).filter_map(|at| char::from_u32(0x4E00 + at)).collect(),
        // The last of the first rows lies on a character of two units.
        "甲".repeat(199) + "𠮷",
    ]);
    same(&compiled, Size { parts: 2, files: 1 }, &queries);
    let index = Index::new(&compiled.site, Size { parts: 2, files: 1 }, &address(&compiled));
    with_script(&index, |js, about| {
        // Half of a character is none.
        let half: String = js
            .eval(format!("hits({about}, '甲\\uD83D', 9) === hits({about}, '甲', 9) && hits({about}, '\\uDE00', 9)"))
            .unwrap();
        assert_eq!(half, r#"{"hits":[],"left":0,"failed":false,"asked":[]}"#);
    });
}

#[test]
fn a_query_loads_few_files_and_stops_when_it_has_enough() {
    let body = |at: usize| {
        vec![
            format!("共同{}", "文".repeat(400)),
            format!("独有第{at}号甲乙{}", char::from_u32(0x5000 + at as u32).unwrap()),
        ]
    };
    let compiled = compiled(&site(&(0..60).map(body).collect::<Vec<_>>()));
    let size = Size { parts: 30, files: 8 };
    let index = Index::new(&compiled.site, size, &address(&compiled));
    with_script(&index, |js, about| {
        let rare = find(js, about, "乙\u{5007}", 50);
        assert!(!rare.hits.is_empty());
        assert!(rare.asked.len() <= 3 + 2 * rare.hits.len(), "{:?}", rare.asked);
        let common = find(js, about, "共同文文", 20);
        assert!(common.hits.len() >= 20 && common.left > 10, "{} and {} left", common.hits.len(), common.left);
        let none = find(js, about, "没有这话", 50);
        let is_small = |name: &String| name.starts_with("rows-") || name == "traditional";
        assert!(none.hits.is_empty() && none.asked.iter().all(is_small), "{:?}", none.asked);
        let gone: String = js.eval(format!("files = {{}}; hits({about}, '甲', 9)")).unwrap();
        assert!(serde_json::from_str::<Found>(&gone).unwrap().failed);
    });
}

#[test]
fn a_site_without_records_has_a_search_that_finds_nothing() {
    let compiled = compiled(&site(&[]));
    assert_eq!(Size::of(&compiled.site), Size { parts: 1, files: 1 });
    same(&compiled, Size::of(&compiled.site), &["甲".to_owned()]);
}
