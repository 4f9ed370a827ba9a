//! Texts that a decision puts into another one: 修改为：“第三条 … ”, paragraph after paragraph. Their numbers are no clauses
//! of the decision.

use memchr::memmem::Finder;

use super::super::gap::is_space;
use super::super::marker::Marker;
use super::super::path::{Kind, Step};
use super::Unit;
use super::survey::Survey;
use crate::source::Signs;

/// Units of a quoted text.
const QUOTED: usize = 60;
/// The signs that open and close a quotation.
const SIGNS: [(char, char); 7] =
    [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"'), ('‘', '’'), ('\'', '\''), ('《', '》')];
/// How an item ends that is followed by what it puts into another text.
const AMENDS: [&str; 6] = ["修改为：", "改为：", "修订为：", "调整为：", "修改为:", "改为:"];

impl Survey {
    /// Drops the numbers of quoted texts.
    pub(super) fn quotes(&mut self, units: &[Unit<'_>], signs: &Signs) {
        for pair in SIGNS.into_iter().filter(|(open, _)| signs.has(*open)) {
            self.quotes_in(units, pair);
        }
        self.amended(units);
    }

    fn quotes_in(&mut self, units: &[Unit<'_>], signs: (char, char)) {
        let mut sign = [0; 4];
        let quote = Finder::new(signs.0.encode_utf8(&mut sign));
        let mut at = 0;
        while at < units.len() {
            if quote.find(units[at].text.as_bytes()).is_none() {
                at += 1;
                continue;
            }
            let before = at.checked_sub(1).map_or("", |before| &units[before].text);
            let end = opened(&units[at].text, before, signs).then(|| closing(&units[at + 1..], signs)).flatten();
            let end = end.map(|end| at + 1 + end).and_then(|last| match self.unclosed(units, (at, last), signs) {
                Some(next) => Some(next - 1).filter(|last| *last > at),
                None => Some(last),
            });
            let last = end.unwrap_or(at);
            (at + 1..=last).for_each(|quoted| self.drop(quoted));
            at = last + 1;
        }
    }

    /// The number with which the list goes on above the end of a quotation, which is not closed then. A list below the item
    /// that leads to a quotation may be within it, unless it leads to another one.
    fn unclosed(&self, units: &[Unit<'_>], (at, last): (usize, usize), signs: (char, char)) -> Option<usize> {
        if !units[at].text.trim_start_matches(is_space).starts_with(signs.0) {
            return self.next(at, last + 1);
        }
        let next = self.next(at.checked_sub(1)?, last + 1)?;
        let opens = |at: usize| units.get(at).is_some_and(|unit| opened(&unit.text, &units[at - 1].text, signs));
        let begins = |at: usize| units.get(at).is_some_and(|unit| unit.text.starts_with(signs.0));
        (opens(next) || begins(next + 1)).then_some(next)
    }

    /// Texts without quotation marks: articles below an item that ends with 修改为：
    fn amended(&mut self, units: &[Unit<'_>]) {
        for at in 0..units.len() {
            let is_item = self.is(at, |marker| marker.own().kind.is_list());
            let text = units[at].text.trim_end_matches(is_space);
            if !is_item || !AMENDS.iter().any(|end| text.ends_with(end)) {
                continue;
            }
            let is_article = |at: &usize| self.is(*at, |marker| marker.own().kind == Kind::Article);
            let end = self.next(at, units.len()).unwrap_or_else(|| {
                (at + 1..units.len()).take(QUOTED).find(|at| !is_article(at)).unwrap_or(units.len())
            });
            if is_article(&(at + 1)) {
                (at + 1..end).for_each(|quoted| self.drop(quoted));
            }
        }
    }

    /// The unit with the number that follows that of `at` in its list, above `end`.
    fn next(&self, at: usize, end: usize) -> Option<usize> {
        let own = self.markers[at].as_ref().map(Marker::own)?;
        let follows = |marker: &Marker| marker.own() == Step { number: own.number + 1, ..own };
        (at + 1..end).take(QUOTED).find(|next| self.is(*next, follows))
    }
}

/// True when a text ends within a quotation that begins behind a colon, which may end the text before it.
fn opened(text: &str, before: &str, (open, close): (char, char)) -> bool {
    let start = match open == close {
        true if text.matches(open).count() % 2 == 0 => None,
        // The last sign of both opens a quotation.
        _ => text.rfind([open, close]).filter(|&last| text[last..].starts_with(open)),
    };
    let Some(start) = start else { return false };
    let before = match text[..start].trim_matches(is_space) {
        "" => before.trim_end(),
        before => before,
    };
    before.ends_with(['：', ':'])
}

/// The unit that closes a quotation that was opened above.
fn closing(units: &[Unit<'_>], (open, close): (char, char)) -> Option<usize> {
    let mut depth = 1i32;
    for (at, unit) in units.iter().enumerate().take(QUOTED) {
        // Each paragraph of a quotation may open it once more.
        let text = unit.text.trim_matches(is_space);
        let text = text.strip_prefix(open).filter(|rest| open != close || !rest.is_empty()).unwrap_or(text);
        for c in text.chars() {
            depth += match c {
                _ if c == close => -1,
                _ if c == open => 1,
                _ => 0,
            };
            if depth <= 0 {
                return Some(at);
            }
        }
    }
    None
}
