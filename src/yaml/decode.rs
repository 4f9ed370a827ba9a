//! Nodes → values of any type that serde can read, with the node that a failure is about.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use rustc_hash::FxHashSet;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::scalar::{Plain, boolean, integer, is_null, plain};
use super::tree::{NodeId, Tree, Value};

/// A value and the bytes of its file that it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Bytes in the file of the record: a collection as far as its first line shows it.
    pub range: Range<usize>,
}

/// The name by which [`At`] asks for a value with its place.
const AT: &str = "mingce::At";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Placed<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Placed<T> {
            type Value = At<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<At<T>, A::Error> {
                let lacks = || de::Error::custom("a place");
                let start = parts.next_element()?.ok_or_else(lacks)?;
                let end = parts.next_element()?.ok_or_else(lacks)?;
                Ok(At { value: parts.next_element()?.ok_or_else(lacks)?, range: start..end })
            }
        }
        deserializer.deserialize_newtype_struct(AT, Placed(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Nodes that are read as if they were not there, a value with its key.
pub type Skipped = FxHashSet<NodeId>;

/// What is wrong with a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// A key that does not exist there.
    UnknownKey {
        /// As written.
        key: String,
        /// Those that exist.
        known: &'static [&'static str],
    },
    /// A key that is missing.
    MissingKey(&'static str),
    /// A word that does not exist there.
    UnknownWord {
        /// As written.
        word: String,
        /// Those that exist.
        known: &'static [&'static str],
    },
    /// Something else is expected, in the words of serde or of the type.
    Expected(String),
    /// What a type says of a value that it refuses.
    Refused(String),
}

/// Why nodes are no value of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What is wrong.
    pub wrong: Wrong,
    /// The node that is wrong, the innermost one that is known.
    pub at: Option<NodeId>,
}

impl Failure {
    fn new(wrong: Wrong) -> Self {
        Self { wrong, at: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Wrong::Refused(message.to_string()))
    }
    fn invalid_type(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(Wrong::Expected(expected.to_string()))
    }
    fn invalid_value(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(Wrong::Expected(expected.to_string()))
    }
    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::new(Wrong::UnknownKey { key: field.to_owned(), known })
    }
    fn missing_field(field: &'static str) -> Self {
        Self::new(Wrong::MissingKey(field))
    }
    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::new(Wrong::UnknownWord { word: variant.to_owned(), known })
    }
}

/// The value of a node, read without those that are skipped.
///
/// # Errors
/// The first failure, in the order of the file.
pub fn decode<T: DeserializeOwned>(tree: &Tree<'_>, id: NodeId, skipped: &Skipped) -> Result<T, Failure> {
    T::deserialize(Decoder { tree, id, skipped })
}

/// Reads one node.
#[derive(Clone, Copy)]
struct Decoder<'a, 't> {
    tree: &'a Tree<'t>,
    id: NodeId,
    skipped: &'a Skipped,
}

impl<'a, 't> Decoder<'a, 't> {
    fn value(self) -> &'a Value<'t> {
        self.tree.value(self.id)
    }

    fn of(self, id: NodeId) -> Self {
        Self { id, ..self }
    }

    /// A result of this node: a failure that has no place has this one.
    fn placed<T>(self, result: Result<T, Failure>) -> Result<T, Failure> {
        result.map_err(|failure| Failure { at: failure.at.or(Some(self.id)), ..failure })
    }

    fn items(self, items: &'a [NodeId]) -> impl Iterator<Item = NodeId> {
        items.iter().copied().filter(move |id| !self.skipped.contains(id))
    }

    fn entries(self, entries: &'a [(NodeId, NodeId)]) -> impl Iterator<Item = (NodeId, NodeId)> {
        entries.iter().copied().filter(move |(_, value)| !self.skipped.contains(value))
    }
}

/// Whole numbers, from scalars with and without quotes.
macro_rules! integers {
    ($($method:ident $visit:ident $type:ty,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            match self.value() {
                Value::Scalar { text, .. } => {
                    let number = integer(text).and_then(|number| <$type>::try_from(number).ok());
                    let refused = || de::Error::invalid_type(Unexpected::Str(text), &visitor);
                    match number {
                        Some(number) => self.placed(visitor.$visit(number)),
                        None => self.placed(Err(refused())),
                    }
                }
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Decoder<'_, '_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.placed(match self.value() {
            Value::Scalar { text, plain: false } => visitor.visit_str(text),
            Value::Scalar { text, plain: true } => match plain(text) {
                Plain::Null => visitor.visit_unit(),
                Plain::Boolean(value) => visitor.visit_bool(value),
                Plain::Unsigned(number) => visitor.visit_u64(number),
                Plain::Signed(number) => visitor.visit_i64(number),
                Plain::Float(number) => visitor.visit_f64(number),
                Plain::Text => visitor.visit_str(text),
            },
            Value::List(items) => visitor.visit_seq(Items { decoder: self, items: self.items(items) }),
            Value::Map(entries) => {
                visitor.visit_map(Entries { decoder: self, entries: self.entries(entries), value: None })
            }
            // What it repeats is no repetition itself.
            Value::Repeated(_) => visitor.visit_unit(),
        })
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Scalar { text, plain } if !*plain || !is_null(text) => self.placed(visitor.visit_str(text)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Scalar { text, .. } => self.placed(visitor.visit_str(text)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Scalar { text, .. } if let Some(value) = boolean(text) => self.placed(visitor.visit_bool(value)),
            _ => self.deserialize_any(visitor),
        }
    }

    integers! {
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_i64 visit_i64 i64,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Scalar { text, plain: true } if is_null(text) => self.placed(visitor.visit_none()),
            _ => self.placed(visitor.visit_some(self)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.placed(match name {
            AT => visitor.visit_seq(Parts { decoder: self, next: 0 }),
            _ => visitor.visit_newtype_struct(self),
        })
    }

    // A list is no mapping, though serde would take its items for the values of the keys.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::List(_) => self.placed(Err(de::Error::invalid_type(Unexpected::Seq, &visitor))),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let (name, content) = match self.value() {
            Value::Map(entries) => match self.entries(entries).collect::<Vec<_>>()[..] {
                [(key, value)] => (self.of(key), Some(self.of(value))),
                _ => return self.placed(Err(de::Error::invalid_type(Unexpected::Map, &"a map with one key"))),
            },
            Value::Scalar { .. } => (self, None),
            _ => return self.placed(Err(de::Error::invalid_type(Unexpected::Seq, &"string or map"))),
        };
        self.placed(visitor.visit_enum(Variant { name, content }))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct
    }
}

/// A value with its place, as [`At`] reads it: where it begins and ends, and itself.
struct Parts<'a, 't> {
    decoder: Decoder<'a, 't>,
    next: usize,
}

impl<'de> SeqAccess<'de> for Parts<'_, '_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let range = &self.decoder.tree.node(self.decoder.id).range;
        self.next += 1;
        match self.next {
            1 => seed.deserialize(range.start.into_deserializer()),
            2 => seed.deserialize(range.end.into_deserializer()),
            _ => seed.deserialize(self.decoder),
        }
        .map(Some)
    }
}

/// The items of a list.
struct Items<'a, 't, I> {
    decoder: Decoder<'a, 't>,
    items: I,
}

impl<'de, I: Iterator<Item = NodeId>> SeqAccess<'de> for Items<'_, '_, I> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        self.items.next().map(|id| seed.deserialize(self.decoder.of(id))).transpose()
    }
}

/// The keys and values of a mapping.
struct Entries<'a, 't, I> {
    decoder: Decoder<'a, 't>,
    entries: I,
    value: Option<NodeId>,
}

impl<'de, I: Iterator<Item = (NodeId, NodeId)>> MapAccess<'de> for Entries<'_, '_, I> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(self.decoder.of(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let value = self.value.take().ok_or_else(|| Failure::new(Wrong::Expected("a key".to_owned())))?;
        seed.deserialize(self.decoder.of(value))
    }
}

/// A word, or a key with what goes with it.
struct Variant<'a, 't> {
    name: Decoder<'a, 't>,
    content: Option<Decoder<'a, 't>>,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Failure> {
        Ok((seed.deserialize(self.name)?, self))
    }
}

impl<'a, 't> Variant<'a, 't> {
    /// What goes with the word.
    fn content(self) -> Result<Decoder<'a, 't>, Failure> {
        self.content.ok_or_else(|| Failure::new(Wrong::Expected("a map with one key".to_owned())))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        match self.content {
            None => Ok(()),
            Some(content) => content.placed(Err(Failure::new(Wrong::Expected("unit".to_owned())))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failure> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.content()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.content()?.deserialize_map(visitor)
    }
}
