//! Chosen clauses → their paths, labels and anchors.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::gap::is_space;
use super::super::path::{ClausePath, Kind, Step};
use super::choose::Chosen;
use super::merge::merge;
use super::{Finding, Found, Node, Outline, Unit};

/// The anchor of a clause, and its kind; nothing for the opening.
fn anchored(clause: &Found) -> Option<(Cow<'_, str>, Kind)> {
    Some((Cow::Borrowed(clause.anchor.as_str()), clause.path.own()?.kind))
}

/// Bytes of a title that names a carried document.
const NAME: usize = 300;

/// White space and signs around a title.
fn is_sign(c: char) -> bool {
    is_space(c) || matches!(c, '【' | '】' | '：' | ':')
}

struct Assembler<'a> {
    units: &'a [Unit<'a>],
    nodes: Vec<Node>,
    clauses: Vec<Found>,
    /// The clause of each node.
    places: Vec<u32>,
    /// The first and the last line of the title of a carried document, by its node.
    titles: FxHashMap<u32, (usize, usize)>,
    /// The anchors, and how many there are like each.
    taken: FxHashMap<String, u32>,
}

pub(super) fn assemble(units: &[Unit<'_>], chosen: Chosen) -> Outline {
    let count = chosen.nodes.len();
    let mut assembler = Assembler {
        units,
        nodes: chosen.nodes,
        clauses: Vec::with_capacity(count),
        places: Vec::with_capacity(count),
        titles: chosen.titles,
        taken: FxHashMap::with_capacity_and_hasher(count, Default::default()),
    };
    for at in 0..count {
        assembler.clause(at);
    }
    for at in (0..assembler.clauses.len()).rev() {
        let Found { parent, end, .. } = assembler.clauses[at];
        if let Some(parent) = parent {
            let above = &mut assembler.clauses[parent as usize].end;
            *above = end.max(*above);
        }
    }
    let owners = chosen.owners.iter().map(|&node| assembler.places[node as usize]).collect();
    let noted = chosen.noted.into_iter().map(|noted| {
        let path = assembler.path(noted.parent, &noted.steps);
        Finding { unit: noted.unit, fault: noted.fault, path, others: Vec::new(), meant: None }
    });
    let mut findings: Vec<Finding> = noted.collect();
    findings.sort_by_key(|finding| finding.unit);
    Outline { owners, findings: merge(findings), clauses: assembler.clauses, ..Outline::default() }
}

impl Assembler<'_> {
    fn clause(&mut self, at: usize) {
        if self.is_only_paragraph(at) {
            return self.places.push(self.clauses.len() as u32 - 1);
        }
        let Node { parent, unit, length, anew, .. } = self.nodes[at];
        let steps = std::mem::take(&mut self.nodes[at].steps);
        let place = self.clauses.len() as u32;
        let base = self.base(parent, steps.last().map(|step| step.kind), anew);
        let mut path = self.path_below(base, &steps);
        if let Some(own) = steps.last().filter(|step| step.kind <= Kind::Carried) {
            path.name = self.name(at, *own).map(Into::into);
        }
        let anchor = self.anchor(base, &steps);
        self.nodes[at].steps = steps;
        let parent = parent.map(|parent| self.places[parent as usize]);
        self.clauses.push(Found { path, anchor, parent, end: place + 1, unit, length });
        self.places.push(place);
    }

    /// True for the only paragraph of an article, which is the article itself.
    fn is_only_paragraph(&self, at: usize) -> bool {
        let node = &self.nodes[at];
        let is_paragraph = |node: &Node| node.steps.last().is_some_and(|step| step.kind == Kind::Paragraph);
        let is_first = is_paragraph(node) && node.parent == at.checked_sub(1).map(|above| above as u32);
        // What lies below the article follows it; other articles do not.
        let below =
            self.nodes[at + 1..].iter().take_while(|next| next.parent.is_some_and(|above| Some(above) >= node.parent));
        is_first && !below.filter(|next| next.parent == node.parent).any(is_paragraph)
    }

    /// The clause whose path and anchor a clause continues: articles are not numbered by what holds them, and nothing but
    /// its end is by a document below a text without numbers.
    fn base(&self, parent: Option<u32>, kind: Option<Kind>, anew: bool) -> Option<u32> {
        let mut base = parent;
        if kind == Some(Kind::Article) && !anew {
            let holds = |at: &u32| {
                let kind = self.nodes[*at as usize].steps.last().map(|step| step.kind);
                kind.is_some_and(|kind| kind.is_division() || matches!(kind, Kind::Chinese | Kind::Bracketed))
            };
            while let Some(above) = base.filter(holds) {
                base = self.nodes[above as usize].parent;
            }
        }
        if kind != Some(Kind::Closing) {
            while let Some(plain) = base.filter(|&base| self.nodes[base as usize].is_plain) {
                base = self.nodes[plain as usize].parent;
            }
        }
        base.map(|base| self.places[base as usize])
    }

    fn path(&self, parent: Option<u32>, steps: &[Step]) -> ClausePath {
        let base = self.base(parent, steps.last().map(|step| step.kind), false);
        self.path_below(base, steps)
    }

    fn path_below(&self, base: Option<u32>, steps: &[Step]) -> ClausePath {
        let mut path = base.map_or_else(ClausePath::default, |base| self.clauses[base as usize].path.clone());
        path.steps.extend_from_slice(steps);
        path
    }

    fn anchor(&mut self, base: Option<u32>, steps: &SmallVec<[Step; 4]>) -> String {
        let Some((own, above)) = steps.split_last() else { return "c0".to_owned() };
        let base = base.map(|base| &self.clauses[base as usize]);
        // Items of the first paragraph keep their anchors when the article gets another one.
        let (first, is_first) = match base.map(|base| (base, base.path.own())) {
            Some((base, Some(Step { kind: Kind::Paragraph, number: 1, .. }))) => {
                (base.parent.and_then(|above| anchored(&self.clauses[above as usize])), true)
            }
            _ => (base.and_then(anchored), false),
        };
        debug_assert!(!is_first || first.is_some());
        let mut whole = first;
        for step in above {
            let anchor = step.anchor(whole.as_ref().map(|(whole, kind)| (&**whole, *kind)), false);
            whole = Some((Cow::Owned(anchor), step.kind));
        }
        let above = whole.as_ref().map(|(whole, kind)| (&**whole, *kind));
        let mut anchor = own.anchor(above, false);
        if self.taken.contains_key(&anchor) {
            anchor = own.anchor(above, true);
        }
        // More parts than there are numbers.
        while let Some(count) = self.taken.get_mut(&anchor) {
            *count += 1;
            anchor = format!("{anchor}_{count}");
        }
        self.taken.insert(anchor.clone(), 1);
        anchor
    }

    /// What a carried document or an attachment is called; nothing for an attachment without a title.
    fn name(&self, at: usize, step: Step) -> Option<String> {
        let node = &self.nodes[at];
        let unit = node.unit as usize;
        let (first, last) = self.titles.get(&(at as u32)).copied().unwrap_or((unit, unit));
        let behind = |unit: usize, length: u32| self.units[unit].text.get(length as usize..).unwrap_or_default();
        let is_own = |line: &usize| self.nodes.get(at + 1).is_none_or(|next| next.unit as usize > *line);
        let title: String = match (step.kind, node.length) {
            (Kind::Carried, 0) => format!("附文{}", step.number),
            (Kind::Carried, _) => {
                let lines = (first..=last).map(|unit| behind(unit, 0).trim_matches(is_sign));
                lines.flat_map(str::split_whitespace).collect()
            }
            (_, length) => {
                let own = behind(unit, length).trim_matches(is_space);
                let below = (unit + 1..self.units.len()).take(1).find(is_own).map(|line| behind(line, 0));
                let title = if own.is_empty() { below.unwrap_or_default() } else { own };
                title.split_whitespace().collect()
            }
        };
        let title = &title[..title.floor_char_boundary(NAME.min(title.len()))];
        (!title.is_empty()).then(|| title.to_owned())
    }
}
