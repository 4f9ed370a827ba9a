//! Words that sources and links pin → whether their clause, or the whole policy, has them.

use super::{Resolver, World};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::pin;
use crate::model::suggest::Wanted;
use crate::source::Span;
use crate::syntax::markdown::without_space;

impl Resolver<'_> {
    /// A pinned quote must stand in its clause.
    pub(super) fn quote(&mut self, (policy, clause): (usize, usize), pinned: (&str, Span), part: &str) {
        let Some(record) = self.site.content.policies.get(policy) else { return };
        let place = format!("{}#{}", record.id, record.body.clauses[clause].path);
        self.pin(policy, pinned, (&place, part), |world, wanted| {
            world.wordings.have(&world.site.content, (policy, clause), wanted)
        });
    }

    /// Words that a link to a policy as a whole pins stand in one of its outermost clauses.
    pub(super) fn quote_of_all(&mut self, policy: usize, pinned: (&str, Span)) {
        let Some(record) = self.site.content.policies.get(policy) else { return };
        self.found.quoted.push(policy);
        let clauses = &record.body.clauses;
        self.pin(policy, pinned, (record.id.as_str(), ""), |world, wanted| {
            let outermost = (0..clauses.len()).filter(|&at| clauses[at].parent.is_none());
            outermost.into_iter().any(|at| world.wordings.have(&world.site.content, (policy, at), wanted))
        });
    }

    /// Tells when a policy does not have the words that are pinned, in the place that is named.
    fn pin(
        &mut self,
        policy: usize,
        (quote, span): (&str, Span),
        (place, part): (&str, &str),
        has: impl Fn(World<'_>, &str) -> bool,
    ) {
        let wanted = without_space(quote);
        if !pin::says_anything(&wanted) {
            return self.report(Diagnostic::at(Code::BadSource, span).arg("value", format!("\"{wanted}\"")));
        }
        if has(self.world, &wanted) {
            return;
        }
        // The words are looked up, and not the signs around them.
        let inner = enclosed(&wanted).filter(|inner| pin::says_anything(inner));
        if inner.is_some_and(|inner| has(self.world, inner)) {
            let reported = Diagnostic::at(Code::WideQuotes, span);
            let written = self.written(span).trim_matches(['"', '\'']);
            return self.report(match enclosed(quote.trim()).filter(|_| written == quote) {
                Some(inner) => reported.fix(span, format!("\"{inner}\"")),
                None => reported,
            });
        }
        let gone = Diagnostic::at(Code::QuoteGone, span).arg("quote", quote).arg("clause", place);
        let gone = gone.arg("statement", self.statement(part));
        self.report_wanting(gone, Some(Wanted::Quote(policy, inner.unwrap_or(&wanted).to_owned())));
    }
}

/// What stands between the quotes of an input method that enclose a whole text.
fn enclosed(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 8] =
        [('“', '”'), ('‘', '’'), ('＂', '＂'), ('「', '」'), ('『', '』'), ('”', '“'), ('”', '”'), ('“', '“')];
    let inner = PAIRS.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    (!inner.contains(['“', '”', '‘', '’', '＂', '"', '\\'])).then_some(inner)
}
