//! Policies as readers find them: what is no longer in force says so, wherever it is named.

use mingce::diagnostic::Code;
use mingce::model::ColumnId;
use mingce::model::{Kind, Options};
use mingce::plan::{HOME, Route, SITE_MAP};
use mingce::source::{Snapshot, Source};
use mingce::{Compiled, compile};

const SITE: &str = "title: 站\nsummary: 站\nowner: 局\ncontact: {}\nas_of: 2024-06-01\ncolumns:\n\
    - { id: policies, name: 政策文件, description: 政策, keywords: [政策], type: 政策 }\n\
    - { id: interpretations, name: 政策解读, description: 解读, keywords: [解读], type: 解读 }\n\
    - { id: questions, name: 问答, description: 问答, keywords: [问答], type: 问答 }\n";

fn policy(title: &str, keys: &str) -> String {
    format!("---\ntitle: {title}\nissuer: 局\n{keys}---\n\n一、申报\n\n可以申报。\n")
}

/// A site of three policies, each of which replaces the one before it, one that has expired, and articles on them.
fn succession() -> Vec<(&'static str, String)> {
    let article = |keys: &str| format!("---\ntitle: 解读{keys}\n---\n\n可以申报（[一](policy:c-2024#一)）。\n");
    let question = |title: &str, keys: &str| {
        format!("---\ntitle: {title}\nsummary: 可以。\ngroup: 申报\nsource: c-2024#一\n{keys}---\n\n可以。\n")
    };
    vec![
        ("site.yaml", SITE.to_owned()),
        ("policies/a-2019.md", policy("甲办法", "made_on: 2019-01-01\nsuperseded_by: b-2021\n")),
        (
            "policies/b-2021.md",
            policy("乙办法", "made_on: 2021-01-01\nvalidity: superseded\nsuperseded_by: [c-2024]\n"),
        ),
        ("policies/c-2024.md", policy("丙办法", "made_on: 2024-01-01\nvalidity: in-force\nbasis: [b-2021, d-2018]\n")),
        ("policies/d-2018.md", policy("丁通知", "validity: expired\n")),
        ("policies/e-2024.md", policy("戊通知", "validity: in-force\nbasis: [d-2018]\n")),
        ("interpretations/new.md", article("新\nsummary: 新\npolicies: [a-2019, c-2024]")),
        ("interpretations/a-old.md", article("旧\nsummary: 旧\npolicies: [c-2024]\nvalidity: superseded")),
        ("questions/a-old.md", question("旧问", "validity: expired\n")),
        ("questions/new.md", question("新问", "")),
    ]
}

fn site(files: &[(&str, String)]) -> (Compiled, Vec<Code>) {
    let mut texts: Vec<_> =
        files.iter().map(|(path, text)| Source::decode((*path).to_owned(), text.as_bytes())).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let (compiled, reported) = compile(Snapshot { texts, ..Snapshot::default() }, &Options::default());
    let quiet = [Code::NoBaseUrl, Code::NoIdentity, Code::EmptyColumn];
    let reported = reported.iter().map(|reported| reported.code).filter(|code| !quiet.contains(code)).collect();
    (compiled, reported)
}

/// The main part of a page.
fn main_of(compiled: &Compiled, route: &Route) -> String {
    let html = String::from_utf8(compiled.render(route).unwrap().to_vec()).unwrap();
    html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_owned()
}

fn policy_page(compiled: &Compiled, id: &str) -> String {
    let policies = &compiled.site.content.policies;
    let at = policies.iter().position(|policy| policy.id.as_str() == id).unwrap();
    main_of(compiled, &Route::Record(Kind::Policy, at))
}

/// The words of a part of a page that begins with `start`, up to `end`.
fn part<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("{start} is not in {html}"));
    rest.split_once(end).unwrap().0
}

/// The words of `order` stand in `html` one after the other, wherever their lines may end.
fn in_order(html: &str, order: &[&str]) {
    let html = html.replace("<wbr>", "");
    let mut rest = &*html;
    for word in order {
        rest = rest.split_once(word).unwrap_or_else(|| panic!("{word} does not come next in {html}")).1;
    }
}

#[test]
fn a_chain_of_successors_is_followed_to_its_end() {
    const LONG: usize = 1_000;
    let id = |at: usize| format!("p-{at:04}");
    let chain = (0..LONG)
        .map(|at| (format!("policies/{}.md", id(at)), policy(&id(at), &format!("superseded_by: {}\n", id(at + 1)))));
    let last = (format!("policies/{}.md", id(LONG)), policy("末", "validity: in-force\n"));
    let files: Vec<_> = chain.chain([last, ("site.yaml".to_owned(), SITE.to_owned())]).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let (compiled, _) = site(&files);
    let place = |id: &str| compiled.site.content.policies.iter().position(|policy| policy.id.as_str() == id).unwrap();
    let end = [place(&id(LONG))];
    assert!((0..LONG).all(|at| compiled.site.current(place(&id(at))) == end));
    assert!(compiled.site.current(end[0]).is_empty());
    // Two ways, and a circle, which leads to nothing.
    let (compiled, _) = site(&[
        ("policies/a.md", policy("甲", "superseded_by: [b, c]\n")),
        ("policies/b.md", policy("乙", "superseded_by: [c, d]\n")),
        ("policies/c.md", policy("丙", "superseded_by: e\n")),
        ("policies/d.md", policy("丁", "validity: in-force\n")),
        ("policies/e.md", policy("戊", "validity: in-force\n")),
        ("policies/f.md", policy("己", "superseded_by: [g, d]\n")),
        ("policies/g.md", policy("庚", "superseded_by: f\n")),
        ("site.yaml", SITE.to_owned()),
    ]);
    let current = |at: usize| compiled.site.current(at).to_vec();
    assert_eq!([0, 1, 2, 3, 5].map(current), [vec![3, 4], vec![3, 4], vec![4], vec![], vec![3]]);
}

#[test]
fn a_policy_that_is_no_longer_in_force_says_so_and_by_what() {
    let (compiled, reported) = site(&succession());
    assert_eq!(reported, []);
    let banner = |id: &str| part(&policy_page(&compiled, id), "lapsed\">", "</div>").to_owned();
    let first = banner("a-2019");
    in_order(
        &first,
        &[
            "本文件已被取代",
            "取代本文件的文件：",
            "<a href=b-2021.html>乙办法（已被取代）</a>",
            "现行文件：",
            "<a href=c-2024.html>丙办法</a>",
        ],
    );
    let second = banner("b-2021");
    in_order(&second, &["本文件已被取代", "<a href=c-2024.html>丙办法</a>"]);
    assert!(!second.contains("现行文件："), "{second}");
    let expired = banner("d-2018");
    assert!(expired.contains("本文件已失效") && !expired.contains("取代"), "{expired}");
    let current = policy_page(&compiled, "c-2024");
    assert!(!current.contains("lapsed"), "{current}");
    in_order(
        &current,
        &["本文件取代的文件", "乙办法（已被取代）", "本文件的依据", "乙办法（已被取代）", "丁通知（已失效）"],
    );
    // What it replaces does not count as resting on it.
    let replaced = part(&current, "本文件的依据", "</section>");
    assert!(!current.contains("依据本文件的文件") && !replaced.contains("甲办法"), "{current}");
    assert!(policy_page(&compiled, "d-2018").contains("依据本文件的文件"));
}

#[test]
fn what_is_no_longer_in_force_stands_behind_and_is_marked() {
    let (compiled, _) = site(&succession());
    let mark = "<span class=\"badge warn\">已被取代</span>";
    let policies = main_of(&compiled, &Route::Column(ColumnId::Policies));
    in_order(&policies, &["丙办法", "戊通知", "甲办法", mark, "乙办法", mark, "丁通知", "已失效"]);
    let home = main_of(&compiled, &HOME);
    in_order(&home, &["解读新", "解读旧", mark, "丙办法", "戊通知", "甲办法", mark, "新问", "旧问（已失效）"]);
    let map = main_of(&compiled, &SITE_MAP);
    in_order(
        &map,
        &["丙办法", "戊通知", "甲办法（已被取代）", "解读新", "解读旧（已被取代）", "新问", "旧问（已失效）"],
    );
    let list = main_of(&compiled, &Route::Column(ColumnId::Questions));
    in_order(&list, &["新问", "旧问", "已失效"]);
    let interpretation = main_of(&compiled, &Route::Record(Kind::Interpretation, 1));
    in_order(&interpretation, &["政策文件", "丙办法", "甲办法（已被取代）"]);
    let old = main_of(&compiled, &Route::Record(Kind::Interpretation, 0));
    assert!(old.contains("这里讲的规定已被取代"), "{old}");
    let related = policy_page(&compiled, "c-2024");
    in_order(&related, &["相关解读", "解读新", "解读旧（已被取代）"]);
}

const FRONT: &str = "---\ntitle: 某市人力资源和社会保障局关于开展技能培训工作的通知\nshort_title: 技能培训通知\ncited_as: 通知\n\
    issuer: 某市人力资源和社会保障局、某市财政局\ndocument_number: 某人社〔2024〕9号\nmade_on: 2024-03-05\n---\n\n";

const BODY: &str = "某市人力资源和社会保障局\n关于开展技能培训工作的通知\n某人社〔2024〕9号\n各有关单位：\n为做好培训工作，现通知如下：\n\
    一、培训对象\n本市职工。\n二、补贴标准\n每人补贴1000元。\n附件：1．申请表\n2．名单\n某市人力资源和社会保障局\n某市财政局\n\
    2024年3月5日\n（此件公开发布）\n附件1\n申请表\n姓名。\n";

/// The words of the parts of a page that have a class.
fn marked(html: &str, class: &str) -> Vec<String> {
    let part = |part: &str| part.split_once('>').unwrap().1.split_once("</").unwrap().0.to_owned();
    let quoted = format!("class=\"{class}\"");
    html.replace(&quoted, &format!("class={class}"))
        .split(&format!("class={class}"))
        .skip(1)
        .filter(|rest| rest.starts_with('>') || rest.starts_with(" role"))
        .map(part)
        .collect()
}

#[test]
fn the_parts_of_a_document_have_their_places() {
    let headings = BODY
        .replace("一、培训对象", "## 一、培训对象")
        .replace("二、补贴标准", "## 二、补贴标准")
        .replace("\n附件1", "\n## 附件1");
    for body in [BODY.to_owned(), BODY.replace('\n', "\n\n"), headings.replace('\n', "\n\n")] {
        let (compiled, _) = site(&[("site.yaml", SITE.to_owned()), ("policies/a.md", [FRONT, &body].concat())]);
        let html = policy_page(&compiled, "a");
        let title = ["某市人力资源和社会保障局", "关于开展技能培训工作的通知"];
        assert_eq!(marked(&html, "o-title"), title, "{html}");
        assert_eq!(marked(&html, "o-mid"), ["某人社〔2024〕9号", "申请表"], "{html}");
        assert_eq!(marked(&html, "o-to"), ["各有关单位："]);
        assert_eq!(marked(&html, "o-list"), ["附件：1．申请表"]);
        assert_eq!(marked(&html, "o-list o-next"), ["2．名单"]);
        assert_eq!(marked(&html, "o-sign"), ["某市人力资源和社会保障局", "某市财政局", "2024年3月5日"]);
        assert_eq!(marked(&html, "o-att"), ["附件1"]);
        if !body.contains("##") {
            assert_eq!(marked(&html, "o-h"), ["一、培训对象", "二、补贴标准"]);
        }
        for plain in
            ["<p>为做好培训工作，现通知如下：</p>", "<p>本市职工。</p>", "<p>（此件公开发布）</p>", "<p>姓名。</p>"]
        {
            assert!(html.contains(plain), "{plain} in {html}");
        }
        // The heading says where its lines may end: between words.
        let heading = "<h1><span>某市<wbr>人力<wbr>资源<wbr>和社会<wbr>保障局</span><span>关于";
        assert!(html.contains(heading), "{html}");
    }
}

#[test]
fn what_only_looks_like_a_part_is_none() {
    let body = "各单位要做到：\n\n一、截止日期\n\n2024年3月5日\n\n二、见附件：名单\n\n第一章的要求，照办。\n";
    let front = FRONT.replace("made_on: 2024-03-05\n", "");
    let (compiled, _) = site(&[("site.yaml", SITE.to_owned()), ("policies/a.md", [&front, body].concat())]);
    let html = policy_page(&compiled, "a");
    for class in ["o-sign", "o-list", "o-att", "o-mid", "o-title"] {
        assert_eq!(marked(&html, class), Vec::<String>::new(), "{class} in {html}");
    }
}

#[test]
fn who_signs_is_what_the_end_of_a_part_says() {
    let body = "现予公布。\n\n甲市某某合作\n\n社办公室\n\n2024年3月5日\n\n某办法\n\n第一条 甲。\n\n\
        第二条 会议地点和时间：\n\n甲市某中心\n\n2024年3月5日\n\n第三条 乙。\n";
    let (compiled, _) = site(&[("site.yaml", SITE.to_owned()), ("policies/a.md", [FRONT, body].concat())]);
    let html = policy_page(&compiled, "a");
    assert_eq!(marked(&html, "o-sign"), ["甲市某某合作", "社办公室", "2024年3月5日"], "{html}");
    assert_eq!(marked(&html, "o-mid"), ["某办法"], "{html}");
}

#[test]
fn attachments_and_paragraphs_are_no_titles() {
    let body = "名单：\n\n第一条 甲。\n\n一、二类单位\n\n附表1-1\n\n附表1-2\n\n乙表\n";
    let (compiled, _) = site(&[("site.yaml", SITE.to_owned()), ("policies/a.md", [FRONT, body].concat())]);
    let html = policy_page(&compiled, "a");
    assert_eq!(marked(&html, "o-att"), ["附表1-1", "附表1-2"], "{html}");
    assert_eq!(marked(&html, "o-mid"), ["乙表"], "{html}");
    for class in ["o-to", "o-h"] {
        assert_eq!(marked(&html, class), Vec::<String>::new(), "{class} in {html}");
    }
}

#[test]
fn clauses_of_one_policy_stand_behind_its_short_name_once() {
    let question = "---\ntitle: 问\nsummary: 答。\ngroup: 组\nsource: [a#一, a#二, a#一, b#一]\n---\n\n答。\n";
    let files = [
        ("site.yaml", SITE.to_owned()),
        ("policies/a.md", [FRONT, BODY].concat()),
        ("policies/b.md", policy("乙办法", "validity: in-force\n")),
        ("questions/a.md", question.to_owned()),
    ];
    let (compiled, _) = site(&files);
    let list = main_of(&compiled, &Route::Column(ColumnId::Questions));
    let cited = part(&list, "class=cite", "</ul>");
    in_order(cited, &[">通知 一</a>、<a href=../policies/a.html#c2>二</a></li>", ">乙办法 一</a></li>"]);
    assert_eq!(cited.matches("<a").count(), 3, "{cited}");
    // The sources of its own page keep whole names.
    let page = main_of(&compiled, &Route::Record(Kind::Question, 0));
    assert!(page.contains("《技能培训通知》一") && page.contains("《技能培训通知》二"), "{page}");
}

#[test]
fn what_explains_a_clause_stands_before_the_rest() {
    let question = |at: usize| format!("---\ntitle: 问{at}\nsummary: 答。\ngroup: 组\nsource: a#一\n---\n\n答。\n");
    let step = "- { id: s, name: 步, stage: 段, actors: [人], text: 做。, clock: none-stated, source: a#一 }\n";
    let files = [
        ("site.yaml", SITE.to_owned()),
        ("policies/a.md", [FRONT, BODY].concat()),
        ("steps.yaml", step.to_owned()),
        ("questions/q0.md", question(0)),
        ("questions/q1.md", question(1)),
        (
            "interpretations/z.md",
            "---\ntitle: 解\nsummary: 解\npolicies: [a]\n---\n\n见[一](policy:a#一)。\n".to_owned(),
        ),
    ];
    let (compiled, _) = site(&files);
    let html = policy_page(&compiled, "a");
    let cites = part(&html, "<details class=cites>", "</details>");
    in_order(cites, &["4项内容依据本条", "<dt>政策解读", "解</a>", "<dt>常见问题", "问0", "问1", "<dt>办理步骤", "步"]);
}

#[test]
fn other_policies_and_the_settings_are_statements_of_their_own_kinds() {
    let highlight = "highlights: [{ label: 条件, value: 申报, source: a#一 }]\n";
    let other = "---\ntitle: 乙办法\nissuer: 局\n---\n\n一、申报\n\n见[一](policy:a#一)。\n".to_owned();
    let files = [
        ("site.yaml", [SITE, highlight].concat()),
        ("policies/a.md", policy("甲办法", "validity: in-force\n")),
        ("policies/b.md", other),
    ];
    let (compiled, _) = site(&files);
    let cites = policy_page(&compiled, "a");
    let cites = part(&cites, "<details class=cites>", "</details>");
    in_order(cites, &["2项内容依据本条", "<dt>政策文件", "乙办法</a>", "<dt>首页", "条件"]);
}
