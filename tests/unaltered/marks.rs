//! The marks of policies, read as `ARCHITECTURE.md` says: a source → the lines that its readers see.
//!
//! Strong text keeps its `**` here, as in the lines of a page, so that it does not matter which pairs are strong: each of
//! them is seen as such or as it stands.

use std::collections::BTreeSet;

/// The address to which all links lead.
pub const ADDRESS: &str = "(https://www.example.com/)";
/// The same with what the browser shows when the link is pointed at.
const TITLED: &str = "(https://www.example.com/ \"乙\")";
/// References that stand for characters.
const REFERENCES: &[(&str, &str)] =
    &[("&nbsp;", "\u{A0}"), ("&emsp;", "\u{2003}"), ("&lt;", "<"), ("&amp;", "&"), ("&#42;", "*"), ("&#x4E00;", "一")];

fn is_blank(c: char) -> bool {
    c.is_whitespace() || "\u{200B}\u{FEFF}\u{2060}\u{AD}\u{200E}\u{200C}\u{200D}".contains(c)
}

/// A line without its indentation.
fn indented(mut line: &str) -> &str {
    loop {
        let rest = line.trim_start_matches(is_blank);
        let rest = ["&nbsp;", "&emsp;"].iter().find_map(|space| rest.strip_prefix(space)).unwrap_or(rest);
        if rest.len() == line.len() {
            return line;
        }
        line = rest;
    }
}

/// The lines that readers see; footnotes stand behind the others.
pub fn lines(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.split('\n').map(indented).collect();
    let notes: BTreeSet<String> = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| {
            at.checked_sub(1).is_none_or(|above| !is_escaping(lines[above]) || block(lines[above]).is_some())
        })
        .filter_map(|(_, line)| name(line))
        .collect();
    let (mut seen, mut behind) = (Vec::new(), Vec::new());
    let named = |name: &str| first_named(text, name);
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let next = lines.get(at + 1).copied().unwrap_or_default();
        at += 1;
        if line.is_empty() {
            continue;
        }
        let columns = cells(line).len();
        if !bars(line).is_empty() && is_divider(next) && cells(next).len() == columns {
            at += 1;
            seen.extend(row(line, columns, &notes));
            while lines.get(at).is_some_and(|line| !bars(line).is_empty() && !cells(line).is_empty()) {
                seen.extend(row(lines[at], columns, &notes));
                at += 1;
            }
            continue;
        }
        let note = name(line);
        let text = match (&note, block(line)) {
            (Some(name), _) => indented(&line[name.len() + "[^]:".len()..]),
            (None, Some(text)) => {
                seen.extend(trimmed(&inline(unmarked(text), &notes)));
                continue;
            }
            (None, None) => line,
        };
        // A line that is broken goes on in the next one, which is text whatever it begins with.
        let mut text = unmarked(text).to_owned();
        while is_escaping(&text) && lines.get(at).is_some_and(|next| !next.is_empty()) {
            text.pop();
            text.push('\n');
            let next = unmarked(lines[at]);
            let is_note = name(next).is_some();
            text.push_str(if is_note { "\\" } else { "" });
            text.push_str(next);
            at += 1;
        }
        let lines = inline(&text, &notes);
        let lines = lines.split('\n').filter_map(trimmed);
        match note {
            Some(name) => behind.extend(lines.map(|line| (named(&name), line))),
            None => seen.extend(lines),
        }
    }
    // Footnotes stand in the order in which they are named first; what one name defines twice stands together.
    behind.sort_by_key(|(first, _)| *first);
    seen.extend(behind.into_iter().map(|(_, line)| line));
    seen
}

/// Where a footnote is named first, by a reference or by its definition.
fn first_named(text: &str, name: &str) -> Option<usize> {
    let reference = format!("[^{name}]");
    let mut found = text.match_indices(&reference).map(|(at, _)| at);
    found.find(|at| !text[..*at].ends_with('\\'))
}

/// The name of the footnote that a line defines.
fn name(line: &str) -> Option<String> {
    let (name, _) = line.strip_prefix("[^")?.split_once("]:")?;
    let is_name = !name.is_empty() && !name.contains(['[', ']', ' ', '\t', '\u{3000}', '\u{A0}']) && !is_escaping(name);
    is_name.then(|| name.to_owned())
}

/// A line without white space around it, when anything is left.
fn trimmed(line: &str) -> Option<String> {
    let line = line.trim_start_matches(is_blank).trim_end();
    (!line.is_empty()).then(|| line.to_owned())
}

/// True when a line ends with a `\` that no other one escapes.
fn is_escaping(line: &str) -> bool {
    line.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1
}

/// The text of a heading or an item.
fn block(line: &str) -> Option<&str> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("-\t")) {
        let is_rule = line.chars().all(|c| c == '-' || c.is_whitespace()) && line.matches('-').count() > 2;
        return Some(indented(text)).filter(|text| !text.is_empty() && !is_rule);
    }
    let level = line.len() - line.trim_start_matches('#').len();
    let text = line[level..].strip_prefix([' ', '\t'])?.trim_start().trim_end_matches([' ', '\t']);
    if level == 0 || level > 6 || text.trim().chars().all(|c| c == '#') {
        return None;
    }
    let end = text.trim_end_matches('#');
    let is_closing = text.len() - end.len() == level && end.ends_with(' ');
    Some(if is_closing { end.trim_end() } else { text })
}

/// The text behind a `\` that says what a number is.
fn unmarked(line: &str) -> &str {
    let Some(rest) = line.strip_prefix('\\') else { return line };
    let clause = rest.strip_prefix('条').filter(|rest| is_number(rest));
    clause.or(Some(rest).filter(|rest| is_number(rest))).unwrap_or(line)
}

/// True for a line that begins like a number of a clause. ASCII punctuation behind a `\` is escaped in any case.
fn is_number(line: &str) -> bool {
    let inner = line.strip_prefix(['第', '（', '［', '〔', '【']).unwrap_or(line);
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let is_bare = digits.len() < line.len() && line.starts_with(|c: char| c.is_ascii_digit());
    let is_bare = is_bare && (digits.is_empty() || digits.starts_with(is_blank));
    // What an opening bracket begins, a closing one ends.
    let ends: &[char] = match line.starts_with(['（', '［', '〔', '【']) {
        true => &['）', ')', '］', '〕', '】'],
        false => &['、', '）', '条', '章', '节', '.', '．', ')', ',', '，'],
    };
    let is_counted = digits.len() < inner.len() && digits.starts_with(ends);
    let is_other = line.starts_with(['①', '②', '③']) || line.starts_with("附件");
    is_bare || is_counted || is_other || is_rare(line)
}

/// Words behind a number that counts or measures something.
const COUNTED: &str = "级等类档期月年日号次批人名层楼季度岁组班倍个项条款章节线区段位家户所校县市省轮审部处科者周天时分万亿元千百米公里吨克斤亩升平方立小秒";

/// True for a line that begins like a number that is written in a rare way.
fn is_rare(line: &str) -> bool {
    let mut rest = line.chars();
    let Some(first) = rest.next() else { return false };
    let rest = rest.as_str();
    let behind = |signs: &[char]| rest.strip_prefix(signs);
    let is_word = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    match first {
        'A'..='Z' | 'a'..='z' => {
            behind(&['、', ')', '）']).is_some() || behind(&['.', '．']).is_some_and(|rest| !is_word(rest))
        }
        '甲' | '乙' | '丙' | '丁' | '戊' | '壹' | '贰' | 'Ⅰ' | 'Ⅱ' => {
            behind(&['、']).is_some() || behind(&['.', '．']).is_some_and(|rest| !is_word(rest))
        }
        '（' | '(' => {
            let mut inner = rest.chars();
            inner.next().is_some_and(|c| c.is_ascii_alphabetic()) && inner.as_str().starts_with(['）', ')'])
        }
        _ => {
            let signs = line.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
            let words = |rest: &str| rest.trim_start_matches(is_blank).chars().next();
            let is_title = signs.starts_with(is_blank)
                && words(signs)
                    .is_some_and(|c| c.is_alphabetic() && !"一二三四五六七八九十零〇百千万年月日".contains(c));
            let is_colon = signs.strip_prefix(['：', ':']).is_some_and(|rest| words(rest).is_some());
            let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_digit_colon =
                digits.strip_prefix(['：', ':']).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
            let has_no_sign = digits
                .starts_with(|c: char| c.is_alphabetic() && !c.is_ascii() && !COUNTED.contains(c) && !is_blank(c));
            let is_stop = digits.starts_with(['。', '；', '·']) || signs.starts_with(['。', '；', '·']);
            digits.len() < line.len() && has_no_sign
                || (digits.len().min(signs.len()) < line.len() && is_stop)
                || signs.len() < line.len() && (is_title || is_colon)
                || digits.len() < line.len() && is_digit_colon
        }
    }
}

/// Where the bars stand that part the cells of a row.
fn bars(line: &str) -> Vec<usize> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            bars.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    bars
}

/// The cells of a row, with where each begins.
fn cells(line: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let mut cells = Vec::new();
    for at in bars(line) {
        if at > 0 {
            cells.push((start, &line[start..at]));
        }
        start = at + 1;
    }
    if start < line.trim_end_matches(' ').len() {
        cells.push((start, &line[start..]));
    }
    cells
}

fn is_divider(line: &str) -> bool {
    let cell = |(_, cell): &(usize, &str)| {
        let cell = cell.trim_matches(' ');
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.chars().all(|c| c == '-')
    };
    !cells(line).is_empty() && line.contains('|') && cells(line).iter().all(cell)
}

/// What is seen of a row: cells beyond those of the heading stand in its last one.
fn row(line: &str, columns: usize, notes: &BTreeSet<String>) -> Vec<String> {
    let cells = cells(line);
    let line = line.trim_end_matches(' ');
    let end = bars(line).last().filter(|&&at| at + 1 == line.len()).map_or(line.len(), |&at| at);
    let cell = |(at, &(start, cell)): (usize, &(usize, &str))| {
        let is_last = at + 1 == columns && cells.len() > columns;
        trimmed(&inline(if is_last { &line[start..end] } else { cell }.trim(), notes))
    };
    cells.iter().enumerate().take(columns).filter_map(cell).collect()
}

/// What is seen of the text of a line.
fn inline(line: &str, notes: &BTreeSet<String>) -> String {
    let mut seen = String::new();
    // Brackets that are open: their places in what is seen, whether they may begin a link, and one of a picture.
    let mut open: Vec<(usize, bool, bool)> = Vec::new();
    let mut is_after_mark = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        let is_picture = std::mem::replace(&mut is_after_mark, c == '!');
        if let (Some((_, after)), true) = (behind.split_once("-->"), rest.starts_with("<!--")) {
            rest = after;
            continue;
        }
        if let Some((name, character)) = REFERENCES.iter().find(|(name, _)| rest.starts_with(name)) {
            seen.push_str(character);
            rest = &rest[name.len()..];
            continue;
        }
        if let Some((name, after)) = rest.strip_prefix("[^").and_then(|rest| rest.split_once(']'))
            && notes.contains(name)
        {
            seen.push_str(&format!("[^{name}]"));
            open.iter_mut().for_each(|(_, may, _)| *may = false);
            rest = after;
            continue;
        }
        match c {
            '\\' if behind.starts_with(|c: char| c.is_ascii_punctuation()) => {
                seen.push_str(&behind[..1]);
                rest = &behind[1..];
                continue;
            }
            '[' => {
                open.push((seen.len(), true, is_picture));
                seen.push('[');
            }
            ']' => match (open.pop(), [ADDRESS, TITLED].iter().find_map(|address| behind.strip_prefix(*address))) {
                (Some((at, true, is_picture)), Some(after)) => {
                    seen.remove(at);
                    if is_picture {
                        seen.truncate(seen.trim_end().len().max(at));
                        seen.insert(at, '[');
                        seen.push(']');
                    } else {
                        open.iter_mut().for_each(|(_, may, _)| *may = false);
                    }
                    rest = after;
                    continue;
                }
                _ => seen.push(']'),
            },
            c => seen.push(c),
        }
        rest = behind;
    }
    seen
}
