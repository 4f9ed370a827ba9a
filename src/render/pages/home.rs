//! The home page.

use std::collections::BTreeMap;

use super::{SitePage, made};
use crate::model::Kind;
use crate::model::settings;
use crate::plan::Route;
use crate::render::context::RenderContext;
use crate::render::metadata::Head;
use crate::render::reach;
use crate::syntax::value::Known;

/// Cards and links of each sort on the home page.
const FEW: usize = 8;

/// The row of the table.
pub(super) const PAGE: SitePage = SitePage { path: "index.html", template: "home.html", make: |cx| made(cx.home()) };

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `home.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Home {
        /// One sentence that says what the site is.
        pub summary: String,
        /// The first check, which the page leads to before all else.
        pub start: Option<Link>,
        /// Whom to call, as HTML; nothing when there is no number.
        pub telephone: Option<Html>,
        /// What readers ask first, with an answer in a line each.
        pub essentials: Vec<Essential>,
        /// Facts about the whole, with their sources.
        pub highlights: Vec<Highlight>,
        /// The steps of the process in which a trainee has something to do.
        pub steps: Vec<Step>,
        /// What a step without a time limit means, when there is one.
        pub open_note: Option<String>,
        /// Eligibility checks.
        pub checks: Vec<Card>,
        /// What a participant gets.
        pub benefits: Vec<Card>,
        /// Admissions notices.
        pub notices: Vec<Card>,
        /// Interpretations.
        pub interpretations: Vec<Card>,
        /// Policies.
        pub policies: Vec<Card>,
        /// The questions that are asked first.
        pub questions: Vec<Link>,
        /// Fields.
        pub fields: Vec<Link>,
        /// Addresses of the column pages by column id; empty when there is no such column.
        pub columns: std::collections::BTreeMap<String, String>,
    }

    /// What a reader asks, and the answer in a line.
    #[derive(Clone, Debug, Serialize)]
    pub struct Essential {
        /// What is asked.
        pub label: String,
        /// The answer.
        pub text: String,
        /// Address of the whole answer.
        pub href: Option<String>,
        /// There is no answer yet; the text says so.
        pub unanswered: bool,
    }

    /// A fact of the home page.
    #[derive(Clone, Debug, Serialize)]
    pub struct Highlight {
        /// What it is.
        pub label: String,
        /// Its value.
        pub value: String,
        /// Its sources.
        pub sources: Vec<Source>,
    }
}

impl<'a> RenderContext<'a> {
    pub fn home(&self) -> (Head, view::Home) {
        let settings = &self.site.settings;
        let content = &self.site.content;
        let head = Head::new("home", settings.title.clone(), settings.summary.clone());
        let highlight = |highlight: &settings::Highlight| view::Highlight {
            label: highlight.label.clone(),
            value: highlight.value.clone(),
            sources: self.cited(&highlight.source),
        };
        let full = |at: &usize| content.policies[*at].data.full_text;
        let mut questions: Vec<usize> = (0..content.questions.len()).collect();
        questions.sort_by_key(|&at| (content.questions[at].data.order, at));
        self.in_force_first(Kind::Question, &mut questions);
        let cards = |kind: Kind, of: Vec<usize>| {
            let mut cards: Vec<_> = of.into_iter().map(|at| self.card(kind, at)).collect();
            let all = cards.len();
            view::fill_rows(&mut cards, 0, all);
            cards
        };
        let few = |kind: Kind| cards(kind, self.in_order(kind).into_iter().take(FEW).collect());
        let steps: Vec<_> = self.trainee_steps().into_iter().map(|at| self.step(at)).collect();
        let view = view::Home {
            open_note: steps.iter().any(|step| step.tone == "open").then(|| self.text("clock_rest")),
            summary: settings.summary.clone(),
            start: self.in_order(Kind::Check).first().map(|&at| self.record_link(Kind::Check, at)),
            telephone: settings.contact.phone.as_ref().and_then(Known::get).map(|number| reach::telephone(number)),
            essentials: settings.essentials.iter().filter_map(|essential| self.essential(essential)).collect(),
            highlights: settings.highlights.iter().map(highlight).collect(),
            steps,
            checks: cards(Kind::Check, self.in_order(Kind::Check)),
            benefits: few(Kind::Benefit),
            notices: few(Kind::Notice),
            interpretations: few(Kind::Interpretation),
            policies: cards(Kind::Policy, self.in_order(Kind::Policy).into_iter().filter(full).take(FEW).collect()),
            questions: questions.into_iter().take(FEW).map(|at| self.listed_link(Kind::Question, at)).collect(),
            fields: (0..content.fields.len()).map(|at| self.record_link(Kind::Field, at)).collect(),
            columns: self.column_addresses(),
        };
        (head, view)
    }

    fn essential(&self, essential: &settings::Essential) -> Option<view::Essential> {
        let at = self.site.find(Kind::Question, &essential.question.value)?;
        let question = &self.site.content.questions.get(at)?.data;
        Some(view::Essential {
            label: essential.label.clone(),
            text: question.summary.clone(),
            href: self.record(Kind::Question, at, None),
            unanswered: !question.answered,
        })
    }

    /// The steps in which a trainee has something to do; all where none says so.
    pub fn trainee_steps(&self) -> Vec<usize> {
        let steps = &self.site.content.steps;
        let own: Vec<usize> = (0..steps.len()).filter(|&at| steps[at].data.trainee.is_some()).collect();
        if own.is_empty() { (0..steps.len()).collect() } else { own }
    }

    fn column_addresses(&self) -> BTreeMap<String, String> {
        let columns = Kind::ALL.into_iter().filter_map(Kind::column);
        columns.map(|id| (id.folder().to_owned(), self.route(&Route::Column(id)).unwrap_or_default())).collect()
    }
}
