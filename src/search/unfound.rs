//! What readers have looked for → that for which the search of a site finds nothing, and the records that come near it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::asked::{Asked, LONGEST};
use super::text::{normalised, words};
use super::units::{ORDER, Texts, places, texts};
use crate::check::masked;
use crate::model::{Kind, Site};

/// Records that are named for a search.
const NEAR: usize = 3;
/// The part of what is in a search that a record near it has at least.
const SHARE: f64 = 0.2;
/// Searches that are listed, the most frequent.
pub const LISTED: usize = 100;

/// A search for which nothing is found.
#[derive(Debug, PartialEq, Eq)]
pub struct Unfound {
    /// As it was written, without numbers of persons.
    pub search: String,
    /// How often.
    pub count: u64,
    /// Its words, when there are several: which of them is found somewhere.
    pub words: Vec<(String, bool)>,
    /// Records whose names are near, the nearest first, by kind and place.
    pub near: Vec<(Kind, usize)>,
}

/// All searches for which nothing is found.
#[derive(Debug, PartialEq, Eq)]
pub struct AllUnfound {
    /// The most frequent of them.
    pub listed: Vec<Unfound>,
    /// How many there are.
    pub distinct: usize,
    /// How often they were looked for.
    pub count: u64,
}

/// What finds nothing on a site.
pub fn unfound(site: &Site, asked: &Asked) -> AllUnfound {
    let mut searches: Vec<Search<'_>> = Vec::with_capacity(asked.searches.len());
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    for (key, (written, count)) in &asked.searches {
        let mut words: Vec<usize> = Vec::new();
        for word in key.split(' ') {
            let next = ids.len();
            words.push(*ids.entry(word).or_insert(next));
        }
        searches.push(Search { written, count: *count, words, is_found: AtomicBool::new(false) });
    }
    let mut known = vec![""; ids.len()];
    ids.iter().for_each(|(word, &id)| known[id] = word);
    let is_seen = look(site, &known, &searches);

    // Searches that differ in numbers of persons only are one.
    let mut merged: BTreeMap<String, (u64, Vec<(String, bool)>)> = BTreeMap::new();
    for search in searches.iter().filter(|search| !search.is_found.load(Ordering::Relaxed)) {
        let shown = masked(search.written);
        // A number of a person may stand in several words, none of which shows by itself that it is part of one.
        let has_words = search.words.len() > 1 && shown == search.written;
        let words = search.words.iter().filter(|_| has_words);
        let of = || words.map(|&word| (known[word].to_owned(), is_seen[word].load(Ordering::Relaxed))).collect();
        let merged = merged.entry(shown).or_insert_with(|| (0, of()));
        merged.0 += search.count;
    }
    let (distinct, count) = (merged.len(), merged.values().map(|(count, _)| count).sum());
    let mut all: Vec<_> = merged.into_iter().collect();
    all.sort_by(|(one, (ones, _)), (other, (others, _))| others.cmp(ones).then_with(|| one.cmp(other)));
    all.truncate(LISTED);
    let names = Names::of(site);
    let listed = all.into_iter().map(|(search, (count, words))| {
        let near = names.near(&search);
        Unfound { search, count, words, near }
    });
    AllUnfound { listed: listed.collect(), distinct, count }
}

/// A search, and whether anything was found.
struct Search<'a> {
    written: &'a str,
    count: u64,
    /// Its words, by their numbers.
    words: Vec<usize>,
    is_found: AtomicBool,
}

/// The numbers in order, each once.
fn sorted(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sorted: Vec<usize> = numbers.collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// Looks for all words in each unit at once; gives which of them stand anywhere.
fn look(site: &Site, words: &[&str], searches: &[Search<'_>]) -> Vec<AtomicBool> {
    let is_seen: Vec<AtomicBool> = words.iter().map(|_| AtomicBool::new(false)).collect();
    // A search is looked at where the longest of its words stands.
    let mut owned: Vec<Vec<&Search<'_>>> = words.iter().map(|_| Vec::new()).collect();
    for search in searches {
        if let Some(&longest) = search.words.iter().max_by_key(|&&word| words[word].len()) {
            owned[longest].push(search);
        }
    }
    // It takes all words as they are; they have no size that it refuses.
    let finder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(words);
    let Ok(finder) = finder else { return is_seen };
    places(site).into_par_iter().for_each(|place| {
        let Texts { title, units, .. } = texts(site, place);
        let title = normalised(&title);
        let words_of = |text: &str, from: usize| {
            let found = finder.find_overlapping_iter(text).filter(|found| found.end() > from);
            sorted(found.map(|found| found.pattern().as_usize()))
        };
        let above = words_of(&title, 0);
        // No search is longer than this.
        let end = &title[title.ceil_char_boundary(title.len().saturating_sub(4 * LONGEST))..];
        for unit in units {
            // The title of a page is found once; its parts are found by what they say.
            let called = match unit.label.as_str() {
                "" => above.clone(),
                label => words_of(&[end, &normalised(label)].concat(), end.len()),
            };
            let own = sorted(words_of(&normalised(&unit.text), 0).into_iter().chain(called));
            for &word in &own {
                is_seen[word].store(true, Ordering::Relaxed);
            }
            let here = sorted(own.iter().chain(&above).copied());
            let has = |list: &[usize], word: &usize| list.binary_search(word).is_ok();
            for search in here.iter().flat_map(|&word| &owned[word]) {
                let is_here = search.words.iter().all(|word| has(&here, word));
                if is_here && search.words.iter().any(|word| has(&own, word)) {
                    search.is_found.store(true, Ordering::Relaxed);
                }
            }
        }
    });
    is_seen
}

/// The names of records by the characters and pairs of characters in them.
struct Names {
    /// The records with a piece, by their places in `records`.
    pieces: FxHashMap<(char, char), Vec<usize>>,
    records: Vec<(Kind, usize)>,
}

impl Names {
    /// Those of what an author writes. Names of policies are not theirs.
    fn of(site: &Site) -> Self {
        let mut names = Self { pieces: FxHashMap::default(), records: Vec::new() };
        for kind in ORDER.into_iter().filter(|kind| *kind != Kind::Policy) {
            for index in 0..site.content.count(kind) {
                let Some(record) = site.content.record(kind, index) else { continue };
                let aliases = (kind == Kind::Term).then(|| site.content.terms[index].data.aliases.as_slice());
                let own = std::iter::once(record.entry.name());
                for piece in own.chain(aliases.into_iter().flatten().map(String::as_str)).flat_map(pieces) {
                    let having = names.pieces.entry(piece).or_default();
                    if having.last() != Some(&names.records.len()) {
                        having.push(names.records.len());
                    }
                }
                names.records.push((kind, index));
            }
        }
        names
    }

    /// The records that have most of what is in a search; what few have counts more.
    fn near(&self, search: &str) -> Vec<(Kind, usize)> {
        let weight = |having: usize| ((self.records.len() + 1) as f64 / (having + 1) as f64).ln();
        let mut all = 0.0;
        let mut shares: FxHashMap<usize, f64> = FxHashMap::default();
        let mut wanted = pieces(search);
        wanted.sort_unstable();
        wanted.dedup();
        for piece in wanted {
            let having = self.pieces.get(&piece).map_or(&[][..], Vec::as_slice);
            // A character alone says less than two that stand together.
            let weight = weight(having.len()) * if piece.1 == '\0' { 1.0 } else { 2.0 };
            all += weight;
            having.iter().for_each(|record| *shares.entry(*record).or_default() += weight);
        }
        let mut near: Vec<_> = shares.into_iter().filter(|(_, share)| *share >= SHARE * all).collect();
        near.sort_by(|(one, first), (other, second)| second.total_cmp(first).then(one.cmp(other)));
        near.into_iter().take(NEAR).map(|(record, _)| self.records[record]).collect()
    }
}

/// The characters of a text, and the pairs of them.
fn pieces(text: &str) -> Vec<(char, char)> {
    let mut pieces = Vec::new();
    for word in words(text) {
        let mut before = None;
        for c in word.chars().filter(|c| c.is_alphanumeric()) {
            pieces.push((c, '\0'));
            pieces.extend(before.map(|before| (before, c)));
            before = Some(c);
        }
    }
    pieces
}
