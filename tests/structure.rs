//! The shape of the program: layers point downwards only, rooms stay small.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rooms from the lowest to the highest; a room may use those before it and itself.
const LAYERS: &[&str] = &[
    "source",
    "diagnostic",
    "syntax",
    "model",
    "form",
    "eligibility",
    "check",
    "schema",
    "theme",
    "print",
    "plan",
    "render",
    "kept",
    "edge",
];

/// Lines that a room may have, its tests not counted.
const ROOM: usize = 420;

fn rooms() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap().into_path());
    let rust = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| (path.strip_prefix(&root).unwrap().to_owned(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// The layer of a file: its folder below `src`, or its own name.
fn layer(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn layers_point_downwards() {
    let mut seen = 0;
    for (path, text) in rooms() {
        let own = layer(&path);
        let Some(height) = LAYERS.iter().position(|layer| *layer == own) else {
            assert!(["lib", "main"].contains(&own.as_str()), "{} is in no layer; add it to LAYERS", path.display());
            continue;
        };
        for (number, line) in code(&text).lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // `crate::{Compiled, compile}` is the pipeline itself, which only the edge may drive.
                let top = ["", "compile", "Compiled"].contains(&used.as_str()) && own == "edge";
                let target = LAYERS.iter().position(|layer| *layer == used);
                let allowed = top || target.is_some_and(|target| target <= height);
                assert!(allowed, "{}:{}: {own} uses {used}, which is above it", path.display(), number + 1);
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "only {seen} uses were found: the test no longer reads what it should");
}

#[test]
fn rooms_are_small_and_say_what_they_are_for() {
    for (path, text) in rooms() {
        let lines = code(&text).lines().count();
        assert!(lines <= ROOM, "{} has {lines} lines; split it by noun", path.display());
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        assert!(is_test || text.starts_with("//! "), "{} does not say what it is for", path.display());
    }
}

#[test]
fn only_the_edge_meets_the_machine() {
    for (path, text) in rooms() {
        if ["edge", "main"].contains(&layer(&path).as_str()) {
            continue;
        }
        for word in ["std::fs", "std::env", "std::net", "std::process", "Instant::now", "Timestamp::now", "println!"] {
            assert!(!code(&text).contains(word), "{} uses {word}", path.display());
        }
    }
}
