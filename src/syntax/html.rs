//! HTML as somebody else wrote it, or finished → what readers see of it, with the place of every letter, and its tables.

use super::tables::Table;

/// Elements whose tags part no words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tspan", "tt", "u",
    "var", "wbr",
];
/// Elements of which readers see nothing.
const UNSEEN: &[&str] = &["script", "style"];
/// Columns and rows that one cell may span; more are not told apart.
const SPAN: usize = 64;

/// What readers see of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The words, blocks on lines of their own.
    pub text: String,
    /// For every byte of the words, the byte of the file that it comes from.
    pub places: Vec<usize>,
    /// The tables, cells that spans cover as empty ones.
    pub tables: Vec<Table>,
}

/// What readers see of a text in HTML, or in another language with tags. Nothing fails.
pub fn seen(html: &str) -> Seen {
    let mut seen = Seen::default();
    let mut open: Vec<Grid> = Vec::new();
    let mut endless = [false; UNSEEN.len()];
    let mut at = 0;
    while let Some(first) = html[at..].chars().next() {
        let rest = &html[at..];
        let (length, shown) = match first {
            '<' if rest.starts_with("<!--") => (rest.find("-->").map_or(rest.len(), |end| end + 3), None),
            '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) => {
                let tag = &rest[..rest.find('>').map_or(rest.len(), |end| end + 1)];
                let name = name(tag);
                let unseen = UNSEEN.iter().position(|unseen| *unseen == name).filter(|unseen| !endless[*unseen]);
                let end = unseen.and_then(|unseen| {
                    let end = end_tag(html, at, UNSEEN[unseen]);
                    endless[unseen] = end.is_none();
                    end
                });
                seen.tables.extend(grid(&mut open, &name, tag));
                (end.map_or(tag.len(), |end| end - at), (!is_inline(name.trim_start_matches('/'))).then_some('\n'))
            }
            '&' => match entity(rest) {
                Some((length, character)) => (length, Some(character)),
                None => (1, Some('&')),
            },
            other => (other.len_utf8(), Some(other)),
        };
        if let Some(character) = shown {
            seen.text.push(character);
            seen.places.extend(std::iter::repeat_n(at, character.len_utf8()));
            if let Some(cell) = open.last_mut().and_then(|grid| grid.cell.as_mut()).filter(|_| character != '\n') {
                cell.push(character);
            }
        }
        at += length;
    }
    seen.tables.extend(open.into_iter().rev().map(Grid::done));
    seen
}

/// The words of finished HTML on one line, with a space where a block or a line ends.
pub fn words(html: &str) -> String {
    seen(html).text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for an element whose tags part no words, by its name in small letters.
pub fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
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
fn name(tag: &str) -> String {
    let name = tag.trim_start_matches('<');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(name.len());
    let name = if name.starts_with('/') { &name[..end] } else { name[..end].trim_end_matches('/') };
    name.to_ascii_lowercase()
}

/// A table that is not at its end.
#[derive(Default)]
struct Grid {
    table: Table,
    cell: Option<String>,
    /// What the cell spans: columns and rows.
    span: (usize, usize),
    /// Rows for which cells above still cover each column.
    covered: Vec<usize>,
}

impl Grid {
    fn row(&mut self) {
        self.end_cell();
        self.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.table.rows.push(Vec::new());
    }

    fn end_cell(&mut self) {
        let Some(text) = self.cell.take() else { return };
        let Some(row) = self.table.rows.last_mut() else { return };
        while self.covered.get(row.len()).is_some_and(|rows| *rows > 0) {
            row.push(String::new());
        }
        let (columns, rows) = self.span;
        let start = row.len();
        row.push(text.trim().to_owned());
        row.resize(start + columns, String::new());
        self.covered.resize(self.covered.len().max(row.len()), 0);
        self.covered[start..start + columns].fill(rows);
    }

    fn done(mut self) -> Table {
        self.end_cell();
        self.table
    }
}

/// Takes a tag into account that may belong to a table; gives a table that it ends.
fn grid(open: &mut Vec<Grid>, name: &str, tag: &str) -> Option<Table> {
    match (name, open.last_mut()) {
        ("table", _) => open.push(Grid::default()),
        ("/table", _) => return open.pop().map(Grid::done),
        ("tr", Some(grid)) => grid.row(),
        ("td" | "th", Some(grid)) => {
            grid.end_cell();
            if grid.table.rows.is_empty() {
                grid.row();
            }
            grid.cell = Some(String::new());
            grid.span = (number(tag, "colspan"), number(tag, "rowspan"));
        }
        ("/td" | "/th" | "/tr", Some(grid)) => grid.end_cell(),
        _ => {}
    }
    None
}

fn number(tag: &str, name: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once(name).map_or("", |(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, SPAN)
}

/// The length of a reference to a character, and the character: by its number, or one of those that stand in numbers,
/// as the plain sign that means the same there.
fn entity(text: &str) -> Option<(usize, char)> {
    let name = &text[1..text.bytes().take(32).position(|byte| byte == b';')?];
    let character = match name.strip_prefix('#') {
        Some(number) => char::from_u32(match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        })?,
        None => match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
            "hyphen" | "dash" | "ndash" | "mdash" | "minus" | "shy" => '-',
            "period" | "middot" => '.',
            "plus" => '+',
            _ => return None,
        },
    };
    Some((name.len() + 2, character))
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
        assert_eq!(found.places.len(), found.text.len());
        assert_eq!(found.places[found.text.find("13800").unwrap()], html.find("&#49;").unwrap());
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

    #[test]
    fn tables_are_read_with_their_spans() {
        let html = "<table><thead><tr><th rowspan=2>甲<th colspan=\"2\">乙</th></tr><tr><th>丙</th><TH>丁</TH></tr></thead>\
                    <tr><td>1<td><b>2</b></td></tr></table><table><td>3";
        let rows: Vec<Vec<Vec<String>>> = seen(html).tables.into_iter().map(|table| table.rows).collect();
        assert_eq!(rows, [vec![vec!["甲", "乙", ""], vec!["", "丙", "丁"], vec!["1", "2"]], vec![vec!["3"]]]);
    }
}
