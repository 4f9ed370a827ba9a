//! Every combination of answers of a check, exactly: values that no test tells apart are one class, and what holds of
//! each combination is one bit of a plane.

use std::collections::HashMap;

use super::rules::{Domain, Node, Part, Pass, Ruleset};

/// Combinations that a check may have.
const LIMIT: usize = 1 << 21;

/// Conditions with which it may have as many; with more of them it may have fewer, so that the work stays the same.
const MANY: usize = 64;

/// Values of a question that no test of the check tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The least of them; nothing for “not sure”.
    pub first: Option<i64>,
    /// The greatest of them.
    pub last: Option<i64>,
    /// How many there are.
    pub count: u64,
}

/// One bit for each combination.
pub type Plane = Vec<u64>;

/// What a part of a rule comes to, for every combination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planes {
    /// At least confirmed by somebody, it is met.
    pub least_confirm: Plane,
    /// It is met.
    pub least_yes: Plane,
    /// It may be met when somebody confirms it.
    pub most_confirm: Plane,
    /// It may be met.
    pub most_yes: Plane,
}

/// The combinations of a check.
pub struct Space<'a> {
    /// The check.
    pub rules: &'a Ruleset,
    /// The classes of each question.
    pub classes: Vec<Vec<Class>>,
    /// How far apart combinations lie that differ by one class of a question.
    strides: Vec<usize>,
    /// How many combinations there are.
    pub size: usize,
    /// Where each question is asked.
    pub asked: Vec<Plane>,
    /// Combinations that differ in more than answers to questions that are not asked; one for each of those.
    pub canon: Plane,
    /// What each condition comes to.
    leaves: Vec<Planes>,
}

/// What is supposed of a rule that is not so.
#[derive(Clone, Copy, Default)]
pub struct Suppose<'a> {
    /// Parts that are not there.
    pub gone: &'a [*const Part],
    /// A condition that is met or not, whatever the answers are.
    pub leaf: Option<(usize, bool)>,
}

/// There are too many combinations to try.
pub struct TooLarge {
    /// How many there may be.
    pub limit: usize,
    /// The questions with how many classes they have, those with most first.
    pub largest: Vec<(usize, u128)>,
}

impl<'a> Space<'a> {
    /// The space of a check.
    ///
    /// # Errors
    /// There are more combinations than [`LIMIT`].
    pub fn new(rules: &'a Ruleset) -> Result<Self, TooLarge> {
        let sizes: Vec<u128> = (0..rules.questions.len()).map(|at| count(rules, at)).collect();
        let count = sizes.iter().fold(1u128, |all, size| all.saturating_mul(*size));
        let limit = limit(rules);
        if count > limit as u128 {
            let mut largest: Vec<_> = sizes.into_iter().enumerate().collect();
            largest.sort_by_key(|(at, size)| (std::cmp::Reverse(*size), *at));
            return Err(TooLarge { limit, largest });
        }
        let classes: Vec<_> = (0..rules.questions.len()).map(|at| classes(rules, at)).collect();
        let mut strides = vec![1; classes.len()];
        for at in (1..classes.len()).rev() {
            strides[at - 1] = strides[at] * classes[at].len();
        }
        let size = classes.iter().map(Vec::len).product();
        let mut space =
            Self { rules, classes, strides, size, asked: Vec::new(), canon: Vec::new(), leaves: Vec::new() };
        space.fill();
        Ok(space)
    }

    fn fill(&mut self) {
        let none = || Planes { least_confirm: vec![], least_yes: vec![], most_confirm: vec![], most_yes: vec![] };
        self.leaves = (0..self.rules.conditions.len()).map(|_| none()).collect();
        for (at, condition) in self.rules.conditions.iter().enumerate() {
            if condition.test.is_none() {
                let (all, nothing) = (self.full(), vec![0; self.words()]);
                self.leaves[at] = Planes {
                    least_confirm: all.clone(),
                    least_yes: nothing.clone(),
                    most_confirm: all,
                    most_yes: nothing,
                };
            }
        }
        let mut canon = self.full();
        for question in 0..self.rules.questions.len() {
            let asked = match &self.rules.questions[question].when {
                Some(when) => self.planes(&when.node).least_yes,
                None => self.full(),
            };
            let first = self.plane(question, |class| class == 0);
            for (word, (asked, first)) in canon.iter_mut().zip(asked.iter().zip(&first)) {
                *word &= asked | first;
            }
            let known = self.plane(question, |class| self.classes[question][class].first.is_some());
            for at in 0..self.rules.conditions.len() {
                let Some(test) = self.rules.conditions[at].test.as_ref().filter(|test| test.question == question)
                else {
                    continue;
                };
                let pass = self.plane(question, |class| {
                    self.classes[question][class].first.is_some_and(|value| test.pass.holds(value))
                });
                let least: Plane = asked.iter().zip(&known).zip(&pass).map(|((a, k), p)| a & k & p).collect();
                let full = self.full();
                let most = asked.iter().zip(&known).zip(&pass).zip(&full);
                let most: Plane = most.map(|(((a, k), p), f)| !(a & k & !p) & f).collect();
                self.leaves[at] = Planes {
                    least_confirm: least.clone(),
                    least_yes: least,
                    most_confirm: most.clone(),
                    most_yes: most,
                };
            }
            self.asked.push(asked);
        }
        self.canon = canon;
    }

    fn words(&self) -> usize {
        self.size.div_ceil(64)
    }

    /// Every combination.
    pub fn full(&self) -> Plane {
        let mut plane = vec![u64::MAX; self.words()];
        if let Some(last) = plane.last_mut().filter(|_| !self.size.is_multiple_of(64)) {
            *last = (1 << (self.size % 64)) - 1;
        }
        plane
    }

    /// The combinations whose class of a question is one of these.
    pub fn plane(&self, question: usize, among: impl Fn(usize) -> bool) -> Plane {
        let (stride, count) = (self.strides[question], self.classes[question].len());
        let mut plane = vec![0u64; self.words()];
        for class in (0..count).filter(|class| among(*class)) {
            let mut start = class * stride;
            while start < self.size {
                set(&mut plane, start, stride);
                start += stride * count;
            }
        }
        plane
    }

    /// The class of a question in a combination.
    pub fn class(&self, combination: usize, question: usize) -> usize {
        combination / self.strides[question] % self.classes[question].len()
    }

    /// How far apart combinations lie that differ by one class of a question.
    pub fn stride(&self, question: usize) -> usize {
        self.strides[question]
    }

    /// True where the bit of a combination is set.
    pub fn holds(plane: &Plane, combination: usize) -> bool {
        plane[combination / 64] >> (combination % 64) & 1 == 1
    }

    /// The answers of a combination, to the questions that are asked.
    pub fn answers(&self, combination: usize) -> Vec<Option<i64>> {
        let questions = 0..self.rules.questions.len();
        let answer = |at: usize| self.classes[at][self.class(combination, at)].first;
        questions.map(|at| answer(at).filter(|_| Self::holds(&self.asked[at], combination))).collect()
    }

    /// How many combinations of single values a combination of classes stands for.
    pub fn weight(&self, combination: usize) -> u64 {
        let asked = (0..self.rules.questions.len()).filter(|&at| Self::holds(&self.asked[at], combination));
        asked.fold(1u64, |all, at| all.saturating_mul(self.classes[at][self.class(combination, at)].count))
    }

    /// The first combination in a plane and in the space.
    pub fn first(&self, plane: impl Iterator<Item = u64>) -> Option<usize> {
        let both = plane.zip(&self.canon).map(|(word, canon)| word & canon);
        both.enumerate().find(|(_, word)| *word != 0).map(|(at, word)| at * 64 + word.trailing_zeros() as usize)
    }

    /// What a part of a rule comes to.
    pub fn planes(&self, node: &Node) -> Planes {
        self.supposing(node, &Suppose::default())
    }

    /// What a part of a rule would come to.
    pub fn supposing(&self, node: &Node, suppose: &Suppose<'_>) -> Planes {
        let fold = |parts: &[Part], all: bool| {
            let (full, nothing) = (self.full(), vec![0; self.words()]);
            let start = if all { full } else { nothing };
            let mut sum = Planes {
                least_confirm: start.clone(),
                least_yes: start.clone(),
                most_confirm: start.clone(),
                most_yes: start,
            };
            for part in parts.iter().filter(|part| !suppose.gone.contains(&std::ptr::from_ref(*part))) {
                sum.join(&self.supposing(&part.node, suppose), all);
            }
            sum
        };
        match node {
            Node::All(parts) => fold(parts, true),
            Node::Any(parts) => fold(parts, false),
            Node::Not(inner) => {
                let inner = self.supposing(&inner.node, suppose);
                let full = self.full();
                let not = |plane: Plane| plane.iter().zip(&full).map(|(word, full)| !word & full).collect();
                Planes {
                    least_confirm: not(inner.most_yes),
                    least_yes: not(inner.most_confirm),
                    most_confirm: not(inner.least_yes),
                    most_yes: not(inner.least_confirm),
                }
            }
            Node::Leaf(condition) => match suppose.leaf.filter(|(leaf, _)| leaf == condition) {
                Some((_, met)) => {
                    let plane = if met { self.full() } else { vec![0; self.words()] };
                    Planes {
                        least_confirm: plane.clone(),
                        least_yes: plane.clone(),
                        most_confirm: plane.clone(),
                        most_yes: plane,
                    }
                }
                None => self.leaves[*condition].clone(),
            },
        }
    }
}

impl Planes {
    fn join(&mut self, other: &Self, all: bool) {
        let pairs = [
            (&mut self.least_confirm, &other.least_confirm),
            (&mut self.least_yes, &other.least_yes),
            (&mut self.most_confirm, &other.most_confirm),
            (&mut self.most_yes, &other.most_yes),
        ];
        for (own, other) in pairs {
            for (a, b) in own.iter_mut().zip(other) {
                *a = if all { *a & b } else { *a | b };
            }
        }
    }
}

fn set(plane: &mut Plane, start: usize, length: usize) {
    let end = start + length;
    let mut at = start;
    while at < end {
        let in_word = (64 - at % 64).min(end - at);
        let bits = if in_word == 64 { u64::MAX } else { ((1 << in_word) - 1) << (at % 64) };
        plane[at / 64] |= bits;
        at += in_word;
    }
}

/// The combinations that a check may have. Each condition is tried with and without every other.
fn limit(rules: &Ruleset) -> usize {
    let times = rules.conditions.len().div_ceil(MANY);
    LIMIT / (times * times).max(1)
}

/// The tests of a question.
fn tests(rules: &Ruleset, question: usize) -> impl Iterator<Item = &Pass> {
    let tests = rules.conditions.iter().filter_map(|condition| condition.test.as_ref());
    tests.filter(move |test| test.question == question).map(|test| &test.pass)
}

/// The least value of each class of neighbours of a number.
fn edges(rules: &Ruleset, question: usize, (min, max): (i64, i64)) -> Vec<i64> {
    let mut edges = vec![min];
    for pass in tests(rules, question) {
        match pass {
            Pass::Between(from, to) => edges.extend([Some(*from), to.checked_add(1)].into_iter().flatten()),
            Pass::In(values) => {
                edges.extend(values.iter().flat_map(|value| [Some(*value), value.checked_add(1)]).flatten());
            }
            Pass::Has(_) => {}
        }
    }
    edges.retain(|edge| (min..=max).contains(edge));
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// The options of several that some test asks for.
fn bits(rules: &Ruleset, question: usize) -> Vec<u32> {
    let mut bits: Vec<u32> =
        tests(rules, question).filter_map(|pass| if let Pass::Has(bit) = pass { Some(*bit) } else { None }).collect();
    bits.sort_unstable();
    bits.dedup();
    bits
}

/// How many classes a question has.
fn count(rules: &Ruleset, question: usize) -> u128 {
    let unsure = u128::from(rules.questions[question].unsure);
    let known = match &rules.questions[question].domain {
        Domain::Several(_) => 1u128.checked_shl(bits(rules, question).len() as u32).unwrap_or(u128::MAX),
        Domain::Range(min, max) => edges(rules, question, (*min, *max)).len() as u128,
        Domain::One(_) => signatures(rules, question).len() as u128,
    };
    known.saturating_add(unsure)
}

/// Options by the tests that they pass, in the order of the first of each sort.
fn signatures(rules: &Ruleset, question: usize) -> Vec<Class> {
    let Domain::One(options) = &rules.questions[question].domain else { return Vec::new() };
    let mut places = HashMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for value in 0..options.len() as i64 {
        let signature: Vec<bool> = tests(rules, question).map(|pass| pass.holds(value)).collect();
        let place = *places.entry(signature).or_insert(classes.len());
        match classes.get_mut(place) {
            Some(class) => {
                class.last = Some(value);
                class.count += 1;
            }
            None => classes.push(Class { first: Some(value), last: Some(value), count: 1 }),
        }
    }
    classes
}

fn classes(rules: &Ruleset, question: usize) -> Vec<Class> {
    let mut classes = match &rules.questions[question].domain {
        Domain::One(_) => signatures(rules, question),
        Domain::Range(min, max) => {
            let edges = edges(rules, question, (*min, *max));
            let ends = edges.iter().skip(1).map(|edge| edge - 1).chain([*max]);
            let pairs = edges.iter().copied().zip(ends);
            let class = |(first, last): (i64, i64)| Class {
                first: Some(first),
                last: Some(last),
                count: last.abs_diff(first).saturating_add(1),
            };
            pairs.map(class).collect()
        }
        Domain::Several(options) => {
            let bits = bits(rules, question);
            let free = options.len().saturating_sub(bits.len()) as u32;
            let set = |number: u64| {
                let chosen = bits.iter().enumerate().filter(|(at, _)| number >> at & 1 == 1);
                chosen.map(|(_, bit)| 1i64 << bit).sum::<i64>()
            };
            let class = |number| Class {
                first: Some(set(number)),
                last: Some(set(number)),
                count: 1u64.checked_shl(free).unwrap_or(u64::MAX),
            };
            (0..1u64 << bits.len()).map(class).collect()
        }
    };
    if rules.questions[question].unsure {
        classes.push(Class { first: None, last: None, count: 1 });
    }
    classes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::eligibility::judge::{CONFIRM, YES};
    use crate::eligibility::rules::{Condition, Outcome, Question, Test};
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
        (prop::collection::vec(question, 3), whens, node(0..7)).prop_map(|(questions, (second, third), rule)| {
            let mut whens = [None, Some(second), Some(third)].into_iter();
            let mut rules = Ruleset {
                questions: vec![],
                places: Default::default(),
                conditions: vec![],
                outcomes: vec![],
                groups: vec![],
                hash: String::new(),
            };
            for (at, (domain, unsure, tests, follows)) in questions.into_iter().enumerate() {
                let tests = tests.into_iter().map(|test| Test { question: at, pass: pass(&domain, test) });
                rules.conditions.extend(tests.map(|test| Condition { span: NOWHERE, test: Some(test), fixed: false }));
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
            rules.conditions.push(Condition { span: NOWHERE, test: None, fixed: false });
            let rule = Part { node: rule, span: NOWHERE };
            rules.outcomes.push(Outcome { id: "r".to_owned(), rule, span: NOWHERE });
            rules
        })
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
                *heard.entry(rules.heard(&answers)).or_insert(0) += usize::from(Space::holds(&space.canon, at));
                // The last value of a class passes what the first one passes.
                let last: Vec<_> = (0..3).map(|of| space.classes[of][space.class(at, of)].last).collect();
                prop_assert_eq!(rules.judge(&last)[0], verdict);
            }
            // Of combinations that differ in nothing that is asked, one is in the space.
            prop_assert!(heard.values().all(|count| *count == 1));
            for of in 0..3 {
                let (count, size) = (count(&rules, of), space.classes[of].len() as u128);
                prop_assert_eq!(count, size);
            }
        }
    }
}
