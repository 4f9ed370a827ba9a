//! The map of a policy: its clauses, and beside each how many statements of each kind explain it; below, which.

use std::collections::BTreeSet;

use super::Page;
use super::policy::place;
use crate::model::article::Policy;
use crate::model::{Citation, Kind, Record};
use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Head};
use crate::render::view::Html;
use crate::syntax::clause::Kind as Numbering;
use view::{Link, MapCell, MapRow, Statements};

/// Its template.
pub(super) const TEMPLATE: &str = "map.html";
/// From so many statements on a number is shown as of several, and of many.
const SHADES: [usize; 2] = [2, 5];
/// The deepest level that is shown by itself.
const DEEPEST: usize = 4;

/// The map of a policy.
pub(super) fn make(cx: &RenderContext<'_>, index: usize) -> Page {
    super::made(cx.map(index, &cx.site.content.policies[index]))
}

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `map.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Map {
        /// How many clauses something explains, in words.
        pub summary: String,
        /// The policy.
        pub policy: Link,
        /// Kinds of statements, in the order of the cells.
        pub kinds: Vec<String>,
        /// The clauses.
        pub rows: Vec<MapRow>,
    }

    /// A clause of a map.
    #[derive(Clone, Debug, Serialize)]
    pub struct MapRow {
        /// Its anchor, here and in the text.
        pub anchor: String,
        /// Its number.
        pub label: String,
        /// Its heading, or how it begins.
        pub title: Html,
        /// Its place in the text.
        pub href: Option<String>,
        /// 0 and more.
        pub level: usize,
        /// It needs an explanation and has none.
        pub gap: bool,
        /// How many statements of each kind there are.
        pub cells: Vec<MapCell>,
        /// The statements, by kind.
        pub said: Vec<Statements>,
    }

    /// A number of a map.
    #[derive(Clone, Debug, Serialize)]
    pub struct MapCell {
        /// The number; empty for none.
        pub count: String,
        /// `one`, `some` or `many`.
        pub shade: &'static str,
    }

    /// Statements of one kind.
    #[derive(Clone, Debug, Serialize)]
    pub struct Statements {
        /// Name of the kind.
        pub kind: String,
        /// The statements.
        pub links: Vec<Link>,
    }
}

/// A clause before it is known which kinds of statements there are.
type Found<'a> = (MapRow, Vec<(Option<Kind>, Vec<Link>)>);

impl<'a> RenderContext<'a> {
    fn map(&self, index: usize, policy: &'a Record<Policy>) -> (Head, view::Map) {
        let link = self.record_link(Kind::Policy, index);
        let title = self.fill("map_title", &[("policy", &link.text)]);
        let mut head = Head::new("map", title, self.fill("map_about", &[("policy", &link.text)]));
        head.article = Some(Article { keywords: policy.data.keywords.clone(), ..Article::default() });
        head.column = Kind::Policy.column();
        let found = self.mapped(index, policy);
        let kinds: BTreeSet<(usize, Option<Kind>)> =
            found.iter().flat_map(|(_, said)| said).map(|(kind, _)| (place(*kind), *kind)).collect();
        let kinds: Vec<Option<Kind>> = kinds.into_iter().map(|(_, kind)| kind).collect();
        let coverage = self.site.coverage_of(index);
        let (all, silent) = coverage.map_or((0, 0), |coverage| (coverage.clauses, coverage.unexplained.len()));
        let numbers = [("n", &*all.to_string()), ("explained", &(all - silent).to_string())];
        let view = view::Map {
            summary: self.fill("map_summary", &numbers),
            policy: link,
            rows: found.into_iter().map(|found| self.map_row(found, &kinds)).collect(),
            kinds: kinds.into_iter().map(|kind| self.sort_name(kind)).collect(),
        };
        (head, view)
    }

    /// The clauses of a policy, those that begin with the same block as one, each with what rests on it.
    fn mapped(&self, index: usize, policy: &Record<Policy>) -> Vec<Found<'a>> {
        let clauses = &policy.body.clauses;
        let mut levels: Vec<usize> = Vec::with_capacity(clauses.len());
        let mut found = Vec::new();
        let mut at = 0;
        while at < clauses.len() {
            let same = clauses[at..].iter().take_while(|clause| clause.span == clauses[at].span).count();
            let above = clauses[at].parent.map_or(0, |parent| levels[parent as usize] + 1);
            levels.extend(std::iter::repeat_n(above, same));
            let cited: Vec<&Citation> = (at..at + same).flat_map(|clause| self.site.cited(index, clause)).collect();
            let said = self.statements(&cited);
            let clause = &clauses[at];
            let is_closing = clause.path.own().is_some_and(|own| own.kind == Numbering::Closing);
            // What is called after its place or its number needs no beginning.
            let is_untitled =
                is_closing || clause.path.own().is_none() || clause.is_attachment() && clause.title.starts_with('附');
            let has_parts = clauses[at + same - 1].has_parts;
            let row = MapRow {
                anchor: clause.anchor.clone(),
                label: clause.path.label(),
                title: if is_untitled { Html::default() } else { Html::between_words(&clause.title) },
                href: self.record(Kind::Policy, index, Some(&clause.anchor)),
                level: above.min(DEEPEST),
                gap: said.is_empty() && !has_parts && !is_closing,
                cells: Vec::new(),
                said: Vec::new(),
            };
            found.push((row, said));
            at += same;
        }
        found
    }

    fn map_row(&self, (mut row, said): Found<'a>, kinds: &[Option<Kind>]) -> MapRow {
        let count = |kind: &Option<Kind>| said.iter().find(|(of, _)| of == kind).map_or(0, |(_, links)| links.len());
        let cell = |kind: &Option<Kind>| {
            let count = count(kind);
            let shade = ["one", "some", "many"][SHADES.iter().filter(|from| count >= **from).count()];
            MapCell { count: if count > 0 { count.to_string() } else { String::new() }, shade }
        };
        row.cells = kinds.iter().map(cell).collect();
        row.said = said.into_iter().map(|(kind, links)| Statements { kind: self.sort_name(kind), links }).collect();
        row
    }
}
