//! Sheet → spreadsheet (OpenDocument): the same grid, the same rules for what may be typed in as in a workbook.
//!
//! Rows are as high as what is in them, so that one grows with a list of names that somebody types in. What keeps a row of
//! blanks as high as the layout has it is a strut: an empty cell in a hidden column beside the table.

use std::collections::HashMap;

use rust_xlsxwriter::utility;

use super::entries::{Entry, MESSAGE, entries, message};
use super::package::{Attributes, Package, Xml};
use super::sheet::{self, Cell, Line, Place, Sheet};
use super::{Meta, name};

mod parts;
mod style;

/// Its media type, which is also its first part.
pub(super) const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// The spreadsheet of a sheet.
pub(super) fn write(sheet: &Sheet, meta: &Meta) -> Vec<u8> {
    let entries = entries(sheet);
    let ruled =
        entries.iter().enumerate().flat_map(|(at, entry)| entry.places().map(move |place| (place, at))).collect();
    let table = Table { sheet, meta, name: name::sheet_name(&sheet.name()), entries, ruled };
    let mut package = Package::new();
    package.add_stored("mimetype", MEDIA_TYPE.as_bytes());
    package.add("META-INF/manifest.xml", &parts::manifest());
    package.add("content.xml", &table.content());
    package.add("styles.xml", &style::common(sheet, meta));
    package.add("meta.xml", &parts::meta(meta));
    package.add("settings.xml", &parts::settings(&table.name, table.first_blank()));
    package.finish()
}

struct Table<'a> {
    sheet: &'a Sheet,
    meta: &'a Meta,
    name: String,
    entries: Vec<Entry<'a>>,
    /// The place of its entry, for each place of the grid that is in one.
    ruled: HashMap<[usize; 2], usize>,
}

impl Table<'_> {
    fn content(&self) -> Vec<u8> {
        let mut xml = Xml::new();
        xml.element("office:document-content", &parts::NAMESPACES, |xml| {
            style::fonts(xml);
            xml.element("office:automatic-styles", &[], |xml| style::automatic(xml, self.sheet));
            xml.element("office:body", &[], |xml| {
                xml.element("office:spreadsheet", &[], |xml| {
                    self.rules(xml);
                    self.table(xml);
                });
            });
        });
        xml.finish()
    }

    /// Whole numbers only in the cells that count; how to fill a column, where one types.
    fn rules(&self, xml: &mut Xml) {
        if self.entries.is_empty() {
            return;
        }
        xml.element("table:content-validations", &[], |xml| {
            self.entries.iter().enumerate().for_each(|(at, entry)| self.rule(xml, &rule(at), entry));
        });
    }

    fn rule(&self, xml: &mut Xml, name: &str, entry: &Entry<'_>) {
        let base = format!("{}.{}", self.quoted(), place(entry.area[0], entry.area[1]));
        let mut attributes =
            vec![("table:name", name), ("table:allow-empty-cell", "true"), ("table:base-cell-address", &base)];
        if entry.counts {
            attributes.insert(1, ("table:condition", "of:cell-content-is-whole-number() and cell-content()>=0"));
        }
        let said = |xml: &mut Xml, element: &str, more: Attributes<'_>, [title, text]: [&str; 2]| {
            let title = message(title, MESSAGE[0]);
            let attributes = [&[("table:display", "true"), ("table:title", title.as_str())], more].concat();
            xml.element(element, &attributes, |xml| {
                message(text, MESSAGE[1]).lines().for_each(|line| xml.text("text:p", &[], line));
            });
        };
        xml.element("table:content-validation", &attributes, |xml| {
            if let Some(hint) = entry.hint {
                said(xml, "table:help-message", &[], [&hint.title, &hint.text]);
            }
            if entry.counts {
                let words = [self.meta.count_title.as_str(), &self.meta.count_message];
                said(xml, "table:error-message", &[("table:message-type", "stop")], words);
            }
        });
    }

    fn table(&self, xml: &mut Xml) {
        let lines: Vec<Line> = self.sheet.lines().cloned().collect();
        let last = place(lines.len() - 1, self.sheet.widths.len() - 1);
        let printed = format!("{name}.A1:{name}.{last}", name = self.quoted());
        let table = [
            ("table:name", self.name.as_str()),
            ("table:style-name", style::TABLE),
            ("table:protected", "true"),
            ("table:print-ranges", &printed),
        ];
        xml.element("table:table", &table, |xml| {
            for width in &self.sheet.widths {
                xml.empty("table:table-column", &[("table:style-name", &style::column(*width))]);
            }
            xml.empty("table:table-column", &[("table:style-name", style::STRUT), ("table:visibility", "collapse")]);
            let grid = sheet::places(&lines, self.sheet.widths.len());
            let rows: Vec<_> = lines.iter().zip(&grid).enumerate().collect();
            let (above, rest) = rows.split_at(self.sheet.top());
            let (head, below) = rest.split_at(self.sheet.head.len());
            above.iter().for_each(|(at, (line, places))| self.row(xml, *at, line, places));
            if !head.is_empty() {
                xml.element("table:table-header-rows", &[], |xml| {
                    head.iter().for_each(|(at, (line, places))| self.row(xml, *at, line, places));
                });
            }
            below.iter().for_each(|(at, (line, places))| self.row(xml, *at, line, places));
        });
    }

    fn row(&self, xml: &mut Xml, at: usize, line: &Line, places: &[Place<'_>]) {
        xml.element("table:table-row", &[("table:style-name", &style::row(line.height))], |xml| {
            for Place { cell, offset } in places {
                match offset {
                    [0, 0] => self.cell(xml, at, cell),
                    _ => xml.empty("table:covered-table-cell", &[("table:style-name", style::name(cell))]),
                }
            }
            xml.empty("table:table-cell", &[("table:style-name", &style::strut(line.height))]);
        });
    }

    fn cell(&self, xml: &mut Xml, at: usize, cell: &Cell) {
        let [columns, rows] = [cell.colspan, cell.rowspan].map(|span| span.to_string());
        let sum = cell.is_sum().then(|| self.sum(at, cell));
        let mut attributes = vec![("table:style-name", style::name(cell))];
        if cell.colspan * cell.rowspan > 1 {
            attributes.extend([
                ("table:number-columns-spanned", columns.as_str()),
                ("table:number-rows-spanned", rows.as_str()),
            ]);
        }
        let entry = self.ruled.get(&[at, cell.column]).map(|entry| rule(*entry));
        attributes.extend(entry.as_deref().map(|name| ("table:content-validation-name", name)));
        let text = match &sum {
            Some(formula) => {
                attributes.extend([
                    ("table:formula", formula.as_str()),
                    ("office:value-type", "float"),
                    ("office:value", "0"),
                ]);
                ""
            }
            None => &cell.text,
        };
        if text.is_empty() && sum.is_none() {
            return xml.empty("table:table-cell", &attributes);
        }
        if sum.is_none() {
            attributes.push(("office:value-type", "string"));
        }
        xml.element("table:table-cell", &attributes, |xml| {
            text.split('\n').for_each(|line| xml.element("text:p", &[], |xml| spaced(xml, line)));
        });
    }

    /// The formula of a sum.
    fn sum(&self, at: usize, cell: &Cell) -> String {
        let lines = self.sheet.summed(at, cell).into_iter();
        let runs =
            lines.map(|lines| format!("[.{}:.{}]", place(lines.start, cell.column), place(lines.end - 1, cell.column)));
        match runs.collect::<Vec<_>>().join(";") {
            none if none.is_empty() => "of:=0".to_owned(),
            runs => format!("of:=SUM({runs})"),
        }
    }

    /// Line and column of the first blank.
    fn first_blank(&self) -> [usize; 2] {
        let cells = self.sheet.lines().enumerate().flat_map(|(at, line)| line.cells.iter().map(move |cell| (at, cell)));
        let mut blanks = cells.filter(|(_, cell)| cell.is_blank());
        blanks.next().map_or([0, 0], |(at, cell)| [at, cell.column])
    }

    /// The name of the table as it stands in addresses.
    fn quoted(&self) -> String {
        format!("'{}'", self.name.replace('\'', "''"))
    }
}

/// A text; spaces that XML would lose are elements of their own.
fn spaced(xml: &mut Xml, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find([' ', '\t']) {
        let spaces = rest[at..].len() - rest[at..].trim_start_matches(' ').len();
        // One space between words is kept as it is.
        let plain = if spaces == 1 && at > 0 && rest.len() > at + 1 { at + 1 } else { at };
        xml.characters(&rest[..plain]);
        match spaces {
            0 => xml.empty("text:tab", &[]),
            _ if plain > at => {}
            _ => xml.empty("text:s", &[("text:c", &spaces.to_string())]),
        }
        rest = &rest[at + spaces.max(1)..];
    }
    xml.characters(rest);
}

/// Name of the rule of the entry at a place.
fn rule(at: usize) -> String {
    format!("entry-{}", at + 1)
}

/// Line 2, column 1 → `B3`.
fn place(line: usize, column: usize) -> String {
    utility::row_col_to_cell(super::xlsx::row(line), super::xlsx::column(column))
}
