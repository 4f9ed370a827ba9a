//! A form → its page and its files.

use crate::model::form::{Form, FormColumn};
use crate::model::{Kind, Record};
use crate::plan::Route;

use super::frame::{Frame, plain};
use super::shell::{Article, Head};
use super::view;

impl<'a> Frame<'a> {
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
            due: due.into_iter().map(|date| self.date(date)).collect(),
            width: sheet.widths.iter().sum(),
            sheet,
            help,
            downloads: self.downloads(index),
            plain: self.plain_names(index),
        };
        (head, view)
    }

    /// The documents of a form. One that cannot be made is left out; what is wrong is told where it stands itself.
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
