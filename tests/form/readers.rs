//! Documents as other programs see them: `calamine` for cells of spreadsheets, XML for everything else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::ops::Range;

use calamine::{Data, Ods, Reader, Xlsx, open_workbook_from_rs};
use mingce::form::{Format, Sheet};
use roxmltree::Node;

/// Row, column, rows, columns.
pub type Region = (usize, usize, usize, usize);

/// A document of a form.
pub struct Document {
    format: Format,
    pub parts: BTreeMap<String, String>,
    /// Texts that are not empty.
    cells: BTreeMap<(usize, usize), String>,
    pub merges: BTreeSet<Region>,
    /// Rows that are printed on every page.
    pub head: Range<usize>,
    /// Right edges of the columns in millimetres, where the format says them.
    edges: Vec<f64>,
    /// Heights of rows in points, where the format says them.
    heights: BTreeMap<usize, f64>,
}

impl Document {
    pub fn read(format: Format, bytes: &[u8]) -> Self {
        let parts = parts(bytes);
        match format {
            Format::Xlsx => workbook(parts, bytes),
            Format::Ods => spreadsheet(parts, bytes),
            Format::Docx => text(parts),
        }
    }

    /// Texts, spans, widths and heights are those of the sheet, and there are no others.
    pub fn agrees_with(&self, sheet: &Sheet) {
        self.reads_like(sheet);
        let wide = |column: usize| f64::from(sheet.widths[..=column].iter().sum::<u32>());
        for (column, edge) in self.edges.iter().enumerate() {
            assert!((edge - wide(column)).abs() < 0.1, "{:?}: column {column} ends at {edge}", self.format);
        }
        self.is_as_high_as(sheet);
    }

    /// Rows are as high as those of the sheet.
    pub fn is_as_high_as(&self, sheet: &Sheet) {
        for (at, line) in sheet.lines().enumerate() {
            let expected = f64::from(line.height) / 2.0;
            let height = self.heights.get(&at).copied().unwrap_or(expected);
            assert!((height - expected).abs() < 0.3, "{:?}: row {at} is {height} high, not {expected}", self.format);
        }
    }

    /// Texts and spans are those of the sheet, and there are no others.
    pub fn reads_like(&self, sheet: &Sheet) {
        let format = self.format;
        assert_eq!(self.head.len(), sheet.head.len(), "{format:?}");
        assert!(self.head.is_empty() || self.head.start == sheet.top(), "{format:?}");
        let mut merges = self.merges.clone();
        let mut texts = self.cells.clone();
        let sum = if format == Format::Docx { "" } else { "0" };
        for (row, line) in sheet.lines().enumerate() {
            for cell in &line.cells {
                let text = texts.remove(&(row, cell.column)).unwrap_or_default();
                let expected = if cell.is_sum() { sum } else { &cell.text };
                assert_eq!(text, expected, "{format:?}, row {row}, {cell:?}");
                let region = (row, cell.column, cell.rowspan, cell.colspan);
                assert_eq!(merges.remove(&region), cell.rowspan * cell.colspan > 1, "{format:?}: {cell:?}");
            }
        }
        assert!(merges.is_empty() && texts.is_empty(), "{format:?}: not in the sheet: {merges:?} {texts:?}");
    }

    /// The places of a spreadsheet that can be written in.
    pub fn unlocked(&self) -> BTreeSet<(usize, usize)> {
        if self.format == Format::Ods {
            return self.unlocked_of_opendocument();
        }
        let styles = &self.parts["xl/styles.xml"];
        let formats = styles.split_once("<cellXfs").unwrap().1.split_once("</cellXfs>").unwrap().0;
        let formats: Vec<bool> = formats.split("<xf ").skip(1).map(|xf| xf.contains("locked=\"0\"")).collect();
        let open = |cell: &&&str| formats[attribute(cell, "s").map_or(0, |style| style.parse().unwrap())];
        elements(self.sheet(), "c").iter().filter(open).map(|cell| place(&attribute(cell, "r").unwrap())).collect()
    }

    fn unlocked_of_opendocument(&self) -> BTreeSet<(usize, usize)> {
        let content = roxmltree::Document::parse(&self.parts["content.xml"]).unwrap();
        let open = |style: &Node<'_, '_>| style.children().any(|part| own(&part, "cell-protect") == Some("none"));
        let styles =
            named(content.root(), "style").filter(open).filter_map(|style| own(&style, "name").map(str::to_owned));
        let styles: BTreeSet<String> = styles.collect();
        let rows = named(content.root(), "table-row").enumerate();
        let places = rows.flat_map(|(row, line)| {
            let cells = line.children().filter(Node::is_element).enumerate();
            let open = cells.filter(|(_, cell)| styles.contains(own(cell, "style-name").unwrap()));
            open.map(move |(column, _)| (row, column)).collect::<Vec<_>>()
        });
        places.collect()
    }

    /// The XML of a workbook's only sheet.
    pub fn sheet(&self) -> &str {
        &self.parts["xl/worksheets/sheet1.xml"]
    }
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = Vec::new();
        file.read_to_end(&mut text).unwrap();
        parts.insert(file.name().unwrap().into_owned(), String::from_utf8_lossy(&text).into_owned());
    }
    parts
}

fn cells(range: &calamine::Range<Data>) -> BTreeMap<(usize, usize), String> {
    let (top, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let text = |data: &Data| match data {
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Empty => String::new(),
        other => panic!("{other:?}"),
    };
    let cells = range.used_cells().map(|(row, column, data)| ((row + top, column + left), text(data)));
    cells.filter(|(_, text)| !text.is_empty()).collect()
}

fn workbook(parts: BTreeMap<String, String>, bytes: &[u8]) -> Document {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names().len(), 1);
    let cells = cells(&book.worksheet_range_at(0).unwrap().unwrap());
    let merges = book.merge_cells_by_sheet_id(0).unwrap();
    let merges = merges.iter().map(|region| {
        let [top, left, bottom, right] = [region.start.0, region.start.1, region.end.0, region.end.1];
        (top as usize, left as usize, (bottom - top + 1) as usize, (right - left + 1) as usize)
    });
    let merges = merges.collect();
    let titles = parts["xl/workbook.xml"].split_once("_xlnm.Print_Titles").map_or("", |(_, rest)| rest);
    let titles = titles.split_once('!').map_or("", |(_, rest)| rest.split('<').next().unwrap());
    let rows: Vec<usize> = titles.split(['$', ':']).filter_map(|row| row.parse().ok()).collect();
    let head = rows.first().map_or(0..0, |first| first - 1..rows[1]);
    let rows = elements(&parts["xl/worksheets/sheet1.xml"], "row");
    let height = |row: &&str| {
        let number = |name: &str| attribute(row, name)?.parse::<f64>().ok();
        Some((number("r")? as usize - 1, number("ht")?))
    };
    let heights = rows.iter().filter_map(height).collect();
    Document { format: Format::Xlsx, cells, merges, head, edges: Vec::new(), heights, parts }
}

/// Elements with a local name, in the order of the document.
fn named<'a, 'x>(node: Node<'a, 'x>, name: &'static str) -> impl Iterator<Item = Node<'a, 'x>> {
    node.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// An attribute by its local name.
fn own<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn spreadsheet(parts: BTreeMap<String, String>, bytes: &[u8]) -> Document {
    let mut book: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names().len(), 1);
    let cells = cells(&book.worksheet_range_at(0).unwrap().unwrap());
    let content = roxmltree::Document::parse(&parts["content.xml"]).unwrap();
    let length = |style: &str, property: &str| {
        let style = named(content.root(), "style").find(|node| own(node, "name") == Some(style))?;
        let length = style.children().find_map(|part| own(&part, property))?;
        let (number, unit) = length.split_at(length.find(|c: char| c.is_alphabetic()).unwrap());
        let points = match unit {
            "mm" => 72.0 / 25.4,
            "cm" => 72.0 / 2.54,
            "in" => 72.0,
            _ => 1.0,
        };
        Some(number.parse::<f64>().unwrap() * points)
    };
    let (mut edges, mut wide) = (Vec::new(), 0.0);
    // A hidden column beside the table holds its rows up.
    let shown = |column: &Node<'_, '_>| own(column, "visibility") != Some("collapse");
    for column in named(content.root(), "table-column").filter(shown) {
        wide += own(&column, "style-name").and_then(|style| length(style, "column-width")).unwrap_or(0.0) * 25.4 / 72.0;
        edges.push(wide);
    }
    let (mut merges, mut heights, mut head, mut at) = (BTreeSet::new(), BTreeMap::new(), 0..0, 0);
    for row in named(content.root(), "table-row") {
        let times = own(&row, "number-rows-repeated").map_or(1, |times| times.parse().unwrap());
        heights.extend(own(&row, "style-name").and_then(|style| Some((at, length(style, "row-height")?))));
        if row.parent().unwrap().tag_name().name() == "table-header-rows" {
            head = if head.is_empty() { at..at + times } else { head.start..at + times };
        }
        let mut column = 0;
        for cell in row.children().filter(Node::is_element) {
            let span = |name| own(&cell, name).map_or(1, |span| span.parse::<usize>().unwrap());
            let (rows, columns) = (span("number-rows-spanned"), span("number-columns-spanned"));
            if rows * columns > 1 {
                merges.insert((at, column, rows, columns));
            }
            column += span("number-columns-repeated");
        }
        at += times;
    }
    Document { format: Format::Ods, cells, merges, head, edges, heights, parts }
}

fn text(parts: BTreeMap<String, String>) -> Document {
    let content = roxmltree::Document::parse(&parts["word/document.xml"]).unwrap();
    let mut document = Document {
        format: Format::Docx,
        cells: BTreeMap::new(),
        merges: BTreeSet::new(),
        head: 0..0,
        edges: Vec::new(),
        heights: BTreeMap::new(),
        parts: BTreeMap::new(),
    };
    let body = named(content.root(), "body").next().unwrap();
    let mut row = 0;
    // Tables above and below may leave out columns that none of their cells ends at: the one with the most has them all.
    document.edges = named(body, "tbl").map(edges).max_by_key(Vec::len).unwrap_or_default();
    // A sheet has two columns at least.
    let columns = document.edges.len().max(2);
    for part in body.children() {
        match part.tag_name().name() {
            // The last one is there because a text ends with one.
            "p" if !said(part).is_empty()
                || part.next_sibling_element().is_some_and(|next| next.tag_name().name() != "sectPr") =>
            {
                let text = said(part);
                document.cells.extend((!text.is_empty()).then_some(((row, 0), text)));
                let exact = named(part, "spacing").find(|spacing| own(spacing, "lineRule") == Some("exact"));
                let height = exact.and_then(|spacing| own(&spacing, "line")?.parse::<f64>().ok());
                document.heights.extend(height.map(|twips| (row, twips / 20.0)));
                document.merges.extend((columns > 1).then_some((row, 0, 1, columns)));
                row += 1;
            }
            "tbl" => {
                let own = edges(part);
                let at = |edge: &f64| document.edges.iter().position(|all| (all - edge).abs() < 0.5).unwrap() + 1;
                let ends: Vec<usize> = own.iter().map(at).collect();
                for line in named(part, "tr") {
                    document.row(line, row, &ends);
                    row += 1;
                }
            }
            _ => {}
        }
    }
    Document { parts, ..document }
}

/// Right edges of the columns of a table, in millimetres.
fn edges(table: Node<'_, '_>) -> Vec<f64> {
    let wide = |column: Node<'_, '_>| own(&column, "w").unwrap().parse::<f64>().unwrap() * 25.4 / 1440.0;
    let add = |wide: &mut f64, column| {
        *wide += column;
        Some(*wide)
    };
    named(table, "gridCol").map(wide).scan(0.0, add).collect()
}

impl Document {
    /// A row of a table whose columns end where these of the sheet do.
    fn row(&mut self, line: Node<'_, '_>, row: usize, ends: &[usize]) {
        if named(line, "tblHeader").next().is_some() {
            self.head = if self.head.is_empty() { row..row + 1 } else { self.head.start..row + 1 };
        }
        let height = named(line, "trHeight").next().and_then(|height| own(&height, "val")?.parse::<f64>().ok());
        self.heights.extend(height.map(|twips| (row, twips / 20.0)));
        let (mut column, mut passed) = (0, 0);
        for cell in named(line, "tc") {
            passed += named(cell, "gridSpan").next().map_or(1, |span| own(&span, "val").unwrap().parse().unwrap());
            let span = ends[passed - 1] - column;
            let merged = named(cell, "vMerge").next().map(|merge| own(&merge, "val") == Some("restart"));
            if merged == Some(false) {
                let above = self
                    .merges
                    .iter()
                    .copied()
                    .find(|(top, left, rows, wide)| (*left, *wide) == (column, span) && (top + rows == row));
                let (top, left, rows, wide) = above.unwrap_or((row - 1, column, 1, span));
                self.merges.remove(&(top, left, rows, wide));
                self.merges.insert((top, left, rows + 1, wide));
            } else {
                self.merges.extend((span > 1).then_some((row, column, 1, span)));
                let text = said(cell);
                self.cells.extend((!text.is_empty()).then_some(((row, column), text)));
            }
            column += span;
        }
    }
}

/// The text of a paragraph or a cell.
fn said(node: Node<'_, '_>) -> String {
    let part = |node: Node<'_, '_>| match node.tag_name().name() {
        "t" => node.text().unwrap_or_default().to_owned(),
        "br" => "\n".to_owned(),
        _ => String::new(),
    };
    node.descendants().map(part).collect::<String>()
}

/// The start tags of elements.
pub fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let start = |tag: &&str| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '/', '>']));
    xml.split('<').skip(1).filter(start).map(|tag| tag.split('>').next().unwrap()).collect()
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next().unwrap().to_owned())
}

/// `B3` → row 2, column 1.
fn place(name: &str) -> (usize, usize) {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    (name.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse::<usize>().unwrap() - 1, column - 1)
}
