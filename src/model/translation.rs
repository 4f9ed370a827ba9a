//! Names and summaries in other languages than the site's.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::value::At;

/// What a record is called and says in another language. 一种语言的译文。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The language, one of `translations` in `site.yaml`. 语言，如 `en`；要先写在 `site.yaml` 的 `translations` 里。
    pub language: At<String>,
    /// Its name or title; shown in the site's language when absent. 名称或标题的译文；没有就显示原文。
    pub name: Option<At<String>>,
    /// What it says, in a sentence or two without Markdown; shown in the site's language when absent.
    /// 简介的译文，一两句话，不能用 Markdown；没有就显示原文。
    pub text: Option<At<String>>,
}

/// What the page in another language says of the site. 一种语言的网站信息。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteTranslation {
    /// The language as a BCP 47 tag. 语言的标签，如 `en`。
    pub language: At<String>,
    /// Name of the site. 网站的名称。
    pub title: At<String>,
    /// One sentence that says what it is. 一句话说明网站做什么。
    pub summary: At<String>,
    /// Who publishes it. 主办单位。
    pub owner: At<String>,
    /// The office or section whom readers ask. 咨询科室的名称。
    pub contact: Option<At<String>>,
}

/// The translation into a language, if there is one.
pub fn of<'a>(translations: &'a [Translation], language: &str) -> Option<&'a Translation> {
    translations.iter().find(|translation| translation.language.value == language)
}

/// Characters of the longest tag.
const MAX_TAG: usize = 35;

/// True for what has the form of a language tag: letters, and parts of letters and digits after hyphens.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_language = |part: &str| matches!(part.len(), 2..=3) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_part = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    tag.len() <= MAX_TAG && parts.next().is_some_and(is_language) && parts.all(is_part)
}

/// Languages that a site can have besides its own; each record is asked for each of them.
const MAX_LANGUAGES: usize = 20;

/// The translations of the settings that are used, by their places, and what is wrong with the others; `own` is the language of
/// the site.
fn sorted<'a>(own: &str, translations: &'a [SiteTranslation]) -> (Vec<usize>, Vec<(&'a At<String>, &'static str)>) {
    // Capital letters make no difference in tags, nor do they in the names of folders on some systems.
    let mut known = FxHashSet::from_iter([own.to_ascii_lowercase()]);
    let (mut used, mut wrong) = (Vec::new(), Vec::new());
    for (at, translation) in translations.iter().enumerate() {
        let language = &translation.language;
        if at >= MAX_LANGUAGES {
            wrong.push((language, "@language-many"));
        } else if !is_tag(&language.value) {
            wrong.push((language, "@language-tag"));
        } else if !known.insert(language.value.to_ascii_lowercase()) {
            wrong.push((language, "@language-twice"));
        } else {
            used.push(at);
        }
    }
    (used, wrong)
}

/// The translations of the settings that have a page, by their places: those into other languages than the site's.
pub fn used(own: &str, translations: &[SiteTranslation]) -> Vec<usize> {
    sorted(own, translations).0
}

/// What is wrong with the translations of the settings: their languages, and what is empty.
pub(super) fn wrong_in_settings(own: &str, translations: &[SiteTranslation], file: FileId) -> Vec<Diagnostic> {
    let parts =
        translations.iter().flat_map(|it| [Some(&it.title), Some(&it.summary), Some(&it.owner), it.contact.as_ref()]);
    let empty = untranslated(parts.flatten(), file);
    let languages = sorted(own, translations).1.into_iter().map(|(language, cause)| report(language, file, cause));
    empty.chain(languages).collect()
}

/// What is wrong with the translations of a record: their languages, and what is empty; `languages` are those of the settings.
pub(super) fn wrong_in_record(
    languages: &[SiteTranslation],
    file: FileId,
    translations: &[Translation],
) -> Vec<Diagnostic> {
    let listed = || languages.iter().take(MAX_LANGUAGES).map(|listed| &listed.language.value);
    let mut known = FxHashSet::default();
    let parts = translations.iter().flat_map(|translation| [&translation.name, &translation.text]).flatten();
    let mut wrong: Vec<_> = untranslated(parts, file).collect();
    for language in translations.iter().map(|translation| &translation.language) {
        if listed().all(|listed| *listed != language.value) {
            wrong.push(report(language, file, "@language-unlisted"));
        } else if !known.insert(&language.value) {
            wrong.push(report(language, file, "@language-twice"));
        }
    }
    wrong
}

/// Nothing is no translation: in the place of what it should say, readers would see an empty line.
fn untranslated<'a>(parts: impl Iterator<Item = &'a At<String>>, file: FileId) -> impl Iterator<Item = Diagnostic> {
    parts.filter(|part| part.value.trim().is_empty()).map(move |part| {
        let reported = Diagnostic::at(Code::BadValue, Span::new(file, part.range.clone()));
        reported.arg("value", &part.value).arg("pattern", "@translated")
    })
}

fn report(language: &At<String>, file: FileId, cause: &str) -> Diagnostic {
    let span = Span::new(file, language.range.clone());
    Diagnostic::at(Code::TranslationLanguage, span).arg("language", &language.value).arg("cause", cause)
}

#[cfg(test)]
mod tests {
    use super::is_tag;

    #[test]
    fn tags_are_a_language_and_parts_after_hyphens() {
        assert!(["en", "zh-Hant", "ko", "sr-Latn-RS", "de-1996"].into_iter().all(is_tag));
        assert!(!["", "e", "EN", "english", "英文", "en/..", "en-", "-en", "../x", "en us"].into_iter().any(is_tag));
    }
}
