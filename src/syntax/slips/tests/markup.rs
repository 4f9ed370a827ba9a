//! Links, tables, headings and other markup that is none.

use super::*;

#[test]
fn links_with_full_width_brackets_are_reported_and_mended() {
    for (text, mend) in [
        ("见[二（二）]（policy:plan#二（二））。", "见[二（二）](policy:plan#二（二）)。"),
        ("[系统]（https://www.example.com/bm）", "[系统](https://www.example.com/bm)"),
        ("[二（二）](policy:plan#二（二））。", "[二（二）](policy:plan#二（二）)。"),
        ("[甲] (policy:plan)", "[甲](policy:plan)"),
        ("[甲]　（../a/b.pdf）", "[甲](../a/b.pdf)"),
        ("【甲】（https://a.cn）和［乙］(#丙)", "[甲](https://a.cn)和[乙](#丙)"),
        ("[甲]（https：//a.cn/b）", "[甲](https://a.cn/b)"),
        ("![图]（a.png）", "![图](a.png)"),
        ("[甲]【https://a.cn】。", "[甲](https://a.cn)。"),
        ("[甲]（policy:p#二 “原 文”）", "[甲](policy:p#二 \"原 文\")"),
        ("[甲]（../a b.pdf）", "[甲](<../a b.pdf>)"),
        ("！[图](a.png)", "![图](a.png)"),
        ("流程如下：\n\n！[图](../b/a.JPG)", "流程如下：\n\n![图](../b/a.JPG)"),
        ("- ！[图](a.svg)", "- ![图](a.svg)"),
        ("[看](policy:p#九(二）)。", "[看](policy:p#九（二）)。"),
        ("[看](policy:p#一(二） \"目标\")", "[看](policy:p#一（二） \"目标\")"),
        ("(看)[policy:p#一（二）]", "[看](policy:p#一（二）)"),
        ("见（看）[policy:p#一]。", "见[看](policy:p#一)。"),
        ("[看][policy:p#一(二)]", "[看](policy:p#一(二))"),
        ("[看] [policy:p#一]", "[看](policy:p#一)"),
    ] {
        for flavor in [Flavor::Policy, Flavor::Article, Flavor::Prose] {
            let (reported, text) = reported(text, flavor);
            assert!(
                !reported.is_empty() && reported.iter().all(|(code, _)| *code == Code::WideLink),
                "{text}: {reported:?}"
            );
            assert_eq!(text, mend);
        }
    }
    for text in ["[甲](policy:x#一2）)", "[甲](policy:x#一2） \"戊)\")", "[甲](policy:x#一） '戊' )。"] {
        assert_eq!(reported(text, Flavor::Article).0, [], "{text}");
    }
    for text in ["[甲](policy:x#二），[乙](policy:x#三)", "[甲](policy:x#二） 乙)"] {
        assert_eq!(reported(text, Flavor::Article).0[0].0, Code::WideLink, "{text}");
    }
    for text in ["见[甲](policy:plan#二（二", "[甲](https://a.cn 后面还有字。", "[甲](../a.pdf\n乙)"] {
        assert_eq!(
            reported(text, Flavor::Article).0.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
            [Code::OpenLink],
            "{text}"
        );
    }
    for text in [
        "[甲](policy:plan#二（二）)",
        "鲁人社字[2023]（15）号",
        "【重点】（一）甲",
        "[以下简称“各区(市)”]（见附件）",
        "`[甲]（https://a.cn）`",
        "[甲](../a b.pdf)",
        "```\n[甲]（https://a.cn）\n```",
        "]（https://a.cn）",
        "欢迎报名！[海报](a.png)",
        "！[办法](a.pdf)",
        "`！[图](a.png)`",
        "[甲](<a b.pdf>)",
        "【甲】（A.1）",
        "[1]（Windows 10）",
        "[甲](policy:x#二 \"子\n丑\")",
        "[甲](policy:x#二\n\"子丑\")",
        "[policy:p#一](policy:p#一)",
        "[甲]: policy:p#一",
        "`(看)[policy:p#一]`",
    ] {
        assert_eq!(reported(text, Flavor::Article).0, [], "{text}");
    }
}

#[test]
fn tables_that_are_none_are_reported() {
    let codes = |text: &str| reported(text, Flavor::Policy).0.into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    for text in [
        "｜甲｜乙｜\n｜---｜---｜\n｜丙｜丁｜",
        "| 甲 | 乙 |\n|——|——|\n| 丙 | 丁 |",
        "|甲|乙|\n|－－|--|\n|丙|丁|",
        "|甲|乙|丙|\n|-|-|\n|丁|戊|己|",
        "|甲|乙|\n|丙|丁|",
        "甲|乙\n丙|丁",
        "|甲|乙|\n\n|---|---|\n\n|丙|丁|",
        "|甲|乙|\n|：--|--：|\n|丙|丁|",
        "|甲|乙|\n|-|-|\n|丙｜丁|",
        "┌─┬─┐\n│甲│乙│\n├─┼─┤\n│丙│丁│\n└─┴─┘",
        "|甲|乙|\n｜---｜---｜\n|丙|丁|",
        "|甲|乙|\n|-|-|\n|丙|丁|\n\n|戊|己|",
        "|甲|乙|\n|-|-|\n|丙|丁|\n\n|戊|己|\n|庚|辛|\n\n|壬|癸|",
        "|甲|乙|\n|-|-|\n|丙|丁\n戊|\n|己|庚|",
        "|甲|乙|\n|-|-|\n|丙|\n丁|\n|己|庚|",
        "|甲|乙|\n|-|-|\n|丙|丁\n戊",
        "甲\n\n|丙|丁|\n\n乙",
    ] {
        assert_eq!(codes(text), [Code::NoTable], "{text}");
    }
    assert_eq!(codes("> |甲|乙|\n> |-|-|\n> |丙|丁|\n>\n> |戊|己|"), [Code::LiteralMark, Code::NoTable]);
    assert_eq!(codes("|甲|乙|\n|-|-|\n|丙|丁|戊|\n|己|庚\\|辛|\n|壬|癸|子|丑|"), [Code::MoreCells; 2]);
    for text in [
        "|甲|乙|\n|:-|-:|\n|丙|",
        "甲|乙\n-|-\n丙|丁",
        "甲｜乙",
        "绝对值|x|小于1",
        "|甲|\n|-|\n|乙|\n\n丙|丁",
        "|x|\n\n甲\n\n|y|",
        "|甲|乙|\n|-|-|\n|丙|丁",
        "|甲|乙|\n|-|-|\n|丙|丁|\n戊",
        "|甲|乙|\n|-|-|\n|丙|丁|\n\n|戊|己|\n|-|-|\n|庚|辛|",
        "|甲|乙|\n|-|-|\n丙|丁\n|戊|己|",
    ] {
        assert_eq!(codes(text), [], "{text}");
    }
    assert_eq!(
        reported("等级\t标准\n初级\t500\n中级\t800\n\n甲\t乙", Flavor::Article).0,
        [(Code::TabTable, "等级\t标准\n初级\t500\n中级\t800".to_owned())]
    );
    assert_eq!(codes("\t甲\n\t乙\n丙\t丁"), []);
    assert_eq!(codes("等级\t标准\n\n初级\t500\n\n中级\t800"), [Code::TabTable]);
    // Lists of a word processor, and a column of numbers.
    for list in [
        "1.\t甲\n2.\t乙",
        "（一）\t甲\n（二）\t乙",
        "一、\t总则\n（一）\t目标",
        "第一条\t甲\n第二条 \t乙",
        "•\t甲\n•\t乙",
    ] {
        assert_eq!(codes(list), [], "{list}");
    }
    assert_eq!(codes("1\t甲\n2\t乙"), [Code::TabTable]);
    assert_eq!(codes("序号\t名称\n1.\t甲\n2.\t乙"), [Code::TabTable]);
    assert_eq!(codes("等级\t标准\n—\t500"), [Code::TabTable]);
    assert_eq!(codes("1.\t甲\t10\n2.\t乙\t20"), [Code::TabTable]);
    assert_eq!(codes("联系人：甲\t电话：1\n\n联系人：乙\t电话：2"), []);
}

#[test]
fn boxes_of_tasks_that_are_none_are_reported_and_mended() {
    for (text, mend) in [
        ("- [　] 甲", "- [ ] 甲"),
        ("- [\u{A0}] 甲", "- [ ] 甲"),
        ("- [] 甲", "- [ ] 甲"),
        ("* [√] 甲", "* [x] 甲"),
        ("  - [ ]甲", "  - [ ] 甲"),
        ("- [x]　甲", "- [x] 甲"),
    ] {
        for flavor in [Flavor::Article, Flavor::Prose] {
            let (codes, mended) = reported(text, flavor);
            assert_eq!(codes.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::LiteralMark], "{text}");
            assert_eq!(mended, mend);
        }
        assert_eq!(reported(text, Flavor::Policy).0, [], "{text}");
    }
    assert_eq!(reported("> - ［ ］ 甲", Flavor::Article).1, "> - [ ] 甲");
    for text in
        ["- [ ] 甲", "- [x] 甲", "- [](#a)", "- [甲] 乙", "- [X]: https://a.cn", "[　] 甲", "- []", "```\n- [] 甲\n```"]
    {
        let found = reported(text, Flavor::Article).0;
        assert!(found.iter().all(|(code, _)| *code != Code::LiteralMark), "{text} {found:?}");
    }
}

#[test]
fn headings_without_a_space_are_reported_and_mended() {
    for (text, mend) in [
        ("#一、甲", "# 一、甲"),
        ("##甲", "## 甲"),
        ("＃＃ 甲", "## 甲"),
        ("##　甲", "## 甲"),
        ("　###1.2", "　### 1.2"),
    ] {
        let (reported, text) = reported(text, Flavor::Policy);
        assert_eq!(reported.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::NoHeading]);
        assert_eq!(text, mend);
    }
    for text in ["# 甲", "#1 楼", "#话题#", "甲#乙", "####### 甲", "C# 甲"] {
        assert_eq!(reported(text, Flavor::Policy).0, [], "{text}");
    }
}

#[test]
fn marks_that_are_shown_as_they_are_written_are_reported() {
    for (text, mark) in [
        ("## 名单 {#a .b 试行}", "{#a .b 试行}"),
        ("## 甲 {.b}", "{.b}"),
        ("　　## 甲 {.b}", "{.b}"),
        ("1. ## 甲 {.b}", "{.b}"),
        ("甲[^1]，乙[^2]。\n\n[^2]: 注", "[^1]"),
        ("《方案》（policy:plan#二（一））。", "（policy:plan#二（一））"),
        ("见方案 (policy:plan)。", "(policy:plan)"),
    ] {
        assert_eq!(reported(text, Flavor::Article).0, [(Code::LiteralMark, mark.to_owned())], "{text}");
    }
    for text in [
        "## 甲{暂行}",
        "## 甲 {#a}",
        "{#a .b}",
        "甲[^1]\n\n[^1]: 注",
        "`[^1]`",
        "\\[^1]",
        "> [^1]: 甲\n\n[^1]",
        "[甲](policy:plan#二)",
        "`(policy:plan)`",
        "写作policy:plan",
    ] {
        assert_eq!(reported(text, Flavor::Article).0, [], "{text}");
    }
}
