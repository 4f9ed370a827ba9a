//! What is a cell for → how it looks and whether one may write in it; paper.

use std::collections::BTreeSet;

use super::parts::NAMESPACES;
use crate::form::Meta;
use crate::form::package::Xml;
use crate::form::sheet::{Cell, Face, MARGIN, Role, Sheet};

/// Style of the table.
pub(super) const TABLE: &str = "table";
/// Style of the column of struts.
pub(super) const STRUT: &str = "strut";
/// Formats of numbers: whole ones; sums, which are nothing in a blank form; text, so that telephone numbers keep their zeros.
const WHOLE: &str = "whole";
const SUM: &str = "sum";
const NOTHING: &str = "nothing";
const LETTERS: &str = "letters";
/// A border, or a line to write on.
const LINE: &str = "0.5pt solid #000000";

/// The look of one sort of cells.
struct Look {
    name: &'static str,
    role: Role,
    /// `start`, `center` or `end`.
    side: &'static str,
    format: Option<&'static str>,
    blank: bool,
}

const LOOKS: [Look; 14] = [
    look("attachment", Role::Attachment, "start", None),
    look("title", Role::Title, "center", None),
    look("label", Role::Label, "start", None),
    look("next-label", Role::Label, "end", None),
    blank("value", Role::Value, "start", LETTERS),
    look("gap", Role::Gap, "start", None),
    look("heading", Role::Heading, "center", None),
    look("name", Role::Name, "center", None),
    blank("name-blank", Role::Name, "center", LETTERS),
    blank("count", Role::Count, "center", WHOLE),
    look("subtotal", Role::Subtotal, "center", Some(SUM)),
    look("total", Role::Total, "center", Some(SUM)),
    blank("text", Role::Text, "start", LETTERS),
    look("note", Role::Note, "start", None),
];

const fn look(name: &'static str, role: Role, side: &'static str, format: Option<&'static str>) -> Look {
    Look { name, role, side, format, blank: false }
}

const fn blank(name: &'static str, role: Role, side: &'static str, format: &'static str) -> Look {
    Look { name, role, side, format: Some(format), blank: true }
}

/// Name of the style of a cell. A label stands at the margin when it is the first on its line, else close to its blank.
pub(super) fn name(cell: &Cell) -> &'static str {
    let next = cell.role == Role::Label && cell.column > 0;
    let fits = |look: &&Look| look.role == cell.role && look.blank == cell.is_blank() && (look.side == "end") == next;
    LOOKS.iter().find(fits).map_or("Default", |look| look.name)
}

/// Name of the style of a column so many millimetres wide.
pub(super) fn column(width: u32) -> String {
    format!("column-{width}")
}

/// Name of the style of a row so many half points high.
pub(super) fn row(height: u32) -> String {
    format!("row-{height}")
}

/// Half points in points.
fn points(half: u32) -> String {
    format!("{}pt", f64::from(half) / 2.0)
}

/// Name of the style of a strut in a row so many half points high.
pub(super) fn strut(height: u32) -> String {
    format!("{STRUT}-{height}")
}

/// The typefaces that are named, with what stands in for them.
pub(super) fn fonts(xml: &mut Xml) {
    xml.element("office:font-face-decls", &[], |xml| {
        for face in Face::ALL {
            let family = face.names().map(|name| format!("'{name}'")).join(", ");
            xml.empty("style:font-face", &[("style:name", face.names()[0]), ("svg:font-family", &family)]);
        }
    });
}

/// Styles of columns, rows, the table and its cells.
pub(super) fn automatic(xml: &mut Xml, sheet: &Sheet) {
    for width in sheet.widths.iter().collect::<BTreeSet<_>>() {
        xml.element("style:style", &[("style:name", &column(*width)), ("style:family", "table-column")], |xml| {
            let width = format!("{width}mm");
            xml.empty("style:table-column-properties", &[("style:column-width", &width), ("fo:break-before", "auto")]);
        });
    }
    xml.element("style:style", &[("style:name", STRUT), ("style:family", "table-column")], |xml| {
        xml.empty("style:table-column-properties", &[("style:column-width", "1mm")]);
    });
    for (height, gap) in sheet.lines().map(|line| (line.height, line.is_gap())).collect::<BTreeSet<_>>() {
        xml.element("style:style", &[("style:name", &row(height)), ("style:family", "table-row")], |xml| {
            let height = points(height);
            // Nothing is written in a gap, which is lower than programs make a line.
            let grows = if gap { "false" } else { "true" };
            let properties = [("style:row-height", height.as_str()), ("style:use-optimal-row-height", grows)];
            xml.empty("style:table-row-properties", &properties);
        });
        xml.element("style:style", &[("style:name", &strut(height)), ("style:family", "table-cell")], |xml| {
            xml.empty(
                "style:table-cell-properties",
                &[("fo:padding-top", &points(height)), ("fo:padding-bottom", "0pt")],
            );
            letters(xml, Face::Song, 2, false);
        });
    }
    let table = [("style:name", TABLE), ("style:family", "table"), ("style:master-page-name", "Default")];
    xml.element("style:style", &table, |xml| {
        xml.empty("style:table-properties", &[("table:display", "true"), ("style:writing-mode", "lr-tb")]);
    });
    xml.element("number:number-style", &[("style:name", WHOLE)], |xml| {
        xml.empty("number:number", &[("number:decimal-places", "0"), ("number:min-integer-digits", "1")]);
    });
    xml.element("number:number-style", &[("style:name", NOTHING), ("style:volatile", "true")], |xml| {
        xml.empty("number:text", &[]);
    });
    xml.element("number:text-style", &[("style:name", SUM)], |xml| {
        xml.empty("number:text-content", &[]);
        for (condition, format) in [("value()>0", WHOLE), ("value()<0", WHOLE), ("value()=0", NOTHING)] {
            xml.empty("style:map", &[("style:condition", condition), ("style:apply-style-name", format)]);
        }
    });
    xml.element("number:text-style", &[("style:name", LETTERS)], |xml| xml.empty("number:text-content", &[]));
    LOOKS.iter().for_each(|look| cell(xml, sheet, look));
}

fn cell(xml: &mut Xml, sheet: &Sheet, look: &Look) {
    let mut style = vec![("style:name", look.name), ("style:family", "table-cell")];
    style.extend([("style:parent-style-name", "Default")]);
    style.extend(look.format.map(|format| ("style:data-style-name", format)));
    let bordered = look.role.in_table();
    let line = look.role == Role::Value;
    let across = match look.role {
        Role::Attachment => "top",
        Role::Label | Role::Value => "bottom",
        _ => "middle",
    };
    xml.element("style:style", &style, |xml| {
        let properties = [
            ("fo:border", if bordered { LINE } else { "none" }),
            ("fo:border-bottom", if bordered || line { LINE } else { "none" }),
            ("fo:padding-top", "1pt"),
            ("fo:padding-bottom", "1pt"),
            ("fo:padding-left", "1mm"),
            ("fo:padding-right", "1mm"),
            ("fo:wrap-option", "wrap"),
            ("style:vertical-align", across),
            ("style:text-align-source", "fix"),
            ("style:repeat-content", "false"),
            ("style:cell-protect", if look.blank { "none" } else { "protected" }),
        ];
        xml.empty("style:table-cell-properties", &properties);
        // No line begins with ） or ends with （.
        let strict = ("style:line-break", "strict");
        xml.empty("style:paragraph-properties", &[("fo:text-align", look.side), ("fo:margin-left", "0mm"), strict]);
        letters(xml, look.role.face(), sheet.size_of(look.role), look.role == Role::Heading);
    });
}

fn letters(xml: &mut Xml, face: Face, size: u32, bold: bool) {
    let size = points(size);
    let weight = if bold { "bold" } else { "normal" };
    let all = [("style:font-name", face.names()[0]), ("fo:font-size", size.as_str()), ("fo:font-weight", weight)];
    let asian = [
        ("style:font-name-asian", face.names()[0]),
        ("style:font-size-asian", size.as_str()),
        ("style:font-weight-asian", weight),
    ];
    xml.empty("style:text-properties", &[all, asian].concat());
}

/// What is shared by all tables: the style that cells begin from, paper and margins.
pub(super) fn common(sheet: &Sheet, meta: &Meta) -> Vec<u8> {
    let (language, country) = meta.language.split_once('-').unwrap_or((&meta.language, "none"));
    let spoken = [
        ("fo:language", language),
        ("fo:country", country),
        ("style:language-asian", language),
        ("style:country-asian", country),
    ];
    let mut xml = Xml::new();
    xml.element("office:document-styles", &NAMESPACES, |xml| {
        fonts(xml);
        xml.element("office:styles", &[], |xml| {
            xml.element("style:default-style", &[("style:family", "table-cell")], |xml| {
                xml.empty("style:text-properties", &spoken);
            });
            xml.element("style:style", &[("style:name", "Default"), ("style:family", "table-cell")], |xml| {
                letters(xml, Face::Song, sheet.size, false);
            });
        });
        xml.element("office:automatic-styles", &[], |xml| paper(xml, sheet));
        xml.element("office:master-styles", &[], |xml| {
            xml.empty("style:master-page", &[("style:name", "Default"), ("style:page-layout-name", "paper")]);
        });
    });
    xml.finish()
}

fn paper(xml: &mut Xml, sheet: &Sheet) {
    let [width, height] = sheet.paper().map(|side| format!("{side}mm"));
    let margin = format!("{MARGIN}mm");
    let properties = [
        ("fo:page-width", width.as_str()),
        ("fo:page-height", &height),
        ("style:print-orientation", if sheet.landscape { "landscape" } else { "portrait" }),
        ("fo:margin-top", &margin),
        ("fo:margin-bottom", &margin),
        ("fo:margin-left", &margin),
        ("fo:margin-right", &margin),
        ("style:table-centering", "horizontal"),
        // One page wide, as many long as it takes.
        ("style:scale-to-X", "1"),
        ("style:scale-to-Y", "0"),
        ("style:print", "objects charts drawings zero-values"),
    ];
    xml.element("style:page-layout", &[("style:name", "paper")], |xml| {
        xml.empty("style:page-layout-properties", &properties);
    });
}
