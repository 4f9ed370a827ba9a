//! Clauses of official documents of every style: which there are, what they are called, how they are cited, and that each
//! word belongs to one of them.
//!
//! A document `tests/documents/NAME.md` has its clauses in `NAME.txt`: anchor, label and the first words of each, and then
//! its codes. `UPDATE=1` writes these lists anew and fails, so that somebody reads them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use mingce::compile;
use mingce::diagnostic::{Code, Diagnostic, Severity};
use mingce::model::Options;
use mingce::source::{FileId, Snapshot, Source};
use mingce::syntax::clause::{ClauseRef, Kind, Meaning, Step};
use mingce::syntax::markdown::{Document, Flavor, Origin, parse, words};
use proptest::prelude::*;
use proptest::sample::select;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn read(text: &str) -> (Document, Vec<Diagnostic>) {
    parse(text, Flavor::Policy, Origin::Body(FileId(0), 0))
}

/// The clauses of a document, one a line, and the codes of the diagnostics.
fn list(text: &str) -> String {
    let (document, reported) = read(text);
    let mut list = String::new();
    for (at, clause) in document.clauses.iter().enumerate() {
        let words: String = document.own_wording(at).chars().take(16).collect();
        writeln!(list, "{}\t{}\t{words}", clause.anchor, clause.path).unwrap();
    }
    let mut codes: Vec<String> = reported.iter().map(|reported| format!("{}\n", reported.code)).collect();
    codes.sort();
    list + &codes.concat()
}

#[test]
fn documents_of_every_style_have_their_clauses() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(folder("documents")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        seen += 1;
        let found = list(&fs::read_to_string(&path).unwrap());
        let expected = path.with_extension("txt");
        if fs::read_to_string(&expected).ok().as_ref() != Some(&found) {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&expected, &found).unwrap();
            }
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(seen >= 7, "only {seen} documents");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is reported about the valid site with a policy `doc` and a page with these links to it.
fn reported(policy: &str, links: &str) -> Vec<(Code, Option<String>, String)> {
    let root = folder("invalid/base");
    let mut snapshot = Snapshot::default();
    let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in
        walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let name = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(entry.path()).unwrap();
        match name.ends_with(".md") || name.ends_with(".yaml") {
            true => texts.push((name, bytes)),
            false => drop(snapshot.files.insert(name, bytes.as_slice().into())),
        }
    }
    let front = "---\ntitle: 示例文件\nissuer: 某市某局\nvalidity: in-force\n---\n\n";
    texts.push(("policies/doc.md".into(), format!("{front}{policy}").into_bytes()));
    let page = format!("---\ntitle: 说明\nsummary: 一页。\n---\n\n{links}\n");
    texts.push(("pages/links.md".into(), page.into_bytes()));
    texts.sort();
    snapshot.texts = texts.into_iter().map(|(name, bytes)| Source::decode(name, &bytes)).collect();
    let (_, reported) = compile(snapshot, &Options::default());
    let errors = reported
        .iter()
        .filter(|reported| reported.code.severity() == Severity::Error || reported.code == Code::AmbiguousNumber);
    let args = |reported: &Diagnostic| {
        reported.args.iter().map(|(name, value)| format!("{name}={value} ")).collect::<String>()
    };
    errors.map(|reported| (reported.code, reported.suggestion.clone(), args(reported))).collect()
}

fn codes(policy: &str, links: &str) -> Vec<Code> {
    reported(policy, links).into_iter().map(|(code, ..)| code).collect()
}

const ARTICLES: &str = "第一章　总则\n\n第一条　为规范使用，制定本办法。\n\n第二条　本办法适用于本市。\n\n第二章　申领条件\n\n第三条　应当具备下列条件：\n\n（一）在本市参加社会保险；\n\n（二）取得培训合格证书。\n\n第三条之一　退役军人不受前条第（一）项限制。\n\n第四条　有下列情形之一的，不予拨付补贴：\n\n（一）虚报培训人数的；\n\n（二）未按计划完成学时的。\n\n前款第（一）项情形严重的，三年内不再受理其申请。\n\n第五条　本办法自2026年4月1日起施行。\n";

#[test]
fn articles_are_cited_as_people_write() {
    let links = "[甲](policy:doc#第三条第（二）项 \"取得培训合格证书\")\n[乙](policy:doc#第三条（二） \"取得培训合格证书\")\n\
                 [丙](policy:doc#第三条之一 \"退役军人\")\n[丁](policy:doc#第四条第二款 \"三年内不再受理\")\n\
                 [戊](policy:doc#第四条第一款第二项 \"未按计划完成学时的\")\n[己](policy:doc#第二章 \"退役军人\")\n\
                 [庚](policy:doc#t4-k2 \"三年内\")\n[辛](policy:doc#第%204%20条(二))\n";
    assert_eq!(reported(ARTICLES, links), []);
}

#[test]
fn the_first_of_several_documents_is_named_by_its_title() {
    let two = "甲办法\n\n第一条　补贴500元。\n\n第二条　子。\n\n乙办法\n\n第一条　补贴800元。\n";
    let links = "[甲](policy:doc#甲办法第一条 \"补贴500元\")\n[乙](policy:doc#乙办法第一条 \"补贴800元\")\n";
    assert_eq!(reported(two, links), []);
    assert_eq!(codes(two, "[甲](policy:doc#甲办法第一条 \"补贴800元\")"), [Code::QuoteGone]);
    assert_eq!(codes(two, "[甲](policy:doc#丙办法第一条)"), [Code::UnknownClause]);
    let based = "根据《丙条例》\n\n制定本办法。\n\n第一条　补贴500元。\n";
    assert_eq!(codes(based, "[甲](policy:doc#丙条例第一条)"), [Code::UnknownClause]);
    let parts = "工程系列\n\n一、学历\n\n本科。\n\n二、资历\n\n满5年。\n\n经济系列\n\n一、学历\n\n专科。\n\n二、资历\n\n满3年。\n";
    let links = "[甲](policy:doc#工程系列二 \"满5年\")\n[乙](policy:doc#经济系列二 \"满3年\")\n";
    assert_eq!(reported(parts, links), []);
}

#[test]
fn a_quote_is_proved_in_its_own_clause_and_nowhere_else() {
    let found = reported(ARTICLES, "[甲](policy:doc#第三条（二） \"不予拨付补贴\")\n");
    assert_eq!((found.len(), found[0].0, found[0].1.as_deref()), (1, Code::QuoteGone, Some("doc#第四条第一款")));
    for wrong in [
        "第三条 \"虚报\"",
        "第三条之一 \"本市参加\"",
        "第四条第一款 \"三年内\"",
        "第四条第二款 \"虚报\"",
        "第一章 \"退役军人\"",
    ] {
        assert_eq!(codes(ARTICLES, &format!("[甲](policy:doc#{wrong})\n")), [Code::QuoteGone], "{wrong}");
    }
}

#[test]
fn a_clause_that_is_not_there_is_reported_with_those_of_its_kind() {
    let found = reported(ARTICLES, "[甲](policy:doc#第七条)\n");
    assert_eq!(found[0].0, Code::UnknownClause);
    assert!(found[0].2.contains("near=第三条之一、第四条、第五条"), "{found:?}");
    let found = reported(ARTICLES, "[甲](policy:doc#（二）)\n");
    assert_eq!(found[0].0, Code::SeveralClauses);
    assert!(found[0].2.contains("clauses=第三条第二项、第四条第一款第二项"), "{found:?}");
}

#[test]
fn a_source_names_the_clause_in_which_its_words_stand() {
    let found = reported(ARTICLES, "[甲](policy:doc#第三条第（五）项 \"三年内不再受理其申请\")\n");
    assert_eq!((found[0].0, found[0].1.as_deref()), (Code::UnknownClause, Some("第四条第二款")));
}

#[test]
fn text_that_begins_like_a_number_is_no_clause() {
    let text = "一、适用范围\n\n（一）在职人员。\n\n（二）离校两年内的毕业生。\n\n（一）（二）项人员同时符合的，按（一）项办理。\n\n（一）、（二）所列人员均应提供社保记录。\n\n二、奖励标准\n\n一、二等奖获得者可直接认定。\n\n三、四级技能等级持有者按对应级别认定。\n\n1、2月份申报的，并入第一季度。\n\n3.5万元以下的项目由区（市）审批。\n\n（三）项所称毕业生，以学信网记录为准。\n";
    let link = |clause: &str| format!("[甲](policy:doc#{clause})\n");
    assert_eq!(codes(text, &link("二 \"三、四级技能等级\"")), [Code::AmbiguousNumber]);
    for none in ["三", "二（三）", "一（三）", "二1", "二一", "1"] {
        assert!(codes(text, &link(none)).contains(&Code::UnknownClause), "{none}");
    }
    let marked = text.replace("三、四级", "\\三、四级");
    assert_eq!(codes(&marked, &link("二 \"三、四级技能等级\"")), []);
    assert!(!read(&marked).0.html.contains('\\'));
    let clause = text.replace("三、四级", "\\条三、四级");
    assert_eq!(codes(&clause, &link("三 \"三、四级技能等级\"")), []);
    assert!(!read(&clause).0.html.contains("条三、"));
}

#[test]
fn dotted_numbers_and_attachments_are_cited() {
    let standard =
        "## 1 职业概况\n\n### 1.1 职业名称\n\n数据整理\n\n### 1.2 申报条件\n\n#### 1.2.1 初级\n\n大学本科学历。\n";
    assert_eq!(codes(standard, "[甲](policy:doc#1.2.1 \"大学本科学历\")\n"), []);
    let attachments = "一、总则\n\n附件：1．申报表\n\n2．汇总表\n\n附件1-1\n\n申报表\n\n附件01\n\n填写要求如下。\n\n二、要求\n\n附件2：汇总表\n\n二、说明\n\n（三）丙\n";
    assert_eq!(codes(attachments, "[甲](policy:doc#附件1-1 \"申报表\")[乙](policy:doc#附件1 \"填写要求\")\n"), []);
    assert_eq!(codes(attachments, "[甲](policy:doc#附件2%20二（三） \"丙\")\n"), []);
}

#[test]
fn numbers_of_an_appendix_are_cited_with_its_letter() {
    let text = fs::read_to_string(folder("documents/lettered.md")).unwrap();
    let links = "[甲](policy:doc#A.1.1 \"用于申请\")[乙](policy:doc#附录A.2 \"样式\")[丙](policy:doc#附录B%20B.1 \"依据\")\n\
                 [丁](policy:doc#附录A1.2 \"填写要求\")[戊](policy:doc#2.2 \"1.5万元\")";
    assert_eq!(reported(&text, links), []);
    assert_eq!(codes(&text, "[甲](policy:doc#A.2.1)"), [Code::UnknownClause]);
    assert_eq!(codes(&text, "[甲](policy:doc#A.1 \"样式\")"), [Code::QuoteGone]);
}

#[test]
fn a_hundred_and_one_is_written_in_two_ways() {
    let text: String = (1..=103)
        .map(|number| match number {
            101 => "第百零一条　甲。\n\n".to_owned(),
            number => format!("第{}条　乙{number}。\n\n", mingce::syntax::clause::to_chinese(number)),
        })
        .collect();
    let links = "[甲](policy:doc#第一百零一条 \"甲\")[乙](policy:doc#第百零一条 \"甲\")[丙](policy:doc#第101条 \"甲\")";
    assert_eq!(reported(&text, links), []);
    assert_eq!(read(&text).1, []);
}

#[test]
fn every_number_twice_is_reported_once_for_each_list_and_no_anchor_is_lost() {
    let text = "一、甲\n\n一、乙\n\n（一）丙\n\n（一）丁\n\n二、戊\n\n二、己\n";
    let (document, reported) = read(text);
    assert!(reported.iter().all(|reported| reported.code.severity() == Severity::Error), "{reported:?}");
    assert!(reported.iter().all(|reported| !reported.related.is_empty()));
    hold(&document, text);
}

#[test]
fn ten_thousand_articles_and_a_hundred_levels_are_read() {
    let chinese = |number: usize| mingce::syntax::clause::to_chinese(number as u16);
    let many: String = (1..=9_999).map(|number| format!("第{}条　甲{number}。\n\n", chinese(number))).collect();
    let (document, reported) = read(&many);
    assert_eq!((document.clauses.len(), reported.len()), (9_999, 0));
    assert_eq!(document.clause("第九千九百九十九条"), Some(9_998));
    let (_, reported) = read(&(many + "第10000条　乙。\n"));
    assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [Code::NumberTooLarge]);
    let deep: String = (1..=100).map(|level| format!("{} 甲\n\n", vec!["1"; level].join("."))).collect();
    let (document, reported) = read(&deep);
    assert_eq!(document.clauses.len() + reported.len(), 100);
    assert!(reported.iter().all(|reported| reported.code == Code::ClauseTooDeep));
}

/// What holds of any document.
fn hold(document: &Document, text: &str) {
    let clauses = &document.clauses;
    // Each block belongs to the clause that was opened last before it or with it, and to no other.
    let owners: Vec<usize> = document.blocks.iter().map(|block| block.clause.unwrap()).collect();
    for (block, &owner) in document.blocks.iter().zip(&owners) {
        let opened = clauses.iter().filter(|clause| clause.start <= block.html.start).count();
        assert_eq!(owner + 1, opened, "{:?} in {text}", &document.html[block.html.clone()]);
        assert!(clauses.get(owner + 1).is_none_or(|next| block.html.end <= next.start), "{text}");
    }
    // Each clause begins with a block, which is its own or that of the innermost clause that begins there.
    for (at, clause) in clauses.iter().enumerate() {
        let first = document.blocks.iter().zip(&owners).find(|(block, _)| block.span == clause.span).unwrap();
        assert_eq!(first.0.html.start, clause.start, "{text}");
        assert!(*first.1 >= at && clauses[at..=*first.1].iter().all(|other| other.start == clause.start), "{text}");
    }
    // Together the clauses are the document.
    let all: String = (0..clauses.len()).map(|at| document.own_wording(at)).collect();
    assert_eq!(all, words(&document.html), "{text}");
    for (at, clause) in clauses.iter().enumerate() {
        let end = clause.end as usize;
        assert!(end > at && end <= clauses.len());
        // What lies below a clause lies in it.
        if let Some(parent) = clause.parent {
            assert!((parent as usize) < at && end <= clauses[parent as usize].end as usize, "{text}");
        }
        assert_eq!(document.wording(at), (at..end).map(|below| document.own_wording(below)).collect::<String>());
        assert_eq!(document.clause(&clause.anchor), Some(at), "{} in {text}", clause.anchor);
        // Its label means it, alone or with others that are called the same.
        let label = clause.path.label();
        let means = match ClauseRef::parse(&label).map(|wanted| document.find(&wanted)) {
            Some(Meaning::One(found)) => found == at,
            Some(Meaning::Several(found)) => found.contains(&at),
            _ => false,
        };
        assert!(means || clause.path.name.is_some(), "{label} ({}) in {text}", clause.anchor);
        // Its number stands below those of the clauses above it, but for what only holds articles.
        let steps = &clause.path.steps;
        let is_article = steps.iter().any(|step| step.kind == Kind::Article);
        let parent = clause.parent.map(|parent| &clauses[parent as usize].path.steps[..]);
        let is_left_out = |step: &Step| step.kind.is_division() || is_article && step.kind.is_list();
        let is_below = |above: &[Step]| above.iter().all(|step| steps.contains(step) || is_left_out(step));
        assert!(parent.is_none_or(is_below), "{label} in {text}");
    }
}

fn line() -> impl Strategy<Value = String> {
    let number = || (1u16..6).prop_map(|number| mingce::syntax::clause::to_chinese(number).into_owned());
    let digit = || (1u16..6).prop_map(|number| number.to_string());
    let words = || {
        select(vec![
            "甲事。",
            "为规范使用，制定本办法。",
            "有下列情形之一的：",
            "（一）（二）项人员。",
            "标题",
            "四级以上的。",
            "“引文",
            "实施办法",
            "",
        ])
    };
    let marker = prop_oneof![
        number().prop_map(|n| format!("第{n}条　")),
        number().prop_map(|n| format!("第{n}条之一　")),
        number().prop_map(|n| format!("第{n}章　")),
        number().prop_map(|n| format!("第{n}节　")),
        number().prop_map(|n| format!("{n}、")),
        number().prop_map(|n| format!("（{n}）")),
        digit().prop_map(|n| format!("{n}.")),
        digit().prop_map(|n| format!("（{n}）")),
        digit().prop_map(|n| format!("{n}）")),
        digit().prop_map(|n| format!("附件{n}")),
        (digit(), digit()).prop_map(|(a, b)| format!("{a}.{b} ")),
        (digit(), digit(), digit()).prop_map(|(a, b, c)| format!("{a}.{b}.{c}　")),
        (number(), select(vec!["编", "篇", "部分", "分编"])).prop_map(|(n, word)| format!("第{n}{word} ")),
        (number(), number()).prop_map(|(n, sub)| format!("第{n}条之{sub} ")),
        (number(), select(vec![" 、", "，", "．"])).prop_map(|(n, sign)| format!("{n}{sign}")),
        number().prop_map(|n| format!("({n})")),
        number().prop_map(|n| format!("{n}　")),
        select(vec!["：", "）"]).prop_map(|sign| format!("一{sign}")),
        select(vec!["a)", "b) ", "（a）", "A.", "B．", "I. ", "II. ", "Ⅰ.", "Ⅱ、", "甲、", "乙、", "壹、", "贰、"])
            .prop_map(str::to_owned),
        (digit(), digit()).prop_map(|(n, amount)| format!("{n}.{amount}元")),
        (number(), number()).prop_map(|(n, next)| format!("第{n}条 甲。第{next}条 ")),
        (digit(), digit()).prop_map(|(n, next)| format!("{n}.甲；{next}.")),
        select(vec!["注：1.", "说明：一、", "申请材料：1."]).prop_map(str::to_owned),
        number().prop_map(|n| format!("第{n}条")),
        digit().prop_map(|n| format!("{n} ")),
        digit().prop_map(|n| format!("{n}、")),
        (digit(), digit()).prop_map(|(n, sub)| format!("附件{n}-{sub}")),
        select(vec![
            "①",
            "②",
            "③",
            "㈠",
            "㈡",
            "⑴",
            "⒈",
            "附表1 ",
            "附表2 ",
            "附图1 ",
            "附录A",
            "附录B",
            "\\三、",
            "\\条三、",
            "目录",
            "附件：",
            "2026年3月1日",
            "１．",
            "一〇、",
            "第十一条 ",
            "| 甲 | 乙 |\n| - | - |\n| 第一条 丙 | ",
            "![图](a.png)",
            "",
            "",
        ])
        .prop_map(str::to_owned),
    ];
    let heading = prop_oneof![4 => Just(""), 1 => Just("## ")];
    (heading, marker, words()).prop_map(|(heading, marker, words)| format!("{heading}{marker}{words}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_word_belongs_to_one_clause(lines in prop::collection::vec(line(), 1..30)) {
        let text = lines.join("\n\n");
        let (document, reported) = read(&text);
        hold(&document, &text);
        for reported in &reported {
            prop_assert!(reported.span.is_some_and(|span| text.get(span.range()).is_some()), "{reported:?}");
        }
    }

    #[test]
    fn a_document_in_order_is_read_whole_and_each_clause_is_found_by_its_label(
        shape in prop::collection::vec((0usize..4, 0usize..4, 0usize..3), 1..8),
        style in 0usize..4,
    ) {
        let text = ordered(&shape, style);
        let (document, reported) = read(&text);
        prop_assert_eq!(reported, vec![], "{}", text);
        hold(&document, &text);
        for (at, clause) in document.clauses.iter().enumerate() {
            prop_assert_eq!(document.clause(&clause.path.label()), Some(at), "{} in {}", clause.path, text);
        }
        let longer = format!("{text}\n\n{}", if style == 0 { "另有规定的，从其规定。" } else { "请遵照执行。" });
        let grown = read(&longer).0;
        for clause in &document.clauses {
            prop_assert!(grown.clauses.iter().any(|other| other.anchor == clause.anchor), "{} in {}", clause.anchor, longer);
        }
    }
}

/// A document that is numbered in order: articles, a notice, a standard, or a notice that carries articles.
fn ordered(shape: &[(usize, usize, usize)], style: usize) -> String {
    let chinese = |number: usize| mingce::syntax::clause::to_chinese(number as u16);
    let mut lines = Vec::new();
    for (at, &(items, below, more)) in shape.iter().enumerate() {
        let at = at + 1;
        lines.push(match style {
            0 => format!("第{}条　应当符合下列条件：", chinese(at)),
            2 => format!("{at} 要求"),
            _ => format!("{}、工作要求", chinese(at)),
        });
        for item in 1..=items {
            lines.push(match style {
                2 => format!("{at}.{item} 条件"),
                _ => format!("（{}）条件之一；", chinese(item)),
            });
            for part in 1..=below {
                lines.push(match style {
                    2 => format!("{at}.{item}.{part} 细目"),
                    _ => format!("{part}.细目；"),
                });
            }
        }
        lines.extend((0..more).map(|_| "其他情形，另行规定。".to_owned()));
    }
    if style == 2 {
        // A number without a sign is one of a standard when others belong to it.
        lines.push(format!("{} 附则\n\n{}.1 说明", shape.len() + 1, shape.len() + 1));
    }
    if style == 3 {
        lines.push("某市某局\n\n2026年3月1日\n\n某市培训管理办法".to_owned());
        lines.extend((1..=3).map(|at| format!("第{}条　办法规定。", chinese(at))));
    }
    lines.join("\n\n")
}
