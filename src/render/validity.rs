//! What is no longer in force: in lists and names behind what is, with the word for it; on its page and its print-out, what
//! is said of it.

use crate::model::Kind;
use crate::model::article::Validity;

use super::context::RenderContext;
use super::view;

impl RenderContext<'_> {
    /// Links to records in a list: those in force first, the others with the word for it.
    pub fn listed(&self, kind: Kind, mut records: Vec<usize>) -> Vec<view::Link> {
        self.in_force_first(kind, &mut records);
        records.into_iter().map(|at| self.listed_link(kind, at)).collect()
    }

    /// A link to a record, with the word for its validity when it is no longer in force.
    pub fn listed_link(&self, kind: Kind, index: usize) -> view::Link {
        let view::Link { text, href } = self.record_link(kind, index);
        view::Link { text: self.marked(kind, index, text), href }
    }

    /// Puts records that are no longer in force behind the others.
    pub fn in_force_first(&self, kind: Kind, records: &mut [usize]) {
        records.sort_by_key(|&at| self.site.lapsed(kind, at).is_some());
    }

    /// What the page and the print-out of a policy that is no longer in force says of it: what supersedes it, and what is in
    /// force now where that is something else.
    pub fn lapsed_policy(&self, index: usize) -> Option<view::Lapsed> {
        let lapsed = self.site.lapsed(Kind::Policy, index)?;
        let expired = lapsed == Validity::Expired;
        let named: Vec<usize> = self.site.successors(index).collect();
        let current = self.site.current(index).iter().copied().filter(|at| !named.contains(at)).collect();
        Some(view::Lapsed {
            text: self.text(if expired { "lapsed_policy_expired" } else { "lapsed_policy_superseded" }),
            successors: self.listed(Kind::Policy, named),
            current: self.listed(Kind::Policy, current),
        })
    }

    /// What the page and the print-out of an article about rules of the past says of that.
    pub fn lapsed_article(&self, kind: Kind, index: usize) -> Option<String> {
        let expired = self.site.lapsed(kind, index)? == Validity::Expired;
        Some(self.text(if expired { "lapsed_article_expired" } else { "lapsed_article_superseded" }))
    }

    /// The badge of a record that is no longer in force.
    pub fn lapsed_badge(&self, kind: Kind, index: usize) -> Option<view::Badge> {
        Some(self.badge(validity_key(self.site.lapsed(kind, index)?), "warn"))
    }

    /// A name of a record, with the word for its validity when it is no longer in force.
    pub fn marked(&self, kind: Kind, index: usize, name: String) -> String {
        let Some(lapsed) = self.site.lapsed(kind, index) else { return name };
        self.fill("lapsed_title", &[("title", &name), ("validity", self.theme.text(validity_key(lapsed)))])
    }
}

/// The key of the word for a validity.
pub(super) fn validity_key(validity: Validity) -> &'static str {
    match validity {
        Validity::InForce => "validity_in_force",
        Validity::Amended => "validity_amended",
        Validity::Superseded => "validity_superseded",
        Validity::Expired => "validity_expired",
    }
}
