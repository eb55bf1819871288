//! What can be done to a journal, each done to a small one, and what the walk says of it.

use super::chain::{Checkpoint, Fields, GENESIS, Head, Kept, Walk, What, seal};
use crate::keys::Keys;

#[derive(Clone)]
struct Book {
    sealed: Vec<(Fields, String, i64, String)>,
    unsealed: Vec<(Fields, String)>,
    head: Option<Head>,
    checkpoint: Option<Checkpoint>,
}

fn keys() -> Keys {
    Keys::new([1; 32], [2; 32], [3; 32])
}

fn thief() -> Keys {
    Keys::new([1; 32], [2; 32], [9; 32])
}

fn entry(number: i64) -> Fields {
    Fields {
        county: "mianning".into(),
        id: format!("id{number}"),
        at: 1_000 + number,
        account: "clerk".into(),
        role: "county_clerk".into(),
        channel: "web".into(),
        verb: "register.record-death".into(),
        subject_kind: Some("person".into()),
        subject_id: Some(format!("person{number}")),
        place: None,
        outcome: "done".into(),
        detail: "{}".into(),
        command_id: Some("c".into()),
    }
}

/// Ten sealed entries and two that wait.
fn book(keys: &Keys) -> Book {
    let mut before = GENESIS.to_owned();
    let mut sealed = Vec::new();
    for seq in 1..=10 {
        let fields = entry(seq);
        let mac = fields.mac(keys);
        before = seal(keys, &before, seq, &mac);
        sealed.push((fields, mac, seq, before.clone()));
    }
    let unsealed = (11..=12).map(|it| (entry(it), entry(it).mac(keys))).collect();
    let head = Some(Head::new(keys, "mianning", 10, &before, 1, 2_000));
    Book { sealed, unsealed, head, checkpoint: None }
}

fn walk(book: &Book) -> Vec<(What, Option<i64>, Option<i64>)> {
    let keys = keys();
    let mut walk = Walk::new(&keys, book.checkpoint.as_ref());
    for (fields, mac, seq, seal) in &book.sealed {
        walk.sealed(fields, mac, *seq, seal);
    }
    for (fields, mac) in &book.unsealed {
        walk.unsealed(fields, mac);
    }
    walk.end(book.checkpoint.as_ref(), book.head.as_ref());
    walk.findings.iter().map(|it| (it.what, it.seq, it.to)).collect()
}

#[track_caller]
fn check(done: impl FnOnce(&mut Book), want: &[(What, Option<i64>, Option<i64>)]) {
    let mut book = book(&keys());
    done(&mut book);
    assert_eq!(walk(&book), want);
}

#[test]
fn a_journal_nobody_touched_is_sound() {
    check(|_| (), &[]);
    check(|it| it.unsealed.clear(), &[]);
    assert!(walk(&Book { sealed: vec![], unsealed: vec![], head: None, checkpoint: None }).is_empty());
}

#[test]
fn each_field_of_an_entry_is_under_its_mac() {
    let alterations: [fn(&mut Fields); 15] = [
        |it| it.county = "xishan".into(),
        |it| it.id = "id99".into(),
        |it| it.at += 1,
        |it| it.account = "other".into(),
        |it| it.role = "county_reviewer".into(),
        |it| it.channel = "api".into(),
        |it| it.verb = "register.read".into(),
        |it| it.subject_kind = None,
        |it| it.subject_kind = Some("payee".into()),
        |it| it.subject_id = Some("person8".into()),
        |it| it.place = Some(String::new()),
        |it| it.outcome = "denied".into(),
        |it| it.detail = "{\"a\":1}".into(),
        |it| it.command_id = None,
        // A part moved over the border between two fields.
        |it| {
            it.account = "clerkcounty".into();
            it.role = "_clerk".into();
        },
    ];
    for alter in alterations {
        check(|it| alter(&mut it.sealed[4].0), &[(What::Altered, Some(5), None)]);
        check(|it| alter(&mut it.unsealed[1].0), &[(What::Altered, None, None)]);
    }
}

#[test]
fn what_was_written_to_prove_it_cannot_be_written_anew() {
    // The MAC made by another key, and with it the link.
    let forge = |it: &mut Book, keys: &Keys| {
        it.sealed[4].0.outcome = "denied".into();
        it.sealed[4].1 = it.sealed[4].0.mac(keys);
    };
    let altered = (What::Altered, Some(5), None);
    let moved = (What::Moved, Some(5), None);
    check(|it| forge(it, &thief()), &[altered, moved]);
    let relink = |it: &mut Book| {
        forge(it, &thief());
        it.sealed[4].3 = seal(&thief(), &it.sealed[3].3.clone(), 5, &it.sealed[4].1.clone());
    };
    check(relink, &[altered, moved, (What::Moved, Some(6), None)]);
    check(|it| it.sealed[4].3 = "0".repeat(64), &[moved, (What::Moved, Some(6), None)]);
    check(
        |it| it.sealed[9].3 = "0".repeat(64),
        &[(What::Moved, Some(10), None), (What::Moved, Some(10), None)],
    );
}

#[test]
fn a_whole_journal_sealed_anew_under_another_key_is_no_journal() {
    let mut book = book(&thief());
    book.unsealed.clear();
    let found = walk(&book);
    let count = |what| found.iter().filter(|it| it.0 == what).count();
    assert_eq!((count(What::Altered), count(What::Moved), count(What::Head)), (10, 10, 1), "{found:?}");
}

#[test]
fn entries_taken_out_put_in_or_exchanged_are_found() {
    check(|it| drop(it.sealed.remove(4)), &[(What::Removed, Some(5), Some(5))]);
    check(|it| drop(it.sealed.drain(2..5)), &[(What::Removed, Some(3), Some(5))]);
    check(|it| drop(it.sealed.remove(0)), &[(What::Removed, Some(1), Some(1))]);
    // Taken out, and the rest moved up over the gap.
    let close = |it: &mut Book| {
        it.sealed.remove(4);
        it.sealed[4..].iter_mut().for_each(|it| it.2 -= 1);
    };
    let moved = |seq| (What::Moved, Some(seq), None);
    check(close, &[moved(5), moved(6), moved(7), moved(8), moved(9), (What::Truncated, Some(10), Some(10))]);
    let swap = |it: &mut Book| {
        let (one, two) = (it.sealed[3].clone(), it.sealed[4].clone());
        it.sealed[3] = (two.0, two.1, 4, one.3);
        it.sealed[4] = (one.0, one.1, 5, two.3);
    };
    check(swap, &[moved(4), moved(5)]);
    // Put in at the end, with a MAC and a link that were not made by the house.
    let put_in = |it: &mut Book| {
        let fields = entry(11);
        let mac = fields.mac(&thief());
        let link = seal(&thief(), &it.sealed[9].3.clone(), 11, &mac);
        it.sealed.push((fields, mac, 11, link));
    };
    check(put_in, &[(What::Altered, Some(11), None), moved(11), (What::Head, Some(10), None)]);
    let slip_in = |it: &mut Book| it.unsealed.push((entry(13), entry(13).mac(&thief())));
    check(slip_in, &[(What::Altered, None, None)]);
}

#[test]
fn an_end_that_was_cut_off_is_found() {
    check(|it| it.sealed.truncate(7), &[(What::Truncated, Some(8), Some(10))]);
    check(|it| it.sealed.clear(), &[(What::Truncated, Some(1), Some(10))]);
    check(|it| it.head = None, &[(What::Head, None, None)]);
    let shorten = |it: &mut Book| {
        it.sealed.truncate(7);
        let last = it.sealed[6].3.clone();
        it.head = Some(Head::new(&thief(), "mianning", 7, &last, 1, 2_000));
    };
    check(shorten, &[(What::Head, Some(7), None)]);
    check(|it| it.head.as_mut().unwrap().at += 1, &[(What::Head, Some(10), None)]);
}

#[test]
fn a_cut_under_a_checkpoint_is_sound_and_keeps_what_it_counted() {
    let cut = |it: &mut Book, keys: &Keys| {
        let gone = it.sealed[5].clone();
        // Number 3 is an assessment and is kept longer.
        it.sealed.retain(|it| it.2 == 3 || 6 < it.2);
        let mut kept = Kept::default();
        kept.add(3, &it.sealed[0].1);
        let (kept, digest) = kept.end();
        let (county, mac) = ("mianning".to_owned(), String::new());
        let checkpoint = Checkpoint { county, seq: 6, seal: gone.3, kept, digest, at: 5_000, mac };
        it.checkpoint = Some(checkpoint.signed(keys));
    };
    check(|it| cut(it, &keys()), &[]);
    let told = (What::Checkpoint, Some(6), None);
    check(|it| cut(it, &thief()), &[told]);
    check(
        |it| {
            cut(it, &keys());
            it.sealed.remove(0);
        },
        &[told],
    );
    check(
        |it| {
            cut(it, &keys());
            it.sealed[0].0.detail = "{\"risk\":\"none\"}".into();
        },
        &[(What::Altered, Some(3), None)],
    );
    check(
        |it| {
            cut(it, &keys());
            it.sealed.remove(1);
        },
        &[(What::Removed, Some(7), Some(7))],
    );
    check(
        |it| {
            cut(it, &keys());
            it.checkpoint = None;
        },
        &[(What::Removed, Some(1), Some(2)), (What::Removed, Some(4), Some(6))],
    );
}
