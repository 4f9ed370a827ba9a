//! Columns → their widths in whole millimetres, and the size of the text in them.

use super::measure::{PADDING, half_ems, millimetres};
use super::sheet::Role;
use crate::model::form::Blank;

/// What is tried in turn: the size of the text in half points, 五号 (10.5 pt) before 小五 (9 pt), and on how many lines
/// the headings stand. Some programs break a line inside of `（人）`; on one line there is nothing to break.
const TRIED: [(u32, u32); 3] = [(21, 1), (21, 2), (18, 2)];
/// Millimetres that every column gets before the rest is shared out, so that none disappears.
pub(super) const LEAST: u32 = 3;

/// What is known of a column before it has a width.
pub(super) struct Column<'a> {
    pub role: Role,
    pub heading: &'a str,
    /// Millimetres that the definition gives it.
    pub width: Option<u32>,
}

/// Widths of the columns (millimetres; together at most `printable`) and the size of the text (half points).
///
/// Columns that count are equally wide. The first is taken of what is tried in which every column has the width it
/// wishes for; if there is none, all columns without a width of their own give way in proportion. Columns of text take
/// what is left over; without one, all columns without a width of their own share it. There are
/// at least two: one that stands alone, or would stand where there are none, is parted behind the labels.
pub(super) fn fit(columns: &[Column<'_>], names: &[&str], labels: &[&Blank], printable: u32) -> (Vec<u32>, u32) {
    let (widths, size) = fitted(columns, names, labels, printable);
    let [alone] = widths[..] else { return (widths, size) };
    let label = labels.iter().map(|blank| half_ems(&blank.label.value)).max().unwrap_or(0);
    let left = (millimetres(label, size) + PADDING).clamp(1, (alone / 2).max(1));
    (vec![left, alone.saturating_sub(left).max(1)], size)
}

fn fitted(columns: &[Column<'_>], names: &[&str], labels: &[&Blank], printable: u32) -> (Vec<u32>, u32) {
    if columns.is_empty() {
        return (vec![printable], TRIED[0].0);
    }
    let tried = TRIED.map(|(size, lines)| {
        let wish = Wish { names, labels, printable, size, lines };
        (wish.all(columns), size)
    });
    let [.., (tightest, smallest)] = &tried;
    match tried.iter().find(|(wishes, _)| wishes.iter().sum::<u32>() <= printable) {
        Some((wishes, size)) => (share(columns, wishes, printable), *size),
        None => (squeeze(columns, tightest, printable), *smallest),
    }
}

/// The widths at which columns look right, for one size and number of lines.
struct Wish<'a> {
    names: &'a [&'a str],
    labels: &'a [&'a Blank],
    printable: u32,
    size: u32,
    lines: u32,
}

impl Wish<'_> {
    fn all(&self, columns: &[Column<'_>]) -> Vec<u32> {
        let mut wishes: Vec<u32> = columns.iter().map(|column| self.one(column)).collect();
        let counts = |at: &usize| columns[*at].role == Role::Count && columns[*at].width.is_none();
        let widest = (0..columns.len()).filter(counts).map(|at| wishes[at]).max().unwrap_or(0);
        (0..columns.len()).filter(counts).for_each(|at| wishes[at] = widest);
        // Names in the first column: the labels above and below the table stand there too.
        if let (Some(Column { role: Role::Name, .. }), Some(wish)) = (columns.first(), wishes.first_mut())
            && columns[0].width.is_none()
        {
            let label = self.labels.iter().map(|blank| half_ems(&blank.label.value)).max().unwrap_or(0);
            *wish = (*wish).max(self.room(label).min(self.printable / 4));
        }
        wishes
    }

    fn one(&self, column: &Column<'_>) -> u32 {
        if let Some(width) = column.width {
            return width;
        }
        let heading = half_ems(column.heading).div_ceil(self.lines).next_multiple_of(2);
        match column.role {
            Role::Name => {
                let longest = self.names.iter().map(|name| half_ems(name)).max().unwrap_or(0);
                self.room(longest.max(heading)).clamp(24, self.printable / 3)
            }
            Role::Count => self.room(heading).clamp(16, 48 / self.lines),
            _ => self.room(heading).clamp(48 / self.lines, 60),
        }
    }

    fn room(&self, half_ems: u32) -> u32 {
        millimetres(half_ems, self.size) + PADDING
    }
}

fn share(columns: &[Column<'_>], wishes: &[u32], printable: u32) -> Vec<u32> {
    let free = |column: &Column<'_>| column.width.is_none();
    let texts = columns.iter().any(|column| free(column) && column.role == Role::Text);
    let takes = |column: &Column<'_>| free(column) && (!texts || column.role == Role::Text);
    let takers = columns.iter().filter(|column| takes(column)).count().max(1);
    let rest = printable.saturating_sub(wishes.iter().sum()) / u32::try_from(takers).unwrap_or(u32::MAX);
    columns.iter().zip(wishes).map(|(column, wish)| if takes(column) { wish + rest } else { *wish }).collect()
}

fn squeeze(columns: &[Column<'_>], wishes: &[u32], printable: u32) -> Vec<u32> {
    let fixed: u32 = columns.iter().filter_map(|column| column.width).fold(0, u32::saturating_add);
    let free = columns.iter().filter(|column| column.width.is_none()).count();
    let least = LEAST.saturating_mul(u32::try_from(free).unwrap_or(u32::MAX));
    // Fixed widths that leave the others nothing are reported; here they give way like all others.
    let keeps = fixed.saturating_add(least) <= printable;
    let stays = |column: &Column<'_>| column.width.filter(|_| keeps);
    let flexible = || columns.iter().zip(wishes).filter(|(column, _)| stays(column).is_none());
    let total = flexible().map(|(_, wish)| u64::from(*wish)).sum::<u64>().max(1);
    let count = u32::try_from(flexible().count()).unwrap_or(u32::MAX);
    let taken = if keeps { fixed } else { 0 };
    let rest = u64::from(printable.saturating_sub(taken).saturating_sub(count.saturating_mul(LEAST)));
    let part = |wish: u32| u32::try_from(u64::from(wish) * rest / total).unwrap_or(0);
    columns.iter().zip(wishes).map(|(column, wish)| stays(column).unwrap_or(LEAST + part(*wish))).collect()
}
