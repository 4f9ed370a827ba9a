//! Small checks made by chance, and every answer to one.

use mingce::diagnostic::Diagnostic;
use mingce::eligibility::Proved;
use mingce::eligibility::rules::{Domain, Ruleset};
use mingce::model::Options;
use mingce::source::{Snapshot, Source};

use super::compiled;

pub const SITE: &str = "title: 甲\nsummary: 乙\nowner: 丙\nbase_url: https://example.org/\ncontact: {}\ncolumns: []\n";
pub const POLICY: &str = "---\ntitle: 政策\nissuer: 丁\n---\n一、总则\n\n应当办理。\n";

/// Numbers that follow from a seed.
pub struct Chance(pub u64);

impl Chance {
    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (number ^ (number >> 31)) % most
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }
}

/// The text of a check and of its facts.
pub struct Text {
    pub facts: String,
    pub check: String,
}

const KINDS: &[&str] = &["boolean", "enum", "ordered", "several", "integer"];

fn fact(chance: &mut Chance, id: usize) -> (String, &'static str) {
    let kind = KINDS[chance.below(KINDS.len() as u64) as usize];
    let options = |count: u64| {
        let options: Vec<_> = (0..count).map(|at| format!("{{ id: o{at}, name: 选项{at} }}")).collect();
        format!(", options: [{}]", options.join(", "))
    };
    let more = match kind {
        "enum" | "ordered" => options(3),
        "several" => options(2),
        "integer" => ", unit: 年, min: 0, max: 4".to_owned(),
        _ => String::new(),
    };
    let unsure = if chance.one_in(3) { ", unsure: 不知道" } else { "" };
    (format!("- {{ id: f{id}, name: 事实f{id}, question: 问？, type: {kind}{more}{unsure} }}\n"), kind)
}

fn leaf(chance: &mut Chance, kinds: &[&str]) -> String {
    let at = chance.below(kinds.len() as u64) as usize;
    comparison(chance, at, kinds[at])
}

fn comparison(chance: &mut Chance, at: usize, kind: &str) -> String {
    let (a, b) = (chance.below(5), chance.below(5));
    let option = |at: u64| format!("o{}", at % 3);
    let test = match (kind, chance.below(4)) {
        ("boolean", way) => format!("is: {}", way % 2 == 0),
        ("several", _) => format!("has: o{}", a % 2),
        ("enum", 0 | 1) | ("ordered", 0) => format!("is: {}", option(a)),
        ("enum", _) => format!("one_of: [{}, {}]", option(a), option(b)),
        ("ordered", 1) => format!("at_least: {}", option(a)),
        ("ordered", 2) => format!("at_most: {}", option(a)),
        ("ordered", _) => format!("between: [{}, {}]", option((a % 3).min(b % 3)), option((a % 3).max(b % 3))),
        (_, 0) => format!("at_least: {a}"),
        (_, 1) => format!("at_most: {a}"),
        (_, 2) => format!("one_of: [{a}, {b}]"),
        _ => format!("between: [{}, {}]", a.min(b), a.max(b)),
    };
    format!("{{ fact: f{at}, {test} }}")
}

fn rule(chance: &mut Chance, kinds: &[&str], depth: u64, confirm: bool) -> String {
    match chance.below(if depth == 0 { 4 } else { 9 }) {
        0 if confirm && chance.one_in(2) => "{ confirm: 核实, by: 某处 }".to_owned(),
        0..=3 => leaf(chance, kinds),
        4 => format!("{{ not: {} }}", rule(chance, kinds, depth - 1, false)),
        way => {
            let count = 1 + chance.below(3);
            let parts: Vec<_> = (0..count).map(|_| rule(chance, kinds, depth - 1, confirm)).collect();
            format!("{{ {}: [{}] }}", if way % 2 == 0 { "all" } else { "any" }, parts.join(", "))
        }
    }
}

/// A check of up to four questions and three outcomes.
pub fn check(chance: &mut Chance) -> Text {
    let count = 1 + chance.below(4) as usize;
    let (mut facts, mut kinds, mut flow) = (String::new(), Vec::new(), String::new());
    for id in 0..count {
        let (text, kind) = fact(chance, id);
        facts.push_str(&text);
        let when = (id > 0 && chance.one_in(3)).then(|| format!(", when: {}", rule(chance, &kinds, 1, false)));
        flow.push_str(&format!("  - {{ fact: f{id}{} }}\n", when.unwrap_or_default()));
        kinds.push(kind);
    }
    let mode = ["independent", "highest", "exclusive"][chance.below(3) as usize];
    let outcomes: String = (0..1 + chance.below(3))
        .map(|id| format!("      - {{ id: r{id}, name: 结论{id}, rule: {} }}\n", rule(chance, &kinds, 3, true)))
        .collect();
    let none = if chance.one_in(2) { "none: { next: 请咨询。 }\n" } else { "" };
    let head = "title: 自测\nsummary: 自测。\ndecided_by: 某处\nsource: p#一\n";
    let check = format!("{head}flow:\n{flow}groups:\n  - mode: {mode}\n    outcomes:\n{outcomes}{none}");
    Text { facts, check }
}

/// The same check with answers that contradict each other, and with rules that others know instead of confirmations.
pub fn twisted(text: &Text, chance: &mut Chance) -> Text {
    let mut facts = String::new();
    let mut kinds = Vec::new();
    for (id, line) in text.facts.lines().enumerate() {
        let kind = line.split_once("type: ").unwrap().1;
        kinds.push(kind.split([',', ' ']).next().unwrap());
        let mut excludes = Vec::new();
        for _ in 0..if id > 0 { chance.below(3) } else { 0 } {
            let other = chance.below(id as u64) as usize;
            let (one, two) = (comparison(chance, id, kinds[id]), comparison(chance, other, kinds[other]));
            excludes.push(format!("{{ answers: [{one}, {two}], reason: 不会同时成立 }}"));
        }
        let line = line.strip_suffix(" }").unwrap();
        facts.push_str(&format!("{line}, excludes: [{}] }}\n", excludes.join(", ")));
    }
    let mut check = String::new();
    for part in text.check.split_inclusive("confirm: ") {
        match part.strip_suffix("confirm: ").filter(|_| chance.below(3) > 0) {
            Some(before) => check.push_str(&format!("{before}delegated: ")),
            None => check.push_str(part),
        }
    }
    Text { facts, check }
}

/// A check that was compiled.
pub struct Built {
    pub proved: Option<Proved>,
    pub reported: Vec<Diagnostic>,
    pub none: bool,
}

impl Built {
    pub fn rules(&self) -> &Ruleset {
        &self.proved.as_ref().unwrap_or_else(|| panic!("the check was not compiled: {:?}", self.reported)).rules
    }
}

/// Compiles one check, and gives what is reported about it.
pub fn built(facts: &str, check: &str) -> Built {
    let path = if check.starts_with("- ") { "checks.yaml" } else { "checks/c.yaml" };
    let files = [(path, check), ("facts.yaml", facts), ("policies/p.md", POLICY), ("site.yaml", SITE)];
    let texts = files.iter().map(|(path, text)| Source::decode((*path).to_owned(), text.as_bytes())).collect();
    let (compiled, diagnostics) = compiled(Snapshot { texts, ..Snapshot::default() }, &Options::default());
    let reported = diagnostics.iter().cloned().collect();
    Built { proved: compiled.checks.first().cloned().flatten(), reported, none: check.contains("none:") }
}

/// The values that a question can have, “not sure” among them.
fn values(rules: &Ruleset, at: usize) -> Vec<Option<i64>> {
    let question = &rules.questions[at];
    let known: Vec<i64> = match &question.domain {
        Domain::One(options) => (0..options.len() as i64).collect(),
        Domain::Several(options) => (0..1 << options.len()).collect(),
        Domain::Range(min, max) => (*min..=*max).collect(),
    };
    known.into_iter().map(Some).chain(question.unsure.then_some(None)).collect()
}

/// Every combination of answers, whether the questions are asked or not.
pub fn raw(rules: &Ruleset) -> Vec<Vec<Option<i64>>> {
    (0..rules.questions.len()).fold(vec![vec![]], |all, at| {
        let values = values(rules, at);
        let longer = |some: &Vec<Option<i64>>| -> Vec<_> {
            values.iter().map(|value| some.iter().copied().chain([*value]).collect()).collect()
        };
        all.iter().flat_map(longer).collect()
    })
}

/// Every way to answer what is asked without a contradiction.
pub fn full(rules: &Ruleset) -> Vec<Vec<Option<i64>>> {
    let mut all: Vec<_> = raw(rules).into_iter().map(|answers| rules.heard(&answers)).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|answers| rules.contradictions(answers).is_empty());
    all
}
