//! What a site publishes as data, and what is in which file.

use super::{Page, SitePage, made};
use crate::plan::Route;
use crate::plan::data::{POLICY_SCHEMA, Table, collections};
use crate::render::context::RenderContext;
use crate::render::metadata::Head;

/// The row of the table.
pub(super) const PAGE: SitePage = SitePage { path: "data.html", template: "data.html", make };

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `data.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Data {
        /// Collections with their files.
        pub groups: Vec<Related>,
        /// The schema of the texts of policies, when there are any.
        pub texts: Option<String>,
    }
}

fn make(cx: &RenderContext<'_>) -> Page {
    let group = |kind| {
        let link = |table: Table| {
            let key = match table {
                Table::Json => "data_json",
                Table::Csv => "data_csv",
                Table::Schema => "data_schema",
            };
            view::Link { text: cx.theme.text(key).to_owned(), href: cx.route(&Route::Data(kind, table)) }
        };
        let count = cx.site.content.count(kind).to_string();
        let title = cx.fill("data_collection", &[("name", &cx.kind_name(kind)), ("n", &count)]);
        view::Related { title, links: Table::ALL.into_iter().map(link).collect() }
    };
    let text = |key: &'static str| cx.text(key);
    let feeds = view::Related { title: text("feed"), links: cx.feeds() };
    let groups = collections(cx.site).map(group).chain((!feeds.links.is_empty()).then_some(feeds)).collect();
    made((
        Head::new("data", text("title_data"), text("description_data")),
        view::Data { groups, texts: cx.route(&Route::Single(POLICY_SCHEMA)) },
    ))
}
