//! Tests that need a process of their own: one to be killed, one without permissions, one with a small disk.
pub mod checks;
pub mod forms;
pub mod pictures;
pub mod server;
pub mod site;

use std::cell::RefCell;
use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mingce::diagnostic::Diagnostics;
use mingce::model::Options;
use mingce::source::Snapshot;
use mingce::{Cache, Compiled, compile_again};
use tempfile::TempDir;

/// Tells a child where it works.
pub const PLACE: &str = "MINGCE_TEST_PLACE";
const DONE: &str = "the child came to its end";
const NOBODY: u32 = 65534;

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

/// Compiles a snapshot as `compile` does. The theme is made once for all snapshots of a thread, which takes longer than a
/// small site.
pub fn compiled(snapshot: Snapshot, options: &Options) -> (Compiled, Diagnostics) {
    CACHE.with_borrow_mut(|cache| compile_again(snapshot, options, cache))
}

/// A temporary folder; all of them lie on one file system.
pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Writes a file with its folders.
pub fn put(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, bytes).unwrap();
}

/// A command that runs the ignored test `name` of this binary on `place`.
pub fn child(name: &str, place: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(arguments(name)).env(PLACE, place);
    command
}

fn arguments(name: &str) -> [&str; 4] {
    ["--exact", name, "--ignored", "--nocapture"]
}

/// In a child: its place, or none when the test was not started by its parent.
pub fn place() -> Option<PathBuf> {
    env::var_os(PLACE).map(PathBuf::from)
}

/// In a child: says that nothing failed.
pub fn done() {
    println!("{DONE}");
}

/// What the child said. Fails with everything that it said, unless it came to its end.
pub fn assert_done(output: &Output) -> String {
    let (said, printed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains(DONE), "{}\n{said}\n{printed}", output.status);
    said.into_owned()
}

/// Runs the ignored test `name` on `place` as a user to whom permissions apply, who owns `place` and nothing below it.
pub fn as_ordinary_user(name: &str, place: &Path) -> String {
    let root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    // The binary may lie where only its owner can read. Another process copies it: a child of another test, while it is
    // being started, has every file open that this one writes, and what is open for writing cannot be run.
    let bin = folder();
    let exe = bin.path().join("child");
    assert!(Command::new("cp").arg(env::current_exe().unwrap()).arg(&exe).status().unwrap().success());
    let mut command = Command::new(&exe);
    command.args(arguments(name)).env(PLACE, place).current_dir("/");
    if root {
        for path in [bin.path(), &exe, place] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        chown(place, Some(NOBODY), Some(NOBODY)).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    }
    assert_done(&command.output().unwrap())
}

/// Runs the ignored test `name` on a disk of 256 KiB that is mounted on `place`, for the child only.
pub fn on_small_disk(name: &str, place: &Path) -> String {
    let script = r#"mount -t tmpfs -o size=256k none "$0" && "$@""#;
    let mut said = String::new();
    // The superuser needs no user namespace, and may not be allowed one; an ordinary user needs one.
    for namespace in ["-m", "-rm"] {
        let probe = Command::new("unshare").args([namespace, "sh", "-c", script]).arg(place).arg("true").output();
        match probe {
            Ok(output) if output.status.success() => {
                let mut command = Command::new("unshare");
                command.args([namespace, "sh", "-c", script]).arg(place).arg(env::current_exe().unwrap());
                return assert_done(&command.args(arguments(name)).env(PLACE, place).output().unwrap());
            }
            Ok(output) => said += &String::from_utf8_lossy(&output.stderr),
            Err(error) => said += &error.to_string(),
        }
    }
    panic!(
        "This test fills a real disk and found no way to mount a small one: it needs `unshare` and `mount` of \
         util-linux, and either the superuser or user namespaces (kernel.unprivileged_userns_clone).\n{said}"
    );
}
