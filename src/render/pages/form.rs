//! A form, and its documents to take away.

use std::collections::BTreeSet;

use super::{Listing, RecordPage, made};
use crate::form::sheet::{Line, Role};
use crate::model::form::{Form, FormColumn};
use crate::model::{Kind, Record};
use crate::plan::Route;
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Download, Head};
use crate::render::view::plain;
use crate::theme::Bundle;

/// Size of the text in a table that fits its paper, in half points; in others it is smaller.
const USUAL: u32 = 21;

/// The row of the table.
pub(super) const PAGE: RecordPage = RecordPage {
    kind: Kind::Form,
    template: "form.html",
    make: |cx, index| made(cx.form(index, &cx.site.content.forms[index])),
    list: Listing { card: Some(card), ..Listing::PLAIN },
    download: Some(|index| Download { route: Route::Due(index), text: "download_calendar" }),
};

/// What its template knows.
pub mod view {
    use serde::Serialize;

    use crate::form::sheet::Line;
    pub use crate::render::view::*;

    /// `form.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Form {
        /// The style sheet.
        pub css: String,
        /// What it is for, as HTML.
        pub html: Html,
        /// Who fills it, when, where it goes.
        pub rows: Vec<Row>,
        /// The next days on which it is due.
        pub due: Vec<Due>,
        /// The line of the attachment; empty when it is none.
        pub attachment: String,
        /// The sheet lies on its long side.
        pub landscape: bool,
        /// The text of the table is smaller than usual.
        pub small: bool,
        /// What stands above the table.
        pub above: Grid,
        /// The table.
        pub table: Grid,
        /// What stands below the table.
        pub below: Grid,
        /// How to fill each column.
        pub help: Vec<Row>,
        /// Files to download.
        pub downloads: Vec<Download>,
        /// The same files under names that every system takes, when theirs are others.
        pub plain: Vec<Link>,
    }

    /// Lines of cells. Each of its columns has a cell that begins in it.
    #[derive(Clone, Debug, Serialize)]
    pub struct Grid {
        /// Width of each column, in hundredths of the sheet.
        pub widths: Vec<u32>,
        /// Headings, from top to bottom. Heights of lines are in points here.
        pub head: Vec<Line>,
        /// Other lines, from top to bottom.
        pub lines: Vec<Line>,
    }

    /// A file to download.
    #[derive(Clone, Debug, Serialize)]
    pub struct Download {
        /// What is shown: format and size included.
        pub text: String,
        /// Address.
        pub href: String,
        /// Name under which it is saved.
        pub name: String,
        /// Its media type.
        pub media_type: &'static str,
    }
}

impl<'a> RenderContext<'a> {
    pub fn form(&self, index: usize, record: &'a Record<Form>) -> (Head, view::Form) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = Head::new("form", data.title.value.clone(), html.words());
        head.article = Some(Article::default());
        head.sources = self.sources(&data.source);
        head.verified = data.verified;
        let mut rows = vec![
            self.row("l_filled_by", plain(&data.filled_by)),
            self.row("l_due", plain(&data.due_text)),
            self.row("l_sent_to", plain(&data.sent_to)),
        ];
        if let Some(policy) = &data.policy {
            let policies = self.links(Kind::Policy, std::slice::from_ref(policy));
            rows.push(self.row("l_policies", self.links_value(&policies)));
        }
        let due = data.due.map_or_else(Vec::new, |due| self.due(due));
        let mut help = Vec::new();
        columns(&data.columns, &mut |column| {
            let text = column.help.as_deref();
            help.extend(text.map(|text| view::Row::new(column.title.value.clone(), plain(text))));
        });
        let sheet = self.sheet(record);
        let texts = |line: &Line| line.cells.iter().map(|cell| cell.text.as_str()).collect();
        let view = view::Form {
            css: self.asset(Bundle::FormCss),
            html,
            rows,
            due: due.into_iter().map(|date| self.due_day(date)).collect(),
            attachment: sheet.attachment.as_ref().map_or_else(String::new, texts),
            landscape: sheet.landscape,
            small: sheet.size < USUAL,
            above: grid(&sheet.widths, sheet.attachment.iter().chain([&sheet.title]).chain(&sheet.above)),
            table: grid(&sheet.widths, sheet.head.iter().chain(&sheet.body)),
            below: grid(&sheet.widths, sheet.below.iter().chain(&sheet.note)),
            help,
            downloads: self.downloads(index),
            plain: self.plain_names(index),
        };
        (head, view)
    }

    /// The documents of a form. One that cannot be made is left out; the download's own route reports it.
    fn downloads(&self, index: usize) -> Vec<view::Download> {
        let download = |(route, media_type, word): (Route, &'static str, &'static str)| {
            let path = self.plan.path(&route)?;
            let size = self.size(self.document(&route).ok()?.len());
            Some(view::Download {
                text: self.fill(word, &[("size", &size)]),
                href: self.to(path, None),
                name: last(path).to_owned(),
                media_type,
            })
        };
        Self::formats(index).into_iter().filter_map(download).collect()
    }

    /// The same documents under names of plain ASCII letters.
    fn plain_names(&self, index: usize) -> Vec<view::Link> {
        let link = |(route, ..): (Route, &str, &str)| {
            let path = self.plan.path(&Route::Plain(Box::new(route.clone())))?;
            let size = self.size(self.document(&route).ok()?.len());
            let text = self.fill("download_named", &[("name", last(path)), ("size", &size)]);
            Some(view::Link { text, href: Some(self.to(path, None)) })
        };
        Self::formats(index).into_iter().filter_map(link).collect()
    }

    fn size(&self, bytes: usize) -> String {
        match bytes {
            0..1024 => self.fill("size_bytes", &[("n", &bytes.to_string())]),
            _ => self.fill("size_kib", &[("n", &bytes.div_ceil(1024).to_string())]),
        }
    }
}

/// Lines in columns of which each has a cell that begins in it: others belong to the one before them.
fn grid<'l>(widths: &[u32], lines: impl Iterator<Item = &'l Line>) -> view::Grid {
    let mut lines: Vec<Line> = lines.cloned().collect();
    let begins: BTreeSet<usize> = lines.iter().flat_map(|line| &line.cells).map(|cell| cell.column).collect();
    lines.iter_mut().for_each(|line| line.height = line.height.div_ceil(2));
    for cell in lines.iter_mut().flat_map(|line| &mut line.cells) {
        cell.colspan = begins.range(cell.column..cell.column + cell.colspan).count();
        cell.column = begins.range(..cell.column).count();
    }
    let ends = begins.iter().copied().skip(1).chain([widths.len()]);
    let edges = begins.iter().copied().take(1).chain(ends).map(|column| widths[..column].iter().sum::<u32>());
    let total = widths.iter().sum::<u32>().max(1);
    let edges: Vec<u32> = edges.map(|edge| (edge * 100 + total / 2) / total).collect();
    let (head, lines) = lines.into_iter().partition(|line| line.cells.iter().any(|cell| cell.role == Role::Heading));
    view::Grid { widths: edges.windows(2).map(|edge| edge[1] - edge[0]).collect(), head, lines }
}

/// The name of a file.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Shows every column to `visit`, groups before their columns.
fn columns<'c>(all: &'c [FormColumn], visit: &mut dyn FnMut(&'c FormColumn)) {
    for column in all {
        visit(column);
        columns(column.columns.as_deref().unwrap_or_default(), visit);
    }
}

fn card(cx: &RenderContext<'_>, index: usize, card: &mut view::Card) {
    let record = &cx.site.content.forms[index];
    card.html = cx.prose(record, &record.data.summary);
    card.rows =
        vec![cx.row("l_filled_by", plain(&record.data.filled_by)), cx.row("l_due", plain(&record.data.due_text))];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::sheet::Cell;

    fn line(role: Role, cells: &[(usize, usize)]) -> Line {
        let cell =
            |&(column, colspan): &(usize, usize)| Cell { column, colspan, rowspan: 1, text: String::new(), role };
        Line { height: 0, cells: cells.iter().map(cell).collect() }
    }

    /// Columns in millimetres, and cells of lines by their first column and its span.
    fn columns(widths: &[u32], lines: &[Line]) -> (Vec<u32>, Vec<Vec<(usize, usize)>>) {
        let grid = grid(widths, lines.iter());
        let cells = |line: &Line| line.cells.iter().map(|cell| (cell.column, cell.colspan)).collect();
        (grid.widths, grid.head.iter().chain(&grid.lines).map(cells).collect())
    }

    #[test]
    fn a_column_in_which_no_cell_begins_is_part_of_the_one_before() {
        let lines = [line(Role::Heading, &[(0, 2), (2, 1)]), line(Role::Text, &[(0, 2), (2, 1)])];
        assert_eq!(columns(&[10, 20, 70], &lines), (vec![30, 70], vec![vec![(0, 1), (1, 1)]; 2]));
        let lines = [line(Role::Title, &[(0, 4)]), line(Role::Value, &[(0, 1), (1, 3)])];
        assert_eq!(columns(&[20, 40, 40, 20], &lines), (vec![17, 83], vec![vec![(0, 2)], vec![(0, 1), (1, 1)]]));
        assert_eq!(columns(&[30, 30, 30], &[line(Role::Note, &[(0, 3)])]), (vec![100], vec![vec![(0, 1)]]));
        let all = [line(Role::Text, &[(0, 1), (1, 1), (2, 1)])];
        assert_eq!(columns(&[60, 60, 60], &all).0, [33, 34, 33]);
        assert_eq!(columns(&[180], &[]), (vec![], vec![]));
    }
}
