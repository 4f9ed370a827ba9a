//! HTML that an author wrote → its tags, with the places of their attributes.

use std::borrow::Cow;
use std::ops::Range;

use super::html::{end_tag, small};
use super::references::reference;

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Its name, in small letters.
    pub name: Cow<'h, str>,
    /// It ends an element.
    pub is_end: bool,
    attributes: Vec<Attribute<'h>>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// An attribute.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute<'h> {
    name: Cow<'h, str>,
    /// Its value, references to characters read.
    pub value: Cow<'h, str>,
    /// Where the value stands, with its quotes.
    pub range: Range<usize>,
    /// It is written without a value, which would stand in `range` after an equals sign.
    pub is_bare: bool,
}

impl<'h> Tag<'h> {
    /// Its attributes, in their order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute<'h>> {
        self.attributes.iter()
    }

    /// The attribute of this name; of several the first, as browsers take it.
    pub fn attribute(&self, name: &str) -> Option<&Attribute<'h>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// How many attributes it has.
    pub fn size(&self) -> usize {
        self.attributes.len()
    }
}

/// The start tags of a text that are not in comments. Nothing fails: a tag without an end is none.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    Tags::new(html).filter(|tag| !tag.is_end)
}

/// The tags of a text that are not in comments, one after the other.
pub struct Tags<'h> {
    html: &'h str,
    at: usize,
    unfinished: Option<usize>,
}

impl<'h> Tags<'h> {
    /// The tags of a text.
    pub fn new(html: &'h str) -> Self {
        Self { html, at: 0, unfinished: None }
    }

    /// Where a tag begins that has no end; known behind the last one.
    pub fn unfinished(&self) -> Option<usize> {
        self.unfinished
    }
}

impl<'h> Iterator for Tags<'h> {
    type Item = Tag<'h>;

    fn next(&mut self) -> Option<Tag<'h>> {
        let (html, bytes) = (self.html, self.html.as_bytes());
        while let Some(open) = memchr::memchr(b'<', &bytes[self.at..]) {
            let start = self.at + open;
            let name = if bytes.get(start + 1) == Some(&b'/') { start + 2 } else { start + 1 };
            if bytes.get(name) == Some(&b'!') && html[start..].starts_with("<!--") {
                self.at = start + comment(&html[start..]);
            } else if bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
                let Some((mut tag, end)) = tag(html, name) else {
                    self.unfinished = Some(start);
                    self.at = html.len();
                    return None;
                };
                (tag.is_end, tag.range) = (name > start + 1, start..end);
                // Their content is no HTML.
                let is_opaque = !tag.is_end && matches!(&*tag.name, "script" | "style" | "textarea" | "title");
                self.at = if is_opaque { end_tag(html, end, &tag.name).unwrap_or(html.len()) } else { end };
                return Some(tag);
            } else {
                self.at = start + 1;
            }
        }
        self.at = html.len();
        None
    }
}

/// The length of the comment that a text begins with.
fn comment(html: &str) -> usize {
    let end = ["-->", "--!>"].iter().filter_map(|end| Some(2 + html[2..].find(end)? + end.len())).min();
    end.unwrap_or(html.len())
}

/// The tag whose name begins at `start`, and its end. What parts a tag is ASCII, so bytes are looked at.
fn tag(html: &str, start: usize) -> Option<(Tag<'_>, usize)> {
    let bytes = html.as_bytes();
    let is_end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let mut at = until(bytes, start, is_end)?;
    let mut tag = Tag { name: small(&html[start..at]), is_end: false, attributes: Vec::new(), range: 0..0 };
    loop {
        at = until(bytes, at, |byte| !byte.is_ascii_whitespace() && byte != b'/')?;
        if bytes[at] == b'>' {
            return Some((tag, at + 1));
        }
        // An equals sign at the beginning belongs to the name.
        let end = until(bytes, at + 1, |byte| is_end(byte) || byte == b'=')?;
        let name = small(&html[at..end]);
        at = until(bytes, end, |byte| !byte.is_ascii_whitespace())?;
        if bytes[at] != b'=' {
            tag.attributes.push(Attribute { name, value: Cow::Borrowed(""), range: end..end, is_bare: true });
            continue;
        }
        let value = until(bytes, at + 1, |byte| !byte.is_ascii_whitespace())?;
        let (written, end) = match bytes[value] {
            b'>' => (value..value, value),
            quote @ (b'"' | b'\'') => {
                let end = value + 1 + memchr::memchr(quote, &bytes[value + 1..])?;
                (value + 1..end, end + 1)
            }
            _ => {
                let end = until(bytes, value, |byte| byte.is_ascii_whitespace() || byte == b'>')?;
                (value..end, end)
            }
        };
        let range = value..end;
        tag.attributes.push(Attribute { name, value: read_references(&html[written]), range, is_bare: false });
        at = end;
    }
}

/// The first place from `at` on with a byte at which something ends.
fn until(bytes: &[u8], at: usize, ends: impl Fn(u8) -> bool) -> Option<usize> {
    bytes[at..].iter().position(|&byte| ends(byte)).map(|length| at + length)
}

/// A text with its references to characters read, but for old ones that browsers take without a semicolon.
pub(super) fn read_references(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut read = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find('&') {
        read.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = match reference(rest) {
            Some((length, characters)) => {
                read.push_str(&characters);
                length
            }
            None => {
                read.push('&');
                1
            }
        };
        rest = &rest[length..];
    }
    Cow::Owned(read + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_as_browsers_find_them() {
        let html = "<!-- <a href=x> --><A\n HREF = 'a&amp;b.md' title=\"甲 > 乙\" href=c><img src=图.png/><b hidden =d/>\
                    <script>'<a href=e>'</script><a href=>1 < 2<a href=\"g";
        let found: Vec<_> = tags(html).collect();
        let values: Vec<_> = found
            .iter()
            .flat_map(|tag| tag.attributes.iter().map(|a| (&*tag.name, &*a.name, &*a.value, &html[a.range.clone()])))
            .collect();
        let expected = [
            ("a", "href", "a&b.md", "'a&amp;b.md'"),
            ("a", "title", "甲 > 乙", "\"甲 > 乙\""),
            ("a", "href", "c", "c"),
            ("img", "src", "图.png/", "图.png/"),
            ("b", "hidden", "d/", "d/"),
            ("a", "href", "", ""),
        ];
        assert_eq!(values, expected);
        assert_eq!(found[0].attribute("href").unwrap().value, "a&b.md");
    }
    #[test]
    fn an_attribute_without_a_value_is_one() {
        let html = "<a href href=b><input checked disabled>";
        let found: Vec<_> = tags(html).collect();
        let href = found[0].attribute("href").unwrap();
        assert_eq!((&*href.value, href.range.clone(), href.is_bare), ("", 7..7, true));
        assert!(found[1].attribute("checked").is_some() && found[1].attribute("disabled").is_some());
    }

    #[test]
    fn what_is_no_html_is_passed_over_to_its_end() {
        let names = |html: &str| tags(html).map(|tag| tag.name.into_owned()).collect::<Vec<_>>();
        assert_eq!(names("<SCRIPT>'<a>'</scripts><b></Script ><i>"), ["script", "i"]);
        assert_eq!(names("<Title><a></TITLE><b><textarea><i>"), ["title", "b", "textarea"]);
        assert_eq!(names(&"<title>".repeat(100_000)), ["title"]);
    }

    #[test]
    fn ends_and_what_has_none_are_reported_apart() {
        let mut tags = Tags::new("<p a>1</P b c><!-->2</i><!-- <b> --!><u>3 < 4<div e");
        let found: Vec<_> = tags.by_ref().collect();
        assert!(tags.next().is_none());
        let found: Vec<_> = found.iter().map(|tag| (&*tag.name, tag.is_end, tag.size(), tag.range.clone())).collect();
        assert_eq!(
            found,
            [("p", false, 1, 0..5), ("p", true, 2, 6..14), ("i", true, 0, 20..24), ("u", false, 0, 37..40)]
        );
        assert_eq!(tags.unfinished(), Some(45));
    }

    #[test]
    fn references_are_the_characters_that_browsers_take_them_for() {
        for (written, expected) in [
            ("a&ndash;b.md", "a–b.md"),
            ("&#x4e2d;&#25991;&nbsp;&AMP;&NotEqualTilde;", "中文\u{a0}&≂̸"),
            ("a&amp;amp;&x;&#;&一;?b&c=d&", "a&amp;&x;&#;&一;?b&c=d&"),
        ] {
            assert_eq!(read_references(written), expected);
        }
    }
}
