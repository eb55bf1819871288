//! Counting what a statement reads.

use base::Result;

use crate::{Arg, Tx};

impl Tx<'_> {
    /// How many rows a `SELECT` reads.
    pub fn count(&mut self, select: &str, args: &[Arg]) -> Result<i64> {
        let (count,): (i64,) = self.get("rows", &format!("SELECT COUNT(*) FROM ({select}) counted"), args)?;
        Ok(count)
    }
}
