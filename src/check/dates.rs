//! Dates that cannot be as they are written: after today, a period that ends before it begins, and two days in the wrong
//! order.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::model::records::{Notice, Period};
use crate::model::{AnyRecord, Kind, Part, Record, Site};
use crate::source::{FileId, Span};
use crate::syntax::value::{At, Date, Known};

/// A day, what it is (a word of the catalogue), and where it stands.
type Day = (Date, &'static str, Span);

/// Everything that is wrong with the dates of a site.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut reported = Vec::new();
    for record in site.content.records() {
        if site.content.settings.is_some() && record.entry.unpublished(site.as_of).is_none() {
            future(site.as_of, &record, &mut reported);
            reported.extend(updates(&record, site.as_of));
        }
    }
    for notice in &site.content.notices {
        reported.extend(periods(notice));
    }
    for check in &site.content.checks {
        reported.extend(check.data.valid.as_ref().and_then(|valid| reversed(check.file, &valid.value, &valid.range)));
    }
    let policies = site.content.policies.iter().map(|of| (of.file, &of.data.made_on, &of.data.published_on));
    let articles = site.content.interpretations.iter().map(|of| (of.file, &of.data.made_on, &of.data.published_on));
    let questions = site.content.questions.iter().map(|of| (of.file, &of.data.made_on, &of.data.published_on));
    let pages = site.content.pages.iter().map(|of| (of.file, &of.data.made_on, &of.data.published_on));
    let published = policies.chain(articles).chain(questions).chain(pages).filter_map(|(file, made, published)| {
        // A day after today has a diagnostic of its own.
        let made = day(file, made, "@date-made").filter(|made| made.0 <= site.as_of)?;
        order(made, day(file, published, "@date-published")?)
    });
    reported.extend(published);
    reported.extend(bases(site));
    reported
}

/// Days after today on which something is said to have been done.
fn future(as_of: Date, record: &AnyRecord<'_>, reported: &mut Vec<Diagnostic>) {
    let mut day = |day: Date, range: &Range<usize>| {
        if day > as_of {
            let future = Diagnostic::at(Code::FutureDate, Span::new(record.file, range.clone()));
            reported.push(future.arg("date", day).arg("as_of", as_of));
        }
    };
    record.entry.parts(&mut |part| match part {
        Part::Date(date) => date.value.get().into_iter().for_each(|value| day(*value, &date.range)),
        Part::AsOf(date) => day(date.value, &date.range),
        Part::Sources(_, sources) => {
            let checked = sources.0.iter().filter_map(|source| source.value.checked_on.as_ref());
            checked.for_each(|date| day(date.value, &date.range));
        }
        _ => {}
    });
    let updates = record.entry.updates().iter().map(|update| &update.on);
    updates.chain(record.entry.checked_on()).for_each(|date| day(date.value, &date.range));
}

/// Updates before the day of publication.
fn updates(record: &AnyRecord<'_>, as_of: Date) -> Vec<Diagnostic> {
    let published = record.entry.publication().and_then(|date| day(record.file, date, "@date-published"));
    let updated = record.entry.updates().iter().filter(|update| update.on.value <= as_of);
    let place = |range: &Range<usize>| Span::new(record.file, range.clone());
    let early =
        updated.filter_map(|update| order(published?, (update.on.value, "@date-updated", place(&update.on.range))));
    early.collect()
}

/// Periods of an admissions notice that end before they begin, or do not fit each other and the day of the notice.
fn periods(notice: &Record<Notice>) -> Vec<Diagnostic> {
    let data = &notice.data;
    let place = |range: &Range<usize>| Span::new(notice.file, range.clone());
    let ends = |period: &At<Known<Period>>, words: [&'static str; 2]| {
        let known = period.value.get();
        let [from, to] = [known.and_then(|known| known.from.get()), known.and_then(|known| known.to.get())];
        let day = |day: Option<&Date>, what| day.map(|day| (*day, what, place(&period.range)));
        (day(from, words[0]), day(to, words[1]))
    };
    let mut reported = Vec::new();
    for period in [&data.enrolment, &data.classes] {
        let known = period.value.get();
        reported.extend(known.and_then(|known| reversed(notice.file, known, &period.range)));
    }
    let (opens, closes) = ends(&data.enrolment, ["@date-enrolment-start", "@date-enrolment-end"]);
    let (begins, _) = ends(&data.classes, ["@date-classes-start", "@date-classes-end"]);
    let published = day(notice.file, &data.published_on, "@date-published");
    reported.extend(published.zip(closes).and_then(|(published, closes)| order(published, closes)));
    reported.extend(opens.zip(begins).and_then(|(opens, begins)| order(opens, begins)));
    reported
}

/// Policies that rest on one that was made after them.
fn bases(site: &Site) -> Vec<Diagnostic> {
    let policies = &site.content.policies;
    let mut reported = Vec::new();
    for policy in policies {
        let Some(made) = policy.data.made_on.value.get() else { continue };
        for basis in &policy.data.basis {
            let found = site.find(Kind::Policy, &basis.value).and_then(|found| policies.get(found));
            let basis_made = found.and_then(|found| day(found.file, &found.data.made_on, "@date-basis"));
            let here = Span::new(policy.file, basis.range.clone());
            reported.extend(basis_made.and_then(|basis_made| order(basis_made, (*made, "@date-made", here))));
        }
    }
    reported
}

/// A day that is known.
fn day(file: FileId, date: &At<Known<Date>>, what: &'static str) -> Option<Day> {
    date.value.get().map(|day| (*day, what, Span::new(file, date.range.clone())))
}

/// The diagnostic for two days of which the second lies before the first.
fn order(first: Day, second: Day) -> Option<Diagnostic> {
    (second.0 < first.0).then(|| {
        let reported = Diagnostic::at(Code::DateOrder, second.2).arg("later", second.1).arg("later_date", second.0);
        let reported = reported.arg("earlier", first.1).arg("earlier_date", first.0);
        if first.2 == second.2 { reported } else { reported.related(first.2, Relation::Compared) }
    })
}

fn reversed(file: FileId, period: &Period, range: &Range<usize>) -> Option<Diagnostic> {
    let (from, to) = (*period.from.get()?, *period.to.get()?);
    (to < from).then(|| {
        let span = Span::new(file, range.clone());
        Diagnostic::at(Code::ReversedPeriod, span).arg("from", from).arg("to", to)
    })
}
