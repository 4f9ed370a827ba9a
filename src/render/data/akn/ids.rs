//! Kinds of clauses → elements of Akoma Ntoso, and ids of clauses by its naming convention: `art_8__para_2__point_3`. They are
//! made of numbers, so that a clause keeps its own when the text grows.

use rustc_hash::FxHashSet;

use crate::syntax::clause::{Kind, Placed, Step, written};
use crate::syntax::markdown::Clause;

/// The element for a kind of clause, and what stands for it in ids. The others are `hcontainer`.
pub(super) fn element(kind: Kind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Kind::Part => ("book", "book"),
        Kind::Volume => ("title", "title"),
        Kind::Portion => ("part", "part"),
        Kind::SubPart => ("subpart", "subpart"),
        Kind::Chapter => ("chapter", "chp"),
        Kind::Section => ("section", "sec"),
        Kind::Class => ("division", "dvs"),
        Kind::Article => ("article", "art"),
        Kind::Paragraph => ("paragraph", "para"),
        Kind::Chinese => ("clause", "clause"),
        Kind::Bracketed => ("point", "point"),
        kind if kind.is_list() => ("level", "lvl"),
        _ => return None,
    })
}

/// One step of an id.
fn segment(step: Step) -> String {
    let name = match step.kind {
        Kind::Annex => "att",
        Kind::Appendix => "app",
        Kind::AnnexTable => "tbl",
        Kind::AnnexFigure => "fig",
        Kind::Carried => "doc",
        Kind::Closing => "closing",
        kind => element(kind).map_or("hcontainer", |(_, name)| name),
    };
    match step.sub {
        0 => format!("{name}_{}", written(step.number)),
        sub => format!("{name}_{}-{sub}", written(step.number)),
    }
}

/// The ids of clauses. Of two lists of one clause with the same numbers, the second has its anchors in its ids.
pub(super) fn ids(clauses: &[Clause]) -> Vec<Option<String>> {
    let mut ids: Vec<Option<String>> = Vec::with_capacity(clauses.len());
    let mut known = FxHashSet::default();
    for clause in clauses {
        let steps = &clause.path.steps;
        let mut above = clause.parent();
        // Divisions are no part of the numbers of what they hold.
        let prefix = loop {
            let Some(at) = above else { break None };
            let path = &clauses[at].path.steps;
            if path.len() < steps.len() && steps.starts_with(path) {
                break ids[at].as_ref().map(|id| (id.clone(), path.len()));
            }
            above = clauses[at].parent();
        };
        let (mut id, from) = prefix.unwrap_or_default();
        for &step in &steps[from..] {
            if !id.is_empty() {
                id.push_str("__");
            }
            id.push_str(&segment(step));
        }
        if steps.is_empty() {
            id = "opening".to_owned();
        }
        if !known.insert(id.clone()) {
            id = format!("{id}-{}", clause.anchor.rsplit('-').next().unwrap_or(&clause.anchor));
            if !known.insert(id.clone()) {
                ids.push(None);
                continue;
            }
        }
        ids.push(Some(id));
    }
    ids
}
