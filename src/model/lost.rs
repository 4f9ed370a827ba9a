//! What could not be read: a reference to it is no mistake of its own, and nothing is known to be unused because of it.

use std::collections::BTreeSet;

use super::kind::Kind;
use crate::syntax::value::Id;

/// Records and files that are there, but could not be read.
#[derive(Clone, Debug, Default)]
pub struct Lost {
    records: BTreeSet<(Kind, Id)>,
    kinds: BTreeSet<Kind>,
    paths: BTreeSet<String>,
    /// The names of the files at these paths, without their folders.
    names: BTreeSet<String>,
    /// Folders of which nobody knows what is in them.
    folders: BTreeSet<String>,
}

impl Lost {
    /// Notes a record, by its id when that much can be read.
    pub(super) fn record(&mut self, kind: Kind, id: Option<Id>) {
        match id {
            Some(id) => drop(self.records.insert((kind, id))),
            None => drop(self.kinds.insert(kind)),
        }
    }

    /// Notes a file.
    pub(super) fn path(&mut self, path: &str) {
        self.paths.insert(path.to_owned());
        self.names.insert(name(path).to_owned());
    }

    /// Notes a folder, and all that may be in it.
    pub(super) fn folder(&mut self, path: &str) {
        self.folders.insert(path.to_owned());
        let top = path.split('/').next().unwrap_or(path);
        let collection = top.rsplit_once('.').map_or(top, |(stem, _)| stem);
        self.kinds.extend(Kind::from_collection(collection));
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.records.extend(other.records.iter().cloned());
        self.kinds.extend(&other.kinds);
        self.paths.extend(other.paths.iter().cloned());
        self.names.extend(other.names.iter().cloned());
        self.folders.extend(other.folders.iter().cloned());
    }

    /// True when nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.kinds.is_empty() && self.paths.is_empty() && self.folders.is_empty()
    }

    /// True when a record with this id may be among what was lost.
    pub fn may_hold(&self, kind: Kind, id: &str) -> bool {
        self.kinds.contains(&kind) || Id::parse(id).is_some_and(|id| self.records.contains(&(kind, id)))
    }

    /// True when any record of this kind was lost.
    pub fn any_of(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind) || self.records.iter().any(|(of, _)| *of == kind)
    }

    /// True when the file at this path was lost, or one of that name in another folder.
    pub fn may_have(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        self.names.contains(name(path)) || ends.map(|end| &path[..end]).any(|folder| self.folders.contains(folder))
    }
}

/// The name of a file, without its folders.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
