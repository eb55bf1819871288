//! What a phone queued comes in any order, twice, and late: where a duty stands is the same in the end.

use base::Chance;
use serde_json::{Value, json};

use super::{alone, duty, elder, of_person, well, worker};
use crate::{
    money::{LUGU_VILLAGE, name},
    world::{World, on_each_database},
};

/// Of so many queues each database is told.
const QUEUES: u64 = 4;

fn id(at: usize) -> String {
    format!("0198a5b0-0000-7000-8000-{at:012}")
}

/// A queue of acts about somebody, as a phone makes them: each with its own id and day.
fn queue(person: &str, chance: &mut Chance) -> Vec<(&'static str, Value)> {
    let mut acts: Vec<(&'static str, Value)> = Vec::new();
    let mut visits: Vec<String> = Vec::new();
    for at in 0..9 {
        let (id, day) = (id(at), format!("2026-{:02}-{:02}", 9 + chance.below(3), 1 + chance.below(20)));
        let act = match chance.below(7) {
            0 => ("visits.away", json!({ "id": id, "person": person, "day": day, "place": "成都" })),
            1 => ("visits.back", json!({ "id": id, "person": person, "day": day })),
            2 => {
                let outcome = if chance.below(2) == 0 { "nobody" } else { "refused" };
                (
                    "visits.attempt",
                    json!({ "id": id, "person": person, "day": day, "channel": "home", "outcome": outcome }),
                )
            }
            kind => {
                let channel = ["home", "phone", "video"][chance.below(3) as usize];
                let mut visit = json!({ "id": id, "person": person, "day": day, "clock": "10:00", "channel": channel,
                    "no_place": "无信号", "files_follow": true, "answers": well() });
                let before = visits.last().cloned();
                match (kind, before) {
                    // Nothing new since the one before, but for the mood.
                    (3 | 4, Some(before)) => {
                        visit["nothing_new"] = json!(before);
                        visit["answers"] = json!({ "mood": "low" });
                    }
                    (5, Some(before)) => visit["replaces"] = json!(before),
                    _ => (),
                }
                visits.push(id);
                ("visits.record", visit)
            }
        };
        acts.push(act);
    }
    acts
}

/// Where it stands when these acts have come in, and what every visit says.
fn after(world: &World, person: &str, acts: &[(&'static str, Value)]) -> Value {
    for (verb, input) in acts {
        let mut input = input.clone();
        input["person"] = json!(person);
        world.submit(&worker(world), verb, input).expect("taken");
    }
    let shown = of_person(world, &worker(world), person);
    let visits = shown["visits"].as_array().expect("visits").iter();
    let told: Vec<Value> = visits
        .map(|it| json!({ "id": it["id"], "answers": it["answers"], "confirmed": it["confirmed"], "waits": it["waits"],
            "by": it["replaced_by"] }))
        .collect();
    let (month,): (Option<String>,) = world
        .store
        .read({
            let person = person.to_owned();
            move |tx| tx.get("row", "SELECT seen_on FROM visit_list WHERE person = $1", &[(&person).into()])
        })
        .expect("a row of the month");
    json!({ "duty": duty(world, person), "visits": told, "seen": month })
}

#[test]
fn any_order_and_repetition_of_what_a_phone_sends_comes_to_the_same() {
    for seed in 0..QUEUES {
        // What each world came to, for worlds in which the same queue came in otherwise.
        let told = std::sync::Mutex::new(Vec::new());
        for otherwise in 0..3_u64 {
            on_each_database(|world| {
                let person = elder(world, 0, "1950-03-05", LUGU_VILLAGE, alone());
                assert_eq!(person, world.person(0), "{}", name(0));
                world.night();
                let mut chance = Chance::new(seed);
                let mut acts = queue(&person, &mut chance);
                if otherwise != 0 {
                    let mut mixed = Chance::new(seed * 100 + otherwise);
                    acts.extend(acts.clone().into_iter().step_by(2));
                    for at in (1..acts.len()).rev() {
                        acts.swap(at, mixed.below(at as u64 + 1) as usize);
                    }
                }
                told.lock().expect("told").push(after(world, &person, &acts));
            });
        }
        let told = told.into_inner().expect("told");
        assert!(told.windows(2).all(|it| it[0] == it[1]), "queue {seed}: {told:#?}");
    }
}
