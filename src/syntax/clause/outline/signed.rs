//! The lines of the end of a document, by what they say and by those around them.

use super::super::gap::is_space;
use super::super::signature::{
    is_beside, is_body, is_closing, is_copied, is_date, is_day, is_officer, is_sealed, is_signature_line, is_signed,
};
use super::Form;
use super::closing::{Ends, SIGNERS, names_bodies};
use super::lists::is_file;
use super::survey::is_line;
use crate::syntax::portal::is_of_portal;

/// Lines to whom copies are sent.
const COPIES: usize = 6;
/// Characters of a name that is no known body.
const NAME: usize = 30;

impl<'a> Ends<'a> {
    /// The words of a unit, behind the signs of a quotation.
    pub(super) fn text(&self, at: usize) -> &'a str {
        let text: &'a str = &self.units[at].text;
        if text.starts_with(['>', '＞']) {
            text.trim_start_matches(|c| matches!(c, '>' | '＞') || is_space(c))
        } else {
            text
        }
    }

    /// True for a line of the end by itself.
    pub(super) fn is_part(&self, at: usize) -> bool {
        let form = self.units[at].form;
        let is_text = form.is_text() && self.survey.markers[at].is_none();
        self.survey.listed[at]
            || form == Form::End
            || self.is_continued(at)
            || is_text && {
                let text = self.text(at);
                is_closing(text) || is_signature_line(text) || self.signers.has(text) || self.is_signature(at)
            }
    }

    /// True for a further line of what is copied to others: `抄送：甲局，` / `乙局。`
    pub(super) fn is_continued(&self, at: usize) -> bool {
        let above = (at.saturating_sub(COPIES)..at).rev().map(|above| self.text(above));
        let mut open = above.take_while(|above| above.trim_end().ends_with(['，', '、', ',']));
        self.units[at].form.is_text() && open.any(is_copied)
    }

    /// True for a body, a person with a post, or who has issued the document.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let text = self.text(at);
        is_body(text) || is_officer(text) || self.signers.has(text)
    }

    /// True for the last line of a signature: the date below a name, the list of attachments or a line of the end; a line with
    /// a name and a date; a name below a date.
    pub(super) fn is_signature(&self, at: usize) -> bool {
        let form = self.units[at].form;
        if !form.is_text() || self.survey.markers[at].is_some() {
            return form == Form::End && self.is_last(at);
        }
        let above = |lines: usize| at.checked_sub(lines).map_or("", |above| self.text(above));
        let is_behind = |at: usize| {
            let text = self.text(at);
            self.is_name(at) || self.survey.listed[at] || is_closing(text) || is_signature_line(text)
        };
        if self.is_parted_day(at) {
            return at > 1 && is_behind(at - 2);
        }
        if is_day(self.text(at)) {
            let is_below = at > 0 && is_behind(at - 1);
            // A date by itself, below the last sentence, or below a line under it, which can only be a name.
            let is_end = || is_date(self.text(at)) && self.is_last(at);
            return is_below || (above(1).ends_with('。') || self.is_named(at)) && is_end();
        }
        let is_below = || is_date(above(1)) && self.is_name(at) && above(2).ends_with('。') && self.is_last(at);
        is_signed(self.text(at)) || is_below()
    }

    /// True for a date below a line by itself that stands below the last sentence.
    fn is_named(&self, at: usize) -> bool {
        let Some(above) = at.checked_sub(2) else { return false };
        let is_text = self.units[at - 1].form.is_text() && self.survey.markers[at - 1].is_none();
        let name = self.text(at - 1);
        // 考试时间, 报名截止日期, 起草人; 解释权归甲局
        let is_said = name.ends_with(['期', '间', '人', '止']) || name.contains(['归', '由', '的', '按', '至']);
        let is_name = is_plain_name(name) && !names_bodies(name) && !is_said;
        is_text && is_name && self.text(above).ends_with(['。', '！', '”'])
    }

    /// True for the second line of a day: `2026年` / `3月1日`.
    fn is_parted_day(&self, at: usize) -> bool {
        let text = self.text(at).trim_end_matches(is_space);
        let above = at.checked_sub(1).map_or("", |above| self.text(above)).trim_end_matches(is_space);
        text.ends_with('日') && above.ends_with(['年', '月']) && !is_date(text) && is_date(&[above, text].concat())
    }

    /// True for a line with a day, or with the first part of one.
    pub(super) fn is_day(&self, at: usize) -> bool {
        is_day(self.text(at)) || at + 1 < self.units.len() && self.is_parted_day(at + 1)
    }

    /// True for the last line of a part, but for lines of its end.
    fn is_last(&self, at: usize) -> bool {
        let behind = at + 1;
        self.units.get(behind).is_none_or(|_| is_closing(self.text(behind)))
            || self.survey.is(behind, |marker| marker.own().kind.is_annex())
            || self.title(behind).is_some()
    }

    /// True for a line of those who sign above the line `below`, which belongs to the end.
    pub(super) fn signs(&self, at: usize, below: usize) -> bool {
        let is_line = below == at + 1 && self.units[at].form.is_text() && is_line(self.text(at));
        if !is_line || self.survey.markers[at].is_some() {
            return false;
        }
        let is_end = |at: usize| self.is_day(at) || is_signed(self.text(at));
        let is_signed = || (below..self.units.len().min(at + SIGNERS)).any(is_end);
        // A name that is no known body, between the text and other names, and the date above a name.
        let above = at.checked_sub(1).map_or("", |above| self.text(above));
        let is_between = || above.ends_with(['。', '！', '”']) || is_closing(above) || is_body(above);
        let is_unknown = || is_plain_name(self.text(at)) && self.is_name(below) && is_between();
        let is_name = || (self.is_name(at) || is_unknown()) && is_signed();
        is_name()
            || is_date(self.text(at)) && above.ends_with('。')
            || self.is_parted_day(below)
            || self.is_named(below)
    }

    /// True for a line that is expected behind a signature.
    pub(super) fn is_expected(&self, at: usize) -> bool {
        let form = self.units[at].form;
        let text = self.text(at).trim_matches(is_space);
        let is_in_brackets = || text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        let is_item = || self.survey.markers[at].is_some() && is_line(text);
        let is_word = || {
            is_closing(text)
                || is_sealed(text)
                || is_beside(text)
                || is_in_brackets()
                || is_file(text)
                || is_of_portal(text)
        };
        let is_name = || {
            self.is_name(at) || self.is_day(at) || self.is_parted_day(at) || is_signed(text) || self.is_continued(at)
        };
        if !form.is_text() {
            return form != Form::Table;
        }
        let is_rule = || !text.contains(char::is_alphabetic);
        is_rule() || self.survey.listed[at] || is_item() || is_word() || is_name()
    }
}

/// True for a line that may be a name.
fn is_plain_name(text: &str) -> bool {
    text.chars().count() <= NAME && text.chars().all(|c| c.is_alphabetic() || is_space(c) || matches!(c, '（' | '）'))
}
