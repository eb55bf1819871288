//! Lines of the roll as tables, and as a property.

use proptest::prelude::*;

use super::*;

const NOV: &str = "2026-11";

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Decisions of the months up to November: a number is yuan, `-` no, `?` unknown.
fn decided(words: &str) -> Vec<Decided> {
    let words: Vec<&str> = words.split(' ').collect();
    let first = month(NOV).plus(1 - words.len() as i32);
    let one = |(at, word): (usize, &&str)| Decided {
        month: first.plus(at as i32),
        answer: match *word {
            "-" => Answer::NotOwed,
            "?" => Answer::Unknown(vec!["person.registered_here".into()]),
            yuan => Answer::Owed(Money::parse(yuan).unwrap()),
        },
        reason: "why".into(),
        tier: None,
    };
    words.iter().enumerate().map(one).collect()
}

/// What stands, as `owed/instructed/paid` in yuan for the same months.
fn standing(words: &str) -> Vec<Standing> {
    let words: Vec<&str> = words.split(' ').filter(|it| !it.is_empty()).collect();
    let first = month(NOV).plus(-(words.len() as i32));
    let one = |(at, word): (usize, &&str)| {
        let yuan: Vec<Money> = word.split('/').map(|it| Money::parse(it).unwrap()).collect();
        Standing { month: first.plus(at as i32), owed: yuan[0], instructed: yuan[1], paid: yuan[2] }
    };
    words.iter().enumerate().map(one).collect()
}

#[track_caller]
fn check(said: &str, stands: &str, last: Option<(Status, i64)>, held: Option<&str>, want: &str) {
    let last = last.map(|(status, yuan)| Last { status, amount: Money(yuan * 100) });
    let (decided, standing) = (decided(said), standing(stands));
    let held = held.map(|it| (month(it), "held"));
    let given =
        Given { decided: &decided, standing: &standing, held, waits: None, last: last.as_ref(), period: 1 };
    let drawn = draw(&given).map_or("none".to_owned(), |line| {
        let adjust: Vec<String> = line
            .adjust
            .iter()
            .map(|it| format!("{}:{}/{}", it.month.of_year(), it.amount.0 / 100, it.pay.0 / 100))
            .collect();
        let excess: Vec<String> =
            line.excess.iter().map(|it| format!("!{}:{}", it.0.of_year(), it.1.0 / 100)).collect();
        format!(
            "{} {} {}+{} [{}]{}",
            line.status.as_str(),
            line.change.as_str(),
            line.amount.0 / 100,
            line.arrears.0 / 100,
            adjust.join(" "),
            excess.concat()
        )
    });
    assert_eq!(drawn, want);
}

#[test]
fn lines_say_how_the_month_differs() {
    let due = Some((Status::Due, 25));
    check("25", "", None, None, "due new 25+0 [11:25/25]");
    check("25", "", due, None, "due same 25+0 [11:25/25]");
    check("100", "", due, None, "due changed 100+0 [11:100/100]");
    check("-", "", due, None, "ineligible stopped 0+0 []");
    check("-", "", None, None, "none");
    check("?", "", None, None, "pending pending 0+0 []");
    // Unknown never stops somebody already being paid.
    check("?", "", due, None, "due same 25+0 [11:25/25]");
    check("25", "", due, Some("2026-11"), "suspended suspended 0+0 []");
}

#[test]
fn earlier_months_are_corrected() {
    let due = Some((Status::Due, 25));
    // Owed since September, told of in November.
    check("25 25 25", "", None, None, "due new 25+50 [9:25/25 10:25/25 11:25/25]");
    // Paid in October, died in September: what was paid comes back, nothing is netted.
    check("25 - -", "25/25/25 25/25/25", due, None, "ineligible stopped 0+0 [10:-25/0]!10:25");
    // Not paid yet (the bank failed), died: owed falls, nothing to bring back.
    check("- -", "25/25/0", due, None, "ineligible stopped 0+0 [10:-25/0]");
    // An instruction was withdrawn: owed stands, and is paid now.
    check("25 25", "25/0/0", due, None, "due same 25+25 [10:0/25 11:25/25]");
    // History left August open: it is paid beside this month, and not decided again.
    check("25", "25/0/0", due, None, "due same 25+25 [10:0/25 11:25/25]");
    // After a suspension since September, all months come back.
    let held = Some((Status::Suspended, 0));
    check("25 25 25", "", held, None, "due resumed 25+50 [9:25/25 10:25/25 11:25/25]");
    check("25 25 25", "", held, Some("2026-09"), "suspended same 0+0 []");
}

proptest! {
    /// Posting a line's adjustments brings every decided month to its target, and drawing
    /// again then changes nothing.
    #[test]
    fn a_line_drawn_twice_changes_nothing(
        targets in proptest::collection::vec(0_i64..4, 1..8),
        stands in proptest::collection::vec((0_i64..4, 0_i64..4), 8),
    ) {
        let first = month(NOV).plus(1 - targets.len() as i32);
        let decided: Vec<Decided> = targets.iter().enumerate().map(|(at, target)| Decided {
            month: first.plus(at as i32),
            answer: if *target == 0 { Answer::NotOwed } else { Answer::Owed(Money(*target)) },
            reason: "why".into(),
            tier: None,
        }).collect();
        let mut standing: Vec<Standing> = decided.iter().zip(&stands).map(|(it, (owed, paid))| Standing {
            month: it.month,
            owed: Money(*owed),
            instructed: Money((*paid).min(*owed)),
            paid: Money((*paid).min(*owed)),
        }).collect();
        let last = Some(Last { status: Status::Due, amount: Money(1) });
        let given = |standing: &[Standing]| draw(&Given {
            decided: &decided, standing, held: None, waits: None, last: last.as_ref(), period: 1,
        });
        let line = given(&standing).unwrap();
        for it in &line.adjust {
            let at = standing.iter().position(|s| s.month == it.month).unwrap();
            standing[at].owed += it.amount;
            standing[at].instructed += it.pay;
        }
        for (it, target) in standing.iter().zip(&targets) {
            prop_assert_eq!(it.owed, Money(*target));
            prop_assert!(it.owed <= it.instructed);
        }
        let again = given(&standing).unwrap();
        prop_assert!(again.adjust.is_empty());
        prop_assert_eq!(again.excess, line.excess);
    }
}

/// A quarter is paid in one: its three months are the period, earlier ones are back-pay.
#[test]
fn a_quarter_is_one_payment() {
    let decided = decided("100 100 100 100");
    let given = Given { decided: &decided, standing: &[], held: None, waits: None, last: None, period: 3 };
    let line = draw(&given).unwrap();
    assert_eq!((line.amount, line.arrears, line.arrears_months), (Money(30_000), Money(10_000), 1));
    assert_eq!(line.adjust.len(), 4);
    let last = Last { status: Status::Due, amount: Money(30_000) };
    let stands = standing("100/100/100 100/100/100 100/100/100");
    let given = Given { standing: &stands, last: Some(&last), ..given };
    let line = draw(&given).unwrap();
    assert_eq!((line.change, line.amount, line.arrears), (Change::Same, Money(30_000), Money::ZERO));
    assert_eq!(line.adjust.len(), 1, "what is owed already is not owed again");
}
