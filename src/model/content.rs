//! Snapshot → records: every file is read by itself, in parallel, and the results are put together in the order of
//! their paths. A file that is what it was when it was last read need not be read again.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use smallvec::SmallVec;

use super::article::{Interpretation, Page, Policy, Question};
use super::collection::Collection;
use super::divider::divider;
use super::eligibility::{Check, Fact};
use super::entry::{AnyRecord, Entry, Part, Record};
use super::form::Form;
use super::front::front_matter;
use super::kind::{Holder, Kind, is_readme, kinds, unknown_file};
use super::plain;
use super::records::*;
use super::settings::Settings;
use super::unpublished::Unpublished;
use super::unread::{Unread, UnreadItem};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Snapshot, Source, Span};
use crate::syntax::clause::Signers;
use crate::syntax::markdown::{Document, Flavor, Origin, parse, parse_issued};
use crate::syntax::slips;
use crate::syntax::value::{At, Date, Id};
use crate::syntax::yaml;

macro_rules! content {
    ($($(#[$doc:meta])* $kind:ident, $field:ident, $word:literal, $holder:ident, $has_page:literal, $more:tt;)*) => {
        /// All records of a content folder, each collection in the order of its files.
        #[derive(Clone, Debug, Default)]
        pub struct Content {
            /// `site.yaml`, and the file that it is.
            pub settings: Option<(FileId, Settings)>,
            /// What could not be read.
            pub unread: Unread,
            /// What is not to be published yet.
            pub unpublished: Unpublished,
            $($(#[$doc])* pub $field: Collection<$kind>,)*
        }

        /// A record that was read.
        #[derive(Clone)]
        enum AnyOwned {
            $($kind(Arc<Record<$kind>>),)*
        }

        $(impl From<Record<$kind>> for AnyOwned {
            fn from(record: Record<$kind>) -> Self {
                Self::$kind(Arc::new(record))
            }
        })*

        impl Content {
            fn push(&mut self, record: AnyOwned) {
                match record {
                    $(AnyOwned::$kind(record) => self.$field.push(record),)*
                }
            }

            /// Takes out what is not to be published on this day.
            pub(super) fn hold_back(&mut self, as_of: Date) {
                $(self.$field.retain(|record| record.data.unpublished(as_of).is_none());)*
            }

            /// Every record.
            pub fn records(&self) -> Vec<AnyRecord<'_>> {
                let mut all = Vec::with_capacity(0 $(+ self.$field.len())*);
                $(all.extend(self.$field.iter().enumerate().map(|(index, record)| any(Kind::$kind, index, record)));)*
                all
            }

            /// A record by its place.
            pub fn record(&self, kind: Kind, index: usize) -> Option<AnyRecord<'_>> {
                match kind {
                    $(Kind::$kind => self.$field.get(index).map(|record| any(kind, index, record)),)*
                }
            }

            /// How many records of a kind there are.
            pub fn count(&self, kind: Kind) -> usize {
                match kind {
                    $(Kind::$kind => self.$field.len(),)*
                }
            }

        }

        impl ParsedFile {
            fn read(&mut self, kind: Kind, file: File<'_>) {
                match kind {
                    $(Kind::$kind => file.read::<$kind>(kind, self),)*
                }
            }
        }
    };
}

kinds!(content);

fn any<T: Entry>(kind: Kind, index: usize, record: &Record<T>) -> AnyRecord<'_> {
    AnyRecord {
        kind,
        index,
        id: &record.id,
        file: record.file,
        span: record.span,
        entry: &record.data,
        body: &record.body,
        prose: &record.prose,
    }
}

/// What one file gave.
#[derive(Clone, Default)]
struct ParsedFile {
    settings: Option<Box<(FileId, Settings)>>,
    /// Most files are one record.
    records: SmallVec<[AnyOwned; 1]>,
    unread: Vec<UnreadItem>,
    diagnostics: Vec<Diagnostic>,
}

impl ParsedFile {
    /// Notes that nothing could be made of a file.
    fn lose(&mut self, source: &Source) {
        self.unread.push(UnreadItem::File(Arc::clone(&source.path)));
    }

    /// The same without room for more: a folder may hold very many files.
    fn finished(mut self) -> Self {
        self.unread.shrink_to_fit();
        self.diagnostics.shrink_to_fit();
        self
    }
}

impl Content {
    fn append(&mut self, file: ParsedFile, diagnostics: &mut Diagnostics) {
        if let Some(settings) = file.settings.filter(|_| self.settings.is_none()) {
            self.settings = Some(*settings);
        }
        file.unread.into_iter().for_each(|item| self.unread.add(item));
        file.records.into_iter().for_each(|record| self.push(record));
        diagnostics.extend(file.diagnostics);
    }
}

/// Files that a thread reads before another one may help it: near the end each has something to do.
const AT_ONCE: usize = 64;

/// The files that were read last, and what each of them gave.
#[derive(Default)]
pub struct ParsedFiles(Vec<(Source, Arc<ParsedFile>)>);

impl ParsedFiles {
    /// What the file gave, unless it is another one now, or stands in another place.
    fn of(&self, id: FileId, source: &Source) -> Option<Arc<ParsedFile>> {
        let (known, file) = self.0.get(id.0 as usize)?;
        (known == source).then(|| Arc::clone(file))
    }
}

/// Reads every file of the snapshot but for those of `parsed`, which are afterwards those of the snapshot. Nothing fails:
/// what can be read is returned beside every diagnostic.
pub fn collect(snapshot: &Snapshot, parsed: Option<&mut ParsedFiles>) -> (Content, Diagnostics) {
    let sources: Vec<_> = snapshot.sources().collect();
    let sources = sources.into_par_iter().with_max_len(AT_ONCE);
    let (mut content, mut diagnostics) = (Content::default(), Diagnostics::default());
    match parsed {
        Some(parsed) => {
            let read = sources.map(|(id, source)| {
                let file = parsed.of(id, source).unwrap_or_else(|| Arc::new(file(id, source).finished()));
                (source.clone(), file)
            });
            *parsed = ParsedFiles(read.collect());
            parsed.0.iter().for_each(|(_, file)| content.append(ParsedFile::clone(file), &mut diagnostics));
        }
        None => {
            let read: Vec<ParsedFile> = sources.map(|(id, source)| file(id, source).finished()).collect();
            read.into_iter().for_each(|file| content.append(file, &mut diagnostics));
        }
    }
    snapshot.closed.iter().for_each(|folder| content.unread.folder(folder));
    let lets_html_in = content.settings.as_ref().is_some_and(|(_, settings)| settings.markdown.raw_html);
    if lets_html_in {
        diagnostics.retain(|diagnostic| diagnostic.code != Code::RawHtml);
    }
    match ["site.yaml", "site.yml"].map(|path| snapshot.find(path).is_some()) {
        [false, false] => {
            let missing = Diagnostic::path(Code::NoSite, "site.yaml");
            // The folder that holds the content folder was given: all else that is wrong comes from that.
            let inner = inner(snapshot);
            if inner.is_some() {
                diagnostics.retain(|diagnostic| diagnostic.code != Code::UnknownFile);
            }
            diagnostics.push(Diagnostic { suggestion: inner, ..missing });
        }
        [true, true] => diagnostics.push(Diagnostic::path(Code::UnknownFile, "site.yml").arg("name", "site.yml")),
        _ => {}
    }
    (content, diagnostics)
}

/// The settings in a folder of the one that was read, when there are some.
fn inner(snapshot: &Snapshot) -> Option<String> {
    let paths = snapshot.sources().map(|(_, source)| &*source.path);
    let mut settings = paths.filter(|path| path.split_once('/').is_some_and(|(_, rest)| rest == "site.yaml"));
    settings.next().map(str::to_owned)
}

/// One file of the content folder.
struct File<'a> {
    id: FileId,
    source: &'a Source,
    stem: &'a str,
    /// The file is the list of a whole collection.
    list: bool,
    markdown: bool,
}

/// Reads one file.
fn file(id: FileId, source: &Source) -> ParsedFile {
    let mut file = ParsedFile::default();
    let (folder, name) = source.path.split_once('/').map_or(("", &*source.path), |(folder, rest)| (folder, rest));
    let name = name.rsplit('/').next().unwrap_or(name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let markdown = extension.eq_ignore_ascii_case("md");
    let is_settings = folder.is_empty() && stem == "site" && !markdown;
    if is_settings && source.flaw.is_some() {
        return file;
    }
    if folder == "theme" || is_readme(&source.path) {
        return file;
    }
    if is_settings {
        let read = slips::yaml(id, &source.text).and_then(|reported| {
            file.diagnostics = reported;
            yaml::record(id, &source.text)
        });
        match read {
            Ok(settings) => {
                file.diagnostics.extend(plain::markup(id, &source.text, Vec::new()));
                file.settings = Some(Box::new((id, settings)));
            }
            Err(reported) => file.diagnostics.extend(reported),
        }
        return file;
    }
    let list = folder.is_empty();
    let collection = if list { stem } else { folder };
    let fits = |kind: &Kind| match kind.holder() {
        Holder::Yaml => !markdown,
        Holder::Markdown => markdown && !list,
        Holder::Both => !(markdown && list),
    };
    let kind = Kind::from_collection(collection).filter(fits);
    if source.flaw.is_some() {
        // Reading the bytes has reported their flaws.
        file.lose(source);
        file.unread.extend(kind.map(|kind| UnreadItem::record(kind, Id::parse(stem).filter(|_| !list))));
        return file;
    }
    let Some(kind) = kind else {
        let reported = unknown_file(&source.path, collection, name);
        file.lose(source);
        file.unread.extend(reported.suggestion.as_deref().and_then(Kind::from_collection).map(UnreadItem::Unknown));
        file.diagnostics.push(reported);
        return file;
    };
    file.read(kind, File { id, source, stem, list, markdown });
    file
}

impl File<'_> {
    fn read<T: Entry + DeserializeOwned + JsonSchema>(self, kind: Kind, file: &mut ParsedFile)
    where
        AnyOwned: From<Record<T>>,
    {
        let front = if self.markdown { front_matter(self.id, &self.source.text).ok() } else { None };
        let reported = slips::yaml(self.id, front.map_or(&self.source.text, |(front, _)| front));
        let is_hidden = reported.is_err();
        file.diagnostics.extend(reported.unwrap_or_else(|hidden| hidden));
        if is_hidden {
            file.unread.push(UnreadItem::record(kind, Id::parse(self.stem).filter(|_| !self.list)));
            return file.lose(self.source);
        }
        if self.list {
            let (all, wrong) = yaml::list::<T>(self.id, &self.source.text);
            for (reported, id) in wrong {
                file.diagnostics.push(reported);
                file.unread.push(UnreadItem::record(kind, id));
            }
            let mut prose = Vec::new();
            for record in all {
                prose.extend(proses(&record.value));
                match self.record(kind, record, None, &mut file.diagnostics) {
                    Some(record) => file.records.push(record.into()),
                    None => file.unread.push(UnreadItem::Unknown(kind)),
                }
            }
            // Which values of a record that could not be read are prose is unknown.
            if file.unread.is_empty() {
                file.diagnostics.extend(plain::markup(self.id, &self.source.text, prose));
            }
            return;
        }
        let text = &self.source.text;
        let whole = Ok((&**text, text.len()));
        let parts = if self.markdown { front_matter(self.id, text).map_err(|reported| vec![reported]) } else { whole };
        let read = parts.and_then(|(front, start)| Ok((yaml::record::<T>(self.id, front)?, start)));
        let record = match read {
            Ok((data, start)) => {
                let front = &text[..if self.markdown { start } else { text.len() }];
                file.diagnostics.extend(plain::markup(self.id, front, proses(&data)));
                let body = self.markdown.then_some(start);
                self.record(kind, At { value: data, range: 0..0 }, body, &mut file.diagnostics)
            }
            Err(reported) => {
                file.diagnostics.extend(reported);
                None
            }
        };
        match record {
            Some(record) => file.records.push(record.into()),
            None => {
                let front = front_matter(self.id, text).map_or(&**text, |(front, _)| front);
                file.unread.push(UnreadItem::record(kind, yaml::id(front).or_else(|| Id::parse(self.stem))));
                file.lose(self.source);
            }
        }
    }

    /// A record with its Markdown; nothing when it has no id to be known by.
    fn record<T: Entry>(
        &self,
        kind: Kind,
        record: At<T>,
        body: Option<usize>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Record<T>> {
        let At { value: data, range } = record;
        let text = &self.source.text;
        let title = body.and_then(|body| Some(text[..body].find("\ntitle:")? + 1));
        let start = title.unwrap_or(range.start);
        let whole = || Span::new(self.id, yaml::first_line(text, start));
        let (id, span) = match data.id() {
            Some(id) => (id.value.clone(), Span::new(self.id, id.range.clone())),
            None if self.list => {
                diagnostics.push(Diagnostic::at(Code::MissingKey, whole()).arg("key", "id"));
                return None;
            }
            None => match Id::parse(self.stem) {
                Some(id) => (id, whole()),
                None => {
                    diagnostics.push(Diagnostic::path(Code::BadFileName, &*self.source.path).arg("name", self.stem));
                    return None;
                }
            },
        };
        let mut prose = FxHashMap::default();
        let mut signers = Signers::default();
        data.parts(&mut |part| {
            if let Part::Issuer(names) = part {
                signers = Signers::new(names);
            } else if let Part::Prose(text, range) = part {
                // Where the value stands as it is in the file, places in it are places in the file.
                let origin = match self.source.text.get(range.clone()).and_then(|written| written.find(text)) {
                    Some(at) => Origin::Body(self.id, range.start + at),
                    None => Origin::Scalar(Span::new(self.id, range.clone())),
                };
                let (document, wrong) = parse(text, Flavor::Prose, origin);
                diagnostics.extend(wrong);
                prose.insert(range.start, document);
            }
        });
        let flavor = if kind == Kind::Policy { Flavor::Policy } else { Flavor::Article };
        let body = body.map_or_else(Document::default, |start| {
            let (document, wrong) = parse_issued(&text[start..], flavor, Origin::Body(self.id, start), signers);
            diagnostics.extend(wrong);
            diagnostics.extend(divider((self.id, text), start, flavor));
            document
        });
        Some(Record { id, file: self.id, span, data, body, prose })
    }
}

/// The places of the values of a record that may hold Markdown.
fn proses(data: &impl Entry) -> Vec<Range<usize>> {
    let mut prose = Vec::new();
    data.parts(&mut |part| {
        if let Part::Prose(_, range) = part {
            prose.push(range.clone());
        }
    });
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_takes_no_room_for_more() {
        for (path, text) in [("pages/a.md", "甲\n"), ("foo.yaml", "a: 1\n"), ("terms/a.yaml", "name: [甲\n")] {
            let file = file(FileId(0), &Source::decode(path, text.as_bytes())).finished();
            let reported = &file.diagnostics;
            assert_eq!((reported.len(), reported.capacity()), (1, 1), "{path}");
            assert_eq!(reported[0].args.capacity(), reported[0].args.len(), "{path}");
            assert_eq!(file.unread.capacity(), file.unread.len(), "{path}");
        }
    }
}
