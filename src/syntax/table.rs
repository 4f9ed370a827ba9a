//! Tables of files: a table keeps the cells that hold something and their numbers of row and column, so that its size is
//! that of its text, however far apart two cells stand.

use std::ops::Range;

/// A table: its cells that hold something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet; empty in a text.
    pub name: String,
    text: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    row: u32,
    column: u32,
    text: Range<u32>,
}

impl Table {
    /// An empty table of a sheet.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// True for a table without a cell that holds something.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many cells hold something.
    pub fn count(&self) -> usize {
        self.cells.len()
    }

    /// Adds a cell by its row and column, from 0; one that holds nothing is left out.
    pub fn push(&mut self, row: u32, column: u32, text: &str) {
        let start = clip(self.text.len());
        self.text.push_str(text);
        if !text.is_empty() {
            self.cells.push(Cell { row, column, text: start..clip(self.text.len()) });
        }
    }

    /// Puts the cells into the order of rows and columns; files may hold them in any.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let place = |cell: &Cell| (cell.row, cell.column);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
        }
        self
    }

    /// The rows that hold something, from the first.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.cells.chunk_by(|one, other| one.row == other.row);
        rows.map(|cells| Row { number: cells[0].row, text: &self.text, cells })
    }

    /// The same table with other texts in its cells.
    #[must_use]
    pub fn map(&self, mut text: impl FnMut(&str, &mut String)) -> Self {
        let mut mapped = Self::named(self.name.clone());
        let mut cell = String::new();
        for row in self.rows() {
            for (column, words) in row.cells() {
                cell.clear();
                text(words, &mut cell);
                mapped.push(row.number, column, &cell);
            }
        }
        mapped
    }
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its number, from 0.
    pub number: u32,
    text: &'a str,
    cells: &'a [Cell],
}

impl<'a> Row<'a> {
    /// The cells that hold something: column and text.
    pub fn cells(self) -> impl Iterator<Item = (u32, &'a str)> {
        self.cells.iter().map(|cell| (cell.column, &self.text[cell.text.start as usize..cell.text.end as usize]))
    }
}

/// The tables of a Markdown text: for each, the number of its first line from 0, and its rows.
pub fn markdown(text: &str) -> Vec<(usize, Table)> {
    let mut found: Vec<(usize, Table)> = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let Some(row) = line.trim().strip_prefix('|') else {
            inside = false;
            continue;
        };
        if !inside {
            found.push((at, Table::default()));
        }
        inside = true;
        if let Some((first, table)) = found.last_mut() {
            for (column, cell) in row.strip_suffix('|').unwrap_or(row).split('|').enumerate() {
                table.push(clip(at - *first), clip(column), cell.trim());
            }
        }
    }
    found
}

/// A number as it is kept; files have at most 64 MiB.
pub(crate) fn clip(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_the_cells_that_hold_something() {
        let mut table = Table::default();
        for (row, column, text) in [(7, 4, "0013"), (7, 1, "138"), (7, 2, ""), (2, 9, "x")] {
            table.push(row, column, text);
        }
        let table = table.sorted();
        let rows: Vec<_> = table.rows().map(|row| (row.number, row.cells().collect::<Vec<_>>())).collect();
        assert_eq!(rows, [(2, vec![(9, "x")]), (7, vec![(1, "138"), (4, "0013")])]);
    }
}
