//! What has ended is corrected by two people; what is public of it is corrected with it.

use platform::Actor;
use serde_json::{Value, json};

use super::{FIRE, case, hazard, office, open, refused, step, text};
use crate::world::{COUNTY_AREA, World, with_packs_changed};

/// Public from the end on for ten days; both roles of the county that close a case agree to corrections.
const MORE: &str = r#"
[publish]
when = "case.state == 'closed'"
fields = ["place", "doors"]
until_days = 10
correction_zh = "请致电县民政局"
correction_en = "Call the county bureau"

[correct]
agree = ["county_reviewer", "county_clerk"]
"#;

fn with_book(story: impl Fn(&World)) {
    with_packs_changed(&[("national/casebooks/fire.toml", "", &format!("{FIRE}{MORE}"))], story);
}

/// A hazard that was mended by the township and closed by the reviewer: revision 3.
fn closed(world: &World, place: &str) -> String {
    let office = office(world);
    let mut values = hazard(place);
    values["caller"] = json!("13812345678");
    let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
    let done = json!({ "mended_on": "2026-11-21", "price": "100", "labour": "20" });
    step(world, &office.clerk, &id, 1, "mend", done).expect("mended");
    step(world, &office.reviewer, &id, 2, "verify", json!({})).expect("closed");
    id
}

fn propose(world: &World, actor: &Actor, id: &str, revision: i64, values: Value) -> base::Result<Value> {
    let input = json!({ "case": id, "revision": revision, "values": values, "reason": "现场实为 5 扇" });
    world.submit(actor, "cases.propose-correction", input)
}

fn decide(world: &World, actor: &Actor, correction: &str, agree: bool, reason: &str) -> base::Result<Value> {
    let input = json!({ "correction": correction, "agree": agree, "reason": reason });
    world.submit(actor, "cases.decide-correction", input)
}

fn kinds(shown: &Value) -> Vec<String> {
    shown["history"].as_array().expect("history").iter().map(|it| text(it, "kind")).collect()
}

fn waits_for(world: &World, actor: &Actor, case: &str) -> bool {
    let inbox = world.door().answer(actor, world.now(), "tasks.inbox", json!({})).expect("inbox");
    let is = |it: &&Value| it["kind"] == "case-correction" && it["subject_id"] == json!(case);
    inbox["rows"].as_array().expect("rows").iter().any(|it| is(&it))
}

#[test]
fn an_ended_case_is_corrected_by_two_people_and_the_public_reads_it_with_its_day() {
    with_book(|world| {
        let office = office(world);
        let id = closed(world, "一楼");
        world.pass_days(1);
        let edit = json!({ "case": id, "revision": 3, "values": { "doors": "5" } });
        assert_eq!(refused(world.submit(&office.clerk, "cases.edit", edit))[0].1, "cases-ended");

        // What stands against it is told when it is proposed.
        let bad = |values: Value| refused(propose(world, &office.clerk, &id, 3, values));
        assert_eq!(bad(json!({ "doors": "99" }))[0].0, "values.doors");
        assert_eq!(bad(json!({ "doors": "3" }))[0].1, "cases-correction-same");
        assert_eq!(bad(json!({ "mended_on": "2026-11-01" }))[0].1, "cases-check");
        assert_eq!(bad(json!({ "price": "200" }))[0].1, "cases-correction-posted");
        assert_eq!(
            refused(propose(world, &office.clerk, &id, 2, json!({ "doors": "5" })))[0].1,
            "record-moved-on"
        );
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(refused(propose(world, &neighbour, &id, 3, json!({ "doors": "5" })))[0].1, "missing");
        let under_way = text(&open(world, &office.clerk, hazard("二楼")).expect("opened"), "case");
        assert_eq!(
            refused(propose(world, &office.clerk, &under_way, 1, json!({ "doors": "5" })))[0].1,
            "cases-correction-open"
        );

        let values = json!({ "doors": "5", "caller": "13900000001" });
        let made = propose(world, &office.clerk, &id, 3, values).expect("proposed");
        let correction = text(&made, "correction");
        assert_eq!(
            refused(propose(world, &office.clerk, &id, 3, json!({ "doors": "6" })))[0].1,
            "cases-correction-waits"
        );
        let rows: Vec<(Vec<u8>,)> =
            world.store.read(|tx| tx.all("SELECT given FROM case_correction", &[])).expect("rows");
        assert!(!String::from_utf8_lossy(&rows[0].0).contains("13900000001"), "sealed where it is kept");
        assert!(waits_for(world, &office.reviewer, &id));

        // Nothing is changed yet; each reader sees of it what they may see.
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!((&shown["values"]["doors"], &shown["correction"]["own"]), (&json!(3), &json!(true)));
        let shown = case(world, &office.reviewer, &id).expect("seen");
        assert_eq!(shown["correction"]["may_agree"], true);
        let changes = shown["correction"]["changes"].as_array().expect("changes").clone();
        assert_eq!(changes.len(), 1, "the reviewer does not see who called: {changes:?}");
        assert_eq!((&changes[0]["was"]["zh"], &changes[0]["is"]["zh"]), (&json!("3"), &json!("5")));

        assert_eq!(
            refused(decide(world, &office.clerk, &correction, true, ""))[0].1,
            "cases-correction-another-hand"
        );
        let finance = world.actor("county_finance", COUNTY_AREA);
        assert_eq!(
            refused(decide(world, &finance, &correction, true, ""))[0].1,
            "cases-correction-not-yours"
        );
        assert_eq!(refused(decide(world, &neighbour, &correction, true, ""))[0].1, "missing");
        decide(world, &office.reviewer, &correction, true, "").expect("made");
        assert_eq!(
            refused(decide(world, &office.reviewer, &correction, true, ""))[0].1,
            "cases-correction-decided",
            "once"
        );

        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!((&shown["values"]["doors"], &shown["state"]), (&json!(5), &json!("closed")));
        assert_eq!(shown["values"]["caller"], "139****0001");
        assert_eq!(kinds(&shown)[..2], ["corrected", "correction-proposed"]);
        assert_eq!(shown["history"][0]["note"], "现场实为 5 扇");
        assert!(!waits_for(world, &office.reviewer, &id));
        let public =
            platform::jobs::accounts::actor(&world.house, &platform::jobs::accounts::PUBLIC, COUNTY_AREA);
        let one = json!({ "book": "fire", "case": id });
        let it = world.door().answer(&public, world.now(), "public.case", one).expect("public");
        assert_eq!(
            (&it["corrections"][0]["on"], &it["corrections"][0]["was"]["zh"]),
            (&json!("2026-11-23"), &json!("3"))
        );
        let found = |filter: &str| {
            let input = json!({ "book": "fire", "filter": [filter] });
            world.door().answer(&office.clerk, world.now(), "cases.list", input).expect("a list")["total"]
                .clone()
        };
        assert_eq!((found("doors:from:5"), found("doors:to:3")), (json!(1), json!(1)), "the index follows");
    });
}

#[test]
fn a_correction_after_publication_ended_is_kept_with_its_day_and_one_refused_changes_nothing() {
    with_book(|world| {
        let office = office(world);
        let id = closed(world, "三楼");
        world.pass_days(30);
        let face = || {
            let input = json!({ "case": id });
            world.door().answer(&office.clerk, world.now(), "cases.public-face", input).expect("a face")
        };
        assert_eq!(face()["standing"], "over");
        let made = propose(world, &office.clerk, &id, 3, json!({ "doors": "5" })).expect("proposed");
        let first = text(&made, "correction");
        assert_eq!(refused(decide(world, &office.reviewer, &first, false, " "))[0].1, "cases-needed");
        decide(world, &office.reviewer, &first, false, "照片上是三扇").expect("refused");
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!((&shown["values"]["doors"], &shown["revision"]), (&json!(3), &json!(3)));
        assert_eq!(kinds(&shown)[..2], ["correction-refused", "correction-proposed"]);
        assert!(face()["corrections"].as_array().expect("none").is_empty());

        let made = propose(world, &office.clerk, &id, 3, json!({ "doors": "5" })).expect("again");
        decide(world, &office.reviewer, &text(&made, "correction"), true, "").expect("made");
        let it = face();
        assert_eq!((&it["standing"], &it["corrections"][0]["on"]), (&json!("over"), &json!("2026-12-22")));
        assert_eq!(it["face"]["fields"][1]["shown"]["zh"], "5");

        // A colleague of the same role may agree, but not when the case moved on since.
        let made = propose(world, &office.clerk, &id, 4, json!({ "doors": "6" })).expect("proposed");
        let id_of = text(&made, "correction");
        let mut other = office.clerk.clone();
        other.account = "another".to_owned();
        let moved = id.clone();
        world
            .within(&office.clerk, move |cx| {
                let county = cx.county();
                cx.exec(
                    "UPDATE case_file SET revision = revision + 1 WHERE county = $1 AND id = $2",
                    &[county.into(), (&moved).into()],
                )
            })
            .expect("moved on");
        assert_eq!(refused(decide(world, &other, &id_of, true, ""))[0].1, "cases-correction-stale");
        assert_eq!(case(world, &other, &id).expect("seen")["correction"]["stale"], true);
        decide(world, &other, &id_of, false, "内容已变").expect("refused");
    });
}
