//! HTML → the same HTML without quotes that no browser needs, in one pass that puts finished parts into their holes.
//!
//! A minifier that reads a page as HTML finds little else in it, because templates are joined without white space when
//! they are loaded; `tests/browser/meta.test.mjs` holds that. Nothing here knows what a page says.

use memchr::{memchr, memchr2};

use crate::syntax::markdown::{HOLE, can_be_bare};

/// Elements whose content is no HTML.
const VERBATIM: [&[u8]; 4] = [b"script", b"style", b"textarea", b"title"];

const END: u8 = HOLE as u8;

/// A place in HTML for the part with this number.
pub(super) fn hole(part: usize) -> String {
    format!("{HOLE}{part}{HOLE}")
}

/// `html` with attribute values bare where they can be, and empty ones left out. `parts` are so already, and are put into
/// their holes as they are.
pub(super) fn tight(html: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() + parts.iter().map(|part| part.len()).sum::<usize>());
    let mut copied = 0;
    let mut at = 0;
    while let Some(length) = memchr2(b'<', END, &html[at..]) {
        at += length + 1;
        if html[at - 1] == END {
            let number = memchr(END, &html[at..]).map(|length| &html[at..at + length]);
            let part = number.and_then(|number| parts.get(std::str::from_utf8(number).ok()?.parse::<usize>().ok()?));
            if let (Some(part), Some(number)) = (part, number) {
                out.extend_from_slice(&html[copied..at - 1]);
                out.extend_from_slice(part.as_bytes());
                at += number.len() + 1;
                copied = at;
            }
        } else if html.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at = tag(html, at, (&mut out, &mut copied));
        }
    }
    out.extend_from_slice(&html[copied..]);
    out
}

/// Reads the tag whose name is at `name`, with the content of its element when that is no HTML, and gives the place
/// after it. What can go is left out of `out`, into which `html` is copied up to `copied`.
fn tag(html: &[u8], name: usize, (out, copied): (&mut Vec<u8>, &mut usize)) -> usize {
    let mut at = name;
    while let Some(length) = html[at..].iter().position(|&byte| MARK[usize::from(byte)]) {
        at += length;
        if html[at] == b'>' {
            return at + 1 + verbatim(html, name, at + 1);
        }
        let value = at + 1;
        let Some(length) = memchr(html[at], &html[value..]) else { break };
        at = value + length;
        if html[value - 2] == b'=' && can_be_bare(&html[value..at], html.get(at + 1).copied()) {
            out.extend_from_slice(&html[*copied..value - if length == 0 { 2 } else { 1 }]);
            out.extend_from_slice(&html[value..at]);
            *copied = at + 1;
        }
        at += 1;
    }
    html.len()
}

/// The end of a tag, and quotes.
const MARK: [bool; 256] = {
    let mut table = [false; 256];
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table
};

/// Length of the content from `start` on of the element whose name is at `name`, when it is no HTML.
fn verbatim(html: &[u8], name: usize, start: usize) -> usize {
    if !matches!(html[name..], [b's', b'c' | b't', ..] | [b't', b'e' | b'i', ..]) {
        return 0;
    }
    let found = VERBATIM.into_iter().find(|word| {
        html[name..].starts_with(word) && !html[name + word.len()..].first().is_some_and(u8::is_ascii_alphanumeric)
    });
    let Some(word) = found else { return 0 };
    let content = &html[start..];
    let ends = |at: &usize| content[*at..].starts_with(b"</") && content[at + 2..].starts_with(word);
    (0..content.len()).find(ends).unwrap_or(content.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_into_their_holes_as_they_are() {
        let [first, second, last, none] = [0, 1, 11, 12].map(hole);
        let html = format!(r#"<p id="a">{second}<b class="c">{first}</b>{last}{none}"#);
        let parts = [r#"<i class="d">甲</i>"#, "", "", "", "", "", "", "", "", "", "", "乙"];
        assert_eq!(
            String::from_utf8_lossy(&tight(html.as_bytes(), &parts)),
            format!(r#"<p id=a><b class=c><i class="d">甲</i></b>乙{none}"#)
        );
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
            (r#"<title>a <b c="d"></title>"#, r#"<title>a <b c="d"></title>"#),
            ("1 < 2 <!-- <a b=\"c\"> --></p>", "1 < 2 <!-- <a b=c> --></p>"),
            ("<a b=\"c", "<a b=\"c"),
            ("<", "<"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8_lossy(&tight(html.as_bytes(), &[])), expected);
        }
    }

    #[cfg(feature = "print")] // which brings the parser
    #[test]
    fn a_browser_reads_the_same_page_in_both() {
        let page = r##"<!doctype html><html lang="zh-CN"><head><title>甲 "乙"</title><script defer src="a.js"></script></head>
            <body class="k-home"><a href="?a=b&amp;c" aria-label="一 二" title="">四</a><input type="checkbox" checked="">
            <svg viewBox="0 0 41 41" role="img"><path stroke="#000" d="M4 4.5h7"/></svg><p id='丙'>1 &lt; 2 = "3"</p></body></html>"##;
        let read = |html: &[u8]| scraper::Html::parse_document(std::str::from_utf8(html).unwrap()).html();
        let written = tight(page.as_bytes(), &[]);
        assert!(written.len() < page.len());
        assert_eq!(read(&written), read(page.as_bytes()));
    }
}
