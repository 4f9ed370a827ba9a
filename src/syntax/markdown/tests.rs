use super::*;
use crate::diagnostic::Code;

mod article;
mod policy;

fn read(text: &str, flavor: Flavor) -> (Document, Vec<Diagnostic>) {
    parse(text, flavor, Origin::Body(FileId(0), 0))
}

fn blocks(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(|block| document.html_of(std::slice::from_ref(block))).collect()
}

fn html(text: &str) -> String {
    let (document, diagnostics) = read(text, Flavor::Article);
    assert_eq!(diagnostics, [], "{text}");
    blocks(&document).join("\n")
}

#[test]
fn chinese_emphasis_marks_every_marked_part_and_only_it() {
    for (text, expected) in [
        ("**中文（括号）**紧跟", "<strong>中文（括号）</strong>紧跟"),
        (
            "这是**“重点”**内容，以及**《通知》**要求",
            "这是<strong>“重点”</strong>内容，以及<strong>《通知》</strong>要求",
        ),
        ("**注意：**请于", "<strong>注意：</strong>请于"),
        ("该**（一）**项 和 ~~（删除）~~文字", "该<strong>（一）</strong>项 和 <del>（删除）</del>文字"),
        ("**“中文”**中文 *“斜”*体", "<strong>“中文”</strong>中文 <em>“斜”</em>体"),
        ("甲：**乙**，**丙**。", "甲：<strong>乙</strong>，<strong>丙</strong>。"),
        ("**外层（*内*）文**尾", "<strong>外层（<em>内</em>）文</strong>尾"),
        ("每人10~20元，每户30~40元", "每人10~20元，每户30~40元"),
        ("`**“代码”**字`", "<code>**“代码”**字</code>"),
    ] {
        assert_eq!(html(text), format!("<p>{expected}</p>"));
    }
}

#[test]
fn a_line_break_between_han_characters_is_no_space() {
    let (document, reported) = read("数字技术\n工程师", Flavor::Article);
    assert_eq!((document.html.as_str(), reported.len()), ("<p>数字技术工程师</p>", 1));
    assert_eq!(html("数字技术，\n**工程师**"), "<p>数字技术，<strong>工程师</strong></p>");
    assert_eq!(html("use Rust\nand YAML"), "<p>use Rust\nand YAML</p>");
    assert_eq!(html("参加培训的人员，共 10\n人"), "<p>参加培训的人员，共 10\n人</p>");
}

#[test]
fn tables_have_headers_with_scope_and_no_inline_style() {
    let html = html("| | 名称 | 人数 |\n| --- | --- | ---: |\n| 大数据 | 甲 | 3 |\n");
    assert!(html.contains("<td></td><th scope=col>名称</th><th scope=col class=right>人数</th>"), "{html}");
    assert!(html.contains("<td>大数据</td><td>甲</td><td class=right>3</td>"), "{html}");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn a_table_may_say_who_signs_and_to_whom_copies_are_sent() {
    let ends = |text: &str| {
        let (document, diagnostics) = read(&format!("一、甲。\n\n{text}"), Flavor::Policy);
        assert!(diagnostics.iter().all(|reported| reported.code == Code::LiteralMark), "{text} {diagnostics:?}");
        document.clauses.iter().any(|clause| clause.anchor == "end1")
    };
    for text in [
        "| | 甲市某局 |\n|---|---|\n| | 2026年3月1日 |",
        "| 抄送：乙局，丙局。 |\n|---|\n| 甲市某局办公室　2026年3月2日印发 |",
        "甲市某局\n\n2026年3月1日\n\n| 抄送：乙局，丙局。 |\n|---|\n| 甲市某局办公室　2026年3月2日印发 |",
        "| 甲市某局 |\n|---|\n| 2026年3月1日 |\n\n附件1\n\n申报表",
        "> 甲市某局\n> 2026年3月1日",
    ] {
        assert!(ends(text), "{text}");
    }
    for text in [
        "| 单位 | 时间 |\n|---|---|\n| 甲市某局 | 2026年3月1日 |",
        "| 甲市某局 | 乙市某局 |\n|---|---|\n| 丙市某局 | 丁市某局 |",
        "| 甲市某局 | 2026年3月1日 |\n|---|---|\n| 乙市某局 | 2026年3月2日 |\n\n二、乙。",
    ] {
        assert!(!ends(text), "{text}");
    }
}

#[test]
fn clauses_come_from_numbers_in_headings_and_paragraphs() {
    let text = "主送：\n\n## 一、目标\n\n正文。\n\n（一）甲事。办法。\n\n(二)乙事。\n\n1. 申请\n2.受理\n\n（1）材料\n\n二、其他\n\n附件 1\n\n一、填表\n";
    let (document, diagnostics) = read(text, Flavor::Policy);
    let clauses: Vec<_> = (document.clauses.iter().enumerate())
        .map(|(at, clause)| (clause.anchor.as_str(), clause.title.as_str(), document.wording(at)))
        .collect();
    assert_eq!(
        clauses,
        [
            ("c0", "主送", "主送：".to_owned()),
            ("c1", "目标", "一、目标正文。（一）甲事。办法。(二)乙事。1.申请2.受理（1）材料".to_owned()),
            ("c1-1", "甲事", "（一）甲事。办法。".to_owned()),
            ("c1-2", "乙事", "(二)乙事。1.申请2.受理（1）材料".to_owned()),
            ("c1-2-1", "申请", "1.申请".to_owned()),
            ("c1-2-2", "受理", "2.受理（1）材料".to_owned()),
            ("c1-2-2-1", "材料", "（1）材料".to_owned()),
            ("c2", "其他", "二、其他".to_owned()),
            ("a1", "附件 1", "附件1一、填表".to_owned()),
            ("a1-c1", "填表", "一、填表".to_owned()),
        ]
    );
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::MixedBrackets]);
    assert!(document.html.contains("<p>1. 申请</p><p>2.受理</p>"), "{}", document.html);
}

#[test]
fn a_repeated_number_and_a_gap_are_reported() {
    let (document, diagnostics) = read("一、甲\n\n三、乙\n\n一、丙\n", Flavor::Policy);
    assert_eq!(document.clauses.iter().map(|c| c.anchor.as_str()).collect::<Vec<_>>(), ["c1", "c3", "d1", "d1-c1"]);
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::ClauseOrder, Code::NumberingAgain]);
}

#[test]
fn numbers_where_no_clause_begins_are_reported() {
    for (text, expected) in [
        ("- （一）甲。\n- （二）乙。\n- （三）丙。", vec![("（一）甲。", 2)]),
        ("* 第一条　甲。\n\n* 第二条　乙。", vec![("第一条　甲。", 1)]),
        ("<p>一、甲。</p>\n<p>二、乙。</p>", vec![("一、甲。</p>", 1)]),
        ("- 甲。\n\n  （一）乙。\n- （二）丙。", vec![]),
        ("- \\（一）甲。\n- \\（二）乙。", vec![]),
        ("- （一）甲。\n- （三）乙。", vec![]),
        ("- （三）项所称甲。\n- （四）项所称乙。", vec![]),
        ("\\* 第一条　甲。\n\n\\* 第二条　乙。", vec![]),
        ("1. 第一条　甲。\n\n2. 第二条　乙。", vec![]),
    ] {
        let (_, diagnostics) = read(text, Flavor::Policy);
        let within = diagnostics.iter().filter(|reported| reported.code == Code::NumbersWithin);
        let found: Vec<_> = within.map(|reported| (reported.args[0].1.trim_end(), reported.related.len())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn headings_have_stable_anchors() {
    let (document, _) = read("## 出台背景\n\n## 出台背景\n\n## 时限 {#clock}\n", Flavor::Article);
    let ids: Vec<_> = document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["出台背景", "出台背景-2", "clock"]);
    assert_eq!(blocks(&document)[2], "<h2 id=clock>时限</h2>");
}

#[test]
fn links_are_holes_with_their_places() {
    let text = "见[四（二）](policy:zz-2023#四（二）)和**“重点”**与![图](a.png)";
    let (document, _) = read(text, Flavor::Article);
    assert_eq!(document.links[0].target, "policy:zz-2023#四（二）");
    assert_eq!(&text[document.links[0].span.range()], "[四（二）](policy:zz-2023#四（二）)");
    assert_eq!(&text[document.links[1].span.range()], "![图](a.png)");
    assert!(blocks(&document)[0].contains("<a href=\"\u{1}0\u{1}\" class=c>四（二）</a>"), "{}", document.html);
    assert!(blocks(&document)[0].contains("<img src=\"\u{1}1\u{1}\" alt=图"));
}

#[test]
fn numbers_and_addresses_are_links_but_in_links() {
    for (text, expected) in [
        ("请拨0632-3314140。", "<p>请拨<a href=\"tel:0632-3314140\">0632-3314140</a>。</p>"),
        ("a.b@x.cn", "<p><a href=\"mailto:a.b@x.cn\">a.b@x.cn</a></p>"),
        ("[0632-3314140](https://a.cn/)", "<p><a href=\"\u{1}0\u{1}\" rel=\"noopener external\">0632-3314140</a></p>"),
        // What the parser parts at a sign is one word to readers.
        ("a*b@x.cn", "<p>a*b@x.cn</p>"),
        ("a_b@x.cn", "<p><a href=\"mailto:a_b@x.cn\">a_b@x.cn</a></p>"),
        ("`0632-3314140`", "<p><code>0632-3314140</code></p>"),
        // A short link to a clause stays in one line, a long one does not.
        ("[经办机构见这一条](policy:a#一)", "<p><a href=\"\u{1}0\u{1}\" class=c>经办机构见这一条</a></p>"),
        ("[经办机构都见这一条](policy:a#一)", "<p><a href=\"\u{1}0\u{1}\">经办机构都见这一条</a></p>"),
    ] {
        assert_eq!(blocks(&read(text, Flavor::Article).0).join("|"), expected, "{text}");
    }
}

#[test]
fn every_element_is_written_as_html() {
    for (text, expected) in [
        ("甲  \n乙\n\n---\n", "<p>甲<br>乙</p>|<hr>"),
        ("> 甲\n>\n> 乙\n", "<blockquote><p>甲</p><p>乙</p></blockquote>"),
        ("- 甲\n  1. 乙\n- 丙\n", "<ul><li>甲<ol><li>乙</li></ol></li><li>丙</li></ul>"),
        ("3. 甲\n\n4. 乙\n", "<ol start=3><li><p>甲</p></li><li><p>乙</p></li></ol>"),
        (
            "```toml x\na = \"<b>\" & c\n```\n",
            "<pre><code class=language-toml>a = \"&lt;b&gt;\" &amp; c\n</code></pre>",
        ),
        ("```a\"b>\nc\n```\n", "<pre><code class=language-a&quot;b&gt;>c\n</code></pre>"),
        ("    甲\n", "<pre><code>甲\n</code></pre>"),
        ("名词\n: 解释\n: 又一解释\n", "<dl><dt>名词</dt><dd>解释</dd><dd>又一解释</dd></dl>"),
        (
            "*甲* `<乙>` ~~丙~~ &lt;丁&gt; \"戊\"",
            "<p><em>甲</em> <code>&lt;乙&gt;</code> <del>丙</del> &lt;丁&gt; \"戊\"</p>",
        ),
        (
            "![甲 \"乙\"](a.png)",
            "<p><img src=\"\u{1}0\u{1}\" alt=\"甲 &quot;乙&quot;\" loading=lazy decoding=async></p>",
        ),
    ] {
        let (document, _) = read(text, Flavor::Article);
        assert_eq!(blocks(&document).join("|"), expected, "{text}");
    }
}

#[test]
fn html_is_reported_once_a_tag_and_comments_are_left_out() {
    let (document, diagnostics) = read("文<b>粗</b>\n\n<!-- 备忘\n第二行 -->\n\n<div>\n块\n</div>\n", Flavor::Article);
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::RawHtml, Code::RawHtml]);
    assert!(document.raw_html);
    assert!(!document.html.contains("备忘"));
    assert!(!read("文<!-- 备忘 -->字", Flavor::Article).0.raw_html);
}

#[test]
fn no_tag_of_the_authors_is_lost_unreported() {
    for (text, places) in [
        ("</b>乙</p>丁", &["</b>", "</p>"][..]),
        ("甲\n\n</div></article></main></body></html>\n\n乙", &["</div></article></main></body></html>"]),
        ("<b>甲</b>乙</b>丙", &["<b>", "</b>"]),
        ("<div>\n\n甲\n\n</div>\n\n</div>", &["<div>", "</div>"]),
        ("<div>\n\n甲\n\n</div></section>", &["<div>", "</section>"]),
        ("<div>\n\n甲\n\n</div><p>乙", &["<div>", "<p>乙"]),
        ("| 甲</b> | 乙 |\n| - | - |\n| 丙 | </i>丁 |", &["</b>", "</i>"]),
        ("- 甲</b>\n\n# 乙</i>\n\n[丙</u>](#乙)", &["</b>", "</i>", "</u>"]),
        ("![图</b>示<i>](a.png)", &["</b>", "<i>"]),
        ("![图<!-- 注 -->](a.png)<!-- 甲 -->", &[]),
        ("<!-- 甲 --><!-- 乙 -->\n丙", &[]),
        ("<!-- 甲 --> 乙", &["<!-- 甲 --> 乙"]),
        ("<!-- 甲\n\n乙", &["<!-- 甲"]),
        ("甲<?乙?>丙<![CDATA[丁]]>戊<!DOCTYPE html>", &["<?乙?>", "<![CDATA[丁]]>", "<!DOCTYPE html>"]),
        ("<?xml version=\"1.0\"?>\n甲", &["<?xml version=\"1.0\"?>"]),
        ("<div\n甲", &["<div"]),
        ("</pre>甲", &["</pre>"]),
    ] {
        for flavor in [Flavor::Policy, Flavor::Article, Flavor::Prose] {
            let (document, reported) = read(text, flavor);
            let reported = reported
                .iter()
                .filter(|reported| reported.code == Code::RawHtml)
                .map(|reported| reported.span.unwrap().range());
            let reported: Vec<&str> = reported.map(|range| &text[range]).collect();
            assert_eq!(reported, places, "{text:?} {flavor:?} {}", document.html);
        }
    }
}

#[test]
fn footnotes_alerts_and_definitions() {
    let html = html("甲[^1]。\n\n> [!WARNING]\n> 当心\n\n名词\n: 解释\n\n[^1]: 注。\n");
    assert!(html.contains("<sup id=fnref-1><a href=#fn-1>[1]</a></sup>"), "{html}");
    assert!(html.contains("<li id=fn-1><p>注。 <a href=#fnref-1 "), "{html}");
    assert!(
        html.contains(
            "<aside role=note class=\"alert alert-warning\"><p class=alert-title>\u{1}@alert_warning\u{1}</p>"
        ),
        "{html}"
    );
    assert!(html.contains("<dt>名词</dt>") && html.contains("<dd>解释</dd>"), "{html}");
}

#[test]
fn a_footnote_that_is_named_twice_is_two_places() {
    let html = html("甲[^1]、乙[^1]。\n\n[^1]: 注。\n");
    assert!(html.contains("id=fnref-1>") && html.contains("id=fnref-1-2>"), "{html}");
    assert_eq!(html.matches("href=#fn-1>").count(), 2, "{html}");
}

#[test]
fn a_footnote_stands_at_the_end_wherever_it_is_written() {
    let text = "字[^a]、[^b]、[^c]。\n\n> [^a]: 甲注\n\n- 项\n\n  [^b]: 乙注\n\n      [^c]: 丙注\n";
    let html = html(text);
    let (body, notes) = html.split_once("<section").unwrap();
    assert!(body.contains("<ul><li><p>项</p></li></ul>") && !body.contains('注') && !body.contains("quote"), "{html}");
    for note in ["<li id=fn-1><p>甲注 <a", "<li id=fn-2><p>乙注 <a", "<li id=fn-3><p>丙注 <a"] {
        assert_eq!(notes.matches(note).count(), 1, "{html}");
    }
}

#[test]
fn boxes_of_a_list_of_tasks_say_what_they_are() {
    let html = html("- [x] 报名\n- [ ] 培训\n");
    assert!(html.contains("disabled checked aria-label=\"\u{1}@task_done\u{1}\">"), "{html}");
    assert!(html.contains("disabled aria-label=\"\u{1}@task_open\u{1}\">"), "{html}");
}

#[test]
fn braces_behind_a_heading_stay_wherever_it_stands() {
    for before in ["", "　　", "\u{a0}", "> ", "- ", "3. ", "> 1) ", "甲\n: ", "[^1]: "] {
        let text = format!("正文[^1]。\n\n{before}## 补贴{{试行}}\n\n[^1]: 注。\n");
        let (document, _) = read(&text, Flavor::Article);
        assert!(document.html.contains("补贴{试行}"), "{text:?} {}", document.html);
        let text = text.replace("{试行}", " {#butie}");
        let (document, _) = read(&text, Flavor::Article);
        assert!(!document.html.contains('{'), "{text:?} {}", document.html);
    }
    let (_, reported) = read("## {#baoming}\n\n- # {#a}\n\n##\n", Flavor::Article);
    assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [Code::EmptyHeading; 3]);
}

#[test]
fn a_page_has_one_heading_of_the_first_level_which_is_its_title() {
    let (document, _) = read("# 甲\n\n## 乙\n\n### 丙\n", Flavor::Article);
    assert_eq!(document.headings.iter().map(|heading| heading.level).collect::<Vec<_>>(), [2, 2, 3]);
    assert!(!document.html.contains("<h1"), "{}", document.html);
}

#[test]
fn anchors_of_equal_headings_are_numbered_and_never_meet() {
    let (document, _) = read("## 甲\n\n## 甲-2\n\n## 甲\n\n## 甲\n\n## main\n", Flavor::Article);
    let ids: Vec<_> = document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["甲", "甲-2", "甲-3", "甲-4", "main-2"]);
}

#[test]
fn prose_of_one_paragraph_has_no_element() {
    let (document, _) = read("见**注**。", Flavor::Prose);
    assert_eq!(document.html, "见<strong>注</strong>。");
    let (document, _) = read("甲\n\n乙", Flavor::Prose);
    assert_eq!(blocks(&document), ["<p>甲</p>", "<p>乙</p>"]);
}

#[test]
fn wording_is_what_readers_see_but_for_numbers_of_footnotes() {
    let text = "一、“甲 &amp; 乙”[^注]，见[**丙**](https://x.cn \"丁\")。\n\n- 点\n\n1. 申请\n\n   再申请 <乙>\n2. 受理\n\n[^注]: 说明\n";
    let (document, diagnostics) = read(text, Flavor::Policy);
    assert_eq!(diagnostics, []);
    let wordings: Vec<String> = (0..document.clauses.len()).map(|at| document.wording(at)).collect();
    assert_eq!(wordings, ["一、“甲&乙”，见丙。点1.申请再申请<乙>2.受理", "1.申请再申请<乙>", "2.受理"]);
    assert!(document.html.ends_with("</section>"), "{}", document.html);
}

#[test]
fn words_are_without_tags_holes_and_entities() {
    assert_eq!(words("<p>见 <a href=\"\u{1}0\u{1}\">四<b>（二）</b></a> &amp;lt;\n。</p>"), "见四（二）&lt;。");
}

#[test]
fn references_to_control_characters_are_reported() {
    let (_, reported) =
        read("&#1; [甲](a&#x1;b \"&#XFDD0;\") &#10; &#0; &#20013; &#x; &#99999999999;", Flavor::Article);
    let names: Vec<_> = reported.iter().map(|reported| (reported.code, reported.args[0].1.as_str())).collect();
    assert_eq!(names, ["U+0001", "U+0001", "U+FDD0"].map(|name| (Code::ControlCharacter, name)));
    assert_eq!(reported[0].span.unwrap().range(), 0..4);
}

#[test]
fn empty_cells_of_a_heading_make_groups_and_a_second_line() {
    let table = |text: &str| {
        let html = html(text);
        let inner = html.split_once("<table>").unwrap().1.split_once("</table>").unwrap().0.to_owned();
        inner.replace(" scope=col", " @").replace(" @group", " scope=colgroup").replace(" @", "")
    };
    let grouped = "|名称|情况|||名单|\n|-|-|-|-|-|\n||报名|取证|补贴||\n|大数据|||||\n";
    assert_eq!(
        table(grouped),
        "<colgroup><colgroup span=3><colgroup><thead><tr><th rowspan=2>名称</th><th scope=colgroup colspan=3>情况</th>\
         <th rowspan=2>名单</th></tr><tr><th>报名</th><th>取证</th><th>补贴</th></tr></thead><tbody>\
         <tr><td>大数据</td><td></td><td></td><td></td><td></td></tr></tbody>"
    );
    // Some of a group's columns may have no heading of their own.
    assert_eq!(
        table("|甲|乙||\n|-|-|-:|\n|||丑|\n"),
        "<colgroup><colgroup span=2><thead><tr><th rowspan=2>甲</th><th scope=colgroup colspan=2>乙</th></tr>\
         <tr><td></td><th class=right>丑</th></tr></thead><tbody></tbody>"
    );
    // A row with something below a heading that is no group holds data.
    assert!(
        table("|甲|乙||\n|-|-|-|\n|子|1|2|\n").ends_with("<tbody><tr><td>子</td><td>1</td><td>2</td></tr></tbody>")
    );
    // Without anything in the second line there is none.
    let one = "<colgroup span=2><thead><tr><th scope=colgroup colspan=2>甲</th></tr></thead><tbody>";
    assert_eq!(table("|甲||\n|-|-|\n"), format!("{one}</tbody>"));
    assert_eq!(table("|甲||\n|-|-|\n|||\n"), format!("{one}<tr><td></td><td></td></tr></tbody>"));
    // A heading that begins with an empty cell is a corner, and one without empty cells is whole.
    for plain in ["||甲||\n|-|-|-|\n||子|丑|\n", "|甲|乙|\n|-|-|\n||丑|\n"] {
        let html = table(plain);
        assert!(!html.contains("span") && html.split("<tbody>").nth(1).unwrap().contains("丑"), "{html}");
    }
    let (document, _) = read(&format!("一、表\n\n{grouped}"), Flavor::Policy);
    assert_eq!(document.wording(0), "一、表名称情况名单报名取证补贴大数据");
}

#[test]
fn a_table_without_rows_takes_nothing_from_the_next_one() {
    let html = html("> |甲|乙||\n> |-|-|-|\n>\n> ||丙|\n> |-|-|\n>\n> |丁||\n> |-|-|\n>\n> ||戊|\n> |-|-|\n");
    assert_eq!(html.matches("<table>").count(), 4, "{html}");
    assert_eq!(html.matches("</tr></thead><tbody></tbody></table>").count(), 4, "{html}");
    assert!(!html.contains("rowspan"), "{html}");
}
