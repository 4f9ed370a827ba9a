//! Pages that are tables: benefits, process, offices, forms, glossary.

use serde::Serialize;

use super::{Badge, Html, Item, Link, Related, Row, Source, Value};

/// `benefits.html`
#[derive(Clone, Debug, Serialize)]
pub struct Benefits {
    /// What the column is for.
    pub description: String,
    /// Names of the levels.
    pub levels: Vec<String>,
    /// One row for each benefit.
    pub rows: Vec<BenefitRow>,
    /// The checks of each level; nothing when no check knows what to do with a level.
    pub checks: Vec<Related>,
}

/// A row of the comparison table.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitRow {
    /// The benefit.
    pub title: Link,
    /// One text for each level.
    pub cells: Vec<BenefitCell>,
    /// Certificates that open it.
    pub certificates: String,
    /// Who decides.
    pub decided_by: Value,
    /// Marks.
    pub badges: Vec<Badge>,
    /// Its sources.
    pub sources: Vec<Source>,
}

/// What a benefit is for one level.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitCell {
    /// Name of the level.
    pub level: String,
    /// What holds.
    pub text: String,
    /// It does not hold for this level.
    pub none: bool,
    /// It holds for every level alike.
    pub all: bool,
}

/// `process.html`
#[derive(Clone, Debug, Serialize)]
pub struct Process {
    /// What the column is for.
    pub description: String,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// What `open` means, in a sentence.
    pub open_note: String,
}

/// A part of the process.
#[derive(Clone, Debug, Serialize)]
pub struct Stage {
    /// Its name.
    pub title: String,
    /// Its anchor.
    pub id: String,
    /// Its steps.
    pub steps: Vec<Step>,
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

/// `offices.html`
#[derive(Clone, Debug, Serialize)]
pub struct Offices {
    /// What the column is for.
    pub description: String,
    /// Names of the employer types.
    pub employers: Vec<String>,
    /// One row for each district.
    pub rows: Vec<OfficeRow>,
    /// The offices.
    pub offices: Vec<Office>,
}

/// A row of the table district × employer type.
#[derive(Clone, Debug, Serialize)]
pub struct OfficeRow {
    /// The district.
    pub district: String,
    /// The office for each employer type.
    pub cells: Vec<Link>,
}

/// An office.
#[derive(Clone, Debug, Serialize)]
pub struct Office {
    /// Its anchor.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Marks.
    pub badges: Vec<Badge>,
    /// For whom, contact.
    pub rows: Vec<Row>,
    /// What it does.
    pub duties: Vec<Item>,
    /// Its sources.
    pub sources: Vec<Source>,
}

/// `form.html`
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// What it is for, as HTML.
    pub html: Html,
    /// Who fills it, when, where it goes.
    pub rows: Vec<Row>,
    /// The next days on which it is due.
    pub due: Vec<String>,
    /// The form as a table.
    pub sheet: crate::form::Sheet,
    /// Its width in millimetres.
    pub width: u32,
    /// How to fill each column.
    pub help: Vec<Row>,
    /// Files to download.
    pub downloads: Vec<Download>,
    /// The same files under names that every system takes, when theirs are others.
    pub plain: Vec<Link>,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// What is shown: format and size included.
    pub text: String,
    /// Address.
    pub href: String,
    /// Name under which it is saved.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// `glossary.html`
#[derive(Clone, Debug, Serialize)]
pub struct Glossary {
    /// What the column is for.
    pub description: String,
    /// The terms.
    pub terms: Vec<Term>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    /// Its anchor.
    pub id: String,
    /// The term.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it means, as HTML.
    pub html: Html,
    /// Its sources.
    pub sources: Vec<Source>,
    /// Somebody has checked it.
    pub verified: bool,
}

/// `sitemap.html`, `404.html`, `accessibility.html`
#[derive(Clone, Debug, Serialize)]
pub struct Plain {
    /// Columns with their pages.
    pub groups: Vec<Related>,
}
