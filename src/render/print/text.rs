//! The text of a record → the data of `document.typ`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::title;
use crate::model::{Kind, Record};
use crate::plan::Route;
use crate::print::Job;
use crate::print::tree::Addresses;
use crate::render::context::RenderContext;
use crate::source::{FileId, Span};
use crate::syntax::markdown::{Document, Link};

/// Characters of the size of a title that a line of 156 mm holds.
const TITLE: f64 = 20.0;

/// What a text that is printed says of itself.
pub(super) struct Text {
    pub kind: Kind,
    pub index: usize,
    /// What every document says of itself.
    pub data: Value,
    /// An official document, in the layout of GB/T 9704.
    pub is_official: bool,
    /// What stands above the title of one that is no longer in force, line by line.
    pub lapsed: Vec<String>,
    /// What the print-out is, in a sentence.
    pub note: String,
    /// Further lines of the colophon.
    pub remarks: Vec<String>,
}

impl<'a> RenderContext<'a> {
    /// The document of a text, whose blocks `blocks` gives with the addresses of links and pictures on paper.
    pub(super) fn text_document<T>(
        &self,
        text: Text,
        record: &Record<T>,
        blocks: impl FnOnce(&Addresses<'_>) -> Vec<Value>,
    ) -> Job {
        let Text { kind, index, mut data, is_official, lapsed, note, remarks } = text;
        let files = RefCell::new(BTreeMap::new());
        let own = self.page_address(kind, index);
        let link = |href: &str| self.on_paper(href, own.as_deref());
        let picture = |src: &str| self.picture(src, &files);
        let unnamed = self.text("print_picture");
        let blocks = blocks(&Addresses { link: &link, picture: &picture, unnamed: &unnamed });
        let mut colophon = self.colophon(&note, kind, index);
        colophon.extend(remarks);
        data["official"] = json!(is_official);
        data["lines"] = json!(title::lines(data["title"].as_str().unwrap_or_default(), TITLE));
        data["lapsed"] = json!(lapsed);
        data["url"] = json!(own);
        data["blocks"] = json!(blocks);
        data["colophon"] = json!(colophon);
        data["words"] = json!({ "printed": note, "qr": self.text("qr_label") });
        let mut files = files.into_inner();
        data["qr"] = json!(self.code(kind, index, &mut files));
        let pictures = self.pictures(&record.body, record.file);
        Job { files, pictures, ..self.of("document.typ", record.span, data) }
    }

    /// The address of a link on paper: complete, or nothing when it leads nowhere from there. What leads to a place of
    /// the same page leads to that of the page at `own`; footnotes stand on the paper itself.
    fn on_paper(&self, href: &str, own: Option<&str>) -> Option<String> {
        match href {
            _ if href.starts_with("#fn-") => None,
            _ if href.starts_with('#') => Some(format!("{}{href}", own?)),
            _ if href.contains("://") || href.starts_with("mailto:") || href.starts_with("tel:") => {
                Some(href.to_owned())
            }
            _ => Some(format!("{}{}", self.site.base_url.as_ref()?, absolute(self.path, href))),
        }
    }

    /// Where the pictures of a text stand, by their paths in the output.
    fn pictures(&self, body: &Document, from: FileId) -> BTreeMap<String, Span> {
        let pictures = body.links.iter().filter(|link| link.image);
        let place = |link: &Link| Some((self.picture_path(&self.link_target(&link.target, body, from)?)?, link.span));
        pictures.filter_map(place).collect()
    }

    /// The path in the output of a picture of the page.
    fn picture_path(&self, src: &str) -> Option<String> {
        let path = absolute(self.path, src);
        Some(percent_encoding::percent_decode_str(&path).decode_utf8().ok()?.into_owned())
    }

    /// Puts a picture of the page among the files, and says under which name.
    fn picture(&self, src: &str, files: &RefCell<BTreeMap<String, Arc<[u8]>>>) -> Option<String> {
        let path = self.picture_path(src)?;
        let route = self.plan.route(&path)?;
        let (Route::File(file) | Route::Picture(file)) = route else { return None };
        if self.site.picture(file).is_some_and(|picture| picture.is_unseen()) {
            return None;
        }
        files.borrow_mut().insert(path.clone(), self.compiled.render(route).ok()?.to_vec().into());
        Some(path)
    }
}

/// A relative address of a page at `from` as a path in the output.
fn absolute(from: &str, href: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let mut rest = href;
    while let Some(above) = rest.strip_prefix("../") {
        folders.pop();
        rest = above;
    }
    folders.push(rest);
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_completed() {
        assert_eq!(absolute("policies/a.pdf", "../fields/b.html#c"), "fields/b.html#c");
        assert_eq!(absolute("policies/a.pdf", "b.html"), "policies/b.html");
        assert_eq!(absolute("a.pdf", "x/b.html"), "x/b.html");
    }
}
