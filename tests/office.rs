//! Files that cost more than they weigh: each is looked into with work that its size bounds, and reported when it is not
//! looked through. What is counted is work (tags, cells, bytes), not time.

use std::io::{Cursor, Write};

use mingce::office::{Contents, read};
use mingce::syntax::budget::{Closed, Limit};

/// The example of GB 11643—1999 itself.
const CARD: &str = "11010519491231002X";

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn word(xml: &str) -> Vec<u8> {
    archive(&[("word/document.xml", xml.as_bytes())])
}

/// A workbook with one sheet, and the strings that its cells share.
fn workbook(cells: &str, strings: &str) -> Vec<u8> {
    let book = "<workbook xmlns:r='r'><sheets><sheet name='表' sheetId='1' r:id='rId1'/></sheets></workbook>";
    let relations = "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>";
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    archive(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A spreadsheet of OpenDocument with these rows.
fn open(rows: &str) -> Vec<u8> {
    let xml = format!(
        "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x'><t:table t:name='表'>{rows}</t:table></o:document-content>"
    );
    archive(&[("content.xml", xml.as_bytes())])
}

/// All cells: row, column, text.
fn cells(contents: &Contents<'_>) -> Vec<(u32, u32, String)> {
    let rows = contents.tables.iter().flat_map(|table| table.rows());
    rows.flat_map(|row| row.cells().map(move |(column, text)| (row.number, column, text.to_owned()))).collect()
}

/// All lines, with the parts in which they stand.
fn lines(contents: &Contents<'_>) -> Vec<(String, String)> {
    contents.lines().map(|line| (line.part.to_owned(), line.text.to_owned())).collect()
}

fn cell(row: u32, column: u32, text: &str) -> (u32, u32, String) {
    (row, column, text.to_owned())
}

#[test]
fn cells_cost_what_they_hold_however_far_apart_they_stand() {
    let text = |name: &str| format!("<c r='{name}' t='inlineStr'><is><t>甲</t></is></c>");
    for (name, row, column) in
        [("XFD1048576", 1_048_575, 16_383), ("XFD10000", 9_999, 16_383), ("T1048576", 1_048_575, 19)]
    {
        let bytes = workbook(&format!("<row>{}</row><row>{}</row>", text("A1"), text(name)), "");
        let contents = read("a.xlsx", &bytes);
        assert_eq!(cells(&contents), [cell(0, 0, "甲"), cell(row, column, "甲")]);
        assert_eq!((contents.work.cells, &*contents.closed), (2, &[][..]), "{name}");
        assert!(contents.work.steps < 40);
    }
    let far = "<t:table-row t:number-rows-repeated='1048575'><t:table-cell t:number-columns-repeated='16384'/></t:table-row>\
               <t:table-row><t:table-cell t:number-columns-repeated='16383'/><t:table-cell><x:p>乙</x:p></t:table-cell></t:table-row>";
    let bytes = open(far);
    let contents = read("a.ods", &bytes);
    assert_eq!((cells(&contents), contents.work.cells), (vec![cell(1_048_575, 16_383, "乙")], 1));
    // A cell with a text can be repeated as well.
    let many = "<t:table-row t:number-rows-repeated='1048576'><t:table-cell t:number-columns-repeated='16384'><x:p>1</x:p></t:table-cell></t:table-row>";
    assert_eq!(read("a.ods", &open(many)).work.cells, 64);
}

#[test]
fn a_string_that_many_cells_share_counts_for_each() {
    let string = format!("<si><t>{}</t></si>", "字".repeat(10_000));
    let bytes = workbook(&"<c t='s'><v>0</v></c>".repeat(20_000), &string);
    assert!(bytes.len() < 10_000);
    let contents = read("a.xlsx", &bytes);
    assert_eq!(contents.closed, [(String::new(), Closed::Limit(Limit::Text))]);
    assert!(contents.work.text <= Limit::Text.of() + 30_000);
}

/// What was seen before a limit is reported, and the next file is not touched by it.
#[test]
fn every_limit_ends_the_file_and_nothing_else() {
    let row = format!("<c t='inlineStr'><is><t>{CARD}</t></is></c>");
    let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    let many: Vec<_> = (0..10_001).map(|at| format!("word/{at}.xml")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), &b"<a/>"[..])).collect();
    let inner = (0..5)
        .fold(word("<p/>"), |inner, _| archive(&[("word/document.xml", b"<p/>"), ("word/embeddings/a.docx", &inner)]));
    for (path, bytes, limit) in [
        ("a.docx", word(&deep(10_000)), Limit::Depth),
        ("a.docx", word(&"<a>".repeat(2_000_000)), Limit::Depth),
        ("a.ods", archive(&[("content.xml", deep(1_001).as_bytes())]), Limit::Depth),
        ("a.xlsx", workbook(&deep(1_001), ""), Limit::Depth),
        ("a.docx", word(&format!("<a {}/>", "=".repeat(17 << 20))), Limit::Steps),
        ("a.docx", word(&" ".repeat(65 << 20)), Limit::Bytes),
        ("a.docx", archive(&many), Limit::Entries),
        ("a.docx", inner, Limit::Documents),
    ] {
        let contents = read(path, &bytes);
        let closed: Vec<Closed> = contents.closed.iter().map(|(_, closed)| *closed).collect();
        assert_eq!(closed, [Closed::Limit(limit)], "{path} of {} bytes", bytes.len());
    }
    assert_eq!(read("a.docx", &word(&deep(1_000))).closed, []);
    let bytes = workbook(&format!("{row}{}", deep(1_001)), "");
    assert_eq!(cells(&read("a.xlsx", &bytes)), [cell(0, 0, CARD)]);
    let (table, deep, long) = (format!("<tbl><tr><tc><p>{CARD}</p></tc><tc><p>甲"), deep(1_001), " ".repeat(65 << 20));
    for rest in [&deep, &long, "<b></i>"] {
        let bytes = word(&format!("{table}{rest}"));
        let contents = read("a.docx", &bytes);
        assert_eq!(cells(&contents)[0], cell(0, 0, CARD), "{}", rest.len());
        assert!(cells(&contents)[1].2.starts_with('甲'), "{}", rest.len());
        let bytes = word(&format!("<p>{CARD}{rest}"));
        let contents = read("a.docx", &bytes);
        assert_eq!(lines(&contents)[0].1.trim(), CARD, "{}", rest.len());
    }
    let bytes = workbook("", &format!("<si><t>{CARD}</t></si>{long}"));
    assert!(lines(&read("a.xlsx", &bytes)).iter().any(|(_, text)| text == CARD));
}

/// A name that a small archive holds once is kept for each table and part that it stands for.
#[test]
fn names_count_as_text_wherever_they_stand() {
    let name = "名".repeat(1 << 20);
    let mut parts = vec![
        ("xl/workbook.xml".to_owned(), format!("<workbook><sheets><sheet id='a' name='{name}'/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".to_owned(), String::new()),
    ];
    for at in 0..100 {
        parts[1].1 += &format!("<Relationship Id='a' Target='worksheets/{at}.xml'/>");
        parts.push((format!("xl/worksheets/{at}.xml"), "<c t='inlineStr'><t>1</t></c>".to_owned()));
    }
    parts[1].1 = format!("<Relationships>{}</Relationships>", parts[1].1);
    let parts: Vec<_> = parts.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())).collect();
    let book = archive(&parts);
    let table = "<t:table><t:table-row><t:table-cell><x:p>1</x:p></t:table-cell></t:table-row></t:table>";
    let inner = archive(&[("content.xml", format!("<o:d>{}</o:d>", table.repeat(10_000)).as_bytes())]);
    let outer = archive(&[("content.xml", b"<a/>"), (&format!("{}.ods", "a".repeat(60_000)), &inner)]);
    for (path, bytes) in [("a.xlsx", book), ("a.odt", outer)] {
        assert!(bytes.len() < 1 << 20, "{path} has {} bytes", bytes.len());
        let contents = read(path, &bytes);
        assert_eq!(contents.closed, [(String::new(), Closed::Limit(Limit::Text))], "{path}");
        let kept = contents.tables.iter().map(|table| table.name.len() as u64).sum::<u64>();
        assert!((1 << 20..Limit::Text.of()).contains(&kept), "{path}: {kept} bytes of names");
    }
}

#[test]
fn a_damaged_part_costs_what_it_gave() {
    let (name, size) = ("word/x.xml", 1 << 20);
    let mut bytes = archive(&[("word/document.xml", b"<w:p>1</w:p>"), (name, &vec![b' '; size])]);
    // The checksum in the directory of the archive, whose names stand last.
    let at = bytes.windows(name.len()).rposition(|part| part == name.as_bytes()).unwrap() - 30;
    bytes[at] ^= 1;
    let contents = read("a.docx", &bytes);
    assert_eq!(contents.closed, [(name.to_owned(), Closed::Damaged)]);
    assert!(contents.work.bytes > size as u64, "{:?}", contents.work);
}

#[test]
fn attributes_cost_what_they_are() {
    let attributes: String = (0..120_000).map(|at| format!(" a{at}='1'")).collect();
    for bytes in [word(&format!("<p{attributes}/>")), workbook(&format!("<c{attributes}/>"), "")] {
        let contents = read("a.docx", &bytes);
        assert_eq!(contents.closed, []);
        assert!((120_000..120_100).contains(&contents.work.steps), "{}", contents.work.steps);
    }
}

#[test]
fn entities_of_a_documents_own_are_not_expanded() {
    let laughs = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;'>]><w:p>&c;</w:p>";
    assert_eq!(read("a.docx", &word(laughs)).closed, [(String::new(), Closed::Damaged)]);
    assert_eq!(lines(&read("a.docx", &word("<p>&lt;&#49;&#x33;8</p>"))), [(String::new(), "<138".to_owned())]);
}

#[test]
fn pages_are_read_in_one_pass() {
    // Two lines for each byte of a position would not end.
    for (line, name) in
        [("<p>x</p>\n", "a.html"), ("<p>x", "a.xhtml"), ("<text>a</text>\n", "a.svg"), ("<url>x</url>\n", "a.xml")]
    {
        let bytes = line.repeat(500_000).into_bytes();
        let contents = read(name, &bytes);
        let last = contents.lines().last().unwrap();
        let expected = if line.ends_with('\n') { 500_000 } else { 1 };
        assert_eq!((last.number, contents.lines().count()), (expected, 500_000), "{name}");
    }
}

#[test]
fn spans_of_pages_cost_nothing() {
    let bytes = ("<table>".to_owned() + &"<tr><td colspan=64 rowspan=64>x".repeat(140_000)).into_bytes();
    let contents = read("a.html", &bytes);
    assert_eq!(contents.tables.len(), 1);
    let cells = cells(&contents);
    // Each of 64 rows is covered further by those above it.
    assert_eq!((cells.len(), cells[63].1, cells[64].1), (140_000, 63 * 64, 0));
    // Tables inside one another are distinguished up to a limit, and their words are seen beyond it.
    let bytes = ("<table><tr><td>".repeat(100_000) + "x").into_bytes();
    let contents = read("a.html", &bytes);
    assert_eq!(contents.closed, [(String::new(), Closed::Limit(Limit::Depth))]);
    assert_eq!(contents.lines().count(), 1);
}

/// An XLS workbook: a compound file with a stream of records.
fn records(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let stream: Vec<u8> = records
        .iter()
        .flat_map(|(sort, data)| {
            [sort.to_le_bytes().to_vec(), (data.len() as u16).to_le_bytes().to_vec(), data.clone()]
        })
        .flatten()
        .collect();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Bytes of several values one after the other.
macro_rules! bytes {
    ($($value:expr),* $(,)?) => {{
        let mut bytes: Vec<u8> = Vec::new();
        $(bytes.extend_from_slice($value.as_ref());)*
        bytes
    }};
}

/// A workbook with a cell of every sort; the first shared string goes on in another record.
fn old_workbook() -> Vec<u8> {
    let begin = (0x809, bytes![[0, 6], [5, 0], [0; 12]]);
    let end = (0x0A, vec![]);
    let at = |row: u16, column: u16| bytes![row.to_le_bytes(), column.to_le_bytes(), [0, 0]];
    let globals = |start: u32| {
        vec![
            begin.clone(),
            (0x85, bytes![start.to_le_bytes(), [0, 0], [1, 1], wide("表")]),
            (0xFC, bytes![2_u32.to_le_bytes(), 2_u32.to_le_bytes(), [3, 0, 1], wide("甲乙")]),
            (0x3C, bytes![[0], b"1", [1, 0, 8, 1, 0], b"x", [0; 4]]),
            end.clone(),
        ]
    };
    let length: usize = globals(0).iter().map(|(_, data)| data.len() + 4).sum();
    let sheet = [
        begin.clone(),
        (0xFD, bytes![at(65_535, 255), 0_u32.to_le_bytes()]),
        (0x203, bytes![at(0, 0), 13_000_000_000_f64.to_le_bytes()]),
        (0x27E, bytes![at(1, 0), ((7_i32 << 2) | 2).to_le_bytes()]),
        (0xBD, bytes![[2, 0, 0, 0], [0, 0], 2_i32.to_le_bytes(), [0, 0], 6_i32.to_le_bytes(), [1, 0]]),
        (0x204, bytes![at(3, 0), [2, 0, 0], b"ab"]),
        (0x06, bytes![at(4, 0), [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [0; 8]]),
        (0x207, bytes![[1, 0, 1], wide("丙")]),
        (0x14, bytes![[5, 0, 0], b"&Ctop"]),
        (0x1B6, bytes![[0; 10], [3, 0], [0; 6]]),
        (0x3C, bytes![[0], b"box"]),
        (0x3C, vec![0; 16]),
        end.clone(),
    ];
    records(&[globals(length as u32), sheet.to_vec()].concat())
}

#[test]
fn an_old_workbook_is_read_by_its_records() {
    let bytes = old_workbook();
    let contents = read("a.xls", &bytes);
    assert_eq!(contents.closed, []);
    let expected = [
        cell(0, 0, "13000000000"),
        cell(1, 0, "7"),
        cell(2, 0, "0"),
        cell(2, 1, "1"),
        cell(3, 0, "ab"),
        cell(4, 0, "丙"),
        cell(65_535, 255, "甲乙1"),
    ];
    assert_eq!((contents.tables[0].name.as_str(), cells(&contents), contents.work.cells), ("表", expected.to_vec(), 7));
    let lines = lines(&contents);
    for line in ["表", " top".trim(), "box", "x"] {
        assert!(lines.iter().any(|(_, text)| text == line), "{line}: {lines:?}");
    }
}

/// A record of a workbook in XLSB: its sort, its bytes.
fn record(sort: u16, data: &[u8]) -> Vec<u8> {
    let sort = if sort < 0x80 { vec![sort as u8] } else { vec![sort as u8 | 0x80, (sort >> 7) as u8] };
    bytes![sort, [data.len() as u8], data]
}

#[test]
fn a_binary_workbook_is_read_by_its_records() {
    let text = |text: &str| bytes![(text.encode_utf16().count() as u32).to_le_bytes(), wide(text)];
    let at = |column: u32| bytes![column.to_le_bytes(), [0; 4]];
    let sheet = bytes![
        record(0, &bytes![1_048_575_u32.to_le_bytes(), [0; 9]]),
        record(7, &bytes![at(0), 0_u32.to_le_bytes()]),
        record(2, &bytes![at(1), ((7_i32 << 2) | 2).to_le_bytes()]),
        record(5, &bytes![at(2), 13_000_000_000_f64.to_le_bytes()]),
        record(6, &bytes![at(3), text("乙")]),
        record(8, &bytes![at(16_383), text("丙"), [0; 6]]),
        record(479, &bytes![[0, 0], text("&Ctop"), [0xFF; 20]]),
    ];
    let book = record(156, &bytes![[0; 8], text("r1"), text("表")]);
    let strings = bytes![record(19, &bytes![[0], text("甲")]), record(19, &bytes![[0], text("free")])];
    let relations = b"<Relationships><Relationship Id='r1' Target='worksheets/sheet1.bin'/></Relationships>";
    let good = archive(&[
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/sharedStrings.bin", &strings),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/comments1.bin", &record(637, &bytes![[0], text("note")])),
        ("xl/styles.bin", b"x"),
        ("xl/vbaProject.bin", b"x"),
    ]);
    let contents = read("a.xlsb", &good);
    assert_eq!(contents.closed, [("xl/vbaProject.bin".to_owned(), Closed::Format)]);
    let row = 1_048_575;
    let expected =
        [(0, "甲"), (1, "7"), (2, "13000000000"), (3, "乙"), (16_383, "丙")].map(|(at, text)| cell(row, at, text));
    assert_eq!((contents.tables[0].name.as_str(), cells(&contents)), ("表", expected.to_vec()));
    let texts: Vec<_> = lines(&contents).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["top", "表", "free", "note"]);
    // A record that says that it is longer than its part.
    let cut = archive(&[("xl/workbook.bin", &book), ("xl/worksheets/sheet1.bin", &[0, 0xFF, 0xFF, 0xFF, 0x7F])]);
    assert_eq!(read("a.xlsb", &cut).closed, [("xl/worksheets/sheet1.bin".to_owned(), Closed::Damaged)]);
}

/// Damage of every byte is an answer, not a panic; and what a library's panic would print stays away.
#[test]
fn a_damaged_workbook_is_read_as_far_as_it_goes() {
    let good = old_workbook();
    let (mut readable, mut damaged) = (0, 0);
    for at in (0..good.len()).step_by(7) {
        for byte in [0, 1, 0x7F, 0xFF] {
            let mut bytes = good.clone();
            bytes[at] = byte;
            let contents = read("a.xls", &bytes);
            assert!(contents.work.steps < 10_000 && contents.work.bytes <= bytes.len() as u64);
            if contents.closed.is_empty() { readable += 1 } else { damaged += 1 }
        }
    }
    assert!(readable > 50 && damaged > 50, "{readable} {damaged}");
    for length in 0..good.len() {
        read("a.xls", &good[..length]);
    }
}

#[test]
fn workbooks_of_pages_and_of_separated_values_are_read() {
    let page = format!("<html><table><tr><td>{CARD}</table>");
    assert_eq!(cells(&read("a.xls", page.as_bytes())), [cell(0, 0, CARD)]);
    assert_eq!(cells(&read("a.xls", "甲\t乙".as_bytes())), [cell(0, 0, "甲"), cell(0, 1, "乙")]);
    assert_eq!(read("a.docx", b"x").closed, [(String::new(), Closed::Damaged)]);
}

#[test]
fn all_that_lies_in_a_document_is_seen() {
    let inner = workbook(&format!("<c t='str'><v>{CARD}</v></c>"), "");
    let bytes = archive(&[
        (
            "word/document.xml",
            b"<w:p><w:r><w:t>1</w:t></w:r><w:txbxContent><w:p>box</w:p></w:txbxContent><w:tab/><w:r>2</w:r></w:p>",
        ),
        ("word/_rels/document.xml.rels", b"<Relationships><Relationship Target='tel:13000000000'/></Relationships>"),
        ("word/embeddings/list.xlsx", &inner),
        ("word/afchunk.html", "<p>正文<b>之</b>外</p>".as_bytes()),
        (
            "word/comments.xml",
            b"<w:comments><w:comment w:author='who'><w:p><w:t>note</w:t></w:p></w:comment></w:comments>",
        ),
        ("word/header1.xml", b"<w:hdr><w:p><w:t>head</w:t></w:p></w:hdr>"),
        ("docProps/core.xml", b"<c:core><d:creator>maker</d:creator></c:core>"),
        ("word/styles.xml", b"<w:styles><w:style w:name='13000000001'/></w:styles>"),
        ("word/media/a.png", b"\x89PNG"),
    ]);
    let contents = read("a.docx", &bytes);
    let lines = lines(&contents);
    for (part, text) in [
        ("", "box"),
        ("", "1\t2"),
        ("word/_rels/document.xml.rels", "tel:13000000000"),
        ("word/afchunk.html", "正文之外"),
        ("word/comments.xml", "who"),
        ("word/comments.xml", "note"),
        ("word/header1.xml", "head"),
        ("docProps/core.xml", "maker"),
    ] {
        assert!(lines.contains(&(part.to_owned(), text.to_owned())), "{text}: {lines:?}");
    }
    assert!(!lines.iter().any(|(_, text)| text.contains("13000000001")));
    assert_eq!(contents.tables[0].name, "word/embeddings/list.xlsx/表");
    assert_eq!((cells(&contents), &*contents.closed), (vec![cell(0, 0, CARD)], &[][..]));
}

#[test]
fn all_that_lies_in_a_spreadsheet_is_seen() {
    let sheet = "<worksheet><sheetData><row r='3'><c r='B3'><f>HYPERLINK(\"tel:1\",\"a\")</f><v>1.3E10</v></c></row>\
                 <row r='4'><c r='B4'><f>SUM(A1:A2)</f></c></row></sheetData>\
                 <hyperlinks><hyperlink ref='A1' tooltip='hint'/></hyperlinks>\
                 <headerFooter><oddHeader>&amp;C&amp;12 head</oddHeader></headerFooter></worksheet>";
    let bytes = archive(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='名单' r:id='r1'/></sheets><definedNames><definedName name='n'>\"defined\"</definedName></definedNames></workbook>".as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", "<sst><si><t>no</t><rPh><t>reading</t></rPh><r><t>body</t></r></si></sst>".as_bytes()),
        ("xl/comments1.xml", b"<comments><comment ref='A1'><text><r><t>138</t></r><r><rPr><b/></rPr><t>0</t></r></text></comment></comments>"),
        ("xl/drawings/drawing1.xml", b"<xdr:wsDr><a:p><a:r><a:t>text box</a:t></a:r></a:p></xdr:wsDr>"),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            b"<d><cacheField name='field'><sharedItems><s v='13800138000'/></sharedItems></cacheField></d>",
        ),
        ("xl/pivotCache/pivotCacheRecords1.xml", b"<p><r><n v='13800138001'/><x v='7'/></r></p>"),
        ("xl/tables/table1.xml", b"<table name='Table1'><tableColumn name='heading'/></table>"),
        ("xl/drawings/vmlDrawing1.vml", b"<xml><v:textbox><div>old<br>box</div></v:textbox></xml>"),
    ]);
    let contents = read("a.xlsx", &bytes);
    assert_eq!((cells(&contents), &*contents.closed), (vec![cell(2, 1, "13000000000")], &[][..]));
    let lines = lines(&contents);
    for text in
        ["名单", "hint", "head", "nobody", "1380", "text box", "old", "box", "field", "13800138000", "13800138001"]
    {
        assert!(lines.iter().any(|(_, line)| line == text), "{text}: {lines:?}");
    }
    for text in ["heading", "HYPERLINK(\"tel:1\",\"a\")", "\"defined\""] {
        assert!(lines.iter().any(|(_, line)| line == text), "{text}: {lines:?}");
    }
    assert!(!lines.iter().any(|(_, line)| line.contains("SUM") || line == "7"), "{lines:?}");
    let rows = "<t:table-row><t:table-cell o:value-type='float' o:value='13000000000'>\
                <o:annotation><d:creator>who</d:creator><x:p>note</x:p></o:annotation><x:p>1.3E+10</x:p></t:table-cell>\
                <t:table-cell o:string-value='hidden'/><t:table-cell o:string-value='x'><x:p>shown</x:p></t:table-cell></t:table-row>";
    let bytes = open(rows);
    let contents = read("a.ods", &bytes);
    assert_eq!(cells(&contents), [cell(0, 0, "13000000000"), cell(0, 1, "hidden"), cell(0, 2, "shown")]);
    let texts: Vec<_> = self::lines(&contents).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["表", "who", "note"]);
}

#[test]
fn one_damaged_part_leaves_the_others() {
    let bytes =
        archive(&[("word/document.xml", b"<w:p>1</w:p>"), ("word/footer1.xml", b"<w:p>"), ("word/a.bin", b"x")]);
    let contents = read("a.docx", &bytes);
    assert_eq!(lines(&contents), [(String::new(), "1".to_owned())]);
    assert_eq!(
        contents.closed,
        [("word/a.bin".to_owned(), Closed::Format), ("word/footer1.xml".to_owned(), Closed::Damaged)]
    );
}
