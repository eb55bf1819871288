//! Worked cases of the packs: that they run, and that a rule changed by mistake is told by them.

use platform::packs::{Bundle, Pack, SectionKind};

const FILE: &str = "xishan/benefits/old_age_allowance.toml";

/// The faults of the shipped pack with one text in it changed, as `key at path`.
fn faults(from: &str, to: &str) -> Vec<String> {
    let mut bundle = Bundle::shipped();
    let text = bundle.get(FILE).expect("the pack is shipped").to_owned();
    assert!(text.contains(from), "{FILE} says {from:?} no more");
    bundle.insert(FILE, &text.replacen(from, to, 1));
    let rooms = platform::ROOMS.iter().chain(casebooks::ROOMS).chain(crate::ROOMS);
    let sections: Vec<SectionKind> = rooms.flat_map(|room| room.sections).copied().collect();
    match Pack::open(&bundle.of_sections(&sections), "xishan", &sections) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|it| format!("{} at {}:{}", it.key, it.path, it.line)).collect(),
    }
}

/// The line on which a text stands in the shipped file.
fn line_of(text: &str, after: &str) -> usize {
    let file = Bundle::shipped().get(FILE).expect("the pack is shipped").to_owned();
    let from = file.find(after).expect("it is there");
    let at = from + file[from..].find(text).expect("it is there");
    file[..at].matches('\n').count() + 1
}

#[test]
fn a_rate_that_is_changed_by_mistake_is_told_by_each_case_it_breaks() {
    let found = faults("amount = 120", "amount = 102");
    let line = line_of("amount = 120", "同一人，三月换档");
    assert_eq!(found, [format!("benefits-case-differs at old_age_allowance.case[3].amount:{line}")]);
}

#[test]
fn a_condition_that_is_changed_by_mistake_is_told() {
    let found = faults("&& person.registered_here\"", "\"");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("benefits-case-differs at old_age_allowance.case[5].gives"), "{found:?}");
    assert!(found[1].starts_with("benefits-case-differs at old_age_allowance.case[8].gives"), "{found:?}");
}

#[test]
fn a_case_that_names_no_fact_or_a_value_of_another_kind_is_told_at_its_line() {
    let born = "\"person.birth_date\" = \"1926-11-01\"";
    let line = line_of(born, "百岁老人");
    let cases = [
        ("\"person.birth_day\" = \"1926-11-01\"", "packs-dangling"),
        ("\"person.birth_date\" = \"1926-13-01\"", "benefits-case-value"),
        ("\"person.birth_date\" = true", "benefits-case-value"),
    ];
    for (written, key) in cases {
        let found = faults(born, written);
        assert_eq!(found, [format!("{key} at old_age_allowance.case[4].facts:{line}")], "{written}");
    }
}

#[test]
fn what_a_case_may_leave_out_is_not_compared_and_what_it_says_is() {
    let cases = [
        ("gives = \"unknown\"\namount = 60", "gives = \"unknown\"", 1),
        ("missing = [\"person.registered_here\"]", "", 0),
        ("missing = [\"person.registered_here\"]", "missing = [\"person.alive\"]", 1),
        ("tier = \"100+\"", "", 0),
        ("tier = \"100+\"\n", "tier = \"90-99\"\n", 1),
        ("because = \"died\"", "because = \"moved-away\"", 1),
    ];
    for (from, to, count) in cases {
        let found = faults(from, to);
        assert_eq!(found.len(), count, "{from} → {to}: {found:?}");
    }
}

#[test]
fn a_condition_that_nobody_can_meet_is_refused_at_its_place() {
    let found = faults("&& person.registered_here\"", "&& person.age < 60 && person.age > 70\"");
    let line = line_of("&& person.registered_here\"", "[condition]");
    assert!(
        found.contains(&format!("rules-never-true at old_age_allowance.condition.value:{line}")),
        "{found:?}"
    );
}

#[test]
fn a_rate_table_with_a_hole_or_two_rows_for_a_day_is_refused_at_its_line() {
    // A year of life that no row is for.
    let line = line_of("[[rate]]", "band = \"80-89\"");
    let found = faults("from = 90", "from = 91");
    assert!(found.contains(&format!("rules-rates-hole at old_age_allowance.rate[1]:{line}")), "{found:?}");
    // Two rows for those of ninety, on one day.
    let found = faults("to = 89", "to = 90");
    assert!(found.iter().any(|it| it.starts_with("rules-rates-two at old_age_allowance.rate[")), "{found:?}");
    // Days that no row is for: the row of the youngest ends, and nothing follows it.
    let found = faults(
        "amount = 60\nvalid_from = \"2023-05-01\"",
        "amount = 60\nvalid_from = \"2023-05-01\"\nvalid_to = \"2030-01-01\"",
    );
    assert!(found.iter().any(|it| it.starts_with("rules-rates-hole at old_age_allowance.rate")), "{found:?}");
}
