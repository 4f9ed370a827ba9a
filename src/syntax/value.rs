//! Values that every collection shares: what stands where, what nobody has published yet, dates, ids, sources.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::known::refuse;
pub use super::known::{Absence, Known, NOT_HELD, UNPUBLISHED};
pub use crate::yaml::At;

/// A reference to a record by its id, where it stands.
pub type Ref = At<Id>;

/// References to records: one id, or a list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refs(pub Vec<Ref>);

impl<'de> Deserialize<'de> for Refs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// One id stands where the whole value stands, which the visitor does not know.
        enum Ids {
            One(Id),
            More(Vec<Ref>),
        }
        impl<'de> Deserialize<'de> for Ids {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Shape)
            }
        }
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Ids;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id or a list of ids")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Id::read(text).map(Ids::One).ok_or_else(|| refuse(Id::RULE, text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(Ids::More)
            }
        }
        let At { value, range } = At::<Ids>::deserialize(deserializer)?;
        Ok(match value {
            Ids::One(value) => Self(vec![At { value, range }]),
            Ids::More(all) => Self(all),
        })
    }
}

impl JsonSchema for Refs {
    fn schema_name() -> Cow<'static, str> {
        "Refs".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<Id>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// An id: an ASCII slug.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// The id, when `text` is one: lower-case letters, digits and single hyphens between them.
    pub fn parse(text: &str) -> Option<Self> {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        (text.len() <= 64 && text.split('-').all(part)).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is read from a scalar by its own rule, and the name of that rule for diagnostics.
///
/// A refusal travels through serde as `mingce:RULE:VALUE`, which `syntax::yaml` turns back into a diagnostic.
pub trait Scalar: Sized {
    /// `date`, `id`, `source`, …
    const RULE: &'static str;
    /// The pattern for JSON Schema.
    const PATTERN: &'static str;
    /// The value, when `text` is one.
    fn read(text: &str) -> Option<Self>;
}

/// Serde and JSON Schema for a [`Scalar`].
macro_rules! scalar {
    ($name:ident, $title:literal, $about:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                Self::read(&text).ok_or_else(|| refuse(Self::RULE, &text))
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": Self::PATTERN, "description": $about })
            }
        }
    };
}

impl Scalar for Id {
    const RULE: &'static str = "id";
    const PATTERN: &'static str = "^[a-z0-9]+(-[a-z0-9]+)*$";
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}
scalar!(Id, "Id", "An id: lower-case letters, digits, hyphens. 编号：小写字母、数字和连字符。");

/// A day of the civil calendar, written `2023-07-26`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub jiff::civil::Date);

/// The years of days on which documents of today may be made, or end; others are slips (`0204`, `2202`).
const YEARS: std::ops::Range<i16> = 1800..2200;

impl Scalar for Date {
    const RULE: &'static str = "date";
    const PATTERN: &'static str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    fn read(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shape {
            return None;
        }
        let day: jiff::civil::Date = text.parse().ok()?;
        YEARS.contains(&day.year()).then_some(Date(day))
    }
}
scalar!(Date, "Date", "A date, YYYY-MM-DD. 日期，年-月-日。");

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A length of time in days, written `30日` or `10个工作日`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// How many.
    pub count: u32,
    /// Whether only working days count.
    pub working: bool,
}

impl Scalar for Days {
    const RULE: &'static str = "days";
    const PATTERN: &'static str = "^[0-9]+(日|个工作日)$";
    fn read(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count = text[..digits].parse().ok()?;
        match &text[digits..] {
            "日" => Some(Self { count, working: false }),
            "个工作日" => Some(Self { count, working: true }),
            _ => None,
        }
    }
}
scalar!(Days, "Days", "A time limit: `30日` or `10个工作日`. 期限，如 `30日` 或 `10个工作日`。");

/// True for an address on the web that a site can have: a host, with a port or without, and a path, without user, query,
/// fragment, names that lead back (`..`) and characters that have no place in an address.
pub fn is_address(text: &str) -> bool {
    let is_host = |c: char| c.is_alphanumeric() || "-._:[]".contains(c);
    let is_wrong = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c) || "?#\"<>\\^`{|}".contains(c);
    let host = authority(text);
    let host = host
        .is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && host.chars().all(is_host));
    host && has_port(text) && !text.split('/').any(|name| matches!(name, "." | "..")) && !text.contains(is_wrong)
}

/// True for an address whose port is one, or that has none.
fn has_port(text: &str) -> bool {
    let behind = authority(text).and_then(|host| host.rsplit_once(':')).filter(|(_, port)| !port.contains(']'));
    behind.is_none_or(|(_, port)| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// True for an address on the web that names a user, with or without a password.
pub fn names_user(text: &str) -> bool {
    authority(text).is_some_and(|authority| authority.contains('@'))
}

/// What stands between the scheme and the path of an address on the web.
fn authority(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', '\\']).next()
}

/// Characters that take no room, or turn the direction of those around them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// What a statement rests on: one source or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sources(pub Vec<At<Source>>);

/// One source: a clause of a policy of this site, or a document outside of it. 一条依据：本站政策的条款，或者站外的文件。
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A clause of a policy in the site, `zz-2023#四（二）`. 条款，如 `plan#二（一）`。
    pub clause: Option<At<String>>,
    /// Words that must stand in that clause. 条款里的原文，一字不差；原文改了，网站就生成不了，并告诉您在哪里。
    #[serde(default, deserialize_with = "even_nothing")]
    pub quote: Option<At<String>>,
    /// An outside document, by its number or name. 站外文件的文号或名称。
    pub document: Option<String>,
    /// Where in that document. 在文件的什么位置。
    pub place: Option<String>,
    /// Its address. 文件的网址。
    pub url: Option<At<String>>,
    /// The day on which the outside document was looked at. 哪一天看的，如 2026-11-22。
    pub checked_on: Option<At<Date>>,
    /// `false` when only somebody else's copy was seen. 只见过转载件的写 `false`。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A text, which is empty when its key has no value.
fn even_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<At<String>>, D::Error> {
    let At { value, range } = At::<Option<String>>::deserialize(deserializer)?;
    Ok(Some(At { value: value.unwrap_or_default(), range }))
}

/// The default of every `verified` key: what is written is meant to have been checked.
pub(crate) fn yes() -> bool {
    true
}

/// A source as a list item: a text or a mapping, no further list.
struct Single(Source);

impl Single {
    fn clause(text: &str) -> Self {
        let clause = Some(At { value: text.to_owned(), range: 0..0 });
        Self(Source { clause, verified: true, ..Source::default() })
    }

    /// The source where it stands; a clause that is the whole text stands there too.
    fn at(self, range: Range<usize>) -> At<Source> {
        let mut source = self.0;
        if let Some(clause) = source.clause.as_mut().filter(|clause| clause.range.is_empty()) {
            clause.range = range.clone();
        }
        At { value: source, range }
    }
}

impl<'de> Deserialize<'de> for Single {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Single;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a source: `policy#clause` or a mapping")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Single::clause(text))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Source::deserialize(de::value::MapAccessDeserializer::new(map)).map(Single)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

enum OneOrMore {
    One(Single),
    More(Vec<At<Single>>),
}

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = OneOrMore;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a source: `policy#clause`, a mapping, or a list of them")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OneOrMore::One(Single::clause(text)))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let source = Source::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(OneOrMore::One(Single(source)))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = seq.next_element()? {
                    all.push(item);
                }
                Ok(OneOrMore::More(all))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl<'de> Deserialize<'de> for Sources {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let at = At::<OneOrMore>::deserialize(deserializer)?;
        Ok(match at.value {
            OneOrMore::More(all) => Self(all.into_iter().map(|item| item.value.at(item.range)).collect()),
            OneOrMore::One(source) => Self(vec![source.at(at.range)]),
        })
    }
}

impl JsonSchema for Sources {
    fn schema_name() -> Cow<'static, str> {
        "Sources".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let about = "A clause of a policy in the site, `policy#clause`. 本站政策的条款，如 `plan#二（一）`。";
        let text = json_schema!({ "type": "string", "pattern": "^[a-z0-9-]+#.+$", "description": about });
        let one = generator.subschema_for::<Source>();
        json_schema!({ "anyOf": [text, one, { "type": "array", "minItems": 1, "items": { "anyOf": [text, one] } }] })
    }
}

#[cfg(test)]
mod tests {
    use super::{is_address, names_user};

    #[test]
    fn an_address_of_a_site_is_a_host_and_a_path() {
        for address in
            ["https://a.cn", "https://a.cn:8080/b/", "http://[::1]/", "https://枣庄.cn/专题/", "https://a.cn/@b/"]
        {
            assert!(is_address(address) && !names_user(address), "{address}");
        }
        for address in
            ["https://u:p@a.cn/", "https://u@a.cn", "http://@a.cn/b", "https://u:p@a.cn?b", "https://u@a.cn\\b"]
        {
            assert!(!is_address(address) && names_user(address), "{address}");
        }
        for address in [
            "a.cn",
            "//a.cn",
            "ftp://a.cn/",
            "https://",
            "https:///b",
            "https://:80/",
            "https://a.cn/?b",
            "https://a.cn/#b",
            "https://a.cn/ b",
            "https://a.cn/\tb",
            "https://a.cn/\nb",
            "https://a.cn/\u{3000}",
            "https://a.cn/\u{7f}",
            "https://a.cn/\u{202e}b",
            "https://a\u{200b}.cn/",
            "https://a.cn/\"b",
            "https://a.cn/<b>",
            "https://a.cn\\b",
            "https://a,b.cn/",
            "https://a;b.cn/",
            "https://a cn/",
            "javascript:alert(1)//https://a.cn/",
        ] {
            assert!(!is_address(address), "{address:?}");
        }
    }
}
