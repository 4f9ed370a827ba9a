//! The spaces of answers of small and of large checks.

use proptest::prelude::*;

use super::*;
use crate::eligibility::judge::{CONFIRM, YES};
use crate::eligibility::rules::{Domain, Pass};
use crate::eligibility::rules::{Exclusion, Outcome, Question, Test};
use crate::model::eligibility::Change;
use crate::source::{FileId, Span};

const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

fn domain() -> impl Strategy<Value = Domain> {
    let options = |count: usize| (0..count).map(|at| format!("o{at}")).collect::<Vec<_>>();
    prop_oneof![
        (1..4usize).prop_map(move |count| Domain::One(options(count))),
        (1..4usize).prop_map(move |count| Domain::Several(options(count))),
        (-3..1i64, 0..6i64).prop_map(|(min, more)| Domain::Range(min, min + more)),
        Just(Domain::Range(i64::MIN, i64::MAX)),
    ]
}

fn pass(domain: &Domain, (a, b, way): (i64, i64, u8)) -> Pass {
    match domain {
        Domain::Several(options) => Pass::Has((a.unsigned_abs() % options.len() as u64) as u32),
        Domain::Range(min, _) if way == 0 => Pass::Between(*min, a.min(b)),
        Domain::Range(_, max) if way == 1 => Pass::Between(a.max(b), *max),
        _ if way < 3 => Pass::Between(a.min(b), a.max(b)),
        _ => Pass::In(std::collections::BTreeSet::from([a, b]).into_iter().collect()),
    }
}

fn node(leaves: std::ops::Range<usize>) -> impl Strategy<Value = Node> {
    let part = |node| Part { node, span: NOWHERE };
    leaves.prop_map(Node::Leaf).prop_recursive(4, 24, 4, move |inner| {
        let list = prop::collection::vec(inner.clone().prop_map(part), 0..4);
        prop_oneof![
            list.clone().prop_map(Node::All),
            list.prop_map(Node::Any),
            inner.prop_map(move |inner| Node::Not(Box::new(part(inner)))),
        ]
    })
}

/// Three questions with two tests each, a confirmation, and an outcome.
fn ruleset() -> impl Strategy<Value = Ruleset> {
    let question = (domain(), any::<bool>(), prop::collection::vec((-4..7i64, -4..7i64, 0..5u8), 2), any::<bool>());
    let whens = (node(0..2), node(0..4));
    let excluded = prop::collection::vec((0..3usize, 3..6usize), 0..3);
    (prop::collection::vec(question, 3), whens, node(0..8), excluded).prop_map(
        |(questions, (second, third), rule, excluded)| {
            let mut whens = [None, Some(second), Some(third)].into_iter();
            let mut rules = Ruleset {
                questions: vec![],
                places: Default::default(),
                conditions: vec![],
                outcomes: vec![],
                groups: vec![],
                exclusions: vec![],
                hash: String::new(),
            };
            for (at, (domain, unsure, tests, follows)) in questions.into_iter().enumerate() {
                let tests = tests.into_iter().map(|test| Test { question: at, pass: pass(&domain, test) });
                rules.conditions.extend(tests.map(|test| Condition {
                    span: NOWHERE,
                    basis: Basis::Answer(test),
                    fixed: false,
                }));
                let when = whens.next().flatten().filter(|_| follows);
                rules.questions.push(Question {
                    fact: at,
                    id: format!("f{at}"),
                    domain,
                    unsure,
                    change: Change::Never,
                    when: when.map(|node| Part { node, span: NOWHERE }),
                    after: vec![],
                    span: NOWHERE,
                });
            }
            for basis in [Basis::Confirmation, Basis::Delegated] {
                rules.conditions.push(Condition { span: NOWHERE, basis, fixed: false });
            }
            let test = |leaf: usize| rules.conditions[leaf].test().cloned();
            let tests = excluded.into_iter().filter_map(|leaves| Some([test(leaves.0)?, test(leaves.1)?]));
            let exclusion = |tests: [Test; 2]| Exclusion { tests: tests.to_vec(), reason: String::new() };
            rules.exclusions = tests.map(exclusion).collect();
            let rule = Part { node: rule, span: NOWHERE };
            rules.outcomes.push(Outcome { id: "r".to_owned(), rule, span: NOWHERE });
            rules
        },
    )
}

proptest! {
    #[test]
    fn planes_say_what_judging_every_combination_says(rules in ruleset()) {
        let Ok(space) = Space::new(&rules) else { return Ok(()) };
        let planes = space.planes(&rules.outcomes[0].rule.node);
        let mut heard = std::collections::BTreeMap::new();
        for at in 0..space.size {
            let answers: Vec<_> = (0..3).map(|of| space.classes[of][space.class(at, of)].first).collect();
            let verdict = rules.judge(&answers)[0];
            let found = [&planes.least_confirm, &planes.least_yes, &planes.most_confirm, &planes.most_yes];
            let expected = [verdict.least, verdict.most].map(|value| [value >= CONFIRM, value == YES]).concat();
            prop_assert_eq!(found.map(|plane| Space::holds(plane, at)).to_vec(), expected);
            prop_assert_eq!(space.answers(at), rules.heard(&answers));
            let distinct = usize::from(Space::holds(&space.distinct, at));
            *heard.entry(rules.heard(&answers)).or_insert(0) += distinct;
            prop_assert_eq!(Space::holds(&space.allowed, at), rules.contradictions(&answers).is_empty());
            prop_assert_eq!(Space::holds(&space.canon, at), distinct == 1 && Space::holds(&space.allowed, at));
            // The last value of a class passes what the first one passes.
            let last: Vec<_> = (0..3).map(|of| space.classes[of][space.class(at, of)].last).collect();
            prop_assert_eq!(rules.judge(&last)[0], verdict);
            prop_assert_eq!(rules.contradictions(&last), rules.contradictions(&answers));
        }
        // Of combinations that differ in nothing that is asked, one is in the space.
        prop_assert!(heard.values().all(|count| *count == 1));
        let every = (0..3).fold(vec![vec![]], |all: Vec<Vec<Option<i64>>>, of| {
            let longer = |some: &Vec<Option<i64>>| {
                let class = |class: &Class| some.iter().copied().chain([class.first]).collect::<Vec<_>>();
                space.classes[of].iter().map(class).collect::<Vec<_>>()
            };
            all.iter().flat_map(longer).collect()
        });
        prop_assert!(every.iter().all(|answers| heard.contains_key(&rules.heard(answers))));
        for of in 0..3 {
            let (count, size) = (count(&rules, of), space.classes[of].len() as u128);
            prop_assert_eq!(count, size);
        }
    }
}
