//! The ends of documents and of their parts.

use super::*;

/// The clauses of a text behind 一、 and 二、, and to which each unit belongs.
fn ends(lines: &str) -> Vec<String> {
    owners(&format!("一、甲。\n二、乙。\n{lines}"))[2..].to_vec()
}

#[test]
fn who_signs_and_when_are_no_words_of_the_last_clause() {
    for lines in [
        "甲市某局\n2026年3月1日",
        "甲市某局　　2026年3月1日",
        "甲市某局\n乙市某办公室\n二〇二六年三月一日",
        "甲市人民政府（代章）\n（2026年3月1日）",
        "市长　张某\n2026年3月1日",
        "特此通知。\n甲市某局\n2026年3月1日",
        "特此公告。",
        "附件：1.申报表\n2.汇总表\n甲市某局\n2026年3月1日",
        "附件：申报表\n2026年3月1日",
        "甲市某局\n2026年3月1日\n（此件公开发布）",
        "甲市某局\n2026年3月1日\n抄送：乙局，丙局。\n甲市某局办公室　2026年3月2日印发",
        "甲市某局\n2026年3月1日\n（联系人：丁科；电话见网站）\n一段说明。",
        "（此件主动公开）",
        "甲市某局\n2026年3月1日\n1.申报表.docx\n2.汇总表.xlsx",
        "特此通知。\n联系人：丁科\n甲市某局\n2026年3月1日",
        "甲市某局\n2026 年 3 月 1 日",
        "甲市某局\n二〇二六年元月一日",
        "甲市某局\n2026-03-01",
        "甲市某局\n2026/3/1",
        "甲市某局\n2026年3月1日。",
        "甲市妇联\n2026年3月1日",
        "向阳区归国华侨办公室\n2026年3月1日",
        "甲市日报社\n2026年3月1日",
        "甲市某局、乙市某局\n2026年3月1日",
        "甲方（盖章）：　　　乙方（盖章）：\n法定代表人：　　　法定代表人：\n日期：　　年　月　日　　　日期：　　年　月　日",
        "年　　月　　日　　　　　　年　　月　　日",
        "甲方（公章）：\n法定代表人（签字）：\n2026年3月1日\n乙方（签字）：\n身份证号：\n2026年3月1日",
        "承诺人（签字）：\n联系电话：\n日期：",
    ] {
        let ends = ends(lines);
        assert!(ends.iter().all(|owner| owner == "落款"), "{lines}: {ends:?}");
    }
    // An article, its list and its paragraphs.
    let text = "第一条 甲。\n第二条 乙：\n（一）子；\n（二）丑。\n本条例自公布之日起施行。\n甲市某局\n2026年3月1日";
    assert_eq!(owners(text)[4..], ["第二条第二款", "落款", "落款"]);
    assert_eq!(cited(text, "落款").as_deref(), Some("end1"));
}

#[test]
fn what_only_looks_like_an_end_belongs_to_its_clause() {
    for lines in [
        "报名：\n2026年3月1日",
        "考试时间\n2026年3月1日",
        "联系人：丁科\n联系电话：见网站",
        "由甲市某局\n负责。",
        "2026年3月1日前报送甲市某局",
        "甲市某局",
        "地点：\n甲市某中心\n2026年3月1日",
        "解释权归甲市某局\n2026年3月1日",
        "由甲市某局\n2026年3月1日",
        "申请人填写联系电话、地址",
        "申报表（盖章）一份。",
        "申报表（盖章）",
        "日期：2026年3月",
    ] {
        let ends = ends(lines);
        assert!(ends.iter().all(|owner| owner == "二"), "{lines}: {ends:?}");
    }
    // Names of a list above the one who signs.
    let text = "一、成员单位：\n甲市某局\n乙市某局\n丙市某局\n2026年3月1日";
    assert_eq!(owners(text)[1..], ["一", "一", "落款", "落款"]);
    let text = "一、名单\n某学校\n某公司\n丙市某局\n2026年3月1日";
    assert_eq!(owners(text)[1..], ["一", "一", "落款", "落款"]);
    // A signature between clauses is an example.
    let text = "一、格式如下：\n甲市某局\n2026年3月1日\n二、乙。";
    assert_eq!(owners(text), ["一", "一", "一", "二"]);
    let text = "一、甲：\n特此说明。\n（一）子。\n（二）丑。";
    assert_eq!(owners(text), ["一", "一", "一（一）", "一（二）"]);
}

#[test]
fn a_signature_may_stand_below_a_clause_without_a_stop() {
    let copies = "抄送：市委办公室。\n某市人社局办公室　　2026年3月1日印发";
    for last in ["本办法自印发之日起施行", "其他事项", "报名时间：3月1日至3月5日", "参加单位：甲局、乙局", "着正装；"]
    {
        for signed in ["甲市某局\n2026年3月1日", "甲市某局\n乙市某局\n丙市某局\n2026年3月1日"] {
            let text = format!("二、{last}\n{signed}\n{copies}");
            let owners = issued("甲市人民政府", &text);
            assert!(owners[0] == "二" && owners[1..].iter().all(|owner| owner == "落款"), "{text}: {owners:?}");
        }
    }
    // A line by itself above a date at the end, below the last sentence, is a name.
    for name in ["某市实验小学", "某市工商联", "某某园区"] {
        assert_eq!(list(&format!("第一条 甲。\n第二条 乙。\n{name}\n2026年3月1日"))[2..], ["end1 落款"], "{name}");
    }
    assert_eq!(owners("一、甲。\n二、乙。\n报名截止日期\n2026年3月1日")[2..], ["二", "二"]);
}

#[test]
fn a_text_without_numbers_has_an_end() {
    assert_eq!(list("甲。\n甲市某局\n2026年3月1日"), ["c0 引言", "end1 落款"]);
    assert_eq!(list("甲市某局\n2026年3月1日"), ["c0 引言"]);
    let text = "一、甲。\n附件1\n子。\n甲市某局\n2026年3月1日\n附件2\n丑。";
    assert_eq!(list(text), ["c1 一", "a1 附件1", "a1-end1 附件1落款", "a2 附件2"]);
}

#[test]
fn a_cover_above_numbers_has_an_end() {
    let signed = "现予公布。\n市长　张某\n2026年3月1日\n";
    for (lines, expected) in [
        ("甲市培训办法\n第一条 甲。\n第二条 乙。", &["d1 甲市培训办法", "t1 第一条", "t2 第二条"][..]),
        (
            "甲市培训办法\n（试行）\n为了子，制定本办法。\n第一章 甲\n第一条 甲。",
            &["d1 甲市培训办法", "z1 第一章", "t1 第一条"],
        ),
        ("甲市某某某某\n培训方案\n一、甲\n（一）乙", &["d1 甲市某某某某培训方案", "c1 一", "c1-1 一（一）"]),
        ("甲市规范\n1.1 甲\n1.2 乙", &["d1 甲市规范", "c1-1 1.1", "c1-2 1.2"]),
        ("第一条 甲。\n第二条 乙。", &["t1 第一条", "t2 第二条"]),
        ("（此件公开发布）\n甲市培训方案\n1.甲\n2.乙", &["d1 甲市培训方案", "c1 1", "c2 2"]),
    ] {
        let text = format!("{signed}{lines}");
        assert_eq!(list(&text)[..2], ["c0 引言", "end1 落款"], "{lines}");
        assert_eq!(list(&text)[2..], *expected, "{lines}");
        assert_eq!(owners(&text)[..3], ["引言", "落款", "落款"], "{lines}");
        assert_eq!(faults(&text), [], "{lines}");
    }
    // The date above the name, and by itself.
    for signed in ["2026年3月1日\n市长　张某", "2026年3月1日"] {
        let text = format!("现予公布。\n{signed}\n甲市培训办法\n第一条 甲。\n第二条 乙。");
        assert_eq!(list(&text)[..3], ["c0 引言", "end1 落款", "d1 甲市培训办法"], "{signed}");
    }
    // An end of its own, attachments, and how people cite.
    let text = format!("{signed}甲市培训办法\n第一条 甲。\n第二条 乙。\n乙市某局\n2026年2月1日\n附件1\n丙");
    assert_eq!(list(&text)[4..], ["t2 第二条", "d1-end1 甲市培训办法落款", "a1 附件1"]);
    for (reference, anchor) in
        [("第二条", "t2"), ("培训办法第二条", "t2"), ("《甲市培训办法》", "d1"), ("落款", "end1"), ("引言", "c0")]
    {
        assert_eq!(cited(&text, reference).as_deref(), Some(anchor), "{reference}");
    }
    let text = format!("{signed}甲市规范\n1.1 甲\n1.2 乙\n1.2.1 丙");
    assert_eq!(cited(&text, "1.2.1").as_deref(), Some("c1-2-1"));
    // Within an attachment.
    let text = format!("一、甲。\n附件1\n{signed}甲市培训办法\n第一条 甲。\n第二条 乙。");
    assert_eq!(list(&text)[1..4], ["a1 附件1", "a1-end1 附件1落款", "a1-d1 附件1甲市培训办法"]);
    assert_eq!(list(&text)[4..], ["a1-t1 附件1第一条", "a1-t2 附件1第二条"]);
}

#[test]
fn a_line_that_begins_with_a_number_hides_no_end() {
    for line in
        ["12315热线受理投诉", "12315热线受理投诉。", "2023年补贴500元", "2023年起施行。", "24小时值班", "3.5万元"]
    {
        let text = format!("甲。\n{line}\n甲市某局\n2026年3月1日");
        assert_eq!(owners(&text)[2..], ["落款", "落款"], "{line}");
        let (_, outline) = read_of(&text, "甲市某局");
        assert_eq!(outline.clauses.len(), 2, "{line}");
        let text = format!("甲。\n{line}\n甲市某局\n2026年3月1日\n培训办法\n第一条 甲。");
        assert_eq!(list(&text)[1..], ["end1 落款", "d1 培训办法", "t1 第一条"], "{line}");
        let text = format!("{line}\n甲市某局\n2026年3月1日\n抄送：乙局。");
        assert_eq!(owners(&text)[1..], ["落款", "落款", "落款"], "{line}");
    }
}

#[test]
fn a_document_behind_a_signature_is_a_part() {
    let signed = "一、甲。\n甲市某局\n2026年3月1日\n";
    let title = "乙省某厅关于做好培训工作的通知";
    let text = format!(
        "{signed}{title}\n乙政发〔2023〕5号\n各市某局：\n子。\n丑。\n现通知如下：\n一、寅。\n二、卯。\n乙省某厅\n2026年2月1日"
    );
    assert_eq!(
        list(&text)[1..],
        [
            "end1 落款".to_owned(),
            format!("d1 {title}"),
            format!("d1-c1 {title}一"),
            format!("d1-c2 {title}二"),
            format!("d1-end1 {title}落款")
        ]
    );
    assert_eq!(owners(&text)[4], title);
    assert_eq!(faults(&text), []);
    // Without numbers, below its head, with a title of two lines.
    for lines in [
        format!("{title}\n乙政发〔2023〕5号\n子。"),
        format!("乙省某厅文件\n乙政发〔2023〕5号\n{title}\n子。"),
        format!("乙政发〔2023〕5号\n{title}\n子。\n乙省某厅\n2026年2月1日"),
        "乙省某厅关于做好\n培训工作的通知\n子。".to_owned(),
        "乙省某厅关于做好\n培训工作的通知\n（二〇二六年一月二日）\n子。\n1.寅\n2.卯".to_owned(),
    ] {
        let text = format!("{signed}{lines}");
        assert_eq!(list(&text).get(1..3), Some(&["end1 落款".to_owned(), format!("d1 {title}")][..]), "{lines}");
        assert_eq!(faults(&text), [], "{lines}");
        // Below a text without numbers as well.
        let text = format!("甲。\n甲市某局\n2026年3月1日\n{lines}");
        assert_eq!(list(&text)[..3], ["c0 引言".to_owned(), "end1 落款".into(), format!("d1 {title}")], "{lines}");
    }
}

#[test]
fn more_ways_to_sign() {
    for lines in [
        "局长：张某\n2026年3月1日",
        "局　长　张某\n2026年3月1日",
        "甲市某某合作\n社办公室\n2026年3月1日",
        "甲合作联盟\n乙市某局\n2026年3月1日",
        "甲市某局\n乙合作联盟\n丙市某局\n2026年3月1日",
        "## 甲市某局\n2026年3月1日",
        "2026年3月1日\n甲市某局",
        "甲市某局办公室\n2026年3月1日印发",
        "甲市某局\n2026.3.1",
        "此复。\n甲市某局\n2026年3月1日",
        "甲市某局\n2026年3月",
        "甲市某局\n3月1日",
        "甲市某局\n2026年　月　日",
        "甲市某局\n2026年3月1日发布",
        "甲市某局\n2026年3月1日星期日",
        "甲市某局\n日期：2026年3月1日",
        "甲市某局\n二Ｏ二六年三月一日",
        "甲市某局　乙市某局\n2026年3月1日　　2026年3月1日",
        "甲市某局\n（公章）\n2026年3月1日",
        "（甲市某局　2026年3月1日）",
        "发布机关：甲市某局\n发布日期：2026年3月1日",
        "甲市某局启\n2026年3月1日",
        "主任：李某某　　2026年3月1日",
        "市委副书记、市长　李某某\n2026年3月1日",
        "二〇二六年三月一日",
        "出席：甲、乙\n列席：丙",
        "（以下无正文）\n甲方（盖章）：　　乙方（盖章）：\n法定代表人（签字）：\n签订日期：",
        "甲市某局\n2026年3月1日\n抄 送：甲局，\n乙局、丙局。\n- 2 -",
        "附件1.申报表\n2.汇总表\n3.名单\n甲市某局\n2026年3月1日",
        "附件：\n- 申报表\n甲市某局\n2026年3月1日",
        "甲市某局\n2026年3月1日\n附件1.申报表.docx\n附件2.汇总表.xls",
        "甲市某局\n20260301",
        "甲市某局\n2026年\n3月1日",
        "甲市某局\n2026年3月\n1日\n（此件公开发布）",
        "> 甲市某局\n> 2026年3月1日",
    ] {
        let ends = ends(lines);
        assert!(ends.iter().all(|owner| owner == "落款"), "{lines}: {ends:?}");
        assert_eq!(faults(&format!("一、甲。\n二、乙。\n{lines}")), [], "{lines}");
    }
}

/// The clause of each unit of a text that somebody has issued.
fn issued(issuer: &str, lines: &str) -> Vec<String> {
    let text = format!("一、甲。\n{lines}");
    let (units, outline) = read_of(&text, issuer);
    let owner = |at: usize| outline.clauses[outline.owners[at] as usize].path.label();
    (1..units.len()).map(owner).collect()
}

#[test]
fn those_who_have_issued_a_text_sign_it_whatever_they_are_called() {
    for (issuer, lines, closed) in [
        ("甲联盟", "甲联盟\n2026年3月1日", 2),
        ("甲联盟", "甲联盟", 1),
        ("甲联盟、乙联盟", "甲联盟\n乙联盟\n2026年3月1日", 3),
        ("甲联盟 乙联盟", "甲联盟　乙联盟\n2026年3月1日", 2),
        ("甲市某局", "甲市某局（代章）\n2026年3月1日", 2),
        // A list of offices, of which the last one signs.
        ("丙市某局", "二、名单\n甲市某局\n乙市某局\n丙市某局\n2026年3月1日", 2),
        ("丙市某局", "甲市委组织部\n乙市总工会\n丙市某局\n2026年3月1日", 4),
        ("丙市某局", "甲市某局　乙市某局\n丙市某局　丁市某局　2026年3月1日", 2),
        ("甲市某局、丙市某局", "甲市某局\n丙市某局\n2026年3月1日", 3),
        ("某部", "二、成员单位：\n某部", 0),
        ("某部", "二、会议地点\n某市某中心\n2026年3月1日", 0),
        ("某部", "二、会议地点\n某部\n2026年3月1日", 2),
    ] {
        let owners = issued(issuer, lines);
        let found = owners.iter().filter(|owner| *owner == "落款").count();
        assert_eq!(found, closed, "{issuer}: {lines}: {owners:?}");
    }
}

#[test]
fn what_is_not_expected_behind_a_signature_is_found() {
    let signed = "一、甲。\n甲市某局\n2026年3月1日\n";
    for lines in ["初级500元，中级800元。", "| 表", "初级500元", "1.子；乙。"] {
        assert_eq!(faults(&format!("{signed}{lines}")), [(3, Fault::Behind, OPENING.into())], "{lines}");
    }
    for lines in [
        "（此件公开发布）",
        "联系人：丁科",
        "抄送：乙局。\n甲市某局办公室　2026年3月2日印发",
        "附件：1.甲\n2.乙",
        "附件：申报表",
        "1.申报表\n2.汇总表",
        "（联系电话见网站）",
        "————\n抄送：乙局。\n====",
        "【打印】【关闭】",
    ] {
        assert_eq!(faults(&format!("{signed}{lines}")), [], "{lines}");
    }
    // Each of them, with the place of the first.
    let (_, outline) = read(&format!("{signed}子。\n丑。\n附件1\n寅。"));
    assert_eq!(outline.findings.len(), 2);
}

#[test]
fn an_attachment_without_a_number_stands_behind_a_signature() {
    for (lines, last) in [
        ("附：补贴标准\n初级500元", "附件1"),
        ("附件：补贴标准\n| 表", "附件1"),
        ("附件：补贴标准\n一、初级。\n二、中级。", "附件1二"),
        ("附：补贴标准\n（此件公开发布）", "落款"),
        ("附：申报表.docx\n初级500元。", "落款"),
        ("附件目录\n1.甲\n2.乙", "落款"),
    ] {
        let text = format!("一、甲。\n甲市某局\n2026年3月1日\n{lines}");
        assert_eq!(owners(&text).last().map(String::as_str), Some(last), "{lines}");
    }
    // Without a signature above it too, but not amid the clauses.
    assert_eq!(owners("一、甲。\n二、乙。\n附件：补贴标准\n每人500元。")[2..], ["附件1", "附件1"]);
    assert_eq!(owners("一、甲。\n附件：补贴标准\n每人500元。\n二、乙。"), ["一", "一", "一", "二"]);
    // The text that leads to it has an end of its own.
    let text = "现印发给你们。\n甲市某局\n2026年3月1日\n附件\n培训办法\n第一条 甲。";
    assert_eq!(list(text), ["c0 引言", "end1 落款", "a1 附件1", "a1-t1 附件1第一条"]);
}

#[test]
fn a_signature_between_clauses_is_found() {
    let text = "一、甲。\n甲市某局\n2026年3月1日\n二、乙。";
    assert_eq!(faults(text), [(1, Fault::Amid, OPENING.into())]);
    let text = "一、甲。\n甲市某局\n2026年3月1日\n（一）乙。";
    assert_eq!(faults(text), [(1, Fault::Amid, OPENING.into())]);
    let text = "一、甲。\n甲市某局\n2026年3月1日\n培训方案\n子。\n二、乙。";
    assert_eq!(faults(text), [(1, Fault::Amid, OPENING.into())]);
    // An example, and a text that another one introduces.
    assert_eq!(faults("一、格式如下：\n甲市某局\n2026年3月1日\n二、乙。"), []);
    assert_eq!(faults("现予公布。\n甲市某局\n2026年3月1日\n第一条 甲。\n第二条 乙。"), []);
}

#[test]
fn a_list_that_a_clause_leads_to_is_no_end() {
    assert_eq!(owners("一、甲。\n二、提交下列材料：\n附：身份证复印件1份")[2], "二");
    assert_eq!(owners("一、甲。\n二、提交材料。\n附：身份证复印件1份")[2], "落款");
}

#[test]
fn each_part_has_its_end() {
    let text =
        "一、甲。\n甲市某局\n2026年3月1日\n附件1\n培训办法\n第一条 子。\n乙市某局\n2026年2月1日\n附件2\n名单\n一、丑";
    assert_eq!(
        list(text),
        ["c1 一", "end1 落款", "a1 附件1", "a1-t1 附件1第一条", "a1-end1 附件1落款", "a2 附件2", "a2-c1 附件2一"]
    );
    assert_eq!(cited(text, "附件1落款").as_deref(), Some("a1-end1"));
    assert_eq!(faults(text), []);
    // A document that a notice carries stands behind its end.
    let text = "一、甲。\n二、乙。\n甲市某局\n2026年3月1日\n甲市培训办法\n第一条 子。\n第二条 丑。";
    assert_eq!(
        list(text),
        ["c1 一", "c2 二", "end1 落款", "d1 甲市培训办法", "d1-t1 甲市培训办法第一条", "d1-t2 甲市培训办法第二条"]
    );
    let text =
        "一、甲。\n甲市某局\n2026年3月1日\n甲市培训细则\n（试行）\n为落实政策，制定本细则。\n（一）子。\n（二）丑。";
    assert_eq!(
        owners(text)[3..],
        ["甲市培训细则", "甲市培训细则", "甲市培训细则", "甲市培训细则（一）", "甲市培训细则（二）"]
    );
    assert_eq!(faults(text), []);
    let text = "一、甲。\n甲市某局\n2026年3月1日\n填表说明\n1.子。\n2.丑。";
    assert_eq!(owners(text)[3..], ["填表说明", "填表说明1", "填表说明2"]);
}

#[test]
fn copies_behind_attachments_are_those_of_the_document() {
    let copies = "抄送：乙局，\n丙局。\n甲市某局办公室　2026年3月2日印发";
    let text = format!("一、甲。\n甲市某局\n2026年3月1日\n附件1\n子\n附件2\n丑。\n{copies}");
    assert_eq!(list(&text), ["c1 一", "end1 落款", "a1 附件1", "a2 附件2", "end2 版记"]);
    assert_eq!(owners(&text)[7..], ["版记"; 3]);
    assert_eq!(cited(&text, "版记").as_deref(), Some("end2"));
    assert_eq!(cited(&text, "落款").as_deref(), Some("end1"));
    // Behind the signature of the attachment, or of a document below a cover.
    let text = format!("一、甲。\n附件\n某办法\n一、子。\n丙局\n2026年2月1日\n- 4 -\n{copies}");
    assert_eq!(list(&text)[2..], ["a1-c1 附件1一", "a1-end1 附件1落款", "end2 版记"]);
    let text = format!("甲。\n甲市某局\n2026年3月1日\n某办法\n第一条 甲。\n{copies}");
    assert_eq!(list(&text)[1..], ["end1 落款", "d1 某办法", "t1 第一条", "end2 版记"]);
    // The signature of an attachment, and what a document without attachments ends with.
    let text = "一、甲。\n附件\n某办法\n一、子。\n丙局\n2026年2月1日印发";
    assert_eq!(list(text)[3..], ["a1-end1 附件1落款"]);
    assert_eq!(list(&format!("一、甲。\n{copies}")), ["c1 一", "end1 落款"]);
}

#[test]
fn a_title_that_only_the_list_numbers_is_an_attachment() {
    for listed in ["附件：1.明细表\n2.汇总表", "附件：1．《明细表》；\n2．汇总 表", "附件：\n明细表\n汇总表"]
    {
        let text = format!("一、甲。\n{listed}\n甲市某局\n2026年3月1日\n明细表\n子。\n| 表\n## 汇总表\n一、丑。");
        assert_eq!(list(&text)[1..], ["end1 落款", "a1 附件1", "a2 附件2", "a2-c1 附件2一"], "{listed}");
        assert_eq!(cited(&text, "《汇总表》").as_deref(), Some("a2"), "{listed}");
        assert_eq!(faults(&text), [], "{listed}");
    }
    // Titles of two lines.
    for listed in ["附件：明细\n表", "附件：1.明细\n表", "附件：1.明细\n表\n2.汇总\n表"] {
        let text = format!("一、甲。\n{listed}\n甲市某局\n2026年3月1日\n明细表\n子。\n| 表");
        assert_eq!(list(&text)[1..], ["end1 落款", "a1 附件1"], "{listed}");
        assert_eq!(faults(&text), [], "{listed}");
    }
    // Titles below their numbers, and a line of the same words above the signature.
    let text = "一、甲。\n附件：1.明细表\n甲市某局\n2026年3月1日\n附件1\n明细表\n子。";
    assert_eq!(list(text)[1..], ["end1 落款", "a1 附件1"]);
    assert_eq!(list("一、甲。\n明细表\n附件：1.明细表\n甲市某局\n2026年3月1日"), ["c1 一", "end1 落款"]);
}
