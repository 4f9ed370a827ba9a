//! The values of each question → classes that no test tells apart, and questions that only some classes lead to.

use std::collections::HashMap;

use super::judge::YES;
use super::rules::{Domain, Pass, Ruleset};

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

/// A digit of the number of a combination: the class of a question, or of two when the second is not asked after some
/// classes of the first.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// The first question.
    pub first: usize,
    /// The classes of the first and of the second question, in rising order; 0 where there is no second one.
    pub digits: Vec<(usize, usize)>,
    /// A second question belongs to it.
    pub is_pair: bool,
}

/// The questions of each digit, with how many values it has.
pub fn sizes(rules: &Ruleset) -> Vec<(usize, u128)> {
    let mut sizes = Vec::new();
    let mut at = 0;
    while at < rules.questions.len() {
        let widths = widths(rules, at);
        sizes.push((at, widths.as_ref().map_or_else(|| count(rules, at), |widths| widths.iter().sum())));
        at += 1 + usize::from(widths.is_some());
    }
    sizes
}

/// The digits of a check that is not too large.
pub fn dimensions(rules: &Ruleset) -> Vec<Dimension> {
    let dimension = |(first, _): (usize, u128)| {
        let widths = widths(rules, first);
        let is_pair = widths.is_some();
        let widths = widths.unwrap_or_else(|| vec![1; count(rules, first) as usize]);
        let one = |(class, width): (usize, u128)| (0..width as usize).map(move |second| (class, second));
        Dimension { first, digits: widths.into_iter().enumerate().flat_map(one).collect(), is_pair }
    };
    sizes(rules).into_iter().map(dimension).collect()
}

/// How many classes of the next question count after each class of this one: one where it is not asked. Nothing when it
/// may be asked after any, or when there are too many.
fn widths(rules: &Ruleset, at: usize) -> Option<Vec<u128>> {
    const MOST: u128 = 1 << 10;
    let when = rules.questions.get(at + 1)?.when.as_ref()?;
    let next = count(rules, at + 1);
    if !(2..=MOST).contains(&next) || count(rules, at) > MOST {
        return None;
    }
    let mut known = vec![None; rules.questions.len()];
    let mut width = |class: Class| {
        known[at] = class.first;
        if rules.part(when, &known).most == YES { next } else { 1 }
    };
    let widths: Vec<u128> = classes(rules, at).into_iter().map(&mut width).collect();
    widths.contains(&1).then_some(widths)
}

/// The tests of a question.
fn tests(rules: &Ruleset, question: usize) -> impl Iterator<Item = &Pass> {
    rules.tests().filter(move |test| test.question == question).map(|test| &test.pass)
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
pub fn count(rules: &Ruleset, question: usize) -> u128 {
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

pub fn classes(rules: &Ruleset, question: usize) -> Vec<Class> {
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
