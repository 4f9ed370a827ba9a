//! The parts of a text document besides its text: what it is, styles, fonts, settings.

use crate::form::Meta;
use crate::form::package::Xml;
use crate::form::sheet::{Face, Role, Sheet};

/// Of the elements of a text.
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>"#,
    r#"<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    "</Types>",
);

pub(super) const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    "</Relationships>",
);

pub(super) const TEXT_RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>"#,
    r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>"#,
    "</Relationships>",
);

/// Title, author, day, language.
pub(super) fn core(meta: &Meta) -> Vec<u8> {
    const NAMESPACES: [(&str, &str); 4] = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let day = format!("{}T00:00:00Z", meta.date);
    let mut xml = Xml::new();
    xml.element("cp:coreProperties", &NAMESPACES, |xml| {
        xml.text("dc:title", &[], &meta.title);
        xml.text("dc:creator", &[], &meta.author);
        xml.text("cp:lastModifiedBy", &[], &meta.author);
        xml.text("dc:language", &[], &meta.language);
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.text(name, &[("xsi:type", "dcterms:W3CDTF")], &day);
        }
    });
    xml.finish()
}

/// What everything looks like that says nothing of itself, and the style of the title.
pub(super) fn styles(sheet: &Sheet, meta: &Meta) -> Vec<u8> {
    let font = |xml: &mut Xml, face: Face| {
        let scripts = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"];
        xml.empty("w:rFonts", &scripts.map(|script| (script, face.names()[0])));
    };
    let size = |xml: &mut Xml, size: u32| {
        let size = size.to_string();
        ["w:sz", "w:szCs"].iter().for_each(|name| xml.empty(name, &[("w:val", &size)]));
    };
    let mut xml = Xml::new();
    xml.element("w:styles", &[("xmlns:w", NAMESPACE)], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    font(xml, Face::Song);
                    size(xml, sheet.size);
                    xml.empty("w:lang", &[("w:val", &meta.language), ("w:eastAsia", &meta.language)]);
                });
            });
            xml.element("w:pPrDefault", &[], |xml| xml.empty("w:pPr", &[]));
        });
        xml.element("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")], |xml| {
            xml.empty("w:name", &[("w:val", "Normal")]);
        });
        xml.element("w:style", &[("w:type", "paragraph"), ("w:styleId", "Title")], |xml| {
            xml.empty("w:name", &[("w:val", "Title")]);
            xml.empty("w:basedOn", &[("w:val", "Normal")]);
            xml.empty("w:qFormat", &[]);
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:jc", &[("w:val", "center")]);
                xml.empty("w:outlineLvl", &[("w:val", "0")]);
            });
            xml.element("w:rPr", &[], |xml| {
                font(xml, Face::Title);
                size(xml, sheet.size_of(Role::Title));
            });
        });
    });
    xml.finish()
}

/// The fonts that are named, with what stands in for them.
pub(super) fn fonts() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("w:fonts", &[("xmlns:w", NAMESPACE)], |xml| {
        for face in Face::ALL {
            let [name, others @ ..] = face.names();
            xml.element("w:font", &[("w:name", name)], |xml| {
                xml.empty("w:altName", &[("w:val", &others.join(";"))]);
                // GB 2312 in the list of character sets.
                xml.empty("w:charset", &[("w:val", "86")]);
                xml.empty("w:family", &[("w:val", "auto")]);
                xml.empty("w:pitch", &[("w:val", "variable")]);
            });
        }
    });
    xml.finish()
}

/// Language, and Word's way of setting pages since 2013.
pub(super) fn settings(meta: &Meta) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("w:settings", &[("xmlns:w", NAMESPACE)], |xml| {
        xml.element("w:compat", &[], |xml| {
            let uri = "http://schemas.microsoft.com/office/word";
            let mode = [("w:name", "compatibilityMode"), ("w:uri", uri), ("w:val", "15")];
            xml.empty("w:compatSetting", &mode);
        });
        xml.empty("w:themeFontLang", &[("w:val", &meta.language), ("w:eastAsia", &meta.language)]);
    });
    xml.finish()
}
