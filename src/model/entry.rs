//! What every record has in common: an id, a name, and parts that the linker looks at.

use rustc_hash::FxHashMap;

use super::article::Validity;
use super::history::{self, Update};
use super::kind::Kind;
use super::translation::Translation;
use super::unpublished::UnpublishedReason;
use crate::source::{FileId, Span};
use crate::syntax::markdown::Document;
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources};

/// A list of words in `site.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vocabulary {
    /// `levels`
    Level,
    /// `certificates`
    Certificate,
    /// `employers`
    Employer,
    /// `districts`
    District,
}

impl Vocabulary {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Level, Self::Certificate, Self::Employer, Self::District];

    /// The key in `site.yaml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Level => "levels",
            Self::Certificate => "certificates",
            Self::Employer => "employers",
            Self::District => "districts",
        }
    }
}

/// A part of a record that has to be looked at when the site is linked.
pub enum Part<'a> {
    /// What a statement rests on. The text names the statement within the record; empty for the record itself.
    Sources(&'a str, &'a Sources),
    /// A reference to another record.
    Ref(Kind, &'a Ref),
    /// A reference to a word of `site.yaml`.
    Word(Vocabulary, &'a Ref),
    /// Text with Markdown.
    Prose(&'a str, &'a std::ops::Range<usize>),
    /// A file of the site or an address.
    File(&'a At<Known<String>>),
    /// A picture of the site.
    Picture(&'a At<String>),
    /// An address outside of the site.
    Web(&'a At<Known<String>>),
    /// A date on which something was done.
    Date(&'a At<Known<Date>>),
    /// The day of which a record is true.
    AsOf(&'a At<Date>),
    /// A heading of the record's own text.
    Heading(&'a At<String>),
    /// A clause of the record's own text.
    OwnClause(&'a At<String>),
    /// Who has issued the record's own text.
    Issuer(&'a str),
}

/// A record of any kind.
pub trait Entry: Send + Sync {
    /// Its id, when the record itself says it.
    fn id(&self) -> Option<&At<Id>>;
    /// What readers call it.
    fn name(&self) -> &str;
    /// Whether somebody has checked it.
    fn verified(&self) -> bool;
    /// Why it is not to be published yet on a day; nothing when it is.
    fn unpublished(&self, _as_of: Date) -> Option<UnpublishedReason> {
        None
    }
    /// The day on which it was published, where it stands; of what is published one by one.
    fn publication(&self) -> Option<&At<Known<Date>>> {
        None
    }
    /// What it is called where others name it: a policy by its short title.
    fn short_name(&self) -> &str {
        self.name()
    }
    /// The day on which it was published, when it says so.
    fn published_on(&self) -> Option<Date> {
        self.publication()?.value.get().copied()
    }
    /// The day on which somebody last compared it with its sources.
    fn checked_on(&self) -> Option<&At<Date>> {
        None
    }
    /// What was updated since it was published.
    fn updates(&self) -> &[Update] {
        &[]
    }
    /// The day on which it was published or last changed.
    fn updated_on(&self) -> Option<Date> {
        self.published_on().max(history::last(self.updates()))
    }
    /// Its name and what it says in other languages.
    fn translations(&self) -> &[Translation] {
        &[]
    }
    /// The picture that stands for it where others show a card of its page.
    fn picture(&self) -> Option<&At<String>> {
        None
    }
    /// That its text is superseded or expired.
    fn lapsed(&self) -> Option<Validity> {
        None
    }
    /// True for what is only there to be referred to.
    fn is_only_for_others(&self) -> bool {
        false
    }
    /// Shows every part to `visit`.
    fn parts<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>));
}

/// A record with its place, its body and its prose.
#[derive(Clone, Debug)]
pub struct Record<T> {
    /// Its id, unique in its collection.
    pub id: Id,
    /// The file that holds it.
    pub file: FileId,
    /// Where it stands: its id, or the beginning of the record.
    pub span: Span,
    /// Its values.
    pub data: T,
    /// Its Markdown body; empty for records without one.
    pub body: Document,
    /// Its prose by the first byte of the scalar.
    pub(super) prose: FxHashMap<usize, Document>,
}

impl<T> Record<T> {
    /// The Markdown of one of its proses.
    pub fn prose<P>(&self, prose: &At<P>) -> Option<&Document> {
        self.prose.get(&prose.range.start)
    }
}

/// A record whose kind is only known at run time.
#[derive(Clone, Copy)]
pub struct AnyRecord<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its place in its collection.
    pub index: usize,
    /// Its id.
    pub id: &'a Id,
    /// The file that holds it.
    pub file: FileId,
    /// Where it stands.
    pub span: Span,
    /// Its values.
    pub entry: &'a dyn Entry,
    /// Its body.
    pub body: &'a Document,
    pub(super) prose: &'a FxHashMap<usize, Document>,
}

impl<'a> AnyRecord<'a> {
    /// All its Markdown: the body and every prose, in the order of the file.
    pub fn documents(&self) -> Vec<&'a Document> {
        let mut proses: Vec<_> = self.prose.iter().collect();
        proses.sort_by_key(|(start, _)| **start);
        proses.into_iter().map(|(_, document)| document).chain([self.body]).collect()
    }

    /// Bytes of HTML of all of these.
    pub fn size(&self) -> usize {
        self.prose.values().chain([self.body]).map(|document| document.html.len()).sum()
    }
}

/// `entry!(Type, name, |this, visit| { parts })`: a type with the fields `id` and `verified`, what readers call it, and its
/// parts. `dated` before the parts is for what is published one by one, each on its day, `without_history` for what is shown in
/// other records only; what else is not the default of [`Entry`] stands behind them.
macro_rules! entry {
    ($type:ident, $($name:ident).+, dated, |$this:ident, $visit:ident| $parts:block $(, $more:item)*) => {
        entry!(
            $type,
            $($name).+,
            |$this, $visit| $parts,
            fn unpublished(&self, as_of: crate::syntax::value::Date) -> Option<crate::model::UnpublishedReason> {
                crate::model::UnpublishedReason::of(self.draft, self.published_on(), as_of)
            },
            fn publication(&self) -> Option<&At<crate::syntax::value::Known<crate::syntax::value::Date>>> {
                Some(&self.published_on)
            }
            $(, $more)*
        );
    };
    ($type:ident, $($name:ident).+, |$this:ident, $visit:ident| $parts:block $(, $more:item)*) => {
        entry!(
            $type,
            $($name).+,
            without_history,
            |$this, $visit| $parts,
            fn checked_on(&self) -> Option<&At<crate::syntax::value::Date>> {
                self.checked_on.as_ref()
            },
            fn updates(&self) -> &[crate::model::history::Update] {
                &self.updates
            },
            fn translations(&self) -> &[crate::model::translation::Translation] {
                &self.translations
            }
            $(, $more)*
        );
    };
    ($type:ident, $($name:ident).+, without_history, |$this:ident, $visit:ident| $parts:block $(, $more:item)*) => {
        impl crate::model::entry::Entry for $type {
            fn id(&self) -> Option<&At<Id>> {
                self.id.as_ref()
            }
            fn name(&self) -> &str {
                &self.$($name).+
            }
            fn verified(&self) -> bool {
                self.verified
            }
            fn parts<'a>(&'a self, $visit: &mut dyn FnMut(crate::model::entry::Part<'a>)) {
                let $this = self;
                $parts
            }
            $($more)*
        }
    };
}

pub(super) use entry;
