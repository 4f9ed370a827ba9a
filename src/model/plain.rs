//! Marks of Markdown in values that are plain text: readers see them as they are written.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// What is reported of the YAML `text` of a file; `prose` are the places of its values that may hold Markdown.
pub(super) fn markup(file: FileId, text: &str, mut prose: Vec<Range<usize>>) -> Vec<Diagnostic> {
    if ["](", "**"].iter().all(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_none()) {
        return Vec::new();
    }
    prose.sort_unstable_by_key(|range| range.start);
    let is_prose = |at: usize| {
        let before = prose.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|before| prose[before].contains(&at))
    };
    let mut reported = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = value(line);
        let mut found = links(value);
        found.extend(strong(value));
        found.sort_unstable_by_key(|range| range.start);
        for range in found.into_iter().filter(|range| !is_prose(start + range.start)) {
            let written = &line[range.clone()];
            let span = Span::new(file, start + range.start..start + range.end);
            reported.push(Diagnostic::at(Code::MarkupInValue, span).arg("written", written));
        }
        start += line.len();
    }
    reported
}

/// The part of a line that is neither a comment nor a quote of a document.
fn value(line: &str) -> &str {
    let is_comment = line.trim_start().starts_with('#');
    let end = line.find(" #").unwrap_or(line.len()).min(line.find("quote:").unwrap_or(line.len()));
    if is_comment { "" } else { &line[..end] }
}

/// Links of a line: `[甲](policy:plan#二)`.
fn links(line: &str) -> Vec<Range<usize>> {
    let mut behind = 0;
    let link = |middle: usize| {
        let start = line[behind..middle].rfind('[').map(|start| behind + start);
        behind = middle + 2;
        let rest = &line[behind..];
        let target = &rest[..rest.find([')', '[', ']'])?];
        let leads = target.contains(['#', '/', ':', '.']) && !target.contains(char::is_whitespace);
        let is_link = leads && rest[target.len()..].starts_with(')') && start? + 1 < middle;
        is_link.then_some(start?..behind + target.len() + 1)
    };
    memchr::memmem::find_iter(line.as_bytes(), b"](").filter_map(link).collect()
}

/// Strong words of a line: `**甲**`. Masks (`138****5678`) are none.
fn strong(line: &str) -> Vec<Range<usize>> {
    let mut behind = 0;
    let words = |start: usize| {
        let inner = line.get(start + 2..).filter(|_| start >= behind)?;
        let words = &inner[..inner.find('*')?];
        let rest = &inner[words.len()..];
        let is_strong = !words.is_empty() && words.trim() == words && rest.starts_with("**");
        let is_apart = !line[..start].ends_with('*') && !rest.starts_with("***");
        (is_strong && is_apart).then(|| {
            behind = start + words.len() + 4;
            start..behind
        })
    };
    memchr::memmem::find_iter(line.as_bytes(), b"**").filter_map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks<'a>(text: &'a str, prose: &[Range<usize>]) -> Vec<&'a str> {
        let reported = markup(FileId(0), text, prose.to_vec());
        reported.iter().map(|reported| &text[reported.span.unwrap().range()]).collect()
    }

    #[test]
    fn links_and_strong_words_of_plain_values_are_found() {
        let text = "summary: 见[一](policy:plan#一)，**不收费**。\n";
        assert_eq!(marks(text, &[]), ["[一](policy:plan#一)", "**不收费**"]);
        let value = 9..text.len() - 1;
        assert_eq!(marks(text, &[value]), Vec::<&str>::new());
        assert_eq!(marks("a: '**甲**和**乙**'\n", &[]), ["**甲**", "**乙**"]);
    }

    #[test]
    fn other_signs_are_not() {
        for text in [
            "a: 138****5678，3704**********1234\n",
            "a: 2 ** 3 ** 4\n",
            "a: ***甲***\n",
            "a: [甲](乙)\n",
            "a: [](x:y)\n",
            "a: [甲](x:y\n",
            "# [甲](x:y)\n",
            "a: 甲 # **乙**\n",
            "  quote: 甲**乙**\n",
            "a: [b, c]\n",
        ] {
            assert_eq!(marks(text, &[]), Vec::<&str>::new(), "{text}");
        }
    }
}
