//! What comes behind a unit, for a number that is doubtful by itself.

use super::super::marker::{Doubt, Marker};
use super::super::path::{Kind, Step};
use super::survey::{AHEAD, Survey};

/// What comes behind a number of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Later {
    /// The same number.
    Same,
    /// The next one.
    Next,
    /// Neither.
    Neither,
}

impl Survey {
    /// Which number of the kind of `marker`, which stands at `at`, comes next in the same list.
    pub fn later(&self, at: usize, marker: &Marker) -> Later {
        let own = marker.own();
        let behind = self.markers.iter().skip(at + 1).take(AHEAD).flatten();
        let mut next_in_doubt = false;
        for next in behind {
            let step = next.own();
            if step.kind.is_annex() {
                break;
            }
            if step.kind == own.kind && next.steps.len() == marker.steps.len() {
                match step.number {
                    number if number == own.number && step.sub == own.sub => match next.doubt {
                        // A number that looks like a reference does not replace this one.
                        Doubt::Reference => {}
                        _ => return Later::Same,
                    },
                    // The line of a sentence that goes on may begin with the next number.
                    number if number == own.number + 1 && next.doubt == Doubt::Reference => next_in_doubt = true,
                    number if number == own.number + 1 => return Later::Next,
                    1 => break,
                    _ => {}
                }
            } else if ends(own.kind, step.kind) && next.doubt < Doubt::Reference {
                break;
            }
        }
        if next_in_doubt { Later::Next } else { Later::Neither }
    }

    /// True when a number between `before` and the last one of `marker`, which stands at `at`, comes behind it in the same list.
    pub fn is_missing_one_ahead(&self, at: usize, marker: &Marker, before: u16) -> bool {
        let Some((own, above)) = marker.steps.split_last() else { return false };
        let behind = self.markers.iter().skip(at + 1).take(AHEAD).flatten();
        let in_part = behind.take_while(|next| !next.own().kind.is_annex());
        let is_between = |next: &Step| next.kind == own.kind && (before + 1..own.number).contains(&next.number);
        in_part
            .filter(|next| next.doubt < Doubt::Reference)
            .any(|next| next.steps.split_last().is_some_and(|(last, around)| around == above && is_between(last)))
    }

    /// True when the list that has come to `step` goes on behind `at`, before the next article.
    pub fn goes_on(&self, at: usize, step: Step) -> bool {
        let end = self.articles.get(at).map_or(usize::MAX, |&next| next as usize);
        let behind = self.markers.iter().enumerate().skip(at + 1).take(AHEAD).take_while(|(at, _)| *at < end);
        let next = behind.filter_map(|(_, marker)| marker.as_ref()).find(|marker| marker.own().kind == step.kind);
        // One that is damaged may lack a number or two.
        let follows = |number: u16| (step.number + 1..=step.number + 3).contains(&number);
        next.is_some_and(|next| follows(next.own().number) && next.doubt < Doubt::Reference)
    }

    /// The number of the next article behind a unit.
    pub fn next_article(&self, at: usize) -> Option<Step> {
        let next = *self.articles.get(at)? as usize;
        self.markers.get(next)?.as_ref().map(Marker::own)
    }
}

/// True for numbers that end a list of the kind `own` around which they stand. The order of rare kinds says nothing.
fn ends(own: Kind, other: Kind) -> bool {
    let is_rare = other.is_list() && (own.is_rare() || other.is_rare());
    own.is_list() && other < own && !is_rare
}
