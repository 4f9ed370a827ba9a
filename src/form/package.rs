//! Parts of a document → a package: XML in a zip, the same bytes on any day.

use std::io::{Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What memory takes: nothing that is written there can fail.
const TAKEN: &str = "memory takes what is written";

/// A zip that is being filled.
pub(super) struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    pub fn new() -> Self {
        Self(ZipWriter::new(Cursor::default()))
    }

    /// Adds a part.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.part(name, bytes, CompressionMethod::Deflated);
    }

    /// Adds a part that others read without unpacking.
    pub fn add_stored(&mut self, name: &str, bytes: &[u8]) {
        self.part(name, bytes, CompressionMethod::Stored);
    }

    fn part(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) {
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
        self.0.start_file(name, options).expect(TAKEN);
        self.0.write_all(bytes).expect(TAKEN);
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.finish().expect(TAKEN).into_inner()
    }
}

/// Attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// An XML document that is being written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration.
    pub fn new() -> Self {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element with what `inside` writes.
    pub fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(start(name, attributes)));
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| xml.characters(text));
    }

    /// A text. Characters that XML does not know become U+FFFD.
    pub fn characters(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&known(text))));
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect(TAKEN);
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    attributes.iter().for_each(|(key, value)| start.push_attribute((*key, known(value).as_str())));
    start
}

fn known(text: &str) -> String {
    let unknown = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || (c < ' ' && !matches!(c, '\n' | '\t' | '\r'));
    text.replace(unknown, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_what_they_are() {
        let mut xml = Xml::new();
        xml.element("a", &[("b", "<\"'&>\u{ffff}")], |xml| xml.characters("<&>\u{fffe}“”"));
        let text = String::from_utf8(xml.finish()).expect("UTF-8");
        let document = roxmltree::Document::parse(&text).expect("XML");
        let root = document.root_element();
        assert_eq!((root.attribute("b"), root.text()), (Some("<\"'&>\u{fffd}"), Some("<&>\u{fffd}“”")));
    }
}
