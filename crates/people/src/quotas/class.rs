//! What the rules of a ranking say of some people: class, points, the rules that hold and those that
//! might; pure.

use platform::facts::Frame;
use rules::Program;

use super::{pack::Ranking, rank::LAST_CLASS};

/// What is said of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub class: i64,
    pub points: i64,
    /// Ids of the rules that hold, in the order of the pack.
    pub held: Vec<String>,
    /// Ids of those that nobody can tell yet.
    pub may_hold: Vec<String>,
}

/// Asks every rule of everybody. A rule that is not known puts nobody forward: it is told beside the rank.
pub fn classify(ranking: &Ranking, programs: &[Program], frame: &Frame) -> Vec<Said> {
    let none = Said { class: LAST_CLASS, points: 0, held: Vec::new(), may_hold: Vec::new() };
    let mut said = vec![none; frame.rows()];
    for (rule, program) in ranking.rule.iter().zip(programs) {
        let mut complete = frame.clone();
        complete.complete(program.facts());
        let answers = program.answers(&complete.columns_of(program), complete.rows(), None);
        for (row, it) in said.iter_mut().enumerate() {
            if answers.yes.get(row) {
                it.class = it.class.min(rule.class.unwrap_or(LAST_CLASS));
                it.points += rule.points.unwrap_or(0);
                it.held.push(rule.id.clone());
            } else if !answers.no.get(row) {
                it.may_hold.push(rule.id.clone());
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use base::Day;
    use rules::{Catalogue, Column, Fact, Kind};
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_class_counts_and_the_sum_of_points_and_what_may_hold_is_told() {
        let rule = |id: &str, gives: &str, value: i64, condition: &str| json!({ "id": id, gives: value, "condition": condition, "basis": "x", "confidence": "local" });
        let rules = [
            rule("poor_old", "class", 1, "a.poor && a.old"),
            rule("poor", "class", 2, "a.poor"),
            rule("alone", "points", 3, "a.alone"),
            rule("old", "points", 1, "a.old"),
        ];
        let ranking: Ranking =
            serde_json::from_value(json!({ "basis": "x", "confidence": "local", "rule": rules }))
                .expect("a ranking");
        let mut catalogue = Catalogue::default();
        for name in ["a.poor", "a.old", "a.alone"] {
            catalogue.add(Fact::new(name, Kind::Bool));
        }
        let compile = |text: &str| Program::compile(text, &Kind::Bool, &catalogue, []).expect("a rule");
        let programs: Vec<Program> = ranking.rule.iter().map(|it| compile(&it.condition)).collect();
        let people = (0..4).map(|it| format!("p{it}")).collect();
        let mut frame = Frame::new(people, Day::FIRST);
        frame.set("a.poor", Column::bools([Some(true), Some(true), Some(false), Some(true)]));
        frame.set("a.old", Column::bools([Some(true), Some(false), Some(true), None]));
        frame.set("a.alone", Column::bools([Some(true), Some(true), None, Some(false)]));
        let told: Vec<_> = classify(&ranking, &programs, &frame)
            .into_iter()
            .map(|it| (it.class, it.points, it.held.join(" "), it.may_hold.join(" ")))
            .collect();
        let text = |class, points, held: &str, may: &str| (class, points, held.to_owned(), may.to_owned());
        let want = [
            text(1, 4, "poor_old poor alone old", ""),
            text(2, 3, "poor alone", ""),
            text(LAST_CLASS, 1, "old", "alone"),
            text(2, 0, "poor", "poor_old old"),
        ];
        assert_eq!(told, want);
    }
}
