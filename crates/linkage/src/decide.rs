//! What a comparison comes to.
//!
//! Each level of each field has a weight log2(m/u): how much likelier it is among records of one
//! person than among any two (Fellegi and Sunter 1969). The weights add up, beside a prior for how
//! rare matches are. Two things stand above the sum: a resident number that agrees is what makes two
//! records *the same*, and two good numbers that disagree are never the same without a person's word.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    compare::{Birth, Comparison, Name, Place},
    number::Likeness,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// One person; taken without asking.
    Same,
    /// Very likely one person: proposed, a person confirms.
    Probable,
    /// May be one person: a person decides.
    Doubtful,
    New,
}

/// What was decided of two records, how strongly, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub class: Class,
    /// Bits: each one doubles the odds.
    pub score: f64,
    /// `number-same`, `birth-near`: keys of what spoke for and against, in the order of the fields.
    pub reasons: Vec<&'static str>,
}

/// Bits of each level. Pack data where a county has measured its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    pub name_same: f64,
    pub name_variant: f64,
    pub name_sound: f64,
    pub name_near: f64,
    pub name_different: f64,
    pub number_same: f64,
    pub number_prefix: f64,
    pub number_slip: f64,
    pub number_two_slips: f64,
    pub number_different: f64,
    pub birth_same: f64,
    pub birth_near: f64,
    pub birth_same_year: f64,
    pub birth_different: f64,
    pub sex_same: f64,
    pub sex_different: f64,
    pub place_same: f64,
    pub place_near: f64,
    pub place_different: f64,
    /// Of a match before anything is known: one in some 50,000.
    pub prior: f64,
}

impl Default for Weights {
    /// For the elders of a county. m from how rosters go wrong, u from the register's own counts:
    /// 15,000 birthdays, 150 villages, some 10,000 names.
    fn default() -> Weights {
        Weights {
            name_same: 12.0,
            name_variant: 9.5,
            name_sound: 6.0,
            name_near: 4.0,
            name_different: -5.6,
            number_same: 24.0,
            number_prefix: 17.0,
            number_slip: 15.0,
            number_two_slips: 8.0,
            number_different: -5.0,
            birth_same: 13.5,
            birth_near: 6.0,
            birth_same_year: -0.5,
            birth_different: -5.6,
            sex_same: 1.0,
            sex_different: -4.5,
            place_same: 6.8,
            place_near: 1.2,
            place_different: -3.2,
            prior: -15.8,
        }
    }
}

/// Where the classes begin, in bits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    pub probable: f64,
    pub doubtful: f64,
    /// Two candidates closer than this are both doubtful.
    pub margin: f64,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds { probable: 8.0, doubtful: -2.0, margin: 6.0 }
    }
}

/// Weighs a comparison. `good` says that both numbers pass their own check.
pub fn decide(it: &Comparison, weights: &Weights, thresholds: &Thresholds, good: bool) -> Verdict {
    let parts = parts(it, weights);
    let score = weights.prior + parts.iter().map(|it| it.1).sum::<f64>();
    let reasons = parts.iter().map(|it| it.0).collect();
    let agrees = it.name < Name::Different || it.name == Name::Unknown;
    let contradicted = good && it.number.is_some_and(|it| !matches!(it, Likeness::Same | Likeness::Prefix));
    let class = match it.number {
        Some(Likeness::Same) if agrees && it.birth < Birth::Different => Class::Same,
        Some(Likeness::Same) if agrees && it.birth == Birth::Unknown => Class::Same,
        // One number, two people: somebody must look.
        Some(Likeness::Same) => Class::Doubtful,
        _ if contradicted && thresholds.probable <= score => Class::Doubtful,
        _ if contradicted => Class::New,
        _ if thresholds.probable <= score => Class::Probable,
        _ if thresholds.doubtful <= score => Class::Doubtful,
        _ => Class::New,
    };
    Verdict { class, score, reasons }
}

/// The reason and the bits of each field that is known on both sides.
fn parts(it: &Comparison, weights: &Weights) -> Vec<(&'static str, f64)> {
    let number = it.number.map(|it| match it {
        Likeness::Same => ("number-same", weights.number_same),
        Likeness::Prefix => ("number-prefix", weights.number_prefix),
        Likeness::Slip => ("number-slip", weights.number_slip),
        Likeness::TwoSlips => ("number-two-slips", weights.number_two_slips),
        Likeness::Different => ("number-different", weights.number_different),
    });
    let name = match it.name {
        Name::Same => Some(("name-same", weights.name_same)),
        Name::Variant => Some(("name-variant", weights.name_variant)),
        Name::Sound => Some(("name-sound", weights.name_sound)),
        Name::Near => Some(("name-near", weights.name_near)),
        Name::Different => Some(("name-different", weights.name_different)),
        Name::Unknown => None,
    };
    let birth = match it.birth {
        Birth::Same => Some(("birth-same", weights.birth_same)),
        Birth::Near => Some(("birth-near", weights.birth_near)),
        Birth::SameYear => Some(("birth-same-year", weights.birth_same_year)),
        Birth::Different => Some(("birth-different", weights.birth_different)),
        Birth::Unknown => None,
    };
    let sex = it.sex.map(|same| {
        if same { ("sex-same", weights.sex_same) } else { ("sex-different", weights.sex_different) }
    });
    let place = match it.place {
        Place::Same => Some(("place-same", weights.place_same)),
        Place::Near => Some(("place-near", weights.place_near)),
        Place::Different => Some(("place-different", weights.place_different)),
        Place::Unknown => None,
    };
    // A number holds birth date and sex: where it speaks, they add nothing of their own.
    let (birth, sex) = match it.number {
        Some(Likeness::Same | Likeness::Prefix) => {
            (birth.filter(|it| it.1 < 0.0), sex.filter(|it| it.1 < 0.0))
        }
        _ => (birth, sex),
    };
    [number, name, birth, sex, place].into_iter().flatten().collect()
}

/// The best of several verdicts; two that are close make it doubtful. Answers its place in the list.
pub fn best(verdicts: &[Verdict], thresholds: &Thresholds) -> Option<(usize, Class)> {
    let mut order: Vec<usize> = (0..verdicts.len()).filter(|at| verdicts[*at].class != Class::New).collect();
    order.sort_by(|one, other| {
        let (one, other) = (&verdicts[*one], &verdicts[*other]);
        one.class.cmp(&other.class).then(other.score.total_cmp(&one.score))
    });
    let first = *order.first()?;
    let class = verdicts[first].class;
    let rival = order.get(1).map(|at| &verdicts[*at]);
    let close =
        rival.is_some_and(|it| it.class == class && verdicts[first].score - it.score < thresholds.margin);
    Some((first, if close { class.max(Class::Doubtful) } else { class }))
}

impl Weights {
    /// Weights counted from pairs that are known to be one person or two. Levels that were not seen
    /// keep what they have; a half is added to each count.
    #[must_use]
    pub fn learned<'c>(self, pairs: impl IntoIterator<Item = (&'c Comparison, bool)>, prior: f64) -> Weights {
        let mut counts: HashMap<&'static str, [f64; 2]> = HashMap::new();
        let mut totals: HashMap<&'static str, [f64; 2]> = HashMap::new();
        let flat = Weights { ..Weights::default() };
        for (pair, one_person) in pairs {
            let side = usize::from(!one_person);
            // A number that agrees hides birth and sex; count them by hand here.
            let apart = Comparison { number: None, ..*pair };
            let number = Comparison {
                birth: Birth::Unknown,
                sex: None,
                name: Name::Unknown,
                place: Place::Unknown,
                ..*pair
            };
            for (level, _) in parts(&apart, &flat).into_iter().chain(parts(&number, &flat)) {
                counts.entry(level).or_default()[side] += 1.0;
                let field = level.split('-').next().unwrap_or(level);
                totals.entry(field).or_default()[side] += 1.0;
            }
        }
        let bits = |level: &'static str, otherwise: f64| {
            let field = level.split('-').next().unwrap_or(level);
            let (Some(count), Some(total)) = (counts.get(level), totals.get(field)) else {
                return otherwise;
            };
            ((count[0] + 0.5) / (total[0] + 1.0) / ((count[1] + 0.5) / (total[1] + 1.0))).log2()
        };
        Weights {
            name_same: bits("name-same", self.name_same),
            name_variant: bits("name-variant", self.name_variant),
            name_sound: bits("name-sound", self.name_sound),
            name_near: bits("name-near", self.name_near),
            name_different: bits("name-different", self.name_different),
            number_same: bits("number-same", self.number_same),
            number_prefix: bits("number-prefix", self.number_prefix),
            number_slip: bits("number-slip", self.number_slip),
            number_two_slips: bits("number-two-slips", self.number_two_slips),
            number_different: bits("number-different", self.number_different),
            birth_same: bits("birth-same", self.birth_same),
            birth_near: bits("birth-near", self.birth_near),
            birth_same_year: bits("birth-same-year", self.birth_same_year),
            birth_different: bits("birth-different", self.birth_different),
            sex_same: bits("sex-same", self.sex_same),
            sex_different: bits("sex-different", self.sex_different),
            place_same: bits("place-same", self.place_same),
            place_near: bits("place-near", self.place_near),
            place_different: bits("place-different", self.place_different),
            prior,
        }
    }
}

#[cfg(test)]
mod tests {
    use base::{Day, resident::Sex};

    use super::*;
    use crate::compare::{Record, compare};

    const GOOD: &str = "51343319400305123X";

    fn person(name: &str, number: Option<&str>, born: &str, place: &str) -> Record {
        Record {
            number: number.map(str::to_owned),
            birth: born.parse::<Day>().ok(),
            sex: Some(Sex::Male),
            place: place.to_owned(),
            ..Record::named(name)
        }
    }

    #[track_caller]
    fn check(one: &Record, other: &Record, good: bool, want: Class) {
        let verdict = decide(&compare(one, other), &Weights::default(), &Thresholds::default(), good);
        assert_eq!(verdict.class, want, "{verdict:?}");
    }

    #[test]
    fn records_fall_into_classes() {
        let known = person("王国强", Some(GOOD), "1940-03-05", "a/b/c/");
        let check = |name: &str, number: Option<&str>, born: &str, place: &str, want| {
            check(&person(name, number, born, place), &known, number.is_some_and(|it| it.len() == 18), want);
        };
        check("王国强", Some(GOOD), "1940-03-05", "a/b/c/", Class::Same);
        check("王國強", Some(GOOD), "1940-03-05", "x/y/", Class::Same);
        check("李秀英", Some(GOOD), "1940-03-05", "a/b/c/", Class::Doubtful);
        check("王国强", Some("513433194003051000"), "", "a/b/c/", Class::Probable);
        check("王国强", None, "1940-03-05", "a/b/c/", Class::Probable);
        check("王国强", None, "", "a/b/c/", Class::Doubtful);
        check("王国强", None, "1952-11-30", "x/y/", Class::New);
        // Two good numbers of one name, day and village: twins, or a corrected number.
        check("王国强", Some("513433194003051215"), "1940-03-05", "a/b/c/", Class::Doubtful);
        check("王国军", Some("513433195203051215"), "1952-03-05", "a/b/c/", Class::New);
    }

    #[test]
    fn two_candidates_that_are_close_are_doubtful() {
        let verdict = |class, score| Verdict { class, score, reasons: Vec::new() };
        let best = |list: &[Verdict]| best(list, &Thresholds::default());
        let (probable, doubtful) = (Class::Probable, Class::Doubtful);
        assert_eq!(best(&[verdict(probable, 20.0), verdict(probable, 19.0)]), Some((0, doubtful)));
        assert_eq!(best(&[verdict(probable, 10.0), verdict(probable, 20.0)]), Some((1, probable)));
        assert_eq!(best(&[verdict(doubtful, 9.0), verdict(Class::Same, 2.0)]), Some((1, Class::Same)));
        assert_eq!(best(&[verdict(Class::New, 0.0)]), None);
    }
}
