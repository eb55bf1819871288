//! Assessment of ability: asked for, given to assessors who do not serve the elder, answered apart, settled,
//! confirmed by another hand, told to the register and to benefits; objected to, and found again by others.

mod after;

use platform::{Actor, files};
use serde_json::{Map, Value, json};

use crate::{
    cases::{refused, text},
    findings::{CARE, elder},
    money::LUGU_VILLAGE,
    register::{done, see},
    world::{COUNTY_AREA, World, on_each_database},
};

struct Office {
    clerk: Actor,
    reviewer: Actor,
    /// Two of the centre, one of the home, one of a third body.
    assessors: Vec<Actor>,
    /// Their cases.
    cases: Vec<String>,
}

/// A county with four recognised assessors.
fn office(world: &World) -> Office {
    let (clerk, reviewer) =
        (world.actor("county_clerk", COUNTY_AREA), world.actor("county_reviewer", COUNTY_AREA));
    let bodies = [
        ("assessor1", "县评估中心"),
        ("assessor2", "县评估中心"),
        ("assessor3", "冕宁县颐养院"),
        ("assessor4", "第三方评估公司"),
    ];
    let (mut assessors, mut cases) = (Vec::new(), Vec::new());
    for (account, body) in bodies {
        let actor = assessor(world, account);
        cases.push(recognised(world, &clerk, &reviewer, &actor, body));
        assessors.push(actor);
    }
    Office { clerk, reviewer, assessors, cases }
}

/// Somebody with an account who signs in as an assessor.
fn assessor(world: &World, login: &str) -> Actor {
    let system = world.actor("system_admin", COUNTY_AREA);
    let input = json!({ "login": login, "name": format!("评估员{login}") });
    let made = done(world, &system, "access.create-account", input);
    let actor = world.actor("assessor", COUNTY_AREA);
    Actor { account: text(&made, "account"), name: format!("评估员{login}"), ..actor }
}

fn recognised(world: &World, clerk: &Actor, reviewer: &Actor, who: &Actor, body: &str) -> String {
    let values = json!({ "assessor_name": who.name, "account": who.account, "body": body,
        "background": "nursing" });
    let opened = done(world, clerk, "cases.open", json!({ "book": "assessor", "values": values }));
    let case = text(&opened, "case");
    let id = case.clone();
    let scan = world.within(clerk, move |cx| {
        let bytes = b"%PDF-1.4 certificate".to_vec();
        let area = COUNTY_AREA;
        let new = files::NewFile { name: "scan.pdf", area, about: "case", about_id: &id, bytes: &bytes };
        Ok(files::keep(cx, &new)?.id)
    });
    let scan = scan.expect("a file");
    let step = json!({ "case": case, "step": "recognise", "revision": opened["revision"],
        "values": { "trained_on": "2026-01-10", "certificate_number": format!("Z{}", who.name),
            "valid_until": "2027-06-30", "scan": [scan] } });
    done(world, reviewer, "cases.step", step);
    case
}

/// The best answer to each item of the instrument, but those named.
fn answers(world: &World, other: &[(&str, i64)]) -> Value {
    let pack = world.house.packs.now();
    let all = pack.get::<care::screenings::Instruments>().named("gbt42195-2022").expect("the instrument");
    let most = |id: &str| match id {
        "B.2.4" | "B.4.4" => 3,
        "B.3.7" | "B.3.8" => 1,
        "B.3.9" | "B.4.1" | "B.4.2" => 2,
        _ => 4,
    };
    let mut map: Map<String, Value> =
        all.items.iter().map(|it| (it.id.clone(), json!(most(&it.id)))).collect();
    for (id, value) in other {
        map.insert((*id).to_owned(), json!(value));
    }
    Value::Object(map)
}

/// Self-care lost: 90 less 32, and 28 less: moderately and severely impaired.
const MODERATE: &[(&str, i64)] = &[
    ("B.1.1", 0),
    ("B.1.2", 0),
    ("B.1.3", 0),
    ("B.1.4", 0),
    ("B.1.5", 0),
    ("B.1.6", 0),
    ("B.1.7", 0),
    ("B.1.8", 0),
];

fn request(world: &World, office: &Office, person: &str) -> String {
    let asked = json!({ "person": person, "reason": "first", "asked_by": "family" });
    text(&done(world, &office.clerk, "assessment.request", asked), "assessment")
}

fn assign(world: &World, office: &Office, assessment: &str, who: &[usize]) -> base::Result<Value> {
    let cases: Vec<&String> = who.iter().map(|it| &office.cases[*it]).collect();
    let input = json!({ "assessment": assessment, "assessors": cases, "field_on": world.now().day() });
    world.submit(&office.clerk, "assessment.assign", input)
}

fn sheet(world: &World, assessment: &str, other: &[(&str, i64)], context: Value) -> Value {
    let (ended, began) = (world.now(), world.now().plus_minutes(-40));
    json!({ "assessment": assessment, "answers": answers(world, other), "context": context,
        "began_at": began, "ended_at": ended, "place": "家中" })
}

fn one(world: &World, office: &Office, assessment: &str) -> Value {
    world.answer(&office.clerk, "assessment.one", json!({ "assessment": assessment }))
}

fn confirm(world: &World, office: &Office, assessment: &str) -> Value {
    done(world, &office.reviewer, "assessment.confirm", json!({ "assessment": assessment }))
}

/// From the request to the confirmed level in one go.
fn assessed(world: &World, office: &Office, person: &str, other: &[(&str, i64)]) -> String {
    let id = request(world, office, person);
    assign(world, office, &id, &[0, 1]).expect("sent");
    for who in &office.assessors[..2] {
        done(world, who, "assessment.answer", sheet(world, &id, other, json!({})));
    }
    confirm(world, office, &id);
    id
}

fn subsidy(world: &World, person: &str) -> Option<String> {
    world.do_jobs();
    let clerk = world.actor("county_clerk", COUNTY_AREA);
    let all = world.answer(&clerk, "findings.findings", json!({ "benefit": CARE, "per_page": 200 }));
    let found = all["rows"].as_array().expect("rows").iter().find(|it| it["person"] == person)?;
    Some(text(found, "kind"))
}

#[test]
fn a_level_is_found_by_two_confirmed_by_another_and_decides_what_is_owed() {
    on_each_database(|world| {
        let office = office(world);
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let id = request(world, &office, &person);
        let again = json!({ "person": person, "reason": "first", "asked_by": "self" });
        assert_eq!(
            refused(world.submit(&office.clerk, "assessment.request", again))[0].1,
            "assessment-open-already"
        );
        assert_eq!(refused(assign(world, &office, &id, &[0]))[0].1, "assessment-hands", "two go");
        assign(world, &office, &id, &[0, 1]).expect("sent");

        let [first, second, _, third] = &office.assessors[..] else { panic!("four") };
        let strange = world.submit(third, "assessment.answer", sheet(world, &id, &[], json!({})));
        assert_eq!(refused(strange)[0].1, "assessment-not-yours");
        let mut short = sheet(world, &id, &[], json!({}));
        short["answers"].as_object_mut().expect("answers").remove("B.2.3");
        let missing = refused(world.submit(first, "assessment.answer", short));
        assert!(missing.iter().any(|it| it.0.contains("B.2.3")), "the item is named: {missing:?}");

        for minutes in [-40, 40 * 24 * 60] {
            let mut odd = sheet(world, &id, &[], json!({}));
            odd["began_at"] = json!(world.now().plus_minutes(-minutes));
            odd["ended_at"] = json!(world.now());
            let told = refused(world.submit(first, "assessment.answer", odd));
            assert_eq!(told[0].1, "assessment-times", "{minutes} minutes");
        }

        // The same sheet twice, as a phone sends it that heard no answer.
        let mut mine = sheet(world, &id, MODERATE, json!({}));
        mine["sheet"] = json!("01990000-0000-7000-8000-000000000001");
        let once = done(world, first, "assessment.answer", mine.clone());
        assert_eq!(done(world, first, "assessment.answer", mine)["sheet"], once["sheet"]);
        let told = one(world, &office, &id);
        assert_eq!(told["state"], "assigned", "one of two");
        assert_eq!(told["sheets"].as_array().map(Vec::len), Some(1));

        // The second sees one item otherwise; they settle it together.
        let mut other = MODERATE.to_vec();
        other[0].1 = 1;
        let answered = done(world, second, "assessment.answer", sheet(world, &id, &other, json!({})));
        assert_eq!((&answered["state"], &answered["differing"]), (&json!("differing"), &json!(["B.1.1"])));
        let told = one(world, &office, &id);
        assert_eq!(told["agreement"], 25 * 10_000 / 26);
        let joint = sheet(world, &id, MODERATE, json!({}));
        assert_eq!(refused(world.submit(second, "assessment.settle", joint.clone()))[0].0, "words");
        let mut joint = joint;
        joint["words"] = json!("一起再看了一次进食");
        done(world, second, "assessment.settle", joint);
        let told = one(world, &office, &id);
        assert_eq!((&told["state"], &told["total"]), (&json!("rated"), &json!(58)));
        assert_eq!((&told["first_ability"], &told["ability"]), (&json!("moderate"), &json!("moderate")));

        // Nothing is so before another hand has confirmed it.
        assert_eq!(subsidy(world, &person), None);
        let mut own = office.reviewer.clone();
        own.account.clone_from(&office.clerk.account);
        let input = json!({ "assessment": id });
        assert_eq!(refused(world.submit(&own, "assessment.confirm", input))[0].1, "assessment-another-hand");
        let confirmed = confirm(world, &office, &id);
        assert_eq!(confirmed["valid_until"], "2027-11-21", "twelve months");
        let ability = see(world, &office.clerk, &person).view.ability.expect("a level");
        assert_eq!(ability.value, "moderate");
        assert!(ability.detail.values().any(|it| *it == text(&confirmed, "number")), "with its number");
        assert_eq!(subsidy(world, &person).as_deref(), Some("unserved"), "the subsidy is offered");

        // A year on and better: what was offered is offered no more.
        world.pass_days(30);
        let next = assessed(world, &office, &person, &[("B.1.1", 3)]);
        assert_eq!(one(world, &office, &next)["ability"], "mild");
        assert_eq!(one(world, &office, &id)["replaced_by"], json!(next));
        assert_eq!(subsidy(world, &person), None);
    });
}
