//! Bytes of an office document, or of a text, → the tables and lines in it, so that they can be looked through.
//!
//! Spreadsheets (XLSX, XLS, XLSB, ODS), texts (DOCX, ODT) and plain files (CSV, TSV, TXT, HTML, JSON, XML) are read;
//! what a reader of the document does not see (styles, thumbnails, former versions) is not.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use roxmltree::Node;

/// Bytes that a packed document may come to, unpacked: 64 MiB.
const ROOM: u64 = 64 << 20;
/// Columns that one cell may span; more are not told apart.
const SPAN: usize = 64;

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its lines outside of tables, from the first.
    pub lines: Vec<String>,
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

/// What the file at `path` holds, by its extension. Nothing for a file that holds no text: a picture, a font, a script.
///
/// # Errors
/// Why a document cannot be looked into.
pub fn read(path: &str, bytes: &[u8]) -> Result<Contents, Closed> {
    if bytes.is_empty() {
        return Ok(Contents::default());
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => guarded(|| workbook(bytes)),
        "docx" | "docm" => guarded(|| packed(bytes, &|name| name.starts_with("word/") && name.ends_with(".xml"))),
        "odt" => guarded(|| packed(bytes, &|name| name == "content.xml")),
        "csv" => Ok(separated(bytes, b',')),
        "tsv" => Ok(separated(bytes, b'\t')),
        "txt" | "html" | "htm" | "json" | "xml" | "md" | "yaml" | "yml" => {
            let lines = decode(bytes).lines().map(str::to_owned).collect();
            Ok(Contents { tables: Vec::new(), lines })
        }
        "pdf" | "doc" | "wps" | "et" | "dps" | "ppt" | "pptx" | "odp" | "rtf" | "zip" | "rar" | "7z" | "gz" | "tar" => {
            Err(Closed::Format)
        }
        _ => Ok(Contents::default()),
    }
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
    Ok(Contents { tables: tables.collect(), lines: Vec::new() })
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
            "p" | "h" => contents.lines.push(text(child)),
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

fn separated(bytes: &[u8], separator: u8) -> Contents {
    let text = decode(bytes);
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = reader.into_records().filter_map(Result::ok);
    let rows = rows.map(|row| row.iter().map(str::to_owned).collect()).collect();
    Contents { tables: vec![Table { rows, ..Table::default() }], lines: Vec::new() }
}

/// A text as offices save it: UTF-8, UTF-16 with its mark, else GB 18030.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::GB18030.decode(bytes).0,
    }
}
