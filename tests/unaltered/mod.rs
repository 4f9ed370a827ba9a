//! Nothing is altered: what readers see of a policy is what stands in its file, character by character, but for the few
//! marks that `ARCHITECTURE.md` lists; in every other text a sign of Markdown's beside Chinese stays, does what it does
//! anywhere, or is reported.
//!
//! Policies are compiled and rendered as for a site. Their pages are read back by a reader of HTML that the renderer does
//! not use, and their sources by a reader of the marks that shares no code with it (`marks`).

mod marks;
mod page;
mod texts;

use std::sync::Mutex;

use mingce::diagnostic::{Code, Diagnostics};
use mingce::model::{Kind, Options};
use mingce::plan::Route;
use mingce::source::{FileId, Snapshot, Source};
use mingce::syntax::markdown::{Flavor, HOLE, Origin, parse};
use mingce::{Cache, compile_again};
use proptest::prelude::*;

const SITE: &str = "title: 站\nsummary: 站\nowner: 局\ncontact: {}\ncolumns: []\n";
const FRONT: &str = "---\ntitle: 示例文件\nissuer: 某市某局\n---\n\n";

/// What one compilation leaves for the next: the theme is the same in all of them.
static CACHE: Mutex<Option<Cache>> = Mutex::new(None);

/// The lines of the article on the page of a policy with this text, and what is reported about it.
fn published(text: &str) -> (Vec<String>, Diagnostics) {
    let texts = vec![
        Source::decode("policies/doc.md".to_owned(), format!("{FRONT}{text}").as_bytes()),
        Source::decode("site.yaml".to_owned(), SITE.as_bytes()),
    ];
    let mut cache = CACHE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (compiled, reported) =
        compile_again(Snapshot { texts, ..Snapshot::default() }, &Options::default(), cache.get_or_insert_default());
    let html = compiled.render(&Route::Record(Kind::Policy, 0)).unwrap();
    (page::lines(str::from_utf8(&html).unwrap(), "article.official"), reported)
}

/// Errors after which no site is published: a link without a target, and HTML that the site does not let in.
fn is_refused(reported: &Diagnostics) -> bool {
    reported.iter().any(|reported| {
        matches!(
            reported.code,
            Code::RawHtml
                | Code::UnknownLink
                | Code::UnknownAnchor
                | Code::MissingFile
                | Code::NoAlternative
                | Code::ControlCharacter
        )
    })
}

/// A mark of policies, as `ARCHITECTURE.md` names it, a text that has it, and the lines that readers see.
const MARKS: &[(&str, &str, &[&str])] = &[
    ("headings (`#`)", "# 甲 *乙*\n## 三、丙 ##\n###### 丁", &["甲 *乙*", "三、丙", "丁"]),
    ("strong text (`**`)", "甲**乙**丙", &["甲**乙**丙"]),
    ("links and pictures", "[甲](https://www.example.com/ \"乙\")丙![丁](https://www.example.com/)", &["甲丙![丁]"]),
    ("tables", "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 | 戊 |", &["甲", "乙", "丙", "丁 | 戊"]),
    ("items (`-`)", "- 甲\n- 1. 乙", &["甲", "1. 乙"]),
    ("footnotes", "甲[^1]乙\n[^1]: 丙\n丁", &["甲[^1]乙", "丁", "丙"]),
    ("a break (`\\` at the end of a line)", "甲\\\n# 乙", &["甲", "# 乙"]),
    ("character references (`&nbsp;`)", "甲&nbsp;乙&lt;丙", &["甲\u{A0}乙<丙"]),
    (
        "`\\` before a sign of Markdown or before a line that begins like a number",
        "\\# 甲\\*\n\\三、四级\n\\条三、乙\n\\丙",
        &["# 甲*", "三、四级", "三、乙", "\\丙"],
    ),
    ("comments", "甲<!-- 乙 -->丙\n<!-- 丁 -->\n戊", &["甲丙", "戊"]),
];

#[test]
fn the_marks_of_policies_are_those_that_are_documented() {
    for (name, text, lines) in MARKS {
        assert_eq!(published(text).0, *lines, "{name}");
        assert_eq!(marks::lines(text), *lines, "{name}: the reader of this test");
    }
    let architecture = include_str!("../../ARCHITECTURE.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, list) = architecture.split_once("with a few marks**: ").unwrap();
    let (list, _) = list.split_once(". All else stays as it stands in the file").unwrap();
    let names: Vec<_> = MARKS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(list, format!("{}, and HTML where the site lets it in", names.join(", ")));
}

/// Texts that the parser would not read as they stand, and the lines that readers see.
const ODD: &[(&str, &[&str])] = &[
    ("\\1. 甲\n\\ 1) 乙\n\\条1. 丙", &["1. 甲", "\\ 1) 乙", "1. 丙"]),
    ("甲\\\n\\条四、乙\n- \\条四、丙", &["甲", "四、乙", "四、丙"]),
    ("# 甲\\\n# 乙", &["甲\\", "乙"]),
    ("# 甲 \\##", &["甲 ##"]),
    ("-\t  甲\n-     乙\n- &nbsp;", &["甲", "乙", "-"]),
    ("[\\\n[^1]: 甲", &["[", "[^1]: 甲"]),
    ("[^]: 甲\n[甲]: 乙\n[^甲 乙]: 丙", &["[^]: 甲", "[甲]: 乙", "[^甲 乙]: 丙"]),
    ("甲[^1]\n[^1]: 乙\n[^1]: 丙", &["甲[^1]", "乙", "丙"]),
    ("[^1]: \n[^甲]:。\n[^1]: 甲", &["甲", "。"]),
    ("甲[^1]\n[^乙]: 丙\n[^1]: 丁", &["甲[^1]", "丁", "丙"]),
    ("- ---\u{3000}\n- 甲", &["- ---", "甲"]),
    ("[^\\]: 1. 甲", &["[^]: 1. 甲"]),
    ("\\［3.5\n\\［3］甲\n# {#a}\u{3000}", &["\\［3.5", "［3］甲", "{#a}"]),
    ("| 甲 | 乙 |\n| - | - |\n1. | 丙\n> | 丁 \\\\|", &["甲", "乙", "1.", "丙", ">", "丁 \\"]),
    ("| 甲 |\n| - |\n|\n乙", &["甲", "|", "乙"]),
    ("甲 <!-- 乙\n　　# 丙\n\n1. 丁", &["甲 <!-- 乙", "丙", "1. 丁"]),
    ("甲 <!-- 乙\n丙 --> 丁\n1. 戊", &["甲  丁", "1. 戊"]),
    ("*甲* _乙_ ~~丙~~ `丁` $戊$ {己}", &["*甲* _乙_ ~~丙~~ `丁` $戊$ {己}"]),
    (
        "    一、甲\n\t1) 乙\n&emsp;&#12288;> 丙\n===\n丁\n---\n+ 戊",
        &["一、甲", "1) 乙", "> 丙", "===", "丁", "---", "+ 戊"],
    ),
];

#[test]
fn signs_that_the_parser_would_take_stay() {
    for (text, lines) in ODD {
        assert_eq!(published(text).0, *lines, "{text:?}");
        assert_eq!(published(&text.replace('\n', "\r\n")).0, *lines, "{text:?} with CRLF");
    }
}

/// Names and numbers of which a part is hidden, in policies and in articles.
const MASKS: &[&str] = &[
    "张** 和 李**",
    "张**和李**",
    "由张**和李**负责",
    "被告张**与原告李**",
    "欧阳**和李**",
    "请欧阳**、司马**及诸葛**到场",
    "张**，李**",
    "张**（男）、李**（女）",
    "张**女士和李**先生",
    "张**（138****5678）、李**（139****8765）",
    "138****5678",
    "3704**********1234",
    "尾号**34和**78的",
    "鲁D**123、鲁D**456",
    "王*，李*",
    "**公司与**公司",
];

#[test]
fn masks_stay_or_are_reported() {
    for text in MASKS {
        for flavor in [Flavor::Policy, Flavor::Article] {
            let (document, reported) = parse(text, flavor, Origin::Body(FileId(0), 0));
            let stays = !document.html.contains("<strong>") && !document.html.contains("<em>");
            assert!(stays || !reported.is_empty(), "{text}: {}", document.html);
        }
    }
}

#[test]
fn strong_text_beside_chinese_works_or_is_reported() {
    let sides = ["", "甲", "向", "课程", "，", "“", "”", "（", "）", "1", "A", " ", "。"];
    let mut strong = 0;
    for (before, after) in sides.iter().flat_map(|before| sides.map(|after| (*before, after))) {
        for inner in ["文字", "“文字”", "（文字）", "文字。", "，文字", "2026年", "文字2", "流程", "“文字", "文字："]
        {
            let text = format!("{before}**{inner}**{after}");
            for flavor in [Flavor::Policy, Flavor::Article] {
                let (document, reported) = parse(&text, flavor, Origin::Body(FileId(0), 0));
                let is_strong = document.html.contains(&format!("<strong>{inner}</strong>"));
                // Inside of a number, and where it begins with a comma, it is no emphasis.
                let is_text = document.html.contains("**") && !document.html.contains("<strong>");
                assert!(is_strong || is_text, "{text}: {}", document.html);
                assert!(
                    is_strong || !reported.is_empty() || [before, after].contains(&"1") || inner.starts_with('，'),
                    "{text} is not reported"
                );
                strong += usize::from(is_strong);
            }
        }
    }
    assert!(strong > 2500, "only {strong}");
}

/// Holds the page of a policy to its source. False when no site would be published.
fn hold(text: &str) -> Result<bool, TestCaseError> {
    let (seen, reported) = published(text);
    if is_refused(&reported) {
        return Ok(false);
    }
    prop_assert_eq!(seen, marks::lines(&text.replace("\r\n", "\n")), "{:?}", text);
    Ok(true)
}

/// The text of an article as its parser makes it, with the marks that it has taken, without white space.
fn article(text: &str, flavor: Flavor) -> (String, Vec<Code>) {
    let (document, reported) = parse(text, flavor, Origin::Body(FileId(0), 0));
    let html: String =
        document.html.split(HOLE).enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "" }).collect();
    (page::marked(&html), reported.into_iter().map(|reported| reported.code).collect())
}

/// A line of an article with the signs that its parser takes and a reader would miss nothing of: fences of code, the
/// number of `#`, the anchor of a heading, `*` before an item.
fn line(line: &str) -> String {
    let content = line.trim();
    if ['`', '~'].iter().any(|&sign| content.len() > 2 && content.chars().all(|c| c == sign)) {
        return String::new();
    }
    let text = content.trim_start_matches('#');
    match content.len() - text.len() {
        0 if content.starts_with("* ") => format!("-{}", &content[1..]),
        1..7 if text.starts_with(' ') => {
            let words = text.trim_end().strip_suffix("{#a}").filter(|words| !words.trim().is_empty());
            format!("#{}", words.unwrap_or(text))
        }
        _ => content.to_owned(),
    }
}

/// A text without white space, and with one sign for those that stand for each other.
fn squeezed(text: &str) -> String {
    let sign = |c| if matches!(c, '_' | '-') { '*' } else { c };
    text.chars().filter(|c| !c.is_whitespace()).map(sign).collect()
}

/// A text without the `\` at the ends of lines, which break paragraphs and stay where none goes on.
fn unbroken(text: &str) -> String {
    let ends = |c: char| c == '\\' || c.is_whitespace();
    text.lines().map(|line| line.trim_end_matches(ends)).collect::<Vec<_>>().join("\n")
}

/// True for a line of signs that begin a block and of nothing else: an empty heading, item or quotation.
fn is_empty(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| c.is_ascii_digit() || " .)+-*>#".contains(c) || c.is_whitespace());
    let is_number = line.trim_end().ends_with(|c: char| c.is_ascii_digit());
    !line.trim().is_empty() && !text.contains(char::is_alphanumeric) && !is_number
        || text.trim_end().ends_with(['#', '>'])
}

/// The length of the code that a text begins with, with its signs.
fn code(text: &str) -> Option<usize> {
    let length = |text: &str| text.len() - text.trim_start_matches('`').len();
    let own = length(text);
    let paragraph = &text[..text.find("\n\n").unwrap_or(text.len())];
    let mut at = own;
    while let Some(found) = paragraph.get(at..).filter(|_| own > 0)?.find('`') {
        let other = length(&text[at + found..]);
        at += found + other;
        if other == own {
            return Some(at);
        }
    }
    None
}

/// A source without the `\` before signs.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let kept = unbroken(&text.lines().map(line).collect::<Vec<_>>().join("\n"));
    let mut rest = kept.as_str();
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix('\\').filter(|rest| rest.starts_with(|c: char| c.is_ascii_punctuation()));
        let (sign, behind) = match (escaped, code(rest)) {
            (Some(rest), _) => rest.split_at(1),
            (None, Some(length)) => rest.split_at(length),
            (None, None) => rest.split_at(c.len_utf8()),
        };
        plain.push_str(sign);
        rest = behind;
    }
    squeezed(&plain)
}

/// Holds the page of an odd document to its source, and says which codes are reported about it.
fn odd(text: &str) -> Vec<Code> {
    assert!(hold(text).unwrap(), "no page");
    published(text).1.iter().map(|reported| reported.code).collect()
}

#[test]
fn odd_documents_lose_nothing_and_are_reported() {
    let twice = "一、甲\n一、乙\n（一）丙\n（一）丁\n二、戊\n二、己";
    assert!(odd(twice).contains(&Code::DuplicateClause));
    let articles_twice = "第一条　甲。\n第一条　乙。\n第二条　丙。\n第二条　丁。";
    assert!(odd(articles_twice).iter().any(|code| [Code::DuplicateClause, Code::NumberingAgain].contains(code)));
    // Two ways of numbering one after the other are two lists, of which the second lies below or beside the first.
    odd("一、甲\n二、乙\n第三条　丙。\n第四条　丁。\n3.1 戊\n3.2 己");
    let rows: String = (1..=500).map(|row| format!("| {row} | 甲{row} |\n")).collect();
    odd(&format!("一、名单\n| 序号 | 名称 |\n| --- | --- |\n{rows}二、其他"));
    odd(&(1..=100).map(|level| format!("{}- 第{level}层\n", "  ".repeat(level))).collect::<String>());
    let deep: String = (1..=100).map(|level| format!("{} 甲\n", vec!["1"; level].join("."))).collect();
    assert!(odd(&deep).contains(&Code::ClauseTooDeep));
    assert!(odd("第九千九百九十九条　甲。\n第10000条　乙。").contains(&Code::NumberTooLarge));
    let inside = "# 第一条　甲\n乙。\n| 条 | 文 |\n| - | - |\n| 第二条　丙 | 丁 |\n第三条　戊。";
    assert!(odd(inside).contains(&Code::ClauseInTable));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn readers_of_a_policy_see_what_stands_in_its_file(text in texts::policy()) {
        hold(&text)?;
    }

    #[test]
    fn a_sign_in_an_article_stays_or_is_reported(text in texts::article()) {
        prop_assume!(!text.lines().any(is_empty));
        for flavor in [Flavor::Article, Flavor::Prose] {
            let (seen, reported) = article(&text, flavor);
            prop_assert!(squeezed(&unbroken(&seen)) == plain(&text) || !reported.is_empty(), "{text:?} is seen as {seen:?}");
        }
    }
}

#[test]
fn most_generated_policies_are_compared() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut next = || texts::policy().new_tree(&mut runner).unwrap().current();
    let compared = (0..100).filter(|_| hold(&next()).unwrap()).count();
    assert!(compared > 85, "only {compared} of 100");
}
