//! The finished HTML of a section → its points: what is said one by one, in paragraphs, lists and tables.

use serde::Serialize;

use crate::syntax::parts::{Part, parts};
use crate::syntax::tags::Tag;

/// What stands for nothing in a cell.
const NOTHING: [&str; 4] = ["", "–", "—", "-"];

/// How a part of a text is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// As text.
    #[default]
    Plain,
    /// As what matters.
    Strong,
    /// As the clause that it rests on.
    Cited,
}

/// A part of a text in one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// How they are shown.
    pub style: Style,
}

/// A text in runs.
pub type Rich = Vec<Run>;

/// A point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Point {
    /// A heading among the points.
    Head {
        /// Its text.
        text: Rich,
    },
    /// A paragraph.
    Text {
        /// Its text.
        text: Rich,
    },
    /// An item of a list.
    Item {
        /// Its text.
        text: Rich,
    },
    /// A label with its value.
    Pair {
        /// The label.
        label: Rich,
        /// The value.
        value: Rich,
    },
}

/// The points of a piece of finished HTML, without its footnotes, which come last and belong to the whole text.
pub fn points(html: &str) -> Vec<Point> {
    let is_notes = |tag: &Tag| tag.attribute("class").is_some_and(|class| class.value == "footnotes");
    let mut reader = Reader::default();
    for part in parts(html).into_iter().take_while(|part| !matches!(part, Part::Tag(tag) if is_notes(tag))) {
        match part {
            Part::Tag(tag) if tag.is_end => reader.end(&tag.name),
            Part::Tag(tag) => reader.start(&tag),
            Part::Text(text) => reader.read(&text),
            Part::Note(_) => {}
        }
    }
    reader.flush();
    reader.points
}

/// A text in one style.
pub fn plain(text: &str) -> Rich {
    vec![Run { text: text.to_owned(), style: Style::Plain }]
}

/// The words of a text.
pub fn words(text: &[Run]) -> String {
    text.iter().map(|run| run.text.as_str()).collect()
}

#[derive(Default)]
struct Reader {
    points: Vec<Point>,
    /// The text so far, with the style of each character.
    text: Vec<(char, Style)>,
    /// Open elements of strong words, of clauses, and of items.
    strong: usize,
    cited: usize,
    items: usize,
    /// The open heading or title.
    is_head: bool,
    /// What an entry of a list of terms says is open; its term is the label.
    term: Option<Rich>,
    table: Option<Table>,
}

/// A table so far.
#[derive(Default)]
struct Table {
    /// The headings of its columns.
    heads: Vec<Rich>,
    /// The cells of the row.
    row: Vec<Rich>,
    /// The row is one of headings.
    is_head: bool,
}

impl Reader {
    fn start(&mut self, tag: &Tag<'_>) {
        match &*tag.name {
            "b" | "strong" => self.strong += 1,
            "a" if self.cited > 0 || tag.attribute("class").is_some_and(|class| class.value == "c") => self.cited += 1,
            "img" => self.read(tag.attribute("alt").map_or("", |alt| &alt.value)),
            "br" => self.read(" "),
            "table" => {
                self.flush();
                self.table = Some(Table::default());
            }
            "thead" => self.table.iter_mut().for_each(|table| table.is_head = true),
            "tbody" => self.table.iter_mut().for_each(|table| table.is_head = false),
            name if is_head(name) => {
                self.flush();
                self.is_head = true;
            }
            "p" if self.table.is_none() => {
                self.flush();
                self.is_head = tag.attribute("class").is_some_and(|class| class.value == "alert-title");
            }
            "li" => {
                self.flush();
                self.items += 1;
            }
            name if is_block(name) && self.table.is_none() => self.flush(),
            // Paragraphs of a cell stand in one line.
            name if is_block(name) => self.read(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "b" | "strong" => self.strong = self.strong.saturating_sub(1),
            "a" => self.cited = self.cited.saturating_sub(1),
            "td" | "th" => {
                let text = self.taken();
                self.table.iter_mut().for_each(|table| table.row.push(text.clone()));
            }
            "tr" => self.row(),
            "table" => self.table = None,
            "dt" => self.term = Some(self.taken()),
            "li" => {
                self.flush();
                self.items = self.items.saturating_sub(1);
            }
            name if is_head(name) || is_block(name) && self.table.is_none() => self.flush(),
            _ => {}
        }
    }

    fn read(&mut self, text: &str) {
        let style = match (self.cited > 0, self.strong > 0) {
            (true, _) => Style::Cited,
            (false, true) => Style::Strong,
            (false, false) => Style::Plain,
        };
        for c in text.chars() {
            // White space as a browser shows it.
            match c.is_ascii_whitespace() {
                true if self.text.last().is_none_or(|(last, _)| *last == ' ') => {}
                true => self.text.push((' ', style)),
                false => self.text.push((c, style)),
            }
        }
    }

    /// The text so far, brackets around nothing but clauses in their style.
    fn taken(&mut self) -> Rich {
        let mut text = std::mem::take(&mut self.text);
        while text.last().is_some_and(|(last, _)| *last == ' ') {
            text.pop();
        }
        let mut at = 0;
        while at < text.len() {
            let inner =
                text[at + 1..].iter().take_while(|(c, style)| *style == Style::Cited || "、，；和".contains(*c));
            let end = at + 1 + if text[at].0 == '（' { inner.count() } else { 0 };
            let is_bracket =
                text[at].1 != Style::Cited && text.get(at + 1).is_some_and(|(_, style)| *style == Style::Cited);
            if is_bracket && text.get(end).is_some_and(|(c, _)| *c == '）') {
                text[at..=end].iter_mut().for_each(|(_, style)| *style = Style::Cited);
            }
            at = end.max(at + 1);
        }
        let mut rich: Rich = Vec::new();
        for (c, style) in text {
            match rich.last_mut().filter(|run| run.style == style) {
                Some(run) => run.text.push(c),
                None => rich.push(Run { text: c.to_string(), style }),
            }
        }
        rich
    }

    /// Ends the text so far.
    fn flush(&mut self) {
        if self.table.is_some() {
            return;
        }
        let is_head = std::mem::take(&mut self.is_head);
        let text = self.taken();
        if text.is_empty() {
            return;
        }
        self.points.push(match self.term.take() {
            _ if is_head => Point::Head { text },
            Some(label) => Point::Pair { label, value: text },
            None if self.items > 0 => Point::Item { text },
            None => Point::Text { text },
        });
    }

    /// Ends a row: of two columns a label and its value; of one a point; of more a heading, and a label for each cell.
    fn row(&mut self) {
        let Some(table) = &mut self.table else { return };
        let mut row = std::mem::take(&mut table.row).into_iter();
        if table.is_head {
            table.heads = row.collect();
            return;
        }
        let (Some(first), count) = (row.next(), row.len()) else { return };
        if count == 0 {
            self.points.extend((!first.is_empty()).then_some(Point::Item { text: first }));
        } else if count == 1 {
            let value = row.next().unwrap_or_default();
            self.points.push(Point::Pair { label: first, value });
        } else {
            self.points.push(Point::Head { text: first });
            let heads = table.heads.iter().skip(1).cloned().chain(std::iter::repeat(Rich::new()));
            let said = row.zip(heads).filter(|(cell, _)| !NOTHING.contains(&&*words(cell)));
            self.points.extend(said.map(|(value, label)| Point::Pair { label, value }));
        }
    }
}

fn is_head(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_block(name: &str) -> bool {
    matches!(name, "p" | "ul" | "ol" | "dl" | "dd" | "div" | "aside" | "blockquote" | "pre" | "figure" | "section")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points in short: `*strong*`, `[cited]`.
    fn short(html: &str) -> Vec<String> {
        let rich = |text: &Rich| -> String {
            let run = |run: &Run| match run.style {
                Style::Plain => run.text.clone(),
                Style::Strong => format!("*{}*", run.text),
                Style::Cited => format!("[{}]", run.text),
            };
            text.iter().map(run).collect()
        };
        let point = |point: &Point| match point {
            Point::Head { text } => format!("# {}", rich(text)),
            Point::Text { text } => rich(text),
            Point::Item { text } => format!("- {}", rich(text)),
            Point::Pair { label, value } => format!("{} = {}", rich(label), rich(value)),
        };
        points(html).iter().map(point).collect()
    }

    #[test]
    fn texts_lists_and_tables_are_points() {
        for (html, expected) in [
            (
                "<p>甲<strong>乙</strong>（<a href=x class=c>四（二）</a>、<a href=x class=c>五</a>）。</p>",
                &["甲*乙*[（四（二）、五）]。"][..],
            ),
            ("<p>见<a href=x>丙</a>（<a href=x class=c>五</a>的话）</p>", &["见丙（[五]的话）"]),
            ("<ul><li>一<ul><li>二</li></ul></li><li><p>三</p></li></ul><p>四", &["- 一", "- 二", "- 三", "四"]),
            (
                "<aside class=\"alert alert-important\"><p class=alert-title>重要</p><p>甲</p></aside>",
                &["# 重要", "甲"],
            ),
            ("<dl><dt>名</dt><dd>说</dd></dl>", &["名 = 说"]),
            (
                "<table><thead><tr><th>问</th><th>答</th></tr></thead><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
                &["甲 = 乙"],
            ),
            (
                "<table><thead><tr><td></td><th>一</th><th>二</th></tr></thead><tbody><tr><th>谁</th><td>甲</td><td>–</td></tr></tbody></table>",
                &["# 谁", "一 = 甲"],
            ),
            ("<table><tbody><tr><td>甲</td></tr></tbody></table>", &["- 甲"]),
            ("<h3>小题</h3><p>话<sup id=fnref-1><a href=#fn-1>1</a></sup></p>", &["# 小题", "话"]),
            ("<p>话</p><section class=footnotes aria-label=注释><ol><li id=fn-1>注。<a href=#fnref-1>↩</a>", &["话"]),
            ("", &[]),
        ] {
            assert_eq!(short(html), expected, "{html}");
        }
    }
}
