//! Random edits, one after the other: what is served afterwards is what a cold build of the folder makes.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Tree, built, copy};
use crate::support::put;
use crate::support::server::Server;

/// Edits of the short run; `MINGCE_SOAK` says how many instead.
const EDITS: usize = 60;
/// Paths that are looked at after each edit.
const SAMPLE: usize = 6;

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(all.len());
        &all[at]
    }
}

fn files(content: &Path, ending: &str) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(content).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    all.filter(|path| path.is_file() && path.to_str().unwrap().ends_with(ending)).collect()
}

/// Something that an author, an editor or a tool may do.
pub fn edit(content: &Path, original: &Path, dice: &mut Dice, round: usize) {
    let (texts, lists) = (files(content, ".md"), files(content, ".yaml"));
    let change = |path: &PathBuf, old: &str, new: &str| {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    };
    match dice.below(11) {
        0 | 1 => {
            let path = dice.of(&texts);
            let text = fs::read_to_string(path).unwrap();
            fs::write(path, format!("{text}\n第 {round} 次修改。\n")).unwrap();
        }
        2 => change(dice.of(&texts), "\ntitle: ", &format!("\ntitle: 改{round}")),
        3 => change(dice.of(&lists), "\n  name: ", &format!("\n  name: 改{round}")),
        4 => change(dice.of(&lists), ": ", ":\t"),
        5 => put(content, "pages/added.md", format!("---\ntitle: 第{round}页\nsummary: 一句。\n---\n\n正文。\n")),
        6 => drop(fs::remove_file(dice.of(&texts))),
        7 => {
            let path = dice.of(&texts);
            let beside = path.with_extension("tmp");
            fs::copy(path, &beside).unwrap();
            fs::rename(&beside, path.with_file_name(format!("r{}.md", dice.below(3)))).unwrap();
        }
        8 => change(dice.of(&texts), "\ntitle: ", "\ndraft: true\ntitle: "),
        9 => put(content, "theme/css/20-own.css", format!("body {{ letter-spacing: {round}px }}")),
        _ => {
            // Everything as it was, as a checkout does it.
            for path in files(content, "") {
                fs::remove_file(path).unwrap();
            }
            for path in files(original, "") {
                put(content, path.strip_prefix(original).unwrap().to_str().unwrap(), fs::read(&path).unwrap());
            }
        }
    }
}

fn soak(edits: usize) {
    let (_kept, content) = copy("tests/sites/notices/content");
    let (_also, original) = copy("tests/sites/notices/content");
    let server = Server::start(&content, &[]);
    let mut dice = Dice(20_230_726);
    let mut good: Tree = built(&content).unwrap().1;
    let mut memory = 0;
    for round in 0..edits {
        edit(&content, &original, &mut dice, round);
        if let Some((_, tree)) = built(&content) {
            // What differs has to be seen before the next edit, which may leave nothing to be shown.
            if let Some((path, bytes)) =
                tree.iter().find(|(path, bytes)| good.get(*path).is_none_or(|old| old != *bytes))
            {
                server.until(path, |answer| answer.body == *bytes);
            } else if let Some(path) = good.keys().find(|path| !tree.contains_key(*path)) {
                server.until(path, |answer| answer.status == 404);
            }
            good = tree;
        }
        let paths: Vec<_> = good.keys().cloned().collect();
        for _ in 0..SAMPLE {
            let path = dice.of(&paths);
            server.until(path, |answer| answer.body == good[path]);
        }
        if round == edits / 4 {
            memory = resident(server.id());
        }
    }
    let end = resident(server.id());
    assert!(end < memory + memory / 4 + 8 * 1024, "memory grows: {memory} KiB after a quarter, {end} KiB at the end");
}

/// Resident memory of a process in KiB; nothing where the system does not say.
fn resident(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

#[test]
fn random_edits_leave_nothing_old() {
    let asked = std::env::var("MINGCE_SOAK").ok().and_then(|edits| edits.parse().ok());
    soak(asked.unwrap_or(EDITS));
}
