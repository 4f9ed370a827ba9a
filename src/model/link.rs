//! Records → site: every reference, source and link is looked up once, and what means nothing is reported.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::content::Content;
use super::cycles;
use super::entry::Vocabulary;
use super::kind::Kind;
use super::links::{Links, Same};
use super::resolve::{Names, Resolution, Unsettled, World};
use super::settings::Settings;
use super::site::{Cited, Index, Site};
use super::suggest::Suggestions;
use super::target::ResolveError;
use super::unpublished::Unpublished;
use super::unused;
use super::validity::Current;
use super::wording::Wordings;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation, Severity};
use crate::source::{FileId, Snapshot};
use crate::syntax::clause::ClauseRef;
use crate::syntax::value::{At, Date, Id};

/// Records that a thread follows before another one may help it.
const AT_ONCE: usize = 64;

/// What the edge knows and the content does not.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The moment of the build; it is the site's day when nothing else says which day it is.
    pub now: jiff::Timestamp,
    /// The day that counts as today, before the one of `site.yaml`.
    pub as_of: Option<Date>,
    /// The address of the site, before the one of `site.yaml`.
    pub base_url: Option<String>,
    /// Whether drafts, and what is published on a later day, are part of the site.
    pub drafts: bool,
}

/// Puts records together into a site. What is wrong is returned beside it; with errors among that, the site is not
/// whole. References that lead where they led when `links` were made are not resolved again; afterwards `links` are those
/// of this site.
pub fn link(
    snapshot: &Snapshot,
    mut content: Content,
    options: &Options,
    links: Option<&mut Links>,
) -> (Site, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let settings = content.settings.as_ref().map_or_else(Settings::unread, |(_, settings)| settings.clone());
    let as_of = as_of(&settings, options);
    // Without settings nobody knows which day it is for the site.
    if content.settings.is_some() {
        content.unpublished = Unpublished::new(snapshot, &content, as_of, options.drafts);
        if !options.drafts {
            content.hold_back(as_of);
        }
    }
    let content = Arc::new(content);
    let same = links.as_ref().map_or_else(Same::default, |links| links.same(snapshot, &content));
    let index = links.as_ref().and_then(|links| links.index(&same)).unwrap_or_else(|| {
        let (index, duplicates) = index(snapshot, &content, &settings);
        diagnostics.extend(duplicates);
        Arc::new(index)
    });
    let mut site = Site {
        as_of,
        base_url: base_url(&settings, options),
        files: snapshot.files.clone(),
        pictures: Arc::default(),
        left_out: BTreeSet::new(),
        settings,
        content,
        cited: Arc::default(),
        index,
        groups: Vec::new(),
        current: Current::default(),
    };
    let is_whole = diagnostics.iter().next().is_none();
    let records = site.content.records();
    let known = |at: usize| links.as_ref().and_then(|links| links.resolutions(&same, at));
    let world = World { snapshot, site: &site, wordings: &Wordings::default(), names: &Names::default() };
    let resolve =
        |(at, record)| known(at).map_or_else(|| Resolution::record(world, record), |found| (found, Vec::new()));
    let found: Vec<_> = records.par_iter().with_max_len(AT_ONCE).enumerate().map(resolve).collect();
    let file = site.content.settings.as_ref().map_or(FileId(0), |(file, _)| *file);
    let found = found.into_iter().chain([Resolution::settings(world, file)]);
    let mut suggestions = Suggestions::new(snapshot, &site);
    let resolutions: Vec<_> = found.map(|found| settled(found, &mut suggestions)).collect();
    diagnostics.extend(resolutions.iter().flat_map(|found| found.diagnostics.iter().cloned()));
    let cited = || {
        let cited = links.as_ref().and_then(|links| links.cited(&same, &resolutions));
        cited.unwrap_or_else(|| Arc::new(Cited::new(&records, &resolutions)))
    };
    let (cited, cycles) = rayon::join(cited, || cycles::all(&site));
    diagnostics.extend(cycles);
    // What is held back may use what nothing else does.
    let held = !options.drafts && !site.content.unpublished.is_empty();
    let unused = if held { Vec::new() } else { unused(&site, &resolutions, &diagnostics) };
    diagnostics.extend(unused);
    drop(records);
    site.cited = cited;
    site.group_questions();
    if let Some(links) = links {
        *links = Links::of(snapshot, &site, resolutions, (same, is_whole));
    }
    (site, diagnostics)
}

/// What was found, with what authors probably meant in its diagnostics.
fn settled<'a>((mut found, wanted): Unsettled<'a>, suggestions: &mut Suggestions<'a>) -> Arc<Resolution> {
    // Nobody else has yet what has just been found.
    if let Some(found) = Arc::get_mut(&mut found) {
        for (at, wanted) in wanted {
            let reported = found.diagnostics[at].clone();
            found.diagnostics[at] = suggestions.add(reported, &wanted);
        }
    }
    found
}

/// Where records are, by their ids and their paths; of two with one id the first.
fn index(snapshot: &Snapshot, content: &Content, settings: &Settings) -> (Index, Vec<Diagnostic>) {
    let mut index = Index::default();
    for (vocabulary, ids) in Vocabulary::ALL.into_iter().zip(&mut index.words) {
        for (at, word) in settings.words(vocabulary).iter().enumerate() {
            ids.entry(word.id.value.clone()).or_insert(at);
        }
    }
    let mut diagnostics = Vec::new();
    for (kind, ids) in Kind::ALL.into_iter().zip(&mut index.ids) {
        ids.reserve(content.count(kind));
    }
    index.paths.reserve(snapshot.texts.len());
    for record in content.records() {
        match index.ids[record.kind as usize].entry(record.id.clone()) {
            Entry::Vacant(place) => drop(place.insert(record.index)),
            Entry::Occupied(first) => {
                let first = content.record(record.kind, *first.get());
                let reported = Diagnostic::at(Code::DuplicateId, record.span)
                    .arg("id", record.id)
                    .arg("collection", record.kind.collection());
                diagnostics.push(
                    first.into_iter().fold(reported, |reported, first| reported.related(first.span, Relation::First)),
                );
                continue;
            }
        }
        let path = &snapshot.source(record.file).path;
        if path.ends_with(".md") {
            index.paths.insert(Arc::clone(path), (record.kind, record.index));
        }
    }
    (index, diagnostics)
}

/// Nothing is known to be unused while something that may use it is wrong.
fn unused(site: &Site, resolutions: &[Arc<Resolution>], diagnostics: &Diagnostics) -> Vec<Diagnostic> {
    let whole = site.content.settings.is_some() && site.content.unread.is_empty();
    if !whole || diagnostics.count(Severity::Error) > 0 {
        return Vec::new();
    }
    let records: FxHashSet<(Kind, usize)> =
        resolutions.iter().flat_map(|found| found.records.iter().copied()).collect();
    unused::records(site, &records)
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

impl Site {
    /// The policy and the clause that a source names, by their places. Nothing means that the text is no source at all.
    ///
    /// # Errors
    /// Why it means nothing.
    pub fn source(&self, written: &At<String>) -> Result<(usize, usize), Option<ResolveError>> {
        let (id, clause) = written.value.split_once('#').ok_or(None)?;
        let unknown = || Some(ResolveError::Record(Kind::Policy, id.to_owned()));
        let id = Id::parse(id.trim()).ok_or(None)?;
        let policy = self.find(Kind::Policy, &id).ok_or_else(unknown)?;
        let unknown = || Some(ResolveError::Clause(Kind::Policy, policy, clause.to_owned()));
        let wanted = ClauseRef::parse(clause).ok_or_else(unknown)?;
        Ok((policy, self.meant(policy, &wanted, clause).map_err(Some)?))
    }
}
