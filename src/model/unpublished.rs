//! What is in the content folder and not to be published yet: drafts, and what has a later day of publication.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::content::Content;
use super::entry::{AnyRecord, Part};
use super::kind::Kind;
use super::target::near;
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::{Snapshot, Span};
use crate::syntax::value::{Date, Id};

/// Why something is not to be published yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnpublishedReason {
    /// It says that it is a draft.
    Draft,
    /// It is published on this day.
    Until(Date),
}

impl UnpublishedReason {
    /// Why, from what a record says of itself and the day that counts as today.
    pub fn of(draft: bool, published_on: Option<Date>, as_of: Date) -> Option<Self> {
        if draft { Some(Self::Draft) } else { published_on.filter(|day| *day > as_of).map(Self::Until) }
    }
}

/// A record that is not to be published yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnpublishedRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// What readers will call it.
    pub title: String,
    /// Why it is not to be published yet.
    pub reason: UnpublishedReason,
    /// Files that it names, when it is held back.
    pub(super) files: Vec<String>,
    path: Arc<str>,
    span: Span,
}

/// Every record that is not to be published yet, found by what leads to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpublished {
    all: Vec<UnpublishedRecord>,
    by_id: [FxHashMap<Id, usize>; Kind::ALL.len()],
    by_path: FxHashMap<Arc<str>, usize>,
}

impl Unpublished {
    /// Every record that is not published on a day; `shown` when these are part of the site nevertheless.
    pub(super) fn new(snapshot: &Snapshot, content: &Content, as_of: Date, shown: bool) -> Self {
        let found = content.records().into_iter().filter_map(|record| Some((record.entry.unpublished(as_of)?, record)));
        let one = |(reason, record): (UnpublishedReason, AnyRecord<'_>)| UnpublishedRecord {
            kind: record.kind,
            id: record.id.clone(),
            title: record.entry.name().to_owned(),
            reason,
            files: if shown { Vec::new() } else { named_files(snapshot, &record) },
            path: Arc::clone(&snapshot.source(record.file).path),
            span: record.span,
        };
        let mut unpublished = Self { all: found.map(one).collect(), ..Self::default() };
        for (at, record) in unpublished.all.iter().enumerate() {
            unpublished.by_id[record.kind as usize].entry(record.id.clone()).or_insert(at);
            unpublished.by_path.entry(Arc::clone(&record.path)).or_insert(at);
        }
        unpublished
    }

    /// True when everything is published.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, in the order of the content.
    pub fn iter(&self) -> impl Iterator<Item = &UnpublishedRecord> {
        self.all.iter()
    }

    /// The one of this kind and id.
    pub(super) fn record(&self, kind: Kind, id: &Id) -> Option<&UnpublishedRecord> {
        self.by_id[kind as usize].get(id).map(|&at| &self.all[at])
    }

    /// The first one in the file at this path.
    pub(super) fn file(&self, path: &str) -> Option<&UnpublishedRecord> {
        self.by_path.get(path).map(|&at| &self.all[at])
    }
}

impl UnpublishedRecord {
    /// The diagnostic for something public that leads there.
    pub(super) fn refuse(&self, span: Span) -> Diagnostic {
        let key = match self.reason {
            UnpublishedReason::Draft => "draft: true".to_owned(),
            UnpublishedReason::Until(day) => format!("published_on: {day}"),
        };
        let reported = Diagnostic::at(Code::NotPublished, span).arg("title", &self.title).arg("key", key);
        reported.related(self.span, Relation::Defined)
    }
}

/// The files of the content folder that a record names.
fn named_files(snapshot: &Snapshot, record: &AnyRecord<'_>) -> Vec<String> {
    let from = &snapshot.source(record.file).path;
    let file = |target: &str| {
        let path = target.split('#').next().unwrap_or_default();
        near(path, from).find(|path| snapshot.files.contains_key(path))
    };
    let documents = record.documents();
    let links = documents.iter().flat_map(|document| &document.links);
    let mut files: Vec<String> = links.filter_map(|link| file(&link.target)).collect();
    record.entry.parts(&mut |part| {
        let target = match part {
            Part::File(named) => named.value.get(),
            Part::Picture(picture) => Some(&picture.value),
            _ => None,
        };
        files.extend(target.and_then(|target| file(target)));
    });
    files
}
