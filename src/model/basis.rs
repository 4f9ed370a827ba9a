//! Documents rest on documents; no way along them may lead back.

use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Policies that are, directly or through others, each other's basis.
pub(super) fn cycles(site: &Site) -> Vec<Diagnostic> {
    let policies = &site.content.policies;
    let next = |at: usize| {
        policies[at].data.basis.iter().filter_map(|basis| site.find(Kind::Policy, &basis.value)).collect::<Vec<_>>()
    };
    let mut done = vec![false; policies.len()];
    let mut found = Vec::new();
    for start in 0..policies.len() {
        let mut way = vec![(start, next(start))];
        while let Some((at, rest)) = way.last_mut() {
            let at = *at;
            match rest.pop() {
                None => {
                    done[at] = true;
                    way.pop();
                }
                Some(to) => {
                    if let Some(from) = way.iter().position(|(seen, _)| *seen == to) {
                        found.push(way[from..].iter().map(|(seen, _)| *seen).collect::<Vec<_>>());
                    } else if !done[to] {
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
