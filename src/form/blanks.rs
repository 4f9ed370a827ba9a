//! Blanks above and below a table → lines of cells over its columns: a label, then the cell to fill in.

use std::ops::Range;

use super::measure::{PADDING, half_ems, millimetres};
use super::sheet::{Cell, Line, Role};

/// Half ems that a blank has at least to be on a line with another: a name or a telephone number.
const LEAST: u32 = 16;
/// Millimetres beyond the least after which a wider blank is no better.
const ENOUGH: u32 = 40;
/// Blanks on one line at most.
const MOST: usize = 3;

/// A blank with its label, as it is printed.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub label: String,
    /// What is printed in it; often nothing.
    pub value: String,
}

/// Room to write in before each of several printed words: a year, a month, a day.
const ROOM: &str = "\u{3000}\u{3000}\u{3000}";

/// What is printed in a blank, with room before each of its words when it has several: `年 月 日`.
pub(super) fn spread(value: &str) -> String {
    let words: Vec<_> = value.split_whitespace().collect();
    match words.as_slice() {
        [_, _, ..] => words.iter().flat_map(|word| [ROOM, word]).collect(),
        _ => value.to_owned(),
    }
}

/// Where a blank stands on its line.
#[derive(Clone, Debug)]
struct Place<'a> {
    blank: &'a Printed,
    /// Columns of the label.
    label: Range<usize>,
    /// Columns of the value.
    value: Range<usize>,
}

impl Place<'_> {
    fn cells(&self) -> [Cell; 2] {
        let cell = |columns: &Range<usize>, text: &str, role| Cell {
            column: columns.start,
            colspan: columns.len(),
            rowspan: 1,
            text: text.to_owned(),
            role,
        };
        let Printed { label, value } = self.blank;
        [cell(&self.label, label, Role::Label), cell(&self.value, value, Role::Value)]
    }
}

/// Puts blanks on lines, in order, as many on a line as have room. Each line covers all columns, of which there are at
/// least two. Lines have no heights yet.
pub(super) fn arrange(blanks: &[Printed], widths: &[u32], size: u32) -> Vec<Line> {
    let line = |line: Vec<Place<'_>>| Line { height: 0, cells: line.iter().flat_map(Place::cells).collect() };
    places(blanks, widths, size).into_iter().map(line).collect()
}

fn places<'a>(blanks: &'a [Printed], widths: &[u32], size: u32) -> Vec<Vec<Place<'a>>> {
    let table = Table { widths, size };
    let mut lines = Vec::new();
    let mut rest = blanks;
    while let Some(first) = rest.first() {
        let together = (2..=MOST.min(rest.len())).rev().find_map(|count| table.line(&rest[..count], 0));
        let line = together.map_or_else(|| vec![table.alone(first)], |(_, line)| line);
        rest = &rest[line.len()..];
        lines.push(line);
    }
    lines
}

struct Table<'w> {
    widths: &'w [u32],
    size: u32,
}

impl Table<'_> {
    fn width(&self, columns: Range<usize>) -> u32 {
        self.widths[columns].iter().sum()
    }

    fn needed(&self, text: &str) -> u32 {
        millimetres(half_ems(text), self.size) + PADDING / 2
    }

    /// The column after the label that begins in `from`, if there is room for it and for a value behind it.
    fn after_label(&self, blank: &Printed, from: usize) -> Option<usize> {
        let needed = self.needed(&blank.label);
        (from + 1..self.widths.len()).find(|end| self.width(from..*end) >= needed)
    }

    /// The best places for all of these blanks on one line from a column on, and how much room the tightest one has to
    /// spare. None when one of them would be too narrow.
    fn line<'a>(&self, blanks: &'a [Printed], from: usize) -> Option<(u32, Vec<Place<'a>>)> {
        let (blank, rest) = blanks.split_first()?;
        let label = self.after_label(blank, from)?;
        let least = millimetres(LEAST, self.size).max(self.needed(&blank.value));
        let all = self.widths.len();
        let ends = if rest.is_empty() { all..=all } else { label + 1..=all };
        let mut best: Option<(u32, Vec<Place<'a>>)> = None;
        for end in ends {
            let Some(spare) = self.width(label..end).checked_sub(least) else { continue };
            let place = Place { blank, label: from..label, value: label..end };
            let (others, places) = match rest {
                [] => (ENOUGH, Vec::new()),
                _ => match self.line(rest, end) {
                    Some(found) => found,
                    None => continue,
                },
            };
            let score = spare.min(others).min(ENOUGH);
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, std::iter::once(place).chain(places).collect()));
            }
        }
        best
    }

    fn alone<'a>(&self, blank: &'a Printed) -> Place<'a> {
        let all = self.widths.len();
        let label = self.after_label(blank, 0).unwrap_or(all - 1);
        Place { blank, label: 0..label, value: label..all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(label: &str) -> Printed {
        Printed { label: label.to_owned(), value: String::new() }
    }

    fn columns(blanks: &[Printed], widths: &[u32]) -> Vec<Vec<(Range<usize>, Range<usize>)>> {
        let place = |place: Place<'_>| (place.label, place.value);
        places(blanks, widths, 24).into_iter().map(|line| line.into_iter().map(place).collect()).collect()
    }

    #[test]
    fn there_is_room_before_each_of_several_words() {
        assert_eq!(spread("年 月  日"), "　　　年　　　月　　　日");
        assert_eq!(spread("（盖章）"), "（盖章）");
        assert_eq!(spread(""), "");
    }

    #[test]
    fn blanks_share_a_line_when_there_is_room() {
        let two = [blank("填报单位（盖章）："), blank("填报时间：")];
        assert_eq!(columns(&two, &[44, 30, 30, 30, 133]), [[(0..1, 1..3), (3..4, 4..5)]]);
        assert_eq!(columns(&two, &[44, 30, 60]), [[(0..1, 1..3)], [(0..1, 1..3)]]);
    }

    #[test]
    fn a_long_label_leaves_its_blank_a_column() {
        assert_eq!(columns(&[blank(&"长".repeat(99))], &[60, 60, 60]), [[(0..2, 2..3)]]);
    }
}
