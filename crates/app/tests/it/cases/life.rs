//! A case from its opening to its end.

use serde_json::json;

use super::{case, hazard, office, open, refused, step, text, with_fire};

#[test]
fn a_case_goes_its_way_by_other_hands_and_leaves_letter_transfer_and_history() {
    with_fire(|world| {
        let office = office(world);
        let opened = open(world, &office.officer, hazard("三楼东侧通道")).expect("opened");
        assert_eq!(opened["number"], "消〔2026〕0001号");
        let id = text(&opened, "case");

        // The township has it in its inbox, due after five working days, and the county has not.
        let inbox = |actor| world.door().answer(actor, world.now(), "tasks.inbox", json!({})).expect("inbox");
        let mine = inbox(&office.officer);
        assert_eq!(mine["total"], 1, "{mine}");
        assert_eq!(mine["rows"][0]["due_on"], "2026-11-27");
        assert_eq!(mine["rows"][0]["page"], format!("/cases/{id}"));
        assert_eq!(inbox(&office.reviewer)["total"], 0);

        let values = json!({ "mended_on": "2026-11-21", "price": "1,200.50", "labour": 80_000 });
        let stepped = step(world, &office.officer, &id, 1, "mend", values).expect("mended");
        assert_eq!((&stepped["state"], &stepped["revision"]), (&json!("mended"), &json!(2)));
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!(shown["values"]["cost"], 200_050, "the sum is worked out, in fen");
        assert_eq!(inbox(&office.officer)["total"], 0, "the next step is the county's");

        let closed = step(world, &office.reviewer, &id, 2, "verify", json!({})).expect("closed");
        assert_eq!(closed["state"], "closed");
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!(
            shown["letters"][0]["text"]["zh"],
            "三楼东侧通道（消〔2026〕0001号）于2026年11月22日销号，费用2,000.50元。"
        );
        let kinds: Vec<_> =
            shown["history"].as_array().expect("history").iter().map(|it| it["kind"].clone()).collect();
        assert_eq!(kinds, ["step", "step", "opened"]);
        let moved: Vec<(i64, i64)> = world
            .store
            .read(|tx| tx.all("SELECT debits, credits FROM ledger_account WHERE county = 'mianning' AND id LIKE '%case/fire/contractor' ", &[]))
            .expect("the ledger");
        assert_eq!(moved, [(200_050, 0)]);
        let figures = world
            .door()
            .answer(&office.clerk, world.now(), "cases.book-figures", json!({ "book": "fire" }))
            .expect("figures");
        assert_eq!((&figures["open"], &figures["declared"][1]["sum"]), (&json!(0), &json!(200_050)));
    });
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_nothing_is_written() {
    with_fire(|world| {
        let office = office(world);
        let values = json!({ "place": "", "grade": "特大", "found_on": "昨天", "doors": 51, "nothing": 1 });
        let faults = refused(open(world, &office.officer, values));
        for (path, key) in [
            ("values.grade", "cases-not-a-choice"),
            ("values.found_on", "cases-not-a-day"),
            ("values.doors", "cases-out-of-range"),
            ("values.nothing", "cases-no-such-field"),
        ] {
            assert!(faults.contains(&(path.to_owned(), key.to_owned())), "{path} {key}: {faults:?}");
        }
        let faults =
            refused(open(world, &office.officer, json!({ "grade": "major", "found_on": "2026-12-01" })));
        assert_eq!(
            faults,
            [
                ("values.place".to_owned(), "cases-needed".to_owned()),
                ("values.found_on".to_owned(), "cases-day-ahead".to_owned()),
            ]
        );
        assert_eq!(refused(open(world, &office.reviewer, hazard("x")))[0].1, "cases-may-not-open");

        let id = text(&open(world, &office.officer, hazard("四楼")).expect("opened"), "case");
        let early = json!({ "mended_on": "2026-11-19" });
        assert_eq!(
            refused(step(world, &office.officer, &id, 1, "mend", early)),
            [("values.mended_on".to_owned(), "cases-check".to_owned())]
        );
        assert_eq!(refused(step(world, &office.officer, &id, 1, "mend", json!({})))[0].1, "cases-needed");
        let good = json!({ "mended_on": "2026-11-21", "price": "1", "labour": "0" });
        assert_eq!(
            refused(step(world, &office.reviewer, &id, 1, "mend", good.clone()))[0].1,
            "cases-not-your-step"
        );
        step(world, &office.clerk, &id, 1, "mend", good.clone()).expect("the clerk reports it");
        // The same step again, from a page that is stale.
        assert_eq!(
            refused(step(world, &office.officer, &id, 1, "mend", good.clone()))[0].1,
            "record-moved-on"
        );
        assert_eq!(
            refused(step(world, &office.officer, &id, 2, "mend", good))[0].1,
            "cases-not-in-this-state"
        );
        assert_eq!(
            refused(step(world, &office.clerk, &id, 2, "verify", json!({})))[0].1,
            "cases-needs-another-hand"
        );
        assert_eq!(case(world, &office.clerk, &id).expect("seen")["state"], "mended");
    });
}

#[test]
fn a_step_is_taken_back_and_the_case_stands_where_it_stood() {
    with_fire(|world| {
        let office = office(world);
        let id = text(&open(world, &office.officer, hazard("五楼")).expect("opened"), "case");
        let before = case(world, &office.clerk, &id).expect("seen");
        let back = |revision: i64, reason: &str| {
            world.submit(
                &office.officer,
                "cases.back",
                json!({ "case": id, "revision": revision, "reason": reason }),
            )
        };
        assert_eq!(refused(back(1, "误报"))[0].1, "cases-nothing-to-take-back");
        step(world, &office.officer, &id, 1, "mend", json!({ "mended_on": "2026-11-21", "price": "5" }))
            .expect("mended");
        assert_eq!(refused(back(2, " "))[0].1, "cases-needed");
        back(2, "误报").expect("taken back");
        let after = case(world, &office.clerk, &id).expect("seen");
        assert_eq!((&after["state"], &after["values"]), (&before["state"], &before["values"]));
        // A correction is kept with what it was.
        let edit = |values| {
            world.submit(
                &office.officer,
                "cases.edit",
                json!({ "case": id, "revision": 3, "values": values }),
            )
        };
        assert_eq!(refused(edit(json!({ "mended_on": "2026-11-21" })))[0].1, "cases-not-asked");
        assert_eq!(refused(edit(json!({ "place": "" })))[0].1, "cases-needed");
        edit(json!({ "place": "五楼西侧" })).expect("corrected");
        let after = case(world, &office.clerk, &id).expect("seen");
        assert_eq!(after["history"][0]["changed"][0]["was"]["zh"], "五楼");
        assert_eq!(after["title"], "五楼西侧");
    });
}

#[test]
fn what_nobody_did_by_its_day_rises_and_then_the_program_does_what_the_book_says() {
    with_fire(|world| {
        let office = office(world);
        let id = text(&open(world, &office.officer, hazard("六楼")).expect("opened"), "case");
        world.pass_days(8);
        world.night();
        let inbox = |actor| world.door().answer(actor, world.now(), "tasks.inbox", json!({})).expect("inbox");
        let about_it = |actor| {
            let rows = inbox(actor)["rows"].as_array().cloned().unwrap_or_default();
            rows.into_iter().filter(|it| it["subject_id"] == id).count()
        };
        assert_eq!(about_it(&office.clerk), 1, "it rose to the county");
        step(
            world,
            &office.officer,
            &id,
            1,
            "mend",
            json!({ "mended_on": "2026-11-30", "price": "1", "labour": "1" }),
        )
        .expect("mended late");
        world.pass_days(3);
        world.night();
        assert_eq!(
            case(world, &office.clerk, &id).expect("seen")["state"],
            "mended",
            "due today is not overdue"
        );
        world.pass_days(1);
        world.night();
        let shown = case(world, &office.clerk, &id).expect("seen");
        assert_eq!(shown["state"], "lapsed");
        assert_eq!(about_it(&office.reviewer), 0, "nothing is left to do");
    });
}

#[test]
fn a_case_whose_rule_stands_against_it_keeps_no_other_from_its_step() {
    // Handed over only when it is known what it costs.
    let overdue = super::FIRE.replace("who = []", "who = []\nwhen = \"known(case.cost)\"");
    assert!(overdue.contains("known(case.cost)"));
    crate::world::with_packs_changed(&[("national/casebooks/fire.toml", "", &overdue)], |world| {
        let office = office(world);
        let mend = |place: &str, values| {
            let id = text(&open(world, &office.officer, hazard(place)).expect("opened"), "case");
            step(world, &office.officer, &id, 1, "mend", values).expect("mended");
            id
        };
        let stuck = mend("七楼", json!({ "mended_on": "2026-11-21" }));
        let other = mend("八楼", json!({ "mended_on": "2026-11-21", "price": "1", "labour": "1" }));
        world.pass_days(10);
        world.night();
        assert_eq!(case(world, &office.clerk, &other).expect("seen")["state"], "lapsed");
        assert_eq!(case(world, &office.clerk, &stuck).expect("seen")["state"], "mended");
    });
}

#[test]
fn numbers_go_on_in_the_next_year_where_they_do_not_say_the_year() {
    let plain = super::FIRE.replace("消〔{year}〕{serial:4}号", "消{serial:4}号");
    crate::world::with_packs_changed(&[("national/casebooks/fire.toml", "", &plain)], |world| {
        let office = office(world);
        let number = || text(&open(world, &office.officer, hazard("九楼")).expect("opened"), "number");
        assert_eq!(number(), "消0001号");
        world.pass_days(60);
        assert_eq!(number(), "消0002号", "another year, another number");
    });
}
