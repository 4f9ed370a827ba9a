//! Values of YAML that say something else than what was written: cut by ` #`, joined by a full-width comma, empty where
//! readers need a title, and telephone numbers that nobody can call.

mod document;
mod flow;
mod folded;
mod twice;

use std::ops::Range;

use rustc_hash::FxHashSet;

use folded::Folded;
use twice::Items;

use super::{Slip, blanks, each_line, hidden, is_hidden, mail, radicals, telephone};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Signs, Span};
use crate::syntax::known::is_absence;
use crate::syntax::markdown::Flavor;

/// Keys whose values are the names of things.
const TITLES: &[&str] = &["title", "short_title", "name", "label"];

/// Further keys whose values readers see as they are. Nobody fills in what is left open in them.
const SHOWN: &[&str] = &[
    "actors",
    "address",
    "addressee",
    "after",
    "aliases",
    "amount",
    "by",
    "certificate_text",
    "code",
    "contact",
    "decided_by",
    "definition",
    "description",
    "directions",
    "document",
    "document_number",
    "due_text",
    "email",
    "fee",
    "filled_by",
    "hours",
    "how_to_enrol",
    "index_number",
    "issuer",
    "materials",
    "mode",
    "occupation",
    "phone",
    "place",
    "region",
    "sent_to",
    "stage",
    "subject",
    "summary",
    "system",
    "text",
    "trainee",
    "value",
    "who",
];

/// Keys of texts, in which `unpublished` would be a word like others.
const TEXTS: &[&str] = &[
    "actors",
    "addressee",
    "after",
    "certificate_text",
    "cited_as",
    "definition",
    "description",
    "filled_by",
    "group",
    "label",
    "name",
    "owner",
    "sent_to",
    "short_title",
    "stage",
    "summary",
    "title",
    "trainee",
    "who",
];

/// Keys of sources, which say themselves what they need.
const OF_SOURCES: &[&str] = &["clause", "document", "quote", "source"];

/// Values that are nothing to YAML.
const NOTHING: &[&str] = &["~", "null", "Null", "NULL"];

/// Signs that an input method writes between the items of a list.
const BETWEEN: &[char] = &['，', '、', '；', ';', '｜', '|'];

/// What is wrong with the values of a YAML text that has these signs, and begins its file.
pub(super) fn values(file: FileId, text: &str, signs: &Signs) -> Vec<Diagnostic> {
    let mut found = Found { slips: Vec::new(), may_wait: signs.has('【') || blanks::may_hold(text, signs) };
    hidden::in_values(text, signs, &mut found.slips);
    if radicals::may_hold(signs) {
        radicals::find(text, &mut found.slips);
    }
    let mut reader = Reader { text, found, ..Reader::default() };
    for (start, line) in each_line(text) {
        reader.line(start, line);
    }
    reader.settle(0, "");
    let mut slips = reader.found.slips;
    if slips.iter().any(|slip| slip.code == Code::MarkedValue) {
        let repeated = repeated(text);
        slips.retain(|slip| slip.code != Code::MarkedValue || !repeated.contains(name_of(&text[slip.range.clone()])));
    }
    slips.sort_by_key(|slip| slip.range.start);
    slips.into_iter().map(|slip| slip.reported(|range| Span::new(file, range), true)).collect()
}

/// What is found in the values of a text.
#[derive(Default)]
struct Found {
    slips: Vec<Slip>,
    /// The text may hold placeholders.
    may_wait: bool,
}

/// A YAML text while its lines are read.
#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    found: Found,
    /// The column above a block of text.
    block: Option<usize>,
    folded: Folded<'t>,
    /// Where a flow collection or a quoted value ends that began above.
    behind: usize,
    /// Whether the value of the line before may stand on the next one.
    is_open: bool,
    /// A key without a value on its line, and its column.
    empty: Option<(usize, Range<usize>)>,
    /// The last key without a value on its line, to which the items below it belong.
    above: &'t str,
    items: Items<'t>,
}

impl<'t> Reader<'t> {
    fn line(&mut self, start: usize, line: &'t str) {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        self.folded.line((start + indent, indent), content, &mut self.found.slips);
        if start < self.behind || content.is_empty() || self.block.is_some_and(|above| indent > above) {
            return;
        }
        self.block = None;
        if content.starts_with('#') {
            return;
        }
        self.settle(indent, content);
        let is_value = std::mem::replace(&mut self.is_open, content.trim_end().ends_with([':', '-']));
        if is_value && content.starts_with(['[', '{']) {
            return self.flow(start + indent, self.above);
        }
        let Some((key, column, range)) = value(line) else { return };
        let (written, at) = (&line[range.clone()], start + range.start);
        if key.is_empty() {
            self.items.item(column, written, at, &mut self.found.slips);
        } else {
            self.items.close(column);
        }
        let named = if key.is_empty() { self.above } else { key };
        match untagged(written).as_bytes().first() {
            None if key.is_empty() => {}
            None => {
                self.above = key;
                self.empty = Some((column, start + column..start + column + key.len()));
            }
            Some(sign @ (b'|' | b'>')) => {
                self.block = Some(column);
                if *sign == b'>' || TITLES.contains(&named) {
                    self.folded.open(column, at, "");
                }
            }
            Some(b'[' | b'{') if untagged(written) == written => self.flow(at, key),
            Some(b'"' | b'\'') if flow::quoted(&self.text[at..]) > written.len() => {
                self.behind = at + flow::quoted(&self.text[at..]);
                filled(named, written, at, &mut self.found);
            }
            first => {
                let is_shown = [TITLES, SHOWN, TEXTS].iter().any(|keys| keys.contains(&named));
                if is_shown && !first.is_some_and(|first| b"\"'*&!#".contains(first)) {
                    self.folded.open(column, at, written);
                }
                one(named, written, at, &mut self.found);
            }
        }
    }

    fn flow(&mut self, at: usize, key: &str) {
        self.behind = at + flow::read(&self.text[at..], (at, key), &mut self.found);
    }

    /// Tells of a key without a value on its line, unless the line with this indentation and content is the value.
    fn settle(&mut self, indent: usize, content: &str) {
        let Some((column, key)) = self.empty.take() else { return };
        // The parser reports tabs.
        let is_tab = content.starts_with('\t');
        let is_item = content == "-" || content.starts_with("- ");
        let is_value = !content.is_empty() && (is_tab || indent > column || indent == column && is_item);
        if !is_value && !OF_SOURCES.contains(&&self.text[key.clone()]) {
            self.found.slips.push(Slip::new(Code::EmptyValue, key.clone()).arg("key", &self.text[key]));
        }
    }
}

/// The names that `*` repeats somewhere in a text.
fn repeated(text: &str) -> FxHashSet<&str> {
    memchr::memchr_iter(b'*', text.as_bytes()).map(|at| name_of(&text[at..])).collect()
}

/// The name behind the sign with which a text begins: `a` of `&a 甲` and `*a`.
fn name_of(marked: &str) -> &str {
    let name = &marked[1..];
    &name[..name.find([' ', '\t', '\n', ',', '[', ']', '{', '}']).unwrap_or(name.len())]
}

/// A value without the tag and the name before it.
fn untagged(mut written: &str) -> &str {
    while let Some((_, rest)) = written.strip_prefix(['!', '&']).and_then(|rest| rest.split_once(' ')) {
        written = rest.trim_start();
    }
    written
}

/// The key of a line, or nothing for an item of a list, the column of the key or the last dash, and the range of the value,
/// which may be empty.
fn value(line: &str) -> Option<(&str, usize, Range<usize>)> {
    let dashes = line.bytes().take_while(|byte| matches!(byte, b' ' | b'-')).count();
    let rest = &line[dashes..];
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let key = memchr::memchr(b':', rest.as_bytes()).map(|end| &rest[..end]);
    let name = key.map(|key| key.trim_matches(['"', '\'']));
    let (begin, column, name) = match (key, name) {
        (Some(key), Some(name)) if !name.is_empty() && name.bytes().all(is_name) => {
            (dashes + key.len() + 1, dashes, name)
        }
        _ if line.trim_start().starts_with("- ") => (dashes, line[..dashes].rfind('-').unwrap_or_default(), ""),
        _ => return None,
    };
    // Other white space is a part of the value.
    let written = line[begin..].trim_start_matches([' ', '\t']);
    let start = line.len() - written.len();
    // `key: # 说明` has no value.
    let is_comment = start > begin && written.starts_with('#') && cut(&line[start - 1..]).is_none();
    let end = start + if is_comment { 0 } else { written.trim_end_matches([' ', '\t']).len() };
    Some((name, column, start..end))
}

/// Looks at a value that becomes the address of a link.
fn called(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    match key {
        "phone" => telephone::check(written, at, slips),
        "email" => mail::check(written, at, slips),
        _ => {}
    }
}

/// Looks at one value.
fn one(key: &str, written: &str, at: usize, found: &mut Found) {
    match written.as_bytes().first() {
        Some(b'"' | b'\'') => {
            empty(key, (written, &written[1..]), at, &mut found.slips);
            called(key, &written[1..], at + 1, &mut found.slips);
            filled(key, written, at, found);
            let inner = written[1..].trim_end_matches(['"', '\'']);
            let is_text = SHOWN.contains(&key) || TEXTS.contains(&key) && !TITLES.contains(&key);
            if inner.is_empty() && is_text {
                found.slips.push(Slip::new(Code::EmptyValue, at..at + written.len()).arg("key", key));
            }
            document::check(key, inner, at + 1, &mut found.slips);
            unpublished(key, inner, at + 1, &mut found.slips);
        }
        Some(b'&' | b'!') => {
            // `!!str` is a type, and `&a [甲]` a list with a name.
            let is_plain = !untagged(written).starts_with(['[', '{', '|', '>', '"', '\'', '*']);
            if is_plain && !written.starts_with("!!") {
                found.slips.push(Slip::new(Code::MarkedValue, at..at + written.len()).arg("value", written));
            }
        }
        Some(b'*') | None => {}
        Some(b'#') => found.slips.push(Slip::new(Code::CutValue, at..at + written.len()).arg("kept", "")),
        Some(_) => {
            if let Some(end) = cut(written) {
                let range = at + end..at + written.len();
                found.slips.push(Slip::new(Code::CutValue, range).arg("kept", written[..end].trim_end()));
            }
            called(key, written, at, &mut found.slips);
            if NOTHING.contains(&written) && [TITLES, SHOWN, TEXTS].iter().any(|keys| keys.contains(&key)) {
                found.slips.push(Slip::new(Code::EmptyValue, at..at + written.len()).arg("key", key));
            }
            // The words that a quote pins show by themselves whether its signs are those of the document.
            if key != "quote" {
                quoted(written, at, &mut found.slips);
            }
            if is_coded(written) {
                let slip = Slip::new(Code::WrongType, at..at + written.len()).arg("expected", "@plain-number");
                found.slips.push(slip.arg("found", "@coded-number").arg("how", "@how-digits"));
            }
            empty(key, (written, written), at, &mut found.slips);
            padding(written, at, &mut found.slips);
            filled(key, written, at, found);
            document::check(key, written, at, &mut found.slips);
            unpublished(key, written, at, &mut found.slips);
        }
    }
}

/// True for a plain value that YAML takes for another number than its digits say, or for one without its signs: `0x10`,
/// `0o17`, `1_000`, `+86`.
fn is_coded(written: &str) -> bool {
    let bytes = written.strip_prefix(['+', '-']).unwrap_or(written).as_bytes();
    let are = |digits: &[u8], is_digit: fn(&u8) -> bool| {
        !digits.is_empty() && digits.iter().all(|byte| is_digit(byte) || *byte == b'_')
    };
    match bytes {
        [b'0', b'x' | b'X', digits @ ..] => are(digits, u8::is_ascii_hexdigit),
        [b'0', b'o' | b'O' | b'b' | b'B', digits @ ..] => are(digits, u8::is_ascii_digit),
        [b'1'..=b'9', ..] => are(bytes, u8::is_ascii_digit) && (bytes.contains(&b'_') || written.starts_with('+')),
        _ => false,
    }
}

/// A title in which there is nothing to see.
fn empty(key: &str, (written, inner): (&str, &str), at: usize, slips: &mut Vec<Slip>) {
    let is_seen = |c: char| !c.is_whitespace() && !is_hidden(c) && !matches!(c, '"' | '\'');
    if TITLES.contains(&key) && !inner.contains(is_seen) {
        slips.push(Slip::new(Code::EmptyTitle, at..at + written.len()).arg("key", key));
    }
}

/// `unpublished`, in letters of any width, as the value of a key that has to hold a text.
fn unpublished(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    if is_absence(written) && TEXTS.contains(&key) {
        let slip = Slip::new(Code::WrongType, at..at + written.len()).arg("expected", "@text");
        slips.push(slip.arg("found", "@word-unpublished").arg("how", "@how-needed"));
    }
}

/// What was never filled in, in a value that readers see.
fn filled(key: &str, written: &str, at: usize, found: &mut Found) {
    if !found.may_wait || !TITLES.contains(&key) && !SHOWN.contains(&key) {
        return;
    }
    let slips = &mut found.slips;
    let first = slips.len();
    if blanks::may_hold(written, &Signs::of(written)) {
        blanks::find(written, Flavor::Article, slips);
        if SHOWN.contains(&key) {
            blanks::underscores(written, slips);
        }
    }
    blanks::empty(written, slips);
    for slip in &mut slips[first..] {
        slip.range = slip.range.start + at..slip.range.end + at;
    }
}

/// Quotes of an input method around a whole value, which belong to it.
fn quoted(written: &str, at: usize, slips: &mut Vec<Slip>) {
    if !written.starts_with(['“', '‘', '＂', '”']) {
        return;
    }
    let pairs = [('“', '”'), ('‘', '’'), ('＂', '＂'), ('”', '“'), ('”', '”'), ('“', '“')];
    let inner = |(open, close): (char, char)| written.strip_prefix(open)?.strip_suffix(close);
    let Some(inner) = pairs.into_iter().find_map(inner) else { return };
    if inner.contains(['“', '”', '‘', '’', '"', '\'']) || inner.is_empty() {
        return;
    }
    let range = at..at + written.len();
    slips.push(Slip::new(Code::WideQuotes, range.clone()).fix(range, format!("\"{inner}\"")));
}

/// White space around a plain value that is none to YAML, and becomes a part of it.
fn padding(written: &str, at: usize, slips: &mut Vec<Slip>) {
    let is_space = |c: char| matches!(c, '\u{3000}' | '\u{A0}');
    let start = written.len() - written.trim_start_matches(is_space).len();
    let end = written.trim_end_matches(is_space).len();
    for range in [0..start, end.max(start)..written.len()] {
        if let Some(first) = written[range.clone()].chars().next() {
            let range = at + range.start..at + range.end;
            let name = hidden::name(first);
            slips.push(Slip::new(Code::HiddenCharacter, range.clone()).arg("character", name).fix(range, ""));
        }
    }
}

/// Where a plain value is cut by a `#` that no comment would begin with: a word stands right behind it.
fn cut(written: &str) -> Option<usize> {
    let first = memchr::memchr(b'#', written.as_bytes())?;
    let behind = |space: u8| {
        let mut signs = memchr::memchr_iter(b'#', &written.as_bytes()[first..]).map(|at| first + at);
        signs.find(|&at| at > 0 && written.as_bytes()[at - 1] == space)
    };
    let at = behind(b' ').or_else(|| behind(b'\t'))?;
    written[at + 1..].starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '!').then_some(at)
}
