//! What is a cell for → how it looks, and whether one may write in it.
//!
//! Fonts are named, not embedded: 宋体 and 黑体 are on every system on which these forms are filled in.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::form::sheet::{Cell, Role, Sheet};

const SONG: &str = "宋体";
const HEI: &str = "黑体";
/// GB 2312 in the list of character sets of the format.
const GB2312: u8 = 134;
/// Text in the list of number formats: telephone numbers keep their zeros.
const TEXT: u8 = 49;

/// Number format of sums: nothing of a blank form, which is filled in on paper too.
const SUM: &str = "0;-0;;@";

/// The look of every kind of cell.
pub(super) struct Styles {
    attachment: Format,
    title: Format,
    first_label: Format,
    next_label: Format,
    /// The blank behind a label, with a line to write on.
    value: Format,
    /// The same over several columns, where no program makes a row higher: letters become smaller instead.
    wide_value: Format,
    heading: Format,
    name: Format,
    name_blank: Format,
    count: Format,
    sum: Format,
    text: Format,
    note: Format,
}

impl Styles {
    pub fn new(sheet: &Sheet) -> Self {
        let size = |role| sheet.size_of(role);
        let body = base(sheet.size).set_text_wrap();
        let cell = body.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
        let left = body.set_align(FormatAlign::Left).set_align(FormatAlign::Bottom);
        let value = left.clone().set_border_bottom(FormatBorder::Thin).set_num_format_index(TEXT).set_unlocked();
        let note = base(size(Role::Note)).set_align(FormatAlign::Left);
        Self {
            attachment: named(HEI, size(Role::Attachment)).set_align(FormatAlign::Left).set_align(FormatAlign::Top),
            title: named(HEI, size(Role::Title)).set_align(FormatAlign::Center).set_text_wrap(),
            first_label: left.clone(),
            next_label: left.set_align(FormatAlign::Right),
            wide_value: value.clone().unset_text_wrap().set_shrink(),
            value,
            heading: cell.clone().set_bold(),
            name: cell.clone(),
            name_blank: cell.clone().set_num_format_index(TEXT).set_unlocked(),
            count: cell.clone().set_num_format("0").set_unlocked(),
            sum: cell.clone().set_num_format(SUM),
            text: cell.set_align(FormatAlign::Left).set_num_format_index(TEXT).set_unlocked(),
            note: note.set_text_wrap(),
        }
    }

    /// The look of a cell. A label stands at the margin when it is the first on its line, else close to its blank.
    pub fn of(&self, cell: &Cell) -> &Format {
        match cell.role {
            Role::Attachment => &self.attachment,
            Role::Title => &self.title,
            Role::Gap => &self.first_label,
            Role::Label if cell.column == 0 => &self.first_label,
            Role::Label => &self.next_label,
            Role::Value if cell.colspan > 1 => &self.wide_value,
            Role::Value => &self.value,
            Role::Heading => &self.heading,
            Role::Name if cell.is_blank() => &self.name_blank,
            Role::Name => &self.name,
            Role::Count => &self.count,
            Role::Subtotal | Role::Total => &self.sum,
            Role::Text => &self.text,
            Role::Note => &self.note,
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
