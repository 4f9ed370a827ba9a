//! The page of the search. What is found stands in files of its own (`search/`); without a script the page leads to the
//! columns.

use serde_json::json;

use super::{Page, SitePage, made};
use crate::render::context::RenderContext;
use crate::render::metadata::Head;
use crate::search::ORDER;
use crate::syntax::markup::Html;
use crate::theme::Bundle;

/// The row of the table.
pub(super) const PAGE: SitePage = SitePage { path: "search.html", template: "search.html", make };

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `search.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Search {
        /// The address of its style sheet.
        pub css: String,
        /// What its script has to know, as JSON.
        pub data: Html,
        /// Columns, for readers without a script.
        pub groups: Vec<Related>,
    }
}

fn make(cx: &RenderContext<'_>) -> Page {
    let index = cx.compiled.search();
    let kinds: Vec<String> =
        ORDER.iter().map(|kind| cx.theme.text(&format!("kind_{}", kind.word())).to_owned()).collect();
    let data = json!({
        "version": index.version,
        "parts": index.size.parts,
        "files": index.size.files,
        "kinds": kinds,
        "traditional": index.own_traditional,
    });
    let text = |key: &'static str| cx.text(key);
    made((
        Head::new("search", text("title_search"), text("description_search")),
        view::Search {
            css: cx.asset(Bundle::SearchCss),
            data: Html::script_data(&data.to_string()),
            groups: cx.ways_on().groups,
        },
    ))
}
