//! A part of a packed document → its paragraphs and tables. Word, PowerPoint and OpenDocument call them alike, but for
//! the prefix.

use super::contents::{Contents, Lines};
use super::events::{Handler, Tag, unescaped};
use crate::syntax::budget::{Closed, Limit, Work};
use crate::syntax::table::Table;

/// Elements whose text is one line: paragraphs, and comments of spreadsheets.
const PARAGRAPHS: &[&str] = &["p", "h", "si", "comment"];
const TABLES: &[&str] = &["tbl", "table"];
const ROWS: &[&str] = &["tr", "table-row"];
const CELLS: &[&str] = &["tc", "table-cell", "covered-table-cell"];
/// Elements of which nobody reads the text: places and sizes of drawings, pictures, readings of Chinese characters.
const UNREAD: &[&str] =
    &["posOffset", "pctPosHOffset", "pctPosVOffset", "pctWidth", "pctHeight", "align", "binData", "binary-data", "rPh"];
/// Attributes that hold words or addresses.
const WORDS: &[&str] = &[
    "Target",
    "alt",
    "author",
    "caption",
    "descr",
    "display",
    "error",
    "errorTitle",
    "href",
    "instr",
    "location",
    "prompt",
    "promptTitle",
    "title",
    "tooltip",
];
/// Attributes that hold words on some elements only: headings of the columns of a table, and the copy of a table that a pivot
/// table keeps.
const WORDS_OF: &[(&str, &[&str])] = &[("name", &["tableColumn", "cacheField"]), ("v", &["s", "n", "d", "e"])];
/// Copies of one cell that are distinguished; files may ask for millions.
const COPIES: u32 = 64;

/// Takes paragraphs and tables of a part.
pub(super) struct Prose<'c, 'a> {
    contents: &'c mut Contents<'a>,
    /// Name of the document in which a table lies, when that lies in another one.
    within: &'c str,
    /// Paragraphs of the part so far.
    number: usize,
    open: Vec<Open>,
    /// Text outside of paragraphs.
    loose: String,
    /// Elements without text that are open.
    unread: usize,
}

enum Open {
    Paragraph(String),
    /// A note to a cell, which is no part of its text.
    Note,
    Table(Grid),
}

/// A table that is not at its end.
#[derive(Default)]
struct Grid {
    table: Table,
    row: u32,
    column: u32,
    /// Rows as which this one counts.
    repeat: u32,
    cell: Option<Cell>,
}

struct Cell {
    text: String,
    /// The text that it has where none is shown.
    hidden: String,
    /// The number that is shown as the text.
    value: Option<String>,
    /// Copies of it beside one another.
    copies: u32,
    /// Columns that it spans.
    span: u32,
}

impl<'c, 'a> Prose<'c, 'a> {
    /// Begins a part, by its name; that of the main part is empty.
    ///
    /// # Errors
    /// The limit beyond which it goes.
    pub fn new(contents: &'c mut Contents<'a>, within: &'c str, name: &str, work: &mut Work) -> Result<Self, Closed> {
        part(&mut contents.lines, name, work)?;
        Ok(Self { contents, within, number: 0, open: Vec::new(), loose: String::new(), unread: 0 })
    }

    /// Adds a line of its own.
    pub fn line(&mut self, text: &str, work: &mut Work) -> Result<(), Closed> {
        self.number += 1;
        line(&mut self.contents.lines, self.number, text, work)
    }

    /// Adds the words and addresses that stand in attributes.
    pub fn attributes(&mut self, tag: &Tag<'_>, work: &mut Work) -> Result<(), Closed> {
        let lines = &mut self.contents.lines;
        let holds = |name: &str| {
            let on = WORDS_OF.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, tags)| tags);
            WORDS.contains(&name) || on.contains(&tag.name())
        };
        let mut words = tag.attributes().filter(|(name, _)| holds(name));
        words.try_for_each(|(_, value)| line(lines, self.number + 1, &unescaped(&value), work))
    }

    /// Keeps what is open where reading stops before the end of the part: paragraphs, and tables with the cells so far.
    ///
    /// # Errors
    /// The limit beyond which it goes.
    pub fn end(&mut self, work: &mut Work) -> Result<(), Closed> {
        let mut ended = self.flush(work);
        while let Some(open) = self.open.pop() {
            ended = ended.and(match open {
                Open::Paragraph(text) => self.paragraph(&text, work),
                Open::Note => Ok(()),
                Open::Table(mut grid) => grid.end_cell(work).and(keep(self.contents, grid.table, work)),
            });
        }
        ended
    }

    fn flush(&mut self, work: &mut Work) -> Result<(), Closed> {
        if self.loose.trim().is_empty() {
            self.loose.clear();
            return Ok(());
        }
        let loose = std::mem::take(&mut self.loose);
        self.line(&loose, work)
    }

    /// Takes a tag that stands for a sign, or says something of the cell around it.
    fn sign(&mut self, tag: &Tag<'_>) {
        let name = tag.name();
        if name == "gridSpan" {
            let span = tag.attributes().next().and_then(|(_, value)| value.parse().ok()).unwrap_or(1);
            if let Some(cell) = self.cell() {
                cell.span = u32::clamp(span, 1, COPIES);
            }
        }
        if let Some(Open::Paragraph(text)) = self.open.last_mut() {
            match name {
                "tab" => text.push('\t'),
                "br" | "cr" | "line-break" => text.push('\n'),
                "s" => text.extend(std::iter::repeat_n(' ', tag.number("c").unwrap_or(1).min(COPIES) as usize)),
                "noBreakHyphen" => text.push('-'),
                _ => {}
            }
        }
    }

    /// The open cell, when no paragraph is open in it.
    fn cell(&mut self) -> Option<&mut Cell> {
        match self.open.last_mut() {
            Some(Open::Table(grid)) => grid.cell.as_mut(),
            _ => None,
        }
    }

    fn grid(&mut self) -> Option<&mut Grid> {
        match self.open.last_mut() {
            Some(Open::Table(grid)) => Some(grid),
            _ => None,
        }
    }

    fn paragraph(&mut self, text: &str, work: &mut Work) -> Result<(), Closed> {
        match self.cell() {
            Some(cell) => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(text);
                Ok(())
            }
            None => self.line(text, work),
        }
    }
}

impl Handler for Prose<'_, '_> {
    fn open(&mut self, tag: &Tag<'_>, work: &mut Work) -> Result<(), Closed> {
        self.flush(work)?;
        let name = tag.name();
        if UNREAD.contains(&name) {
            self.unread += 1;
        } else if PARAGRAPHS.contains(&name) {
            self.open.push(Open::Paragraph(String::new()));
        } else if name == "annotation" {
            self.open.push(Open::Note);
        } else if TABLES.contains(&name) {
            let name = tag.attribute("name").unwrap_or_default();
            line(&mut self.contents.lines, self.number + 1, &name, work)?;
            let table = Table::named(format!("{}{name}", self.within));
            self.open.push(Open::Table(Grid { table, ..Grid::default() }));
        } else if let Some(grid) = self.grid().filter(|_| ROWS.contains(&name)) {
            grid.repeat = tag.number("number-rows-repeated").unwrap_or(1);
            grid.column = 0;
        } else if let Some(grid) = self.grid().filter(|_| CELLS.contains(&name)) {
            grid.end_cell(work)?;
            let value = tag.attribute("value").filter(|_| tag.attribute("value-type").as_deref() == Some("float"));
            let text = tag.attribute("string-value").unwrap_or_default();
            let copies = tag.number("number-columns-repeated").unwrap_or(1);
            grid.cell = Some(Cell { text: String::new(), hidden: text, value, copies, span: 1 });
        } else {
            self.sign(tag);
        }
        self.attributes(tag, work)
    }

    fn close(&mut self, name: &str, work: &mut Work) -> Result<(), Closed> {
        self.flush(work)?;
        if UNREAD.contains(&name) {
            self.unread = self.unread.saturating_sub(1);
        } else if PARAGRAPHS.contains(&name) {
            if let Some(Open::Paragraph(text)) = self.open.pop() {
                return self.paragraph(&text, work);
            }
        } else if name == "annotation" {
            self.open.pop();
        } else if TABLES.contains(&name) {
            if let Some(Open::Table(mut grid)) = self.open.pop() {
                grid.end_cell(work)?;
                return keep(self.contents, grid.table, work);
            }
        } else if let Some(grid) = self.grid().filter(|_| ROWS.contains(&name)) {
            grid.end_cell(work)?;
            grid.row = grid.row.saturating_add(grid.repeat);
        } else if let Some(grid) = self.grid().filter(|_| CELLS.contains(&name)) {
            grid.end_cell(work)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.unread > 0 {
            return;
        }
        match self.open.last_mut() {
            Some(Open::Paragraph(paragraph)) => paragraph.push_str(text),
            _ => self.loose.push_str(text),
        }
    }
}

impl Grid {
    fn end_cell(&mut self, work: &mut Work) -> Result<(), Closed> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let shown = if cell.text.is_empty() { &cell.hidden } else { &cell.text };
        let text = cell.value.as_ref().unwrap_or(shown);
        for copy in 0..cell.copies.min(COPIES) {
            push(&mut self.table, (self.row, self.column.saturating_add(copy)), text, work)?;
        }
        self.column = self.column.saturating_add(cell.copies.max(cell.span));
        Ok(())
    }
}

/// Adds a cell to a table, by its row and column.
pub(super) fn push(table: &mut Table, (row, column): (u32, u32), text: &str, work: &mut Work) -> Result<(), Closed> {
    if text.trim().is_empty() {
        return Ok(());
    }
    work.spend(Limit::Cells, 1)?;
    work.spend(Limit::Text, text.len())?;
    table.push(row, column, text);
    Ok(())
}

/// Begins a part of the lines, by its name, which counts as text: it is kept for each part.
pub(super) fn part(lines: &mut Lines, name: &str, work: &mut Work) -> Result<(), Closed> {
    work.spend(Limit::Text, name.len())?;
    lines.part(name);
    Ok(())
}

/// Keeps a table, unless it is empty. Its name counts as text.
pub(super) fn keep(contents: &mut Contents<'_>, table: Table, work: &mut Work) -> Result<(), Closed> {
    if table.is_empty() {
        return Ok(());
    }
    let counted = work.spend(Limit::Text, table.name.len());
    contents.tables.push(table);
    counted
}

/// Adds a line with its number, unless it is empty.
pub(super) fn line(lines: &mut Lines, number: usize, text: &str, work: &mut Work) -> Result<(), Closed> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    work.spend(Limit::Steps, 1)?;
    work.spend(Limit::Text, text.len())?;
    lines.push(number, text);
    Ok(())
}
