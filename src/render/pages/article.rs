//! What interpretations, questions and other pages have in common.

use crate::render::context::{RenderContext, encode};
use crate::render::metadata::Head;
use crate::render::view::{self, Row, plain};
use crate::source::FileId;
use crate::syntax::markdown::{Document, Heading};

/// Headings from which on an article has a table of contents.
const TOC_FROM: usize = 4;

/// Related articles of one sort that a page links to, at most; the list of the column has them all.
const NEAR: usize = 12;

impl<'a> RenderContext<'a> {
    pub(super) fn article(&self, head: &mut Head, rows: Vec<Row>, (body, file): (&Document, FileId)) -> view::Article {
        let headings: Vec<_> = body.headings.iter().filter(|heading| heading.level <= 3).collect();
        let entry = |heading: &&Heading| view::Toc {
            label: String::new(),
            title: heading.text.clone(),
            href: format!("#{}", encode(&heading.id)),
            level: usize::from(heading.level).saturating_sub(1).max(1),
        };
        let toc = if headings.len() >= TOC_FROM { headings.iter().map(entry).collect() } else { Vec::new() };
        let html = head.place(self.html(body, file));
        let summary = view::Html::reachable(&head.description);
        view::Article { summary, rows, toc, html, picture: None, answered: true, lapsed: None, related: Vec::new() }
    }

    pub(super) fn keywords(&self, keywords: &[String]) -> Option<Row> {
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
pub(super) fn near(count: usize, own: usize) -> impl Iterator<Item = usize> {
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
