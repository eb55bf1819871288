//! Values going into SQL and rows coming out.

use base::{Day, Error, Instant, Money, Month, Result, error::OrBroken};

/// A value for a `$n` placeholder. The five shapes both databases share.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
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
    f64 => |it| Arg::Real(it);
    &'a str => |it| Arg::Text(it);
    &'a String => |it| Arg::Text(it);
    &'a [u8] => |it| Arg::Bytes(it);
    &'a Vec<u8> => |it| Arg::Bytes(it);
    Instant => |it| Arg::Int(it.0);
    Money => |it| Arg::Int(it.0);
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

plain_column!(i64, f64, String, Vec<u8>, Option<i64>, Option<f64>, Option<String>, Option<Vec<u8>>);

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
