//! Rows of blanks grow with what is filled in: they have the height of the layout until then, and no fixed one.
//!
//! The library marks each height that it writes as fixed, and a program cuts off what does not fit a row of fixed height.
//! Without the mark, a program makes a row as high as its texts need whenever one of its cells is edited. A strut keeps it
//! from becoming lower than the layout has it: an empty cell in larger letters, in a column beside the table.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use rust_xlsxwriter::Format;
use zip::ZipArchive;

use super::style;
use crate::form::package::Package;
use crate::form::sheet::{Line, Sheet};

/// The part that holds the rows.
const ROWS: &str = "xl/worksheets/sheet1.xml";
/// How it says that a height is fixed.
const FIXED: &str = " customHeight=\"1\"";
/// Tenths of the size of letters that a program gives a line of them at most.
const LEADING: u32 = 15;
/// Half points that the letters of a strut have at least.
const LEAST: u32 = 2;

/// True for a line in which something is filled in.
pub(super) fn grows(line: &Line) -> bool {
    line.cells.iter().any(|cell| cell.is_blank())
}

/// The look of the strut of a line: letters whose line is not higher than the layout has it in any program.
pub(super) fn strut(line: &Line) -> Format {
    style::base((line.height * 10 / LEADING).max(LEAST))
}

/// A workbook with the heights of the rows that grow not fixed.
pub(super) fn growing(workbook: &[u8], sheet: &Sheet) -> Vec<u8> {
    const WRITTEN: &str = "a workbook that was written before is read";
    let growing: BTreeSet<String> = (sheet.lines().zip(1..))
        .filter(|(line, _)| grows(line))
        .map(|(_, number): (&Line, usize)| format!("r=\"{number}\""))
        .collect();
    let mut parts = ZipArchive::new(Cursor::new(workbook)).expect(WRITTEN);
    let mut package = Package::new();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).expect(WRITTEN);
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect(WRITTEN);
        let name = part.name().expect(WRITTEN).into_owned();
        if name == ROWS {
            bytes = loosened(&String::from_utf8_lossy(&bytes), &growing).into_bytes();
        }
        package.add(&name, &bytes);
    }
    package.finish()
}

/// The rows with these numbers without the mark of a fixed height.
fn loosened(xml: &str, growing: &BTreeSet<String>) -> String {
    let mut rows = xml.split_inclusive("<row ");
    let mut loose = rows.next().unwrap_or_default().to_owned();
    for row in rows {
        let end = row.find('>').unwrap_or(row.len());
        let (tag, rest) = row.split_at(end);
        match tag.split(' ').next() {
            Some(number) if growing.contains(number) => loose.push_str(&tag.replace(FIXED, "")),
            _ => loose.push_str(tag),
        }
        loose.push_str(rest);
    }
    loose
}
