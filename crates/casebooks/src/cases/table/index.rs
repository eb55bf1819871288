//! SQL that writes what lists find cases by: each value by itself with what stands of its case beside it, and
//! how many cases stand where. All of it is written in the transaction that writes the case, and here; only
//! destroying a case takes its values away elsewhere (`retain/table.rs`).

use base::Result;
use platform::Cx;
use store::Arg;

use crate::{
    books::Ready,
    cases::{
        case::{Case, Stand, Values},
        value::{Key, keys},
    },
};

/// The index of a new case.
pub(super) fn write_new(cx: &mut Cx, ready: &Ready, it: &mut Case) -> Result<()> {
    let stand = it.stand();
    count(cx, &it.book, None, &stand)?;
    values(cx, ready, it, &Values::new(), &stand)?;
    it.kept = stand;
    Ok(())
}

/// Brings the index from what the case was to what it is: only what differs is written.
pub(super) fn write(cx: &mut Cx, ready: &Ready, before: &Values, it: &mut Case) -> Result<()> {
    let stand = it.stand();
    let beside = |it: &Stand| (it.area.clone(), it.title.clone(), it.closed_at);
    if beside(&stand) != beside(&it.kept) {
        let county = cx.county();
        cx.exec(
            "UPDATE case_value SET area = $3, title = $4, closed_at = $5 WHERE county = $1 AND case_id = $2",
            &[
                county.into(),
                (&it.id).into(),
                (&stand.area).into(),
                (&stand.title).into(),
                stand.closed_at.into(),
            ],
        )?;
    }
    count(cx, &it.book, Some(&it.kept), &stand)?;
    values(cx, ready, it, before, &stand)?;
    it.kept = stand;
    Ok(())
}

/// Takes the values of a case out of the index.
pub(in crate::cases) fn unindex(cx: &mut Cx, id: &str) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM case_value WHERE county = $1 AND case_id = $2", &[county.into(), id.into()])?;
    Ok(())
}

/// Forgets counts at which no case stands any more.
pub(in crate::cases) fn sweep(cx: &mut Cx) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM case_count WHERE county = $1 AND cases = 0", &[county.into()])?;
    Ok(())
}

/// Counts a case where it stands and no more where it stood.
fn count(cx: &mut Cx, book: &str, was: Option<&Stand>, is: &Stand) -> Result<()> {
    let place = |it: &Stand| {
        let due_on = it.due_on.map_or_else(String::new, |day| day.to_string());
        (it.state.clone(), it.area.clone(), due_on, i64::from(it.closed_at.is_some()))
    };
    let (was, is) = (was.map(place), place(is));
    if was.as_ref() == Some(&is) {
        return Ok(());
    }
    let county = cx.county();
    let moves = [Some((&is, 1)), was.as_ref().map(|it| (it, -1))];
    let rows: Vec<Vec<Arg>> = moves
        .into_iter()
        .flatten()
        .map(|((state, area, due_on, closed), cases)| {
            let (closed, cases) = (Arg::Int(*closed), Arg::Int(cases));
            vec![county.into(), book.into(), state.into(), area.into(), due_on.into(), closed, cases]
        })
        .collect();
    cx.upsert_many(
        "case_count",
        &["county", "book", "state", "area", "due_on", "closed", "cases"],
        &rows,
        "ON CONFLICT (county, book, state, area, due_on, closed)
            DO UPDATE SET cases = case_count.cases + excluded.cases",
    )
}

/// Brings the values of a case from one set to another.
fn values(cx: &mut Cx, ready: &Ready, it: &Case, before: &Values, stand: &Stand) -> Result<()> {
    let county = cx.county();
    let opened_on = it.opened_on.to_string();
    let mut rows: Vec<(&str, String, i64)> = Vec::new();
    for (name, field) in &ready.book.field {
        let (was, is) = (before.get(name), it.values.get(name));
        if was == is {
            continue;
        }
        let of = |value: Option<&_>| -> Vec<(String, i64)> {
            value.into_iter().flat_map(|it| keys(field, it)).map(columns).collect()
        };
        let (was, is) = (of(was), of(is));
        if let ([(word, amount)], [(new_word, new_amount)]) = (was.as_slice(), is.as_slice()) {
            // One value in place of another.
            let touched = cx.exec(
                "UPDATE case_value SET word = $7, amount = $8
                 WHERE county = $1 AND book = $2 AND field = $3 AND word = $4 AND amount = $5 AND case_id = $6",
                &[
                    county.into(),
                    (&ready.id).into(),
                    name.into(),
                    word.into(),
                    (*amount).into(),
                    (&it.id).into(),
                    new_word.into(),
                    (*new_amount).into(),
                ],
            )?;
            if touched == 1 {
                continue;
            }
        } else {
            for (word, amount) in &was {
                cx.exec(
                    "DELETE FROM case_value WHERE county = $1 AND book = $2 AND field = $3 AND word = $4
                        AND amount = $5 AND case_id = $6",
                    &[
                        county.into(),
                        (&ready.id).into(),
                        name.into(),
                        word.into(),
                        (*amount).into(),
                        (&it.id).into(),
                    ],
                )?;
            }
        }
        rows.extend(is.into_iter().map(|(word, amount)| (name.as_str(), word, amount)));
    }
    rows.sort();
    rows.dedup();
    let rows: Vec<Vec<Arg>> = rows
        .iter()
        .map(|(name, word, amount)| {
            vec![
                county.into(),
                (&ready.id).into(),
                (*name).into(),
                word.into(),
                (*amount).into(),
                (&it.id).into(),
                (&stand.area).into(),
                (&stand.title).into(),
                stand.closed_at.into(),
                (&opened_on).into(),
                (&it.number).into(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    // So few rows are written sooner by one statement than copied in, which is several words to and fro.
    cx.upsert_many("case_value", COLUMNS, &rows, "")
}

const COLUMNS: &[&str] = &[
    "county",
    "book",
    "field",
    "word",
    "amount",
    "case_id",
    "area",
    "title",
    "closed_at",
    "opened_on",
    "number",
];

/// The two columns of the index; a word has no amount and an amount no word.
pub(in crate::cases) fn columns(key: Key) -> (String, i64) {
    match key {
        Key::Word(word) => (word, 0),
        Key::Amount(amount) => (String::new(), amount),
    }
}
