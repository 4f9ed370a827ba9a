//! What a page says of itself around its content: titles, breadcrumb, meta tags, dates, sources.

use std::cmp::Reverse;

use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::model::history::{self, Update};
use crate::model::settings::Column;
use crate::model::{AnyRecord, ColumnId, Kind, LinkTarget};
use crate::picture::card_size;
use crate::plan::data::{Table, Text};
use crate::plan::{Route, markdown_path};
use crate::syntax::compact::hole;
use crate::syntax::markdown::Document;
use crate::syntax::phrase;
use crate::syntax::value::{At, Date, Known};

use super::context::{RenderContext, encode};
use super::csp::Loads;
use super::layout::{PARTS, Parts};
use super::view::{Alternate, CardPicture, Html, Link, Meta, Metadata, Row, Source, plain};

/// Characters of a title from which on its heading is set in smaller letters: five lines on a phone.
const LONG: usize = 60;
/// Most updates that a page of many records lists.
const UPDATES: usize = 20;

/// What a page says of itself.
pub(super) struct Head {
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    pub column: Option<ColumnId>,
    /// Set for content pages, not for lists.
    pub article: Option<Article>,
    pub dates: Vec<Row>,
    pub sources: Vec<Source>,
    pub verified: bool,
    /// What was updated, the newest first.
    pub updates: Vec<Row>,
    /// Finished HTML for the holes of the page.
    pub parts: Vec<Html>,
    /// What goes with the page, to take away, when the site has it: a document to print, or a calendar.
    pub download: Option<Download>,
    /// Its own picture, where the site has an address.
    pub picture: Option<CardPicture>,
    /// Alternate representations of the page: data, feeds.
    pub alternates: Vec<Route>,
}

/// Something to take away.
pub(super) struct Download {
    pub route: Route,
    /// The word for it.
    pub text: &'static str,
}

/// What the meta tags of a content page say.
#[derive(Default)]
pub(super) struct Article {
    pub published_on: Option<Date>,
    pub origin: Option<String>,
    pub keywords: Vec<String>,
}

impl Head {
    pub fn new(kind: &'static str, title: String, description: String) -> Self {
        Self {
            kind,
            title,
            description,
            column: None,
            article: None,
            dates: Vec::new(),
            sources: Vec::new(),
            verified: true,
            updates: Vec::new(),
            parts: Vec::new(),
            download: None,
            picture: None,
            alternates: Vec::new(),
        }
    }

    /// A place for finished HTML, which is put into the page when the template is done with it: a long text is neither
    /// copied into values nor read again.
    pub fn place(&mut self, html: Html) -> Html {
        self.parts.push(html);
        hole(PARTS.len() + self.parts.len() - 1)
    }
}

impl<'a> RenderContext<'a> {
    /// All that a template knows of a page besides its content.
    pub fn metadata(&self, head: Head) -> Result<(Context, Parts), Diagnostic> {
        let settings = &self.site.settings;
        let home = matches!(head.kind, "home" | "translation");
        let full_title = if home { head.title.clone() } else { [&head.title, " - ", &settings.title].concat() };
        let canonical = self.site.base_url.as_ref().map(|base| [base, self.address().as_str()].concat());
        let not_found = head.kind == "not-found";
        let column = head.column;
        let loads = match head.kind {
            "check" => Loads::Check,
            "search" => Loads::Search,
            "not-found" => Loads::NotFound,
            _ => Loads::Common,
        };
        let crumbs = self.crumbs(&head);
        self.laid_out(
            column,
            loads,
            &Metadata {
                full_title,
                kind: head.kind,
                metas: self.metas(&head, canonical.as_deref()),
                printed: head.download.as_ref().and_then(|download| self.download(download)),
                alternates: self.alternates(&head, loads),
                languages: if home { self.versions() } else { Vec::new() },
                qr: canonical
                    .as_deref()
                    .filter(|_| !not_found)
                    .and_then(|url| Some(Html::text(&self.layout.codes.picture(url)?))),
                base: self.site.base_url.as_deref().filter(|_| not_found).map(|url| base_path(url).to_owned()),
                canonical: canonical.filter(|_| !not_found),
                linked_data: if not_found { None } else { self.linked_data(&head, &crumbs) },
                crumbs: shortened(crumbs),
                picture: head.picture,
                dates: head.dates,
                sources: head.sources,
                verified: head.verified,
                updates: head.updates,
                heading: self.spoken(heading(&head.title)),
                is_long: head.title.chars().count() > LONG,
                title: head.title,
                description: head.description,
            },
        )
    }

    /// The path of a picture that a file at `from` names.
    pub fn named_picture(&self, picture: &At<String>, from: &str) -> Option<&'a str> {
        match self.site.link_target(&picture.value, from, &Document::default()).ok()? {
            LinkTarget::File(path) => self.plan.path(&Route::File(path)),
            _ => None,
        }
    }

    /// The same as others fetch it.
    pub fn card_picture(&self, picture: Option<&At<String>>, from: &str) -> Option<CardPicture> {
        let (picture, base) = (picture?, self.site.base_url.as_deref()?);
        let path = self.named_picture(picture, from)?;
        let Some(Route::File(file)) = self.plan.route(path) else { return None };
        // One that cannot be read any more is reported when it is published.
        let size = self.site.files.get(file).and_then(|blob| blob.with(|bytes| card_size(file, bytes)).ok()?);
        Some(CardPicture { href: [base, &encode(path)].concat(), size })
    }

    fn download(&self, download: &Download) -> Option<Link> {
        let path = self.plan.path(&download.route)?;
        Some(Link { text: self.text(download.text), href: Some(self.to(path, None)) })
    }

    /// What the page names besides itself, with its Markdown. A check is as heavy as a page may be, and names nothing.
    fn alternates(&self, head: &Head, loads: Loads) -> Vec<Alternate> {
        if loads == Loads::Check {
            return Vec::new();
        }
        let markdown = self.plan.route(&markdown_path(self.path));
        head.alternates.iter().chain(markdown).filter_map(|route| self.alternate(route)).collect()
    }

    /// Nothing when the site does not have it.
    fn alternate(&self, route: &Route) -> Option<Alternate> {
        let (media, title) = match route {
            Route::Data(_, Table::Csv) => ("text/csv", None),
            Route::Data(..) | Route::Text(_, Text::Json) => ("application/json", None),
            Route::Text(_, Text::AkomaNtoso) => ("application/akn+xml", None),
            Route::Markdown(_) => ("text/markdown", None),
            _ => ("application/atom+xml", Some(self.feed_name(route))),
        };
        Some(Alternate { media, href: self.route(route)?, title })
    }

    /// The path of this page in addresses: folders end in `/`.
    fn address(&self) -> String {
        encode(self.path.strip_suffix("index.html").unwrap_or(self.path))
    }

    pub fn column(&self, id: ColumnId) -> Option<&'a Column> {
        self.site.settings.columns.iter().find(|column| column.id.value == id)
    }

    pub fn column_name(&self, id: ColumnId) -> String {
        match self.column(id) {
            Some(column) => column.name.clone(),
            None => self.text_of_column(id),
        }
    }

    /// What the theme calls a column.
    pub fn text_of_column(&self, id: ColumnId) -> String {
        self.theme.text(&format!("column_{}", id.folder())).to_owned()
    }

    pub fn column_link(&self, id: ColumnId) -> Link {
        Link { text: self.column_name(id), href: self.route(&Route::Column(id)) }
    }

    fn crumbs(&self, head: &Head) -> Vec<Link> {
        if matches!(head.kind, "home" | "translation") {
            return Vec::new();
        }
        let mut crumbs = vec![Link { text: self.text("home"), href: Some(self.to("index.html", None)) }];
        if head.article.is_some() {
            crumbs.extend(head.column.map(|column| self.column_link(column)));
        }
        crumbs.push(Link { text: head.title.clone(), href: None });
        crumbs
    }

    /// The tags of the guideline about the site and a column: 3 on the home page, 7 on a list. What is not known
    /// is left out.
    pub fn common_metas(&self, column: Option<ColumnId>) -> Vec<Meta> {
        let settings = &self.site.settings;
        let mut metas = vec![Meta { name: "SiteName", content: self.title().to_owned() }];
        let domain = self.site.base_url.as_deref().map(|url| domain(url).to_owned());
        metas.extend(domain.map(|content| Meta { name: "SiteDomain", content }));
        let code = settings.identity.site_code.value.get().cloned();
        metas.extend(code.map(|content| Meta { name: "SiteIDCode", content }));
        if let Some(column) = column.and_then(|id| self.column(id)) {
            metas.push(Meta { name: "ColumnName", content: column.name.clone() });
            metas.push(Meta { name: "ColumnDescription", content: column.description.clone() });
            metas.push(Meta { name: "ColumnKeywords", content: column.keywords.join(",") });
            metas.push(Meta { name: "ColumnType", content: column.column_type.clone() });
        }
        metas
    }

    /// Those about a content page: with those of its column, 10, and as many of the further five as there are facts for.
    fn metas(&self, head: &Head, address: Option<&str>) -> Vec<Meta> {
        let Some(article) = &head.article else { return Vec::new() };
        let mut metas = vec![Meta { name: "ArticleTitle", content: head.title.clone() }];
        let published = article.published_on.map(|date| format!("{date} 00:00"));
        metas.extend(published.map(|content| Meta { name: "PubDate", content }));
        // What names nobody else was written by those who make the site.
        let origin = article.origin.as_ref().unwrap_or(&self.site.settings.title);
        metas.push(Meta { name: "ContentSource", content: origin.clone() });
        let keywords = (!article.keywords.is_empty()).then(|| article.keywords.join(","));
        let further = [
            ("Keywords", keywords),
            ("Author", article.origin.clone()),
            ("Description", Some(head.description.clone())),
            ("Image", head.picture.as_ref().map(|picture| picture.href.clone())),
            ("Url", address.map(str::to_owned)),
        ];
        metas.extend(further.into_iter().filter_map(|(name, content)| Some(Meta { name, content: content? })));
        metas
    }

    /// Says of a page when its record was last updated and compared with its sources, and what was updated.
    pub fn add_history(&self, head: &mut Head, record: &AnyRecord<'_>) {
        let checked = record.entry.checked_on().map(|day| day.value);
        let days = [("l_updated_on", history::last(record.entry.updates())), ("l_checked_on", checked)];
        let days = days.into_iter().filter_map(|(key, day)| Some((key, Known::Published(day?))));
        head.dates.extend(days.map(|(key, day)| self.row(key, self.known_date(&day))));
        let updates = record.entry.updates().iter().map(|update| (update.on.value, update.what.clone()));
        self.add_updates(head, updates.collect());
    }

    /// The same for a page that shows many records.
    pub fn add_histories(&self, head: &mut Head, kind: Kind) {
        let records = (0..self.site.content.count(kind)).filter_map(|at| self.site.content.record(kind, at));
        let updates = records.flat_map(|record| {
            let told = move |update: &Update| {
                let words = [("name", record.entry.name()), ("what", update.what.as_str())];
                (update.on.value, self.fill("update_of", &words))
            };
            record.entry.updates().iter().map(told)
        });
        let updates: Vec<_> = updates.collect();
        let last = updates.iter().map(|(day, _)| *day).max().map(Known::Published);
        head.dates.extend(last.map(|last| self.row("l_updated_on", self.known_date(&last))));
        self.add_updates(head, updates);
        head.updates.truncate(UPDATES);
    }

    fn add_updates(&self, head: &mut Head, mut updates: Vec<(Date, String)>) {
        updates.sort_by_key(|(day, _)| Reverse(*day));
        head.updates.extend(updates.into_iter().map(|(day, what)| Row::new(self.date(day), plain(&what))));
    }

    /// The days on which a page of the site's own was written and published, as far as they are known.
    pub fn dates(&self, made_on: &Known<Date>, published_on: &Known<Date>) -> Vec<Row> {
        let rows = [("l_written_on", made_on), ("l_published_on", published_on)];
        let rows = rows.into_iter().filter(|(_, date)| date.get().is_some());
        rows.map(|(key, date)| self.row(key, self.known_date(date))).collect()
    }
}

/// A way to a page, its own name without the end of a long title: the heading below says it whole.
fn shortened(mut crumbs: Vec<Link>) -> Vec<Link> {
    if let Some(own) = crumbs.last_mut().filter(|own| own.text.chars().count() > LONG) {
        own.text = own.text.chars().take(LONG / 2).chain(['…']).collect();
    }
    crumbs
}

/// The title of a page as its heading.
fn heading(title: &str) -> Html {
    let breaks = phrase::breaks(title);
    Html::breakable(title, &breaks, &phrase::pauses(title, &breaks))
}

/// The host of an address.
fn domain(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// The path of an address, from its first `/` to its last.
fn base_path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}
