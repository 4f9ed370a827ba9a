//! The same content and the same day give the same bytes, whatever the machine is like.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn build(content: &Path, output: &Path, environment: &[(&str, &str)]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
    command.args(["build", "--as-of", "2026-11-22", "--base-url", "https://www.example.com/ztzl/szjs/", "--output"]);
    let run = command.arg(output).arg(content).envs(environment.iter().copied()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (name(entry.path()), std::fs::read(entry.path()).unwrap())).collect()
}

/// Copies a folder file by file in the opposite order, so that the file system lists it differently.
fn copy_backwards(from: &Path, to: &Path) {
    let mut files: Vec<_> = tree(from).into_iter().collect();
    files.reverse();
    for (path, bytes) in files {
        let target = to.join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
}

#[test]
fn bytes_do_not_depend_on_threads_file_order_place_locale_or_time_zone() {
    let folder = tempfile::tempdir().unwrap();
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let copy = folder.path().join("另一处 copy");
    copy_backwards(&real, &copy);
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    build(&real, &one, &[("RAYON_NUM_THREADS", "1"), ("LANG", "zh_CN.UTF-8"), ("TZ", "Asia/Shanghai")]);
    build(&copy, &two, &[("RAYON_NUM_THREADS", "7"), ("LANG", "C"), ("TZ", "America/New_York")]);
    let (one, two) = (tree(&one), tree(&two));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(bytes == &two[path], "{path} differs");
    }
    assert!(one.len() > 70, "only {} files", one.len());
}

#[test]
fn a_second_build_changes_no_byte_and_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    build(&content, &output, &[]);
    let index = output.join("index.html");
    let before = std::fs::metadata(&index).unwrap().modified().unwrap();
    let first = tree(&output);
    build(&content, &output, &[]);
    assert_eq!(std::fs::metadata(&index).unwrap().modified().unwrap(), before);
    assert!(first == tree(&output));
}
