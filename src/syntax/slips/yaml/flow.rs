//! Values in flow collections (`[甲, 乙]`, `{ title: 甲 }`), on one line or several, in each other.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::Slip;
use super::{BETWEEN, Found, cut, one, twice};
use crate::diagnostic::Code;
use crate::syntax::markdown::is_han;

/// A collection that is open.
struct Level<'t> {
    is_list: bool,
    /// The key of a list.
    name: &'t str,
    /// The key before the next value.
    key: Range<usize>,
    /// The signs that part no items of it.
    signs: &'static [char],
    /// Where they stand in its plain values.
    found: Vec<Range<usize>>,
    /// It has values that are not plain, beside which a comma belongs to the text.
    is_mixed: bool,
    /// The items of a list, and where they stand.
    seen: FxHashMap<&'t str, usize>,
}

/// A flow collection while it is read.
struct Flow<'t> {
    text: &'t str,
    /// Where the text stands in its file.
    place: usize,
    /// The key of the collection.
    key: &'t str,
    levels: Vec<Level<'t>>,
    /// The value or key that is read, when there is one.
    token: Range<usize>,
}

/// Reads the flow collection with which `text` begins, and says how long it is; it stands at a place, behind a key.
pub(super) fn read<'t>(text: &'t str, (place, key): (usize, &'t str), found: &mut Found) -> usize {
    let mut flow = Flow { text, place, key, levels: Vec::new(), token: 0..0 };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        match byte {
            b'[' | b'{' => flow.open(byte == b'['),
            b']' | b'}' => {
                flow.value(found);
                flow.close(found);
                if flow.levels.is_empty() {
                    return at + 1;
                }
            }
            b',' => flow.value(found),
            b'"' | b'\'' if flow.token.is_empty() => {
                let end = quoted(&text[at..]);
                flow.token = at..at + end;
                at += end;
                continue;
            }
            b'#' if before.is_ascii_whitespace() => {
                at += flow.comment(at, found);
                continue;
            }
            b':' if !flow.token.is_empty() && bytes.get(at + 1).is_none_or(|next| b" \t\n,[]{}".contains(next)) => {
                flow.key();
            }
            b' ' | b'\t' | b'\n' => {}
            _ if flow.token.is_empty() => flow.token = at..at + 1,
            _ => flow.token.end = at + 1,
        }
        at += 1;
    }
    text.len()
}

/// The length of the quoted value with which a text begins.
pub(super) fn quoted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            b'\\' if bytes[0] == b'"' => 2,
            byte if byte == bytes[0] => return at + 1,
            _ => 1,
        };
    }
    text.len()
}

impl<'t> Flow<'t> {
    fn open(&mut self, is_list: bool) {
        let mut key = self.key;
        if let Some(outer) = self.levels.last_mut() {
            outer.is_mixed = true;
            key = &self.text[std::mem::take(&mut outer.key)];
        }
        self.token = 0..0;
        // A single keyword holds none of these signs.
        let signs = if key == "keywords" { BETWEEN } else { &BETWEEN[..1] };
        let name = if is_list { key } else { "" };
        self.levels.push(Level {
            is_list,
            name,
            key: 0..0,
            signs,
            found: Vec::new(),
            is_mixed: false,
            seen: FxHashMap::default(),
        });
    }

    fn close(&mut self, found: &mut Found) {
        let Some(level) = self.levels.pop().filter(|level| level.is_list && !level.is_mixed) else { return };
        for range in level.found {
            let sign = &self.text[range.start - self.place..range.end - self.place];
            found.slips.push(Slip::new(Code::WideComma, range).arg("sign", sign));
        }
    }

    fn key(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.key = self.token.clone();
        }
        self.token = 0..0;
    }

    /// Ends a value.
    fn value(&mut self, found: &mut Found) {
        let range = std::mem::take(&mut self.token);
        let Some(level) = self.levels.last_mut() else { return };
        let place = std::mem::take(&mut level.key);
        let key = self.text[place.clone()].trim_matches(['"', '\'']);
        let written = self.text.get(range.clone()).unwrap_or_default();
        if written.is_empty() && !key.is_empty() {
            let place = self.place + place.start..self.place + place.end;
            found.slips.push(Slip::new(Code::EmptyValue, place).arg("key", key));
        }
        if level.is_list {
            found.slips.extend(twice::again(&mut level.seen, written, self.place + range.start));
        }
        let key = if level.is_list { level.name } else { key };
        if written.starts_with(['"', '\'']) {
            level.is_mixed = true;
        } else if level.is_list {
            let start = self.place + range.start;
            let between = written.match_indices(level.signs);
            level.found.extend(between.map(|(at, sign)| start + at..start + at + sign.len()));
            if level.name == "keywords" {
                level.found.extend(spaces(written).map(|at| start + at..start + at + 1));
            }
        }
        one(key, written, self.place + range.start, found);
    }

    /// Passes over a comment, which cuts the value before it; says how long it is.
    fn comment(&mut self, at: usize, found: &mut Found) -> usize {
        let rest = &self.text[at..];
        let comment = rest.split('\n').next().unwrap_or_default();
        let written = self.text[self.token.start..at + comment.len()].trim_end();
        if !self.token.is_empty()
            && let Some(end) = cut(&self.text[self.token.end..self.token.start + written.len()])
        {
            let range = self.place + self.token.end + end..self.place + self.token.start + written.len();
            found.slips.push(Slip::new(Code::CutValue, range).arg("kept", &self.text[self.token.clone()]));
        }
        comment.len()
    }
}

/// The spaces between characters of Chinese text, which part no keywords.
fn spaces(written: &str) -> impl Iterator<Item = usize> {
    let is_between = |at: usize| written[..at].ends_with(is_han) && written[at + 1..].starts_with(is_han);
    memchr::memchr_iter(b' ', written.as_bytes()).filter(move |&at| is_between(at))
}
