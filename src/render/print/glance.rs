//! The picture of an interpretation → its pages of paper: the data of `picture.typ`.

use std::collections::BTreeMap;

use serde_json::json;

use super::title;
use crate::model::Kind;
use crate::print::Job;
use crate::render::context::RenderContext;

/// Characters of the size of the title that a line of the band holds.
const TITLE: f64 = 17.0;

/// What the document is made from: the same panels as those of the drawing.
pub(super) fn job(cx: &RenderContext<'_>, index: usize) -> Job {
    let record = &cx.site.content.interpretations[index];
    let picture = cx.pictured(index);
    let mut data = cx.printed(&record.data.title, &record.data.keywords);
    data["lines"] = json!(title::lines(&picture.title, TITLE));
    data["kicker"] = json!(picture.kicker);
    data["lead"] = json!(picture.lead);
    data["panels"] = json!(picture.panels);
    data["colophon"] = json!(picture.foot);
    data["words"] = json!({ "qr": cx.text("qr_label"), "scan": cx.text("print_scan") });
    let mut files = BTreeMap::new();
    data["qr"] = json!(cx.code(Kind::Interpretation, index, &mut files));
    Job { files, ..cx.of("picture.typ", record.span, data) }
}
