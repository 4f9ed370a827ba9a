//! Sheet → workbook (Office Open XML): a form that prints like the official one and takes in its blanks only.

use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    ProtectionOptions, RowNum, Workbook, Worksheet, XlsxError, utility,
};

use super::Meta;
use super::entries::{Entry, MESSAGE, entries, message};
use super::name;
use super::sheet::{Cell, MARGIN, Sheet};
use style::Styles;

mod rows;
mod style;

/// A4 in the list of paper sizes of the format.
const A4: u8 = 9;

/// The workbook of a sheet.
pub(super) fn write(sheet: &Sheet, meta: &Meta) -> Vec<u8> {
    workbook(sheet, meta).expect("a sheet that was laid out keeps within the limits of a workbook")
}

fn workbook(sheet: &Sheet, meta: &Meta) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // 72 pixels is the default column of a workbook whose default font is 宋体 at 11 points.
    workbook.set_default_format(&style::base(22), 18, 72)?;
    workbook.set_properties(&properties(meta)?);
    let worksheet = workbook.add_worksheet().set_name(name::sheet_name(&sheet.name()))?;
    let mut page = Page { sheet, worksheet, styles: Styles::new(sheet) };
    page.set_up()?;
    page.lines()?;
    page.validate(meta)?;
    page.finish()?;
    Ok(rows::growing(&workbook.save_to_buffer()?, sheet))
}

fn properties(meta: &Meta) -> Result<DocProperties, XlsxError> {
    let date = meta.date.max(jiff::civil::date(1900, 1, 1));
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?;
    Ok(DocProperties::new().set_title(&meta.title).set_author(&meta.author).set_creation_datetime(&day))
}

struct Page<'a> {
    sheet: &'a Sheet,
    worksheet: &'a mut Worksheet,
    styles: Styles,
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
        self.worksheet.set_column_width_pixels(self.beside(), 1)?;
        // Rows may be made higher and inserted: a list of names can need more room than is printed.
        let allowed = ProtectionOptions { format_rows: true, insert_rows: true, ..ProtectionOptions::new() };
        self.worksheet.protect_with_options(&allowed);
        Ok(())
    }

    fn lines(&mut self) -> Result<(), XlsxError> {
        for (at, line) in self.sheet.lines().enumerate() {
            self.worksheet.set_row_height(row(at), f64::from(line.height) / 2.0)?;
            for cell in &line.cells {
                self.put(at, cell)?;
            }
            if rows::grows(line) {
                self.worksheet.write_blank(row(at), self.beside(), &rows::strut(line))?;
            }
        }
        Ok(())
    }

    /// The column beside the table, for struts.
    fn beside(&self) -> ColNum {
        column(self.sheet.widths.len())
    }

    /// Writes a cell, merged when it spans several.
    fn put(&mut self, at: usize, cell: &Cell) -> Result<(), XlsxError> {
        let style = self.styles.of(cell);
        let (left, right) = (column(cell.column), column(cell.column + cell.colspan - 1));
        let (top, bottom) = (row(at), row(at + cell.rowspan - 1));
        if (left, top) != (right, bottom) {
            self.worksheet.merge_range(top, left, bottom, right, "", style)?;
        }
        match cell.text.as_str() {
            _ if cell.is_sum() => {
                self.worksheet.write_formula_with_format(top, left, self.sum(at, cell).as_str(), style)?
            }
            "" => self.worksheet.write_blank(top, left, style)?,
            text => self.worksheet.write_string_with_format(top, left, text, style)?,
        };
        Ok(())
    }

    /// The formula of a sum.
    fn sum(&self, at: usize, cell: &Cell) -> String {
        let left = column(cell.column);
        let lines = self.sheet.summed(at, cell).into_iter();
        let runs = lines.map(|lines| utility::cell_range(row(lines.start), left, row(lines.end - 1), left));
        match runs.collect::<Vec<_>>().join(",") {
            none if none.is_empty() => "=0".to_owned(),
            runs => format!("=SUM({runs})"),
        }
    }

    /// Whole numbers only in the cells that count; how to fill a column, where one types.
    fn validate(&mut self, meta: &Meta) -> Result<(), XlsxError> {
        for Entry { area: [top, left, bottom, right], counts, hint } in entries(self.sheet) {
            let mut rule = match counts {
                true => DataValidation::new()
                    .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
                    .set_error_style(DataValidationErrorStyle::Stop)
                    .set_error_title(message(&meta.count_title, MESSAGE[0]))?
                    .set_error_message(message(&meta.count_message, MESSAGE[1]))?,
                false => DataValidation::new().allow_any_value(),
            };
            if let Some(hint) = hint {
                rule = rule
                    .set_input_title(message(&hint.title, MESSAGE[0]))?
                    .set_input_message(message(&hint.text, MESSAGE[1]))?;
            }
            self.worksheet.add_data_validation(row(top), column(left), row(bottom), column(right), &rule)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), XlsxError> {
        let (top, head) = (self.sheet.top(), self.sheet.head.len());
        if head > 0 {
            self.worksheet.set_repeat_rows(row(top), row(top + head - 1))?;
        }
        let last = self.sheet.lines().count() - 1;
        self.worksheet.set_print_area(0, 0, row(last), column(self.sheet.widths.len() - 1))?;
        let mut cells =
            self.sheet.lines().enumerate().flat_map(|(at, line)| line.cells.iter().map(move |cell| (at, cell)));
        if let Some((at, cell)) = cells.find(|(_, cell)| cell.is_blank()) {
            let (row, column) = (row(at), column(cell.column));
            self.worksheet.set_selection(row, column, row, column)?;
        }
        Ok(())
    }
}

pub(super) fn column(at: usize) -> ColNum {
    ColNum::try_from(at).unwrap_or(ColNum::MAX)
}

pub(super) fn row(at: usize) -> RowNum {
    RowNum::try_from(at).unwrap_or(RowNum::MAX)
}
