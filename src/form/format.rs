//! Formats in which an office fills in a form, and what writes each of them.

use super::{Meta, Sheet, docx, ods, xlsx};

/// A format that can be filled in. PDF is not among them: it is printed by the theme's templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Workbook of Office Open XML: Excel, WPS.
    Xlsx,
    /// Text document of Office Open XML: Word, WPS.
    Docx,
    /// Spreadsheet of OpenDocument: LibreOffice.
    Ods,
}

impl Format {
    /// All of them, those first that most offices use.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Docx, Self::Ods];

    /// Extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Ods => "ods",
        }
    }

    /// Its media type, as registered with IANA.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Ods => ods::MEDIA_TYPE,
        }
    }

    /// The file of a sheet that [`lay_out`](super::lay_out) made. The same sheet and [`Meta`] give the same bytes on any
    /// day.
    ///
    /// # Panics
    /// When the sheet was not made by it: its cells overlap or lie outside of its widths.
    pub fn write(self, sheet: &Sheet, meta: &Meta) -> Vec<u8> {
        match self {
            Self::Xlsx => xlsx::write(sheet, meta),
            Self::Docx => docx::write(sheet, meta),
            Self::Ods => ods::write(sheet, meta),
        }
    }
}
