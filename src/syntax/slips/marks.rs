//! Marks that are none, and signs that are taken for marks: tags and references to characters that HTML does not know,
//! comments that do not close, backslashes of paths.

use super::{Slip, lines_with, links};
use crate::diagnostic::Code;
use crate::syntax::clause::{digit, is_unread, marker};
use crate::syntax::emphasis::is_escaped;
use crate::syntax::markdown::is_han;

fn literal(text: &str, range: std::ops::Range<usize>, slips: &mut Vec<Slip>) {
    if !links::is_code(text, range.start) {
        slips.push(Slip::half(text, range));
    }
}

/// Tags of word processors (`<o:p>`), which are none to Markdown, and comments that do not close.
pub(super) fn tags(text: &str, slips: &mut Vec<Slip>) {
    // Up to where no comment ends, and where the next end of a comment and the next paragraph stand.
    let (mut without_end, mut end, mut paragraph) = (0, 0, 0);
    let next = |known: usize, at: usize, sign: &str| match known >= at && known > 0 {
        true => known,
        false => text[at..].find(sign).map_or(text.len(), |found| at + found),
    };
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if is_escaped(text.as_bytes(), at) {
            continue;
        }
        let rest = &text[at + 1..];
        if rest.starts_with("!--") && at >= without_end {
            (end, paragraph) = (next(end, at + 1, "-->"), next(paragraph, at + 1, "\n\n"));
            if end >= paragraph {
                without_end = paragraph;
                // Where it begins a line, the parser takes all behind it for a comment, which is reported as HTML.
                if !text[..at].trim_end_matches([' ', '\t']).ends_with('\n') && at > 0 {
                    literal(text, at..at + "<!--".len(), slips);
                }
            }
            continue;
        }
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let prefix = name.find(|c| !is_name(c)).unwrap_or(name.len());
        let Some(local) = name[prefix..]
            .strip_prefix(':')
            .filter(|_| (1..=8).contains(&prefix) && name.starts_with(|c: char| c.is_ascii_alphabetic()))
        else {
            continue;
        };
        let end = local.find(|c| !is_name(c)).unwrap_or(local.len());
        // Other texts with a colon are addresses.
        let is_tag = (1..=24).contains(&end) && local[end..].starts_with(['>', '/', ' ']);
        let close = local[end..].find(['>', '\n', '<']).filter(|&close| local[end + close..].starts_with('>'));
        let is_link = |prefix: &str| matches!(prefix, "http" | "https" | "mailto" | "tel" | "policy");
        if let Some(close) = close.filter(|_| is_tag && !is_link(&name[..prefix])) {
            let last = text.len() - local.len() + end + close + 1;
            literal(text, at..last, slips);
        }
    }
}

/// Names of references to characters that offices meet.
const NAMES: &[&str] = &[
    "nbsp", "emsp", "ensp", "lt", "gt", "amp", "quot", "apos", "ldquo", "rdquo", "lsquo", "rsquo", "mdash", "ndash",
    "hellip", "middot", "bull", "times", "deg", "yen", "permil", "zwnj", "zwj", "copy", "reg",
];

/// References to characters without their semicolon (`&nbsp甲`), with a full-width one, or of which the `&` is one by itself
/// (`&amp;nbsp;`).
pub(super) fn references(text: &str, slips: &mut Vec<Slip>) {
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let rest = &text[at + 1..];
        let inner = rest.strip_prefix("amp;").unwrap_or(rest);
        let is_twice = inner.len() < rest.len();
        let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, behind) = inner.split_at(length);
        let is_closed = behind.starts_with(';');
        // In addresses `&` parts values that have names.
        let is_value = behind.starts_with(['=', '&']) || text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let is_meant = if is_twice { is_closed } else { !is_closed && !is_value };
        if NAMES.contains(&name) && is_meant && !is_escaped(text.as_bytes(), at) {
            let wide = if behind.starts_with('；') { '；'.len_utf8() } else { usize::from(is_closed) };
            let end = text.len() - behind.len() + wide;
            literal(text, at..end, slips);
        }
    }
}

/// Backslashes before signs that the parser takes, in words in which another one stays: those of a path. An official document
/// has no code.
pub(super) fn backslashes(text: &str, is_policy: bool, slips: &mut Vec<Slip>) {
    for (start, line) in lines_with(text, |bytes| memchr::memchr(b'\\', bytes)) {
        let is_part = |c: char| !(c.is_whitespace() || "，。；：、（）《》“”|".contains(c));
        let mut from = 0;
        while let Some(found) = memchr::memchr(b'\\', &line.as_bytes()[from..]) {
            let at = from + found;
            let begin =
                line[from..at].rfind(|c| !is_part(c)).map_or(from, |end| line.ceil_char_boundary(from + end + 1));
            let end = line[at..].find(|c| !is_part(c)).map_or(line.len(), |end| at + end);
            from = end;
            // One at the end of a line is a break.
            let word = line[begin..end].strip_suffix('\\').filter(|_| end == line.len()).unwrap_or(&line[begin..end]);
            let Some(path) = path(word).filter(|path| !lost(path).is_empty()) else { continue };
            if is_policy || !links::is_code(text, start + at) {
                let last = start + begin + word.len();
                let range = last - path.len()..last;
                slips.push(Slip::new(Code::LostBackslash, range.clone()).arg("text", path).fix(range, kept(path)));
            }
        }
    }
}

/// Backslashes before the first words of a line, which are shown: one says that no number begins there, and says so in an
/// official document and before a number only.
pub(super) fn leading(text: &str, is_policy: bool, slips: &mut Vec<Slip>) {
    for (start, line) in lines_with(text, |bytes| memchr::memchr(b'\\', bytes)) {
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || c == '#');
        let Some(words) = content.strip_prefix('\\') else { continue };
        let is_number = |words: &str| marker(words).is_some() && !words.starts_with(char::is_whitespace);
        let is_marked = || is_number(words) || is_unread(words) || words.strip_prefix('条').is_some_and(is_number);
        if words.starts_with(char::is_alphanumeric) && path(content).is_none() && !(is_policy && is_marked()) {
            let at = start + line.len() - content.len();
            literal(text, at..at + 1, slips);
        }
    }
}

/// Characters between two marks of one pair.
const PAIRED: usize = 60;

/// Marks of Markdown that an official document does not have: `*注*`, `__四、__`.
pub(super) fn pairs(text: &str, slips: &mut Vec<Slip>) {
    for (start, line) in lines_with(text, |bytes| memchr::memchr2(b'*', b'_', bytes)) {
        let mut from = 0;
        while let Some(found) = memchr::memchr2(b'*', b'_', &line.as_bytes()[from..]) {
            let at = from + found;
            let sign = &line[at..=at];
            let length = line.as_bytes()[at..].iter().take_while(|&&byte| byte == sign.as_bytes()[0]).count();
            from = at + length;
            let (mark, behind) = (&line[at..from], &line[from..]);
            // `**` is one of a policy, other runs are blanks but for `***甲乙***`, and within a line words may be filled in: `姓名__张某__`.
            let is_begin = line[..at].trim().is_empty();
            let is_mark = matches!(mark, "*" | "***") || sign == "_" && mark.len() <= 3 && is_begin;
            if !is_mark || line[..at].ends_with(char::is_alphanumeric) || is_escaped(line.as_bytes(), at) {
                continue;
            }
            let Some((inner, rest)) = behind.split_once(mark) else { continue };
            let is_tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
            let is_closed = !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(sign);
            // A single character is filled in: `__甲__`, `***年***`.
            let is_words = inner.chars().nth(usize::from(mark != "*")).is_some() && inner.chars().nth(PAIRED).is_none();
            if is_tight && is_closed && is_words && inner.contains(is_han) {
                from = line.len() - rest.len();
                let slip = Slip::new(Code::LiteralMark, start + at..start + from);
                slips.push(slip.arg("mark", mark).arg("how", "@mark-of-article"));
            }
        }
    }
}

/// Signs of a quotation at the beginning of lines, which an official document does not have: the first of several lines.
pub(super) fn quotations(text: &str, slips: &mut Vec<Slip>) {
    let mut end = None;
    for (start, line) in lines_with(text, |bytes| memchr::memchr(b'>', bytes)) {
        let content = line.trim_start();
        let Some(rest) = content.strip_prefix('>') else { continue };
        // `>60分`
        let is_greater = rest.trim_start().starts_with(|c: char| c == '=' || digit(c).is_some());
        let at = start + line.len() - content.len();
        if !is_greater && end != Some(start) {
            slips.push(Slip::new(Code::LiteralMark, at..at + 1).arg("mark", ">").arg("how", "@mark-of-article"));
        }
        end = (!is_greater).then_some(start + line.len() + 1);
    }
}

/// The path at the end of a word: from a drive or a server on, or all of a word with a backslash between letters.
fn path(word: &str) -> Option<&str> {
    let bytes = word.as_bytes();
    let is_word = |c: char| c.is_alphanumeric();
    let is_drive = |at: &usize| word[..*at].ends_with(|c: char| c.is_ascii_alphabetic());
    let drive = memchr::memmem::find_iter(bytes, ":\\").find(is_drive).map(|at| &word[at - 1..]);
    let server = || {
        let at = memchr::memmem::find(bytes, b"\\\\").filter(|&at| !word[..at].ends_with(|c: char| c.is_ascii()))?;
        let name = &word[at + 2..];
        (name.starts_with(is_word) && name.contains('\\')).then_some(&word[at..])
    };
    let between = |at: usize| word[..at].ends_with(is_word) && word[at + 1..].starts_with(is_word);
    drive.or_else(server).or_else(|| memchr::memchr_iter(b'\\', bytes).any(between).then_some(word))
}

/// The runs of backslashes of a path of which the page shows fewer than are meant, with what is written for them: one before
/// a sign is not shown, and of two before the name of a server one is. Two elsewhere are one that is shown.
fn lost(path: &str) -> Vec<(std::ops::Range<usize>, &'static str)> {
    let mut lost = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &path.as_bytes()[at..]) {
        let start = at + found;
        let length = path.as_bytes()[start..].iter().take_while(|&&byte| byte == b'\\').count();
        at = start + length;
        let is_before_sign = path[at..].starts_with(|c: char| c.is_ascii_punctuation());
        if length == 1 && is_before_sign || length == 2 && start == 0 {
            // A sign behind it is no markup either.
            lost.push((start..at, r"\\\"));
        }
    }
    lost
}

/// A path of which the page shows every backslash.
fn kept(path: &str) -> String {
    let mut kept = String::new();
    let mut from = 0;
    for (run, written) in lost(path) {
        kept.push_str(&path[from..run.start]);
        kept.push_str(written);
        from = run.end;
    }
    kept + &path[from..]
}
