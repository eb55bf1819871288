//! Proof of life by a device that compares faces: believed when the pack says so, kept always, once.

use base::Error;
use platform::{Actor, Channel};
use serde_json::{Value, json};

use crate::{
    money::{DAQIAO_VILLAGE, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

fn device(world: &World) -> Actor {
    Actor { channel: Channel::Token, ..world.actor("proof_device", &format!("{COUNTY_AREA}lugu/")) }
}

fn check(person: &str, with: Value) -> Value {
    let mut input = json!({ "person": person, "adapter": "window_face", "reference": "F-0001",
        "taken_at": "2026-11-22T11:00:00+08:00", "score": 93, "live": true });
    input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    input
}

#[test]
fn a_face_compared_by_a_device_proves_that_somebody_lives() {
    on_each_database(|world| {
        world.elders(0, 2, LUGU_VILLAGE);
        world.elders(2, 1, DAQIAO_VILLAGE);
        let (person, other, elsewhere) = (world.person(0), world.person(1), world.person(2));
        let device = device(world);
        let send =
            |person: &str, with: Value| world.submit(&device, "recovery.take-check", check(person, with));
        let proofs = "SELECT COUNT(*) FROM proof_of_life WHERE way = 'face'";
        for wrong in [
            json!({ "adapter": "anybody" }),
            json!({ "reference": " " }),
            json!({ "score": 101 }),
            json!({ "taken_at": "yesterday" }),
            json!({ "taken_at": "2027-01-01T00:00:00+08:00" }),
        ] {
            let told = send(&person, wrong.clone());
            assert!(matches!(told, Err(Error::Invalid(_))), "{wrong}: {told:?}");
        }
        assert_eq!(world.count_of("proof_check"), 0);
        // What proves nothing is kept and says why.
        for (reference, with, why) in [
            ("F-1", json!({ "live": false }), "recovery-check-not-live"),
            ("F-2", json!({ "score": 40 }), "recovery-check-unlike"),
            ("F-3", json!({ "taken_at": "2026-11-01T11:00:00+08:00" }), "recovery-check-old"),
        ] {
            let mut with = with;
            with["reference"] = json!(reference);
            assert_eq!(send(&person, with).expect("taken"), json!({ "proved": false, "why": why }));
        }
        assert_eq!((world.number(proofs), world.count_of("proof_check")), (0, 3));
        // What proves it: once, however often it is sent; and of nobody else.
        for _ in 0..2 {
            assert_eq!(send(&person, json!({})).expect("taken"), json!({ "proved": true, "why": null }));
        }
        assert_eq!((world.number(proofs), world.count_of("proof_check")), (1, 4));
        assert!(matches!(send(&other, json!({})), Err(Error::Conflict(_))));
        assert!(send(&elsewhere, json!({ "reference": "F-9" })).is_err(), "not in the device's township");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let told = world.answer(&clerk, "recovery.proofs", json!({ "person": person }));
        assert_eq!(told["seen"][0]["way"], "face", "{told}");
        // A device can do nothing else, and nobody else is a device.
        let seen = json!({ "person": person, "way": "visit", "day": "2026-11-22", "evidence": "走访" });
        assert!(world.submit(&device, "recovery.prove-life", seen).is_err());
        assert!(world.submit(&clerk, "recovery.take-check", check(&person, json!({}))).is_err());
    });
}
