//! Goes along the units with the stack of open clauses: a number is a clause when it continues or begins a list, and what
//! is no clause belongs to the one that is open.

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::super::gap::is_space;
use super::super::marker::{Doubt, Marker};
use super::super::path::{IMPRINT, Kind, Step};
use super::super::signature::is_date;
use super::believe::Belief;
use super::closing::leads;
use super::place::{Fit, Place};
use super::survey::{Survey, is_line};
use super::together::Signs;
use super::{DEEPEST, Fault, Form, Node, Noted, Unit};

/// Bytes of a heading of an article that is written like a paragraph.
const HEADING: usize = 60;

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub nodes: Vec<Node>,
    /// The node of each unit.
    pub owners: Vec<u32>,
    pub noted: Vec<Noted>,
    /// The first and the last line of the title of a carried document, by its node.
    pub titles: FxHashMap<u32, (usize, usize)>,
}

/// The number of a kind that came last in a part of the document that is numbered by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last {
    pub step: Step,
    pub node: u32,
    pub unit: u32,
}

pub(super) struct Chooser<'a> {
    pub units: &'a [Unit<'a>],
    pub survey: &'a Survey,
    pub chosen: Chosen,
    /// The open clauses, from the outermost to the innermost.
    pub stack: Vec<u32>,
    /// Where the part of the document that is numbered by itself begins in the stack.
    pub scope: usize,
    pub last: [Option<Last>; Kind::COUNT],
    /// Where each number stands first, below each clause.
    pub seen: FxHashMap<(Option<u32>, SmallVec<[Step; 4]>), u32>,
    /// The last number that was reported to be there already.
    pub repeated: Option<Step>,
    /// The width of the brackets, and whether another one was reported.
    widths: (Option<bool>, bool),
    pub signs: Signs,
    /// The kinds of lists that each kind of list has below it, as bits.
    pub holds: [u32; Kind::COUNT],
    /// The last number that stands within the text of another clause.
    pub joined: Option<Step>,
    /// Articles that have no space behind their number.
    pub tight: usize,
    /// Whether brackets of two widths around one number were reported.
    mixed: bool,
    /// The last item of an article to which a text belongs that stands below it, and how many of its list have one.
    last_explained: Option<(u32, u16)>,
    /// The last attachment of a kind, or carried document, below each clause.
    pub parts: FxHashMap<(Option<u32>, Kind), Last>,
}

pub(super) fn choose(units: &[Unit<'_>], survey: &Survey) -> Chosen {
    let mut chooser = Chooser {
        units,
        survey,
        chosen: Chosen::default(),
        stack: Vec::new(),
        scope: 0,
        last: [None; Kind::COUNT],
        seen: FxHashMap::default(),
        repeated: None,
        widths: (None, false),
        signs: Signs::new(),
        holds: [0; Kind::COUNT],
        joined: None,
        tight: 0,
        mixed: false,
        last_explained: None,
        parts: FxHashMap::default(),
    };
    chooser.chosen.owners.reserve(units.len());
    let numbers = survey.markers.iter().flatten().count();
    chooser.chosen.nodes.reserve(numbers);
    chooser.seen.reserve(numbers);
    for at in 0..units.len() {
        chooser.unit(at);
    }
    chooser.chosen
}

impl Chooser<'_> {
    fn unit(&mut self, at: usize) {
        match self.survey.begun.get(&at) {
            Some(begun) => self.begin(at, *begun),
            None => {
                self.carried(at);
                self.labelled(at);
            }
        }
        if self.survey.imprint == Some(at) {
            (self.stack, self.scope) = (Vec::new(), 0);
            self.close(at, IMPRINT);
        } else if at > 0 && self.survey.closed.contains(&at) {
            self.close(at, 1);
        } else if self.survey.whole.contains(&at) && self.article().is_none() {
            self.whole(at);
        }
        let taken = self.survey.markers[at].as_ref().is_some_and(|marker| self.take(at, marker));
        if !taken {
            self.text(at);
            match self.last[Kind::Article as usize].filter(|_| !self.survey.apart[at]) {
                Some(last) => self.together(at, last.step, 0),
                None if self.stack.is_empty() => self.first_together(at),
                None => {}
            }
        }
        if self.chosen.nodes.is_empty() {
            self.open(at, Place::root(), SmallVec::new(), 0);
        }
        self.ends(at);
        let current = self.chosen.nodes.len() - 1;
        self.chosen.owners.push(current as u32);
    }

    pub fn node(&self, at: u32) -> &Node {
        &self.chosen.nodes[at as usize]
    }

    /// The kind of an open clause.
    pub fn kind(&self, at: u32) -> Option<Kind> {
        self.node(at).steps.last().map(|step| step.kind)
    }

    /// The innermost open clause.
    pub fn top(&self) -> Option<u32> {
        self.stack.last().copied()
    }

    /// The place in the stack of the innermost article.
    pub fn article(&self) -> Option<usize> {
        let place = self.stack[self.scope..].iter().rposition(|&at| self.kind(at) == Some(Kind::Article));
        place.map(|place| self.scope + place)
    }

    pub(super) fn note(&mut self, at: usize, fault: Fault, parent: Option<u32>, steps: SmallVec<[Step; 4]>) {
        self.chosen.noted.push(Noted { unit: at as u32, fault, parent, steps });
    }

    /// Opens a clause at a unit.
    pub fn open(&mut self, at: usize, place: Place, steps: SmallVec<[Step; 4]>, length: usize) {
        let node = self.chosen.nodes.len() as u32;
        self.stack.truncate(place.keep);
        if let Some(&step) = steps.last() {
            let last = Last { step, node, unit: at as u32 };
            let above = place.parent.and_then(|parent| self.kind(parent)).filter(|_| step.kind.is_list());
            above.into_iter().for_each(|above| self.holds[above as usize] |= 1 << step.kind as usize);
            self.last[step.kind as usize] = Some(last);
            if step.kind <= Kind::Carried {
                self.parts.insert((place.parent, step.kind), last);
            }
            self.stack.push(node);
        }
        let (unit, length) = (at as u32, length as u32);
        self.chosen.nodes.push(Node { parent: place.parent, steps, unit, length, anew: place.anew, is_plain: false });
    }

    /// Opens the clause of a number, unless it is text; true when it was opened.
    fn take(&mut self, at: usize, marker: &Marker) -> bool {
        let own = marker.own();
        if marker.too_large {
            // Codes: `510201 计算机应用技术`.
            if marker.doubt < Doubt::Bare {
                self.note(at, Fault::TooLarge, None, marker.steps.clone());
            }
            return false;
        }
        let place = self.place(at, marker);
        let steps: SmallVec<[Step; 4]> = marker.steps[marker.steps.len() - place.steps..].into();
        if place.keep + steps.len() > DEEPEST {
            self.note(at, Fault::TooDeep, None, smallvec![own]);
            return false;
        }
        let believed = self.believe(at, marker, &place);
        match believed {
            Belief::Text => return false,
            Belief::Reported(fault) => {
                self.note(at, fault, place.parent, steps);
                return false;
            }
            Belief::Clause(None) => {}
            Belief::Clause(Some(fault)) => self.note(at, fault, place.parent, steps.clone()),
        }
        if let Fit::Restart(first) = place.fit {
            self.note(at, Fault::Restarted(first), place.parent, steps);
            self.carry(at, 0);
            return self.take(at, marker);
        }
        if self.is_taken(at, &place, &steps) {
            return false;
        }
        self.writing(at, marker, place.parent, &steps);
        self.open(at, place, steps, marker.length);
        self.tight += usize::from(own.kind == Kind::Article && marker.doubt == Doubt::Tight);
        self.together(at, own, marker.length);
        if own.kind.is_annex() {
            self.renumber();
        } else if own.kind == Kind::Article {
            self.first_paragraph(at, marker.length);
        }
        true
    }

    /// Keeps where a number stands first. True, with a finding, for a number that is taken: a list that began further on
    /// has come to it.
    fn is_taken(&mut self, at: usize, place: &Place, steps: &SmallVec<[Step; 4]>) -> bool {
        let first = *self.seen.entry((place.numbered, steps.clone())).or_insert(at as u32);
        let is_taken = first != at as u32 && !steps.last().is_some_and(|own| own.kind.is_annex());
        if is_taken {
            self.note(at, Fault::Repeated(first), place.parent, steps.clone());
        }
        is_taken
    }

    /// Tells what is unusual about how a number is written.
    fn writing(&mut self, at: usize, marker: &Marker, parent: Option<u32>, steps: &SmallVec<[Step; 4]>) {
        // Brackets are reported once: a text that mixes them does so throughout.
        let is_mixed = marker.slip && marker.half_width.is_some();
        if is_mixed && std::mem::replace(&mut self.mixed, true) {
            return;
        }
        if marker.slip {
            return self.note(at, Fault::Slip, parent, steps.clone());
        }
        let Some(half) = marker.half_width.filter(|_| !self.mixed) else { return };
        match self.widths {
            (None, _) => self.widths.0 = Some(half),
            (Some(first), false) if first != half => {
                self.widths.1 = true;
                self.mixed = true;
                self.note(at, Fault::Brackets, parent, steps.clone());
            }
            _ => {}
        }
    }

    /// What is no clause by itself: the next paragraph of an article, or more of the open clause.
    fn text(&mut self, at: usize) {
        let unit = &self.units[at];
        if unit.form != Form::Paragraph || self.survey.apart[at] || unit.text.trim_matches(is_space).is_empty() {
            return;
        }
        let Some(place) = self.article() else { return };
        // A list goes on behind it: it belongs to the item.
        let mut items = self.stack[place + 1..].iter().filter_map(|&item| Some((item, *self.node(item).steps.last()?)));
        let goes_on = |&(_, step): &(u32, Step)| step.kind.is_list() && self.survey.goes_on(at, step);
        match (items.clone().find(goes_on), items.next_back()) {
            (Some((item, _)), _) => self.explained(item),
            // So it does where all items above this one have such a text, and this one is a heading.
            (None, Some((item, step))) if step.kind.is_list() && self.is_explained(item, step) => self.explained(item),
            _ => self.paragraph(at, place, 0),
        }
    }

    /// Notes that a text belongs to an item.
    fn explained(&mut self, item: u32) {
        let count = match self.last_explained {
            Some((last, count)) if last == item => count,
            Some((last, count)) if self.node(last).parent == self.node(item).parent => count + 1,
            _ => 1,
        };
        self.last_explained = Some((item, count));
    }

    /// True for an item that has no text yet, where each one above it in its list has one.
    fn is_explained(&self, item: u32, step: Step) -> bool {
        self.last_explained.is_some_and(|(last, count)| {
            let is_of_list = self.node(last).parent == self.node(item).parent && last != item;
            let text = &self.units[self.node(item).unit as usize].text;
            is_of_list && step.number > 1 && count + 1 == step.number && (is_line(text) || leads(text))
        })
    }

    /// Opens the next paragraph of the article at `place` in the stack.
    fn paragraph(&mut self, at: usize, place: usize, length: usize) {
        let article = self.stack[place];
        let last = self.last[Kind::Paragraph as usize].filter(|last| last.node > article);
        let number = last.map_or(0, |last| last.step.number).saturating_add(1);
        let place = Place { keep: place + 1, parent: Some(article), ..Place::root() };
        self.open(at, place, smallvec![Step::new(Kind::Paragraph, number)], length);
    }

    /// The text behind the number of an article is its first paragraph, unless it is a heading.
    fn first_paragraph(&mut self, at: usize, length: usize) {
        let unit = &self.units[at];
        let rest = unit.text[length.min(unit.text.len())..].trim_matches(is_space);
        let in_brackets =
            rest.starts_with(['（', '(', '【', '［', '[']) && rest.ends_with(['）', ')', '】', '］', ']']);
        let follows = self.units.get(at + 1).is_some_and(|next| next.form == Form::Paragraph && !is_date(&next.text))
            && self.survey.markers[at + 1].is_none()
            && !self.survey.apart[at + 1];
        let ends = rest.ends_with(['。', '；', '：', ':', ';', '”', '，']);
        let is_heading = rest.is_empty() || in_brackets || (follows && !ends && rest.len() <= HEADING);
        if let (false, Some(place)) = (is_heading, self.article()) {
            self.paragraph(at, place, length);
        }
    }
}
