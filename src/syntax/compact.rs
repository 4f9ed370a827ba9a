//! HTML → the same HTML without quotes that no browser needs, in one pass that puts finished parts into their holes.
//!
//! A minifier that reads a page as HTML finds little else in it, because templates are joined without white space, and without
//! the quotes around what they write themselves, when they are loaded; `tests/html.rs` holds that. Nothing here
//! knows what a page says.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr3, memrchr2};

use super::markdown::{HOLE, can_be_bare, escape};
use super::markup::Html;

const END: u8 = HOLE as u8;

/// The beginnings and ends of elements whose content is no HTML, and may look like tags: that of a title or a style sheet
/// has no `<` in it.
static VERBATIM: LazyLock<[(Finder<'_>, Finder<'_>); 2]> = LazyLock::new(|| {
    let names = [("<script", "</script"), ("<textarea", "</textarea")];
    names.map(|(start, end)| (Finder::new(start), Finder::new(end)))
});

/// A place in HTML for the part with this number.
pub fn hole(part: usize) -> Html {
    Html::trusted(format!("{HOLE}{part}{HOLE}"))
}

/// `html` with attribute values bare where they can be, and empty ones left out. `parts` are so already, and are put into
/// their holes as they are, or escaped where they stand in quotes: a value is a text.
pub fn compact(html: &[u8], parts: &[&Html]) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() + parts.iter().map(|part| part.as_str().len()).sum::<usize>());
    let mut verbatim = VERBATIM.each_ref().map(|names| Verbatim::find(html, 0, names));
    let first = |verbatim: &[Option<Verbatim>]| {
        let all = verbatim.iter().flatten().map(|next| &next.content);
        all.min_by_key(|content| (content.start, content.end)).cloned()
    };
    let mut next = first(&verbatim);
    let (mut copied, mut at, mut in_tag) = (0, 0, false);
    // A page has fewer quotes than tags, and what is around one tells whether it is in a tag.
    while let Some(length) = memchr3(b'"', b'\'', END, &html[at..]) {
        let found = at + length;
        if let Some(content) = next.as_ref().filter(|content| content.start <= found && html[found] != END) {
            (at, in_tag) = (content.end.max(at), false);
            for (next, names) in verbatim.iter_mut().zip(&*VERBATIM) {
                if next.as_ref().is_some_and(|next| next.tag < at) {
                    *next = Verbatim::find(html, at, names);
                }
            }
            next = first(&verbatim);
            continue;
        }
        if let Some(last) = memrchr2(b'<', b'>', &html[at..found]).map(|last| at + last) {
            in_tag = html[last] == b'<' && html[last + 1].is_ascii_alphabetic();
        }
        at = found + 1;
        if html[found] == END {
            if let Some((part, end)) = part(html, found, parts) {
                out.extend_from_slice(&html[copied..found]);
                out.extend_from_slice(part.as_bytes());
                at = end;
                copied = end;
            }
        } else if in_tag {
            // A value without an end goes to that of the page.
            let length = memchr(html[found], &html[at..]).unwrap_or(html.len() - at);
            let value = &html[at..at + length];
            at = (at + length + 1).min(html.len());
            if html[found - 1] == b'=' && can_be_bare(value, html.get(at).copied()) {
                out.extend_from_slice(&html[copied..if length == 0 { found - 1 } else { found }]);
                out.extend_from_slice(value);
                copied = at;
            } else if memchr(END, value).is_some() {
                out.extend_from_slice(&html[copied..=found]);
                fill(&mut out, value, parts);
                copied = found + 1 + length;
            }
        }
    }
    out.extend_from_slice(&html[copied..]);
    out
}

/// The part whose hole begins at `at`, and where the hole ends.
fn part<'p>(html: &[u8], at: usize, parts: &[&'p Html]) -> Option<(&'p str, usize)> {
    let length = memchr(END, &html[at + 1..])?;
    let number = std::str::from_utf8(&html[at + 1..at + 1 + length]).ok()?;
    Some((parts.get(number.parse::<usize>().ok()?)?.as_str(), at + length + 2))
}

/// Adds a value in quotes, with parts as texts in its holes.
fn fill(out: &mut Vec<u8>, value: &[u8], parts: &[&Html]) {
    let (mut copied, mut at) = (0, 0);
    while let Some(length) = memchr(END, &value[at..]) {
        let found = at + length;
        at = found + 1;
        if let Some((part, end)) = part(value, found, parts) {
            out.extend_from_slice(&value[copied..found]);
            out.extend_from_slice(escape(part).replace('\'', "&#39;").as_bytes());
            at = end;
            copied = end;
        }
    }
    out.extend_from_slice(&value[copied..]);
}

/// Content that is no HTML.
struct Verbatim {
    /// Where its element begins.
    tag: usize,
    content: Range<usize>,
}

impl Verbatim {
    /// The next one from `start` on of an element whose tags begin like this.
    fn find(html: &[u8], start: usize, (open, close): &(Finder<'_>, Finder<'_>)) -> Option<Self> {
        let tag = start + open.find(&html[start..])?;
        let begin = tag + memchr(b'>', &html[tag..])? + 1;
        let end = close.find(&html[begin..]).map_or(html.len(), |end| begin + end);
        Some(Self { tag, content: begin..end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_into_their_holes_as_they_are() {
        let [first, second, last, none] = [0, 1, 11, 12].map(|part| hole(part).as_str().to_owned());
        let html = format!(r#"<p id="a">{second}<b class="c">{first}</b>{last}{none}"#);
        let parts = [r#"<i class="d">甲</i>"#, "", "", "", "", "", "", "", "", "", "", "乙"];
        let parts = parts.map(|part| Html::trusted(part.to_owned()));
        assert_eq!(
            String::from_utf8_lossy(&compact(html.as_bytes(), &parts.each_ref())),
            format!(r#"<p id=a><b class=c><i class="d">甲</i></b>乙{none}"#)
        );
    }

    #[test]
    fn parts_in_quotes_are_texts() {
        let [first, second, seventh] = [0, 1, 7].map(|part| hole(part).as_str().to_owned());
        let parts = ["<i class=\"d\">&amp;", "'"].map(|part| Html::trusted(part.to_owned()));
        for (html, expected) in [
            (format!("<meta content=\"{first}\">"), "<meta content=\"&lt;i class=&quot;d&quot;&gt;&amp;amp;\">"),
            (
                format!("<p title='a {second}{first}\u{1} b' id=\"c\">{second}"),
                "<p title='a &#39;&lt;i class=&quot;d&quot;&gt;&amp;amp;\u{1} b' id=c>'",
            ),
            (format!("<i title=\"{second}{seventh}\"><b d=\"{second}"), "<i title=\"&#39;\u{1}7\u{1}\"><b d=\"&#39;"),
        ] {
            assert_eq!(String::from_utf8_lossy(&compact(html.as_bytes(), &parts.each_ref())), expected);
        }
    }

    #[test]
    fn quotes_go_where_they_can() {
        for (html, expected) in [
            (r#"<a class="x" href="../a.html#c4-2">四</a>"#, "<a class=x href=../a.html#c4-2>四</a>"),
            (r#"<img alt="" src="a.png"> "x""#, r#"<img alt src=a.png> "x""#),
            (r#"<p class="a b" id="一、">="x"</p>"#, r#"<p class="a b" id=一、>="x"</p>"#),
            (r#"<path d="M1 2"/><i a="b"/>"#, r#"<path d="M1 2"/><i a="b"/>"#),
            (r#"<a href="https://x.cn/" rel="a">"#, "<a href=https://x.cn/ rel=a>"),
            (r#"<a href="https://x.cn/">"#, r#"<a href="https://x.cn/">"#),
            (r#"<a href="?a=b" title='"x"' x='y'>"#, r#"<a href="?a=b" title='"x"' x=y>"#),
            (
                r#"<script type="m">if (a<b) c="<i d="e">"</script><i d="e">"#,
                r#"<script type=m>if (a<b) c="<i d="e">"</script><i d=e>"#,
            ),
            (r#"<textarea id="a"> <b c="d"></textarea>"#, r#"<textarea id=a> <b c="d"></textarea>"#),
            ("1 < 2 <!-- <a b=\"c\"> --></p>", "1 < 2 <!-- <a b=c> --></p>"),
            ("<a b=\"c", "<a b=\"c"),
            ("<", "<"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8_lossy(&compact(html.as_bytes(), &[])), expected);
        }
    }

    #[cfg(feature = "print")] // which brings the parser
    #[test]
    fn a_browser_reads_the_same_page_in_both() {
        let page = r##"<!doctype html><html lang="zh-CN"><head><title>甲 "乙"</title><script defer src="a.js"></script></head>
            <body class="k-home"><a href="?a=b&amp;c" aria-label="一 二" title="">四</a><input type="checkbox" checked="">
            <svg viewBox="0 0 41 41" role="img"><path stroke="#000" d="M4 4.5h7"/></svg><p id='丙'>1 &lt; 2 = "3"</p></body></html>"##;
        let read = |html: &[u8]| scraper::Html::parse_document(std::str::from_utf8(html).unwrap()).html();
        let written = compact(page.as_bytes(), &[]);
        assert!(written.len() < page.len());
        assert_eq!(read(&written), read(page.as_bytes()));
    }
}
