//! An eligibility check → its page, its reviewers' page, and links to it with answers.

use rustc_hash::FxHashMap;

use crate::eligibility::rules::{self, Domain, Question as Asked};
use crate::eligibility::{Proved, Ruleset, names};
use crate::model::eligibility::{Check, Expected, Fact, FactKind, FactOption, Group, Mode, OptionsFrom, known_period};
use crate::model::{Kind, Record};
use crate::plan::Route;
use crate::syntax::value::{At, Id};

use super::condition::Said;
use super::frame::{Frame, plain};
use super::shell::{Article, Head};
use super::view::{self, CheckOption, Html, Question, ReviewGroup, ReviewRow, RulePart, Verdict};

impl<'a> Frame<'a> {
    pub fn check(&self, index: usize, record: &'a Record<Check>) -> (Head, view::Check) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = Head::new("check", data.title.clone(), html.words());
        head.article = Some(Article::default());
        head.sources = data.source.as_ref().map_or_else(Vec::new, |source| self.sources(source));
        head.verified = data.verified;
        let (_, end) = known_period(data.valid.as_ref());
        let review = data.review_by.as_ref().map(|date| date.value);
        let mut rows = vec![self.row("l_decided_by_check", self.stated(&data.decided_by))];
        if let Some(valid) = &data.valid {
            rows.push(self.row("l_valid", self.period(&crate::syntax::value::Known::Published(valid.value.clone()))));
        }
        if let Some(date) = review {
            rows.push(self.row("l_review_by", plain(&self.date(date))));
        }
        let mut view = view::Check {
            html,
            rows,
            stale: [end, review].into_iter().flatten().any(|date| date < self.site.as_of),
            questions: Vec::new(),
            excludes: Vec::new(),
            groups: Vec::new(),
            none: data.none.as_ref().map_or_else(Html::default, |none| self.prose(record, &none.next)),
            offices: Vec::new(),
            notices: if data.notices { self.notices_to_come() } else { Vec::new() },
            data: Html::default(),
            css: self.to(&self.theme.check_css.path, None),
            qr: self.plan.path(&Route::QrScript).is_some(),
            as_of: self.date(self.site.as_of),
            here: self.to(self.path, None),
            review: self.route(&Route::Review(index)),
        };
        if let Some(proved) = self.proved(index) {
            view.questions = proved.rules.questions.iter().filter_map(|question| self.asked(question)).collect();
            view.excludes = reasons(&proved.rules);
            view.groups = self.groups(record, &proved.rules);
            view.data = Html::script_data(&proved.rules.json());
            if view.questions.iter().any(|question| !question.office.is_empty()) {
                view.offices = self.check_offices();
            }
        }
        (head, view)
    }

    pub fn proved(&self, index: usize) -> Option<&'a Proved> {
        self.checks.get(index).and_then(Option::as_ref)
    }

    pub fn fact(&self, question: &Asked) -> Option<&'a Record<Fact>> {
        self.site.content.facts.get(question.fact)
    }

    /// Options of a question with their names.
    fn options(&self, fact: &Fact) -> Vec<(String, String)> {
        if fact.kind == FactKind::Boolean {
            return ["yes", "no"].map(|id| (id.to_owned(), self.theme.text(id).to_owned())).to_vec();
        }
        names(self.site, fact)
    }

    fn asked(&self, question: &Asked) -> Option<Question> {
        let record = self.fact(question)?;
        let fact = &record.data;
        let written = fact.options.iter().map(|option| (option.id.value.as_str(), option));
        // Of two options with one id the first.
        let written: FxHashMap<&str, &FactOption> = written.rev().collect();
        let option = |(id, text): (String, String)| {
            let own = written.get(id.as_str());
            let hint = own.and_then(|option| option.hint.clone()).unwrap_or_default();
            let reach = own.and_then(|option| option.reach.clone()).unwrap_or_default();
            CheckOption { hint, reach, id, text }
        };
        let (min, max) = match question.domain {
            Domain::Range(min, max) => (min, max),
            _ => (0, 0),
        };
        Some(Question {
            id: question.id.clone(),
            name: fact.name.clone(),
            text: fact.question.clone(),
            badges: self.unverified(fact.verified),
            hint: fact.hint.as_ref().map_or_else(Html::default, |hint| self.prose(record, hint)),
            kind: match fact.kind {
                FactKind::Several => "checkbox",
                FactKind::Integer => "number",
                _ => "radio",
            },
            options: self.options(fact).into_iter().map(option).collect(),
            unit: fact.unit.clone().unwrap_or_default(),
            min,
            max,
            reach: fact.reach.clone().unwrap_or_default(),
            more: fact.more.clone().unwrap_or_default(),
            unsure: fact.unsure.clone().unwrap_or_default(),
            office: match fact.options_from {
                Some(OptionsFrom::Employers) => "employers",
                Some(OptionsFrom::Districts) => "districts",
                _ => "",
            },
        })
    }

    fn groups(&self, record: &'a Record<Check>, rules: &'a Ruleset) -> Vec<view::CheckGroup> {
        let mut place = 0;
        let group = |(group, compiled): (&'a Group, &'a rules::Group)| {
            let outcome = |outcome: &'a crate::model::eligibility::Outcome| {
                // That of the whole check, where nothing nearer stands.
                let nearer = outcome.rule.value.source.is_some();
                let sources = outcome.source.as_ref().or(record.data.source.as_ref().filter(|_| !nearer));
                let own = place;
                let by = outcome.decided_by.as_ref().unwrap_or(&record.data.decided_by);
                let by = by.get().map(String::as_str).unwrap_or_default();
                place += 1;
                view::CheckOutcome {
                    id: outcome.id.value.to_string(),
                    title: outcome.name.clone(),
                    decided_by: by.to_owned(),
                    sources: sources.map_or_else(Vec::new, |sources| self.cited(sources)),
                    rule: self.rule(&outcome.rule, &rules.outcomes[own].rule, Said { by, not: false, around: None }),
                    next: outcome.next.as_ref().map_or_else(Html::default, |next| self.prose(record, next)),
                    grants: self.links(Kind::Benefit, &outcome.grants),
                }
            };
            let outcomes = group.outcomes.iter().map(outcome).collect();
            let mode = match group.mode {
                Mode::Independent => String::new(),
                Mode::Highest => self.text("check_mode_highest"),
                Mode::Exclusive => self.text("check_mode_exclusive"),
            };
            view::CheckGroup {
                title: group.name.clone(),
                mode,
                when: self.when(&record.data, group, compiled),
                outcomes,
            }
        };
        record.data.groups.iter().zip(&rules.groups).map(group).collect()
    }

    /// What has to be true for the outcomes of a group to be shown; it rests on what the whole check rests on, where
    /// nothing nearer stands.
    fn when(&self, check: &'a Check, group: &'a Group, compiled: &'a rules::Group) -> Option<RulePart> {
        let (rule, part) = group.when.as_ref().zip(compiled.when.as_ref())?;
        let mut when = self.rule(rule, part, Said { by: "", not: false, around: None });
        if when.sources.is_empty() {
            when.sources = check.source.as_ref().map_or_else(Vec::new, |sources| self.cited(sources));
        }
        Some(when)
    }

    /// The groups of outcomes that are not always shown.
    fn review_groups(&self, check: &'a Check, rules: &'a Ruleset) -> Vec<ReviewGroup> {
        let group = |(group, compiled): (&'a Group, &'a rules::Group)| {
            let outcomes = group.outcomes.iter().map(|outcome| outcome.name.clone()).collect();
            Some(ReviewGroup { outcomes, when: self.when(check, group, compiled)? })
        };
        check.groups.iter().zip(&rules.groups).filter_map(group).collect()
    }

    /// The notices that are not over yet.
    fn notices_to_come(&self) -> Vec<view::Card> {
        let today = self.site.as_of.to_string();
        let over = |card: &view::Card| card.closes.as_ref().is_some_and(|day| *day < today);
        let notices = (0..self.site.content.notices.len()).map(|at| self.card(Kind::Notice, at));
        notices.filter(|card| !over(card)).collect()
    }

    fn check_offices(&self) -> Vec<view::CheckOffice> {
        let office = |(index, record): (usize, &'a Record<crate::model::records::Office>)| {
            let data = &record.data;
            let ids = |refs: &[At<Id>]| refs.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(" ");
            view::CheckOffice {
                link: self.record_link(Kind::Office, index),
                badges: self.unverified(data.verified),
                rows: match data.contact.value() {
                    Ok(contact) => self.contact(contact),
                    Err(why) => vec![self.row("l_contact", self.ask(why))],
                },
                district: data.district.as_ref().map_or_else(String::new, |id| id.value.to_string()),
                employers: ids(&data.employers),
            }
        };
        self.site.content.offices.iter().enumerate().map(office).collect()
    }

    pub fn review(&self, index: usize, record: &'a Record<Check>) -> (Head, view::Review) {
        let data = &record.data;
        let title = self.fill("check_review_title", &[("check", &data.title)]);
        let mut head = Head::new("review", title, self.text("check_review_description"));
        head.article = Some(Article::default());
        head.column = Kind::Check.column();
        let mut view = view::Review {
            css: self.to(&self.theme.check_css.path, None),
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

/// Why answers contradict each other, in the order of the exclusions.
fn reasons(rules: &Ruleset) -> Vec<String> {
    rules.exclusions.iter().map(|exclusion| exclusion.reason.clone()).collect()
}
