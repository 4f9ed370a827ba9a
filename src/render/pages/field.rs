//! A field.

use super::{Listing, RecordPage, made};
use crate::model::records::{Field, OccupationCode, Standard};
use crate::model::{Kind, Record, Vocabulary};
use crate::render::answered::Knows;
use crate::render::context::RenderContext;
use crate::render::metadata::Head;
use crate::render::view::{self, Html, Item, RecordPart, Value, plain};

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Field,
    template: "record.html",
    make: |cx, index| made(cx.field(index, &cx.site.content.fields[index])),
    list: Listing { card: Some(card), ..Listing::PLAIN },
    download: None,
};

impl<'a> RenderContext<'a> {
    pub fn field(&self, index: usize, record: &'a Record<Field>) -> (Head, view::Record) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = self.record_head(&data.name, html.words(), self.sources(&data.source));
        head.verified = data.verified;
        let directions = match data.directions.value() {
            Ok(directions) => plain(&directions.join(self.theme.text("list_separator"))),
            Err(why) => self.ask(why),
        };
        let mut rows = vec![self.row("l_occupation", self.occupation(data)), self.row("l_directions", directions)];
        let knows = Knows { field: Some(&record.id), ..Knows::default() };
        let levels = self.site.words(Vocabulary::Level).iter().map(|word| self.level_with(word, knows));
        let levels: Vec<_> = levels.filter(|link| link.href.is_some()).collect();
        if !levels.is_empty() {
            rows.push(self.row("l_check_levels", self.links_value(&levels)));
        }
        let code = |code: &OccupationCode| Item {
            html: [Html::text(&[&code.system, " "].concat()), Html::element("b", &[], &Html::text(&code.code))]
                .into_iter()
                .collect(),
            badges: self.third_party(code.verified),
            sources: self.cited(&code.source),
        };
        let standard = |standard: &Standard| Item {
            html: Html::text(&standard.name),
            badges: self.third_party(standard.verified),
            sources: self.cited(&standard.source),
        };
        let parts = vec![
            self.held("l_codes", data.codes.iter().map(code).collect()),
            self.held("l_standard", data.standard.iter().map(standard).collect()),
        ];
        let own = (Kind::Field, index);
        let related = self.related([
            ("related_checks", self.checks_with(knows)),
            ("related_institutions", self.referring(own, Kind::Institution)),
            ("related_notices", self.referring(own, Kind::Notice)),
        ]);
        let badges = self.unverified(data.verified);
        (head, view::Record { html, badges, rows, parts, related, opens: None, closes: None })
    }

    /// The occupation of a field, with its mark.
    pub fn occupation(&self, field: &Field) -> Value {
        let mut value = self.known(&field.occupation);
        for badge in self.third_party(field.occupation_verified) {
            let class = ["badge ", badge.tone].concat();
            value.html.push(&Html::element("span", &[("class", &class)], &Html::text(&badge.text)));
        }
        value
    }

    /// A part that says so when the site holds nothing for it.
    fn held(&self, title: &'a str, items: Vec<Item>) -> RecordPart {
        let none = || Html::element("p", &[("class", "un")], &Html::text(self.theme.text("not_held")));
        let html = if items.is_empty() { none() } else { Html::default() };
        RecordPart { title: self.text(title), html, items }
    }

    fn third_party(&self, verified: bool) -> Vec<view::Badge> {
        if verified { Vec::new() } else { vec![self.badge("verified_third_party", "warn")] }
    }
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let record = &cx.site.content.fields[index];
    card.html = cx.prose(record, &record.data.summary);
    card.rows = vec![cx.row("l_occupation", cx.occupation(&record.data))];
}
