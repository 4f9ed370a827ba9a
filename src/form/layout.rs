//! Form definition → sheet: cells with their spans, widths and roles. Writers read the sheet, never the definition.

use serde::Serialize;

/// A form laid out as a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// `附件1`, when it is an attachment.
    pub attachment: Option<u32>,
    /// Title.
    pub title: String,
    /// Blanks above the table.
    pub header: Vec<Blank>,
    /// Rows of headings, then rows of cells.
    pub rows: Vec<Vec<Cell>>,
    /// How many of the rows are headings.
    pub head: usize,
    /// Width of each column in millimetres.
    pub widths: Vec<u32>,
    /// Blanks below the table.
    pub footer: Vec<Blank>,
    /// Note at the end.
    pub note: Option<String>,
    /// The sheet lies on its long side.
    pub landscape: bool,
}

/// A blank with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blank {
    /// Label as printed.
    pub label: String,
    /// What is printed in the blank.
    pub value: String,
}

/// A cell; cells that a span covers are not listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// First column, from 0.
    pub column: usize,
    /// Columns that it spans.
    pub colspan: usize,
    /// Rows that it spans.
    pub rowspan: usize,
    /// What is printed.
    pub text: String,
    /// What it is for.
    pub role: Role,
}

/// What a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A heading of columns.
    Heading,
    /// The printed name of a row.
    Name,
    /// A blank for a whole number, 0 or more.
    Count,
    /// A blank for text.
    Text,
}
