//! What repetitive and huge content costs `mingce check`, as a process. `benches/README.md` says how.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "a bench talks to whoever runs it")]

#[allow(dead_code, reason = "no other tool is run here")]
mod machine;
#[allow(dead_code, reason = "everything is run once")]
mod measure;
#[path = "../tests/linear/shapes.rs"]
mod shapes;

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use measure::{Run, Series};
use zip::CompressionMethod::{self, Deflated, Stored};
use zip::write::SimpleFileOptions;

const HELP: &str = "\
cargo bench --bench hostile -- [NAME] [--mingce PATH] [--dir DIR]

NAME           only what has NAME in its name
--mingce PATH  the program (default: the one that the bench is built with)
--dir DIR      a folder in memory (default: /dev/shm)";

/// Bytes of a repeated construct, and of a single file.
const CONTENT: usize = 1_000_000;
const FILE: usize = 63_000_000;

type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if args.first().is_some_and(|arg| arg == measure::FLAG) {
        return measure::inner(&args[1..]);
    }
    match Plan::read(&args).and_then(|plan| plan.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

struct Plan {
    name: String,
    mingce: PathBuf,
    dir: PathBuf,
}

impl Plan {
    fn read(args: &[OsString]) -> Result<Self, Failure> {
        let mingce = env!("CARGO_BIN_EXE_mingce").into();
        let mut plan = Self { name: String::new(), mingce, dir: "/dev/shm".into() };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(HELP);
            match arg.to_string_lossy().as_ref() {
                "--bench" => {}
                "--mingce" => plan.mingce = value()?.into(),
                "--dir" => plan.dir = value()?.into(),
                name if !name.starts_with('-') => plan.name = name.to_owned(),
                _ => return Err(HELP.into()),
            }
        }
        Ok(plan)
    }

    fn run(&self) -> Result<(), Failure> {
        println!("{}\n", machine::describe());
        let dir = self.dir.join(format!("mingce-hostile-{}", std::process::id()));
        let all = shapes::shapes().into_iter().filter(|shape| shape.name.contains(&self.name));
        let one = |shape: shapes::Shape| self.check(shape.name.clone(), &shape.files(CONTENT), &dir);
        let shapes = all.map(one).collect::<Result<Vec<_>, _>>()?;
        tell("1 MB of one construct", &shapes, 2.0, 300.0);
        let mut large = Vec::new();
        for (name, make) in FILES.iter().filter(|(name, _)| name.contains(&self.name)) {
            large.push(self.check((*name).to_owned(), &[((*name).to_owned(), make()?)], &dir)?);
        }
        tell("one file of 63 MB", &large, 10.0, 600.0);
        fs::remove_dir_all(&dir)?;
        Ok(())
    }

    /// Checks the base site with these files. Errors of the content are no failure, any other end is one.
    fn check<T: AsRef<[u8]>>(&self, name: String, files: &[(String, T)], dir: &Path) -> Result<(String, Run), Failure> {
        if dir.exists() {
            fs::remove_dir_all(dir)?;
        }
        machine::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base"), dir)?;
        for (path, bytes) in files {
            let path = dir.join(path);
            fs::create_dir_all(path.parent().unwrap_or(dir))?;
            fs::write(path, bytes)?;
        }
        let accept = ["sh", "-c", "\"$@\"; test $? -le 1", "check"].map(OsString::from);
        let command = [self.mingce.clone().into(), "check".into(), dir.into()];
        let run = Series::new("check", accept.into_iter().chain(command).collect(), None).run();
        run.map(|run| (name.clone(), run)).map_err(|error| format!("{name}: {error}").into())
    }
}

/// The most expensive ones, and how many are above what is wanted.
fn tell(what: &str, runs: &[(String, Run)], seconds: f64, memory: f64) {
    if runs.is_empty() {
        return;
    }
    let above = runs.iter().filter(|(_, run)| run.cpu > seconds || run.peak > memory).count();
    println!("## {what}: {} tried, {above} above {seconds} s CPU or {memory} MiB\n", runs.len());
    println!("| | CPU s | peak MiB |\n|---|---|---|");
    let mut by_cost: Vec<_> = runs.iter().collect();
    by_cost.sort_by(|(_, one), (_, other)| {
        let cost = |run: &Run| (run.cpu / seconds).max(run.peak / memory);
        cost(other).total_cmp(&cost(one))
    });
    for (name, run) in by_cost.iter().take(20) {
        println!("| {name} | {:.2} | {:.0} |", run.cpu, run.peak);
    }
    println!();
}

type Make = fn() -> Result<Vec<u8>, Failure>;

/// Files of every kind that is looked into, as large as one may be.
const FILES: &[(&str, Make)] = &[
    ("static/paragraphs.html", || text("<p>甲</p>\n")),
    ("static/open.html", || text("<p>甲")),
    ("static/line.txt", || text("甲乙丙丁 ")),
    ("static/lines.csv", || text("甲,乙,138 0013,丙\n")),
    ("static/data.json", || text("{\"a\":[1,2]},\n")),
    ("static/map.svg", || text("<text>甲</text>\n")),
    ("static/list.xml", || text("<url><loc>x</loc></url>\n")),
    ("static/style.css", || text("a{b:c}\n")),
    ("static/own.js", || text("f(1);\n")),
    ("static/zeros.bin", || Ok(vec![0; FILE])),
    ("static/letter.docx", || word(Stored)),
    ("static/packed.docx", || word(Deflated)),
    ("static/list.xlsx", || sheet("<row><c t=\"str\"><v>甲</v></c></row>", Stored)),
    ("static/packed.xlsx", || sheet("<row><c><v>1</v></c></row>", Deflated)),
    ("static/list.ods", || {
        archive(&[("content.xml", ODS, "<table:table-row><table:table-cell/></table:table-row>")], Stored)
    }),
    ("static/list.xls", || Ok([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &vec![7; FILE]].concat())),
    ("static/paper.pdf", || text("%PDF-1.7\n1 0 obj<</A 1>>endobj\n")),
];

/// A part of an archive: its name, its beginning and its end, and what is repeated between them.
type Part<'a> = (&'a str, [&'a str; 2], &'a str);

const DOCX: [&str; 2] = ["<w:document xmlns:w=\"w\"><w:body>", "</w:body></w:document>"];
const BOOK: &str = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships><Relationship Id=\"a\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
const SHEET: [&str; 2] = ["<worksheet><sheetData>", "</sheetData></worksheet>"];
const ODS: [&str; 2] = [
    "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\"><office:body><office:spreadsheet><table:table>",
    "</table:table></office:spreadsheet></office:body></office:document-content>",
];

fn text(unit: &str) -> Result<Vec<u8>, Failure> {
    Ok(unit.repeat(FILE / unit.len()).into_bytes())
}

fn word(how: CompressionMethod) -> Result<Vec<u8>, Failure> {
    archive(&[("word/document.xml", DOCX, "<w:p><w:r><w:t>甲乙</w:t></w:r></w:p>")], how)
}

fn sheet(row: &str, how: CompressionMethod) -> Result<Vec<u8>, Failure> {
    archive(
        &[
            ("xl/workbook.xml", [BOOK, ""], ""),
            ("xl/_rels/workbook.xml.rels", [RELATIONS, ""], ""),
            ("xl/worksheets/sheet1.xml", SHEET, row),
        ],
        how,
    )
}

fn archive(parts: &[Part<'_>], how: CompressionMethod) -> Result<Vec<u8>, Failure> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, [head, tail], unit) in parts {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(how))?;
        archive.write_all(head.as_bytes())?;
        if !unit.is_empty() {
            archive.write_all(&text(unit)?)?;
        }
        archive.write_all(tail.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
