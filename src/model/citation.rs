//! What rests on which clause.

use super::kind::Kind;
use crate::source::Span;

/// Who makes a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// `site.yaml`: a highlight of the home page, or the contact.
    Site,
    /// A record, by its place in its collection.
    Record(Kind, usize),
}

/// A statement that rests on a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Who makes it.
    pub owner: Owner,
    /// The statement within its owner; empty for the owner itself.
    pub part: String,
    /// The policy, by its place.
    pub policy: usize,
    /// The clause, by its place in the policy's text.
    pub clause: usize,
    /// It pins words, which the clause has to hold.
    pub pins: bool,
    /// Where the source is written.
    pub span: Span,
}
