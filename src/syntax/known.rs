//! Values that may be absent, and why: nobody has announced them, or the site has not received them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

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

/// Spellings of `unpublished` that would be shown as values: 未公布, 待公布.
const UNPUBLISHED_OTHERWISE: &[&str] = &[
    "未公布",
    "未公开",
    "未发布",
    "未公告",
    "未公示",
    "未定",
    "未确定",
    "未明确",
    "未知",
    "未填",
    "未填写",
    "待公布",
    "待公开",
    "待发布",
    "待定",
    "待通知",
    "待补充",
    "待确认",
    "待核实",
    "待明确",
    "待填",
    "待填写",
    "没有公布",
    "还没公布",
    "还没有公布",
    "尚无",
    "暂无",
    "暂无数据",
    "暂无信息",
    "暂缺",
    "不详",
    "空",
    "空白",
    "tbd",
    "todo",
    "n/a",
    "none",
    "null",
    "nil",
];

/// What authors write for what the site has not received.
const NOT_HELD_OTHERWISE: &[&str] = &["未收录", "本站未收录", "未收到", "本站未收到", "暂未收录", "本站暂未收录"];

/// Before these words for what is not there, one of them says that it may come: 暂未公布, 尚未公开.
const YET: &[char] = &['暂', '尚', '还', '目', '前', '均', '都'];

/// Bytes of a text that may say that there is no value.
const LONGEST: usize = 60;

/// True for one of the words that say why there is no value, in letters of any width, with any signs around it.
pub fn is_absence(text: &str) -> bool {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.len() <= LONGEST && words.starts_with(['u', 'U', 'ｕ', 'Ｕ', 'n', 'N', 'ｎ', 'Ｎ']) && {
        let folded = folded(words);
        [UNPUBLISHED, NOT_HELD].contains(&&*folded)
    }
}

/// A text in small letters of half width.
fn folded(text: &str) -> Cow<'_, str> {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let is_folded = |byte: u8| !byte.is_ascii_uppercase() && byte != 0xEF;
    match text.bytes().all(is_folded) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(narrow).collect::<String>().to_ascii_lowercase()),
    }
}

/// The word that was meant by a text that says in another way that there is no value, and whether it is this word but for
/// the width of its letters and signs around it. A text without any letter or digit says nothing.
pub fn meant(text: &str) -> Option<(&'static str, bool)> {
    if text.len() > LONGEST && text.contains(char::is_alphanumeric) || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let folded = folded(text.trim_matches(|c: char| !c.is_alphanumeric()));
    let said = || std::iter::successors(Some(&*folded), |said| (*said).strip_prefix(YET));
    let has = |list: &[&str]| said().any(|said| list.contains(&said));
    match [UNPUBLISHED, NOT_HELD].into_iter().find(|word| *word == folded) {
        Some(word) => (word != text).then_some((word, true)),
        None if folded.is_empty() || has(UNPUBLISHED_OTHERWISE) => Some((UNPUBLISHED, false)),
        None if has(NOT_HELD_OTHERWISE) => Some((NOT_HELD, false)),
        None => nearly(&folded).map(|word| (word, false)),
    }
}

/// The word of which a text is a slip.
fn nearly(text: &str) -> Option<&'static str> {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
    if !(6..=14).contains(&text.len()) || !text.bytes().all(is_word) {
        return None;
    }
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let words = [(UNPUBLISHED, UNPUBLISHED), ("notheld", NOT_HELD)];
    let near = nearest(&letters, words.map(|(letters, _)| letters));
    words.into_iter().find(|(word, _)| letters == *word || near.as_deref() == Some(*word)).map(|(_, word)| word)
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
        if meant(text).is_some() {
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

/// An error that `syntax/yaml` makes a diagnostic of: the rule that a value breaks, and the value.
pub(super) fn refuse<E: de::Error>(rule: &str, value: &str) -> E {
    E::custom(format_args!("mingce:{rule}:{value}"))
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
            "",
            "  ",
            "……",
            "ｕｎｐｕｂｌｉｓｈｅｄ",
            "unpublished。",
            "“unpublished”",
            "未公开",
            "尚未公开",
            "暂未公布。",
            "（未公布）",
            "目前暂无",
            "空",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        for (text, word, is_same) in [
            ("ｎｏｔ＿ｈｅｌｄ", NOT_HELD, true),
            ("unpublished。", UNPUBLISHED, true),
            ("本站未收录", NOT_HELD, false),
            ("Not held。", NOT_HELD, false),
            ("暂未公布", UNPUBLISHED, false),
        ] {
            assert_eq!(meant(text), Some((word, is_same)), "{text}");
        }
        assert_eq!(read("unpublished").unwrap(), Known::Absent(Absence::Unpublished));
        assert_eq!(read("not_held").unwrap(), Known::Absent(Absence::NotHeld));
        for text in [
            "0632-3314140",
            "甲发〔2026〕1号",
            "Room 12",
            "online",
            "not yet",
            "free",
            "held",
            "无",
            "不公开",
            "0",
            "另行通知",
        ] {
            assert_eq!(read(text).unwrap(), Known::Published(text.to_owned()));
        }
    }
}
