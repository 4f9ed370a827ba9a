//! What is a cell for → how it looks, and whether one may write in it.
//!
//! Fonts are named, not embedded: 宋体 and 黑体 are on every system on which these forms are filled in.

use std::ops::Range;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::form::layout::{Cell, Role};

/// Size of the title, in half points: 小二.
pub(super) const TITLE: u32 = 36;
/// Size of the line of the attachment: 四号.
pub(super) const ATTACHMENT: u32 = 28;
/// Size of the note, unless the table is in a smaller one: 五号.
const NOTE: u32 = 21;

const SONG: &str = "宋体";
const HEI: &str = "黑体";
/// GB 2312 in the list of character sets of the format.
const GB2312: u8 = 134;
/// Text in the list of number formats: telephone numbers keep their zeros.
const TEXT: u8 = 49;

/// The look of every kind of cell.
pub(super) struct Styles {
    pub attachment: Format,
    pub title: Format,
    /// The blank behind a label.
    pub value: Format,
    /// A label and its blank in one cell.
    pub both: Format,
    pub note: Format,
    /// Size of the note, in half points.
    pub note_size: u32,
    first_label: Format,
    next_label: Format,
    heading: Format,
    name: Format,
    name_blank: Format,
    count: Format,
    text: Format,
}

impl Styles {
    /// Looks for a table with text of this size, in half points.
    pub fn new(size: u32) -> Self {
        let body = base(size).set_text_wrap();
        let cell = body.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
        let left = body.set_align(FormatAlign::Left);
        Self {
            attachment: named(HEI, ATTACHMENT).set_align(FormatAlign::Left),
            title: named(HEI, TITLE).set_align(FormatAlign::Center).set_text_wrap(),
            first_label: left.clone(),
            next_label: left.clone().set_align(FormatAlign::Right),
            value: left.clone().set_num_format_index(TEXT).set_unlocked(),
            both: left.set_num_format_index(TEXT).set_unlocked(),
            note_size: size.min(NOTE),
            note: base(size.min(NOTE)).set_align(FormatAlign::Left).set_align(FormatAlign::Top).set_text_wrap(),
            heading: cell.clone().set_bold(),
            name: cell.clone(),
            name_blank: cell.clone().set_num_format_index(TEXT).set_unlocked(),
            count: cell.clone().set_num_format("0").set_unlocked(),
            text: cell.set_align(FormatAlign::Left).set_num_format_index(TEXT).set_unlocked(),
        }
    }

    /// The look of a label: at the margin when it is the first on its line, else close to its blank.
    pub fn label(&self, columns: &Range<usize>) -> &Format {
        if columns.start == 0 { &self.first_label } else { &self.next_label }
    }

    /// The look of a cell of the table.
    pub fn of(&self, cell: &Cell) -> &Format {
        match cell.role {
            Role::Heading => &self.heading,
            Role::Name if cell.is_blank() => &self.name_blank,
            Role::Name => &self.name,
            Role::Count => &self.count,
            Role::Text => &self.text,
        }
    }
}

/// Plain 宋体 of a size in half points.
pub(super) fn base(size: u32) -> Format {
    named(SONG, size)
}

fn named(font: &str, size: u32) -> Format {
    let format = Format::new().set_font_name(font).set_font_charset(GB2312).set_font_family(0);
    format.set_font_size(f64::from(size) / 2.0).set_align(FormatAlign::VerticalCenter)
}
