//! An XLS workbook ([MS-XLS], a stream of records in a compound file) → its cells, one after the other, and the words
//! around them.

use std::io::{Cursor, Read};

use rustc_hash::FxHashMap;

use super::contents::Contents;
use super::prose::{keep, line, part as begin_part, push};
use super::records::{Bytes, utf16};
use super::xlsx::{Strings, number_shown, without_codes};
use crate::syntax::budget::{Closed, Limit, Work};
use crate::syntax::table::Table;

/// Sorts of records.
mod sort {
    pub const FORMULA: u16 = 0x06;
    pub const END: u16 = 0x0A;
    pub const HEADER: u16 = 0x14;
    pub const FOOTER: u16 = 0x15;
    pub const NOTE: u16 = 0x1C;
    pub const PASSWORD: u16 = 0x2F;
    pub const CONTINUE: u16 = 0x3C;
    pub const SHEET: u16 = 0x85;
    pub const SEVERAL_NUMBERS: u16 = 0xBD;
    pub const RICH_LABEL: u16 = 0xD6;
    pub const STRINGS: u16 = 0xFC;
    pub const SHARED: u16 = 0xFD;
    pub const TEXT_BOX: u16 = 0x1B6;
    pub const LINK: u16 = 0x1B8;
    pub const NUMBER: u16 = 0x203;
    pub const LABEL: u16 = 0x204;
    pub const STRING: u16 = 0x207;
    pub const SHORT_NUMBER: u16 = 0x27E;
    pub const BEGIN: u16 = 0x809;
}

/// The number of the first version of the format with texts in UTF-16.
const UNICODE: u16 = 0x0600;

/// Reads a compound file.
///
/// # Errors
/// When it holds no workbook, or one with a password; why reading stops.
pub(super) fn read(bytes: &[u8], within: &str, contents: &mut Contents<'_>, work: &mut Work) -> Result<(), Closed> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(Closed::Damaged);
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).ok_or(Closed::Format)?;
    let stream = file.open_stream(name).map_err(|_| Closed::Damaged)?;
    let (mut bytes, left) = (Vec::new(), Limit::Bytes.of().saturating_sub(work.bytes));
    stream.take(left + 1).read_to_end(&mut bytes).map_err(|_| Closed::Damaged)?;
    work.spend(Limit::Bytes, bytes.len())?;
    let mut book = Book {
        within,
        contents,
        work,
        is_unicode: true,
        names: FxHashMap::default(),
        strings: Strings::default(),
        table: Table::default(),
        depth: 0,
        number: 0,
        formula: (0, 0),
    };
    let read = book.read(&bytes);
    let read = read.and(book.end_sheet());
    begin_part(&mut book.contents.lines, &format!("{within}SST"), book.work)?;
    read.and(book.strings.unused(&mut book.contents.lines, book.work))
}

/// What was read of a workbook.
struct Book<'b, 'c, 'a> {
    within: &'b str,
    contents: &'c mut Contents<'a>,
    work: &'c mut Work,
    is_unicode: bool,
    /// Names of sheets by where these begin.
    names: FxHashMap<u32, String>,
    strings: Strings,
    table: Table,
    /// Substreams that are open: the workbook's or a sheet's, and charts in it.
    depth: usize,
    /// Lines of the sheet so far.
    number: usize,
    /// The cell of the last formula.
    formula: (u32, u32),
}

/// A record, with those that continue it.
struct Record<'s> {
    start: u32,
    sort: u16,
    parts: Vec<&'s [u8]>,
}

impl Book<'_, '_, '_> {
    fn read(&mut self, stream: &[u8]) -> Result<(), Closed> {
        let mut bytes = Bytes(stream);
        while bytes.0.len() >= 4 {
            let start = (stream.len() - bytes.0.len()) as u32;
            let (sort, parts) = (bytes.u16()?, vec![part(&mut bytes)?]);
            let mut record = Record { start, sort, parts };
            while bytes.0.starts_with(&sort::CONTINUE.to_le_bytes()) {
                bytes.u16()?;
                record.parts.push(part(&mut bytes)?);
                self.work.spend(Limit::Steps, 1)?;
            }
            self.work.spend(Limit::Steps, 1)?;
            self.record(&record)?;
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> Result<(), Closed> {
        let mut bytes = Bytes(record.parts[0]);
        match record.sort {
            sort::BEGIN => self.begin(record.start, bytes.u16()?)?,
            sort::END => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_sheet()?;
                }
            }
            sort::PASSWORD => return Err(Closed::Damaged),
            sort::SHEET => {
                let start = bytes.u32()?;
                bytes.u16()?;
                let count = bytes.u8()?;
                let name = self.text(&mut bytes, u16::from(count))?;
                self.line(&name)?;
                self.names.insert(start, name);
            }
            sort::STRINGS => self.shared(Parts::new(&record.parts))?,
            sort::HEADER | sort::FOOTER if !bytes.0.is_empty() => {
                let count = bytes.u16()?;
                let text = self.text(&mut bytes, count)?;
                self.line(&without_codes(&text))?;
            }
            sort::NOTE => {
                bytes.take(8)?;
                let count = bytes.u16()?;
                let author = self.text(&mut bytes, count)?;
                self.line(&author)?;
            }
            sort::TEXT_BOX => self.text_box(&record.parts)?,
            // After the cells and two numbers come texts in UTF-16, each with its length.
            sort::LINK => self.line(&utf16(bytes.0.get(32..).unwrap_or_default()))?,
            _ if self.depth == 1 => self.cells(record.sort, bytes)?,
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, start: u32, version: u16) -> Result<(), Closed> {
        self.is_unicode = version >= UNICODE;
        self.depth += 1;
        if self.depth == 1 {
            let name = self.names.get(&start).map_or("", String::as_str);
            self.table = Table::named(format!("{}{name}", self.within));
            self.number = 0;
            begin_part(&mut self.contents.lines, &self.table.name, self.work)?;
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), Closed> {
        let table = std::mem::take(&mut self.table).sorted();
        keep(self.contents, table, self.work)
    }

    /// Takes a record of a cell, or of several.
    fn cells(&mut self, sort: u16, mut bytes: Bytes<'_>) -> Result<(), Closed> {
        if sort == sort::STRING {
            let count = bytes.u16()?;
            let text = self.text(&mut bytes, count)?;
            return push(&mut self.table, self.formula, &text, self.work);
        }
        let is_cell = [
            sort::FORMULA,
            sort::SEVERAL_NUMBERS,
            sort::RICH_LABEL,
            sort::SHARED,
            sort::NUMBER,
            sort::LABEL,
            sort::SHORT_NUMBER,
        ];
        if !is_cell.contains(&sort) {
            return Ok(());
        }
        let (row, column) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
        if sort == sort::SEVERAL_NUMBERS {
            return self.numbers(row, column, bytes);
        }
        bytes.u16()?;
        let text = match sort {
            sort::SHARED => {
                let text = self.strings.get(bytes.u32()? as usize).unwrap_or_default();
                return push(&mut self.table, (row, column), text, self.work);
            }
            sort::SHORT_NUMBER => number_shown(bytes.rk()?),
            sort::NUMBER => number_shown(bytes.f64()?),
            sort::FORMULA => {
                self.formula = (row, column);
                let value = bytes.take(8)?;
                // Other than a number: a text, which follows, a truth or an error.
                if value.ends_with(&[0xFF; 2]) { String::new() } else { number_shown(Bytes(value).f64()?) }
            }
            _ => {
                let count = bytes.u16()?;
                self.text(&mut bytes, count)?
            }
        };
        push(&mut self.table, (row, column), &text, self.work)
    }

    fn numbers(&mut self, row: u32, column: u32, mut bytes: Bytes<'_>) -> Result<(), Closed> {
        let mut column = column;
        while bytes.0.len() >= 6 {
            bytes.u16()?;
            push(&mut self.table, (row, column), &number_shown(bytes.rk()?), self.work)?;
            column += 1;
        }
        Ok(())
    }

    /// A text of so many characters.
    fn text(&self, bytes: &mut Bytes<'_>, count: u16) -> Result<String, Closed> {
        if !self.is_unicode {
            return Ok(encoding_rs::GBK.decode_without_bom_handling(bytes.take(count.into())?).0.into_owned());
        }
        let is_wide = bytes.u8()? & 1 == 1;
        let text = bytes.take(usize::from(count) << u8::from(is_wide))?;
        Ok(characters(text, is_wide))
    }

    fn line(&mut self, text: &str) -> Result<(), Closed> {
        self.number += 1;
        line(&mut self.contents.lines, self.number, text, self.work)
    }

    /// The text of a drawing or a note stands in what continues its record.
    fn text_box(&mut self, parts: &[&[u8]]) -> Result<(), Closed> {
        let mut head = Bytes(parts[0]);
        head.take(10)?;
        let count = head.u16()?;
        if count > 0 && parts.len() > 1 {
            let mut parts = Parts::new(&parts[1..]);
            let is_wide = parts.u8()? & 1 == 1;
            let text = parts.characters(count.into(), is_wide)?;
            self.line(&text)?;
        }
        Ok(())
    }

    /// Takes the strings that cells share.
    fn shared(&mut self, mut parts: Parts<'_>) -> Result<(), Closed> {
        parts.skip(4)?;
        let count = parts.u32()?;
        for _ in 0..count {
            if parts.is_empty() {
                break;
            }
            let (count, flags) = (parts.u16()?, parts.u8()?);
            let runs = if flags & 8 == 0 { 0 } else { usize::from(parts.u16()?) * 4 };
            let more = if flags & 4 == 0 { 0 } else { parts.u32()? as usize };
            let text = parts.characters(count.into(), flags & 1 == 1)?;
            self.strings.push(&text);
            parts.skip(runs.saturating_add(more))?;
            self.work.spend(Limit::Steps, 1)?;
        }
        Ok(())
    }
}

/// The rest of a record: its length, its bytes.
fn part<'s>(bytes: &mut Bytes<'s>) -> Result<&'s [u8], Closed> {
    let length = bytes.u16()?;
    // The last record may be cut off by the end of the stream.
    let length = usize::from(length).min(bytes.0.len());
    bytes.take(length)
}

fn characters(bytes: &[u8], is_wide: bool) -> String {
    if is_wide { utf16(bytes) } else { bytes.iter().map(|byte| char::from(*byte)).collect() }
}

/// The bytes of a record and of those that continue it, from the front.
struct Parts<'s> {
    parts: std::slice::Iter<'s, &'s [u8]>,
    now: Bytes<'s>,
}

impl<'s> Parts<'s> {
    fn new(parts: &'s [&'s [u8]]) -> Self {
        let mut parts = parts.iter();
        let now = Bytes(parts.next().copied().unwrap_or_default());
        Self { parts, now }
    }

    /// True at the end of all; otherwise there are bytes in the part.
    fn is_empty(&mut self) -> bool {
        while self.now.0.is_empty() {
            match self.parts.next() {
                Some(next) => self.now = Bytes(next),
                None => return true,
            }
        }
        false
    }

    fn u8(&mut self) -> Result<u8, Closed> {
        if self.is_empty() { Err(Closed::Damaged) } else { self.now.u8() }
    }

    fn u16(&mut self) -> Result<u16, Closed> {
        Ok(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn u32(&mut self) -> Result<u32, Closed> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Result<(), Closed> {
        while count > 0 {
            if self.is_empty() {
                return Err(Closed::Damaged);
            }
            let here = count.min(self.now.0.len());
            self.now.take(here)?;
            count -= here;
        }
        Ok(())
    }

    /// So many characters; where a part begins, a byte says anew how wide they are.
    fn characters(&mut self, count: usize, is_wide: bool) -> Result<String, Closed> {
        let (mut left, mut is_wide, mut text) = (count, is_wide, String::new());
        while left > 0 {
            if self.now.0.is_empty() {
                is_wide = self.u8()? & 1 == 1;
            }
            let width = 1 + usize::from(is_wide);
            let here = left.min(self.now.0.len() / width);
            if here == 0 {
                return Err(Closed::Damaged);
            }
            text.push_str(&characters(self.now.take(here * width)?, is_wide));
            left -= here;
        }
        Ok(text)
    }
}
