//! A form → its page and its files.

use crate::form::{Meta, Sheet, sheet, xlsx};
use crate::model::form::{Form, FormColumn};
use crate::model::{Kind, Record};
use crate::plan::Route;

use super::frame::{Frame, plain};
use super::shell::{Article, Head};
use super::view;

impl<'a> Frame<'a> {
    /// The blank form as a spreadsheet.
    pub fn xlsx(&self, record: &Record<Form>) -> Vec<u8> {
        let meta = Meta {
            title: record.data.title.clone(),
            author: self.site.settings.owner.clone(),
            date: self.site.as_of.0,
            sheet_name: self.text("xlsx_sheet"),
            count_title: self.text("xlsx_count_title"),
            count_message: self.text("xlsx_count_message"),
        };
        xlsx::write(&self.sheet(record), &meta)
    }

    pub fn sheet(&self, record: &Record<Form>) -> Sheet {
        sheet(self.site, record, &|number| self.fill("attachment_label", &[("n", &number.to_string())])).0
    }

    pub fn form(&self, index: usize, record: &'a Record<Form>) -> (Head, view::Form) {
        let data = &record.data;
        let html = self.prose(record, &data.summary);
        let mut head = Head::new("form", data.title.clone(), super::record::text_of(&html));
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
            help.extend(text.map(|text| view::Row { label: column.title.value.clone(), value: plain(text) }));
        });
        let view = view::Form {
            html,
            rows,
            due: due.into_iter().map(|date| self.date(date)).collect(),
            sheet: self.sheet(record),
            help,
            downloads: self.downloads(index, record),
        };
        (head, view)
    }

    fn downloads(&self, index: usize, record: &'a Record<Form>) -> Vec<view::Download> {
        let route = Route::Xlsx(index);
        let Some(path) = self.plan.path(&route) else { return Vec::new() };
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let size = self.size(self.xlsx(record).len());
        let text = self.fill("download_xlsx", &[("size", &size)]);
        vec![view::Download { text, href: self.to(path, None), name }]
    }

    fn size(&self, bytes: usize) -> String {
        match bytes {
            0..1024 => self.fill("size_bytes", &[("n", &bytes.to_string())]),
            _ => self.fill("size_kib", &[("n", &bytes.div_ceil(1024).to_string())]),
        }
    }
}

/// Shows every column to `visit`, groups before their columns.
fn columns<'c>(all: &'c [FormColumn], visit: &mut dyn FnMut(&'c FormColumn)) {
    for column in all {
        visit(column);
        columns(column.columns.as_deref().unwrap_or_default(), visit);
    }
}
