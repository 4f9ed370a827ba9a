//! Tables that are none: lines of a spreadsheet with tabs, full-width bars, dashes of an input method below a heading.

use std::ops::Range;

use super::{Slip, either, lines_with};
use crate::diagnostic::Code;
use crate::syntax::markdown::{columns, is_divider};

/// Lines in a row that have bars and make no table; cells beyond those of the heading.
pub(super) fn bars(text: &str, is_wide: bool, slips: &mut Vec<Slip>) {
    let mut block: Vec<(usize, &str)> = Vec::new();
    let mut end = None;
    for (start, line) in lines_with(text, either(b'|', "｜", is_wide)) {
        if end.is_some_and(|end| end != start) {
            table(&block, slips);
            block.clear();
        }
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        block.push((start + line.len() - content.len(), content));
        end = Some(start + line.len() + 1);
    }
    if !block.is_empty() {
        table(&block, slips);
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
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut end = None;
    let mut tell = |block: &mut Vec<Range<usize>>| {
        if let (Some(first), Some(last)) = (block.first(), block.last())
            && block.len() > 1
        {
            slips.push(Slip::new(Code::TabTable, first.start..last.end).arg("count", block.len().to_string()));
        }
        block.clear();
    };
    let is_tab = |bytes: &[u8]| memchr::memchr(b'\t', bytes);
    for (start, line) in lines_with(text, is_tab).filter(|(_, line)| line.trim().contains('\t')) {
        if end.is_some_and(|end| end != start) {
            tell(&mut block);
        }
        block.push(start + line.len() - line.trim_start().len()..start + line.trim_end().len());
        end = Some(start + line.len() + 1);
    }
    tell(&mut block);
}
