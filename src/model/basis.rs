//! Documents rest on documents; no way along them may lead back.

use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Cycles that are told at once; each may be as long as there are policies.
const MOST: usize = 20;

/// Policies that are, directly or through others, each other's basis.
pub(super) fn cycles(site: &Site) -> Vec<Diagnostic> {
    let policies = &site.content.policies;
    let next = |at: usize| {
        policies[at].data.basis.iter().filter_map(|basis| site.find(Kind::Policy, &basis.value)).collect::<Vec<_>>()
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
        let step = policies[first].data.basis.iter().find(|basis| site.find(Kind::Policy, &basis.value) == Some(next));
        let span = step.map_or(policies[first].span, |basis| Span::new(policies[first].file, basis.range.clone()));
        let told = Diagnostic::at(Code::BasisCycle, span).arg("cycle", names.join(" → "));
        diagnostics.push(told);
    }
    diagnostics
}
