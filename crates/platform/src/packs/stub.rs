//! A value that takes whatever shape is asked for, so that reading goes on after a fault.

use serde::de::{self, IntoDeserializer, Visitor};

use super::read::Slip;

/// Takes the shape that is asked for; every error from it is marked.
pub(crate) struct Stub;

macro_rules! stubs {
    ($($method:ident => $visit:ident($value:expr);)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
            stubbed(visitor.$visit($value))
        }
    )*};
}

fn stubbed<T>(answer: Result<T, Slip>) -> Result<T, Slip> {
    answer.map_err(|slip| Slip { stubbed: true, ..slip })
}

type Nothing = std::iter::Empty<((), ())>;

fn empty_map<'de>() -> de::value::MapDeserializer<'de, Nothing, Slip> {
    de::value::MapDeserializer::new(std::iter::empty())
}

impl<'de> de::Deserializer<'de> for Stub {
    type Error = Slip;

    stubs! {
        deserialize_any => visit_str("");
        deserialize_bool => visit_bool(false);
        deserialize_i8 => visit_i64(0);
        deserialize_i16 => visit_i64(0);
        deserialize_i32 => visit_i64(0);
        deserialize_i64 => visit_i64(0);
        deserialize_u8 => visit_i64(0);
        deserialize_u16 => visit_i64(0);
        deserialize_u32 => visit_i64(0);
        deserialize_u64 => visit_i64(0);
        deserialize_f32 => visit_f64(0.0);
        deserialize_f64 => visit_f64(0.0);
        deserialize_char => visit_char('-');
        deserialize_str => visit_str("");
        deserialize_string => visit_str("");
        deserialize_bytes => visit_bytes(b"");
        deserialize_byte_buf => visit_bytes(b"");
        deserialize_identifier => visit_str("");
        deserialize_map => visit_map(empty_map());
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_none())
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_unit())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_unit())
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_unit())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_newtype_struct(self))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        let empty: de::value::SeqDeserializer<std::iter::Empty<()>, Slip> =
            de::value::SeqDeserializer::new(std::iter::empty());
        stubbed(visitor.visit_seq(empty))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Slip> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_map(empty_map()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        let first = variants.first().copied().unwrap_or_default();
        let first: de::value::StrDeserializer<'_, Slip> = first.into_deserializer();
        stubbed(visitor.visit_enum(first))
    }
}
