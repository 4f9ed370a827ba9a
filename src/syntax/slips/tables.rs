//! Tables that are none: lines of a spreadsheet with tabs, full-width bars, dashes of an input method below a heading.

use super::{Slip, each_line};
use crate::diagnostic::Code;
use crate::syntax::markdown::{columns, is_divider};

/// Bars of input methods, and of tables that are drawn.
const WIDE: [char; 4] = ['｜', '│', '┃', '︱'];

/// Signs that begin the lines between the rows of a table that is drawn.
const FRAMES: [char; 3] = ['┌', '├', '└'];

/// Lines in a row that have bars.
#[derive(Default)]
struct Block<'t> {
    lines: Vec<(usize, &'t str)>,
    /// Only empty lines stand between it and a single row above it.
    is_apart: bool,
}

/// Lines in a row that have bars and make no table; cells beyond those of the heading.
pub(super) fn bars(text: &str, slips: &mut Vec<Slip>) {
    let mut block = Block::default();
    // Rows with empty lines between them are one diagnostic, at the first row.
    let (mut single, mut is_told): (Option<(usize, &str)>, bool) = (None, false);
    for (start, line) in each_line(text).chain([(text.len(), "")]) {
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let is_empty = content.is_empty();
        if content.contains('|') || content.contains(WIDE) || content.starts_with(FRAMES) {
            if block.lines.is_empty() {
                block.is_apart = single.is_some();
            }
            block.lines.push((start + line.len() - content.len(), content));
            continue;
        }
        if !block.lines.is_empty() {
            let own = block.lines[0];
            let is_row = block.lines.len() == 1 && is_row(own.1);
            match single.filter(|_| is_row && block.is_apart) {
                Some((first, row)) if !is_told => {
                    let range = first..first + row.trim_end().len();
                    slips.push(Slip::new(Code::NoTable, range).arg("cause", "@rows-apart"));
                    is_told = true;
                }
                Some(_) => {}
                None => {
                    is_told = false;
                    table(&block.lines, slips);
                }
            }
            single = is_row.then_some(own);
            block = Block::default();
        }
        if !is_empty {
            single = None;
        }
    }
}

/// True for a line that bars begin, end and part.
fn is_row(line: &str) -> bool {
    let line = line.trim_end();
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

fn table(block: &[(usize, &str)], slips: &mut Vec<Slip>) {
    let (first, heading) = block[0];
    let told = |cause: &str| Slip::new(Code::NoTable, first..first + heading.len()).arg("cause", cause);
    let Some((_, second)) = block.get(1) else { return };
    if is_divider(second) && columns(heading) == columns(second) {
        return rows(block, columns(heading).unwrap_or_default(), slips);
    }
    let wide = |line: &str| line.starts_with(WIDE) || line.matches(WIDE).count() > 1;
    if block.iter().any(|(_, line)| wide(line)) {
        return slips.push(told("@wide-bars"));
    }
    let is_bar = |line: &str| line.starts_with('|');
    if is_divider(second) {
        slips.push(told("@other-columns"));
    } else if is_dashes(second) {
        slips.push(told("@wide-dashes"));
    } else if is_bar(heading) && is_bar(second) || is_plain(block) {
        slips.push(told("@no-divider"));
    }
}

/// The rows of a table: cells beyond those of the heading, and bars that part none.
fn rows(block: &[(usize, &str)], count: usize, slips: &mut Vec<Slip>) {
    for (start, line) in &block[2..] {
        let range = *start..start + line.trim_end().len();
        if columns(line).is_some_and(|own| own > count) {
            slips.push(Slip::new(Code::MoreCells, range).arg("count", count.to_string()));
        } else if columns(line).is_none_or(|own| own < count) && line.contains(WIDE) {
            slips.push(Slip::new(Code::NoTable, range).arg("cause", "@wide-bars"));
        }
    }
}

/// True for lines that bars part into as many cells, with none at their ends: `甲|乙`.
fn is_plain(block: &[(usize, &str)]) -> bool {
    let cells = |line: &str| line.trim_end().split('|').map(str::trim).filter(|cell| !cell.is_empty()).count();
    let count = cells(block[0].1);
    let is_whole = |line: &str| columns(line) == Some(cells(line)) && cells(line) == count;
    count > 1 && block.iter().all(|(_, line)| is_whole(line))
}

/// True for a line of dashes that an input method made.
fn is_dashes(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '—' | '–' | '－' | '─' | '―' | '﹣');
    let is_wide = |c: char| is_dash(c) || c == '：';
    let has_dash = line.contains(|c: char| is_dash(c) || c == '-');
    line.contains(is_wide) && has_dash && line.chars().all(|c| is_wide(c) || c.is_whitespace() || "|｜-:".contains(c))
}

/// Lines in which tabs part cells, one after the other.
struct Tabbed {
    first: usize,
    end: usize,
    count: usize,
    tabs: usize,
    /// Empty lines stand between them.
    is_apart: bool,
}

impl Tabbed {
    fn tell(self, slips: &mut Vec<Slip>) {
        // Two paragraphs with tabs in them are no table.
        if self.count > if self.is_apart { 2 } else { 1 } {
            slips.push(Slip::new(Code::TabTable, self.first..self.end).arg("count", self.count.to_string()));
        }
    }
}

/// Lines in which tabs part cells, with as many of them where empty lines stand between.
pub(super) fn tabs(text: &str, slips: &mut Vec<Slip>) {
    let mut block: Option<Tabbed> = None;
    let mut is_behind_gap = false;
    for (start, line) in each_line(text).chain([(text.len(), "|")]) {
        let inner = line.trim();
        if inner.is_empty() {
            is_behind_gap = true;
            continue;
        }
        let tabs = inner.matches('\t').count();
        let goes_on = |block: &Tabbed| {
            let is_parted = block.is_apart || block.count == 1;
            tabs > 0 && (!is_behind_gap || is_parted && block.tabs == tabs)
        };
        let end = start + line.trim_end().len();
        block = match block {
            Some(block) if goes_on(&block) => {
                Some(Tabbed { end, count: block.count + 1, is_apart: block.is_apart | is_behind_gap, ..block })
            }
            other => {
                if let Some(done) = other {
                    done.tell(slips);
                }
                let first = start + line.len() - line.trim_start().len();
                (tabs > 0).then_some(Tabbed { first, end, count: 1, tabs, is_apart: false })
            }
        };
        is_behind_gap = false;
    }
}
