//! Documents of forms, made once: their page says how large they are, their own addresses hand them out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;

use crate::diagnostic::Diagnostic;
use crate::form::{Format, Meta, Sheet, sheet};
use crate::model::form::Form;
use crate::model::{Kind, Record};
use crate::plan::Route;
use crate::syntax::value::Date;
use crate::theme::Theme;

use super::context::RenderContext;

/// A document, or the diagnostic of the template that it is printed by.
type Document = Result<Bytes, Diagnostic>;

/// Documents of forms, as far as they are made.
#[derive(Default)]
pub struct Documents {
    made: Mutex<HashMap<Route, Arc<OnceLock<Document>>>>,
    /// Forms that are filled in are empty files.
    are_blank: bool,
    /// So are forms to print, but for the first one.
    are_unprinted: bool,
}

impl Documents {
    /// Documents of a check, which publishes none: those that can always be written are empty files. These are forms that
    /// are filled in, because they have a layout, and with the theme's own templates those to print, but for the first one:
    /// it shows that the templates and fonts hold.
    pub fn blank(theme: &Theme) -> Self {
        let are_unprinted = theme.files("print/").all(|(_, _, own)| own.is_none());
        Self { are_blank: true, are_unprinted, ..Self::default() }
    }

    /// The documents that were made.
    #[cfg(test)]
    pub fn made(&self) -> Vec<Route> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

impl<'a> RenderContext<'a> {
    /// The document of a form at a route. Whoever asks for it while it is made waits for it.
    ///
    /// # Errors
    /// What is wrong with the template that it is printed by.
    pub fn document(&self, route: &Route) -> Document {
        let is_blank = match route {
            Route::Form(..) => self.documents.are_blank,
            Route::Print(_, index) => self.documents.are_unprinted && *index > 0,
            _ => false,
        };
        if is_blank {
            return Ok(Bytes::new());
        }
        let place = {
            let mut all = self.documents.made.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(route.clone()).or_default().clone()
        };
        place.get_or_init(|| self.make_document(route)).clone()
    }

    fn make_document(&self, route: &Route) -> Document {
        match route {
            Route::Form(format, index) => Ok(self.filled_in(*format, &self.site.content.forms[*index]).into()),
            Route::Print(..) => super::print(self, route),
            other => unreachable!("{other:?} is no document of a form"),
        }
    }

    /// The blank form in a format that is filled in.
    fn filled_in(&self, format: Format, record: &Record<Form>) -> Vec<u8> {
        let meta = Meta {
            title: record.data.title.value.clone(),
            author: self.site.settings.owner.clone(),
            date: self.made_on(record).0,
            language: self.site.settings.language.clone(),
            count_title: self.text("form_count_title"),
            count_message: self.text("form_count_message"),
        };
        format.write(&self.sheet(record), &meta)
    }

    /// The day of the documents of a form: when the policy was made that the form cites first as its source, so that they are the
    /// same files whenever the site is built. The as-of date when there is none.
    pub fn made_on(&self, record: &Record<Form>) -> Date {
        let mut policies = record.data.source.0.iter().filter_map(|source| {
            let (policy, _) = self.site.source(source.value.clause.as_ref()?).ok()?;
            self.site.content.policies.get(policy)?.data.made_on.value.get().copied()
        });
        policies.next().unwrap_or(self.site.as_of)
    }

    pub fn sheet(&self, record: &Record<Form>) -> Sheet {
        sheet(self.site, record, &|number| self.fill("attachment_label", &[("n", &number.to_string())])).0
    }

    /// The routes of the documents of a form, with the media type of each and the word of the theme for it.
    pub fn formats(index: usize) -> [(Route, &'static str, &'static str); 4] {
        let [xlsx, docx, ods] = Format::ALL.map(|format| {
            let word = match format {
                Format::Xlsx => "download_xlsx",
                Format::Docx => "download_docx",
                Format::Ods => "download_ods",
            };
            (Route::Form(format, index), format.media_type(), word)
        });
        [xlsx, docx, (Route::Print(Kind::Form, index), "application/pdf", "download_pdf"), ods]
    }
}
