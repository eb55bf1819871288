//! The dead and the moved of the last eighteen months, and when each source heard of them.

use base::{Day, Result};

use crate::{
    LOSS_MONTHS, ages,
    county::County,
    cut_off, demo_month,
    draw::Draw,
    people::{Maker, circumstances},
    person::{Group, Person, Sex, State},
};

/// Share of the elders whose registration moves away in a year.
const MOVES_A_YEAR: f64 = 0.003;
/// Days from an event to the last source that hears of it.
const LAG_DAYS_MAX: f64 = 365.0;

pub(crate) fn add(county: &County, people: &mut Vec<Person>, draw: &mut Draw) -> Result<()> {
    let mut maker = Maker::new(county, draw)?;
    for person in people.iter() {
        maker.know(&person.number);
    }
    let from = demo_month().plus(-LOSS_MONTHS).first_day();
    let to = cut_off().plus_days(-4);
    let years = from.days_until(to) as f64 / 365.25;
    let far = if maker.figures.census.starts_with("51") { FROM_SICHUAN } else { FROM_YUNNAN };
    let living = people.len();
    for at in 0..living {
        let (sex, birth, village) = (people[at].sex, people[at].birth, people[at].village);
        let age = birth.age_on(demo_month().last_day());
        // Whoever is alive stands for the neighbours of the same age who were.
        if draw.happens(ages::mortality(sex, age) * years) {
            let on = Day::from_number(draw.between(from.number(), to.number()));
            let born = near(birth, on, draw);
            let mut person = maker.person_in(village, sex, born, draw);
            circumstances(&mut person, draw);
            let told = told(&person, on, &maker, draw);
            person.state = State::Dead { on, told };
            people.push(person);
        }
        if draw.happens(MOVES_A_YEAR * years) {
            let on = Day::from_number(draw.between(from.number(), to.number()));
            let born = near(birth, on, draw);
            let mut person = maker.person_in(village, sex, born, draw);
            circumstances(&mut person, draw);
            let told = on.plus_days((draw.unit().powi(2) * 180.0) as i64).min(cut_off());
            person.state = State::Moved { on, told, to: draw.one_of(far) };
            people.push(person);
        }
    }
    Ok(())
}

const FROM_SICHUAN: &[&str] = &[
    "四川省西昌市",
    "四川省成都市郫都区",
    "四川省德昌县",
    "四川省攀枝花市东区",
    "云南省昆明市盘龙区",
    "四川省喜德县",
];
const FROM_YUNNAN: &[&str] =
    &["云南省昆明市五华区", "云南省昆明市呈贡区", "云南省玉溪市红塔区", "四川省成都市武侯区", "云南省楚雄市"];

/// A birth date within a year of the neighbour's, of somebody who was sixty by then.
fn near(birth: Day, on: Day, draw: &mut Draw) -> Day {
    birth.plus_days(draw.between(-300, 300)).min(on.plus_years(-60).plus_days(-1))
}

/// When each of `SOURCES` told: never before the death, never after the cut-off; somebody always.
fn told(person: &Person, on: Day, maker: &Maker<'_>, draw: &mut Draw) -> [Option<Day>; 4] {
    // Many Yi and Tibetan dead are cremated at home or in the village: the parlour has no record.
    let funeral = match person.group {
        Group::Yi | Group::Tibetan => maker.figures.funeral_other,
        _ => maker.figures.funeral_han,
    };
    let mut lag = |share: f64, skew: i32, most: f64| {
        let lag = draw.unit().powi(skew) * most;
        draw.happens(share).then(|| on.plus_days(lag as i64)).filter(|day| *day <= cut_off())
    };
    let mut told =
        [lag(funeral, 4, 120.0), lag(0.86, 2, LAG_DAYS_MAX), lag(0.42, 3, 200.0), lag(0.9, 5, LAG_DAYS_MAX)];
    if told.iter().all(Option::is_none) {
        told[3] = Some(on.plus_days(3).min(cut_off()));
    }
    told
}

impl Maker<'_> {
    /// A person of a given village.
    fn person_in(&mut self, village: usize, sex: Sex, birth: Day, draw: &mut Draw) -> Person {
        let mut person = self.person(sex, birth, draw);
        person.village = village;
        person
    }
}
