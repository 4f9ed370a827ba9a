//! Official documents: every line is a paragraph, and only a small set of signs is markup.

use super::*;

/// The paragraphs of an official document as HTML, and the anchors of its clauses.
fn policy(text: &str) -> (Vec<String>, Vec<String>) {
    let (document, reported) = read(text, Flavor::Policy);
    assert_eq!(reported, [], "{text}");
    for clause in &document.clauses {
        assert!(text.get(clause.span.range()).is_some(), "{clause:?}");
    }
    let anchors = document.clauses.iter().map(|clause| clause.anchor.clone()).collect();
    (blocks(&document).into_iter().map(str::to_owned).collect(), anchors)
}

const PLAIN: &[&str] = &["各单位：", "一、总体要求", "坚持导向。", "（一）报名。", "1.材料不齐的，告知。", "附件1"];

#[test]
fn white_space_before_a_line_is_indentation_however_it_is_written() {
    let expected: Vec<String> = PLAIN.iter().map(|line| format!("<p>{line}</p>")).collect();
    for indent in [
        "",
        "　　",
        "\u{A0}\u{A0}",
        "\u{2003}\u{2002}",
        "\u{2009}",
        "\u{200B}",
        "\u{200E}",
        "\u{FEFF}",
        "    ",
        "\t",
        "      ",
        "\u{3000} \t",
        "&emsp;&emsp;",
        "&nbsp;&nbsp; ",
        "&#12288;&#x3000;",
        "\u{AD}",
        "\u{202F}\u{2060}",
    ] {
        for between in ["\n\n", "\n", "\n　\n", "\n&nbsp;\n", "\n    \n"] {
            let text: String = PLAIN.iter().map(|line| format!("{indent}{line}{between}")).collect();
            let (html, anchors) = policy(&text);
            assert_eq!(html, expected, "{indent:?} {between:?}");
            assert_eq!(anchors, ["c0", "c1", "c1-1", "c1-1-1", "a1"], "{indent:?} {between:?}");
        }
    }
}

#[test]
fn places_lead_to_the_line_behind_its_indentation() {
    let text = "　　一、甲*乙\n　　二、见[丙](a.md)\n&emsp;&emsp;（一）丁";
    let (document, _) = read(text, Flavor::Policy);
    let places: Vec<&str> = document.clauses.iter().map(|clause| text[clause.span.range()].trim_end()).collect();
    assert_eq!(places, ["一、甲*乙", "二、见[丙](a.md)", "（一）丁"]);
    assert_eq!(&text[document.links[0].span.range()], "[丙](a.md)");
}

#[test]
fn signs_at_the_beginning_of_a_line_are_signs_of_the_text() {
    for line in [
        "1. 申请",
        "1) 申请",
        "12）申请",
        "2023. 申请",
        "+ 增加",
        "* 注",
        "> 甲",
        ">= 5",
        "===",
        "---",
        "- - -",
        "***",
        "___",
        "~~~",
        "```",
        "#一、甲",
        "#",
        "##",
        "#######",
        ": 释义",
        "[甲]: 说明",
        "[甲]：说明",
        "[x] 甲",
        "= 甲",
        "-",
        "- ",
        "| 甲 |",
        "|--|",
        "<甲>",
        "①甲",
        "_____",
        "{暂行}",
        "\t甲",
        "~~删~~",
    ] {
        for text in [line.to_owned(), format!("甲\n{line}\n乙"), format!("甲\\\n{line}\\\n乙"), format!("- {line}")]
        {
            let html = read(&text, Flavor::Policy).0.html;
            let words = words(&html);
            let shown = words.strip_prefix('甲').filter(|_| text.starts_with('甲')).unwrap_or(&words);
            let shown = shown.strip_suffix('乙').filter(|_| text.ends_with('乙')).unwrap_or(shown);
            let line = without_space(line);
            // A line of nothing else is no item.
            let is_rule = text.starts_with("- ") && line.bytes().all(|byte| byte == b'-');
            assert!(shown == line || is_rule && shown == format!("-{line}"), "{text:?} {html:?}");
        }
    }
}

#[test]
fn signs_within_a_line_are_signs_of_the_text() {
    for line in [
        "符合第（一）~（三）项、第（五）~（七）项",
        "《通知》~《细则》、“甲类”~“丙类”",
        "10~20、~30~",
        "138****5678、139****1234",
        "王*明（370402****1234）、李*红（370403****5678）",
        "王**（3704）、李**（3705）",
        "张**和李**的",
        "5*8、10*12、30*2",
        "带*的，未带*的",
        "兹有________（姓名），________（部门）",
        "（_）、（_）",
        "_甲_ __乙__",
        "甲`乙`丙",
        "评价办法{试行}",
        "D:\\文件",
        "甲\\乙",
        "*必填，*选填",
        "***甲***",
        "[以下简称“甲”]负责",
        "鲁政发[2023]15号",
        "5<6且7>3",
        "A&B、AT&T;",
        "李*、赵*",
        "3704**（甲）、3705**（乙）",
        "王小**（3704）、李大**（3705）",
        "张**",
    ] {
        for text in [line.to_owned(), format!("## {line}"), format!("- {line}"), format!("| {line} |\n| - |\n")] {
            let (document, reported) = read(&text, Flavor::Policy);
            assert_eq!(reported, [], "{text}");
            assert_eq!(words(&document.html), *without_space(line), "{text}");
        }
    }
}

#[test]
fn a_small_set_of_signs_is_markup() {
    for (text, expected) in [
        ("　　## 一、**甲**", "<h2>一、<strong>甲</strong></h2>"),
        ("## 甲 ##", "<h2 id=甲>甲</h2>"),
        ("## C #", "<h2 id=c>C #</h2>"),
        ("甲**乙（一）**丙", "<p>甲<strong>乙（一）</strong>丙</p>"),
        ("- 甲\n- 乙\n丙", "<ul><li>甲</li><li>乙</li></ul>|<p>丙</p>"),
        ("甲\\\n　　乙", "<p>甲<br>乙</p>"),
        ("\\- 甲", "<p>- 甲</p>"),
        ("\\三、四级技能", "<p>三、四级技能</p>"),
        ("## \\三、四级技能", "<h2 id=三-四级技能>三、四级技能</h2>"),
        ("甲<!-- 备忘\n第二行 -->\n乙", "<p>甲</p>|<p>乙</p>"),
        ("<!-- 备忘\n\n第二行 -->\n乙", "|<p>乙</p>"),
        ("甲&amp;乙&nbsp;丙", "<p>甲&amp;乙\u{A0}丙</p>"),
        ("[甲](policy:a#一)", "<p><a href=\"\u{1}0\u{1}\" class=c>甲</a></p>"),
    ] {
        let (document, reported) = read(text, Flavor::Policy);
        assert_eq!(reported, [], "{text}");
        assert_eq!(blocks(&document).join("|"), expected, "{text}");
    }
    let (html, _) = policy("甲\n| 乙 | 丙 |\n|---|---|\n| 1. | 2 |\n合计如下");
    assert_eq!(html.len(), 3, "{html:?}");
    assert!(html[1].contains("<td>1.</td><td>2</td></tr></tbody>") && html[2] == "<p>合计如下</p>", "{html:?}");
}

#[test]
fn a_mark_says_that_no_number_begins_there() {
    let (_, anchors) = policy("一、甲\n\n\\三、四级技能\n\n\\（一）（二）项人员\n\n\\(一)项\n\n## \\四、甲\n\n二、乙");
    assert_eq!(anchors, ["c1", "c2"]);
}

#[test]
fn articles_that_run_together_are_reported_once_with_all_places() {
    let text =
        "第一条 甲。 第二条 乙。\n\n第三条 丙。\n\n第四条 丁。　第五条 戊。\n\n第六条 己，见第七条。\n\n第八条 庚。";
    let (_, reported) = parse(text, Flavor::Policy, Origin::Body(FileId(0), 0));
    let mut found: Vec<_> =
        reported.iter().map(|reported| (reported.span.unwrap().start, reported.code, reported.related.len())).collect();
    found.sort_unstable();
    let at = |part: &str| text.find(part).unwrap() as u32;
    // A number that is only referred to is missing.
    assert_eq!(found, [(at("第一条"), Code::ClausesTogether, 1), (at("第八条"), Code::ClauseOrder, 1)]);
}
