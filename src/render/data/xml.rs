//! Finished HTML of a text → blocks of Akoma Ntoso: paragraphs, tables, and what stands within lines.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::syntax::html::is_inline;
use crate::syntax::parts::{Part, parts, spaced};
use crate::syntax::tags::Tag;

/// Columns or rows that a cell may span.
const SPAN: u16 = 1000;

/// The beginning of the last characters of the first plane, two of which XML cannot hold.
static LAST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xBF"));

/// A text for the content of an element, or for an attribute in double quotes. What XML cannot hold is `U+FFFD`.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    // All bytes are compared at once.
    let is_plain = |byte: u8| (byte >= b' ') & (byte != b'&') & (byte != b'<') & (byte != b'>') & (byte != b'"');
    let bytes = text.as_bytes();
    if bytes.iter().fold(true, |all, &byte| all & is_plain(byte)) && LAST.find(bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if is_allowed(c) => escaped.push(c),
            _ => escaped.push('\u{FFFD}'),
        }
    }
    Cow::Owned(escaped)
}

/// True for a character of XML 1.0.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Blocks of finished HTML without the first `skip` bytes of their text. Links within the page lead to it.
pub(super) fn blocks(html: &str, skip: usize, page: &str) -> String {
    let mut writer = Writer { skip, page, ..Writer::default() };
    writer.take(&parts(html));
    writer.done()
}

/// The same on one line.
pub(super) fn line(html: &str, skip: usize, page: &str) -> String {
    let mut writer = Writer { skip, page, is_line: true, ..Writer::default() };
    writer.take(&parts(html));
    writer.done()
}

/// The text of finished HTML as it stands there, in which numbers are looked for.
pub(super) fn raw_text(html: &str) -> String {
    parts(html).iter().filter_map(|part| if let Part::Text(text) = part { Some(&**text) } else { None }).collect()
}

/// Blocks of these parts.
pub(super) fn blocks_of(parts: &[Part<'_>], page: &str) -> String {
    let mut writer = Writer { page, ..Writer::default() };
    writer.take(parts);
    writer.done()
}

/// An element within lines that is open.
struct Open {
    /// Its name in HTML.
    name: String,
    /// Its start tag and its name; nothing for one that Akoma Ntoso does not have.
    xml: Option<(String, &'static str)>,
}

/// A table that is open.
#[derive(Default)]
struct Grid {
    /// Where it begins.
    start: usize,
    rows: usize,
    /// Cells of the open row.
    cells: Option<usize>,
    /// The name of the open cell.
    cell: Option<&'static str>,
}

/// Blocks that are written.
#[derive(Default)]
struct Writer<'a> {
    xml: String,
    /// Bytes of the text that are still to be left out.
    skip: usize,
    page: &'a str,
    /// Everything is one line.
    is_line: bool,
    /// A paragraph is open.
    paragraph: bool,
    /// White space stands before what comes.
    space: bool,
    inline: Vec<Open>,
    /// How many of these are written.
    written: usize,
    grids: Vec<Grid>,
}

impl Writer<'_> {
    fn take(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Text(text) => self.text(text),
                Part::Note(number) => {
                    self.open();
                    let number = escaped(number);
                    self.xml.push_str(&format!("<noteRef href=\"#note_{number}\" marker=\"[{number}]\"/>"));
                }
                Part::Tag(tag) if is_inline(&tag.name) || tag.name == "a" => self.inline(tag),
                Part::Tag(tag) => self.block(tag),
            }
        }
    }

    fn text(&mut self, text: &str) {
        let skipped = self.skip.min(text.len());
        self.skip -= skipped;
        for (bare, has_space) in spaced(&text[skipped..]) {
            if !bare.is_empty() {
                self.open();
                self.xml.push_str(&escaped(bare));
            }
            self.space |= has_space;
        }
    }

    /// Sees that text can follow: in a paragraph, and in the elements that are open.
    fn open(&mut self) {
        if !self.paragraph {
            self.space = self.is_line && self.space && !self.xml.is_empty();
            if !self.is_line {
                if self.grids.last().is_some_and(|grid| grid.cell.is_none()) {
                    self.start_cell("td", "");
                }
                self.xml.push_str("<p>");
            }
            self.paragraph = true;
        }
        if std::mem::take(&mut self.space) {
            self.xml.push(' ');
        }
        for open in &self.inline[self.written..] {
            if let Some((start, _)) = &open.xml {
                self.xml.push_str(start);
            }
        }
        self.written = self.inline.len();
    }

    /// Ends the paragraph. Elements that are still open are begun again in the next one.
    fn close(&mut self) {
        while self.written > 0 {
            self.written -= 1;
            self.end(self.written);
        }
        if self.paragraph && !self.is_line {
            self.xml.push_str("</p>");
        }
        self.paragraph = false;
        self.space = self.is_line;
    }

    fn end(&mut self, at: usize) {
        if let Some((_, name)) = &self.inline[at].xml {
            self.xml.extend(["</", name, ">"]);
        }
    }

    fn inline(&mut self, tag: &Tag<'_>) {
        if !tag.is_end {
            if tag.name != "wbr" {
                self.inline.push(Open { name: tag.name.to_string(), xml: self.element(tag) });
            }
            return;
        }
        let Some(at) = self.inline.iter().rposition(|open| open.name == tag.name) else { return };
        while self.inline.len() > at {
            let last = self.inline.len() - 1;
            if self.written > last {
                self.written = last;
                self.end(last);
            }
            self.inline.pop();
        }
    }

    /// The element of Akoma Ntoso for one of HTML.
    fn element(&self, tag: &Tag<'_>) -> Option<(String, &'static str)> {
        let name = match &*tag.name {
            "b" | "strong" => "b",
            "i" | "em" => "i",
            "u" => "u",
            "sub" => "sub",
            "sup" => "sup",
            "a" if self.inline.iter().all(|open| open.name != "a") => {
                let href = &tag.attribute("href")?.value;
                let page = if href.starts_with('#') { self.page } else { "" };
                return Some((format!("<a href=\"{}{}\">", escaped(page), address(href)), "a"));
            }
            _ => return None,
        };
        Some((["<", name, ">"].concat(), name))
    }

    fn block(&mut self, tag: &Tag<'_>) {
        match (&*tag.name, tag.is_end) {
            ("br", _) if self.paragraph && !self.is_line => {
                self.xml.push_str("<br/>");
                self.space = false;
            }
            ("img", false) => self.image(tag),
            _ if self.is_line => self.close(),
            ("table", false) => {
                self.close();
                if self.grids.last().is_some_and(|grid| grid.cell.is_none()) {
                    self.start_cell("td", "");
                }
                self.grids.push(Grid { start: self.xml.len(), ..Grid::default() });
                self.xml.push_str("<table>");
            }
            ("table", true) => self.end_table(),
            ("tr", _) => self.end_row(),
            ("td", false) => self.start_cell("td", &spans(tag)),
            ("th", false) => self.start_cell("th", &spans(tag)),
            ("td" | "th", true) => self.end_cell(),
            _ => self.close(),
        }
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let value = |name: &str| tag.attribute(name).map_or("", |found| &*found.value);
        self.open();
        self.xml.push_str(&format!("<img src=\"{}\" alt=\"{}\"/>", address(value("src")), escaped(value("alt"))));
    }

    fn start_cell(&mut self, name: &'static str, spans: &str) {
        self.end_cell();
        let Some(grid) = self.grids.last_mut() else { return };
        if grid.cells.is_none() {
            self.xml.push_str("<tr>");
            grid.rows += 1;
        }
        grid.cells = Some(grid.cells.unwrap_or(0) + 1);
        grid.cell = Some(name);
        self.xml.extend(["<", name, spans, ">"]);
    }

    fn end_cell(&mut self) {
        self.close();
        if let Some(name) = self.grids.last_mut().and_then(|grid| grid.cell.take()) {
            self.xml.extend(["</", name, ">"]);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.grids.last_mut().and_then(|grid| grid.cells.take()).is_some() {
            self.xml.push_str("</tr>");
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        let Some(grid) = self.grids.pop() else { return };
        match grid.rows {
            0 => self.xml.truncate(grid.start),
            _ => self.xml.push_str("</table>"),
        }
    }

    fn done(mut self) -> String {
        while !self.grids.is_empty() {
            self.end_table();
        }
        self.close();
        self.xml
    }
}

/// An address as an attribute: what `anyURI` cannot hold is written in its hundreds.
fn address(href: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`');
    let encoded = href.chars().map(|c| match is_plain(c) && is_allowed(c) {
        true => c.to_string(),
        false => percent_encoding::utf8_percent_encode(c.encode_utf8(&mut [0; 4]), percent_encoding::NON_ALPHANUMERIC)
            .to_string(),
    });
    escaped(&encoded.collect::<String>()).into_owned()
}

/// What a cell spans.
fn spans(tag: &Tag<'_>) -> String {
    let span = |name: &str| {
        let span: u16 = tag.attribute(name)?.value.trim().parse().ok()?;
        (2..=SPAN).contains(&span).then(|| format!(" {name}=\"{span}\""))
    };
    ["colspan", "rowspan"].into_iter().filter_map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_a_text_are_blocks_of_the_document() {
        for (html, expected) in [
            ("<p>一、甲<b>乙 <a href=#c1>丙</a></b>\n丁</p>", "<p>一、甲<b>乙 <a href=\"p.html#c1\">丙</a></b> 丁</p>"),
            ("<p>甲<br>乙<p>&lt;丙&amp;", "<p>甲<br/>乙</p><p>&lt;丙&amp;</p>"),
            ("<p><b>甲<p>乙</b>丙</i>", "<p><b>甲</b></p><p><b>乙</b>丙</p>"),
            (
                "<p>甲<sup id=fnref-1-2><a href=#fn-1>[1]</a></sup><sup>2</sup>",
                "<p>甲<noteRef href=\"#note_1\" marker=\"[1]\"/><sup>2</sup></p>",
            ),
            ("<ul><li>甲<li><p>乙</ul>", "<p>甲</p><p>乙</p>"),
            (
                "<div class=table><table><colgroup><thead><tr><th colspan=2 class=right>甲<th rowspan=x>乙</tr></thead>\
                 <tbody><tr></tr><tr><td>丙</td><td></td></tr></tbody></table></div>丁",
                "<table><tr><th colspan=\"2\"><p>甲</p></th><th><p>乙</p></th></tr><tr><td><p>丙</p></td><td></td></tr></table><p>丁</p>",
            ),
            (
                "<table><tr><td><table><tr><td>甲</table>乙</table>",
                "<table><tr><td><table><tr><td><p>甲</p></td></tr></table><p>乙</p></td></tr></table>",
            ),
            ("<table>甲</table><table></table>", "<table><tr><td><p>甲</p></td></tr></table>"),
            ("<img src='a b.png' alt='\"甲\"'>", "<p><img src=\"a%20b.png\" alt=\"&quot;甲&quot;\"/></p>"),
            ("\u{FFFF}\u{1F600}", "<p>\u{FFFD}\u{1F600}</p>"),
            ("<p></p><p> <b> </b></p>", ""),
        ] {
            assert_eq!(blocks(html, 0, "p.html"), expected, "{html}");
        }
    }

    #[test]
    fn the_number_of_a_clause_is_left_out_wherever_it_stands() {
        let html = "<p><b>一、</b>甲<b>乙</b></p><p>丙</p>";
        assert_eq!(raw_text(html), "一、甲乙丙");
        assert_eq!(blocks(html, "一、".len(), ""), "<p>甲<b>乙</b></p><p>丙</p>");
        assert_eq!(line("<h2>一、<em>甲</em></h2>", "一、".len(), ""), "<i>甲</i>");
    }
}
