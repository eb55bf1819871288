//! Repeats whose rows have conditions, constraints and calculations; limits of texts; ranges.
// not for people: what a clerk might write

use serde_json::{Value, json};

use super::{CHOICES, into_text, read, refused, workbook};
use crate::{
    books::{Book, Ready, Sort},
    cases::{
        case::{self, Seen, Values},
        lines,
    },
};

const HEAD: &[&str] = &[
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "calculation",
    "required",
    "parameters",
    "constraint_message",
];

/// A home visit: who lives there, what each needs, what it costs.
const SURVEY: &[&[&str]] = &[
    HEAD,
    &["date", "seen_on", "Seen on"],
    &["integer", "rooms", "Rooms", "", ". > 0"],
    &["begin_repeat", "member", "Members", "${rooms} > 0"],
    &["text", "who", "Name", "", "string-length(.) >= 2 and string-length(.) <= 20", "", "yes"],
    &["date", "born_on", "Born on", "", ". <= ${seen_on}", "", "", "", "Not after the visit"],
    &["select_one yn", "works", "Works"],
    &["begin_group", "job", "Job", "${works} = 'yes'"],
    &["decimal", "wage", "Wage", "", ". >= 0", "", "yes"],
    &["text", "phone", "Phone", "${wage} > 100", "regex(., '1[0-9]{10}')", "", "", "", "Eleven digits"],
    &["end_group"],
    &["select_multiple help", "needs", "Needs"],
    &["calculate", "points", "", "", "", "if(${works} = 'yes', 0, 2) + count-selected(${needs})"],
    &["calculate", "yearly", "", "", "", "${wage} * 12"],
    &["calculate", "called", "", "", "", "concat(${who}, ' / ', ${points})"],
    &["end_repeat"],
    &["calculate", "people", "", "", "", "count(${member})"],
    &["calculate", "all_points", "", "", "", "sum(${points})"],
    &["calculate", "each_wage", "", "", "", "sum(${yearly}) div ${people}"],
    &["calculate", "grade", "", "", "", "if(${all_points} >= 4, 'much', 'some')"],
    &["text", "why", "Why", "${grade} = 'much'"],
    &["range", "pain", "Pain", "", "", "", "", "start=0 end=10 step=2"],
    &["range", "share", "Share", "", "", "", "", "start=0.5 end=2 step=0.25"],
    &["time", "at", "At"],
    &["barcode", "card", "Card"],
    &["calculate", "next_on", "", "", "", "coalesce(${seen_on}, today()) + 30"],
    &["calculate", "older", "", "", "", "max(${rooms}, ${people}, 3)"],
];

fn ready() -> Ready {
    let form = read(&workbook(&[("survey", SURVEY), ("choices", CHOICES)]))
        .unwrap_or_else(|why| panic!("{:?}", why.faults()));
    let left: Vec<&str> = form.left.iter().map(|it| &*it.key).collect();
    assert_eq!(left, ["xlsform-left-group"]);
    let text = into_text(include_str!("../../drafts/start.toml"), &form).unwrap();
    let mut book: Book = toml::from_str(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    // This reader of TOML sorts; a pack's keeps the order of the page.
    let place = |id: &String| form.fields.iter().position(|it| it.id == *id);
    book.field.sort_by(|a, _, b, _| place(a).cmp(&place(b)));
    Ready::make("it", book, &rules::Catalogue::default(), &[]).unwrap_or_else(|why| panic!("{why}\n{text}"))
}

fn settled(ready: &Ready, given: Value) -> Values {
    let mut values = given.as_object().cloned().unwrap_or_default();
    case::settle(ready, &mut values, &|values, name| look(ready, values, name));
    values
}

fn look(ready: &Ready, values: &Values, name: &str) -> Option<rules::Value> {
    seen(ready, values).look(name)
}

fn seen<'s>(ready: &'s Ready, values: &'s Values) -> Seen<'s> {
    static NOTHING: std::collections::BTreeMap<String, rules::Value> = std::collections::BTreeMap::new();
    let today = "2026-11-22".parse().expect("a day");
    Seen { ready, values, state: "open", opened_on: today, today, subject: &NOTHING }
}

#[test]
fn a_repeat_asks_checks_and_works_out_each_row() {
    let ready = ready();
    let member = &ready.book.field["member"];
    assert_eq!(member.show_if.as_deref(), Some("(case.rooms > 0)"));
    assert_eq!(member.columns["wage"].show_if.as_deref(), Some("(row.works == \"yes\")"));
    assert_eq!(
        member.columns["phone"].show_if.as_deref(),
        Some("(row.works == \"yes\") && (row.wage > 10000)")
    );
    assert_eq!((member.columns["who"].min, member.columns["who"].max), (Some(2), Some(20)));
    assert_eq!(member.columns["phone"].pattern_en.as_deref(), Some("Eleven digits"));
    assert_eq!(ready.book.check["born_on_fits"].each.as_deref(), Some("member"));
    assert_eq!(ready.book.field["grade"].sort, Sort::Choice);
    let values = settled(
        &ready,
        json!({ "seen_on": "2026-11-02", "rooms": 3, "member": [
        { "who": "Wang", "works": "yes", "wage": 250_050, "phone": "13800000000", "needs": ["meal"] },
        { "who": "Li", "works": "no", "wage": 9, "phone": "1", "needs": ["meal", "bath"], "born_on": "2026-11-03" },
    ] }),
    );
    let rows = values["member"].as_array().expect("rows");
    assert_eq!(rows[0]["points"], 1);
    assert_eq!(rows[0]["yearly"], 3_000_600);
    assert_eq!(rows[0]["called"], "Wang / 1");
    assert_eq!(rows[1]["points"], 4);
    for emptied in ["wage", "phone", "yearly"] {
        assert_eq!(rows[1].get(emptied), None, "{emptied} is not asked of who does not work");
    }
    assert_eq!(values["people"], 2);
    assert_eq!(values["all_points"], 5);
    assert_eq!(values["each_wage"], 1_500_300);
    assert_eq!(values["grade"], "much");
    assert_eq!(values["next_on"], "2026-12-02");
    assert_eq!(values["older"], 3);
    let told: Vec<(String, String)> = case::against(&seen(&ready, &values), std::iter::empty())
        .into_iter()
        .map(|it| (it.path.to_string(), it.key.to_string()))
        .collect();
    assert_eq!(told, [("values.member[1].born_on".to_owned(), "cases-check".to_owned())]);
    assert_eq!(lines::missing(&seen(&ready, &values), &|_| true), []);
    // Who works says the wage.
    let values = settled(&ready, json!({ "rooms": 1, "member": [{ "who": "Wu", "works": "yes" }] }));
    let missing = lines::missing(&seen(&ready, &values), &|_| true);
    assert_eq!(missing.iter().map(|it| &*it.path).collect::<Vec<_>>(), ["values.member[0].wage"]);
    assert_eq!(
        lines::missing(&seen(&ready, &values), &|id| id != "member"),
        [],
        "not in front of the reader"
    );
}

#[test]
fn limits_of_a_text_and_steps_of_a_range_are_kept() {
    let ready = ready();
    let says = |id: &str, given: &str| {
        let field = &ready.book.field[id];
        crate::cases::value::read(field, &[], &given.into()).map_err(|it| it.key.to_string())
    };
    assert_eq!(says("at", "8:30"), Ok(Some("8:30".into())));
    assert_eq!(says("at", "25:30"), Err("cases-not-of-pattern".to_owned()));
    assert_eq!(says("at", "08:30 "), Ok(Some("08:30".into())));
    assert_eq!(says("pain", "12"), Err("cases-out-of-range".to_owned()));
    let row = |cells: Value| {
        let member = &ready.book.field["member"];
        crate::cases::value::read(member, &[], &json!([cells]))
            .map_err(|it| (it.path.to_string(), it.key.to_string()))
    };
    let fault = |path: &str, key: &str| Err((path.to_owned(), key.to_owned()));
    assert_eq!(row(json!({ "who": "A" })), fault("[0].who", "cases-too-short"));
    assert_eq!(row(json!({ "who": "Ab", "phone": "12" })), fault("[0].phone", "cases-not-of-pattern"));
    // What is worked out may come back with its row, and is no row by itself.
    assert_eq!(row(json!({ "who": "Ab", "points": "99" })), Ok(Some(json!([{ "who": "Ab" }]))));
    assert_eq!(row(json!({ "points": "99" })), Ok(Some(json!([]))));
    for (values, want) in [
        (json!({ "pain": 4, "share": 125 }), vec![]),
        (json!({ "pain": 3 }), vec!["pain_steps"]),
        (json!({ "share": 130 }), vec!["share_steps"]),
        (json!({ "share": 25 }), vec!["share_steps"]),
    ] {
        let values = settled(&ready, values);
        let broken = ready.broken_checks(&|name| look(&ready, &values, name));
        assert_eq!(broken, want, "{values:?}");
    }
}

#[test]
fn what_a_repeat_cannot_take_is_told_at_its_cell() {
    let inside = |row: &[&str], want: &[(&str, &str)]| {
        let hours: &[&str] = &["integer", "hours", "Hours"];
        refused(&[&["begin repeat", "r", "R"], hours, row, &["end repeat"]], want);
    };
    inside(&["calculate", "c", "", "", "", "sum(${hours})"], &[("F4", "xlsform-of-its-own-rows")]);
    inside(&["calculate", "c", "", "", "", "count(${r})"], &[("F4", "xlsform-of-its-own-rows")]);
    inside(&["text", "t", "T", "regex(${t}, 'a')"], &[("D4", "xlsform-of-a-text")]);
    inside(&["text", "t", "T", "", "regex(., '(')"], &[("E4", "xlsform-bad-pattern")]);
    inside(&["file", "f", "F"], &[("A4", "xlsform-not-in-a-repeat")]);
}

#[test]
fn what_no_rule_can_say_is_told_at_its_cell() {
    let hours: &[&str] = &["integer", "hours", "Hours"];
    let rows: &[&[&str]] = &[&["begin repeat", "r", "R"], hours, &["end repeat"]];
    let after = |row: &[&str], want: &[(&str, &str)]| {
        let mut all = rows.to_vec();
        all.push(row);
        refused(&all, want);
    };
    after(&["text", "t", "T", "${hours} > 1"], &[("D5", "xlsform-of-a-row")]);
    after(&["calculate", "c", "", "", "", "${r} + 1"], &[("F5", "xlsform-not-in-a-rule")]);
    after(&["calculate", "c", "", "", "", "max(${hours})"], &[("F5", "xlsform-no-function")]);
    after(&["calculate", "c", "", "", "", "if(true(), 'a', '')"], &[("F5", "xlsform-empty-text")]);
    after(&["calculate", "c", "", "", "", "concat(${hours}, 1)"], &[("F5", "xlsform-of-a-row")]);
    after(&["calculate", "c", "", "", "", "concat('a', 1 + 1)"], &[("F5", "xlsform-concat")]);
    after(&["text", "t", "T", "if(true(), 'a', 'b') = 'a'"], &[("D5", "xlsform-two-texts")]);
    after(&["select_one yn or_other", "s", "S"], &[("A5", "xlsform-or-other")]);
    after(&["rank yn", "s", "S"], &[("A5", "xlsform-unknown-type")]);
}
