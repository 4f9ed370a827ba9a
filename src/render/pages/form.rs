//! A form, and its documents to take away.

use super::{Listing, RecordPage, made};
use crate::model::form::{Form, FormColumn};
use crate::model::{Kind, Record};
use crate::plan::Route;
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Download, Head};
use crate::render::view::plain;

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

    pub use crate::render::view::*;

    /// `form.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Form {
        /// What it is for, as HTML.
        pub html: Html,
        /// Who fills it, when, where it goes.
        pub rows: Vec<Row>,
        /// The next days on which it is due.
        pub due: Vec<Due>,
        /// The form as a table.
        pub sheet: crate::form::Sheet,
        /// Its width in millimetres.
        pub width: u32,
        /// How to fill each column.
        pub help: Vec<Row>,
        /// Files to download.
        pub downloads: Vec<Download>,
        /// The same files under names that every system takes, when theirs are others.
        pub plain: Vec<Link>,
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
        let view = view::Form {
            html,
            rows,
            due: due.into_iter().map(|date| self.due_day(date)).collect(),
            width: sheet.widths.iter().sum(),
            sheet,
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
