//! Values going into SQL and rows coming out.

use base::{Day, Error, Instant, Money, Month, Result, error::OrBroken};
use postgres::types::{FromSql, Type};
use rusqlite::types::ValueRef;

/// A value for a `$n` placeholder. The five shapes both databases share, and a day or a month
/// that is spelled out only when it is bound.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Day(Day),
    Month(Month),
}

macro_rules! arg_from {
    ($($from:ty => |$it:ident| $to:expr;)*) => {$(
        impl<'a> From<$from> for Arg<'a> {
            fn from($it: $from) -> Arg<'a> {
                $to
            }
        }
    )*};
}

arg_from! {
    i64 => |it| Arg::Int(it);
    i32 => |it| Arg::Int(it.into());
    u32 => |it| Arg::Int(it.into());
    f64 => |it| Arg::Real(it);
    &'a str => |it| Arg::Text(it);
    &'a String => |it| Arg::Text(it);
    &'a [u8] => |it| Arg::Bytes(it);
    &'a Vec<u8> => |it| Arg::Bytes(it);
    Instant => |it| Arg::Int(it.0);
    Money => |it| Arg::Int(it.0);
    Day => |it| Arg::Day(it);
    Month => |it| Arg::Month(it);
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(value: Option<T>) -> Arg<'a> {
        value.map_or(Arg::Null, Into::into)
    }
}

/// A row of either database.
pub enum Row<'r> {
    Lite(&'r rusqlite::Row<'r>),
    Pg(&'r postgres::Row),
}

/// A type that one column can hold.
pub trait Column: Sized {
    fn read(row: &Row, at: usize) -> Result<Self>;
}

/// A type that one row can hold.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self>;
}

impl Row<'_> {
    pub fn get<T: Column>(&self, at: usize) -> Result<T> {
        T::read(self, at)
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        match self {
            Row::Lite(row) => row.as_ref().column_count(),
            Row::Pg(row) => row.len(),
        }
    }

    /// A column of whatever type, borrowed.
    pub fn value(&self, at: usize) -> Result<Arg<'_>> {
        match self {
            Row::Lite(row) => Ok(match row.get_ref(at).or_broken()? {
                ValueRef::Null => Arg::Null,
                ValueRef::Integer(it) => Arg::Int(it),
                ValueRef::Real(it) => Arg::Real(it),
                ValueRef::Text(it) => Arg::Text(std::str::from_utf8(it).or_broken()?),
                ValueRef::Blob(it) => Arg::Bytes(it),
            }),
            Row::Pg(row) => row.try_get::<_, Anything>(at).map(|it| it.0).or_broken(),
        }
    }
}

/// A whole number of any width: a bare `1` in a `CASE` is four bytes wide to `PostgreSQL`.
struct Whole(i64);

impl<'a> FromSql<'a> for Whole {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Whole, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Whole(match *kind {
            Type::INT2 => i16::from_sql(kind, raw)?.into(),
            Type::INT4 => i32::from_sql(kind, raw)?.into(),
            _ => i64::from_sql(kind, raw)?,
        }))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

struct Anything<'a>(Arg<'a>);

impl<'a> FromSql<'a> for Anything<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Anything(match *kind {
            Type::INT2 | Type::INT4 | Type::INT8 => Arg::Int(Whole::from_sql(kind, raw)?.0),
            Type::FLOAT4 => Arg::Real(f32::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Arg::Real(f64::from_sql(kind, raw)?),
            Type::BYTEA => Arg::Bytes(<&[u8]>::from_sql(kind, raw)?),
            _ => Arg::Text(<&str>::from_sql(kind, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Anything(Arg::Null))
    }

    fn accepts(kind: &Type) -> bool {
        Whole::accepts(kind)
            || matches!(*kind, Type::FLOAT4 | Type::FLOAT8 | Type::BYTEA)
            || <&str as FromSql>::accepts(kind)
    }
}

macro_rules! plain_column {
    ($($kind:ty),*) => {$(
        impl Column for $kind {
            fn read(row: &Row, at: usize) -> Result<$kind> {
                match row {
                    Row::Lite(row) => row.get(at).or_broken(),
                    Row::Pg(row) => row.try_get(at).or_broken(),
                }
            }
        }
    )*};
}

plain_column!(f64, String, Vec<u8>, Option<f64>, Option<String>, Option<Vec<u8>>);

impl Column for i64 {
    fn read(row: &Row, at: usize) -> Result<i64> {
        match row {
            Row::Lite(row) => row.get(at).or_broken(),
            Row::Pg(row) => row.try_get::<_, Whole>(at).map(|it| it.0).or_broken(),
        }
    }
}

impl Column for Option<i64> {
    fn read(row: &Row, at: usize) -> Result<Option<i64>> {
        match row {
            Row::Lite(row) => row.get(at).or_broken(),
            Row::Pg(row) => row.try_get::<_, Option<Whole>>(at).map(|it| it.map(|it| it.0)).or_broken(),
        }
    }
}

macro_rules! mapped_column {
    ($($kind:ty: $raw:ty => |$it:ident| $to:expr;)*) => {$(
        impl Column for $kind {
            fn read(row: &Row, at: usize) -> Result<$kind> {
                let $it: $raw = row.get(at)?;
                $to
            }
        }

        impl Column for Option<$kind> {
            fn read(row: &Row, at: usize) -> Result<Option<$kind>> {
                let it: Option<$raw> = row.get(at)?;
                it.map(|$it| $to).transpose()
            }
        }
    )*};
}

mapped_column! {
    Instant: i64 => |it| Ok(Instant(it));
    Money: i64 => |it| Ok(Money(it));
    Day: String => |it| it.parse().map_err(|()| Error::broken(format!("not a day in a row: {it:?}")));
    Month: String => |it| it.parse().map_err(|()| Error::broken(format!("not a month in a row: {it:?}")));
}

macro_rules! row_tuple {
    ($($name:ident $at:tt),*) => {
        impl<$($name: Column),*> FromRow for ($($name,)*) {
            fn from_row(row: &Row) -> Result<Self> {
                Ok(($(row.get::<$name>($at)?,)*))
            }
        }
    };
}

row_tuple!(A 0);
row_tuple!(A 0, B 1);
row_tuple!(A 0, B 1, C 2);
row_tuple!(A 0, B 1, C 2, D 3);
row_tuple!(A 0, B 1, C 2, D 3, E 4);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
row_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);
