//! The codes, their documentation and the places in their sentences agree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mingce::diagnostic::catalogue::{self, Lang};
use mingce::diagnostic::{Code, Diagnostic};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/codes"))
}

/// Keys and values of the front matter, in which every value is a single-quoted line.
fn front(code: Code) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(folder().join(format!("{code}.md"))).unwrap();
    let front = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap().0;
    let pair = |line: &str| {
        let (key, value) = line.split_once(": ").unwrap();
        (key.to_owned(), value.to_owned())
    };
    front.lines().map(pair).collect()
}

fn places(sentence: &str) -> BTreeSet<String> {
    sentence.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0.to_owned()).collect()
}

/// The arguments that the doc comment of each code names: the words in backticks after `Args:`, without those in brackets.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let text = include_str!("../src/diagnostic/code.rs");
    let mut all = BTreeMap::new();
    let mut doc = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(more) = line.strip_prefix("///") {
            doc += more;
        } else if let Some((_, number)) = line.rsplit_once(" = ").filter(|(_, rest)| is_code(rest)) {
            let args = doc.split_once("Args:").map_or("", |(_, args)| args);
            all.insert(format!("MC{}", number.split_once(' ').unwrap().0), quoted(args));
            doc.clear();
        } else {
            doc.clear();
        }
    }
    all
}

/// `101 Error;`
fn is_code(text: &str) -> bool {
    text.ends_with(" Error;") || text.ends_with(" Warning;")
}

fn quoted(args: &str) -> BTreeSet<String> {
    let mut depth = 0;
    let outside: String = args
        .chars()
        .filter(|&character| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            depth == 0
        })
        .collect();
    outside.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<String> = pages.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(Code::to_string).collect();
    assert_eq!(pages, codes);
}

#[test]
fn both_languages_use_the_documented_places() {
    let documented = documented();
    assert_eq!(documented.len(), Code::ALL.len());
    for &code in Code::ALL {
        let front = front(code);
        let of = |key: &str| front.get(key).map(|sentence| places(sentence)).unwrap_or_default();
        assert_eq!(of("zh"), of("en"), "{code}: message");
        assert_eq!(of("help-zh"), of("help-en"), "{code}: help");
        assert_eq!(front.contains_key("help-zh"), front.contains_key("help-en"), "{code}");
        let used: BTreeSet<String> = of("zh").union(&of("help-zh")).cloned().collect();
        let known = &documented[&code.to_string()];
        assert!(used.is_subset(known), "{code}: {used:?} are not all in {known:?}");
    }
}

#[test]
fn every_page_says_something_in_both_languages() {
    for &code in Code::ALL {
        for (lang, why) in [(Lang::Zh, "为什么有这条规则："), (Lang::En, "Why: ")] {
            let text = catalogue::explain(code, lang);
            assert!(text.matches("```").count() == 4 && text.contains(why), "{code}: {text}");
            assert!(!catalogue::title(code, lang).is_empty());
            let diagnostic = Diagnostic::path(code, "x");
            assert!(!catalogue::message(&diagnostic, lang).contains(['{', '}']), "{code}");
            assert!(!catalogue::message(&diagnostic, lang).ends_with(['。', '.']), "{code}");
            assert!(catalogue::help(&diagnostic, lang).is_some_and(|help| !help.is_empty()), "{code}");
        }
    }
}

#[test]
fn every_word_that_the_parsers_use_exists() {
    let text = sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    let shapes = text.split("\"@").skip(1).filter_map(|rest| rest.split_once('"')).map(|(word, _)| word);
    let rules = text.split("RULE: &'static str = \"").skip(1).filter_map(|rest| rest.split_once('"'));
    // The words of JSON-LD begin with the same sign.
    let is_linked_data = |word: &str| matches!(word, "context" | "graph" | "id" | "type");
    let words = shapes.filter(|word| !is_linked_data(word)).chain(rules.map(|(rule, _)| rule));
    for word in words.filter(|word| !word.contains('{')) {
        assert!(catalogue::word(word, Lang::Zh).is_some(), "{word}");
    }
}

/// The text of every Rust file below a folder.
fn sources(folder: &Path) -> String {
    let read = |path: PathBuf| match path.is_dir() {
        true => sources(&path),
        false => std::fs::read_to_string(path).unwrap(),
    };
    std::fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap().path())).collect()
}

#[test]
fn values_are_shown_in_the_language_and_on_one_line() {
    let wrong = Diagnostic::path(Code::WrongType, "x").arg("expected", "@list").arg("found", "?");
    assert_eq!(catalogue::message(&wrong, Lang::Zh), "这里应当是列表（每项一行，以“- ”开头），写成了不明");
    let html = Diagnostic::path(Code::RawHtml, "x").arg("html", format!("<b>\n{}", "长".repeat(1000)));
    let message = catalogue::message(&html, Lang::En);
    assert!(message.contains("“<b> 长") && message.ends_with("长...”") && message.chars().count() < 300);
    let empty = Diagnostic::path(Code::BadId, "x").arg("value", "");
    assert_eq!(catalogue::message(&empty, Lang::Zh), "“（无）”不能用作编号");
    let word = Diagnostic::path(Code::UnknownWord, "x").arg("value", "{known}").arg("known", "a、b");
    assert_eq!(catalogue::message(&word, Lang::En), "“{known}” is none of the words that can stand here");
    assert_eq!(catalogue::help(&word, Lang::En).unwrap(), "use one of: a, b");
    let record = Diagnostic::path(Code::UnknownRecord, "x").arg("kind", "fields").arg("id", "fields");
    assert_eq!(catalogue::message(&record, Lang::Zh), "没有编号为“fields”的领域");
}

#[test]
fn totals_read_well() {
    let total = |errors, warnings| [Lang::Zh, Lang::En].map(|lang| catalogue::total(errors, warnings, lang));
    assert_eq!(total(3, 1), ["3 处错误，1 处警告", "3 errors, 1 warning"]);
    assert_eq!(total(0, 2), ["2 处警告", "2 warnings"]);
    assert_eq!(total(0, 0), ["没有发现问题", "no problems found"]);
}

/// The words that a schema lets one choose from.
fn chosen(schema: &serde_json::Value, words: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            words.extend(map.get("const").and_then(serde_json::Value::as_str).map(str::to_owned));
            let listed = map.get("enum").and_then(serde_json::Value::as_array).into_iter().flatten();
            words.extend(listed.filter_map(serde_json::Value::as_str).map(str::to_owned));
            map.values().for_each(|value| chosen(value, words));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| chosen(value, words)),
        _ => {}
    }
}

#[test]
fn every_word_that_one_can_choose_has_a_meaning_in_chinese() {
    let mut words = BTreeSet::new();
    for name in mingce::schema::names() {
        chosen(&serde_json::to_value(mingce::schema::schema(name, Lang::Zh).unwrap()).unwrap(), &mut words);
    }
    assert!(words.len() > 40 && words.contains("in-force"), "{words:?}");
    let silent: Vec<_> = words.iter().filter(|word| catalogue::meaning(word).is_none()).collect();
    assert!(silent.is_empty(), "{silent:?} are no choice-… of words.yaml");
}

/// The descriptions of a schema, with those of its definitions.
fn described(schema: &serde_json::Value, all: &mut Vec<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            all.extend(map.get("description").and_then(serde_json::Value::as_str).map(str::to_owned));
            map.values().for_each(|value| described(value, all));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| described(value, all)),
        _ => {}
    }
}

#[test]
fn schemas_are_described_in_either_language() {
    let is_chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for name in mingce::schema::names() {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
            let mut all = Vec::new();
            described(&serde_json::to_value(mingce::schema::schema(name, lang).unwrap()).unwrap(), &mut all);
            all
        });
        assert_eq!(zh.len(), en.len(), "{name}");
        for (zh, en) in zh.iter().zip(&en) {
            let right = zh.starts_with(is_chinese) && zh.ends_with('。');
            assert!(right, "{name}: {zh:?} is no Chinese sentence ({en})");
            let right = !en.starts_with(is_chinese) && en.ends_with('.') && !en.contains('。');
            assert!(right, "{name}: {en:?} is no English sentence ({zh})");
        }
    }
}
