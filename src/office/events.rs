//! XML of a packed document → its tags and texts one after the other, within the limits of depth and steps.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use crate::syntax::budget::{Closed, Limit, Work};

/// What takes the tags and texts of a part.
pub(super) trait Handler {
    /// An element begins.
    ///
    /// # Errors
    /// Why reading stops.
    fn open(&mut self, tag: &Tag<'_>, work: &mut Work) -> Result<(), Closed>;

    /// An element ends, by its name without prefix.
    ///
    /// # Errors
    /// Why reading stops.
    fn close(&mut self, name: &str, work: &mut Work) -> Result<(), Closed>;

    /// A text, or a part of one.
    fn text(&mut self, text: &str);
}

/// A start tag.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The attributes as they are written, names without their prefixes.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        // With checks every attribute is compared with all others.
        let mut all = self.0.attributes();
        all.with_checks(false);
        all.map_while(Result::ok).map(|attribute| (local(attribute.key.0), attribute.value))
    }

    /// The value of the attribute with this name.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().find(|(found, _)| *found == name).map(|(_, value)| unescaped(&value))
    }

    /// The number that the attribute with this name is.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }
}

/// The value of an attribute; where it cannot be read, as it is written.
pub(super) fn unescaped(value: &str) -> String {
    unescape_with(value, resolve_xml_entity).map_or_else(|_| value.to_owned(), Cow::into_owned)
}

/// Reads a part from its first tag to its last.
///
/// # Errors
/// When it is no XML, declares entities of its own, or goes beyond a limit.
pub(super) fn read(xml: &str, handler: &mut dyn Handler, work: &mut Work) -> Result<(), Closed> {
    let mut reader = Reader::from_str(xml.strip_prefix('\u{feff}').unwrap_or(xml));
    let mut depth = 0;
    loop {
        match reader.read_event().map_err(|_| Closed::Damaged)? {
            Event::Start(tag) => {
                depth += 1;
                work.spend(Limit::Depth, depth)?;
                start(Tag(tag), handler, work)?;
            }
            Event::Empty(tag) => {
                let tag = Tag(tag);
                let name = tag.name().to_owned();
                start(tag, handler, work)?;
                handler.close(&name, work)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                handler.close(local(tag.name().0), work)?;
            }
            Event::Text(text) => handler.text(&text),
            Event::CData(text) => handler.text(&text),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => handler.text(character.encode_utf8(&mut [0; 4])),
                _ => handler.text(resolve_xml_entity(&name).ok_or(Closed::Damaged)?),
            },
            Event::DocType(_) => return Err(Closed::Damaged),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(Closed::Damaged),
        }
    }
}

fn start(tag: Tag<'_>, handler: &mut dyn Handler, work: &mut Work) -> Result<(), Closed> {
    // An attribute has at least a name, a sign and two quotes.
    work.spend(Limit::Steps, 1 + tag.0.attributes_raw().matches('=').count())?;
    handler.open(&tag, work)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
