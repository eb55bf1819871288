//! A township's roster: the living registered there, some of the dead and gone, and every mess.

use base::Result;
use sheets::{
    Area,
    write::{Book, Look, Page},
};

use crate::{
    File, SYNTHETIC, as_of,
    county::County,
    demo_month,
    draw::Draw,
    entries::{Entry, entries},
    layout::{Below, Col, Layout, is_place},
    mess::{Messes, Written, date_cell, name_cell, number_cell},
    person::{Living, Person},
    truth::{Expected, Listed, Truth},
};

pub(crate) fn write(
    county: &County,
    people: &[Person],
    town: usize,
    truth: &mut Truth,
    corrections: &mut Vec<usize>,
    draw: &mut Draw,
    write: &mut dyn FnMut(File) -> Result<()>,
) -> Result<()> {
    let layout = Layout::new(draw);
    let mut entries = entries(county, people, town, truth, corrections, draw);
    entries.sort_by_key(|it| (it.village, people[it.person].team, people[it.person].household));
    let township = &county.townships[town];
    let path = format!("rosters/{:02}-{}.xlsx", town + 1, township.name);
    let file = truth.file(&path, "persons", "township", "full", &township.path);
    let mut book = Book::new();
    let mut writer = Writer { county, people, town, layout: &layout, truth, corrections, draw, file };
    if layout.sheet_a_village {
        for (village, of) in township.villages.iter().enumerate() {
            let here: Vec<&Entry> = entries.iter().filter(|it| it.village == village).collect();
            if !here.is_empty() {
                let mut page = book.sheet(&of.name)?;
                writer.sheet(&mut page, &of.name, &here)?;
            }
        }
    } else {
        let all: Vec<&Entry> = entries.iter().collect();
        let name = writer.draw.one_of(&["花名册", "Sheet1", "60岁以上"]);
        let mut page = book.sheet(name)?;
        writer.sheet(&mut page, name, &all)?;
    }
    if layout.old_sheet {
        let old: Vec<&Entry> = entries.iter().filter(|it| it.expected == Expected::Living).take(5).collect();
        let mut page = book.sheet("去年")?;
        writer.sheet(&mut page, "去年", &old)?;
        page.hide();
    }
    write(File { path, bytes: book.bytes()? })
}

struct Writer<'a> {
    county: &'a County,
    people: &'a [Person],
    town: usize,
    layout: &'a Layout,
    truth: &'a mut Truth,
    corrections: &'a mut Vec<usize>,
    draw: &'a mut Draw,
    file: usize,
}

impl Writer<'_> {
    fn sheet(&mut self, page: &mut Page<'_>, name: &str, entries: &[&Entry]) -> Result<()> {
        let layout = self.layout;
        let width = layout.columns.len() as u32;
        let township = &self.county.townships[self.town];
        let plain = Look::default();
        let bold = Look { bold: true, centred: true, border: true, ..Look::default() };
        let mut row = layout.blank_rows_above;
        let title = format!("{}60周岁以上老年人花名册（{SYNTHETIC}）", township.name);
        let whole = |row: u32| Area {
            first_row: row + 1,
            first_column: 0,
            last_row: row + 1,
            last_column: width - 1,
        };
        page.merge(whole(row), &title, &Look { bold: true, centred: true, ..Look::default() })?;
        row += 1;
        let said = format!("填报单位：{}民政办　填报日期：{}　单位：人", township.name, as_of());
        page.merge(whole(row), &said, &plain)?;
        row += 1;
        if layout.two_heads {
            if let Some(at) = layout.columns.windows(2).position(is_place) {
                let above = Area {
                    first_row: row + 1,
                    first_column: at as u32,
                    last_row: row + 1,
                    last_column: at as u32 + 1,
                };
                page.merge(above, "户籍地址", &bold)?;
            }
            row += 1;
        }
        self.heads(page, row, &bold)?;
        let head = row;
        row += 1;
        let mut seq = 0;
        let mut in_village = 0;
        let mut village_from = row;
        for (place, entry) in entries.iter().enumerate() {
            let first = place == 0 || entries[place - 1].village != entry.village;
            if first && 0 < place {
                self.close_village(page, village_from, row, entries[place - 1].village)?;
                if layout.subtotals && !layout.sheet_a_village {
                    page.text(row, 0, "小计", &bold)?;
                    page.number(row, 1, f64::from(in_village), &bold)?;
                    row += 1;
                }
                in_village = 0;
            }
            if first {
                village_from = row;
            }
            let again = layout.heads_again.is_some_and(|every| 0 < seq && seq % every == 0);
            if again && layout.below != Below::Merged {
                self.heads(page, row, &bold)?;
                row += 1;
            }
            seq += 1;
            in_village += 1;
            self.entry(page, name, row, seq, entry, first)?;
            let hide = layout.filtered && self.draw.happens(0.015);
            if hide {
                page.hide_row(row)?;
            }
            row += 1;
        }
        if let Some(last) = entries.last() {
            self.close_village(page, village_from, row, last.village)?;
        }
        if layout.filtered {
            page.filter(Area {
                first_row: head + 1,
                first_column: 0,
                last_row: row,
                last_column: width - 1,
            })?;
        }
        page.text(row, 0, "合计", &bold)?;
        page.number(row, 1, f64::from(seq), &bold)?;
        let signed = "填表人：　　　　审核人：　　　　单位负责人签字（盖章）：";
        page.merge(whole(row + 1), signed, &plain)?;
        Ok(())
    }

    fn heads(&mut self, page: &mut Page<'_>, row: u32, look: &Look) -> Result<()> {
        for (column, (_, head)) in self.layout.columns.iter().enumerate() {
            page.text(row, column as u32, head, look)?;
        }
        Ok(())
    }

    /// Merges the village's cells where the form does that.
    fn close_village(&mut self, page: &mut Page<'_>, from: u32, to: u32, village: usize) -> Result<()> {
        if self.layout.below != Below::Merged {
            return Ok(());
        }
        let Some(column) = self.layout.columns.iter().position(|it| it.0 == Col::Village) else {
            return Ok(());
        };
        let name = &self.county.townships[self.town].villages[village].name;
        let area = Area {
            first_row: from + 1,
            first_column: column as u32,
            last_row: to,
            last_column: column as u32,
        };
        page.merge(area, name, &Look { border: true, centred: true, ..Look::default() })
    }

    fn entry(
        &mut self,
        page: &mut Page<'_>,
        sheet: &str,
        row: u32,
        seq: u32,
        entry: &Entry,
        first: bool,
    ) -> Result<()> {
        let person = &self.people[entry.person];
        let mut messes = entry.messes.clone();
        for (column, (what, _)) in self.layout.columns.iter().enumerate() {
            let cell = self.cell(*what, seq, entry, person, first, &mut messes);
            match cell {
                None => (),
                Some(Written::Text(text)) => page.text(row, column as u32, &text, &entry.look)?,
                Some(Written::Number(value, shape)) => {
                    let look = Look { shape: Some(shape.to_owned()), ..entry.look.clone() };
                    page.number(row, column as u32, value, &look)?;
                }
            }
        }
        let mut expected = entry.expected;
        let known = self.truth.is_known(entry.person);
        // A number that lost its end can be proposed only for somebody who is known already; without
        // number and birth date nobody can say who is meant.
        let lost = messes.contains(&"number_float") && !known;
        let dated = self.layout.columns.iter().any(|it| it.0 == Col::Birth);
        let nobody = messes.contains(&"number_missing") && (!dated || messes.contains(&"birth_month_only"));
        if lost || nobody {
            if expected == Expected::Living && !known {
                self.corrections.push(entry.person);
            }
            expected = Expected::Wrong;
        }
        self.truth.row(Listed {
            file: self.file,
            sheet: sheet.to_owned(),
            row: row + 1,
            person: entry.person,
            messes,
            expected,
        });
        Ok(())
    }

    fn cell(
        &mut self,
        what: Col,
        seq: u32,
        entry: &Entry,
        person: &Person,
        first: bool,
        messes: &mut Messes,
    ) -> Option<Written> {
        let village = &self.county.townships[self.town].villages[entry.village];
        let blank = || Some(Written::text(""));
        match what {
            Col::Seq => Some(Written::Number(f64::from(seq), "0")),
            Col::Name => {
                Some(Written::Text(name_cell(&person.name, self.layout.spaced_names, self.draw, messes)))
            }
            Col::Sex => Some(Written::text(person.sex.zh())),
            Col::Ethnicity => {
                let zh = person.group.zh();
                Some(Written::text(if self.draw.happens(0.3) { zh.trim_end_matches('族') } else { zh }))
            }
            Col::Number => Some(number_cell(&person.number, self.draw, messes)),
            Col::Birth => Some(date_cell(person.birth, self.layout.dates, self.draw, messes)),
            Col::Age => Some(Written::Number(f64::from(person.birth.age_on(demo_month().last_day())), "0")),
            Col::Village => match self.layout.below {
                Below::Merged => None,
                Below::Ditto(sign) if !first => Some(Written::text(sign)),
                _ if !village.old_names.is_empty() && self.draw.happens(0.08) => {
                    messes.push("old_village");
                    Some(Written::text(self.draw.pick(&village.old_names).clone()))
                }
                _ => Some(Written::text(&village.name)),
            },
            Col::Team => Some(Written::Text(format!("{}组", person.team))),
            Col::Living => match person.living {
                Living::Home => blank(),
                Living::Away(place) => Some(Written::text(place)),
                Living::Village(at) => {
                    let (_, town, village) = self.county.village(at);
                    Some(Written::Text(format!("{}{}", town.name, village.name)))
                }
            },
            Col::Phone => Some(Written::Text(person.phone.clone().unwrap_or_default())),
            Col::Arrangement => Some(Written::text(person.arrangement)),
            Col::Hardship => Some(Written::text(person.hardship.unwrap_or(""))),
            Col::Disability => Some(Written::Text(person.disability.map(level).unwrap_or_default())),
            Col::Label => Some(Written::Text(person.labels.join("、"))),
            Col::Remark => Some(Written::Text(entry.remark.clone())),
        }
    }
}

/// 一级 to 四级.
pub(crate) fn level(grade: u8) -> String {
    ["", "一级", "二级", "三级", "四级"].get(usize::from(grade)).copied().unwrap_or_default().to_owned()
}
