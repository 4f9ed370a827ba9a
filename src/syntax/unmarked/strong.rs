//! Strong words of a line: where they begin and end → `**`, where a reader of CommonMark takes it for that.
//!
//! `**` beside a sign of punctuation is strong only where white space or another sign stands on its other side, which no
//! Chinese sentence has: `**注意：**请` is not. So signs at the ends of strong words stand outside of them: `**注意**：请`.

/// Where strong words begin, and where they end, in a line that is written. No page has these characters, which are ASCII.
pub(super) const OPEN: char = '\u{1}';
pub(super) const CLOSE: char = '\u{2}';

/// True for a line that says nothing.
pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| is_mark(c) || c.is_whitespace())
}

/// True for a line that ends in `end`, wherever strong words end.
pub(super) fn ends_with(line: &str, end: char) -> bool {
    line.trim_end_matches(is_mark).ends_with(end)
}

fn is_mark(c: char) -> bool {
    matches!(c, OPEN | CLOSE)
}

/// A line with `**` around its strong words; what touches is one.
pub(super) fn marked(line: String) -> String {
    if memchr::memchr2(OPEN as u8, CLOSE as u8, line.as_bytes()).is_none() {
        return line;
    }
    let mut runs: Vec<(bool, String)> = Vec::new();
    let mut is_strong = false;
    for part in line.split_inclusive(is_mark) {
        let text = part.trim_end_matches(is_mark);
        match runs.last_mut().filter(|(strong, _)| *strong == is_strong) {
            Some((_, run)) => run.push_str(text),
            None if !text.is_empty() => runs.push((is_strong, text.to_owned())),
            None => {}
        }
        is_strong = if text.len() < part.len() { part.ends_with(OPEN) } else { is_strong };
    }
    let mut written = String::with_capacity(line.len() + 8);
    for (at, (is_strong, text)) in runs.iter().enumerate() {
        if *is_strong {
            let next = runs.get(at + 1).and_then(|(_, next)| next.chars().next());
            strong(&mut written, text, next);
        } else {
            written.push_str(text);
        }
    }
    written
}

/// Writes strong words behind what is written, before the character `next`.
fn strong(written: &mut String, text: &str, next: Option<char>) {
    let units = units(text);
    let (mut start, mut end) = (0, units.len());
    let mut before = written.chars().next_back();
    while start < end && !may_stand(units[start], before) {
        before = units[start].chars().next_back();
        start += 1;
    }
    let mut behind = next;
    while start < end && !may_stand(units[end - 1], behind) {
        end -= 1;
        behind = units[end].chars().next();
    }
    let mark = if start < end { "**" } else { "" };
    written.extend(units[..start].iter().copied());
    written.push_str(mark);
    written.extend(units[start..end].iter().copied());
    written.push_str(mark);
    written.extend(units[end..].iter().copied());
}

/// True when a mark may stand between the end of strong words and what stands outside of it: a letter is always inside, a
/// sign only where a reader takes what is outside for white space or for a sign.
fn may_stand(inside: &str, outside: Option<char>) -> bool {
    inside.chars().all(char::is_alphanumeric)
        || !inside.trim().is_empty() && outside.is_none_or(|c| c.is_whitespace() || is_sign(c))
}

/// Characters, each with the `\` before it.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let escaped = if first == '\\' { rest[1..].chars().next() } else { None };
        let (unit, behind) = rest.split_at(first.len_utf8() + escaped.map_or(0, char::len_utf8));
        units.push(unit);
        rest = behind;
    }
    units
}

/// True for a sign that every reader takes for punctuation: those of ASCII, and those of Chinese texts.
fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
        || matches!(c, '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF03}' | '\u{FF05}'..='\u{FF0A}')
        || matches!(c, '\u{FF0C}'..='\u{FF0F}' | '\u{FF1A}' | '\u{FF1B}' | '\u{FF1F}' | '\u{FF20}')
}
