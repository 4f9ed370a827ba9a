//! What an author has just changed: two states of the content folder → the page that shows it, and the place in that page.

use crate::Compiled;
use crate::model::{AnyRecord, Kind};
use crate::plan::Route;
use crate::source::{FileId, Snapshot};

/// Where a change shows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Change {
    /// The page, by its path in the site.
    pub page: String,
    /// The place in the page.
    pub anchor: Option<String>,
    /// What readers call it.
    pub title: String,
}

/// Where the first of the changed files shows that shows anywhere; nowhere when they are too many for an edit by hand.
pub(super) fn change(before: &Snapshot, now: &Compiled) -> Option<Change> {
    let changed: Vec<_> = now.snapshot.changed(before).take(MANY + 1).collect();
    if changed.len() > MANY {
        return None;
    }
    changed.into_iter().find_map(|(id, old)| {
        let at = old.map_or(0, |old| first_difference(&old.text, &now.snapshot.source(id).text));
        shown(now, id, at)
    })
}

/// Changed files at most that an author has edited.
const MANY: usize = 8;

fn first_difference(old: &str, new: &str) -> usize {
    old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count()
}

fn shown(site: &Compiled, file: FileId, at: usize) -> Option<Change> {
    if site.site.content.settings.as_ref().is_some_and(|(settings, _)| *settings == file) {
        let title = site.site.settings.title.clone();
        return Some(Change { page: site.plan.path(&Route::Home)?.to_owned(), anchor: None, title });
    }
    let records = site.site.content.records();
    let own = records.iter().filter(|record| record.file == file);
    let record = own.clone().rfind(|record| record.span.start as usize <= at).or_else(|| own.clone().next())?;
    let (page, place) = site.plan.record(&site.site, record.kind, record.index)?;
    let anchor = place.or_else(|| anchor(record, at));
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
