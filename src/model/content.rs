//! Snapshot → records: every file is read by itself, in parallel, and the results are put together in the order of
//! their paths.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::article::{Interpretation, Page, Policy, Question};
use super::entry::{AnyRecord, Entry, Part, Record};
use super::form::Form;
use super::kind::{Holder, Kind};
use super::records::{Benefit, Field, Institution, Notice, Office, Step, Term};
use super::settings::Settings;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{FileId, Snapshot, Source, Span};
use crate::syntax::markdown::{Document, Flavor, Origin, parse};
use crate::syntax::value::{At, Id};
use crate::syntax::yaml;

macro_rules! content {
    ($($(#[$doc:meta])* $field:ident: $type:ident = $kind:ident;)*) => {
        /// All records of a content folder, each collection in the order of its files.
        #[derive(Clone, Debug, Default)]
        pub struct Content {
            /// `site.yaml`, and the file that it is.
            pub settings: Option<(FileId, Settings)>,
            broken: BTreeSet<(Kind, String)>,
            $($(#[$doc])* pub $field: Vec<Record<$type>>,)*
        }

        impl Content {
            fn append(&mut self, mut other: Self) {
                self.settings = self.settings.take().or(other.settings);
                self.broken.append(&mut other.broken);
                $(self.$field.append(&mut other.$field);)*
            }

            /// Every record.
            pub fn records(&self) -> Vec<AnyRecord<'_>> {
                let mut all = Vec::new();
                $(all.extend(self.$field.iter().enumerate().map(|(index, record)| any(Kind::$kind, index, record)));)*
                all
            }

            /// A record by its place.
            pub fn record(&self, kind: Kind, index: usize) -> Option<AnyRecord<'_>> {
                match kind {
                    $(Kind::$kind => self.$field.get(index).map(|record| any(kind, index, record)),)*
                }
            }

            fn read(&mut self, kind: Kind, file: File<'_>) -> Vec<Diagnostic> {
                match kind {
                    $(Kind::$kind => file.read(kind, &mut self.$field),)*
                }
            }
        }
    };
}

content! {
    /// 领域
    fields: Field = Field;
    /// 机构
    institutions: Institution = Institution;
    /// 招生简章
    notices: Notice = Notice;
    /// 政策待遇
    benefits: Benefit = Benefit;
    /// 经办机构
    offices: Office = Office;
    /// 步骤
    steps: Step = Step;
    /// 名词
    terms: Term = Term;
    /// 表格
    forms: Form = Form;
    /// 政策
    policies: Policy = Policy;
    /// 解读
    interpretations: Interpretation = Interpretation;
    /// 问答
    questions: Question = Question;
    /// 其他页面
    pages: Page = Page;
}

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

impl Content {
    /// True when a record with this id is there but could not be read: what refers to it is not wrong.
    pub fn is_broken(&self, kind: Kind, id: &str) -> bool {
        [id, ANY].into_iter().any(|id| self.broken.contains(&(kind, id.to_owned())))
    }

    /// True when some record could not be read, so that nobody knows what it refers to.
    pub fn has_broken(&self) -> bool {
        !self.broken.is_empty()
    }
}

/// In place of an id: any record of the kind may be in a file that could not be read.
const ANY: &str = "*";

/// Reads every file of the snapshot. Nothing fails: what can be read is returned beside every complaint.
pub fn collect(snapshot: &Snapshot) -> (Content, Diagnostics) {
    let sources: Vec<_> = snapshot.sources().collect();
    let read: Vec<_> = sources.into_par_iter().map(|(id, source)| file(id, source)).collect();
    let mut content = Content::default();
    let mut diagnostics = Diagnostics::default();
    for (part, complaints) in read {
        content.append(part);
        diagnostics.extend(complaints);
    }
    let lets_html_in = content.settings.as_ref().is_some_and(|(_, settings)| settings.markdown.raw_html);
    if lets_html_in {
        diagnostics.retain(|diagnostic| diagnostic.code != Code::RawHtml);
    }
    if snapshot.find("site.yaml").or_else(|| snapshot.find("site.yml")).is_none() {
        diagnostics.push(Diagnostic::path(Code::NoSite, "site.yaml"));
    }
    (content, diagnostics)
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
fn file(id: FileId, source: &Source) -> (Content, Vec<Diagnostic>) {
    let mut content = Content::default();
    let (folder, name) =
        source.path.split_once('/').map_or(("", source.path.as_str()), |(folder, rest)| (folder, rest));
    let name = name.rsplit('/').next().unwrap_or(name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let markdown = extension.eq_ignore_ascii_case("md");
    let is_settings = folder.is_empty() && stem == "site" && !markdown;
    if is_settings && source.flaw.is_some() {
        return (content, Vec::new());
    }
    if folder == "theme" || (folder.is_empty() && stem.eq_ignore_ascii_case("readme")) {
        return (content, Vec::new());
    }
    if is_settings {
        let complaints = match yaml::record(id, &source.text) {
            Ok(settings) => {
                content.settings = Some((id, settings));
                Vec::new()
            }
            Err(diagnostic) => vec![diagnostic],
        };
        return (content, complaints);
    }
    let list = folder.is_empty();
    let collection = if list { stem } else { folder };
    let fits = |kind: &Kind| match kind.holder() {
        Holder::Yaml => !markdown,
        Holder::Markdown => markdown && !list,
        Holder::Both => !(markdown && list),
    };
    let Some(kind) = Kind::from_collection(collection).filter(fits) else {
        return (content, vec![unknown_file(&source.path, collection)]);
    };
    let name = if list { ANY } else { stem };
    if source.flaw.is_some() {
        content.broken.insert((kind, name.to_owned()));
        return (content, Vec::new());
    }
    let complaints = content.read(kind, File { id, source, stem, list, markdown });
    if complaints.iter().any(|told| told.code.loses_record()) {
        content.broken.extend(ids(&source.text).chain([stem]).map(|id| (kind, id.to_owned())));
    }
    (content, complaints)
}

/// Every id that a text seems to give to a record.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let key = line.trim_start().trim_start_matches("- ").trim_start();
        Some(key.strip_prefix("id:")?.trim().trim_matches(['"', '\'']))
    })
}

fn unknown_file(path: &str, collection: &str) -> Diagnostic {
    let names = Kind::ALL.iter().map(|kind| kind.collection()).chain(["site"]);
    let mut diagnostic = Diagnostic::path(Code::UnknownFile, path).arg("name", collection);
    diagnostic.suggestion = nearest(collection, names);
    diagnostic
}

impl File<'_> {
    fn read<T: Entry + DeserializeOwned>(self, kind: Kind, records: &mut Vec<Record<T>>) -> Vec<Diagnostic> {
        let mut complaints = Vec::new();
        if self.markdown {
            match front_matter(self.id, &self.source.text) {
                Err(diagnostic) => complaints.push(diagnostic),
                Ok((front, body)) => match yaml::record::<T>(self.id, front) {
                    Err(diagnostic) => complaints.push(diagnostic),
                    Ok(data) => self.add(kind, At { value: data, range: 0..3 }, Some(body), (records, &mut complaints)),
                },
            }
        } else if self.list {
            let (all, wrong) = yaml::list::<T>(self.id, &self.source.text);
            complaints.extend(wrong);
            for record in all {
                self.add(kind, record, None, (records, &mut complaints));
            }
        } else {
            match yaml::record::<T>(self.id, &self.source.text) {
                Err(diagnostic) => complaints.push(diagnostic),
                Ok(data) => self.add(kind, At { value: data, range: 0..1 }, None, (records, &mut complaints)),
            }
        }
        complaints
    }

    fn add<T: Entry>(
        &self,
        kind: Kind,
        record: At<T>,
        body: Option<usize>,
        (records, complaints): (&mut Vec<Record<T>>, &mut Vec<Diagnostic>),
    ) {
        let At { value: data, range } = record;
        let text = &self.source.text;
        let line_end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
        let whole = Span::new(self.id, range.start..line_end);
        let (id, span) = match data.id() {
            Some(id) => (id.value.clone(), Span::new(self.id, id.range.clone())),
            None if self.list => {
                complaints.push(Diagnostic::at(Code::MissingKey, whole).arg("key", "id"));
                return;
            }
            None => match Id::parse(self.stem) {
                Some(id) => (id, whole),
                None => {
                    complaints.push(Diagnostic::path(Code::BadFileName, &*self.source.path).arg("name", self.stem));
                    return;
                }
            },
        };
        let mut prose = HashMap::new();
        data.parts(&mut |part| {
            if let Part::Prose(text, range) = part {
                let origin = Origin::Scalar(Span::new(self.id, range.clone()));
                let (document, wrong) = parse(text, Flavor::Prose, origin);
                complaints.extend(wrong);
                prose.insert(range.start, document);
            }
        });
        let flavor = if kind == Kind::Policy { Flavor::Policy } else { Flavor::Article };
        let body = body.map_or_else(Document::default, |start| {
            let (document, wrong) = parse(&text[start..], flavor, Origin::Body(self.id, start));
            complaints.extend(wrong);
            document
        });
        records.push(Record { id, file: self.id, span, data, body, prose });
    }
}

/// The front matter of a Markdown file, and where its body begins.
fn front_matter(file: FileId, text: &str) -> Result<(&str, usize), Diagnostic> {
    let missing = || {
        let end = text.find('\n').unwrap_or(text.len());
        Diagnostic::at(Code::NoFrontMatter, Span::new(file, 0..end))
    };
    if !text.starts_with("---\n") {
        return Err(missing());
    }
    let mut offset = 4;
    for line in text[4..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok((&text[..offset], offset + line.len()));
        }
        offset += line.len();
    }
    Err(missing())
}
