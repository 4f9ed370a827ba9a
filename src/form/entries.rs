//! Blanks of a table → rectangles of blanks that take in the same, with what is said where somebody types in them.

use super::name;
use super::sheet::{Hint, Role, Sheet};

/// UTF-16 units that the heading and the text of a message may have.
pub(super) const MESSAGE: [usize; 2] = [32, 255];

/// A rectangle of blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// First line, first column, last line, last column.
    pub area: [usize; 4],
    /// They take in whole numbers only, 0 or more.
    pub counts: bool,
    /// What is said when one of them is entered.
    pub hint: Option<&'a Hint>,
}

impl Entry<'_> {
    /// True when both are of the same kind.
    fn is_like(&self, other: &Self) -> bool {
        (self.counts, self.hint) == (other.counts, other.hint)
    }

    /// Line and column of each of its places.
    pub fn places(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let [top, left, bottom, right] = self.area;
        (top..=bottom).flat_map(move |line| (left..=right).map(move |column| [line, column]))
    }
}

/// The blanks of the table that have a rule or a hint, as few rectangles as rows and runs of columns allow.
pub(super) fn entries(sheet: &Sheet) -> Vec<Entry<'_>> {
    let first = sheet.top() + sheet.head.len();
    let mut found: Vec<Entry<'_>> = Vec::new();
    // Places of those that reach the line above.
    let mut open: Vec<usize> = Vec::new();
    for (line, at) in sheet.body.iter().zip(first..) {
        let entries = line.cells.iter().filter(|cell| cell.is_blank()).map(|cell| Entry {
            area: [at, cell.column, at, cell.column + cell.colspan - 1],
            counts: cell.role == Role::Count,
            hint: sheet.hints.iter().find(|hint| hint.column == cell.column),
        });
        let entries: Vec<_> = entries.filter(|entry| entry.counts || entry.hint.is_some()).collect();
        let runs = entries.chunk_by(|a, b| a.is_like(b) && a.area[3] + 1 == b.area[1]);
        let mut reached = Vec::new();
        for run in runs {
            let entry = Entry { area: [at, run[0].area[1], at, run[run.len() - 1].area[3]], ..run[0] };
            let is_above = |above: &&usize| {
                let [_, left, _, right] = found[**above].area;
                found[**above].is_like(&entry) && [left, right] == [entry.area[1], entry.area[3]]
            };
            match open.iter().find(is_above).copied() {
                Some(above) => {
                    found[above].area[2] = at;
                    reached.push(above);
                }
                None => {
                    reached.push(found.len());
                    found.push(entry);
                }
            }
        }
        open = reached;
    }
    found
}

/// A text of a message, with `…` in place of what is too long for it.
pub(super) fn message(text: &str, limit: usize) -> String {
    match name::cut(text, limit, char::len_utf16) {
        whole if whole.len() == text.len() => whole.to_owned(),
        _ => format!("{}…", name::cut(text, limit - 1, char::len_utf16)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_that_it_was_cut() {
        assert_eq!(message("只填整数", 4), "只填整数");
        assert_eq!(message("只填整数。", 4), "只填整…");
    }
}
