//! Payees, and what each of the last twenty-four months paid.

use std::fmt::Write as _;

use base::{Day, Month, Result};
use sheets::write::Charset;

use crate::{
    File, ROLL_MONTHS, SYNTHETIC,
    county::County,
    demo_month,
    draw::Draw,
    lists::{self, text},
    person::{Payee, Person, State},
    truth::{Expected, Truth},
};

/// Second records under another number whose elder was paid twice.
const DOUBLES: usize = 6;
/// Elders whose money goes to one village worker.
const ONE_WORKER: usize = 12;

/// Gives everybody who is paid or soon will be an account.
pub(crate) fn choose_payees(people: &mut [Person], draw: &mut Draw) {
    let soon = demo_month().plus(4);
    let mut shared: Option<(usize, Payee, usize)> = None;
    let mut worker: Option<(usize, Payee, usize)> = None;
    for person in people.iter_mut() {
        if person.eighty_in() > soon {
            continue;
        }
        person.start_delay = [0, 1, 2, 3][draw.weighted(&[0.74, 0.14, 0.08, 0.04])];
        let village = person.village;
        // A son with a whole neighbourhood's cards, and a village worker with even more.
        if let Some((of, payee, left)) = &mut shared
            && *of == village
            && 0 < *left
            && draw.happens(0.5)
        {
            *left -= 1;
            person.payee = Some(payee.clone());
            continue;
        }
        if let Some((of, payee, left)) = &mut worker
            && *of == village
            && 0 < *left
        {
            *left -= 1;
            person.payee = Some(payee.clone());
            continue;
        }
        let bank = ["农村信用合作联社", "中国农业银行", "中国邮政储蓄银行"];
        let bank = bank[draw.weighted(&[0.6, 0.2, 0.2])];
        let account = account(draw);
        let surname: String = person.name.chars().take(1).collect();
        let payee = match draw.unit() {
            it if it < 0.90 => {
                Payee { account, bank, name: as_bank_writes(&person.name, draw), relation: "本人" }
            }
            it if it < 0.99 => {
                let name =
                    format!("{surname}{}", draw.one_of(&["建华", "小军", "志强", "丽", "秀芳", "伟", "明"]));
                Payee {
                    account,
                    bank,
                    name,
                    relation: draw.one_of(&["儿子", "女儿", "配偶", "孙子", "侄子"]),
                }
            }
            it if it < 0.995 => {
                Payee { account, bank, name: "中心敬老院（合成）".to_owned(), relation: "机构" }
            }
            _ => Payee { account, bank, name: format!("{surname}志明"), relation: "儿子" },
        };
        if shared.is_none() && payee.relation == "儿子" {
            shared = Some((village, payee.clone(), 8));
        } else if worker.is_none() && shared.as_ref().is_some_and(|it| it.0 != village) && draw.happens(0.01)
        {
            let name = format!("{surname}文书");
            let payee = Payee { name, relation: "村干部", ..payee.clone() };
            worker = Some((village, payee.clone(), ONE_WORKER - 1));
            person.payee = Some(payee);
            continue;
        }
        person.payee = Some(payee);
    }
}

/// Nineteen digits with a Luhn check under a prefix that no bank has.
fn account(draw: &mut Draw) -> String {
    let body = format!("629999{:012}", draw.below(1_000_000_000_000));
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// The bank's core system has no interpunct, and now and then an older spelling.
fn as_bank_writes(name: &str, draw: &mut Draw) -> String {
    let name = name.replace('·', if draw.happens(0.5) { "" } else { "." });
    if draw.happens(0.004) { name.replace('华', "花").replace('芳', "方") } else { name }
}

/// Gives a few paid elders a second record: the same person under a misread birth year.
pub(crate) fn doubles(county: &County, people: &mut Vec<Person>, draw: &mut Draw) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let first = draw.below(people.len());
    let count = people.len();
    for at in (0..count).map(|step| (first + step * 7) % count) {
        if pairs.len() == DOUBLES {
            break;
        }
        let paid_long = people[at].eighty_in() < demo_month().plus(-36);
        let taken = |it: &(usize, usize)| it.0 == at;
        if !people[at].is_living() || !paid_long || people[at].payee.is_none() || pairs.iter().any(taken) {
            continue;
        }
        let mut second = people[at].clone();
        second.birth = Day::new(second.birth.year() as i16 - 1, 1, 1).unwrap_or(second.birth);
        second.number = crate::number::number(
            &county.code,
            second.birth,
            crate::number::order(second.sex, draw.below(400) as u32),
        );
        if people.iter().any(|it| it.number == second.number) {
            continue;
        }
        second.double_of = Some(at);
        second.spouse = None;
        if let Some(payee) = &mut second.payee {
            payee.account = account(draw);
        }
        pairs.push((at, people.len()));
        people.push(second);
    }
    pairs
}

/// What one month paid somebody: yuan, and from which month on when more than that month's.
pub(crate) struct Paid {
    pub yuan: i64,
    pub back_from: Option<Month>,
}

/// The monthly rate in a month.
pub(crate) fn rate(rates: &[(i32, i64)], person: &Person, month: Month) -> i64 {
    let age = person.birth.age_on(month.last_day());
    rates.iter().rev().find(|(from, _)| *from <= age).map_or(0, |(_, yuan)| *yuan)
}

/// What a month's roll paid somebody. A death or move that nobody had told of by then is paid on.
pub(crate) fn paid(rates: &[(i32, i64)], person: &Person, month: Month) -> Option<Paid> {
    person.payee.as_ref()?;
    let due_from = person.eighty_in();
    let first = due_from.plus(person.start_delay);
    if month < first || demo_month() <= first {
        return None;
    }
    if let Some((on, told)) = person.lost_and_told() {
        let last_due = on.month();
        // The roll is drawn up early in the month, before that month's news.
        if last_due < month && told.month() < month {
            return None;
        }
    }
    let begins = demo_month().plus(-ROLL_MONTHS);
    if month == first && due_from < first && begins < first {
        let yuan = (0..=due_from.until(first)).map(|it| rate(rates, person, due_from.plus(it))).sum();
        return Some(Paid { yuan, back_from: Some(due_from) });
    }
    Some(Paid { yuan: rate(rates, person, month), back_from: None })
}

/// The payees' list, the rolls, and what is still owed.
pub(crate) fn write(
    county: &County,
    people: &[Person],
    truth: &mut Truth,
    draw: &mut Draw,
    write: &mut dyn FnMut(File) -> Result<()>,
) -> Result<()> {
    let rates = county.figures()?.rates;
    payees(county, people, truth, write)?;
    for back in (1..=ROLL_MONTHS).rev() {
        roll(county, people, &rates, demo_month().plus(-back), truth, write)?;
    }
    arrears(county, people, &rates, truth, draw, write)
}

fn payees(
    county: &County,
    people: &[Person],
    truth: &mut Truth,
    write: &mut dyn FnMut(File) -> Result<()>,
) -> Result<()> {
    let head = [
        "序号",
        "姓名",
        "身份证号",
        "乡镇",
        "村（社区）",
        "户名",
        "与老人关系",
        "银行账号",
        "开户行",
        "备注",
    ];
    let mut rows = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let Some(payee) = &person.payee else { continue };
        if person.lost_and_told().is_some() {
            continue;
        }
        let (_, town, village) = county.village(person.village);
        rows.push((
            at,
            vec![
                (rows.len() + 1).to_string(),
                person.name.clone(),
                person.number.clone(),
                town.name.clone(),
                village.name.clone(),
                payee.name.clone(),
                payee.relation.to_owned(),
                payee.account.clone(),
                payee.bank.to_owned(),
                SYNTHETIC.to_owned(),
            ],
        ));
    }
    let list =
        lists::List {
            path: "payees/一卡通账户.xlsx", kind: "payees", source: "bank", declared: "additions"
        };
    lists::xlsx(county, &list, "一卡通账户清单", &head, &rows, Expected::Known, truth, write)
}

fn roll(
    county: &County,
    people: &[Person],
    rates: &[(i32, i64)],
    month: Month,
    truth: &mut Truth,
    write: &mut dyn FnMut(File) -> Result<()>,
) -> Result<()> {
    let head = [
        "序号",
        "姓名",
        "身份证号",
        "乡镇",
        "村（社区）",
        "补贴标准",
        "发放金额",
        "户名",
        "与老人关系",
        "银行账号",
        "开户行",
        "发放月份",
        "备注",
    ];
    let mut rows = Vec::new();
    let mut total = 0;
    for (at, person) in people.iter().enumerate() {
        let (Some(paid), Some(payee)) = (paid(rates, person, month), &person.payee) else { continue };
        let (_, town, village) = county.village(person.village);
        total += paid.yuan;
        let mut remark = String::new();
        if let Some(from) = paid.back_from {
            let _ = write!(remark, "补发{from}至{}", month.plus(-1));
        }
        rows.push((
            at,
            vec![
                (rows.len() + 1).to_string(),
                person.name.clone(),
                person.number.clone(),
                town.name.clone(),
                village.name.clone(),
                format!("{}.00", rate(rates, person, month)),
                format!("{}.00", paid.yuan),
                payee.name.clone(),
                payee.relation.to_owned(),
                payee.account.clone(),
                payee.bank.to_owned(),
                month.to_string(),
                remark,
            ],
        ));
        truth.paid(at, person, month, paid.yuan);
    }
    truth.roll(month, rows.len(), total);
    let path = format!("rolls/{month}.csv");
    let list = lists::List { path: &path, kind: "roll", source: "bank", declared: "additions" };
    // The bank's own system exports in its old encoding.
    lists::csv(county, &list, &head, &rows, Charset::Gb18030, Expected::Known, truth, write)
}

/// What was owed before the demo month and not paid yet: late starts.
fn arrears(
    county: &County,
    people: &[Person],
    rates: &[(i32, i64)],
    truth: &mut Truth,
    draw: &mut Draw,
    write: &mut dyn FnMut(File) -> Result<()>,
) -> Result<()> {
    let head =
        ["序号", "姓名", "身份证号", "乡镇", "村（社区）", "起始年月", "截止年月", "月数", "金额", "原因"];
    let mut rows = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let due_from = person.eighty_in();
        let first = due_from.plus(person.start_delay);
        let open = demo_month() <= first && due_from < demo_month() && person.payee.is_some();
        if !open || person.state != State::Living || person.double_of.is_some() {
            continue;
        }
        let last = demo_month().plus(-1);
        let months = due_from.until(last) + 1;
        let yuan: i64 = (0..months).map(|it| rate(rates, person, due_from.plus(it))).sum();
        let (_, town, village) = county.village(person.village);
        rows.push((
            at,
            vec![
                (rows.len() + 1).to_string(),
                person.name.clone(),
                person.number.clone(),
                town.name.clone(),
                village.name.clone(),
                due_from.to_string(),
                last.to_string(),
                months.to_string(),
                format!("{yuan}.00"),
                text(draw.one_of(&["未及时登记", "查找不到本人", "资料补正"])),
            ],
        ));
        truth.arrears(at, due_from, last, yuan);
    }
    if rows.is_empty() {
        return Ok(());
    }
    let list =
        lists::List { path: "rolls/待补发.xlsx", kind: "arrears", source: "bank", declared: "additions" };
    lists::xlsx(county, &list, "高龄补贴待补发清单", &head, &rows, Expected::Known, truth, write)
}
