//! Personas: whether what must come out comes out, and what none of them tries.

use super::describe::Describe;
use super::fact::Known;
use super::judge::Answers;
use super::rules::{Condition, Node, Part, Pass, Ruleset};
use super::space::{Plane, Space, Suppose};
use crate::diagnostic::catalogue::bare;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names};
use crate::model::eligibility::{Answer, Check, Expected, Persona, UNSURE};
use crate::model::{Kind, Record, Site};
use crate::source::Span;

/// Personas that are proposed at once.
const PROPOSALS: usize = 8;

/// The answers of a persona, by question.
///
/// # Errors
/// Answers that cannot be given.
pub fn answers(
    site: &Site,
    record: &Record<Check>,
    rules: &Ruleset,
    facts: &[Option<Known<'_>>],
    persona: &Persona,
) -> Result<Vec<Option<i64>>, Vec<Diagnostic>> {
    let mut answers = vec![None; rules.questions.len()];
    let mut given = vec![None; rules.questions.len()];
    let mut wrong = Vec::new();
    let mut unread = false;
    let mut names = None;
    for (id, answer) in &persona.answers.value.0 {
        let span = Span::new(record.file, id.range.clone());
        let Some(fact) = site.find(Kind::Fact, &id.value) else {
            if site.content.unread.may_hold(Kind::Fact, id.value.as_str()) {
                unread = true;
                continue;
            }
            let known = rules.questions.iter().map(|question| question.id.as_str());
            let reported = Diagnostic::at(Code::UnknownRecord, span).arg("kind", "fact").arg("id", &id.value);
            let suggestion = names.get_or_insert_with(|| Names::new(known)).nearest(id.value.as_str());
            wrong.push(Diagnostic { suggestion, ..reported });
            continue;
        };
        let Some(&at) = rules.places.get(&fact) else {
            let reported = Diagnostic::at(Code::NotAsked, span).arg("fact", &id.value);
            wrong.push(reported.arg("problem", "@not-in-flow"));
            continue;
        };
        let Some(known) = facts[fact].as_ref() else { continue };
        let unsure = matches!(&answer.value, Answer::Word(word) if word == UNSURE);
        if unsure && known.fact.unsure.is_none() {
            wrong.push(impossible(persona, &known.fact.name, "@no-unsure", span));
            continue;
        }
        match known.answer(id.value.as_str(), answer, record.file) {
            Ok(value) => {
                answers[at] = value;
                given[at] = Some(span);
            }
            Err(reported) => {
                let list = matches!(answer.value, Answer::Words(_));
                let whole = list.then(|| Span::new(record.file, answer.range.clone()));
                wrong.push(Diagnostic { span: whole.or(reported.span), ..reported });
            }
        }
    }
    if wrong.is_empty() && !unread {
        let asked = rules.asked(&answers);
        let reported =
            given.iter().enumerate().filter_map(|(at, span)| span.filter(|_| !asked[at]).map(|span| (at, span)));
        let name = |at: usize| site.content.facts[rules.questions[at].fact].data.name.clone();
        wrong.extend(reported.map(|(at, span)| impossible(persona, &name(at), "@hidden", span)));
    }
    if wrong.is_empty() && !unread { Ok(answers) } else { Err(wrong) }
}

fn impossible(persona: &Persona, fact: &str, why: &str, span: Span) -> Diagnostic {
    let reported = Diagnostic::at(Code::ImpossibleAnswer, span).arg("persona", &persona.name.value);
    reported.arg("fact", fact).arg("why", why)
}

/// Tries every persona, and says what none of them tries.
///
/// What is not tried is only reported for rules that are sound. The answers of the personas are returned beside it; nothing
/// for one whose answers cannot be given.
pub fn personas(
    site: &Site,
    record: &Record<Check>,
    (rules, facts, space): (&Ruleset, &[Option<Known<'_>>], &Space<'_>),
    (text, sound): (&str, bool),
) -> (Vec<Option<Answers>>, Diagnostics) {
    let describe = Describe { site, check: &record.data, rules };
    let mut diagnostics = Diagnostics::default();
    let mut all = Vec::new();
    for persona in &record.data.personas {
        match answers(site, record, rules, facts, persona) {
            Ok(answers) => {
                let wrong = contradicts(record, &describe, persona, &answers);
                let reported = if wrong.is_empty() { fails(record, &describe, persona, &answers) } else { wrong };
                all.push(
                    reported.iter().all(|reported| reported.code != Code::ContradictoryPersona).then_some(answers),
                );
                diagnostics.extend(reported);
            }
            Err(wrong) => {
                diagnostics.extend(wrong);
                all.push(None);
            }
        }
    }
    if sound && diagnostics.iter().next().is_none() {
        let tried: Vec<_> = all.iter().flatten().map(|answers| rules.heard(answers)).collect();
        diagnostics.extend(untested((record, text), &describe, space, &tried));
    }
    (all, diagnostics)
}

/// The word for a result in YAML, as a word of `words.yaml`.
fn word(expected: Expected) -> &'static str {
    match expected {
        Expected::Unmet => "@unmet",
        Expected::Unknown => "@open",
        Expected::Confirm => "@confirm",
        Expected::Met => "@met",
    }
}

/// The word for a result in YAML.
fn yaml(expected: Expected) -> &'static str {
    match expected {
        Expected::Unknown => "unknown",
        other => &word(other)[1..],
    }
}

/// What answers of a persona contradict each other.
fn contradicts(
    record: &Record<Check>,
    describe: &Describe<'_>,
    persona: &Persona,
    answers: &[Option<i64>],
) -> Vec<Diagnostic> {
    let rules = describe.rules;
    let one = |at: usize| {
        let exclusion = &rules.exclusions[at];
        let tested = |question| exclusion.tests.iter().any(|test| test.question == question);
        let reported =
            Diagnostic::at(Code::ContradictoryPersona, Span::new(record.file, persona.answers.range.clone()));
        let reported = reported.arg("persona", &persona.name.value).arg("answers", describe.answers(answers, &tested));
        reported.arg("reason", &exclusion.reason)
    };
    rules.contradictions(answers).into_iter().map(one).collect()
}

fn fails(
    record: &Record<Check>,
    describe: &Describe<'_>,
    persona: &Persona,
    answers: &[Option<i64>],
) -> Vec<Diagnostic> {
    let rules = describe.rules;
    let verdicts = rules.judge(answers);
    let known = rules.heard(answers);
    let mut wrong = Vec::new();
    for (id, expected) in &persona.expect.value.0 {
        let Some(at) = rules.outcomes.iter().position(|outcome| outcome.id == id.value.as_str()) else {
            let ids = || rules.outcomes.iter().map(|outcome| outcome.id.as_str());
            let reported = Diagnostic::at(Code::UnknownOption, Span::new(record.file, id.range.clone()));
            let reported = reported.arg("value", &id.value).arg("fact", "@outcomes");
            let reported = reported.arg("known", ids().collect::<Vec<_>>().join("、"));
            wrong.push(reported.suggest(id.value.as_str(), ids()));
            continue;
        };
        let found = verdicts[at].status();
        if found != expected.value {
            let reported = Diagnostic::at(Code::PersonaFails, Span::new(record.file, expected.range.clone()));
            let reported =
                reported.arg("persona", &persona.name.value).arg("outcome", describe.outcome(&rules.outcomes[at].id));
            let reported = reported.arg("expected", word(expected.value)).arg("found", word(found));
            let mut lines = Vec::new();
            trace(describe, &rules.outcomes[at].rule, &known, 0, &mut lines);
            wrong.push(reported.arg("trace", format!("\n{}", lines.join("\n"))));
        }
    }
    wrong
}

/// A line for each part of a rule: `[+]` met, `[-]` not, `[?]` not known, `[!]` to be confirmed.
fn trace(describe: &Describe<'_>, part: &Part, known: &[Option<i64>], depth: usize, lines: &mut Vec<String>) {
    let mark = match describe.rules.part(part, known).status() {
        Expected::Met => '+',
        Expected::Unmet => '-',
        Expected::Unknown => '?',
        Expected::Confirm => '!',
    };
    let answer = match &part.node {
        Node::Leaf(condition) => describe.rules.conditions[*condition].test().map(|test| {
            let value = known[test.question].map(|value| describe.value(test.question, Some(value)));
            format!(" ({}={})", describe.fact(test.question), value.as_deref().unwrap_or("?"))
        }),
        _ => None,
    };
    lines.push(format!(
        "{:indent$}[{mark}] {}{}",
        "",
        describe.part(part),
        answer.unwrap_or_default(),
        indent = depth * 2
    ));
    match &part.node {
        Node::All(parts) | Node::Any(parts) => {
            parts.iter().for_each(|part| trace(describe, part, known, depth + 1, lines));
        }
        Node::Not(inner) => trace(describe, inner, known, depth + 1, lines),
        Node::Leaf(_) => {}
    }
}

/// What no persona tries, and personas that would.
fn untested(
    (record, text): (&Record<Check>, &str),
    describe: &Describe<'_>,
    space: &Space<'_>,
    tried: &[Vec<Option<i64>>],
) -> Option<Diagnostic> {
    let rules = describe.rules;
    let mut missing = Vec::new();
    let mut proposals: Vec<(String, Answers)> = Vec::new();
    let mut miss = |words: String, answers: Answers, helps: &dyn Fn(&[Option<i64>]) -> bool| {
        if !proposals.iter().any(|(_, proposal)| helps(proposal)) {
            proposals.push((words.clone(), answers));
        }
        missing.push(words);
    };
    for (at, outcome) in rules.outcomes.iter().enumerate() {
        let reached = |answers: &[Option<i64>]| rules.judge(answers)[at].least > 0;
        let planes = space.planes(&outcome.rule.node);
        if let Some(example) = space.first(planes.least_confirm.into_iter())
            && !tried.iter().any(|answers| reached(answers))
        {
            miss(describe.outcome(&outcome.id), space.answers(example), &reached);
        }
    }
    for outcome in &rules.outcomes {
        let mut leaves = Vec::new();
        outcome.rule.node.leaves(&mut |leaf| leaves.push(leaf));
        for leaf in leaves {
            let decides = |answers: &[Option<i64>]| {
                let known = rules.heard(answers);
                let pretend = |met| rules.supposing(&outcome.rule, &known, (leaf, met)).status();
                pretend(true) != pretend(false)
            };
            if tried.iter().any(|answers| decides(answers)) {
                continue;
            }
            let pretend =
                |met| space.supposing(&outcome.rule.node, &Suppose { leaf: Some((leaf, met)), ..Suppose::default() });
            let (with, without) = (pretend(true), pretend(false));
            let pairs = [
                with.least_yes.iter().zip(&without.least_yes),
                with.least_confirm.iter().zip(&without.least_confirm),
                with.most_confirm.iter().zip(&without.most_confirm),
            ];
            let example = pairs.into_iter().filter_map(|pair| space.first(pair.map(|(a, b)| a ^ b))).min();
            let example = example.map(|at| space.answers(at));
            let Some(example) = example else { continue };
            let part = Part { node: Node::Leaf(leaf), span: rules.conditions[leaf].span };
            miss(format!("{}: {}", describe.outcome(&outcome.id), describe.part(&part)), example, &decides);
        }
    }
    for (question, value) in limits(rules) {
        let stands = |answers: &[Option<i64>]| rules.heard(answers)[question] == Some(value);
        if tried.iter().any(|answers| stands(answers)) {
            continue;
        }
        let class = space.classes[question].iter().position(|class| {
            class.first.is_some_and(|first| first <= value) && class.last.is_some_and(|last| value <= last)
        });
        let Some(class) = class else { continue };
        let there = space.plane(question, |at| at == class);
        let asked: Plane = there.iter().zip(&space.asked[question]).map(|(a, b)| a & b).collect();
        let Some(example) = space.first(asked.into_iter()) else { continue };
        let mut answers = space.answers(example);
        answers[question] = Some(value);
        miss(format!("{}={}", describe.fact(question), describe.value(question, Some(value))), answers, &stands);
    }
    if missing.is_empty() {
        return None;
    }
    let mut names: Vec<String> = record.data.personas.iter().map(|persona| persona.name.value.clone()).collect();
    let (head, indent) = place(record, text);
    let proposal = |(name, answers): &(String, Answers)| {
        let name = unique(&bare(name), &mut names);
        proposal(describe, &name, answers).map(|line| format!("{indent}{line}")).join("\n")
    };
    let yaml: Vec<_> = head.into_iter().chain(proposals.iter().take(PROPOSALS).map(proposal)).collect();
    let reported = Diagnostic::at(Code::Untested, record.span).arg("missing", missing.join("；"));
    Some(reported.arg("personas", format!("\n{}", yaml.join("\n"))))
}

/// Where personas are pasted in the file of a check: the line that has to stand before them, when there is none yet, and
/// the space before each line.
fn place(record: &Record<Check>, text: &str) -> (Option<String>, String) {
    let before = |at: usize| &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    let blank = |line: &str| line.chars().map(|_| ' ').collect::<String>();
    if let Some(persona) = record.data.personas.last() {
        let line = before(persona.name.range.start);
        return (None, blank(line.split('-').next().unwrap_or_default()));
    }
    // Keys stand below each other: those of the check are where its flow is.
    let flow = record.data.flow.first().map_or(0, |ask| ask.fact.range.start);
    let key = text[..flow].rfind("flow").map_or("", before);
    (Some(format!("{}personas:", blank(key))), format!("{}  ", blank(key)))
}

/// A name that nobody has yet, which it then has.
fn unique(name: &str, names: &mut Vec<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}（{number}）"));
    let mut free = std::iter::once(name.to_owned()).chain(numbered).filter(|name| !names.contains(name));
    let free = free.next().unwrap_or_default();
    names.push(free.clone());
    free
}

/// Both sides of every limit of a number: the last value that is too little, the first that does.
fn limits(rules: &Ruleset) -> Vec<(usize, i64)> {
    let mut limits = Vec::new();
    for test in rules.conditions.iter().filter_map(Condition::test) {
        let super::rules::Domain::Range(min, max) = rules.questions[test.question].domain else { continue };
        if let Pass::Between(from, to) = test.pass {
            let sides = [from.saturating_sub(1), from, to, to.saturating_add(1)];
            let ends = [from > min, from > min, to < max, to < max];
            limits.extend(sides.into_iter().zip(ends).filter(|(_, is)| *is).map(|(value, _)| (test.question, value)));
        }
    }
    limits.sort_unstable();
    limits.dedup();
    limits
}

/// The lines of a persona to paste, by the name of what it tries.
fn proposal(describe: &Describe<'_>, name: &str, answers: &[Option<i64>]) -> [String; 3] {
    let rules = describe.rules;
    let asked = rules.asked(answers);
    let reported = (0..answers.len()).filter(|&at| asked[at]);
    let answer = |at: usize| format!("{}: {}", rules.questions[at].id, describe.value(at, answers[at]));
    let reported: Vec<_> = reported.map(answer).collect();
    let results = rules.outcomes.iter().zip(rules.judge(answers));
    let results: Vec<_> =
        results.map(|(outcome, verdict)| format!("{}: {}", outcome.id, yaml(verdict.status()))).collect();
    let (reported, results) = (reported.join(", "), results.join(", "));
    let name = serde_json::Value::from(name);
    [format!("- name: {name}"), format!("  answers: {{ {reported} }}"), format!("  expect: {{ {results} }}")]
}
