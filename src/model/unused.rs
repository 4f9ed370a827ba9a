//! What nothing refers to: files that nobody meets, and records that are only there to be referred to.

use std::collections::BTreeSet;

use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};

/// Files that are not used, beyond those that are published as they are. One without bytes may be one that could not be
/// read, of which somebody else complains.
pub(super) fn files(site: &Site, used: &BTreeSet<String>) -> Vec<Diagnostic> {
    let kept = |path: &str| path.starts_with("static/") || path.starts_with("theme/");
    let unused = site.files.iter().filter(|(path, bytes)| !bytes.is_empty() && !kept(path) && !used.contains(*path));
    unused.map(|(path, _)| Diagnostic::path(Code::UnusedFile, path.as_str()).arg("name", path)).collect()
}

/// Records that are not used: forms, and policies that are here by their names only.
pub(super) fn records(site: &Site, used: &BTreeSet<(Kind, usize)>) -> Vec<Diagnostic> {
    let matters = |kind: Kind, index: usize| match kind {
        Kind::Form => true,
        Kind::Policy => site.content.policies.get(index).is_some_and(|policy| !policy.data.full_text),
        _ => false,
    };
    let all = site.content.records().into_iter();
    let unused =
        all.filter(|record| matters(record.kind, record.index) && !used.contains(&(record.kind, record.index)));
    let told = |record: super::AnyRecord<'_>| {
        Diagnostic::at(Code::UnusedRecord, record.span).arg("kind", record.kind.word()).arg("id", record.id)
    };
    unused.map(told).collect()
}
