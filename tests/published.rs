//! Only blanks are published: what people fill in and put into the content folder by mistake, in the formats of offices.

use crate::support::{folder, put};
use mingce::diagnostic::Code;
use mingce::model::Options;
use mingce::{compile, edge};
use rust_xlsxwriter::Workbook;

/// The example of GB 11643—1999 itself.
const CARD: &str = "11010519491231002X";

/// Codes of the diagnostics about personal data, with their places, when a file lies in the real content.
fn reported(path: &str, bytes: &[u8], exceptions: &str) -> Vec<(Code, String)> {
    let dir = folder();
    let real = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for entry in
        walkdir::WalkDir::new(&real).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(&real).unwrap().to_str().unwrap();
        let mut bytes = std::fs::read(entry.path()).unwrap();
        if path == "site.yaml" {
            bytes.extend(exceptions.as_bytes());
        }
        put(dir.path(), path, bytes);
    }
    put(dir.path(), path, bytes);
    let (snapshot, _) = edge::disk::load(dir.path());
    let options = Options::default();
    let (_, diagnostics) = compile(snapshot, &options);
    let ours = [Code::PersonalData, Code::FilledForm, Code::NotLookedInto, Code::IdleException, Code::MissingFile];
    let place = |reported: &mingce::diagnostic::Diagnostic| {
        reported.args.iter().find(|(name, _)| *name == "place").map_or_else(String::new, |(_, place)| place.clone())
    };
    diagnostics
        .iter()
        .filter(|reported| ours.contains(&reported.code))
        .map(|reported| (reported.code, place(reported)))
        .collect()
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// A packed document with one part.
fn document(name: &str, xml: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut archive, xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// The attachment as it is published, in a format.
fn blank(extension: &str) -> Vec<u8> {
    let real = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let (snapshot, _) = edge::disk::load(&real);
    let (compiled, _) = compile(snapshot, &Options::default());
    let (_, route) = compiled.plan.routes().find(|(path, _)| path.ends_with(extension)).unwrap();
    compiled.render(route).unwrap().to_vec()
}

#[test]
fn numbers_are_found_in_a_workbook() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名").unwrap();
        sheet.write(4, 2, CARD).unwrap();
        sheet.write(5, 3, 13_000_000_000_f64).unwrap();
    });
    let expected = [(Code::PersonalData, "Sheet1!C5".to_owned()), (Code::PersonalData, "Sheet1!D6".to_owned())];
    assert_eq!(reported("static/名单.xlsx", &bytes, ""), expected);
}

#[test]
fn a_number_that_is_split_over_cells_is_reported_at_its_first_cell() {
    let bytes = workbook(|sheet| {
        for (column, text) in ["姓名", "手机", "", ""].iter().enumerate() {
            sheet.write(0, column as u16, *text).unwrap();
        }
        for (column, text) in ["张三", "138", "0013", "8000"].iter().enumerate() {
            sheet.write(1, column as u16, *text).unwrap();
        }
        for (column, sign) in CARD.chars().enumerate() {
            sheet.write(2, column as u16, sign.to_string()).unwrap();
        }
    });
    let expected = [(Code::PersonalData, "Sheet1!A3".to_owned()), (Code::PersonalData, "Sheet1!B2".to_owned())];
    assert_eq!(reported("static/名单.xlsx", &bytes, ""), expected);
}

#[test]
fn numbers_are_found_in_documents() {
    let word = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>1301</w:t></w:r><w:r><w:t>2345678</w:t></w:r></w:p><w:tbl><w:tr>\
         <w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>名单</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>{CARD}</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    );
    let found = reported("static/名单.docx", &document("word/document.xml", &word), "");
    assert_eq!(found, [(Code::PersonalData, "C1".to_owned()), (Code::PersonalData, "@paragraph 1".to_owned())]);
    let open = format!("<o:document-content xmlns:o='o' xmlns:text='t'><text:p>{CARD}</text:p></o:document-content>");
    let found = reported("static/名单.odt", &document("content.xml", &open), "");
    assert_eq!(found, [(Code::PersonalData, "@paragraph 1".to_owned())]);
}

#[test]
fn the_blank_form_is_fine_and_the_filled_one_is_not() {
    for extension in [".xlsx", ".docx", ".ods"] {
        assert_eq!(reported(&format!("static/附件1{extension}"), &blank(extension), ""), []);
    }
    let rows = |counts: &[(u32, u16, f64)]| {
        workbook(|sheet| {
            for (column, heading) in ["名称", "报名情况", "", "", "报名人员名单"].iter().enumerate() {
                sheet.write(2, column as u16, *heading).unwrap();
            }
            for (column, heading) in
                ["报名人数（人）", "取得证书人数（人）", "领取培训补贴人数（人）"].iter().enumerate()
            {
                sheet.write(3, column as u16 + 1, *heading).unwrap();
            }
            for (row, name) in ["智能制造", "大数据", "区块链", "....."].iter().enumerate() {
                sheet.write(row as u32 + 4, 0, *name).unwrap();
            }
            sheet.write(9, 0, "填表人：").unwrap();
            sheet.write(9, 2, "联系电话：").unwrap();
            sheet.write(10, 1, 5.0).unwrap();
            for (row, column, count) in counts {
                sheet.write(*row, *column, *count).unwrap();
            }
        })
    };
    assert_eq!(reported("static/附件1.xlsx", &rows(&[]), ""), []);
    let filled = rows(&[(5, 2, 8.0)]);
    assert_eq!(reported("static/附件1.xlsx", &filled, ""), [(Code::FilledForm, "Sheet1!C6".to_owned())]);
}

#[test]
fn a_form_that_is_only_signed_is_not_blank() {
    let signed = |cells: &[(u32, u16, &str)]| {
        let bytes = workbook(|sheet| {
            let blank = [(0, 0, "填报单位（盖章）："), (0, 2, "填报时间："), (0, 3, " 年 月 日"), (3, 0, "填表人：")];
            let headings = ["名称", "报名人数（人）", "取得证书人数（人）", "领取培训补贴人数（人）", "报名人员名单"];
            let headings = headings.iter().zip(0..).map(|(heading, column)| (1, column, *heading));
            for (row, column, text) in blank.into_iter().chain(headings).chain(cells.iter().copied()) {
                sheet.write(row, column, text).unwrap();
            }
        });
        reported("static/附件1.xlsx", &bytes, "").into_iter().map(|(_, place)| place).collect::<Vec<_>>()
    };
    assert_eq!(signed(&[]), [""; 0]);
    assert_eq!(signed(&[(0, 1, "某单位")]), ["Sheet1!B1"]);
    assert_eq!(signed(&[(0, 3, "2026年9月30日")]), ["Sheet1!D1"]);
    assert_eq!(signed(&[(3, 0, "填表人：某人")]), ["Sheet1!A4"]);
    assert_eq!(signed(&[(3, 2, "某人")]), ["Sheet1!C4"]);

    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row =
        |cells: &[&str]| format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.iter().map(|c| cell(c)).collect::<String>());
    let word = |unit: &str, name: &str| {
        let table = row(&["名称", "报名人数（人）", "取得证书人数（人）", "领取培训补贴人数（人）", "报名人员名单"]);
        let above = row(&["填报单位（盖章）：", unit]);
        let text = format!(
            "<w:document xmlns:w='w'>{above}{table}<w:p><w:r><w:t>填表人：{name}</w:t></w:r></w:p></w:document>"
        );
        let found = reported("static/附件1.docx", &document("word/document.xml", &text), "");
        found.into_iter().map(|(code, place)| (code == Code::FilledForm).then_some(place)).collect::<Vec<_>>()
    };
    assert_eq!(word("", ""), [None; 0]);
    assert_eq!(word("某单位", ""), [Some("B1".to_owned())]);
    assert_eq!(word("", "某人"), [Some("@paragraph 1".to_owned())]);
}

#[test]
fn an_exception_needs_a_file_and_a_cause() {
    let exception = |path: &str| format!("\ndata_exceptions:\n  - {{ file: {path}, reason: 已经核对 }}\n");
    let card = format!("{CARD}\n");
    assert_eq!(reported("static/a.txt", card.as_bytes(), &exception("static/a.txt")), []);
    assert_eq!(reported("static/a.pdf", b"%PDF", &exception("static/a.pdf")), []);
    assert_eq!(reported("static/a.txt", b"fine", &exception("static/a.txt")), [(Code::IdleException, String::new())]);
    let lost = reported("static/a.txt", card.as_bytes(), &exception("static/b.txt"));
    assert_eq!(lost.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::MissingFile, Code::PersonalData]);
}

#[test]
fn what_cannot_be_read_is_reported() {
    for (path, bytes) in [
        ("static/a.pdf", &b"%PDF-1.7"[..]),
        ("static/a.xlsx", b"PK\x03\x04"),
        ("static/a.docx", b"x"),
        ("static/a.xls", b""),
        ("static/a.xltx", b"PK"),
        ("static/a.dotx", b"PK"),
        ("static/a.ofd", b"PK\x03\x04"),
        ("static/a.mht", b"From: a@example.com\n\nMTMwMDAwMDAwMDA=\n"),
        ("static/a.unknown", b"\x00\x01\x02"),
    ] {
        let expected = if bytes.is_empty() { vec![] } else { vec![(Code::NotLookedInto, String::new())] };
        assert_eq!(reported(path, bytes, ""), expected, "{path}");
    }
}

/// Where numbers are reported in a text: line and column.
fn places(path: &str, bytes: &[u8]) -> Vec<(usize, usize)> {
    let dir = folder();
    put(dir.path(), path, bytes);
    let (snapshot, _) = edge::disk::load(dir.path());
    let (_, diagnostics) = compile(snapshot, &Options::default());
    let reported = diagnostics.iter().filter(|reported| reported.code == Code::PersonalData);
    reported.map(|reported| reported.position.as_ref().map_or((0, 0), |at| (at.line, at.column))).collect()
}

#[test]
fn every_number_of_a_text_is_reported_at_its_place() {
    assert_eq!(places("static/a.txt", "甲\n电话１３０００００００００\n130.0000.0000".as_bytes()), [(2, 3), (3, 1)]);
    assert_eq!(places("static/a.csv", b"a;b\n1;13000000000\n"), [(2, 3)]);
    let html = "<p>甲：<b>130</b><i\n>0000</i>&#48;000</p>\n<a href=\"tel:13000000001\">130&nbsp;0000&nbsp;0001</a>";
    assert_eq!(places("static/a.html", html.as_bytes()), [(1, 9), (3, 14), (3, 27)]);
    // Cells that stand side by side make no number; neither does what an SVG draws.
    assert_eq!(places("static/a.html", b"<td>130</td><td>0000</td><td>0000</td>"), []);
    assert_eq!(
        places("static/a.svg", b"<svg><path d='M130.0000.0000'/><text>130<tspan>00000000</tspan></text></svg>"),
        [(1, 38)]
    );
    // What is text is looked into whatever its name; pictures and sound are not.
    for path in ["static/a.vcf", "static/a", "static/a.weiss-nicht", "static/a.js", "static/a.css"] {
        assert_eq!(places(path, b"TEL:13000000000\n"), [(1, 5)], "{path}");
    }
    for path in ["static/a.png", "static/a.mp3"] {
        assert_eq!(places(path, b"TEL:13000000000\n"), [], "{path}");
    }
}

#[test]
fn of_many_numbers_the_first_twenty_are_reported_and_how_many_more_there_are() {
    let found = reported("static/a.txt", "13000000000\n".repeat(23).as_bytes(), "");
    assert_eq!(found.len(), 20);
    assert_eq!([&*found[0].1, &*found[19].1], ["@more 3 @line 1", "@line 20"]);
    let bytes = workbook(|sheet| (0..21).for_each(|row| _ = sheet.write(row, 0, CARD).unwrap()));
    let found = reported("static/a.xltx", &bytes, "");
    assert_eq!((found.len(), &*found[0].1), (20, "@more 1 Sheet1!A1"));
}

#[test]
fn a_filled_form_is_found_in_html_and_in_other_separated_values() {
    let headings = ["名称", "报名人数（人）", "取得证书人数（人）", "领取培训补贴人数（人）", "报名人员名单"];
    let html = |count: &str, name: &str| {
        let [name_of, counts @ .., list] = headings;
        let cells: String = counts.iter().map(|text| format!("<th>{text}</th>")).collect();
        let text = format!(
            "<table><tr><th rowspan=2>{name_of}</th><th colspan=3>报名情况</th><th rowspan=2>{list}</th></tr><tr>{cells}</tr>\
             <tr><td>大数据</td><td></td><td>{count}</td><td></td><td></td></tr></table>\n<p>填表人：<u>{name}</u></p>"
        );
        reported("static/附件1.htm", text.as_bytes(), "")
    };
    assert_eq!(html("&nbsp;", " "), []);
    assert_eq!(html("8", ""), [(Code::FilledForm, "C3".to_owned())]);
    assert_eq!(html("", "某人"), [(Code::FilledForm, "@line 2".to_owned())]);
    for separator in [",", ";", "\t"] {
        let table = |count: &str| format!("{}\n大数据{separator}{separator}{count}\n", headings.join(separator));
        assert_eq!(reported("static/附件1.csv", table("").as_bytes(), ""), []);
        assert_eq!(reported("static/附件1.csv", table("8").as_bytes(), ""), [(Code::FilledForm, "C2".to_owned())]);
    }
}

#[test]
fn numbers_are_found_wherever_they_would_be_published() {
    for (path, text, count) in [
        ("terms.yaml", "- id: a\n  name: 甲\n  definition: |\n    #1 张三 13800138000\n", 1),
        ("terms.yaml", "- id: a\n  name: \"甲\n    # 张三 13800138000\"\n", 1),
        ("terms.yaml", "# 张三 13800138000\n- id: a\n  name: 甲\n", 0),
        ("site.yaml", "title: \"\\x313800138000\"\n", 1),
        ("pages/a.md", "138&nbsp;0013&nbsp;8000、138**0013**8000、1&#51;800138000、138<!-- -->00138000", 4),
        ("static/张三-13800138000.jpg", "jpg", 1),
        ("static/11010519491231002X.png", "png", 1),
        ("static/a.json", "{\"phone\":\"\\u00313800138000\",\"id\":13800138000}", 2),
        ("static/a.js", "var phone='13800138000';var size=17179869184;", 1),
        ("static/a.mjs", "// 张三13800138000", 1),
        ("static/a.css", "a::after{content:\"138 0013 8000\"}", 1),
        ("static/a.js.map", "{\"sourcesContent\":[\"// 电话 13800138000\"]}", 1),
        ("theme/templates/footer.html", "<p>联系人 13800138000</p>", 1),
        ("theme/strings/zh-CN.yaml", "footer: 联系人 13800138000\n", 1),
        ("theme/js/90-own.js", "const tel = '13800138000';\n", 1),
        ("files/unnamed-13800138000.txt", "13800138000", 0),
    ] {
        assert_eq!(places(path, text.as_bytes()).len(), count, "{path}: {text}");
    }
}
