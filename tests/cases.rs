//! Small sites as offices write and paste them: each gives the right page, or a diagnostic at the place that is wrong.

use std::path::Path;

use mingce::diagnostic::Diagnostic;
use mingce::model::{Kind, Options};
use mingce::plan::Route;
use mingce::source::{FileId, Source};
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile, edge};
use scraper::{Html, Selector};

/// What is reported about a small valid site with further files, and its sources.
fn reported(files: &[(&str, &str)]) -> (Vec<Diagnostic>, (Compiled, Vec<Source>)) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = edge::disk::load(&base);
    for (path, text) in files {
        if [".md", ".yaml"].iter().any(|end| path.ends_with(end)) {
            snapshot.texts.retain(|source| &*source.path != *path);
            snapshot.texts.push(Source::decode(*path, text.as_bytes()));
        } else {
            snapshot.files.insert((*path).into(), text.as_bytes().into());
        }
    }
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    let flaws: Vec<_> = snapshot.sources().filter(|(_, source)| source.flaw.is_some()).map(|(file, _)| file).collect();
    let sources = snapshot.texts.clone();
    let options = Options { as_of: Date::read("2024-03-01"), ..Options::default() };
    let (compiled, reported) = compile(snapshot, &options);
    assert!(flaws.is_empty(), "a text of a test is none");
    (reported.into_iter().collect(), (compiled, sources))
}

/// A small valid site with further files, and what is reported about it: `MC424 pages/p.md:6:1`.
fn site(files: &[(&str, &str)]) -> (Compiled, Vec<String>) {
    let (reported, (compiled, sources)) = reported(files);
    let reported = reported.iter().map(|reported| match (reported.span, &reported.path, &reported.position) {
        (Some(span), ..) => {
            let source = &sources[span.file.0 as usize];
            let place = source.position(span.start as usize);
            format!("{} {}:{}:{}", reported.code, source.path, place.line, place.column)
        }
        (None, Some(path), Some(place)) => format!("{} {path}:{}:{}", reported.code, place.line, place.column),
        (None, path, _) => format!("{} {}", reported.code, path.as_deref().unwrap_or_default()),
    });
    (compiled, reported.collect())
}

const POLICY: &str = "---\ntitle: 示例文件\nissuer: 某市某局\nvalidity: in-force\n---\n\n";
const PAGE: &str = "---\ntitle: 说明\nsummary: 一页。\n---\n\n";

/// The text of a policy on its page, clause by clause: the anchor, and the paragraphs.
fn policy(text: &str) -> (Vec<String>, Vec<String>) {
    let (compiled, reported) = site(&[("policies/doc.md", &format!("{POLICY}{text}"))]);
    let at = compiled.site.content.policies.iter().position(|policy| policy.id.as_str() == "doc").unwrap();
    let html = String::from_utf8(compiled.render(&Route::Record(Kind::Policy, at)).unwrap().to_vec()).unwrap();
    let page = Html::parse_document(&html);
    let select = |css: &str| Selector::parse(css).unwrap();
    let (clause, block) = (select("article .clause"), select("p, h2, h3, h4, h5, h6, td, th, li"));
    let clauses = page.select(&clause).map(|clause| {
        let blocks: Vec<String> = clause.select(&block).map(|block| block.text().collect()).collect();
        format!("{} {}", clause.attr("id").unwrap_or("-"), blocks.join("/"))
    });
    (clauses.collect(), reported)
}

/// What is reported about a page with this text, without the name of its file.
fn page(text: &str) -> Vec<String> {
    let (_, reported) = site(&[("pages/p.md", &format!("{PAGE}{text}\n"))]);
    reported.into_iter().map(|reported| reported.replace("pages/p.md:", "")).collect()
}

const NOTICE: [&str; 14] = [
    "各有关单位：",
    "现将有关事项通知如下：",
    "一、总体要求",
    "（一）指导思想。坚持以人民为中心。",
    "（二）基本原则",
    "1.统筹兼顾。",
    "2.分类施策：",
    "①在职；",
    "②失业。",
    "二、工作要求",
    "请认真执行。",
    "附件：1．任务分工表",
    "2．联系人名单",
    "某市某局",
];

#[test]
fn a_pasted_notice_is_the_same_however_its_lines_are_indented_and_parted() {
    let (plain, reported) = policy(&NOTICE.join("\n\n"));
    assert_eq!(reported, Vec::<String>::new());
    let anchors: Vec<&str> = plain.iter().filter_map(|clause| clause.split(' ').next()).collect();
    assert_eq!(anchors, ["c0", "c1", "c1-1", "c1-2", "c1-2-1", "c1-2-2", "c1-2-2-1", "c1-2-2-2", "c2", "end1"]);
    for indent in
        ["　　", "\u{A0}\u{A0}", "\u{2003}\u{2003}", "\u{200B}", "\t", "    ", "&emsp;&emsp;", "\u{200E}　", "\u{3164}"]
    {
        for end in ["\n", "\n\n", "\n\n\n", "\n　　\n", " \n"] {
            let pasted: String = NOTICE.iter().map(|line| format!("{indent}{line}{end}")).collect();
            let (clauses, reported) = policy(&pasted);
            assert_eq!((&clauses, &reported), (&plain, &Vec::new()), "{indent:?} {end:?}");
        }
    }
}

#[test]
fn every_sign_of_a_policy_is_shown() {
    let lines = [
        "第（一）~（三）项、第（五）~（七）项，约~100元。",
        "手机138****5678、139****1234，身份证3704**********1012。",
        "兹有____（姓名），____（身份证号），系我单位____职工。",
        "编号_____，a_b_c，__甲__。",
        "规格5*8*3米，误差3%*2。",
        "{暂行}办法{试行}",
        "#1号楼、C#语言。",
        "-5℃以下停课。",
        "+86开头的号码。",
        "> 5万元的，报批。",
        ">10万元的，会签。",
        "`代码`。",
        "=====",
        "路径C:\\temp\\a。",
        "<某单位>印发。",
        "https://www.example.com/a_b_c~d",
        "（http://www.example.com）",
        "[1]参考文献。",
    ];
    let (clauses, reported) = policy(&lines.join("\n"));
    assert_eq!((clauses, reported), (vec![format!("c0 {}", lines.join("/"))], Vec::new()));
}

#[test]
fn marks_that_a_policy_does_not_have_are_shown_and_reported() {
    for (line, reported) in [
        ("- 1 -", "MC437 8:1"),
        ("甲~~乙~~", "MC434 8:2"),
        ("---", "MC434 8:1"),
        ("━━━━━━", "MC434 8:1"),
        ("————————", "MC434 8:1"),
        ("＝＝＝＝", "MC434 8:1"),
        ("* * *", "MC434 8:1"),
        ("甲&nbsp乙", "MC434 8:2"),
        ("甲 <!-- 乙", "MC434 8:3"),
    ] {
        let (clauses, codes) = policy(&format!("甲\n{line}\n乙"));
        assert_eq!(clauses, [format!("c0 甲/{line}/乙")]);
        assert_eq!(codes, [reported.replace(' ', " policies/doc.md:")], "{line}");
    }
}

#[test]
fn numbers_in_brackets_of_other_forms_are_read_and_told() {
    for (open, close) in [('〈', '〉'), ('﹙', '﹚'), ('﹝', '﹞'), ('〔', '〕')] {
        let text = format!("一、范围\n{open}一{close}甲。\n{open}二{close}乙。\n二、附则");
        let (clauses, reported) = policy(&text);
        let anchors: Vec<&str> = clauses.iter().filter_map(|clause| clause.split(' ').next()).collect();
        assert_eq!(anchors, ["c1", "c1-1", "c1-2", "c2"], "{open}");
        assert_eq!(reported, ["MC411 policies/doc.md:8:1"], "{open}");
    }
}

#[test]
fn body_text_that_begins_like_a_number_is_no_clause() {
    let text = "一、范围\n（一）甲。\n（二）乙。\n（一）（二）项人员，按（一）项办理。\n（一）至（二）项人员不重复享受。\n1、2项除外。\n\
                二、奖励\n（一）类人员每人500元。\n（二）类人员每人300元。\n一、二等奖各若干。\n2.0版本不再适用。\n十、百、千工程。\n1.5万元以上的，审批。\n\
                2024年起执行。\n（2024）鲁0402号。\n三、附则";
    let (clauses, reported) = policy(text);
    let anchors: Vec<&str> = clauses.iter().filter_map(|clause| clause.split(' ').next()).collect();
    assert_eq!((anchors, reported), (vec!["c1", "c1-1", "c1-2", "c2", "c3"], Vec::new()));
}

#[test]
fn attachments_are_known_however_they_are_written() {
    let text = "一、甲\n附件：一、表一\n　　　二、表二\n某市某局\n2026年3月1日\n附　件　1\n表一\n一、子\n【附件2】\n表二\n附件（3）\n表三\n附件四：表四\n\
                附件5-1 表五\n附件6.表六\n附录A\nA.1 总则\nA.1.1 用途\nA.2 填写";
    let (clauses, reported) = policy(text);
    let anchors: Vec<&str> = clauses.iter().filter_map(|clause| clause.split(' ').next()).collect();
    let wanted = [
        "c1",
        "end1",
        "a1",
        "a1-c1",
        "a2",
        "a3",
        "a4",
        "a5_1",
        "a6",
        "a6-alA",
        "a6-alA-c1",
        "a6-alA-c1-1",
        "a6-alA-c2",
    ];
    assert_eq!((anchors, reported), (wanted.to_vec(), Vec::new()));
}

#[test]
fn what_looks_like_markup_and_is_none_is_reported_at_its_place() {
    for (text, reported) in [
        ("见[二（二）]（policy:plan-2023#一）。", "MC421 6:2"),
        ("见【二】（https://www.example.com/）。", "MC421 6:2"),
        ("见[二]【https://www.example.com/】。", "MC421 6:2"),
        ("见[二](https://www.example.com/。", "MC422 6:2"),
        ("｜等级｜标准｜\n｜---｜---｜\n｜初级｜500｜", "MC424 6:1"),
        ("|等级|标准|\n\n|---|---|\n\n|初级|500|", "MC424 6:1"),
        ("等级|标准\n初级|500", "MC424 6:1"),
        ("|等级|标准|\n|---|---|\n|初级｜500|", "MC424 8:1"),
        // Two tables without an empty line between them.
        ("|等级|标准|\n|---|---|\n|初级|500|\n|项目|期限|\n|---|---|\n|报名|5日|", "MC424 10:1"),
        ("|等级|标准|\n|：--|--：|\n|初级|500|", "MC424 6:1"),
        ("┌──┬──┐\n│等级│标准│\n├──┼──┤\n│初级│500│\n└──┴──┘", "MC424 6:1"),
        ("|等级|标准|\n|---|---|\n|初级|500|含考核费|", "MC425 8:1"),
        ("等级\t标准\n初级\t500", "MC423 6:1"),
        ("等级\t标准\n\n初级\t500\n\n中级\t800", "MC423 6:1"),
        ("[甲](www.example.com)", "MC306 6:1"),
        ("[甲](abc@example.com)", "MC306 6:1"),
        ("[甲](policy：plan-2023#一)", "MC306 6:1"),
        ("[甲](policy:plan-2023#一 “申报”)", "MC408 6:3"),
        ("+--+--+\n| 甲 | 乙 |\n+--+--+\n| 丙 | 丁 |\n+--+--+", "MC424 6:1"),
        ("等级丨标准\n初级丨500", "MC424 6:1"),
        ("等级    标准\n初级    500\n中级    800", "MC424 6:1"),
        ("甲\n\n— 2 —\n\n乙", "MC437 8:1"),
        ("\u{F06C} 身份证", "MC438 6:1"),
        ("路径C:\\temp\\*.doc。", "MC439 6:3"),
        ("甲\u{2028}乙", "MC428 6:2"),
        ("丁 ** 戊", "MC434 6:3"),
        ("甲<o:p>", "MC434 6:2"),
        ("初级 500元\n中级 800元", "MC429 7:1"),
        ("**报名时间**\n3月1日至5日", "MC429 7:1"),
        ("> 甲\n乙", "MC429 7:1"),
        ("- 甲\n乙", "MC429 7:1"),
        ("|等级|标准|\n|---|---|\n|初级|500|\n\n|中级|800|", "MC424 10:1"),
        ("- [　] 甲", "MC434 6:3"),
        ("补贴标准\n: 500元", "MC440 7:1"),
        ("甲乙。\n\n[^1]: 注", "MC442 8:1"),
        ("[甲](policy:plan-2023#二(一) “发放补贴”)", "MC408 6:3"),
        ("[甲](tel:0632—3314140)", "MC224 6:1"),
        ("[甲](mailto:bm.example.com)", "MC441 6:1"),
        ("[甲](policy:plan-2023 \"没有这句话\")", "MC303 6:1"),
        ("[甲](policy:law-2022 \"没有全文\")", "MC303 6:1"),
        ("[甲](policy:plan-2023 \"，\")", "MC304 6:1"),
        ("！[流程](/images/流程%20图.png)", "MC421 6:1"),
        ("[甲](file:///C:/a.doc)", "MC310 6:1"),
    ] {
        assert_eq!(page(text), [reported], "{text}");
    }
}

#[test]
fn what_is_right_in_a_page_is_not_reported() {
    for text in [
        "|等级|标准|\n|---|---|\n|初级|500|\n完。",
        "|等级|标准|\n|---|---|\n|初级|500|\n|-|--|",
        "　　|等级|标准|\n　　|---|---|\n　　|初级|500|",
        "联系邮箱<abc@example.com>。",
        "[邮箱](mailto:abc@example.com)",
        "|等级|标准|\n|---|---|\n|初级|",
        "绝对值|x|小于1。",
        "联系人：甲\t电话：1\n\n联系人：乙\t电话：2",
        "[甲](policy:plan-2023 \"发放补贴\")",
        "[电话](tel:0632-3314140)",
    ] {
        assert_eq!(page(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_marks_of_a_merge_conflict_are_an_error_in_every_text_that_is_published() {
    let marks = "甲\n<<<<<<< HEAD\n乙\n=======\n丙\n>>>>>>> 分支\n";
    for path in [
        "static/a.txt",
        "static/a.csv",
        "static/a.css",
        "static/a.js",
        "static/a.json",
        "static/a.html",
        "static/a.svg",
    ] {
        assert_eq!(site(&[(path, marks)]).1, [format!("MC420 {path}:2:1")], "{path}");
    }
    let drawing = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">\n{marks}</svg>");
    let text = format!("{PAGE}![图](map.svg)\n");
    assert_eq!(site(&[("pages/p.md", &text), ("pages/map.svg", &drawing)]).1, ["MC420 pages/map.svg:3:1"]);
    let excepted = "static/a.txt";
    let settings = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base/site.yaml"));
    let settings = settings.unwrap() + "\ndata_exceptions:\n  - { file: static/a.txt, reason: 公开的名单 }\n";
    assert_eq!(site(&[(excepted, marks), ("site.yaml", &settings)]).1, ["MC420 static/a.txt:2:1"]);
    for none in ["<<<<<< HEAD\n", "甲<<<<<<< HEAD\n", "=======\n", "<<<<<<<甲\n"] {
        assert_eq!(site(&[("static/a.txt", none)]).1, Vec::<String>::new(), "{none}");
    }
}

#[test]
fn the_folder_above_the_content_is_reported_once() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = edge::disk::load(&base);
    for source in &mut snapshot.texts {
        *source = Source::decode(format!("content/{}", source.path), source.text.as_bytes());
    }
    snapshot.files.clear();
    let (_, reported) = compile(snapshot, &Options::default());
    let reported: Vec<_> = reported.iter().collect();
    let [reported] = reported[..] else { panic!("{reported:?}") };
    assert_eq!(
        (reported.code.to_string(), reported.suggestion.as_deref()),
        ("MC107".into(), Some("content/site.yaml"))
    );
}

#[test]
fn a_mark_that_is_left_of_a_merge_conflict_is_an_error() {
    assert_eq!(policy("一、甲\n=======\n二、乙").1, ["MC420 policies/doc.md:8:1"]);
    assert_eq!(page("甲。\n\n=======\n\n乙。"), ["MC420 8:1"]);
    for text in ["======", "========", "甲：======="] {
        assert_eq!(policy(text).1, Vec::<String>::new(), "{text}");
    }
    assert_eq!(page("```text\n\n=======\n```"), Vec::<String>::new());
    let deep = "> 甲\n>\n> > 乙\n> >\n> >>>>> 丙\n>>>>>>> 丁";
    assert!(!page(deep).iter().any(|reported| reported.contains("MC420")), "{:?}", page(deep));
}

#[test]
fn unpublished_is_a_value_wherever_a_schema_says_so() {
    for schema in
        mingce::schema::names().filter_map(|name| mingce::schema::schema(name, mingce::diagnostic::catalogue::Lang::Zh))
    {
        let schema = schema.as_value();
        let objects = schema["$defs"].as_object().into_iter().flat_map(|all| all.values()).chain([schema]);
        for (key, value) in objects.filter_map(|object| object["properties"].as_object()).flatten() {
            if value.to_string().contains("Known_") {
                let reported = mingce::syntax::slips::yaml(FileId(0), &format!("{key}: unpublished\n")).unwrap();
                assert!(reported.is_empty(), "{key}");
            }
        }
    }
    assert_eq!(
        site(&[(
            "questions/amount.md",
            "---\ntitle: unpublished\nsummary: 甲。\ngroup: 甲\nsource: plan-2023#一\n---\n"
        )])
        .1,
        ["MC206 questions/amount.md:2:8"]
    );
}

#[test]
fn a_link_to_the_file_of_a_policy_is_told_with_its_citation() {
    for target in ["policies/plan-2023.md#一", "policy:plan-2023.md#一", "policies/plan-2023#一"] {
        let text = format!("{PAGE}[甲]({target})\n");
        let (found, _) = reported(&[("pages/p.md", &text)]);
        let [found] = &found[..] else { panic!("{target}: {found:?}") };
        assert_eq!(found.suggestion.as_deref(), Some("policy:plan-2023#一"), "{target}");
    }
}

const MEASURES: &str = "---\ntitle: 某市关于印发《数字技能提升行动方案》的通知\nshort_title: 示例办法\nissuer: 某局\n\
    document_number: 某发〔2023〕9号\nvalidity: in-force\n---\n\n一、总体要求\n\n（一）目标。培训一千人。\n\n（二）原则。坚持自愿。\n\n\
    二、任务\n\n（一）培训。线上培训。\n\n（二）评价。统一评价。\n\n第一步，申请。\n\n附件1\n\n实施细则\n\n第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n";

/// What is reported about a source, with what was probably meant and the clauses that are named as near.
fn cited(source: &str) -> Vec<String> {
    let term = format!("- id: certificate\n  name: 证书\n  definition: 证书。\n  source: {source}\n");
    let (diagnostics, _) = reported(&[("policies/doc.md", MEASURES), ("terms.yaml", &term)]);
    let one = |reported: Diagnostic| {
        let arg = |name: &str| reported.args.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        format!(
            "{} {}{}{}",
            reported.code,
            reported.suggestion.as_deref().unwrap_or_default(),
            arg("near"),
            arg("sources")
        )
    };
    diagnostics.into_iter().map(one).collect()
}

#[test]
fn a_document_may_be_named_by_its_own_title() {
    for source in [
        "doc#《示例办法》二（一）",
        "doc#示例办法二（一）",
        "doc#行动方案二（一）",
        "doc#《数字技能提升行动方案》二（一）",
        "doc#通知二（一）",
        "doc#本通知二（一）",
        "doc#正文二（一）",
        "doc#附件1《实施细则》第二条",
        "doc#细则第二条",
    ] {
        assert_eq!(cited(source), [""; 0], "{source}");
    }
    // What stands in an attachment is not its own.
    assert_eq!(cited("doc#《示例办法》附件1第二条"), [""; 0]);
    assert_eq!(cited("doc#《示例办法》第二条"), ["MC302 附件1第二条附件1第一条、附件1第二条、附件1第三条"]);
    assert_eq!(cited("doc#其他办法二（一）"), ["MC302 二（一）一（一）、一（二）、二（一）"]);
}

#[test]
fn clauses_that_are_near_are_of_the_same_kind() {
    for (source, expected) in [
        ("doc#第二步", "MC302 @nothing-near"),
        ("doc#第二阶段", "MC302 @nothing-near"),
        ("doc#第九章", "MC302 @nothing-near"),
        ("doc#九", "MC302 一、二"),
        ("doc#第九条", "MC302 附件1第一条、附件1第二条、附件1第三条"),
        ("doc#附件1第九条", "MC302 附件1第一条、附件1第二条、附件1第三条"),
        ("doc#二（九）", "MC302 二（一）、二（二）"),
        ("doc#一、总体要求", "MC302 一@nothing-near"),
        ("doc#二（二）评价", "MC302 二（二）@nothing-near"),
    ] {
        assert_eq!(cited(source), [expected], "{source}");
    }
}

#[test]
fn several_clauses_in_one_source_are_reported_apart() {
    for (source, expected) in [
        ("doc#二（一）（二）", "[doc#二（一）, doc#二（二）]"),
        ("doc#二（一）、（二）", "[doc#二（一）, doc#二（二）]"),
        ("doc#二（一）、一（二）", "[doc#二（一）, doc#一（二）]"),
        ("doc#一和二", "[doc#一, doc#二]"),
        ("doc#一；二", "[doc#一, doc#二]"),
        ("doc#一, 二", "[doc#一, doc#二]"),
        ("doc#附件1第一条、第三条", "[doc#附件1第一条, doc#附件1第三条]"),
        ("doc#附件1第一条至第三条", "[doc#附件1第一条, doc#附件1第二条, doc#附件1第三条]"),
        ("doc#附件1第一、二条", "[doc#附件1第一条, doc#附件1第二条]"),
        ("doc#一、plan-2023#二", "[doc#一, plan-2023#二]"),
        ("plan-2023#二 doc#一", "[plan-2023#二, doc#一]"),
    ] {
        assert_eq!(cited(source), [format!("MC233 {expected}")], "{source}");
    }
    // One of them is not there.
    assert!(cited("doc#一、九")[0].starts_with("MC302"));
}

#[test]
fn a_source_with_a_title_for_an_id_says_which_id_is_meant() {
    for (source, expected) in [
        ("《示例办法》#二（一）", "doc#二（一）"),
        ("示例办法#二（一）", "doc#二（一）"),
        ("示例办法二（一）", "doc#二（一）"),
        ("《示例办法》二（一）", "doc#二（一）"),
        ("某发〔2023〕9号#二（一）", "doc#二（一）"),
        ("doc二（一）", "doc#二（一）"),
        ("doc 二（一）", "doc#二（一）"),
        ("另一办法#二（一）", ""),
        ("示例办法#九", ""),
    ] {
        assert_eq!(cited(source), [format!("MC304 {expected}")], "{source}");
    }
}

#[test]
fn the_quotes_around_a_quote_are_not_looked_up() {
    for (quote, expected) in [
        ("“线上培训”", &["MC225 "][..]),
        ("「线上培训」", &["MC225 "]),
        ("\"“线上培训”\"", &["MC225 "]),
        ("线上培训", &[]),
        ("“线下培训”", &["MC303 "]),
        ("“统一评价”", &["MC303 doc#二（二）"]),
    ] {
        let source = format!("{{ clause: doc#二（一）, quote: {quote} }}");
        assert_eq!(cited(&source), expected, "{quote}");
    }
}

#[test]
fn what_the_home_page_states_has_a_source() {
    let base = include_str!("invalid/base/site.yaml");
    let highlight =
        base.replace("    source:\n      clause: plan-2023#一\n      quote: 线上和线下相结合\n", "    source: []\n");
    let contact = base.replace("  source: plan-2023#三（二）\n", "  source: []\n");
    for (text, place) in [(highlight, "42:12"), (contact, "7:1")] {
        assert_eq!(site(&[("site.yaml", &text)]).1, [format!("MC308 site.yaml:{place}")]);
    }
}

#[test]
fn an_address_is_one_address() {
    let reported = |url: &str| {
        let text =
            include_str!("invalid/base/institutions.yaml").replace("  as_of:", &format!("  url: {url}\n  as_of:"));
        site(&[("institutions.yaml", &text)]).1
    };
    for url in
        ["https://a.cn/b c", "https://a.cn/b。", "https://a.cn、https://b.cn", "https://a.cn/<b>", "\"https://a.cn \""]
    {
        assert_eq!(reported(url).len(), 1, "{url}");
        assert!(reported(url)[0].starts_with("MC210 institutions.yaml:6:"), "{url}");
    }
    for url in
        ["https://a.cn/b%20c", "https://枣庄.cn/通知（试行）.pdf", "https://a.cn/?u=https://b.cn#c", "https://a.cn/b;c"]
    {
        assert_eq!(reported(url), [""; 0], "{url}");
    }
}

#[test]
fn a_source_that_is_a_comment_is_reported_once() {
    let term = "- id: certificate\n  name: 证书\n  definition: 证书。\n  source: #二（一）\n";
    assert_eq!(site(&[("terms.yaml", term)]).1, ["MC206 terms.yaml:4:11"]);
}
