//! serde's view of a node: a table as a struct, a cell as a number, with repairs made on the way.

use std::cell::RefCell;

use serde::de::{self, IntoDeserializer, Unexpected, Visitor};

use super::{
    node::{Kind, Node},
    read::{Repairs, Slip},
    stub::Stub,
};

/// Reads one node.
#[derive(Clone, Copy)]
pub(crate) struct De<'n> {
    pub(crate) node: &'n Node,
    pub(crate) repairs: &'n RefCell<Repairs>,
}

impl<'n> De<'n> {
    fn stubbed(self) -> bool {
        self.repairs.borrow().stubs.contains(&self.node.id)
    }

    fn table<'de, V: Visitor<'de>>(
        self,
        entries: &'n [(String, Node)],
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        let mut shown = Vec::new();
        let supplied = {
            let mut repairs = self.repairs.borrow_mut();
            for (key, node) in entries {
                if repairs.hidden.contains(&node.id) {
                    continue;
                }
                match fields {
                    Some(fields) if !fields.contains(&key.as_str()) => {
                        if repairs.hidden.insert(node.id) {
                            repairs.unknown.push((node.id, fields));
                        }
                    }
                    _ => shown.push((key.as_str(), node)),
                }
            }
            repairs.supplied.get(&self.node.id).cloned().unwrap_or_default()
        };
        let access = Entries { left: shown.into_iter(), value: None, supplied, repairs: self.repairs };
        visitor.visit_map(access)
    }

    fn list<'de, V: Visitor<'de>>(self, list: &'n [Node], visitor: V) -> Result<V::Value, Slip> {
        let shown: Vec<&Node> = {
            let repairs = self.repairs.borrow();
            list.iter().filter(|node| !repairs.hidden.contains(&node.id)).collect()
        };
        visitor.visit_seq(Items { left: shown.into_iter(), repairs: self.repairs })
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $kind:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
            if self.stubbed() {
                return Stub.$method(visitor).map_err(|slip| slip.at(self.node.id));
            }
            match &self.node.kind {
                Kind::Cell(text) => match text.parse::<$kind>() {
                    Ok(number) => visitor.$visit(number),
                    Err(_) => Err(de::Error::invalid_type(Unexpected::Str(text), &visitor)),
                }
                .map_err(|slip: Slip| slip.at(self.node.id)),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

macro_rules! whatever {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
            if self.stubbed() {
                return Stub.$method(visitor).map_err(|slip| slip.at(self.node.id));
            }
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for De<'_> {
    type Error = Slip;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        if self.stubbed() {
            return Stub.deserialize_any(visitor).map_err(|slip| slip.at(self.node.id));
        }
        match &self.node.kind {
            Kind::Table(entries) => self.table(entries, None, visitor),
            Kind::List(list) => self.list(list, visitor),
            Kind::Text(text) | Kind::Cell(text) => visitor.visit_str(text),
            Kind::Int(number) => visitor.visit_i64(*number),
            Kind::Float(number) => visitor.visit_f64(*number),
            Kind::Bool(yes) => visitor.visit_bool(*yes),
        }
        .map_err(|slip| slip.at(self.node.id))
    }

    numbers! {
        deserialize_bool visit_bool bool;
        deserialize_i8 visit_i64 i64;
        deserialize_i16 visit_i64 i64;
        deserialize_i32 visit_i64 i64;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_i64 i64;
        deserialize_u16 visit_i64 i64;
        deserialize_u32 visit_i64 i64;
        deserialize_u64 visit_i64 i64;
        deserialize_f32 visit_f64 f64;
        deserialize_f64 visit_f64 f64;
    }

    whatever! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_unit deserialize_seq deserialize_map deserialize_identifier
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        let mut repairs = self.repairs.borrow_mut();
        if repairs.hidden.insert(self.node.id) {
            repairs.unknown.push((self.node.id, &[]));
        }
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        if self.stubbed() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Slip> {
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        visitor.visit_newtype_struct(self).map_err(|slip| slip.at(self.node.id))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Slip> {
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        self.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        if self.stubbed() {
            return Stub.deserialize_struct(name, fields, visitor).map_err(|slip| slip.at(self.node.id));
        }
        match &self.node.kind {
            Kind::Table(entries) => {
                self.table(entries, Some(fields), visitor).map_err(|slip| slip.at(self.node.id))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        if self.stubbed() {
            return Stub.deserialize_enum(name, variants, visitor).map_err(|slip| slip.at(self.node.id));
        }
        match &self.node.kind {
            Kind::Text(text) | Kind::Cell(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Kind::Table(entries) if entries.len() == 1 => {
                let access = Entries {
                    left: vec![(entries[0].0.as_str(), &entries[0].1)].into_iter(),
                    value: None,
                    supplied: Vec::new(),
                    repairs: self.repairs,
                };
                visitor.visit_enum(de::value::MapAccessDeserializer::new(access))
            }
            Kind::Int(number) => Err(de::Error::invalid_type(Unexpected::Signed(*number), &visitor)),
            _ => Err(de::Error::invalid_type(Unexpected::Other("value"), &visitor)),
        }
        .map_err(|slip: Slip| slip.at(self.node.id))
    }
}

struct Entries<'n> {
    left: std::vec::IntoIter<(&'n str, &'n Node)>,
    /// The value of the key just read; a stub when it was supplied.
    value: Option<&'n Node>,
    supplied: Vec<&'static str>,
    repairs: &'n RefCell<Repairs>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Slip;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Slip> {
        if let Some((key, node)) = self.left.next() {
            self.value = Some(node);
            let key: de::value::StrDeserializer<'_, Slip> = key.into_deserializer();
            return seed.deserialize(key).map(Some).map_err(|slip| slip.at(node.id));
        }
        let Some(name) = self.supplied.pop() else { return Ok(None) };
        self.value = None;
        let name: de::value::StrDeserializer<'_, Slip> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Slip> {
        match self.value.take() {
            Some(node) => seed.deserialize(De { node, repairs: self.repairs }),
            None => seed.deserialize(Stub),
        }
    }
}

struct Items<'n> {
    left: std::vec::IntoIter<&'n Node>,
    repairs: &'n RefCell<Repairs>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Slip;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Slip> {
        let Some(node) = self.left.next() else { return Ok(None) };
        seed.deserialize(De { node, repairs: self.repairs }).map(Some)
    }
}
