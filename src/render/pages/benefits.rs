//! The column of benefits: what a participant gets at which level.

use super::{ColumnPage, made};
use crate::model::records::Benefit;
use crate::model::settings::Word;
use crate::model::{ColumnId, Kind, Record, Vocabulary};
use crate::render::context::RenderContext;

/// The row of the table.
pub(super) const PAGE: ColumnPage = ColumnPage {
    column: ColumnId::Benefits,
    template: "benefits.html",
    make: |cx| made((cx.column_head(ColumnId::Benefits), cx.benefits())),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `benefits.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Benefits {
        /// What the column is for.
        pub description: Html,
        /// Names of the levels.
        pub levels: Vec<String>,
        /// One row for each benefit.
        pub rows: Vec<BenefitRow>,
        /// The checks of each level; nothing when no check knows what to do with a level.
        pub checks: Vec<Related>,
    }

    /// A row of the comparison table.
    #[derive(Clone, Debug, Serialize)]
    pub struct BenefitRow {
        /// The benefit.
        pub title: Link,
        /// What one gets, as HTML; nothing where each level has a text of its own.
        pub html: Html,
        /// The document does not tell levels apart; there are no cells.
        pub all: bool,
        /// One text for each level.
        pub cells: Vec<BenefitCell>,
        /// Certificates that open it.
        pub certificates: String,
        /// Who decides.
        pub decided_by: Value,
        /// Marks.
        pub badges: Vec<Badge>,
        /// Its sources.
        pub sources: Vec<Source>,
    }

    /// What a benefit is for one level.
    #[derive(Clone, Debug, Serialize)]
    pub struct BenefitCell {
        /// Name of the level.
        pub level: String,
        /// What holds.
        pub text: String,
        /// It does not hold for this level.
        pub none: bool,
    }
}

impl<'a> RenderContext<'a> {
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
            let holds = data.levels.is_empty() || data.levels.iter().any(|level| level.value == word.id.value);
            let text = match own {
                Some(own) => own.text.clone(),
                None if holds => self.text("yes"),
                None => self.text("not_applicable"),
            };
            view::BenefitCell { level: word.name.clone(), text, none: !holds }
        };
        let all = data.levels.is_empty() && data.by_level.is_empty();
        let mut badges = self.automatic(data);
        badges.extend(self.unverified(data.verified));
        view::BenefitRow {
            title: self.record_link(Kind::Benefit, index),
            html: if data.by_level.is_empty() { self.prose(record, &data.summary) } else { view::Html::default() },
            all,
            cells: if all { Vec::new() } else { self.site.words(Vocabulary::Level).iter().map(cell).collect() },
            certificates: self.certificates(data),
            decided_by: self.stated(&data.decided_by),
            badges,
            sources: self.cited(&data.source),
        }
    }
}
