//! Documents rest on documents and replace documents; no way along them may lead back.

use super::article::Policy;
use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::value::Ref;

/// Cycles that are reported at once; each may be as long as there are policies.
const MOST: usize = 20;

/// Policies that are, directly or through others, each other's basis or each other's successor.
pub(super) fn all(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = cycles(site, Code::BasisCycle, |policy| &policy.basis);
    diagnostics.extend(cycles(site, Code::SuccessionCycle, |policy| &policy.superseded_by.0));
    diagnostics
}

/// The ways along the policies that `named` gives which lead back to where they begin.
fn cycles(site: &Site, code: Code, named: impl Fn(&Policy) -> &[Ref]) -> Vec<Diagnostic> {
    let policies = &site.content.policies;
    let next = |at: usize| {
        named(&policies[at].data).iter().filter_map(|id| site.find(Kind::Policy, &id.value)).collect::<Vec<_>>()
    };
    let mut done = vec![false; policies.len()];
    // Where a policy stands on the way, which is needed for each step.
    let mut on_way = vec![None; policies.len()];
    let mut found = Vec::new();
    for start in 0..policies.len() {
        if done[start] {
            continue;
        }
        on_way[start] = Some(0);
        let mut way = vec![(start, next(start))];
        while let Some((at, rest)) = way.last_mut() {
            let at = *at;
            match rest.pop() {
                None => {
                    done[at] = true;
                    on_way[at] = None;
                    way.pop();
                }
                Some(to) => {
                    if let Some(from) = on_way[to].filter(|_| found.len() < MOST) {
                        found.push(way[from..].iter().map(|(seen, _)| *seen).collect::<Vec<_>>());
                    } else if !done[to] && on_way[to].is_none() {
                        on_way[to] = Some(way.len());
                        way.push((to, next(to)));
                    }
                }
            }
        }
    }
    let mut diagnostics = Vec::new();
    for cycle in found {
        let first = cycle.iter().copied().min().unwrap_or(0);
        let names: Vec<_> = cycle.iter().chain(cycle.first()).map(|&at| policies[at].id.as_str()).collect();
        let place = cycle.iter().position(|&at| at == first).unwrap_or(0);
        let next = cycle[(place + 1) % cycle.len()];
        let step = named(&policies[first].data).iter().find(|id| site.find(Kind::Policy, &id.value) == Some(next));
        let span = step.map_or(policies[first].span, |id| Span::new(policies[first].file, id.range.clone()));
        let reported = Diagnostic::at(code, span).arg("cycle", names.join(" → "));
        diagnostics.push(reported);
    }
    diagnostics
}
