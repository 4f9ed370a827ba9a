//! Links that are none: brackets or spaces of an input method in `[文字](地址)`, and brackets that do not close.

use super::Slip;
use crate::diagnostic::Code;

/// Characters of one line in which the brackets of a link may stand.
const FAR: usize = 1000;

/// Addresses of policies in brackets behind no words: `《实施方案》（policy:plan#二）`.
pub(super) fn bare(text: &str, slips: &mut Vec<Slip>) {
    for at in super::POLICY.find_iter(text.as_bytes()) {
        let Some(open) = text[..at].chars().next_back() else { continue };
        let before = text[..at - open.len_utf8()].trim_end_matches([' ', '\u{3000}', '\u{A0}']);
        let (end, last) = closing(near_line(&text[at..]), open);
        let Some(last) = last.filter(|_| !is_code(text, at)) else { continue };
        let range = at - open.len_utf8()..at + end + last.len_utf8();
        match open {
            '(' | '（' if !before.ends_with([']', '】', '］']) => slips.push(Slip::half(text, range)),
            '[' | '【' | '［' if !text[range.end..].starts_with(['(', '（', '[', ':']) => {
                slips.extend(turned(text, before, (range, &text[at..at + end])));
            }
            _ => {}
        }
    }
}

/// A link of which the brackets are those of its other half: `(看)[policy:p#一]`, `[看][policy:p#一]`. `before` ends where its
/// words do.
fn turned(text: &str, before: &str, (address, target): (std::ops::Range<usize>, &str)) -> Option<Slip> {
    let close = before.chars().next_back()?;
    let opens = match close {
        ')' | '）' => ['(', '（'],
        ']' | '】' | '］' => ['[', '【'],
        _ => return None,
    };
    let near = &before[start(text, before.len())..];
    let words = &near[near.rfind(opens)?..];
    let range = before.len() - words.len()..address.end;
    let words = &words[words.chars().next()?.len_utf8()..words.len() - close.len_utf8()];
    let slip = Slip::new(Code::WideLink, range.clone()).arg("address", target);
    Some(match destination(target).filter(|_| !words.is_empty()) {
        Some(mended) => slip.fix(range, format!("[{words}]({mended})")),
        None => slip,
    })
}

/// Links of a text that the parser does not take for links. `is_wide` where it may have brackets of an input method,
/// `is_policy` where each line is a paragraph.
pub(super) fn find(text: &str, is_wide: bool, is_policy: bool, slips: &mut Vec<Slip>) {
    let next = |text: &str| match is_wide {
        true => text.find([']', '】', '］']),
        false => memchr::memchr(b']', text.as_bytes()),
    };
    let mut from = 0;
    // The last bracket that opens on the line.
    let mut open = None;
    while let Some(found) = next(&text[from..]) {
        let at = from + found;
        let close = text[at..].chars().next().unwrap_or_default();
        let behind = at + close.len_utf8();
        let between = &text[from..at];
        open = match opening(between, is_wide) {
            Some(open) => Some(from + open),
            None => open.filter(|_| !between.contains('\n')),
        };
        from = behind;
        let Some(start) = open.filter(|&open| at - open <= FAR) else { continue };
        if let Some(slip) = link(text, start, (at, close)).filter(|slip| is_policy || !goes_on(text, behind, slip)) {
            from = slip.range.end.max(behind);
            slips.push(slip);
        }
    }
}

/// True for a link of which the address does not close on its line, and the parser takes it with the next lines.
fn goes_on(text: &str, behind: usize, slip: &Slip) -> bool {
    let near = &text[behind..floor(text, behind + FAR)];
    let paragraph = near.find("\n\n").map_or(near, |end| &near[..end]);
    slip.code == Code::OpenLink && paragraph.strip_prefix('(').is_some_and(is_taken)
}

/// What is wrong with the link whose words begin with the bracket at `start`, and end with the one at `at`.
fn link(text: &str, start: usize, (at, close): (usize, char)) -> Option<Slip> {
    let behind = at + close.len_utf8();
    let rest = &text[behind..];
    let address = rest.trim_start_matches([' ', '\u{3000}', '\u{A0}']);
    let spaces = rest.len() - address.len();
    let open = address.chars().next().filter(|c| matches!(c, '(' | '（' | '【' | '［'))?;
    let inner = near_line(&address[open.len_utf8()..]);
    let (end, last) = closing(inner, open);
    let opener = text[start..].chars().next()?;
    let is_link = opener == '[' && close == ']' && spaces == 0 && open == '(';
    // Brackets of both widths that close each other: the parser counts half-width ones only.
    let count = |sign: char| inner[..end].matches(sign).count();
    let is_mixed = is_link && last == Some(')') && count('(') != count(')') && !is_taken(inner);
    let is_closed = is_link && last == Some(')') && !is_mixed;
    if is_closed && let Some(pin) = empty_pin(&inner[..end]).filter(|_| !is_code(text, at)) {
        return Some(Slip::new(Code::BadSource, start..behind + 1 + end + 1).arg("value", pin));
    }
    let target = inner[..end].trim();
    // Most brackets are those of links, whatever their address is.
    if is_closed || is_link && is_taken(inner) {
        return picture(text, start, target).map(|mark| {
            Slip::new(Code::WideLink, mark.start..behind + open.len_utf8() + end).arg("address", target).fix(mark, "!")
        });
    }
    if !is_address(target) || is_code(text, at) {
        return None;
    }
    let begin = behind + spaces;
    let inside = begin + open.len_utf8();
    let Some(last) = last else {
        let range = start..inside + end;
        // A space in the address is reported as such.
        return (!(is_link && inner.contains(')'))).then(|| Slip::new(Code::OpenLink, range).arg("address", target));
    };
    let range = start..inside + end + last.len_utf8();
    let words = &text[start + opener.len_utf8()..at];
    let mut target = target.replacen("：", ":", usize::from(!target.contains(':')));
    if is_mixed {
        target = target.replace('(', "（").replace(')', "）");
    }
    let slip = Slip::new(Code::WideLink, range.clone()).arg("address", target.clone());
    Some(match destination(&target) {
        Some(mended) => slip.fix(range, format!("[{words}]({mended})")),
        None => slip,
    })
}

/// What stands between the brackets of a link, so that the parser takes it: spaces within angle brackets, and the words
/// that are pinned in half-width quotes.
fn destination(target: &str) -> Option<String> {
    let Some((address, rest)) = target.split_once([' ', '\u{3000}', '\u{A0}']) else { return Some(target.to_owned()) };
    let quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    let words = |(open, close): (char, char)| rest.trim_start().strip_prefix(open)?.strip_suffix(close);
    match quotes.into_iter().find_map(words) {
        Some(words) => (!words.contains(['"', '\\'])).then(|| format!("{address} \"{words}\"")),
        None if target.contains(['<', '>', '"', '“', '”']) || target.starts_with("policy:") => None,
        None => Some(format!("<{target}>")),
    }
}

/// The ends of the names of pictures.
const PICTURES: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];

/// The full-width `！` before a link to a picture that begins at `start`. Behind words it may be a sign of their own.
fn picture(text: &str, start: usize, target: &str) -> Option<std::ops::Range<usize>> {
    let before = text[..start].strip_suffix('！')?;
    let is_end = |c: char| c.is_whitespace() || "。，；：！？、）>|-*_".contains(c);
    let is_picture = PICTURES.iter().any(|end| target.to_ascii_lowercase().ends_with(end));
    (is_picture && before.chars().next_back().is_none_or(is_end) && !is_code(text, start))
        .then_some(before.len()..start)
}

/// The quotes without words behind the address of a clause: the parser gives such a link as one without quotes.
fn empty_pin(address: &str) -> Option<&str> {
    let is_clause = address.trim_start().trim_start_matches('<').starts_with("policy:") && address.contains('#');
    if !is_clause {
        return None;
    }
    let (_, quotes) = address.trim_end().rsplit_once(char::is_whitespace)?;
    matches!(quotes, "\"\"" | "''" | "()").then_some(quotes)
}

/// Where the address ends that begins behind its bracket, and the bracket that closes it; both widths count as one.
fn closing(inner: &str, open: char) -> (usize, Option<char>) {
    let (opens, closes) = match open {
        '【' => (['【', '【'], ['】', '】']),
        '［' | '[' => (['［', '['], ['］', ']']),
        _ => (['（', '('], ['）', ')']),
    };
    let mut depth = 1;
    // One after the other: the search for a single sign goes over many bytes at once.
    let is_closed = closes.iter().any(|close| inner.contains(*close));
    for (at, c) in inner.char_indices().take_while(|_| is_closed) {
        if opens.contains(&c) {
            depth += 1;
        } else if closes.contains(&c) {
            depth -= 1;
        }
        if depth == 0 {
            return (at, Some(c));
        }
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '。' | '，' | '；' | '！' | '？');
    (inner.find(ends).unwrap_or(inner.len()), None)
}

/// True where the parser takes what stands behind `](` for the address of a link, and its title: brackets of input methods
/// are characters of the address like others (`policy:x#一2）`).
fn is_taken(inner: &str) -> bool {
    if memchr::memchr(b')', inner.as_bytes()).is_none() {
        return false;
    }
    let inner = inner.trim_start();
    let mut depth = 0;
    let ends = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth < 0 || c.is_ascii_whitespace()
    };
    // Half-width brackets of an address come in pairs.
    let Some(end) = inner.find(ends).filter(|_| depth <= 0) else { return false };
    let behind = inner[end..].trim_start();
    let titled = || {
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        behind[1..].split_once(quote).map(|(_, behind)| behind.trim_start())
    };
    end > 0 && (behind.starts_with(')') || titled().is_some_and(|behind| behind.starts_with(')')))
}

/// The last bracket that opens on the last line of a text.
fn opening(text: &str, is_wide: bool) -> Option<usize> {
    let line = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |end| end + 1);
    let found = match is_wide {
        true => text[line..].rfind(['[', '【', '［']),
        false => memchr::memrchr(b'[', &text.as_bytes()[line..]),
    };
    found.map(|found| line + found)
}

/// The line at the beginning of a text, or the part of a long one.
fn near_line(text: &str) -> &str {
    let near = &text[..floor(text, FAR)];
    &near[..memchr::memchr(b'\n', near.as_bytes()).unwrap_or(near.len())]
}

/// Where the line begins in which a place is, or the part of a long line before it.
fn start(text: &str, at: usize) -> usize {
    let from = ceil(text, at.saturating_sub(FAR));
    memchr::memrchr(b'\n', &text.as_bytes()[from..at]).map_or(from, |end| from + end + 1)
}

/// The signs of a scheme at the beginning of a text, and the rest.
fn scheme(text: &str) -> (&str, &str) {
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'+' | b'-');
    text.split_at(text.bytes().position(|byte| !is_sign(byte)).unwrap_or(text.len()))
}

/// True for what can only be an address: with a scheme, a path, an anchor, or the end of a file's name.
fn is_address(target: &str) -> bool {
    let ends = [".md", ".html", ".htm", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".png", ".jpg", ".jpeg"];
    let begins = ["./", "../", "/", "#", "www."];
    let (scheme, rest) = scheme(target);
    let is_name = |end: &&str| {
        let tail = target.len().checked_sub(end.len()).filter(|&tail| tail > 0);
        tail.is_some_and(|tail| target.as_bytes()[tail..].eq_ignore_ascii_case(end.as_bytes()))
    };
    !target.is_empty()
        && (scheme.len() > 1 && rest.starts_with([':', '：'])
            || begins.iter().any(|begin| target.starts_with(begin) && target.len() > begin.len())
            || target.is_ascii() && ends.iter().any(is_name))
}

/// True for a place inside of code in its line.
pub(super) fn is_code(text: &str, at: usize) -> bool {
    text[start(text, at)..at].matches('`').count() % 2 == 1
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at)
}
