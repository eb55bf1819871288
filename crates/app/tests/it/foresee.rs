//! What if: a text of a benefit tried on the register as it stands.

use people::register::{
    bulk::{self, Entry},
    draft::{Dated, Draft, Provenance},
};
use platform::{Cx, jobs::Runner};
use serde_json::{Value, json};

use crate::world::{COUNTY_AREA, World, everybody, on_each_database};

const ALLOWANCE: &str = "old_age_allowance";
/// Four elders in two townships: of 91, 85, 79 and 70 in November 2026.
const ELDERS: [(&str, &str, &str); 4] = [
    ("吉克·阿呷", "51343319350203002X", "lugu/changzheng/"),
    ("王秀英", "513433194101150027", "lugu/changzheng/"),
    ("李国华", "513433194706150016", "lugu/changzheng/"),
    ("张明", "513433195603150018", "lugu/changzheng/"),
];

pub(crate) fn fill(world: &World) {
    let from = Provenance { source: "township".into(), basis: "roster.xlsx".into() };
    let entries: Vec<Entry> = ELDERS
        .iter()
        .map(|(name, number, village)| {
            let first = &number[..17];
            let place = format!("{COUNTY_AREA}{village}");
            let draft = Draft {
                name: Some((*name).to_owned()),
                number: Some(format!("{first}{}", base::resident::check_character(first))),
                registered: Some(Dated::new(place.clone())),
                living: Some(Dated::new(place)),
                ..Draft::default()
            };
            Entry { person: None, draft, from: from.clone(), day: "2026-11-01".parse().unwrap() }
        })
        .collect();
    let actor = world.somebody("clerk", COUNTY_AREA, &[]);
    let (house, now, seed) = (world.house.clone(), world.now(), world.seed());
    world
        .store
        .write(move |tx| bulk::commit(&mut Cx::new(&actor, &house, now, seed, tx), &entries))
        .expect("the rows are written");
}

/// The allowance of 冕宁 as the pack has it, without its worked cases.
pub(crate) fn in_force(world: &World) -> String {
    let layers = world.house.packs.layers_of("mianning", &format!("benefits/{ALLOWANCE}.toml"));
    let text = layers.last().expect("the allowance").1.to_string();
    text.split_once("# Worked cases").map_or(text.clone(), |it| it.0.to_owned())
}

fn what_if(world: &World, area: &str, text: &str, months: i64) -> Value {
    let actor = world.somebody("clerk", area, &["benefits.read"]);
    world.answer(
        &actor,
        "foresee.what-if",
        json!({ "benefit": ALLOWANCE, "text": text, "month": "2026-11", "months": months }),
    )
}

#[test]
fn a_draft_is_tried_on_the_live_register() {
    on_each_database(|world| {
        fill(world);
        let text = in_force(world);
        // The rate of 80 to 89 is raised, that of 90 to 99 taken down.
        let draft = text.replace("amount = 25\n", "amount = 50\n").replace("amount = 100\n", "amount = 80\n");
        let answer = what_if(world, COUNTY_AREA, &draft, 60);
        assert_eq!(answer["faults"], json!([]));
        let told = &answer["told"];
        let all = &told["all"];
        assert_eq!((&all["gains"], &all["loses"], &all["same"]), (&json!(1), &json!(1), &json!(0)));
        assert_eq!((&all["now"], &all["draft"], &all["more"]), (&json!(12_500), &json!(13_000), &json!(500)));
        let loser = &told["losers"][0];
        assert_eq!((&loser["now"], &loser["draft"]), (&json!(10_000), &json!(8_000)));
        assert!(!loser["name"].as_str().unwrap().contains("阿呷"), "{loser}");
        assert_eq!(told["areas"].as_array().unwrap().len(), 1);
        // Whoever is 79 comes of age within the months; whoever is 70 does not.
        let ahead = &told["ahead"];
        assert_eq!(ahead["months"].as_array().unwrap().len(), 60);
        assert_eq!((&ahead["complete_until"], &ahead["cohorts"]), (&Value::Null, &json!(4)));
        let middle = |month: usize, side: &str| ahead["months"][month][side]["middle"].as_i64().unwrap();
        assert_eq!(middle(0, "now"), 12_500, "nobody has died by the beginning of next month");
        assert!(12_500 < middle(7, "now") && middle(7, "now") < 15_000, "the third is eighty in June 2027");
        assert!(ahead["draft"]["low"].as_i64() < ahead["draft"]["middle"].as_i64());
        assert!(!answer["told"]["ahead"]["chart"]["band"].as_str().unwrap().is_empty());

        // An age of 64 lets people come of age who are not in the register yet.
        let younger = text.replace("value = 80\n", "value = 64\n").replace("from = 80\n", "from = 64\n");
        let answer = what_if(world, COUNTY_AREA, &younger, 60);
        assert_eq!(answer["told"]["ahead"]["complete_until"], "2030-11");
        assert_eq!(answer["told"]["all"]["people_draft"], 4);

        // A fault is told at its line, and nothing is tried.
        let line = text.lines().position(|it| it.starts_with("from = 90")).unwrap() as i64;
        let spoilt = text.replace("from = 90\n", "from = 91\n");
        let answer = what_if(world, COUNTY_AREA, &spoilt, 0);
        assert_eq!(
            (&answer["told"], &answer["faults"][0]["key"]),
            (&Value::Null, &json!("rules-rates-hole"))
        );
        let told = answer["faults"][0]["line"].as_i64().unwrap();
        assert!(told <= line + 1 && line - 2 <= told, "{told} of {line}");

        // A reader of another township sees nobody.
        let answer = what_if(world, &format!("{COUNTY_AREA}fuxing/"), &draft, 0);
        assert_eq!(answer["told"]["all"]["people_now"], 0);
    });
}

#[test]
fn without_a_text_the_one_in_force_goes_on() {
    on_each_database(|world| {
        fill(world);
        let actor = world.somebody("clerk", COUNTY_AREA, &["benefits.read"]);
        let answer = world.answer(
            &actor,
            "foresee.what-if",
            json!({ "benefit": ALLOWANCE, "month": "2026-11", "months": 12 }),
        );
        let told = &answer["told"];
        assert_eq!((&told["all"]["more"], &told["all"]["same"]), (&json!(0), &json!(2)));
        assert_eq!(told["ahead"]["more"], json!({ "low": 0, "middle": 0, "high": 0 }));
    });
}

fn draft(world: &World, actor: &platform::Actor, id: &Value) -> Value {
    world.answer(actor, "benefit-drafts.draft", json!({ "draft": id }))
}

fn key(it: base::Result<Value>) -> String {
    match it {
        Ok(_) => String::new(),
        Err(base::Error::Invalid(faults)) => faults[0].key.to_string(),
        Err(base::Error::Denied(fault) | base::Error::Conflict(fault)) => fault.key.to_string(),
        Err(other) => format!("{other:?}"),
    }
}

/// A rate is raised by a form, tried, reviewed by another hand and published; a run drawn before it is
/// verified by the text of then, and the next month is drawn by the new one.
#[test]
fn a_rate_is_drafted_tried_reviewed_and_published() {
    on_each_database(|world| {
        fill(world);
        let clerk = world.somebody(
            "clerk",
            COUNTY_AREA,
            &["benefits.read", "benefits.design", "benefits.prepare", "benefits.publish"],
        );
        let reviewer = world.somebody("reviewer", COUNTY_AREA, &["benefits.read", "benefits.publish"]);
        // November is drawn by the pack's own text, which is kept as a start of the program keeps it.
        let (pack, now) = (world.house.packs.now(), world.now());
        world.store.write(move |tx| platform::packs::publish(tx, &pack, now)).expect("kept");
        let open = |month: &str| {
            let run = world
                .submit(&clerk, "runs.open", json!({ "benefit": ALLOWANCE, "month": month, "shadow": true }))
                .expect("opened");
            world.run_jobs(&mut Runner::new("one".into(), everybody));
            run["run"].clone()
        };
        let run = open("2026-11");
        let total =
            |run: &Value| world.answer(&clerk, "runs.verify", json!({ "run": run }))["written"].clone();
        assert_eq!(total(&run), 12_500);

        let begun =
            world.submit(&clerk, "benefit-drafts.begin", json!({ "benefit": ALLOWANCE })).expect("begun");
        let id = &begun["draft"];
        let again = world.submit(&clerk, "benefit-drafts.begin", json!({ "benefit": ALLOWANCE }));
        assert_eq!(key(again), "benefit-drafts-open-already");
        let shown = draft(world, &clerk, id);
        assert_eq!(
            (&shown["faults"], &shown["said"], &shown["differs"]),
            (&json!([]), &json!([]), &json!([]))
        );
        assert_eq!(shown["rates"][0]["amount"], 2_500);

        // By forms: a rate from November on, and the month of death.
        let rate = json!({ "draft": id, "revision": 1, "band": "80-89", "amount": 5_000, "valid_from": "2026-11-01",
            "basis": "冕府发〔2026〕9号", "confidence": "local" });
        world.submit(&clerk, "benefit-drafts.set-rate", rate.clone()).expect("set");
        assert_eq!(key(world.submit(&clerk, "benefit-drafts.set-rate", rate)), "record-moved-on");
        let rule = json!({ "draft": id, "revision": 2, "rule": "stop", "value": "month_of", "basis": "冕府发〔2026〕9号",
            "confidence": "local" });
        world.submit(&clerk, "benefit-drafts.set-rule", rule).expect("set");
        let shown = draft(world, &clerk, id);
        let keys: Vec<&str> =
            shown["said"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["benefit-drafts-said-raised", "benefit-drafts-said-rule"]);
        // A worked case of November says 25 yuan still: told at its line, and kept from review.
        let faults = shown["faults"].as_array().unwrap();
        assert!(
            faults.iter().all(|it| it["key"] == "benefits-case-differs") && !faults.is_empty(),
            "{faults:?}"
        );
        let send = |revision: i64| {
            world.submit(&clerk, "benefit-drafts.send", json!({ "draft": id, "revision": revision }))
        };
        assert_eq!(key(send(3)), "benefits-case-differs");

        // What is typed and not kept is checked; kept without its cases it is sound, and can be tried.
        let text = shown["text"].as_str().unwrap();
        let sound = text.split_once("# Worked cases").map_or(text, |it| it.0).to_owned();
        assert!(sound.contains("amount = 50\nvalid_from = \"2026-11-01\""), "{sound}");
        let typed = world.answer(
            &clerk,
            "benefit-drafts.draft",
            json!({ "draft": id, "values": { "text": sound.replace("person.age >=", "person.agee >=") } }),
        );
        assert_eq!(typed["faults"][0]["key"], "rules-unknown-fact");
        let write = json!({ "draft": id, "revision": 3, "values": { "text": sound } });
        world.submit(&clerk, "benefit-drafts.write", write).expect("kept");
        let tried = world.answer(&clerk, "foresee.what-if", json!({ "draft": id, "month": "2026-11" }));
        assert_eq!(
            (&tried["told"]["all"]["gains"], &tried["told"]["all"]["draft"]),
            (&json!(1), &json!(15_000))
        );

        // Reviewed by another person.
        send(4).expect("sent");
        let publish = json!({ "draft": id, "revision": 5 });
        assert_eq!(key(world.submit(&clerk, "benefit-drafts.publish", publish.clone())), "drafts-own-hand");
        let back = json!({ "draft": id, "revision": 5, "reason": "请附文件" });
        world.submit(&reviewer, "benefit-drafts.return", back).expect("returned");
        send(6).expect("sent again");
        let before = world.house.packs.now().version().to_owned();
        let publish = json!({ "draft": id, "revision": 7 });
        world.submit(&reviewer, "benefit-drafts.publish", publish).expect("published");

        // In force at once, its version kept, and in the process beside this one after a look.
        let version = world.house.packs.now().version().to_owned();
        assert_ne!(version, before);
        let kept = |version: String| {
            world.store.read(|tx| platform::packs::is_published(tx, "mianning", &version)).expect("asked")
        };
        assert!(kept(version.clone()));
        let lists = world.answer(&reviewer, "benefit-drafts.list", json!({}));
        let line =
            lists["benefits"].as_array().unwrap().iter().find(|it| it["benefit"] == ALLOWANCE).unwrap();
        assert!(line["published_at"].is_i64() && line["open_draft"].is_null(), "{line}");
        let shown = draft(world, &clerk, id);
        assert_eq!(shown["said"].as_array().unwrap().len(), 2, "what it changed is told for ever");

        // The run of before is decided again by the text of then, to the fen; the next is drawn by the new one.
        let verified = world.answer(&clerk, "runs.verify", json!({ "run": run }));
        assert_eq!((&verified["same"], &verified["pack"]), (&json!(true), &json!(before)), "{verified}");
        let next = open("2026-11");
        assert_eq!(total(&next), 15_000);
        assert_eq!(world.answer(&clerk, "runs.verify", json!({ "run": next }))["pack"], version);

        // Withdrawn: the pack's own again.
        world
            .submit(&reviewer, "benefit-drafts.withdraw", json!({ "benefit": ALLOWANCE }))
            .expect("withdrawn");
        assert_eq!(world.house.packs.now().version(), before);
        let verified = world.answer(&clerk, "runs.verify", json!({ "run": next }));
        assert_eq!((&verified["same"], &verified["pack"]), (&json!(true), &json!(version)));
    });
}
