//! The living: exactly as many as the county's figures say, in its real villages.

use std::collections::HashSet;

use base::{Day, Result};

use crate::{
    ages,
    county::{County, Figures},
    demo_month,
    draw::Draw,
    names::Names,
    number,
    person::{Group, Living, Person, Sex, State},
};

/// Makes people with numbers nobody else has.
pub(crate) struct Maker<'c> {
    county: &'c County,
    pub figures: Figures,
    pub names: Names,
    /// By village of the county.
    sizes: Vec<f64>,
    groups: Vec<[f64; 5]>,
    taken: HashSet<String>,
    households: usize,
}

impl<'c> Maker<'c> {
    pub(crate) fn new(county: &'c County, draw: &mut Draw) -> Result<Maker<'c>> {
        let figures = county.figures()?;
        let mut sizes = Vec::new();
        let mut groups = Vec::new();
        for town in &county.townships {
            let shares = shares(&town.kind, &figures, draw);
            for village in &town.villages {
                // Communities of the county's towns hold more people than villages.
                let base = if village.name.ends_with("社区") { 1.6 } else { 1.0 };
                sizes.push(base * (0.45 + 1.1 * draw.unit()));
                groups.push(shares);
            }
        }
        let names = Names::new();
        Ok(Maker { county, figures, names, sizes, groups, taken: HashSet::new(), households: 0 })
    }

    /// Keeps a number from being given out again.
    pub(crate) fn know(&mut self, number: &str) {
        self.taken.insert(number.to_owned());
    }

    pub(crate) fn person(&mut self, sex: Sex, birth: Day, draw: &mut Draw) -> Person {
        let village = draw.weighted(&self.sizes);
        let all = [Group::Han, Group::Yi, Group::Tibetan, Group::Hui, Group::Bai];
        let group = all[draw.weighted(&self.groups[village])];
        let mut turn = draw.below(400) as u32;
        let number = loop {
            let number = number::number(&self.county.code, birth, number::order(sex, turn));
            if self.taken.insert(number.clone()) {
                break number;
            }
            turn += 1;
        };
        self.households += 1;
        Person {
            name: self.names.name(group, sex, draw),
            sex,
            birth,
            number,
            group,
            village,
            team: 1 + draw.below(9),
            household: self.households,
            living: self.living(village, draw),
            phone: draw.happens(0.72).then(|| format!("19900{:06}", draw.below(1_000_000))),
            arrangement: "与子女居住",
            hardship: None,
            disability: None,
            labels: Vec::new(),
            spouse: None,
            state: State::Living,
            payee: None,
            start_delay: 0,
            double_of: None,
        }
    }

    fn living(&self, village: usize, draw: &mut Draw) -> Living {
        let far = ["西昌市", "成都市", "攀枝花市", "德阳市", "云南省昆明市"];
        let near = ["昆明市五华区", "昆明市官渡区", "昆明市安宁市", "玉溪市", "四川省成都市"];
        match draw.unit() {
            it if it < 0.06 => {
                let other = draw.weighted(&self.sizes);
                if other == village { Living::Home } else { Living::Village(other) }
            }
            it if it < 0.105 => {
                Living::Away(draw.one_of(if self.figures.census.starts_with("51") { &far } else { &near }))
            }
            _ => Living::Home,
        }
    }
}

/// Ethnic shares of one township: guessed from its kind, the rest by chance around the county's.
fn shares(kind: &str, figures: &Figures, draw: &mut Draw) -> [f64; 5] {
    let minority = figures.yi + figures.tibetan + figures.hui + figures.bai;
    if kind == "藏族乡" {
        return [0.2, 0.2, 0.6, 0.0, 0.0];
    }
    let leaning = if kind == "乡" { 2.0 } else { 0.35 + 1.3 * draw.unit() };
    let scale = (leaning * minority).min(0.9) / minority;
    let shares = [figures.yi, figures.tibetan, figures.hui, figures.bai].map(|it| it * scale);
    [1.0 - shares.iter().sum::<f64>(), shares[0], shares[1], shares[2], shares[3]]
}

/// A birth date for completed years in the demo month. Who turns 60 or 80 in that month was born on
/// its first day, so that every day of the month counts the same people.
pub(crate) fn birth(age: i32, draw: &mut Draw) -> Day {
    let last = demo_month().last_day();
    let newest = demo_month().plus(-12 * age).last_day();
    let oldest = demo_month().plus(-12 * (age + 1)).plus(1).first_day();
    // Registered birthdays pile up on the first and the fifteenth.
    let mut born = Day::from_number(draw.between(oldest.number(), newest.number()));
    if draw.happens(0.06) {
        born = born.month().first_day().plus_days(if draw.happens(0.5) { 0 } else { 14 });
    }
    if matches!(age, 60 | 80) && born.month().of_year() == last.month().of_year() {
        born = born.month().first_day();
    }
    born
}

pub(crate) fn living(county: &County, draw: &mut Draw) -> Result<Vec<Person>> {
    let mut maker = Maker::new(county, draw)?;
    let mut people = Vec::with_capacity(maker.figures.elders * 11 / 10);
    for (sex, age, count) in ages::cells(&maker.figures) {
        for _ in 0..count {
            let born = birth(age, draw);
            people.push(maker.person(sex, born, draw));
        }
    }
    // Neighbours stand together, but not in the order of their ages.
    draw.shuffle(&mut people);
    people.sort_by_key(|it| (it.village, it.team));
    marry(&mut people, draw);
    for person in &mut people {
        circumstances(person, draw);
    }
    Ok(people)
}

/// Pairs men with women a little younger of the same village; the rest live without a spouse.
fn marry(people: &mut [Person], draw: &mut Draw) {
    let villages = people.iter().map(|it| it.village).max().unwrap_or(0);
    for village in 0..=villages {
        let here = |sex: Sex| {
            let mut found: Vec<usize> = (0..people.len())
                .filter(|at| people[*at].village == village && people[*at].sex == sex)
                .collect();
            found.sort_by_key(|at| people[*at].birth);
            found
        };
        let (men, women) = (here(Sex::Male), here(Sex::Female));
        let mut next = 0;
        for man in men {
            while next < women.len() && people[women[next]].birth < people[man].birth.plus_years(-4) {
                next += 1;
            }
            let Some(wife) = women.get(next).copied() else { break };
            let gap = people[man].birth.days_until(people[wife].birth);
            if gap < 3_000 && draw.happens(0.68) {
                next += 1;
                people[man].spouse = Some(wife);
                people[wife].spouse = Some(man);
                let (team, household) = (people[man].team, people[man].household);
                (people[wife].team, people[wife].household) = (team, household);
            }
        }
    }
}

/// Living arrangement, hardship, disability and labels.
pub(crate) fn circumstances(person: &mut Person, draw: &mut Draw) {
    let age = person.birth.age_on(demo_month().last_day());
    person.hardship = match draw.unit() {
        it if it < 0.013 => Some("特困供养"),
        it if it < 0.095 => Some("低保"),
        it if it < 0.12 => Some("低保边缘"),
        _ => None,
    };
    person.arrangement = match (person.spouse, draw.unit()) {
        _ if person.hardship == Some("特困供养") && draw.happens(0.35) => "集中供养机构",
        (Some(_), it) if it < 0.38 => "空巢",
        (None, it) if it < 0.22 => "独居",
        _ => "与子女居住",
    };
    let disabled = 0.055 + 0.004 * f64::from((age - 60).clamp(0, 30));
    person.disability = draw.happens(disabled).then(|| 1 + draw.weighted(&[0.12, 0.25, 0.3, 0.33]) as u8);
    if draw.happens(0.09) && person.arrangement != "集中供养机构" {
        person.labels.push("留守");
    }
    if draw.happens(0.004) {
        person.labels.push("失独");
    }
    if draw.happens(0.02 + 0.003 * f64::from((age - 70).clamp(0, 30))) {
        person.labels.push("失能");
    }
}
