//! Columns → their pages: lists of cards, the comparison of benefits, the process, the offices, the glossary.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::model::records::{Benefit, Office, Step};
use crate::model::settings::{ColumnId, Word};
use crate::model::{Kind, Record, Vocabulary};

use super::frame::{Frame, plain};
use super::shell::Head;
use super::view::{self, Choice, Filter, Group, Item};

/// The heading of a group, its anchor and its records.
type Records = (Option<String>, String, Vec<usize>);

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

    /// The groups of a column that lists cards, with its filters.
    ///
    /// # Errors
    /// What is wrong with the template of a card.
    pub fn list(&self, id: ColumnId) -> Result<view::List, Diagnostic> {
        let kind = id.kind();
        let groups = match kind {
            Kind::Policy => self.policy_groups(),
            Kind::Question => self.question_groups(),
            _ => vec![(None, "all".into(), self.in_order(kind))],
        };
        let group = |(title, id, records): Records| -> Result<Group, Diagnostic> {
            let parts = self.cards(kind, &records, if title.is_some() { 3 } else { 2 })?;
            Ok(Group { title, id, parts })
        };
        let groups = groups.into_iter().map(group).collect::<Result<_, _>>()?;
        let filters = if kind == Kind::Notice { self.notice_filters() } else { Vec::new() };
        Ok(view::List { description: self.description(id), filters, groups, remark: None })
    }

    fn policy_groups(&self) -> Vec<Records> {
        let policies = &self.site.content.policies;
        let group = |(key, full_text): (&'a str, bool)| {
            let own = self.in_order(Kind::Policy).into_iter().filter(|&at| policies[at].data.full_text == full_text);
            (Some(self.text(key)), key.replace('_', "-"), own.collect::<Vec<_>>())
        };
        let groups = [("group_with_text", true), ("group_basis", false)].map(group);
        groups.into_iter().filter(|(_, _, own)| !own.is_empty()).collect()
    }

    fn question_groups(&self) -> Vec<Records> {
        let questions = &self.site.content.questions;
        let group = |(number, own): (usize, &Vec<usize>)| {
            let title = own.first().map(|&first| questions[first].data.group.clone());
            let mut own = own.clone();
            self.in_force_first(Kind::Question, &mut own);
            (title, format!("group-{}", number + 1), own)
        };
        self.site.question_groups().iter().enumerate().map(group).collect()
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
                None => self.text("not_applicable"),
            };
            view::BenefitCell { level: word.name.clone(), text, none: !holds, all: all && own.is_none() }
        };
        let mut badges = self.automatic(data);
        badges.extend(self.unverified(data.verified));
        view::BenefitRow {
            title: self.record_link(Kind::Benefit, index),
            cells: self.site.words(Vocabulary::Level).iter().map(cell).collect(),
            certificates: self.certificates(data),
            decided_by: self.stated(&data.decided_by),
            badges,
            sources: self.cited(&data.source),
        }
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
            sources: self.cited(&data.source),
            verified: data.verified,
        }
    }

    pub fn process(&self) -> view::Process {
        let mut stages: Vec<view::Stage> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        for step in self.steps() {
            let place = *places.entry(step.stage.clone()).or_insert(stages.len());
            if place == stages.len() {
                let (title, id) = (step.stage.clone(), format!("stage-{}", place + 1));
                stages.push(view::Stage { title, id, steps: Vec::new() });
            }
            stages[place].steps.push(step);
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
        match data.contact.value() {
            Ok(contact) => rows.extend(self.contact(contact)),
            Err(why) => rows.push(self.row("l_contact", self.ask(why))),
        }
        let duty = |duty: &crate::model::records::Duty| Item {
            html: view::Html::text(&duty.text),
            badges: Vec::new(),
            sources: self.cited(&duty.source),
        };
        view::Office {
            id: record.id.to_string(),
            title: data.name.clone(),
            badges: self.unverified(data.verified),
            rows,
            duties: data.duties.iter().map(duty).collect(),
            sources: self.cited(&data.source),
        }
    }

    pub fn glossary(&self) -> view::Glossary {
        let term = |record: &'a Record<crate::model::records::Term>| view::Term {
            id: record.id.to_string(),
            title: record.data.name.clone(),
            aliases: record.data.aliases.clone(),
            html: self.prose(record, &record.data.definition),
            sources: self.cited(&record.data.source),
            verified: record.data.verified,
        };
        let terms = self.site.content.terms.iter().map(term).collect();
        view::Glossary { description: self.description(ColumnId::Glossary), terms }
    }
}
