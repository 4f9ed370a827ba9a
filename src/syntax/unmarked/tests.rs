use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;

fn of(html: &str) -> String {
    markdown(html, |href| format!("u/{href}"))
}

#[test]
fn pages_say_in_markdown_what_they_say_in_html() {
    for (html, expected) in [
        (
            "<h1>职称<wbr>认定</h1><p>一<b>二</b>（<a href=c.html#c4 class=c>四（二）</a>）。<p>三",
            "# 职称认定\n\n一**二**（[四（二）](u/c.html#c4)）。\n\n三\n",
        ),
        ("<ul><li>甲<li><div>乙<ul><li>丙</ul></div></ul>丁", "- 甲\n- 乙\n  - 丙\n\n丁\n"),
        ("<ol start=9><li>甲</li><li><p>乙<p>丙</li></ol>", "9. 甲\n10. 乙\n\n    丙\n"),
        (
            "<dl class=rows><div><dt>谁</dt><dd><p>甲<b>乙</b></p></dd></div><dt>何时<dd>丙<dd><a href=d>丁</a></dl>",
            "- **谁**: 甲**乙**\n- **何时**: 丙\n- [丁](u/d)\n",
        ),
        (
            "<table><caption>甲</caption><tr><th rowspan=2>a<th colspan=2>b|c<tr><td>1<td><p>2</p><p>3</table>",
            "**甲**\n\n| a | b\\|c |  |\n|---|---|---|\n|  | 1 | 2 3 |\n",
        ),
        ("<details class=cites><summary>共<b>2</b>项</summary><p>甲</details>", "**共2项**\n\n甲\n"),
        (
            "<p><span>甲</span><span>乙</span><a href=c>丙</a><a href=d><b>丁</b><span>戊</span></a>",
            "甲乙[丙](u/c)[**丁**戊](u/d)\n",
        ),
        ("<h1><span>甲</span><span>乙</span></h1>", "# 甲乙\n"),
        ("<h2>甲<span class=\"badge warn\">未核实</span></h2>", "## 甲 未核实\n"),
        (
            "<p>1. 甲<p># 乙<p>- 丙<p>a*b_c [d] &lt;e> &amp;amp;",
            "1\\. 甲\n\n\\# 乙\n\n\\- 丙\n\na\\*b\\_c \\[d\\] \\<e> \\&amp;\n",
        ),
        ("<q>甲</q><img src=data:x alt=1><img src=a.png alt=乙><a href=b></a><a>丙</a>", "“甲”![乙](u/a.png)丙\n"),
        (
            "<form><p>1</form><div class=js-only>2<div>3</div></div><p hidden>4</p><script>5</script>6<nav class=toc>7</nav>",
            "6\n",
        ),
        ("<a href=\"a b(c)\">甲</a>", "[甲](<u/a b(c)>)\n"),
        ("<table><tr><td><a href=\"a|b\">甲</a></table>", "| [甲](<u/a%7Cb>) |\n|---|\n"),
        ("<p>甲!<a href=b>乙</a>", "甲\\![乙](u/b)\n"),
        ("<div>b<a href=c>乙<div>丙</div>丁</a></div>", "b乙\n\n丙\n\n[丁](u/c)\n"),
        ("<b>甲 <a href=c></b>乙</a>", "**甲** [乙](u/c)\n"),
        // `**` beside a Chinese sign is no strong text where a letter is on its other side.
        ("<p><b>注意：</b>请<b>“甲”</b>乙<b>（丙）</b>，<b>。</b>丁", "**注意**：请“**甲**”乙（**丙）**，。丁\n"),
        ("<p>甲<b>乙<a href=c>（丙）丁</a>戊</b><b>己</b>", "甲**乙**[**（丙）丁**](u/c)**戊己**\n"),
        ("<p>甲<b><a href=c>乙</a></b>丙<b> 丁*</b>戊", "甲[**乙**](u/c)丙 **丁**\\*戊\n"),
        ("<p><b>甲!<a href=c>乙</a><img src=d.png alt=丙></b>", "**甲\\!**[**乙**](u/c)![丙](u/d.png)\n"),
        ("<b>甲<p>乙</p>丙</b>", "**甲**\n\n**乙**\n\n**丙**\n"),
        ("<table><caption><b>甲</b>乙</caption><tr><td>1</table>", "**甲乙**\n\n| 1 |\n|---|\n"),
        ("", ""),
    ] {
        assert_eq!(of(html), expected, "{html}");
    }
}

/// The words that a reader of Markdown finds.
fn read(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                text.push_str(&words)
            }
            _ => {}
        }
    }
    text.retain(|c| !c.is_whitespace());
    text
}

/// The letters that a reader of Markdown finds strong, and all that it finds.
fn strong(markdown: &str) -> (String, String) {
    let (mut depth, mut strong, mut all) = (0, String::new(), String::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Strong) => depth += 1,
            Event::End(TagEnd::Strong) => depth -= 1,
            Event::Text(words) => {
                all.push_str(&words);
                strong.extend(words.chars().filter(|c| depth > 0 && c.is_alphanumeric()));
            }
            _ => {}
        }
    }
    (strong, all)
}

proptest! {
    #[test]
    fn strong_words_are_strong_whatever_stands_beside_them(
        parts in prop::collection::vec(("[甲a1，：“”（）*!$€☆ .-]{1,4}", any::<bool>(), any::<bool>()), 1..8),
    ) {
        let part = |(text, is_strong, is_link): &(String, bool, bool)| {
            let (open, close) = if *is_link { ("<a href=x>", "</a>") } else { ("", "") };
            let text = crate::syntax::markdown::escape(text);
            if *is_strong { format!("<b>{open}{text}{close}</b>") } else { format!("{open}{text}{close}") }
        };
        let html = parts.iter().map(part).collect::<String>();
        let expected: String = parts.iter().filter(|(_, is_strong, _)| *is_strong).map(|(text, ..)| text.as_str()).collect();
        let expected: String = expected.chars().filter(|c| c.is_alphanumeric()).collect();
        let written = of(&html);
        let (found, all) = strong(&written);
        prop_assert_eq!(found, expected, "{}", written);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(bare(&all), bare(&parts.iter().map(|(text, ..)| text.as_str()).collect::<String>()));
    }

    #[test]
    fn words_stay_as_they_are(words in prop::collection::vec("[甲乙1.)#>+=|:~*_`\\[\\]<>&\\\\ -]{1,12}", 1..6)) {
        let html: String = words.iter().map(|word| format!("<p>{}</p>", crate::syntax::markdown::escape(word))).collect();
        let mut expected = words.concat();
        expected.retain(|c| !c.is_whitespace());
        prop_assert_eq!(read(&of(&html)), expected);
    }

    #[test]
    fn any_html_is_read(html in prop::collection::vec(prop::sample::select(vec![
        "<ul>", "</ul>", "<li>", "<ol>", "</ol>", "<dl>", "<dt>", "</dt>", "<dd>", "</dl>", "<table>", "</table>", "<tr>",
        "<td rowspan=9>", "<td colspan=99999999999999999999>", "<caption>", "</caption>", "<b>", "</b>", "<a href=x>", "</a>", "<a>",
        "甲", " ", "<h2>", "</h2>", "<p>", "</p>", "<form>", "</form>", "<summary>", "</summary>", "<img src=x>", "&lt;", "<q>", "<",
    ]), 0..60)) {
        of(&html.concat());
    }
}
