//! An admissions notice.

use std::collections::BTreeSet;

use super::record::OUTSIDE;
use super::{Listing, RecordPage, made};
use crate::model::records::Notice;
use crate::model::settings::Word;
use crate::model::{Kind, Record, Vocabulary};
use crate::plan::Route;
use crate::render::answered::Knows;
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Download, Head};
use crate::render::view::{self, Choice, Filter, Filtered, Html, RecordPart, Row, plain, rich};
use crate::syntax::value::{Absence, Ref};

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Notice,
    template: "record.html",
    make: |cx, index| made(cx.notice(&cx.site.content.notices[index])),
    list: Listing { card: Some(card), filters: |cx| cx.notice_filters(), ..Listing::PLAIN },
    download: Some(|index| Download { route: Route::Print(Kind::Notice, index), text: "download_poster" }),
};

impl<'a> RenderContext<'a> {
    pub fn notice(&self, record: &'a Record<Notice>) -> (Head, view::Record) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = self.record_head(&data.title, html.words(), self.sources(&data.source));
        // Of a notice whose original is not here, the institution has written nothing.
        let institution = self.site.get(Kind::Institution, &data.institution.value);
        head.article = Some(Article {
            published_on: data.published_on.value.get().copied(),
            origin: data.original.value.get().and(institution).map(|found| found.entry.name().to_owned()),
            keywords: Vec::new(),
        });
        head.verified = data.verified;
        head.dates = vec![self.row("l_published_on", self.known_date(&data.published_on.value))];
        let rows = self.absent_last(self.notice_rows(record));
        let mut parts = Vec::new();
        if !record.body.blocks.is_empty() {
            let html = self.html(&record.body, record.file);
            parts.push(RecordPart { title: String::new(), html, items: Vec::new() });
        }
        let (status, opens, closes) = self.status(data);
        let mut badges = vec![status];
        badges.extend(self.unverified(data.verified));
        let related = self.related([
            ("related_institutions", self.links(Kind::Institution, std::slice::from_ref(&data.institution))),
            ("related_fields", self.links(Kind::Field, &data.fields)),
            ("related_checks", self.checks_of_notice(&data.fields)),
        ]);
        (head, view::Record { html, badges, rows, parts, related, opens, closes })
    }

    fn notice_rows(&self, record: &'a Record<Notice>) -> Vec<Row> {
        let data = &record.data;
        let institution = self.links(Kind::Institution, std::slice::from_ref(&data.institution));
        let levels = match data.levels.value() {
            Ok(levels) => {
                let field = if let [field] = data.fields.as_slice() { Some(&field.value) } else { None };
                self.links_value(&self.levels_with(levels, Knows { field, ..Knows::default() }))
            }
            Err(why) => self.absent(why),
        };
        let materials = match data.materials.value() {
            Ok(materials) => plain(&materials.join(self.theme.text("list_separator"))),
            Err(why) => self.ask(why),
        };
        let original = data.original.value.value();
        let original = original.and_then(|target| self.file(target, record.file).ok_or(Absence::NotHeld));
        let original = match original {
            Ok(href) => {
                let attributes = [("href", href.as_str()), OUTSIDE];
                let count = if href.contains("://") { 2 } else { 1 };
                rich(Html::element("a", &attributes[..count], &Html::text(&data.title)))
            }
            Err(why) => self.absent(why),
        };
        vec![
            self.row("l_institution", self.links_value(&institution)),
            self.row("l_fields", self.links_value(&self.links(Kind::Field, &data.fields))),
            self.row("l_levels", levels),
            self.row("l_enrolment", self.enrolment(&data.enrolment.value)),
            self.row("l_classes", self.period(&data.classes.value)),
            self.row("l_place", self.known_or_ask(&data.place)),
            self.row("l_mode", self.known_or_ask(&data.mode)),
            self.row("l_hours", self.known_or_ask(&data.hours)),
            self.row("l_fee", self.known_or_ask(&data.fee)),
            self.row("l_materials", materials),
            self.row("l_how_to_enrol", self.known_or_ask(&data.how_to_enrol)),
            self.row("l_original", original),
        ]
    }

    /// Filters that tell notices apart; one with fewer than two choices would not.
    fn notice_filters(&self) -> Vec<Filter> {
        let notices = &self.site.content.notices;
        let names = |kind: Kind, used: BTreeSet<&str>| {
            let records = self.site.content.records().into_iter();
            let used = records.filter(|record| record.kind == kind && used.contains(record.id.as_str()));
            used.map(|record| Choice { id: record.id.to_string(), text: record.entry.short_name().to_owned() })
                .collect::<Vec<_>>()
        };
        let fields = notices.iter().flat_map(|notice| notice.data.fields.iter()).map(|id| id.value.as_str()).collect();
        let institutions = notices.iter().map(|notice| notice.data.institution.value.as_str()).collect();
        let level = |word: &Word| Choice { id: word.id.value.to_string(), text: word.name.clone() };
        let levels = self.site.words(Vocabulary::Level).iter().map(level).collect();
        let filters = [
            Filter { name: "field", label: self.text("filter_field"), choices: names(Kind::Field, fields) },
            Filter {
                name: "institution",
                label: self.text("filter_institution"),
                choices: names(Kind::Institution, institutions),
            },
            Filter { name: "level", label: self.text("filter_level"), choices: levels },
        ];
        let many = notices.len() > 1;
        filters.into_iter().filter(|filter| many && filter.choices.len() > 1).collect()
    }
}

/// What the card of a notice says, and what the script filters it by.
fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let record = &cx.site.content.notices[index];
    let data = &record.data;
    card.html = cx.prose(record, &data.summary);
    let (status, opens, closes) = cx.status(data);
    card.badges = vec![status];
    let institution = cx.links(Kind::Institution, std::slice::from_ref(&data.institution));
    let names = institution.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join("");
    card.rows = vec![
        cx.row("l_institution", plain(&names)),
        cx.row("l_enrolment", cx.enrolment(&data.enrolment.value)),
        cx.row("l_fee", cx.known(&data.fee)),
    ];
    let ids = |refs: &[Ref]| refs.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(" ");
    card.filters = vec![
        Filtered { name: "field", ids: ids(&data.fields) },
        Filtered { name: "institution", ids: ids(std::slice::from_ref(&data.institution)) },
        Filtered { name: "level", ids: data.levels.get().map_or_else(String::new, |levels| ids(levels)) },
    ];
    (card.opens, card.closes) = (opens, closes);
}
