//! Conditions in an author's words, and the diagnostics of one that is written wrongly.

use crate::diagnostic::catalogue::key;
use crate::model::eligibility::{Answer, Rule};
use crate::model::{Kind, Site};
use crate::syntax::value::At;

/// What is said instead of exactly one thing, and how to mend it.
pub fn malformed(rule: &Rule) -> Option<(String, &'static str)> {
    let forms = [
        ("all", rule.all.is_some()),
        ("any", rule.any.is_some()),
        ("not", rule.not.is_some()),
        ("confirm", rule.confirm.is_some()),
        ("delegated", rule.delegated.is_some()),
        ("fact", rule.fact.is_some()),
    ];
    let comparisons = [
        ("is", rule.is.is_some()),
        ("one_of", rule.one_of.is_some()),
        ("at_least", rule.at_least.is_some()),
        ("at_most", rule.at_most.is_some()),
        ("between", rule.between.is_some()),
        ("has", rule.has.is_some()),
    ];
    // A `not` of a single condition is read as one condition.
    let single = rule.not.as_ref().is_some_and(|inner| inner.value.fact.is_some());
    let leaf_only = [
        ("met", rule.met.is_some() && !single),
        ("unmet", rule.unmet.is_some() && !single),
        ("papers", !rule.papers.is_empty()),
        ("fixed", rule.fixed),
    ];
    let only = |keys: &[(&'static str, bool)]| {
        keys.iter().filter(|(_, there)| *there).map(|(key, _)| *key).collect::<Vec<_>>()
    };
    let (forms, comparisons, extra) = (only(&forms), only(&comparisons), only(&leaf_only));
    let by: &[&str] = if rule.by.is_some() { &["by"] } else { &[] };
    let said = |parts: &[&[&str]]| parts.concat().into_iter().map(key).collect::<Vec<_>>().join(" + ");
    let empty = |parts: &Option<Vec<At<Rule>>>| parts.as_ref().is_some_and(Vec::is_empty);
    match (forms.as_slice(), comparisons.as_slice()) {
        (["fact"], [_]) if rule.one_of.as_ref().is_some_and(Vec::is_empty) => Some((key("one_of: []"), "@rule-empty")),
        (["all"], []) if empty(&rule.all) => Some((key("all: []"), "@rule-empty")),
        (["any"], []) if empty(&rule.any) => Some((key("any: []"), "@rule-empty")),
        (["fact"], [_]) | (["all" | "any" | "not"], []) if !by.is_empty() => {
            Some((said(&[&forms, &comparisons, by]), "@rule-by"))
        }
        (["all" | "any" | "not"], []) if !extra.is_empty() => Some((said(&[&forms, &extra]), "@rule-leaf-only")),
        (["delegated"], []) if by.is_empty() => Some((key("delegated"), "@rule-delegated")),
        (["fact"], [_]) | (["confirm" | "delegated" | "all" | "any" | "not"], []) => None,
        (["fact"], []) => Some((key("fact"), "@rule-no-comparison")),
        ([], []) => Some((said(&[by, &extra]), "@rule-nothing")),
        ([], _) => Some((said(&[&comparisons, by]), "@rule-nothing")),
        _ => Some((said(&[&forms, &comparisons, by]), "@rule-many")),
    }
}

/// A condition in an author's words.
pub fn condition(site: &Site, rule: &Rule) -> String {
    if let Some(text) = rule.text.as_ref().or(rule.confirm.as_ref()).or(rule.delegated.as_ref()) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let fact = rule.fact.as_ref().and_then(|fact| site.get(Kind::Fact, &fact.value));
    let name = fact.map_or_else(String::new, |fact| fact.entry.name().to_owned());
    let said = comparison(rule).map(|(word, value)| key(format_args!("{word}: {value}")));
    match said {
        Some(said) => format!("{name} {said}"),
        None => ["all", "any", "not"]
            .into_iter()
            .zip([rule.all.is_some(), rule.any.is_some(), rule.not.is_some()])
            .find_map(|(word, there)| there.then(|| key(word)))
            .unwrap_or(name),
    }
}

/// The comparison of a condition: its word and its values.
pub fn comparison(rule: &Rule) -> Option<(&'static str, String)> {
    let one = |answer: &Option<At<Answer>>| answer.as_ref().map(|answer| answer.value.to_string());
    let list = |answers: &[&At<Answer>]| {
        let answers: Vec<_> = answers.iter().map(|answer| answer.value.to_string()).collect();
        format!("[{}]", answers.join(", "))
    };
    let comparisons = [
        ("is", one(&rule.is)),
        ("one_of", rule.one_of.as_ref().map(|answers| list(&answers.iter().collect::<Vec<_>>()))),
        ("at_least", one(&rule.at_least)),
        ("at_most", one(&rule.at_most)),
        ("between", rule.between.as_ref().map(|(from, to)| list(&[from, to]))),
        ("has", one(&rule.has)),
    ];
    comparisons.into_iter().find_map(|(key, value)| Some((key, value?)))
}
