//! Lists before and between imports: what a dry run doubts, and who owes a list that is late.

use people::intake::{ask::Rows, judge::Verdict};
use serde_json::json;
use sheets::write::{Book, Look};

use crate::{
    intake::{HEAD, LUGU, check, clerk, commit, many, number, roster, row, take, upload},
    world::{COUNTY_AREA, on_each_database},
};

#[test]
fn a_dry_run_tells_of_two_rows_that_may_be_one_elder() {
    on_each_database(|world| {
        let actor = clerk(world);
        // Far apart, so that one is not read with the other; the name sounds the same.
        let mut rows = many(1_100);
        let born = "1940-03-05";
        rows.insert(3, row(&["", "王秀英", &number(born, 902), "女", born, "安宁村", ""]));
        rows.push(row(&["", "王秀瑛", "", "女", born, "安宁村", ""]));
        rows.push(row(&["", "王秀英", &number(born, 904), "女", born, "安宁村", ""]));
        let uploaded = upload(world, &actor, &roster(rows), "additions", &json!({}));
        let file = uploaded["file"].as_str().expect("an id").to_owned();
        let checked = check(world, &actor, &file, 2);
        let asked = Rows { file: file.clone(), verdict: Some(Verdict::Doubtful), ..Rows::default() };
        let doubtful = world.ask(&actor, asked).expect("rows").rows;
        let said: Vec<(i64, &str)> = doubtful.iter().map(|it| (it.seq, it.remarks[0].key.as_ref())).collect();
        assert_eq!(said, [(1_102, "intake-alike-in-file"), (1_103, "intake-alike-in-file")]);
        assert_eq!(
            doubtful[0].remarks[0].args,
            [("sheet", "花名册"), ("row", "5")].map(|it| (it.0.to_owned(), it.1.to_owned()))
        );
        let written = commit(world, &actor, &file, 0);
        assert_eq!((checked.new, checked.doubtful), (written.new, written.doubtful), "writing says the same");
        assert_eq!((written.new, written.waiting), (1_101, 2));
    });
}

#[test]
fn a_total_under_columns_that_a_person_had_to_name_is_nobody() {
    on_each_database(|world| {
        let actor = clerk(world);
        let heading = ["甲", "乙", "丙", "丁"];
        let rows = [
            ["1", "王秀英", &number("1940-03-05", 902), "安宁村"],
            ["2", "李国富", &number("1941-03-05", 901), "安宁村"],
            ["合计", "2人", "", ""],
            ["制表人：阿木", "", "", ""],
        ];
        let rows = rows.map(|it| it.map(str::to_owned).to_vec());
        let bytes =
            sheets::write::table("名单", &heading, rows.iter().map(Vec::as_slice)).expect("a workbook");
        let uploaded = upload(world, &actor, &bytes, "additions", &json!({}));
        assert_eq!((&uploaded["rows"], &uploaded["sheets"][0]["taken"]), (&json!(4), &json!(false)));
        let columns = json!([{ "column": 1, "field": "name" }, { "column": 2, "field": "number" },
            { "column": 3, "field": "village" }]);
        let map = json!({ "file": uploaded["file"], "revision": 1, "sheet": 0, "columns": columns });
        world.submit(&actor, "intake.map", map).expect("the columns are named");
        let file = uploaded["file"].as_str().expect("an id").to_owned();
        let checked = check(world, &actor, &file, 0);
        assert_eq!((checked.new, checked.wrong), (2, 2));
        let asked = Rows { file, verdict: Some(Verdict::Wrong), ..Rows::default() };
        for row in world.ask(&actor, asked).expect("rows").rows {
            let said: Vec<&str> = row.remarks.iter().map(|it| it.key.as_ref()).collect();
            assert_eq!(said, ["intake-no-record"]);
        }
    });
}

#[test]
fn whoever_owes_a_list_that_is_late_has_a_task_until_it_is_there() {
    on_each_database(|world| {
        let actor = clerk(world);
        let open = |kind: &str| {
            let sql =
                "SELECT kind, subject_id, held_at FROM task WHERE closed_at IS NULL ORDER BY subject_id";
            let open: Vec<(String, String, String)> = world.store.read(|tx| tx.all(sql, &[])).expect("tasks");
            open.into_iter().filter(|it| it.0 == kind).map(|it| (it.1, it.2)).collect::<Vec<_>>()
        };
        assert!(world.night());
        assert!(open("list-township").is_empty(), "nobody waits before the first file");
        take(world, &actor, &roster(many(3)), "additions");
        world.pass_days(5);
        assert!(world.night());
        assert!(open("list-township").is_empty() && open("list-police").is_empty(), "not late yet");
        world.pass_days(30);
        assert!(world.night());
        let late = open("list-township");
        let lugu = || (LUGU.to_owned(), LUGU.to_owned());
        assert!(1 < late.len() && late.contains(&lugu()), "each township has its own: {late:?}");
        assert_eq!(open("list-police"), [(COUNTY_AREA.to_owned(), COUNTY_AREA.to_owned())]);
        assert!(open("list-disabled-federation").is_empty(), "that one comes each quarter");

        // A list of today from one township: its own task goes at once, and nobody else's.
        let today = json!({ "as_of": world.now().day().to_string(), "anew": true });
        let uploaded = upload(world, &actor, &roster(many(4)), "additions", &today);
        let file = uploaded["file"].as_str().expect("an id").to_owned();
        check(world, &actor, &file, 0);
        assert!(open("list-township").contains(&lugu()), "what is not taken in is not there");
        commit(world, &actor, &file, 0);
        let left = open("list-township");
        assert!(left.len() == late.len() - 1 && !left.contains(&lugu()), "{left:?}");
        let withdrawn = "SELECT COUNT(*) FROM task WHERE kind = 'list-township' AND outcome = 'withdrawn'";
        assert_eq!(world.number(withdrawn), 1);
        world.pass_days(40);
        assert!(world.night());
        assert!(open("list-township").contains(&lugu()), "the next one is late too");
    });
}

/// Last year's list, left in the file and hidden.
#[test]
fn nothing_of_a_hidden_sheet_is_taken_unless_somebody_says_so() {
    on_each_database(|world| {
        let actor = clerk(world);
        let mut book = Book::new();
        for (name, hidden, born, order) in
            [("今年", false, "1940-03-05", 11), ("去年", true, "1938-12-25", 13)]
        {
            let mut page = book.sheet(name).expect("a sheet");
            let lines = [
                HEAD.map(str::to_owned).to_vec(),
                row(&["1", "王秀英", &number(born, order), "男", born, "安宁村", ""]),
            ];
            for (at, line) in lines.iter().enumerate() {
                for (column, text) in line.iter().enumerate().filter(|it| !it.1.is_empty()) {
                    page.text(at as u32, column as u32, text, &Look::default()).expect("a cell");
                }
            }
            if hidden {
                page.hide();
            }
        }
        let uploaded = upload(world, &actor, &book.bytes().expect("a workbook"), "additions", &json!({}));
        let file = uploaded["file"].as_str().expect("an id").to_owned();
        let checked = check(world, &actor, &file, 0);
        assert_eq!((checked.new, checked.wrong), (1, 1));
        let asked = Rows { file: file.clone(), verdict: Some(Verdict::Wrong), ..Rows::default() };
        let wrong = world.ask(&actor, asked).expect("rows").rows;
        assert_eq!(wrong[0].remarks[0].key, "intake-sheet-not-taken");
        assert_eq!(wrong[0].remarks[0].args, [("sheet".to_owned(), "去年".to_owned())]);
        assert_eq!(commit(world, &actor, &file, 0).new, 1);
    });
}
