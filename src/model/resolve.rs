//! One record, or the settings → what their references, sources and links mean.

mod named;
mod own;
mod picture;
mod quote;

use std::sync::Arc;

pub(super) use named::Names;

use super::citation::{Citation, Owner};
use super::entry::{AnyRecord, Part};
use super::kind::Kind;
use super::reach;
use super::settings::Settings;
use super::site::Site;
use super::suggest::Wanted;
use super::target::{LinkTarget, ResolveError, near, source as meant_source};
use super::translation;
use super::wording::Wordings;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Snapshot, Span};
use crate::syntax::markdown::{Document, without_space};
use crate::syntax::value::{Id, Ref, Source, Sources, names_user};
use crate::syntax::yaml;

/// What was found behind the references of one owner.
#[derive(Debug, Default)]
pub(super) struct Resolution {
    /// What means nothing.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that are named, but for pictures that pages show.
    pub files: Vec<String>,
    /// Pictures of texts and of the settings, with the places where they are shown.
    pub pictures: Vec<(String, Span)>,
    /// Records that are used, of the kinds of which some are only there for others.
    pub records: Vec<(Kind, usize)>,
    /// Records that are named in values.
    pub named: Vec<(Kind, usize)>,
    /// Clauses that are cited.
    pub citations: Vec<Citation>,
    /// Policies of which words are pinned without a clause.
    pub quoted: Vec<usize>,
    /// Something could not be found.
    pub vague: bool,
}

/// What references are resolved in.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub snapshot: &'a Snapshot,
    pub site: &'a Site,
    pub wordings: &'a Wordings,
    pub names: &'a Names,
}

/// What was found, and what is to be looked up for some of its diagnostics, by their places.
pub(super) type Unsettled<'a> = (Arc<Resolution>, Vec<(usize, Wanted<'a>)>);

/// Resolves the references of one owner.
struct Resolver<'a> {
    world: World<'a>,
    site: &'a Site,
    owner: Owner,
    /// The owner is not to be published yet.
    unpublished: bool,
    found: Resolution,
    wanted: Vec<(usize, Wanted<'a>)>,
}

impl Resolution {
    /// What is behind the settings.
    pub fn settings(world: World<'_>, file: FileId) -> Unsettled<'_> {
        let mut follower = Resolver::new(world, Owner::Site, false);
        follower.settings(&world.site.settings, file);
        (Arc::new(follower.found), follower.wanted)
    }

    /// What is behind a record.
    pub fn record<'a>(world: World<'a>, record: &AnyRecord<'a>) -> Unsettled<'a> {
        let owner = Owner::Record(record.kind, record.index);
        let mut follower = Resolver::new(world, owner, record.entry.unpublished(world.site.as_of).is_some());
        follower.parts(record);
        follower.translations(record);
        for document in record.documents() {
            follower.links(record, document);
        }
        if record.kind == Kind::Interpretation {
            follower.explained(record);
        }
        (Arc::new(follower.found), follower.wanted)
    }
}

impl<'a> Resolver<'a> {
    fn new(world: World<'a>, owner: Owner, unpublished: bool) -> Self {
        Self { world, site: world.site, owner, unpublished, found: Resolution::default(), wanted: Vec::new() }
    }

    fn path_of(&self, file: FileId) -> &'a str {
        &self.world.snapshot.source(file).path
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.diagnostics.push(diagnostic);
    }

    /// Reports a diagnostic, and has what was meant looked up.
    fn report_wanting(&mut self, diagnostic: Diagnostic, wanted: Option<Wanted<'a>>) {
        self.wanted.extend(wanted.map(|wanted| (self.found.diagnostics.len(), wanted)));
        self.report(diagnostic);
    }

    /// Notes that something leads to a record. What is public leads to nothing that is not.
    fn uses(&mut self, kind: Kind, index: usize, span: Span) {
        if matches!(kind, Kind::Form | Kind::Policy) {
            self.found.records.push((kind, index));
        }
        if self.site.content.unpublished.is_empty() || self.unpublished {
            return;
        }
        let record = self.site.content.record(kind, index);
        let unpublished = record.and_then(|record| self.site.content.unpublished.record(kind, record.id));
        self.found.diagnostics.extend(unpublished.map(|record| record.refuse(span)));
    }

    fn settings(&mut self, settings: &Settings, file: FileId) {
        let highlights = settings.highlights.iter().map(|highlight| (&*highlight.label, &highlight.source));
        let contact = settings.contact.source.iter().map(|sources| ("", sources));
        for (part, sources) in highlights.chain(contact) {
            if sources.0.is_empty() {
                let text = &self.world.snapshot.source(file).text;
                let at = text.find(if part.is_empty() { "contact:" } else { part }).unwrap_or_default();
                let place = Span::new(file, yaml::first_line(text, at));
                self.report(Diagnostic::at(Code::NoSource, place).arg("statement", self.statement(part)));
            }
            self.sources(part, file, sources);
        }
        for essential in &settings.essentials {
            self.reference(Kind::Question, &essential.question, file);
        }
        for mark in &settings.marks {
            self.mark(mark, file);
        }
        for link in &settings.footer.links {
            self.foot_link(link, file);
        }
        if let Some(logo) = &settings.logo {
            self.shown_picture(logo, file);
        }
        if let Some(picture) = &settings.picture {
            self.picture(picture, file);
        }
        self.found.diagnostics.extend(translation::wrong_in_settings(&settings.language, &settings.translations, file));
    }

    /// An interpretation must rest on some clause, by its links or its sources.
    fn explained(&mut self, record: &AnyRecord<'_>) {
        if !self.found.vague && self.found.citations.is_empty() {
            self.report(Diagnostic::at(Code::NoSource, record.span).arg("statement", record.entry.name()));
        }
    }

    fn parts(&mut self, record: &AnyRecord<'a>) {
        record.entry.parts(&mut |part| match part {
            Part::Sources(name, sources) => {
                if sources.0.is_empty() {
                    let missing = Diagnostic::at(Code::NoSource, record.span);
                    self.report(missing.arg("statement", record.entry.name()));
                }
                self.sources(name, record.file, sources);
            }
            Part::Ref(kind, id) => self.reference(kind, id, record.file),
            Part::Word(vocabulary, id) => {
                if self.site.content.settings.is_some() && self.site.word(vocabulary, id).is_none() {
                    let span = Span::new(record.file, id.range.clone());
                    let unknown = Diagnostic::at(Code::UnknownWord, span).arg("value", &id.value);
                    self.report_wanting(unknown, Some(Wanted::Word(vocabulary, id.value.to_string())));
                }
            }
            Part::File(file) => self.file(record, file),
            Part::Picture(picture) => self.picture(picture, record.file),
            Part::Web(url) => {
                if let Some(text) = url.value.get() {
                    self.address(text, Span::new(record.file, url.range.clone()));
                }
            }
            Part::Heading(heading) => self.own_heading(record, heading),
            Part::OwnClause(clause) => self.own_clause(record, clause),
            Part::Prose(..) | Part::Issuer(_) | Part::Date(_) | Part::AsOf(_) => {}
        });
    }

    /// The languages of a record's translations.
    fn translations(&mut self, record: &AnyRecord<'a>) {
        if self.site.content.settings.is_some() {
            let languages = &self.site.settings.translations;
            let wrong = translation::wrong_in_record(languages, record.file, record.entry.translations());
            self.found.diagnostics.extend(wrong);
        }
    }

    /// A record that is named by its id.
    fn reference(&mut self, kind: Kind, id: &Ref, file: FileId) {
        let span = Span::new(file, id.range.clone());
        match self.site.find(kind, &id.value) {
            Some(index) => {
                self.uses(kind, index, span);
                self.found.named.push((kind, index));
            }
            None => self.refuse(&ResolveError::Record(kind, id.value.to_string()), span, None),
        }
    }

    /// What an address means, and the clause to which it leads.
    fn link_target(
        &self,
        target: &str,
        from: FileId,
        document: &Document,
    ) -> Result<(LinkTarget, Option<usize>), ResolveError> {
        let link_target = self.site.link_target(target, self.path_of(from), document)?;
        let clause = self.site.reached(&link_target, target)?;
        Ok((link_target, clause))
    }

    fn links(&mut self, record: &AnyRecord<'a>, document: &'a Document) {
        let lets_html_in = self.site.settings.markdown.raw_html;
        for link in document.links.iter().filter(|link| lets_html_in || !link.raw) {
            let link_target = self.link_target(&link.target, record.file, document);
            match link_target {
                Err(refusal @ ResolveError::Clause(..)) if !link.title.is_empty() => {
                    let wanted = Self::pinned(&refusal, &link.title);
                    self.refuse_wanting(&refusal, link.span, wanted);
                }
                Err(refusal @ ResolveError::Clause(..)) => self.refuse(&refusal, link.span, Some(document)),
                Err(refusal) => match self.site.intended(&link.target, self.path_of(record.file), document) {
                    Some(meant) => self.refuse_wanting(&refusal, link.span, Some(Wanted::Known(meant))),
                    None => self.refuse(&refusal, link.span, Some(document)),
                },
                Ok((LinkTarget::File(path), _)) if link.image => self.found.pictures.push((path, link.span)),
                Ok((LinkTarget::File(path), _)) => self.found.files.push(path),
                Ok((LinkTarget::Outside(url), _)) if link.image => {
                    self.report(Diagnostic::at(Code::OutsideImage, link.span).arg("url", url));
                }
                Ok((LinkTarget::Outside(url), _)) if url.starts_with("http") => self.web(&url, link.span),
                Ok((LinkTarget::Outside(url), _)) => self.found.diagnostics.extend(reach::refuse(&url, link.span)),
                Ok((LinkTarget::Record(kind, index, anchor), _)) => {
                    self.uses(kind, index, link.span);
                    if kind == Kind::Policy && anchor.is_none() && !link.title.is_empty() {
                        self.quote_of_all(index, (&link.title, link.span));
                    }
                    if kind == Kind::Policy {
                        self.names_other(index, link.span);
                    }
                }
                Ok((LinkTarget::Clause(policy, _), clause)) => {
                    self.uses(Kind::Policy, policy, link.span);
                    // A question has no page that the clause could lead back to.
                    if let Some(clause) = clause.filter(|_| record.kind != Kind::Fact) {
                        let (owner, part, pins) = (self.owner, String::new(), !link.title.is_empty());
                        let span = link.span;
                        let reported = self.found.diagnostics.len();
                        if pins {
                            self.quote((policy, clause), (&link.title, span), "");
                        }
                        // Words that are not where the link leads are reported already.
                        if self.found.diagnostics.len() == reported && !self.names_other(policy, span) {
                            self.named((policy, clause), span);
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
            let span = Span::new(file, source.range.clone());
            let Some(written) = &source.value.clause else {
                self.outside(&source.value, span);
                continue;
            };
            if source.value.document.is_some() {
                let reported = Diagnostic::at(Code::BadSource, span).arg("value", self.written(span));
                self.report(reported);
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
                Err(None) => {
                    let reported = Diagnostic::at(Code::BadSource, place).arg("value", &written.value);
                    let known = meant_source(&written.value).map(Wanted::Known);
                    self.report_wanting(reported, known.or_else(|| Some(Wanted::Source(written.value.clone()))));
                }
                Err(Some(refusal)) => {
                    let quote = source.value.quote.as_ref();
                    let pinned = quote.and_then(|quote| Self::pinned(&refusal, &quote.value));
                    let wanted = pinned.or_else(|| Wanted::by(&refusal, self.site, (self.path_of(file), None)));
                    self.refuse_wanting(&refusal, place, wanted);
                }
            }
        }
    }

    /// What a reference to a wrong clause was probably meant to name, by the words that it pins.
    fn pinned(refusal: &ResolveError, quote: &str) -> Option<Wanted<'a>> {
        let ResolveError::Clause(_, policy, clause) = refusal else { return None };
        Some(Wanted::Pinned(*policy, clause.clone(), without_space(quote).into_owned()))
    }

    /// Tells of an address that means nothing; `own` is the document of a link.
    fn refuse(&mut self, refusal: &ResolveError, span: Span, own: Option<&'a Document>) {
        let wanted = Wanted::by(refusal, self.site, (self.path_of(span.file), own));
        self.refuse_wanting(refusal, span, wanted);
    }

    /// Reports an address that means nothing, unless what it may mean could not be read.
    fn refuse_wanting(&mut self, refusal: &ResolveError, span: Span, wanted: Option<Wanted<'a>>) {
        self.found.vague = true;
        let unread = &self.site.content.unread;
        let known = match refusal {
            ResolveError::Record(kind, id) => unread.may_hold(*kind, id),
            ResolveError::File(path) => near(path, self.path_of(span.file)).any(|path| unread.may_have(&path)),
            _ => false,
        };
        let unpublished = &self.site.content.unpublished;
        let found = match refusal {
            ResolveError::Record(kind, id) => Id::parse(id).and_then(|id| unpublished.record(*kind, &id)),
            ResolveError::File(path) => near(path, self.path_of(span.file)).find_map(|path| unpublished.file(&path)),
            _ => None,
        };
        if let Some(record) = found {
            return self.report(record.refuse(span));
        }
        if !known {
            let reported = self.site.refuse(refusal, self.path_of(span.file), span);
            self.report_wanting(reported, wanted);
        }
    }

    fn outside(&mut self, source: &Source, span: Span) {
        match &source.document {
            None => self.report(Diagnostic::at(Code::BadSource, span).arg("value", self.written(span))),
            Some(_) if source.checked_on.is_none() => {
                self.report(Diagnostic::at(Code::MissingKey, span).arg("key", "checked_on"));
            }
            Some(_) => {}
        }
        if let Some(url) = &source.url {
            self.address(&url.value, Span::new(span.file, url.range.clone()));
        }
    }

    /// An address outside of the site that is the whole value of a key.
    fn address(&mut self, url: &str, span: Span) {
        if url.starts_with("http") && is_torn(url) {
            let reported = Diagnostic::at(Code::BadValue, span).arg("value", url).arg("pattern", "@url-signs");
            let meant = url.trim().trim_end_matches(AT_END);
            return self.report(if is_torn(meant) { reported } else { reported.meant(meant) });
        }
        self.web(url, span);
    }

    /// An address outside of the site, which readers will follow.
    fn web(&mut self, url: &str, span: Span) {
        if names_user(url) {
            self.report(Diagnostic::at(Code::UserInAddress, span));
        } else if url.starts_with("http://") {
            self.report(Diagnostic::at(Code::InsecureLink, span).arg("url", url));
        } else if !url.starts_with("https://") {
            let reported = Diagnostic::at(Code::BadValue, span).arg("value", url).arg("pattern", "@url");
            let meant = url.replace('：', ":").replace('／', "/").replace('．', ".");
            self.report(if meant.starts_with("https://") { reported.meant(&meant) } else { reported });
        }
    }

    fn written(&self, span: Span) -> &str {
        let source = self.world.snapshot.source(span.file);
        &source.text[source.clamp(span.range())]
    }

    /// The name of a part of the settings, or of the owner.
    fn statement<'p>(&self, part: &'p str) -> &'p str
    where
        'a: 'p,
    {
        match self.owner {
            Owner::Site if !part.is_empty() => part,
            Owner::Site => &self.site.settings.title,
            Owner::Record(kind, index) => {
                self.site.content.record(kind, index).map_or("", |record| record.entry.name())
            }
        }
    }
}

/// Signs that stand behind an address and do not belong to it.
const AT_END: [char; 8] = ['。', '，', '；', '、', '！', '？', ',', ';'];

/// True for an address with signs that no address has, as if something else were written in it, or another one behind it.
fn is_torn(url: &str) -> bool {
    let again = |(at, _): (usize, &str)| url[..at].ends_with(AT_END);
    url.contains(|c: char| c.is_whitespace() || "\"<>\\^`{|}“”".contains(c))
        || url.ends_with(AT_END)
        || url.match_indices("http").any(again)
}
