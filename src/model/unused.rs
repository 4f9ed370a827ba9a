//! Records that are only there to be referred to, and to which nothing refers.

use rustc_hash::FxHashSet;

use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};

/// True for what is only there for others: forms, and policies that are here by their names only.
fn is_only_for_others(site: &Site, kind: Kind, index: usize) -> bool {
    match kind {
        Kind::Form => true,
        Kind::Policy => site.content.policies.get(index).is_some_and(|policy| !policy.data.full_text),
        _ => false,
    }
}

/// Records that are only there for others and are not used.
pub(super) fn records(site: &Site, used: &FxHashSet<(Kind, usize)>) -> Vec<Diagnostic> {
    let all = site.content.records().into_iter();
    let is_unused = |record: &super::AnyRecord<'_>| {
        is_only_for_others(site, record.kind, record.index) && !used.contains(&(record.kind, record.index))
    };
    let told = |record: super::AnyRecord<'_>| {
        Diagnostic::at(Code::UnusedRecord, record.span).arg("kind", record.kind.word()).arg("id", record.id)
    };
    all.filter(is_unused).map(told).collect()
}
