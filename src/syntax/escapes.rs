//! YAML text → the first control character in its keys and values. Files hold none, so it was written as an escape.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::source::is_control;
use crate::syntax::value::At;

/// The first control character of a value of any shape, and the scalar that it stands in.
#[derive(Default)]
pub struct Escaped(pub Option<At<char>>);

impl Escaped {
    /// What was found before, else what is in a part of the value.
    fn or(self, part: At<Self>) -> Self {
        let found =
            |At { value, range }: At<char>| At { value, range: if range.is_empty() { part.range } else { range } };
        Self(self.0.or(part.value.0.map(found)))
    }
}

impl<'de> Deserialize<'de> for Escaped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shape)
    }
}

struct Shape;

impl<'de> Visitor<'de> for Shape {
    type Value = Escaped;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Escaped, E> {
        // Its place is known to whatever it is a part of.
        Ok(Escaped(text.chars().find(|c| is_control(*c)).map(|value| At { value, range: 0..0 })))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Escaped, A::Error> {
        let mut found = Escaped::default();
        while let Some(part) = seq.next_element()? {
            found = found.or(part);
        }
        Ok(found)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Escaped, A::Error> {
        let mut found = Escaped::default();
        while let Some((key, value)) = map.next_entry()? {
            found = found.or(key).or(value);
        }
        Ok(found)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Escaped, D::Error> {
        Escaped::deserialize(deserializer)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
    fn visit_i64<E>(self, _: i64) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
    fn visit_u64<E>(self, _: u64) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
    fn visit_i128<E>(self, _: i128) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
    fn visit_u128<E>(self, _: u128) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
    fn visit_unit<E>(self) -> Result<Escaped, E> {
        Ok(Escaped::default())
    }
}
