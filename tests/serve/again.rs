//! Compiling again with what the last compilation left gives what compiling anew gives, whatever was changed in between:
//! every diagnostic, every path, every byte.

use std::fs;
use std::path::{Path, PathBuf};

use mingce::edge::disk::{self, Folder};
use mingce::model::Options;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Cache, compile, compile_again};

use super::soak::{Dice, edit};
use super::{copy, root};
use crate::support::server::AS_OF;

/// Sites, with how many edits of each; the checks of the real one take long to try.
const SITES: [(&str, usize); 4] = [
    ("content", 8),
    ("tests/sites/small/content", 25),
    ("tests/sites/notices/content", 25),
    ("tests/sites/checks/content", 25),
];

/// Compiles a folder and then, again and anew, what each edit makes of it.
fn same_after(of: &str, edits: usize, mut edit: impl FnMut(&Path, usize)) {
    let (_made, content) = copy(of);
    let options = Options { as_of: Date::read(AS_OF), drafts: true, ..Options::default() };
    let (mut cache, mut folder) = (Cache::default(), Folder::read(&content));
    for round in 0..=edits {
        let (again, reported_again) = compile_again(folder.snapshot.clone(), &options, &mut cache);
        let (anew, reported_anew) = compile(disk::load(&content).0, &options);
        assert_eq!(reported_again, reported_anew, "{of}, edit {round}");
        assert!(again.plan.routes().eq(anew.plan.routes()), "{of}, edit {round}");
        for (path, route) in anew.plan.routes() {
            assert!(again.render(route) == anew.render(route), "{of}, edit {round}: {path}");
        }
        if round < edits {
            edit(&content, round);
            folder = folder.again(&content);
        }
    }
}

#[test]
fn compiling_again_is_compiling_anew() {
    for (of, edits) in SITES {
        let mut dice = Dice(20_230_726);
        same_after(of, edits, |content, round| edit(content, &root().join(of), &mut dice, round));
    }
}

/// What rests on a policy that is superseded is reported as soon as it is, and no longer when it is not.
#[test]
fn what_rests_on_a_policy_goes_with_its_validity() {
    let plan = "policies/plan-2023.md";
    let validities = ["validity: in-force", "validity: amended", "validity: expired", "validity: amended"];
    same_after("tests/invalid/base", validities.len() - 1, |content, round| {
        let text = fs::read_to_string(content.join(plan)).unwrap();
        assert!(text.contains(validities[round]));
        fs::write(content.join(plan), text.replace(validities[round], validities[round + 1])).unwrap();
    });
}

/// What is looked for in files goes with the last form, and a document with the text of its policy.
#[test]
fn what_depends_on_a_record_goes_with_it() {
    let replace = |path: PathBuf, old: &str, new: &str| {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(path, text.replace(old, new)).unwrap();
    };
    let filled = root().join("tests/invalid/MC709/content/static/report.csv");
    same_after("tests/invalid/base", 2, |content, round| match round {
        0 => {
            fs::copy(&filled, content.join("report.csv")).unwrap();
        }
        _ => {
            fs::write(content.join("forms.yaml"), "[]\n").unwrap();
            replace(content.join("policies/plan-2023.md"), "    form: progress\n", "");
        }
    });
    let basis = "policies/lrsz-2022-156.md";
    same_after("content", 1, |content, _| replace(content.join(basis), "full_text: false", "full_text: true"));
}
