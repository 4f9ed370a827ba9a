//! Documents of forms, opened by LibreOffice: their pictures, their pages, and what it makes of them when it saves them.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support;
use mingce::form::{Format, Sheet};
use tempfile::TempDir;

use super::readers::Document;
use super::{attachment_1, laid_out, meta};

/// Runs a program that the test cannot do without.
fn run(command: &mut Command) -> String {
    let install =
        "install it: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils fonts-noto-cjk";
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; {install}"));
    let diagnostics = String::from_utf8_lossy(&output.stderr);
    // The program says that it is well when it has no filter for a file.
    assert!(output.status.success() && !diagnostics.contains("Error:"), "{command:?}: {diagnostics}; {install}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Documents of the forms in a folder, `NAME-EXTENSION.EXTENSION`.
struct PrintWorld {
    folder: TempDir,
    files: Vec<PathBuf>,
}

impl PrintWorld {
    fn of(forms: &[(&str, &Sheet)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        for (name, sheet) in forms {
            for format in Format::ALL {
                let extension = format.extension();
                files.push(folder.path().join(format!("{name}-{extension}.{extension}")));
                std::fs::write(&files[files.len() - 1], format.write(sheet, &meta())).unwrap();
            }
        }
        Self { folder, files }
    }

    /// Has the office program convert documents into the folder `to`.
    fn convert(&self, to: &str, files: impl Iterator<Item = impl AsRef<Path>>) -> PathBuf {
        let target = self.folder.path().join("made");
        let profile = format!("-env:UserInstallation=file://{}/profile", self.folder.path().display());
        let mut command = Command::new("soffice");
        command.arg(profile).args(["--headless", "--convert-to", to, "--outdir"]).arg(&target);
        files.for_each(|file| {
            command.arg(file.as_ref());
        });
        run(&mut command);
        target
    }
}

/// A long form upright, with groups in groups and totals.
fn long() -> Sheet {
    let (sheet, problems) = laid_out(
        "orientation: portrait\nattachment: 2\nnote: 备注：长表。\nheader: [{ label: 填报单位： }]\nfooter: [{ label: 填表人： }]\n\
         columns:\n- { title: 名称, kind: name }\n- title: 甲组\n  columns:\n  - title: 乙组\n    columns:\n    - title: 丙组\n      \
         columns: [{ title: 男, kind: count }, { title: 女, kind: count }]\n  - { title: 其他, kind: count }\n- { title: 说明 }\n\
         rows: [fixed: 第一行, spare: 30, subtotal: 小计, spare: 30, total: 合计]\n",
    );
    assert_eq!(problems, []);
    sheet
}

#[test]
fn an_office_program_shows_and_saves_the_same_table() {
    let (short, long) = (attachment_1().0, long());
    let forms = [("attachment-1", &short), ("long", &long)];
    let world = PrintWorld::of(&forms);
    let made = world.convert("pdf", world.files.iter());
    for (name, sheet) in forms {
        for format in Format::ALL {
            let extension = format.extension();
            let pdf = made.join(format!("{name}-{extension}.pdf"));
            prints(&pdf, sheet, if name == "long" { 3 } else { 1 });
            support::pictures::looks_like(&pdf, &format!("form-{name}-{extension}"));
        }
    }
    // What it saves is what it has read, with nothing left out as unreadable.
    for format in Format::ALL {
        let extension = format.extension();
        let own = |file: &&PathBuf| file.extension().is_some_and(|own| own == extension);
        let made = world.convert(extension, world.files.iter().filter(own));
        for (name, sheet) in forms {
            let bytes = std::fs::read(made.join(format!("{name}-{extension}.{extension}"))).unwrap();
            let saved = Document::read(format, &bytes);
            saved.reads_like(sheet);
            // Rows that grow are as high as the layout has them as long as nothing is filled in.
            saved.is_as_high_as(sheet);
        }
    }
    support::pictures::kept_anew();
}

/// A document of attachment 1 with a list of names in its first empty row.
fn filled(format: Format, names: &str) -> Vec<u8> {
    let bytes = format.write(&attachment_1().0, &meta());
    let (part, row, [before, after], blank) = match format {
        Format::Docx => ("word/document.xml", "<w:tr>", ["<w:r><w:t>", "</w:t></w:r>"], "</w:p></w:tc></w:tr>"),
        _ => (
            "content.xml",
            "<table:table-row ",
            [" office:value-type=\"string\"><text:p>", "</text:p></table:table-cell>"],
            "/><table:table-cell table:style-name=\"strut",
        ),
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let path = file.name().unwrap().into_owned();
        if path == part {
            // Behind the row of the last printed name, the fourth of the table below its headings.
            let (above, below) = text.split_at(text.find("区块链").unwrap());
            let (rest, own) = below.split_at(below.find(row).unwrap());
            let (cells, blank) = own.split_at(own.find(blank).unwrap());
            let blank = blank.trim_start_matches("/>");
            text = [above, rest, cells, before, names, after, blank].concat();
        }
        made.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        made.write_all(text.as_bytes()).unwrap();
    }
    made.finish().unwrap().into_inner()
}

#[test]
fn a_row_grows_with_the_names_in_it() {
    let of: Vec<char> = "天地玄黄宇宙洪荒".chars().collect();
    let names: Vec<String> = (0..59).map(|at| format!("王{}{}", of[at / 8], of[at % 8])).collect();
    let world = PrintWorld::of(&[]);
    let files: Vec<PathBuf> = [Format::Docx, Format::Ods]
        .map(|format| {
            let path = world.folder.path().join(format!("{0}.{0}", format.extension()));
            std::fs::write(&path, filled(format, &names.join("、"))).unwrap();
            path
        })
        .to_vec();
    let made = world.convert("pdf", files.iter());
    for file in &files {
        let pdf = made.join(file.with_extension("pdf").file_name().unwrap());
        let text = run(Command::new("pdftotext").arg("-raw").arg(&pdf).arg("-"));
        let text: String = text.split_whitespace().collect();
        names.iter().for_each(|name| assert!(text.contains(name), "{}: {name} not in {text}", pdf.display()));
    }
}

#[test]
fn headings_of_narrow_columns_are_printed_whole() {
    let columns: String = (0..39).map(|at| format!("- {{ title: 第{at}批中级人数（人）, kind: count }}\n")).collect();
    let (wide, problems) =
        laid_out(&format!("orientation: portrait\ncolumns:\n- {{ title: 名称 }}\n{columns}rows: [fixed: 甲]\n"));
    assert_eq!(problems, []);
    let world = PrintWorld::of(&[("wide", &wide)]);
    let made = world.convert("pdf", world.files.iter());
    for format in Format::ALL {
        let text = run(Command::new("pdftotext").arg(made.join(format!("wide-{}.pdf", format.extension()))).arg("-"));
        let count = |c: char| text.matches(c).count();
        assert_eq!(['第', '批', '中', '数', '）'].map(count), [39; 5], "{format:?}: {text}");
    }
}

/// The longest upright form that has room on one page, down to its last half point.
fn full() -> Sheet {
    let form = |rows: usize, width: u32| {
        let (sheet, problems) = laid_out(&format!(
            "orientation: portrait\nattachment: 3\nheader: [{{ label: 填报单位： }}]\nfooter: [{{ label: 填表人： }}]\n\
             columns: [{{ title: 名称, kind: name, width: {width} }}, {{ title: 数, kind: count }}]\n\
             rows: [fixed: {}, spare: {rows}]\n",
            "名".repeat(160)
        ));
        assert_eq!(problems, []);
        sheet
    };
    let height = |sheet: &Sheet| sheet.lines().map(|line| line.height).sum::<u32>();
    let page = 2 * 267 * 720 / 254;
    let sheets = (10..30).flat_map(|rows| (30..120).map(move |width| form(rows, width)));
    let full = sheets.filter(|sheet| height(sheet) <= page).max_by_key(height).unwrap();
    assert!(height(&full) + 4 > page, "{}", height(&full));
    full
}

#[test]
fn a_full_page_is_one_page_in_every_format() {
    let full = full();
    let world = PrintWorld::of(&[("full", &full)]);
    let made = world.convert("pdf", world.files.iter());
    Format::ALL.iter().for_each(|format| {
        let name = format!("full-{}.pdf", format.extension());
        prints(&made.join(name), &full, 1);
    });
}

/// On A4, with all texts, and with its headings on every page that has part of the table.
fn prints(pdf: &Path, sheet: &Sheet, most: usize) {
    let about = run(Command::new("pdfinfo").arg(pdf));
    let value = |key: &str| about.lines().find_map(|line| line.strip_prefix(key)).unwrap().trim().to_owned();
    let size = value("Page size:");
    let [width, height] = if sheet.landscape { ["841.", "x 595."] } else { ["595.", "x 841."] };
    assert!(size.starts_with(width) && size.contains(height), "{}: {size}", pdf.display());
    let pages: usize = value("Pages:").parse().unwrap();
    assert!((1..=most).contains(&pages), "{}: {pages} pages", pdf.display());
    let text = run(Command::new("pdftotext").arg("-layout").arg(pdf).arg("-"));
    let close = |text: &str| text.split_whitespace().collect::<String>();
    for cell in sheet.lines().flat_map(|line| &line.cells) {
        assert!(close(&text).contains(&close(&cell.text)), "{}: {} not in {text}", pdf.display(), cell.text);
    }
    let heading = &sheet.head[0].cells[0].text;
    for page in text.split('\u{c}').filter(|page| page.contains("第一行") || page.contains("小计")) {
        assert!(close(page).contains(&close(heading)), "{}: no headings on {page}", pdf.display());
    }
}
