//! A month between two areas: billed by whoever served, checked line by line by whoever pays, cleared by
//! another hand, once.

use platform::Actor;
use serde_json::{Value, json};

use super::{refused, step, text};
use crate::{
    money::LUGU_VILLAGE,
    runs::base64,
    world::{COUNTY_AREA, World, on_each_database},
};

const MONTH: &str = "2026-11";

fn clerk(world: &World) -> Actor {
    world.actor("county_clerk", COUNTY_AREA)
}

fn finance(world: &World) -> Actor {
    world.actor("county_finance", COUNTY_AREA)
}

/// A service between us and another area, with what was used in the month; answers the case's number.
fn service(
    world: &World,
    at: i64,
    partner: &str,
    there: bool,
    their: Option<&str>,
    used: Option<&str>,
) -> String {
    let mut values = json!({
        "direction": if there { "there" } else { "here" },
        "partner_area": partner, "service": "subsidy", "agreement_text": "协议1号", "from_on": "2026-10-01",
    });
    if let Some(number) = their {
        values["partner_number"] = json!(number);
    }
    let input = json!({ "book": "regional_settlement", "subject": world.person(at), "values": values });
    let opened = world.submit(&clerk(world), "cases.open", input).expect("opened");
    let id = text(&opened, "case");
    step(world, &clerk(world), &id, 1, "confirm", json!({ "confirmed_on": "2026-11-01" }))
        .expect("confirmed");
    if let Some(sum) = used {
        let rows = json!({ "settled": [{ "month_of": MONTH, "sum": sum }], "owed": sum });
        step(world, &finance(world), &id, 2, "settle", rows).expect("recorded");
    }
    text(&opened, "number")
}

fn take(world: &World, file: &str) -> base::Result<Value> {
    world.submit(&clerk(world), "settlement.take", json!({ "file": base64(file.as_bytes()) }))
}

fn bill(world: &World, id: &Value) -> Value {
    world.answer(&clerk(world), "settlement.bill", json!({ "bill": id }))
}

/// The file of a bill.
fn content(world: &World, id: &Value) -> String {
    let bytes = text(&bill(world, id), "file");
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, bytes).expect("base64");
    String::from_utf8(bytes).expect("a text")
}

/// A bill of another area, with its total over it as it stands.
fn theirs(world: &World, lines: &[(&str, &str)]) -> String {
    // Ours, turned round: whoever bills writes its own name first.
    let pack = world.house.packs.now();
    let mut text = format!("songhe-settlement,1,西山区,{},{MONTH}\r\n", pack.manifest.name.zh);
    text.push_str("authorisation,service,amount,bill\r\n");
    for (at, (number, amount)) in lines.iter().enumerate() {
        text.push_str(&format!("{number},subsidy,{amount},西{at}\r\n"));
    }
    let fen: i64 = lines.iter().filter_map(|it| base::Money::parse(it.1)).map(|it| it.0).sum();
    let digest = people::settlement::digest(&text);
    text.push_str(&format!("TOTAL,{},{},{digest}\r\n", lines.len(), base::Money(fen)));
    text
}

#[test]
fn what_we_served_is_billed_by_the_number_that_authorised_it() {
    on_each_database(|world| {
        world.elders(0, 4, LUGU_VILLAGE);
        service(world, 0, "西山区", false, Some("西异地1号"), Some("300"));
        service(world, 1, "西山区", false, Some("西异地2号"), Some("123.45"));
        let without = service(world, 2, "西山区", false, None, Some("50"));
        service(world, 3, "德昌县", false, Some("德1号"), Some("99"));
        let make = json!({ "partner": "西山区", "month": MONTH });
        let made = world.submit(&clerk(world), "settlement.make", make.clone()).expect("made");
        assert_eq!((&made["lines"], &made["amount"]), (&json!(2), &json!(42_345)));
        assert_eq!(made["without_authorisation"], json!([without]), "told, not guessed");
        let file = content(world, &made["bill"]);
        assert!(
            file.contains("西异地2号,subsidy,123.45,异地〔2026〕0002号") && file.contains("TOTAL,2,423.45,")
        );
        assert!(!file.contains("德1号") && !file.contains(",99"), "{file}");
        // The same cases make the same bill.
        let again = world.submit(&clerk(world), "settlement.make", make).expect("made again");
        assert_eq!(again["bill"], made["bill"]);
        let none = json!({ "partner": "西山区", "month": "2026-10" });
        assert_eq!(
            refused(world.submit(&clerk(world), "settlement.make", none))[0].1,
            "settlement-nothing-used"
        );
        // It is for them: here it is neither taken in nor cleared.
        assert_eq!(refused(take(world, &file))[0].1, "settlement-not-for-us");
        let clear = json!({ "bill": made["bill"] });
        assert_eq!(
            refused(world.submit(&finance(world), "settlement.clear", clear))[0].1,
            "settlement-ours-only"
        );
        let month = world.answer(&finance(world), "settlement.month", json!({ "month": MONTH }));
        let pairs = month["pairs"].as_array().expect("pairs");
        let west = pairs.iter().find(|it| it["partner"] == "西山区").expect("them");
        assert_eq!(
            (&west["here"], &west["here_amount"], &west["net"]),
            (&json!(3), &json!(47_345), &json!(47_345))
        );
    });
}

#[test]
fn every_line_of_their_bill_is_accounted_for_and_cleared_once_by_another_hand() {
    on_each_database(|world| {
        world.elders(0, 6, LUGU_VILLAGE);
        let agreed = service(world, 0, "西山区", true, None, Some("300"));
        let altered = service(world, 1, "西山区", true, None, Some("200"));
        let unrecorded = service(world, 2, "西山区", true, None, None);
        let doubled = service(world, 3, "西山区", true, None, Some("80"));
        let missing = service(world, 4, "西山区", true, None, Some("70"));
        let elsewhere = service(world, 5, "德昌县", true, None, Some("60"));
        let lines = [
            (agreed.as_str(), "300.00"),
            (&altered, "210.00"),
            (&unrecorded, "90.00"),
            (&doubled, "80.00"),
            (&doubled, "80.00"),
            ("异地〔2020〕9999号", "10.00"),
            (&elsewhere, "60.00"),
            ("异地〔2026〕0001号x", "many"),
        ];
        let file = theirs(world, &lines);
        let taken = take(world, &file).expect("taken in");
        assert_eq!((&taken["sound"], &taken["lines"]), (&json!(true), &json!(8)));
        let counts = json!({
            "agreed": 1, "altered": 1, "unrecorded": 1, "doubled": 2, "unknown": 2, "unreadable": 1, "missing": 1,
        });
        assert_eq!(taken["verdicts"], counts);
        assert_eq!(refused(take(world, &file))[0].1, "settlement-taken-already");
        let shown = bill(world, &taken["bill"]);
        let last = shown["rows"].as_array().and_then(|it| it.last()).expect("a line").clone();
        assert_eq!((&last["authorisation"], &last["verdict"]), (&json!(missing), &json!("missing")));

        let clear = json!({ "bill": taken["bill"] });
        let waits = refused(world.submit(&finance(world), "settlement.clear", clear.clone()));
        assert_eq!(waits[0].1, "settlement-open-lines");
        let decide = |line: i64, recognised: bool, why: &str| {
            let input = json!({ "bill": taken["bill"], "line": line, "recognised": recognised, "why": why });
            world.submit(&clerk(world), "settlement.decide", input)
        };
        assert_eq!(
            refused(decide(4, true, "要付"))[0].1,
            "settlement-not-arguable",
            "doubled is not believed"
        );
        assert_eq!(refused(decide(2, true, " "))[0].0, "why");
        decide(2, true, "多一次上门，已电话核实").expect("recognised");
        decide(3, false, "十一月没有服务").expect("not recognised");
        assert_eq!(bill(world, &taken["bill"])["recognised"], 51_000);
        assert!(world.submit(&clerk(world), "settlement.clear", clear.clone()).is_err(), "not the clerk");
        let own = Actor { account: clerk(world).account, ..finance(world) };
        let own = refused(world.submit(&own, "settlement.clear", clear.clone()));
        assert_eq!(own[0].1, "settlement-another-hand");
        assert_eq!(
            world.submit(&finance(world), "settlement.clear", clear.clone()).expect("cleared"),
            51_000
        );
        let twice = refused(world.submit(&finance(world), "settlement.clear", clear));
        assert_eq!(twice[0].1, "settlement-cleared-already");
        assert!(decide(2, false, "改主意").is_err());
        let posted =
            "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_transfer WHERE about = 'settlement'";
        assert_eq!(world.number(posted), 51_000);

        // What is cleared is paid: in parts, each paper once, never beyond it.
        let pay = |with: Value| {
            let mut input =
                json!({ "bill": taken["bill"], "day": "2026-11-20", "amount": 30_000, "document": "回单1" });
            input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
            world.submit(&finance(world), "settlement.pay", input)
        };
        for (with, why) in [
            (json!({ "amount": 51_001 }), "settlement-beyond"),
            (json!({ "amount": 0 }), "runs-amount-not-positive"),
            (json!({ "day": "2030-01-01" }), "entry-day-in-future"),
            (json!({ "document": " " }), "recovery-needed"),
        ] {
            assert_eq!(refused(pay(with))[0].1, why);
        }
        assert_eq!(pay(json!({})).expect("paid")["left"], 21_000);
        assert_eq!(refused(pay(json!({ "amount": 1_000 })))[0].1, "settlement-paper-taken");
        assert_eq!(pay(json!({ "amount": 21_000, "document": "回单2" })).expect("paid")["left"], 0);
        assert_eq!(refused(pay(json!({ "amount": 100, "document": "回单3" })))[0].1, "settlement-beyond");
        let told = bill(world, &taken["bill"]);
        assert_eq!((&told["paid"], &told["left"]), (&json!(51_000), &json!(0)));
        assert_eq!(told["payments"].as_array().map(Vec::len), Some(2));

        // A mended bill: what was cleared is not paid again, what was not is.
        let lines = [(agreed.as_str(), "300.00"), (doubled.as_str(), "80.00")];
        let again = take(world, &theirs(world, &lines)).expect("taken in");
        assert_eq!(again["verdicts"]["repeated"], 1);
        let input = json!({ "bill": again["bill"] });
        assert_eq!(world.submit(&finance(world), "settlement.clear", input).expect("cleared"), 8_000);
        assert_eq!(world.number(posted), 59_000);

        // One that was changed on its way is told of, line by line, and not cleared.
        let changed = theirs(world, &[(missing.as_str(), "70.00")]).replacen("70.00", "71.00", 1);
        let changed = take(world, &changed).expect("taken in");
        assert_eq!((&changed["sound"], &changed["verdicts"]["altered"]), (&json!(false), &json!(1)));
        let input = json!({ "bill": changed["bill"] });
        assert_eq!(
            refused(world.submit(&finance(world), "settlement.clear", input))[0].1,
            "settlement-not-sound"
        );
        let month = world.answer(&finance(world), "settlement.month", json!({ "month": MONTH }));
        let pairs = month["pairs"].as_array().expect("pairs");
        let west = pairs.iter().find(|it| it["partner"] == "西山区").expect("them");
        assert_eq!((&west["cleared"], &west["there_amount"]), (&json!(59_000), &json!(65_000)));
        // It is the county's to see.
        let officer = world.actor("township_officer", "sc/liangshan/mianning/lugu/");
        let asked = world.door().answer(&officer, world.now(), "settlement.month", json!({}));
        assert!(asked.is_err());
    });
}
