//! What the rule language says yes to, and what it answers to everything else.

use rules::{Basis, Builder, Catalogue, Column, Fact, Kind, Program, Truth, Value};

fn catalogue() -> Catalogue {
    [
        Fact::new("person.age", Kind::Int),
        Fact::new("person.alive", Kind::Bool),
        Fact::new("person.birth_date", Kind::Day),
        Fact::new("person.registered_here", Kind::Bool).counted(Basis::Registered),
        Fact::new("person.sex", Kind::choice(&["female", "male"])),
        Fact::new("person.native_place", Kind::Text),
        Fact::new("person.labels", Kind::labels(&["empty_nest", "left_behind"])),
        Fact::new("income.monthly", Kind::Money),
        Fact::new("benefit.since", Kind::Month),
        Fact::new("support.centralised", Kind::Bool),
    ]
    .into_iter()
    .collect()
}

fn compile(text: &str, kind: &Kind) -> Result<Program, Vec<rules::RuleFault>> {
    let params = [("age_floor", Value::Int(80)), ("income_ceiling", Value::Money(base::Money(65_000)))];
    Program::compile(text, kind, &catalogue(), params)
}

/// Facts of one person as `name=value`, values as the language writes them.
fn facts(program: &Program, given: &str) -> Vec<Option<Value>> {
    let value = |fact: &Fact| {
        let entry = given.split(' ').find_map(|it| it.strip_prefix(&format!("{}=", fact.name)))?;
        Some(match &fact.kind {
            Kind::Bool => Value::Bool(entry == "true"),
            Kind::Int => Value::Int(entry.parse().unwrap()),
            Kind::Money => Value::Money(base::Money::parse(entry).unwrap()),
            Kind::Day => Value::Day(entry.parse().unwrap()),
            Kind::Month => Value::Month(entry.parse().unwrap()),
            Kind::Text => Value::Text(entry.into()),
            Kind::Choice(_) => Value::Choice(entry.into()),
            Kind::Labels(_) => Value::Labels(entry.split('+').map(Into::into).collect()),
        })
    };
    program.facts().iter().map(value).collect()
}

#[track_caller]
fn check(text: &str, given: &str, want: &str) {
    let program = compile(text, &Kind::Bool).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    let row = facts(&program, given);
    let explained = program.explain(&row);
    let missing: Vec<_> = explained.missing.iter().map(|it| it.name.as_str()).collect();
    let found = match explained.truth.unwrap() {
        Truth::Yes => format!("yes by {}", explained.clause),
        Truth::No => format!("no by {}", explained.clause),
        Truth::Unknown => format!("unknown, ask {}", missing.join(" ")),
    };
    assert_eq!(found, want, "{text} with {given}");
    let columns: Vec<Column> = program
        .facts()
        .iter()
        .zip(&row)
        .map(|(fact, value)| {
            let mut builder = Builder::new(&fact.kind);
            builder.push(value.as_ref());
            builder.finish()
        })
        .collect();
    let answers = program.answers(&columns.iter().collect::<Vec<_>>(), 1, None);
    assert_eq!(answers.yes.get(0), explained.truth == Some(Truth::Yes));
    assert_eq!(answers.no.get(0), explained.truth == Some(Truth::No));
    assert_eq!(answers.reason[0], explained.reason);
}

const ALLOWANCE: &str = "person.age >= param.age_floor && person.registered_here && !support.centralised";

#[test]
fn an_allowance_is_decided_and_says_by_what() {
    check(
        ALLOWANCE,
        "person.age=80 person.registered_here=true support.centralised=false",
        &format!("yes by {ALLOWANCE}"),
    );
    check(ALLOWANCE, "person.age=79", "no by person.age >= param.age_floor");
    check(ALLOWANCE, "person.age=85 support.centralised=true", "no by support.centralised");
    check(ALLOWANCE, "person.age=85 person.registered_here=true", "unknown, ask support.centralised");
    check(ALLOWANCE, "", "unknown, ask person.age person.registered_here support.centralised");
}

#[test]
fn the_language_computes() {
    check(
        "age(person.birth_date, day('2023-02-28')) == 78",
        "person.birth_date=1944-02-29",
        "yes by age(person.birth_date, day('2023-02-28')) == 78",
    );
    check(
        "plus_years(person.birth_date, 79) == day('2023-03-01')",
        "person.birth_date=1944-02-29",
        "yes by plus_years(person.birth_date, 79) == day('2023-03-01')",
    );
    check(
        "month('2026-03') - benefit.since > 2",
        "benefit.since=2025-12",
        "yes by month('2026-03') - benefit.since > 2",
    );
    check(
        "income.monthly < param.income_ceiling",
        "income.monthly=650.00",
        "no by income.monthly < param.income_ceiling",
    );
    check(
        "percent(income.monthly, 50) == fen(5)",
        "income.monthly=0.09",
        "yes by percent(income.monthly, 50) == fen(5)",
    );
    check("person.age / 0 == 1 || person.age == 3", "person.age=3", "yes by person.age == 3");
    check("person.age / 0 == 1", "person.age=3", "unknown, ask ");
    check(
        "last_day(benefit.since) == day('2024-02-29')",
        "benefit.since=2024-02",
        "yes by last_day(benefit.since) == day('2024-02-29')",
    );
    check(
        "'empty_nest' in person.labels",
        "person.labels=left_behind+empty_nest",
        "yes by 'empty_nest' in person.labels",
    );
    check("person.sex in ['female']", "person.sex=male", "no by person.sex in ['female']");
    check(
        "person.native_place == '冕宁' && person.age > 1",
        "person.native_place=冕宁 person.age=0",
        "no by person.age > 1",
    );
    check("has(person.age) && person.age > 3", "", "no by has(person.age)");
    check("known(person.age) ? person.age > 3 : person.alive", "person.alive=true", "yes by person.alive");
}

#[test]
fn an_unknown_condition_does_not_matter_where_both_branches_agree() {
    check("person.alive ? true : true", "", "yes by person.alive ? true : true");
    check(
        "person.alive ? person.age > 1 : false",
        "person.age=1",
        "no by person.alive ? person.age > 1 : false",
    );
    check("person.alive ? person.age > 1 : false", "person.age=2", "unknown, ask person.alive");
}

/// `want` is the key, the text that is marked, and the suggestion.
#[track_caller]
fn refuse(text: &str, want: &[(&str, &str, Option<&str>)]) {
    let faults = compile(text, &Kind::Bool).err().unwrap_or_default();
    let found: Vec<_> =
        faults.iter().map(|it| (it.key, &text[it.start..it.end], it.suggestion.as_deref())).collect();
    assert_eq!(found, want, "{text}");
}

#[test]
fn mistakes_are_named_with_their_place_and_a_way_out() {
    refuse("", &[("rules-empty", "", None)]);
    refuse("person.agee >= 80", &[("rules-unknown-fact", "person.agee", Some("person.age"))]);
    refuse("alive", &[("rules-unknown-fact", "alive", Some("person.alive"))]);
    refuse("person.sex == female", &[("rules-unknown-fact", "female", Some("\"female\""))]);
    refuse(
        "person.age >= param.age_flor",
        &[("rules-unknown-parameter", "param.age_flor", Some("param.age_floor"))],
    );
    refuse("person.sex == 'femal'", &[("rules-not-a-choice", "'femal'", Some("\"female\""))]);
    refuse("income.monthly < 650", &[("rules-type", "650", Some("yuan(650)"))]);
    refuse(
        "person.birth_date < '1946-01-01'",
        &[("rules-type", "'1946-01-01'", Some("day(\"1946-01-01\")"))],
    );
    refuse("person.age", &[("rules-type", "person.age", None)]);
    refuse("person.age > 79.5", &[("rules-no-fractions", "79.5", Some("percent(x, 50)"))]);
    refuse("person.age == null", &[("rules-no-null", "null", Some("!known(x)"))]);
    refuse("person.sex > 'female'", &[("rules-no-order", "person.sex > 'female'", None)]);
    refuse(
        "ages(person.birth_date, day('2026-01-01')) > 1",
        &[("rules-unknown-function", "ages(person.birth_date, day('2026-01-01'))", Some("age"))],
    );
    refuse("age(person.birth_date) > 1", &[("rules-arguments", "age(person.birth_date)", None)]);
    refuse("person.alive + 1 == 2", &[("rules-no-arithmetic", "person.alive + 1", None)]);
    refuse(
        "[1, 2].exists(x, x == person.age)",
        &[("rules-unsupported", "[1, 2].exists(x, x == person.age)", None)],
    );
    refuse("day('2026-02-30') == person.birth_date", &[("rules-constant", "day('2026-02-30')", None)]);
    refuse(
        "person.agee >= 80 && person.alife",
        &[
            ("rules-unknown-fact", "person.agee", Some("person.age")),
            ("rules-unknown-fact", "person.alife", Some("person.alive")),
        ],
    );
    refuse(
        "person.native_place == '冕宁' && person.agee > 1",
        &[("rules-unknown-fact", "person.agee", Some("person.age"))],
    );
}

#[test]
fn broken_syntax_is_marked_where_it_breaks() {
    for (text, near, suggestion) in [
        ("person.age >= 80 and person.alive", "and", Some("&&")),
        ("person.age >= 80 &&", "", None),
        ("person.age = 80", "=", Some("==")),
        ("person.native_place == '冕宁' and person.alive", "and", Some("&&")),
    ] {
        let faults = compile(text, &Kind::Bool).unwrap_err();
        assert_eq!(faults[0].key, "rules-syntax", "{text}");
        assert_eq!(&text[faults[0].start..faults[0].end], near, "{text}: {faults:?}");
        assert_eq!(faults[0].suggestion.as_deref(), suggestion, "{text}: {faults:?}");
    }
    let deep = format!("{}person.alive", "!".repeat(200));
    assert_eq!(compile(&deep, &Kind::Bool).unwrap_err()[0].key, "rules-too-deep");
    let long = "person.alive || ".repeat(400) + "person.alive";
    assert_eq!(compile(&long, &Kind::Bool).unwrap_err()[0].key, "rules-too-long");
}

#[test]
fn an_amount_is_chosen_by_its_branch() {
    let text = "person.age >= 100 ? yuan(500) : person.age >= 90 ? yuan(120) : yuan(60)";
    let program = compile(text, &Kind::Money).unwrap();
    let ages = Column::lanes([Some(80), Some(95), Some(101), None]);
    let numbers = program.numbers(&[&ages], 4, None);
    assert_eq!(numbers.lanes[..3], [6_000, 12_000, 50_000]);
    assert!(!numbers.known.get(3));
    let clauses: Vec<_> = numbers.reason.iter().map(|it| program.clause(*it).unwrap()).collect();
    assert_eq!(clauses, ["yuan(60)", "yuan(120)", "yuan(500)", "person.age >= 100"]);
}
