//! Whether a number that fits a place is that of a clause, or words; what is reported of it.

use super::super::marker::{Doubt, Marker, is_pair};
use super::super::path::{Kind, Step};
use super::ahead::Later;
use super::choose::Chooser;
use super::place::{Fit, Place};
use super::{Fault, Form, Said};

/// Numbers that may be missing before a clause is taken for text.
const MISSING: u16 = 10;
/// Numbers that may be missing before one that is doubtful.
const NEAR: u16 = 3;

/// What a number is taken for.
pub(super) enum Belief {
    Text,
    Reported(Fault),
    Clause(Option<Fault>),
}

impl Chooser<'_> {
    /// Whether a number that fits so is that of a clause.
    pub(super) fn believe(&mut self, at: usize, marker: &Marker, place: &Place) -> Belief {
        let own = marker.own();
        let said = self.units[at].said == Some(Said::Clause);
        let later = || self.survey.later(at, marker);
        match (place.fit, marker.doubt) {
            // What an article says of classes.
            _ if own.kind == Kind::Class && self.article().is_some() => Belief::Text,
            _ if own.kind == Kind::Supplement && self.last[Kind::Article as usize].is_none() => Belief::Text,
            // What is attached stands at the end.
            (_, Doubt::Bare) if own.kind.is_annex() && self.is_amid(at) => Belief::Text,
            _ if said && !matches!(place.fit, Fit::Repeat(_) | Fit::Restart(_)) => {
                Belief::Clause(place.gap().map(Fault::Order))
            }
            (Fit::Next | Fit::Start, Doubt::None) => Belief::Clause(None),
            (Fit::Next, Doubt::Reference) => match later() {
                Later::Same => Belief::Text,
                Later::Next => Belief::Clause(None),
                Later::Neither => Belief::Reported(Fault::Ambiguous),
            },
            (Fit::Next, Doubt::Tight) if own.kind == Kind::Dotted && self.is_odd(at, marker, place) => {
                Belief::Reported(Fault::Ambiguous)
            }
            (Fit::Next, Doubt::Bare) if later() == Later::Same => Belief::Text,
            // A cell of a table.
            (Fit::Next, Doubt::Rare) if marker.is_all_of(&self.units[at].text) && later() == Later::Same => {
                Belief::Text
            }
            (Fit::Next, _) | (Fit::Start, Doubt::Tight | Doubt::Bare) => Belief::Clause(None),
            (Fit::Start, doubt) => match (later(), doubt) {
                (Later::Next, _) => Belief::Clause(None),
                (Later::Neither, Doubt::Digits) => Belief::Reported(Fault::Ambiguous),
                _ => Belief::Text,
            },
            (Fit::Across, Doubt::None | Doubt::Rare | Doubt::Digits) if !marker.slip => Belief::Clause(None),
            (Fit::Gap(_), doubt) if doubt < Doubt::Rare && self.is_behind_joined(own) => Belief::Clause(None),
            (Fit::Gap(_), Doubt::None) if !marker.slip && self.is_inline(at, own, place.parent) => Belief::Clause(None),
            (Fit::Gap(_) | Fit::Repeat(_) | Fit::Restart(_), Doubt::None)
                if own.kind == Kind::Chinese && is_pair(&self.units[at].text, marker) =>
            {
                Belief::Reported(Fault::Ambiguous)
            }
            (Fit::Gap(previous), Doubt::None) if !marker.slip => self.gap(own, previous),
            (Fit::Gap(Some(previous)), Doubt::None) => self.slipped(own, previous),
            (Fit::Gap(_), Doubt::Tight) if own.kind == Kind::Dotted => self.dotted_gap(at, marker, place),
            (Fit::Gap(Some((_, before))), Doubt::Tight | Doubt::Rare)
                if (own.kind.is_rare() || marker.doubt == Doubt::Tight && self.tight > 0)
                    && own.number <= before.saturating_add(NEAR) =>
            {
                Belief::Clause(place.gap().map(Fault::Order))
            }
            (Fit::Repeat(first) | Fit::Restart(first), doubt) => self.repeat(marker, (place, first), doubt),
            _ => Belief::Text,
        }
    }

    /// True when the articles or the outermost list go on behind a unit.
    fn is_amid(&self, at: usize) -> bool {
        let next = self.survey.next_article(at);
        let article = self.last[Kind::Article as usize].zip(next);
        let outermost = self.stack.get(self.scope).and_then(|&open| self.node(open).steps.last());
        article.is_some_and(|(last, next)| next.number == last.step.number + 1)
            || outermost.is_some_and(|step| step.kind.is_list() && self.survey.goes_on(at, *step))
    }

    fn gap(&self, own: Step, previous: Option<(u32, u16)>) -> Belief {
        let before = previous.map_or(0, |(_, number)| number);
        let is_near = own.number <= before.saturating_add(MISSING) || !own.kind.is_list();
        match own.number {
            _ if is_near => Belief::Clause(Some(Fault::Order(previous))),
            // Years and numbers of documents: （2023）
            1_000.. => Belief::Text,
            _ => Belief::Reported(Fault::Ambiguous),
        }
    }

    /// A number behind a gap that is written in an unusual way: those before it are written so, or it is doubtful.
    fn slipped(&self, own: Step, previous: (u32, u16)) -> Belief {
        let (unit, before) = previous;
        match own.number.checked_sub(before) {
            Some(1..=NEAR) if self.survey.is(unit as usize, |marker| marker.slip) => {
                Belief::Clause(Some(Fault::Order(Some(previous))))
            }
            Some(1..=NEAR) => Belief::Reported(Fault::Ambiguous),
            _ => Belief::Text,
        }
    }

    /// True for `3.1起` behind `2.`, without a `3.` above it and a `3.2` behind it.
    fn is_odd(&self, at: usize, marker: &Marker, place: &Place) -> bool {
        let before = self.stack.get(place.keep).map_or(usize::MAX, |&open| self.numbers(open).len());
        before < marker.steps.len()
            && self.units[at].form != Form::Heading
            && self.survey.later(at, marker) != Later::Next
    }

    /// `1.4培训` behind `1.2职业`.
    fn dotted_gap(&self, at: usize, marker: &Marker, place: &Place) -> Belief {
        let clause = || Belief::Clause(place.gap().map(Fault::Order));
        let is_sure = || self.units[at].form == Form::Heading || self.survey.later(at, marker) == Later::Next;
        let before = self.stack.get(place.keep).map(|&open| self.numbers(open)).unwrap_or_default();
        let mut pairs = before.iter().zip(&marker.steps).map(|(before, step)| (*before, step.number)).enumerate();
        match pairs.find(|(_, (before, own))| before != own) {
            // A text that begins further on.
            None if before.is_empty() && is_sure() => clause(),
            Some((level, (before, own))) => match own.checked_sub(before) {
                // `1.5以上` amid `1.2` and `1.3`.
                Some(1..=NEAR) if self.survey.is_missing_one_ahead(at, marker, before) => {
                    Belief::Reported(Fault::Ambiguous)
                }
                Some(1..=NEAR) if level + 1 == marker.steps.len() => clause(),
                Some(1..=MISSING) if is_sure() => clause(),
                Some(1..=MISSING) => Belief::Reported(Fault::Ambiguous),
                _ => Belief::Text,
            },
            None => Belief::Text,
        }
    }

    fn repeat(&mut self, marker: &Marker, (place, first): (&Place, u32), doubt: Doubt) -> Belief {
        let own = marker.own();
        let reported = doubt == Doubt::None
            || doubt == Doubt::Rare && own.kind.is_rare()
            || (doubt == Doubt::Tight && own.kind == Kind::Article && self.tight > 0);
        if !reported || marker.slip {
            return Belief::Text;
        }
        if matches!(place.fit, Fit::Restart(_)) {
            return Belief::Clause(None);
        }
        // A list that is there twice is reported once.
        let goes_on = self.repeated.is_some_and(|last| last.kind == own.kind && last.number + 1 == own.number);
        self.repeated = Some(own);
        if goes_on { Belief::Text } else { Belief::Reported(Fault::Repeated(first)) }
    }
}
