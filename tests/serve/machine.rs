//! What differs from machine to machine: no word of changes, other machines that can ask, a browser to open.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{copy, hold};
use crate::support::server::{PATIENCE, Server};
use crate::support::{folder, put};

/// Runs Mingce in namespaces of its own, after a script.
fn apart(namespaces: &str, script: &str) -> Command {
    let probe = Command::new("unshare").args([namespaces, "sh", "-c", script]).output();
    let said = probe.map_or_else(|error| error.to_string(), |done| String::from_utf8_lossy(&done.stderr).into_owned());
    assert!(said.is_empty(), "needs `unshare` of util-linux and user namespaces: {said}");
    let mut command = Command::new("unshare");
    let script = format!("{script}; exec \"$0\" \"$@\"");
    command.args([namespaces, "sh", "-c", &script, env!("CARGO_BIN_EXE_mingce")]);
    command
}

#[test]
fn where_the_system_does_not_tell_of_changes_the_folder_is_looked_through() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let command = apart("-r", "echo 0 > /proc/sys/user/max_inotify_instances");
    let server = Server::begin(command, &content, &[]);
    server.says("收不到系统的变化通知");
    hold(&server, &content, "index.html");
    put(&content, "pages/new.md", "---\ntitle: 新页面\nsummary: 一句话。\n---\n\n正文。\n");
    hold(&server, &content, "pages/new.html");
}

#[test]
fn where_the_system_watches_no_more_folders_they_are_looked_through() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let folders =
        walkdir::WalkDir::new(&content).into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_dir());
    let limit = format!("echo {} > /proc/sys/user/max_inotify_watches", folders.count());
    let server = Server::begin(apart("-r", &limit), &content, &[]);
    hold(&server, &content, "index.html");
    put(&content, "static/new/one.txt", "一");
    server.says("收不到系统的变化通知");
    hold(&server, &content, "new/one.txt");
    put(&content, "static/new/one.txt", "二");
    put(&content, "static/new/two.txt", "二");
    hold(&server, &content, "new/two.txt");
}

#[test]
fn whoever_lets_others_ask_is_reported() {
    let (_kept, content) = copy("tests/sites/notices/content");
    // A network of its own, in which there is nobody else.
    let server = Server::begin(apart("-rn", "true"), &content, &["--host", "0.0.0.0"]);
    server.says("同一网络中的其他人也能看到这个预览");
    let port = server.address.rsplit(':').next().unwrap();
    server.says(&format!("他们用的网址是 http://本机地址:{port}/"));
    server.says(&format!("预览：http://{}/", server.address));
}

#[test]
fn the_browser_is_opened_at_the_address() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let made = folder();
    let (program, opened) = (made.path().join("xdg-open"), made.path().join("opened"));
    fs::write(&program, format!("#!/bin/sh\nprintf %s \"$1\" > {0}.part && mv {0}.part {0}\n", opened.display()))
        .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths =
        std::env::join_paths([made.path().to_owned()].into_iter().chain(std::env::split_paths(&paths))).unwrap();
    command.env("PATH", paths);
    let server = Server::begin(command, &content, &["--open"]);
    let start = Instant::now();
    while !opened.exists() {
        assert!(start.elapsed() < PATIENCE, "no browser was opened");
        std::thread::sleep(Duration::from_millis(3));
    }
    assert_eq!(fs::read_to_string(opened).unwrap(), format!("http://{}/", server.address));
}
