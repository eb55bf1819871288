//! Which tier the rules give some people, why, and what would have to be known; pure.

use platform::facts::Frame;
use rules::Answers;

use super::pack::{Programs, Visits};

/// What the rules say of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The strictest tier of the rules that hold; nothing: none holds.
    pub tier: Option<String>,
    /// Rules that hold, in the order of their ids.
    pub held: Vec<String>,
    /// Rules that might hold and would be stricter.
    pub may_hold: Vec<String>,
    /// The facts that those wait for.
    pub missing: Vec<String>,
    /// They are not visited, whatever the rules say.
    pub exempt: bool,
}

impl Said {
    /// Nobody can tell whether they are to be visited.
    pub fn undecided(&self) -> bool {
        self.tier.is_none() && !self.may_hold.is_empty()
    }
}

/// Asks every rule of everybody. The strictest that holds wins; one that is not known puts nobody under a
/// duty, and is told with the facts that it waits for.
pub fn tell(visits: &Visits, programs: &Programs, frame: &Frame) -> Vec<Said> {
    let ask = |program: &rules::Program| -> Answers {
        let mut complete = frame.clone();
        complete.complete(program.facts());
        program.answers(&complete.columns_of(program), complete.rows(), None)
    };
    let mut all = vec![Said::default(); frame.rows()];
    for (_, program) in &programs.exempt {
        let answers = ask(program);
        for (row, it) in all.iter_mut().enumerate() {
            it.exempt |= answers.yes.get(row);
        }
    }
    let answered: Vec<Answers> = programs.rules.iter().map(|it| ask(&it.1)).collect();
    for (row, it) in all.iter_mut().enumerate() {
        for ((id, _), answers) in programs.rules.iter().zip(&answered) {
            if answers.yes.get(row) {
                it.held.push(id.clone());
            }
        }
        let tiers = it.held.iter().filter_map(|id| visits.rule.get(id)).map(|rule| rule.tier.as_str());
        it.tier = visits.strictest(tiers).map(str::to_owned);
        for ((id, program), answers) in programs.rules.iter().zip(&answered) {
            let Some(rule) = visits.rule.get(id) else { continue };
            let open = !answers.yes.get(row) && !answers.no.get(row);
            let stricter = it.tier.as_ref().is_none_or(|tier| visits.rank(&rule.tier) < visits.rank(tier));
            if !open || !stricter {
                continue;
            }
            it.may_hold.push(id.clone());
            for fact in program.facts() {
                let known = frame.column(&fact.name).is_some_and(|column| column.known().get(row));
                if !known && !it.missing.contains(&fact.name) {
                    it.missing.push(fact.name.clone());
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use base::Day;
    use rules::{Catalogue, Column, Fact, Kind, Program};
    use serde_json::json;

    use super::*;

    fn visits() -> Visits {
        let figure = json!({ "value": 5, "basis": "x", "confidence": "local" });
        let tier = |every: &str| json!({ "zh": "x", "en": "x", "every": every, "channels": ["home"], "basis": "x", "confidence": "local" });
        let rule = |tier: &str, condition: &str| json!({ "zh": "x", "en": "x", "tier": tier, "condition": condition, "basis": "x", "confidence": "local" });
        serde_json::from_value(json!({
            "close_day": figure, "oldest_days": figure, "attempts": figure, "township_days": figure, "county_days": figure,
            "alert_days_max": figure, "target": figure,
            "tier": { "often": tier("week"), "seldom": tier("quarter"), "usual": tier("month") },
            "rule": { "alone": rule("usual", "a.alone"), "old": rule("seldom", "a.old"), "old_alone": rule("often", "a.old && a.alone") },
            "exempt": { "home": { "condition": "a.home", "basis": "x", "confidence": "local" } },
            "item": {}, "outcome": {},
        }))
        .expect("a pack")
    }

    #[test]
    fn the_strictest_rule_that_holds_wins_and_what_is_not_known_is_named() {
        let visits = visits();
        let mut catalogue = Catalogue::default();
        for name in ["a.alone", "a.old", "a.home"] {
            catalogue.add(Fact::new(name, Kind::Bool));
        }
        let compile = |text: &str| Program::compile(text, &Kind::Bool, &catalogue, []).expect("a rule");
        let programs = Programs {
            rules: visits.rule.iter().map(|(id, it)| (id.clone(), compile(&it.condition))).collect(),
            exempt: visits.exempt.iter().map(|(id, it)| (id.clone(), compile(&it.condition))).collect(),
            groups: Vec::new(),
        };
        let people = (0..6).map(|it| format!("p{it}")).collect();
        let mut frame = Frame::new(people, Day::FIRST);
        let (yes, no) = (Some(true), Some(false));
        frame.set("a.old", Column::bools([yes, yes, yes, no, no, yes]));
        frame.set("a.alone", Column::bools([yes, no, None, None, no, yes]));
        frame.set("a.home", Column::bools([no, no, None, no, no, yes]));
        let told: Vec<_> = tell(&visits, &programs, &frame)
            .into_iter()
            .map(|it| {
                let undecided = it.undecided();
                (
                    it.tier.unwrap_or_default(),
                    it.held.join(" "),
                    it.may_hold.join(" "),
                    it.missing.join(" "),
                    it.exempt,
                    undecided,
                )
            })
            .collect();
        let row = |tier: &str, held: &str, may: &str, missing: &str, exempt, undecided| {
            (tier.to_owned(), held.to_owned(), may.to_owned(), missing.to_owned(), exempt, undecided)
        };
        let want = [
            row("often", "alone old old_alone", "", "", false, false),
            row("seldom", "old", "", "", false, false),
            row("seldom", "old", "alone old_alone", "a.alone", false, false),
            row("", "", "alone", "a.alone", false, true),
            row("", "", "", "", false, false),
            row("often", "alone old old_alone", "", "", true, false),
        ];
        assert_eq!(told, want);
    }
}
