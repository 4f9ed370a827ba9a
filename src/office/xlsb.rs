//! Parts of an XLSB workbook ([MS-XLSB]) → its cells, one after the other, and the words around them.

use super::contents::Contents;
use super::prose::{self, keep, line, push};
use super::records::{Bytes, utf16};
use super::xlsx::{Names, Strings, number_shown, without_codes};
use crate::syntax::budget::{Closed, Limit, Work};
use crate::syntax::table::Table;

const ROW: u32 = 0;
const RK: u32 = 2;
const REAL: u32 = 5;
const STRING: u32 = 6;
const SHARED: u32 = 7;
const FORMULA_STRING: u32 = 8;
const FORMULA_NUMBER: u32 = 9;
const SHARED_ITEM: u32 = 19;
const RICH_STRING: u32 = 62;
const SHEET: u32 = 156;
const HEADERS: u32 = 479;
const LINK: u32 = 494;
const COMMENT: u32 = 637;

/// Texts of a record with headers and footers.
const HEADER_TEXTS: usize = 6;
/// Texts of a record with a link: its relationship, its place, its hint, its words.
const LINK_TEXTS: usize = 4;

/// The records of a part: the sort and the bytes of each.
fn records(
    part: &[u8],
    work: &mut Work,
    mut each: impl FnMut(u32, Bytes<'_>, &mut Work) -> Result<(), Closed>,
) -> Result<(), Closed> {
    let mut bytes = Bytes(part);
    while !bytes.0.is_empty() {
        let sort = number(&mut bytes, 2)?;
        let length = number(&mut bytes, 4)?;
        let record = bytes.take(length as usize)?;
        work.spend(Limit::Steps, 1)?;
        each(sort, Bytes(record), work)?;
    }
    Ok(())
}

/// A number in groups of seven bits, the lowest first.
fn number(bytes: &mut Bytes<'_>, most: u32) -> Result<u32, Closed> {
    let mut number = 0;
    for at in 0..most {
        let byte = bytes.u8()?;
        number |= u32::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Ok(number)
}

/// A text with its length before it; none where that says so.
fn wide(bytes: &mut Bytes<'_>) -> Result<String, Closed> {
    match bytes.u32()? {
        u32::MAX => Ok(String::new()),
        count => bytes.take((count as usize).saturating_mul(2)).map(utf16),
    }
}

/// Reads the names of the sheets.
///
/// # Errors
/// Why reading stops.
pub(super) fn names(part: &[u8], names: &mut Names, work: &mut Work) -> Result<(), Closed> {
    records(part, work, |sort, mut bytes, _| {
        if sort == SHEET {
            bytes.take(8)?;
            let id = wide(&mut bytes)?;
            names.insert(id, wide(&mut bytes)?);
        }
        Ok(())
    })
}

/// Reads the strings that cells share.
///
/// # Errors
/// Why reading stops.
pub(super) fn strings(part: &[u8], strings: &mut Strings, work: &mut Work) -> Result<(), Closed> {
    records(part, work, |sort, mut bytes, _| {
        if sort == SHARED_ITEM {
            bytes.u8()?;
            strings.push(&wide(&mut bytes)?);
        }
        Ok(())
    })
}

/// Reads the comments of a sheet, or another part in which only these are text.
///
/// # Errors
/// Why reading stops.
pub(super) fn comments(part: &[u8], name: &str, contents: &mut Contents<'_>, work: &mut Work) -> Result<(), Closed> {
    prose::part(&mut contents.lines, name, work)?;
    let mut number = 0;
    records(part, work, |sort, mut bytes, work| {
        if sort == COMMENT {
            bytes.u8()?;
            number += 1;
            line(&mut contents.lines, number, &wide(&mut bytes)?, work)?;
        }
        Ok(())
    })
}

/// Reads a sheet.
///
/// # Errors
/// Why reading stops.
pub(super) fn sheet(
    part: &[u8],
    name: &str,
    strings: &mut Strings,
    contents: &mut Contents<'_>,
    work: &mut Work,
) -> Result<(), Closed> {
    prose::part(&mut contents.lines, name, work)?;
    let (mut table, mut row, mut number) = (Table::named(name), 0, 0);
    let read = records(part, work, |sort, mut bytes, work| {
        match sort {
            ROW => row = bytes.u32()?,
            RK | REAL | STRING | SHARED | FORMULA_STRING | FORMULA_NUMBER | RICH_STRING => {
                let column = bytes.u32()?;
                bytes.u32()?;
                push(&mut table, (row, column), &value(sort, &mut bytes, strings)?, work)?;
            }
            HEADERS | LINK => {
                bytes.take(if sort == LINK { 16 } else { 2 })?;
                for _ in 0..if sort == LINK { LINK_TEXTS } else { HEADER_TEXTS } {
                    number += 1;
                    line(&mut contents.lines, number, &without_codes(&wide(&mut bytes)?), work)?;
                }
            }
            _ => {}
        }
        Ok(())
    });
    keep(contents, table.sorted(), work).and(read)
}

fn value(sort: u32, bytes: &mut Bytes<'_>, strings: &mut Strings) -> Result<String, Closed> {
    Ok(match sort {
        RK => number_shown(bytes.rk()?),
        REAL | FORMULA_NUMBER => number_shown(bytes.f64()?),
        SHARED => strings.get(bytes.u32()? as usize).unwrap_or_default().to_owned(),
        RICH_STRING => {
            bytes.u8()?;
            wide(bytes)?
        }
        _ => wide(bytes)?,
    })
}
