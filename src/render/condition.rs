//! The rules of a check → the list of conditions that readers tick and results cite.
//!
//! A `not` stands at the conditions in it: what is printed beside a box is what has to be true.

use crate::eligibility::names;
use crate::eligibility::rules::{Node, Part};
use crate::model::Kind;
use crate::model::eligibility::{Answer, Fact, FactKind, Rule};
use crate::syntax::value::At;

use super::context::RenderContext;
use super::view::{Html, RulePart};

/// Keys of the words of a comparison and of its opposite.
type Keys = [&'static str; 2];

const IS: Keys = ["check_is", "check_is_not"];
const ONE_OF: Keys = ["check_one_of", "check_one_of_not"];
const LEAST: Keys = ["check_least", "check_least_not"];
const MOST: Keys = ["check_most", "check_most_not"];
const BETWEEN: Keys = ["check_between", "check_between_not"];
const HAS: Keys = ["check_has", "check_has_not"];
const NUMBER: Keys = ["check_number", "check_number_not"];
const NUMBER_LEAST: Keys = ["check_number_least", "check_number_least_not"];
const NUMBER_MOST: Keys = ["check_number_most", "check_number_most_not"];
const NUMBER_BETWEEN: Keys = ["check_number_between", "check_number_between_not"];

/// How a part of a rule is said.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    /// Who decides what nobody is named for; empty when that is not stated.
    pub by: &'a str,
    /// The opposite has to be true.
    pub not: bool,
    /// The `not` around it, when it has words of its own.
    pub around: Option<&'a Rule>,
}

impl<'a> RenderContext<'a> {
    /// A rule as it is written and as it is evaluated: the same tree, but for `not`.
    pub(super) fn rule(&self, rule: &'a At<Rule>, part: &'a Part, said: Said<'a>) -> RulePart {
        let this = &rule.value;
        match &part.node {
            Node::All(parts) => self.parts(this, (this.all.as_deref(), parts), said, !said.not),
            Node::Any(parts) => self.parts(this, (this.any.as_deref(), parts), said, said.not),
            Node::Not(inner) => match this.not.as_deref() {
                Some(rule) => self.rule(rule, inner, Said { not: !said.not, around: Some(this), ..said }),
                None => RulePart::default(),
            },
            Node::Leaf(_) => self.leaf(this, said),
        }
    }

    fn parts(
        &self,
        this: &'a Rule,
        (rules, parts): (Option<&'a [At<Rule>]>, &'a [Part]),
        said: Said<'a>,
        all: bool,
    ) -> RulePart {
        let own = if said.not { None } else { this.text.as_deref() };
        let title = said.around.and_then(|around| around.text.as_deref()).or(own).map(str::to_owned);
        let inner = Said { around: None, ..said };
        let pairs = rules.unwrap_or_default().iter().zip(parts);
        let sources = said.around.and_then(|around| around.source.as_ref()).or(this.source.as_ref());
        RulePart {
            title: title.unwrap_or_else(|| self.text(if all { "check_all" } else { "check_any" })),
            parts: pairs.map(|(rule, part)| self.rule(rule, part, inner)).collect(),
            sources: sources.map_or_else(Vec::new, |sources| self.cited(sources)),
            ..RulePart::default()
        }
    }

    fn leaf(&self, this: &'a Rule, said: Said<'a>) -> RulePart {
        // What is said when it is met or not is said of the condition as it stands here.
        let (words, source) = match said.around {
            Some(around) => (around, around.source.as_ref().or(this.source.as_ref())),
            None => (this, this.source.as_ref()),
        };
        let negated = || self.negated(this);
        let text = match (said.not, said.around.and_then(|around| around.text.clone())) {
            (_, Some(text)) => text,
            (true, None) => negated(),
            (false, None) => self.condition(this),
        };
        let own = if said.not == said.around.is_some() { Some(words) } else { None };
        let of = |words: fn(&Rule) -> &Option<String>| own.and_then(|own| words(own).clone()).unwrap_or_default();
        let by = this.by.as_deref().unwrap_or(said.by);
        RulePart {
            text,
            met: of(|rule| &rule.met),
            unmet: of(|rule| &rule.unmet),
            by: Html::reachable(&match (this.confirm.is_some(), this.delegated.is_some()) {
                (_, true) => self.fill("check_ask", &[("by", by)]),
                (true, _) if by.is_empty() => self.text("check_by_open"),
                (true, _) => self.fill("check_by", &[("by", by)]),
                _ => String::new(),
            }),
            ask: if this.delegated.is_some() { by.to_owned() } else { String::new() },
            badges: self.compared(this).map_or_else(Vec::new, |fact| self.unverified(fact.verified)),
            papers: if said.not { Vec::new() } else { this.papers.clone() },
            sources: source.map_or_else(Vec::new, |sources| self.cited(sources)),
            ..RulePart::default()
        }
    }

    /// The fact that a condition compares.
    fn compared(&self, rule: &Rule) -> Option<&'a Fact> {
        let at = self.site.find(Kind::Fact, &rule.fact.as_ref()?.value)?;
        Some(&self.site.content.facts[at].data)
    }

    /// A condition for readers: its own text, or one made from names.
    fn condition(&self, rule: &Rule) -> String {
        let own = rule.text.as_ref().or(rule.confirm.as_ref()).or(rule.delegated.as_ref());
        own.cloned().unwrap_or_else(|| self.compared_in_words(rule, false))
    }

    /// The opposite of a condition for readers.
    fn negated(&self, rule: &Rule) -> String {
        match &rule.text {
            Some(text) => self.fill("check_not", &[("text", text)]),
            None => self.compared_in_words(rule, true),
        }
    }

    /// A comparison made from names, or its opposite.
    fn compared_in_words(&self, rule: &Rule, not: bool) -> String {
        let Some(fact) = self.compared(rule) else { return String::new() };
        let unit = fact.unit.as_deref().unwrap_or_default();
        let word = |answer: &At<Answer>| self.answer(fact, &answer.value.to_string());
        let number = fact.kind == FactKind::Integer;
        let say = |(option, count): (&Keys, &Keys), a: &str, b: &str| {
            let key = if number { count } else { option }[usize::from(not)];
            self.fill(key, &[("fact", &fact.name), ("a", a), ("b", b), ("unit", unit)])
        };
        let list = |answers: &[At<Answer>]| {
            let words: Vec<_> = answers.iter().map(word).collect();
            words.join(self.theme.text("list_separator"))
        };
        if let (Some(answer), FactKind::Boolean) = (&rule.is, fact.kind) {
            // The opposite of one answer is the other.
            let yes = (answer.value == Answer::Boolean(true)) != not;
            return self
                .fill("check_is", &[("fact", &fact.name), ("a", self.theme.text(if yes { "yes" } else { "no" }))]);
        }
        match (&rule.is, &rule.one_of, &rule.between) {
            (Some(answer), ..) => return say((&IS, &NUMBER), &word(answer), ""),
            (_, Some(answers), _) => return say((&ONE_OF, &ONE_OF), &list(answers), ""),
            (.., Some((from, to))) => return say((&BETWEEN, &NUMBER_BETWEEN), &word(from), &word(to)),
            _ => {}
        }
        match (&rule.at_least, &rule.at_most, &rule.has) {
            (Some(answer), ..) => say((&LEAST, &NUMBER_LEAST), &word(answer), ""),
            (_, Some(answer), _) => say((&MOST, &NUMBER_MOST), &word(answer), ""),
            (.., Some(answer)) => say((&HAS, &HAS), &word(answer), ""),
            _ => fact.name.clone(),
        }
    }

    /// The words for an answer as it is written.
    pub(super) fn answer(&self, fact: &Fact, written: &str) -> String {
        match (fact.kind, written) {
            (FactKind::Boolean, "true") => self.theme.text("yes").to_owned(),
            (FactKind::Boolean, _) => self.theme.text("no").to_owned(),
            _ => {
                let found = names(self.site, fact).into_iter().find(|(id, _)| id == written);
                found.map_or_else(|| written.to_owned(), |(_, name)| name)
            }
        }
    }
}
