//! Names: Han surnames by their weights; Yi, Tibetan and Hui names of parts authored for this.

use crate::{
    county::rows,
    draw::Draw,
    person::{Group, Sex},
};

pub(crate) struct Names {
    surnames: Vec<&'static str>,
    weights: Vec<f64>,
    parts: Vec<(&'static str, Vec<&'static str>)>,
}

impl Names {
    pub(crate) fn new() -> Names {
        let (surnames, weights) = rows(include_str!("../data/surnames.csv"))
            .map(|row| (row[0], row[1].parse::<f64>().unwrap_or(0.0)))
            .unzip();
        let parts = rows(include_str!("../data/names.csv"))
            .map(|row| (row[0], row[1].split(' ').collect()))
            .collect();
        Names { surnames, weights, parts }
    }

    fn part(&self, name: &str, draw: &mut Draw) -> &'static str {
        let words = self.parts.iter().find(|(part, _)| *part == name).map_or(&[][..], |(_, words)| words);
        if words.is_empty() { "" } else { words[draw.below(words.len())] }
    }

    pub(crate) fn surname(&self, draw: &mut Draw) -> &'static str {
        self.surnames[draw.weighted(&self.weights)]
    }

    pub(crate) fn name(&self, group: Group, sex: Sex, draw: &mut Draw) -> String {
        let by_sex = |part: &str| format!("{part}_{}", if sex == Sex::Male { "male" } else { "female" });
        match group {
            Group::Yi => {
                let given = self.part(&by_sex("yi"), draw);
                match draw.below(10) {
                    // Clan and given name as one, as identity cards in 凉山 have it.
                    0..=5 => format!("{}{given}", self.part("yi_clan", draw)),
                    6 => format!("{}·{given}", self.part("yi_clan", draw)),
                    7..=8 => format!("{}{given}", self.part("yi_surname", draw)),
                    _ => self.han(self.part("yi_surname", draw), sex, draw),
                }
            }
            Group::Tibetan => match draw.below(10) {
                0..=3 => {
                    format!("{}{}", self.part("tibetan_first", draw), self.part(&by_sex("tibetan"), draw))
                }
                4 => format!("{}·{}", self.part("tibetan_first", draw), self.part(&by_sex("tibetan"), draw)),
                _ => self.han(self.part("tibetan_surname", draw), sex, draw),
            },
            Group::Hui if draw.happens(0.6) => {
                format!("马{}", self.part(&by_sex("hui"), draw))
            }
            _ => {
                let surname = self.surname(draw);
                self.han(surname, sex, draw)
            }
        }
    }

    fn han(&self, surname: &str, sex: Sex, draw: &mut Draw) -> String {
        let part = if sex == Sex::Male { "han_male" } else { "han_female" };
        let mut name = surname.to_owned();
        // One name in two thousand has a character that old systems cannot write.
        if draw.happens(0.000_5) {
            name.push_str(self.part("rare", draw));
            return name;
        }
        name.push_str(self.part(part, draw));
        if draw.happens(0.8) {
            name.push_str(self.part(part, draw));
        }
        name
    }
}
