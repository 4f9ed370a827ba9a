//! Several clauses in one reference (`第三条、第四条`, `二（一）（二）`, `第一条至第三条`) → each of them.

use super::kind::Kind;
use super::site::Site;
use crate::syntax::clause::{ClauseRef, Kind as Numbering, Meaning};
use crate::syntax::markdown::Clause;
use crate::syntax::value::Id;

/// Bytes of a reference that may name several clauses.
const LONGEST: usize = 400;
/// Clauses that one reference names at most.
const MOST: usize = 12;

/// Signs and words between two references.
const BETWEEN: [&str; 14] = ["、", "，", ",", "；", ";", "/", "／", "以及", "及", "和", "与", "或", "\n", " "];
/// Signs and words between the first and the last of several clauses.
const UP_TO: [&str; 7] = ["至", "到", "～", "~", "—", "–", "-"];
/// What may stand behind the last number only: `第一、二项`.
const UNITS: [char; 6] = ['条', '款', '项', '目', '章', '节'];

/// The clauses that a reference to a policy names one after the other, by their policies and places; nothing when it does
/// not name several.
pub(super) fn several(site: &Site, policy: usize, written: &str) -> Option<Vec<(usize, usize)>> {
    let written = written.trim();
    if written.len() > LONGEST {
        return None;
    }
    let apart = each(site, policy, &split(written, &BETWEEN));
    apart.or_else(|| up_to(site, policy, written)).or_else(|| beside(site, policy, written))
}

/// The parts of a text between these words.
fn split<'t>(text: &'t str, words: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![text];
    for word in words {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The clauses that these parts of a reference name, each by itself or below a clause that holds the one before.
fn each(site: &Site, policy: usize, parts: &[&str]) -> Option<Vec<(usize, usize)>> {
    if !(2..=MOST).contains(&parts.len()) {
        return None;
    }
    let unit = parts.last()?.chars().next_back().filter(|unit| UNITS.contains(unit));
    let unit = unit.map_or_else(String::new, String::from);
    let mut found: Vec<(usize, usize)> = Vec::with_capacity(parts.len());
    for part in parts {
        let (policy, clause) = match part.split_once('#') {
            Some((id, clause)) => (of(site, id)?, clause),
            None => (found.last().map_or(policy, |last| last.0), *part),
        };
        let before = found.last().filter(|last| last.0 == policy).map(|last| last.1);
        let clause = one(site, (policy, before), clause, &unit)?;
        found.push((policy, clause));
    }
    found.dedup();
    (found.len() > 1).then_some(found)
}

/// The policy that an id names, with or without the scheme of a link.
fn of(site: &Site, id: &str) -> Option<usize> {
    let id = id.trim();
    site.find(Kind::Policy, &Id::parse(id.strip_prefix("policy:").unwrap_or(id))?)
}

/// The clause of a policy that a part of a reference names behind another one.
fn one(site: &Site, (policy, before): (usize, Option<usize>), part: &str, unit: &str) -> Option<usize> {
    let clauses = site.clauses(policy);
    let above = |at: &usize| Some(clauses.get(*at)?.parent? as usize);
    let labels = std::iter::successors(before.and_then(|before| above(&before)), above)
        .filter(|&at| clauses[at].path.own().is_some())
        .map(|at| clauses[at].path.label());
    labels.chain([String::new()]).find_map(|label| {
        ["", "第"].into_iter().flat_map(|ordinal| ["", unit].map(|unit| [ordinal, part, unit].concat())).find_map(
            |own| match site.clause(policy, &ClauseRef::parse(&[&label, &*own].concat())?) {
                Meaning::One(found) => Some(found),
                _ => None,
            },
        )
    })
}

/// `第一条至第三条`: all clauses from one to another one of its kind below the same clause.
fn up_to(site: &Site, policy: usize, written: &str) -> Option<Vec<(usize, usize)>> {
    let ends = UP_TO.iter().find_map(|word| {
        let (first, last) = written.split_once(word)?;
        each(site, policy, &[first.trim(), last.trim()])
    })?;
    let [(first_of, first), (last_of, last)] = ends[..] else { return None };
    let clauses = site.clauses(policy);
    let kind = |at: usize| Some((clauses.get(at)?.parent, clauses[at].path.own()?.kind));
    if (first_of, last_of) != (policy, policy) || first > last || kind(first) != kind(last) {
        return None;
    }
    let mut all = Vec::new();
    let mut at = first;
    while at <= last && all.len() <= MOST {
        all.extend((kind(at) == kind(first)).then_some((policy, at)));
        at = (clauses[at].end as usize).max(at + 1);
    }
    (all.len() <= MOST).then_some(all)
}

/// `二（一）（二）`, `第三条第一项第二项`: numbers of one kind without anything between them.
fn beside(site: &Site, policy: usize, written: &str) -> Option<Vec<(usize, usize)>> {
    let starts = written.match_indices(['第', '（', '(']).map(|(at, _)| at).filter(|&at| at > 0);
    // `第（三）项` is one number.
    let is_whole = |at: &usize| !written[..*at].ends_with('第');
    let starts: Vec<usize> = starts.filter(is_whole).collect();
    (0..starts.len()).rev().take(MOST).find_map(|from| {
        let ends = starts[from + 1..].iter().copied().chain([written.len()]);
        let tail = starts[from..].iter().zip(ends).map(|(&start, end)| &written[start..end]);
        let parts: Vec<&str> = [&written[..starts[from]]].into_iter().chain(tail).collect();
        let found = each(site, policy, &parts)?;
        let kind = |&(policy, at): &(usize, usize)| Some(numbering(site.clauses(policy).get(at)?));
        found.iter().all(|place| kind(place) == kind(&found[0])).then_some(found)
    })
}

fn numbering(clause: &Clause) -> Option<Numbering> {
    clause.path.own().map(|own| own.kind)
}
