//! What people write to cite a clause (`四（二）`, `第八条第二款第（三）项`, `1.3.1`, `附件1二（三）`, an anchor) → the clause
//! that is meant.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::path::{ClausePath, Kind, OPENING, Step};
use super::wanted::{Named, Want, named, wanted};
use crate::syntax::markdown::without_space;

/// A reference to a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseRef {
    /// As it is written, without white space.
    text: String,
    /// The title of the carried document.
    name: String,
    wanted: SmallVec<[Want; 4]>,
}

/// What a reference means in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This clause, by its place.
    One(usize),
    /// More than one, by their places.
    Several(Vec<usize>),
    /// None.
    Nothing,
}

/// A clause of which references are looked up.
pub trait Placed {
    /// Where it stands.
    fn path(&self) -> &ClausePath;
    /// Its anchor.
    fn anchor(&self) -> &str;
    /// The clause above it.
    fn parent(&self) -> Option<usize>;
    /// The place behind the last clause below it.
    fn end(&self) -> usize;
}

impl ClauseRef {
    /// Reads what an author writes behind `#`; nothing when there is no number in it and no name.
    pub fn parse(text: &str) -> Option<Self> {
        PARSED.with_borrow_mut(|parsed| {
            if let Some(known) = parsed.get(text) {
                return known.clone();
            }
            if parsed.len() == MOST_PARSED {
                parsed.clear();
            }
            let reference = Self::read(text);
            if text.len() <= LONGEST {
                parsed.insert(text.to_owned(), reference.clone());
            }
            reference
        })
    }

    fn read(text: &str) -> Option<Self> {
        let spaced = text.trim();
        let text = without_space(text).into_owned();
        if text.is_empty() || spaced.len() > LONGEST {
            return None;
        }
        if let Some(wanted) = wanted(spaced).or_else(|| wanted(&text)) {
            return Some(Self { text, name: String::new(), wanted });
        }
        let (name, wanted) = named(&text);
        Some(Self { name, wanted, text })
    }

    /// True for the number of a clause, without the title of a document before it.
    pub fn is_number(text: &str) -> bool {
        let text = without_space(text);
        !text.is_empty() && text.len() <= LONGEST && (text == OPENING || wanted(&text).is_some())
    }

    /// True when its parts are among the steps of a path, in their order.
    pub fn is_part_of(&self, path: &ClausePath) -> bool {
        let mut steps = 0..path.steps.len();
        self.wanted.iter().all(|want| steps.any(|at| want.is(path, at)))
    }

    /// The reference without its last part.
    pub fn above(&self) -> Option<Self> {
        let mut wanted = self.wanted.clone();
        wanted.pop();
        (!wanted.is_empty()).then(|| Self { text: String::new(), name: self.name.clone(), wanted })
    }

    /// The reference without the title of a document, and that title; nothing without the number of a clause behind it.
    pub fn without_title(&self) -> Option<(Self, &str)> {
        let is_titled = !self.name.is_empty() && !self.wanted.is_empty();
        let bare = || Self { text: String::new(), name: String::new(), wanted: self.wanted.clone() };
        is_titled.then(|| (bare(), self.name.as_str()))
    }

    /// True when the number of an attachment stands first in it.
    pub fn names_attachment(&self) -> bool {
        self.wanted.first().is_some_and(|first| matches!(first.named, Named::Kind(kind) if kind.is_annex()))
    }

    /// The kind and number of the last part, to name others like it.
    pub fn own(&self) -> Option<(Kind, u16)> {
        let own = self.wanted.last()?;
        let kind = match own.named {
            Named::Kind(kind) => kind,
            Named::Item => Kind::Bracketed,
            Named::SubItem => Kind::Digit,
            Named::Digits if self.wanted.len() > 1 => Kind::Dotted,
            Named::Digits => Kind::Digit,
        };
        Some((kind, own.number))
    }
}

thread_local! {
    /// The references that were parsed last, by what is written: those of a site name few numbers, and are looked up when
    /// they are linked and when a page is made.
    static PARSED: RefCell<FxHashMap<String, Option<ClauseRef>>> = RefCell::default();
}

/// References that are kept by a thread.
const MOST_PARSED: usize = 1024;

/// Bytes that a reference may have.
const LONGEST: usize = 400;

/// A step as one number, in the order of steps; 0 for none.
type Key = u64;

fn key(step: Option<Step>) -> Key {
    step.map_or(0, |step| (step.kind as u64 + 1) << 32 | u64::from(step.number) << 16 | u64::from(step.sub))
}

/// Indexes of the clauses of a document, by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClauseIndex {
    /// In the order of their anchors.
    by_anchor: Box<[u32]>,
    /// Their own steps with their places, in this order. The steps stand here as well, since those of the clauses lie far
    /// from each other in memory.
    by_step: Box<[(Key, u32)]>,
    /// What clauses are called in parts with a name that lie below others: `一（一）办理流程1`. In this order.
    by_label: Box<[(Box<str>, u32)]>,
    /// Articles stand outside of attachments.
    has_articles: bool,
    /// A document that another one carries has articles.
    carries_articles: bool,
    /// Lists stand beside each other, each below a line of its own.
    has_lists_beside: bool,
}

impl ClauseIndex {
    /// An index of clauses that do not change any more, of which the first ones are labelled as those of parts are.
    pub fn new<C: Placed>(clauses: &[C], is_labelled: bool) -> Self {
        let mut by_anchor: Box<[u32]> = (0..).take(clauses.len()).collect();
        by_anchor.sort_unstable_by(|&a, &b| clauses[a as usize].anchor().cmp(clauses[b as usize].anchor()));
        let mut by_step: Box<[_]> = clauses.iter().map(|clause| key(clause.path().own())).zip(0..).collect();
        by_step.sort_unstable();
        let is_article = |clause: &C| clause.path().own().is_some_and(|own| own.kind == Kind::Article);
        let is_attached = |clause: &C| clause.path().steps.first().is_some_and(|first| first.kind.is_annex());
        let has_articles = clauses.iter().any(|clause| is_article(clause) && !is_attached(clause));
        let is_carried = |clause: &C| clause.path().steps.first().is_some_and(|first| first.kind == Kind::Carried);
        let carries_articles = clauses.iter().any(|clause| is_article(clause) && is_carried(clause));
        let is_beside =
            |clause: &C| clause.path().own().is_some_and(|own| own.kind == Kind::Carried) && is_carried(clause);
        let has_lists_beside = is_labelled && clauses.iter().any(is_beside);
        let is_labelled = |(_, clause): &(u32, &C)| clause.path().is_labelled();
        let label = |(at, clause): (u32, &C)| (without_space(&clause.path().label()).into(), at);
        let mut by_label: Box<[_]> = (0..).zip(clauses).filter(is_labelled).map(label).collect();
        by_label.sort_unstable();
        Self { by_anchor, by_step, by_label, has_articles, carries_articles, has_lists_beside }
    }

    /// The clause with an anchor.
    pub fn anchored<C: Placed>(&self, clauses: &[C], anchor: &str) -> Option<usize> {
        // Anchors are letters, digits, `-` and `_` of ASCII.
        if !anchor.is_ascii() {
            return None;
        }
        let found = self.by_anchor.binary_search_by(|&at| clauses[at as usize].anchor().cmp(anchor)).ok()?;
        Some(self.by_anchor[found] as usize)
    }

    /// What a reference means.
    pub fn find<C: Placed>(&self, clauses: &[C], wanted: &ClauseRef) -> Meaning {
        if let Some(found) = self.anchored(clauses, &wanted.text) {
            return Meaning::One(found);
        }
        let opening = clauses.first().is_some_and(|first| first.path().steps.is_empty());
        if opening && wanted.text == OPENING {
            return Meaning::One(0);
        }
        let mut found = self.matches(clauses, wanted);
        if found.is_empty() {
            let from = self.by_label.partition_point(|(label, _)| **label < *wanted.text);
            let same = self.by_label[from..].iter().take_while(|(label, _)| **label == *wanted.text);
            found.extend(same.map(|&(_, at)| at as usize));
        }
        if found.is_empty() && wanted.wanted.iter().any(first_paragraph) {
            let mut shorter = wanted.clone();
            shorter.wanted.retain(|want| !first_paragraph(want));
            let is_plain = |&at: &usize| !has_paragraphs(clauses, at);
            found = self.matches(clauses, &shorter).into_iter().filter(is_plain).collect();
        }
        match found[..] {
            [] => Meaning::Nothing,
            [one] => Meaning::One(one),
            _ => Meaning::Several(found.into_vec()),
        }
    }

    /// The clauses that a reference may mean: those with exactly its parts before all others.
    fn matches<C: Placed>(&self, clauses: &[C], wanted: &ClauseRef) -> SmallVec<[usize; 4]> {
        let Some(own) = wanted.wanted.last() else {
            let is_named = |(_, clause): &(usize, &C)| {
                let own = clause.path().own();
                own.is_some_and(|own| own.kind <= Kind::Carried) && is_title(clause.path(), &wanted.name)
            };
            return clauses.iter().enumerate().filter(is_named).map(|(at, _)| at).collect();
        };
        // What is named first is most often there once, and what is meant lies below it.
        let is_one = |first: &&Want| wanted.wanted.len() > 1 && matches!(first.named, Named::Kind(_));
        let first = wanted.wanted.first().filter(is_one);
        let mut outer = first.into_iter().flat_map(|first| self.with(first, 0..clauses.len()));
        let range = match (outer.next(), outer.next()) {
            (Some(only), None) => only..clauses[only].end(),
            _ => 0..clauses.len(),
        };
        let is_left_out = left_out(wanted, self.has_articles);
        let (mut found, mut exact): (SmallVec<[usize; 4]>, SmallVec<[usize; 4]>) = Default::default();
        for place in self.with(own, range) {
            let path = clauses[place].path();
            let is_own = path.steps.len().checked_sub(1).is_some_and(|at| own.is(path, at));
            if is_own && leads_to(clauses, place, wanted, is_left_out) {
                if is_exactly(path, wanted) {
                    exact.push(place);
                    // 4. and（四）of one article are both its 第四项; there is one clause of each kind.
                    let is_item = |want: &Want| matches!(want.named, Named::Item | Named::SubItem);
                    let is_only =
                        !self.carries_articles && !self.has_lists_beside && matches!(own.named, Named::Kind(_));
                    if is_only && !wanted.wanted.iter().any(is_item) {
                        break;
                    }
                }
                found.push(place);
                if found.len() == MOST_MEANT {
                    break;
                }
            }
        }
        // An article of the document and one of a document that it carries, an item of two lists beside each other.
        let is_carried = |&at: &usize| {
            let path = clauses[at].path();
            path.steps.first().is_some_and(|first| first.kind == Kind::Carried) && is_same(path, wanted)
        };
        let may_be_carried = wanted.wanted.first().is_some_and(|first| match first.named {
            Named::Kind(Kind::Article) => self.carries_articles,
            Named::Kind(kind) => self.has_lists_beside && kind.is_list(),
            _ => self.has_lists_beside,
        });
        if may_be_carried && wanted.name.is_empty() && !exact.is_empty() {
            exact.extend(found.iter().copied().filter(is_carried));
        }
        let mut found = if exact.is_empty() { found } else { exact };
        found.sort_unstable();
        found
    }

    /// The clauses of a part of the document whose own step may be the one that is named.
    fn with(&self, want: &Want, range: Range<usize>) -> impl Iterator<Item = usize> + use<'_> {
        let (number, sub) = (want.number, want.sub);
        want.kinds().iter().flat_map(move |&kind| {
            let step = key(Some(Step { kind, number, sub }));
            let is_before = move |&(own, at): &(Key, u32), end: usize| own < step || own == step && (at as usize) < end;
            let from = self.by_step.partition_point(|place| is_before(place, range.start));
            // Few clauses have the same step.
            let behind = self.by_step[from..].iter();
            behind.take_while(move |place| is_before(place, range.end)).map(|&(_, at)| at as usize)
        })
    }
}

fn first_paragraph(want: &Want) -> bool {
    *want == Want { named: Named::Kind(Kind::Paragraph), number: 1, sub: 0 }
}

/// True when the article of a clause has counted paragraphs.
fn has_paragraphs<C: Placed>(clauses: &[C], at: usize) -> bool {
    let mut article = at;
    while clauses[article].path().own().is_none_or(|own| own.kind != Kind::Article) {
        match clauses[article].parent() {
            Some(above) => article = above,
            None => return false,
        }
    }
    let next = clauses.get(article + 1).and_then(|next| next.path().own());
    next.is_some_and(|next| next.kind == Kind::Paragraph)
}

fn is_exactly(path: &ClausePath, wanted: &ClauseRef) -> bool {
    let named = path.steps.iter().any(|step| step.kind == Kind::Carried);
    named != wanted.name.is_empty() && is_same(path, wanted)
}

/// True when the steps of a path are the parts of a reference, but for the document that is carried.
fn is_same(path: &ClausePath, wanted: &ClauseRef) -> bool {
    let steps = (0..path.steps.len()).filter(|&at| path.steps[at].kind != Kind::Carried);
    steps.clone().count() == wanted.wanted.len() && steps.zip(&wanted.wanted).all(|(at, want)| want.is(path, at))
}

/// Clauses that a reference may mean, after which no further ones are looked for: it means several.
const MOST_MEANT: usize = 64;

/// True when the parts of a reference are on the way to a clause, in their order. Attachments cannot be left out, unless
/// `is_left_out`.
fn leads_to<C: Placed>(clauses: &[C], at: usize, wanted: &ClauseRef, is_left_out: bool) -> bool {
    let mut left = &wanted.wanted[..];
    let mut named = wanted.name.is_empty();
    let mut next = Some(at);
    while let Some(at) = next {
        let path = clauses[at].path();
        let above = clauses[at].parent();
        // Steps of its own: several for `2.1` without a `2` above it.
        let is_shared = |(one, other): &(&Step, &Step)| one == other;
        let shared = |above: usize| clauses[above].path().steps.iter().zip(&path.steps).take_while(is_shared).count();
        let skipped = above.map_or(0, shared);
        for at in (skipped.min(path.steps.len().saturating_sub(1))..path.steps.len()).rev() {
            let step = path.steps[at];
            match left.split_last() {
                Some((want, before)) if want.is(path, at) => {
                    left = before;
                    // `附件2《实施细则》第二条`
                    named |= step.kind <= Kind::Carried && is_title(path, &wanted.name);
                }
                _ if step.kind == Kind::Annex && !is_left_out => return false,
                _ if step.kind <= Kind::Carried => named |= is_title(path, &wanted.name),
                _ => {}
            }
        }
        next = above;
    }
    left.is_empty() && named
}

/// True for a reference before which the attachment may be left out: to a table, a figure or a document of it, or to an
/// article when only attachments have articles.
fn left_out(wanted: &ClauseRef, has_articles: bool) -> bool {
    let first = wanted.wanted.first().map(|want| want.named);
    let may_be = |kind: Kind| kind.is_annex() && kind != Kind::Annex || kind == Kind::Article && !has_articles;
    matches!(first, Some(Named::Kind(kind)) if may_be(kind)) || !wanted.name.is_empty()
}

/// True when a carried document or an attachment is called so: its title, or the end of it.
fn is_title(path: &ClausePath, name: &str) -> bool {
    path.name.as_deref().is_some_and(|title| is_called(title, name))
}

/// True when a document with this title is called so: its title, or the end of that, without what stands in brackets there.
pub fn is_called(title: &str, name: &str) -> bool {
    let core = title.rfind(['（', '(']).map_or(title, |open| &title[..open]);
    name.chars().count() >= 2
        && (title.trim_end_matches('》').ends_with(name) || core.trim_end_matches('》').ends_with(name))
}
