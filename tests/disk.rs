//! The content folder as it is met: every kind of file, link and mistake.

// What clippy.toml allows in tests does not reach the functions that they share.
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::Instant;

use crate::support;
use crate::support::{folder, put};
use mingce::diagnostic::catalogue::Lang;
use mingce::diagnostic::{Diagnostics, Severity};
use mingce::edge::disk::load;
use mingce::source::{Blob, MAX_FILE, MAX_TEXT, NotText, Snapshot};

fn texts(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.texts.iter().map(|source| &*source.path).collect()
}

fn files(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.files.keys().map(String::as_str).collect()
}

/// `MC101 a.md 2:3 guess=GBK`
fn lines(snapshot: &Snapshot, diagnostics: &Diagnostics) -> Vec<String> {
    let line = |d: &mingce::diagnostic::Diagnostic| {
        let place = match (d.span, &d.path) {
            (Some(span), _) => {
                let source = snapshot.source(span.file);
                assert!(source.clamp(span.range()) == span.range());
                let at = source.position(span.range().start);
                format!("{} {}:{}", source.path, at.line, at.column)
            }
            (None, path) => path.clone().unwrap().into_string(),
        };
        d.args.iter().fold(format!("{} {place}", d.code), |line, (name, value)| format!("{line} {name}={value}"))
    };
    diagnostics.iter().map(line).collect()
}

fn found(root: &Path) -> Vec<String> {
    let (snapshot, diagnostics) = load(root);
    lines(&snapshot, &diagnostics)
}

#[test]
fn files_are_sorted_into_text_and_the_rest() {
    let root = folder();
    let all = [
        ("site.yaml", true),
        ("A.MD", true),
        ("a-b.md", true),
        ("a/b.md", true),
        ("fields.yml", true),
        ("中文/政策.md", true),
        ("page.html", false),
        ("logo.png", false),
        ("static/note.md", false),
        ("static/data.yaml", false),
        ("statics/note.md", true),
        ("theme/templates/page.html", true),
        ("theme/css/site.css", true),
        ("theme/js/search.js", true),
        ("theme/strings/en.yaml", true),
        ("theme/font.woff2", false),
        ("noending", false),
    ];
    all.iter().for_each(|(path, _)| put(root.path(), path, path));
    fs::create_dir(root.path().join("empty")).unwrap();
    let (snapshot, diagnostics) = load(root.path());
    assert_eq!(diagnostics, Diagnostics::default());
    let sorted = |text: bool| {
        let mut paths: Vec<_> = all.iter().filter(|(_, is)| *is == text).map(|(path, _)| *path).collect();
        paths.sort_unstable();
        paths
    };
    assert_eq!(texts(&snapshot), sorted(true));
    assert_eq!(files(&snapshot), sorted(false));
    for (path, text) in all {
        match snapshot.find(path) {
            Some(id) => assert_eq!((&*snapshot.source(id).text, text), (path, true)),
            None => assert_eq!((&*snapshot.files[path].bytes().unwrap(), text), (path.as_bytes(), false)),
        }
    }
}

#[test]
fn hidden_and_temporary_files_are_passed_over() {
    let root = folder();
    for name in [
        ".hidden.md",
        ".git/config.yaml",
        ".DS_Store",
        "a.md~",
        "#a.md#",
        ".#a.md",
        "a.swp",
        "a.swo",
        "a.tmp",
        "a.BAK",
        "4913",
        "~$form.xlsx",
        "video.crdownload",
        "Thumbs.db",
        "deep/desktop.ini",
        "pages/a.md___jb_tmp___",
        "pages/a.md___jb_old___",
        "pages/a.md.sb-1a2b3c4d-5e6F7g",
        "form.xlsx.part",
        "pages/sedAbC123",
    ] {
        put(root.path(), name, "\0");
    }
    // Emacs locks a file by a link that leads nowhere.
    symlink("user@host.123:456", root.path().join(".#b.md")).unwrap();
    put(root.path(), "#", "a file");
    put(root.path(), "old.bak/a.md", "a folder");
    let (snapshot, diagnostics) = load(root.path());
    assert_eq!(lines(&snapshot, &diagnostics), [""; 0]);
    assert_eq!((texts(&snapshot), files(&snapshot)), (vec!["old.bak/a.md"], vec!["#"]));
    // The copies that editors leave beside a file are named, unlike what systems put everywhere.
    let copies = [
        "#a.md#",
        "4913",
        "a.BAK",
        "a.md~",
        "a.swo",
        "a.swp",
        "a.tmp",
        "form.xlsx.part",
        "pages/a.md.sb-1a2b3c4d-5e6F7g",
        "pages/a.md___jb_old___",
        "pages/a.md___jb_tmp___",
        "pages/sedAbC123",
        "video.crdownload",
        "~$form.xlsx",
    ];
    assert_eq!(snapshot.passed_over.iter().map(String::as_str).collect::<Vec<_>>(), copies);
}

#[test]
fn a_folder_may_itself_be_hidden_or_a_link() {
    let root = folder();
    put(root.path(), ".content/site.yaml", "name: x");
    symlink(".content", root.path().join("link")).unwrap();
    for name in [".content", "link"] {
        assert_eq!(texts(&load(&root.path().join(name)).0), ["site.yaml"]);
    }
}

#[test]
fn a_root_that_is_no_folder_is_one_diagnostics() {
    let root = folder();
    let gone = root.path().join("gone");
    let expected = "MC105  cause=@not-found";
    assert_eq!(found(&gone), [expected]);
    put(root.path(), "file", "");
    let file = root.path().join("file");
    let expected = "MC105  cause=@no-folder";
    assert_eq!(found(&file), [expected]);
    fs::create_dir(root.path().join("empty")).unwrap();
    let (snapshot, diagnostics) = load(&root.path().join("empty"));
    assert!(snapshot.texts.is_empty() && snapshot.files.is_empty() && diagnostics == Diagnostics::default());
}

#[test]
fn what_is_not_text_is_reported_once_at_its_place() {
    let root = folder();
    put(root.path(), "bom.md", "\u{FEFF}甲\r\n乙\r\n");
    put(root.path(), "control.md", "一\r\n二\u{0}三\u{0}");
    put(root.path(), "cr.md", "one\rtwo");
    put(root.path(), "gbk.md", b"ok\r\n\xB9\xAB\xB8\xE6\r\n");
    put(root.path(), "random.md", b"\xEF\xBF\xBD fine\r\n\r\nx\xFF\xFF\xFF");
    put(root.path(), "utf16.yaml", b"\xFF\xFEa\0b\0");
    put(root.path(), "static/nul.bin", b"\0\xFF");
    let (snapshot, diagnostics) = load(root.path());
    assert_eq!(
        lines(&snapshot, &diagnostics),
        [
            "MC102 control.md 2:2 character=U+0000",
            "MC102 cr.md 1:4 character=U+000D",
            "MC101 gbk.md 2:1 guess=GBK",
            "MC101 random.md 3:2 guess=?",
            "MC101 utf16.yaml 1:1 guess=UTF-16",
        ]
    );
    let bom = snapshot.source(snapshot.find("bom.md").unwrap());
    assert_eq!((&*bom.text, &bom.flaw), ("甲\n乙\n", &None));
}

#[test]
fn large_files_are_not_read_but_keep_their_place() {
    let root = folder();
    for (name, size) in [("fits.md", MAX_TEXT), ("large.md", MAX_TEXT + 1), ("large.bin", MAX_FILE + 1)] {
        fs::File::create(root.path().join(name)).unwrap().set_len(size).unwrap();
    }
    put(root.path(), "fits.md", "x".repeat(MAX_TEXT as usize));
    let (snapshot, diagnostics) = load(root.path());
    assert_eq!(
        lines(&snapshot, &diagnostics),
        ["MC103 large.bin size=64.1 limit=64", "MC103 large.md size=8.1 limit=8"]
    );
    assert_eq!(texts(&snapshot), ["fits.md", "large.md"]);
    let [fits, large] = &snapshot.texts[..] else { panic!() };
    assert_eq!((fits.text.len() as u64, &fits.flaw), (MAX_TEXT, &None));
    assert_eq!((&*large.text, &large.flaw), ("", &Some(NotText::Unread)));
    assert!(snapshot.files["large.bin"].is_empty());
}

#[test]
fn links_are_followed_inside_and_refused_outside() {
    let (root, outside) = (folder(), folder());
    let link = |target: &str, name: &str| symlink(target, root.path().join(name)).unwrap();
    put(root.path(), "a/real.md", "real");
    put(outside.path(), "secret.md", "secret");
    let out = outside.path().to_str().unwrap();
    link("a/real.md", "file.md");
    link("a", "folder");
    link(out, "out");
    link(&format!("{out}/secret.md"), "out.md");
    link("/", "slash");
    link("gone", "dangling.png");
    link("self.md", "self.md");
    link("..", "a/up");
    let (snapshot, diagnostics) = load(root.path());
    let (loops, gone) = ("@link-circle", "@not-found");
    assert_eq!(
        lines(&snapshot, &diagnostics),
        [
            format!("MC105 a/up cause={loops}"),
            format!("MC105 dangling.png cause={gone}"),
            format!("MC105 folder/up cause={loops}"),
            format!("MC104 out target={out}"),
            format!("MC104 out.md target={out}/secret.md"),
            format!("MC105 self.md cause={loops}"),
            "MC104 slash target=/".to_owned(),
        ]
    );
    // What could be referred to keeps its place, without what it leads to.
    assert_eq!(texts(&snapshot), ["a/real.md", "file.md", "folder/real.md", "out.md", "self.md"]);
    assert_eq!(files(&snapshot), ["dangling.png"]);
    assert!(snapshot.texts.iter().all(|source| !source.text.contains("secret")));
    assert_eq!(&*snapshot.source(snapshot.find("folder/real.md").unwrap()).text, "real");
}

#[test]
fn links_that_double_at_every_level_end() {
    let root = folder();
    for level in 0..40 {
        let place = root.path().join(format!("d{level}"));
        fs::create_dir(&place).unwrap();
        for name in ["left", "right"] {
            symlink(format!("../d{}", level + 1), place.join(name)).unwrap();
        }
    }
    put(root.path(), "d40/end.md", "");
    let diagnostics = found(root.path());
    assert_eq!(diagnostics.iter().filter(|line| line.contains("@many-links")).count(), 1, "{diagnostics:?}");
}

#[test]
fn names_without_an_address_and_special_files_are_refused() {
    let root = folder();
    let name = std::ffi::OsStr::from_bytes(b"bad\xFF.md");
    fs::write(root.path().join(name), "x").unwrap();
    let inner = std::ffi::OsStr::from_bytes(b"dir\xFF");
    fs::create_dir(root.path().join(inner)).unwrap();
    fs::write(root.path().join(inner).join("a.md"), "x").unwrap();
    put(root.path(), "back\\slash.md", "x");
    put(root.path(), "new\nline.md", "x");
    let pipe = std::process::Command::new("mkfifo").arg(root.path().join("pipe.md")).status().unwrap();
    assert!(pipe.success());
    let (snapshot, diagnostics) = load(root.path());
    assert_eq!(
        lines(&snapshot, &diagnostics),
        [
            "MC108 back\\\\slash.md name=back\\\\slash.md",
            "MC108 bad\u{FFFD}.md name=bad\u{FFFD}.md",
            "MC108 dir\u{FFFD} name=dir\u{FFFD}",
            "MC108 new\\nline.md name=new\\nline.md",
            "MC105 pipe.md cause=@no-file",
        ]
    );
    assert_eq!(texts(&snapshot), ["pipe.md"]);
}

#[test]
fn without_permission_the_rest_is_still_read() {
    let root = folder();
    support::as_ordinary_user("disk::child_without_permission", root.path());
}

#[test]
#[ignore = "run by its parent"]
fn child_without_permission() {
    let Some(root) = support::place() else { return };
    put(&root, "a.md", "a");
    put(&root, "closed.md", "b");
    put(&root, "closed/c.md", "c");
    let mode = |name: &str, mode| fs::set_permissions(root.join(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("closed.md", 0);
    mode("closed", 0);
    let (snapshot, diagnostics) = load(&root);
    mode("closed", 0o700);
    let cause = "cause=@no-permission";
    assert_eq!(lines(&snapshot, &diagnostics), [format!("MC105 closed {cause}"), format!("MC105 closed.md {cause}")]);
    assert_eq!(texts(&snapshot), ["a.md", "closed.md"]);
    assert_eq!(snapshot.closed.iter().collect::<Vec<_>>(), ["closed"]);
    what_refers_into_a_closed_folder(&root.join("site"));
    mode("", 0);
    let diagnostics = found(&root);
    mode("", 0o700);
    assert_eq!(diagnostics, [format!("MC105  {cause}")]);
    support::done();
}

/// A folder that cannot be read is one diagnostic; what refers to its records and files is none.
fn what_refers_into_a_closed_folder(content: &Path) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("scaffold/site");
    for entry in walkdir::WalkDir::new(&site).into_iter().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        let path = entry.path().strip_prefix(&site).unwrap().to_str().unwrap();
        put(content, path, fs::read_to_string(entry.path()).unwrap().replace("{today}", "2026-11-22"));
    }
    let options = mingce::model::Options::default();
    let folders: Vec<_> = fs::read_dir(content).unwrap().map(|entry| entry.unwrap().path()).collect();
    let folders: Vec<_> = folders.into_iter().filter(|path| path.is_dir()).collect();
    assert!(folders.len() > 3, "{folders:?}");
    for folder in folders {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
        let purpose = mingce::edge::build::Purpose::Check;
        let outcome = mingce::edge::build::run(
            content,
            &purpose,
            &options,
            mingce::edge::build::How { strict: true, lang: Lang::Zh },
        );
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let mut errors = outcome.diagnostics.clone();
        errors.retain(|reported| reported.code.severity() == Severity::Error);
        let said = lines(&outcome.compiled.snapshot, &errors);
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert_eq!(said, [format!("MC105 {name} cause=@no-permission")]);
        assert_eq!(outcome.code(), std::process::ExitCode::from(2));
    }
}

#[test]
fn what_came_between_the_walk_and_the_reading_is_not_followed() {
    // Others exchange a file for a link, a pipe or a device, and a folder for a link, as fast as they can.
    let (root, outside) = (folder(), folder());
    for n in 0..200 {
        put(root.path(), &format!("static/{n}.txt"), "own");
    }
    put(root.path(), "static/deep/a.txt", "own");
    put(outside.path(), "a.txt", "secret");
    let swap = format!(
        "cd {}; while [ ! -e stop ]; do for n in 3 90 199; do rm -f $n.txt; ln -s {}/a.txt $n.txt; rm -f $n.txt; \
         mkfifo $n.txt; rm -f $n.txt; echo -n own > $n.txt; done; mv deep away; ln -s {} deep; rm deep; mv away deep; done",
        root.path().join("static").display(),
        outside.path().display(),
        outside.path().display()
    );
    let mut swapping = std::process::Command::new("sh").arg("-c").arg(swap).spawn().unwrap();
    let mut seen = 0;
    for _ in 0..100 {
        let (snapshot, diagnostics) = load(root.path());
        assert!(snapshot.files.values().all(|file| !file.bytes().unwrap().starts_with(b"secret")));
        seen += usize::from(diagnostics != Diagnostics::default());
    }
    fs::write(root.path().join("static/stop"), "").unwrap();
    swapping.wait().unwrap();
    println!("something was in the way of {seen} of 100");
}

#[test]
fn large_files_stay_on_the_disk_and_are_the_ones_that_were_seen() {
    let root = folder();
    let film: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    put(root.path(), "static/film.mp4", &film);
    put(root.path(), "static/small.bin", "small");
    let (snapshot, _) = load(root.path());
    let held = |path: &str| matches!(snapshot.files[path], Blob::Held(_));
    assert_eq!(["static/film.mp4", "static/small.bin"].map(held), [false, true]);
    assert_eq!(
        (&*snapshot.files["static/film.mp4"].bytes().unwrap(), snapshot.files["static/film.mp4"].size()),
        (&*film, 3_000_000)
    );
    // The same file is the same, and another one with the same bytes is not taken for it.
    assert_eq!(load(root.path()).0, snapshot);
    put(root.path(), "static/film.mp4", &film);
    assert!(snapshot.files["static/film.mp4"].bytes().is_err());
    assert_ne!(load(root.path()).0, snapshot);
}

#[test]
fn many_files_are_not_all_in_memory() {
    let root = folder();
    for n in 0..100 {
        put(root.path(), &format!("static/{n}.jpg"), vec![n; 1_000_000]);
    }
    let (snapshot, _) = load(root.path());
    let held: u64 = snapshot.files.values().filter(|file| matches!(file, Blob::Held(_))).map(Blob::size).sum();
    assert!((32 << 20..=64 << 20).contains(&held), "{held} bytes are held");
    for n in 0..100 {
        assert_eq!(&*snapshot.files[&format!("static/{n}.jpg")].bytes().unwrap(), vec![n; 1_000_000]);
    }
}

#[test]
fn ten_thousand_files_are_read_alike_whatever_the_threads() {
    let root = folder();
    for n in 0..10_000 {
        put(root.path(), &format!("policies/{}/{n}.md", n % 100), format!("# {n}\n{}", "字".repeat(n % 300)));
    }
    let start = Instant::now();
    let (snapshot, diagnostics) = load(root.path());
    let time = start.elapsed();
    println!("10,000 files in {time:?}");
    assert!(time.as_secs() < 5, "{time:?}");
    assert_eq!((snapshot.texts.len(), diagnostics), (10_000, Diagnostics::default()));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (alone, _) = pool.install(|| load(root.path()));
    assert!(snapshot.texts.iter().zip(&alone.texts).all(|(a, b)| (&a.path, &a.text) == (&b.path, &b.text)));
}
