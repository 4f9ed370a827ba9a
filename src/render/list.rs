//! Columns → their pages: lists of cards, the comparison of benefits, the process, the offices, the glossary.

use std::collections::BTreeSet;

use crate::model::records::{Benefit, Notice, Office, Step};
use crate::model::settings::{ColumnId, Word};
use crate::model::{Kind, Record, Vocabulary};
use crate::syntax::value::Ref;

use super::frame::{Frame, plain};
use super::record::role;
use super::shell::Head;
use super::view::{self, Card, Choice, Filter, Filtered, Group, Item};

impl<'a> Frame<'a> {
    pub fn column_head(&self, id: ColumnId) -> Head {
        let description = self.column(id).map_or_else(String::new, |column| column.description.clone());
        let mut head = Head::new("list", self.column_name(id), description);
        head.column = Some(id);
        head
    }

    fn description(&self, id: ColumnId) -> String {
        self.column(id).map_or_else(String::new, |column| column.description.clone())
    }

    pub fn list(&self, id: ColumnId) -> view::List {
        let groups = match id {
            ColumnId::Policies => self.policy_groups(),
            ColumnId::Questions => self.question_groups(),
            ColumnId::Interpretations => self.one_group(self.interpretation_cards()),
            ColumnId::Fields => self.one_group(self.field_cards()),
            ColumnId::Institutions => self.one_group(self.institution_cards()),
            ColumnId::Notices => self.one_group(self.notice_cards()),
            ColumnId::Checks => self.one_group(self.check_cards()),
            _ => self.one_group(self.form_cards()),
        };
        let filters = if id == ColumnId::Notices { self.notice_filters() } else { Vec::new() };
        view::List { description: self.description(id), filters, groups, remark: None }
    }

    fn one_group(&self, cards: Vec<Card>) -> Vec<Group> {
        vec![Group { title: None, id: "all".into(), cards }]
    }

    fn card(&self, kind: Kind, index: usize, html: String) -> Card {
        let link = self.record_link(kind, index);
        Card { title: link.text, href: link.href.unwrap_or_default(), html, ..Card::default() }
    }

    fn policy_groups(&self) -> Vec<Group> {
        let group = |key: &'a str, full_text: bool| {
            let policies = self.site.content.policies.iter().enumerate();
            let cards =
                policies.filter(|(_, policy)| policy.data.full_text == full_text).map(|(at, _)| self.policy_card(at));
            Group { title: Some(self.text(key)), id: key.replace('_', "-"), cards: cards.collect() }
        };
        let groups = [group("group_with_text", true), group("group_basis", false)];
        groups.into_iter().filter(|group| !group.cards.is_empty()).collect()
    }

    pub fn policy_card(&self, index: usize) -> Card {
        let data = &self.site.content.policies[index].data;
        let summary = data.summary.clone().unwrap_or_default();
        let mut card = self.card(Kind::Policy, index, super::frame::escape(&summary));
        card.title = data.title.clone();
        card.badges = self.unverified(data.verified);
        card.rows = vec![
            self.row("p_issuer", plain(&data.issuer)),
            self.row("p_document_number", self.known(&data.document_number)),
            self.row("p_made_on", self.known_date(&data.made_on.value)),
        ];
        card
    }

    fn question_groups(&self) -> Vec<Group> {
        let questions = &self.site.content.questions;
        let group = |(number, own): (usize, &Vec<usize>)| Group {
            title: own.first().map(|&first| questions[first].data.group.clone()),
            id: format!("group-{}", number + 1),
            cards: own.iter().map(|&at| self.question_card(at)).collect(),
        };
        self.site.question_groups().iter().enumerate().map(group).collect()
    }

    fn question_card(&self, index: usize) -> Card {
        let data = &self.site.content.questions[index].data;
        let mut card = self.card(Kind::Question, index, super::frame::escape(&data.summary));
        if !data.answered {
            card.badges.push(self.badge("unanswered", "muted"));
        }
        card.badges.extend(self.unverified(data.verified));
        card
    }

    pub fn interpretation_cards(&self) -> Vec<Card> {
        let one = |(index, record): (usize, &Record<crate::model::article::Interpretation>)| {
            let mut card = self.card(Kind::Interpretation, index, super::frame::escape(&record.data.summary));
            card.badges = self.unverified(record.data.verified);
            card.rows = self.dates(&record.data.made_on.value, &record.data.published_on.value);
            card
        };
        self.site.content.interpretations.iter().enumerate().map(one).collect()
    }

    fn field_cards(&self) -> Vec<Card> {
        let one = |(index, record): (usize, &'a Record<crate::model::records::Field>)| {
            let mut card = self.card(Kind::Field, index, self.bare_prose(record, &record.data.summary));
            card.badges = self.unverified(record.data.verified);
            card.rows = vec![self.row("l_occupation", plain(&record.data.occupation))];
            card
        };
        self.site.content.fields.iter().enumerate().map(one).collect()
    }

    pub fn check_cards(&self) -> Vec<Card> {
        let one = |(index, record): (usize, &'a Record<crate::model::eligibility::Check>)| {
            let mut card = self.card(Kind::Check, index, self.bare_prose(record, &record.data.summary));
            card.badges = self.unverified(record.data.verified);
            card.rows = vec![self.row("l_decided_by_check", plain(&record.data.decided_by))];
            card
        };
        let mut checks: Vec<_> = self.site.content.checks.iter().enumerate().collect();
        checks.sort_by_key(|(index, record)| (record.data.order, *index));
        checks.into_iter().map(one).collect()
    }

    fn institution_cards(&self) -> Vec<Card> {
        let one = |(index, record): (usize, &'a Record<crate::model::records::Institution>)| {
            let data = &record.data;
            let mut card = self.card(Kind::Institution, index, self.bare_prose(record, &data.summary));
            card.badges = self.unverified(data.verified);
            card.rows = vec![
                self.row("l_role", plain(self.theme.text(role(data.role)))),
                self.row("l_as_of", self.known_date(&crate::syntax::value::Known::Published(data.as_of.value))),
            ];
            card
        };
        self.site.content.institutions.iter().enumerate().map(one).collect()
    }

    pub fn notice_cards(&self) -> Vec<Card> {
        self.site.content.notices.iter().enumerate().map(|(index, record)| self.notice_card(index, record)).collect()
    }

    fn notice_card(&self, index: usize, record: &'a Record<Notice>) -> Card {
        let data = &record.data;
        let (status, opens, closes) = self.status(data);
        let mut card = self.card(Kind::Notice, index, self.bare_prose(record, &data.summary));
        card.badges = vec![status];
        card.badges.extend(self.unverified(data.verified));
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
        card
    }

    /// Filters that tell notices apart; one with fewer than two choices would not.
    fn notice_filters(&self) -> Vec<Filter> {
        let notices = &self.site.content.notices;
        let names = |kind: Kind, used: BTreeSet<&str>| {
            let records = self.site.content.records().into_iter();
            let used = records.filter(|record| record.kind == kind && used.contains(record.id.as_str()));
            used.map(|record| Choice { id: record.id.to_string(), text: self.name(&record) }).collect::<Vec<_>>()
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

    fn form_cards(&self) -> Vec<Card> {
        let one = |(index, record): (usize, &'a Record<crate::model::form::Form>)| {
            let mut card = self.card(Kind::Form, index, self.bare_prose(record, &record.data.summary));
            card.badges = self.unverified(record.data.verified);
            card.rows = vec![
                self.row("l_filled_by", plain(&record.data.filled_by)),
                self.row("l_due", plain(&record.data.due_text)),
            ];
            card
        };
        self.site.content.forms.iter().enumerate().map(one).collect()
    }

    pub fn benefits(&self) -> view::Benefits {
        let rows = self.site.content.benefits.iter().enumerate().map(|(at, record)| self.benefit_row(at, record));
        let checks = self.checks_of_levels();
        view::Benefits {
            description: self.description(ColumnId::Benefits),
            levels: self.site.words(Vocabulary::Level).iter().map(|word| word.name.clone()).collect(),
            rows: rows.collect(),
            checks: if checks.iter().any(|level| !level.links.is_empty()) { checks } else { Vec::new() },
        }
    }

    fn benefit_row(&self, index: usize, record: &'a Record<Benefit>) -> view::BenefitRow {
        let data = &record.data;
        let cell = |word: &Word| {
            let own = data.by_level.iter().find(|text| text.level.value == word.id.value);
            let all = data.levels.is_empty();
            let holds = all || data.levels.iter().any(|level| level.value == word.id.value);
            let text = match own {
                Some(own) => own.text.clone(),
                None if holds => self.text("yes"),
                None => self.text("no"),
            };
            view::BenefitCell { level: word.name.clone(), text, none: !holds, all: all && own.is_none() }
        };
        let mut badges = self.automatic(data);
        badges.extend(self.unverified(data.verified));
        view::BenefitRow {
            title: self.record_link(Kind::Benefit, index),
            html: self.bare_prose(record, &data.summary),
            cells: self.site.words(Vocabulary::Level).iter().map(cell).collect(),
            certificates: self.certificates(data),
            decided_by: self.stated(&data.decided_by),
            badges,
            sources: self.sources(&data.source),
        }
    }

    pub fn benefit_cards(&self) -> Vec<Card> {
        let one = |(index, record): (usize, &'a Record<Benefit>)| {
            let mut card = self.card(Kind::Benefit, index, self.bare_prose(record, &record.data.summary));
            card.badges = self.unverified(record.data.verified);
            card
        };
        self.site.content.benefits.iter().enumerate().map(one).collect()
    }

    pub fn steps(&self) -> Vec<view::Step> {
        self.site.content.steps.iter().enumerate().map(|(index, record)| self.step(index, record)).collect()
    }

    fn step(&self, index: usize, record: &'a Record<Step>) -> view::Step {
        let data = &record.data;
        let (clock, tone) = self.clock(&data.clock);
        view::Step {
            id: record.id.to_string(),
            number: index + 1,
            title: data.name.clone(),
            href: self.record(Kind::Step, index, None).unwrap_or_default(),
            stage: data.stage.clone(),
            actors: data.actors.clone(),
            html: self.prose(record, &data.text),
            clock,
            tone,
            trainee: data.trainee.clone(),
            sources: self.sources(&data.source),
            verified: data.verified,
        }
    }

    pub fn process(&self) -> view::Process {
        let mut stages: Vec<view::Stage> = Vec::new();
        for step in self.steps() {
            let number = stages.len() + 1;
            match stages.iter_mut().find(|stage| stage.title == step.stage) {
                Some(stage) => stage.steps.push(step),
                None => {
                    let (title, id) = (step.stage.clone(), format!("stage-{number}"));
                    stages.push(view::Stage { title, id, steps: vec![step] });
                }
            }
        }
        let open_note = self.text("clock_open_note");
        view::Process { description: self.description(ColumnId::Process), stages, open_note }
    }

    pub fn offices(&self) -> view::Offices {
        let employers = self.site.words(Vocabulary::Employer);
        let row = |district: &Word| view::OfficeRow {
            district: district.name.clone(),
            cells: employers.iter().map(|employer| self.office_for(district, employer)).collect(),
        };
        view::Offices {
            description: self.description(ColumnId::Offices),
            employers: employers.iter().map(|word| word.name.clone()).collect(),
            rows: self.site.words(Vocabulary::District).iter().map(row).collect(),
            offices: self.site.content.offices.iter().map(|record| self.office(record)).collect(),
        }
    }

    /// The office for an employer type in a district: that of the district, else that of the whole city.
    fn office_for(&self, district: &Word, employer: &Word) -> view::Link {
        let serves = |office: &Office| office.employers.iter().any(|id| id.value == employer.id.value);
        let offices = &self.site.content.offices;
        let own = |office: &Office| office.district.as_ref().is_some_and(|id| id.value == district.id.value);
        let found = offices.iter().position(|office| own(&office.data) && serves(&office.data));
        let found = found.or_else(|| offices.iter().position(|o| o.data.district.is_none() && serves(&o.data)));
        match found {
            Some(index) => self.record_link(Kind::Office, index),
            None => view::Link { text: self.text("not_stated"), href: None },
        }
    }

    fn office(&self, record: &'a Record<Office>) -> view::Office {
        let data = &record.data;
        let district = match &data.district {
            Some(id) => plain(&self.words(Vocabulary::District, std::slice::from_ref(id))),
            None => plain(self.theme.text("office_all")),
        };
        let mut rows = vec![
            self.row("l_district", district),
            self.row("l_employers", plain(&self.words(Vocabulary::Employer, &data.employers))),
        ];
        match data.contact.get() {
            Some(contact) => rows.extend(self.contact(contact)),
            None => rows.push(self.row("l_contact", self.ask())),
        }
        let duty = |duty: &crate::model::records::Duty| Item {
            html: super::frame::escape(&duty.text),
            badges: Vec::new(),
            sources: self.sources(&duty.source),
        };
        view::Office {
            id: record.id.to_string(),
            title: data.name.clone(),
            badges: self.unverified(data.verified),
            rows,
            duties: data.duties.iter().map(duty).collect(),
            sources: self.sources(&data.source),
        }
    }

    pub fn glossary(&self) -> view::Glossary {
        let term = |record: &'a Record<crate::model::records::Term>| view::Term {
            id: record.id.to_string(),
            title: record.data.name.clone(),
            aliases: record.data.aliases.clone(),
            html: self.prose(record, &record.data.definition),
            sources: self.sources(&record.data.source),
            verified: record.data.verified,
        };
        let terms = self.site.content.terms.iter().map(term).collect();
        view::Glossary { description: self.description(ColumnId::Glossary), terms }
    }
}
