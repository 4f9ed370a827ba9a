//! Fixes of diagnostics → files of the content folder.
//!
//! A file is only written when it is, byte for byte, the one that was read: the new one is written beside it and exchanged
//! for it in one step, and put back when what came out is another one.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::cause::cause;
use super::os::{OpenFolder, real};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::source::{FileId, Snapshot, Source};

/// One fix that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// What it is for.
    pub code: Code,
    /// The file, from the content folder.
    pub path: String,
    /// The line and the column where it begins, from 1.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// Makes all fixes of the diagnostics in the files of the content folder. Gives what was done, and why some of it could not be.
pub fn apply(content: &Path, snapshot: &Snapshot, diagnostics: &Diagnostics) -> (Vec<Fixed>, Vec<Diagnostic>) {
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (file, fixes) in by_file(diagnostics) {
        let source = snapshot.source(file);
        match write(content, source, &fixes) {
            Ok(true) => done.extend(fixes.iter().map(|(code, fix)| fixed(*code, source, fix))),
            Ok(false) => refused.push(Diagnostic::path(Code::FileChanged, &*source.path)),
            Err(error) => refused.push(Diagnostic::path(Code::Unreadable, &*source.path).arg("cause", cause(&error))),
        }
    }
    (done, refused)
}

type Fixes<'a> = Vec<(Code, &'a Fix)>;

/// The fixes of each file, in the order of their places. Of those that overlap the first one is made.
fn by_file(diagnostics: &Diagnostics) -> Vec<(FileId, Fixes<'_>)> {
    let mut all: Fixes<'_> =
        diagnostics.iter().filter_map(|reported| Some((reported.code, reported.fix.as_deref()?))).collect();
    all.sort_by_key(|(_, fix)| (fix.span.file, fix.span.start, fix.span.end));
    let mut files: Vec<(FileId, Fixes<'_>)> = Vec::new();
    for (code, fix) in all {
        match files.last_mut().filter(|(file, _)| *file == fix.span.file) {
            Some((_, fixes)) if fixes.last().is_none_or(|(_, last)| last.span.end <= fix.span.start) => {
                fixes.push((code, fix))
            }
            Some(_) => {}
            None => files.push((fix.span.file, vec![(code, fix)])),
        }
    }
    files
}

fn fixed(code: Code, source: &Source, fix: &Fix) -> Fixed {
    let at = source.position(fix.span.range().start);
    let before = source.text.get(fix.span.range()).unwrap_or_default().to_owned();
    Fixed { code, path: source.path.to_string(), line: at.line, column: at.column, before, after: fix.text.clone() }
}

/// Writes a file with its fixes; false when it is not the one that was read any more.
fn write(content: &Path, source: &Source, fixes: &[(Code, &Fix)]) -> io::Result<bool> {
    let place = place(content, &source.path)?;
    let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else { return Ok(false) };
    let folder = OpenFolder::real(parent)?;
    let mut file = folder.file(name)?;
    let about = file.metadata()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    drop(file);
    let now = Source::decode(source.path.clone(), &bytes);
    if now.text != source.text || now.flaw.is_some() {
        return Ok(false);
    }
    let beside = format!(".{}.mingce-fix", name.to_string_lossy());
    let written = folder.create(&beside).and_then(|mut new| {
        new.write_all(&mended(&bytes, fixes))?;
        new.set_permissions(about.permissions())?;
        new.sync_all()
    });
    let exchanged = written.and_then(|()| exchange(&folder, &beside, name.as_ref(), &bytes));
    if !matches!(&exchanged, Err(error) if error.kind() == ErrorKind::AlreadyExists) {
        // It is the old file now, or the new one that was not wanted.
        let _ = folder.remove_file(&beside);
    }
    exchanged
}

/// Exchanges the new file for the old one, unless that is another one than was read.
fn exchange(folder: &OpenFolder, beside: &str, name: &Path, bytes: &[u8]) -> io::Result<bool> {
    let is_old = |name: &Path| -> io::Result<bool> {
        let mut now = Vec::new();
        folder.file(name)?.read_to_end(&mut now)?;
        Ok(now == bytes)
    };
    match folder.exchange(beside, folder, name) {
        Ok(()) if is_old(beside.as_ref())? => Ok(true),
        Ok(()) => folder.exchange(beside, folder, name).map(|()| false),
        // The file system knows no exchange.
        Err(_) if is_old(name)? => folder.rename(beside, folder, name).map(|()| true),
        Err(_) => Ok(false),
    }
}

/// Where a file of the content really is: a link may lead to another place in the content, and nowhere else.
fn place(content: &Path, path: &str) -> io::Result<PathBuf> {
    let root = real(content)?;
    let place = fs::canonicalize(root.join(path))?;
    if place.starts_with(&root) { Ok(place) } else { Err(ErrorKind::PermissionDenied.into()) }
}

/// The bytes of a file with its fixes, whose places are those of its text: without a BOM, lines ending in LF.
fn mended(bytes: &[u8], fixes: &[(Code, &Fix)]) -> Vec<u8> {
    let mut mended = Vec::with_capacity(bytes.len());
    let skipped = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    mended.extend_from_slice(&bytes[..skipped]);
    let mut fixes = fixes.iter().map(|(_, fix)| fix).peekable();
    let (mut at, mut text) = (skipped, 0);
    while at <= bytes.len() {
        if let Some(fix) = fixes.next_if(|fix| fix.span.range().start == text) {
            mended.extend_from_slice(fix.text.as_bytes());
            while text < fix.span.range().end && at < bytes.len() {
                text += usize::from(!is_return(bytes, at));
                at += 1;
            }
            continue;
        }
        let Some(&byte) = bytes.get(at) else { break };
        mended.push(byte);
        text += usize::from(!is_return(bytes, at));
        at += 1;
    }
    mended
}

/// True for a CR that the text does not have.
fn is_return(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn places_of_the_text_lead_to_bytes_behind_a_mark_and_over_returns() {
        let bytes = "\u{FEFF}甲\r\n乙丙\r\n丁\r".as_bytes();
        let fix =
            |start: usize, end: usize, text: &str| Fix { span: Span::new(FileId(0), start..end), text: text.into() };
        let fixes = [fix(0, 3, "A"), fix(4, 7, ""), fix(10, 10, "+"), fix(14, 15, "")];
        let fixes: Vec<_> = fixes.iter().map(|fix| (Code::WideLink, fix)).collect();
        assert_eq!(String::from_utf8(mended(bytes, &fixes)).unwrap(), "\u{FEFF}A\r\n丙+\r\n丁");
    }
}
