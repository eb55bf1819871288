//! What a room says about its part of a pack: a type to read it as, and what else must hold.

use std::any::{Any, TypeId};

use serde::de::DeserializeOwned;

use super::{
    Check,
    node::{Node, Reading},
    read,
};

/// A part of a pack written as `NAME.toml` or `NAME/*.toml` (then keyed by the file's stem).
pub trait Section: DeserializeOwned + Send + Sync + 'static {
    const NAME: &'static str;

    /// What the type cannot say: ranges, references, translations.
    fn check(&self, check: &mut Check<'_>) {
        let _ = check;
    }

    /// Facts that the room of this section gives, for rules in this pack to name. Some follow from
    /// what the section says, such as one for each label.
    fn facts(&self) -> Vec<rules::Fact> {
        Vec::new()
    }

    /// Kinds of works of the section's room that a pack may name as those to be told of something.
    const HEARS: &'static [&'static str] = &[];
}

/// A part of a pack written as `NAME.csv`, a type a row.
pub trait Table: DeserializeOwned + Send + Sync + 'static {
    const NAME: &'static str;
    /// Columns by which a row of a later layer replaces one of ours.
    const KEY: &'static [&'static str];

    /// `check`'s paths are `[3].code`: the row from 0 and the column.
    fn check(rows: &[Self], check: &mut Check<'_>) {
        let _ = (rows, check);
    }
}

/// A section or table with its type forgotten, for the lists that wings join.
#[derive(Clone, Copy)]
pub struct SectionKind {
    pub name: &'static str,
    pub(crate) key: Option<&'static [&'static str]>,
    pub(crate) type_id: fn() -> TypeId,
    pub(crate) read: fn(&Node, &mut Reading) -> Option<Box<dyn Any + Send + Sync>>,
    pub(crate) check: fn(&(dyn Any + Send + Sync), &mut Check<'_>),
    pub(crate) facts: fn(&(dyn Any + Send + Sync)) -> Vec<rules::Fact>,
    pub(crate) hears: &'static [&'static str],
}

pub const fn section<S: Section>() -> SectionKind {
    SectionKind {
        name: S::NAME,
        key: None,
        type_id: TypeId::of::<S>,
        read: |node, reading| read::read::<S>(node, reading).map(|it| Box::new(it) as Box<_>),
        check: |section, check| {
            if let Some(section) = section.downcast_ref::<S>() {
                section.check(check);
            }
        },
        facts: |section| section.downcast_ref::<S>().map_or_else(Vec::new, Section::facts),
        hears: S::HEARS,
    }
}

pub const fn table<T: Table>() -> SectionKind {
    SectionKind {
        name: T::NAME,
        key: Some(T::KEY),
        type_id: TypeId::of::<Rows<T>>,
        read: |node, reading| read::read::<Vec<T>>(node, reading).map(|rows| Box::new(Rows(rows)) as Box<_>),
        check: |rows, check| {
            if let Some(Rows(rows)) = rows.downcast_ref::<Rows<T>>() {
                T::check(rows, check);
            }
        },
        facts: |_| Vec::new(),
        hears: &[],
    }
}

/// The rows of a table, as a pack holds them.
pub(crate) struct Rows<T>(pub Vec<T>);
