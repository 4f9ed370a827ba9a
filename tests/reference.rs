//! The check in the reference is one that can be copied.

use std::path::Path;

use mingce::compile;
use mingce::diagnostic::Code;
use mingce::edge::disk::load;
use mingce::model::Options;
use mingce::source::{Snapshot, Source};

const REFERENCE: &str = include_str!("../docs/reference.md");

/// The block of YAML that begins with `# PATH`.
fn block(path: &str) -> &'static str {
    let start = REFERENCE.find(&format!("```yaml\n# {path}")).unwrap() + "```yaml\n".len();
    &REFERENCE[start..start + REFERENCE[start..].find("```").unwrap()]
}

/// The real content, with more text after that of some files, and what is reported about it.
fn reported(more: &[(&str, &str)]) -> (usize, Vec<String>) {
    let (mut snapshot, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let mut texts: Vec<Source> = snapshot.texts.drain(..).collect();
    for (path, text) in more {
        let known = texts.iter().position(|source| &*source.path == *path);
        let before = known.map_or_else(String::new, |at| texts.remove(at).text.to_string());
        texts.push(Source::decode((*path).to_owned(), format!("{before}{text}").as_bytes()));
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let options = Options::default();
    let (compiled, reported) = compile(Snapshot { texts, ..snapshot }, &options);
    // What day it is, is no matter of the example.
    let reported = reported.iter().filter(|reported| reported.code != Code::FutureDate);
    (
        compiled.checks.iter().flatten().count(),
        reported.map(|reported| format!("{} {:?}", reported.code, reported.args)).collect(),
    )
}

#[test]
fn the_check_of_the_reference_has_nothing_wrong_with_it() {
    let (checks, before) = reported(&[]);
    let (more, after) = reported(&[("facts.yaml", block("facts.yaml")), ("checks/own.yaml", block("checks/own.yaml"))]);
    assert_eq!(after, before);
    assert_eq!(more, checks + 1);
}
