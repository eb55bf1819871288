//! Columns: the values of many rows, each known or unknown.

use std::{collections::HashMap, sync::Arc};

use crate::{Kind, Value};

/// A bitmap of rows, 64 to a word. Bits past the end are zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    pub(crate) words: Vec<u64>,
    len: usize,
}

impl Bits {
    pub fn none(len: usize) -> Bits {
        Bits { words: vec![0; len.div_ceil(64)], len }
    }

    pub fn all(len: usize) -> Bits {
        let mut bits = Bits { words: vec![u64::MAX; len.div_ceil(64)], len };
        if let (Some(last), 1..) = (bits.words.last_mut(), len % 64) {
            *last = (1 << (len % 64)) - 1;
        }
        bits
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }

    pub fn set(&mut self, row: usize, on: bool) {
        assert!(row < self.len, "row {row} of {}", self.len);
        let mask = 1 << (row % 64);
        if on {
            self.words[row / 64] |= mask;
        } else {
            self.words[row / 64] &= !mask;
        }
    }

    pub fn push(&mut self, on: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        self.len += 1;
        self.set(self.len - 1, on);
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// The rows that are set, in order.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as usize;
                (word != 0).then(|| {
                    word &= word - 1;
                    place * 64 + bit
                })
            })
        })
    }
}

/// Values of one kind for many rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub(crate) known: Bits,
    pub(crate) data: Data,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    Bool(Bits),
    /// One lane a row; what it means, the kind says.
    Lanes(Vec<i64>),
    /// Lanes are places in `names`.
    Texts(Vec<i64>, Arc<[Arc<str>]>),
}

impl Column {
    /// Every row unknown: what a fact is about which no source says anything.
    pub fn unknown(kind: &Kind, rows: usize) -> Column {
        let data = match kind {
            Kind::Bool => Data::Bool(Bits::none(rows)),
            Kind::Text => Data::Texts(vec![0; rows], Arc::new([])),
            _ => Data::Lanes(vec![0; rows]),
        };
        Column { known: Bits::none(rows), data }
    }

    pub fn bools(rows: impl IntoIterator<Item = Option<bool>>) -> Column {
        let (mut known, mut yes) = (Bits::default(), Bits::default());
        for row in rows {
            known.push(row.is_some());
            yes.push(row == Some(true));
        }
        Column { known, data: Data::Bool(yes) }
    }

    /// Whole numbers as the kind keeps them: counts, fen, numbers of days or months, places of
    /// choices.
    pub fn lanes(rows: impl IntoIterator<Item = Option<i64>>) -> Column {
        let (mut known, mut lanes) = (Bits::default(), Vec::new());
        for row in rows {
            known.push(row.is_some());
            lanes.push(row.unwrap_or(0));
        }
        Column { known, data: Data::Lanes(lanes) }
    }

    /// Lanes of which every one is known.
    pub fn known_lanes(lanes: Vec<i64>) -> Column {
        Column { known: Bits::all(lanes.len()), data: Data::Lanes(lanes) }
    }

    pub fn len(&self) -> usize {
        self.known.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn known(&self) -> &Bits {
        &self.known
    }

    /// The lane of a known row; a truth is 0 or 1.
    pub fn lane(&self, row: usize) -> Option<i64> {
        self.known.get(row).then(|| match &self.data {
            Data::Bool(yes) => i64::from(yes.get(row)),
            Data::Lanes(lanes) | Data::Texts(lanes, _) => lanes[row],
        })
    }

    pub fn truth(&self, row: usize) -> Option<bool> {
        self.lane(row).map(|lane| lane != 0)
    }

    pub fn value(&self, kind: &Kind, row: usize) -> Option<Value> {
        Value::from_lane(kind, self.lane(row)?, self.names())
    }

    pub(crate) fn names(&self) -> &[Arc<str>] {
        match &self.data {
            Data::Texts(_, names) => names,
            _ => &[],
        }
    }

    /// The rows in another order, or some of them.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> Column {
        let mut known = Bits::none(rows.len());
        for (to, from) in rows.iter().enumerate() {
            known.set(to, self.known.get(*from));
        }
        let pick = |lanes: &[i64]| rows.iter().map(|row| lanes[*row]).collect();
        let data = match &self.data {
            Data::Lanes(lanes) => Data::Lanes(pick(lanes)),
            Data::Texts(lanes, names) => Data::Texts(pick(lanes), names.clone()),
            Data::Bool(yes) => {
                let mut picked = Bits::none(rows.len());
                for (to, from) in rows.iter().enumerate() {
                    picked.set(to, yes.get(*from));
                }
                Data::Bool(picked)
            }
        };
        Column { known, data }
    }

    /// Whether the column can hold a fact of `kind`.
    pub(crate) fn suits(&self, kind: &Kind) -> bool {
        match self.data {
            Data::Bool(_) => *kind == Kind::Bool,
            Data::Texts(..) => *kind == Kind::Text,
            Data::Lanes(_) => !matches!(kind, Kind::Bool | Kind::Text),
        }
    }
}

/// Fills a column row by row.
#[derive(Debug)]
pub struct Builder {
    kind: Kind,
    known: Bits,
    yes: Bits,
    lanes: Vec<i64>,
    names: Vec<Arc<str>>,
    places: HashMap<Arc<str>, i64>,
}

impl Builder {
    pub fn new(kind: &Kind) -> Builder {
        Builder {
            kind: kind.clone(),
            known: Bits::default(),
            yes: Bits::default(),
            lanes: Vec::new(),
            names: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Adds a row. A value that the kind cannot have is unknown.
    pub fn push(&mut self, value: Option<&Value>) {
        let lane = match value {
            Some(Value::Text(text)) if self.kind == Kind::Text => Some(self.place(text)),
            Some(value) if value.fits(&self.kind) => value.lane(&self.kind),
            _ => None,
        };
        self.known.push(lane.is_some());
        if self.kind == Kind::Bool {
            self.yes.push(lane == Some(1));
        } else {
            self.lanes.push(lane.unwrap_or(0));
        }
    }

    pub fn finish(self) -> Column {
        let data = match self.kind {
            Kind::Bool => Data::Bool(self.yes),
            Kind::Text => Data::Texts(self.lanes, self.names.into()),
            _ => Data::Lanes(self.lanes),
        };
        Column { known: self.known, data }
    }

    fn place(&mut self, text: &Arc<str>) -> i64 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.names.len() as i64;
        self.names.push(text.clone());
        self.places.insert(text.clone(), place);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read_back() {
        let kind = Kind::labels(&["empty_nest", "left_behind"]);
        let both = Value::Labels(vec!["empty_nest".into(), "left_behind".into()]);
        let strange = Value::Labels(vec!["rich".into()]);
        let mut builder = Builder::new(&kind);
        for value in [Some(&both), None, Some(&strange)] {
            builder.push(value);
        }
        let column = builder.finish();
        assert_eq!(column.value(&kind, 0), Some(both));
        assert_eq!(column.value(&kind, 1), None);
        assert_eq!(column.value(&kind, 2), None, "a value outside the kind is not known");
        assert_eq!(column.pick(&[1, 0]).value(&kind, 1), column.value(&kind, 0));
    }

    #[test]
    fn bits_past_the_end_stay_zero() {
        let bits = Bits::all(70);
        assert_eq!(bits.count(), 70);
        assert_eq!(bits.rows().last(), Some(69));
    }
}
