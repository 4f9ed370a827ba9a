//! What an author probably meant: looked up for all references of a site together, once the diagnostics of all are known,
//! so that the work for all of them is bounded.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::entry::Vocabulary;
use super::kind::Kind;
use super::several::several;
use super::site::Site;
use super::target::{ResolveError, address, near};
use super::wording::{Elsewhere, Sentences};
use crate::diagnostic::{Code, Diagnostic, Names, Relation};
use crate::source::Snapshot;
use crate::syntax::clause::{ClauseRef, Kind as Numbering, Meaning, digit, is_numeral, number, to_chinese};
use crate::syntax::markdown::{Clause, Document, without_space};
use crate::syntax::value::Id;

/// What is looked up for a diagnostic.
pub(super) enum Wanted<'a> {
    /// A record of a kind.
    Record(Kind, String),
    /// A source that names a policy by its title, or that lacks the `#`.
    Source(String),
    /// A clause of a policy.
    Clause(usize, String),
    /// A clause of a policy that has these words.
    Pinned(usize, String, String),
    /// The nearest words in a policy.
    Quote(usize, String),
    /// A heading of a document.
    Heading(&'a Document, String),
    /// A file, by its path in the content folder.
    File(String),
    /// A word of `site.yaml`.
    Word(Vocabulary, String),
    /// What was meant is known.
    Known(String),
}

impl<'a> Wanted<'a> {
    /// What was probably meant by an address that means nothing, in the file at `from`; `own` is the document of a link.
    pub fn by(refusal: &ResolveError, site: &'a Site, (from, own): (&str, Option<&'a Document>)) -> Option<Self> {
        Some(match refusal {
            ResolveError::Record(kind, id) => Self::Record(*kind, id.clone()),
            ResolveError::Clause(_, policy, clause) => Self::Clause(*policy, clause.clone()),
            ResolveError::Anchor(anchor, None) => {
                let decoded = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
                Self::Heading(own?, decoded.into_owned())
            }
            ResolveError::Anchor(anchor, Some((kind, index))) => {
                Self::Heading(site.content.record(*kind, *index)?.body, anchor.clone())
            }
            // Of an address that is none, the diagnostic says what was meant.
            ResolveError::File(path) if path.is_empty() || address(path).is_some() => return None,
            ResolveError::File(path) => Self::File(near(path, from).last()?),
            ResolveError::Several(..) | ResolveError::Unknown(_) => return None,
        })
    }
}

/// Looks up what was meant.
pub(super) struct Suggestions<'a> {
    snapshot: &'a Snapshot,
    site: &'a Site,
    records: FxHashMap<Kind, Names<'a>>,
    clauses: FxHashMap<usize, Neighbours>,
    headings: FxHashMap<*const Document, Names<'a>>,
    sentences: FxHashMap<usize, Option<Sentences<'a>>>,
    words: FxHashMap<Vocabulary, (String, Names<'a>)>,
    /// The records of a kind by their names, where only one has it.
    named: FxHashMap<Kind, FxHashMap<Cow<'a, str>, Option<usize>>>,
    files: Option<Files<'a>>,
    elsewhere: Elsewhere,
    /// Steps that are left for readings of wrong references.
    steps: usize,
}

/// Steps that other readings of wrong references may take, each of them one for each clause of its document and some more.
const READINGS: (usize, usize) = (2_000_000, 100);

/// Names of files by their folders, and all their paths.
struct Files<'a> {
    names: FxHashMap<&'a str, Vec<&'a str>>,
    folders: FxHashMap<&'a str, Names<'a>>,
    paths: Names<'a>,
}

impl<'a> Suggestions<'a> {
    pub fn new(snapshot: &'a Snapshot, site: &'a Site) -> Self {
        Self {
            snapshot,
            site,
            records: FxHashMap::default(),
            clauses: FxHashMap::default(),
            headings: FxHashMap::default(),
            sentences: FxHashMap::default(),
            words: FxHashMap::default(),
            named: FxHashMap::default(),
            files: None,
            elsewhere: Elsewhere::default(),
            steps: READINGS.0,
        }
    }

    /// The diagnostic with what was meant.
    pub fn add(&mut self, reported: Diagnostic, wanted: &Wanted<'a>) -> Diagnostic {
        let site = self.site;
        let suggestion = match wanted {
            Wanted::Record(kind, id) => {
                let ids = || Names::new(site.index.of(*kind).keys().map(Id::as_str));
                let near = self.records.entry(*kind).or_insert_with(ids).nearest(id);
                near.or_else(|| Some(self.called(*kind, id)?.to_string()))
            }
            Wanted::Source(written) => self.source(written),
            Wanted::Clause(policy, clause) => return self.clause(reported, *policy, clause),
            Wanted::Pinned(policy, clause, words) => return self.pinned(reported, (*policy, clause), words),
            Wanted::Quote(policy, words) => return self.quote(reported, *policy, words),
            Wanted::Heading(document, anchor) => {
                let ids = || Names::new(document.headings.iter().map(|heading| heading.id.as_str()));
                self.headings.entry(std::ptr::from_ref(*document)).or_insert_with(ids).nearest(anchor)
            }
            // Written so that it is right in any file, and in Markdown with spaces.
            Wanted::File(path) => self.file(path).map(|path| format!("/{}", path.replace(' ', "%20"))),
            Wanted::Word(vocabulary, word) => return self.word(reported, *vocabulary, word),
            Wanted::Known(meant) => Some(meant.clone()),
        };
        Diagnostic { suggestion, ..reported }
    }

    /// The only record of a kind that is called so.
    fn called(&mut self, kind: Kind, name: &str) -> Option<&'a Id> {
        let site = self.site;
        let known = self.named.entry(kind).or_insert_with(|| {
            let mut known: FxHashMap<Cow<'a, str>, Option<usize>> = FxHashMap::default();
            for &at in site.index.of(kind).values() {
                for name in names(site, kind, at) {
                    known
                        .entry(without_space(name))
                        .and_modify(|one| *one = one.filter(|one| *one == at))
                        .or_insert(Some(at));
                }
            }
            known
        });
        let at = known.get(&*without_space(name.trim_matches(['《', '》'])))?.as_ref()?;
        Some(site.content.record(kind, *at)?.id)
    }

    /// `《示例办法》#第三条`, `示例办法第三条`, `plan-2023二（一）`: the source with the id of the policy and a `#`.
    fn source(&mut self, written: &str) -> Option<String> {
        let written = written.trim();
        let is_end = |&(at, _): &(usize, char)| at > 0 && at <= LONGEST_NAME;
        let ends: Vec<usize> = written.char_indices().filter(is_end).map(|(at, _)| at).collect();
        let policies = self.site.index.of(Kind::Policy);
        ends.into_iter().rev().find_map(|end| {
            let (name, clause) = written.split_at(end);
            let name = name.trim_end_matches(['#', '＃', '：', ':', '.', ' ']);
            let id = Id::parse(name).filter(|id| policies.contains_key(id));
            let id = id.or_else(|| self.called(Kind::Policy, name).cloned())?;
            let clause = clause.trim_start_matches(['#', '＃', '：', ':', '.', ' ', '》']);
            let found = self.site.clause(self.site.find(Kind::Policy, &id)?, &ClauseRef::parse(clause)?);
            matches!(found, Meaning::One(_)).then(|| format!("{id}#{clause}"))
        })
    }

    /// The clauses of the same kind with the nearest numbers.
    fn clause(&mut self, reported: Diagnostic, policy: usize, clause: &str) -> Diagnostic {
        let site = self.site;
        let id = site.content.policies.get(policy).map_or("", |policy| policy.id.as_str());
        let is_tried = self.spend(policy);
        if let Some(all) = is_tried.then(|| several(site, policy, clause)).flatten() {
            let source = |&(policy, at): &(usize, usize)| {
                let policy = site.content.policies.get(policy)?;
                Some(format!("{}#{}", policy.id, policy.body.clauses.get(at)?.path))
            };
            let sources: Vec<String> = all.iter().filter_map(source).collect();
            let reported = Diagnostic { code: Code::SeveralSources, args: Vec::new(), suggestion: None, ..reported };
            return reported.arg("value", format!("{id}#{clause}")).arg("sources", format!("[{}]", sources.join(", ")));
        }
        let wanted = ClauseRef::parse(clause);
        let one = |clause: &ClauseRef| match site.clause(policy, clause) {
            Meaning::One(found) => Some(found),
            _ => None,
        };
        let above =
            std::iter::successors(wanted.as_ref().and_then(ClauseRef::above), ClauseRef::above).find_map(|c| one(&c));
        let neighbours = self.clauses.entry(policy).or_insert_with(|| Neighbours::new(site.clauses(policy)));
        let near = match wanted.as_ref() {
            None => neighbours.first(site.clauses(policy)),
            Some(wanted) => neighbours.of(site.clauses(policy), wanted.own(), above),
        };
        let without_title = || {
            let (bare, title) = wanted.as_ref()?.without_title()?;
            let is_title = title.chars().nth(1).is_some() && !title.contains(|c| is_numeral(c) || digit(c).is_some());
            one(&bare).filter(|_| is_title)
        };
        let repaired = || repaired(clause).iter().find_map(|clause| one(&ClauseRef::parse(clause)?));
        let meant =
            || repaired().or_else(without_title).or_else(|| if is_tried { headed(site, policy, clause) } else { None });
        let suggestion = reported.suggestion.clone().or_else(|| Some(site.clauses(policy).get(meant()?)?.path.label()));
        let reported = reported.arg("near", if near.is_empty() { NOTHING } else { &near }).arg("id", id);
        let reported = Diagnostic { suggestion, ..reported };
        // The items may stand within its text.
        let clause = above.and_then(|above| site.clauses(policy).get(above)).filter(|clause| !clause.has_parts);
        clause.into_iter().fold(reported, |reported, clause| reported.related(clause.span, Relation::Nearest))
    }

    /// Takes the steps for other readings of a reference to a policy; false when too few are left.
    fn spend(&mut self, policy: usize) -> bool {
        let left = self.steps.checked_sub(self.site.clauses(policy).len() + READINGS.1);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }

    fn sentences(&mut self, policy: usize) -> Option<&mut Sentences<'a>> {
        let (snapshot, site) = (self.snapshot, self.site);
        let sentences = || site.content.policies.get(policy).map(|policy| Sentences::new(snapshot, &policy.body));
        self.sentences.entry(policy).or_insert_with(sentences).as_mut()
    }

    /// The clause that has the words that a source pins, beside those whose numbers are near.
    fn pinned(&mut self, reported: Diagnostic, (policy, clause): (usize, &str), words: &str) -> Diagnostic {
        let mut reported = self.clause(reported, policy, clause);
        let Some(sentences) = self.sentences(policy) else { return reported };
        let with = sentences.clause_with(words);
        let Some(place) = sentences.nearest(words).map(|(_, place)| place) else { return reported };
        let label = with.and_then(|with| Some(self.site.clauses(policy).get(with)?.path.label()));
        reported.suggestion = label;
        reported.related(place, Relation::Nearest)
    }

    /// The clause in which the words of a quote stand, and the words that are nearest.
    fn quote(&mut self, mut reported: Diagnostic, policy: usize, words: &str) -> Diagnostic {
        let found = self.sentences(policy).and_then(|sentences| sentences.clause_with(words));
        let found = found.map(|clause| (policy, clause)).or_else(|| {
            let other = self.elsewhere.find(&self.site.content, policy, words)?;
            Some((other, self.sentences(other)?.clause_with(words)?))
        });
        if let Some((policy, clause)) = found
            && let Some(clause) = self.site.clauses(policy).get(clause)
        {
            let id = self.site.content.policies.get(policy).map_or("", |policy| policy.id.as_str());
            reported.suggestion = Some(format!("{id}#{}", clause.path));
        }
        match self.sentences(policy).and_then(|sentences| sentences.nearest(words)) {
            Some((nearest, place)) => reported.arg("nearest", nearest).related(place, Relation::Nearest),
            None => reported.arg("nearest", NOTHING),
        }
    }

    /// A file beside a path of which the name is near, else one elsewhere.
    fn file(&mut self, path: &str) -> Option<String> {
        let site = self.site;
        let files = self.files.get_or_insert_with(|| Files::new(site.file_names()));
        let (folder, name) = split(path);
        let beside = files.names.get_key_value(folder).and_then(|(folder, names)| {
            let names = || Names::new(names.iter().copied());
            files.folders.entry(*folder).or_insert_with(names).nearest(name)
        });
        let elsewhere = |path: &str| split(path).0 != folder;
        beside.map(|name| [folder, &name].concat()).or_else(|| files.paths.nearest_of(path, elsewhere))
    }

    fn word(&mut self, reported: Diagnostic, vocabulary: Vocabulary, word: &str) -> Diagnostic {
        let words = self.site.words(vocabulary);
        let (known, names) = self.words.entry(vocabulary).or_insert_with(|| {
            let ids: Vec<_> = words.iter().map(|word| word.id.value.as_str()).collect();
            (format!("site.yaml {}: {}", vocabulary.key(), ids.join("、")), Names::new(ids))
        });
        Diagnostic { suggestion: names.nearest(word), ..reported.arg("known", known) }
    }
}

/// What was probably meant by the number of a clause: with the bracket that is missing, without a word that is too much,
/// in the numerals of notices (`2（1）`, `二.一`, `第二部分`); the end of the document for a part of it (`署名`).
fn repaired(clause: &str) -> Vec<String> {
    let bare = clause.trim().trim_end_matches(['项', '目', '点', '部', '分', '、', '。', '.', '，', ',', ')', '）']);
    let bare = bare.strip_prefix('第').filter(|bare| !bare.contains(['条', '章', '节'])).unwrap_or(bare);
    let closed = |text: &str| if text.contains(['（', '(']) { format!("{text}）") } else { text.to_owned() };
    // One part after the other: 二, （一）, 1, （1）.
    let is_part = |c: char| is_numeral(c) || digit(c).is_some() || "（）()、.．· ".contains(c);
    let parts: Vec<u16> = bare
        .split(|c: char| !is_numeral(c) && digit(c).is_none())
        .filter(|part| !part.is_empty())
        .filter(|_| bare.chars().all(is_part))
        .map_while(|part| number(part).filter(|found| found.length == part.len())?.value)
        .collect();
    let styled = parts
        .iter()
        .zip(["{c}", "（{c}）", "{d}", "（{d}）"])
        .map(|(&number, style)| style.replace("{c}", &to_chinese(number)).replace("{d}", &number.to_string()));
    let styled: String = styled.collect();
    let is_end = ["署名", "结尾", "签发", "日期", "附件目录", "抄送", "印发"].iter().any(|word| clause.contains(word));
    let end = is_end.then(|| Numbering::Closing.word().to_owned());
    let article = parts.first().filter(|_| parts.len() == 1).map(|&number| format!("第{}条", to_chinese(number)));
    [end, Some(closed(bare)), Some(bare.to_owned()), Some(styled), article].into_iter().flatten().collect()
}

/// Bytes of a title that may name a policy in a source.
const LONGEST_NAME: usize = 300;

/// What a record is called.
fn names(site: &Site, kind: Kind, at: usize) -> impl Iterator<Item = &str> {
    let policy = site.content.policies.get(at).filter(|_| kind == Kind::Policy).map(|policy| &policy.data);
    let name = site.content.record(kind, at).map(|record| record.entry.name());
    let title = policy.and_then(|policy| policy.short_title.as_deref());
    let number = policy.and_then(|policy| policy.document_number.get());
    [name, title, number.map(String::as_str)].into_iter().flatten()
}

/// `一、总体要求`, `（一）目标`: the clause whose number and first words these are.
fn headed(site: &Site, policy: usize, written: &str) -> Option<usize> {
    let written = without_space(written);
    let ends = written.char_indices().map(|(at, _)| at).filter(|at| (1..=LONGEST_NAME).contains(at)).take(HEADED);
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().rev().find_map(|end| {
        let (number, words) = written.split_at(end);
        let clause = ClauseRef::parse(number).filter(|_| ClauseRef::is_number(number))?;
        let Meaning::One(found) = site.clause(policy, &clause) else { return None };
        without_space(&site.clauses(policy).get(found)?.title).starts_with(words).then_some(found)
    })
}

/// Characters of a number before words.
const HEADED: usize = 40;

/// Clauses that are named for one that is not there.
const NEAR: usize = 3;
/// Clauses below one that are looked through for it.
const SEARCHED: usize = 1_000;

/// The clauses of a document by their kinds and numbers.
struct Neighbours(Vec<(Numbering, u16, u32)>);

impl Neighbours {
    fn new(clauses: &[Clause]) -> Self {
        let own = |(at, clause): (usize, &Clause)| clause.path.own().map(|own| (own.kind, own.number, at as u32));
        let mut all: Vec<_> = clauses.iter().enumerate().filter_map(own).collect();
        all.sort_unstable();
        Self(all)
    }

    /// The labels of the clauses nearest to one that is not there, all of its kind: below the same clause, else in the
    /// document. The clause itself below which it would stand when that has no such clauses.
    fn of(&self, clauses: &[Clause], own: Option<(Numbering, u16)>, above: Option<usize>) -> String {
        let Some((kind, number)) = own else { return String::new() };
        let mut near = match above {
            Some(above) if kind.is_list() => beside(clauses, above, number),
            Some(above) => self.nearest((kind, number), above + 1..clauses[above].end as usize),
            None => self.nearest((kind, number), 0..clauses.len()),
        };
        if let (true, Some(above)) = (near.is_empty(), above) {
            near.push(above as u32);
        }
        labels(clauses, near)
    }

    /// The first ones of a document.
    fn first(&self, clauses: &[Clause]) -> String {
        let depth = |clause: &Clause| clause.path.steps.len();
        let least = clauses.iter().map(depth).filter(|&depth| depth > 0).min();
        let numbered = clauses.iter().enumerate().filter(|(_, clause)| Some(depth(clause)) == least);
        labels(clauses, numbered.map(|(at, _)| at as u32).take(NEAR).collect())
    }

    /// Those of a kind within a part of the document with the nearest numbers.
    fn nearest(&self, (kind, number): (Numbering, u16), part: Range<usize>) -> Vec<u32> {
        let start = self.0.partition_point(|&(other, ..)| other < kind);
        let end = self.0.partition_point(|&(other, ..)| other <= kind);
        let same = &self.0[start..end];
        let at = same.partition_point(|&(_, other, _)| other < number);
        let is_within = |&&(.., at): &&(Numbering, u16, u32)| part.contains(&(at as usize));
        let before = same[..at].iter().rev().take(SEARCHED).filter(is_within).take(NEAR);
        let behind = same[at..].iter().take(SEARCHED).filter(is_within).take(NEAR);
        let mut near: Vec<_> = before.chain(behind).collect();
        near.sort_by_key(|&&(_, other, at)| (other.abs_diff(number), at));
        near.iter().take(NEAR).map(|&&(.., at)| at).collect()
    }
}

/// The items below a clause with the nearest numbers.
fn beside(clauses: &[Clause], above: usize, number: u16) -> Vec<u32> {
    let end = clauses[above].end as usize;
    let is_item = |at: &usize| {
        clauses[*at].parent == Some(above as u32) && clauses[*at].path.own().is_some_and(|step| step.kind.is_list())
    };
    let mut items: Vec<u32> = (above + 1..end).take(SEARCHED).filter(is_item).map(|at| at as u32).collect();
    items.sort_by_key(|&at| clauses[at as usize].path.own().map(|step| step.number.abs_diff(number)));
    items.truncate(NEAR);
    items
}

fn labels(clauses: &[Clause], mut near: Vec<u32>) -> String {
    near.sort_unstable();
    near.iter().map(|&at| clauses[at as usize].path.label()).collect::<Vec<_>>().join("、")
}

/// What is shown when nothing in a policy is near to a quote or a clause.
const NOTHING: &str = "@nothing-near";

impl<'a> Files<'a> {
    fn new(paths: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut names: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (folder, name) in paths.clone().map(split) {
            names.entry(folder).or_default().push(name);
        }
        Self { names, folders: FxHashMap::default(), paths: Names::new(paths) }
    }
}

/// The folder of a file, with the `/` at its end, and its name.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |end| end + 1))
}
