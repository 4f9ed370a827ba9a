//! What following references gave the last time, and how much of it still holds.
//!
//! A reference leads where it led as long as every record stands in its place, with the same id, path, clauses and
//! headings, and the settings and the names of files are the same. What pins words is resolved again when the text
//! that has to hold them is another one.

use std::sync::Arc;

use super::content::Content;
use super::entry::AnyRecord;
use super::resolve::Resolution;
use super::site::{Cited, Index, Site};
use crate::source::Snapshot;

/// What following references gave.
#[derive(Default)]
pub struct Links(Option<Before>);

struct Before {
    snapshot: Snapshot,
    content: Arc<Content>,
    index: Arc<Index>,
    cited: Arc<Cited>,
    resolutions: Vec<Arc<Resolution>>,
    same: Same,
}

/// What is the same as it was.
#[derive(Clone, Debug, Default)]
pub struct Same {
    /// Everything that references can lead to is where it was.
    pub places: bool,
    /// Everything is called what it was called.
    pub names: bool,
    /// For every record, whether it is the same one.
    records: Vec<bool>,
    /// The first record of each kind among them, by the place of the kind.
    starts: Vec<usize>,
}

impl Same {
    /// True when a record is the same one, and everything that references can lead to is where it was.
    pub fn has(&self, record: &AnyRecord<'_>) -> bool {
        self.places && self.record(record.kind as usize, record.index)
    }

    fn record(&self, kind: usize, index: usize) -> bool {
        self.starts.get(kind).and_then(|start| self.records.get(start + index)) == Some(&true)
    }
}

impl Links {
    /// How the site for which these links were resolved last differs from the one before it.
    pub fn last(&self) -> Same {
        self.0.as_ref().map_or_else(Same::default, |before| before.same.clone())
    }

    pub(super) fn of(
        snapshot: &Snapshot,
        site: &Site,
        resolutions: Vec<Arc<Resolution>>,
        (same, is_whole): (Same, bool),
    ) -> Self {
        let (content, index, cited) = (Arc::clone(&site.content), Arc::clone(&site.index), Arc::clone(&site.cited));
        Self(is_whole.then(|| Before { snapshot: snapshot.clone(), content, index, cited, resolutions, same }))
    }

    /// What of this content is the same.
    pub(super) fn same(&self, snapshot: &Snapshot, content: &Content) -> Same {
        let Some(before) = &self.0 else { return Same::default() };
        let settings = |content: &Content, snapshot: &Snapshot| {
            content.settings.as_ref().map(|(file, _)| snapshot.source(*file).clone())
        };
        let (old, new) = (before.content.records(), content.records());
        let known = before.content.unread.is_empty()
            && content.unread.is_empty()
            && before.content.unpublished == content.unpublished
            && settings(&before.content, &before.snapshot) == settings(content, snapshot)
            && before.snapshot.files.keys().eq(snapshot.files.keys())
            && old.len() == new.len();
        if !known {
            return Same::default();
        }
        let mut same = Same { places: true, names: true, records: Vec::with_capacity(new.len()), starts: Vec::new() };
        for (at, (old, new)) in old.iter().zip(&new).enumerate() {
            while same.starts.len() <= new.kind as usize {
                same.starts.push(at);
            }
            let is_same = std::ptr::addr_eq(old.entry, new.entry);
            same.records.push(is_same);
            if !is_same {
                let path = |snapshot: &Snapshot, record: &AnyRecord<'_>| Arc::clone(&snapshot.source(record.file).path);
                let stays = path(&before.snapshot, old) == path(snapshot, new) && is_place(old, new);
                same.places &= stays;
                same.names &= old.entry.name() == new.entry.name();
            }
        }
        same
    }

    pub(super) fn index(&self, same: &Same) -> Option<Arc<Index>> {
        self.0.as_ref().filter(|_| same.places).map(|before| Arc::clone(&before.index))
    }

    /// What was behind the record at a place among all, where that still holds.
    pub(super) fn resolutions(&self, same: &Same, at: usize) -> Option<Arc<Resolution>> {
        let before = self.0.as_ref().filter(|_| same.places && same.records.get(at) == Some(&true))?;
        let found = before.resolutions.get(at)?;
        let policy = super::kind::Kind::Policy as usize;
        let holds = |policy_at: usize| same.record(policy, policy_at);
        let pinned = found.citations.iter().all(|citation| !citation.pins || holds(citation.policy))
            && found.quoted.iter().all(|&policy| holds(policy));
        (found.diagnostics.is_empty() && !found.vague && pinned).then(|| Arc::clone(found))
    }

    /// Who cites and names whom, when nobody does otherwise.
    pub(super) fn cited(&self, same: &Same, resolutions: &[Arc<Resolution>]) -> Option<Arc<Cited>> {
        let before = self.0.as_ref().filter(|_| same.places)?;
        let is_same = |(old, new): (&Arc<Resolution>, &Arc<Resolution>)| {
            Arc::ptr_eq(old, new)
                || (old.named == new.named
                    && old.citations == new.citations
                    && old.files == new.files
                    && old.pictures == new.pictures)
        };
        before.resolutions.iter().zip(resolutions).all(is_same).then(|| Arc::clone(&before.cited))
    }
}

/// True when whatever leads to one record leads to the other in its stead.
fn is_place(old: &AnyRecord<'_>, new: &AnyRecord<'_>) -> bool {
    let own = |record: &AnyRecord<'_>| (record.kind, record.index, record.file, record.id.clone());
    let (clauses, others) = (&old.body.clauses, &new.body.clauses);
    let headings =
        |record: &AnyRecord<'_>| record.body.headings.iter().map(|heading| heading.id.clone()).collect::<Vec<_>>();
    own(old) == own(new)
        && headings(old) == headings(new)
        && old.body.raw_anchors == new.body.raw_anchors
        && clauses.len() == others.len()
        && clauses.iter().zip(others).all(|(old, new)| (&old.path, &old.anchor) == (&new.path, &new.anchor))
}
