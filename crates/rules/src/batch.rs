//! Column by column: a rule asked of many rows at once, a chunk at a time so that it stays in the
//! cache. Truths are two bitmaps (yes, no; neither is unknown), so Kleene's `and` and `or` are
//! word operations on 64 rows, and a row that is decided is not asked again.

use std::borrow::Cow;

use crate::{
    Bits, Column, NodeId, Program,
    column::Data,
    node::{Op, Order},
    number::Lanes,
    plane::{self, Plane, WORDS},
};

/// Rows that are evaluated together: 16 KiB a lane, so a rule's columns fit the second-level cache.
pub const CHUNK_ROWS: usize = 2_048;

/// What a rule answers for each row, and why. A row that was not asked is in neither bitmap and
/// has reason 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    pub yes: Bits,
    pub no: Bits,
    /// The sub-expression that decided; [`Program::clause`] gives its text.
    pub reason: Vec<NodeId>,
}

/// The value that a rule gives for each row, and which branch gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub lanes: Vec<i64>,
    pub known: Bits,
    pub reason: Vec<NodeId>,
}

/// The value that a rule gives for each row.
#[derive(Clone, Debug)]
pub struct Values<'a> {
    pub lanes: Cow<'a, [i64]>,
    pub known: Cow<'a, Bits>,
}

#[derive(Clone, Copy)]
pub(crate) struct Truths {
    pub(crate) yes: Plane,
    pub(crate) no: Plane,
}

pub(crate) struct Chunk<'a> {
    pub(crate) program: &'a Program,
    columns: &'a [&'a Column],
    start: usize,
    pub(crate) rows: usize,
}

impl Program {
    /// Answers for the rows in `within`, or for all. `columns` stand in the order of
    /// [`Program::facts`].
    pub fn answers(&self, columns: &[&Column], rows: usize, within: Option<&Bits>) -> Answers {
        let mut answers = Answers { yes: Bits::none(rows), no: Bits::none(rows), reason: vec![0; rows] };
        for (chunk, live) in self.chunks(columns, rows, within) {
            let reason = &mut answers.reason[chunk.start..chunk.start + chunk.rows];
            let truths = chunk.decide(self.root(), &live, reason);
            chunk.store(&mut answers.yes, &truths.yes);
            chunk.store(&mut answers.no, &truths.no);
        }
        answers
    }

    /// Values for the rows in `within`, or for all; lanes as the program's kind keeps them.
    pub fn numbers(&self, columns: &[&Column], rows: usize, within: Option<&Bits>) -> Numbers {
        let mut numbers = Numbers { lanes: vec![0; rows], known: Bits::none(rows), reason: vec![0; rows] };
        for (chunk, live) in self.chunks(columns, rows, within) {
            let range = chunk.start..chunk.start + chunk.rows;
            let found = chunk.chosen(self.root(), &live, &mut numbers.reason[range.clone()]);
            let lanes = &mut numbers.lanes[range];
            match found.lanes {
                Lanes::Same(it) => lanes.fill(it),
                Lanes::Rows(rows) => lanes.copy_from_slice(rows),
                Lanes::Made(rows) => lanes.copy_from_slice(&rows),
            }
            chunk.store(&mut numbers.known, &found.known);
        }
        numbers
    }

    /// Values as [`Program::numbers`] gives them, without the reasons. A rule that is just a fact
    /// costs nothing: its column is handed back, with the rows that were not asked for.
    pub fn values<'a>(&self, columns: &[&'a Column], rows: usize, within: Option<&Bits>) -> Values<'a> {
        if let (Op::Fact(0), [column]) = (&self.nodes[self.root()].op, columns)
            && let Data::Lanes(lanes) = &column.data
        {
            return Values { lanes: Cow::Borrowed(lanes), known: Cow::Borrowed(&column.known) };
        }
        let numbers = self.numbers(columns, rows, within);
        Values { lanes: Cow::Owned(numbers.lanes), known: Cow::Owned(numbers.known) }
    }

    fn chunks<'a>(
        &'a self,
        columns: &'a [&'a Column],
        rows: usize,
        within: Option<&'a Bits>,
    ) -> impl Iterator<Item = (Chunk<'a>, Plane)> {
        assert_eq!(columns.len(), self.facts.len(), "one column for each fact of {:?}", self.text);
        for (column, fact) in columns.iter().zip(&self.facts) {
            assert_eq!(column.len(), rows, "the column of {} has another length", fact.name);
            assert!(column.suits(&fact.kind), "the column of {} is not {}", fact.name, fact.kind.word());
        }
        (0..rows).step_by(CHUNK_ROWS).map(move |start| {
            let chunk = Chunk { program: self, columns, start, rows: CHUNK_ROWS.min(rows - start) };
            let mut live = [0; WORDS];
            match within {
                Some(within) => chunk.load(&mut live, within),
                None => live = plane::first(chunk.rows),
            }
            (chunk, live)
        })
    }
}

impl<'a> Chunk<'a> {
    pub(crate) fn lanes(&self, slot: usize) -> &'a [i64] {
        match &self.columns[slot].data {
            Data::Lanes(lanes) | Data::Texts(lanes, _) => &lanes[self.start..self.start + self.rows],
            Data::Bool(_) => unreachable!("the compiler asks truths of facts that are bool only"),
        }
    }

    pub(crate) fn known(&self, slot: usize) -> Plane {
        let mut plane = [0; WORDS];
        self.load(&mut plane, &self.columns[slot].known);
        plane
    }

    fn load(&self, plane: &mut Plane, bits: &Bits) {
        let first = self.start / 64;
        let words = self.rows.div_ceil(64);
        plane[..words].copy_from_slice(&bits.words[first..first + words]);
    }

    fn store(&self, bits: &mut Bits, plane: &Plane) {
        let first = self.start / 64;
        let words = self.rows.div_ceil(64);
        bits.words[first..first + words].copy_from_slice(&plane[..words]);
    }

    /// Answers a truth node for the rows in `live` and writes for each of them the reason.
    pub(crate) fn decide(&self, node: usize, live: &Plane, reason: &mut [NodeId]) -> Truths {
        match &self.program.nodes[node].op {
            Op::And(terms) => self.all(node, terms, true, live, reason),
            Op::Or(terms) => self.all(node, terms, false, live, reason),
            Op::Not(it) => {
                let truths = self.decide(*it, live, reason);
                Truths { yes: truths.no, no: truths.yes }
            }
            Op::If(condition, yes, no) => self.branch(node, [*condition, *yes, *no], live, reason),
            _ => {
                plane::assign(reason, live, node as NodeId + 1);
                self.leaf(node, live)
            }
        }
    }

    /// `and` (`wanted` is true) ends at the first no, `or` at the first yes; only rows still open
    /// are asked. Where none ends it, the first unknown is the reason, or the whole.
    fn all(&self, node: usize, terms: &[usize], wanted: bool, live: &Plane, why: &mut [NodeId]) -> Truths {
        let (mut open, mut ended, mut unknown) = (*live, [0; WORDS], [0; WORDS]);
        plane::assign(why, live, node as NodeId + 1);
        let mut scratch = Vec::new();
        for term in terms {
            if open.iter().all(|it| *it == 0) {
                break;
            }
            let composite = self.composite(*term);
            let truths = if composite {
                scratch.resize(self.rows, 0);
                self.decide(*term, &open, &mut scratch)
            } else {
                self.leaf(*term, &open)
            };
            let (keeps, ends) = if wanted { (&truths.yes, &truths.no) } else { (&truths.no, &truths.yes) };
            let (mut write, mut any) = ([0; WORDS], 0);
            for word in 0..WORDS {
                let doubt = open[word] & !keeps[word] & !ends[word] & !unknown[word];
                unknown[word] |= doubt;
                ended[word] |= ends[word];
                open[word] &= !ends[word];
                write[word] = doubt | ends[word];
                any |= write[word];
            }
            if any == 0 {
                continue;
            }
            if composite {
                plane::each_row(&write, |row| why[row] = scratch[row]);
            } else {
                plane::assign(why, &write, *term as NodeId + 1);
            }
        }
        let mut kept = open;
        kept.iter_mut().zip(&unknown).for_each(|(kept, unknown)| *kept &= !unknown);
        if wanted { Truths { yes: kept, no: ended } } else { Truths { yes: ended, no: kept } }
    }

    fn branch(
        &self,
        node: usize,
        [condition, yes, no]: [usize; 3],
        live: &Plane,
        why: &mut [NodeId],
    ) -> Truths {
        let fork = self.decide(condition, live, why);
        let (mut with, mut without) = ([0; WORDS], [0; WORDS]);
        for word in 0..WORDS {
            let open = live[word] & !fork.yes[word] & !fork.no[word];
            with[word] = fork.yes[word] | open;
            without[word] = fork.no[word] | open;
        }
        let (mut with_why, mut without_why) = (vec![0; self.rows], vec![0; self.rows]);
        let then = self.decide(yes, &with, &mut with_why);
        let other = self.decide(no, &without, &mut without_why);
        plane::each_row(&fork.yes, |row| why[row] = with_why[row]);
        plane::each_row(&fork.no, |row| why[row] = without_why[row]);
        let (mut answer, mut agreed) = (Truths { yes: [0; WORDS], no: [0; WORDS] }, [0; WORDS]);
        for word in 0..WORDS {
            let open = live[word] & !fork.yes[word] & !fork.no[word];
            let (both, neither) = (then.yes[word] & other.yes[word], then.no[word] & other.no[word]);
            agreed[word] = open & (both | neither);
            answer.yes[word] =
                fork.yes[word] & then.yes[word] | fork.no[word] & other.yes[word] | open & both;
            answer.no[word] =
                fork.yes[word] & then.no[word] | fork.no[word] & other.no[word] | open & neither;
        }
        plane::assign(why, &agreed, node as NodeId + 1);
        answer
    }

    /// Whether a node's reason may be a node inside it.
    fn composite(&self, node: usize) -> bool {
        matches!(self.program.nodes[node].op, Op::And(_) | Op::Or(_) | Op::If(..) | Op::Not(_))
    }

    fn leaf(&self, node: usize, live: &Plane) -> Truths {
        let (mut yes, known) = match &self.program.nodes[node].op {
            Op::Literal { lane, .. } => (if *lane == 1 { *live } else { [0; WORDS] }, *live),
            Op::Fact(slot) => {
                let mut yes = [0; WORDS];
                match &self.columns[*slot].data {
                    Data::Bool(bits) => self.load(&mut yes, bits),
                    Data::Lanes(_) | Data::Texts(..) => unreachable!("a truth is kept as bits"),
                }
                (yes, self.known(*slot))
            }
            Op::Known(it) => return self.is_known(*it, live),
            Op::Compare(order, left, right) => self.compare(*order, *left, *right, live),
            Op::Same(unequal, left, right) => {
                let (left, right) = (self.truths(*left, live), self.truths(*right, live));
                let (mut yes, mut known) = ([0; WORDS], [0; WORDS]);
                for word in 0..WORDS {
                    known[word] = (left.yes[word] | left.no[word]) & (right.yes[word] | right.no[word]);
                    let differ = left.yes[word] ^ right.yes[word];
                    yes[word] = if *unequal { differ } else { !differ };
                }
                (yes, known)
            }
            Op::LaneIn(item, lanes) => {
                let item = self.number(*item, live);
                (fill(&item.known, |row| lanes.contains(&item.lanes.at(row))), item.known)
            }
            Op::TextIn(unequal, item, texts) => {
                let Op::Fact(slot) = self.program.nodes[*item].op else {
                    unreachable!("texts are compared where they are facts")
                };
                let names = self.columns[slot].names();
                let place = |text| names.iter().position(|it| it == text).map(|it| it as i64);
                let lanes: Vec<i64> = texts.iter().filter_map(place).collect();
                let item = self.number(*item, live);
                let holds = |row| lanes.contains(&item.lanes.at(row)) != *unequal;
                (fill(&item.known, holds), item.known)
            }
            Op::Holds(set, label) => {
                let set = self.number(*set, live);
                (fill(&set.known, |row| set.lanes.at(row) >> label & 1 == 1), set.known)
            }
            _ => unreachable!("composites are decided, and numbers are not truths"),
        };
        let mut no = [0; WORDS];
        for word in 0..WORDS {
            let known = known[word] & live[word];
            (yes[word], no[word]) = (yes[word] & known, !yes[word] & known);
        }
        Truths { yes, no }
    }

    fn truths(&self, node: usize, live: &Plane) -> Truths {
        if self.composite(node) {
            self.decide(node, live, &mut vec![0; self.rows])
        } else {
            self.leaf(node, live)
        }
    }

    fn is_known(&self, node: usize, live: &Plane) -> Truths {
        let known = if self.program.nodes[node].kind == crate::Kind::Bool {
            let truths = self.truths(node, live);
            std::array::from_fn(|word| truths.yes[word] | truths.no[word])
        } else {
            self.number(node, live).known
        };
        Truths {
            yes: std::array::from_fn(|word| known[word] & live[word]),
            no: std::array::from_fn(|word| !known[word] & live[word]),
        }
    }

    fn compare(&self, order: Order, left: usize, right: usize, live: &Plane) -> (Plane, Plane) {
        let left = self.number(left, live);
        let right = self.number(right, &left.known);
        let known = right.known;
        let rows = match &left.lanes {
            Lanes::Rows(rows) => Some(*rows),
            Lanes::Made(rows) => Some(rows.as_slice()),
            Lanes::Same(_) => None,
        };
        // The common case, a column beside a constant, as a tight loop of its own.
        let yes = match (rows, &right.lanes) {
            (Some(rows), Lanes::Same(it)) => {
                let it = *it;
                match order {
                    Order::Less => plane::pack(rows, &known, |row| row < it),
                    Order::LessEqual => plane::pack(rows, &known, |row| row <= it),
                    Order::Greater => plane::pack(rows, &known, |row| it < row),
                    Order::GreaterEqual => plane::pack(rows, &known, |row| it <= row),
                    Order::Equal => plane::pack(rows, &known, |row| row == it),
                    Order::NotEqual => plane::pack(rows, &known, |row| row != it),
                }
            }
            _ => fill(&known, |row| order.holds(left.lanes.at(row), right.lanes.at(row))),
        };
        (yes, known)
    }
}

fn fill(rows: &Plane, holds: impl Fn(usize) -> bool) -> Plane {
    let mut plane = [0; WORDS];
    plane::each_row(rows, |row| plane[row / 64] |= u64::from(holds(row)) << (row % 64));
    plane
}
