//! A month's bill between two areas as a file: rendered, read back, and every line of it judged. Pure;
//! nothing is guessed.
//!
//! ```text
//!   songhe-settlement,1,<who bills>,<who pays>,2026-11
//!   authorisation,service,amount,bill
//!   异地〔2026〕0001号,subsidy,300.00,异地〔2026〕0007号
//!   TOTAL,1,300.00,<digest of every byte above>
//! ```

use std::{collections::BTreeMap, fmt::Write as _};

use base::{Fault, Money, Month, Result};
use sha2::{Digest, Sha256};

const KIND: &str = "songhe-settlement";
const EDITION: &str = "1";
const HEAD: &str = "authorisation,service,amount,bill";
const TOTAL: &str = "TOTAL";

/// Who bills whom for which month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Between {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) month: Month,
}

/// What was used, by the number under which whoever pays authorised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) authorisation: String,
    pub(super) service: String,
    pub(super) amount: Money,
    /// The number of the case at whoever bills.
    pub(super) bill: String,
}

/// A line as it came: what cannot be read of it is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) authorisation: String,
    pub(super) service: String,
    pub(super) amount: Option<Money>,
    pub(super) bill: String,
}

/// A file as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bill {
    pub(super) between: Between,
    pub(super) said: Vec<Said>,
    /// Whether its last line agrees with it: as many lines, as much money, the same bytes.
    pub(super) sound: bool,
}

pub(super) fn render(between: &Between, lines: &[Line]) -> String {
    let Between { from, to, month } = between;
    let mut text = format!("{KIND},{EDITION},{},{},{month}\r\n{HEAD}\r\n", cell(from), cell(to));
    for it in lines {
        let cells = [&it.authorisation, &it.service, &it.amount.to_string(), &it.bill].map(|it| cell(it));
        _ = write!(text, "{}\r\n", cells.join(","));
    }
    let sum: Money = lines.iter().map(|it| it.amount).sum();
    let digest = digest(&text);
    _ = write!(text, "{TOTAL},{},{sum},{digest}\r\n", lines.len());
    text
}

/// A text that no reader takes for two cells.
fn cell(text: &str) -> String {
    text.replace([',', '\r', '\n', '"'], " ").trim().to_owned()
}

/// The digest of a file, or of the part of one above its last line.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut all, it| {
        _ = write!(all, "{it:02x}");
        all
    })
}

/// Reads a file. One that is something else altogether is refused whole.
pub(super) fn read(text: &str) -> Result<Bill> {
    let refused = |key: &'static str| base::Error::from(Fault::new("file", key));
    let plain = text.trim_start_matches('\u{feff}');
    let rows: Vec<&str> = plain.lines().filter(|it| !it.trim().is_empty()).collect();
    let cells = |row: &str| row.split(',').map(|it| it.trim().to_owned()).collect::<Vec<String>>();
    let first = rows.first().map(|it| cells(it)).unwrap_or_default();
    let [kind, edition, from, to, month] = first.as_slice() else {
        return Err(refused("settlement-no-bill"));
    };
    if kind != KIND || edition != EDITION {
        return Err(refused("settlement-no-bill"));
    }
    let month = month.parse().map_err(|()| refused("settlement-no-bill"))?;
    let last = rows.last().map(|it| cells(it)).filter(|it| it[0] == TOTAL);
    let body = &rows[1..rows.len() - usize::from(last.is_some())];
    let body = body.strip_prefix(&[HEAD]).unwrap_or(body);
    let said: Vec<Said> = body
        .iter()
        .map(|row| {
            let cells = cells(row);
            let at = |place: usize| cells.get(place).cloned().unwrap_or_default();
            let amount = Money::parse(&at(2)).filter(|it| Money::ZERO < *it && cells.len() == 4);
            Said { authorisation: at(0), service: at(1), amount, bill: at(3) }
        })
        .collect();
    let sum: Money = said.iter().filter_map(|it| it.amount).sum();
    let sound = last.is_some_and(|it| {
        let above = plain.rfind(TOTAL).map_or("", |at| &plain[..at]);
        it.as_slice() == [TOTAL.to_owned(), said.len().to_string(), sum.to_string(), digest(above)]
    });
    Ok(Bill { between: Between { from: from.clone(), to: to.clone(), month }, said, sound })
}

/// What whoever pays knows of an authorisation in the month of the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) case: String,
    pub(super) service: String,
    /// What was recorded as used; nothing where nobody recorded it.
    pub(super) amount: Option<Money>,
    /// The month was cleared by an earlier bill.
    pub(super) cleared: bool,
}

/// What is made of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Agreed,
    /// Another amount or another service than was recorded here.
    Altered,
    /// It was authorised, and nobody here recorded its use.
    Unrecorded,
    /// No authorisation of ours has this number.
    Unknown,
    /// The number stands twice in the file: neither is believed.
    Doubled,
    /// An earlier bill was cleared with it.
    Repeated,
    /// It has no amount that can be read.
    Unreadable,
}

impl Verdict {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Verdict::Agreed => "agreed",
            Verdict::Altered => "altered",
            Verdict::Unrecorded => "unrecorded",
            Verdict::Unknown => "unknown",
            Verdict::Doubled => "doubled",
            Verdict::Repeated => "repeated",
            Verdict::Unreadable => "unreadable",
        }
    }

    /// Whether a person may recognise the line although it does not agree.
    pub(super) fn is_arguable(verdict: &str) -> bool {
        verdict == Verdict::Altered.as_str() || verdict == Verdict::Unrecorded.as_str()
    }
}

/// Judges every line; answers beside the verdicts the authorisations that were used and that the bill
/// does not name.
pub(super) fn judge(said: &[Said], known: &BTreeMap<String, Known>) -> (Vec<Verdict>, Vec<String>) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for it in said {
        *times.entry(&it.authorisation).or_default() += 1;
    }
    let verdicts = said.iter().map(|it| {
        let Some(amount) = it.amount else { return Verdict::Unreadable };
        if 1 < times[it.authorisation.as_str()] {
            return Verdict::Doubled;
        }
        match known.get(&it.authorisation) {
            None => Verdict::Unknown,
            Some(ours) if ours.cleared => Verdict::Repeated,
            Some(Known { amount: None, .. }) => Verdict::Unrecorded,
            Some(ours) if ours.amount == Some(amount) && ours.service == it.service => Verdict::Agreed,
            Some(_) => Verdict::Altered,
        }
    });
    let verdicts = verdicts.collect();
    let used = |it: &&Known| it.amount.is_some() && !it.cleared;
    let missing = known.iter().filter(|(number, it)| used(it) && !times.contains_key(number.as_str()));
    (verdicts, missing.map(|it| it.0.clone()).collect())
}

#[cfg(test)]
mod tests {
    // not for people: what files say
    use super::*;

    fn between() -> Between {
        Between {
            from: "西山区".into(), to: "冕宁县".into(), month: "2026-11".parse().expect("a month")
        }
    }

    fn line(number: &str, fen: i64) -> Line {
        let (service, bill) = ("subsidy".to_owned(), format!("西{number}"));
        Line { authorisation: number.to_owned(), service, amount: Money(fen), bill }
    }

    fn known(fen: Option<i64>, cleared: bool) -> Known {
        Known { case: "c".into(), service: "subsidy".into(), amount: fen.map(Money), cleared }
    }

    #[test]
    fn a_bill_comes_back_as_it_was_sent_and_one_changed_byte_is_seen() {
        let text = render(&between(), &[line("1号", 30_000), line("2号", 12_345)]);
        let bill = read(&text).expect("a bill");
        assert_eq!((&bill.between, bill.sound, bill.said.len()), (&between(), true, 2));
        assert_eq!(bill.said[1].amount, Some(Money(12_345)));
        for (from, to) in [("300.00", "301.00"), ("1号", "3号"), ("subsidy", "care"), ("TOTAL,2", "TOTAL,3")]
        {
            assert!(!read(&text.replacen(from, to, 1)).expect("a bill").sound, "{from} → {to}");
        }
        let cut: String = text.lines().filter(|it| !it.starts_with("TOTAL")).collect::<Vec<_>>().join("\n");
        let bill = read(&cut).expect("a bill");
        assert_eq!((bill.sound, bill.said.len()), (false, 2), "its lines are still told");
        assert!(read("姓名,金额\n王,3\n").is_err() && read("").is_err());
    }

    #[test]
    fn every_line_is_accounted_for() {
        let ours = BTreeMap::from([
            ("a".to_owned(), known(Some(100), false)),
            ("b".to_owned(), known(Some(100), false)),
            ("c".to_owned(), known(None, false)),
            ("d".to_owned(), known(Some(100), true)),
            ("e".to_owned(), known(Some(100), false)),
            ("f".to_owned(), known(Some(100), false)),
            ("g".to_owned(), known(None, false)),
        ]);
        let said = |number: &str, fen: Option<i64>| Said {
            authorisation: number.into(),
            service: "subsidy".into(),
            amount: fen.map(Money),
            bill: String::new(),
        };
        let lines = [
            said("a", Some(100)),
            said("b", Some(101)),
            said("c", Some(100)),
            said("d", Some(100)),
            said("e", Some(100)),
            said("e", Some(100)),
            said("x", Some(100)),
            said("y", None),
        ];
        let (verdicts, missing) = judge(&lines, &ours);
        use Verdict::{Agreed, Altered, Doubled, Repeated, Unknown, Unreadable, Unrecorded};
        assert_eq!(verdicts, [Agreed, Altered, Unrecorded, Repeated, Doubled, Doubled, Unknown, Unreadable]);
        assert_eq!(missing, ["f"], "used, and not billed");
    }
}
