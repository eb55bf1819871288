//! Which tables there are, and in which order they can be filled.

use std::collections::{BTreeMap, BTreeSet};

use base::Result;

use crate::{Kind, Trouble, migrate::Dialect, migrate::Script};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    /// The columns by which rows are ordered: the primary key, or all.
    pub(super) key: Vec<String>,
    /// Tables whose rows these rows point at.
    pub(super) needs: BTreeSet<String>,
}

/// A table of bookkeeping is made by whoever opens the target, and is not copied.
const OWN: [&str; 2] = ["migration", "backup_manifest"];

const LITE_COLUMNS: &str = "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid";
const LITE_NEEDS: &str = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1)";
const PG_COLUMNS: &str =
    "SELECT CAST(a.attname AS TEXT), CAST(COALESCE(array_position(i.indkey, a.attnum), -1) AS BIGINT) + 1
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relname = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
const PG_NEEDS: &str = "SELECT DISTINCT CAST(t.relname AS TEXT) FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid AND c.relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))
    JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f' AND c.relname = $1";

/// The tables that hold what people entered, those that others point at first.
pub(super) fn tables(conn: &mut dyn Script) -> Result<Vec<Table>> {
    let (columns_sql, needs_sql) = match conn.dialect() {
        Dialect::Lite => (LITE_COLUMNS, LITE_NEEDS),
        Dialect::Pg => (PG_COLUMNS, PG_NEEDS),
    };
    let mut tables = Vec::new();
    for name in conn.tables()?.into_iter().filter(|name| !OWN.contains(&name.as_str())) {
        let mut columns = Vec::new();
        let mut key = BTreeMap::new();
        conn.query(columns_sql, &[name.as_str().into()], &mut |row| {
            let (column, place): (String, i64) = (row.get(0)?, row.get(1)?);
            if 0 < place {
                key.insert(place, column.clone());
            }
            columns.push(column);
            Ok(())
        })?;
        let mut needs = BTreeSet::new();
        conn.query(needs_sql, &[name.as_str().into()], &mut |row| {
            needs.insert(row.get(0)?);
            Ok(())
        })?;
        // A row may point at another of its own table: one statement puts them in together.
        needs.remove(&name);
        let key = if key.is_empty() { columns.clone() } else { key.into_values().collect() };
        tables.push(Table { name, columns, key, needs });
    }
    in_order(tables)
}

fn in_order(mut waiting: Vec<Table>) -> Result<Vec<Table>> {
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let there: BTreeSet<String> = ordered.iter().map(|it| it.name.clone()).collect();
        let (ready, rest): (Vec<Table>, Vec<Table>) =
            waiting.into_iter().partition(|it| it.needs.is_subset(&there));
        if ready.is_empty() {
            let names: Vec<&str> = rest.iter().map(|it| it.name.as_str()).collect();
            let text = format!("tables that point at each other cannot be filled: {}", names.join(", "));
            return Err(Trouble::new(Kind::Unfit, text).into());
        }
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}

impl Table {
    /// Every row in the order of the key, which is the same on both databases.
    pub(super) fn select(&self) -> String {
        let quoted =
            |names: &[String]| names.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
        format!("SELECT {} FROM \"{}\" ORDER BY {}", quoted(&self.columns), self.name, quoted(&self.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, needs: &[&str]) -> Table {
        let needs = needs.iter().map(|it| (*it).to_owned()).collect();
        Table { name: name.into(), columns: vec!["id".into()], key: vec!["id".into()], needs }
    }

    #[test]
    fn what_is_pointed_at_comes_first() {
        let tables = vec![table("a", &["c"]), table("b", &["a", "c"]), table("c", &[])];
        let names: Vec<String> = in_order(tables).unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["c", "a", "b"]);
        assert!(in_order(vec![table("a", &["b"]), table("b", &["a"])]).is_err());
    }
}
