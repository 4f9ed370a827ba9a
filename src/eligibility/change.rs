//! Answers → the smallest sets of changes after which an outcome would be met, of what a reader can change.
//!
//! The script of the page does the same in the same order; both run the same vectors in `tests/eligibility`.

use super::judge::{Answers, CONFIRM};
use super::rules::{Domain, Pass, Ruleset};
use crate::model::eligibility::{Change, Expected};

/// Changes that are tried at once.
const MOST: usize = 3;

/// Sets of changes that are told.
const TOLD: usize = 3;

/// Ways that are tried for one outcome, so that no phone is kept waiting by a check with very many options.
const TRIES: usize = 5000;

/// A change: a question, and its new value.
pub type Step = (usize, i64);

impl Ruleset {
    /// The smallest sets of changes after which an outcome that is not met would be met. An answer to a question that
    /// follows a changed one counts no longer, unless it is changed itself.
    pub fn changes(&self, outcome: usize, answers: &[Option<i64>]) -> Vec<Vec<Step>> {
        let known = self.heard(answers);
        if self.outcome(&self.outcomes[outcome], &known).status() != Expected::Unmet {
            return Vec::new();
        }
        let asked = self.asked(answers);
        let candidates: Vec<_> = (0..self.questions.len())
            .map(|at| {
                // “Not sure” is nothing that one changes; what was not asked for any more may be.
                let open = asked[at] && known[at].is_none() && self.questions[at].unsure;
                if open { Vec::new() } else { self.candidates(at, known[at]) }
            })
            .collect();
        let open: Vec<usize> = (0..candidates.len()).filter(|&at| !candidates[at].is_empty()).collect();
        let mut found: Vec<Vec<Step>> = Vec::new();
        let mut tries = 0;
        for size in 1..=MOST.min(open.len()) {
            for set in sets(&open, size) {
                let smaller = |steps: &Vec<Step>| steps.len() < size && steps.iter().all(|(at, _)| set.contains(at));
                if found.iter().any(smaller) {
                    continue;
                }
                for steps in choices(&set, &candidates) {
                    let more = |known: &Vec<Step>| {
                        known.len() == size
                            && known.iter().zip(&steps).all(|((a, least), (b, value))| a == b && least <= value)
                    };
                    if found.iter().any(more) {
                        continue;
                    }
                    tries += 1;
                    if tries > TRIES {
                        return found;
                    }
                    if self.meets(outcome, &known, &steps) {
                        found.push(steps);
                        if found.len() == TOLD {
                            return found;
                        }
                    }
                }
            }
        }
        found
    }

    /// The values that a question can be changed to, in rising order.
    fn candidates(&self, at: usize, now: Option<i64>) -> Vec<i64> {
        let question = &self.questions[at];
        if question.change == Change::Never {
            return Vec::new();
        }
        let mut values: Vec<i64> = match &question.domain {
            Domain::One(options) => (0..options.len() as i64).collect(),
            Domain::Several(options) => (0..options.len()).map(|bit| now.unwrap_or(0) | 1 << bit).collect(),
            Domain::Range(..) => {
                let tests = self.conditions.iter().filter_map(|condition| condition.test.as_ref());
                let own = tests.filter(|test| test.question == at);
                let limits = own.flat_map(|test| match &test.pass {
                    Pass::Between(least, most) if question.change == Change::Any => vec![*least, *most],
                    Pass::Between(least, _) => vec![*least],
                    Pass::In(values) => values.clone(),
                    Pass::Has(_) => Vec::new(),
                });
                limits.collect()
            }
        };
        values.sort_unstable();
        values.dedup();
        values.retain(|value| now.is_none_or(|now| *value > now || (question.change == Change::Any && *value != now)));
        values
    }

    /// True when an outcome is met after these changes.
    fn meets(&self, outcome: usize, known: &[Option<i64>], steps: &[Step]) -> bool {
        let mut after: Answers = known.to_vec();
        for (at, question) in self.questions.iter().enumerate() {
            if steps.iter().any(|(changed, _)| question.after.contains(changed)) {
                after[at] = None;
            }
        }
        for &(at, value) in steps {
            after[at] = Some(value);
        }
        let asked = self.asked(&after);
        let heard = self.heard(&after);
        steps.iter().all(|&(at, _)| asked[at]) && self.outcome(&self.outcomes[outcome], &heard).least >= CONFIRM
    }
}

/// Every set of `size` of these, in their order.
fn sets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        for mut rest in sets(&of[at + 1..], size - 1) {
            rest.insert(0, *first);
            all.push(rest);
        }
    }
    all
}

/// Every way to give each question of a set one of its candidates, the last one changing first.
fn choices(set: &[usize], candidates: &[Vec<i64>]) -> Vec<Vec<Step>> {
    let mut all = vec![Vec::new()];
    for &at in set {
        let longer = all.iter().flat_map(|steps: &Vec<Step>| {
            candidates[at].iter().map(move |&value| steps.iter().copied().chain([(at, value)]).collect())
        });
        all = longer.collect();
    }
    all
}
