//! Two records, field by field.

use base::{Day, resident::Sex};

use crate::{
    number::{self, Likeness},
    spelling,
};

/// What is known of a person when records are matched.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// As folded by [`spelling::folded`].
    pub name: String,
    /// As spelled by [`spelling::sound`].
    pub sound: String,
    /// Names of before: 曾用名, as on the bank card.
    pub other_names: Vec<String>,
    /// As read by `base::resident`.
    pub number: Option<String>,
    pub birth: Option<Day>,
    pub sex: Option<Sex>,
    /// The path of the village, else of the township.
    pub place: String,
}

impl Record {
    pub fn named(name: &str) -> Record {
        Record { name: spelling::folded(name), sound: spelling::sound(name), ..Record::default() }
    }
}

/// How a field of two records stands: the better level first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    Same,
    /// One is a name of before, a variant spelling, or a surname that is written for the other.
    Variant,
    /// Sounds the same.
    Sound,
    /// One character is another, or missing.
    Near,
    Different,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Birth {
    Same,
    /// A slip: one digit, day and month exchanged, or the lunar day for the solar one.
    Near,
    SameYear,
    Different,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Same,
    /// In one township, or one lies in the other.
    Near,
    Different,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Comparison {
    pub name: Name,
    pub number: Option<Likeness>,
    pub birth: Birth,
    pub sex: Option<bool>,
    pub place: Place,
}

pub fn compare(one: &Record, other: &Record) -> Comparison {
    Comparison {
        name: name(one, other),
        number: one
            .number
            .as_deref()
            .zip(other.number.as_deref())
            .map(|(one, other)| number::likeness(one, other)),
        birth: birth(one.birth, other.birth),
        sex: one.sex.zip(other.sex).map(|(one, other)| one == other),
        place: place(&one.place, &other.place),
    }
}

fn name(one: &Record, other: &Record) -> Name {
    if one.name.is_empty() || other.name.is_empty() {
        return Name::Unknown;
    }
    if one.name == other.name {
        return Name::Same;
    }
    if one.other_names.contains(&other.name)
        || other.other_names.contains(&one.name)
        || spelling::is_confused(&one.name, &other.name)
    {
        return Name::Variant;
    }
    if !one.sound.is_empty() && one.sound == other.sound {
        return Name::Sound;
    }
    let length = one.name.chars().count().max(other.name.chars().count());
    let latin = one.name.is_ascii() && other.name.is_ascii();
    let near = if latin {
        0.9 <= strsim::jaro_winkler(&one.name, &other.name)
    } else {
        3 <= length && strsim::osa_distance(&one.name, &other.name) == 1
    };
    if near { Name::Near } else { Name::Different }
}

/// Days by which a lunar day written as a solar one comes too early.
const LUNAR_DAYS: std::ops::RangeInclusive<i64> = 17..=52;

fn birth(one: Option<Day>, other: Option<Day>) -> Birth {
    let (Some(one), Some(other)) = (one, other) else {
        return Birth::Unknown;
    };
    if one == other {
        return Birth::Same;
    }
    let digits = |day: Day| day.to_string().replace('-', "");
    let exchanged = one.year() == other.year()
        && i32::from(one.0.month()) == i32::from(other.0.day())
        && i32::from(one.0.day()) == i32::from(other.0.month());
    let slip = strsim::osa_distance(&digits(one), &digits(other)) == 1;
    let lunar = LUNAR_DAYS.contains(&one.days_until(other).abs());
    match () {
        () if exchanged || slip || lunar => Birth::Near,
        () if one.year() == other.year() => Birth::SameYear,
        () => Birth::Different,
    }
}

fn place(one: &str, other: &str) -> Place {
    if one.is_empty() || other.is_empty() {
        return Place::Unknown;
    }
    if one == other {
        return Place::Same;
    }
    // `sc/liangshan/mianning/lugu/changzheng/`: what lies above the last step is the township.
    let above = |path: &str| {
        let path = path.strip_suffix('/').unwrap_or(path);
        path.rfind('/').map_or(String::new(), |at| path[..=at].to_owned())
    };
    let township = above(one);
    let within = one.starts_with(other) || other.starts_with(one);
    if within || (!township.is_empty() && township == above(other)) { Place::Near } else { Place::Different }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_by_degrees() {
        let cases = [
            ("王秀英", "王 秀英", Name::Same),
            ("劉國華", "刘国华", Name::Same),
            ("萧红", "肖红", Name::Variant),
            ("王秀英", "王秀瑛", Name::Sound),
            ("王秀英", "王秀兰", Name::Near),
            ("王英", "王兰", Name::Different),
            ("", "王兰", Name::Unknown),
        ];
        for (one, other, want) in cases {
            assert_eq!(compare(&Record::named(one), &Record::named(other)).name, want, "{one} {other}");
        }
        let before = Record { other_names: vec!["王招弟".to_owned()], ..Record::named("王秀英") };
        assert_eq!(compare(&before, &Record::named("王招弟")).name, Name::Variant);
    }

    #[test]
    fn births_and_places_differ_by_degrees() {
        let day = |text: &str| text.parse::<Day>().ok();
        let cases = [
            ("1940-03-05", "1940-03-05", Birth::Same),
            ("1940-03-05", "1940-05-03", Birth::Near),
            ("1940-03-05", "1941-03-05", Birth::Near),
            ("1940-03-05", "1940-04-12", Birth::Near),
            ("1940-03-05", "1940-11-28", Birth::SameYear),
            ("1940-03-05", "1952-11-28", Birth::Different),
        ];
        for (one, other, want) in cases {
            assert_eq!(birth(day(one), day(other)), want, "{one} {other}");
        }
        assert_eq!(place("a/b/c/", "a/b/d/"), Place::Near);
        assert_eq!(place("a/b/c/", "a/b/"), Place::Near);
        assert_eq!(place("a/b/c/", "a/x/c/"), Place::Different);
    }
}
