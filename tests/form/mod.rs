//! Forms: the layout of definitions, and documents read back by other programs.

mod office;
mod readers;

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::forms::forms;
use mingce::diagnostic::Code;
use mingce::form::layout::{MAX_COLUMNS, MAX_ROWS, MAX_TEXT};
use mingce::form::sheet::{Line, Role};
use mingce::form::{Format, Meta, Problem, Sheet, Words, lay_out};
use mingce::model::form::Form;
use mingce::model::records::Field;
use mingce::source::FileId;
use mingce::syntax::value::Id;
use mingce::syntax::yaml;
use proptest::prelude::*;
use readers::{Document, attribute, elements};

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
    lay_out(&forms[0].value, &Words { field: &name, fields: &[], attachment: &|number| format!("附件{number}") })
}

/// A form with only what matters to its sheet, written as YAML.
fn form(table: &str) -> Form {
    let head = "title: 表\nsummary: 用途\nfilled_by: 单位\ndue_text: 每年\nsent_to: 单位\nsource: zz-2023#一\n";
    yaml::record(FileId(0), &format!("{head}{table}")).unwrap_or_else(|wrong| panic!("{wrong:?}\n{table}"))
}

fn laid_out(table: &str) -> (Sheet, Vec<Problem>) {
    let words = Words {
        field: &|id| Some(format!("领域{id}")),
        fields: &["甲领域", "乙领域"],
        attachment: &|number| format!("附件{number}"),
    };
    lay_out(&form(table), &words)
}

/// The name of the table of attachment 1 as it stands in addresses.
const NAME: &str = "'附件1 数字技术工程师培育项目开展情况表'";

fn meta() -> Meta {
    Meta {
        title: "数字技术工程师培育项目开展情况表".into(),
        author: "枣庄市人力资源和社会保障局".into(),
        date: "2026-11-22".parse().unwrap(),
        language: "zh-CN".into(),
        count_title: "请填整数".into(),
        count_message: "这里只能填0或者大于0的整数。".into(),
    }
}

/// Every place of the grid is covered by one cell, and every text has the room that it needs.
fn tiles(sheet: &Sheet) {
    let columns = sheet.widths.len();
    let parts: [&[Line]; 7] = [
        sheet.attachment.as_slice(),
        std::slice::from_ref(&sheet.title),
        &sheet.above,
        &sheet.head,
        &sheet.body,
        &sheet.below,
        sheet.note.as_slice(),
    ];
    for part in parts {
        let mut grid = vec![vec![0; columns]; part.len()];
        for (at, line) in part.iter().enumerate() {
            for cell in &line.cells {
                for line in &mut grid[at..at + cell.rowspan] {
                    line[cell.column..cell.column + cell.colspan].iter_mut().for_each(|place| *place += 1);
                }
            }
        }
        assert!(grid.iter().flatten().all(|place| *place == 1), "{part:?}");
    }
    assert!(sheet.head.iter().flat_map(|line| &line.cells).all(|cell| cell.role == Role::Heading));
    assert!(
        sheet.body.iter().flat_map(|line| &line.cells).all(|cell| cell.role.in_table() && cell.role != Role::Heading)
    );
}

/// The document of a sheet in a format, read back.
fn document(format: Format, sheet: &Sheet) -> Document {
    Document::read(format, &format.write(sheet, &meta()))
}

#[test]
fn attachment_1_has_the_layout_of_the_notice() {
    let (sheet, problems) = attachment_1();
    assert_eq!(problems, []);
    let shown = |cell: &mingce::form::sheet::Cell| {
        let span = if cell.colspan * cell.rowspan > 1 {
            format!("[{}x{}]", cell.rowspan, cell.colspan)
        } else {
            String::new()
        };
        format!("{}:{}{span}", cell.column, cell.text)
    };
    let lines: Vec<String> =
        sheet.lines().map(|line| line.cells.iter().map(shown).collect::<Vec<_>>().join(" ")).collect();
    let mut expected = vec![
        "0:附件1[1x5]",
        "0:数字技术工程师培育项目开展情况表[1x5]",
        "0:填报单位（盖章）： 1:[1x2] 3:填报时间： 4:　　　年　　　月　　　日",
        "0:[1x5]",
        "0:名称[2x1] 1:报名情况[1x3] 4:报名人员名单[2x1]",
        "1:报名人数（人） 2:取得证书人数（人） 3:领取培训补贴人数（人）",
        "0:智能制造 1: 2: 3: 4:",
        "0:大数据 1: 2: 3: 4:",
        "0:区块链 1: 2: 3: 4:",
    ];
    expected.extend(["0: 1: 2: 3: 4:"; 7]);
    expected.extend(["0:[1x5]", "0:填表人： 1:[1x2] 3:联系电话： 4:"]);
    assert_eq!(lines[..lines.len() - 1], expected);
    assert!(lines[lines.len() - 1].starts_with("0:备注：本表格应在每季度末前报送"), "{lines:?}");
    tiles(&sheet);
    let roles: Vec<Role> = sheet.body[0].cells.iter().map(|cell| cell.role).collect();
    assert_eq!(roles, [Role::Name, Role::Count, Role::Count, Role::Count, Role::Text]);
    assert_eq!((sheet.head.len(), sheet.body.len(), sheet.landscape, sheet.size), (2, 10, true, 21));
    assert_eq!(sheet.widths, [38, 45, 45, 45, 94]);
    // All of it is on one page, with room left.
    let height: u32 = sheet.lines().map(|line| line.height).sum();
    assert!(height <= 2 * 180 * 72 * 10 / 254, "{height}");
    // 附件1 in 三号, an empty line, the title in 二号 (GB/T 9704—2012, 7.3.4).
    let [attachment, title] = [sheet.attachment.as_ref().unwrap(), &sheet.title].map(|line| line.cells[0].role);
    assert_eq!([attachment, title].map(|role| sheet.size_of(role)), [32, 44]);
    assert!(sheet.attachment.as_ref().unwrap().height >= 2 * 32, "no empty line");
}

#[test]
fn attachment_1_reads_back_from_every_format() {
    let (sheet, _) = attachment_1();
    for format in Format::ALL {
        let document = document(format, &sheet);
        document.agrees_with(&sheet);
        assert_eq!(document.head, 4..6);
        let merges = [
            (0, 0, 1, 5),
            (1, 0, 1, 5),
            (2, 1, 1, 2),
            (3, 0, 1, 5),
            (4, 0, 2, 1),
            (4, 1, 1, 3),
            (4, 4, 2, 1),
            (16, 0, 1, 5),
            (17, 1, 1, 2),
            (18, 0, 1, 5),
        ];
        assert_eq!(document.merges, BTreeSet::from(merges), "{format:?}");
    }
}

/// The places of attachment 1 that are filled in.
fn blanks_of_attachment_1() -> BTreeSet<(usize, usize)> {
    let mut blanks: BTreeSet<(usize, usize)> = BTreeSet::from([(2, 1), (2, 2), (2, 4), (17, 1), (17, 2), (17, 4)]);
    blanks.extend((6..16).flat_map(|row| (1..5).map(move |column| (row, column))));
    blanks.extend((9..16).map(|row| (row, 0)));
    blanks
}

#[test]
fn attachment_1_takes_in_its_blanks_only() {
    let (sheet, _) = attachment_1();
    let book = document(Format::Xlsx, &sheet);
    assert_eq!(book.unlocked(), blanks_of_attachment_1());
    let protection = elements(book.sheet(), "sheetProtection")[0];
    assert_eq!(attribute(protection, "sheet").as_deref(), Some("1"));
    assert!(!protection.contains("password") && !protection.contains("hash"), "{protection}");
    let rules = elements(book.sheet(), "dataValidation");
    let places: Vec<_> = rules.iter().map(|rule| attribute(rule, "sqref").unwrap()).collect();
    assert_eq!(places, ["A10:A16", "B7:B16", "C7:C16", "D7:D16", "E7:E16"]);
    let value = |name| attribute(rules[1], name).unwrap();
    assert_eq!(["type", "operator"].map(value), ["whole", "greaterThanOrEqual"]);
    assert_eq!(["errorTitle", "error"].map(value), [meta().count_title, meta().count_message]);
    assert_eq!(attribute(rules[1], "errorStyle"), None, "stop is the default of the format");
    assert!(book.sheet().contains("<formula1>0</formula1>"));
}

#[test]
fn help_is_said_where_somebody_types() {
    let long = "长".repeat(300);
    let (sheet, problems) = laid_out(&format!(
        "columns: [{{ title: 名称, help: 甲 }}, {{ title: 组, help: 乙, columns: [{{ title: 数, kind: count, help: {long} }}, {{ title: 字 }}] }}, {{ title: 无 }}]\n\
         rows: [fixed: 一, spare: 2, subtotal: 小计, spare: 1]\n",
    ));
    assert_eq!(problems, []);
    let cut = format!("乙\n{}…", "长".repeat(252));
    let expected = [
        ("B4:B6", "数", cut.as_str()),
        ("C4:C8", "字", "乙"),
        ("A5:A6", "名称", "甲"),
        ("B8", "数", &cut),
        ("A8", "名称", "甲"),
    ];
    let book = document(Format::Xlsx, &sheet);
    let rules = elements(book.sheet(), "dataValidation");
    let mut said: Vec<_> = rules
        .iter()
        .map(|rule| {
            assert_eq!(attribute(rule, "showInputMessage").as_deref(), Some("1"));
            ["sqref", "promptTitle", "prompt"].map(|name| attribute(rule, name).unwrap().replace("&#xA;", "\n"))
        })
        .collect();
    let mut expected = expected.map(|(place, title, text)| [place, title, text].map(str::to_owned));
    said.sort();
    expected.sort();
    assert_eq!(said, expected);
    let book = document(Format::Ods, &sheet);
    let content = &book.parts["content.xml"];
    let messages = elements(content, "table:help-message");
    let titles: Vec<_> = messages.iter().map(|message| attribute(message, "table:title").unwrap()).collect();
    assert_eq!(titles, ["数", "字", "名称", "名称", "数"]);
    assert_eq!(content.matches(&format!("<text:p>乙</text:p><text:p>{}…</text:p>", "长".repeat(252))).count(), 2);
    assert_eq!(content.matches("content-validation-name=\"entry-2\"").count(), 5, "one for each row");
}

#[test]
fn rows_to_fill_in_have_no_fixed_height() {
    let (sheet, _) = attachment_1();
    let book = document(Format::Xlsx, &sheet);
    let rows = elements(book.sheet(), "row");
    let fixed: Vec<bool> = rows.iter().map(|row| attribute(row, "customHeight").is_some()).collect();
    let expected: Vec<bool> = sheet.lines().map(|line| !line.cells.iter().any(|cell| cell.is_blank())).collect();
    assert_eq!(fixed, expected);
    assert_eq!(fixed.iter().filter(|fixed| !**fixed).count(), 12);
    // What holds them up is outside of what is printed, and nothing is written in it.
    let beside = elements(book.sheet(), "c")
        .iter()
        .filter_map(|cell| attribute(cell, "r"))
        .filter(|at| at.starts_with('F'))
        .count();
    assert_eq!(beside, 12);
    let protection = elements(book.sheet(), "sheetProtection")[0];
    assert_eq!(
        ["formatRows", "insertRows"].map(|name| attribute(protection, name)),
        ["0", "0"].map(|no| Some(no.to_owned()))
    );
}

#[test]
fn attachment_1_prints_on_a4() {
    let (sheet, _) = attachment_1();
    let book = document(Format::Xlsx, &sheet);
    let set_up = elements(book.sheet(), "pageSetup")[0];
    let value = |name| attribute(set_up, name);
    assert_eq!(value("paperSize").as_deref(), Some("9"));
    assert_eq!(value("orientation").as_deref(), Some("landscape"));
    assert_eq!(value("fitToHeight").as_deref(), Some("0"));
    assert!(value("fitToWidth").is_none_or(|pages| pages == "1"), "one page is the default of the format");
    assert_eq!(attribute(elements(book.sheet(), "pageSetUpPr")[0], "fitToPage").as_deref(), Some("1"));
    assert_eq!(attribute(elements(book.sheet(), "printOptions")[0], "horizontalCentered").as_deref(), Some("1"));
    let workbook = &book.parts["xl/workbook.xml"];
    assert!(
        workbook.contains(&format!("{NAME}!$5:$6<")) && workbook.contains(&format!("{NAME}!$A$1:$E$19<")),
        "{workbook}"
    );
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
fn an_opendocument_sheet_takes_in_the_same() {
    let (sheet, _) = attachment_1();
    let bytes = Format::Ods.write(&sheet, &meta());
    // Readers of the format find its media type at this place, as it is.
    let first = [b"mimetype".as_slice(), Format::Ods.media_type().as_bytes()].concat();
    assert_eq!(bytes[30..30 + first.len()], first);
    let book = Document::read(Format::Ods, &bytes);
    assert_eq!(book.unlocked(), blanks_of_attachment_1());
    let content = &book.parts["content.xml"];
    let table = elements(content, "table:table")[0];
    let name = NAME.replace('\'', "&apos;");
    assert_eq!(attribute(table, "table:protected").as_deref(), Some("true"));
    assert!(!table.contains("protection-key"), "{table}");
    assert_eq!(attribute(table, "table:print-ranges").as_deref(), Some(&*format!("{name}.A1:{name}.E19")));
    let rules = elements(content, "table:content-validation");
    let conditions: Vec<_> = rules.iter().map(|rule| attribute(rule, "table:condition")).collect();
    let whole = Some("of:cell-content-is-whole-number() and cell-content()&gt;=0".to_owned());
    assert_eq!(conditions, [whole.clone(), whole.clone(), whole, None, None]);
    assert_eq!(attribute(rules[0], "table:base-cell-address").unwrap(), format!("{name}.B7"));
    let messages = elements(content, "table:error-message");
    let value = |name| attribute(messages[0], name).unwrap();
    assert_eq!(["table:message-type", "table:title"].map(value), ["stop".to_owned(), meta().count_title]);
    assert!(content.contains(&meta().count_message));
    let ruled = elements(content, "table:table-cell");
    let of = |entry: usize| {
        ruled
            .iter()
            .filter(|cell| attribute(cell, "table:content-validation-name") == Some(format!("entry-{entry}")))
            .count()
    };
    assert_eq!([1, 2, 3, 4, 5].map(of), [10, 10, 10, 10, 7]);
    let paper = elements(&book.parts["styles.xml"], "style:page-layout-properties")[0].to_owned();
    for part in
        ["page-width=\"297mm\"", "page-height=\"210mm\"", "margin-left=\"15mm\"", "scale-to-X=\"1\"", "\"landscape\""]
    {
        assert!(paper.contains(part), "{part} not in {paper}");
    }
    for part in [&meta().title, &meta().author, ">2026-11-22T00:00:00<", ">zh-CN<"] {
        assert!(book.parts["meta.xml"].contains(part), "{part}");
    }
}

#[test]
fn a_text_document_says_what_it_is_and_prints_on_a4() {
    let (sheet, _) = attachment_1();
    let text = document(Format::Docx, &sheet);
    let document = &text.parts["word/document.xml"];
    let size = elements(document, "w:pgSz")[0];
    let value = |name| attribute(size, name).unwrap();
    assert_eq!(["w:w", "w:h", "w:orient"].map(value), ["16838", "11906", "landscape"]);
    let margins = elements(document, "w:pgMar")[0];
    for side in ["w:top", "w:right", "w:left"] {
        let margin: i32 = attribute(margins, side).unwrap().parse().unwrap();
        assert!((margin - 850).abs() <= 1, "{side}: {margin}");
    }
    // Blanks are lines to write on; rows stay whole; headings of both rows are repeated.
    assert_eq!(document.matches("<w:tcBorders>").count(), 4);
    assert_eq!(document.matches("<w:tblHeader/>").count(), 2);
    assert_eq!(document.matches("<w:cantSplit/>").count(), sheet.lines().count() - 5);
    for (font, size) in [("黑体", "32"), ("方正小标宋简体", "44"), ("仿宋_GB2312", "21"), ("宋体", "21")] {
        let run = format!("w:cs=\"{font}\"/><w:sz w:val=\"{size}\"/>");
        assert!(document.replace("<w:b/>", "").contains(&run), "{run}");
        let known = format!("<w:font w:name=\"{font}\"><w:altName w:val=");
        assert!(text.parts["word/fontTable.xml"].contains(&known), "{known}");
    }
    assert!(text.parts["word/styles.xml"].contains("<w:lang w:val=\"zh-CN\" w:eastAsia=\"zh-CN\"/>"));
    for part in [&meta().title, &meta().author, ">2026-11-22T00:00:00Z</dcterms:created>", ">zh-CN</dc:language>"] {
        assert!(text.parts["docProps/core.xml"].contains(part), "{part}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let (sheet, _) = attachment_1();
    let first = Format::ALL.map(|format| format.write(&sheet, &meta()));
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == Format::ALL.map(|format| format.write(&attachment_1().0, &meta())));
}

#[test]
fn what_is_wrong_with_a_definition_is_reported_at_its_place() {
    let (long, tall) = ("长".repeat(MAX_TEXT + 1), "长".repeat(80));
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
        (columns(2) + &format!("rows: [fixed: {long}]\n"), Code::CellTooLong, &long),
        (columns(2) + &format!("note: {long}\nrows: [spare: 1]\n"), Code::CellTooLong, &long),
        (
            columns(2) + &format!("footer: [{{ label: 甲, value: {long} }}]\nrows: [spare: 1]\n"),
            Code::CellTooLong,
            &long,
        ),
        (
            "columns: [{ title: 名称, width: 200 }, { title: 数, width: 65 }, { title: 字 }]\nrows: [spare: 1]\n"
                .to_owned(),
            Code::ColumnWidth,
            "65",
        ),
        ("columns: [{ title: 名称, width: 2 }, { title: 数 }]\nrows: [spare: 1]\n".to_owned(), Code::ColumnWidth, "2"),
        (
            format!("columns: [{{ title: 名称, width: 4 }}, {{ title: 数 }}]\nrows: [fixed: {tall}]\n"),
            Code::FormNoRoom,
            &tall,
        ),
        ("columns: [{ title: 甲 }, { title: ' ' }]\nrows: [spare: 1]\n".to_owned(), Code::BadValue, "' '"),
        (
            "columns: [{ title: 甲, width: 41, columns: [{ title: 乙 }, { title: 丙 }] }]\nrows: [spare: 1]\n"
                .to_owned(),
            Code::UnknownKey,
            "41",
        ),
        (
            "columns: [{ title: 甲, kind: count, columns: [{ title: 乙 }, { title: 丙 }] }]\nrows: [spare: 1]\n"
                .to_owned(),
            Code::UnknownKey,
            "count",
        ),
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
        assert!(sheet.body.len() <= MAX_ROWS);
        Format::ALL.iter().for_each(|format| document(*format, &sheet).agrees_with(&sheet));
    }
}

#[test]
fn names_are_printed_in_the_column_made_for_them() {
    let (sheet, _) = laid_out(
        "columns: [{ title: 序号, kind: count }, { title: 名称, kind: name }]\nrows: [fields: [ai], all-fields, fixed: 其他, spare: 1]\n",
    );
    let texts: Vec<&str> = sheet.body.iter().map(|line| line.cells[1].text.as_str()).collect();
    assert_eq!(texts, ["领域ai", "甲领域", "乙领域", "其他", ""]);
    let (sheet, _) = laid_out("columns: [{ title: 数, kind: count }]\nrows: [spare: 1]\n");
    assert_eq!(sheet.body[0].cells[0].role, Role::Count);
}

#[test]
fn sums_add_up_what_is_above_them() {
    let (sheet, problems) = laid_out(
        "columns: [{ title: 名称 }, { title: 数, kind: count }, { title: 字 }]\nrows: [subtotal: 无, fixed: 甲, spare: 1, subtotal: 小计, fixed: 乙, subtotal: 小计, fixed: 丙, total: 合计, total: 总计]\n",
    );
    assert_eq!(problems, []);
    let book = document(Format::Xlsx, &sheet);
    book.agrees_with(&sheet);
    let formulas: Vec<&str> = book.sheet().split("<f>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let all = "SUM(B4:B5,B7,B9)";
    assert_eq!(formulas, ["0", "SUM(B4:B5)", "SUM(B7)", all, all]);
    assert!(!book.unlocked().contains(&(5, 1)) && book.unlocked().contains(&(4, 1)), "sums are not typed in");
    let rules: Vec<_> =
        elements(book.sheet(), "dataValidation").iter().map(|rule| attribute(rule, "sqref").unwrap()).collect();
    assert_eq!(rules, ["B4:B5", "B7", "B9"]);
    assert!(book.parts["xl/styles.xml"].contains("formatCode=\"0;-0;;@\""), "a blank sum is no 0");
    let book = document(Format::Ods, &sheet);
    book.agrees_with(&sheet);
    let sums = elements(&book.parts["content.xml"], "table:table-cell");
    let formulas: Vec<_> = sums.iter().filter_map(|cell| attribute(cell, "table:formula")).collect();
    let all = "of:=SUM([.B4:.B5];[.B7:.B7];[.B9:.B9])";
    assert_eq!(formulas, ["of:=0", "of:=SUM([.B4:.B5])", "of:=SUM([.B7:.B7])", all, all]);
    assert!(!book.unlocked().contains(&(5, 1)) && book.unlocked().contains(&(4, 1)));
    // A text is added up by whoever fills it in.
    document(Format::Docx, &sheet).agrees_with(&sheet);
}

#[test]
fn line_ends_behind_a_text_are_not_printed() {
    let (sheet, problems) = laid_out("columns: [{ title: 名称 }]\nrows: [spare: 1]\nnote: |\n  备注：一。\n  二。\n");
    assert_eq!(problems, []);
    assert_eq!(sheet.note.as_ref().unwrap().cells[0].text, "备注：一。\n二。");
}

#[test]
fn widths_of_the_definition_are_kept() {
    let (sheet, problems) = laid_out(
        "columns: [{ title: 名称, width: 90 }, { title: 数, kind: count, width: 20 }, { title: 字 }]\nrows: [fixed: 甲]\n",
    );
    assert_eq!((problems, sheet.widths), (vec![], vec![90, 20, 157]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn every_form_is_the_same_table_in_every_format(table in forms("[一-龥]", "[a-z]{1,8}")) {
        let (sheet, problems) = laid_out(&table);
        let expected = |problem: &Problem| matches!(problem.code, Code::FormTooLarge | Code::FormNoRoom);
        prop_assert!(problems.iter().all(expected), "{:?}", problems);
        tiles(&sheet);
        prop_assert!(sheet.widths.iter().all(|width| *width > 0));
        let printable = if sheet.landscape { 267 } else { 180 };
        prop_assert!(sheet.widths.iter().sum::<u32>() <= printable);
        for format in Format::ALL {
            let bytes = format.write(&sheet, &meta());
            Document::read(format, &bytes).agrees_with(&sheet);
            prop_assert!(bytes == format.write(&sheet, &meta()));
        }
    }
}
