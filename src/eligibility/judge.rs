//! Answers → verdicts. What is not known stays open: a verdict is the span between the least and the most that any
//! answers to the open questions could make of it.

use super::rules::{Basis, Node, Outcome, Part, Ruleset, Test};
use crate::model::eligibility::Expected;

/// Not met.
pub const NO: u8 = 0;
/// Met when somebody confirms it.
pub const CONFIRM: u8 = 1;
/// Met.
pub const YES: u8 = 2;

/// What an outcome or a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Verdict {
    /// The least.
    pub least: u8,
    /// The most.
    pub most: u8,
}

impl Verdict {
    /// Nothing is known of it.
    pub const OPEN: Self = Self { least: NO, most: YES };

    const fn just(value: u8) -> Self {
        Self { least: value, most: value }
    }

    /// As readers are reported.
    pub fn status(self) -> Expected {
        match (self.least, self.most) {
            (YES, _) => Expected::Met,
            (CONFIRM, _) => Expected::Confirm,
            (_, NO) => Expected::Unmet,
            _ => Expected::Unknown,
        }
    }

    /// No further answer changes it.
    pub fn is_decided(self) -> bool {
        self.least == self.most
    }
}

/// The values of the questions, in their order; nothing for one that is not answered or answered with “not sure”.
pub type Answers = Vec<Option<i64>>;

impl Ruleset {
    /// The questions that are asked with these answers.
    pub fn asked(&self, answers: &[Option<i64>]) -> Vec<bool> {
        let mut known = vec![None; self.questions.len()];
        let mut asked = vec![false; self.questions.len()];
        for (at, question) in self.questions.iter().enumerate() {
            asked[at] = question.when.as_ref().is_none_or(|when| self.part(when, &known).least == YES);
            known[at] = answers.get(at).copied().flatten().filter(|_| asked[at]);
        }
        asked
    }

    /// The answers without those to questions that are not asked.
    pub fn heard(&self, answers: &[Option<i64>]) -> Answers {
        let asked = self.asked(answers);
        answers.iter().zip(asked).map(|(answer, asked)| answer.filter(|_| asked)).collect()
    }

    /// What every outcome comes to.
    pub fn judge(&self, answers: &[Option<i64>]) -> Vec<Verdict> {
        let known = self.heard(answers);
        self.outcomes.iter().map(|outcome| self.outcome(outcome, &known)).collect()
    }

    /// What an outcome comes to with answers to the questions that are asked.
    pub fn outcome(&self, outcome: &Outcome, known: &[Option<i64>]) -> Verdict {
        self.part(&outcome.rule, known)
    }

    /// What a condition comes to.
    pub fn condition(&self, at: usize, known: &[Option<i64>]) -> Verdict {
        let test = match &self.conditions[at].basis {
            Basis::Answer(test) => test,
            Basis::Confirmation => return Verdict::just(CONFIRM),
            Basis::Delegated => return Verdict::OPEN,
        };
        match known[test.question] {
            Some(value) => Verdict::just(if test.pass.holds(value) { YES } else { NO }),
            None => Verdict::OPEN,
        }
    }

    /// The exclusions that these answers violate, by their places.
    pub fn contradictions(&self, answers: &[Option<i64>]) -> Vec<usize> {
        let known = self.heard(answers);
        let holds = |test: &Test| known[test.question].is_some_and(|value| test.pass.holds(value));
        (0..self.exclusions.len()).filter(|&at| self.exclusions[at].tests.iter().all(holds)).collect()
    }

    /// What a part of a rule comes to.
    pub fn part(&self, part: &Part, known: &[Option<i64>]) -> Verdict {
        self.folded(part, &|leaf| self.condition(leaf, known))
    }

    /// What a part of a rule would come to if a condition were met or not, whatever the answers are.
    pub fn supposing(&self, part: &Part, known: &[Option<i64>], (leaf, met): (usize, bool)) -> Verdict {
        self.folded(part, &|condition| match condition == leaf {
            true => Verdict::just(if met { YES } else { NO }),
            false => self.condition(condition, known),
        })
    }

    /// What a part of a rule comes to when `condition` says what each of its conditions comes to.
    pub(super) fn folded(&self, part: &Part, condition: &dyn Fn(usize) -> Verdict) -> Verdict {
        let fold = |parts: &[Part], start: u8, pick: fn(u8, u8) -> u8| {
            parts.iter().map(|part| self.folded(part, condition)).fold(Verdict::just(start), |a, b| Verdict {
                least: pick(a.least, b.least),
                most: pick(a.most, b.most),
            })
        };
        match &part.node {
            Node::All(parts) => fold(parts, YES, u8::min),
            Node::Any(parts) => fold(parts, NO, u8::max),
            Node::Not(inner) => {
                let inner = self.folded(inner, condition);
                Verdict { least: YES - inner.most, most: YES - inner.least }
            }
            Node::Leaf(leaf) => condition(*leaf),
        }
    }
}
