//! Every route of a site, exactly once: which page, asset or download stands at which path.

mod addresses;
pub mod data;
mod names;
pub mod public;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::form::{self, Format};
use crate::model::article::{Interpretation, Policy};
use crate::model::{ColumnId, Kind, Record, Same, Site};
use crate::picture;
use crate::print;
use crate::search::{File, Size};
use crate::theme::{Bundle, Theme};
pub use addresses::dead_addresses;
use data::{Table, Text, collections};

/// Something that a site publishes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// The page of a column.
    Column(ColumnId),
    /// The page of a record.
    Record(Kind, usize),
    /// Files of the theme that are published as one.
    Asset(Bundle),
    /// Every result of a check, for those who review its rules.
    Review(usize),
    /// A blank form in a format that is filled in.
    Form(Format, usize),
    /// The document to print of a record.
    Print(Kind, usize),
    /// The map of a policy: which clause is explained by what.
    Map(usize),
    /// The picture of an interpretation.
    Glance(usize, Glance),
    /// The days on which a form is due, as a calendar.
    Due(usize),
    /// A file that the search reads.
    Search(File),
    /// A collection as data.
    Data(Kind, Table),
    /// The text of a policy as data.
    Text(usize, Text),
    /// The page that says what matters most in another language, by the place of the translation in the settings.
    Translation(usize),
    /// Files of the theme that are published as one, in another language.
    TranslatedAsset(usize, Bundle),
    /// A page or a file that the site has once, by its path.
    Single(&'static str),
    /// What a page says as Markdown, for programs that read texts.
    Markdown(Box<Route>),
    /// The same bytes once more, at an address of ASCII letters only, for servers that take no others.
    Plain(Box<Route>),
    /// A file of the content folder, by its path there.
    File(String),
    /// A picture of the content folder, by its path there, as wide as pages show it.
    Picture(String),
}

/// A picture of an interpretation (一图读懂).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Glance {
    /// The page that shows it.
    Page,
    /// The drawing.
    Drawing,
    /// The same to print.
    Print,
}

impl Glance {
    /// All of them, with the ends of their names.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Page, "html"), (Self::Drawing, "svg"), (Self::Print, "pdf")];
}

impl Route {
    /// True for documents that a reader takes away, each of them once.
    pub fn is_download(&self) -> bool {
        match self {
            Self::Form(..) | Self::Print(..) | Self::Due(_) | Self::Glance(_, Glance::Print) => true,
            Self::Single(path) => path.ends_with(".ics"),
            _ => false,
        }
    }
}

/// The home page.
pub const HOME: Route = Route::Single("index.html");
/// 网站地图
pub const SITE_MAP: Route = Route::Single("sitemap.html");
/// 数据
pub const DATA: Route = Route::Single("data.html");
/// 搜索
pub const SEARCH: Route = Route::Single("search.html");
/// 无障碍声明
pub const ACCESSIBILITY: Route = Route::Single("accessibility.html");
/// What a browser calls a site of which it keeps copies.
pub const MANIFEST: &str = "manifest.webmanifest";
/// The page for addresses that do not exist.
pub const NOT_FOUND: Route = Route::Single("404.html");

/// A page or a file that a site has once.
#[derive(Clone, Copy)]
pub struct Single {
    /// Where it stands.
    pub path: &'static str,
    /// Whether a site has it.
    pub is_there: fn(&Site) -> bool,
}

/// All routes with their paths, in the order of the paths.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    routes: BTreeMap<Arc<str>, Route>,
    paths: FxHashMap<Route, Arc<str>>,
    /// Those of the pages of records, by their places.
    records: [Vec<Option<Arc<str>>>; Kind::ALL.len()],
}

impl Plan {
    /// The plan of a site. Two things at one path are reported; the first of them stays.
    pub fn new(site: &Site, theme: &Theme, singles: &[Single]) -> (Self, Diagnostics) {
        let mut plan = Self::default();
        let mut diagnostics = Diagnostics::default();
        for single in singles.iter().filter(|single| (single.is_there)(site)) {
            plan.add(single.path.into(), Route::Single(single.path));
        }
        for bundle in Bundle::all().filter(|bundle| bundle.is_there(site)) {
            plan.add(theme.asset(bundle).path.clone(), Route::Asset(bundle));
        }
        for (index, tag, theme) in translations(site, theme) {
            plan.add(format!("{tag}/index.html"), Route::Translation(index));
            // What has no words in it stands at the same path.
            for bundle in Bundle::of_every_page().filter(|bundle| bundle.is_there(site)) {
                plan.add(theme.asset(bundle).path.clone(), Route::TranslatedAsset(index, bundle));
            }
        }
        for file in Size::of(site).all() {
            plan.add(format!("search/{}.js", file.name()), Route::Search(file));
        }
        for kind in collections(site) {
            for table in Table::ALL {
                plan.add(table.path(kind), Route::Data(kind, table));
            }
        }
        for (index, policy) in site.content.policies.iter().enumerate().filter(|(_, policy)| policy.data.full_text) {
            for text in Text::ALL {
                plan.add(text.path(&policy.id), Route::Text(index, text));
            }
        }
        for column in columns(site) {
            plan.add(format!("{}/index.html", column.folder()), Route::Column(column));
        }
        for record in site.content.records().into_iter().filter(|record| record.kind.has_page()) {
            let path = format!("{}/{}.html", record.kind.collection(), record.id);
            // `index` is the page of the column; another record with the same id is reported elsewhere.
            let is_again = matches!(plan.route(&path), Some(Route::Record(..)));
            if !plan.add(path.clone(), Route::Record(record.kind, record.index)) && !is_again {
                let reported = Diagnostic::at(Code::AddressTaken, record.span).arg("address", &path);
                diagnostics.push(reported.arg("other", path));
            }
        }
        for (index, policy) in site.content.policies.iter().enumerate().filter(|(_, it)| has_map(it)) {
            plan.add(format!("policies/map/{}.html", policy.id), Route::Map(index));
        }
        let pages: Vec<_> = plan.routes().filter(|(path, route)| is_read(path, route)).collect();
        let texts: Vec<_> = pages.into_iter().map(|(path, route)| (markdown_path(path), route.clone())).collect();
        for (path, page) in texts {
            plan.add(path, Route::Markdown(Box::new(page)));
        }
        for (index, check) in site.content.checks.iter().enumerate() {
            plan.add(format!("checks/review/{}.html", check.id), Route::Review(index));
        }
        for (index, article) in site.content.interpretations.iter().enumerate().filter(|(_, it)| has_glance(it)) {
            let is_made = |part| part != Glance::Print || print::prints(site, Kind::Interpretation);
            for (part, end) in Glance::ALL.into_iter().filter(|(part, _)| is_made(*part)) {
                plan.add(format!("interpretations/picture/{}.{end}", article.id), Route::Glance(index, part));
            }
        }
        for (index, form) in site.content.forms.iter().enumerate() {
            let number = form.data.attachment.as_ref().map(|number| number.value.to_string());
            let label = number.map_or_else(String::new, |number| theme.fill("attachment_label", &[("n", &number)]));
            let formats = Format::ALL.map(|format| (format.extension(), Route::Form(format, index)));
            let printed = print::ABLE.then_some(("pdf", Route::Print(Kind::Form, index)));
            for (extension, route) in formats.into_iter().chain(printed) {
                let name = form::file_name(&[&label, &form.data.title.value], extension);
                if !name.is_ascii() {
                    let plain = format!("forms/{id}/{id}.{extension}", id = form.id);
                    plan.add(plain, Route::Plain(Box::new(route.clone())));
                }
                plan.add(format!("forms/{}/{name}", form.id), route);
            }
            if form.data.due.is_some() {
                plan.add(format!("forms/{}/due.ics", form.id), Route::Due(index));
            }
        }
        for record in site.content.records().into_iter().filter(|record| is_printed(site, record.kind, record.index)) {
            let path = format!("{}/{}.pdf", record.kind.collection(), record.id);
            plan.add(path, Route::Print(record.kind, record.index));
        }
        let files = site.published_files().map(|(path, _)| (address(path).to_owned(), Route::File(path.clone()), path));
        let reduced = site.pictures.iter().filter_map(|(path, picture)| {
            let address = address(path).rsplit_once('.').map_or(address(path), |(stem, _)| stem);
            let address = format!("{address}-{}.{}", picture::WIDEST, picture.reduced?);
            Some((address, Route::Picture(path.clone()), path))
        });
        for (address, route, path) in files.chain(reduced) {
            if !plan.add(address.clone(), route) {
                let reported = Diagnostic::path(Code::AddressTaken, path.as_str()).arg("address", &address);
                diagnostics.push(reported.arg("other", address));
            }
        }
        diagnostics.extend(names::check(&plan, site));
        (plan, diagnostics)
    }

    /// The path as it is kept, when something is at it.
    fn twin(&self, path: &str) -> Option<&str> {
        self.routes.get_key_value(path).map(|(path, _)| &**path)
    }

    /// The first path in a folder, when something is in it.
    fn within(&self, folder: &str) -> Option<&str> {
        let first = format!("{folder}/");
        let next = self.routes.range::<str, _>((Bound::Included(&*first), Bound::Unbounded)).next();
        next.map(|(path, _)| &**path).filter(|path| path.starts_with(&first))
    }

    fn add(&mut self, path: String, route: Route) -> bool {
        if self.routes.contains_key(path.as_str()) {
            return false;
        }
        let path: Arc<str> = path.into();
        match route {
            Route::Record(kind, index) => {
                let places = &mut self.records[kind as usize];
                places.resize(places.len().max(index + 1), None);
                places[index] = Some(Arc::clone(&path));
            }
            _ => drop(self.paths.insert(route.clone(), Arc::clone(&path))),
        }
        self.routes.insert(path, route);
        true
    }

    /// Every route with its path, in the order of the paths.
    pub fn routes(&self) -> impl Iterator<Item = (&str, &Route)> {
        self.routes.iter().map(|(path, route)| (&**path, route))
    }

    /// The route at a path.
    pub fn route(&self, path: &str) -> Option<&Route> {
        self.routes.get(path)
    }

    /// The path of a route.
    pub fn path(&self, route: &Route) -> Option<&str> {
        match route {
            Route::Record(kind, index) => self.records[*kind as usize].get(*index)?.as_deref(),
            _ => self.paths.get(route).map(|path| &**path),
        }
    }

    /// Path and anchor of a record: its page, or its place in the page of its column.
    pub fn record(&self, site: &Site, kind: Kind, index: usize) -> Option<(&str, Option<String>)> {
        if kind.has_page() {
            return Some((self.path(&Route::Record(kind, index))?, None));
        }
        let record = site.content.record(kind, index)?;
        Some((self.path(&Route::Column(kind.column()?))?, Some(record.id.to_string())))
    }
}

/// Where a file of the content folder stands in the site.
fn address(path: &str) -> &str {
    path.strip_prefix("static/").unwrap_or(path)
}

/// Where a page stands as Markdown.
pub fn markdown_path(page: &str) -> String {
    [page, ".md"].concat()
}

/// True for a page that says something by itself.
fn is_read(path: &str, route: &Route) -> bool {
    path.ends_with(".html") && ![SEARCH, NOT_FOUND].contains(route)
}

/// True when the plan of one site and its theme is that of the other.
pub fn is_same(
    same: &Same,
    (old, old_theme): (&Site, &Theme),
    (new, new_theme): (&Site, &Theme),
    singles: &[Single],
) -> bool {
    let forms = (0..new.content.count(Kind::Form)).filter_map(|at| new.content.record(Kind::Form, at));
    let downloads = new.content.forms.is_empty() || std::ptr::eq(old_theme, new_theme);
    let forms = forms.into_iter().all(|form| same.has(&form));
    let has_paths_of = |bundle: Bundle| old_theme.asset(bundle).path == new_theme.asset(bundle).path;
    let with_text = |site: &Site| -> Vec<bool> { site.content.policies.iter().map(|it| it.data.full_text).collect() };
    let translated = |site, theme| -> Vec<(usize, String, Vec<String>)> {
        let scripts = |theme: &Theme| Bundle::of_every_page().map(|bundle| theme.asset(bundle).path.clone()).collect();
        translations(site, theme).map(|(index, tag, theme)| (index, tag.to_owned(), scripts(theme))).collect()
    };
    let glances = |site: &Site| -> Vec<bool> { site.content.interpretations.iter().map(has_glance).collect() };
    let maps = |site: &Site| -> Vec<bool> { site.content.policies.iter().map(has_map).collect() };
    same.places
        && translated(old, old_theme) == translated(new, new_theme)
        && maps(old) == maps(new)
        && glances(old) == glances(new)
        && print::prints(old, Kind::Interpretation) == print::prints(new, Kind::Interpretation)
        && old.left_out == new.left_out
        && old.pictures == new.pictures
        && with_text(old) == with_text(new)
        && print::prints(old, Kind::Policy) == print::prints(new, Kind::Policy)
        && Size::of(old) == Size::of(new)
        && old.base_url.is_some() == new.base_url.is_some()
        && singles.iter().all(|single| (single.is_there)(old) == (single.is_there)(new))
        && forms
        && downloads
        && Bundle::all().all(has_paths_of)
}

/// The translations of a site that have a page: their places in the settings, languages, and themes.
pub fn translations<'a>(site: &'a Site, theme: &'a Theme) -> impl Iterator<Item = (usize, &'a str, &'a Theme)> {
    site.settings.translated().into_iter().filter_map(|index| {
        let tag = site.settings.translations[index].language.value.as_str();
        Some((index, tag, theme.in_language(tag)?))
    })
}

/// True for a policy with a map.
fn has_map(policy: &Record<Policy>) -> bool {
    policy.data.map && policy.data.full_text
}

/// True for an interpretation with a picture.
fn has_glance(article: &Record<Interpretation>) -> bool {
    !article.data.glance.is_empty()
}

/// The columns of a site: those that its settings list, and those that have records all the same.
fn columns(site: &Site) -> Vec<ColumnId> {
    let mut columns: Vec<_> = site.settings.columns.iter().map(|column| column.id.value).collect();
    for record in site.content.records() {
        columns.extend(record.kind.column().filter(|column| !columns.contains(column)));
    }
    columns
}

/// True for a record with a document to print. Of a policy that is only named there is nothing to print.
fn is_printed(site: &Site, kind: Kind, index: usize) -> bool {
    let policy = site.content.policies.get(index).filter(|_| kind == Kind::Policy);
    print::prints(site, kind) && policy.is_none_or(|policy| policy.data.full_text)
}
