//! HTML of authors, sanitised → the same in fewer bytes.

use minify_html::{Cfg, minify};

use super::compact::compact;
use super::parts::text;

/// Sanitised HTML without the white space and the quotes that no browser needs. Where a minifier would join words, as between
/// two inline elements in a `div`, only quotes are taken away.
pub fn minified(html: &str) -> String {
    // Whatever follows is not known here, so closing tags stay; values in quotes and references are as the standard has them.
    let settings = Cfg { keep_closing_tags: true, keep_html_and_head_opening_tags: true, ..Cfg::default() };
    let written = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
    let minified = written(minify(html.as_bytes(), &settings)).filter(|minified| text(minified) == text(html));
    minified.or_else(|| written(compact(html.as_bytes(), &[]))).unwrap_or_else(|| html.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::sanitise::sanitised;

    #[test]
    fn white_space_and_quotes_go_and_words_stay_apart() {
        for (html, expected) in [
            (
                "<div class=\"a\">\n  <p title=\"b c\">  甲\n 乙 </p>\n\n  <p hidden=\"\">丙</p>\n</div>\n",
                "<div class=a><p title=\"b c\">甲 乙</p><p hidden>丙</p></div>",
            ),
            ("<div><b id=\"a\">Hello</b> <i>World</i></div>", "<div><b id=a>Hello</b> <i>World</i></div>"),
            ("<pre>\n 甲\n  乙 </pre>", "<pre>\n 甲\n  乙 </pre>"),
            ("<p>1 &lt; 2 &amp;amp; &quot;", "<p>1 &lt; 2 &amp;amp; \""),
            ("<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>", "<ul><li>甲</li><li>乙</li></ul>"),
        ] {
            assert_eq!(minified(html), expected);
        }
    }

    const PIECES: [&str; 24] = [
        "甲",
        " ",
        "\n  ",
        "乙 丙",
        "a b",
        "&lt;",
        "&amp;amp;",
        "&nbsp;",
        "<p>",
        "</p>",
        "<div class=\"a b\">",
        "</div>",
        "<b>",
        "</b>",
        "<ul><li>",
        "</li></ul>",
        "<table><tr><td colspan='2'>",
        "</td></tr></table>",
        "<pre>",
        "</pre>",
        "<a href='a?b=1&amp;c'>",
        "</a>",
        "<br>",
        "<!-- 注 -->",
    ];

    proptest::proptest! {
        #[test]
        fn readers_see_the_same_words(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..30)) {
            let html = sanitised(&pieces.concat());
            let minified = minified(&html);
            proptest::prop_assert_eq!(text(&minified), text(&html));
            proptest::prop_assert!(minified.len() <= html.len(), "{}", minified);
        }
    }
}
