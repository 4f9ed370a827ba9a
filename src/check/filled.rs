//! A table and the forms of the site → the first cell that somebody has filled in.

use std::collections::BTreeSet;

use crate::model::form::{CellKind, Form, FormColumn, FormRow};
use crate::syntax::tables::Table;

/// A form as it is recognised in a table.
pub(super) struct Known<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its columns without others below them, by their headings: true for those that are filled in.
    columns: Vec<(String, bool)>,
    /// What the lines below the table begin with.
    ends: Vec<String>,
    totals: Vec<String>,
}

impl<'a> Known<'a> {
    pub fn new(form: &'a Form) -> Self {
        let mut columns = Vec::new();
        leaves(&form.columns, &mut columns);
        let labels = form.footer.iter().map(|blank| close(&blank.label));
        let note = form.note.iter().map(|note| close(note));
        let ends = labels.chain(note).filter(|text| !text.is_empty()).collect();
        let total = |row: &FormRow| match row {
            FormRow::Total(name) => Some(close(name)),
            _ => None,
        };
        Self { form, columns, ends, totals: form.rows.iter().filter_map(total).collect() }
    }

    /// Row and column of the first cell that is filled in, when the table is this form: most of its headings are there.
    pub fn filled(&self, table: &Table) -> Option<(usize, usize)> {
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(|cell| close(cell)).collect()).collect();
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
        let first = seen.iter().map(|((row, _), _)| row + 1).max()?;
        let body = rows.iter().enumerate().skip(first).take_while(|(_, cells)| !self.ends(cells));
        let mut body = body.filter(|(_, cells)| !cells.iter().any(|cell| self.totals.contains(cell)));
        body.find_map(|(row, cells)| {
            let holds = |column: &usize| cells.get(*column).is_some_and(|cell| is_data(cell));
            let open = seen.iter().filter(|(_, open)| *open).map(|((_, column), _)| *column);
            Some((row, open.filter(holds).min()?))
        })
    }

    fn ends(&self, cells: &[String]) -> bool {
        cells.iter().any(|cell| self.ends.iter().any(|end| cell.starts_with(end.as_str())))
    }
}

/// Rows of dots and dashes only show that a table goes on.
fn is_data(cell: &str) -> bool {
    cell.chars().any(char::is_alphanumeric)
}

fn leaves(columns: &[FormColumn], into: &mut Vec<(String, bool)>) {
    for column in columns {
        match column.columns.as_deref().filter(|below| !below.is_empty()) {
            Some(below) => leaves(below, into),
            None => into.push((close(&column.title.value), column.kind != Some(CellKind::Name))),
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
