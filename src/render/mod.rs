//! Site and route → bytes, purely: the same for the whole build and for a single page.

mod answered;
mod card;
mod condition;
mod context;
pub mod csp;
mod data;
mod documents;
mod drawings;
mod layout;
mod linked_data;
mod markdown;
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
mod value;

pub mod view;

pub use documents::Documents;
pub use layout::Layout;

use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::diagnostic::{Code, Diagnostic, Remarks};
use crate::eligibility::Proved;
use crate::model::{Kind, Site, is_readme};
use crate::picture;
use crate::plan::{self, Glance, HOME, Plan, Route, Single};
use crate::print::PrintEngine;
use crate::search;
use crate::source::{Blob, Left, Snapshot};

use crate::theme::Theme;
use context::RenderContext;

/// A content folder, compiled: all that is needed to make any page of its site.
pub struct Compiled {
    /// The files that were read.
    pub snapshot: Snapshot,
    /// The linked site.
    pub site: Site,
    /// Its checks, compiled, in the order of the records; nothing for one that is wrong.
    pub checks: Arc<[Option<Proved>]>,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What its documents are printed with, when there are any.
    pub engine: Option<PrintEngine>,
    /// Its routes.
    pub plan: Arc<Plan>,
    /// What its pages have in common.
    pub layout: Layout,
    /// Documents of its forms, as far as they are made.
    pub documents: Documents,
    /// What is found in its pages, once somebody asks for it.
    pub search: OnceLock<search::Index>,
    /// Warnings about what has been rendered so far.
    pub remarks: Remarks,
}

impl Compiled {
    /// Files of the content folder that are not published, by their paths: those that nothing public names, what is meant
    /// for those who write the content, and copies that editors have left behind.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        let readme = self.snapshot.texts.iter().map(|source| &*source.path).filter(|path| is_readme(path));
        // Of these, readers have the reduced form.
        let files = self.site.left_out.iter().filter(|path| self.site.picture(path).is_none());
        readme.chain(files.chain(&self.snapshot.passed_over).map(String::as_str))
    }

    /// The files of the search, which the first call makes. It makes them on all cores only when it does not run on one of the
    /// pool's threads, so a build calls it before it renders.
    pub fn search(&self) -> &search::Index {
        let address = |place| {
            let (path, anchor) = match place {
                search::Place::Record(kind, index) => self.plan.record(&self.site, kind, index)?,
                search::Place::Column(id) => (self.plan.path(&Route::Column(id))?, None),
                search::Place::Home => (self.plan.path(&HOME)?, None),
            };
            Some((context::encode(path), anchor))
        };
        self.search.get_or_init(|| search::Index::new(&self.site, search::Size::of(&self.site), &address))
    }

    /// The file that is published at a route as it is and was left on the disk, to be read in parts; with its path in the
    /// content folder.
    pub fn left<'a>(&self, route: &'a Route) -> Option<(&'a str, &Arc<dyn Left>)> {
        let Route::File(path) = route else { return None };
        if picture::holds_metadata(path) {
            return None;
        }
        match self.site.files.get(path)? {
            Blob::Left(left) => Some((path, left)),
            Blob::Held(_) => None,
        }
    }

    /// What a finished page says as Markdown, with the path of that: the bytes of its route, without making the page again.
    pub fn markdown(&self, path: &str, page: &[u8]) -> Option<(String, Bytes)> {
        let markdown = plan::markdown_path(path);
        let Some(Route::Markdown(route)) = self.plan.route(&markdown) else { return None };
        let written = markdown::of_page(&RenderContext::new(self, route), path, page);
        Some((markdown, written))
    }

    /// The bytes of a route: the same ones for the published folder and for a preview.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub fn render(&self, route: &Route) -> Result<Bytes, Diagnostic> {
        render(self, route)
    }
}

/// The bytes of a route: of a page, an asset or a download.
///
/// # Errors
/// What is wrong with a template, at its own line.
///
/// # Panics
/// With a route that is not of the plan of this site: a plan that names what the site does not have is a mistake of the
/// program, and no page.
fn render(compiled: &Compiled, route: &Route) -> Result<Bytes, Diagnostic> {
    let cx = RenderContext::new(compiled, route);
    Ok(match route {
        Route::Asset(bundle) => compiled.theme.asset(*bundle).bytes.clone(),
        Route::Search(file) => compiled.search().file(*file),
        Route::Data(kind, table) => data::table(&cx, *kind, *table),
        Route::Text(index, text) => data::text(&cx, *index, *text),
        Route::Review(index) => pages::review(&cx, *index)?,
        Route::Map(index) => pages::map(&cx, *index)?,
        Route::Glance(index, Glance::Page) => pages::glance(&cx, *index)?,
        Route::Glance(index, Glance::Drawing) => cx.drawing(*index).svg.into(),
        Route::Glance(_, Glance::Print) => print(&cx, route)?,
        Route::File(path) => file(compiled, path)?,
        Route::Picture(path) => {
            let reduced = compiled.site.files[path].with(|bytes| picture::reduced(path, bytes));
            let reduced = reduced.map_err(|_| Diagnostic::path(Code::FileChanged, path.as_str()))?;
            match reduced {
                Some(reduced) => reduced,
                // Its beginning is whole, and the rest is not.
                None => {
                    let broken = Diagnostic::path(Code::UnseenPicture, path.as_str());
                    compiled.remarks.add(broken.arg("path", path).arg("cause", "@picture-broken"));
                    file(compiled, path)?
                }
            }
        }
        Route::Translation(index) => pages::translation(&cx, *index)?,
        Route::TranslatedAsset(_, bundle) => cx.theme.asset(*bundle).bytes.clone(),
        Route::Single(path) => single(&cx, path)?,
        Route::Form(..) | Route::Print(Kind::Form, _) => cx.document(route)?,
        Route::Print(..) => print(&cx, route)?,
        Route::Plain(route) => render(compiled, route)?,
        Route::Markdown(page) => {
            let path = compiled.plan.path(page).unwrap_or_default();
            markdown::of_page(&RenderContext::new(compiled, page), path, &render(compiled, page)?)
        }
        Route::Due(index) => cx.due_calendar(*index).into(),
        Route::Column(id) => pages::column(&cx, *id)?,
        Route::Record(kind, index) => pages::record(&cx, *kind, *index)?,
    })
}

/// A file of the content folder, a picture without what its camera wrote into it.
fn file(compiled: &Compiled, path: &str) -> Result<Bytes, Diagnostic> {
    let blob = &compiled.site.files[path];
    let bytes = if picture::holds_metadata(path) {
        // Of large pictures one is in memory at a time.
        blob.with(|bytes| {
            let bytes = Bytes::copy_from_slice(bytes);
            picture::stripped(&bytes).unwrap_or(bytes)
        })
    } else {
        blob.bytes().map(Bytes::from_owner)
    };
    bytes.map_err(|_| Diagnostic::path(Code::FileChanged, path))
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

/// The document to print at a route.
#[cfg(feature = "print")]
fn print(cx: &RenderContext<'_>, route: &Route) -> Result<Bytes, Diagnostic> {
    let engine = cx.engine.expect("a site that plans documents to print has what they are printed with");
    Ok(engine.pdf(&print::job(cx, route), cx.remarks)?.into())
}

/// A program without the feature plans no such route.
#[cfg(not(feature = "print"))]
fn print(_: &RenderContext<'_>, route: &Route) -> Result<Bytes, Diagnostic> {
    unreachable!("{route:?} is printed")
}
