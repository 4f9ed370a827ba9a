//! Eligibility checks: rules → a ruleset that is proved right, evaluated here as in the browser.

mod analyse;
mod change;
mod class;
mod compile;
mod describe;
mod fact;
mod force;
pub mod judge;
mod pass;
mod persona;
mod relevant;
pub mod rules;
mod script;
mod space;
mod wording;

pub use analyse::Outline;
pub use change::Step;
pub use fact::names;
pub use judge::Answers;
pub use rules::Ruleset;

use crate::diagnostic::{Diagnostics, Severity};
use crate::model::{Kind, Same, Site};
use crate::source::Snapshot;
use space::Space;

/// A check that was compiled and tried with every combination of answers.
#[derive(Clone, Debug)]
pub struct Proved {
    /// The rules.
    pub rules: Ruleset,
    /// Every distinct result, those with most combinations first.
    pub outlines: Vec<Outline>,
    /// The answers of its personas, in the order of the record; nothing for one whose answers cannot be given.
    pub personas: Vec<Option<Answers>>,
}

/// What rests on a document that is not in force, or was not looked at again in time.
pub fn in_force(site: &Site) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(site.content.checks.iter().flat_map(|record| force::in_force(site, record)));
    diagnostics
}

/// True when compiling the checks of one site gives what it gave for the other: facts, checks and everything that they
/// name, and by its name, are the same, and so is which policies are in force.
pub fn is_same(same: &Same, (old, new): (&Site, &Site)) -> bool {
    let all_there = old.content.checks.len() == new.content.checks.len();
    let kept = |kind: Kind| (0..new.content.count(kind)).filter_map(move |at| new.content.record(kind, at));
    let records = [Kind::Fact, Kind::Check, Kind::Field].into_iter().flat_map(kept);
    let lapsed = |site: &Site| site.content.policies.iter().map(|policy| policy.data.lapsed()).collect::<Vec<_>>();
    let in_force = new.content.checks.is_empty() || lapsed(old) == lapsed(new);
    all_there && in_force && same.places && same.names && records.into_iter().all(|record| same.has(&record))
}

/// Compiles every check of a site, in the order of the records, and says everything that is wrong with it. There is
/// nothing for a check that cannot be compiled or is too large to try.
pub fn compile(snapshot: &Snapshot, site: &Site) -> (Vec<Option<Proved>>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut facts = Vec::new();
    for record in &site.content.facts {
        match fact::domain(site, record) {
            Ok(domain) => {
                let options = names(site, &record.data);
                facts.push(Some(fact::Known::new(&record.data, domain, options)));
            }
            Err(wrong) => {
                diagnostics.extend(wrong);
                facts.push(None);
            }
        }
    }
    let (excluded, wrong) = pass::exclusions(site, &facts);
    diagnostics.extend(wrong);
    let mut proved = Vec::new();
    for record in &site.content.checks {
        let text = &snapshot.source(record.file).text;
        let (rules, wrong) = compile::compile(site, record, &facts, &excluded);
        diagnostics.extend(wrong);
        let Some(rules) = rules else {
            proved.push(None);
            continue;
        };
        let space = match Space::new(&rules) {
            Ok(space) => space,
            Err(large) => {
                diagnostics.push(analyse::too_large(record, &rules, &large));
                proved.push(None);
                continue;
            }
        };
        let logic = analyse::analyse(site, record, &rules, &space);
        let sound = logic.count(Severity::Error) == 0;
        diagnostics.extend(logic);
        let (personas, wrong) = persona::personas(site, record, (&rules, &facts, &space), (text, sound));
        diagnostics.extend(wrong);
        let outlines = analyse::outlines(&rules, &space);
        drop(space);
        proved.push(Some(Proved { rules, outlines, personas }));
    }
    (proved, diagnostics)
}
