//! Forms that the tests make themselves: whole ones in several shapes, and bad ones.
//! Those with repeats stand in `repeats.rs`.
// not for people: what a clerk might write

use base::Error;
use proptest::prelude::*;
use sheets::{Cell, Format, Row, Sheet, Workbook};

use super::{Form, into_text, read};
use crate::books::{Book, Ready, Sort};

mod repeats;

/// A workbook of sheets, each a list of rows; the first row is the head.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Workbook {
    let sheet = |(name, rows): &(&str, &[&[&str]])| Sheet {
        name: (*name).to_owned(),
        rows: rows
            .iter()
            .enumerate()
            .map(|(at, cells)| Row {
                number: at as u32 + 1,
                hidden: false,
                cells: cells
                    .iter()
                    .enumerate()
                    .filter(|it| !it.1.is_empty())
                    .map(|(column, text)| Cell::text(column as u32, *text))
                    .collect(),
            })
            .collect(),
        ..Sheet::default()
    };
    Workbook {
        name: "form.xlsx".to_owned(),
        format: Format::Xlsx,
        sheets: sheets.iter().map(sheet).collect(),
    }
}

const CHOICES: &[&[&str]] = &[
    &["list_name", "name", "label::中文", "label::English"],
    &["help", "meal", "助餐", "Meals"],
    &["help", "bath", "助浴", "Baths"],
    &["yn", "yes", "是", "Yes"],
    &["yn", "no", "否", "No"],
];

/// Every kind of row that is taken.
const SURVEY: &[&[&str]] = &[
    &[
        "type",
        "name",
        "label::中文",
        "label::English (en)",
        "hint::中文",
        "required",
        "relevant",
        "constraint",
        "constraint_message::中文",
        "constraint_message::English",
        "calculation",
        "appearance",
    ],
    &["start", "start"],
    &["begin group", "who", "基本情况", "Who"],
    &["text", "Full-Name", "姓名", "Name", "身份证上的", "yes", "", "string-length(.) <= 20"],
    &["integer", "age", "年龄", "Age", "", "true()", "", ". >= 60 and . <= 120", "年龄不对", "Wrong age"],
    &["date", "seen_on", "走访日期", "Seen on", "", "", "", ". <= today()"],
    &["end group"],
    &["select_one yn", "alone", "独居", "Alone", "", "yes"],
    &["begin_group", "needs", "需求", "Needs", "", "", "${alone} = 'yes'"],
    &["select_multiple help", "help", "需要", "Needs", "", "", "${age} > 70", "count-selected(.) <= 1"],
    &["decimal", "weight", "体重", "Weight", "", "", "not(selected(${help}, 'meal'))", ". > 20.5"],
    &["end_group"],
    &["note", "thanks", "谢谢", "Thanks"],
    &["image", "photo", "照片", "Photo"],
    &["image", "sign", "签名", "Signature", "", "", "", "", "", "", "", "signature"],
    &["geopoint", "spot", "位置", "Place"],
    &["text", "story", "情况", "Story", "", "", "", "", "", "", "", "multiline"],
    &["begin repeat", "kin", "亲属", "Kin"],
    &["text", "kin_name", "姓名", "Name", "", "yes"],
    &["select_one yn", "kin_near", "同住", "Lives there"],
    &["end repeat"],
    &[
        "calculate",
        "points",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "if(${age} >= 80, 2, 1) + count-selected(${help})",
    ],
    &["calculate", "ratio", "", "", "", "", "", "", "", "", "${weight} div ${age}"],
    &["calculate", "again_on", "", "", "", "", "", "", "", "", "${seen_on} + 30"],
];

fn good() -> Form {
    read(&workbook(&[
        ("survey", SURVEY),
        ("choices", CHOICES),
        ("settings", &[&["form_title"], &["走访表"]]),
    ]))
    .unwrap_or_else(|why| panic!("{:?}", why.faults()))
}

#[test]
fn a_form_becomes_the_form_of_a_casebook_whose_rules_compile() {
    let form = good();
    assert_eq!(form.title, "走访表");
    let sorts: Vec<(&str, Sort)> = form.fields.iter().map(|it| (it.id.as_str(), it.sort)).collect();
    let want = [
        ("full_name", Sort::Text),
        ("age", Sort::Whole),
        ("seen_on", Sort::Date),
        ("alone", Sort::Choice),
        ("help", Sort::Many),
        ("weight", Sort::Number),
        ("photo", Sort::Photo),
        ("sign", Sort::Signature),
        ("spot", Sort::Place),
        ("story", Sort::Text),
        ("kin", Sort::Table),
        ("points", Sort::Whole),
        ("ratio", Sort::Number),
        ("again_on", Sort::Date),
    ];
    assert_eq!(sorts, want);
    // What has no meaning here is told, and nothing else.
    let left: Vec<&str> = form.left.iter().map(|it| &*it.key).collect();
    assert_eq!(left, ["xlsform-renamed", "xlsform-left-device", "xlsform-left-note"]);
    let text = into_text(include_str!("../drafts/start.toml"), &form).unwrap();
    let book: Book = toml::from_str(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    assert_eq!(book.field["full_name"].max, Some(20));
    assert_eq!(book.field["full_name"].part.as_deref(), Some("who"));
    assert_eq!(book.field["help"].show_if.as_deref(), Some("(case.alone == \"yes\") && (case.age > 70)"));
    assert_eq!(book.field["weight"].digits, Some(2));
    assert_eq!(book.field["kin"].columns["kin_near"].choices.len(), 2);
    assert_eq!(book.check["weight_fits"].rule, "(case.weight > 2050)");
    assert_eq!(book.check["age_fits"].en, "Wrong age");
    let ready = Ready::make("it", book, &rules::Catalogue::default(), &[])
        .unwrap_or_else(|why| panic!("{why}\n{text}"));
    // The second time it is there already.
    assert!(into_text(&text, &form).is_err());
    // And the rules say what the form said.
    let mut values = crate::cases::case::Values::new();
    for (id, value) in [
        ("age", 85.into()),
        ("weight", 5_125.into()),
        ("alone", "yes".into()),
        ("seen_on", "2026-11-02".into()),
    ] {
        values.insert(id.to_owned(), value);
    }
    values.insert("help".to_owned(), serde_json::json!(["bath"]));
    let nothing = std::collections::BTreeMap::new();
    let today = "2026-11-22".parse().unwrap();
    crate::cases::case::settle(&ready, &mut values, &|values, name| {
        crate::cases::case::Seen {
            ready: &ready,
            values,
            state: "open",
            opened_on: today,
            today,
            subject: &nothing,
        }
        .look(name)
    });
    assert_eq!(values["points"], 3);
    assert_eq!(values["ratio"], 60, "51.25 divided by 85, in hundredths");
    assert_eq!(values["again_on"], "2026-12-02");
}

/// Rows of a survey after its head, and the fault they get: where, and which.
#[track_caller]
fn refused(rows: &[&[&str]], want: &[(&str, &str)]) {
    let mut survey: Vec<&[&str]> =
        vec![&["type", "name", "label", "relevant", "constraint", "calculation", "required"]];
    survey.extend(rows);
    match read(&workbook(&[("survey", &survey), ("choices", CHOICES)])) {
        Ok(form) => panic!("taken: {form:?}"),
        Err(Error::Invalid(faults)) => {
            let found: Vec<(&str, &str)> =
                faults.iter().map(|it| (it.path.rsplit(" › ").next().unwrap_or(""), &*it.key)).collect();
            assert_eq!(found, want);
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_taken_is_told_at_its_cell() {
    let age: &[&str] = &["integer", "age", "Age"];
    refused(&[&["colour", "c", "C"]], &[("A2", "xlsform-unknown-type")]);
    refused(&[age, age], &[("B3", "xlsform-twice")]);
    refused(&[&["text", "state", "S"], &["text", "State_asked", "S"]], &[("B3", "xlsform-twice")]);
    refused(&[&["text", "姓名", "S"]], &[("B2", "casebooks-not-a-name")]);
    refused(&[&["text", "a", ""]], &[("C2", "xlsform-no-label")]);
    refused(&[&["select_one gone", "a", "A"]], &[("A2", "xlsform-no-such-list")]);
    refused(&[&["begin group", "g", "G"], age], &[("A2", "xlsform-not-closed")]);
    refused(&[age, &["end repeat"]], &[("A3", "xlsform-not-begun")]);
    refused(
        &[&["begin group", "g", "G"], age, &["end repeat"]],
        &[("A4", "xlsform-not-begun"), ("A2", "xlsform-not-closed")],
    );
    refused(
        &[&["begin repeat", "r", "R"], &["image", "p", "P"], &["end repeat"]],
        &[("A3", "xlsform-not-in-a-repeat")],
    );
    refused(&[age, &["text", "b", "B", "${nobody} = 1"]], &[("D3", "xlsform-no-such-question")]);
    refused(&[age, &["text", "b", "B", "regex(${age}, 'x')"]], &[("D3", "xlsform-of-a-text")]);
    refused(&[age, &["text", "b", "B", "pulldata('x')"]], &[("D3", "xlsform-no-function")]);
    refused(&[age, &["text", "b", "B", "${age} + 1"]], &[("D3", "xlsform-no-condition")]);
    refused(&[age, &["text", "b", "B", "${age} = 'x'"]], &[("D3", "xlsform-two-kinds")]);
    refused(&[age, &["text", "b", "B", "${age} >"]], &[("D3", "xlsform-ends-early")]);
    refused(
        &[&["select_one yn", "a", "A"], &["text", "b", "B", "${a} = 'maybe'"]],
        &[("D3", "xlsform-no-such-choice")],
    );
    refused(
        &[&["select_multiple yn", "a", "A"], &["text", "b", "B", "${a} = 'yes'"]],
        &[("D3", "xlsform-use-selected")],
    );
    refused(&[age, &["text", "b", "B", "string-length(${b}) > 5"]], &[("D3", "xlsform-string-length")]);
    refused(&[&["date", "d", "D", "", ". > '2026-13-01'"]], &[("E2", "xlsform-no-day")]);
    refused(&[age, &["calculate", "c", "", "", "", ""]], &[("F3", "xlsform-empty")]);
    refused(&[&["integer", "a", "A", "", "", "1 + 1"]], &[("F2", "xlsform-typed-and-computed")]);
    refused(&[&["text", "a", "A", "", "", "", "${x} = 1"]], &[("G2", "xlsform-required")]);
}

#[test]
fn a_workbook_of_another_shape_is_told() {
    let key = |book: &Workbook| match read(book) {
        Err(why) => why.faults()[0].key.to_string(),
        Ok(form) => panic!("taken: {form:?}"),
    };
    assert_eq!(key(&workbook(&[("Sheet1", &[&["a"]])])), "xlsform-no-sheet");
    assert_eq!(key(&workbook(&[])), "xlsform-no-sheet");
    assert_eq!(key(&workbook(&[("survey", &[])])), "xlsform-no-column");
    assert_eq!(key(&workbook(&[("survey", &[&["type", "label"]])])), "xlsform-no-column");
    assert_eq!(key(&workbook(&[("survey", &[&["type", "name", "label"]])])), "xlsform-no-questions");
    let list: &[&[&str]] =
        &[&["list_name", "name", "label"], &["l", "a", "A"], &["l", "a", "B"], &["l", "c", ""]];
    let survey: &[&[&str]] = &[&["type", "name", "label"], &["text", "t", "T"]];
    let Err(why) = read(&workbook(&[("survey", survey), ("choices", list)])) else { panic!("taken") };
    let found: Vec<&str> = why.faults().iter().map(|it| &*it.key).collect();
    assert_eq!(found, ["xlsform-twice", "xlsform-no-label"]);
    // A language that no page shows is left out, and told.
    let survey: &[&[&str]] =
        &[&["TYPE", "Name", "label::English", "label::French"], &["text", "t", "T", "F"]];
    let form = read(&workbook(&[("Survey", survey), ("more", &[&["x"]])])).unwrap();
    let left: Vec<&str> = form.left.iter().map(|it| &*it.key).collect();
    assert_eq!(left, ["xlsform-left-sheet", "xlsform-left-language"]);
    assert_eq!((form.fields[0].zh.as_str(), form.fields[0].en.as_str()), ("T", "T"));
}

proptest! {
    /// Whatever stands in the cells: an answer or faults, never a panic; and what is taken is TOML that reads.
    #[test]
    fn no_form_panics(
        heads in prop::collection::vec(prop::sample::select(vec!["type", "name", "label", "label::zh", "relevant", "constraint", "calculation", "required", "hint", "default", "x"]), 0..9),
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![
            prop::sample::select(vec!["text", "integer", "decimal", "select_one yn", "select_multiple help", "begin group", "end group",
                "begin repeat", "end repeat", "calculate", "note", "image", "a", "b", "c", "${a} > 1", ". = 'x'", "selected(${b}, 'yes')",
                "if(${a} > 1, 2, 3)", "${a} div 0", "today()", "", "yes"]).prop_map(str::to_owned),
            "\\PC{0,12}",
        ], 0..9), 0..12),
    ) {
        let heads: Vec<&str> = heads.iter().map(|it| &**it).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let mut survey: Vec<&[&str]> = vec![&heads];
        survey.extend(rows.iter().map(Vec::as_slice));
        if let Ok(form) = read(&workbook(&[("survey", &survey), ("choices", CHOICES)])) {
            let text = into_text(include_str!("../drafts/start.toml"), &form);
            if let Ok(text) = text {
                prop_assert!(text.parse::<toml_edit::DocumentMut>().is_ok());
            }
        }
    }
}
