//! The real content: the notice to the letter, every statement with its clause, nothing that is in no document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mingce::diagnostic::{Code, Diagnostics, Severity};
use mingce::model::eligibility::Expected::{Unknown, Unmet};
use mingce::model::eligibility::{Answer, Change, FactKind, Rule};
use mingce::model::records::{Clock, Recurrence};
use mingce::model::{Kind, Options, Owner};
use mingce::syntax::clause::ClausePath;
use mingce::syntax::markdown::without_space;
use mingce::syntax::value::{Date, Sources};
use mingce::{Compiled, compile, edge};

mod statements;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn real() -> (Compiled, Diagnostics) {
    let (snapshot, read) = edge::disk::load(&root());
    assert_eq!(read, Diagnostics::default());
    let as_of = Some(Date("2026-11-29".parse().unwrap()));
    compile(snapshot, &Options { as_of, ..Options::default() })
}

#[test]
fn only_what_nobody_has_announced_or_checked_is_reported() {
    let (compiled, diagnostics) = real();
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    diagnostics.iter().for_each(|diagnostic| *codes.entry(diagnostic.code).or_default() += 1);
    let unverified = compiled.site.content.records().iter().filter(|record| !record.entry.verified()).count();
    let expected =
        [(Code::MixedBrackets, 1), (Code::NoBaseUrl, 1), (Code::NoIdentity, 3), (Code::Unverified, unverified)];
    assert_eq!(codes, BTreeMap::from(expected), "{diagnostics:?}");
}

/// A question that alone shows an image.
fn question(front: &str) -> String {
    format!(
        "---\ntitle: 还要等吗？\nsummary: 要。\ngroup: 待遇\n{front}\nsource: plan-2023#一\n---\n\n![图](/images/wait.png)\n"
    )
}

/// A small valid site with further files.
fn with(files: &[(&str, String)], options: &Options) -> (Compiled, Diagnostics) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = edge::disk::load(&base);
    let sources = files.iter().map(|(path, text)| mingce::source::Source::decode(*path, text.as_bytes()));
    snapshot.texts.extend(sources);
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    snapshot.files.insert("images/wait.png".into(), b"BM".as_slice().into());
    compile(snapshot, options)
}

/// The cards of a page, each to the next one.
fn cards(page: &str) -> impl Iterator<Item = &str> + Clone {
    page.split("<li class=").skip(1).filter(|card| card.trim_start_matches('"').starts_with("card"))
}

#[test]
fn a_list_of_hundreds_shows_every_card_once_and_in_order() {
    let text = |at: usize| question("").replace("还要等吗？", &format!("第{at:03}问"));
    let files: Vec<_> = (0..500).map(|at| format!("questions/q{at:03}.md")).collect();
    let files: Vec<_> = files.iter().enumerate().map(|(at, path)| (path.as_str(), text(at))).collect();
    let (compiled, _) = with(&files, &Options::default());
    let list = compiled.render(compiled.plan.route("questions/index.html").unwrap()).unwrap();
    let list = String::from_utf8_lossy(&list);
    let links = list.split("href=q").skip(1).filter_map(|rest| rest.split('.').next());
    assert_eq!(links.map(|at| at.parse::<usize>().unwrap()).collect::<Vec<_>>(), (0..500).collect::<Vec<_>>());
    assert_eq!(cards(&list).count(), compiled.site.content.questions.len());
}

#[test]
fn every_page_leads_to_a_few_pages_of_the_site_and_the_site_map_to_all() {
    let text = |at: usize| format!("---\ntitle: 第{at:03}页\nsummary: 说明。\n---\n\n正文。\n");
    let files: Vec<_> = (0..40).map(|at| format!("pages/p{at:03}.md")).collect();
    let files: Vec<_> = files.iter().enumerate().map(|(at, path)| (path.as_str(), text(at))).collect();
    let (compiled, _) = with(&files, &Options::default());
    let links = |path: &str, part: &str| {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        page.split(part).nth(1).unwrap().split("</main").next().unwrap().matches("href=pages/p").count()
    };
    assert_eq!(links("index.html", "<footer"), 11, "one page of the base site stands before them");
    assert_eq!(links("sitemap.html", "<main"), 40);
}

#[test]
fn marks_of_the_office_stand_in_the_foot_of_every_page() {
    let (mut snapshot, _) = edge::disk::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base"));
    let site = snapshot.texts.iter_mut().find(|source| &*source.path == "site.yaml").unwrap();
    let mark = "{ text: 政府网站<找错>, picture: static/找错.png, address: \"https://find.example.gov.cn/?a=1&b=2\" }";
    let text = site.text.replace("columns:", &format!("marks:\n  - {mark}\ncolumns:"));
    *site = mingce::source::Source::decode("site.yaml", text.as_bytes());
    snapshot.files.insert("static/找错.png".into(), b"png".as_slice().into());
    let (compiled, reported) = compile(snapshot, &Options::default());
    assert!(!reported.iter().any(|one| one.code.severity() == Severity::Error));
    for (path, up) in [("index.html", ""), ("policies/plan-2023.html", "../")] {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        let foot = page.split("<footer").nth(1).unwrap();
        assert!(foot.contains(&format!("src={up}%E6%89%BE%E9%94%99.png")), "{foot}");
        assert!(
            foot.contains("alt=政府网站&lt;找错&gt; ") && foot.contains("find.example.gov.cn/?a=1&amp;b=2"),
            "{foot}"
        );
    }
    assert!(compiled.plan.route("找错.png").is_some());
}

/// A white picture.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![255; (width * height) as usize]).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn cards_of_shared_pages_have_the_picture_of_the_site_or_their_own() {
    let base = "https://www.example.gov.cn/szjn/";
    let pictures = |is_there: bool| {
        let (mut snapshot, _) = edge::disk::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base"));
        let edits = [
            ("site.yaml", "columns:", "picture: static/卡片.png\ncolumns:"),
            ("interpretations/overview.md", "made_on:", "picture: own.png\nmade_on:"),
            ("notices/autumn.md", "fee:", "picture: /static/卡片.png\nfee:"),
            ("pages/about.md", "summary:", "draft: true\npicture: ../images/draft.png\nsummary:"),
        ];
        for (path, at, with) in edits {
            let source = snapshot.texts.iter_mut().find(|source| &*source.path == path).unwrap();
            let mut text = source.text.replace(at, with);
            if !is_there {
                text = text.replace(&format!("base_url: {base}\n"), "");
            }
            *source = mingce::source::Source::decode(path, text.as_bytes());
        }
        let files = ["static/卡片.png", "interpretations/own.png", "images/draft.png"];
        snapshot.files.extend(files.map(|path| (path.into(), png(300, 300).into())));
        let (compiled, reported) = compile(snapshot, &Options::default());
        let of_pictures = [Code::CardPicture, Code::SmallCardPicture, Code::MissingFile];
        assert!(!reported.iter().any(|one| of_pictures.contains(&one.code)), "{reported:?}");
        assert!(compiled.plan.route("images/draft.png").is_none());
        ["index.html", "interpretations/overview.html", "notices/autumn.html", "policies/plan-2023.html"].map(|path| {
            let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
            let page = String::from_utf8_lossy(&page).into_owned();
            let found = page.split("<meta property=og:image content=").nth(1);
            found.map(|rest| {
                let address = rest.split('>').next().unwrap().trim_matches('"');
                let path = address.strip_prefix(base).unwrap();
                let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap().into_owned();
                assert!(compiled.plan.route(&path).is_some(), "{path}");
                let sides = ["width", "height"].map(|side| format!("<meta property=og:image:{side} content=300>"));
                assert!(page.contains(&sides.concat()), "{page}");
                path
            })
        })
    };
    let card = Some("卡片.png".to_owned());
    let own = Some("interpretations/own.png".to_owned());
    assert_eq!(pictures(true), [card.clone(), own, card.clone(), card]);
    assert_eq!(pictures(false), [None, None, None, None]);
}

#[test]
fn drafts_and_what_comes_later_are_left_out_until_their_day() {
    let (page, day) = ("questions/wait.html", |text: &str| Some(Date(text.parse().unwrap())));
    let on = |as_of, drafts| Options { as_of: day(as_of), drafts, ..Options::default() };
    for (front, options, shown) in [
        ("draft: true", on("2024-03-01", false), false),
        ("draft: true", on("2024-03-01", true), true),
        ("draft: false", on("2024-03-01", false), true),
        ("published_on: 2024-03-02", on("2024-03-01", false), false),
        ("published_on: 2024-03-02", on("2024-03-01", true), true),
        ("published_on: 2024-03-02", on("2024-03-02", false), true),
        ("published_on: 2024-03-01", on("2024-03-01", false), true),
    ] {
        let (compiled, reported) = with(&[("questions/wait.md", question(front))], &options);
        assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [], "{front}");
        assert_eq!(compiled.plan.route(page).is_some(), shown, "{front} {options:?}");
        let list = compiled.render(compiled.plan.route("questions/index.html").unwrap()).unwrap();
        assert_eq!(String::from_utf8_lossy(&list).contains("还要等吗"), shown, "{front} {options:?}");
    }
}

#[test]
fn nothing_public_leads_to_a_draft_with_drafts_shown_or_not() {
    let as_of = Some(Date("2024-03-01".parse().unwrap()));
    for (front, owner, expected) in [
        ("draft: true", "", vec![Code::NotPublished]),
        ("published_on: 2024-05-01", "", vec![Code::NotPublished]),
        ("draft: true", "draft: true\n", vec![]),
        ("draft: false", "", vec![]),
    ] {
        for drafts in [false, true] {
            let options = Options { as_of, drafts, ..Options::default() };
            let page = format!("---\ntitle: 页\nsummary: 一页。\n{owner}---\n\n见[问答](question:wait)。\n");
            let (_, reported) = with(&[("questions/wait.md", question(front)), ("pages/more.md", page)], &options);
            assert_eq!(
                reported.iter().map(|reported| reported.code).collect::<Vec<_>>(),
                expected,
                "{front} {owner} {drafts}"
            );
        }
    }
}

#[test]
fn the_notice_is_kept_to_the_letter() {
    let (snapshot, _) = edge::disk::load(&root());
    let (content, _) = mingce::model::collect(&snapshot, None);
    let notice = content.policies.iter().find(|policy| policy.id.as_str() == "zz-2023").unwrap();
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/originals/zz-2023.txt");
    let original = std::fs::read_to_string(original).unwrap();
    let original = without_space(&original);
    // The text of a document holds its words without white space; of a table, cell by cell.
    let clauses = notice.body.clauses.iter().enumerate();
    let outer = clauses.filter(|(_, clause)| clause.path.steps.len() <= 1);
    let kept: Vec<char> = outer.flat_map(|(at, _)| notice.body.wording(at).chars().collect::<Vec<_>>()).collect();
    let wanted: Vec<char> = original.chars().collect();
    let same = kept.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let near = |text: &[char]| text[same.saturating_sub(10)..].iter().take(30).collect::<String>();
    assert_eq!(kept.len().min(wanted.len()), same, "kept: {} — wanted: {}", near(&kept), near(&wanted));
    assert_eq!(kept.len(), wanted.len());
}

#[test]
fn every_clause_is_explained_and_every_record_cites() {
    let (compiled, _) = real();
    let site = &compiled.site;
    for coverage in site.coverage() {
        assert_eq!(coverage.unexplained, Vec::<&ClausePath>::new(), "{}", coverage.policy);
    }
    let citing: BTreeSet<Owner> = site.citations().map(|citation| citation.owner).collect();
    for record in site.content.records() {
        // A fact is a question, no statement.
        let states = !matches!(record.kind, Kind::Policy | Kind::Page | Kind::Fact);
        let cites = citing.contains(&Owner::Record(record.kind, record.index));
        assert!(cites || !states, "{} {} cites no clause", record.kind.word(), record.id);
    }
}

#[test]
fn the_main_interpretation_covers_what_interpretations_must() {
    let (compiled, _) = real();
    let content = &compiled.site.content;
    let main = content.interpretations.iter().find(|article| article.id.as_str() == "overview").unwrap();
    let headings: Vec<&str> = main.body.headings.iter().map(|heading| heading.text.as_str()).collect();
    for part in ["背景", "目标", "对象", "内容", "流程", "注意", "关键词", "咨询", "新"] {
        assert!(headings.iter().any(|heading| heading.contains(part)), "no part about {part}: {headings:?}");
    }
    assert!(content.interpretations.len() >= 3);
    assert!(content.questions.len() >= 14);
    assert!(content.questions.iter().any(|question| !question.data.answered));
}

#[test]
fn time_limits_are_those_of_the_notice() {
    let (compiled, _) = real();
    let limits = compiled.site.content.steps.iter().filter_map(|step| {
        let limit = match &step.data.clock {
            Clock::Within { days, .. } if days.working => format!("{}个工作日", days.count),
            Clock::Within { days, .. } => format!("{}日", days.count),
            Clock::Every(Recurrence::QuarterEnd) => "每季度末".to_owned(),
            Clock::Every(Recurrence::YearEnd) => "每年末".to_owned(),
            Clock::NoneStated => return None,
            Clock::Unpublished => panic!("{}: the notice states a limit or none", step.id),
        };
        Some((step.id.as_str(), limit))
    });
    let limits: BTreeMap<&str, String> = limits.collect();
    let limits: Vec<(&str, &str)> = limits.iter().map(|(step, limit)| (*step, limit.as_str())).collect();
    let expected = [
        ("issue-certificate", "30日"),
        ("provincial-confirmation", "10个工作日"),
        ("quarterly-report", "每季度末"),
        ("report-assessment", "30日"),
        ("report-trainees", "30日"),
    ];
    assert_eq!(limits, expected);
}

#[test]
fn every_benefit_clause_district_and_field_of_the_notice_is_there() {
    let (compiled, _) = real();
    let site = &compiled.site;
    let cited: BTreeSet<String> =
        site.content.benefits.iter().flat_map(|benefit| places(&benefit.data.source)).collect();
    for clause in ["四（一）", "四（二）", "四（三）", "四（四）", "四（五）", "四（六）", "五"]
    {
        let place = format!("zz-2023#{clause}");
        assert!(cited.contains(&place), "no benefit rests on {place}: {cited:?}");
    }
    let served: BTreeSet<&str> = site
        .content
        .offices
        .iter()
        .filter_map(|office| office.data.district.as_ref())
        .map(|id| id.value.as_str())
        .collect();
    let districts: BTreeSet<&str> = site.settings.districts.iter().map(|word| word.id.value.as_str()).collect();
    assert_eq!(served, districts);
    assert_eq!(districts.len(), 7);
    assert!(site.content.offices.iter().any(|office| office.data.district.is_none()), "no office of the city");
    let notice = std::fs::read_to_string("tests/originals/zz-2023.txt").unwrap();
    let fields: Vec<&str> = site.content.fields.iter().map(|field| field.data.name.as_str()).collect();
    assert_eq!(fields.len(), 10);
    fields.iter().for_each(|field| assert!(notice.contains(field), "{field} is no field of the notice"));
}

#[test]
fn codes_that_were_seen_in_copies_only_say_so() {
    let (compiled, _) = real();
    let codes = compiled.site.content.fields.iter().flat_map(|field| field.data.codes.iter());
    let checked: BTreeSet<&str> = codes.clone().filter(|code| code.verified).map(|code| code.code.as_str()).collect();
    assert_eq!(checked, BTreeSet::from(["2-02-07-13", "2-02-10-09"]));
    assert!(codes.filter(|code| !code.verified).count() >= 15);
}

#[test]
fn every_field_tells_its_occupation_its_codes_and_its_standard_with_their_marks() {
    let (compiled, _) = real();
    let mark = "<span class=\"badge warn\">据转载件，尚未与原件核对</span>";
    let list = compiled.render(compiled.plan.route("fields/index.html").unwrap()).unwrap();
    let list = String::from_utf8_lossy(&list).into_owned();
    let mut checked = BTreeSet::new();
    for field in &compiled.site.content.fields {
        // What names the occupation is verified when and only when the occupation is.
        let named =
            field.data.source.0.iter().find(|source| source.value.place.as_deref() == Some("职业名称")).unwrap();
        assert_eq!(named.value.verified, field.data.occupation_verified, "{}", field.id);
        if field.data.occupation_verified {
            checked.insert(field.id.as_str());
        }
        let path = format!("fields/{}.html", field.id);
        let page = compiled.render(compiled.plan.route(&path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        let reported = format!("<dt>对应职业</dt><dd>{}", field.data.occupation.get().unwrap());
        let shown =
            if field.data.occupation_verified { format!("{reported}</dd>") } else { format!("{reported}{mark}</dd>") };
        assert!(page.contains(&shown), "{path}: no {shown}");
        assert!(list.contains(&shown), "the card of {}: no {shown}", field.id);
        for part in ["职业编码", "国家职业标准"] {
            assert!(page.contains(&format!("<h2>{part}</h2>")), "{path}: nothing of {part}");
        }
        let held = page.contains("<h2>职业编码</h2><p class=un>本站未收录</p>");
        assert_eq!(held, field.data.codes.is_empty(), "{path}");
        assert!(field.data.standard.is_some(), "{path}");
    }
    assert_eq!(checked, BTreeSet::from(["artificial-intelligence", "smart-manufacturing"]));
    let standards =
        compiled.site.content.fields.iter().filter_map(|field| Some((&field.id, field.data.standard.as_ref()?)));
    let standards = standards.filter(|(_, standard)| standard.verified).map(|(id, _)| id.as_str());
    assert_eq!(standards.collect::<Vec<_>>(), ["smart-manufacturing"]);
}

#[test]
fn whoever_acts_in_a_step_is_named_as_the_notice_does() {
    let original = std::fs::read_to_string("tests/originals/zz-2023.txt").unwrap();
    let (compiled, _) = real();
    // By its full name, with brackets of the other width, and with the field to which it belongs.
    let others = [
        "山东省人力资源和社会保障厅",
        "各区（市）人社部门",
        "评价机构（大数据领域为工业和信息化部教育与考试中心）",
        // The notice gets its name wrong; 人社厅发〔2021〕71号 has the right one.
        "国家专业技术人才知识更新工程指导协调小组办公室",
    ];
    for step in &compiled.site.content.steps {
        for actor in &step.data.actors {
            assert!(original.contains(actor) || others.contains(&actor.as_str()), "{}: {actor}", step.id);
        }
    }
    let offices = |text: &str| text.matches("指导协调小组办公室").count();
    let named = |text: &str| {
        let of_the_notice = text.matches("国家专业技术人员知识工程指导协调小组办公室").count();
        of_the_notice + text.matches("国家专业技术人才知识更新工程指导协调小组办公室").count()
    };
    for file in ["steps.yaml", "policies/zz-2023.md", "terms.yaml", "institutions.yaml", "offices.yaml"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        assert_eq!(offices(&text), named(&text), "{file} has a name of the national office that no document here has");
    }
}

#[test]
fn the_institutions_without_names_are_spoken_of_where_readers_look_for_them() {
    let (compiled, _) = real();
    for path in ["institutions/index.html", "notices/index.html"] {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(page.contains("3个培育机构") && page.contains("0632-3314140"), "{path}");
    }
}

#[test]
fn every_card_that_states_something_leads_to_its_clause() {
    let (compiled, _) = real();
    for (path, stated) in [
        ("index.html", 4 + 1 + 8),
        ("fields/index.html", 10),
        ("institutions/index.html", 2),
        ("notices/index.html", 1),
        ("checks/index.html", 4),
        ("forms/index.html", 1),
        ("questions/index.html", compiled.site.content.questions.len()),
    ] {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        // Policies and what interprets them stand behind these cards on the home page, and state nothing of their own.
        let all = cards(&page);
        let led = all.clone().take(stated).filter(|card| card.contains("policies/zz-2023.html#c")).count();
        assert_eq!(led, stated, "{path}: {} cards", all.count());
    }
}

#[test]
fn every_statement_of_weight_pins_the_words_that_it_rests_on() {
    let (compiled, _) = real();
    let report = statements::report(&statements::all(&compiled));
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content/statements.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&kept, &report).unwrap();
        panic!("the statements were written anew; read them, then run again without UPDATE");
    }
    let expected = std::fs::read_to_string(&kept).unwrap();
    let wrong = report.lines().zip(expected.lines()).find(|(made, kept)| made != kept);
    assert!(report == expected, "{wrong:?}: run with UPDATE=1 and read the difference");
    assert!(report.ends_with("没有钉住原文的：0条\n"), "{}", report.rsplit("\n# ").next().unwrap());
}

#[test]
fn a_statement_without_pinned_words_is_found() {
    let question = |summary: &str, quote: &str, body: &str| {
        let sources = format!("source:\n  - clause: plan-2023#一\n{quote}");
        format!("---\ntitle: 问？\nsummary: {summary}\ngroup: 问\n{sources}---\n\n{body}\n")
    };
    let loose = |text: String| {
        let (compiled, _) = with(&[("questions/weight.md", text)], &Options::default());
        let all = statements::all(&compiled);
        let own = all.iter().find(|stated| stated.title.starts_with("questions/weight")).unwrap();
        let loose = own.statements.iter().filter(|one| one.is_weighty() && !own.pinned(one));
        loose.map(|one| one.text.clone()).collect::<Vec<_>>()
    };
    let pinned = "    quote: 线上和线下相结合\n";
    let right = "可以领取（[一](policy:plan-2023#一)）。";
    assert_eq!(loose(question("短。", "", right)), ["可以领取（一）。"]);
    assert_eq!(loose(question("短。", pinned, right)), [""; 0]);
    assert_eq!(loose(question("短。", pinned, "30日内领取。")), ["30日内领取。"]);
    assert_eq!(loose(question("短。", pinned, "可以领取（[二](policy:plan-2023#二)）。")), ["可以领取（二）。"]);
    assert_eq!(loose(question("可以领取。", "", "短。")), ["可以领取。"]);
    assert_eq!(loose(question("可以领取。", pinned, "30日的事，请咨询经办部门。")), [""; 0]);
}

/// Ways to say that something is not to be found.
const SILENT: &[&str] = &[
    "没有写",
    "没有收到",
    "没有公布",
    "没有说",
    "没有列出",
    "没有规定",
    "没有核实",
    "没有展开",
    "未写明",
    "未公布",
    "查不到",
];

#[test]
fn what_the_notice_leaves_open_is_said_once() {
    let mut said = 0;
    for entry in walkdir::WalkDir::new(root()).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        said += SILENT.iter().map(|phrase| text.matches(phrase).count()).sum::<usize>();
    }
    assert!(said <= 60, "{said} times in the content");
    let (compiled, _) = real();
    let pages = compiled.plan.routes().filter(|(path, _)| path.ends_with(".html"));
    let pages = pages.map(|(_, route)| String::from_utf8_lossy(&compiled.render(route).unwrap()).into_owned());
    let shown: Vec<String> = pages.map(|page| mingce::syntax::html::seen(&page).text).collect();
    for phrase in ["没有写", "未公布"] {
        let shown: usize = shown.iter().map(|text| text.matches(phrase).count()).sum();
        assert!(shown <= 60, "{phrase} stands {shown} times on the pages");
    }
    let open = compiled.render(compiled.plan.route("pages/open-points.html").unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&open).contains("0632-3314140"));
}

#[test]
fn the_exception_stands_wherever_the_right_stands() {
    let (compiled, _) = real();
    let mut reported = 0;
    for stated in statements::all(&compiled) {
        let right = |text: &str| text.replace("不能直接认定", "").contains("直接认定");
        for statement in stated.statements.iter().filter(|one| right(&one.text)) {
            assert!(statement.text.contains("以考代评"), "{}: {}", statement.owner, statement.text);
            reported += 1;
        }
        for statement in &stated.statements {
            let series = statement.text.replace("相近系列（专业）", "").replace("相近系列(专业)", "");
            assert!(!series.contains("相近系列"), "{}: {}", statement.owner, statement.text);
        }
    }
    assert!(reported >= 12, "{reported}");
}

#[test]
fn what_is_optional_is_no_duty_and_what_is_due_is_due_from_whom_it_is() {
    let (compiled, _) = real();
    for stated in statements::all(&compiled) {
        for statement in &stated.statements {
            let text = &statement.text;
            // 五: 各区(市)可结合实际…落实补贴政策.
            if text.contains("落实") && text.contains("补贴政策") {
                assert!(["可以", "可结合"].iter().any(|may| text.contains(may)), "{}: {text}", statement.owner);
            }
            // 六（二）: 各区（市）和有关部门（单位）.
            let bound = ["单位要做", "各单位组织", "单位的季度报表", "各单位的人事人员"];
            assert!(!bound.iter().any(|words| text.contains(words)), "{}: {text}", statement.owner);
        }
    }
    let districts = compiled.site.content.offices.iter().filter(|office| office.data.district.is_some());
    for office in districts {
        let cited: BTreeSet<String> = office.data.duties.iter().flat_map(|duty| places(&duty.source)).collect();
        for clause in ["四（二）", "五", "六（一）", "六（二）", "六（三）", "六（四）"] {
            assert!(cited.contains(&format!("zz-2023#{clause}")), "{} has no duty of {clause}", office.id);
        }
    }
}

#[test]
fn both_readings_of_the_second_part_stand_side_by_side() {
    let (compiled, _) = real();
    let all = statements::all(&compiled);
    let of = |owner: &str| {
        let stated = all.iter().find(|stated| stated.title.starts_with(owner)).unwrap();
        stated.statements.iter().map(|one| one.text.as_str()).collect::<String>()
    };
    for owner in ["questions/can-i-enrol", "interpretations/overview", "interpretations/districts-and-employers"] {
        assert!(of(owner).contains("两种读法"), "{owner}");
    }
    let question = of("questions/can-i-enrol");
    assert!(question.contains("读法一") && question.contains("读法二") && question.contains("人才与专技科"));
    let policy = compiled.render(compiled.plan.route("policies/zz-2023.html").unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&policy).contains("这句话有两种读法"));
}

#[test]
fn what_the_site_has_not_received_is_not_called_unpublished() {
    let (compiled, _) = real();
    for path in [
        "notices/upc-big-data.html",
        "notices/index.html",
        "institutions/upc.html",
        "institutions/miit-education-exam-center.html",
        "policies/index.html",
        "policies/zz-2023.html",
        "offices/index.html",
    ] {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(!page.contains("未公布"), "{path}");
        assert!(page.contains("本站未收录"), "{path}");
    }
}

#[test]
fn a_page_names_as_its_source_who_wrote_it() {
    let (compiled, _) = real();
    let source = |path: &str| {
        let page = compiled.render(compiled.plan.route(path).unwrap()).unwrap();
        let page = String::from_utf8_lossy(&page).into_owned();
        let (_, rest) = page.split_once("name=ContentSource content=").unwrap();
        rest.split('>').next().unwrap().trim_matches('"').to_owned()
    };
    let site = &compiled.site.settings.title;
    for path in ["notices/upc-big-data.html", "interpretations/overview.html", "questions/fee.html", "pages/about.html"]
    {
        assert_eq!(source(path), *site, "{path}");
    }
    assert_eq!(source("policies/zz-2023.html"), "枣庄市人力资源和社会保障局");
    // Of a document that is not here, the issuer has not written the page.
    assert_eq!(source("policies/first-catalogue.html"), *site);
    let page = compiled.render(compiled.plan.route("interpretations/overview.html").unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&page).contains("本站编写"));
}

#[test]
fn one_thing_has_one_name() {
    let files = walkdir::WalkDir::new(root()).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    for entry in files {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let own = text.replace("市人社局人才与专技科", "");
        for other in [
            "市局",
            "市人社局",
            "通知没有",
            "通知说",
            "文件没有",
            "文件说",
            "文件里",
            "请问人才",
            "请问所在",
            "负责的部门",
            "负责部门",
            "谁也",
            "我们",
        ] {
            assert!(!own.contains(other), "{}: {other}", entry.path().display());
        }
    }
}

#[test]
fn every_part_of_the_notice_is_found_by_the_words_of_those_who_do_not_know_it() {
    let (compiled, _) = real();
    let content = &compiled.site.content;
    let found = |word: &str| {
        content.questions.iter().any(|question| {
            question.data.title.contains(word) || question.data.keywords.iter().any(|keyword| keyword.contains(word))
        })
    };
    for word in [
        "2026年",
        "名额",
        "报名条件",
        "户籍",
        "退休",
        "领域",
        "报名材料",
        "免费",
        "线上",
        "开班时间",
        "学时",
        "其他机构",
        "首批目录",
        "第二批",
        "区别",
        "合格分数",
        "多久",
        "证书查询",
        "职称",
        "外地",
        "外省",
        "人才工程",
        "惠才卡",
        "竞赛",
        "创业",
        "一培多证",
        "补贴",
        "企业",
        "季度报表",
        "宣传",
        "投诉",
        "依据",
        "电话",
    ] {
        assert!(found(word), "no question for {word}");
    }
    let names: BTreeSet<&str> = content.policies.iter().map(|policy| policy.id.as_str()).collect();
    let around =
        ["first-catalogue", "lrsf-2024-14", "lrsz-2022-156", "national-measures", "rsb-2021-73", "rsb-2024-37"];
    assert!(around.iter().all(|id| names.contains(id)), "{names:?}");
    for policy in content.policies.iter().filter(|policy| policy.id.as_str() != "zz-2023") {
        assert!(!policy.data.full_text, "{}", policy.id);
    }
    let third_party = ["lrsf-2024-14", "national-measures", "rsb-2024-37", "rst-2021-70"];
    for policy in &content.policies {
        assert_eq!(policy.data.verified, !third_party.contains(&policy.id.as_str()), "{}", policy.id);
    }
    let publicity = content.steps.iter().find(|step| step.id.as_str() == "publicity").unwrap();
    assert_eq!(publicity.data.actors, ["各级各部门"]);
}

/// Where a source leads: to a clause, or into a document outside of the site.
fn places(sources: &Sources) -> BTreeSet<String> {
    let place = |source: &mingce::syntax::value::Source| {
        let clause = source.clause.as_ref().map(|clause| clause.value.clone());
        clause.unwrap_or_else(|| [&source.document, &source.place].into_iter().flatten().cloned().collect())
    };
    sources.0.iter().map(|source| place(&source.value)).collect()
}

/// Calls `visit` with every condition of a rule and the source that it has, its own or from around it.
fn conditions<'a>(rule: &'a Rule, around: Option<&'a Sources>, visit: &mut dyn FnMut(&'a Rule, Option<&'a Sources>)) {
    let source = rule.source.as_ref().or(around);
    let parts: Vec<_> = rule.all.iter().chain(&rule.any).flatten().chain(rule.not.as_deref()).collect();
    if parts.is_empty() {
        visit(rule, source);
    }
    parts.into_iter().for_each(|part| conditions(&part.value, source, visit));
}

/// Every condition of the real checks: check and outcome, the condition, its source.
fn all_conditions(compiled: &Compiled, visit: &mut dyn FnMut(&str, &Rule, Option<&Sources>)) {
    for check in &compiled.site.content.checks {
        for outcome in check.data.groups.iter().flat_map(|group| &group.outcomes) {
            let name = format!("{}/{}", check.id, outcome.id.value);
            let source = outcome.source.as_ref().or(check.data.source.as_ref());
            conditions(&outcome.rule.value, source, &mut |rule, source| visit(&name, rule, source));
        }
    }
}

#[test]
fn every_condition_of_a_check_rests_on_the_clause_that_sets_it() {
    let (compiled, _) = real();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    all_conditions(&compiled, &mut |outcome, rule, source| {
        let source = source.unwrap_or_else(|| panic!("{outcome}: {rule:?} has no source"));
        assert!(rule.delegated.is_none() || rule.by.is_some(), "{outcome}: nobody knows {:?}", rule.delegated);
        found.entry(outcome.to_owned()).or_default().extend(places(source));
    });
    // Retired people are no trainees (二), whatever the standard says.
    let expected = [
        ("train/can-train", vec!["zz-2023#二"]),
        ("assess/junior", vec!["人社厅发〔2021〕10号初级申报条件", "zz-2023#二"]),
        ("assess/intermediate", vec!["人社厅发〔2021〕10号中级申报条件", "zz-2023#二"]),
        ("assess/senior", vec!["人社厅发〔2021〕10号高级申报条件", "zz-2023#二"]),
        ("assess/other-field", vec!["zz-2023#三（三）", "zz-2023#二"]),
        ("title/recognise-junior", vec!["zz-2023#四（二）"]),
        ("title/recognise-intermediate", vec!["zz-2023#四（二）"]),
        ("title/intermediate-reference", vec!["zz-2023#四（二）"]),
        ("title/senior-reference", vec!["zz-2023#四（二）"]),
        ("title/by-district", vec!["zz-2023#四（二）"]),
        ("title/by-city", vec!["zz-2023#四（二）"]),
        ("subsidy/receive-subsidy", vec!["zz-2023#五"]),
    ];
    let of = |(outcome, places): (&str, Vec<&str>)| {
        (outcome.to_owned(), places.into_iter().map(str::to_owned).collect::<BTreeSet<_>>())
    };
    let expected = expected.map(of);
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn what_narrows_a_group_of_outcomes_stands_in_the_full_rules_and_on_the_review_page() {
    let (compiled, _) = real();
    let mut narrowed = 0;
    for check in &compiled.site.content.checks {
        let pages = ["checks", "checks/review"].map(|folder| {
            let route = compiled.plan.route(&format!("{folder}/{}.html", check.id)).unwrap();
            scraper::Html::parse_document(&String::from_utf8_lossy(&compiled.render(route).unwrap()))
        });
        for (group, place) in check.data.groups.iter().filter(|group| group.when.is_some()).zip(0..) {
            let said = statements::said(group.when.as_ref().unwrap());
            assert!(!said.is_empty(), "{}: {:?} is shown for reasons that have no words", check.id, group.name);
            for page in &pages {
                let when = scraper::Selector::parse(".when").unwrap();
                let when: String = page.select(&when).nth(place).unwrap().text().collect();
                assert!(when.contains('§') || when.contains("实施方案"), "{}: {when} rests on nothing", check.id);
                for words in &said {
                    assert!(when.contains(words), "{}: {when} without {words}", check.id);
                }
                narrowed += 1;
            }
        }
    }
    // Who recognises a title, and two fields of the assessment.
    assert_eq!(narrowed, 6);
}

#[test]
fn years_in_the_checks_are_those_of_the_standard() {
    let (compiled, _) = real();
    let mut found = Vec::new();
    all_conditions(&compiled, &mut |outcome, rule, _| {
        let Some(Answer::Number(years)) = rule.at_least.as_ref().map(|least| &least.value) else { return };
        let (fact, text) = (rule.fact.as_ref().unwrap(), rule.text.as_ref().unwrap());
        assert!(text.ends_with(&format!("满{years}年")), "{outcome}: {text}");
        found.push((outcome.to_owned(), fact.value.to_string(), *years));
    });
    // 人社厅发〔2021〕10号, in the order of its conditions.
    let expected = [
        ("assess/junior", "work-years", 1),
        ("assess/intermediate", "title-years", 2),
        ("assess/intermediate", "certificate-years", 3),
        ("assess/intermediate", "certificate-years", 1),
        // A doctor of an unrelated major, as holder of a master's degree.
        ("assess/intermediate", "certificate-years", 1),
        ("assess/senior", "title-years", 3),
        ("assess/senior", "certificate-years", 4),
        ("assess/senior", "certificate-years", 1),
    ];
    assert_eq!(found, expected.map(|(outcome, fact, years)| (outcome.to_owned(), fact.to_owned(), years)));
}

#[test]
fn what_is_missing_is_said_as_people_say_it() {
    let (compiled, _) = real();
    for fact in compiled.site.content.facts.iter().filter(|fact| fact.data.change != Change::Never) {
        // The lowest option is nothing that one could reach.
        let options = fact.data.options.iter().skip(1).all(|option| option.reach.is_some());
        assert!(fact.data.reach.is_some() || (options && fact.data.options.len() > 1), "{}", fact.id);
        assert_eq!(fact.data.more.is_some(), fact.data.kind == FactKind::Integer, "{}", fact.id);
    }
}

#[test]
fn every_check_is_tried_by_a_dozen_personas() {
    let (compiled, _) = real();
    for check in &compiled.site.content.checks {
        assert!(check.data.personas.len() >= 12, "{}: {}", check.id, check.data.personas.len());
    }
}

#[test]
fn other_fields_are_asked_nothing_and_end_with_their_own_standard() {
    let (compiled, _) = real();
    let at = compiled.site.content.checks.iter().position(|check| check.id.as_str() == "assess").unwrap();
    let rules = &compiled.checks[at].as_ref().unwrap().rules;
    for (place, field) in compiled.site.content.fields.iter().enumerate() {
        let mut answers = vec![None; rules.questions.len()];
        // Not retired, which the notice wants of all.
        (answers[0], answers[1]) = (Some(place as i64), Some(0));
        let own = field.id.as_str() == "smart-manufacturing";
        assert_eq!(rules.asked(&answers).iter().filter(|asked| **asked).count() > 2, own, "{}", field.id);
        let reported = rules.judge(&answers).into_iter().map(|verdict| verdict.status());
        let reported: BTreeMap<_, _> = rules.outcomes.iter().map(|outcome| outcome.id.as_str()).zip(reported).collect();
        let (of_this, of_others) = if own { (Unknown, Unmet) } else { (Unmet, Unknown) };
        let levels = ["junior", "intermediate", "senior"].map(|level| (level, of_this));
        assert_eq!(reported, levels.into_iter().chain([("other-field", of_others)]).collect::<BTreeMap<_, _>>());
    }
}

/// Numbers that do not come from the notice, and the document from which each comes.
const OTHER_NUMBERS: &[(&str, &str)] = &[
    ("2021", "人社厅发〔2021〕10号、人社厅发〔2021〕70号"),
    ("73", "人社部发〔2021〕73号"),
    ("2024", "人社部发〔2024〕37号、鲁人社发〔2024〕14号"),
    ("2026", "《加快数字人才培育支撑数字经济发展行动方案（2024—2026年）》"),
    ("14", "鲁人社发〔2024〕14号"),
    ("12", "鲁人社发〔2024〕14号：2024年12月"),
    ("70", "人社厅发〔2021〕70号"),
    ("60", "人社厅发〔2021〕10号：两科均达到60分"),
    ("100", "人社厅发〔2021〕10号：每科满分100分"),
];

#[test]
fn no_number_is_made_up() {
    let original = std::fs::read_to_string("tests/originals/zz-2023.txt").unwrap();
    let known: BTreeSet<&str> = numbers(&original).chain(OTHER_NUMBERS.iter().map(|(number, _)| *number)).collect();
    let mut seen = 0;
    for folder in ["interpretations", "questions", "pages", "notices"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let body = text.splitn(3, "---\n").nth(2).unwrap();
            let body: String =
                body.split("](").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect();
            for number in numbers(&body.replace(CHECKED_ON, "")).filter(|number| number.len() > 1) {
                assert!(known.contains(number), "{}: {number} stands in no document", path.display());
                seen += 1;
            }
        }
    }
    let checks = ["train", "assess", "title", "subsidy"].map(|check| format!("checks/{check}.yaml"));
    for file in checks.iter().map(String::as_str).chain(["facts.yaml"]) {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        // Bounds of an answer and the place in a list are said to nobody.
        let reported =
            |line: &&str| !["#", "min:", "max:", "order:"].iter().any(|start| line.trim().starts_with(start));
        for number in
            text.lines().filter(reported).flat_map(|line| line.split("checked_on: 2026-11-22")).flat_map(numbers)
        {
            assert!(number.len() == 1 || known.contains(number), "{file}: {number} stands in no document");
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} numbers were found: the test no longer reads what it should");
}

/// The day on which documents outside of the site were looked at, which `checked_on` says too.
const CHECKED_ON: &str = "2026年11月22日";

fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}

#[test]
fn an_event_whose_day_is_moved_is_the_same_event() {
    let notice = std::fs::read_to_string("tests/invalid/base/notices/autumn.md").unwrap();
    let events = |as_of: &str, period: &str, address: &str| {
        let notice = notice.replace("enrolment: { from: 2023-09-01, to: 2023-09-30 }", &format!("enrolment: {period}"));
        let as_of = Some(Date(as_of.parse().unwrap()));
        let options = Options { as_of, base_url: Some(address.to_owned()), ..Options::default() };
        let (compiled, _) = with(&[("notices/moved.md", notice)], &options);
        let route = compiled.plan.route("calendar.ics").unwrap();
        let text = String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap().replace("\r\n ", "");
        let names = text.lines().filter(|line| line.starts_with("UID:")).collect::<Vec<_>>();
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len(), "{text}");
        let enrolment = names.iter().find(|name| name.contains("moved-enrolment")).map(|name| (*name).to_owned());
        let event = text.split("BEGIN:VEVENT").find(|event| event.contains("moved-enrolment")).unwrap();
        let line = |name: &str| event.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        (enrolment.unwrap(), line("SUMMARY:"), line("DTSTAMP:"))
    };
    let address = "https://www.example.com/ztzl/szjs/";
    let (uid, summary, made) = events("2026-11-22", "{ from: 2027-01-04, to: 2027-01-29 }", address);
    assert_eq!(uid, "UID:ztzl/szjs/notice-moved-enrolment@www.example.com");
    assert!(summary.starts_with("SUMMARY:报名时间："), "{summary}");
    let (moved, from, newer) = events("2026-11-23", "{ from: 2027-02-01, to: unpublished }", address);
    assert!(moved == uid && from.starts_with("SUMMARY:报名时间（起）："), "{from}");
    // A program that has the event already keeps the newer one.
    assert!(newer > made, "{newer} is not after {made}");
    let (other, to, _) =
        events("2026-11-22", "{ from: unpublished, to: 2027-02-01 }", "https://www.example.com/other/");
    assert!(other != uid && to.starts_with("SUMMARY:报名时间（止）："), "{to}");
}

#[test]
fn robots_txt_names_the_map_of_a_site_with_an_address() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let robots = |has_own: bool, has_address: bool| {
        let (mut snapshot, _) = edge::disk::load(&base);
        assert!(snapshot.files.contains_key("static/robots.txt"));
        if !has_own {
            snapshot.files.remove("static/robots.txt");
        }
        if !has_address {
            let site = snapshot.texts.iter_mut().find(|source| &*source.path == "site.yaml").unwrap();
            let text = site.text.replace("base_url: https://www.example.gov.cn/szjn/\n", "");
            *site = mingce::source::Source::decode("site.yaml", text.as_bytes());
        }
        let (compiled, _) = compile(snapshot, &Options::default());
        let map = compiled.plan.route("sitemap.xml").is_some();
        let route = compiled.plan.route("robots.txt").cloned();
        (route.map(|route| String::from_utf8(compiled.render(&route).unwrap().to_vec()).unwrap()), map)
    };
    let made = "User-agent: *\nAllow: /\n\nSitemap: https://www.example.gov.cn/szjn/sitemap.xml\n";
    assert_eq!(robots(false, true), (Some(made.to_owned()), true));
    assert_eq!(robots(true, true), (Some("User-agent: *\n".to_owned()), true));
    assert_eq!(robots(true, false), (Some("User-agent: *\n".to_owned()), false));
    assert_eq!(robots(false, false), (None, false));
}
