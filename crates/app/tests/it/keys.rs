//! Keys rotate while the house works, and no sealed column is forgotten.

use std::{collections::BTreeSet, fs, path::Path};

use base::{Error, Instant};
use platform::{
    jobs::{Did, Runner},
    keys::{Algorithm, Ring, probe, reseal},
};
use serde_json::json;

use crate::{
    history::{numbered, take_in, taken, who},
    intake::{check as check_file, many, roster, take, upload},
    money::name,
    runs::desk,
    world::{COUNTY_AREA, NOON, World, everybody, on_each_database},
};

fn ring() -> Ring {
    Ring::single(Algorithm::Aes256Gcm, [1; 32], [2; 32], [3; 32])
}

#[test]
fn old_values_come_under_the_new_keys_and_are_found_by_them() {
    on_each_database(|world| {
        let system = world.actor("system_admin", COUNTY_AREA);
        for number in 0..3 {
            let input = json!({ "login": format!("zhang{number}"), "name": "张", "phone": "13800000000" });
            world
                .submit_as(&system, Some(&format!("c{number}")), "access.create-account", input)
                .expect("an account");
        }
        probe(&world.door(), NOON, 1).expect("a new database takes the keys");
        let again = || reseal(&world.door(), || NOON, &mut |_| ()).expect("it goes through");
        assert_eq!(again().changed, 0);

        world
            .house
            .keys
            .renew(ring().with_sealing(Algorithm::Sm4Gcm, [7; 32], NOON).as_of(Instant(NOON.0 - 1)));
        assert_eq!(again().changed, 0, "not in force yet");
        world.house.keys.at(NOON);
        let first = again();
        assert_eq!(first.changed, 3 + 3 + 1, "phones, stored answers, the probe");
        assert_eq!(again().changed, 0, "nothing is left");

        // The old sealing key may go now; the index key rotates too, and phones are found by it.
        let only_new = ring().with_sealing(Algorithm::Sm4Gcm, [7; 32], NOON).as_of(NOON).without_replaced();
        world.house.keys.renew(only_new.clone());
        probe(&world.door(), NOON, 1).expect("what is left opens");
        world.house.keys.renew(only_new.with_index([8; 32], NOON).as_of(NOON));
        assert_eq!(again().changed, 3);
        let index = world.house.keys.index("account.phone", "13800000000");
        let found: Vec<(String,)> = world
            .within(&system, move |cx| {
                cx.all(
                    "SELECT id FROM account WHERE county = $1 AND phone_index = $2",
                    &["mianning".into(), (&index).into()],
                )
            })
            .expect("a look-up");
        assert_eq!(found.len(), 3);
    });
}

#[test]
fn who_was_known_is_found_while_the_index_key_rotates() {
    on_each_database(|world| {
        let desk = desk(world);
        numbered(world, 4);
        let head = "姓名,身份证号,乡镇,村,户名,与老人关系,银行账号,开户行\r\n";
        let list = |elders: &[i64]| {
            let one =
                |at: &i64| format!("{},{},赵六,子女,88110000000001,农村信用社\r\n", name(*at), who(*at));
            elders.iter().map(one).fold(head.to_owned(), |list, row| list + &row)
        };
        let check = |file: &str| {
            world.submit(&desk.reviewer, "payees.check-list", json!({ "file": file })).expect("checked")
        };
        let file = take_in(world, &desk.clerk, "payees", &list(&[0, 1]));
        assert_eq!(taken(world, "payees.take-list", "payees.take-list", &desk.clerk, &file)["proposed"], 2);
        assert_eq!(check(&file), 2);
        let file_of_six = roster(many(6));
        let entered = take(world, &desk.clerk, &file_of_six, "additions").1;
        assert_eq!(entered.new, 6);

        world.house.keys.renew(ring().with_index([8; 32], NOON).as_of(NOON));
        // Nothing is sealed anew yet. The same people are the same people …
        let anew = json!({ "anew": true });
        let uploaded = upload(world, &desk.clerk, &file_of_six, "additions", &anew);
        let again = check_file(world, &desk.clerk, uploaded["file"].as_str().expect("an id"), 0);
        assert_eq!((again.same, again.new, again.changed), (6, 0, 0));
        // … also where the row says more than the one that was taken, so that only the number tells.
        let mut more = many(6);
        more[0][5] = "大田村".to_owned();
        let (_, counts) = take(world, &desk.clerk, &roster(more), "additions");
        assert_eq!((counts.new, counts.changed, counts.same), (0, 1, 5));
        assert_eq!(world.number("SELECT COUNT(*) FROM person_anomaly WHERE kind = 'number-doubled'"), 0);
        let numbers = "SELECT COUNT(*) FROM person_interval WHERE kind = 'number'";
        assert_eq!(world.number(numbers), 10, "no number was said anew");
        // … an account that they have is no news, and one that more elders have than may is seen.
        let file = take_in(world, &desk.clerk, "payees", &list(&[0, 1, 2]));
        assert_eq!(taken(world, "payees.take-list", "payees.take-list", &desk.clerk, &file)["proposed"], 1);
        assert_eq!(check(&file), 1);
        let shared = |world: &World| {
            let flagged = world.answer(&desk.clerk, "payees.flagged", json!({}));
            let all = flagged.as_array().expect("a list").clone();
            all.iter().filter(|it| it["elders"] == 3).count()
        };
        assert_eq!(shared(world), 3, "one account of three elders, under two indexes");
        reseal(&world.door(), || NOON, &mut |_| ()).expect("it goes through");
        assert_eq!(shared(world), 3);
    });
}

#[test]
fn resealing_is_a_job_that_goes_on_after_a_kill() {
    on_each_database(|world| {
        let system = world.actor("system_admin", COUNTY_AREA);
        // More accounts than one step brings over.
        for number in 0..450 {
            let input = json!({ "login": format!("zhang{number}"), "name": "张", "phone": "13800000000" });
            world.submit(&system, "access.create-account", input).expect("an account");
        }
        world.house.keys.renew(ring().with_sealing(Algorithm::Sm4Gcm, [7; 32], NOON).as_of(NOON));
        let current = |world: &World| {
            let sealed: Vec<(Vec<u8>,)> = world
                .within(&world.actor("system_admin", COUNTY_AREA), |cx| {
                    cx.all("SELECT phone_sealed FROM account WHERE county = $1", &["mianning".into()])
                })
                .expect("the phones");
            sealed.iter().filter(|it| world.house.keys.is_current(&it.0)).count()
        };
        assert_eq!(current(world), 0);
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let refused = world.submit(&clerk, "keys.reseal", json!({})).expect_err("not the clerk's business");
        assert_eq!(refused.kind(), "denied");
        world.submit(&system, "keys.reseal", json!({})).expect("it begins");
        // One step is done, then the process is gone without a word; its lease runs out.
        let mut first = Runner::new("first".to_owned(), everybody);
        let did = first.turn(&world.door(), world.now(), world.seed()).expect("a step");
        assert!(matches!(did, Did::Step));
        drop(first);
        let done = current(world);
        assert!(0 < done && done < 450, "{done} were brought over before the kill");
        world.pass_seconds(3_600);
        let mut second = Runner::new("second".to_owned(), everybody);
        assert_eq!(world.run_jobs(&mut second), ["done"]);
        assert_eq!(current(world), 450);
    });
}

#[test]
fn a_database_of_other_keys_is_refused() {
    on_each_database(|world| {
        probe(&world.door(), NOON, 1).expect("a new database takes the keys");
        world.house.keys.renew(Ring::single(Algorithm::Aes256Gcm, [9; 32], [2; 32], [3; 32]));
        match probe(&world.door(), NOON, 2) {
            Err(Error::Conflict(fault)) => assert_eq!(fault.key, "keys-of-another-database"),
            other => panic!("other keys were taken: {other:?}"),
        }
    });
}

/// Bytes that are not sealed: what was handed in, which the file system of the county may hold too, and the
/// pieces of it that have arrived from a phone.
const PLAIN: [&str; 2] = ["file_chunk.bytes", "field_piece.bytes"];

/// Bytes in a table are sealed, and must be told to the rotation: pruning a key that a forgotten
/// column still needs would lose what it holds.
#[test]
fn every_sealed_column_is_told() {
    let told: BTreeSet<String> =
        app::wiring::sealed_columns().iter().map(|it| format!("{}.{}", it.table, it.column)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut untold = Vec::new();
    for entry in fs::read_dir(folder).expect("the migrations") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("a text");
        let mut table = "";
        for line in text.lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.split([' ', '(']).next().unwrap_or_default();
            }
            let name = line.split(' ').next().unwrap_or_default();
            if line.contains(" {bytes}") {
                let column = format!("{table}.{name}");
                if !told.contains(&column) && !PLAIN.contains(&column.as_str()) {
                    untold.push(column);
                }
            }
        }
    }
    assert!(untold.is_empty(), "tell these in their room's SEALED: {untold:?}");
}
