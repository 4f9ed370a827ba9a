//! Finished HTML → its tags and its texts in their order, the text that readers see, to the letter, and its footnotes.

use std::borrow::Cow;

use super::html::is_inline;
use super::tags::{Tag, Tags, read_references};

/// What stands before the number of a footnote in the id of each reference to it.
const NOTE: &str = "fnref-";
/// The same for the id of the footnote.
const FOOTNOTE: &str = "fn-";
/// What the address of a link from a footnote to its reference begins with.
const BACK: &str = "#fnref-";

/// A part of finished HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// A tag.
    Tag(Tag<'a>),
    /// A text, references to characters read.
    Text(Cow<'a, str>),
    /// The number of a footnote, which belongs to no wording.
    Note(String),
}

/// The parts of finished HTML: what stands in `script` and `style` is none.
pub fn parts(html: &str) -> Vec<Part<'_>> {
    let mut tags = Tags::new(html);
    let mut parts = Vec::new();
    let mut from = 0;
    let mut unseen: Option<Cow<'_, str>> = None;
    for tag in tags.by_ref() {
        let text = &html[from.min(tag.range.start)..tag.range.start];
        from = tag.range.end;
        if let Some(name) = &unseen {
            if tag.is_end && tag.name == *name {
                unseen = None;
            }
            continue;
        }
        if !text.is_empty() {
            parts.push(Part::Text(read_references(text)));
        }
        let id = tag.attribute("id").filter(|_| tag.name == "sup" && !tag.is_end);
        let note = id.and_then(|id| id.value.strip_prefix(NOTE));
        match note.map(|note| note.split('-').next().unwrap_or(note).to_owned()) {
            Some(note) => parts.push(Part::Note(note)),
            None if !tag.is_end && matches!(&*tag.name, "script" | "style") => {}
            None => {
                parts.push(Part::Tag(tag));
                continue;
            }
        }
        unseen = Some(tag.name);
    }
    let rest = &html[from..tags.unfinished().unwrap_or(html.len()).max(from)];
    if unseen.is_none() && !rest.is_empty() {
        parts.push(Part::Text(read_references(rest)));
    }
    parts
}

/// The footnotes of finished HTML: their numbers and their parts, without the links to their references.
pub fn footnotes(html: &str) -> Vec<(String, Vec<Part<'_>>)> {
    let mut notes: Vec<(String, Vec<Part<'_>>)> = Vec::new();
    let mut is_back = false;
    for part in parts(html) {
        if let Part::Tag(tag) = &part {
            let value = |name: &str| tag.attribute(name).map_or("", |found| &*found.value);
            if let Some(number) = value("id").strip_prefix(FOOTNOTE).filter(|_| tag.name == "li" && !tag.is_end) {
                notes.push((number.to_owned(), Vec::new()));
                continue;
            }
            if tag.is_end && tag.name == "a" && std::mem::take(&mut is_back) {
                continue;
            }
            is_back |= value("href").starts_with(BACK);
        }
        if let Some((_, parts)) = notes.last_mut().filter(|_| !is_back) {
            parts.push(part);
        }
    }
    notes
}

/// The text that readers see of finished HTML, to the letter: blocks and lines are lines, cells of a table stand apart by
/// tabs, and white space of HTML is one space. Items of numbered lists begin with their numbers.
pub fn text(html: &str) -> String {
    text_of(&parts(html))
}

/// The text of these parts.
pub fn text_of(parts: &[Part<'_>]) -> String {
    let mut text = Lines::default();
    // The numbers of the next items of open lists; nothing for lists without.
    let mut lists: Vec<Option<usize>> = Vec::new();
    for part in parts {
        match part {
            Part::Text(words) => text.add(words),
            Part::Note(_) => {}
            Part::Tag(tag) if matches!(&*tag.name, "td" | "th") => {
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
                match (&*tag.name, tag.is_end) {
                    ("ol", false) => {
                        let start = tag.attribute("start").and_then(|start| start.value.parse().ok());
                        lists.push(Some(start.unwrap_or(1)));
                    }
                    ("ul", false) => lists.push(None),
                    ("ol" | "ul", true) => {
                        lists.pop();
                        text.number = None;
                    }
                    ("li", false) => {
                        let next = lists.last_mut().and_then(Option::as_mut);
                        text.number = next.map(|next| std::mem::replace(next, next.saturating_add(1)));
                    }
                    _ => {}
                }
            }
        }
    }
    text.done()
}

/// The words of a text between white space of HTML, each with whether some stands behind it. A word may be empty.
pub fn spaced(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take().filter(|text| !text.is_empty())?;
        let end = text.bytes().position(|byte| byte.is_ascii_whitespace());
        rest = end.map(|end| &text[end + 1..]);
        Some((&text[..end.unwrap_or(text.len())], end.is_some()))
    })
}

/// A text that is put together.
#[derive(Default)]
struct Lines {
    text: String,
    /// White space stands before what comes.
    space: bool,
    /// The number of an item of which nothing is written.
    number: Option<usize>,
    /// Where the row of a table begins that has had a cell.
    row: Option<usize>,
}

impl Lines {
    fn add(&mut self, words: &str) {
        for (bare, has_space) in spaced(words) {
            if !bare.is_empty() {
                if self.space && !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
                    self.text.push(' ');
                }
                self.space = false;
                if let Some(number) = self.number.take() {
                    self.text.push_str(&format!("{number}. "));
                }
                self.text.push_str(bare);
            }
            self.space |= has_space;
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
    use super::*;

    #[test]
    fn footnotes_have_their_numbers() {
        let html = "<section class=footnotes><ol><li id=fn-1><p>甲<a href=x>乙</a> <a href=#fnref-1 aria-label=丙>↩</a></p></li>\
                    <li id=fn-2>丁<a href=#fnref-2>↩</a><a href=#fnref-2-2>↩</a>戊</ol></section>";
        let notes = footnotes(html).into_iter().map(|(number, parts)| (number, text_of(&parts)));
        let expected = [("1", "甲乙"), ("2", "丁戊")];
        assert_eq!(notes.collect::<Vec<_>>(), expected.map(|(number, text)| (number.to_owned(), text.to_owned())));
    }

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
            ("<ol start=3><li>甲<ul><li>乙</ul><ol><li>丙</ol><li><p>丁</p></ol><li>戊", "3. 甲\n乙\n1. 丙\n4. 丁\n戊"),
            ("<ol start=99999999999999999999><li>甲</ol></ol>", "1. 甲"),
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
