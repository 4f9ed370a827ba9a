//! Pictures of texts, from the file to the page: how large they are, where they stand, and what is not published of them.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use image::{DynamicImage, ImageFormat, RgbImage};
use mingce::diagnostic::{Code, Diagnostics};
use mingce::model::Options;
use mingce::plan::Route;
use mingce::source::{Blob, Snapshot, Source};
use mingce::syntax::value::{Date, Scalar};
use mingce::{Cache, Compiled, compile, compile_again};
use scraper::{Html, Selector};

fn options() -> Options {
    Options { as_of: Date::read("2024-03-01"), ..Options::default() }
}

fn snapshot(body: &str, files: &[(&str, Vec<u8>)]) -> Snapshot {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = mingce::edge::disk::load(&base);
    let site = snapshot.texts.iter().position(|source| &*source.path == "site.yaml").unwrap();
    let settings = format!("{}\nmarkdown: {{ raw_html: true }}\n", snapshot.texts[site].text);
    snapshot.texts[site] = Source::decode("site.yaml", settings.as_bytes());
    let page = format!("---\ntitle: 页\nsummary: 一页。\n---\n\n{body}\n");
    snapshot.texts.push(Source::decode("pages/page.md", page.as_bytes()));
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    snapshot.files.extend(files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone().into())));
    snapshot
}

fn with(body: &str, files: &[(&str, Vec<u8>)]) -> (Compiled, Diagnostics) {
    compile(snapshot(body, files), &options())
}

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(width, height)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The site with these lines in its settings.
fn with_settings(lines: &str, files: &[(&str, Vec<u8>)]) -> (Compiled, Diagnostics) {
    let mut snapshot = snapshot("文。", files);
    let site = snapshot.texts.iter().position(|source| &*source.path == "site.yaml").unwrap();
    let settings = format!("{}{lines}", snapshot.texts[site].text);
    snapshot.texts[site] = Source::decode("site.yaml", settings.as_bytes());
    compile(snapshot, &options())
}

#[test]
fn pictures_of_the_settings_have_their_place_kept() {
    let lines =
        "logo: static/logo.png\nmarks:\n  - { text: 甲, picture: static/mark.png, address: 'https://a.example/' }\n";
    let files = [
        ("static/logo.png", encoded(300, 60, ImageFormat::Png)),
        ("static/mark.png", encoded(80, 90, ImageFormat::Png)),
    ];
    let (compiled, _) = with_settings(lines, &files);
    let page = String::from_utf8(bytes(&compiled, "pages/page.html")).unwrap();
    assert!(page.contains("<img src=../logo.png alt width=300 height=60>"), "{page}");
    assert!(page.contains("<img src=../mark.png alt=甲 width=80 height=90>"), "{page}");
    assert!(!page.split("<body").nth(1).unwrap().contains("assets/icon"), "{page}");
}

#[test]
fn a_logo_that_is_no_picture_or_not_there_is_told() {
    for (lines, file, code) in [
        ("logo: static/logo.png\n", ("static/logo.png", b"text".to_vec()), Code::UnseenPicture),
        ("logo: static/logo.png\n", ("static/other.png", encoded(3, 3, ImageFormat::Png)), Code::MissingFile),
    ] {
        let (_, reported) = with_settings(lines, &[file]);
        assert!(reported.iter().any(|reported| reported.code == code), "{lines} {code:?}");
    }
}

/// The addresses and sizes of the pictures of the page.
fn shown(compiled: &Compiled) -> Vec<String> {
    let page = String::from_utf8(bytes(compiled, "pages/page.html")).unwrap();
    let page = Html::parse_document(&page);
    let of = |picture: scraper::ElementRef<'_>| {
        let values = ["src", "width", "height"].map(|key| Some(format!("{key}={}", picture.attr(key)?)));
        values.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let pictures = page.select(&Selector::parse("main img").unwrap()).map(of).collect::<Vec<_>>();
    // The QR code of the page.
    pictures.into_iter().filter(|picture| !picture.starts_with("src=data:")).collect()
}

fn bytes(compiled: &Compiled, path: &str) -> Vec<u8> {
    compiled.render(compiled.plan.route(path).unwrap()).unwrap().to_vec()
}

fn pictures(compiled: &Compiled) -> Vec<&str> {
    let is_own = |path: &&str| path.starts_with("files/") || path.starts_with("big");
    compiled.plan.routes().map(|(path, _)| path).filter(is_own).collect()
}

#[test]
fn a_picture_has_its_place_before_its_bytes_are_there() {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 20'/>".as_bytes().to_vec();
    let body = "![一](../files/small.png)\n\n![二](../files/wide.jpg)\n\n![三](../files/drawing.svg)\n\n![四](<../files/a b.gif>)\n\n![七](../files/c.avif)\n\n![八](../files/d.bmp)\n\n\
        <img src=\"../files/small.png\" alt=\"五\">\n\n<img src=\"../files/small.png\" width=\"20\" alt=\"六\">";
    let (compiled, reported) = with(
        body,
        &[
            ("files/small.png", encoded(30, 20, ImageFormat::Png)),
            ("files/wide.jpg", encoded(6000, 400, ImageFormat::Jpeg)),
            ("files/drawing.svg", drawing),
            ("files/a b.gif", encoded(7, 5, ImageFormat::Gif)),
            (
                "files/c.avif",
                b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\x14ispe\0\0\0\0\0\0\x03\x20\0\0\x02\x58".to_vec(),
            ),
            ("files/d.bmp", b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\0\0\0\xD0\xFF\xFF\xFF".to_vec()),
        ],
    );
    let own = |code| reported.iter().any(|reported| reported.code == code);
    assert!(!own(Code::UnseenPicture) && !own(Code::HugePicture) && !own(Code::UnusedFile), "{reported:?}");
    assert_eq!(
        shown(&compiled),
        [
            "src=../files/small.png width=30 height=20",
            "src=../files/wide-1440.jpg width=1440 height=96",
            "src=../files/drawing.svg width=30 height=20",
            "src=../files/a%20b.gif width=7 height=5",
            "src=../files/c.avif width=800 height=600",
            "src=../files/d.bmp width=64 height=48",
            "src=../files/small.png width=30 height=20",
            "src=../files/small.png width=20",
        ]
    );
    // What nobody is shown is not published, and not counted as left out.
    assert_eq!(compiled.left_out().count(), 0);
    let expected =
        ["files/a b.gif", "files/c.avif", "files/d.bmp", "files/drawing.svg", "files/small.png", "files/wide-1440.jpg"];
    assert_eq!(pictures(&compiled), expected);
    let reduced = image::load_from_memory(&bytes(&compiled, "files/wide-1440.jpg")).unwrap();
    assert_eq!((reduced.width(), reduced.height()), (1440, 96));
}

#[test]
fn a_picture_that_a_link_names_is_there_as_large_as_it_is() {
    let body =
        "![一](../files/wide.png)\n\n[大图](../files/wide.png)\n\n![二](/static/big.png)\n\n![三](/static/big.png)";
    let wide = encoded(3000, 30, ImageFormat::Png);
    let (compiled, _) = with(body, &[("files/wide.png", wide.clone()), ("static/big.png", wide.clone())]);
    assert_eq!(pictures(&compiled), ["big-1440.png", "big.png", "files/wide-1440.png", "files/wide.png"]);
    assert_eq!(bytes(&compiled, "files/wide.png"), wide);
    assert!(shown(&compiled).iter().all(|tag| tag.contains("-1440.png width=1440 height=14")));
}

#[test]
fn what_a_camera_wrote_is_not_published() {
    let plain = encoded(9, 9, ImageFormat::Jpeg);
    let exif = b"\xFF\xE1\0\x16Exif\0\0GPS 117.3 34.8";
    let told = [&plain[..2], &exif[..], &plain[2..]].concat();
    let (compiled, _) = with("![一](../files/a.jpg)", &[("files/a.jpg", told.clone()), ("static/b.JPG", told)]);
    assert_eq!(bytes(&compiled, "files/a.jpg"), plain);
    assert_eq!(bytes(&compiled, "b.JPG"), plain);
}

#[test]
fn a_photograph_that_is_named_like_another_format_is_told_as_well() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x15infe\x02\0\0\0\0\x01\0\0Exif\0".to_vec();
    let plain = encoded(9, 9, ImageFormat::Jpeg);
    let (_, reported) = with("文。", &[("static/a.jpg", heic), ("static/b.jpg", plain)]);
    let told: Vec<_> = reported.iter().filter(|reported| reported.code == Code::PictureMetadata).collect();
    assert_eq!(told.iter().map(|reported| reported.path.as_deref().unwrap()).collect::<Vec<_>>(), ["static/a.jpg"]);
}

#[test]
fn what_readers_do_not_see_is_reported_where_it_is_shown() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let body = "![一](../files/a.jpg)\n\n![二](../files/b.png)\n\n![三](../files/a.jpg)\n\n[四](../files/a.jpg)";
    let (compiled, reported) = with(body, &[("files/a.jpg", heic), ("files/b.png", b"\x89PNG\r\n\x1a\n".to_vec())]);
    let places: Vec<_> = reported.iter().filter(|reported| reported.code == Code::UnseenPicture).collect();
    let line = |at: usize| {
        let span = places[at].span.unwrap();
        compiled.snapshot.source(span.file).position(span.start as usize).line
    };
    assert_eq!((places.len(), line(0), line(1), line(2)), (3, 6, 8, 10));
    // It is published all the same, as it is.
    assert_eq!(shown(&compiled), ["src=../files/a.jpg", "src=../files/b.png", "src=../files/a.jpg"]);
    // One that is empty could not be read, which is reported of the file.
    let (_, reported) = with("![一](../files/a.jpg)", &[("files/a.jpg", Vec::new())]);
    assert!(reported.iter().all(|reported| reported.code != Code::UnseenPicture));
}

#[test]
fn half_a_picture_is_published_and_reported() {
    let mut wide = encoded(3000, 3000, ImageFormat::Png);
    wide.truncate(wide.len() / 2);
    let (compiled, reported) = with("![一](../files/wide.png)", &[("files/wide.png", wide.clone())]);
    assert!(reported.iter().all(|reported| reported.code != Code::UnseenPicture));
    assert_eq!(bytes(&compiled, "files/wide-1440.png"), wide);
    let remarks = compiled.remarks.all();
    assert_eq!(remarks.iter().map(|remark| remark.code).collect::<Vec<_>>(), [Code::UnseenPicture]);
}

#[test]
fn a_reduced_form_takes_no_name_of_another_file() {
    let wide = encoded(3000, 30, ImageFormat::Png);
    let body = "![一](../files/a.png)\n\n![二](../files/a-1440.png)";
    let files = [("files/a.png", wide), ("files/a-1440.png", encoded(2, 2, ImageFormat::Png))];
    let (_, reported) = with(body, &files);
    let taken = reported.iter().find(|reported| reported.code == Code::AddressTaken).unwrap();
    assert_eq!(taken.path.as_deref(), Some("files/a.png"));
}

#[test]
fn only_pictures_that_changed_are_read_again() {
    let body = "![一](../files/a.png)\n\n![二](../files/b.png)";
    let first = snapshot(
        body,
        &[("files/a.png", encoded(30, 20, ImageFormat::Png)), ("files/b.png", encoded(40, 20, ImageFormat::Png))],
    );
    let mut cache = Cache::default();
    compile_again(first.clone(), &options(), &mut cache);
    let mut second = first;
    second.files.insert("files/b.png".into(), encoded(3000, 20, ImageFormat::Png).into());
    let (again, reported) = compile_again(second.clone(), &options(), &mut cache);
    let (anew, fresh) = compile(second, &options());
    assert_eq!(shown(&again), shown(&anew));
    assert_eq!(format!("{reported:?}"), format!("{fresh:?}"));
    assert!(again.plan.routes().eq(anew.plan.routes()));
    assert!(matches!(again.plan.route("files/b-1440.png"), Some(Route::Picture(_))));
}

/// A picture that says how often it is read.
#[derive(Debug)]
struct Counted(Vec<u8>, std::sync::atomic::AtomicUsize);

impl mingce::source::Left for Counted {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn stamp(&self) -> &str {
        "one"
    }

    fn part(&self, start: u64) -> std::io::Result<Vec<u8>> {
        self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(self.0[usize::try_from(start).unwrap()..].to_vec())
    }
}

#[test]
fn a_picture_that_stays_is_read_once_by_all_compilations() {
    let counted = Arc::new(Counted(encoded(30, 20, ImageFormat::Gif), Default::default()));
    let mut site = snapshot("![一](../files/a.gif)\n\n![二](../files/a.gif)", &[]);
    site.files.insert("files/a.gif".into(), Blob::Left(Arc::<Counted>::clone(&counted)));
    let mut cache = Cache::default();
    let mut reads = Vec::new();
    for _ in 0..3 {
        compile_again(site.clone(), &options(), &mut cache);
        reads.push(counted.1.load(std::sync::atomic::Ordering::Relaxed));
    }
    assert_eq!(reads[1..], [reads[0], reads[0]], "{reads:?}");
}
