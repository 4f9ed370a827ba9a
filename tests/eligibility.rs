//! Checks made by chance, and what their analysis says of them beside what trying every answer one by one says.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::checks::{Built, Chance, Text, built, check, full, raw, twisted};
use mingce::diagnostic::{Code, Diagnostic};
use mingce::eligibility::judge::{CONFIRM, NO, Verdict, YES};
use mingce::eligibility::rules::{Basis, Domain, Node, Part, Ruleset};
use mingce::model::eligibility::{Expected, Mode};
use proptest::prelude::*;

/// Checks that are made by chance in each test.
const CASES: u32 = if cfg!(debug_assertions) { 200 } else { 2000 };

/// The parts of a rule, from the outside.
fn parts(part: &Part) -> Vec<&Part> {
    let inner: Vec<&Part> = match &part.node {
        Node::All(inner) | Node::Any(inner) => inner.iter().collect(),
        Node::Not(inner) => vec![inner],
        Node::Leaf(_) => vec![],
    };
    std::iter::once(part).chain(inner.into_iter().flat_map(parts)).collect()
}

/// A rule without some of its parts, by where they start.
fn without(part: &Part, gone: &BTreeSet<u32>) -> Part {
    let kept = |inner: &[Part]| -> Vec<Part> {
        inner.iter().filter(|part| !gone.contains(&part.span.start)).map(|part| without(part, gone)).collect()
    };
    let node = match &part.node {
        Node::All(inner) => Node::All(kept(inner)),
        Node::Any(inner) => Node::Any(kept(inner)),
        Node::Not(inner) => Node::Not(Box::new(without(inner, gone))),
        Node::Leaf(leaf) => Node::Leaf(*leaf),
    };
    Part { node, span: part.span }
}

/// The delegated conditions of a rule.
fn delegated(rules: &Ruleset, part: &Part) -> Vec<usize> {
    let is = |part: &&Part| matches!(part.node, Node::Leaf(at) if rules.conditions[at].basis == Basis::Delegated);
    let leaf = |part: &Part| if let Node::Leaf(at) = part.node { at } else { unreachable!() };
    parts(part).into_iter().filter(is).map(leaf).collect()
}

/// What a rule comes to when it is known which of its delegated conditions are met.
fn granted(rules: &Ruleset, part: &Part, answers: &[Option<i64>], met: &[usize]) -> Verdict {
    let all = |inner: &[Part]| inner.iter().map(|part| granted(rules, part, answers, met)).collect::<Vec<_>>();
    let pick = |verdicts: Vec<Verdict>, start: u8, pick: fn(u8, u8) -> u8| {
        let least = verdicts.iter().fold(start, |value, verdict| pick(value, verdict.least));
        Verdict { least, most: verdicts.iter().fold(start, |value, verdict| pick(value, verdict.most)) }
    };
    match &part.node {
        Node::All(inner) => pick(all(inner), YES, u8::min),
        Node::Any(inner) => pick(all(inner), NO, u8::max),
        Node::Not(inner) => {
            let inner = granted(rules, inner, answers, met);
            Verdict { least: YES - inner.most, most: YES - inner.least }
        }
        Node::Leaf(at) if rules.conditions[*at].basis == Basis::Delegated => {
            let value = if met.contains(at) { YES } else { NO };
            Verdict { least: value, most: value }
        }
        Node::Leaf(at) => rules.condition(*at, answers),
    }
}

/// Which delegated conditions may be met: every choice of up to three; of more none, all, each alone, all but each.
fn grants(delegated: &[usize]) -> Vec<Vec<usize>> {
    let subsets = (0..1usize << delegated.len().min(16))
        .map(|bits| (0..delegated.len()).filter(|at| bits >> at & 1 == 1).map(|at| delegated[at]).collect::<Vec<_>>());
    let few = |chosen: &Vec<usize>| delegated.len() <= 3 || chosen.len() < 2 || chosen.len() + 2 > delegated.len();
    subsets.filter(few).collect()
}

/// The outermost parts that are never met and those that always are.
fn fixed<'a>(rules: &Ruleset, part: &'a Part, all: &[Vec<Option<i64>>], found: &mut Vec<(Code, &'a Part)>) {
    let verdicts: Vec<Verdict> = all.iter().map(|answers| rules.part(part, answers)).collect();
    let met = delegated(rules, part);
    let never = all.iter().all(|answers| granted(rules, part, answers, &met).least < CONFIRM);
    let always = match part.node {
        Node::Leaf(leaf) if rules.conditions[leaf].test().is_none() => false,
        Node::Leaf(_) => verdicts.iter().all(|verdict| verdict.most >= CONFIRM),
        _ => verdicts.iter().all(|verdict| verdict.least == YES),
    };
    match &part.node {
        _ if never => found.push((Code::Contradiction, part)),
        _ if always => found.push((Code::AlwaysTrue, part)),
        Node::All(inner) | Node::Any(inner) => inner.iter().for_each(|part| fixed(rules, part, all, found)),
        Node::Not(inner) => fixed(rules, inner, all, found),
        Node::Leaf(_) => {}
    }
}

/// The places of the diagnostics with this code.
fn places(reported: &[Diagnostic], code: Code) -> Vec<u32> {
    reported.iter().filter(|reported| reported.code == code).map(|reported| reported.span.unwrap().start).collect()
}

/// The answers of an example, `name=value`.
fn example(built: &Built, reported: &Diagnostic) -> Vec<Option<i64>> {
    let rules = built.rules();
    let text = &reported.args.iter().find(|(arg, _)| *arg == "example").unwrap().1;
    let mut answers = vec![None; rules.questions.len()];
    for pair in text.split('；').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap();
        let at = rules.questions.iter().position(|question| format!("事实{}", question.id) == name).unwrap();
        let place = |option: &str, options: &[String]| options.iter().position(|known| known == option).unwrap() as i64;
        answers[at] = match &rules.questions[at].domain {
            _ if value == "unsure" => None,
            Domain::One(_) if value == "true" || value == "false" => Some(i64::from(value == "true")),
            Domain::One(options) => Some(place(value, options)),
            Domain::Range(..) => Some(value.parse().unwrap()),
            Domain::Several(options) => {
                let chosen = value.trim_matches(['[', ']']).split(", ").filter(|option| !option.is_empty());
                Some(chosen.map(|option| 1 << place(option, options)).sum())
            }
        };
    }
    answers
}

fn statuses(rules: &Ruleset, answers: &[Option<i64>]) -> Vec<Expected> {
    rules.judge(answers).into_iter().map(Verdict::status).collect()
}

/// Every result with how many answers lead to it.
fn results(built: &Built) -> BTreeMap<Vec<Expected>, u64> {
    let outlines = &built.proved.as_ref().unwrap().outlines;
    outlines.iter().map(|outline| (outline.verdicts.clone(), outline.count)).collect()
}

/// Answers to some questions.
type Answered = [Option<i64>];

/// What the questions are reported to be: those that nothing needs, and those asked in vain.
fn idle(rules: &Ruleset) -> (Vec<u32>, Vec<u32>) {
    let every = raw(rules);
    let mut all = every.clone();
    all.retain(|answers| rules.contradictions(answers).is_empty());
    let (mut dead, mut vain) = (Vec::new(), Vec::new());
    for (at, question) in rules.questions.iter().enumerate() {
        let mut by_prefix: BTreeMap<&Answered, BTreeMap<&Answered, BTreeSet<Vec<Verdict>>>> = BTreeMap::new();
        for answers in &all {
            let rest = by_prefix.entry(&answers[..at]).or_default().entry(&answers[at + 1..]).or_default();
            rest.insert(rules.judge(answers));
        }
        let same = |rest: &BTreeMap<_, BTreeSet<Vec<Verdict>>>| rest.values().all(|results| results.len() == 1);
        if by_prefix.values().all(same) {
            dead.push(question.span.start);
        } else if by_prefix.iter().any(|(prefix, rest)| {
            let earlier = [*prefix, &vec![None; rules.questions.len() - at]].concat();
            let asked = rules.asked(&earlier);
            let unsure: Vec<bool> = (0..asked.len()).map(|of| of < at && asked[of] && earlier[of].is_none()).collect();
            let count = |answers: &[Vec<Option<i64>>]| answers.iter().filter(|own| own[..at] == **prefix).count();
            asked[at]
                && rules.relevant(&earlier, &unsure)[at]
                && same(rest)
                && count(&all) == count(&every)
                && rest.values().flatten().collect::<BTreeSet<_>>().len() > 1
        }) {
            vain.push(question.span.start);
        }
    }
    (dead, vain)
}

fn compare(built: &Built) -> Result<(), TestCaseError> {
    let rules = built.rules();
    let all = full(rules);
    let reported: Vec<_> = built.reported.iter().filter(|reported| reported.code != Code::Untested).cloned().collect();
    let logic = |code: Code| places(&reported, code);

    let mut counts = BTreeMap::new();
    all.iter().for_each(|answers| *counts.entry(statuses(rules, answers)).or_insert(0) += 1);
    prop_assert_eq!(results(built), counts);

    let (mut unreachable, mut never, mut always, mut hidden) = (vec![], vec![], vec![], 0);
    for outcome in &rules.outcomes {
        let delegated = delegated(rules, &outcome.rule);
        if all.iter().all(|answers| granted(rules, &outcome.rule, answers, &delegated).least < CONFIRM) {
            unreachable.push(outcome.span.start);
            continue;
        }
        let mut found = Vec::new();
        fixed(rules, &outcome.rule, &all, &mut found);
        let pick = |code| found.iter().filter(move |(reported, _)| *reported == code).map(|(_, part)| part.span.start);
        never.extend(pick(Code::Contradiction));
        always.extend(pick(Code::AlwaysTrue));
        let sure = |answers: &&Vec<Option<i64>>| {
            let asked = rules.asked(answers);
            answers.iter().zip(asked).all(|(answer, asked)| !asked || answer.is_some())
        };
        // Apart from what is delegated: with all of it met, and with none.
        let both = |answers: &Vec<Option<i64>>| {
            [delegated.as_slice(), &[]].map(|met| granted(rules, &outcome.rule, answers, met))
        };
        let open =
            |answers: &Vec<Option<i64>>| both(answers).iter().any(|verdict| verdict.status() == Expected::Unknown);
        hidden += usize::from(all.iter().filter(sure).any(open));
        let is_settled =
            all.iter().filter(sure).all(|answers| both(answers).iter().all(|verdict| verdict.is_decided()));
        let grants = grants(&delegated);
        let differ = |a: &Part, b: &Part, answers: &Vec<Option<i64>>| {
            let differ = |met: &Vec<usize>| granted(rules, a, answers, met) != granted(rules, b, answers, met);
            rules.part(a, answers) != rules.part(b, answers) || grants.iter().any(differ)
        };

        // What is redundant can go, all of it at once.
        let inside: BTreeSet<u32> = parts(&outcome.rule).iter().map(|part| part.span.start).collect();
        let gone: BTreeSet<u32> = logic(Code::Redundant).into_iter().filter(|at| inside.contains(at)).collect();
        let rest = without(&outcome.rule, &gone);
        for answers in &all {
            prop_assert!(!differ(&rest, &outcome.rule, answers));
        }
        if !is_settled {
            prop_assert!(gone.is_empty());
            continue;
        }
        // What is redundant is so by the answers, never because `when` hides a question.
        let possible = |answers: &&Vec<Option<i64>>| {
            let passes = |test: &mingce::eligibility::rules::Test| test.pass.holds(answers[test.question].unwrap());
            answers.iter().all(Option::is_some) && !rules.exclusions.iter().any(|one| one.tests.iter().all(passes))
        };
        for answers in raw(rules).iter().filter(possible) {
            let status = |part: &Part| rules.part(part, answers).status();
            prop_assert_eq!(status(&rest), status(&outcome.rule));
        }
        // Where nothing is redundant, nothing could go. What could go only when something else is gone is reported next time.
        for part in parts(&rest).into_iter().filter(|_| found.is_empty() && gone.is_empty()) {
            let (Node::All(inner) | Node::Any(inner)) = &part.node else { continue };
            // What somebody has to confirm is told to readers all the same.
            let confirmed = |part: &&Part| matches!(part.node, Node::Leaf(at) if rules.conditions[at].test().is_none());
            for one in inner.iter().filter(|part| inner.len() > 1 && !confirmed(part)) {
                let less = without(&rest, &BTreeSet::from([one.span.start]));
                prop_assert!(all.iter().any(|answers| differ(&less, &rest, answers)), "could go, and is not reported");
            }
        }
    }
    prop_assert_eq!(logic(Code::Unreachable), unreachable);
    prop_assert_eq!(logic(Code::Contradiction), never);
    prop_assert_eq!(logic(Code::AlwaysTrue), always);
    prop_assert_eq!(logic(Code::HiddenFact).len(), hidden);
    for reported in reported.iter().filter(|reported| reported.code == Code::HiddenFact) {
        let answers = example(built, reported);
        prop_assert!(statuses(rules, &answers).contains(&Expected::Unknown));
        prop_assert!(rules.contradictions(&answers).is_empty());
    }

    let met = |answers: &[Option<i64>], at: usize| rules.judge(answers)[at].least >= CONFIRM;
    let mut overlaps = 0;
    for group in rules.groups.iter().filter(|group| group.mode == Mode::Exclusive) {
        for (a, b) in group.outcomes.clone().flat_map(|a| (a + 1..group.outcomes.end).map(move |b| (a, b))) {
            overlaps += usize::from(all.iter().any(|answers| met(answers, a) && met(answers, b)));
        }
    }
    prop_assert_eq!(logic(Code::Overlap).len(), overlaps);
    for reported in reported.iter().filter(|reported| reported.code == Code::Overlap) {
        let answers = example(built, reported);
        prop_assert!((0..rules.outcomes.len()).filter(|at| met(&answers, *at)).count() > 1);
    }
    let nothing = |answers: &[Option<i64>]| rules.judge(answers).iter().all(|verdict| verdict.most == NO);
    prop_assert_eq!(logic(Code::Gap).len(), usize::from(!built.none && all.iter().any(|answers| nothing(answers))));
    for reported in reported.iter().filter(|reported| reported.code == Code::Gap) {
        prop_assert!(nothing(&example(built, reported)));
    }

    let outcomes = [Code::Unreachable, Code::Contradiction, Code::AlwaysTrue, Code::Redundant, Code::HiddenFact];
    if !reported.iter().any(|reported| outcomes.contains(&reported.code)) {
        let (dead, vain) = idle(rules);
        prop_assert_eq!(logic(Code::DeadQuestion), dead);
        prop_assert_eq!(logic(Code::AskedInVain), vain);
    }
    Ok(())
}

/// Pastes the personas that are proposed until none is; nothing else may be reported about them.
fn paste(text: Text, chance: &mut Chance) -> Result<(), TestCaseError> {
    // As one check and as an entry of a list.
    let indent = |text: &str| text.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let mut whole = if chance.below(2) == 0 { text.check } else { format!("- id: c\n{}", indent(&text.check)) };
    for _ in 0..40 {
        let built = built(&text.facts, &whole);
        let untested = built.reported.iter().find(|reported| reported.code == Code::Untested);
        let Some(untested) = untested else {
            let wrong = [
                Code::PersonaFails,
                Code::ContradictoryPersona,
                Code::ImpossibleAnswer,
                Code::UnknownOption,
                Code::WrongComparison,
            ];
            prop_assert!(!built.reported.iter().any(|reported| wrong.contains(&reported.code)), "{:?}", built.reported);
            let names: Vec<_> = whole.lines().filter_map(|line| line.split_once("- name: \"")).collect();
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "every persona has its own name");
            return Ok(());
        };
        let (_, more) = untested.args.iter().find(|(arg, _)| *arg == "personas").unwrap();
        whole.push_str(more.trim_start_matches('\n'));
        whole.push('\n');
    }
    Err(TestCaseError::fail("there is no end of personas"))
}

/// The same check with another text of its facts and rules.
fn same(chance: u64, change: &dyn Fn(&str) -> String) -> Result<(Built, Built), TestCaseError> {
    let text = check(&mut Chance(chance));
    Ok((built(&text.facts, &text.check), built(&change(&text.facts), &change(&text.check))))
}

#[test]
fn what_was_wrong_once_stays_right() {
    for seed in [301_007_172_745_541_401, 15_212_052_783_198_335_811, 16_020_423_783_051_438_022] {
        let text = check(&mut Chance(seed));
        compare(&built(&text.facts, &text.check)).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn the_analysis_says_what_trying_everything_says(seed: u64) {
        let text = check(&mut Chance(seed));
        compare(&built(&text.facts, &text.check))?;
    }

    #[test]
    fn so_it_does_of_contradictions_and_of_what_others_know(seed: u64, other: u64) {
        let text = twisted(&check(&mut Chance(seed)), &mut Chance(other));
        compare(&built(&text.facts, &text.check))?;
    }

    #[test]
    fn proposed_personas_can_be_pasted(seed: u64) {
        let mut chance = Chance(seed);
        let text = check(&mut chance);
        paste(text, &mut chance)?;
        let text = twisted(&check(&mut chance), &mut Chance(seed));
        paste(text, &mut chance)?;
    }

    #[test]
    fn more_answers_never_undo_what_is_decided(seed: u64, hide: u64) {
        let text = check(&mut Chance(seed));
        let built = built(&text.facts, &text.check);
        let rules = built.rules();
        for answers in raw(rules) {
            let keep = |at: usize| hide >> at & 1 == 0;
            let some: Vec<_> = answers.iter().enumerate().map(|(at, answer)| answer.filter(|_| keep(at))).collect();
            for (less, more) in rules.judge(&some).into_iter().zip(rules.judge(&answers)) {
                prop_assert!(less.least <= more.least && more.most <= less.most);
            }
        }
    }

    #[test]
    fn names_decide_nothing(seed: u64) {
        let (one, other) = same(seed, &|text| text.replace("选项", "别的").replace("结论", "其他"))?;
        prop_assert_eq!(&one.rules().hash, &other.rules().hash);
        prop_assert_eq!(results(&one), results(&other));
        let codes = |built: &Built| built.reported.iter().map(|reported| reported.code).collect::<Vec<_>>();
        prop_assert_eq!(codes(&one), codes(&other));
    }

    #[test]
    fn order_decides_nothing(seed: u64) {
        // Facts from the last to the first, and options without an order too.
        let turn = |text: &str| {
            let facts = text.lines().filter(|line| line.starts_with("- ")).map(|line| {
                match line.split_once("type: enum, options: [").and_then(|(a, b)| Some((a, b.split_once(']')?))) {
                    Some((head, (options, tail))) => {
                        let options: Vec<_> = options.split("}, ").map(|option| option.trim_end_matches('}')).collect();
                        let options = options.into_iter().rev().map(|option| format!("{option}}}"));
                        format!("{head}type: enum, options: [{}]{tail}\n", options.collect::<Vec<_>>().join(", "))
                    }
                    None => format!("{line}\n"),
                }
            });
            let facts: Vec<_> = facts.collect();
            if facts.is_empty() { text.to_owned() } else { facts.into_iter().rev().collect() }
        };
        let (one, other) = same(seed, &|text| if text.starts_with("- ") { turn(text) } else { text.to_owned() })?;
        prop_assert_eq!(results(&one), results(&other));
    }

    #[test]
    fn not_not_is_the_same(seed: u64) {
        let twice = |text: &str| {
            let lines = text.lines().map(|line| match line.split_once("rule: ") {
                Some((head, rule)) if !rule.contains("confirm") => {
                    let rule = rule.strip_suffix(" }").unwrap();
                    format!("{head}rule: {{ not: {{ not: {rule} }} }} }}\n")
                }
                _ => format!("{line}\n"),
            });
            lines.collect::<String>()
        };
        let (one, other) = same(seed, &twice)?;
        prop_assert_eq!(results(&one), results(&other));
    }
}
