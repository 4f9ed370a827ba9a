//! White space of templates: line breaks and indentation go where HTML ignores them, and stay where they part words.
//!
//! A run of white space with a line break in it stays, as one line break, when on some way through the template words or
//! elements within a line stand on both of its sides. Beside a block it goes, at the beginning and end of a template or
//! component too. Within tags it is one space. Values of attributes, and what is shown or read to the letter (`pre`,
//! `textarea`, `script`, `style`), are not touched.

use std::collections::BTreeMap;
use std::ops::Range;

use super::expressions::expression;

/// Elements beside which white space shows nothing; `h` is the beginning of `<h{{ level }}>`.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];
/// Elements that show nothing themselves.
const UNSEEN: &[&str] = &["base", "link", "meta", "script", "style"];
/// Elements whose content is taken to the letter.
const LITERAL: &[&str] = &["pre", "script", "style", "textarea"];

/// What a part of a template is for the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Words, an element within a line, or what may be one: white space beside it is seen.
    Seen,
    /// A block, or where a template or component begins or ends.
    Block,
    /// Nothing.
    Through,
    /// White space with a line break in it, between tags or words.
    Line,
    /// The same within a tag.
    Gap,
    /// Statements: they decide on which ways white space is reached.
    If,
    Else {
        last: bool,
    },
    EndIf,
    For,
    EndFor,
}

/// A template without white space that shows nothing.
pub(super) fn joined(template: &str) -> String {
    let parts = parts(template);
    let kept = kept(&parts.iter().map(|(part, _)| *part).collect::<Vec<_>>());
    let mut joined = String::with_capacity(template.len());
    for (at, (part, range)) in parts.iter().enumerate() {
        match part {
            Part::Line if kept[at] => joined.push('\n'),
            Part::Line => {}
            Part::Gap if template[range.end..].starts_with('>') => {}
            Part::Gap => joined.push(' '),
            _ => joined.push_str(&template[range.clone()]),
        }
    }
    joined
}

/// Where a reader of a template is.
#[derive(Clone, Copy)]
enum Place {
    Text,
    /// In a tag, after which comes text that is taken to the letter up to the end of the element of this name.
    Tag(Option<&'static str>),
    Value(u8),
    Literal(&'static str),
    Comment,
}

/// The parts of a template.
struct Parts<'t> {
    text: &'t str,
    at: usize,
    place: Place,
    /// The place around a value.
    around: Place,
    all: Vec<(Part, Range<usize>)>,
}

fn parts(text: &str) -> Vec<(Part, Range<usize>)> {
    let mut parts = Parts { text, at: 0, place: Place::Text, around: Place::Text, all: Vec::new() };
    while parts.at < text.len() {
        let rest = &text[parts.at..];
        let code = if is_code(rest, 0) { expression(rest) } else { None };
        match code {
            Some((_, length)) => parts.code(&rest[..length]),
            None => parts.html(rest),
        }
    }
    parts.all
}

impl Parts<'_> {
    fn push(&mut self, part: Part, length: usize) {
        self.all.push((part, self.at..self.at + length));
        self.at += length;
    }

    /// Takes an expression, a statement or a comment of the engine's.
    fn code(&mut self, code: &str) {
        let inner = code[2..].trim_start_matches('-').trim_start();
        let word = inner.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let part = match (&code[..2], word) {
            ("{{", _) => Part::Seen,
            ("{%", "if") => Part::If,
            ("{%", "elif") => Part::Else { last: false },
            ("{%", "else") => Part::Else { last: true },
            ("{%", "endif") => Part::EndIf,
            ("{%", "for") => Part::For,
            ("{%", "endfor") => Part::EndFor,
            ("{%", "component" | "endcomponent") => Part::Block,
            ("{%", "raw") => {
                let length = raw(&self.text[self.at..]);
                return self.push(Part::Seen, length);
            }
            _ => Part::Through,
        };
        // What a tag or a value says is no part of the line.
        let is_text = matches!(self.place, Place::Text);
        self.push(if part == Part::Seen && !is_text { Part::Through } else { part }, code.len());
    }

    /// Takes HTML as far as it is of one sort.
    fn html(&mut self, rest: &str) {
        match self.place {
            Place::Text => self.text(rest),
            Place::Tag(literal) => self.tag(rest, literal),
            Place::Value(quote) => match until(rest, |at| rest.as_bytes()[at] == quote) {
                0 => {
                    self.place = self.around;
                    self.push(Part::Through, 1);
                }
                length => self.push(Part::Through, length),
            },
            Place::Literal(name) => {
                let is_end = |at: usize| rest[at..].starts_with("</") && starts_with(&rest[at + 2..], name);
                match until(rest, is_end) {
                    0 => {
                        self.place = Place::Tag(None);
                        self.push(sort(name), 2 + name.len());
                    }
                    length => self.push(sort(name), length),
                }
            }
            Place::Comment => match until(rest, |at| rest[at..].starts_with("-->")) {
                0 => {
                    self.place = Place::Text;
                    self.push(Part::Through, 3);
                }
                length => self.push(Part::Through, length),
            },
        }
    }

    fn text(&mut self, rest: &str) {
        if let Some(length) = line(rest) {
            return self.push(if rest[..length].contains('\n') { Part::Line } else { Part::Through }, length);
        }
        if rest.starts_with("<!--") {
            self.place = Place::Comment;
            return self.push(Part::Through, 4);
        }
        let start = if rest.starts_with("</") { 2 } else { 1 };
        let is_tag = rest.starts_with('<') && rest[start..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
        if is_tag {
            let length = rest[start + 1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let name = rest[start..length.map_or(rest.len(), |length| start + 1 + length)].to_ascii_lowercase();
            let literal = LITERAL.iter().find(|literal| start == 1 && **literal == name);
            self.place = Place::Tag(literal.copied());
            return self.push(sort(&name), start + name.len());
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let more = &rest[first..];
        let is_end = |at: usize| more.as_bytes()[at] == b'<' || more.as_bytes()[at].is_ascii_whitespace();
        self.push(Part::Seen, first + until(more, is_end));
    }

    fn tag(&mut self, rest: &str, literal: Option<&'static str>) {
        let first = rest.as_bytes()[0];
        match (line(rest), first) {
            (Some(length), _) => {
                self.push(if rest[..length].contains('\n') { Part::Gap } else { Part::Through }, length)
            }
            (None, b'>') => {
                self.place = literal.map_or(Place::Text, Place::Literal);
                self.push(Part::Through, 1);
            }
            (None, b'"' | b'\'') => {
                self.around = self.place;
                self.place = Place::Value(first);
                self.push(Part::Through, 1);
            }
            _ => self.push(Part::Through, rest.chars().next().map_or(1, char::len_utf8)),
        }
    }
}

/// How far it is to where `is_end` holds, to the next code of the engine, or to the end.
fn until(text: &str, is_end: impl Fn(usize) -> bool) -> usize {
    let ends = |at: &usize| text.is_char_boundary(*at) && (is_end(*at) || is_code(text, *at));
    (0..text.len()).find(ends).unwrap_or(text.len())
}

/// True where code of the engine begins.
fn is_code(text: &str, at: usize) -> bool {
    text.as_bytes()[at] == b'{' && matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'))
}

/// The length of the white space that a text begins with.
fn line(text: &str) -> Option<usize> {
    let length = text.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// The length of a part that begins with `{% raw %}`.
pub(super) fn raw(text: &str) -> usize {
    let mut from = 2;
    while let Some(start) = text[from..].find("{%").map(|at| from + at) {
        from = start + 2;
        let word = text[from..].trim_start_matches('-').trim_start();
        if word.starts_with("endraw") {
            return text[from..].find("%}").map_or(text.len(), |end| from + end + 2);
        }
    }
    text.len()
}

fn starts_with(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

/// What an element is by its name; a declaration is a block.
fn sort(name: &str) -> Part {
    match name {
        _ if UNSEEN.contains(&name) => Part::Through,
        _ if BLOCKS.contains(&name) || name.starts_with('!') => Part::Block,
        _ => Part::Seen,
    }
}

/// A statement that is open.
#[derive(Clone, Copy)]
struct Open {
    /// Where its end is, or its beginning when it is gone through backwards.
    at: usize,
    /// What is on its other side.
    around: bool,
    /// What is at the ends of the parts that are gone through.
    parts: bool,
    has_else: bool,
}

/// Which parts are white space that stays.
fn kept(parts: &[Part]) -> Vec<bool> {
    let mut after = Way::default();
    let mut before = Way::default();
    let mut is_seen_after = vec![false; parts.len()];
    let mut kept = vec![false; parts.len()];
    // A loop leads back: what is at its end is known the second time, that of a loop within it the third time at most.
    for _ in 0..3 {
        after.begin();
        for (at, part) in parts.iter().enumerate().rev() {
            is_seen_after[at] = after.seen;
            match part {
                Part::EndIf | Part::EndFor => after.open(at, *part == Part::EndFor),
                Part::If => after.close(false),
                Part::For => after.close(true),
                other => after.pass(*other),
            }
        }
    }
    for _ in 0..3 {
        before.begin();
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Line if before.seen && is_seen_after[at] => {
                    kept[at] = true;
                    before.seen = false;
                }
                Part::If | Part::For => before.open(at, *part == Part::For),
                Part::EndIf => before.close(false),
                Part::EndFor => before.close(true),
                other => before.pass(*other),
            }
        }
    }
    kept
}

/// A way through a template, forwards or backwards.
#[derive(Default)]
struct Way {
    /// What was passed last may show white space beside it.
    seen: bool,
    open: Vec<Open>,
    /// What is where a loop is left, by where it is entered.
    loops: BTreeMap<usize, bool>,
}

impl Way {
    fn begin(&mut self) {
        self.seen = false;
        self.open.clear();
    }

    fn pass(&mut self, part: Part) {
        match part {
            Part::Seen => self.seen = true,
            Part::Block => self.seen = false,
            Part::Else { last } => {
                if let Some(open) = self.open.last_mut() {
                    open.parts |= self.seen;
                    open.has_else |= last;
                    self.seen = open.around;
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, at: usize, is_loop: bool) {
        self.open.push(Open { at, around: self.seen, parts: false, has_else: false });
        self.seen |= is_loop && self.loops.get(&at).copied().unwrap_or_default();
    }

    fn close(&mut self, is_loop: bool) {
        let Some(open) = self.open.pop() else { return };
        if is_loop {
            *self.loops.entry(open.at).or_default() |= self.seen | open.parts;
        }
        self.seen |= open.parts | (open.around && !open.has_else);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_theme_loses_all_its_line_breaks() {
        for entry in super::super::DEFAULT.get_dir("templates").into_iter().flat_map(include_dir::Dir::files) {
            let template = joined(entry.contents_utf8().unwrap_or_default());
            let mut lines = template.split('\n').peekable();
            while let (Some(line), Some(next)) = (lines.next(), lines.peek()) {
                // White space beside a dash is taken out by the engine.
                let is_taken = line.ends_with("-%}")
                    || line.ends_with("-}}")
                    || next.starts_with("{%-")
                    || next.starts_with("{{-");
                assert!(is_taken, "{:?}: {line}\n{next}", entry.path());
            }
        }
    }
}
