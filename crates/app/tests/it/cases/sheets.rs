//! Cases as workbooks: out, planned row by row, in, and what is left.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    case, hazard, office, open, refused, step, text, with_fire,
    workbook::{Workbook, committed, export, jobs, left, planned, sheet, take},
};
use crate::world::{COUNTY_AREA, World};

fn edit(world: &World, actor: &platform::Actor, id: &str, revision: i64, values: Value) {
    let input = json!({ "case": id, "revision": revision, "values": values });
    world.submit(actor, "cases.edit", input).expect("edited");
}

fn counts(plan: &Value) -> [i64; 5] {
    ["new", "changed", "same", "conflict", "wrong"].map(|it| plan["counts"][it].as_i64().expect("a count"))
}

#[test]
fn a_list_goes_out_with_what_its_reader_sees_and_the_journal_says_so() {
    with_fire(|world| {
        let office = office(world);
        let mut values = hazard("三楼");
        values["secret"] = json!("此人来访三次");
        values["caller"] = json!("13812345678");
        values["rooms"] = json!([{ "room": "301", "beds": "2", "checked": "是" }, { "room": "302" }]);
        let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
        open(world, &office.officer, hazard("四楼")).expect("opened");
        let mended = json!({ "mended_on": "2026-11-21", "price": "1200.5" });
        step(world, &office.clerk, &id, 1, "mend", mended).expect("mended");

        let out = export(world, &office.clerk, json!({ "filter": ["place:begins:三"] })).expect("exported");
        assert_eq!(out["rows"], 1);
        let book = Workbook::read(&out["content"]);
        assert_eq!(book.rows(), 1);
        for (column, shown) in [
            ("case", id.as_str()),
            ("revision", "2"),
            ("book", "fire"),
            ("edition", "1"),
            ("number", "消〔2026〕0001号"),
            ("state", "待复查"),
            ("field.grade", "一般"),
            ("field.found_on", "2026-11-20"),
            ("field.price", "1200.50"),
            ("field.doors", "3"),
            ("field.caller", "138****5678"),
            ("field.secret", "此人来访三次"),
        ] {
            assert_eq!(book.at(0, column), shown, "{column}");
        }
        let headings = &book.sheets[0].1[1];
        assert!(
            headings.contains(&"等级*".to_owned()) && headings.contains(&"编号".to_owned()),
            "{headings:?}"
        );
        let rooms = &book.sheets[1];
        assert_eq!(
            (rooms.0.as_str(), rooms.1[2].as_slice()),
            ("房间", ["消〔2026〕0001号", "301", "2", "是"].map(String::from).as_slice())
        );
        let about = &book.sheets.last().expect("a last sheet").1;
        assert!(about[0][0].contains("county_clerk") && about[0][0].contains("核对"), "{about:?}");

        let finance = world.actor("county_finance", COUNTY_AREA);
        let out = export(world, &finance, json!({})).expect("exported");
        let bytes = STANDARD.decode(text(&out, "content")).expect("base64");
        let book = sheets::read("x.xlsx", &bytes).expect("a workbook");
        let everything = format!("{book:?}");
        assert!(!everything.contains("来访") && !everything.contains("内部意见"), "not its field");
        assert!(!everything.contains("5678") && everything.contains("四楼"));
        let neighbour = world.actor("township_officer", &format!("{COUNTY_AREA}fuxing/"));
        assert_eq!(export(world, &neighbour, json!({})).expect("an empty list")["rows"], 0);
        let nothing = json!({ "list": { "book": "fire" }, "purpose": " " });
        assert_eq!(
            refused(world.submit(&office.clerk, "cases.export", nothing))[0].1,
            "access-purpose-needed"
        );
        let entered: Vec<(String, i64, String)> = world
            .store
            .read(|tx| {
                tx.all(
                    "SELECT account, rows, purpose FROM access_export WHERE county = 'mianning' ORDER BY account",
                    &[],
                )
            })
            .expect("entered");
        assert_eq!(entered[0], ("county_clerk".to_owned(), 1, "核对".to_owned()));
        assert_eq!(entered.len(), 3);
    });
}

#[test]
fn a_sheet_comes_back_and_only_what_was_changed_is_changed_once() {
    with_fire(|world| {
        let office = office(world);
        let mut values = hazard("一楼");
        values["rooms"] = json!([{ "room": "101", "beds": "2" }]);
        let first = text(&open(world, &office.officer, values).expect("opened"), "case");
        let second = text(&open(world, &office.officer, hazard("二楼")).expect("opened"), "case");
        let out = export(world, &office.officer, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);

        // Untouched, nothing is changed.
        let plan = planned(world, &office.officer, &book);
        assert_eq!((counts(&plan), &plan["state"]), ([0, 0, 2, 0, 0], &json!("planned")));

        let at = book.find("field.place", "一楼");
        book.set(at, "field.grade", "重大");
        book.set(at, "field.doors", "5");
        book.set(at, "field.listed_until", "2026年12月1日");
        let number = book.at(at, "number").to_owned();
        book.sheets[1].1.push([number.as_str(), "102", "3", "否"].map(String::from).to_vec());
        book.add(&[("field.place", "三楼"), ("field.grade", "Major"), ("field.found_on", "2026-11-01")]);
        book.add(&[("field.place", "四楼"), ("field.grade", "特大"), ("field.found_on", "2026-12-01")]);
        let at = book.find("field.place", "二楼");
        book.set(at, "state", "已销号");

        let plan = planned(world, &office.officer, &book);
        assert_eq!(counts(&plan), [1, 1, 0, 0, 2]);
        let wrong = sheet(world, &office.officer, &plan["sheet"], json!({ "verdict": "wrong" }));
        let keys = |row: &Value| row["reasons"][0]["key"].clone();
        assert_eq!(keys(&wrong["rows"][0]), "cases-sheet-state-by-step");
        assert_eq!(
            (keys(&wrong["rows"][1]), &wrong["rows"][1]["reasons"][0]["path"]),
            (json!("cases-not-a-choice"), &json!("values.grade"))
        );
        let changed = sheet(world, &office.officer, &plan["sheet"], json!({ "verdict": "changed" }));
        let told: Vec<(Value, Value, Value)> = changed["rows"][0]["changes"]
            .as_array()
            .expect("changes")
            .iter()
            .map(|it| (it["field"]["zh"].clone(), it["was"]["zh"].clone(), it["is"]["zh"].clone()))
            .collect();
        assert!(told.contains(&(json!("等级"), json!("一般"), json!("重大"))), "{told:?}");
        assert!(told.contains(&(json!("房间"), json!("1"), json!("2"))), "{told:?}");
        assert_eq!(case(world, &office.officer, &first).expect("seen")["revision"], 1, "only a plan");

        let done = committed(world, &office.officer, &plan);
        assert_eq!((&done["state"], counts(&done)), (&json!("done"), [1, 1, 0, 0, 2]));
        let shown = case(world, &office.officer, &first).expect("seen");
        assert_eq!(shown["revision"], 2);
        assert_eq!(
            (&shown["values"]["grade"], &shown["values"]["doors"], &shown["values"]["listed_until"]),
            (&json!("major"), &json!(5), &json!("2026-12-01"))
        );
        assert_eq!(shown["values"]["rooms"][1], json!({ "room": "102", "beds": 3, "checked": false }));
        assert_eq!(
            (&shown["history"][0]["kind"], &shown["history"][0]["note"]),
            (&json!("edited"), &json!("隐患 11月.xlsx"))
        );
        assert_eq!(case(world, &office.officer, &second).expect("seen")["revision"], 1);
        let total = |world: &World| {
            let list = json!({ "book": "fire" });
            world.door().answer(&office.clerk, world.now(), "cases.list", list).expect("a list")["total"]
                .clone()
        };
        assert_eq!(total(world), 3);

        // The very same file, and one that only differs in its bytes, change nothing.
        let again = planned(world, &office.officer, &book);
        assert_eq!(counts(&again), [0, 0, 2, 0, 2]);
        committed(world, &office.officer, &again);
        book.sheets[0].0 = "别的名".to_owned();
        let again = planned(world, &office.officer, &book);
        assert_eq!(counts(&again), [0, 0, 2, 0, 2]);
        committed(world, &office.officer, &again);
        assert_eq!(
            (total(world), case(world, &office.officer, &first).expect("seen")["revision"].clone()),
            (json!(3), json!(2))
        );
    });
}

#[test]
fn what_others_changed_meanwhile_is_a_conflict_with_both_values_and_comes_back_in_a_sheet() {
    with_fire(|world| {
        let office = office(world);
        let mut ids = Vec::new();
        for place in ["一楼", "二楼", "三楼"] {
            ids.push(text(&open(world, &office.officer, hazard(place)).expect("opened"), "case"));
        }
        let out = export(world, &office.officer, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        // Others change the first one's doors, the second one's date, and take a step of the third.
        edit(world, &office.clerk, &ids[0], 1, json!({ "doors": "9", "found_on": "2026-11-18" }));
        edit(world, &office.clerk, &ids[1], 1, json!({ "found_on": "2026-11-19" }));
        step(world, &office.clerk, &ids[2], 1, "mend", json!({ "mended_on": "2026-11-21" })).expect("mended");
        for place in ["一楼", "二楼", "三楼"] {
            let at = book.find("field.place", place);
            book.set(at, "field.doors", "7");
        }
        let plan = planned(world, &office.officer, &book);
        assert_eq!(counts(&plan), [0, 2, 0, 1, 0]);
        assert_eq!(plan["verdict"], "conflict");
        let conflict = &plan["rows"][0]["conflicts"][0];
        assert_eq!(
            ["was", "yours", "now"].map(|it| conflict[it]["zh"].clone()),
            [json!("3"), json!("7"), json!("9")]
        );
        let done = committed(world, &office.officer, &plan);
        let doors = |id: &str| case(world, &office.officer, id).expect("seen")["values"].clone();
        assert_eq!(doors(&ids[0])["doors"], 9, "a conflict is left alone");
        assert_eq!(
            (&doors(&ids[1])["doors"], &doors(&ids[1])["found_on"]),
            (&json!(7), &json!("2026-11-19"))
        );
        assert_eq!(doors(&ids[2])["doors"], 7);

        let back = left(world, &office.officer, &done).expect("what is left");
        assert_eq!(back["rows"], 1);
        let mut book = Workbook::read(&back["content"]);
        let reason = book.at(0, "reason").to_owned();
        assert!(reason.contains("门数") && reason.contains('9') && reason.contains('7'), "{reason}");
        assert_eq!((book.at(0, "field.doors"), book.at(0, "field.found_on")), ("7", "2026-11-18"));
        // Mended and handed in, the sheet's word holds, and what others wrote is kept.
        book.set(0, "field.doors", "8");
        let plan = planned(world, &office.officer, &book);
        assert_eq!(counts(&plan), [0, 1, 0, 0, 0]);
        let done = committed(world, &office.officer, &plan);
        assert_eq!(
            (&doors(&ids[0])["doors"], &doors(&ids[0])["found_on"]),
            (&json!(8), &json!("2026-11-18"))
        );
        assert_eq!(refused(left(world, &office.officer, &done))[0].1, "cases-sheet-nothing-left");
    });
}

#[test]
fn rows_of_other_books_editions_and_offices_and_files_that_are_none_are_refused() {
    with_fire(|world| {
        let office = office(world);
        for place in ["一楼", "二楼", "三楼", "四楼", "五楼"] {
            open(world, &office.officer, hazard(place)).expect("opened");
        }
        open(world, &office.clerk, hazard("县里")).expect("opened at the county");
        let out = export(world, &office.clerk, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        let rows = ["一楼", "二楼", "三楼", "四楼", "五楼"].map(|it| book.find("field.place", it));
        book.set(rows[0], "book", "water");
        book.set(rows[1], "edition", "7");
        book.set(rows[2], "revision", "99");
        book.set(rows[3], "field.cost", "5");
        book.set(rows[4], "field.closed_on", "2026-11-22");
        let twins = [("field.place", "六楼"), ("field.grade", "一般"), ("field.found_on", "2026-11-20")];
        book.add(&twins);
        book.add(&twins);
        // The officer does not see the county's own case.
        let plan = planned(world, &office.officer, &book);
        let wrong = sheet(world, &office.officer, &plan["sheet"], json!({ "verdict": "wrong" }));
        let mut keys: Vec<&str> = wrong["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|it| it["reasons"][0]["key"].as_str())
            .collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "cases-no-such-case",
                "cases-not-asked",
                "cases-not-asked",
                "cases-sheet-bad-revision",
                "cases-sheet-other-book",
                "cases-sheet-other-edition",
                "cases-sheet-row-twice",
            ]
        );
        assert_eq!(counts(&plan), [1, 0, 0, 0, 7]);
        // A plan is nobody else's business.
        let other = json!({ "sheet": plan["sheet"] });
        refused(world.door().answer(&office.clerk, world.now(), "cases.sheet", other));

        let key = |bytes: &[u8]| refused(take(world, &office.officer, &STANDARD.encode(bytes)))[0].1.clone();
        assert_eq!(key(b""), "sheets-empty-file");
        assert_eq!(key(b"%PDF-1.7"), "sheets-is-pdf");
        assert_eq!(key(b"PK\x03\x04 and no more"), "sheets-damaged");
        assert_eq!(key("姓名,电话\n张三,1\n".as_bytes()), "cases-sheet-no-headings");
        let plain = Workbook { sheets: vec![("x".into(), vec![vec!["部位".into(), "等级".into()]])] };
        assert_eq!(refused(take(world, &office.officer, &plain.bytes()))[0].1, "cases-sheet-no-rows");
        let bytes = STANDARD.decode(book.bytes()).expect("base64");
        let locked =
            sheets::write::lock(&bytes, "secret", &[7; sheets::write::SECRET_BYTES]).expect("locked");
        assert_eq!(key(&locked), "sheets-password");
        let huge = "A".repeat(400 << 20);
        assert_eq!(refused(take(world, &office.officer, &huge))[0].1, "sheets-file-too-big");
        assert_eq!(refused(take(world, &office.officer, "§"))[0].1, "intake-content-not-base64");
    });
}

#[test]
fn numbers_behind_masks_are_told_apart_and_stay_sealed() {
    with_fire(|world| {
        let office = office(world);
        let mut values = hazard("一楼");
        values["caller"] = json!("13812345678");
        let id = text(&open(world, &office.clerk, values).expect("opened"), "case");
        let out = export(world, &office.clerk, json!({})).expect("exported");
        let mut book = Workbook::read(&out["content"]);
        book.set(0, "field.caller", "138 1234 5678");
        assert_eq!(counts(&planned(world, &office.clerk, &book)), [0, 0, 1, 0, 0], "the same number");
        // Another number that has the same mask.
        book.set(0, "field.caller", "13899995678");
        let plan = planned(world, &office.clerk, &book);
        assert_eq!(counts(&plan), [0, 1, 0, 0, 0]);
        committed(world, &office.clerk, &plan);
        assert_eq!(counts(&planned(world, &office.clerk, &book)), [0, 0, 1, 0, 0], "it is that one now");
        assert_eq!(case(world, &office.clerk, &id).expect("seen")["values"]["caller"], "138****5678");
        let rows: Vec<(Vec<u8>, String)> = world
            .store
            .read(|tx| tx.all("SELECT line, told FROM case_sheet_row WHERE county = 'mianning'", &[]))
            .expect("rows");
        assert!(rows.iter().all(|it| !String::from_utf8_lossy(&it.0).contains("99995678")));
        assert!(rows.iter().all(|it| !it.1.contains("99995678")), "{rows:?}");
        jobs(world);
    });
}
