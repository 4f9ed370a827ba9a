//! A table, cell by cell → its lines in Markdown.

/// Columns and rows that one cell may span.
const SPAN: usize = 64;

/// A table that is open.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    /// What the open cell spans: columns and rows.
    span: Option<(usize, usize)>,
    /// For each column, how many further rows a cell above covers.
    covered: Vec<usize>,
    /// Tables that are open in it.
    pub inner: usize,
}

impl Table {
    pub fn start_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub fn start_cell(&mut self, columns: usize, rows: usize) {
        self.span = Some((columns.clamp(1, SPAN), rows.clamp(1, SPAN)));
    }

    /// Ends the open cell, if there is one. Each place that it covers is a cell.
    pub fn end_cell(&mut self, text: &str) {
        let Some((columns, rows)) = self.span.take() else { return };
        if self.rows.is_empty() {
            self.start_row();
        }
        let Some(row) = self.rows.last_mut() else { return };
        while let Some(covered) = self.covered.get_mut(row.len()).filter(|covered| **covered > 0) {
            *covered -= 1;
            row.push(String::new());
        }
        let first = row.len();
        self.covered.resize(self.covered.len().max(first + columns), 0);
        self.covered[first..first + columns].fill(rows - 1);
        row.push(text.to_owned());
        row.resize(first + columns, String::new());
    }

    /// Its lines; nothing of a table without cells.
    pub fn markdown(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut text = String::new();
        for (number, row) in self.rows.iter().filter(|row| !row.is_empty()).enumerate() {
            text.push('|');
            row.iter().for_each(|cell| text.extend([" ", cell, " |"]));
            // The head says how many columns there are; rows that lack some are filled up by whoever reads them.
            if number == 0 {
                text.push_str(&"  |".repeat(columns - row.len()));
                text.extend(["\n|", &"---|".repeat(columns)]);
            }
            text.push('\n');
        }
        text
    }
}
