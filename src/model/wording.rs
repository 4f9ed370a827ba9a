//! The wording of policies: what the clauses that are quoted say, and what comes nearest to words that no clause has.

use std::cell::OnceCell;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::content::Content;
use super::pin;
use crate::source::{Snapshot, Span};
use crate::syntax::markdown::{Document, Seam, without_space};

/// Wordings of clauses, by policy and clause, each read from its HTML once.
#[derive(Default)]
pub(super) struct Wordings(Mutex<FxHashMap<(usize, usize), Arc<Wording>>>);

/// The wording of a clause.
#[derive(Default)]
struct Wording {
    text: String,
    /// It has rows of a table, within which words may begin and end.
    has_rows: bool,
    seams: OnceLock<Vec<Seam>>,
    /// Words of which the first place may be within a number, and whether they stand anywhere else.
    doubtful: Mutex<FxHashMap<String, bool>>,
}

impl Wordings {
    /// True when a clause has these words, which are without white space.
    pub fn have(&self, content: &Content, (policy, clause): (usize, usize), wanted: &str) -> bool {
        let body = content.policies.get(policy).map(|policy| &policy.body);
        let known = lock(&self.0).get(&(policy, clause)).map(Arc::clone);
        let wording = known.unwrap_or_else(|| {
            let text = body.map_or_else(String::new, |body| body.wording(clause));
            let has_rows = body.is_some_and(|body| body.has_rows(clause));
            let wording = Arc::new(Wording { text, has_rows, ..Wording::default() });
            lock(&self.0).insert((policy, clause), Arc::clone(&wording));
            wording
        });
        let text = &wording.text;
        let Some(first) = memchr::memmem::find(text.as_bytes(), wanted.as_bytes()) else { return false };
        if !pin::needs_seams(wanted, wording.has_rows) && pin::is_whole(text, first..first + wanted.len(), &[]) {
            return true;
        }
        let known = lock(&wording.doubtful).get(wanted).copied();
        known.unwrap_or_else(|| {
            let seams = || body.map_or_else(Vec::new, |body| body.seams(clause));
            let seams = || wording.seams.get_or_init(seams);
            let has = pin::find(text, wanted, wording.has_rows, seams).is_some();
            lock(&wording.doubtful).insert(wanted.to_owned(), has);
            has
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Quotes that are looked for in the texts of all policies, and characters that each has at least: shorter ones stand in many.
const SEARCHES: usize = 64;
const LONG: usize = 4;

/// The texts of all policies, to find another one that has the words of a quote. They are made for the first quote.
#[derive(Default)]
pub(super) struct Elsewhere {
    texts: Vec<String>,
    searches: usize,
}

impl Elsewhere {
    /// The first other policy that has words, which are without white space.
    pub fn find(&mut self, content: &Content, policy: usize, words: &str) -> Option<usize> {
        let is_long = words.chars().nth(LONG - 1).is_some();
        if !is_long || content.policies.len() < 2 || self.searches == SEARCHES {
            return None;
        }
        self.searches += 1;
        if self.texts.is_empty() {
            let outermost = |body: &Document| {
                let clauses = (0..body.clauses.len()).filter(|&at| body.clauses[at].parent.is_none());
                clauses.map(|at| body.wording(at)).collect()
            };
            self.texts = content.policies.iter().map(|policy| outermost(&policy.body)).collect();
        }
        let finder = memchr::memmem::Finder::new(words);
        let others = self.texts.iter().enumerate().filter(|&(at, _)| at != policy);
        others.filter(|(_, text)| finder.find(text.as_bytes()).is_some()).map(|(at, _)| at).next()
    }
}

/// Steps that looking for the nearest sentences of one policy may take: so many for each pair of characters of its
/// text, and so many at least. Quotes beyond them are reported without what is nearest.
const STEPS: (usize, usize) = (64, 2_000_000);

/// The sentences of one policy, to be found by words that come near to one of them.
pub(super) struct Sentences<'a> {
    body: &'a Document,
    /// The wordings of the clauses, without those below them, one after the other, a line feed behind each.
    text: String,
    has_rows: bool,
    seams: OnceCell<Vec<Seam>>,
    /// Those clauses, and where the wording of each begins.
    clauses: Vec<(usize, usize)>,
    all: Vec<Sentence>,
    /// The sentences in which two characters follow each other.
    with: FxHashMap<Pair, Vec<u32>>,
    /// The top-level blocks as they are written, without white space, a line feed behind each.
    written: String,
    /// Those blocks, and where each begins.
    blocks: Vec<(Span, usize)>,
    steps: usize,
    known: FxHashMap<String, Option<usize>>,
}

type Pair = (char, char);

/// A sentence: its part of the text, its clause, and how many different pairs of characters it has.
struct Sentence {
    range: std::ops::Range<usize>,
    clause: usize,
    pairs: usize,
}

impl<'a> Sentences<'a> {
    pub fn new(snapshot: &Snapshot, body: &'a Document) -> Self {
        let mut found = Self {
            body,
            text: String::new(),
            has_rows: (0..body.clauses.len()).any(|at| body.clauses[at].parent.is_none() && body.has_rows(at)),
            seams: OnceCell::new(),
            clauses: Vec::new(),
            all: Vec::new(),
            with: FxHashMap::default(),
            written: String::new(),
            blocks: Vec::new(),
            steps: 0,
            known: FxHashMap::default(),
        };
        for at in 0..body.clauses.len() {
            found.clause(at, &body.own_wording(at));
        }
        for block in &body.blocks {
            let source = snapshot.source(block.span.file);
            found.blocks.push((block.span, found.written.len()));
            found.written.push_str(&without_space(&source.text[source.clamp(block.span.range())]));
            found.written.push('\n');
        }
        let pairs: usize = found.all.iter().map(|sentence| sentence.pairs).sum();
        found.steps = pairs.saturating_mul(STEPS.0).max(STEPS.1);
        found
    }

    fn clause(&mut self, clause: usize, wording: &str) {
        self.clauses.push((clause, self.text.len()));
        let mut start = self.text.len();
        for sentence in sentences(wording) {
            let pairs = pairs(sentence);
            for &pair in &pairs {
                self.with.entry(pair).or_default().push(self.all.len() as u32);
            }
            let range = start..start + sentence.len();
            start = range.end;
            self.all.push(Sentence { range, clause, pairs: pairs.len() });
        }
        self.text.push_str(wording);
        self.text.push('\n');
    }

    /// The first clause that has these words, those of the clauses below it not counted, which are without white space.
    pub fn clause_with(&mut self, wanted: &str) -> Option<usize> {
        self.spend(self.text.len() / SEARCHED)?;
        let at = pin::find(&self.text, wanted, self.has_rows, || self.seams.get_or_init(|| self.read_seams()))?;
        let next = self.clauses.partition_point(|&(_, start)| start <= at);
        Some(self.clauses[next.checked_sub(1)?].0)
    }

    /// Where blocks and white space part the text.
    fn read_seams(&self) -> Vec<Seam> {
        let own = |&(clause, start): &(usize, usize)| {
            let mut seams = self.body.own_seams(clause);
            seams.iter_mut().for_each(|seam| seam.at += start);
            seams
        };
        self.clauses.iter().flat_map(own).collect()
    }

    /// The sentence that has most pairs of characters in common with `wanted`, and the paragraph that holds it.
    pub fn nearest(&mut self, wanted: &str) -> Option<(&str, Span)> {
        let known = self.known.get(wanted).copied();
        let at = known.unwrap_or_else(|| {
            let found = self.search(wanted);
            self.known.insert(wanted.to_owned(), found);
            found
        })?;
        let range = self.all[at].range.clone();
        let place = self.block(&range).unwrap_or(self.body.clauses[self.all[at].clause].span);
        Some((&self.text[range], place))
    }

    fn search(&mut self, wanted: &str) -> Option<usize> {
        let target = pairs(wanted);
        let mut common: FxHashMap<u32, usize> = FxHashMap::default();
        for pair in &target {
            let sentences = self.with.get(pair).map_or(0, Vec::len);
            self.spend(1 + sentences)?;
            for &sentence in self.with.get(pair).into_iter().flatten() {
                *common.entry(sentence).or_default() += 1;
            }
        }
        let score =
            |at: u32, common: usize| 2.0 * common as f64 / (self.all[at as usize].pairs + target.len()).max(1) as f64;
        let scores = common.into_iter().map(|(at, common)| (score(at, common), at));
        // Of those with the same score the first.
        let best = scores.max_by(|(one, at), (other, next)| one.total_cmp(other).then(next.cmp(at)));
        best.map(|(_, at)| at as usize)
    }

    /// The first block that holds a part of the text as it is written.
    fn block(&mut self, range: &std::ops::Range<usize>) -> Option<Span> {
        self.spend(self.written.len() / SEARCHED)?;
        let at = memchr::memmem::find(self.written.as_bytes(), self.text[range.clone()].as_bytes())?;
        let next = self.blocks.partition_point(|&(_, start)| start <= at);
        Some(self.blocks[next.checked_sub(1)?].0)
    }

    /// Takes steps of those that are left; nothing when they are too many.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }
}

/// The parts of a text between its signs of pause. A comma between digits is a part of a number.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_end = |&(at, sign): &(usize, &str)| {
            let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
            let is_comma = matches!(sign, "，" | ",");
            !(is_comma && rest[..at].ends_with(is_digit) && rest[at + sign.len()..].starts_with(is_digit))
        };
        let end =
            rest.match_indices(['。', '；', '，', ',']).find(is_end).map_or(rest.len(), |(at, sign)| at + sign.len());
        let (sentence, next) = rest.split_at(end);
        rest = next;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Bytes that are searched for a word in the time that a pair of characters takes.
const SEARCHED: usize = 16;

/// A character in the width and form in which it is compared: what an input method writes in another way is near.
fn folded(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '∶' => ':',
        '。' => '.',
        '、' => ',',
        '“' | '”' | '„' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        '—' | '–' | '―' | '−' | '‐' | '─' => '-',
        '〜' | '∼' => '~',
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        '×' => 'x',
        c => c,
    }
}

/// The different pairs of characters that follow each other in a text, as they are compared.
fn pairs(text: &str) -> Vec<Pair> {
    let chars = || text.chars().map(folded);
    let mut pairs: Vec<Pair> = chars().zip(chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_sentence_ends_at_no_comma_within_a_number() {
        let text = "每人1,000元，共１，０００元；其中3，另行通知,完。";
        let found: Vec<&str> = sentences(text).collect();
        assert_eq!(found, ["每人1,000元，", "共１，０００元；", "其中3，", "另行通知,", "完。"]);
        assert_eq!(found.concat(), text);
        assert_eq!(sentences("").count(), 0);
    }
}
