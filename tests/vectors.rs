//! The rules of checks in Rust and in the script of their pages: the same vectors, the same results.
//!
//! Vectors are every persona and every combination of answers of the checks of the real content, and random answers to
//! random checks. The script runs in an engine of its own here; `tests/browser` runs it in Chromium.

use std::fmt::Write;
use std::path::Path;

use mingce::Compiled;
use mingce::diagnostic::Severity;
use mingce::edge::disk::load;
use mingce::eligibility::rules::{Domain, Pass};
use mingce::eligibility::{Ruleset, Step};
use mingce::model::Options;
use mingce::source::{Snapshot, Source};
use proptest::prelude::*;
use proptest::sample::Index;
use rquickjs::{Context, Runtime};

const SCRIPT: &str = include_str!("../themes/default/js/check/10-judge.js");

/// What both say of some answers.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Said {
    asked: Vec<bool>,
    relevant: Vec<bool>,
    /// The same when every open question that may be is answered with “not sure”.
    unsure: Vec<bool>,
    verdicts: Vec<(u8, u8)>,
    changes: Vec<Vec<Vec<Step>>>,
    contradictions: Vec<usize>,
    /// The answers after a way through an address.
    heard: Vec<Option<i64>>,
}

fn rust(rules: &Ruleset, answers: &[Option<i64>]) -> Said {
    let unsure: Vec<bool> = answers.iter().zip(&rules.questions).map(|(at, of)| at.is_none() && of.unsure).collect();
    Said {
        asked: rules.asked(answers),
        relevant: rules.relevant(answers, &[]),
        unsure: rules.relevant(answers, &unsure),
        verdicts: rules.judge(answers).into_iter().map(|verdict| (verdict.least, verdict.most)).collect(),
        changes: (0..rules.outcomes.len()).map(|at| rules.changes(at, answers)).collect(),
        contradictions: rules.contradictions(answers),
        heard: rules.heard(answers),
    }
}

/// The script's answers to many vectors of one check.
fn script(rules: &Ruleset, vectors: &[Vec<Option<i64>>]) -> Vec<Said> {
    let runtime = Runtime::new().unwrap();
    let context = Context::full(&runtime).unwrap();
    context.with(|js| {
        let run = format!(
            "{SCRIPT};
            (function (rules, vectors) {{
                return JSON.stringify(vectors.map(function (answers) {{
                    return {{
                        asked: judge.asked(rules, answers),
                        relevant: judge.relevant(rules, answers, []),
                        unsure: judge.relevant(rules, answers, rules.q.map(function (question, at) {{
                            return answers[at] === null && !!question.u;
                        }})),
                        verdicts: judge.judge(rules, answers),
                        changes: rules.o.map(function (o, at) {{ return judge.changes(rules, at, answers); }}),
                        contradictions: judge.contradictions(rules, answers),
                        heard: judge.parse(rules, judge.write(rules, judge.heard(rules, answers))).answers
                    }};
                }}));
            }})({}, {})",
            rules.json(),
            serde_json::to_string(vectors).unwrap()
        );
        let said: String = js.eval(run).unwrap();
        serde_json::from_str(&said).unwrap()
    })
}

fn same(rules: &Ruleset, vectors: &[Vec<Option<i64>>]) {
    for (answers, said) in vectors.iter().zip(script(rules, vectors)) {
        assert_eq!(said, rust(rules, answers), "{answers:?} of {}", rules.json());
    }
}

fn compiled(snapshot: Snapshot) -> Compiled {
    let (compiled, diagnostics) = crate::support::compiled(snapshot, &Options::default());
    // What a random check is blamed for does not matter, as long as it can be evaluated.
    let worst = diagnostics.iter().filter(|reported| reported.code.severity() == Severity::Error);
    let worst: Vec<_> = worst.filter(|reported| !(912..=921).contains(&(reported.code as u32))).collect();
    assert!(worst.is_empty(), "{worst:?}");
    compiled
}

/// Values of a question that stand for all: every option, sets of the first few, both sides of every limit; and the
/// open answer.
fn values(rules: &Ruleset, at: usize) -> Vec<Option<i64>> {
    let tests = || rules.tests();
    let mut values: Vec<i64> = match &rules.questions[at].domain {
        Domain::One(options) => (0..options.len() as i64).collect(),
        Domain::Several(options) => (0..1 << options.len().min(4)).collect(),
        Domain::Range(min, max) => {
            let limits = tests().filter(|test| test.question == at).flat_map(|test| match &test.pass {
                Pass::Between(from, to) => vec![from - 1, *from, *to, to + 1],
                Pass::In(values) => values.clone(),
                Pass::Has(_) => Vec::new(),
            });
            limits.chain([*min, *max]).filter(|value| (min..=max).contains(&value)).collect()
        }
    };
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(Some).chain([None]).collect()
}

/// Combinations of answers, the open one too: all of them, or so many that lie evenly among them.
fn all(rules: &Ruleset, limit: usize) -> Vec<Vec<Option<i64>>> {
    let values: Vec<_> = (0..rules.questions.len()).map(|at| values(rules, at)).collect();
    let count: usize = values.iter().map(Vec::len).product();
    let vector = |number: usize| {
        // The last question changes fastest.
        let mut left = number;
        let mut answers = Vec::new();
        for values in values.iter().rev() {
            answers.insert(0, values[left % values.len()]);
            left /= values.len();
        }
        answers
    };
    (0..count).step_by(count.div_ceil(limit)).map(vector).collect()
}

#[test]
fn real_checks() {
    let (snapshot, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let compiled = compiled(snapshot);
    assert!(compiled.checks.len() >= 4);
    for (record, proved) in compiled.site.content.checks.iter().zip(compiled.checks.iter()) {
        let rules = &proved.as_ref().unwrap().rules;
        same(rules, &all(rules, 750));
        let personas: Vec<_> = proved.as_ref().unwrap().personas.iter().flatten().cloned().collect();
        assert!(personas.len() >= 3, "{} has few personas", record.id);
        same(rules, &personas);
    }
}

/// A fact: its type, how many options or how far numbers reach, and what it may be beside.
#[derive(Clone, Debug)]
struct Fact {
    kind: &'static str,
    size: usize,
    unsure: bool,
    change: &'static str,
    when: Option<Rule>,
    /// Which of its answers contradict which of an earlier fact.
    excludes: Vec<(u8, Index, Index, Index)>,
}

#[derive(Clone, Debug)]
enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    Confirm,
    Delegated,
    Test(Index, u8, Index, Index, bool),
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let kind = prop::sample::select(vec!["boolean", "enum", "ordered", "several", "integer"]);
    let change = prop::sample::select(vec!["never", "up", "any"]);
    let excludes = prop::collection::vec((0u8..6, any::<Index>(), any::<Index>(), any::<Index>()), 0..3);
    let fact = (kind, 2usize..5, any::<bool>(), change, prop::option::of(rule(false)), excludes);
    let fact = fact.prop_map(|(kind, size, unsure, change, when, excludes)| Fact {
        kind,
        size,
        unsure,
        change,
        when,
        excludes,
    });
    prop::collection::vec(fact, 1..6)
}

fn rule(outcome: bool) -> impl Strategy<Value = Rule> {
    let test = (any::<Index>(), 0u8..6, any::<Index>(), any::<Index>(), prop::bool::weighted(0.2));
    let test = test.prop_map(|(a, b, c, d, fixed)| Rule::Test(a, b, c, d, fixed));
    let leaf = if outcome {
        prop_oneof![8 => test, 1 => Just(Rule::Confirm), 1 => Just(Rule::Delegated)].boxed()
    } else {
        test.boxed()
    };
    leaf.prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Rule::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Rule::Any),
            inner.prop_map(|inner| Rule::Not(Box::new(inner))),
        ]
    })
}

/// A rule as YAML. Somebody's confirmation inside of `not` becomes the test of the first fact.
fn yaml(rule: &Rule, facts: &[Fact], negated: bool, out: &mut String) {
    let list = |word: &str, parts: &[Rule], out: &mut String| {
        write!(out, "{{ {word}: [").unwrap();
        for (at, part) in parts.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            yaml(part, facts, negated, out);
        }
        out.push_str("] }");
    };
    match rule {
        Rule::All(parts) => list("all", parts, out),
        Rule::Any(parts) => list("any", parts, out),
        Rule::Not(inner) => {
            out.push_str("{ not: ");
            yaml(inner, facts, true, out);
            out.push_str(" }");
        }
        Rule::Confirm | Rule::Delegated if negated => test((0, 0, 0, 1, false), facts, out),
        Rule::Confirm => out.push_str("{ confirm: 某事, by: 某机构 }"),
        Rule::Delegated => out.push_str("{ delegated: 某规定, by: 某机构 }"),
        Rule::Test(fact, comparison, a, b, fixed) => {
            let at = fact.index(facts.len());
            let size = facts[at].size;
            test((at, *comparison, a.index(size), b.index(size), *fixed), facts, out);
        }
    }
}

fn test((at, comparison, a, b, fixed): (usize, u8, usize, usize, bool), facts: &[Fact], out: &mut String) {
    let word = |value: usize| if facts[at].kind == "integer" { value.to_string() } else { format!("o{value}") };
    let (low, high) = (a.min(b), a.max(b));
    let said = match (facts[at].kind, comparison) {
        ("boolean", _) => format!("is: {}", a % 2 == 0),
        ("several", _) => format!("has: {}", word(a)),
        ("enum", 0..3) | (_, 0) => format!("is: {}", word(a)),
        ("enum", _) | (_, 1) => format!("one_of: [{}, {}]", word(a), word(b)),
        (_, 2) => format!("at_least: {}", word(a)),
        (_, 3) => format!("at_most: {}", word(a)),
        _ => format!("between: [{}, {}]", word(low), word(high)),
    };
    write!(out, "{{ fact: f{at}, {said}, fixed: {fixed} }}").unwrap();
}

fn site(facts: &[Fact], rules: &[Rule]) -> Snapshot {
    let mut registry = String::new();
    let mut check = String::from(
        "- id: c\n  title: 某自测\n  summary: 某。\n  decided_by: 某机构\n  source: p#一\n  none: { next: 某。 }\n  flow:\n",
    );
    for (at, fact) in facts.iter().enumerate() {
        let kind = fact.kind;
        write!(registry, "- {{ id: f{at}, name: 事实{at}, question: 某？, type: {kind}, change: {}", fact.change)
            .unwrap();
        if fact.unsure {
            registry.push_str(", unsure: 不确定");
        }
        match kind {
            "boolean" => {}
            "integer" => write!(registry, ", unit: 年, min: 0, max: {}", fact.size + 1).unwrap(),
            _ => {
                let options: Vec<_> =
                    (0..fact.size).map(|option| format!("{{ id: o{option}, name: 某{option} }}")).collect();
                write!(registry, ", options: [{}]", options.join(", ")).unwrap();
            }
        }
        registry.push_str(", excludes: [");
        for (comparison, other, a, b) in fact.excludes.iter().filter(|_| at > 0) {
            let other = other.index(at);
            registry.push_str("{ answers: [");
            test((at, *comparison, a.index(fact.size), b.index(fact.size), false), facts, &mut registry);
            registry.push_str(", ");
            let size = facts[other].size;
            test((other, *comparison, b.index(size), a.index(size), false), facts, &mut registry);
            registry.push_str("], reason: 不会同时成立 }, ");
        }
        registry.push_str("] }\n");
        write!(check, "    - {{ fact: f{at}").unwrap();
        if let Some(when) = fact.when.as_ref().filter(|_| at > 0) {
            check.push_str(", when: ");
            yaml(when, &facts[..at], true, &mut check);
        }
        check.push_str(" }\n");
    }
    check.push_str("  groups:\n    - outcomes:\n");
    for (at, rule) in rules.iter().enumerate() {
        write!(check, "        - id: r{at}\n          name: 结论{at}\n          rule: ").unwrap();
        yaml(rule, facts, false, &mut check);
        check.push('\n');
    }
    let settings =
        "title: 某站\nsummary: 某。\nowner: 某局\nbase_url: unpublished\ncontact: { name: 某科 }\ncolumns: []\n";
    let policy = "---\ntitle: 某办法\nissuer: 某局\n---\n\n一、条件\n\n某条。\n";
    let files = [
        ("checks.yaml", check.as_str()),
        ("facts.yaml", &registry),
        ("policies/p.md", policy),
        ("site.yaml", settings),
    ];
    let mut snapshot = Snapshot::default();
    for (path, text) in files {
        snapshot.texts.push(Source::decode(path.to_owned(), text.as_bytes()));
    }
    snapshot
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_checks(facts in facts(), rules in prop::collection::vec(rule(true), 1..4)) {
        let compiled = compiled(site(&facts, &rules));
        let rules = &compiled.checks[0].as_ref().unwrap().rules;
        same(rules, &all(rules, 300));
    }
}

/// How often the script looks at a condition to tell which questions still matter, when none of 2 to the power of `depth`
/// is answered and conditions stand that deep in each other.
fn looks(depth: u32) -> usize {
    let runtime = Runtime::new().unwrap();
    let context = Context::full(&runtime).unwrap();
    context.with(|js| {
        let run = format!(
            "{SCRIPT};
            (function (depth) {{
                var looks = 0, count = 1 << depth, rules = {{ q: [], c: [], f: [] }}, at;
                for (at = 0; at < count; at++) {{
                    rules.q.push({{ id: 'q' + at, k: 0, o: ['yes', 'no'] }});
                    rules.c.push([at, 0, 0]);
                }}
                function nest(left, first) {{
                    return left ? [left % 2, nest(left - 1, 2 * first), nest(left - 1, 2 * first + 1)] : first;
                }}
                rules.o = [['outcome', nest(depth, 0)]];
                rules.c = new Proxy(rules.c, {{ get: function (all, key) {{
                    if (/^[0-9]+$/.test(key)) looks++;
                    return all[key];
                }} }});
                var open = judge.relevant(rules, rules.q.map(function () {{ return null; }}), []);
                return open.indexOf(false) < 0 ? looks : -1;
            }})({depth})"
        );
        usize::try_from(js.eval::<i32, _>(run).unwrap()).unwrap()
    })
}

#[test]
fn the_script_looks_at_each_condition_as_often_however_deep_it_stands() {
    for depth in [2, 5, 8] {
        assert_eq!(looks(depth), 2 << depth, "conditions {depth} deep");
    }
}
