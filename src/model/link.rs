//! Records → site: every reference, source and link is looked up once, and what means nothing is told.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::basis;
use super::citation::{Citation, Owner, nearest_wording};
use super::content::Content;
use super::entry::{AnyRecord, Part};
use super::kind::Kind;
use super::settings::Settings;
use super::site::Site;
use super::target::{Goal, Refusal};
use super::unused;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation, Severity};
use crate::source::{FileId, Snapshot, Span};
use crate::syntax::clause::ClausePath;
use crate::syntax::markdown::{Document, without_space};
use crate::syntax::value::{At, Date, Id, Known, Source, Sources};
use crate::syntax::yaml;

/// What the edge knows and the content does not.
#[derive(Clone, Debug)]
pub struct Options {
    /// The moment of the build; it is the site's day when nothing else says which day it is.
    pub now: jiff::Timestamp,
    /// The day that counts as today, before the one of `site.yaml`.
    pub as_of: Option<Date>,
    /// The address of the site, before the one of `site.yaml`.
    pub base_url: Option<String>,
}

/// Puts records together into a site. What is wrong is returned beside it; with errors among that, the site is not
/// whole.
pub fn link(snapshot: &Snapshot, content: Content, options: &Options) -> (Site, Diagnostics) {
    let settings = content.settings.clone();
    let has_settings = settings.is_some();
    let settings_file = settings.as_ref().map_or(FileId(0), |(file, _)| *file);
    let settings = settings.map_or_else(Settings::unread, |(_, settings)| settings);
    let mut linker = Linker {
        snapshot,
        diagnostics: Diagnostics::default(),
        used_files: BTreeSet::new(),
        used_records: BTreeSet::new(),
        has_settings,
        vague: BTreeSet::new(),
        site: Site {
            as_of: as_of(&settings, options),
            base_url: base_url(&settings, options),
            files: snapshot.files.clone(),
            settings,
            content: Arc::new(content),
            citations: Vec::new(),
            index: HashMap::new(),
            paths: HashMap::new(),
            by_clause: HashMap::new(),
            referring: HashMap::new(),
            groups: Vec::new(),
        },
    };
    linker.index();
    linker.settings(settings_file);
    linker.records();
    let cycles = basis::cycles(&linker.site);
    linker.diagnostics.extend(cycles);
    linker.unused();
    linker.site.order_citations();
    linker.site.group_questions();
    // Quotes have been looked up; a large site has room for its pages instead.
    if let Some(content) = Arc::get_mut(&mut linker.site.content) {
        content.policies.iter_mut().for_each(|policy| policy.body.give_up_wording());
    }
    (linker.site, linker.diagnostics)
}

/// The day that counts as today.
pub fn as_of(settings: &Settings, options: &Options) -> Date {
    let today = || {
        let zone = jiff::tz::TimeZone::get(&settings.time_zone.value).unwrap_or(jiff::tz::TimeZone::UTC);
        Date(options.now.to_zoned(zone).date())
    };
    options.as_of.or(settings.as_of.as_ref().map(|date| date.value)).unwrap_or_else(today)
}

fn base_url(settings: &Settings, options: &Options) -> Option<String> {
    let written = settings.base_url.as_ref().and_then(|url| url.value.get());
    let url = options.base_url.as_ref().or(written)?;
    Some(format!("{}/", url.trim_end_matches('/')))
}

struct Linker<'a> {
    snapshot: &'a Snapshot,
    site: Site,
    diagnostics: Diagnostics,
    used_files: BTreeSet<String>,
    used_records: BTreeSet<(Kind, usize)>,
    has_settings: bool,
    /// Those who refer to something that could not be found.
    vague: BTreeSet<Owner>,
}

impl Linker<'_> {
    fn path_of(&self, file: FileId) -> &str {
        &self.snapshot.source(file).path
    }

    fn index(&mut self) {
        let mut first: HashMap<(Kind, &Id), Span> = HashMap::new();
        for record in self.site.content.records() {
            if let Some(span) = first.get(&(record.kind, record.id)) {
                self.diagnostics.push(
                    Diagnostic::at(Code::DuplicateId, record.span)
                        .arg("id", record.id)
                        .arg("collection", record.kind.collection())
                        .related(*span, Relation::First),
                );
                continue;
            }
            first.insert((record.kind, record.id), record.span);
            self.site.index.entry(record.kind).or_default().insert(record.id.clone(), record.index);
            let path = &self.snapshot.source(record.file).path;
            if path.ends_with(".md") {
                self.site.paths.insert(Arc::clone(path), (record.kind, record.index));
            }
        }
    }

    fn settings(&mut self, file: FileId) {
        let settings = self.site.settings.clone();
        for highlight in &settings.highlights {
            self.sources(Owner::Site, &highlight.label, file, &highlight.source);
        }
        if let Some(sources) = &settings.contact.source {
            self.sources(Owner::Site, "", file, sources);
        }
    }

    fn records(&mut self) {
        let content = Arc::clone(&self.site.content);
        for record in content.records() {
            self.parts(&record);
            for document in record.documents() {
                self.links(&record, document);
            }
            if record.kind == Kind::Interpretation {
                self.explained(&record);
            }
        }
    }

    /// An interpretation must rest on some clause, by its links or its sources.
    fn explained(&mut self, record: &AnyRecord<'_>) {
        let owner = Owner::Record(record.kind, record.index);
        if self.vague.contains(&owner) {
            return;
        }
        if !self.site.citations.iter().rev().take_while(|citation| citation.owner == owner).any(|_| true) {
            let missing = Diagnostic::at(Code::NoSource, record.span).arg("statement", record.entry.name());
            self.diagnostics.push(missing);
        }
    }

    fn parts(&mut self, record: &AnyRecord<'_>) {
        let owner = Owner::Record(record.kind, record.index);
        record.entry.parts(&mut |part| match part {
            Part::Sources(name, sources) => {
                if sources.0.is_empty() {
                    let missing = Diagnostic::at(Code::NoSource, record.span);
                    self.diagnostics.push(missing.arg("statement", record.entry.name()));
                }
                self.sources(owner, name, record.file, sources);
            }
            Part::Ref(kind, id) => match self.site.find(kind, &id.value) {
                Some(index) => {
                    self.used_records.insert((kind, index));
                    let from = self.site.referring.entry((kind, index)).or_default();
                    if from.last() != Some(&(record.kind, record.index)) {
                        from.push((record.kind, record.index));
                    }
                }
                None => {
                    let span = Span::new(record.file, id.range.clone());
                    self.refuse(&Refusal::Record(kind, id.value.to_string()), owner, span);
                }
            },
            Part::Word(vocabulary, id) => {
                let words: Vec<_> = self.site.words(vocabulary).iter().map(|word| word.id.value.as_str()).collect();
                if self.has_settings && !words.contains(&id.value.as_str()) {
                    let span = Span::new(record.file, id.range.clone());
                    let unknown = Diagnostic::at(Code::UnknownWord, span).arg("value", &id.value);
                    let unknown = unknown.arg("known", format!("site.yaml {}: {}", vocabulary.key(), words.join("、")));
                    self.diagnostics.push(unknown.suggest(id.value.as_str(), words));
                }
            }
            Part::File(file) => self.file(record, file),
            Part::Web(url) => {
                if let Some(text) = url.value.get() {
                    self.web(text, Span::new(record.file, url.range.clone()));
                }
            }
            Part::OwnClause(clause) => {
                let found = ClausePath::parse(&clause.value).and_then(|path| self.site.clause(record.index, &path));
                if found.is_none() {
                    let refusal = Refusal::Clause(Kind::Policy, record.index, clause.value.clone());
                    let span = Span::new(record.file, clause.range.clone());
                    self.refuse(&refusal, owner, span);
                }
            }
            Part::Prose(..) | Part::Date(_) | Part::AsOf(_) => {}
        });
    }

    fn file(&mut self, record: &AnyRecord<'_>, file: &At<Known<String>>) {
        let Some(target) = file.value.get() else { return };
        let span = Span::new(record.file, file.range.clone());
        match self.site.goal(target, self.path_of(record.file), record.body) {
            Ok(Goal::File(path)) => {
                self.used_files.insert(path);
            }
            Ok(_) => {}
            Err(refusal) => self.refuse(&refusal, Owner::Record(record.kind, record.index), span),
        }
    }

    fn links(&mut self, record: &AnyRecord<'_>, document: &Document) {
        for link in &document.links {
            match self.site.goal(&link.target, self.path_of(record.file), document) {
                Err(refusal) => self.refuse(&refusal, Owner::Record(record.kind, record.index), link.span),
                Ok(Goal::File(path)) => {
                    self.used_files.insert(path);
                }
                Ok(Goal::Outside(url)) if url.starts_with("http://") => {
                    self.diagnostics.push(Diagnostic::at(Code::InsecureLink, link.span).arg("url", url));
                }
                Ok(Goal::Record(kind, index, anchor)) => {
                    self.used_records.insert((kind, index));
                    let anchor = anchor.filter(|_| kind == Kind::Policy);
                    let clauses = self.site.clauses(index).iter();
                    let clause =
                        anchor.and_then(|anchor| clauses.into_iter().position(|clause| clause.anchor == anchor));
                    let owner = Owner::Record(record.kind, record.index);
                    // A question has no page that the clause could lead back to.
                    if let Some(clause) = clause.filter(|_| record.kind != Kind::Fact) {
                        let part = String::new();
                        self.site.citations.push(Citation {
                            owner,
                            part,
                            policy: index,
                            clause,
                            quote: None,
                            span: link.span,
                        });
                    }
                }
                Ok(_) => {}
            }
        }
    }

    fn sources(&mut self, owner: Owner, part: &str, file: FileId, sources: &Sources) {
        for source in &sources.0 {
            let span = Span::new(file, yaml::whole(&self.snapshot.source(file).text, source.range.clone()));
            let Some(written) = &source.value.clause else {
                self.outside(&source.value, span);
                continue;
            };
            if source.value.document.is_some() {
                let told = Diagnostic::at(Code::BadSource, span).arg("value", self.written(span));
                self.diagnostics.push(told);
                continue;
            }
            let place = Span::new(file, written.range.clone());
            match self.site.source(written) {
                Ok((policy, clause)) => {
                    self.used_records.insert((Kind::Policy, policy));
                    self.quote(owner, (policy, clause), file, source);
                    let quote = source.value.quote.as_ref().map(|quote| quote.value.clone());
                    let part = part.to_owned();
                    self.site.citations.push(Citation { owner, part, policy, clause, quote, span: place });
                }
                Err(None) => self.diagnostics.push(Diagnostic::at(Code::BadSource, place).arg("value", &written.value)),
                Err(Some(refusal)) => {
                    let related = self.meant(&refusal, &source.value);
                    self.refuse_near(&refusal, owner, place, related);
                }
            }
        }
    }

    /// Where the words stand that a source with a wrong clause pins.
    fn meant(&self, refusal: &Refusal, source: &Source) -> Option<Span> {
        let (Refusal::Clause(_, policy, _), Some(quote)) = (refusal, &source.quote) else { return None };
        self.nearest(*policy, &without_space(&quote.value)).1
    }

    fn refuse(&mut self, refusal: &Refusal, owner: Owner, span: Span) {
        self.refuse_near(refusal, owner, span, None);
    }

    /// Complains of an address that means nothing, unless what it may mean could not be read.
    fn refuse_near(&mut self, refusal: &Refusal, owner: Owner, span: Span, near: Option<Span>) {
        self.vague.insert(owner);
        let lost = &self.site.content.lost;
        let known = match refusal {
            Refusal::Record(kind, id) => lost.may_hold(*kind, id),
            Refusal::File(path) => self.site.near(path, self.path_of(span.file)).any(|path| lost.may_have(&path)),
            _ => false,
        };
        if !known {
            let mut told = self.site.refuse(refusal, self.path_of(span.file), span);
            told.related.extend(near.map(|near| (near, Relation::Nearest)));
            self.diagnostics.push(told);
        }
    }

    fn outside(&mut self, source: &Source, span: Span) {
        match &source.document {
            None => self.diagnostics.push(Diagnostic::at(Code::BadSource, span).arg("value", self.written(span))),
            Some(_) if source.checked_on.is_none() => {
                self.diagnostics.push(Diagnostic::at(Code::MissingKey, span).arg("key", "checked_on"));
            }
            Some(_) => {}
        }
        if let Some(url) = &source.url {
            self.web(&url.value, Span::new(span.file, url.range.clone()));
        }
    }

    /// An address outside of the site, which readers will follow.
    fn web(&mut self, url: &str, span: Span) {
        if url.starts_with("http://") {
            self.diagnostics.push(Diagnostic::at(Code::InsecureLink, span).arg("url", url));
        } else if !url.starts_with("https://") {
            self.diagnostics.push(Diagnostic::at(Code::BadValue, span).arg("value", url).arg("pattern", "@url"));
        }
    }

    fn written(&self, span: Span) -> &str {
        let source = self.snapshot.source(span.file);
        &source.text[source.clamp(span.range())]
    }

    fn statement(&self, owner: Owner, part: &str) -> String {
        let name = match owner {
            Owner::Site => self.site.settings.title.clone(),
            Owner::Record(kind, index) => {
                let record = self.site.content.record(kind, index);
                record.map_or_else(String::new, |record| record.entry.name().to_owned())
            }
        };
        if part.is_empty() { name } else { format!("{name}：{part}") }
    }

    /// The wording of a policy that is nearest to these words, and the paragraph that holds it.
    fn nearest(&self, policy: usize, wanted: &str) -> (String, Option<Span>) {
        let Some(record) = self.site.content.policies.get(policy) else { return (String::new(), None) };
        let (nearest, clause) = nearest_wording(&record.body, wanted);
        let holds = |span: &Span| without_space(self.written(*span)).contains(&nearest);
        let block = record.body.blocks.iter().map(|block| block.span).find(holds);
        let place = clause.map(|clause| block.unwrap_or(clause));
        (nearest, place)
    }

    /// A pinned quote must stand in its clause.
    fn quote(&mut self, owner: Owner, (policy, clause): (usize, usize), file: FileId, source: &At<Source>) {
        let Some(quote) = &source.value.quote else { return };
        let wanted = without_space(&quote.value);
        if wanted.is_empty() {
            let empty = Diagnostic::at(Code::BadSource, Span::new(file, quote.range.clone()));
            self.diagnostics.push(empty.arg("value", "quote: \"\""));
            return;
        }
        let Some(record) = self.site.content.policies.get(policy) else { return };
        let clause = &record.body.clauses[clause];
        if record.body.wording(clause).contains(&wanted) {
            return;
        }
        let (nearest, at) = self.nearest(policy, &wanted);
        let gone = Diagnostic::at(Code::QuoteGone, Span::new(file, quote.range.clone()))
            .arg("quote", &quote.value)
            .arg("clause", format!("{}#{}", record.id, clause.path))
            .arg("statement", self.statement(owner, ""))
            .arg("nearest", nearest);
        self.diagnostics.push(match at {
            Some(span) => gone.related(span, Relation::Nearest),
            None => gone,
        });
    }

    /// Nothing is known to be unused while something that may use it is wrong.
    fn unused(&mut self) {
        let whole = self.has_settings && self.site.content.lost.is_empty();
        if whole && self.diagnostics.count(Severity::Error) == 0 {
            self.diagnostics.extend(unused::files(&self.site, &self.used_files));
            self.diagnostics.extend(unused::records(&self.site, &self.used_records));
        }
    }
}

impl Site {
    /// The policy and the clause that a source names, by their places. Nothing means that the text is no source at all.
    ///
    /// # Errors
    /// Why it means nothing.
    pub fn source(&self, written: &At<String>) -> Result<(usize, usize), Option<Refusal>> {
        let (id, clause) = written.value.split_once('#').ok_or(None)?;
        let unknown = || Some(Refusal::Record(Kind::Policy, id.to_owned()));
        let id = Id::parse(id.trim()).ok_or(None)?;
        let policy = self.find(Kind::Policy, &id).ok_or_else(unknown)?;
        let found = ClausePath::parse(clause).and_then(|path| self.clause(policy, &path));
        let unknown = || Some(Refusal::Clause(Kind::Policy, policy, clause.to_owned()));
        Ok((policy, found.ok_or_else(unknown)?))
    }
}
