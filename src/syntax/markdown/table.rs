//! A table → what the cells of its heading span.
//!
//! Markdown cannot say that cells of a heading belong together, and official documents have such tables. So in a heading
//! whose first cell is written, an empty cell belongs to the written one at its left; and below a heading with such groups
//! the next row belongs to the heading too when it only divides groups: empty cells below all other headings, which cover
//! them. All other headings stay as they are.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::builder::Spanned;

/// A table that is being written.
pub(super) struct Table {
    pub alignments: Vec<Alignment>,
    /// Columns and rows that each cell of the heading spans, row by row: no column for one that is covered.
    pub heading: Vec<Vec<(usize, usize)>>,
    pub row: usize,
    pub column: usize,
    /// What ends the cell.
    pub close: &'static str,
}

impl Table {
    /// The table that begins at the first of these events.
    pub fn new(alignments: &[Alignment], events: &[Spanned<'_>]) -> Self {
        let mut rows = events.split(|(event, _)| matches!(event, Event::End(TagEnd::TableHead | TagEnd::TableRow)));
        let first = rows.next().map_or_else(Vec::new, written);
        // Behind the last row the table ends, and another one may follow in the same block.
        let second = rows.next().filter(|row| matches!(row.first(), Some((Event::Start(Tag::TableRow), _))));
        let heading = heading(&first, second.map(written));
        Self { alignments: alignments.to_vec(), heading, row: 0, column: 0, close: "" }
    }

    /// The groups of columns, when there are any.
    pub fn groups(&self) -> impl Iterator<Item = usize> {
        let columns = self.heading.first().into_iter().flatten().map(|(columns, _)| *columns);
        let any = columns.clone().any(|columns| columns != 1);
        columns.filter(move |columns| any && *columns > 0)
    }
}

/// Which cells of a row hold anything.
fn written(row: &[Spanned<'_>]) -> Vec<bool> {
    let cells = row.windows(2).filter(|pair| matches!(pair[0].0, Event::Start(Tag::TableCell)));
    cells.map(|pair| !matches!(pair[1].0, Event::End(_))).collect()
}

/// What the cells of a heading span, from which of them and of those below are written.
fn heading(first: &[bool], second: Option<Vec<bool>>) -> Vec<Vec<(usize, usize)>> {
    let grouped = first.first() == Some(&true) && first.contains(&false);
    if !grouped {
        return vec![vec![(1, 1); first.len()]];
    }
    let groups = || {
        first.chunk_by(|_, next| !next).scan(0, |end, group| {
            *end += group.len();
            Some(*end - group.len()..*end)
        })
    };
    let divides = |second: &Vec<bool>| second.contains(&true) && groups().all(|g| g.len() > 1 || !second[g.start]);
    let second = second.filter(|second| second.len() == first.len() && divides(second));
    let mut rows = vec![vec![(0, 1); first.len()], vec![(1, 1); first.len()]];
    for group in groups() {
        let covers = second.as_ref().is_some_and(|second| !second[group.clone()].contains(&true));
        rows[0][group.start] = (group.len(), if covers { 2 } else { 1 });
        if covers {
            rows[1][group].fill((0, 1));
        }
    }
    rows.truncate(if second.is_some() { 2 } else { 1 });
    rows
}
