//! The end of a document and of each part that is numbered by itself: the list of attachments, who signs, the date, copies,
//! publication. It is a clause of its own, 落款, so that no quote of it is one of the last clause.

use super::super::path::{Kind, Step};
use super::super::signature::{is_beside, is_body, is_closing, is_date, is_officer, is_signed};
use super::survey::{Survey, is_line};
use super::{Form, Unit};

/// Names of who signs above a date.
const SIGNERS: usize = 6;
/// Lines beside a signature, above a line that belongs to it.
const BESIDE: usize = 4;

impl Survey {
    /// Finds where the ends of the document and of its parts begin, and drops the numbers in them.
    pub(super) fn closings(&mut self, units: &[Unit<'_>]) {
        // Behind the last number of the part, its signature, and the list behind that.
        let (mut start, mut signed, mut list) = (0, None, None::<Step>);
        for at in 0..=units.len() {
            let own = self.markers.get(at).and_then(Option::as_ref).map(|marker| marker.own());
            let ends = at == units.len() || own.is_some_and(|own| own.kind.is_annex());
            if ends || signed.is_some() && self.carried.contains_key(&at) {
                self.closing(units, (start, at), signed);
                (start, signed, list) = (at, None, None);
            }
            if let Some(own) = own {
                let expected = list.map_or(Step::new(own.kind, 1), |last| Step { number: last.number + 1, ..last });
                if signed.is_some() && own == expected && is_plain(own.kind) {
                    list = Some(own);
                } else {
                    (start, signed, list) = (at + 1, None, None);
                }
            } else if signed.is_none() && at < units.len() && self.is_signature(units, at) {
                signed = Some(at);
            }
        }
    }

    /// Finds the end of a part, of which the last number stands above `start`, and which is closed at `end`. What stands
    /// behind the date of its signature belongs to the end, whatever it is.
    fn closing(&mut self, units: &[Unit<'_>], (start, end): (usize, usize), signed: Option<usize>) {
        let mut first = None;
        let mut at = signed.map_or(end, |at| at + 1);
        let mut beside = 0;
        while at > start && beside <= BESIDE {
            at -= 1;
            let unit = &units[at];
            let is_part = self.listed[at]
                || unit.form != Form::Other && (is_closing(&unit.text) || self.is_signature(units, at))
                || first.is_some_and(|below| self.signs(units, at, below));
            if is_part {
                (first, beside) = (Some(at), 0);
            } else if unit.form == Form::Other || is_beside(&unit.text) {
                beside += 1;
            } else {
                break;
            }
        }
        let first = first.and_then(|first| self.names(units, (start, first)));
        if let Some(first) = first {
            self.closed.insert(first);
            (first..end).for_each(|at| self.drop(at));
        }
    }

    /// Where the end begins whose first line is at `first`: names below a heading, or a line that leads to them, are a list of
    /// the clause, and only the one above the date signs; nothing when that is the only one below such a line.
    fn names(&self, units: &[Unit<'_>], (start, first): (usize, usize)) -> Option<usize> {
        let names = (first..units.len()).take_while(|&at| !self.listed[at] && is_body(&units[at].text)).count();
        let above = first.checked_sub(1).map_or("", |above| units[above].text.trim_end());
        let has_colon = above.ends_with(['：', ':']);
        let leads = has_colon || first == start && is_line(above);
        let is_date = units.get(first + names).is_some_and(|unit| is_date(&unit.text));
        match names {
            1 if has_colon && is_date => None,
            2.. if leads && is_date => Some(first + names - 1),
            _ => Some(first),
        }
    }

    /// True for the date of a signature, or for a line with a body and a date: a body, a person with a post, the list of
    /// attachments or a line of the end stands above the date.
    fn is_signature(&self, units: &[Unit<'_>], at: usize) -> bool {
        let unit = &units[at];
        if unit.form != Form::Paragraph || self.markers[at].is_some() {
            return false;
        }
        is_signed(&unit.text)
            || is_date(&unit.text) && at > 0 && {
                let above = &units[at - 1].text;
                is_body(above) || is_officer(above) || self.listed[at - 1] || is_closing(above)
            }
    }

    /// True for a line of those who sign above the line `below`, which belongs to the end.
    fn signs(&self, units: &[Unit<'_>], at: usize, below: usize) -> bool {
        let unit = &units[at];
        let is_near = below == at + 1 && (below..units.len().min(at + SIGNERS)).any(|at| is_date(&units[at].text));
        let is_name = is_body(&unit.text) || is_officer(&unit.text);
        is_near && unit.form == Form::Paragraph && self.markers[at].is_none() && is_line(&unit.text) && is_name
    }
}

/// True for numbers of lists that may stand behind a signature: of files, of remarks.
fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Digit | Kind::BracketedDigit | Kind::HalfBracketed | Kind::Circled)
}
