//! Jobs → PDF, with what the engine complains of at its place in the template.

use std::collections::HashMap;
use std::sync::Arc;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::syntax::{FileId, LinkedNode, Source, ast};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::desk::{Desk, id};
use super::fonts::Fonts;
use super::{Job, glyphs};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Looked};
use crate::model::Site;
use crate::source::{self, Snapshot, Span};
use crate::theme::Theme;

/// What every document conforms to.
const STANDARDS: [PdfStandard; 2] = [PdfStandard::A_2a, PdfStandard::Ua_1];
/// Documents after which what the engine remembers of one is forgotten.
const MEMORY: usize = 16;
/// Bytes of stack for making a document: the engine goes as deep as the text is nested.
const STACK: usize = 64 << 20;

/// Templates and fonts of a site, ready to print.
#[derive(Clone)]
pub struct Press {
    pub(super) fonts: Arc<Fonts>,
    pub(super) templates: Arc<HashMap<FileId, Template>>,
    /// What is told of a number in a template from which the engine would not come back.
    huge: Option<Diagnostic>,
    /// Characters that no font has are told already, at their places; documents may then show boxes.
    lacks: bool,
}

pub(super) struct Template {
    /// Name below `print/`.
    name: String,
    pub source: Source,
    /// The file of the site, when it replaces that of the theme.
    file: Option<source::FileId>,
}

impl Press {
    /// The press of a site. A font that cannot be read is told, and the theme's own is taken in its place.
    pub fn new(site: &Site, theme: &Theme) -> (Self, Diagnostics) {
        let (fonts, diagnostics) = Fonts::of(site);
        let template = |(name, text, file): (&str, &str, Option<source::FileId>)| {
            let id = id(name)?;
            Some((id, Template { name: name.to_owned(), source: Source::new(id, text.to_owned()), file }))
        };
        let templates: HashMap<_, _> = theme.files("print/").filter_map(template).collect();
        let huge = templates.values().filter_map(huge_number).min_by_key(|told| told.span);
        let templates = Arc::new(templates);
        (Self { fonts: Arc::new(fonts), templates, huge, lacks: false }, diagnostics)
    }

    /// Characters of what is printed that no font has, at their places. Files that are those of `before` are not looked
    /// through again.
    pub fn look(&mut self, printed: (&Snapshot, &Site), before: Option<&Looked>) -> Looked {
        let looked = glyphs::look(&self.fonts, printed, before);
        self.lacks = !looked.told().is_empty();
        looked
    }

    /// Makes a document: PDF/A-2a and PDF/UA-1. The same job gives the same bytes on any day.
    ///
    /// # Errors
    /// What is wrong with the template, at its line, or a character that no font has.
    pub fn pdf(&self, job: &Job) -> Result<Vec<u8>, Diagnostic> {
        if let Some(told) = &self.huge {
            return Err(told.clone());
        }
        let mut data = job.data.clone();
        data["fonts"] = self.fonts.parts.clone();
        let file = |(path, bytes): (&str, Vec<u8>)| Some((id(path)?, Bytes::new(bytes)));
        let (Some(main), Some(data)) = (id(job.template), file(("data.json", data.to_string().into_bytes()))) else {
            return Err(self.complaint(job, None, "not a path"));
        };
        let files = job.files.iter().filter_map(|(path, bytes)| file((path.as_str(), bytes.to_vec()))).collect();
        let desk = Desk { press: self, main, data, files };
        let options = PdfOptions {
            ident: Smart::Custom(format!("{}\n{}", job.template, job.data)),
            creator: Smart::Custom(Some("Mingce".to_owned())),
            standards: PdfStandards::new(if self.lacks { &[] } else { &STANDARDS }).unwrap_or_default(),
            ..PdfOptions::default()
        };
        let made =
            apart(|| typst::compile::<PagedDocument>(&desk).output.and_then(|made| typst_pdf::pdf(&made, &options)));
        typst::comemo::evict(MEMORY);
        match made {
            Ok(made) => made.map_err(|errors| match errors.first() {
                Some(error) => self.complaint(job, Some((&desk, error)), &told(error)),
                None => self.complaint(job, None, ""),
            }),
            // What the machine refuses is the same for every document: one complaint about no file.
            Err(_) => Err(Diagnostic::path(Code::NoThreads, "")),
        }
    }

    fn complaint(&self, job: &Job, at: Option<(&Desk<'_>, &SourceDiagnostic)>, cause: &str) -> Diagnostic {
        if let Some((_, _, all)) = glyphs::missing(&self.fonts, &job.data.to_string()) {
            return Diagnostic::at(Code::MissingGlyph, job.place).arg("characters", all);
        }
        let template = at.and_then(|(_, error)| self.templates.get(&error.span.id()?));
        let range = at.and_then(|(desk, error)| desk.range(error.span));
        let name = template.map_or(job.template, |template| &template.name);
        let told = match (template.and_then(|template| template.file), range) {
            (Some(file), Some(range)) => Diagnostic::at(Code::Template, Span::new(file, range)),
            _ => Diagnostic::path(Code::Template, format!("theme/print/{name}")),
        };
        told.arg("cause", cause)
    }
}

/// Numbers in templates from which lists and texts can be made that take all memory; the engine sets no limit to them.
const MAX_NUMBER: i64 = 1_000_000;

/// The first number of a template of the site's own that is larger than any document needs.
fn huge_number(template: &Template) -> Option<Diagnostic> {
    let file = template.file?;
    let mut nodes = vec![LinkedNode::new(template.source.root())];
    while let Some(node) = nodes.pop() {
        if let Some(number) = node.cast::<ast::Int<'_>>().map(ast::Int::get).filter(|number| *number > MAX_NUMBER) {
            let told = Diagnostic::at(Code::HugeNumber, Span::new(file, node.range()));
            return Some(told.arg("number", number).arg("limit", MAX_NUMBER));
        }
        nodes.extend(node.children().rev());
    }
    None
}

/// Does `work` on a thread of its own with room enough. The engine shares its work out among threads; on the threads
/// that render pages, one that waits would begin with another document on top of the one that it has begun.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
    let pool = pool.map_err(std::io::Error::other)?;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().spawn_scoped(scope, || pool.install(work))?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// What the engine says, with its hints.
fn told(error: &SourceDiagnostic) -> String {
    let hints = error.hints.iter().map(|hint| hint.v.as_str());
    std::iter::once(error.message.as_str()).chain(hints).collect::<Vec<_>>().join("; ")
}
