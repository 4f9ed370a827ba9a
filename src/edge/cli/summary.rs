//! What a build made, in a few lines.

use super::{filled, listed};
use crate::diagnostic::catalogue::{Lang, word};
use crate::edge::build::{Outcome, Purpose};
use crate::edge::os::shown;
use crate::model::UnpublishedReason;

/// Policies and labels that a summary names; of more it gives the number.
const FEW: usize = 12;

/// What was made, in a few lines; nothing when nothing was.
pub(super) fn summary(outcome: &Outcome, purpose: &Purpose, lang: Lang) -> String {
    let fill = |key: &str, values: &[(&str, String)]| filled(key, values, lang);
    let mut text = String::new();
    let all = outcome.compiled.site.coverage();
    if all.len() > FEW {
        let clauses: usize = all.iter().map(|coverage| coverage.clauses).sum();
        let silent: usize = all.iter().map(|coverage| coverage.unexplained.len()).sum();
        let values = [("policies", all.len()), ("clauses", clauses), ("explained", clauses - silent)];
        text.push_str(&fill("summary-coverage-all", &values.map(|(name, value)| (name, value.to_string()))));
    }
    for coverage in all.iter().filter(|_| all.len() <= FEW) {
        let explained = coverage.clauses - coverage.unexplained.len();
        let values = [
            ("policy", coverage.policy.to_string()),
            ("explained", explained.to_string()),
            ("clauses", coverage.clauses.to_string()),
        ];
        text.push_str(&fill("summary-coverage", &values));
        if !coverage.unexplained.is_empty() {
            let labels: Vec<String> = coverage.unexplained.iter().map(ToString::to_string).collect();
            text.push_str(&fill("summary-unexplained", &[("clauses", some(&labels, lang))]));
        }
    }
    let checks = outcome.compiled.site.content.checks.iter().zip(outcome.compiled.checks.iter());
    for (check, proved) in checks.filter_map(|(check, proved)| Some((check, proved.as_ref()?))) {
        let count = proved.outlines.iter().fold(0u64, |all, outline| all.saturating_add(outline.count));
        let values = [
            ("check", check.id.to_string()),
            ("count", count.to_string()),
            ("results", proved.outlines.len().to_string()),
        ];
        text.push_str(&fill("summary-check", &values));
    }
    let unpublished = outcome.compiled.site.content.unpublished.iter().filter(|_| !outcome.drafts).map(|record| {
        let until = match record.reason {
            UnpublishedReason::Draft => word("summary-draft", lang).unwrap_or_default().to_owned(),
            UnpublishedReason::Until(day) => day.to_string(),
        };
        let values = [("collection", record.kind.collection().to_owned()), ("id", record.id.to_string())];
        filled("summary-unpublished-one", &[&values[..], &[("until", until)]].concat(), lang).trim_end().to_owned()
    });
    let items: Vec<String> = unpublished.collect();
    if !items.is_empty() {
        text.push_str(&fill("summary-unpublished", &[("items", some(&items, lang))]));
    }
    let left_out: Vec<String> = outcome.compiled.left_out().map(str::to_owned).collect();
    if !left_out.is_empty() {
        let values = [("count", left_out.len().to_string()), ("items", some(&left_out, lang))];
        text.push_str(&fill("summary-left-out", &values));
    }
    let time = format!("{:.2}", outcome.elapsed.as_secs_f64());
    let made = [("pages", outcome.pages.to_string()), ("downloads", outcome.downloads.to_string()), ("time", time)];
    match &outcome.published {
        None if outcome.is_fine() => text.push_str(&fill("summary-checked", &made)),
        // A check would have published nothing.
        None if matches!(purpose, Purpose::Check) => {}
        None => text.push_str(&fill("summary-nothing", &made)),
        Some((target, published)) => {
            let size = format!("{:.1}", published.bytes as f64 / 1_048_576.0);
            let target = shown(target);
            text.push_str(&fill("summary-made", &[&made[..], &[("size", size), ("target", target)]].concat()));
            let counts = [
                ("new", published.new.to_string()),
                ("changed", published.changed.to_string()),
                ("same", published.same.to_string()),
                ("removed", published.removed.to_string()),
            ];
            text.push_str(&fill("summary-changes", &counts));
        }
    }
    text
}

/// The first of many labels.
fn some(labels: &[String], lang: Lang) -> String {
    let shown = listed(labels.iter().take(FEW), lang);
    let more = if labels.len() > FEW { word("summary-more", lang).unwrap_or_default() } else { "" };
    format!("{shown}{more}")
}
