//! Tables that are none: lines of a spreadsheet with tabs, full-width bars, dashes of an input method below a heading.

use super::{Slip, each_line};
use crate::diagnostic::Code;
use crate::syntax::markdown::{columns, is_divider};

/// Lines in a row that have bars and make no table; cells beyond those of the heading.
pub(super) fn bars(text: &str, slips: &mut Vec<Slip>) {
    let mut block: Vec<(usize, &str)> = Vec::new();
    for (start, line) in each_line(text).chain([(text.len(), "")]) {
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        if content.contains(['|', '｜']) {
            block.push((start + line.len() - content.len(), content));
        } else if !block.is_empty() {
            table(&block, slips);
            block.clear();
        }
    }
}

fn table(block: &[(usize, &str)], slips: &mut Vec<Slip>) {
    let (first, heading) = block[0];
    let told = |cause: &str| Slip::new(Code::NoTable, first..first + heading.len()).arg("cause", cause);
    let wide = block.iter().filter(|(_, line)| line.starts_with('｜') || line.matches('｜').count() > 1).count();
    if wide > 0 && (wide > 1 || block.len() > 1) {
        return slips.push(told("@wide-bars"));
    }
    let is_row = |line: &str| line.starts_with('|');
    let Some((_, second)) = block.get(1) else { return };
    if is_divider(second) {
        let count = columns(heading);
        if count != columns(second) {
            return slips.push(told("@other-columns"));
        }
        for (start, line) in &block[2..] {
            if columns(line) > count {
                let count = count.unwrap_or_default().to_string();
                slips.push(Slip::new(Code::MoreCells, *start..start + line.trim_end().len()).arg("count", count));
            }
        }
    } else if is_dashes(second) {
        slips.push(told("@wide-dashes"));
    } else if is_row(heading) && is_row(second) {
        slips.push(told("@no-divider"));
    }
}

/// True for a line of dashes that an input method made.
fn is_dashes(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '—' | '–' | '－' | '─' | '―' | '﹣');
    line.contains(is_dash) && line.chars().all(|c| is_dash(c) || c.is_whitespace() || "|｜-:：".contains(c))
}

/// Lines in a row in which tabs part cells.
pub(super) fn tabs(text: &str, slips: &mut Vec<Slip>) {
    let mut block: Option<(usize, usize, usize)> = None;
    for (start, line) in each_line(text).chain([(text.len(), "")]) {
        let inner = line.trim();
        let tabs = inner.matches('\t').count();
        block = match block {
            Some((first, _, count)) if tabs > 0 => Some((first, start + line.trim_end().len(), count + 1)),
            Some((first, end, count)) => {
                if count > 1 {
                    slips.push(Slip::new(Code::TabTable, first..end).arg("count", count.to_string()));
                }
                None
            }
            None if tabs > 0 => {
                let first = start + line.len() - line.trim_start().len();
                Some((first, first + inner.len(), 1))
            }
            None => None,
        };
    }
}
