//! Parts of an XLSX workbook → its cells, one after the other, and the words around them.

use rustc_hash::FxHashMap;

use super::contents::{Contents, Lines};
use super::events::{self, Handler, Tag};
use super::prose::{Prose, keep, line, push};
use crate::syntax::budget::{Closed, Work};
use crate::syntax::table::{Table, clip};

/// The strings that cells share, in one text.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    /// Where each ends, and whether a cell holds it.
    ends: Vec<(u32, bool)>,
    inside: bool,
    /// Readings of Chinese characters are no part of a string.
    reading: bool,
}

impl Strings {
    /// Adds a string.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push((clip(self.text.len()), false));
    }

    /// The string with this number.
    pub fn get(&mut self, at: usize) -> Option<&str> {
        let start = at.checked_sub(1).map_or(Some(0), |before| Some(self.ends.get(before)?.0))?;
        let (end, used) = self.ends.get_mut(at)?;
        *used = true;
        Some(&self.text[start as usize..*end as usize])
    }

    /// Adds those that no cell holds to the lines of a document.
    ///
    /// # Errors
    /// The limit beyond which they go.
    pub fn unused(&self, lines: &mut Lines, work: &mut Work) -> Result<(), Closed> {
        let mut start = 0;
        for (at, (end, used)) in self.ends.iter().enumerate() {
            if !used {
                line(lines, at + 1, &self.text[start..*end as usize], work)?;
            }
            start = *end as usize;
        }
        Ok(())
    }
}

impl Handler for Strings {
    fn open(&mut self, tag: &Tag<'_>, _: &mut Work) -> Result<(), Closed> {
        match tag.name() {
            "si" => self.inside = true,
            "rPh" => self.reading = true,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, _: &mut Work) -> Result<(), Closed> {
        match name {
            "si" => {
                self.inside = false;
                self.push("");
            }
            "rPh" => self.reading = false,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.inside && !self.reading {
            self.text.push_str(text);
        }
    }
}

/// Names of sheets by the ids of their relationships, and these ids by the parts to which they lead.
#[derive(Default)]
pub(super) struct Names {
    sheets: Vec<String>,
    /// Indices of sheets by ids.
    by_id: FxHashMap<String, usize>,
    /// Ids by parts.
    parts: FxHashMap<String, String>,
    /// What names that formulas use stand for.
    defined: Vec<String>,
    is_defining: bool,
}

impl Names {
    /// Adds a sheet with the id of its relationship.
    pub fn insert(&mut self, id: String, name: String) {
        self.by_id.insert(id, self.sheets.len());
        self.sheets.push(name);
    }

    /// The name of the sheet that a part holds; else the name of the part.
    pub fn of<'n>(&'n self, part: &'n str) -> &'n str {
        let id = self.parts.get(part).and_then(|id| self.by_id.get(id));
        id.map_or(part, |sheet| &self.sheets[*sheet])
    }

    /// Adds the names, and what those of formulas stand for, to the lines of a document.
    ///
    /// # Errors
    /// The limit beyond which they go.
    pub fn lines(&self, lines: &mut Lines, work: &mut Work) -> Result<(), Closed> {
        let names = self.sheets.iter().chain(&self.defined);
        names.zip(1..).try_for_each(|(name, number)| line(lines, number, name, work))
    }
}

impl Handler for Names {
    fn open(&mut self, tag: &Tag<'_>, _: &mut Work) -> Result<(), Closed> {
        match tag.name() {
            "sheet" => {
                if let Some((id, name)) = tag.attribute("id").zip(tag.attribute("name")) {
                    self.insert(id, name);
                }
            }
            "Relationship" => {
                self.parts.extend(tag.attribute("Target").map(|target| path(&target)).zip(tag.attribute("Id")));
            }
            "definedName" => {
                self.defined.push(String::new());
                self.is_defining = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, _: &mut Work) -> Result<(), Closed> {
        self.is_defining &= name != "definedName";
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(value) = self.defined.last_mut().filter(|_| self.is_defining) {
            value.push_str(text);
        }
    }
}

/// The part to which a relationship of the workbook leads.
fn path(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

/// Takes the cells of a sheet, and what stands around them.
struct Sheet<'s, 'c, 'a> {
    strings: &'s mut Strings,
    prose: Prose<'c, 'a>,
    table: Table,
    row: u32,
    column: u32,
    /// The type of the open cell, and its value.
    cell: Option<(String, String)>,
    /// Whether text belongs to the value of a cell.
    inside: bool,
    /// A formula that is open.
    formula: Option<String>,
    /// A header or footer that is open.
    header: Option<String>,
}

/// Reads a sheet.
///
/// # Errors
/// Why reading stops.
pub(super) fn sheet<'a>(
    xml: &str,
    name: &str,
    strings: &mut Strings,
    contents: &mut Contents<'a>,
    work: &mut Work,
) -> Result<(), Closed> {
    let prose = Prose::new(contents, "", name, work)?;
    let table = Table::named(name);
    let mut sheet =
        Sheet { strings, prose, table, row: 0, column: 0, cell: None, inside: false, formula: None, header: None };
    let read = events::read(xml, &mut sheet, work);
    // What was read before a limit is looked through.
    let table = sheet.table.sorted();
    keep(contents, table, work).and(read)
}

impl Sheet<'_, '_, '_> {
    fn end_cell(&mut self, work: &mut Work) -> Result<(), Closed> {
        let Some((kind, value)) = self.cell.take() else { return Ok(()) };
        let number;
        let text = match kind.as_str() {
            "s" => value.trim().parse().ok().and_then(|at| self.strings.get(at)).unwrap_or_default(),
            "" | "n" => {
                number = shown(value.trim());
                &number
            }
            _ => value.as_str(),
        };
        push(&mut self.table, (self.row, self.column), text, work)
    }
}

impl Handler for Sheet<'_, '_, '_> {
    fn open(&mut self, tag: &Tag<'_>, work: &mut Work) -> Result<(), Closed> {
        match tag.name() {
            "row" => {
                self.row = tag.number("r").map_or(self.row, |row| row.saturating_sub(1));
                self.column = 0;
            }
            "c" => {
                let place = tag.attribute("r").and_then(|name| place(&name));
                (self.row, self.column) = place.unwrap_or((self.row, self.column));
                self.cell = Some((tag.attribute("t").unwrap_or_default(), String::new()));
                self.formula = None;
            }
            "v" | "t" if self.cell.is_some() => self.inside = true,
            "rPh" | "f" if self.cell.is_some() => {
                self.inside = false;
                self.formula = (tag.name() == "f").then(String::new);
            }
            name if name.ends_with("Header") || name.ends_with("Footer") => self.header = Some(String::new()),
            _ if self.cell.is_none() => return self.prose.open(tag, work),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, work: &mut Work) -> Result<(), Closed> {
        match name {
            "row" => self.row = self.row.saturating_add(1),
            "c" => {
                self.end_cell(work)?;
                self.column = self.column.saturating_add(1);
            }
            "v" | "t" if self.cell.is_some() => self.inside = false,
            "f" if self.cell.is_some() => {
                // Formulas without texts are many, and say nothing of persons.
                if let Some(formula) = self.formula.take().filter(|formula| formula.contains('"')) {
                    self.prose.line(&formula, work)?;
                }
            }
            name if name.ends_with("Header") || name.ends_with("Footer") => {
                if let Some(text) = self.header.take() {
                    self.prose.line(&without_codes(&text), work)?;
                }
            }
            _ if self.cell.is_none() => return self.prose.close(name, work),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match (&mut self.cell, &mut self.header) {
            (Some((_, value)), _) if self.inside => value.push_str(text),
            (Some(_), _) => {
                if let Some(formula) = &mut self.formula {
                    formula.push_str(text);
                }
            }
            (None, Some(header)) => header.push_str(text),
            (None, None) => self.prose.text(text),
        }
    }
}

/// A number as it is shown: long ones in full.
pub(super) fn shown(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) => number_shown(number),
        _ => text.to_owned(),
    }
}

/// A number as it is shown: long ones in full.
pub(super) fn number_shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e18 { format!("{number:.0}") } else { number.to_string() }
}

/// Row and column, from 0, of a cell by its name: `B5`.
fn place(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase().checked_sub(b'A').filter(|letter| *letter < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(letter) + 1)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// A header or footer without the codes for its parts, its fonts and its sizes.
pub(super) fn without_codes(text: &str) -> String {
    let mut words = String::new();
    let mut parts = text.split('&');
    words.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let rest = match part.as_bytes().first() {
            Some(b'"') => part[1..].split_once('"').map_or("", |(_, rest)| rest),
            Some(b'0'..=b'9') => part.trim_start_matches(|c: char| c.is_ascii_digit()),
            Some(b'K') => part.get(7..).unwrap_or_default(),
            Some(first) if first.is_ascii() => &part[1..],
            _ => part,
        };
        words.push(' ');
        words.push_str(rest);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_places_by_their_names() {
        assert_eq!(place("B5"), Some((4, 1)));
        assert_eq!(place("XFD1048576"), Some((1_048_575, 16_383)));
        for name in ["", "A", "5", "A0", "é1", "ZZZZZZZZ1", "A99999999999"] {
            assert_eq!(place(name), None, "{name}");
        }
    }

    #[test]
    fn headers_are_read_without_codes() {
        assert_eq!(
            without_codes("&L&\"宋体,Bold\"&12联系 13000000000&C页 &P&R&K01+000甲"),
            "   联系 13000000000 页    甲"
        );
    }
}
