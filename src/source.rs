//! What was read: the files of a content folder as text or bytes, and places in them.
//!
//! Turns file bytes into [`Source`]s and byte ranges into lines and columns. It does no I/O
//! (the edge reads the folder) and imports nothing from the rest of the crate.

mod blob;
mod lines;
mod signs;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use blob::{Blob, Left, PART};
pub use lines::Lines;
use rayon::prelude::*;
pub use signs::Signs;

/// Largest text file that is read, in bytes; a bigger one is a diagnostic.
pub const MAX_TEXT: u64 = 8 * 1024 * 1024;
/// Largest other file (image, document) that is published, in bytes.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// A file of the content folder, by its place in [`Snapshot::texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes of one text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `range` (bytes) of `file`; offsets beyond 4 GiB saturate.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clip(range.start), end: clip(range.end.max(range.start)) }
    }

    /// The span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both counted from 1, the column in characters as an editor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text file: path inside the content folder (with `/`), and its text without BOM, lines ending in LF.
#[derive(Clone, Debug, Eq)]
pub struct Source {
    /// Path inside the content folder, `/` between its parts on every system.
    pub path: Arc<str>,
    /// The text; a BOM is taken off and CRLF is LF, so that columns are those of an editor.
    pub text: Arc<str>,
    /// Why the file is not read any further; its text then only serves to show the place.
    pub flaw: Option<NotText>,
    /// Made when a position is asked for first; clones share it.
    lines: OnceLock<Arc<Lines>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        same(&self.path, &other.path) && same(&self.text, &other.text) && self.flaw == other.flaw
    }
}

/// Equal; what two states of a folder share is not compared byte by byte.
pub(crate) fn same<T: PartialEq + ?Sized>(one: &Arc<T>, other: &Arc<T>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

impl Source {
    /// Reads bytes as text: UTF-8 with or without BOM, lines ending in LF or CRLF. Any other bytes give a source with
    /// a [`flaw`](Self::flaw), never a failure.
    pub fn decode(path: impl Into<Arc<str>>, bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
        let (text, wrong) = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), None),
            Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
        };
        let text: Arc<str> =
            if memchr::memchr(b'\r', bytes).is_some() { text.replace("\r\n", "\n").into() } else { Arc::from(&*text) };
        let flaw = flaw(bytes, wrong, &text);
        Self { path: path.into(), text, flaw, lines: OnceLock::new() }
    }

    /// A file that is there but could not be read; the reason is a diagnostic of whoever tried.
    pub fn unread(path: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: "".into(), flaw: Some(NotText::Unread), lines: OnceLock::new() }
    }

    /// Line and column of a byte offset; an offset outside the text, or inside a character, is moved back into it.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.get_or_init(|| Arc::new(Lines::new(&self.text))).position(&self.text, offset)
    }

    /// `span` cut to the text and to whole characters.
    pub fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let start = floor_char(&self.text, range.start);
        let end = floor_char(&self.text, range.end).max(start);
        start..end
    }
}

fn floor_char(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Everything that was read of one content folder, at one moment.
#[derive(Clone, Debug, Default, Eq)]
pub struct Snapshot {
    /// Text files (`.yaml`, `.yml`, `.md`) and theme overrides, ordered by path.
    pub texts: Vec<Source>,
    /// All other files by path: images, documents, everything below `static/`. One that could not be read is empty.
    pub files: BTreeMap<String, Blob>,
    /// Folders that could not be read, by path: nobody knows what is in them.
    pub closed: BTreeSet<String>,
    /// Copies that editors and systems leave behind, by path. They are not read.
    pub passed_over: BTreeSet<String>,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts && self.files == other.files && self.closed == other.closed
    }
}

impl Snapshot {
    /// The source with this id; ids come from this snapshot only.
    pub fn source(&self, id: FileId) -> &Source {
        &self.texts[id.0 as usize]
    }

    /// All text files with their ids.
    pub fn sources(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.texts.iter().enumerate().map(|(at, source)| (FileId(at as u32), source))
    }

    /// Lets go of the texts of Markdown files but for those that are still quoted: with a site linked they are in its
    /// documents, and nobody reads them again.
    pub fn forget_texts(&mut self, quoted: &BTreeSet<FileId>) {
        let nothing: Arc<str> = Arc::default();
        self.texts.par_iter_mut().enumerate().for_each(|(at, source)| {
            if source.path.ends_with(".md") && !quoted.contains(&FileId(at as u32)) {
                source.text = nothing.clone();
                source.lines = OnceLock::new();
            }
        });
    }

    /// The text files that are not what they were, with what they were; both states are in the order of paths.
    pub(crate) fn changed<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (FileId, Option<&'a Source>)> {
        let mut rest = before.texts.as_slice();
        self.sources().filter_map(move |(id, source)| {
            let passed = rest.iter().take_while(|old| !Arc::ptr_eq(&old.path, &source.path) && old.path < source.path);
            rest = &rest[passed.count()..];
            let old = rest.first().filter(|old| same(&old.path, &source.path));
            (old != Some(source)).then_some((id, old))
        })
    }

    /// The id of the text file at `path`.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.texts.binary_search_by(|source| (*source.path).cmp(path)).ok().map(|at| FileId(at as u32))
    }
}

/// Why bytes are not a text that Mingce reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotText {
    /// It was not read at all: too large, no permission, a broken link. The text is empty.
    Unread,
    /// The bytes from this offset on are not UTF-8; `gbk` when the whole is readable as GB 18030.
    NotUtf8 {
        /// Offset of the first wrong byte in the text.
        at: usize,
        /// The file is probably GBK / GB 18030.
        gbk: bool,
    },
    /// UTF-16, by its byte order mark.
    Utf16,
    /// The marks of a merge conflict, the first of which begins at this byte offset of the text.
    Conflict {
        /// Offset in bytes, in the text without BOM.
        at: usize,
    },
    /// A control character (NUL, a lone CR, …; [`is_control`]) at this byte offset of the text.
    Control {
        /// Offset in bytes, in the text without BOM.
        at: usize,
        /// The character.
        character: char,
    },
}

/// What keeps bytes, of which those from `wrong` on are not UTF-8, from being the text that was made of them.
fn flaw(bytes: &[u8], wrong: Option<usize>, text: &str) -> Option<NotText> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Some(NotText::Utf16);
    }
    if let Some(wrong) = wrong {
        let good = &bytes[..wrong];
        let at = good.len() - good.windows(2).filter(|pair| pair == b"\r\n").count();
        return Some(NotText::NotUtf8 { at, gbk: !encoding_rs::GB18030.decode_without_bom_handling(bytes).1 });
    }
    let suspect = Suspect::new(text.as_bytes());
    if let Some(at) = suspect.control.then(|| control(text)).flatten() {
        return text[at..].chars().next().map(|character| NotText::Control { at, character });
    }
    suspect.mark.then(|| conflict(text.as_bytes())).flatten().map(|at| NotText::Conflict { at })
}

/// The most signs that a mark of a merge conflict has: seven, and two more for each merge in a merge.
const LONGEST_MARK: usize = 32;

/// Where the first mark of a merge conflict stands: seven signs or some more at the beginning of a line, white space
/// aside, and a word behind them. A line of `>` among others is a quotation in a quotation.
pub fn conflict(bytes: &[u8]) -> Option<usize> {
    let opens = mark(bytes, b'<', |_| true);
    // `||||||| base`; seven bars and nothing else are a row of a table.
    let base = mark(bytes, b'|', |at| bytes[at..].iter().find(|byte| **byte != b'|') == Some(&b' '));
    let is_parted = std::cell::LazyCell::new(|| opens.is_some() || divider(bytes).is_some());
    let closes = mark(bytes, b'>', |at| !is_quoted(bytes, at) || *is_parted);
    opens.into_iter().chain(base).chain(closes).min()
}

/// Where the first line stands that begins with a mark of this sign, for which `is_one` holds.
fn mark(bytes: &[u8], sign: u8, is_one: impl Fn(usize) -> bool) -> Option<usize> {
    let signs = [sign; 7];
    let finder = memchr::memmem::Finder::new(&signs);
    // The beginning of a line. What stands first in a line decides about it, so that no line is looked at twice.
    let mut line = 0;
    loop {
        let at = line + finder.find(&bytes[line..])?;
        line = memchr::memrchr(b'\n', &bytes[line..at]).map_or(line, |end| line + end + 1);
        let length = bytes[at..].iter().take(LONGEST_MARK + 1).take_while(|&&byte| byte == sign).count();
        if bytes[line..at].iter().all(|byte| matches!(byte, b' ' | b'\t'))
            && length <= LONGEST_MARK
            && matches!(bytes.get(at + length), None | Some(b' ' | b'\n' | b'\r'))
            && is_one(at)
        {
            return Some(at);
        }
        line = at + memchr::memchr(b'\n', &bytes[at..])?;
    }
}

/// True for a line that begins with `>` beside one that does.
fn is_quoted(bytes: &[u8], at: usize) -> bool {
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let above = start.checked_sub(1).map(|end| memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |end| end + 1));
    let below = memchr::memchr(b'\n', &bytes[at..]).map(|end| at + end + 1);
    let begins = |line: usize| bytes[line..].iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'>');
    above.into_iter().chain(below).any(begins)
}

/// Where a line stands that parts the two sides of a merge conflict: seven `=` and nothing else.
pub fn divider(bytes: &[u8]) -> Option<usize> {
    memchr::memchr(b'=', bytes)?;
    let is_line = |&at: &usize| {
        let is_end = |end: &[u8]| matches!(end.trim_ascii_end(), []);
        let rest = &bytes[at + DIVIDER.len()..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        (at == 0 || bytes[at - 1] == b'\n') && is_end(&rest[..end])
    };
    memchr::memmem::find_iter(bytes, DIVIDER).find(is_line)
}

/// The line that parts the two sides of a merge conflict.
const DIVIDER: &[u8] = b"=======";

/// True for what no text may hold: control characters but for line ends and tabs, and noncharacters, which XML does not
/// allow: U+FDD0 to U+FDEF and the last two of each plane.
pub fn is_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The first control character.
fn control(text: &str) -> Option<usize> {
    text.char_indices().find(|&(_, c)| is_control(c)).map(|(at, _)| at)
}

/// What a text may hold that would be a flaw of it.
#[derive(Clone, Copy)]
struct Suspect {
    /// A control character.
    control: bool,
    /// The mark of a merge conflict.
    mark: bool,
}

impl Suspect {
    const CONTROL: u8 = 1;
    const MARK: u8 = 2;

    /// Looks at each byte and the one behind it, without a branch, so that many of them are looked at at once.
    fn new(bytes: &[u8]) -> Self {
        let may_be = |byte: u8| (byte < 0x20) & (byte != b'\n') & (byte != b'\t') | (byte == 0x7F) | (byte == 0xC2);
        // U+FDD0 and others, U+FFFE and U+FFFF, the last two of other planes.
        let begins = |byte: u8, next: u8| (byte == 0xEF) & ((next == 0xB7) | (next == 0xBF)) | (byte >= 0xF0);
        // `<`, `>`, `|` and `~` are the same but for two bits.
        let marks = |byte: u8, next: u8| (byte == next) & ((byte & 0xBD) | 2 == b'>');
        let found = bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(0, |found, (&byte, &next)| {
            let control = u8::from(may_be(byte) | begins(byte, next)) * Self::CONTROL;
            found | control | (u8::from(marks(byte, next)) * Self::MARK)
        });
        let ends = bytes.last().is_some_and(|&last| may_be(last));
        Self { control: found & Self::CONTROL != 0 || ends, mark: found & Self::MARK != 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noncharacters_of_every_plane_are_control_characters() {
        for c in ['\u{FDD0}', '\u{FDEF}', '\u{FFFE}', '\u{FFFF}', '\u{1FFFE}', '\u{10FFFF}', '\u{7F}', '\u{85}'] {
            for behind in ["", "忾", "<<<<<<< "] {
                let text = format!("价￥5，字\t\n{c}{behind}");
                let found = flaw(text.as_bytes(), None, &text);
                assert_eq!(found, Some(NotText::Control { at: 15, character: c }), "{}", c.escape_unicode());
            }
        }
        let text = "价￥5，字\u{FFFD}\u{FDCF}\u{FDF0}\u{1FFFD}\u{1F9FF}忾忿";
        assert_eq!(flaw(text.as_bytes(), None, text), None);
    }

    #[test]
    fn marks_of_a_conflict_stand_first_in_their_line() {
        let found = |text: &str| conflict(text.as_bytes());
        for mark in ["<<<<<<< HEAD", ">>>>>>> b", ">>>>>>>", "<<<<<<<\r\n甲", "<<<<<<<<<<< a"] {
            assert_eq!(found(mark), Some(0), "{mark}");
            assert_eq!(found(&format!("甲<<<<<<< \n>>>>>>>乙\n \t{mark}\n<<<<<<< a")), Some(25), "{mark}");
        }
        for other in
            ["<<<<<< a", "甲 >>>>>>> a", ">>>>>>>a", "======= a", "|||||||", "|||||||a|", &">".repeat(LONGEST_MARK + 1)]
        {
            assert_eq!(found(&format!("{other}\n{other}")), None, "{other}");
        }
        for (text, at) in [("甲\n||||||| 1a2b3c4\n乙", 4), ("<<<<<<< 甲", 0), ("甲\n>>>>>>>", 4)] {
            assert_eq!(found(text), Some(at), "{text}");
            assert_eq!(flaw(text.as_bytes(), None, text), Some(NotText::Conflict { at }), "{text}");
        }
    }

    #[test]
    fn a_quotation_in_quotations_is_no_mark() {
        let found = |text: &str| conflict(text.as_bytes());
        for text in [">>>>>> 甲\n>>>>>>> 乙\n", ">>>>>>> 甲\n>>>>>>> 乙\n", "甲\n\n > 乙\n >>>>>>> 丙"] {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(found("甲\n=======\n> 乙\n>>>>>>> 丙"), Some(18));
        assert_eq!(found("甲\n\n>>>>>>> 分支\n\n> 乙"), Some(5));
    }

    #[test]
    fn a_divider_is_a_line_of_seven() {
        for text in ["=======", "甲\n=======\n乙", "甲\n======= \r\n乙"] {
            assert_eq!(divider(text.as_bytes()), text.find('='), "{text}");
        }
        for text in ["======", "========", "甲=======", "======= 甲", " ======="] {
            assert_eq!(divider(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_has_changed_is_reported_with_what_it_was() {
        let snapshot = |files: &[(&str, &str)]| Snapshot {
            texts: files.iter().map(|(path, text)| Source::decode(*path, text.as_bytes())).collect(),
            ..Snapshot::default()
        };
        let before = snapshot(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"), ("e", "1")]);
        let changed = |files: &[(&str, &str)]| {
            let now = snapshot(files);
            let reported = now
                .changed(&before)
                .map(|(id, old)| (now.source(id).path.to_string(), old.map(|old| format!("{}{}", old.path, old.text))));
            reported.collect::<Vec<_>>()
        };
        assert_eq!(changed(&[("a", "1"), ("d", "1")]), []);
        let new = |path: &str| (path.to_owned(), None);
        let other = |path: &str| (path.to_owned(), Some(format!("{path}1")));
        assert_eq!(
            changed(&[("0", "1"), ("b", "2"), ("c", "1"), ("ca", "1"), ("e", "2"), ("f", "1")]),
            [new("0"), other("b"), new("ca"), other("e"), new("f")]
        );
        assert_eq!(before.clone().changed(&before).count(), 0);
        assert_eq!(before.changed(&Snapshot::default()).count(), 5);
    }
}
