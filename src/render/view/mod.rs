//! What templates see: finished words, addresses and HTML, made for one page. Templates never see the model.

mod page;
mod rows;

pub use page::*;
pub use rows::fill_rows;
use serde::Serialize;

pub use crate::syntax::markup::Html;

/// A link; without an address it is mere text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    /// What is shown.
    pub text: String,
    /// Address relative to the page.
    pub href: Option<String>,
}

/// A picture that the settings name.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its address.
    pub src: String,
    /// Its width and height in pixels, when its format says so.
    pub size: Option<(u32, u32)>,
}

/// A mark of the office, with its picture.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    /// What it says.
    pub text: String,
    /// The picture.
    pub picture: Shown,
    /// Where it leads.
    pub href: String,
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

/// Entries of the navigation for one sort of readers.
#[derive(Clone, Debug, Serialize)]
pub struct NavGroup {
    /// For whom they are.
    pub title: String,
    /// The entries.
    pub entries: Vec<Nav>,
}

/// A value as shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Value {
    /// Finished HTML.
    pub html: Html,
    /// Nobody has announced it; `html` says so.
    pub unpublished: bool,
}

/// A text as a value.
pub fn plain(text: &str) -> Value {
    rich(Html::reachable(text))
}

/// HTML as a value.
pub fn rich(html: Html) -> Value {
    Value { html, unpublished: false }
}

/// A labelled value.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The label.
    pub label: String,
    /// The value as finished HTML.
    pub html: Html,
    /// Nobody has announced it; `html` says so.
    pub unpublished: bool,
}

impl Row {
    /// A value with its label.
    pub fn new(label: String, value: Value) -> Self {
        Self { label, html: value.html, unpublished: value.unpublished }
    }
}

/// What a statement rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// `《…》四（二）`, or an outside document with its place; below a statement short, `实施方案 四（二）`.
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
    /// Further clauses of the same policy, by their numbers; only below a statement.
    pub more: Vec<Link>,
}

/// A mark such as 未核实 or 草稿.
#[derive(Clone, Debug, Serialize)]
pub struct Badge {
    /// What is shown.
    pub text: String,
    /// `neutral`, `good`, `warn` or `muted`.
    pub tone: &'static str,
}

/// A day on which something is due.
#[derive(Clone, Debug, Serialize)]
pub struct Due {
    /// The day and its day of the week.
    pub text: String,
    /// The day as `2026-12-31`, for the browser to compare with its own.
    pub day: String,
    /// How many days are left, in words.
    pub left: String,
}

/// A meta tag.
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

/// An alternate representation of a page, or its feed.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// Its media type.
    pub media: &'static str,
    /// Its address.
    pub href: String,
    /// What readers of feeds call it.
    pub title: Option<String>,
}

/// What a page says to a browser that keeps copies of it.
#[derive(Clone, Debug, Serialize)]
pub struct Copies {
    /// Address of the manifest.
    pub manifest: String,
    /// The day to which the site has been brought up to date, as `2026-11-28`.
    pub as_of: String,
}

/// What a page has in common with the others of its folder and column. Templates see it as `site`; `head`, `header` and
/// `footer`, made of this alone, are HTML.
#[derive(Clone, Debug, Serialize)]
pub struct Layout {
    /// Language of the page.
    pub lang: String,
    /// The home page in the other languages of the site.
    pub languages: Vec<Version>,
    /// Meta tags of the guideline for government sites that tell of the site and the column.
    pub common_metas: Vec<Meta>,
    /// Address of the style sheet of texts and records.
    pub css: String,
    /// Address of the style sheet of policies.
    pub policy_css: String,
    /// Address of the style sheet of surveys.
    pub pages_css: String,
    /// Address of the script that reads aloud.
    pub read_js: String,
    /// Content-Security-Policy of the page.
    pub csp: Html,
    /// The element that loads the scripts; it stands in the head, before the style sheet.
    pub scripts: Html,
    /// Address of the icon.
    pub icon: String,
    /// The logo of the office.
    pub logo: Option<Shown>,
    /// Name of the site, as HTML.
    pub title: Html,
    /// Who publishes it, as HTML.
    pub owner: Html,
    /// Address of the home page.
    pub home: String,
    /// Address of the search.
    pub search: Option<String>,
    /// Language of the pages to which the navigation leads, when it is not that of the page.
    pub leads_to: Option<String>,
    /// Navigation, by those for whom it is.
    pub nav: Vec<NavGroup>,
    /// Whom to ask.
    pub contact: Vec<Row>,
    /// Identity numbers of the site.
    pub identity: Vec<Row>,
    /// Links of the settings, with words in the language of the site.
    pub foot_links: Vec<Link>,
    /// Site map, accessibility statement, other pages.
    pub foot: Vec<Link>,
    /// Where browsers keep copies of pages.
    pub copies: Option<Copies>,
    /// The picture of cards, where the site has an address.
    pub picture: Option<CardPicture>,
    /// Marks of the office.
    pub marks: Vec<Mark>,
    /// The day to which the site has been brought up to date, in a sentence.
    pub as_of: String,
}

/// What a page says of itself around its content. Templates see it as `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Metadata {
    /// The page's own title.
    pub title: String,
    /// The same as HTML, with the places where a line may end.
    pub heading: Html,
    /// It is so long that it is set in smaller letters.
    pub is_long: bool,
    /// For the browser's tab.
    pub full_title: String,
    /// One sentence.
    pub description: String,
    /// `home`, `list`, `policy`, … — a class of the body.
    pub kind: &'static str,
    /// Meta tags of the guideline for government sites that tell of the page itself.
    pub metas: Vec<Meta>,
    /// Full address, when the site has one.
    pub canonical: Option<String>,
    /// Its own picture, where the site has an address.
    pub picture: Option<CardPicture>,
    /// The same page in all languages of the site, this one among them; empty when there is only one.
    pub languages: Vec<Version>,
    /// The same for programs, and what is new as feeds.
    pub alternates: Vec<Alternate>,
    /// `href` of the base element; only in the 404 page of a site with an address.
    pub base: Option<String>,
    /// The element that says what the page is, for search engines.
    pub linked_data: Option<Html>,
    /// 当前位置, from the home page to this page.
    pub crumbs: Vec<Link>,
    /// Dates of the page (成文日期, 发布日期, 截至日期).
    pub dates: Vec<Row>,
    /// What the page rests on.
    pub sources: Vec<Source>,
    /// `false` when nobody has checked the page.
    pub verified: bool,
    /// What was updated, by days, the newest first.
    pub updates: Vec<Row>,
    /// The document to print of the page, when there is one.
    pub printed: Option<Link>,
    /// QR code of the page's address: the `data:` address of a picture with one pixel for each module.
    pub qr: Option<Html>,
}

/// The picture that cards of a shared page show.
#[derive(Clone, Debug, Serialize)]
pub struct CardPicture {
    /// Its full address.
    pub href: String,
    /// Width and height in pixels, where it is one that cards show.
    pub size: Option<(u32, u32)>,
}

/// The home page in a language of the site.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// The language as a BCP 47 tag.
    pub lang: String,
    /// What it is called in itself.
    pub name: String,
    /// Address.
    pub href: String,
}

impl Version {
    /// The version in a language.
    pub fn new(lang: &str, name: &str, href: String) -> Self {
        Self { lang: lang.to_owned(), name: name.to_owned(), href }
    }
}

/// A card of a list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Card {
    /// Title.
    pub title: String,
    /// The same as HTML, with the places where a line may end.
    pub heading: Html,
    /// Address.
    pub href: String,
    /// A sentence or two, as HTML with its links.
    pub html: Html,
    /// Marks.
    pub badges: Vec<Badge>,
    /// Some of its values.
    pub rows: Vec<Row>,
    /// Sources of the sentence, where it is a text without links.
    pub sources: Vec<Source>,
    /// Values for filters, by name of the filter, ids with spaces between.
    pub filters: Vec<Filtered>,
    /// First day on which one can enrol, for the browser to compare with its own date.
    pub opens: Option<String>,
    /// Last day on which one can enrol.
    pub closes: Option<String>,
    /// The rows that it fills, as classes.
    pub fills: Vec<&'static str>,
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
    /// Its cards as HTML, in parts.
    pub parts: Vec<Html>,
}

/// `cards.html`
#[derive(Clone, Debug, Serialize)]
pub struct Cards {
    /// The cards.
    pub cards: Vec<Card>,
    /// Level of their headings.
    pub level: usize,
}

/// A part of a rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RulePart {
    /// Its heading (全部满足); empty for a condition.
    pub title: String,
    /// Its parts.
    pub parts: Vec<RulePart>,
    /// The condition.
    pub text: String,
    /// What is said when it is met.
    pub met: String,
    /// What is said when it is not met.
    pub unmet: String,
    /// Who confirms it or knows the rule, in words; empty for what an answer decides.
    pub by: Html,
    /// Who knows the rule; empty for anything else.
    pub ask: String,
    /// Marks of its fact.
    pub badges: Vec<Badge>,
    /// Papers that prove it.
    pub papers: Vec<String>,
    /// What it rests on, when that is not what the part around it rests on.
    pub sources: Vec<Source>,
}
