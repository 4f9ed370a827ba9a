//! Values that name a place in the record's own text.

use super::{ResolveError, Resolver};
use crate::model::entry::AnyRecord;
use crate::model::kind::Kind;
use crate::source::Span;
use crate::syntax::clause::ClauseRef;
use crate::syntax::value::At;

impl<'a> Resolver<'a> {
    /// A heading of the text.
    pub(super) fn own_heading(&mut self, record: &AnyRecord<'a>, heading: &At<String>) {
        if record.body.heading(&heading.value).is_none() {
            let refusal = ResolveError::Anchor(heading.value.clone(), None);
            self.refuse(&refusal, Span::new(record.file, heading.range.clone()), Some(record.body));
        }
    }

    /// A clause of the text.
    pub(super) fn own_clause(&mut self, record: &AnyRecord<'a>, clause: &At<String>) {
        let unknown = || ResolveError::Clause(Kind::Policy, record.index, clause.value.clone());
        let wanted = ClauseRef::parse(&clause.value).ok_or_else(unknown);
        if let Err(refusal) = wanted.and_then(|wanted| self.site.meant(record.index, &wanted, &clause.value)) {
            self.refuse(&refusal, Span::new(record.file, clause.range.clone()), None);
        }
    }
}
