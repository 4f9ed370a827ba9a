//! Which questions may still change a result.

use super::judge::YES;
use super::rules::{Basis, Node, Part, Ruleset};

/// What readers may be shown of a part, in the order in which `all` takes the least and `any` the greatest: not met, open,
/// to be confirmed, met.
const NO: u8 = 0;
const OPEN: u8 = 1;
const CONFIRM: u8 = 2;
const MET: u8 = 3;

/// What a part may still come to: the least and the greatest.
type Range = (u8, u8);

impl Ruleset {
    /// The questions on whose answers an outcome that is not decided yet may still depend, or whether such a question is
    /// asked. What stands beside a part that decides is left out, and so is what can only be open: nobody is asked for it.
    /// `unsure` are the questions answered with “not sure”.
    pub fn relevant(&self, answers: &[Option<i64>], unsure: &[bool]) -> Vec<bool> {
        let known = self.heard(answers);
        let count = self.questions.len();
        let never = |at: usize| {
            let when = self.questions[at].when.as_ref();
            when.is_some_and(|when| self.part(when, &known).most < YES)
        };
        let settled: Vec<bool> = (0..count).map(|at| unsure.get(at) == Some(&true) || never(at)).collect();
        let look = Look { rules: self, known: &known, settled };
        let mut relevant = vec![false; count];
        for outcome in &self.outcomes {
            look.mark(&outcome.rule, (NO, MET), &mut relevant);
        }
        // A question that is asked or not depending on a later one does not exist.
        for at in (0..count).rev() {
            if let Some(when) = self.questions[at].when.as_ref().filter(|_| relevant[at]) {
                look.mark(when, (NO, MET), &mut relevant);
            }
        }
        relevant
    }
}

struct Look<'a> {
    rules: &'a Ruleset,
    known: &'a [Option<i64>],
    /// Questions that are answered with “not sure”, or never asked: what rests on them stays open.
    settled: Vec<bool>,
}

impl Look<'_> {
    fn range(&self, part: &Part) -> Range {
        let ranges = |parts: &[Part]| parts.iter().map(|part| self.range(part)).collect::<Vec<_>>();
        match &part.node {
            Node::All(parts) => ranges(parts).into_iter().fold((MET, MET), |a, b| (a.0.min(b.0), a.1.min(b.1))),
            Node::Any(parts) => ranges(parts).into_iter().fold((NO, NO), |a, b| (a.0.max(b.0), a.1.max(b.1))),
            Node::Not(inner) => opposite(self.range(inner)),
            Node::Leaf(leaf) => match &self.rules.conditions[*leaf].basis {
                Basis::Confirmation => (CONFIRM, CONFIRM),
                Basis::Delegated => (OPEN, OPEN),
                Basis::Answer(test) => match self.known[test.question] {
                    Some(value) if test.pass.holds(value) => (MET, MET),
                    Some(_) => (NO, NO),
                    None if self.settled[test.question] => (OPEN, OPEN),
                    None => (NO, MET),
                },
            },
        }
    }

    /// Marks the questions of a part of which it may still matter what it comes to, between a floor and a ceiling.
    fn mark(&self, part: &Part, (floor, ceiling): Range, relevant: &mut [bool]) {
        let (least, most) = self.range(part);
        if least.clamp(floor, ceiling.max(floor)) == most.clamp(floor, ceiling.max(floor)) {
            return;
        }
        let ranges = |parts: &[Part]| parts.iter().map(|part| self.range(part)).collect::<Vec<_>>();
        match &part.node {
            Node::All(parts) => {
                let ranges = ranges(parts);
                for (at, part) in parts.iter().enumerate() {
                    let least = others(&ranges, at).map(|range| range.1).min().unwrap_or(MET);
                    self.mark(part, (floor, ceiling.min(least)), relevant);
                }
            }
            Node::Any(parts) => {
                let ranges = ranges(parts);
                for (at, part) in parts.iter().enumerate() {
                    let most = others(&ranges, at).map(|range| range.0).max().unwrap_or(NO);
                    self.mark(part, (floor.max(most), ceiling), relevant);
                }
            }
            Node::Not(inner) => self.mark(inner, opposite((floor, ceiling)), relevant),
            Node::Leaf(leaf) => {
                if let Some(test) = self.rules.conditions[*leaf].test() {
                    relevant[test.question] = true;
                }
            }
        }
    }
}

/// All but one of these.
fn others(ranges: &[Range], at: usize) -> impl Iterator<Item = &Range> {
    ranges.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, range)| range)
}

/// Of what is met and what is not, the other; the rest stays what it is.
fn opposite((least, most): Range) -> Range {
    let turned = |value| match value {
        NO => MET,
        MET => NO,
        other => other,
    };
    (turned(most), turned(least))
}
