//! `llms.txt`: what the site is and where its texts are as Markdown, for programs that answer questions
//! (<https://llmstxt.org>).

use super::super::context::{RenderContext, encode};
use super::Output;
use crate::model::Kind;
use crate::plan::{ACCESSIBILITY, DATA, HOME, Route, SITE_MAP, Single, translations};
use crate::syntax::unmarked::{escaped, target};

/// Records of a column that are listed; the page of the column has all.
const LISTED: usize = 100;

/// Every site has it.
pub(super) const OUTPUT: Output = Output { single: Single { path: "llms.txt", is_there: |_| true }, make, link: None };

fn make(cx: &RenderContext<'_>) -> String {
    let settings = &cx.site.settings;
    let as_of = cx.as_of();
    let mut text = format!(
        "# {}\n\n> {}\n\n{}\n\n{as_of}\n",
        escaped(&settings.title),
        escaped(&settings.summary),
        escaped(&settings.owner)
    );
    text.push('\n');
    entry(cx, &mut text, &HOME, &settings.title, None);
    for column in &settings.columns {
        let id = column.id.value;
        text.push_str(&format!("\n## {}\n\n", escaped(&column.name)));
        entry(cx, &mut text, &Route::Column(id), &column.name, Some(&column.description));
        let kind = id.kind();
        let records = if kind.has_page() { cx.in_order(kind) } else { Vec::new() };
        records.into_iter().take(LISTED).for_each(|index| record(cx, &mut text, kind, index));
    }
    let pages = cx.site.content.count(Kind::Page);
    text.push_str("\n## Optional\n\n");
    (0..pages).take(LISTED).for_each(|index| record(cx, &mut text, Kind::Page, index));
    for (index, ..) in translations(cx.site, &cx.compiled.theme) {
        let translation = &settings.translations[index];
        entry(cx, &mut text, &Route::Translation(index), &translation.title.value, Some(&translation.summary.value));
    }
    for (route, title) in [(SITE_MAP, "title_sitemap"), (DATA, "title_data"), (ACCESSIBILITY, "title_accessibility")] {
        entry(cx, &mut text, &route, cx.theme.text(title), None);
    }
    text
}

fn record(cx: &RenderContext<'_>, text: &mut String, kind: Kind, index: usize) {
    let Some(record) = cx.site.content.record(kind, index) else { return };
    let summary = cx.summary(&record);
    entry(cx, text, &Route::Record(kind, index), record.entry.name(), summary.as_deref());
}

/// A line that leads to the Markdown of a page.
fn entry(cx: &RenderContext<'_>, text: &mut String, page: &Route, name: &str, said: Option<&str>) {
    let Some(path) = cx.plan.path(&Route::Markdown(Box::new(page.clone()))) else { return };
    let address = [cx.site.base_url.as_deref().unwrap_or_default(), &encode(path)].concat();
    let said =
        said.filter(|said| !said.trim().is_empty()).map_or_else(String::new, |said| [": ", &escaped(said)].concat());
    text.push_str(&format!("- [{}]({}){said}\n", escaped(name), target(&address)));
}
