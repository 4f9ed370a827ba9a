//! Forms: the layout of definitions, and workbooks read back by other programs.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use mingce::diagnostic::Code;
use mingce::form::layout::{MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Role};
use mingce::form::{Meta, Problem, Sheet, lay_out, xlsx};
use mingce::model::form::Form;
use mingce::model::records::Field;
use mingce::source::FileId;
use mingce::syntax::value::Id;
use mingce::syntax::yaml;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Row, column, rows, columns.
type Region = (usize, usize, usize, usize);

fn content(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(name)).unwrap()
}

fn attachment_1() -> (Sheet, Vec<Problem>) {
    let (forms, wrong) = yaml::list::<Form>(FileId(0), &content("forms.yaml"));
    assert_eq!(wrong, []);
    let (fields, wrong) = yaml::list::<Field>(FileId(1), &content("fields.yaml"));
    assert_eq!(wrong, []);
    let name = |id: &Id| {
        let field = fields.iter().find(|field| field.value.id.as_ref().is_some_and(|own| own.value == *id))?;
        Some(field.value.name.clone())
    };
    lay_out(&forms[0].value, &name)
}

/// A form with only what matters to its sheet, written as YAML.
fn form(table: &str) -> Form {
    let head = "title: 表\nsummary: 用途\nfilled_by: 单位\ndue_text: 每年\nsent_to: 单位\nsource: zz-2023#一\n";
    yaml::record(FileId(0), &format!("{head}{table}")).unwrap_or_else(|wrong| panic!("{wrong:?}\n{table}"))
}

fn laid_out(table: &str) -> (Sheet, Vec<Problem>) {
    lay_out(&form(table), &|id| Some(format!("领域{id}")))
}

fn meta() -> Meta {
    Meta {
        title: "数字技术工程师培育项目开展情况表".into(),
        author: "枣庄市人力资源和社会保障局".into(),
        date: "2026-11-22".parse().unwrap(),
        sheet_name: "附件1".into(),
        count_title: "请填整数".into(),
        count_message: "这里只能填0或者大于0的整数。".into(),
        attachment: Some("附件1".into()),
    }
}

/// Which cell covers each place of the grid; fails when two do, or none.
fn tiles(sheet: &Sheet) -> Vec<Vec<(usize, usize)>> {
    let mut grid = vec![vec![None; sheet.widths.len()]; sheet.rows.len()];
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            assert!(cell.colspan > 0 && cell.rowspan > 0);
            assert!((cell.role == Role::Heading) == (row < sheet.head), "{cell:?} in row {row}");
            for line in &mut grid[row..row + cell.rowspan] {
                for place in &mut line[cell.column..cell.column + cell.colspan] {
                    assert_eq!(place.replace((row, at)), None, "{cell:?} overlaps");
                }
            }
        }
    }
    grid.into_iter().map(|line| line.into_iter().map(|place| place.expect("a hole")).collect()).collect()
}

/// A workbook as other programs see it.
struct Book {
    parts: BTreeMap<String, String>,
    cells: BTreeMap<(usize, usize), String>,
    merges: BTreeSet<Region>,
    /// Rows of the sheet that are printed on every page.
    head: std::ops::Range<usize>,
}

impl Book {
    fn read(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            parts.insert(file.name().unwrap().into_owned(), text);
        }
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names().len(), 1);
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let (top, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
        let text = |data: &Data| match data {
            Data::String(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        let cells = range.used_cells().map(|(row, column, data)| ((row + top, column + left), text(data))).collect();
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
        Self { parts, cells, merges, head }
    }

    fn sheet(&self) -> &str {
        &self.parts["xl/worksheets/sheet1.xml"]
    }

    /// The texts and spans of the table are those of the sheet.
    fn agrees_with(&self, sheet: &Sheet) {
        assert_eq!(self.head.len(), sheet.head);
        let top = self.head.start;
        let mut merges: BTreeSet<Region> = self.merges.clone();
        for (row, cells) in sheet.rows.iter().enumerate() {
            for cell in cells {
                let text = self.cells.get(&(top + row, cell.column)).map_or("", String::as_str);
                assert_eq!(text, cell.text, "row {row}, {cell:?}");
                let region = (top + row, cell.column, cell.rowspan, cell.colspan);
                assert_eq!(merges.remove(&region), cell.rowspan * cell.colspan > 1, "{cell:?}");
            }
        }
        let inside = |region: &&Region| region.0 + region.2 > top && region.0 < top + sheet.rows.len();
        assert_eq!(merges.iter().find(inside), None, "merged, but not in the sheet");
    }

    /// The places that can be written in.
    fn unlocked(&self) -> BTreeSet<(usize, usize)> {
        let styles = &self.parts["xl/styles.xml"];
        let formats = styles.split_once("<cellXfs").unwrap().1.split_once("</cellXfs>").unwrap().0;
        let formats: Vec<bool> = formats.split("<xf ").skip(1).map(|xf| xf.contains("locked=\"0\"")).collect();
        let open = |cell: &&&str| formats[attribute(cell, "s").map_or(0, |style| style.parse().unwrap())];
        elements(self.sheet(), "c").iter().filter(open).map(|cell| place(&attribute(cell, "r").unwrap())).collect()
    }
}

/// The start tags of elements.
fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let start = |tag: &&str| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '/', '>']));
    xml.split('<').skip(1).filter(start).map(|tag| tag.split('>').next().unwrap()).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next().unwrap().to_owned())
}

/// `B3` → row 2, column 1.
fn place(name: &str) -> (usize, usize) {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    (name.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse::<usize>().unwrap() - 1, column - 1)
}

#[test]
fn attachment_1_has_the_layout_of_the_notice() {
    let (sheet, problems) = attachment_1();
    assert_eq!(problems, []);
    let shown = |cell: &mingce::form::layout::Cell| {
        let span = if cell.colspan * cell.rowspan > 1 {
            format!("[{}x{}]", cell.rowspan, cell.colspan)
        } else {
            String::new()
        };
        format!("{}:{}{span}", cell.column, cell.text)
    };
    let rows: Vec<String> = sheet.rows.iter().map(|row| row.iter().map(shown).collect::<Vec<_>>().join(" ")).collect();
    let mut expected = vec![
        "0:名称[2x1] 1:报名情况[1x3] 4:报名人员名单[2x1]",
        "1:报名人数（人） 2:取得证书人数（人） 3:领取培训补贴人数（人）",
        "0:智能制造 1: 2: 3: 4:",
        "0:大数据 1: 2: 3: 4:",
        "0:区块链 1: 2: 3: 4:",
    ];
    expected.extend(["0: 1: 2: 3: 4:"; 7]);
    assert_eq!(rows, expected);
    let roles: Vec<Role> = sheet.rows[2].iter().map(|cell| cell.role).collect();
    assert_eq!(roles, [Role::Name, Role::Count, Role::Count, Role::Count, Role::Text]);
    assert_eq!((sheet.head, sheet.landscape, sheet.attachment, sheet.size), (2, true, Some(1), 21));
    assert_eq!(sheet.widths, [38, 45, 45, 45, 94]);
    assert_eq!(sheet.title, "数字技术工程师培育项目开展情况表");
    let labels = |blanks: &[mingce::form::layout::Blank]| -> Vec<String> {
        blanks.iter().map(|blank| format!("{}{}", blank.label, blank.value)).collect()
    };
    assert_eq!(labels(&sheet.header), ["填报单位（盖章）：", "填报时间：年 月 日"]);
    assert_eq!(labels(&sheet.footer), ["填表人：", "联系电话："]);
    assert!(sheet.note.unwrap().starts_with("备注：本表格应在每季度末前报送"));
}

#[test]
fn attachment_1_reads_back_from_its_workbook() {
    let (sheet, _) = attachment_1();
    let book = Book::read(&xlsx::write(&sheet, &meta()));
    book.agrees_with(&sheet);
    let text = |row, column| book.cells.get(&(row, column)).map_or("", String::as_str);
    assert_eq!(book.head, 3..5);
    assert_eq!([text(0, 0), text(1, 0)], ["附件1", sheet.title.as_str()]);
    assert_eq!([text(2, 0), text(2, 1), text(2, 3), text(2, 4)], ["填报单位（盖章）：", "", "填报时间：", "年 月 日"]);
    assert_eq!([text(15, 0), text(15, 3), text(16, 0)], ["填表人：", "联系电话：", sheet.note.as_deref().unwrap()]);
    let merges = [
        (0, 0, 1, 5),
        (1, 0, 1, 5),
        (2, 1, 1, 2),
        (3, 0, 2, 1),
        (3, 1, 1, 3),
        (3, 4, 2, 1),
        (15, 1, 1, 2),
        (16, 0, 1, 5),
    ];
    assert_eq!(book.merges, BTreeSet::from(merges));
}

#[test]
fn attachment_1_takes_in_its_blanks_only() {
    let (sheet, _) = attachment_1();
    let book = Book::read(&xlsx::write(&sheet, &meta()));
    let mut blanks: BTreeSet<(usize, usize)> = BTreeSet::from([(2, 1), (2, 2), (2, 4), (15, 1), (15, 2), (15, 4)]);
    blanks.extend((5..15).flat_map(|row| (1..5).map(move |column| (row, column))));
    blanks.extend((8..15).map(|row| (row, 0)));
    assert_eq!(book.unlocked(), blanks);
    let protection = elements(book.sheet(), "sheetProtection")[0];
    assert_eq!(attribute(protection, "sheet").as_deref(), Some("1"));
    assert!(!protection.contains("password") && !protection.contains("hash"), "{protection}");
    let [rule] = elements(book.sheet(), "dataValidation")[..] else { panic!("one rule") };
    let value = |name| attribute(rule, name).unwrap();
    assert_eq!(["type", "operator", "sqref"].map(value), ["whole", "greaterThanOrEqual", "B6:D15"]);
    assert_eq!(["errorTitle", "error"].map(value), [meta().count_title, meta().count_message]);
    assert_eq!(attribute(rule, "errorStyle"), None, "stop is the default of the format");
    assert!(book.sheet().contains("<formula1>0</formula1>"));
}

#[test]
fn attachment_1_prints_on_a4() {
    let (sheet, _) = attachment_1();
    let book = Book::read(&xlsx::write(&sheet, &meta()));
    let set_up = elements(book.sheet(), "pageSetup")[0];
    let value = |name| attribute(set_up, name);
    assert_eq!(value("paperSize").as_deref(), Some("9"));
    assert_eq!(value("orientation").as_deref(), Some("landscape"));
    assert_eq!(value("fitToHeight").as_deref(), Some("0"));
    assert!(value("fitToWidth").is_none_or(|pages| pages == "1"), "one page is the default of the format");
    assert_eq!(attribute(elements(book.sheet(), "pageSetUpPr")[0], "fitToPage").as_deref(), Some("1"));
    assert_eq!(attribute(elements(book.sheet(), "printOptions")[0], "horizontalCentered").as_deref(), Some("1"));
    let workbook = &book.parts["xl/workbook.xml"];
    assert!(workbook.contains("附件1!$4:$5<") && workbook.contains("附件1!$A$1:$E$17<"), "{workbook}");
    for font in ["宋体", "黑体"] {
        assert!(book.parts["xl/styles.xml"].contains(&format!("<name val=\"{font}\"/>")), "{font}");
    }
    let core = &book.parts["docProps/core.xml"];
    for part in [
        ">2026-11-22T00:00:00Z</dcterms:created>",
        &format!(">{}</dc:title>", meta().title),
        &format!(">{}</dc:creator>", meta().author),
    ] {
        assert!(core.contains(part), "{part} not in {core}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let (sheet, _) = attachment_1();
    let first = xlsx::write(&sheet, &meta());
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, xlsx::write(&attachment_1().0, &meta()));
}

#[test]
fn what_is_wrong_with_a_definition_is_told_at_its_place() {
    let long = "长".repeat(MAX_TEXT + 1);
    let columns = |count: usize| "columns:\n".to_owned() + &"- title: 列\n".repeat(count);
    let cases = [
        (
            "columns: [{ title: 甲, columns: [] }, { title: 乙 }]\nrows: [spare: 1]\n".to_owned(),
            Code::EmptyHeader,
            "甲",
        ),
        ("columns: []\nrows: [spare: 1]\n".to_owned(), Code::EmptyHeader, ""),
        (columns(MAX_COLUMNS + 1) + "rows: [spare: 1]\n", Code::FormTooLarge, "列"),
        (columns(2) + "rows: [spare: 2, spare: 4000000000]\n", Code::FormTooLarge, "4000000000"),
        (format!("columns: [{{ title: 名称 }}, {{ title: {long} }}]\nrows: [spare: 1]\n"), Code::CellTooLong, &long),
        (columns(2) + &format!("rows: [fixed: {long}]\n"), Code::CellTooLong, ""),
        (columns(2) + &format!("note: {long}\nrows: [spare: 1]\n"), Code::CellTooLong, ""),
    ];
    for (table, code, at) in cases {
        let (sheet, problems) = laid_out(&table);
        let text = format!(
            "title: 表\nsummary: 用途\nfilled_by: 单位\ndue_text: 每年\nsent_to: 单位\nsource: zz-2023#一\n{table}"
        );
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!(problem.code, code);
        assert_eq!(problem.range.clone().map_or("", |range| &text[range]), at);
        tiles(&sheet);
        assert!(sheet.rows.len() <= sheet.head + MAX_ROWS);
        Book::read(&xlsx::write(&sheet, &meta())).agrees_with(&sheet);
    }
}

#[test]
fn names_are_printed_in_the_column_made_for_them() {
    let (sheet, _) = laid_out(
        "columns: [{ title: 序号, kind: count }, { title: 名称, kind: name }]\nrows: [fields: [ai], fixed: 合计, spare: 1]\n",
    );
    let texts: Vec<&str> = sheet.rows[1..].iter().map(|row| row[1].text.as_str()).collect();
    assert_eq!(texts, ["领域ai", "合计", ""]);
    let (sheet, _) = laid_out("columns: [{ title: 数, kind: count }]\nrows: [spare: 1]\n");
    assert_eq!(sheet.rows[1][0].role, Role::Count);
}

/// Runs a program that the test cannot do without.
fn run(command: &mut Command) -> String {
    let install = "install it: apt-get install libreoffice-calc-nogui poppler-utils fonts-noto-cjk";
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; {install}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn attachment_1_prints_from_an_office_program_on_one_page() {
    let (sheet, _) = attachment_1();
    let folder = tempfile::tempdir().unwrap();
    let [workbook, pdf] = ["form.xlsx", "form.pdf"].map(|name| folder.path().join(name));
    std::fs::write(&workbook, xlsx::write(&sheet, &meta())).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let convert = ["--headless", "--convert-to", "pdf", "--outdir"];
    run(Command::new("soffice").arg(profile).args(convert).arg(folder.path()).arg(&workbook));
    let about = run(Command::new("pdfinfo").arg(&pdf));
    let value = |key: &str| about.lines().find_map(|line| line.strip_prefix(key)).unwrap().trim().to_owned();
    assert_eq!(value("Pages:"), "1");
    assert!(value("Page size:").starts_with("841.") && value("Page size:").contains("x 595."), "{about}");
    let printed: String = run(Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-")).split_whitespace().collect();
    let texts = sheet.rows.iter().flatten().map(|cell| &cell.text).chain([&sheet.title]);
    for text in texts.chain(&sheet.note) {
        assert!(printed.contains(text.as_str()), "{text} not in {printed}");
    }
}

fn title() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[一-龥]{1,12}（人）", 1 => "[一-龥，。“”A-Za-z0-9 ]{0,120}字", 1 => "[一-龥]{400,500}", 1 => "[=+@']{1,2}[a-z&<>\"]{0,40}字"]
}

fn columns() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![Just("name"), Just("count"), Just("text")];
    let leaf = (title(), proptest::option::of(kind)).prop_map(|(title, kind)| json!({ "title": title, "kind": kind }));
    let column = leaf.prop_recursive(3, 12, 4, |inner| {
        (title(), prop::collection::vec(inner, 1..4))
            .prop_map(|(title, columns)| json!({ "title": title, "columns": columns }))
    });
    prop::collection::vec(column, 1..12).prop_map(Value::Array)
}

fn rows() -> impl Strategy<Value = Value> {
    let row = prop_oneof![
        4 => title().prop_map(|name| json!({ "fixed": name })),
        1 => prop::collection::vec("[a-z]{1,8}", 0..5).prop_map(|ids| json!({ "fields": ids })),
        1 => (0..40u32).prop_map(|count| json!({ "spare": count })),
    ];
    prop::collection::vec(row, 0..40).prop_map(Value::Array)
}

fn blanks() -> impl Strategy<Value = Value> {
    let blank = (title(), "[年月日 ]{0,9}").prop_map(|(label, value)| json!({ "label": label, "value": value }));
    prop::collection::vec(blank, 0..5).prop_map(Value::Array)
}

fn forms() -> impl Strategy<Value = String> {
    let orientation = prop_oneof![Just("landscape"), Just("portrait")];
    (columns(), rows(), blanks(), blanks(), orientation).prop_map(|(columns, rows, header, footer, orientation)| {
        let parts = [("columns", columns), ("rows", rows), ("header", header), ("footer", footer)];
        let parts = parts.map(|(key, value)| format!("{key}: {value}\n"));
        format!("{}orientation: {orientation}\nnote: 备注\n", parts.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_form_is_laid_out_and_reads_back(table in forms()) {
        let (sheet, problems) = laid_out(&table);
        prop_assert!(problems.iter().all(|problem| problem.code == Code::FormTooLarge), "{:?}", problems);
        tiles(&sheet);
        prop_assert!(sheet.widths.iter().all(|width| *width > 0));
        let printable = if sheet.landscape { 267 } else { 180 };
        prop_assert!(sheet.widths.iter().sum::<u32>() <= printable);
        if !sheet.widths.is_empty() {
            let bytes = xlsx::write(&sheet, &meta());
            Book::read(&bytes).agrees_with(&sheet);
            prop_assert_eq!(bytes, xlsx::write(&sheet, &meta()));
        }
    }
}
