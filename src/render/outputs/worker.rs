//! The worker that keeps copies of pages in a browser, or takes them away again.

use serde_json::{Value, json};

use super::super::context::{RenderContext, encode};
use super::Output;
use crate::model::{ColumnId, Kind, Site};
use crate::plan::{HOME, Route, Single};
use crate::theme::Bundle;

/// Columns whose pages are kept before anybody has opened them.
const COLUMNS: [ColumnId; 4] = [ColumnId::Checks, ColumnId::Process, ColumnId::Forms, ColumnId::Offices];
/// Collections whose pages are kept likewise, so many of each.
const KINDS: [Kind; 2] = [Kind::Check, Kind::Form];
const EACH: usize = 20;

/// There is one where the site keeps copies, and where it says that it does so no longer.
pub(super) const OUTPUT: Output = Output { single: Single { path: "worker.js", is_there }, make, link: None };

fn is_there(site: &Site) -> bool {
    site.keeps_copies() || site.settings.offline == Some(false)
}

fn make(cx: &RenderContext<'_>) -> String {
    let build = if cx.site.keeps_copies() { build(cx) } else { Value::Null };
    let script = String::from_utf8_lossy(&cx.theme.asset(Bundle::WorkerJs).bytes);
    format!("self.BUILD={build};{script}")
}

/// What is kept, and in which state it is.
fn build(cx: &RenderContext<'_>) -> Value {
    let columns = COLUMNS.into_iter().map(|column| (Route::Column(column), cx.column_name(column)));
    let records = KINDS.into_iter().flat_map(|kind| {
        let named =
            move |at| Some((Route::Record(kind, at), cx.site.content.record(kind, at)?.entry.name().to_owned()));
        cx.in_order(kind).into_iter().take(EACH).filter_map(named)
    });
    let home = (HOME, cx.text("home"));
    let (mut pages, mut files) = (Vec::new(), Vec::new());
    let mut state = blake3::Hasher::new();
    for (route, name) in [home].into_iter().chain(columns).chain(records) {
        let Some(path) = cx.plan.path(&route) else { continue };
        // What is wrong with a page is reported where it is made.
        if let Ok(bytes) = cx.compiled.render(&route) {
            state.update(&bytes);
            pages.push(json!([encode(path), name]));
            files.push(encode(path));
        }
    }
    let mut look = blake3::Hasher::new();
    for bundle in Bundle::all().filter(|bundle| bundle.is_there(cx.site)) {
        let path = &cx.theme.asset(bundle).path;
        state.update(path.as_bytes());
        look.update(path.as_bytes());
        files.push(path.clone());
    }
    let digest = |hasher: &blake3::Hasher| hasher.finalize().to_hex()[..16].to_owned();
    json!({
        "state": digest(&state),
        "look": digest(&look),
        "lang": cx.site.settings.language,
        "css": cx.theme.asset(Bundle::SiteCss).path,
        "pages": pages,
        "files": files,
    })
}
