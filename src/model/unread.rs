//! What could not be read: a reference to it is no mistake of its own, and nothing is known to be unused because of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::kind::Kind;
use crate::syntax::value::Id;

/// Something that could not be read.
#[derive(Clone, Debug)]
pub(super) enum UnreadItem {
    /// A record.
    Record(Kind, Id),
    /// A record without an id that can be read.
    Unknown(Kind),
    /// A file, by its path.
    File(Arc<str>),
}

impl UnreadItem {
    /// A record, by its id when that much can be read.
    pub fn record(kind: Kind, id: Option<Id>) -> Self {
        id.map_or(Self::Unknown(kind), |id| Self::Record(kind, id))
    }
}

/// Records and files that are there, but could not be read.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    records: BTreeSet<(Kind, Id)>,
    kinds: BTreeSet<Kind>,
    /// The names of files, without their folders.
    names: FxHashSet<Box<str>>,
    /// Folders of which nobody knows what is in them.
    folders: BTreeSet<String>,
}

impl Unread {
    /// Notes a record or a file.
    pub(super) fn add(&mut self, item: UnreadItem) {
        match item {
            UnreadItem::Record(kind, id) => drop(self.records.insert((kind, id))),
            UnreadItem::Unknown(kind) => drop(self.kinds.insert(kind)),
            UnreadItem::File(path) => drop(self.names.insert(name(&path).into())),
        }
    }

    /// Notes a folder, and all that may be in it.
    pub(super) fn folder(&mut self, path: &str) {
        self.folders.insert(path.to_owned());
        let top = path.split('/').next().unwrap_or(path);
        let collection = top.rsplit_once('.').map_or(top, |(stem, _)| stem);
        self.kinds.extend(Kind::from_collection(collection));
    }

    /// True when everything could be read.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.kinds.is_empty() && self.names.is_empty() && self.folders.is_empty()
    }

    /// True when a record with this id may be among what could not be read.
    pub fn may_hold(&self, kind: Kind, id: &str) -> bool {
        self.kinds.contains(&kind) || Id::parse(id).is_some_and(|id| self.records.contains(&(kind, id)))
    }

    /// True when any record of this kind could not be read.
    pub fn any_of(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind) || self.records.iter().any(|(of, _)| *of == kind)
    }

    /// True when the file at this path could not be read, or one of that name in another folder.
    pub fn may_have(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        self.names.contains(name(path)) || ends.map(|end| &path[..end]).any(|folder| self.folders.contains(folder))
    }
}

/// The name of a file, without its folders.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
