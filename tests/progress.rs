//! The bar of a build that takes its time: on a terminal, and nowhere else.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{folder, put};

/// Pages of the site; far more than are made between two looks at the stage.
const PAGES: usize = 1000;

/// Longer than a build takes without a bar.
const LONG: Duration = Duration::from_millis(1100);

/// A process that ends with the test, even one that is held.
struct Build(Child);

impl Build {
    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).unwrap();
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn content(root: &Path) {
    put(root, "content/site.yaml", "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n");
    for at in 0..PAGES {
        let page = format!("---\ntitle: 第{at}页\nsummary: 一句话。\n---\n\n正文。\n");
        put(root, &format!("content/pages/p{at}.md"), page);
    }
}

/// What is written of the pages, while they are.
fn written(root: &Path, output: usize) -> usize {
    fs::read_dir(root.join(format!(".{output}.mingce/stage/pages"))).map_or(0, Iterator::count)
}

/// What a build says on `stderr`, read from `said`. Its process is held in the midst of the pages for longer than a build
/// takes without a bar; nothing when it has always been faster than its observer.
fn held(lang: &str, stderr: impl Fn() -> (Stdio, File)) -> Option<String> {
    let root = folder();
    content(root.path());
    (0..20).find_map(|output| {
        let (stderr, mut said) = stderr();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
        command.args(["build", "content", "-o", &output.to_string(), "--lang", lang]).env("TERM", "xterm");
        command.current_dir(root.path()).stdout(Stdio::null()).stderr(stderr);
        let mut build = Build(command.spawn().unwrap());
        drop(command);
        let reader = thread::spawn(move || {
            // A terminal whose other end is closed gives an error.
            let (mut all, mut some) = (Vec::new(), [0; 1024]);
            while let Ok(length @ 1..) = said.read(&mut some) {
                all.extend(&some[..length]);
            }
            String::from_utf8(all).unwrap()
        });
        while written(root.path(), output) == 0 && build.0.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_micros(200));
        }
        build.signal(Signal::STOP);
        let is_amidst = (1..PAGES / 2).contains(&written(root.path(), output));
        if is_amidst {
            thread::sleep(LONG);
        }
        build.signal(Signal::CONT);
        assert!(build.0.wait().unwrap().success());
        let said = reader.join().unwrap();
        is_amidst.then_some(said)
    })
}

fn terminal() -> (Stdio, File) {
    let size = nix::pty::Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    let ends = nix::pty::openpty(&size, None).unwrap();
    (ends.slave.into(), ends.master.into())
}

fn pipe() -> (Stdio, File) {
    let (reader, writer) = std::io::pipe().unwrap();
    (writer.into(), File::from(std::os::fd::OwnedFd::from(reader)))
}

#[test]
fn a_terminal_shows_a_bar_and_is_left_clean() {
    for (lang, word) in [("zh", "正在生成 "), ("en", "building ")] {
        let said = held(lang, terminal).expect("a build was never held in its midst");
        let (_, last) = said.rsplit_once(word).unwrap_or_else(|| panic!("no bar: {said:?}"));
        let (bar, after) = last.split_once("\r\u{1b}[2K").unwrap_or_else(|| panic!("not cleared: {last:?}"));
        let (count, total) = bar.trim().split_once('/').unwrap();
        assert!(count.ends_with(|c: char| c.is_ascii_digit()) && total.parse::<usize>().unwrap() > PAGES, "{bar:?}");
        assert!(after.contains("MC501"), "the report is not below: {after:?}");
    }
}

#[test]
fn what_is_no_terminal_shows_no_bar() {
    let said = held("en", pipe).expect("a build was never held in its midst");
    assert!(!said.contains("building") && !said.contains('\u{1b}') && !said.contains('\r'), "{said:?}");
}
