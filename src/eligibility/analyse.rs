//! What every combination of answers together says of a check: outcomes that nobody reaches, conditions that decide
//! nothing, questions in vain, overlaps and gaps, each with an example.

use super::describe::Describe;
use super::rules::{Node, Outcome, Part, Question, Ruleset};
use super::space::{Plane, Planes, Space, Suppose, TooLarge};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation};
use crate::model::eligibility::{Check, Expected, Mode, OptionsFrom};
use crate::model::{Record, Site};
use crate::source::Span;

/// Delegated conditions of an outcome of which every choice is tried.
const FEW: usize = 3;

/// No result: a verdict that is met at least, and not met.
const EXCLUDED: u128 = 0b0100;

/// A result that some answers lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What each outcome comes to.
    pub verdicts: Vec<Expected>,
    /// How many combinations of answers lead to it.
    pub count: u64,
    /// The answers of one of them; nothing for “not sure” and for questions that are not asked.
    pub example: Vec<Option<i64>>,
}

/// Everything that is wrong with the logic of a check.
pub fn analyse(site: &Site, record: &Record<Check>, rules: &Ruleset, space: &Space<'_>) -> Diagnostics {
    let planes = rules.outcomes.iter().map(|outcome| space.planes(&outcome.rule.node)).collect();
    let mut analysis = Analysis {
        describe: Describe { site, check: &record.data, rules },
        space,
        rules,
        record,
        planes,
        diagnostics: Diagnostics::default(),
    };
    for (outcome, planes) in rules.outcomes.iter().zip(&analysis.planes.clone()) {
        analysis.outcome(outcome, planes);
    }
    // What is wrong with the outcomes may be why a question is in vain.
    if analysis.diagnostics.iter().next().is_none() {
        analysis.questions();
    }
    analysis.groups();
    analysis.gap();
    analysis.diagnostics
}

/// What is said of a check that is too large to try.
pub fn too_large(record: &Record<Check>, rules: &Ruleset, reported: &TooLarge) -> Diagnostic {
    let count = reported.sizes.iter().fold(1u128, |all, size| all.saturating_mul(*size));
    let digits: f64 = reported.sizes.iter().map(|size| (*size as f64).log10()).sum();
    let largest = reported.largest.iter().take(5).map(|(at, size)| format!("{} ({size})", rules.questions[*at].id));
    Diagnostic::at(Code::CheckTooLarge, record.span)
        .arg("what", "@combinations")
        .arg("count", if digits < 15.0 { count.to_string() } else { format!("10^{digits:.0}") })
        .arg("limit", reported.limit)
        .arg("largest", largest.collect::<Vec<_>>().join("、"))
}

/// True for a question that finds the office.
pub fn finds_office(site: &Site, question: &Question) -> bool {
    let from = site.content.facts.get(question.fact).and_then(|fact| fact.data.options_from);
    matches!(from, Some(OptionsFrom::Employers | OptionsFrom::Districts))
}

struct Analysis<'a> {
    describe: Describe<'a>,
    space: &'a Space<'a>,
    rules: &'a Ruleset,
    record: &'a Record<Check>,
    /// What each outcome comes to.
    planes: Vec<Planes>,
    diagnostics: Diagnostics,
}

impl<'a> Analysis<'a> {
    fn is_empty(&self, plane: impl Iterator<Item = u64>) -> bool {
        self.space.first(plane).is_none()
    }

    fn outcome(&mut self, outcome: &'a Outcome, planes: &Planes) {
        let name = self.describe.outcome(&outcome.id);
        if self.is_never(&outcome.rule, planes) {
            self.diagnostics.push(Diagnostic::at(Code::Unreachable, outcome.span).arg("outcome", name));
            return;
        }
        let mut reported = Vec::new();
        self.parts(&outcome.rule, &name, &mut reported);
        let sure = self.sure();
        // Where a question is not asked that could still make a difference, a part may change nothing only because of that.
        if !self.hidden(outcome, &name, planes, &sure) && self.is_settled(outcome, planes, &sure) {
            self.redundant(outcome, &outcome.rule, (planes, &reported), &mut Vec::new());
        }
    }

    /// No answers meet a part, even if every delegated condition in it were met.
    fn is_never(&self, part: &Part, planes: &Planes) -> bool {
        let is_never = |planes: &Planes| self.is_empty(planes.least_confirm.iter().copied());
        let delegated = self.rules.delegated(&part.node);
        let granted = || self.space.supposing(&part.node, &Suppose { granted: Some(&delegated), ..Suppose::default() });
        is_never(planes) && (delegated.is_empty() || is_never(&granted()))
    }

    /// What an outcome comes to as far as answers decide it: as it is, or, where something is delegated, with all of that
    /// met and with none of it.
    fn decided_by_answers(&self, outcome: &Outcome, planes: &Planes) -> Vec<Planes> {
        let delegated = self.rules.delegated(&outcome.rule.node);
        if delegated.is_empty() {
            return vec![planes.clone()];
        }
        let granted = [delegated.as_slice(), &[]].into_iter();
        let supposing = |granted| Suppose { granted: Some(granted), ..Suppose::default() };
        granted.map(|granted| self.space.supposing(&outcome.rule.node, &supposing(granted))).collect()
    }

    /// They agree for every combination.
    fn same(&self, planes: &Planes, others: &Planes) -> bool {
        let differs = |a: &Plane, b: &Plane| a.iter().zip(b).map(|(a, b)| a ^ b).collect::<Vec<_>>();
        let pairs = [
            (&planes.least_confirm, &others.least_confirm),
            (&planes.least_yes, &others.least_yes),
            (&planes.most_confirm, &others.most_confirm),
            (&planes.most_yes, &others.most_yes),
        ];
        pairs.into_iter().all(|(a, b)| self.is_empty(differs(a, b).into_iter()))
    }

    fn report(&mut self, code: Code, outcome: &str, part: &Part) {
        let reported = Diagnostic::at(code, part.span).arg("outcome", outcome);
        self.diagnostics.push(reported.arg("part", self.describe.part(part)));
    }

    /// Parts that are never or always met, the outermost of them.
    fn parts(&mut self, part: &'a Part, outcome: &str, reported: &mut Vec<*const Part>) {
        let planes = self.space.planes(&part.node);
        let full = self.space.full();
        let never = self.is_never(part, &planes);
        let always = match &part.node {
            Node::Leaf(condition) if self.rules.conditions[*condition].test().is_none() => false,
            // Never not met, as far as anybody knows.
            Node::Leaf(_) => self.is_empty(planes.most_confirm.iter().zip(&full).map(|(most, full)| !most & full)),
            _ => self.is_empty(planes.least_yes.iter().zip(&full).map(|(least, full)| !least & full)),
        };
        if never || always {
            self.report(if never { Code::Contradiction } else { Code::AlwaysTrue }, outcome, part);
            reported.push(part);
            return;
        }
        match &part.node {
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| self.parts(part, outcome, reported)),
            Node::Not(inner) => self.parts(inner, outcome, reported),
            Node::Leaf(_) => {}
        }
    }

    /// Parts without which the outcome is the same, those not reported already. Of two that imply each other one stays.
    fn redundant(
        &mut self,
        outcome: &'a Outcome,
        part: &'a Part,
        (planes, reported): (&Planes, &[*const Part]),
        gone: &mut Vec<*const Part>,
    ) {
        let known = |part: &Part, gone: &[*const Part]| {
            let part = std::ptr::from_ref(part);
            reported.contains(&part) || gone.contains(&part)
        };
        if known(part, gone) {
            return;
        }
        let parts = match &part.node {
            Node::All(parts) | Node::Any(parts) => parts.as_slice(),
            Node::Not(inner) => return self.redundant(outcome, inner, (planes, reported), gone),
            Node::Leaf(_) => return,
        };
        let mut left = parts.len();
        for inner in parts {
            if left < 2 {
                break;
            }
            // What somebody has to confirm or knows is shown to readers, even beside something else of that kind.
            let confirmed = matches!(inner.node, Node::Leaf(leaf) if self.rules.conditions[leaf].test().is_none());
            if confirmed || known(inner, gone) {
                continue;
            }
            gone.push(inner);
            let without = self.space.supposing(&outcome.rule.node, &Suppose { gone, ..Suppose::default() });
            if self.same(planes, &without) && self.is_idle(outcome, gone) {
                self.report(Code::Redundant, &self.describe.outcome(&outcome.id), inner);
                left -= 1;
            } else {
                gone.pop();
            }
        }
        for inner in parts {
            self.redundant(outcome, inner, (planes, reported), gone);
        }
    }

    /// An outcome is the same without some parts, whichever of its delegated conditions are met.
    fn is_idle(&self, outcome: &Outcome, gone: &[*const Part]) -> bool {
        let supposing = |gone, granted: &[usize]| {
            self.space.supposing(&outcome.rule.node, &Suppose { gone, granted: Some(granted), leaf: None })
        };
        let grants = grants(&self.rules.delegated(&outcome.rule.node));
        grants.iter().all(|granted| self.same(&supposing(&[], granted), &supposing(gone, granted)))
    }

    /// The combinations in which everything that is asked is answered.
    fn sure(&self) -> Plane {
        let mut sure = self.space.full();
        for (question, asked) in self.space.asked.iter().enumerate() {
            let unsure = self.space.plane(question, |class| self.space.classes[question][class].first.is_none());
            for (word, (asked, unsure)) in sure.iter_mut().zip(asked.iter().zip(&unsure)) {
                *word &= !(asked & unsure);
            }
        }
        sure
    }

    /// No question that is not asked could make a confirmation needless.
    fn is_settled(&self, outcome: &Outcome, planes: &Planes, sure: &Plane) -> bool {
        self.decided_by_answers(outcome, planes).iter().all(|planes| {
            let open = planes.most_yes.iter().zip(&planes.least_yes).map(|(most, least)| most & !least);
            self.is_empty(open.zip(sure).map(|(open, sure)| open & sure))
        })
    }

    /// Everything is answered, and the outcome is open all the same: true when that can be.
    fn hidden(&mut self, outcome: &'a Outcome, name: &str, planes: &Planes, sure: &Plane) -> bool {
        let example = self.decided_by_answers(outcome, planes).iter().find_map(|planes| {
            let open = planes.most_confirm.iter().zip(&planes.least_confirm).map(|(most, least)| most & !least);
            self.space.first(open.zip(sure).map(|(open, sure)| open & sure))
        });
        let Some(example) = example else { return false };
        // The first condition on a question that is not asked, before it one that would decide.
        let known = self.space.answers(example);
        let mut missing: Option<(bool, usize, Span)> = None;
        outcome.rule.node.leaves(&mut |leaf| {
            if let Some(test) = self.rules.conditions[leaf].test()
                && !Space::holds(&self.space.asked[test.question], example)
            {
                let pretend = |met| self.rules.supposing(&outcome.rule, &known, (leaf, met));
                let decides = pretend(true).is_decided() || pretend(false).is_decided();
                if missing.is_none_or(|(decided, ..)| decides && !decided) {
                    missing = Some((decides, test.question, self.rules.conditions[leaf].span));
                }
            }
        });
        let Some((_, question, span)) = missing else { return false };
        let reported = Diagnostic::at(Code::HiddenFact, span).arg("outcome", name);
        let reported = reported.arg("fact", self.describe.fact(question)).arg("example", self.example(example));
        self.diagnostics.push(reported.related(self.rules.questions[question].span, Relation::Defined));
        true
    }

    fn example(&self, combination: usize) -> String {
        self.describe.answers(&self.space.answers(combination), &|at| Space::holds(&self.space.asked[at], combination))
    }

    /// What all outcomes come to, as one number for each combination; [`EXCLUDED`] for answers that contradict each other.
    fn results(&self) -> Vec<u128> {
        let mut results = vec![0u128; self.space.size];
        for planes in &self.planes {
            let four = [&planes.least_confirm, &planes.least_yes, &planes.most_confirm, &planes.most_yes];
            for (at, result) in results.iter_mut().enumerate() {
                for plane in four {
                    *result = *result << 1 | u128::from(Space::holds(plane, at));
                }
            }
        }
        for (at, result) in results.iter_mut().enumerate() {
            if !Space::holds(&self.space.allowed, at) {
                *result = EXCLUDED;
            }
        }
        results
    }

    /// Questions that nothing needs, and those that are asked when nothing depends on them any more.
    fn questions(&mut self) {
        let results = self.results();
        for (at, question) in self.rules.questions.iter().enumerate() {
            if finds_office(self.describe.site, question) {
                continue;
            }
            let blocks = self.space.blocks(at);
            let widest = blocks.classes.iter().map(Vec::len).max().unwrap_or_default();
            let same = |start: usize| {
                (0..widest).all(|next| {
                    let row = |places: &Vec<usize>| {
                        let from = start + places.get(next).unwrap_or(&places[0]);
                        &results[from..from + blocks.stride]
                    };
                    let rows: Vec<&[u128]> = blocks.classes.iter().map(row).collect();
                    rows.iter().all(|row| *row == rows[0])
                        || (0..blocks.stride).all(|offset| is_one(rows.iter().map(|row| row[offset])))
                })
            };
            let starts = || blocks.starts.iter().copied();
            if starts().all(same) {
                let dead = Diagnostic::at(Code::DeadQuestion, question.span).arg("fact", self.describe.fact(at));
                self.diagnostics.push(dead);
                continue;
            }
            let open = |start: usize| !is_one(results[start..start + blocks.length].iter().copied());
            let asked =
                |start: usize| Space::holds(&self.space.asked[at], start) && Space::holds(&self.space.distinct, start);
            let relevant = |start: usize| {
                let answers = self.space.answers(start);
                let earlier = answers.iter().enumerate().map(|(question, answer)| answer.filter(|_| question < at));
                let unsure = |question: usize| {
                    let asked = question < at && Space::holds(&self.space.asked[question], start);
                    asked && answers[question].is_none()
                };
                let unsure: Vec<bool> = (0..answers.len()).map(unsure).collect();
                self.rules.relevant(&earlier.collect::<Vec<_>>(), &unsure)[at]
            };
            // Where answers contradict each other, a question may be left with one answer.
            let whole = |start: usize| !results[start..start + blocks.length].contains(&EXCLUDED);
            let idle = |start: usize| whole(start) && same(start) && open(start);
            let vain = starts().find(|&start| asked(start) && idle(start) && relevant(start));
            if let Some(start) = vain {
                let earlier = |question| question < at && Space::holds(&self.space.asked[question], start);
                let example = self.describe.answers(&self.space.answers(start), &earlier);
                let reported = Diagnostic::at(Code::AskedInVain, question.span).arg("fact", self.describe.fact(at));
                self.diagnostics.push(reported.arg("example", example));
            }
        }
    }

    /// Outcomes that exclude each other and are met at once.
    fn groups(&mut self) {
        for group in self.rules.groups.iter().filter(|group| group.mode == Mode::Exclusive) {
            for first in group.outcomes.clone() {
                for second in first + 1..group.outcomes.end {
                    let (a, b) = (&self.planes[first].least_confirm, &self.planes[second].least_confirm);
                    let Some(at) = self.space.first(a.iter().zip(b).map(|(a, b)| a & b)) else { continue };
                    let (one, other) = (&self.rules.outcomes[first], &self.rules.outcomes[second]);
                    let reported =
                        Diagnostic::at(Code::Overlap, other.span).arg("first", self.describe.outcome(&one.id));
                    let reported =
                        reported.arg("second", self.describe.outcome(&other.id)).arg("example", self.example(at));
                    self.diagnostics.push(reported.related(one.span, Relation::First));
                }
            }
        }
    }

    /// Answers for which no outcome is met, and nothing is said then.
    fn gap(&mut self) {
        if self.record.data.none.is_some() {
            return;
        }
        let mut nothing = self.space.full();
        for planes in &self.planes {
            nothing.iter_mut().zip(&planes.most_confirm).for_each(|(word, most)| *word &= !most);
        }
        if let Some(at) = self.space.first(nothing.into_iter()) {
            let span: Span = self.record.span;
            self.diagnostics.push(Diagnostic::at(Code::Gap, span).arg("example", self.example(at)));
        }
    }
}

/// True when at most one result is among these.
fn is_one(results: impl Iterator<Item = u128>) -> bool {
    let mut results = results.filter(|result| *result != EXCLUDED);
    let first = results.next();
    results.all(|result| Some(result) == first)
}

/// Which of the delegated conditions of an outcome are supposed to be met: every choice of a few; of more all, none, each
/// alone and all but each.
fn grants(delegated: &[usize]) -> Vec<Vec<usize>> {
    let chosen = |bits: usize| (0..delegated.len()).filter(|at| bits >> at & 1 == 1).map(|at| delegated[at]).collect();
    if delegated.len() <= FEW {
        return (0..1usize << delegated.len()).map(chosen).collect();
    }
    let alone = delegated.iter().map(|one| vec![*one]);
    let others = delegated.iter().map(|one| delegated.iter().copied().filter(|other| other != one).collect());
    [Vec::new(), delegated.to_vec()].into_iter().chain(alone).chain(others).collect()
}

/// Every distinct result of a check, those with most combinations first.
pub fn outlines(rules: &Ruleset, space: &Space<'_>) -> Vec<Outline> {
    let planes: Vec<_> = rules.outcomes.iter().map(|outcome| space.planes(&outcome.rule.node)).collect();
    let status = |planes: &Planes, at| match () {
        () if Space::holds(&planes.least_yes, at) => Expected::Met,
        () if Space::holds(&planes.least_confirm, at) => Expected::Confirm,
        () if Space::holds(&planes.most_confirm, at) => Expected::Unknown,
        () => Expected::Unmet,
    };
    let mut places = std::collections::HashMap::new();
    let mut outlines: Vec<Outline> = Vec::new();
    for at in (0..space.size).filter(|&at| Space::holds(&space.canon, at)) {
        let verdicts: Vec<_> = planes.iter().map(|planes| status(planes, at)).collect();
        let place = *places.entry(verdicts).or_insert_with_key(|verdicts| {
            let (verdicts, example) = (verdicts.clone(), space.answers(at));
            outlines.push(Outline { verdicts, count: 0, example });
            outlines.len() - 1
        });
        outlines[place].count = outlines[place].count.saturating_add(space.weight(at));
    }
    outlines.sort_by_key(|outline| std::cmp::Reverse(outline.count));
    outlines
}
