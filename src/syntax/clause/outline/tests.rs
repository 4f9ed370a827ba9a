use super::super::path::OPENING;
use super::super::{ClauseIndex, ClauseRef, Meaning, Placed};
use super::*;

mod attached;
mod closing;
mod doubtful;
mod limits;
mod merged;

impl Placed for Found {
    fn path(&self) -> &ClausePath {
        &self.path
    }

    fn anchor(&self) -> &str {
        &self.anchor
    }

    fn parent(&self) -> Option<usize> {
        self.parent.map(|parent| parent as usize)
    }

    fn end(&self) -> usize {
        self.end as usize
    }
}

/// Lines as units: `## ` begins a heading, `| ` a table, `- ` a list, `\` and `\条` are marks.
fn units(text: &str) -> Vec<Unit<'_>> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (form, line) = match (line.strip_prefix("## "), line.strip_prefix("| ")) {
                _ if line.starts_with("- ") => (Form::Other, ""),
                (Some(line), _) => (Form::Heading, line),
                (_, Some(line)) => (Form::Table, line),
                _ => (Form::Paragraph, line),
            };
            let (said, line) = match (line.strip_prefix("\\条"), line.strip_prefix('\\')) {
                (Some(line), _) => (Some(Said::Clause), line),
                (_, Some(line)) => (Some(Said::Text), line),
                _ => (None, line),
            };
            Unit { text: line.into(), form, said }
        })
        .collect()
}

fn read(text: &str) -> (Vec<Unit<'_>>, Outline) {
    read_of(text, "")
}

/// A text of which is known who has issued it.
fn read_of<'t>(text: &'t str, issuer: &str) -> (Vec<Unit<'t>>, Outline) {
    let units = units(text);
    let outline = outline(&units, &Signs::of(text), &Signers::new(issuer));
    (units, outline)
}

/// The anchor and the label of each clause.
fn list(text: &str) -> Vec<String> {
    read(text).1.clauses.iter().map(|clause| format!("{} {}", clause.anchor, clause.path)).collect()
}

/// The label of the clause of each unit.
fn owners(text: &str) -> Vec<String> {
    let (_, outline) = read(text);
    outline.owners.iter().map(|&owner| outline.clauses[owner as usize].path.label()).collect()
}

fn faults(text: &str) -> Vec<(u32, Fault, String)> {
    let findings = read(text).1.findings;
    findings.iter().map(|finding| (finding.unit, finding.fault, finding.path.label())).collect()
}

fn cited(text: &str, reference: &str) -> Option<String> {
    let outline = read(text).1;
    let wanted = ClauseRef::parse(reference)?;
    match ClauseIndex::new(&outline.clauses, outline.is_labelled).find(&outline.clauses, &wanted) {
        Meaning::One(at) => Some(outline.clauses[at].anchor.clone()),
        Meaning::Several(all) => Some(format!("{} clauses", all.len())),
        Meaning::Nothing => None,
    }
}

const NOTICE: &str = "各有关单位：\n## 一、目标\n正文。\n（一）甲事。\n(二)乙事。\n1.申请\n2.受理\n（1）材料\n①原件\n二、其他\n附件 1\n一、填表";

#[test]
fn a_notice_keeps_its_anchors() {
    assert_eq!(
        list(NOTICE),
        [
            "c0 引言",
            "c1 一",
            "c1-1 一（一）",
            "c1-2 一（二）",
            "c1-2-1 一（二）1",
            "c1-2-2 一（二）2",
            "c1-2-2-1 一（二）2（1）",
            "c1-2-2-1-1 一（二）2（1）①",
            "c2 二",
            "a1 附件1",
            "a1-c1 附件1一",
        ]
    );
    assert_eq!(faults(NOTICE), [(4, Fault::Brackets, "一（二）".into())]);
}

const ORDINANCE: &str = "第一章　总则\n第一条　为规范使用，制定本办法。\n第二条　本办法适用于本市。\n第二章　条件\n第三条　应当具备下列条件：\n（一）参加社会保险；\n（二）取得证书。\n第三条之一　退役军人不受前条第（一）项限制。\n第四条　有下列情形的，不予拨付：\n（一）虚报人数的；\n（二）未完成学时的。\n前款第（一）项情形严重的，不再受理。\n第五条　本办法自4月1日起施行。";

#[test]
fn an_ordinance_has_articles_paragraphs_and_items() {
    assert_eq!(
        list(ORDINANCE),
        [
            "z1 第一章",
            "t1 第一条",
            "t2 第二条",
            "z2 第二章",
            "t3 第三条",
            "t3-1 第三条第一项",
            "t3-2 第三条第二项",
            "t3z1 第三条之一",
            "t4 第四条",
            "t4-k1 第四条第一款",
            "t4-1 第四条第一款第一项",
            "t4-2 第四条第一款第二项",
            "t4-k2 第四条第二款",
            "t5 第五条",
        ]
    );
    assert_eq!(faults(ORDINANCE), []);
    for (written, anchor) in [
        ("第三条", "t3"),
        ("第 3 条", "t3"),
        ("第三条（二）", "t3-2"),
        ("第三条第（二）项", "t3-2"),
        ("第三条第二项", "t3-2"),
        ("第三条(二)", "t3-2"),
        ("第三条第一款第（二）项", "t3-2"),
        ("第三条第一款", "t3"),
        ("第三条之一", "t3z1"),
        ("第四条第二款", "t4-k2"),
        ("第四条第一款第（二）项", "t4-2"),
        ("第四条（二）", "t4-2"),
        ("第二章", "z2"),
        ("第二章第四条", "t4"),
        ("t4-k2", "t4-k2"),
        ("（二）", "2 clauses"),
    ] {
        assert_eq!(cited(ORDINANCE, written).as_deref(), Some(anchor), "{written}");
    }
    for wrong in ["第六条", "第三条（三）", "第四条第三款", "第三条第二款", "第三章", "（三）", "三", "引言"]
    {
        assert_eq!(cited(ORDINANCE, wrong), None, "{wrong}");
    }
}

#[test]
fn anchors_stay_when_a_text_grows_at_its_end() {
    for text in [NOTICE, ORDINANCE] {
        let lines: Vec<&str> = text.lines().collect();
        let whole: Vec<String> = list(text).iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        for end in 1..lines.len() {
            let part = lines[..end].join("\n");
            let anchors: Vec<String> =
                list(&part).iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
            assert!(anchors.iter().all(|anchor| whole.contains(anchor)), "{anchors:?}");
        }
    }
}

#[test]
fn text_that_begins_like_a_number_is_reported_by_what_stands_around_it() {
    let text = "一、适用范围\n（一）在职人员。\n（二）离校两年内的毕业生。\n（一）（二）项人员同时符合的，按（一）项办理。\n（一）、（二）所列人员均应提供社保记录。\n二、奖励标准\n一、二等奖获得者可直接认定。\n三、四级技能等级持有者按对应级别认定。\n1、2月份申报的，并入第一季度。\n3.5万元以下的项目由区（市）审批。\n（三）项所称毕业生，以学信网记录为准。";
    assert_eq!(list(text), ["c1 一", "c1-1 一（一）", "c1-2 一（二）", "c2 二"]);
    assert_eq!(faults(text), [(7, Fault::Ambiguous, "三".into())]);
    assert_eq!(faults(&text.replace("三、四", "\\三、四")), []);
    assert_eq!(list(&text.replace("三、四", "\\条三、四"))[4], "c3 三");
    // The next number needs it.
    assert_eq!(list("一、甲\n二、乙\n三、四个重点\n四、丁"), ["c1 一", "c2 二", "c3 三", "c4 四"]);
    assert_eq!(list("一、甲\n二、乙\n三、四级的人\n三、丙"), ["c1 一", "c2 二", "c3 三"]);
    assert_eq!(list("1.2025年底前完成甲。\n2.2026年底前完成乙。"), ["c1 1", "c2 2"]);
    assert_eq!(owners("第三条 甲。\n第三条所称丙，是指丁。"), ["第三条第一款", "第三条第二款"]);
}

#[test]
fn what_follows_the_last_item_is_the_articles() {
    let text = "第一条 下列情形：\n（一）甲；\n接着说甲。\n（二）乙。\n前款说明。\n有下列情形的：\n（一）丙。\n| 表\n第二条 丁。";
    assert_eq!(
        owners(text),
        [
            "第一条第一款",
            "第一条第一款第一项",
            "第一条第一款第一项",
            "第一条第一款第二项",
            "第一条第二款",
            "第一条第三款",
            "第一条第三款第一项",
            "第一条第三款第一项",
            "第二条",
        ]
    );
    assert_eq!(faults(text), []);
}

#[test]
fn standards_are_numbered_with_dots() {
    let text = "## 1 职业概况\n## 1.1 职业名称\n数据整理人员\n## 1.3 申报条件\n1.3.1 初级\n大学本科。\n1.3.2\n中级。\n2.5万元以下的不计。\n2 要求\n2.1 知识\n3.14是圆周率。";
    assert_eq!(list(text), ["c1 1", "c1-1 1.1", "c1-3 1.3", "c1-3-1 1.3.1", "c1-3-2 1.3.2", "c2 2", "c2-1 2.1"]);
    assert_eq!(faults(text).len(), 1);
    assert_eq!(cited(text, "1.3.1").as_deref(), Some("c1-3-1"));
    assert_eq!(cited(text, "１．３．２").as_deref(), Some("c1-3-2"));
    assert_eq!(cited(text, "2").as_deref(), Some("c2"));
    assert_eq!(list("1. 范围\n1.1 甲\n1.2 乙\n2. 术语\n2.1 丙"), ["c1 1", "c1-1 1.1", "c1-2 1.2", "c2 2", "c2-1 2.1"]);
    assert_eq!(list("1.1 甲\n1.2 乙\n2.1 丙"), ["c1-1 1.1", "c1-2 1.2", "c2-1 2.1"]);
    assert_eq!(faults("1 甲\n1.1 子\n程度\n2.1 乙\n2.1.1 丙\n2.2 丁\n2.2.1 戊"), []);
    assert_eq!(cited("1 甲\n1.1 子\n1.2 丑\n程度\n2.1 乙", "2.1").as_deref(), Some("c2-1"));
    assert_eq!(list("2023 年我市\n30 日内"), ["c0 引言"]);
}

#[test]
fn the_label_of_a_list_of_attachments_begins_none() {
    for names in ["申报表", "申报表\n汇总表", "1．申报表\n2．汇总表", "1．申报表"] {
        assert_eq!(
            list(&format!("一、总则\n附件：\n{names}\n某市某局\n2026年3月1日")),
            ["c1 一", "end1 落款"],
            "{names}"
        );
    }
    // Behind the signature the attachment itself begins.
    let text = "一、总则\n某市某局\n2026年3月1日\n附件：\n申报表\n某公司\n2026年4月1日";
    assert_eq!(list(text), ["c1 一", "end1 落款", "a1 附件1", "a1-end1 附件1落款"]);
    assert_eq!(list("一、总则\n附件：\n申报表\n填表说明。"), ["c1 一", "a1 附件1"]);
}

#[test]
fn attachments_begin_numbering_of_their_own() {
    let text = "一、总则\n附件：1．申报表\n2．汇总表\n某市某局\n2026年3月1日\n附件1\n申报表\n一、填表\n附件1-1\n样张\n附件2：汇总表\n（一）甲\n附录A\n附表1 名单";
    assert_eq!(
        list(text),
        [
            "c1 一",
            "end1 落款",
            "a1 附件1",
            "a1-c1 附件1一",
            "a1_1 附件1-1",
            "a2 附件2",
            "a2-c1 附件2（一）",
            "a2-alA 附件2附录A",
            "a2-ab1 附件2附表1"
        ]
    );
    assert_eq!(faults(text), []);
    for (written, anchor) in [
        ("附件1 一", "a1-c1"),
        ("附件一一", "a1-c1"),
        ("附件1-1", "a1_1"),
        ("附录A", "a2-alA"),
        ("附件2附表1", "a2-ab1"),
        ("附件2(一)", "a2-c1"),
    ] {
        assert_eq!(cited(text, written).as_deref(), Some(anchor), "{written}");
    }
    assert_eq!(list("一、甲\n附件：\n1. 申报表\n2. 汇总表\n某局\n2026年3月1日"), ["c1 一", "end1 落款"]);
    assert_eq!(
        list("一、甲\n附件1：申报表\n附件2：汇总表\n某局\n2026年3月1日\n附件1\n申报表"),
        ["c1 一", "end1 落款", "a1 附件1"]
    );
}

#[test]
fn a_carried_document_is_a_part_with_its_title() {
    let text = "各单位：\n一、目的\n二、要求\n某局\n2026年3月1日\n某市培训补贴办法（试行）\n第一条 为规范，制定本办法。\n第二条 适用：\n（一）甲。\n附件1\n一、表";
    assert_eq!(
        list(text),
        [
            "c0 引言",
            "c1 一",
            "c2 二",
            "end1 落款",
            "d1 某市培训补贴办法（试行）",
            "d1-t1 某市培训补贴办法（试行）第一条",
            "d1-t2 某市培训补贴办法（试行）第二条",
            "d1-t2-1 某市培训补贴办法（试行）第二条第一项",
            "a1 附件1",
            "a1-c1 附件1一",
        ]
    );
    assert_eq!(faults(text), []);
    for written in ["第二条", "培训补贴办法第二条", "《某市培训补贴办法（试行）》第二条", "办法 第二条"]
    {
        assert_eq!(cited(text, written).as_deref(), Some("d1-t2"), "{written}");
    }
    assert_eq!(cited(text, "办法").as_deref(), Some("d1"));
    let twice = "一、目的\n二、要求\n实施方案\n一、任务\n（一）甲\n二、措施";
    assert_eq!(
        list(twice),
        ["c1 一", "c2 二", "d1 实施方案", "d1-c1 实施方案一", "d1-c1-1 实施方案一（一）", "d1-c2 实施方案二"]
    );
    assert_eq!((cited(twice, "二").as_deref(), cited(twice, "方案二").as_deref()), (Some("c2"), Some("d1-c2")));
}

#[test]
fn divisions_hold_articles() {
    let text =
        "第一编 总则\n第一章 甲\n第一节 乙\n第一条 丙。\n第二节 丁\n第二条 戊。\n第二编 分则\n第一章 己\n第三条 庚。";
    assert_eq!(
        list(text),
        [
            "b1 第一编",
            "b1-z1 第一编第一章",
            "b1-z1-j1 第一编第一章第一节",
            "t1 第一条",
            "b1-z1-j2 第一编第一章第二节",
            "t2 第二条",
            "b2 第二编",
            "b2-z1 第二编第一章",
            "t3 第三条",
        ]
    );
    let outline = read(text).1;
    assert_eq!(outline.clauses.iter().map(|clause| clause.end).collect::<Vec<_>>(), [6, 6, 4, 4, 6, 6, 9, 9, 9]);
    // Judicial interpretations group articles with 一、.
    assert_eq!(
        list("一、一般规定\n第一条 甲。\n第二条 乙。\n二、证据\n第三条 丙。"),
        ["c1 一", "t1 第一条", "t2 第二条", "c2 二", "t3 第三条"]
    );
    assert_eq!(
        list("一、质押\n（一）动产质押\n第一条 甲。\n（二）权利质押\n第二条 下列：\n（一）乙；\n（二）丙。"),
        ["c1 一", "c1-1 一（一）", "t1 第一条", "c1-2 一（二）", "t2 第二条", "t2-1 第二条第一项", "t2-2 第二条第二项"]
    );
    // Articles that begin anew in each chapter.
    assert_eq!(
        list("第一章 甲\n第一条 乙。\n第二章 丙\n第一条 丁。\n第二条 戊。"),
        ["z1 第一章", "t1 第一条", "z2 第二章", "z2-t1 第二章第一条", "z2-t2 第二章第二条"]
    );
}

#[test]
fn a_table_of_contents_is_no_text_of_the_clauses() {
    let text = "目　录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。";
    assert_eq!(list(text), ["c0 引言", "z1 第一章", "t1 第一条", "z2 第二章", "t2 第二条"]);
    assert_eq!(faults(text), []);
}

#[test]
fn a_quoted_text_belongs_to_what_quotes_it() {
    let text = "一、将第三条修改为：“第三条 有下列情形：\n（一）甲；\n（二）乙。”\n二、删去第四条。";
    assert_eq!(owners(text), ["一", "一", "一", "二"]);
    assert_eq!(faults(text), []);
    let below = "一、修改第一条：\n1.将第一条修改为：\n“受理下列案件：\n1.甲；\n2.乙。”\n2.删去第二条。";
    assert_eq!(owners(below), ["一", "一1", "一1", "一1", "一1", "一2"]);
    assert_eq!(faults(below), []);
    // A quotation that nothing closes does not swallow the rest.
    assert_eq!(owners("一、修改为：“甲。\n二、修改为：“乙。”"), ["一", "二"]);
}

#[test]
fn numbers_go_on_through_all_sections() {
    assert_eq!(list("一、甲\n1.子\n2.丑\n二、乙\n3.寅"), ["c1 一", "c1-1 一1", "c1-2 一2", "c2 二", "c2-3 二3"]);
    assert_eq!(faults("一、甲\n1.子\n2.丑\n二、乙\n3.寅"), []);
    assert_eq!(cited("一、甲\n1.子\n2.丑\n二、乙\n3.寅", "3").as_deref(), Some("c2-3"));
    // Numbers that run together in one paragraph.
    let joined = |unit, place, label: &str| (unit, Fault::Together(place), label.to_owned());
    let text = "一、甲\n1.子 2.丑 3.寅\n二、乙\n4.卯 5.辰\n6.巳";
    assert_eq!(faults(text), [joined(1, 6, "一2"), joined(3, 6, "二5")]);
    // Lists within each other in another order than the usual one.
    assert_eq!(list("1.甲\n（一）子\n（二）丑\n2.乙"), ["c1 1", "c1-1 1（一）", "c1-2 1（二）", "c2 2"]);
    // Two kinds below the same clause.
    assert_eq!(list("一、甲\n1.子\n（一）丑\n二、乙"), ["c1 一", "c1-1 一1", "c1-e1 一（一）", "c2 二"]);
}

#[test]
fn kinds_are_listed_in_their_order() {
    assert!(super::super::Kind::ALL.is_sorted());
    assert!(super::super::Kind::ALL.iter().enumerate().all(|(at, kind)| *kind as usize == at));
}

#[test]
fn wrong_numbers_are_reported() {
    assert_eq!(
        faults("一、甲\n三、乙\n一、丙"),
        [(1, Fault::Order(Some((0, 1))), "三".into()), (2, Fault::Restarted(0), "一".into())]
    );
    assert_eq!(
        faults("第一条 甲。\n（一）子；\n（三）丑。\n第三条 丁。"),
        [(2, Fault::Order(Some((1, 1))), "第一条第三项".into()), (3, Fault::Order(Some((0, 1))), "第三条".into())]
    );
    assert_eq!(faults("一、甲\n（一）子\n（二）丑\n（一）寅\n（二）卯"), [(3, Fault::Repeated(1), "一（一）".into())]);
    assert_eq!(faults("第一条 甲。\n第二条 乙。\n第二条 丙。"), [(2, Fault::Repeated(1), "第二条".into())]);
    assert_eq!(faults("一、甲\n二 、乙\n三，丙"), [(1, Fault::Slip, "二".into()), (2, Fault::Slip, "三".into())]);
    assert_eq!(faults("第一万零一条 甲。").len(), 1);
    assert_eq!(faults("第九百八十九条 甲。\n第九百九十条 乙。"), []);
}
