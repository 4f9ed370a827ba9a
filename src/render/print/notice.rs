//! A notice → a page to be put up.

use serde_json::Value;

use super::Printing;
use super::poster::{fact, poster};
use crate::model::Kind;
use crate::model::records::Notice;
use crate::print::Job;
use crate::render::answered::Knows;
use crate::render::context::RenderContext;

/// The row of the table.
pub(super) const PRINTING: Printing = Printing { kind: Kind::Notice, job };

fn job(cx: &RenderContext<'_>, index: usize) -> Job {
    let notice = &cx.site.content.notices[index];
    poster(cx, Kind::Notice, index, &cx.prose(notice, &notice.data.summary), &facts(cx, &notice.data))
}

/// Who teaches what, on which level, and when.
fn facts(cx: &RenderContext<'_>, data: &Notice) -> Vec<Value> {
    let institution = cx.links(Kind::Institution, std::slice::from_ref(&data.institution));
    let levels = match data.levels.value() {
        Ok(levels) => cx.links_value(&cx.levels_with(levels, Knows::default())),
        Err(why) => cx.absent(why),
    };
    let rows = [
        cx.row("l_institution", cx.links_value(&institution)),
        cx.row("l_fields", cx.links_value(&cx.links(Kind::Field, &data.fields))),
        cx.row("l_levels", levels),
        cx.row("l_enrolment", cx.period(&data.enrolment.value)),
        cx.row("l_classes", cx.period(&data.classes.value)),
    ];
    rows.map(fact).into()
}
