//! The lists of the county bureau and of other departments.

use base::Result;
use sheets::{
    Area,
    write::{Book, Charset, Look},
};

use crate::{
    File, ROLL_MONTHS, SYNTHETIC, as_of,
    county::County,
    cut_off, demo_month,
    draw::Draw,
    pay,
    person::{Person, SOURCES, State},
    roster::level,
    truth::{Expected, Truth},
};

/// What a list is, to whoever takes it in.
pub(crate) struct List<'l> {
    pub path: &'l str,
    pub kind: &'l str,
    pub source: &'l str,
    pub declared: &'l str,
}

/// Rows with the person each is about.
pub(crate) type Rows = Vec<(usize, Vec<String>)>;
type Write<'w> = dyn FnMut(File) -> Result<()> + 'w;

pub(crate) fn text(text: &str) -> String {
    text.to_owned()
}

/// A tidy workbook: a title that says what it is, heads, rows, all text.
#[expect(clippy::too_many_arguments, reason = "a list is all of this")]
pub(crate) fn xlsx(
    county: &County,
    list: &List<'_>,
    title: &str,
    head: &[&str],
    rows: &Rows,
    expected: Expected,
    truth: &mut Truth,
    write: &mut Write<'_>,
) -> Result<()> {
    let file = truth.file(list.path, list.kind, list.source, list.declared, &county.path);
    let mut book = Book::new();
    let mut page = book.sheet("名单")?;
    let plain = Look { border: true, ..Look::default() };
    let bold = Look { bold: true, border: true, centred: true, ..Look::default() };
    let above = Area { first_row: 1, first_column: 0, last_row: 1, last_column: head.len() as u32 - 1 };
    page.merge(above, &format!("{}{title}（{SYNTHETIC}）", county.name), &bold)?;
    for (column, text) in head.iter().enumerate() {
        page.text(1, column as u32, text, &bold)?;
    }
    for (at, (person, cells)) in rows.iter().enumerate() {
        let row = at as u32 + 2;
        for (column, cell) in cells.iter().enumerate() {
            page.text(row, column as u32, cell, &plain)?;
        }
        truth.listed(file, "名单", row + 1, *person, expected);
    }
    write(File { path: list.path.to_owned(), bytes: book.bytes()? })
}

#[expect(clippy::too_many_arguments, reason = "a list is all of this")]
pub(crate) fn csv(
    county: &County,
    list: &List<'_>,
    head: &[&str],
    rows: &Rows,
    charset: Charset,
    expected: Expected,
    truth: &mut Truth,
    write: &mut Write<'_>,
) -> Result<()> {
    let file = truth.file(list.path, list.kind, list.source, list.declared, &county.path);
    let mut lines: Vec<Vec<String>> =
        vec![vec![SYNTHETIC.to_owned()], head.iter().map(|it| text(it)).collect()];
    for (at, (person, cells)) in rows.iter().enumerate() {
        lines.push(cells.clone());
        truth.listed(file, "", at as u32 + 3, *person, expected);
    }
    let bytes = sheets::write::csv(lines.iter().map(Vec::as_slice), charset, b',', false)?;
    write(File { path: list.path.to_owned(), bytes })
}

/// The bureau's own ledger: everybody whom the last twenty-four months paid, the dead among them.
pub(crate) fn opening(
    county: &County,
    people: &[Person],
    truth: &mut Truth,
    write: &mut Write<'_>,
) -> Result<()> {
    let rates = county.figures()?.rates;
    let head = [
        "序号",
        "姓名",
        "性别",
        "民族",
        "身份证号",
        "出生日期",
        "乡镇",
        "村（社区）",
        "组",
        "享受起始年月",
        "备注",
    ];
    let mut rows = Rows::new();
    for (at, person) in people.iter().enumerate() {
        let ever =
            (1..=ROLL_MONTHS).any(|back| pay::paid(&rates, person, demo_month().plus(-back)).is_some());
        if !ever {
            continue;
        }
        truth.now_known(at);
        let (_, town, village) = county.village(person.village);
        rows.push((
            at,
            vec![
                (rows.len() + 1).to_string(),
                person.name.clone(),
                text(person.sex.zh()),
                text(person.group.zh()),
                person.number.clone(),
                person.birth.to_string(),
                town.name.clone(),
                village.name.clone(),
                format!("{}组", person.team),
                person.eighty_in().to_string(),
                text(SYNTHETIC),
            ],
        ));
    }
    let list = List {
        path: "opening/县局高龄补贴台账.xlsx",
        kind: "persons",
        source: "civil_affairs",
        declared: "additions",
    };
    xlsx(county, &list, "高龄补贴发放台账", &head, &rows, Expected::Ledger, truth, write)
}

/// What the townships sent after: rows that came back as wrong, and people who had been forgotten.
pub(crate) fn corrections(
    county: &County,
    people: &[Person],
    corrections: &[usize],
    truth: &mut Truth,
    write: &mut Write<'_>,
) -> Result<()> {
    let head = ["序号", "姓名", "性别", "民族", "身份证号", "出生日期", "乡镇", "村（社区）", "组", "备注"];
    let mut rows = Rows::new();
    for at in corrections {
        let person = &people[*at];
        let (_, town, village) = county.village(person.village);
        rows.push((
            *at,
            vec![
                (rows.len() + 1).to_string(),
                person.name.clone(),
                text(person.sex.zh()),
                text(person.group.zh()),
                person.number.clone(),
                person.birth.to_string(),
                town.name.clone(),
                village.name.clone(),
                format!("{}组", person.team),
                text(SYNTHETIC),
            ],
        ));
    }
    let list = List {
        path: "corrections/更正补充名单.xlsx",
        kind: "persons",
        source: "township",
        declared: "additions",
    };
    xlsx(county, &list, "老年人花名册更正补充名单", &head, &rows, Expected::Living, truth, write)
}

pub(crate) fn departments(
    county: &County,
    people: &[Person],
    truth: &mut Truth,
    draw: &mut Draw,
    write: &mut Write<'_>,
) -> Result<()> {
    hardship(county, people, truth, write)?;
    disability(county, people, truth, draw, write)?;
    moves(county, people, truth, write)?;
    for source in 0..SOURCES.len() {
        deaths(county, people, source, truth, draw, write)?;
    }
    Ok(())
}

fn place(county: &County, person: &Person) -> [String; 2] {
    let (_, town, village) = county.village(person.village);
    [town.name.clone(), village.name.clone()]
}

fn hardship(county: &County, people: &[Person], truth: &mut Truth, write: &mut Write<'_>) -> Result<()> {
    let head = ["序号", "姓名", "身份证号", "乡镇", "村（社区）", "对象类别", "纳入时间", "备注"];
    let lists = [
        ("lists/特困供养人员.xlsx", "support", "特困供养人员名单", ["特困供养", "特困供养"]),
        (
            "lists/低保对象.xlsx",
            "low_income",
            "最低生活保障和低保边缘对象名单（60岁以上）",
            ["低保", "低保边缘"],
        ),
    ];
    for (path, kind, title, kinds) in lists {
        let mut rows = Rows::new();
        for (at, person) in people.iter().enumerate() {
            let Some(hardship) = person.hardship.filter(|it| kinds.contains(it)) else { continue };
            if !person.is_living() {
                continue;
            }
            let since = 2016 + (person.household % 9);
            let category = match (hardship, person.arrangement) {
                ("特困供养", "集中供养机构") => "特困集中供养",
                ("特困供养", _) => "特困分散供养",
                ("低保", _) => "农村低保",
                (other, _) => other,
            };
            let [town, village] = place(county, person);
            let number = person.number.clone();
            let cells = [(rows.len() + 1).to_string(), person.name.clone(), number, town, village];
            let tail = [text(category), format!("{since}-01-01"), text(SYNTHETIC)];
            rows.push((at, cells.into_iter().chain(tail).collect()));
        }
        let list = List { path, kind, source: "civil_affairs", declared: "full" };
        xlsx(county, &list, title, &head, &rows, Expected::Known, truth, write)?;
    }
    Ok(())
}

fn disability(
    county: &County,
    people: &[Person],
    truth: &mut Truth,
    draw: &mut Draw,
    write: &mut Write<'_>,
) -> Result<()> {
    let head = ["残疾人姓名", "身份证号", "残疾等级", "残疾证号", "乡镇", "村（社区）", "发证日期"];
    let mut rows = Rows::new();
    for (at, person) in people.iter().enumerate() {
        let Some(grade) = person.disability.filter(|_| person.is_living()) else { continue };
        let kind = 1 + draw.below(7);
        let [town, village] = place(county, person);
        let card = format!("{}{kind}{grade}", person.number);
        let issued = format!("{}-{:02}-01", 2010 + person.household % 14, 1 + person.team);
        rows.push((
            at,
            vec![person.name.clone(), person.number.clone(), level(grade), card, town, village, issued],
        ));
    }
    let list = List {
        path: "lists/持证残疾人.csv",
        kind: "disability",
        source: "disabled_federation",
        declared: "full",
    };
    csv(county, &list, &head, &rows, Charset::Gb18030, Expected::Known, truth, write)
}

fn moves(county: &County, people: &[Person], truth: &mut Truth, write: &mut Write<'_>) -> Result<()> {
    let head = ["序号", "姓名", "身份证号", "乡镇", "村（社区）", "迁出日期", "迁往地", "登记日期"];
    let mut rows = Rows::new();
    for (at, person) in people.iter().enumerate() {
        let State::Moved { on, told, to } = &person.state else { continue };
        let [town, village] = place(county, person);
        let cells = [(rows.len() + 1).to_string(), person.name.clone(), person.number.clone(), town, village];
        let tail = [on.to_string(), text(to), told.to_string()];
        rows.push((at, cells.into_iter().chain(tail).collect()));
    }
    let list =
        List { path: "lists/公安迁出名单.xlsx", kind: "moves", source: "police", declared: "changes" };
    xlsx(county, &list, "户口迁出人员名单", &head, &rows, Expected::Moved, truth, write)
}

fn deaths(
    county: &County,
    people: &[Person],
    source: usize,
    truth: &mut Truth,
    draw: &mut Draw,
    write: &mut Write<'_>,
) -> Result<()> {
    let forms: [(&str, &str, [&str; 8]); 4] = [
        (
            "殡仪馆火化名单",
            "lists/殡仪馆火化名单.xlsx",
            ["序号", "逝者姓名", "性别", "年龄", "身份证号", "家庭住址", "死亡日期", "火化日期"],
        ),
        (
            "户口注销（死亡）名单",
            "lists/公安户口注销名单.xlsx",
            ["序号", "姓名", "性别", "年龄", "公民身份号码", "户籍地址", "死亡日期", "登记日期"],
        ),
        (
            "死亡医学证明名单",
            "lists/卫健死亡医学证明名单.csv",
            ["序号", "死者姓名", "性别", "年龄", "证件号码", "地址", "死亡日期", "报告日期"],
        ),
        (
            "村级死亡报告",
            "lists/村级死亡报告.xlsx",
            ["序号", "姓名", "性别", "年龄", "身份证号", "村（社区）", "死亡时间", "报告日期"],
        ),
    ];
    let (title, path, mut head) = forms[source];
    if source == 0 {
        // Two columns that could be the day of death would fight; the parlour's own is a remark.
        head[7] = "备注";
    }
    let mut rows = Rows::new();
    let name = SOURCES[source];
    let told = |at: usize, person: &Person, truth: &Truth| match &person.state {
        State::Dead { on, told } => told[source].map(|day| (*on, day)),
        State::Living if truth.false_death(at) == Some(name) => {
            Some((as_of().plus_days(-40), as_of().plus_days(-30)))
        }
        _ => None,
    };
    for (at, person) in people.iter().enumerate() {
        let Some((on, day)) = told(at, person, truth) else { continue };
        let is_false = person.state == State::Living;
        let [town, village] = place(county, person);
        // The parlour and the villages often have no number; a false row never fits in full.
        let mut number = person.number.clone();
        let mut called = person.name.clone();
        if is_false && name == "police" {
            called = format!("{}某", person.name.chars().next().unwrap_or('王'));
        } else if is_false || matches!(source, 0 | 3) && draw.happens(0.25) {
            number.clear();
        }
        let address = if source == 3 { village } else { format!("{town}{village}{}组", person.team) };
        let last = if source == 0 { text(SYNTHETIC) } else { day.min(cut_off()).to_string() };
        rows.push((
            at,
            vec![
                (rows.len() + 1).to_string(),
                called,
                text(person.sex.zh()),
                person.birth.age_on(on).to_string(),
                number,
                address,
                on.to_string(),
                last,
            ],
        ));
    }
    let list = List { path, kind: "deaths", source: name, declared: "changes" };
    if source == 2 {
        csv(county, &list, &head, &rows, Charset::Gb18030, Expected::Dead, truth, write)
    } else {
        xlsx(county, &list, title, &head, &rows, Expected::Dead, truth, write)
    }
}
