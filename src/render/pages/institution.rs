//! An institution.

use super::record::OUTSIDE;
use super::{Listing, RecordPage, made};
use crate::model::records::{Institution, Role};
use crate::model::{Kind, Record};
use crate::render::context::RenderContext;
use crate::render::metadata::Head;
use crate::render::view::{self, Html, plain, rich};
use crate::syntax::value::Known;

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Institution,
    template: "record.html",
    make: |cx, index| made(cx.institution(index, &cx.site.content.institutions[index])),
    list: Listing { card: Some(card), ..Listing::PLAIN },
    download: None,
};

impl<'a> RenderContext<'a> {
    pub fn institution(&self, index: usize, record: &'a Record<Institution>) -> (Head, view::Record) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = self.record_head(&data.name, html.words(), self.sources(&data.source));
        head.verified = data.verified;
        head.dates = vec![self.row("l_as_of", self.known_date(&Known::Published(data.as_of.value)))];
        let web = match data.url.value.value() {
            Ok(url) => rich(Html::element("a", &[("href", url), OUTSIDE], &Html::text(url))),
            Err(why) => self.absent(why),
        };
        let rows = vec![
            self.row("l_role", plain(self.theme.text(role(data.role)))),
            self.row("l_fields", self.links_value(&self.links(Kind::Field, &data.fields))),
            self.row("l_region", self.known(&data.region)),
            self.row("l_contact", self.known_or_ask(&data.contact)),
            self.row("l_web", web),
        ];
        let notices = self.referring((Kind::Institution, index), Kind::Notice);
        let related = self.related([("related_notices", notices)]);
        let badges = self.unverified(data.verified);
        let rows = self.absent_last(rows);
        (head, view::Record { html, badges, rows, parts: Vec::new(), related, opens: None, closes: None })
    }
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let record = &cx.site.content.institutions[index];
    card.html = cx.prose(record, &record.data.summary);
    card.rows = vec![
        cx.row("l_role", plain(cx.theme.text(role(record.data.role)))),
        cx.row("l_as_of", cx.known_date(&Known::Published(record.data.as_of.value))),
    ];
}

/// The string that names a role.
fn role(role: Role) -> &'static str {
    match role {
        Role::Training => "role_training",
        Role::Evaluation => "role_evaluation",
    }
}
