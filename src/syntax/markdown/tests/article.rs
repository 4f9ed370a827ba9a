//! Articles: what is no emphasis stays, and what the author hardly meant is reported.

use super::*;

/// Codes and places of what is reported about an article.
fn reported(text: &str) -> Vec<(Code, &str)> {
    let (_, reported) = read(text, Flavor::Article);
    reported.into_iter().map(|reported| (reported.code, &text[reported.span.unwrap().range()])).collect()
}

#[test]
fn signs_beside_characters_and_digits_stay() {
    for line in [
        "符合第（一）~（三）项、第（五）~（七）项",
        "《通知》~《细则》、“甲类”~“丙类”",
        "10~20、30~40",
        "138****5678、139****1234",
        "证件号370402********1234与370403********5678重复",
        "王*明（370402****1234）、李*红（370403****5678）",
        "王**（3704）、李**（3705）",
        "张**和李**的",
        "王小*（3704）、李大*（3705）",
        "5*8、10*12厘米，每班30*2人",
        "带*的为必填项，未带*的可以不填",
        "李*、赵*",
        "兹有________（姓名），________（部门）",
        "现住：______（区/市）______（镇/街道）______村",
        "（_）、（_）",
        "（此处加盖公章）______（签名）______",
        "甲\\乙",
        "D:\\文件",
        "*必填，带*的",
    ] {
        for text in [line.to_owned(), format!("- {line}"), format!("| 甲 |\n| - |\n| {line} |")] {
            let (document, reported) = read(&text, Flavor::Article);
            assert_eq!(reported, [], "{text}");
            let shown = words(&document.html);
            assert_eq!(
                shown.strip_prefix('甲').filter(|_| text.contains('|')).unwrap_or(&shown),
                &*without_space(line),
                "{text}"
            );
        }
    }
    assert_eq!(html("____________"), "<p>____________</p>");
    assert_eq!(html("## 培训办法{暂行}"), "<h2 id=培训办法-暂行>培训办法{暂行}</h2>");
}

#[test]
fn emphasis_is_as_before_where_it_is_meant() {
    for (text, expected) in [
        ("请**务必**带好，见**附件1**的", "请<strong>务必</strong>带好，见<strong>附件1</strong>的"),
        (
            "~~删除~~ 与 ***重*** 与 _斜_ 与 __粗__",
            "<del>删除</del> 与 <em><strong>重</strong></em> 与 <em>斜</em> 与 <strong>粗</strong>",
        ),
        ("由**甲、乙**共同负责", "由<strong>甲、乙</strong>共同负责"),
        ("**王**、**李**", "<strong>王</strong>、<strong>李</strong>"),
    ] {
        assert_eq!(html(text), format!("<p>{expected}</p>"));
    }
}

#[test]
fn full_width_indentation_begins_a_paragraph() {
    assert_eq!(html("　　甲。\n　　乙。\n\u{A0}\u{A0}## 丙"), "<p>甲。</p>\n<p>乙。</p>\n<h2 id=丙>丙</h2>");
    assert_eq!(html("```\n　　甲\n　　乙\n```"), "<pre><code>　　甲\n　　乙\n</code></pre>");
}

#[test]
fn cells_beyond_those_of_the_heading_stay_in_the_last_one() {
    for flavor in [Flavor::Article, Flavor::Policy] {
        let (document, reported) = read(
            "| 等级 | 标准 |\n| --- | --- |\n| 初级 | 500 | 含考核费 |\n| 中级 | 甲类|乙类各800 |\n| 高级 |",
            flavor,
        );
        assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [Code::MoreCells; 2]);
        assert!(
            document.html.contains("<td>500 | 含考核费</td>") && document.html.contains("<td>甲类|乙类各800</td>"),
            "{}",
            document.html
        );
    }
}

#[test]
fn lines_that_become_one_paragraph_are_reported() {
    for (text, place) in [
        ("甲事。\n乙事。", "乙事。"),
        ("- 甲事。\n  乙事。", "乙事。"),
        ("1、甲事\n2、乙事", "2、乙事"),
        ("办法如下：\n一、甲事。\n二、乙事。", "一、甲事。"),
        ("甲：\n（1）乙；\n（2）丙。", "（1）乙；"),
        ("第一条 甲。\n第二条 乙。", "第二条 乙。"),
        ("①甲\n②乙", "②乙"),
        ("1.甲\n2.乙", "2.乙"),
        ("> 甲事。\n> 乙事。", "乙事。"),
        ("初级 500元\n中级 800元", "中级 800元"),
        ("**报名时间**\n3月1日至5日，逾期不再受理。", "3月1日至5日，逾期不再受理。"),
        ("张三\n李四", "李四"),
        ("甲事：\n2024年办理。", "2024年办理。"),
        ("电话: 3314140\n地址: 某市某路", "地址: 某市某路"),
        ("> 甲\n乙", "乙"),
        ("> > 甲，\n> 乙", "乙"),
        ("- 甲\n乙", "乙"),
        ("1. 甲，\n乙", "乙"),
        ("- 甲\n  - 乙，\n  丙", "丙"),
        (
            "某市数字技术工程师培育项目报名工作安排\n各有关单位要高度重视报名工作，认真组织本单位符合条件的职工在规定的时间内登录报名系统，如实填写个人信息",
            "各有关单位要高度重视报名工作，认真组织本单位符合条件的职工在规定的时间内登录报名系统，如实填写个人信息",
        ),
        (
            "数字技术工程师（初级）补贴标准为每人1000元整\n数字技术工程师（中级）补贴标准为每人2000元整",
            "数字技术工程师（中级）补贴标准为每人2000元整",
        ),
    ] {
        assert_eq!(reported(text), [(Code::JoinedLines, place)], "{text}");
    }
    for text in [
        "取得数字技术工程师培训合格证书的人员，可以向所在区（市）人力资源社会保障部门提出\n申请。",
        "为了规范本市数字技术工程师培育项目\n的组织实施工作，加强培训质量管理，提\n高培训的针对性和实效性，制定本办法。",
        "培训合格的，由所在区（市）发放补贴，\n标准另行通知；已经领取同类补贴的，不再重复\n发放。",
        "报名请登录\nhttps://www.example.com/baoming/2024/index.html",
        "详见\n[实施方案的支持政策](policy:plan-2023#二（一）)。",
        "> 甲，\n> 乙",
        "- 甲，\n  乙",
        "- 甲\n  - 乙，\n    丙",
        "1. 甲，\n   乙",
        "Registration opens on the first day of March and closes\non the fifth.",
        "First\nsecond",
        "甲事，\n乙事。丙\n丁",
        "use Rust.\nand YAML.",
        "甲事。\\\n乙事。",
        "甲事。  \n乙事。",
        "甲事。\n\n乙事。",
    ] {
        assert_eq!(reported(text), [], "{text}");
    }
}

#[test]
fn what_the_parser_makes_of_a_text_is_reported() {
    for (text, code, place) in [
        ("补贴500元\n====", Code::UnderlinedHeading, "补贴500元"),
        ("正文。\n---\n甲", Code::UnderlinedHeading, "正文。"),
        ("1) 甲\n2) 乙", Code::ListNumber, "1)"),
        ("1. 甲\n3. 乙", Code::ListNumber, "3."),
        ("+ 5元", Code::ListNumber, "+"),
        ("甲\n\n    乙", Code::IndentedText, "乙"),
        ("[甲]: 说明\n\n乙", Code::HiddenDefinition, "[甲]: 说明"),
        ("补贴标准\n: 500元", Code::LostColon, ": 500元"),
        ("> 时间\n> :  3月1日", Code::LostColon, ":  3月1日"),
        ("甲\n\n[^1]: 注", Code::UnusedFootnote, "[^1]"),
        ("甲[^1]\n\n[^1]: 注\n\n[^乙]: 又\n", Code::UnusedFootnote, "[^乙]"),
        ("**甲", Code::LiteralMark, "**"),
        ("请**务必带好。", Code::LiteralMark, "**"),
        ("（**甲 **）", Code::LiteralMark, "**"),
    ] {
        assert_eq!(reported(text), [(code, place)], "{text}");
    }
    for text in [
        "1. 甲\n2. 乙\n   1. 丙\n   2. 丁",
        "3. 甲\n4. 乙",
        "1. 甲\n1. 乙",
        "- 甲\n* 乙",
        "甲\n\n---\n\n乙",
        "# 甲\n乙",
        "见[甲]。\n\n[甲]: https://a.cn",
        "[//]: # (备忘)\n\n甲",
        "    code",
        "*必填，**选填",
        "- [x] 甲",
        "名词\n: 解释",
        "名词\n: 2023年起使用的名称。",
        "名词\n\n: 500元",
        "甲[^1]\n\n[^1]: 注\n\n[^1]: 又",
    ] {
        assert_eq!(reported(text), [], "{text}");
    }
}

#[test]
fn the_anchor_of_a_heading_may_have_white_space_behind_it() {
    for (text, expected) in
        [("# 甲 {#a}\u{3000}", "<h2 id=a>甲</h2>"), ("# 甲 {#a}\u{A0}\n\n乙", "<h2 id=a>甲</h2>\n<p>乙</p>")]
    {
        assert_eq!(html(text), expected, "{text:?}");
    }
}

#[test]
fn a_footnote_without_a_reference_has_no_way_back() {
    let (document, reported) = read("甲\n\n[^1]: 注", Flavor::Policy);
    assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [Code::UnusedFootnote]);
    assert!(document.html.contains("<li id=fn-1><p>注</p></li>"), "{}", document.html);
}

#[test]
fn links_with_a_space_in_their_address_are_reported_with_what_was_meant() {
    for (text, meant) in [
        ("[甲](policy:p#二(一) “原文”)", Some("(policy:p#二(一) \"原文\")")),
        ("[甲](policy:p#二（一） “原文”)", Some("(policy:p#二（一） \"原文\")")),
        ("[甲](policy:p#二（一） ”原文”)。", Some("(policy:p#二（一） \"原文\")")),
        ("[甲](policy:p#二（一） 原文)", Some("(policy:p#二（一） \"原文\")")),
        ("[甲](policy:p#二 （一）)", Some("(policy:p#二（一）)")),
        ("[甲](policy:p#附件3 2)", Some("(policy:p#附件3、2)")),
        ("[甲](policy:p#附件1-1 1 “报名”)", Some("(policy:p#附件1-1、1 \"报名\")")),
        ("[甲](policy: p#二)", Some("(policy:p#二)")),
        ("[甲](tel:0632 3314140)", Some("(tel:0632-3314140)")),
        ("[甲](mailto:a @b.cn)", Some("(mailto:a@b.cn)")),
        ("[甲](../files/a b.pdf)", None),
        ("[甲](https://a.cn/a b)", None),
        ("[甲](../a 'b' c.pdf)", None),
    ] {
        let (_, reported) = read(text, Flavor::Article);
        let [reported] = &reported[..] else { panic!("{text} {reported:?}") };
        assert_eq!((reported.code, reported.suggestion.as_deref()), (Code::LiteralLink, meant), "{text}");
        let how = reported.args.iter().find(|(name, _)| *name == "how").map(|(_, how)| how.as_str());
        assert_eq!(how == Some("@how-encoded"), meant.is_none(), "{text} {how:?}");
    }
    for text in ["[甲]（乙 丙）", "[1](见 附件)", "[甲](policy:p#二(一)"] {
        assert!(read(text, Flavor::Article).1.iter().all(|reported| reported.code != Code::LiteralLink), "{text}");
    }
}
