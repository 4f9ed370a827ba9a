//! A column as a list of cards, in groups.

use super::{Page, RecordGroup, made, of_kind};
use crate::diagnostic::Diagnostic;
use crate::model::{ColumnId, Kind};
use crate::render::context::RenderContext;
use crate::render::metadata::Head;

/// Its template.
pub(super) const TEMPLATE: &str = "list.html";

/// The page of a column that has none of its own.
///
/// # Errors
/// What is wrong with the template of a card.
pub(super) fn make(cx: &RenderContext<'_>, id: ColumnId) -> Result<Page, Diagnostic> {
    Ok(made((cx.column_head(id), cx.list(id)?)))
}

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `list.html`: policies, interpretations, questions, fields, institutions, notices, forms.
    #[derive(Clone, Debug, Serialize)]
    pub struct List {
        /// What the column is for.
        pub description: Html,
        /// Filters; they do nothing without a script and are hidden then.
        pub filters: Vec<Filter>,
        /// Groups of cards.
        pub groups: Vec<Group>,
        /// A remark below, as HTML.
        pub remark: Option<Html>,
    }
}

impl<'a> RenderContext<'a> {
    pub fn column_head(&self, id: ColumnId) -> Head {
        let description = self.column(id).map_or_else(String::new, |column| column.description.clone());
        let mut head = Head::new("list", self.column_name(id), description);
        head.column = Some(id);
        head
    }

    pub(super) fn description(&self, id: ColumnId) -> view::Html {
        self.column(id).map_or_else(view::Html::default, |column| view::Html::reachable(&column.description))
    }

    /// The groups of a column that lists cards, with its filters.
    ///
    /// # Errors
    /// What is wrong with the template of a card.
    pub fn list(&self, id: ColumnId) -> Result<view::List, Diagnostic> {
        let kind = id.kind();
        let page = of_kind(kind);
        let groups = page.map_or_else(|| one_group(self, kind), |page| (page.list.groups)(self, kind));
        let group = |RecordGroup { title, id, records }| -> Result<view::Group, Diagnostic> {
            let parts = self.cards(kind, &records, if title.is_some() { 3 } else { 2 })?;
            Ok(view::Group { title, id, parts })
        };
        let groups =
            groups.into_iter().filter(|group| !group.records.is_empty()).map(group).collect::<Result<_, _>>()?;
        let filters = page.map_or_else(Vec::new, |page| (page.list.filters)(self));
        Ok(view::List { description: self.description(id), filters, groups, remark: None })
    }
}

/// All records of a kind, without a heading.
pub(super) fn one_group(cx: &RenderContext<'_>, kind: Kind) -> Vec<RecordGroup> {
    vec![RecordGroup { title: None, id: "all".into(), records: cx.in_order(kind) }]
}
