//! The manual is true: its examples are valid, its commands run, its wrong examples are reported as it says, its tables of keys
//! and codes are those of the program, its links lead somewhere.
//!
//! What a chapter of `docs/manual` holds is tried in the order of its text, in a folder with a site made by `mingce init`:
//!
//! - 文件 `content/…`： and a fenced block is a file; with ，加在最后 it is the end of one.
//! - 错误的写法，文件 `content/…`： and a fenced block is a file for one check; the block after 会看到： is a part of the report,
//!   which has nothing else that is new.
//! - 把 `…` 写成 `…`，文件 `content/…`，会看到： is such a file, which differs from the right one in these words.
//! - A block `sh` is a list of commands; the block after 会看到： is a part of what they print.
//! - 本章接着用 and a link is a chapter whose examples come first.
//!
//! Between `<!-- 键：… -->` and `<!-- 键完 -->` stand the keys of a schema, between `<!-- 代码 -->` and `<!-- 代码完 -->` all codes.
//! `UPDATE=1` writes them anew and fails, so that somebody reads them before the next run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{folder, put};
use mingce::diagnostic::Code;
use mingce::diagnostic::catalogue::{self, Lang};
use mingce::edge::disk::load;
use mingce::model::{Kind, Options};
use mingce::plan::data::{Table, Text};
use mingce::syntax::value::{Date, Id, Scalar};
use mingce::{compile, schema};
use rquickjs::{Context, Runtime};
use serde_json::Value;

fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual")
}

fn chapter(name: &str) -> String {
    std::fs::read_to_string(manual().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of all chapters, in order.
fn chapters() -> Vec<String> {
    let names = std::fs::read_dir(manual()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = names.filter(|name| name != "README.md").collect();
    names.into_iter().collect()
}

/// What a chapter has its reader do.
#[derive(Debug)]
enum Act {
    File { path: String, text: String, is_end: bool },
    Wrong { path: String, text: String, reported: String },
    Slip { path: String, right: String, wrong: String, reported: String },
    Commands { lines: Vec<String>, printed: String },
}

/// The path in a line such as 文件 `content/terms.yaml`：
fn named(line: &str) -> Option<&str> {
    line.strip_prefix("文件 `")?.split_once('`').map(|(path, _)| path)
}

/// The path and both words in a line such as 把 `kind: count` 写成 `kind: number`，文件 `content/forms.yaml`，会看到：
fn slip(line: &str) -> Option<[&str; 3]> {
    let (right, rest) = line.strip_prefix("把 `")?.split_once("` 写成 `")?;
    let (wrong, rest) = rest.split_once("`，")?;
    let (path, rest) = rest.strip_prefix("文件 `")?.split_once('`')?;
    (rest == "，会看到：").then_some([path, right, wrong])
}

fn acts(name: &str) -> Vec<Act> {
    let text = chapter(name);
    let mut acts: Vec<Act> = Vec::new();
    let mut lines = text.lines();
    let mut before = "";
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            before = if line.trim().is_empty() { before } else { line };
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let body = block.join("\n") + "\n";
        if let Some(words) = slip(before) {
            let [path, right, wrong] = words.map(str::to_owned);
            acts.push(Act::Slip { path, right, wrong, reported: body });
            before = "";
            continue;
        }
        let wrong = before.strip_prefix("错误的写法，").and_then(named);
        match (language, named(before), wrong) {
            (_, Some(path), _) => {
                acts.push(Act::File { path: path.into(), text: body, is_end: before.contains("，加在最后") });
            }
            (_, _, Some(path)) => acts.push(Act::Wrong { path: path.into(), text: body, reported: String::new() }),
            ("sh", ..) => {
                let lines = block.iter().map(|line| (*line).to_owned()).collect();
                acts.push(Act::Commands { lines, printed: String::new() });
            }
            _ if before == "会看到：" => match acts.last_mut() {
                Some(Act::Wrong { reported: said, .. } | Act::Commands { printed: said, .. }) if said.is_empty() => {
                    *said = body
                }
                other => panic!("{name}: 会看到 stands behind {other:?}"),
            },
            ("yaml" | "md" | "css", ..) => panic!("{name}: the block after “{before}” names no file"),
            _ => {}
        }
        before = "";
    }
    acts
}

/// The chapters whose examples a chapter goes on with.
fn before(name: &str) -> Vec<String> {
    let text = chapter(name);
    let links =
        text.split("本章接着用[").skip(1).map(|rest| rest.split_once("](").unwrap().1.split_once(')').unwrap().0);
    links.map(str::to_owned).collect()
}

fn run(place: &Path, line: &str) -> (String, Option<i32>) {
    let mut args = line.split(' ');
    assert_eq!(args.next(), Some("mingce"), "{line}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
    command
        .args(args.filter(|arg| *arg != "--open").map(|arg| arg.trim_matches('\'')))
        .current_dir(place)
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8");
    command.env_remove("LANGUAGE").env_remove("LC_MESSAGES");
    if !line.starts_with("mingce serve") {
        let output = command.output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        return (said, output.status.code());
    }
    // It runs until it is interrupted; what it prints first is where it is.
    let mut child = command.args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(address.starts_with("http://127.0.0.1:"), "{line}: {address}");
    (address, Some(0))
}

/// The codes and places of a report.
fn reported(place: &Path) -> BTreeSet<String> {
    let (report, _) = run(place, "mingce check content --format json");
    let json = report.split_once("\n]").map_or("[]".to_owned(), |(json, _)| format!("{json}\n]"));
    let report: Vec<Value> = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {report}"));
    report.iter().map(|reported| format!("{} {} {}", reported["code"], reported["path"], reported["message"])).collect()
}

/// A wrong file is reported as the chapter says, and nothing else is reported because of it; the file is then what it was.
fn mistaken(name: &str, place: &Path, (path, text): (&str, &str), said: &str) {
    assert!(!said.is_empty(), "{name}: what is reported about the wrong {path} is not said");
    let right = std::fs::read(place.join(path)).ok();
    let known = reported(place);
    put(place, path, text);
    let report = run(place, "mingce check content").0;
    assert!(report.contains(said.trim_end()), "{name}, {path}: {said}\nis not in\n{report}");
    let code = said.split_once('[').unwrap().1.split_once(']').unwrap().0;
    let new: Vec<String> = reported(place).difference(&known).cloned().collect();
    let is_one = new.iter().all(|reported| reported.starts_with(&format!("\"{code}\"")));
    assert!(!new.is_empty() && is_one, "{name}, {path}: {new:#?}");
    match right {
        Some(right) => put(place, path, right),
        None => std::fs::remove_file(place.join(path)).unwrap(),
    }
}

fn follow(name: &str, place: &Path) {
    for act in acts(name) {
        match act {
            Act::File { path, text, is_end } => {
                let old = std::fs::read_to_string(place.join(&path)).unwrap_or_default();
                put(place, &path, if is_end { format!("{old}\n{text}") } else { text });
            }
            Act::Wrong { path, text, reported } => mistaken(name, place, (&path, &text), &reported),
            Act::Slip { path, right, wrong, reported } => {
                let text = std::fs::read_to_string(place.join(&path)).unwrap();
                assert_eq!(text.matches(&right).count(), 1, "{name}: {right} in {path}");
                mistaken(name, place, (&path, &text.replace(&right, &wrong)), &reported);
            }
            Act::Commands { lines, printed } => {
                let mut said = String::new();
                for line in lines {
                    if line.starts_with("mingce init") {
                        std::fs::remove_dir_all(place.join("content")).unwrap();
                    }
                    let (text, code) = run(place, &line);
                    assert_eq!(code, Some(0), "{name}: {line}: {text}");
                    said += &text;
                }
                for line in printed.lines() {
                    assert!(said.contains(line), "{name}: “{line}” is not in\n{said}");
                }
            }
        }
    }
}

/// A folder with a new site, and the examples of a chapter in it.
fn tried(name: &str) {
    let dir = folder();
    assert_eq!(run(dir.path(), "mingce init content").1, Some(0));
    let mut all = vec![name.to_owned()];
    while let Some(first) = all.first().and_then(|first| before(first).first().cloned()) {
        all.insert(0, first);
    }
    all.iter().for_each(|name| follow(name, dir.path()));
    let (report, code) = run(dir.path(), "mingce build content");
    assert_eq!(code, Some(0), "{name}: {report}");
}

#[test]
fn what_chapters_show_is_what_happens() {
    for name in chapters() {
        tried(&name);
    }
}

#[test]
fn every_kind_has_an_example() {
    let mut paths = Vec::new();
    for act in chapters().iter().flat_map(|name| acts(name)) {
        if let Act::File { path, is_end: false, .. } = act {
            paths.push(path);
        }
    }
    for name in schema::names() {
        let [file, inside] = [format!("content/{name}.yaml"), format!("content/{name}/")];
        assert!(paths.iter().any(|path| *path == file || path.starts_with(&inside)), "there is no example of {name}");
    }
}

/// The definition that a schema refers to, itself or through lists, `null` and what may be unpublished.
fn definitions<'s>(value: &'s Value, all: &'s Value, found: &mut Vec<&'s str>) {
    match value {
        Value::Object(map) => {
            if let Some(name) = map.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/")) {
                let target = &all[name];
                if name.starts_with("Known_") || name.starts_with("Pairs_") || target.get("items").is_some() {
                    definitions(target, all, found);
                } else if !found.contains(&name) {
                    found.push(name);
                }
            }
            map.iter().filter(|(key, _)| *key != "$defs").for_each(|(_, value)| definitions(value, all, found));
        }
        Value::Array(values) => values.iter().for_each(|value| definitions(value, all, found)),
        _ => {}
    }
}

/// The words that a definition lets one choose from, with what they mean.
fn choices(definition: &Value) -> Vec<String> {
    let variants = definition["oneOf"].as_array().into_iter().flatten();
    let one = |variant: &Value| {
        let meaning = variant["description"].as_str()?.trim_end_matches('。');
        Some(format!("`{}`（{meaning}）", variant["const"].as_str()?))
    };
    variants.filter_map(one).collect()
}

/// The table of the keys of an object.
fn table(object: &Value, all: &Value) -> String {
    let required: BTreeSet<&str> =
        object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut text = "| 键 | 必写 | 写什么 |\n| --- | --- | --- |\n".to_owned();
    for (key, value) in object["properties"].as_object().unwrap() {
        let must = if required.contains(key.as_str()) { "是" } else { "" };
        let mut about = value["description"].as_str().unwrap_or_else(|| panic!("{key} is not explained")).to_owned();
        let mut inner = Vec::new();
        definitions(value, all, &mut inner);
        let words: Vec<String> = inner.iter().flat_map(|name| choices(&all[*name])).collect();
        if words.iter().any(|word| !about.contains(&word[..word.find('（').unwrap()])) {
            about = format!("{about}可以写：{}。", words.join("、"));
        }
        if key == "source" {
            about = format!("{}，见[依据怎么写](04-sources.md)。", about.trim_end_matches('。'));
        }
        text += &format!("| `{key}` | {must} | {} |\n", about.replace('|', "\\|"));
    }
    text
}

/// The keys of a schema: those of a record, and those of what stands in it.
fn keys(name: &str) -> String {
    let source = name == "source";
    let schema = schema::schema(if source { "terms" } else { name }, Lang::Zh).unwrap().to_value();
    let all = &schema["$defs"];
    let mut found = Vec::new();
    if source {
        return table(&all["Source"], all);
    }
    let record = match schema["anyOf"][0]["items"]["$ref"].as_str() {
        Some(path) => &all[path.strip_prefix("#/$defs/").unwrap()],
        None => &schema,
    };
    definitions(&record["properties"], all, &mut found);
    let mut text = table(record, all);
    let mut at = 0;
    while let Some(name) = found.get(at) {
        at += 1;
        let inner = &all[*name];
        // What all kinds share is explained once.
        if ["Source", "Sources", "Id", "Refs", "Date"].contains(name) {
            continue;
        }
        let about = inner["description"].as_str().unwrap_or_default().trim_end_matches('。');
        let variants =
            inner["oneOf"].as_array().into_iter().flatten().filter(|variant| variant.get("properties").is_some());
        let variants: Vec<&Value> = variants.collect();
        if inner.get("properties").is_some() {
            text += &format!("\n{about}（{}）：\n\n{}", places(name, record, all).join("、"), table(inner, all));
        }
        if !variants.is_empty() {
            text +=
                &format!("\n{about}（{}）：\n\n| 键 | 写什么 |\n| --- | --- |\n", places(name, record, all).join("、"));
            for variant in &variants {
                for (key, value) in variant["properties"].as_object().unwrap() {
                    let meaning = variant["description"].as_str().unwrap();
                    let inner = value["properties"].as_object().into_iter().flatten();
                    let inner: String = inner
                        .map(|(key, value)| format!("`{key}`：{}", value["description"].as_str().unwrap()))
                        .collect();
                    text += &format!("| `{key}` | {meaning}{inner} |\n");
                }
            }
            for word in choices(inner) {
                let (word, meaning) = word.split_once('（').unwrap();
                text += &format!("| {word}（不用写值） | {}。 |\n", meaning.trim_end_matches('）'));
            }
        }
        definitions(inner, all, &mut found);
    }
    text
}

/// The keys whose values a definition describes.
fn places(name: &str, record: &Value, all: &Value) -> Vec<String> {
    let mut keys = BTreeSet::new();
    let objects = all.as_object().unwrap().values().chain([record]);
    let variants = objects.flat_map(|object| object["oneOf"].as_array().into_iter().flatten().chain([object]));
    for (key, value) in variants.filter_map(|object| object["properties"].as_object()).flatten() {
        let mut found = Vec::new();
        definitions(value, all, &mut found);
        if found.contains(&name) {
            keys.insert(format!("`{key}`"));
        }
    }
    keys.into_iter().collect()
}

/// All codes with their titles, linked to their pages.
fn codes() -> String {
    let mut text = "| 代码 | 是什么 | 程度 |\n| --- | --- | --- |\n".to_owned();
    for &code in Code::ALL {
        let (title, severity) = (catalogue::title(code, Lang::Zh), catalogue::severity(code.severity(), Lang::Zh));
        text += &format!("| [{code}](../codes/{code}.md) | {title} | {severity} |\n");
    }
    text
}

#[test]
fn tables_are_those_of_the_program() {
    let mut wrong = Vec::new();
    let mut kinds = BTreeSet::new();
    for name in chapters() {
        let text = chapter(&name);
        let mut made = String::new();
        let mut rest = &*text;
        while let Some(at) = rest.find("<!-- 键：").or_else(|| rest.find("<!-- 代码 -->")) {
            let (before, block) = rest.split_at(at);
            let (mark, _) = block.split_once('\n').unwrap();
            let kind = mark.strip_prefix("<!-- 键：").map(|kind| kind.trim_end_matches(" -->"));
            let end = if kind.is_some() { "<!-- 键完 -->" } else { "<!-- 代码完 -->" };
            let table = kind.map_or_else(codes, keys);
            kinds.extend(kind.map(str::to_owned));
            made += &format!("{before}{mark}\n\n{table}\n");
            rest = &block[block.find(end).unwrap_or_else(|| panic!("{name}: {mark} has no end"))..];
        }
        made += rest;
        if made != text && std::env::var_os("UPDATE").is_some() {
            std::fs::write(manual().join(&name), &made).unwrap();
        }
        if made != text {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "tables of {wrong:?} are not those of the program; UPDATE=1 writes them, read them then");
    let missing: Vec<_> = schema::names().filter(|name| !kinds.contains(*name)).collect();
    assert!(missing.is_empty(), "no chapter has the keys of {missing:?}");
}

/// The addresses of the links of a text.
fn links(text: &str) -> Vec<String> {
    let outside: String = text.split("```").step_by(2).collect();
    let outside: String = outside.split('`').step_by(2).collect();
    outside.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

#[test]
fn links_lead_somewhere_and_every_chapter_is_listed() {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in chapters().into_iter().chain(["README.md".to_owned()]) {
        let found = links(&chapter(&name));
        for link in found.iter().filter(|link| !link.starts_with("https://")) {
            let path = link.split('#').next().unwrap();
            assert!(manual().join(path).is_file(), "{name}: {link} leads nowhere");
        }
        all.insert(name, found);
    }
    let listed: Vec<String> = all["README.md"].iter().filter(|link| link.ends_with(".md")).cloned().collect();
    assert_eq!(listed, chapters());
    // Each leads to the next one.
    for pair in chapters().windows(2) {
        assert_eq!(all[&pair[0]].last(), Some(&pair[1]), "{}", pair[0]);
        assert!(chapter(&pair[0]).lines().last().unwrap().starts_with("接下来："), "{}", pair[0]);
    }
    for (name, at) in chapters().iter().zip(1..) {
        assert!(chapter(name).starts_with(&format!("# {at} ")) && name.starts_with(&format!("{at:02}-")), "{name}");
    }
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(links(&readme).contains(&"docs/manual/README.md".to_owned()));
}

/// What the script of the chapter about data shows on a page that has `#words` and `#source`.
#[test]
fn a_portal_shows_a_clause_with_its_source() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("scaffold/site");
    let base = "https://www.example.com/ztzl/";
    let options = Options { base_url: Some(base.to_owned()), as_of: Date::read("2026-11-30"), ..Options::default() };
    let compiled = compile(load(&content).0, &options).0;
    let script = chapter("21-data.md").split_once("```js\n").unwrap().1.split_once("```").unwrap().0.to_owned();
    let context = Context::full(&Runtime::new().unwrap()).unwrap();
    let shown = context.with(|js| {
        let asked = script.split_once("fetch(\"").unwrap().1.split_once('"').unwrap().0;
        let path = asked.strip_prefix(base).unwrap();
        let json = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let run = format!(
            "const shown = {{ '#words': {{}}, '#source': {{}} }};
            const document = {{ querySelector: (name) => shown[name] }};
            const then = (value) => ({{ then: (next) => then(next(value)) }});
            const fetch = () => then({{ json: () => ({}) }});
            {script}
            JSON.stringify([shown['#words'].textContent, shown['#source'].textContent, shown['#source'].href])",
            String::from_utf8_lossy(&json)
        );
        js.eval::<String, _>(run).unwrap()
    });
    let shown: [String; 3] = serde_json::from_str(&shown).unwrap();
    let words =
        "二、组织实施\n（一）报名。参加人员向所在单位报名。\n（二）办理。由经办科室办理，参加人员享受有关待遇。";
    let source = "《关于印发《某某项目实施方案》的通知》二（截至2026-11-30）";
    let address = "https://www.example.com/ztzl/policies/plan.html#c2";
    assert_eq!(shown.each_ref().map(String::as_str), [words, source, address]);
}

#[test]
fn the_settings_of_nginx_are_the_same_in_both_languages() {
    let settings = |text: &str| -> Vec<String> {
        let block = text.split_once("```nginx\n").unwrap().1.split_once("```").unwrap().0.to_owned();
        block.lines().filter(|line| !line.trim().is_empty() && !line.contains('#')).map(str::to_owned).collect()
    };
    let english = std::fs::read_to_string(manual().join("../server.md")).unwrap();
    let chinese = settings(&chapter("18-server.md"));
    assert!(chinese.len() > 20);
    assert_eq!(settings(&english), chinese);
    // Other sites may read data, and nothing else.
    let open = chinese.iter().position(|line| line.contains("Access-Control-Allow-Origin *")).unwrap();
    let place = "    location ~ /(data|policies)/[^/]+\\.(json|csv|xml)$ {";
    assert_eq!(chinese[open - 1], place);
    assert_eq!(chinese.iter().filter(|line| line.contains("Access-Control")).count(), 1);
    let data = |kind: Kind| Table::ALL.map(|table| table.path(kind));
    let texts = Text::ALL.map(|text| text.path(&Id::parse("plan").unwrap()));
    for path in Kind::ALL.into_iter().flat_map(data).chain(texts) {
        let (folder, name) = path.split_once('/').unwrap();
        let is_known = ["data", "policies"].contains(&folder) && !name.contains('/');
        assert!(is_known && ["json", "csv", "xml"].iter().any(|end| name.ends_with(&format!(".{end}"))), "{path}");
    }
}
