//! Bad content, each kind by its diagnostic.
//!
//! A folder `tests/invalid/MC206` or `tests/invalid/MC206-word` is laid over the valid site in `tests/invalid/base`:
//! files in its `content/` are added or replace those of the base, and `removed.txt` names files of the base to take
//! away. What only a machine can make (other encodings, links, rights, a full disk) is set up by [`set_up`]. The whole
//! report in both languages is in `expected.txt`; every diagnostic in it has the code of the folder, so that one cause
//! has one message. `UPDATE=1` writes the reports anew and fails, so that somebody reads them before the next run.
//!
//! The bad input that an author meets most, and where it is tested:
//!
//! | input | test |
//! |---|---|
//! | broken YAML | MC201 |
//! | a tab | MC202 |
//! | a wrong date | MC208 |
//! | a clause that is not there | MC302 |
//! | a duplicate id in two files | MC213 |
//! | basis documents in a circle | MC305 |
//! | a file of 50 MB | MC103 |
//! | a BOM, and CRLF | `a_byte_order_mark_and_crlf_are_fine` |
//! | GBK | MC101-gbk |
//! | an empty folder | MC107-empty |
//! | no `site.yaml` | MC107 |
//! | a file name with spaces or Chinese: a page | MC108 |
//! | a file name with spaces or Chinese: an image | `tests/invalid/base` has one |
//! | an image that is missing | MC306 |
//! | a template with an unknown field | MC601 |
//! | an output folder that is not ours | MC801 |
//! | a link where Mingce works | MC804 |
//! | a full disk | MC802-full |
//! | no permission | MC105-permission, MC802-permission |
//!
//! Of checks: an unknown fact MC301-check, not asked or twice MC907; an unknown option or outcome MC901, or twice
//! MC213-option; an unknown clause MC302-check; a comparison that does not fit MC902, a limit out of range MC903; `when`
//! in a circle MC906; an empty `any` MC904; no questions MC205-check; 200 facts MC909; `confirm` in `not` MC910; no
//! source MC908; rules that contradict each other, overlap or leave a gap MC912 to MC920; personas MC911, MC921, MC924, MC926;
//! answers that exclude each other MC925.

// What clippy.toml allows in tests does not reach the functions that they share.
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::support::site::{publish, site, tree};
use crate::support::{as_ordinary_user, done, folder, on_small_disk, place, put};
use mingce::diagnostic::catalogue::{Lang, word};
use mingce::diagnostic::{Code, Severity};
use mingce::edge::build::{self, How, Purpose};
use mingce::model::Options;
use mingce::report::{Format, Look, report};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

const CONTENT: &str = "content";

fn all() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid")
}

/// The names of all cases, in order.
fn cases() -> BTreeSet<String> {
    let names = fs::read_dir(all()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "base").collect()
}

fn code_of(case: &str) -> Option<Code> {
    Code::parse(case.split('-').next().unwrap())
}

/// Copies a folder over another.
fn lay(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(from).unwrap().to_str().unwrap();
        put(to, path, fs::read(entry.path()).unwrap());
    }
}

/// Makes the content folder of a case in `root`, and the output folder with a site made before. Gives the output folder.
fn make(case: &str, root: &Path) -> &'static str {
    let content = root.join(CONTENT);
    lay(&all().join("base"), &content);
    for path in fs::read_to_string(all().join(case).join("removed.txt")).unwrap_or_default().lines() {
        fs::remove_file(content.join(path)).unwrap();
    }
    if all().join(case).join(CONTENT).exists() {
        lay(&all().join(case).join(CONTENT), &content);
    }
    set_up(case, root)
}

/// What only a machine can make. Gives the output folder.
fn set_up(case: &str, root: &Path) -> &'static str {
    let content = root.join(CONTENT);
    let old = |target: &str| publish(&root.join(target), &site(&[("index.html", "old"), ("a/b.html", "old")]));
    let read = |path: &str| fs::read_to_string(content.join(path)).unwrap();
    match case {
        "MC101-gbk" => {
            let text = read("questions/amount.md");
            let (bytes, ..) = encoding_rs::GBK.encode(&text);
            put(&content, "questions/amount.md", &bytes);
        }
        "MC101-utf16" => {
            let units = std::iter::once('\u{FEFF}').collect::<String>() + &read("terms.yaml");
            put(&content, "terms.yaml", units.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        }
        "MC101-neither" => {
            let text = read("questions/amount.md");
            let at = text.find("标准另行通知").unwrap() + "标准".len();
            let bytes = [&text.as_bytes()[..at], b"\xFF\xFF", &text.as_bytes()[at..]].concat();
            put(&content, "questions/amount.md", bytes);
        }
        "MC102" => {
            put(&content, "questions/amount.md", read("questions/amount.md").replace("标准另行", "标准\u{0}另行"));
            put(&content, "terms.yaml", read("terms.yaml").replace("发给的", "发给\u{200B}\u{7}的"));
        }
        "MC103" => put(&content, "policies/scan-2023.md", vec![b'x'; 50 << 20]),
        "MC104" => {
            put(root, "outside/map.png", "");
            symlink("../../outside/map.png", content.join("images/map.png")).unwrap();
        }
        "MC105-link" => symlink("gone.png", content.join("images/map.png")).unwrap(),
        "MC105-folder" => fs::remove_dir_all(&content).unwrap(),
        "MC105-permission" => {
            fs::set_permissions(content.join("questions/amount.md"), fs::Permissions::from_mode(0o000)).unwrap();
        }
        "MC107-empty" => {
            fs::remove_dir_all(&content).unwrap();
            fs::create_dir(&content).unwrap();
        }
        "MC111" => put(&content, "static/a:b.txt", "一"),
        "MC111-device" => {
            let text = read("questions/amount.md");
            put(&content, "questions/con.md", text.replace("id: amount", "id: con").replace("多少", "几何"));
        }
        "MC112" => put(&content, "static/INDEX.HTML", "<p>一"),
        "MC112-marks" => {
            put(&content, "static/caf\u{e9}.txt", "一");
            put(&content, "static/cafe\u{301}.txt", "一");
        }
        "MC113" => put(&content, "static/通知\u{202E}fdp.txt", "一"),
        "MC451" => {
            let items: String = "一二三四五六七八九".chars().map(|number| format!("（{number}）乙；\n\n")).collect();
            let articles: String = (1..=5_001).map(|number| format!("第{number}条　甲：\n\n{items}")).collect();
            let head =
                "---\ntitle: 长文\nissuer: 局\ndocument_number: 某人社字〔2023〕10号\nvalidity: in-force\n---\n\n";
            put(&content, "policies/long.md", head.to_owned() + &articles);
        }
        "MC602-words" => {
            let all = fs::read_to_string("themes/default/strings/zh-CN.yaml").unwrap();
            let missing = |line: &&str| !line.starts_with("print:") && !line.starts_with("breadcrumb:");
            let some: Vec<&str> = all.lines().filter(missing).collect();
            put(&content, "theme/strings/fr.yaml", some.join("\n"));
        }
        "MC801" => {
            put(root, "papers/thesis.txt", "years of work");
            return "papers";
        }
        "MC801-history" => {
            old("public");
            put(root, "public/.git/HEAD", "ref: refs/heads/main");
            return "public";
        }
        "MC802-permission" => {
            old("locked/public");
            fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o555)).unwrap();
            return "locked/public";
        }
        "MC802-full" => put(&content, "static/large.bin", vec![b'x'; 1 << 20]),
        "MC804" => {
            put(root, "papers/thesis.txt", "years of work");
            fs::create_dir(root.join(".public.mingce")).unwrap();
            symlink("../papers", root.join(".public.mingce/stage")).unwrap();
            return "public";
        }
        "MC803" => return "content/public",
        "MC803-around" => return ".",
        _ => {}
    }
    old("public");
    "public"
}

/// What the run on a case said, and how it ended.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Seen {
    zh: String,
    en: String,
    json: String,
    sarif: String,
    github: String,
    codes: BTreeSet<String>,
    machine: bool,
    fine: bool,
}

/// Builds the content of a case into `output`, with warnings as errors when `strict`; the site that was there before has
/// to stay when something is wrong.
fn look(content: &Path, output: &Path, strict: bool) -> Seen {
    let options = Options::default();
    let before = tree(output);
    let outcome = build::run(content, &Purpose::Publish(output.to_owned()), &options, How { strict, lang: Lang::Zh });
    let fine = outcome.is_fine();
    assert_eq!(outcome.published.is_some(), fine);
    assert!(fine || tree(output) == before, "the old site was touched");
    // Paths as they are from the folder that holds the content.
    let root = format!("{}/", content.parent().unwrap().display());
    let made = |format, lang| {
        let look = Look { format, lang, folder: CONTENT, ..Look::default() };
        report(&outcome.diagnostics, &outcome.compiled.snapshot, &look).replace(&root, "")
    };
    let code = outcome.code();
    let machine = code == ExitCode::from(2);
    assert!(machine || code == ExitCode::from(u8::from(!fine)));
    Seen {
        zh: made(Format::Text, Lang::Zh),
        en: made(Format::Text, Lang::En),
        json: made(Format::Json, Lang::En),
        sarif: made(Format::Sarif, Lang::Zh),
        github: made(Format::Github, Lang::Zh),
        codes: outcome.diagnostics.iter().map(|reported| reported.code.to_string()).collect(),
        machine,
        fine,
    }
}

/// What is wrong with what was seen of a case; nothing when all is as expected.
fn judge(case: &str, seen: &Seen) -> Result<(), String> {
    let code = code_of(case).ok_or("the folder has the name of no code")?;
    let said = format!("{}\n{}", seen.zh, seen.en);
    let only = BTreeSet::from([code.to_string()]);
    if seen.codes != only {
        return Err(format!("diagnostics of other codes: {:?}\n{said}", seen.codes));
    }
    if seen.fine || seen.machine != code.is_machine() {
        return Err("ended with the wrong code".into());
    }
    let listed = |json: &str, pointer: &str, key: &str| -> BTreeSet<String> {
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        let results = value.pointer(pointer).unwrap().as_array().unwrap().clone();
        results.iter().map(|result| result[key].as_str().unwrap().to_owned()).collect()
    };
    if listed(&seen.json, "", "code") != only || listed(&seen.sarif, "/runs/0/results", "ruleId") != only {
        return Err("JSON or SARIF have other codes".into());
    }
    if !seen.github.lines().all(|line| line.starts_with("::") && line.contains(&format!("title={code}::"))) {
        return Err(format!("GitHub has other lines:\n{}", seen.github));
    }
    let path = all().join(case).join("expected.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, said).unwrap();
        return Ok(());
    }
    match fs::read_to_string(path) {
        Ok(expected) if expected == said => Ok(()),
        Ok(expected) => Err(format!("expected:\n{expected}\nfound:\n{said}")),
        Err(_) => Err(format!("there is no expected.txt; found:\n{said}")),
    }
}

/// Runs the program itself on a case that needs no other user and no other disk.
fn command(root: &Path, output: &str, strict: bool) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
    command.args(["build", CONTENT, "-o", output, "--lang", "zh"]).current_dir(root);
    let output = command.args(strict.then_some("--strict")).output().unwrap();
    // Of the output folder, what a link may have led to is shown.
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(&format!("{}/", root.display()), "");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn check(case: &str) -> Result<(), String> {
    let dir = folder();
    let output = make(case, dir.path());
    let seen = look(&dir.path().join(CONTENT), &dir.path().join(output), true);
    judge(case, &seen)?;
    let before = tree(&dir.path().join(output));
    let (status, out, err) = command(dir.path(), output, true);
    if status != Some(if seen.machine { 2 } else { 1 }) || err != seen.zh {
        return Err(format!("the program ended with {status:?} and said:\n{err}\nand not:\n{}", seen.zh));
    }
    if !out.ends_with(&format!("{}\n", word("summary-nothing", Lang::Zh).unwrap())) {
        return Err(format!("the program does not say that nothing was published:\n{out}"));
    }
    if before != tree(&dir.path().join(output)) {
        return Err("the program touched the old site".into());
    }
    if code_of(case).is_some_and(|code| code.severity() == Severity::Warning) {
        let (status, out, err) = command(dir.path(), output, false);
        if status != Some(0) || err != seen.zh || !out.contains("已生成") {
            return Err(format!("a warning without --strict ended with {status:?}:\n{out}"));
        }
    }
    Ok(())
}

fn settle(results: Vec<(&str, Result<(), String>)>) {
    let wrong: Vec<String> =
        results.iter().filter_map(|(case, result)| Some(format!("{case}: {}", result.as_ref().err()?))).collect();
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), results.len(), wrong.join("\n\n"));
    assert!(std::env::var_os("UPDATE").is_none(), "the reports were written anew; read them, then run without UPDATE");
}

/// Cases that run as another user or on another disk.
const ELSEWHERE: &[&str] = &["MC105-permission", "MC802-permission", "MC802-full"];

/// Cases of the machine that a build in this process does not meet.
const PROCESSES: &[&str] = &["MC114", "MC805", "MC806"];

/// Runs the program on the folder of a case, as `wrapped` has it run, in every format.
fn ran(root: &Path, wrapped: &dyn Fn(&mut Command)) -> Seen {
    let run = |format: &str, lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
        wrapped(&mut command);
        let output = command.args(["build", CONTENT, "--format", format, "--lang", lang]).current_dir(root).output();
        let output = output.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        // A report is on one stream, and nothing is on the other.
        assert!(out.is_empty() || err.is_empty(), "{out}\n{err}");
        (out + &err, output.status.code())
    };
    let (zh, code) = run("text", "zh");
    let (json, _) = run("json", "en");
    let reported: serde_json::Value = serde_json::from_str(&json).unwrap();
    let codes =
        reported.as_array().unwrap().iter().map(|reported| reported["code"].as_str().unwrap().to_owned()).collect();
    assert!(!root.join("public").exists());
    Seen {
        zh,
        en: run("text", "en").0,
        json,
        sarif: run("sarif", "zh").0,
        github: run("github", "zh").0,
        codes,
        machine: code == Some(2),
        fine: code == Some(0),
    }
}

#[test]
fn every_case_is_reported_as_it_should_be() {
    let names = cases();
    let names: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !ELSEWHERE.contains(name) && !PROCESSES.contains(name))
        .collect();
    settle(names.into_par_iter().map(|case| (case, check(case))).collect());
}

#[test]
fn every_code_has_a_case() {
    let reported: BTreeSet<Code> = cases().iter().filter_map(|case| code_of(case)).collect();
    let missing: Vec<String> = Code::ALL.iter().filter(|code| !reported.contains(code)).map(Code::to_string).collect();
    assert!(missing.is_empty(), "no folder in tests/invalid shows {missing:?}");
}

#[test]
fn the_base_is_valid() {
    let dir = folder();
    let output = make("base", dir.path());
    let seen = look(&dir.path().join(CONTENT), &dir.path().join(output), true);
    assert_eq!((seen.zh.as_str(), seen.en.as_str()), ("没有发现问题\n", "no problems found\n"));
    assert_eq!(seen.json, "[]\n");
    assert!(tree(&dir.path().join(output)).unwrap().contains_key("images/流程 图.png"));
}

#[test]
fn a_byte_order_mark_and_crlf_are_fine() {
    let dir = folder();
    let output = dir.path().join(make("base", dir.path()));
    let content = dir.path().join(CONTENT);
    assert!(look(&content, &output, true).fine);
    let made = tree(&output);
    for entry in walkdir::WalkDir::new(&content).into_iter().map(Result::unwrap) {
        let text = entry.path().extension().is_some_and(|ending| ending == "md" || ending == "yaml");
        if text {
            let text = fs::read_to_string(entry.path()).unwrap();
            fs::write(entry.path(), format!("\u{FEFF}{}", text.replace('\n', "\r\n"))).unwrap();
        }
    }
    let seen = look(&content, &output, true);
    assert!(seen.fine, "{}", seen.zh);
    assert!(tree(&output) == made, "the site differs");
}

#[test]
fn lists_may_be_written_in_many_ways() {
    let record = |text: &str| format!("- id: certificate\n  name: 证书\n  definition: 证书。\n  source: {text}\n");
    let indented = record("plan-2023#一").replace('\n', "\n    ");
    let flow = "[{ id: certificate, name: 证书, definition: 证书。, source: plan-2023#一 }]".to_owned();
    let anchors = record("&a plan-2023#一") + "- id: b\n  name: 乙\n  definition: 乙。\n  source: *a\n";
    for text in [record("[plan-2023#一, plan-2023#二（一）]"), format!("    {indented}"), flow, anchors] {
        let dir = folder();
        let output = dir.path().join(make("base", dir.path()));
        put(&dir.path().join(CONTENT), "terms.yaml", &text);
        put(&dir.path().join(CONTENT), "terms/more.yaml", "name: 更多\ndefinition: 更多。\nsource: plan-2023#一\n");
        put(&dir.path().join(CONTENT), "fields/none.yml.bak", "not read");
        let seen = look(&dir.path().join(CONTENT), &output, true);
        assert!(seen.fine, "{text}\n{}", seen.zh);
    }
    for text in ["", "# 还没有\n", "\n\n", "[]\n"] {
        let dir = folder();
        let output = dir.path().join(make("base", dir.path()));
        let content = dir.path().join(CONTENT);
        put(
            &content,
            "forms/progress.yaml",
            fs::read_to_string(content.join("forms.yaml"))
                .unwrap()
                .replace("- id: progress\n  ", "")
                .replace("\n  ", "\n"),
        );
        put(&content, "forms.yaml", text);
        let seen = look(&content, &output, true);
        assert!(seen.fine, "{text:?}\n{}", seen.zh);
    }
}

/// What a child printed that it had seen.
fn heard(said: &str) -> Seen {
    serde_json::from_str(said.lines().find_map(|line| line.strip_prefix("SEEN ")).unwrap()).unwrap()
}

fn say(seen: &Seen) {
    println!("\nSEEN {}", serde_json::to_string(seen).unwrap());
    done();
}

/// Has the program run by another one.
fn inside(command: &mut Command, outer: &str, args: &[&str]) {
    let mut wrapped = Command::new(outer);
    wrapped.args(args).arg(command.get_program());
    *command = wrapped;
}

#[test]
fn a_file_that_changes_while_it_is_looked_into() {
    let dir = folder();
    let content = dir.path().join(CONTENT);
    lay(&all().join("base"), &content);
    put(&content, "static/large.txt", "一\n".repeat(1 << 20));
    let (snapshot, _) = mingce::edge::disk::load(&content);
    put(&content, "static/large.txt", "13800138000\n".repeat(1 << 20));
    let (compiled, diagnostics) = mingce::compile(snapshot, &Options::default());
    let made = |format, lang| {
        report(&diagnostics, &compiled.snapshot, &Look { format, lang, folder: CONTENT, ..Look::default() })
    };
    let seen = Seen {
        zh: made(Format::Text, Lang::Zh),
        en: made(Format::Text, Lang::En),
        json: made(Format::Json, Lang::En),
        sarif: made(Format::Sarif, Lang::Zh),
        github: made(Format::Github, Lang::Zh),
        codes: diagnostics.iter().map(|reported| reported.code.to_string()).collect(),
        machine: true,
        fine: false,
    };
    settle(vec![("MC114", judge("MC114", &seen))]);
}

#[test]
fn a_clock_that_cannot_be_right() {
    let found = Command::new("faketime").arg("--version").output();
    assert!(found.is_ok(), "No faketime, which sets the clock of a program. Install it: apt-get install faketime");
    let dir = folder();
    lay(&all().join("base"), &dir.path().join(CONTENT));
    let seen = ran(dir.path(), &|command| inside(command, "faketime", &["-f", "1969-12-31 00:00:00"]));
    settle(vec![("MC805", judge("MC805", &seen))]);
}

#[test]
fn without_threads() {
    let dir = folder();
    lay(&all().join("base"), &dir.path().join(CONTENT));
    // Limits are for ordinary users, and the program may lie where only its owner can read.
    let program = dir.path().join("program");
    assert!(Command::new("cp").arg(env!("CARGO_BIN_EXE_mingce")).arg(&program).status().unwrap().success());
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    let seen = ran(dir.path(), &|command| {
        let mut wrapped = Command::new("prlimit");
        wrapped.arg("--nproc=1").arg(&program);
        if root {
            std::os::unix::process::CommandExt::uid(&mut wrapped, 65534);
        }
        *command = wrapped;
    });
    settle(vec![("MC806", judge("MC806", &seen))]);
}

#[test]
fn without_permission() {
    let check = |case: &'static str, child: &str| {
        let dir = folder();
        let output = make(case, dir.path());
        let seen = heard(&as_ordinary_user(child, dir.path()));
        // So that an ordinary user can take the folder away again.
        let _ = fs::set_permissions(dir.path().join(output).parent().unwrap(), fs::Permissions::from_mode(0o755));
        (case, judge(case, &seen))
    };
    let unread = check("MC105-permission", "invalid::child_reads_without_permission");
    settle(vec![unread, check("MC802-permission", "invalid::child_writes_without_permission")]);
}

#[test]
#[ignore = "run by its parent"]
fn child_reads_without_permission() {
    let Some(root) = place() else { return };
    say(&look(&root.join(CONTENT), &root.join("public"), true));
}

#[test]
#[ignore = "run by its parent"]
fn child_writes_without_permission() {
    let Some(root) = place() else { return };
    say(&look(&root.join(CONTENT), &root.join("locked/public"), true));
}

#[test]
fn on_a_full_disk() {
    let dir = folder();
    let seen = heard(&on_small_disk("invalid::child_on_a_small_disk", dir.path()));
    settle(vec![("MC802-full", judge("MC802-full", &seen))]);
}

#[test]
#[ignore = "run by its parent"]
fn child_on_a_small_disk() {
    let Some(disk) = place() else { return };
    let dir = folder();
    make("MC802-full", dir.path());
    publish(&disk.join("public"), &site(&[("index.html", "old")]));
    let mut seen = look(&dir.path().join(CONTENT), &disk.join("public"), true);
    let root = format!("{}/", disk.display());
    for text in [&mut seen.zh, &mut seen.en, &mut seen.json, &mut seen.sarif, &mut seen.github] {
        *text = text.replace(&root, "");
    }
    say(&seen);
}
