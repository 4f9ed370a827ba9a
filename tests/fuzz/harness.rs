//! What a fuzz target does with its bytes: they become one file, or several, of a valid site; the folder is read,
//! compiled and rendered as `mingce build` does it, and every diagnostic is printed into a text. No bytes may lead to a
//! panic, an abort, or more time or memory than the fuzzer allows. `tests/fuzz_corpus.rs` replays the kept inputs.

use std::cell::RefCell;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Component, Path, PathBuf};

use mingce::diagnostic::Severity;
use mingce::diagnostic::catalogue::Lang;
use mingce::edge::disk;
use mingce::model::Options;
use mingce::report::{Format, Look, report};
use mingce::{Cache, compile_again};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

type Files = Vec<(PathBuf, Vec<u8>)>;

/// Collections of the valid site; the first byte of the target `yaml` chooses one.
const COLLECTIONS: [&str; 9] = [
    "benefits.yaml",
    "checks.yaml",
    "facts.yaml",
    "fields.yaml",
    "forms.yaml",
    "institutions.yaml",
    "offices.yaml",
    "steps.yaml",
    "terms.yaml",
];

/// Kinds of files in `static/` that are looked into; the first byte of the target `static_file` chooses one.
const STATIC: [&str; 13] =
    ["html", "svg", "xml", "txt", "csv", "json", "css", "js", "xls", "xlsx", "docx", "odt", "pptx"];

const FRONT_MATTER: &str = "---\ntitle: 实施方案\nissuer: 某局\nvalidity: in-force\n---\n\n";

/// A folder that stays between runs of one target, and what of it the last run changed.
struct Folder {
    root: tempfile::TempDir,
    base: Files,
    changed: Vec<PathBuf>,
    cache: Cache,
}

thread_local! {
    static FOLDER: RefCell<Option<Folder>> = const { RefCell::new(None) };
}

/// Runs the target `target` with `bytes`.
///
/// # Panics
/// When Mingce does, or when the folder cannot be written.
pub fn run(target: &str, bytes: &[u8]) {
    let files = files(target, bytes);
    if target == "folder" {
        return compile(&mut Folder::new(Files::new()), &files);
    }
    FOLDER.with_borrow_mut(|folder| compile(folder.get_or_insert_with(|| Folder::new(base())), &files));
}

/// The files that a target makes of its bytes.
fn files(target: &str, bytes: &[u8]) -> Files {
    let one = |path: &str, bytes: &[u8]| vec![(PathBuf::from(path), bytes.to_vec())];
    let text = |path: &str, head: &str| one(path, &[head.as_bytes(), bytes].concat());
    let setting = |line: &str| {
        let site = base().into_iter().find(|(path, _)| path == Path::new("site.yaml")).map(|(_, site)| site);
        (PathBuf::from("site.yaml"), [&site.unwrap_or_default(), line.as_bytes()].concat())
    };
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let first = usize::from(*first);
    match target {
        "yaml" => one(COLLECTIONS[first % COLLECTIONS.len()], rest),
        "settings" => one("site.yaml", bytes),
        "front_matter" => {
            one("policies/plan-2023.md", &[b"---\n", bytes, "\n---\n\n一、培训方式\n".as_bytes()].concat())
        }
        "markdown" => text("pages/about.md", "---\ntitle: 关于\n---\n\n"),
        "clauses" => text("policies/plan-2023.md", FRONT_MATTER),
        "html" => {
            let mut files = text("pages/about.md", "---\ntitle: 关于\n---\n\n");
            files.push(setting("\nmarkdown:\n  raw_html: true\n"));
            files
        }
        "css" => one("theme/css/50-site.css", bytes),
        "script" => one("theme/js/50-site.js", bytes),
        "template" => one("theme/templates/footer.html", bytes),
        "xlsx" => one("static/x.xlsx", &package("xl/worksheets/sheet1.xml", bytes)),
        "docx" => one("static/x.docx", &package("word/document.xml", bytes)),
        "ods" => one("static/x.ods", &package("content.xml", bytes)),
        "static_file" => one(&format!("static/x.{}", STATIC[first % STATIC.len()]), rest),
        "print" => {
            let mut files = text("policies/plan-2023.md", FRONT_MATTER);
            files.push(setting("\nprint:\n  collections: [policies, interpretations, notices, checks]\n"));
            files
        }
        "folder" => several(bytes),
        other => panic!("there is no target {other}"),
    }
}

/// Files of a text in which a line `== PATH` begins each of them.
fn several(bytes: &[u8]) -> Files {
    let text = String::from_utf8_lossy(bytes);
    let parts = text.split("\n== ").take(40).filter_map(|part| part.split_once('\n'));
    let is_inside = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    let named = parts.map(|(path, text)| (PathBuf::from(path.trim_start_matches("== ")), text.as_bytes().to_vec()));
    named.filter(|(path, _)| is_inside(path) && !path.as_os_str().is_empty()).collect()
}

/// An office document of the least parts, in which `part` holds `bytes`; bytes that are an archive are taken as they are.
fn package(part: &str, bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let workbook = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
        <sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>";
    let parts: [(&str, &[u8]); 4] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        (part, bytes),
    ];
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, stored).expect("a part is begun");
        archive.write_all(bytes).expect("a part is written");
    }
    archive.finish().expect("the archive is finished").into_inner()
}

/// The files of the valid site. This file belongs to two packages, which lie in different folders.
fn base() -> Files {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = ["tests/invalid/base", "../invalid/base"].map(|place| package.join(place));
    let root = places.iter().find(|place| place.is_dir()).expect("the valid site is there");
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("the valid site can be read"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |path: &Path| {
        let inside = path.strip_prefix(root).expect("the walk stays in its root").to_owned();
        (inside, fs::read(path).expect("the valid site can be read"))
    };
    files.map(|entry| read(entry.path())).collect()
}

impl Folder {
    fn new(base: Files) -> Self {
        let root = tempfile::tempdir().expect("there is room for a folder");
        let folder = Self { root, base, changed: Vec::new(), cache: Cache::default() };
        for (path, bytes) in &folder.base {
            folder.write(path, bytes);
        }
        folder
    }

    /// Writes a file; one whose name the system does not take, or another file already has as its folder, is left out.
    fn write(&self, path: &Path, bytes: &[u8]) {
        let place = self.root.path().join(path);
        if let Some(parent) = place.parent() {
            let _ = fs::create_dir_all(parent);
        }
        let _ = fs::write(place, bytes);
    }

    /// Puts back what the last run changed.
    fn restore(&mut self) {
        for path in std::mem::take(&mut self.changed) {
            match self.base.iter().find(|(base, _)| *base == path) {
                Some((_, bytes)) => self.write(&path, bytes),
                None => drop(fs::remove_file(self.root.path().join(path))),
            }
        }
    }
}

/// Compiles the folder with `files` in it, renders the site when it is whole, and prints the diagnostics.
fn compile(folder: &mut Folder, files: &Files) {
    folder.restore();
    for (path, bytes) in files {
        folder.write(path, bytes);
        folder.changed.push(path.clone());
    }
    let (snapshot, mut diagnostics) = disk::load(folder.root.path());
    let (compiled, more) = compile_again(snapshot, &Options::default(), &mut folder.cache);
    diagnostics.extend(more);
    let diagnostics = diagnostics.sorted();
    for (format, lang) in [(Format::Text, Lang::Zh), (Format::Json, Lang::En)] {
        let look = Look { format, lang, folder: "content", ..Look::default() };
        report(&diagnostics, &compiled.snapshot, &look);
    }
    if diagnostics.count(Severity::Error) == 0 {
        for (_, route) in compiled.plan.routes() {
            // A template of the site can fail; that is a diagnostic.
            let _ = compiled.render(route);
        }
    }
}
