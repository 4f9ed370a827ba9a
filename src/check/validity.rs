//! Documents that are no longer in force: what still rests on them, and whether what is said of them can be true.

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::model::article::{Policy, Validity};
use crate::model::{Citation, Entry, Kind, Owner, Part, Record, Site};
use crate::source::Span;

/// Everything that is wrong with the validity of policies, and with statements that rest on it.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let rules = rule_sources(site);
    let citations = site.lapsed_citations().filter(|(citation, _)| !rules.contains(&citation.span));
    let mut reported: Vec<Diagnostic> = citations.map(|(citation, why)| lapsed(site, citation, why)).collect();
    for record in &site.content.policies {
        reported.extend(contradiction(record));
        reported.extend(older_successors(site, record));
    }
    reported
}

/// Where the sources of eligibility checks stand: those are reported by `eligibility`, with the words of the rule.
fn rule_sources(site: &Site) -> Vec<Span> {
    let mut spans = Vec::new();
    for record in &site.content.checks {
        record.data.parts(&mut |part| {
            if let Part::Sources(_, sources) = part {
                let written = sources.0.iter().filter_map(|source| source.value.clause.as_ref());
                spans.extend(written.map(|clause| Span::new(record.file, clause.range.clone())));
            }
        });
    }
    spans
}

/// A statement about today that rests on a policy that is no longer in force.
fn lapsed(site: &Site, citation: &Citation, why: Validity) -> Diagnostic {
    let policies = &site.content.policies;
    let title = |at: usize| policies.get(at).map_or("", |policy| name(&policy.data));
    let current: Vec<String> = site.current(citation.policy).iter().map(|&at| format!("《{}》", title(at))).collect();
    let why = if why == Validity::Expired { "@lapsed-expired" } else { "@lapsed-superseded" };
    let reported = Diagnostic::at(Code::LapsedSource, citation.span)
        .arg("statement", statement(site, citation))
        .arg("policy", title(citation.policy))
        .arg("validity", why)
        .arg("successor", if current.is_empty() { "@successor".to_owned() } else { current.join("、") });
    let policy = policies.get(citation.policy);
    let named =
        policy.and_then(|policy| Some(Span::new(policy.file, policy.data.superseded_by.0.first()?.range.clone())));
    named.into_iter().fold(reported, |reported, named| reported.related(named, Relation::Defined))
}

/// The name of a statement: its owner, and its part of it.
fn statement(site: &Site, citation: &Citation) -> String {
    let owner = match citation.owner {
        Owner::Site => site.settings.title.as_str(),
        Owner::Record(kind, index) => site.content.record(kind, index).map_or("", |record| record.entry.name()),
    };
    if citation.part.is_empty() { owner.to_owned() } else { format!("{owner}：{}", citation.part) }
}

/// The short title of a policy, or its title.
fn name(policy: &Policy) -> &str {
    policy.short_title.as_deref().unwrap_or(&policy.title)
}

/// A policy that is said to be in force and to be superseded.
fn contradiction(record: &Record<Policy>) -> Option<Diagnostic> {
    let successor = record.data.superseded_by.0.first().filter(|_| record.data.contradicts_itself())?;
    let word = if record.data.validity.get() == Some(&Validity::Amended) { "amended" } else { "in-force" };
    let reported = Diagnostic::at(Code::InForceAndSuperseded, Span::new(record.file, successor.range.clone()));
    Some(reported.arg("policy", name(&record.data)).arg("validity", word))
}

/// Successors of a policy that were made before it.
fn older_successors(site: &Site, record: &Record<Policy>) -> Vec<Diagnostic> {
    let older = record.data.superseded_by.0.iter().filter_map(|id| {
        let successor = site.content.policies.get(site.find(Kind::Policy, &id.value)?)?;
        let (made, successor_made) = (record.data.made_on.value.get()?, successor.data.made_on.value.get()?);
        let reported = || Diagnostic::at(Code::OlderSuccessor, Span::new(record.file, id.range.clone()));
        (successor_made < made).then(|| {
            reported()
                .arg("policy", name(&record.data))
                .arg("made", made)
                .arg("successor", name(&successor.data))
                .arg("successor_made", successor_made)
        })
    });
    older.collect()
}
