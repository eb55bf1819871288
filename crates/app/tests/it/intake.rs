//! Intake: a township's roster comes in as it is sent, is weighed row by row before anything is
//! written, and goes on where it was cut off.

use base::{Day, Error, ResidentNumber, Result, resident::check_character};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use people::intake::{
    ask::{Counts, Files, OneFile, OneReview, ReviewRow, Reviews, Rows},
    check::CheckWork,
    commit::CommitWork,
    judge::Verdict,
    wrong::WrongRows,
};
use platform::{Actor, Step, Work};
use serde_json::{Value, json};
use sheets::{
    Area,
    write::{Book, Look},
};

use crate::world::{COUNTY_AREA, World, on_each_database};

pub(crate) const LUGU: &str = "sc/liangshan/mianning/lugu/";

pub(crate) fn clerk(world: &World) -> Actor {
    world.somebody("clerk", COUNTY_AREA, &["intake.import", "intake.read", "intake.review", "intake.undo"])
}

/// A good number: six digits of place, a birth day, three of order.
pub(crate) fn number(born: &str, order: u32) -> String {
    let first = format!("513433{}{order:03}", born.replace('-', ""));
    format!("{first}{}", check_character(&first))
}

pub(crate) const HEAD: [&str; 7] =
    ["序号", "姓 名", "身份证号码", "性别", "出生年月日", "村（社区）", "备注"];

/// A roster with all that makes one hard to read.
fn messy() -> Vec<u8> {
    let mut book = Book::new();
    let mut page = book.sheet("泸沽镇").expect("a sheet");
    let plain = Look::default();
    let struck = Look { struck: true, ..Look::default() };
    let title = Area { first_row: 1, last_row: 1, first_column: 0, last_column: 6 };
    page.merge(title, "冕宁县泸沽镇80周岁以上老年人花名册（2026年11月）", &plain).expect("a title");
    let heading = HEAD.map(str::to_owned);
    let good = number("1940-03-05", 12);
    let other = number("1938-12-25", 13);
    let dead = number("1936-07-08", 15);
    let upgraded = "513433410102011".to_owned();
    let wrong_check = {
        let right = number("1939-01-09", 21);
        let last = if right.ends_with('1') { '2' } else { '1' };
        format!("{}{last}", &right[..17])
    };
    let full_width: String =
        number("1944-10-10", 14).chars().map(|it| char::from_u32(it as u32 + 0xfee0).unwrap_or(it)).collect();
    let rows: Vec<(Vec<String>, &Look)> = vec![
        (heading.to_vec(), &plain),
        (row(&["1", "王　秀英", &good, "女", "1940年3月5日", "安宁村", ""]), &plain),
        (row(&["2", "吉克·阿呷", &other, "男", "一九三八年十二月二十五日", "同上", ""]), &plain),
        (row(&["3", "李国强", &full_width, "女", "1944.10.10", "〃", ""]), &plain),
        (row(&["4", "马海木呷", &dead, "男", "19360708", "光明村", ""]), &struck),
        (row(&["合计", "", "", "", "", "", ""]), &plain),
        (heading.to_vec(), &plain),
        (row(&["5", "陈桂兰", &upgraded, "男", "", "白坭村委会", ""]), &plain),
        (row(&["6", "杨明", &wrong_check, "男", "1939-1-9", "泸沽镇大田村3组", ""]), &plain),
        (row(&["7", "", "", "", "", "火星村", ""]), &plain),
        (row(&["8", "罗秀芳", &number("1941-02-03", 22), "女", "1941/2/3", "火星村", ""]), &plain),
        (row(&["填表人：张三", "", "", "审核人：李四", "", "", ""]), &plain),
    ];
    for (at, (cells, look)) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|it| !it.1.is_empty()) {
            page.text(at as u32 + 1, column as u32, text, look).expect("a cell");
        }
    }
    // A signature merged over the whole row, under the number too.
    let at = rows.len() as u32 + 1;
    let foot = Area { first_row: at + 2, last_row: at + 2, first_column: 0, last_column: 6 };
    page.merge(foot, "填表人：　　审核人：　　单位负责人签字（盖章）：", &plain).expect("a foot");
    // A number that went through a number cell.
    let lost: f64 = "513433194211110015".parse().expect("a float");
    page.text(at, 1, "沈阿果", &plain).expect("a cell");
    page.number(at, 2, lost, &plain).expect("a cell");
    page.text(at, 5, "安宁村", &plain).expect("a cell");
    book.bytes().expect("a workbook")
}

pub(crate) fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|it| (*it).to_owned()).collect()
}

pub(crate) fn roster(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let rows: Vec<Vec<String>> = rows.into_iter().collect();
    sheets::write::table("花名册", &HEAD, rows.iter().map(Vec::as_slice)).expect("a workbook")
}

/// Elders of one village, each with a number of their own.
pub(crate) fn many(count: u32) -> Vec<Vec<String>> {
    let elder = |at: u32| {
        let day = Day::from_number(-12_000 + i64::from(at % 4_000)).to_string();
        let name = format!("王{}{}", char::from_u32(0x4e00 + at % 3_000).unwrap_or('一'), at / 3_000);
        let name = name.trim_end_matches('0').to_owned();
        row(&[&at.to_string(), &name, &number(&day, at / 4_000 * 2 + 1), "男", &day, "安宁村", ""])
    };
    (1..=count).map(elder).collect()
}

pub(crate) fn upload(world: &World, actor: &Actor, bytes: &[u8], declared: &str, more: &Value) -> Value {
    let mut input = json!({
        "name": "泸沽镇.xlsx", "content": STANDARD.encode(bytes), "list": "persons", "declared": declared,
        "area": LUGU, "source": "township", "as_of": "2026-11-01",
    });
    if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
        input.extend(more.clone());
    }
    world.submit(actor, "intake.upload", input).expect("the file is taken in")
}

/// Does a work to its end. Every `kill`-th step is cut off before its commit, and done again.
fn work<W: Work + Clone + Send + Sync + 'static>(
    world: &World,
    actor: &Actor,
    work: &W,
    kill: usize,
) -> Value {
    let mut cursor: Option<Value> = None;
    for turn in 1..10_000 {
        let killed = kill != 0 && turn % kill == 0;
        let (job, from) = (work.clone(), cursor.clone());
        let step: Result<(Option<Value>, Option<Value>)> = world.within(actor, move |cx| {
            let went = match job.step(cx, from.clone())? {
                Step::More { cursor, .. } => (Some(cursor), None),
                Step::Done { answer } => (None, Some(answer)),
            };
            if killed { Err(Error::broken("the power went")) } else { Ok(went) }
        });
        match step {
            Ok((_, Some(answer))) => return answer,
            Ok((next, None)) => cursor = next,
            Err(error) => assert!(killed, "{error}"),
        }
    }
    panic!("the work does not end");
}

pub(crate) fn check(world: &World, actor: &Actor, file: &str, kill: usize) -> Counts {
    world.submit(actor, "intake.check", json!({ "file": file })).expect("the check starts");
    let answer = work(world, actor, &CheckWork { file: file.to_owned() }, kill);
    serde_json::from_value(answer).expect("counts")
}

pub(crate) fn commit(world: &World, actor: &Actor, file: &str, kill: usize) -> Counts {
    let page = world.ask(actor, OneFile { file: file.to_owned() }).expect("the file");
    let input = json!({ "file": file, "revision": page.file.revision });
    world.submit(actor, "intake.commit", input).expect("the commit starts");
    let answer = work(world, actor, &CommitWork { file: file.to_owned() }, kill);
    serde_json::from_value(answer).expect("counts")
}

pub(crate) fn take(world: &World, actor: &Actor, bytes: &[u8], declared: &str) -> (String, Counts) {
    let file = upload(world, actor, bytes, declared, &json!({}))["file"].as_str().expect("an id").to_owned();
    check(world, actor, &file, 0);
    let counts = commit(world, actor, &file, 0);
    (file, counts)
}

fn people(world: &World) -> Vec<(String, String, String, String)> {
    let sql = "SELECT name, birth_date, registered_path, state FROM person ORDER BY name, birth_date";
    world.store.read(|tx| tx.all(sql, &[])).expect("the people")
}

fn reviews(world: &World, actor: &Actor, kind: &str) -> Vec<ReviewRow> {
    let asked = Reviews { kind: Some(kind.to_owned()), ..Reviews::default() };
    world.ask(actor, asked).expect("the reviews").rows
}

#[test]
fn a_messy_roster_is_understood_before_anything_is_written() {
    on_each_database(|world| {
        let actor = clerk(world);
        let uploaded = upload(world, &actor, &messy(), "additions", &json!({}));
        let file = uploaded["file"].as_str().expect("an id");
        assert_eq!(uploaded["rows"], 9, "titles, totals, headings and signatures are no records: {uploaded}");
        let counts = check(world, &actor, file, 0);
        assert!(people(world).is_empty(), "a dry run writes nobody");
        let rows = world.ask(&actor, Rows { file: file.to_owned(), ..Rows::default() }).expect("rows").rows;
        let said: Vec<(Verdict, Vec<&str>)> = rows
            .iter()
            .map(|it| (it.verdict, it.remarks.iter().map(|it| it.key.as_ref()).collect()))
            .collect();
        let want: Vec<(Verdict, Vec<&str>)> = vec![
            (Verdict::New, vec![]),
            (Verdict::New, vec![]),
            (Verdict::New, vec![]),
            (Verdict::Doubtful, vec!["intake-new-and-dead", "intake-sign-struck"]),
            (Verdict::New, vec!["intake-number-upgraded", "intake-village-old-name"]),
            (Verdict::New, vec!["intake-number-fault"]),
            (Verdict::Wrong, vec!["intake-village-unknown", "intake-cell-missing", "intake-nobody-meant"]),
            (Verdict::Wrong, vec!["intake-village-unknown"]),
            (Verdict::Wrong, vec!["intake-number-lost-and-unknown", "intake-number-lost-digits"]),
        ];
        assert_eq!(said, want);
        assert_eq!((counts.new, counts.doubtful, counts.wrong), (5, 1, 3));
        assert!(rows.iter().all(|it| !it.cells.get("number").is_some_and(|it| it.contains("19"))));

        let counts = commit(world, &actor, file, 0);
        assert_eq!(counts.waiting, 1);
        let people = people(world);
        let names: Vec<&str> = people.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(names.len(), 5);
        assert!(names.contains(&"王秀英") && names.contains(&"吉克·阿呷"), "{names:?}");
        let (_, born, place, _) = people.iter().find(|it| it.0 == "吉克·阿呷").expect("him");
        assert_eq!((born.as_str(), place.as_str()), ("1938-12-25", "sc/liangshan/mianning/lugu/anning/"));

        let wrong = WrongRows { file: file.to_owned(), words: [].into(), heading: Some("原因".to_owned()) };
        let wrong = world.ask(&actor, wrong).expect("the wrong rows");
        let book =
            sheets::read(&wrong.name, &STANDARD.decode(wrong.content).expect("bytes")).expect("a workbook");
        let sheet = &book.sheets[0];
        assert_eq!((sheet.rows.len(), sheet.rows[0].text(7)), (4, "原因"));
        assert!(sheet.rows[2].text(7).contains("intake-village-unknown"));
    });
}

#[test]
fn the_same_file_twice_changes_nothing() {
    on_each_database(|world| {
        let actor = clerk(world);
        let bytes = roster(many(40));
        let (file, counts) = take(world, &actor, &bytes, "full");
        assert_eq!((counts.new, counts.wrong, counts.doubtful), (40, 0, 0));
        let again = upload(world, &actor, &bytes, "full", &json!({}));
        assert_eq!((again["known"].as_bool(), again["file"].as_str()), (Some(true), Some(file.as_str())));
        let before = people(world);
        let anew = upload(world, &actor, &bytes, "full", &json!({ "anew": true }));
        let anew = anew["file"].as_str().expect("an id").to_owned();
        assert_ne!(anew, file);
        let counts = check(world, &actor, &anew, 0);
        assert_eq!((counts.same, counts.new, counts.changed), (40, 0, 0));
        commit(world, &actor, &anew, 0);
        assert_eq!(people(world), before);
        assert_eq!(world.ask(&actor, Files::default()).expect("files").total, 2);
    });
}

#[test]
fn an_import_that_is_killed_goes_on_and_ends_the_same() {
    let tell = |kill: usize| {
        let told = std::cell::RefCell::new(Vec::new());
        on_each_database(|world| {
            let actor = clerk(world);
            let mut rows = many(1_230);
            rows.push(rows[7].clone());
            let uploaded = upload(world, &actor, &roster(rows), "full", &json!({}));
            let file = uploaded["file"].as_str().expect("an id").to_owned();
            let checked = check(world, &actor, &file, kill);
            let counts = commit(world, &actor, &file, kill);
            told.borrow_mut().push((checked, counts, people(world)));
        });
        told.into_inner()
    };
    let whole = tell(0);
    assert_eq!((whole[0].1.new, whole[0].1.same), (1_230, 1), "{:?}", whole[0].1);
    for kill in [1, 2, 3] {
        // With every step cut off it would never end: each is cut off once.
        let cut = tell(if kill == 1 { 2 } else { kill });
        assert!(cut == whole, "killed at every {kill}. step");
    }
}

#[test]
fn who_is_missing_is_asked_about_and_never_stopped() {
    on_each_database(|world| {
        let actor = clerk(world);
        take(world, &actor, &roster(many(12)), "full");
        let (_, counts) = take(world, &actor, &roster(many(10)), "full");
        assert_eq!((counts.same, counts.missing, counts.waiting), (10, 2, 2));
        assert!(people(world).iter().all(|it| it.3 == "living"));
        let missing = reviews(world, &actor, "missing");
        let decide = |review: &ReviewRow, decision: Value| {
            let mut input = json!({ "review": review.id, "revision": review.revision });
            input.as_object_mut().expect("a map").extend(decision.as_object().expect("a map").clone());
            world.submit(&actor, "intake.decide", input)
        };
        let refused = decide(&missing[0], json!({ "decision": "dead" })).expect_err("a day is needed");
        assert_eq!(refused.faults()[0].key, "intake-decision-needs-day");
        decide(&missing[0], json!({ "decision": "stays" })).expect("they are there");
        decide(&missing[1], json!({ "decision": "dead", "day": "2026-10-30" })).expect("they died");
        assert!(decide(&missing[1], json!({ "decision": "stays" })).is_err(), "it is decided");
        let states: Vec<String> = people(world).into_iter().map(|it| it.3).collect();
        assert_eq!(states.iter().filter(|it| *it == "reported").count(), 1);
        assert!(reviews(world, &actor, "missing").is_empty());
    });
}

#[test]
fn a_lost_number_is_proposed_from_the_register_and_a_decision_can_be_undone() {
    on_each_database(|world| {
        let actor = clerk(world);
        let good = number("1940-03-05", 12);
        let entered = row(&["1", "王秀英", &good, "女", "", "安宁村", ""]);
        take(world, &actor, &roster([entered]), "additions");
        world.pass_seconds(60);
        // The same person, moved within the town; the number went through a number cell.
        let mut book = Book::new();
        let mut page = book.sheet("a").expect("a sheet");
        let plain = Look::default();
        for (column, text) in HEAD.iter().enumerate() {
            page.text(0, column as u32, text, &plain).expect("a cell");
        }
        page.text(1, 1, "王秀英", &plain).expect("a cell");
        page.number(1, 2, good.parse::<f64>().unwrap_or(513_433_194_003_050_120.0), &plain).expect("a cell");
        page.text(1, 5, "大田村", &plain).expect("a cell");
        let (_, counts) = take(world, &actor, &book.bytes().expect("a workbook"), "additions");
        assert_eq!((counts.doubtful, counts.new, counts.waiting), (1, 0, 1));
        let review = reviews(world, &actor, "match").remove(0);
        let page = world.ask(&actor, OneReview { review: review.id.clone() }).expect("side by side");
        let proposed = &page.candidates[0];
        let reasons = &proposed.proposal.as_ref().expect("a proposal").reasons;
        assert!(reasons.contains(&"number-prefix".to_owned()), "{reasons:?}");
        assert_eq!(proposed.cells["number"], "513433************");

        let place = |world: &World| people(world).remove(0).2;
        let anning = place(world);
        let input = json!({ "review": review.id, "revision": review.revision, "decision": "same" });
        let decided = world.submit(&actor, "intake.decide", input).expect("it is her");
        assert_eq!(people(world).len(), 1);
        assert_eq!(place(world), "sc/liangshan/mianning/lugu/datian/");
        world.pass_seconds(60);
        let undo = json!({ "review": review.id, "revision": decided["revision"], "why": "另有其人" });
        world.submit(&actor, "intake.undo", undo).expect("it is taken back");
        assert_eq!(place(world), anning);
        assert_eq!(reviews(world, &actor, "match").len(), 1);
        assert!(ResidentNumber::read(&good).is_good());
    });
}

#[test]
fn a_mapping_is_corrected_once_and_remembered() {
    on_each_database(|world| {
        let actor = clerk(world);
        let odd = |name: &str, at: u32| {
            let head = ["甲", "乙", "丙"];
            let rows = [row(&[name, &number("1940-03-05", at), "安宁村"])];
            sheets::write::table("表", &head, rows.iter().map(Vec::as_slice)).expect("a workbook")
        };
        let uploaded = upload(world, &actor, &odd("王秀英", 1), "additions", &json!({}));
        let file = uploaded["file"].as_str().expect("an id").to_owned();
        assert_eq!(uploaded["sheets"][0]["taken"], false, "nobody knows what its columns are");
        let column = |column: u32, field: &str| json!({ "column": column, "field": field });
        let columns = [column(0, "name"), column(1, "number"), column(2, "village")];
        let input = json!({ "file": file, "revision": 1, "sheet": 0, "columns": columns });
        world.submit(&actor, "intake.map", input).expect("the columns are said");
        assert_eq!(check(world, &actor, &file, 0).new, 1);
        let uploaded = upload(world, &actor, &odd("李国强", 3), "additions", &json!({}));
        assert_eq!(uploaded["sheets"][0]["remembered"], true);
        assert_eq!(check(world, &actor, uploaded["file"].as_str().expect("an id"), 0).new, 1);
    });
}
