//! Rules and answers in an author's words: names where there are names, ids and numbers as they are written.

use super::fact::written;
use super::rules::{Node, Part, Ruleset};
use super::wording::condition;
use crate::diagnostic::catalogue::key;
use crate::model::Site;
use crate::model::eligibility::{Check, Rule};
use crate::syntax::value::At;

/// A check and its words.
#[derive(Clone, Copy)]
pub struct Describe<'a> {
    /// The site.
    pub site: &'a Site,
    /// The check as it is written.
    pub check: &'a Check,
    /// The check as it is evaluated.
    pub rules: &'a Ruleset,
}

impl<'a> Describe<'a> {
    /// The name of an outcome.
    pub fn outcome(&self, id: &str) -> String {
        let mut outcomes = self.check.groups.iter().flat_map(|group| &group.outcomes);
        let found = outcomes.find(|outcome| outcome.id.value.as_str() == id);
        found.map_or_else(|| id.to_owned(), |outcome| outcome.name.clone())
    }

    /// The name of a fact.
    pub fn fact(&self, question: usize) -> String {
        let question = &self.rules.questions[question];
        let fact = self.site.content.facts.get(question.fact);
        fact.map_or_else(|| question.id.clone(), |fact| fact.data.name.clone())
    }

    /// The rule that was compiled into a part or a condition, by its place.
    pub fn rule(&self, start: usize) -> Option<&'a At<Rule>> {
        let mut found = None;
        for outcome in self.check.groups.iter().flat_map(|group| &group.outcomes) {
            Rule::walk(&outcome.rule, &mut |rule| {
                if rule.range.start == start && found.is_none() {
                    found = Some(rule);
                }
            });
        }
        found
    }

    /// A part of a rule; only the sort of one that has parts itself.
    pub fn part(&self, part: &Part) -> String {
        match (&part.node, self.rule(part.span.start as usize)) {
            (_, Some(rule)) => condition(self.site, &rule.value),
            (Node::All(_), _) => key("all"),
            (Node::Any(_), _) => key("any"),
            _ => String::new(),
        }
    }

    /// Answers, `name=value`, of the questions for which `reported` holds.
    pub fn answers(&self, answers: &[Option<i64>], reported: &dyn Fn(usize) -> bool) -> String {
        let one = |at: usize| format!("{}={}", self.fact(at), self.value(at, answers[at]));
        (0..answers.len()).filter(|&at| reported(at)).map(one).collect::<Vec<_>>().join("；")
    }

    /// A value as it is written in a persona.
    pub fn value(&self, question: usize, value: Option<i64>) -> String {
        let question = &self.rules.questions[question];
        let kind = self.site.content.facts.get(question.fact).map(|fact| fact.data.kind);
        kind.map_or_else(String::new, |kind| written(&question.domain, kind, value))
    }
}
