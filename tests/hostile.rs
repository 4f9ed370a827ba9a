//! Content that would take the program down, or a reader's browser in: each is reported, none gets through.

use crate::support::checks::built;
use mingce::compile;
use mingce::diagnostic::{Code, Severity};
use mingce::model::Options;
use mingce::source::{Snapshot, Source};

const SITE: &str = "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n";
const POLICY: &str = "---\ntitle: 政策\nissuer: 丁\n---\n一、总则\n\n应当办理。\n";

/// The codes of the errors of a site with these files, after every page of it was rendered.
fn errors(files: &[(&str, String)]) -> Vec<Code> {
    let mut texts: Vec<Source> = [("policies/p.md", POLICY.to_owned()), ("site.yaml", SITE.to_owned())]
        .iter()
        .chain(files)
        .map(|(path, text)| Source::decode((*path).to_owned(), text.as_bytes()))
        .collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let options = Options::default();
    let (compiled, diagnostics) = compile(Snapshot { texts, ..Snapshot::default() }, &options);
    for (path, route) in compiled.plan.routes() {
        compiled.render(route).unwrap_or_else(|reported| panic!("{path}: {reported:?}"));
    }
    let errors = diagnostics.iter().map(|reported| reported.code).filter(|code| code.severity() == Severity::Error);
    errors.collect()
}

fn page(body: &str) -> [(&'static str, String); 1] {
    [("pages/a.md", format!("---\ntitle: 页\nsummary: 页\n---\n{body}\n"))]
}

fn term(source: &str) -> [(&'static str, String); 1] {
    [("terms.yaml", format!("- id: t\n  name: 词\n  definition: 义\n  source: {source}\n"))]
}

#[test]
fn deep_nesting_is_reported_wherever_it_stands() {
    assert_eq!(errors(&page(&format!("{} 底", ">".repeat(5_000)))), [Code::YamlTooComplex]);
    assert_eq!(errors(&page(&format!("{}底", "- ".repeat(2_000)))), [Code::YamlTooComplex]);
    assert_eq!(errors(&page(&format!("{}底", "> ".repeat(15)))), []);
    assert_eq!(errors(&page(&format!("{}底", "- ".repeat(16)))), []);
    assert_eq!(errors(&page(&format!("{}底", "- ".repeat(17)))), [Code::YamlTooComplex]);
    for deep in [60, 500, 100_000] {
        assert_eq!(errors(&term(&format!("{}p#一{}", "[".repeat(deep), "]".repeat(deep)))), [Code::YamlTooComplex]);
        assert_eq!(errors(&term(&"[".repeat(deep))), [Code::YamlTooComplex]);
        assert_eq!(errors(&term(&format!("\n    {}p#一", "- ".repeat(deep)))), [Code::YamlTooComplex]);
        assert_eq!(errors(&[("terms.yaml", "[".repeat(deep))]), [Code::YamlTooComplex]);
        assert_eq!(errors(&page(&format!("{}一", "- ".repeat(deep)))), [Code::YamlTooComplex]);
    }
    assert_eq!(errors(&term(&format!("{}p#一{}", "[".repeat(3), "]".repeat(3)))), [Code::WrongType]);
    assert_eq!(errors(&term("[p#一, {clause: p#一, quote: 应当办理}]")), []);
}

/// Ten times as many take ten times as long; were it a hundred times, this would not end.
#[test]
fn thousands_of_equal_headings_and_clauses_are_read_one_after_the_other() {
    assert_eq!(errors(&page(&"# 标题\n\n".repeat(40_000))), []);
    let policy = |clauses: &str| [("policies/q.md", format!("---\ntitle: 政策\nissuer: 丁\n---\n{clauses}"))];
    // Each number that stands there already is an error by itself.
    let repeated = |clauses: &str, count: usize| {
        let reported = errors(&policy(&clauses.repeat(count)));
        let again = |code: &Code| matches!(code, Code::NumberingAgain | Code::DuplicateClause);
        assert!(reported.iter().all(again) && reported.len() >= count - 1, "{} of {clauses}", reported.len());
    };
    repeated("一、总则\n\n", 6_000);
    repeated("一、甲\n\n（一）乙\n\n1．丙\n\n（1）丁\n\n", 1_500);
}

#[test]
fn clause_numbers_beyond_all_reason_are_text() {
    let policy = POLICY.replace("应当办理。", "4294967295.甲\n\n3.乙");
    assert_eq!(errors(&[("policies/q.md", policy)]), []);
}

#[test]
fn a_quote_of_nothing_proves_nothing() {
    for quote in ["", "~", "null", "''", "\"\"", "' '", "'，'", "“”", "# 注\n    url: ~"] {
        let source = format!("\n    clause: p#一\n    quote: {quote}");
        assert_eq!(errors(&term(&source)), [Code::BadSource], "{quote}");
    }
    for quote in ["\"\"", "''", "()", "\"  \"", "'，'", "\"——\""] {
        assert_eq!(errors(&page(&format!("见[一](policy:p#一 {quote})。"))), [Code::BadSource], "{quote}");
    }
    assert_eq!(errors(&page("见[一](policy:p#一)、[一](policy:p#一 \"应当\")、`[一](policy:p#一 \"\")`。")), []);
}

#[test]
fn a_quote_that_cuts_a_number_proves_nothing() {
    let text = "一、标准\n补贴1500元，满15月，见第十二条。\n1.800元以下\n2. 3.5倍\n| 人数 | 金额 |\n| - | - |\n| 1 | 900元 |\n";
    let policy = |quote: &str| {
        let source = format!("{{clause: q#一, quote: '{quote}'}}");
        let [term] = term(&source);
        [("policies/q.md", format!("---\ntitle: 政策\nissuer: 丁\n---\n{text}")), term]
    };
    for quote in ["500元", "5月", "二条", "补贴1", "5倍", "00元", "金额1900元"] {
        assert_eq!(errors(&policy(quote)), [Code::QuoteGone], "{quote}");
    }
    for quote in ["1500元", "15月", "十二条", "800元", "900元", "3.5倍", "1"] {
        assert_eq!(errors(&policy(quote)), [], "{quote}");
    }
}

#[test]
fn addresses_lead_to_the_web_or_nowhere() {
    let institution = |url: &str| {
        let text = format!(
            "- id: i\n  name: 校\n  role: training\n  summary: 校\n  fields: []\n  as_of: 1970-01-01\n  url: {url}\n  source: p#一\n"
        );
        [("institutions.yaml", text)]
    };
    assert_eq!(errors(&institution("'javascript:alert(1)'")), [Code::BadValue]);
    assert_eq!(errors(&institution("https://example.org/")), []);
    assert_eq!(errors(&term("{document: 某文, checked_on: 1970-01-01, url: 'data:text/html,x'}")), [Code::BadValue]);
}

#[test]
fn unpublished_in_chinese_is_not_shown_as_a_value() {
    for (fee, refused) in [("待定", true), ("本站未收录", true), ("unpublished", false), ("not_held", false)] {
        let notice =
            format!("---\ntitle: 章\nsummary: 章\ninstitution: i\nfields: []\nfee: {fee}\nsource: p#一\n---\n");
        assert_eq!(errors(&[("notices/n.md", notice)]).contains(&Code::BadValue), refused, "{fee}");
    }
}

#[test]
fn anchors_of_a_page_are_unique() {
    let body = "## 材料\n\n甲\n\n## 材料\n\n乙\n\n## 材料 2\n\n丙\n\n## main\n";
    let text = format!("---\ntitle: 页\nsummary: 页\n---\n{body}");
    let (document, _) = mingce::syntax::markdown::parse(
        &text[text.find("##").unwrap()..],
        mingce::syntax::markdown::Flavor::Article,
        mingce::syntax::markdown::Origin::Body(mingce::source::FileId(0), 0),
    );
    let ids: Vec<_> = document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["材料", "材料-2", "材料-2-2", "main-2"]);
}

const HEAD: &str = "title: 自测\nsummary: 自测。\ndecided_by: 某处\nsource: p#一\nnone: { next: 请咨询。 }\n";

/// The codes of a check with these facts, flow and rule of its only outcome.
fn rule(facts: &str, flow: &str, rule: &str) -> Vec<Code> {
    check(facts, &format!("flow: [{flow}]\ngroups:\n  - outcomes:\n      - {{ id: r, name: 结论, rule: {rule} }}\n"))
}

/// The codes of a check with these facts.
fn check(facts: &str, rest: &str) -> Vec<Code> {
    let codes = built(facts, &format!("{HEAD}{rest}")).reported.into_iter().map(|reported| reported.code);
    codes.filter(|code| !matches!(code, Code::Untested | Code::NoIdentity)).collect()
}

const YES_NO: &str = "- { id: f, name: 事, question: 问？, type: boolean }\n";

#[test]
fn odd_rules_are_reported_once() {
    for odd in ["~", "[]", "[{ fact: f, is: true }]", "text", "3", "{ fact: f, one_of: true }", "{ any: { fact: f } }"]
    {
        assert_eq!(rule(YES_NO, "{ fact: f }", odd), [Code::WrongType], "{odd}");
    }
    for odd in
        ["{}", "{ any: [] }", "{ any: [{}] }", "{ all: [{ any: [{ not: {} }] }] }", "{ fact: f }", "{ is: true }"]
    {
        assert_eq!(rule(YES_NO, "{ fact: f }", odd), [Code::BadRule], "{odd}");
    }
    for odd in ["1.5", "1e9", "~", "{ a: b }", "[[a]]"] {
        let reported = rule(YES_NO, "{ fact: f }", &format!("{{ fact: f, is: {odd} }}"));
        assert_eq!(reported.len(), 1, "{odd}: {reported:?}");
    }
    assert_eq!(rule(YES_NO, "", "{ confirm: 核实, by: 某处 }"), [Code::MissingKey]);
    assert_eq!(check(YES_NO, "flow: [{ fact: f }]\ngroups: []\n"), [Code::MissingKey]);
    assert_eq!(check(YES_NO, "flow: [{ fact: f }]\ngroups: [{ outcomes: [] }]\n"), [Code::MissingKey]);
    let deep = |depth: usize| format!("{}{{ fact: f, is: true }}{}", "{ not: ".repeat(depth), " }".repeat(depth));
    assert_eq!(rule(YES_NO, "{ fact: f }", &deep(8)), []);
    assert_eq!(rule(YES_NO, "{ fact: f }", &deep(500)), [Code::YamlTooComplex]);
}

#[test]
fn numbers_beyond_all_reason_are_reported() {
    let number = |min: &str, max: &str| {
        format!("- {{ id: f, name: 数, question: 问？, type: integer, unit: 年, min: {min}, max: {max} }}\n")
    };
    let years =
        |min: &str, max: &str, test: &str| rule(&number(min, max), "{ fact: f }", &format!("{{ fact: f, {test} }}"));
    let huge = "9007199254740991";
    assert_eq!(years(&format!("-{huge}"), huge, "at_least: 3"), []);
    assert_eq!(years(&format!("-{huge}"), huge, &format!("between: [-{huge}, 0]")), []);
    assert_eq!(years("0", huge, &format!("one_of: [0, {huge}]")), []);
    assert_eq!(years("-9223372036854775808", "9223372036854775807", "at_least: 3"), [Code::BadFact; 2]);
    assert_eq!(years("0", "9223372036854775808", "at_least: 3"), [Code::WrongType]);
    assert_eq!(years("5", "1", "at_least: 3"), [Code::BadFact]);
    assert_eq!(years("3", "3", "at_least: 3"), [Code::AlwaysTrue]);
    for test in ["at_least: 18446744073709551615", "is: -9223372036854775808", "one_of: [99]"] {
        assert_eq!(years("0", "60", test), [Code::OutOfRange], "{test}");
    }
    let reported = years("0", "60", "at_least: 99999999999999999999999999999999999999999");
    assert_eq!(reported.len(), 1, "{reported:?}");
}

#[test]
fn lists_without_an_end_or_a_beginning_are_reported() {
    let several = |count: usize| {
        let options: String = (0..count).map(|at| format!("    - {{ id: o{at}, name: 项{at} }}\n")).collect();
        format!("- id: f\n  name: 事\n  question: 问？\n  type: several\n  options:\n{options}")
    };
    assert_eq!(rule(&several(30), "{ fact: f }", "{ fact: f, has: o29 }"), []);
    for count in [31, 32, 33, 64, 65, 200] {
        let last = format!("{{ fact: f, has: o{} }}", count - 1);
        assert_eq!(rule(&several(count), "{ fact: f }", &last), [Code::CheckTooLarge], "{count}");
    }
    let all: Vec<_> = (0..30).map(|at| format!("{{ fact: f, has: o{at} }}")).collect();
    assert_eq!(rule(&several(30), "{ fact: f }", &format!("{{ any: [{}] }}", all.join(", "))), [Code::CheckTooLarge]);
    for from in ["fields", "levels", "certificates", "employers", "districts"] {
        let facts = format!("- {{ id: f, name: 事, question: 问？, type: enum, options_from: {from} }}\n");
        assert_eq!(rule(&facts, "{ fact: f }", "{ fact: f, is: a }"), [Code::BadFact], "{from}");
    }
    let forty: String =
        (0..40).map(|at| format!("      - {{ id: r{at}, name: 结论, rule: {{ fact: f, is: true }} }}\n")).collect();
    let reported = check(YES_NO, &format!("flow: [{{ fact: f }}]\ngroups:\n  - outcomes:\n{forty}"));
    assert_eq!(reported, [Code::CheckTooLarge]);
    // More conditions than can be tried without each other, and some that can.
    let many = |count| vec!["{ fact: f, is: true }"; count].join(", ");
    assert_eq!(rule(YES_NO, "{ fact: f }", &format!("{{ any: [{}] }}", many(1000))), [Code::CheckTooLarge]);
    assert_eq!(rule(YES_NO, "{ fact: f }", &format!("{{ any: [{}] }}", many(300))), [Code::Redundant; 299]);
}

#[test]
fn large_checks_are_refused_or_tried_in_time() {
    let count = 30;
    let facts: String =
        (0..count).map(|at| format!("- {{ id: f{at}, name: 事{at}, question: 问？, type: boolean }}\n")).collect();
    let asks = |count: usize| (0..count).map(|at| format!("{{ fact: f{at} }}")).collect::<Vec<_>>().join(", ");
    let rules = |count: usize, times: usize| {
        let one = |at: usize| format!("{{ fact: f{}, is: {} }}", at % count, (at / count).is_multiple_of(2));
        let ways: Vec<_> = (0..times).map(|at| format!("{{ all: [{}, {}] }}", one(at), one(at * 7 + 3))).collect();
        format!("{{ any: [{}] }}", ways.join(", "))
    };
    assert_eq!(rule(&facts, &asks(30), &rules(30, 30)), [Code::CheckTooLarge]);
    assert_eq!(rule(&facts, &asks(20), &rules(20, 300)), [Code::CheckTooLarge]);
    // The most work that is let through.
    let reported = rule(&facts, &asks(13), &rules(13, 300));
    assert!(!reported.contains(&Code::CheckTooLarge), "{reported:?}");
}

#[test]
fn personas_say_anything() {
    let personas = |answers: &str, expect: &str| {
        let facts = "- { id: f, name: 事, question: 问？, type: boolean, unsure: 不知道 }\n- { id: unsure, name: 数, question: 问？, type: enum, options: [{ id: '1', name: 一 }, { id: 'true', name: 真 }] }\n";
        let outcomes =
            "{ id: unsure, name: 一, rule: { fact: f, is: true } }, { id: r, name: 二, rule: { fact: unsure, is: 1 } }";
        let flow = "flow: [{ fact: f }, { fact: unsure }]\n";
        let persona = format!("personas:\n  - {{ name: 甲, answers: {answers}, expect: {expect} }}\n");
        check(facts, &format!("{flow}groups: [{{ outcomes: [{outcomes}] }}]\n{persona}"))
    };
    assert_eq!(personas("{}", "{}"), []);
    assert_eq!(personas("{}", "{ unsure: unknown }"), []);
    assert_eq!(personas("{ f: unsure, unsure: 1 }", "{ unsure: unknown, r: met }"), []);
    assert_eq!(personas("{ unsure: 'true' }", "{ r: unmet }"), []);
    assert_eq!(personas("{ unsure: unsure }", "{}"), [Code::ImpossibleAnswer]);
    assert_eq!(personas("{ unsure: true }", "{}"), [Code::WrongComparison]);
    assert_eq!(personas("{ f: [] }", "{}"), [Code::WrongComparison]);
    assert_eq!(personas("{ f: true, f: false }", "{}"), [Code::DuplicateKey]);
    for odd in ["~", "[]", "甲"] {
        assert_eq!(personas(odd, "{}"), [Code::WrongType], "{odd}");
        assert_eq!(personas("{}", odd), [Code::WrongType], "{odd}");
    }
}

#[test]
fn a_rule_may_be_written_once_and_used_twice() {
    let outcomes =
        "      - { id: a, name: 一, rule: &same { any: [{ fact: f, is: true }, { confirm: 核实, by: 某处 }] } }\n";
    let again =
        "      - { id: b, name: 二, rule: { all: [*same, *same] } }\n      - { id: c, name: 三, rule: *same }\n";
    let reported = check(YES_NO, &format!("flow: [{{ fact: f }}]\ngroups:\n  - outcomes:\n{outcomes}{again}"));
    assert_eq!(reported, [Code::Redundant]);
    let bomb = "&a { not: { fact: f, is: true } }".to_owned();
    let bomb = (0..12).fold(bomb, |inner, at| format!("&b{at} {{ all: [{inner}{}] }}", ", *a".repeat(40)));
    let reported = rule(YES_NO, "{ fact: f }", &bomb);
    assert!(!reported.is_empty(), "{reported:?}");
}
