//! One record, or the settings → what their references, sources and links mean.

use super::citation::{Citation, Owner, nearest_wording};
use super::entry::{AnyRecord, Part};
use super::kind::Kind;
use super::settings::Settings;
use super::site::Site;
use super::target::{Goal, Refusal};
use super::waiting::Waiting;
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::{FileId, Snapshot, Span};
use crate::syntax::clause::ClausePath;
use crate::syntax::markdown::{Document, without_space};
use crate::syntax::value::{At, Known, Source, Sources, names_user};
use crate::syntax::yaml;

/// What was found behind the references of one owner.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// What means nothing.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that are used.
    pub files: Vec<String>,
    /// Records that are used, of the kinds of which some are only there for others.
    pub records: Vec<(Kind, usize)>,
    /// Records that are named in values.
    pub named: Vec<(Kind, usize)>,
    /// Clauses that are cited.
    pub citations: Vec<Citation>,
    /// Something could not be found.
    pub vague: bool,
}

/// What a source with a wrong clause was probably meant to name.
struct Meant {
    /// The paragraph that is nearest to the words that it pins.
    place: Span,
    /// The clause that has these words.
    clause: Option<String>,
}

/// Follows the references of one owner.
struct Follower<'a> {
    snapshot: &'a Snapshot,
    site: &'a Site,
    owner: Owner,
    /// The owner is not to be published yet.
    waits: bool,
    found: Followed,
}

impl Followed {
    /// What is behind the settings.
    pub fn settings(snapshot: &Snapshot, site: &Site, file: FileId) -> Self {
        let mut follower = Follower { snapshot, site, owner: Owner::Site, waits: false, found: Self::default() };
        follower.settings(&site.settings, file);
        follower.found
    }

    /// What is behind a record.
    pub fn record(snapshot: &Snapshot, site: &Site, record: &AnyRecord<'_>) -> Self {
        let owner = Owner::Record(record.kind, record.index);
        let waits = record.entry.wait(site.as_of).is_some();
        let mut follower = Follower { snapshot, site, owner, waits, found: Self::default() };
        follower.parts(record);
        for document in record.documents() {
            follower.links(record, document);
        }
        if record.kind == Kind::Interpretation {
            follower.explained(record);
        }
        follower.found
    }
}

impl Follower<'_> {
    fn path_of(&self, file: FileId) -> &str {
        &self.snapshot.source(file).path
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.found.diagnostics.push(diagnostic);
    }

    /// Notes that something leads to a record. What is public leads to nothing that is not.
    fn uses(&mut self, kind: Kind, index: usize, span: Span) {
        if matches!(kind, Kind::Form | Kind::Policy) {
            self.found.records.push((kind, index));
        }
        if self.site.content.waiting.is_empty() || self.waits {
            return;
        }
        let id = self.site.content.record(kind, index).map(|record| record.id);
        let is_target = |waiting: &&Waiting| id.is_some_and(|id| waiting.is(kind, id.as_str()));
        let waiting = self.site.content.waiting.iter().find(is_target);
        self.found.diagnostics.extend(waiting.map(|waiting| waiting.refuse(span)));
    }

    fn settings(&mut self, settings: &Settings, file: FileId) {
        for highlight in &settings.highlights {
            self.sources(&highlight.label, file, &highlight.source);
        }
        if let Some(sources) = &settings.contact.source {
            self.sources("", file, sources);
        }
    }

    /// An interpretation must rest on some clause, by its links or its sources.
    fn explained(&mut self, record: &AnyRecord<'_>) {
        if !self.found.vague && self.found.citations.is_empty() {
            self.tell(Diagnostic::at(Code::NoSource, record.span).arg("statement", record.entry.name()));
        }
    }

    fn parts(&mut self, record: &AnyRecord<'_>) {
        record.entry.parts(&mut |part| match part {
            Part::Sources(name, sources) => {
                if sources.0.is_empty() {
                    let missing = Diagnostic::at(Code::NoSource, record.span);
                    self.tell(missing.arg("statement", record.entry.name()));
                }
                self.sources(name, record.file, sources);
            }
            Part::Ref(kind, id) => match self.site.find(kind, &id.value) {
                Some(index) => {
                    self.uses(kind, index, Span::new(record.file, id.range.clone()));
                    self.found.named.push((kind, index));
                }
                None => {
                    let span = Span::new(record.file, id.range.clone());
                    self.refuse(&Refusal::Record(kind, id.value.to_string()), span);
                }
            },
            Part::Word(vocabulary, id) => {
                let words: Vec<_> = self.site.words(vocabulary).iter().map(|word| word.id.value.as_str()).collect();
                if self.site.content.settings.is_some() && !words.contains(&id.value.as_str()) {
                    let span = Span::new(record.file, id.range.clone());
                    let unknown = Diagnostic::at(Code::UnknownWord, span).arg("value", &id.value);
                    let unknown = unknown.arg("known", format!("site.yaml {}: {}", vocabulary.key(), words.join("、")));
                    self.tell(unknown.suggest(id.value.as_str(), words));
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
                    self.refuse(&refusal, span);
                }
            }
            Part::Prose(..) | Part::Date(_) | Part::AsOf(_) => {}
        });
    }

    fn file(&mut self, record: &AnyRecord<'_>, file: &At<Known<String>>) {
        let Some(target) = file.value.get() else { return };
        let span = Span::new(record.file, file.range.clone());
        match self.goal(target, record.file, record.body) {
            Ok((Goal::File(path), _)) => {
                self.found.files.push(path);
            }
            Ok(_) => {}
            Err(refusal) => self.refuse(&refusal, span),
        }
    }

    /// What an address means, and the clause to which it leads.
    fn goal(&self, target: &str, from: FileId, document: &Document) -> Result<(Goal, Option<usize>), Refusal> {
        let goal = self.site.goal(target, self.path_of(from), document)?;
        let clause = self.site.reached(&goal, target)?;
        Ok((goal, clause))
    }

    fn links(&mut self, record: &AnyRecord<'_>, document: &Document) {
        let lets_html_in = self.site.settings.markdown.raw_html;
        for link in document.links.iter().filter(|link| lets_html_in || !link.raw) {
            let goal = self.goal(&link.target, record.file, document);
            match goal {
                Err(refusal) => self.refuse(&refusal, link.span),
                Ok((Goal::File(path), _)) => {
                    self.found.files.push(path);
                }
                Ok((Goal::Outside(url), _)) if link.image => {
                    self.tell(Diagnostic::at(Code::OutsideImage, link.span).arg("url", url));
                }
                Ok((Goal::Outside(url), _)) if url.starts_with("http") => self.web(&url, link.span),
                Ok((Goal::Record(kind, index, _), _)) => self.uses(kind, index, link.span),
                Ok((Goal::Clause(policy, _), clause)) => {
                    self.uses(Kind::Policy, policy, link.span);
                    // A question has no page that the clause could lead back to.
                    if let Some(clause) = clause.filter(|_| record.kind != Kind::Fact) {
                        let (owner, part, pins) = (self.owner, String::new(), !link.title.is_empty());
                        let span = link.span;
                        if pins {
                            self.quote((policy, clause), (&link.title, span), "");
                        }
                        self.found.citations.push(Citation { owner, part, policy, clause, pins, span });
                    }
                }
                Ok(_) => {}
            }
        }
    }

    fn sources(&mut self, part: &str, file: FileId, sources: &Sources) {
        for source in &sources.0 {
            let span = Span::new(file, yaml::whole(&self.snapshot.source(file).text, source.range.clone()));
            let Some(written) = &source.value.clause else {
                self.outside(&source.value, span);
                continue;
            };
            if source.value.document.is_some() {
                let told = Diagnostic::at(Code::BadSource, span).arg("value", self.written(span));
                self.tell(told);
                continue;
            }
            let place = Span::new(file, written.range.clone());
            match self.site.source(written) {
                Ok((policy, clause)) => {
                    self.uses(Kind::Policy, policy, place);
                    if let Some(quote) = &source.value.quote {
                        self.quote((policy, clause), (&quote.value, Span::new(file, quote.range.clone())), part);
                    }
                    let (owner, part, pins) = (self.owner, part.to_owned(), source.value.quote.is_some());
                    self.found.citations.push(Citation { owner, part, policy, clause, pins, span: place });
                }
                Err(None) => self.tell(Diagnostic::at(Code::BadSource, place).arg("value", &written.value)),
                Err(Some(refusal)) => {
                    let related = self.meant(&refusal, &source.value);
                    self.refuse_near(&refusal, place, related);
                }
            }
        }
    }

    /// Where the words stand that a source with a wrong clause pins, and the clause that has them to the letter.
    fn meant(&self, refusal: &Refusal, source: &Source) -> Option<Meant> {
        let (Refusal::Clause(_, policy, _), Some(quote)) = (refusal, &source.quote) else { return None };
        let wanted = without_space(&quote.value);
        let body = &self.site.content.policies.get(*policy)?.body;
        let mut clauses = body.clauses.iter().enumerate().filter(|(_, clause)| !clause.has_parts);
        let clause =
            clauses.find(|(at, _)| body.wording(*at).contains(&*wanted)).map(|(_, clause)| clause.path.label());
        Some(Meant { place: self.nearest(*policy, &wanted).1?, clause })
    }

    fn refuse(&mut self, refusal: &Refusal, span: Span) {
        self.refuse_near(refusal, span, None);
    }

    /// Complains of an address that means nothing, unless what it may mean could not be read.
    fn refuse_near(&mut self, refusal: &Refusal, span: Span, meant: Option<Meant>) {
        self.found.vague = true;
        let lost = &self.site.content.lost;
        let known = match refusal {
            Refusal::Record(kind, id) => lost.may_hold(*kind, id),
            Refusal::File(path) => self.site.near(path, self.path_of(span.file)).any(|path| lost.may_have(&path)),
            _ => false,
        };
        let from = self.path_of(span.file);
        let is_meant = |waiting: &&Waiting| match refusal {
            Refusal::Record(kind, id) => waiting.is(*kind, id),
            Refusal::File(path) => self.site.near(path, from).any(|path| waiting.is_at(&path)),
            _ => false,
        };
        let waiting = self.site.content.waiting.iter().find(is_meant);
        if let Some(waiting) = waiting {
            return self.tell(waiting.refuse(span));
        }
        if !known {
            let mut told = self.site.refuse(refusal, self.path_of(span.file), span);
            if let Some(Meant { place, clause }) = meant {
                told.related.push((place, Relation::Nearest));
                told.suggestion = clause.or(told.suggestion);
            }
            self.tell(told);
        }
    }

    fn outside(&mut self, source: &Source, span: Span) {
        match &source.document {
            None => self.tell(Diagnostic::at(Code::BadSource, span).arg("value", self.written(span))),
            Some(_) if source.checked_on.is_none() => {
                self.tell(Diagnostic::at(Code::MissingKey, span).arg("key", "checked_on"));
            }
            Some(_) => {}
        }
        if let Some(url) = &source.url {
            self.web(&url.value, Span::new(span.file, url.range.clone()));
        }
    }

    /// An address outside of the site, which readers will follow.
    fn web(&mut self, url: &str, span: Span) {
        if names_user(url) {
            self.tell(Diagnostic::at(Code::UserInAddress, span));
        } else if url.starts_with("http://") {
            self.tell(Diagnostic::at(Code::InsecureLink, span).arg("url", url));
        } else if !url.starts_with("https://") {
            self.tell(Diagnostic::at(Code::BadValue, span).arg("value", url).arg("pattern", "@url"));
        }
    }

    fn written(&self, span: Span) -> &str {
        let source = self.snapshot.source(span.file);
        &source.text[source.clamp(span.range())]
    }

    /// The name of a part of the settings, or of the owner.
    fn statement(&self, part: &str) -> String {
        match self.owner {
            Owner::Site if !part.is_empty() => part.to_owned(),
            Owner::Site => self.site.settings.title.clone(),
            Owner::Record(kind, index) => {
                let record = self.site.content.record(kind, index);
                record.map_or_else(String::new, |record| record.entry.name().to_owned())
            }
        }
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
    fn quote(&mut self, (policy, clause): (usize, usize), (quote, place): (&str, Span), part: &str) {
        let wanted = without_space(quote);
        if wanted.is_empty() {
            self.tell(Diagnostic::at(Code::BadSource, place).arg("value", "quote: \"\""));
            return;
        }
        let Some(record) = self.site.content.policies.get(policy) else { return };
        if record.body.wording(clause).contains(&*wanted) {
            return;
        }
        let clause = &record.body.clauses[clause];
        let (nearest, at) = self.nearest(policy, &wanted);
        let gone = Diagnostic::at(Code::QuoteGone, place)
            .arg("quote", quote)
            .arg("clause", format!("{}#{}", record.id, clause.path))
            .arg("statement", self.statement(part))
            .arg("nearest", nearest);
        self.tell(match at {
            Some(span) => gone.related(span, Relation::Nearest),
            None => gone,
        });
    }
}
