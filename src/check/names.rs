//! Records of one kind that readers cannot tell apart, since they are called the same.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::model::{Kind, Site};
use crate::syntax::markdown::without_space;

/// Kinds of which two with one name are a slip. Institutions, offices, notices and steps may share theirs: what they are
/// shown with tells them apart.
const KINDS: [Kind; 9] = [
    Kind::Field,
    Kind::Benefit,
    Kind::Term,
    Kind::Check,
    Kind::Form,
    Kind::Policy,
    Kind::Interpretation,
    Kind::Question,
    Kind::Page,
];

/// Each record whose name an earlier one of its kind has. A document that is no longer in force may be called as the one that
/// replaces it.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut reported = Vec::new();
    for kind in KINDS {
        let mut known = HashMap::new();
        for index in 0..site.content.count(kind) {
            let Some(record) = site.content.record(kind, index) else { continue };
            if site.lapsed(kind, index).is_some() {
                continue;
            }
            let name = record.entry.short_name();
            let first = known.insert(without_space(name), (record.id, record.span));
            // Two with one id are reported as such.
            if let Some((_, first)) = first.filter(|(id, _)| *id != record.id) {
                let found = Diagnostic::at(Code::CalledAlike, record.span).arg("kind", kind.word()).arg("name", name);
                reported.push(found.related(first, Relation::First));
            }
        }
    }
    reported
}
