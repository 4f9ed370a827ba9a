//! Diagnostics → text for people: message, excerpt with the place underlined, how to mend it, and the total.

use std::collections::BTreeMap;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::excerpt::{END_OF_ORIGIN, Excerpt};
use super::places::Places;
use super::{Colour, Look};
use crate::diagnostic::catalogue::{self, Lang};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Relation, Severity};
use crate::source::Span;

/// Wide enough that the renderer cuts nothing: excerpts are cut already, and with regard to Chinese.
const TERMINAL: usize = 1000;

/// Diagnostics of one code that are listed one by one: a thousand of them have one cause.
const MOST: usize = 100;

/// Files that nothing refers to that are listed one by one; a folder of a program by mistake may have thousands.
const MOST_UNUSED: usize = 10;

pub(super) fn render(diagnostics: &Diagnostics, places: &Places<'_>, look: &Look<'_>) -> String {
    let mut text = String::new();
    let mut count = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        let count = count.entry(diagnostic.code).or_insert(0);
        *count += 1;
        if *count <= most(diagnostic.code) {
            text.push_str(&one(diagnostic, places, look));
            text.push_str("\n\n");
        }
    }
    for (code, count) in count.into_iter().filter(|&(code, count)| count > most(code)) {
        let words = catalogue::word("folded", look.lang).unwrap_or_default();
        let more = (count - most(code)).to_string();
        let severity = catalogue::severity(code.severity(), look.lang);
        let words = words.replace("{count}", &more).replace("{code}", &code.to_string());
        text.push_str(&format!("{}\n\n", words.replace("{severity}", severity)));
    }
    text
}

/// The last line: how many errors and warnings there are.
pub(super) fn total(diagnostics: &Diagnostics, look: &Look<'_>) -> String {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    let total = catalogue::total(errors, warnings, look.lang);
    let unlisted = if look.errors_only && warnings > 0 { catalogue::word("unlisted", look.lang) } else { None };
    format!("{total}{}\n", unlisted.unwrap_or_default())
}

fn most(code: Code) -> usize {
    if code == Code::UnusedFile { MOST_UNUSED } else { MOST }
}

/// One diagnostic, without a line feed at its end.
pub(super) fn one(diagnostic: &Diagnostic, places: &Places<'_>, look: &Look<'_>) -> String {
    let renderer = match look.colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let group = group(diagnostic, places, look.lang);
    without_appended(&renderer.term_width(TERMINAL).render(&[group]))
}

fn group<'a>(diagnostic: &Diagnostic, places: &Places<'a>, lang: Lang) -> Group<'a> {
    let severity = diagnostic.code.severity();
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.with_name(catalogue::severity(severity, lang));
    let title = title.primary_title(line(&catalogue::message(diagnostic, lang))).id(diagnostic.code.to_string());
    let shown = diagnostic.span.filter(|&span| places.source(span).is_some() && !diagnostic.code.is_private());
    let group = match shown {
        Some(span) => Group::with_title(title).elements(snippets(span, &diagnostic.related, places, lang)),
        None => match places.of(diagnostic) {
            Some(place) => title.element(Origin::path(line(&place.origin()))),
            None => Group::with_title(title),
        },
    };
    group.elements(footers(diagnostic, lang))
}

/// The place itself with the second places that are near to it, then one snippet for each of the others.
fn snippets<'a>(
    span: Span,
    related: &[(Span, Relation)],
    places: &Places<'a>,
    lang: Lang,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let Some(source) = places.source(span) else { return Vec::new() };
    let mut main = Excerpt::new(&source.text, source.clamp(span.range()));
    let mut labels = Vec::new();
    let mut others = Vec::new();
    for &(second, relation) in related {
        let label = catalogue::relation(relation, lang);
        let near = (second.file == span.file).then(|| main.with(&source.text, source.clamp(second.range())));
        match near.flatten() {
            Some(both) => {
                main = both;
                labels.push(label);
            }
            None => others.push((second, label)),
        }
    }
    let first = AnnotationKind::Primary.span(main.marks[0].clone());
    let seconds = main.marks.iter().skip(1).zip(labels);
    let seconds = seconds.map(|(mark, label)| AnnotationKind::Context.span(mark.clone()).label(label));
    let main = snippet(&main, span, places).annotation(first).annotations(seconds);
    let others = others.into_iter().filter_map(|(second, label)| {
        let source = places.source(second)?;
        let excerpt = Excerpt::new(&source.text, source.clamp(second.range()));
        let mark = AnnotationKind::Context.span(excerpt.marks[0].clone()).label(label);
        Some(snippet(&excerpt, second, places).annotation(mark))
    });
    std::iter::once(main).chain(others).collect()
}

fn snippet<'a>(excerpt: &Excerpt, span: Span, places: &Places<'_>) -> Snippet<'a, Annotation<'a>> {
    let place = places.span(span);
    let (origin, line_number) = (line(&place.origin()), place.range.map_or(1, |(start, _)| start.line));
    let above = excerpt.text[..excerpt.marks[0].start].matches('\n').count();
    Snippet::source(excerpt.text.clone())
        .line_start(line_number.saturating_sub(above).max(1))
        .path(format!("{origin}{END_OF_ORIGIN}"))
}

fn footers<'a>(diagnostic: &Diagnostic, lang: Lang) -> Vec<Message<'a>> {
    let name = catalogue::word("help", lang).unwrap_or("help");
    let texts = [catalogue::suggestion(diagnostic, lang), catalogue::help(diagnostic, lang)];
    texts.into_iter().flatten().map(|text| Level::HELP.with_name(name).message(lines(&text))).collect()
}

/// Lines of text in which nothing moves the cursor.
fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// One line of text in which nothing moves the cursor.
fn line(text: &str) -> String {
    let visible = |character: char| match character {
        '\n' => ' ',
        '\u{80}'..='\u{9F}' | END_OF_ORIGIN => '\u{FFFD}',
        other => other,
    };
    normalize_untrusted_str(&text.chars().map(visible).collect::<String>())
}

/// Takes away what the renderer has appended to complete origins.
fn without_appended(text: &str) -> String {
    let mut parts = text.split(END_OF_ORIGIN);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.trim_start_matches(|character: char| character == ':' || character.is_ascii_digit()));
    }
    kept
}
