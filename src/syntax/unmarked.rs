//! Finished HTML → Markdown that says the same, for programs that read texts: without what is for a browser only.

mod strong;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use strong::{CLOSE, OPEN, ends_with, is_blank, marked};
use table::Table;

use super::html::is_inline;
use super::references::reference;
use super::tags::{Tag, Tags};

/// What stands between a term and what is said of it.
const COLON: &str = "**: ";

/// A text as a part of a line of Markdown.
pub fn escaped(text: &str) -> String {
    let mut writer = Writer::default();
    text.chars().for_each(|c| writer.character(c));
    writer.line.truncate(writer.line.trim_end().len());
    writer.line
}

/// The Markdown of finished HTML. `link` gives the address for one that stands in it.
pub fn markdown(html: &str, link: impl Fn(&str) -> String) -> String {
    let mut writer = Writer { out: String::with_capacity(html.len() / 2), ..Writer::default() };
    let mut at = 0;
    // The element that is passed over, and how many of its name are open in it.
    let mut unsaid: Option<(Cow<'_, str>, usize)> = None;
    for tag in Tags::new(html) {
        if let Some((name, open)) = &mut unsaid {
            if tag.name == *name {
                *open = if tag.is_end { *open - 1 } else { *open + 1 };
            }
            unsaid = unsaid.filter(|(_, open)| *open > 0);
            at = tag.range.end;
            continue;
        }
        writer.text(&html[at..tag.range.start]);
        at = tag.range.end;
        match tag.is_end {
            true => writer.end(&tag.name),
            false if is_unsaid(&tag) => unsaid = Some((tag.name, 1)),
            false => writer.start(&tag, &link),
        }
    }
    if unsaid.is_none() {
        writer.text(&html[at..]);
    }
    writer.flush();
    writer.out
}

/// True for an element of which nothing is said.
fn is_unsaid(tag: &Tag<'_>) -> bool {
    let mut classes = tag.attribute("class").map_or("", |class| &class.value).split_ascii_whitespace();
    let is_hidden = tag.attribute("hidden").is_some() && !matches!(&*tag.name, "img" | "input" | "br" | "hr");
    let is_tool = matches!(
        &*tag.name,
        "button" | "form" | "noscript" | "script" | "select" | "style" | "svg" | "template" | "textarea"
    );
    // What only scripts can use, tables of contents, the picture of the process, the code of the address.
    is_hidden || is_tool || classes.any(|class| matches!(class, "js-only" | "toc" | "qr" | "flow"))
}

/// True for a character that is not always written as it is; all of them are ASCII.
fn is_changed(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'~' | b'&' | b'|'
    )
}

/// How many bytes a text begins with that are written as they are.
fn plain(text: &[u8]) -> usize {
    // Most texts are Chinese: eight bytes at once that are no ASCII.
    let chunks = text.chunks_exact(8).take_while(|chunk| chunk.iter().fold(0x80, |all, &byte| all & byte) == 0x80);
    let skipped = chunks.count() * 8;
    let rest = &text[skipped..];
    skipped + rest.iter().position(|&byte| is_changed(byte)).unwrap_or(rest.len())
}

/// A list that is open. An item of it is open too, from its first one on.
#[derive(Clone, Copy)]
enum List {
    Plain,
    /// The number of the last item.
    Numbered(usize),
}

impl List {
    fn marker(self) -> Cow<'static, str> {
        match self {
            Self::Plain => "- ".into(),
            Self::Numbered(number) => format!("{number}. ").into(),
        }
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Where its last line begins.
    last: usize,
    /// The line, so far.
    line: String,
    lists: Vec<List>,
    /// An item begins, of which nothing is written.
    begins: bool,
    /// The level of the open heading.
    heading: usize,
    /// A term of a list is open.
    term: bool,
    /// Elements of strong words that are open.
    strong: usize,
    /// Where in the line links begin, with their addresses.
    links: Vec<(usize, Option<String>)>,
    table: Option<Table>,
}

impl Writer {
    fn text(&mut self, html: &str) {
        let mut rest = html;
        loop {
            let plain = plain(rest.as_bytes());
            self.line.push_str(&rest[..plain]);
            rest = &rest[plain..];
            let Some(c) = rest.chars().next() else { return };
            let known = if c == '&' { reference(rest) } else { None };
            let length = known.as_ref().map_or(c.len_utf8(), |(length, _)| *length);
            match known {
                Some((_, characters)) => characters.chars().for_each(|c| self.character(c)),
                None => self.character(c),
            }
            rest = &rest[length..];
        }
    }

    fn character(&mut self, c: char) {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{C}' => self.space(),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&' => self.line.extend(['\\', c]),
            '|' if self.table.is_some() => self.line.push_str("\\|"),
            c => self.line.push(c),
        }
    }

    fn space(&mut self) {
        if !is_blank(&self.line) && !ends_with(&self.line, ' ') {
            self.line.push(' ');
        }
    }

    fn start(&mut self, tag: &Tag<'_>, link: &dyn Fn(&str) -> String) {
        let value = |name| tag.attribute(name).map_or("", |attribute| &*attribute.value);
        let number = |name| value(name).parse::<usize>().unwrap_or(1);
        match &*tag.name {
            "a" => {
                // Strong words end before the sign of a link, and begin again in it.
                self.mark_strong(CLOSE);
                self.links.push((self.line.len(), tag.attribute("href").map(|href| link(&href.value))));
                self.mark_strong(OPEN);
            }
            "b" | "strong" => self.strong(1),
            "q" => self.line.push('“'),
            "img" if !value("src").starts_with("data:") => {
                self.mark_strong(CLOSE);
                self.line.push_str("![");
                self.text(&super::markdown::escape(value("alt")));
                self.line.push_str(&["](", &target(&link(value("src"))), ")"].concat());
                self.mark_strong(OPEN);
            }
            "span" if value("class").starts_with("badge") => self.space(),
            name if is_inline(name) || name == "img" => {}
            "table" => match &mut self.table {
                Some(table) => table.inner += 1,
                None => {
                    self.flush();
                    self.table = Some(Table::default());
                }
            },
            name if self.table.is_some() => self.start_in_table(name, (number("colspan"), number("rowspan"))),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = usize::from(tag.name.as_bytes()[1] - b'0');
            }
            "dd" | "p" if self.term || self.line.ends_with(COLON) => self.end_term(),
            name => {
                self.flush();
                match name {
                    "ul" | "dl" => self.lists.push(List::Plain),
                    "ol" => self.lists.push(List::Numbered(number("start").saturating_sub(1))),
                    "li" | "dt" | "dd" => {
                        if let Some(List::Numbered(number)) = self.lists.last_mut() {
                            *number += 1;
                        }
                        (self.begins, self.term) = (true, name == "dt");
                    }
                    "summary" => self.strong(1),
                    "hr" => self.block("---"),
                    _ => {}
                }
            }
        }
    }

    fn start_in_table(&mut self, name: &str, (columns, rows): (usize, usize)) {
        let is_own = self.table.as_ref().is_some_and(|table| table.inner == 0);
        match name {
            "caption" if is_own => return self.strong(1),
            "tr" | "td" | "th" if is_own => {}
            _ => return self.space(),
        }
        self.end_cell();
        if let Some(table) = &mut self.table {
            match name {
                "tr" => table.start_row(),
                _ => table.start_cell(columns, rows),
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => {
                let Some((start, href)) = self.links.pop() else { return };
                self.mark_strong(CLOSE);
                let text = self.line.split_off(start);
                match href.filter(|_| !is_blank(&text)) {
                    Some(href) => {
                        // What follows a `!` would be an image.
                        if ends_with(&self.line, '!') {
                            let sign = self.line.rfind('!').unwrap_or_default();
                            self.line.insert(sign, '\\');
                        }
                        self.line.extend(["[", marked(text).trim(), "](", &target(&href), ")"]);
                    }
                    None => self.line.push_str(&text),
                }
                self.mark_strong(OPEN);
            }
            "b" | "strong" => self.strong(-1),
            "q" => self.line.push('”'),
            name if is_inline(name) => {}
            "table" => {
                if let Some(table) = self.table.as_mut().filter(|table| table.inner > 0) {
                    table.inner -= 1;
                } else {
                    self.end_cell();
                    let table = self.table.take().unwrap_or_default().markdown();
                    if !table.is_empty() {
                        self.block(&table);
                    }
                }
            }
            "caption" if self.table.as_ref().is_some_and(|table| table.inner == 0) => {
                self.strong(-1);
                self.flush();
            }
            _ if self.table.is_some() => self.space(),
            "dt" => self.end_term(),
            _ => {
                if name == "summary" {
                    self.strong(-1);
                }
                self.flush();
                if matches!(name, "ul" | "ol" | "dl") {
                    self.lists.pop();
                    self.begins = false;
                }
                self.heading = 0;
            }
        }
    }

    /// Begins or ends strong words.
    fn strong(&mut self, step: isize) {
        let before = self.strong;
        self.strong = before.saturating_add_signed(step);
        match (before > 0, self.strong > 0) {
            (false, true) => self.mark_strong(OPEN),
            (true, false) if self.is_marked() => self.line.push(CLOSE),
            _ => {}
        }
    }

    /// Marks that strong words which are open begin or end here.
    fn mark_strong(&mut self, mark: char) {
        if self.strong > 0 && self.is_marked() {
            self.line.push(mark);
        }
    }

    /// Headings and terms are strong by themselves.
    fn is_marked(&self) -> bool {
        self.heading == 0 && !self.term
    }

    fn end_term(&mut self) {
        if std::mem::take(&mut self.term) {
            let term = self.take_line();
            self.line = ["**", term.trim(), COLON].concat();
            let length = self.line.len();
            self.links.iter_mut().for_each(|(start, _)| *start = length);
        }
    }

    /// The line, which is empty afterwards: links and strong words that are open in it go on in the next one.
    fn take_line(&mut self) -> String {
        let line = marked(std::mem::take(&mut self.line));
        self.links.iter_mut().for_each(|(start, _)| *start = 0);
        self.mark_strong(OPEN);
        line
    }

    /// Ends the line.
    fn flush(&mut self) {
        self.end_term();
        // Most tags stand where no line is open.
        if self.line.is_empty() && self.strong == 0 {
            return;
        }
        let line = self.take_line();
        let line = line.trim();
        if !line.is_empty() {
            let marks = "#".repeat(self.heading);
            let text = if self.heading > 0 { [&marks, " ", line].concat().into() } else { guarded(line) };
            self.block(&text);
        }
    }

    /// Writes a block below the item in which it stands.
    fn block(&mut self, text: &str) {
        let is_item = std::mem::take(&mut self.begins) && !self.lists.is_empty();
        // Items follow each other without a line between them.
        let is_close = is_item && is_item_of(&self.out[self.last..]);
        if !self.out.is_empty() && !is_close {
            self.out.push('\n');
        }
        let width: usize = self.lists.iter().map(|list| list.marker().len()).sum();
        let marker = self.lists.last().filter(|_| is_item).map(|list| list.marker());
        for (number, line) in text.lines().enumerate() {
            self.last = self.out.len();
            let marker = marker.as_deref().filter(|_| number == 0).unwrap_or_default();
            self.out.extend(std::iter::repeat_n(' ', width - marker.len()));
            self.out.extend([marker, line, "\n"]);
        }
    }

    fn end_cell(&mut self) {
        if self.table.is_some() {
            let text = self.take_line();
            self.table.iter_mut().for_each(|table| table.end_cell(text.trim()));
        }
    }
}

/// True for a line that belongs to an item.
fn is_item_of(line: &str) -> bool {
    let text = line.trim_start();
    text.len() < line.len()
        || text.starts_with("- ")
        || text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(". ")
}

/// A line that does not look like the beginning of anything but a paragraph.
fn guarded(line: &str) -> Cow<'_, str> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let at = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        Some(b'#' | b'>' | b'+' | b'-' | b'=' | b'|' | b':') if digits == 0 => 0,
        _ => return line.into(),
    };
    [&line[..at], "\\", &line[at..]].concat().into()
}

/// An address as the target of a link.
pub fn target(address: &str) -> Cow<'_, str> {
    let is_sign = |byte: u8| matches!(byte, b'(' | b')' | b'<' | b'>' | b' ' | b'\\' | b'|');
    if !address.is_empty() && !address.bytes().any(is_sign) {
        return address.into();
    }
    let written = address.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C");
    ["<", &written, ">"].concat().into()
}
