//! What comes after a level: objections, results from elsewhere, the next one, quality.

use platform::files;
use serde_json::{Value, json};

use super::{MODERATE, assessed, assessor, assign, confirm, office, one, recognised, request, sheet};
use crate::{
    cases::{refused, text},
    findings::elder,
    money::LUGU_VILLAGE,
    register::{done, see},
    world::{COUNTY_AREA, on_each_database},
};

#[test]
fn nobody_assesses_whom_they_serve_and_an_objection_goes_to_a_third_party() {
    on_each_database(|world| {
        let office = office(world);
        let person = elder(world, 0, None, LUGU_VILLAGE);
        // The elder lies in a home whose people are assessors too.
        let facility = json!({ "name": "冕宁县颐养院", "kind": "home", "area": LUGU_VILLAGE, "beds": 2 });
        let home = text(
            &done(world, &office.clerk, "facilities.register", json!({ "facility": facility })),
            "facility",
        );
        let bed = json!({ "facility": home, "room": "301", "rooms": 1, "per_room": 1, "type": "ordinary",
            "from": "2026-09-01" });
        let bed = done(world, &office.clerk, "beds.add", bed)["beds"][0].clone();
        let stay = json!({ "bed": bed, "person": person, "from": "2026-10-01" });
        done(world, &office.clerk, "beds.begin", stay);

        let id = request(world, &office, &person);
        assert_eq!(refused(assign(world, &office, &id, &[0, 2]))[0].1, "assessment-unfit-serves");
        let told = one(world, &office, &id);
        let candidates = told["candidates"].as_array().expect("candidates");
        let unfit: Vec<&Value> = candidates.iter().filter(|it| !it["unfit"].is_null()).collect();
        assert_eq!((candidates.len(), unfit.len(), &unfit[0]["unfit"]), (4, 1, &json!("serves")));
        assign(world, &office, &id, &[0, 1]).expect("sent");
        // One falls ill: who takes the place is told with the reason, and the other's sheet stays.
        done(world, &office.assessors[0], "assessment.answer", sheet(world, &id, MODERATE, json!({})));
        let other = json!({ "assessment": id, "assessors": [office.cases[0], office.cases[3]], "field_on": "2026-11-22" });
        assert_eq!(refused(world.submit(&office.clerk, "assessment.assign", other.clone()))[0].0, "why");
        let mut other = other;
        other["why"] = json!("病假");
        done(world, &office.clerk, "assessment.assign", other);
        let gone =
            world.submit(&office.assessors[1], "assessment.answer", sheet(world, &id, MODERATE, json!({})));
        assert_eq!(refused(gone)[0].1, "assessment-not-yours");
        done(
            world,
            &office.assessors[3],
            "assessment.answer",
            sheet(world, &id, MODERATE, json!({ "diagnoses": ["F00"] })),
        );
        // They differ on the diagnosis alone; it is sent back once, with what was said kept.
        let mut joint = sheet(world, &id, MODERATE, json!({ "diagnoses": ["F00"] }));
        joint["words"] = json!("看了出院小结");
        done(world, &office.assessors[0], "assessment.settle", joint);
        let told = one(world, &office, &id);
        assert_eq!((&told["first_ability"], &told["ability"]), (&json!("moderate"), &json!("severe")));
        assert_eq!(told["outcome"]["changes"].as_array().map(Vec::len), Some(1), "with its reason");
        let back = json!({ "assessment": id, "why": "请附诊断证明" });
        done(world, &office.reviewer, "assessment.send-back", back);
        for who in [0, 3] {
            let again = sheet(world, &id, MODERATE, json!({ "diagnoses": ["F00"] }));
            done(world, &office.assessors[who], "assessment.answer", again);
        }
        let told = one(world, &office, &id);
        let kept = told["sheets"].as_array().expect("sheets");
        assert_eq!((kept.len(), kept.iter().filter(|it| it["superseded"] == true).count()), (5, 3));
        confirm(world, &office, &id);
        assert_eq!(see(world, &office.clerk, &person).view.ability.expect("a level").value, "severe");

        // The family objects: nobody of the bodies that were there goes again.
        let object = |words: &str, on: &str| json!({ "assessment": id, "name": "王小明", "by": "family", "words": words, "on": on });
        assert_eq!(
            refused(world.submit(&office.clerk, "assessment.object", object("", "2026-11-22")))[0].0,
            "words"
        );
        let filed = done(world, &office.clerk, "assessment.object", object("当天不舒服", "2026-11-22"));
        let review = text(&filed, "assessment");
        assert_eq!(refused(assign(world, &office, &review, &[0, 3]))[0].1, "assessment-unfit-same-body");
        let third = ["assessor5", "assessor6"].map(|login| assessor(world, login));
        let cases: Vec<String> = third
            .iter()
            .map(|it| recognised(world, &office.clerk, &office.reviewer, it, "州评估院"))
            .collect();
        let input = json!({ "assessment": review, "assessors": cases, "field_on": "2026-11-22" });
        done(world, &office.clerk, "assessment.assign", input);
        for who in &third {
            done(world, who, "assessment.answer", sheet(world, &review, MODERATE, json!({})));
        }
        // The first stands while the second is not decided; then the second does, and both are kept.
        assert_eq!(see(world, &office.clerk, &person).view.ability.expect("a level").value, "severe");
        let keep = json!({ "assessment": review, "keep_first": true });
        assert_eq!(refused(world.submit(&office.reviewer, "assessment.confirm", keep))[0].0, "words");
        confirm(world, &office, &review);
        assert_eq!(see(world, &office.clerk, &person).view.ability.expect("a level").value, "moderate");
        let first = one(world, &office, &id);
        assert_eq!(
            (&first["replaced_by"], &first["objections"][0]["state"]),
            (&json!(review), &json!("upheld"))
        );
        assert_eq!(first["ability"], "severe", "kept as it was");
        let again = world.submit(&office.clerk, "assessment.object", object("再次", "2026-11-22"));
        assert_eq!(refused(again)[0].1, "assessment-not-to-object");
    });
}

#[test]
fn a_result_is_verified_taken_over_and_due_again() {
    on_each_database(|world| {
        let office = office(world);
        let person = elder(world, 0, None, LUGU_VILLAGE);
        let id = assessed(world, &office, &person, MODERATE);
        let letter = world.answer(&office.clerk, "assessment.letter", json!({ "assessment": id }));
        let (number, code) = (text(&letter, "number"), text(&letter, "code"));
        let stranger = world.somebody("public", COUNTY_AREA, &[casebooks::cases::publish::READ]);
        let verify = |code: &str| {
            world.answer(&stranger, "public.assessment", json!({ "number": number, "code": code }))
        };
        let told = verify(&code.to_lowercase());
        assert_eq!(
            (&told["result"]["ability"], &told["result"]["over"]),
            (&json!("moderate"), &json!(false))
        );
        assert!(
            !told.to_string().contains(&person) && text(&told["result"], "name").contains('*'),
            "no more: {told}"
        );
        assert_eq!(verify("0000-0000-0000-0000")["result"], Value::Null);

        // Another county's result, with its paper, and one of the standard before.
        let other = elder(world, 1, None, LUGU_VILLAGE);
        let paper = world.within(&office.clerk, |cx| {
            let new = files::NewFile {
                name: "p.pdf",
                area: COUNTY_AREA,
                about: "upload",
                about_id: "1",
                bytes: b"%PDF-1.4 paper",
            };
            Ok(files::keep(cx, &new)?.id)
        });
        let entered = |origin: &str, ability: &str| {
            json!({ "person": other, "origin": origin, "organ": "西山区民政局",
            "paper": "西评〔2026〕8号", "file": paper.as_ref().expect("a file"), "ability": ability,
            "assessed_on": "2026-06-01" })
        };
        let gravest = world.submit(&office.clerk, "assessment.take-over", entered("legacy", "total"));
        assert_eq!(refused(gravest)[0].1, "assessment-legacy-gravest");
        let taken = done(world, &office.clerk, "assessment.take-over", entered("foreign", "total"));
        assert!(see(world, &office.clerk, &other).view.ability.is_none(), "nobody accepted it yet");
        confirm(world, &office, &text(&taken, "assessment"));
        assert_eq!(see(world, &office.clerk, &other).view.ability.expect("a level").value, "total");

        // The figures are exactly their rows.
        let told = world.answer(&office.clerk, "assessment.statistics", json!({}));
        assert_eq!(told["total"]["counts"], json!([0, 0, 1, 0, 1]));
        let rows = |asked: Value| world.answer(&office.clerk, "assessment.in-force", asked)["total"].clone();
        assert_eq!(rows(json!({ "ability": "moderate", "age": "70-79", "hardship": "minimum_living" })), 1);
        assert_eq!(rows(json!({ "age": "80-89" })), 0);

        // Who leaves hospital after the assessment is due at once, and it is somebody's task.
        let due = || {
            world.answer(&office.clerk, "assessment.due", json!({}))["rows"]
                .as_array()
                .cloned()
                .expect("rows")
        };
        assert!(due().is_empty());
        world.pass_days(3);
        let left = json!({ "person": person, "event": "discharge", "day": "2026-11-24", "place": "县医院" });
        done(world, &office.clerk, "register.record-event", left);
        world.do_jobs();
        assert_eq!(due().iter().map(|it| text(it, "why")).collect::<Vec<_>>(), ["discharge"]);
        let officer = world.actor("township_officer", "sc/liangshan/mianning/lugu/");
        let inbox = world.ask(&officer, platform::tasks::ask::Inbox::default()).expect("an inbox");
        assert!(inbox.rows.iter().any(|it| it.kind == "assess-due"), "the township is told");
        // The other's ends in May; thirty days before it is due, and after it the level is not known any more.
        world.pass_days(160);
        assert!(world.night());
        assert_eq!(due().len(), 2);
        // Somebody dies while an assessment is under way: it closes by itself.
        let open = request(world, &office, &person);
        let died = json!({ "person": person, "day": "2027-05-01", "proof": "殡仪馆火化证 2027-118" });
        done(world, &office.clerk, "register.confirm-death", died);
        world.do_jobs();
        assert_eq!(one(world, &office, &open)["closed_why"], "deceased");
    });
}

#[test]
fn quick_copied_and_deviating_sheets_are_found_and_a_draw_repeats_itself() {
    on_each_database(|world| {
        let office = office(world);
        let people: Vec<String> = (0..3).map(|at| elder(world, at, None, LUGU_VILLAGE)).collect();
        for person in &people {
            assessed(world, &office, person, MODERATE);
        }
        let told = world.answer(&office.reviewer, "assessment.quality", json!({}));
        let doubts = told["doubts"].as_array().expect("doubts");
        assert_eq!(
            (told["sheets"].clone(), doubts.len()),
            (json!(6), 6),
            "each of three alike, by each of two"
        );
        assert!(doubts.iter().all(|it| it["why"] == json!(["copied_other"])), "{doubts:?}");
        let draw = |seed: &str| {
            let input = json!({ "month": "2026-11", "seed": seed, "draw": 2 });
            done(world, &office.reviewer, "assessment.recheck", input)
        };
        let once = draw("20261122");
        assert_eq!((&once["of"], once["numbers"].as_array().map(Vec::len)), (&json!(3), Some(2)));
        assert_eq!(draw("20261122"), once);
    });
}
