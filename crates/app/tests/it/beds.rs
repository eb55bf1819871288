//! Beds: added, changed by day, lain in; scanned, doubted, settled; counted, as known at any instant.

use base::{Day, Instant};
use platform::{
    Actor,
    facts::{self, Asked},
};
use rules::Fact;
use serde_json::{Value, json};

use crate::{
    cases::{refused, text},
    register::{done, one, villages},
    world::{COUNTY_AREA, World, on_each_database},
};

struct Home {
    clerk: Actor,
    inspector: Actor,
    reviewer: Actor,
    id: String,
    beds: Vec<String>,
    elder: String,
    other: String,
}

/// A home of four beds in two rooms, there since September, and two elders of its county.
fn home(world: &World) -> Home {
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    let [village, ..] = villages(world);
    let facility = json!({ "name": "冕宁县颐养院", "kind": "home", "area": village, "beds": 4, "nursing_beds": 2,
        "model": "public" });
    let kept = done(world, &clerk, "facilities.register", json!({ "facility": facility }));
    let id = text(&kept, "facility");
    let add = json!({ "facility": id, "building": "1号楼", "room": "301", "rooms": 2, "per_room": 2,
        "type": "ordinary", "from": "2026-09-01" });
    let added = done(world, &clerk, "beds.add", add);
    let beds =
        added["beds"].as_array().expect("beds").iter().map(|it| it.as_str().expect("an id").to_owned());
    Home {
        beds: beds.collect(),
        inspector: world.actor("inspector", COUNTY_AREA),
        reviewer: world.actor("county_reviewer", COUNTY_AREA),
        elder: one(world, "王秀英", "513433194001010028"),
        other: one(world, "李国华", "513433193802020013"),
        clerk,
        id,
    }
}

fn ask(world: &World, actor: &Actor, question: &str, input: Value) -> Value {
    world.door().answer(actor, world.now(), question, input).expect(question)
}

fn month(world: &World, home: &Home, month: &str) -> Value {
    ask(world, &home.clerk, "beds.month", json!({ "facility": home.id, "month": month }))
}

/// Ordinary, nursing and contested days.
fn days(told: &Value) -> [i64; 3] {
    ["ordinary_days", "nursing_days", "contested_days"].map(|it| told[it].as_i64().expect("a number"))
}

fn begin(home: &Home, bed: usize, person: &str, from: &str) -> Value {
    json!({ "bed": home.beds[bed], "person": person, "from": from })
}

fn code(world: &World, home: &Home, bed: usize) -> String {
    let bed = ask(world, &home.clerk, "beds.bed", json!({ "bed": home.beds[bed] }));
    text(&bed, "code")
}

fn fact(world: &World, home: &Home, name: &str, day: &str, known_at: Instant) -> Option<i64> {
    read(world, &home.clerk, &home.id, name, day, known_at)
}

fn read(world: &World, actor: &Actor, id: &str, name: &str, day: &str, known_at: Instant) -> Option<i64> {
    let (id, name, day) = (id.to_owned(), name.to_owned(), day.parse::<Day>().expect("a day"));
    let read = world.within(actor, move |cx| {
        let wanted = [Fact::new(&name, rules::Kind::Int)];
        let asked = Asked { people: std::slice::from_ref(&id), days: &[day], known_at };
        Ok(facts::read(cx, &asked, &wanted)?[0].lane(&name, 0))
    });
    read.expect("read")
}

#[test]
fn a_bed_is_counted_by_the_type_it_had_on_each_day() {
    on_each_database(|world| {
        let home = home(world);
        let again = json!({ "facility": home.id, "building": "1号楼", "room": "302", "type": "ordinary",
            "from": "2026-09-01" });
        assert_eq!(refused(world.submit(&home.clerk, "beds.add", again))[0].1, "beds-known-already");
        done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.elder, "2026-09-20"));
        let told = month(world, &home, "2026-09");
        assert_eq!(days(&told), [11, 0, 0]);
        let before = world.now();
        world.pass_seconds(60);
        // From the 25th on it was a nursing bed; that is said only now.
        let change =
            json!({ "facility": home.id, "beds": [home.beds[0]], "type": "nursing", "day": "2026-09-25" });
        done(world, &home.clerk, "beds.change", change);
        assert_eq!(days(&month(world, &home, "2026-09")), [5, 6, 0]);
        let known = json!({ "facility": home.id, "month": "2026-09", "known_at": before });
        assert_eq!(days(&ask(world, &home.clerk, "beds.month", known)), [11, 0, 0], "as it was known then");
        // This month up to today, and what rules read of it, now and as known before.
        assert_eq!(days(&month(world, &home, "2026-11")), [0, 22, 0]);
        assert_eq!(days(&month(world, &home, "2026-12")), [0, 0, 0]);
        let of = |name, at| fact(world, &home, name, "2026-09-30", at);
        assert_eq!(of("beds.ordinary_days", Instant::MAX), Some(5));
        assert_eq!(of("beds.nursing_days", Instant::MAX), Some(6));
        assert_eq!(of("beds.ordinary_days", before), Some(11));
        assert_eq!(of("beds.total", Instant::MAX), Some(4));
        assert_eq!(of("beds.nursing_total", Instant::MAX), Some(1));
        assert_eq!(of("beds.occupied", Instant::MAX), Some(1));
        assert_eq!(
            read(world, &home.clerk, &home.elder, "beds.total", "2026-09-30", Instant::MAX),
            None,
            "no home"
        );
        // The county on a day before and after the change: the share of nursing beds.
        let share = |on: &str| ask(world, &home.clerk, "beds.homes", json!({ "on": on }));
        assert_eq!(share("2026-09-24")["total"]["nursing_share"], 0);
        let after = share("2026-09-25");
        assert_eq!((&after["total"]["nursing_share"], &after["target"]), (&json!(2500), &json!(55)));
        assert_eq!(after["homes"][0]["occupancy"], 2500);
        assert_eq!(after["townships"].as_array().map(Vec::len), Some(1));
        assert_eq!(share("2026-08-31")["total"]["total"], 0, "none was there");
    });
}

#[test]
fn nobody_has_two_beds_and_no_bed_two_people() {
    on_each_database(|world| {
        let home = home(world);
        let faults = |input| refused(world.submit(&home.clerk, "beds.begin", input))[0].1.clone();
        assert_eq!(faults(begin(&home, 0, &home.elder, "2026-08-31")), "beds-bed-not-in-use");
        assert_eq!(faults(begin(&home, 0, &home.elder, "2026-11-23")), "beds-day-ahead");
        let begun = done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.elder, "2026-10-01"));
        let stay = text(&begun, "stay");
        assert_eq!(faults(begin(&home, 0, &home.other, "2026-11-01")), "beds-bed-taken");
        assert_eq!(faults(begin(&home, 1, &home.elder, "2026-11-01")), "beds-person-elsewhere");
        let out = json!({ "facility": home.id, "beds": [home.beds[0]], "status": "out-of-service",
            "day": "2026-11-01" });
        let lies = refused(world.submit(&home.clerk, "beds.change", out.clone()));
        assert_eq!(lies[0].1, "beds-somebody-lies-there");
        // A move is an end and a beginning in one; the first bed is free that day.
        let moved = json!({ "stay": stay, "bed": home.beds[1], "day": "2026-10-11" });
        let moved = text(&done(world, &home.clerk, "beds.move", moved), "stay");
        assert_eq!(
            refused(world.submit(
                &home.clerk,
                "beds.end",
                json!({ "stay": stay, "day": "2026-10-20", "how": "left" })
            ))[0]
                .1,
            "beds-ended-already"
        );
        done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.other, "2026-10-11"));
        assert_eq!(days(&month(world, &home, "2026-10")), [31 + 21, 0, 0]);
        done(world, &home.clerk, "beds.end", json!({ "stay": moved, "day": "2026-10-31", "how": "left" }));
        assert_eq!(
            days(&month(world, &home, "2026-10")),
            [30 + 21, 0, 0],
            "the day of leaving is not counted"
        );
        // What was wrong is said anew, and stays in the history.
        let correct = json!({ "stay": moved, "to": "2026-10-21", "reason": "日期抄错" });
        done(world, &home.clerk, "beds.correct", correct);
        assert_eq!(days(&month(world, &home, "2026-10")), [20 + 21, 0, 0]);
        let back = json!({ "stay": moved, "take_back": true, "reason": "从未换床" });
        done(world, &home.clerk, "beds.correct", back);
        assert_eq!(days(&month(world, &home, "2026-10")), [10 + 21, 0, 0]);
        let bed = ask(world, &home.clerk, "beds.bed", json!({ "bed": home.beds[1] }));
        let hows: Vec<&str> =
            bed["stays"].as_array().expect("stays").iter().filter_map(|it| it["how"].as_str()).collect();
        assert_eq!(hows, ["taken-back", "left", "left", ""]);
        // A bed out of service is none to lie in.
        let out = json!({ "facility": home.id, "beds": [home.beds[1]], "status": "out-of-service",
            "day": "2026-11-01" });
        done(world, &home.clerk, "beds.change", out);
        assert_eq!(faults(begin(&home, 1, &home.elder, "2026-11-02")), "beds-bed-not-in-use");
        let plan = ask(world, &home.clerk, "beds.home", json!({ "facility": home.id }));
        let shown =
            |at: usize| plan["rooms"][at / 2]["beds"][at % 2]["shown"].as_str().expect("shown").to_owned();
        assert_eq!([0, 1, 2, 3].map(shown), ["occupied", "out-of-service", "free", "free"]);
        assert_eq!((&plan["in_use"], &plan["free"]), (&json!(3), &json!(2)));
    });
}

#[test]
fn a_death_that_is_learnt_later_makes_days_contested() {
    on_each_database(|world| {
        let home = home(world);
        let begun = done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.elder, "2026-10-01"));
        assert_eq!(days(&month(world, &home, "2026-10")), [31, 0, 0]);
        let before = world.now();
        world.pass_seconds(60);
        let died = json!({ "person": home.elder, "day": "2026-10-21", "source": "funeral" });
        done(world, &home.clerk, "register.record-death", died);
        let told = month(world, &home, "2026-10");
        assert_eq!(days(&told), [20, 0, 11]);
        let line = &told["contested"][0];
        assert_eq!(
            (&line["reason"], &line["from"], &line["last"]),
            (&json!("died"), &json!("2026-10-21"), &json!("2026-10-31"))
        );
        assert_eq!(fact(world, &home, "beds.contested_days", "2026-10-01", before), Some(0));
        assert_eq!(fact(world, &home, "beds.contested_days", "2026-10-01", Instant::MAX), Some(11));
        let end = json!({ "stay": begun["stay"], "day": "2026-10-21", "how": "died" });
        done(world, &home.clerk, "beds.end", end);
        assert_eq!(days(&month(world, &home, "2026-10")), [20, 0, 0]);
        let late = begin(&home, 0, &home.elder, "2026-11-01");
        assert_eq!(refused(world.submit(&home.clerk, "beds.begin", late))[0].1, "beds-after-death");
    });
}

#[test]
fn who_scans_a_bed_says_what_is_there_and_another_settles_it() {
    on_each_database(|world| {
        let home = home(world);
        let begun = done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.elder, "2026-10-01"));
        let stay = text(&begun, "stay");
        let printed = code(world, &home, 0);
        let link = format!("https://songhe.example/beds/scan/{printed}");
        let seen = ask(world, &home.inspector, "beds.of-code", json!({ "code": link }));
        assert_eq!((&seen["person"], &seen["stay"]), (&json!("王秀英"), &json!(stay)));
        let scan =
            |found: &str| json!({ "code": link, "found": found, "stay": stay, "lat": 28.55, "lon": 102.17 });
        let did = done(world, &home.inspector, "beds.scan", scan("as-said"));
        assert_eq!(did["found"], "as-said");
        assert_eq!(days(&month(world, &home, "2026-11")), [22, 0, 0]);
        world.pass_days(2);
        let did = done(world, &home.inspector, "beds.scan", scan("empty"));
        world.pass_days(3);
        assert_eq!(days(&month(world, &home, "2026-11")), [23, 0, 4], "from the look on");
        // A leave that is written down only now explains nothing; neither does a new beginning.
        let leave = json!({ "stay": stay, "leave_kind": "home", "from": "2026-11-24", "to": "2026-11-26" });
        done(world, &home.clerk, "beds.leave", leave);
        assert_eq!(days(&month(world, &home, "2026-11")), [23, 0, 4]);
        let end = json!({ "stay": stay, "day": "2026-11-26", "how": "left" });
        done(world, &home.clerk, "beds.end", end);
        let begun = done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.elder, "2026-11-26"));
        assert_eq!(days(&month(world, &home, "2026-11")), [23, 0, 4]);
        let told = month(world, &home, "2026-11");
        assert_eq!(told["contested"][0]["reason"], "scan-empty");
        // Another hand: neither who scanned nor who keeps the stay.
        let settle = json!({ "scan": did["scan"], "upheld": false, "why": "当日集体体检，有名单" });
        let keeper = Actor { rights: home.reviewer.rights.clone(), ..home.clerk.clone() };
        assert_eq!(refused(world.submit(&keeper, "beds.settle", settle.clone()))[0].1, "beds-another-hand");
        done(world, &home.reviewer, "beds.settle", settle);
        assert_eq!(days(&month(world, &home, "2026-11")), [27, 0, 0]);
        // Who lies there has changed since the page was shown: look again.
        let moved_on = refused(world.submit(&home.inspector, "beds.scan", scan("as-said")));
        assert_eq!(moved_on[0].1, "record-moved-on");
        let other =
            json!({ "code": printed, "found": "another", "stay": begun["stay"], "note": "是另一位老人" });
        done(world, &home.inspector, "beds.scan", other);
        assert_eq!(days(&month(world, &home, "2026-11")), [26, 0, 1]);
        // A new code: the old one opens nothing. A neighbour's inspector finds no bed by it.
        done(world, &home.clerk, "beds.renew-code", json!({ "bed": home.beds[0] }));
        let gone = ask(world, &home.inspector, "beds.of-code", json!({ "code": printed }));
        assert_eq!(gone, Value::Null);
        let fresh = code(world, &home, 0);
        let [_, _, elsewhere] = villages(world);
        let neighbour = world.actor("inspector", &elsewhere);
        assert_eq!(ask(world, &neighbour, "beds.of-code", json!({ "code": fresh })), Value::Null);
        let there = json!({ "code": fresh, "found": "empty", "stay": begun["stay"] });
        assert_eq!(refused(world.submit(&neighbour, "beds.scan", there))[0].1, "door-outside-area");
        let plan = world.door().answer(&neighbour, world.now(), "beds.home", json!({ "facility": home.id }));
        assert!(matches!(plan, Err(base::Error::Missing(_))));
        let homes = ask(world, &neighbour, "beds.homes", json!({}));
        assert_eq!(homes["total"]["total"], 0);
    });
}

#[test]
fn two_records_of_one_elder_in_two_beds_are_one_elder_in_two_beds() {
    on_each_database(|world| {
        let home = home(world);
        done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.elder, "2026-10-01"));
        done(world, &home.clerk, "beds.begin", begin(&home, 1, &home.other, "2026-10-22"));
        assert_eq!(days(&month(world, &home, "2026-10")), [41, 0, 0]);
        let merge = json!({ "person": home.elder, "closed": home.other, "why": "同一人两份档案" });
        done(world, &home.clerk, "register.merge", merge);
        assert_eq!(days(&month(world, &home, "2026-10")), [21, 0, 20]);
        let told = month(world, &home, "2026-10");
        assert_eq!(told["contested"][0]["reason"], "twice");
    });
}

#[test]
fn a_public_home_that_stands_idle_is_told() {
    on_each_database(|world| {
        let home = home(world);
        let idle = |home: &Home| {
            let told = ask(world, &home.clerk, "beds.homes", json!({}));
            told["homes"][0]["idle"].as_bool().expect("a yes or no")
        };
        assert!(!idle(&home), "its beds are younger than the months that are looked at");
        let old = json!({ "facility": home.id, "room": "101", "rooms": 1, "per_room": 1, "type": "ordinary",
            "from": "2026-01-01" });
        let added = done(world, &home.clerk, "beds.add", old);
        assert!(idle(&home));
        let stay = json!({ "bed": added["beds"][0], "person": home.elder, "from": "2026-05-01" });
        done(world, &home.clerk, "beds.begin", stay);
        // Of 184 + 4 × 61 days that could be lain on, 184 were: less than half.
        assert!(idle(&home));
        done(world, &home.clerk, "beds.begin", begin(&home, 0, &home.other, "2026-09-01"));
        assert!(!idle(&home));
    });
}
