//! Which texts begin with a number of a clause, and which do not.

use super::*;

fn read(text: &str) -> Option<(Kind, u16, &str)> {
    let found = marker(text)?;
    Some((found.own().kind, found.own().number, &text[..found.length]))
}

#[test]
fn numbers_of_official_documents_are_markers() {
    for (text, kind, number, length) in [
        ("一、目标任务", Kind::Chinese, 1, "一、"),
        ("二十一、附则", Kind::Chinese, 21, "二十一、"),
        ("\u{3000}\u{3000}一百零一、附则", Kind::Chinese, 101, "\u{3000}\u{3000}一百零一、"),
        ("（二）开展职业培训。", Kind::Bracketed, 2, "（二）"),
        ("(十)支持", Kind::Bracketed, 10, "(十)"),
        ("㈠支持", Kind::Bracketed, 1, "㈠"),
        ("1.申请", Kind::Digit, 1, "1."),
        ("１２．申请", Kind::Digit, 12, "１２．"),
        ("⒈申请", Kind::Digit, 1, "⒈"),
        ("（3）材料", Kind::BracketedDigit, 3, "（3）"),
        ("⑶材料", Kind::BracketedDigit, 3, "⑶"),
        ("3）材料", Kind::HalfBracketed, 3, "3）"),
        ("①材料", Kind::Circled, 1, "①"),
        ("第三条\u{3000}本办法", Kind::Article, 3, "第三条\u{3000}"),
        ("第一千零五条 本法", Kind::Article, 1_005, "第一千零五条 "),
        ("第百零一条　本法", Kind::Article, 101, "第百零一条　"),
        ("附　件　2", Kind::Annex, 2, "附　件　2"),
        ("👉 一、报名", Kind::Chinese, 1, "👉 一、"),
        ("1️⃣ 报名", Kind::Digit, 1, "1️⃣ "),
        ("附件（3）", Kind::Annex, 3, "附件（3）"),
        ("附件Ⅱ：名单", Kind::Annex, 2, "附件Ⅱ"),
        ("【附件4】", Kind::Annex, 4, "【附件4】"),
        ("附 录 B", Kind::Appendix, 10_001, "附 录 B"),
        ("A.1.2　用途", Kind::Dotted, 2, "A.1.2　"),
        ("A.1用途", Kind::Dotted, 1, "A.1"),
        ("第12条 本法", Kind::Article, 12, "第12条 "),
        ("第二章\u{2002}\u{2002}总则", Kind::Chapter, 2, "第二章\u{2002}\u{2002}"),
        ("第一分编 通则", Kind::SubPart, 1, "第一分编 "),
        ("第二类", Kind::Class, 2, "第二类"),
        ("附图 标志式样", Kind::AnnexFigure, 1, "附图 "),
        ("附：", Kind::Annex, 1, "附："),
        ("1．1—苯基—2—丙酮", Kind::Digit, 1, "1．"),
        ("2．3，4—亚甲基二氧苯基", Kind::Digit, 2, "2．"),
        ("附件 1", Kind::Annex, 1, "附件 1"),
        ("附件", Kind::Annex, 1, "附件"),
        ("附件01", Kind::Annex, 1, "附件01"),
        ("附件一：申报表", Kind::Annex, 1, "附件一："),
        ("附表2 汇总表", Kind::AnnexTable, 2, "附表2 "),
        ("附录A", Kind::Appendix, 10_000, "附录A"),
        ("附录Ａ", Kind::Appendix, 10_000, "附录Ａ"),
        ("附1：表一", Kind::Annex, 1, "附1："),
        ("附　则", Kind::Supplement, 1, "附　则"),
        ("附2", Kind::Annex, 2, "附2"),
        ("附件①", Kind::Annex, 1, "附件①"),
        ("（附件1）", Kind::Annex, 1, "（附件1）"),
        ("1.3.1 初级", Kind::Dotted, 1, "1.3.1 "),
        ("壹、总则", Kind::Formal, 1, "壹、"),
        ("拾贰、附则", Kind::Formal, 12, "拾贰、"),
        ("甲、目标", Kind::Stem, 1, "甲、"),
        ("Ⅱ.目标", Kind::Roman, 2, "Ⅱ."),
        ("ⅲ 目标", Kind::Roman, 3, "ⅲ "),
        ("II. 目标", Kind::Roman, 2, "II. "),
        ("C.目标", Kind::Capital, 3, "C."),
        ("Ａ、目标", Kind::Capital, 1, "Ａ、"),
        ("b) 目标", Kind::Letter, 2, "b) "),
        ("b）目标", Kind::Letter, 2, "b）"),
        ("（c）目标", Kind::Letter, 3, "（c）"),
        ("(D) 目标", Kind::Capital, 4, "(D) "),
        ("一　目标", Kind::Chinese, 1, "一　"),
    ] {
        assert_eq!(read(text), Some((kind, number, length)), "{text}");
    }
    let sub = |text| marker(text).map(|found| (found.own().number, found.own().sub));
    assert_eq!(sub("第三条之一\u{3000}退役军人"), Some((3, 1)));
    assert_eq!(sub("附件 1-2"), Some((1, 2)));
    assert_eq!(sub("附件1－12 申报表"), Some((1, 12)));
    let steps = |text| marker(text).unwrap().steps.iter().map(|step| step.number).collect::<Vec<_>>();
    assert_eq!(steps("11.5.14.1"), [11, 5, 14, 1]);
}

#[test]
fn other_beginnings_are_no_markers() {
    for text in [
        "一是加强领导",
        "（以下简称“方案”）",
        "2023年",
        "30日内",
        "",
        "附件：1．申报表",
        "附件1所列材料",
        "附件1、附件2所列材料",
        "附件1 由单位填写，一式两份。",
        "附件1《申报表》由单位填写。",
        "附则由某局解释",
        "附3份材料",
        "附1：材料一式两份。",
        "（附件1）由单位填写",
        "附件1（续）",
        "附件 由单位填写。",
        "附件 由单位填写，一式两份",
        "第一类医疗器械实行备案管理",
        "第一类、第二类医疗器械",
        "第一款第（三）项",
        "十二五规划",
        "1,000元",
        "138****5678",
        "0632-3314140",
        "（一",
        "（三甲医院除外）",
        "（-3）甲",
        "3个月内",
        "3D打印",
        "[1]参考文献",
        "【附件1所列材料】",
        "附件（1）所列材料",
        "A级企业",
        "（一）类人员",
        "👉 报名",
        "●",
        "A",
        "e.g. 甲",
        "A.b",
        "甲方：某公司",
        "甲 乙",
        "壹万元",
        "[a]参考文献",
        "（ab）甲",
        "一 年",
        "一：",
        "XIIV.甲",
    ] {
        assert_eq!(marker(text), None, "{text}");
    }
}

#[test]
fn what_speaks_against_a_marker_is_noted() {
    for (text, doubt) in [
        ("三、四级技能等级持有者", Doubt::Reference),
        ("一、二等奖获得者", Doubt::Reference),
        ("一、二、三等奖", Doubt::Reference),
        ("三、三个重点", Doubt::None),
        ("二、一次性补贴", Doubt::None),
        ("1、2月份申报的", Doubt::Reference),
        ("1、2023年起", Doubt::Digits),
        ("1.2025年底前", Doubt::Digits),
        ("3.5万元以下", Doubt::Reference),
        ("3.14是圆周率", Doubt::Tight),
        ("（一）（二）项人员", Doubt::Reference),
        ("（一）、（二）所列", Doubt::Reference),
        ("（一）至（三）项", Doubt::Reference),
        ("（三）项所称", Doubt::Reference),
        ("（三）项目建设", Doubt::None),
        ("（四）第（一）至（三）项规定的人员", Doubt::None),
        ("第三条所称", Doubt::Reference),
        ("第三条、第四条", Doubt::Reference),
        ("第三条本办法", Doubt::Tight),
        ("1 职业概况", Doubt::Bare),
        ("①②项", Doubt::Reference),
        ("（一）类别", Doubt::None),
        ("2.0版本", Doubt::Reference),
        ("十、百、千工程", Doubt::Reference),
        ("十、百货零售", Doubt::None),
        ("甲、乙双方", Doubt::Reference),
        ("甲、目标", Doubt::Rare),
        ("A、B两类", Doubt::Reference),
        ("a) 甲", Doubt::Rare),
        ("（a）（b）项", Doubt::Reference),
        ("一　目标", Doubt::Rare),
    ] {
        assert_eq!(marker(text).map(|found| found.doubt), Some(doubt), "{text}");
    }
}

#[test]
fn slips_are_read_and_noted() {
    for (text, kind, number) in [
        ("三 、组织", Kind::Chinese, 3),
        ("四，组织", Kind::Chinese, 4),
        ("四,组织", Kind::Chinese, 4),
        ("五．组织", Kind::Chinese, 5),
        ("（六)组织", Kind::Bracketed, 6),
        ("〔七〕组织", Kind::Bracketed, 7),
        ("（ 八 ）组织", Kind::Bracketed, 8),
        ("（九）、组织", Kind::Bracketed, 9),
        ("10，组织", Kind::Digit, 10),
        ("第 三 条 本办法", Kind::Article, 3),
        ("笫五十四条 本办法", Kind::Article, 54),
        ("第三十－条 本办法", Kind::Article, 31),
        ("第—条 本办法", Kind::Article, 1),
        ("一：组织", Kind::Chinese, 1),
        ("2：组织", Kind::Digit, 2),
        ("二）组织", Kind::Bracketed, 2),
        ("三。组织", Kind::Chinese, 3),
        ("3。组织", Kind::Digit, 3),
        ("3目标", Kind::Digit, 3),
        ("（三 组织", Kind::Bracketed, 3),
        ("（三目标", Kind::Bracketed, 3),
        ("（-）组织", Kind::Bracketed, 1),
        ("(≡)组织", Kind::Bracketed, 3),
        ("第三條 本法", Kind::Article, 3),
    ] {
        let found = marker(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.own().kind, found.own().number, found.slip), (kind, number, true), "{text}");
    }
}

#[test]
fn numbers_that_are_too_large_are_noted() {
    for text in ["第一万零一条 本法", "10000.申请", "（一万）甲", "一万、甲", "1.10000 甲"] {
        assert!(marker(text).unwrap().too_large, "{text}");
    }
}

#[test]
fn a_numeral_and_digits_are_no_enumeration() {
    for text in ["十一、12日报送", "二、3个月内办结", "一、2名以上"] {
        assert_eq!(marker(text).map(|found| found.doubt), Some(Doubt::None), "{text}");
    }
    assert_eq!(marker("三、四级").map(|found| found.doubt), Some(Doubt::Reference));
}
