//! HTML that an author wrote → the same with holes for its links, as long as it is not nested too deeply.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Link;
use super::text::escape;
use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::nesting::Nesting;
use crate::syntax::sanitise::is_let_in;
use crate::syntax::tags::{Attribute, Tag, Tags};

/// Levels of elements within each other where an author writes some of them. What reads the page after us goes down into
/// them by recursion, or through all that are open at every tag.
const MAX_DEPTH: usize = 24;
/// Attributes of one tag; the parser compares each with all before it.
const MAX_ATTRIBUTES: usize = 64;

/// How far the HTML of a text is measured. Nothing is, before an author's HTML comes.
#[derive(Default)]
pub(super) struct Measured {
    nesting: Option<Nesting>,
    bytes: usize,
    /// Some of it was too much: no more HTML of the author's is taken from this text.
    is_full: bool,
}

impl Measured {
    /// The same at the beginning of another HTML that will follow on what is measured.
    pub fn again(mut self) -> Self {
        self.bytes = 0;
        self
    }

    /// The HTML was shortened.
    pub fn cut(&mut self, bytes: usize) {
        self.bytes = self.bytes.min(bytes);
    }

    /// Measures the next pieces of HTML; says which of them is nested too deeply.
    fn measure<'p>(&mut self, pieces: impl IntoIterator<Item = &'p str>) -> Option<usize> {
        let nesting = self.nesting.get_or_insert_default();
        pieces.into_iter().position(|piece| nesting.read(piece) > MAX_DEPTH)
    }
}

/// Elements of an author's that are open: how many of each name. Their start tags were reported.
#[derive(Default)]
pub(super) struct Open(FxHashMap<String, usize>);

impl Open {
    /// Where HTML begins that is to be reported, when not all of it is the ends of open elements.
    fn unreported(&mut self, html: &str, tags: &[Tag<'_>]) -> Option<usize> {
        let is_end = html.trim_start().starts_with("</");
        let mut unreported = (!is_end).then_some(0);
        for tag in tags {
            let open = self.0.entry(tag.name.to_string()).or_default();
            let is_known = tag.is_end && *open > 0;
            *open = if tag.is_end { open.saturating_sub(1) } else { *open + 1 };
            unreported = unreported.or((!is_known).then_some(tag.range.start));
        }
        unreported
    }
}

/// Why an author's HTML is not taken: what is reported, the limit, and how to mend it.
type Excess = (&'static str, usize, &'static str);

impl Writer<'_> {
    /// HTML of the author's with holes for its links; nothing of it when it is too much. `parts` say where parts of it begin,
    /// and where they stand.
    pub(super) fn author_html(&mut self, html: &str, parts: &[(usize, Range<usize>)]) -> String {
        self.builder.document.raw_html = true;
        let mut reader = Tags::new(html);
        let tags: Vec<_> = reader.by_ref().collect();
        self.report_html(html, &tags, parts);
        let mut written = String::with_capacity(html.len());
        // Where each tag ends in what is written.
        let mut ends = Vec::with_capacity(tags.len());
        let mut copied = 0;
        for tag in &tags {
            for (attribute, value) in self.values(tag, parts) {
                written.push_str(&html[copied..attribute.range.start]);
                let equals = if attribute.is_bare { "=" } else { "" };
                written.push_str(&format!("{equals}\"{value}\""));
                copied = attribute.range.end;
            }
            written.push_str(&html[copied..tag.range.end]);
            copied = tag.range.end;
            ends.push(written.len());
        }
        // A tag without an end would take what follows for its attributes.
        if let Some(start) = reader.unfinished() {
            written.extend([&html[copied..start], "&lt;"]);
            copied = start + 1;
        }
        written.push_str(&html[copied..]);
        match self.excess(&tags, (&written, &ends)) {
            Some((range, (cause, limit, how))) => {
                let span = self.builder.origin.span(place(parts, &range));
                let reported = Diagnostic::at(Code::YamlTooComplex, span).arg("cause", cause);
                self.builder.diagnostics.push(reported.arg("limit", limit).arg("how", how));
                String::new()
            }
            None if self.builder.measured.is_full => String::new(),
            None => written,
        }
    }

    /// Reports HTML up to the end of its line, unless it ends what was reported.
    pub(super) fn report_html(&mut self, html: &str, tags: &[Tag<'_>], parts: &[(usize, Range<usize>)]) {
        let Some(start) = self.builder.open.unreported(html, tags) else { return };
        let written = html[start..].trim_start();
        let start = html.len() - written.len();
        let line = written.lines().next().unwrap_or_default().trim_end();
        let span = self.builder.origin.span(place(parts, &(start..start + line.len())));
        let html = line.chars().take(40).collect::<String>();
        self.builder.diagnostics.push(Diagnostic::at(Code::RawHtml, span).arg("html", html));
    }

    /// The first of some tags that makes this HTML too much: where it stands among them, and why. Told once for a text.
    fn excess(&mut self, tags: &[Tag<'_>], (written, ends): (&str, &[usize])) -> Option<(Range<usize>, Excess)> {
        let measured = &mut self.builder.measured;
        if measured.is_full {
            return None;
        }
        let crowded = tags.iter().find(|tag| tag.size() > MAX_ATTRIBUTES);
        let found = crowded.map(|tag| (tag.range.clone(), ("@many-attributes", MAX_ATTRIBUTES, "@fewer-attributes")));
        let found = found.or_else(|| {
            let before = self.html.get(measured.bytes..).unwrap_or_default();
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let pieces =
                starts.zip(ends.iter().copied().chain([written.len()])).map(|(start, end)| &written[start..end]);
            let at = measured.measure(std::iter::once(before).chain(pieces))?;
            // What comes before them is nested by a tag that ended there, so that the first is as good as any.
            let range = tags.get(at.saturating_sub(1)).map_or(0..0, |tag| tag.range.clone());
            Some((range, ("@deep", MAX_DEPTH, "@fewer-elements")))
        });
        measured.is_full = found.is_some();
        measured.bytes = self.html.len() + written.len();
        found
    }

    /// What stands in place of values of a tag, in their order: its anchor, and the hole for its address.
    fn values<'t>(&mut self, tag: &'t Tag<'t>, parts: &[(usize, Range<usize>)]) -> Vec<(&'t Attribute<'t>, String)> {
        if tag.is_end || !is_let_in(&tag.name) {
            return Vec::new();
        }
        let id = tag.attribute("id").filter(|id| !id.value.is_empty());
        let id = id.map(|id| (id, escape(&self.anchor(&id.value))));
        let address = match &*tag.name {
            "a" => tag.attribute("href"),
            "img" => tag.attribute("src"),
            _ => None,
        };
        let address = address.map(|address| {
            let title = tag.attribute("title").map_or_else(String::new, |title| title.value.to_string());
            let (target, span) = (address.value.to_string(), self.builder.origin.span(place(parts, &address.range)));
            let is_sized = ["width", "height"].into_iter().any(|side| tag.attribute(side).is_some());
            (address, self.hole(Link { target, title, span, image: tag.name == "img", is_sized, raw: true }))
        });
        let mut values: Vec<_> = id.into_iter().chain(address).collect();
        values.sort_by_key(|(attribute, _)| attribute.range.start);
        values
    }

    /// The anchor that an author's HTML sets, as it is on the page.
    fn anchor(&mut self, id: &str) -> String {
        let anchor = self.builder.unique(id);
        self.builder.document.raw_anchors.push(anchor.clone());
        anchor
    }
}

/// Where a range of an author's HTML stands in the file, of which it has `parts`.
fn place(parts: &[(usize, Range<usize>)], range: &Range<usize>) -> Range<usize> {
    let at = parts.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
    let (start, part) = parts.get(at).cloned().unwrap_or_default();
    let from = (part.start + range.start - start).min(part.end);
    from..(from + range.len()).min(part.end)
}
