//! Records → their cards, for lists and the home page.

use rayon::prelude::*;
use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::model::Kind;
use crate::model::records::Notice;
use crate::syntax::value::{Known, Ref};

use super::frame::{Frame, plain};
use super::record::role;
use super::validity::validity_key;
use super::view::{self, Card, Filtered, Html};

/// Cards that are rendered at a time: a list of thousands is rendered on all cores.
const SOME: usize = 128;

impl Frame<'_> {
    /// Cards of some records as HTML, in parts, with headings of a level.
    ///
    /// # Errors
    /// What is wrong with the template of a card.
    pub fn cards(&self, kind: Kind, records: &[usize], level: usize) -> Result<Vec<Html>, Diagnostic> {
        let part = |some: &[usize]| {
            let cards = some.iter().map(|&index| self.card(kind, index)).collect();
            let mut context = Context::new();
            context.insert("view", &view::Cards { cards, level });
            self.theme.part("cards.html", &mut context)
        };
        let parts: Vec<_> = records.par_chunks(SOME).map(part).collect();
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
        let content = &self.site.content;
        let verified = match kind {
            Kind::Policy => {
                let data = &content.policies[index].data;
                card.title = data.title.clone();
                card.html = Html::text(data.summary.as_deref().unwrap_or_default());
                card.rows = vec![
                    self.row("p_issuer", plain(&data.issuer)),
                    self.row("p_document_number", self.known(&data.document_number)),
                    self.row("p_made_on", self.known_date(&data.made_on.value)),
                ];
                // Of a document that is only named here, nobody has looked what is not announced.
                if !data.full_text {
                    card.rows.retain(|row| !row.unpublished);
                }
                data.verified
            }
            Kind::Question => {
                let data = &content.questions[index].data;
                card.html = Html::text(&data.summary);
                card.sources = self.cited(&data.source);
                if !data.answered {
                    card.badges.push(self.badge("unanswered", "muted"));
                }
                data.verified
            }
            Kind::Interpretation => {
                let data = &content.interpretations[index].data;
                card.html = Html::text(&data.summary);
                card.rows = self.dates(&data.made_on.value, &data.published_on.value);
                data.verified
            }
            Kind::Field => {
                let record = &content.fields[index];
                card.html = self.prose(record, &record.data.summary);
                card.rows = vec![self.row("l_occupation", self.occupation(&record.data))];
                record.data.verified
            }
            Kind::Institution => {
                let record = &content.institutions[index];
                card.html = self.prose(record, &record.data.summary);
                card.rows = vec![
                    self.row("l_role", plain(self.theme.text(role(record.data.role)))),
                    self.row("l_as_of", self.known_date(&Known::Published(record.data.as_of.value))),
                ];
                record.data.verified
            }
            Kind::Notice => {
                let record = &content.notices[index];
                card.html = self.prose(record, &record.data.summary);
                self.notice_on(&mut card, &record.data);
                record.data.verified
            }
            Kind::Benefit => {
                let record = &content.benefits[index];
                card.html = self.prose(record, &record.data.summary);
                record.data.verified
            }
            Kind::Check => {
                let record = &content.checks[index];
                card.html = self.prose(record, &record.data.summary);
                card.rows = vec![self.row("l_decided_by_check", self.stated(&record.data.decided_by))];
                record.data.verified
            }
            Kind::Form => {
                let record = &content.forms[index];
                card.html = self.prose(record, &record.data.summary);
                card.rows = vec![
                    self.row("l_filled_by", plain(&record.data.filled_by)),
                    self.row("l_due", plain(&record.data.due_text)),
                ];
                record.data.verified
            }
            Kind::Office | Kind::Step | Kind::Term | Kind::Fact | Kind::Page => true,
        };
        card.badges.extend(self.site.lapsed(kind, index).map(|lapsed| self.badge(validity_key(lapsed), "warn")));
        card.badges.extend(self.unverified(verified));
        card
    }

    /// What the card of a notice says, and what the script filters it by.
    fn notice_on(&self, card: &mut Card, data: &Notice) {
        let (status, opens, closes) = self.status(data);
        card.badges = vec![status];
        let institution = self.links(Kind::Institution, std::slice::from_ref(&data.institution));
        let names = institution.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join("");
        card.rows = vec![
            self.row("l_institution", plain(&names)),
            self.row("l_enrolment", self.period(&data.enrolment.value)),
            self.row("l_fee", self.known(&data.fee)),
        ];
        let ids = |refs: &[Ref]| refs.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(" ");
        card.filters = vec![
            Filtered { name: "field", ids: ids(&data.fields) },
            Filtered { name: "institution", ids: ids(std::slice::from_ref(&data.institution)) },
            Filtered { name: "level", ids: data.levels.get().map_or_else(String::new, |levels| ids(levels)) },
        ];
        (card.opens, card.closes) = (opens, closes);
    }
}
