//! The words of every code, in Chinese and English, read from the documentation pages in `docs/codes/`.
//!
//! A page is `MC101.md`: YAML front matter with `title-…`, `zh`, `en`, `help-zh` and `help-en` (sentences with `{name}`
//! places), then the explanation in Chinese below `## 中文` and in English below `## English`. Words that belong to no
//! single code are in `words.yaml`. Nothing here knows how a diagnostic is printed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::{Code, Diagnostic, Relation, Severity};
use crate::yaml;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/codes");

/// Longest value that a sentence shows, in characters; the rest is cut off.
const MAX_VALUE: usize = 240;
/// Arguments whose value may be a word of `words.yaml`, with or without `@` before it.
const WORDED: &[&str] =
    &["expected", "found", "pattern", "kind", "collection", "what", "guess", "number", "earlier", "later", "scheme"];

/// Arguments whose value may be a word of `words.yaml` with `@` before it, and otherwise is what the author wrote.
const MARKED: &[&str] =
    &["problem", "why", "validity", "fact", "how", "cause", "place", "successor", "previous", "near", "nearest"];

/// Arguments that are shown whole, line by line.
const WHOLE: &[&str] = &["personas", "trace", "example"];

/// True for an argument that is shown whole.
pub(super) fn is_whole(arg: &str) -> bool {
    WHOLE.contains(&arg)
}

/// A language of the messages; the site's own language is another matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// The same text in both languages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    zh: String,
    en: String,
}

impl Pair {
    fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Front {
    title_zh: String,
    title_en: String,
    zh: String,
    en: String,
    help_zh: Option<String>,
    help_en: Option<String>,
}

struct Page {
    title: Pair,
    message: Pair,
    help: Option<Pair>,
    explanation: Pair,
}

impl Page {
    fn parse(text: &str) -> Option<Self> {
        let (front, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
        let front: Front = yaml::from_str(front).ok()?;
        let (zh, en) = body.split_once("\n## English\n")?;
        let zh = zh.trim_start().strip_prefix("## 中文\n")?;
        Some(Self {
            title: Pair { zh: front.title_zh, en: front.title_en },
            message: Pair { zh: front.zh, en: front.en },
            help: front.help_zh.zip(front.help_en).map(|(zh, en)| Pair { zh, en }),
            explanation: Pair { zh: zh.trim().to_owned(), en: en.trim().to_owned() },
        })
    }
}

fn file(name: &str) -> Option<String> {
    let text = PAGES.get_file(name)?.contents_utf8()?;
    Some(text.replace("\r\n", "\n"))
}

fn page(code: Code) -> &'static Page {
    static ALL: LazyLock<BTreeMap<Code, Page>> = LazyLock::new(|| {
        let read = |code: &Code| Some((*code, Page::parse(&file(&format!("{code}.md"))?)?));
        Code::ALL.iter().filter_map(read).collect()
    });
    ALL.get(&code).expect("every code has a page that can be read: tests/catalogue.rs")
}

/// The word `key` of `words.yaml`.
pub fn word(key: &str, lang: Lang) -> Option<&'static str> {
    static ALL: LazyLock<BTreeMap<String, Pair>> = LazyLock::new(|| {
        let text = file("words.yaml").unwrap_or_default();
        yaml::from_str(&text).expect("words.yaml can be read: tests/catalogue.rs")
    });
    ALL.get(key).map(|pair| pair.get(lang))
}

fn own(key: &'static str, lang: Lang) -> &'static str {
    word(key, lang).unwrap_or(key)
}

/// What the code is called, in a few words.
pub fn title(code: Code, lang: Lang) -> &'static str {
    page(code).title.get(lang)
}

/// What is wrong, in one sentence, with the values of this case.
pub fn message(diagnostic: &Diagnostic, lang: Lang) -> String {
    fill(page(diagnostic.code).message.get(lang), &diagnostic.args, lang)
}

/// How to mend it, with the values of this case, and whether `--fix` does it.
pub fn help(diagnostic: &Diagnostic, lang: Lang) -> Option<String> {
    let help = page(diagnostic.code).help.as_ref()?;
    let by_fix = if diagnostic.fix.is_some() { own("by-fix", lang) } else { "" };
    Some(fill(help.get(lang), &diagnostic.args, lang) + by_fix)
}

/// "Did you mean", when there is something near.
pub fn suggestion(diagnostic: &Diagnostic, lang: Lang) -> Option<String> {
    let word = diagnostic.suggestion.clone()?;
    Some(fill(own("suggestion", lang), &[("word", word)], lang))
}

/// What the code means, wrong and mended content, and why the rule exists; Markdown.
pub fn explain(code: Code, lang: Lang) -> &'static str {
    page(code).explanation.get(lang)
}

/// The word for a severity.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => own("error", lang),
        Severity::Warning => own("warning", lang),
    }
}

/// The label of a second place.
pub fn relation(relation: Relation, lang: Lang) -> &'static str {
    match relation {
        Relation::First => own("first", lang),
        Relation::Previous => own("previous", lang),
        Relation::Nearest => own("nearest", lang),
        Relation::Defined => own("defined", lang),
        Relation::Meant => own("meant", lang),
        Relation::Alike => own("alike", lang),
        Relation::SameMistake => own("same-mistake", lang),
        Relation::Compared => own("compared", lang),
    }
}

/// How much was found: `3 处错误，1 处警告`.
pub fn total(errors: usize, warnings: usize, lang: Lang) -> String {
    let part = |count: usize, one, many| {
        let sentence = own(if count == 1 { one } else { many }, lang);
        (count > 0).then(|| fill(sentence, &[("count", count.to_string())], lang))
    };
    let parts = [part(errors, "errors-one", "errors-many"), part(warnings, "warnings-one", "warnings-many")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { own("no-problem", lang).to_owned() } else { parts.join(own("and", lang)) }
}

/// Puts the values into the `{name}` places of a sentence; a place without a value shows `?`.
fn fill(sentence: &str, args: &[(&'static str, String)], lang: Lang) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, name, after)) = place(rest) {
        filled.push_str(before);
        match args.iter().find(|(arg, _)| *arg == name) {
            Some((arg, value)) => filled.push_str(&show(arg, value, lang)),
            None => filled.push('?'),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The first place of a sentence, with what stands before and after it.
pub fn place(sentence: &str) -> Option<(&str, &str, &str)> {
    let start = memchr::memchr(b'{', sentence.as_bytes())?;
    let end = start + memchr::memchr(b'}', &sentence.as_bytes()[start..])?;
    Some((&sentence[..start], &sentence[start + 1..end], &sentence[end + 1..]))
}

/// A value as it stands in a sentence: on one line, not endless, and in the reader's language where it is a word.
fn show(arg: &str, value: &str, lang: Lang) -> String {
    if value.is_empty() {
        return own("none", lang).to_owned();
    }
    if let Some(words) = located(value, lang).filter(|_| arg == "place") {
        return words;
    }
    if arg == "known" && value.strip_prefix('@').is_some_and(|word| word.starts_with(CHOICE)) {
        return choices(value, lang);
    }
    let value = &*keys(value, lang);
    if WHOLE.contains(&arg) {
        return value.to_owned();
    }
    if WORDED.contains(&arg) || (MARKED.contains(&arg) && value.starts_with('@')) {
        let key = if value == "?" { "unknown" } else { value.strip_prefix('@').unwrap_or(value) };
        if let Some(word) = word(key, lang) {
            return word.to_owned();
        }
    }
    let mut value = Cow::Borrowed(value);
    if matches!(arg, "known" | "key" | "largest" | "missing") && lang == Lang::En {
        value = value.replace('、', ", ").replace('；', "; ").into();
    }
    if value.contains(['\n', '\r', '\t']) {
        value = value.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    match value.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.into_owned(),
    }
}

/// A place in a file in words: `@line 8`, `@paragraph 3`, or with what there is besides, `@more 12 @line 8`.
fn located(value: &str, lang: Lang) -> Option<String> {
    let (key, rest) = value.strip_prefix('@')?.split_once(' ')?;
    let (count, place) = rest.split_once(' ').unwrap_or((rest, ""));
    let sentence = word(&format!("place-{key}"), lang)?;
    Some(fill(sentence, &[("count", count.to_owned()), ("place", place.to_owned())], lang))
}

/// Stands before each of the words of which one has to be written, in an argument `known`.
const CHOICE: &str = "choice-";

/// The words of which one has to be written, for an argument `known`: in Chinese with what they mean.
pub fn choice<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("@{CHOICE}{word}")).collect::<Vec<_>>().join("、")
}

/// What a word of which one has to be written means to readers.
pub fn meaning(choice: &str) -> Option<&'static str> {
    word(&format!("{CHOICE}{choice}"), Lang::Zh)
}

fn choices(value: &str, lang: Lang) -> String {
    let one = |word: &str| {
        let word = word.strip_prefix('@').and_then(|word| word.strip_prefix(CHOICE)).unwrap_or(word);
        let meaning = meaning(word).filter(|_| lang == Lang::Zh);
        meaning.map_or_else(|| word.to_owned(), |meaning| format!("{word}（{meaning}）"))
    };
    value.split('、').map(one).collect::<Vec<_>>().join(if lang == Lang::En { ", " } else { "、" })
}

/// Stands on both sides of a key in a value. Control characters are refused in files, so nobody can write it.
const KEY: char = '\u{2}';

/// A key of YAML, with its value or without, for a sentence: as code, with the word for it beside.
pub fn key(written: impl std::fmt::Display) -> String {
    format!("{KEY}{written}{KEY}")
}

/// A value without the marks of [`key`], for YAML.
pub fn bare(value: &str) -> String {
    value.replace(KEY, "")
}

/// A value with its keys as code.
fn keys(value: &str, lang: Lang) -> Cow<'_, str> {
    if !value.contains(KEY) {
        return value.into();
    }
    let part = |(at, part): (usize, &str)| {
        let name = part.split(':').next().unwrap_or(part);
        match word(&format!("key-{name}"), lang).filter(|_| lang == Lang::Zh) {
            _ if at % 2 == 0 => part.to_owned(),
            Some(word) => format!("`{part}`（{word}）"),
            None => format!("`{part}`"),
        }
    };
    value.split(KEY).enumerate().map(part).collect::<String>().into()
}
