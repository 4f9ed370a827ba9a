//! Tables of a text → the widths of their columns and the size of their words, so that nothing stands on anything else.

use serde_json::{Value, json};

use super::fonts::Fonts;
use super::{runs, tree};

/// Width of the text in points: 156 mm.
const ROOM: f64 = 156.0 * 72.0 / 25.4;
/// Sizes of the words of a table in points, from the usual one down.
const SIZES: [f64; 4] = [12.0, 10.5, 9.0, 7.5];
/// What a cell has beside its text, in its own size: white space and a line.
const INSET: f64 = 0.7;
/// The widest run that columns are made for, and what it comes down to where they have no room; a longer one is broken.
const RUNS: [f64; 5] = [12.0, 9.0, 7.0, 5.0, 3.0];
/// Characters that a column is made for, beside its runs.
const WORD: f64 = 3.0;
/// Width that a picture wants, and the least that it gets.
const PICTURE: [f64; 2] = [30.0, 5.0];
/// Headings are bold, which is wider.
const BOLD: f64 = 1.06;
/// What lists, quotes and the like take of the width, in points.
const INDENT: f64 = 32.0;

/// A cell: its place, and its widths in its own size.
struct Cell {
    column: usize,
    span: usize,
    /// On one line.
    natural: f64,
    /// Of its widest run.
    run: f64,
    /// The least that it wants, whatever its runs are.
    least: f64,
}

/// Lays out the tables in a node. `room` is the width that it has, in points.
pub(super) fn lay_out(node: &mut Value) {
    walk(node, ROOM);
}

fn walk(node: &mut Value, room: f64) {
    let narrows = ["ul", "ol", "dd", "blockquote", "aside"].iter().any(|name| node["t"] == *name);
    let room = if narrows { (room - INDENT).max(ROOM / 4.0) } else { room };
    if node["t"] == "table" {
        table(node, room);
    }
    tree::children_mut(node).for_each(|child| walk(child, room));
}

fn table(node: &mut Value, room: f64) {
    let (columns, cells) = cells(node);
    if columns == 0 {
        return;
    }
    let natural = widths(columns, &cells, |cell| cell.natural);
    let wanted: f64 = natural.iter().sum();
    if wanted * SIZES[0] <= room {
        return;
    }
    let (least, size) = fitting(columns, &cells, room);
    let (all, room): (f64, f64) = (least.iter().sum(), room / size);
    let widths: Vec<f64> = match room - all {
        extra if extra >= 0.0 => {
            let more: f64 = (wanted - all).max(f64::EPSILON);
            least.iter().zip(&natural).map(|(least, natural)| least + extra * (natural - least) / more).collect()
        }
        _ => least.iter().map(|least| room * least / all).collect(),
    };
    node["size"] = json!(size);
    node["widths"] = json!(widths);
    let mut at = 0;
    each_cell(node, &mut |cell| {
        let (column, span) = (cells[at].column, cells[at].span);
        at += 1;
        let room = widths[column..column + span].iter().sum::<f64>() - INSET;
        runs::mark_all(cell, &|run| run.chars().count() > 1 && width(run) > room);
    });
}

/// The least width of each column, and the size with which they fit: runs are kept whole in smaller words rather than broken
/// in larger ones. Columns that fit with nothing are as narrow as that makes them.
fn fitting(columns: usize, cells: &[Cell], room: f64) -> (Vec<f64>, f64) {
    let smallest = SIZES[SIZES.len() - 1];
    let mut least = Vec::new();
    for longest in RUNS {
        least = widths(columns, cells, |cell| cell.least.max(cell.run.min(longest)));
        let all: f64 = least.iter().sum();
        if let Some(size) = SIZES.into_iter().find(|size| all * size <= room) {
            return (least, size);
        }
    }
    (least, smallest)
}

/// The width of each column that the cells want.
fn widths(columns: usize, cells: &[Cell], wanted: impl Fn(&Cell) -> f64) -> Vec<f64> {
    let mut widths = vec![1.0 + INSET; columns];
    let mut by_span: Vec<&Cell> = cells.iter().collect();
    by_span.sort_by_key(|cell| cell.span);
    for cell in by_span {
        let own = &mut widths[cell.column..cell.column + cell.span];
        let lack = wanted(cell) + INSET - own.iter().sum::<f64>();
        if lack > 0.0 {
            own.iter_mut().for_each(|width| *width += lack / cell.span as f64);
        }
    }
    widths
}

/// How many columns a table has, and its cells, row by row.
fn cells(node: &mut Value) -> (usize, Vec<Cell>) {
    let mut cells = Vec::new();
    // Rows that a cell above still covers, for each column.
    let mut covered: Vec<usize> = Vec::new();
    each_row(node, &mut |row| {
        let mut column = 0;
        for cell in tree::children_mut(row).filter(|cell| cell.is_object()) {
            let number = |name: &str| cell[name].as_str().and_then(|text| text.parse().ok()).unwrap_or(1).max(1);
            let (span, rows): (usize, usize) = (number("colspan"), number("rowspan"));
            while covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            covered.resize(covered.len().max(column + span), 0);
            covered[column..column + span].fill(rows);
            cells.push(measured(cell, (column, span)));
            column += span;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    });
    (covered.len(), cells)
}

fn measured(cell: &Value, (column, span): (usize, usize)) -> Cell {
    let factor = if cell["t"] == "th" { BOLD } else { 1.0 };
    let texts = tree::texts(cell);
    let widest =
        |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| width(text.trim()) * factor).fold(0.0, f64::max);
    let mut natural = widest(&mut texts.iter().map(String::as_str));
    let runs = texts.iter().flat_map(|text| runs::parts(text)).filter(|(is_run, _)| *is_run);
    let run = widest(&mut runs.map(|(_, run)| run));
    let mut least = natural.min(WORD);
    if tree::holds(cell, "img") {
        (natural, least) = (natural.max(PICTURE[0]), least.max(PICTURE[1]));
    }
    Cell { column, span, natural, run, least }
}

/// Width of a text in its own size.
fn width(text: &str) -> f64 {
    text.chars().map(Fonts::advance).sum()
}

fn each_row(node: &mut Value, work: &mut dyn FnMut(&mut Value)) {
    for part in tree::children_mut(node) {
        match part["t"].as_str() {
            Some("tr") => work(part),
            Some("thead" | "tbody" | "tfoot") => each_row(part, work),
            _ => {}
        }
    }
}

fn each_cell(node: &mut Value, work: &mut dyn FnMut(&mut Value)) {
    each_row(node, &mut |row| {
        tree::children_mut(row).filter(|cell| cell.is_object()).for_each(&mut *work);
    });
}
