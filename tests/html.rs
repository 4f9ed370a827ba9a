//! HTML of authors: refused, or let in and made harmless.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use mingce::compile;
use mingce::diagnostic::{Code, Severity};
use mingce::model::{Kind, Options};
use mingce::plan::Route;
use mingce::source::{Snapshot, Source};

const SITE: &str = "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n";
const PAGE: &str = "---\ntitle: 页\nsummary: 页\n---\n<b onclick=\"alert(1)\">粗</b><script>alert(2)</script>[四](https://example.org)\n\n\
    <div style=\"color:red\" id=\"盒\"><a href=\"javascript:alert(3)\">链</a><img src=x onerror=alert(4)></div>\n\n\
    | 名 |\n| --- |\n| 值 |\n";

fn site(allowed: bool) -> Snapshot {
    let settings = format!("{SITE}markdown: {{ raw_html: {allowed} }}\n");
    let texts = [("pages/a.md", PAGE.to_owned()), ("site.yaml", settings)];
    let texts = texts.into_iter().map(|(path, text)| Source::decode(path.to_owned(), text.as_bytes())).collect();
    Snapshot { texts, ..Snapshot::default() }
}

fn options() -> Options {
    Options::default()
}

#[test]
fn html_is_refused_unless_the_site_lets_it_in() {
    let (_, diagnostics) = compile(site(false), &options());
    let errors: Vec<_> = diagnostics.iter().filter(|told| told.code.severity() == Severity::Error).collect();
    assert!(errors.len() >= 3 && errors.iter().all(|told| told.code == Code::RawHtml), "{errors:?}");
}

#[test]
fn html_that_is_let_in_is_harmless() {
    let (compiled, diagnostics) = compile(site(true), &options());
    assert_eq!(diagnostics.count(Severity::Error), 0, "{diagnostics:?}");
    let bytes = compiled.render(&Route::Record(Kind::Page, 0)).unwrap();
    let html = String::from_utf8(bytes.to_vec()).unwrap();
    let main = html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    for harm in ["alert", "<script", "onclick", "onerror", "javascript:", "style="] {
        assert!(!main.contains(harm), "{harm} is still there: {main}");
    }
    for kept in ["<b>粗</b>", "https://example.org", "scope=col", "盒"] {
        assert!(main.contains(kept), "{kept} is gone: {main}");
    }
}

#[test]
fn texts_in_yaml_are_never_html() {
    let (mut snapshot, _) = mingce::edge::disk::load("tests/sites/small/content".as_ref());
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut marked = 0;
    let mut mark = |line: &str| {
        let is_text = line.ends_with(|c| han(c) || c == '。') && line.contains(": ") && !line.contains(['{', '[', '"']);
        marked += usize::from(is_text);
        format!("{line}{}\n", if is_text { "<iframe>" } else { "" })
    };
    for source in snapshot.texts.iter_mut().filter(|source| source.path.ends_with(".yaml")) {
        *source =
            Source::decode(source.path.to_string(), source.text.lines().map(&mut mark).collect::<String>().as_bytes());
    }
    assert!(marked > 40, "{marked}");
    let (compiled, _) = compile(snapshot, &options());
    let mut shown = 0;
    for (path, route) in compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap();
        assert!(!html.contains("<iframe>"), "{path}: {html}");
        shown += html.matches("&lt;iframe&gt;").count();
    }
    assert!(shown > 200, "{shown}");
}
