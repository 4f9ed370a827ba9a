//! Tables that are none: lines of a spreadsheet with tabs, full-width bars, dashes of an input method below a heading.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Slip, each_line, lines_with};
use crate::diagnostic::Code;
use crate::source::Signs;
use crate::syntax::clause::{digit, is_numeral, marker};
use crate::syntax::markdown::{columns, is_divider};

/// Bars of input methods, and of tables that are drawn.
pub(super) const WIDE: [char; 9] = ['｜', '丨', '¦', '│', '┃', '║', '┆', '┊', '︱'];

/// Signs that begin the lines between the rows of a table that is drawn.
const FRAMES: [char; 14] = ['┌', '├', '└', '┏', '┣', '┗', '┠', '╔', '╠', '╚', '╟', '╒', '╞', '╘'];

/// Lines in a row that have bars.
#[derive(Default)]
struct Block<'t> {
    lines: Vec<(usize, &'t str)>,
    /// What stands between it and the block above.
    gap: Gap,
}

/// What stands between two blocks.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    /// Empty lines.
    Empty,
    /// Text, or the beginning of the file.
    #[default]
    Text,
}

/// A radical that looks like a bar. Its first byte is that of many characters, so that it is searched for as a whole.
static STROKE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("丨"));

/// True for the first bytes of the signs of which tables are drawn.
fn is_drawn(bytes: &[u8]) -> bool {
    matches!(bytes, [0xE2, 0x94 | 0x95, ..] | [0xC2, 0xA6, ..])
}

/// Where a sign stands that makes a line one of a table. `is_wide` where the text may hold others than `|`.
fn bar(is_wide: bool) -> impl Fn(&[u8]) -> Option<usize> {
    let is_bar = |bytes: &[u8]| matches!(bytes, [b'|', ..] | [0xEF, 0xBD, 0x9C, ..] | [0xEF, 0xB8, 0xB1, ..]);
    move |bytes| match is_wide {
        true => {
            let mut all = memchr::memchr3_iter(b'|', 0xE2, 0xEF, bytes);
            let found = all.find(|&at| is_bar(&bytes[at..]) || is_drawn(&bytes[at..]));
            // What stands further behind is searched in when it is reached.
            let near = &bytes[..found.unwrap_or(bytes.len())];
            let broken = memchr::memchr_iter(0xC2, near).find(|&at| is_drawn(&near[at..]));
            let near = &near[..broken.unwrap_or(near.len())];
            STROKE.find(near).or((near.len() < bytes.len()).then_some(near.len()))
        }
        false => memchr::memchr(b'|', bytes),
    }
}

/// True for what stands before the text of a line.
fn is_before(c: char) -> bool {
    c.is_whitespace() || c == '>'
}

/// Lines in a row that have bars and make no table; cells beyond those of the heading; rows that a line break parts.
pub(super) fn bars(text: &str, is_wide: bool, slips: &mut Vec<Slip>) {
    let mut rows = Rows { text, slips, block: Block::default(), single: None, is_reported: false, columns: None };
    let mut end = 0;
    for (start, line) in lines_with(text, bar(is_wide)) {
        let content = line.trim_start_matches(is_before);
        if !content.contains('|') && !content.contains(WIDE) && !content.starts_with(FRAMES) {
            continue;
        }
        if start > end {
            rows.end();
            let is_empty = end > 0 && text[end..start].trim_start_matches(is_before).is_empty();
            rows.block.gap = if is_empty { Gap::Empty } else { Gap::Text };
        }
        rows.block.lines.push((start + line.len() - content.len(), content));
        end = start + line.len() + 1;
    }
    rows.end();
    rows.alone();
}

/// True for a text with these signs that may hold other bars than `|`, or lines of which tables are drawn.
pub(super) fn may_hold_wide(text: &str, signs: &Signs) -> bool {
    signs.has_any(['｜', '¦', '︱', '\u{2500}', '\u{2540}']) || STROKE.find(text.as_bytes()).is_some()
}

/// True for a text with these signs that may hold lines of a grid (`+---+`).
pub(super) fn may_hold_grids(text: &str, signs: &Signs) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| matches!(bytes.get(at + 1), Some(b'-' | b'='));
    signs.has('+') && memchr::memchr_iter(b'+', bytes).any(begins)
}

/// Tables that `+`, `-` and `|` draw, each with all that stands up to its last line.
pub(super) fn grids(text: &str, slips: &mut Vec<Slip>) {
    let is_line = |line: &str| {
        let line = line.trim();
        line.len() > 2
            && line.starts_with('+')
            && line.ends_with('+')
            && line.bytes().all(|byte| b"+-=: ".contains(&byte))
    };
    let mut grid: Option<(std::ops::Range<usize>, usize)> = None;
    for (start, line) in each_line(text).chain([(text.len(), "")]) {
        let content = line.trim();
        let is_own = is_line(content) || grid.is_some() && content.starts_with(['|', '+']);
        if is_own {
            let end = start + line.trim_end().len();
            let (range, lines) = grid.get_or_insert((start + line.len() - line.trim_start().len()..end, 0));
            range.end = end;
            *lines += 1;
        } else if let Some((range, _)) = grid.take().filter(|(_, lines)| *lines > 2) {
            slips.retain(|slip| slip.code != Code::NoTable || !range.contains(&slip.range.start));
            slips.push(Slip::new(Code::NoTable, range).arg("cause", "@drawn"));
        }
    }
}

/// Rows of tables while they are read.
struct Rows<'t, 's> {
    text: &'t str,
    slips: &'s mut Vec<Slip>,
    block: Block<'t>,
    /// The block above is a single row, and is not reported yet. Rows with empty lines between them are one diagnostic, at the
    /// first row.
    single: Option<(usize, &'t str)>,
    /// Reports rows with empty lines between them.
    is_reported: bool,
    /// The block above is a table with so many columns, or rows that belong to one.
    columns: Option<usize>,
}

impl<'t> Rows<'t, '_> {
    /// Ends a block, behind which a line without bars stands, or none at all.
    fn end(&mut self) {
        let block = std::mem::take(&mut self.block);
        let Some(&(first, line)) = block.lines.first() else { return };
        if block.gap == Gap::Text {
            self.alone();
            (self.is_reported, self.columns) = (false, None);
        }
        let is_single = block.lines.len() == 1 && is_row(line);
        let is_below = |count: usize| block.lines.iter().all(|(_, line)| is_row(line) && columns(line) <= Some(count));
        let parted = match (self.single, self.columns) {
            (Some(above), _) if is_single => Some(above),
            (None, Some(count)) if is_below(count) && heading(&block.lines).is_none() => Some((first, line)),
            _ => None,
        };
        match parted {
            _ if parted.is_some() && self.is_reported => {}
            Some((first, row)) => {
                self.report(first, row, "@rows-apart");
                (self.single, self.is_reported) = (None, true);
                self.columns = self.columns.or(columns(row));
            }
            None => {
                self.alone();
                self.is_reported = false;
                self.columns = heading(&block.lines);
                self.single = Some((first, line)).filter(|_| is_single);
                table(self.text, &block.lines, self.slips);
            }
        }
    }

    /// Reports a single row, which is a row of no table.
    fn alone(&mut self) {
        if let Some((first, row)) = self.single.take().filter(|(_, row)| columns(row) > Some(1)) {
            self.report(first, row, "@no-divider");
        }
    }

    fn report(&mut self, first: usize, row: &str, cause: &str) {
        self.slips.push(Slip::new(Code::NoTable, first..first + row.trim_end().len()).arg("cause", cause));
    }
}

/// The number of columns of lines that are a table.
fn heading(block: &[(usize, &str)]) -> Option<usize> {
    let [(_, heading), (_, second), ..] = block else { return None };
    columns(heading).filter(|&count| is_divider(second) && columns(second) == Some(count))
}

/// True for a line that bars begin, end and part.
fn is_row(line: &str) -> bool {
    let line = line.trim_end();
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

fn table(text: &str, block: &[(usize, &str)], slips: &mut Vec<Slip>) {
    let (first, line) = block[0];
    let reported = |cause: &str| Slip::new(Code::NoTable, first..first + line.len()).arg("cause", cause);
    let Some((_, second)) = block.get(1) else { return };
    if let Some(count) = heading(block) {
        rows(block, count, slips);
        return broken(text, block, count, slips);
    }
    let heading = line;
    let count = |line: &str| line.matches(WIDE).count();
    let wide = |line: &str| line.starts_with(WIDE) || line.starts_with(FRAMES) || count(line) > 1;
    let is_parted = || count(heading) > 0 && block.iter().all(|(_, line)| count(line) == count(heading));
    if block.iter().any(|(_, line)| wide(line)) || is_parted() {
        return slips.push(reported("@wide-bars"));
    }
    let is_bar = |line: &str| line.starts_with('|');
    if is_divider(second) {
        slips.push(reported("@other-columns"));
    } else if is_dashes(second) {
        slips.push(reported("@wide-dashes"));
    } else if is_bar(heading) && is_bar(second) || is_plain(block) {
        slips.push(reported("@no-divider"));
    }
}

/// The rows of a table: cells beyond those of the heading, and bars that part none.
fn rows(block: &[(usize, &str)], count: usize, slips: &mut Vec<Slip>) {
    for (start, line) in &block[2..] {
        let range = *start..start + line.trim_end().len();
        let own = columns(line);
        if own.is_some_and(|own| own > count) {
            slips.push(Slip::new(Code::MoreCells, range).arg("count", count.to_string()));
        } else if own.is_none_or(|own| own < count) && line.contains(WIDE) {
            slips.push(Slip::new(Code::NoTable, range).arg("cause", "@wide-bars"));
        } else if line.contains("---") && is_divider(line) {
            slips.push(Slip::new(Code::NoTable, range).arg("cause", "@second-divider"));
        }
    }
}

/// A row with a line break in a cell: it begins with a bar as the heading does, and the line below continues it.
fn broken(text: &str, block: &[(usize, &str)], count: usize, slips: &mut Vec<Slip>) {
    if !is_row(block[0].1) {
        return;
    }
    for (at, (start, line)) in block.iter().enumerate().skip(2).filter(|(_, (_, line))| line.starts_with('|')) {
        let end = start + line.len();
        let line = line.trim_end();
        let is_short = || columns(line) < Some(count);
        let goes_on = match block.get(at + 1) {
            Some((_, next)) => !next.starts_with('|') && (!line.ends_with('|') || is_short()),
            None => {
                !line.ends_with('|')
                    && text[end..].lines().nth(1).is_some_and(|next| !next.trim_start_matches(is_before).is_empty())
            }
        };
        if goes_on {
            slips.push(Slip::new(Code::NoTable, *start..start + line.len()).arg("cause", "@row-broken"));
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
    /// None of them has cells, and some are no rows for sure.
    has_no_cells: bool,
    has_no_row: bool,
}

impl Tabbed {
    fn report(self, slips: &mut Vec<Slip>) {
        // Two paragraphs with tabs in them are no table.
        if !(self.has_no_cells && self.has_no_row) && self.count > if self.is_apart { 2 } else { 1 } {
            slips.push(Slip::new(Code::TabTable, self.first..self.end).arg("count", self.count.to_string()));
        }
    }
}

/// What a line with tabs is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// No row: an item of a list, a line of a table of contents, blanks beside each other.
    Line,
    /// It begins with a number without any sign: an item beside others with `1.1`, else a row.
    Numbered,
    /// A row of a table.
    Cells,
}

/// What a line is. The one tab of an item stands behind its number or bullet, that of a line of contents before the page.
fn row(line: &str) -> Row {
    // 甲方：	乙方：
    if line.split('\t').all(|cell| cell.trim().is_empty() || cell.contains(['：', ':'])) {
        return Row::Line;
    }
    let Some((before, behind)) = line.split_once('\t').filter(|(_, behind)| !behind.contains('\t')) else {
        return Row::Cells;
    };
    let before = before.trim_end();
    let is_bullet = || {
        let mut all = before.chars();
        all.next().is_some_and(|c| !c.is_alphanumeric() || BULLETS.contains(&c)) && all.next().is_none()
    };
    let is_page = || behind.trim().chars().all(|c| digit(c).is_some()) && marker(line).is_some();
    let is_bare = before.ends_with(|c| digit(c).is_some() || is_numeral(c));
    let is_number = || marker(line).is_some_and(|found| found.length > before.len());
    match is_bare {
        false if is_bullet() || is_number() || is_page() => Row::Line,
        true if is_number() && before.contains(['.', '．']) || is_page() && !is_number() => Row::Line,
        true if is_number() => Row::Numbered,
        _ => Row::Cells,
    }
}

/// Letters that are bullets in fonts of signs.
const BULLETS: [char; 5] = ['Ø', 'l', 'n', 'u', 'ü'];

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
        let row = row(inner);
        let (has_no_cells, has_no_row) = (row != Row::Cells, row == Row::Line);
        let goes_on = |block: &Tabbed| {
            let is_parted = block.is_apart || block.count == 1;
            tabs > 0 && (!is_behind_gap || is_parted && block.tabs == tabs)
        };
        let end = start + line.trim_end().len();
        block = match block {
            Some(block) if goes_on(&block) => {
                let is_apart = block.is_apart | is_behind_gap;
                let has_no_cells = block.has_no_cells & has_no_cells;
                let has_no_row = block.has_no_row | has_no_row;
                Some(Tabbed { end, count: block.count + 1, is_apart, has_no_cells, has_no_row, ..block })
            }
            other => {
                if let Some(done) = other {
                    done.report(slips);
                }
                let first = start + line.len() - line.trim_start().len();
                (tabs > 0).then_some(Tabbed { first, end, count: 1, tabs, is_apart: false, has_no_cells, has_no_row })
            }
        };
        is_behind_gap = false;
    }
}
