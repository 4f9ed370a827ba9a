//! A text with edits for a parser, and the way back: offsets in the edited text → offsets in the file.
//!
//! Three edits make CommonMark read Chinese documents as they are meant: a character is inserted, a range is left out, or
//! a sign that is no markup gets a stand-in, a non-character that [`restore`] turns into the sign again.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// A non-character that no source may hold, neither space nor punctuation to the parser.
pub const SENTINEL: char = '\u{FDD0}';

/// Signs that can have a stand-in, in the order of their stand-ins from U+FDD1 on.
const SIGNS: [char; 17] = ['*', '_', '~', '`', '#', '+', '-', '=', '>', '.', ')', '[', '{', '|', '<', ':', '\\'];

/// The first two bytes of the sentinel and of all stand-ins.
static LEAD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xB7"));

/// One edit of a text.
#[derive(Clone, Debug)]
struct Edit {
    range: Range<usize>,
    put: Option<char>,
}

/// Edits of a text, in any order.
#[derive(Default)]
pub struct Edits(Vec<Edit>);

impl Edits {
    /// Inserts a character.
    pub fn insert(&mut self, at: usize, character: char) {
        self.0.push(Edit { range: at..at, put: Some(character) });
    }

    /// Leaves a range out.
    pub fn remove(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.0.push(Edit { range, put: None });
        }
    }

    /// Gives the sign at a place a stand-in, so that it is no markup. Characters that have none stay as they are.
    pub fn literal(&mut self, text: &str, at: usize) {
        let sign = text.as_bytes().get(at).map(|&byte| char::from(byte));
        let number = sign.and_then(|sign| SIGNS.iter().position(|known| *known == sign));
        let put = number.and_then(|number| char::from_u32(SENTINEL as u32 + 1 + number as u32));
        if put.is_some() {
            self.0.push(Edit { range: at..at + 1, put });
        }
    }

    /// The text with these edits. Of two that overlap the first one counts.
    pub fn apply(mut self, text: &str) -> Edited<'_> {
        if self.0.is_empty() {
            return Edited { text: Cow::Borrowed(text), steps: Vec::new(), last: Cell::new(0) };
        }
        self.0.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut edited = String::with_capacity(text.len() + self.0.len() * 2);
        let mut steps = Vec::with_capacity(self.0.len());
        let mut copied = 0;
        for Edit { range, put } in self.0 {
            if range.start < copied {
                continue;
            }
            edited.push_str(&text[copied..range.start]);
            let start = edited.len();
            edited.extend(put);
            copied = range.end;
            steps.push(Step { edited: start..edited.len(), original: range });
        }
        edited.push_str(&text[copied..]);
        Edited { text: Cow::Owned(edited), steps, last: Cell::new(0) }
    }
}

/// An edited text.
pub struct Edited<'a> {
    /// The text for the parser.
    pub text: Cow<'a, str>,
    steps: Vec<Step>,
    /// How many edits end before the range that was looked up last.
    last: Cell<usize>,
}

/// Edits that are looked at one after the other before they are searched.
const NEAR: usize = 4;

/// An edit, in both texts.
struct Step {
    edited: Range<usize>,
    original: Range<usize>,
}

impl Edited<'_> {
    /// The range in the original text of one of the edited text, and whether an edit lies in it.
    pub fn original(&self, range: Range<usize>) -> (Range<usize>, bool) {
        let first = self.first(range.start);
        let ends = |step: &Step| step.edited.end <= range.end && step.edited.start < range.end;
        let behind = &self.steps[first..];
        let start = self.before(first, range.start);
        // No edit lies in most ranges.
        if !behind.first().is_some_and(ends) {
            return (start..self.before(first, range.end).max(start), false);
        }
        let end = first
            + match behind.iter().take(NEAR).take_while(|step| ends(step)).count() {
                NEAR => behind.partition_point(ends),
                near => near,
            };
        (start..self.before(end, range.end).max(start), true)
    }

    /// How many edits end before an offset. A parser goes forward: they are counted from the last place on.
    fn first(&self, start: usize) -> usize {
        let ends = |step: &Step| step.edited.end <= start;
        let last = self.last.get();
        if last.checked_sub(1).is_some_and(|before| !ends(&self.steps[before])) {
            return self.steps.partition_point(ends);
        }
        if !self.steps.get(last).is_some_and(ends) {
            return last;
        }
        let first = match self.steps[last..].iter().take(NEAR).take_while(|step| ends(step)).count() {
            NEAR => self.steps.partition_point(ends),
            near => last + near,
        };
        self.last.set(first);
        first
    }

    /// Where an offset lies that is behind this many edits.
    fn before(&self, steps: usize, offset: usize) -> usize {
        match steps.checked_sub(1).and_then(|last| self.steps.get(last)) {
            Some(step) => step.original.end + (offset - step.edited.end),
            None => offset,
        }
    }
}

/// `text` without sentinels, and with signs for their stand-ins.
pub fn restore(text: &str) -> Cow<'_, str> {
    let find = |from: usize| LEAD.find(&text.as_bytes()[from..]).map(|found| from + found);
    let Some(first) = find(0) else { return Cow::Borrowed(text) };
    let mut restored = String::with_capacity(text.len());
    let (mut copied, mut next) = (0, Some(first));
    while let Some(at) = next {
        restored.push_str(&text[copied..at]);
        let c = text[at..].chars().next().unwrap_or_default();
        match (c as u32).checked_sub(SENTINEL as u32).map(|number| number as usize) {
            Some(0) => {}
            Some(number @ 1..=SIGNS_END) => restored.push(SIGNS[number - 1]),
            _ => restored.push(c),
        }
        copied = at + c.len_utf8();
        next = find(copied);
    }
    restored.push_str(&text[copied..]);
    Cow::Owned(restored)
}

const SIGNS_END: usize = SIGNS.len();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back_over_every_kind_of_edit() {
        let text = "　　甲*乙\n丙";
        let mut edits = Edits::default();
        edits.literal(text, text.find('*').unwrap());
        edits.remove(0..6);
        edits.insert(text.find('丙').unwrap(), '\n');
        let edited = edits.apply(text);
        assert_eq!(edited.text, "甲\u{FDD1}乙\n\n丙");
        let back = |part: &str| {
            let at = edited.text.find(part).unwrap();
            let (range, changed) = edited.original(at..at + part.len());
            (&text[range], changed)
        };
        assert_eq!(back("甲"), ("甲", false));
        assert_eq!(back("\u{FDD1}"), ("*", true));
        assert_eq!(back("\u{FDD1}乙"), ("*乙", true));
        assert_eq!(back("乙\n"), ("乙\n", false));
        assert_eq!(back("丙"), ("丙", false));
        assert_eq!(restore(&edited.text), "甲*乙\n\n丙");
    }

    #[test]
    fn every_sign_comes_back() {
        for sign in SIGNS {
            let text = format!("甲{sign}");
            let mut edits = Edits::default();
            edits.literal(&text, 3);
            let edited = edits.apply(&text).text.into_owned();
            assert!(!edited.contains(sign), "{edited}");
            assert_eq!(restore(&edited), text);
        }
    }
}
