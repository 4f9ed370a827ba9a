//! What templates see: finished words, addresses and HTML, made for one page. Templates never see the model.

use serde::Serialize;

/// A link; without an address it is mere text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    /// What is shown.
    pub text: String,
    /// Address relative to the page.
    pub href: Option<String>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct Nav {
    /// What is shown.
    pub text: String,
    /// Address relative to the page.
    pub href: String,
    /// The page lies in this column.
    pub current: bool,
}

/// A value as shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Value {
    /// Finished HTML.
    pub html: String,
    /// Nobody has announced it; `html` says so.
    pub unpublished: bool,
}

/// A labelled value.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The label.
    pub label: String,
    /// The value.
    pub value: Value,
}

/// What a statement rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// `《…》四（二）`, or an outside document with its place.
    pub label: String,
    /// Address of the clause or of the outside document.
    pub href: Option<String>,
    /// Words of the clause that the statement pins.
    pub quote: Option<String>,
    /// The document lies outside of the site.
    pub outside: bool,
    /// The day on which an outside document was looked at.
    pub checked_on: Option<String>,
    /// Somebody has checked it.
    pub verified: bool,
}

/// A mark such as 未核实 or 草稿.
#[derive(Clone, Debug, Serialize)]
pub struct Badge {
    /// What is shown.
    pub text: String,
    /// `neutral`, `good`, `warn` or `muted`.
    pub tone: &'static str,
}

/// A meta tag.
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

/// A QR code as one SVG path.
#[derive(Clone, Debug, Serialize)]
pub struct Qr {
    /// Modules on a side, quiet zone included.
    pub size: usize,
    /// The `d` of the path.
    pub path: String,
}

/// Everything around the content of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// Language of the page.
    pub lang: String,
    /// The page's own title.
    pub title: String,
    /// For the browser's tab.
    pub full_title: String,
    /// One sentence.
    pub description: String,
    /// `home`, `list`, `policy`, … — a class of the body.
    pub kind: &'static str,
    /// Meta tags of the guideline for government sites.
    pub metas: Vec<Meta>,
    /// Full address, when the site has one.
    pub canonical: Option<String>,
    /// `href` of the base element; only in the 404 page of a site with an address.
    pub base: Option<String>,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script.
    pub js: String,
    /// Address of the icon.
    pub icon: String,
    /// Name of the site.
    pub site_title: String,
    /// Who publishes it.
    pub owner: String,
    /// Address of the home page.
    pub home: String,
    /// Navigation.
    pub nav: Vec<Nav>,
    /// 当前位置, from the home page to this page.
    pub crumbs: Vec<Link>,
    /// Dates of the page (成文日期, 发布日期, 截至日期).
    pub dates: Vec<Row>,
    /// What the page rests on.
    pub sources: Vec<Source>,
    /// `false` when nobody has checked the page.
    pub verified: bool,
    /// Whom to ask.
    pub contact: Vec<Row>,
    /// Identity numbers of the site.
    pub identity: Vec<Row>,
    /// Site map, accessibility statement, other pages.
    pub foot: Vec<Link>,
    /// QR code of the page's address.
    pub qr: Option<Qr>,
}

/// A card of a list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Card {
    /// Title.
    pub title: String,
    /// Address.
    pub href: String,
    /// A sentence or two, as HTML without links.
    pub html: String,
    /// Marks.
    pub badges: Vec<Badge>,
    /// Some of its values.
    pub rows: Vec<Row>,
    /// Values for filters, by name of the filter, ids with spaces between.
    pub filters: Vec<Filtered>,
    /// First day on which one can enrol, for the browser to compare with its own date.
    pub opens: Option<String>,
    /// Last day on which one can enrol.
    pub closes: Option<String>,
}

/// What a card is under one filter.
#[derive(Clone, Debug, Serialize)]
pub struct Filtered {
    /// Name of the filter.
    pub name: &'static str,
    /// Ids with spaces between.
    pub ids: String,
}

/// A filter of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// Its choices.
    pub choices: Vec<Choice>,
}

/// A choice of a filter.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What is shown.
    pub text: String,
}

/// A group of cards under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The heading, where there is more than one group.
    pub title: Option<String>,
    /// Anchor of the heading.
    pub id: String,
    /// The cards.
    pub cards: Vec<Card>,
}

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// One sentence that says what the site is.
    pub summary: String,
    /// Facts beside the title, with their sources.
    pub highlights: Vec<Highlight>,
    /// The first steps of the process.
    pub steps: Vec<Step>,
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
    pub remark: Option<String>,
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
    /// `四（二）`
    pub label: String,
    /// Its text, as HTML.
    pub html: String,
    /// Editors' notes.
    pub notes: Vec<String>,
    /// What rests on it, by kind.
    pub cites: Vec<Cites>,
    /// How many rest on it.
    pub count: usize,
    /// `count` in words.
    pub count_text: String,
    /// Words for the copy-link of this clause.
    pub link_text: String,
}

/// Statements of one kind that rest on a clause.
#[derive(Clone, Debug, Serialize)]
pub struct Cites {
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
    pub html: String,
    /// `false` for a question that nothing announced answers.
    pub answered: bool,
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
    pub html: String,
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
    pub html: String,
    /// Items of a list, as HTML.
    pub items: Vec<Item>,
}

/// An item with its sources.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// HTML.
    pub html: String,
    /// Marks.
    pub badges: Vec<Badge>,
    /// Its sources.
    pub sources: Vec<Source>,
}

/// `benefits.html`
#[derive(Clone, Debug, Serialize)]
pub struct Benefits {
    /// What the column is for.
    pub description: String,
    /// Names of the levels.
    pub levels: Vec<String>,
    /// One row for each benefit.
    pub rows: Vec<BenefitRow>,
}

/// A row of the comparison table.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitRow {
    /// The benefit.
    pub title: Link,
    /// Its summary, as HTML without links.
    pub html: String,
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
    pub html: String,
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
    pub html: String,
    /// Who fills it, when, where it goes.
    pub rows: Vec<Row>,
    /// The next days on which it is due.
    pub due: Vec<String>,
    /// `附件1`
    pub attachment: Option<String>,
    /// The form as a table.
    pub sheet: crate::form::Sheet,
    /// How to fill each column.
    pub help: Vec<Row>,
    /// Files to download.
    pub downloads: Vec<Download>,
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
    pub html: String,
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
