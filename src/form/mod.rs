//! One definition of a form → every format, over one neutral layout.

pub mod layout;
pub use layout::Sheet;
/// stub
pub struct Meta {
    /// a
    pub title: String,
    /// a
    pub author: String,
    /// a
    pub date: jiff::civil::Date,
    /// a
    pub sheet_name: String,
    /// a
    pub count_title: String,
    /// a
    pub count_message: String,
    /// a
    pub attachment: Option<String>,
}
/// stub
pub struct Problem {
    /// a
    pub code: crate::diagnostic::Code,
    /// a
    pub range: Option<std::ops::Range<usize>>,
    /// a
    pub args: Vec<(&'static str, String)>,
}
/// stub
pub fn lay_out(
    f: &crate::model::form::Form,
    _n: &dyn Fn(&crate::syntax::value::Id) -> Option<String>,
) -> (Sheet, Vec<Problem>) {
    (
        Sheet {
            attachment: f.attachment,
            title: f.title.clone(),
            header: vec![],
            rows: vec![],
            head: 0,
            widths: vec![],
            footer: vec![],
            note: None,
            landscape: true,
        },
        vec![],
    )
}
/// stub
pub fn file_name(f: &crate::model::form::Form, ext: &str) -> String {
    format!("附件{}-{}.{ext}", f.attachment.unwrap_or(1), f.title)
}
/// stub
pub mod xlsx {
    /// stub
    pub fn write(_: &super::Sheet, _: &super::Meta) -> Vec<u8> {
        vec![]
    }
}
/// The sheet of a form, and what is wrong with the definition.
pub fn sheet(
    site: &crate::model::Site,
    record: &crate::model::Record<crate::model::form::Form>,
) -> (Sheet, Vec<crate::diagnostic::Diagnostic>) {
    let name = |id: &crate::syntax::value::Id| {
        site.get(crate::model::Kind::Field, id).map(|field| field.entry.name().to_owned())
    };
    let (sheet, problems) = lay_out(&record.data, &name);
    let told = problems.into_iter().map(|problem| {
        let span = problem.range.map_or(record.span, |range| crate::source::Span::new(record.file, range));
        let mut diagnostic = crate::diagnostic::Diagnostic::at(problem.code, span);
        diagnostic.args = problem.args;
        diagnostic
    });
    (sheet, told.collect())
}
