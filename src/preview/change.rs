//! What an author has just changed: two states of the content folder → the page that shows it, and the place in that page.

use crate::model::{AnyRecord, Kind};
use crate::plan::{HOME, Route};
use crate::render::Compiled;
use crate::source::{Blob, FileId, Snapshot};

/// Where a change shows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Change {
    /// The page, by its path in the site.
    pub page: String,
    /// The place in the page.
    pub anchor: Option<String>,
    /// What readers call it.
    pub title: String,
}

/// Where the first of the changed files shows that shows anywhere; nowhere when they are too many for an edit by hand.
pub(crate) fn change(before: &Snapshot, now: &Compiled) -> Option<Change> {
    let changed: Vec<_> = now.snapshot.changed(before).take(MANY + 1).collect();
    if changed.len() > MANY {
        return None;
    }
    let text = changed.into_iter().find_map(|(id, old)| {
        let at = old.map_or(0, |old| first_difference(&old.text, &now.snapshot.source(id).text));
        shown(now, id, at)
    });
    text.or_else(|| picture(before, now)).or_else(|| list(before, now))
}

/// The page that shows the first other file that differs.
fn picture(before: &Snapshot, now: &Compiled) -> Option<Change> {
    let is_other = |path: &str, bytes: &Blob| before.files.get(path).is_none_or(|old| old != bytes);
    let (file, _) = now.snapshot.files.iter().find(|(path, bytes)| is_other(path, bytes))?;
    let site = &now.site;
    let records = site.content.records();
    let record = records.iter().find(|record| {
        let from = &now.snapshot.source(record.file).path;
        let documents = record.documents();
        let mut images = documents.iter().flat_map(|document| &document.links).filter(|link| link.image);
        images.any(|image| site.path(&image.target, from).as_ref() == Some(file))
    })?;
    page(now, record, |_| None)
}

/// The list in which a record was of which the file has gone.
fn list(before: &Snapshot, now: &Compiled) -> Option<Change> {
    let mut gone = before.texts.iter().filter(|source| now.snapshot.find(&source.path).is_none());
    let (first, others) = (gone.next()?, gone.take(MANY).count());
    let (collection, _) = first.path.split_once(['/', '.']).filter(|_| others < MANY)?;
    let column = Kind::ALL.into_iter().find(|kind| kind.collection() == collection)?.column()?;
    let path = now.plan.path(&Route::Column(column))?;
    let title = now.site.settings.columns.iter().find(|known| known.id.value == column)?.name.clone();
    Some(Change { page: path.to_owned(), anchor: None, title })
}

/// Changed files at most that an author has edited.
const MANY: usize = 8;

fn first_difference(old: &str, new: &str) -> usize {
    old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count()
}

fn shown(site: &Compiled, file: FileId, at: usize) -> Option<Change> {
    if site.site.content.settings.as_ref().is_some_and(|(settings, _)| *settings == file) {
        let title = site.site.settings.title.clone();
        return Some(Change { page: site.plan.path(&HOME)?.to_owned(), anchor: None, title });
    }
    let records = site.site.content.records();
    let own = records.iter().filter(|record| record.file == file);
    let record = own.clone().rfind(|record| record.span.start as usize <= at).or_else(|| own.clone().next())?;
    match record.kind {
        // What is asked for shows where it is asked for.
        Kind::Fact => {
            let check = site.site.referring((Kind::Fact, record.index), Kind::Check).next()?;
            page(site, &site.site.content.record(Kind::Check, check)?, |_| None)
        }
        _ => page(site, record, |record| anchor(record, at)),
    }
}

/// The page of a record, or its place in a list.
fn page(site: &Compiled, record: &AnyRecord<'_>, inside: impl Fn(&AnyRecord<'_>) -> Option<String>) -> Option<Change> {
    let (page, place) = site.plan.record(&site.site, record.kind, record.index)?;
    let anchor = place.or_else(|| inside(record));
    Some(Change { page: page.to_owned(), anchor, title: record.entry.name().to_owned() })
}

/// The anchor in the record's own page that is nearest above a place in its body: a clause of a policy.
fn anchor(record: &AnyRecord<'_>, at: usize) -> Option<String> {
    let body = record.body;
    let blocks = body.blocks.iter();
    let block = blocks.rev().find(|block| block.span.start as usize <= at)?;
    if record.kind != Kind::Policy {
        return None;
    }
    let inside = |clause: &&crate::syntax::markdown::Clause| {
        let span = clause.span;
        block.span.start <= span.start && span.end <= block.span.end && span.start as usize <= at
    };
    let item = body.clauses.iter().rev().find(inside);
    item.or_else(|| body.clauses.get(block.clause?)).map(|clause| clause.anchor.clone())
}
