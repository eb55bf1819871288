//! Reaching a database, and refusing one that does not fit.

use store::{
    Kind, Options, Store, Trouble,
    scratch::{Scratch, of_database},
};

use crate::{admin, each_scratch, setting};

#[track_caller]
fn refused(answer: base::Result<Store>, want: &str) {
    let error = answer.err().expect("it must be refused");
    assert!(
        matches!(Trouble::of(&error), Some(it) if matches!(it.kind, Kind::Unfit | Kind::Unreachable)),
        "{error}"
    );
    assert!(error.to_string().contains(want), "{error}");
}

#[test]
fn a_database_from_the_future_or_altered_is_refused() {
    for scratch in each_scratch() {
        let store = scratch.open().unwrap();
        store
            .write(|tx| {
                tx.exec("INSERT INTO migration (version, checksum, program) VALUES (9999, '', '9.0')", &[])
            })
            .unwrap();
        drop(store);
        refused(scratch.open(), "songhe 9.0 brought it to migration 9999");
    }
    for scratch in each_scratch() {
        let store = scratch.open().unwrap();
        store.write(|tx| tx.exec("UPDATE migration SET checksum = 'x' WHERE version = 1", &[])).unwrap();
        drop(store);
        refused(scratch.open(), "migration 1 was altered");
    }
}

#[test]
fn a_database_that_is_not_ours_or_not_ready_is_refused() {
    let scratch = Scratch::lite();
    let looking = Options { migrate: false, ..Options::default() };
    refused(Store::open_with(scratch.url(), &looking), "not up to date");
    drop(scratch.open().unwrap());
    Store::open_with(scratch.url(), &looking).expect("now it is");
    let other = Scratch::lite();
    let path = other.url().trim_start_matches("sqlite:").to_owned();
    std::fs::write(&path, "not a database at all, but long enough to have a header of its own: ".repeat(20))
        .unwrap();
    refused(other.open(), "file is not a database");
    refused(Store::open("sqlite:/nowhere/songhe.db"), "unable to open database file");
    refused(Store::open("postgres://u:secret@127.0.0.1:1/none"), "127.0.0.1");
}

#[test]
fn a_database_that_sorts_otherwise_is_refused() {
    let Some(admin) = admin() else { return };
    let mut client = postgres::Client::connect(&admin, postgres::NoTls).unwrap();
    let odd = client
        .query("SELECT collname FROM pg_collation WHERE collname LIKE 'en_US.utf8' LIMIT 1", &[])
        .unwrap();
    let name = format!("odd_{}", std::process::id());
    let (locale, encoding) = if odd.is_empty() { ("C", "SQL_ASCII") } else { ("en_US.utf8", "UTF8") };
    client
        .batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE '{locale}'"
        ))
        .unwrap();
    let url = of_database(&admin, &name);
    refused(Store::open(&url), "CREATE DATABASE");
    client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}

#[test]
fn tls_is_spoken_and_the_server_proved() {
    let (Some(admin), Some(root)) = (admin(), setting("SONGHE_TEST_PG_ROOT")) else { return };
    let scratch = Scratch::postgres(&admin).unwrap();
    let with = |words: &str| Store::open(&format!("{}?{words}", scratch.url()));
    let spoken = |store: &Store| {
        let sql = "SELECT CAST(ssl AS TEXT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        store.read(|tx| tx.get::<(String,)>("tls", sql, &[])).unwrap().0
    };
    assert_eq!(spoken(&with("sslmode=require").unwrap()), "true");
    assert_eq!(spoken(&with(&format!("sslmode=verify-full&sslrootcert={root}")).unwrap()), "true");
    assert_eq!(spoken(&with("sslmode=disable").unwrap()), "false");
    refused(with("sslmode=verify-full"), "certificate");
    let elsewhere = scratch.url().replace("localhost", "127.0.0.1");
    refused(Store::open(&format!("{elsewhere}?sslmode=verify-full&sslrootcert={root}")), "certificate");
}
