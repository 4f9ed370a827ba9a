//! HTML of authors: refused, or let in and made harmless.

use std::path::Path;

use mingce::compile;
use mingce::diagnostic::{Code, Severity};
use mingce::edge::disk::load;
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
    let errors: Vec<_> = diagnostics.iter().filter(|reported| reported.code.severity() == Severity::Error).collect();
    assert!(errors.len() >= 3 && errors.iter().all(|reported| reported.code == Code::RawHtml), "{errors:?}");
}

#[test]
fn html_that_is_let_in_is_harmless() {
    let (compiled, diagnostics) = compile(site(true), &options());
    let errors: Vec<_> =
        diagnostics.iter().map(|reported| reported.code).filter(|code| code.severity() == Severity::Error).collect();
    assert_eq!(errors, [Code::UnknownLink, Code::MissingFile]);
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

const POLICY: &str = "---\ntitle: 政策\nissuer: 丁\n---\n一、应当办理。\n";

/// A page with this body, in a site that lets HTML in: its part of the page made, and the words reported, with their codes.
fn page(body: &str) -> (String, Vec<(Code, String)>) {
    let text = format!("---\ntitle: 页\nsummary: 页\n---\n{body}");
    let other = "---\ntitle: 另页\nsummary: 页\n---\n## 标题\n\n<p id=\"盒\">内容</p>\n".to_owned();
    let settings = format!("{SITE}markdown: {{ raw_html: true }}\n");
    let texts = [
        ("pages/a.md", text.clone()),
        ("pages/b.md", other),
        ("policies/p.md", POLICY.into()),
        ("site.yaml", settings),
    ];
    let texts = texts.into_iter().map(|(path, text)| Source::decode(path.to_owned(), text.as_bytes())).collect();
    let mut snapshot = Snapshot { texts, ..Snapshot::default() };
    snapshot.files.insert("images/图 1.png".into(), Default::default());
    let (compiled, diagnostics) = compile(snapshot, &options());
    let html = String::from_utf8(compiled.render(&Route::Record(Kind::Page, 0)).unwrap().to_vec()).unwrap();
    let main = html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_owned();
    let reported =
        diagnostics.iter().filter_map(|reported| Some((reported.code, text[reported.span?.range()].to_owned())));
    (main, reported.collect())
}

#[test]
fn links_in_html_lead_where_those_of_markdown_do() {
    let body = "甲<a href=\"policy:p#一\" title=应当办理>一</a>、<a href='b.md#标题'>乙</a>、<A HREF=b.md#%E7%9B%92 rel=external>丙</A>\n\n\
                <div id=\"d\">\n<a class=\"x\"\n   href=\"#d\">丁</a> <a href=\"mailto:a&#64;b.cn\">戊</a>\n<!-- <a href=\"无.md\"> -->\n\
                <img src=\"../images/图 1.png\" alt=\"图\"></div>\n\n[己](b.md#盒)\n";
    let (main, reported) = page(body);
    assert_eq!(reported, []);
    for link in [
        "href=../policies/p.html#c1 title=应当办理>一",
        "href=b.html#%E6%A0%87%E9%A2%98>乙",
        "href=b.html#%E7%9B%92 rel=external>丙",
        "class=x href=#d>丁",
        "href=mailto:a@b.cn>戊",
        "<img src=../images/%E5%9B%BE%201.png alt=图>",
        "href=b.html#%E7%9B%92 class=c>己",
    ] {
        assert!(main.contains(link), "{link} is not there: {main}");
    }
}

#[test]
fn links_in_html_that_lead_nowhere_are_reported_at_their_places() {
    let body = "甲<a href=\"policy:p#九\">一</a><a href='notice:n'>乙</a>\n\n> <div>\n> 文 <a href=\"b.md#没有\">丙</a>\n> <img\n> src=无.png></div>\n\n\
                <a href=\"#没有\">丁</a><a href=\"ftp://a\">戊</a><a href=\"http://a.cn\">己</a><img src=\"https://a.cn/a.png\">\n\n\
                <a href=\"policy:p#一\" title=\"应当不办\">庚</a>\n";
    let (_, reported) = page(body);
    let expected = [
        (Code::UnknownClause, "\"policy:p#九\""),
        (Code::UnknownRecord, "'notice:n'"),
        (Code::UnknownAnchor, "\"b.md#没有\""),
        (Code::MissingFile, "无.png"),
        (Code::UnknownAnchor, "\"#没有\""),
        (Code::UnknownLink, "\"ftp://a\""),
        (Code::OutsideImage, "\"https://a.cn/a.png\""),
        (Code::QuoteGone, "\"policy:p#一\""),
        (Code::InsecureLink, "\"http://a.cn\""),
    ];
    assert_eq!(reported, expected.map(|(code, text)| (code, text.to_owned())));
}

#[test]
fn anchors_are_those_that_are_published_each_once() {
    let (_, reported) = page(
        "文<iframe id=gone></iframe>[去](#gone)\n\n<form id=\"f\">\n<p id=p>甲</p>\n</form>\n\n[乙](#f)、[丙](#p)\n",
    );
    assert_eq!(
        reported,
        [(Code::UnknownAnchor, "[去](#gone)".to_owned()), (Code::UnknownAnchor, "[乙](#f)".to_owned())]
    );
    let (main, reported) = page(
        "## 标题 {#h1}\n\n<b id='h1'>甲</b><a id=h3 href=\"#h2\">乙</a>\n\n<p id=h2>丙\n\n## 丁 {#h2}\n\n[戊](#h1-2)\n",
    );
    assert_eq!(reported, []);
    for part in
        ["<h2 id=h1>", "<b id=h1-2>", "<a href=#h2 id=h3>", "<p id=h2>", "<h2 id=h2-2>", "class=c href=#h1-2>戊"]
    {
        assert_eq!(main.matches(part).count(), 1, "{part}: {main}");
    }
}

#[test]
fn what_browsers_take_no_link_from_is_none() {
    let body = "<a href href=gone.md>乙</a>\n\n<SCRIPT>alert(\"<a href='gone.md'>\")</SCRIPT>\n<title>\n\
                <a href=gone.md>甲</a>\n";
    let (main, reported) = page(body);
    assert_eq!(reported, [(Code::MissingFile, String::new())], "{main}");
    assert_eq!(page("<a href=\"\">乙</a>\n").1, [(Code::MissingFile, "\"\"".to_owned())]);
    assert!(main.contains("<a href=#>乙</a>"), "{main}");
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

/// What is reported about an author's HTML in a site all whose pages and documents are made.
fn nested(html: &str, printed: &str) -> Vec<Code> {
    let settings = format!("{SITE}markdown: {{ raw_html: true }}\nprint: {{ collections: [{printed}] }}\n");
    let text = format!("---\ntitle: 解\nsummary: 解\npolicies: [p]\nsource: p#一\n---\n{html}\n");
    let texts = [("interpretations/a.md", text), ("policies/p.md", POLICY.to_owned()), ("site.yaml", settings)];
    let texts = texts.into_iter().map(|(path, text)| Source::decode(path.to_owned(), text.as_bytes())).collect();
    let (compiled, diagnostics) = compile(Snapshot { texts, ..Snapshot::default() }, &options());
    for (path, route) in compiled.plan.routes() {
        compiled.render(route).unwrap_or_else(|reported| panic!("{path}: {reported:?}"));
    }
    let codes = diagnostics.iter().map(|reported| reported.code).filter(|code| code.severity() == Severity::Error);
    codes.collect()
}

const PRINTED: &str = "interpretations";

#[test]
fn deep_html_is_reported_and_what_is_not_deep_is_printed() {
    let around = |open: &str, close: &str, deep: usize| format!("{}甲{}", open.repeat(deep), close.repeat(deep));
    for (open, close, levels) in [
        ("<div>", "</div>", 1),
        ("<ul><li>", "</li></ul>", 2),
        ("<blockquote>", "</blockquote>", 1),
        ("<dl><dd>", "</dd></dl>", 2),
        ("<aside>", "</aside>", 1),
        ("<section>", "</section>", 1),
        ("<b>", "</b>", 1),
        ("<table><tr><td>", "</td></tr></table>", 4),
    ] {
        assert_eq!(nested(&around(open, close, 23 / levels), PRINTED), [], "{open}");
        for deep in [34, 500, 5_000] {
            assert_eq!(nested(&around(open, close, deep), PRINTED), [Code::YamlTooComplex], "{open} {deep}");
        }
        let apart = around(&format!("{open}\n\n"), &format!("\n\n{close}"), 34);
        assert_eq!(nested(&apart, PRINTED), [Code::YamlTooComplex], "{open}");
    }
}

#[test]
fn html_that_is_long_is_not_deep() {
    for html in [
        "<div>甲</div>\n\n",
        "<p>甲\n\n",
        "<ul><li>甲<li>乙</ul>\n\n",
        "甲<br><b>乙</b><i>丙</i>\n\n",
        "<table><tr><td>甲<td>乙</table>\n\n",
        "</div></b>甲\n\n",
    ] {
        assert_eq!(nested(&html.repeat(2_000), ""), [], "{html}");
    }
}

/// The parser's work grows with the depth, and with the number of attributes: were it let go on, this would not end.
#[test]
fn html_with_much_that_is_open_or_written_is_reported_at_once() {
    for html in [
        "<div>\n".repeat(20_000),
        "<span><div></span>\n".repeat(20_000),
        "<div><table><td></div>\n".repeat(20_000),
        (0..20_000).map(|n| format!("<p><b id=a{n}></p>\n")).collect(),
        "<div\n\n".repeat(20_000),
    ] {
        let codes = nested(&html, "");
        assert!(codes.contains(&Code::YamlTooComplex) || html.starts_with("<div\n\n"), "{:.20}: {codes:?}", html);
    }
    let attributes: String = (0..20_000).map(|n| format!(" a{n}")).collect();
    for html in [format!("<b{attributes}>甲</b>"), format!("<div>甲</div{attributes}>")] {
        assert_eq!(nested(&html, ""), [Code::YamlTooComplex]);
    }
    assert_eq!(nested(&format!("<div{attributes}\n\n甲\n"), ""), []);
}

/// How many bytes of a thousand a minifier may find in a page.
const SHARE: usize = 5;

#[test]
fn a_minifier_finds_next_to_nothing_in_a_page() {
    let settings = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        ..minify_html::Cfg::default()
    };
    for folder in ["content", "tests/sites/small/content", "tests/sites/english/content"] {
        let (compiled, _) = compile(load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).0, &options());
        let pages: Vec<_> = compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")).collect();
        assert!(pages.len() > 10, "{folder}: {} pages", pages.len());
        for (path, route) in pages {
            let page = compiled.render(route).unwrap();
            let minified = minify_html::minify(&page, &settings);
            // It writes `&` in addresses, behind which a name might be read for a character.
            let bytes = |html: &[u8]| html.len() - 4 * memchr::memmem::find_iter(html, "&amp;").count();
            let (ours, theirs) = (bytes(&page), bytes(&minified));
            assert!(ours <= theirs + ours * SHARE / 1000, "{folder}/{path}: {ours} bytes, {theirs} when minified");
        }
    }
}
