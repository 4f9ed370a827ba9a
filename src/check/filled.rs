//! Tables and the forms of the site → the first place that somebody has filled in.

use std::collections::BTreeSet;

use crate::model::form::{Blank, CellKind, Form, FormColumn, FormRow};
use crate::syntax::tables::{Contents, Table};

/// A form as it is recognised in a table.
pub(super) struct Known<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its columns without others below them, by their headings: true for those that are filled in.
    columns: Vec<(String, bool)>,
    /// What the lines below the table begin with.
    ends: Vec<String>,
    /// Labels of the blanks around the table, with what is printed in them.
    blanks: Vec<(String, String)>,
    sums: Vec<String>,
}

impl<'a> Known<'a> {
    pub fn new(form: &'a Form) -> Self {
        let mut columns = Vec::new();
        leaves(&form.columns, &mut columns);
        let labels = form.footer.iter().map(|blank| close(&blank.label.value));
        let note = form.note.iter().map(|note| close(&note.value));
        let ends = labels.chain(note).filter(|text| !text.is_empty()).collect();
        let sum = |row: &FormRow| match row {
            FormRow::Subtotal(name) | FormRow::Total(name) => Some(close(&name.value)),
            _ => None,
        };
        let blanks = form.header.iter().chain(&form.footer);
        let printed = |blank: &Blank| blank.value.as_ref().map_or_else(String::new, |value| close(&value.value));
        let blanks = blanks.map(|blank| (close(&blank.label.value), printed(blank)));
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
    pub fn place(&self, contents: &Contents) -> Option<Place> {
        if !contents.tables.iter().any(|table| self.headings(&texts(table)).is_some()) {
            return None;
        }
        let cell = |(at, table)| {
            let (row, column) = self.filled(table).or_else(|| self.signed(table))?;
            Some(Place::Cell(at, row, column))
        };
        let line = |(_, text): &(usize, String)| self.is_signed(&close(text));
        contents
            .tables
            .iter()
            .enumerate()
            .find_map(cell)
            .or_else(|| contents.lines.iter().find(|at| line(at)).map(|(number, _)| Place::Line(*number)))
    }

    /// Row and column of the first cell that is filled in, when the table is this form: most of its headings are there.
    pub fn filled(&self, table: &Table) -> Option<(usize, usize)> {
        let rows = texts(table);
        let seen = self.headings(&rows)?;
        let first = seen.iter().map(|((row, _), _)| row + 1).max()?;
        let body = rows.iter().enumerate().skip(first).take_while(|(_, cells)| !self.ends(cells));
        let mut body = body.filter(|(_, cells)| !cells.iter().any(|cell| self.sums.contains(cell)));
        body.find_map(|(row, cells)| {
            let holds = |column: &usize| cells.get(*column).is_some_and(|cell| is_data(cell));
            let open = seen.iter().filter(|(_, open)| *open).map(|((_, column), _)| *column);
            Some((row, open.filter(holds).min()?))
        })
    }

    /// Row and column of every heading of the form in a table, and whether what stands below it is filled in; nothing when
    /// the table is another one.
    fn headings(&self, rows: &[Vec<String>]) -> Option<Vec<((usize, usize), bool)>> {
        let place = |heading: &str| {
            let at = |(row, cells): (usize, &Vec<String>)| Some((row, cells.iter().position(|cell| cell == heading)?));
            rows.iter().enumerate().find_map(at)
        };
        let seen: Vec<((usize, usize), bool)> =
            self.columns.iter().filter_map(|(heading, open)| Some((place(heading)?, *open))).collect();
        // In a table that explains a form, its headings stand below each other.
        let columns: BTreeSet<usize> = seen.iter().map(|((_, column), _)| *column).collect();
        if columns.len() < seen.len().max(2) || seen.len() * 5 < self.columns.len() * 3 {
            return None;
        }
        Some(seen)
    }

    /// Row and column of the first blank around the table that is filled in: in the cell of its label, or in the cells
    /// from there to the next label.
    fn signed(&self, table: &Table) -> Option<(usize, usize)> {
        texts(table).iter().enumerate().find_map(|(row, cells)| {
            let mut printed = None;
            let signed = cells.iter().position(|cell| match self.labelled(cell) {
                Some((rest, words)) => {
                    printed = Some(words);
                    is_written(rest, words)
                }
                None => printed.is_some_and(|words| is_written(cell, words)),
            });
            Some((row, signed?))
        })
    }

    fn is_signed(&self, line: &str) -> bool {
        self.labelled(line).is_some_and(|(rest, words)| is_written(rest, words))
    }

    /// What follows the label that a text begins with, and what is printed in that blank.
    fn labelled<'t>(&self, text: &'t str) -> Option<(&'t str, &str)> {
        self.blanks.iter().find_map(|(label, words)| Some((text.strip_prefix(label.as_str())?, words.as_str())))
    }

    fn ends(&self, cells: &[String]) -> bool {
        cells.iter().any(|cell| self.ends.iter().any(|end| cell.starts_with(end.as_str())))
    }
}

/// A place in a document.
pub(super) enum Place {
    /// Row and column of the table with this number.
    Cell(usize, usize, usize),
    /// A line outside of tables, by its number.
    Line(usize),
}

/// True when there is more in a blank than what is printed in it.
fn is_written(text: &str, printed: &str) -> bool {
    is_data(&text.replace(|c: char| printed.contains(c), ""))
}

fn texts(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.iter().map(|cell| close(cell)).collect()).collect()
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
                close(&column.title.value),
                column.kind.as_ref().is_none_or(|kind| kind.value != CellKind::Name),
            )),
        }
    }
}

/// A text without white space, with half-width brackets and colons.
fn close(text: &str) -> String {
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        other => other,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}
