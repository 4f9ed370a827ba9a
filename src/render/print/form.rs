//! A blank form → its document.

use serde_json::json;

use super::{Printing, day};
use crate::form::sheet::{MARGIN, Role};
use crate::model::Kind;
use crate::print::Job;
use crate::render::context::RenderContext;

/// The row of the table.
pub(super) const PRINTING: Printing = Printing { kind: Kind::Form, job };

fn job(cx: &RenderContext<'_>, index: usize) -> Job {
    let record = &cx.site.content.forms[index];
    let sheet = cx.sheet(record);
    let [attachment, title, note] = [Role::Attachment, Role::Title, Role::Note].map(|role| sheet.size_of(role));
    let mut data = cx.printed(&record.data.title.value, &[]);
    data["date"] = day(cx.made_on(record));
    data["sheet"] = json!(sheet);
    data["sizes"] = json!({ "attachment": attachment, "title": title, "note": note });
    data["margin"] = json!(MARGIN);
    cx.of("form.typ", record.span, data)
}
