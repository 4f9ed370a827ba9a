//! Form definition → sheet: cells with their spans, widths and roles, and the problems of the definition.

use std::collections::HashMap;
use std::ops::Range;

use super::blanks::Printed;
use super::sheet::{Cell, Hint, Line, Role, Sheet};
use super::widths::{self, Column};
use super::{blanks, heights};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::form::{Blank, CellKind, Form, FormColumn, FormRow, Orientation};
use crate::source::Span;
use crate::syntax::value::{At, Id};

/// Columns that a form may have.
pub const MAX_COLUMNS: usize = 60;
/// Rows that a form may have, headings not counted.
pub const MAX_ROWS: usize = 500;
/// Blanks that a form may have above its table, and below it.
pub const MAX_BLANKS: usize = 100;
/// Characters that one text of a form may have.
pub const MAX_TEXT: usize = 500;

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

/// Words on the sheet that stand elsewhere than in the definition.
pub struct Words<'a> {
    /// Name of the field with an id; one that it does not know is printed as its id, since an unknown reference is
    /// reported where references are resolved.
    pub field: &'a dyn Fn(&Id) -> Option<String>,
    /// Names of all fields, in order.
    pub fields: &'a [&'a str],
    /// The line of the attachment with a number, `附件1`.
    pub attachment: &'a dyn Fn(u32) -> String,
}

/// Lays out a form.
///
/// There is always a sheet: a group without columns is laid out as a column, rows beyond the limit are left out, texts
/// beyond it are cut.
pub fn lay_out(form: &Form, words: &Words<'_>) -> (Sheet, Vec<Problem>) {
    let mut draft = Draft::default();
    let mut leaves = Vec::new();
    draft.collect(&form.columns, &mut leaves);
    draft.judge_columns(form, &leaves);
    if leaves.len() > MAX_COLUMNS {
        leaves.clear();
    }
    let rows = draft.rows(&form.rows, words);
    let mut sheet = draft.empty(form, words);
    let roles = roles(&leaves, &rows);
    let columns: Vec<_> = std::iter::zip(&leaves, &roles).map(|(leaf, role)| column(leaf, *role)).collect();
    let printed: Vec<&str> = rows.iter().filter_map(|row| row.name.as_deref()).collect();
    // Labels that stand in the first column: of a form with one column every one does.
    let first = if leaves.len() > 1 { 1 } else { usize::MAX };
    let labels: Vec<&Blank> = form.header.iter().take(first).chain(form.footer.iter().take(first)).collect();
    let printable = sheet.printable()[0];
    draft.judge_widths(&leaves, printable);
    (sheet.widths, sheet.size) = widths::fit(&columns, &printed, &labels, printable);
    let across = sheet.widths.len();
    sheet.attachment.iter_mut().chain([&mut sheet.title]).chain(&mut sheet.note).for_each(|line| {
        line.cells.iter_mut().for_each(|cell| cell.colspan = across);
    });
    sheet.above = blanks::arrange(&draft.blanks(&form.header), &sheet.widths, sheet.size);
    sheet.below = blanks::arrange(&draft.blanks(&form.footer), &sheet.widths, sheet.size);
    let mut gap = alone(String::new(), Role::Gap);
    gap.cells.iter_mut().for_each(|cell| cell.colspan = across);
    if !sheet.above.is_empty() {
        sheet.above.push(gap.clone());
    }
    if !sheet.below.is_empty() {
        sheet.below.insert(0, gap);
    }
    if !leaves.is_empty() {
        sheet.head = vec![Line::default(); depth(&form.columns)];
        draft.headings(&form.columns, 0, &mut sheet.head);
        sheet.body = rows.iter().map(|row| row.line(&roles)).collect();
    }
    if leaves.len() == 1 {
        let cells = sheet.head.iter_mut().chain(&mut sheet.body).flat_map(|line| &mut line.cells);
        cells.for_each(|cell| cell.colspan = across);
    }
    hints(&form.columns, &[], &mut 0, &mut sheet.hints);
    let crowded = heights::set(&mut sheet);
    if draft.problems.is_empty()
        && let Some(cell) = crowded
    {
        draft.no_room(&sheet, &cell);
    }
    (sheet, draft.problems)
}

/// A row of the table before it has cells.
struct Row {
    /// What is printed in the column of names; nothing for a spare row.
    name: Option<String>,
    /// What is in the columns of counts: blanks, or sums.
    counts: Role,
}

impl Row {
    fn line(&self, roles: &[Role]) -> Line {
        let cell = |(column, role): (usize, &Role)| {
            let text = if *role == Role::Name { self.name.clone().unwrap_or_default() } else { String::new() };
            let role = if *role == Role::Count { self.counts } else { *role };
            Cell { column, colspan: 1, rowspan: 1, text, role }
        };
        Line { height: 0, cells: roles.iter().enumerate().map(cell).collect() }
    }
}

fn column(leaf: &FormColumn, role: Role) -> Column<'_> {
    Column { role, heading: &leaf.title.value, width: leaf.width.as_ref().map(|width| width.value) }
}

/// A line of one cell, whose columns are not known yet.
fn alone(text: String, role: Role) -> Line {
    Line { height: 0, cells: vec![Cell { column: 0, colspan: 1, rowspan: 1, text, role }] }
}

fn kind_of(column: &FormColumn) -> Option<CellKind> {
    column.kind.as_ref().map(|kind| kind.value)
}

fn children(column: &FormColumn) -> &[FormColumn] {
    column.columns.as_deref().unwrap_or_default()
}

fn breadth(column: &FormColumn) -> usize {
    children(column).iter().map(breadth).sum::<usize>().max(1)
}

/// How to fill each column from `next` on: what is said of its groups, then of itself.
fn hints(columns: &[FormColumn], above: &[&str], next: &mut usize, found: &mut Vec<Hint>) {
    for column in columns {
        let own = column.help.as_deref().map(str::trim).filter(|help| !help.is_empty());
        let said: Vec<&str> = above.iter().copied().chain(own).collect();
        match children(column) {
            [] => {
                if !said.is_empty() {
                    let title = column.title.value.trim().to_owned();
                    found.push(Hint { column: *next, title, text: said.join("\n") });
                }
                *next += 1;
            }
            inner => hints(inner, &said, next, found),
        }
    }
}

fn depth(columns: &[FormColumn]) -> usize {
    columns.iter().map(|column| 1 + depth(children(column))).max().unwrap_or(0)
}

/// The role of each column. Names are printed in the first column that is made for them, else in the first of all.
fn roles(leaves: &[&FormColumn], rows: &[Row]) -> Vec<Role> {
    let made = leaves.iter().position(|leaf| kind_of(leaf) == Some(CellKind::Name));
    let naming = made.or_else(|| rows.iter().any(|row| row.name.is_some()).then_some(0));
    let role = |(at, leaf): (usize, &&FormColumn)| match kind_of(leaf) {
        _ if Some(at) == naming => Role::Name,
        Some(CellKind::Count) => Role::Count,
        Some(CellKind::Name | CellKind::Text) | None => Role::Text,
    };
    leaves.iter().enumerate().map(role).collect()
}

/// What has been found so far.
#[derive(Default)]
struct Draft {
    /// What is wrong.
    problems: Vec<Problem>,
    /// Where texts stand first.
    places: HashMap<String, Range<usize>>,
}

impl Draft {
    fn report(&mut self, code: Code, range: Option<Range<usize>>, args: Vec<(&'static str, String)>) {
        self.problems.push(Problem { code, range, args });
    }

    /// The columns that are not groups, from left to right.
    fn collect<'a>(&mut self, columns: &'a [FormColumn], leaves: &mut Vec<&'a FormColumn>) {
        for column in columns {
            match &column.columns {
                Some(inner) if !inner.is_empty() => {
                    self.judge_group(column);
                    self.collect(inner, leaves);
                }
                Some(_) => {
                    let At { value, range } = &column.title;
                    self.report(Code::EmptyHeader, Some(range.clone()), vec![("title", value.clone())]);
                    leaves.push(column);
                }
                None => leaves.push(column),
            }
        }
    }

    /// What makes sense of a column makes none of a group, whose columns have it.
    fn judge_group(&mut self, group: &FormColumn) {
        let kind = group.kind.as_ref().map(|kind| ("kind", &kind.range));
        for (key, range) in kind.into_iter().chain(group.width.as_ref().map(|width| ("width", &width.range))) {
            let args = vec![("key", key.to_owned()), ("known", "title、help、columns".to_owned())];
            self.report(Code::UnknownKey, Some(range.clone()), args);
        }
    }

    fn judge_columns(&mut self, form: &Form, leaves: &[&FormColumn]) {
        if leaves.is_empty() {
            self.report(Code::EmptyHeader, None, vec![("title", form.title.value.clone())]);
        }
        if let Some(first) = leaves.get(MAX_COLUMNS) {
            let args = too_many(leaves.len(), MAX_COLUMNS, ("@column", "@fewer-columns"));
            self.report(Code::FormTooLarge, Some(first.title.range.clone()), args);
        }
    }

    /// Columns of fixed widths have to leave every other one something.
    fn judge_widths(&mut self, leaves: &[&FormColumn], printable: u32) {
        let fixed = leaves.iter().filter_map(|leaf| leaf.width.as_ref());
        let others = leaves.iter().filter(|leaf| leaf.width.is_none()).count();
        let mut room = i64::from(printable) - i64::from(widths::LEAST) * i64::try_from(others).unwrap_or(i64::MAX);
        for At { value, range } in fixed {
            room -= i64::from(*value);
            if room < 0 || *value < widths::LEAST {
                let args = vec![("width", value.to_string()), ("room", printable.to_string())];
                return self.report(Code::ColumnWidth, Some(range.clone()), args);
            }
        }
    }

    fn rows(&mut self, entries: &[FormRow], words: &Words<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut total = 0usize;
        let mut beyond = None;
        for entry in entries {
            let (count, range) = extent(entry, words);
            total = total.saturating_add(count);
            if total > MAX_ROWS && beyond.is_none() {
                beyond = Some(range);
            }
            let room = MAX_ROWS.saturating_sub(rows.len()).min(count);
            let mut named =
                |name: &str, range| Row { name: Some(self.text(name, range, "@help-or-note")), counts: Role::Count };
            let mut printed = |name: &At<String>, counts| {
                rows.extend((room > 0).then(|| Row { counts, ..named(&name.value, Some(name.range.clone())) }));
            };
            match entry {
                FormRow::Fixed(name) => printed(name, Role::Count),
                FormRow::Subtotal(name) => printed(name, Role::Subtotal),
                FormRow::Total(name) => printed(name, Role::Total),
                FormRow::AllFields => rows.extend(words.fields[..room].iter().map(|name| named(name, None))),
                FormRow::Fields(ids) => rows.extend(ids[..room].iter().map(|id| {
                    let name = (words.field)(&id.value).unwrap_or_else(|| id.value.to_string());
                    named(&name, Some(id.range.clone()))
                })),
                FormRow::Spare(_) => rows.extend((0..room).map(|_| Row { name: None, counts: Role::Count })),
            }
        }
        if let Some(range) = beyond {
            self.report(Code::FormTooLarge, range, too_many(total, MAX_ROWS, ("@row", "@fewer-rows")));
        }
        rows
    }

    /// The sheet with what stands above and below everything else.
    fn empty(&mut self, form: &Form, words: &Words<'_>) -> Sheet {
        let note = form
            .note
            .as_ref()
            .map(|note| alone(self.text(&note.value, Some(note.range.clone()), "@summary-or-help"), Role::Note));
        Sheet {
            attachment: form
                .attachment
                .as_ref()
                .map(|number| alone((words.attachment)(number.value), Role::Attachment)),
            title: alone(self.written(&form.title), Role::Title),
            above: Vec::new(),
            head: Vec::new(),
            body: Vec::new(),
            below: Vec::new(),
            note,
            widths: Vec::new(),
            size: 0,
            landscape: form.orientation == Orientation::Landscape,
            hints: Vec::new(),
        }
    }

    fn blanks(&mut self, blanks: &[Blank]) -> Vec<Printed> {
        if let Some(first) = blanks.get(MAX_BLANKS) {
            let args = too_many(blanks.len(), MAX_BLANKS, ("@blank", "@fewer-blanks"));
            self.report(Code::FormTooLarge, Some(first.label.range.clone()), args);
        }
        let blank = |blank: &Blank| Printed {
            label: self.written(&blank.label),
            value: blank.value.as_ref().map_or_else(String::new, |value| blanks::spread(&self.written(value))),
        };
        blanks.iter().take(MAX_BLANKS).map(blank).collect()
    }

    /// No line is high enough for the text of a cell.
    fn no_room(&mut self, sheet: &Sheet, cell: &Cell) {
        let start = super::name::cut(&cell.text, 20, |_| 1);
        let text = if start == cell.text { start.to_owned() } else { format!("{start}…") };
        let args = vec![("text", text), ("width", sheet.width(cell).to_string())];
        self.report(Code::FormNoRoom, self.places.get(&cell.text).cloned(), args);
    }

    /// Puts headings into their lines: a group over its columns, a column down to the last row of headings.
    fn headings(&mut self, columns: &[FormColumn], left: usize, rows: &mut [Line]) {
        let mut column = left;
        for heading in columns {
            let colspan = breadth(heading);
            let inner = children(heading);
            let rowspan = if inner.is_empty() { rows.len() } else { 1 };
            let text = self.written(&heading.title);
            if text.is_empty() {
                let args = vec![("value", text.clone()), ("pattern", "@heading".to_owned())];
                self.report(Code::BadValue, Some(heading.title.range.clone()), args);
            }
            if let Some((first, below)) = rows.split_first_mut() {
                first.cells.push(Cell { column, colspan, rowspan, text, role: Role::Heading });
                self.headings(inner, column, below);
            }
            column += colspan;
        }
    }

    /// A text as it is printed: without a line end behind it, and cut to the limit when it is longer.
    fn written(&mut self, text: &At<String>) -> String {
        self.text(&text.value, Some(text.range.clone()), "@help-or-note")
    }

    /// The same; `instead` says where an explanation that is too long has its place.
    fn text(&mut self, text: &str, range: Option<Range<usize>>, instead: &str) -> String {
        let text = text.trim_end();
        let length = text.chars().count();
        let printed: String = text.chars().take(MAX_TEXT).collect();
        if let Some(range) = &range {
            self.places.entry(printed.clone()).or_insert(range.clone());
        }
        if length > MAX_TEXT {
            let (length, limit) = (length.to_string(), MAX_TEXT.to_string());
            self.report(
                Code::CellTooLong,
                range,
                vec![("length", length), ("limit", limit), ("how", instead.to_owned())],
            );
        }
        printed
    }
}

/// How many rows an entry gives, and where it stands when that is known.
fn extent(row: &FormRow, words: &Words<'_>) -> (usize, Option<Range<usize>>) {
    match row {
        FormRow::Fixed(name) | FormRow::Subtotal(name) | FormRow::Total(name) => (1, Some(name.range.clone())),
        FormRow::AllFields => (words.fields.len(), None),
        FormRow::Fields(ids) => (ids.len(), ids.last().map(|id| id.range.clone())),
        FormRow::Spare(count) => (usize::try_from(count.value).unwrap_or(usize::MAX), Some(count.range.clone())),
    }
}

fn too_many(count: usize, limit: usize, (what, how): (&str, &str)) -> Vec<(&'static str, String)> {
    let (count, limit) = (count.to_string(), limit.to_string());
    vec![("count", count), ("limit", limit), ("what", what.to_owned()), ("how", how.to_owned())]
}
