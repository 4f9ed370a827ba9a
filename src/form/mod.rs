//! One definition of a form → every format, over one neutral layout.
//!
//! `layout` turns a definition into a [`Sheet`] and its diagnostics; writers turn a [`Sheet`] into bytes. Nothing
//! here reads or writes a file, knows the date, or holds words that a reader sees.

mod blanks;
mod docx;
mod entries;
mod format;
mod heights;
pub mod layout;
mod measure;
pub mod name;
mod ods;
mod package;
pub mod sheet;
mod widths;
mod xlsx;

pub use format::Format;
pub use layout::{Problem, Words, lay_out};
pub use name::file_name;
pub use sheet::Sheet;

use crate::diagnostic::Diagnostic;
use crate::model::form::Form;
use crate::model::{Kind, Record, Site};
use crate::syntax::value::Id;

/// What a file says that is not on the sheet: properties of the document, words of the site's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Title of the document.
    pub title: String,
    /// Who is responsible for it.
    pub author: String,
    /// Day of creation.
    pub date: jiff::civil::Date,
    /// Language of the document, as in BCP 47: `zh-CN`.
    pub language: String,
    /// Heading of the message when something else than a whole number is entered.
    pub count_title: String,
    /// That message.
    pub count_message: String,
}

/// The sheet of a form of the site, and the diagnostics of the definition. `attachment` gives the line of the
/// attachment with a number.
pub fn sheet(site: &Site, record: &Record<Form>, attachment: &dyn Fn(u32) -> String) -> (Sheet, Vec<Diagnostic>) {
    let field = |id: &Id| site.get(Kind::Field, id).map(|field| field.entry.name().to_owned());
    let fields: Vec<&str> = site.content.fields.iter().map(|field| field.data.name.as_str()).collect();
    let (sheet, problems) = lay_out(&record.data, &Words { field: &field, fields: &fields, attachment });
    (sheet, problems.into_iter().map(|problem| problem.diagnose(record.span)).collect())
}
