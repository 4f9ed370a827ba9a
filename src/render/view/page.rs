//! Pages of text: home, lists, policies, articles, records.

use serde::Serialize;

use super::{Badge, Card, Filter, Group, Html, Link, Row, Source, Step};

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// One sentence that says what the site is.
    pub summary: String,
    /// Facts beside the title, with their sources.
    pub highlights: Vec<Highlight>,
    /// The steps of the process in which a trainee has something to do.
    pub steps: Vec<Step>,
    /// Eligibility checks.
    pub checks: Vec<Card>,
    /// What a participant gets.
    pub benefits: Vec<Card>,
    /// Admissions notices.
    pub notices: Vec<Card>,
    /// Interpretations.
    pub interpretations: Vec<Card>,
    /// Policies.
    pub policies: Vec<Card>,
    /// The questions that are asked first.
    pub questions: Vec<Link>,
    /// Fields.
    pub fields: Vec<Link>,
    /// Addresses of the column pages by column id; empty when there is no such column.
    pub columns: std::collections::BTreeMap<String, String>,
}

/// A fact of the home page.
#[derive(Clone, Debug, Serialize)]
pub struct Highlight {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Its sources.
    pub sources: Vec<Source>,
}

/// `list.html`: policies, interpretations, questions, fields, institutions, notices, forms.
#[derive(Clone, Debug, Serialize)]
pub struct List {
    /// What the column is for.
    pub description: String,
    /// Filters; they do nothing without a script and are hidden then.
    pub filters: Vec<Filter>,
    /// Groups of cards.
    pub groups: Vec<Group>,
    /// A remark below, as HTML.
    pub remark: Option<Html>,
}

/// An entry of a table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct Toc {
    /// Number of the clause, if it is one.
    pub label: String,
    /// Its heading.
    pub title: String,
    /// Anchor with `#`.
    pub href: String,
    /// 1 or more.
    pub level: usize,
}

/// `policy.html`
#[derive(Clone, Debug, Serialize)]
pub struct Policy {
    /// The table of particulars.
    pub rows: Vec<Row>,
    /// Documents that it rests on.
    pub basis: Vec<Link>,
    /// Documents of the site that rest on it.
    pub basis_of: Vec<Link>,
    /// Documents of the site that it supersedes.
    pub supersedes: Vec<Link>,
    /// What it says of itself when it is no longer in force.
    pub lapsed: Option<Lapsed>,
    /// Attachments.
    pub attachments: Vec<Attachment>,
    /// Interpretations of it.
    pub interpretations: Vec<Link>,
    /// Table of contents.
    pub toc: Vec<Toc>,
    /// The text, clause by clause.
    pub clauses: Vec<Clause>,
    /// `false` when the text is not here.
    pub full_text: bool,
    /// What is known of a document whose text is not here.
    pub summary: Option<String>,
}

/// A document that is no longer in force.
#[derive(Clone, Debug, Serialize)]
pub struct Lapsed {
    /// That it is no longer in force, in words.
    pub text: String,
    /// The documents that supersede it.
    pub successors: Vec<Link>,
    /// The documents that are in force, where its successors are not.
    pub current: Vec<Link>,
}

/// An attachment.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    /// `附件1`
    pub label: String,
    /// Its title.
    pub title: String,
    /// Its form, notices, original.
    pub links: Vec<Link>,
    /// Its original is not published; the words that say so.
    pub missing: Option<String>,
}

/// A clause with its text and what rests on it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Clause {
    /// Anchor without `#`.
    pub anchor: String,
    /// Its text, as HTML.
    pub html: Html,
    /// Editors' notes.
    pub notes: Vec<String>,
    /// What rests on it.
    pub cites: Option<Cites>,
    /// Words for the copy-link of this clause.
    pub link_text: String,
}

/// The statements that rest on a clause.
#[derive(Clone, Debug, Serialize)]
pub struct Cites {
    /// How many there are, in words.
    pub count_text: String,
    /// The statements, by kind.
    pub kinds: Vec<CitesOfKind>,
}

/// Statements of one kind that rest on a clause.
#[derive(Clone, Debug, Serialize)]
pub struct CitesOfKind {
    /// Name of the kind.
    pub kind: String,
    /// The statements.
    pub links: Vec<Link>,
}

/// `article.html`: interpretations, questions, other pages.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// One sentence.
    pub summary: String,
    /// Author, policies, key words.
    pub rows: Vec<Row>,
    /// Table of contents; empty when the article is short.
    pub toc: Vec<Toc>,
    /// The text.
    pub html: Html,
    /// `false` for a question that nothing announced answers.
    pub answered: bool,
    /// What it says of itself when what it explains holds no longer.
    pub lapsed: Option<String>,
    /// Lists of related things.
    pub related: Vec<Related>,
}

/// Related things under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct Related {
    /// The heading.
    pub title: String,
    /// The things.
    pub links: Vec<Link>,
}

/// `record.html`: a field, an institution, a notice, a benefit.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// What it is, as HTML.
    pub html: Html,
    /// Marks.
    pub badges: Vec<Badge>,
    /// Its values.
    pub rows: Vec<Row>,
    /// Headed parts: exceptions, body, codes.
    pub parts: Vec<RecordPart>,
    /// Lists of related things.
    pub related: Vec<Related>,
    /// First day on which one can enrol.
    pub opens: Option<String>,
    /// Last day on which one can enrol.
    pub closes: Option<String>,
}

/// A headed part of a record.
#[derive(Clone, Debug, Serialize)]
pub struct RecordPart {
    /// Heading.
    pub title: String,
    /// HTML.
    pub html: Html,
    /// Items of a list, as HTML.
    pub items: Vec<Item>,
}

/// An item with its sources.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// HTML.
    pub html: Html,
    /// Marks.
    pub badges: Vec<Badge>,
    /// Its sources.
    pub sources: Vec<Source>,
}
