//! Finished HTML → its tags and its texts in their order, and the text that readers see, to the letter.

use std::borrow::Cow;

use super::html::is_inline;
use super::tags::{Tag, all_tags, read_references};

/// What stands before the number of a footnote in finished HTML.
const NOTE: &str = "fnref-";

/// A part of finished HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// A tag.
    Tag(Tag),
    /// A text, references to characters read.
    Text(Cow<'a, str>),
    /// The number of a footnote, which belongs to no wording.
    Note(String),
}

/// The parts of finished HTML: what stands in `script` and `style` is none.
pub fn parts(html: &str) -> Vec<Part<'_>> {
    let (tags, end) = all_tags(html);
    let mut parts = Vec::with_capacity(2 * tags.len() + 1);
    let mut from = 0;
    let mut unseen: Option<String> = None;
    for tag in tags {
        let text = &html[from.min(tag.range.start)..tag.range.start];
        from = tag.range.end;
        if let Some(name) = &unseen {
            if tag.is_end && tag.name == *name {
                unseen = None;
            }
            continue;
        }
        if !text.is_empty() {
            parts.push(Part::Text(read(text)));
        }
        let id = tag.attribute("id").filter(|_| tag.name == "sup" && !tag.is_end);
        let note = id.and_then(|id| id.value.strip_prefix(NOTE));
        match note.map(|note| note.split('-').next().unwrap_or(note).to_owned()) {
            Some(note) => parts.push(Part::Note(note)),
            None if !tag.is_end && matches!(tag.name.as_str(), "script" | "style") => {}
            None => {
                parts.push(Part::Tag(tag));
                continue;
            }
        }
        unseen = Some(tag.name);
    }
    let rest = &html[from..end.unwrap_or(html.len()).max(from)];
    if unseen.is_none() && !rest.is_empty() {
        parts.push(Part::Text(read(rest)));
    }
    parts
}

/// A text with its references to characters read.
fn read(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'&', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(read_references(text)),
    }
}

/// The text that readers see of finished HTML, to the letter: blocks and lines are lines, cells of a table stand apart by
/// tabs, and white space of HTML is one space.
pub fn text(html: &str) -> String {
    let mut text = Lines::default();
    for part in parts(html) {
        match part {
            Part::Text(words) => text.add(&words),
            Part::Note(_) => {}
            Part::Tag(tag) if matches!(tag.name.as_str(), "td" | "th") => {
                if !tag.is_end {
                    text.cell();
                }
            }
            Part::Tag(tag) if is_inline(&tag.name) => {}
            Part::Tag(tag) => {
                if tag.name == "tr" {
                    text.end_row();
                }
                text.end_line();
            }
        }
    }
    text.done()
}

/// A text that is put together.
#[derive(Default)]
struct Lines {
    text: String,
    /// White space stands before what comes.
    space: bool,
    /// Where the row of a table begins that has had a cell.
    row: Option<usize>,
}

impl Lines {
    fn add(&mut self, words: &str) {
        for word in words.split_inclusive([' ', '\n', '\t', '\r', '\u{c}']) {
            let bare = word.trim_end_matches([' ', '\n', '\t', '\r', '\u{c}']);
            if !bare.is_empty() {
                if self.space && !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
                    self.text.push(' ');
                }
                self.space = false;
                self.text.push_str(bare);
            }
            self.space |= bare.len() < word.len();
        }
    }

    fn cell(&mut self) {
        match self.row {
            None => self.row = Some(self.text.len()),
            Some(start) => {
                self.end_cell(start);
                self.text.push('\t');
            }
        }
        self.space = false;
    }

    /// What stands behind a cell of a row is no line of its own.
    fn end_cell(&mut self, start: usize) {
        let end = self.text[start..].trim_end_matches('\n').len();
        self.text.truncate(start + end);
    }

    fn end_row(&mut self) {
        if let Some(start) = self.row.take() {
            self.end_cell(start);
            self.text.push('\n');
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.text.push('\n');
        }
    }

    fn done(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches(['\n', '\t']).len());
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_text_is_what_readers_see_to_the_letter() {
        for (html, expected) in [
            (
                "<p>一、甲　乙<b>丙</b>\n丁</p><p>&lt;b&gt; &amp;amp; &quot;—·&quot;</p>",
                "一、甲　乙丙 丁\n<b> &amp; \"—·\"",
            ),
            ("<p>第一行<br>第二行</p>", "第一行\n第二行"),
            ("<p>甲<sup id=fnref-1><a href=#fn-1>[1]</a></sup>乙<sup>2</sup></p>", "甲乙2"),
            ("<ul><li>甲<li><p>乙</p></ul>", "甲\n乙"),
            (
                "<table><thead><tr><th>甲<th>乙</tr></thead><tbody><tr><td><p>1</p></td><td></td><td>3</td></tr>\
                 <tr><td></td><td>4</td></tr><tr><td>5</td><td></td></tr></table>丙",
                "甲\t乙\n1\t\t3\n\t4\n5\t\n丙",
            ),
            ("<td>", ""),
            ("<script>甲</script><style>乙</style>丙", "丙"),
            ("&nbsp;甲&nbsp;", "\u{a0}甲\u{a0}"),
            ("&甲;&", "&甲;&"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }
}
