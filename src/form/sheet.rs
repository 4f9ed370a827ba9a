//! The neutral layout of a form: a grid of lines and cells, complete down to the heights of lines. Writers of formats
//! read this, never the definition.

use std::ops::Range;

use serde::Serialize;

/// Sides of A4 in millimetres, the short one first.
pub const PAPER: [u32; 2] = [210, 297];
/// Margin at every side of the paper, in millimetres.
pub const MARGIN: u32 = 15;
/// Size of the line of the attachment, in half points: 三号 (GB/T 9704—2012, 7.3.4).
const ATTACHMENT: u32 = 32;
/// Size of the title, in half points: 二号.
const TITLE: u32 = 44;
/// Size of the note, in half points, unless the table is in a smaller one: 五号.
const NOTE: u32 = 21;

/// A form laid out on paper, from top to bottom.
///
/// The cells of [`lines`](Self::lines) cover the grid of lines × columns exactly once, and no cell reaches from one part
/// into the next. There are at least two columns: when the form
/// has one, its cells span two, so that labels and blanks have cells of their own. A form without columns, or with too many, has no table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// `附件1`, when it is an attachment; an empty line below it is part of its height.
    pub attachment: Option<Line>,
    /// Title.
    pub title: Line,
    /// Blanks above the table; the last line is a gap, so that the line to write on is none of the table's.
    pub above: Vec<Line>,
    /// Headings of the table, repeated on every page.
    pub head: Vec<Line>,
    /// The table below its headings.
    pub body: Vec<Line>,
    /// Blanks below the table; the first line is a gap.
    pub below: Vec<Line>,
    /// Note at the end.
    pub note: Option<Line>,
    /// Width of each column in millimetres; together they fit the paper between its margins.
    pub widths: Vec<u32>,
    /// Size of the text in the table, in half points.
    pub size: u32,
    /// The sheet lies on its long side.
    pub landscape: bool,
    /// How to fill columns, said where somebody types and not printed.
    #[serde(skip)]
    pub hints: Vec<Hint>,
}

impl Sheet {
    /// Every line from top to bottom.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        let top = self.attachment.iter().chain([&self.title]).chain(&self.above);
        top.chain(&self.head).chain(&self.body).chain(&self.below).chain(&self.note)
    }

    /// What it is called: `附件1 情况表`.
    pub fn name(&self) -> String {
        let cells = self.attachment.iter().chain([&self.title]).flat_map(|line| &line.cells);
        cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Lines above the headings of the table.
    pub fn top(&self) -> usize {
        usize::from(self.attachment.is_some()) + 1 + self.above.len()
    }

    /// Size of a text, in half points.
    pub fn size_of(&self, role: Role) -> u32 {
        match role {
            Role::Attachment => ATTACHMENT,
            Role::Title => TITLE,
            Role::Note => self.size.min(NOTE),
            _ => self.size,
        }
    }

    /// Width and height of the paper, in millimetres.
    pub fn paper(&self) -> [u32; 2] {
        let [short, long] = PAPER;
        if self.landscape { [long, short] } else { [short, long] }
    }

    /// Width and height between the margins, in millimetres.
    pub fn printable(&self) -> [u32; 2] {
        self.paper().map(|side| side - 2 * MARGIN)
    }

    /// Lines whose counts a sum in this line adds up, from top to bottom: those right above it for a subtotal, all above it
    /// that are no sums for a total.
    pub fn summed(&self, line: usize, sum: &Cell) -> Vec<Range<usize>> {
        let mut end = self.top() + self.head.len();
        let above = &self.body[..line - end];
        let counts = |line: &Line| line.cells.iter().any(|cell| (cell.column, cell.role) == (sum.column, Role::Count));
        let runs = above.chunk_by(|a, b| counts(a) == counts(b)).map(|run| {
            end += run.len();
            (counts(&run[0]), end - run.len()..end)
        });
        let summed = |(counts, run): &(bool, Range<usize>)| *counts && (sum.role == Role::Total || run.end == line);
        runs.filter(summed).map(|(_, run)| run).collect()
    }

    /// Width of the columns of a cell, in millimetres.
    pub fn width(&self, cell: &Cell) -> u32 {
        self.widths[cell.column..cell.column + cell.colspan].iter().sum()
    }
}

/// Cells side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Height in half points, enough for every text in it.
    pub height: u32,
    /// Cells from left to right; those that a cell of a line above covers are not listed.
    pub cells: Vec<Cell>,
}

impl Line {
    /// True when it is there to keep what is above apart from what is below.
    pub fn is_gap(&self) -> bool {
        self.cells.iter().any(|cell| cell.role == Role::Gap)
    }
}

/// A cell; cells that a span covers are not listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// First column, from 0.
    pub column: usize,
    /// Columns that it spans.
    pub colspan: usize,
    /// Lines that it spans.
    pub rowspan: usize,
    /// What is printed.
    pub text: String,
    /// What it is for.
    pub role: Role,
}

impl Cell {
    /// True when it is there to be filled in.
    pub fn is_blank(&self) -> bool {
        match self.role {
            Role::Value | Role::Count | Role::Text => true,
            Role::Name => self.text.is_empty(),
            Role::Attachment | Role::Title | Role::Label | Role::Gap | Role::Heading | Role::Note => false,
            Role::Subtotal | Role::Total => false,
        }
    }

    /// True when it is the sum of counts above it.
    pub fn is_sum(&self) -> bool {
        matches!(self.role, Role::Subtotal | Role::Total)
    }
}

/// A place of the grid, and the cell that covers it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub cell: &'a Cell,
    /// Lines from the first one of the cell, and columns.
    pub offset: [usize; 2],
}

/// Every place of lines, line by line and from left to right.
pub(super) fn places(lines: &[Line], columns: usize) -> Vec<Vec<Place<'_>>> {
    let mut grid = vec![vec![None; columns]; lines.len()];
    for (top, line) in lines.iter().enumerate() {
        for cell in &line.cells {
            for (down, line) in grid[top..top + cell.rowspan].iter_mut().enumerate() {
                for (right, place) in line[cell.column..cell.column + cell.colspan].iter_mut().enumerate() {
                    *place = Some(Place { cell, offset: [down, right] });
                }
            }
        }
    }
    grid.into_iter().map(|line| line.into_iter().flatten().collect()).collect()
}

/// What a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The line of the attachment.
    Attachment,
    /// The title.
    Title,
    /// The label of a blank above or below the table.
    Label,
    /// The blank behind a label, with what is printed in it.
    Value,
    /// Nothing, over all columns, between the blanks and the table.
    Gap,
    /// A heading of columns.
    Heading,
    /// The printed name of a row; in a spare row the blank for it.
    Name,
    /// A blank for a whole number, 0 or more.
    Count,
    /// A blank for text.
    Text,
    /// The sum of the counts above it, down from the sum before.
    Subtotal,
    /// The sum of all counts above it.
    Total,
    /// The note at the end.
    Note,
}

impl Role {
    /// True for cells of the table, with borders around them.
    pub fn in_table(self) -> bool {
        match self {
            Self::Heading | Self::Name | Self::Count | Self::Text | Self::Subtotal | Self::Total => true,
            Self::Attachment | Self::Title | Self::Label | Self::Value | Self::Gap | Self::Note => false,
        }
    }

    /// The typeface of what is for this.
    pub fn face(self) -> Face {
        match self {
            Self::Attachment => Face::Hei,
            Self::Title => Face::Title,
            Self::Label | Self::Value | Self::Note => Face::Fang,
            _ => Face::Song,
        }
    }
}

/// A typeface of official documents (GB/T 9704—2012, 5.2.2; 宋体 for tables).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 小标宋
    Title,
    /// 黑体
    Hei,
    /// 仿宋
    Fang,
    /// 宋体
    Song,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Title, Self::Hei, Self::Fang, Self::Song];

    /// Names under which computers know it: that which offices use, then those that stand in for it, nearest first.
    pub fn names(self) -> [&'static str; 3] {
        match self {
            Self::Title => ["方正小标宋简体", "方正小标宋_GBK", "宋体"],
            Self::Hei => ["黑体", "SimHei", "Noto Sans CJK SC"],
            Self::Fang => ["仿宋_GB2312", "仿宋", "FangSong"],
            Self::Song => ["宋体", "SimSun", "Noto Serif CJK SC"],
        }
    }
}

/// How to fill a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The column, from 0.
    pub column: usize,
    /// Its heading.
    pub title: String,
    /// What to do.
    pub text: String,
}
