//! The column of offices: who is responsible where, for which employers.

use rustc_hash::FxHashMap;

use super::{ColumnPage, made};
use crate::model::records::{Duty, Office};
use crate::model::settings::Word;
use crate::model::{ColumnId, Kind, Record, Vocabulary};
use crate::render::context::RenderContext;
use crate::render::view::{Html, Item, plain};
use crate::syntax::value::Id;

/// The row of the table.
pub(super) const PAGE: ColumnPage = ColumnPage {
    column: ColumnId::Offices,
    template: "offices.html",
    make: |cx| made((cx.column_head(ColumnId::Offices), cx.offices())),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `offices.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Offices {
        /// What the column is for.
        pub description: Html,
        /// Names of the employer types.
        pub employers: Vec<String>,
        /// One row for each district.
        pub rows: Vec<OfficeRow>,
        /// The offices.
        pub offices: Vec<Office>,
    }

    /// A row of the table district × employer type.
    #[derive(Clone, Debug, Serialize)]
    pub struct OfficeRow {
        /// The district.
        pub district: String,
        /// The office for each employer type.
        pub cells: Vec<Link>,
    }

    /// An office.
    #[derive(Clone, Debug, Serialize)]
    pub struct Office {
        /// Its anchor.
        pub id: String,
        /// Its name.
        pub title: Html,
        /// Marks.
        pub badges: Vec<Badge>,
        /// For whom, contact.
        pub rows: Vec<Row>,
        /// What it does.
        pub duties: Vec<Item>,
        /// Its sources.
        pub sources: Vec<Source>,
    }
}

impl<'a> RenderContext<'a> {
    pub fn offices(&self) -> view::Offices {
        let employers = self.site.words(Vocabulary::Employer);
        let first = self.first_offices();
        let cell = |district: &Word, employer: &Word| {
            let own = first.get(&(Some(&district.id.value), &employer.id.value));
            match own.or_else(|| first.get(&(None, &employer.id.value))) {
                Some(index) => self.record_link(Kind::Office, *index),
                None => view::Link { text: self.text("not_stated"), href: None },
            }
        };
        let row = |district: &Word| view::OfficeRow {
            district: district.name.clone(),
            cells: employers.iter().map(|employer| cell(district, employer)).collect(),
        };
        view::Offices {
            description: self.description(ColumnId::Offices),
            employers: employers.iter().map(|word| word.name.clone()).collect(),
            rows: self.site.words(Vocabulary::District).iter().map(row).collect(),
            offices: self.site.content.offices.iter().map(|record| self.office(record)).collect(),
        }
    }

    /// The first office for each type of employer in each district; without a district, that of the whole city.
    fn first_offices(&self) -> FxHashMap<(Option<&'a Id>, &'a Id), usize> {
        let mut first = FxHashMap::default();
        for (index, office) in self.site.content.offices.iter().enumerate() {
            let district = office.data.district.as_ref().map(|id| &id.value);
            for employer in &office.data.employers {
                first.entry((district, &employer.value)).or_insert(index);
            }
        }
        first
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
        let duty = |duty: &Duty| Item {
            html: view::Html::text(&duty.text),
            badges: Vec::new(),
            sources: self.cited(&duty.source),
        };
        view::Office {
            id: record.id.to_string(),
            title: Html::between_words(&data.name),
            badges: self.unverified(data.verified),
            rows,
            duties: data.duties.iter().map(duty).collect(),
            sources: self.cited(&data.source),
        }
    }
}
