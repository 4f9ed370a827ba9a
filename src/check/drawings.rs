//! Scripts in a drawing that is published: pages show it as a picture, which runs none, but whoever opens it by itself runs
//! them as the site's own.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// The first script of a drawing: where the tag begins that holds it, and what it is.
pub(super) fn script(svg: &str) -> Option<(usize, String)> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let found = match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => in_tag(&tag),
            Ok(Event::DocType(declaration)) => in_declaration(&declaration),
            // A style sheet of XSL is a program.
            Ok(Event::PI(instruction)) => {
                let is_program = instruction.starts_with("xml-stylesheet") && !instruction.contains("text/css");
                is_program.then(|| "xml-stylesheet".to_owned())
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => None,
        };
        if let Some(script) = found {
            return Some((at, script));
        }
    }
}

/// What runs as a script in a tag.
fn in_tag(tag: &BytesStart<'_>) -> Option<String> {
    let (name, element) = (tag.local_name(), tag.name());
    if ["script", "iframe", "embed", "object"].contains(&name.as_ref()) {
        return Some(format!("<{}>", element.as_ref()));
    }
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    attributes.filter_map(Result::ok).find_map(|attribute| {
        let name = attribute.key.as_ref();
        // With an entity of the drawing's own it is taken as it is written.
        let value = unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value));
        // Some attributes are lists of values.
        let is_script = is_event(name) || value.split(';').any(is_address);
        is_script.then(|| name.to_owned())
    })
}

/// What an internal declaration may put into a drawing as a script: attributes with their values, entities with tags or
/// from other files.
fn in_declaration(declaration: &str) -> Option<String> {
    let words = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_event);
    declaration.split("<!").skip(1).find_map(|part| {
        let entity = part.strip_prefix("ENTITY");
        let is_script = match entity {
            Some(entity) => {
                let is_outside = entity.contains("SYSTEM") || entity.contains("PUBLIC");
                is_outside || entity.contains(['<', '&', '%']) || entity.to_ascii_lowercase().contains("javascript:")
            }
            None => part.starts_with("ATTLIST") && words(part),
        };
        is_script.then(|| if entity.is_some() { "<!ENTITY>" } else { "<!ATTLIST>" }.to_owned())
    })
}

/// True for the name of an attribute that runs its value: `onload`.
fn is_event(name: &str) -> bool {
    let event = name.get(..2).filter(|on| on.eq_ignore_ascii_case("on")).map(|_| &name[2..]);
    event.is_some_and(|event| event.len() > 2 && event.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// True for an address that is a script.
fn is_address(value: &str) -> bool {
    let seen = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect::<String>();
    seen.eq_ignore_ascii_case("javascript:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_wherever_they_hide() {
        for (svg, expected) in [
            ("<svg><script>1</script></svg>", Some((5, "<script>"))),
            ("<svg><title/><s:script href='a.js'/></svg>", Some((13, "<s:script>"))),
            ("<?xml version='1.0'?><svg onload='a()'/>", Some((21, "onload"))),
            ("<svg><a xlink:href=' java&#10;Script:a()'>", Some((5, "xlink:href"))),
            ("<svg><set attributeName='href' to='javascript:a()'/></svg>", Some((5, "to"))),
            ("<svg><a href='javascript:a(&own;)'/></svg>", Some((5, "href"))),
            ("<svg><animate values='#;javascript:a()'/></svg>", Some((5, "values"))),
            ("<!DOCTYPE svg [<!ENTITY a '<script/>'>]><svg>&a;</svg>", Some((0, "<!ENTITY>"))),
            ("<!DOCTYPE svg [<!ENTITY a SYSTEM 'b.xml'>]><svg>&a;</svg>", Some((0, "<!ENTITY>"))),
            ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'a()'>]><svg/>", Some((0, "<!ATTLIST>"))),
            ("<?xml-stylesheet type='text/xsl' href='a.xsl'?><svg/>", Some((0, "xml-stylesheet"))),
            ("<svg><foreignObject><iframe src='a'/></foreignObject></svg>", Some((20, "<iframe>"))),
            ("<svg><foreignObject><embed src='a'/></foreignObject></svg>", Some((20, "<embed>"))),
            (
                "<svg><!-- <script> --><style>/* onload */</style><text>javascript:</text><g on='1' 图层='1'/></svg>",
                None,
            ),
            ("<svg><g inkscape:onwards='1' one='1' values='0;1'/></svg>", None),
            ("<?xml-stylesheet type='text/css' href='a.css'?><svg/>", None),
            ("<!DOCTYPE svg [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]><svg xmlns='&ns_svg;'/>", None),
            ("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'><svg><path d='M0 0'/><a href='b.html'/></svg>", None),
            ("<svg", None),
        ] {
            let expected = expected.map(|(at, script): (usize, &str)| (at, script.to_owned()));
            assert_eq!(script(svg), expected, "{svg}");
        }
    }
}
