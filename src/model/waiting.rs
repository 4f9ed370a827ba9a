//! What is in the content folder and not to be published yet: drafts, and what has a later day of publication.

use std::sync::Arc;

use super::content::Content;
use super::kind::Kind;
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::{Snapshot, Span};
use crate::syntax::value::{Date, Id};

/// Why something is not to be published yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It says that it is a draft.
    Draft,
    /// It is published on this day.
    Until(Date),
}

impl Wait {
    /// Why, from what a record says of itself and the day that counts as today.
    pub fn of(draft: bool, published_on: Option<Date>, as_of: Date) -> Option<Self> {
        if draft { Some(Self::Draft) } else { published_on.filter(|day| *day > as_of).map(Self::Until) }
    }
}

/// A record that is not to be published yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// What readers will call it.
    pub title: String,
    /// Why it waits.
    pub wait: Wait,
    path: Arc<str>,
    span: Span,
}

impl Waiting {
    /// Every record of the content that waits on a day.
    pub(super) fn all(snapshot: &Snapshot, content: &Content, as_of: Date) -> Vec<Self> {
        let waits = content.records().into_iter().filter_map(|record| Some((record.entry.wait(as_of)?, record)));
        let one = |(wait, record): (Wait, super::AnyRecord<'_>)| Self {
            kind: record.kind,
            id: record.id.clone(),
            title: record.entry.name().to_owned(),
            wait,
            path: Arc::clone(&snapshot.source(record.file).path),
            span: record.span,
        };
        waits.map(one).collect()
    }

    /// True for the record of this kind and id.
    pub(super) fn is(&self, kind: Kind, id: &str) -> bool {
        self.kind == kind && self.id.as_str() == id
    }

    /// True when it stands in the file at this path.
    pub(super) fn is_at(&self, path: &str) -> bool {
        *self.path == *path
    }

    /// What is wrong with something public that leads there.
    pub(super) fn refuse(&self, span: Span) -> Diagnostic {
        let key = match self.wait {
            Wait::Draft => "draft: true".to_owned(),
            Wait::Until(day) => format!("published_on: {day}"),
        };
        let told = Diagnostic::at(Code::NotPublished, span).arg("title", &self.title).arg("key", key);
        told.related(self.span, Relation::Defined)
    }
}
