//! The parts of a spreadsheet besides its table and styles: what it holds, who made it, how it opens.

use super::MEDIA_TYPE;
use crate::form::Meta;
use crate::form::package::Xml;

/// Version of the format.
const VERSION: (&str, &str) = ("office:version", "1.3");

/// The namespaces of every part, and its version.
pub(super) const NAMESPACES: [(&str, &str); 12] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("xmlns:of", "urn:oasis:names:tc:opendocument:xmlns:of:1.2"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    VERSION,
];

/// The list of parts.
pub(super) fn manifest() -> Vec<u8> {
    let mut xml = Xml::new();
    let namespace = ("xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0");
    xml.element("manifest:manifest", &[namespace, ("manifest:version", VERSION.1)], |xml| {
        let parts = ["content.xml", "styles.xml", "meta.xml", "settings.xml"].map(|path| (path, "text/xml"));
        for (path, media_type) in [("/", MEDIA_TYPE)].into_iter().chain(parts) {
            xml.empty("manifest:file-entry", &[("manifest:full-path", path), ("manifest:media-type", media_type)]);
        }
    });
    xml.finish()
}

/// Title, author, day, language.
pub(super) fn meta(meta: &Meta) -> Vec<u8> {
    let day = format!("{}T00:00:00", meta.date);
    let mut xml = Xml::new();
    xml.element("office:document-meta", &NAMESPACES, |xml| {
        xml.element("office:meta", &[], |xml| {
            let facts = [
                ("meta:generator", "Mingce"),
                ("dc:title", &meta.title),
                ("meta:initial-creator", &meta.author),
                ("dc:creator", &meta.author),
                ("meta:creation-date", &day),
                ("dc:date", &day),
                ("dc:language", &meta.language),
            ];
            facts.iter().for_each(|(name, text)| xml.text(name, &[], text));
        });
    });
    xml.finish()
}

/// Without lines between cells, at the first blank.
pub(super) fn settings(table: &str, [line, column]: [usize; 2]) -> Vec<u8> {
    let item = |xml: &mut Xml, name: &str, kind: &str, value: &str| {
        xml.text("config:config-item", &[("config:name", name), ("config:type", kind)], value);
    };
    let mut xml = Xml::new();
    xml.element("office:document-settings", &NAMESPACES, |xml| {
        xml.element("office:settings", &[], |xml| {
            xml.element("config:config-item-set", &[("config:name", "ooo:view-settings")], |xml| {
                xml.element("config:config-item-map-indexed", &[("config:name", "Views")], |xml| {
                    xml.element("config:config-item-map-entry", &[], |xml| {
                        item(xml, "ViewId", "string", "view1");
                        xml.element("config:config-item-map-named", &[("config:name", "Tables")], |xml| {
                            xml.element("config:config-item-map-entry", &[("config:name", table)], |xml| {
                                item(xml, "CursorPositionX", "int", &column.to_string());
                                item(xml, "CursorPositionY", "int", &line.to_string());
                                item(xml, "ShowGrid", "boolean", "false");
                            });
                        });
                        item(xml, "ActiveTable", "string", table);
                        item(xml, "ShowGrid", "boolean", "false");
                    });
                });
            });
        });
    });
    xml.finish()
}
