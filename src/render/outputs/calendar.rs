//! Dated items → calendars (iCalendar, RFC 5545): when a form is due, when one can enrol, when classes are held.
//!
//! Days are those of the site; the same content and as-of date give the same bytes on any day. Events are stamped with the
//! as-of date, because none of the content's own says when an item was last changed, and a program that has an event
//! already takes a moved one for newer by its stamp only.

use icalendar::{Calendar, Component, Event, Property};
use jiff::civil::Date;

use crate::model::form::Form;
use crate::model::records::{Notice, Period, Recurrence};
use crate::model::{ColumnId, Kind, Record, Site};
use crate::plan::{Route, Single};
use crate::syntax::value::{At, Known};

use super::super::context::{RenderContext, encode};
use super::{ColumnLink, Output};

/// There is one when anything has a day.
pub(super) const OUTPUT: Output = Output {
    single: Single { path: "calendar.ics", is_there: has_dates },
    make,
    link: Some(ColumnLink { column: ColumnId::Notices, text: "download_calendar" }),
};

/// True when there is anything to put into a calendar.
fn has_dates(site: &Site) -> bool {
    let is_dated = |period: &At<Known<Period>>| {
        period.value.get().is_some_and(|period| period.from.get().or(period.to.get()).is_some())
    };
    site.content.forms.iter().any(|form| form.data.due.is_some())
        || site.content.notices.iter().any(|notice| is_dated(&notice.data.enrolment) || is_dated(&notice.data.classes))
}

/// All dated items of the site.
fn make(cx: &RenderContext<'_>) -> String {
    let mut calendar = cx.calendar(&cx.site.settings.title);
    for (index, form) in cx.site.content.forms.iter().enumerate() {
        cx.put_due(&mut calendar, index, form);
    }
    for (index, notice) in cx.site.content.notices.iter().enumerate() {
        cx.put_period(&mut calendar, (index, notice), "l_enrolment", &notice.data.enrolment);
        cx.put_period(&mut calendar, (index, notice), "l_classes", &notice.data.classes);
    }
    calendar.done().to_string()
}

/// Years that a calendar of due dates holds: that of the as-of date, and the next one.
const YEARS: i16 = 2;

impl RenderContext<'_> {
    /// Every day on which the form of this place among the forms is due.
    pub fn due_calendar(&self, index: usize) -> String {
        let record = &self.site.content.forms[index];
        let mut calendar = self.calendar(&record.data.title.value);
        self.put_due(&mut calendar, index, record);
        calendar.done().to_string()
    }

    fn calendar(&self, name: &str) -> Calendar {
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//Mingce//ZH"));
        calendar.append_property(("CALSCALE", "GREGORIAN")).append_property(("METHOD", "PUBLISH"));
        // The library escapes texts; what it does not know to be one is sent as it is, unless it is said to be.
        let name = line(name);
        calendar.append_property(Property::new("NAME", &name).add_parameter("VALUE", "TEXT").done());
        calendar.append_property(("X-WR-CALNAME", name.as_str()));
        calendar.append_property(("X-WR-TIMEZONE", self.site.settings.time_zone.value.as_str()));
        calendar
    }

    fn put_due(&self, calendar: &mut Calendar, index: usize, record: &Record<Form>) {
        let data = &record.data;
        let all = data.due.map_or_else(Vec::new, |due| days(due, self.site.as_of.0.year()));
        for (at, day) in all.iter().copied().enumerate() {
            // The how manieth of its year it is: moved by a day, it is the same.
            let number = all[..=at].iter().filter(|other| other.year() == day.year()).count();
            let mut event = self.event(&format!("form-{}-{}-{number}", record.id, day.year()), day, day);
            event.summary(&line(&self.fill("calendar_due", &[("form", &data.title.value)])));
            event.description(&self.fill(
                "calendar_due_about",
                &[("by", &data.filled_by), ("due", &data.due_text), ("to", &data.sent_to)],
            ));
            self.put(calendar, event, Kind::Form, index);
        }
    }

    fn put_period(
        &self,
        calendar: &mut Calendar,
        (index, record): (usize, &Record<Notice>),
        what: &str,
        period: &At<Known<Period>>,
    ) {
        let Some(period) = period.value.get() else { return };
        let (from, to) = (period.from.get().map(|day| day.0), period.to.get().map(|day| day.0));
        let Some((first, last)) = from.or(to).zip(to.or(from)).filter(|(first, last)| first <= last) else { return };
        let mut event = self.event(&format!("notice-{}-{}", record.id, &what[2..]), first, last);
        let key = match (from, to) {
            (Some(_), None) => "calendar_notice_from",
            (None, Some(_)) => "calendar_notice_to",
            _ => "calendar_notice",
        };
        event.summary(&line(&self.fill(key, &[("what", self.theme.text(what)), ("notice", &record.data.title)])));
        self.put(calendar, event, Kind::Notice, index);
    }

    /// An event of whole days, both included. Its name holds no day, so that one whose day is moved stays the same, and
    /// the folder of the site, because several sites may share a host.
    fn event(&self, id: &str, first: Date, last: Date) -> Event {
        let address = self.site.base_url.as_deref().and_then(|url| url.split_once("://"));
        let (host, folder) = address.and_then(|(_, rest)| rest.split_once('/')).unwrap_or(("mingce", ""));
        let day = |day: Date| day.strftime("%Y%m%d").to_string();
        let mut event = Event::new();
        event.uid(&format!("{folder}{id}@{host}"));
        event.add_property("DTSTAMP", format!("{}T000000Z", day(self.site.as_of.0)));
        for (name, at) in [("DTSTART", first), ("DTEND", last.tomorrow().unwrap_or(last))] {
            event.append_property(Property::new(name, day(at)).add_parameter("VALUE", "DATE").done());
        }
        event.add_property("TRANSP", "TRANSPARENT");
        event
    }

    fn put(&self, calendar: &mut Calendar, mut event: Event, kind: Kind, index: usize) {
        let path = self.plan.path(&Route::Record(kind, index));
        if let Some((path, base)) = path.zip(self.site.base_url.as_deref()) {
            event.url(&format!("{base}{}", encode(path)));
        }
        calendar.push(event.done());
    }
}

/// A text on one line: a name that is written as a block ends in a line break.
fn line(text: &str) -> String {
    let lines = text.split(['\n', '\u{2028}', '\u{2029}']).map(str::trim);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The days of some years on which something is due.
fn days(recurrence: Recurrence, year: i16) -> Vec<Date> {
    let months: &[i8] = match recurrence {
        Recurrence::QuarterEnd => &[3, 6, 9, 12],
        Recurrence::YearEnd => &[12],
    };
    let of = |year| months.iter().filter_map(move |&month| Date::new(year, month, 1).ok().map(Date::last_of_month));
    (year..year.saturating_add(YEARS)).flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_years_end_on_their_last_day() {
        let quarters = days(Recurrence::QuarterEnd, 2026);
        let ends: Vec<String> = quarters.iter().map(ToString::to_string).collect();
        assert_eq!(ends[..5], ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31", "2027-03-31"]);
        assert_eq!((quarters.len(), days(Recurrence::YearEnd, 2026).len()), (8, 2));
    }
}
