//! One definition of a form → every format, over one neutral layout.
//!
//! `layout` turns a definition into a [`Sheet`] and what is wrong with it; writers turn a [`Sheet`] into bytes. Nothing
//! here reads or writes a file, knows the date, or holds words that a reader sees.

mod blanks;
pub mod layout;
mod measure;
pub mod name;
mod widths;
pub mod xlsx;

pub use layout::{Problem, Sheet, lay_out};
pub use name::file_name;

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
    /// Name of the sheet in a workbook.
    pub sheet_name: String,
    /// Heading of the message when something else than a whole number is entered.
    pub count_title: String,
    /// That message.
    pub count_message: String,
    /// The line above the title, `附件1`.
    pub attachment: Option<String>,
}

/// The sheet of a form of the site, and what is wrong with the definition.
pub fn sheet(site: &Site, record: &Record<Form>) -> (Sheet, Vec<Diagnostic>) {
    let name = |id: &Id| site.get(Kind::Field, id).map(|field| field.entry.name().to_owned());
    let (sheet, problems) = lay_out(&record.data, &name);
    (sheet, problems.into_iter().map(|problem| problem.diagnose(record.span)).collect())
}
