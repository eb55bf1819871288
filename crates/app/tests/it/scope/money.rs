//! What the scene has of money and of lists: payees, a month at the bank and one being drawn, cases,
//! entrants, files with a row in doubt.

use people::{
    intake::{ask::OneFile, check::CheckWork, commit::CommitWork},
    runs::{draw::Draw, post::Post},
};
use platform::Actor;
use serde_json::{Value, json};

use super::scene::{Target, township};
use crate::{
    money::BENEFIT,
    runs::base64,
    world::{COUNTY, COUNTY_AREA, World},
};

/// Adds the records to the targets, and what the county has one of to all of them.
pub(super) fn add(world: &World, targets: &mut [Target]) {
    for target in targets.iter_mut().filter(|it| it.is_person) {
        let person = target.id("person").expect("a person").to_owned();
        account(world, &person, 1);
        let waits = account(world, &person, 2);
        target.ids.push(("payee", waits));
    }
    let areas: Vec<String> =
        targets.iter().filter(|it| it.is_person).map(|it| it.registered.clone()).collect();
    let batch = at_the_bank(world, &areas);
    let run = drawn(world, "2026-11");
    for target in targets.iter_mut() {
        target.shared.extend([("run", run.clone()), ("batch", batch.clone())]);
    }
    for (at, target) in targets.iter_mut().enumerate() {
        if target.is_person {
            target.ids.extend(cases(world, at, target));
        } else {
            target.ids.extend(list(world, at, &target.registered));
        }
    }
}

/// Proposes an account of somebody; the first is checked too, the second waits.
fn account(world: &World, person: &str, nth: i64) -> String {
    let writer = world.somebody("payee-writer", COUNTY_AREA, &["payees.write"]);
    let digits: String = person.chars().filter(char::is_ascii_digit).take(12).collect();
    let input = json!({ "person": person, "kind": "own", "holder": "目标", "bank": "农村信用社",
        "account": format!("8811{nth}{digits:0>12}") });
    let proposed = world.submit(&writer, "payees.propose", input).expect("proposed");
    let payee = proposed["payee"].as_str().expect("an id").to_owned();
    if nth == 1 {
        let checker = world.somebody("payee-checker", COUNTY_AREA, &["payees.check"]);
        let check = json!({ "payee": payee, "revision": 1, "right": true });
        world.submit(&checker, "payees.check", check).expect("checked");
    }
    payee
}

fn clerk(world: &World) -> Actor {
    world.actor("county_clerk", COUNTY_AREA)
}

fn drawn(world: &World, month: &str) -> String {
    let opened = world.submit(&clerk(world), "runs.open", json!({ "benefit": BENEFIT, "month": month }));
    let run = opened.expect("opened")["run"].as_str().expect("an id").to_owned();
    world.work(&Draw { run: run.clone(), persons: None }).expect("drawn");
    run
}

/// A month with a file made for the bank; answers the batch.
fn at_the_bank(world: &World, areas: &[String]) -> String {
    let run = drawn(world, "2026-10");
    let mut townships: Vec<String> = areas.iter().map(|it| township(it)).collect();
    townships.sort();
    townships.dedup();
    for area in townships {
        let head = world.actor("township_head", &area);
        world.submit(&head, "runs.confirm", json!({ "run": run, "area": area })).expect("confirmed");
    }
    let (reviewer, finance) =
        (world.actor("county_reviewer", COUNTY_AREA), world.actor("county_finance", COUNTY_AREA));
    let revision = || world.answer(&clerk(world), "runs.run", json!({ "run": run }))["revision"].clone();
    world.submit(&reviewer, "runs.approve", json!({ "run": run, "revision": revision() })).expect("approved");
    world.work(&Post { run: run.clone(), persons: None }).expect("posted");
    let budget = json!({ "benefit": BENEFIT, "year": 2026, "amount": 10_000_000, "document": "预算" });
    world.submit(&finance, "runs.set-budget", budget).expect("a budget");
    let input = json!({ "run": run, "revision": revision() });
    world.submit(&finance, "runs.confirm-finance", input).expect("within it");
    let made =
        world.submit(&clerk(world), "bank.make", json!({ "run": run, "bank": "one_card" })).expect("made");
    made["batch"].as_str().expect("an id").to_owned()
}

/// A case of money to bring back, and an entry, of a person.
fn cases(world: &World, at: usize, target: &Target) -> [(&'static str, String); 2] {
    let person = target.id("person").expect("a person").to_owned();
    let area = target.registered.clone();
    let (case, entrant) = (format!("case-of-{at}-{person}"), format!("entrant-of-{at}-{person}"));
    let ids = [("recovery", case.clone()), ("entrant", entrant.clone())];
    let written = world.store.write(move |tx| {
        tx.exec(
            "INSERT INTO recovery_case (county, id, number, person, benefit, area, name, reason, amount, repaid,
                written_off, state, opened_by, opened_at, revision)
             VALUES ($1, $2, $2, $3, $4, $5, '目标', 'corrected', 100, 0, 0, 'open', 'x', 1, 1)",
            &[COUNTY.into(), (&case).into(), (&person).into(), BENEFIT.into(), (&area).into()],
        )?;
        tx.exec(
            "INSERT INTO entrant (county, id, person, benefit, area, name, turns_on, mode, state, opened_at, revision)
             VALUES ($1, $2, $3, $4, $5, '目标', '2026-12-01', 'application', 'tasked', 1, 1)",
            &[COUNTY.into(), (&entrant).into(), (&person).into(), BENEFIT.into(), (&area).into()],
        )
    });
    written.expect("written");
    ids
}

/// A full roster of an area that leaves its elders out, taken in: a person is asked about them.
fn list(world: &World, at: usize, area: &str) -> Vec<(&'static str, String)> {
    let clerk = clerk(world);
    let text = format!("姓名,出生日期\r\n新来{at},1939-01-01\r\n");
    let upload = json!({ "name": format!("{at}.csv"), "content": base64(text.as_bytes()), "list": "persons",
        "declared": "full", "area": area, "source": "township", "as_of": "2026-11-01", "min_age": 60,
        "complete_until": "2026-11-01" });
    let uploaded = world.submit(&clerk, "intake.upload", upload).expect("uploaded");
    let file = uploaded["file"].as_str().expect("an id").to_owned();
    world.submit(&clerk, "intake.check", json!({ "file": file })).expect("the check starts");
    world.work(&CheckWork { file: file.clone() }).expect("checked");
    let mut ids = vec![("intake.file", file.clone())];
    // What a list of the whole county asks about is asked in each village, and names the list.
    if area == COUNTY_AREA {
        return ids;
    }
    let page = world.ask(&clerk, OneFile { file: file.clone() }).expect("the file");
    let input = json!({ "file": file, "revision": page.file.revision });
    world.submit(&clerk, "intake.commit", input).expect("the commit starts");
    world.work(&CommitWork { file: file.clone() }).expect("taken in");
    let asked: Value = world.answer(&clerk, "intake.reviews", json!({ "per_page": 200 }));
    let of_file = |it: &&Value| it["file"] == file.as_str() && it["area"] == area;
    let review = asked["rows"].as_array().expect("rows").iter().find(of_file);
    let review = review.unwrap_or_else(|| panic!("somebody is missing: {asked}"));
    ids.push(("review", review["id"].as_str().expect("an id").to_owned()));
    ids
}
