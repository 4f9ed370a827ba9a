//! Numbers that may be read in two ways, are written in a rare way, or stand within a paragraph.

use super::*;

#[test]
fn items_may_begin_with_a_number() {
    let anchors = |text: &str| read(text).1.clauses.into_iter().map(|clause| clause.anchor).collect::<Vec<_>>();
    for (text, expected) in [
        ("一、甲\n1.500元；\n2.800元；\n3.1200元。", &["c1", "c1-1", "c1-2", "c1-3"][..]),
        ("1.申请\n2.1.5倍工资\n3.其他", &["c1", "c2", "c3"]),
        ("（一）甲\n1.1个月；\n2.2个月；\n3.3个月。", &["c1", "c1-1", "c1-2", "c1-3"]),
        ("1.1个月；\n2.1个月；\n3.1个月。", &["c1", "c2", "c3"]),
        ("1.500 元；\n2.800 元；\n3.1200 元。", &["c1", "c2", "c3"]),
        (
            "1.甲\n2.乙；\n3.500元；\n4.3月底前；\n5.2025年前；\n6.3个工作日；\n7.1米；\n8.24小时；\n9.10%。",
            &["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"],
        ),
        ("1.985高校\n2.211高校", &["c1", "c2"]),
        ("1.甲\n2.12345热线\n3.丙", &["c1", "c2", "c3"]),
        // Numbers of a standard.
        ("1.1人员\n1.2时间\n2.1人员\n2.2项目", &["c1-1", "c1-2", "c2-1", "c2-2"]),
        ("1.总则\n1.1目的\n1.2时间\n2.范围\n2.1人员\n3.附则", &["c1", "c1-1", "c1-2", "c2", "c2-1", "c3"]),
        ("1.1总则\n2.1范围", &["c1-1", "c2-1"]),
        // Amounts in the text.
        ("1.甲\n2.乙\n3.5万元以上的，另行报批。\n3.丙", &["c1", "c2", "c3"]),
        ("一、甲\n3.5万元以上的，另行报批。\n二、乙", &["c1", "c2"]),
    ] {
        assert_eq!(anchors(text), expected, "{text}");
        assert_eq!(faults(text), [], "{text}");
    }
    assert_eq!(faults("1.甲。\n2.乙。\n3.5万元以上的，另行报批。"), [(2, Fault::Ambiguous, "3".into())]);
}

#[test]
fn lines_of_a_sentence_may_begin_with_references() {
    let text = "第一条　依照\n第二条的规定，按\n第三条第一款执行。\n第二条　乙。\n第三条　丙。";
    assert_eq!(list(text).iter().filter(|clause| clause.starts_with("t2")).count(), 1);
    assert_eq!(faults(text), []);
    assert_eq!(owners(text)[3..], ["第二条", "第三条"]);
}

#[test]
fn rare_numbers_are_read() {
    for (text, labels, cited_as) in [
        ("一　目标\n二　措施\n三　附则", &["c1 一", "c2 二", "c3 三"][..], "三"),
        (
            "壹、总则\n一、甲\n二、乙\n贰、细则\n一、丙",
            &["c1 壹", "c1-1 壹一", "c1-2 壹二", "c2 贰", "c2-1 贰一"],
            "贰一",
        ),
        ("甲、总则\n一、甲\n乙、细则", &["c1 甲", "c1-1 甲一", "c2 乙"], "乙"),
        ("一、总则\n甲、一\n乙、二\n二、细则", &["c1 一", "c1-1 一甲", "c1-2 一乙", "c2 二"], "一乙"),
        ("Ⅰ.甲\nⅡ.乙", &["c1 Ⅰ", "c2 Ⅱ"], "Ⅱ"),
        ("I. 甲\nII. 乙\nIII. 丙\nIV. 丁\nV. 戊", &["c1 Ⅰ", "c2 Ⅱ", "c3 Ⅲ", "c4 Ⅳ", "c5 Ⅴ"], "III"),
        (
            "一、数据\na) 甲；\nb) 乙：\n1) 丙；\n2) 丁。\nc) 戊。",
            &["c1 一", "c1-1 一a）", "c1-2 一b）", "c1-2-1 一b）1）", "c1-2-2 一b）2）", "c1-3 一c）"],
            "一b)2)",
        ),
        (
            "1.1　要求\n1.1.1 试件\na) 甲；\nb) 乙。\n1.1.2 其他",
            &["c1-1 1.1", "c1-1-1 1.1.1", "c1-1-1-1 1.1.1a）", "c1-1-1-2 1.1.1b）", "c1-1-2 1.1.2"],
            "1.1.1 b)",
        ),
        ("1.甲\nA.一\nB.二\n2.乙\nA.三\nB.四", &["c1 1", "c1-1 1A", "c1-2 1B", "c2 2", "c2-1 2A", "c2-2 2B"], "2B"),
        ("（a）甲\n（b）乙", &["c1 a）", "c2 b）"], "（b）"),
        (
            "A.甲\nB.乙\nC.丙\nD.丁\nE.戊\nF.己\nG.庚\nH.辛\nI.壬",
            &["c1 A", "c2 B", "c3 C", "c4 D", "c5 E", "c6 F", "c7 G", "c8 H", "c9 I"],
            "I",
        ),
    ] {
        assert_eq!(list(text), labels, "{text}");
        assert_eq!(faults(text), [], "{text}");
        let cited_anchor = cited(text, cited_as);
        assert!(labels.iter().any(|label| label.split(' ').next() == cited_anchor.as_deref()), "{cited_as}");
        for label in labels {
            let (anchor, label) = label.split_once(' ').unwrap();
            assert_eq!(cited(text, label).as_deref(), Some(anchor), "{text}");
        }
    }
    let slip = |number: &str, unit| (unit, Fault::Slip, number.to_owned());
    assert_eq!(faults("一：甲\n二：乙"), [slip("一", 0), slip("二", 1)]);
    assert_eq!(list("一）甲\n二）乙"), ["c1 （一）", "c2 （二）"]);
    assert_eq!(faults("a)甲\nb)乙\nd)丁"), [(2, Fault::Order(Some((1, 2))), "d）".into())]);
    // Words that only begin so.
    for text in ["甲、乙双方应当履行。\n丙、丁双方应当履行。", "A. 甲", "一 次性补贴", "甲、目标\n丁、措施"]
    {
        assert_eq!(list(text), ["c0 引言"], "{text}");
        assert_eq!(faults(text), [], "{text}");
    }
}

#[test]
fn numbers_within_a_paragraph_are_reported() {
    let together = |unit, place: usize, label: &str| (unit, Fault::Together(place as u32), label.to_owned());
    for (text, number, label) in [
        ("第一条 甲。第二条 乙。第三条 丙。", "第二条", "第二条"),
        ("第一条甲。第二条乙。第三条丙。", "第二条", "第二条"),
        ("一、甲。二、乙。", "二、", "二"),
        ("1.甲；2.乙；\n3.丙。", "2.", "2"),
        ("（一）甲；（二）乙；\n（三）丙。", "（二）", "（二）"),
        ("(1)甲；(2)乙。", "(2)", "（2）"),
        ("1、甲 2、乙", "2、", "2"),
        ("1、甲2、乙3、丙", "2、", "2"),
        ("一、甲　二、乙", "二、", "二"),
        ("①甲；②乙。", "②", "②"),
        ("第一条 甲。\n乙。　第二条 丙。\n第三条 丁。", "第二条", "第二条"),
    ] {
        let unit = text.lines().position(|line| line.contains(number)).unwrap();
        let place = text.lines().nth(unit).unwrap().find(number).unwrap();
        assert_eq!(faults(text), [together(unit as u32, place, label)], "{text}");
    }
    for text in [
        "第一条 甲。第二条规定的除外。\n第二条 乙。",
        "第一条 甲。第二条所称乙。",
        "第一条 甲；见第二条。",
        "一、甲。二、三级均可。",
        "一、甲。（二）乙。",
        "1.甲。2.5万元。\n2.乙。",
        "1、见第2、第3项。",
        "1、见附件2、附件3。",
        "一、甲等二、三级。",
        "1.甲2.乙",
        "一、甲。1.乙；2.丙。\n二、丁。",
    ] {
        assert_eq!(faults(text), [], "{text}");
    }
}

#[test]
fn a_list_that_begins_within_a_line_is_reported() {
    let together = |unit, text: &str, number: &str, label: &str| {
        let line = text.lines().nth(unit as usize).unwrap();
        (unit, Fault::Together(line.find(number).unwrap() as u32), label.to_owned())
    };
    let text = "一、材料。申请材料：1.身份证；\n2.学历证；\n3.照片。\n二、其他";
    assert_eq!(faults(text), [together(0, text, "1.", "一1")]);
    let text = "1.甲 2.乙\n3.丙";
    assert_eq!(faults(text), [together(0, text, "2.", "2")]);
    let text = "需提交：（1）身份证；（2）学历证；\n（3）照片。";
    assert_eq!(faults(text), [together(0, text, "（1）", "（1）")]);
    let text = "材料：1.身份证；2.学历证；3.照片。\n4.其他。";
    assert_eq!(faults(text), [together(0, text, "1.", "1")]);
    assert_eq!(faults("问：甲？\n答：1.子；\n2.丑。\n问：乙？\n答：1.寅；\n2.卯。"), []);
    // A number that is none.
    let text = "1.甲，2.5万元\n3.丙";
    assert_eq!(faults(text), [(1, Fault::Order(Some((0, 1))), "3".into())]);
    // Remarks are no list.
    for remark in ["注：", "备注:", "填表说明："] {
        let text = format!("{remark}1.甲\n2.乙\n一、丙\n二、丁");
        assert_eq!(list(&text), ["c0 引言", "c1 一", "c2 二"]);
        assert_eq!(faults(&text), []);
    }
}

#[test]
fn the_last_of_a_list_may_be_written_in_an_unusual_way() {
    for (text, label) in [
        ("一、甲\n二、乙\n三。丙", "三"),
        ("（一）甲\n（二）乙\n（三 丙", "（三）"),
        ("（一）甲\n（二）乙\n（≡）丙", "（三）"),
        ("1.甲\n2.乙\n3。丙", "3"),
        ("第一条 甲。\n第二条 乙。\n第三條 丙。", "第三条"),
    ] {
        assert_eq!(owners(text)[2], label, "{text}");
        assert_eq!(faults(text), [(2, Fault::Slip, label.to_owned())], "{text}");
    }
    assert_eq!(faults("1.甲\n2.乙\n3丙"), [(2, Fault::Ambiguous, "3".into())]);
    assert_eq!(owners("第一百零四条 丁。\n第一百O五条 戊。")[1], "第一百零五条");
    // A remark in brackets is none, and neither is a sentence.
    assert_eq!(faults("（一）甲\n（二）乙\n（三甲医院除外）"), []);
    assert_eq!(faults("1.甲\n2.乙\n3个月内办结。"), []);
}

#[test]
fn a_list_below_another_one_is_below_it_each_time() {
    let text = "一、甲\n1、子\n（一）丑\n（二）寅\n2、卯\n（一）辰\n（二）巳\n二、乙\n（一）午";
    let anchors: Vec<String> = read(text).1.clauses.into_iter().map(|clause| clause.anchor).collect();
    assert_eq!(anchors, ["c1", "c1-1", "c1-1-1", "c1-1-2", "c1-2", "c1-2-1", "c1-2-2", "c2", "c2-1"]);
    assert_eq!(cited(text, "一2（一）").as_deref(), Some("c1-2-1"));
}

#[test]
fn items_are_those_below_a_clause() {
    let text = "一、甲\n（一）子\n1.丑\n二、乙\n（一）寅";
    assert_eq!(cited(text, "第二项"), None);
    assert_eq!(cited(text, "一第一项").as_deref(), Some("c1-1"));
    let text = "4 甲\n4.1 乙\n4.1.1 丙\n4.1.2 丁";
    assert_eq!(cited(text, "第4.1.2条").as_deref(), Some("c4-1-2"));
    let text = "一、甲\n附件1—1\n乙\n附件1—2\n丙";
    for reference in ["附件1-2", "附件1—2", "附件1－2"] {
        assert_eq!(cited(text, reference).as_deref(), Some("a1_2"), "{reference}");
    }
}

#[test]
fn what_is_said_to_be_text_is_no_number_within_a_paragraph() {
    assert_eq!(faults("各区：\n\\1. 甲\n2. 乙\n3. 丙"), [(2, Fault::Order(None), "2".into())]);
    assert_eq!(faults("各区：\n\\1. 甲 1. 子\n2. 乙\n3. 丙").len(), 1);
}

#[test]
fn names_of_attachments_may_go_on_in_the_next_line() {
    let text = "一、甲。\n附件：1.某市数字技术工程师培育项目\n申报表\n2.名单\n某市某局\n2026年3月1日";
    assert_eq!(list(text), ["c1 一", "end1 落款"]);
    assert_eq!(faults(text), []);
}

#[test]
fn types_and_grades_are_no_numbers() {
    assert_eq!(faults("1、A2、B3、C型"), []);
    // Each may be a clause or a list of grades; nothing else says which the last one is.
    let text = "一、甲\n二、三级医院\n三、四级医院";
    assert_eq!(list(text), ["c1 一", "c2 二"]);
    assert_eq!(faults(text), [(2, Fault::Ambiguous, "三".into())]);
}

#[test]
fn numbers_behind_a_gap_are_never_silent() {
    let order = |unit, before, label: &str| (unit, Fault::Order(before), label.to_owned());
    // Those before them are written so as well.
    assert_eq!(list("一.甲\n二.乙\n四.丁"), ["c1 一", "c2 二", "c4 四"]);
    assert!(faults("一.甲\n二.乙\n四.丁").contains(&order(2, Some((1, 2)), "四")));
    assert!(faults("（一)甲\n（二)乙\n（四)丁").contains(&order(2, Some((1, 2)), "（四）")));
    assert_eq!(faults("一、甲\n二、乙\n四.丁"), [(2, Fault::Ambiguous, "四".into())]);
    // Standards without a space behind the number, from the beginning and further on.
    assert_eq!(list("1.1甲\n1.2乙\n1.4丁\n2.1戊")[2], "c1-4 1.4");
    assert_eq!(faults("1.1甲\n1.2乙\n1.4丁\n2.1戊"), [order(2, Some((1, 2)), "1.4")]);
    assert_eq!(list("## 1.1甲\n## 1.2乙\n## 1.9丁\n子。\n## 1.9.1戊")[2..], ["c1-9 1.9", "c1-9-1 1.9.1"]);
    assert_eq!(faults("1.甲\n1.1乙\n1.2丙\n1.9丁\n2.戊"), [(3, Fault::Ambiguous, "1.9".into())]);
    assert_eq!(list("4.1.1甲\n4.1.2乙\n4.2.1丙"), ["c4-1-1 4.1.1", "c4-1-2 4.1.2", "c4-2-1 4.2.1"]);
    assert_eq!(list("1.1甲\n2.1乙\n3.2丙\n3.3丁")[2..], ["c3-2 3.2", "c3-3 3.3"]);
    // Days and spans of time.
    assert_eq!(faults("1.甲\n2.乙\n3.1起执行。"), [(2, Fault::Ambiguous, "3.1".into())]);
    assert_eq!(list("1.甲\n2.乙\n3.1丙\n3.2丁")[2..], ["c3-1 3.1", "c3-2 3.2"]);
    assert_eq!(faults("1.甲\n2.乙\n3 个月内办结。"), [(2, Fault::Ambiguous, "3".into())]);
    assert_eq!(faults("（一）甲。\n（二）所列人员应提供证明。"), [(1, Fault::Ambiguous, "（二）".into())]);
    // The one that is missing comes later.
    let text = "1.1范围\n1.2指标\n1.5以上为优秀。\n1.3程序";
    assert_eq!(list(text)[2..], ["c1-3 1.3"]);
    assert_eq!(faults(text), [(2, Fault::Ambiguous, "1.5".into())]);
    assert_eq!(faults("（一）甲。\n（二）所指派人员的证明。"), []);
    // Amounts and other words.
    assert_eq!(faults("1.甲\n2.乙\n2.5以上为合格。\n3.丙"), []);
    assert_eq!(faults("1.1甲\n1.2乙\n1.5倍以内。\n1.3丙"), []);
}

#[test]
fn a_number_and_the_next_one_behind_it_are_words_where_no_clause_can_stand() {
    for text in [
        "一、甲\n二、乙\n二、三产业优先。\n三、丙",
        "一、甲\n二、乙\n一、二手房除外。",
        "一、甲\n四、五十年代。\n二、乙",
    ] {
        let (_, outline) = read(text);
        assert!(outline.findings.iter().all(|found| found.fault == Fault::Ambiguous), "{text}");
        assert_eq!(outline.findings.len(), 1, "{text}");
    }
    assert_eq!(list("一、甲\n二、三年行动\n三、四大工程"), ["c1 一", "c2 二", "c3 三"]);
    // Numbers of tens and years are no pair.
    for first in ["二十大精神", "二〇二六年重点工作"] {
        let text = format!("一、甲\n二、乙\n实施细则\n一、{first}\n二、丁");
        assert_eq!(list(&text).len(), 5, "{text}");
        assert_eq!(faults(&text), faults("一、甲\n二、乙\n实施细则\n一、丙\n二、丁"), "{text}");
    }
}

#[test]
fn a_numeral_may_stand_above_its_title() {
    assert_eq!(list("各单位：\n一\n甲\n子。\n二\n乙\n（一）丑。")[1..], ["c1 一", "c2 二", "c2-1 二（一）"]);
    // One by itself, and cells of a table.
    assert_eq!(list("各单位：\n一\n甲"), ["c0 引言"]);
    assert_eq!(list("一、甲\n二、乙\n序号\n一\n二\n三、丙"), ["c1 一", "c2 二", "c3 三"]);
    let text = "一、甲\n二、乙\n等级\n一\n二\n三\n三、丙";
    assert_eq!(list(text), ["c1 一", "c2 二", "c3 三"]);
    assert_eq!(owners(text)[6], "三");
    assert_eq!(faults(text), []);
}

#[test]
fn what_looks_like_a_numeral_is_one() {
    assert_eq!(list("—、甲\n二、乙\n十、丙\n十－、丁"), ["c1 一", "c2 二", "c10 十", "c11 十一"]);
    assert!(faults("－、甲\n二、乙").iter().all(|(_, fault, _)| *fault == Fault::Slip));
    assert_eq!(list("甲。\n——、乙。\n- 丙"), ["c0 引言"]);
    // Radicals that look like numerals.
    assert_eq!(list("\u{2F00}、甲\n（\u{2F00}）子\n第\u{2F06}条 丑")[..2], ["c1 一", "c1-1 一（一）"]);
    assert_eq!(list("第\u{2F17}\u{2F00}条 甲\n第十\u{2F06}条 乙"), ["t11 第十一条", "t12 第十二条"]);
}

#[test]
fn a_text_in_one_paragraph_is_told() {
    for (text, label) in [
        ("各单位：现通知如下。一、甲。子。二、乙。（一）丑。三、丙。", "一"),
        ("各单位： 现通知如下。 一、甲 子。 二、乙 丑。", "一"),
        ("某办法 第一条 为规范，制定本办法。 第二条 适用于本市。", "第一条"),
        ("各单位：现通知如下。一、甲。子。二、乙。三、丙。\n附件1\n一、填表说明\n二、其他", "一"),
        ("现公布如下：第一条 为规范，制定本办法。第二条 适用于本市。\n本市。", "第一条"),
    ] {
        let found = faults(text);
        assert!(matches!(found[..], [(0, Fault::Together(_), _)]), "{text}: {found:?}");
        assert_eq!(found[0].2, label, "{text}");
    }
    // A table of contents, references, and enumerations of other things.
    for text in [
        "目录：一、总则 二、标准\n一、总则\n二、标准",
        "根据《条例》第一条、第二条的规定，依照第一条 办理的，按第二条 执行。\n一、总则",
        "分一、二、三等奖，一、二等奖另行表彰。\n（一）甲\n（二）乙",
    ] {
        assert_eq!(faults(text), [], "{text}");
    }
}
