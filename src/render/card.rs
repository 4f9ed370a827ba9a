//! Records → their cards, for lists and the home page.

use rayon::prelude::*;
use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::model::Kind;

use super::context::RenderContext;
use super::pages;
use super::view::{self, Card, Html};

/// Cards that are rendered at a time: a list of thousands is rendered on all cores.
const SOME: usize = 128;

impl RenderContext<'_> {
    /// Cards of some records as HTML, in parts, with headings of a level.
    ///
    /// # Errors
    /// What is wrong with the template of a card.
    pub fn cards(&self, kind: Kind, records: &[usize], level: usize) -> Result<Vec<Html>, Diagnostic> {
        let part = |(at, some): (usize, &[usize])| {
            let mut cards: Vec<_> = some.iter().map(|&index| self.card(kind, index)).collect();
            view::fill_rows(&mut cards, at * SOME, records.len());
            let mut context = Context::new();
            context.insert("view", &view::Cards { cards, level });
            self.theme.part("cards.html", &mut context)
        };
        let parts: Vec<_> = records.par_chunks(SOME).enumerate().map(part).collect();
        parts.into_iter().collect()
    }

    /// Records of a kind in the order in which they are listed.
    pub fn in_order(&self, kind: Kind) -> Vec<usize> {
        let content = &self.site.content;
        let mut records: Vec<usize> = (0..content.count(kind)).collect();
        if kind == Kind::Check {
            records.sort_by_key(|&at| (content.checks[at].data.order, at));
        }
        self.in_force_first(kind, &mut records);
        records
    }

    /// The card of a record; one without a page of its own has none but its title.
    pub fn card(&self, kind: Kind, index: usize) -> Card {
        let link = self.record_link(kind, index);
        let mut card = Card { title: link.text, href: link.href.unwrap_or_default(), ..Card::default() };
        let record = self.site.content.record(kind, index);
        let on_card = pages::of_kind(kind).and_then(|page| page.list.card);
        let verified = on_card.zip(record).is_none_or(|(_, record)| record.entry.verified());
        if let Some(write) = on_card {
            write(self, index, &mut card);
        }
        card.heading = Html::between_words(&card.title);
        card.badges.extend(self.lapsed_badge(kind, index));
        card.badges.extend(self.unverified(verified));
        card
    }
}
