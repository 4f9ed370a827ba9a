//! Values that may be absent, and why: nobody has announced them, or the site has not received them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::value::refuse;
use crate::diagnostic::nearest;

/// A value that may be absent: either the value, or the word for why there is none, `unpublished` (未公布) or `not_held`
/// (本站未收录).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// The value.
    Published(T),
    /// There is none; the site says why, and whom to ask.
    Absent(Absence),
}

/// Why a value is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Nobody has announced it.
    Unpublished,
    /// It exists, but the site has not received it.
    NotHeld,
}

/// The word for what nobody has announced.
pub const UNPUBLISHED: &str = "unpublished";

/// The word for what exists and the site has not received.
pub const NOT_HELD: &str = "not_held";

/// What authors write in their place, and what would then be shown as if it were a value.
const SAID_OTHERWISE: &[&str] = &[
    "未公布",
    "待公布",
    "待定",
    "暂无",
    "不详",
    "未知",
    "未收录",
    "本站未收录",
    "尚未公布",
    "暂未公布",
    "未发布",
    "待通知",
    "暂缺",
    "待补充",
    "待确认",
    "待核实",
    "未定",
    "尚未确定",
    "TBD",
    "TODO",
    "N/A",
    "n/a",
    "none",
    "None",
    "?",
    "？",
    "/",
    "／",
    "-",
    "—",
    "——",
];

/// True for a slip of one of the two words, which would be shown as if it were a value.
fn is_nearly(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
    if !(6..=14).contains(&text.len()) || !text.bytes().all(is_word) {
        return false;
    }
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    let words = [UNPUBLISHED, "notheld"];
    words.contains(&&*letters) || nearest(&letters, words).is_some()
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self::Absent(Absence::Unpublished)
    }
}

impl<T> Known<T> {
    /// The value, when there is one.
    pub fn get(&self) -> Option<&T> {
        self.value().ok()
    }

    /// The value.
    ///
    /// # Errors
    /// Why it is absent.
    pub fn value(&self) -> Result<&T, Absence> {
        match self {
            Self::Published(value) => Ok(value),
            Self::Absent(why) => Err(*why),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KnownVisitor(PhantomData))
    }
}

struct KnownVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for KnownVisitor<T> {
    type Value = Known<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, `unpublished` or `not_held`")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text == UNPUBLISHED {
            return Ok(Known::Absent(Absence::Unpublished));
        }
        if text == NOT_HELD {
            return Ok(Known::Absent(Absence::NotHeld));
        }
        if SAID_OTHERWISE.contains(&text) || is_nearly(text) {
            return Err(refuse("unpublished", text));
        }
        T::deserialize(text.into_deserializer()).map(Known::Published)
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(de::value::MapAccessDeserializer::new(map)).map(Known::Published)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        T::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(Known::Published)
    }
}

impl<T: JsonSchema> JsonSchema for Known<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Known_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inner = generator.subschema_for::<T>();
        let absent = |word: &str, about: &str| json_schema!({ "const": word, "description": about });
        let unpublished = absent(UNPUBLISHED, "Nobody has announced it. 未公布。");
        let not_held = absent(NOT_HELD, "It exists, but the site has not received it. 本站未收录。");
        json_schema!({ "anyOf": [unpublished, not_held, inner] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_words_are_no_values() {
        let read = |text: &str| serde_json::from_value::<Known<String>>(text.into());
        for text in [
            "unpublishd",
            "Unpublished",
            "un-published",
            "UNPUBLISHED",
            "unpublised",
            "not-held",
            "not held",
            "nothel",
            "未公布",
            "暂未公布",
            "TBD",
            "N/A",
            "none",
            "？",
            "/",
            "——",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("unpublished").unwrap(), Known::Absent(Absence::Unpublished));
        assert_eq!(read("not_held").unwrap(), Known::Absent(Absence::NotHeld));
        for text in ["0632-3314140", "甲发〔2026〕1号", "Room 12", "online", "not yet", "free", "held"] {
            assert_eq!(read(text).unwrap(), Known::Published(text.to_owned()));
        }
    }
}
