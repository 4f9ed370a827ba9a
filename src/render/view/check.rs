//! An eligibility check and its reviewers' page.

use serde::Serialize;

use super::{Badge, Card, Html, Link, Row, Source};

/// `check.html`
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What it finds out, as HTML.
    pub html: Html,
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
    /// The rules as JSON for the script; never read as HTML.
    pub data: Html,
    /// Address of the style sheet.
    pub css: String,
    /// Results can have QR codes: the site has an address.
    pub qr: bool,
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
    /// The least number.
    pub min: i64,
    /// The greatest number.
    pub max: i64,
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

/// A part of a rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RulePart {
    /// Its heading (全部满足); empty for a condition.
    pub title: String,
    /// Its parts.
    pub parts: Vec<RulePart>,
    /// The condition.
    pub text: String,
    /// What is said when it is met.
    pub met: String,
    /// What is said when it is not met.
    pub unmet: String,
    /// Who confirms it or knows the rule, in words; empty for what an answer decides.
    pub by: String,
    /// Who knows the rule; empty for anything else.
    pub ask: String,
    /// Marks of its fact.
    pub badges: Vec<Badge>,
    /// Papers that prove it.
    pub papers: Vec<String>,
    /// What it rests on, when that is not what the part around it rests on.
    pub sources: Vec<Source>,
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
