//! Bytes of a file → what it holds, read within limits: office documents, pages, other texts.
//!
//! Spreadsheets, texts and presentations of Microsoft and OpenDocument are read with all that lies in them: notes,
//! headers, text boxes, links, properties, other documents. What a reader of the document does not see (styles,
//! thumbnails, settings) is not. Cells and tags are read one after the other; nothing is as large as an author says
//! that it is.

mod contents;
mod encoding;
mod events;
mod package;
mod prose;
mod records;
mod xls;
mod xlsb;
mod xlsx;

use std::collections::VecDeque;

use contents::separated;
pub use contents::{Contents, Line, Plain};
use encoding::decode;

use crate::syntax::budget::{Closed, Limit, Work};
use crate::syntax::{html, quiet};

/// The first bytes of a compound file.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// How a file is read, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A spreadsheet, text or presentation.
    Office,
    /// Text with tags.
    Html,
    /// The same in XML.
    Xml,
    /// A drawing, which holds text only between its tags.
    Drawing,
    /// Separated values.
    Values,
    /// Another text.
    Text,
    /// Something of which nobody reads the text.
    Unread,
    /// A document that is not read, even where it looks like a text.
    Closed,
    /// Perhaps a text.
    Unknown,
}

impl Sort {
    fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        match extension.as_str() {
            "xlsx" | "xlsm" | "xlsb" | "xls" | "xlt" | "xltx" | "xltm" | "et" | "ett" | "ods" | "ots" => Self::Office,
            "docx" | "docm" | "dotx" | "dotm" | "odt" | "ott" => Self::Office,
            "pptx" | "pptm" | "ppsx" | "ppsm" | "potx" | "potm" | "odp" | "otp" | "odg" => Self::Office,
            "html" | "htm" | "xhtml" | "vml" => Self::Html,
            "xml" | "rels" | "rdf" => Self::Xml,
            "svg" => Self::Drawing,
            "csv" | "tsv" => Self::Values,
            "txt" | "json" | "md" | "yaml" | "yml" | "css" | "js" | "mjs" | "map" => Self::Text,
            // Pictures, fonts, sound and film.
            "aac" | "avi" | "avif" | "bmp" | "emf" | "eot" | "flac" | "gif" | "ico" | "jpeg" | "jpg" | "m4a"
            | "m4v" | "mov" | "mp3" | "mp4" | "odttf" | "oga" | "ogg" | "ogv" | "otf" | "png" | "tif" | "tiff"
            | "ttc" | "ttf" | "wasm" | "wav" | "webm" | "webp" | "wmf" | "woff" | "woff2" => Self::Unread,
            "eml" | "mht" | "mhtml" | "pdf" | "rtf" => Self::Closed,
            _ => Self::Unknown,
        }
    }
}

/// True for a file whose bytes are looked into; of others the end of the name says all.
pub fn is_read(path: &str) -> bool {
    !matches!(Sort::of(path), Sort::Unread | Sort::Closed)
}

/// What the file at `path` holds, by its ending. Nothing for a file that holds no text: a picture, a font.
pub fn read<'a>(path: &str, bytes: &'a [u8]) -> Contents<'a> {
    let mut contents = Contents::default();
    if bytes.is_empty() {
        return contents;
    }
    let read = match Sort::of(path) {
        // Many programs write a page or separated values and call them a workbook.
        Sort::Office if !is_packed(bytes) => match decode(bytes) {
            (words, true) if words.trim_start().starts_with('<') => text(Sort::Html, bytes, &mut contents),
            (_, true) if path.ends_with(".xls") => text(Sort::Values, bytes, &mut contents),
            _ => Err(Closed::Damaged),
        },
        Sort::Office => quiet::caught(|| office(bytes, &mut contents)).unwrap_or(Err(Closed::Damaged)),
        Sort::Unread => Ok(()),
        Sort::Closed => Err(Closed::Format),
        sort => text(sort, bytes, &mut contents),
    };
    contents.closed.extend(read.err().map(|closed| (String::new(), closed)));
    contents
}

/// True for an archive and for a compound file, which office documents are.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(COMPOUND)
}

/// Reads a document, and those in it, one after the other.
fn office(bytes: &[u8], contents: &mut Contents<'_>) -> Result<(), Closed> {
    let mut work = Work::default();
    let first = document(bytes, "", 0, contents, &mut work);
    let mut read = first.as_ref().map_or_else(|closed| Err(*closed), |_| Ok(()));
    let mut waiting: VecDeque<_> = first.unwrap_or_default().into();
    while let Some(inner) = waiting.pop_front() {
        match document(&inner.bytes, &inner.within, inner.depth, contents, &mut work) {
            Ok(further) => waiting.extend(further),
            Err(closed @ Closed::Limit(_)) => {
                read = Err(closed);
                break;
            }
            Err(closed) => contents.closed.push((inner.within, closed)),
        }
    }
    contents.work = work;
    read
}

/// Reads a document by its first bytes, whatever its name; gives those in it.
fn document(
    bytes: &[u8],
    within: &str,
    depth: usize,
    contents: &mut Contents<'_>,
    work: &mut Work,
) -> Result<Vec<package::Inner>, Closed> {
    if bytes.starts_with(COMPOUND) {
        return xls::read(bytes, within, contents, work).map(|()| Vec::new());
    }
    package::read(bytes, within, depth, contents, work)
}

/// Reads a plain text.
fn text<'a>(sort: Sort, bytes: &'a [u8], contents: &mut Contents<'a>) -> Result<(), Closed> {
    let (text, is_text) = decode(bytes);
    if !is_text && sort == Sort::Unknown {
        return Err(Closed::Format);
    }
    let mut plain = Plain { text, seen: None, drawn: sort == Sort::Drawing };
    let mut limit = None;
    match sort {
        Sort::Html | Sort::Xml | Sort::Drawing => {
            let seen = html::seen(&plain.text);
            (contents.tables, limit) = (seen.tables, seen.limit);
            plain.seen = Some((seen.text, seen.places));
        }
        Sort::Values => {
            let (table, is_whole) = separated(&plain.text, Limit::Cells.of() as usize);
            limit = (!is_whole).then_some(Limit::Cells);
            contents.tables.push(table);
        }
        _ => {}
    }
    let is_broken = !is_text && plain.text.contains(char::REPLACEMENT_CHARACTER);
    contents.plain = Some(plain);
    match limit {
        Some(limit) => Err(Closed::Limit(limit)),
        None if is_broken => Err(Closed::Encoding),
        None => Ok(()),
    }
}
