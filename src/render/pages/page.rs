//! A page of the site that belongs to no other collection.

use super::{Listing, RecordPage, made};
use crate::model::article::Page;
use crate::model::{Kind, Record};
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Head};
use crate::render::view;

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Page,
    template: "article.html",
    make: |cx, index| made(cx.page(index, &cx.site.content.pages[index])),
    list: Listing::PLAIN,
    download: None,
};

impl<'a> RenderContext<'a> {
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
}
