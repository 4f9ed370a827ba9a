//! Files, pictures and pages that values name.

use super::Resolver;
use crate::model::entry::AnyRecord;
use crate::model::kind::Kind;
use crate::model::reach;
use crate::model::settings::{FootLink, Mark};
use crate::model::target::{LinkTarget, ResolveError};
use crate::source::{FileId, Span};
use crate::syntax::markdown::Document;
use crate::syntax::value::{At, Known};

impl<'a> Resolver<'a> {
    /// The picture of a mark is a file, its address a page elsewhere.
    pub(super) fn mark(&mut self, mark: &Mark, file: FileId) {
        self.shown_picture(&mark.picture, file);
        let refusal = match self.site.link_target(&mark.address.value, self.path_of(file), &Document::default()) {
            Ok(LinkTarget::Outside(_)) => return,
            Ok(_) => ResolveError::Unknown(mark.address.value.clone()),
            Err(refusal) => refusal,
        };
        self.refuse(&refusal, Span::new(file, mark.address.range.clone()), None);
    }

    /// A link of the foot leads where a link of a text may lead.
    pub(super) fn foot_link(&mut self, link: &FootLink, file: FileId) {
        let (url, span) = (&link.address.value, Span::new(file, link.address.range.clone()));
        match self.link_target(url, file, &Document::default()) {
            Ok((LinkTarget::Outside(url), _)) if url.starts_with("http") => self.address(&url, span),
            Ok((LinkTarget::Outside(url), _)) => self.found.diagnostics.extend(reach::refuse(&url, span)),
            Ok((LinkTarget::File(path), _)) => self.found.files.push(path),
            Ok((LinkTarget::Record(kind, index, _), _)) => self.uses(kind, index, span),
            Ok((LinkTarget::Clause(policy, _), _)) => self.uses(Kind::Policy, policy, span),
            Ok((LinkTarget::Here(_), _)) => self.refuse(&ResolveError::Unknown(url.clone()), span, None),
            Err(refusal) => self.refuse(&refusal, span, None),
        }
    }

    /// The picture of a card, a file that others fetch as it is.
    pub(super) fn picture(&mut self, picture: &At<String>, file: FileId) {
        if let Some(path) = self.picture_file(picture, file) {
            self.found.files.push(path);
        }
    }

    /// A picture that pages show.
    pub(super) fn shown_picture(&mut self, picture: &At<String>, file: FileId) {
        if let Some(path) = self.picture_file(picture, file) {
            self.found.pictures.push((path, Span::new(file, picture.range.clone())));
        }
    }

    /// A picture is a file of the site.
    fn picture_file(&mut self, picture: &At<String>, file: FileId) -> Option<String> {
        let refusal = match self.site.link_target(&picture.value, self.path_of(file), &Document::default()) {
            Ok(LinkTarget::File(path)) => return Some(path),
            Ok(_) => ResolveError::File(picture.value.clone()),
            Err(refusal) => refusal,
        };
        self.refuse(&refusal, Span::new(file, picture.range.clone()), None);
        None
    }

    pub(super) fn file(&mut self, record: &AnyRecord<'a>, file: &At<Known<String>>) {
        let Some(target) = file.value.get() else { return };
        let span = Span::new(record.file, file.range.clone());
        match self.link_target(target, record.file, record.body) {
            Ok((LinkTarget::File(path), _)) => {
                self.found.files.push(path);
            }
            Ok(_) => {}
            Err(refusal) => self.refuse(&refusal, span, Some(record.body)),
        }
    }
}
