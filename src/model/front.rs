//! A Markdown file → its front matter, and where its body begins.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The front matter of a Markdown file, and where its body begins.
pub(super) fn front_matter(file: FileId, text: &str) -> Result<(&str, usize), Diagnostic> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if !is_fence(first) {
        return Err(missing(file, text, 0));
    }
    // The line above has its line break when there is any other line.
    let above = first.len().saturating_sub(1);
    for at in memchr::memmem::find_iter(&text.as_bytes()[above..], "\n---") {
        let offset = above + at + 1;
        let line = text[offset..].split_inclusive('\n').next().unwrap_or_default();
        if is_fence(line) {
            // `---` twice, where the front matter should begin.
            let behind = text[offset + line.len()..].trim_start();
            if text[first.len()..offset].trim().is_empty() && is_key(behind) {
                return Err(reported(file, text, offset, "@front-twice"));
            }
            return Ok((&text[..offset], offset + line.len()));
        }
    }
    Err(missing(file, text, first.len()))
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// What a file lacks of which the front matter begins at `from`, behind its first line, or has not begun: the first line that
/// was meant to close or to open it is named.
fn missing(file: FileId, text: &str, from: usize) -> Diagnostic {
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        let is_meant = is_dashes(line.trim());
        match (from, is_meant) {
            (0, true) if start > 0 && is_fence(line) && is_key(&text[start + line.len()..]) => {
                return reported(file, text, 0, "@front-before");
            }
            (_, true) if !is_fence(line) => return reported(file, text, start, "@front-dashes"),
            _ => {}
        }
        start += line.len();
    }
    reported(file, text, 0, if from > 0 { "@front-open" } else { "@front-none" })
}

fn reported(file: FileId, text: &str, at: usize, cause: &str) -> Diagnostic {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    Diagnostic::at(Code::NoFrontMatter, Span::new(file, at..end)).arg("cause", cause)
}

/// True for a line of dashes of any width.
fn is_dashes(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '－' | '—' | '–' | '―' | '─' | '﹣' | '━' | '=');
    line.chars().nth(1).is_some() && line.chars().all(is_dash)
}

/// True for a text that begins with a key in English.
fn is_key(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(0);
    end > 0 && text[end..].trim_start_matches(' ').starts_with([':', '：'])
}
