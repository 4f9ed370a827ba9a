//! What is wrong with `site.yaml` by itself.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation};
use crate::model::settings::Settings;
use crate::source::{FileId, Span};
use crate::syntax::value::{Id, UNPUBLISHED, is_address, names_user};

/// Everything that is wrong with the settings, which stand in `file`.
pub(super) fn check(settings: &Settings, file: FileId) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    vocabularies(settings, file, &mut diagnostics);
    columns(settings, file, &mut diagnostics);
    address(settings, file, &mut diagnostics);
    time_zone(settings, file, &mut diagnostics);
    reasons(settings, file, &mut diagnostics);
    words(settings, file, &mut diagnostics);
    diagnostics
}

/// A link of the foot or of a mark in it without words has no name for those who hear it, and no place to click.
fn words(settings: &Settings, file: FileId, diagnostics: &mut Diagnostics) {
    let links = settings.footer.links.iter().map(|link| &link.text);
    let all = settings.marks.iter().map(|mark| &mark.text).chain(links);
    for text in all.filter(|text| text.value.trim().is_empty()) {
        let reported = Diagnostic::at(Code::BadValue, Span::new(file, text.range.clone()));
        diagnostics.push(reported.arg("value", &text.value).arg("pattern", "@link-words"));
    }
}

/// An exception that nobody gives a reason for is none.
fn reasons(settings: &Settings, file: FileId, diagnostics: &mut Diagnostics) {
    for exception in &settings.data_exceptions {
        let (reason, range) = (exception.reason.value.trim(), &exception.reason.range);
        if !reason.chars().any(char::is_alphanumeric) || reason == UNPUBLISHED {
            let reported = Diagnostic::at(Code::BadValue, Span::new(file, range.clone()));
            diagnostics.push(reported.arg("value", reason).arg("pattern", "@reason"));
        }
    }
}

/// Most words of a vocabulary. Tables have a column for each level and type of employer, and selections list all.
const MAX_LEVELS: usize = 50;
const MAX_CERTIFICATES: usize = 200;
const MAX_EMPLOYERS: usize = 50;
const MAX_DISTRICTS: usize = 500;

fn vocabularies(settings: &Settings, file: FileId, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<(&str, &Id), Span> = HashMap::new();
    let lists = [
        ("levels", &settings.levels, MAX_LEVELS),
        ("certificates", &settings.certificates, MAX_CERTIFICATES),
        ("employers", &settings.employers, MAX_EMPLOYERS),
        ("districts", &settings.districts, MAX_DISTRICTS),
    ];
    for (key, words, limit) in lists {
        if let Some(first) = words.get(limit) {
            let reported = Diagnostic::at(Code::VocabularyTooLarge, Span::new(file, first.id.range.clone()));
            diagnostics.push(reported.arg("list", key).arg("count", words.len()).arg("limit", limit));
        }
        for word in words {
            let span = Span::new(file, word.id.range.clone());
            if let Some(first) = seen.insert((key, &word.id.value), span) {
                let duplicate = Diagnostic::at(Code::DuplicateId, span).arg("id", &word.id.value);
                diagnostics.push(duplicate.arg("collection", key).related(first, Relation::First));
            }
        }
    }
}

fn columns(settings: &Settings, file: FileId, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for column in &settings.columns {
        let span = Span::new(file, column.id.range.clone());
        if let Some(first) = seen.insert(column.id.value, span) {
            let duplicate = Diagnostic::at(Code::DuplicateId, span).arg("id", column.id.value.folder());
            diagnostics.push(duplicate.arg("collection", "columns").related(first, Relation::First));
        }
    }
}

fn address(settings: &Settings, file: FileId, diagnostics: &mut Diagnostics) {
    let Some(url) = settings.base_url.as_ref() else { return };
    let Some(text) = url.value.get() else { return };
    let span = Span::new(file, url.range.clone());
    if names_user(text) {
        diagnostics.push(Diagnostic::at(Code::UserInAddress, span));
    } else if !is_address(text) {
        diagnostics.push(Diagnostic::at(Code::BadValue, span).arg("value", text).arg("pattern", "@address"));
    } else if text.starts_with("http://") {
        diagnostics.push(Diagnostic::at(Code::InsecureLink, span).arg("url", text));
    }
}

fn time_zone(settings: &Settings, file: FileId, diagnostics: &mut Diagnostics) {
    let zone = &settings.time_zone;
    if jiff::tz::TimeZone::get(&zone.value).is_err() {
        let span = Span::new(file, zone.range.clone());
        diagnostics.push(Diagnostic::at(Code::BadValue, span).arg("value", &zone.value).arg("pattern", "@time-zone"));
    }
}
