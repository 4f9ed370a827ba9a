//! Sheet → workbook (Office Open XML): a form that prints like the official one and takes in its blanks only.
//!
//! The same sheet and [`Meta`] give the same bytes on any day.

use std::ops::Range;

use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    ProtectionOptions, RowNum, Workbook, Worksheet, XlsxError,
};

use super::Meta;
use super::blanks::{self, Place};
use super::layout::{Cell, MARGIN, MAX_TEXT, PAPER, Role, Sheet};
use super::measure;
use super::name;
use style::Styles;

mod style;

/// A4 in the list of paper sizes of the format.
const A4: u8 = 9;
/// Points that a row may be high.
const HIGHEST: u32 = 409;
/// Points that a row of the table has at least, so that one can write in it, and that it has when the page has room.
const LEAST: f64 = 28.0;
const ROOMY: f64 = 40.0;
/// Points of a page that stay free, for programs whose fonts are a little larger.
const RESERVE: f64 = 30.0;
/// UTF-16 units that the heading and the text of a message may have.
const MESSAGE: [usize; 2] = [32, 255];

/// The workbook of a sheet that [`lay_out`](super::lay_out) made.
///
/// # Panics
/// When the sheet was not made by it: its cells overlap or lie outside of its widths.
pub fn write(sheet: &Sheet, meta: &Meta) -> Vec<u8> {
    workbook(sheet, meta).expect("a sheet that was laid out keeps within the limits of a workbook")
}

fn workbook(sheet: &Sheet, meta: &Meta) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // 72 pixels is the default column of a workbook whose default font is 宋体 at 11 points.
    workbook.set_default_format(&style::base(22), 18, 72)?;
    workbook.set_properties(&properties(meta)?);
    let name = name::sheet_name(&meta.sheet_name);
    let worksheet = workbook.add_worksheet().set_name(name)?;
    let last = column(sheet.widths.len().saturating_sub(1));
    let mut page =
        Page { sheet, worksheet, styles: Styles::new(sheet.size), row: 0, used: 0.0, last, first_blank: None };
    page.set_up()?;
    page.heading(meta)?;
    page.blanks(&sheet.header)?;
    let table = page.row;
    page.table()?;
    page.validate(table, meta)?;
    page.blanks(&sheet.footer)?;
    page.note()?;
    page.finish(table)?;
    workbook.save_to_buffer()
}

fn properties(meta: &Meta) -> Result<DocProperties, XlsxError> {
    let date = meta.date.max(jiff::civil::date(1900, 1, 1));
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?;
    Ok(DocProperties::new().set_title(&meta.title).set_author(&meta.author).set_creation_datetime(&day))
}

/// The worksheet, written from top to bottom.
struct Page<'a> {
    sheet: &'a Sheet,
    worksheet: &'a mut Worksheet,
    styles: Styles,
    /// The next row.
    row: RowNum,
    /// Points that the rows so far take.
    used: f64,
    /// The last column.
    last: ColNum,
    /// Where whoever fills in the form begins.
    first_blank: Option<(RowNum, ColNum)>,
}

impl Page<'_> {
    fn set_up(&mut self) -> Result<(), XlsxError> {
        for (at, width) in self.sheet.widths.iter().enumerate() {
            self.worksheet.set_column_width_pixels(column(at), (width * 960 + 127) / 254)?;
        }
        let inches = f64::from(MARGIN) / 25.4;
        self.worksheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        self.worksheet.set_margins(inches, inches, inches, inches, inches / 2.0, inches / 2.0);
        self.worksheet.set_screen_gridlines(false);
        match self.sheet.landscape {
            true => self.worksheet.set_landscape(),
            false => self.worksheet.set_portrait(),
        };
        // Rows may be made higher: a list of names can need more room than is printed.
        self.worksheet.protect_with_options(&ProtectionOptions { format_rows: true, ..ProtectionOptions::new() });
        Ok(())
    }

    fn heading(&mut self, meta: &Meta) -> Result<(), XlsxError> {
        if let Some(label) = &meta.attachment {
            let style = self.styles.attachment.clone();
            self.across(name::cut(label, MAX_TEXT, |_| 1), style::ATTACHMENT, &style)?;
        }
        let style = self.styles.title.clone();
        self.across(&self.sheet.title, style::TITLE, &style)
    }

    /// One text over all columns, with some air below it.
    fn across(&mut self, text: &str, size: u32, style: &Format) -> Result<(), XlsxError> {
        self.grow(self.height_across(text, size))?;
        self.put(0..usize::from(self.last) + 1, 1, text, style)?;
        self.row += 1;
        Ok(())
    }

    fn height_across(&self, text: &str, size: u32) -> f64 {
        height(measure::lines(text, self.width(0..self.sheet.widths.len()), size), size)
    }

    /// Gives the present row its height.
    fn grow(&mut self, height: f64) -> Result<(), XlsxError> {
        self.used += height;
        self.worksheet.set_row_height(self.row, height)?;
        Ok(())
    }

    fn blanks(&mut self, blanks: &[super::layout::Blank]) -> Result<(), XlsxError> {
        let (value, both) = (self.styles.value.clone(), self.styles.both.clone());
        let sheet = self.sheet;
        for line in blanks::arrange(blanks, &sheet.widths, sheet.size) {
            self.grow(self.height_of(&line))?;
            for place in line {
                let first = if place.value.is_empty() { place.label.start } else { place.value.start };
                self.first_blank.get_or_insert((self.row, column(first)));
                if place.value.is_empty() {
                    let text = format!("{}{}", place.blank.label, place.blank.value);
                    self.put(place.label, 1, &text, &both)?;
                } else {
                    let label = self.styles.label(&place.label).clone();
                    self.put(place.label, 1, &place.blank.label, &label)?;
                    self.put(place.value, 1, &place.blank.value, &value)?;
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    fn height_of(&self, line: &[Place<'_>]) -> f64 {
        let tallest = line.iter().map(|place| self.lines(place)).max().unwrap_or(1);
        height(tallest, self.sheet.size).max(26.0)
    }

    fn lines(&self, place: &Place<'_>) -> u32 {
        let lines =
            |text: &str, columns: &Range<usize>| measure::lines(text, self.width(columns.clone()), self.sheet.size);
        if place.value.is_empty() {
            let text = format!("{}{}", place.blank.label, place.blank.value);
            return lines(&text, &place.label);
        }
        lines(&place.blank.label, &place.label).max(lines(&place.blank.value, &place.value))
    }

    fn table(&mut self) -> Result<(), XlsxError> {
        let first = self.row;
        let heights = self.stretched(self.heights());
        for (cells, height) in std::iter::zip(&self.sheet.rows, heights) {
            self.grow(height)?;
            for cell in cells {
                if cell.is_blank() {
                    self.first_blank.get_or_insert((self.row, column(cell.column)));
                }
                let style = self.styles.of(cell).clone();
                self.put(cell.column..cell.column + cell.colspan, cell.rowspan, &cell.text, &style)?;
            }
            self.row += 1;
        }
        if self.sheet.head > 0 {
            self.worksheet.set_repeat_rows(first, first + row(self.sheet.head) - 1)?;
        }
        Ok(())
    }

    /// Height of each row of the table: what its cells need; what a cell over several rows needs beyond them goes to
    /// the last one.
    fn heights(&self) -> Vec<f64> {
        let rows = &self.sheet.rows;
        let mut heights = vec![LEAST; rows.len()];
        let need = |cell: &Cell| {
            let width = self.width(cell.column..cell.column + cell.colspan);
            height(measure::lines(&cell.text, width, self.sheet.size), self.sheet.size)
        };
        let mut cells: Vec<(usize, &Cell)> =
            rows.iter().enumerate().flat_map(|(at, cells)| cells.iter().map(move |cell| (at, cell))).collect();
        cells.sort_by_key(|(_, cell)| cell.rowspan);
        for (at, cell) in cells {
            let span = at..at + cell.rowspan;
            let short = need(cell) - heights[span.clone()].iter().sum::<f64>();
            let last = &mut heights[span.end - 1];
            *last = (*last + short.max(0.0)).min(f64::from(HIGHEST));
        }
        heights
    }

    /// Higher rows to fill in, when everything is on one page and leaves room there.
    fn stretched(&self, mut heights: Vec<f64>) -> Vec<f64> {
        let sheet = self.sheet;
        let footer = blanks::arrange(&sheet.footer, &sheet.widths, sheet.size);
        let below: f64 = footer.iter().map(|line| self.height_of(line)).sum();
        let note = sheet.note.as_ref().map_or(0.0, |note| self.height_across(note, self.styles.note_size));
        let page = f64::from(PAPER[usize::from(!sheet.landscape)] - 2 * MARGIN) * 72.0 / 25.4;
        let free = page - RESERVE - self.used - below - note - heights.iter().sum::<f64>();
        let body = heights.get_mut(sheet.head..).unwrap_or_default();
        let rows = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let more = (free / f64::from(rows.max(1))).floor().clamp(0.0, ROOMY - LEAST);
        body.iter_mut().for_each(|height| *height += more);
        heights
    }

    /// Whole numbers only in the cells that count.
    fn validate(&mut self, table: RowNum, meta: &Meta) -> Result<(), XlsxError> {
        let body = self.sheet.rows.get(self.sheet.head..).unwrap_or_default();
        let Some(cells) = body.first() else { return Ok(()) };
        let first = table + row(self.sheet.head);
        let last = first + row(body.len()) - 1;
        let rule = DataValidation::new()
            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(name::cut(&meta.count_title, MESSAGE[0], char::len_utf16))?
            .set_error_message(name::cut(&meta.count_message, MESSAGE[1], char::len_utf16))?;
        for run in cells.chunk_by(|a, b| a.role == b.role).filter(|run| run[0].role == Role::Count) {
            let (from, to) = (column(run[0].column), column(run[run.len() - 1].column));
            self.worksheet.add_data_validation(first, from, last, to, &rule)?;
        }
        Ok(())
    }

    fn note(&mut self) -> Result<(), XlsxError> {
        let Some(note) = &self.sheet.note else { return Ok(()) };
        let style = self.styles.note.clone();
        self.across(note, self.styles.note_size, &style)
    }

    fn finish(&mut self, table: RowNum) -> Result<(), XlsxError> {
        self.worksheet.set_print_area(0, 0, self.row.saturating_sub(1).max(table), self.last)?;
        if let Some((row, column)) = self.first_blank {
            self.worksheet.set_selection(row, column, row, column)?;
        }
        Ok(())
    }

    fn width(&self, columns: Range<usize>) -> u32 {
        match self.sheet.widths.get(columns) {
            Some([]) | None => self.sheet.printable(),
            Some(widths) => widths.iter().sum(),
        }
    }

    /// Writes a text into the columns of the present row and so many rows, merged when they are several cells.
    fn put(&mut self, columns: Range<usize>, rows: usize, text: &str, style: &Format) -> Result<(), XlsxError> {
        let (left, right, bottom) = (column(columns.start), column(columns.end - 1), self.row + row(rows) - 1);
        match (left, self.row) == (right, bottom) {
            true if text.is_empty() => self.worksheet.write_blank(self.row, left, style)?,
            true => self.worksheet.write_string_with_format(self.row, left, text, style)?,
            false => self.worksheet.merge_range(self.row, left, bottom, right, text, style)?,
        };
        Ok(())
    }
}

/// Points that so many lines take, with some air above and below.
fn height(lines: u32, size: u32) -> f64 {
    f64::from((lines.saturating_mul(size * 7).div_ceil(10) + 8).min(HIGHEST))
}

fn column(at: usize) -> ColNum {
    ColNum::try_from(at).unwrap_or(ColNum::MAX)
}

fn row(at: usize) -> RowNum {
    RowNum::try_from(at).unwrap_or(RowNum::MAX)
}
