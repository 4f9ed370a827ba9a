//! Eligibility checks: rules → a ruleset that is proved right, evaluated here as in the browser.

mod compile;
mod fact;
pub mod judge;
pub mod rules;
mod script;
mod space;

pub use fact::names;
pub use rules::Ruleset;

use crate::diagnostic::Diagnostics;
use crate::model::Site;

/// Compiles every check of a site, and says what is wrong with it.
pub fn compile(site: &Site) -> (Vec<Option<Ruleset>>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut facts = Vec::new();
    for record in &site.content.facts {
        match fact::domain(site, record) {
            Ok(domain) => facts.push(Some(fact::Known { fact: &record.data, domain })),
            Err(wrong) => {
                diagnostics.extend(wrong);
                facts.push(None);
            }
        }
    }
    let mut rulesets = Vec::new();
    for record in &site.content.checks {
        let (ruleset, wrong) = compile::compile(site, record, &facts);
        diagnostics.extend(wrong);
        rulesets.push(ruleset);
    }
    (rulesets, diagnostics)
}
