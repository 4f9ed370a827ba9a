//! Where one reading of a number ends and another one begins.

use super::super::super::marker;
use super::super::{Fault, limited};
use super::{cited, faults, list, owners, read};

/// The anchors of the clauses of a text.
fn anchors(text: &str) -> Vec<String> {
    list(text).iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_list_goes_on_only_near_its_last_number() {
    assert_eq!(owners("第一条　下列情形：\n（一）甲；\n丙。\n（三）乙。")[2], "第一条第一项");
    assert_eq!(owners("第一条　下列情形：\n（一）甲；\n丙。\n（九）乙。")[2], "第一条第二款");
    assert_eq!(anchors("第一条甲。\n第二条乙。\n第九条丙。"), ["t1", "t2", "t2-k1", "t2-k2"]);
    assert_eq!(faults("一、甲\n（1）乙\n（2023）丙"), []);
}

#[test]
fn a_table_of_contents_is_a_list_of_what_follows() {
    assert_eq!(faults("第一章　总则\n第二章　甲\n第三章　附则\n第一章　总则\n第一条　甲。"), []);
    assert_eq!(
        anchors("第一章　总则　第二章　附则\n第一章　总则\n第一条　甲。\n第二章　附则"),
        ["c0", "z1", "t1", "z2"]
    );
}

#[test]
fn divisions_are_titles_and_no_sentences() {
    assert_eq!(anchors("第一部分　甲\n乙。\n第二部分资金由市级承担。"), ["f1"]);
    let parts = "第一编　甲\n第一章　乙\n第二章　丙\n第二编　丁\n第三章　戊";
    assert_eq!((anchors(parts).len(), faults(parts)), (5, vec![]));
}

#[test]
fn attachments_that_are_listed_come_once_more() {
    let text = "一、甲\n附件1 申请表\n附件2 名单\n附件1\n申请表\n附件2\n名单\n";
    assert_eq!((anchors(text), faults(text)), (vec!["c1".to_owned(), "end1".into(), "a1".into(), "a2".into()], vec![]));
    assert_eq!(marker(&format!("附件1 {}", "长".repeat(100))), None);
    let carried = "附件1\n某市方案\n一、甲\n二、乙\n某市办法\n第一条　丙。\n第二条　丁。";
    assert!(anchors(carried).contains(&"a1-d1-t1".to_owned()), "{:?}", anchors(carried));
}

#[test]
fn a_quotation_that_is_not_closed_ends_where_the_list_goes_on() {
    assert_eq!(anchors("一、修改为：“第三条　甲。\n第四条　乙。\n二、丙。\n三、丁”。"), ["c1", "c2", "c3"]);
}

#[test]
fn a_bare_number_is_text_when_the_same_comes_again() {
    let text = "1 范围\n1.1 甲\n2 个月内完成。\n2 术语\n2.1 乙";
    assert_eq!(owners(text)[2], "1.1");
}

#[test]
fn a_long_line_is_the_first_paragraph_of_its_article() {
    let long = "申请人应当在规定的期限内提交下列材料并对材料的真实性负责".repeat(3);
    assert_eq!(anchors(&format!("第一条　{long}\n乙。")), ["t1", "t1-k1", "t1-k2"]);
    assert_eq!(anchors("第一条　材料\n乙。"), ["t1"]);
}

#[test]
fn what_is_unusual_is_reported_once() {
    assert_eq!(faults("（一)甲\n（二)乙\n（三)丙").len(), 1);
    assert!(!marker("第 3 条 甲").unwrap().slip && marker("第 三 条 甲").unwrap().slip);
}

#[test]
fn a_number_that_comes_again_behind_a_wrong_one_is_reported() {
    let text = "第四条　甲。\n第三条之一　乙。\n第四条　丙。";
    assert!(faults(text).iter().any(|(unit, ..)| *unit == 2), "{:?}", faults(text));
    assert_eq!(anchors(text)[..2], ["t4", "t3z1"]);
    assert!(!anchors(text).iter().any(|anchor| anchor.starts_with("t4_")));
}

#[test]
fn references_mean_one_clause_or_none() {
    assert_eq!(cited("一、甲\n附件1\n一、丙\n二、乙", "二"), None);
    assert_eq!(cited("一、甲\n附件1\n一、丙\n二、乙", "附件1二").as_deref(), Some("a1-c2"));
    let text = "第一条　甲。\n乙：\n（一）丙：\n1.丁。";
    assert_eq!(cited(text, "第一条第一款第一项"), None);
    assert_eq!(cited(text, "第一条第二款第一项").as_deref(), Some("t1-k2-1"));
    assert_eq!(cited("第一条　下列：\n（一）丙：\n1.丁。", "第一条第一目").as_deref(), Some("t1-1-1"));
    // Two lists of one article with the same number.
    assert_eq!(cited("第一条　下列：\n1.甲；\n（一）乙。", "第一条第一项").as_deref(), Some("2 clauses"));
}

#[test]
fn an_item_in_digits_lies_below_one_in_brackets() {
    let text = "一、甲。\n（一）子。\n（二）丑。\n1. 鼠。\n2. 牛。";
    for reference in ["一（二）第1项", "一（二）1", "一（二）第一目"] {
        assert_eq!(cited(text, reference).as_deref(), Some("c1-2-1"), "{reference}");
    }
    assert_eq!(cited(text, "一第2项").as_deref(), Some("c1-2"));
    assert_eq!(cited(text, "一（一）第二项"), None);
}

#[test]
fn dotted_numbers_may_begin_with_the_number_of_what_holds_them() {
    for (first, second, anchor) in
        [("第一条 甲", "第二条 乙", "t2"), ("一、甲", "二、乙", "c2"), ("第一章 甲", "第二章 乙", "z2")]
    {
        let text = format!("{first}\n1.1 子。\n1.2 丑。\n{second}\n2.1 寅。\n2.2 卯。");
        assert_eq!(faults(&text), [], "{text}");
        assert!(list(&text).iter().any(|clause| clause.starts_with(anchor)), "{:?}", list(&text));
        assert_eq!(list(&text).len(), 6, "{:?}", list(&text));
    }
    assert_eq!(faults("第一条 甲\n1.1 子。\n第二条 乙\n3.1 寅。").len(), 1);
}

#[test]
fn chapters_of_a_standard_may_have_no_sections() {
    let text = "1 总则\n1.0.1 甲。\n1.0.2 乙。\n2 术语\n2.0.1 丙。\n3 设计\n3.1 一般规定\n3.1.1 丁。";
    assert_eq!(
        list(text),
        ["c1 1", "c1-0-1 1.0.1", "c1-0-2 1.0.2", "c2 2", "c2-0-1 2.0.1", "c3 3", "c3-1 3.1", "c3-1-1 3.1.1"]
    );
    assert_eq!(faults(text), []);
    assert_eq!(cited(text, "1.0.2").as_deref(), Some("c1-0-2"));
    assert_eq!(cited(text, "第2.0.1条").as_deref(), Some("c2-0-1"));
    // Versions.
    assert_eq!(list("一、甲\n2.0版本。\n1.0.1版本。"), ["c1 一"]);
}

#[test]
fn lists_below_a_clause_may_have_names() {
    for (first, second) in [
        ("【申请材料】", "【办理流程】"),
        ("申请材料", "办理流程"),
        ("申请材料：", "办理流程："),
        ("提交下列材料：", "办理流程"),
        ("## 申请材料", "## 办理流程"),
    ] {
        for (one, two) in [("1.", "2."), ("（1）", "（2）"), ("①", "②")] {
            let list_of = |name: &str| format!("{name}\n{one}子；\n{two}丑。\n");
            let text =
                format!("一、甲\n（一）乙\n{}{}{}（二）丙\n二、丁", list_of(first), list_of(second), list_of("期限"));
            assert_eq!(faults(&text), [], "{text}");
            assert_eq!(
                anchors(&text),
                [
                    "c1",
                    "c1-1",
                    "c1-1-1",
                    "c1-1-2",
                    "c1-1-d1",
                    "c1-1-d1-c1",
                    "c1-1-d1-c2",
                    "c1-1-d2",
                    "c1-1-d2-c1",
                    "c1-1-d2-c2",
                    "c1-2",
                    "c2"
                ]
            );
            let (_, outline) = read(&text);
            for clause in &outline.clauses {
                assert_eq!(cited(&text, &clause.path.label()).as_deref(), Some(&*clause.anchor), "{text}");
            }
        }
    }
    // A list below its item, a list that goes on, a sentence, an article.
    assert_eq!(list("一、甲\n1.子：\n（1）寅\n2.丑：\n如下：\n（1）卯")[3..], ["c1-2 一2", "c1-2-1 一2（1）"]);
    assert_eq!(faults("一、甲\n1.子。\n2.丑。\n其余不变。\n1.寅").len(), 1);
    assert_eq!(list("第一条 甲\n1.子。\n措施：\n1.丑。").len(), 5);
    assert_eq!(cited("1.子。\n2.丑。\n材料：\n1.寅。", "材料1").as_deref(), Some("d1-c1"));
}

#[test]
fn a_list_may_begin_anew_below_its_name() {
    let text = "办公室\n1.甲。\n2.乙。\n财务科\n1.丙。\n2.丁。";
    assert_eq!(list(text), ["c0 引言", "c1 1", "c2 2", "d1 财务科", "d1-c1 财务科1", "d1-c2 财务科2"]);
    assert_eq!(faults(text), []);
    assert!(!faults("1.甲。\n2.乙。\n说明如下。\n1.丙。\n2.丁。").is_empty());
}

#[test]
fn what_is_said_of_a_whole_text_is_no_part_of_its_last_item() {
    for line in [
        "本决定自公布之日起施行。",
        "本通知自2026年3月1日起执行。",
        "本方案由甲市某局负责解释。",
        "本办法自公布之日起施行，有效期5年。原《某办法》同时废止。",
    ] {
        let text = format!("一、甲。\n二、乙。\n{line}\n《某办法》重新公布。\n甲市某局\n2026年3月1日");
        assert_eq!(list(&text), ["c1 一", "c2 二", "end3 结语", "end1 落款"], "{line}");
        assert_eq!(owners(&text)[2..4], ["结语", "结语"]);
        assert_eq!(cited(&text, "结语").as_deref(), Some("end3"));
        assert_eq!(list(&format!("一、甲。\n二、乙。\n{line}\n附件1\n丙"))[2..], ["end3 结语", "a1 附件1"]);
    }
    // A paragraph of the last article, a sentence amid a list, the text of a document without numbers.
    assert_eq!(owners("第一条 甲：\n（一）子。\n本办法自公布之日起施行。")[2], "第一条第二款");
    assert_eq!(owners("一、甲。\n本款自公布之日起施行。\n二、乙。")[1], "一");
    assert_eq!(list("甲。\n本决定自公布之日起施行。"), ["c0 引言"]);
    assert_eq!(owners("一、甲。\n二、乙。\n本项目由甲市某局负责实施。")[2], "二");
    // The only text below a heading, and what a heading says of it.
    assert_eq!(owners("一、甲\n子。\n二、其他\n本通知自印发之日起施行。\n甲市某局\n2026年3月1日")[3], "二");
    assert_eq!(owners("一、甲\n（一）子\n丑。\n（二）施行\n本办法自公布之日起施行，有效期5年。")[4], "一（二）");
    let owned = owners("一、甲。\n二、附则\n子。\n本办法由甲市某局负责解释。\n本办法自公布之日起施行。");
    assert_eq!(owned[2..], ["二", "二", "二"]);
    assert_eq!(owners("一、甲。\n二、组织领导\n子。\n本办法自公布之日起施行。")[3], "结语");
    // The last of several items is no heading, and 其他 in a longer one says nothing of the end.
    assert_eq!(owners("一、甲\n（一）加强领导\n（二）强化检查\n本方案自印发之日起施行。")[3], "结语");
    for heading in ["其他专项资金管理", "政策解释工作", "有效期内产品的管理"] {
        let text = format!("一、甲。\n二、{heading}\n各单位做好宣传。\n本通知自印发之日起施行。");
        assert_eq!(owners(&text)[3], "结语", "{heading}");
    }
    for heading in ["其他事项", "施行日期", "附则", "有关名词的解释"] {
        let text = format!("一、甲。\n二、{heading}\n各单位做好宣传。\n本通知自印发之日起施行。");
        assert_eq!(owners(&text)[3], "二", "{heading}");
    }
}

#[test]
fn what_explains_a_standard_is_a_part_of_its_own() {
    let text = "1 范围\n2 术语\n2.1 乙\n附录A\n甲表\nA.1 甲\n条文说明\n1 范围\n2 术语\n2.1 丁\n参考文献\n[1] 甲";
    assert_eq!(
        list(text)[3..],
        [
            "alA 附录A",
            "alA-c1 附录A.1",
            "d1 条文说明",
            "d1-c1 条文说明1",
            "d1-c2 条文说明2",
            "d1-c2-1 条文说明2.1",
            "d2 参考文献"
        ]
    );
    assert_eq!(cited(text, "条文说明2.1").as_deref(), Some("d1-c2-1"));
    assert_eq!(cited(text, "2.1").as_deref(), Some("c2-1"));
    assert_eq!(faults(text), []);
}

#[test]
fn beyond_the_limit_nothing_begins_a_clause_and_all_has_an_owner() {
    let (_, whole) = read("一、甲\n（一）乙\n（二）丙\n二、丁\n（一）戊\n四、己");
    assert_eq!((whole.clauses.len(), whole.findings.len()), (6, 1));
    let cut = limited(whole.clone(), 4);
    assert_eq!(cut.clauses.iter().map(|clause| clause.end).collect::<Vec<_>>(), [3, 2, 3, 4]);
    assert_eq!(cut.owners, [0, 1, 2, 3, 3, 3]);
    let [finding] = &cut.findings[..] else { panic!("{:?}", cut.findings) };
    assert_eq!((finding.unit, finding.fault, finding.path.label().as_str()), (4, Fault::TooMany(4), "二（一）"));
    assert_eq!(limited(whole.clone(), 6), whole);
}
