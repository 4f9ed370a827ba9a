//! What the machine refuses: a full disk, no permission, a folder that cannot be moved.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use mingce::diagnostic::Diagnostic;
use mingce::edge::publish::{PublishError, Stage};

use super::{Site, fill, names, publish, site, tree};
use crate::support::{as_ordinary_user, done, folder, on_small_disk, place};

/// The kind of the cause, the last name of the path, and the words of the diagnostic.
fn refusal(target: &Path, site: &Site) -> (ErrorKind, String, String) {
    match Stage::open(target).and_then(|stage| fill(stage, site)) {
        Err(PublishError::Io { path, cause }) => {
            let (kind, name) = (cause.kind(), path.file_name().unwrap().to_string_lossy().into_owned());
            let diagnostic = Diagnostic::from(PublishError::Io { path, cause });
            assert_eq!(diagnostic.code.to_string(), "MC802");
            (kind, name, diagnostic.args[0].1.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let dir = folder();
    on_small_disk("publish::machine::child_on_a_small_disk", dir.path());
}

#[test]
#[ignore = "run by its parent"]
fn child_on_a_small_disk() {
    let Some(disk) = place() else { return };
    let target = disk.join("public");
    let small = site(&[("index.html", "small"), ("a/b.html", "small")]);
    publish(&target, &small);
    let large: Site = (0..100).map(|n| (format!("{n}.html"), vec![b'x'; 8192])).collect();
    for _ in 0..2 {
        let (kind, _, words) = refusal(&target, &large);
        assert_eq!((kind, &*words), (ErrorKind::StorageFull, "@disk-full"));
        assert_eq!((tree(&target).as_ref(), names(&disk)), (Some(&small), vec!["public".to_owned()]));
    }
    // One file larger than the disk, and then a site that fits.
    refusal(&target, &Site::from([("one.bin".to_owned(), vec![1; 1 << 20])]));
    publish(&target, &site(&[("index.html", "next")]));
    assert_eq!(tree(&target), Some(site(&[("index.html", "next")])));
    // The disk itself cannot be exchanged; nothing is written to find that out.
    fs::remove_dir_all(&target).unwrap();
    assert!(matches!(Stage::open(&disk), Err(PublishError::Mounted { path }) if path == disk.canonicalize().unwrap()));
    assert_eq!(names(&disk), [""; 0]);
    done();
}

#[test]
fn without_permission_the_old_site_stays() {
    let dir = folder();
    as_ordinary_user("publish::machine::child_without_permission", dir.path());
}

#[test]
#[ignore = "run by its parent"]
fn child_without_permission() {
    let Some(dir) = place() else { return };
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let denied = |target: &Path, at: &str, site: &Site| {
        let (kind, name, words) = refusal(target, site);
        assert_eq!((kind, &*name, &*words), (ErrorKind::PermissionDenied, at, "@no-permission"));
    };
    let (old, new) = (site(&[("a/index.html", "old")]), site(&[("a/index.html", "new"), ("b.html", "new")]));
    let target = dir.join("public");
    publish(&target, &old);
    // Nothing may be made beside the output folder.
    mode(&dir, 0o500);
    denied(&target, ".public.mingce", &new);
    denied(&dir.join("other"), ".other.mingce", &new);
    mode(&dir, 0o700);
    assert_eq!((tree(&target).as_ref(), names(&dir)), (Some(&old), vec!["public".to_owned()]));
    // The output folder may not be read, or not be moved.
    mode(&target, 0);
    denied(&target, "public", &new);
    mode(&target, 0o500);
    denied(&target, "public", &new);
    mode(&target, 0o700);
    assert_eq!((tree(&target).as_ref(), names(&dir)), (Some(&old), vec!["public".to_owned()]));
    // A file that cannot be compared is written again.
    mode(&target.join("a/index.html"), 0);
    assert_eq!(publish(&target, &old).changed, 1);
    publish(&target, &new);
    assert_eq!(tree(&target), Some(new));
    done();
}
