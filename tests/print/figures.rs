//! Pictures in documents to print, and what the typesetter warns of.

use std::path::Path;
use std::process::Command;

use mingce::diagnostic::{Code, Severity};
use mingce::model::Kind;

use super::pdf::{Pdf, run};
use super::{MM, head, with_files};

/// A picture of one colour, `width` × `height` pixels.
fn png(path: &Path, width: u32, height: u32) {
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![128; (width * height) as usize]).unwrap();
}

/// Width and height on paper of the pictures of a document, in points, page by page: as its page draws them.
fn drawn(pdf: &Pdf) -> Vec<(u32, u32)> {
    let list = run(Command::new("pdfimages").arg("-list").arg(pdf.path()));
    // page num type width height color comp bpc enc interp object ID x-ppi y-ppi …
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| cells[at].parse::<f64>().unwrap();
        let size = |pixels: usize, density: usize| (number(pixels) / number(density) * 72.0).round() as u32;
        (size(3, 12), size(4, 13))
    };
    list.lines().skip(2).filter(|line| !line.contains("smask")).map(row).collect()
}

/// The small site with pictures, and one text with them as a policy and as an article.
fn illustrated(folder: &Path, body: &str) -> (mingce::Compiled, mingce::diagnostic::Diagnostics) {
    let policy = format!("{}{body}", head("policies/basis.md"));
    let article = format!("{}见[二](policy:plan#二)。\n\n{body}", head("interpretations/why.md"));
    std::fs::create_dir_all(folder.join("files")).unwrap();
    png(&folder.join("files/small.png"), 100, 50);
    png(&folder.join("files/wide.png"), 3_000, 300);
    png(&folder.join("files/tall.png"), 300, 3_000);
    // A name that says another format than the bytes do.
    png(&folder.join("files/other.JPG"), 90, 60);
    std::fs::write(folder.join("files/beyond.avif"), b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf").unwrap();
    let svg = |inner: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'>{inner}</svg>");
    std::fs::write(folder.join("files/drawn.svg"), svg("<text x='5' y='30'>图里的字𪚥</text>")).unwrap();
    std::fs::write(folder.join("files/linked.svg"), svg("<image href='small.png' width='9' height='9'/>")).unwrap();
    with_files(folder, &[("policies/figure.md", &policy), ("interpretations/figure.md", &article)])
}

#[test]
fn pictures_are_printed_in_every_kind_of_text() {
    let folder = tempfile::tempdir().unwrap();
    let body = "\n一、图\n\n![图一](../files/small.png)\n\n前![图二](../files/small.png)后\n\n![宽](../files/wide.png)\n\n![高](../files/tall.png)\n\n![名](../files/other.JPG)\n\n- ![单](../files/small.png)\n\n| 图 | 字 |\n|---|---|\n| ![格](../files/wide.png) | 字 |\n\n![画](../files/drawn.svg)\n";
    let (compiled, reported) = illustrated(folder.path(), body);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    for (kind, title) in [(Kind::Policy, "上级通知"), (Kind::Interpretation, "《试验方案》解读")] {
        let pdf = Pdf::of(&compiled, kind, "figure");
        pdf.is_sound(title);
        let drawn = drawn(&pdf);
        // Seven pictures of the text, and the code of its page.
        assert_eq!(drawn.len(), 8, "{drawn:?}");
        let (width, height) = ((156.0 * MM) as u32 + 1, (225.0 * MM) as u32 + 1);
        assert!(drawn.iter().all(|size| size.0 <= width && size.1 <= height), "{drawn:?}");
        assert!(drawn.iter().filter(|size| **size == (100, 50)).count() == 3, "{drawn:?}");
        let text: String = pdf.text().split_whitespace().collect();
        assert!(text.contains("图里的字〓") && text.contains("前后"), "{text}");
        let tags = pdf.tags();
        assert_eq!(tags.lines().filter(|line| line.trim().starts_with("Figure")).count(), 9, "{tags}");
    }
    // The character stands in a picture, which no line of a text tells.
    let codes: Vec<Code> = compiled.remarks.all().iter().map(|reported| reported.code).collect();
    assert_eq!(codes, [Code::MissingGlyph, Code::MissingGlyph]);
}

#[test]
fn a_picture_that_cannot_be_read_is_a_warning_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let body = "\n一、图\n\n![坏图](../files/beyond.avif)\n\n![连着别的](../files/linked.svg)\n";
    let (compiled, _) = illustrated(folder.path(), body);
    let pdf = Pdf::of(&compiled, Kind::Policy, "figure");
    pdf.is_sound("上级通知");
    let text: String = pdf.text().split_whitespace().collect();
    assert!(text.contains("坏图") && text.contains("连着别的"), "{text}");
    let reported = compiled.remarks.all();
    assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [Code::UnreadablePicture; 2]);
    for (reported, line) in reported.iter().zip([9, 11]) {
        let span = reported.span.unwrap();
        let source = compiled.snapshot.source(span.file);
        let position = source.text[..span.start as usize].matches('\n').count() + 1;
        assert_eq!((&*source.path, position), ("policies/figure.md", line));
    }
}
