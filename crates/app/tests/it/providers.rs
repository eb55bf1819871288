//! What facilities are owed by rule: decided, claimed with a sum that nobody types, approved within the
//! funds, paid, taken back; and what was claimed before.

use platform::Actor;
use serde_json::{Value, json};

use crate::{
    cases::{case, refused, step, text},
    register::{done, one},
    world::{COUNTY_AREA, World, with_packs_changed},
};

const FILING: &str = "national/casebooks/home_filing.toml";
/// The month and day of the stories.
const MONTH: &str = "2026-11";

/// The shipped packs, with the papers of a filing as text.
fn story(tell: impl Fn(&World)) {
    let paper = (FILING, "type = \"file\"", "type = \"text\"");
    with_packs_changed(&[paper, paper, paper, paper], tell);
}

struct Hands {
    officer: Actor,
    clerk: Actor,
    reviewer: Actor,
    finance: Actor,
}

fn hands(world: &World) -> Hands {
    Hands {
        officer: world.actor("township_officer", &format!("{COUNTY_AREA}lugu/")),
        clerk: world.actor("county_clerk", COUNTY_AREA),
        reviewer: world.actor("county_reviewer", COUNTY_AREA),
        finance: world.actor("county_finance", COUNTY_AREA),
    }
}

fn place(beds: i64, nursing: i64, model: &str, kind: &str) -> Value {
    json!({ "name": "泸沽颐养院", "kind": kind, "area": format!("{COUNTY_AREA}lugu/"), "beds": beds,
        "nursing_beds": nursing, "model": model, "functions": ["full_day"], "opened_on": "2026-01-01" })
}

fn register(world: &World, hands: &Hands, facility: Value) -> String {
    let made = world.submit(&hands.clerk, "facilities.register", json!({ "facility": facility }));
    text(&made.expect("registered"), "facility")
}

/// The filing of a home, up to its receipt.
fn filed(world: &World, hands: &Hands, home: &str, beds: i64, nursing: i64) {
    let values = json!({ "reg_name": "泸沽颐养院", "nature": "nonprofit", "credit_code": "52513433MJ0000001X",
        "legal_rep": "王强", "contact_phone": "08346660000", "address": "正街1号", "tenure": "own",
        "floor_area": "2000", "beds": beds.to_string(), "nursing_beds": nursing.to_string(),
        "first_resident_on": "2026-01-05", "application": "有", "certificate": "有", "premises_proof": "有",
        "pledge_letter": "有", "pledged": ["building", "fire", "food", "medical"] });
    let input = json!({ "book": "home_filing", "subject": home, "values": values });
    let id = text(&world.submit(&hands.clerk, "cases.open", input).expect("handed in"), "case");
    took(world, &hands.clerk, &id, "examine", json!({}));
    let receipt = json!({ "filing_no": "冕养备1号", "filed_on": "2026-01-04" });
    took(world, &hands.reviewer, &id, "issue", receipt);
}

fn take(world: &World, actor: &Actor, id: &str, name: &str, values: Value) -> base::Result<Value> {
    let stands = case(world, &world.actor("county_clerk", COUNTY_AREA), id).expect("seen");
    step(world, actor, id, stands["revision"].as_i64().expect("a revision"), name, values)
}

fn took(world: &World, actor: &Actor, id: &str, name: &str, values: Value) {
    take(world, actor, id, name, values).unwrap_or_else(|why| panic!("{name}: {why:?}"));
    world.do_jobs();
}

fn told(world: &World, actor: &Actor, home: &str, month: &str) -> base::Result<Value> {
    let input = json!({ "facility": home, "month": month });
    world.door().answer(actor, world.now(), "providers.of-facility", input)
}

fn owed(world: &World, home: &str, month: &str, benefit: &str) -> Value {
    let told = told(world, &world.actor("county_clerk", COUNTY_AREA), home, month).expect("told");
    let all = told["benefits"].as_array().expect("benefits");
    all.iter().find(|it| it["benefit"] == benefit).unwrap_or_else(|| panic!("no {benefit}")).clone()
}

fn claim(world: &World, actor: &Actor, home: &str, benefit: &str, values: Value) -> base::Result<Value> {
    let month = text(&json!({ "month": world.now().day().month() }), "month");
    claim_for(world, actor, home, benefit, &month, values)
}

fn claim_for(
    world: &World,
    actor: &Actor,
    home: &str,
    benefit: &str,
    month: &str,
    values: Value,
) -> base::Result<Value> {
    let input = json!({ "facility": home, "benefit": benefit, "month": month, "values": values });
    world.submit(actor, "providers.claim", input)
}

fn spent(world: &World, hands: &Hands, fund: &str) -> i64 {
    let told =
        world.door().answer(&hands.finance, world.now(), "runs.fund-budgets", json!({})).expect("told");
    let funds = told["funds"].as_array().expect("funds");
    funds.iter().find(|it| it["fund"] == fund).and_then(|it| it["spent"].as_i64()).expect("a fund")
}

fn totals(world: &World, actor: &Actor) -> Value {
    let input = json!({ "month": MONTH });
    world.door().answer(actor, world.now(), "providers.totals", input).expect("told")
}

#[test]
fn a_facility_is_told_what_it_is_owed_and_why_not() {
    story(|world| {
        let hands = hands(world);
        let home = register(world, &hands, place(40, 16, "private", "home"));
        let share = owed(world, &home, MONTH, "liability_insurance_share");
        assert_eq!((&share["truth"], &share["against"]), (&json!("no"), &json!("providers-not-owed")));
        assert_eq!(share["explained"]["condition"]["explanation"]["clause"], "home_filing.filed > 0");
        // Nothing was asked of a reader who may not see it.
        let elsewhere = world.actor("township_officer", &format!("{COUNTY_AREA}daqiao/"));
        assert!(told(world, &elsewhere, &home, MONTH).is_err());
        // Before it opened nobody owed it anything.
        assert_eq!(owed(world, &home, "2025-06", "service_purchase_provider")["truth"], "unknown");

        filed(world, &hands, &home, 40, 16);
        let share = owed(world, &home, MONTH, "liability_insurance_share");
        // 40 beds at 120 yuan, half of it the province's; the other half is the home's own and is not paid out.
        assert_eq!(share["truth"], "yes");
        assert_eq!(
            (&share["units"], &share["cost"], &share["amount"]),
            (&json!(40), &json!(480_000), &json!(240_000))
        );
        let parts: Vec<(&str, i64, bool)> = share["parts"]
            .as_array()
            .expect("parts")
            .iter()
            .map(|it| {
                let fund = it["fund"].as_str().expect("a fund");
                (fund, it["amount"].as_i64().expect("fen"), it["own"] == true)
            })
            .collect();
        assert_eq!(parts, [("province_finance", 240_000, false), ("provider", 240_000, true)]);
        // Ordinary and nursing beds have rates of their own.
        assert_eq!(owed(world, &home, MONTH, "bed_construction_ordinary")["amount"], 24 * 500_000);
        assert_eq!(owed(world, &home, MONTH, "bed_construction_nursing")["amount"], 16 * 800_000);
        // A public home has its beds from the budget; a public hospital's inner home applies as any does.
        let mut other = place(30, 0, "public", "home");
        other["name"] = json!("县福利院");
        let public = register(world, &hands, other);
        filed(world, &hands, &public, 30, 0);
        assert_eq!(owed(world, &public, MONTH, "bed_construction_ordinary")["truth"], "no");
        let mut other = place(30, 0, "public", "medical");
        other["name"] = json!("县医院养护院");
        let inner = register(world, &hands, other);
        filed(world, &hands, &inner, 30, 0);
        assert_eq!(owed(world, &inner, MONTH, "bed_construction_ordinary")["amount"], 30 * 500_000);
        // What was true before a change stays so.
        let told = world.door().answer(
            &hands.clerk,
            world.now(),
            "facilities.facility",
            json!({ "facility": home }),
        );
        let revision = told.expect("told")["revision"].clone();
        world.pass_days(40);
        let input = json!({ "id": home, "revision": revision, "facility": place(60, 16, "private", "home") });
        world.submit(&hands.clerk, "facilities.change", input).expect("changed");
        assert_eq!(owed(world, &home, MONTH, "liability_insurance_share")["units"], 40);
        assert_eq!(owed(world, &home, "2027-01", "liability_insurance_share")["units"], 60);
    });
}

#[test]
fn a_claim_is_decided_by_rule_and_paid_by_four_hands_within_the_fund() {
    story(|world| {
        let hands = hands(world);
        let home = register(world, &hands, place(40, 16, "private", "home"));
        let benefit = "liability_insurance_share";
        let not_owed = refused(claim(world, &hands.officer, &home, benefit, json!({})));
        assert_eq!(not_owed, [("benefit".to_owned(), "providers-not-owed".to_owned())]);
        filed(world, &hands, &home, 40, 16);

        // Nobody types the sum.
        let typed = claim(world, &hands.officer, &home, benefit, json!({ "sum": "999999" }));
        let case_id = match typed {
            Ok(opened) => text(&opened, "case"),
            Err(_) => {
                text(&claim(world, &hands.officer, &home, benefit, json!({})).expect("claimed"), "case")
            }
        };
        let it = case(world, &hands.clerk, &case_id).expect("seen");
        assert_eq!(it["values"]["sum"], 240_000);
        assert_eq!(it["values"]["month"], MONTH);
        assert!(text(&it["values"], "facts").contains("facility.beds = 40"), "{}", it["values"]["facts"]);
        assert!(!text(&it["values"], "pack").is_empty());
        // Once for the period; a year's claim stands for each of its months.
        let again = refused(claim(world, &hands.clerk, &home, benefit, json!({})));
        assert_eq!(again, [("benefit".to_owned(), "providers-claimed-already".to_owned())]);
        assert_eq!(totals(world, &hands.clerk)["sums"]["claimed"], 240_000);

        let visited = json!({ "visited_on": "2026-11-20", "agrees": true });
        took(world, &hands.officer, &case_id, "visit", visited);
        took(world, &hands.clerk, &case_id, "check", json!({ "finding": "属实" }));
        let budget = |amount: i64| {
            let input = json!({ "fund": "province_finance", "year": 2026, "amount": amount, "document": "川财社〔2026〕1号" });
            world.submit(&hands.finance, "runs.set-fund-budget", input).expect("entered");
        };
        // The fund may not spend so much: nobody approves.
        budget(239_999);
        let over = refused(take(world, &hands.reviewer, &case_id, "approve", json!({})));
        assert_eq!(over[0].1, "runs-fund-over-budget");
        budget(240_000);
        took(world, &hands.reviewer, &case_id, "approve", json!({}));
        assert_eq!(spent(world, &hands, "province_finance"), 240_000);
        assert_eq!(spent(world, &hands, "provider"), 0, "what the home bears itself is no fund's spending");
        let paid = json!({ "paid_on": "2026-11-20", "voucher": "冕财支0123" });
        took(world, &hands.finance, &case_id, "pay", paid);
        let claimed = owed(world, &home, MONTH, benefit)["claim"].clone();
        assert_eq!((&claimed["state"], &claimed["document"]), (&json!("paid"), &json!("冕财支0123")));
        assert_eq!((&claimed["differs"], &claimed["changed"]), (&json!(0), &json!([])));
        assert_eq!(totals(world, &hands.clerk)["sums"]["paid"], 240_000);

        // The facts change afterwards: the claim stays as it was decided, and the difference is shown.
        let it = json!({ "facility": home });
        let stands = world.door().answer(&hands.clerk, world.now(), "facilities.facility", it).expect("told");
        let input = json!({ "id": home, "revision": stands["revision"], "facility": place(30, 16, "private", "home") });
        world.submit(&hands.clerk, "facilities.change", input).expect("changed");
        let claimed = owed(world, &home, MONTH, benefit)["claim"].clone();
        assert_eq!((&claimed["amount"], &claimed["now"]), (&json!(240_000), &json!(180_000)));
        assert_eq!(claimed["differs"], -60_000);
        assert_eq!(claimed["changed"][0]["fact"], "facility.beds");

        // What is taken back is the fund's again.
        let back = json!({ "taken_back": "600", "why": "床位减少" });
        took(world, &hands.reviewer, &case_id, "take_back", back);
        assert_eq!(spent(world, &hands, "province_finance"), 180_000);
        let all = totals(world, &hands.clerk);
        assert_eq!(all["sums"]["paid"], 180_000);
        let province =
            all["funds"].as_array().expect("funds").iter().find(|it| it["fund"] == "province_finance");
        assert_eq!(province.expect("a fund")["paid"], 180_000);
        // A township sees its own facilities and no others.
        let elsewhere = world.actor("township_officer", &format!("{COUNTY_AREA}daqiao/"));
        assert_eq!(totals(world, &elsewhere)["facilities"], 0);
        assert!(claim(world, &elsewhere, &home, "bed_construction_nursing", json!({})).is_err());
    });
}

#[test]
fn a_bed_is_granted_for_once() {
    story(|world| {
        let hands = hands(world);
        let home = register(world, &hands, place(40, 16, "private", "home"));
        filed(world, &hands, &home, 40, 16);
        let opened =
            claim(world, &hands.clerk, &home, "bed_construction_ordinary", json!({})).expect("claimed");
        // Refused, it may be asked for again; withdrawn it counts for nothing.
        let id = text(&opened, "case");
        took(world, &hands.reviewer, &id, "refuse", json!({ "why": "材料不实" }));
        claim(world, &hands.clerk, &home, "bed_construction_ordinary", json!({})).expect("claimed again");
        world.pass_days(60);
        let month = "2027-01";
        assert_eq!(owed(world, &home, month, "bed_construction_ordinary")["truth"], "no");
        // Ten beds more, and ten of the old ones are nursing beds by now: ten are new, whatever they are called.
        let it = json!({ "facility": home });
        let stands = world.door().answer(&hands.clerk, world.now(), "facilities.facility", it).expect("told");
        let input = json!({ "id": home, "revision": stands["revision"], "facility": place(50, 36, "private", "home") });
        world.submit(&hands.clerk, "facilities.change", input).expect("changed");
        let nursing = owed(world, &home, month, "bed_construction_nursing");
        assert_eq!((&nursing["units"], &nursing["amount"]), (&json!(26), &json!(26 * 800_000)));
        assert_eq!(owed(world, &home, month, "bed_construction_ordinary")["truth"], "no");
        // By hand, outside of the room of claims, there is no sum and no way on.
        let input = json!({ "book": "provider_claim", "subject": home, "values": {} });
        let empty = text(&world.submit(&hands.clerk, "cases.open", input).expect("opened"), "case");
        let visited = json!({ "visited_on": "2026-11-20", "agrees": true });
        let stopped = refused(take(world, &hands.officer, &empty, "visit", visited));
        assert_eq!(stopped[0].1, "cases-not-yet");
    });
}

#[test]
fn a_month_of_bed_days_is_paid_at_two_rates() {
    story(|world| {
        let hands = hands(world);
        let home = register(world, &hands, place(40, 16, "private", "home"));
        filed(world, &hands, &home, 40, 16);
        let [ordinary, nursing] = ["bed_operation_ordinary", "bed_operation_nursing"];
        assert_eq!(owed(world, &home, MONTH, ordinary)["truth"], "unknown", "no bed was entered yet");
        let add = json!({ "facility": home, "building": "1号楼", "room": "301", "rooms": 1, "per_room": 2,
            "type": "ordinary", "from": "2026-09-01" });
        let added = done(world, &hands.clerk, "beds.add", add);
        assert_eq!(owed(world, &home, MONTH, ordinary)["truth"], "no", "nobody lived in them");
        let elder = one(world, "王秀英", "513433194001010028");
        let begin = json!({ "bed": added["beds"][0], "person": elder, "from": "2026-11-10" });
        done(world, &hands.clerk, "beds.begin", begin);
        // From the 16th on the bed is a nursing bed.
        let change =
            json!({ "facility": home, "beds": [added["beds"][0]], "type": "nursing", "day": "2026-11-16" });
        done(world, &hands.clerk, "beds.change", change);
        // A month is paid when it is over.
        let early = refused(claim_for(world, &hands.clerk, &home, nursing, MONTH, json!({})));
        assert_eq!(early, [("benefit".to_owned(), "providers-not-over".to_owned())]);
        world.pass_days(15);
        let told = |benefit: &str| {
            let it = owed(world, &home, MONTH, benefit);
            (it["units"].as_i64().expect("days"), it["amount"].as_i64().expect("fen"))
        };
        assert_eq!(told(ordinary), (6, 6 * 300), "the 10th to the 15th");
        assert_eq!(told(nursing), (15, 15 * 600), "the 16th to the 30th");
        for benefit in [ordinary, nursing] {
            claim_for(world, &hands.clerk, &home, benefit, MONTH, json!({})).expect("claimed");
        }
        let input = json!({ "month": MONTH, "stands": "open" });
        let list = world.door().answer(&hands.clerk, world.now(), "providers.month", input).expect("listed");
        let sums: i64 =
            list["rows"].as_array().expect("rows").iter().filter_map(|it| it["amount"].as_i64()).sum();
        assert_eq!((list["total"].as_i64(), sums), (Some(2), 6 * 300 + 15 * 600));
        // Learnt afterwards: who is said to have lain there had died on the 21st.
        world.pass_seconds(60);
        let died = json!({ "person": elder, "day": "2026-11-21", "source": "funeral" });
        done(world, &hands.clerk, "register.record-death", died);
        let claimed = owed(world, &home, MONTH, nursing)["claim"].clone();
        assert_eq!((&claimed["amount"], &claimed["now"]), (&json!(15 * 600), &json!(5 * 600)));
        assert_eq!(claimed["differs"], -10 * 600);
        assert_eq!(claimed["changed"][0]["fact"], "beds.nursing_days");
        assert_eq!(owed(world, &home, MONTH, ordinary)["claim"]["differs"], 0);
    });
}
