//! What several kinds of pages show.

use serde::Serialize;

use super::{Badge, Html, Link, Row, Source};

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

/// `article.html`: interpretations, questions, other pages.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// One sentence.
    pub summary: Html,
    /// Author, policies, key words.
    pub rows: Vec<Row>,
    /// Table of contents; empty when the article is short.
    pub toc: Vec<Toc>,
    /// The text.
    pub html: Html,
    /// Its picture, when it has one.
    pub picture: Option<Link>,
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

/// A step.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its anchor.
    pub id: String,
    /// Its number, from 1.
    pub number: usize,
    /// What is done.
    pub title: String,
    /// Address of the step.
    pub href: String,
    /// Name of its stage.
    pub stage: String,
    /// Who acts.
    pub actors: Vec<String>,
    /// What happens, as HTML.
    pub html: Html,
    /// Time limit in words.
    pub clock: String,
    /// `fixed`, `recurring`, `open` or `unpublished`.
    pub tone: &'static str,
    /// What a trainee does.
    pub trainee: Option<String>,
    /// Its sources.
    pub sources: Vec<Source>,
    /// Somebody has checked it.
    pub verified: bool,
}
