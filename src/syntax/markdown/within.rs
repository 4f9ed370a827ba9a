//! Numbers as clauses have them, where no clause begins: in lists, behind the sign of one, in HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::clauses::Tops;
use crate::syntax::clause::{Kind, Marker, Unit, is_space, marker};

/// Signs of lists that documents have as text.
const SIGNS: [char; 6] = ['*', '•', '·', '-', '—', '+'];

/// Numbers that follow each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Series<'e> {
    /// The text that the first one begins.
    pub first: &'e str,
    /// The place of each text.
    pub places: Vec<Range<usize>>,
}

/// The numbers that follow each other in blocks of which `goes_on` says that they begin no clause.
pub(super) fn within<'e>(
    tops: &'e Tops<'_>,
    units: &'e [Unit<'_>],
    goes_on: impl Fn(usize) -> bool,
) -> Vec<Series<'e>> {
    let mut series: Vec<Series<'e>> = Vec::new();
    let mut last: [Option<(u16, usize)>; Kind::COUNT] = [None; Kind::COUNT];
    let mut take = |text: &'e str, range: &Range<usize>| {
        let is_text = tops.is_marked(range.start);
        let Some(own) = marker(text).filter(Marker::is_sure).filter(|_| !is_text).map(|found| found.own()) else {
            return;
        };
        match &mut last[own.kind as usize] {
            Some((before, known)) if own.number == *before + 1 => {
                series[*known].places.push(range.clone());
                *before = own.number;
            }
            place => {
                *place = Some((own.number, series.len()));
                series.push(Series { first: text, places: vec![range.clone()] });
            }
        }
    };
    for (at, events) in tops.blocks().enumerate() {
        match events.first() {
            Some((Event::Start(Tag::List(_)), _)) => {
                let mut is_first = false;
                for (event, range) in events {
                    match event {
                        Event::Start(Tag::Item) => is_first = true,
                        Event::Text(text) if std::mem::take(&mut is_first) => take(text, range),
                        _ => {}
                    }
                }
            }
            Some((Event::Start(Tag::HtmlBlock), _)) => {
                let lines = events.iter().filter_map(|(event, range)| match event {
                    Event::Html(line) => Some((behind_tags(line), range)),
                    _ => None,
                });
                lines.for_each(|(line, range)| take(line, range));
            }
            Some((_, range)) if units[at].said.is_none() && goes_on(at) => {
                if let Some(text) = behind_sign(&units[at].text) {
                    take(text, range);
                }
            }
            _ => {}
        }
    }
    series.retain(|series| series.places.len() > 1);
    series
}

/// What stands in a text behind the sign of a list.
fn behind_sign(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(is_space);
    text.strip_prefix(SIGNS).map(|text| text.trim_start_matches(is_space))
}

/// A line of HTML without the tags that it begins with.
fn behind_tags(line: &str) -> &str {
    let mut line = line.trim_start();
    while let Some((_, behind)) = line.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
        line = behind.trim_start();
    }
    line
}
