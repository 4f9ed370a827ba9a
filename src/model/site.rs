//! The linked site: records, what they refer to, and what rests on which clause.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::citation::Citation;
use super::content::Content;
use super::entry::{AnyRecord, Vocabulary};
use super::kind::Kind;
use super::resolve::Resolution;
use super::settings::{Settings, Word};
use super::validity::Current;
use crate::picture::Picture;
use crate::source::{Blob, Span};
use crate::syntax::clause::{ClausePath, ClauseRef, Kind as Numbering, Meaning};
use crate::syntax::markdown::Clause;
use crate::syntax::value::{Date, Id, Ref};

/// Everything that rendering needs to know.
///
/// It is whole only when linking had no errors; otherwise what could not be resolved is absent, and look-ups give
/// nothing for it.
#[derive(Clone, Debug)]
pub struct Site {
    /// `site.yaml`.
    pub settings: Settings,
    /// The records.
    pub content: Arc<Content>,
    /// The day that counts as today.
    pub as_of: Date,
    /// The address of the site with its base path, ending in `/`, when it is known.
    pub base_url: Option<String>,
    /// Files of the content folder that are no texts, by their paths in it.
    pub files: BTreeMap<String, Blob>,
    /// Those of them that texts show, by their paths.
    pub pictures: Arc<BTreeMap<String, Picture>>,
    /// Files that are not published: nothing public names them, and they are not meant to be public as a whole.
    pub left_out: BTreeSet<String>,
    pub(super) index: Arc<Index>,
    pub(super) cited: Arc<Cited>,
    pub(super) groups: Vec<Vec<usize>>,
    pub(super) current: Current,
}

/// Where records are, kind by kind.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub ids: [FxHashMap<Id, usize>; Kind::ALL.len()],
    /// Those of Markdown files, by their paths in the content folder.
    pub paths: FxHashMap<Arc<str>, (Kind, usize)>,
    /// Where the words of each vocabulary are; of two with one id the first.
    pub words: [FxHashMap<Id, usize>; Vocabulary::ALL.len()],
}

impl Index {
    /// Where those of a kind are.
    pub fn of(&self, kind: Kind) -> &FxHashMap<Id, usize> {
        &self.ids[kind as usize]
    }
}

/// Who cites which clause, and who names whom.
#[derive(Debug, Default)]
pub(super) struct Cited {
    /// What is behind each record, in their order, and then behind the settings.
    resolutions: Vec<Arc<Resolution>>,
    /// Statements by policy and clause, each by its places above and there, in the order of the content.
    by_clause: Vec<Vec<Vec<(usize, usize)>>>,
    referring: FxHashMap<(Kind, usize), Vec<(Kind, usize)>>,
}

impl Cited {
    /// What was found behind each record, and behind the settings, which come last.
    pub fn new(records: &[AnyRecord<'_>], resolutions: &[Arc<Resolution>]) -> Self {
        let mut cited = Self { resolutions: resolutions.to_vec(), ..Self::default() };
        let count = records.len().min(resolutions.len());
        for owner in (count..resolutions.len()).chain(0..count) {
            cited.own(owner);
        }
        for (record, found) in records.iter().zip(resolutions) {
            for named in &found.named {
                let from = cited.referring.entry(*named).or_default();
                if from.last() != Some(&(record.kind, record.index)) {
                    from.push((record.kind, record.index));
                }
            }
        }
        cited
    }

    /// The statements of one owner: each once for each clause, and the owner is not listed beside its own parts.
    fn own(&mut self, owner: usize) {
        let citations = &self.resolutions[owner].citations;
        let place = |citation: &Citation| (citation.policy, citation.clause);
        let parts = citations.iter().filter(|citation| !citation.part.is_empty());
        let in_parts: FxHashSet<_> = parts.map(place).collect();
        let mut known = FxHashSet::default();
        for (at, citation) in citations.iter().enumerate() {
            let listed = citation.part.is_empty() && in_parts.contains(&place(citation));
            if !listed && known.insert((place(citation), &citation.part)) {
                grown(grown(&mut self.by_clause, citation.policy), citation.clause).push((owner, at));
            }
        }
    }
}

/// The entry at a place of a list, which grows to have it.
fn grown<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}

/// How many clauses are explained by something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage<'a> {
    /// The policy.
    pub policy: &'a Id,
    /// How many clauses without parts it has.
    pub clauses: usize,
    /// Those that nothing cites.
    pub unexplained: Vec<&'a ClausePath>,
}

impl Site {
    /// The place of the record that a reference names.
    pub fn find(&self, kind: Kind, id: &Id) -> Option<usize> {
        self.index.of(kind).get(id).copied()
    }

    /// The record that a reference names.
    pub fn get(&self, kind: Kind, id: &Id) -> Option<AnyRecord<'_>> {
        self.content.record(kind, self.find(kind, id)?)
    }

    /// The record of a Markdown file, by its path in the content folder.
    pub fn at_path(&self, path: &str) -> Option<(Kind, usize)> {
        self.index.paths.get(path).copied()
    }

    /// The words of a vocabulary.
    pub fn words(&self, vocabulary: Vocabulary) -> &[Word] {
        self.settings.words(vocabulary)
    }

    /// The word that a reference names.
    pub fn word(&self, vocabulary: Vocabulary, id: &Ref) -> Option<&Word> {
        self.words(vocabulary).get(self.place(vocabulary, &id.value)?)
    }

    /// The place of a word in its vocabulary.
    pub fn place(&self, vocabulary: Vocabulary, id: &Id) -> Option<usize> {
        self.index.words[vocabulary as usize].get(id).copied()
    }

    /// The clauses of a policy.
    pub fn clauses(&self, policy: usize) -> &[Clause] {
        self.content.policies.get(policy).map_or(&[], |policy| &policy.body.clauses)
    }

    /// What a reference to a clause of a policy means.
    pub fn clause(&self, policy: usize, clause: &ClauseRef) -> Meaning {
        self.content.policies.get(policy).map_or(Meaning::Nothing, |policy| policy.find(clause))
    }

    /// All statements that rest on a clause.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        self.cited.resolutions.iter().flat_map(|found| &found.citations)
    }

    /// What rests on a clause, in the order of the content.
    pub fn cited(&self, policy: usize, clause: usize) -> impl Iterator<Item = &Citation> {
        let found = self.cited.by_clause.get(policy).and_then(|clauses| clauses.get(clause)).into_iter().flatten();
        found.filter_map(|&(owner, at)| self.cited.resolutions.get(owner)?.citations.get(at))
    }

    /// True for a site whose readers keep copies of its pages: it says so, and has an address over HTTPS.
    pub fn keeps_copies(&self) -> bool {
        self.settings.offline == Some(true) && self.base_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The files that records of the site and its settings name, by their paths in the content folder, but for pictures of
    /// texts.
    pub fn named_files(&self) -> impl Iterator<Item = &str> {
        self.cited.resolutions.iter().flat_map(|found| &found.files).map(String::as_str)
    }

    /// The pictures of texts and of the settings, by their paths in the content folder, with each place where one is shown.
    pub fn shown_pictures(&self) -> impl Iterator<Item = (&str, Span)> {
        let all = self.cited.resolutions.iter().flat_map(|found| &found.pictures);
        all.map(|(path, span)| (path.as_str(), *span))
    }

    /// What the picture at a path in the content folder is, if a text shows it.
    pub fn picture(&self, path: &str) -> Option<&Picture> {
        self.pictures.get(path)
    }

    /// Reads the pictures that pages show, but for those that are what they were in `before`.
    pub fn read_pictures(&self, before: Option<&Self>) -> Arc<BTreeMap<String, Picture>> {
        let paths: BTreeSet<&str> = self.shown_pictures().map(|(path, _)| path).collect();
        let read = |path: &&str| {
            let file = self.files.get(*path)?;
            let known = before.filter(|before| before.files.get(*path).is_some_and(|old| old.is_shared(file)));
            let known = known.and_then(|before| before.picture(path));
            // One without bytes may be one that could not be read, which has a diagnostic of its own.
            let read =
                || file.with(|bytes| Picture::read(path, bytes)).ok().filter(|_| !file.is_empty()).unwrap_or_default();
            Some(((*path).to_owned(), known.copied().unwrap_or_else(read)))
        };
        let paths: Vec<&str> = paths.into_iter().collect();
        Arc::new(paths.par_iter().filter_map(read).collect())
    }

    /// The files that only records that are held back may name.
    pub fn held_files(&self) -> impl Iterator<Item = &str> {
        self.content.unpublished.iter().flat_map(|record| &record.files).map(String::as_str)
    }

    /// True for a file that is published as it is. Those of a theme are not: they are read to make the site.
    pub fn publishes(&self, path: &str) -> bool {
        self.files.contains_key(path) && !path.starts_with("theme/") && !self.left_out.contains(path)
    }

    /// The files that are published as they are.
    pub fn published_files(&self) -> impl Iterator<Item = (&String, &Blob)> {
        self.files.iter().filter(|(path, _)| self.publishes(path))
    }

    /// The records of the kind `from` that refer to a record, in the order of the content.
    pub fn referring(&self, (kind, index): (Kind, usize), from: Kind) -> impl Iterator<Item = usize> {
        let all = self.cited.referring.get(&(kind, index)).into_iter().flatten();
        all.filter(move |(kind, _)| *kind == from).map(|&(_, at)| at)
    }

    /// The questions by group, groups and questions in the order in which they are listed. None is empty.
    pub fn question_groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// For every policy whose text is here: how many of its clauses something explains.
    pub fn coverage(&self) -> Vec<Coverage<'_>> {
        (0..self.content.policies.len()).into_par_iter().filter_map(|policy| self.coverage_of(policy)).collect()
    }

    /// The same for one policy, by its place; nothing when its text is not here.
    pub fn coverage_of(&self, at: usize) -> Option<Coverage<'_>> {
        let policy = self.content.policies.get(at).filter(|policy| policy.data.full_text)?;
        // Who signs a document needs no explanation.
        let is_leaf =
            |clause: &Clause| !clause.has_parts && clause.path.own().is_none_or(|own| own.kind != Numbering::Closing);
        let leaves = || policy.body.clauses.iter().enumerate().filter(|(_, clause)| is_leaf(clause));
        let silent = leaves().filter(|&(clause, _)| self.cited(at, clause).next().is_none());
        Some(Coverage {
            policy: &policy.id,
            clauses: leaves().count(),
            unexplained: silent.map(|(_, clause)| &clause.path).collect(),
        })
    }

    /// The questions by their groups, groups and questions in the order in which they are listed.
    pub(super) fn group_questions(&mut self) {
        let questions = &self.content.questions;
        let mut order: Vec<usize> = (0..questions.len()).collect();
        order.sort_by_key(|&at| (questions[at].data.order, at));
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for at in order {
            let groups = &mut self.groups;
            let place = *places.entry(&questions[at].data.group).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Vec::new());
            }
            groups[place].push(at);
        }
    }
}
