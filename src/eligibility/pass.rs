//! A comparison → the values that pass it, and the exclusions of the registry → tests.

use std::collections::BTreeSet;

use super::fact::Known;
use super::rules::{Domain, Pass};
use super::wording::comparison;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::eligibility::{Answer, Exclusion, Fact, FactKind, Rule};
use crate::model::{Kind, Record, Site};
use crate::source::{FileId, Span};
use crate::syntax::value::At;

/// Answers that contradict each other, by the places of their facts.
pub struct Excluded {
    /// Fact and the values that never stand together.
    pub tests: Vec<(usize, Pass)>,
    /// Why.
    pub reason: String,
}

impl Known<'_> {
    /// The values that pass a comparison of this fact.
    ///
    /// # Errors
    /// Why it cannot be compared so. `file` is what it stands in.
    pub fn pass(&self, rule: &At<Rule>, file: FileId) -> Result<Pass, Diagnostic> {
        let kind = self.fact.kind;
        let unfit = || {
            let (key, value) = comparison(&rule.value).unwrap_or_default();
            let span = Span::new(file, rule.range.clone());
            self.unfit(span, &format!("{key}: {value}"), "compare")
        };
        let value = |answer: &At<Answer>, comparison| self.value(answer, file, comparison);
        let (least, most) = match self.domain {
            Domain::Range(min, max) => (min, max),
            Domain::One(ref options) => (0, options.len() as i64 - 1),
            Domain::Several(_) => (0, 0),
        };
        let span = |from: i64, to: i64| match kind {
            FactKind::Integer => Pass::Between(from, to),
            _ => Pass::In((from..=to).collect()),
        };
        let rises = matches!(kind, FactKind::Integer | FactKind::Ordered);
        let only = |fits: bool| if fits { Ok(()) } else { Err(unfit()) };
        let this = &rule.value;
        if let Some(answer) = &this.is {
            only(kind != FactKind::Several)?;
            return value(answer, "is").map(|at| span(at, at));
        }
        if let Some(answers) = &this.one_of {
            only(!matches!(kind, FactKind::Several | FactKind::Boolean))?;
            let values: Result<BTreeSet<_>, _> = answers.iter().map(|answer| value(answer, "one_of")).collect();
            return values.map(|values| Pass::In(values.into_iter().collect()));
        }
        if let Some(answer) = &this.has {
            only(kind == FactKind::Several)?;
            return value(answer, "has").map(|at| Pass::Has(at as u32));
        }
        only(rises)?;
        if let Some((from, to)) = &this.between {
            let (from, to) = (value(from, "between")?, value(to, "between")?);
            return only(from <= to).map(|()| span(from, to));
        }
        match (&this.at_least, &this.at_most) {
            (Some(answer), _) => value(answer, "at_least").map(|at| span(at, most)),
            (_, Some(answer)) => value(answer, "at_most").map(|at| span(least, at)),
            _ => Err(unfit()),
        }
    }
}

/// The exclusions of all facts, and their diagnostics.
pub fn exclusions(site: &Site, facts: &[Option<Known<'_>>]) -> (Vec<Excluded>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut found = Vec::new();
    for record in &site.content.facts {
        for exclusion in &record.data.excludes {
            match excluded(site, facts, record, exclusion) {
                Ok(excluded) => found.extend(excluded),
                Err(wrong) => diagnostics.extend(wrong),
            }
        }
    }
    (found, diagnostics)
}

/// One exclusion; nothing when what it names is wrong, which is reported where that stands.
fn excluded(
    site: &Site,
    facts: &[Option<Known<'_>>],
    record: &Record<Fact>,
    exclusion: &Exclusion,
) -> Result<Option<Excluded>, Vec<Diagnostic>> {
    let (mut tests, mut wrong, mut whole) = (Vec::new(), Vec::new(), true);
    let reported = |rule: &At<Rule>, problem: &str| {
        let span = Span::new(record.file, rule.range.clone());
        Diagnostic::at(Code::BadExclusion, span).arg("fact", &record.data.name).arg("problem", problem)
    };
    for rule in &exclusion.answers {
        let Some(fact) = rule.value.fact.as_ref().filter(|_| rule.value.is_bare()) else {
            wrong.push(reported(rule, "@exclusion-comparison"));
            continue;
        };
        let Some(at) = site.find(Kind::Fact, &fact.value) else {
            whole = false;
            continue;
        };
        let Some(known) = facts.get(at).and_then(Option::as_ref) else {
            whole = false;
            continue;
        };
        if tests.iter().any(|(other, _)| *other == at) {
            wrong.push(reported(rule, "@exclusion-twice"));
            continue;
        }
        match known.pass(rule, record.file) {
            Ok(pass) => tests.push((at, pass)),
            Err(unfit) => wrong.push(unfit),
        }
    }
    if wrong.is_empty() && exclusion.answers.len() < 2 {
        let span = Span::new(record.file, exclusion.reason.range.clone());
        let reported = Diagnostic::at(Code::BadExclusion, span).arg("fact", &record.data.name);
        wrong.push(reported.arg("problem", "@exclusion-alone"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let reason = exclusion.reason.value.clone();
    Ok(whole.then_some(Excluded { tests, reason }))
}
