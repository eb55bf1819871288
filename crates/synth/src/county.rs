//! The divisions a synthetic county is made from, and its figures.

use base::{Error, Result};

/// A county as the caller's atlas knows it.
#[derive(Clone, Debug)]
pub struct County {
    pub slug: String,
    /// Six digits, as resident numbers begin.
    pub code: String,
    pub name: String,
    pub path: String,
    pub townships: Vec<Township>,
    /// One elder for so many of the county's: 1 makes the whole county, 40 one to try things on.
    pub one_in: usize,
}

#[derive(Clone, Debug)]
pub struct Township {
    pub path: String,
    pub name: String,
    /// 镇, 乡, 街道, 藏族乡.
    pub kind: String,
    pub villages: Vec<Village>,
}

#[derive(Clone, Debug)]
pub struct Village {
    pub path: String,
    pub name: String,
    /// Names it bore, or villages that went on as it, with their township's name where it was another.
    pub old_names: Vec<String>,
}

/// Figures that the county's people must add up to.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// The county whose census it follows.
    pub census: &'static str,
    pub elders: usize,
    pub eighty: usize,
    pub yi: f64,
    pub tibetan: f64,
    pub hui: f64,
    pub bai: f64,
    pub funeral_han: f64,
    pub funeral_other: f64,
    /// Monthly rates in yuan by the age from which they hold, ascending.
    pub rates: Vec<(i32, i64)>,
}

impl County {
    pub(crate) fn figures(&self) -> Result<Figures> {
        let row = rows(include_str!("../data/counties.csv"))
            .find(|row| row[0] == self.code)
            .ok_or_else(|| Error::invalid("county", "synth-no-figures"))?;
        let share = |at: usize| row[at].parse().unwrap_or(0.0);
        let rates = rows(include_str!("../data/rates.csv"))
            .filter(|rate| rate[0] == row[1])
            .filter_map(|row| Some((row[1].parse().ok()?, row[2].parse().ok()?)))
            .collect();
        Ok(Figures {
            census: row[1],
            elders: row[2].parse().unwrap_or(0) / self.one_in.max(1),
            eighty: row[3].parse().unwrap_or(0) / self.one_in.max(1),
            yi: share(4),
            tibetan: share(5),
            hui: share(6),
            bai: share(7),
            funeral_han: share(8),
            funeral_other: share(9),
            rates,
        })
    }

    /// Township and village of a village counted through the whole county.
    pub(crate) fn village(&self, mut at: usize) -> (usize, &Township, &Village) {
        for (town, township) in self.townships.iter().enumerate() {
            match township.villages.get(at) {
                Some(village) => return (town, township, village),
                None => at -= township.villages.len(),
            }
        }
        unreachable!("a village is counted within the county")
    }
}

/// Rows of a small CSV of ours: a head, comments, cells without quotes.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .skip(1)
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split(',').collect())
}
