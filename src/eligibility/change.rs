//! Answers → the smallest sets of changes after which an outcome would be met, of what a reader can change.
//!
//! Readers meet the script of the page (`10-judge.js`), which does the same in the same order. This is what it is measured
//! by: `tests/vectors.rs` runs both on the same vectors. A build has no use for it.

use super::judge::{Answers, CONFIRM};
use super::rules::{Condition, Domain, Pass, Ruleset};
use crate::model::eligibility::{Change, Expected};

/// Changes that are tried at once.
const MOST: usize = 3;

/// Sets of changes that are reported.
const TOLD: usize = 3;

/// Ways that are tried for one outcome, so that no phone is kept waiting by a check with very many options.
const TRIES: usize = 5000;

/// A change: a question, and its new value.
pub type Step = (usize, i64);

impl Ruleset {
    /// The smallest sets of changes after which an outcome that is not met would be met, or met when somebody confirms
    /// it. An answer to a question that follows a changed one counts no longer, unless it is changed itself.
    ///
    /// A set has one to three steps, in the order of the questions; smaller sets stand first, then those of earlier
    /// questions, then nearer values. No set contains a smaller one, and none goes further than another of the same
    /// questions. There are three at most, and none for an outcome that is not decided or met already. After 5000 ways
    /// the search ends with what it has found; `answers` may hold answers to questions that are not asked.
    pub fn changes(&self, outcome: usize, answers: &[Option<i64>]) -> Vec<Vec<Step>> {
        let known = self.heard(answers);
        if self.outcome(&self.outcomes[outcome], &known).status() != Expected::Unmet {
            return Vec::new();
        }
        let asked = self.asked(answers);
        let tests = || self.conditions.iter().filter_map(Condition::test);
        let open: Vec<usize> = (0..self.questions.len())
            .filter(|&at| {
                // “Not sure” is nothing that one changes; what was not asked for any more may be.
                let unsure = asked[at] && known[at].is_none() && self.questions[at].unsure;
                let counts = tests().any(|test| test.question == at);
                counts && self.questions[at].change != Change::Never && !unsure
            })
            .collect();
        let mut found: Vec<Vec<Step>> = Vec::new();
        let mut tries = 0;
        for size in 1..=MOST.min(open.len()) {
            for set in sets(&open, size) {
                let smaller = |steps: &Vec<Step>| steps.len() < size && steps.iter().all(|(at, _)| set.contains(at));
                if found.iter().any(smaller) {
                    continue;
                }
                // What follows a change begins anew.
                let anew = |at: usize| set.iter().any(|before| self.questions[at].after.contains(before));
                let now: Vec<_> = set.iter().map(|&at| known[at].filter(|_| !anew(at))).collect();
                let candidates: Vec<_> = set.iter().zip(&now).map(|(&at, &now)| self.candidates(at, now)).collect();
                for steps in choices(&set, &candidates) {
                    let more = |reported: &Vec<Step>| {
                        let mut pairs = reported.iter().zip(&steps).zip(&now);
                        reported.len() == size
                            && pairs
                                .all(|((near, far), &now)| near.0 == far.0 && self.within(near.0, now, (near.1, far.1)))
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

    /// The values that a question can be changed to: numbers from the nearest on, options in their order.
    fn candidates(&self, at: usize, now: Option<i64>) -> Vec<i64> {
        let question = &self.questions[at];
        let any = question.change == Change::Any;
        let mut values: Vec<i64> = match &question.domain {
            Domain::One(options) => (0..options.len() as i64).collect(),
            Domain::Several(options) => (0..options.len()).map(|bit| now.unwrap_or(0) | 1 << bit).collect(),
            Domain::Range(min, max) => {
                let tests = self.conditions.iter().filter_map(Condition::test);
                let own = tests.filter(|test| test.question == at);
                // Up to a limit or just over one, down to a limit or just under one.
                let limits = own.flat_map(|test| match (&test.pass, now) {
                    (Pass::In(values), _) => values.clone(),
                    (Pass::Has(_), _) => Vec::new(),
                    (Pass::Between(least, most), None) if any => vec![*least, *most, most + 1],
                    (Pass::Between(least, most), None) => vec![*least, most + 1],
                    (Pass::Between(least, most), Some(now)) => {
                        let up = [*least, most + 1].into_iter().filter(|value| *value > now);
                        up.chain([*most, least - 1].into_iter().filter(|value| *value < now)).collect()
                    }
                });
                limits.filter(|value| (min..=max).contains(&value)).collect()
            }
        };
        values.retain(|value| now.is_none_or(|now| *value > now || (any && *value != now)));
        let number = matches!(question.domain, Domain::Range(..));
        values.sort_unstable_by_key(|value| (now.filter(|_| number).map_or(0, |now| value.abs_diff(now)), *value));
        values.dedup();
        values
    }

    /// Whether the change to `near` lies on the way to `far`, which then need not be reported.
    fn within(&self, at: usize, now: Option<i64>, (near, far): (i64, i64)) -> bool {
        let question = &self.questions[at];
        match (&question.domain, now) {
            (Domain::Several(_), _) => near & far == near,
            (Domain::One(_), _) if question.change == Change::Any => near == far,
            (Domain::Range(..), Some(now)) if far < now => far <= near && near < now,
            (Domain::Range(..), Some(now)) => now < near && near <= far,
            _ => near <= far,
        }
    }

    /// True when an outcome is met after these changes, if somebody confirms it, and the answers do not contradict each
    /// other. Fixed conditions stay as they are.
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
        let condition = |at: usize| self.condition(at, if self.conditions[at].fixed { known } else { &heard });
        let possible = steps.iter().all(|&(at, _)| asked[at]) && self.contradictions(&heard).is_empty();
        possible && self.folded(&self.outcomes[outcome].rule, &condition).least >= CONFIRM
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

/// Every way to give each question of a set one of its own candidates, the last one changing first.
fn choices(set: &[usize], candidates: &[Vec<i64>]) -> Vec<Vec<Step>> {
    let mut all = vec![Vec::new()];
    for (&at, own) in set.iter().zip(candidates) {
        let longer = all.iter().flat_map(|steps: &Vec<Step>| {
            own.iter().map(move |&value| steps.iter().copied().chain([(at, value)]).collect())
        });
        all = longer.collect();
    }
    all
}
