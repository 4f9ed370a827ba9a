//! A benefit.

use super::{Listing, RecordPage, made};
use crate::model::records::{Benefit, LevelText};
use crate::model::{Kind, Record, Vocabulary};
use crate::render::answered::Knows;
use crate::render::context::RenderContext;
use crate::render::metadata::Head;
use crate::render::view::{self, Html, Item, RecordPart, Value, plain, rich};
use crate::syntax::value::Ref;

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Benefit,
    template: "record.html",
    make: |cx, index| made(cx.benefit(&cx.site.content.benefits[index])),
    list: Listing { card: Some(card), ..Listing::PLAIN },
    download: None,
};

impl<'a> RenderContext<'a> {
    pub fn benefit(&self, record: &'a Record<Benefit>) -> (Head, view::Record) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = self.record_head(&data.name, html.words(), self.sources(&data.source));
        head.verified = data.verified;
        let mut rows = vec![
            self.row("l_who", rich(self.prose(record, &data.who))),
            self.row("l_levels", self.words_or(Vocabulary::Level, &data.levels, "all_levels")),
        ];
        let certificates = self.certificates(data);
        if !certificates.is_empty() {
            rows.push(self.row("l_certificates", plain(&certificates)));
        }
        if !data.employers.is_empty() {
            rows.push(self.row("l_employers", plain(&self.words(Vocabulary::Employer, &data.employers))));
        }
        rows.push(self.row("l_decided_by", self.stated(&data.decided_by)));
        if !data.offices.is_empty() {
            rows.push(self.row("l_offices", self.links_value(&self.links(Kind::Office, &data.offices))));
        }
        let claim = match data.how_to_claim.value.get() {
            Some(_) => rich(self.prose(record, &data.how_to_claim)),
            None => self.unpublished("not_stated"),
        };
        rows.push(self.row("l_how_to_claim", claim));
        if let Some(amount) = &data.amount {
            rows.push(self.row("l_amount", self.known_or_ask(amount)));
        }
        let mut parts = Vec::new();
        if !data.by_level.is_empty() {
            let item = |text: &LevelText| {
                let knows = Knows { benefit: Some(&record.id), ..Knows::default() };
                let level = self.links_value(&self.levels_with(std::slice::from_ref(&text.level), knows));
                Item {
                    html: [Html::element("b", &[], &level.html), Html::text(&[" ", &text.text].concat())]
                        .into_iter()
                        .collect(),
                    badges: vec![],
                    sources: vec![],
                }
            };
            let items = data.by_level.iter().map(item).collect();
            parts.push(RecordPart { title: self.text("l_by_level"), html: Html::default(), items });
        }
        if !data.exceptions.is_empty() {
            let item = |text| Item { html: self.prose(record, text), badges: Vec::new(), sources: Vec::new() };
            let items = data.exceptions.iter().map(item).collect();
            parts.push(RecordPart { title: self.text("l_exceptions"), html: Html::default(), items });
        }
        let related = self.related([("related_checks", self.checks_of_benefit(data, &record.id))]);
        let mut badges = self.automatic(data);
        badges.extend(self.unverified(data.verified));
        (head, view::Record { html, badges, rows, parts, related, opens: None, closes: None })
    }

    /// Whether one gets it without asking, where the document says.
    pub fn automatic(&self, benefit: &Benefit) -> Vec<view::Badge> {
        let badge = |automatic| match automatic {
            true => self.badge("automatic_yes", "good"),
            false => self.badge("automatic_no", "neutral"),
        };
        benefit.automatic.map(badge).into_iter().collect()
    }

    /// The certificates that open a benefit, in words.
    pub fn certificates(&self, benefit: &Benefit) -> String {
        let words = || self.words(Vocabulary::Certificate, &benefit.certificates);
        benefit.certificate_text.clone().unwrap_or_else(words)
    }

    fn words_or(&self, vocabulary: Vocabulary, refs: &[Ref], none: &'a str) -> Value {
        plain(&if refs.is_empty() { self.text(none) } else { self.words(vocabulary, refs) })
    }
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let record = &cx.site.content.benefits[index];
    card.html = cx.prose(record, &record.data.summary);
}
