//! Periods and limits in words, and where they stand against the as-of date.

use crate::model::records::{Clock, Notice, Period, Recurrence};
use crate::syntax::value::{Absence, Date, Known};

use super::context::RenderContext;
use super::view::{Badge, Due, Html, Value, rich};

impl<'a> RenderContext<'a> {
    pub fn period(&self, period: &Known<Period>) -> Value {
        self.period_of_days(period, |date| Html::text(&self.date(date)))
    }

    /// A period of which each day is written like this.
    fn period_of_days(&self, period: &Known<Period>, day: impl Fn(Date) -> Html) -> Value {
        let period = match period.value() {
            Ok(period) => period,
            Err(why) => return self.ask(why),
        };
        let (key, days) = match (period.from.value(), period.to.value()) {
            (Ok(from), Ok(to)) => ("period", vec![("from", day(*from)), ("to", day(*to))]),
            (Ok(from), Err(_)) => ("period_from", vec![("from", day(*from))]),
            (Err(_), Ok(to)) => ("period_to", vec![("to", day(*to))]),
            (Err(why), Err(_)) => return self.ask(why),
        };
        rich(self.theme.fill_html(key, &days))
    }

    /// The period for enrolment, and while it is not over, the days to its beginning or its end. The browser counts them anew.
    pub fn enrolment(&self, period: &Known<Period>) -> Value {
        // No line ends within a day that has room on one.
        let day = |date| Html::element("span", &[("class", "day")], &Html::text(&self.day_of_week(date)));
        let value = self.period_of_days(period, day);
        let days = |period: &Period| (period.from.get().copied(), period.to.get().copied());
        let (from, to) = period.get().map_or((None, None), days);
        let left = |date: Date| (date >= self.site.as_of).then(|| self.days_until(date));
        let text = match (from.and_then(left), to.and_then(left)) {
            (Some(days @ 1..), _) => self.fill("enrol_opens_in", &[("n", &days.to_string())]),
            (_, Some(0)) => self.text("enrol_last_day"),
            (_, Some(days)) => self.fill("enrol_closes_in", &[("n", &days.to_string())]),
            (_, None) => return value,
        };
        let [begins, ends] = [from, to].map(|date| date.map_or_else(String::new, |date| date.to_string()));
        let left = Html::element("small", &[("data-begins", &begins), ("data-ends", &ends)], &Html::text(&text));
        rich(Html::join(&[value.html, left], &Html::text(" ")))
    }

    /// Days from the as-of date.
    fn days_until(&self, date: Date) -> i64 {
        self.site.as_of.0.duration_until(date.0).as_hours() / 24
    }

    /// Whether one can enrol on the as-of date, and the days for the browser to compare with its own.
    pub fn status(&self, notice: &Notice) -> (Badge, Option<String>, Option<String>) {
        let period = notice.enrolment.value.get();
        let from = period.and_then(|period| period.from.get()).copied();
        let to = period.and_then(|period| period.to.get()).copied();
        let today = self.site.as_of;
        let badge = match (from, to) {
            (None, None) => self.badge(unknown_status(&notice.enrolment.value), "muted"),
            (Some(from), _) if today < from => self.badge("status_upcoming", "neutral"),
            (_, Some(to)) if today > to => self.badge("status_closed", "muted"),
            _ => self.badge("status_open", "good"),
        };
        (badge, from.map(|date| date.to_string()), to.map(|date| date.to_string()))
    }

    /// A time limit in words, and its tone.
    pub fn clock(&self, clock: &Clock) -> (String, &'static str) {
        match clock {
            Clock::Within { days, after } => {
                let key = match (days.working, after) {
                    (false, Some(_)) => "clock_within",
                    (true, Some(_)) => "clock_within_working",
                    (false, None) => "clock_within_open",
                    (true, None) => "clock_within_working_open",
                };
                let after = after.as_deref().unwrap_or_default();
                (self.fill(key, &[("after", after), ("n", &days.count.to_string())]), "fixed")
            }
            Clock::Every(Recurrence::QuarterEnd) => (self.text("clock_quarter_end"), "recurring"),
            Clock::Every(Recurrence::YearEnd) => (self.text("clock_year_end"), "recurring"),
            Clock::NoneStated => (self.text("clock_none"), "open"),
            Clock::Unpublished => (self.text("clock_unpublished"), "unpublished"),
        }
    }

    /// A day with its day of the week.
    fn day_of_week(&self, date: Date) -> String {
        let weekdays = self.theme.text("weekdays");
        let place = date.0.weekday().to_monday_zero_offset() as usize;
        let weekday = weekdays.split(' ').nth(place).unwrap_or_default();
        self.fill("day_of_week", &[("date", &self.date(date)), ("weekday", weekday)])
    }

    /// A day with its day of the week, and how many days are left from the as-of date.
    pub fn due_day(&self, date: Date) -> Due {
        Due {
            text: self.day_of_week(date),
            day: date.to_string(),
            left: match self.days_until(date) {
                0 => self.text("days_today"),
                days => self.fill("days_left", &[("n", &days.to_string())]),
            },
        }
    }

    /// The next four days on which something is due, the as-of date included.
    pub fn due(&self, recurrence: Recurrence) -> Vec<Date> {
        let mut due = Vec::new();
        let mut month = self.site.as_of.0.first_of_month();
        while due.len() < 4 {
            let ends = match recurrence {
                Recurrence::QuarterEnd => month.month() % 3 == 0,
                Recurrence::YearEnd => month.month() == 12,
            };
            if ends {
                due.push(Date(month.last_of_month()));
            }
            match month.checked_add(jiff::Span::new().months(1)) {
                Ok(next) => month = next,
                Err(_) => break,
            }
        }
        due
    }
}

/// The string for a notice without any day of enrolment.
fn unknown_status(enrolment: &Known<Period>) -> &'static str {
    match enrolment.value().and_then(|period| period.from.value()) {
        Err(Absence::NotHeld) => "status_not_held",
        _ => "status_unknown",
    }
}
