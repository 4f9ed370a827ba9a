//! Rows of a table whose cells single spaces or commas part, as a text copied from a sheet or a file of values has them.

use std::ops::Range;

use super::{Slip, each_line};
use crate::diagnostic::Code;
use crate::source::Signs;
use crate::syntax::clause::{digit, marker};

/// Bytes of a row.
const ROW: usize = 240;
/// Characters of a cell.
const CELL: usize = 16;
/// Cells of a row.
const CELLS: usize = 32;
/// Digits of a cell that is a telephone number.
const TELEPHONE: usize = 7;

/// True for a text with these signs that may hold such rows.
pub(super) fn may_hold(signs: &Signs) -> bool {
    signs.has_any([' ', ','])
}

/// Reports three lines or more, one below the other, with as many short cells and a column of numbers.
pub(super) fn find(text: &str, slips: &mut Vec<Slip>) {
    let mut rows = Rows::default();
    for (start, line) in each_line(text) {
        let content = line.trim();
        if content.is_empty() {
            continue;
        }
        let at = start + line.len() - line.trim_start().len();
        match row(content) {
            Some(row) => rows.push(at..at + content.len(), row, slips),
            None => rows.end(slips),
        }
    }
    rows.end(slips);
}

/// A line that may be a row.
#[derive(Clone, Copy, Default, PartialEq)]
struct Row {
    sign: char,
    cells: usize,
    /// Of each column, a bit: the cell is a number.
    numbers: u32,
}

/// The row that a line may be; nothing for sentences, clauses, lists and lines with labels.
fn row(line: &str) -> Option<Row> {
    let may_be = line.len() <= ROW && !line.starts_with(['>', '#', '-', '*', '+', '[', '!', '<', '`']);
    if !may_be || line.contains(['|', '：', ':', '\t', '\u{3000}', '\u{A0}']) {
        return None;
    }
    let sign = [' ', ','].into_iter().find(|&sign| line.contains(sign))?;
    let mut row = Row { sign, ..Row::default() };
    for cell in line.split(sign) {
        let is_cell = !cell.is_empty() && row.cells < CELLS && cell.chars().nth(CELL).is_none();
        if !is_cell || cell.contains(['。', '；', '，', '、', '？', '！', '“', '”']) {
            return None;
        }
        row.numbers |= u32::from(is_number(cell)) << row.cells;
        row.cells += 1;
    }
    // Numbers in the first column are those of a list or of contents.
    row.numbers &= !1;
    let is_row = row.cells > 2 || row.numbers == 0 || line.rsplit(sign).next().is_some_and(has_unit);
    (row.cells > 1 && is_row && marker(line).is_none()).then_some(row)
}

/// True for a cell that begins with a digit and has little else: `500`, `1,000元`, `50%`, `0632-1234567`.
fn is_number(cell: &str) -> bool {
    let others = cell.chars().filter(|&c| digit(c).is_none() && !matches!(c, '.' | ',' | '-' | '%' | '％')).count();
    cell.starts_with(|c| digit(c).is_some()) && others < 4
}

/// True for a number that is more than the number of a page: it has a unit, or calls somebody.
fn has_unit(cell: &str) -> bool {
    let digits = cell.chars().filter(|&c| digit(c).is_some()).count();
    digits >= TELEPHONE || !cell.ends_with(|c| digit(c).is_some())
}

/// Rows that may be those of one table.
#[derive(Default)]
struct Rows {
    range: Range<usize>,
    row: Row,
    lines: usize,
}

impl Rows {
    fn push(&mut self, line: Range<usize>, row: Row, slips: &mut Vec<Slip>) {
        if (self.row.sign, self.row.cells) != (row.sign, row.cells) {
            self.end(slips);
            // The first row is the heading.
            *self = Self { range: line, row: Row { numbers: u32::MAX, ..row }, lines: 1 };
            return;
        }
        self.range.end = line.end;
        self.row.numbers &= row.numbers;
        self.lines += 1;
    }

    fn end(&mut self, slips: &mut Vec<Slip>) {
        if self.lines > 2 && self.row.numbers != 0 {
            let cause = if self.row.sign == ' ' { "@spaces" } else { "@commas" };
            slips.push(Slip::new(Code::NoTable, self.range.clone()).arg("cause", cause));
        }
        *self = Self::default();
    }
}
