//! A document that is an archive of parts → what its parts hold, and the documents in it.

use std::io::{Cursor, Read};

use zip::ZipReadOptions;
use zip::read::ZipFileEntry;
use zip::unstable::read::ZipIterable;

use super::contents::{Contents, Plain};
use super::prose::{self, Prose, line};
use super::{Sort, decode, events, xlsb, xlsx};
use crate::syntax::budget::{Closed, Limit, Work};
use crate::syntax::html;

/// Parts without which an archive is no document.
const MAIN: &[&str] =
    &["content.xml", "ppt/presentation.xml", "word/document.xml", "xl/workbook.bin", "xl/workbook.xml"];
/// Parts that hold settings of a program, which are no text.
const SETTINGS: &[&str] = &["settings.xml", "layout-cache"];

/// Names of binary parts of a workbook that hold documents of other programs, or programs.
const FOREIGN: &[&str] = &["activeX", "embeddings", "vbaProject"];

/// A document that waits to be read: the documents around it, its bytes, how many are around it.
pub(super) struct Inner {
    pub within: String,
    pub bytes: Vec<u8>,
    pub depth: usize,
}

/// An archive that is open.
struct Package<'b, 'c, 'a> {
    archive: Cursor<&'b [u8]>,
    contents: &'c mut Contents<'a>,
    work: &'c mut Work,
    /// The documents around it, for places in it.
    within: &'b str,
    depth: usize,
    inner: Vec<Inner>,
}

/// Reads a document and gives those that are in it.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn read<'a>(
    bytes: &[u8],
    within: &str,
    depth: usize,
    contents: &mut Contents<'a>,
    work: &mut Work,
) -> Result<Vec<Inner>, Closed> {
    let mut parts = parts(bytes, work)?;
    if !parts.iter().any(|(name, _)| MAIN.contains(&name.as_str()) || name.starts_with("word/")) {
        return Err(Closed::Damaged);
    }
    parts.sort_by(|(one, _), (other, _)| one.cmp(other));
    let archive = Cursor::new(bytes);
    let mut package = Package { archive, contents, work, within, depth, inner: Vec::new() };
    let (book, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(name, _)| is_of_workbook(name));
    if !book.is_empty() {
        package.workbook(book)?;
    }
    for (name, entry) in others {
        package.part(&name, entry)?;
    }
    Ok(package.inner)
}

type Part = (String, ZipFileEntry<'static>);

fn parts(bytes: &[u8], work: &mut Work) -> Result<Vec<Part>, Closed> {
    let mut archive = ZipIterable::try_new(Cursor::new(bytes), zip::read::Config::default()).map_err(damaged)?;
    work.spend(Limit::Entries, archive.len())?;
    let named = |entry: ZipFileEntry<'static>| Some((entry.name().ok()?.into_owned(), entry));
    let entries = archive.files().map_err(damaged)?;
    entries.map(|entry| named(entry.map_err(damaged)?).ok_or(Closed::Damaged)).collect()
}

fn damaged<E>(_: E) -> Closed {
    Closed::Damaged
}

/// True for the parts of a workbook that are read together.
fn is_of_workbook(name: &str) -> bool {
    let name = name.strip_prefix("xl/").unwrap_or_default();
    ["workbook.xml", "sharedStrings.xml", "_rels/workbook.xml.rels", "workbook.bin", "sharedStrings.bin"]
        .contains(&name)
        || name == "_rels/workbook.bin.rels"
        || name
            .strip_prefix("worksheets/")
            .is_some_and(|name| !name.contains('/') && (name.ends_with(".xml") || name.ends_with(".bin")))
}

impl<'a> Package<'_, '_, 'a> {
    /// The bytes of a part as far as they can be read, and why there are no more.
    fn bytes(&mut self, entry: ZipFileEntry<'static>) -> (Vec<u8>, Result<(), Closed>) {
        let left = Limit::Bytes.of().saturating_sub(self.work.bytes);
        let mut bytes = Vec::new();
        let part = entry.with_reader(&mut self.archive, ZipReadOptions::new()).map_err(damaged);
        let read = part.and_then(|part| part.take(left + 1).read_to_end(&mut bytes).map_err(damaged));
        // What a damaged part gave before it broke off has cost as much as the rest.
        let is_whole = self.work.spend(Limit::Bytes, bytes.len()).and(read.map(|_| ()));
        bytes.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        (bytes, is_whole)
    }

    /// Reads a part as far as there is one.
    fn read_with(
        &mut self,
        entry: ZipFileEntry<'static>,
        read: impl FnOnce(&mut Self, Vec<u8>) -> Result<(), Closed>,
    ) -> Result<(), Closed> {
        let (bytes, is_whole) = self.bytes(entry);
        // What breaks off is damaged for its reader as well.
        let read = read(self, bytes);
        is_whole.and(read)
    }

    /// Keeps why a part could not be read; a limit ends all.
    fn noted(&mut self, name: &str, read: Result<(), Closed>) -> Result<(), Closed> {
        match read {
            Err(closed) if matches!(closed, Closed::Limit(_)) || MAIN.contains(&name) && self.within.is_empty() => {
                Err(closed)
            }
            Err(closed) => {
                let part = format!("{}{name}", self.within);
                self.work.spend(Limit::Text, part.len())?;
                self.contents.closed.push((part, closed));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Reads a part by the sort of its name.
    fn part(&mut self, name: &str, entry: ZipFileEntry<'static>) -> Result<(), Closed> {
        if entry.name_raw().ends_with(b"/") || SETTINGS.contains(&name) || name.contains("printerSettings") {
            return Ok(());
        }
        let (sort, is_binary) = (Sort::of(name), name.ends_with(".bin"));
        let read = match sort {
            Sort::Unread => return Ok(()),
            _ if is_binary && name.starts_with("xl/comments") => {
                let part = format!("{}{name}", self.within);
                self.read_with(entry, |at, bytes| xlsb::comments(&bytes, &part, at.contents, at.work))
            }
            _ if is_binary && name.starts_with("xl/") && !FOREIGN.iter().any(|foreign| name.contains(foreign)) => {
                return Ok(());
            }
            Sort::Closed => Err(Closed::Format),
            _ if is_binary => Err(Closed::Format),
            Sort::Office => match self.bytes(entry) {
                (bytes, Ok(())) => self.read(name, sort, bytes),
                (_, closed) => closed,
            },
            _ => self.read_with(entry, |at, bytes| at.read(name, sort, bytes)),
        };
        self.noted(name, read)
    }

    fn read(&mut self, name: &str, sort: Sort, bytes: Vec<u8>) -> Result<(), Closed> {
        let part = if self.within.is_empty() && MAIN.contains(&name) {
            String::new()
        } else {
            format!("{}{name}", self.within)
        };
        match sort {
            Sort::Office => {
                self.work.spend(Limit::Documents, self.depth + 1)?;
                self.inner.push(Inner { within: format!("{part}/"), bytes, depth: self.depth + 1 });
                Ok(())
            }
            Sort::Xml => {
                let (text, _) = decode(&bytes);
                let mut prose = Prose::new(self.contents, self.within, &part, self.work)?;
                let read = events::read(&text, &mut prose, self.work);
                read.and(prose.end(self.work))
            }
            _ => {
                let (text, is_text) = decode(&bytes);
                if !is_text {
                    return Err(Closed::Format);
                }
                let seen = (sort == Sort::Html).then(|| html::seen(&text));
                let plain = Plain { seen: seen.map(|seen| (seen.text, seen.places)), text, drawn: false };
                prose::part(&mut self.contents.lines, &part, self.work)?;
                plain.lines().try_for_each(|found| line(&mut self.contents.lines, found.number, found.text, self.work))
            }
        }
    }

    /// Reads the sheets of a workbook, with their names and the strings that they share.
    fn workbook(&mut self, parts: Vec<Part>) -> Result<(), Closed> {
        let (mut names, mut strings) = (xlsx::Names::default(), xlsx::Strings::default());
        let read = self.sheets(parts, &mut names, &mut strings);
        // What was read before a limit is looked through.
        prose::part(&mut self.contents.lines, &format!("{}xl/workbook.xml", self.within), self.work)?;
        names.lines(&mut self.contents.lines, self.work)?;
        prose::part(&mut self.contents.lines, &format!("{}xl/sharedStrings.xml", self.within), self.work)?;
        read.and(strings.unused(&mut self.contents.lines, self.work))
    }

    fn sheets(&mut self, parts: Vec<Part>, names: &mut xlsx::Names, strings: &mut xlsx::Strings) -> Result<(), Closed> {
        let (sheets, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(name, _)| name.contains("worksheets/"));
        for (name, entry) in others {
            let read = self.read_with(entry, |at, bytes| match name.as_str() {
                "xl/workbook.bin" => xlsb::names(&bytes, names, at.work),
                "xl/sharedStrings.bin" => xlsb::strings(&bytes, strings, at.work),
                "xl/sharedStrings.xml" => events::read(&decode(&bytes).0, strings, at.work),
                _ => events::read(&decode(&bytes).0, names, at.work),
            });
            self.noted(&name, read)?;
        }
        for (name, entry) in sheets {
            let sheet = format!("{}{}", self.within, names.of(&name));
            let sheet = sheet.as_str();
            let read = self.read_with(entry, |at, bytes| match name.ends_with(".bin") {
                true => xlsb::sheet(&bytes, sheet, strings, at.contents, at.work),
                false => xlsx::sheet(&decode(&bytes).0, sheet, strings, at.contents, at.work),
            });
            self.noted(&name, read)?;
        }
        Ok(())
    }
}
