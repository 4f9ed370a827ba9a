//! What the script of the preview is told: how the page in view stands, every complaint, and where a block comes from.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::http::Uri;
use axum::response::sse::Event;
use futures_util::Stream;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::change::Change;
use super::decorate::Mark;
use super::edition::Edition;
use super::preview::{Preview, State};
use crate::diagnostic::Severity;
use crate::diagnostic::catalogue::{Lang, total, word};
use crate::edge::report::{Format, Look, Told, each};
use crate::model::{Kind, Wait};
use crate::plan::Route;

/// Words of the badge, the overlay and the hint, by their keys without `preview-`.
const WORDS: [&str; 14] = [
    "badge", "updated", "old", "jump", "close", "copy", "copied", "open", "more", "gone", "lost", "help", "errors",
    "none",
];
/// Complaints that are shown; of more the number is told.
const MOST: usize = 300;

/// What is encoded in the path of a file.
const ENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b':');

/// How the page in view stands.
#[derive(Serialize)]
struct News {
    edition: u64,
    /// The path of the page in the site.
    path: String,
    #[serde(flatten)]
    mark: Mark,
    /// The style sheets of the site, by the names of their templates.
    sheets: [String; 3],
    errors: usize,
    warnings: usize,
    /// How much is wrong, in words.
    total: String,
    /// Tells one set of complaints from another.
    complaints: String,
    /// The page is of an older edition, because the newest one has errors.
    old: bool,
    found: bool,
    change: Option<Change>,
    /// Why the page is not to be published yet, in words.
    item: Option<String>,
    /// Of a policy: how many of its clauses something explains, in words.
    coverage: Option<String>,
    words: BTreeMap<&'static str, &'static str>,
}

/// A complaint with the address that opens its place in the editor.
#[derive(Serialize)]
pub(super) struct Complaint {
    #[serde(flatten)]
    told: Told,
    open: Option<String>,
}

/// Where a block comes from.
#[derive(Serialize)]
pub(super) struct Origin {
    place: String,
    open: Option<String>,
}

/// A value of the query.
pub(super) fn asked(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(key, _)| *key == name)?.1;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// The path in the site of an address: the site lies at the root, and at the path of its own address too.
pub(super) fn inside(preview: &Preview, path: &str) -> String {
    let url = preview.state().now.and_then(|now| now.compiled.site.base_url.clone()).unwrap_or_default();
    let base = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, base)| base);
    let path = path.trim_start_matches('/');
    let below = path.strip_prefix(base).filter(|_| !preview.has(path));
    below.unwrap_or(path).to_owned()
}

/// Tells how a page stands, at once and whenever that changes.
pub(super) fn stream(preview: Arc<Preview>, page: String, lang: Lang) -> impl Stream<Item = Event> {
    let mut told = preview.news.subscribe();
    told.mark_changed();
    futures_util::stream::unfold(
        (preview, page, told, String::new()),
        move |(preview, page, mut told, last)| async move {
            loop {
                told.changed().await.ok()?;
                told.borrow_and_update();
                let (asking, path) = (Arc::clone(&preview), page.clone());
                let json = tokio::task::spawn_blocking(move || news(&asking, &path, lang)).await.ok().flatten()?;
                if json != last {
                    return Some((Event::default().data(&json), (preview, page, told, json)));
                }
            }
        },
    )
}

fn news(preview: &Preview, page: &str, lang: Lang) -> Option<String> {
    let answer = preview.answer(&inside(preview, page))?;
    let state = preview.state();
    let now = state.now.as_ref()?;
    let shown = state.shown()?;
    let theme = &shown.compiled.theme;
    let all = now.diagnostics();
    let failures = now.panics().len() + usize::from(state.failed.is_some());
    let (errors, warnings) = (all.count(Severity::Error) + failures, all.count(Severity::Warning));
    let complaints = blake3::hash(format!("{all:?}{:?}{failures}", state.place).as_bytes()).to_hex();
    let item = waiting(shown, &answer.path, lang);
    let coverage = coverage(shown, &answer.path, lang);
    let news = News {
        edition: now.number,
        path: answer.path,
        mark: answer.shown.mark,
        sheets: [&theme.css, &theme.pages_css, &theme.check_css].map(|sheet| sheet.path.clone()),
        errors,
        warnings,
        total: total(errors, warnings, lang),
        complaints: complaints[..16].to_owned(),
        old: !Arc::ptr_eq(now, shown) || state.failed.is_some(),
        found: answer.found,
        change: state.change.clone(),
        item,
        coverage,
        words: words(lang),
    };
    serde_json::to_string(&news).ok()
}

/// Why the page at a path is not to be published yet, in words.
fn waiting(shown: &Edition, path: &str, lang: Lang) -> Option<String> {
    let Route::Record(kind, index) = shown.route(path)? else { return None };
    let site = &shown.compiled.site;
    Some(match site.content.record(*kind, *index)?.entry.wait(site.as_of)? {
        Wait::Draft => word("preview-draft", lang)?.to_owned(),
        Wait::Until(day) => word("preview-scheduled", lang)?.replace("{date}", &day.to_string()),
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
    Some(
        word("preview-unexplained", lang)?
            .replace("{coverage}", &words)
            .replace("{labels}", &found.unexplained.join("、")),
    )
}

fn words(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    WORDS.iter().map(|&key| (key, word(&format!("preview-{key}"), lang).unwrap_or(key))).collect()
}

/// Every complaint about the newest state of the folder, errors first.
pub(super) fn report(preview: &Preview, lang: Lang) -> Vec<Complaint> {
    let state = preview.state();
    let Some(now) = &state.now else { return Vec::new() };
    let mut all = failures(&state, now, lang);
    let look = Look { format: Format::Text, lang, folder: &preview.wishes.folder, ..Look::default() };
    let told = each(&now.diagnostics(), &now.compiled.snapshot, &look, MOST);
    all.extend(told.into_iter().map(|told| {
        let open = told.line.and_then(|line| open(preview, &state, told.path.as_deref()?, (line, told.column?)));
        Complaint { told, open }
    }));
    all
}

/// What is Mingce's own fault.
fn failures(state: &State, now: &Edition, lang: Lang) -> Vec<Complaint> {
    let sentence = word("preview-failed", lang).unwrap_or_default();
    let whole = state.failed.iter().map(|words| (String::new(), words.clone()));
    let one = |(page, words): (String, String)| {
        let text = sentence.replace("{page}", &page).replace("{cause}", &words);
        Complaint { told: Told { is_error: true, text, ..Told::default() }, open: None }
    };
    whole.chain(now.panics()).map(one).collect()
}

/// Where the words of a block of a page stand.
pub(super) fn origin(preview: &Preview, page: &str, words: &str) -> Option<Origin> {
    let state = preview.state();
    let shown = state.shown()?;
    let route = shown.route(&inside(preview, page))?;
    let span = super::origin::origin(&shown.compiled, route, words)?;
    let source = shown.compiled.snapshot.source(span.file);
    let at = source.position(span.start as usize);
    let open = open(preview, &state, &source.path, (at.line, at.column));
    Some(Origin { place: format!("{}/{}:{}", preview.wishes.folder, source.path, at.line), open })
}

/// The address that opens a place of a file, by its path with or without the folder, in the author's editor.
fn open(preview: &Preview, state: &State, path: &str, (line, column): (usize, usize)) -> Option<String> {
    let template = preview.wishes.editor.as_ref()?;
    let inside = Path::new(path).strip_prefix(&preview.wishes.folder).unwrap_or(Path::new(path));
    let place = state.place.join(inside).to_string_lossy().replace('\\', "/");
    let place = percent_encoding::utf8_percent_encode(place.trim_start_matches('/'), ENCODED).to_string();
    let filled = template.replace("{path}", &format!("/{place}")).replace("{line}", &line.to_string());
    Some(filled.replace("{column}", &column.to_string()))
}
