//! Findings → those of them that have a mistake of their own, each with the other places at which its mistake shows.
//!
//! A number that is written wrongly is out of order, and often the one behind it is too: 一、二、二、四 and 一、二、八、四 have
//! one mistake each, and so has 一、三、二、四.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::path::{ClausePath, Kind, Step};
use super::{Fault, Finding};

/// Numbers of one kind below one clause: the steps above them, and the kind.
type List = (SmallVec<[Step; 4]>, Kind);

/// What was found last in a list.
#[derive(Default)]
struct Last {
    /// Repeated numbers, by their units and findings, since the last number that is out of order.
    repeated: Vec<(u32, usize)>,
    /// The unit at which the last repeated number stands first, and the finding.
    same: Option<(u32, usize)>,
    /// The last number that is out of order by a mistake of its own.
    order: Option<OutOfOrder>,
}

/// A number that is out of order, and those behind it that are because of it.
struct OutOfOrder {
    finding: usize,
    unit: u32,
    /// The number before it, and its own.
    before: u16,
    number: u16,
    /// The last unit that is out of order because of it.
    end: u32,
    /// A smaller number follows it.
    goes_back: bool,
}

impl OutOfOrder {
    /// True for a number behind `previous` that is out of order because of this one: it goes back, or goes on behind that.
    fn explains(&self, number: u16, previous: u16) -> bool {
        number < previous || self.goes_back && number <= self.number.saturating_add(1)
    }
}

#[derive(Default)]
struct Merger {
    kept: Vec<Option<Finding>>,
    lists: FxHashMap<List, Last>,
    /// Findings about numbering that begins again, by their units.
    restarts: FxHashMap<u32, usize>,
}

/// The findings with a mistake of their own, in their order.
pub(super) fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    if findings.len() < 2 {
        return findings;
    }
    let mut merger = Merger::default();
    for finding in findings {
        merger.add(finding);
    }
    merger.kept.into_iter().flatten().collect()
}

impl Merger {
    fn add(&mut self, finding: Finding) {
        let own = finding.path.own().filter(|own| own.sub == 0);
        match (finding.fault, own) {
            (Fault::Repeated(first), Some(own)) => self.repeated(finding, own, first),
            (Fault::Order(previous), Some(own)) => self.out_of_order(finding, own, previous),
            (Fault::Restarted(_), _) => {
                self.restarts.insert(finding.unit, self.kept.len());
                self.kept.push(Some(finding));
            }
            _ => self.kept.push(Some(finding)),
        }
    }

    /// A number that stands already at the unit `first`.
    fn repeated(&mut self, mut finding: Finding, own: Step, first: u32) {
        let (unit, place) = (finding.unit, self.kept.len());
        let last = self.lists.entry(list(&finding, own)).or_default();
        if let Some((_, same)) = last.same.filter(|&(known, _)| known == first) {
            last.repeated.push((unit, same));
            return self.note(same, unit);
        }
        last.same = Some((first, place));
        // The first one is the wrong one: 一、二、四、四、五.
        let is_cause =
            |order: &mut OutOfOrder| order.unit == first && (order.goes_back || order.before + 2 == own.number);
        let order = last.order.take_if(is_cause);
        // Behind a first one that is far off the number is missing for those that follow.
        if order.as_ref().is_none_or(|order| order.goes_back) {
            last.repeated.push((unit, place));
        }
        if let Some(order) = order.and_then(|order| self.kept[order.finding].take()) {
            finding.others = order.others;
        }
        self.kept.push(Some(finding));
    }

    /// A number that does not follow the one before it, which has its unit and number.
    fn out_of_order(&mut self, finding: Finding, own: Step, previous: Option<(u32, u16)>) {
        let (unit, place) = (finding.unit, self.kept.len());
        let (before, number) = previous.map_or((None, 0), |(unit, number)| (Some(unit), number));
        if let Some(&restart) = before.and_then(|before| self.restarts.get(&before)) {
            return self.note(restart, unit);
        }
        let last = self.lists.entry(list(&finding, own)).or_default();
        let repeated = std::mem::take(&mut last.repeated);
        let between = repeated.iter().rev().take_while(|(unit, _)| Some(*unit) > before);
        let (count, first) =
            between.fold((0u16, None), |(count, _), (_, found)| (count.saturating_add(1), Some(*found)));
        // The repeated numbers are those that are missing: 一、二、二、四.
        if let Some(first) = first.filter(|_| own.number == number.saturating_add(count).saturating_add(1)) {
            self.mean(first, number + 1);
            return self.note(first, unit);
        }
        let order = last.order.as_mut().filter(|order| Some(order.end) == before);
        if let Some(order) = order.filter(|order| order.explains(own.number, number)) {
            // 一、二、八、四
            let is_slip = !order.goes_back && order.before + 2 == own.number && order.number > own.number + 1;
            (order.goes_back, order.end) = (true, unit);
            let (found, meant) = (order.finding, order.before + 1);
            if is_slip {
                self.mean(found, meant);
            }
            return self.note(found, unit);
        }
        last.order =
            Some(OutOfOrder { finding: place, unit, before: number, number: own.number, end: unit, goes_back: false });
        self.kept.push(Some(finding));
    }

    /// Adds a place at which the mistake of a finding shows.
    fn note(&mut self, finding: usize, unit: u32) {
        if let Some(finding) = &mut self.kept[finding] {
            finding.others.push(unit);
        }
    }

    /// Keeps the number that was probably meant.
    fn mean(&mut self, finding: usize, number: u16) {
        let Some(finding) = self.kept[finding].as_mut().filter(|finding| finding.others.is_empty()) else { return };
        let mut steps = finding.path.steps.clone();
        if let Some(own) = steps.last_mut() {
            own.number = number;
        }
        finding.meant = Some(ClausePath { steps, ..finding.path.clone() });
    }
}

fn list(finding: &Finding, own: Step) -> List {
    let steps = &finding.path.steps;
    (steps[..steps.len() - 1].into(), own.kind)
}
