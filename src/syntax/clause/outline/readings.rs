//! Numbers that can be read in two ways: `1.500元` is the item 1 of a list, of 500元, or the number 1.500; `I.` is a letter
//! or a Roman number. The numbers around them decide.

use smallvec::SmallVec;

use super::super::amount::{counts, measures};
use super::super::marker::{Doubt, Marker, before_stop};
use super::super::path::{Kind, Step};
use super::super::series::roman_value;
use super::Unit;
use super::survey::{AHEAD, Survey};

/// A number of a list `1.` or `1.3.1`.
struct Number {
    at: usize,
    steps: SmallVec<[u16; 4]>,
    /// It may be the number of an item and a number behind it.
    is_double: bool,
    /// What is behind it is measured.
    is_amount: bool,
    /// What is behind it is measured or counted.
    is_measured: bool,
}

/// What a number is that may be two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Something else, or what it seemed to be.
    Same,
    /// The next one of a list with all its steps.
    Whole,
    /// An item of a list, with this doubt.
    Item(Doubt),
    /// An amount with which a text begins.
    Amount,
}

impl Survey {
    /// Reads numbers with a full stop as items of a list `1.` where the numbers around them are such items and do not
    /// continue them.
    pub(super) fn decimals(&mut self, units: &[Unit<'_>]) {
        let mut run: Vec<Number> = Vec::new();
        for at in 0..=units.len() {
            let marker = self.markers.get(at).and_then(Option::as_ref);
            match marker.map(|marker| (marker, marker.own().kind)) {
                Some((marker, Kind::Digit)) if marker.doubt == Doubt::Reference => {}
                Some((marker, Kind::Digit | Kind::Dotted)) => run.push(number(at, marker, &units[at].text)),
                Some((_, kind)) if kind > Kind::Bracketed => {}
                None if at < units.len() => {}
                _ => {
                    self.run(&run, units);
                    run.clear();
                }
            }
        }
    }

    /// Reads `I.` as a Roman number where `II.` follows or `H.` does not stand before it, and `V.` and `X.` likewise.
    pub(super) fn romans(&mut self) {
        let (mut roman, mut capital) = (0, 0);
        for at in 0..self.markers.len() {
            let own = self.markers[at].as_ref().map(Marker::own);
            match own.map(|own| (own.kind, own.number)) {
                Some((Kind::Roman, number)) => roman = number,
                Some((Kind::Capital, number)) => {
                    let value = roman_value(number).filter(|value| match value {
                        1 => capital + 1 != number && self.is_next_roman(at),
                        _ => roman + 1 == *value,
                    });
                    match (value, &mut self.markers[at]) {
                        (Some(value), Some(marker)) => {
                            marker.steps[0] = Step::new(Kind::Roman, value);
                            roman = value;
                        }
                        _ => capital = number,
                    }
                }
                _ => {}
            }
        }
    }

    /// True when the first capital or Roman number behind a unit is `II.`.
    fn is_next_roman(&self, at: usize) -> bool {
        let kinds = |marker: &&Marker| matches!(marker.own().kind, Kind::Roman | Kind::Capital);
        let next = self.markers[at + 1..].iter().take(AHEAD).flatten().find(kinds);
        next.is_some_and(|next| next.own() == Step::new(Kind::Roman, 2))
    }

    /// Looks at the numbers between two that are greater.
    fn run(&mut self, run: &[Number], units: &[Unit<'_>]) {
        if !run.iter().any(|number| number.is_double) {
            return;
        }
        // The place of the item that came last, and whether it was read as one here.
        let mut last: Option<(usize, bool)> = None;
        for (at, number) in run.iter().enumerate() {
            let reading = match number.is_double {
                true => reading(run, at, last, units),
                false => Reading::Same,
            };
            match (reading, &mut self.markers[number.at]) {
                (Reading::Item(doubt), Some(marker)) => *marker = before_stop(&units[number.at].text, marker, doubt),
                (Reading::Whole, Some(marker)) => marker.doubt = Doubt::Tight,
                (Reading::Amount, Some(marker)) => marker.doubt = Doubt::Reference,
                _ => {}
            }
            let is_item = reading == Reading::Item(Doubt::Digits);
            if number.steps.len() == 1 || is_item {
                last = Some((at, is_item));
            }
        }
    }
}

fn number(at: usize, marker: &Marker, text: &str) -> Number {
    let is_long = marker.steps.len() > 1 && marker.letter.is_none() && marker.steps[0].number > 0;
    let rest = if is_long { &text[marker.length.min(text.len())..] } else { "" };
    let is_amount = measures(rest);
    let is_measured = is_amount || counts(rest);
    let is_double = is_long && (marker.doubt == Doubt::Tight || is_measured);
    let steps = marker.steps.iter().map(|step| step.number).collect();
    Number { at, steps, is_double, is_amount, is_measured }
}

/// What the number at a place of a run is that may be two.
fn reading(run: &[Number], at: usize, last: Option<(usize, bool)>, units: &[Unit<'_>]) -> Reading {
    let (number, next) = (&run[at], run.get(at + 1));
    // An item that was read here is continued by none.
    let before = at.checked_sub(1).filter(|before| last != Some((*before, true))).map(|before| &run[before]);
    let is_below = |other: &Number| other.steps[0] == number.steps[0];
    let follows = before.is_some_and(|before| continues(before, number, number.is_measured));
    // A chapter that comes next may be an item as well.
    let leads = next.is_some_and(|next| {
        let may_lead = is_below(next) || !number.is_measured && next.steps.len() > 1;
        may_lead && continues(number, next, number.is_measured)
    });
    let is_whole = follows && before.is_some_and(is_below) || leads && next.is_some_and(is_below);
    if follows || leads {
        return if is_whole && !number.is_amount { Reading::Whole } else { Reading::Same };
    }
    // Some are missing before it: `1.2甲`, `1.9乙`.
    let is_later = |before: &Number| {
        let (above, last) = (before.steps.split_last(), number.steps.split_last());
        above.zip(last).is_some_and(|((one, above), (other, below))| above == below && one < other)
    };
    if !number.is_measured && before.is_some_and(is_later) {
        return Reading::Same;
    }
    let own = number.steps[0];
    let goes_on = next.is_some_and(|next| next.steps[0] == own + 1);
    match last {
        _ if own == 1 && goes_on => Reading::Item(Doubt::Digits),
        Some((last, is_read)) if run[last].steps[0] + 1 == own => {
            // The item before it says that another one comes.
            let above = number.at.checked_sub(1).map_or("", |above| units[above].text.trim_end());
            let is_sure = goes_on || is_read || above.ends_with(['；', ';']);
            Reading::Item(if is_sure { Doubt::Digits } else { Doubt::Reference })
        }
        _ if number.is_amount => Reading::Amount,
        _ => Reading::Same,
    }
}

/// True when a number with all its steps follows another one. With `is_measured` it does not where the two may be items of
/// a list as well: `1.1个月`, `2.1个月`.
fn continues(one: &Number, other: &Number, is_measured: bool) -> bool {
    let (one, other) = (&one.steps[..], &other.steps[..]);
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let are_firsts = |from: usize| other.get(from..).is_some_and(|rest| rest.iter().all(|&number| number == 1));
    let follows = match one.get(same) {
        None => same < other.len() && are_firsts(same),
        Some(number) => other.get(same) == Some(&number.saturating_add(1)) && are_firsts(same + 1),
    };
    let is_list = same == 0 && is_measured && one[1..].iter().chain(&other[1..]).all(|&number| number == 1);
    follows && !is_list
}
