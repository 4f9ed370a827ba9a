//! What a scan of files reported, for as long as they are the same files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Diagnostic;
use crate::source::{Blob, FileId, Snapshot, Source};

/// What a scan of each file of a snapshot reported.
#[derive(Clone, Debug, Default)]
pub struct ScanCache {
    snapshot: Snapshot,
    /// Files that were not scanned, because they are not published.
    left_out: BTreeSet<String>,
    reported: BTreeMap<String, Vec<Diagnostic>>,
}

impl ScanCache {
    /// What was reported about the files of a snapshot, by their paths; nothing was reported about all others.
    pub fn new(snapshot: &Snapshot, reported: BTreeMap<String, Vec<Diagnostic>>) -> Self {
        Self { snapshot: snapshot.clone(), left_out: BTreeSet::new(), reported }
    }

    /// The same, with the files that were not scanned.
    #[must_use]
    pub fn without(self, left_out: &BTreeSet<String>) -> Self {
        Self { left_out: left_out.clone(), ..self }
    }

    /// What was reported about each file that is not in order.
    pub fn reported(&self) -> &BTreeMap<String, Vec<Diagnostic>> {
        &self.reported
    }

    /// What was reported about a text; nothing when it is another one now, or in another place.
    pub fn text(&self, file: FileId, source: &Source) -> Option<Vec<Diagnostic>> {
        let before = self.snapshot.texts.get(file.0 as usize)?;
        let is_same =
            before.path == source.path && before.flaw == source.flaw && Arc::ptr_eq(&before.text, &source.text);
        is_same.then(|| self.of(&source.path))
    }

    /// What was reported about a file that is no text; nothing when it is another one now.
    pub fn file(&self, path: &str, bytes: &Blob) -> Option<Vec<Diagnostic>> {
        let before = self.snapshot.files.get(path).filter(|_| !self.left_out.contains(path))?;
        before.is_shared(bytes).then(|| self.of(path))
    }

    fn of(&self, path: &str) -> Vec<Diagnostic> {
        self.reported.get(path).cloned().unwrap_or_default()
    }
}
