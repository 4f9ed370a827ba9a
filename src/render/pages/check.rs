//! An eligibility check.

use rustc_hash::FxHashMap;

use super::{Listing, RecordPage, made};
use crate::eligibility::rules::{self, Domain, Question as Asked};
use crate::eligibility::{Proved, Ruleset, names};
use crate::model::eligibility::{Check, Fact, FactKind, FactOption, Group, Mode, OptionsFrom, known_period};
use crate::model::records::Notice;
use crate::model::{ColumnId, Kind, Record};
use crate::plan::Route;
use crate::render::condition::Said;
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Download, Head};
use crate::render::view::{Html, plain};
use crate::syntax::value::{At, Id};
use crate::theme::Bundle;
use view::{CheckOption, Question, RulePart};

/// Characters of an answer that is short.
const SHORT: usize = 8;
/// Seconds that a question takes to be read and answered.
const SECONDS: usize = 10;
/// Notices that a result lists; the column has all.
const NOTICES: usize = 12;

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Check,
    template: "check.html",
    make: |cx, index| made(cx.check(index, &cx.site.content.checks[index])),
    list: Listing { card: Some(card), ..Listing::PLAIN },
    download: Some(|index| Download { route: Route::Print(Kind::Check, index), text: "download_poster" }),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `check.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Check {
        /// What it finds out, as HTML.
        pub html: Html,
        /// How many questions it asks and how long that takes, in words.
        pub length: String,
        /// Who decides, when the rules hold.
        pub rows: Vec<Row>,
        /// The rules do not hold any more, or somebody had to look at them again.
        pub stale: bool,
        /// Its questions.
        pub questions: Vec<Question>,
        /// Why answers contradict each other, in the order of the exclusions of the rules.
        pub excludes: Vec<String>,
        /// Its outcomes.
        pub groups: Vec<CheckGroup>,
        /// What is said when no outcome is met, as HTML.
        pub none: Html,
        /// The offices of those who were asked for employer type and district.
        pub offices: Vec<CheckOffice>,
        /// Admissions notices.
        pub notices: Vec<Card>,
        /// Address of the column with all of them, when there are more.
        pub all_notices: Option<String>,
        /// The rules as JSON for the script; never read as HTML.
        pub data: Html,
        /// Address of the style sheet.
        pub css: String,
        /// Address of the script that makes QR codes of results; nothing when the site has no address.
        pub qr: Option<String>,
        /// The day to which the site has been brought up to date.
        pub as_of: String,
        /// Address of the page itself, without answers.
        pub here: String,
        /// The reviewers' page.
        pub review: Option<String>,
    }

    /// A question.
    #[derive(Clone, Debug, Serialize)]
    pub struct Question {
        /// Id of its fact.
        pub id: String,
        /// Name of its fact.
        pub name: String,
        /// The question.
        pub text: String,
        /// Marks.
        pub badges: Vec<Badge>,
        /// What helps to answer, as HTML.
        pub hint: Html,
        /// `radio`, `checkbox` or `number`.
        pub kind: &'static str,
        /// The answers.
        pub options: Vec<CheckOption>,
        /// The unit of a number.
        pub unit: String,
        /// Between which numbers one lies, in words; empty for other questions.
        pub range: String,
        /// What is said when nothing or no such number was answered; empty for the usual words.
        pub wrong: String,
        /// Its answers are a few characters each, so that several stand in a row.
        pub short: bool,
        /// What is missing, in words with places; empty for the usual words.
        pub reach: String,
        /// What is missing of a number that is there, in words with places; empty for the usual words.
        pub more: String,
        /// The words of “not sure”; empty when that is no answer.
        pub unsure: String,
        /// `employers` or `districts` when the answer finds the office.
        pub office: &'static str,
    }

    /// An answer.
    #[derive(Clone, Debug, Serialize)]
    pub struct CheckOption {
        /// Its id.
        pub id: String,
        /// What is shown.
        pub text: String,
        /// What helps to choose it.
        pub hint: String,
        /// What is missing when it has to become this; empty for the words of the question.
        pub reach: String,
    }

    /// Outcomes that belong together.
    #[derive(Clone, Debug, Serialize)]
    pub struct CheckGroup {
        /// Its name.
        pub title: Option<String>,
        /// How its outcomes go together, in words; empty when each stands by itself.
        pub mode: String,
        /// What has to be true for its outcomes to be shown; nothing when they always are.
        pub when: Option<RulePart>,
        /// Its outcomes.
        pub outcomes: Vec<CheckOutcome>,
    }

    /// An outcome.
    #[derive(Clone, Debug, Serialize)]
    pub struct CheckOutcome {
        /// Its id.
        pub id: String,
        /// What one may do.
        pub title: String,
        /// Who decides; empty when that is not stated.
        pub decided_by: String,
        /// What it rests on.
        pub sources: Vec<Source>,
        /// Its rule.
        pub rule: RulePart,
        /// What to do next, as HTML.
        pub next: Html,
        /// The benefits that it opens.
        pub grants: Vec<Link>,
    }

    /// An office, for whom.
    #[derive(Clone, Debug, Serialize)]
    pub struct CheckOffice {
        /// The office.
        pub link: Link,
        /// Marks.
        pub badges: Vec<Badge>,
        /// How to reach it.
        pub rows: Vec<Row>,
        /// Its district; empty for the whole city.
        pub district: String,
        /// Employer types, with spaces between.
        pub employers: String,
    }
}

impl<'a> RenderContext<'a> {
    pub fn check(&self, index: usize, record: &'a Record<Check>) -> (Head, view::Check) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = Head::new("check", data.title.clone(), html.words());
        head.article = Some(Article::default());
        head.sources = data.source.as_ref().map_or_else(Vec::new, |source| self.sources(source));
        head.verified = data.verified;
        let (notices, is_cut) = if data.notices { self.notices_to_come() } else { (Vec::new(), false) };
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
            length: String::new(),
            rows,
            stale: [end, review].into_iter().flatten().any(|date| date < self.site.as_of),
            questions: Vec::new(),
            excludes: Vec::new(),
            groups: Vec::new(),
            none: data.none.as_ref().map_or_else(Html::default, |none| self.prose(record, &none.next)),
            offices: Vec::new(),
            notices,
            all_notices: is_cut.then(|| self.route(&Route::Column(ColumnId::Notices))).flatten(),
            data: Html::default(),
            css: self.asset(Bundle::CheckCss),
            qr: self.route(&Route::Asset(Bundle::QrJs)),
            as_of: self.date(self.site.as_of),
            here: self.to(self.path, None),
            review: self.route(&Route::Review(index)),
        };
        if let Some(proved) = self.proved(index) {
            view.questions = proved.rules.questions.iter().filter_map(|question| self.asked(question)).collect();
            view.length = self.length(view.questions.len());
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
        let unit = fact.unit.clone().unwrap_or_default();
        let in_range = |key| match question.domain {
            Domain::Range(min, max) => {
                self.fill(key, &[("min", &min.to_string()), ("max", &max.to_string()), ("unit", &unit)])
            }
            _ => String::new(),
        };
        let options: Vec<_> = self.options(fact).into_iter().map(option).collect();
        let is_short = |option: &CheckOption| option.hint.is_empty() && option.text.chars().count() <= SHORT;
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
            range: in_range("check_range"),
            wrong: match fact.kind {
                FactKind::Integer => in_range("check_wrong_number"),
                FactKind::Several => self.text("check_wrong_several"),
                _ => String::new(),
            },
            short: options.len() > 2 && options.iter().all(is_short),
            options,
            unit,
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

    /// How many questions there are at most and how long they take, in words.
    fn length(&self, questions: usize) -> String {
        let minutes = (questions * SECONDS).div_ceil(60);
        self.fill("check_length", &[("n", &questions.to_string()), ("m", &minutes.to_string())])
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
    pub(super) fn when(&self, check: &'a Check, group: &'a Group, compiled: &'a rules::Group) -> Option<RulePart> {
        let (rule, part) = group.when.as_ref().zip(compiled.when.as_ref())?;
        let mut when = self.rule(rule, part, Said { by: "", not: false, around: None });
        if when.sources.is_empty() {
            when.sources = check.source.as_ref().map_or_else(Vec::new, |sources| self.cited(sources));
        }
        Some(when)
    }

    /// The first notices that are not over yet, and whether there are more.
    fn notices_to_come(&self) -> (Vec<view::Card>, bool) {
        let all = self.layout.open_notices.get_or_init(|| {
            let notices = self.site.content.notices.iter().enumerate();
            notices.filter(|(_, notice)| !self.is_over(&notice.data)).map(|(at, _)| at).take(NOTICES + 1).collect()
        });
        let listed = all.iter().take(NOTICES).map(|&at| self.card(Kind::Notice, at)).collect();
        (listed, all.len() > NOTICES)
    }

    fn is_over(&self, notice: &Notice) -> bool {
        let enrolment = notice.enrolment.value.get();
        enrolment.and_then(|period| period.to.get()).is_some_and(|day| *day < self.site.as_of)
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
}

/// Why answers contradict each other, in the order of the exclusions.
pub(super) fn reasons(rules: &Ruleset) -> Vec<String> {
    rules.exclusions.iter().map(|exclusion| exclusion.reason.clone()).collect()
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let record = &cx.site.content.checks[index];
    card.html = cx.prose(record, &record.data.summary);
    card.rows = vec![cx.row("l_decided_by_check", cx.stated(&record.data.decided_by))];
}
