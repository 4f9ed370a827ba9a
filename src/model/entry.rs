//! What every record has in common: an id, a name, and parts that the linker looks at.

use rustc_hash::FxHashMap;

use super::article::{Interpretation, Page, Policy, Question};
use super::eligibility::{Check, Fact, Rule};
use super::form::{Form, FormRow};
use super::kind::Kind;
use super::records::{Benefit, Field, Institution, Notice, Office, Step, Term};
use super::waiting::Wait;
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
    /// An address outside of the site.
    Web(&'a At<Known<String>>),
    /// A date on which something was done.
    Date(&'a At<Known<Date>>),
    /// The day of which a record is true.
    AsOf(&'a At<Date>),
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
    fn wait(&self, as_of: Date) -> Option<Wait>;
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
}

macro_rules! entry {
    ($type:ident, $($name:ident).+, |$this:ident, $visit:ident| $parts:block) => {
        entry!($type, $($name).+, (|_: &Self, _| None), |$this, $visit| $parts);
    };
    // What is published one by one, each on its day.
    ($type:ident, $($name:ident).+, dated, |$this:ident, $visit:ident| $parts:block) => {
        entry!(
            $type,
            $($name).+,
            (|this: &Self, as_of| Wait::of(this.draft, this.published_on.value.get().copied(), as_of)),
            |$this, $visit| $parts
        );
    };
    ($type:ident, $($name:ident).+, ($wait:expr), |$this:ident, $visit:ident| $parts:block) => {
        impl Entry for $type {
            fn id(&self) -> Option<&At<Id>> {
                self.id.as_ref()
            }
            fn name(&self) -> &str {
                &self.$($name).+
            }
            fn verified(&self) -> bool {
                self.verified
            }
            fn wait(&self, as_of: Date) -> Option<Wait> {
                ($wait)(self, as_of)
            }
            fn parts<'a>(&'a self, $visit: &mut dyn FnMut(Part<'a>)) {
                let $this = self;
                $parts
            }
        }
    };
}

entry!(Field, name, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Sources("", &this.source));
    for code in &this.codes {
        visit(Part::Sources(&code.system, &code.source));
    }
    if let Some(standard) = &this.standard {
        visit(Part::Sources(&standard.name, &standard.source));
    }
});

entry!(Institution, name, |this, visit| {
    visit(Part::Web(&this.url));
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Sources("", &this.source));
    visit(Part::AsOf(&this.as_of));
    this.fields.iter().for_each(|field| visit(Part::Ref(Kind::Field, field)));
});

entry!(Notice, title, dated, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Sources("", &this.source));
    visit(Part::Ref(Kind::Institution, &this.institution));
    visit(Part::File(&this.original));
    visit(Part::Date(&this.published_on));
    this.fields.iter().for_each(|field| visit(Part::Ref(Kind::Field, field)));
    if let Some(levels) = this.levels.get() {
        levels.iter().for_each(|level| visit(Part::Word(Vocabulary::Level, level)));
    }
});

entry!(Benefit, name, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Prose(&this.who.value, &this.who.range));
    if let Some(text) = this.how_to_claim.value.get() {
        visit(Part::Prose(text, &this.how_to_claim.range));
    }
    visit(Part::Sources("", &this.source));
    this.exceptions.iter().for_each(|exception| visit(Part::Prose(&exception.value, &exception.range)));
    this.levels.iter().for_each(|level| visit(Part::Word(Vocabulary::Level, level)));
    this.by_level.iter().for_each(|text| visit(Part::Word(Vocabulary::Level, &text.level)));
    this.certificates.iter().for_each(|certificate| visit(Part::Word(Vocabulary::Certificate, certificate)));
    this.employers.iter().for_each(|employer| visit(Part::Word(Vocabulary::Employer, employer)));
    this.offices.iter().for_each(|office| visit(Part::Ref(Kind::Office, office)));
});

entry!(Office, name, |this, visit| {
    visit(Part::Sources("", &this.source));
    for duty in &this.duties {
        visit(Part::Sources(&duty.text, &duty.source));
    }
    if let Some(district) = &this.district {
        visit(Part::Word(Vocabulary::District, district));
    }
    if let Some(source) = this.contact.get().and_then(|contact| contact.source.as_ref()) {
        visit(Part::Sources("", source));
    }
    this.employers.iter().for_each(|employer| visit(Part::Word(Vocabulary::Employer, employer)));
});

entry!(Step, name, |this, visit| {
    visit(Part::Prose(&this.text.value, &this.text.range));
    visit(Part::Sources("", &this.source));
});

entry!(Term, name, |this, visit| {
    visit(Part::Prose(&this.definition.value, &this.definition.range));
    visit(Part::Sources("", &this.source));
});

entry!(Fact, name, |this, visit| {
    let levels = this.options.iter().filter_map(|option| option.level.as_ref());
    levels.for_each(|level| visit(Part::Word(Vocabulary::Level, level)));
    if let Some(hint) = &this.hint {
        visit(Part::Prose(&hint.value, &hint.range));
    }
    for answer in this.excludes.iter().flat_map(|exclusion| &exclusion.answers) {
        rule("", answer, visit);
    }
});

entry!(Check, title, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    if let Some(none) = &this.none {
        visit(Part::Prose(&none.next.value, &none.next.range));
    }
    if let Some(source) = &this.source {
        visit(Part::Sources("", source));
    }
    for ask in &this.flow {
        visit(Part::Ref(Kind::Fact, &ask.fact));
        if let Some(when) = &ask.when {
            rule("", when, visit);
        }
    }
    for when in this.groups.iter().filter_map(|group| group.when.as_ref()) {
        rule("", when, visit);
    }
    for outcome in this.groups.iter().flat_map(|group| &group.outcomes) {
        if let Some(next) = &outcome.next {
            visit(Part::Prose(&next.value, &next.range));
        }
        if let Some(source) = &outcome.source {
            visit(Part::Sources(&outcome.name, source));
        }
        if let Some(level) = &outcome.level {
            visit(Part::Word(Vocabulary::Level, level));
        }
        outcome.grants.iter().for_each(|benefit| visit(Part::Ref(Kind::Benefit, benefit)));
        rule(&outcome.name, &outcome.rule, visit);
    }
});

/// The parts of a rule that belongs to the statement `name`.
fn rule<'a>(name: &'a str, whole: &'a At<Rule>, visit: &mut dyn FnMut(Part<'a>)) {
    Rule::walk(whole, &mut |part| {
        if let Some(fact) = &part.value.fact {
            visit(Part::Ref(Kind::Fact, fact));
        }
        if let Some(source) = &part.value.source {
            visit(Part::Sources(name, source));
        }
    });
}

entry!(Form, title.value, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Sources("", &this.source));
    if let Some(policy) = &this.policy {
        visit(Part::Ref(Kind::Policy, policy));
    }
    for row in &this.rows {
        if let FormRow::Fields(fields) = row {
            fields.iter().for_each(|field| visit(Part::Ref(Kind::Field, field)));
        }
    }
});

entry!(Policy, title, dated, |this, visit| {
    visit(Part::Issuer(&this.issuer));
    visit(Part::Date(&this.made_on));
    visit(Part::Date(&this.published_on));
    this.basis.iter().chain(&this.superseded_by.0).for_each(|policy| visit(Part::Ref(Kind::Policy, policy)));
    this.notes.iter().for_each(|note| visit(Part::OwnClause(&note.clause)));
    for attachment in &this.attachments {
        if let Some(form) = &attachment.form {
            visit(Part::Ref(Kind::Form, form));
        }
        attachment.notices.iter().for_each(|notice| visit(Part::Ref(Kind::Notice, notice)));
        visit(Part::File(&attachment.original));
    }
});

entry!(Interpretation, title, dated, |this, visit| {
    visit(Part::Date(&this.made_on));
    visit(Part::Date(&this.published_on));
    this.policies.iter().for_each(|policy| visit(Part::Ref(Kind::Policy, policy)));
    if let Some(source) = &this.source {
        visit(Part::Sources("", source));
    }
});

entry!(Question, title, dated, |this, visit| {
    visit(Part::Date(&this.made_on));
    visit(Part::Date(&this.published_on));
    visit(Part::Sources("", &this.source));
});

entry!(Page, title, dated, |this, visit| {
    visit(Part::Date(&this.made_on));
    visit(Part::Date(&this.published_on));
    if let Some(source) = &this.source {
        visit(Part::Sources("", source));
    }
});
