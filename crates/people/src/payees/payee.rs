//! Rules of payees: `payees.toml`, shapes of accounts, and which of them ask for a second look. Pure.

use base::{Day, Error, Result};
use platform::packs::{Check, Section};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The county's figures about payees.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub basis: String,
    pub confidence: String,
    /// An account changed in the last so many days is flagged.
    pub changed_days: i64,
    /// An account that more elders than this are paid to is flagged.
    pub elders_max: i64,
    /// An agent is confirmed again after so many months.
    pub confirm_months: i32,
    /// Relations an agent may have to the elder, in the order of the form.
    #[serde(default)]
    pub relation: Vec<Relation>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    pub id: String,
    /// How lists and letters put it.
    #[serde(default)]
    pub written: Vec<String>,
}

impl Rules {
    /// The id of a relation by its id, or as it is written somewhere.
    pub fn relation(&self, text: &str) -> Option<&str> {
        let named = |it: &&Relation| it.id == text || it.written.iter().any(|written| written == text);
        self.relation.iter().find(named).map(|it| it.id.as_str())
    }
}

impl Section for Rules {
    const NAME: &'static str = "payees";

    fn check(&self, check: &mut Check<'_>) {
        for (at, it) in self.relation.iter().enumerate() {
            check.word(&format!("relation[{at}].id"), &format!("payee-relation-{}", it.id));
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The elder's own card.
    Own,
    /// Somebody who draws it for them.
    Agent,
    /// The institution they live in.
    Institution,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Own => "own",
            Kind::Agent => "agent",
            Kind::Institution => "institution",
        }
    }
}

/// Fewest and most digits of a Chinese bank account or card.
const DIGITS_MIN: usize = 10;
const DIGITS_MAX: usize = 32;

/// An account as people write it, with spaces and full-width digits: digits alone.
pub fn account(text: &str) -> Result<String> {
    let digits: String = text
        .chars()
        .filter(|it| !it.is_whitespace() && *it != '-')
        .map(|it| match it {
            '\u{ff10}'..='\u{ff19}' => char::from(b'0' + (it as u32 - 0xff10) as u8),
            it => it,
        })
        .collect();
    if !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(Error::invalid("account", "payees-account-digits"));
    }
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) {
        return Err(Error::invalid("account", "payees-account-length"));
    }
    Ok(digits)
}

/// A card number ends with a check digit (Luhn); passbooks and older accounts need not.
pub fn looks_like_a_card_gone_wrong(digits: &str) -> bool {
    let is_card = digits.len() == 19 && digits.starts_with("62");
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            let doubled = digit * 2;
            if place % 2 == 0 { digit } else { doubled / 10 + doubled % 10 }
        })
        .sum();
    is_card && !sum.is_multiple_of(10)
}

/// The first six digits and stars.
pub fn shown(digits: &str) -> String {
    let head: String = digits.chars().take(6).collect();
    format!("{head}{}", "*".repeat(digits.len().saturating_sub(6)))
}

/// What is known of a payee when it is flagged.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub changed_on: Option<Day>,
    pub replaced_another: bool,
    pub elders: i64,
    pub is_worker: bool,
    pub agent_since: Option<Day>,
    pub institution: bool,
}

/// Why a payee wants a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// 账户近期变更
    ChangedLately,
    /// 一户多人
    ManyElders,
    /// 村干部代领
    VillageWorker,
    /// 代领未按年确认
    AgentUnconfirmed,
}

impl Flag {
    pub fn as_str(self) -> &'static str {
        match self {
            Flag::ChangedLately => "changed_lately",
            Flag::ManyElders => "many_elders",
            Flag::VillageWorker => "village_worker",
            Flag::AgentUnconfirmed => "agent_unconfirmed",
        }
    }
}

/// The flags of a payee on a day.
pub fn flags(rules: &Rules, known: &Known, on: Day) -> Vec<Flag> {
    let mut flags = Vec::new();
    let lately = known.changed_on.is_some_and(|it| it.days_until(on) <= rules.changed_days && it <= on);
    if lately && known.replaced_another {
        flags.push(Flag::ChangedLately);
    }
    if rules.elders_max < known.elders && !known.institution {
        flags.push(Flag::ManyElders);
    }
    if known.is_worker {
        flags.push(Flag::VillageWorker);
    }
    if known.agent_since.is_some_and(|it| it.month().plus(rules.confirm_months) < on.month()) {
        flags.push(Flag::AgentUnconfirmed);
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_as_people_write_them() {
        let cases = [
            ("6228 4800 0000 0000 018", Some("6228480000000000018")),
            ("６２２８４８００００００００００１８", Some("622848000000000018")),
            ("12345", None),
            ("abc12345678901", None),
        ];
        for (text, want) in cases {
            assert_eq!(account(text).ok().as_deref(), want, "{text}");
        }
        assert_eq!(shown("6228480000000000018"), "622848*************");
        assert!(!looks_like_a_card_gone_wrong("6228480402564890018"));
        assert!(looks_like_a_card_gone_wrong("6228480402564890019"));
    }

    #[test]
    fn a_relation_is_known_by_its_id_and_as_lists_write_it() {
        let rules: Rules = serde_json::from_str(
            r#"{"basis": "", "confidence": "local", "changed_days": 1, "elders_max": 1, "confirm_months": 1,
                "relation": [{"id": "child", "written": ["子女", "儿子"]}, {"id": "relative"}]}"#,
        )
        .unwrap();
        let cases = [
            ("child", Some("child")),
            ("儿子", Some("child")),
            ("relative", Some("relative")),
            ("邻居", None),
            ("", None),
        ];
        for (text, want) in cases {
            assert_eq!(rules.relation(text), want, "{text}");
        }
    }

    #[test]
    fn flags_follow_the_packs_figures() {
        let rules = Rules { changed_days: 30, elders_max: 2, confirm_months: 12, ..Rules::default() };
        let day: Day = "2026-11-22".parse().unwrap();
        let changed =
            |on: &str| Known { changed_on: on.parse().ok(), replaced_another: true, ..Known::default() };
        let cases = [
            (changed("2026-10-23"), vec![Flag::ChangedLately]),
            (changed("2026-10-22"), vec![]),
            (Known { elders: 3, ..Known::default() }, vec![Flag::ManyElders]),
            (Known { elders: 3, institution: true, ..Known::default() }, vec![]),
            (Known { is_worker: true, ..Known::default() }, vec![Flag::VillageWorker]),
            (
                Known { agent_since: "2025-10-30".parse().ok(), ..Known::default() },
                vec![Flag::AgentUnconfirmed],
            ),
            (Known { agent_since: "2025-11-01".parse().ok(), ..Known::default() }, vec![]),
        ];
        for (known, want) in cases {
            assert_eq!(flags(&rules, &known, day), want, "{known:?}");
        }
    }
}
