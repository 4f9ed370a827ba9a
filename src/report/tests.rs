use super::*;
use crate::diagnostic::{Code, Relation};
use crate::source::{FileId, Source, Span};
use serde_json::Value;

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let texts = files.iter().map(|(path, text)| Source::decode((*path).to_owned(), text.as_bytes())).collect();
    Snapshot { texts, ..Snapshot::default() }
}

fn span(snapshot: &Snapshot, file: u32, wrong: &str) -> Span {
    let start = snapshot.texts[file as usize].text.find(wrong).unwrap();
    Span::new(FileId(file), start..start + wrong.len())
}

fn rendered(snapshot: &Snapshot, diagnostic: Diagnostic, format: Format) -> String {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic);
    report(&diagnostics, snapshot, &Look { format, folder: "content", ..Look::default() })
}

fn json(snapshot: &Snapshot, diagnostic: Diagnostic, format: Format) -> Value {
    serde_json::from_str(&rendered(snapshot, diagnostic, format)).unwrap()
}

fn misspelt() -> (Snapshot, Diagnostic) {
    let snapshot = snapshot(&[("steps.yaml", "- id: training\n  # 注\n- { name: 参加培训（线上）, acter: 机构 }\n")]);
    let diagnostic = Diagnostic::at(Code::UnknownKey, span(&snapshot, 0, "acter"))
        .arg("key", "acter")
        .arg("known", "name、actors")
        .suggest("acter", ["name", "actors"]);
    (snapshot, diagnostic)
}

#[test]
fn text_underlines_after_chinese() {
    let (snapshot, diagnostic) = misspelt();
    let text = "\
错误[MC204]: 这里没有“acter”这个键
 --> content/steps.yaml:3:21
  |
3 | - { name: 参加培训（线上）, acter: 机构 }
  |                             ^^^^^
  |
  = 怎么改: 是不是想写“actors”？
  = 怎么改: 请核对拼写，可以用的键有：name、actors

1 处错误
";
    assert_eq!(rendered(&snapshot, diagnostic, Format::Text), text);
}

#[test]
fn text_shows_wide_places_tabs_and_control_characters() {
    let snapshot = snapshot(&[("a.yaml", "名\t称：\u{1b}[31m“值”\u{9b}\n")]);
    let diagnostic = Diagnostic::at(Code::YamlSyntax, span(&snapshot, 0, "称：")).arg("cause", "a\u{1b}[0m\nb\u{9b}");
    let text = rendered(&snapshot, diagnostic, Format::Text);
    assert!(text.contains("content/a.yaml:1:3\n"), "{text}");
    assert!(text.contains("1 | 名    称：␛[31m“值”¿\n  |       ^^^^\n"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{9b}', '\t']), "{text}");
}

#[test]
fn text_shows_several_lines() {
    let snapshot = snapshot(&[("policies/a.md", "（一）加强领导。\n（三）落实责任，\n明确分工。\n后文\n")]);
    let diagnostic = Diagnostic::at(Code::ClauseOrder, span(&snapshot, 0, "（三）落实责任，\n明确分工。\n"))
        .arg("clause", "（三）")
        .arg("previous", "1");
    let text = rendered(&snapshot, diagnostic, Format::Text);
    let head = "\
警告[MC403]: 条款“（三）”的编号不连续（同级上一条的编号：1）
 --> content/policies/a.md:2:1
  |
2 | / （三）落实责任，
3 | | 明确分工。
  | |__________^
  |
  = 怎么改: ";
    assert!(text.starts_with(head), "{text}");
}

#[test]
fn text_shows_second_places_near_and_far() {
    let far = format!("- id: a\n{}- id: c\n- id: a\n", "# 说明\n".repeat(90));
    let snapshot = snapshot(&[("fields/one.yaml", "id: a\nname: 甲\n"), ("fields.yaml", &far)]);
    let end = far.len() - "a\n".len();
    let again = Span::new(FileId(1), end..end + 1);
    let diagnostic = Diagnostic::at(Code::DuplicateId, again)
        .arg("id", "a")
        .arg("collection", "fields")
        .related(
            Span::new(FileId(1), far.len() - "c\n- id: a\n".len()..far.len() - "\n- id: a\n".len()),
            Relation::Nearest,
        )
        .related(Span::new(FileId(1), 6..7), Relation::First)
        .related(Span::new(FileId(0), 4..5), Relation::Defined);
    let text = rendered(&snapshot, diagnostic, Format::Text);
    let head = "\
错误[MC213]: 领域里有两条记录的编号都是“a”
  --> content/fields.yaml:93:7
   |
92 | - id: c
   |       - 最接近的原文
93 | - id: a
   |       ^
   |
  ::: content/fields.yaml:1:7
   |
 1 | - id: a
   |       - 第一次出现在这里
   |
  ::: content/fields/one.yaml:1:5
   |
 1 | id: a
   |     - 在这里定义
   |
   = 怎么改: ";
    assert!(text.starts_with(head), "{text}");
}

#[test]
fn text_cuts_long_lines_and_keeps_the_true_column() {
    let line = format!("{}<b>{}\n", "前".repeat(300), "后".repeat(300));
    let snapshot = snapshot(&[("pages/a.md", &line)]);
    let diagnostic = Diagnostic::at(Code::RawHtml, span(&snapshot, 0, "<b>")).arg("html", "<b>");
    let text = rendered(&snapshot, diagnostic, Format::Text);
    assert!(text.contains("content/pages/a.md:1:301\n  |\n1 | ...前"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 120), "{text}");
}

#[test]
fn text_of_paths_and_of_broken_files() {
    let mut snapshot = snapshot(&[("a.yaml", "")]);
    let missing = Diagnostic::path(Code::NoSite, "");
    assert!(rendered(&snapshot, missing, Format::Text).contains("site.yaml（网站设置）\n--> content\n = 怎么改"));
    let foreign = Diagnostic::path(Code::ForeignOutput, "/srv/www");
    assert!(rendered(&snapshot, foreign, Format::Text).contains("\n--> /srv/www\n"));
    let empty = Diagnostic::at(Code::MissingKey, Span::new(FileId(0), 0..0)).arg("key", "name");
    assert!(rendered(&snapshot, empty, Format::Text).contains("content/a.yaml:1:1\n"));
    snapshot.texts[0] = Source::decode("a.yaml", b"\xFF\xFEn\0:\0");
    let utf16 = Diagnostic::at(Code::NotUtf8, Span::new(FileId(0), 0..4)).arg("guess", "UTF-16");
    assert!(rendered(&snapshot, utf16, Format::Text).contains("\n--> content/a.yaml\n = 怎么改"));
    snapshot.texts[0] = Source::decode("a.yaml", b"name: \xC3\xFB\xB3\xC6\n");
    let gbk = Diagnostic::at(Code::NotUtf8, span(&snapshot, 0, "\u{FFFD}")).arg("guess", "GBK");
    assert!(rendered(&snapshot, gbk, Format::Text).contains("content/a.yaml:1:7\n  |\n1 | name: \u{FFFD}"));
}

#[test]
fn colours_are_asked_for() {
    let (snapshot, diagnostic) = misspelt();
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic);
    let text = report(&diagnostics, &snapshot, &Look { colour: Colour::Always, lang: Lang::En, ..Look::default() });
    assert!(text.contains("\u{1b}[") && text.contains("steps.yaml:3:21") && !text.contains(excerpt::END_OF_ORIGIN));
    assert!(text.ends_with("1 error\n"));
}

#[test]
fn nothing_wrong_is_said_too() {
    let render = |format| report(&Diagnostics::default(), &Snapshot::default(), &Look { format, ..Look::default() });
    assert_eq!(render(Format::Text), "没有发现问题\n");
    assert_eq!(render(Format::Json), "[]\n");
    assert_eq!(render(Format::Github), "");
}

#[test]
fn json_counts_characters() {
    let (snapshot, diagnostic) = misspelt();
    let first = span(&snapshot, 0, "training");
    let found = json(&snapshot, diagnostic.related(first, Relation::First), Format::Json);
    let expected = serde_json::json!([{
        "code": "MC204", "severity": "error", "path": "content/steps.yaml",
        "line": 3, "column": 21, "end_line": 3, "end_column": 26,
        "message": "这里没有“acter”这个键", "help": "请核对拼写，可以用的键有：name、actors", "suggestion": "actors",
        "related": [{
            "relation": "first", "message": "第一次出现在这里", "path": "content/steps.yaml",
            "line": 1, "column": 7, "end_line": 1, "end_column": 15,
        }],
    }]);
    assert_eq!(found, expected);
    let path = json(&snapshot, Diagnostic::path(Code::NoSite, ""), Format::Json);
    assert_eq!((&path[0]["path"], &path[0]["line"]), (&"content".into(), &Value::Null));
}

#[test]
fn github_commands_are_escaped() {
    let snapshot = snapshot(&[("a,b:100%.md", "一\n<b>\n")]);
    let diagnostic = Diagnostic::at(Code::RawHtml, span(&snapshot, 0, "<b>")).arg("html", "100%,:");
    let line = rendered(&snapshot, diagnostic, Format::Github);
    let head = "::error file=content/a%2Cb%3A100%25.md,line=2,col=1,endLine=2,endColumn=4,title=MC401::\
                正文里有 HTML 代码：“100%25,:”%0A改用 Markdown";
    assert!(line.starts_with(head) && line.ends_with('\n') && line.lines().count() == 1, "{line}");
    let machine = rendered(&snapshot, Diagnostic::path(Code::NoIdentity, "").arg("name", "x"), Format::Github);
    assert!(machine.starts_with("::warning file=content,title=MC502::"), "{machine}");
}

#[test]
fn sarif_has_what_the_schema_requires() {
    let (snapshot, diagnostic) = misspelt();
    let first = span(&snapshot, 0, "training");
    let log = json(&snapshot, diagnostic.related(first, Relation::First), Format::Sarif);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!((&run["columnKind"], &run["tool"]["driver"]["name"]), (&"unicodeCodePoints".into(), &"mingce".into()));
    let finding = &run["results"][0];
    let rule = &run["tool"]["driver"]["rules"][finding["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!((&rule["id"], &finding["ruleId"]), (&"MC204".into(), &"MC204".into()));
    assert!(["shortDescription", "fullDescription", "help"].iter().all(|key| rule[key]["text"].is_string()));
    assert!(finding["message"]["text"].as_str().unwrap().starts_with("这里没有“acter”这个键\n是不是想写"));
    let region = serde_json::json!({ "startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 26 });
    assert_eq!(finding["locations"][0]["physicalLocation"]["region"], region);
    assert_eq!(finding["relatedLocations"][0]["message"]["text"], "第一次出现在这里");
    let path = json(&snapshot, Diagnostic::path(Code::UnknownFile, "政策 1.md"), Format::Sarif);
    let place = &path["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/%E6%94%BF%E7%AD%96%201.md");
    assert!(place.get("region").is_none());
}

#[test]
fn what_is_wrong_in_a_thousand_places_is_listed_a_hundred_times() {
    let snapshot = snapshot(&[("a.yaml", &"字".repeat(200))]);
    let mut diagnostics = Diagnostics::default();
    for at in 0..101 {
        diagnostics.push(Diagnostic::at(Code::UnknownKey, Span::new(FileId(0), at * 3..at * 3 + 3)));
    }
    let reported = |format| report(&diagnostics, &snapshot, &Look { format, lang: Lang::En, ..Look::default() });
    let text = reported(Format::Text);
    assert_eq!(text.matches("MC204]").count(), 100);
    assert!(
        text.ends_with(
            "1 more of this error (MC204) are not listed here; --format json lists all of them\n\n101 errors\n"
        ),
        "{text}"
    );
    let all: Value = serde_json::from_str(&reported(Format::Json)).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 101);
}
