//! Links whose words name a clause → whether they lead to that clause.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::clause::{ClauseRef, Kind as Numbering, Meaning};

impl Resolver<'_> {
    /// Tells of a link to a clause, at `span`, whose words are the number of another one: readers take the words for those of
    /// that clause.
    pub(super) fn named(&mut self, (policy, clause): (usize, usize), span: Span) {
        let written = self.written(span).strip_prefix('[').and_then(|rest| rest.split_once("]("));
        let Some(words) = written.map(|(words, _)| words).filter(|words| words.len() <= LONGEST) else { return };
        // `[1](…)` is the number of a note.
        if words.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let Some(reference) = reference(words) else { return };
        let clauses = self.site.clauses(policy);
        let Some(path) = clauses.get(clause).map(|clause| &clause.path) else { return };
        let is_within = |one: usize, other: usize| (one..clauses[one].end as usize).contains(&other);
        // `（二）` behind a link to 四（一） is 四（二）.
        let is_other = !reference.is_part_of(path)
            && match self.site.clause(policy, &reference) {
                Meaning::One(named) => !is_within(named, clause) && !is_within(clause, named),
                Meaning::Several(_) => false,
                Meaning::Nothing => {
                    let is_article = reference.own().is_some_and(|(kind, _)| kind == Numbering::Article);
                    is_article && path.steps.iter().any(|step| step.kind == Numbering::Article)
                }
            };
        if is_other {
            let reported = Diagnostic::at(Code::OtherClause, span).arg("written", words);
            self.report(reported.arg("clause", path.label()));
        }
    }
}

/// Bytes of words that may name a clause.
const LONGEST: usize = 120;

/// The clause that words name: all of them, or behind the title of a document (`实施方案四（二）`). Numerals alone behind a
/// title may be its own.
fn reference(words: &str) -> Option<ClauseRef> {
    let reference = ClauseRef::parse(words)?;
    if ClauseRef::is_number(words) {
        return Some(reference);
    }
    let is_number = words.contains(['（', '(', '第']);
    reference.without_title().filter(|_| is_number).map(|(reference, _)| reference)
}
