//! The layout of official documents (GB/T 9704—2012, 7.3), however the text is written.

use std::path::Path;

use mingce::diagnostic::Severity;
use mingce::model::Kind;

use super::pdf::Pdf;
use super::{MM, with_files};

const EM: f64 = 156.0 * MM / 28.0;
const PITCH: f64 = 225.0 * MM / 22.0;
const LEFT: f64 = 28.0 * MM;
const RIGHT: f64 = (28.0 + 156.0) * MM;

/// A policy of the small site with this text, printed. `more` are further lines of its front matter.
fn printed(folder: &Path, more: &str, body: &str) -> Pdf {
    let head = format!(
        "---\ntitle: 某项工作的通知\nissuer: 甲市某局\ndocument_number: unpublished\nmade_on: 2026-10-01\n{more}---\n"
    );
    let (compiled, reported) = with_files(folder, &[("policies/notice.md", &format!("{head}\n{body}"))]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    let pdf = Pdf::of(&compiled, Kind::Policy, "notice");
    pdf.is_sound("某项工作的通知");
    assert_eq!(compiled.remarks.all(), []);
    pdf
}

/// The line that is this text, on any page: left, top, right, bottom.
fn line(pdf: &Pdf, text: &str) -> [f64; 4] {
    let pages = pdf.places("line");
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let found = pages.iter().flatten().find(|(_, line)| close(line) == close(text));
    found.unwrap_or_else(|| panic!("{text}: {pages:?}")).0
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1.5
}

/// The typeface, size and text of each piece that is drawn, as poppler tells them.
fn faces(pdf: &Pdf) -> Vec<(String, String)> {
    let xml = super::run(
        std::process::Command::new("pdftohtml").args(["-xml", "-i", "-stdout", "-fontfullname"]).arg(pdf.path()),
    );
    let mut fonts = std::collections::BTreeMap::new();
    let value = |line: &str, name: &str| {
        line.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
    };
    let mut found = Vec::new();
    for line in xml.lines() {
        if line.trim_start().starts_with("<fontspec") {
            let face = format!("{} {}", value(line, "family").unwrap(), value(line, "size").unwrap());
            fonts.insert(value(line, "id").unwrap(), face);
        } else if line.starts_with("<text") {
            let words = scraper::Html::parse_fragment(line).root_element().text().collect::<String>();
            found.push((fonts[&value(line, "font").unwrap()].clone(), words));
        }
    }
    found
}

const PLAIN: &str = "各区：\n\n现通知如下。\n\n一、目标任务\n\n每年十人，力争二十人。\n\n（一）制定计划。甲学校负责培训，结业后上报。\n\n（二）材料要求\n\n1\\. 申请表一式两份，由本人签字、单位盖章，所附证书和证明材料的复印件由单位审核后加盖公章，一并报送。\n\n（1）身份证复印件，由审核的单位加盖公章后，与申请表一起报送到区里负责这项工作的部门。\n\n二、其他\n\n各区决定。\n";

#[test]
fn plain_lines_and_headings_are_printed_alike() {
    let folder = tempfile::tempdir().unwrap();
    let plain = printed(folder.path(), "", PLAIN);
    let headed =
        PLAIN.replace("一、目标", "## 一、目标").replace("二、其他", "## 二、其他").replace("（二）材", "### （二）材");
    let headed = printed(folder.path(), "", &headed);
    let places = |pdf: &Pdf| pdf.places("line");
    assert_eq!(places(&plain), places(&headed));
    assert_eq!(faces(&plain), faces(&headed));
    let outline = |pdf: &Pdf| {
        let mut qpdf = std::process::Command::new("qpdf");
        super::run(qpdf.args(["--json", "--json-key=outlines"]).arg(pdf.path()))
    };
    for bookmark in ["一、目标任务", "（一）制定计划", "（二）材料要求", "二、其他"] {
        assert!(outline(&plain).contains(bookmark) && outline(&headed).contains(bookmark), "{bookmark}");
    }
    // 黑体, 楷体 (its stand-in is bold), and the rest like the text; all of one size.
    let faces = faces(&plain);
    let face = |text: &str| {
        faces.iter().find(|(_, words)| words.contains(text)).unwrap_or_else(|| panic!("{text}: {faces:?}")).0.clone()
    };
    for (text, font) in [
        ("一、目标任务", "NotoSansSC-Medium"),
        ("二、其他", "NotoSansSC-Medium"),
        ("制定计划", "NotoSerifSC-Bold"),
        ("材料要求", "NotoSerifSC-Bold"),
        ("申请表一式", "NotoSerifSC-Regular"),
        ("身份证", "NotoSerifSC-Regular"),
        ("每年十人", "NotoSerifSC-Regular"),
    ] {
        assert!(face(text).contains(font), "{text}: {}", face(text));
        let size = |text: &str| face(text).rsplit(' ').next().unwrap().to_owned();
        assert_eq!(size(text), size("每年十人"), "{text}");
    }
}

#[test]
fn every_line_of_a_text_stands_on_the_grid() {
    let folder = tempfile::tempdir().unwrap();
    let notes = "notes:\n  - {clause: 一（一）, text: 原文是这样写的，这里保留原文。这条说明要占好几行，看下面的行是不是还在格子上；再长一点，就有三行。}\n";
    let pdf = printed(folder.path(), notes, PLAIN);
    // The addressee begins at the edge, a paragraph two characters from it, and its further lines at the edge (7.3.3).
    assert!(is_near(line(&pdf, "各区：")[0], LEFT));
    for (first, second) in [("1. 申请表一式两份，", "明材料的复印件由"), ("（1）身份证复印件，", "起报送到区里")]
    {
        let lines = pdf.places("line").concat();
        let starts = |text: &str| {
            let close = |text: &str| text.split_whitespace().collect::<String>();
            let at = lines.iter().position(|(_, line)| close(line).contains(&close(text)));
            at.unwrap_or_else(|| panic!("{text}: {lines:?}"))
        };
        let hangs = if first.starts_with('（') { EM / 2.0 + 1.0 } else { 1.5 };
        assert!((lines[starts(first)].0[0] - LEFT - 2.0 * EM).abs() < hangs, "{first}");
        assert!(is_near(lines[starts(second)].0[0], LEFT) || starts(second) == starts(first), "{second}");
    }
    let first = line(&pdf, "各区：")[1];
    for (place, text) in pdf.places("line").swap_remove(0) {
        let is_large = place[3] - place[1] > EM * 0.9 && place[3] - place[1] < EM * 1.9;
        if place[1] > first && place[1] < 262.0 * MM && is_large && !text.contains('—') {
            let lines = (place[1] - first) / PITCH;
            assert!((lines - lines.round()).abs() < 0.12, "{text} stands at line {lines}");
        }
    }
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let folder = tempfile::tempdir().unwrap();
    let body = format!("一、事\n\n{}", format!("{}\n\n", "这是一段很长很长的正文".repeat(20)).repeat(8));
    let pages = printed(folder.path(), "", &body).places("line");
    let page: Vec<_> =
        pages[1].iter().filter(|(place, _)| place[1] > 37.0 * MM - 6.0 && place[3] < 262.0 * MM + 6.0).collect();
    assert_eq!(page.len(), 22, "{page:?}");
    for (at, (place, _)) in page.iter().enumerate() {
        assert!((place[1] - page[0].0[1] - at as f64 * PITCH).abs() < 1.5, "line {} at {}", at + 1, place[1]);
    }
    assert!(is_near(page[0].0[1] - 37.0 * MM, 0.0), "{:?}", page[0]);
    assert_eq!(page.iter().map(|(_, text)| text.chars().count()).max(), Some(28));
}

#[test]
fn issuer_and_day_stand_as_the_standard_says() {
    let folder = tempfile::tempdir().unwrap();
    let signed = |office: &str, more: &str| {
        let body = format!("各区：\n\n现通知如下。\n\n一、事\n\n一件事。\n\n{office}\n\n2026年10月1日\n");
        printed(folder.path(), more, &body)
    };
    // Without a seal: two characters from the right, the day two characters right of it (7.3.5.2).
    let long = "甲市人力资源和社会保障局";
    let pdf = signed(long, "");
    let (office, day) = (line(&pdf, long), line(&pdf, "2026年10月1日"));
    assert!(is_near(office[2], RIGHT - 2.0 * EM) && is_near(day[0], office[0] + 2.0 * EM), "{office:?} {day:?}");
    assert!(is_near(day[1] - office[1], PITCH), "{office:?} {day:?}");
    assert!(is_near(office[1] - line(&pdf, "一件事。")[1], 2.0 * PITCH), "an empty line above");
    // A day that is longer stands two characters from the right, the issuer two characters left of it.
    let pdf = signed("甲市某局", "");
    let (office, day) = (line(&pdf, "甲市某局"), line(&pdf, "2026年10月1日"));
    assert!(is_near(day[2], RIGHT - 2.0 * EM) && is_near(day[0], office[0] + 2.0 * EM), "{office:?} {day:?}");
    // With a seal: the day four characters from the right, the issuer centred above it (7.3.5.1).
    for name in [long, "甲市某局"] {
        let pdf = signed(name, "sealed: true\n");
        let (office, day) = (line(&pdf, name), line(&pdf, "2026年10月1日"));
        assert!(is_near(day[2], RIGHT - 4.0 * EM), "{day:?}");
        assert!(is_near(office[0] + office[2], day[0] + day[2]), "{office:?} {day:?}");
    }
}

#[test]
fn the_list_of_attachments_stands_as_the_standard_says() {
    let folder = tempfile::tempdir().unwrap();
    let body = "各区：\n\n一、事\n\n一件事。\n\n附件：1．甲市各培训机构和评价机构联系人、联系方式和办公地址一览表（每年更新）\n\n　　　2．情况表\n\n甲市某局\n\n2026年10月1日\n";
    let pdf = printed(folder.path(), "", body);
    let lines = pdf.places("line").concat();
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let all = lines.iter().map(|(place, text)| (*place, close(text))).collect::<Vec<_>>();
    let at =
        |text: &str| all.iter().find(|(_, line)| line.contains(text)).unwrap_or_else(|| panic!("{text}: {all:?}")).0;
    assert!(is_near(at("附件：")[0], LEFT + 2.0 * EM), "two characters from the left");
    assert!(is_near(at("附件：")[1] - at("一件事。")[1], 2.0 * PITCH), "an empty line above");
    let words: Vec<_> = pdf.places("word").concat();
    let word = |text: &str| {
        words.iter().find(|(_, word)| word.contains(text)).unwrap_or_else(|| panic!("{text}: {words:?}")).0
    };
    // The second line of a name begins below its first character; the name of the second one as well.
    let name = LEFT + 2.0 * EM + 3.0 * EM + word("情况表")[2] - word("情况表")[2];
    let second = at("情况表")[2] - 3.0 * EM;
    assert!(second > name && is_near(at("年更新）")[0], second), "{second} {:?} {all:?}", at("年更新）"));
}

#[test]
fn what_the_page_shows_is_on_the_paper() {
    let folder = tempfile::tempdir().unwrap();
    let notes = "notes:\n  - {clause: 一, text: '这是编者写的话，见 https://www.example.gov.cn/notices/2026/。'}\n";
    let long = "每一行都一样长的正文。".repeat(30);
    let body = format!(
        "各区：\n\n一、事\n\n一件事[^甲]。\n\n{}\n[^甲]: 注在这一页的下面。\n",
        format!("{long}\n\n").repeat(4)
    );
    let pdf = printed(folder.path(), notes, &body);
    let pages = pdf.places("line");
    assert!(pages.len() > 1);
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let all: Vec<Vec<String>> = pages.iter().map(|page| page.iter().map(|(_, text)| close(text)).collect()).collect();
    assert!(all[0].iter().any(|line| line.contains("注在这一页的下面。")), "{all:?}");
    let words = all.concat().concat().replace('\u{200B}', "");
    assert!(words.contains("编者注：这是编者写的话，见https://www.example.gov.cn/notices/2026/。"), "{all:?}");
    let note = pages[0].iter().find(|(_, text)| close(text).contains("注在这一页")).unwrap().0;
    assert!(note[1] > 37.0 * MM + 18.0 * PITCH, "at the foot of the page: {note:?}");
}

#[test]
fn an_attachment_that_is_a_form_is_the_form() {
    let pdf = Pdf::of(&super::real(), Kind::Policy, "zz-2023");
    let page = super::run(std::process::Command::new("pdfinfo").args(["-f", "1", "-l", "99"]).arg(pdf.path()));
    let sizes: Vec<&str> = page.lines().filter(|line| line.starts_with("Page ") && line.contains("size:")).collect();
    let landscape: Vec<_> = sizes.iter().enumerate().filter(|(_, line)| line.contains("841.89 x 595.276")).collect();
    let [(at, _)] = landscape[..] else { panic!("one page lies on its long side: {sizes:?}") };
    let words: Vec<([f64; 4], String)> = pdf.places("word").swap_remove(at);
    let text: String = words.iter().map(|(_, word)| word.as_str()).collect();
    for said in ["附件1", "数字技术工程师培育项目开展情况表", "填报单位（盖章）：", "报名人员名单", "填表人：", "备注"]
    {
        let said: String = said.split_whitespace().collect();
        assert!(text.contains(&said), "{said}: {text}");
    }
    // The same places as in the form itself.
    let form = Pdf::of(&super::real(), Kind::Form, "attachment-1").places("word").concat();
    for (place, word) in &form {
        let same =
            words.iter().any(|(own, text)| text == word && is_near(own[0], place[0]) && is_near(own[1], place[1]));
        assert!(same, "{word} at {place:?}: {words:?}");
    }
}

#[test]
fn tables_with_many_columns_overlap_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let cells = [
        "1",
        "甲市某某科技有限公司",
        "91370400MA3ABCDE0X",
        "张三",
        "0632-3314140",
        "12345678.90",
        "2026-11-28",
        "甲市银行某支行",
        "6222020200112233445",
        "https://www.example.com/abc/def/ghi",
        "10",
        "无",
    ];
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<String> = (1..=12).map(|at| format!("第{at}列的题目")).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    for columns in 2..=12 {
        let body = format!(
            "一、表\n\n{}{}{}",
            row(&heads[..columns]),
            row(&vec!["---"; columns]),
            row(&cells[..columns]).repeat(3)
        );
        let pdf = printed(folder.path(), "", &body);
        pdf.overlaps_nowhere();
        let words = pdf.places("word").concat();
        assert!(words.iter().all(|(place, _)| place[2] < RIGHT + 2.0), "{columns}: {words:?}");
        let text: String = pdf.text().split_whitespace().collect();
        // A code is whole as long as there is room for it.
        assert!(!(3..=9).contains(&columns) || text.contains(cells[2]), "{columns}: {text}");
    }
}

#[test]
fn no_line_before_an_address_is_stretched() {
    let folder = tempfile::tempdir().unwrap();
    let address = "https://www.example.gov.cn/col/col12345/index.html?uid=67890&pageNum=1";
    for before in 1..28 {
        let body = format!("一、事\n\n{}网址：{address}。\n", "字".repeat(before));
        let pdf = printed(folder.path(), "", &body);
        for (place, word) in pdf.places("word").concat() {
            let han = word.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            if han == word.chars().count() && han > 1 && place[1] > 60.0 * MM && place[1] < 200.0 * MM {
                let wide = (place[2] - place[0]) / han as f64;
                assert!(wide < EM * 1.15 || place[3] - place[1] > EM * 1.8, "{before}: {word} is {wide} wide");
            }
        }
    }
}

#[test]
fn a_text_that_is_no_longer_in_force_says_so_above_its_title() {
    let folder = tempfile::tempdir().unwrap();
    let words = |pdf: &Pdf| pdf.text().split_whitespace().collect::<String>();
    let pdf = printed(folder.path(), "validity: superseded\nsuperseded_by: plan\n", PLAIN);
    let said = words(&pdf);
    let order =
        ["本文件已被取代", "取代本文件的文件：", "试验方案", "以下原文只供了解当时的规定", "某项工作的通知", "各区："];
    let places: Vec<_> = order.iter().map(|text| said.find(text).unwrap_or_else(|| panic!("{text}: {said}"))).collect();
    assert!(places.is_sorted(), "{places:?} {said}");
    // The lines below stand where they would without it.
    let top = |pdf: &Pdf, text: &str| line(pdf, text)[1];
    let lines = (top(&pdf, "各区：") - 37.0 * MM) / PITCH;
    let plain = printed(folder.path(), "validity: in-force\n", PLAIN);
    let before = (top(&plain, "各区：") - 37.0 * MM) / PITCH;
    assert!((lines - before - (lines - before).round()).abs() < 0.05, "{lines} {before}");
    assert!(!words(&plain).contains("取代"), "{}", words(&plain));
    let pdf = printed(folder.path(), "validity: expired\n", PLAIN);
    assert!(words(&pdf).contains("本文件已失效以下原文") && !words(&pdf).contains("取代"), "{}", words(&pdf));
    // What explains the rules of the past says so as well.
    let old =
        "---\ntitle: 旧办法解读\nsummary: 旧\npolicies: [plan]\nvalidity: expired\nsource: plan#一\n---\n\n说明。\n";
    let (compiled, reported) = with_files(folder.path(), &[("interpretations/old.md", old)]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    let said = words(&Pdf::of(&compiled, Kind::Interpretation, "old"));
    assert!(said.find("这里讲的规定已失效").is_some_and(|at| at < said.find("旧办法解读").unwrap()), "{said}");
}

#[test]
fn headings_hold_no_paragraphs() {
    let folder = tempfile::tempdir().unwrap();
    let body = "第一章　总则\n\n第一条　甲市做一件事。\n\n甲市某局\n\n2026年10月1日\n\n附件1\n\n情况表\n\n一、填写\n\n照实填写。\n";
    let pdf = printed(folder.path(), "", body);
    let tags = pdf.tags();
    let mut lines = tags.lines().map(|line| (line.len() - line.trim_start().len(), line.trim_start())).peekable();
    let mut headings = 0;
    while let Some((depth, line)) = lines.next() {
        if line.starts_with('H') {
            headings += 1;
            while let Some((_, inner)) = lines.next_if(|(inner, _)| *inner > depth) {
                assert!(!inner.starts_with("P "), "{tags}");
            }
        }
    }
    assert!(headings >= 4, "{tags}");
}

#[test]
fn roles_are_the_same_on_paper_as_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let body = "甲发〔2026〕3号\n\n各区：\n\n现将有关事项通知如下：\n\n一、事\n\n一件事。\n\n附件：\n\n1．情况表\n\n2．清单\n\n特此通知\n\n甲市某局\n\n乙市附属医院\n\n2026年10月1日\n";
    let head = "document_number: 甲发〔2026〕3号\n";
    let text =
        format!("---\ntitle: 某项工作的通知\nissuer: 甲市某局、乙市附属医院\n{head}made_on: 2026-10-01\n---\n\n{body}");
    let (compiled, reported) = with_files(folder.path(), &[("policies/notice.md", &text)]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    let pdf = Pdf::of(&compiled, Kind::Policy, "notice");
    let middle = (LEFT + RIGHT) / 2.0;
    let number = line(&pdf, "甲发〔2026〕3号");
    assert!(is_near((number[0] + number[2]) / 2.0, middle), "{number:?}");
    assert!(is_near(line(&pdf, "各区：")[0], LEFT));
    assert!(is_near(line(&pdf, "现将有关事项通知如下：")[0], LEFT + 2.0 * EM));
    assert!(is_near(line(&pdf, "附件：1．情况表")[0], LEFT + 2.0 * EM), "names follow their label");
    assert!(is_near(line(&pdf, "2．清单")[0], LEFT + 5.0 * EM));
    assert!(is_near(line(&pdf, "特此通知")[0], LEFT + 2.0 * EM));
    assert!(line(&pdf, "甲市某局")[0] > middle && line(&pdf, "乙市附属医院")[0] > middle);
    let index = super::index(&compiled, Kind::Policy, "notice");
    let page = compiled.render(&mingce::plan::Route::Record(Kind::Policy, index)).unwrap().to_vec();
    let page = String::from_utf8(page).unwrap();
    for (class, text) in [
        ("o-mid", "甲发〔2026〕3号"),
        ("o-to", "各区："),
        ("o-list", "附件："),
        ("\"o-list o-next\"", "1．情况表"),
        ("o-sign", "甲市某局"),
        ("o-sign", "乙市附属医院"),
        ("o-sign", "2026年10月1日"),
    ] {
        assert!(page.contains(&format!("<p class={class}>{text}")), "{class} {text}: {page}");
    }
    assert!(page.contains("<p>现将有关事项通知如下：") && page.contains("<p>特此通知"), "{page}");
}
