//! Whether what a check rests on still holds on the day of the build.

use super::wording::condition;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::article::Validity;
use crate::model::eligibility::{Check, Rule, known_period};
use crate::model::{Record, Site};
use crate::source::Span;
use crate::syntax::value::Sources;

/// Sources that are not in force, and rules that somebody had to look at again.
pub fn in_force(site: &Site, record: &Record<Check>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let data = &record.data;
    let mut look = |sources: &Sources, statement: &dyn Fn() -> String| {
        for source in &sources.0 {
            let Some(written) = &source.value.clause else { continue };
            let Ok((policy, _)) = site.source(written) else { continue };
            let Some(policy) = site.content.policies.get(policy) else { continue };
            let Some(lapsed) = policy.data.lapsed() else { continue };
            let word = if lapsed == Validity::Expired { "@expired" } else { "@superseded" };
            let reported = Diagnostic::at(Code::NotInForce, Span::new(record.file, written.range.clone()));
            diagnostics.push(
                reported.arg("condition", statement()).arg("policy", policy.data.short_title()).arg("validity", word),
            );
        }
    };
    if let Some(sources) = &data.source {
        look(sources, &|| data.title.clone());
    }
    for outcome in data.groups.iter().flat_map(|group| &group.outcomes) {
        if let Some(sources) = &outcome.source {
            look(sources, &|| outcome.name.clone());
        }
        Rule::walk(&outcome.rule, &mut |rule| {
            if let Some(sources) = &rule.value.source {
                look(sources, &|| condition(site, &rule.value));
            }
        });
    }
    let review =
        data.review_by.as_ref().map(|date| (date.value, Span::new(record.file, date.range.clone()), "@review-by"));
    let end = known_period(data.valid.as_ref()).1.map(|date| (date, record.span, "@valid-until"));
    // What day it is, site.yaml may say.
    let known = site.content.settings.is_some();
    for (date, span, problem) in review.into_iter().chain(end).filter(|(date, ..)| known && *date < site.as_of) {
        let reported = Diagnostic::at(Code::ReviewDue, span).arg("problem", problem).arg("date", date);
        diagnostics.push(reported.arg("as_of", site.as_of));
    }
    diagnostics
}
