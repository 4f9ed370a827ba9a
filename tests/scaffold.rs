//! `mingce init` and `mingce new`: what they make is valid as it stands, and nothing that is there is touched.

use std::path::Path;
use std::process::{Command, Output};

use crate::support;
use crate::support::{folder, put};
use mingce::model::Kind;

fn mingce(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mingce")).args(args).args(["--lang", "zh"]).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_new_site_builds_at_once() {
    let dir = folder();
    let made = mingce(dir.path(), &["init", "content"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let built = mingce(dir.path(), &["build"]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));
    let home = std::fs::read_to_string(dir.path().join("public/index.html")).unwrap();
    assert!(home.contains("某某政策专题"));
    assert!(!std::fs::read_to_string(dir.path().join("content/interpretations/overview.md")).unwrap().contains('{'));
}

#[test]
fn a_content_folder_need_not_be_named_inside_of_it() {
    let dir = folder();
    let made = mingce(dir.path(), &["init", "政策 一"]);
    assert!(said(&made).contains("mingce serve '政策 一'"), "{}", said(&made));
    let inside = dir.path().join("政策 一");
    let made = mingce(&inside, &["new", "question"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert!(inside.join("questions/question-1.md").is_file());
    assert_eq!(mingce(&inside, &["check"]).status.code(), Some(0));
    assert_eq!(mingce(&inside, &["build", "--output", "../public"]).status.code(), Some(0));
    // A folder `content` goes first.
    std::fs::rename(&inside, dir.path().join("content")).unwrap();
    std::fs::write(dir.path().join("site.yaml"), "").unwrap();
    assert_eq!(mingce(dir.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn a_starting_file_of_every_kind_is_valid() {
    let dir = folder();
    mingce(dir.path(), &["init", "content"]);
    // A notice needs an institution and a field.
    let first = [Kind::Institution, Kind::Field];
    let kinds = first.into_iter().chain(Kind::ALL.into_iter().filter(|kind| !first.contains(kind)));
    for kind in kinds {
        let made = mingce(dir.path(), &["new", kind.word()]);
        assert_eq!(made.status.code(), Some(0), "{kind:?}: {}", said(&made));
        let path = said(&made).lines().next().unwrap().to_owned();
        assert!(path.contains(&format!("{0}/{1}-1.", kind.collection(), kind.word())), "{path}");
        let text = std::fs::read_to_string(dir.path().join(&path)).unwrap();
        assert!(text.contains('#') && !text.contains("{today}") && !text.contains("{source}"), "{text}");
        let checked = mingce(dir.path(), &["check"]);
        assert_eq!(checked.status.code(), Some(0), "{kind:?}: {}", said(&checked));
        // The next one has the next id.
        let second = said(&mingce(dir.path(), &["new", kind.word()]));
        assert!(second.contains(&format!("{}-2.", kind.word())), "{second}");
        std::fs::remove_file(dir.path().join(second.lines().next().unwrap())).unwrap();
    }
}

#[test]
fn whoever_follows_the_advice_has_a_site_that_builds() {
    for kind in Kind::ALL {
        let dir = folder();
        mingce(dir.path(), &["init", "content"]);
        let made = said(&mingce(dir.path(), &["new", kind.word()]));
        for line in made.lines().filter_map(|line| line.split_once("请先新建：mingce ")) {
            let args: Vec<&str> = line.1.split(' ').collect();
            assert_eq!(mingce(dir.path(), &args).status.code(), Some(0), "{line:?}");
        }
        let built = mingce(dir.path(), &["build"]);
        assert_eq!(built.status.code(), Some(0), "{kind:?}: {made}{}", said(&built));
        // What a link says is where it leads, and no date is made up for a document of somebody else's.
        let text = std::fs::read_to_string(dir.path().join(made.lines().next().unwrap())).unwrap();
        assert!(!text.contains("引言") && !text.contains("[一](") || text.contains("[一](policy:plan#一)"), "{text}");
        assert!(kind != Kind::Policy || text.contains("made_on: unpublished"), "{text}");
        let dated = [Kind::Interpretation, Kind::Question, Kind::Page, Kind::Institution].contains(&kind);
        let is_today = |line: &str| ["made_on: 2", "as_of: 2"].iter().any(|day| line.starts_with(day));
        assert_eq!(text.lines().any(is_today), dated, "{text}");
    }
}

#[test]
fn kinds_have_their_chinese_names_too() {
    let dir = folder();
    mingce(dir.path(), &["init", "content"]);
    for (name, path) in [("问答", "questions/question-1.md"), ("招生简章", "notices/notice-1.md")] {
        let made = mingce(dir.path(), &["new", name]);
        assert_eq!(made.status.code(), Some(0), "{}", said(&made));
        assert!(dir.path().join("content").join(path).is_file());
    }
    let help = said(&mingce(dir.path(), &["new", "--help"]));
    assert!(help.contains("问答（question）"), "{help}");
    let lost = said(&mingce(dir.path(), &["new", "东西"]));
    assert!(lost.contains("领域（field）、机构（institution）"), "{lost}");
}

#[test]
fn a_folder_with_nothing_but_hidden_files_is_empty() {
    let dir = folder();
    put(dir.path(), "site/.git/config", "");
    put(dir.path(), "site/.DS_Store", "");
    let made = mingce(dir.path(), &["init", "site"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert_eq!(mingce(dir.path(), &["build", "site"]).status.code(), Some(0));
}

#[test]
fn whoever_has_no_content_folder_is_reported_how_to_make_one() {
    let dir = folder();
    for (command, nothing) in [("check", false), ("build", true)] {
        let lost = mingce(dir.path(), &[command]);
        assert_eq!(lost.status.code(), Some(2));
        assert!(said(&lost).contains("mingce init"), "{}", said(&lost));
        assert_eq!(said(&lost).contains("没有发布"), nothing, "{}", said(&lost));
    }
    put(dir.path(), "content/pages/a.md", "");
    assert!(said(&mingce(dir.path(), &["check"])).contains("mingce init"));
}

#[test]
fn nothing_that_is_there_is_touched() {
    let dir = folder();
    mingce(dir.path(), &["init", "content"]);
    let taken = mingce(dir.path(), &["init", "content"]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(said(&taken).contains("“content”里已经有内容"), "{}", said(&taken));
    // An id of a list is taken as well as a file.
    for [kind, id] in [["benefit", "benefit"], ["policy", "plan"]] {
        let taken = mingce(dir.path(), &["new", kind, id]);
        assert_eq!(taken.status.code(), Some(1), "{kind}");
        let file = if kind == "benefit" { "content/benefits.yaml" } else { "content/policies/plan.md" };
        assert!(said(&taken).contains(&format!("“{file}”里已经有这个编号的记录")), "{}", said(&taken));
    }
    put(dir.path(), "content/fields/mine.yaml", "name: x");
    assert_eq!(mingce(dir.path(), &["new", "field", "mine"]).status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(dir.path().join("content/fields/mine.yaml")).unwrap(), "name: x");
    assert!(!dir.path().join("content/benefits").exists());
}

#[test]
fn what_a_record_needs_first_is_reported() {
    let dir = folder();
    mingce(dir.path(), &["init", "content"]);
    let notice = said(&mingce(dir.path(), &["new", "notice"]));
    assert!(notice.contains("mingce new institution") && notice.contains("mingce new field"), "{notice}");
    let check = said(&mingce(dir.path(), &["new", "check"]));
    assert!(check.contains("mingce new fact") && !check.contains("mingce new field"), "{check}");
    mingce(dir.path(), &["new", "fact"]);
    let check = said(&mingce(dir.path(), &["new", "check"]));
    assert!(!check.contains("mingce new "), "{check}");
    // Names stand in a row as in the language of the words.
    let made = Command::new(env!("CARGO_BIN_EXE_mingce")).args(["new", "thing", "--lang", "en"]).output().unwrap();
    assert!(said(&made).contains("field, institution, notice"), "{}", said(&made));
}

#[test]
fn what_cannot_be_made_is_reported() {
    let dir = folder();
    let lost = mingce(dir.path(), &["new", "field"]);
    assert_eq!(lost.status.code(), Some(1));
    assert!(said(&lost).contains("content/site.yaml"), "{}", said(&lost));
    let names: [&[&str]; 6] = [
        &["new", "thing"],
        &["new", "field", "名"],
        &["new", "field", "con"],
        &["new", "field", "lpt1"],
        &["new", "field", "nul"],
        &["new"],
    ];
    for args in names {
        assert_eq!(mingce(dir.path(), args).status.code(), Some(2), "{args:?}");
    }
    put(dir.path(), "file", "");
    assert_eq!(mingce(dir.path(), &["init", "file/site"]).status.code(), Some(2));
}

#[test]
fn nothing_is_written_through_a_link_that_leads_out() {
    let dir = folder();
    assert_eq!(mingce(dir.path(), &["init", "content"]).status.code(), Some(0));
    let content = dir.path().join("content");
    let place = |name: &str| content.join(name);
    std::fs::create_dir(dir.path().join("outside")).unwrap();
    for (target, code) in [("../outside", 2), ("../gone", 2), ("../content/site.yaml", 2), ("/", 2), ("questions", 2)] {
        std::fs::remove_dir_all(place("questions")).ok();
        std::fs::remove_file(place("questions")).ok();
        std::os::unix::fs::symlink(target, place("questions")).unwrap();
        let made = mingce(dir.path(), &["new", "question", "one"]);
        assert_eq!(made.status.code(), Some(code), "{target}: {}", said(&made));
        assert!(said(&made).contains("content/questions"), "{target}: {}", said(&made));
        assert!(!dir.path().join("gone").exists() && !Path::new("/one.md").exists());
        assert_eq!(std::fs::read_dir(dir.path().join("outside")).unwrap().count(), 0);
        assert!(place("questions").is_symlink());
    }
    // One that stays inside leads where it leads.
    std::fs::remove_file(place("questions")).unwrap();
    std::fs::create_dir(place("more")).unwrap();
    std::os::unix::fs::symlink("more", place("questions")).unwrap();
    let made = mingce(dir.path(), &["new", "question", "one"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert!(place("more/one.md").is_file());
}

#[test]
fn what_cannot_be_made_whole_is_not_made() {
    let dir = folder();
    support::on_small_disk("scaffold::child_on_a_small_disk", dir.path());
}

#[test]
#[ignore = "run by its parent"]
fn child_on_a_small_disk() {
    let Some(disk) = support::place() else { return };
    // All but some pages of the disk are taken; folders take none.
    std::fs::write(disk.join("large"), vec![1; 248 << 10]).unwrap();
    let made = mingce(&disk, &["init", "deep/content"]);
    assert_eq!(made.status.code(), Some(2), "{}", said(&made));
    assert!(said(&made).contains("磁盘已满"), "{}", said(&made));
    assert!(!disk.join("deep").exists(), "something is left of it");
    std::fs::remove_file(disk.join("large")).unwrap();
    assert_eq!(mingce(&disk, &["init", "deep/content"]).status.code(), Some(0));
    support::done();
}

/// All files of a folder, by their paths.
fn files(root: &Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let all = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    all.map(|entry| (entry.path().strip_prefix(root).unwrap().to_owned(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

#[test]
fn a_theme_that_is_written_out_and_not_changed_makes_the_same_site() {
    let dir = folder();
    mingce(dir.path(), &["init", "content"]);
    let build = |to: &str| mingce(dir.path(), &["build", "--as-of", "2026-11-22", "--output", to]).status.code();
    assert_eq!(build("before"), Some(0));
    let made = mingce(dir.path(), &["theme", "--all"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert!(dir.path().join("content/theme/templates/base.html").is_file(), "{}", said(&made));
    let listed = said(&mingce(dir.path(), &["theme"]));
    let same = listed.lines().filter(|line| line.ends_with("（和自带的一样，可以删掉）")).count();
    assert_eq!(same, listed.lines().count() - 1, "{listed}");
    assert_eq!(build("after"), Some(0));
    assert!(files(&dir.path().join("before")) == files(&dir.path().join("after")));
    // Nothing is written over.
    let again = mingce(dir.path(), &["theme", "icon.svg"]);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    assert!(said(&again).contains("没有改动"), "{}", said(&again));
}

#[test]
fn a_theme_is_written_out_file_by_file_and_compared() {
    let dir = folder();
    let none = mingce(dir.path(), &["theme", "templates/footer.html"]);
    assert_eq!(none.status.code(), Some(1), "{}", said(&none));
    mingce(dir.path(), &["init", "content"]);
    let theme = dir.path().join("content/theme");
    let near = mingce(dir.path(), &["theme", "icon.svg", "templates/fooder.html"]);
    assert_eq!(near.status.code(), Some(2));
    assert!(said(&near).contains("templates/footer.html") && !theme.exists(), "{}", said(&near));
    let made = mingce(dir.path(), &["theme", "theme/templates/footer.html", "css/00-tokens.css", "icon.svg"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    put(
        &theme,
        "templates/footer.html",
        std::fs::read_to_string(theme.join("templates/footer.html")).unwrap().replace("<footer", "<footer id=own"),
    );
    let icon = std::fs::read_to_string(theme.join("icon.svg")).unwrap();
    let line = icon.lines().last().unwrap();
    put(&theme, "icon.svg", icon.replace(line, "<!-- mingce-theme: 0123456789abcdef -->"));
    put(&theme, "css/99-own.css", "a { color: red }\n");
    put(&theme, "css/10-base.css", "a { color: red }\n");
    let listed = said(&mingce(dir.path(), &["theme"]));
    for line in [
        "css/00-tokens.css  （和自带的一样，可以删掉）",
        "css/10-base.css  （和自带的不同，不知道从哪一版改来）",
        "css/99-own.css  （自己添加的）",
        "templates/footer.html  （已改动）",
        "templates/header.html",
    ] {
        assert!(listed.lines().any(|listed| listed == line), "{line}: {listed}");
    }
    assert_eq!(mingce(dir.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn an_editor_finds_the_schemas_of_a_new_site() {
    let dir = folder();
    put(dir.path(), "content/.vscode/extensions.json", "{}");
    let made = mingce(dir.path(), &["init", "content"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let content = dir.path().join("content");
    let read = |path: &str| std::fs::read_to_string(content.join(path)).unwrap();
    assert!(said(&made).contains("content/site.yaml") && !said(&made).contains(".vscode"), "{}", said(&made));
    // What somebody has there already stays.
    assert_eq!(read(".vscode/extensions.json"), "{}");
    assert!(read(".gitattributes").contains("eol=lf"));
    let settings: serde_json::Value = serde_json::from_str(&read(".vscode/settings.json")).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    assert!(schemas.len() > 8 && schemas.keys().all(|path| content.join(path).is_file()), "{settings}");
    // Each file of YAML names its schema, at its place.
    mingce(dir.path(), &["new", "待遇", "more"]);
    mingce(dir.path(), &["new", "政策待遇", "more"]);
    for path in ["site.yaml", "offices.yaml", "benefits/more.yaml"] {
        let text = read(path);
        let named = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=").unwrap();
        let schema = content.join(path).parent().unwrap().join(named);
        let schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
        assert!(schema.to_string().contains("编号"), "{path}");
    }
    assert!(read("questions/where.md").starts_with("---\n"));
    assert_eq!(mingce(dir.path(), &["check"]).status.code(), Some(0));
    assert_eq!(mingce(dir.path(), &["build"]).status.code(), Some(0));
    assert!(!dir.path().join("public/.vscode").exists());
    // Without them nothing names them.
    std::fs::remove_dir_all(content.join(".vscode")).unwrap();
    mingce(dir.path(), &["new", "benefit", "last"]);
    assert!(!read("benefits/last.yaml").contains("$schema"));
}

#[test]
fn schema_files_are_replaced_and_others_are_not() {
    let dir = folder();
    let write = |lang: &str| {
        let args = ["schema", "--dir", "schemas", "--lang", lang];
        Command::new(env!("CARGO_BIN_EXE_mingce")).args(args).current_dir(dir.path()).output().unwrap()
    };
    let read = |name: &str| std::fs::read_to_string(dir.path().join("schemas").join(name)).unwrap();
    assert_eq!(write("zh").status.code(), Some(0));
    assert_eq!(std::fs::read_dir(dir.path().join("schemas")).unwrap().count(), 15);
    let chinese = read("benefits.json");
    assert!(chinese.contains("由谁决定") && !chinese.contains("Who decides"));
    assert_eq!(write("en").status.code(), Some(0));
    assert!(read("benefits.json").contains("Who decides") && !read("benefits.json").contains("由谁决定"));
    put(dir.path(), "schemas/terms.json", "{}");
    let taken = write("zh");
    assert_eq!(taken.status.code(), Some(1), "{}", said(&taken));
    assert!(said(&taken).contains("terms.json") && read("terms.json") == "{}", "{}", said(&taken));
    assert!(read("benefits.json").contains("Who decides"));
    // Kinds have their Chinese names.
    let one = |name: &str| mingce(dir.path(), &["schema", name]).stdout;
    assert_eq!(one("机构"), one("institutions"));
    assert_eq!(one("网站设置"), one("site"));
}
