//! A document to print, read by other programs.

use std::path::PathBuf;
use std::process::Command;

use mingce::Compiled;
use mingce::model::Kind;
use mingce::plan::Route;
use serde_json::Value;

use super::index;

/// Runs a program that the test cannot do without.
pub fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; install it: apt-get install poppler-utils qpdf"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A document in a file of its own.
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub folder: tempfile::TempDir,
}

impl Pdf {
    pub fn of(compiled: &Compiled, kind: Kind, id: &str) -> Self {
        Self::at(compiled, &Route::Print(kind, index(compiled, kind, id)))
    }

    /// The document at a route.
    pub fn at(compiled: &Compiled, route: &Route) -> Self {
        let bytes = compiled.render(route).unwrap_or_else(|reported| panic!("{reported:?}")).to_vec();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.pdf"), &bytes).unwrap();
        Self { bytes, folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("a.pdf")
    }

    pub fn info(&self, key: &str) -> String {
        let about = run(Command::new("pdfinfo").arg(self.path()));
        about
            .lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap_or_else(|| panic!("{key}: {about}"))
            .trim()
            .to_owned()
    }

    pub fn text(&self) -> String {
        run(Command::new("pdftotext").arg("-layout").arg(self.path()).arg("-"))
    }

    /// Its tags with their texts.
    pub fn tags(&self) -> String {
        run(Command::new("pdfinfo").arg("-struct-text").arg(self.path()))
    }

    /// What holds of every document: no fault that qpdf knows, tagged, both standards claimed, every font in it as a
    /// part, language and title.
    pub fn is_sound(&self, title: &str) {
        let checked = run(Command::new("qpdf").arg("--check").arg(self.path()));
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
        assert_eq!(
            [self.info("Tagged:"), self.info("Title:"), self.info("Suspects:")],
            ["yes", title, "no"].map(str::to_owned)
        );
        let raw = run(Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(self.path()).arg("-"));
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "/Lang (zh-CN)",
        ] {
            assert!(raw.contains(claim), "{claim}");
        }
        let fonts = run(Command::new("pdffonts").arg(self.path()));
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            // name, type, encoding, embedded, subset, unicode
            let flags: Vec<&str> = row.split_whitespace().filter(|word| ["yes", "no"].contains(word)).collect();
            assert_eq!(flags, ["yes", "yes", "yes"], "{row}");
        }
    }

    /// Rows and columns that each cell of its table spans, row by row, as its tags say.
    pub fn spans(&self) -> Vec<Vec<(u64, u64)>> {
        let dump: Value = serde_json::from_str(&run(Command::new("qpdf").arg("--json").arg(self.path()))).unwrap();
        let objects = &dump["qpdf"][1];
        let deref = |value: &Value| match value.as_str() {
            Some(name) if name.ends_with(" R") => objects[format!("obj:{name}")]["value"].clone(),
            _ => value.clone(),
        };
        let list = |value: Value| match value {
            Value::Array(all) => all,
            Value::Null => Vec::new(),
            one => vec![one],
        };
        let children = |tag: &Value| list(deref(&tag["/K"])).iter().map(deref).collect::<Vec<Value>>();
        let is = |tag: &Value, names: &[&str]| tag["/S"].as_str().is_some_and(|name| names.contains(&name));
        let all = objects.as_object().unwrap().values().map(|object| &object["value"]);
        let [table] = all.filter(|tag| is(tag, &["/Table"])).collect::<Vec<_>>()[..] else { panic!("one table") };
        let mut rows = Vec::new();
        for part in children(table) {
            rows.extend(if is(&part, &["/TR"]) { vec![part] } else { children(&part) });
        }
        let cell = |cell: Value| {
            assert!(is(&cell, &["/TH", "/TD"]), "{cell}");
            let own = list(deref(&cell["/A"]));
            let span = |key: &str| own.iter().map(deref).find_map(|own| own[key].as_u64()).unwrap_or(1);
            (span("/RowSpan"), span("/ColSpan"))
        };
        rows.iter().map(|row| children(row).into_iter().map(cell).collect()).collect()
    }

    /// Finds no word that stands on another one, or beside the page.
    pub fn overlaps_nowhere(&self) {
        for (at, page) in self.places("word").iter().enumerate() {
            for (i, (a, left)) in page.iter().enumerate() {
                assert!(a[0] >= 0.0, "page {}: {left}", at + 1);
                for (b, right) in &page[i + 1..] {
                    let shared = |low: usize, high: usize| a[high].min(b[high]) - a[low].max(b[low]);
                    // Two signs that meet share the empty halves of their squares.
                    let is_sign = |c: char| "。，、；：）》”“（《".contains(c);
                    let meet = left.ends_with(is_sign) && right.starts_with(is_sign);
                    let least = if meet { 6.0 } else { 1.0 };
                    assert!(shared(0, 2) < least || shared(1, 3) < 3.0, "page {}: {left} on {right}", at + 1);
                }
            }
        }
    }

    /// Words or lines of each page with their places: left, top, right, bottom in points, and text.
    pub fn places(&self, of: &str) -> Vec<Vec<([f64; 4], String)>> {
        let html = run(Command::new("pdftotext").arg("-bbox-layout").arg(self.path()).arg("-"));
        let (start, end) = (format!("<{of} "), format!("</{of}>"));
        let place = |part: &str| {
            let number = |name: &str| {
                part.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
            };
            let part = part.split_once('>').unwrap().1.split(&end).next().unwrap();
            let words = match part.contains("<word ") {
                true => part
                    .split("<word ")
                    .skip(1)
                    .map(|word| word.split_once('>').unwrap().1.split('<').next().unwrap())
                    .collect(),
                false => vec![part],
            };
            (["xMin", "yMin", "xMax", "yMax"].map(number), words.join(" "))
        };
        html.split("<page ").skip(1).map(|page| page.split(&start).skip(1).map(place).collect()).collect()
    }
}

/// What the QR codes of the last page say.
pub fn codes_of(pdf: &Pdf) -> Vec<String> {
    let (picture, last) = (pdf.folder.path().join("a"), pdf.info("Pages:"));
    let page = ["-r", "300", "-gray", "-singlefile", "-f", &last, "-l", &last];
    run(Command::new("pdftoppm").args(page).arg(pdf.path()).arg(&picture));
    let bytes = std::fs::read(picture.with_extension("pgm")).unwrap();
    // P5, width, height, 255, then the pixels.
    let head: Vec<&[u8]> = bytes.splitn(4, |byte| byte.is_ascii_whitespace()).collect();
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().parse::<usize>().unwrap();
    let (width, height) = (number(head[1]), number(head[2]));
    let pixels = &bytes[bytes.len() - width * height..];
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}
