//! Records that are only there to be referred to, and to which nothing refers.

use rustc_hash::FxHashSet;

use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};

/// Records that are only there for others and are not used.
pub(super) fn records(site: &Site, used: &FxHashSet<(Kind, usize)>) -> Vec<Diagnostic> {
    let all = site.content.records().into_iter();
    let is_unused = |record: &super::AnyRecord<'_>| {
        record.entry.is_only_for_others() && !used.contains(&(record.kind, record.index))
    };
    let reported = |record: super::AnyRecord<'_>| {
        Diagnostic::at(Code::UnusedRecord, record.span).arg("kind", record.kind.word()).arg("id", record.id)
    };
    all.filter(is_unused).map(reported).collect()
}
