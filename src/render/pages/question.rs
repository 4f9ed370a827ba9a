//! A question and its answer.

use super::article::near;
use super::{Listing, RecordGroup, RecordPage, made};
use crate::model::article::Question;
use crate::model::{Kind, Record};
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Head};
use crate::render::view::{self, Html};

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Question,
    template: "article.html",
    make: |cx, index| made(cx.question(index, &cx.site.content.questions[index])),
    list: Listing { card: Some(card), groups: |cx, _| cx.question_groups(), ..Listing::PLAIN },
    download: None,
};

impl<'a> RenderContext<'a> {
    pub fn question(&self, index: usize, record: &'a Record<Question>) -> (Head, view::Article) {
        let data = &record.data;
        let mut head = Head::new("article", data.title.clone(), data.summary.clone());
        head.article = Some(Article {
            published_on: data.published_on.value.get().copied(),
            origin: None,
            keywords: data.keywords.clone(),
        });
        head.dates = self.dates(&data.made_on.value, &data.published_on.value);
        head.sources = self.sources(&data.source);
        head.verified = data.verified;
        let rows = self.keywords(&data.keywords).into_iter().collect();
        let mut view = self.article(&mut head, rows, (&record.body, record.file));
        view.answered = data.answered;
        view.lapsed = self.lapsed_article(Kind::Question, index);
        view.related = self.related([("related_questions", self.same_group(index))]);
        (head, view)
    }

    /// Links to the questions that are listed next to a question.
    fn same_group(&self, index: usize) -> Vec<view::Link> {
        let questions = &self.site.content.questions;
        let place = |at: usize| (questions[at].data.order, at);
        let group = |group: &&Vec<usize>| questions[group[0]].data.group == questions[index].data.group;
        let Some(group) = self.site.question_groups().iter().find(group) else { return Vec::new() };
        let own = group.partition_point(|&at| place(at) < place(index));
        let mut same: Vec<usize> = near(group.len(), own).map(|at| group[at]).collect();
        same.sort_unstable();
        self.listed(Kind::Question, same)
    }

    fn question_groups(&self) -> Vec<RecordGroup> {
        let questions = &self.site.content.questions;
        let group = |(number, own): (usize, &Vec<usize>)| {
            let title = own.first().map(|&first| questions[first].data.group.clone());
            let mut records = own.clone();
            self.in_force_first(Kind::Question, &mut records);
            RecordGroup { title, id: format!("group-{}", number + 1), records }
        };
        self.site.question_groups().iter().enumerate().map(group).collect()
    }
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let data = &cx.site.content.questions[index].data;
    card.html = Html::reachable(&data.summary);
    card.sources = cx.cited(&data.source);
    if !data.answered {
        card.badges.push(cx.badge("unanswered", "muted"));
    }
}
