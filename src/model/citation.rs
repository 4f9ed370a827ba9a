//! What rests on which clause.

use std::collections::BTreeSet;

use super::kind::Kind;
use crate::source::Span;
use crate::syntax::markdown::Document;

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

/// The sentence of a document that has most pairs of characters in common with `wanted`, and the block that holds it.
pub(super) fn nearest_wording(document: &Document, wanted: &str) -> (String, Option<Span>) {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<BTreeSet<_>>()
    };
    let target = pairs(wanted);
    let mut best = (0.0, String::new(), None);
    for (at, clause) in document.clauses.iter().enumerate().filter(|(_, clause)| !clause.has_parts) {
        for sentence in document.wording(at).split_inclusive(['。', '；', '，', ',']) {
            let have = pairs(sentence);
            let common = have.intersection(&target).count() as f64;
            let score = 2.0 * common / (have.len() + target.len()).max(1) as f64;
            if score > best.0 {
                best = (score, sentence.to_owned(), Some(clause.span));
            }
        }
    }
    if best.1.is_empty() { (NOTHING.to_owned(), None) } else { (best.1, best.2) }
}

/// What is shown when nothing in the document is near to a quote.
const NOTHING: &str = "—";
