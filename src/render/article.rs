//! Interpretations, questions and other pages → their pages.

use crate::model::article::{Interpretation, Page, Question};
use crate::model::{Kind, Record};
use crate::syntax::markdown::Document;
use crate::syntax::value::Known;

use super::frame::{Frame, plain};
use super::shell::{Article, Head};
use super::view::{self, Row};

/// Headings from which on an article has a table of contents.
const TOC_FROM: usize = 4;

/// Related articles of one sort that a page links to, at most; the list of the column has them all.
const NEAR: usize = 12;

impl<'a> Frame<'a> {
    pub fn interpretation(&self, index: usize, record: &'a Record<Interpretation>) -> (Head, view::Article) {
        let data = &record.data;
        let mut head = Head::new("article", data.title.clone(), data.summary.clone());
        head.article = Some(Article {
            published_on: data.published_on.value.get().copied(),
            origin: data.author.as_ref().and_then(|author| author.get().cloned()),
            keywords: data.keywords.clone(),
        });
        head.dates = self.dates(&data.made_on.value, &data.published_on.value);
        head.sources = data.source.as_ref().map_or_else(Vec::new, |source| self.sources(source));
        head.verified = data.verified;
        let mut rows = vec![
            self.row("l_policies", self.links_value(&self.links(Kind::Policy, &data.policies))),
            self.row("l_author", self.author(data.author.as_ref())),
        ];
        rows.extend(self.keywords(&data.keywords));
        let mut view = self.article(&mut head, rows, (&record.body, record.file));
        view.lapsed = self.lapsed_article(Kind::Interpretation, index);
        let others = near(self.site.content.interpretations.len(), index);
        let others = self.listed(Kind::Interpretation, others.collect());
        view.related = self.related([("related_interpretations", others)]);
        (head, view)
    }

    fn author(&self, author: Option<&Known<String>>) -> view::Value {
        author.map_or_else(|| plain(self.theme.text("author_site")), |author| self.known(author))
    }

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

    pub fn page(&self, index: usize, record: &'a Record<Page>) -> (Head, view::Article) {
        let data = &record.data;
        let mut head = Head::new("article", data.title.clone(), data.summary.clone());
        head.article = Some(Article {
            published_on: data.published_on.value.get().copied(),
            origin: None,
            keywords: data.keywords.clone(),
        });
        head.dates = self.dates(&data.made_on.value, &data.published_on.value);
        head.sources = data.source.as_ref().map_or_else(Vec::new, |source| self.sources(source));
        head.verified = data.verified;
        let mut view = self.article(&mut head, Vec::new(), (&record.body, record.file));
        view.lapsed = self.lapsed_article(Kind::Page, index);
        (head, view)
    }

    fn article(
        &self,
        head: &mut Head,
        rows: Vec<Row>,
        (body, file): (&Document, crate::source::FileId),
    ) -> view::Article {
        let headings: Vec<_> = body.headings.iter().filter(|heading| heading.level <= 3).collect();
        let entry = |heading: &&crate::syntax::markdown::Heading| view::Toc {
            label: String::new(),
            title: heading.text.clone(),
            href: format!("#{}", super::frame::encode(&heading.id)),
            level: usize::from(heading.level).saturating_sub(1).max(1),
        };
        let toc = if headings.len() >= TOC_FROM { headings.iter().map(entry).collect() } else { Vec::new() };
        let html = head.place(self.html(body, file));
        let summary = head.description.clone();
        view::Article { summary, rows, toc, html, answered: true, lapsed: None, related: Vec::new() }
    }

    fn keywords(&self, keywords: &[String]) -> Option<Row> {
        let words = keywords.join(self.theme.text("list_separator"));
        (!keywords.is_empty()).then(|| self.row("l_keywords", plain(&words)))
    }

    /// Lists of related things, the empty ones left out.
    pub fn related<const N: usize>(&self, lists: [(&'a str, Vec<view::Link>); N]) -> Vec<view::Related> {
        let lists = lists.into_iter().filter(|(_, links)| !links.is_empty());
        lists.map(|(key, links)| view::Related { title: self.text(key), links }).collect()
    }
}

/// The places around `own` among `count`, itself left out.
fn near(count: usize, own: usize) -> impl Iterator<Item = usize> {
    let first = own.saturating_sub(NEAR / 2).min(count.saturating_sub(NEAR + 1));
    (first..count.min(first + NEAR + 1)).filter(move |&at| at != own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_on_both_sides_as_far_as_there_is_any() {
        let places = |count, own| near(count, own).collect::<Vec<_>>();
        assert_eq!(places(3, 1), [0, 2]);
        assert_eq!(places(1, 0), Vec::<usize>::new());
        assert_eq!(places(100, 0), (1..=12).collect::<Vec<_>>());
        assert_eq!(places(100, 99), (87..99).collect::<Vec<_>>());
        assert_eq!(places(100, 50), (44..50).chain(51..57).collect::<Vec<_>>());
    }
}
