//! Rules that nobody can ever meet are found, and no other rule is taken for one.

use rules::{Catalogue, Fact, Kind, Program, Value};

fn catalogue() -> Catalogue {
    [
        Fact::new("person.age", Kind::Int),
        Fact::new("person.alive", Kind::Bool),
        Fact::new("person.born", Kind::Day),
        Fact::new("person.sex", Kind::choice(&["female", "male"])),
        Fact::new("person.name", Kind::Text),
        Fact::new("income", Kind::Money),
    ]
    .into_iter()
    .collect()
}

/// The part of a rule that can never be true; nothing when the rule can be.
fn never(text: &str) -> Option<String> {
    let params = [("floor", Value::Int(80)), ("on", Value::Bool(false))];
    let program = Program::compile(text, &Kind::Bool, &catalogue(), params)
        .unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    program.never().map(|it| program.clause(it).expect("a part of it").to_owned())
}

#[test]
fn what_contradicts_itself_is_found_where_it_does() {
    let cases = [
        ("false", "false"),
        ("person.alive && !person.alive", "person.alive && !person.alive"),
        ("person.age >= 90 && person.age < 80", "person.age >= 90 && person.age < 80"),
        (
            "person.alive && (person.age > 80 && 80 >= person.age)",
            "person.alive && (person.age > 80 && 80 >= person.age)",
        ),
        ("person.sex == 'male' && person.sex == 'female'", "person.sex == 'male' && person.sex == 'female'"),
        ("person.sex != 'male' && person.sex != 'female'", "person.sex != 'male' && person.sex != 'female'"),
        ("person.age in [1, 2] && person.age in [3]", "person.age in [1, 2] && person.age in [3]"),
        ("!(person.age in [1]) && person.age == 1", "!(person.age in [1]) && person.age == 1"),
        (
            "income < yuan(100) && (income > yuan(200) || income == yuan(150))",
            "income < yuan(100) && (income > yuan(200) || income == yuan(150))",
        ),
        (
            "person.born < day('1946-01-01') && person.born >= day('1946-01-01')",
            "person.born < day('1946-01-01') && person.born >= day('1946-01-01')",
        ),
        ("person.age + 1 > 5 && person.age  +  1 < 3", "person.age + 1 > 5 && person.age  +  1 < 3"),
        (
            "(person.alive ? person.age > 80 : false) && person.age < 10",
            "(person.alive ? person.age > 80 : false) && person.age < 10",
        ),
        ("(person.alive == person.alive) == false", "(person.alive == person.alive) == false"),
    ];
    for (text, part) in cases {
        assert_eq!(never(text).as_deref(), Some(part), "{text}");
    }
}

#[test]
fn what_can_be_true_and_what_the_pack_may_change_is_let_be() {
    let cases = [
        "true",
        "person.alive",
        "person.age >= 80 && person.age <= 80",
        "person.age >= 80 || person.age < 80",
        "person.sex == 'male' || person.sex == 'female'",
        "person.age in [1, 2] && person.age in [2, 3]",
        // A switch of the pack may be turned on by the next layer.
        "param.on && person.alive",
        "person.age >= param.floor && person.age < 60",
        "person.name == '甲' && person.alive",
        "person.age != 3 && person.age != 4",
        "!(person.alive && !person.alive)",
        "person.age > 9223372036854775807 || person.alive",
    ];
    for text in cases {
        assert_eq!(never(text), None, "{text}");
    }
}

#[test]
fn a_rule_of_very_many_alternatives_is_not_judged() {
    let one = |at: usize| format!("(person.age == {at} || person.age == {})", at + 1);
    let all: Vec<String> = (0..12).map(one).collect();
    assert!(never(&all.join(" && ")).is_some(), "contradictions fall away as they are met");
    let free = |at: usize| format!("(person.age + {at} == 1 || person.alive)");
    let all: Vec<String> = (0..12).map(free).collect();
    assert_eq!(never(&format!("{} && false", all.join(" && "))).as_deref(), Some("false"));
}
