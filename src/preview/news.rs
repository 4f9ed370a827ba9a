//! What the script of the preview asks for: how the page in view stands, every diagnostic, and where a block comes from.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::change::Change;
use super::decorate::Mark;
use super::edition::Edition;
use super::origin;
pub(crate) use super::origin::Block;
use super::state::{Preview, State};
use crate::diagnostic::Severity;
use crate::diagnostic::catalogue::{Lang, total, word};
use crate::model::{Kind, UnpublishedReason};
use crate::plan::Route;
use crate::report::{Format, Look, ReportItem, each};
use crate::theme::Bundle;

/// Words of the badge, the overlay and the hint, by their keys without `preview-`.
const WORDS: [&str; 15] = [
    "badge",
    "updated",
    "old",
    "partial",
    "incomplete",
    "jump",
    "close",
    "copy",
    "copied",
    "open",
    "more",
    "gone",
    "lost",
    "errors",
    "none",
];
/// Diagnostics that are shown; of more the number is reported.
const MOST: usize = 300;

/// What is encoded in the path of a file.
const ENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b':');

/// How the page in view stands.
#[derive(Serialize)]
pub(crate) struct News {
    edition: u64,
    /// The path of the page in the site.
    path: String,
    #[serde(flatten)]
    mark: Mark,
    /// The style sheets of the site, by the names of their templates.
    sheets: Vec<String>,
    errors: usize,
    warnings: usize,
    /// How much is wrong, in words.
    total: String,
    /// Tells one set of diagnostics from another.
    diagnostics: String,
    /// The page is of an older edition, because the newest one has errors.
    old: bool,
    /// There has not been an edition without errors yet: what has errors is missing from the page, or wrong in it.
    partial: bool,
    found: bool,
    change: Option<Change>,
    /// Why the page is not to be published yet, in words.
    item: Option<String>,
    /// Of a policy: how many of its clauses something explains, in words.
    coverage: Option<String>,
    words: BTreeMap<&'static str, &'static str>,
}

/// A diagnostic with the address that opens its place in the editor.
#[derive(Serialize)]
pub(crate) struct PanelItem {
    #[serde(flatten)]
    reported: ReportItem,
    open: Option<String>,
}

/// Where a block comes from.
#[derive(Serialize)]
pub(crate) struct Origin {
    place: String,
    open: Option<String>,
}

/// The path in the site of an address: the site lies at the root, and at the path of its own address too.
pub(crate) fn inside(preview: &Preview, path: &str) -> String {
    let url = preview.state().now.and_then(|now| now.compiled.site.base_url.clone()).unwrap_or_default();
    let base = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, base)| base);
    let path = path.trim_start_matches('/');
    let below = path.strip_prefix(base).filter(|_| !preview.has(path));
    below.unwrap_or(path).to_owned()
}

/// How a page stands.
pub(crate) fn news(preview: &Preview, page: &str, lang: Lang) -> Option<News> {
    let answer = preview.answer(&inside(preview, page))?;
    let state = preview.state();
    let now = state.now.as_ref()?;
    let shown = state.shown()?;
    let theme = &shown.compiled.theme;
    let all = now.diagnostics();
    let failures = now.panics().len() + usize::from(state.failed.is_some());
    let (errors, warnings) = (all.count(Severity::Error) + failures, all.count(Severity::Warning));
    let diagnostics = blake3::hash(format!("{all:?}{:?}{failures}", state.place).as_bytes()).to_hex();
    let item = unpublished(shown, &answer.path, lang);
    let coverage = coverage(shown, &answer.path, lang);
    Some(News {
        edition: now.number,
        path: answer.path,
        mark: answer.shown.mark,
        sheets: Bundle::sheets().map(|sheet| theme.asset(sheet).path.clone()).collect(),
        errors,
        warnings,
        total: total(errors, warnings, lang),
        diagnostics: diagnostics[..16].to_owned(),
        old: !Arc::ptr_eq(now, shown) || state.failed.is_some(),
        partial: !shown.is_good(),
        found: answer.found,
        change: state.change.clone(),
        item,
        coverage,
        words: words(preview, lang),
    })
}

/// Why the page at a path is not to be published yet, in words.
fn unpublished(shown: &Edition, path: &str, lang: Lang) -> Option<String> {
    let Route::Record(kind, index) = shown.route(path)? else { return None };
    let site = &shown.compiled.site;
    Some(match site.content.record(*kind, *index)?.entry.unpublished(site.as_of)? {
        UnpublishedReason::Draft => word("preview-draft", lang)?.to_owned(),
        UnpublishedReason::Until(day) => word("preview-scheduled", lang)?.replace("{date}", &day.to_string()),
    })
}

/// How many clauses of the policy at a path something explains, in words.
fn coverage(shown: &Edition, path: &str, lang: Lang) -> Option<String> {
    let Route::Record(Kind::Policy, index) = shown.route(path)? else { return None };
    let found = shown.compiled.site.coverage_of(*index)?;
    let explained = (found.clauses - found.unexplained.len()).to_string();
    let words = word("preview-coverage", lang)?.replace("{clauses}", &found.clauses.to_string());
    let words = words.replace("{explained}", &explained);
    if found.unexplained.is_empty() {
        return Some(words);
    }
    let labels: Vec<String> = found.unexplained.iter().map(ToString::to_string).collect();
    Some(word("preview-unexplained", lang)?.replace("{coverage}", &words).replace("{labels}", &labels.join("、")))
}

fn words(preview: &Preview, lang: Lang) -> BTreeMap<&'static str, &'static str> {
    let help = if preview.wishes.editor.is_some() { "preview-help-open" } else { "preview-help-copy" };
    let named = |key| word(&format!("preview-{key}"), lang).unwrap_or(key);
    WORDS.iter().map(|&key| (key, named(key))).chain([("help", word(help, lang).unwrap_or_default())]).collect()
}

/// Every diagnostic about the newest state of the folder, errors first.
pub(crate) fn report(preview: &Preview, lang: Lang) -> Vec<PanelItem> {
    let state = preview.state();
    let Some(now) = &state.now else { return Vec::new() };
    let mut all = failures(&state, now, lang);
    let look = Look { format: Format::Text, lang, folder: &preview.wishes.folder, ..Look::default() };
    let reported = each(&now.diagnostics(), &now.compiled.snapshot, &look, MOST);
    all.extend(reported.into_iter().map(|reported| {
        let open =
            reported.line.and_then(|line| open(preview, &state, reported.path.as_deref()?, (line, reported.column?)));
        PanelItem { reported, open }
    }));
    all
}

/// What is Mingce's own fault.
fn failures(state: &State, now: &Edition, lang: Lang) -> Vec<PanelItem> {
    let sentence = word("preview-failed", lang).unwrap_or_default();
    let whole = state.failed.iter().map(|words| (String::new(), words.clone()));
    let one = |(page, words): (String, String)| {
        let text = sentence.replace("{page}", &page).replace("{cause}", &words);
        PanelItem { reported: ReportItem { is_error: true, text, ..ReportItem::default() }, open: None }
    };
    whole.chain(now.panics()).map(one).collect()
}

/// Where a block of a page comes from.
pub(crate) fn origin(preview: &Preview, page: &str, block: &Block) -> Option<Origin> {
    let state = preview.state();
    let shown = state.shown()?;
    let route = shown.route(&inside(preview, page))?;
    let (file, at) = match origin::origin(&shown.compiled, route, block)? {
        origin::Origin::Line(span) => (span.file, Some(span.start as usize)),
        origin::Origin::File(file) => (file, None),
    };
    let source = shown.compiled.snapshot.source(file);
    let at = at.map(|at| source.position(at));
    let open = open(preview, &state, &source.path, at.map_or((1, 1), |at| (at.line, at.column)));
    let line = at.map_or_else(String::new, |at| format!(":{}", at.line));
    Some(Origin { place: format!("{}/{}{line}", preview.wishes.folder, source.path), open })
}

/// The address that opens a place of a file, by its path with or without the folder, in the author's editor.
fn open(preview: &Preview, state: &State, path: &str, (line, column): (usize, usize)) -> Option<String> {
    let template = preview.wishes.editor.as_ref()?;
    let inside = Path::new(path).strip_prefix(&preview.wishes.folder).unwrap_or(Path::new(path));
    let place = format!("{}/{}", state.place, inside.display());
    let place = percent_encoding::utf8_percent_encode(place.trim_start_matches('/'), ENCODED).to_string();
    let filled = template.replace("{path}", &format!("/{place}")).replace("{line}", &line.to_string());
    Some(filled.replace("{column}", &column.to_string()))
}
