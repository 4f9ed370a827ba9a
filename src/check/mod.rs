//! What is wrong with a linked site as a whole: what an inspection of government sites looks for, forms that no
//! sheet of paper holds, and data of persons.

mod comments;
mod filled;
mod inside;
mod numbers;
mod private_files;
mod published;
mod settings;
mod validity;

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Looked, Relation};
use crate::model::records::Period;
use crate::model::{Kind, Part, Same, Site};
use crate::source::{FileId, Snapshot, Span};
use crate::syntax::value::{At, Date, Known};
use crate::syntax::yaml;

/// True when files are looked through for the same as in the state before: the forms are the same ones.
pub fn is_same(same: &Same, (old, new): (&Site, &Site)) -> bool {
    let count = new.content.count(Kind::Form);
    let mut forms = (0..count).filter_map(|at| new.content.record(Kind::Form, at));
    old.content.count(Kind::Form) == count && forms.all(|form| same.has(&form))
}

/// Everything that is wrong with the site beyond single records, and what looking through its files told. Files that are
/// those of `before` are not looked through again.
pub fn check(snapshot: &Snapshot, site: &Site, before: Option<&Looked>) -> (Diagnostics, Looked) {
    let mut diagnostics = Diagnostics::default();
    if let Some((file, settings)) = &site.content.settings {
        diagnostics.extend(settings::check(settings, *file));
    }
    identity(site, &mut diagnostics);
    columns(site, &mut diagnostics);
    records(site, &mut diagnostics);
    for notice in &site.content.notices {
        for period in [&notice.data.enrolment, &notice.data.classes] {
            diagnostics.extend(reversed(snapshot, notice.file, period));
        }
    }
    for form in &site.content.forms {
        diagnostics.extend(crate::form::sheet(site, form, &|number| number.to_string()).1);
    }
    attachments(site, &mut diagnostics);
    diagnostics.extend(validity::check(site));
    let looked = published::look(snapshot, site, before);
    diagnostics.extend(published::check(snapshot, site, &looked));
    (diagnostics, looked)
}

/// Address and numbers of the site. What `site.yaml` does not mention is told of the file as a whole.
fn identity(site: &Site, diagnostics: &mut Diagnostics) {
    let Some((file, settings)) = &site.content.settings else { return };
    let told = |code, range: Option<&std::ops::Range<usize>>| match range.filter(|range| !range.is_empty()) {
        Some(range) => Diagnostic::at(code, Span::new(*file, range.clone())),
        None => Diagnostic::path(code, "site.yaml"),
    };
    if site.base_url.is_none() {
        diagnostics.push(told(Code::NoBaseUrl, settings.base_url.as_ref().map(|url| &url.range)));
    }
    let identity = &settings.identity;
    let numbers = [("site-code", &identity.site_code), ("icp", &identity.icp), ("police", &identity.police)];
    for (name, number) in numbers {
        if number.value.get().is_none() {
            diagnostics.push(told(Code::NoIdentity, Some(&number.range)).arg("number", name));
        }
    }
}

/// Forms of one policy with the same number.
fn attachments(site: &Site, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for form in &site.content.forms {
        let (Some(policy), Some(number)) = (&form.data.policy, &form.data.attachment) else { continue };
        let span = Span::new(form.file, number.range.clone());
        if let Some(first) = seen.insert((&policy.value, number.value), span) {
            let duplicate = Diagnostic::at(Code::DuplicateId, span).arg("id", format!("attachment: {}", number.value));
            diagnostics.push(duplicate.arg("collection", "forms").related(first, Relation::First));
        }
    }
}

fn columns(site: &Site, diagnostics: &mut Diagnostics) {
    let Some((file, settings)) = &site.content.settings else { return };
    for column in &settings.columns {
        let kind = column.id.value.kind();
        if site.content.record(kind, 0).is_none() && !site.content.lost.any_of(kind) {
            let span = Span::new(*file, column.id.range.clone());
            diagnostics.push(Diagnostic::at(Code::EmptyColumn, span).arg("column", &column.name));
        }
    }
}

fn records(site: &Site, diagnostics: &mut Diagnostics) {
    for record in site.content.records() {
        if !record.entry.verified() {
            let told = Diagnostic::at(Code::Unverified, record.span);
            diagnostics.push(told.arg("kind", record.kind.word()).arg("id", record.id));
        }
        if record.entry.wait(site.as_of).is_some() {
            continue;
        }
        record.entry.parts(&mut |part| {
            let date = match part {
                Part::Date(date) => date.value.get().map(|day| (*day, &date.range)),
                Part::AsOf(date) => Some((date.value, &date.range)),
                _ => None,
            };
            let known = site.content.settings.is_some();
            if let Some((day, range)) = date.filter(|(day, _)| known && *day > site.as_of) {
                let future = Diagnostic::at(Code::FutureDate, Span::new(record.file, range.clone()));
                diagnostics.push(future.arg("date", day).arg("as_of", site.as_of));
            }
        });
    }
}

fn reversed(snapshot: &Snapshot, file: FileId, period: &At<Known<Period>>) -> Option<Diagnostic> {
    let days = |date: &Known<Date>| date.get().copied();
    let known = period.value.get()?;
    let (from, to) = (days(&known.from)?, days(&known.to)?);
    (to < from).then(|| {
        let span = Span::new(file, yaml::whole(&snapshot.source(file).text, period.range.clone()));
        Diagnostic::at(Code::ReversedPeriod, span).arg("from", from).arg("to", to)
    })
}
