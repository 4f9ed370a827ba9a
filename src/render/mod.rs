//! Site and route → bytes, purely: the same for the whole build and for a single page.

mod answered;
mod card;
mod condition;
mod context;
pub mod csp;
mod documents;
mod layout;
mod metadata;
mod outputs;
pub mod pages;
mod period;
#[cfg(feature = "print")]
mod print;
mod qr;
mod reach;
mod roles;
mod validity;

pub mod view;

pub use documents::Documents;
pub use layout::Layout;

use bytes::Bytes;

use crate::diagnostic::{Code, Diagnostic, Remarks};
use crate::eligibility::Proved;
use crate::model::{Kind, Site};
use crate::plan::{Plan, Route, Single};
use crate::print::PrintEngine;
use crate::source::{FileId, Snapshot};

use crate::theme::Theme;
use context::RenderContext;

/// What is rendered from: everything that is known before the first page is made.
pub struct Input<'a> {
    /// The files that were read.
    pub snapshot: &'a Snapshot,
    /// The linked site.
    pub site: &'a Site,
    /// What its documents are printed with, when there are any.
    pub engine: Option<&'a PrintEngine>,
    /// Its routes.
    pub plan: &'a Plan,
    /// Its theme.
    pub theme: &'a Theme,
    /// Its checks, compiled, in the order of the records; nothing for one that is wrong.
    pub checks: &'a [Option<Proved>],
    /// What its pages have in common, as far as it is made.
    pub layout: &'a Layout,
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
    let cx = RenderContext {
        site: input.site,
        plan: input.plan,
        theme: input.theme,
        checks: input.checks,
        paths: &paths,
        route,
        path,
        shared: input.layout,
        #[cfg(feature = "print")]
        engine: input.engine,
        #[cfg(feature = "print")]
        remarks: input.remarks,
        documents: input.documents,
    };
    let content = &input.site.content;
    Ok(match route {
        Route::Asset(bundle) => input.theme.asset(*bundle).bytes.clone(),
        Route::Review(index) => pages::review(&cx, *index)?,
        Route::File(path) => {
            let bytes = input.site.files[path].bytes();
            Bytes::from_owner(bytes.map_err(|_| Diagnostic::path(Code::FileChanged, path.as_str()))?)
        }
        Route::Single(path) => single(&cx, path)?,
        Route::Form(..) | Route::Print(Kind::Form, _) => cx.document(route)?,
        Route::Print(kind, index) => print(&cx, *kind, *index)?,
        Route::Plain(route) => render(input, route)?,
        Route::Due(index) => cx.due_calendar(&content.forms[*index]).into(),
        Route::Column(id) => pages::column(&cx, *id)?,
        Route::Record(kind, index) => pages::record(&cx, *kind, *index)?,
    })
}

/// All pages and files that a site has once.
pub const SINGLES: [Single; pages::SITE.len() + outputs::OUTPUTS.len()] = {
    let mut singles = [pages::SITE[0].single(); pages::SITE.len() + outputs::OUTPUTS.len()];
    let mut at = 0;
    while at < singles.len() {
        singles[at] = match at.checked_sub(pages::SITE.len()) {
            None => pages::SITE[at].single(),
            Some(at) => outputs::OUTPUTS[at].single,
        };
        at += 1;
    }
    singles
};

/// A page or a file that the site has once.
fn single(cx: &RenderContext<'_>, path: &str) -> Result<Bytes, Diagnostic> {
    match outputs::OUTPUTS.iter().find(|output| output.single.path == path) {
        Some(output) => Ok((output.make)(cx).into()),
        None => pages::site(cx, path),
    }
}

/// The document to print of a record.
#[cfg(feature = "print")]
fn print(cx: &RenderContext<'_>, kind: Kind, index: usize) -> Result<Bytes, Diagnostic> {
    let engine = cx.engine.expect("a site that plans documents to print has what they are printed with");
    let job = cx.job(kind, index).expect("what is planned to be printed is a record that can be");
    Ok(engine.pdf(&job, cx.remarks)?.into())
}

/// A program without the feature plans no such route.
#[cfg(not(feature = "print"))]
fn print(_: &RenderContext<'_>, kind: Kind, _: usize) -> Result<Bytes, Diagnostic> {
    unreachable!("{kind:?} is printed")
}
