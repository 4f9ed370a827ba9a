//! Answers → verdicts. What is not known stays open: a verdict is the span between the least and the most that any
//! answers to the open questions could make of it.

use super::rules::{Node, Outcome, Part, Ruleset};
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
    const fn just(value: u8) -> Self {
        Self { least: value, most: value }
    }

    /// As readers are told.
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

    /// The questions on whose answers an outcome that is not decided yet may still depend, or whether such a question is
    /// asked. What stands beside a part that decides is left out: nobody is asked for it.
    pub fn relevant(&self, answers: &[Option<i64>]) -> Vec<bool> {
        let known = self.heard(answers);
        let mut relevant = vec![false; self.questions.len()];
        for outcome in &self.outcomes {
            self.open(&outcome.rule, &known, &mut relevant);
        }
        // A question that is asked or not depending on a later one does not exist.
        for at in (0..self.questions.len()).rev() {
            if let Some(when) = self.questions[at].when.as_ref().filter(|_| relevant[at]) {
                self.open(when, &known, &mut relevant);
            }
        }
        relevant
    }

    /// Marks the questions of the parts of a rule that are not decided.
    fn open(&self, part: &Part, known: &[Option<i64>], open: &mut [bool]) {
        if self.part(part, known).is_decided() {
            return;
        }
        match &part.node {
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| self.open(part, known, open)),
            Node::Not(inner) => self.open(inner, known, open),
            Node::Leaf(condition) => {
                if let Some(test) = &self.conditions[*condition].test {
                    open[test.question] = true;
                }
            }
        }
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
        let Some(test) = &self.conditions[at].test else { return Verdict::just(CONFIRM) };
        match known[test.question] {
            Some(value) => Verdict::just(if test.pass.holds(value) { YES } else { NO }),
            None => Verdict { least: NO, most: YES },
        }
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
