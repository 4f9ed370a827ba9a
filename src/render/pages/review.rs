//! A check's page for those who review its rules: every result with the answers that lead to it.

use super::Page;
use super::check::reasons;
use crate::eligibility::Ruleset;
use crate::eligibility::rules::{self, Domain, Question as Asked};
use crate::model::eligibility::{Check, Expected, Group};
use crate::model::{Kind, Record};
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Head};
use crate::render::view::plain;
use crate::theme::Bundle;
use view::{ReviewGroup, ReviewRow, Verdict};

/// Its template.
pub(super) const TEMPLATE: &str = "review.html";

/// The page of a check.
pub(super) fn make(cx: &RenderContext<'_>, index: usize) -> Page {
    super::made(cx.review(index, &cx.site.content.checks[index]))
}

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `review.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Review {
        /// Address of the style sheet.
        pub css: String,
        /// Back to the check.
        pub check: Link,
        /// How many answers were tried, in words.
        pub summary: String,
        /// Why answers contradict each other.
        pub excludes: Vec<String>,
        /// Groups of outcomes that are not always shown.
        pub groups: Vec<ReviewGroup>,
        /// Names of the outcomes.
        pub outcomes: Vec<String>,
        /// Every distinct result.
        pub results: Vec<ReviewRow>,
        /// The personas.
        pub personas: Vec<ReviewRow>,
    }

    /// A group of outcomes that is not always shown.
    #[derive(Clone, Debug, Serialize)]
    pub struct ReviewGroup {
        /// Names of its outcomes.
        pub outcomes: Vec<String>,
        /// What has to be true for them to be shown.
        pub when: RulePart,
    }

    /// A result with its answers.
    #[derive(Clone, Debug, Serialize)]
    pub struct ReviewRow {
        /// Name of the persona, or number of the result.
        pub title: String,
        /// What each outcome comes to, in words.
        pub verdicts: Vec<Verdict>,
        /// How many combinations of answers lead to it.
        pub count: String,
        /// The answers, in words.
        pub answers: Vec<Row>,
        /// The check with these answers.
        pub href: String,
    }

    /// A result of an outcome.
    #[derive(Clone, Debug, Serialize)]
    pub struct Verdict {
        /// In words.
        pub text: String,
        /// `good`, `neutral`, `warn` or `muted`.
        pub tone: &'static str,
    }
}

impl<'a> RenderContext<'a> {
    pub fn review(&self, index: usize, record: &'a Record<Check>) -> (Head, view::Review) {
        let data = &record.data;
        let title = self.fill("check_review_title", &[("check", &data.title)]);
        let mut head = Head::new("review", title, self.text("check_review_description"));
        head.article = Some(Article::default());
        head.column = Kind::Check.column();
        let mut view = view::Review {
            css: self.asset(Bundle::CheckCss),
            check: self.record_link(Kind::Check, index),
            summary: String::new(),
            excludes: Vec::new(),
            groups: Vec::new(),
            outcomes: data
                .groups
                .iter()
                .flat_map(|group| &group.outcomes)
                .map(|outcome| outcome.name.clone())
                .collect(),
            results: Vec::new(),
            personas: Vec::new(),
        };
        let Some(proved) = self.proved(index) else { return (head, view) };
        let all = proved.outlines.iter().fold(0u64, |all, outline| all.saturating_add(outline.count));
        let results = proved.outlines.len().to_string();
        view.summary = self.fill("check_review_summary", &[("n", &all.to_string()), ("results", &results)]);
        view.excludes = reasons(&proved.rules);
        view.groups = self.review_groups(data, &proved.rules);
        let row = |title: String, verdicts: &[Expected], count: String, answers: &[Option<i64>]| ReviewRow {
            title,
            verdicts: self.verdicts(&proved.rules, verdicts, answers),
            count,
            answers: self.answers(&proved.rules, answers),
            href: self.check_with(index, answers, true).unwrap_or_default(),
        };
        let results = proved.outlines.iter().enumerate();
        view.results = results
            .map(|(at, outline)| {
                row((at + 1).to_string(), &outline.verdicts, outline.count.to_string(), &outline.example)
            })
            .collect();
        let personas = data.personas.iter().zip(&proved.personas);
        view.personas = personas
            .filter_map(|(persona, answers)| {
                let answers = answers.as_ref()?;
                let verdicts: Vec<_> = proved.rules.judge(answers).iter().map(|verdict| verdict.status()).collect();
                Some(row(persona.name.value.clone(), &verdicts, String::new(), answers))
            })
            .collect();
        (head, view)
    }

    /// The groups of outcomes that are not always shown.
    fn review_groups(&self, check: &'a Check, rules: &'a Ruleset) -> Vec<ReviewGroup> {
        let group = |(group, compiled): (&'a Group, &'a rules::Group)| {
            let outcomes = group.outcomes.iter().map(|outcome| outcome.name.clone()).collect();
            Some(ReviewGroup { outcomes, when: self.when(check, group, compiled)? })
        };
        check.groups.iter().zip(&rules.groups).filter_map(group).collect()
    }

    /// What each outcome comes to, of those that the page shows with these answers.
    fn verdicts(&self, rules: &Ruleset, verdicts: &[Expected], answers: &[Option<i64>]) -> Vec<Verdict> {
        let known = rules.heard(answers);
        let shown = |at: usize| {
            let group = rules.groups.iter().find(|group| group.outcomes.contains(&at));
            let when = group.and_then(|group| group.when.as_ref());
            when.is_none_or(|when| rules.part(when, &known).most > 0)
        };
        let one = |(at, verdict): (usize, &Expected)| match shown(at) {
            true => self.verdict(*verdict),
            false => Verdict { text: self.text("check_review_not_shown"), tone: "muted" },
        };
        verdicts.iter().enumerate().map(one).collect()
    }

    fn verdict(&self, expected: Expected) -> Verdict {
        let (key, tone) = match expected {
            Expected::Met => ("check_short_met", "good"),
            Expected::Confirm => ("check_short_confirm", "neutral"),
            Expected::Unknown => ("check_short_unknown", "muted"),
            Expected::Unmet => ("check_short_unmet", "warn"),
        };
        Verdict { text: self.theme.text(key).to_owned(), tone }
    }

    /// Answers in words, of the questions that are asked.
    fn answers(&self, rules: &Ruleset, answers: &[Option<i64>]) -> Vec<view::Row> {
        let asked = rules.asked(answers);
        let row = |(at, question): (usize, &Asked)| {
            let fact = &self.fact(question)?.data;
            let value = match (answers[at], &question.domain) {
                (None, _) => fact.unsure.clone().unwrap_or_else(|| self.theme.text("check_unanswered").to_owned()),
                (Some(value), Domain::Range(..)) => format!("{value}{}", fact.unit.as_deref().unwrap_or_default()),
                (Some(value), Domain::One(options)) => {
                    let written = options.get(value as usize).map_or("", String::as_str);
                    self.answer(fact, if written == "yes" { "true" } else { written })
                }
                (Some(value), Domain::Several(options)) => {
                    let chosen = options.iter().enumerate().filter(|(bit, _)| value >> bit & 1 == 1);
                    let words: Vec<_> = chosen.map(|(_, option)| self.answer(fact, option)).collect();
                    if words.is_empty() {
                        self.theme.text("check_nothing").to_owned()
                    } else {
                        words.join(self.theme.text("list_separator"))
                    }
                }
            };
            Some(view::Row::new(fact.name.clone(), plain(&value)))
        };
        rules.questions.iter().enumerate().filter(|(at, _)| asked[*at]).filter_map(row).collect()
    }
}
