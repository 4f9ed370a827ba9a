//! A block of a page, by its words → the file and line that it comes from.
//!
//! A line is reported only where there is no doubt: the block's words are all that this line says, and no other line of the
//! record says them. Otherwise the file of the record is reported, or nothing.

use crate::model::{AnyRecord, Kind};
use crate::plan::Route;
use crate::render::Compiled;
use crate::source::{FileId, Source, Span};

/// Characters of a block that are asked for at most.
pub(super) const MOST: usize = 300;

/// A block of a page as its reader sees it.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Its first words.
    pub words: String,
    /// The ids around it, the nearest first.
    pub ids: Vec<String>,
    /// Where it leads, or what it is part of leads: a path in the site, and an anchor.
    pub link: Option<(String, Option<String>)>,
    /// It is not part of the content of the page but of what surrounds it.
    pub outside: bool,
}

/// Where a block comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// This line.
    Line(Span),
    /// Somewhere in this file.
    File(FileId),
}

/// Where a block of the page of `route` comes from, when it is known.
pub(super) fn origin(site: &Compiled, route: &Route, block: &Block) -> Option<Origin> {
    let cut = block.words.chars().count() >= MOST;
    let words: Vec<char> = block.words.chars().filter(|&c| says(c)).collect();
    let inside = |file: FileId, range| only(site.snapshot.source(file), file, range, &words, cut).map(Origin::Line);
    let settings = || {
        let (file, _) = site.site.content.settings.as_ref()?;
        inside(*file, 0..usize::MAX)
    };
    if block.outside {
        return settings();
    }
    let content = &site.site.content;
    let own = match route {
        Route::Record(kind, index) => content.record(*kind, *index),
        Route::Glance(index, _) => content.record(Kind::Interpretation, *index),
        Route::Map(index) => content.record(Kind::Policy, *index),
        Route::Review(index) => content.record(Kind::Check, *index),
        Route::Column(_) => block.ids.iter().find_map(|id| named(site, site.plan.path(route)?, Some(id))),
        _ => None,
    };
    let line = |record: &AnyRecord<'_>| inside(record.file, region(site, record).0);
    let linked = block.link.as_ref().and_then(|(path, anchor)| named(site, path, anchor.as_deref()));
    let Some(own) = own else { return linked.as_ref().and_then(line).or_else(settings) };
    // What leads to another record and is called like it was written there.
    let called = |record: &AnyRecord<'_>| record.entry.name().chars().filter(|&c| says(c)).eq(words.iter().copied());
    let unsure = || match region(site, &own) {
        (_, true) => Origin::File(own.file),
        (range, false) => Origin::Line(Span::new(own.file, range.start..range.start)),
    };
    line(&own).or_else(|| linked.filter(called).as_ref().and_then(line)).or_else(|| Some(unsure()))
}

/// The record that has the page at a path, or its place in it.
fn named<'a>(site: &'a Compiled, path: &str, anchor: Option<&str>) -> Option<AnyRecord<'a>> {
    let content = &site.site.content;
    match site.plan.route(path)? {
        Route::Record(kind, index) => content.record(*kind, *index),
        Route::Column(column) => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.column() == Some(*column) && !kind.has_page())?;
            let index = (0..content.count(kind))
                .find(|&at| content.record(kind, at).is_some_and(|record| Some(record.id.as_str()) == anchor))?;
            content.record(kind, index)
        }
        _ => None,
    }
}

/// The part of its file that a record takes up, and whether that is all of it.
fn region(site: &Compiled, record: &AnyRecord<'_>) -> (std::ops::Range<usize>, bool) {
    let records = site.site.content.records();
    let mut starts: Vec<usize> =
        records.iter().filter(|other| other.file == record.file).map(|other| other.span.start as usize).collect();
    starts.sort_unstable();
    let start = record.span.start as usize;
    match starts.len() {
        0 | 1 => (0..usize::MAX, true),
        _ => (start..starts.into_iter().find(|&other| other > start).unwrap_or(usize::MAX), false),
    }
}

/// True for a character that is the same in what is written and what readers see.
fn says(c: char) -> bool {
    !c.is_whitespace() && !"*_`[]\\\"'“”‘’|".contains(c)
}

/// The one line in a part of a file from which on it says these words and nothing else.
fn only(source: &Source, file: FileId, range: std::ops::Range<usize>, words: &[char], cut: bool) -> Option<Span> {
    if words.is_empty() {
        return None;
    }
    let range = source.clamp(range);
    let flow = !source.path.ends_with(".md");
    let text = &source.text[range.clone()];
    let reported = reported(text, flow);
    let mut found = None;
    for at in (0..reported.len()).filter(|&at| reported[at].begins && reported[at].says == words[0]) {
        let end = at + words.len();
        let same = reported.len() >= end && reported[at..end].iter().map(|one| one.says).eq(words.iter().copied());
        let whole = cut || reported.get(end).is_none_or(|next| next.parted);
        if same && whole {
            if found.is_some() {
                return None;
            }
            found = Some(reported[at].at);
        }
    }
    let at = range.start + found?;
    let start = source.text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = source.text[at..].find('\n').map_or(source.text.len(), |end| at + end);
    let indent = source.text[start..end].len() - source.text[start..end].trim_start().len();
    Some(Span::new(file, start + indent..end))
}

/// A character that readers see.
struct Told {
    says: char,
    /// Where it stands.
    at: usize,
    /// A text may begin with it: it comes first in its line, but for what only says what sort of line this is.
    begins: bool,
    /// A text may end before it.
    parted: bool,
}

/// What a text says, without marks of Markdown and YAML; `flow` for one in which commas part values.
fn reported(text: &str, flow: bool) -> Vec<Told> {
    let mut all = Vec::new();
    let (mut line_start, mut after_nothing) = (0, true);
    for line in text.split_inclusive('\n') {
        let (first, value) = beginnings(line);
        let indent = line.len() - line.trim_start().len();
        // Other lines go on with what the one before them says.
        let mut parted = after_nothing || first > indent || value > first;
        let mut skipped = 0;
        for (at, c) in line.char_indices().filter(|&(_, c)| says(c) || c == '|' || c == ']') {
            let separates = c == '|' || (flow && ",{}[]".contains(c));
            if at < skipped || separates {
                parted |= separates;
            } else if line[at..].starts_with("](") {
                // The address of a link; readers do not see it.
                skipped = line[at..].find(')').map_or(line.len(), |end| at + end + 1);
            } else if says(c) {
                let begins = parted || (value > first && at == value) || at == first && first > indent;
                all.push(Told { says: c, at: line_start + at, begins, parted });
                parted = flow && c == ':' && line[at + 1..].starts_with(' ');
            }
        }
        line_start += line.len();
        after_nothing = line.trim().is_empty();
    }
    all
}

/// Where a line begins to say something: after signs of lists and headings, and after a key.
fn beginnings(line: &str) -> (usize, usize) {
    let rest = line.trim_start_matches(|c: char| c.is_whitespace() || "-*+>#`\"'|".contains(c));
    let first = line.len() - rest.len();
    let key = rest.find(':').filter(|&end| {
        let is_key = rest[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        is_key && !rest[end + 1..].starts_with(|c: char| !c.is_whitespace())
    });
    let number = rest.find(". ").filter(|&end| rest[..end].bytes().all(|b| b.is_ascii_digit()));
    let skip = key.or(number).map_or(0, |end| end + 1);
    let value = rest[skip..].trim_start_matches(|c: char| c.is_whitespace() || "\"'*_`[".contains(c));
    (first, line.len() - value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str, text: &str, words: &str) -> Option<usize> {
        let source = Source::decode(path, text.as_bytes());
        let words: Vec<char> = words.chars().filter(|&c| says(c)).collect();
        let found = only(&source, FileId(0), 0..usize::MAX, &words, false)?;
        Some(source.position(found.start as usize).line)
    }

    #[test]
    fn a_line_is_reported_when_it_says_the_words_and_nothing_else_does() {
        let page = "---\ntitle: 一个标题\nsummary: \"一句 **话**\"\n---\n\n## 一个小标题\n\n第一段的开头\n和后一行。\n\n\
            - 一项（[四（二）](policy:zz#四（二）)）\n- 另一项\n\n1. 数字一\n2. 数字二\n\n| 甲 | 乙 |\n| - | - |\n| 丙丙 | 丁 |\n\n重复\n\n重复\n";
        for (words, expected) in [
            ("一个标题", Some(2)),
            ("一句话", Some(3)),
            ("一个小标题", Some(6)),
            ("第一段的开头和后一行。", Some(8)),
            ("一项（四（二））", Some(11)),
            ("数字二", Some(15)),
            ("丙丙", Some(19)),
            ("乙", Some(17)),
            // Part of a line, two lines, none.
            ("标题", None),
            ("开头", None),
            ("第一段的开头", None),
            ("重复", None),
            ("未公布", None),
            ("", None),
        ] {
            assert_eq!(line("a.md", page, words), expected, "{words}");
        }
        let list = "- id: a\n  name: 甲科\n  duties:\n    - text: 由甲科办理\n      phone: 0632-1\n  columns:\n    - { id: b, name: 乙科, text: '说明' }\n";
        for (words, expected) in [
            ("甲科", Some(2)),
            ("由甲科办理", Some(4)),
            ("乙科", Some(7)),
            ("说明", Some(7)),
            ("0632-1", Some(5)),
            ("办理", None),
        ] {
            assert_eq!(line("a.yaml", list, words), expected, "{words}");
        }
    }
}
