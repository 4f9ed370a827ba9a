//! Diagnostics of a linked site as a whole: what an inspection of government sites looks for, forms that no
//! sheet of paper holds, and data of persons.

mod cards;
mod comments;
mod dates;
mod drawings;
mod filled;
mod inside;
mod names;
mod numbers;
mod personal;
mod pictures;
mod private_files;
mod published;
mod settings;
mod validity;

pub use personal::masked;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation, ScanCache};
use crate::model::{Kind, Same, Site};
use crate::source::{Snapshot, Span};

/// True when files are scanned for the same as in the state before: the forms are the same ones.
pub fn is_same(same: &Same, (old, new): (&Site, &Site)) -> bool {
    let count = new.content.count(Kind::Form);
    let mut forms = (0..count).filter_map(|at| new.content.record(Kind::Form, at));
    old.content.count(Kind::Form) == count && forms.all(|form| same.has(&form))
}

/// Everything that is wrong with the site beyond single records, and what a scan of its files reported. Files that are
/// those of `before` are not scanned again.
pub fn check(snapshot: &Snapshot, site: &Site, before: Option<&ScanCache>) -> (Diagnostics, ScanCache) {
    let mut diagnostics = Diagnostics::default();
    if let Some((file, settings)) = &site.content.settings {
        diagnostics.extend(settings::check(settings, *file));
    }
    identity(site, &mut diagnostics);
    columns(site, &mut diagnostics);
    records(site, &mut diagnostics);
    diagnostics.extend(dates::check(site));
    diagnostics.extend(pictures::check(site));
    for form in &site.content.forms {
        diagnostics.extend(crate::form::sheet(site, form, &|number| number.to_string()).1);
    }
    attachments(site, &mut diagnostics);
    diagnostics.extend(other_attachments(site));
    diagnostics.extend(names::check(site));
    diagnostics.extend(validity::check(site));
    diagnostics.extend(cards::check(snapshot, site));
    let scan = published::scan(snapshot, site, before);
    diagnostics.extend(published::check(snapshot, site, &scan));
    (diagnostics, scan)
}

/// Address and numbers of the site. What `site.yaml` does not mention is reported about the file as a whole.
fn identity(site: &Site, diagnostics: &mut Diagnostics) {
    let Some((file, settings)) = &site.content.settings else { return };
    let reported = |code, range: Option<&std::ops::Range<usize>>| match range.filter(|range| !range.is_empty()) {
        Some(range) => Diagnostic::at(code, Span::new(*file, range.clone())),
        None => Diagnostic::path(code, "site.yaml"),
    };
    if site.base_url.is_none() {
        diagnostics.push(reported(Code::NoBaseUrl, settings.base_url.as_ref().map(|url| &url.range)));
    }
    let identity = &settings.identity;
    let numbers = [("site-code", &identity.site_code), ("icp", &identity.icp), ("police", &identity.police)];
    for (name, number) in numbers {
        if number.value.get().is_none() {
            diagnostics.push(reported(Code::NoIdentity, Some(&number.range)).arg("number", name));
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

/// Attachments whose form says of itself that it is another one. A form may be attached to several policies: then the one
/// that it names has it as well.
fn other_attachments(site: &Site) -> Vec<Diagnostic> {
    let attached = site.content.policies.iter().enumerate().flat_map(|(policy, record)| {
        let forms = record.data.attachments.iter();
        forms.filter_map(move |it| Some((policy, it, site.find(Kind::Form, &it.form.as_ref()?.value)?)))
    });
    let attached: Vec<_> = attached.collect();
    let known: HashSet<(usize, usize)> = attached.iter().map(|&(policy, _, form)| (policy, form)).collect();
    let reported = attached.into_iter().filter_map(|(at, attachment, form_at)| {
        let (policy, form) = (site.content.policies.get(at)?, site.content.forms.get(form_at)?);
        let number = form.data.attachment.as_ref().map(|number| number.value);
        let named = site.find(Kind::Policy, &form.data.policy.as_ref()?.value)?;
        let is_other = if named == at {
            number.is_some_and(|number| number != attachment.number)
        } else {
            !known.contains(&(named, form_at))
        };
        let span = Span::new(policy.file, attachment.form.as_ref()?.range.clone());
        let found = Diagnostic::at(Code::OtherAttachment, span).arg("number", attachment.number);
        let found =
            found.arg("form", &form.data.title.value).arg("other", number.map_or(String::new(), |it| it.to_string()));
        let found = found.arg("policy", site.content.policies.get(named)?.data.short_title());
        is_other.then(|| found.related(form.span, Relation::Defined))
    });
    reported.collect()
}

fn columns(site: &Site, diagnostics: &mut Diagnostics) {
    let Some((file, settings)) = &site.content.settings else { return };
    for column in &settings.columns {
        let kind = column.id.value.kind();
        if site.content.record(kind, 0).is_none() && !site.content.unread.any_of(kind) {
            let span = Span::new(*file, column.id.range.clone());
            diagnostics.push(Diagnostic::at(Code::EmptyColumn, span).arg("column", &column.name));
        }
    }
}

fn records(site: &Site, diagnostics: &mut Diagnostics) {
    for record in site.content.records().iter().filter(|record| !record.entry.verified()) {
        let reported = Diagnostic::at(Code::Unverified, record.span);
        diagnostics.push(reported.arg("kind", record.kind.word()).arg("id", record.id));
    }
}
