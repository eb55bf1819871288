//! What a unit of work may rely on.

use std::{
    sync::{Arc, Barrier},
    time::Duration,
};

use base::{Day, Error, Result};
use store::{Arg, Kind, Options, Store, Trouble, Tx};

use crate::{each_scratch, on_each};

pub(crate) fn bench_table(store: &Store) {
    store
        .write(|tx| {
            tx.exec(
                "CREATE TABLE bench (id BIGINT PRIMARY KEY, name TEXT NOT NULL, price BIGINT NOT NULL,
                 weight DOUBLE PRECISION, photo TEXT)",
                &[],
            )
        })
        .expect("a table");
}

pub(crate) fn put(tx: &mut Tx, id: i64, name: &str, price: i64) -> Result<u64> {
    tx.exec(
        "INSERT INTO bench (price, name, id) VALUES ($3, $2, $1)",
        &[id.into(), name.into(), price.into()],
    )
}

pub(crate) fn prices(store: &Store) -> Vec<(i64, i64)> {
    store.read(|tx| tx.all("SELECT id, price FROM bench ORDER BY id", &[])).expect("prices")
}

fn kind(answer: Result<impl std::fmt::Debug>) -> Kind {
    let error = answer.expect_err("it must fail");
    Trouble::of(&error).unwrap_or_else(|| panic!("{error} is no trouble")).kind
}

#[test]
fn arguments_are_bound_by_number_and_values_come_back() {
    on_each(|store, _| {
        bench_table(store);
        store.write(|tx| put(tx, 1, "孙桂兰·阿", 2_500)).unwrap();
        let row: (String, i64, Option<f64>, i64) = store
            .read(|tx| {
                tx.get(
                    "row",
                    "SELECT name, price, weight, CASE WHEN id = $1 THEN 1 ELSE 0 END FROM bench",
                    &[1.into()],
                )
            })
            .unwrap();
        assert_eq!(row, ("孙桂兰·阿".to_owned(), 2_500, None, 1));
        let day = Day::new(2026, 11, 22).unwrap();
        store.write(move |tx| tx.exec("UPDATE bench SET photo = $1", &[day.into()])).unwrap();
        let back: Day =
            store.read(|tx| tx.get("day", "SELECT photo FROM bench", &[])).map(|(it,)| it).unwrap();
        assert_eq!(back, day);
    });
}

#[test]
fn a_unit_that_fails_or_panics_leaves_no_trace_and_hurts_nobody() {
    on_each(|store, _| {
        bench_table(store);
        let refused = store.write(|tx| {
            put(tx, 1, "a", 1)?;
            Err::<(), _>(Error::conflict("no"))
        });
        assert!(matches!(refused, Err(Error::Conflict(_))));
        let panicked = store.write(|tx| {
            put(tx, 2, "b", 1)?;
            let nothing: Vec<i64> = tx
                .all("SELECT id FROM bench WHERE id = 77", &[])?
                .into_iter()
                .map(|it: (i64,)| it.0)
                .collect();
            Ok(nothing[0])
        });
        assert_eq!(kind(panicked), Kind::Panicked);
        let read = store.read(|_| -> Result<()> { panic!("a bug in a read") });
        assert_eq!(kind(read), Kind::Panicked);
        store.write(|tx| put(tx, 3, "c", 1)).unwrap();
        assert_eq!(prices(store), [(3, 1)]);
    });
}

#[test]
fn a_unit_does_not_go_on_after_a_statement_that_failed() {
    on_each(|store, _| {
        bench_table(store);
        let answer = store.write(|tx| {
            put(tx, 1, "a", 1)?;
            let _ = tx.exec("INSERT INTO nowhere (id) VALUES (1)", &[]);
            Ok(())
        });
        let said = answer.unwrap_err().to_string();
        assert!(said.contains("[in: INSERT INTO nowhere (id) VALUES (1)]"), "{said}");
        assert_eq!(prices(store), []);
    });
}

#[test]
fn a_double_key_is_told_as_the_conflict_it_is() {
    on_each(|store, _| {
        bench_table(store);
        store.write(|tx| put(tx, 1, "a", 1)).unwrap();
        match store.write(|tx| put(tx, 1, "secret", 2)) {
            Err(Error::Conflict(fault)) => {
                assert_eq!(fault.key, "record-exists");
                assert_eq!(fault.args, [("what".into(), "bench".to_owned())]);
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_read_cannot_write_and_sees_one_moment() {
    on_each(|store, _| {
        bench_table(store);
        store.write(|tx| put(tx, 1, "a", 1)).unwrap();
        assert_eq!(kind(store.read(|tx| put(tx, 2, "b", 1))), Kind::Statement);
        store
            .read(|tx| {
                let before: Vec<(i64,)> = tx.all("SELECT id FROM bench", &[])?;
                store.write(|tx| put(tx, 9, "later", 1))?;
                let after: Vec<(i64,)> = tx.all("SELECT id FROM bench", &[])?;
                assert_eq!(before, after);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn hands_that_read_decide_and_write_do_not_overtake_each_other() {
    const HANDS: i64 = 8;
    const TURNS: i64 = 12;
    on_each(|store, _| {
        bench_table(store);
        store.write(|tx| put(tx, 1, "a", 0)).unwrap();
        let start = Arc::new(Barrier::new(HANDS as usize));
        std::thread::scope(|scope| {
            for _ in 0..HANDS {
                let start = Arc::clone(&start);
                scope.spawn(move || {
                    start.wait();
                    for _ in 0..TURNS {
                        store
                            .write(|tx| {
                                let (price,): (i64,) =
                                    tx.get("row", "SELECT price FROM bench WHERE id = 1", &[])?;
                                tx.exec_one("UPDATE bench SET price = $1 WHERE id = 1", &[(price + 1).into()])
                            })
                            .expect("retried until it holds");
                    }
                });
            }
        });
        assert_eq!(prices(store), [(1, HANDS * TURNS)]);
    });
}

#[test]
fn a_unit_has_a_deadline() {
    for scratch in each_scratch() {
        let options = Options { unit_max: Duration::from_millis(300), ..Options::default() };
        let store = Store::open_with(scratch.url(), &options).unwrap();
        bench_table(&store);
        let endless = store.write(|tx| {
            put(tx, 1, "a", 1)?;
            tx.find::<(i64,)>(
                "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n)
                 SELECT COUNT(*) FROM n",
                &[],
            )
        });
        assert_eq!(kind(endless), Kind::Deadline, "{}", store.engine());
        store.write(|tx| put(tx, 2, "b", 1)).unwrap();
        assert_eq!(prices(&store), [(2, 1)]);
    }
}

#[test]
fn a_unit_that_was_given_up_takes_nobody_with_it() {
    let options = Options { unit_max: Duration::from_millis(300), ..Options::default() };
    let store = Store::open_with("sqlite::memory:", &options).unwrap();
    bench_table(&store);
    // While the writer is held up, a small unit, an endless INSERT and another small unit gather
    // in one group. The endless one makes SQLite roll the whole group back.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            store.write(|_| {
                std::thread::sleep(Duration::from_millis(150));
                Ok(())
            })
        });
        std::thread::sleep(Duration::from_millis(40));
        let first = scope.spawn(|| store.write(|tx| put(tx, 1, "a", 1)));
        std::thread::sleep(Duration::from_millis(20));
        let endless = scope.spawn(|| {
            store.write(|tx| {
                tx.exec(
                    "INSERT INTO bench (id, name, price)
                     WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n) SELECT i, '', 0 FROM n",
                    &[],
                )
            })
        });
        std::thread::sleep(Duration::from_millis(20));
        let last = scope.spawn(|| store.write(|tx| put(tx, 2, "b", 1)));
        assert_eq!(kind(endless.join().unwrap()), Kind::Deadline);
        let kept = [first, last].map(|it| it.join().unwrap().is_ok());
        let rows: Vec<i64> = prices(&store).into_iter().map(|it| it.0).collect();
        let want: Vec<i64> =
            [(1, kept[0]), (2, kept[1])].into_iter().filter(|it| it.1).map(|it| it.0).collect();
        assert_eq!(rows, want, "what was answered is what is there");
    });
}

#[test]
fn many_rows_go_in_fast_and_whole_or_not_at_all() {
    on_each(|store, _| {
        bench_table(store);
        let names: Vec<String> = (0..2_500).map(|it| format!("人{it}")).collect();
        store
            .write(move |tx| {
                let rows: Vec<Vec<Arg>> = names
                    .iter()
                    .zip(0_i64..)
                    .map(|(name, id)| {
                        vec![id.into(), name.into(), Arg::Int(id * 2), Arg::Real(0.5), Arg::Null]
                    })
                    .collect();
                tx.insert_many("bench", &["id", "name", "price", "weight", "photo"], &rows)
            })
            .unwrap();
        let sum: (i64, i64, f64) = store
            .read(|tx| {
                tx.get("sum", "SELECT COUNT(*), CAST(SUM(price) AS BIGINT), SUM(weight) FROM bench", &[])
            })
            .unwrap();
        assert_eq!(sum, (2_500, 2_500 * 2_499, 1_250.0));
        let doubled = store.write(|tx| {
            let rows = [
                vec![Arg::Int(9_000), Arg::Text("x"), Arg::Int(1)],
                vec![Arg::Int(1), Arg::Text("x"), Arg::Int(1)],
            ];
            tx.insert_many("bench", &["id", "name", "price"], &rows)
        });
        assert!(matches!(doubled, Err(Error::Conflict(_))), "{doubled:?}");
        assert_eq!(prices(store).len(), 2_500);
    });
}

#[test]
fn a_statement_is_prepared_and_not_run() {
    on_each(|store, _| {
        bench_table(store);
        store.prepare_only("INSERT INTO bench (id, name, price) VALUES ($1, $2, $3)").unwrap();
        assert!(store.prepare_only("SELECT nothing FROM bench").is_err());
        assert_eq!(prices(store), []);
    });
}

#[test]
fn the_planner_learns_of_many_rows() {
    on_each(|store, _| {
        bench_table(store);
        store.write(|tx| tx.exec("CREATE INDEX bench_name ON bench (name)", &[])).unwrap();
        store
            .write(|tx| {
                let rows: Vec<Vec<Arg>> =
                    (0..3_000).map(|id| vec![Arg::Int(id), Arg::Text("name"), Arg::Int(1)]).collect();
                tx.insert_many("bench", &["id", "name", "price"], &rows)
            })
            .unwrap();
        assert_eq!(prices(store).len(), 3_000);
        store.optimize().unwrap();
        if store.engine() == "sqlite" {
            let sql = "SELECT stat FROM sqlite_stat1 WHERE idx = 'bench_name'";
            let stat: (String,) = store.read(|tx| tx.get("stat", sql, &[])).unwrap();
            assert!(stat.0.ends_with(" 3000") || stat.0.split(' ').count() == 2, "{stat:?}");
        }
    });
}
