//! SQL of the lists of months: who was to be seen, and who was.

use base::{Day, Month, Result};
use platform::Cx;
use store::{FromRow, Row};

/// Somebody on the list of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::visits) struct Listed {
    pub(in crate::visits) month: Month,
    pub(in crate::visits) person: String,
    pub(in crate::visits) area: String,
    pub(in crate::visits) name: String,
    pub(in crate::visits) tier: String,
    pub(in crate::visits) state: String,
    pub(in crate::visits) away_since: Option<Day>,
    pub(in crate::visits) seen_on: Option<Day>,
    pub(in crate::visits) visit: String,
    pub(in crate::visits) channel: String,
    pub(in crate::visits) late: bool,
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Listed> {
        let late: i64 = row.get(10)?;
        Ok(Listed {
            month: row.get(0)?,
            person: row.get(1)?,
            area: row.get(2)?,
            name: row.get(3)?,
            tier: row.get(4)?,
            state: row.get(5)?,
            away_since: row.get(6)?,
            seen_on: row.get(7)?,
            visit: row.get(8)?,
            channel: row.get(9)?,
            late: late != 0,
        })
    }
}

/// The rows of a range of persons, both ends included, from a month on.
pub(in crate::visits) fn of_people(cx: &mut Cx, first: &str, last: &str, from: Month) -> Result<Vec<Listed>> {
    let county = cx.county();
    cx.all(
        "SELECT month, person, area, name, tier, state, away_since, seen_on, visit, channel, late
         FROM visit_list WHERE county = $1 AND person >= $2 AND person <= $3 AND month >= $4 ORDER BY person, month",
        &[county.into(), first.into(), last.into(), from.into()],
    )
}

pub(in crate::visits) fn put(cx: &mut Cx, it: &Listed) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO visit_list (county, month, person, area, name, tier, state, away_since, seen_on, visit, channel, late)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (county, month, person) DO UPDATE SET area = excluded.area, name = excluded.name,
            tier = excluded.tier, state = excluded.state, away_since = excluded.away_since,
            seen_on = excluded.seen_on, visit = excluded.visit, channel = excluded.channel, late = excluded.late",
        &[
            county.into(),
            it.month.into(),
            (&it.person).into(),
            (&it.area).into(),
            (&it.name).into(),
            (&it.tier).into(),
            (&it.state).into(),
            it.away_since.into(),
            it.seen_on.into(),
            (&it.visit).into(),
            (&it.channel).into(),
            i64::from(it.late).into(),
        ],
    )
}

pub(in crate::visits) fn insert(cx: &mut Cx, all: &[Listed]) -> Result<()> {
    let county = cx.county().to_owned();
    let rows = all.iter().map(|it| {
        vec![
            county.as_str().into(),
            it.month.into(),
            (&it.person).into(),
            (&it.area).into(),
            (&it.name).into(),
            (&it.tier).into(),
            (&it.state).into(),
            it.away_since.into(),
            it.seen_on.into(),
            (&it.visit).into(),
            (&it.channel).into(),
            i64::from(it.late).into(),
        ]
    });
    let rows: Vec<Vec<store::Arg>> = rows.collect();
    let columns = [
        "county",
        "month",
        "person",
        "area",
        "name",
        "tier",
        "state",
        "away_since",
        "seen_on",
        "visit",
        "channel",
        "late",
    ];
    cx.insert_many("visit_list", &columns, &rows)
}

/// The last month that was closed.
pub(in crate::visits) fn last_closed(cx: &mut Cx) -> Result<Option<Month>> {
    let county = cx.county();
    let found: Option<(Option<Month>,)> =
        cx.find("SELECT MAX(month) FROM visit_month WHERE county = $1", &[county.into()])?;
    Ok(found.and_then(|it| it.0))
}

/// The earliest month that has a list and is not closed.
pub(in crate::visits) fn first_open(cx: &mut Cx) -> Result<Option<Month>> {
    let county = cx.county();
    let found: Option<(Option<Month>,)> = cx.find(
        "SELECT MIN(month) FROM visit_list WHERE county = $1 AND month > COALESCE(
            (SELECT MAX(month) FROM visit_month WHERE county = $1), '')",
        &[county.into()],
    )?;
    Ok(found.and_then(|it| it.0))
}

/// Closes a month: what every village came to is kept as it is now.
pub(in crate::visits) fn close(cx: &mut Cx, month: Month) -> Result<u64> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec(
        "INSERT INTO visit_month (county, month, area, residents, seen, away, away_seen, closed_at)
         SELECT county, month, area,
            SUM(CASE WHEN state = 'home' THEN 1 ELSE 0 END),
            SUM(CASE WHEN state = 'home' AND seen_on IS NOT NULL THEN 1 ELSE 0 END),
            SUM(CASE WHEN state = 'away' THEN 1 ELSE 0 END),
            SUM(CASE WHEN state = 'away' AND seen_on IS NOT NULL THEN 1 ELSE 0 END), $3
         FROM visit_list WHERE county = $1 AND month = $2 GROUP BY county, month, area",
        &[county.into(), month.into(), now.into()],
    )
}
