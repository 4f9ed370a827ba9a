//! The sequence of blocks of a document, each with the text that it begins with → the tree of its clauses.
//!
//! What begins with a number is a clause or not by what stands around it, so the whole sequence is read three times, each
//! time in linear time: `survey` finds the numbers and what excludes them (tables of contents, lists of attachments,
//! quoted texts), `choose` goes along with the stack of open clauses and takes what continues or begins a list, and
//! `assemble` gives the clauses their paths and anchors.
//!
//! What holds of the result: the clauses are in the order of the document, what lies below a clause follows it without a
//! gap, anchors are unique, and each block belongs to the clause that was opened last.

mod ahead;
mod assemble;
mod believe;
mod choose;
mod closing;
mod lists;
mod merge;
mod parts;
mod place;
mod quoted;
mod readings;
mod signed;
mod survey;
#[cfg(test)]
mod tests;
mod together;

use std::borrow::Cow;

use smallvec::SmallVec;

use super::path::{ClausePath, Step};
use super::signers::Signers;
use crate::source::Signs;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A table.
    Table,
    /// A table that says who signs and when, or to whom copies are sent.
    End,
    /// A picture, code: what begins no clause.
    Other,
}

impl Form {
    /// True for what may begin a clause.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Heading | Self::Paragraph)
    }
}

/// What the author says of a number with a mark before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// `\三、四级`: it is text.
    Text,
    /// `\条三、四级`: it is the number of a clause.
    Clause,
}

/// A block.
#[derive(Clone, Debug)]
pub struct Unit<'t> {
    /// Its text, without the author's mark.
    pub text: Cow<'t, str>,
    /// What it is.
    pub form: Form,
    /// What the author says of its number.
    pub said: Option<Said>,
}

/// A clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub path: ClausePath,
    /// Its anchor, unique in the document.
    pub anchor: String,
    /// The clause above it.
    pub parent: Option<u32>,
    /// The place behind the last clause below it.
    pub end: u32,
    /// The unit that it begins with.
    pub unit: u32,
    /// Length of its number in the text of that unit.
    pub length: u32,
}

/// What is wrong with a number, or doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It stands there already; the unit is the first one.
    Repeated(u32),
    /// It does not follow the one before it, when there is one: its unit and number.
    Order(Option<(u32, u16)>),
    /// It can be read as a clause and as text, and is read as text.
    Ambiguous,
    /// It is written in an unusual way.
    Slip,
    /// The numbering begins again; the unit is the first one.
    Restarted(u32),
    /// It is too large.
    TooLarge,
    /// It lies too deep.
    TooDeep,
    /// It stands within the text of another clause, at this place, and begins none.
    Together(u32),
    /// Its brackets are not as wide as those of others.
    Brackets,
    /// It stands behind the signature, and belongs to the end.
    Behind,
    /// A signature stands between the numbers of a part, and belongs to a clause.
    Amid,
    /// The document has more clauses than this before it; it and what follows begin none.
    TooMany(u32),
}

/// A fault, and the clause that has it or would have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub unit: u32,
    /// What is wrong.
    pub fault: Fault,
    /// The path of the clause.
    pub path: ClausePath,
    /// Further units at which the same mistake shows.
    pub others: Vec<u32>,
    /// The clause that was probably meant.
    pub meant: Option<ClausePath>,
}

/// The clauses of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// In the order of the document. The first is the opening, when anything stands before the first number.
    pub clauses: Vec<Found>,
    /// The innermost clause of each unit.
    pub owners: Vec<u32>,
    /// What is wrong, in the order of the document.
    pub findings: Vec<Finding>,
    /// The first list stands below a line that names no document: `工程系列`. Parts that begin so stand beside it.
    pub is_labelled: bool,
}

/// Steps that a path may have; what lies deeper is text.
const DEEPEST: usize = 12;

/// A clause while the tree grows.
#[derive(Clone, Debug)]
struct Node {
    parent: Option<u32>,
    /// None for the opening; several for `2.1` without a `2` above it.
    steps: SmallVec<[Step; 4]>,
    unit: u32,
    length: u32,
    /// Articles are numbered anew in the division in which it stands.
    anew: bool,
    /// A document whose clauses are numbered as those of the whole.
    is_plain: bool,
}

/// A fault, and the node and the steps below it that are meant.
#[derive(Clone, Debug)]
struct Noted {
    unit: u32,
    fault: Fault,
    parent: Option<u32>,
    steps: SmallVec<[Step; 4]>,
}

/// The clauses of a document that is the sequence of `units`, has no other signs than these, and that `signers` have issued.
pub fn outline(units: &[Unit<'_>], signs: &Signs, signers: &Signers) -> Outline {
    let survey = survey::Survey::new(units, signs, signers);
    let chosen = choose::choose(units, &survey);
    let outline = assemble::assemble(units, chosen);
    let is_labelled = outline.clauses.get(1).is_some_and(|first| survey.is_labelled(units, first.unit as usize));
    limited(Outline { is_labelled, ..outline }, MOST_CLAUSES)
}

/// Clauses that a document may have: pages and data say several things of each.
const MOST_CLAUSES: usize = 50_000;

/// An outline with the first clauses; the last of them owns what the others would.
fn limited(mut outline: Outline, most: usize) -> Outline {
    let Some(first) = outline.clauses.get(most) else { return outline };
    let (unit, path) = (first.unit, first.path.clone());
    outline.clauses.truncate(most);
    outline.clauses.iter_mut().for_each(|clause| clause.end = clause.end.min(most as u32));
    outline.owners.iter_mut().for_each(|owner| *owner = (*owner).min(most as u32 - 1));
    outline.findings.retain(|finding| finding.unit < unit);
    let fault = Fault::TooMany(most as u32);
    outline.findings.push(Finding { unit, fault, path, others: Vec::new(), meant: None });
    outline
}
