//! Figures whose rule reads the state and a few choices: the rule is asked once of each combination,
//! and the database counts the cases of each, by the index. No case is read for it.

use base::Result;
use platform::Cx;
use rules::Value as Told;
use serde_json::{Value, json};

use super::{figures::DeclaredFigure, list::Cases, query::Condition};
use crate::{
    books::{Ready, Sort, facts},
    cases::value,
};

/// Most fields of such a rule beside the state.
const FIELDS_MAX: usize = 3;
/// Most combinations that are asked.
const COMBINATIONS_MAX: usize = 2_000;

/// A combination under which a figure counts: a word of the index for each field, or none, and the
/// states that go with it.
pub(super) struct Group {
    words: Vec<Option<String>>,
    states: Vec<String>,
}

/// What a figure's rule reads beside the state, where that is a few choices.
struct Read {
    fields: Vec<String>,
    /// By field, what it may hold: the index's word and the value.
    domains: Vec<Vec<(Option<String>, Value)>>,
}

fn read(ready: &Ready, figure: &str) -> Option<Read> {
    let mut fields = ready.read_by_figure(figure);
    fields.retain(|it| it != "state");
    fields.sort();
    fields.dedup();
    if FIELDS_MAX < fields.len() {
        return None;
    }
    let domain = |id: &String| {
        let field = ready.book.field.get(id)?;
        let mut domain = vec![(None, Value::Null)];
        match field.sort {
            Sort::Choice => {
                let choices = ready.choices(id).iter();
                domain.extend(choices.map(|it| (Some(value::word(&it.id)), json!(it.id))));
            }
            Sort::YesNo => {
                domain.extend([true, false].map(|it| (Some(it.to_string()), json!(it))));
            }
            _ => return None,
        }
        Some(domain)
    };
    let domains: Vec<_> = fields.iter().map(domain).collect::<Option<_>>()?;
    let many = domains.iter().map(Vec::len).product::<usize>() * ready.book.state.len();
    (many <= COMBINATIONS_MAX).then_some(Read { fields, domains })
}

/// The fields of a figure's rule and the combinations that count; nothing where the rule reads more.
fn groups(ready: &Ready, figure: &str) -> Option<(Vec<String>, Vec<Group>)> {
    let Read { fields, domains } = read(ready, figure)?;
    let mut combinations: Vec<Vec<&(Option<String>, Value)>> = vec![Vec::new()];
    for domain in &domains {
        let wider = combinations.iter().flat_map(|before| {
            domain.iter().map(move |it| before.iter().copied().chain([it]).collect::<Vec<_>>())
        });
        combinations = wider.collect();
    }
    let counts = |state: &str, held: &[&(Option<String>, Value)]| {
        let look = |name: &str| {
            if name == facts::STATE {
                return Some(Told::Choice(state.into()));
            }
            let id = name.strip_prefix("case.")?;
            let at = fields.iter().position(|it| it == id)?;
            value::told(&ready.book.field[id], ready.choices(id), Some(&held[at].1))
        };
        ready.counts_in_figure(figure, &look)
    };
    let mut found = Vec::new();
    for held in combinations {
        let states: Vec<String> =
            ready.book.state.keys().filter(|it| counts(it.as_str(), &held)).cloned().collect();
        if !states.is_empty() {
            found.push(Group { words: held.iter().map(|it| it.0.clone()).collect(), states });
        }
    }
    Some((fields, found))
}

/// Fills the figure by counting; answers whether its rule is of that kind.
pub(super) fn count(
    cx: &mut Cx,
    ready: &Ready,
    ask: &Cases,
    figure: &mut DeclaredFigure,
    most: usize,
) -> Result<bool> {
    let Some((fields, groups)) = groups(ready, &figure.id) else { return Ok(false) };
    let condition = ask.condition(cx, ready)?;
    let sum = ready.book.figure[&figure.id].sum.clone();
    let mut args = condition.args();
    let mut joins = String::new();
    let mut columns = String::new();
    for (at, field) in fields.iter().enumerate() {
        args.push(field.into());
        let known = args.len();
        joins.push_str(&format!(
            " LEFT JOIN case_value v{at} ON v{at}.county = $1 AND v{at}.case_id = f.id AND v{at}.book = $2
                AND v{at}.field = ${known}"
        ));
        columns.push_str(&format!(" || '|' || COALESCE(v{at}.word, '')"));
    }
    let amount = match &sum {
        Some(field) => {
            args.push(field.into());
            joins.push_str(&format!(
                " LEFT JOIN case_value s ON s.county = $1 AND s.case_id = f.id AND s.book = $2 AND s.field = ${}",
                args.len()
            ));
            "CAST(SUM(s.amount) AS BIGINT)"
        }
        None => "CAST(NULL AS BIGINT)",
    };
    let sql = format!(
        "SELECT f.state{columns}, COUNT(*), {amount} FROM case_file f{joins} WHERE {} GROUP BY 1",
        condition.sql()
    );
    for (held, cases, amount) in cx.all::<(String, i64, Option<i64>)>(&sql, &args)? {
        if !groups.iter().any(|it| it.holds(&held)) {
            continue;
        }
        figure.cases += cases;
        if let Some(total) = &mut figure.sum {
            *total = total.saturating_add(amount.unwrap_or(0));
        }
    }
    if 0 < figure.cases {
        let mut which = ask.condition(cx, ready)?;
        which.groups(&fields, &groups);
        let sql = format!("SELECT f.id FROM case_file f WHERE {} ORDER BY f.id LIMIT {most}", which.sql());
        let ids: Vec<(String,)> = cx.all(&sql, &which.args())?;
        figure.which = ids.into_iter().map(|it| it.0).collect();
    }
    Ok(true)
}

/// Narrows a condition to the cases of a figure; answers whether its rule is of that kind.
pub(super) fn narrow(ready: &Ready, condition: &mut Condition, figure: &str) -> bool {
    let Some((fields, groups)) = groups(ready, figure) else { return false };
    condition.groups(&fields, &groups);
    true
}

impl Group {
    /// Whether the state and words of a row are of this combination: `found|major|true`.
    fn holds(&self, held: &str) -> bool {
        let mut parts = held.split('|');
        let state = parts.next().unwrap_or_default();
        let same = |(word, held): (&Option<String>, &str)| word.as_deref().unwrap_or("") == held;
        self.states.iter().any(|it| it == state) && self.words.iter().zip(parts).all(same)
    }
}

impl Condition {
    /// Any of these combinations.
    fn groups(&mut self, fields: &[String], groups: &[Group]) {
        self.whole();
        let names: Vec<usize> = fields.iter().map(|it| self.text(it)).collect();
        let mut any = Vec::new();
        for group in groups {
            let states: Vec<String> = group.states.iter().map(|it| format!("${}", self.text(it))).collect();
            let mut all = format!("f.state IN ({})", states.join(", "));
            for (known, word) in names.iter().zip(&group.words) {
                let of = format!(
                    "EXISTS (SELECT 1 FROM case_value v WHERE v.county = $1 AND v.case_id = f.id AND v.book = $2
                        AND v.field = ${known}"
                );
                match word {
                    Some(word) => all.push_str(&format!(" AND {of} AND v.word = ${})", self.text(word))),
                    None => all.push_str(&format!(" AND NOT {of})")),
                }
            }
            any.push(format!("({all})"));
        }
        let any = if any.is_empty() { "1 = 0".to_owned() } else { any.join(" OR ") };
        self.rest.push_str(&format!(" AND ({any})"));
    }
}
