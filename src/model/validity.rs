//! Which policies and articles are no longer in force, what replaces a policy, and which statements speak of today.

use std::sync::{Arc, OnceLock};

use super::article::{Policy, Validity};
use super::citation::{Citation, Owner};
use super::kind::Kind;
use super::records::Notice;
use super::site::Site;
use crate::syntax::value::{Date, Ref};

/// Policies in force that may be named for one that is not; of more the first ones.
const MOST: usize = 200;

/// For each policy those in force that replace it, directly or through others. Each of many statements may rest on another
/// one of a long chain, so the ways are followed once for all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Current(OnceLock<Vec<Arc<[usize]>>>);

impl Current {
    fn read(site: &Site) -> Vec<Arc<[usize]>> {
        let count = site.content.policies.len();
        let (mut found, mut is_open) = (vec![None; count], vec![false; count]);
        for start in 0..count {
            let mut way = vec![start];
            while let Some(&at) = way.last() {
                let is_known = found[at].is_some();
                if !is_known && !std::mem::replace(&mut is_open[at], true) {
                    // Documents that supersede each other are an error, and have no successor through each other.
                    way.extend(site.lapsed_successors(at).filter(|&next| found[next].is_none() && !is_open[next]));
                    continue;
                }
                if !is_known {
                    found[at] = Some(Self::of(site, at, &found));
                }
                way.pop();
            }
        }
        found.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// What replaces a policy, once that is known of its successors.
    fn of(site: &Site, policy: usize, found: &[Option<Arc<[usize]>>]) -> Arc<[usize]> {
        let mut current: Vec<usize> =
            site.successors(policy).filter(|&next| site.lapsed(Kind::Policy, next).is_none()).collect();
        let mut further = site.lapsed_successors(policy).filter_map(|next| found[next].as_ref());
        match (further.next(), further.next()) {
            (None, _) => {}
            (Some(only), None) if current.is_empty() => return Arc::clone(only),
            (first, second) => {
                current.extend(first.into_iter().chain(second).chain(further).flat_map(|all| all.iter()))
            }
        }
        current.sort_unstable();
        current.dedup();
        current.truncate(MOST);
        current.into()
    }
}

impl Validity {
    /// The value itself for what is no longer in force.
    pub(super) fn lapsed(self) -> Option<Self> {
        matches!(self, Self::Superseded | Self::Expired).then_some(self)
    }
}

impl Policy {
    /// Superseded or expired; nothing for a policy that is in force, or of which that is not known. A policy that names
    /// its successor is superseded.
    pub fn lapsed(&self) -> Option<Validity> {
        match self.validity.get() {
            Some(validity) => validity.lapsed(),
            None => (!self.superseded_by.0.is_empty()).then_some(Validity::Superseded),
        }
    }

    /// True for a policy that is said to be in force and to be superseded.
    pub fn contradicts_itself(&self) -> bool {
        !self.superseded_by.0.is_empty() && self.validity.get().is_some() && self.lapsed().is_none()
    }
}

impl Notice {
    /// True when enrolment is over.
    fn is_closed(&self, as_of: Date) -> bool {
        let last = self.enrolment.value.get().and_then(|period| period.to.get());
        last.is_some_and(|last| *last < as_of)
    }
}

impl Site {
    /// Whether a policy, an interpretation, a question or a page is superseded or expired; nothing for other records.
    pub fn lapsed(&self, kind: Kind, index: usize) -> Option<Validity> {
        self.content.record(kind, index)?.entry.lapsed()
    }

    /// The policies that replace a policy, by their places.
    pub fn successors(&self, policy: usize) -> impl Iterator<Item = usize> {
        let named = self.content.policies.get(policy).into_iter().flat_map(|policy| &policy.data.superseded_by.0);
        named.filter_map(|id| self.find(Kind::Policy, &id.value))
    }

    /// Those of them that are no longer in force themselves.
    fn lapsed_successors(&self, policy: usize) -> impl Iterator<Item = usize> {
        self.successors(policy).filter(|&next| self.lapsed(Kind::Policy, next).is_some())
    }

    /// The policies in force at the end of the ways from a policy to what replaces it, by their places.
    pub fn current(&self, policy: usize) -> &[usize] {
        self.current.0.get_or_init(|| Current::read(self)).get(policy).map_or(&[], |current| current)
    }

    /// The policies of which `choose` gives this one, in the order of the content.
    pub fn policies_naming<'a>(
        &'a self,
        policy: usize,
        choose: impl Fn(&'a Policy) -> &'a [Ref] + 'a,
    ) -> impl Iterator<Item = usize> + 'a {
        let policies = &self.content.policies;
        self.referring((Kind::Policy, policy), Kind::Policy).filter(move |&at| {
            policies.get(at).is_some_and(|from| {
                choose(&from.data).iter().any(|id| self.find(Kind::Policy, &id.value) == Some(policy))
            })
        })
    }

    /// True when who makes a statement speaks of today: a policy speaks of the day on which it was made, a notice whose
    /// enrolment is over of that time, and an article says itself that it is about the past.
    fn speaks_of_today(&self, owner: Owner) -> bool {
        match owner {
            Owner::Site => true,
            Owner::Record(Kind::Policy, _) => false,
            Owner::Record(Kind::Notice, at) => {
                !self.content.notices.get(at).is_some_and(|notice| notice.data.is_closed(self.as_of))
            }
            Owner::Record(kind, at) => self.lapsed(kind, at).is_none(),
        }
    }

    /// Statements about today that rest on a policy that is no longer in force.
    pub fn lapsed_citations(&self) -> impl Iterator<Item = (&Citation, Validity)> {
        let any = self.content.policies.iter().any(|policy| policy.data.lapsed().is_some());
        let citations = any.then(|| self.citations()).into_iter().flatten();
        citations.filter_map(|citation| {
            let lapsed = self.lapsed(Kind::Policy, citation.policy)?;
            self.speaks_of_today(citation.owner).then_some((citation, lapsed))
        })
    }
}
