//! Documents to print, read by other programs: poppler, qpdf and LibreOffice's neighbour in every office, the eye.
//!
//! Only in a program with the feature `print`.
mod figures;
mod fonts;
mod glance;
mod official;
mod pdf;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::support;
use mingce::diagnostic::{Code, Diagnostics, Severity};
use mingce::form::Sheet;
use mingce::form::sheet::Line;
use mingce::model::form::Form;
use mingce::model::{Kind, Options, Record};
use mingce::plan::Route;
use mingce::{Compiled, compile, edge};
use pdf::{Pdf, codes_of, run};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

fn site(folder: &str, base_url: &str) -> Compiled {
    let (snapshot, read) = edge::disk::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    assert_eq!(read.iter().count(), 0);
    let as_of = Some(mingce::syntax::value::Date("2026-11-22".parse().unwrap()));
    let base_url = (!base_url.is_empty()).then(|| base_url.to_owned());
    let (compiled, diagnostics) = compile(snapshot, &Options { as_of, base_url, ..Options::default() });
    assert_eq!(diagnostics.count(Severity::Error), 0, "{diagnostics:?}");
    compiled
}

fn real() -> Compiled {
    site("content", "https://www.example.com/ztzl/")
}

fn index(compiled: &Compiled, kind: Kind, id: &str) -> usize {
    let records = compiled.site.content.records();
    records.iter().find(|record| record.kind == kind && record.id.as_str() == id).unwrap().index
}

const MM: f64 = 72.0 / 25.4;
/// Marks that never begin a line.
const CLOSING: [char; 8] = ['，', '。', '）', '》', '、', '；', '：', '”'];

#[test]
fn a_blank_form_is_the_table_of_the_notice_on_one_page() {
    let compiled = real();
    let pdf = Pdf::of(&compiled, Kind::Form, "attachment-1");
    pdf.is_sound("数字技术工程师培育项目开展情况表");
    assert_eq!(pdf.info("Pages:"), "1");
    assert!(pdf.info("Page size:").starts_with("841.89 x 595.276"), "{}", pdf.info("Page size:"));
    assert!(pdf.bytes.len() <= 80 * 1024, "{} bytes", pdf.bytes.len());
    let text: String = pdf.text().split_whitespace().collect();
    let (sheet, _) =
        mingce::form::sheet(&compiled.site, &compiled.site.content.forms[0], &|number| format!("附件{number}"));
    for cell in sheet.lines().flat_map(|line| &line.cells) {
        let own: String = cell.text.split_whitespace().collect();
        assert!(text.contains(&own), "{own} not in {text}");
    }
    let tags = pdf.tags();
    let is = |line: &str, tag: &str| {
        line.trim().strip_prefix(tag).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let count = |tag: &str| tags.lines().filter(|line| is(line, tag)).count();
    assert_eq!([count("Table"), count("TR"), count("H1")], [1, 12, 1], "{tags}");
    // Six headings over two lines, three names of rows.
    let heads = sheet.head.iter().flat_map(|line| &line.cells).count();
    assert_eq!([count("TH"), count("TD")], [heads + 3, 10 * 5 - 3], "{tags}");
}

#[test]
fn a_blank_form_looks_as_it_did() {
    support::pictures::looks_like(&Pdf::of(&real(), Kind::Form, "attachment-1").path(), "form-attachment-1-pdf");
    support::pictures::kept_anew();
}

/// Forms of every shape, in a site of their own.
const SHAPES: &str = "\
- { id: deep, title: 分组四层的表, summary: 用途, filled_by: 单位, due_text: 每年, sent_to: 单位, source: plan#一, orientation: portrait,
    header: [{ label: 填报单位： }], note: 备注：第一张。, rows: [fixed: 第一行, spare: 80, total: 合计],
    columns: [{ title: 名称, kind: name }, { title: 甲组, columns: [{ title: 乙组, columns: [{ title: 丙组, columns: [
      { title: 男, kind: count }, { title: 女, kind: count }] }] }, { title: 其他, kind: count }] }, { title: 说明 }] }
- { id: wide, title: 四十列的表, summary: 用途, filled_by: 单位, due_text: 每年, sent_to: 单位, source: plan#一, footer: [{ label: 填表人： }],
    rows: [fixed: 甲行, spare: 2], columns: [COLUMNS] }
- { id: narrow, title: 二十七列的表, summary: 用途, filled_by: 单位, due_text: 每年, sent_to: 单位, source: plan#一, orientation: portrait,
    rows: [fixed: 甲行, spare: 2], columns: [NARROW] }
- { id: worded, title: 字很多的表, summary: 用途, filled_by: 单位, due_text: 每年, sent_to: 单位, source: plan#一, attachment: 9,
    rows: [fixed: LONG, fixed: 短, all-fields], columns: [{ title: 名称 }, { title: LONG }, { title: 数, kind: count }] }
- { id: unbroken, title: 不断开的字符很多的表, summary: 用途, filled_by: 单位, due_text: 每年, sent_to: 单位, source: plan#一, orientation: portrait,
    header: [{ label: 填报单位代码 }], rows: [fixed: UNBROKEN, spare: 2],
    columns: [{ title: '=UNBROKEN', kind: count }, { title: '数&量（UNBROKEN）', kind: count }, { title: 数, kind: count }] }
";

/// The small site with further forms, as YAML.
fn with_forms(folder: &Path, shapes: &str) -> (Compiled, Diagnostics) {
    let forms = std::fs::read_to_string("tests/sites/small/content/forms.yaml").unwrap();
    with_files(folder, &[("forms.yaml", &format!("{forms}{shapes}"))])
}

/// The small site with further files.
fn with_files(folder: &Path, files: &[(&str, &str)]) -> (Compiled, Diagnostics) {
    let small = Path::new("tests/sites/small/content");
    for entry in
        walkdir::WalkDir::new(small).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = folder.join(entry.path().strip_prefix(small).unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::copy(entry.path(), path).unwrap();
    }
    for (path, text) in files {
        std::fs::write(folder.join(path), text).unwrap();
    }
    compile(edge::disk::load(folder).0, &Options::default())
}

/// True when a text stands on one of the pages, or is broken across up to three that follow each other.
fn holds(pages: &[String], text: &str) -> bool {
    (0..pages.len()).any(|first| {
        let mut rest = text;
        for page in pages[first..].iter().take(3) {
            let ends = rest.char_indices().map(|(at, character)| at + character.len_utf8());
            rest = &rest[ends.take_while(|&end| page.contains(&rest[..end])).last().unwrap_or(0)..];
        }
        rest.is_empty()
    })
}

/// Prints a form and finds every text of its sheet and its whole grid in it. Gives its sheet and the texts of its pages.
fn printed_whole(compiled: &Compiled, record: &Record<Form>) -> (Sheet, Vec<String>) {
    let pdf = Pdf::of(compiled, Kind::Form, record.id.as_str());
    pdf.is_sound(&record.data.title.value);
    let text = run(Command::new("pdftotext").arg("-raw").arg(pdf.path()).arg("-"));
    let close = |text: &str| text.replace('\u{200b}', "").split_whitespace().collect::<String>();
    let (sheet, reported) = mingce::form::sheet(&compiled.site, record, &|number| format!("附件{number}"));
    assert_eq!(reported.len(), 0, "{reported:?}");
    let pages: Vec<String> = text.split('\u{c}').map(close).filter(|page| !page.is_empty()).collect();
    for cell in sheet.lines().flat_map(|line| &line.cells) {
        assert!(holds(&pages, &close(&cell.text)), "{}: {} not in {text}", record.id.as_str(), cell.text);
    }
    pdf.overlaps_nowhere();
    // The tags of the table are its grid: a row for each line of it, a cell for each cell, with what it spans.
    let spans = |line: &Line| line.cells.iter().map(|cell| (cell.rowspan as u64, cell.colspan as u64)).collect();
    let lines: Vec<Vec<(u64, u64)>> = sheet.head.iter().chain(&sheet.body).map(spans).collect();
    assert_eq!(pdf.spans(), lines, "{}", record.id.as_str());
    // What the layout reckons to have room on one page has it.
    let height: u32 = sheet.lines().map(|line| line.height).sum();
    assert!(height > 2 * sheet.printable()[1] * 720 / 254 || pdf.info("Pages:") == "1", "{}", record.id.as_str());
    (sheet, pages)
}

#[test]
fn forms_of_every_shape_are_printed_whole() {
    let folder = tempfile::tempdir().unwrap();
    let columns: Vec<String> = (0..40).map(|at| format!("{{ title: 列{at}, kind: count }}")).collect();
    let narrow: Vec<String> = (0..27).map(|at| format!("{{ title: 列{at}（人）, kind: count }}")).collect();
    let long = "这一格的字很多，要占好几行。".repeat(8);
    let shapes = SHAPES
        .replace("COLUMNS", &columns.join(", "))
        .replace("NARROW", &narrow.join(", "))
        .replace("LONG", &long)
        .replace("UNBROKEN", &"a1>&".repeat(16));
    let (compiled, reported) = with_forms(folder.path(), &shapes);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    for record in compiled.site.content.forms.iter().skip(1) {
        let (sheet, pages) = printed_whole(&compiled, record);
        // The headings stand on every page.
        let heading = sheet.head[0].cells[0].text.split_whitespace().collect::<String>();
        assert!(pages.iter().all(|page| page.contains(&heading)), "{}: {pages:?}", record.id.as_str());
        // Pages of a form that has several are numbered.
        let numbered = |(at, page): (usize, &String)| page.contains(&format!("—{at}—"));
        let several = pages.len() > 1;
        assert!((1..).zip(&pages).all(|page| numbered(page) == several), "{}: {pages:?}", record.id.as_str());
    }
}

#[test]
fn random_forms_are_printed_whole() {
    let mut runner = TestRunner::default();
    let forms =
        support::forms::forms("[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会]", "data");
    let shape = |at: usize| {
        let table = forms.new_tree(&mut runner).unwrap().current().replace('\n', "\n  ");
        let head =
            "  title: 表\n  summary: 用途\n  filled_by: 单位\n  due_text: 每年\n  sent_to: 单位\n  source: plan#一";
        format!("- id: random-{at}\n{head}\n  {}\n", table.trim_end())
    };
    let shapes: String = (0..160).map(shape).collect();
    let folder = tempfile::tempdir().unwrap();
    let (compiled, reported) = with_forms(folder.path(), &shapes);
    // What has no room on paper is reported, and not printed.
    let no_room = [Code::FormTooLarge, Code::FormNoRoom];
    let errors: Vec<_> = reported.iter().filter(|reported| reported.code.severity() == Severity::Error).collect();
    assert!(errors.iter().all(|reported| no_room.contains(&reported.code)), "{errors:?}");
    let fits = |record: &&Record<Form>| {
        mingce::form::sheet(&compiled.site, record, &|number| format!("附件{number}")).1.is_empty()
    };
    let printed: Vec<_> = compiled.site.content.forms.iter().skip(1).filter(fits).collect();
    assert!(printed.len() >= 6, "{}", printed.len());
    for record in printed {
        printed_whole(&compiled, record);
    }
}

#[test]
fn a_policy_has_the_layout_of_official_documents() {
    let pdf = Pdf::of(&real(), Kind::Policy, "zz-2023");
    pdf.is_sound("枣庄市人力资源和社会保障局关于印发《枣庄市数字技术工程师培育项目实施方案》的通知");
    assert!(pdf.info("Page size:").starts_with("595.276 x 841.89"));
    let pages = pdf.places("line");
    let (left, top, right, bottom) = (28.0 * MM, 37.0 * MM, (28.0 + 156.0) * MM, (37.0 + 225.0) * MM);
    let body = |page: &[([f64; 4], String)]| {
        page.iter().filter(|(place, _)| place[1] > top - 6.0 && place[3] < bottom + 6.0).cloned().collect::<Vec<_>>()
    };
    // The attachment is the form, which lies on its long side.
    let is_form = |page: &[([f64; 4], String)]| page.iter().any(|(_, text)| text.contains("填报单位"));
    assert_eq!(pages.iter().filter(|page| is_form(page)).count(), 1);
    for (at, page) in pages.iter().enumerate().filter(|(_, page)| !is_form(page)) {
        for (place, text) in body(page) {
            // The empty half of a mark at either end of a line may hang out.
            let (starts, ends) = (place[0] < left + 1.0, place[2] > right - 8.0);
            let hanging = if text.ends_with(CLOSING) { 9.0 } else { 1.0 };
            let before = if text.starts_with(['（', '《', '“']) { 9.0 } else { 1.0 };
            assert!(place[0] > left - before && place[2] < right + hanging, "page {}: {place:?} {text}", at + 1);
            assert!(!(starts && text.starts_with(CLOSING)), "page {}: {text}", at + 1);
            assert!(!(ends && text.ends_with(['（', '《', '“'])), "page {}: {text}", at + 1);
        }
        let number = page.iter().find(|(place, _)| place[1] > bottom).unwrap_or_else(|| panic!("page {}", at + 1));
        assert_eq!(number.1.replace(' ', ""), format!("—{}—", at + 1));
        // Odd pages at the right, even ones at the left.
        assert_eq!(number.0[0] > 300.0, at % 2 == 0, "page {}", at + 1);
    }
    // The title is said once, the attachment begins a page, and the document says what it is.
    let text = pdf.text();
    let close = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(close(&text).matches("实施方案》的通知").count(), 1);
    for said in [
        "打印稿，以发文机关正式文本为准",
        "https://www.example.com/ztzl/policies/zz-2023.html",
        "内容截至2026年11月22日",
    ] {
        assert!(close(&text).contains(&close(said)), "{said}");
    }
    // Of the headings of the table in the attachment one spans three columns and two span both lines; three rows have names.
    let tags = pdf.tags();
    let table = tags.split_once("Table").unwrap().1;
    let count = |word: &str| table.matches(word).count();
    assert_eq!([count("TH <"), count("/ColSpan 3"), count("/RowSpan 2")], [9, 1, 2], "{table}");
    // Bookmarks from the clauses.
    let json = run(Command::new("qpdf").arg("--json").arg("--json-key=outlines").arg(pdf.path()));
    for clause in [
        "一、目标任务",
        "（一）制定培训考核计划",
        "(二)取得高级专业技术等级证书的",
        "六、组织管理",
        "附件1　数字技术工程师培育项目开展情况表",
    ] {
        assert!(json.contains(clause), "{clause}: {json}");
    }
    // A clause begins with a heading inside of its paragraph: its title, or only its number.
    let tags: Vec<&str> = tags.lines().map(str::trim).collect();
    for lead in ["（一）制定培训考核计划。", "(二)"] {
        let at =
            tags.iter().position(|line| *line == format!("\"{lead}\"")).unwrap_or_else(|| panic!("{lead}: {tags:?}"));
        assert!(tags[at - 1].starts_with("H3") && tags[at - 2].starts_with("P "), "{:?}", &tags[at - 2..=at]);
    }
    // The title is broken between words.
    let line = |page: &[([f64; 4], String)], text: &str| {
        let found = page.iter().find(|(_, line)| close(line) == text);
        found.unwrap_or_else(|| panic!("{text}: {page:?}")).0
    };
    line(&pages[0], "枣庄市人力资源和社会保障局");
    // Where it comes from can be followed.
    let json = run(Command::new("qpdf").arg("--json").arg("--json-key=qpdf").arg(pdf.path()));
    assert!(json.contains("\"/URI\": \"u:https://www.example.com/ztzl/policies/zz-2023.html\""), "no link");
}

#[test]
fn clauses_without_headings_are_bookmarked_below_what_is_above_them() {
    let text = std::fs::read_to_string("tests/sites/small/content/policies/plan.md").unwrap();
    let head = text.split_inclusive("---\n").take(2).collect::<String>();
    let body = "一、甲事\n\n（一）办法。见[二](#c2)。\n\n**（二）材料。**要交的。\n\n（三）很长，有逗号。后面。\n\n（四）只有一句。\n\n二、乙事\n\n[写信](mailto:a@example.com)\n";
    let folder = tempfile::tempdir().unwrap();
    let site = std::fs::read_to_string("tests/sites/small/content/site.yaml").unwrap();
    let files = [("policies/plan.md", &*(head + body)), ("site.yaml", &*site)];
    let (compiled, _) = with_files(folder.path(), &files);
    let pdf = Pdf::of(&compiled, Kind::Policy, "plan");
    let json =
        run(Command::new("qpdf").arg("--json").arg("--json-key=outlines").arg("--json-key=qpdf").arg(pdf.path()));
    for said in [
        "\"（一）办法\"",
        "\"（二）材料\"",
        "\"（三）很长，有逗号。后面。\"",
        "\"（四）只有一句。\"",
        "u:mailto:a@example.com",
    ] {
        assert!(json.contains(said), "{said}: {json}");
    }
}

#[test]
fn an_interpretation_keeps_its_links_tables_and_lists() {
    let compiled = real();
    let pdf = Pdf::of(&compiled, Kind::Interpretation, "overview");
    pdf.is_sound("一文读懂枣庄市数字技术工程师培育项目");
    let tags = pdf.tags();
    for tag in ["Table", "THead", "L", "LI", "Link"] {
        assert!(tags.lines().any(|line| line.trim().split(' ').next() == Some(tag)), "{tag}: {tags}");
    }
    let json = run(Command::new("qpdf").arg("--json").arg("--json-key=qpdf").arg(pdf.path()));
    assert!(json.contains("https://www.example.com/ztzl/policies/zz-2023.html#c3-3"), "links are complete and live");
    let without = Pdf::of(&site("content", ""), Kind::Interpretation, "overview");
    assert!(!without.text().contains("http"), "a site without an address has no links on paper");
}

#[test]
fn every_text_of_a_page_is_in_its_document() {
    let compiled = real();
    let close = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (at, article) in compiled.site.content.interpretations.iter().enumerate() {
        let pdf = Pdf::of(&compiled, Kind::Interpretation, article.id.as_str());
        // Without layout, so that the cells of tables stay together; without what stands in the margins.
        let area = ["-x", "70", "-y", "100", "-W", "470", "-H", "650"];
        let text = close(&run(Command::new("pdftotext").arg("-raw").args(area).arg(pdf.path()).arg("-")));
        let page = compiled.render(&Route::Record(Kind::Interpretation, at)).unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        let page = scraper::Html::parse_document(&page);
        let body = page.select(&scraper::Selector::parse(".prose").unwrap()).next().unwrap().inner_html();
        let parts = body.split(['<', '>']).skip(2).step_by(2);
        let mut seen = 0;
        for part in parts.map(close).filter(|part| part.chars().count() > 1) {
            let part = part.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            assert!(text.contains(&part), "{part} is not in the document of {}", article.id);
            seen += 1;
        }
        assert!(seen > 20, "{}: {seen}", article.id);
    }
}

/// The front matter of a text of the small site, for another text, whose headings `glance` does not name.
fn head(path: &str) -> String {
    let text = std::fs::read_to_string(format!("tests/sites/small/content/{path}")).unwrap();
    let head = text.split_inclusive("---\n").take(2).flat_map(|part| part.split_inclusive('\n'));
    head.filter(|line| *line != "full_text: false\n" && !line.starts_with("glance: ")).collect()
}

#[test]
fn lists_in_lists_are_printed_as_deep_as_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let nested =
        |mark: &str| (0..16).map(|level| format!("{}{mark}第{level}层\n", "   ".repeat(level))).collect::<String>();
    let body = format!("{}\n正文\n\n{}\n{}引文\n", nested("-  "), nested("1. "), ">".repeat(15));
    let head = head("interpretations/why.md");
    let body = format!("[二](policy:plan#二)\n\n{body}");
    let (compiled, reported) = with_files(folder.path(), &[("interpretations/deep.md", &(head + &body))]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    let pdf = Pdf::of(&compiled, Kind::Interpretation, "deep");
    pdf.is_sound("《试验方案》解读");
    let text: String = pdf.text().split_whitespace().collect();
    // Where a line goes on after a page, its number stands between.
    let text = (1..9).fold(text, |text, page| text.replace(&format!("—{page}—"), ""));
    for level in 0..16 {
        assert_eq!(text.matches(&format!("第{level}层")).count(), 2, "{text}");
    }
    assert!(text.contains("引文"), "{text}");
}

#[test]
fn what_is_never_broken_stays_on_the_paper() {
    let folder = tempfile::tempdir().unwrap();
    let (code, run) = ("91370400MA3ABCDE0X", "a1>&".repeat(40));
    let address = format!("https://www.example.org/{}", "long/path_of-words/".repeat(9));
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(7));
    let table = format!("{}{}{}", row("统一代码"), row("---"), row(code));
    let body = format!(
        "## 代码 `{run}`\n\n见[二](policy:plan#二)。\n\n{address}\n\n前`{run}`后\n\n- {code} **`{run}`**\n\n```\n{run}\n```\n\n{table}"
    );
    let head = head("interpretations/why.md");
    let (compiled, reported) = with_files(folder.path(), &[("interpretations/long.md", &(head + &body))]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    let pdf = Pdf::of(&compiled, Kind::Interpretation, "long");
    pdf.is_sound("《试验方案》解读");
    pdf.overlaps_nowhere();
    for (place, text) in pdf.places("word").concat() {
        assert!(place[0] > 28.0 * MM - 6.0 && place[2] < (28.0 + 156.0) * MM + 6.0, "{place:?} {text}");
    }
    let text: String = pdf.text().split_whitespace().collect();
    assert_eq!([text.matches(&run).count(), text.matches(address.trim_end_matches('/')).count()], [4, 1], "{text}");
}

/// A policy `long` with a table of so many rows under a heading of two lines, and more of its text.
fn with_table(folder: &Path, (name, rows): (&str, usize), more: &str) -> Compiled {
    let head = head("policies/basis.md");
    let rows: String = (1..=rows).map(|at| format!("| {name}{at}行 | {at} | {at} | 说明 |\n")).collect();
    let table = format!("| 名称 | 报名情况 | | 备注 |\n|---|---|---|---|\n| | 人数 | 班次 | |\n{rows}");
    let (compiled, reported) =
        with_files(folder, &[("policies/long.md", &format!("{head}\n一、表\n\n{more}\n\n{table}"))]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    compiled
}

#[test]
fn the_heading_of_a_table_is_repeated_on_each_of_its_pages() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = Pdf::of(&with_table(folder.path(), ("第", 90), ""), Kind::Policy, "long");
    let pages = pdf.places("word");
    assert!(pages.len() > 2, "{} pages", pages.len());
    let mut rows = 0;
    // On the last page there may be nothing but where the document comes from.
    let with_rows = |page: &&Vec<([f64; 4], String)>| page.iter().any(|(_, text)| text.ends_with('行'));
    for (at, page) in pages.iter().filter(with_rows).enumerate() {
        let top = |word: &str| {
            let tops: Vec<f64> = page.iter().filter(|(_, text)| text == word).map(|(place, _)| place[1]).collect();
            assert_eq!(tops.len(), 1, "page {}: {word} stands there {} times", at + 1, tops.len());
            tops[0]
        };
        let own: Vec<f64> = page.iter().filter(|(_, text)| text.ends_with('行')).map(|(place, _)| place[1]).collect();
        rows += own.len();
        // Both lines of it, above all rows of the page.
        assert!(top("报名情况") < top("人数") && own.iter().all(|row| top("人数") < *row), "page {}", at + 1);
        assert!(top("名称") < own[0] && top("备注") < own[0] && top("班次") < own[0], "page {}", at + 1);
    }
    assert_eq!(rows, 90);
    // A screen reader hears it once.
    assert_eq!(pdf.tags().matches("报名情况").count(), 1);
}

#[test]
fn posters_are_one_page() {
    let compiled = real();
    for (kind, id, title) in
        [(Kind::Notice, "upc-big-data", "中国石油大学（华东）"), (Kind::Check, "train", "我能不能参加培训")]
    {
        let pdf = Pdf::of(&compiled, kind, id);
        let name = compiled.site.content.record(kind, index(&compiled, kind, id)).unwrap().entry.name().to_owned();
        pdf.is_sound(&name);
        assert_eq!(pdf.info("Pages:"), "1");
        let text: String = pdf.text().split_whitespace().collect();
        assert!(text.contains(title) && text.contains("0632-3314140"), "{text}");
        assert!(!text.contains("代替"), "typefaces are prescribed for official documents: {text}");
    }
    let notice: String = Pdf::of(&compiled, Kind::Notice, "upc-big-data").text().split_whitespace().collect();
    for label in ["机构", "技术领域", "等级", "报名时间", "开班时间"] {
        assert!(notice.contains(label), "{label}: {notice}");
    }
    // A short title stands on one line.
    let words: Vec<String> =
        Pdf::of(&compiled, Kind::Check, "title").places("word").concat().into_iter().map(|(_, text)| text).collect();
    assert!(words.iter().any(|word| word == "等级证书能认定什么职称"), "{words:?}");
    // Outcomes are a list, and nobody is led to a clause that cannot be followed on a wall.
    let check = Pdf::of(&compiled, Kind::Check, "title");
    let tags = check.tags();
    assert_eq!(tags.lines().filter(|line| line.trim().starts_with("LI ")).count(), 6, "{tags}");
    assert!(tags.contains("的参考。") && !tags.contains("四（二）"), "{tags}");
}

#[test]
fn the_code_on_the_last_page_leads_to_the_page_of_the_site() {
    let site = real();
    for (kind, id, page) in [
        (Kind::Notice, "upc-big-data", "notices/upc-big-data.html"),
        (Kind::Policy, "zz-2023", "policies/zz-2023.html"),
        (Kind::Interpretation, "overview", "interpretations/overview.html"),
    ] {
        assert_eq!(codes_of(&Pdf::of(&site, kind, id)), [format!("https://www.example.com/ztzl/{page}")]);
    }
}

#[test]
fn downloads_are_the_same_whatever_the_clock_says() {
    let at = |as_of: &str, now: &str| {
        let (snapshot, _) = edge::disk::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
        let as_of = Some(mingce::syntax::value::Date(as_of.parse().unwrap()));
        compile(snapshot, &Options { as_of, now: now.parse().unwrap(), ..Options::default() }).0
    };
    let (one, other) = (at("2026-11-22", "2026-11-22T01:00:00Z"), at("2026-11-22", "2031-02-03T23:59:59Z"));
    let downloads: Vec<_> = one.plan.routes().filter(|(path, _)| !path.ends_with(".html")).collect();
    let sorts: BTreeSet<_> = downloads.iter().filter_map(|(path, _)| path.rsplit('.').next()).collect();
    assert!(["docx", "ics", "ods", "pdf", "xlsx"].iter().all(|sort| sorts.contains(sort)), "{sorts:?}");
    for (path, route) in downloads {
        assert!(one.render(route).unwrap() == other.render(route).unwrap(), "{path}");
    }
    // Blank forms are of the day of their policy: a site that is built every day does not make them anew.
    let later = at("2027-03-04", "2027-03-04T05:06:07Z");
    let form = |route: &Route| matches!(route, Route::Form(..) | Route::Print(Kind::Form, _));
    let forms: Vec<_> = one.plan.routes().filter(|(_, route)| form(route)).collect();
    assert_eq!(forms.len(), 4);
    for (path, route) in forms {
        assert!(one.render(route).unwrap() == later.render(route).unwrap(), "{path}");
    }
}
