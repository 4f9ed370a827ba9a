//! A check → a page to be put up.

use serde_json::{Value, json};

use super::Printing;
use super::poster::{fact, poster};
use crate::model::Kind;
use crate::model::eligibility::Check;
use crate::print::Job;
use crate::render::context::RenderContext;
use crate::render::view::plain;

/// The row of the table.
pub(super) const PRINTING: Printing = Printing { kind: Kind::Check, job };

fn job(cx: &RenderContext<'_>, index: usize) -> Job {
    let check = &cx.site.content.checks[index];
    poster(cx, Kind::Check, index, &cx.prose(check, &check.data.summary), &facts(cx, &check.data))
}

/// What a check finds out, how, and who decides.
fn facts(cx: &RenderContext<'_>, data: &Check) -> Vec<Value> {
    let outcomes = data.groups.iter().flat_map(|group| &group.outcomes);
    let names: Vec<&str> = outcomes.map(|outcome| outcome.name.as_str()).collect();
    let questions = cx.fill("print_check_questions", &[("n", &data.flow.len().to_string())]);
    vec![
        json!({ "label": cx.text("print_check_outcomes"), "value": names }),
        fact(cx.row("print_check_how", plain(&questions))),
        fact(cx.row("l_decided_by_check", cx.stated(&data.decided_by))),
    ]
}
