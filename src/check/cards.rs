//! Pictures of cards: whether others can show them.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{LinkTarget, Site};
use crate::picture::card_size;
use crate::source::{Blob, Snapshot, Span};
use crate::syntax::markdown::Document;

/// Pixels that WeChat wants in each direction.
const LEAST: u32 = 300;

/// Each picture that the site or a record names for its card; a file is looked into once.
pub(super) fn check(snapshot: &Snapshot, site: &Site) -> Diagnostics {
    let settings =
        site.content.settings.iter().filter_map(|(file, settings)| Some((settings.picture.as_ref()?, *file)));
    let records = site.content.records().into_iter().filter_map(|record| Some((record.entry.picture()?, record.file)));
    let mut sizes: FxHashMap<String, Option<Option<(u32, u32)>>> = FxHashMap::default();
    let mut diagnostics = Diagnostics::default();
    for (picture, file) in settings.chain(records) {
        let from = &snapshot.source(file).path;
        // What leads to no file is reported where references are resolved.
        let Ok(LinkTarget::File(path)) = site.link_target(&picture.value, from, &Document::default()) else { continue };
        let Some(blob) = site.files.get(&path).filter(|_| !site.content.unread.may_have(&path)) else { continue };
        let found = *sizes.entry(path.clone()).or_insert_with(|| size(&path, blob));
        let span = Span::new(file, picture.range.clone());
        match found {
            Some(None) => diagnostics.push(Diagnostic::at(Code::CardPicture, span).arg("path", path)),
            Some(Some((width, height))) if width.min(height) < LEAST => {
                let reported = Diagnostic::at(Code::SmallCardPicture, span).arg("path", path);
                diagnostics.push(reported.arg("width", width).arg("height", height).arg("least", LEAST));
            }
            Some(Some(_)) | None => {}
        }
    }
    diagnostics
}

/// The size of a picture, or that it is none; nothing when it cannot be read any more, which is reported when it is published.
fn size(path: &str, blob: &Blob) -> Option<Option<(u32, u32)>> {
    blob.with(|bytes| card_size(path, bytes)).ok()
}
