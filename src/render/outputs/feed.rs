//! What is new on a site, as feeds (Atom, RFC 4287): of everything that has a day of publication or an update, of policies, of
//! notices.
//!
//! The id of an entry is the address of its page, or of its place there; its date is the day of its last update, or that of
//! publication.

use jiff::tz::TimeZone;

use super::super::context::{RenderContext, encode};
use super::Output;
use crate::model::history::Update;
use crate::model::{AnyRecord, ColumnId, Kind, Site};
use crate::plan::{HOME, Route, Single};
use crate::render::view::Link;
use crate::syntax::markdown::escape;
use crate::syntax::value::Date;

/// Entries of a feed, the newest.
const ENTRIES: usize = 100;

/// Of everything. Each is there when the site has an address and the feed an entry.
pub(super) const ALL: Output = feed("feed.xml", |site| has_any(site, &Kind::ALL), |cx| make(cx, &Kind::ALL));
/// Of policies.
pub(super) const POLICIES: Output =
    feed("policies/feed.xml", |site| has_any(site, &[Kind::Policy]), |cx| make(cx, &[Kind::Policy]));
/// Of notices.
pub(super) const NOTICES: Output =
    feed("notices/feed.xml", |site| has_any(site, &[Kind::Notice]), |cx| make(cx, &[Kind::Notice]));

const fn feed(path: &'static str, is_there: fn(&Site) -> bool, make: fn(&RenderContext<'_>) -> String) -> Output {
    Output { single: Single { path, is_there }, make, link: None }
}

/// The pages that name a feed.
const PAGES: [Route; 3] = [HOME, Route::Column(ColumnId::Policies), Route::Column(ColumnId::Notices)];

/// The feed that a page names.
pub fn of(page: &Route) -> Option<Route> {
    let feed = match *page {
        HOME => ALL,
        Route::Column(ColumnId::Policies) => POLICIES,
        Route::Column(ColumnId::Notices) => NOTICES,
        _ => return None,
    };
    Some(Route::Single(feed.single.path))
}

fn has_any(site: &Site, kinds: &[Kind]) -> bool {
    site.base_url.is_some() && dated(site, kinds).next().is_some()
}

/// The records that say when they were published or updated, with the day on which they were last.
fn dated<'a>(site: &'a Site, kinds: &'a [Kind]) -> impl Iterator<Item = (Date, AnyRecord<'a>)> {
    let places = kinds.iter().flat_map(|&kind| (0..site.content.count(kind)).map(move |index| (kind, index)));
    places.filter_map(|(kind, index)| {
        let record = site.content.record(kind, index)?;
        let update = last(site, &record).map(|update| update.on.value);
        Some((record.entry.published_on().max(update)?, record))
    })
}

/// The last update of a record.
fn last<'a>(site: &Site, record: &AnyRecord<'a>) -> Option<&'a Update> {
    record.entry.updates().iter().filter(|update| update.on.value <= site.as_of).max_by_key(|update| update.on.value)
}

fn make(cx: &RenderContext<'_>, kinds: &[Kind]) -> String {
    let settings = &cx.site.settings;
    let base = cx.site.base_url.as_deref().unwrap_or_default();
    let mut entries: Vec<_> = dated(cx.site, kinds).collect();
    entries.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let newest = entries.first().map(|(day, _)| *day);
    let title = match kinds {
        [kind] => format!("{} - {}", kind.column().map_or_else(String::new, |id| cx.column_name(id)), settings.title),
        _ => settings.title.clone(),
    };
    let home = [base, &encode(cx.plan.path(&HOME).unwrap_or_default().trim_end_matches("index.html"))].concat();
    let own = [base, cx.path].concat();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n<id>{own}</id>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n<link href=\"{home}\"/>\n\
         <updated>{}</updated>\n<author><name>{}</name></author>\n",
        escape(&settings.language),
        escape(&title),
        newest.map_or_else(String::new, |day| time(cx, day)),
        escape(&settings.owner),
        own = escape(&own),
        home = escape(&home),
    );
    for (day, record) in entries.into_iter().take(ENTRIES) {
        let Some((page, anchor)) = cx.plan.record(cx.site, record.kind, record.index) else { continue };
        let anchor = anchor.map_or_else(String::new, |anchor| ["#", &encode(&anchor)].concat());
        let address = escape(&[base, &encode(page), &anchor].concat());
        xml.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n",
            escape(record.entry.name())
        ));
        if let Some(published) = record.entry.published_on() {
            xml.push_str(&format!("<published>{}</published>\n", time(cx, published)));
        }
        xml.push_str(&format!("<updated>{}</updated>\n", time(cx, day)));
        let origin = cx.site.content.policies.get(record.index).filter(|_| record.kind == Kind::Policy);
        if let Some(issuer) = origin.and_then(|policy| policy.data.issuer.get()) {
            xml.push_str(&format!("<author><name>{}</name></author>\n", escape(issuer)));
        }
        // What is other than before says more to those who know the page.
        let update = last(cx.site, &record).map(|update| update.what.clone());
        if let Some(summary) = update.or_else(|| cx.summary(&record)) {
            xml.push_str(&format!("<summary>{}</summary>\n", escape(&summary)));
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

/// The beginning of a day where the site is.
fn time(cx: &RenderContext<'_>, day: Date) -> String {
    let zone = TimeZone::get(&cx.site.settings.time_zone.value).unwrap_or(TimeZone::UTC);
    let begins = day.0.to_zoned(zone);
    begins.map_or_else(|_| format!("{day}T00:00:00Z"), |time| time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

impl RenderContext<'_> {
    /// The feeds of the site, by their names.
    pub fn feeds(&self) -> Vec<Link> {
        let link = |page: &Route| {
            let feed = of(page)?;
            Some(Link { text: self.feed_name(&feed), href: Some(self.route(&feed)?) })
        };
        PAGES.iter().filter_map(link).collect()
    }

    /// The name of a feed.
    pub fn feed_name(&self, feed: &Route) -> String {
        match PAGES.iter().find(|page| of(page).as_ref() == Some(feed)) {
            Some(Route::Column(id)) => self.fill("feed_of", &[("name", &self.column_name(*id))]),
            _ => self.text("feed"),
        }
    }

    /// What is said of a dated record in a sentence, if anything.
    pub(super) fn summary(&self, record: &AnyRecord<'_>) -> Option<String> {
        let (content, at) = (&self.site.content, record.index);
        let summary = match record.kind {
            Kind::Policy => content.policies[at].data.summary.clone()?,
            Kind::Notice => {
                let notice = &content.notices[at];
                self.prose(notice, &notice.data.summary).words()
            }
            Kind::Interpretation => content.interpretations[at].data.summary.clone(),
            Kind::Question => content.questions[at].data.summary.clone(),
            Kind::Page => content.pages[at].data.summary.clone(),
            _ => return None,
        };
        Some(summary)
    }
}
