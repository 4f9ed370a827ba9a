//! What is new on a site, as feeds (Atom, RFC 4287): of everything that has a day of publication, of policies, of notices.
//!
//! The id of an entry is the address of its page, its date the day of publication: content has no day of a change.

use jiff::tz::TimeZone;

use super::super::context::{RenderContext, encode};
use super::Output;
use crate::model::{AnyRecord, ColumnId, Kind, Site};
use crate::plan::{HOME, Route, Single};
use crate::syntax::markdown::escape;
use crate::syntax::value::Date;

/// Entries of a feed, the newest.
const ENTRIES: usize = 100;

/// What has days of publication, in the order in which one day is listed.
const DATED: [Kind; 5] = [Kind::Policy, Kind::Notice, Kind::Interpretation, Kind::Question, Kind::Page];

/// Of everything. Each is there when the site has an address and the feed an entry.
pub(super) const ALL: Output = feed("feed.xml", |site| has_any(site, &DATED), |cx| make(cx, &DATED));
/// Of policies.
pub(super) const POLICIES: Output =
    feed("policies/feed.xml", |site| has_any(site, &[Kind::Policy]), |cx| make(cx, &[Kind::Policy]));
/// Of notices.
pub(super) const NOTICES: Output =
    feed("notices/feed.xml", |site| has_any(site, &[Kind::Notice]), |cx| make(cx, &[Kind::Notice]));

const fn feed(path: &'static str, is_there: fn(&Site) -> bool, make: fn(&RenderContext<'_>) -> String) -> Output {
    Output { single: Single { path, is_there }, make, link: None }
}

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

/// The records that say when they were published.
fn dated<'a>(site: &'a Site, kinds: &'a [Kind]) -> impl Iterator<Item = (Date, AnyRecord<'a>)> {
    let places = kinds.iter().flat_map(|&kind| (0..site.content.count(kind)).map(move |index| (kind, index)));
    places.filter_map(|(kind, index)| {
        let record = site.content.record(kind, index)?;
        Some((record.entry.published_on()?, record))
    })
}

fn make(cx: &RenderContext<'_>, kinds: &[Kind]) -> String {
    let settings = &cx.site.settings;
    let base = cx.site.base_url.as_deref().unwrap_or_default();
    let mut entries: Vec<_> = dated(cx.site, kinds).collect();
    entries.sort_by_key(|(_, record)| std::cmp::Reverse(record.entry.updated_on()));
    let newest = entries.first().and_then(|(_, record)| record.entry.updated_on());
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
        let Some(page) = cx.plan.path(&Route::Record(record.kind, record.index)) else { continue };
        let address = escape(&[base, &encode(page)].concat());
        let (published, updated) = (time(cx, day), time(cx, record.entry.updated_on().unwrap_or(day)));
        xml.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n<published>{published}</published>\n\
             <updated>{updated}</updated>\n",
            escape(record.entry.name())
        ));
        let origin = cx.site.content.policies.get(record.index).filter(|_| record.kind == Kind::Policy);
        if let Some(issuer) = origin.and_then(|policy| policy.data.issuer.get()) {
            xml.push_str(&format!("<author><name>{}</name></author>\n", escape(issuer)));
        }
        if let Some(summary) = cx.summary(&record) {
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
