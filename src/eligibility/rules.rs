//! A check as it is evaluated: questions and conditions by number, values as whole numbers.
//!
//! A value is the place of an option, a set of options as bits, or the number itself; `no` is 0 and `yes` is 1. Names
//! of options play no part.

use rustc_hash::FxHashMap;

use crate::model::eligibility::{Change, Mode};
use crate::source::Span;

/// A compiled check.
#[derive(Clone, Debug)]
pub struct Ruleset {
    /// Its questions, in the order in which they are asked.
    pub questions: Vec<Question>,
    /// The places of the questions, by those of their facts.
    pub places: FxHashMap<usize, usize>,
    /// Its conditions, in the order in which they are written.
    pub conditions: Vec<Condition>,
    /// Its outcomes, group after group.
    pub outcomes: Vec<Outcome>,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Answers that contradict each other, of the facts that it asks for.
    pub exclusions: Vec<Exclusion>,
    /// Digest of all that decides an outcome.
    pub hash: String,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The place of its fact among the facts of the site.
    pub fact: usize,
    /// Its id in addresses: the one of the fact.
    pub id: String,
    /// The values that it can have.
    pub domain: Domain,
    /// “Not sure” is an answer.
    pub unsure: bool,
    /// Whether a reader can change it.
    pub change: Change,
    /// When it is asked.
    pub when: Option<Part>,
    /// The questions whose answers `when` rests on, directly or not.
    pub after: Vec<usize>,
    /// Where the flow names it.
    pub span: Span,
}

/// The values of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// One of these, by their ids; `no` and `yes` for a boolean.
    One(Vec<String>),
    /// Any of these.
    Several(Vec<String>),
    /// The numbers from one to the other.
    Range(i64, i64),
}

/// A part of a rule, where it stands.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is.
    pub node: Node,
    /// Where it stands.
    pub span: Span,
}

/// What a part of a rule is.
#[derive(Clone, Debug)]
pub enum Node {
    /// Every one of these.
    All(Vec<Part>),
    /// At least one of these.
    Any(Vec<Part>),
    /// Not this.
    Not(Box<Part>),
    /// A condition, by its number.
    Leaf(usize),
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Where it stands.
    pub span: Span,
    /// What decides it.
    pub basis: Basis,
    /// No change is named that would meet it.
    pub fixed: bool,
}

/// What decides a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// An answer.
    Answer(Test),
    /// Somebody who has to confirm it.
    Confirmation,
    /// A rule that the site does not hold; no answer decides it.
    Delegated,
}

impl Condition {
    /// The test of an answer, where one decides it.
    pub fn test(&self) -> Option<&Test> {
        match &self.basis {
            Basis::Answer(test) => Some(test),
            Basis::Confirmation | Basis::Delegated => None,
        }
    }
}

/// Answers that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Tests of different questions, which never all pass.
    pub tests: Vec<Test>,
    /// Why, in words for readers.
    pub reason: String,
}

/// A test of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The question.
    pub question: usize,
    /// The values that pass.
    pub pass: Pass,
}

/// The values that pass a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// These, in rising order.
    In(Vec<i64>),
    /// These and those between them.
    Between(i64, i64),
    /// Sets with this option.
    Has(u32),
}

/// An outcome.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// Its rule.
    pub rule: Part,
    /// Where it stands.
    pub span: Span,
}

/// Outcomes that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// How they go together.
    pub mode: Mode,
    /// When they are shown.
    pub when: Option<Part>,
    /// Their numbers.
    pub outcomes: std::ops::Range<usize>,
}

impl Ruleset {
    /// Every test that a rule or an exclusion makes of an answer.
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        let conditions = self.conditions.iter().filter_map(Condition::test);
        conditions.chain(self.exclusions.iter().flat_map(|exclusion| &exclusion.tests))
    }

    /// The delegated conditions of a part.
    pub fn delegated(&self, node: &Node) -> Vec<usize> {
        let mut found = Vec::new();
        node.leaves(&mut |leaf| {
            if self.conditions[leaf].basis == Basis::Delegated {
                found.push(leaf);
            }
        });
        found
    }
}

impl Pass {
    /// True for a value that passes.
    pub fn holds(&self, value: i64) -> bool {
        match self {
            Self::In(values) => values.binary_search(&value).is_ok(),
            Self::Between(least, most) => (*least..=*most).contains(&value),
            Self::Has(bit) => value >> bit & 1 == 1,
        }
    }
}

impl Node {
    /// Shows every condition in it to `visit`.
    pub fn leaves(&self, visit: &mut dyn FnMut(usize)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.node.leaves(visit)),
            Self::Not(part) => part.node.leaves(visit),
            Self::Leaf(condition) => visit(*condition),
        }
    }
}
