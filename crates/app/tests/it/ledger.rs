//! The ledger: postings as a text table, as one reads a cash book, and sums that never drift.

use base::{Day, Error};
use platform::{
    Actor,
    ledger::{AccountId, Guard, Posted, Sums, Transfer, Unit, open, post, proof, reverse, sums},
};
use proptest::prelude::*;

use crate::world::{COUNTY_AREA, World, on_each_database};

const DAY: &str = "2026-11-22";

fn name(text: &str) -> AccountId {
    AccountId::new(Unit::Yuan, text)
}

fn transfer<'a>(id: &str, debit: &'a AccountId, credit: &'a AccountId, amount: i64) -> Transfer<'a> {
    let on: Day = DAY.parse().expect("a day");
    Transfer { id: id.to_owned(), debit, credit, amount, about: "test", about_id: "book", on }
}

fn clerk(world: &World) -> Actor {
    world.somebody("clerk", COUNTY_AREA, &[])
}

/// Each line: `open NAME GUARD`, `ID DEBIT CREDIT AMOUNT -> ANSWER`, `undo ID -> ANSWER`,
/// or `NAME = DEBITS CREDITS`.
#[track_caller]
fn check(world: &World, book: &'static str) {
    let clerk = clerk(world);
    for line in book.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        let found = match words.as_slice() {
            ["open", account, guard] => {
                let guard = match *guard {
                    "debits" => Guard::DebitsWithinCredits,
                    "credits" => Guard::CreditsWithinDebits,
                    _ => Guard::None,
                };
                let account = name(account);
                world.within(&clerk, move |cx| open(cx, &[(&account, guard)])).expect("it opens");
                continue;
            }
            [account, "=", debits, credits] => {
                let account = name(account);
                let found = world.within(&clerk, move |cx| sums(cx, &account)).expect("it has sums");
                let number = |text: &str| text.parse().expect("a number");
                assert_eq!(found, Sums { debits: number(debits), credits: number(credits) }, "{line}");
                continue;
            }
            ["undo", id, "->", ..] => {
                let id = *id;
                world.within(&clerk, move |cx| reverse(cx, id, DAY.parse().expect("a day")))
            }
            [id, debit, credit, amount, "->", ..] => {
                let (id, debit, credit) = (*id, name(debit), name(credit));
                let amount = amount.parse().expect("an amount");
                world.within(&clerk, move |cx| post(cx, &[transfer(id, &debit, &credit, amount)]))
            }
            _ => panic!("what is this line: {line}"),
        };
        let said = match found {
            Ok(Posted { posted: 1, .. }) => "posted".to_owned(),
            Ok(_) => "known".to_owned(),
            Err(error) => error.faults().first().map_or_else(|| "broken".into(), |it| it.key.to_string()),
        };
        assert_eq!(Some(said.as_str()), line.split("-> ").nth(1), "{line}");
        check_sums(world, line);
    }
}

#[track_caller]
fn check_sums(world: &World, after: &str) {
    let clerk = clerk(world);
    let [accounts, transfers] =
        world.within(&clerk, |cx| proof(cx, Unit::Yuan)).expect("the ledger is proved");
    assert_eq!(accounts.balance(), 0, "after {after}");
    assert_eq!(accounts, transfers, "after {after}");
}

#[test]
fn the_same_posting_twice_is_one_and_another_under_its_id_is_refused() {
    on_each_database(|world| {
        check(
            world,
            "open expense none
             open payable none
             a expense payable 2500 -> posted
             a expense payable 2500 -> known
             a expense payable 2600 -> ledger-id-reused
             expense = 2500 0
             payable = 0 2500
             b expense payable 0 -> ledger-amount-not-positive
             c expense expense 5 -> ledger-one-account
             d expense nowhere 5 -> broken
             expense = 2500 0",
        );
    });
}

#[test]
fn a_guard_stands_against_an_overdraft_and_leaves_nothing_behind() {
    on_each_database(|world| {
        check(
            world,
            "open fund none
             open savings debits
             open debt credits
             in fund savings 100 -> posted
             out savings fund 101 -> ledger-would-overdraw
             out savings fund 100 -> posted
             more savings fund 1 -> ledger-would-overdraw
             owe debt fund 50 -> posted
             pay fund debt 60 -> ledger-would-overdraw
             pay fund debt 50 -> posted
             savings = 100 100
             debt = 50 50",
        );
    });
}

#[test]
fn a_posting_is_undone_once_and_its_undoing_stays() {
    on_each_database(|world| {
        check(
            world,
            "open a none
             open b none
             x a b 70 -> posted
             undo x -> posted
             undo x -> known
             undo x/reversed -> ledger-reversal-stays
             undo y -> missing
             a = 70 70
             b = 70 70",
        );
    });
}

#[test]
fn many_are_posted_in_few_statements_and_none_when_one_fails() {
    on_each_database(|world| {
        let clerk = clerk(world);
        let bulk = move |last: &'static str| {
            move |cx: &mut platform::Cx| {
                let fund = name("fund");
                let people: Vec<AccountId> = (0..1_700).map(|it| name(&format!("person/{it}"))).collect();
                let mut accounts: Vec<(&AccountId, Guard)> =
                    people.iter().map(|it| (it, Guard::None)).collect();
                accounts.push((&fund, Guard::None));
                open(cx, &accounts)?;
                let mut transfers: Vec<Transfer> = people
                    .iter()
                    .enumerate()
                    .map(|(at, it)| transfer(&format!("p{at}"), &fund, it, 100 + at as i64))
                    .collect();
                let nowhere = name(last);
                transfers.push(transfer("last", &fund, &nowhere, 1));
                post(cx, &transfers)
            }
        };
        assert!(matches!(world.within(&clerk, bulk("nowhere")), Err(Error::Broken(_))));
        check_sums(world, "a failure");
        let posted = world.within(&clerk, bulk("person/3")).expect("all are posted");
        assert_eq!(posted, Posted { posted: 1_701, repeated: 0 });
        let again = world.within(&clerk, bulk("person/3")).expect("all are known");
        assert_eq!(again, Posted { posted: 0, repeated: 1_701 });
        check_sums(world, "posting again");
        let found = world.within(&clerk, |cx| sums(cx, &name("person/3"))).expect("sums");
        assert_eq!(found, Sums { debits: 0, credits: 104 });
    });
}

/// What a step of the property does, on which two accounts, with how much.
type Steps = Vec<(u8, usize, usize, i64)>;

/// Whatever is posted, repeated and undone: debits equal credits, and the accounts say what the
/// transfers say.
#[test]
fn sums_never_drift() {
    on_each_database(|world| {
        let clerk = clerk(world);
        let opened = world.within(&clerk, |cx| {
            let accounts: Vec<AccountId> = (0..5).map(|it| name(&it.to_string())).collect();
            let guard = |at: usize| if at == 4 { Guard::DebitsWithinCredits } else { Guard::None };
            let opened: Vec<_> = accounts.iter().enumerate().map(|(at, it)| (it, guard(at))).collect();
            open(cx, &opened)
        });
        opened.expect("accounts open");
        let steps = prop::collection::vec((0_u8..4, 0_usize..5, 0_usize..5, 1_i64..100_000), 1..25);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(12));
        runner
            .run(&steps, |steps: Steps| {
                for (place, (kind, debit, credit, amount)) in steps.into_iter().enumerate() {
                    let answer = world.within(&clerk, move |cx| {
                        let (debit, credit) = (name(&debit.to_string()), name(&credit.to_string()));
                        let id = format!("t{}", place / 2);
                        if kind == 0 {
                            return reverse(cx, &id, DAY.parse().expect("a day"));
                        }
                        post(cx, &[transfer(&id, &debit, &credit, amount)])
                    });
                    prop_assert!(!matches!(answer, Err(Error::Broken(_))), "{answer:?}");
                    check_sums(world, "a step");
                }
                Ok(())
            })
            .expect("sums never drift");
    });
}
