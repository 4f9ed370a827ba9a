//! What every view is made with: the site, the plan, the theme and the page that is being made.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::eligibility::Proved;
use crate::model::translation::SiteTranslation;
use crate::model::{Citation, Kind, LinkTarget, Owner, Record, Site, Vocabulary};
use crate::plan::{HOME, Plan, Route};
use crate::source::{FileId, Snapshot};
use crate::syntax::markdown::{Block, Document, HOLE, Link, can_be_bare, escape};
use crate::syntax::minify::minified;
use crate::syntax::sanitise::sanitised;
use crate::syntax::value::{At, Date, Ref, Source, Sources};

use super::Compiled;
use super::view::{self, Html};
use crate::theme::{Bundle, Theme};

/// The page that is being made, and all that it is made from.
#[derive(Clone, Copy)]
pub(super) struct RenderContext<'a> {
    pub compiled: &'a Compiled,
    pub site: &'a Site,
    pub plan: &'a Plan,
    pub theme: &'a Theme,
    /// The translation of the settings that the page is written in; nothing in the site's language.
    pub translation: Option<&'a SiteTranslation>,
    pub checks: &'a [Option<Proved>],
    /// The files that were read.
    pub snapshot: &'a Snapshot,
    /// Path of the page in the output.
    pub path: &'a str,
    /// What it has in common with others.
    pub layout: &'a super::Layout,
    /// What documents are printed with.
    #[cfg(feature = "print")]
    pub engine: Option<&'a crate::print::PrintEngine>,
    /// Where warnings go that rendering finds.
    #[cfg(feature = "print")]
    pub remarks: &'a crate::diagnostic::Remarks,
    /// Documents of forms, as far as they are made.
    pub documents: &'a super::Documents,
}

impl<'a> RenderContext<'a> {
    /// What a route of a site is made in.
    pub fn new(compiled: &'a Compiled, route: &Route) -> Self {
        let translation = match route {
            Route::Translation(index) | Route::TranslatedAsset(index, _) => {
                compiled.site.settings.translations.get(*index)
            }
            _ => None,
        };
        let theme = translation.and_then(|translation| compiled.theme.in_language(&translation.language.value));
        Self {
            site: &compiled.site,
            plan: &compiled.plan,
            theme: theme.unwrap_or(&compiled.theme),
            translation,
            checks: &compiled.checks,
            snapshot: &compiled.snapshot,
            path: compiled.plan.path(route).unwrap_or("404.html"),
            layout: &compiled.layout,
            #[cfg(feature = "print")]
            engine: compiled.engine.as_ref(),
            #[cfg(feature = "print")]
            remarks: &compiled.remarks,
            documents: &compiled.documents,
            compiled,
        }
    }

    /// The path of a content file, for links relative to it.
    pub fn path_of(&self, file: FileId) -> &'a str {
        &self.snapshot.source(file).path
    }

    /// The language of the page.
    pub fn language(&self) -> &'a str {
        self.translation.map_or(&self.site.settings.language, |translation| &translation.language.value)
    }

    pub fn text(&self, key: &'a str) -> String {
        self.theme.text(key).to_owned()
    }

    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.theme.fill(key, values)
    }

    /// The address of another path from this page.
    pub fn to(&self, path: &str, anchor: Option<&str>) -> String {
        relative(self.path, path, anchor)
    }

    /// The address of a bundle of the theme, where the site has it.
    pub fn script(&self, bundle: Bundle) -> Option<String> {
        bundle.is_there(self.site).then(|| self.asset(bundle))
    }

    /// The address of a bundle of the theme.
    pub fn asset(&self, bundle: Bundle) -> String {
        self.to(&self.theme.asset(bundle).path, None)
    }

    pub fn route(&self, route: &Route) -> Option<String> {
        self.plan.path(route).map(|path| self.to(path, None))
    }

    pub fn record(&self, kind: Kind, index: usize, anchor: Option<&str>) -> Option<String> {
        let (path, place) = self.plan.record(self.site, kind, index)?;
        Some(self.to(path, anchor.or(place.as_deref())))
    }

    /// The complete address of a record's page, when the site has one.
    pub fn page_address(&self, kind: Kind, index: usize) -> Option<String> {
        let path = self.plan.path(&Route::Record(kind, index))?;
        Some(format!("{}{}", self.site.base_url.as_ref()?, encode(path)))
    }

    pub fn record_link(&self, kind: Kind, index: usize) -> view::Link {
        let text = self
            .site
            .content
            .record(kind, index)
            .map_or_else(String::new, |record| record.entry.short_name().to_owned());
        view::Link { text, href: self.record(kind, index, None) }
    }

    /// Links to the records that references name.
    pub fn links(&self, kind: Kind, refs: &[Ref]) -> Vec<view::Link> {
        self.listed(kind, refs.iter().filter_map(|id| self.site.find(kind, &id.value)).collect())
    }

    pub fn words(&self, vocabulary: Vocabulary, refs: &[Ref]) -> String {
        let names = refs.iter().filter_map(|id| self.site.word(vocabulary, id)).map(|word| word.name.as_str());
        names.collect::<Vec<_>>().join(self.theme.text("list_separator"))
    }

    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = (date.0.year().to_string(), date.0.month().to_string(), date.0.day().to_string());
        self.fill("date", &[("y", &year), ("m", &month), ("d", &day)])
    }

    /// As of which day the site says what it says, as a sentence.
    pub fn as_of(&self) -> String {
        self.fill("print_as_of", &[("date", &self.date(self.site.as_of))])
    }

    /// Finished HTML of a document of the file `from`.
    pub fn html(&self, document: &Document, from: FileId) -> Html {
        self.blocks(document, from, &document.blocks)
    }

    /// Finished HTML of blocks of a document that follow each other.
    pub fn blocks(&self, document: &Document, from: FileId, blocks: &[Block]) -> Html {
        let html = self.filled(document.html_of(blocks), document, from);
        if !document.raw_html {
            return Html::trusted(html);
        }
        Html::trusted(minified(&sanitised(&html)))
    }

    fn filled(&self, written: &str, document: &Document, from: FileId) -> String {
        let mut html = String::with_capacity(written.len() + 64);
        let mut holes = memchr::memchr_iter(HOLE as u8, written.as_bytes());
        let mut copied = 0;
        while let (Some(start), Some(end)) = (holes.next(), holes.next()) {
            html.push_str(&written[copied..start]);
            copied = end + 1;
            let hole = &written[start + 1..end];
            let (value, size) = match hole.strip_prefix('@') {
                Some(key) => (escape(self.theme.text(key)), None),
                None => match hole.parse().ok().and_then(|at: usize| document.links.get(at)) {
                    Some(link) if link.image => self.shown(link, document, from),
                    link => {
                        let href = link.and_then(|link| self.link_target(&link.target, document, from));
                        (escape(href.as_deref().unwrap_or("#")), None)
                    }
                },
            };
            let next = written.as_bytes().get(end + 2).copied();
            let is_bare = written[..start].ends_with("=\"") && can_be_bare(value.as_bytes(), next);
            if is_bare {
                html.pop();
                copied += 1;
            }
            html.push_str(&value);
            // The place of a picture is kept before its bytes are there.
            if let Some((width, height)) = size {
                if !is_bare {
                    html.push('"');
                    copied += 1;
                }
                html.push_str(&format!(" width={width} height={height}"));
            }
        }
        html + &written[copied..]
    }

    /// The address of a picture, as it stands in HTML, and the size in which it is shown where the author says none.
    fn shown(&self, link: &Link, document: &Document, from: FileId) -> (String, Option<(u32, u32)>) {
        let target = self.site.link_target(&link.target, self.path_of(from), document).ok();
        let Some(LinkTarget::File(path)) = target else {
            let href = self.link_target(&link.target, document, from);
            return (escape(href.as_deref().unwrap_or("#")), None);
        };
        let (route, size) = self.picture_file(path);
        let size = size.filter(|_| !link.is_sized);
        (escape(self.route(&route).as_deref().unwrap_or("#")), size)
    }

    /// The route of a picture of the site, and its size where its format says it.
    pub(super) fn picture_file(&self, path: String) -> (Route, Option<(u32, u32)>) {
        let picture = self.site.picture(&path);
        let size = picture.and_then(|picture| picture.reduced_size().or(picture.size));
        let is_reduced = picture.is_some_and(|picture| picture.reduced.is_some());
        (if is_reduced { Route::Picture(path) } else { Route::File(path) }, size)
    }

    pub fn link_target(&self, target: &str, document: &Document, from: FileId) -> Option<String> {
        match self.site.link_target(target, self.path_of(from), document).ok()? {
            LinkTarget::Record(kind, index, anchor) => self.record(kind, index, anchor.as_deref()),
            LinkTarget::Clause(policy, clause) => {
                let clause = self.site.meant(policy, &clause, target).ok()?;
                self.record(Kind::Policy, policy, Some(&self.site.clauses(policy).get(clause)?.anchor))
            }
            LinkTarget::File(path) => self.route(&Route::File(path)),
            LinkTarget::Here(anchor) => Some(format!("#{}", encode(&anchor))),
            LinkTarget::Outside(url) => Some(url),
        }
    }

    /// The address of a file that a record names, or of an outside document.
    pub fn file(&self, target: &str, from: FileId) -> Option<String> {
        self.link_target(target, &Document::default(), from)
    }

    pub fn prose<T, P>(&self, record: &Record<T>, prose: &At<P>) -> Html {
        record.prose(prose).map_or_else(Html::default, |document| self.html(document, record.file))
    }

    pub fn sources(&self, sources: &Sources) -> Vec<view::Source> {
        sources.0.iter().filter_map(|source| Some(self.source(&source.value)?.0)).collect()
    }

    /// Sources below a statement, which are shown without the words that they pin: words of one clause make one link, and
    /// clauses of one policy stand behind its name.
    pub fn cited(&self, sources: &Sources) -> Vec<view::Source> {
        let mut known = FxHashSet::default();
        let mut places: FxHashMap<usize, usize> = FxHashMap::default();
        let mut cited: Vec<view::Source> = Vec::with_capacity(sources.0.len());
        for source in &sources.0 {
            let Some((mut shown, place)) = self.source(&source.value) else { continue };
            if !known.insert((shown.label.clone(), shown.href.clone())) {
                continue;
            }
            let Some((policy, clause)) = place else {
                cited.push(shown);
                continue;
            };
            let number = self.site.clauses(policy).get(clause).map_or_else(String::new, |clause| clause.path.label());
            match places.get(&policy) {
                Some(&first) => cited[first].more.push(view::Link { text: number, href: shown.href }),
                None => {
                    shown.label = self.short_label(policy, &number);
                    places.insert(policy, cited.len());
                    cited.push(shown);
                }
            }
        }
        cited
    }

    /// A clause below a statement: `实施方案 四（二）`.
    fn short_label(&self, policy: usize, clause: &str) -> String {
        let cited_as = self.site.content.policies.get(policy).and_then(|policy| policy.data.cited_as.clone());
        let name = cited_as.unwrap_or_else(|| self.record_link(Kind::Policy, policy).text);
        self.marked(Kind::Policy, policy, self.fill("cite_clause", &[("policy", &name), ("clause", clause)]))
    }

    /// What is shown of a source, and the policy and the clause that it names, by their places.
    fn source(&self, source: &Source) -> Option<(view::Source, Option<(usize, usize)>)> {
        let quote = source.quote.as_ref().map(|quote| quote.value.clone());
        if let Some(written) = &source.clause {
            let (policy, place) = self.site.source(written).ok()?;
            let clause = self.site.clauses(policy).get(place)?;
            let name = self.record_link(Kind::Policy, policy).text;
            let label = self.fill("source_clause", &[("policy", &name), ("clause", &clause.path.label())]);
            let label = self.marked(Kind::Policy, policy, label);
            let href = self.record(Kind::Policy, policy, Some(&clause.anchor));
            let shown =
                view::Source { label, href, quote, outside: false, checked_on: None, verified: true, more: Vec::new() };
            return Some((shown, Some((policy, place))));
        }
        let document = source.document.as_ref()?;
        let label = match &source.place {
            Some(place) => self.fill("source_place", &[("document", document), ("place", place)]),
            None => document.clone(),
        };
        let page = if source.url.is_none() { self.page_of_document(document) } else { None };
        let outside = page.is_none();
        let href = source.url.as_ref().map(|url| url.value.clone()).or(page);
        let checked_on = source.checked_on.as_ref().map(|date| self.date(date.value));
        let verified = source.verified;
        Some((view::Source { label, href, quote, outside, checked_on, verified, more: Vec::new() }, None))
    }

    /// The statement that a citation stands for, as a link to the record that makes it.
    pub fn statement(&self, citation: &Citation) -> view::Link {
        match citation.owner {
            Owner::Record(kind, index) => self.listed_link(kind, index),
            Owner::Site => {
                let title = self.site.settings.title.as_str();
                let text = if citation.part.is_empty() { title } else { &citation.part };
                view::Link { text: text.to_owned(), href: self.route(&HOME) }
            }
        }
    }

    pub fn badge(&self, key: &'a str, tone: &'static str) -> view::Badge {
        view::Badge { text: self.text(key), tone }
    }

    pub fn unverified(&self, verified: bool) -> Vec<view::Badge> {
        if verified { Vec::new() } else { vec![self.badge("not_verified", "warn")] }
    }
}

const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b':');

/// A path or an anchor as part of an address.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

/// Adds a path to an address. Most are of ASCII, and without signs that have a meaning in addresses.
fn push_encoded(address: &mut String, path: &str) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_');
    match path.bytes().all(is_plain) {
        true => address.push_str(path),
        false => address.extend(percent_encoding::utf8_percent_encode(path, PATH)),
    }
}

/// The address of `to` from the page at `from`; both are paths in the output.
pub(super) fn relative(from: &str, to: &str, anchor: Option<&str>) -> String {
    let mut address = String::with_capacity(to.len() + anchor.map_or(0, str::len) + 16);
    if from != to || anchor.is_none() {
        let same = from.bytes().zip(to.bytes()).take_while(|(from, to)| from == to).count();
        let common = memchr::memrchr(b'/', &from.as_bytes()[..same]).map_or(0, |at| at + 1);
        for _ in memchr::memchr_iter(b'/', &from.as_bytes()[common..]) {
            address.push_str("../");
        }
        push_encoded(&mut address, &to[common..]);
    }
    if let Some(anchor) = anchor {
        address.push('#');
        push_encoded(&mut address, anchor);
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative() {
        for (from, to, anchor, expected) in [
            ("index.html", "policies/zz.html", Some("c4-2"), "policies/zz.html#c4-2"),
            ("policies/a.html", "policies/b.html", None, "b.html"),
            ("policies/a.html", "policies/a.html", Some("c1"), "#c1"),
            ("policies/a.html", "policies/a.html", None, "a.html"),
            ("policies/a.html", "index.html", None, "../index.html"),
            ("forms/a.html", "forms/a/附件 1.xlsx", None, "a/%E9%99%84%E4%BB%B6%201.xlsx"),
            ("a/b/c.html", "a/d/e.html", None, "../d/e.html"),
        ] {
            assert_eq!(relative(from, to, anchor), expected);
        }
    }
}
