//! A block of a page, by its words → the file and line that it comes from.

use std::slice;

use crate::Compiled;
use crate::model::{AnyRecord, Kind};
use crate::plan::Route;
use crate::source::{FileId, Span};
use crate::syntax::markdown;

/// Characters by which a line is known again.
const ENOUGH: usize = 12;

/// Where the words of a block stand: in the records that the page of `route` shows, else in `site.yaml`. When none of
/// them has the words, the record of the page itself.
pub(super) fn origin(site: &Compiled, route: &Route, words: &str) -> Option<Span> {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let records = shown(site, route);
    let exact = || records.iter().find_map(|record| block(site, record, &words));
    let written = || records.iter().find_map(|record| line(site, record.file, record.span.start as usize, &words));
    let settings = || line(site, site.site.content.settings.as_ref()?.0, 0, &words);
    let own = || match route {
        Route::Record(..) | Route::Review(_) => records.first().map(|record| record.span),
        _ => None,
    };
    exact().or_else(written).or_else(settings).or_else(own)
}

fn shown<'a>(site: &'a Compiled, route: &Route) -> Vec<AnyRecord<'a>> {
    let content = &site.site.content;
    let of = |kind: Kind| (0..content.count(kind)).filter_map(move |at| content.record(kind, at));
    match route {
        Route::Record(kind, index) => content.record(*kind, *index).into_iter().collect(),
        Route::Review(index) => content.record(Kind::Check, *index).into_iter().collect(),
        Route::Column(column) => of(column.kind()).collect(),
        Route::Home => [Kind::Step, Kind::Benefit, Kind::Notice].into_iter().flat_map(of).collect(),
        _ => Vec::new(),
    }
}

/// The block of the record's Markdown that holds the words, and in it the line that begins with them.
fn block(site: &Compiled, record: &AnyRecord<'_>, words: &str) -> Option<Span> {
    if words.is_empty() {
        return None;
    }
    let documents = record.documents();
    let mut blocks = documents.iter().flat_map(|document| document.blocks.iter().map(move |block| (document, block)));
    let (_, found) =
        blocks.find(|(document, block)| markdown::words(document.html_of(slice::from_ref(block))).contains(words))?;
    let inside = line(site, found.span.file, found.span.start as usize, words);
    Some(inside.filter(|line| line.start < found.span.end).unwrap_or(found.span))
}

/// The first line of a file from `start` on that has the beginning of the words.
fn line(site: &Compiled, file: FileId, start: usize, words: &str) -> Option<Span> {
    let wanted: String = words.chars().take(ENOUGH).collect();
    if wanted.chars().count() < 2 {
        return None;
    }
    let source = site.snapshot.source(file);
    let mut at = source.clamp(start..start).start;
    for line in source.text[at..].split_inclusive('\n') {
        let plain: String = line.chars().filter(|c| !c.is_whitespace() && !"*_`[]".contains(*c)).collect();
        if plain.contains(&wanted) {
            let indent = line.len() - line.trim_start().len();
            return Some(Span::new(file, at + indent..at + line.trim_end().len().max(indent)));
        }
        at += line.len();
    }
    None
}
