//! Replays the inputs that are kept for the fuzz targets (`tests/fuzz/corpus`): one that once led to a panic, an abort or
//! a hang stays there and must not do so again.

#[path = "fuzz/harness.rs"]
mod harness;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_kept_input_is_read_to_the_end() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(fuzz.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let targets = names("targets");
    assert_eq!(targets, names("corpus"), "each target has a folder of kept inputs");
    for target in targets {
        let inputs: Vec<_> = fs::read_dir(fuzz.join("corpus").join(&target)).unwrap().collect();
        assert!(!inputs.is_empty(), "{target} has no input");
        for input in inputs {
            harness::run(&target, &fs::read(input.unwrap().path()).unwrap());
        }
    }
}
