//! Only what is meant to be public is published: what something public names, and `static/` without kinds of files that
//! never belong on a server.

use std::collections::BTreeSet;
use std::path::Path;

use mingce::diagnostic::{Code, Diagnostics};
use mingce::model::Options;
use mingce::plan::Route;
use mingce::source::Source;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Cache, Compiled, compile, compile_again, edge};

/// A small valid site with further files.
fn with(files: &[(&str, &str)], options: &Options) -> (Compiled, Diagnostics) {
    compile(snapshot(files), options)
}

fn snapshot(files: &[(&str, &str)]) -> mingce::source::Snapshot {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let (mut snapshot, _) = edge::disk::load(&base);
    for (path, text) in files {
        let is_text = [".md", ".yaml"].iter().any(|end| path.ends_with(end)) || path.starts_with("theme/");
        if is_text && !path.starts_with("static/") {
            snapshot.texts.retain(|source| &*source.path != *path);
            snapshot.texts.push(Source::decode(*path, text.as_bytes()));
        } else {
            snapshot.files.insert((*path).into(), text.as_bytes().into());
        }
    }
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    snapshot
}

fn today() -> Options {
    Options { as_of: Date::read("2024-03-01"), ..Options::default() }
}

/// The files of the content folder that are published as they are, but for those of the base.
fn published(compiled: &Compiled) -> BTreeSet<&str> {
    let files = compiled.plan.routes().filter_map(|(_, route)| match route {
        Route::File(path) => Some(path.as_str()),
        _ => None,
    });
    files.filter(|path| !["images/流程 图.png", "static/robots.txt"].contains(path)).collect()
}

/// The names in the diagnostics of a code.
fn named(diagnostics: &Diagnostics, code: Code) -> BTreeSet<String> {
    let reported = diagnostics.iter().filter(|reported| reported.code == code);
    reported.map(|reported| reported.args.iter().find(|(key, _)| *key == "name").unwrap().1.clone()).collect()
}

fn page(front: &str, body: &str) -> String {
    format!("---\ntitle: 页\nsummary: 一页。\n{front}---\n\n{body}\n")
}

fn set<'a>(paths: &[&'a str]) -> BTreeSet<&'a str> {
    paths.iter().copied().collect()
}

#[test]
fn a_file_beside_the_texts_is_published_when_something_public_names_it() {
    let text = page("", "[表](../files/list%20a.csv)，![图](map.png)。");
    let files = [
        ("pages/more.md", text.as_str()),
        ("pages/map.png", "BM"),
        ("pages/old.png", "png"),
        ("files/list a.csv", "a"),
        ("policies/送审稿（内部）.docx", "内部"),
        ("questions/内部口径.txt", "内部"),
        ("领导批示.jpg", "jpg"),
        ("todo", "a"),
        ("node_modules/a.js", "a"),
        ("static/unlinked.txt", "a"),
    ];
    let (compiled, reported) = with(&files, &today());
    assert_eq!(published(&compiled), set(&["pages/map.png", "files/list a.csv", "static/unlinked.txt"]));
    let left = [
        "pages/old.png",
        "policies/送审稿（内部）.docx",
        "questions/内部口径.txt",
        "领导批示.jpg",
        "todo",
        "node_modules/a.js",
    ];
    assert_eq!(named(&reported, Code::UnusedFile), left.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<_>>());
    assert_eq!(reported.iter().filter(|reported| reported.code != Code::UnusedFile).count(), 0, "{reported:?}");
    assert_eq!(compiled.left_out().collect::<BTreeSet<_>>(), set(&left));
}

#[test]
fn what_only_a_draft_or_a_later_day_names_is_not_published() {
    let draft = page("draft: true\n", "[草案](../policies/gao.csv)，[说明](/static/cg.txt)，[两边](/files/both.txt)。")
        .replace("title: 页", "title: 草案");
    let later = page("published_on: 2024-05-01\n", "![图](/files/later.png)").replace("title: 页", "title: 以后");
    let public = page("", "[两边](/files/both.txt)");
    let files = [
        ("pages/draft.md", draft.as_str()),
        ("pages/later.md", later.as_str()),
        ("pages/public.md", public.as_str()),
        ("policies/gao.csv", "a"),
        ("static/cg.txt", "a"),
        ("static/shared.txt", "a"),
        ("files/both.txt", "a"),
        ("files/later.png", "BM"),
    ];
    let (compiled, reported) = with(&files, &today());
    assert_eq!(published(&compiled), set(&["static/shared.txt", "files/both.txt"]));
    assert_eq!(
        compiled.left_out().collect::<BTreeSet<_>>(),
        set(&["policies/gao.csv", "static/cg.txt", "files/later.png"])
    );
    assert_eq!(reported, Diagnostics::default());
    // On its day, what a later text names is public; a preview shows everything.
    let (compiled, _) = with(&files, &Options { as_of: Date::read("2024-05-01"), ..Options::default() });
    assert!(published(&compiled).contains("files/later.png") && !published(&compiled).contains("policies/gao.csv"));
    let (compiled, reported) = with(&files, &Options { drafts: true, ..today() });
    assert_eq!(compiled.left_out().count(), 0);
    assert_eq!((published(&compiled).len(), reported), (5, Diagnostics::default()));
}

#[test]
fn attachments_and_originals_are_named_in_yaml() {
    let policy = "---\ntitle: 通知\nshort_title: 通知\nissuer: 某市某局\ndocument_number: unpublished\nmade_on: 2024-01-05\n\
                  published_on: DAY\nvalidity: in-force\nkeywords: [示例]\nattachments:\n  - number: 1\n    title: 名单\n    \
                  original: list.csv\n---\n\n一、名单见附件。\n";
    for (day, shown) in [("2024-02-01", true), ("2024-05-01", false)] {
        let text = policy.replace("DAY", day);
        let (compiled, reported) = with(&[("policies/later.md", &text), ("policies/list.csv", "序号,单位")], &today());
        assert_eq!(published(&compiled).contains("policies/list.csv"), shown, "{day} {reported:?}");
    }
}

#[test]
fn pages_styles_and_templates_that_are_published_name_files() {
    let base = include_str!("../themes/default/templates/base.html");
    let template = base.replace("</body>", "<img src=\"{{ page.root }}files/logo.png\" alt=\"\"></body>");
    let files = [
        (
            "static/a.html",
            "<link rel=stylesheet href=\"files/a.css?v=1\"><img srcset=\"files/b.png 1x, files/c.png 2x\">",
        ),
        ("files/a.css", "@font-face { src: url(\"../fonts/a.woff2\") } b { background: url(d.png) }"),
        ("files/b.png", "png"),
        ("files/c.png", "png"),
        ("files/d.png", "png"),
        ("files/e.png", "png"),
        ("fonts/a.woff2", "font"),
        ("files/logo.png", "png"),
        ("images/head.png", "png"),
        ("theme/templates/base.html", template.as_str()),
        ("theme/css/90-own.css", "header { background: url(../images/head.png) }"),
    ];
    let (compiled, _) = with(&files, &today());
    assert_eq!(compiled.left_out().collect::<Vec<_>>(), ["files/e.png"]);
}

#[test]
fn a_readme_is_not_published_and_may_hold_anything() {
    let (compiled, reported) = with(&[("README.md", "联系人电话 13800138000")], &today());
    assert_eq!(compiled.left_out().collect::<Vec<_>>(), ["README.md"]);
    assert_eq!(reported, Diagnostics::default());
}

#[test]
fn what_is_not_published_is_looked_through_once_it_is() {
    let page = |link: &str| page("", &format!("正文。{link}"));
    let (without, linked) = (page(""), page("[名单](/files/list.csv)"));
    let list = ("files/list.csv", "某人,13800138000");
    let mut cache = Cache::default();
    for (text, code) in [(&without, Code::UnusedFile), (&linked, Code::PersonalData), (&without, Code::UnusedFile)] {
        let (_, reported) = compile_again(snapshot(&[("pages/a.md", text), list]), &today(), &mut cache);
        assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [code]);
    }
}

#[test]
fn kinds_that_never_belong_on_a_server_need_a_reason() {
    let site = include_str!("invalid/base/site.yaml");
    let excepted = format!("{site}\ndata_exceptions:\n  - {{ file: static/示例.sh, reason: 培训用的示例 }}\n");
    let files = [
        ("static/示例.sh", "echo"),
        ("static/通知 副本.docx", ""),
        ("static/dump.sql", "a"),
        ("static/backup/a.txt", "a"),
        ("notes/x.log", "a"),
    ];
    let (_, reported) = with(&files, &today());
    let all = ["static/示例.sh", "static/通知 副本.docx", "static/dump.sql", "static/backup/a.txt"].map(str::to_owned);
    assert_eq!(named(&reported, Code::PrivateFile), all.iter().cloned().collect::<BTreeSet<_>>());
    let (_, reported) = with(&[&files[..], &[("site.yaml", excepted.as_str())]].concat(), &today());
    assert_eq!(named(&reported, Code::PrivateFile), all[1..].iter().cloned().collect::<BTreeSet<_>>());
    assert!(reported.iter().all(|reported| reported.code != Code::IdleException));
}
