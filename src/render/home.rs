//! The home page, the site map and the pages without records of their own.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::settings::ColumnId;
use crate::plan::Route;

use super::frame::Frame;
use super::shell::Head;
use super::view::{self, Related};

/// Cards and links of each sort on the home page.
const FEW: usize = 8;

impl<'a> Frame<'a> {
    pub fn home(&self) -> (Head, view::Home) {
        let settings = &self.site.settings;
        let content = &self.site.content;
        let head = Head::new("home", settings.title.clone(), settings.summary.clone());
        let highlight = |highlight: &crate::model::settings::Highlight| view::Highlight {
            label: highlight.label.clone(),
            value: highlight.value.clone(),
            sources: self.cited(&highlight.source),
        };
        let full = |at: &usize| content.policies[*at].data.full_text;
        let mut questions: Vec<usize> = (0..content.questions.len()).collect();
        questions.sort_by_key(|&at| (content.questions[at].data.order, at));
        self.in_force_first(Kind::Question, &mut questions);
        let cards = |kind: Kind, of: Vec<usize>| of.into_iter().map(|at| self.card(kind, at)).collect();
        let few = |kind: Kind| cards(kind, self.in_order(kind).into_iter().take(FEW).collect());
        let view = view::Home {
            summary: settings.summary.clone(),
            highlights: settings.highlights.iter().map(highlight).collect(),
            steps: self.trainee_steps(),
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

    /// The steps in which a trainee has something to do; all where none says so.
    fn trainee_steps(&self) -> Vec<view::Step> {
        let (own, others): (Vec<_>, Vec<_>) = self.steps().into_iter().partition(|step| step.trainee.is_some());
        if own.is_empty() { others } else { own }
    }

    fn column_addresses(&self) -> BTreeMap<String, String> {
        let columns = Kind::ALL.into_iter().filter_map(Kind::column);
        columns.map(|id| (id.folder().to_owned(), self.route(&Route::Column(id)).unwrap_or_default())).collect()
    }

    pub fn site_map(&self) -> view::Plain {
        let mut groups = Vec::new();
        for id in self.site.settings.columns.iter().map(|column| column.id.value) {
            groups.push(self.site_map_group(id));
        }
        let pages: Vec<_> = (0..self.site.content.pages.len()).map(|at| self.record_link(Kind::Page, at)).collect();
        groups.extend(self.related([("related_pages", pages)]));
        view::Plain { groups }
    }

    /// Links to the columns, for a reader whose address led nowhere.
    pub fn ways_on(&self) -> view::Plain {
        let columns = self.site.settings.columns.iter().map(|column| self.column_link(column.id.value)).collect();
        view::Plain { groups: self.related([("title_sitemap", columns)]) }
    }

    fn site_map_group(&self, id: ColumnId) -> Related {
        let kind = id.kind();
        let mut links = vec![self.column_link(id)];
        if kind.has_page() {
            links.extend(self.listed(kind, (0..self.site.content.count(kind)).collect()));
        }
        Related { title: self.column_name(id), links }
    }
}
