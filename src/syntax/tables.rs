//! Bytes of an office document, or of a text, → the tables and lines in it, so that they can be looked through.
//!
//! Spreadsheets (XLSX, XLS, XLSB, ODS), texts (DOCX, ODT) and everything that is plain text (CSV, HTML, SVG, unknown
//! endings) are read; what a reader of the document does not see (styles, thumbnails, former versions) is not.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use roxmltree::Node;

use super::html::{self, Seen};
use crate::source::{Position, is_control};

/// Bytes that a packed document may come to, unpacked: 64 MiB.
const ROOM: u64 = 64 << 20;
/// Columns that one cell may span; more are not told apart.
const SPAN: usize = 64;

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its lines outside of tables, from the first, each with its number.
    pub lines: Vec<(usize, String)>,
    /// The file itself, when it is a plain text.
    pub plain: Option<Plain>,
}

/// A plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// As it stands in the file.
    pub text: String,
    /// What readers see of it, when there are tags in it, and the byte of the file that each byte of this comes from.
    pub seen: Option<(String, Vec<usize>)>,
    /// Whether its tags hold nothing but drawings.
    pub drawn: bool,
}

impl Plain {
    /// Line and column of a byte of the file.
    pub fn position(&self, offset: usize) -> Position {
        let head = &self.text[..offset];
        let start = head.rfind('\n').map_or(0, |end| end + 1);
        Position { line: head.matches('\n').count() + 1, column: head[start..].chars().count() + 1 }
    }
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet; empty in a text.
    pub name: String,
    /// Row and column of the first cell, from 0.
    pub start: (usize, usize),
    /// Rows of cells; what a span covers is empty.
    pub rows: Vec<Vec<String>>,
}

/// Why nobody can tell what is in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Its format is not read.
    Format,
    /// It is damaged, or locked with a password.
    Damaged,
    /// It is too large.
    Large,
}

impl Closed {
    /// Its word in the catalogue of diagnostics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Format => "@closed-format",
            Self::Damaged => "@closed-damaged",
            Self::Large => "@closed-large",
        }
    }
}

/// Endings of files of which nobody reads the text: pictures, fonts, styles, scripts, sound and film.
const WITHOUT_TEXT: &[&str] = &[
    "aac", "avi", "avif", "bmp", "css", "eot", "flac", "gif", "ico", "jpeg", "jpg", "js", "m4a", "m4v", "map", "mjs",
    "mov", "mp3", "mp4", "oga", "ogg", "ogv", "otf", "png", "tif", "tiff", "ttc", "ttf", "wasm", "wav", "webm", "webp",
    "woff", "woff2",
];
/// Endings of documents that are not read, even where they look like a text.
const CLOSED: &[&str] = &["eml", "mht", "mhtml", "pdf", "rtf"];

/// What the file at `path` holds, by its ending. Nothing for a file that holds no text: a picture, a font, a script.
///
/// # Errors
/// Why a document cannot be looked into.
pub fn read(path: &str, bytes: &[u8]) -> Result<Contents, Closed> {
    if bytes.is_empty() {
        return Ok(Contents::default());
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "xlsx" | "xlsm" | "xlsb" | "xls" | "xlt" | "xltx" | "xltm" | "ods" => guarded(|| workbook(bytes)),
        "docx" | "docm" | "dotx" | "dotm" => {
            guarded(|| packed(bytes, &|name| name.starts_with("word/") && name.ends_with(".xml")))
        }
        "odt" => guarded(|| packed(bytes, &|name| name == "content.xml")),
        other if WITHOUT_TEXT.contains(&other) => Ok(Contents::default()),
        other if CLOSED.contains(&other) => Err(Closed::Format),
        "csv" | "tsv" => {
            let text = decode(bytes).0;
            Ok(Contents { tables: vec![separated(&text)], ..plain(text.into_owned(), None) })
        }
        "html" | "htm" | "xhtml" | "svg" | "xml" => {
            let text = decode(bytes).0.into_owned();
            let seen = html::seen(&text);
            let mut contents = plain(text, Some(seen));
            contents.plain.iter_mut().for_each(|plain| plain.drawn = extension == "svg");
            Ok(contents)
        }
        "txt" | "json" | "md" | "yaml" | "yml" => Ok(plain(decode(bytes).0.into_owned(), None)),
        _ => match decode(bytes) {
            (text, true) => Ok(plain(text.into_owned(), None)),
            _ => Err(Closed::Format),
        },
    }
}

fn plain(text: String, seen: Option<Seen>) -> Contents {
    let Some(Seen { text: words, places, tables }) = seen else {
        let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned())).collect();
        return Contents { lines, plain: Some(Plain { text, ..Plain::default() }), ..Contents::default() };
    };
    let mut plain = Plain { text, ..Plain::default() };
    let mut start = 0;
    let lines = words.split_inclusive('\n').filter_map(|line| {
        let (words, at) = (line.trim(), places.get(start).copied());
        start += line.len();
        (!words.is_empty()).then(|| (at.map_or(1, |at| plain.position(at).line), words.to_owned()))
    });
    let lines = lines.collect();
    plain.seen = Some((words, places));
    Contents { tables, lines, plain: Some(plain) }
}

/// The tables of a Markdown text: for each, the number of its first line from 0, and its rows.
pub fn markdown(text: &str) -> Vec<(usize, Table)> {
    let mut found: Vec<(usize, Table)> = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let Some(row) = line.trim().strip_prefix('|') else {
            inside = false;
            continue;
        };
        let row = row.strip_suffix('|').unwrap_or(row).split('|').map(|cell| cell.trim().to_owned()).collect();
        if !inside {
            found.push((at, Table::default()));
        }
        inside = true;
        if let Some((_, table)) = found.last_mut() {
            table.rows.push(row);
        }
    }
    found
}

/// A reader that fails on a damaged file has not read it.
fn guarded(read: impl FnOnce() -> Result<Contents, Closed>) -> Result<Contents, Closed> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Closed::Damaged))
}

fn workbook(bytes: &[u8]) -> Result<Contents, Closed> {
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
        unpacked(&mut archive)?;
    }
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
    let tables = workbook.worksheets().into_iter().map(|(name, range)| Table {
        name,
        start: range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize)),
        rows: range.rows().map(|row| row.iter().map(shown).collect()).collect(),
    });
    Ok(Contents { tables: tables.collect(), ..Contents::default() })
}

/// A value as it is shown: long numbers in full.
fn shown(value: &Data) -> String {
    match value {
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

/// An archive that is not too large to unpack.
fn unpacked(archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> Result<(), Closed> {
    let mut size = 0_u64;
    for at in 0..archive.len() {
        size = size.saturating_add(archive.by_index_raw(at).map_err(|_| Closed::Damaged)?.size());
    }
    if size > ROOM { Err(Closed::Large) } else { Ok(()) }
}

fn packed(bytes: &[u8], wanted: &dyn Fn(&str) -> bool) -> Result<Contents, Closed> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
    unpacked(&mut archive)?;
    let mut names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    names.retain(|name| wanted(name));
    names.sort();
    let mut contents = Contents::default();
    for name in names {
        let mut text = String::new();
        let part = archive.by_name(&name).map_err(|_| Closed::Damaged)?;
        part.take(ROOM).read_to_string(&mut text).map_err(|_| Closed::Damaged)?;
        let xml = roxmltree::Document::parse(&text).map_err(|_| Closed::Damaged)?;
        walk(xml.root(), &mut contents);
    }
    Ok(contents)
}

/// The tables and paragraphs below a node. Both formats call them alike, but for the prefix.
fn walk(node: Node<'_, '_>, contents: &mut Contents) {
    for child in node.children() {
        match child.tag_name().name() {
            "tbl" | "table" => {
                let rows = child.descendants().filter(|inner| ["tr", "table-row"].contains(&inner.tag_name().name()));
                let rows = rows.map(cells).collect();
                contents.tables.push(Table { rows, ..Table::default() });
            }
            "p" | "h" => contents.lines.push((contents.lines.len() + 1, text(child))),
            _ => walk(child, contents),
        }
    }
}

fn cells(row: Node<'_, '_>) -> Vec<String> {
    let mut all = Vec::new();
    let is_cell = |node: &Node<'_, '_>| ["tc", "table-cell", "covered-table-cell"].contains(&node.tag_name().name());
    for cell in row.children().filter(is_cell) {
        all.push(text(cell));
        let span = cell.descendants().find(|node| node.tag_name().name() == "gridSpan");
        let span = span.and_then(|node| node.attributes().next()?.value().parse::<usize>().ok()).unwrap_or(1);
        all.extend(std::iter::repeat_n(String::new(), span.clamp(1, SPAN) - 1));
    }
    all
}

/// The text of a node; what only says how it looks holds none.
fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|inner| inner.text()).collect()
}

/// The table of a text with separated values: commas, or what its first lines have more of.
fn separated(text: &str) -> Table {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |separator: &u8| head.iter().map(|line| line.matches(char::from(*separator)).count()).sum::<usize>();
    let separator = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = reader.into_records().filter_map(Result::ok);
    Table { rows: rows.map(|row| row.iter().map(str::to_owned).collect()).collect(), ..Table::default() }
}

/// A text as offices save it: UTF-8, UTF-16 with its mark, else GB 18030; and whether it is a text at all.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let (text, is_broken) = match (encoding_rs::Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => {
            let (text, _, is_broken) = encoding.decode(bytes);
            (text, is_broken)
        }
        (None, Ok(text)) => (Cow::Borrowed(text), false),
        (None, Err(_)) => {
            let (text, _, is_broken) = encoding_rs::GB18030.decode(bytes);
            (text, is_broken)
        }
    };
    let is_text = !is_broken && !text.chars().any(|c| is_control(c) && !"\r\u{c}".contains(c));
    (text, is_text)
}
