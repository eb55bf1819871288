//! The field: a phone carries its holder's village and hears only what changed; wiped it hears nothing; a
//! photo goes on where the line broke.

use std::{collections::BTreeMap, io::Write};

use base::Error;
use flate2::{Compression, write::GzEncoder};
use people::register::{
    bulk::Entry,
    draft::{Dated, Draft, Provenance},
};
use platform::Actor;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    findings::{elder, since},
    money::{DAQIAO_VILLAGE, LUGU, LUGU_VILLAGE},
    world::{COUNTY_AREA, World, on_each_database},
};

pub(crate) const PHONE: &str = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001";

pub(crate) fn enrolled(world: &World, actor: &Actor, device: &str) -> Value {
    world.submit(actor, "field.enrol", json!({ "device": device, "name": "a phone" })).expect("enrolled")
}

/// A phone as the app keeps it: by kind and id, the token and the thing.
#[derive(Default)]
pub(crate) struct Phone(pub(crate) BTreeMap<String, (String, Value)>);

impl Phone {
    /// Fetches what it lacks; answers how many things came and went.
    pub(crate) fn pull(&mut self, world: &World, actor: &Actor) -> (usize, usize) {
        let (mut came, mut went, mut after) = (0, 0, Value::Null);
        loop {
            let have: String = self.0.values().map(|it| it.0.as_str()).collect();
            let input = json!({ "device": PHONE, "have": have, "after": after });
            let given = world.answer(actor, "field.snapshot", input);
            let gone = given["gone"].as_array().expect("tokens");
            went += gone.len();
            self.0.retain(|_, it| !gone.contains(&json!(it.0)));
            for it in given["items"].as_array().expect("items") {
                let key =
                    format!("{}:{}", it["k"].as_str().expect("a kind"), it["i"].as_str().expect("an id"));
                self.0.insert(key, (it["t"].as_str().expect("a token").to_owned(), it["v"].clone()));
                came += 1;
            }
            after = given["next"].clone();
            if after.is_null() {
                return (came, went);
            }
        }
    }

    pub(crate) fn elder(&self, person: &str) -> Option<&Value> {
        self.0.get(&format!("elder:{person}")).map(|it| &it.1)
    }
}

#[test]
fn a_phone_carries_its_village_and_hears_only_what_changed() {
    on_each_database(|world| {
        let mine: Vec<String> = (0..4).map(|at| elder(world, at, None, LUGU_VILLAGE)).collect();
        let other = elder(world, 4, None, DAQIAO_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        let told = enrolled(world, &worker, PHONE);
        for verb in told["limits"]["verbs"].as_array().expect("verbs") {
            let verb = verb.as_str().expect("a name");
            assert!(
                world.house.catalogue.verb(verb).is_some(),
                "field.toml names {verb}, which there is not"
            );
        }
        let secret = told["secret"].clone();
        assert_eq!(enrolled(world, &worker, PHONE)["secret"], secret, "the same phone, the same secret");
        let mut phone = Phone::default();
        phone.pull(world, &worker);
        assert!(mine.iter().all(|it| phone.elder(it).is_some()));
        assert!(phone.elder(&other).is_none(), "nobody of another village");
        let name = phone.elder(&mine[0]).expect("carried")["name"].as_str().expect("a name").to_owned();
        assert!(!name.contains('*'), "whoever visits must know the name: {name}");
        assert_eq!(phone.pull(world, &worker), (0, 0), "nothing changed");

        // One is called by another number, one moves away, one comes.
        let contact = json!({ "person": mine[0], "phone": "13900001234", "from": "2026-11-22" });
        world.submit(&worker, "register.set-contact", contact).expect("said");
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let away = json!({ "person": mine[1], "which": "living", "to": DAQIAO_VILLAGE, "day": "2026-11-20" });
        world.submit(&clerk, "register.move", away).expect("moved");
        let new = elder(world, 5, None, LUGU_VILLAGE);
        let (came, went) = phone.pull(world, &worker);
        assert_eq!((came, went), (2, 2), "two things came, of two the old went");
        assert_eq!(phone.elder(&mine[0]).expect("carried")["phone"], "13900001234");
        assert!(phone.elder(&mine[1]).is_none(), "who moved away is gone from the phone");
        assert!(phone.elder(&new).is_some());
        assert_eq!(phone.pull(world, &worker), (0, 0));

        // Who may not see names in the clear is given them masked, and no phone.
        let masked =
            Actor { rights: world.somebody("m", LUGU_VILLAGE, &["field.use"]).rights, ..worker.clone() };
        let mut blind = Phone::default();
        blind.pull(world, &masked);
        let seen = blind.elder(&mine[0]).expect("carried");
        assert!(seen["name"].as_str().is_some_and(|it| it.contains('*')) && seen.get("phone").is_none());
    });
}

#[test]
fn a_wiped_phone_is_given_nothing_and_unlocked_by_nobody() {
    on_each_database(|world| {
        elder(world, 0, None, LUGU_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        enrolled(world, &worker, PHONE);
        let report = json!({ "device": PHONE, "version": "1", "queued": 2, "failed": 0, "held_bytes": 9,
            "clock": world.now().0 + 86_400_000_000_i64 });
        world.submit(&worker, "field.report", report.clone()).expect("reported");
        let township = world.actor("township_officer", LUGU);
        let rows = world.answer(&township, "field.devices", json!({}));
        assert_eq!((&rows["rows"][0]["queued"], &rows["rows"][0]["ahead"]), (&json!(2), &json!(86_400)));
        let elsewhere = world.actor("township_officer", "sc/liangshan/mianning/daqiao/");
        assert_eq!(world.answer(&elsewhere, "field.devices", json!({}))["total"], 0);
        let lost = json!({ "device": PHONE, "why": "丢失" });
        assert!(
            world.submit(&elsewhere, "field.wipe", lost.clone()).is_err(),
            "not another township's phone"
        );
        assert!(world.submit(&worker, "field.wipe", lost.clone()).is_err());
        world.submit(&township, "field.wipe", lost).expect("wiped");
        let told = |error: Error| match error {
            Error::Denied(fault) => fault.key.into_owned(),
            other => panic!("{other}"),
        };
        let asks =
            [("field.snapshot", json!({ "device": PHONE })), ("field.standing", json!({ "device": PHONE }))];
        for (question, input) in asks {
            let asked = world.door().answer(&worker, world.now(), question, input);
            assert_eq!(told(asked.expect_err("wiped")), care::field::WIPED);
        }
        assert_eq!(
            told(world.submit(&worker, "field.report", report).expect_err("wiped")),
            care::field::WIPED
        );
        let again = world.submit(&worker, "field.enrol", json!({ "device": PHONE, "name": "" }));
        assert_eq!(told(again.expect_err("wiped")), care::field::WIPED);
        let rows = |world: &World| world.answer(&township, "field.devices", json!({}));
        assert_eq!(rows(world)["rows"][0]["state"], "wiping");
        world.submit(&worker, "field.emptied", json!({ "device": PHONE })).expect("it says so");
        assert_eq!(rows(world)["rows"][0]["state"], "empty");
        // Another account's phone is none of mine.
        let stranger = world.actor("village_worker", DAQIAO_VILLAGE);
        let stranger = Actor { account: "stranger".into(), ..stranger };
        assert!(world.submit(&stranger, "field.enrol", json!({ "device": PHONE, "name": "" })).is_err());
    });
}

#[test]
fn a_photo_goes_on_where_the_line_broke() {
    on_each_database(|world| {
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        enrolled(world, &worker, PHONE);
        let photo: Vec<u8> =
            [0xff, 0xd8, 0xff].into_iter().chain((0..60_000_u32).map(|it| it as u8)).collect();
        let digest: String = Sha256::digest(&photo).iter().map(|it| format!("{it:02x}")).collect();
        let piece = |from: usize, to: usize| {
            use base64::{Engine, prelude::BASE64_STANDARD};
            json!({ "device": PHONE, "parcel": "parcel-1", "person": person, "about": "visit", "about_id": "visit-1",
                "name": "photo.jpg", "digest": digest, "total": photo.len(), "begins": from,
                "bytes": BASE64_STANDARD.encode(&photo[from..to]) })
        };
        let send = |input: Value| world.submit(&worker, "field.parcel", input).expect("taken");
        let arrived = || {
            world.answer(&worker, "field.arrived", json!({ "device": PHONE, "parcel": "parcel-1" }))["received"].clone()
        };
        assert_eq!(arrived(), 0);
        assert_eq!(send(piece(0, 20_000))["received"], 20_000);
        // The answer was lost: the same again, and one that is too early, change nothing.
        assert_eq!(send(piece(0, 20_000))["received"], 20_000);
        assert_eq!(send(piece(40_000, photo.len()))["received"], 20_000);
        assert_eq!(arrived(), 20_000);
        assert_eq!(send(piece(20_000, 40_000))["received"], 40_000);
        let file = send(piece(40_000, photo.len()))["file"].as_str().expect("a file").to_owned();
        assert_eq!(
            send(piece(40_000, photo.len()))["file"],
            file.as_str(),
            "the last piece twice is one file"
        );
        let kept = world.within(&worker, move |cx| platform::files::bytes(cx, &file)).expect("kept");
        assert_eq!(kept, photo);
        // Of somebody elsewhere nothing is taken.
        let far = elder(world, 1, None, DAQIAO_VILLAGE);
        let mut foreign = piece(0, 10);
        foreign["person"] = json!(far);
        assert!(world.submit(&worker, "field.parcel", foreign).is_err());
    });
}

/// What crosses the line for a village of three hundred, each piece compressed by itself as the server does.
#[test]
fn the_text_of_three_hundred_elders_is_small() {
    on_each_database(|world| {
        let day = "2026-11-01".parse().expect("a day");
        let entries = (0..300).map(|at| {
            let draft = Draft {
                name: Some(crate::money::name(at)),
                birth_date: Some(
                    format!("19{}-0{}-1{}", 30 + at % 30, 1 + at % 9, at % 10).parse().expect("a day"),
                ),
                registered: Some(Dated::new(LUGU_VILLAGE)),
                living: Some(Dated::new(LUGU_VILLAGE)),
                living_address: Some(format!("{}组{}号", 1 + at % 12, at)),
                phone: Some(format!("139{:08}", at * 7919)),
                hardship: if at % 4 == 0 { vec![since("minimum_living")] } else { Vec::new() },
                arrangement: Some(since("alone")),
                ..Draft::default()
            };
            Entry { person: None, draft, from: Provenance::default(), day }
        });
        world.register(entries.collect());
        world.night();
        let worker = world.actor("village_worker", LUGU_VILLAGE);
        enrolled(world, &worker, PHONE);
        let (mut bytes, mut pieces, mut after) = (0, 0, Value::Null);
        loop {
            let given = world.answer(&worker, "field.snapshot", json!({ "device": PHONE, "after": after }));
            let mut squeezed = GzEncoder::new(Vec::new(), Compression::default());
            squeezed.write_all(given.to_string().as_bytes()).expect("squeezed");
            let length = squeezed.finish().expect("squeezed").len();
            assert!(length < 64_000, "no piece is more than a broken line may lose: {length}");
            bytes += length;
            pieces += 1;
            after = given["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert!(1 < pieces, "in pieces");
        assert!(5_000 < bytes && bytes < 200_000, "{bytes} bytes in {pieces} pieces");
    });
}
