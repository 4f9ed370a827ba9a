//! Jobs → PDF, with diagnostics of the engine at their places in the template.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use typst::WorldExt;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Smart};
use typst::syntax::{FileId, LinkedNode, Source, ast};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::Fonts;
use super::prepare::Prepared;
use super::world::{PrintWorld, id};
use super::{Job, glyphs};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Remarks, ScanCache};
use crate::model::Site;
use crate::source::{self, Snapshot, Span};
use crate::syntax::quiet;
use crate::theme::Theme;

/// What every document conforms to.
const STANDARDS: [PdfStandard; 2] = [PdfStandard::A_2a, PdfStandard::Ua_1];
/// Documents after which what the engine remembers of one is forgotten.
const MEMORY: usize = 16;
/// Bytes of stack for making a document: the engine goes as deep as the text is nested.
const STACK: usize = 64 << 20;

/// Templates and fonts of a site, ready to print.
#[derive(Clone)]
pub struct PrintEngine {
    pub(super) fonts: Arc<Fonts>,
    pub(super) templates: Arc<HashMap<FileId, Template>>,
    /// What is reported about a number in a template from which the engine would not come back.
    huge: Option<Diagnostic>,
    /// Characters that no font has and that already have a diagnostic, in its notation.
    named: Arc<BTreeSet<String>>,
}

pub(super) struct Template {
    /// Name below `print/`.
    name: String,
    pub source: Source,
    /// The file of the site, when it replaces that of the theme.
    file: Option<source::FileId>,
}

impl PrintEngine {
    /// The print engine of a site. A font that cannot be read is reported, and the theme's own is taken in its place.
    pub fn new(site: &Site, theme: &Theme) -> (Self, Diagnostics) {
        let (fonts, diagnostics) = Fonts::of(site);
        let template = |(name, text, file): (&str, &str, Option<source::FileId>)| {
            let id = id(name)?;
            Some((id, Template { name: name.to_owned(), source: Source::new(id, text.to_owned()), file }))
        };
        let templates: HashMap<_, _> = theme.files("print/").filter_map(template).collect();
        let huge = templates.values().filter_map(huge_number).min_by_key(|reported| reported.span);
        let templates = Arc::new(templates);
        (Self { fonts: Arc::new(fonts), templates, huge, named: Arc::default() }, diagnostics)
    }

    /// Characters of what is printed that no font has, at their places. Files that are those of `before` are not scanned
    /// again.
    pub fn scan(&mut self, snapshot: &Snapshot, site: &Site, before: Option<&ScanCache>) -> ScanCache {
        let scan = glyphs::scan(&self.fonts, snapshot, site, before);
        let named = scan.reported().values().flatten().flat_map(|reported| &reported.args);
        self.named = Arc::new(named.flat_map(|(_, characters)| characters.split('、')).map(str::to_owned).collect());
        scan
    }

    /// Makes a document: PDF/A-2a and PDF/UA-1. The same job gives the same bytes on any day. A warning of the engine, a
    /// character that no font has and a picture that cannot be read are among the remarks.
    ///
    /// # Errors
    /// What is wrong with the template, at its line.
    pub fn pdf(&self, job: &Job, remarks: &Remarks) -> Result<Vec<u8>, Diagnostic> {
        if let Some(reported) = &self.huge {
            return Err(reported.clone());
        }
        let (Some(main), Some(data)) = (id(job.template), id("data.json")) else {
            return Err(self.diagnostic(Code::Template, None, job).arg("cause", "not a path"));
        };
        let mut prepared = Prepared::of(job, self, main);
        self.remark(job, &prepared, remarks);
        prepared.data["fonts"] = self.fonts.parts.clone();
        let data = (data, Bytes::new(prepared.data.to_string().into_bytes()));
        let world = PrintWorld { engine: self, main, data, files: prepared.files };
        let options = PdfOptions {
            ident: Smart::Custom(format!("{}\n{}", job.template, job.data)),
            creator: Smart::Custom(Some("Mingce".to_owned())),
            standards: PdfStandards::new(&STANDARDS).unwrap_or_default(),
            ..PdfOptions::default()
        };
        let made = apart(|| {
            let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
            (output.and_then(|made| typst_pdf::pdf(&made, &options)), warnings)
        });
        typst::comemo::evict(MEMORY);
        // An error of the machine is the same for every document: one diagnostic without a file.
        let made = made.map_err(|_| Diagnostic::path(Code::NoThreads, ""))?;
        let (made, warnings) =
            made.ok_or_else(|| Diagnostic::at(Code::Template, job.place).arg("cause", "@engine-failed"))?;
        let located = |code, reported: &SourceDiagnostic| {
            self.diagnostic(code, Some((&world, reported)), job).arg("cause", words(reported))
        };
        warnings.iter().for_each(|warning| remarks.add(located(Code::PrintWarning, warning)));
        made.map_err(|errors| match errors.first() {
            Some(error) => located(Code::Template, error),
            None => self.diagnostic(Code::Template, None, job).arg("cause", ""),
        })
    }

    /// Notes what of a job cannot be printed.
    fn remark(&self, job: &Job, prepared: &Prepared, remarks: &Remarks) {
        let unnamed = |c: &&char| !self.named.contains(&glyphs::name(**c));
        let unnamed: BTreeSet<char> = prepared.lacking.iter().filter(unnamed).copied().collect();
        if !unnamed.is_empty() {
            remarks.add(Diagnostic::at(Code::MissingGlyph, job.place).arg("characters", glyphs::list(&unnamed)));
        }
        for (path, cause) in &prepared.refused {
            let place = job.pictures.get(path).copied().unwrap_or(job.place);
            remarks.add(Diagnostic::at(Code::UnreadablePicture, place).arg("picture", path).arg("cause", cause));
        }
    }

    /// What the engine says of a job: an error in the template that it is about; a warning in a template of the site's own,
    /// and else at the record that is printed.
    fn diagnostic(&self, code: Code, at: Option<(&PrintWorld<'_>, &SourceDiagnostic)>, job: &Job) -> Diagnostic {
        let template = at.and_then(|(_, reported)| self.templates.get(&reported.span.id()?));
        let range = at.and_then(|(world, reported)| world.range(reported.span));
        let name = template.map_or(job.template, |template| &template.name);
        match (template.and_then(|template| template.file), range) {
            (Some(file), Some(range)) => Diagnostic::at(code, Span::new(file, range)),
            _ if code == Code::PrintWarning => Diagnostic::at(code, job.place),
            _ => Diagnostic::path(code, format!("theme/print/{name}")),
        }
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
            let reported = Diagnostic::at(Code::HugeNumber, Span::new(file, node.range()));
            return Some(reported.arg("number", number).arg("limit", MAX_NUMBER));
        }
        nodes.extend(node.children().rev());
    }
    None
}

/// Does `work` on a thread of its own with room enough. The engine shares its work out among threads; on the threads
/// that render pages, one that waits would begin with another document on top of the one that it has begun. Nothing when the
/// engine panics.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<Option<T>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
    let pool = pool.map_err(std::io::Error::other)?;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().spawn_scoped(scope, || pool.install(|| quiet::caught(work)))?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// What the engine says, with its hints; of a mistake of its own, neither the place in its source nor how it came there.
fn words(error: &SourceDiagnostic) -> String {
    if let Some(mistake) = error.message.strip_prefix("internal error: ") {
        return mistake.split(" (occurred at ").next().unwrap_or(mistake).to_owned();
    }
    let hints = error.hints.iter().map(|hint| hint.v.as_str());
    std::iter::once(error.message.as_str()).chain(hints).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_engine_is_no_answer() {
        assert_eq!(apart(|| 1).unwrap(), Some(1));
        assert_eq!(apart::<()>(|| panic!("a mistake of the engine")).unwrap(), None);
    }

    #[test]
    fn a_mistake_of_the_engine_is_told_without_its_source() {
        let said = |message: &str| {
            words(&SourceDiagnostic::error(typst::syntax::Span::detached(), message).with_hint("report this"))
        };
        assert_eq!(said("internal error: too wide (occurred at /a/b.rs:1:2)"), "too wide");
        assert_eq!(said("too wide"), "too wide; report this");
    }
}
