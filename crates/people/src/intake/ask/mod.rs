//! What pages show of files, their rows and the reviews that come of them.
//!
//! | file         | what                                                            |
//! |--------------|-----------------------------------------------------------------|
//! | `rows.rs`    | rows of a file, masked; the rows of money lists for their rooms   |
//! | `reviews.rs` | what waits for a decision, a row beside those it may be           |
//! | `waits.rs`   | what of it waits for the reader                                  |

mod reviews;
mod rows;
mod waits;

pub use reviews::{CandidateView, OneReview, ReviewPage, ReviewRow, Reviews};
pub use rows::{PaidRow, PaidRows, RowView, Rows, agreed_total, must_be, paid_rows};
pub use waits::IntakeWaits;

use base::{Day, Instant, Money, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    areas::Atlas,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Arg;

use super::{
    file::{File, SheetPlan, State},
    judge::Verdict,
    pack::{Declared, Field, ListKind},
    table,
    totals::{self, Differs},
};

/// Rows of each verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Counts {
    pub unread: i64,
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    pub doubtful: i64,
    pub wrong: i64,
    /// Not in the register, in a list that enters nobody.
    pub unknown: i64,
    /// Persons of the area whom a full roster does not name; known when it is taken.
    pub missing: i64,
    /// Reviews that wait for a decision.
    pub waiting: i64,
}

pub(crate) fn counts(cx: &mut Cx, file: &str) -> Result<Counts> {
    let county = cx.actor.county.clone();
    let rows: Vec<(String, i64)> = cx.all(
        "SELECT verdict, CAST(COUNT(*) AS BIGINT) FROM intake_row WHERE county = $1 AND file = $2
         GROUP BY verdict",
        &[(&county).into(), file.into()],
    )?;
    let reviews: Vec<(String, i64, i64)> = cx.all(
        "SELECT kind, CAST(COUNT(*) AS BIGINT), CAST(COUNT(decided_at) AS BIGINT) FROM intake_review
         WHERE county = $1 AND file = $2 GROUP BY kind",
        &[(&county).into(), file.into()],
    )?;
    let mut counts = Counts::default();
    for (verdict, count) in rows {
        match Verdict::parse(&verdict) {
            Verdict::Unread => counts.unread = count,
            Verdict::New => counts.new = count,
            Verdict::Changed => counts.changed = count,
            Verdict::Same => counts.same = count,
            Verdict::Doubtful => counts.doubtful = count,
            Verdict::Wrong => counts.wrong = count,
            Verdict::Unknown => counts.unknown = count,
        }
    }
    for (kind, all, decided) in reviews {
        counts.waiting += all - decided;
        if matches!(kind.as_str(), crate::intake::review::MISSING | crate::intake::review::UNLISTED) {
            counts.missing += all;
        }
    }
    Ok(counts)
}

/// A file as lists and its own page show it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FileRow {
    pub id: String,
    pub name: String,
    pub list: ListKind,
    pub declared: Declared,
    pub area: String,
    pub area_name: String,
    pub source: String,
    pub as_of: Day,
    pub complete_until: Option<Day>,
    pub min_age: Option<i64>,
    pub state: State,
    pub rows: i64,
    pub rows_done: i64,
    pub job: Option<String>,
    pub synthetic: bool,
    pub uploaded_by: String,
    pub uploaded_at: Instant,
    pub ended_at: Option<Instant>,
    pub revision: i64,
}

fn file_row(file: &File, atlas: &Atlas) -> FileRow {
    FileRow {
        id: file.id.clone(),
        name: file.name.clone(),
        list: file.list,
        declared: file.declared,
        area: file.area.clone(),
        area_name: atlas.get(&file.area).map_or(String::new(), |it| it.name_zh.clone()),
        source: file.source.clone(),
        as_of: file.as_of,
        complete_until: file.complete_until,
        min_age: file.min_age,
        state: file.state,
        rows: file.rows_total,
        rows_done: file.rows_done,
        job: file.job.clone(),
        synthetic: file.synthetic,
        uploaded_by: file.uploaded_by.clone(),
        uploaded_at: file.uploaded_at,
        ended_at: file.ended_at,
        revision: file.revision,
    }
}

/// Files of the reader's area, the newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Files {
    #[serde(flatten)]
    pub page: ListInput,
    pub state: Option<State>,
    pub list: Option<ListKind>,
}

const FILE_ORDERS: &[Order] = &[
    ("uploaded_at", "uploaded_at, id", "uploaded_at DESC, id"),
    ("name", "name, id", "name DESC, id"),
    ("rows", "rows_total, id", "rows_total DESC, id"),
];

impl Question for Files {
    const NAME: &'static str = "intake.files";
    const RIGHT: &'static str = "intake.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<FileRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<FileRow>> {
        let pack = cx.house.packs.county(cx.county())?;
        let atlas = pack.made::<Atlas>();
        let (low, high) = scope.range();
        let county = cx.actor.county.clone();
        let state = self.state.map_or("", State::as_str);
        let list = self.list.map(ListKind::as_str).unwrap_or_default();
        let sorted = ListInput {
            sort: self.page.sort.clone().or(Some("-uploaded_at".to_owned())),
            ..self.page.clone()
        };
        let order = sorted.order(FILE_ORDERS);
        let sql = format!(
            "SELECT id, name, digest, list, declared, area, source, as_of, complete_until, state, sheets,
                rows_total, rows_done, job, synthetic, uploaded_by, uploaded_at, ended_at, revision, min_age
             FROM intake_file WHERE county = $1 AND $2 <= area AND area < $3 AND ($4 = '' OR state = $4)
                AND ($5 = '' OR list = $5) ORDER BY {order} LIMIT $6 OFFSET $7"
        );
        let filter: [Arg; 5] =
            [(&county).into(), (&low).into(), (&high).into(), state.into(), (&list).into()];
        let mut args = filter.to_vec();
        args.extend([Arg::Int(sorted.limit()), Arg::Int(sorted.offset())]);
        let files: Vec<File> = cx.all(&sql, &args)?;
        let total: (i64,) = cx.get(
            "file",
            "SELECT CAST(COUNT(*) AS BIGINT) FROM intake_file WHERE county = $1 AND $2 <= area AND area < $3
                AND ($4 = '' OR state = $4) AND ($5 = '' OR list = $5)",
            &filter,
        )?;
        let rows = files.iter().map(|it| file_row(it, &atlas)).collect();
        Ok(ListAnswer::new(&sorted, total.0, rows).counted(Basis::Records, cx.today()))
    }
}

/// One file with its counts and the headings of its sheets.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneFile {
    pub file: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FilePage {
    pub file: FileRow,
    pub counts: Counts,
    pub sheets: Vec<SheetPlan>,
    /// Every field a column can be.
    pub fields: Vec<Field>,
    /// Of a list of money that was checked: what its rows come to, and its own total that differs.
    pub sum: Option<Money>,
    pub total_differs: Option<Differs>,
}

/// A file that lies in the scope; one outside is as if not there.
pub(crate) fn in_scope(cx: &mut Cx, scope: &Scope, file: &str) -> Result<File> {
    let file = table::file(cx, file)?;
    if scope.covers(&file.area) { Ok(file) } else { Err(base::Error::missing("file")) }
}

impl Question for OneFile {
    const NAME: &'static str = "intake.file";
    const RIGHT: &'static str = "intake.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = FilePage;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<FilePage> {
        let file = in_scope(cx, scope, &self.file)?;
        let pack = cx.house.packs.county(cx.county())?;
        let counts = counts(cx, &file.id)?;
        let fields = pack.get::<crate::intake::pack::Import>().field.keys().copied().collect();
        let summed = matches!(file.state, State::Checked | State::Committing | State::Done);
        let rolls = summed && file.list.is_money() && file.list != ListKind::Payees;
        Ok(FilePage {
            file: file_row(&file, &pack.made::<Atlas>()),
            counts,
            fields,
            sum: rolls.then(|| file.sheets.iter().map(|it| it.sum).sum()),
            total_differs: rolls.then(|| totals::differs(&file.sheets)).flatten(),
            sheets: file.sheets,
        })
    }
}

/// What an upload can be said to be: the reader's areas, the pack's sources and lists.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Choices {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Chosen {
    /// Paths, from the reader's own area down to townships.
    pub areas: Vec<String>,
    pub sources: Vec<String>,
    pub lists: Vec<ListKind>,
    pub may_import: bool,
}

impl Question for Choices {
    const NAME: &'static str = "intake.choices";
    const RIGHT: &'static str = "intake.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Chosen;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Chosen> {
        let pack = cx.house.packs.county(cx.county())?;
        let (atlas, import) = (pack.made::<Atlas>(), pack.get::<crate::intake::pack::Import>());
        let today = cx.today();
        let mut areas: Vec<String> = vec![scope.area().to_owned()];
        let below = atlas.townships(today).into_iter().filter(|it| scope.covers(&it.path));
        areas.extend(below.map(|it| it.path.clone()));
        areas.retain(|it| !it.is_empty());
        areas.dedup();
        Ok(Chosen {
            areas,
            sources: import.source.keys().cloned().collect(),
            lists: import.list.keys().copied().collect(),
            may_import: cx.actor.may("intake.import"),
        })
    }
}
