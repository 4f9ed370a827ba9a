//! The column of terms.

use super::{ColumnPage, made};
use crate::model::records;
use crate::model::{ColumnId, Record};
use crate::render::context::RenderContext;
use crate::render::view::Html;

/// The row of the table.
pub(super) const PAGE: ColumnPage = ColumnPage {
    column: ColumnId::Glossary,
    template: "glossary.html",
    make: |cx| made((cx.column_head(ColumnId::Glossary), cx.glossary())),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `glossary.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Glossary {
        /// What the column is for.
        pub description: Html,
        /// The terms.
        pub terms: Vec<Term>,
    }

    /// A term.
    #[derive(Clone, Debug, Serialize)]
    pub struct Term {
        /// Its anchor.
        pub id: String,
        /// The term.
        pub title: Html,
        /// Other names.
        pub aliases: Vec<String>,
        /// What it means, as HTML.
        pub html: Html,
        /// Its sources.
        pub sources: Vec<Source>,
        /// Somebody has checked it.
        pub verified: bool,
    }
}

impl<'a> RenderContext<'a> {
    pub fn glossary(&self) -> view::Glossary {
        let term = |record: &'a Record<records::Term>| view::Term {
            id: record.id.to_string(),
            title: Html::between_words(&record.data.name),
            aliases: record.data.aliases.clone(),
            html: self.prose(record, &record.data.definition),
            sources: self.cited(&record.data.source),
            verified: record.data.verified,
        };
        let terms = self.site.content.terms.iter().map(term).collect();
        view::Glossary { description: self.description(ColumnId::Glossary), terms }
    }
}
