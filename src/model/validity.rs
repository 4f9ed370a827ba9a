//! Which policies and articles are no longer in force, what replaces a policy, and which statements speak of today.

use rustc_hash::FxHashSet;

use super::article::{Policy, Validity};
use super::citation::{Citation, Owner};
use super::kind::Kind;
use super::records::Notice;
use super::site::Site;
use crate::syntax::value::{Date, Ref};

/// Successors that are followed from one policy. Each of many statements may rest on another one of a long chain.
const FOLLOWED: usize = 200;

impl Validity {
    /// The value itself for what is no longer in force.
    fn lapsed(self) -> Option<Self> {
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
        let content = &self.content;
        match kind {
            Kind::Policy => content.policies.get(index)?.data.lapsed(),
            Kind::Interpretation => content.interpretations.get(index)?.data.validity?.lapsed(),
            Kind::Question => content.questions.get(index)?.data.validity?.lapsed(),
            Kind::Page => content.pages.get(index)?.data.validity?.lapsed(),
            _ => None,
        }
    }

    /// The policies that replace a policy, by their places.
    pub fn successors(&self, policy: usize) -> impl Iterator<Item = usize> {
        let named = self.content.policies.get(policy).into_iter().flat_map(|policy| &policy.data.superseded_by.0);
        named.filter_map(|id| self.find(Kind::Policy, &id.value))
    }

    /// The policies in force at the end of the ways from a policy to what replaces it, as far as they are followed.
    pub fn current(&self, policy: usize) -> Vec<usize> {
        let (mut seen, mut next) = (FxHashSet::from_iter([policy]), vec![policy]);
        let mut current = Vec::new();
        while let Some(at) = next.pop() {
            for successor in self.successors(at) {
                if seen.len() > FOLLOWED || !seen.insert(successor) {
                    continue;
                }
                match self.lapsed(Kind::Policy, successor) {
                    None => current.push(successor),
                    Some(_) => next.push(successor),
                }
            }
        }
        current.sort_unstable();
        current
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
