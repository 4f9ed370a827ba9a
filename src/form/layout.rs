//! Form definition → sheet: cells with their spans, widths and roles. Writers read the sheet, never the definition.

use std::ops::Range;

use serde::Serialize;

use super::widths::{self, Column};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::form::{self, CellKind, Form, FormColumn, FormRow, Orientation};
use crate::source::Span;
use crate::syntax::value::{At, Id};

/// Sides of A4 in millimetres, the short one first.
pub const PAPER: [u32; 2] = [210, 297];
/// Margin at every side of the paper, in millimetres.
pub const MARGIN: u32 = 15;
/// Columns that a form may have.
pub const MAX_COLUMNS: usize = 60;
/// Rows that a form may have, headings not counted.
pub const MAX_ROWS: usize = 500;
/// Characters that one text of a form may have.
pub const MAX_TEXT: usize = 500;

/// A form laid out as a table.
///
/// The cells of [`rows`](Self::rows) cover the grid of `rows.len()` × `widths.len()` exactly once. A form without
/// columns, or with too many, has no rows and no widths.
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
    /// Width of each column in millimetres; together they fit the paper between its margins.
    pub widths: Vec<u32>,
    /// Size of the text in the table, in half points.
    pub size: u32,
    /// Blanks below the table.
    pub footer: Vec<Blank>,
    /// Note at the end.
    pub note: Option<String>,
    /// The sheet lies on its long side.
    pub landscape: bool,
}

impl Sheet {
    /// Millimetres between the margins, from left to right.
    pub fn printable(&self) -> u32 {
        PAPER[usize::from(self.landscape)] - 2 * MARGIN
    }
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

impl Cell {
    /// True when it is there to be filled in.
    pub fn is_blank(&self) -> bool {
        self.role != Role::Heading && self.text.is_empty()
    }
}

/// What a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A heading of columns.
    Heading,
    /// The printed name of a row; in a spare row the blank for it.
    Name,
    /// A blank for a whole number, 0 or more.
    Count,
    /// A blank for text.
    Text,
}

/// Something wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which rule is broken.
    pub code: Code,
    /// Bytes of the file that the form is defined in, when one value is to blame.
    pub range: Option<Range<usize>>,
    /// Values for the code's sentences.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// The diagnostic of it, when the form as a whole stands in `record`.
    pub fn diagnose(self, record: Span) -> Diagnostic {
        let span = self.range.map_or(record, |range| Span::new(record.file, range));
        self.args
            .into_iter()
            .fold(Diagnostic::at(self.code, span), |diagnostic, (name, value)| diagnostic.arg(name, value))
    }
}

/// Lays out a form. `row_name` gives the name of the field with an id; a field that it does not know is printed as its
/// id, since an unknown reference is complained about where references are resolved.
///
/// There is always a sheet: a group without columns is laid out as a column, rows beyond the limit are left out, texts
/// beyond it are cut.
pub fn lay_out(form: &Form, row_name: &dyn Fn(&Id) -> Option<String>) -> (Sheet, Vec<Problem>) {
    let mut draft = Draft { problems: Vec::new() };
    let mut leaves = Vec::new();
    draft.collect(&form.columns, &mut leaves);
    draft.judge_columns(form, &leaves);
    let names = draft.names(&form.rows, row_name);
    let mut sheet = Sheet {
        attachment: form.attachment,
        title: draft.text(&form.title, None),
        header: draft.blanks(&form.header),
        rows: Vec::new(),
        head: 0,
        widths: Vec::new(),
        size: 0,
        footer: draft.blanks(&form.footer),
        note: form.note.as_ref().map(|note| draft.text(note, None)),
        landscape: form.orientation == Orientation::Landscape,
    };
    let count = if leaves.len() > MAX_COLUMNS { 0 } else { leaves.len() };
    let roles = roles(&leaves[..count], &names);
    let columns: Vec<_> = std::iter::zip(&leaves, &roles).map(|(leaf, role)| column(leaf, *role)).collect();
    let printed: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
    let labels: Vec<&Blank> = sheet.header.first().into_iter().chain(sheet.footer.first()).collect();
    (sheet.widths, sheet.size) = widths::fit(&columns, &printed, &labels, sheet.printable());
    if count > 0 {
        sheet.head = depth(&form.columns);
        sheet.rows = vec![Vec::new(); sheet.head];
        draft.headings(&form.columns, 0, &mut sheet.rows);
        sheet.rows.extend(names.iter().map(|name| row(name.as_deref(), &roles)));
    }
    (sheet, draft.problems)
}

fn column(leaf: &FormColumn, role: Role) -> Column<'_> {
    Column { role, heading: &leaf.title.value }
}

fn children(column: &FormColumn) -> &[FormColumn] {
    column.columns.as_deref().unwrap_or_default()
}

fn breadth(column: &FormColumn) -> usize {
    children(column).iter().map(breadth).sum::<usize>().max(1)
}

fn depth(columns: &[FormColumn]) -> usize {
    columns.iter().map(|column| 1 + depth(children(column))).max().unwrap_or(0)
}

/// The role of each column. Names are printed in the first column that is made for them, else in the first of all.
fn roles(leaves: &[&FormColumn], names: &[Option<String>]) -> Vec<Role> {
    let made = leaves.iter().position(|leaf| leaf.kind == Some(CellKind::Name));
    let naming = made.or_else(|| names.iter().any(Option::is_some).then_some(0));
    let role = |(at, leaf): (usize, &&FormColumn)| match leaf.kind {
        _ if Some(at) == naming => Role::Name,
        Some(CellKind::Count) => Role::Count,
        Some(CellKind::Name | CellKind::Text) | None => Role::Text,
    };
    leaves.iter().enumerate().map(role).collect()
}

fn row(name: Option<&str>, roles: &[Role]) -> Vec<Cell> {
    let cell = |(column, role): (usize, &Role)| {
        let text = if *role == Role::Name { name.unwrap_or_default() } else { "" };
        Cell { column, colspan: 1, rowspan: 1, text: text.to_owned(), role: *role }
    };
    roles.iter().enumerate().map(cell).collect()
}

/// What has been found wrong so far.
struct Draft {
    problems: Vec<Problem>,
}

impl Draft {
    fn complain(&mut self, code: Code, range: Option<Range<usize>>, args: Vec<(&'static str, String)>) {
        self.problems.push(Problem { code, range, args });
    }

    /// The columns that are not groups, from left to right.
    fn collect<'a>(&mut self, columns: &'a [FormColumn], leaves: &mut Vec<&'a FormColumn>) {
        for column in columns {
            match &column.columns {
                Some(inner) if !inner.is_empty() => self.collect(inner, leaves),
                Some(_) => {
                    let At { value, range } = &column.title;
                    self.complain(Code::EmptyHeader, Some(range.clone()), vec![("title", value.clone())]);
                    leaves.push(column);
                }
                None => leaves.push(column),
            }
        }
    }

    fn judge_columns(&mut self, form: &Form, leaves: &[&FormColumn]) {
        if leaves.is_empty() {
            self.complain(Code::EmptyHeader, None, vec![("title", form.title.clone())]);
        }
        if let Some(first) = leaves.get(MAX_COLUMNS) {
            let args = too_many(leaves.len(), MAX_COLUMNS, "@column");
            self.complain(Code::FormTooLarge, Some(first.title.range.clone()), args);
        }
    }

    /// The printed name of each row, none for a spare one.
    fn names(&mut self, rows: &[FormRow], row_name: &dyn Fn(&Id) -> Option<String>) -> Vec<Option<String>> {
        let mut names = Vec::new();
        let mut total = 0usize;
        let mut beyond = None;
        for row in rows {
            let (count, range) = extent(row);
            total = total.saturating_add(count);
            if total > MAX_ROWS && beyond.is_none() {
                beyond = Some(range);
            }
            let room = MAX_ROWS.saturating_sub(names.len());
            match row {
                FormRow::Fixed(name) if room > 0 => names.push(Some(self.text(name, None))),
                FormRow::Fixed(_) => {}
                FormRow::Fields(ids) => names.extend(ids.iter().take(room).map(|id| {
                    let name = row_name(&id.value).unwrap_or_else(|| id.value.to_string());
                    Some(self.text(&name, Some(id.range.clone())))
                })),
                FormRow::Spare(_) => names.extend(std::iter::repeat_n(None, count.min(room))),
            }
        }
        if let Some(range) = beyond {
            self.complain(Code::FormTooLarge, range, too_many(total, MAX_ROWS, "@row"));
        }
        names
    }

    fn blanks(&mut self, blanks: &[form::Blank]) -> Vec<Blank> {
        let blank =
            |blank: &form::Blank| Blank { label: self.text(&blank.label, None), value: self.text(&blank.value, None) };
        blanks.iter().map(blank).collect()
    }

    /// Puts headings into their rows: a group over its columns, a column down to the last row of headings.
    fn headings(&mut self, columns: &[FormColumn], left: usize, rows: &mut [Vec<Cell>]) {
        let mut column = left;
        for heading in columns {
            let colspan = breadth(heading);
            let inner = children(heading);
            let rowspan = if inner.is_empty() { rows.len() } else { 1 };
            let text = self.text(&heading.title.value, Some(heading.title.range.clone()));
            if let Some((first, below)) = rows.split_first_mut() {
                first.push(Cell { column, colspan, rowspan, text, role: Role::Heading });
                self.headings(inner, column, below);
            }
            column += colspan;
        }
    }

    /// A text as it is printed: cut to the limit when it is longer.
    fn text(&mut self, text: &str, range: Option<Range<usize>>) -> String {
        let Some((end, _)) = text.char_indices().nth(MAX_TEXT) else { return text.to_owned() };
        let length = text.chars().count();
        let args = vec![("length", length.to_string()), ("limit", MAX_TEXT.to_string())];
        self.complain(Code::CellTooLong, range, args);
        text[..end].to_owned()
    }
}

/// How many rows an entry gives, and where it stands when that is known.
fn extent(row: &FormRow) -> (usize, Option<Range<usize>>) {
    match row {
        FormRow::Fixed(_) => (1, None),
        FormRow::Fields(ids) => (ids.len(), ids.last().map(|id| id.range.clone())),
        FormRow::Spare(count) => (usize::try_from(count.value).unwrap_or(usize::MAX), Some(count.range.clone())),
    }
}

fn too_many(count: usize, limit: usize, what: &str) -> Vec<(&'static str, String)> {
    vec![("count", count.to_string()), ("limit", limit.to_string()), ("what", what.to_owned())]
}
