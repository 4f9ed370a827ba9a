//! HTML as somebody else wrote it, or finished → what readers see of it, with the place of every letter, and its tables.

use std::borrow::Cow;
use std::ops::Range;

use super::budget::Limit;
use super::references::reference;
use super::table::{Table, clip};

/// Elements of which readers see nothing.
const UNSEEN: &[&str] = &["script", "style"];
/// Columns and rows that one cell may span; more are not distinguished.
const SPAN: u32 = 64;
/// Tables that may be open inside one another.
const OPEN: usize = 256;

/// What readers see of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The words, blocks on lines of their own.
    pub text: String,
    /// Where each byte of the words comes from.
    pub places: Places,
    /// The tables that hold something.
    pub tables: Vec<Table>,
    /// The limit at which tables were no longer distinguished; the words are whole.
    pub limit: Option<Limit>,
}

/// Where words come from: runs of bytes that stand in the file as they do in the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<(u32, u32)>);

impl Places {
    /// The byte of the file that a byte of the words comes from.
    pub fn of(&self, word: usize) -> usize {
        let next = self.0.partition_point(|(start, _)| *start as usize <= word);
        next.checked_sub(1).map_or(0, |at| from(self.0[at], word))
    }

    /// The same for bytes that only grow.
    pub fn walk(&self) -> Walk<'_> {
        Walk { runs: &self.0, at: 0 }
    }

    fn push(&mut self, word: usize, file: usize) {
        let (word, file) = (clip(word), clip(file));
        let goes_on = self.0.last().is_some_and(|&(words, files)| file.wrapping_sub(word) == files.wrapping_sub(words));
        if !goes_on {
            self.0.push((word, file));
        }
    }
}

fn from((words, files): (u32, u32), word: usize) -> usize {
    files as usize + (word - words as usize)
}

/// [`Places`] from the first to the last.
pub struct Walk<'a> {
    runs: &'a [(u32, u32)],
    at: usize,
}

impl Walk<'_> {
    /// The byte of the file for a byte of the words, which is not before those that were asked for.
    pub fn of(&mut self, word: usize) -> usize {
        while self.runs.get(self.at + 1).is_some_and(|(start, _)| *start as usize <= word) {
            self.at += 1;
        }
        self.runs.get(self.at).map_or(0, |run| from(*run, word))
    }
}

/// What readers see of a text in HTML, or in another language with tags. Nothing fails.
pub fn seen(html: &str) -> Seen {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let plain = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        let length = match rest.as_bytes().get(plain) {
            _ if plain > 0 => reader.show(&rest[..plain], at, plain),
            Some(b'<') if rest.starts_with("<!--") => rest.find("-->").map_or(rest.len(), |end| end + 3),
            Some(b'<') if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) => {
                reader.tag(html, at)
            }
            Some(b'&') => match entity(rest) {
                Some((length, character)) => reader.show(character.encode_utf8(&mut [0; 4]), at, length),
                None => reader.show("&", at, 1),
            },
            _ => reader.show("<", at, 1),
        };
        at += length;
    }
    reader.done()
}

/// What was seen of a text so far.
#[derive(Default)]
struct Reader {
    seen: Seen,
    open: Vec<Grid>,
    endless: [bool; UNSEEN.len()],
    cells: usize,
}

impl Reader {
    /// Takes words from a place in the file; gives how many bytes they have there.
    fn show(&mut self, words: &str, at: usize, length: usize) -> usize {
        self.seen.places.push(self.seen.text.len(), at);
        self.seen.text.push_str(words);
        if let Some(cell) = self.open.last_mut().and_then(|grid| grid.cell.as_mut()) {
            words.split('\n').for_each(|part| cell.push_str(part));
        }
        length
    }

    /// Takes the tag that begins at a place; gives how many bytes it has, with what it hides.
    fn tag(&mut self, html: &str, at: usize) -> usize {
        let rest = &html[at..];
        let tag = &rest[..memchr::memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1)];
        let name = name(tag);
        let unseen = UNSEEN.iter().position(|unseen| *unseen == name).filter(|unseen| !self.endless[*unseen]);
        let end = unseen.and_then(|unseen| {
            let end = end_tag(html, at, UNSEEN[unseen]);
            self.endless[unseen] = end.is_none();
            end
        });
        self.grid(&name, tag);
        if !is_inline(name.trim_start_matches('/')) {
            self.seen.places.push(self.seen.text.len(), at);
            self.seen.text.push('\n');
        }
        end.map_or(tag.len(), |end| end - at)
    }

    /// Takes a tag into account that may belong to a table.
    fn grid(&mut self, name: &str, tag: &str) {
        let is_deep = self.open.len() == OPEN;
        match (name, self.open.last_mut()) {
            ("table", _) if is_deep => self.seen.limit = Some(Limit::Depth),
            ("table", _) => self.open.push(Grid::default()),
            ("/table", Some(_)) => {
                let grid = self.open.pop();
                self.keep(grid);
            }
            ("tr", Some(grid)) => {
                self.cells += grid.end_cell();
                grid.row();
            }
            ("td" | "th", Some(grid)) => {
                self.cells += grid.end_cell();
                grid.cell = Some(String::new());
                grid.span = (number(tag, "colspan"), number(tag, "rowspan"));
            }
            ("/td" | "/th" | "/tr", Some(grid)) => self.cells += grid.end_cell(),
            _ => {}
        }
        if self.cells > Limit::Cells.of() as usize {
            self.seen.limit = Some(Limit::Cells);
            self.open.clear();
        }
    }

    fn keep(&mut self, grid: Option<Grid>) {
        let table = grid.map(Grid::done).filter(|table| !table.is_empty());
        self.seen.tables.extend(table);
    }

    fn done(mut self) -> Seen {
        while let Some(grid) = self.open.pop() {
            self.keep(Some(grid));
        }
        self.seen
    }
}

/// The words of finished HTML on one line, with a space where a block or a line ends.
pub fn words(html: &str) -> String {
    seen(html).text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for an element whose tags part no words, by its name in small letters.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tspan"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Where the element of this name ends whose content is no HTML and begins at `from`, or before it in its start tag.
pub(super) fn end_tag(html: &str, from: usize, name: &str) -> Option<usize> {
    let is_end = |at: usize| {
        let rest = &html.as_bytes()[at + "</".len()..];
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(name.len()).is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>'))
    };
    html[from..].match_indices("</").map(|(at, _)| from + at).find(|at| is_end(*at))
}

/// The name of a tag, with a slash before that of an end.
fn name(tag: &str) -> Cow<'_, str> {
    let name = tag.trim_start_matches('<');
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'/').unwrap_or(name.len());
    small(if name.starts_with('/') { &name[..end] } else { name[..end].trim_end_matches('/') })
}

/// A name in small letters.
pub(super) fn small(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

/// A table that is not at its end.
#[derive(Default)]
struct Grid {
    table: Table,
    cell: Option<String>,
    /// What the cell spans: columns and rows.
    span: (u32, u32),
    /// The row and the column of the next cell.
    row: Option<u32>,
    column: u32,
    /// What cells of rows above cover in this row, in the order of columns.
    above: Vec<Covered>,
    /// The first of these that is not to the left of the next cell.
    next: usize,
    /// What cells of this row cover in rows below.
    below: Vec<Covered>,
}

/// Columns that a cell covers in rows below it.
struct Covered {
    columns: Range<u32>,
    /// The first row that it does not cover.
    until: u32,
}

impl Grid {
    fn row(&mut self) {
        let row = self.row.map_or(0, |row| row + 1);
        self.above.append(&mut self.below);
        self.above.retain(|covered| covered.until > row);
        // Two parts in order: the sort is a merge.
        self.above.sort_by_key(|covered| covered.columns.start);
        (self.row, self.column, self.next) = (Some(row), 0, 0);
    }

    /// Ends the open cell; gives how many cells that holds: one, or none.
    fn end_cell(&mut self) -> usize {
        let Some(text) = self.cell.take() else { return 0 };
        if self.row.is_none() {
            self.row();
        }
        let row = self.row.unwrap_or(0);
        while let Some(covered) = self.above.get(self.next).filter(|covered| covered.columns.start <= self.column) {
            self.column = self.column.max(covered.columns.end);
            self.next += 1;
        }
        let (columns, rows) = self.span;
        let end = self.column.saturating_add(columns);
        if rows > 1 {
            self.below.push(Covered { columns: self.column..end, until: row + rows });
        }
        let text = text.trim();
        self.table.push(row, self.column, text);
        self.column = end;
        usize::from(!text.is_empty())
    }

    fn done(mut self) -> Table {
        self.end_cell();
        self.table
    }
}

fn number(tag: &str, name: &str) -> u32 {
    let is_named = |written: &[u8]| written.eq_ignore_ascii_case(name.as_bytes());
    let found = tag.as_bytes().windows(name.len()).position(is_named);
    let value = found.map_or("", |at| tag[at + name.len()..].trim_start_matches([' ', '=', '"', '\'']));
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, SPAN)
}

/// The length of a reference to a character, and the character; for spaces and dashes of all kinds the plain sign that means
/// the same in numbers.
fn entity(text: &str) -> Option<(usize, char)> {
    let (length, characters) = reference(text)?;
    let character = match characters.chars().next()? {
        '\u{A0}' | '\u{2002}'..='\u{200A}' => ' ',
        '\u{AD}' | '\u{2010}'..='\u{2015}' | '−' => '-',
        '·' => '.',
        other => other,
    };
    Some((length, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_within_words_are_taken_out_and_references_are_read() {
        let html =
            "<p>电<b>话</b>：&#49;38<span\nclass=x>0000</span>&#x30;000</p><td>1</td><!-- 2 --><style>3</style>&x;";
        let found = seen(html);
        assert_eq!(found.text, "\n电话：13800000000\n\n1\n\n\n&x;");
        let mut walk = found.places.walk();
        for (words, file) in [("电话", "电<b>"), ("话", "话<"), ("13800", "&#49;"), ("3800", "38<"), ("&x;", "&x;")]
        {
            let (words, file) = (found.text.find(words).unwrap(), html.find(file).unwrap());
            assert_eq!((found.places.of(words), walk.of(words)), (file, file));
        }
        assert_eq!(seen("a < b <").text, "a < b <");
        let long = "&一二三四五六七八九十一二三四五六";
        assert_eq!(seen(long).text, long);
        assert_eq!(seen("<td").text, "\n");
    }

    #[test]
    fn words_are_parted_where_blocks_and_lines_are() {
        let html = "<p>参加<b>人员</b>享受：</p><ul><li>职称认定</li><li>培训\n补贴</li></ul><p>Foo<br>bar</p>　&amp;lt;&nbsp;<!-- -->";
        assert_eq!(words(html), "参加人员享受： 职称认定 培训 补贴 Foo bar 　&lt;");
    }

    #[test]
    fn scripts_and_styles_are_unseen_where_they_have_an_end() {
        for (html, expected) in [
            ("<SCRIPT>1</scripts>2</Script\n>3", "\n\n3"),
            // A browser shows nothing after the second. But it is published, and the first, in XML, is empty.
            ("<svg><style/>1", "\n\n1"),
            ("1<script>2<STYLE>3</style>4", "1\n2\n\n4"),
            ("<style:style>1</style:style>", "\n1\n"),
        ] {
            assert_eq!(seen(html).text, expected);
        }
        assert_eq!(seen(&"<script>".repeat(100_000)).text.len(), 100_000);
    }

    /// Row, column and text of the cells of all tables.
    fn cells(html: &str) -> Vec<String> {
        let tables = seen(html).tables;
        let rows = tables.iter().flat_map(Table::rows);
        rows.flat_map(|row| row.cells().map(move |(column, text)| format!("{} {column} {text}", row.number))).collect()
    }

    #[test]
    fn tables_are_read_with_their_spans() {
        let html = "<table><thead><tr><th rowspan=2>甲<th colspan=\"2\">乙</th></tr><tr><th>丙</th><TH>丁</TH></tr></thead>\
                    <tr><td>1<td><b>2</b></td></tr></table><table><td>3";
        assert_eq!(cells(html), ["0 0 甲", "0 1 乙", "1 1 丙", "1 2 丁", "2 0 1", "2 1 2", "0 0 3"].map(str::to_owned));
        let html =
            "<table><tr><td>1<td rowspan=3 colspan=2>2<tr><td>3<td>4<tr><td colspan=2>5<td>6<tr><td>7<td>8</table>";
        assert_eq!(
            cells(html),
            ["0 0 1", "0 1 2", "1 0 3", "1 3 4", "2 0 5", "2 3 6", "3 0 7", "3 1 8"].map(str::to_owned)
        );
    }
}
