//! Items that stand twice in one list: `[甲, 乙, 甲]`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::Slip;
use crate::diagnostic::Code;

/// The lists of lines that are open, each by its column and with its items and where they stand.
#[derive(Default)]
pub(super) struct Items<'t>(Vec<(usize, FxHashMap<&'t str, usize>)>);

impl<'t> Items<'t> {
    /// Ends the lists that stand in or behind a column.
    pub fn close(&mut self, column: usize) {
        while self.0.last().is_some_and(|(open, _)| *open >= column) {
            self.0.pop();
        }
    }

    /// Looks at an item behind the dash in a column.
    pub fn item(&mut self, column: usize, written: &'t str, at: usize, slips: &mut Vec<Slip>) {
        self.close(column + 1);
        if self.0.last().is_none_or(|(open, _)| *open != column) {
            self.0.push((column, FxHashMap::default()));
        }
        if let Some((_, seen)) = self.0.last_mut() {
            slips.extend(again(seen, written, at));
        }
    }
}

/// Looks at an item among those before it, which it then is one of.
pub(super) fn again<'t>(seen: &mut FxHashMap<&'t str, usize>, written: &'t str, at: usize) -> Option<Slip> {
    let inner = written.trim_matches(['"', '\'']);
    // Numbers may be the same: `between: [5, 5]`. Other items than texts are not compared.
    if inner.is_empty() || inner.parse::<f64>().is_ok() || inner.starts_with(['[', '{', '&', '*', '!', '|', '>']) {
        return None;
    }
    let first: usize = *seen.entry(inner).or_insert(at);
    let place = |at: usize| -> Range<usize> { at..at + written.len() };
    let slip = Slip::new(Code::ListedTwice, place(at)).arg("value", inner);
    (first != at).then(|| Slip { first: Some(first..first + 1), ..slip })
}
