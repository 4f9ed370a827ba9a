//! What somebody else put where Mingce works: links, files, folders. It is refused by its name, and nothing is touched.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use mingce::diagnostic::Diagnostic;
use mingce::edge::publish::{MARKER, PublishError, Stage, Step};

use super::kill::observer;
use super::{Site, fill, names, publish, site, tree};
use crate::support::folder;

/// A folder somewhere else, with something in it.
fn victim(root: &Path) {
    fs::create_dir_all(root.join("victim/sub")).unwrap();
    fs::write(root.join("victim/a"), "a").unwrap();
    fs::write(root.join("victim/sub/b"), "b").unwrap();
}

/// Everything in a folder, with the rights and times of each entry.
fn state(root: &Path) -> Vec<(String, u32, i64, i64)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    let described = entries.map(|entry| {
        let about = fs::symlink_metadata(entry.path()).unwrap();
        (entry.path().display().to_string(), about.mode(), about.mtime(), about.mtime_nsec())
    });
    described.collect()
}

fn refused(root: &Path, at: &str) {
    let (before, stood) = (tree(root), state(root));
    let error = Stage::open(&root.join("public")).err().unwrap();
    let PublishError::ForeignWork { path } = &error else { panic!("{at}: {error}") };
    assert_eq!(path, &root.canonicalize().unwrap().join(at), "{error}");
    assert_eq!(Diagnostic::from(error).code.to_string(), "MC804");
    assert_eq!((tree(root), state(root)), (before, stood), "{at}");
}

/// Each way to put something where Mingce works, and the name of what is refused.
const INTRUDERS: &[(&str, &str)] = &[
    ("ln -s victim .public.mingce", ".public.mingce"),
    ("echo mine > .public.mingce", ".public.mingce"),
    ("mkfifo .public.mingce", ".public.mingce"),
    ("mkdir .public.mingce; ln -s ../victim .public.mingce/stage", ".public.mingce/stage"),
    ("mkdir .public.mingce; ln -s ../victim .public.mingce/old", ".public.mingce/old"),
    ("mkdir .public.mingce; ln -s x .public.mingce/old", ".public.mingce/old"),
    ("mkdir .public.mingce; ln -s ../victim/a .public.mingce/lock", ".public.mingce/lock"),
    ("mkdir .public.mingce; ln -s ../victim/new .public.mingce/lock", ".public.mingce/lock"),
    ("mkdir .public.mingce; mkfifo .public.mingce/lock", ".public.mingce/lock"),
    ("mkdir -p .public.mingce/lock", ".public.mingce/lock"),
    ("mkdir .public.mingce; echo mine > .public.mingce/lock", ".public.mingce/lock"),
    ("mkdir .public.mingce; : > victim/none; ln victim/none .public.mingce/lock", ".public.mingce/lock"),
    ("mkdir .public.mingce; echo mine > .public.mingce/mine.txt", ".public.mingce/mine.txt"),
    ("mkdir -p .public.mingce/stage; echo mine > .public.mingce/stage/mine.txt", ".public.mingce/stage"),
    // With a lock of Mingce's, as a killed build leaves it.
    ("mkdir .public.mingce; : > .public.mingce/lock; ln -s ../victim .public.mingce/stage", ".public.mingce/stage"),
    ("mkdir .public.mingce; : > .public.mingce/lock; ln -s ../victim .public.mingce/old", ".public.mingce/old"),
    ("mkdir .public.mingce; : > .public.mingce/lock; echo mine > .public.mingce/stage", ".public.mingce/stage"),
    ("mkdir .public.mingce; : > .public.mingce/lock; mkfifo .public.mingce/old", ".public.mingce/old"),
    ("mkdir -p .public.mingce/old; : > .public.mingce/lock; echo x > .public.mingce/old/y", ".public.mingce/old"),
    (
        "mkdir -p .public.mingce/stage; : > .public.mingce/lock; echo x > .public.mingce/stage/.mingce",
        ".public.mingce/stage",
    ),
    (
        "mkdir -p .public.mingce/stage; : > .public.mingce/lock; cd .public.mingce/stage; : > .mingce; : > y",
        ".public.mingce/stage",
    ),
    (
        "mkdir -p .public.mingce/stage; : > .public.mingce/lock; ln -s ../../victim .public.mingce/stage/.mingce",
        ".public.mingce/stage",
    ),
];

#[test]
fn what_stands_where_mingce_works_is_refused_and_stays() {
    for exists in [false, true] {
        for (script, at) in INTRUDERS {
            let dir = folder();
            victim(dir.path());
            if exists {
                publish(&dir.path().join("public"), &site(&[("index.html", "old")]));
            }
            assert!(Command::new("sh").arg("-ec").arg(script).current_dir(dir.path()).status().unwrap().success());
            // A lock that is empty is Mingce's, and gets its sign before anything else is looked at.
            if script.contains(": > .public.mingce/lock") {
                let first = Stage::open(&dir.path().join("public")).err().unwrap();
                assert!(matches!(first, PublishError::ForeignWork { .. }), "{script}: {first}");
            }
            refused(dir.path(), at);
        }
    }
}

#[test]
fn links_in_a_tree_that_is_removed_lead_nowhere() {
    let dir = folder();
    victim(dir.path());
    let target = dir.path().join("public");
    let signed = site(&[("a/index.html", "old")]);
    publish(&target, &signed);
    let marker = fs::read(target.join(MARKER)).unwrap();
    for name in ["stage", "old"] {
        let tree = dir.path().join(".public.mingce").join(name);
        fs::create_dir_all(tree.join("deep/er")).unwrap();
        fs::write(dir.path().join(".public.mingce/lock"), "").unwrap();
        fs::write(tree.join(MARKER), &marker).unwrap();
        for place in ["out", "deep/out", "deep/er/out"] {
            symlink(dir.path().join("victim"), tree.join(place)).unwrap();
        }
        fs::hard_link(dir.path().join("victim/a"), tree.join("deep/hard")).unwrap();
    }
    publish(&target, &site(&[("index.html", "new")]));
    assert_eq!(tree(&target), Some(site(&[("index.html", "new")])));
    assert_eq!(tree(&dir.path().join("victim")), Some(site(&[("a", "a"), ("sub/b", "b")])));
    assert_eq!(names(dir.path()), ["public", "victim"]);
}

#[test]
fn a_tree_of_any_depth_is_removed() {
    let dir = folder();
    let target = dir.path().join("public");
    let deep = "d/".repeat(1_500) + "index.html";
    publish(&target, &Site::from([(deep, b"deep".to_vec()), ("d/x.html".to_owned(), b"x".to_vec())]));
    publish(&target, &site(&[("index.html", "new")]));
    assert_eq!((tree(&target), names(dir.path())), (Some(site(&[("index.html", "new")])), vec!["public".to_owned()]));
}

#[test]
fn a_folder_that_is_exchanged_for_another_in_the_last_moment_comes_back() {
    for exchange in [true, false] {
        for exists in [true, false] {
            let dir = folder();
            let target = dir.path().join("public");
            if exists {
                publish(&target, &site(&[("index.html", "old")]));
            } else {
                fs::create_dir(&target).unwrap();
            }
            let path = target.clone();
            let intruder = move |step| {
                if step == if exchange { Step::Exchange } else { Step::MoveAway } {
                    fs::remove_dir_all(&path)?;
                    fs::create_dir(&path)?;
                    fs::write(path.join("mine.txt"), "mine")?;
                }
                observer(exchange)(step)
            };
            let stage = Stage::open_observed(&target, Box::new(intruder)).unwrap();
            let error = fill(stage, &site(&[("index.html", "new")])).err().unwrap();
            assert!(matches!(error, PublishError::Foreign { .. }), "{error}");
            assert_eq!(tree(&target), Some(site(&[("mine.txt", "mine")])));
            assert_eq!(names(dir.path()), ["public"]);
        }
    }
}

#[test]
fn files_have_the_rights_that_a_new_file_has() {
    let dir = folder();
    let target = dir.path().join("public");
    let rights = |name: &str| fs::metadata(target.join(name)).unwrap().mode() & 0o7777;
    let both = site(&[("a/same.html", "same"), ("changed.html", "old")]);
    publish(&target, &both);
    let usual = rights("changed.html");
    // As after a build with umask 077, of which only the folder itself was mended.
    for name in ["a/same.html", "changed.html", MARKER] {
        fs::set_permissions(target.join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::set_permissions(target.join("a"), fs::Permissions::from_mode(0o700)).unwrap();
    let long = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(target.join("a/same.html")).unwrap().set_modified(long).unwrap();
    let kept = fs::File::open(target.join("a/same.html")).unwrap();
    let did = publish(&target, &site(&[("a/same.html", "same"), ("changed.html", "new")]));
    assert_eq!((did.same, did.changed), (1, 1));
    assert_eq!(["a/same.html", "changed.html", MARKER].map(rights), [usual; 3]);
    assert_eq!(rights("a"), rights("a") | 0o500);
    assert_ne!(rights("a"), 0o700);
    // The old file itself was not touched, and the new one has its time.
    assert_eq!(kept.metadata().unwrap().mode() & 0o7777, 0o600);
    assert_eq!(fs::metadata(target.join("a/same.html")).unwrap().mtime(), 1_000_000_000);
    // With these rights it is linked again.
    let inode = || fs::metadata(target.join("a/same.html")).unwrap().ino();
    let before = inode();
    publish(&target, &both);
    assert_eq!(inode(), before);
}
