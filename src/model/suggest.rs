//! What an author probably meant: looked up for all references of a site together, once what is wrong with each is known,
//! so that the work for all of them is bounded.

use rustc_hash::FxHashMap;

use super::entry::Vocabulary;
use super::kind::Kind;
use super::site::Site;
use super::target::{Refusal, near};
use super::wording::Sentences;
use crate::diagnostic::{Diagnostic, Names, Relation};
use crate::source::Snapshot;
use crate::syntax::markdown::Document;
use crate::syntax::value::Id;

/// What is looked up for a diagnostic.
pub(super) enum Wanted<'a> {
    /// A record of a kind.
    Record(Kind, String),
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
}

impl<'a> Wanted<'a> {
    /// What was probably meant by an address that means nothing, in the file at `from`; `own` is the document of a link.
    pub fn by(refusal: &Refusal, site: &'a Site, (from, own): (&str, Option<&'a Document>)) -> Option<Self> {
        Some(match refusal {
            Refusal::Record(kind, id) => Self::Record(*kind, id.clone()),
            Refusal::Clause(_, policy, clause) => Self::Clause(*policy, clause.clone()),
            Refusal::Anchor(anchor, None) => {
                let decoded = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
                Self::Heading(own?, decoded.into_owned())
            }
            Refusal::Anchor(anchor, Some((kind, index))) => {
                Self::Heading(site.content.record(*kind, *index)?.body, anchor.clone())
            }
            Refusal::File(path) => Self::File(near(path, from).last()?),
            Refusal::Unknown(_) => return None,
        })
    }
}

/// Looks up what was meant.
pub(super) struct Suggestions<'a> {
    snapshot: &'a Snapshot,
    site: &'a Site,
    records: FxHashMap<Kind, Names<'a>>,
    clauses: FxHashMap<usize, Names<'a>>,
    headings: FxHashMap<*const Document, Names<'a>>,
    sentences: FxHashMap<usize, Option<Sentences<'a>>>,
    words: FxHashMap<Vocabulary, (String, Names<'a>)>,
    files: Option<Files<'a>>,
}

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
            files: None,
        }
    }

    /// The diagnostic with what was meant.
    pub fn add(&mut self, told: Diagnostic, wanted: &Wanted<'a>) -> Diagnostic {
        let site = self.site;
        let suggestion = match wanted {
            Wanted::Record(kind, id) => {
                let ids = || Names::new(site.index.of(*kind).keys().map(Id::as_str));
                self.records.entry(*kind).or_insert_with(ids).nearest(id)
            }
            Wanted::Clause(policy, clause) => self.clause(*policy, clause),
            Wanted::Pinned(policy, clause, words) => return self.pinned(told, (*policy, clause), words),
            Wanted::Quote(policy, words) => return self.quote(told, *policy, words),
            Wanted::Heading(document, anchor) => {
                let ids = || Names::new(document.headings.iter().map(|heading| heading.id.as_str()));
                self.headings.entry(std::ptr::from_ref(*document)).or_insert_with(ids).nearest(anchor)
            }
            // Written so that it is right in any file, and in Markdown with spaces.
            Wanted::File(path) => self.file(path).map(|path| format!("/{}", path.replace(' ', "%20"))),
            Wanted::Word(vocabulary, word) => return self.word(told, *vocabulary, word),
        };
        Diagnostic { suggestion, ..told }
    }

    fn clause(&mut self, policy: usize, clause: &str) -> Option<String> {
        let site = self.site;
        let labels = || Names::new(site.clauses(policy).iter().map(|clause| clause.path.label()));
        self.clauses.entry(policy).or_insert_with(labels).nearest(clause)
    }

    fn sentences(&mut self, policy: usize) -> Option<&mut Sentences<'a>> {
        let (snapshot, site) = (self.snapshot, self.site);
        let sentences = || site.content.policies.get(policy).map(|policy| Sentences::new(snapshot, &policy.body));
        self.sentences.entry(policy).or_insert_with(sentences).as_mut()
    }

    /// The clause that has the words that a source pins, before one whose number is near.
    fn pinned(&mut self, mut told: Diagnostic, (policy, clause): (usize, &str), words: &str) -> Diagnostic {
        told.suggestion = self.clause(policy, clause);
        let Some(sentences) = self.sentences(policy) else { return told };
        let with = sentences.clause_with(words);
        let Some(place) = sentences.nearest(words).map(|(_, place)| place) else { return told };
        let label = with.and_then(|with| Some(self.site.clauses(policy).get(with)?.path.label()));
        told.suggestion = label.or(told.suggestion);
        told.related(place, Relation::Nearest)
    }

    fn quote(&mut self, told: Diagnostic, policy: usize, words: &str) -> Diagnostic {
        match self.sentences(policy).and_then(|sentences| sentences.nearest(words)) {
            Some((nearest, place)) => told.arg("nearest", nearest).related(place, Relation::Nearest),
            None => told.arg("nearest", NOTHING),
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

    fn word(&mut self, told: Diagnostic, vocabulary: Vocabulary, word: &str) -> Diagnostic {
        let words = self.site.words(vocabulary);
        let (known, names) = self.words.entry(vocabulary).or_insert_with(|| {
            let ids: Vec<_> = words.iter().map(|word| word.id.value.as_str()).collect();
            (format!("site.yaml {}: {}", vocabulary.key(), ids.join("、")), Names::new(ids))
        });
        Diagnostic { suggestion: names.nearest(word), ..told.arg("known", known) }
    }
}

/// What is shown when nothing in a policy is near to a quote.
const NOTHING: &str = "—";

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
