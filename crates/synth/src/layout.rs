//! How a township lays out its roster: each has its own form, older than anybody's memory.

use crate::draw::Draw;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Col {
    Seq,
    Name,
    Sex,
    Ethnicity,
    Number,
    Birth,
    Age,
    Village,
    Team,
    Living,
    Phone,
    Arrangement,
    Hardship,
    Disability,
    Label,
    Remark,
}

/// How a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateStyle {
    Dashes,
    Slashes,
    Chinese,
    Compact,
    Dots,
    /// A real date cell.
    Serial,
}

pub(crate) const DATE_STYLES: [DateStyle; 6] = [
    DateStyle::Dashes,
    DateStyle::Slashes,
    DateStyle::Chinese,
    DateStyle::Compact,
    DateStyle::Dots,
    DateStyle::Serial,
];

/// What stands in the village's column below the first row of a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Below {
    Name,
    /// 同上 or 〃.
    Ditto(&'static str),
    /// One merged cell for the whole village.
    Merged,
}

#[expect(clippy::struct_excessive_bools, reason = "habits of a form, each by itself")]
pub(crate) struct Layout {
    pub columns: Vec<(Col, &'static str)>,
    /// A sheet a village rather than one for the township.
    pub sheet_a_village: bool,
    pub below: Below,
    /// A heading over village and team, 户籍地址, above the heads.
    pub two_heads: bool,
    pub blank_rows_above: u32,
    pub subtotals: bool,
    /// The heads again every so many rows, as on printed pages.
    pub heads_again: Option<u32>,
    /// A filter that was left on and hides some rows.
    pub filtered: bool,
    /// A hidden sheet with last year's rows.
    pub old_sheet: bool,
    pub dates: DateStyle,
    /// Spaces inside names of two characters, to line them up with those of three.
    pub spaced_names: bool,
}

impl Layout {
    pub(crate) fn new(draw: &mut Draw) -> Layout {
        let mut columns = vec![(Col::Seq, draw.one_of(&["序号", "编号", "序 号"]))];
        columns.push((Col::Name, draw.one_of(&["姓名", "老人姓名", "姓  名", "老年人姓名"])));
        columns.push((Col::Sex, "性别"));
        if draw.happens(0.8) {
            columns.push((Col::Ethnicity, "民族"));
        }
        columns
            .push((Col::Number, draw.one_of(&["身份证号码", "公民身份号码", "身份证号", "居民身份证号码"])));
        if draw.happens(0.75) {
            columns.push((Col::Birth, draw.one_of(&["出生日期", "出生年月", "出生年月日"])));
        }
        if draw.happens(0.6) {
            columns.push((Col::Age, draw.one_of(&["年龄", "周岁"])));
        }
        let village = (Col::Village, draw.one_of(&["村（社区）", "户籍村", "所属村", "村/社区"]));
        let team = (Col::Team, draw.one_of(&["组", "村民小组", "家庭住址"]));
        if draw.happens(0.25) {
            columns.insert(1, village);
            columns.push(team);
        } else {
            columns.extend([village, team]);
        }
        let optional = [
            (Col::Living, "现居住地", 0.9),
            (Col::Phone, "联系电话", 0.85),
            (Col::Arrangement, "居住状况", 0.8),
            (Col::Hardship, "困难类别", 0.7),
            (Col::Disability, "残疾等级", 0.6),
            (Col::Label, "特殊困难类别", 0.7),
        ];
        for (column, head, share) in optional {
            if draw.happens(share) {
                columns.push((column, head));
            }
        }
        columns.push((Col::Remark, draw.one_of(&["备注", "备  注", "情况说明"])));
        Layout {
            sheet_a_village: draw.happens(0.35),
            below: match draw.below(6) {
                0 => Below::Ditto("同上"),
                1 => Below::Ditto("〃"),
                2 => Below::Merged,
                _ => Below::Name,
            },
            two_heads: draw.happens(0.2) && columns.windows(2).any(is_place),
            blank_rows_above: u32::from(draw.happens(0.2)),
            subtotals: draw.happens(0.4),
            heads_again: draw.happens(0.15).then_some(40),
            filtered: draw.happens(0.3),
            old_sheet: draw.happens(0.2),
            dates: *draw.pick(&DATE_STYLES),
            spaced_names: draw.happens(0.25),
            columns,
        }
    }
}

/// Whether two neighbouring columns are village and team.
pub(crate) fn is_place(pair: &[(Col, &'static str)]) -> bool {
    pair[0].0 == Col::Village && pair[1].0 == Col::Team
}
