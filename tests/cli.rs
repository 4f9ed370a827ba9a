//! The command line: languages, exit codes, what goes to which stream.

use std::process::{Command, Output};

use mingce::diagnostic::Code;

fn run(args: &[&str], locale: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", locale).env("LC_CTYPE", locale);
    command.output().unwrap()
}

fn words(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

#[test]
fn help_speaks_the_language_of_the_option_else_of_the_locale() {
    for (args, locale, word) in [
        (&["--help"][..], "zh_CN.UTF-8", "检查内容并生成网站"),
        (&["--help"], "en_US.UTF-8", "Checks the content and builds the site"),
        (&["--help", "--lang", "zh"], "en_US.UTF-8", "检查内容并生成网站"),
        (&["build", "--help", "--lang=en"], "zh_CN.UTF-8", "the output folder"),
    ] {
        let (out, err, code) = words(&run(args, locale));
        assert!(out.contains(word) && err.is_empty() && code == 0, "{args:?} {locale}: {out}{err}");
    }
}

#[test]
fn a_command_that_is_not_right_says_so_and_does_nothing() {
    for (args, word) in [
        (&["biuld"][..], "没有“biuld”这个命令"),
        (&[], "build"),
        (&["check", "--as-of", "2026/1/1"], "2026/1/1"),
        (&["build", "--base-url", "https://"], "https://"),
        (&["build", "--base-url", "https://admin:secret@a.cn/"], "https://admin:secret@a.cn/"),
        (&["check", "--strct"], "--strct"),
        (&["explain", "MC999"], "MC999"),
        (&["schema", "benifits"], "benefits"),
        (&["new", "polcy"], "政策解读（interpretation）、问答（question）"),
    ] {
        let (out, err, code) = words(&run(args, "zh_CN.UTF-8"));
        assert!(err.contains(word) && out.is_empty() && code == 2, "{args:?}: {code} {out}{err}");
    }
}

#[test]
fn what_the_machine_refuses_is_said_in_one_language() {
    let dir = tempfile::tempdir().unwrap();
    let into = dir.path().join("site.yaml/content");
    std::fs::write(dir.path().join("site.yaml"), "").unwrap();
    for (lang, said) in [("zh", "写不了：不是文件夹\n"), ("en", "cannot be written: it is not a folder\n")] {
        let (out, err, code) = words(&run(&["init", into.to_str().unwrap(), "--lang", lang], "C"));
        assert!(err.ends_with(said) && out.is_empty() && code == 2, "{lang}: {code} {out}{err}");
        let (out, err, code) = words(&run(&["serve", "content", "--host", "192.0.2.1", "--lang", lang], "C"));
        let said =
            if lang == "zh" { "这台机器没有这个地址或名称\n" } else { "has no such address or name\n" };
        assert!(err.ends_with(said) && !err.contains('(') && code == 2, "{lang}: {code} {out}{err}");
    }
}

#[test]
fn in_a_content_folder_the_site_comes_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("policies");
    let (_, err, code) = words(&run(&["init", content.to_str().unwrap()], "C"));
    assert_eq!((err.as_str(), code), ("", 0));
    let mut build = Command::new(env!("CARGO_BIN_EXE_mingce"));
    let (_, err, code) = words(&build.current_dir(&content).args(["build", "--lang", "en"]).output().unwrap());
    assert!(code == 0 && dir.path().join("public/index.html").is_file(), "{err}");
}

#[test]
fn memory_comes_from_the_allocator_that_is_linked() {
    let program = env!("CARGO_BIN_EXE_mingce");
    let names = Command::new("nm").args(["--dynamic", "--defined-only", program]).output();
    let names = names.expect("nm is missing: apt-get install binutils").stdout;
    let names = String::from_utf8(names).unwrap();
    for name in ["malloc", "realloc", "free"] {
        assert!(names.lines().any(|line| line.ends_with(&format!(" T {name}"))), "{name} is not the program's own");
    }
}

#[test]
fn every_code_is_explained_in_both_languages() {
    for code in Code::ALL {
        let code = code.to_string();
        for lang in ["zh", "en"] {
            let (out, err, status) = words(&run(&["explain", &code.to_lowercase(), "--lang", lang], "C"));
            assert!(out.starts_with(&code) && out.len() > 200 && err.is_empty() && status == 0, "{code}: {out}{err}");
        }
    }
}

#[test]
fn schemas_are_json_one_or_all() {
    let (all, _, code) = words(&run(&["schema"], "C"));
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    let one: serde_json::Value = serde_json::from_str(&words(&run(&["schema", "benefits"], "C")).0).unwrap();
    assert_eq!((&all["benefits"], code), (&one, 0));
    assert!(all["site"]["properties"]["base_url"]["description"].is_string(), "{all}");
}

/// What each command says and how it ends, with its standard output at `out`.
fn with_output(folder: &std::path::Path, args: &[&str], out: std::process::Stdio) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
    command.args(args).args(["--lang", "en"]).current_dir(folder).stdout(out);
    let output = command.stderr(std::process::Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    (String::from_utf8(output.stderr).unwrap(), output.status.code())
}

/// Every command that prints to standard output.
const PRINTING: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["build", "--help"],
    &["schema"],
    &["schema", "terms"],
    &["explain", "MC101"],
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "github"],
    &["build"],
    &["new", "question"],
    &["init", "another"],
];

#[test]
fn output_that_cannot_be_written_is_a_failure_with_its_cause() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(with_output(dir.path(), &["init", "content"], std::process::Stdio::null()).1, Some(0));
    let said = "error: standard output cannot be written: the disk is full\n";
    for args in PRINTING.iter().chain([&["serve", "--port", "0"][..]].iter()) {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let (err, code) = with_output(dir.path(), args, full.into());
        let once = err.matches("the disk is full").count() == 1 && !err.contains("panicked");
        assert!(once && code == Some(2) && (args[0] == "serve" || err.ends_with(said)), "{args:?}: {code:?} {err}");
    }
}

#[test]
fn with_too_little_memory_nobody_else_is_blamed() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(with_output(dir.path(), &["init", "content"], std::process::Stdio::null()).1, Some(0));
    let mut short = 0;
    for mebibytes in [230, 260, 300, 350, 400, 700, 1_200] {
        let mut command = Command::new("prlimit");
        command.arg(format!("--as={}", mebibytes << 20)).arg(env!("CARGO_BIN_EXE_mingce"));
        let output = command.args(["check", "--lang", "en"]).current_dir(dir.path()).output().unwrap();
        let (out, err, code) = words(&output);
        let calm = !err.contains("panicked") && !err.contains("MC601") && !err.is_empty();
        assert!([0, 2].contains(&code) && calm, "{mebibytes} MiB: {code} {out}{err}");
        short += usize::from(code == 2);
    }
    assert!(short > 0, "memory was enough each time: the limits no longer test anything");
}

/// The most memory that a command of a site took, in MiB; measured in a process of its own.
fn peak(dir: &std::path::Path, command: &str) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "cli::child_that_measures", "--ignored", "--nocapture"]);
    let output = child.env("MINGCE_TEST_PLACE", dir).env("MINGCE_TEST_COMMAND", command).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let peak = said.lines().find_map(|line| line.strip_prefix("peak ")).unwrap_or_else(|| panic!("{said}"));
    peak.parse::<u64>().unwrap() / 1024
}

#[test]
#[ignore = "run by its parent"]
fn child_that_measures() {
    let Some(dir) = std::env::var_os("MINGCE_TEST_PLACE") else { return };
    let command = std::env::var("MINGCE_TEST_COMMAND").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mingce")).arg(command).current_dir(dir).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN).unwrap();
    println!("\npeak {}", usage.max_rss());
}

#[test]
fn static_files_are_not_in_memory_at_once() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(with_output(dir.path(), &["init", "content"], std::process::Stdio::null()).1, Some(0));
    let small = ["check", "build"].map(|command| peak(dir.path(), command));
    std::fs::create_dir_all(dir.path().join("content/static/films")).unwrap();
    for n in 0..12 {
        let film = std::fs::File::create(dir.path().join(format!("content/static/films/{n}.mp4"))).unwrap();
        film.set_len((24 << 20) + n).unwrap();
    }
    // The second build compares all of it with what was published.
    let large = ["check", "build", "build"].map(|command| peak(dir.path(), command));
    for (large, small) in large.iter().zip([small[0], small[1], small[1]]) {
        assert!(*large < small + 80, "{large} MiB, and {small} MiB without 288 MiB of films");
    }
    let inode = |path: &str| std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(dir.path().join(path)).unwrap());
    assert_ne!(inode("public/films/0.mp4"), inode("content/static/films/0.mp4"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(with_output(dir.path(), &["init", "content"], std::process::Stdio::null()).1, Some(0));
    for args in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (err, code) = with_output(dir.path(), args, writer.into());
        assert!(!err.contains("cannot be written") && code == Some(0), "{args:?}: {code:?} {err}");
        std::fs::remove_dir_all(dir.path().join("another")).ok();
    }
}

#[test]
fn reports_for_machines_go_to_standard_output_alone() {
    let (out, err, code) = words(&run(&["check", "--format", "json", "--as-of", "2026-11-22", "--lang", "zh"], "C"));
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(report.as_array().unwrap().iter().all(|reported| reported["severity"] == "warning"), "{out}");
    assert!(err.contains("检查完毕") && code == 0, "{err}");
    let (_, _, strict) = words(&run(&["check", "--strict", "--as-of", "2026-11-22"], "C"));
    assert_eq!(strict, 1);
}

#[test]
fn fixes_are_made_once_and_said() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("content");
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    for entry in
        walkdir::WalkDir::new(&base).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let place = content.join(entry.path().strip_prefix(&base).unwrap());
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::copy(entry.path(), place).unwrap();
    }
    let about = content.join("pages/about.md");
    let head = "\u{FEFF}---\r\ntitle: 关于本站\r\nsummary: 本站说明培训政策。\r\n---\r\n\r\n";
    let wrong =
        format!("{head}见[二（二）]（policy:plan-2023#二（二））。\r\n\r\n##补\u{200B}贴\r\n\r\n费用：XXXX\r\n");
    std::fs::write(&about, wrong).unwrap();
    let fix = |lang: &str| words(&run(&["check", content.to_str().unwrap(), "--fix", "--lang", lang], "C"));
    let (out, err, code) = fix("zh");
    let mended = format!("{head}见[二（二）](policy:plan-2023#二（二）)。\r\n\r\n## 补贴\r\n\r\n费用：XXXX\r\n");
    assert_eq!(std::fs::read_to_string(&about).unwrap(), mended);
    assert!(
        out.contains(
            "about.md:6:2 [MC421]：“[二（二）]（policy:plan-2023#二（二））”→“[二（二）](policy:plan-2023#二（二）)”"
        ),
        "{out}"
    );
    assert!(out.contains("[MC428]：“U+200B”") && out.contains("共改正 3 处") && code == 0, "{code} {out}");
    assert!(err.contains("MC427") && !err.contains("MC421"), "{err}");
    let before = std::fs::metadata(&about).unwrap().modified().unwrap();
    let (out, ..) = fix("en");
    assert!(out.contains("nothing that can be mended automatically"), "{out}");
    assert_eq!(std::fs::metadata(&about).unwrap().modified().unwrap(), before);
    assert_eq!(std::fs::read_dir(about.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn where_the_locale_says_nothing_the_site_does() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("site");
    let path = folder.to_str().unwrap();
    let (out, ..) = words(&run(&["init", path, "--lang", "zh"], "C"));
    assert!(out.contains("已新建"), "{out}");
    let checked = |locale: &str| words(&run(&["check", path], locale)).0;
    for locale in ["C", "C.UTF-8", "POSIX", ""] {
        assert!(checked(locale).contains("检查完毕"), "{locale}");
    }
    assert!(checked("en_US.UTF-8").contains("checked"));
    let settings = folder.join("site.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\nlanguage: en\n")).unwrap();
    assert!(checked("C").contains("checked") && checked("zh_CN.UTF-8").contains("检查完毕"));
    // A command that is not understood, and one without a site.
    let at = |place: &std::path::Path, args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
        command.current_dir(place).args(args).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C");
        words(&command.env_remove("LANGUAGE").output().unwrap()).1
    };
    assert!(at(&folder, &["chek"]).contains("there is no command"));
    std::fs::write(&settings, text).unwrap();
    assert!(at(&folder, &["chek"]).contains("没有“chek”这个命令"));
    assert!(at(dir.path(), &["chek"]).contains("there is no command"));
}

#[test]
fn errors_come_first_and_warnings_can_be_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("site");
    let site = path.to_str().unwrap();
    assert_eq!(run(&["init", site], "C").status.code(), Some(0));
    let right = std::fs::read(path.join("questions/where.md")).unwrap();
    std::fs::write(path.join("questions/where.md"), "---\ntitel: 一\nsummary: 二\n---\n\n一。\n").unwrap();
    std::fs::write(path.join("pages/about.md"), "---\ntitle: 一\nsummary: 二\n---\n\n费用：XXXX\n").unwrap();
    let (_, all, code) = words(&run(&["check", site, "--lang", "zh"], "C"));
    assert_eq!(code, 1);
    let kinds: Vec<&str> = all.lines().filter_map(|line| line.split_once('[').map(|(kind, _)| kind)).collect();
    let kinds: Vec<&str> = kinds.into_iter().filter(|kind| ["错误", "警告"].contains(kind)).collect();
    let errors = kinds.iter().filter(|kind| **kind == "错误").count();
    assert!(errors > 0 && kinds.len() > errors && kinds[..errors].iter().all(|kind| *kind == "错误"), "{all}");
    let (_, few, code) = words(&run(&["check", site, "--errors-only", "--lang", "zh"], "C"));
    let total = format!("{errors} 处错误，{} 处警告（警告没有列出）\n", kinds.len() - errors);
    assert!(few.ends_with(&total) && !few.contains("警告[") && code == 1, "{few}");
    let json = |args: &[&str]| {
        let args = [&["check", site, "--format", "json"], args].concat();
        serde_json::from_str::<serde_json::Value>(&words(&run(&args, "C")).0).unwrap().as_array().unwrap().len()
    };
    assert_eq!((json(&[]), json(&["--errors-only"])), (kinds.len(), errors));
    // What is not listed stops a build all the same where warnings do.
    std::fs::write(path.join("questions/where.md"), right).unwrap();
    assert_eq!(run(&["check", site, "--errors-only"], "C").status.code(), Some(0));
    assert_eq!(run(&["check", site, "--errors-only", "--strict"], "C").status.code(), Some(1));
}

#[test]
fn help_is_in_one_language() {
    let (all, ..) = words(&run(&["--help", "--lang", "zh"], "C"));
    let commands = all.lines().skip_while(|line| !line.starts_with("命令")).skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(commands.len(), 9, "{all}");
    for command in commands.iter().chain([&"--help"]) {
        let (help, ..) = words(&run(&[command, "--help", "--lang", "zh"], "C"));
        // What stands for a value, and what is said of it, is no English.
        let placed = help.split(['<', '[']).skip(1).filter_map(|rest| rest.split(['>', ']']).next());
        for name in placed.filter(|name| *name != "zh|en") {
            assert!(!name.is_ascii() && !name.contains("default"), "{command}: {name}: {help}");
        }
        assert!(!help.contains("default"), "{help}");
    }
    let (help, ..) = words(&run(&["build", "--help", "--lang", "zh"], "C"));
    assert!(help.contains("用法：mingce build [选项] [内容文件夹]") && help.contains("（默认：public）"), "{help}");
    let (help, ..) = words(&run(&["build", "--help", "--lang", "en"], "C"));
    assert!(help.contains("Usage: mingce build [OPTIONS] [CONTENT]") && help.contains("[default: public]"), "{help}");
}

#[test]
fn searches_of_logs_are_listed_without_numbers_of_persons() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let log = file(
        "access.log",
        b"203.0.113.9 - - [29/Nov/2026:08:00:00 +0800] \"GET /search.html?q=%E9%91%AB%E9%91%AB HTTP/1.1\" 200 5 \"-\" \"M\"\n\
          203.0.113.9 - - [29/Nov/2026:08:00:00 +0800] \"GET /search.html?q=%zz HTTP/1.1\" 200 5 \"-\" \"M\"\n\
          203.0.113.9 - - [29/Nov/2026:08:00:00 +0800] \"GET /search.html?q=a%1B%5B2J HTTP/1.1\" 200 5 \"-\" \"M\"\n\
          203.0.113.9 - - [29/Nov/2026:08:00:00 +0800] \"GET /search.html?q=a%0A9%20b HTTP/1.1\" 200 5 \"-\" \"M\"\n",
    );
    let list = file("list.txt", "鑫鑫\r\n报名\r\n370402199001011234\r\n\u{1B}[2J\n".as_bytes());
    let long = file("long.txt", &[vec![b'a'; 200_000], b"\n".to_vec(), "报名".as_bytes().to_vec()].concat());
    let (out, err, code) = words(&run(&["searches", &log, &list, &long], "zh_CN.UTF-8"));
    assert!(err.is_empty() && code == 0, "{code} {err}");
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[0], "2 次  鑫鑫");
    assert_eq!(lines[2], "1 次  ***");
    assert_eq!(lines[5..], ["搜索 5 次，不同的 3 个；搜不到的 2 个，搜了 3 次", "看不懂的有 5 行，没有算"]);
    assert!(!out.contains("3704") && !out.contains("203.0"), "{out}");

    let of_windows = file("ansi.txt", b"\xF6\xCE\xF6\xCE\r\n");
    let (out, _, code) = words(&run(&["searches", &of_windows], "zh_CN.UTF-8"));
    assert!(code == 0 && out.starts_with("1 次  鑫鑫\n"), "{out}");
    let wide = file("wide.txt", b"\xFF\xFE\x65\x62\r\0\n\0");
    let (_, err, code) = words(&run(&["searches", &wide], "zh_CN.UTF-8"));
    assert!(code == 2 && err.contains("UTF-16"), "{code} {err}");
    let none = file("none.txt", b"203.0.113.9 - - [29/Nov/2026:08:00:00 +0800] \"GET / HTTP/1.1\" 200 5 \"-\" \"M\"\n");
    let (out, _, code) = words(&run(&["searches", &none], "zh_CN.UTF-8"));
    assert_eq!((out.as_str(), code), ("没有找到读者的搜索\n", 0));

    let found = file("found.txt", "报名".as_bytes());
    let (out, _, code) = words(&run(&["searches", &found, "--lang", "en"], "C"));
    assert_eq!((out.as_str(), code), ("searches: 1, of which 1 differ; something is found for all of them\n", 0));
}

#[test]
fn logs_that_cannot_be_read_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let packed = dir.path().join("access.log.gz");
    std::fs::write(&packed, [0x1F, 0x8B, 8, 0]).unwrap();
    let (packed, missing) = (packed.to_str().unwrap(), dir.path().join("none.log"));
    for (args, said) in [
        (&["searches", packed][..], "zcat"),
        (&["searches", missing.to_str().unwrap()], "不存在"),
        (&["searches", dir.path().to_str().unwrap()], "读不了"),
        (&["searches"], "缺少"),
    ] {
        let (out, err, code) = words(&run(args, "zh_CN.UTF-8"));
        assert!(err.contains(said) && out.is_empty() && code == 2, "{args:?}: {code} {out}{err}");
    }
    // Nobody knows what would be found in a site that is not whole.
    let (log, content) = (dir.path().join("a.txt"), dir.path().join("content"));
    std::fs::write(&log, "甲").unwrap();
    std::fs::create_dir(&content).unwrap();
    std::fs::write(content.join("site.yaml"), "title: [").unwrap();
    let args = ["searches", log.to_str().unwrap(), "--content", content.to_str().unwrap()];
    let (out, err, code) = words(&run(&args, "zh_CN.UTF-8"));
    assert!(err.contains("MC") && out.is_empty() && code == 1, "{code} {out}{err}");
}
