//! Scripts in a drawing that is published: pages show it as a picture, which runs none, but whoever opens it by itself runs
//! them as the site's own.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// The first script of a drawing: where the tag begins that holds it, and what it is.
pub(super) fn script(svg: &str) -> Option<(usize, &'static str)> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let found = match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => in_tag(&tag),
            // What an entity stands for may hold anything.
            Ok(Event::DocType(declaration)) => declaration.contains("<!ENTITY").then_some("<!ENTITY>"),
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => None,
        };
        if let Some(script) = found {
            return Some((at, script));
        }
    }
}

/// What runs as a script in a tag.
fn in_tag(tag: &BytesStart<'_>) -> Option<&'static str> {
    match tag.local_name().as_ref() {
        "script" => return Some("<script>"),
        "iframe" | "embed" | "object" => return Some("<iframe>"),
        _ => {}
    }
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    attributes.filter_map(Result::ok).find_map(|attribute| {
        let name = attribute.key.local_name();
        let is_event = |name: &str| name.len() > 2 && name[..2].eq_ignore_ascii_case("on");
        if is_event(name.as_ref()) {
            return Some("on…");
        }
        let value = unescape(&attribute.value).unwrap_or_default();
        let seen: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
        seen.eq_ignore_ascii_case("javascript:").then_some("javascript:")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_wherever_they_hide() {
        for (svg, expected) in [
            ("<svg><script>1</script></svg>", Some((5, "<script>"))),
            ("<svg><title/><s:script href='a.js'/></svg>", Some((13, "<script>"))),
            ("<?xml version='1.0'?><svg onload='a()'/>", Some((21, "on…"))),
            ("<svg><a xlink:href=' java&#10;Script:a()'>", Some((5, "javascript:"))),
            ("<svg><set attributeName='href' to='javascript:a()'/></svg>", Some((5, "javascript:"))),
            ("<!DOCTYPE svg [<!ENTITY a '<script/>'>]><svg>&a;</svg>", Some((0, "<!ENTITY>"))),
            ("<svg><foreignObject><iframe src='a'/></foreignObject></svg>", Some((20, "<iframe>"))),
            ("<svg><!-- <script> --><style>/* onload */</style><text>javascript:</text><g on='1'/></svg>", None),
            ("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'><svg><path d='M0 0'/><a href='b.html'/></svg>", None),
            ("<svg", None),
        ] {
            assert_eq!(script(svg), expected, "{svg}");
        }
    }
}
