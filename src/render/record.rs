//! Fields, institutions, notices and benefits → their pages.

use crate::model::records::{Benefit, Field, Institution, Notice, OccupationCode, Role, Standard};
use crate::model::{Kind, Record, Vocabulary};
use crate::syntax::value::{Absence, Known, Ref};

use super::answered::Knows;
use super::frame::{Frame, plain, rich};
use super::shell::{Article, Head};
use super::view::{self, Html, Item, RecordPart, Row, Value};

/// The attribute of a link that leads out of the site.
const OUTSIDE: (&str, &str) = ("rel", "noopener external");

impl<'a> Frame<'a> {
    fn record_head(&self, title: &str, description: String, sources: Vec<view::Source>) -> Head {
        let mut head = Head::new("record", title.to_owned(), description);
        head.article = Some(Article::default());
        head.sources = sources;
        head
    }

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
        (head, view::Record { html, badges, rows, parts: Vec::new(), related, opens: None, closes: None })
    }

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
        let rows = self.notice_rows(record);
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
            self.row("l_enrolment", self.period(&data.enrolment.value)),
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
            let item = |text: &crate::model::records::LevelText| {
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

    /// A value that the documents may not state.
    pub fn stated(&self, value: &Known<String>) -> Value {
        value.get().map_or_else(|| self.unpublished("not_stated"), |text| plain(text))
    }

    fn words_or(&self, vocabulary: Vocabulary, refs: &[Ref], none: &'a str) -> Value {
        plain(&if refs.is_empty() { self.text(none) } else { self.words(vocabulary, refs) })
    }
}

/// The string that names a role.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Training => "role_training",
        Role::Evaluation => "role_evaluation",
    }
}
