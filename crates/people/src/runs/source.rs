//! Who a run asks about, where they are registered, and what the engine decides of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use base::{Day, Error, Month, Result};
use platform::{Cx, House, Place, Scope, packs};
use rules::Truth;

use super::{
    roll::{Answer, Decided},
    table::{
        owed,
        run::{self, RunRow},
    },
};
use crate::{
    benefits::{
        self, Decisions, Engine, Engines, Entry, MonthReason, Period, Reason, Route, back_pay_from,
        decide_months, unknown_facts,
    },
    entry,
    register::{self, lean::Lean},
};

/// One person as the draw sees them.
pub(crate) struct Subject {
    pub(crate) person: String,
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) born: Option<Day>,
    /// Whether the benefit is about people like this one at all: they stand on the roll even if
    /// nothing is owed.
    pub(crate) in_population: bool,
    /// The first month a new entrant is paid for.
    pub(crate) back_pay_from: Month,
    /// Why an entrant waits.
    pub(crate) waits: Option<String>,
    /// Whether a death was told of that nobody has confirmed.
    pub(crate) reported: bool,
    pub(crate) decided: Vec<Decided>,
}

/// Whom a draw reads: everybody, or those who are old enough by what is known now, beside whoever
/// has been owed anything. A month decided again on what was known then reads everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    OldEnough,
    Everybody,
}

/// The house as it was when a run was opened, where its pack is another by now and is still kept: a run is
/// decided by the version that it remembers.
pub(crate) fn house_of(cx: &mut Cx, run: &RunRow) -> Result<Option<House>> {
    let pack = cx.house.packs.county(cx.county())?;
    if pack.version() == run.pack_version {
        return Ok(None);
    }
    let sections = cx.house.catalogue.sections();
    let then = packs::at_version(cx, pack.id(), &run.pack_version, &sections)?;
    Ok(then.map(|it| cx.house.with_pack(it)))
}

/// About how many persons a draw reads.
pub(crate) fn count(cx: &mut Cx, run: &RunRow) -> Result<i64> {
    let born_by = born_by(cx, run)?;
    register::lean::count(cx, born_by)
}

/// The next persons with what is decided of them, month by month from `from` to the run's own.
pub(crate) fn read(
    cx: &mut Cx,
    run: &RunRow,
    from: Month,
    whom: Whom,
    after: &str,
    limit: i64,
) -> Result<Vec<Subject>> {
    let people = people(cx, run, whom, after, limit)?;
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(Vec::new()) };
    let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
    let entrants = entry::table::of_range(cx, &run.benefit, (&first.id, &last.id))?;
    let months: Vec<Month> = (0..=from.until(run.month)).map(|at| from.plus(at)).collect();
    let entered = if entrants.is_empty() { Vec::new() } else { entry::entered(cx, &run.benefit, &ids)? };
    let columns = decide_months(cx, &run.benefit, &ids, &months, run.known_at, &entered)?;
    let pack = cx.house.packs.county(cx.county())?;
    let engines = pack.made::<Engines>();
    let engine = engines.get(&run.benefit)?;
    let opening = run::opening(cx, &run.benefit)?.unwrap_or(run.month);
    let mut unknown = unknown(cx, run, &ids, columns.last())?;
    let begins = run.month.plus(1 - engine.benefit.period.months());
    let once = match engine.benefit.period {
        Period::Once => Some(owed::given_in(cx, &run.benefit, (&first.id, &last.id))?),
        _ => None,
    };
    Ok(people
        .into_iter()
        .enumerate()
        .map(|(row, it)| {
            let mut decided: Vec<Decided> =
                columns.iter().map(|of_month| decided(engine, of_month, row)).collect();
            if let Some(given) = &once {
                // Given once: in the month in which it was, or in this one.
                let own = given.get(&it.id).copied().unwrap_or(run.month);
                for decided in decided.iter_mut().filter(|it| it.month != own) {
                    if !matches!(decided.answer, Answer::Gone) {
                        decided.answer = Answer::NotOwed;
                        "runs-given-once".clone_into(&mut decided.reason);
                    }
                }
            }
            if let (Some(facts), Some(Decided { answer: Answer::Unknown(named), .. })) =
                (unknown.remove(&row), decided.last_mut())
            {
                *named = facts;
            }
            let waits = waits(engine, opening, run.month, &it, entrants.get(&it.id));
            // Who never was registered here, or whose record was taken back, stands on no roll.
            let here = !it.registered.is_empty();
            Subject {
                in_population: here && columns.last().is_some_and(|it| in_population(it.reason[row])),
                back_pay_from: back_pay_from(&engine.benefit, begins),
                person: it.id,
                area: it.registered,
                name: it.name,
                born: it.born,
                waits,
                reported: it.reported,
                decided,
            }
        })
        .collect())
}

/// The facts that would decide the month itself, for the rows that are undecided.
fn unknown(
    cx: &mut Cx,
    run: &RunRow,
    ids: &[String],
    last: Option<&Decisions>,
) -> Result<HashMap<usize, Vec<String>>> {
    let Some(last) = last else { return Ok(HashMap::new()) };
    let rows: Vec<usize> = (0..ids.len()).filter(|row| last.truth[*row] == Truth::Unknown).collect();
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let some: Vec<String> = rows.iter().map(|row| ids[*row].clone()).collect();
    let facts = unknown_facts(cx, &run.benefit, &some, run.month, run.known_at)?;
    Ok(rows.into_iter().zip(facts).collect())
}

/// The next persons by id.
fn people(cx: &mut Cx, run: &RunRow, whom: Whom, after: &str, limit: i64) -> Result<Vec<Lean>> {
    if whom == Whom::Everybody {
        return register::lean::after(cx, None, after, limit);
    }
    let born_by = born_by(cx, run)?;
    let mut people = register::lean::after(cx, Some(born_by), after, limit)?;
    // Whoever was owed anything is asked about too, even if their birth date was corrected since.
    let full = limit <= people.len() as i64;
    let until = people.last().filter(|_| full).map_or("~", |it| it.id.as_str()).to_owned();
    let known: HashSet<&str> = people.iter().map(|it| it.id.as_str()).collect();
    let mut others = owed::persons_of_range(cx, &run.benefit, after, &until)?;
    others.retain(|it| !known.contains(it.as_str()));
    for id in others {
        people.push(register::lean::one(cx, &id)?);
    }
    people.retain(|it| !it.merged);
    people.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(people)
}

fn born_by(cx: &mut Cx, run: &RunRow) -> Result<Day> {
    let pack = cx.house.packs.county(cx.county())?;
    let engines = pack.made::<Engines>();
    Ok(benefits::born_by(&engines.get(&run.benefit)?.benefit, run.month))
}

/// A month as the roll reads it.
fn decided(engine: &Engine, of_month: &Decisions, row: usize) -> Decided {
    let code = of_month.reason[row];
    let key = |code| Reason::of(code).map_or("", Reason::key).to_owned();
    let gone = matches!(Reason::of(code), Some(Reason::Month(MonthReason::Died | MonthReason::MovedAway)));
    let answer = match of_month.truth[row] {
        _ if of_month.held.get(row) => Answer::Held,
        Truth::Yes => Answer::Owed(of_month.amount[row]),
        Truth::No if gone => Answer::Gone,
        Truth::No => Answer::NotOwed,
        Truth::Unknown => Answer::Unknown(Vec::new()),
    };
    let tier = of_month.tier[row].map(|it| engine.tier(it).to_owned());
    Decided { month: of_month.month, answer, reason: key(code), tier }
}

/// Whether the benefit is about somebody with this outcome at all.
fn in_population(code: benefits::Code) -> bool {
    let never = [MonthReason::BeforePolicy, MonthReason::TooYoung, MonthReason::Died, MonthReason::MovedAway];
    !never.iter().any(|it| Reason::of(code) == Some(Reason::Month(*it)))
}

/// Why an entrant waits, as a key. Whoever was old enough by the end of the opening month stands
/// as they stood; who comes of age later goes through the entry, or is granted without it.
fn waits(
    engine: &Engine,
    opening: Month,
    month: Month,
    it: &Lean,
    entrant: Option<&entry::Entrant>,
) -> Option<String> {
    // By a case the month rules know already who was granted it: nobody waits outside of them.
    if engine.benefit.route != Route::Age {
        return None;
    }
    let turned = it.born.map(|born| born.plus_years(engine.benefit.age_from.value as i32).month());
    let later = turned.is_some_and(|turned| opening < turned && turned <= month);
    match (entrant.map(|it| it.state.as_str()), engine.benefit.entry.value) {
        (Some("approved" | "granted"), _) => None,
        (Some(state @ ("declined" | "refused" | "objected")), _) => Some(format!("entry-waits-{state}")),
        (Some(state), Entry::Application) => Some(format!("entry-waits-{state}")),
        (None, Entry::Application) if later => Some("entry-waits-none".to_owned()),
        (_, Entry::Automatic) | (None, Entry::Application) => None,
    }
}

/// A benefit that the county's pack has and pays to persons.
pub(crate) fn known_benefit(cx: &mut Cx, benefit: &str) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let known = pack.made::<Engines>().get(benefit).is_ok_and(|it| it.benefit.is_paid());
    if known { Ok(()) } else { Err(Error::invalid("benefit", "runs-unknown-benefit")) }
}

/// Where a person's record lies.
pub(crate) fn place(cx: &mut Cx, person: &str) -> Result<Place> {
    let it = register::lean::one(cx, person)?;
    Ok(Place::Person { registered: it.registered, living: it.living })
}

/// Whether a reader may see this person.
pub(crate) fn within(cx: &mut Cx, person: &str, scope: &Scope) -> Result<()> {
    let it = register::lean::one(cx, person)?;
    if scope.covers_person(&it.registered, &it.living) { Ok(()) } else { Err(Error::missing("person")) }
}

/// Which of these ids are persons of the register.
pub(crate) fn known_persons(cx: &mut Cx, ids: &BTreeSet<&String>) -> Result<BTreeSet<String>> {
    let mut known = BTreeSet::new();
    for id in ids {
        if register::lean::one(cx, id).is_ok() {
            known.insert((*id).clone());
        }
    }
    Ok(known)
}
