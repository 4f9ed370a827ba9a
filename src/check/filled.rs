//! Tables and the forms of the site → the first place that somebody has filled in.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::form::{Blank, CellKind, Form, FormColumn, FormRow};
use crate::office::{Contents, Line};
use crate::syntax::table::Table;

/// The forms of a site.
pub(super) struct Forms<'a> {
    known: Vec<Known<'a>>,
    /// The headings of all of them.
    headings: FxHashSet<String>,
}

impl<'a> Forms<'a> {
    pub fn new(forms: impl Iterator<Item = &'a Form>) -> Self {
        let known: Vec<Known<'a>> = forms.map(Known::new).collect();
        let headings = known.iter().flat_map(|known| known.columns.iter().map(|(heading, _)| heading.clone()));
        Self { headings: headings.collect(), known }
    }

    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The first form of which a document is a copy that is filled in, and where.
    pub fn place<'c>(&self, contents: &'c Contents<'_>) -> Option<(&'a Form, Place<'c>)> {
        let first: Vec<_> = contents.tables.iter().map(|table| self.first(table)).collect();
        let is_known = |known: &&Known<'_>| first.iter().any(|first| known.headings(first).is_some());
        let mut known = self.known.iter().filter(is_known).peekable();
        known.peek()?;
        let tables: Vec<Table> = contents.tables.iter().map(|table| table.map(close)).collect();
        known.find_map(|known| Some((known.form, known.place(&tables, &first, contents)?)))
    }

    /// The first form of which a table is a copy that is filled in, and in which row.
    pub fn filled(&self, table: &Table) -> Option<(&'a Form, u32)> {
        let first = self.first(table);
        let mut known = self.known.iter().filter(|known| known.headings(&first).is_some()).peekable();
        known.peek()?;
        let closed = table.map(close);
        known.find_map(|known| Some((known.form, known.filled(&closed, &first)?.0)))
    }

    /// The headings of forms in a table, each where it stands first.
    fn first(&self, table: &Table) -> Headings {
        let (mut first, mut closed) = (Headings::default(), String::new());
        if self.is_empty() {
            return first;
        }
        for row in table.rows() {
            for (column, text) in row.cells() {
                closed.clear();
                close(text, &mut closed);
                if self.headings.contains(&closed) && !first.contains_key(&closed) {
                    first.insert(closed.clone(), (row.number, column));
                }
            }
        }
        first
    }
}

/// Headings and the rows and columns in which they stand.
type Headings = FxHashMap<String, (u32, u32)>;

/// A form as it is recognised in a table.
struct Known<'a> {
    /// The form.
    form: &'a Form,
    /// Its columns without others below them, by their headings: true for those that are filled in.
    columns: Vec<(String, bool)>,
    /// What the lines below the table begin with.
    ends: Vec<String>,
    /// Labels of the blanks around the table, with what is printed in them.
    blanks: Vec<(String, String)>,
    sums: Vec<String>,
}

impl<'a> Known<'a> {
    fn new(form: &'a Form) -> Self {
        let mut columns = Vec::new();
        leaves(&form.columns, &mut columns);
        let labels = form.footer.iter().map(|blank| closed(&blank.label.value));
        let note = form.note.iter().map(|note| closed(&note.value));
        let ends = labels.chain(note).filter(|text| !text.is_empty()).collect();
        let sum = |row: &FormRow| match row {
            FormRow::Subtotal(name) | FormRow::Total(name) => Some(closed(&name.value)),
            _ => None,
        };
        let blanks = form.header.iter().chain(&form.footer);
        let printed = |blank: &Blank| blank.value.as_ref().map_or_else(String::new, |value| closed(&value.value));
        let blanks = blanks.map(|blank| (closed(&blank.label.value), printed(blank)));
        Self {
            form,
            columns,
            ends,
            blanks: blanks.filter(|(label, _)| !label.is_empty()).collect(),
            sums: form.rows.iter().filter_map(sum).collect(),
        }
    }

    /// The first place that is filled in of a document that holds this form: in the table itself, or in the blanks around
    /// it, which may be tables and lines of their own.
    fn place<'c>(&self, tables: &[Table], first: &[Headings], contents: &'c Contents<'_>) -> Option<Place<'c>> {
        let cell = |(at, (table, first)): (usize, (&Table, &Headings))| {
            let (row, column) = self.filled(table, first).or_else(|| self.signed(table))?;
            Some(Place::Cell(at, row, column))
        };
        let mut text = String::new();
        let mut line = |line: &Line<'_>| {
            text.clear();
            close(line.text, &mut text);
            self.is_signed(&text)
        };
        let cells = tables.iter().zip(first).enumerate().find_map(cell);
        cells.or_else(|| contents.lines().find(|at| line(at)).map(Place::Line))
    }

    /// Row and column of the first cell that is filled in, when the table is this form: most of its headings are there.
    fn filled(&self, table: &Table, first: &Headings) -> Option<(u32, u32)> {
        let seen = self.headings(first)?;
        let first = seen.iter().map(|((row, _), _)| row + 1).max()?;
        let open: BTreeSet<u32> = seen.iter().filter(|(_, open)| *open).map(|((_, column), _)| *column).collect();
        let body = table.rows().skip_while(|row| row.number < first);
        let body = body.take_while(|row| !row.cells().any(|(_, cell)| self.ends(cell)));
        let mut body = body.filter(|row| !row.cells().any(|(_, cell)| self.sums.iter().any(|sum| sum == cell)));
        body.find_map(|row| {
            let (column, _) = row.cells().find(|(column, cell)| open.contains(column) && is_data(cell))?;
            Some((row.number, column))
        })
    }

    /// Row and column of every heading of the form in a table, and whether what stands below it is filled in; nothing when
    /// the table is another one.
    fn headings(&self, first: &Headings) -> Option<Vec<((u32, u32), bool)>> {
        let place = |(heading, open): &(String, bool)| Some((*first.get(heading)?, *open));
        let seen: Vec<((u32, u32), bool)> = self.columns.iter().filter_map(place).collect();
        // In a table that explains a form, its headings stand below each other.
        let columns: BTreeSet<u32> = seen.iter().map(|((_, column), _)| *column).collect();
        if columns.len() < seen.len().max(2) || seen.len() * 5 < self.columns.len() * 3 {
            return None;
        }
        Some(seen)
    }

    /// Row and column of the first blank around the table that is filled in: in the cell of its label, or in the cells
    /// from there to the next label.
    fn signed(&self, table: &Table) -> Option<(u32, u32)> {
        table.rows().find_map(|row| {
            let mut printed = None;
            let mut cells = row.cells();
            let signed = cells.find(|(_, cell)| match self.labelled(cell) {
                Some((rest, words)) => {
                    printed = Some(words);
                    is_written(rest, words)
                }
                None => printed.is_some_and(|words| is_written(cell, words)),
            });
            Some((row.number, signed?.0))
        })
    }

    fn is_signed(&self, line: &str) -> bool {
        self.labelled(line).is_some_and(|(rest, words)| is_written(rest, words))
    }

    /// What follows the label that a text begins with, and what is printed in that blank.
    fn labelled<'t>(&self, text: &'t str) -> Option<(&'t str, &str)> {
        self.blanks.iter().find_map(|(label, words)| Some((text.strip_prefix(label.as_str())?, words.as_str())))
    }

    fn ends(&self, cell: &str) -> bool {
        self.ends.iter().any(|end| cell.starts_with(end.as_str()))
    }
}

/// A place in a document.
pub(super) enum Place<'c> {
    /// Row and column of the table with this number.
    Cell(usize, u32, u32),
    /// A line outside of tables.
    Line(Line<'c>),
}

/// True when there is more in a blank than what is printed in it.
fn is_written(text: &str, printed: &str) -> bool {
    is_data(&text.replace(|c: char| printed.contains(c), ""))
}

/// Rows of dots and dashes only show that a table goes on.
fn is_data(cell: &str) -> bool {
    cell.chars().any(char::is_alphanumeric)
}

fn leaves(columns: &[FormColumn], into: &mut Vec<(String, bool)>) {
    for column in columns {
        match column.columns.as_deref().filter(|below| !below.is_empty()) {
            Some(below) => leaves(below, into),
            None => into.push((
                closed(&column.title.value),
                column.kind.as_ref().is_none_or(|kind| kind.value != CellKind::Name),
            )),
        }
    }
}

/// Adds a text without white space, with half-width brackets and colons.
fn close(text: &str, closed: &mut String) {
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        other => other,
    };
    closed.extend(text.chars().filter(|c| !c.is_whitespace()).map(half));
}

fn closed(text: &str) -> String {
    let mut closed = String::new();
    close(text, &mut closed);
    closed
}
