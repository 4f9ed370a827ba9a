//! The output folder: what is in it after a build, and what is never touched.

// What clippy.toml allows in tests does not reach the functions that they share.
mod foreign;
mod kill;
mod machine;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::folder;
pub use crate::support::site::{Site, fill, names, publish, site, tree};
use mingce::diagnostic::Diagnostic;
use mingce::edge::publish::{MARKER, PublishError, Published, Stage, Step, Written, check_places};
use mingce::source::{Blob, Left, PART};
use mingce::target::SiteFile;
use proptest::prelude::*;
use rayon::prelude::*;

fn published(new: usize, changed: usize, same: usize, removed: usize, bytes: u64) -> Published {
    Published { new, changed, same, removed, bytes }
}

#[test]
fn a_site_replaces_the_one_before() {
    let dir = folder();
    let target = dir.path().join("public");
    let first = site(&[("index.html", "one"), ("a/b/c.html", "deep"), ("a/gone.html", "gone"), ("中文/政策.html", "")]);
    assert_eq!(publish(&target, &first), published(4, 0, 0, 0, 11));
    assert_eq!(tree(&target), Some(first));
    let second = site(&[("index.html", "two"), ("a/b/c.html", "deep"), ("new.html", "new"), ("中文/政策.html", "")]);
    assert_eq!(publish(&target, &second), published(1, 1, 2, 1, 10));
    assert_eq!(tree(&target), Some(second));
    assert_eq!(publish(&target, &Site::new()), published(0, 0, 0, 4, 0));
    assert_eq!(names(&target), [MARKER]);
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn write_says_what_became_of_the_file() {
    let dir = folder();
    let target = dir.path().join("public");
    publish(&target, &site(&[("same", "abc"), ("longer", "abc"), ("other", "abc"), ("file", ""), ("d/x", "")]));
    let stage = Stage::open(&target).unwrap();
    let write = |path, text: &str| stage.write(path, SiteFile::Bytes(text.as_bytes())).unwrap();
    assert_eq!(write("same", "abc"), Written::Same);
    assert_eq!(write("longer", "abcd"), Written::Changed);
    assert_eq!(write("other", "abd"), Written::Changed);
    assert_eq!(write("new", "abc"), Written::New);
    // A file becomes a folder and a folder a file.
    assert_eq!(write("file/x", ""), Written::New);
    assert_eq!(write("d", ""), Written::New);
    assert_eq!(stage.commit().unwrap(), published(3, 2, 1, 2, 13));
}

#[test]
fn unchanged_files_keep_their_inode_and_times() {
    let dir = folder();
    let target = dir.path().join("public");
    let long = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let age = |name: &str| fs::File::options().write(true).open(target.join(name)).unwrap().set_modified(long).unwrap();
    let identity = |name: &str| fs::metadata(target.join(name)).map(|file| (file.ino(), file.mtime())).unwrap();
    publish(&target, &site(&[("same.html", "same"), ("changed.html", "old")]));
    ["same.html", "changed.html", MARKER].into_iter().for_each(age);
    let before = ["same.html", "changed.html", MARKER].map(identity);
    publish(&target, &site(&[("same.html", "same"), ("changed.html", "new")]));
    let after = ["same.html", "changed.html", MARKER].map(identity);
    assert_eq!((after[0], after[2].1), (before[0], before[2].1));
    assert!(after[1].0 != before[1].0 && after[1].1 > 1_000_000_000);
    // Where there are no hard links, the times are kept all the same.
    let refuse = |step| if step == Step::Link { Err(std::io::Error::from_raw_os_error(1)) } else { Ok(()) };
    let stage = Stage::open_observed(&target, Box::new(refuse)).unwrap();
    let kept = fill(stage, &site(&[("same.html", "same"), ("changed.html", "new")])).unwrap();
    assert_eq!(kept, published(0, 0, 2, 0, 7));
    let copied = ["same.html", MARKER].map(identity);
    assert!(copied[0].0 != before[0].0 && copied.iter().all(|(_, time)| *time == 1_000_000_000));
}

/// A large file that is made while it is read, and its part that cannot be read.
#[derive(Debug)]
struct Film {
    size: u64,
    broken: Option<u64>,
    /// The largest part that was asked for, and how many.
    parts: std::sync::Mutex<(usize, usize)>,
}

impl Film {
    fn new(size: u64, broken: Option<u64>) -> Self {
        Self { size, broken, parts: std::sync::Mutex::default() }
    }
}

impl Left for Film {
    fn size(&self) -> u64 {
        self.size
    }

    fn stamp(&self) -> &str {
        "film"
    }

    fn part(&self, start: u64) -> std::io::Result<Vec<u8>> {
        if self.broken.is_some_and(|at| start >= at) {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let part: Vec<u8> = (start..self.size).take(PART).map(|at| (at / 4096 % 251) as u8).collect();
        let mut parts = self.parts.lock().unwrap();
        *parts = (parts.0.max(part.len()), parts.1 + 1);
        Ok(part)
    }
}

#[test]
fn large_files_are_written_and_compared_in_parts() {
    let dir = folder();
    let target = dir.path().join("public");
    let size = 5 * PART as u64 + 7;
    let copy = |film: &Film| {
        let stage = Stage::open(&target).unwrap();
        let written = stage.write("films/a.mp4", SiteFile::Left("static/a.mp4", film))?;
        stage.commit().map(|done| (written, done.bytes))
    };
    let film = Film::new(size, None);
    assert_eq!(copy(&film).unwrap(), (Written::New, size));
    assert_eq!(*film.parts.lock().unwrap(), (PART, 6));
    assert_eq!(
        fs::read(target.join("films/a.mp4")).unwrap(),
        Blob::Left(std::sync::Arc::new(film)).bytes().unwrap().to_vec()
    );
    let inode = || fs::metadata(target.join("films/a.mp4")).unwrap().ino();
    let first = inode();
    assert_eq!(copy(&Film::new(size, None)).unwrap(), (Written::Same, size));
    assert_eq!(inode(), first);
    // One that differs is known by its size, or at its first other part.
    let other = Film::new(size - 1, None);
    assert_eq!(copy(&other).unwrap(), (Written::Changed, size - 1));
    assert_eq!(other.parts.lock().unwrap().1, 6);
    // One that cannot be read to its end leaves the site that was there, and is reported as what it is.
    let before = tree(&target);
    for broken in [0, PART as u64, 5 * PART as u64] {
        let error = copy(&Film::new(size, Some(broken))).unwrap_err();
        assert!(matches!(&error, PublishError::Unread { path } if path == "static/a.mp4"), "{error}");
        assert_eq!(Diagnostic::from(error).code.to_string(), "MC114");
        assert_eq!(tree(&target), before);
    }
}

#[test]
fn the_folder_keeps_its_permissions() {
    let dir = folder();
    let target = dir.path().join("public");
    publish(&target, &site(&[("a", "1")]));
    fs::set_permissions(&target, fs::Permissions::from_mode(0o2775)).unwrap();
    publish(&target, &site(&[("a", "2")]));
    assert_eq!(fs::metadata(&target).unwrap().mode() & 0o7777, 0o2775);
}

#[test]
fn paths_that_no_site_has_are_refused_and_nothing_is_published() {
    let dir = folder();
    let target = dir.path().join("public");
    let old = site(&[("index.html", "old")]);
    publish(&target, &old);
    for path in ["", "/etc/x", "a//b", "a/", "../x", "a/../b", ".", "./a", "a\\b", "a\0b", MARKER, ".mingce/x"] {
        let stage = Stage::open(&target).unwrap();
        assert!(matches!(stage.write(path, SiteFile::Bytes(b"")), Err(PublishError::BadPath { .. })), "{path}");
        assert!(matches!(stage.commit(), Err(PublishError::Incomplete { .. })), "{path}");
    }
    let stage = Stage::open(&target).unwrap();
    stage.write("a", SiteFile::Bytes(b"1")).unwrap();
    assert!(matches!(stage.write("a", SiteFile::Bytes(b"1")), Err(PublishError::Twice { .. })));
    drop(stage);
    let stage = Stage::open(&target).unwrap();
    stage.write("a", SiteFile::Bytes(b"1")).unwrap();
    assert!(matches!(stage.write("a/b", SiteFile::Bytes(b"1")), Err(PublishError::Io { .. })));
    drop(stage);
    assert_eq!((tree(&target), names(dir.path())), (Some(old), vec!["public".to_owned()]));
}

#[test]
fn a_stage_that_is_dropped_leaves_nothing() {
    let dir = folder();
    let target = dir.path().join("not/yet/there");
    let stage = Stage::open(&target).unwrap();
    stage.write("index.html", SiteFile::Bytes(b"new")).unwrap();
    drop(stage);
    assert_eq!(names(dir.path()), [""; 0]);
    publish(&target, &site(&[("index.html", "new")]));
    assert_eq!(tree(dir.path()).unwrap().len(), 2, "the page and the marker");
}

#[test]
fn the_marker_is_always_the_same_and_speaks_both_languages() {
    let dir = folder();
    let markers = ["a", "b"].map(|name| {
        publish(&dir.path().join(name), &site(&[("index.html", name)]));
        fs::read_to_string(dir.path().join(name).join(MARKER)).unwrap()
    });
    assert_eq!(markers[0], markers[1]);
    assert!(markers[0].starts_with("mingce-output\n") && markers[0].contains("明策") && markers[0].contains("Mingce"));
}

#[test]
fn what_mingce_did_not_make_is_never_touched() {
    let dir = folder();
    let place = |name: &str| dir.path().join(name);
    let put = |name: &str, text: &str| {
        fs::create_dir_all(place(name).parent().unwrap()).unwrap();
        fs::write(place(name), text).unwrap();
    };
    put("documents/thesis.docx", "years of work");
    put("sign/.mingce", "another program's");
    put("folder/.mingce/x", "");
    put("file", "a file");
    symlink("file", place("to-file")).unwrap();
    symlink("nowhere", place("to-nothing")).unwrap();
    symlink("documents", place("to-documents")).unwrap();
    publish(&place("history"), &site(&[("index.html", "")]));
    put("history/.git/HEAD", "ref: refs/heads/main");
    publish(&place("unmarked"), &site(&[("index.html", "")]));
    fs::remove_file(place("unmarked/.mingce")).unwrap();
    fs::create_dir(place("linked-marker")).unwrap();
    symlink("../history/.mingce", place("linked-marker/.mingce")).unwrap();
    let before = tree(dir.path());
    for name in [
        "documents",
        "sign",
        "folder",
        "file",
        "to-file",
        "to-nothing",
        "to-documents",
        "history",
        "unmarked",
        "linked-marker",
    ] {
        let error = Stage::open(&place(name)).err().unwrap();
        assert!(matches!(error, PublishError::Foreign { .. }), "{name}: {error}");
        assert_eq!(Diagnostic::from(error).code.to_string(), "MC801");
    }
    assert!(Stage::open(Path::new("/")).is_err());
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_folder_that_becomes_foreign_while_building_is_not_touched() {
    let dir = folder();
    let target = dir.path().join("public");
    for exists in [false, true] {
        if exists {
            publish(&target, &Site::new());
        }
        let stage = Stage::open(&target).unwrap();
        let _ = fs::remove_dir_all(&target);
        fs::create_dir(&target).unwrap();
        fs::write(target.join("mine.txt"), "mine").unwrap();
        assert!(matches!(fill(stage, &site(&[("a", "b")])), Err(PublishError::Foreign { .. })));
        assert_eq!((tree(&target), names(dir.path())), (Some(site(&[("mine.txt", "mine")])), vec!["public".into()]));
        fs::remove_dir_all(&target).unwrap();
    }
}

#[test]
fn a_link_in_the_place_of_the_output_folder_is_refused_wherever_it_leads() {
    let dir = folder();
    let (outside, link) = (dir.path().join("srv/site"), dir.path().join("public"));
    fs::create_dir_all(&outside).unwrap();
    symlink("srv/site", &link).unwrap();
    let refused = |target: &Path| {
        let error = Stage::open(target).map(drop).unwrap_err();
        assert!(matches!(&error, PublishError::Foreign { path } if path == &link), "{error}");
    };
    let ways = [link.clone(), dir.path().join("public/"), dir.path().join("public/.")];
    ways.iter().for_each(|way| refused(way));
    assert_eq!(tree(&outside), Some(site(&[])));
    publish(&outside, &site(&[("index.html", "one")]));
    ways.iter().for_each(|way| refused(way));
    assert_eq!(tree(&outside), Some(site(&[("index.html", "one")])));
    assert_eq!(names(dir.path()), vec!["public", "srv"]);
}

#[test]
fn an_empty_folder_is_taken_and_folders_above_it_may_be_links() {
    let dir = folder();
    fs::create_dir_all(dir.path().join("srv/site")).unwrap();
    symlink("srv", dir.path().join("www")).unwrap();
    for text in ["one", "two"] {
        publish(&dir.path().join("www/site"), &site(&[("index.html", text)]));
        assert_eq!(tree(&dir.path().join("srv/site")), Some(site(&[("index.html", text)])));
        assert_eq!(names(&dir.path().join("srv")), vec!["site"]);
    }
}

#[test]
fn links_in_the_old_site_lead_nowhere() {
    let dir = folder();
    let target = dir.path().join("public");
    fs::create_dir(dir.path().join("outside")).unwrap();
    fs::write(dir.path().join("outside/a.html"), "same").unwrap();
    publish(&target, &site(&[("b.html", "same")]));
    symlink("../outside", target.join("folder")).unwrap();
    symlink("../outside/a.html", target.join("a.html")).unwrap();
    symlink("../outside/a.html", target.join("gone.html")).unwrap();
    let next = site(&[("a.html", "same"), ("b.html", "same"), ("folder/a.html", "same")]);
    assert_eq!(publish(&target, &next), published(1, 1, 1, 2, 12));
    assert_eq!(tree(&target), Some(next));
    let outside = fs::metadata(dir.path().join("outside/a.html")).unwrap();
    assert_eq!(outside.nlink(), 1);
}

#[test]
fn one_build_at_a_time() {
    let dir = folder();
    let target = dir.path().join("public");
    let stage = Stage::open(&target).unwrap();
    stage.write("index.html", SiteFile::Bytes(b"first")).unwrap();
    let error = Stage::open(&target).err().unwrap();
    assert!(matches!(error, PublishError::Busy { .. }));
    let diagnostic = Diagnostic::from(error);
    assert_eq!(diagnostic.code.to_string(), "MC802");
    assert!(diagnostic.args[0].1.contains("@busy-output"));
    stage.commit().unwrap();
    assert_eq!(tree(&target), Some(site(&[("index.html", "first")])));
    // Many at once: each is either refused or published whole, and the last one stays.
    (0..64).into_par_iter().for_each(|n: usize| {
        let text = n.to_string();
        match Stage::open(&target) {
            Ok(stage) => drop(fill(stage, &site(&[("a", &text), ("b", &text)])).unwrap()),
            Err(PublishError::Busy { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    });
    let last = tree(&target).unwrap();
    assert_eq!((last.len(), &last["a"]), (2, &last["b"]));
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn output_and_content_lie_apart() {
    let dir = folder();
    let place = |name: &str| dir.path().join(name);
    fs::create_dir_all(place("content/deep")).unwrap();
    symlink("content/deep", place("link")).unwrap();
    let apart = |output: &str| check_places(&place("content"), &place(output)).is_ok();
    let near = ["content", "content/public", "content/not/yet", "", "link/public", "x/../content/y", "content/deep/.."];
    assert_eq!(near.map(apart), [false; 7]);
    assert_eq!(["public", "content-public", "not/yet", "content/../public"].map(apart), [true; 4]);
    let error = check_places(&place("content"), &place("content/public")).err().unwrap();
    assert_eq!(Diagnostic::from(error).code.to_string(), "MC803");
}

fn any_site() -> impl Strategy<Value = Site> {
    let part = prop::sample::select(vec!["a", "b", "政策"]);
    let path = prop::collection::vec(part, 1..4).prop_map(|parts| format!("{}.html", parts.join("/")));
    prop::collection::btree_map(path, prop::collection::vec(0..2u8, 0..3), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_output_is_always_the_last_site(sites in prop::collection::vec(any_site(), 1..6), exchange in any::<bool>()) {
        let dir = folder();
        let target = dir.path().join("public");
        let mut old = Site::new();
        for site in sites {
            let stage = Stage::open_observed(&target, kill::observer(exchange)).unwrap();
            let did = fill(stage, &site).unwrap();
            let same = site.iter().filter(|(path, bytes)| old.get(*path) == Some(*bytes)).count();
            let changed = site.iter().filter(|(path, bytes)| old.get(*path).is_some_and(|old| old != *bytes)).count();
            let removed = old.keys().filter(|path| !site.contains_key(*path)).count();
            let bytes = site.values().map(|bytes| bytes.len() as u64).sum();
            prop_assert_eq!(did, published(site.len() - same - changed, changed, same, removed, bytes));
            prop_assert_eq!(tree(&target), Some(site.clone()));
            prop_assert_eq!(names(dir.path()), ["public"]);
            old = site;
        }
    }
}
