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

impl<'a> Frame<'a> {
    pub fn interpretation(&self, index: usize, record: &'a Record<Interpretation>) -> (Head, view::Article) {
        let data = &record.data;
        let mut head = Head::new("article", data.title.clone(), data.summary.clone());
        head.article = Some(Article {
            published_on: data.published_on.value.get().copied(),
            origin: data.author.get().cloned(),
            keywords: data.keywords.clone(),
        });
        head.dates = self.dates(&data.made_on.value, &data.published_on.value);
        head.sources = data.source.as_ref().map_or_else(Vec::new, |source| self.sources(source));
        head.verified = data.verified;
        let mut rows = vec![
            self.row("l_policies", self.links_value(&self.links(Kind::Policy, &data.policies))),
            self.row("l_author", self.author(&data.author)),
        ];
        rows.extend(self.keywords(&data.keywords));
        let mut view = self.article(&data.summary, rows, (&record.body, record.file));
        let others = self.resting(Kind::Interpretation, |at| at != index);
        view.related = self.related([("related_interpretations", others)]);
        (head, view)
    }

    fn author(&self, author: &Known<String>) -> view::Value {
        self.known(author)
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
        let mut view = self.article(&data.summary, rows, (&record.body, record.file));
        view.answered = data.answered;
        let same = |at: usize| at != index && self.site.content.questions[at].data.group == data.group;
        view.related = self.related([("related_questions", self.resting(Kind::Question, same))]);
        (head, view)
    }

    pub fn page(&self, record: &'a Record<Page>) -> (Head, view::Article) {
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
        (head, self.article(&data.summary, Vec::new(), (&record.body, record.file)))
    }

    fn article(
        &self,
        summary: &str,
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
        let html = self.html(body, file);
        view::Article { summary: summary.to_owned(), rows, toc, html, answered: true, related: Vec::new() }
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
