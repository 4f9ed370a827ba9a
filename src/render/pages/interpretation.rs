//! An interpretation of policies.

use super::article::near;
use super::{Listing, RecordPage, made};
use crate::model::article::Interpretation;
use crate::model::{Kind, Record};
use crate::plan::{Glance, Route};
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Download, Head};
use crate::render::view::{self, Html, plain};
use crate::syntax::value::Known;

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Interpretation,
    template: "article.html",
    make: |cx, index| made(cx.interpretation(index, &cx.site.content.interpretations[index])),
    list: Listing { card: Some(card), ..Listing::PLAIN },
    download: Some(|index| Download { route: Route::Print(Kind::Interpretation, index), text: "download_print" }),
};

impl<'a> RenderContext<'a> {
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
        let picture = self.route(&Route::Glance(index, Glance::Page));
        view.picture = picture.map(|href| view::Link { text: self.text("picture_link"), href: Some(href) });
        view.lapsed = self.lapsed_article(Kind::Interpretation, index);
        let others = near(self.site.content.interpretations.len(), index);
        let others = self.listed(Kind::Interpretation, others.collect());
        view.related = self.related([("related_interpretations", others)]);
        (head, view)
    }

    fn author(&self, author: Option<&Known<String>>) -> view::Value {
        author.map_or_else(|| plain(self.theme.text("author_site")), |author| self.known(author))
    }
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let data = &cx.site.content.interpretations[index].data;
    card.html = Html::reachable(&data.summary);
    card.rows = cx.dates(&data.made_on.value, &data.published_on.value);
}
