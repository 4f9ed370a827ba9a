//! Site and route → bytes, purely: the same for the whole build and for a single page.

mod answered;
mod article;
mod card;
mod check;
mod condition;
pub mod csp;
mod documents;
mod form;
mod frame;
mod home;
mod list;
pub mod outputs;
mod period;
mod policy;
#[cfg(feature = "print")]
mod print;
mod qr;
mod reach;
mod record;
mod roles;
mod shell;
mod surroundings;
mod validity;

pub mod view;

pub use documents::Documents;
pub use surroundings::Surroundings;

use bytes::Bytes;
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Remarks};
use crate::eligibility::Proved;
use crate::model::settings::ColumnId;
use crate::model::{Kind, Site};
use crate::plan::{Plan, Route};
use crate::print::Press;
use crate::source::{FileId, Snapshot};
use crate::syntax::markup::Html;
use crate::syntax::tight::tight;

use crate::theme::Theme;
use frame::Frame;
use shell::Head;

/// What is rendered from: everything that is known before the first page is made.
pub struct Input<'a> {
    /// The files that were read.
    pub snapshot: &'a Snapshot,
    /// The linked site.
    pub site: &'a Site,
    /// What its documents are printed with, when there are any.
    pub press: Option<&'a Press>,
    /// Its routes.
    pub plan: &'a Plan,
    /// Its theme.
    pub theme: &'a Theme,
    /// Its checks, compiled, in the order of the records; nothing for one that is wrong.
    pub checks: &'a [Option<Proved>],
    /// What its pages have in common, as far as it is made.
    pub surroundings: &'a Surroundings,
    /// Documents of forms, as far as they are made.
    pub documents: &'a Documents,
    /// Where warnings go that rendering finds.
    pub remarks: &'a Remarks,
}

/// The bytes of a route: of a page, an asset or a download.
///
/// # Errors
/// What is wrong with a template, at its own line.
///
/// # Panics
/// With a route that is not of the plan of this site: a plan that names what the site does not have is a mistake of the
/// program, and no page.
pub fn render(input: &Input<'_>, route: &Route) -> Result<Bytes, Diagnostic> {
    let paths = |id: FileId| &*input.snapshot.source(id).path;
    let path = input.plan.path(route).unwrap_or("404.html");
    let frame = Frame {
        site: input.site,
        plan: input.plan,
        theme: input.theme,
        checks: input.checks,
        paths: &paths,
        route,
        path,
        shared: input.surroundings,
        #[cfg(feature = "print")]
        press: input.press,
        #[cfg(feature = "print")]
        remarks: input.remarks,
        documents: input.documents,
    };
    let content = &input.site.content;
    Ok(match route {
        Route::CheckCss => input.theme.check_css.bytes.clone(),
        Route::QrScript => input.theme.qr_script.bytes.clone(),
        Route::CheckScript => input.theme.check_script.bytes.clone(),
        Route::Review(index) => {
            let (head, view) = frame.review(*index, &content.checks[*index]);
            page(&frame, "review.html", head, view)?
        }
        Route::Css => input.theme.css.bytes.clone(),
        Route::PagesCss => input.theme.pages_css.bytes.clone(),
        Route::Script => input.theme.script.bytes.clone(),
        Route::Icon => input.theme.icon.bytes.clone(),
        Route::File(path) => {
            let bytes = input.site.files[path].bytes();
            Bytes::from_owner(bytes.map_err(|_| Diagnostic::path(Code::FileChanged, path.as_str()))?)
        }
        Route::Single(path) => outputs::text(&frame, path).into(),
        Route::Form(..) | Route::Print(Kind::Form, _) => frame.document(route)?,
        Route::Print(kind, index) => print(&frame, *kind, *index)?,
        Route::Plain(route) => render(input, route)?,
        Route::Due(index) => frame.due_calendar(&content.forms[*index]).into(),
        Route::Home => {
            let (head, view) = frame.home();
            page(&frame, "home.html", head, view)?
        }
        Route::Column(id) => column(&frame, *id)?,
        Route::Record(kind, index) => record(&frame, *kind, *index)?,
        Route::SiteMap => page(&frame, "sitemap.html", plain_head(&frame, "sitemap"), frame.site_map())?,
        Route::Accessibility => {
            let none = view::Plain { groups: Vec::new() };
            page(&frame, "accessibility.html", plain_head(&frame, "accessibility"), none)?
        }
        Route::NotFound => page(&frame, "404.html", plain_head(&frame, "not-found"), frame.ways_on())?,
    })
}

/// The document to print of a record.
#[cfg(feature = "print")]
fn print(frame: &Frame<'_>, kind: Kind, index: usize) -> Result<Bytes, Diagnostic> {
    let press = frame.press.expect("a site that plans documents to print has what they are printed with");
    let job = frame.job(kind, index).expect("what is planned to be printed is a record that can be");
    Ok(press.pdf(&job, frame.remarks)?.into())
}

/// A program without the feature plans no such route.
#[cfg(not(feature = "print"))]
fn print(_: &Frame<'_>, kind: Kind, _: usize) -> Result<Bytes, Diagnostic> {
    unreachable!("{kind:?} is printed")
}

fn plain_head(frame: &Frame<'_>, kind: &'static str) -> Head {
    let key = kind.replace('-', "_");
    let text = |prefix: &str| frame.theme.text(&format!("{prefix}_{key}")).to_owned();
    Head::new(kind, text("title"), text("description"))
}

fn column(frame: &Frame<'_>, id: ColumnId) -> Result<Bytes, Diagnostic> {
    let head = frame.column_head(id);
    match id {
        ColumnId::Benefits => page(frame, "benefits.html", head, frame.benefits()),
        ColumnId::Process => page(frame, "process.html", head, frame.process()),
        ColumnId::Offices => page(frame, "offices.html", head, frame.offices()),
        ColumnId::Glossary => page(frame, "glossary.html", head, frame.glossary()),
        other => page(frame, "list.html", head, frame.list(other)?),
    }
}

fn record(frame: &Frame<'_>, kind: Kind, index: usize) -> Result<Bytes, Diagnostic> {
    macro_rules! record_page {
        ($template:literal, $record:expr, $view:expr) => {{
            let (mut head, view) = $view(&$record[index]);
            head.column = kind.column();
            page(frame, $template, head, view)
        }};
    }
    let content = &frame.site.content;
    match kind {
        Kind::Policy => record_page!("policy.html", content.policies, |record| frame.policy(index, record)),
        Kind::Interpretation => {
            record_page!("article.html", content.interpretations, |record| frame.interpretation(index, record))
        }
        Kind::Question => record_page!("article.html", content.questions, |record| frame.question(index, record)),
        Kind::Page => record_page!("article.html", content.pages, |record| frame.page(index, record)),
        Kind::Field => record_page!("record.html", content.fields, |record| frame.field(index, record)),
        Kind::Institution => {
            record_page!("record.html", content.institutions, |record| frame.institution(index, record))
        }
        Kind::Notice => record_page!("record.html", content.notices, |record| frame.notice(record)),
        Kind::Benefit => record_page!("record.html", content.benefits, |record| frame.benefit(record)),
        Kind::Check => record_page!("check.html", content.checks, |record| frame.check(index, record)),
        Kind::Form => record_page!("form.html", content.forms, |record| frame.form(index, record)),
        Kind::Office | Kind::Step | Kind::Term | Kind::Fact => unreachable!("{kind:?} has no page"),
    }
}

fn page(frame: &Frame<'_>, template: &str, mut head: Head, view: impl Serialize) -> Result<Bytes, Diagnostic> {
    let own = std::mem::take(&mut head.parts);
    let (mut context, parts) = frame.shell(head)?;
    context.insert("view", &view);
    // A list of ten thousand cards is not kept twice while it is rendered.
    drop(view);
    let html = frame.theme.render(template, &mut context)?;
    drop(context);
    let parts: Vec<&Html> = parts.iter().map(|part| &**part).chain(&own).collect();
    Ok(tight(&html, &parts).into())
}
