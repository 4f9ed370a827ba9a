//! `check --fix` and the files of the content folder: only what is mended is another, and only in a file that is the one
//! that was read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use mingce::compile;
use mingce::diagnostic::{Code, Diagnostics};
use mingce::edge::disk::load;
use mingce::edge::fix::{Fixed, apply};
use mingce::model::Options;
use mingce::source::Snapshot;
use proptest::prelude::*;
use proptest::sample::select;

const SITE: &str = "title: 站\nsummary: 站\nowner: 局\ncontact: {}\ncolumns: []\n";
const HEAD: &str = "---\ntitle: 页\nsummary: 页。\n---\n\n";
const WRONG: &str = "##甲\u{200B}乙\n\n见[丙]（https://www.example.com/）。\n";
const MENDED: &str = "## 甲乙\n\n见[丙](https://www.example.com/)。\n";

/// A content folder with one page.
fn content(page: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("pages")).unwrap();
    fs::write(dir.path().join("site.yaml"), SITE).unwrap();
    fs::write(dir.path().join("pages/a.md"), page).unwrap();
    dir
}

fn read(dir: &Path) -> (Snapshot, Diagnostics) {
    let (snapshot, mut reported) = load(dir);
    let (compiled, more) = compile(snapshot, &Options::default());
    reported.extend(more);
    (compiled.snapshot, reported.sorted())
}

/// Mends a folder until nothing is left, as the command does.
fn mend(dir: &Path) -> Vec<Fixed> {
    let mut all = Vec::new();
    for _ in 0..8 {
        let (snapshot, reported) = read(dir);
        let (done, refused) = apply(dir, &snapshot, &reported);
        assert_eq!(refused, []);
        if done.is_empty() {
            break;
        }
        all.extend(done);
    }
    all
}

#[test]
fn a_file_that_changes_between_reading_and_writing_is_left_alone_and_reported() {
    let dir = content(&[HEAD, WRONG].concat());
    let place = dir.path().join("pages/a.md");
    let (snapshot, reported) = read(dir.path());
    let changed = [HEAD, WRONG, "\n另一位编辑写的一句话。\n"].concat();
    fs::write(&place, &changed).unwrap();
    let (done, refused) = apply(dir.path(), &snapshot, &reported);
    assert_eq!((done, refused.len(), refused[0].code), (vec![], 1, Code::FileChanged));
    assert_eq!(refused[0].path.as_deref(), Some("pages/a.md"));
    assert_eq!(fs::read_to_string(&place).unwrap(), changed);
    // A link to a file of the same bytes outside has taken its place, and then nothing has.
    let outside = tempfile::NamedTempFile::new().unwrap();
    fs::write(outside.path(), [HEAD, WRONG].concat()).unwrap();
    fs::remove_file(&place).unwrap();
    symlink(outside.path(), &place).unwrap();
    let (done, refused) = apply(dir.path(), &snapshot, &reported);
    assert_eq!((done, refused.len(), refused[0].code), (vec![], 1, Code::Unreadable));
    assert_eq!(fs::read_to_string(outside.path()).unwrap(), [HEAD, WRONG].concat());
    fs::remove_file(&place).unwrap();
    assert_eq!(apply(dir.path(), &snapshot, &reported).1[0].code, Code::Unreadable);
    assert_eq!(fs::read_dir(dir.path().join("pages")).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_written_is_reported_and_stays() {
    let dir = content(&[HEAD, WRONG].concat());
    let (snapshot, reported) = read(dir.path());
    // Something stands where the new file would be written.
    fs::write(dir.path().join("pages/.a.md.mingce-fix"), "甲").unwrap();
    let (done, refused) = apply(dir.path(), &snapshot, &reported);
    assert_eq!((done.len(), refused.len()), (0, 1));
    assert_eq!(fs::read_to_string(dir.path().join("pages/a.md")).unwrap(), [HEAD, WRONG].concat());
    assert_eq!(fs::read_to_string(dir.path().join("pages/.a.md.mingce-fix")).unwrap(), "甲");
}

#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    let dir = content(HEAD);
    fs::create_dir(dir.path().join("texts")).unwrap();
    let (place, link) = (dir.path().join("texts/b.md"), dir.path().join("pages/c.md"));
    fs::write(&place, [HEAD, WRONG].concat()).unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../texts/b.md", &link).unwrap();
    assert!(!mend(dir.path()).is_empty());
    assert_eq!(fs::read_to_string(&link).unwrap(), [HEAD, MENDED].concat());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && !fs::symlink_metadata(&place).unwrap().is_symlink());
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o640);
}

const PIECES: &[&str] = &[
    "甲",
    "乙。",
    "\u{200B}",
    "\u{FEFF}",
    "##",
    "##丙",
    "＃丁",
    "[戊]（https://www.example.com/）",
    "【己】(https://www.example.com/)",
    "[庚] (https://www.example.com/)",
    "　　",
    " ",
    "\t",
    "XXXX",
    "**",
    "|",
    "\n",
    "\n\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_second_time_nothing_is_changed(
        pieces in prop::collection::vec(select(PIECES), 1..30),
        end in select(&["\n", "\r\n"][..]),
        mark in select(&["", "\u{FEFF}"][..]),
    ) {
        let text = [mark, HEAD, &pieces.concat(), "\n"].concat().replace('\n', end);
        let dir = content(&text);
        let place = dir.path().join("pages/a.md");
        let done = mend(dir.path());
        let once = fs::read_to_string(&place).unwrap();
        // Line ends, the mark at the beginning and all lines are what they were.
        prop_assert_eq!(once.starts_with(mark), true);
        prop_assert_eq!(once.matches("\r\n").count(), text.matches("\r\n").count());
        prop_assert_eq!(once.matches('\n').count(), text.matches('\n').count());
        prop_assert_eq!(done.is_empty(), once == text);
        // Words stay; signs, spaces and hidden characters are what is mended.
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(words(&once), words(&text));
        prop_assert_eq!(mend(dir.path()), vec![]);
        prop_assert_eq!(fs::read_to_string(&place).unwrap(), once);
    }
}
