//! Compiling again with what the last compilation left gives what compiling anew gives, whatever was changed in between:
//! every complaint, every path, every byte.

use mingce::edge::disk::{self, Folder};
use mingce::model::Options;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Kept, compile, compile_again};

use super::soak::{Dice, edit};
use super::support::server::AS_OF;
use super::{copy, root};

/// Edits of each site.
const EDITS: usize = 25;

fn same_after_edits(of: &str) {
    let (_made, content) = copy(of);
    let options = Options { as_of: Date::read(AS_OF), drafts: true, ..Options::default() };
    let (mut kept, mut folder, mut dice) = (Kept::default(), Folder::read(&content), Dice(20_230_726));
    for round in 0..EDITS {
        let (again, told_again) = compile_again(folder.snapshot.clone(), &options, &mut kept);
        let (anew, told_anew) = compile(disk::load(&content).0, &options);
        assert_eq!(told_again, told_anew, "{of}, edit {round}");
        assert!(again.plan.routes().eq(anew.plan.routes()), "{of}, edit {round}");
        for (path, route) in anew.plan.routes() {
            assert!(again.render(route) == anew.render(route), "{of}, edit {round}: {path}");
        }
        edit(&content, &root().join(of), &mut dice, round);
        folder = folder.again(&content);
    }
}

#[test]
fn compiling_again_is_compiling_anew() {
    for of in ["content", "tests/sites/small/content", "tests/sites/notices/content", "tests/sites/checks/content"] {
        same_after_edits(of);
    }
}
