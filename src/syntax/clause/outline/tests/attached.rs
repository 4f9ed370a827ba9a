//! Attachments, classes, tables of contents that are damaged.

use super::*;

#[test]
fn classes_hold_lists_of_their_own() {
    let text = "第一条 甲。\n附表\n分类目录\n第一类\n1．1—苯基—2—丙酮\n2．3，4—亚甲基\n第二类：\n1．苯乙酸\n2．醋酸酐";
    assert_eq!(
        list(text)[1..],
        [
            "ab1 附表1",
            "ab1-l1 附表1第一类",
            "ab1-l1-c1 附表1第一类1",
            "ab1-l1-c2 附表1第一类2",
            "ab1-l2 附表1第二类",
            "ab1-l2-c1 附表1第二类1",
            "ab1-l2-c2 附表1第二类2",
        ]
    );
    assert_eq!(faults(text), []);
    assert_eq!(cited(text, "附表1第二类1").as_deref(), Some("ab1-l2-c1"));
    // What an article says of classes is its own.
    let text = "第一条 分为：\n第一类：甲\n第二类：乙\n第二条 丙。";
    assert_eq!(owners(text)[..3], ["第一条第一款", "第一条第二款", "第一条第三款"]);
    assert_eq!(faults(text), []);
}

#[test]
fn what_is_attached_below_a_bare_word_is_no_article() {
    for word in ["附：", "附 ：", "附图 标志式样", "附件", "附表：裁量基准", "附录：裁量基准"]
    {
        let text = format!("第一条 甲。\n第二条 自发布之日起施行。\n{word}\n某某目录\n1．衡器\n2．传感器");
        let owners = owners(&text);
        assert!(owners[1] == "第二条" && owners[2..].iter().all(|owner| owner.starts_with("附")), "{owners:?}");
        assert_eq!(faults(&text), []);
    }
    // A bare word amid articles or a list.
    assert_eq!(owners("第一条 甲。\n附：\n说明\n第二条 乙。")[3], "第二条");
    assert_eq!(list("一、甲\n附图 说明\n二、乙"), ["c1 一", "c2 二"]);
    // The list of attachments, and a bare word that is there twice.
    assert_eq!(list("一、甲\n附：\n1. 申报表\n2. 汇总表\n某局\n2026年3月1日"), ["c1 一", "end1 落款"]);
    assert_eq!(faults("一、甲\n附件1\n甲表\n附：\n说明\n附图 乙\n附图 丙"), []);
}

#[test]
fn a_table_of_contents_may_lack_lines() {
    // The first number stands behind it.
    let text = "## 二、乙\n## 三、丙\n## 四、丁\n前言。\n## 一、甲\n第一条 子。\n## 二、乙\n第二条 丑。\n## 三、丙\n第三条 寅。\n## 四、丁\n第四条 卯。";
    assert_eq!(faults(text), []);
    assert_eq!(
        list(text),
        ["c0 引言", "c1 一", "t1 第一条", "c2 二", "t2 第二条", "c3 三", "t3 第三条", "c4 四", "t4 第四条"]
    );
    // Some numbers of the text are lost.
    let text = "## 第一章 甲\n## 第二章 乙\n## 第三章 丙\n## 第四章 丁\n甲\n第一条 子。\n## 第三章 丙\n第二条 丑。\n## 第四章 丁\n第三条 寅。";
    assert_eq!(list(text), ["c0 引言", "t1 第一条", "z3 第三章", "t2 第二条", "z4 第四章", "t3 第三条"]);
    assert_eq!(faults(text), [(6, Fault::Order(None), "第三章".into())]);
    // Divisions without any text between them are no table of contents.
    let text = "第一编 甲\n第一章 乙\n第一节 丙\n第一条 子。\n第二编 丁\n第一章 戊\n第一节 己\n第二条 丑。";
    assert_eq!(list(text).len(), 8);
}

#[test]
fn a_number_that_a_list_comes_to_again_is_reported() {
    let text = "二、乙\n三、丙\n一、甲\n二、丁\n三、戊";
    assert_eq!(
        faults(text),
        [
            (0, Fault::Order(None), "二".into()),
            (2, Fault::Order(Some((1, 3))), "一".into()),
            (3, Fault::Repeated(0), "二".into()),
            (4, Fault::Repeated(1), "三".into())
        ]
    );
    assert_eq!(list(text).iter().filter(|clause| clause.starts_with("c2")).count(), 1);
}

#[test]
fn a_title_may_have_several_lines() {
    let text = "一、甲。\n二、乙。\n某市数字技术工程师\n培育项目实施办法\n（试行）\n第一条 甲。\n第二条 乙。";
    assert_eq!(
        list(text),
        [
            "c1 一",
            "c2 二",
            "d1 某市数字技术工程师培育项目实施办法",
            "d1-t1 某市数字技术工程师培育项目实施办法第一条",
            "d1-t2 某市数字技术工程师培育项目实施办法第二条"
        ]
    );
    assert_eq!(owners(text)[2..5], ["某市数字技术工程师培育项目实施办法"; 3]);
    assert_eq!(cited(text, "实施办法第二条").as_deref(), Some("d1-t2"));
    // A sentence, a name and a date are no part of it.
    let text = "一、甲。\n二、乙。\n某市某局\n2024年1月2日\n实施办法\n第一条 甲。\n第二条 乙。";
    assert_eq!(list(text)[2..4], ["end1 落款", "d1 实施办法"]);
}

#[test]
fn articles_of_an_attachment_are_cited_as_people_write() {
    let text = "一、甲\n二、乙\n附件\n某市试点办法\n第一条 丙。\n第二条 丁。";
    for reference in ["附件第二条", "附件1第二条", "办法第二条", "《试点办法》第二条", "第二条"]
    {
        assert_eq!(cited(text, reference).as_deref(), Some("a1-t2"), "{reference}");
    }
    assert_eq!(cited(text, "试点办法").as_deref(), Some("a1"));
    assert_eq!(cited(text, "方案第二条"), None);
    // With a title behind the number, and several of them.
    let text = "一、甲\n附件1：某市试点办法\n第一条 丙。\n附件2\n某市奖励细则\n第一条 丁。";
    assert_eq!(cited(text, "办法第一条").as_deref(), Some("a1-t1"));
    assert_eq!(cited(text, "细则第一条").as_deref(), Some("a2-t1"));
    assert_eq!(cited(text, "第一条").as_deref(), Some("2 clauses"));
    // The articles of the text itself come before those of its attachments.
    let text = "第一条 甲。\n第二条 乙。\n附件\n某市试点办法\n第一条 丙。\n第二条 丁。\n第三条 戊。";
    assert_eq!(cited(text, "第一条").as_deref(), Some("t1"));
    assert_eq!(cited(text, "第三条"), None);
    assert_eq!(cited(text, "办法第三条").as_deref(), Some("a1-t3"));
}

#[test]
fn supplementary_articles_are_below_their_title() {
    for title in ["附　　则", "附则", "## 附则"] {
        let text = format!("第一章 总则\n第一条 甲。\n第二章 分则\n第二条 乙。\n{title}\n第三条 丁。");
        assert_eq!(
            list(&text),
            ["z1 第一章", "t1 第一条", "z2 第二章", "t2 第二条", "fz1 附则", "t3 第三条"],
            "{title}"
        );
        assert_eq!(faults(&text), []);
        assert_eq!(cited(&text, "附则").as_deref(), Some("fz1"));
    }
    // A word of a text that has no articles.
    assert_eq!(list("一、甲\n附则\n二、乙"), ["c1 一", "c2 二"]);
}

#[test]
fn an_attachment_may_have_a_dash_or_a_numeral() {
    for (word, label) in [
        ("附一", "附件1"),
        ("附一：", "附件1"),
        ("附一　名单", "附件1"),
        ("附件1—申报表", "附件1"),
        ("附件1-申报表", "附件1"),
        ("附件2——申报表", "附件2"),
    ] {
        assert_eq!(owners(&format!("一、甲。\n{word}\n表"))[1..], [label, label], "{word}");
    }
    assert_eq!(owners("一、甲。\n附一张照片。")[1], "一");
    assert_eq!(list("一、甲\n附件1-1 甲\n附件1-2 乙")[1..], ["a1_1 附件1-1", "a1_2 附件1-2"]);
}

#[test]
fn what_a_decision_puts_into_another_text_is_no_clause_of_it() {
    for (open, close) in [("“", "”"), ("\"", "\""), ("「", "」"), ("‘", "’"), ("'", "'"), ("《", "》"), ("", "")]
    {
        let text = format!(
            "一、将第三条修改为：\n{open}第三条 甲。\n第四条 乙。{close}\n二、将第五条修改为：\n{open}第五条 丙。\n第六条 丁。{close}\n本决定自公布之日起施行。"
        );
        assert_eq!(list(&text), ["c1 一", "c2 二", "end3 结语"], "{text}");
        assert_eq!(owners(&text)[..4], ["一", "一", "一", "二"], "{text}");
        assert_eq!(faults(&text), [], "{text}");
    }
    // A quotation in one line opens nothing.
    assert_eq!(list("一、名称：\"甲\"\n二、名称：「乙」\n三、丙"), ["c1 一", "c2 二", "c3 三"]);
}

#[test]
fn a_table_of_contents_may_stand_above_a_preface() {
    for between in ["前言\n为了甲，制定本规划。", "某市规划", "为了甲，制定本规划。"] {
        let text = format!("目　　录\n前言\n一、甲\n二、乙\n{between}\n一、甲\n文字。\n二、乙\n文字。");
        assert_eq!(list(&text), ["c0 引言", "c1 一", "c2 二"], "{between}");
        assert_eq!(faults(&text), [], "{between}");
    }
}

#[test]
fn the_text_below_each_item_is_the_items() {
    let text =
        "第三条 职责：\n（一）办公室\n负责甲。\n（二）人事科\n负责乙。\n（三）财务科\n负责丙。\n以上职责不得委托。";
    assert_eq!(owners(text)[6..], ["第三条第一款第三项", "第三条第二款"]);
    // Only some have one: what follows the last item is the article's.
    let text = "第三条 职责：\n（一）办公室。\n（二）人事科\n负责乙。\n（三）财务科。\n以上职责不得委托。";
    assert_eq!(owners(text)[5], "第三条第二款");
    // Behind a list of an item, where that of the article goes on.
    let text = "第三条 条件：\n（一）甲：\n1.乙；\n2.丙。\n本项所称丙，是指子。\n（二）丁。\n第四条 完。";
    assert_eq!(owners(text)[4..6], ["第三条第一项第二目", "第三条第二项"]);
}

#[test]
fn rows_below_a_heading_of_numbers_are_no_clauses() {
    let text = "一、补助\n序号　县区　金额\n1　甲区　100\n2　乙区　200\n二、其他";
    assert_eq!(list(text), ["c1 一", "c2 二"]);
    assert_eq!(list("一、补助\n编号 要求\n1.甲\n2.乙")[1..], ["c1-1 一1", "c1-2 一2"]);
}

#[test]
fn codes_are_no_numbers_that_are_too_large() {
    assert_eq!(faults("招生专业代码如下：\n510201 计算机\n510202 网络"), []);
    assert_eq!(faults("10000.甲")[0].1, Fault::TooLarge);
}

#[test]
fn attachments_of_an_attachment_lie_below_it() {
    let text = "甲。\n附件\n某办法\n第一条 甲。\n第二条 乙。\n附件1\n申请表\n子。\n附件2\n通知书\n丑。";
    let parts: Vec<_> = list(text).into_iter().filter(|clause| clause.contains('a') && !clause.contains('t')).collect();
    assert_eq!(parts, ["a1 附件1", "a1-a1 附件1附件1", "a1-a2 附件1附件2"]);
    assert_eq!(cited(text, "附件1附件2").as_deref(), Some("a1-a2"));
    assert_eq!(faults(text), []);
    let text = "甲。\n附件1\n方案\n子。\n附1\n名单\n丑。\n附2\n表\n寅。\n附件2\n办法\n卯。";
    assert_eq!(list(text)[1..], ["a1 附件1", "a1-a1 附件1附件1", "a1-a2 附件1附件2", "a2 附件2"]);
    assert_eq!(faults(text), []);
}

#[test]
fn what_a_decision_says_of_itself_stands_above_the_text_that_it_carries() {
    let text =
        "一、甲。\n二、删去第五条。\n本决定自公布之日起施行。\n《某办法》重新公布。\n某办法\n第一条 甲。\n第二条 乙。";
    assert_eq!(owners(text)[2..5], ["结语", "结语", "某办法"]);
    // Below a heading it is the text of that.
    let text = "一、甲。\n二、其他\n本决定自公布之日起施行。\n某办法\n第一条 甲。";
    assert_eq!(owners(text)[2], "二");
}

#[test]
fn notes_at_the_end_are_no_items_of_the_last_clause() {
    let text = "一、甲①。\n二、乙②，丙。\n三、丁。\n①子。\n②丑。";
    assert_eq!(list(text), ["c1 一", "c2 二", "c3 三"]);
    // Items to which a text refers.
    let text = "一、按①办理。\n二、乙：\n①子。\n②丑。";
    assert_eq!(list(text), ["c1 一", "c2 二", "c2-1 二①", "c2-2 二②"]);
}

#[test]
fn a_title_may_stand_beside_the_number_of_an_attachment() {
    let text = "一、甲\n二、乙\n附件1\n示例办法\n第一条 甲。\n第二条 乙。\n附件2\n数字技能培训实施细则（试行）\n第一条 甲。\n第二条 乙。";
    for (reference, expected) in [
        ("附件2《数字技能培训实施细则》第二条", Some("a2-t2")),
        ("附件2《实施细则》第二条", Some("a2-t2")),
        ("附件2 《数字技能培训实施细则（试行）》 第二条", Some("a2-t2")),
        ("附件2数字技能培训实施细则第二条", Some("a2-t2")),
        ("附件二：数字技能培训实施细则第二条", Some("a2-t2")),
        ("附件《实施细则》第二条", Some("a2-t2")),
        ("附件实施细则第二条", Some("a2-t2")),
        ("《示例办法》附件1第二条", Some("a1-t2")),
        ("附件2《示例办法》第二条", None),
        ("附件1示例办法第三条", None),
        ("附件3《示例办法》第二条", None),
        ("附件1《示例办法》", Some("a1")),
    ] {
        assert_eq!(cited(text, reference).as_deref(), expected, "{reference}");
    }
}

#[test]
fn numbers_below_two_items_that_are_called_the_same_are_several() {
    let text = "第一条　甲事。\n(一)标题\n1）甲事。\n⑴甲事。\n⒈甲事。\n（1）标题\n2）甲事。";
    assert_eq!(cited(text, "第一条第一项第一目（1）").as_deref(), Some("2 clauses"));
}

#[test]
fn a_quotation_that_is_not_closed_ends_where_the_list_goes_on() {
    let text = "一、将第三条修改为：\n“第三条 甲。\n第四条 乙。\n二、将第五条修改为：\n“第五条 丙。”\n三、丁";
    assert_eq!(list(text), ["c1 一", "c2 二", "c3 三"]);
    assert_eq!(faults(text), []);
}

#[test]
fn an_article_of_two_documents_is_either() {
    let text = "第一条 甲。\n第二条 乙：\n（一）子。\n甲市某局\n2026年3月1日\n某市奖励细则\n第一条 丙。\n第二条 丁：\n（一）丑。\n第三条 戊。";
    assert_eq!(list(text).iter().filter(|clause| clause.starts_with("d1")).count(), 5);
    for (reference, expected) in [
        ("第二条", Some("2 clauses")),
        ("第二条第一项", Some("2 clauses")),
        ("第二条（一）", Some("2 clauses")),
        ("奖励细则第二条", Some("d1-t2")),
        ("第三条", Some("d1-t3")),
        ("t2", Some("t2")),
    ] {
        assert_eq!(cited(text, reference).as_deref(), expected, "{reference}");
    }
    // Lists that stand beside each other.
    let text = "工程系列\n一、甲。\n二、乙。\n经济系列\n一、丙。\n二、丁。";
    for (reference, expected) in
        [("二", Some("2 clauses")), ("经济系列二", Some("d1-c2")), ("c2", Some("c2")), ("三", None)]
    {
        assert_eq!(cited(text, reference).as_deref(), expected, "{reference}");
    }
    // Lists of a notice are its own.
    let text = "一、甲。\n二、乙。\n甲市某局\n2026年3月1日\n某市奖励方案\n一、丙。\n二、丁。";
    assert_eq!(cited(text, "二").as_deref(), Some("c2"));
}
