//! A check → its ruleset: every fact, option and number is looked up and fits its type.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::fact::Known;
use super::pass::Excluded;
use super::rules::{Basis, Condition, Domain, Exclusion, Group, Node, Outcome, Part, Pass, Question, Ruleset, Test};
use super::wording::{condition, malformed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation};
use crate::model::eligibility::{Check, Rule};
use crate::model::{Kind, Record, Site};
use crate::source::{FileId, Span};
use crate::syntax::value::{At, Id, Ref};

/// Outcomes that one check may have; a verdict of each takes four bits of one number.
pub const MAX_OUTCOMES: usize = 32;

/// Options of a fact whose answers are sets, and so bits.
const MAX_BITS: usize = 30;

/// Options of a fact of which one is chosen; the page of each check that asks for it lists all.
const MAX_OPTIONS: usize = 2000;

/// Conditions that one check may have, those with parts among them. Each is tried with and without every other.
const MAX_PARTS: usize = 1000;

/// Compiles a check. There is no ruleset when something that it rests on is wrong; when the linker has reported that
/// already, it is not reported again.
pub fn compile(
    site: &Site,
    record: &Record<Check>,
    facts: &[Option<Known<'_>>],
    excluded: &[Excluded],
) -> (Option<Ruleset>, Diagnostics) {
    let mut compiler = Compiler {
        site,
        facts,
        flow: record.data.flow.iter().map(|ask| ask.fact.value.clone()).collect(),
        broken: BTreeSet::new(),
        file: record.file,
        questions: Vec::new(),
        places: FxHashMap::default(),
        conditions: Vec::new(),
        parts: 0,
        unsourced: Vec::new(),
        diagnostics: Diagnostics::default(),
        whole: true,
    };
    if record.data.flow.is_empty() {
        compiler.report(Diagnostic::at(Code::MissingKey, record.span).arg("key", "flow"));
    }
    compiler.flow(record);
    let (outcomes, groups) = compiler.outcomes(record);
    compiler.size(record, &outcomes);
    let exclusions = compiler.exclusions(excluded);
    let Compiler { questions, places, conditions, diagnostics, whole, .. } = compiler;
    let mut ruleset = Ruleset { questions, places, conditions, outcomes, groups, exclusions, hash: String::new() };
    ruleset.hash = ruleset.digest();
    (whole.then_some(ruleset), diagnostics)
}

struct Compiler<'a> {
    site: &'a Site,
    facts: &'a [Option<Known<'a>>],
    /// The facts that the check asks for.
    flow: BTreeSet<Id>,
    /// Those asked so far that are wrong themselves.
    broken: BTreeSet<Id>,
    file: FileId,
    /// Text of the file.
    questions: Vec<Question>,
    /// The places of the questions, by those of their facts.
    places: FxHashMap<usize, usize>,
    conditions: Vec<Condition>,
    /// How many conditions were read, those with parts among them.
    parts: usize,
    /// Conditions of the outcome at hand that no source stands at or around.
    unsourced: Vec<(Span, String)>,
    diagnostics: Diagnostics,
    whole: bool,
}

/// Where a rule stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The statement that it decides; nothing for when a question is asked.
    statement: Option<&'a str>,
    /// Something around it names a source.
    sourced: bool,
    /// It stands inside of `not`.
    negated: bool,
}

impl Compiler<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.whole = false;
        self.diagnostics.push(diagnostic);
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    fn flow(&mut self, record: &Record<Check>) {
        for ask in &record.data.flow {
            let span = self.span(&ask.fact.range);
            let Some(fact) = self.site.find(Kind::Fact, &ask.fact.value) else {
                self.whole = false;
                continue;
            };
            if let Some(&first) = self.places.get(&fact) {
                let first = &self.questions[first];
                let twice = Diagnostic::at(Code::NotAsked, span).arg("fact", &ask.fact.value).arg("problem", "@twice");
                let twice = twice.related(first.span, Relation::First);
                self.report(twice);
                continue;
            }
            let place = Place { statement: None, sourced: true, negated: false };
            let when = ask.when.as_ref().map(|when| self.rule(when, place));
            let Some(known) = self.facts.get(fact).and_then(Option::as_ref) else {
                self.whole = false;
                self.broken.insert(ask.fact.value.clone());
                continue;
            };
            let mut after = BTreeSet::new();
            let when = when.flatten();
            if let Some(when) = when.as_ref().filter(|_| self.parts <= MAX_PARTS) {
                when.node.leaves(&mut |leaf| {
                    if let Some(test) = self.conditions[leaf].test() {
                        after.insert(test.question);
                        after.extend(&self.questions[test.question].after);
                    }
                });
            }
            self.places.insert(fact, self.questions.len());
            self.questions.push(Question {
                fact,
                id: ask.fact.value.to_string(),
                domain: known.domain.clone(),
                unsure: known.fact.unsure.is_some(),
                change: known.fact.change,
                when,
                after: after.into_iter().collect(),
                span,
            });
        }
    }

    fn outcomes(&mut self, record: &Record<Check>) -> (Vec<Outcome>, Vec<Group>) {
        let data = &record.data;
        let mut outcomes = Vec::new();
        let mut groups = Vec::new();
        let mut ids: FxHashMap<&Id, Span> = FxHashMap::default();
        if data.groups.is_empty() {
            self.report(Diagnostic::at(Code::MissingKey, record.span).arg("key", "groups"));
        }
        for group in &data.groups {
            let start = outcomes.len();
            if group.outcomes.is_empty() {
                self.report(Diagnostic::at(Code::MissingKey, record.span).arg("key", "outcomes"));
            }
            for outcome in &group.outcomes {
                let span = self.span(&outcome.id.range);
                let first = *ids.entry(&outcome.id.value).or_insert(span);
                if first != span {
                    let twice = Diagnostic::at(Code::DuplicateId, span).arg("id", &outcome.id.value);
                    self.report(twice.arg("collection", "outcomes").related(first, Relation::First));
                }
                let place = Place {
                    statement: Some(&outcome.name),
                    sourced: data.source.is_some() || outcome.source.is_some(),
                    negated: false,
                };
                let rule = self.rule(&outcome.rule, place);
                self.sources(&outcome.name);
                if let Some(rule) = rule {
                    outcomes.push(Outcome { id: outcome.id.value.to_string(), rule, span });
                } else {
                    self.whole = false;
                }
            }
            let place = Place { statement: None, sourced: true, negated: false };
            let when = group.when.as_ref().and_then(|when| self.rule(when, place));
            groups.push(Group { mode: group.mode, when, outcomes: start..outcomes.len() });
        }
        (outcomes, groups)
    }

    /// Tells of the conditions of an outcome that have no source, all at once.
    fn sources(&mut self, statement: &str) {
        let unsourced = std::mem::take(&mut self.unsourced);
        let Some((first, _)) = unsourced.first() else { return };
        let conditions: Vec<_> = unsourced.iter().map(|(_, condition)| condition.as_str()).collect();
        let reported = Diagnostic::at(Code::NoConditionSource, *first).arg("statement", statement);
        self.report(reported.arg("condition", conditions.join("；")));
    }

    /// What could not even be counted.
    fn size(&mut self, record: &Record<Check>, outcomes: &[Outcome]) {
        let wide = self.questions.iter().find_map(|question| {
            let (options, limit) = match &question.domain {
                Domain::One(options) => (options.len(), MAX_OPTIONS),
                Domain::Several(options) => (options.len(), MAX_BITS),
                Domain::Range(..) => (0, 0),
            };
            (options > limit).then(|| (question.id.clone(), options, limit))
        });
        let reported = Diagnostic::at(Code::CheckTooLarge, record.span);
        if let Some((id, options, limit)) = wide {
            let reported = reported.arg("what", "@options").arg("count", options).arg("limit", limit);
            self.report(reported.arg("largest", id));
        } else if outcomes.len() > MAX_OUTCOMES {
            let reported = reported.arg("what", "@outcomes").arg("count", outcomes.len()).arg("limit", MAX_OUTCOMES);
            self.report(reported.arg("largest", "outcomes"));
        } else if self.parts > MAX_PARTS {
            let reported = reported.arg("what", "@conditions").arg("count", self.parts).arg("limit", MAX_PARTS);
            self.report(reported.arg("largest", "outcomes"));
        }
    }

    fn rule(&mut self, rule: &At<Rule>, place: Place<'_>) -> Option<Part> {
        self.parts += 1;
        let span = self.span(&rule.range);
        let this = &rule.value;
        let place = Place { sourced: place.sourced || this.source.is_some(), ..place };
        if let Some((found, how)) = malformed(this) {
            self.report(Diagnostic::at(Code::BadRule, span).arg("found", found).arg("how", how));
            return None;
        }
        let node = if let Some(parts) = &this.all {
            Node::All(self.parts(parts, place)?)
        } else if let Some(parts) = &this.any {
            Node::Any(self.parts(parts, place)?)
        } else if let Some(inner) = &this.not {
            Node::Not(Box::new(self.rule(inner, Place { negated: true, ..place })?))
        } else {
            Node::Leaf(self.leaf(rule, place)?)
        };
        Some(Part { node, span })
    }

    /// All of them, or nothing; each wrong one is reported.
    fn parts(&mut self, parts: &[At<Rule>], place: Place<'_>) -> Option<Vec<Part>> {
        let all: Vec<_> = parts.iter().map(|part| self.rule(part, place)).collect();
        all.into_iter().collect()
    }

    fn leaf(&mut self, rule: &At<Rule>, place: Place<'_>) -> Option<usize> {
        let span = self.span(&rule.range);
        let this = &rule.value;
        let basis = match &this.fact {
            None => {
                if place.negated || place.statement.is_none() {
                    self.report(Diagnostic::at(Code::ConfirmNegated, span));
                }
                if this.delegated.is_some() { Basis::Delegated } else { Basis::Confirmation }
            }
            Some(fact) => {
                let at = self.site.find(Kind::Fact, &fact.value);
                let Some(at) = at else {
                    self.whole = false;
                    return None;
                };
                let Some(&question) = self.places.get(&at) else {
                    self.unasked(fact, place);
                    return None;
                };
                let known = self.facts[at].as_ref()?;
                let pass = known.pass(rule, self.file).map_err(|reported| self.report(reported)).ok()?;
                Basis::Answer(Test { question, pass })
            }
        };
        if !place.sourced {
            self.unsourced.push((span, condition(self.site, this)));
        }
        self.conditions.push(Condition { span, basis, fixed: this.fixed });
        Some(self.conditions.len() - 1)
    }

    /// The exclusions of which every fact is asked for.
    fn exclusions(&self, excluded: &[Excluded]) -> Vec<Exclusion> {
        let test = |(fact, pass): &(usize, Pass)| Some(Test { question: *self.places.get(fact)?, pass: pass.clone() });
        let one = |excluded: &Excluded| {
            let tests: Option<Vec<_>> = excluded.tests.iter().map(test).collect();
            Some(Exclusion { tests: tests?, reason: excluded.reason.clone() })
        };
        excluded.iter().filter_map(one).collect()
    }

    /// A rule rests on a fact that has not been asked for where it stands.
    fn unasked(&mut self, fact: &Ref, place: Place<'_>) {
        self.whole = false;
        let asked = self.flow.contains(&fact.value);
        let span = self.span(&fact.range);
        if !asked {
            let reported = Diagnostic::at(Code::NotAsked, span).arg("fact", &fact.value);
            self.report(reported.arg("problem", "@not-in-flow"));
        } else if place.statement.is_none() && !self.broken.contains(&fact.value) {
            self.report(Diagnostic::at(Code::QuestionOrder, span).arg("fact", &fact.value));
        }
        // Otherwise the fact itself is wrong, which is reported where it stands.
    }
}
