//! Sheet → text document (Office Open XML): a real table that is filled in with a word processor.
//!
//! Attachment, title and note are paragraphs; blanks above and below stand in tables without borders, so that they keep
//! their places; the table repeats its headings on every page. Nothing is protected: word processors do not agree on how
//! cells of a protected text stay open.

use super::package::{Package, Xml};
use super::sheet::{self, Cell, Line, MARGIN, Place, Role, Sheet};
use super::{Meta, measure};
use parts::NAMESPACE;

mod parts;

/// Room between the text of a cell and its borders at each side, in millimetres.
const INSET: u32 = 1;
/// Millimetres of the margin at the bottom that lines may take. A text ends with a paragraph, at least an empty one; and
/// where fonts or borders are higher than reckoned, what is one page elsewhere is still one.
const SLACK: u32 = 3;
/// Height of the lowest paragraph, in twips.
const LEAST: u32 = 20;
/// Above and below the text of a paragraph, in twips.
const AIR: u32 = 80;

/// The text document of a sheet.
pub(super) fn write(sheet: &Sheet, meta: &Meta) -> Vec<u8> {
    let mut package = Package::new();
    package.add("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes());
    package.add("_rels/.rels", parts::RELATIONS.as_bytes());
    package.add("docProps/core.xml", &parts::core(meta));
    package.add("word/document.xml", &Text { sheet, meta }.document());
    package.add("word/_rels/document.xml.rels", parts::TEXT_RELATIONS.as_bytes());
    package.add("word/styles.xml", &parts::styles(sheet, meta));
    package.add("word/fontTable.xml", &parts::fonts());
    package.add("word/settings.xml", &parts::settings(meta));
    package.finish()
}

/// Millimetres in twips.
fn twips(millimetres: u32) -> u32 {
    (millimetres * 7200 + 63) / 127
}

struct Text<'a> {
    sheet: &'a Sheet,
    meta: &'a Meta,
}

impl Text<'_> {
    fn document(&self) -> Vec<u8> {
        let sheet = self.sheet;
        let mut xml = Xml::new();
        xml.element("w:document", &[("xmlns:w", NAMESPACE)], |xml| {
            xml.element("w:body", &[], |xml| {
                sheet.attachment.iter().chain([&sheet.title]).for_each(|line| self.paragraph(xml, line));
                self.blanks(xml, &sheet.above);
                self.table(xml, sheet.head.len(), &[&sheet.head[..], &sheet.body].concat());
                self.blanks(xml, &sheet.below);
                match &sheet.note {
                    Some(note) => self.paragraph(xml, note),
                    None => gap(xml, LEAST),
                }
                self.section(xml);
            });
        });
        xml.finish()
    }

    /// A line that stands for itself.
    fn paragraph(&self, xml: &mut Xml, line: &Line) {
        let Some(cell) = line.cells.first() else { return };
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                if cell.role == Role::Title {
                    xml.empty("w:pStyle", &[("w:val", "Title")]);
                }
                let leading = measure::leading(self.sheet.size_of(cell.role));
                let after = if cell.role == Role::Attachment { AIR + leading } else { AIR };
                let [before, after, leading] = [AIR, after, leading].map(|height| height.to_string());
                spacing(xml, &[("w:before", &before), ("w:after", &after), ("w:line", &leading)]);
                xml.empty("w:jc", &[("w:val", self.side(cell))]);
            });
            self.run(xml, cell);
        });
    }

    /// Lines above or below the table. Two tables would be one without a paragraph between them, which is the gap.
    fn blanks(&self, xml: &mut Xml, lines: &[Line]) {
        for run in lines.chunk_by(|a, b| a.is_gap() == b.is_gap()) {
            match &run[0] {
                line if line.is_gap() => gap(xml, line.height * 10),
                _ => self.table(xml, 0, run),
            }
        }
    }

    /// Lines side by side, the first `head` of them repeated on every page.
    fn table(&self, xml: &mut Xml, head: usize, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        let bordered = lines[0].cells.iter().any(|cell| cell.role.in_table());
        let total: u32 = self.sheet.widths.iter().sum();
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.empty("w:tblW", &[("w:w", &twips(total).to_string()), ("w:type", "dxa")]);
                xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
                if bordered {
                    let border = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "auto")];
                    xml.element("w:tblBorders", &[], |xml| {
                        let sides = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];
                        sides.iter().for_each(|side| xml.empty(side, &border));
                    });
                }
                xml.empty("w:tblLayout", &[("w:type", "fixed")]);
                let inset = twips(INSET).to_string();
                xml.element("w:tblCellMar", &[], |xml| {
                    ["w:left", "w:right"]
                        .iter()
                        .for_each(|side| xml.empty(side, &[("w:w", &inset), ("w:type", "dxa")]));
                });
                if bordered {
                    xml.empty("w:tblCaption", &[("w:val", &self.meta.title)]);
                }
            });
            xml.element("w:tblGrid", &[], |xml| {
                (0..self.sheet.widths.len()).for_each(|at| xml.empty("w:gridCol", &[("w:w", &self.wide(at..at + 1))]));
            });
            let places = sheet::places(lines, self.sheet.widths.len());
            for (at, (line, places)) in lines.iter().zip(&places).enumerate() {
                xml.element("w:tr", &[], |xml| {
                    row_properties(xml, line.height, (at < head).then_some("w:tblHeader"));
                    places.iter().for_each(|place| self.place(xml, place));
                });
            }
        });
    }

    /// Twips from the left of one column to the right of another, the same however they are added up.
    fn wide(&self, columns: std::ops::Range<usize>) -> String {
        let before = |column: usize| twips(self.sheet.widths[..column].iter().sum());
        (before(columns.end) - before(columns.start)).to_string()
    }

    fn side(&self, cell: &Cell) -> &'static str {
        match cell.role {
            Role::Label if cell.column > 0 => "right",
            Role::Title => "center",
            role if role.in_table() && role != Role::Text => "center",
            _ => "left",
        }
    }

    fn run(&self, xml: &mut Xml, cell: &Cell) {
        if cell.text.is_empty() {
            return;
        }
        xml.element("w:r", &[], |xml| {
            xml.element("w:rPr", &[], |xml| self.letters(xml, cell));
            for (at, line) in cell.text.split('\n').enumerate() {
                if at > 0 {
                    xml.empty("w:br", &[]);
                }
                for (at, part) in line.split('\t').enumerate() {
                    if at > 0 {
                        xml.empty("w:tab", &[]);
                    }
                    xml.text("w:t", &[("xml:space", "preserve")], part);
                }
            }
        });
    }

    /// How the letters of a cell look.
    fn letters(&self, xml: &mut Xml, cell: &Cell) {
        let name = cell.role.face().names()[0];
        xml.empty("w:rFonts", &["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"].map(|script| (script, name)));
        if cell.role == Role::Heading {
            xml.empty("w:b", &[]);
        }
        let size = self.sheet.size_of(cell.role).to_string();
        xml.empty("w:sz", &[("w:val", &size)]);
        xml.empty("w:szCs", &[("w:val", &size)]);
    }

    /// Paper and margins. At the sides these leave as much room as the sheet is wide.
    fn section(&self, xml: &mut Xml) {
        let [width, height] = self.sheet.paper();
        let total = twips(self.sheet.widths.iter().sum());
        let left = (twips(width) - total) / 2;
        let [left, right] = [left, twips(width) - total - left].map(|margin| margin.to_string());
        let [width, height, top, bottom, half] =
            [width, height, MARGIN, MARGIN - SLACK, MARGIN / 2].map(|side| twips(side).to_string());
        xml.element("w:sectPr", &[], |xml| {
            let mut size = vec![("w:w", width.as_str()), ("w:h", &height)];
            size.extend(self.sheet.landscape.then_some(("w:orient", "landscape")));
            xml.empty("w:pgSz", &size);
            let edges = [("w:top", &top), ("w:right", &right), ("w:bottom", &bottom), ("w:left", &left)];
            let others = [("w:header", half.as_str()), ("w:footer", &half), ("w:gutter", "0")];
            let all: Vec<_> = edges.map(|(side, width)| (side, width.as_str())).into_iter().chain(others).collect();
            xml.empty("w:pgMar", &all);
        });
    }
}

impl Text<'_> {
    /// What stands at a place of the grid: a cell; nothing where one at the left reaches; what goes on from above.
    fn place(&self, xml: &mut Xml, Place { cell, offset }: &Place<'_>) {
        match offset {
            [0, 0] => self.cell(xml, cell),
            [_, 0] => xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    self.across(xml, cell);
                    xml.empty("w:vMerge", &[]);
                });
                xml.empty("w:p", &[]);
            }),
            _ => {}
        }
    }

    fn cell(&self, xml: &mut Xml, cell: &Cell) {
        xml.element("w:tc", &[], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                self.across(xml, cell);
                if cell.rowspan > 1 {
                    xml.empty("w:vMerge", &[("w:val", "restart")]);
                }
                // A line to write on.
                if cell.role == Role::Value {
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "auto")];
                    xml.element("w:tcBorders", &[], |xml| xml.empty("w:bottom", &line));
                }
                let side = if cell.role.in_table() { "center" } else { "bottom" };
                xml.empty("w:vAlign", &[("w:val", side)]);
            });
            xml.element("w:p", &[], |xml| {
                xml.element("w:pPr", &[], |xml| {
                    let leading = measure::leading(self.sheet.size_of(cell.role)).to_string();
                    spacing(xml, &[("w:line", &leading)]);
                    xml.empty("w:jc", &[("w:val", self.side(cell))]);
                    // What is typed into the cell looks like this.
                    xml.element("w:rPr", &[], |xml| self.letters(xml, cell));
                });
                self.run(xml, cell);
            });
        });
    }

    fn across(&self, xml: &mut Xml, cell: &Cell) {
        let width = self.wide(cell.column..cell.column + cell.colspan);
        xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
        if cell.colspan > 1 {
            xml.empty("w:gridSpan", &[("w:val", &cell.colspan.to_string())]);
        }
    }
}

fn row_properties(xml: &mut Xml, height: u32, repeated: Option<&str>) {
    xml.element("w:trPr", &[], |xml| {
        xml.empty("w:cantSplit", &[]);
        xml.empty("w:trHeight", &[("w:val", &(height * 10).to_string()), ("w:hRule", "atLeast")]);
        repeated.iter().for_each(|name| xml.empty(name, &[]));
    });
}

fn spacing(xml: &mut Xml, heights: super::package::Attributes<'_>) {
    let rule = [("w:lineRule", "atLeast")];
    xml.empty("w:spacing", &heights.iter().chain(&rule).copied().collect::<Vec<_>>());
}

/// An empty paragraph so many twips high.
fn gap(xml: &mut Xml, height: u32) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:spacing", &[("w:line", &height.to_string()), ("w:lineRule", "exact")]);
            xml.element("w:rPr", &[], |xml| xml.empty("w:sz", &[("w:val", "2")]));
        });
    });
}
