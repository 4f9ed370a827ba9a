//! Lines of a sheet → their heights, the same in every format.

use super::measure;
use super::sheet::{Cell, Line, Role, Sheet};

/// Half points that a line may be high: what a spreadsheet takes.
const HIGHEST: u32 = 2 * 409;
/// Half points that a line of blanks has at least, and one of the table, so that one can write in it.
const BLANKS: u32 = 2 * 26;
const TABLE: u32 = 2 * 25;
/// Half points of a gap between blanks and the table.
const GAP: u32 = 2 * 4;
/// What a line of the table has when the page has room.
const ROOMY: u32 = 2 * 40;
/// Half points that the headings may take: they are repeated on every page.
const HEAD: u32 = 2 * 260;
/// Half points of a page that stay free, for programs whose fonts are a little larger.
const RESERVE: u32 = 2 * 30;

/// Gives every line the height that its texts need. When everything is on one page and leaves room there, the lines to
/// fill in become higher. Gives back the first cell whose text no line is high enough for.
pub(super) fn set(sheet: &mut Sheet) -> Option<Cell> {
    let measured = sheet.clone();
    let need = |cell: &Cell| height(&measured, cell);
    let single = |line: &mut Line, least: u32| {
        line.height = line.cells.iter().map(need).max().unwrap_or(0).clamp(least, HIGHEST);
    };
    sheet.attachment.iter_mut().chain([&mut sheet.title]).chain(&mut sheet.note).for_each(|line| single(line, 0));
    sheet.above.iter_mut().chain(&mut sheet.below).for_each(|line| match line.is_gap() {
        true => line.height = GAP,
        false => single(line, BLANKS),
    });
    spread(&mut sheet.head, &need);
    spread(&mut sheet.body, &need);
    let used: u32 = sheet.lines().map(|line| line.height).sum();
    let page = sheet.printable()[1] * 1440 / 254;
    let rows = u32::try_from(sheet.body.len()).unwrap_or(u32::MAX).max(1);
    let more = (page.saturating_sub(RESERVE + used) / rows).min(ROOMY - TABLE);
    sheet.body.iter_mut().for_each(|line| line.height += more);
    let head: u32 = sheet.head.iter().map(|line| line.height).sum();
    let mut cells = sheet.lines().flat_map(|line| &line.cells);
    let crowded = cells.find(|cell| height(sheet, cell) > HIGHEST);
    let most = sheet.head.iter().flat_map(|line| &line.cells).max_by_key(|cell| height(sheet, cell));
    crowded.or(most.filter(|_| head > HEAD)).cloned()
}

/// Heights of the lines of a table: what a cell over several lines needs beyond them goes to the last of them.
fn spread(lines: &mut [Line], need: &dyn Fn(&Cell) -> u32) {
    let mut heights = vec![TABLE; lines.len()];
    let mut cells: Vec<(usize, &Cell)> =
        lines.iter().enumerate().flat_map(|(at, line)| line.cells.iter().map(move |cell| (at, cell))).collect();
    cells.sort_by_key(|(_, cell)| cell.rowspan);
    for (at, cell) in cells {
        let span = at..at + cell.rowspan;
        let short = need(cell).saturating_sub(heights[span.clone()].iter().sum());
        let last = &mut heights[span.end - 1];
        *last = last.saturating_add(short).min(HIGHEST);
    }
    std::iter::zip(lines, heights).for_each(|(line, height)| line.height = height);
}

/// Half points that the text of a cell takes, with some air above and below; an empty line follows the attachment's.
fn height(sheet: &Sheet, cell: &Cell) -> u32 {
    let size = sheet.size_of(cell.role);
    let empty = u32::from(cell.role == Role::Attachment);
    let lines = measure::lines(&cell.text, sheet.width(cell), size).saturating_add(empty);
    (2 * lines.saturating_mul(measure::leading(size)).div_ceil(20)).saturating_add(16)
}
