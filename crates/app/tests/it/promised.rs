//! What the county promises, and what anybody may ask of its rules: the basic-service list and the
//! self-check, asked as whoever comes without an account.

use platform::jobs::accounts;
use serde_json::{Value, json};

use crate::world::{COUNTY_AREA, World, on_each_database};

fn asked(world: &World, question: &str, input: Value) -> base::Result<Value> {
    let public = accounts::actor(&world.house, &accounts::PUBLIC, COUNTY_AREA);
    world.door().answer(&public, world.now(), question, input)
}

fn benefits(answer: &Value, part: &str) -> Vec<String> {
    let lines = answer[part].as_array().expect("lines");
    lines.iter().map(|it| it["benefit"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_list_is_public_dated_and_each_item_names_what_gives_it() {
    on_each_database(|world| {
        let list = asked(world, "public.services", json!({})).expect("the list");
        let items = list["items"].as_array().expect("items");
        assert_eq!(items.len(), 21, "sixteen of the nation, five of the county");
        let first: Vec<i64> = items.iter().filter_map(|it| it["number"].as_i64()).collect();
        assert!(first.is_sorted(), "{first:?}");
        let old_age = items.iter().find(|it| it["id"] == "old_age_allowance").expect("the allowance");
        let rates: Vec<i64> = old_age["rates"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["gives"]["value"].as_i64())
            .collect();
        assert_eq!(rates, [2_500, 10_000, 20_000], "what the benefit itself pays on the day");
        assert_eq!(old_age["payer"], json!(["county_finance"]));
        for it in items {
            let decided =
                it["benefit"].is_string() || it["books"].as_array().is_some_and(|it| !it.is_empty());
            assert!(decided, "{it}");
        }
        // Before the national list there was none.
        let before = asked(world, "public.services", json!({ "day": "2023-04-30" })).expect("the list");
        assert_eq!(before["items"].as_array().map(Vec::len), Some(0));
        assert_eq!(before["coming"].as_array().map(Vec::len), Some(21));
        // How many hold what is for officials.
        assert!(asked(world, "services.delivered", json!({})).is_err());
        let clerk = world.actor("county_clerk", COUNTY_AREA);
        let it = world.door().answer(&clerk, world.now(), "services.delivered", json!({})).expect("the list");
        assert_eq!(it["items"].as_array().map(Vec::len), Some(21));
        assert_eq!(it["entrants"], json!({}), "nobody entered yet");
    });
}

#[test]
fn anybody_is_told_what_they_are_entitled_to_and_nothing_is_kept() {
    on_each_database(|world| {
        let before = world.count_of("journal_entry");
        let begun = asked(world, "public.entitled", json!({})).expect("asked");
        assert_eq!(begun["next"][0]["question"], "age");
        let values = json!({ "age": "80", "place": "both", "hardship": "minimum_living" });
        let told = asked(world, "public.entitled", json!({ "values": values })).expect("told");
        assert!(benefits(&told, "yes").contains(&"old_age_allowance".to_owned()), "{told}");
        assert!(benefits(&told, "no").contains(&"centenarian_gift".to_owned()));
        let care = told["unknown"].as_array().unwrap().iter().find(|it| it["benefit"] == "care_subsidy");
        assert_eq!(care.expect("not decidable")["waits"], json!(["ability"]));
        assert_eq!(told["next"][0]["question"], "ability", "what most benefits wait for");
        // Severely dependent: the fen of the pack, and how to apply.
        let values =
            json!({ "age": "80", "place": "both", "hardship": "minimum_living", "ability": "severe" });
        let told = asked(world, "public.entitled", json!({ "values": values })).expect("told");
        let care = told["yes"].as_array().unwrap().iter().find(|it| it["benefit"] == "care_subsidy").cloned();
        let care = care.expect("entitled");
        assert_eq!(care["gives"], json!({ "gives": "money", "value": 20_000 }));
        assert_eq!((&care["route"], &care["proofs"]), (&json!("case"), &json!(["assessment", "hardship"])));
        // Destitute: what destitute support contains is not given beside it, and it says by what.
        let values =
            json!({ "age": "80", "place": "both", "hardship": "destitute_support", "ability": "severe" });
        let told = asked(world, "public.entitled", json!({ "values": values })).expect("told");
        let care = told["no"].as_array().unwrap().iter().find(|it| it["benefit"] == "care_subsidy").cloned();
        assert_eq!(care.expect("absorbed")["beside"], "destitute_support");
        // What is no answer is refused, with its field.
        for (question, answer) in
            [("hardship", "rich"), ("age", "131"), ("age", "eighty"), ("name", "王秀英")]
        {
            let wrong = asked(world, "public.entitled", json!({ "values": { question: answer } }));
            let faults = wrong.expect_err("refused").faults().to_vec();
            assert_eq!(faults[0].path, format!("values.{question}"));
        }
        assert_eq!(world.count_of("journal_entry"), before, "nothing was written");
    });
}
