//! The number of a document, with other brackets around its year than those of official documents: `甲发[2026]9号`.

use super::super::Slip;
use crate::diagnostic::Code;
use crate::syntax::clause::digit;
use crate::syntax::markdown::is_han;

/// Keys whose values are, or hold, the number of a document.
const KEYS: [&str; 2] = ["document_number", "document"];

const OPEN: [char; 10] = ['〔', '[', '［', '【', '(', '（', '﹝', '<', '〈', '{'];
const CLOSE: [char; 10] = ['〕', ']', '］', '】', ')', '）', '﹞', '>', '〉', '}'];

/// Characters of a year.
const YEAR: usize = 4;

/// Looks at the value of a key.
pub(super) fn check(key: &str, written: &str, at: usize, slips: &mut Vec<Slip>) {
    if !KEYS.contains(&key) {
        return;
    }
    for (open, sign) in written.match_indices(OPEN) {
        let inner = &written[open + sign.len()..];
        let year = inner.chars().take_while(|&c| digit(c).is_some()).count();
        let length = inner.len() - inner.trim_start_matches(|c: char| digit(c).is_some()).len();
        let Some(close) = inner[length..].chars().next().filter(|c| year == YEAR && CLOSE.contains(c)) else {
            continue;
        };
        let behind = &inner[length + close.len_utf8()..];
        let number = behind.trim_start_matches(['第', ' ']).trim_start_matches(|c: char| digit(c).is_some());
        let is_number = written[..open].ends_with(is_han) && number.starts_with('号');
        if is_number && (sign, close) != ("〔", '〕') {
            let end = open + sign.len() + length + close.len_utf8();
            let meant = format!("〔{}〕", &inner[..length]);
            let slip = Slip::new(Code::YearBrackets, at + open..at + end).arg("meant", &meant);
            slips.push(slip.fix(at + open..at + end, meant));
        }
    }
}
